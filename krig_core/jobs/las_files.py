"""How tasks read LAS files: in how many processes, and what they say of them."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..errors import InvalidInput
from ..machine import MEMORY_SHARE, available_memory, cores
from ..wells.las_text import las_memory
from ..wells.reader import FileAnswer, LasReader
from ..wells.units import said_of_units
from ..workforce.workforce import WorkForce
from .progress import Progress, Reporter

FILES_NAMED = 10
"""LAS files that are named in one warning."""

_ONE_PROCESS_BYTES = 10_000_000
"""LAS files of this size together are read before worker processes would have been worth starting."""


def require_same_length(**columns: tuple[Any, ...]) -> None:
    """Refuse columns of a job that do not have as many entries each."""
    if len({len(column) for column in columns.values()}) > 1:
        counts = ", ".join(f"{len(column)} {name}" for name, column in columns.items())
        message = f"it has {counts}. Should have as many of each."
        raise InvalidInput(message)


def read_all(
    reader: LasReader, files: Sequence[Path], processes: int, reporter: Reporter
) -> tuple[list[FileAnswer], float]:
    """Read files in so many processes; return their answers, and the seconds that it took."""
    progress = Progress(reporter, len(files), "LAS files")
    with WorkForce(reader, processes, progress=lambda done, _total: progress.set(done)) as workforce:
        answers = reader.settled(workforce.read(files))
    for remark in reader.remarks(files, answers):
        reporter.message(remark)
    return answers, progress.elapsed()


def converted(answers: Iterable[FileAnswer]) -> dict[str, int]:
    """Return the units that depths were converted from, and in how many files."""
    return dict(collections.Counter(answer.converted_from for answer in answers if answer.converted_from))


def readers(files: Sequence[Path], wanted: int) -> int:
    """Return how many processes should read files: as many as wanted, or as their size deserves, if memory allows."""
    sizes = [_size(file) for file in files]
    processes = wanted or (cores() if sum(sizes) > _ONE_PROCESS_BYTES else 1)
    free = available_memory()
    if free is None or not any(sizes):
        return processes
    return max(1, min(processes, int(MEMORY_SHARE * free / las_memory(max(sizes)))))


def say_units(curve: str, units: Iterable[str], reporter: Reporter) -> None:
    """Warn of values in different units."""
    said = said_of_units(curve, units)
    if said:
        reporter.warning(said)


def say_how_read(files: Iterable[tuple[Path, FileAnswer]], reporter: Reporter) -> None:
    """Count the files that were not read to the letter, and say of the first ones in what."""
    odd = [f"{path.name} ({'; '.join(answer.remarks)})" for path, answer in files if answer.remarks]
    if odd:
        more = f"; and {len(odd) - FILES_NAMED} more" if len(odd) > FILES_NAMED else ""
        count = "1 LAS file was" if len(odd) == 1 else f"{len(odd)} LAS files were"
        reporter.warning(f"{count} not read to the letter: {'; '.join(odd[:FILES_NAMED])}{more}.")


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except (OSError, ValueError):  # the reader says why
        return 0
