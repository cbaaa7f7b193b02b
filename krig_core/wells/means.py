"""Which log belongs to which well, and one value for each log.

Law: which well a file means is known when all have been read (see `names`); a file that gives no value is counted and
says why.
"""

from __future__ import annotations

import collections
import math
import os
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..division import divisible
from ..errors import InvalidInput, UnreadableLas
from .las import METRES, Skipped, read_las
from .log import Log
from .names import Match, WellTable
from .reading import Reading

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


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
    converted_from : str
        Unit that its depths were converted from; empty where they have the unit wanted.
    match : Match
        The well that it means by itself.
    remarks : tuple of str
        Of how it was read (see `Log`).
    """

    value: WellValue | None
    reason: str
    read: bool
    converted_from: str
    match: Match = Match()
    remarks: tuple[str, ...] = ()


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
    converted : dict of str to int
        Units that depths were converted from, and in how many files.
    duplicates : dict of str to int
        Names that several wells have, and how many; none of them gets values.
    remark : str
        Which files were matched although names differ, or nothing.
    units : sequence of str, length n
        Of each value, as its file states it.
    reading : sequence of (Path, tuple of str)
        The files with a value that were not read to the letter, and in what.
    """

    well: NDArray[np.int64]
    value: NDArray[np.float64]
    samples: NDArray[np.int64]
    unit: str | None
    skipped: list[Skipped]
    n_read: int
    converted: dict[str, int]
    duplicates: dict[str, int]
    remark: str = ""
    units: Sequence[str] = ()
    reading: Sequence[tuple[Path, tuple[str, ...]]] = ()


@dataclass(frozen=True)
class WellQuestion:
    """What is asked of every file; picklable, and the answer depends on it and the file alone.

    Attributes
    ----------
    table : WellTable
    curve : str
        A curve's name, or several separated by semicolons.
    tops, bottoms : array of float64, shape (rows,)
        Depths in `depth_unit`, by row of the table; NaN is no limit.
    need_top, need_bottom : bool
        Whether a well without that depth is skipped.
    depth_unit : {"m", "ft"}
    """

    table: WellTable
    curve: str
    tops: NDArray[np.float64]
    bottoms: NDArray[np.float64]
    need_top: bool = False
    need_bottom: bool = False
    depth_unit: str = "m"

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
        places: Sequence[Hashable] | None = None,
        depth_unit: str = "m",
    ) -> WellQuestion:
        """Make the question from wells; the parameters are those of `well_values`."""
        depths = _depths(tops, "tops", len(names)), _depths(bottoms, "bottoms", len(names))
        apart = None if places is None else list(zip(places, *(np.nan_to_num(d, nan=np.inf).tolist() for d in depths)))
        return cls(WellTable(names, apart), curve, *depths, need_top, need_bottom, depth_unit)

    @divisible
    def read(self, files: Sequence[Path]) -> Reading[FileResult]:
        """Return a FileResult for each file, in order."""
        return Reading(self.ask, files)

    def ask(self, path: str | os.PathLike[str]) -> FileResult:
        """Return what one file gives."""
        try:
            log = read_las(path, depth_unit=self.depth_unit)
        except UnreadableLas as error:
            return FileResult(None, str(error), read=False, converted_from="")
        match = self.table.find(log.identifiers)
        answer = self._mean(log, match.row) if match.row is not None else self.table.why_not(match, log.identifiers)
        value, reason = (None, answer) if isinstance(answer, str) else (answer, "")
        return FileResult(
            value,
            reason,
            read=True,
            converted_from=log.converted_from or "",
            match=match,
            remarks=(*log.remarks, *filter(None, [match.doubt])),
        )

    def _mean(self, log: Log, row: int) -> WellValue | str:
        stream, reason = curve_of(log, self.curve)
        if reason:
            return reason
        top, bottom = (None if math.isnan(depths[row]) else float(depths[row]) for depths in (self.tops, self.bottoms))
        for needed, depth, what in ((self.need_top, top, "top"), (self.need_bottom, bottom, "bottom")):
            if needed and depth is None:
                return f"its well has no {what} depth"
        if top is not None and bottom is not None and top >= bottom:
            return f"the top {top:g} {self.depth_unit} is not above the bottom {bottom:g} {self.depth_unit}"
        mean, samples = log.mean(stream, top, bottom)
        if samples == 0:
            return f"{stream} has no samples{between(top, bottom, self.depth_unit)}"
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
    places: Sequence[Hashable] | None = None,
    depth_unit: str = "m",
) -> WellValues:
    """Average one curve of each LAS file between the top and the bottom of the well that it belongs to.

    Two files of the same well give two values. A file gives none, and is in `skipped`, when it is unreadable, belongs
    to no well, lacks the curve, or has no sample with top <= depth < bottom.

    Parameters
    ----------
    paths : iterable of str or path
        The files.
    names : sequence of length m
        The wells' UWI, API numbers or names; compared as `names` has it.
    curve : str
        A curve's name in any case, or several separated by semicolons: the first that a file has.
    tops, bottoms : array_like, shape (m,)
        Depths along the well; NaN is no limit.
    need_top, need_bottom : bool
        Whether a well without that depth is skipped.
    places : sequence of Hashable, length m, optional
        Where the wells stand: rows with the same name, place and depths are one well. None: a name that stands twice
        is no one's.
    depth_unit : {"m", "ft"}
        Of `tops` and `bottoms`.

    Raises
    ------
    InvalidInput
        For tops and bottoms that are not numbers, one for each name.
    """
    question = WellQuestion.of(
        names,
        curve,
        tops,
        bottoms,
        need_top=need_top,
        need_bottom=need_bottom,
        places=places,
        depth_unit=depth_unit,
    )
    files = [Path(path) for path in paths]
    return gathered(files, question.read(files), question.table)


def gathered(files: Sequence[Path], results: Sequence[FileResult], table: WellTable) -> WellValues:
    """Put the results of all files together, in the files' order; leave out what other files contest."""
    contested = table.contested([result.match for result in results])
    results = [
        result._replace(value=None, reason=reason, match=Match()) if reason else result
        for result, reason in zip(results, contested)
    ]
    values = [result.value for result in results if result.value is not None]
    units = {value.unit for value in values}
    return WellValues(
        well=np.array([value.well for value in values], dtype=np.int64),
        value=np.array([value.value for value in values], dtype=np.float64),
        samples=np.array([value.samples for value in values], dtype=np.int64),
        unit=units.pop() or None if len(units) == 1 else None,
        skipped=[Skipped(path, result.reason) for path, result in zip(files, results) if result.value is None],
        n_read=sum(result.read for result in results),
        converted=collections.Counter(result.converted_from for result in results if result.converted_from),
        duplicates=table.duplicates,
        remark=table.remark([path.name for path in files], [result.match for result in results]),
        units=[value.unit for value in values],
        reading=[(path, result.remarks) for path, result in zip(files, results) if result.value and result.remarks],
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
