"""The task `directions`: the same values as in the task `variogram`, by offset and in four directions."""

import json

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.krig_core.transforms.transform import Transform
from stochastic_kriging.krig_core.variogram.variogram_map import variogram_map
from stochastic_kriging.tests.core.jobs.listener import Listener

SHARED = {"coordinates": "coordinates.npy", "values": "values.npy", "transform": "none"}


@pytest.fixture
def ask(tmp_path):
    """Run a task on points; return the result, the arrays beside the job and what was said."""

    def make(points, values, **job):
        np.save(tmp_path / "coordinates.npy", points)
        np.save(tmp_path / "values.npy", values)
        files = {"gamma": "gamma.npy", "pairs": "pairs.npy"} if job["task"] == "directions" else {}
        listener = Listener()
        result = run(job_of(json.loads(json.dumps({**SHARED, **files, **job}))), tmp_path, listener)
        return result, {path.stem: np.load(path) for path in tmp_path.glob("*.npy")}, listener

    return make


def test_four_directions_equal_gstats(ask, meuse, reference):
    """The variograms of azimuths 0, 45, 90 and 135 with 22.5° to each side, as R has them."""
    table = reference("meuse_v_dir4.csv")
    result, _, _ = ask(*meuse[:2], task="directions", test=False)
    assert [series.azimuth for series in result.series] == [0, 45, 90, 135]
    for series in result.series:
        theirs = table[table["dirhor"] == series.azimuth]
        np.testing.assert_array_equal(series.pairs, theirs["np"])
        np.testing.assert_allclose(series.gamma, theirs["gamma"], rtol=1e-9)
        np.testing.assert_allclose(series.distance, theirs["dist"], rtol=1e-9)


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
def test_the_map_is_of_the_values_that_the_variogram_is_of(ask, meuse, transform):
    points, values = meuse[0], np.exp(meuse[1])
    doubled, again = np.concatenate([points, points[:2]]), np.concatenate([values, values[:2]])
    study, _, _ = ask(doubled, again, task="variogram", models=["spherical"], transform=transform)
    result, arrays, _ = ask(doubled, again, task="directions", transform=transform, classes=4, test=False)
    scores = Transform(transform).fit(points, values).scores
    own = variogram_map(points, scores, classes=4)
    np.testing.assert_array_equal(arrays["pairs"], own.pairs)
    np.testing.assert_allclose(arrays["gamma"], own.gamma * study.unit, rtol=1e-12)
    assert (result.merged, result.data, result.pairs) == (2, study.data, study.pairs)
    assert result.variance == pytest.approx(study.variance, rel=1e-12)
    assert result.max_distance == study.max_distance
    assert result.width == pytest.approx(2 * study.max_distance / 9, rel=1e-12)


def test_a_trend_is_taken_off_first(ask, meuse):
    points, values = meuse[:2]
    slope = (points - points.mean(axis=0)) @ [0.003, -0.002]
    without, plain, _ = ask(points, values, task="directions", detrend=1, classes=4, test=False)
    with_slope, leant, _ = ask(points, values + slope, task="directions", detrend=1, classes=4, test=False)
    np.testing.assert_allclose(leant["gamma"], plain["gamma"], rtol=1e-8)
    assert with_slope.variance == pytest.approx(without.variance)


def test_what_is_said_of_a_direction_is_what_a_fit_believes(ask, meuse):
    result, _, listener = ask(*meuse[:2], task="directions", classes=4)
    fit, _, _ = ask(*meuse[:2], task="variogram", models=None, anisotropy=True)
    assert result.shown.credible
    assert result.shown.chance <= result.shown.level == 0.05
    assert (result.shown.azimuth, result.shown.ratio) == (fit.azimuth, fit.ratio)
    assert listener.messages[-1].startswith("The data show a longest range along azimuth")


def test_a_field_that_is_the_same_both_ways_has_no_certain_direction(ask):
    points = np.random.default_rng(8).uniform(0, 100, (80, 2))
    values = np.sin(points[:, 0] / 10) * np.sin(points[:, 1] / 10)
    result, _, _ = ask(points, values, task="directions")
    fit, _, _ = ask(points, values, task="variogram", models=None, anisotropy=True)
    assert not result.shown.credible
    assert fit.ratio == 1


@pytest.mark.parametrize("values", [np.ones(20), np.arange(20.0)])
def test_where_nothing_can_tell_nothing_is_said(ask, values):
    """Equal values, and values that are their trend."""
    points = np.column_stack([np.arange(20.0), np.arange(20.0) % 3])
    result, _, listener = ask(points, values, task="directions", detrend=1)
    assert result.shown is None
    assert not listener.messages


def test_few_data_have_directions_without_pairs(ask):
    result, arrays, _ = ask(
        np.array([[0.0, 0.0], [0.0, 8.0], [0.0, 20.0]]), [1.0, 2.0, 4.0], task="directions", max_distance=10.0
    )
    assert result.series[0].pairs == (1,)
    assert result.series[0].gamma == (0.5,)
    assert result.series[0].used == (False,)
    assert [series.pairs for series in result.series[1:]] == [(), (), ()]
    assert arrays["pairs"].sum() == 2
    assert result.pairs == 1


def test_of_many_data_a_random_part_is_looked_at(ask, meuse):
    result, arrays, _ = ask(*meuse[:2], task="directions", most=60, classes=4, test=False)
    assert (result.data, result.looked_at) == (155, 60)
    chosen = np.sort(np.random.default_rng(0).choice(155, 60, replace=False))
    own = variogram_map(meuse[0][chosen], meuse[1][chosen], classes=4, max_distance=result.max_distance)
    np.testing.assert_array_equal(arrays["pairs"], own.pairs)


def test_all_in_one_place_is_refused_in_a_sentence(ask):
    with pytest.raises(InvalidInput, match="Invalid maximum distance 0"):
        ask(np.zeros((4, 2)), np.arange(4.0), task="directions")
