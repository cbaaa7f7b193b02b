"""The task `pairs` beside the task `variogram`: the same pairs of the same values."""

import json

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.pairs import DISTANCE, HEAD, LAG, SCORE, SEMIVARIANCE, STANDS_FOR_IT, TAIL
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.tests.core.jobs.listener import Listener

SHARED = {"coordinates": "coordinates.npy", "values": "values.npy", "transform": "none"}


@pytest.fixture
def ask(tmp_path):
    """Run a task on some wells, two of which were measured twice; return result, arrays and what was said."""
    rng = np.random.default_rng(11)
    points = rng.uniform(0, 5000, (80, 2))
    values = np.exp(rng.normal(0, 0.4, 80) + points[:, 0] / 4000)
    points, values = np.concatenate([points, points[[4, 9]]]), np.concatenate([values, values[[4, 9]] + 0.1])
    np.save(tmp_path / "coordinates.npy", points)
    np.save(tmp_path / "values.npy", values)

    def make(**job):
        listener = Listener()
        result = run(job_of(json.loads(json.dumps({**SHARED, **job}))), tmp_path, listener)
        arrays = {path.stem: np.load(path) for path in tmp_path.glob("*.npy")}
        return result, arrays, listener

    return make


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
@pytest.mark.parametrize("detrend", [0, 1])
def test_the_mean_of_the_pairs_of_a_lag_is_its_point_of_the_variogram(ask, transform, detrend):
    study, _, _ = ask(task="variogram", models=["spherical"], transform=transform, detrend=detrend, weights="pairs")
    series = study.series[0]
    for lag in (1, 7, 15):
        result, arrays, _ = ask(
            task="pairs", pairs="pairs.npy", scores="scores.npy", transform=transform, detrend=detrend, lag=lag
        )
        pairs, scores = arrays["pairs"], arrays["scores"]
        place = series.lag.index(lag)
        assert result.pairs == result.written == pairs.shape[1] == series.pairs[place]
        assert result.gamma == pytest.approx(series.gamma[place], rel=1e-12)
        assert pairs[SEMIVARIANCE].mean() == pytest.approx(series.gamma[place], rel=1e-12)
        assert result.distance == pytest.approx(series.distance[place], rel=1e-12)
        tail, head = pairs[[TAIL, HEAD]].astype(int)
        half = 0.5 * (scores[SCORE, tail] - scores[SCORE, head]) ** 2 * result.unit
        np.testing.assert_allclose(pairs[SEMIVARIANCE], half, rtol=1e-9)
        apart = np.linalg.norm(arrays["coordinates"][tail] - arrays["coordinates"][head], axis=1)
        np.testing.assert_allclose(pairs[DISTANCE], apart, rtol=1e-12)
        assert set(pairs[LAG]) == {lag}


def test_data_at_one_place_are_one_and_their_pairs_have_the_number_of_the_first(ask):
    result, arrays, _ = ask(task="pairs", pairs="pairs.npy", scores="scores.npy", max_distance=9000.0)
    assert (result.data, result.merged) == (80, 2)
    assert result.pairs == result.written == 80 * 79 // 2
    stands = arrays["scores"][STANDS_FOR_IT]
    np.testing.assert_array_equal(stands, [*range(80), 4, 9])
    assert set(np.unique(arrays["pairs"][[TAIL, HEAD]])) == set(range(80))
    assert arrays["scores"][SCORE, 80] == pytest.approx(arrays["values"][[4, 80]].mean())


def test_a_part_of_the_pairs_is_told(ask):
    result, arrays, heard = ask(task="pairs", pairs="pairs.npy", scores="scores.npy", max_distance=9000.0, most=500)
    assert (result.pairs, result.written, arrays["pairs"].shape) == (3160, 500, (6, 500))
    assert heard.messages == ["3,160 pairs of 80 data. 500 of them, taken at random, are listed."]


def test_a_lag_that_is_not_there_is_refused_before_any_work(ask):
    with pytest.raises(InvalidInput, match=r"^Invalid job: `lag` is 16, and there are 15 \(`lags`\)\. Should be one"):
        ask(task="pairs", pairs="pairs.npy", scores="scores.npy", lag=16)
