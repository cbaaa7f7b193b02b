"""The data of a job as kriging is to weigh them: checked, and one at each place where that is wanted.

Law: what is merged or left out is counted and told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..errors import InvalidInput
from ..points import Group, resolve_duplicates
from ..soft import Soft
from .soft_samples import resolve_soft

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .map_job import DataJob
    from .progress import Reporter

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Bools = NDArray[np.bool_]

LARGEST = float(np.finfo(np.float32).max)
"""What a cell of a raster can hold."""


class Samples(NamedTuple):
    """Data as a kriging is to weigh them; some may share a place.

    Attributes
    ----------
    points : float array, shape (n, ndim)
    values : float array, shape (n,)
    error : float array, shape (n,), or None
        Standard deviation of each measurement.
    drift : float array, shape (n, k), or None
    thickness : float array, shape (n,), or None
        Length of the log that each stands for.
    weights : float array, shape (n,), or None
        What each counts in the histogram of normal scores; None: the same.
    soft : Soft or None
        What is known of the data of a simulation beside their values; None: nothing, they are hard.
    """

    points: Floats
    values: Floats
    error: Floats | None
    drift: Floats | None
    thickness: Floats | None = None
    weights: Floats | None = None
    soft: Soft | None = None

    def take(self, rows: Any) -> Samples:
        """Return some of them."""
        columns = (None if column is None else column[rows] for column in self[:-1])
        some = Samples(*columns)  # type: ignore[arg-type]
        return some if self.soft is None else some._replace(soft=self.soft.take(rows))


def require_possible(values: Floats, soft: Soft | None = None) -> None:
    """Refuse values, shape (n,), and limits that a raster cannot hold or nothing can be computed with."""
    values = values if soft is None else soft.numbers(values)
    largest = float(np.abs(values).max(initial=0.0))
    if largest > LARGEST:
        message = f"A value is {largest:.3g}, more than a raster can hold: check the values (`values`)."
        raise InvalidInput(message)
    if np.ptp(values) > 0 and values.var() == 0:
        message = f"The values differ by no more than {np.ptp(values):.3g}, too little to compute with: give them in a "
        message += "smaller unit (`values`)."
        raise InvalidInput(message)


def say_left_out(known: Bools, reporter: Reporter, key: str) -> int:
    """Tell of points without a drift, or another variable, and return their number; refuse if there are no others."""
    what = {"drift": "drift", "secondary": "secondary variable"}[key]
    missing = int(np.count_nonzero(~known))
    if missing == len(known):
        message = f"No point has a value of the {what}: choose rasters that cover the wells (`{key}`)."
        raise InvalidInput(message)
    if missing:
        reporter.warning(f"Points where a {what} raster has no value, which are left out (`{key}`): {missing}.")
    return missing


def merged_samples(job: DataJob, given: Samples, reporter: Reporter) -> tuple[Integers, Samples, Samples]:
    """Leave one value at each place, as a job says, and tell how many were merged.

    What those that are averaged count in the histogram adds up.

    Returns
    -------
    chosen : int array, shape (m,)
        For each place the datum of `given` whose place and drift it has.
    merged : Samples
        One at each place.
    samples : Samples
        What kriging is to weigh: these; or all that are given, where measurements have errors and their mean is wanted,
        which has less error than one of them.
    """
    if given.soft is not None:
        chosen, values, soft = resolve_soft(given.points, given.values, given.soft, job.duplicates)
        merged = given.take(chosen)._replace(values=values, soft=soft, thickness=None)
        _say_merged(len(given.values) - len(values), job.duplicates, False, reporter, soft=True)
        return chosen, merged, merged
    chosen, values, error = resolve_duplicates(given.points, given.values, job.duplicates, given.error)
    weights = given.weights
    if weights is not None:
        weights = weights[chosen] if job.duplicates != "mean" else Group.of(given.points).sum(weights)
    drift = None if given.drift is None else given.drift[chosen]
    merged = Samples(given.points[chosen], values, error, drift, weights=weights)
    measured = job.duplicates == "mean" and (not job.exact or error is not None)
    _say_merged(len(given.values) - len(values), job.duplicates, measured, reporter)
    return chosen, merged, given if measured else merged


def _say_merged(merged: int, rule: str, measured: bool, reporter: Reporter, *, soft: bool = False) -> None:
    used = {"mean": "their mean is used", "first": "the first is used", "maximum": "the greatest is used"}
    if soft:
        used["mean"] = "the mean of their values is used, by their errors, and all their limits hold"
    if measured:
        used["mean"] = "all are used, each by its error"
    if merged:
        reporter.warning(f"Points that coincide with another one, so that {used[rule]} (`duplicates`): {merged}.")


def mean_by_weights(job: DataJob, scores: Samples) -> float | None:
    """Return the known mean of simple kriging of data that count by weights; None: their average, or none is known."""
    if job.kriging_type != "simple" or scores.weights is None:
        return None
    return float(np.average(scores.values, weights=scores.weights))


def distinct(samples: Samples) -> Samples:
    """Return samples without exact repetitions, as of a record that a file has twice."""
    first = Group.of(np.column_stack([samples.points, samples.values])).first
    return samples.take(first)
