"""Numbers as LAS files write them: with thousands, decimal commas, and exponents of Fortran.

Law: a number that stands with a unit or a word is no number. A comma divides thousands or is a decimal mark; where it
can be both, a header's divides thousands, and of data the whole file decides.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from .nulls import says_nothing

LONGEST = 100
"""Of a longer text no more is read."""

LONGEST_NUMBER = 64
"""Letters; longer words are no numbers."""

_ONE_SIZE = 10.0
_GROUPED = re.compile(r"\d{1,3}([,.'\u2019 ])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d*)?")
_SIGNS = {"-": -1, "\u2212": -1, "\u2013": -1, "+": 1}
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:(?:,\d{3}){2,}|(?:,\d{3})+\.\d*)")
_MAYBE_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
_DECIMAL_COMMA = re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3})+|\d*),\d*(?:[EeDd][-+]?\d+)?")
_DOTTED = re.compile(r"[-+\u2212]?[1-9]\d{0,2}(?:\.\d{3})+")
_DOTS_DIVIDE = re.compile(r"[-+\u2212]?[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d+)")
_FORTRAN = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+))(?:[DdQq]([-+]?\d{1,3})|([-+](?:0\d|\d{3})|\+\d\d))")


def weight(text: str) -> int:
    """Return how much a value says: 0 for nothing, 1 for a zero, which may mean so, and 2 for anything else."""
    if says_nothing(text):
        return 0
    found = number(text.split()[0])
    return 1 if found == 0 else 2


def number(text: str) -> float | None:
    """Return a number that may have thousands, a decimal comma or an exponent of Fortran; None for anything else."""
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


def data_number(word: str, thousands: bool | None = None) -> float:
    """Return the number that a word is, NaN for none.

    Exponents may be Fortran's (5.0D+01, 1.5+003). A comma is a decimal mark, or divides thousands where it can be
    nothing else (1,234,567 and 1,000.5); of what can be both (1,234) `thousands` decides, and None makes it NaN.
    """
    if not 0 < len(word) <= LONGEST_NUMBER or "_" in word:
        return np.nan
    try:
        return float(word)
    except ValueError:
        pass
    if "," in word:
        if _THOUSANDS.fullmatch(word) or (thousands and _MAYBE_THOUSANDS.fullmatch(word)):
            return float(word.replace(",", ""))
        if not _DECIMAL_COMMA.fullmatch(word) or (thousands is None and _MAYBE_THOUSANDS.fullmatch(word)):
            return np.nan
        word = word.replace(".", "").replace(",", ".")
    if not word.isascii():
        word = word.replace("\u2212", "-").replace("\u2013", "-")
    fortran = _FORTRAN.fullmatch(word)
    try:
        return float(f"{fortran.group(1)}e{fortran.group(2) or fortran.group(3)}" if fortran else word)
    except ValueError:
        return np.nan


def comma_divides_thousands(rows: Sequence[Sequence[str]]) -> bool | None:
    """Tell what a comma means where it can mean both, by those words of a file that can be only one; None: unknown."""
    words = [word for row in rows for word in row if "," in word and len(word) <= LONGEST_NUMBER]
    if not words:
        return None
    decimal = any(_DECIMAL_COMMA.fullmatch(word) and not _MAYBE_THOUSANDS.fullmatch(word) for word in words)
    thousands = any(_THOUSANDS.fullmatch(word) for word in words)
    if decimal or thousands:
        return None if decimal and thousands else thousands
    # Every number has three decimals, and so has this one if it is then of the size of its column.
    others = {len(word.rpartition(".")[2]) for row in rows for word in row if "." in word}
    return False if others == {3} and all(map(_are_of_one_size, itertools.zip_longest(*rows, fillvalue=""))) else None


def with_decimal_dots(words: Sequence[str]) -> list[str]:
    """Return the words of a column without dots that divide thousands (12.345.678, or 1.234 beside 1.234,5).

    Where others have a decimal comma, and nothing says what a dot means, 1.234 may be either: such words become empty.
    """
    divide = any(_DOTS_DIVIDE.fullmatch(word) for word in words)
    comma = any(_DECIMAL_COMMA.fullmatch(word) and not _MAYBE_THOUSANDS.fullmatch(word) for word in words)
    decimal = any("." in word and "," not in word and not _DOTTED.fullmatch(word) for word in words)
    if not (divide or comma) or (decimal and not divide):
        return list(words)
    known = divide and not decimal
    return [word if not _DOTTED.fullmatch(word) else word.replace(".", "") if known else "" for word in words]


def _are_of_one_size(column: Sequence[str]) -> bool:
    """Tell whether words of a column with a comma for a decimal mark are of the size of those without a comma."""
    with_comma = [abs(data_number(word, thousands=False)) for word in column if "," in word]
    without = [abs(data_number(word)) for word in column if "," not in word]
    if not with_comma:
        return True
    known = [value for value in without if value == value]
    middle = float(np.median(known)) if known else np.nan
    return all(middle / _ONE_SIZE <= value <= middle * _ONE_SIZE for value in with_comma)
