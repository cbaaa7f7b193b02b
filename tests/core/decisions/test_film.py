import itertools

import numpy as np
import pytest
from stochastic_kriging.krig_core.decisions.film import Film, great_circle
from stochastic_kriging.krig_core.decisions.ranked import RankedRealizations
from stochastic_kriging.krig_core.errors import InvalidInput

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


def fields(count, transform=lambda z: z):
    """Realizations of 50 × 50 cells whose neighbours have a covariance of about 0.8, around a trend; one cell known."""
    rng = np.random.default_rng(8)
    spectrum = np.exp(-((np.hypot(*np.meshgrid(np.fft.fftfreq(50), np.fft.fftfreq(50)))) ** 2) * 60)
    white = np.fft.fft2(rng.normal(size=(count, 50, 50)))
    smooth = np.fft.ifft2(white * np.sqrt(spectrum / spectrum.mean())).real
    smooth[:, 7, 9] = 0.4
    return transform(smooth + np.linspace(0, 3, 50)).astype(np.float32)


def deviations(frames, values):
    return frames - values.reshape(len(values), -1).mean(axis=0)


def moments(away):
    """Standard deviation, and covariance of neighbours in a row, over frames and cells."""
    grid = away.reshape(-1, 50, 50)
    return float(np.sqrt((away**2).mean())), float((grid[:, :, 1:] * grid[:, :, :-1]).mean())


@pytest.mark.parametrize("count", [3, 4, 30])
@pytest.mark.parametrize("share", SHARES)
def test_over_all_pairs_a_frame_keeps_the_covariance_exactly(count, share):
    """Algebra, not statistics: the mean of (a e₁ + b e₂)(a e₁ + b e₂)ᵀ over all pairs is that of e eᵀ."""
    away = np.random.default_rng(count).normal(size=(count, 6))
    away -= away.mean(axis=0)
    a, b = great_circle(share, count)
    pairs = [a * away[i] + b * away[j] for i, j in itertools.permutations(range(count), 2)]
    assert np.allclose(np.cov(np.array(pairs).T, bias=True), np.cov(away.T, bias=True), rtol=0, atol=1e-12)
    assert np.allclose(np.mean(pairs, axis=0), 0, atol=1e-12)


def test_many_realizations_stand_at_a_right_angle():
    a, b = great_circle(0.5, 10**9)
    assert (a, b) == pytest.approx((0.5**0.5, 0.5**0.5), abs=1e-8)


@pytest.mark.parametrize("by_ranks", [False, True])
def test_frames_have_the_spread_and_the_covariance_of_realizations_and_a_cross_fade_has_not(by_ranks):
    values = fields(60)
    flat = values.reshape(60, -1)
    film = Film(RankedRealizations.of(values), by_ranks=by_ranks)
    std, covariance = moments(deviations(flat, values))
    frames = np.array([film.frame(number + share) for number in range(60) for share in SHARES])
    frame_std, frame_covariance = moments(deviations(frames, values))
    assert frame_std / std == pytest.approx(1, abs=0.02)
    assert frame_covariance / covariance == pytest.approx(1, abs=0.04)
    fades = np.array([(flat[number] + flat[(number + 1) % 60]) / 2 for number in range(60)])
    fade_std, fade_covariance = moments(deviations(fades, values))
    assert fade_std / std < 0.75
    assert fade_covariance / covariance < 0.55


def test_by_ranks_a_transform_keeps_its_distribution_and_by_values_it_does_not():
    """A lognormal map has no negative values, and half of it lies below the median."""
    values = fields(60, np.exp)
    ranked = RankedRealizations.of(values)
    median = np.median(values.reshape(60, -1), axis=0)
    by_ranks, by_values = (
        np.array([Film(ranked, by_ranks=kind).frame(number + 0.5) for number in range(60)]) for kind in (True, False)
    )
    assert by_values.min() < 0
    rounding = 1 + 1e-6
    assert (by_ranks * rounding >= ranked.ordered[0]).all()
    assert (by_ranks <= ranked.ordered[-1] * rounding).all()
    uncertain = np.arange(2500) != 7 * 50 + 9
    assert (by_ranks < median)[:, uncertain].mean() == pytest.approx(0.5, abs=0.02)
    assert np.quantile(by_ranks, [0.1, 0.9]) == pytest.approx(np.quantile(values, [0.1, 0.9]), rel=0.03)


@pytest.mark.parametrize("by_ranks", [False, True])
def test_the_film_passes_through_the_realizations_without_a_jump_and_ends_where_it_begins(by_ranks):
    values = fields(5)
    ranked = RankedRealizations.of(values)
    film = Film(ranked, by_ranks=by_ranks)
    assert len(film) == 5
    for number in range(5):
        assert (film.frame(number) == values[number].ravel()).all()
        for beside in (number - 1e-4, number + 1e-4):
            assert np.abs(film.frame(beside) - values[number].ravel()).max() < 5e-3
    assert (film.frame(5.5) == film.frame(0.5)).all()


@pytest.mark.parametrize("by_ranks", [False, True])
def test_a_cell_with_a_well_stays_as_it_is(by_ranks):
    values = fields(5)
    film = Film(RankedRealizations.of(values), by_ranks=by_ranks)
    assert all(film.frame(position)[7 * 50 + 9] == pytest.approx(values[0, 7, 9], rel=1e-6) for position in SHARES)


def test_two_realizations_have_no_film():
    with pytest.raises(InvalidInput, match="There are 2 realizations. A film needs 3."):
        Film(RankedRealizations.of(fields(2)), by_ranks=True)
