"""Angles of latitude and longitude, as headers write them.

Law: a number that belongs to a word is not part of the angle, and what is not understood in full is no angle.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from typing import NamedTuple

from .nulls import says_nothing
from .numerals import LONGEST, number

_DATUM_WORD = re.compile(
    r"(?<![A-Z])(?:NAD|NORTH AMERICAN(?: DATUM)?(?: OF)?|WGS|WORLD GEODETIC SYSTEM|GDA|AGD|ED|ETRS|SAD|SIRGAS|PSAD|PZ"
    r"|SK|TOKYO|CLARKE|GRS)[\s_-]*(?:19|20)?\d{2,3}(?!\d)"
)
_TOKEN = re.compile(r"\d+(?:[.,]\d*)?(?:E[-+]\d+)?|\.\d+(?:E[-+]\d+)?|[^\W\d_]+|\S")
_SIGNS = {"-": -1.0, "\u2212": -1.0, "\u2013": -1.0, "+": 1.0}
_DEGREES, _MINUTES, _SECONDS = range(3)
_MARKS = {
    **dict.fromkeys(("\u00b0", "\u02da", "*", "D", "DEG", "DEGS", "DEGREE", "DEGREES"), _DEGREES),
    **dict.fromkeys(("'", "\u2032", "\u2019", "M", "MIN", "MINS", "MINUTE", "MINUTES"), _MINUTES),
    **dict.fromkeys(('"', "\u2033", "\u201d", "SEC", "SECS", "SECOND", "SECONDS"), _SECONDS),
}
"""What stands behind a number of degrees, minutes or seconds."""

_PLAIN_MARKS = str.maketrans(
    {"\u00ba": "\u00b0", "\u02da": "\u00b0", "\u00b4": "'", "\u2032": "'", "\u2033": '"', "\u201d": '"', "\u02ba": '"'}
)

SIDES = {
    **dict.fromkeys(("N", "NORTH", "NORTE", "NORD"), "N"),
    **dict.fromkeys(("S", "SOUTH", "SUR", "SUL"), "S"),
    **dict.fromkeys(("E", "EAST", "ESTE"), "E"),
    **dict.fromkeys(("W", "WEST", "OESTE"), "W"),
}
"""Words for the side of the equator or of Greenwich."""

_IDLE = frozenset(
    ("LAT", "LATITUDE", "LATI", "LON", "LONG", "LONGITUDE", "DD", "DMS", "DECIMAL", "OF", "GREENWICH", "GPS", "APPROX")
    + ("SURFACE", "SURF", "DATUM", "CONUS", "CSRS", "HARN")
)
"""Words beside an angle that change nothing."""

_UNITS = {"RAD": math.degrees(1), "RADIANS": math.degrees(1), "GON": 0.9, "GRAD": 0.9}
_NOTATIONS = frozenset("DMS.:'\"\u00b0")


class Angle(NamedTuple):
    """An angle as it is written.

    Attributes
    ----------
    degrees : float
        South and west are negative.
    side : str
        N, S, E, W, or "" where it is not said.
    signed : bool
        Whether a sign or a side is written.
    """

    degrees: float
    side: str = ""
    signed: bool = False

    def on(self, side: str) -> Angle:
        """Return the angle with its side told."""
        return Angle(-self.degrees if side in "SW" else self.degrees, side, signed=True)


def parse_angle(text: str) -> Angle | None:
    """Return an angle from decimal degrees, degrees and minutes, or degrees, minutes and seconds.

    South and west are negative, whether told by a sign or by a letter or word before or after. Signs or words for
    degrees, minutes and seconds may stand behind the numbers; a datum may follow. None for what is no angle.
    """
    tokens = _tokens(text)
    if any(
        token[0].isalpha() and token not in _MARKS and token not in SIDES and token not in _IDLE for token in tokens
    ):
        return None
    before = itertools.takewhile(lambda token: not _is_number(token), tokens)
    if any(_MARKS.get(token, _DEGREES) != _DEGREES for token in before):
        return None
    parts = [number(token) for token in tokens if _is_number(token)]
    if not 1 <= len(parts) <= 3 or any(part is None for part in parts):
        return None
    size = _size([part for part in parts if part is not None], _marks(tokens))
    sides = {SIDES[token] for token in tokens if token in SIDES}
    if size is None or len(sides) > 1:
        return None
    side = next(iter(sides), "")
    first = next(place for place, token in enumerate(tokens) if _is_number(token))
    sign = _SIGNS.get(tokens[first - 1], 0.0) if first else 0.0
    if (sign < 0 and side in ("N", "E")) or tokens[-1] in _SIGNS:
        return None
    return Angle(-size if sign < 0 or side in ("S", "W") else size, side, bool(side or sign))


def parse_pair(text: str) -> tuple[Angle, Angle] | None:
    """Return latitude and longitude from a text that holds both, or None.

    Both have their side, or both are decimal degrees.
    """
    tokens = _tokens(text)
    for cut in range(1, len(tokens)):
        latitude, longitude = (parse_angle(" ".join(half)) for half in (tokens[:cut], tokens[cut:]))
        if latitude is None or longitude is None:
            continue
        sides = latitude.side + longitude.side
        decimal = not sides and sum(map(_is_number, tokens)) == 2 and latitude.degrees % 1 and longitude.degrees % 1
        if sides in ("NE", "NW", "SE", "SW") or decimal:
            return latitude, longitude
    return None


def unit_of_angles(unit: str) -> float | None:
    """Return how many degrees a unit has that a header states for an angle; None where it is not one.

    A unit that says nothing, a notation, a side and a datum are degrees.
    """
    plain = without_datum(unit).strip("[]() ")
    if plain in _UNITS:
        return _UNITS[plain]
    degrees = plain in SIDES or plain in _IDLE or (plain[:1] in ("D", "\u00b0") and set(plain) <= _NOTATIONS)
    return 1.0 if degrees or _MARKS.get(plain) == _DEGREES or says_nothing(plain) else None


def plain_marks(text: str) -> str:
    """Return a text with one sign each for degrees, minutes and seconds, which NFKC would take apart."""
    return text.translate(_PLAIN_MARKS)


def without_datum(text: str) -> str:
    """Return a text in upper case without the names of datums, and the numbers that are theirs."""
    return _DATUM_WORD.sub(" ", unicodedata.normalize("NFKC", plain_marks(text)).upper())


def _tokens(text: str) -> list[str]:
    """Cut a text into numbers, words and signs; an S that stands for seconds is SEC."""
    tokens: list[str] = _TOKEN.findall(without_datum(text[:LONGEST]).replace("''", '"'))
    if sum(map(_is_number, tokens)) == 1:
        tokens = [token.replace(",", ".") if _is_number(token) else token for token in tokens]
    letters = "D" in tokens and "M" in tokens
    sides = sum(token in SIDES for token in tokens)
    marks = [_MARKS.get(token) for token in tokens]
    if "S" in tokens and _MINUTES in marks and _SECONDS not in marks and (letters or sides > 1):
        place = tokens.index("S")
        if place > marks.index(_MINUTES):
            tokens[place] = "SEC"
    return tokens


def _is_number(token: str) -> bool:
    return token[0].isdigit() or (token[0] == "." and len(token) > 1)


def _marks(tokens: list[str]) -> list[int]:
    """Return what the signs and words behind numbers say these are."""
    behind = itertools.dropwhile(lambda token: not _is_number(token), tokens)
    return [_MARKS[token] for token in behind if token in _MARKS]


def _size(parts: list[float], marks: list[int]) -> float | None:
    """Return the degrees of up to three numbers, None where they do not fit together."""
    ordered = marks == sorted(set(marks)) and all(mark < len(parts) for mark in marks)
    if not ordered or any(not 0 <= part < 60 for part in parts[1:]):
        return None
    # A decimal has said its minutes, unless every number is marked.
    if any(part % 1 for part in parts[:-1]) and len(marks) < len(parts):
        return None
    return float(sum(part / 60**power for power, part in enumerate(parts)))
