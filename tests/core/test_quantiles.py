"""The quantiles of realizations, by hand and by simulation."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.quantiles import HIGH, LOW, MIDDLE, certainty_of_low, quantiles


def test_the_rth_of_n_is_the_quantile_at_r_through_n_plus_1():
    values = np.array([30.0, 10, 20, 50, 40, 60, 70, 90, 80])
    np.testing.assert_allclose(quantiles(values, [LOW, MIDDLE, HIGH, 0.25]), [10, 50, 90, 25])


def test_few_have_no_quantiles_beyond_their_ends_and_each_column_has_its_own():
    values = np.array([[1.0, 5.0, np.nan], [3.0, 7.0, 1.0]])
    np.testing.assert_allclose(quantiles(values, [LOW, MIDDLE, HIGH]), [[1, 5, np.nan], [2, 6, np.nan], [3, 7, np.nan]])


@pytest.mark.parametrize("count", [2, 10, 100])
def test_so_often_the_low_case_is_exceeded(count):
    """Of uniform numbers what lies above one is 1 less it."""
    drawn = np.random.default_rng(7).random((count, 40_000))
    above = 1 - quantiles(drawn, [LOW])[0]
    told = certainty_of_low(count)
    assert above.mean() == pytest.approx(told.probability, abs=4 * told.error / 200)
    assert above.std() == pytest.approx(told.error, rel=0.06)


def test_two_realizations_tell_little_of_the_low_case():
    """The least of two uniform numbers is exceeded by 1 - 1/3, and its variance is 1/18."""
    assert certainty_of_low(2) == pytest.approx((2 / 3, (1 / 18) ** 0.5))
