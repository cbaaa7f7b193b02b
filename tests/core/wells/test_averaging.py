"""One value for many."""

import statistics

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.wells.averaging import AVERAGINGS, averages

BY_THE_BOOK = {
    "arithmetic": statistics.fmean,
    "geometric": statistics.geometric_mean,
    "harmonic": statistics.harmonic_mean,
    "rms": lambda values: statistics.fmean(value * value for value in values) ** 0.5,
    "median": statistics.median,
    "most-of": lambda values: min(statistics.multimode(values)),
    "min": min,
    "max": max,
}


@pytest.mark.parametrize("averaging", list(AVERAGINGS))
def test_each_group_has_the_average_by_the_book(averaging):
    random = np.random.default_rng(5)
    sizes = random.integers(1, 9, 200)
    values = random.integers(1, 6, sizes.sum()).astype(float) / 2
    starts = np.append(0, np.cumsum(sizes)[:-1])
    expected = [BY_THE_BOOK[averaging](group.tolist()) for group in np.split(values, starts[1:])]
    np.testing.assert_allclose(averages(values, starts, averaging), expected, rtol=1e-13)


@pytest.mark.parametrize("averaging", list(AVERAGINGS))
def test_one_value_is_its_own_average_and_none_has_none(averaging):
    np.testing.assert_allclose(averages(np.array([3.5]), np.array([0]), averaging), [3.5], rtol=1e-15)
    assert averages(np.empty(0), np.empty(0, dtype=int), averaging).shape == (0,)


def test_the_means_are_in_their_famous_order():
    values = np.random.default_rng(1).lognormal(size=500)
    harmonic, geometric, arithmetic, rms = (
        averages(values, np.array([0]), name)[0] for name in ("harmonic", "geometric", "arithmetic", "rms")
    )
    assert harmonic < geometric < arithmetic < rms


@pytest.mark.parametrize("averaging", ["geometric", "harmonic"])
def test_a_mean_that_has_no_meaning_is_nan_in_its_group_alone(averaging):
    result = averages(np.array([1.0, 4.0, 2.0, 0.0, 3.0, -1.0]), np.array([0, 2, 4]), averaging)
    assert np.isfinite(result).tolist() == [True, False, False]


def test_an_unknown_averaging_is_refused():
    with pytest.raises(InvalidInput, match=r"^Invalid averaging 'mode' \(AVERAGING\). Should be one of arithmetic, "):
        averages(np.empty(0), np.empty(0, dtype=int), "mode")
