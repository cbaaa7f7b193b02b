"""Angles of latitude and longitude as headers write them."""

import pytest
from stochastic_kriging.krig_core.wells.angle import parse_angle, parse_pair, unit_of_angles


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("54.5", 54.5),
        ("-101.58701", -101.58701),
        ("\u2212101.5", -101.5),
        ("-1.015E+02", -101.5),
        ("+12", 12),
        ("54,5", 54.5),
        ("101.5 W", -101.5),
        ("W 101.5", -101.5),
        ("101.5W", -101.5),
        ("54 30 18 N", 54.505),
        ("54°30'18\"S", -54.505),
        ("54º30'18''S", -54.505),
        ("S 54 30 18", -54.505),
        ("-54 30 18", -54.505),
        ("-0 30", -0.5),
        ("54-30-18N", 54.505),
        ("110:30:36 West", -110.51),
        ("45.37° 12' 36\"", 45.58),
        ("54deg 30.3min N", 54.505),
        ("012 30 E", 12.5),
        # Words.
        ("54.5 degrees", 54.5),
        ("54 degrees 30 minutes 18 seconds north", 54.505),
        ("DEG 54.5", 54.5),
        ("54 Deg. 30 Min. 18 Sec. S", -54.505),
        ("Latitude: 54.5 N", 54.5),
        ("101.5 West of Greenwich", -101.5),
        ("NORTH 54.5", 54.5),
        # An s is for seconds beside d and m, and where the side is told.
        ("54d 30m 18s", 54.505),
        ("54D30M18S N", 54.505),
        ("54 deg 30 min 18 s N", 54.505),
        ("54 deg 30 min 18 S", -54.505),
        # A datum is none of it.
        ("45.5 N NAD27", 45.5),
        ("45.5 N (NAD 27)", 45.5),
        ("45 30 N NAD83", 45.5),
        ("45.5 N WGS84", 45.5),
        ("45.5 N (WGS 84)", 45.5),
        ("45.5 N, WGS-84", 45.5),
        ("45.5 N North American Datum of 1927", 45.5),
        ("45.5 N NAD83(CSRS)", 45.5),
        ("45.5 N ED50", 45.5),
        ("", None),
        ("UNKNOWN", None),
        ("N/A", None),
        ("-", None),
        ("54 60 00", None),
        ("54 30 61", None),
        ("1 2 3 4", None),
        ("54.5 30.5", None),
        ("54.30.18", None),
        ("45,30,15", None),
        ("30' 15\"", None),
        ("45 N 30 W", None),
        ("-45.5 N", None),
        ("110.25-", None),
        ("SEC 12", None),
        ("LOT 5", None),
        ("1640 FNL", None),
        ("45.5 FOO27", None),
    ],
)
def test_angles_are_read_as_they_are_written(text, degrees):
    angle = parse_angle(text)
    assert (angle and angle.degrees) == (None if degrees is None else pytest.approx(degrees, rel=1e-12))


@pytest.mark.parametrize("text", ["45.5", "45.5 N", "-45.5", "N", "45 30", "45.5 degrees"])
def test_an_angle_knows_whether_its_side_is_told(text):
    angle = parse_angle(text)
    assert (angle is None) == (text == "N")
    if angle:
        assert angle.signed == (text[0] == "-" or "N" in text)


@pytest.mark.parametrize(
    "text",
    [
        "45.5 N 110.25 W",
        "45.5N110.25W",
        "45.5N, 110.25W",
        "45 30 N / 110 15 W",
        "N45.5 W110.25",
        "45.5, -110.25",
        "45.5 -110.25",
        "45.5 N 110.25 W NAD27",
    ],
)
def test_two_angles_may_stand_in_one_text(text):
    latitude, longitude = parse_pair(text)
    assert (latitude.degrees, longitude.degrees) == (45.5, -110.25)
    assert parse_angle(text) is None


@pytest.mark.parametrize("text", ["45 110", "45.5", "110.25 W 45.5 N", "45, 30", ""])
def test_other_texts_are_no_two_angles(text):
    assert parse_pair(text) is None


def test_units_of_angles():
    units = ("", "DEG", "deg", "DMS", "N", "NAD27", "-", "D.MS", "GON", "M", "FT", "FOO")
    assert [unit_of_angles(unit) for unit in units] == [1, 1, 1, 1, 1, 1, 1, 1, 0.9, None, None, None]
    assert unit_of_angles("RAD") == pytest.approx(57.29577951)
