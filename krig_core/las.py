"""LAS files in the wild: each becomes a Log and a header, or a short plain reason why not.

Law: nothing that a file holds gets past `read_las` as any other exception than UnreadableLas. lasio does the parsing;
here is what it must be told, and what must be mended before and after.
"""

from __future__ import annotations

import contextlib
import csv
import io
import logging
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .bundled import import_bundled
from .division import Pulse, no_pulse
from .errors import InvalidInput, UnreadableLas
from .log import Log

if TYPE_CHECKING:
    from numpy.typing import NDArray

METRES = {
    "m": (1.0, ("M", "METER", "METERS", "METRE", "METRES", "MTR", "М", "МЕТР", "МЕТЕР")),
    "ft": (0.3048, ("F", "FT", "FEET", "FOOT", "FTUS", "USFT")),
    "0.1in": (0.00254, (".1IN", "0.1IN", ".1INCH", "0.1INCH")),
}
"""Depth units: how many metres, and how files spell them."""

TIMES = ("S", "SEC", "MS", "MSEC", "MIN", "HR", "HHMMSS", "D")
DEPTH_NAMES = ("DEPT", "DEPTH", "MD", "DEP", "TDEP")

NULLS = (-999.25, -9999.25, -999.0, -9999.0, -99999.0)
"""What is never a measurement, whatever the header's NULL says."""

NULL_TOLERANCE = 0.051
"""-999.25 is also written -999.2 and -999.3."""

_SECTION = re.compile(r"^[ \t]*~(.*)$", re.MULTILINE)
_UNCOUNTED_LINE = re.compile(r"^[ \t]*(?:#|$)", re.MULTILINE)
_WRAPPED = re.compile(r"^[ \t]*WRAP[ \t]*\.[ \t]*YES\b", re.MULTILINE | re.IGNORECASE)
_STARS = re.compile(r"\*{2,}")
_VERSION_3 = re.compile(r"^[ \t]*VERS[ \t]*\.[ \t]*3", re.MULTILINE | re.IGNORECASE)
_DELIMITER = re.compile(r"^([ \t]*DLM[ \t]*\.[ \t]*)(COMMA|TAB)\b", re.MULTILINE | re.IGNORECASE)
_COMMA_DELIMITED = re.compile(r"^[ \t]*DLM[ \t]*\.[ \t]*COMMA\b", re.MULTILINE | re.IGNORECASE)


Header = Mapping[str, tuple[str, str]]
"""Value and unit by mnemonic in upper case, of what a file says of its well and its measuring."""


class LasFile(NamedTuple):
    """What a LAS file holds."""

    log: Log
    header: Header


class Skipped(NamedTuple):
    """A file that gave nothing, and why."""

    path: Path
    reason: str


def read_las(
    path: str | os.PathLike[str], *, x: float | None = None, y: float | None = None, depth_unit: str = "m"
) -> Log:
    """Read one LAS file.

    Depths come in `depth_unit`: `Log.converted_from` is "ft" where the file has feet and metres are wanted, and None
    where nothing is converted; a file that does not say has metres. An index that is a time stays as it is, with its
    unit as `Log.depth_unit`. Nulls are NaN: the header's NULL, the usual ones (`NULLS`), and whatever is not a number.
    Of curves with the same mnemonic the first keeps it, the others get ":2", ":3" and so on. Of a LAS 3 file with
    several logs the longest is read.

    Parameters
    ----------
    path : str or path
        The file; any encoding.
    x, y : float or None
        Where the well stands.
    depth_unit : {"m", "ft"}
        The unit wanted for depths.

    Raises
    ------
    UnreadableLas
        When the file gives no log; the message is the reason, without the file's name.
    MissingPackage
        When lasio is not installed.
    InvalidInput
        For a location that is not finite, and a unit that is not known.
    """
    return read_las_file(path, x=x, y=y, depth_unit=depth_unit).log


def read_las_file(
    path: str | os.PathLike[str], *, x: float | None = None, y: float | None = None, depth_unit: str = "m"
) -> LasFile:
    """Read one LAS file with its header; parameters and errors are those of `read_las`."""
    wanted = metres(depth_unit)
    if wanted is None:
        message = f"Invalid depth unit {depth_unit!r}. Should be 'm' or 'ft'."
        raise InvalidInput(message)
    lasio = import_bundled("lasio")
    file = Path(path)
    text = _repaired(_decoded(_content(file)))
    with _quiet():
        try:
            las = lasio.LASFile(io.StringIO(text), ignore_header_errors=True, engine=_engine(text))
            curves = _curves(las)
            header = _header(las)
        except UnreadableLas:
            raise
        except Exception as error:  # a damaged file can make lasio raise anything
            raise UnreadableLas(_plain(error)) from error
    index = _index(curves, header)
    rest = [curve for number, curve in enumerate(curves) if number != index.position]
    uwi, api, name = (header.get(key, ("", ""))[0] for key in ("UWI", "API", "WELL"))
    depths = curves[index.position].values
    factor = 1.0 if index.metres is None else index.metres / wanted
    log = Log(
        depths if factor == 1 else depths * factor,
        {curve.name: curve.values for curve in rest},
        x=x,
        y=y,
        name=name,
        uwi=uwi or api,
        depth_unit=index.unit if index.metres is None else depth_unit,
        units={curve.name: curve.unit for curve in rest},
        identifiers=(uwi, api, name, file.stem),
        converted_from=None if factor == 1 else index.unit,
    )
    return LasFile(log, header)


def metres(unit: str) -> float | None:
    """Return how many metres a unit of length has, however a file spells it; None where that is not known."""
    spelling = unit.upper().strip("[]() ")
    return next((factor for factor, spellings in METRES.values() if spelling in spellings), None)


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

    Raises
    ------
    MissingPackage
        When lasio is not installed.
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
        with file.open("rb") as stream:
            head = stream.read(4)
            if head == b"LASF":
                message = "it is a LiDAR point cloud, not a well log"
                raise UnreadableLas(message)
            return head + stream.read()
    except FileNotFoundError:
        message = "there is no such file"
    except PermissionError:
        message = "there is no permission to read it"
    except IsADirectoryError:
        message = "it is a folder"
    except OSError as error:
        message = f"it cannot be read ({error.strerror or type(error).__name__})"
    raise UnreadableLas(message)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    # Latin text in UTF-16 has a zero in every second byte; other text has none.
    sample = content[:2000]
    zeros_even, zeros_odd = sample[::2].count(0), sample[1::2].count(0)
    if max(zeros_even, zeros_odd) > 0.4 * len(sample) / 2 and min(zeros_even, zeros_odd) <= 0.1 * len(sample) / 2:
        return content.decode("utf-16-be" if zeros_even > zeros_odd else "utf-16-le", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _repaired(text: str) -> str:
    """Return the text with what lasio stumbles over removed, or raise when it is no LAS file at all."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n\t\x00\x1a ") + "\n"
    if not text.strip():
        message = "it is empty"
        raise UnreadableLas(message)
    sections = list(_SECTION.finditer(text))
    if not sections:
        message = "it is not a LAS file: no line begins with ~"
        raise UnreadableLas(message)
    if _VERSION_3.search(text):
        text = _as_version_2(text)
        sections = list(_SECTION.finditer(text))
    header, data = text[: sections[-1].end()], text[sections[-1].end() :]
    if _COMMA_DELIMITED.search(header):
        # lasio counts columns at blanks, so "1,2,3" would be one.
        data = data.replace(",", ", ")
    if _STARS.search(data) and not _WRAPPED.search(header):
        data = _stars_apart(data)
    return header + data


def _as_version_2(text: str) -> str:
    """Return a LAS 3 file with one log only, in the sections and the order that LAS 2 has.

    LAS 3 has any number of data sections, each with a definition that it names after a bar or that stands before it.
    """
    kept: dict[str, str] = {}
    definitions: dict[str, str] = {}
    data: list[tuple[bool, int, str, str]] = []
    latest = ""
    marks = list(_SECTION.finditer(text))
    for mark, end in zip(marks, [mark.start() for mark in marks[1:]] + [len(text)]):
        title, _, association = (part.strip() for part in mark.group(1).upper().partition("|"))
        body = text[mark.end() + 1 : end]
        if "_DATA" in title or title.startswith("A"):
            is_log = title.startswith(("LOG", "A"))
            data.append((is_log, body.count("\n"), definitions.get(association, latest), body))
        elif "_DEFINITION" in title or title.startswith("C"):
            definitions[title] = latest = body
        elif title.startswith(("V", "W", "P", "LOG_P")):
            kept.setdefault("P" if title.startswith("LOG") else title[0], body)
    if not data:
        return text
    _, _, definition, values = max(data, key=lambda found: found[:2])
    version = kept.get("V", "")
    delimiter = _DELIMITER.search(version)
    if delimiter:
        version = _DELIMITER.sub(r"\1SPACE", version)
        values = _blank_separated(values, "," if delimiter.group(2).upper() == "COMMA" else "\t")
    parts = (("Version", version), ("Well", kept.get("W", "")), ("Parameter", kept.get("P", "")))
    header = "".join(f"~{title}\n{body}" for title, body in parts)
    return f"{header}~Curve\n{definition}~A\n{values}"


def _blank_separated(data: str, delimiter: str) -> str:
    """Write delimited lines with blanks; a value that is empty or holds a blank is text that no curve needs."""
    lines = (line for line in data.split("\n") if line.strip() and not line.lstrip().startswith("#"))
    rows = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    values = ([value.strip() for value in row] for row in rows)
    return "".join(" ".join("NaN" if len(v.split()) != 1 else v for v in row) + "\n" for row in values)


def _stars_apart(data: str) -> str:
    """Write stars as NaN; one run of stars that touches its neighbours stands for all values that its line lacks."""
    lines = data.split("\n")
    widths = {
        len(line.split()) for line in lines if line.strip() and not line.lstrip().startswith("#") and "**" not in line
    }
    for number, line in enumerate(lines):
        apart, runs = _STARS.subn(" NaN ", line)
        lacking = max(widths) - len(apart.split()) if len(widths) == 1 else 0
        lines[number] = apart.replace(" NaN ", " NaN " * (1 + lacking)) if runs == 1 and lacking > 0 else apart
    return "\n".join(lines)


def _engine(text: str) -> str:
    """Choose lasio's fast engine where it loses nothing.

    It takes the number of rows from line numbers: a comment, a blank line or a section after ~A costs it rows.
    """
    last = list(_SECTION.finditer(text))[-1]
    plain = last.group(1).startswith("A") and not _UNCOUNTED_LINE.search(text[last.end() + 1 : -1])
    return "numpy" if plain else "normal"


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Silence lasio and numpy.

    lasio formats every array for a debug message that nobody sees; short printing makes it four times faster.
    """
    logger = logging.getLogger("lasio")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), np.printoptions(threshold=1, edgeitems=1):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


class _Curve(NamedTuple):
    name: str
    mnemonic: str
    unit: str
    values: NDArray[np.float64]


def _curves(las: Any) -> list[_Curve]:
    curves: list[_Curve] = []
    null = _float(las.well["NULL"].value) if "NULL" in las.well else np.nan
    for item in las.curves:
        mnemonic = str(item.original_mnemonic).strip() or "UNKNOWN"
        earlier = sum(mnemonic == curve.mnemonic for curve in curves)
        name = f"{mnemonic}:{earlier + 1}" if earlier else mnemonic
        values = _numbers(item.data)
        if curves:
            values[values == null] = np.nan
            values[_is_null(values)] = np.nan
        curves.append(_Curve(name, mnemonic, str(item.unit).strip(), values))
    if not curves or curves[0].values.size == 0:
        message = "it has no data"
        raise UnreadableLas(message)
    if any(curve.values.shape != (len(curves[0].values),) for curve in curves):
        message = "its curves do not all have the same number of values"
        raise UnreadableLas(message)
    return curves


def _header(las: Any) -> Header:
    """Return value and unit by mnemonic, the well's before the parameters'; the first that is no null counts."""
    header: dict[str, tuple[str, str]] = {}
    for item in (*las.well, *las.params):
        key = str(item.original_mnemonic).strip().upper()
        value = "" if item.value is None else str(item.value).strip()
        number = _float(value)
        if any(abs(number - null) < NULL_TOLERANCE for null in NULLS):
            value = ""
        if not header.get(key, ("", ""))[0]:
            header[key] = (value, str(item.unit).strip())
    return header


class _Index(NamedTuple):
    """Which curve is the index, its unit, and how many metres that has; None for what is no length."""

    position: int
    unit: str
    metres: float | None


def _index(curves: list[_Curve], header: Header) -> _Index:
    position, times = 0, _is_time(curves[0])
    if times or not np.isfinite(curves[0].values).any():
        for number, curve in enumerate(curves):
            named = curve.mnemonic.upper() in DEPTH_NAMES and not _is_time(curve)
            if named and np.isfinite(curve.values).any():
                position, times = number, False
                break
        else:
            if not times:
                message = f"it has no depths: its index is {curves[0].name} {curves[0].unit}".rstrip()
                raise UnreadableLas(message)
    depths = curves[position].values
    # A log along elevation may pass -999 honestly; one along depth may not.
    null = _is_null(depths)
    if not (depths[~null] < 0).any():
        depths[null] = np.nan
    if not np.isfinite(depths).any():
        message = "it has no data"
        raise UnreadableLas(message)
    if times:
        return _Index(position, curves[position].unit, None)
    stated = [curves[position].unit, *(header.get(key, ("", ""))[1] for key in ("STRT", "STOP", "STEP"))]
    for text in stated:
        factor = metres(text)
        if factor is not None:
            return _Index(position, next(unit for unit in METRES if METRES[unit][0] == factor), factor)
    return _Index(position, "m", 1.0)


def _is_time(curve: _Curve) -> bool:
    return curve.unit.upper() in TIMES


def _numbers(data: Any) -> NDArray[np.float64]:
    try:
        return np.array(data, dtype=np.float64)
    except (TypeError, ValueError):
        return np.array([_float(item) for item in data])


def _float(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return np.nan


def _is_null(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    null = np.zeros(values.shape, dtype=bool)
    if (values < -900).any():
        for number in NULLS:
            null |= np.abs(values - number) < NULL_TOLERANCE
    return null


def _plain(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    text = lines[-1].strip() if lines else ""
    if "reshape" in text:
        return "its data lines do not all hold the same number of values"
    return (
        f"it is damaged ({type(error).__name__}: {text[:100]})" if text else f"it is damaged ({type(error).__name__})"
    )
