"""The task `volumes`: surfaces and what fills them in, the volumes of each realization out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy.sparse import csr_matrix, vstack

from ..choices import Z_REFERENCES
from ..decisions.volumes import FACTORS, SURFACES, realizations, volumes
from ..errors import InvalidInput
from ..plain import Key, Kind, array_file, choice, declared, many, measure, number, part, whole, words
from ..quantiles import HIGH, LOW, MIDDLE, certainty_of_low, quantiles
from .arrays import ArrayStack, load_array
from .progress import Progress, Reporter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..decisions.volumes import Input, Volumes

    Floats = NDArray[np.float64]

CURVE_LEVELS = 101
"""Points of the cumulative curve, the first and the last realization included."""


_ALL = 1 - 1e-9
"""A zone that has values everywhere, to rounding."""

FEWEST = 9
"""Realizations that have a P90 and a P10 between them."""


def amount(text: str, **limits: Any) -> Any:
    """Declare a number that is the same everywhere, or the file of one in each cell; null: there is none."""
    name, value = Key.of(array_file("")).kind, Key.of(number("", **limits)).kind

    def accept(given: Any, place: str) -> Any:
        return (name if isinstance(given, str) else value).of(given, place)

    return declared(text, Kind(f"{value.words}, or {name.words}", accept), None, is_file=True)


@dataclass(frozen=True)
class VolumesJob:
    """Compute volumes; files have the shape (realizations or 1, 1, rows, columns), rows from the north."""

    task: ClassVar[str] = "volumes"

    areas: str = array_file("Area of a cell of each row, shape (rows,).")
    thickness: str | None = array_file("Thickness of the rock.", None)
    top_surface: str | None = array_file("Its upper surface, instead of a thickness.", None)
    base_surface: str | None = array_file("Its lower surface.", None)
    contact: float | str | None = amount("Nothing below it counts.")
    ntg: float | str | None = amount("Net to gross: the part of the rock that counts.", least=0, most=1)
    porosity: float | str | None = amount("The part of the rock that is pores.", least=0, most=1)
    saturation: float | str | None = amount("The part of the pores that holds hydrocarbons.", least=0, most=1)
    fvf: float | str | None = amount("Formation volume factor, by which what is in the pores is divided.", above=0)
    z_reference: str = choice("What surfaces and contact are; depths grow downwards.", Z_REFERENCES, "elevation")
    height: float = number("Length of a unit of heights, in the unit whose square areas are in.", 1.0, above=0)
    zones: str | None = array_file(
        "Number of the zone, number of the cell in rows from the north, and the share of it that lies in the zone, "
        "shape (k, 3); null: the whole map is one.",
        None,
    )
    all_zones: str | None = array_file(
        "Number of the cell and the share of it that lies in any zone, shape (k, 2); null: the sum of the shares of "
        "`zones`, at most 1, which is that where zones do not overlap.",
        None,
    )


@dataclass(frozen=True)
class Amount:
    """One kind of volume."""

    name: str = words("Gross rock, net rock, pores, hydrocarbons, or in place.")
    p90: float = measure("What nine realizations of ten exceed, in cubes of the areas' unit.")
    p50: float = measure("What half of them exceed.")
    p10: float = measure("What one of ten exceeds.")
    mean: float = measure("Their mean.")


@dataclass(frozen=True)
class ZoneVolumes:
    """The volumes of a zone."""

    zone: int | None = whole("Its number; null: all zones together, or the whole map.", null=True)
    covered: float = measure("The part of it, as far as it lies on the map, where all inputs have values.")
    amounts: tuple[Amount, ...] = many(
        "Its volumes, each a part of the one before; not a number where none of it is covered.", part("", Amount)
    )


@dataclass(frozen=True)
class Swing:
    """What one input does to the last volume of all zones, the others being at their mean."""

    name: str = words("The input.")
    p90: float = measure("What nine realizations of ten exceed.")
    p10: float = measure("What one of ten exceeds.")


@dataclass(frozen=True)
class VolumesResult:
    """What the volumes are."""

    zones: tuple[ZoneVolumes, ...] = many(
        "All zones together, or the whole map; then each zone.", part("", ZoneVolumes)
    )
    curve: tuple[float, ...] = many(
        "The last volume of all zones that 100, 99, …, 0 % of the realizations exceed.", measure("")
    )
    swings: tuple[Swing, ...] = many("Inputs that vary, the one that matters most first.", part("", Swing))
    at_mean: float = measure("The last volume of all zones where every input is at its mean.")
    realizations: int = whole("Number of realizations.")
    remarks: tuple[str, ...] = many("What a reader should know.", words(""))
    seconds: float = measure("What the work took.")


def compute_volumes(job: VolumesJob, folder: Path, reporter: Reporter) -> VolumesResult:
    """Compute the volumes of each realization, and what is to be said of them."""
    start = time.monotonic()
    row_areas = load_array(folder, job.areas, "areas", (None,))
    inputs, cells = _inputs(job, folder, len(row_areas))
    count = realizations(inputs)
    area = job.height * np.repeat(row_areas, cells[1])
    weights, numbers = _weights(job, folder, area)
    progress = Progress(reporter, count + 1, "realizations")
    found = volumes(inputs, weights, depths=job.z_reference == "depth", done=lambda: progress.set(progress.done + 1))
    remarks, certainty = _remarks(found, job), _certainty(count)
    for remark in remarks:
        reporter.warning(remark)
    if certainty:
        reporter.message(certainty)
    levels = quantiles(found.values, (LOW, MIDDLE, HIGH))
    means = found.values.mean(axis=0)
    swings = [Swing(name, *quantiles(values, (LOW, HIGH)).tolist()) for name, values in found.swings.items()]
    result = VolumesResult(
        zones=tuple(
            ZoneVolumes(
                zone,
                float(found.covered[place]),
                tuple(map(Amount, found.quantities, *levels[:, place].tolist(), means[place].tolist())),
            )
            for place, zone in enumerate(numbers)
        ),
        curve=tuple(quantiles(found.values[:, 0, -1], np.linspace(0, 1, CURVE_LEVELS).tolist()).tolist()),
        swings=tuple(sorted(swings, key=lambda swing: swing.p90 - swing.p10)),
        at_mean=found.at_mean,
        realizations=count,
        remarks=(*remarks, *filter(None, [certainty])),
        seconds=time.monotonic() - start,
    )
    reporter.progress(1.0, "")
    return result


def _inputs(job: VolumesJob, folder: Path, rows: int) -> tuple[dict[str, Input], tuple[int, int]]:
    """Return the inputs by name, and how many rows and columns of cells they have."""
    given = {name: value for name in SURFACES + FACTORS if (value := getattr(job, name)) is not None}
    inputs: dict[str, Input] = {}
    columns: int | None = None
    for name, value in given.items():
        if not isinstance(value, str):
            inputs[name] = float(value)
            continue
        stack = ArrayStack(folder, value, name, (None, 1, rows, columns))
        columns = int(stack.cells[-1])
        inputs[name] = stack
    if columns is None:
        message = "There is no surface: give `thickness`, or `top_surface` with `base_surface` or `contact`."
        raise InvalidInput(message)
    return inputs, (rows, columns)


def _weights(job: VolumesJob, folder: Path, area: Floats) -> tuple[csr_matrix, list[int | None]]:
    """Return the area of each cell in all zones together and in each, and the numbers of the rows."""
    if job.zones is None:
        return csr_matrix(area), [None]
    zone, cell, share = load_array(folder, job.zones, "zones", (None, 3)).T
    least, beyond = min(zone.min(), cell.min(), share.min()), cell.max() >= len(area) or zone.max() >= 2**31
    if least < 0 or beyond or (zone % 1).any() or (cell % 1).any():
        message = "Invalid zones: a row is no zone, cell and share. Should be numbers of zones and of cells, from 0, "
        message += "and shares of at least 0."
        raise InvalidInput(message)
    numbers, row = np.unique(zone.astype(int), return_inverse=True)
    each = csr_matrix((share, (row.reshape(-1), cell.astype(int))), shape=(len(numbers), len(area)))
    together = csr_matrix(np.minimum(np.asarray(each.sum(axis=0)), 1.0))
    if job.all_zones is not None:
        cell, share = load_array(folder, job.all_zones, "all_zones", (None, 2)).T
        if (cell % 1).any() or not len(cell) or cell.min() < 0 or cell.max() >= len(area) or share.min() < 0:
            message = (
                "Invalid all_zones: a row is no cell and share. Should be numbers of cells, from 0, and shares of at "
            )
            message += "least 0."
            raise InvalidInput(message)
        together = csr_matrix((share, (np.zeros(len(cell), dtype=int), cell.astype(int))), shape=(1, len(area)))
    return csr_matrix(vstack([together, each]).multiply(area)), [None, *numbers.tolist()]


def _remarks(found: Volumes, job: VolumesJob) -> tuple[str, ...]:
    """Return what was made good or left out."""
    remarks = []
    if found.upside_down:
        remarks.append(
            "The top lies below the base in most cells: are both depths where elevations are meant, or the reverse "
            "(`z_reference`)?"
        )
    if not np.nan_to_num(found.values[..., 0]).any():
        remarks.append(f"All volumes are zero: {_nothing(job)}.")
    if found.partial:
        remarks.append(
            f"Cells that lack a value of an input in some realizations, and do not count in any: {found.partial}."
        )
    without = int(np.count_nonzero(found.covered == 0))
    partly = int(np.count_nonzero((found.covered[1:] > 0) & (found.covered[1:] < _ALL)))
    of = len(found.covered) - 1
    if without:
        remarks.append(
            f"Zones where the map has no values, and whose volumes are not known (`zones`): {without} of {of}."
        )
    if partly:
        remarks.append(f"Zones that partly have no values, and of which the rest counts (`zones`): {partly} of {of}.")
    for part_of, text in (
        (
            found.negative,
            "the thickness is below zero, which counts as zero (`thickness`, `top_surface`, `base_surface`)",
        ),
        (found.clipped, "a fraction is below 0 or above 1, and counts as that (`ntg`, `porosity`, `saturation`)"),
        (found.left_out, "there is rock, but another input has no value: it is left out of all volumes"),
    ):
        if part_of > 0:
            remarks.append(f"In {100 * part_of:.3g} % of the area {text}.")
    return tuple(remarks)


def _nothing(job: VolumesJob) -> str:
    """Return why there is no rock, by the surfaces that are given."""
    if job.thickness is not None:
        return "the thickness is nowhere above zero (`thickness`)"
    given = [name for name in SURFACES if getattr(job, name) is not None]
    places = [
        *(["between the surfaces"] if job.base_surface is not None else []),
        *(["above the contact"] if job.contact is not None else []),
    ]
    named = ", ".join(f"`{name}`" for name in [*given, "z_reference"])
    return f"nothing lies {' and '.join(places)} ({named})"


def _certainty(count: int) -> str:
    """Return how sure percentiles of so many realizations are, or nothing where they are many."""
    if count == 1:
        return "There are no realizations: each volume is one number, and P90, P50 and P10 are the same."
    if count >= 1000:
        return ""
    probability, error = (100 * part for part in certainty_of_low(count))
    text = f"There are {count} realizations: what is called P90 is exceeded with a probability of {probability:.0f} ± "
    text += f"{error:.1f} % (one standard error)."
    if count < FEWEST:
        text += f" They are too few for P90 and P10, which are the least and the greatest: make at least {FEWEST}."
    return text
