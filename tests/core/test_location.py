"""Where a well stands, by the header of its LAS file."""

import pytest
from stochastic_kriging.krig_core.las import read_las_file
from stochastic_kriging.krig_core.las_folder import find_las
from stochastic_kriging.krig_core.location import Place, parse_angle, places


def header(**values):
    return {key: (value, "") for key, value in values.items()}


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("54.5", 54.5),
        ("-101.58701", -101.58701),
        ("+12", 12),
        ("101.5 W", -101.5),
        ("W 101.5", -101.5),
        ("54 30 18 N", 54.505),
        ("54°30'18\"S", -54.505),
        ("S 54 30 18", -54.505),
        ("-54 30 18", -54.505),
        ("-0 30", -0.5),
        ("54-30-18N", 54.505),
        ("110:30:36 West", -110.51),
        ("45.37° 12' 36\"", 45.58),
        ("54deg 30.3min N", 54.505),
        ("012 30 E", 12.5),
        ("", None),
        ("UNKNOWN", None),
        ("N/A", None),
        ("54 60 00", None),
        ("54 30 61", None),
        ("1 2 3 4", None),
    ],
)
def test_angles_are_read_as_they_are_written(text, degrees):
    assert parse_angle(text) == (None if degrees is None else pytest.approx(degrees, rel=1e-12))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"LATI": "56.1", "LONG": "-110.8"}, [Place(-110.8, 56.1, "EPSG:4326", degrees=True)]),
        ({"LAT": "56.1", "LON": "12.5 E"}, [Place(12.5, 56.1, "EPSG:4326", degrees=True)]),
        ({"LATI": "56", "LONG": "12", "GDAT": "NAD83"}, [Place(12, 56, "EPSG:4269", degrees=True)]),
        ({"LATI": "56", "LONG": "12", "GDAT": "NAD 1927"}, [Place(12, 56, "EPSG:4267", degrees=True)]),
        ({"LATI": "56", "LONG": "12", "GDAT": "North American Datum 1983"}, [Place(12, 56, "EPSG:4269", True)]),
        ({"X": "500", "Y": "600"}, [Place(500, 600, "", degrees=False)]),
        ({"X": "500,100.5", "Y": "6,000,000"}, [Place(500_100.5, 6e6, "", degrees=False)]),
        ({"X": "0560160", "Y": "6686430", "ZONE": "53J"}, [Place(560160, 6686430, "EPSG:32753", degrees=False)]),
        ({"X": "5", "Y": "6e6", "ZONE": "12N"}, [Place(5, 6e6, "EPSG:32612", degrees=False)]),
        ({"X": "5", "Y": "6e6", "ZONE": "12 South"}, [Place(5, 6e6, "EPSG:32712", degrees=False)]),
        # An S is a band in the north, or short for south: the northing tells.
        ({"X": "5", "Y": "4e6", "ZONE": "13S"}, [Place(5, 4e6, "EPSG:32613", degrees=False)]),
        ({"X": "5", "Y": "6e6", "ZONE": "13S"}, [Place(5, 6e6, "EPSG:32713", degrees=False)]),
        ({"X": "5", "Y": "6", "ZONE": "11", "GDAT": "NAD27"}, [Place(5, 6, "EPSG:26711", degrees=False)]),
        ({"X": "5", "Y": "6", "ZONE": "50", "GDAT": "GDA94"}, [Place(5, 6, "EPSG:28350", degrees=False)]),
        ({"X": "5", "Y": "6", "ZONE": "2"}, [Place(5, 6, "", degrees=False)]),
        ({"X": "5", "Y": "6", "ZONE": "MCMURRAY"}, [Place(5, 6, "", degrees=False)]),
        ({"LATI": "91", "LONG": "12"}, []),
        ({"LATI": "0", "LONG": "0", "X": "0", "Y": "0.0"}, []),
        ({"LATI": "56"}, []),
        ({"X": "east", "Y": "6"}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_a_place_has_the_crs_that_the_header_names(values, expected):
    assert places(header(**values)) == expected


@pytest.mark.parametrize(
    ("values", "west"),
    [
        ({"UWI": "00/10-14-082-06W4/0"}, True),
        ({"UWI": "100123401234W500"}, True),
        ({"CTRY": "CA"}, True),
        ({"COUN": "U.S.A."}, True),
        ({"CTRY": "NO", "UWI": "15/9-F-12"}, False),
        ({}, False),
    ],
)
def test_a_longitude_of_north_america_without_its_sign_is_west(values, west):
    (place,) = places(header(LATI="56.1", LONG="110.8", **values))
    assert place.x == (-110.8 if west else 110.8)


def test_both_kinds_of_place_are_given():
    found = places(header(LATI="56", LONG="-110", X="5", Y="6"))
    assert [place.degrees for place in found] == [True, False]


def test_real_headers_give_these_places(shared):
    data = shared / "data"
    files = [path for folder in ("lasio_tests", "spe006_problem_files") for path in find_las(data / folder)]
    wanted = {"1001178549.las", "6038187_v1.2.las", "00-10-14-082-06W4-0.LAS", "00-06-21-082-05W4-0.LAS"}
    found = {path.name: places(read_las_file(path).header) for path in files if path.name in wanted}
    assert found == {
        "1001178549.las": [Place(-101.58701, 37.41565, "EPSG:4326", degrees=True)],
        "6038187_v1.2.las": [Place(560160, 6686430, "EPSG:32753", degrees=False)],
        "00-10-14-082-06W4-0.LAS": [Place(-110.8227, 56.1093, "EPSG:4326", degrees=True)],
        "00-06-21-082-05W4-0.LAS": [],  # all -999.25
    }
