"""Points and values astray: named where the others are a small part of the whole, and nowhere else."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.astray import astray, far_outside, null_codes


def field(count=40, seed=0):
    return np.random.default_rng(seed).uniform((500_000, 6_100_000), (520_000, 6_120_000), (count, 2))


@pytest.mark.parametrize("count", [5, 12, 40, 1000])
@pytest.mark.parametrize("place", [(0, 0), (6.1e6, 5.1e5), (5.1e5, 6.1e7), (-1, -1), (1e14, 6.11e6), (510_000, 4.9e6)])
def test_one_point_far_away_is_found(count, place):
    found = astray(np.vstack([field(count), place]))
    assert np.flatnonzero(found).tolist() == [count]


def test_points_at_several_distances_are_found():
    found = astray(np.vstack([field(), [(0, 0), (1e12, 6e6)]]))
    assert np.flatnonzero(found).tolist() == [40, 41]


def test_many_at_zero_are_found_where_that_is_known_to_be_their_place():
    points = np.vstack([field(12), np.zeros((5, 2)), [(0, 6_110_000)]])
    assert np.flatnonzero(astray(points, (points == 0).any(axis=1))).tolist() == [12, 13, 14, 15, 16, 17]


def test_projected_zeros_are_found_by_where_they_come_from():
    # A field 300 km from the origin of a local grid: a fiftieth rule would not see it.
    points = np.vstack([field() - (200_000, 6_100_000), [(0, 0)]])
    assert not astray(points).any()
    assert np.flatnonzero(astray(points, (points == 0).all(axis=1))).tolist() == [40]


@pytest.mark.parametrize(
    "points",
    [
        field(),
        field(1),
        field(2),
        np.zeros((0, 2)),
        np.zeros((7, 2)),
        field() * (1, 0),
        np.vstack([field(), field(40, 1) * (1, 0) + (900_000, 900_000)]),
        np.vstack([field(), field(1) + 200_000]),
        np.random.default_rng(2).lognormal(5, 1.5, (300, 2)),
        np.vstack([np.zeros((1, 2)), field() - (500_000, 6_100_000)]),
        np.vstack([np.tile(field(1), (20, 1)), field(3)]),
    ],
    ids=["plain", "one", "two", "none", "same", "line", "halves", "ten", "lognormal", "corner", "repeats"],
)
def test_nothing_else_is_astray(points):
    assert not astray(points, (points == 0).any(axis=1)).any()


@pytest.mark.parametrize("seed", range(40))
def test_clusters_are_not_astray(seed):
    rng = np.random.default_rng(seed)
    clusters = rng.uniform(0, 100_000, (int(rng.integers(2, 8)), 2))
    wells = clusters[rng.integers(0, len(clusters), 120)] + rng.normal(0, 10 ** rng.uniform(2, 4), (120, 2))
    assert not astray(np.vstack([wells, rng.uniform(0, 100_000, (12, 2))])).any()


def test_a_million_points_take_no_loop():
    points = np.random.default_rng(0).normal(size=(200_000, 2))
    points[77] = 1e6
    assert np.flatnonzero(astray(points)).tolist() == [77]


SAMPLES = {
    "normal": lambda rng, count: rng.normal(10, 1, count),
    "lognormal": lambda rng, count: rng.lognormal(0, 1, count),
    "very skewed": lambda rng, count: rng.lognormal(0, 2, count),
    "exponential": lambda rng, count: rng.exponential(size=count),
    "uniform": lambda rng, count: rng.random(count),
    "bimodal": lambda rng, count: np.where(rng.random(count) < 0.5, 0, 10) + rng.normal(size=count),
}


@pytest.mark.parametrize("count", [15, 30, 60, 300, 3000])
@pytest.mark.parametrize("name", SAMPLES)
def test_sound_values_are_never_far_outside(name, count):
    rng = np.random.default_rng(1)
    assert not any(far_outside(SAMPLES[name](rng, count)).any() for _ in range(200))


def test_lognormal_values_with_some_zeros_are_hardly_ever_far_outside():
    rng = np.random.default_rng(1)
    samples = [np.where(rng.random(60) < 0.4, 0, rng.lognormal(size=60)) for _ in range(500)]
    assert sum(far_outside(values).any() for values in samples) == 0


@pytest.mark.parametrize("count", [15, 60, 3000])
@pytest.mark.parametrize("wrong", [-999.25, 0.0, 3281.0, 99999.0])
def test_a_value_of_another_unit_or_none_is_far_outside(count, wrong):
    values = np.append(np.random.default_rng(2).normal(1000, 20, count), wrong)
    assert np.flatnonzero(far_outside(values)).tolist() == [count]


def test_a_value_is_far_outside_from_eight_robust_standard_deviations():
    values = np.append(np.linspace(-2, 2, 41), [0.0, 0.0])
    scale = 1.4826 * np.median(np.abs(values))
    for wrong, told in ((7.9, False), (8.1, True)):
        values[-1] = wrong * scale
        assert far_outside(values).tolist() == [False] * 42 + [told]


def test_a_wrong_value_among_skewed_ones_is_found_by_its_logarithm():
    values = np.append(np.random.default_rng(3).lognormal(0, 1, 60), [1e5, -999.25])
    assert np.flatnonzero(far_outside(values)).tolist() == [60, 61]


@pytest.mark.parametrize("values", [[], [1.0], [1, 1, 1, 1, 99.0], [3.0] * 40 + [99.0], [0.0] * 5 + [1e9] * 5])
def test_too_few_equal_or_halved_values_tell_nothing(values):
    assert not far_outside(np.array(values)).any()


@pytest.mark.parametrize("count", [1, 10, 39])
@pytest.mark.parametrize("code", [-999.25, -9999.0, -32768.0, 1e30, -3.4e38])
def test_codes_for_no_value_are_found_however_many_they_are(count, code):
    values = np.append(np.random.default_rng(2).normal(0.2, 0.03, 40 - count), np.full(count, code))
    assert np.flatnonzero(null_codes(values)).tolist() == list(range(40 - count, 40))


def test_a_number_among_others_like_it_is_no_code():
    assert not null_codes(np.append(np.random.default_rng(2).normal(-1000, 20, 40), -999.0)).any()
    assert not null_codes(np.full(5, -999.0)).any()
