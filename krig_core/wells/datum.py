"""Geodetic datums, as headers name them.

Law: a datum that is named is known or it is not; none that is not known is taken for another. A header that names none
means WGS 84.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Datum(NamedTuple):
    """A geodetic datum.

    Attributes
    ----------
    name : str
        As `datum_in` finds it; empty for one that is not known.
    crs : str
        Its longitudes and latitudes, such as "EPSG:4326".
    zones : tuple of (str, int, range)
        Of its UTM zones: hemisphere, number that the zone is added to, zones.
    """

    name: str
    crs: str
    zones: tuple[tuple[str, int, range], ...] = ()


UNKNOWN = Datum("", "")
WGS84 = Datum("WGS84", "EPSG:4326", (("N", 32600, range(1, 61)), ("S", 32700, range(1, 61))))
DATUMS = (
    Datum("NAD27", "EPSG:4267", (("N", 26700, range(1, 23)),)),
    Datum("NAD83", "EPSG:4269", (("N", 26900, range(1, 24)),)),
    Datum("GDA94", "EPSG:4283", (("S", 28300, range(48, 59)),)),
    Datum("GDA20", "EPSG:7844", (("S", 7800, range(46, 60)),)),
    Datum("AGD66", "EPSG:4202", (("S", 20200, range(48, 59)),)),
    Datum("AGD84", "EPSG:4203", (("S", 20300, range(48, 59)),)),
    Datum("PSAD56", "EPSG:4248", (("N", 24800, range(17, 22)), ("S", 24860, range(17, 23)))),
    Datum("SAD69", "EPSG:4618", (("N", 29150, range(18, 23)), ("S", 29170, range(17, 26)))),
    Datum("SIRGAS00", "EPSG:4674", (("N", 31954, range(11, 23)), ("S", 31960, range(17, 26)))),
    Datum("ETRS89", "EPSG:4258", (("N", 25800, range(28, 38)),)),
    Datum("ED50", "EPSG:4230", (("N", 23000, range(28, 39)),)),
    Datum("ED87", "EPSG:4231"),
    Datum("OSGB36", "EPSG:4277"),
    Datum("NZGD49", "EPSG:4272"),
    Datum("NZGD00", "EPSG:4167"),
    Datum("PULKOVO42", "EPSG:4284"),
    Datum("PULKOVO95", "EPSG:4200"),
    Datum("BEIJING54", "EPSG:4214"),
    Datum("XIAN80", "EPSG:4610"),
    Datum("CGCS00", "EPSG:4490"),
    Datum("TOKYO", "EPSG:4301"),
    Datum("AMERSFOORT", "EPSG:4289"),
    Datum("WGS72", "EPSG:4322"),
    WGS84,
)
"""Those that can be told by name; of two whose names hold each other the longer comes first."""

_SPELLINGS = (
    ("DATUM", "D"),
    ("DOF", "D"),
    ("NORTHAMERICAND?", "NAD"),
    ("SOUTHAMERICAND?", "SAD"),
    ("EUROPEAND?", "ED"),
    ("AUSTRALIANGEODETICD?", "AGD"),
    ("GEOCENTRICDAUSTRALIA", "GDA"),
    ("NEWZEALANDGEODETICD?", "NZGD"),
    ("WORLDGEODETICSYSTEM(?:OF)?", "WGS"),
    ("SK(?=(?:19)?(?:42|95))", "PULKOVO"),
    ("(?:19|20)(?=[0-9]{2}(?![0-9]))", ""),
)
_EPSG = re.compile(r"EPSG\D{0,4}(\d{4,5})(?!\d)")
_IDLE = frozenset(
    ("UTM", "ZONE", "GEOGRAPHIC", "GCS", "LAT", "LONG", "LATLONG", "LATITUDE", "LONGITUDE", "DEGREES", "DECIMAL", "AND")
    + (
        "COORDINATES",
        "COORDINATE",
        "SYSTEM",
        "PROJECTED",
        "PROJECTION",
        "NORTH",
        "SOUTH",
        "DATUM",
        "GEODETIC",
        "HORIZONTAL",
        "METRES",
        "METERS",
    )
)


def datum_in(text: str) -> Datum | None:
    """Return the datum that a text in upper case names by its name or by an EPSG number; None where it names none."""
    code = epsg_in(text)
    plain = re.sub(r"[^A-Z0-9]", "", text)
    for spelling, short in _SPELLINGS:
        plain = re.sub(spelling, short, plain)
    for datum in DATUMS:
        if datum.name in plain or code == datum.crs or _has_zone(datum, code):
            return datum
    return None


def epsg_in(text: str) -> str:
    """Return the CRS that a text names by its EPSG number, "" for none."""
    found = _EPSG.search(text)
    return f"EPSG:{found.group(1)}" if found else ""


def is_utm(code: str) -> bool:
    """Tell whether a CRS is a UTM zone of one of `DATUMS`."""
    return any(_has_zone(datum, code) for datum in DATUMS)


def says_a_datum(text: str) -> bool:
    """Tell whether a text in upper case has words that may name a datum."""
    return any(word not in _IDLE for word in re.findall(r"[^\W\d_]{2,}", text))


def _has_zone(datum: Datum, code: str) -> bool:
    return bool(code) and any(int(code[5:]) - base in numbers for _, base, numbers in datum.zones)
