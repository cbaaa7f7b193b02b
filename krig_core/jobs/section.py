"""The task `section`: slices and a line on the map in, what lies below the line out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..choices import SECTION_STATISTICS
from ..decisions.section import Profile, cells_below
from ..errors import InvalidInput
from ..plain import array_file, choice, many, measure, number, part, whole
from ..quantiles import quantiles
from .arrays import ArrayStack, load_array
from .progress import Progress, Reporter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SectionJob:
    """Cut slices along a line."""

    task: ClassVar[str] = "section"

    raster: str = array_file(
        "File of slices, shape (number, slices, rows, columns); rows from the north, several maps of one grid."
    )
    west: float = number("The west edge of the map.")
    north: float = number("Its north edge.")
    dx: float = number("Width of a cell.", above=0)
    dy: float = number("Height of a cell.", above=0)
    line: str = array_file("File of the vertices of the line, shape (n, 2).")
    width: float = number("Of a column, about.", above=0)
    statistic: str = choice("Of several maps.", SECTION_STATISTICS)
    quantile: float = number("Probability of the statistic quantile.", 0.5, above=0, below=1)
    layer: int | None = whole("The one map that is shown, from 1; null: the statistic of all.", None, least=1)
    wells: str | None = array_file("File of the places of wells, shape (n, 2).", None)
    max_offset: float = number("Wells farther from the line are left out.", 0.0, least=0)
    section: str = array_file("File to write, shape (slices, columns).")


@dataclass(frozen=True)
class WellBeside:
    """A well beside the line."""

    well: int = whole("Its number, from 0.")
    distance: float = measure("Where on the line it is, from the beginning.")
    offset: float = measure("How far from the line it stands.")


@dataclass(frozen=True)
class SectionResult:
    """What the section is."""

    length: float = measure("Of the line.")
    width: float = measure("Of a column.")
    outside: int = whole("Columns that lie outside the map.")
    without_data: int = whole("Columns on the map of which no cell has a value.")
    wells: tuple[WellBeside, ...] = many("The wells beside the line, in its order.", part("", WellBeside))


def cut_section(job: SectionJob, folder: Path, reporter: Reporter) -> SectionResult:
    """Cut slices along a line; write the section as an array beside the job."""
    stack = ArrayStack(folder, job.raster, "raster", (None, None, None, None))
    slices, rows, columns = stack.cells
    profile = Profile(load_array(folder, job.line, "line", (None, 2)), job.width)
    row, column, inside = cells_below(profile.middles, (job.west, job.north), (job.dx, job.dy), (rows, columns))
    if not inside.any():
        message = "The line does not cross the map (`line`, `raster`): draw it through the map."
        raise InvalidInput(message)
    if job.layer is not None and job.layer > len(stack):
        message = f"`layer` is {job.layer}, and there are {len(stack)} maps. Should be one of them."
        raise InvalidInput(message)
    numbers = range(len(stack)) if job.layer is None else [job.layer - 1]
    progress = Progress(reporter, len(numbers), "maps")
    cut: Floats = np.empty((len(numbers), slices, len(row)))
    for place, number_of_map in enumerate(numbers):
        cut[place] = stack[number_of_map].reshape(stack.cells)[:, row, column]
        progress.set(place + 1)
    cut[:, :, ~inside] = np.nan
    some = np.isfinite(cut).any(axis=0)
    partly = int(np.count_nonzero(some & ~np.isfinite(cut).all(axis=0)))
    if partly:
        reporter.warning(
            f"Cells that have no value in some of the maps, and so none in the section (`raster`): {partly}."
        )
    section = _statistic(cut, job)
    known = np.isfinite(section).any(axis=0)
    if not known.any():
        message = "The line meets no data: no cell below it has a value in all maps that are shown (`line`, `raster`). "
        message += "Draw it where the map has values."
        raise InvalidInput(message)
    np.save(folder / job.section, section)
    wells = _beside(profile, job, folder, reporter) if job.wells else ()
    without = int(np.count_nonzero(inside & ~known))
    return SectionResult(profile.length, profile.width, int(np.count_nonzero(~inside)), without, wells)


def _statistic(cut: Floats, job: SectionJob) -> Floats:
    if len(cut) == 1:
        found: Floats = cut[0]
    elif job.statistic == "quantile":
        found = quantiles(cut, (job.quantile,))[0]
    else:
        found = cut.mean(axis=0) if job.statistic == "mean" else cut.std(axis=0, ddof=1)
    return found


def _beside(profile: Profile, job: SectionJob, folder: Path, reporter: Reporter) -> tuple[WellBeside, ...]:
    at, off = profile.beside(load_array(folder, str(job.wells), "wells", (None, 2)))
    beyond = int(np.count_nonzero(np.isnan(off)))
    if beyond:
        reporter.message(f"Wells beyond the ends of the line, which are not shown (`wells`): {beyond}.")
    return tuple(
        WellBeside(int(well), float(at[well]), float(off[well]))
        for well in np.argsort(at, kind="stable")
        if off[well] <= job.max_offset
    )
