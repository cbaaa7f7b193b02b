import numpy as np
import pytest
from stochastic_kriging.krig_core.transforms.normal_moments import moments_of
from stochastic_kriging.krig_core.transforms.normal_score import NormalScore
from stochastic_kriging.krig_core.transforms.smooth_score import SmoothScore
from stochastic_kriging.krig_core.transforms.transform import LogTransform, NoTransform

DATA = np.exp(np.random.default_rng(5).normal(size=40))
FACTORS = (0.6, 0.9, 1.3)


@pytest.mark.parametrize("transform", [SmoothScore(DATA), NormalScore(DATA, zmin=0.0, zmax=30.0, upper_tail="power")])
def test_moments_of_normal_scores_are_those_of_a_fine_sum(transform):
    rng = np.random.default_rng(1)
    means, stds = rng.normal(size=25), rng.uniform(0.05, 1.5, 25)
    mean, variance = moments_of(transform, FACTORS)(means, stds)
    nodes = np.linspace(-9, 9, 20_001)
    density = np.exp(-nodes * nodes / 2) / np.exp(-nodes * nodes / 2).sum() / len(FACTORS)
    for number in range(25):
        values = transform.back(means[number] + stds[number] * np.multiply.outer(FACTORS, nodes))
        expected = (values @ density).sum()
        spread = np.sqrt(((values - expected) ** 2 @ density).sum())
        assert abs(mean[number] - expected) < 0.005 * spread
        assert np.sqrt(variance[number]) == pytest.approx(spread, rel=0.005)


def test_lognormal_moments_are_exact():
    means, stds = np.array([0.0, 1.0, -2.0, 0.3]), np.array([0.5, 1e-6, 2.0, 0.0])
    mean, variance = moments_of(LogTransform(DATA))(means, stds)
    np.testing.assert_allclose(mean, np.exp(means + stds**2 / 2), rtol=1e-14)
    np.testing.assert_allclose(variance, np.exp(2 * means + stds**2) * np.expm1(stds**2), rtol=1e-9)


def test_sills_widen_what_is_not_transformed():
    mean, variance = moments_of(NoTransform(DATA), FACTORS)(np.array([3.0]), np.array([2.0]))
    assert mean == [3.0]
    assert variance == pytest.approx(4 * np.square(FACTORS).mean())


def test_what_the_table_does_not_hold_is_summed():
    transform = SmoothScore(DATA)
    moments = moments_of(transform)
    table = moments(np.array([5.9999, 0.5, 0.5]), np.array([0.5, 1.9999, 1 / 64 + 1e-9]))
    summed = moments(np.array([6.0001, 0.5, 0.5]), np.array([0.5, 2.0001, 1 / 64 - 1e-9]))
    for one, other in zip(table, summed):
        np.testing.assert_allclose(one, other, rtol=0.01)
    mean, variance = moments(np.array([np.nan, 0.3]), np.array([1.0, np.nan]))
    assert np.isnan(mean).all()
    assert np.isnan(variance).all()


def test_a_score_that_is_known_has_its_value_to_the_bit():
    transform = SmoothScore(DATA)
    mean, variance = moments_of(transform, FACTORS)(transform.scores, np.zeros(len(DATA)))
    np.testing.assert_array_equal(mean, DATA)
    np.testing.assert_array_equal(variance, 0)
