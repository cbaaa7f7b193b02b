"""Surfaces through picks: exact there, a shift where they agree, and what is said."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.picks import Correction
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.automatic import fit_automatic


def picks_of(count, seed=1):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0, 1000, (2, count))
    return np.column_stack([x, y, 50 + x / 50 + 3 * np.sin(y / 200), np.zeros(count)])


@pytest.mark.parametrize("count", [2, 3, 9, 10, 40, 600])
@pytest.mark.parametrize("known", [0.0, 45.0])
def test_a_surface_goes_through_its_picks(count, known):
    picks = picks_of(count)
    picks[:, 3] = known
    found = Correction.of(picks, "top_picks").at(picks[:, :2])
    np.testing.assert_allclose(known + found, picks[:, 2], rtol=0, atol=1e-8)


def test_between_them_it_is_kriged():
    picks, targets = picks_of(30), np.random.default_rng(2).uniform(0, 1000, (50, 2))
    variogram = fit_automatic(picks[:, :2], picks[:, 2]).variogram
    expected, _ = krige(picks[:, :2], picks[:, 2], variogram, targets)
    np.testing.assert_allclose(Correction.of(picks, "top_picks").at(targets), expected, rtol=1e-12)


def test_two_picks_share_what_is_in_the_middle():
    """By a straight line as variogram: the mean of both in the middle between them, and far off."""
    picks = np.array([[0.0, 0, 10, 0], [100, 0, 20, 0]])
    found = Correction.of(picks, "top_picks").at(np.array([[50.0, 0], [50, 1e7], [25, 0]]))
    np.testing.assert_allclose(found, [15, 15, 12.5], rtol=0, atol=1e-6)


def test_one_pick_moves_the_surface():
    correction = Correction.of(np.array([[5.0, 5, 12, 10]]), "top_picks")
    np.testing.assert_array_equal(correction.at(np.array([[0.0, 0], [5, 5]])), [2, 2])


def test_picks_without_a_number_are_left_out_and_several_at_a_place_have_their_mean():
    picks = np.array([[0.0, 0, 10, 0], [0, 0, 12, 0], [9, 9, np.nan, 0], [7, 7, 3, np.nan]])
    correction = Correction.of(picks, "top_picks")
    assert correction.left_out == 2
    assert correction.apart == 2
    np.testing.assert_array_equal(correction.at(np.array([[1.0, 1]])), [11])
    with pytest.raises(InvalidInput, match=r"No pick has a number .* \(`base_picks`\)"):
        Correction.of(picks[2:], "base_picks")


def test_a_shift_that_differs_by_rounding_alone_is_one_shift():
    """And not the variogram of the last digits."""
    picks = picks_of(20)
    picks[:, 3] = picks[:, 2] + 0.1
    picks = np.concatenate([picks, picks])
    correction = Correction.of(picks, "top_picks")
    assert np.ptp(correction.lacking) == 0
    assert correction.apart == 0
    assert "nugget" not in correction.told("top")
