"""Nulls: what stands in a LAS file where nothing was measured or nothing is said.

Law: a null is NaN, whether the header states it (NULL), it is one of the usual ones, or it is too large for a
measurement; a word for none says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NULLS = (-999.25, -9999.25, -999.0, -9999.0, -99999.0)
"""What is never a measurement, whatever the header's NULL says."""

TOLERANCE = 0.051
"""-999.25 is also written -999.2 and -999.3."""

HUGE = 1e30
"""No measurement is as large; programs write it for none."""

SMALLEST_INTEGERS = (-2147483648.0, -2147483647.0)

_NAMES = ("NULL", "NUL", "NULLVALUE", "NULLVAL", "ABSENT", "ABSENTVALUE")
_SHOWN = 40

_NOTHING = re.compile(
    r"[\W_]*|\W*(?:N\W?A\W?|NONE|NULL|NIL|NAN|UNK|UNKN|UNKNOWN|UNDEFINED|UNAVAILABLE|MISSING|BLANK|EMPTY|TB[ADC]|X{2,}"
    r"|NOT\s(?:AVAILABLE|KNOWN|GIVEN|APPLICABLE|RECORDED|REPORTED|PROVIDED))\W*",
    re.IGNORECASE,
)
_NO_VALUES = frozenset(
    ("NAN", "-NAN", "NULL", "(NULL)", "N/A", "NA", "#N/A", "NONE", "NIL", "MISSING", "ABSENT", ".", "?")
    + ("INF", "-INF", "+INF", "INFINITY", "-INFINITY")
)
_NO_VALUE_OF_C = re.compile(r"-?1\.#(?:INF|IND|QNAN|SNAN)0*", re.IGNORECASE)
"""How programs in C write infinity and what is no number."""


def says_nothing(text: str) -> bool:
    """Tell whether a value of a header stands for none: empty, a dash, N/A, NONE, UNKNOWN, -999.25 and the like."""
    if _NOTHING.fullmatch(text.strip()):
        return True
    try:
        value = float(text)
    except ValueError:
        return False
    return value < 0 and is_usual(value)


def is_no_value(word: str) -> bool:
    """Tell whether a word among data stands for no value: blanks, dashes, asterisks, NaN, NULL, N/A and their like."""
    if not word.strip("-*_\"' ") or word.upper() in _NO_VALUES:
        return True
    return "#" in word and _NO_VALUE_OF_C.fullmatch(word) is not None


def is_usual(value: float) -> bool:
    """Tell whether a number is one of `NULLS`."""
    return any(abs(value - null) < TOLERANCE for null in NULLS)


def stated_null(header: Mapping[str, tuple[str, str]]) -> str:
    """Return what a header says of its null, however it calls that."""
    return next((value for key, (value, _) in header.items() if re.sub(r"[\W_]", "", key) in _NAMES), "")


def said_of_null(text: str) -> str:
    """Return what is to be said of a stated null that is no number, or nothing."""
    is_clear = says_nothing(text) or any(map(str.isdigit, text))
    return "" if is_clear else f"its NULL {text[:_SHOWN]} is no number"


def without_nulls(values: NDArray[np.float64], stated: Sequence[float]) -> NDArray[np.float64]:
    """Return measurements with NaN for the usual nulls and those that the header states."""
    measured = values.copy()
    measured[_is_null(values)] = np.nan
    for null in stated:
        measured[np.abs(values - null) <= 1e-6 * abs(null)] = np.nan
    return measured


def depths_without_nulls(values: NDArray[np.float64], stated: Sequence[float] = ()) -> NDArray[np.float64]:
    """Return depths with NaN for nulls; a log along elevation may pass -999 honestly, one along depth may not."""
    depths = values.copy()
    null = _is_null(depths)
    for number in stated:
        null |= (depths == number) & (number < 0)
    if not (depths[~null] < 0).any():
        depths[null] = np.nan
    return depths


def _is_null(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    null = np.abs(values) >= HUGE
    if (values < -900).any():
        for usual in NULLS:
            null |= np.abs(values - usual) < TOLERANCE
        for usual in SMALLEST_INTEGERS:
            null |= values == usual
    return null
