"""`stochkrig:nextwells` in a QGIS of its own."""

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)
from stochastic_kriging.krig_core import Variogram, krige

ALGORITHM = "stochkrig:nextwells"
MODEL = {"MODEL": "exponential", "NUGGET": 2, "PARTIAL_SILL": 40, "RANGE": 6000}
VARIOGRAM = Variogram.exponential(nugget=2, partial_sill=40, range=6000)
EXTENT = "500000,510000,6100000,6108000"
CENTRES = np.stack(
    np.meshgrid(500_250 + 500 * np.arange(20), 6_100_250 + 500 * np.arange(16), indexing="ij"), -1
).reshape(-1, 2)


@pytest.fixture
def find(run, wells):
    """Run it on the wells; return what it answers, and the features that it wrote."""

    def find_wells(**parameters):
        given = {"INPUT": wells, "FIELD": "value", "EXTENT": EXTENT, "OUTPUT": "memory:", **MODEL, **parameters}
        done = run(algorithm=ALGORITHM, **given)
        layer = done["OUTPUT"]
        layer = layer if isinstance(layer, QgsVectorLayer) else QgsVectorLayer(str(layer), "found", "ogr")
        return done, list(layer.getFeatures()), layer

    return find_wells


def places(features):
    return np.array([[feature.geometry().asPoint().x(), feature.geometry().asPoint().y()] for feature in features])


def known(wells):
    features = list(wells.getFeatures())
    return places(features), np.array([feature["value"] for feature in features])


def test_the_wells_take_what_kriging_again_with_them_says(find, wells):
    done, features, layer = find(COUNT=3)
    points, values = known(wells)
    assert [feature["rank"] for feature in features] == [1, 2, 3]
    assert layer.crs().authid() == "EPSG:26912"
    before = krige(points, values, VARIOGRAM, CENTRES)[1].mean()
    assert done["VARIANCE_BEFORE"] == pytest.approx(before, abs=1e-10)
    for count in range(1, 4):
        new = np.concatenate([points, places(features[:count])])
        after = krige(new, np.zeros(len(new)), VARIOGRAM, CENTRES)[1].mean()
        feature = features[count - 1]
        assert feature["gain"] == pytest.approx(before - after, abs=1e-9)
        assert feature["gain_pct"] == pytest.approx(100 * (before - after) / done["VARIANCE_BEFORE"], abs=1e-8)
        assert feature["std_before"] == pytest.approx(before**0.5)
        assert feature["std_after"] == pytest.approx(after**0.5)
        before = after
    assert done["VARIANCE_AFTER"] == pytest.approx(after, abs=1e-10)
    assert done["N_WELLS"] == 3
    assert done["N_DATA"] == 30
    assert done["VARIANCE_LARGEST_STD"] > done["VARIANCE_AFTER"]
    assert "3 wells take " in done.log
    assert "the same number takes where the standard deviation is greatest." in done.log
    assert "std_here" in layer.fields().names()


def test_the_map_of_the_standard_deviation_with_the_wells_is_that_of_kriging_again(find, wells, read_raster, tmp_path):
    done, features, _ = find(COUNT=2, STD=str(tmp_path / "after.tif"))
    new = np.concatenate([known(wells)[0], places(features)])
    _, variance = krige(new, np.zeros(len(new)), VARIOGRAM, CENTRES)
    std, dataset = read_raster(done["STD"])
    np.testing.assert_allclose(std.ravel(), np.sqrt(variance), rtol=1e-5, atol=1e-5)
    assert dataset.GetRasterBand(1).GetDescription() == "Standard deviation with the new wells"


def test_candidates_keep_their_attributes_and_nothing_else_is_proposed(find, make_layer):
    spots = [(503_000, 6_102_000), (509_000, 6_107_000), (501_000, 6_106_500)]
    candidates = make_layer(spots, pad=["A", "B", "C"], rank=[9.0, 9.0, 9.0])
    _, features, _ = find(COUNT=2, CANDIDATES=candidates)
    pads = dict(zip("ABC", spots))
    assert len(features) == 2
    for rank, feature in enumerate(features, 1):
        assert feature["rank"] == rank
        assert tuple(places([feature])[0]) == pads[feature["pad"]]


def test_attributes_of_candidates_whose_names_are_taken_are_numbered(find, make_layer):
    candidates = make_layer([(503_000, 6_102_000)], Rank=["first"], cost=[12.5])
    done, (feature,), layer = find(COUNT=1, CANDIDATES=candidates)
    assert layer.fields().names()[-3:] == ["cost", "Rank_2", "cost_2"]
    assert (feature["rank"], feature["Rank_2"], feature["cost_2"]) == (1, "first", 12.5)
    assert feature["cost"] == NULL  # no COST was given
    assert "1 candidate, 30 data where they are: " in done.log
    assert "1 well takes " in done.log
    assert ", as much as the same number takes where the standard deviation is greatest." in done.log


def test_candidates_that_are_no_more_selected_at_the_end_keep_their_attributes(find, make_layer):
    candidates = make_layer([(503_000, 6_102_000), (506_000, 6_105_000)], pad=["A", "B"])
    QgsProject.instance().addMapLayer(candidates)
    candidates.selectAll()
    feedback = QgsProcessingFeedback(False)
    feedback.progressChanged.connect(lambda _: candidates.removeSelection())
    chosen = QgsProcessingFeatureSourceDefinition(candidates.id(), True)
    try:
        _, features, _ = find(COUNT=2, CANDIDATES=chosen, feedback=feedback)
        assert not candidates.selectedFeatureCount()
    finally:
        QgsProject.instance().removeMapLayer(candidates.id())
    assert sorted(feature["pad"] for feature in features) == ["A", "B"]


@pytest.mark.parametrize(("kind", "written"), [("csv", "'=1+1"), ("gpkg", "=1+1")])
def test_a_spreadsheet_finds_no_formula_among_attributes_of_candidates(find, make_layer, tmp_path, kind, written):
    candidates = make_layer([(503_000, 6_102_000)], pad=["=1+1"])
    _, (feature,), _ = find(COUNT=1, CANDIDATES=candidates, OUTPUT=str(tmp_path / f"next.{kind}"))
    assert feature["pad"] == written


def test_candidates_beside_the_map_are_counted(find, make_layer):
    spots = [(503_000, 6_102_000), (510_300, 6_108_400), (509_000, 6_107_000)]
    done, _, _ = find(COUNT=1, CANDIDATES=make_layer(spots))
    assert (
        "1 candidate of 3 beside the map, the farthest 500 from it (CANDIDATES): a well there takes little" in done.log
    )
    assert "beside the map" not in find(COUNT=1, CANDIDATES=make_layer(spots[:1]))[0].log


def test_candidates_are_projected(find, make_layer):
    candidates = make_layer([(-110.95, 55.05)], crs="EPSG:4326")
    _, features, _ = find(COUNT=1, CANDIDATES=candidates, TARGET_CRS="EPSG:26912")
    utm = QgsCoordinateReferenceSystem("EPSG:26912")
    there = QgsCoordinateTransform(candidates.crs(), utm, QgsProject.instance()).transform(-110.95, 55.05)
    np.testing.assert_allclose(places(features), [[there.x(), there.y()]], atol=1e-6)


def test_a_distance_is_kept_to_wells_old_and_new(find, wells):
    _, features, _ = find(COUNT=4, MIN_DISTANCE=1500)
    found, (points, _) = places(features), known(wells)
    every = np.concatenate([points, found])
    apart = np.linalg.norm(every[None] - found[:, None], axis=2)
    apart[apart == 0] = np.inf
    assert apart.min() >= 1500


def test_fewer_wells_than_asked_for_are_told(find, make_layer):
    candidates = make_layer([(503_000, 6_102_000), (503_100, 6_102_000)])
    done, features, _ = find(COUNT=2, CANDIDATES=candidates, MIN_DISTANCE=500)
    assert len(features) == 1
    assert "1 well instead of 2 (COUNT)" in done.log


def test_a_threshold_is_looked_at(find):
    done, features, _ = find(COUNT=2, OBJECTIVE="exceedance", THRESHOLD=50)
    assert 0 < done["VARIANCE_AFTER"] < done["VARIANCE_BEFORE"] < 0.25
    assert sum(feature["gain"] for feature in features) == pytest.approx(
        done["VARIANCE_BEFORE"] - done["VARIANCE_AFTER"]
    )


def polygons(*rings, crs="EPSG:26912"):
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "zones", "memory")
    features = []
    for ring in rings:
        features.append(QgsFeature())
        features[-1].setGeometry(QgsGeometry.fromWkt(f"POLYGON(({ring}))"))
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


SOUTH_WEST = "500000 6100000, 502000 6100000, 502000 6101000, 500000 6101000, 500000 6100000"


def test_the_well_of_a_zone_stands_in_it(find, make_layer):
    wells = make_layer([(505_000, 6_104_000), (509_000, 6_107_000)], value=[1.0, 2.0])
    done, features, _ = find(INPUT=wells, COUNT=1, OBJECTIVE="zone", ZONES=polygons(SOUTH_WEST))
    ((x, y),) = places(features)
    assert 500_000 < x < 502_000
    assert 6_100_000 < y < 6_101_000
    cells = CENTRES[(CENTRES[:, 0] < 502_000) & (CENTRES[:, 1] < 6_101_000)]
    assert len(cells) == 8
    # By hand: the variance of the mean of eight values, all pairs of them, less what the data explain.
    points = np.array([[505_000, 6_104_000], [509_000, 6_107_000]], dtype=float)
    system = np.ones((3, 3))
    system[:2, :2], system[2, 2] = VARIOGRAM.covariance(points, points), 0
    across = np.append(VARIOGRAM.covariance(points, cells).mean(axis=1), 1)
    variance = VARIOGRAM.covariance(cells, cells).mean() - across @ np.linalg.solve(system, across)
    assert done["VARIANCE_BEFORE"] == pytest.approx(variance, rel=1e-10)


def test_a_mask_limits_map_and_wells(find):
    _, features, _ = find(COUNT=2, MASK=polygons(SOUTH_WEST))
    found = places(features)
    assert (found[:, 0] < 502_000).all()
    assert (found[:, 1] < 6_101_000).all()


def test_scores_are_said_to_be_scores(find):
    done, _, _ = find(COUNT=1, TRANSFORM="normal-score")
    assert "Variances and standard deviations are those of normal scores, not of values (TRANSFORM)." in done.log


@pytest.fixture
def cost(tmp_path):
    """Write a cost raster of 20 × 16 cells of 500 m, from an array of shape (20, 16), x east and y north."""

    def write(values):
        path = str(tmp_path / "cost.tif")
        data = gdal.GetDriverByName("GTiff").Create(path, 20, 16, 1, gdal.GDT_Float32)
        data.SetGeoTransform((500_000, 500, 0, 6_108_000, 0, -500))
        data.SetProjection(QgsCoordinateReferenceSystem("EPSG:26912").toWkt())
        data.GetRasterBand(1).SetNoDataValue(-9999)
        data.GetRasterBand(1).WriteArray(np.where(np.isnan(values), -9999, values).T[::-1])
        return path

    return write


def test_the_gain_for_each_unit_of_cost_counts(find, cost):
    values = np.full((20, 16), np.nan)
    values[:10], values[10:] = 1.0, 1000.0
    values[3] = 0.0
    done, features, _ = find(COUNT=3, COST=cost(values))
    found = places(features)
    assert (found[:, 0] < 505_000).all()
    assert not ((found[:, 0] > 501_500) & (found[:, 0] < 502_000)).any()
    assert [feature["cost"] for feature in features] == [1.0, 1.0, 1.0]
    assert done.log.count("whatever they cost.") == 1


def test_points_without_a_cost_are_no_candidates(find, cost, make_layer):
    values = np.full((20, 16), 3.0)
    values[:2] = np.nan
    candidates = make_layer([(500_250, 6_101_250), (507_250, 6_101_250)], pad=["A", "B"])
    done, features, _ = find(COUNT=2, COST=cost(values), CANDIDATES=candidates)
    assert [(feature["pad"], feature["cost"]) for feature in features] == [("B", 3.0)]
    assert "Candidates without a cost greater than zero, which are left out (COST): 1." in done.log


def test_a_drift_counts(find, wells, tmp_path):
    """With an external drift the map is uncertain where the drift is extreme, and a well tells of its slope."""
    path = str(tmp_path / "drift.tif")
    data = gdal.GetDriverByName("GTiff").Create(path, 40, 36, 1, gdal.GDT_Float64)
    data.SetGeoTransform((499_000, 300, 0, 6_109_000, 0, -300))
    data.SetProjection(QgsCoordinateReferenceSystem("EPSG:26912").toWkt())
    column = np.arange(40.0)
    data.GetRasterBand(1).WriteArray(np.tile(column**2, (36, 1)))
    data = None
    done, features, _ = find(COUNT=1, DRIFT=[path])
    x = np.concatenate([known(wells)[0], CENTRES])[:, 0]
    # The drift is linear between the centres of its cells.
    drift = np.interp((x - 499_150) / 300, column, column**2)
    points, values = known(wells)
    own = {"kriging_type": "external-drift", "drift": drift[:30], "target_drift": drift[30:]}
    assert done["VARIANCE_BEFORE"] == pytest.approx(
        krige(points, values, VARIOGRAM, CENTRES, **own)[1].mean(), rel=1e-6
    )
    place = places(features)
    assert done["VARIANCE_AFTER"] < done["VARIANCE_BEFORE"]
    assert np.abs(CENTRES - place).sum(axis=1).min() == 0


def test_the_layer_shows_ranks_and_says_how_it_was_made(provider, wells, tmp_path):
    algorithm = provider.algorithm("nextwells").create()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    output = QgsProcessingOutputLayerDefinition(str(tmp_path / "next.gpkg"), QgsProject.instance())
    given = {"INPUT": wells, "FIELD": "value", "XY_DELTA": 500, "COUNT": 2, "OUTPUT": output, **MODEL}
    results, fine = algorithm.run(given, context, feedback)
    assert fine, feedback.textLog()
    ((place, details),) = context.layersToLoadOnCompletion().items()
    assert place == results["OUTPUT"]
    assert details.name == "Next wells of value"
    layer = QgsVectorLayer(place, details.name, "ogr")
    details.postProcessor().postProcessLayer(layer, context, feedback)
    assert layer.labelsEnabled()
    assert layer.labeling().settings().fieldName == "rank"
    abstract = layer.metadata().abstract()
    assert abstract.startswith("Next wells of value, by variance. By Stochastic Kriging for QGIS ")
    assert "from 30 data. Variogram: nugget 2 + exponential partial sill 40" in abstract
    assert "stochkrig:nextwells" in layer.metadata().history()[0]


def test_it_is_a_step_of_a_model(provider, wells, tmp_path):
    """The variogram of one step and the wells of the next: a map with the new wells as its mask of points."""
    model = QgsProcessingModelAlgorithm("chain", "test")
    static = QgsProcessingModelChildParameterSource.fromStaticValue
    from_child = QgsProcessingModelChildParameterSource.fromChildOutput
    data = {"INPUT": static(wells), "FIELD": static("value")}
    steps = {
        "study": ("stochkrig:variogram", data),
        "next": (ALGORITHM, {**data, "VARIOGRAM_FILE": from_child("study", "VARIOGRAM"), "COUNT": static(2)}),
        "again": (
            ALGORITHM,
            {
                **data,
                "VARIOGRAM_FILE": from_child("study", "VARIOGRAM"),
                "CANDIDATES": from_child("next", "OUTPUT"),
                "COUNT": from_child("next", "N_WELLS"),
            },
        ),
    }
    for name, (algorithm, sources) in steps.items():
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(name)
        for parameter, source in {**sources, **({"XY_DELTA": static(500)} if name != "study" else {})}.items():
            child.addParameterSources(parameter, [source])
        model.addChildAlgorithm(child)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    results, good = model.run({}, context, feedback)
    assert good, feedback.textLog()
    first, second = results["CHILD_RESULTS"]["next"], results["CHILD_RESULTS"]["again"]
    assert second["VARIANCE_AFTER"] == pytest.approx(first["VARIANCE_AFTER"], rel=1e-9)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"COUNT": 0}, "(COUNT) is 0: it should be greater than zero."),
        ({"OBJECTIVE": "exceedance"}, "Objective (OBJECTIVE) exceedance needs Threshold (THRESHOLD)."),
        ({"OBJECTIVE": "zone"}, "Objective (OBJECTIVE) zone needs Zones (ZONES)."),
        (
            {"THRESHOLD": 3},
            "Objective (OBJECTIVE) variance has no Threshold (THRESHOLD): leave it out, or choose exceedance.",
        ),
        ({"MIN_DISTANCE": 1e6}, "All candidates are nearer to a datum than 1e+06 (MIN_DISTANCE)"),
        ({"OBJECTIVE": "exceedance", "THRESHOLD": 1e9}, "Nothing is uncertain"),
        ({"COST": "/nowhere.tif"}, "Could not load source layer for COST: /nowhere.tif not found"),
    ],
)
def test_bad_parameters_are_a_sentence(refusal, wells, parameters, words):
    given = {"INPUT": wells, "FIELD": "value", "OUTPUT": "memory:", **MODEL, **parameters}
    assert words in refusal(algorithm=ALGORITHM, **given)


@pytest.mark.parametrize("cells", [1, 2, 3, 4])
@pytest.mark.parametrize("sill", [40, 0.3, 7])
def test_wells_in_all_cells_leave_nothing(find, cells, sill):
    """Without a nugget: what rounding leaves may lie below zero, and has no root."""
    extent = f"500000,{500_000 + 500 * cells},6100000,{6_100_000 + 500 * cells}"
    done, features, _ = find(COUNT=cells**2, EXTENT=extent, NUGGET=0, PARTIAL_SILL=sill)
    assert done["VARIANCE_AFTER"] >= 0
    assert features[-1]["std_after"] == pytest.approx(0, abs=1e-6)
