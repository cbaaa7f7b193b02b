"""Masks in other CRSs than the map: edges that are curves on the map, and polygons that have no whole place on it."""

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)

KRIGING = "stochkrig:kriging"
GIVEN = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 2, "RANGE": 8000}
MAP = "500000,510000,6100000,6108000"
STEP = 250


def layer(*texts, crs="EPSG:4326"):
    polygons = QgsVectorLayer(f"Polygon?crs={crs}", "mask", "memory")
    features = []
    for text in texts:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(text))
        features.append(feature)
    assert polygons.dataProvider().addFeatures(features)[0]
    polygons.updateExtents()
    return polygons


def box(west, south, east, north):
    return f"Polygon(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"


def centres(crs, map_crs="EPSG:26912", west=500_000.0, south=6_100_000.0, shape=(40, 32), step=STEP):
    """x and y in a CRS of the centres of the map's cells, shape (nx, ny)."""
    there = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(map_crs), QgsCoordinateReferenceSystem(crs), QgsProject.instance()
    )
    places = [
        there.transform(west + (i + 0.5) * step, south + (j + 0.5) * step)
        for i in range(shape[0])
        for j in range(shape[1])
    ]
    return np.array([(place.x(), place.y()) for place in places]).reshape(*shape, 2).transpose(2, 0, 1)


@pytest.fixture
def masked(run, wells, read_raster):
    """Krige the wells with a mask; return the cells that have a value, shape (nx, ny), and the log."""

    def cells(mask, **parameters):
        done = run(
            **{"algorithm": KRIGING, "INPUT": wells, "FIELD": "value", "MASK": mask, "EXTENT": MAP, **GIVEN}
            | {"XY_DELTA": STEP, **parameters}
        )
        array, dataset = read_raster(done["MEAN"])
        return array != dataset.GetRasterBand(1).GetNoDataValue(), done.log

    return cells


def test_a_parallel_between_two_vertices_is_one_on_the_map(masked):
    # The chord between its ends lies 34 km north of it.
    cells, _ = masked(layer(box(-120, 55.08, -102, 60)))
    _, latitude = centres("EPSG:4326")
    np.testing.assert_array_equal(cells, latitude > 55.08)
    assert 0 < cells.sum() < cells.size


def test_holes_and_slanting_edges_are_straight_in_their_own_crs(masked):
    text = "Polygon((-120 50.4,-100 50.4,-100 60.7,-120 50.4),(-110.95 54.4,-110.5 54.4,-110.95 55.055,-110.95 54.4))"
    cells, _ = masked(layer(text))
    x, y = centres("EPSG:4326")
    outer = y < 50.4 + (x + 120) * 10.3 / 20
    hole = (x > -110.95) & (y < 55.055 - (x + 110.95) * 0.655 / 0.45)
    np.testing.assert_array_equal(cells, outer & ~hole)
    assert 0 < (outer & hole).sum() < outer.sum() < cells.size


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        (box(-180, -90, 180, 90), "EPSG:4326"),
        (box(-180, 0, 180, 90), "EPSG:4326"),
        (box(-200, -95, 200, 95), "EPSG:4326"),
        (box(0, 0, 360, 90), "EPSG:4326"),
        (box(-20_037_508, -20_037_508, 20_037_508, 20_037_508), "EPSG:3857"),
        (box(-1e9, -1e9, 1e9, 1e9), "EPSG:3857"),
        (box(-1e7, -1e7, 1e7, 1e7), "EPSG:3402"),
    ],
    ids=["world", "north", "more than the world", "eastern longitudes", "mercator", "beyond mercator", "albers"],
)
def test_a_mask_of_the_whole_world_covers_the_map(masked, text, crs):
    cells, log = masked(layer(text, crs=crs))
    assert cells.all()
    assert "MASK" not in log


def test_the_world_without_a_country_is_the_rest(masked):
    hole = "(-111.5 54.5,-110.9 54.5,-110.9 56,-111.5 56,-111.5 54.5)"
    cells, _ = masked(layer(f"Polygon((-180 -90,180 -90,180 90,-180 90,-180 -90),{hole})"))
    x, _ = centres("EPSG:4326")
    np.testing.assert_array_equal(cells, x > -110.9)
    assert 0 < cells.sum() < cells.size


def test_polygons_on_both_sides_of_the_date_line_count_however_they_are_counted(run, make_layer, read_raster, tmp_path):
    rng = np.random.default_rng(1)
    places = np.column_stack([rng.uniform(179.95, 180.05, 30), rng.uniform(-17, -16.9, 30)])
    points = make_layer(places.tolist(), crs="EPSG:4326", value=rng.normal(size=30).tolist())
    masks = [
        [box(179.97, -16.98, 180, -16.92), box(-180, -16.98, -179.97, -16.92)],
        [box(179.97, -16.98, 180.03, -16.92)],
        [box(-180.03, -16.98, -179.97, -16.92)],
    ]
    found = []
    for mask in masks:
        done = run(algorithm=KRIGING, INPUT=points, FIELD="value", MASK=layer(*mask), XY_DELTA=STEP, **GIVEN)
        found.append(read_raster(done["MEAN"])[0] != -9999)
    assert found[0].sum() > 600
    np.testing.assert_array_equal(found[1], found[0])
    np.testing.assert_array_equal(found[2], found[0])


def test_a_mask_on_the_other_side_of_the_world_is_beyond_the_map(refusal, wells):
    said = refusal(
        algorithm=KRIGING,
        INPUT=wells,
        FIELD="value",
        EXTENT=MAP,
        XY_DELTA=STEP,
        MASK=layer(box(55, -111, 55.1, -110.9)),  # swapped
        **GIVEN,
    )
    assert said.startswith("The polygon of the mask lies beyond the map, which is x 500,000 to 510,000")
    assert "check the CRS of the mask" in said


def test_polygons_near_and_far_are_counted_apart(masked):
    cells, log = masked(
        layer(box(-111, 55.05, -110.9, 55.2), box(10, 50, 11, 51), box(-110.95, 55.06, -110.9499, 55.2))
    )
    assert cells.any()
    assert "Polygons of the mask that lie beyond the map (MASK): 1." in log
    assert "lost at this cell size (MASK, XY_DELTA): 1." in log


@pytest.mark.parametrize("size", [1e12, 1e300])
def test_a_huge_mask_in_the_map_s_own_crs_covers_it(masked, size):
    cells, _ = masked(layer(box(-size, -size, size, size), crs="EPSG:26912"))
    assert cells.all()


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        (box(-180, -90, 180, 90), lambda x, y: y > -90),
        (box(-180, 88, 180, 90), lambda x, y: y > 88),
        (box(0, 60, 180, 90), lambda x, y: x > 0),
    ],
    ids=["world", "cap", "half"],
)
def test_masks_around_a_pole(run, make_layer, read_raster, text, inside):
    rng = np.random.default_rng(1)
    places = rng.uniform(-300_000, 300_000, (30, 2))
    points = make_layer(places.tolist(), crs="EPSG:3413", value=rng.normal(size=30).tolist())
    extent = {"EXTENT": "-310000,290000,-317000,283000", "XY_DELTA": 20_000}
    done = run(
        algorithm=KRIGING, INPUT=points, FIELD="value", MASK=layer(text), **extent, **{**GIVEN, "RANGE": 500_000}
    )
    x, y = centres("EPSG:4326", "EPSG:3413", -310_000.0, -317_000.0, (30, 30), 20_000)
    np.testing.assert_array_equal(read_raster(done["MEAN"])[0] != -9999, inside(x, y))


@pytest.mark.parametrize(
    ("places", "crs", "said"),
    [
        ("metres", "EPSG:26912", ""),
        ("x and y swapped", "EPSG:26912", "are x and y swapped, or is it another CRS?"),
        ("metres", "EPSG:31467", "All points lie far outside the area that EPSG:31467 is for (INPUT)"),
        ("degrees", "EPSG:26912", "All coordinates are as small as degrees, and are taken in meters, as EPSG:26912"),
        ("one in place", "EPSG:26912", ""),
    ],
)
def test_a_crs_in_which_no_well_can_be_meant_is_doubted(run, make_layer, places, crs, said):
    rng = np.random.default_rng(3)
    metres = rng.uniform((500_000, 6_100_000), (510_000, 6_108_000), (12, 2))
    coordinates = {
        "metres": metres,
        "x and y swapped": metres[:, ::-1],
        "degrees": rng.uniform((-111.1, 55.0), (-111.0, 55.1), (12, 2)),
        "one in place": np.concatenate([metres[:1], metres[1:, ::-1]]),
    }[places]
    layer = make_layer(coordinates.tolist(), crs=crs, value=rng.normal(10, 1, 12).tolist())
    done = run(algorithm="stochkrig:kriging", INPUT=layer, FIELD="value", XY_DELTA=None)
    doubts = ("far outside the area", "small as degrees")
    assert said in done.log
    assert any(words in done.log for words in doubts) == bool(said)
