import numpy as np
import pytest
from scipy.special import ndtr, ndtri
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.simulation.cell_law import cell_law
from stochastic_kriging.krig_core.transforms.normal_score import NormalScore
from stochastic_kriging.krig_core.transforms.transform import LogTransform, NoTransform

LEVELS = (0.025, 0.5, 0.9)


def mixtures(count, cells=100, seed=0):
    """Return normals such as the variograms that data allow give: alike, but not the same."""
    rng = np.random.default_rng(seed)
    stds = rng.uniform(0.02, 1, cells) * rng.uniform(0.8, 1.25, (count, cells))
    means = rng.normal(size=cells) + 0.3 * stds * rng.normal(size=(count, cells))
    return means, stds, rng.dirichlet(np.full(count, 3.0))


def dense(transform, means, stds, weights):
    """Return mean and standard deviation by a sum over 1401 nodes of each normal."""
    nodes = np.linspace(-7, 7, 1401)
    shares = np.exp(-(nodes**2) / 2)
    shares /= shares.sum()
    values = np.array([transform.back(m[:, None] + s[:, None] * nodes) @ shares for m, s in zip(means, stds)])
    centre = weights @ values
    squares = np.array(
        [(transform.back(m[:, None] + s[:, None] * nodes) - centre[:, None]) ** 2 @ shares for m, s in zip(means, stds)]
    )
    return centre, np.sqrt(weights @ squares)


def skewed(count=60, **options):
    return NormalScore(np.exp(np.random.default_rng(5).normal(size=count)), **options)


@pytest.mark.parametrize("count", [1, 4, 24])
@pytest.mark.parametrize(
    "options",
    [{}, {"zmin": 0.0, "zmax": 30.0, "upper_tail": "power"}, {"upper_tail": "hyperbolic", "upper_omega": 5.0}],
)
def test_mean_and_std_are_those_of_a_dense_sum(count, options):
    transform = skewed(**options)
    mixture = mixtures(count)
    law = cell_law(transform, *mixture)
    mean, std = dense(transform, *mixture)
    error = (law.mean - mean) / std
    # Of 100 realizations the mean errs by a tenth of the std, and the std by 7 %.
    assert np.abs(error).max() < 0.015
    assert np.sqrt(np.square(error).mean()) < 0.003
    assert np.abs(law.std / std - 1).max() < 0.02


@pytest.mark.parametrize("std", [0.017, 0.03, 0.1])
def test_the_error_of_one_normal_is_within_its_bound(std):
    """A single change of slope, which a table sees worst."""
    transform = NormalScore([0.0, 1.0, 5.0])
    knot = transform.scores[1]
    slopes = np.diff([0.0, 1.0, 5.0]) / np.diff(transform.scores)
    means = np.linspace(knot - 2 * std, knot + 2 * std, 401)
    law = cell_law(transform, means[None], np.full((1, 401), std), [1.0])
    place = (knot - means) / std
    beyond = std * (np.exp(-(place**2) / 2) / np.sqrt(2 * np.pi) - place * ndtr(-place))
    exact = 1 + slopes[0] * (means - knot) + (slopes[1] - slopes[0]) * beyond
    assert np.abs(law.mean - exact).max() <= 0.0015 * (slopes[1] - slopes[0]) * std


def test_what_is_simulated_as_it_is_has_the_moments_of_its_mixture():
    means, stds, weights = mixtures(5)
    law = cell_law(NoTransform([1.0, 2.0]), means, stds, weights, LEVELS)
    mean = weights @ means
    np.testing.assert_allclose(law.mean, mean, atol=1e-12)
    np.testing.assert_allclose(law.std, np.sqrt(weights @ (stds**2 + means**2) - mean**2), rtol=1e-12)


def test_logarithms_have_the_moments_of_the_lognormal():
    means, stds, weights = mixtures(3)
    law = cell_law(LogTransform([1.0, 2.0]), means, stds, weights)
    first = weights @ np.exp(means + stds**2 / 2)
    second = weights @ np.exp(2 * means + 2 * stds**2)
    np.testing.assert_allclose(law.mean, first, rtol=1e-12)
    np.testing.assert_allclose(law.std, np.sqrt(second - first**2), rtol=1e-10)


@pytest.mark.parametrize("count", [1, 3, 40])
def test_quantiles_have_their_probability(count):
    transform = skewed(zmin=0.0, zmax=50.0)
    means, stds, weights = mixtures(count)
    law = cell_law(transform, means, stds, weights, LEVELS)
    for level, values in zip(LEVELS, law.quantiles):
        scores = transform.forward(values)
        below = weights @ ndtr((scores - means) / stds)
        np.testing.assert_allclose(below, level, atol=1e-6)
    single = cell_law(NoTransform([0.0, 1.0]), means[:1], stds[:1], [1.0], LEVELS)
    np.testing.assert_allclose(single.quantiles, means[0] + stds[0] * ndtri(LEVELS)[:, None], atol=1e-9)


def test_normals_far_apart_have_quantiles_between_them():
    law = cell_law(NoTransform([0.0, 1.0]), [[0.0], [1e6]], [[1e-3], [1e-3]], [0.3, 0.7], (0.2, 0.4))
    assert law.quantiles[0, 0] == pytest.approx(1e-3 * ndtri(2 / 3), abs=1e-9)
    assert law.quantiles[1, 0] == pytest.approx(1e6 + 1e-3 * ndtri(1 / 7), abs=1e-9)


def test_a_known_value_is_returned_to_the_bit():
    data = np.array([0.1, 0.7, 1.3, 9.1])
    transform = NormalScore(data)
    law = cell_law(transform, np.tile(transform.scores, (7, 1)), np.zeros((7, 4)), np.full(7, 1 / 7), (0.1, 0.9))
    np.testing.assert_array_equal(law.mean, data)
    np.testing.assert_array_equal(law.std, 0)
    np.testing.assert_array_equal(law.quantiles, [data, data])


def test_refusals():
    with pytest.raises(InvalidInput, match="Invalid means .2, 3., stds .3,. and weights .2,."):
        cell_law(NoTransform([0.0]), np.zeros((2, 3)), np.zeros(3), [1, 1])
    with pytest.raises(InvalidInput, match="Should not be negative"):
        cell_law(NoTransform([0.0]), np.zeros((2, 3)), np.zeros((2, 3)), [1, -1])
    with pytest.raises(InvalidInput, match="Invalid quantiles .1.5."):
        cell_law(NoTransform([0.0]), np.zeros((2, 3)), np.zeros((2, 3)), [1, 1], [1.5])
