"""Exceedance and joint sets: by hand, and against laws that are known."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.decisions.condition import Condition
from stochastic_kriging.krig_core.decisions.exceedance import exceedance, known_cells
from stochastic_kriging.krig_core.decisions.joint import joint_set, sides

ABOVE = Condition.of("above", 0)
ALL = np.ones(4, dtype=bool)


def test_probability_and_area_of_four_realizations_of_three_cells():
    maps = np.array([[1.0, 1, -1], [1, -1, -1], [1, 1, -1], [1, -1, 0]])
    found = exceedance(maps, ABOVE, np.array([1.0, 10.0, 100.0]), np.ones(3, dtype=bool))
    assert found.probability.tolist() == [1, 0.5, 0]
    assert found.areas.tolist() == [11, 1, 11, 1]


def test_a_cell_without_a_value_in_one_realization_does_not_count():
    maps = np.array([[1.0, 1, np.nan], [1, np.nan, np.nan]])
    known = known_cells(maps)
    assert known.cells.tolist() == [True, False, False]
    assert known.partial == 1
    found = exceedance(maps, ABOVE, np.ones(3), known.cells)
    assert found.probability[0] == 1
    assert np.isnan(found.probability[1:]).all()
    assert found.areas.tolist() == [1, 1]


def test_the_joint_set_by_hand():
    """The first half says that the cells are good in the order 0, 1, 2, 3; the second in how many all hold."""
    first = np.array([[9.0, 5, 1, -1], [9, 5, 1, -1], [9, 5, -1, -1], [9, -1, -1, -1], [9, 5, 1, 1]])
    second = np.array([[1.0, 1, 1, 1], [1, 1, 1, -1], [1, 1, -1, 1], [1, 1, -1, -1], [1, -1, 1, 1]])
    maps = np.vstack([first, second])
    by = sides(maps, ABOVE, ALL)
    assert by.shares[1].tolist() == [1, 0.8, 0.6, 0.2]
    assert by.order(1, ALL).tolist() == [0, 1, 2, 3]
    for confidence, size, probability in ((1.0, 1, 1.0), (0.81, 1, 1.0), (0.8, 2, 0.8), (0.4, 3, 0.4), (0.2, 4, 0.2)):
        found = joint_set(maps, ABOVE, 1, by, ALL, confidence)
        assert np.flatnonzero(found.inside).tolist() == list(range(size))
        assert found.probability == probability
    # Cells 0, 1 and 2 each alone have 0.6; all three at once hold in two of five.
    assert joint_set(maps, ABOVE, 1, by, ALL, 0.6).alone == 0.4


def test_where_nothing_holds_the_set_is_empty():
    maps = -np.ones((10, 4))
    found = joint_set(maps, ABOVE, 1, sides(maps, ABOVE, ALL), ALL, 0.9)
    assert not found.inside.any()
    assert np.isnan(found.probability)


def test_cells_that_are_not_known_are_in_no_set():
    maps = np.ones((10, 4))
    maps[:, 2] = np.nan
    known = ~np.isnan(maps[0])
    found = joint_set(maps, ABOVE, 1, sides(maps, ABOVE, known), known, 0.9)
    assert found.inside.tolist() == [True, True, False, True]


def test_outside_the_band_every_cell_is_on_its_side():
    """Cells 0 and 3 never change sides; 1 and 2 do in some realization."""
    maps = np.tile([2.0, 1.0, -1.0, -2.0], (20, 1))
    maps[::2, 1] = -1
    maps[1::3, 2] = 1
    by = sides(maps, ABOVE, ALL)
    modal = by.shares.argmax(axis=0)
    avoided = joint_set(maps, ABOVE, modal, by, ALL, 0.95)
    assert avoided.inside.tolist() == [True, False, False, True]
    assert avoided.probability == 1


def correlated(count, seed, cells=60):
    """Realizations along a line: a trend from 2.5 to -2.5 and an exponential covariance of a fifth of the line."""
    at = np.arange(cells)
    root = np.linalg.cholesky(np.exp(-np.abs(at[:, None] - at) / 12))
    return np.linspace(2.5, -2.5, cells) + np.random.default_rng(seed).normal(size=(count, cells)) @ root.T


@pytest.mark.parametrize("transform", [lambda values: values, lambda values: np.exp(2 * values) - 1])
def test_the_set_holds_as_often_as_it_says_also_of_skewed_values(transform):
    """50,000 other realizations tell the truth; those of cells that are good each alone are far from it."""
    truth = correlated(50_000, 0) > 0
    known = np.ones(60, dtype=bool)
    held, alone, sizes = [], [], []
    for seed in range(1, 21):
        maps = transform(correlated(200, seed))
        by = sides(maps, ABOVE, known)
        found = joint_set(maps, ABOVE, 1, by, known, 0.9)
        held.append(truth[:, found.inside].all(axis=1).mean())
        alone.append(truth[:, by.shares[1] >= 0.9].all(axis=1).mean())
        sizes.append(found.inside.sum())
    assert np.mean(held) == pytest.approx(0.9, abs=0.02)
    assert np.mean(alone) < 0.82
    # As large as the best of nested sets: of the first n cells, n with 0.9.
    best = np.flatnonzero((np.cumprod(truth, axis=1).mean(axis=0)) >= 0.9)[-1] + 1
    assert np.mean(sizes) == pytest.approx(best, abs=1.5)


def test_sets_are_the_same_after_an_ascending_transform():
    known, maps = np.ones(60, dtype=bool), correlated(100, 4)
    plain = joint_set(maps, ABOVE, 1, sides(maps, ABOVE, known), known, 0.8)
    skewed, condition = np.exp(maps), Condition.of("above", 1)
    other = joint_set(skewed, condition, 1, sides(skewed, condition, known), known, 0.8)
    assert np.count_nonzero(plain.inside != other.inside) <= 1  # scores are interpolated between knots
    assert plain.probability == pytest.approx(other.probability, abs=0.02)
