"""Which data are left out together."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.kriging.folds import blocks_of, folds_of, is_single, members

LINE = np.column_stack([np.arange(12.0), np.zeros(12)])


def test_blocks_of_a_line_are_its_parts():
    np.testing.assert_array_equal(blocks_of(LINE, 3), np.repeat([0, 1, 2], 4))


def test_blocks_are_cut_along_their_longer_side_and_are_as_large_as_can_be():
    rng = np.random.default_rng(1)
    points = rng.uniform((0, 0), (300, 100), (100, 2))
    for count in (2, 3, 7, 10):
        block = blocks_of(points, count)
        sizes = np.bincount(block)
        assert len(sizes) == count
        assert np.ptp(sizes) <= 2
    halves = blocks_of(points, 2)
    assert points[halves == 0, 0].max() < points[halves == 1, 0].min()
    shuffled = rng.permutation(100)
    np.testing.assert_array_equal(blocks_of(points[shuffled], 7), blocks_of(points, 7)[shuffled])


def test_no_block_cuts_a_well():
    rng = np.random.default_rng(1)
    wells = np.repeat(rng.uniform(0, 100, (9, 2)), 20, axis=0)
    points = np.column_stack([wells, np.tile(np.arange(20.0), 9)])
    block = blocks_of(points, 4).reshape(9, 20)
    assert (block == block[:, :1]).all()
    assert len(np.unique(block)) == 4


def test_as_many_blocks_as_places_are_one_each_and_more_are_refused():
    assert sorted(blocks_of(LINE, 12)) == list(range(12))
    for count in (1, 13):
        with pytest.raises(
            InvalidInput, match=f"Invalid `folds` {count}. Should be at least 2, and at most the number"
        ):
            blocks_of(LINE, count)


def test_groups_that_share_a_place_are_one():
    place = np.array([0, 1, 1, 2, 3])
    np.testing.assert_array_equal(folds_of(place, ["A", "A", "B", "B", "C"], None, 0), [0, 0, 0, 1])
    assert [list(fold) for fold in members(np.array([0, 0, 0, 1]))] == [[0, 1, 2], [3]]
    assert is_single(np.arange(4))
    assert not is_single(np.array([0, 0, 1]))
