"""What a laboratory writes for a value: numbers, limits, words for below a limit, and nothing."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.wells.limits import read_entries

NONE = np.nan


def entry(text, *others):
    read = read_entries([text, *others])
    return tuple(getattr(read, name)[0] for name in ("values", "lower", "upper")), read.unnamed[0], read.unread[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (0.31, (0.31, NONE, NONE)),
        (3, (3, NONE, NONE)),
        ("0.31", (0.31, NONE, NONE)),
        (" \u22123 ", (-3, NONE, NONE)),
        ("1.5E-3", (0.0015, NONE, NONE)),
        ("0,31", (0.31, NONE, NONE)),
        ("<0.25", (NONE, NONE, 0.25)),
        ("< 0,25", (NONE, NONE, 0.25)),
        ("<-0.5", (NONE, NONE, -0.5)),
        ("\u2264 3", (NONE, NONE, 3)),
        ("<=3", (NONE, NONE, 3)),
        ("&lt;3", (NONE, NONE, 3)),
        ("\uff1c3", (NONE, NONE, 3)),
        ("less than 3", (NONE, NONE, 3)),
        ("kleiner als 3", (NONE, NONE, 3)),
        ("> 10", (NONE, 10, NONE)),
        ("\u226510", (NONE, 10, NONE)),
        ("größer als 10", (NONE, 10, NONE)),
        ("ND (0.25)", (NONE, NONE, 0.25)),
        ("ND<0.25", (NONE, NONE, 0.25)),
        ("n.d. (<0.25)", (NONE, NONE, 0.25)),
        ("<LOD (0.1)", (NONE, NONE, 0.1)),
        ("ND 0.25", (NONE, NONE, 0.25)),
        ("BDL 0,1", (NONE, NONE, 0.1)),
        ("<LOQ 0.1", (NONE, NONE, 0.1)),
        ("1 234", (1234, NONE, NONE)),
        ("1\u00a0234,5", (1234.5, NONE, NONE)),
        ("< 2'000'000", (NONE, NONE, 2e6)),
        ("5 - 1\u202f000", (NONE, 5, 1000)),
        ("12.345.678", (12345678, NONE, NONE)),
        ("0.5-1.2", (NONE, 0.5, 1.2)),
        ("0,5 \u2013 1,2", (NONE, 0.5, 1.2)),
        ("-5--3", (NONE, -5, -3)),
        ("1e-3-2e-3", (NONE, 0.001, 0.002)),
        ("0.5..1.2", (NONE, 0.5, 1.2)),
        ("5 to 6", (NONE, 5, 6)),
        ("5 bis 5", (NONE, 5, 5)),
    ],
)
def test_a_number_or_a_limit(text, expected):
    numbers, unnamed, unread = entry(text)
    np.testing.assert_array_equal(numbers, expected)
    assert not unnamed
    assert not unread


@pytest.mark.parametrize(
    "text",
    ["ND", "n.d.", "N/D", "BDL", "b.d.l.", "<LOD", "< LOQ", "<MDL", "<DL", "non-detect", "Not detected", "n.n.", "<BG"]
    + ["nicht nachweisbar", "u.d.N.", "below detection limit", "below the limit of detection"]
    + ["<", "U", "BQL", "BLOQ", "below LOD"],
)
def test_below_a_limit_that_is_not_named(text):
    numbers, unnamed, unread = entry(text)
    assert np.isnan(numbers).all()
    assert unnamed
    assert not unread


@pytest.mark.parametrize("text", [None, np.nan, np.inf, "", "  ", "-", "NA", "n/a", "NULL", "nan", "--", "***", "inf"])
def test_nothing(text):
    numbers, unnamed, unread = entry(text)
    assert np.isnan(numbers).all()
    assert not unnamed
    assert not unread


@pytest.mark.parametrize(
    "text",
    ["trace", "0.25 J", "12 mg/l", "<0.25 mg/l", "5 %", "10-2", "1.2.3", "<1.2.3", "W-12", "nd5", "2020-01-02", "~3"]
    + ["0.3 \u00b1 0.1", "100/06-07", "ND (", "0.25)", "<<3", "1 23", "0 250", "1" * 200, "<" + "9" * 60 + "e999"],
)
def test_what_is_neither_is_not_guessed_at(text):
    numbers, unnamed, unread = entry(text)
    assert np.isnan(numbers).all()
    assert not unnamed
    assert unread


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["1,234", "<0,25"], 1.234),
        (["1,234", "1,234,567"], 1234.0),
        (["1,234", "0.5-1,000.5"], 1234.0),
        (["1,234"], NONE),
        (["1,234", "0,5", "1,234,567"], NONE),
    ],
    ids=["decimals", "thousands", "thousands of a limit", "nothing says which", "contradiction"],
)
def test_the_column_decides_what_a_comma_means(column, expected):
    numbers, _, unread = entry(*column)
    np.testing.assert_array_equal(numbers[0], expected)
    assert unread == np.isnan(expected)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["1.234", "1.234,5"], 1234.0),
        (["1.234", "<1.234.567", "0,5"], 1234.0),
        (["1.234", "5.25", "0,5"], 1.234),
        (["1.234", "<1.500", "2"], 1.234),
        (["1.234", "<0,25"], NONE),
        (["1.234", "1.234,5", "5.25"], NONE),
    ],
    ids=["thousands", "thousands of a limit", "mixed decimals", "no comma", "nothing says which", "contradiction"],
)
def test_the_column_decides_what_a_dot_means_beside_decimal_commas(column, expected):
    numbers, _, unread = entry(*column)
    np.testing.assert_array_equal(numbers[0], expected)
    assert unread == np.isnan(expected)


def test_a_column_of_nothing():
    read = read_entries([])
    assert read.values.shape == read.unread.shape == (0,)
