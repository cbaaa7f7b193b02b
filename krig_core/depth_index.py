"""Which column of a log is its depth, and in which unit.

Law: names and units decide, never the place alone. A time is no depth, and a unit that is stated is known or refused
by its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .errors import UnreadableLas
from .las_sections import DEPTH_NAMES, Item
from .length_units import METRES, is_time, is_unstated, length_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONGEST_SAID = 40
_LIMITS = ("STRT", "STOP", "STEP")
_TIME_NAME = re.compile(r"(?:E?TIME?|TIMES|TIME_.*|.*[A-Z_]TIME|DATE|DATETIME|TIMESTAMP|UNIX|ВРЕМЯ)(?:\[\d+\])?")


class Index(NamedTuple):
    """The index of a log.

    Attributes
    ----------
    position : int
        Its column.
    unit : str
        A key of `METRES`; of a time what the file has, or "time".
    is_depth : bool
        Whether it is one, and no time.
    remark : str
        What is to be said of it.
    """

    position: int
    unit: str
    is_depth: bool
    remark: str = ""


def index_of(curves: Sequence[Item], values: NDArray[np.float64], header: Mapping[str, tuple[str, str]]) -> Index:
    """Choose the index of a log: the first curve that is called a depth, else the first curve if it is a length.

    What a curve called a depth is measured in is its own unit, else that of STRT, STOP and STEP; metres where none of
    them says. A log without depths keeps a time as its index, if that comes first.

    Parameters
    ----------
    curves : sequence of Item, length n
    values : array of float64, shape (samples, n)
    header : mapping
        Value and unit by mnemonic.

    Raises
    ------
    UnreadableLas
        When there is no index, or its unit is not known.
    """
    limits = [header[key][1] for key in _LIMITS if not is_unstated(header.get(key, ("", ""))[1])]
    has_numbers = np.isfinite(values).any(axis=0)
    along_time = bool(limits) and all(map(is_time, limits))
    refusal = ""
    for position in sorted(range(len(curves)), key=lambda position: not _is_depth(curves[position])):
        curve = curves[position]
        is_by_time = is_time(curve.unit) or (is_unstated(curve.unit) and along_time and position == 0)
        if not has_numbers[position] or is_by_time or not _is_called_depth(curve, position):
            continue
        try:
            return _measured(position, curve.unit, [] if along_time else limits)
        except UnreadableLas as error:
            refusal = refusal or str(error)
    if refusal:
        raise UnreadableLas(refusal)
    return _of_first(curves[0], has_numbers[0], limits)


def _of_first(first: Item, has_numbers: bool, limits: Sequence[str]) -> Index:
    """Return the index of a log none of whose curves is called a depth: its first, if that is a length or a time."""
    unstated = is_unstated(first.unit)
    is_by_time = is_time(first.unit) or _TIME_NAME.fullmatch(first.name.upper()) is not None
    if has_numbers and (is_by_time or (unstated and limits and all(map(is_time, limits)))):
        unit = next((unit for unit in (first.unit, *limits) if is_time(unit)), "time")
        return Index(0, unit, is_depth=False)
    if has_numbers and (length_unit(first.unit) or (unstated and any(map(length_unit, limits)))):
        return _measured(0, first.unit, limits)
    message = f"it has no depths: its index is {_cut(f'{first.name} {first.unit}'.rstrip())}"
    raise UnreadableLas(message)


def _is_depth(curve: Item) -> bool:
    return _letters(curve) in DEPTH_NAMES


def _is_called_depth(curve: Item, position: int) -> bool:
    """Tell whether a curve has one of the usual names, or at the first place one that begins like them."""
    return _is_depth(curve) or (position == 0 and _letters(curve).startswith(("DEPT", "DPTH", "ГЛУБ")))


def _letters(curve: Item) -> str:
    return re.sub(r"[^\w]|_", "", curve.name.upper())


def _measured(position: int, own: str, limits: Sequence[str]) -> Index:
    """Return the index with its unit: the curve's own, else that of the limits."""
    said = dict.fromkeys(length_unit(text) or text for text in (limits if is_unstated(own) else [own]))
    unknown = [text for text in said if text not in METRES]
    if unknown:
        message = f"its depths are in {_cut(unknown[0])}, which is not known (known are {', '.join(METRES)})"
        raise UnreadableLas(message)
    if len(said) > 1:
        message = f"its depths are in {' and '.join(said)} by its STRT, STOP and STEP, and its index does not say"
        raise UnreadableLas(message)
    unit = next(iter(said), "m")
    others = [text for text in dict.fromkeys(length_unit(text) or text for text in limits) if text != unit]
    if not others:
        return Index(position, unit, is_depth=True)
    return Index(position, unit, is_depth=True, remark=f"its depths are in {unit}, though STRT has {_cut(others[0])}")


def _cut(text: str) -> str:
    """Return a text of a file for a sentence."""
    return text if len(text) <= _LONGEST_SAID else f"{text[:_LONGEST_SAID]}…"
