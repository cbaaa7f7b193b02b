"""Units of length and of time, as LAS files spell them.

Law: a spelling is known or it is not; what is not known is never taken for metres here.
"""

from __future__ import annotations

import re

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
        + ("SURVEYFOOT", "SURVEYFEET"),
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


def length_unit(text: str) -> str:
    """Return the unit of length, a key of `METRES`, that a file spells in any way; "" where that is none known."""
    spelling = _normal(text)
    if spelling in _UNITS:
        return _UNITS[spelling]
    based = _ALONG_OR_BELOW.match(spelling)
    return "" if based is None else _UNITS[based.group(1)]


def metres(text: str) -> float | None:
    """Return how many metres a unit of length has, however a file spells it; None where that is not known."""
    unit = length_unit(text)
    return METRES[unit][0] if unit else None


def is_time(text: str) -> bool:
    """Tell whether a unit is one of time, or a format of dates or of the clock, such as HH:MM:SS."""
    spelling = _normal(text)
    return spelling in _TIMES or _CLOCK.match(spelling) is not None


def is_unstated(text: str) -> bool:
    """Tell whether what stands for a unit says nothing."""
    return _normal(text) in _UNSTATED


def _normal(text: str) -> str:
    upper = text.strip().strip("[](){}").upper()
    return re.sub(r"[ \t_()]|(?<=[A-Z])[-.](?=[A-Z]|$)", "", upper)
