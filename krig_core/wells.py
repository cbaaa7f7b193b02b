"""Which log belongs to which well, and one value for each log.

Law: names are compared by their letters and digits alone; a file that gives no value is counted and says why.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .division import divisible
from .errors import InvalidInput, UnreadableLas
from .las import METRES, Skipped, read_las
from .log import Log
from .reading import Reading

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_WHOLE_NUMBER = re.compile(r"(\d+)\.0*")


def identity(name: Any) -> str:
    """Return the normal form of a UWI, an API number or a well's name: upper case, letters and digits only.

    A whole number from a numeric column loses its decimals, so that 42501201300000.0 is "42501201300000"; None, NaN
    and text without letters or digits give "".
    """
    if name is None:
        return ""
    if isinstance(name, (float, np.floating)):
        if not math.isfinite(name):
            return ""
        name = int(name) if float(name).is_integer() else name
    text = str(name).strip()
    whole = _WHOLE_NUMBER.fullmatch(text)
    if whole:
        text = whole.group(1)
    return "".join(letter for letter in text.upper() if letter.isalnum())


class Curve(NamedTuple):
    """The name of a log's curve, or the reason why it cannot be taken."""

    name: str
    reason: str


def curve_of(log: Log, curve: str) -> Curve:
    """Return which curve of a log along depth is meant (see `Log.stream_name`)."""
    if log.depth_unit not in METRES:
        return Curve("", f"its index is in {log.depth_unit}: a time is no depth")
    try:
        return Curve(log.stream_name(curve), "")
    except InvalidInput:
        return Curve("", f"it has no curve {curve}, only {', '.join(log.streams) or 'depths'}")


def unknown_well(log: Log) -> str:
    """Return the reason that no well has any of a log's identifiers."""
    return f"no well is called {' or '.join(log.identifiers)}"


class WellTable:
    """Find a well's row by any of the names that a log may know it by.

    Parameters
    ----------
    names : iterable
        The wells' names, text or numbers, row by row; empty ones are never found.

    Attributes
    ----------
    duplicates : dict of str to int
        Names that stand more than once, as first spelt, and how often; the first row is the one found.
    """

    def __init__(self, names: Iterable[Any]) -> None:
        self._rows: dict[str, int] = {}
        self.duplicates: dict[str, int] = {}
        first: dict[str, str] = {}
        for row, name in enumerate(names):
            key = identity(name)
            if not key:
                continue
            if key in self._rows:
                self.duplicates[first[key]] = self.duplicates.get(first[key], 1) + 1
            else:
                self._rows[key] = row
                first[key] = str(name)

    def find(self, identifiers: Iterable[Any]) -> int | None:
        """Return the row of the first identifier that names a well, None when none does."""
        for identifier in identifiers:
            row = self._rows.get(identity(identifier))
            if row is not None:
                return row
        return None


class WellValue(NamedTuple):
    """The mean of one curve in one file, and the row of the well that it belongs to."""

    well: int
    value: float
    samples: int
    unit: str


class FileResult(NamedTuple):
    """What one file gave: a value, or the reason why there is none.

    Attributes
    ----------
    value : WellValue or None
    reason : str
        Empty when there is a value.
    read : bool
        Whether the file is a readable log, with or without a value.
    feet : bool
        Whether its depths were converted from feet.
    """

    value: WellValue | None
    reason: str
    read: bool
    feet: bool


@dataclass(frozen=True)
class WellValues:
    """Values by well, and what became of the files.

    Attributes
    ----------
    well : array of int, shape (n,)
        The row of the well's name, for each value.
    value : array of float64, shape (n,)
    samples : array of int, shape (n,)
        Of how many samples each value is the mean.
    unit : str or None
        The curve's unit if all values have the same, else None.
    skipped : list of Skipped
        The files without a value, in order.
    n_read : int
        How many files are readable logs, with or without a value.
    n_feet : int
        How many of them had their depths in feet.
    duplicates : dict of str to int
        Names that several wells have, and how many; the first of them gets the values.
    """

    well: NDArray[np.int64]
    value: NDArray[np.float64]
    samples: NDArray[np.int64]
    unit: str | None
    skipped: list[Skipped]
    n_read: int
    n_feet: int
    duplicates: dict[str, int]


@dataclass(frozen=True)
class WellQuestion:
    """What is asked of every file; picklable, and the answer depends on it and the file alone.

    Attributes
    ----------
    table : WellTable
    curve : str
        A curve's name, or several separated by semicolons.
    tops, bottoms : array of float64, shape (rows,)
        Depths in metres, by row of the table; NaN is no limit.
    need_top, need_bottom : bool
        Whether a well without that depth is skipped.
    """

    table: WellTable
    curve: str
    tops: NDArray[np.float64]
    bottoms: NDArray[np.float64]
    need_top: bool = False
    need_bottom: bool = False

    @classmethod
    def of(
        cls,
        names: Sequence[Any],
        curve: str,
        tops: ArrayLike,
        bottoms: ArrayLike,
        *,
        need_top: bool = False,
        need_bottom: bool = False,
    ) -> WellQuestion:
        """Make the question from wells; the parameters are those of `well_values`."""
        depths = _depths(tops, "tops", len(names)), _depths(bottoms, "bottoms", len(names))
        return cls(WellTable(names), curve, *depths, need_top, need_bottom)

    @divisible
    def read(self, files: Sequence[Path]) -> Reading[FileResult]:
        """Return a FileResult for each file, in order."""
        return Reading(self.ask, files)

    def ask(self, path: str | os.PathLike[str]) -> FileResult:
        """Return what one file gives.

        Raises
        ------
        MissingPackage
            When lasio is not installed.
        """
        try:
            log = read_las(path)
        except UnreadableLas as error:
            return FileResult(None, str(error), read=False, feet=False)
        answer = self._mean(log)
        feet = log.converted_from == "ft"
        if isinstance(answer, str):
            return FileResult(None, answer, read=True, feet=feet)
        return FileResult(answer, "", read=True, feet=feet)

    def _mean(self, log: Log) -> WellValue | str:
        row = self.table.find(log.identifiers)
        if row is None:
            return unknown_well(log)
        stream, reason = curve_of(log, self.curve)
        if reason:
            return reason
        top, bottom = (None if math.isnan(depths[row]) else float(depths[row]) for depths in (self.tops, self.bottoms))
        for needed, depth, what in ((self.need_top, top, "top"), (self.need_bottom, bottom, "bottom")):
            if needed and depth is None:
                return f"its well has no {what} depth"
        if top is not None and bottom is not None and top >= bottom:
            return f"the top {top:g} m is not above the bottom {bottom:g} m"
        mean, samples = log.mean(stream, top, bottom)
        if samples == 0:
            return f"{stream} has no samples{between(top, bottom)}"
        return WellValue(row, mean, samples, log.units[stream])


def well_values(
    paths: Iterable[str | os.PathLike[str]],
    names: Sequence[Any],
    curve: str,
    tops: ArrayLike,
    bottoms: ArrayLike,
    *,
    need_top: bool = False,
    need_bottom: bool = False,
) -> WellValues:
    """Average one curve of each LAS file between the top and the bottom of the well that it belongs to.

    Two files of the same well give two values. A file gives none, and is in `skipped`, when it is unreadable, belongs
    to no well, lacks the curve, or has no sample with top <= depth < bottom.

    Parameters
    ----------
    paths : iterable of str or path
        The files.
    names : sequence of length m
        The wells' UWI, API numbers or names; compared by `identity`.
    curve : str
        A curve's name in any case, or several separated by semicolons: the first that a file has.
    tops, bottoms : array_like, shape (m,)
        Depths in metres along the well; NaN is no limit.
    need_top, need_bottom : bool
        Whether a well without that depth is skipped.

    Raises
    ------
    InvalidInput
        For tops and bottoms that are not numbers, one for each name.
    MissingPackage
        When lasio is not installed.
    """
    question = WellQuestion.of(names, curve, tops, bottoms, need_top=need_top, need_bottom=need_bottom)
    files = [Path(path) for path in paths]
    return gathered(files, question.read(files), question.table)


def gathered(files: Iterable[Path], results: Sequence[FileResult], table: WellTable) -> WellValues:
    """Put the results of all files together, in the files' order."""
    values = [result.value for result in results if result.value is not None]
    units = {value.unit for value in values}
    return WellValues(
        well=np.array([value.well for value in values], dtype=np.int64),
        value=np.array([value.value for value in values], dtype=np.float64),
        samples=np.array([value.samples for value in values], dtype=np.int64),
        unit=units.pop() or None if len(units) == 1 else None,
        skipped=[Skipped(path, result.reason) for path, result in zip(files, results) if result.value is None],
        n_read=sum(result.read for result in results),
        n_feet=sum(result.feet for result in results),
        duplicates=table.duplicates,
    )


def _depths(values: ArrayLike, what: str, length: int) -> NDArray[np.float64]:
    try:
        depths = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        message = f"Invalid {what}. Should be numbers, NaN for no limit."
        raise InvalidInput(message) from None
    if depths.shape != (length,):
        message = f"Invalid {what} of shape {depths.shape}. Should be ({length},), one for each well."
        raise InvalidInput(message)
    return depths


def between(top: float | None, bottom: float | None, unit: str = "m") -> str:
    """Return where samples were looked for, worded to follow "no samples"."""
    if top is None and bottom is None:
        return ""
    if bottom is None:
        return f" from {top:g} {unit} down"
    if top is None:
        return f" above {bottom:g} {unit}"
    return f" between {top:g} {unit} and {bottom:g} {unit}"
