"""Numbers as headers write them, and what says nothing."""

import pytest
from stochastic_kriging.krig_core.wells.nulls import says_nothing
from stochastic_kriging.krig_core.wells.numerals import number, weight
from stochastic_kriging.krig_core.wells.units import length


@pytest.mark.parametrize(
    "text",
    ["", "-", "--", "---", "?", "***", ".", "N/A", "n.a.", "NA", "NONE", "None", "NULL", "UNKNOWN", "(unknown)", "XX"]
    + ["TBD", "NOT AVAILABLE", "Not recorded", "-999.25", "-999.2500", "-9999", "-99999"],
)  # fmt: skip
def test_a_placeholder_says_nothing(text):
    assert says_nothing(text)
    assert weight(text) == 0
    assert number(text) is None
    assert length(text, "M") is None


def test_zero_says_little_and_anything_else_much():
    assert [weight(text) for text in ("0", "0.0", "-0", "000", "0 M")] == [1] * 5
    assert [weight(text) for text in ("1", "A", "NA-1", "NONE 1", "X", "-1")] == [2] * 6


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500,000", 500_000),
        ("6,000,000", 6e6),
        ("500,100.5", 500_100.5),
        ("500.100,5", 500_100.5),
        ("1.234.567", 1_234_567),
        ("500 000.5", 500_000.5),
        ("500'000.5", 500_000.5),
        ("500\u00a0000", 500_000),
        ("500000,5", 500_000.5),
        ("45,5", 45.5),
        ("5.123", 5.123),
        ("6e6", 6e6),
        ("1.5D+02", 150),
        ("-.5", -0.5),
        ("\u22125", -5),
        ("+5.", 5),
        ("5", 5),
        ("1,2,3", None),
        ("1,234,5", None),
        ("5 m", None),
        ("inf", None),
        ("nan", None),
        ("1e999", None),
    ],
)
def test_numbers_of_all_countries(text, value):
    assert number(text) == value
