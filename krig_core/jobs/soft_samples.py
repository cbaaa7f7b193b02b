"""The soft data of a job: measured with an error, or known between limits.

Law: only a job that simulates has them; what is no datum is counted and told.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InvalidInput
from ..points import Group, resolve_duplicates
from ..soft import Soft, merged
from .arrays import load_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .map_job import MapJob
    from .progress import Reporter

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Bools = NDArray[np.bool_]


_FEW, _LEAST_SHARE = 5, 0.2
"""Data that a law is found from, at least; with more than 80 % below limits none can be trusted (Helsel 2012)."""


def soft_of(job: MapJob, folder: Path, values: Floats, reporter: Reporter) -> tuple[Floats, Soft | None, Bools]:
    """Return values, shape (n,), what is known of them beside, and which are data; None where all are hard."""
    everything = np.ones(len(values), dtype=bool)
    lower, upper = job.limits
    if not job.simulates or (job.error is lower is upper is None):
        return values, None, everything
    shape = (len(values),)
    error = None if job.error is None else load_array(folder, job.error, "error", shape, unbounded=True)
    low = None if lower is None else load_array(folder, lower, "lower", shape, unbounded=True)
    high = None if upper is None else load_array(folder, upper, "upper", shape, unbounded=True)
    values, soft, known = Soft.of(values, error, low, high)
    if not known.any():
        message = "No data: of no point is a value or a limit known (`values`, `lower`, `upper`)."
        raise InvalidInput(message)
    if left_out := int(np.count_nonzero(~known)):
        reporter.warning(f"Points of which neither a value nor a limit is known, which are left out: {left_out}.")
    if not (soft.limited | (soft.error > 0)).any():
        return values, None, known
    told = int(np.count_nonzero(np.isfinite(values) | (np.isfinite(soft.lower) & np.isfinite(soft.upper))))
    if job.transform == "normal-score" and told < max(_FEW, _LEAST_SHARE * np.count_nonzero(known)):
        message = f"Of {int(np.count_nonzero(known))} data {told} have a value or two limits: the histogram beyond the "
        message += "limits, and so the map, is hardly more than a guess (`values`)."
        reporter.warning(message)
    reporter.message(
        "Where data have an error or limits (`error`, `lower`, `upper`) each realization has values of its own, drawn "
        "given all that is known."
    )
    return values, soft, known


def resolve_soft(coordinates: Floats, values: Floats, soft: Soft, rule: str) -> tuple[Integers, Floats, Soft]:
    """Leave one datum at each place, as `points.resolve_duplicates` does; the mean is that of `soft.merged`."""
    about = np.where(np.isfinite(values), values, -np.inf)
    chosen, _, _ = resolve_duplicates(coordinates, about, rule)
    if rule != "mean":
        return chosen, values[chosen], soft.take(chosen)
    group = Group.of(coordinates)
    try:
        return chosen, *merged(values, soft, group.place, coordinates[group.first])
    except InvalidInput as error:
        message = f"{error} Or one of the data at a place should be chosen: `duplicates` 'first' or 'maximum'."
        raise InvalidInput(message) from None


def refuse_soft(soft: Soft | None, beside: str) -> None:
    """Refuse soft data beside a key of a job that takes hard ones alone."""
    if soft is not None:
        message = f"Soft data (`error`, `lower`, `upper`) do not go with `{beside}`. Should be left out, or it be."
        raise InvalidInput(message)
