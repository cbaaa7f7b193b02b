"""The weights of data on QGIS's map."""

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from stochastic_kriging.ui.canvas.weights import WeightMarks

UTM, DEGREES = (QgsCoordinateReferenceSystem(name) for name in ("EPSG:26912", "EPSG:4326"))
DATA = [(500_300.0, 6_100_500.0, 0.8), (500_700.0, 6_100_500.0, -0.8), (500_500.0, 6_100_800.0, 0.2)]


@pytest.fixture
def canvas(qgis_app):
    made = QgsMapCanvas()
    made.resize(400, 400)
    made.setDestinationCrs(UTM)
    made.show()
    made.setExtent(QgsRectangle(500_000, 6_100_000, 501_000, 6_101_000))
    yield made
    made.close()


@pytest.fixture
def marks(canvas):
    made = WeightMarks(canvas)
    made.show((500_500.0, 6_100_500.0), DATA, UTM)
    yield made
    made.remove()


def drawn(canvas, marks):
    image = QImage(canvas.size(), QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    marks._item.paint(painter)
    painter.end()
    return image


def width_at(canvas, image, x, y):
    """How many pixels of a row are not white, from a place to both sides."""
    at = canvas.getCoordinateTransform().transform(QgsPointXY(x, y))
    row, column = round(at.y()), round(at.x())
    left = right = column
    while image.pixelColor(left - 1, row) != QColor("white"):
        left -= 1
    while image.pixelColor(right + 1, row) != QColor("white"):
        right += 1
    return right - left


def test_areas_are_as_the_weights_and_signs_differ_in_shape_and_colour(canvas, marks):
    image = drawn(canvas, marks)
    great, small = (width_at(canvas, image, *DATA[place][:2]) for place in (0, 2))
    assert great / small == pytest.approx(2.0, rel=0.15)  # four times the area
    positive, negative = (
        image.pixelColor(*(round(part) for part in (at.x(), at.y())))
        for at in (canvas.getCoordinateTransform().transform(QgsPointXY(x, y)) for x, y, _ in DATA[:2])
    )
    assert positive.blue() > positive.red()
    assert negative.red() > negative.blue()
    at = canvas.getCoordinateTransform().transform(QgsPointXY(*DATA[0][:2]))
    corner = round(great / 2 * 0.65)
    assert image.pixelColor(round(at.x()) + corner, round(at.y()) + corner) != QColor("white")  # of the circle
    at = canvas.getCoordinateTransform().transform(QgsPointXY(*DATA[1][:2]))
    corner = round(width_at(canvas, image, *DATA[1][:2]) / 2 * 0.65)
    assert image.pixelColor(round(at.x()) + corner, round(at.y()) + corner) == QColor("white")  # none of the diamond


def test_they_follow_the_crs_of_the_map_and_hear_nothing_when_they_are_gone(canvas, marks):
    canvas.setDestinationCrs(DEGREES)
    there = QgsCoordinateTransform(UTM, DEGREES, QgsProject.instance()).transform(QgsPointXY(*DATA[0][:2]))
    point, weight = marks._item.weights[0]
    assert (point.x(), point.y(), weight) == pytest.approx((there.x(), there.y(), 0.8))
    items = len(canvas.scene().items())
    marks.remove()
    assert len(canvas.scene().items()) == items - 1
    canvas.setDestinationCrs(UTM)
    marks.remove()
    assert marks.shown == 0
