"""Jobs whose variogram is not known: what they answer and say, and that all their parts see the same posterior."""

import json

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.krig_core.kriging.mixture import krige_with_all
from stochastic_kriging.krig_core.variogram.automatic import posterior_of_residuals
from stochastic_kriging.tests.core.jobs.listener import Listener

FITTED = dict.fromkeys(("model", "nugget", "partial_sill", "range"))
GIVEN = {"model": "spherical", "nugget": 0.1, "partial_sill": 0.9, "range": 9.0}


def data(count=16, seed=1):
    rng = np.random.default_rng(seed)
    points = rng.uniform((0, 0), (10, 8), (count, 2))
    return points, 5 + 0.3 * points[:, 0] + rng.normal(size=count)


@pytest.fixture
def run_job(tmp_path):
    """Run a job on points; return its result, the arrays that it wrote, and all that it said."""

    def make(points, values, task="stochastic-kriging", **given):
        np.save(tmp_path / "coordinates.npy", points)
        np.save(tmp_path / "values.npy", values)
        own = {"realizations": 30, "method": "gaussian", "seed": 3, "processes": 1}
        if task == "kriging":
            own = dict.fromkeys(("max_data", "min_data", "search_radius"))
        if task == "variogram":
            job = {"task": task, "coordinates": "coordinates.npy", "values": "values.npy", "models": None, **given}
            listener = Listener()
            return run(job_of(json.loads(json.dumps(job))), tmp_path, listener), tmp_path, "\n".join(listener.said)
        job = {
            "task": task,
            **{"coordinates": "coordinates.npy", "values": "values.npy", "mean": "mean.npy", "std": "std.npy"},
            **{"x_range": [0, 10], "y_range": [0, 8], "xy_delta": 1, "kriging_type": "ordinary", "variogram": FITTED},
            **own,
            **given,
        }
        listener = Listener()
        result = run(job_of(json.loads(json.dumps(job))), tmp_path, listener)
        return result, tmp_path, "\n".join(listener.said)

    return make


@pytest.mark.parametrize("task", ["kriging", "stochastic-kriging"])
@pytest.mark.parametrize("transform", ["none", "normal-score"])
def test_a_fitted_variogram_of_few_data_has_a_band(run_job, task, transform):
    points, values = data()
    result, _, said = run_job(points, values, task, transform=transform)
    assert result.range_p05 < result.range_p50 < result.range_p95
    band = np.array([result.band.p05, result.band.p50, result.band.p95])
    assert band.shape == (3, len(result.band.distance))
    assert (np.diff(band, axis=0) > 0).all()
    sill = result.nugget + result.partial_sill
    assert band[0, -1] < sill < band[2, -1]
    assert "All variograms count that the data allow" in said


@pytest.mark.parametrize(
    ("count", "options", "words"),
    [
        (16, {"variogram_uncertainty": "none"}, None),
        (16, {"variogram": GIVEN}, None),
        (310, {}, "of more than 300 data only the best fit is taken"),
        (170, {"variogram": {**FITTED, "anisotropy": True}}, "to look for all that more than 150 data allow of its"),
        (3, {}, "3 data are too few"),
        (16, {"variogram": {**FITTED, "model": "power"}, "method": "sequential"}, "a model without a sill"),
    ],
)
def test_else_it_is_taken_as_known_and_the_log_says_why(run_job, count, options, words):
    result, _, said = run_job(*data(count), **options)
    assert result.range_p05 is result.range_p50 is result.range_p95 is result.band is None
    assert "All variograms" not in said
    assert words is None or f"as if it were known (`variogram_uncertainty`): {words}" in said


def test_errors_of_measurements_are_not_told_from_it(run_job, tmp_path):
    points, values = data()
    np.save(tmp_path / "error.npy", np.full(16, 0.3))
    result, _, said = run_job(points, values, "kriging", error="error.npy")
    assert result.band is None
    assert "measurements have errors (`error`)" in said
    with pytest.raises(InvalidInput, match="'posterior', but measurements have errors"):
        run_job(points, values, "kriging", error="error.npy", variogram_uncertainty="posterior")


def test_a_posterior_of_what_is_given_is_refused(run_job):
    with pytest.raises(InvalidInput, match="`variogram_uncertainty` is 'posterior', but the variogram is given"):
        run_job(*data(), variogram=GIVEN, variogram_uncertainty="posterior")


def test_what_is_given_is_held_fixed(run_job):
    result, _, _ = run_job(*data(), variogram={**FITTED, "range": 6.0, "nugget": 0.4}, transform="normal-score")
    assert result.range_p05 == pytest.approx(6)
    assert result.range_p95 == pytest.approx(6)
    assert result.nugget == pytest.approx(0.4)


@pytest.mark.parametrize("kriging_type", ["ordinary", "simple", "universal-1"])
def test_a_kriged_map_is_that_of_the_mixture(run_job, kriging_type):
    points, values = data()
    result, folder, _ = run_job(points, values, "kriging", kriging_type=kriging_type)
    centres = np.stack(np.meshgrid(np.arange(10) + 0.5, np.arange(8) + 0.5, indexing="ij"), -1).reshape(-1, 2)
    found = posterior_of_residuals(points, values, kriging_type)
    mean, variance = krige_with_all(points, values, found, centres, kriging_type=kriging_type)
    np.testing.assert_allclose(np.load(folder / "mean.npy").ravel(), mean)
    np.testing.assert_allclose(np.load(folder / "std.npy").ravel(), np.sqrt(variance), atol=1e-9)
    assert result.variogram.range == found.mode.range


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_the_look_at_realizations_is_at_those_that_were_made(run_job, method):
    options = {"method": method, "transform": "normal-score", "realizations_file": "all.npy", "reproduction": True}
    result, folder, _ = run_job(*data(), exact_positions=False, **options)
    first = np.load(folder / "all.npy")[:10].astype(float).reshape(10, -1)
    stds = first.std(axis=1)
    assert result.reproduction.histogram.stds == pytest.approx((stds.mean(), stds.min(), stds.max()))
    assert result.reproduction.wells.misfit == 0


def test_the_sill_of_normal_scores_is_that_of_the_map(run_job):
    """Far from wells the std is the root of the sill that is answered, and of the mean's uncertainty."""
    values = np.random.default_rng(0).normal(20, 3, 40)
    points = np.random.default_rng(1).uniform((0, 0), (10, 8), (40, 2))
    given = {"model": "spherical", "nugget": 0.0, "partial_sill": 18.0, "range": 0.01}
    result, folder, _ = run_job(points, values, variogram=given, transform="normal-score", realizations=400)
    assert result.partial_sill == pytest.approx(18)
    free = np.load(folder / "std.npy")
    free = free[free > 0]
    assert np.sqrt(np.square(free).mean()) == pytest.approx(np.sqrt(18), rel=0.1)


@pytest.mark.parametrize(
    ("count", "transform", "kriging_type", "detrend"),
    [
        (16, "none", "ordinary", 0),
        (16, "normal-score", "universal-1", 1),
        (320, "none", "universal-1", 1),
        (320, "normal-score", "ordinary", 0),
    ],
)
def test_all_algorithms_find_the_same_variogram_and_the_same_ranges(run_job, count, transform, kriging_type, detrend):
    """To the last digit, of the same points and the same transform; two wells share a place. Each choice with each."""
    points, values = data(count)
    points[1] = points[0]
    study, _, said = run_job(points, values, "variogram", transform=transform, detrend=detrend)
    names = "nugget", "partial_sill", "range", "range_p05", "range_p50", "range_p95", "band", "uncertainty"
    for task in ("kriging", "stochastic-kriging"):
        found, _, _ = run_job(points, values, task, transform=transform, kriging_type=kriging_type)
        assert found.variogram.to_json() == study.variogram
        assert [getattr(found, name) for name in names] == [getattr(study, name) for name in names]
    assert (study.band is None) == (count > 300)
    assert study.uncertainty in said


@pytest.mark.parametrize("weights", ["automatic", "reml", "pairs/h2"])
def test_a_study_keeps_the_ratio_that_it_is_given(run_job, weights):
    points, values = data(40)
    result, _, _ = run_job(points, values, "variogram", transform="none", azimuth=30, ratio=0.5, weights=weights)
    assert (result.azimuth, result.ratio) == (30, 0.5)
    assert result.direction is None
    assert [curve.azimuth for curve in result.curves] == [30, 120]
