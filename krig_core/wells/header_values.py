"""What the values of a header say: nothing, a number, or a length with its unit.

Law: a number that stands with a unit or a word that is not known is no number.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection

from .length_units import metres

NULLS = (-999.25, -9999.25, -999.0, -9999.0, -99999.0)
"""What is never a measurement, whatever the header's NULL says."""

NULL_TOLERANCE = 0.051
"""-999.25 is also written -999.2 and -999.3."""

_NOTHING = re.compile(
    r"[\W_]*|\W*(?:N\W?A\W?|NONE|NULL|NIL|NAN|UNK|UNKN|UNKNOWN|UNDEFINED|UNAVAILABLE|MISSING|BLANK|EMPTY|TB[ADC]|X{2,}"
    r"|NOT\s(?:AVAILABLE|KNOWN|GIVEN|APPLICABLE|RECORDED|REPORTED|PROVIDED))\W*",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\d(?:[\d.,]|['\u2019 ](?=\d))*(?:[ED][-+]?\d+(?![A-Z\d]))?|\.\d+|[^\W\d_]+|\S")
_GROUPED = re.compile(r"\d{1,3}([,.'\u2019 ])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d*)?")
LONGEST = 100
"""Of a longer text no more is read."""

_SIGNS = {"-": -1, "\u2212": -1, "\u2013": -1, "+": 1}
_BY_SIGN = {"'": "FT", "\u2032": "FT", "\u2019": "FT", "ME": "M", "MN": "M"}
"""Signs for feet, and metres east and north."""

HEIGHT_WORDS = frozenset(
    ("KB", "RKB", "DF", "RT", "GL", "EL", "ELEV", "ELEVATION", "ABOVE", "ASL", "AMSL", "MSL", "SEA", "LEVEL")
    + ("TO", "FROM", "OVER", "MEAN")
    + (
        "SL",
        "SS",
        "KELLY",
        "BUSHING",
        "DERRICK",
        "DRILL",
        "FLOOR",
        "ROTARY",
        "TABLE",
        "GROUND",
        "EST",
        "ESTIMATED",
        "APPROX",
    )
)
"""What stands beside a height and says only which it is."""


def says_nothing(text: str) -> bool:
    """Tell whether a value stands for none: empty, a dash, N/A, NONE, UNKNOWN, -999.25 and the like."""
    if _NOTHING.fullmatch(text.strip()):
        return True
    try:
        return any(abs(float(text) - null) < NULL_TOLERANCE for null in NULLS)
    except ValueError:
        return False


def weight(text: str) -> int:
    """Return how much a value says: 0 for nothing, 1 for a zero, which may mean so, and 2 for anything else."""
    if says_nothing(text):
        return 0
    found = number(text.split()[0])
    return 1 if found == 0 else 2


def number(text: str) -> float | None:
    """Return a number that may have thousands, a decimal comma or an exponent of Fortran; None for what is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    sign = _SIGNS.get(plain[:1])
    plain = plain[1:].lstrip() if sign else plain
    grouped = _GROUPED.fullmatch(plain)
    if grouped and not (grouped.group(1) == "." and plain.count(".") == 1 and "," not in plain):
        plain = plain.replace(grouped.group(1), "")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not re.fullmatch(r"(?:\d+\.?\d*|\.\d+)(?:[EeDd][-+]?\d+)?", plain):
        return None
    found = (sign or 1) * float(re.sub("[Dd]", "e", plain))
    return found if math.isfinite(found) and not says_nothing(repr(found)) else None


def numbers(text: str) -> list[float]:
    """Return the numbers that stand in a text, with their signs, whatever else does; those of `NULLS` are none."""
    whole = number(text)
    words = re.findall(r"[-\u2212\u2013]?\s?(?:\d[\d.,]*|\.\d+)(?:[EeDd][-+]?\d+)?", text[:LONGEST])
    found = map(number, (word.rstrip(".,") for word in words)) if whole is None else [whole]
    return [value for value in found if value is not None]


def length(text: str, unit: str, words: Collection[str] = ()) -> tuple[float, float | None] | None:
    """Return a length as it is written, and how many metres its unit has.

    Parameters
    ----------
    text : str
        A number, and beside it no more than a unit and some of the `words`: "850 ft", "KB 274.6 m".
    unit : str
        What the header says besides; if both say one they have to agree.
    words : collection of str
        In upper case.

    Returns
    -------
    tuple = (number, metres) or None
        None for the metres where no unit is stated; None altogether for what is no number, and for a unit that is not
        known.
    """
    numbers: list[float | None] = []
    units: list[float | None] = [] if says_nothing(unit) else [metres(unit)]
    sign = ""
    for token in _TOKEN.findall(unicodedata.normalize("NFKC", text[:LONGEST]).upper()):
        if token[0].isdigit() or (token[0] == "." and len(token) > 1):
            numbers.append(number(sign + token))
        elif (token[0].isalpha() or token in _BY_SIGN) and token not in words:
            units.append(metres(_BY_SIGN.get(token, token)))
        sign = token if token in _SIGNS else ""
    if len(numbers) != 1 or numbers[0] is None or None in units or len(set(units)) > 1:
        return None
    return numbers[0], next(iter(units), None)
