"""The task `layers-in-space`: layers and their surfaces in, slices of one height and sheets with corners out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..choices import LAYERINGS, Z_REFERENCES
from ..decisions.layers_in_space import cut, even_height, layers_met, sheets, slices_between
from ..errors import GridTooLarge, InvalidInput
from ..machine import MEMORY_SHARE, available_memory, in_bytes
from ..plain import array_file, choice, measure, number, whole
from ..strata import Strata, unit_thickness
from .arrays import ArrayStack
from .progress import Progress, Reporter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SAME = 0.01
"""Of the thickness, how much surfaces may differ from those of a run and be the same."""

_BYTES_OF_LAYER, _BYTES_OF_SLICE = 50.0, 24.0
"""Memory that a cell of one takes."""


@dataclass(frozen=True)
class LayersInSpaceJob:
    """Take layers back to space; files have rows from the north."""

    task: ClassVar[str] = "layers-in-space"

    raster: str = array_file("File of layers, shape (maps, layers, rows, columns), the base layer first.")
    top_surface: str = array_file("File of the upper surface of the unit, shape (1, 1, rows, columns).")
    base_surface: str = array_file("File of its lower surface, of the same shape.")
    layering: str = choice("How the layers follow the surfaces.", LAYERINGS)
    thickness: float | None = number(
        "Of all layers in the relative grid; null: as thick as the unit, on average if proportional, else at most.",
        None,
        above=0,
    )
    z_reference: str = choice("What the surfaces are; depths grow downwards.", Z_REFERENCES, "elevation")
    z_delta: float | None = number("Height of a slice; null: that of a layer, rounded down.", None, above=0)
    layer: int | None = whole(
        "The one map that is taken, from 1; null: all to slices, the first to sheets.", None, least=1
    )
    slices: str | None = array_file("File to write, shape (maps, slices, rows, columns), the least z first.", None)
    corners: str | None = array_file(
        "File to write: z of the middle of layers at the corners of cells, shape (layers, rows + 1, columns + 1).", None
    )
    cells: str | None = array_file(
        "File to write: values and thickness of the cells of layers, shape (2, layers, rows, columns).", None
    )


@dataclass(frozen=True)
class LayersInSpaceResult:
    """What the unit is."""

    first: float = measure("Middle of the first slice.")
    z_delta: float = measure("Height of a slice.")
    count: int = whole("Number of slices.")
    mean: float = measure("Thickness of the unit on average.")
    least: float = measure("Least thickness.")
    greatest: float = measure("Greatest thickness.")
    cells: int = whole("Cells of the map where the unit is.")
    outside: int = whole("Cells that have values where the surfaces have no unit.")
    crossed: int = whole("Cells where the top lies below the base.")


def require_agreement(job: LayersInSpaceJob) -> None:
    """Refuse a job that asks for nothing, or for half of the sheets."""
    if (job.corners is None) != (job.cells is None) or not (job.slices or job.corners):
        message = "it should name `slices`, or both `corners` and `cells`, or all three."
        raise InvalidInput(message)


def lay_in_space(job: LayersInSpaceJob, folder: Path, reporter: Reporter) -> LayersInSpaceResult:
    """Write slices and sheets of layers as arrays beside the job."""
    stack = ArrayStack(folder, job.raster, "raster", (None, None, None, None))
    layers, rows, columns = stack.cells
    if job.layer is not None and job.layer > len(stack):
        message = f"`layer` is {job.layer}, and there are {len(stack)} maps. Should be one of them."
        raise InvalidInput(message)
    top, base = (
        ArrayStack(folder, name, key, (1, 1, rows, columns))[0].reshape(rows, columns)
        for name, key in ((job.top_surface, "top_surface"), (job.base_surface, "base_surface"))
    )
    shown = (job.layer or 1) - 1
    first = stack[shown].reshape(stack.cells)
    has_value = np.isfinite(first).any(axis=0)
    if not has_value.any():
        message = "The layers have no value anywhere (`raster`): choose a map that has some."
        raise InvalidInput(message)
    depths = job.z_reference == "depth"
    thickness = base - top if depths else top - base
    if not np.isfinite(thickness[has_value]).any():
        message = "A surface has no value where the layers have some (`top_surface`, `base_surface`): choose the "
        message += "surfaces that the layers were made with."
        raise InvalidInput(message)
    unit = has_value & (thickness > 0)
    top, base = np.where(unit, top, np.nan), np.where(unit, base, np.nan)
    found = unit_thickness(top, base, downwards=depths)
    strata = Strata.between(top, base, job.layering, layers, downwards=depths)
    if job.thickness is not None:
        _say_if_others(job.thickness, strata.thickness, job.layering, reporter)
        strata = Strata(job.layering, layers, job.thickness, depths)
    height = job.z_delta or even_height(found.mean / layers if job.layering == "proportional" else strata.height)
    low, high = (base, top)[:: -1 if depths else 1]
    slices = slices_between(float(np.nanmin(low)), float(np.nanmax(high)), height)
    _require_memory(rows * columns, layers, slices.number)
    if job.corners and job.cells:
        made = sheets(first, strata, top, base)
        np.save(folder / job.corners, made.corners)
        np.save(folder / job.cells, np.stack([made.values, made.thickness]))
    if job.slices:
        numbers = range(len(stack)) if job.layer is None else [shown]
        met = layers_met(strata, slices.middles, top, base)
        _write_slices(folder / job.slices, stack, numbers, met, reporter)
    return LayersInSpaceResult(
        slices.first,
        slices.delta,
        slices.number,
        found.mean,
        found.least,
        found.greatest,
        int(np.count_nonzero(unit)),
        int(np.count_nonzero(has_value & ~unit)),
        int(np.count_nonzero(thickness < 0)),
    )


def _write_slices(
    path: Path, stack: ArrayStack, numbers: range | list[int], met: NDArray[np.int32], reporter: Reporter
) -> None:
    """Write the slices of maps, one map after another."""
    shape = (len(numbers), *met.shape)
    written = np.lib.format.open_memmap(  # type: ignore[no-untyped-call]
        path, mode="w+", dtype=stack.dtype, shape=shape
    )
    progress = Progress(reporter, len(numbers), "maps")
    for place, number_of_map in enumerate(numbers):
        written[place] = cut(stack[number_of_map].reshape(stack.cells), met)
        progress.set(place + 1)
    written.flush()


def _require_memory(cells: int, layers: int, slices: int) -> None:
    """Refuse more layers and slices than fit into memory."""
    free, taken = available_memory(), cells * (_BYTES_OF_LAYER * layers + _BYTES_OF_SLICE * slices)
    if free is not None and taken > MEMORY_SHARE * free:
        message = (
            f"{layers} layers and {slices} slices take about {in_bytes(taken)} of memory, and {in_bytes(free)} are "
        )
        message += "free. Should be fewer slices (`z_delta`), or a map with fewer cells (`raster`)."
        raise GridTooLarge(message)


def _say_if_others(given: float, found: float, layering: str, reporter: Reporter) -> None:
    """Warn where surfaces are hardly those between which the layers were made."""
    if abs(found - given) > _SAME * given:
        what = "on average" if layering == "proportional" else "at most"
        reporter.warning(
            f"The layers were made in a unit of {given:.6g} {what}, and between these surfaces it is {found:.6g} "
            "(`top_surface`, `base_surface`). Are they the same surfaces?"
        )
