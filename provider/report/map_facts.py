"""What the reports of all maps say: how the variogram was found, what was asked for, what the spread includes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ..text import spelled
from .page import TRANSFORMS, ReportContext, figure
from .secondary import secondary_facts

if TYPE_CHECKING:
    from ...krig_core.jobs.map_job import MapJob, MapResult

_KRIGING_TYPES = {
    "ordinary": "ordinary kriging",
    "simple": "simple kriging",
    "universal-1": "universal kriging, first order",
    "universal-2": "universal kriging, second order",
    "external-drift": "kriging with external drift",
}
TRENDS = {"universal-1": "first order", "universal-2": "second order", "external-drift": "drift rasters"}


def map_facts(
    job: MapJob, result: MapResult, context: ReportContext, lags: Sequence[tuple[str, str]] = ()
) -> list[tuple[str, str]]:
    """Return names and what they are; `lags` are those of the fit."""
    structures = result.variogram.structures
    ratio = structures[0].ratio if structures else 1
    anisotropy = "none" if ratio == 1 else f"azimuth {figure(structures[0].azimuth)}°, ratio {figure(ratio)}"
    height = structures[0].vertical_range if structures else None
    unit = job.units.z if job.units else ""
    return [
        ("Type", _KRIGING_TYPES[job.kriging_type]),
        ("Transformation", TRANSFORMS[job.transform]),
        ("Trend", _trend(job)),
        *secondary_facts(result),
        *_limits(job),
        ("Fit of the variogram", result.fit or "none"),
        *lags,
        ("Nugget", figure(result.nugget)),
        ("Model", " + ".join(structure.model for structure in structures) or "nugget"),
        ("Range (practical)", context.length(result.range)),
        ("Range, 5 – 50 – 95 %", _ranges(result, context)),
        ("Anisotropy", anisotropy),
        *([("Vertical range (practical)", f"{figure(height)} {unit}".rstrip())] if height is not None else []),
        ("Partial sill", figure(result.partial_sill)),
        ("Total points", str(result.data)),
        ("Skipped", str(context.skipped)),
        ("Cell size", context.length(result.spacing[0])),
        *_height(result, unit),
    ]


def _height(result: MapResult, unit: str) -> list[tuple[str, str]]:
    """Return how high the slices of a grid in space are, or what its layers are."""
    if len(result.spacing) < 3:
        return []
    strata = result.strata
    if strata is None:
        return [("Slice height", f"{figure(result.spacing[2])} {unit}".rstrip())]
    mean, least, greatest = (figure(length) for length in (strata.mean, strata.least, strata.greatest))
    places = strata.cells + strata.crossed + strata.pinched + strata.unknown
    return [
        ("Layers, from the base up", f"{strata.layers}, {strata.layering}"),
        ("Thickness of the unit", f"{mean} on average, {least} to {greatest} {unit}".rstrip()),
        ("Thickness of all layers", f"{figure(strata.thickness)} {unit}".rstrip()),
        ("Places on the map with the unit", f"{strata.cells:,} of {places:,}"),
        ("Values in the unit", f"{strata.inside:,} of {strata.inside + strata.outside:,}"),
    ]


def cell_facts(job: MapJob, result: MapResult) -> list[tuple[str, str]]:
    """Return how many cells there are, and which of those that should have a value have none."""
    of_the_unit = " of the unit" if result.strata is not None else ""
    return [
        ("Cells", " × ".join(map(str, result.shape))),
        (f"Cells{of_the_unit} without a value", str(result.empty)),
        ("Mask", "yes" if job.mask else "none"),
    ]


def _trend(job: MapJob) -> str:
    trend = TRENDS.get(job.kriging_type, "none")
    return f"{trend} ({', '.join(job.drift.names)})" if job.drift is not None else trend


def _limits(job: MapJob) -> list[tuple[str, str]]:
    """Return where normal scores end, and how they get there."""
    if job.transform != "normal-score":
        return []
    rows = []
    smooth = job.lower_tail == job.upper_tail == "smooth"
    for side, limit, name in (("Lower", "zmin", "Least value"), ("Upper", "zmax", "Greatest value")):
        tail = getattr(job, f"{side.lower()}_tail")
        tail = "linear" if tail == "smooth" and not smooth else tail
        omega = (
            f", parameter {figure(getattr(job, f'{side.lower()}_omega'))}" if tail in ("power", "hyperbolic") else ""
        )
        value = getattr(job, limit)
        default = "not given" if smooth else "of the data"
        rows += [(name, default if value is None else figure(value)), (f"{side} tail", tail + omega)]
    return rows


def _ranges(result: MapResult, context: ReportContext) -> str:
    """Return quantiles of the range, where it is uncertain."""
    ranges = [result.range_p05, result.range_p50, result.range_p95]
    return "taken as known" if None in ranges else context.length_of(ranges)


def declustering(job: MapJob, context: ReportContext) -> str:
    """Return how data that stand close together were weighed."""
    if job.weights is not None:
        return "weights of the wells"
    if job.declustering in (None, "none"):
        return "none"
    size = job.declustering_cell
    return f"cells of {context.length(size)}" if size else "cells of the size with the least mean"


def spread_of_maps(job: MapJob, result: MapResult) -> list[str]:
    """Return what the standard deviation includes, and what bounds the values, as HTML."""
    not_ = "" if result.band is not None else "not "
    of_transform = {
        "none": "Values may go beyond the data: nothing bounds them.",
        "log": "Values are above zero and may go beyond the data: they have no upper limit.",
        "normal-score": "All data are equal, and so is the map.",
    }[job.transform]
    spread = "The standard deviation tells how much values between the wells may vary, and "
    spread += f"{not_}how wrong the variogram may be. {result.uncertainty}"
    if result.secondary is not None:
        spread += " The mean that the secondary variable tells counts as known."
    sentences = (spread, result.limits or of_transform)
    return ["<h2>What the standard deviation includes</h2>", *(f"<p>{escape(spelled(text))}</p>" for text in sentences)]
