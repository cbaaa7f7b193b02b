"""Moments that are merged are those of all, and how certain their mean is."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.moments import MonteCarloError, RunningMoments


def moments(arrays):
    running = RunningMoments()
    for array in arrays:
        running.add(array)
    return running.finish()


def test_running_moments_are_those_of_all_arrays():
    arrays = np.random.default_rng(0).normal(1e6, 1, (25, 4, 3))
    number, mean, squares = moments(arrays)
    assert number == 25
    np.testing.assert_allclose(mean, arrays.mean(0), rtol=1e-15)
    np.testing.assert_allclose(squares, ((arrays - arrays.mean(0)) ** 2).sum(0), rtol=1e-9)


def test_moments_of_parts_merge_to_those_of_the_whole():
    arrays = np.random.default_rng(0).normal(1e6, 1, (25, 4, 3))
    merged = moments(arrays[:7]).merged(moments(arrays[7:20])).merged(moments(arrays[20:]))
    whole = moments(arrays)
    assert merged.number == 25
    np.testing.assert_allclose(merged.mean, whole.mean, rtol=1e-15)
    np.testing.assert_allclose(merged.squares, whole.squares, rtol=1e-9)


def test_a_cell_that_never_changes_has_no_deviation_at_all():
    constant = np.array([0.1, 1 / 3, 1e7 + 0.1])
    merged = moments([constant] * 10).merged(moments([constant] * 3))
    assert (merged.mean == constant).all()
    assert (merged.squares == 0).all()


def test_moments_do_not_keep_the_callers_array():
    array = np.ones(3)
    running = RunningMoments()
    running.add(array)
    array[:] = 9
    running.add(np.ones(3))
    assert running.finish().mean.tolist() == [1, 1, 1]


def test_moments_of_differences_from_an_array_are_those_of_the_whole_arrays():
    rng = np.random.default_rng(0)
    about, errors = rng.normal(1e6, 1, (4, 3)), rng.standard_normal((25, 4, 3)).astype(np.float32)
    about[1, 2], errors[:, 2, 0] = np.nan, 0
    running = RunningMoments(about)
    for error in errors:
        running.add(error)
    number, mean, squares = running.finish()
    whole = about + errors.astype(float)
    assert number == 25
    np.testing.assert_allclose(mean, whole.mean(0), rtol=1e-15)
    np.testing.assert_allclose(squares, ((whole - whole.mean(0)) ** 2).sum(0), rtol=1e-8, atol=1e-12)
    assert mean[2, 0] == about[2, 0]
    assert squares[2, 0] == 0


def test_nothing_to_finish_is_a_sentence():
    with pytest.raises(InvalidInput, match="number of realizations should be at least 1"):
        RunningMoments().finish()


# ---- the Monte-Carlo error, and when there are enough realizations


def error_of(blocks):
    error, total = MonteCarloError(), None
    for block in map(moments, blocks):
        error.add(block)
        total = block if total is None else total.merged(block)
    return error.after(total)


def test_the_error_is_the_mean_square_between_blocks():
    rng = np.random.default_rng(5)
    blocks = [rng.normal(3, 2, (size, 7)) for size in (4, 4, 4, 4, 4, 4, 4, 4, 3)]
    everything = np.concatenate(blocks)
    between = sum(len(block) * (block.mean(0) - everything.mean(0)) ** 2 for block in blocks).sum() / 8
    expected = np.sqrt(between / everything.var(0, ddof=1).sum() / len(everything))
    assert error_of(blocks) == pytest.approx(expected, rel=1e-12)


def test_independent_realizations_have_the_error_one_over_the_root_of_their_number():
    blocks = np.random.default_rng(6).normal(1e3, 2, (200, 5, 400))
    assert error_of(blocks) == pytest.approx(1000**-0.5, rel=0.02)


def test_what_blocks_share_makes_the_error_larger():
    rng = np.random.default_rng(7)
    blocks = rng.normal(0, 1, (60, 10, 400)) + rng.normal(0, 1, (60, 1, 400))
    # The mean of a block has the variance 1 + 1/10, one of 600 realizations 2.
    assert error_of(blocks) == pytest.approx(np.sqrt(1.1 / 60 / 2), rel=0.05)


def test_few_blocks_are_taken_as_independent():
    blocks = np.random.default_rng(8).normal(0, 1, (7, 10, 5))
    assert error_of(blocks) == 70**-0.5


def test_cells_without_a_value_do_not_count_and_certain_ones_have_no_error():
    blocks = np.random.default_rng(9).normal(0, 1, (9, 10, 5))
    gaps = np.concatenate([blocks, np.full((9, 10, 3), np.nan)], axis=2)
    assert error_of(gaps) == pytest.approx(error_of(blocks), rel=1e-12)
    assert error_of(np.ones((9, 10, 5))) == 0
