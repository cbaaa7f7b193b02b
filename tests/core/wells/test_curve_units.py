"""Values of one curve in units that differ."""

import pytest
from stochastic_kriging.krig_core.wells.curve_units import differing_units, said_of_units


@pytest.mark.parametrize(
    "units",
    [
        ["V/V", "v/v", "FRAC", "dec", "m3/m3", "V/V ", "[v/v]"],
        ["GAPI", "gAPI", "API", "API units", ""],
        ["US/F", "us/ft", "µs/ft", "USEC/FT"],
        ["G/CC", "g/cm3", "G/C3", "gm/cc", "g/cm³"],
        ["OHMM", "ohm.m", "OHM-M"],
        ["%", "PU", "pct", "", "---", "UNKNOWN"],
        ["XYZ", "xyz"],
        ["", ""],
        [],
    ],
)
def test_spellings_of_one_unit_are_one(units):
    assert differing_units(units) == {}
    assert said_of_units("A", units) == ""


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (["V/V", "%", "v/v"], "V/V (2 files), % (1 file)"),
        (["US/F", "US/M"], "US/F (1 file), US/M (1 file)"),
        (["G/CC", "K/M3", ""], "G/CC (1 file), KG/M3 (1 file)"),
        (["IN", "MM", "MM"], "MM (2 files), IN (1 file)"),
        (list("ABCDEF"), "A (1 file), B (1 file), C (1 file), D (1 file) and 2 more"),
    ],
)
def test_units_that_differ_are_counted(units, said):
    assert said_of_units("NPHI", units) == (
        f"NPHI (CURVE) is in different units, and values are taken as they are: {said}."
    )
