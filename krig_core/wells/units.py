"""Units as LAS files spell them: of lengths, which are converted, of times, and of curves, which are only compared.

Law: a spelling is known or it is not; what is not known is never taken for metres here. Values of curves are never
converted; what is not stated differs from none.
"""

from __future__ import annotations

import collections
import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import numpy as np

from .nulls import says_nothing
from .numerals import LONGEST, number

if TYPE_CHECKING:
    from numpy.typing import NDArray

METRES: dict[str, tuple[float, tuple[str, ...]]] = {
    "m": (
        1.0,
        ("M", "METER", "METERS", "METRE", "METRES", "MTR", "MTRS", "MTS", "METRO", "METROS", "MÈTRE", "MÈTRES")
        + ("М", "МЕТР", "МЕТЕР", "МЕТРЫ", "МЕТРОВ", "米"),
    ),
    "ft": (
        0.3048,
        ("F", "FT", "FTS", "FEET", "FOOT", "'", "PIE", "PIES", "PIED", "PIEDS", "FTINT", "INTFT")
        + ("INTERNATIONALFOOT", "INTERNATIONALFEET", "ФУТ", "ФУТЫ", "ФУТОВ"),
    ),
    "ftUS": (
        1200 / 3937,
        ("FTUS", "USFT", "FTSUS", "USFOOT", "USFEET", "FTUSSURVEY", "USSURVEYFT", "USSURVEYFOOT", "USSURVEYFEET")
        + ("SURVEYFOOT", "SURVEYFEET", "FOOTUS", "FEETUS"),
    ),
    "in": (0.0254, ("IN", "INS", "INCH", "INCHES", '"', "PULGADA", "PULGADAS", "ДЮЙМ", "ДЮЙМЫ")),
    "0.1in": (
        0.00254,
        (".1IN", "0.1IN", ".1INCH", "0.1INCH", ".1INCHES", "0.1INCHES", "TENTHINCH", "1/10IN", "1/10INCH", '0.1"'),
    ),
    "yd": (0.9144, ("YD", "YDS", "YARD", "YARDS")),
    "mm": (0.001, ("MM", "MILLIMETER", "MILLIMETERS", "MILLIMETRE", "MILLIMETRES", "ММ")),
    "cm": (0.01, ("CM", "CMS", "CENTIMETER", "CENTIMETERS", "CENTIMETRE", "CENTIMETRES", "СМ", "САНТИМЕТР")),
    "dm": (0.1, ("DM", "DECIMETER", "DECIMETERS", "DECIMETRE", "DECIMETRES", "ДМ")),
    "km": (1000.0, ("KM", "KMS", "KILOMETER", "KILOMETERS", "KILOMETRE", "KILOMETRES", "КМ")),
}
"""Units of length: how many metres, and how files spell them. Depths are asked for in "m" or "ft"."""

_UNITS = {spelling: unit for unit, (_, spellings) in METRES.items() for spelling in spellings}

_ALONG_OR_BELOW = re.compile(r"^(M|FT|F)(?:MD|TVD|TVDSS|KB|RKB|BKB|RT|BRT|RTE|DF|BDF|GL|BGL|SS|MSL|BMSL)$")
"""Metres or feet with what they are measured along or from."""

_TIMES = frozenset(
    ("S", "SEC", "SECS", "SECOND", "SECONDS", "MS", "MSEC", "MSECS", "MILLISECOND", "MILLISECONDS", "US", "USEC", "ΜS")
    + ("MIN", "MINS", "MINUTE", "MINUTES", "H", "HR", "HRS", "HOUR", "HOURS", "D", "DAY", "DAYS", "WEEK", "WEEKS")
    + ("MONTH", "MONTHS", "YR", "YRS", "YEAR", "YEARS", "UNIX", "EPOCH", "UNIXTIME", "EPOCHTIME", "TIME", "DATE")
    + ("DATETIME", "TIMESTAMP", "С", "СЕК", "СЕКУНДА", "СЕКУНДЫ", "МС", "МСЕК", "МИН", "МИНУТА", "МИНУТЫ")
    + ("Ч", "ЧАС", "ЧАСЫ", "СУТ", "СУТКИ")
)
_CLOCK = re.compile(r"^(?=.*(?:HH|YY|DD|MM:SS|MMSS))[YMDHST0-9:/.\-]+$")
_UNSTATED = frozenset(("", "-", "--", "---", "UNKNOWN", "UNKN", "UNK", "NONE", "N/A", "NA", "UNITLESS", "NULL", "?"))

_TOKEN = re.compile(r"\d(?:[\d.,]|['\u2019 ](?=\d))*(?:[ED][-+]?\d+(?![A-Z\d]))?|\.\d+|[^\W\d_]+|\S")
_BY_SIGN = {"'": "FT", "\u2032": "FT", "\u2019": "FT", "ME": "M", "MN": "M"}
"""Signs for feet, and metres east and north."""
_SIGNS = frozenset("-+\u2212\u2013")

_ALIKE = (
    ("GAPI", "API", "APIUNITS", "GAMMAAPI"),
    ("V/V", "FRAC", "FRACTION", "DEC", "DECIMAL", "M3/M3", "FT3/FT3", "CFCF", "CF/CF", "VV", "DECP", "RATIO"),
    ("%", "PERCENT", "PCT", "PU", "P.U", "%V/V"),
    ("US/F", "US/FT", "USEC/FT", "USEC/F", "MICS/FT"),
    ("US/M", "USEC/M", "MICS/M"),
    ("G/CC", "G/C3", "G/CM3", "GM/CC", "GM/C3", "GM/CM3", "G/CM^3"),
    ("KG/M3", "K/M3", "KG/M^3"),
    ("OHMM", "OHM.M", "OHM-M", "OHM/M", "OHMS", "OHMMETER", "OHMM2/M"),
    ("IN", "INCH", "INCHES", "INS"),
    ("MD", "MDARCY", "MILLIDARCY"),
    ("MV", "MVOLT", "MILLIVOLTS"),
    ("FT", "F", "FEET"),
    ("M", "METRES", "METERS", "METER"),
)
_SHOWN = 4
_SAME = {spelling: alike[0] for alike in _ALIKE for spelling in alike}

_DECIMALS = 6
_HAIR = 4
"""Rounding of a conversion, in units of the last place."""


def length_unit(text: str) -> str:
    """Return the unit of length, a key of `METRES`, however a file spells it; "" where it is not known."""
    spelling = _spelling(text)
    if spelling in _UNITS:
        return _UNITS[spelling]
    based = _ALONG_OR_BELOW.match(spelling)
    return "" if based is None else _UNITS[based.group(1)]


def metres(text: str) -> float | None:
    """Return how many metres a unit of length has, however a file spells it; None where that is not known."""
    unit = length_unit(text)
    return METRES[unit][0] if unit else None


def converted(depths: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    """Return depths in another unit; those a hair beside a decimal are it, so that a sample at a top is not above."""
    if factor == 1:
        return depths
    converted: NDArray[np.float64] = depths * factor
    decimals = np.round(converted, _DECIMALS)
    return np.where(np.abs(converted - decimals) <= _HAIR * np.spacing(np.abs(converted)), decimals, converted)


def is_time(text: str) -> bool:
    """Tell whether a unit is one of time, or a format of dates or of the clock, such as HH:MM:SS."""
    spelling = _spelling(text)
    return spelling in _TIMES or _CLOCK.match(spelling) is not None


def is_unstated(text: str) -> bool:
    """Tell whether what stands for a unit says nothing."""
    return _spelling(text) in _UNSTATED


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


def differing_units(units: Iterable[str]) -> dict[str, int]:
    """Return how often each unit is stated, the most frequent first; nothing where no two differ."""
    counts = collections.Counter(_folded(unit) for unit in units if not is_unstated(unit))
    return dict(counts.most_common()) if len(counts) > 1 else {}


def common_unit(units: Iterable[str]) -> str | None:
    """Return the unit that all of a curve's values are stated in, letter by letter; None where there is no such."""
    stated = set(units)
    return stated.pop() or None if len(stated) == 1 else None


def said_of_units(curve: str, units: Iterable[str]) -> str:
    """Return the warning that values of a curve are in units that differ, or nothing."""
    found = [f"{unit} ({count:,} file{'' if count == 1 else 's'})" for unit, count in differing_units(units).items()]
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    shown = f"{', '.join(found[:_SHOWN])}{more}"
    said = f"{curve} (`curve`) is in different units, and values are taken as they are: {shown}."
    return said if found else ""


def _spelling(text: str) -> str:
    upper = text.strip().strip("[](){}").upper()
    return re.sub(r"[ \t_()]|(?<=[A-Z])[-.](?=[A-Z]|$)", "", upper)


def _folded(unit: str) -> str:
    folded = re.sub(r"\s|[\[\](){}\u00b3]", lambda found: "3" if found.group() == "\u00b3" else "", unit.upper())
    folded = folded.replace("\u00b5", "U").replace("\u03bc", "U").replace("\u039c", "U").strip(".")
    return _SAME.get(folded, folded)
