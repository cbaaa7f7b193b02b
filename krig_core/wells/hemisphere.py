"""On which side of Greenwich and of the equator a well stands, by the countries and states that its header names.

Law: only what lies on one side throughout tells; where a header contradicts itself nobody decides here.
"""

from __future__ import annotations

import re

from .header_values import says_nothing
from .las import Header

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
_LONGEST = 100


def in_the_west(header: Header, latitude: float, longitude: float) -> bool:
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


def in_the_south(header: Header) -> bool:
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
    words = re.findall(r"[A-Z]+", value[:_LONGEST])
    whole = [_COMPASS.get(word, word) if place + 1 < len(words) else word for place, word in enumerate(words)]
    runs = ("".join(whole[begin:end]) for begin in range(len(whole)) for end in range(begin + 1, begin + 5))
    return [run for run in runs if len(run) >= _SHORTEST_NAME or run == "USA"]
