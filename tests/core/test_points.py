import numpy as np
import pytest
from stochastic_kriging.krig_core.choices import DUPLICATES
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.points import box, coincidence, merge_coincident, resolve_duplicates, tiles

POINTS = np.array([[5.0, 5], [0, 0], [5, 5], [1, 2], [0, 0], [5, 5]])
VALUES = np.array([1.0, 10, 4, 7, 20, 4])
ERROR = np.array([3.0, 1, 4, 2, 1, 0])


@pytest.mark.parametrize(
    ("rule", "chosen", "values", "error"),
    [
        ("mean", [0, 1, 3], [4, 15, 7], [0, np.sqrt(2) / 2, 2]),
        ("first", [0, 1, 3], [1, 10, 7], [3, 1, 2]),
        ("maximum", [2, 4, 3], [4, 20, 7], [4, 1, 2]),
    ],
)
def test_each_place_keeps_one_value_in_the_order_of_first_appearance(rule, chosen, values, error):
    found = resolve_duplicates(POINTS, VALUES, rule, ERROR)
    assert found[0].tolist() == chosen
    np.testing.assert_allclose(found[1], values, rtol=1e-15)
    np.testing.assert_allclose(found[2], error, rtol=1e-15)
    assert (POINTS[found[0]] == [[5, 5], [0, 0], [1, 2]]).all()


def test_a_mean_of_measurements_weighs_them_by_their_errors():
    _, values, error = resolve_duplicates(POINTS, VALUES, "mean", np.array([1.0, 1, 2, 2, 3, 2]))
    np.testing.assert_allclose(values, [(1 + 4 / 4 + 4 / 4) / 1.5, (10 + 20 / 9) / (10 / 9), 7], rtol=1e-15)
    np.testing.assert_allclose(error, [1.5**-0.5, 0.9**0.5, 2], rtol=1e-15)


def test_duplicates_are_refused_with_their_number_and_the_first_place():
    with pytest.raises(InvalidInput, match=r"coincide at 2 places, the first at \(5, 5\) with 3 points.*`duplicates`"):
        resolve_duplicates(POINTS, VALUES, "error")


@pytest.mark.parametrize("rule", DUPLICATES)
def test_without_duplicates_nothing_changes(rule):
    chosen, values, error = resolve_duplicates(POINTS[:2], VALUES[:2], rule)
    assert chosen.tolist() == [0, 1]
    assert values.tolist() == [1, 10]
    assert error is None


def test_an_unknown_rule_is_a_sentence():
    with pytest.raises(InvalidInput, match="Invalid rule for duplicates 'last'. Should be one of mean, first, maximum"):
        resolve_duplicates(POINTS, VALUES, "last")


def test_coincident_points_become_their_mean():
    points, values = merge_coincident(POINTS, VALUES)
    assert points.tolist() == [[5, 5], [0, 0], [1, 2]]
    assert values.tolist() == [3, 15, 7]
    assert merge_coincident(points, values)[0] is points, "as they are where none coincide"


def test_the_datum_at_a_place_is_found():
    assert coincidence(POINTS[[0, 1, 3]], np.array([[1.0, 2], [2, 1], [5, 5]])).tolist() == [2, -1, 0]


def test_a_box_holds_all_points():
    low, high = box(POINTS)
    assert (low.tolist(), high.tolist()) == ([0, 0], [5, 5])


@pytest.mark.parametrize(("count", "size"), [(1, 1), (7, 3), (1000, 64), (1024, 64), (1025, 64)])
def test_tiles_hold_every_point_and_few_of_them(count, size):
    coordinates = np.random.default_rng(1).normal(size=(count, 3))
    numbers = tiles(coordinates, size)
    assert numbers.shape[1] <= size
    np.testing.assert_array_equal(np.unique(numbers), np.arange(count))
