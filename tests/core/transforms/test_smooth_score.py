import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.transforms.normal_score import NormalScore
from stochastic_kriging.krig_core.transforms.smooth_score import SmoothScore


def sample(count, seed=0, skewed=True):
    normals = np.random.default_rng(seed).normal(size=count)
    return np.exp(normals) if skewed else 5 + 2 * normals


@pytest.mark.parametrize("count", [1, 2, 3, 15, 200, 5000])
@pytest.mark.parametrize("limits", [{}, {"zmin": 0.0, "zmax": 1000.0}])
def test_every_datum_comes_back_to_the_bit(count, limits):
    values = sample(count)
    transform = SmoothScore(values, **limits)
    np.testing.assert_array_equal(transform.back(transform.scores), values)
    np.testing.assert_allclose(transform.forward(values), transform.scores, atol=1e-9)


def test_ties_have_scores_of_their_own_and_one_value():
    values = np.array([0.0, 0, 0, 0, 1, 2, 2, 5])
    transform = SmoothScore(values, coordinates=np.random.default_rng(0).uniform(size=(8, 2)))
    assert len(np.unique(transform.scores)) == 8
    np.testing.assert_array_equal(transform.back(transform.scores), values)
    assert transform.forward(2.0) == pytest.approx(transform.scores[values == 2].mean())


@pytest.mark.parametrize("count", [1, 2, 15, 200])
def test_it_never_falls_and_forward_takes_it_back(count):
    transform = SmoothScore(-sample(count))
    scores = np.linspace(-8, 8, 4001)
    values = transform.back(scores)
    assert (np.diff(values) >= 0).all()
    assert np.isfinite(transform.back([-40.0, 40.0])).all()
    np.testing.assert_allclose(transform.forward(values), scores, atol=1e-6)


def test_a_gaussian_sample_is_left_nearly_as_it_is_and_beyond_its_data_values_go_on():
    values = sample(20, skewed=False)
    transform = SmoothScore(values)
    line = np.polyfit(transform.scores, values, 1)
    assert np.corrcoef(transform.scores, values)[0, 1] > 0.99
    assert transform.back(3.0) == pytest.approx(np.polyval(line, 3.0), abs=0.6 * values.std())
    assert NormalScore(values).back(3.0) == values.max()


def test_data_that_are_not_negative_make_no_negative_values():
    values = sample(15, skewed=False)
    assert SmoothScore(values - 5).back(-9.0) < 0
    transform = SmoothScore(values - values.min())
    assert transform.floored
    assert transform.back(-9.0) == 0


def test_limits_are_hard():
    values = sample(15)
    transform = SmoothScore(values, zmin=0.0, zmax=values.max())
    assert transform.back([-9.0, 9.0]).tolist() == [0.0, values.max()]
    with pytest.raises(InvalidInput, match="zmin"):
        SmoothScore(values, zmin=1.0)


def test_skewness_is_seen_and_mirrored():
    values = sample(60)
    right, left = SmoothScore(values), SmoothScore(-values)
    assert right.curve.skewness > 0.7
    assert left.curve.skewness == pytest.approx(-right.curve.skewness, abs=1e-9)
    np.testing.assert_allclose(left.scores, -right.scores, atol=1e-9)
    scaled = SmoothScore(1e-3 * values + 7)
    np.testing.assert_allclose(scaled.scores, right.scores, atol=1e-6)


def test_of_many_data_it_is_nearly_their_normal_score():
    values = sample(5000)
    np.testing.assert_allclose(SmoothScore(values).scores, NormalScore(values).scores, atol=0.1)


def test_weights_move_the_curve():
    values = sample(40)
    weights = np.where(values > np.median(values), 3.0, 1.0)
    weighted = SmoothScore(values, weights)
    assert weighted.back(0.0) > SmoothScore(values).back(0.0)
    np.testing.assert_array_equal(weighted.back(weighted.scores), values)
