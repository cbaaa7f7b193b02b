"""How many independent data tell as much of a correlation: by hand, and by how often intervals hold the truth."""

import math

import numpy as np
import pytest
from stochastic_kriging.krig_core.simulation.effective_number import effective_number
from stochastic_kriging.krig_core.simulation.secondary import Estimated
from stochastic_kriging.krig_core.variogram.models import Variogram

SIGNS = np.array([1.0, 1.0, -1.0, -1.0])


def test_samples_of_two_wells_that_are_alike_in_each_are_two_data():
    """All 2 · 3² pairs of one well and all 2 · 3² of both have a product of correlations of 1: 36 of 36 pairs."""
    points = np.repeat([[0.0, 0.0], [9.0, 2.0]], 3, axis=0)
    values = np.repeat([1.0, -1.0], 3)
    assert effective_number(points, values, -5 * values) == pytest.approx(2)
    in_space = np.column_stack([points, np.arange(6.0)])
    assert effective_number(in_space, values, -5 * values) == pytest.approx(2)


def test_data_that_are_not_like_their_neighbours_all_count():
    """Of a square: 4 of each with itself, and 0, -2, 0 and 2 of six pairs in four classes: 1 + 16 / 4, at most 4."""
    square = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    assert effective_number(square, SIGNS, SIGNS[[0, 2, 1, 3]]) == 4


def test_more_samples_in_the_same_wells_tell_no_more():
    rng = np.random.default_rng(1)
    points, (a, b) = np.column_stack([np.arange(30.0), np.zeros(30)]), rng.normal(size=(2, 30)).cumsum(axis=1)
    wells = effective_number(points, a, b)
    assert wells < 15
    points, a, b = (np.repeat(array, 5, axis=0) for array in (points, a, b))
    assert effective_number(np.column_stack([points, np.arange(150.0)]), a, b) == pytest.approx(wells)


def test_of_many_places_pairs_of_some_stand_for_all():
    rng = np.random.default_rng(2)
    points, (a, b) = rng.random((3000, 2)), rng.normal(size=(2, 3000))
    assert 2500 < effective_number(points, a, b) <= 3000
    first, second = (np.sin(9 * points[:, 0] + shift) + 0.1 * noise for shift, noise in ((0, a), (1, b)))
    few = effective_number(points[:500], first[:500], second[:500])
    assert effective_number(points, first, second) == pytest.approx(few, rel=0.1)


@pytest.mark.parametrize("correlation", [0.0, 0.6])
def test_intervals_of_fields_hold_their_correlation_as_often_as_they_say(correlation):
    """As if data were independent of each other, they would in three of four."""
    model = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=0.4)
    held = held_by_all = 0
    for number in range(200):
        rng = np.random.default_rng([number, 60])
        points = rng.random((60, 2))
        second, rest = np.linalg.cholesky(model.covariance(points, points)) @ rng.normal(size=(2, 60, 1))
        first = (correlation * second + math.sqrt(1 - correlation**2) * rest)[:, 0]
        found = Estimated.of(points, first, second[:, 0])
        held += found.low <= correlation <= found.high
        held_by_all += abs(math.atanh(found.value) - math.atanh(correlation)) < 1.96 / math.sqrt(57)
    assert 182 <= held <= 198
    assert held_by_all < 165
