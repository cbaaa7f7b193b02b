"""Where a well stands, by the header of its LAS file.

Law: a place is what the header says, with the CRS that it names or "" for none; what no place can be made of is
left out with its reason, and nothing is projected here. A number whose unit is not known is no coordinate. On which
side of Greenwich and of the equator an unsigned angle lies, the country and state tell where they lie on one side
throughout; where a header contradicts itself nobody decides here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .angle import SIDES, Angle, parse_angle, parse_pair, plain_marks, unit_of_angles, without_datum
from .datum import UNKNOWN, WGS84, Datum, datum_in, epsg_in, is_utm, says_a_datum
from .las import Header
from .nulls import says_nothing
from .numerals import LONGEST
from .units import length

LATITUDES = ("LATI", "LAT", "LATITUDE", "SLAT", "SURFLAT", "SURF_LAT")
LONGITUDES = ("LONG", "LON", "LONGITUDE", "SLON", "SLONG", "SURFLON", "SURF_LON")
EASTINGS = ("X", "XCOORD", "X_COORD", "XWELL", "EAST", "EASTING", "SURFX", "SURF_X", "UTMX", "UTME")
NORTHINGS = ("Y", "YCOORD", "Y_COORD", "YWELL", "NORTH", "NORTHING", "SURFY", "SURF_Y", "UTMY", "UTMN")
ZONES = ("ZONE", "UTMZONE", "UTM_ZONE", "UTM", "UTMZ")
DATUM_NAMES = ("GDAT", "HZCS", "GEODETIC_DATUM")
VERTICAL_TOO = ("DATUM",)
"""What may also name the zero of depths."""

_NO_ZONE = re.compile(r"\b(?:FIELD|BLOCK|LEASE|SECTION|TRACT|STATE PLANE)\b")
_ZONE = re.compile(r"(?<!\d)([1-9]|0[1-9]|[1-5]\d|60)\s*-?\s*(NORTH|SOUTH|[C-HJ-NP-X])?(?![A-Z\d])")
_BAND_S = (3.5e6, 4.5e6)
"""Northings of UTM band S, 32 to 40 degrees north; beyond them an S means the southern hemisphere."""

_UTM_EXTENT = ((0.0, 1e6), (0.0, 1e7))
"""Eastings and northings of UTM zones, in metres."""

COUNTRIES = ("CTRY", "COUNTRY")
STATES = ("STAT", "STATE", "PROV", "PROVINCE")
COUNTIES = ("COUN", "CNTY")

_NORTH_AMERICA = (14.0, 84.0, 50.0, 180.0)
"""Latitudes north and longitudes west between which Canada and the USA lie."""

_WASHINGTON = 40.0
"""Washington and the Northwest Territories lie north of it, Australia's states south."""

_SURVEYS = re.compile(
    r"\d{2,3}-?\d{2}W[1-6]|[A-D]-?\d{3}-?[A-L][\s/-]*0?\d{2}-?[A-P]-?\d{2}|\bT?\d{1,3}[NS][\s,-]+R?\d{1,3}[EW]\b"
)
"""Places in the surveys of western Canada, of British Columbia and of the USA."""

_API_NUMBER = re.compile(r"(?:0[1-9]|[1-4]\d|5[0-6])-?\d{3}-?\d{5}(?:-?\d{2}){0,2}")
"""State, county and well of the USA."""

_NORTH_AMERICAN = frozenset(
    ("CA", "CAN", "CANADA", "US", "USA", "UNITEDSTATES", "UNITEDSTATESOFAMERICA")
    + ("ALABAMA", "ALASKA", "ARIZONA", "ARKANSAS", "CALIFORNIA", "COLORADO", "CONNECTICUT", "DELAWARE", "FLORIDA")
    + ("GEORGIA", "HAWAII", "IDAHO", "ILLINOIS", "INDIANA", "IOWA", "KANSAS", "KENTUCKY", "LOUISIANA", "MAINE")
    + ("MARYLAND", "MASSACHUSETTS", "MICHIGAN", "MINNESOTA", "MISSISSIPPI", "MISSOURI", "MONTANA", "NEBRASKA")
    + ("NEVADA", "NEWHAMPSHIRE", "NEWJERSEY", "NEWMEXICO", "NEWYORK", "NORTHCAROLINA", "NORTHDAKOTA", "OHIO")
    + ("OKLAHOMA", "OREGON", "PENNSYLVANIA", "RHODEISLAND", "SOUTHCAROLINA", "SOUTHDAKOTA", "TENNESSEE", "TEXAS")
    + ("UTAH", "VERMONT", "VIRGINIA", "WASHINGTON", "WESTVIRGINIA", "WISCONSIN", "WYOMING", "OFFSHORETEXAS")
    + ("ALBERTA", "BRITISHCOLUMBIA", "MANITOBA", "NEWBRUNSWICK", "NEWFOUNDLAND", "NEWFOUNDLANDANDLABRADOR")
    + ("NORTHWESTTERRITORIES", "NOVASCOTIA", "NUNAVUT", "ONTARIO", "PRINCEEDWARDISLAND", "QUEBEC", "SASKATCHEWAN")
    + ("YUKON", "YUKONTERRITORY", "GULFOFMEXICO", "LABRADOR")
)
_STATE_CODES = frozenset(
    ("AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN")
    + ("IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV")
    + ("NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN")
    + ("TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "TEX", "OKLA", "CALIF", "COLO", "LOUIS", "WYO")
    + ("KAN", "KANS", "NEB", "NEBR", "ARK", "MISS", "MICH", "PENN", "NMEX", "NEWMEX", "NDAK", "SDAK", "WVA")
    + ("ILL", "IND")
    + ("MONT", "AB", "ALTA", "BC", "MB", "MAN", "NB", "NL", "NS", "NT", "NWT", "NU", "ON", "ONT")
    + ("PE", "QC", "SK", "SASK", "YT")
)
"""States and provinces of the USA and Canada, as they are abbreviated."""

_WESTERN = frozenset(
    ("MEXICO", "MX", "MEX", "BRAZIL", "BRASIL", "BRA", "ARGENTINA", "ARG", "COLOMBIA", "COL", "VENEZUELA", "VEN")
    + ("ECUADOR", "ECU", "PERU", "PER", "BOLIVIA", "BOL", "CHILE", "CHL", "PARAGUAY", "URUGUAY", "GUYANA", "SURINAME")
    + ("TRINIDAD", "TRINIDADANDTOBAGO", "CUBA", "GUATEMALA", "BARBADOS", "GREENLAND", "JAMAICA", "HONDURAS", "BELIZE")
    + ("NICARAGUA", "PANAMA", "COSTARICA", "ELSALVADOR", "HAITI", "DOMINICANREPUBLIC", "PUERTORICO", "FRENCHGUIANA")
    + ("FALKLANDISLANDS", "BERMUDA", "BAHAMAS")
)
"""Countries beside Canada and the USA that lie in the west throughout."""
_SOUTHERN = frozenset(
    ("AUSTRALIA", "AUS", "AU", "NEWZEALAND", "NZL", "NZ", "ARGENTINA", "ARG", "CHILE", "CHL", "PERU", "PER", "BOLIVIA")
    + ("BOL", "PARAGUAY", "URUGUAY", "SOUTHAFRICA", "ZAF", "ZA", "NAMIBIA", "BOTSWANA", "MOZAMBIQUE", "MADAGASCAR")
    + ("ANGOLA", "TANZANIA", "PAPUANEWGUINEA", "PNG", "EASTTIMOR", "TIMORLESTE")
)
"""Countries that lie in the south throughout."""

_SOUTHERN_STATES = frozenset(
    ("QUEENSLAND", "QLD", "NEWSOUTHWALES", "NSW", "VICTORIA", "TASMANIA", "SOUTHAUSTRALIA", "WESTERNAUSTRALIA")
    + ("NORTHERNTERRITORY", "AUSTRALIA")
)


_COMPASS = {"N": "NORTH", "NO": "NORTH", "S": "SOUTH", "SO": "SOUTH", "W": "WEST"}
_SHORTEST_NAME = 4


class Place(NamedTuple):
    """Where a well stands.

    Attributes
    ----------
    x, y : float
        Longitude and latitude where `degrees`, else in map units.
    crs : str
        Such as "EPSG:4326"; empty where the header does not say, and where it names a datum that is not known.
    degrees : bool
    metres : float or None
        How many metres the unit of x and y has, as the header states it; None where it does not, and for degrees.
    """

    x: float
    y: float
    crs: str
    degrees: bool
    metres: float | None = None


def places(header: Header) -> list[Place]:
    """Return the places that a header gives: by latitude and longitude, and by X and Y.

    A longitude in the east of a well of Canada or the USA lacks its sign, and is taken for west; likewise a latitude in
    the north of a country that lies in the south. Without a datum it is WGS 84. X and Y are in a UTM zone
    only where the header names it, and its hemisphere where the datum has both.
    """
    return [place for place in (_by_angles(header), _by_coordinates(header)) if isinstance(place, Place)]


def why_no_place(header: Header) -> str:
    """Return why a header that says something of a place gives none; "" where it says nothing."""
    reasons = (_by_angles(header), _by_coordinates(header))
    return next((reason for reason in reasons if reason and isinstance(reason, str)), "")


def _by_angles(header: Header) -> Place | str:
    """Return the place by latitude and longitude, or why there is none; "" where there is nothing."""
    said = [text for text, _ in _values(header, (*LATITUDES, *LONGITUDES))]
    if not said:
        return ""
    both = next((pair for pair in map(_both, said) if pair), None)
    latitude, longitude = both or (_angle(header, LATITUDES, "NS"), _angle(header, LONGITUDES, "EW"))
    if latitude is None or longitude is None or not _on_earth(longitude.degrees, latitude.degrees):
        return f"its latitude and longitude are no place ({', '.join(said)})"
    y, x = latitude.degrees, longitude.degrees
    if y > 0 and not latitude.signed and (_in_the_south(header) or _datum(header).name.startswith(("GDA", "AGD"))):
        y = -y
    if x > 0 and _in_the_west(header, y, x):
        if longitude.side:
            return f"its longitude {x:g} is said to be east, and its state or country lies in the west"
        x = -x
    return Place(x, y, _datum(header).crs, degrees=True)


def _by_coordinates(header: Header) -> Place | str:
    """Return the place by X and Y, or why there is none; "" where there is nothing."""
    eastings, northings = (list(_values(header, keys)) for keys in (EASTINGS, NORTHINGS))
    if not eastings or not northings:
        return ""
    if all(unit and unit_of_angles(unit) for _, unit in (eastings[0], northings[0])):
        longitude, latitude = _angle(header, EASTINGS, "EW"), _angle(header, NORTHINGS, "NS")
        if longitude and latitude:
            return Place(longitude.degrees, latitude.degrees, _datum(header).crs, degrees=True)
    east, north = _length(eastings, "E"), _length(northings, "N")
    if east is None or north is None or east[1] != north[1]:
        spelt = " and ".join(" ".join(filter(None, values[0])) for values in (eastings, northings))
        return f"its X and Y are no coordinates in a unit that is known ({spelt})"
    (x, metres), (y, _) = east, north
    if x == 0 or y == 0:
        return ""
    factor = 1.0 if metres is None else metres
    crs = _utm(header, y * factor, _datum(header).zones)
    if not crs:
        return Place(x, y, "", degrees=False, metres=metres)
    x, y = x * factor, y * factor
    inside = all(low < value < high for value, (low, high) in zip((x, y), _UTM_EXTENT))
    if not inside or _on_earth(x, y):
        return f"its X {x:.10g} m and Y {y:.10g} m lie in no UTM zone"
    return Place(x, y, crs, degrees=False, metres=None if metres is None else 1.0)


def _on_earth(longitude: float, latitude: float) -> bool:
    """Tell whether two numbers may be longitude and latitude; a zero says nothing."""
    return 0 < abs(latitude) <= 90 and 0 < abs(longitude) <= 180


def _both(text: str) -> tuple[Angle, Angle] | None:
    return None if parse_angle(text) else parse_pair(text)


def _angle(header: Header, keys: Sequence[str], sides: str) -> Angle | None:
    """Return the first angle that there is on earth and is not zero, on a side that it can have."""
    for text, unit in _values(header, keys):
        angle, degrees = parse_angle(text), unit_of_angles(unit)
        if angle is None or degrees is None or (angle.side and angle.side not in sides):
            continue
        side = SIDES.get(unit, "")
        if side and side in sides and not angle.signed:
            angle = angle.on(side)
        angle = angle._replace(degrees=angle.degrees * degrees)
        if 0 < abs(angle.degrees) <= (90 if sides == "NS" else 180):
            return angle
    return None


def _length(values: Sequence[tuple[str, str]], side: str) -> tuple[float, float | None] | None:
    """Return the first coordinate that is not zero, or the zero; and how many metres its unit has."""
    found = [length(text, unit, (side,)) for text, unit in values]
    return next((item for item in found if item and item[0]), found[0])


def _values(header: Header, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield value and unit of what says something under any of the mnemonics."""
    for key in keys:
        text, unit = header.get(key, ("", ""))
        if not says_nothing(text):
            yield unicodedata.normalize("NFKC", plain_marks(text)).upper(), unit.upper()


def _datum(header: Header) -> Datum:
    """Return the datum that the header names, else the one that stands beside a zone or a coordinate.

    UNKNOWN where it names one that is not known; WGS 84 where it names none.
    """
    beside = (*ZONES, *LATITUDES, *LONGITUDES, *EASTINGS, *NORTHINGS)
    for keys in (DATUM_NAMES, VERTICAL_TOO, beside):
        said = [f"{text} {unit}" for text, unit in _values(header, keys)]
        found = next(filter(None, map(datum_in, said)), None)
        if found is not None:
            return found
        if any(without_datum(text) != text or (keys is DATUM_NAMES and says_a_datum(text)) for text in said):
            return UNKNOWN
    return WGS84


def _utm(header: Header, northing: float, zones: Sequence[tuple[str, int, range]]) -> str:
    stated = [text for text, _ in _values(header, ZONES)]
    stated += [text[text.index("UTM") :] for text, _ in _values(header, (*DATUM_NAMES, *VERTICAL_TOO)) if "UTM" in text]
    for text, _ in _values(header, (*ZONES, *DATUM_NAMES)):
        if is_utm(epsg_in(text)):
            return epsg_in(text)
    for text in stated:
        zone = _ZONE.search(without_datum(text))
        if zone is None or _NO_ZONE.search(text):
            continue
        number, band = int(zone.group(1)), zone.group(2) or ""
        if band == "S" and not _BAND_S[0] < northing < _BAND_S[1]:
            band = "SOUTH"
        side = "S" if band == "SOUTH" or (band and band < "N") else "N"
        for hemisphere, base, numbers in zones:
            if number in numbers and (hemisphere == side if band else len(zones) == 1):
                return f"EPSG:{base + number}"
    return ""


def _in_the_west(header: Header, latitude: float, longitude: float) -> bool:
    """Tell whether a header names Canada, the USA, one of their states, or another country in the west.

    Parameters
    ----------
    header : Header
    latitude, longitude : float
        As they are written; that of Canada and the USA without its sign.
    """
    countries = _named(header, COUNTRIES)
    is_elsewhere = bool(countries) and not countries & _NORTH_AMERICAN
    south, north, least, most = _NORTH_AMERICA
    if south <= latitude <= north and least <= longitude <= most and not is_elsewhere:
        # The letters of Washington and the Northwest Territories are also those of states of Australia.
        codes = _STATE_CODES - ({"WA", "NT"} if latitude < _WASHINGTON else set())
        states = _named(header, STATES) | _behind_commas(header, COUNTIES)
        named = countries | states | _named(header, COUNTIES)
        surveys = any(_SURVEYS.search(header.get(key, ("", ""))[0].upper()) for key in ("UWI", "LOC"))
        if (
            named & _NORTH_AMERICAN
            or states & codes
            or surveys
            or _API_NUMBER.fullmatch(header.get("API", ("", ""))[0])
        ):
            return True
    return bool(countries & _WESTERN)


def _in_the_south(header: Header) -> bool:
    """Tell whether a header names a country or a state of Australia that lies in the south."""
    return bool(_named(header, COUNTRIES) & _SOUTHERN or _named(header, STATES) & _SOUTHERN_STATES)


def _named(header: Header, keys: tuple[str, ...]) -> set[str]:
    """Return what values name, in letters only: as a whole, what stands between commas and the like, and long names."""
    values = [header.get(key, ("", ""))[0].upper() for key in keys]
    parts = [part for value in values if not says_nothing(value) for part in (value, *re.split(r"[,;/()]", value))]
    return ({re.sub(r"[^A-Z]", "", part) for part in parts} | {run for value in values for run in _runs(value)}) - {""}


def _behind_commas(header: Header, keys: tuple[str, ...]) -> set[str]:
    """Return what stands behind the last comma of values, in letters only: TX of HARRIS, TX."""
    values = [header.get(key, ("", ""))[0].upper() for key in keys]
    return {re.sub(r"[^A-Z]", "", value.rpartition(",")[2]) for value in values if "," in value}


def _runs(value: str) -> list[str]:
    """Return the names that words of a value make, but for short ones: TEXAS of STATE OF TEXAS."""
    words = re.findall(r"[A-Z]+", value[:LONGEST])
    whole = [_COMPASS.get(word, word) if place + 1 < len(words) else word for place, word in enumerate(words)]
    runs = ("".join(whole[begin:end]) for begin in range(len(whole)) for end in range(begin + 1, begin + 5))
    return [run for run in runs if len(run) >= _SHORTEST_NAME or run == "USA"]
