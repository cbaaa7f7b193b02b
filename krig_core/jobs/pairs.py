"""The task `pairs`: data in, the pairs of which their experimental variogram is the mean out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..choices import TRANSFORMS
from ..errors import InvalidInput
from ..plain import array_file, choice, many, measure, number, whole
from ..points import Group
from ..transforms.transform import Transform
from ..variogram.cloud import variogram_cloud
from ..variogram.study import Study
from .arrays import load_data
from .found_variogram import unit_of
from .progress import Reporter
from .samples import require_possible

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TAIL, HEAD, DISTANCE, AZIMUTH, SEMIVARIANCE, LAG = range(6)
"""Rows of `pairs`: the numbers of two data among those given, and what was found of them."""

STANDS_FOR_IT, SCORE = range(2)
"""Rows of `scores`: the first datum at the same place, and the value of that place whose pairs are looked at."""


@dataclass(frozen=True)
class PairsJob:
    """List the pairs of points of which the task `variogram` shows means."""

    task: ClassVar[str] = "pairs"

    coordinates: str = array_file("Places of the data, map units, shape (n, 2).")
    values: str = array_file("The data, shape (n,).")
    transform: str = choice("Of what the variogram is.", TRANSFORMS)
    pairs: str = array_file(
        "File to write, shape (6, k): of k pairs the numbers of the southern and of the northern datum, distance, "
        "azimuth from the one to the other, half the squared difference, and lag."
    )
    scores: str = array_file(
        "File to write, shape (2, n): of each datum the number of the first one at its place, and the value that place "
        "has, transformed and less its trend."
    )
    lags: int = whole("Number of lags.", 15, least=1, most=500)
    max_distance: float | None = number(
        "Pairs farther apart do not count, map units; null: a third of the diagonal.", None, above=0
    )
    lag: int | None = whole("The one lag that is looked at, from 1; null: all.", None, least=1)
    detrend: int = whole("Order of the polynomial that is taken off first.", 0, most=2)
    most: int = whole("Write at most so many pairs, of more a random part.", 20_000, least=1, most=1_000_000)
    seed: int = whole("Of the random part.", 42, most=2**53)


@dataclass(frozen=True)
class PairsResult:
    """What is said of pairs; semivariances are in the units of the variogram."""

    pairs: int = whole("Number of pairs.")
    written: int = whole("Number of those that are in the file.")
    lag: int | None = whole("The one lag that was looked at; null: all.", null=True)
    lags: int = whole("Number of lags.")
    lag_distance: float = measure("Width of a lag.")
    max_distance: float = measure("Where the last lag ends.")
    distance: float = measure("Mean distance of all pairs.")
    gamma: float = measure("Mean of half their squared differences: of a lag its semivariance.")
    correlation: float = measure("Between the values of southern and northern data of the one lag; of all lags none.")
    lag_distances: tuple[float, ...] = many("Mean distance of each lag that has pairs.", measure(""))
    lag_gammas: tuple[float, ...] = many("Its semivariance.", measure(""))
    data: int = whole("Number of data, each at a place of its own.")
    merged: int = whole("Points that coincide with another one.")
    unit: float = measure("What semivariances of scores were multiplied by.")
    seconds: float = measure("What the work took.")


def require_agreement(job: PairsJob) -> None:
    """Refuse what fits its key but not another one."""
    if job.lag is not None and job.lag > job.lags:
        message = f"`lag` is {job.lag}, and there are {job.lags} (`lags`). Should be one of them, from 1."
        raise InvalidInput(message)


def list_pairs(job: PairsJob, folder: Path, reporter: Reporter) -> PairsResult:
    """List pairs of points, merged, transformed and less their trend as in the task `variogram`."""
    start = time.monotonic()
    coordinates, values = load_data(job.coordinates, job.values, folder, 2)
    require_possible(values)
    group = Group.of(coordinates)
    points, data = coordinates[group.first], group.mean(values)
    transform = Transform(job.transform).fit(points, data)
    scores, unit = Study(detrend=job.detrend).residuals(points, transform.scores), unit_of(transform, data)
    found = variogram_cloud(
        points, scores, lags=job.lags, max_distance=job.max_distance, lag=job.lag, most=job.most, seed=job.seed
    )
    numbers = (group.first[found.tail], group.first[found.head])
    rows = [*numbers, found.distance, found.azimuth, found.semivariance * unit, found.lag]
    np.save(folder / job.pairs, np.array(rows, dtype=float))
    np.save(folder / job.scores, np.array([group.first[group.place], scores[group.place]], dtype=float))
    written = len(found.tail)
    part = "" if written == found.count else f" {written:,} of them, taken at random, are listed."
    which = "" if job.lag is None else f" of lag {job.lag}"
    reporter.message(f"{found.count:,} pairs{which} of {len(points):,} data.{part}")
    reporter.progress(1.0, "")
    return PairsResult(
        pairs=found.count,
        written=written,
        lag=job.lag,
        lags=job.lags,
        lag_distance=found.max_distance / job.lags,
        max_distance=found.max_distance,
        distance=found.mean_distance,
        gamma=found.gamma * unit,
        correlation=found.correlation,
        lag_distances=tuple(found.lag_distances.tolist()),
        lag_gammas=tuple((found.lag_gammas * unit).tolist()),
        data=len(points),
        merged=len(coordinates) - len(points),
        unit=unit,
        seconds=time.monotonic() - start,
    )
