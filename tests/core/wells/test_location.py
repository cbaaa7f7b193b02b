"""Where a well stands, by the header of its LAS file."""

import pytest
from stochastic_kriging.krig_core.wells.folder import search_las
from stochastic_kriging.krig_core.wells.las import read_las
from stochastic_kriging.krig_core.wells.location import Place, places, why_no_place


def header(**values):
    """Make a header; a unit stands before its value, after a bar."""
    parts = {key: value.rpartition("|") for key, value in values.items()}
    return {key: (value, unit) for key, (unit, _, value) in parts.items()}


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
        ({"X": "5e5", "Y": "6e6", "ZONE": "12N"}, [Place(5e5, 6e6, "EPSG:32612", degrees=False)]),
        ({"X": "5e5", "Y": "6e6", "ZONE": "12 South"}, [Place(5e5, 6e6, "EPSG:32712", degrees=False)]),
        # An S is a band in the north, or short for south: the northing tells.
        ({"X": "5e5", "Y": "4e6", "ZONE": "13S"}, [Place(5e5, 4e6, "EPSG:32613", degrees=False)]),
        ({"X": "5e5", "Y": "6e6", "ZONE": "13S"}, [Place(5e5, 6e6, "EPSG:32713", degrees=False)]),
        ({"X": "5e5", "Y": "6e6", "ZONE": "11", "GDAT": "NAD27"}, [Place(5e5, 6e6, "EPSG:26711", degrees=False)]),
        ({"X": "5e5", "Y": "6e6", "ZONE": "50", "GDAT": "GDA94"}, [Place(5e5, 6e6, "EPSG:28350", degrees=False)]),
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


@pytest.mark.parametrize(
    ("values", "place"),
    [
        # Datums beside angles and elsewhere.
        ({"LATI": "45.5 N NAD27", "LONG": "110.25 W NAD27"}, (-110.25, 45.5, "EPSG:4267")),
        ({"LATI": "45.5 N (WGS84)", "LONG": "110.25 W (WGS84)"}, (-110.25, 45.5, "EPSG:4326")),
        ({"LATI": "45.5 N NAD 83", "LONG": "110.25 W NAD 83"}, (-110.25, 45.5, "EPSG:4269")),
        ({"LATI": "45.5 N NAD-1927", "LONG": "110.25 W NAD-1927"}, (-110.25, 45.5, "EPSG:4267")),
        ({"LATI": "NAD83|45.5", "LONG": "NAD83|-110.25"}, (-110.25, 45.5, "EPSG:4269")),
        ({"LATI": "-27.5 GDA94", "LONG": "150.5 GDA94"}, (150.5, -27.5, "EPSG:4283")),
        ({"LATI": "45.5 N NAD27", "LONG": "110.25 W NAD27", "GDAT": "NAD83"}, (-110.25, 45.5, "EPSG:4269")),
        # Words, and letters for a unit.
        ({"LATI": "DEG|47.5 degrees", "LONG": "DEG|-101.25 degrees"}, (-101.25, 47.5, "EPSG:4326")),
        ({"LATI": "N|47.5", "LONG": "W|101.25"}, (-101.25, 47.5, "EPSG:4326")),
        ({"LATI": "RAD|0.829031395", "LONG": "RAD|-1.76714587"}, (-101.25, 47.5, "EPSG:4326")),
        ({"LATI": "47,5", "LONG": "-101,25"}, (-101.25, 47.5, "EPSG:4326")),
        # Both in one value.
        ({"LATI": "45.5 N 110.25 W", "LONG": "-"}, (-110.25, 45.5, "EPSG:4326")),
        ({"LATI": "45.5, -110.25"}, (-110.25, 45.5, "EPSG:4326")),
        # What is nothing hides no other source.
        ({"LATI": "-", "LAT": "45.5", "LONG": "0", "SLON": "-110.25"}, (-110.25, 45.5, "EPSG:4326")),
        ({"LATI": "N/A", "SLAT": "45.5", "LONG": "UNKNOWN", "LON": "-110.25"}, (-110.25, 45.5, "EPSG:4326")),
        # The side by state and country.
        ({"LATI": "31.5", "LONG": "101.5", "STAT": "TX"}, (-101.5, 31.5, "EPSG:4326")),
        ({"LATI": "31.5", "LONG": "101.5", "STAT": "TEXAS, USA"}, (-101.5, 31.5, "EPSG:4326")),
        ({"LATI": "999", "LAT": "31.5", "LONG": "0", "LON": "-101.5"}, (-101.5, 31.5, "EPSG:4326")),
        ({"LATI": "31.5", "LONG": "101.5", "STAT": "Texas"}, (-101.5, 31.5, "EPSG:4326")),
        ({"LATI": "54.5", "LONG": "114.5", "PROV": "ALBERTA"}, (-114.5, 54.5, "EPSG:4326")),
        ({"LATI": "47.5", "LONG": "120.5", "STAT": "WA"}, (-120.5, 47.5, "EPSG:4326")),
        ({"LATI": "-27.5", "LONG": "120.5", "STAT": "WA"}, (120.5, -27.5, "EPSG:4326")),
        ({"LATI": "27.5", "LONG": "120.5", "STAT": "WA"}, (120.5, 27.5, "EPSG:4326")),
        ({"LATI": "27.5", "LONG": "120.5", "CTRY": "Australia"}, (120.5, -27.5, "EPSG:4326")),
        ({"LATI": "27.5 N", "LONG": "120.5", "CTRY": "Australia"}, (120.5, 27.5, "EPSG:4326")),
        ({"LATI": "-12.5", "LONG": "38.5", "CTRY": "BRAZIL"}, (-38.5, -12.5, "EPSG:4326")),
        ({"LATI": "60.5", "LONG": "2.5", "CTRY": "NORWAY", "CNTY": "US"}, (2.5, 60.5, "EPSG:4326")),
        # Degrees under X and Y.
        ({"X": "DEG|-110.25", "Y": "DEG|45.5"}, (-110.25, 45.5, "EPSG:4326")),
        # X and Y by their unit.
        ({"X": "FT|1640419.947507", "Y": "FT|16404199.475066", "UTM": "12N"}, (500_000, 5_000_000, "EPSG:32612")),
        ({"X": "1640419.947507 FT", "Y": "16404199.475066 ft", "UTM": "12N"}, (500_000, 5_000_000, "EPSG:32612")),
        ({"X": "M|500,000.0", "Y": "M|5,000,000.0", "UTM": "12N"}, (500_000, 5_000_000, "EPSG:32612")),
        ({"X": "500000 mE", "Y": "5000000 mN", "UTM": "12N"}, (500_000, 5_000_000, "EPSG:32612")),
        ({"X": "500000,5", "Y": "5000000,5", "UTM": "12N"}, (500_000.5, 5_000_000.5, "EPSG:32612")),
        ({"X": "500 000", "Y": "5 000 000", "HZCS": "NAD27 / UTM zone 12N"}, (500_000, 5_000_000, "EPSG:26712")),
    ],
)  # fmt: skip
def test_a_place_is_understood_as_it_is_written(values, place):
    (found,) = places(header(**values))
    assert found[:3] == (pytest.approx(place[0], abs=1e-6), pytest.approx(place[1], abs=1e-6), place[2])


def test_x_and_y_without_a_zone_keep_the_unit_that_they_state():
    assert places(header(X="FT|5000", Y="FT|6000")) == [Place(5000, 6000, "", degrees=False, metres=0.3048)]
    assert places(header(X="5000", Y="6000")) == [Place(5000, 6000, "", degrees=False)]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"LATI": "95", "LONG": "12"}, "its latitude and longitude are no place (95, 12)"),
        ({"LATI": "110.25 W", "LONG": "45.5 N"}, "its latitude and longitude are no place (110.25 W, 45.5 N)"),
        ({"LATI": "SEC 12", "LONG": "TWP 5"}, "its latitude and longitude are no place (SEC 12, TWP 5)"),
        ({"LATI": "M|1640", "LONG": "M|500"}, "its latitude and longitude are no place (1640, 500)"),
        (
            {"LATI": "31.5", "LONG": "101.5 E", "STAT": "TX"},
            "its longitude 101.5 is said to be east, and its state or country lies in the west",
        ),
        (
            {"X": "CHAIN|500", "Y": "CHAIN|600", "UTM": "12N"},
            "its X and Y are no coordinates in a unit that is known (500 CHAIN and 600 CHAIN)",
        ),
        (
            {"X": "FT|500", "Y": "M|600"},
            "its X and Y are no coordinates in a unit that is known (500 FT and 600 M)",
        ),
        (
            {"X": "1640419.95", "Y": "16404199.5", "UTM": "12N"},
            "its X 1640419.95 m and Y 16404199.5 m lie in no UTM zone",
        ),
        ({"X": "-110.25", "Y": "45.5", "UTM": "12N"}, "its X -110.25 m and Y 45.5 m lie in no UTM zone"),
        ({"X": "0", "Y": "0"}, ""),
        ({"LATI": "-", "LONG": "N/A"}, ""),
        ({}, ""),
    ],
)
def test_what_is_no_place_has_its_reason(values, reason):
    assert places(header(**values)) == []
    assert why_no_place(header(**values)) == reason


def test_both_kinds_of_place_are_given():
    found = places(header(LATI="56", LONG="-110", X="5", Y="6"))
    assert [place.degrees for place in found] == [True, False]


def test_real_headers_give_these_places(shared):
    data = shared / "data"
    files = [path for folder in ("lasio_tests", "spe006_problem_files") for path in search_las(data / folder).files]
    wanted = {"1001178549.las", "6038187_v1.2.las", "00-10-14-082-06W4-0.LAS", "00-06-21-082-05W4-0.LAS"}
    found = {path.name: places(read_las(path).header) for path in files if path.name in wanted}
    assert found == {
        "1001178549.las": [Place(-101.58701, 37.41565, "EPSG:4326", degrees=True)],
        "6038187_v1.2.las": [Place(560160, 6686430, "EPSG:32753", degrees=False)],
        "00-10-14-082-06W4-0.LAS": [Place(-110.8227, 56.1093, "EPSG:4326", degrees=True)],
        "00-06-21-082-05W4-0.LAS": [],  # all -999.25
    }


@pytest.mark.parametrize(
    ("datum", "crs"),
    [
        *((name, "EPSG:4230") for name in ("ED50", "ED 1950", "European Datum 1950", "European Datum of 1950")),
        *((name, "EPSG:4267") for name in ("NAD27", "NAD 27 (CONUS)", "North American Datum of 1927", "EPSG:4267")),
        *((name, "EPSG:4202") for name in ("AGD66", "AGD 1966", "Australian Geodetic Datum 1966")),
        *((name, "EPSG:4618") for name in ("SAD69", "SAD 1969", "South American Datum 1969")),
        *((name, "EPSG:4284") for name in ("Pulkovo 1942", "Pulkovo-42", "SK-42", "SK 1942")),
        *((name, "EPSG:4326") for name in ("WGS84", "WGS 1984", "World Geodetic System 1984", "-", "Geographic")),
        ("GDA 2020", "EPSG:7844"), ("Geocentric Datum of Australia 1994", "EPSG:4283"), ("ETRS 1989", "EPSG:4258"),
        ("SIRGAS 2000", "EPSG:4674"), ("PSAD56", "EPSG:4248"), ("OSGB36", "EPSG:4277"), ("Tokyo", "EPSG:4301"),
        ("Beijing 1954", "EPSG:4214"), ("Xian 1980", "EPSG:4610"), ("CGCS2000", "EPSG:4490"), ("NZGD49", "EPSG:4272"),
        *((name, "") for name in ("Corrego Alegre", "Arc 1950", "Minna", "Clarke 1866", "Old Hawaiian", "EPSG:9999")),
    ],
)  # fmt: skip
def test_a_datum_is_the_one_named_or_none(datum, crs):
    (place,) = places(header(LATI="-27.5", LONG="150.5", GDAT=datum))
    assert place == Place(150.5, -27.5, crs, degrees=True)


@pytest.mark.parametrize(
    ("values", "crs"),
    [
        ({"ZONE": "ED50 UTM Zone 31N"}, "EPSG:23031"),
        ({"UTM": "NAD27 12N"}, "EPSG:26712"),
        ({"ZONE": "12N", "DATUM": "NAD 1927"}, "EPSG:26712"),
        ({"ZONE": "23S", "GDAT": "SAD69"}, "EPSG:29193"),
        ({"ZONE": "23S", "GDAT": "SIRGAS 2000"}, "EPSG:31983"),
        ({"ZONE": "19N", "GDAT": "PSAD56"}, "EPSG:24819"),
        ({"ZONE": "54", "HZCS": "AGD66 / AMG zone 54"}, "EPSG:20254"),
        ({"HZCS": "EPSG:23031"}, "EPSG:23031"),
        ({"ZONE": "12N", "DATUM": "Ground level"}, "EPSG:32612"),
        ({"ZONE": "12N", "GDAT": "Minna"}, ""),
        ({"ZONE": "5N", "GDAT": "Pulkovo 1942"}, ""),
        ({"ZONE": "FIELD 12 NORTH"}, ""),
        ({"ZONE": "Texas State Plane 4 North"}, ""),
    ],
)
def test_a_zone_is_of_the_datum_named(values, crs):
    northing = "7500000" if "S" in values.get("ZONE", "") or "54" in values.get("ZONE", "") else "5000000"
    assert [place.crs for place in places(header(X="500000", Y=northing, **values))] == [crs]


def test_a_datum_that_is_not_known_beside_an_angle_is_not_taken_for_another():
    assert places(header(LATI="-45.5 PZ-90", LONG="130.25 PZ-90")) == [Place(130.25, -45.5, "", degrees=True)]
    assert places(header(LATI="-45.5 AGD66", LONG="130.25 AGD66"))[0].crs == "EPSG:4202"


@pytest.mark.parametrize(
    "values",
    [
        *({"STAT": text} for text in ("LOUISIANA OFFSHORE", "N. DAKOTA", "NO DAKOTA", "W. VIRGINIA", "STATE OF TEXAS")),
        *({"STAT": text} for text in ("TEXAS RRC DIST 8", "NEW MEX.", "Kan.", "GULF OF MEXICO", "Texas - USA")),
        *({"UWI": text} for text in ("200/d-089-H 094-A-12/00", "200D089H094A1200", "100/01-02-003-04W5/00")),
        *({"API": text} for text in ("42-123-45678", "42123456780000", "33-049-12345-00")),
        *({"LOC": text} for text in ("SEC 12 T24S R8W", "NW/4 12-24S-8W", "12-24N-8E")),
        *({"CTRY": text} for text in ("Trinidad & Tobago", "Barbados", "Greenland")),
        {"CNTY": "HARRIS, TX"}, {"PROV": "NEWFOUNDLAND & LABRADOR"}, {"CTRY": "USA", "API": "42-123-45678"},
    ],
)  # fmt: skip
def test_a_longitude_without_its_sign_is_west_where_the_header_tells(values):
    assert places(header(LATI="45.5", LONG="110.25", **values))[0].x == -110.25


@pytest.mark.parametrize(
    "values",
    [
        {"CTRY": "CHINA", "API": "42-123-45678"}, {"CTRY": "RUSSIA", "STAT": "SK"}, {"API": "99-123-45678"},
        {"CNTY": "TX"}, {"LOC": "BLOCK 12"}, {"STAT": "XINJIANG"}, {"CTRY": "KAZAKHSTAN", "LOC": "12-24N-8E"},
    ],
)  # fmt: skip
def test_a_longitude_stays_east_elsewhere(values):
    assert places(header(LATI="45.5", LONG="110.25", **values))[0].x == 110.25


@pytest.mark.parametrize("state", ["QLD", "NSW", "Victoria", "Queensland", "STATE OF QUEENSLAND"])
def test_a_latitude_of_a_state_of_australia_is_south(state):
    assert places(header(LATI="27.5", LONG="140.5", STAT=state))[0].y == -27.5


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("45\u00ba30\u00b400\u00b4\u00b4N", "110\u00ba15\u00b400\u00b4\u00b4W"),
        ("45\u00b0 30\u2032 0\u2033 N", "110\u00b0 15\u2032 0\u2033 W"),
        ("45\u02da30\u201900\u201dN", "110\u02da15\u201900\u201dW"),
    ],
)
def test_degrees_minutes_and_seconds_have_many_signs(latitude, longitude):
    assert places(header(LATI=latitude, LONG=longitude)) == [Place(-110.25, 45.5, "EPSG:4326", degrees=True)]
