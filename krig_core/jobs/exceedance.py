"""The task `exceedance`: realizations of a map in, where a condition holds out: in each cell, and in all at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..choices import CONDITIONS
from ..decisions.condition import Condition
from ..decisions.exceedance import exceedance, known_cells
from ..decisions.joint import JointSet, joint_set, sides
from ..errors import InvalidInput
from ..plain import array_file, choice, measure, number, part, whole
from ..quantiles import HIGH, LOW, MIDDLE, quantiles
from .arrays import ArrayStack
from .ensemble_maps import EnsembleMaps, EnsembleMapsJob, pulse, require_maps, say_error_of_probabilities
from .progress import Reporter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class ExceedanceJob(EnsembleMapsJob):
    """Tell where a map is above or below a threshold, or between two."""

    task: ClassVar[str] = "exceedance"

    condition: str = choice("What is asked of a value.", CONDITIONS)
    threshold: float = number("The threshold, or the lower one of two.")
    upper_threshold: float | None = number("The upper one, for `between`.", None)
    confidence: float = number("Of `region` and `contour_band`.", 0.9, above=0, below=1)
    probability: str = array_file("File to write: the probability, shape (slices, rows, columns).")
    region: str | None = array_file(
        "File to write: 1 in the largest set in which the condition holds everywhere at once, else 0.", None
    )
    contour_band: str | None = array_file(
        "File to write: 1 in the set outside which no contour of a threshold runs, else 0.", None
    )


@dataclass(frozen=True)
class JointPart:
    """A part of the map, and how likely it is as a whole."""

    area: float = measure("Its area.")
    probability: float = measure(
        "Of holding in all of the region at once, or of no contour outside the band; NaN: there is no such set."
    )
    error: float = measure("The standard error of this probability.")
    alone: float = measure(
        "The same probability of the set of all cells that each alone have the confidence; NaN: there are none."
    )


@dataclass(frozen=True)
class ExceedanceResult:
    """What is said of it; areas are in squares of the map's unit, or those of `cell_areas`."""

    cells: int = whole("Cells with a probability.")
    partial: int = whole("Cells without one, as some realizations have no value there.")
    realizations: int | None = whole("How many there are; null: none.", null=True)
    expected_area: float = measure("Area where the condition holds, on average.")
    area_p90: float | None = measure("Area that 90 % of the realizations exceed; null: not known.", null=True)
    area_p50: float | None = measure("Area that half of them exceed.", null=True)
    area_p10: float | None = measure("Area that 10 % of them exceed.", null=True)
    region: JointPart | None = part("The region; null: not asked for.", JointPart, null=True)
    contour_band: JointPart | None = part("The band of contours; null: not asked for.", JointPart, null=True)
    seconds: float = measure("What the work took.")


def require_agreement(job: ExceedanceJob) -> None:
    """Refuse what fits its key but not another one."""
    require_maps(job)
    Condition.of(job.condition, job.threshold, job.upper_threshold)
    if job.maps is None and (job.region or job.contour_band):
        message = "`region` and `contour_band` follow from realizations (`maps`), not from `mean_map` and `std_map`, "
        message += "which do not tell how cells go together: leave them out."
        raise InvalidInput(message)


def exceed(job: ExceedanceJob, folder: Path, reporter: Reporter) -> ExceedanceResult:
    """Tell where a condition holds; write arrays of the shape of the map beside the job."""
    begin = time.monotonic()
    given = EnsembleMaps(job, folder, reporter)
    condition = given.condition(job.condition, job.threshold, job.upper_threshold)
    stack, areas, region, band, partial = given.stack, None, None, None, 0
    if stack is None:
        probability = condition.probability(given.mean, given.std)
        reporter.message(
            "The value of each cell is taken as normal, with the mean and the standard deviation that are given. They "
            "do not tell how cells go together, and so not how the area varies, only what it is on average."
        )
    else:
        sets = bool(job.region) + bool(job.contour_band)
        step = pulse(reporter, len(stack) * (2 + (1 + sets) / 2 if sets else 2))
        known, partial = known_cells(stack, step)
        probability, areas = exceedance(stack, condition, given.areas, known, step)
        say_error_of_probabilities(len(stack), reporter)
        if sets and known.any():
            region, band = _sets(job, stack, condition, known, step)
    has_value = ~np.isnan(probability)
    if not has_value.any():
        where = "a mean and a standard deviation (`mean_map`, `std_map`)" if stack is None else "a value (`maps`)"
        message = f"No cell has {where}: choose rasters that have."
        raise InvalidInput(message)
    if partial:
        reporter.warning(f"Cells that lack a value in some realizations, and do not count (`maps`): {partial}.")
    np.save(folder / job.probability, probability.reshape(given.cells))
    for name, found in ((job.region, region), (job.contour_band, band)):
        if name is not None and found is not None:
            np.save(folder / name, np.where(has_value, found.inside, np.nan).reshape(given.cells))
    cases = (None, None, None) if areas is None else quantiles(areas, (LOW, MIDDLE, HIGH)).tolist()
    return ExceedanceResult(
        cells=int(np.count_nonzero(has_value)),
        partial=partial,
        realizations=None if stack is None else len(stack),
        expected_area=float(np.nansum(probability * given.areas)),
        area_p90=cases[0],
        area_p50=cases[1],
        area_p10=cases[2],
        region=_part(region, given.areas),
        contour_band=_part(band, given.areas),
        seconds=time.monotonic() - begin,
    )


def _sets(
    job: ExceedanceJob, stack: ArrayStack, condition: Condition, known: Bools, step: Callable[[], None]
) -> tuple[JointSet | None, JointSet | None]:
    """Return the region, and the band, of those that are asked for."""
    found = sides(stack, condition, known, step)
    region, band = None, None
    if job.region:
        region = joint_set(stack, condition, condition.wanted, found, known, job.confidence, step)
    if job.contour_band:
        avoided = joint_set(stack, condition, found.shares.argmax(axis=0), found, known, job.confidence, step)
        band = avoided._replace(inside=~avoided.inside & known)
    return region, band


def _part(found: JointSet | None, areas: Floats) -> JointPart | None:
    if found is None:
        return None
    return JointPart(
        area=float(np.sum(areas[found.inside])),
        probability=found.probability,
        error=found.error,
        alone=found.alone,
    )
