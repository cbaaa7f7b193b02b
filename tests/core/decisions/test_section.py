"""Sections by hand: where the columns of a line lie, and which wells stand beside it."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.decisions.section import Profile, cells_below
from stochastic_kriging.krig_core.errors import InvalidInput

BENT = np.array([[0.0, 0], [30, 0], [30, 0], [30, 40]])


def test_columns_follow_the_line_round_its_bend():
    profile = Profile(BENT, 20)
    assert (profile.length, profile.width) == (70, 17.5)
    assert profile.middles.tolist() == [[8.75, 0], [26.25, 0], [30, 13.75], [30, 31.25]]


def test_a_whole_number_of_columns_is_not_one_more_for_rounding():
    assert len(Profile(np.array([[0.0, 0], [0.3, 0]]), 0.1).middles) == 3


@pytest.mark.parametrize("vertices", [[[5.0, 5]], [[5.0, 5], [5, 5]], [[0.0, 0], [np.inf, 0]]])
def test_a_line_without_a_length_is_a_sentence(vertices):
    with pytest.raises(InvalidInput, match=r"The line has no length \(`line`\)"):
        Profile(np.array(vertices), 1.0)


def test_wells_are_seen_from_the_nearest_place_of_the_line():
    at, off = Profile(BENT, 10).beside(np.array([[10.0, 5], [-3, 4], [33, 20], [30, 50], [27, 3]]))
    np.testing.assert_allclose(at, [10, 0, 50, 70, 27])
    np.testing.assert_allclose(off, [5, 5, 3, 10, 3])


def test_wells_beyond_an_end_of_the_line_are_not_beside_it_but_for_a_column():
    places = np.array([[-10.0, 4], [-10.1, 4], [30, 50], [30, 50.1], [31, 0], [0, -7]])
    at, off = Profile(BENT, 10).beside(places)
    np.testing.assert_allclose(at, [0, np.nan, 70, np.nan, 30, 0])
    np.testing.assert_allclose(off, [116**0.5, np.nan, 10, np.nan, 1, 7])


def test_cells_are_those_that_places_lie_in():
    places = np.array([[100.0, 199.9], [119.9, 180.1], [120, 180], [99, 190], [110, 200.1], [139, 161]])
    rows, columns, inside = cells_below(places, (100, 200), (10, 20), (2, 4))
    assert inside.tolist() == [True, True, True, False, False, True]
    assert rows[inside].tolist() == [0, 0, 1, 1]
    assert columns[inside].tolist() == [0, 1, 2, 3]
