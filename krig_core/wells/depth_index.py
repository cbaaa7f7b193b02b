"""Which column of a log is its depth, and in which unit.

Law: names and units decide, never the place alone. A time is no depth, and a unit that is stated, wherever that is
done, is known or refused by its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import UnreadableLas
from .las_sections import DEPTH_NAMES, Item
from .numerals import number
from .units import METRES, is_time, is_unstated, length_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONGEST_SAID = 40
FOOT = METRES["ft"][0]
_LIMITS = ("STRT", "STOP", "STEP")
_OF_DEPTH = "DEPTH?S?|DPTH|DEP|T?DEP|MD|ГЛУБИНА|ГЛУБ"
_NAME_AND_UNIT = re.compile(rf"((?:{_OF_DEPTH})(?:[\W_]*MD)?)[\W_]*(.+?)[\W_]*")
"""A name of depth that ends in its unit: DEPT_FT, DEPTH(M)."""

_DESCRIBED = re.compile(
    r"[(\[]([^)\]]+)[)\]]|,\s*([^\W\d_]+)\W*$|\bin\s+((?:us\s+)?(?:survey\s+)?\w+)\W*$", re.IGNORECASE
)
"""Where a description says a unit: Depth (ft); depth, ft; depth in feet."""

_VERTICAL = re.compile(r"TVD|SSTV|TRUE_?VERT")
_FEW_STEPS = 2
_SHARE_OF_STEPS = 0.1
_SHARE_AGAINST = 0.01
"""Steps that may go the other way where runs of a log follow each other."""

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
        As they are defined.
    values : array of float64, shape (samples, n)
    header : mapping
        Value and unit by mnemonic.

    Raises
    ------
    UnreadableLas
        When there is no index, or its unit is not known.
    """
    curves = [_with_unit(curve) for curve in curves]
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
            return _measured(position, curve, [] if along_time else limits)
        except UnreadableLas as error:
            refusal = refusal or str(error)
    if refusal:
        raise UnreadableLas(refusal)
    return _of_first(curves[0], values[:, 0], limits)


def _of_first(first: Item, values: NDArray[np.float64], limits: Sequence[str]) -> Index:
    """Return the index of a log none of whose curves is called a depth: its first, if that is a length or a time.

    A caliper is a length too, but does not rise or fall throughout, in the unit of STRT.
    """
    has_numbers = bool(np.isfinite(values).any())
    unstated = is_unstated(first.unit)
    is_by_time = is_time(first.unit) or _TIME_NAME.fullmatch(first.name.upper()) is not None
    if has_numbers and (is_by_time or (unstated and limits and all(map(is_time, limits)))):
        unit = next((unit for unit in (first.unit, *limits) if is_time(unit)), "time")
        return Index(0, unit, is_depth=False)
    is_length = length_unit(first.unit) or (unstated and any(map(length_unit, limits)))
    if has_numbers and is_length and _runs_like_depth(values):
        index = _measured(0, first, limits)
        is_vertical = _VERTICAL.search(first.name.upper())
        said = f"its depths are {first.name}, taken for measured ones" if is_vertical else ""
        if not index.remark:
            return index._replace(remark=said)
    message = f"it has no depths: its index is {_cut(f'{first.name} {first.unit}'.rstrip())}"
    raise UnreadableLas(message)


def _with_unit(curve: Item) -> Item:
    """Return a curve with a unit of length that stands in more than one word, as its value, or in its name."""
    words = f"{curve.unit} {curve.value}".strip()
    if not length_unit(curve.unit) and length_unit(words):
        return curve._replace(unit=words)
    named = _NAME_AND_UNIT.fullmatch(curve.name.upper())
    if named is None or not length_unit(named.group(2)):
        return curve
    return curve._replace(name=named.group(1), unit=named.group(2) if is_unstated(curve.unit) else curve.unit)


def _described(curve: Item) -> str:
    """Return the unit of length that a description says, or nothing."""
    found = (text for match in _DESCRIBED.findall(curve.description) for text in match)
    return next((text for text in found if length_unit(text)), "")


def said_of_order(depths: NDArray[np.float64]) -> str:
    """Return what is to be said of depths that neither rise nor fall, as those of a log do but for some."""
    with_it, against = _steps(depths)
    few = max(_FEW_STEPS, _SHARE_OF_STEPS * len(depths))
    return "its depths neither rise nor fall throughout" if len(depths) - 1 - with_it > few or against > few else ""


def said_of_limits(
    depths: NDArray[np.float64], unit: str, header: Mapping[str, tuple[str, str]], tolerance: float = 1e-3
) -> str:
    """Return what is to be said of depths that are those of STRT and STOP in the other of feet and metres."""
    stated = [number(header.get(key, ("", ""))[0]) for key in ("STRT", "STOP")]
    finite = depths[np.isfinite(depths)]
    if None in stated or not finite.size:
        return ""
    ends = np.array([finite.min(), finite.max()])
    limits = np.sort(np.array(stated, dtype=np.float64))
    for ratio in (FOOT, 1 / FOOT):
        if limits[0] > 0 and (np.abs(ends - ratio * limits) <= tolerance * ends).all():
            found, given = (" to ".join(f"{end:g}" for end in pair) for pair in (ends, limits))
            return f"its depths run from {found} {unit}, and STRT and STOP from {given}, as if one were in feet"
    return ""


def _runs_like_depth(values: NDArray[np.float64]) -> bool:
    """Tell whether values rise or fall, but for some repeated ones."""
    with_it, against = _steps(values)
    return 2 * with_it >= np.count_nonzero(np.isfinite(values)) - 1 and against <= _SHARE_AGAINST * len(values)


def _steps(depths: NDArray[np.float64]) -> tuple[int, int]:
    """Return how many steps from depth to depth are of the more frequent sign, and of the other one."""
    steps = np.diff(depths[np.isfinite(depths)])
    counts = sorted((int(np.count_nonzero(steps > 0)), int(np.count_nonzero(steps < 0))))
    return counts[1], counts[0]


def _is_depth(curve: Item) -> bool:
    return _letters(curve) in DEPTH_NAMES


def _is_called_depth(curve: Item, position: int) -> bool:
    """Tell whether a curve has one of the usual names, or at the first place one that begins like them."""
    return _is_depth(curve) or (position == 0 and _letters(curve).startswith(("DEPT", "DPTH", "ГЛУБ")))


def _letters(curve: Item) -> str:
    return re.sub(r"[^\w]|_", "", curve.name.upper())


def _measured(position: int, curve: Item, limits: Sequence[str]) -> Index:
    """Return the index with its unit: the curve's own, else that of the limits, else what its description says."""
    own = curve.unit
    if is_unstated(own) and not limits:
        own = _described(curve)
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
    described = length_unit(_described(curve))
    if not others and described not in ("", unit):
        return Index(position, unit, True, remark=f"its depths are in {unit}, though its description has {described}")
    if not others:
        return Index(position, unit, is_depth=True)
    return Index(position, unit, is_depth=True, remark=f"its depths are in {unit}, though STRT has {_cut(others[0])}")


def _cut(text: str) -> str:
    """Return a text of a file for a sentence."""
    return text if len(text) <= _LONGEST_SAID else f"{text[:_LONGEST_SAID]}…"
