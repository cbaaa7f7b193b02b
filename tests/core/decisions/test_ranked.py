import numpy as np
import pytest
from stochastic_kriging.krig_core.decisions.ranked import RankedRealizations
from stochastic_kriging.krig_core.decisions.representative import representative
from stochastic_kriging.krig_core.errors import InvalidInput


@pytest.fixture
def stack():
    """Eleven realizations of 40 × 30 cells, many values equal, some cells without a value in some or in all."""
    rng = np.random.default_rng(5)
    values = np.round(rng.normal(size=(11, 40, 30)), 1).astype(np.float32)
    values[:, 3, 4] = np.nan
    values[7, 20, :5] = np.nan
    return values


def test_a_realization_comes_back_to_the_bit(stack):
    ranked = RankedRealizations.of(stack)
    assert len(ranked) == 11
    assert (ranked.known == ~np.isnan(stack).any(axis=0)).all()
    assert not ranked.known[3, 4]
    assert not ranked.known[20, :5].any()
    for number, one in enumerate(stack):
        assert (ranked.realization(number) == one[ranked.known]).all()
    assert (np.diff(ranked.ordered, axis=0) >= 0).all()
    assert (np.sort(ranked.ranks, axis=0) == np.arange(11)[:, None]).all()


def test_the_blocks_in_which_cells_are_ranked_leave_no_trace():
    values = np.random.default_rng(6).normal(size=(5, 300, 200)).astype(np.float32)
    calls = []
    ranked = RankedRealizations.of(values, lambda: calls.append(1))
    assert (ranked.ordered == np.sort(values.reshape(5, -1), axis=0)).all()
    assert len(calls) == 4


@pytest.mark.parametrize("count", [2, 3, 7, 8, 9, 100])
def test_how_many_are_above_is_exact_for_any_threshold(count):
    values = np.round(np.random.default_rng(count).normal(size=(count, 9, 8)), 1).astype(np.float32)
    ranked = RankedRealizations.of(values)
    flat = values.reshape(count, -1)
    for threshold in (-9.0, -0.1, 0.0, 0.1, 0.30000001, 0.7, 9.0):
        assert (ranked.count_above(threshold) == np.count_nonzero(flat > np.float32(threshold), axis=0)).all()


def test_a_value_is_not_above_its_own_number():
    """0.1 in 32 bits is greater than 0.1 in 64."""
    ranked = RankedRealizations.of(np.full((2, 1, 1), 0.1, dtype=np.float32))
    assert ranked.count_above(0.1).tolist() == [0]


def test_a_cell_has_the_values_of_all_realizations_in_their_order(stack):
    ranked = RankedRealizations.of(stack)
    place = ranked.place_of(39, 29)
    assert (ranked.at(place) == stack[:, 39, 29]).all()
    assert ranked.place_of(0, 0) == 0
    assert ranked.place_of(3, 5) == 3 * 30 + 4  # one cell before it does not count
    assert [ranked.place_of(*cell) for cell in ((3, 4), (-1, 0), (40, 0), (0, 30))] == [None] * 4


def test_the_mean_of_a_zone_is_that_of_its_cells_by_their_areas(stack):
    ranked = RankedRealizations.of(stack)
    cells, areas = np.array([0, 3 * 30 + 4, 31]), np.array([1.0, 5.0, 3.0])
    exact = stack.astype(float)
    wanted = (exact[:, 0, 0] + 3 * exact[:, 1, 1]) / 4
    assert np.allclose(ranked.means_of(cells, areas), wanted, rtol=1e-12, atol=0)
    assert np.isnan(ranked.means_of(np.array([3 * 30 + 4]), np.ones(1))).all()
    assert np.isnan(ranked.means_of(np.empty(0, dtype=int), np.empty(0))).all()


@pytest.mark.parametrize(
    ("values", "what"),
    [(np.zeros((1, 2, 2)), "There are 1 realizations"), (np.full((3, 2, 2), np.nan), "There is no cell in which all")],
)
def test_what_cannot_be_ranked_is_refused(values, what):
    with pytest.raises(InvalidInput, match=what):
        RankedRealizations.of(values.astype(np.float32))


def test_the_representative_is_the_realization_nearest_to_the_quantile():
    """Of nine in order, the first is the quantile at 1/10, the fifth the median, the ninth that at 9/10."""
    means = np.array([5.0, 1.0, 9.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0])
    assert [representative(means, level)[:2] for level in (0.1, 0.5, 0.9)] == [(1, 1.0), (0, 5.0), (2, 9.0)]
    found = representative(np.array([1.0, 4.0, 10.0, 4.0]), 0.5)
    assert found == (1, 4.0, 4.0)  # of equal ones the first
    with pytest.raises(InvalidInput, match="The zone covers no cell"):
        representative(np.array([1.0, np.nan]), 0.5)
