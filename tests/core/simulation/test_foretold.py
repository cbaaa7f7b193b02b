"""How well laws have foretold values: against closed forms, and against sums over many quantiles."""

import math

import numpy as np
import pytest
from scipy.special import ndtr
from stochastic_kriging.krig_core.simulation.foretold import foretold
from stochastic_kriging.krig_core.transforms.transform import Transform


@pytest.fixture
def data():
    rng = np.random.default_rng(1)
    return rng.uniform(size=(60, 2)), np.exp(rng.normal(size=60))


def summed(transform, means, stds, observed, weights):
    """PIT and CRPS of one value by a sum over two million scores."""
    at = transform.forward(np.array([observed]))[0]
    scores = np.sort(np.append(np.linspace(-9, 9, 2_000_001), at))
    below = np.average([ndtr((scores - mean) / std) for mean, std in zip(means, stds)], axis=0, weights=weights)
    gap = (below[:-1] + below[1:]) / 2 - (scores[:-1] >= at)
    return np.interp(at, scores, below), float((gap**2 * np.diff(transform.back(scores))).sum())


@pytest.mark.parametrize(
    ("options", "tolerance"),
    [
        ({"name": "none"}, 1e-6),
        ({"name": "log"}, 1e-6),
        ({"name": "normal-score"}, 1e-4),
        ({"name": "normal-score", "lower_tail": "linear", "upper_tail": "hyperbolic", "zmax": 40.0}, 3e-4),
    ],
)
def test_pit_and_crps_of_mixtures_are_those_of_a_sum(data, options, tolerance):
    transform = Transform(**options).fit(*data)
    rng = np.random.default_rng(2)
    means, stds, observed = rng.normal(size=(3, 5)), rng.uniform(0.3, 1, (3, 5)), rng.choice(data[1], 5)
    weights = np.array([1.0, 3.0, 2.0])
    found = foretold(transform, means, stds, weights, observed, np.arange(5))
    expected = np.array([summed(transform, *columns, weights) for columns in zip(means.T, stds.T, observed)])
    np.testing.assert_allclose(found.pit, expected[:, 0], atol=1e-6)
    np.testing.assert_allclose(found.loss, expected[:, 1], rtol=tolerance)
    np.testing.assert_array_equal((found.low <= observed) & (observed <= found.high), found.inside(0.9) == 1)


def test_crps_of_a_lognormal_is_that_of_its_formula(data):
    """Baran & Lerch (2015), Quarterly Journal of the Royal Meteorological Society 141, eq. 5."""
    transform, mean, std, value = Transform("log").fit(*data), 0.3, 0.7, 2.5
    found = foretold(transform, np.array([[mean]]), np.array([[std]]), np.ones(1), [value], np.zeros(1, dtype=int))
    score = (math.log(value) - mean) / std
    bracket = ndtr(score - std) + ndtr(std / math.sqrt(2)) - 1
    expected = value * (2 * ndtr(score) - 1) - 2 * math.exp(mean + std**2 / 2) * bracket
    assert found.loss[0] == pytest.approx(expected, rel=1e-7)
    assert found.predicted[0] == pytest.approx(math.exp(mean + std**2 / 2), rel=1e-12)


def test_a_mixture_of_one_normal_twice_is_that_normal(data):
    transform = Transform("none").fit(*data)
    means, stds, observed = np.array([[1.0, 2.0]]), np.array([[0.5, 0.1]]), ([1.2, 1.9], np.arange(2))
    once = foretold(transform, means, stds, np.ones(1), *observed)
    twice = foretold(transform, means.repeat(2, 0), stds.repeat(2, 0), np.array([0.3, 0.9]), *observed)
    for name in ("predicted", "variance", "pit", "loss", "low", "high"):
        np.testing.assert_allclose(getattr(twice, name), getattr(once, name), rtol=1e-8)


@pytest.mark.parametrize("name", ["none", "log", "normal-score"])
def test_what_was_certain_costs_its_distance_and_what_was_not_foretold_has_no_score(data, name):
    transform = Transform(name).fit(*data)
    values = np.array([1.0, 3.0, 5.0])
    means = transform.forward([1.0, 2.0, 2.0])
    means[2] = np.nan
    found = foretold(transform, means[None].repeat(2, 0), np.zeros((2, 3)), np.ones(2), values, np.arange(3))
    np.testing.assert_allclose(found.loss, [0, 1, np.nan], atol=1e-9)
    np.testing.assert_array_equal(found.pit, [0.5, 1, np.nan])
    assert found.count == 2
    assert found.crps == pytest.approx(0.5, abs=1e-9)


def test_a_value_beyond_what_was_held_possible_costs_its_distance_too(data):
    """With tails a normal score ends at zmax: a value of 50 lies 10 beyond all that was foretold."""
    transform = Transform("normal-score", lower_tail="linear", upper_tail="linear", zmax=40.0).fit(*data)
    at_end, beyond = (
        foretold(transform, np.zeros((1, 1)), np.ones((1, 1)), np.ones(1), [value], np.zeros(1, dtype=int))
        for value in (40.0, 50.0)
    )
    assert beyond.loss[0] - at_end.loss[0] == pytest.approx(10, rel=1e-6)
