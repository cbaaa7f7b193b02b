"""The variogram's uncertainty and the transform, in both algorithms that make maps."""

import numpy as np
import pytest
from osgeo import gdal

KRIGING = "stochkrig:kriging"
SIMULATION = "stochkrig:stochastickriging"
GIVEN = {"MODEL": "spherical", "NUGGET": 1, "PARTIAL_SILL": 60, "RANGE": 4000}
RANGES = ("RANGE_P05", "RANGE_P50", "RANGE_P95")


@pytest.fixture(params=[SIMULATION, KRIGING])
def made(request, run, wells):
    """Run each of the algorithms on the wells."""

    def make(**parameters):
        return run(algorithm=request.param, INPUT=wells, FIELD="value", **parameters)

    return make


def test_few_wells_allow_many_variograms_and_all_of_them_count(made):
    done, known = made(), made(VARIOGRAM_UNCERTAINTY="none")
    low, middle, high = (done[name] for name in RANGES)
    assert 0 < low < middle < high
    assert low < done["FITTED_RANGE"] < high
    assert "All variograms count that the data allow, each by its probability (VARIOGRAM_UNCERTAINTY)" in done.log
    assert done["MEAN_OF_STD"] > known["MEAN_OF_STD"]
    assert made(VARIOGRAM_UNCERTAINTY="posterior").results.keys() == done.results.keys()


@pytest.mark.parametrize(
    ("parameters", "why"), [({"VARIOGRAM_UNCERTAINTY": "none"}, "that was chosen"), (GIVEN, "it is given")]
)
def test_a_variogram_that_is_taken_as_known_has_no_ranges(made, parameters, why):
    done = made(**parameters)
    assert not done.results.keys() & set(RANGES)
    assert f"The variogram is taken as if it were known (VARIOGRAM_UNCERTAINTY): {why}." in done.log


@pytest.mark.parametrize("algorithm", [SIMULATION, KRIGING])
def test_a_given_variogram_has_no_posterior(refusal, wells, algorithm):
    said = refusal(algorithm=algorithm, INPUT=wells, FIELD="value", VARIOGRAM_UNCERTAINTY="posterior", **GIVEN)
    assert said.startswith(
        "Uncertainty of the variogram (VARIOGRAM_UNCERTAINTY) is 'posterior', but the variogram is given."
    )


@pytest.fixture
def measured(make_layer, wells):
    """What krige takes of the wells with errors of their values."""
    points = [feature.geometry().asPoint() for feature in wells.getFeatures()]
    layer = make_layer(points, value=[feature["value"] for feature in wells.getFeatures()], error=[1.0] * 30)
    return {"algorithm": KRIGING, "INPUT": layer, "FIELD": "value", "ERROR_FIELD": "error"}


def test_measurements_with_errors_take_the_variogram_as_known(run, measured):
    assert "measurements have errors (ERROR_FIELD), which its posterior does not tell from it" in run(**measured).log


def test_measurements_with_errors_have_no_posterior(refusal, measured):
    assert "(ERROR_FIELD)" in refusal(VARIOGRAM_UNCERTAINTY="posterior", **measured)


# ---- transforms of kriging


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
def test_kriging_tells_the_law_that_realizations_have(run, wells, tmp_path, transform):
    given = {"INPUT": wells, "FIELD": "value", "TRANSFORM": transform, "VARIOGRAM_UNCERTAINTY": "none"}
    outputs = {name: str(tmp_path / f"kriged_{name}.tif") for name in ("MEAN", "STD", "QUANTILES")}
    kriged = run(algorithm=KRIGING, **given, **outputs)
    drawn = run(**given, EXACT_POSITIONS=True, QUANTILES=str(tmp_path / "quantiles.tif"))
    std = gdal.Open(kriged["STD"]).ReadAsArray()
    for name in ("MEAN", "STD", "QUANTILES"):
        ours, theirs = (gdal.Open(done[name]).ReadAsArray() for done in (kriged, drawn))
        assert np.abs(ours - theirs).mean() < 0.1 * std.mean(), name
    low, middle, high = gdal.Open(kriged["QUANTILES"]).ReadAsArray()
    assert (low <= middle).all()
    assert (middle <= high).all()
    bands = gdal.Open(kriged["QUANTILES"])
    assert [bands.GetRasterBand(n).GetDescription() for n in (1, 3)] == [
        "Low (10 % below; petroleum P90) of value",
        "High (90 % below; petroleum P10) of value",
    ]


def test_kriging_needs_no_quantiles(run, wells):
    assert "QUANTILES" not in run(algorithm=KRIGING, INPUT=wells, FIELD="value").results


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"BLOCK": 3, "TRANSFORM": "log"}, "BLOCK"),
        ({"DECLUSTERING": "cell"}, "(TRANSFORM) none has no weights: leave Declustering (DECLUSTERING) out"),
        ({"ZMAX": 90}, "zmax"),
    ],
)
def test_what_does_not_go_with_a_transform_is_a_sentence(refusal, wells, parameters, words):
    assert words in refusal(algorithm=KRIGING, INPUT=wells, FIELD="value", **parameters)


def test_rasters_say_whether_moments_are_exact(run, wells):
    def said(**parameters):
        facts = gdal.Open(run(INPUT=wells, FIELD="value", **parameters)["STD"]).GetMetadata()
        return facts["STOCHKRIG_MOMENTS"], facts["STOCHKRIG_VARIOGRAM_UNCERTAINTY"]

    assert said() == said(algorithm=KRIGING) == ("exact", "posterior")
    assert said(METHOD="sequential", VARIOGRAM_UNCERTAINTY="none") == ("sampled", "none")


# ---- limits and tails


def realizations(run, wells, tmp_path, **parameters):
    done = run(INPUT=wells, FIELD="value", REALIZATIONS=40, REALIZATIONS_OUTPUT=str(tmp_path / "all.tif"), **parameters)
    return gdal.Open(done["REALIZATIONS_OUTPUT"]).ReadAsArray()


def test_realizations_go_beyond_the_data_as_far_as_limits_let_them(run, wells, tmp_path):
    values = np.array([feature["value"] for feature in wells.getFeatures()])
    free = realizations(run, wells, tmp_path)
    assert free.min() < values.min()
    assert free.max() > values.max()
    limits = {"ZMIN": float(values.min()) - 0.5, "ZMAX": float(values.max()) + 0.5}
    kept = realizations(run, wells, tmp_path, **limits)
    assert kept.min() == pytest.approx(limits["ZMIN"], abs=0.2)
    assert kept.max() == pytest.approx(limits["ZMAX"], abs=0.2)
    assert kept.min() >= limits["ZMIN"] - 1e-5
    assert kept.max() <= limits["ZMAX"] + 1e-5


def test_tails_end_at_the_data(run, wells, tmp_path):
    values = np.array([feature["value"] for feature in wells.getFeatures()], dtype=np.float32)
    for tails in ({"LOWER_TAIL": "linear"}, {"UPPER_TAIL": "linear"}, {"LOWER_TAIL": "linear", "UPPER_TAIL": "power"}):
        ended = realizations(run, wells, tmp_path, **tails)
        assert (ended.min(), ended.max()) == (values.min(), values.max())
