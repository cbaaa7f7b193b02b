"""The task `place`: data in, what kriging says at one place, and how much each datum has to do with it, out.

Law: what is said there is what a map of the same job has in a cell whose centre is the place.
"""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..drift import known_mean
from ..errors import InvalidInput, KrigingWarning
from ..kriging.data import kriging_data
from ..kriging.neighbourhood import Neighbourhood
from ..kriging.weights import weights_at
from ..plain import array_file, many, measure, number, part, whole, words
from .arrays import FARTHEST, load_array, load_data, load_weights
from .found_variogram import find_variogram, tell_variogram, transform_of_job, unit_of
from .kriged_law import VARIOGRAMS, kriged_law, scores_of
from .map_job import DataJob, Units
from .progress import Reporter
from .samples import Samples, distinct, mean_by_weights, merged_samples, require_possible

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..variogram.default import Default
    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

LEVELS = (0.001, *(round(level / 100, 2) for level in range(1, 100)), 0.999)
"""Probabilities of the quantiles that draw the law of a value."""

_MOST = 200
"""Data that are listed one by one: those with the greatest weights."""


@dataclass(frozen=True)
class PlaceJob(DataJob):
    """Krige points to one place."""

    task: ClassVar[str] = "place"

    x: float = number("The place, map units.", least=-FARTHEST, most=FARTHEST)
    y: float = number("The place, map units.", least=-FARTHEST, most=FARTHEST)
    drift: str | None = array_file("External drift at the data, shape (n, k).", None)
    drift_there: tuple[float, ...] = many("External drift at the place, k of them.", number(""), ())
    max_data: int | None = whole("Krige from so many nearest data; null: from all.", None, least=1)
    min_data: int | None = whole("With fewer there is no estimate; null: 1.", None, least=1)
    search_radius: float | None = number("Use no data farther away, map units; null: no limit.", None, above=0)
    max_per_octant: int | None = whole("Most data of each quarter around the place.", None, least=1)


@dataclass(frozen=True)
class Neighbour:
    """A datum that counts for an estimate."""

    number: int = whole("Among those given, from 0; of several at one place the first.")
    x: float = measure("Where it is, map units.")
    y: float = measure("Where it is, map units.")
    value: float = measure("What counts at its place.")
    distance: float = measure("From the place, map units.")
    weight: float = measure("What it counts for; of transformed data, that of its transformed value.")


@dataclass(frozen=True)
class PlaceResult:
    """What is said of one place; numbers in units of the data."""

    x: float = measure("The place, map units.")
    y: float = measure("The place, map units.")
    mean: float = measure("The estimate: the mean of what the value may be.")
    std: float = measure("Its standard deviation.")
    levels: tuple[float, ...] = many("Probabilities.", measure(""))
    quantiles: tuple[float, ...] = many("Values that are not exceeded with these probabilities.", measure(""))
    neighbours: tuple[Neighbour, ...] = many("Data that count, the greatest weight first.", part("", Neighbour))
    used: int = whole("How many data count.")
    data: int = whole("How many there are.")
    rest: float = measure("Sum of the weights of data that count and are not listed.")
    weight_of_mean: float = measure("What the known mean of simple kriging counts for; else 0.")
    negative: float = measure("Sum of the negative weights.")
    transform: str = words("In what was kriged.")
    variogram: str = words("The variogram in words.")
    uncertainty: str = words("Whether its uncertainty counts, and why, in a sentence.")
    units: Units = part("Units of places and values.", Units)
    seconds: float = measure("What the work took.")


def krige_place(job: PlaceJob, folder: Path, reporter: Reporter) -> PlaceResult:
    """Krige points to one place; tell the law of the value there, and the weights of the data."""
    start = time.monotonic()
    given = _read(job, folder)
    chosen, merged, samples = merged_samples(job, given, reporter)
    transform = transform_of_job(job).fit(merged.points, merged.values, merged.weights)
    scores = merged._replace(values=transform.scores, error=None)
    if samples is not merged and not job.exact:
        scores = distinct(samples._replace(values=scores_of(samples, transform)))
    unit = unit_of(transform, merged.values)
    found = find_variogram(job, scores, unit)
    tell_variogram(job, found, scores, transform.name, reporter)
    there = np.array([job.x, job.y])
    drift = np.array(job.drift_there) if job.drift_there else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KrigingWarning)  # of doubts and of no estimate it is told in other words
        law = kriged_law(
            samples,
            merged.values,
            transform,
            found.variogram,
            found.posterior,
            there[None],
            LEVELS,
            kriging_type=job.kriging_type,
            mean=mean_by_weights(job, merged._replace(values=transform.scores)),
            drift=samples.drift,
            target_drift=None if drift is None else drift[None],
            max_data=job.max_data,
            min_data=job.min_data,
            search_radius=job.search_radius,
            max_per_octant=job.max_per_octant,
            exact=job.exact,
            error=samples.error,
        )
        if not np.isfinite([law.mean[0], law.std[0]]).all():
            message = "Too few data lie around the place: raise `search_radius` or `max_data`, or lower `min_data`."
            raise InvalidInput(message)
        weights, used = _weights(job, samples._replace(values=scores_of(samples, transform)), found, unit, there, drift)
    reporter.progress(1.0, "")
    listed = np.argsort(-np.abs(weights), kind="stable")[: min(_MOST, int(used.sum()))]
    distance = np.hypot(*(merged.points - there).T)
    columns = chosen[listed], *merged.points[listed].T, merged.values[listed], distance[listed], weights[listed]
    return PlaceResult(
        x=job.x,
        y=job.y,
        mean=float(law.mean[0]),
        std=float(law.std[0]),
        levels=LEVELS,
        quantiles=tuple(law.quantiles[:, 0].tolist()),
        neighbours=tuple(Neighbour(*row) for row in zip(*(column.tolist() for column in columns))),
        used=int(used.sum()),
        data=len(merged.values),
        rest=float(np.delete(weights, listed).sum()),
        weight_of_mean=float(1 - weights.sum()) if job.kriging_type == "simple" else 0.0,
        negative=float(weights[weights < 0].sum()),
        transform=transform.name,
        variogram=(job.units or Units()).of(found.variogram, transform.name),
        uncertainty=found.uncertainty,
        units=job.units or Units(),
        seconds=time.monotonic() - start,
    )


def require_agreement(job: PlaceJob) -> None:
    """Refuse what fits its key but not another one."""
    if (job.drift is None) != (not job.drift_there):
        message = f"`drift` is {job.drift!r} and `drift_there` is {list(job.drift_there)}. Should be given both, or "
        message += "neither."
        raise InvalidInput(message)
    if job.transform != "none" and job.error is not None:
        message = f"`error` is given and `transform` is {job.transform!r}: errors are those of values. Should be left "
        message += "out, or the transform be 'none'."
        raise InvalidInput(message)


def _read(job: PlaceJob, folder: Path) -> Samples:
    coordinates, values = load_data(job.coordinates, job.values, folder, 2)
    require_possible(values)
    count = len(values)
    error = None if job.error is None else load_array(folder, job.error, "error", (count,))
    drift = None if job.drift is None else load_array(folder, job.drift, "drift", (count, len(job.drift_there)))
    return Samples(coordinates, values, error, drift, weights=load_weights(folder, job.weights, count))


def _weights(
    job: PlaceJob, scores: Samples, found: Default, unit: float, there: Floats, drift: Floats | None
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the weight of each place, shape (n,), and whether it counts; of several variograms the mean weight."""
    neighbourhood = Neighbourhood(job.max_data, job.min_data, job.search_radius, job.max_per_octant)
    variograms: list[tuple[float, Variogram]] = [(1.0, found.variogram.scaled(1 / unit))]
    if (posterior := found.posterior) is not None:
        places, shares = posterior.representatives(VARIOGRAMS)
        several = [posterior.variograms[place].scaled(float(posterior.sills[place])) for place in places]
        variograms = list(zip(shares.tolist(), several))
    mean = known_mean(scores.values, job.kriging_type, mean_by_weights(job, scores))
    total, counts = np.empty(0), np.empty(0, dtype=bool)
    for share, variogram in variograms:
        data, _ = kriging_data(
            scores.points,
            scores.values,
            variogram,
            kriging_type=job.kriging_type,
            mean=mean,
            drift=scores.drift,
            exact=job.exact,
            error=scores.error,
        )
        numbers, weights = weights_at(data, variogram, there, neighbourhood, drift=drift, exact=job.exact)
        if not len(total):
            total, counts = np.zeros(len(data.points)), np.zeros(len(data.points), dtype=bool)
        total[numbers] += share * weights
        counts[numbers] = True
    return total, counts
