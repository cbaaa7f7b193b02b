"""What is known of soft data, alone and where several share a place."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.placement import GridConstructor
from stochastic_kriging.krig_core.soft import Soft, merged

NAN, INF = np.nan, np.inf
PLACE = np.array([[10.0, 20.0]])


def known(value, error=NAN, lower=NAN, upper=NAN):
    values, soft, data = Soft.of([value], [error], [lower], [upper])
    return values[0], *(float(column[0]) for column in soft), bool(data[0])


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        ((3.0,), (3, 0, -INF, INF, True)),
        ((3.0, 0.0, 1.0, 5.0), (3, 0, -INF, INF, True)),  # hard: its limits say no more
        ((3.0, 0.5), (3, 0.5, -INF, INF, True)),
        ((3.0, 0.5, 0.0), (3, 0.5, 0, INF, True)),
        ((3.0, 0.5, 2.0, 2.0), (2, 0, -INF, INF, True)),  # limits that meet
        ((NAN, 0.5, NAN, 2.0), (NAN, 0, -INF, 2, True)),  # an error of no value
        ((NAN, NAN, 1.0, 1.0), (1, 0, -INF, INF, True)),
        ((3.0, 1e-120), (3, 0, -INF, INF, True)),  # an error whose square is nothing
        ((3.0, INF), (NAN, 0, -INF, INF, False)),
        ((3.0, INF, NAN, 4.0), (NAN, 0, -INF, 4, True)),
        ((NAN, NAN, -INF, INF), (NAN, 0, -INF, INF, False)),
    ],
)
def test_what_is_known_of_a_datum_is_settled(given, settled):
    np.testing.assert_array_equal(known(*given), settled)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((3.0, -1.0), "Invalid `error`: 1 are less than zero"),
        ((3.0, 0.0, NAN, 2.0), "1 data have a value that its limits exclude"),
        ((NAN, NAN, 2.0, 1.0), "1 data have limits of which the lower is above the upper"),
        ((NAN, NAN, INF, NAN), "lower is above the upper"),
    ],
)
def test_what_contradicts_itself_is_a_sentence(given, message):
    with pytest.raises(InvalidInput, match=message):
        known(*given)


def test_arrays_of_another_length_are_a_sentence():
    with pytest.raises(InvalidInput, match=r"Invalid `upper` of shape \(3,\). Should be \(2,\)"):
        Soft.of([1.0, 2.0], None, None, [1.0, 2.0, 3.0])


def at_one_place(*data, together=True):
    values, error, lower, upper = np.array(data, dtype=float).T
    data, soft, _ = Soft.of(values, error, lower, upper)
    value, left = merged(data, soft, np.zeros(len(data), dtype=int), PLACE, together=together)
    return value[0], *(float(column[0]) for column in left)


def test_measurements_at_one_place_count_by_their_precision():
    value, error, *limits = at_one_place((1.0, 0.5, NAN, NAN), (4.0, 1.0, NAN, NAN))
    assert (value, error) == (pytest.approx((4 * 1 + 1 * 4) / 5), pytest.approx(5**-0.5))
    assert limits == [-INF, INF]


def test_a_hard_value_counts_alone():
    assert at_one_place((1.0, 0.5, NAN, NAN), (4.0, 0.0, NAN, NAN), (6.0, 0.0, NAN, NAN)) == (5, 0, -INF, INF)


def test_hard_values_count_by_their_weights():
    values, soft, _ = Soft.of([1.0, 3.0, 9.0], [0.0, 0.0, 0.5], None, None)
    value, left = merged(values, soft, np.zeros(3, dtype=int), PLACE, np.array([3.0, 1.0, 100.0]))
    assert (value[0], left.error[0]) == (1.5, 0)


def test_all_limits_at_a_place_hold():
    at = at_one_place((NAN, NAN, 1.0, NAN), (NAN, NAN, NAN, 5.0), (NAN, NAN, 0.0, 4.0), (2.0, 0.5, NAN, NAN))
    assert at == (2.0, 0.5, 1.0, 4.0)
    assert at_one_place((NAN, NAN, 1.0, NAN), (NAN, NAN, NAN, 1.0)) == (1, 0, -INF, INF)


def test_limits_that_exclude_each_other_at_a_place_are_a_sentence_that_says_where():
    with pytest.raises(InvalidInput, match=r"lower is above the upper, the first at \(10, 20\)"):
        at_one_place((NAN, NAN, 3.0, NAN), (NAN, NAN, NAN, 2.0))
    with pytest.raises(InvalidInput, match="a value that its limits exclude"):
        at_one_place((5.0, 0.0, NAN, NAN), (NAN, NAN, NAN, 2.0))


def test_data_of_a_cell_whose_limits_exclude_each_other_may_do_so_in_smaller_cells():
    with pytest.raises(InvalidInput, match=r"1 cells of the grid hold data .* or cells be smaller \(`xy_delta`\)\.$"):
        at_one_place((NAN, NAN, 3.0, NAN), (NAN, NAN, NAN, 2.0), together=False)


def test_in_a_cell_limits_beside_a_hard_value_do_not_count():
    assert at_one_place((5.0, 0.0, NAN, NAN), (NAN, NAN, NAN, 2.0), together=False) == (5, 0, -INF, INF)


def test_soft_data_are_put_on_cells_and_those_outside_are_kept():
    points = np.array([[0.5, 0.5], [0.6, 0.4], [2.5, 0.5], [7.5, 0.5], [7.5, 0.5]])
    values, soft, _ = Soft.of([1.0, 3.0, NAN, NAN, NAN], [1, 1, 0, 0, 0], None, [NAN, NAN, 2, 5, 4])
    made = GridConstructor(points, values, Geometry.from_ranges([(0, 3), (0, 1)], [1, 1]), soft=soft)
    np.testing.assert_array_equal(made.values[:, 0], [2, NAN, NAN])
    assert made.filled.tolist() == [0, 2]
    np.testing.assert_allclose(made.soft_cells.error, [0.5**0.5, 0])
    assert made.soft_cells.upper.tolist() == [INF, 2]
    assert made.outside.soft.upper.tolist() == [4]
    assert len(made.outside.points) == 1
