"""The values that colours span: quantiles, not the extremes of a few cells."""

import numpy as np
import pytest
from stochastic_kriging.provider.outputs.colours import Span


def test_a_spike_does_not_take_the_colours_of_the_rest():
    values = np.linspace(0, 1, 10_001)
    values[5000] = 1e6
    span = Span.of([values])
    assert span[:2] == pytest.approx((0.02, 0.98), abs=2e-4)
    assert span[2:] == (True, True, False)


def test_all_bands_share_one_span():
    bands = [np.full((10, 10), float(number)) for number in range(101)]
    assert Span.of(bands[:5], 0.0, 1.0) == (0.0, 4.0, False, False, False)
    assert Span.of(bands, 0.0, 1.0) == (0.0, 96.0, False, False, False)  # every sixth of 101 bands


@pytest.mark.parametrize(
    ("values", "span"),
    [
        ([2.0, 2.0, np.nan], (2.0, 4.0, False, False, True)),
        ([0.0, 0.0], (0.0, 1.0, False, False, True)),
        ([-1e30, -1e30], (-1e30, 0.0, False, False, True)),
        ([np.nan, np.inf], (0.0, 1.0, False, False, False)),
        ([], (0.0, 1.0, False, False, False)),
        ([0.0] * 99 + [5.0], (0.0, 5.0, False, False, False)),  # one cell of a hundred is all that there is to see
        ([1.0, 2.0, 3.0], (1.04, 2.96, True, True, False)),
    ],
)
def test_few_values_and_none(values, span):
    assert Span.of([np.array(values)]) == pytest.approx(span)


@pytest.mark.parametrize(
    ("span", "labels"),
    [
        (Span(0.1300001, 0.23712, True, True), ("≤ 0.130", "≥ 0.237")),
        (Span(0.0, 1.0), ("0.00", "1.00")),
        (Span(979799.8612, 979800.0213, False, True), ("979799.861", "≥ 979800.021")),
        (Span(-1520.4, 8211.9), ("-1520", "8212")),
        (Span(2e-9, 7.25e-9), ("2e-09", "7.25e-09")),
        (Span(1e9, 2.5e9), ("1e+09", "2.5e+09")),
        (Span(1.85244e-6, 4.28612e-6, True, True), ("≤ 1.85e-06", "≥ 4.29e-06")),
        (Span(6.12452e8, 1.14261e9), ("6.125e+08", "1.143e+09")),
        (Span(12345678.25, 12345690.5), ("12345678.2", "12345690.5")),
        (Span(7.0, 14.0, single=True), ("7", "7")),
        (Span(0.1000000015, 0.2, single=True), ("0.1", "0.1")),
    ],
)
def test_labels_are_short_and_tell_ends_apart(span, labels):
    assert span.labels() == labels
