"""Zones to cells: which, how much of each, and the zones' own areas."""

import math

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDistanceArea,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from stochastic_kriging.provider.inputs.cell_areas import area_unit, cell_areas
from stochastic_kriging.provider.inputs.zones import read_zones
from stochastic_kriging.provider.map_frame import MapFrame

UTM = QgsCoordinateReferenceSystem("EPSG:32612")
DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
FRAME = MapFrame(500_000, 6_000_400, 100, 100, (5, 4), UTM)


def layer_of(*geometries, crs=UTM):
    layer = QgsVectorLayer(f"MultiSurface?crs={crs.authid()}", "zones", "memory")
    features = []
    for geometry in geometries:
        features.append(QgsFeature())
        features[-1].setGeometry(geometry if isinstance(geometry, QgsGeometry) else QgsGeometry.fromWkt(geometry))
    layer.dataProvider().addFeatures(features)
    return layer


def box(west, south, east, north):
    """In metres from the corner of the map."""
    x, y = 500_000, 6_000_000
    return QgsGeometry.fromWkt(
        f"POLYGON(({x + west} {y + south}, {x + east} {y + south}, {x + east} {y + north}, {x + west} {y + north}, "
        f"{x + west} {y + south}))"
    )


def read(layer, frame=FRAME):
    feedback = QgsProcessingFeedback(False)
    return read_zones(layer, frame, QgsProcessingContext(), feedback), feedback.textLog()


def test_cells_count_from_the_north_west_and_shares_are_exact(qgis_app):
    zones, _ = read(layer_of(box(0, 350, 150, 400), box(400, 0, 500, 100)))
    assert zones.cells.tolist() == [0, 1, 19]
    assert zones.shares.tolist() == pytest.approx([0.5, 0.25, 1])
    assert zones.counts.tolist() == [2, 1]
    assert zones.areas.tolist() == pytest.approx([7500, 10000])


def test_zones_may_overlap_and_parts_of_one_zone_count_once(qgis_app):
    twice = QgsGeometry.collectGeometry([box(0, 300, 100, 400), box(50, 300, 150, 400)])
    zones, _ = read(layer_of(twice, box(0, 300, 100, 400)))
    assert zones.counts.tolist() == [2, 1]
    assert zones.shares.tolist() == pytest.approx([1, 0.5, 1])
    assert zones.areas.tolist() == pytest.approx([15000, 10000])


def test_a_zone_partly_or_wholly_beyond_the_map_keeps_its_area_and_its_place_in_the_order(qgis_app):
    zones, log = read(layer_of(box(9000, 0, 9100, 100), box(-100, 0, 100, 100), "POLYGON EMPTY"))
    assert zones.counts.tolist() == [0, 1, 0]
    assert zones.areas[:2].tolist() == pytest.approx([10000, 20000])
    assert math.isnan(zones.areas[2])
    assert "have no statistics (ZONES): 2 of 3" in log
    assert "without a geometry" in log
    assert "partly beyond the map, and of which only the part on it counts (ZONES): 1 of 3" in log


def test_what_crosses_itself_is_mended(qgis_app):
    bow = "POLYGON((500000 6000000, 500200 6000200, 500200 6000000, 500000 6000200, 500000 6000000))"
    zones, _ = read(layer_of(bow))
    assert float(zones.shares.sum()) * 10_000 == pytest.approx(20_000)


def test_curves_and_holes(qgis_app):
    circle = (
        "CURVEPOLYGON(CIRCULARSTRING(500100 6000200, 500250 6000350, 500400 6000200, 500250 6000050, 500100 6000200),"
        "(500200 6000150, 500300 6000150, 500300 6000250, 500200 6000250, 500200 6000150))"
    )
    zones, _ = read(layer_of(circle))
    assert float(zones.shares.sum()) * 10_000 == pytest.approx(math.pi * 150**2 - 100**2, rel=1e-5)


def test_zones_in_another_crs_are_projected(qgis_app):
    there = box(120, 130, 380, 290)
    there = there.densifyByDistance(10)
    there.transform(QgsCoordinateTransform(UTM, DEGREES, QgsProject.instance()))
    zones, _ = read(layer_of(there, crs=DEGREES))
    assert zones.areas.tolist() == pytest.approx([260 * 160], rel=1e-5)
    own, _ = read(layer_of(box(120, 130, 380, 290)))
    assert zones.cells.tolist() == own.cells.tolist()
    assert zones.shares == pytest.approx(own.shares, abs=1e-5)


def test_areas_in_degrees_are_those_on_the_ellipsoid(qgis_app):
    frame = MapFrame(10.0, 61.0, 0.5, 0.5, (4, 2), DEGREES)
    rows = cell_areas(frame)
    measure = QgsDistanceArea()
    measure.setEllipsoid("EPSG:7030")
    zone = QgsGeometry.fromWkt("POLYGON((10 60, 12 60, 12 61, 10 61, 10 60))")
    assert 4 * rows.sum() == pytest.approx(measure.measureArea(zone.densifyByDistance(0.01)), rel=1e-7)
    assert rows[1] / rows[0] == pytest.approx(math.cos(math.radians(60.25)) / math.cos(math.radians(60.75)), rel=1e-3)
    zones, _ = read(layer_of(zone, crs=DEGREES), frame)
    assert zones.areas.tolist() == pytest.approx([4 * rows.sum()])
    assert area_unit(DEGREES) == area_unit(UTM) == "m²"
    assert area_unit(QgsCoordinateReferenceSystem("EPSG:2225")) == "ft²"
    assert area_unit(QgsCoordinateReferenceSystem()) == "square map units"


def test_the_union_of_zones_is_one_more_and_has_the_area_that_lies_beyond_the_map_too(qgis_app):
    zones = read_zones(
        layer_of(box(0, 0, 50, 100), box(-100, 0, 50, 100), box(9000, 0, 9100, 100)),
        FRAME,
        QgsProcessingContext(),
        QgsProcessingFeedback(False),
        together=True,
    )
    assert zones.counts.tolist() == [1, 1, 0, 1]
    assert zones.shares.tolist() == pytest.approx([0.5, 0.5, 0.5])
    assert zones.areas.tolist() == pytest.approx([5000, 15000, 10000, 25000])


@pytest.mark.parametrize("size", [1.0, 1000.0])
def test_in_web_mercator_cells_and_zones_beyond_the_map_are_measured_alike(qgis_app, size):
    mercator = QgsCoordinateReferenceSystem("EPSG:3857")
    frame = MapFrame(1e6, 8e6, size, size, (4, 2), mercator)
    x, y = 1e6 + 4 * size, 8e6 - 2 * size
    zone = f"POLYGON(({x} {y}, {x + 4 * size} {y}, {x + 4 * size} 8e6, {x} 8e6, {x} {y}))"
    half = f"POLYGON(({x - size} {y}, {x + size} {y}, {x + size} 8e6, {x - size} 8e6, {x - size} {y}))"
    zones, _ = read(layer_of(zone, half, crs=mercator), frame)
    rows = cell_areas(frame)
    assert zones.areas.tolist() == pytest.approx([4 * rows.sum(), 2 * rows.sum()], rel=1e-5)
    assert rows.sum() < 0.4 * 2 * size**2


def test_grads_are_no_degrees(qgis_app):
    """The whole sphere has 400 grads by 200."""
    frame = MapFrame(-200, 100, 4, 2, (100, 100), QgsCoordinateReferenceSystem("EPSG:4807"))
    a, b = 6378249.2, 6356515.0
    e = math.sqrt(1 - (b / a) ** 2)
    whole = 2 * math.pi * a**2 * (1 + (1 - e**2) / e * math.atanh(e))
    assert cell_areas(frame).sum() * 100 == pytest.approx(whole, rel=1e-7)


def test_no_zone_on_the_map_is_said_with_where_they_are(qgis_app):
    with pytest.raises(QgsProcessingException, match="lie beyond the map, at x 509,000 to 509,100, y .* the map is x"):
        read(layer_of(box(9000, 0, 9100, 100)))
    with pytest.raises(QgsProcessingException, match="has no features"):
        read(layer_of())
    with pytest.raises(QgsProcessingException, match="no polygons with a place"):
        read(layer_of("POLYGON EMPTY"))


def test_the_areas_of_cells_add_up(qgis_app):
    assert cell_areas(FRAME).tolist() == [10_000.0] * 4
    assert np.isclose(cell_areas(MapFrame(-180, 90, 1, 1, (360, 180), DEGREES)).sum() * 360, 5.10065621724088e14)
