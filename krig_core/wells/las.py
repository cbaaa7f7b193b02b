"""LAS files in the wild: each becomes a Log and a header, or a short plain reason why not.

Law: nothing that a file holds gets past `read_las` as any other exception than UnreadableLas, and none takes more time
or memory than its size warrants.

    bytes ──las_text──► text ──las_sections──► header, curves ──las_data──► columns ──depth_index──► Log
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Union

import numpy as np

from ..division import Pulse, no_pulse
from ..errors import InvalidInput, UnreadableLas
from ..machine import MEMORY_SHARE, available_memory, in_bytes
from .depth_index import Index, index_of, said_of_limits, said_of_order
from .header_values import NULL_TOLERANCE, numbers, says_nothing
from .header_values import NULLS as NULLS
from .las_data import Table, number, read_table
from .las_sections import Sections, header_of, sections
from .las_text import decoded
from .length_units import METRES as METRES
from .length_units import metres as metres
from .log import Log

if TYPE_CHECKING:
    from numpy.typing import NDArray


HUGE = 1e30
"""No measurement is as large; programs write it for none."""

SMALLEST_INTEGERS = (-2147483648.0, -2147483647.0)
LARGEST_FILE = 2**30
_WORTH_A_LOOK = 10_000_000
"""Bytes of a file that nobody asks the free memory for."""


class LasioFile(Protocol):
    """What is taken of a `lasio.LASFile`."""

    well: Iterable[Any]
    params: Iterable[Any]
    curves: Iterable[Any]


Source = Union[str, "os.PathLike[str]", LasioFile]

_DECIMALS = 6
_HAIR = 4
"""Rounding of a conversion, in units of the last place."""
_NULL_NAMES = ("NULL", "NUL", "NULLVALUE", "NULLVAL", "ABSENT", "ABSENTVALUE")
_SHOWN = 40

Header = Mapping[str, tuple[str, str]]
"""Value and unit by mnemonic in upper case, of what a file says of its well and its measuring, as it is written."""


class LasFile(NamedTuple):
    """What a LAS file holds."""

    log: Log
    header: Header


class Skipped(NamedTuple):
    """A file that gave nothing, and why."""

    path: Path
    reason: str


def read_las(source: Source, *, x: float | None = None, y: float | None = None, depth_unit: str = "m") -> Log:
    """Read one LAS file.

    Depths come in `depth_unit`: `Log.converted_from` is the file's unit, a key of `METRES`, where that is another one,
    and None where nothing is converted; a file that does not say has metres. An index that is a time stays as it is,
    with its unit as `Log.depth_unit`. Nulls are NaN: the header's NULL, the usual ones (`NULLS`, and what is as large
    as `HUGE`), and whatever is not a number. Of curves with the same mnemonic the first keeps it, the others get ":2",
    ":3" and so on. Of several data sections those that continue the longest are read.

    Parameters
    ----------
    source : str, path or lasio.LASFile
        The file, in any encoding; or one that lasio has read.
    x, y : float or None
        Where the well stands.
    depth_unit : {"m", "ft"}
        The unit wanted for depths.

    Raises
    ------
    UnreadableLas
        When the file gives no log; the message is the reason, without the file's name.
    InvalidInput
        For a location that is not finite, and a unit that is not known.
    """
    return read_las_file(source, x=x, y=y, depth_unit=depth_unit).log


def read_las_file(source: Source, *, x: float | None = None, y: float | None = None, depth_unit: str = "m") -> LasFile:
    """Read one LAS file with its header; parameters and errors are those of `read_las`."""
    wanted = metres(depth_unit)
    if wanted is None:
        message = f"Invalid depth unit {depth_unit!r}. Should be 'm' or 'ft'."
        raise InvalidInput(message)
    stem = Path(source).stem if isinstance(source, (str, os.PathLike)) else ""
    parts, tables, guess = _read(source)
    header = {key: ("" if _is_null_text(value) else value, unit) for key, (value, unit) in header_of(parts).items()}
    table, index, more = _longest(tables, header)
    null = _null_text(header_of(parts))
    nulls = numbers(null)
    depths = _depths(table.values[:, index.position], nulls)
    names = _unique([curve.name.upper() for curve in table.curves])
    rest = [column for column in range(len(names)) if column != index.position]
    factor = METRES[index.unit][0] / wanted if index.is_depth else 1.0
    uwi, api, name = (header.get(key, ("", ""))[0] for key in ("UWI", "API", "WELL"))
    log = Log(
        _converted(depths, factor),
        {names[column]: _measurements(table.values[:, column], nulls) for column in rest},
        x=x,
        y=y,
        name=name,
        uwi=uwi or api,
        depth_unit=depth_unit if index.is_depth else index.unit,
        units={names[column]: table.curves[column].unit for column in rest},
        identifiers=(uwi, api, name, stem),
        converted_from=None if factor == 1 else index.unit,
        remarks=(
            *more,
            *table.remarks,
            index.remark,
            said_of_order(depths),
            said_of_limits(depths, index.unit, header) if index.is_depth and not index.remark else "",
            *_said_of_values(table, names, index, depths),
            _said_of_null(null),
            _said_of(guess),
        ),
    )
    return LasFile(log, header)


def read_logs(
    paths: Iterable[str | os.PathLike[str]], pulse: Pulse = no_pulse
) -> tuple[list[tuple[Path, Log]], list[Skipped]]:
    """Read many LAS files, in the order given.

    Parameters
    ----------
    paths : iterable of str or path
        The files.
    pulse : callable
        Called with 1 after each file.

    Returns
    -------
    tuple = (list of (path, Log), list of Skipped)
    """
    logs: list[tuple[Path, Log]] = []
    skipped: list[Skipped] = []
    for path in map(Path, paths):
        try:
            logs.append((path, read_las(path)))
        except UnreadableLas as error:
            skipped.append(Skipped(path, str(error)))
        pulse(1)
    return logs, skipped


def _content(file: Path) -> bytes:
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            message = "it is a folder"
        elif not stat.S_ISREG(status.st_mode):
            message = "it is no ordinary file"
        elif status.st_size > LARGEST_FILE:
            message = f"it is larger than {LARGEST_FILE / 2**20:,.0f} MB, which is no well log"
        elif status.st_size > _WORTH_A_LOOK and not _has_room(status.st_size):
            message = f"it takes about {in_bytes(las_memory(status.st_size))} of memory, and there is less"
        else:
            with file.open("rb") as stream:
                head = stream.read(4)
                if head != b"LASF":
                    return head + stream.read()
            message = "it is a LiDAR point cloud, not a well log"
    except FileNotFoundError:
        message = "there is no such file"
    except PermissionError:
        message = "there is no permission to read it"
    except ValueError:
        message = "its name cannot be one of a file"
    except OSError as error:
        message = f"it cannot be read ({error.strerror or type(error).__name__})"
    raise UnreadableLas(message)


def las_memory(size: float) -> float:
    """Return how many bytes it takes at the most to read a LAS file of so many."""
    return 8.0 * size


def _has_room(size: int) -> bool:
    free = available_memory()
    return free is None or las_memory(size) <= MEMORY_SHARE * free


def _text(source: Source) -> tuple[str, str]:
    """Return the text of a file, and its encoding where that is a guess."""
    if isinstance(source, (str, os.PathLike)):
        return decoded(_content(Path(source)))
    # Not by its own `write`, which rounds, and fails where the header lacks an item.
    lines = ["~Version", " VERS. 2.0 :", " WRAP. NO :"]
    curves = list(source.curves)
    for title, items in (("~Well", source.well), ("~Parameter", source.params), ("~Curve", curves)):
        lines.append(title)
        lines += [f" {item.original_mnemonic}.{item.unit} {item.value} : {item.descr}" for item in items]
    rows = zip(*(curve.data for curve in curves))
    return "\n".join([*lines, "~A", *(" ".join(map(str, row)) for row in rows)]), ""


def _read(source: Source) -> tuple[Sections, list[Table], str]:
    """Return the sections of a file, the tables of its data, and its encoding where that is a guess."""
    text, guess = _text(source)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ").rstrip("\t\x1a ")
    if not text or text.isspace():
        message = "it is empty"
        raise UnreadableLas(message)
    parts = sections(text)
    return parts, _tables(text, parts), guess


def _tables(text: str, parts: Sections) -> list[Table]:
    """Read the data sections of logs; those of cores, picks and the like only where there is no other."""
    wanted = [section for section in parts.data if section.is_log] or list(parts.data)
    wrap = {"Y": "YES", "N": "NO"}.get(parts.stated("WRAP")[:1], "")
    delimiter = parts.stated("DLM")
    tables, reasons = [], []
    for section in wanted:
        try:
            tables.append(read_table(text, section, wrap=wrap, delimiter=delimiter))
        except UnreadableLas as error:
            reasons.append(str(error))
    if reasons and not any(len(table.values) for table in tables):
        raise UnreadableLas(reasons[0])
    if reasons:
        tables[0] = tables[0]._replace(
            remarks=(f"of its data sections one is left out: {reasons[0]}", *tables[0].remarks)
        )
    return [table for table in tables if len(table.values)]


def _longest(tables: Sequence[Table], header: Header) -> tuple[Table, Index, tuple[str, ...]]:
    """Return the longest table with all that continue it, their index, and what is to be said of that."""
    if not tables:
        message = "it has no data"
        raise UnreadableLas(message)
    longest = max(tables, key=lambda table: len(table.values))
    index = index_of(longest.curves, longest.values, header)
    if len(tables) == 1:
        return longest, index, ()
    same = [table for table in tables if _columns(table) == _columns(longest)]
    spans = sorted(_span(table.values[:, index.position]) for table in same)
    if len(same) < len(tables) or any(after[0] < before[1] for before, after in zip(spans, spans[1:])):
        return longest, index, (f"of its {len(tables)} data sections the longest is read",)
    joined = Table(
        longest.curves,
        np.concatenate([table.values for table in same]),
        tuple(map(sum, zip(*(table.odd for table in same)))),
        tuple(dict.fromkeys(remark for table in same for remark in table.remarks)),
    )
    return joined, index, (f"its {len(tables)} data sections continue each other: all are read",)


def _columns(table: Table) -> list[tuple[str, str]]:
    return [(curve.name.upper(), curve.unit.upper()) for curve in table.curves]


def _span(depths: NDArray[np.float64]) -> tuple[float, float]:
    finite = _depths(depths)
    finite = finite[np.isfinite(finite)]
    return (float(finite.min()), float(finite.max())) if finite.size else (np.inf, np.inf)


def _converted(depths: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    """Return depths in another unit; those a hair beside a decimal are it, so that a sample at a top is not above."""
    if factor == 1:
        return depths
    converted: NDArray[np.float64] = depths * factor
    decimals = np.round(converted, _DECIMALS)
    return np.where(np.abs(converted - decimals) <= _HAIR * np.spacing(np.abs(converted)), decimals, converted)


def _null_text(header: Header) -> str:
    """Return what a header says of its null, however it calls that."""
    return next((value for key, (value, _) in header.items() if re.sub(r"[\W_]", "", key) in _NULL_NAMES), "")


def _depths(values: NDArray[np.float64], nulls: Sequence[float] = ()) -> NDArray[np.float64]:
    """Return depths without nulls; a log along elevation may pass -999 honestly, one along depth may not."""
    depths = values.copy()
    null = _is_null(depths)
    for stated in nulls:
        null |= (depths == stated) & (stated < 0)
    if not (depths[~null] < 0).any():
        depths[null] = np.nan
    if not np.isfinite(depths).any():
        message = "it has no data"
        raise UnreadableLas(message)
    return depths


def _measurements(values: NDArray[np.float64], nulls: Sequence[float]) -> NDArray[np.float64]:
    measured = values.copy()
    measured[_is_null(values)] = np.nan
    for null in nulls:
        measured[np.abs(values - null) <= 1e-6 * abs(null)] = np.nan
    return measured


def _is_null(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    null = np.abs(values) >= HUGE
    if (values < -900).any():
        for usual in NULLS:
            null |= np.abs(values - usual) < NULL_TOLERANCE
        for usual in SMALLEST_INTEGERS:
            null |= values == usual
    return null


def _is_null_text(value: str) -> bool:
    """Tell whether a value of a header is one of `NULLS`, which says nothing."""
    return value.startswith("-") and any(abs(number(value) - null) < NULL_TOLERANCE for null in NULLS)


def _unique(mnemonics: Sequence[str]) -> list[str]:
    """Return names that differ: the first with a mnemonic keeps it, the others get ":2", ":3" and so on."""
    known = {mnemonic or "UNKNOWN" for mnemonic in mnemonics}
    counts: dict[str, int] = {}
    names = []
    for mnemonic in mnemonics:
        name = first = mnemonic or "UNKNOWN"
        counts[first] = counts.get(first, 0) + 1
        while counts[first] > 1 and (name == first or name in known):
            name = f"{first}:{counts[first]}"
            counts[first] += name in known
        known.add(name)
        names.append(name)
    return names


def _said_of_null(text: str) -> str:
    is_clear = says_nothing(text) or any(map(str.isdigit, text))
    return "" if is_clear else f"its NULL {text[:_SHOWN]} is no number"


def _said_of(guess: str) -> str:
    return guess and f"its text is no UTF-8 and was read as {guess}, which is a guess"


def _said_of_values(table: Table, names: Sequence[str], index: Index, depths: NDArray[np.float64]) -> list[str]:
    """Return what is to be said of lines without a depth, and of values that are no numbers in curves of numbers."""
    said = []
    without = int(np.count_nonzero(~np.isfinite(depths)))
    if without:
        said.append(f"{without:,} of {len(table.values):,} data lines {'has' if without == 1 else 'have'} no depth")
    has_numbers = np.isfinite(table.values).any(axis=0)
    odd = [
        f"{names[column]} {count:,}"
        for column, count in enumerate(table.odd)
        if count and column != index.position and has_numbers[column]
    ]
    if odd:
        more = f" and {len(odd) - 3} more curves" if len(odd) > 3 else ""
        said.append(f"values that are no numbers were left out: {', '.join(odd[:3])}{more}")
    return said
