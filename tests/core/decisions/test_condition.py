"""Conditions: what equals a threshold, and the probabilities of normal values."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.decisions.condition import Condition
from stochastic_kriging.krig_core.errors import InvalidInput

VALUES = np.array([0.0, 1.0, 1.5, 2.0, 3.0, np.nan])


def test_what_equals_a_threshold_is_neither_above_nor_below_it_and_is_between():
    assert Condition.of("above", 1).holds(VALUES).tolist() == [False, False, True, True, True, False]
    assert Condition.of("below", 1).holds(VALUES).tolist() == [True, False, False, False, False, False]
    assert Condition.of("between", 1, 2).holds(VALUES).tolist() == [False, True, True, True, False, False]
    assert Condition.of("between", 1, 2).classes(VALUES).tolist() == [0, 1, 1, 1, 2, -1]


def test_probabilities_of_normal_values():
    """By a table of the normal distribution."""
    mean, std = np.array([0.0, 1.0, 2.0, 10.0]), np.array([1.0, 1.0, 2.0, 1.0])
    above = Condition.of("above", 1).probability(mean, std)
    assert above.tolist() == pytest.approx([0.15865525, 0.5, 0.69146246, 1.0])
    assert Condition.of("below", 1).probability(mean, std) == pytest.approx(1 - above)
    between = Condition.of("between", -1, 1).probability(mean, std)
    assert between.tolist()[:2] == pytest.approx([0.68268949, 0.47724987])


def test_far_up_the_probability_is_small_and_not_nothing():
    found = Condition.of("above", 10).probability(np.zeros(1), np.ones(1))
    assert found[0] == pytest.approx(7.61985302416e-24)


def test_without_a_spread_the_mean_is_the_value_and_without_one_of_both_nothing_is_known():
    mean, std = np.array([0.0, 1.0, 2.0, np.nan, 2.0, 2.0]), np.array([0.0, 0.0, 0.0, 1.0, np.nan, -1.0])
    found = Condition.of("above", 1).probability(mean, std)
    assert found[:3].tolist() == [0, 0, 1]
    assert np.isnan(found[3:]).all()


def test_depth_counts_standard_deviations_from_the_nearest_threshold():
    between = Condition.of("between", 0, 4)
    assert between.depth(1, np.array([1.0, 3.0, 5.0]), np.array([0.5, 2.0, 1.0])).tolist() == [2, 0.5, -1]
    assert between.depth(np.array([0, 2]), np.array([-3.0, 5.0]), np.ones(2)).tolist() == [3, 1]


@pytest.mark.parametrize(
    "given", [("above", 1, 2), ("below", 1, 2), ("between", 1), ("between", 1, 1), ("between", 2, 1)]
)
def test_thresholds_that_do_not_fit_are_refused_by_name(given):
    with pytest.raises(InvalidInput, match="`upper_threshold`"):
        Condition.of(*given)
