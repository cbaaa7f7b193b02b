"""The algorithm Cross-validation: the core's numbers, as points, numbers and a report."""

import json
import math
from pathlib import Path

import numpy as np
import processing
import pytest
from osgeo import gdal
from qgis.core import (
    NULL,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProject,
    QgsVectorLayer,
)
from stochastic_kriging.krig_core import Variogram, cross_validate
from stochastic_kriging.provider.outputs.residual_style import ResidualStyle
from stochastic_kriging.provider.residual_classes import residual_edges, residual_step

ALGORITHM = "stochkrig:crossvalidation"
MODEL = {"MODEL": "exponential", "NUGGET": 2, "PARTIAL_SILL": 40, "RANGE": 6000}
VARIOGRAM = Variogram.exponential(nugget=2, partial_sill=40, range=6000)
FIELDS = [
    "observed", "predicted", "std_error", "residual", "std_residual", "pit", "crps", "low_90", "high_90", "inside_90",
    "fold",
]  # fmt: skip


@pytest.fixture
def validate(provider, tmp_path):
    """Run the algorithm; return its results, its log and the points."""

    def run(feedback=None, **parameters):
        feedback, context = feedback or QgsProcessingFeedback(False), QgsProcessingContext()
        context.setProject(QgsProject.instance())
        given = {"OUTPUT": str(tmp_path / "points.gpkg"), "REPORT": str(tmp_path / "report.html"), **parameters}
        results = processing.run(ALGORITHM, given, feedback=feedback, context=context)
        layer = results["OUTPUT"]
        layer = layer if isinstance(layer, QgsVectorLayer) else QgsVectorLayer(layer, "points", "ogr")
        return results, feedback.textLog(), layer

    return run


@pytest.fixture
def refused(validate):
    """Run it on what it cannot use; return what it says."""

    def said(**parameters):
        feedback = QgsProcessingFeedback(False)
        with pytest.raises(QgsProcessingException) as caught:
            validate(feedback, **parameters)
        # processing.run reports a refusal in prepare first and then raises with another sentence.
        return f"{feedback.textLog()} {caught.value}"

    return said


def column(layer, name):
    return np.array([math.nan if f[name] == NULL else float(f[name]) for f in layer.getFeatures()])


def data_of(wells):
    features = list(wells.getFeatures())
    return np.array([feature.geometry().asPoint() for feature in features]), [feature["value"] for feature in features]


@pytest.mark.parametrize(
    ("parameters", "options"),
    [
        ({}, {}),
        ({"KRIGING_TYPE": "universal-1"}, {"kriging_type": "universal-1"}),
        ({"MAX_DATA": 8}, {"max_data": 8}),
        ({"SPLIT": "folds", "FOLDS": 5, "SEED": 3}, {"folds": 5, "seed": 3}),
    ],
)
def test_points_and_numbers_are_the_cores(validate, wells, parameters, options):
    results, _, layer = validate(INPUT=wells, FIELD="value", **MODEL, **parameters)
    points, values = data_of(wells)
    expected = cross_validate(points, values, VARIOGRAM, **options)
    assert [field.name() for field in layer.fields()] == ["fid", *FIELDS]
    np.testing.assert_array_equal(column(layer, "observed"), values)
    np.testing.assert_allclose(column(layer, "predicted"), expected.predicted, rtol=1e-12)
    np.testing.assert_allclose(column(layer, "std_error"), np.sqrt(expected.variance), rtol=1e-12)
    np.testing.assert_allclose(column(layer, "residual"), expected.residual, atol=1e-10)
    np.testing.assert_allclose(column(layer, "std_residual"), expected.standardized, atol=1e-10)
    np.testing.assert_allclose(column(layer, "pit"), expected.pit, atol=1e-12)
    np.testing.assert_array_equal(column(layer, "fold"), expected.fold + 1)
    np.testing.assert_array_equal(
        column(layer, "inside_90"),
        (column(layer, "low_90") <= values) & (values <= column(layer, "high_90")),
    )
    for name, score in expected.scores.items():
        assert results[name] == pytest.approx(score, rel=1e-12), name
    assert results["GOODNESS"] == pytest.approx(expected.goodness, rel=1e-12)
    assert results["N_DATA"] == 30
    np.testing.assert_array_equal([f.geometry().asPoint() for f in layer.getFeatures()], points)
    assert layer.crs().authid() == "EPSG:26912"


def test_values_that_miss_by_far_are_named(validate, make_layer):
    """Of a plane with one value that is a hundred too high, by which those beside it are predicted too high."""
    places = [(500_000 + 1000 * column, 6_000_000 + 1000 * row) for column in range(5) for row in range(5)]
    values = [float(column) for column in range(5) for _ in range(5)]
    values[12] += 100
    names = [f"W{number}" for number in range(25)]
    layer = make_layer(places, value=values, uwi=names)
    given = {"MODEL": "exponential", "NUGGET": 1, "PARTIAL_SILL": 9, "RANGE": 9000}
    _, log, points = validate(INPUT=layer, FIELD="value", WELL_FIELD="uwi", **given)
    assert np.flatnonzero(np.abs(column(points, "std_residual")) > 8).tolist() == [7, 11, 12, 13, 17]
    std = column(points, "std_error")[12]
    assert f"right?), 5 in all: W12 (102 ≠ {column(points, 'predicted')[12]:.4g} ± {std:.2g}), W" in log
    _, log, _ = validate(INPUT=layer, FIELD="value", **given)
    assert "5 in all: (502000, 6002000) (102 ≠" in log
    values[12] -= 100
    assert "right?" not in validate(INPUT=make_layer(places, value=values), FIELD="value", **given)[1]


def test_wells_are_left_out_with_all_their_points(validate, make_layer):
    rng = np.random.default_rng(4)
    places = rng.uniform(0, 1000, (24, 2)) + 500_000
    names = [f"W{number // 4}" for number in range(24)]
    layer = make_layer(places.tolist(), value=rng.normal(5, 1, 24).tolist(), name=names)
    _, _, points = validate(INPUT=layer, FIELD="value", SPLIT="wells", GROUP_FIELD="name", **MODEL)
    folds = {feature["group"]: set() for feature in points.getFeatures()}
    for feature in points.getFeatures():
        folds[feature["group"]].add(feature["fold"])
    assert sorted(folds) == [f"W{number}" for number in range(6)]
    assert all(len(fold) == 1 for fold in folds.values())
    values = [feature["value"] for feature in layer.getFeatures()]
    expected = cross_validate(places, values, VARIOGRAM, groups=names)
    np.testing.assert_allclose(column(points, "predicted"), expected.predicted, rtol=1e-9)


def test_well_names_serve_where_no_group_is_named_and_points_without_one_stand_alone(validate, make_layer):
    rng = np.random.default_rng(4)
    places = (rng.uniform(0, 1000, (9, 2)) + 500_000).tolist()
    names = ["A", "A", "A", "B", "B", None, None, "", "C"]
    layer = make_layer(places, value=rng.normal(5, 1, 9).tolist(), name=names)
    _, log, points = validate(INPUT=layer, FIELD="value", SPLIT="wells", WELL_FIELD="name", **MODEL)
    assert "3 points without a name of their well are left out each by itself (GROUP_FIELD)." in log
    assert len(set(column(points, "fold"))) == 6
    assert [feature["well"] for feature in points.getFeatures()][:5] == ["A", "A", "A", "B", "B"]


def test_models_are_ranked_and_the_best_is_written_for_the_map(validate, wells, tmp_path):
    results, log, _ = validate(
        INPUT=wells, FIELD="value", MODELS=["spherical", "gaussian"], VARIOGRAM=str(tmp_path / "best.json")
    )
    assert "<h2>Models</h2>" in Path(results["REPORT"]).read_text(encoding="utf-8")
    scores = {}
    for model in ("spherical", "gaussian"):
        scores[model] = validate(INPUT=wells, FIELD="value", MODEL=model, OUTPUT="memory:")[0]["CRPS"]
    best = min(scores, key=scores.get)
    assert results["CRPS"] == pytest.approx(scores[best], rel=1e-12)
    written = json.loads((tmp_path / "best.json").read_text(encoding="utf-8"))
    assert written["structures"][0]["model"] == best
    assert "By CRPS, of which less is better: " + best in log


def test_the_report_has_the_numbers_that_the_algorithm_returns(validate, make_layer, wells):
    points, values = data_of(wells)
    layer = make_layer(points.tolist(), **{"<i>v": values})
    results, log, _ = validate(INPUT=layer, FIELD="<i>v", **MODEL)
    page = Path(results["REPORT"]).read_text(encoding="utf-8")
    for name in ("ME", "MAE", "RMSE", "ASE", "R2", "CRPS", "MSE", "RMSSE"):
        assert f"<dd>{results[name]:.6g}</dd>" in page, name
    assert f"G = {results['GOODNESS']:.6g}; 1 is best" in page
    assert page.count("<svg") == 4
    assert "Cross-validation of &lt;i&gt;v" in page
    assert "<i>v" not in page
    verdict = next(line for line in log.splitlines() if "% of 30 data lie in their 90 % intervals" in line)
    assert f'<p class="lead">{verdict}</p>' in page


def test_the_report_names_the_wells_that_err_most(validate, make_layer, wells):
    points, values = data_of(wells)
    values[7] += 40
    layer = make_layer(points.tolist(), value=values, name=[f"W-{number}" for number in range(30)])
    results, _, _ = validate(INPUT=layer, FIELD="value", WELL_FIELD="name", **MODEL)
    page = Path(results["REPORT"]).read_text(encoding="utf-8")
    table = page[page.index("<h2>Largest errors</h2>") :]
    first = table[table.index("<tbody>") : table.index("</table>")]
    assert first.startswith(f'<tbody>\n<tr><td class="text">W-7</td><td>{values[7]:.6g}</td>')
    assert first.count("<tr>") == 6


def test_points_in_space_keep_their_z(validate, make_layer):
    rng = np.random.default_rng(9)
    layer = make_layer(
        np.repeat(rng.uniform(0, 1000, (6, 2)) + 500_000, 5, axis=0).tolist(),
        value=rng.normal(0, 1, 30).tolist(),
        depth=np.tile(np.arange(5.0), 6).tolist(),
        name=np.repeat(list("ABCDEF"), 5).tolist(),
    )
    results, _, points = validate(
        INPUT=layer, FIELD="value", Z_DELTA=1, Z_FIELD="depth", SPLIT="wells", GROUP_FIELD="name", MODEL="spherical",
        NUGGET=0.1, PARTIAL_SILL=1, RANGE=500, VERTICAL_RANGE=3,
    )  # fmt: skip
    assert results["N_DATA"] == 30
    assert [f.geometry().constGet().z() for f in points.getFeatures()] == list(np.tile(np.arange(5.0), 6))
    assert len(set(column(points, "fold"))) == 6


def test_a_drift_raster_is_followed(validate, make_layer, tmp_path):
    raster = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "drift.tif"), 100, 100, 1, gdal.GDT_Float64)
    raster.SetGeoTransform((500_000, 100, 0, 6_110_000, 0, -100))
    raster.SetProjection('LOCAL_CS["none"]')
    x, y = np.meshgrid(np.arange(100), np.arange(100))
    raster.GetRasterBand(1).WriteArray(((x - 40) ** 2 + (y - 60) ** 2) / 50.0)
    raster = None
    rng = np.random.default_rng(2)
    places = rng.uniform((501_000, 6_101_000), (509_000, 6_109_000), (40, 2))
    drift = (((places[:, 0] - 504_000) / 100) ** 2 + ((places[:, 1] - 6_104_000) / 100) ** 2) / 50
    layer = make_layer(places.tolist(), value=(3 * drift + rng.normal(0, 1, 40)).tolist())
    plain = validate(INPUT=layer, FIELD="value")[0]
    followed = validate(INPUT=layer, FIELD="value", DRIFT=[str(tmp_path / "drift.tif")], OUTPUT="memory:")[0]
    assert followed["RMSE"] < 3 < plain["RMSE"]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (
            {"SPLIT": "wells"},
            "(SPLIT) is wells: choose the field that says which well a point belongs to (GROUP_FIELD).",
        ),
        ({"MODELS": ["spherical"], "MODEL": "gaussian"}, "(MODELS) and Variogram model (MODEL) are both given"),
        ({"MODELS": "spherical,magic"}, "(MODELS) is 'magic': it should be one of spherical, exponential,"),
        (
            {"SPLIT": "folds", "FOLDS": 31},
            "Invalid Number of blocks or folds (FOLDS) 31. Should be at least 2, and at most the number of places",
        ),
        ({"SPLIT": "blocks", "FOLDS": 1}, "(FOLDS) is 1: it should be at least 2."),
        ({"MIN_DATA": 9, "MAX_DATA": 8}, "(MIN_DATA) is 9 and Search: maximum number of data (MAX_DATA) 8"),
        (
            {"SEARCH_RADIUS": 0.01},
            "be predicted from: raise Search: maximum number of data (MAX_DATA) or Search: radius (SEARCH_RADIUS)",
        ),
        ({"SPLIT": "wells", "GROUP_FIELD": "one"}, "All 30 points are of one well (GROUP_FIELD)"),
        ({"FIELD": "name"}, "The field 'name' (FIELD) holds text"),
        ({"TRANSFORM": "log", "FIELD": "low"}, "zero or less"),
    ],
)
def test_what_cannot_be_validated_is_refused_in_a_sentence(refused, make_layer, wells, tmp_path, parameters, sentence):
    points, values = data_of(wells)
    layer = make_layer(
        points.tolist(), value=values, low=[value - 60 for value in values], name=list("ab" * 15), one=["x"] * 30
    )
    text = refused(**{"INPUT": layer, "FIELD": "value", **parameters})
    assert sentence in text
    assert not list(tmp_path.iterdir())


def test_one_place_two_places_and_equal_values(refused, validate, make_layer):
    one = make_layer([(500_000, 6_100_000)] * 3, value=[1.0, 2.0, 3.0])
    assert "There is one datum, and no other to predict it from (INPUT)" in refused(INPUT=one, FIELD="value")
    two = make_layer([(500_000, 6_100_000), (500_100, 6_100_000)], value=[1.0, 2.0])
    results, log, layer = validate(INPUT=two, FIELD="value")
    assert list(column(layer, "predicted")) == pytest.approx([2.0, 1.0])
    assert results["RMSE"] == pytest.approx(1.0)
    assert "of so few data that says little" in log
    equal = make_layer([(500_000 + 100 * n, 6_100_000 + 70 * (n % 3)) for n in range(9)], value=[7.0] * 9)
    results, log, layer = validate(INPUT=equal, FIELD="value", OUTPUT="memory:")
    assert results["RMSE"] == pytest.approx(0, abs=1e-12)
    assert "RMSSE" not in results  # of which there is none
    assert "All 9 data are predicted exactly: nothing varies." in log
    assert np.isnan(column(layer, "std_residual")).all()


def test_data_in_degrees_are_validated_in_metres_and_gaps_are_skipped(validate, make_layer):
    rng = np.random.default_rng(5)
    places = rng.uniform((-111.1, 55.0), (-110.9, 55.1), (20, 2)).tolist()
    values = rng.normal(5, 1, 20).tolist()
    values[3] = values[7] = None
    results, _, layer = validate(INPUT=make_layer(places, "EPSG:4326", value=values), FIELD="value", VARIOGRAM="")
    assert layer.crs().authid() == "EPSG:32612"
    assert (results["N_DATA"], results["N_SKIPPED"], layer.featureCount()) == (18, 2, 18)


def test_residuals_are_coloured_around_zero(provider, wells, tmp_path):
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    project = QgsProject.instance()
    context.setProject(project)
    results = processing.runAndLoadResults(
        ALGORITHM, {"INPUT": wells, "FIELD": "value", "OUTPUT": "TEMPORARY_OUTPUT", **MODEL}, feedback, context
    )
    layer = project.mapLayer(results["OUTPUT"])
    assert layer.name() == "Residuals of value"
    renderer = layer.renderer()
    assert renderer.classAttribute() == "residual"
    edges = [one.lowerValue() for one in renderer.ranges()] + [renderer.ranges()[-1].upperValue()]
    assert edges == [-edge for edge in edges[::-1]]
    assert edges[1:-1] == residual_edges(residual_step(results["RMSE"]))
    assert len(renderer.ranges()) == 7
    assert "data lie in their 90 % intervals" in layer.metadata().abstract()
    assert ALGORITHM in layer.metadata().history()[0]
    assert not ResidualStyle.of_models
    project.removeMapLayer(layer.id())


@pytest.mark.parametrize(
    ("rmse", "step"), [(0.3, 0.25), (1.4, 1.0), (7.2, 10.0), (43.0, 50.0), (0.0, 1.0), (math.nan, 1.0)]
)
def test_classes_of_residuals_are_round(rmse, step):
    assert residual_step(rmse) == pytest.approx(step)


def test_it_is_a_step_of_a_model_and_of_a_batch(provider, wells, tmp_path):
    """Points, cross-validation of two models, and the map that the better of both makes."""
    model = QgsProcessingModelAlgorithm("chain", "test")
    static = QgsProcessingModelChildParameterSource.fromStaticValue
    from_child = QgsProcessingModelChildParameterSource.fromChildOutput
    data = {"INPUT": static(wells), "FIELD": static("value")}
    models = static(["spherical", "exponential"])
    best = from_child("validation", "VARIOGRAM")
    steps = {
        "validation": (ALGORITHM, {**data, "MODELS": models, "VARIOGRAM": static(str(tmp_path / "best.json"))}),
        "map": ("stochkrig:kriging", {**data, "VARIOGRAM_FILE": best, "XY_DELTA": static(500)}),
    }
    for name, (algorithm, sources) in steps.items():
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(name)
        for parameter, source in sources.items():
            child.addParameterSources(parameter, [source])
        model.addChildAlgorithm(child)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    for _ in range(2):  # as a batch runs it
        results, good = model.run({}, context, feedback)
        assert good, feedback.textLog()
        found = results["CHILD_RESULTS"]
        assert found["map"]["FITTED_RANGE"] == pytest.approx(found["validation"]["FITTED_RANGE"])


def test_twenty_thousand_points_are_predicted_from_the_nearest(validate, make_layer):
    rng = np.random.default_rng(6)
    places = rng.uniform(0, 100_000, (20_000, 2)) + 500_000
    layer = make_layer(places.tolist(), value=np.sin(places[:, 0] / 9000).tolist())
    results, log, points = validate(INPUT=layer, FIELD="value", MAX_DATA=16, OUTPUT="memory:", **{**MODEL, "NUGGET": 0})
    assert results["N_DATA"] == points.featureCount() == 20_000
    assert "20,000 data are predicted from the others, place by place (20,000 in all): about" in log
    page = Path(results["REPORT"]).read_text(encoding="utf-8")
    assert "2,000 of 20,000 data are drawn." in page
    assert len(page) < 2_000_000


def test_an_extent_of_a_map_means_nothing_here(run, wells, tmp_path):
    options = {"algorithm": "stochkrig:crossvalidation", "INPUT": wells, "FIELD": "value", "TRANSFORM": "none"}
    options["VARIOGRAM_UNCERTAINTY"] = "none"
    plain = run(**options, OUTPUT=str(tmp_path / "plain.gpkg"))
    found = run(**options, OUTPUT=str(tmp_path / "extent.gpkg"), EXTENT="500000,501000,6100000,6101000")
    assert found["RMSE"] == plain["RMSE"]
