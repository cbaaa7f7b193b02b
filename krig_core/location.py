"""Where a well stands, by the header of its LAS file.

Law: a place is what the header says, with the CRS that it names or "" for none; what no place can be made of is
left out, and nothing is projected here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .las import Header

LATITUDES = ("LATI", "LAT", "LATITUDE", "SLAT", "SURFLAT", "SURF_LAT")
LONGITUDES = ("LONG", "LON", "LONGITUDE", "SLON", "SLONG", "SURFLON", "SURF_LON")
EASTINGS = ("X", "XCOORD", "X_COORD", "XWELL", "EAST", "EASTING", "SURFX", "SURF_X", "UTMX", "UTME")
NORTHINGS = ("Y", "YCOORD", "Y_COORD", "YWELL", "NORTH", "NORTHING", "SURFY", "SURF_Y", "UTMY", "UTMN")
ZONES = ("ZONE", "UTMZONE", "UTM_ZONE", "UTM", "UTMZ")
DATUMS = ("GDAT", "HZCS", "DATUM", "GEODETIC_DATUM")

_DATUMS: tuple[tuple[str, str, tuple[tuple[str, int, range], ...]], ...] = (
    ("NAD27", "EPSG:4267", (("N", 26700, range(1, 23)),)),
    ("NAD83", "EPSG:4269", (("N", 26900, range(1, 24)),)),
    ("GDA94", "EPSG:4283", (("S", 28300, range(48, 59)),)),
    ("GDA2020", "EPSG:7844", (("S", 7800, range(46, 60)),)),
    ("ED50", "EPSG:4230", (("N", 23000, range(28, 39)),)),
    ("ETRS89", "EPSG:4258", (("N", 25800, range(28, 38)),)),
    ("WGS84", "EPSG:4326", (("N", 32600, range(1, 61)), ("S", 32700, range(1, 61)))),
)
"""Name, its CRS in degrees, and of its UTM zones: hemisphere, number that the zone is added to, zones. The last one is
what a header means that names no datum."""

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?|[-+]?\.\d+")
_SIDE = re.compile(r"(?<![A-Z])([NSEW])(?:ORTH|OUTH|AST|EST)?(?![A-Z])")
_ZONE = re.compile(r"(?<!\d)([1-9]|0[1-9]|[1-5]\d|60)\s*-?\s*(NORTH|SOUTH|[C-HJ-NP-X])?(?![A-Z\d])")
_DOMINION_SURVEY = re.compile(r"\d{2,3}-?\d{2}W[1-6]")
_WESTERN_COUNTRIES = {"CA", "CAN", "CANADA", "US", "USA", "UNITEDSTATES", "UNITEDSTATESOFAMERICA"}
_BAND_S = (3.5e6, 4.5e6)
"""Northings of UTM band S, 32 to 40 degrees north; beyond them an S means the southern hemisphere."""


class Place(NamedTuple):
    """Where a well stands.

    Attributes
    ----------
    x, y : float
        Longitude and latitude where `degrees`, else in map units.
    crs : str
        Such as "EPSG:4326"; empty where the header does not say.
    degrees : bool
    """

    x: float
    y: float
    crs: str
    degrees: bool


def places(header: Header) -> list[Place]:
    """Return the places that a header gives: by latitude and longitude, and by X and Y.

    A longitude in the east of a well of Canada or the USA lacks its sign, and is taken for west. Without a datum
    that is known it is WGS 84. X and Y are in a UTM zone only where the header names it, and its hemisphere where the
    datum has both.
    """
    _, degrees_crs, zones = _datum(header)
    found = []
    latitude, longitude = (_angle(header, keys) for keys in (LATITUDES, LONGITUDES))
    if latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180:
        if longitude > 0 and _in_the_west(header):
            longitude = -longitude
        if latitude or longitude:
            found.append(Place(longitude, latitude, degrees_crs, degrees=True))
    x, y = (_number(header, keys) for keys in (EASTINGS, NORTHINGS))
    if x is not None and y is not None and (x or y):
        found.append(Place(x, y, _utm(header, y, zones), degrees=False))
    return found


def parse_angle(text: str) -> float | None:
    """Return degrees from decimal degrees, degrees and minutes, or degrees, minutes and seconds.

    South and west are negative, whether told by a sign or by a letter before or after; any signs may stand between
    the numbers. None for what is no angle.
    """
    upper = text.upper()
    side = _SIDE.search(upper)
    # A dash or a colon between numbers separates them.
    parts: list[float] = [float(part) for part in _NUMBER.findall(re.sub(r"(?<=\d)\s*[-:]\s*(?=\d)", " ", upper))]
    if not 1 <= len(parts) <= 3 or any(not 0 <= part < 60 for part in parts[1:]) or re.search(r"[A-Z]{6}", upper):
        return None
    size = float(sum(abs(part) / 60**power for power, part in enumerate(parts)))
    negative = upper.lstrip().startswith("-") or parts[0] < 0 or (side is not None and side.group(1) in "SW")
    return -size if negative else size


def _angle(header: Header, keys: Sequence[str]) -> float | None:
    for text in _values(header, keys):
        angle = parse_angle(text)
        if angle is not None:
            return angle
    return None


def _number(header: Header, keys: Sequence[str]) -> float | None:
    for text in _values(header, keys):
        try:
            number = float(text.replace(",", ""))
        except ValueError:
            continue
        if np.isfinite(number):
            return number
    return None


def _values(header: Header, keys: Sequence[str]) -> list[str]:
    """Return what stands under any of the mnemonics."""
    return [header[key][0] for key in keys if header.get(key, ("", ""))[0]]


def _datum(header: Header) -> tuple[str, str, tuple[tuple[str, int, range], ...]]:
    said = " ".join(re.sub(r"[^A-Z0-9]", "", value.upper()) for value in _values(header, DATUMS))
    said = said.replace("NORTHAMERICAN", "NA").replace("DATUM19", "D").replace("NAD19", "NAD")
    return next((datum for datum in _DATUMS if datum[0] in said), _DATUMS[-1])


def _utm(header: Header, northing: float, zones: Sequence[tuple[str, int, range]]) -> str:
    for text in _values(header, ZONES):
        zone = _ZONE.search(text.upper())
        if zone is None:
            continue
        number, band = int(zone.group(1)), zone.group(2) or ""
        if band == "S" and not _BAND_S[0] < northing < _BAND_S[1]:
            band = "SOUTH"
        side = "S" if band == "SOUTH" or (band and band < "N") else "N"
        for hemisphere, base, numbers in zones:
            if number in numbers and (hemisphere == side if band else len(zones) == 1):
                return f"EPSG:{base + number}"
    return ""


def _in_the_west(header: Header) -> bool:
    """Tell whether a header names Canada or the USA, or a UWI of the Dominion Land Survey of western Canada."""
    countries = {re.sub(r"[^A-Z]", "", value.upper()) for value in _values(header, ("CTRY", "COUN", "COUNTRY"))}
    surveys = (_DOMINION_SURVEY.search(value.upper()) for value in _values(header, ("UWI", "LOC")))
    return bool(countries & _WESTERN_COUNTRIES) or any(surveys)
