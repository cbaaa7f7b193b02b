"""A LAS file: its curves along depth and its header, or a short plain reason why not.

Law: nothing that a file holds gets past `read_las` as any other exception than UnreadableLas, and none takes more time
or memory than its size warrants.

    file ──las_text──► text ──las_sections──► header, curves ──las_data──► columns ──depth_index──► depths, streams
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Union

import numpy as np

from ..arguments import refused, require_text
from ..errors import InvalidInput, UnreadableLas
from .depth_index import Index, index_of, said_of_limits, said_of_order
from .las_data import Table, read_table
from .las_sections import Sections, header_of, sections
from .las_text import read_text
from .nulls import depths_without_nulls, is_usual, said_of_null, stated_null, without_nulls
from .numerals import data_number, numbers
from .units import METRES, converted, metres

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LasioFile(Protocol):
    """What is taken of a `lasio.LASFile`."""

    well: Iterable[Any]
    params: Iterable[Any]
    curves: Iterable[Any]


Source = Union[str, "os.PathLike[str]", LasioFile]

Header = Mapping[str, tuple[str, str]]
"""Value and unit by mnemonic in upper case, of what a file says of its well and its measuring, as it is written."""


class LasFile(NamedTuple):
    """What a LAS file holds.

    Attributes
    ----------
    depths : array of float64, shape (n,)
        In the file's order; NaN where a line has no depth.
    streams : dict of str to array of float64, shape (n,)
        The other curves by name.
    units : dict of str to str
        By the names in `streams`.
    depth_unit : str
        "m", "ft", or the unit of a time.
    converted_from : str or None
        Unit that the file has its depths in, a key of `METRES`, where that is another one.
    name, uwi : str
        Of the well.
    identifiers : tuple of str
        By which the well may be known, the surest first, the file's name last; some may be empty.
    remarks : tuple of str
        Of how it was read, such as lines that were left out; some may be empty.
    header : Header
    """

    depths: NDArray[np.float64]
    streams: dict[str, NDArray[np.float64]]
    units: dict[str, str]
    depth_unit: str
    converted_from: str | None
    name: str
    uwi: str
    identifiers: tuple[str, ...]
    remarks: tuple[str, ...]
    header: Header


def read_las(source: Source, *, depth_unit: str = "m") -> LasFile:
    """Read one LAS file.

    Depths come in `depth_unit`; a file that does not say has metres. An index that is a time stays as it is. Nulls are
    NaN (see `nulls`), and so is whatever is not a number. Of curves with the same mnemonic the first keeps it, the
    others get ":2", ":3" and so on. Of several data sections those that continue the longest are read.

    Parameters
    ----------
    source : str, path or lasio.LASFile
        The file, in any encoding; or one that lasio has read.
    depth_unit : {"m", "ft"}
        The unit wanted for depths.

    Raises
    ------
    UnreadableLas
        When the file gives no log; the message is the reason, without the file's name.
    InvalidInput
        For a unit that is not known.
    """
    require_text(depth_unit, "depth_unit")
    wanted = metres(depth_unit)
    if wanted is None:
        message = f"Invalid depth unit {depth_unit!r}. Should be 'm' or 'ft'."
        raise InvalidInput(message)
    stem = Path(source).stem if isinstance(source, (str, os.PathLike)) else ""
    parts, tables, guess = _read(source)
    as_written = header_of(parts)
    header = {key: ("" if _is_null_text(value) else value, unit) for key, (value, unit) in as_written.items()}
    table, index, more = _longest(tables, header)
    null = stated_null(as_written)
    nulls = numbers(null)
    depths = _depths(table.values[:, index.position], nulls)
    names = _unique([curve.name.upper() for curve in table.curves])
    rest = [column for column in range(len(names)) if column != index.position]
    factor = METRES[index.unit][0] / wanted if index.is_depth else 1.0
    uwi, api, name = (header.get(key, ("", ""))[0] for key in ("UWI", "API", "WELL"))
    return LasFile(
        depths=converted(depths, factor),
        streams={names[column]: without_nulls(table.values[:, column], nulls) for column in rest},
        units={names[column]: table.curves[column].unit for column in rest},
        depth_unit=depth_unit if index.is_depth else index.unit,
        converted_from=None if factor == 1 else index.unit,
        name=name,
        uwi=uwi or api,
        identifiers=(uwi, api, name, stem),
        remarks=(
            *more,
            *table.remarks,
            index.remark,
            said_of_order(depths),
            said_of_limits(depths, index.unit, header) if index.is_depth and not index.remark else "",
            *_said_of_values(table, names, index, depths),
            said_of_null(null),
            _said_of(guess),
        ),
        header=header,
    )


def _text(source: Source) -> tuple[str, str]:
    """Return the text of a file, and its encoding where that is a guess."""
    if isinstance(source, (str, os.PathLike)):
        return read_text(Path(source))
    if not hasattr(source, "curves"):
        raise refused(source, "source", "the name of a file, or what lasio has read")
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


def _depths(values: NDArray[np.float64], nulls: Sequence[float] = ()) -> NDArray[np.float64]:
    depths = depths_without_nulls(values, nulls)
    if not np.isfinite(depths).any():
        message = "it has no data"
        raise UnreadableLas(message)
    return depths


def _is_null_text(value: str) -> bool:
    """Tell whether a value of a header is one of `NULLS`, which says nothing."""
    return value.startswith("-") and is_usual(data_number(value))


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
