"""The task `zone-statistics`: realizations of a map and zones in, what each zone holds out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..choices import CONDITIONS, ZONE_STATISTICS
from ..decisions.condition import Condition
from ..decisions.exceedance import known_cells
from ..decisions.zones import ZoneCells
from ..errors import InvalidInput
from ..plain import array_file, choice, many, measure, number, whole, words
from ..quantiles import HIGH, LOW, MIDDLE, quantiles
from .arrays import load_array
from .ensemble_maps import FEW, EnsembleMaps, EnsembleMapsJob, pulse, require_maps, say_error_of_probabilities
from .progress import Reporter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_AT_ONCE = 4_000_000
"""Numbers of which quantiles are taken together."""

_CASES = {"p90": LOW, "p50": MIDDLE, "p10": HIGH}
"""Columns that end so, and which quantile they are: P90 is what 90 % exceed."""


@dataclass(frozen=True)
class ZoneStatisticsJob(EnsembleMapsJob):
    """Tell what zones of a map hold."""

    task: ClassVar[str] = "zone-statistics"

    zone_cells: str = array_file(
        "File of the cells of all zones, one zone after another: row times columns plus column."
    )
    zone_shares: str = array_file("File of the share of each of these cells that lies in its zone.")
    zone_counts: str = array_file("File of how many cells each zone has.")
    condition: str = choice("What is asked of a value.", CONDITIONS, "above")
    threshold: float | None = number("The threshold, or the lower one of two; null: nothing is asked.", None)
    upper_threshold: float | None = number("The upper one, for `between`.", None)
    passes_by: str = choice(
        "The statistic by which a zone passes: that of which the condition is asked.", ZONE_STATISTICS, "mean"
    )
    summary: str = array_file("File to write: what follows for each zone, shape (zones, columns of the result).")
    statistics: str = array_file(
        "File to write: mean, least and greatest value, and area where the condition holds, shape (number, zones, 4)."
    )


@dataclass(frozen=True)
class ZoneStatisticsResult:
    """What is said of the zones; the numbers are in the file `summary`."""

    columns: tuple[str, ...] = many("What the columns of `summary` are.", words(""))
    zones: int = whole("Zones with a value.")
    partial: int = whole("Cells that do not count, as some realizations have no value there.")
    realizations: int | None = whole("How many there are; null: none.", null=True)
    seconds: float = measure("What the work took.")


def require_agreement(job: ZoneStatisticsJob) -> None:
    """Refuse what fits its key but not another one."""
    require_maps(job)
    if job.threshold is not None:
        Condition.of(job.condition, job.threshold, job.upper_threshold)
    elif job.upper_threshold is not None:
        message = "`upper_threshold` is given, and `threshold` is not. Should be given both, or neither."
        raise InvalidInput(message)


def tell_zones(job: ZoneStatisticsJob, folder: Path, reporter: Reporter) -> ZoneStatisticsResult:
    """Tell what zones hold; write the numbers of each zone as arrays beside the job."""
    begin = time.monotonic()
    given = EnsembleMaps(job, folder, reporter)
    condition = None
    if job.threshold is not None:
        condition = given.condition(job.condition, job.threshold, job.upper_threshold)
    stack, partial = given.stack, 0
    if stack is None:
        zones = _zones(job, folder, given, ~np.isnan(given.mean))
        summary = _of_law(given, zones, condition, reporter)
        np.save(folder / job.statistics, np.empty((0, zones.all, 4)))
    else:
        step = pulse(reporter, 2 * len(stack))
        known, partial = known_cells(stack, step)
        zones = _zones(job, folder, given, known)
        found = np.lib.format.open_memmap(  # type: ignore[no-untyped-call]
            str(folder / job.statistics), "w+", np.float64, (len(stack), zones.all, 4)
        )
        for place in range(len(stack)):
            found[place] = zones.statistics(stack[place], condition)
            step()
        summary = _of_realizations(found, zones, condition, ZONE_STATISTICS.index(job.passes_by))
        if condition is not None:
            say_error_of_probabilities(len(stack), reporter)
        elif len(stack) < FEW:
            reporter.warning(
                f"There are {len(stack)} realizations, too few for P90 and P10. Make more realizations "
                "(`realizations`)."
            )
    if not len(zones.zones):
        message = "No zone has a cell with a value (`zone_cells`): choose zones where the map has values."
        raise InvalidInput(message)
    if partial:
        reporter.warning(f"Cells that lack a value in some realizations, and do not count (`maps`): {partial}.")
    np.save(folder / job.summary, np.column_stack(list(summary.values())))
    return ZoneStatisticsResult(
        columns=tuple(summary),
        zones=len(zones.zones),
        partial=partial,
        realizations=None if stack is None else len(stack),
        seconds=time.monotonic() - begin,
    )


def _zones(job: ZoneStatisticsJob, folder: Path, given: EnsembleMaps, known: NDArray[np.bool_]) -> ZoneCells:
    """Read the cells of the zones; of slices, those of each."""
    counts = load_array(folder, job.zone_counts, "zone_counts", (None,)).astype(np.int64)
    total = int(counts.sum())
    if not total or (counts < 0).any():
        message = "Invalid zone_counts: zones have no cells. Should have some."
        raise InvalidInput(message)
    cells = load_array(folder, job.zone_cells, "zone_cells", (total,)).astype(np.int64)
    shares = load_array(folder, job.zone_shares, "zone_shares", (total,))
    slices, rows, columns = given.cells
    if cells.min() < 0 or cells.max() >= rows * columns:
        message = f"Invalid zone_cells: one is beyond the map. Should be from 0 to {rows * columns - 1}."
        raise InvalidInput(message)
    if slices > 1:
        zone = np.repeat(np.arange(len(counts)), counts)
        order = np.argsort(np.tile(zone, slices), kind="stable")
        cells = (cells + np.arange(slices)[:, None] * (rows * columns)).ravel()[order]
        shares, counts = np.tile(shares, slices)[order], counts * slices
    return ZoneCells.of(cells, shares, counts, given.areas, known)


def _of_law(
    given: EnsembleMaps, zones: ZoneCells, condition: Condition | None, reporter: Reporter
) -> dict[str, Floats]:
    """Return what follows of mean and standard deviation of each cell."""
    text = "The mean and the standard deviation of cells do not tell how cells go together, and so not how the mean of "
    text += "a zone varies"
    if condition is not None:
        text += ", nor whether the zone passes: only its mean follows, and the area on average, with the value of each "
        reporter.message(f"{text}cell taken as normal.")
    else:
        reporter.message(f"{text}: only its mean follows.")
    summary = {"area_known": zones.with_value(), "mean": zones.mean(given.mean)}
    if condition is not None:
        summary["area_mean"] = zones.integral(condition.probability(given.mean, given.std))
    return summary


def _of_realizations(found: Floats, zones: ZoneCells, condition: Condition | None, passes_by: int) -> dict[str, Floats]:
    """Return what follows of the statistics of all realizations, shape (number, zones, 4)."""
    names = [*ZONE_STATISTICS, *(["area"] if condition is not None else [])]
    parts: list[dict[str, Floats]] = []
    size = max(1, _AT_ONCE // (4 * len(found)))
    for first in range(0, zones.all, size):
        part = np.array(found[:, first : first + size])
        columns: dict[str, Floats] = {}
        for index, name in enumerate(names):
            values = part[:, :, index]
            if name == "mean":
                columns.update(mean=values.mean(axis=0), mean_std=values.std(axis=0, ddof=1))
            elif name == "area":
                columns["area_mean"] = values.mean(axis=0)
            low_to_high = quantiles(values, tuple(_CASES.values()))
            columns.update({f"{name}_{case}": numbers for case, numbers in zip(_CASES, low_to_high)})
        if condition is not None:
            passes = condition.holds(part[:, :, passes_by]).mean(axis=0)
            columns["pass_prob"] = np.where(np.isnan(part[0, :, passes_by]), np.nan, passes)
        parts.append(columns)
    joined = {name: np.concatenate([one[name] for one in parts]) for name in parts[0]}
    return {"area_known": zones.with_value(), **joined}
