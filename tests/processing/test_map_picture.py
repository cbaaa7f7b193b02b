"""Pictures of maps: the colours of their cells, and where their wells are drawn."""

import base64
import re

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGradientColorRamp
from qgis.PyQt.QtGui import QColor, QImage
from stochastic_kriging.provider.map_frame import MapFrame
from stochastic_kriging.provider.outputs.colours import Span
from stochastic_kriging.provider.report.map_picture import map_picture

BLACK_TO_WHITE = QgsGradientColorRamp(QColor("#000000"), QColor("#ffffff"))


def image_of(svg):
    (content,) = re.findall(r"data:image/png;base64,([A-Za-z0-9+/=]+)", svg)
    image = QImage()
    assert image.loadFromData(base64.b64decode(content), "PNG")
    return image


def picture(values, wells=((0, 0),), size=(10, 10)):
    frame = MapFrame(100.0, 500.0, *size, values.shape, QgsCoordinateReferenceSystem())
    wells = wells if isinstance(wells, dict) else {"value": wells}
    wells = {kind: np.array(places, dtype=float).reshape(-1, 2) for kind, places in wells.items()}
    return map_picture(values, frame, BLACK_TO_WHITE, Span(0.0, 10.0), wells, "A map", "m")


def test_north_is_up_and_no_data_is_transparent(qgis_app):
    values = np.array([[0.0, 10], [5, np.nan], [-3, 20]])
    image = image_of(picture(values))
    assert (image.width(), image.height()) == (3, 2)
    grey = [[image.pixelColor(column, row).red() for column in range(3)] for row in range(2)]
    assert grey[0] == [255, 0, 255]
    assert grey[1][0] == 0
    assert grey[1][1] == pytest.approx(128, abs=1)
    assert [image.pixelColor(column, 0).alpha() for column in range(3)] == [255, 0, 255]


def test_a_large_map_is_thinned(qgis_app):
    image = image_of(picture(np.zeros((1700, 40))))
    assert (image.width(), image.height()) == (425, 10)


def test_wells_stand_where_they_are_and_those_elsewhere_do_not(qgis_app):
    svg = picture(np.zeros((4, 2)), wells=[(120, 490), (140, 480), (90, 490)])
    places = [tuple(map(float, found)) for found in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]
    x, y, width, height = (
        float(re.search(rf'<image [^>]*\b{name}="([\d.]+)"', svg)[1]) for name in ("x", "y", "width", "height")
    )
    assert places == [
        pytest.approx((x + width / 2, y + height / 2), abs=0.11),
        pytest.approx((x + width, y + height), abs=0.11),
    ]
    assert width / height == pytest.approx(2, abs=0.01)


def test_limits_are_triangles_that_point_to_where_the_value_is(qgis_app):
    svg = picture(np.zeros((4, 2)), wells={"value": [], "below": [(120, 490), (0, 0)], "above": [(120, 490)]})
    assert "<circle" not in svg
    below, above = (
        [tuple(map(float, corner.split(","))) for corner in found.split()]
        for found in re.findall(r'<polygon points="([\d., ]+)" fill="#fff"', svg)
    )
    (x, lowest), (_, highest) = below[2], above[2]
    assert x == above[2][0] == pytest.approx((below[0][0] + below[1][0]) / 2, abs=0.11)
    assert highest < max(y for _, y in above) < lowest
    assert min(y for _, y in below) < lowest


def test_a_map_that_is_taller_than_wide_keeps_its_shape(qgis_app):
    svg = picture(np.zeros((2, 8)))
    width, height = (float(re.search(rf'<image [^>]*\b{name}="([\d.]+)"', svg)[1]) for name in ("width", "height"))
    assert height == pytest.approx(640, abs=0.2)
    assert width == pytest.approx(160, abs=0.2)
