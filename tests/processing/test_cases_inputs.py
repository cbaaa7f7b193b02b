"""What map layers hold: masks of every kind of polygon, points that are none, points astray, and wrong CRSs."""

import json
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant
from stochastic_kriging.krig_core import Variogram, krige

KRIGING = "stochkrig:kriging"
GIVEN = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 2, "RANGE": 8000}
BOX = "500000,510000,6100000,6108000 [EPSG:26912]"


@pytest.fixture
def make_polygons():
    """Make a layer in memory from WKT (None: a feature without a geometry)."""

    def make(*texts, kind="", crs="EPSG:26912"):
        layer = QgsVectorLayer(f"{kind or texts[0].split('(')[0].strip()}?crs={crs}", "mask", "memory")
        layer.setCrs(QgsCoordinateReferenceSystem(crs))  # which the provider forgets for collections
        features = []
        for text in texts:
            feature = QgsFeature()
            if text is not None:
                geometry = QgsGeometry.fromWkt(text)
                assert not geometry.isNull(), text
                feature.setGeometry(geometry)
            features.append(feature)
        assert layer.dataProvider().addFeatures(features)[0]
        layer.updateExtents()
        return layer

    return make


@pytest.fixture
def masked(run, wells, read_raster):
    """Krige the wells with a mask; return the cells that have a value, shape (nx, ny), and the log."""

    def cells(mask, **parameters):
        done = run(
            **{"algorithm": KRIGING, "INPUT": wells, "FIELD": "value", "MASK": mask, "EXTENT": BOX, **GIVEN}
            | {"XY_DELTA": 250, **parameters}
        )
        array, dataset = read_raster(done["MEAN"])
        return array != dataset.GetRasterBand(1).GetNoDataValue(), done.log

    return cells


def centres(step=250):
    x, y = np.arange(500_000 + step / 2, 510_000, step), np.arange(6_100_000 + step / 2, 6_108_000, step)
    return np.meshgrid(x, y, indexing="ij")


def disk(x, y, radius, step=250):
    east, north = centres(step)
    return (east - x) ** 2 + (north - y) ** 2 < radius**2


def box(west, south, east, north, step=250):
    x, y = centres(step)
    return (x > west) & (x < east) & (y > south) & (y < north)


def ring(west, south, east, north):
    return f"({west} {south},{east} {south},{east} {north},{west} {north},{west} {south})"


def with_third(places):
    return places.replace(",", " 5,").replace(")", " 5)")


ROUND = "CircularString(502000 6104000,504000 6106000,506000 6104000,504000 6102000,502000 6104000)"
HALF = "CompoundCurve(CircularString(502000 6104000,504000 6106000,506000 6104000),(506000 6104000,502000 6104000))"
SQUARE = ring(507000, 6101000, 509000, 6103000)
SMALL = ring(502_010, 6_105_010, 502_070, 6_105_070)
FAR = ring(602_010, 6_105_010, 602_070, 6_105_070)
THE_DISK = disk(504_000, 6_104_000, 2000)
THE_HALF = THE_DISK & (centres()[1] > 6_104_000)
THE_SQUARE = box(507_000, 6_101_000, 509_000, 6_103_000)


# ---- masks


def test_a_curved_polygon_of_a_mask_counts(run_case, read_raster):
    done = run_case("h14_mask_with_a_curved_polygon")
    array, dataset = read_raster(done["MEAN"])
    assert (
        array != dataset.GetRasterBand(1).GetNoDataValue()
    ).sum() == 176  # 64 of the square and 112 of the circle: centres, not area


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"CurvePolygon({ROUND})", THE_DISK),
        (f"CurvePolygon({HALF})", THE_HALF),
        (f"CurvePolygon({ROUND},{ring(503000, 6103000, 505000, 6105000)})", "ring"),
        (f"CurvePolygonZ(CircularStringZ{with_third(ROUND[14:])})", THE_DISK),
        (f"MultiSurface(CurvePolygon({ROUND}),({SQUARE}))", THE_DISK | THE_SQUARE),
        (f"MultiPolygon(({SQUARE}),({ring(508000, 6102000, 509500, 6104000)}))", "overlap"),
        (f"PolygonZ({with_third(SQUARE)})", THE_SQUARE),
        (f"PolygonM({with_third(SQUARE)})", THE_SQUARE),
        ("Triangle((500000 6100000,508000 6100000,500000 6108000,500000 6100000))", "triangle"),
        (f"GeometryCollection(Polygon({SQUARE}),CurvePolygon({ROUND}))", THE_DISK | THE_SQUARE),
        (f"GeometryCollection(GeometryCollection(MultiSurface(CurvePolygon({ROUND}))))", THE_DISK),
        ("Polygon((502000 6102000,504000 6104000,502000 6104000,504000 6102000,502000 6102000))", "bow"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) and "(" in value else "",
)  # fmt: skip
def test_every_kind_of_polygon_masks(masked, make_polygons, text, expected):
    x, y = centres()
    special = {
        "ring": THE_DISK & ~box(503_000, 6_103_000, 505_000, 6_105_000),
        "overlap": THE_SQUARE | box(508_000, 6_102_000, 509_500, 6_104_000),
        "triangle": (x - 500_000) + (y - 6_100_000) < 8000,
        "bow": (abs(x - 503_000) < abs(y - 6_103_000)) & (abs(y - 6_103_000) < 1000),
    }
    expected = special[expected] if isinstance(expected, str) else expected
    kind = "GeometryCollection" if text.startswith("Geom") else ""
    cells, log = masked(make_polygons(text, kind=kind))
    edge = (x - 500_000) + (y - 6_100_000) == 8000 if "Triangle" in text else np.zeros_like(cells)
    edge |= (abs(x - 503_000) == abs(y - 6_103_000)) if "6102000,502000" in text else False
    np.testing.assert_array_equal(cells[~edge], expected[~edge])
    assert "(MASK)" not in log


@pytest.mark.parametrize("kind", ["TIN", "PolyhedralSurface"])
def test_surfaces_of_faces_mask(masked, tmp_path, kind):
    from osgeo import ogr, osr

    reference = osr.SpatialReference()
    reference.ImportFromEPSG(26912)
    path = str(tmp_path / "mask.gpkg")
    data = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    layer = data.CreateLayer("mask", reference, ogr.wkbTIN if kind == "TIN" else ogr.wkbPolyhedralSurface)
    corners = ["507000 6101000 1", "509000 6101000 2", "509000 6103000 3", "507000 6103000 4"]
    faces = [(0, 1, 2), (0, 2, 3)] if kind == "TIN" else [(0, 1, 2, 3)]
    text = ",".join("((" + ",".join(corners[c] for c in (*face, face[0])) + "))" for face in faces)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"{kind} Z ({text})"))
    layer.CreateFeature(feature)
    feature = layer = data = None
    np.testing.assert_array_equal(masked(path)[0], THE_SQUARE)


def test_curves_are_straightened_before_they_are_projected(masked, make_polygons):
    # A circle in degrees, which is an ellipse on the map.
    text = "CurvePolygon(CircularString(-110.98 55.07,-110.94 55.09,-110.90 55.07,-110.94 55.05,-110.98 55.07))"
    curved, _ = masked(make_polygons(text, crs="EPSG:4269"))
    geometry = QgsGeometry.fromWkt(text)
    lines, _ = masked(make_polygons(geometry.constGet().segmentize(1e-3).asWkt(), crs="EPSG:4269"))
    np.testing.assert_array_equal(curved, lines)
    assert curved.sum() > 100


def test_parts_that_are_no_polygons_are_told(masked, make_polygons):
    text = f"GeometryCollection(Point(503000 6103000),Polygon({SQUARE}),LineString(500000 6100000,509000 6107000))"
    cells, log = masked(
        make_polygons(text, None, "GeometryCollection(Point(501000 6101000))", kind="GeometryCollection")
    )
    np.testing.assert_array_equal(cells, THE_SQUARE)
    assert "Parts of the mask of type Point, which are left out (MASK): 2." in log
    assert "Parts of the mask of type LineString, which are left out (MASK): 1." in log
    assert "Parts of the mask without a geometry, which are left out (MASK): 1." in log


def test_polygons_that_cover_no_cell_are_counted(masked, make_polygons):
    texts = [f"Polygon({SQUARE})"]
    texts += [f"Polygon({ring(x, 6105010, x + 60, 6105070)})" for x in (502_010, 503_010, 504_010)]  # none
    texts += [f"Polygon({ring(507_100, 6_101_100, 508_000, 6_102_000)})"]  # under another, and no less a polygon
    texts += [f"Polygon({ring(508_130, 6_101_010, 508_170, 6_102_990)})"]  # between centres, over several of its cells
    texts += [f"Polygon({ring(600_000, 6_101_000, 601_000, 6_102_000)})"] * 2
    cells, log = masked(make_polygons(*texts))
    np.testing.assert_array_equal(cells, THE_SQUARE)
    assert "cover no cell centre, and are lost at this cell size (MASK, XY_DELTA): 4." in log
    assert "lie beyond the map (MASK): 2." in log


def test_each_multipolygon_part_is_counted(masked, make_polygons):
    text = f"MultiPolygon(({SQUARE}),({ring(502_010, 6_105_010, 502_070, 6_105_070)}))"
    assert "(MASK, XY_DELTA): 1." in masked(make_polygons(text))[1]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ([f"Polygon({SMALL})"], "covers no cell centre (MASK): choose a cell size of at most 42 (XY_DELTA)"),
        ([f"Polygon({FAR})"] * 2, "The 2 polygons of the mask lie beyond the map, at x 602,010 to 602,070"),
        ([f"Polygon({ring(-111, 55, -110.9, 55.1)})"], "check the CRS of the mask"),
        ([None, None], "The mask has no polygons, only features 2 without a geometry (MASK)"),
        (["Polygon((502000 6102000,504000 6104000,502000 6102000))"], "no cell centre (MASK): choose larger polygons"),
    ],
    ids=["small", "beyond", "other crs", "no geometry", "no area"],
)  # fmt: skip
def test_a_mask_that_covers_nothing_is_refused_with_what_helps(refusal, wells, make_polygons, texts, words):
    mask = make_polygons(*texts, kind="Polygon")
    said = refusal(algorithm=KRIGING, INPUT=wells, FIELD="value", MASK=mask, EXTENT=BOX, XY_DELTA=250, **GIVEN)
    assert words in said


def test_the_cell_size_that_is_named_for_a_small_mask_works(masked, make_polygons):
    # However the cells lie.
    for offset in (0, 13, 29):
        text = f"Polygon({ring(502_010 + offset, 6_105_010, 502_070 + offset, 6_105_070 + offset)})"
        assert masked(make_polygons(text), XY_DELTA=42)[0].any()


def test_a_mask_without_a_crs_is_taken_as_it_is_and_that_is_said(masked, make_polygons):
    layer = make_polygons(f"Polygon({SQUARE})")
    layer.setCrs(type(layer.crs())())
    cells, log = masked(layer)
    np.testing.assert_array_equal(cells, THE_SQUARE)
    assert "The mask has no CRS: its coordinates are taken to be those of the map (MASK)." in log


@pytest.mark.parametrize("given", ["/nowhere/mask.gpkg", "no layer"])
def test_a_mask_that_cannot_be_read_is_not_left_out(refusal, wells, given):
    said = refusal(algorithm=KRIGING, INPUT=wells, FIELD="value", MASK=given, EXTENT=BOX, **GIVEN)
    assert "MASK" in said


# ---- points


def test_polygons_as_points_are_refused(run_case):
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException):
        run_case("h16_polygons_as_input", feedback)
    words = "The layer holds Polygon features (INPUT): choose points, such as their centroids (native:centroids)."
    assert words in feedback.textLog()


OTHERS = {
    "Polygon": [f"Polygon({SQUARE})", f"Polygon({ring(502_000, 6_102_000, 503_000, 6_103_000)})"],
    "MultiPolygon": [f"MultiPolygon(({SQUARE}))"],
    "CurvePolygon": [f"CurvePolygon({ROUND})"],
    "LineString": ["LineString(500000 6100000,509000 6107000)"],
    "MultiLineString": ["MultiLineString((500000 6100000,509000 6107000))"],
    "CompoundCurve": [HALF],
}


@pytest.mark.parametrize(
    ("algorithm", "kind", "where"),
    [(KRIGING, kind, where) for kind in OTHERS for where in ("memory", "project", "file", "collection")]
    + [(f"stochkrig:{name}", "Polygon", "file") for name in ("stochastickriging", "variogram")],
)
def test_whatever_is_no_point_is_refused(run, make_polygons, tmp_path, algorithm, kind, where):
    layer = make_polygons(*OTHERS[kind], kind=kind)
    if where == "collection":
        layer = make_polygons(*[f"GeometryCollection({text})" for text in OTHERS[kind]], kind="GeometryCollection")
        kind = kind.replace("Multi", "")
    layer.dataProvider().addAttributes([QgsField("value", QVariant.Double)])
    layer.updateFields()
    layer.dataProvider().changeAttributeValues({feature.id(): {0: 3.5} for feature in layer.getFeatures()})
    given = layer
    if where == "file":
        options = QgsVectorFileWriter.SaveVectorOptions()
        given = str(tmp_path / "input.gpkg")
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, given, QgsProject.instance().transformContext(), options)
    if where == "project":
        QgsProject.instance().addMapLayer(layer)
        given = layer.id()
    feedback = QgsProcessingFeedback(False)
    outputs = {"MEAN": "", "STD": ""} if algorithm == "stochkrig:variogram" else {}
    with pytest.raises(QgsProcessingException) as caught:
        run(feedback, algorithm=algorithm, INPUT=given, FIELD="value", **outputs)
    said = feedback.textLog() + str(caught.value)
    if where == "project":
        QgsProject.instance().removeMapLayer(layer.id())
    assert f"The layer holds {kind} features (INPUT): choose points" in said
    assert "native:centroids" in said
    assert "Traceback" not in said


def test_a_table_is_no_layer_of_points(refusal, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("x,y,value\n1,2,3\n2,3,4\n")
    said = refusal(algorithm=KRIGING, INPUT=str(path), FIELD="value")
    assert "The layer is a table without geometry (INPUT): make points of its columns (native:createpoints" in said


def test_a_text_file_without_rows_says_so(refusal, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("x,y,value\n")
    said = refusal(algorithm=KRIGING, INPUT=str(path), FIELD="value")
    assert "The layer has no rows (INPUT): choose one that holds points." in said
    assert "table" not in said


def test_points_in_collections_count_and_the_rest_is_told(run, make_polygons):
    texts = [f"GeometryCollection(Point({500_000 + 700 * n} {6_100_000 + 211 * n * n % 8000}))" for n in range(9)]
    texts += [f"GeometryCollection(Polygon({SQUARE}),Point(503100 6103200))", f"GeometryCollection(Polygon({SQUARE}))"]
    texts += ["GeometryCollection(MultiPoint((501000 6105000),(509000 6105000)))"]  # fmt: skip
    layer = make_polygons(*texts, kind="GeometryCollection")
    layer.dataProvider().addAttributes([QgsField("value", QVariant.Double)])
    layer.updateFields()
    layer.dataProvider().changeAttributeValues({f.id(): {0: f.id() * 1.5} for f in layer.getFeatures()})
    done = run(algorithm=KRIGING, INPUT=layer, FIELD="value", **GIVEN)
    assert done["N_DATA"] == 12
    assert done["N_SKIPPED"] == 1
    assert "Parts of features that are not points and are left out (INPUT): 2 Polygon." in done.log
    assert "Features without a point, which were skipped: 1." in done.log
    assert "Features that are several points, each of which counts, with the same values (INPUT): 1." in done.log


def test_multipoints_of_one_point_need_no_word(run, make_layer):
    layer = QgsVectorLayer("MultiPoint?crs=EPSG:26912&field=value:double", "wells", "memory")
    for number in range(12):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(
            QgsGeometry.fromWkt(f"MultiPoint(({500_000 + 700 * number} {6_100_000 + 211 * number * number % 8000}))")
        )
        feature.setAttributes([float(number)])
        layer.dataProvider().addFeature(feature)
    assert "several points" not in run(algorithm=KRIGING, INPUT=layer, FIELD="value", **GIVEN).log


# ---- values far outside


@pytest.fixture
def with_values(run, make_layer):
    """Krige 40 points with values about 1000 and more of them; return the log."""

    def log(*more, **parameters):
        places = np.random.default_rng(3).uniform(0, 20_000, (40 + len(more), 2)) + (500_000, 6_100_000)
        values = [*np.random.default_rng(4).normal(1000, 20, 40).tolist(), *more]
        columns = {"value": values, "well": [f"W-{number}" for number in range(len(values))]}
        done = run(INPUT=make_layer(places.tolist(), **columns), FIELD="value", **{**GIVEN, **parameters})
        return done.log

    return log


@pytest.mark.parametrize("algorithm", [KRIGING, "stochkrig:stochastickriging", "stochkrig:variogram"])
def test_values_far_outside_are_named_counted_and_used(with_values, algorithm):
    log = with_values(3281.0, 0.0, algorithm=algorithm)
    start = "Values far outside, more than 8 robust standard deviations from the median "
    assert start in log
    assert " (FIELD): 2 of 42: feature 41 (3281), feature 42 (0). They are used:" in log
    assert "'N_DATA': 42" in log


def test_codes_for_no_value_are_counted_however_many(with_values):
    log = with_values(*[-999.25] * 12, algorithm=KRIGING)
    assert "12 of 52 values (FIELD) are -999.25, which files write where there is no value. They are used" in log
    assert "far outside" not in log


def test_values_far_outside_are_named_by_their_wells(with_values):
    assert "(FIELD): 1 of 41: well W-40 (3281). They are used" in with_values(
        3281.0, algorithm=KRIGING, WELL_FIELD="well"
    )


def test_sound_values_need_no_word(with_values):
    assert "far outside" not in with_values(algorithm=KRIGING)


def test_heights_far_outside_are_named(run, make_layer):
    places = np.random.default_rng(3).uniform(0, 20_000, (40, 2)) + (500_000, 6_100_000)
    heights = [*np.random.default_rng(4).normal(-1500, 30, 39).tolist(), 4921.0]
    layer = make_layer(places.tolist(), value=np.random.default_rng(5).normal(size=40).tolist(), height=heights)
    more = {"Z_FIELD": "height", "Z_DELTA": 500, "VERTICAL_RANGE": 500, "XY_DELTA": 2000}
    log = run(algorithm=KRIGING, INPUT=layer, FIELD="value", **{**GIVEN, **more}).log
    assert "z far outside, more than 8 robust standard deviations from the median" in log
    assert "(Z_FIELD): 1 of 40: feature 40 (4921)." in log


def test_near_pairs_and_more_slices_than_data_are_told_of(run, make_layer):
    places = np.random.default_rng(3).uniform(0, 20_000, (40, 2)) + (500_000, 6_100_000)
    places[1] = places[0] + (30, 40)
    values = [0.0, 9.0, *np.linspace(0, 0.1, 38).tolist()]
    layer = make_layer(places.tolist(), value=values, height=np.linspace(0, 60, 40).tolist())
    log = run(algorithm=KRIGING, INPUT=layer, FIELD="value", **{**GIVEN, "XY_DELTA": 2000}).log
    place = f"({places[0, 0]:.10g}, {places[0, 1]:.10g})"
    assert f"more than the variogram allows: 0 and 9, 50 apart at {place}. Check them" in log
    more = {"Z_FIELD": "height", "Z_DELTA": 1, "VERTICAL_RANGE": 500, "XY_DELTA": 4000}
    log = run(algorithm=KRIGING, INPUT=layer, FIELD="value", **{**GIVEN, **more}).log
    assert "The grid has 61 slices and there are 40 data: most slices hold none. Choose higher slices (Z_DELTA)." in log


# ---- points astray


def test_a_point_at_zero_is_named(run_case):
    log = run_case("h17_a_point_at_zero_zero", XY_DELTA="20000").log
    assert "Points astray, far from all others (INPUT): feature 40 at (0, 0)." in log
    assert "Are these missing coordinates that became 0?" in log
    data = json.loads(Path("points.geojson").read_text())
    assert data["features"][40]["geometry"]["coordinates"] == [0, 0]


@pytest.fixture
def with_points(run, make_layer):
    """Krige 40 points in 20 km and more, with the default extent; return the log."""

    def log(*more, crs="EPSG:26912", scale=20_000, corner=(500_000, 6_100_000), **parameters):
        places = np.random.default_rng(3).uniform(0, scale, (40, 2)) + corner
        places = np.vstack([places, np.reshape(more, (-1, 2))])
        values = np.random.default_rng(4).normal(10, 2, len(places)).tolist()
        layer = make_layer(places.tolist(), crs=crs, value=values)
        feedback = QgsProcessingFeedback(False)
        given = {"algorithm": KRIGING, "XY_DELTA": None, "INPUT": layer, "FIELD": "value", **GIVEN, **parameters}
        try:
            run(feedback, **given)
        except QgsProcessingException as error:  # where the grid is too large
            return feedback.textLog() + str(error)
        return feedback.textLog()

    return log


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([(0, 0)], "feature 41 at (0, 0)"),
        ([(0, 0)] * 3, "feature 41 at (0, 0), feature 42 at (0, 0), feature 43 at (0, 0)."),
        ([(0, 6_110_000)], "feature 41 at (0, 6110000)"),
        ([(6_110_000, 510_000)], "feature 41 at (6110000, 510000)"),
        ([(510_000, 61_100_000)], "feature 41 at (510000, 61100000)"),
        ([(-1, -1)], "feature 41 at (-1, -1)"),
        ([(5e9, 6_110_000), (0, 0)], "feature 41 at (5000000000, 6110000), feature 42 at (0, 0)"),
    ],
    ids=["zero", "zeros", "x zero", "swapped", "digit", "minus one", "two scales"],
)
def test_points_astray_are_named_and_used(with_points, places, words):
    far = np.abs(np.subtract(places, (500_000, 6_100_000))).max()
    log = with_points(*places, XY_DELTA=far / 100)
    assert f"Points astray, far from all others (INPUT): {words}" in log
    assert f"kriged from {40 + len(set(places))} data" in log


def test_with_an_extent_points_astray_need_no_word(with_points):
    extent = "500000,520000,6100000,6120000 [EPSG:26912]"
    assert "astray" not in with_points((0, 0), EXTENT=extent, XY_DELTA=500)


def test_the_variogram_names_points_astray(with_points):
    assert "feature 41 at (0, 0)" in with_points((0, 0), algorithm="stochkrig:variogram", MEAN="", STD="")


@pytest.mark.parametrize(
    "places",
    [
        [],
        [(540_000, 6_140_000)],
        [(540_000, 6_140_000), (700_000, 6_100_000)],
    ],
    ids=["none", "twice as far", "ten times as far"],
)
def test_points_that_may_well_be_there_need_no_word(with_points, places):
    assert "astray" not in with_points(*places)


def test_a_local_grid_that_begins_at_zero_needs_no_word(with_points):
    assert "astray" not in with_points((0, 0), corner=(0, 0))


@pytest.mark.parametrize("place", [(1e300, 6_100_000), (510_000, -1e300), (1e20, 1e20)])
@pytest.mark.parametrize("extent", [None, BOX])
@pytest.mark.parametrize("algorithm", [KRIGING, "stochkrig:stochastickriging"])
def test_a_place_that_cannot_be_is_refused_in_one_sentence(refusal, make_layer, place, extent, algorithm):
    places = [*np.random.default_rng(3).uniform((500_000, 6_100_000), (510_000, 6_108_000), (12, 2)).tolist(), place]
    layer = make_layer(places, value=np.arange(13.0).tolist())
    said = refusal(algorithm=algorithm, INPUT=layer, FIELD="value", EXTENT=extent)
    assert said.startswith("Coordinates are too large to be places, feature 13 at (")
    assert said.endswith("(INPUT): correct them, or leave them out.")


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("crs", ["EPSG:26912", ""])
def test_places_that_are_no_numbers_are_skipped_and_counted(run, make_layer, bad, crs):
    places = np.random.default_rng(3).uniform((500_000, 6_100_000), (510_000, 6_108_000), (12, 2))
    places[5] = bad, places[5, 1]
    places[7] = places[7, 0], bad
    done = run(algorithm=KRIGING, INPUT=make_layer(places.tolist(), crs=crs, value=[1.0, 3.0] * 6), FIELD="value")
    assert (done["N_DATA"], done["N_SKIPPED"]) == (10, 2)


# ---- degrees that are none


def test_metres_said_to_be_degrees_are_refused(run_case):
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException):
        run_case("h25_metres_in_a_layer_said_to_be_in_degrees", feedback)
    log = feedback.textLog()
    assert "The coordinates of 40 of 40 points are not degrees, feature 0 at (504759.2925, 6110884.585)" in log
    assert "is wrong (INPUT); give the layer its true one (native:assignprojection)." in log


@pytest.mark.parametrize("target", ["EPSG:26912", None])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4269", "OGC:CRS84"])
def test_with_any_target_metres_are_no_degrees(refusal, make_layer, crs, target):
    places = np.random.default_rng(3).uniform((500_000, 6_100_000), (510_000, 6_108_000), (12, 2)).tolist()
    layer = make_layer(places, crs=crs, value=np.arange(12.0).tolist())
    said = refusal(algorithm=KRIGING, INPUT=layer, FIELD="value", TARGET_CRS=target)
    assert "The coordinates of 12 of 12 points are not degrees" in said
    assert "the CRS of the layer" in said


def test_swapped_degrees_are_recognized(refusal, make_layer):
    places = np.random.default_rng(3).uniform((55, -111), (55.3, -110.7), (12, 2)).tolist()
    said = refusal(algorithm=KRIGING, INPUT=make_layer(places, crs="EPSG:4326", value=[1.0, 2.0] * 6), FIELD="value")
    assert said.endswith("longitude and latitude are in each other's place; swap them (native:swapxy).")


def test_one_wrong_latitude_is_named(refusal, make_layer):
    places = [*np.random.default_rng(3).uniform((-111, 55), (-110.7, 55.3), (12, 2)).tolist(), (-111, 553)]
    said = refusal(algorithm=KRIGING, INPUT=make_layer(places, crs="EPSG:4326", value=[1.0] * 13), FIELD="value")
    assert said.startswith(
        "The coordinates of 1 of 13 points are not degrees, feature 13 at (-111, 553) (INPUT): correct them"
    )


def test_a_point_at_zero_degrees_is_named_where_no_zone_fits(refusal, make_layer):
    places = [*np.random.default_rng(3).uniform((-111, 55), (-110.7, 55.3), (12, 2)).tolist(), (0, 55.1)]
    said = refusal(algorithm=KRIGING, INPUT=make_layer(places, crs="EPSG:4326", value=[1.0] * 13), FIELD="value")
    assert "too wide for one UTM zone, because of points astray, feature 13 at (0, 55.1) (INPUT)" in said


def test_longitudes_to_360_are_degrees(run, make_layer):
    places = np.random.default_rng(3).uniform((249, 55), (249.3, 55.3), (12, 2)).tolist()
    done = run(algorithm=KRIGING, INPUT=make_layer(places, crs="EPSG:4326", value=[1.0, 2.0] * 6), FIELD="value")
    assert done["N_DATA"] == 12
    assert "EPSG:32612" in done.log


# ---- precision


def kind_of(path):
    dataset = gdal.Open(path)  # a band does not outlive it
    return {gdal.GetDataTypeName(dataset.GetRasterBand(n + 1).DataType) for n in range(dataset.RasterCount)}


def test_large_values_that_vary_little_are_written_in_64_bits(run_case, read_raster):
    done = run_case("h15_large_values_that_vary_little", VARIOGRAM="variogram.json", VARIOGRAM_UNCERTAINTY="none")
    mean, dataset = read_raster(done["MEAN"])
    assert kind_of(done["MEAN"]) == kind_of(done["STD"]) == {"Float64"}
    assert len(np.unique(mean)) == mean.size
    west, dx, _, north, _, dy = dataset.GetGeoTransform()
    x = west + dx * (np.arange(dataset.RasterXSize) + 0.5)
    y = north + dy * dataset.RasterYSize - dy * (np.arange(dataset.RasterYSize) + 0.5)
    places = np.column_stack([axis.ravel() for axis in np.meshgrid(x, y, indexing="ij")])
    features = json.loads(Path("points.geojson").read_text())["features"]
    points = np.array([feature["geometry"]["coordinates"] for feature in features])
    values = np.array([feature["properties"]["v"] for feature in features])
    variogram = Variogram.from_json(Path("variogram.json").read_text())
    expected, variance = krige(points, values - 979_800, variogram, places)
    np.testing.assert_allclose(mean.ravel() - 979_800, expected, atol=1e-9)
    np.testing.assert_allclose(read_raster(done["STD"])[0].ravel(), np.sqrt(variance), rtol=1e-9)


def test_netcdf_has_64_bits_too(run_case):
    done = run_case("h15_large_values_that_vary_little", MEAN="mean.nc", STD="std.nc")
    assert kind_of(done["MEAN"]) == kind_of(done["STD"]) == {"Float64"}
    mean = gdal.Open(done["MEAN"]).ReadAsArray()
    assert len(np.unique(mean)) == mean.size


def dyadic(count=25, step=2.0**-24):
    """Values whose sums with a power of two are exact."""
    return np.round(np.random.default_rng(5).normal(0, 0.05, count) / step) * step


def spread_out(count=25):
    return np.random.default_rng(6).uniform((500_000, 6_100_000), (510_000, 6_108_000), (count, 2)).tolist()


EVERYTHING = {
    "gaussian": {"METHOD": "gaussian"},
    "none": {"METHOD": "gaussian", "TRANSFORM": "none"},
    "exact": {"METHOD": "gaussian", "TRANSFORM": "none", "EXACT_POSITIONS": True},
    "sequential": {"METHOD": "sequential"},
    "sample": {"METHOD": "random-sample", "TRANSFORM": "none"},
    "trend": {"KRIGING_TYPE": "universal-1", "TRANSFORM": "none"},
    "simple": {"KRIGING_TYPE": "simple", "TRANSFORM": "none"},
}


@pytest.mark.parametrize("options", EVERYTHING.values(), ids=EVERYTHING)
def test_a_large_constant_changes_no_map(run, make_layer, read_raster, tmp_path, options):
    names = ("MEAN", "STD", "QUANTILES", "REALIZATIONS_OUTPUT")
    given = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 0.0025, "RANGE": 4000, **options}
    maps = []
    for constant in (0.0, 2.0**20):
        paths = {name: str(tmp_path / f"{name}{constant:.0f}.tif") for name in names}
        layer = make_layer(spread_out(), value=(dyadic() + constant).tolist())
        done = run(INPUT=layer, FIELD="value", **given, **paths)
        assert {kind for name in names for kind in kind_of(done[name])} == {"Float64" if constant else "Float32"}
        maps.append([read_raster(done[name])[0] - (0 if name == "STD" else constant) for name in names])
    for single, double in zip(*maps):
        np.testing.assert_allclose(double, single, rtol=1e-6, atol=2e-8)  # the step of 32 bits


@pytest.mark.parametrize(
    ("size", "spread", "expected"),
    [
        (979_800, 0.05, "Float64"),
        (-979_800, 0.05, "Float64"),
        (6_100_000, 100, "Float64"),
        (1e9, 1000, "Float64"),
        (1013.25, 0.05, "Float64"),
        (50, 10, "Float32"),
        (2500, 300, "Float32"),
        (0.2, 0.05, "Float32"),
        (1e-12, 1e-13, "Float32"),
        (1e8, 1e7, "Float32"),
    ],
)
def test_bits_are_as_many_as_show(run, make_layer, size, spread, expected):
    values = (size + spread * np.random.default_rng(5).normal(0, 1, 25)).tolist()
    given = {**GIVEN, "PARTIAL_SILL": spread**2}
    done = run(algorithm=KRIGING, INPUT=make_layer(spread_out(), value=values), FIELD="value", **given)
    assert kind_of(done["MEAN"]) == kind_of(done["STD"]) == {expected}


def test_64_bit_integers_are_read_exactly(run, make_layer, read_raster):
    layer = QgsVectorLayer("Point?crs=EPSG:26912&field=value:int8", "wells", "memory")
    layer.dataProvider().addAttributes([QgsField("whole", QVariant.LongLong)])
    layer.updateFields()
    number = 2**52 + 1
    for place in [(500_250, 6_100_250), (501_250, 6_100_250), (500_250, 6_101_250), (501_250, 6_101_250)]:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*place)))
        feature.setAttributes([None, number + int(place[0] - 500_250) // 500])
        layer.dataProvider().addFeature(feature)
    extent = "500000,501500,6100000,6101500 [EPSG:26912]"
    done = run(algorithm=KRIGING, INPUT=layer, FIELD="whole", EXTENT=extent, **GIVEN)
    mean = read_raster(done["MEAN"])[0]
    assert (int(mean[0, 0]), int(mean[2, 0])) == (number, number + 2)


# ---- no data


@pytest.mark.parametrize("size", [-9999, -9999.0004, -12_000])
@pytest.mark.parametrize("suffix", ["tif", "nc"])
def test_a_legal_value_is_never_no_data(run, make_layer, make_polygons, read_raster, tmp_path, size, suffix):
    # Constant over most of the map, so that many cells are exactly that.
    places = [(500_250 + 500 * (n % 5), 6_100_250 + 500 * (n // 5)) for n in range(25)]
    values = [float(size)] * 20 + [-9990.0, -9985.0, -9999.0, -10010.0, -9999.0]
    paths = {name: str(tmp_path / f"{name}.{suffix}") for name in ("MEAN", "STD")}
    mask = make_polygons(f"Polygon({ring(500_000, 6_100_000, 502_000, 6_102_500)})")
    extent = "500000,503000,6100000,6102500 [EPSG:26912]"
    given = {**GIVEN, "MASK": mask, "EXTENT": extent, **paths}
    done = run(algorithm=KRIGING, INPUT=make_layer(places, value=values), FIELD="value", **given)
    layer = QgsRasterLayer(done["MEAN"])
    for x, y, value in [(500_250, 6_100_250, size), (501_250, 6_102_250, -9999.0), (502_750, 6_100_250, None)]:
        found, known = layer.dataProvider().sample(QgsPointXY(x, y), 1)
        assert known == (value is not None), (x, y)
        if known:
            assert found == pytest.approx(value, rel=1e-7)
    mean, std = (gdal.Open(done[name]) for name in ("MEAN", "STD"))
    assert np.isnan(mean.GetRasterBand(1).GetNoDataValue())
    assert std.GetRasterBand(1).GetNoDataValue() == -9999
