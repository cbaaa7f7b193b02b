"""Numbers and limits as laboratories write them into a column of texts: 0.31, <0.25, > 10, 0.5-1.2, ND.

Law: a text that is no number and no limit is not guessed at: it is counted. Of what a comma or a dot means the whole
column decides (`numerals.py`). No limit is made up: that nothing is less than zero is for the
transform to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .nulls import is_no_value
from .numerals import LONGEST, comma_divides_thousands, data_number, with_decimal_dots

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

_NUMBER = r"([-+\u2212]?(?:\d+(?:[.,]\d+)*(?:[.,](?!\.))?|[.,]\d+)(?:[ED][-+]?\d+)?)"
_UNNAMED = (
    r"N\W?[DN]\W?|B\W?[DQR]\W?L\W?|BLO?[DQ]|U\W?D\W?N\W?|NON\W?DETECT(?:S|ED)?|NOT\W(?:DETECTED|DETECTABLE)"
    r"|(?:BELOW|UNDER)\W(?:THE\W)?(?:LIMIT OF )?DETECTION(?:\WLIMIT)?"
    r"|BELOW\W(?:LO[DQ]|LOR|[DQR]L)|NICHT\W(?:NACHWEISBAR|NACHGEWIESEN)|UNTER\W(?:DER\W)?(?:NACHWEIS|BESTIMMUNGS)GRENZE"
    r"|(?:<|<=|\u2264)\s?(?:L?LO[DQ]|LOR|M?[DQR]L|MRL|PQL|LLD|L[DQ]|NWG|BG|BWG|BDL|ND)"
)
"""Below a limit that is not named."""
_BELOW = r"<=|=<|<|&LT;=?|\u2264|\u2266|\u2a7d|LT|LESS THAN|BELOW|KLEINER(?: ALS)?|UNTER"
_ABOVE = (
    r">=|=>|>|&GT;=?|\u2265|\u2267|\u2a7e|GT|(?:GREATER|MORE) THAN|ABOVE|GR\u00d6(?:SS|\u00df)ER(?: ALS)?|\u00dcBER"
)
_TO = r"\.\.\.?|[-\u2010-\u2014\u2212]|TO|BIS"


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_NAMED = _whole(rf"(?:{_BELOW})\s*{_NUMBER}")
_NAMED_BESIDE = _whole(rf"(?:{_UNNAMED})(?:\s*[(\[]\s*(?:{_BELOW})?\s*|\s*<\s*|\s+){_NUMBER}\s*[)\]]?")
_LIMIT_ABOVE = _whole(rf"(?:{_ABOVE})\s*{_NUMBER}")
_BETWEEN = _whole(rf"{_NUMBER}\s*(?:{_TO})\s*{_NUMBER}")
_NO_LIMIT_NAMED = _whole(rf"<|U|{_UNNAMED}")
_VALUE = _whole(_NUMBER)
_SPACED = re.compile(r"(?<![\w.,'\u2019])[1-9]\d{0,2}(?:([ '\u2019])\d{3})(?:\1\d{3})*(?!\d)")
"""Thousands with a blank or an apostrophe."""


@dataclass(frozen=True)
class Entries:
    """What a column says of n values.

    Attributes
    ----------
    values : float array, shape (n,)
        Not a number where there is none.
    lower, upper : float array, shape (n,)
        Between which a value lies that is not known; not a number where no limit is named.
    unnamed : bool array, shape (n,)
        Below a limit that is not named, as ND.
    unread : bool array, shape (n,)
        Neither a number, nor a limit, nor a word for nothing.
    """

    values: Floats
    lower: Floats
    upper: Floats
    unnamed: Bools
    unread: Bools


def read_entries(column: Sequence[Any]) -> Entries:
    """Read a column of numbers and texts.

    Parameters
    ----------
    column : sequence of float, str or None, length n
        A number that is not finite, or a text that stands for nothing, is no value.
    """
    texts = [_plain(item) if isinstance(item, str) else None for item in column]
    found = [None if text is None else _parts(text) for text in texts]
    words = [word for parts in found if parts is not None for word in parts[1]]
    thousands = comma_divides_thousands([[word] for word in words])
    number_of = {word: data_number(plain, thousands) for word, plain in zip(words, with_decimal_dots(words))}
    values, lower, upper = np.full((3, len(column)), np.nan)
    unnamed, unread = np.zeros((2, len(column)), dtype=bool)
    for row, (item, text, parts) in enumerate(zip(column, texts, found)):
        if text is None:
            values[row] = np.nan if item is None else float(item)
            continue
        if parts is None:
            unread[row] = not is_no_value(text)
            continue
        kind, written = parts
        numbers = [number_of[word] for word in written]
        if kind == "unnamed":
            unnamed[row] = True
        elif not np.isfinite(numbers).all() or (kind == "between" and numbers[0] > numbers[1]):
            unread[row] = True
        elif kind == "value":
            values[row] = numbers[0]
        else:
            lower[row] = numbers[0] if kind in ("above", "between") else np.nan
            upper[row] = numbers[-1] if kind in ("below", "between") else np.nan
    values[~np.isfinite(values)] = np.nan
    return Entries(values, lower, upper, unnamed, unread)


def _plain(text: str) -> str:
    """Return a text in plain letters, without blanks around it and between thousands."""
    plain = unicodedata.normalize("NFKC", text[: LONGEST + 1]).strip()
    return _SPACED.sub(lambda found: re.sub(r"\D", "", found.group()), plain)


def _parts(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return what kind of entry a text is, and its numbers as they are written; None for anything else."""
    if len(text) > LONGEST:
        return None
    for kind, pattern in (
        ("value", _VALUE),
        ("below", _NAMED),
        ("below", _NAMED_BESIDE),
        ("above", _LIMIT_ABOVE),
        ("between", _BETWEEN),
        ("unnamed", _NO_LIMIT_NAMED),
    ):
        found = pattern.fullmatch(text)
        if found:
            return kind, found.groups()
    return None
