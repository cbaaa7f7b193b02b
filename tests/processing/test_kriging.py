import numpy as np
import pytest
from qgis.core import QgsProcessingFeedback
from stochastic_kriging.krig_core import Variogram, krige
from stochastic_kriging.provider.report.page import figure

ALGORITHM = "stochkrig:kriging"
MODEL = {"MODEL": "exponential", "NUGGET": 2, "PARTIAL_SILL": 40, "RANGE": 6000}
VARIOGRAM = Variogram.exponential(nugget=2, partial_sill=40, range=6000)


@pytest.fixture
def data(wells):
    features = list(wells.getFeatures())
    return np.array([feature.geometry().asPoint() for feature in features]), [feature["value"] for feature in features]


@pytest.fixture
def centres():
    """Coordinates of the cell centres of a raster, shape (nx · ny, 2)."""

    def of(dataset):
        west, dx, _, north, _, dy = dataset.GetGeoTransform()
        x = west + dx * (np.arange(dataset.RasterXSize) + 0.5)
        y = north + dy * dataset.RasterYSize - dy * (np.arange(dataset.RasterYSize) + 0.5)
        return np.column_stack([axis.ravel() for axis in np.meshgrid(x, y, indexing="ij")])

    return of


@pytest.mark.parametrize(
    ("parameters", "options"),
    [
        ({}, {}),
        ({"KRIGING_TYPE": "simple"}, {"kriging_type": "simple"}),
        ({"KRIGING_TYPE": "universal-1"}, {"kriging_type": "universal-1"}),
        ({"KRIGING_TYPE": "universal-2"}, {"kriging_type": "universal-2"}),
        ({"MAX_DATA": 8}, {"max_data": 8}),
        ({"MAX_DATA": 12, "MAX_PER_OCTANT": 2}, {"max_data": 12, "max_per_octant": 2}),
        ({"BLOCK": 4}, {"block": 500, "block_points": 4}),
        ({"EXACT": False}, {"exact": False}),
    ],
)
def test_the_rasters_are_what_the_core_krigs_at_the_centres(
    run, wells, data, centres, read_raster, parameters, options
):
    done = run(algorithm=ALGORITHM, INPUT=wells, FIELD="value", **MODEL, **parameters)
    mean, dataset = read_raster(done["MEAN"])
    std, _ = read_raster(done["STD"])
    expected, variance = krige(*data, VARIOGRAM, centres(dataset), **options)
    np.testing.assert_allclose(mean.ravel(), expected, rtol=1e-5)
    np.testing.assert_allclose(std.ravel(), np.sqrt(variance), rtol=1e-5, atol=1e-4)
    assert done["N_DATA"] == 30
    assert done["N_EMPTY"] == 0
    assert done["MEAN_OF_MEAN"] == pytest.approx(expected.mean(), rel=1e-6)
    assert "STOCHKRIG_SEED" not in dataset.GetMetadata()


def test_cells_without_data_in_reach_are_nodata_and_counted(run, wells, read_raster):
    done = run(algorithm=ALGORITHM, INPUT=wells, FIELD="value", SEARCH_RADIUS=600, **MODEL)
    mean, _ = read_raster(done["MEAN"])
    empty = int((mean == -9999).sum())
    assert 0 < empty < mean.size
    assert done["N_EMPTY"] == empty


def test_measurement_errors_are_those_of_a_field(run, make_layer, data, centres, read_raster):
    coordinates, values = data
    errors = np.linspace(0, 9, 30)
    layer = make_layer(coordinates.tolist(), value=values, err=[None, *errors[1:].tolist()])
    done = run(algorithm=ALGORITHM, INPUT=layer, FIELD="value", ERROR_FIELD="err", **MODEL)
    mean, dataset = read_raster(done["MEAN"])
    expected, variance = krige(*data, VARIOGRAM, centres(dataset), error=errors)
    np.testing.assert_allclose(mean.ravel(), expected, rtol=1e-5)
    np.testing.assert_allclose(read_raster(done["STD"])[0].ravel(), np.sqrt(variance), rtol=1e-4)
    assert "Points without a measurement error, which are taken as exact: 1." in done.log


def test_a_negative_measurement_error_is_a_sentence(refusal, make_layer):
    layer = make_layer([(0, 0), (900, 0), (0, 900)], value=[1.0, 2.0, 3.0], err=[1.0, -1.0, 0.0])
    said = refusal(algorithm=ALGORITHM, INPUT=layer, FIELD="value", ERROR_FIELD="err")
    assert "'err' (ERROR_FIELD) has negative numbers" in said


@pytest.mark.parametrize("error", [1e39, float("inf")])
def test_an_endless_measurement_error_is_a_sentence_and_no_exact_datum(refusal, make_layer, error):
    layer = make_layer([(0, 0), (900, 0), (0, 900)], value=[1.0, 2.0, 3.0], err=[1.0, error, 0.0])
    said = refusal(algorithm=ALGORITHM, INPUT=layer, FIELD="value", ERROR_FIELD="err")
    assert f"'err' (ERROR_FIELD) has a standard deviation of {error:g}" in said


def test_a_large_measurement_error_is_as_good_as_no_datum(run, make_layer, data, read_raster, tmp_path):
    coordinates, values = data
    means = []
    for number, (kept, error) in enumerate([(slice(1, None), 1.0), (slice(None), 1e37)]):
        errors = [error, *[1.0] * 29][kept] if number else [1.0] * 29
        layer = make_layer(coordinates[kept].tolist(), value=list(values[kept]), err=errors)
        extent = {"EXTENT": "500000,510000,6100000,6108000", "MEAN": str(tmp_path / f"{number}.tif")}
        done = run(algorithm=ALGORITHM, INPUT=layer, FIELD="value", ERROR_FIELD="err", **extent, **MODEL)
        assert "overflow" not in done.log
        means.append(read_raster(done["MEAN"])[0])
    np.testing.assert_allclose(means[1], means[0], rtol=1e-6)


def test_progress_moves_while_it_krigs(run, wells):
    feedback = QgsProcessingFeedback(False)
    seen = []
    feedback.progressChanged.connect(seen.append)
    run(feedback, algorithm=ALGORITHM, INPUT=wells, FIELD="value", XY_DELTA=10, MAX_DATA=20, **MODEL)
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[-1] == 100


@pytest.mark.parametrize(
    ("rule", "kept", "said"),
    [("mean", 15, "their mean is used"), ("first", 10, "the first is used"), ("maximum", 20, "the greatest is used")],
)
def test_duplicates_are_resolved_by_the_rule(run, make_layer, centres, read_raster, rule, kept, said):
    places = [(0, 0), (2000, 0), (0, 2000), (2000, 2000)]
    layer = make_layer([(0, 0), *places], value=[10.0, 20.0, 1.0, 2.0, 3.0])
    done = run(algorithm=ALGORITHM, INPUT=layer, FIELD="value", DUPLICATES=rule, **MODEL)
    mean, dataset = read_raster(done["MEAN"])
    expected, _ = krige(places, [kept, 1, 2, 3], VARIOGRAM, centres(dataset))
    np.testing.assert_allclose(mean.ravel(), expected, rtol=1e-5)
    assert done["N_DATA"] == 4
    assert f"Points that coincide with another one, so that {said} (DUPLICATES): 1." in done.log


@pytest.mark.parametrize("algorithm", [ALGORITHM, "stochkrig:stochastickriging"])
def test_duplicates_can_be_refused(refusal, make_layer, algorithm):
    layer = make_layer([(0, 0), (5, 7), (5, 7), (9, 0), (5, 7)], value=[1.0, 2.0, 3.0, 4.0, 5.0])
    said = refusal(algorithm=algorithm, INPUT=layer, FIELD="value", DUPLICATES="error")
    assert said == (
        "Points coincide at 1 places, the first at (5, 7) with 3 points: remove them, or choose what to do with them "
        "(DUPLICATES)."
    )


def test_the_variogram_file_makes_the_same_map_again(run, wells, read_raster, tmp_path):
    written = {"VARIOGRAM": str(tmp_path / "v.json"), "VARIOGRAM_UNCERTAINTY": "none"}
    first = run(algorithm=ALGORITHM, INPUT=wells, FIELD="value", **written)
    again = run(
        algorithm=ALGORITHM,
        INPUT=wells,
        FIELD="value",
        VARIOGRAM_FILE=first["VARIOGRAM"],
        MEAN=str(tmp_path / "again.tif"),
        STD=str(tmp_path / "again_std.tif"),
    )
    np.testing.assert_array_equal(read_raster(first["MEAN"])[0], read_raster(again["MEAN"])[0])
    assert again["FITTED_RANGE"] == first["FITTED_RANGE"]


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"VARIOGRAM": "/nowhere/v.json"}, "/nowhere/v.json (VARIOGRAM): there is no folder /nowhere."),
        ({"VARIOGRAM": "/tmp/v.txt"}, "(VARIOGRAM) should be a JSON file: give it the suffix .json."),
        ({"MAX_PER_OCTANT": 0}, "(MAX_PER_OCTANT) is 0: it should be greater than zero."),
        ({"BLOCK": 0}, "(BLOCK) is 0: it should be greater than zero."),
        ({"MAX_DATA": 0}, "(MAX_DATA) is 0: it should be greater than zero."),
        ({"SEARCH_RADIUS": -5}, "(SEARCH_RADIUS) is -5: it should be greater than zero."),
        ({"XY_DELTA": 0}, "(XY_DELTA) is 0: it should be greater than zero."),
        (
            {"MIN_DATA": 9, "MAX_DATA": 8},
            "(MIN_DATA) is 9 and Search: maximum number of data (MAX_DATA) 8: no cell would find enough data.",
        ),
        ({"MIN_DATA": 31}, "(MIN_DATA) is 31, and there are 30 data: no cell finds as many. Choose fewer."),
        (
            {"MIN_DATA": 30, "SEARCH_RADIUS": 1},
            "lower Search: minimum number of data (MIN_DATA), or change Output extent (EXTENT)",
        ),
        (
            {"SEARCH_RADIUS": 1},
            "(MAX_DATA), or change Output extent (EXTENT) or Drift rasters (DRIFT).",
        ),
    ],
)
def test_bad_parameters_are_a_sentence(refusal, wells, parameters, words):
    assert words in refusal(algorithm=ALGORITHM, INPUT=wells, FIELD="value", **parameters)


def test_its_report_has_the_outputs_the_maps_and_what_the_std_includes(run, wells, tmp_path):
    path = tmp_path / "report.html"
    done = run(algorithm="stochkrig:kriging", INPUT=wells, FIELD="value", REPORT=str(path), MAX_DATA=12)
    text = path.read_text(encoding="utf-8")
    for name, value in (
        ("Nugget", figure(done["FITTED_NUGGET"])),
        ("Average of the mean", figure(done["MEAN_OF_MEAN"])),
        ("Average of the std", figure(done["MEAN_OF_STD"])),
        ("Total points", "30"),
        ("Data of an estimate", "the nearest 12"),
        ("Well locations", "wells"),
    ):
        assert f"<dt>{name}</dt><dd>{value}</dd>" in text, name
    assert text.count("data:image/png;base64,") == 2
    assert "<h2>What the standard deviation includes</h2>" in text
    assert "<script" not in text
