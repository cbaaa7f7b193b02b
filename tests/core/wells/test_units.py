"""Lengths with their units, and values of one curve in units that differ."""

import pytest
from stochastic_kriging.krig_core.wells.elevation import HEIGHT_WORDS
from stochastic_kriging.krig_core.wells.units import common_unit, differing_units, length, said_of_units


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
        f"NPHI (`curve`) is in different units, and values are taken as they are: {said}."
    )


def test_units_that_differ_in_a_letter_are_no_common_unit():
    assert [common_unit(units) for units in (["API", "API"], ["API", "GAPI"], [""], [])] == ["API", None, None, None]


@pytest.mark.parametrize(
    ("text", "unit", "found"),
    [
        ("850", "FT", (850, 0.3048)),
        ("850", "", (850, None)),
        ("850", "-", (850, None)),
        ("850 ft", "", (850, 0.3048)),
        ("850ft", "F", (850, 0.3048)),
        ("850'", "", (850, 0.3048)),
        ("850 FT.", "", (850, 0.3048)),
        ("850 ft (est.)", "", (850, 0.3048)),
        ("274.6 m KB", "", (274.6, 1)),
        ("KB 850 FT AMSL", "FT", (850, 0.3048)),
        ("-12.5 M", "", (-12.5, 1)),
        ("2,156", "F", (2156, 0.3048)),
        ("500000 mE", "", (500_000, 1)),
        ("850 ft", "M", None),
        ("850 chains", "", None),
        ("850", "CHAINS", None),
        ("850/845", "M", None),
        ("850 WELL", "M", None),
        ("KB", "M", None),
    ],
)
def test_a_length_has_one_number_and_one_unit_that_is_known(text, unit, found):
    assert length(text, unit, HEIGHT_WORDS) == found
