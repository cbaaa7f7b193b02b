"""The variogram cloud: pairs of data one by one, all or those of a lag, of many a random part.

Law: they are the pairs of the experimental variogram, and mean and correlation are those of all of them, whatever part
is returned.

    data → pairs, chunk by chunk → a random key for each → those of the least keys
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..blas import one_blas_thread
from ..errors import InvalidInput
from ..points import data_arrays
from .experimental import sampled
from .pairs import Lags, northward, pairs_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]


@dataclass(frozen=True)
class Cloud:
    """Pairs of data, in the order of their distances.

    Attributes
    ----------
    tail, head : int arrays, shape (k,)
        Numbers of the two data; the head is the one farther north (east, where that is the same; up last).
    distance : float array, shape (k,)
        Map units.
    azimuth : float array, shape (k,)
        From tail to head, degrees clockwise from north, above −90 and at most 90; 0 for one straight up.
    semivariance : float array, shape (k,)
        Half the squared difference of the values.
    lag : int array, shape (k,)
        From 1.
    count : int
        How many pairs there are; k is less where they are more than was wanted.
    mean_distance, gamma, correlation : float
        Of all of them: mean distance, mean semivariance (Matheron 1962), correlation of tails and heads (the
        h-scatterplot of Journel & Huijbregts 1978, § III.B.3); not a number where there are too few.
    lag_distances, lag_gammas : float arrays
        Mean distance and mean semivariance of each lag that has pairs: the experimental variogram.
    max_distance : float
        Where the last lag ends, map units.
    """

    tail: Integers
    head: Integers
    distance: Floats
    azimuth: Floats
    semivariance: Floats
    lag: Integers
    count: int
    mean_distance: float
    gamma: float
    correlation: float
    lag_distances: Floats
    lag_gammas: Floats
    max_distance: float


@one_blas_thread()
def variogram_cloud(
    coordinates: ArrayLike,
    values: ArrayLike,
    *,
    lags: int = 15,
    max_distance: float | None = None,
    lag: int | None = None,
    most: int = 20_000,
    seed: int = 0,
) -> Cloud:
    """Return the pairs of which an experimental variogram is the mean.

    Memory does not grow with the number of pairs; each is returned with the same probability.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        In map units.
    values : float array, shape (n,)
    lags, max_distance
        As in `experimental_variogram`.
    lag : int, optional
        The one lag that is wanted, from 1; None is all.
    most : int
        Return at most so many pairs.
    seed : int
        Of the random part.

    Returns
    -------
    Cloud

    Raises
    ------
    InvalidInput
        If shapes do not fit, a value is not finite, or a parameter is out of its domain.
    """
    points, data = data_arrays(coordinates, values)
    classes = Lags(lags, max_distance, None, points)
    if lag is not None and not 1 <= lag <= classes.count:
        message = f"Invalid lag {lag}. Should be from 1 to {classes.count}, as there are so many (`lag`, `lags`)."
        raise InvalidInput(message)
    chosen = sampled(len(points))
    points, data = points[chosen], data[chosen]
    farthest = classes.max_distance * (1.0 if lag is None else min(1.0, lag / classes.count * (1 + 1e-9)))
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    middle = float(data.mean()) if len(data) else 0.0
    sums, of_lags, held, keys = np.zeros(6), np.zeros((3, classes.count + 1)), _nothing(), np.empty(0)
    for pairs in pairs_of(points, data, farthest, offsets=True):
        own = classes.at(pairs.distance) + 1
        sign = northward(pairs.offset)
        tail = np.where(sign > 0, pairs.second, pairs.first)
        head = np.where(sign > 0, pairs.first, pairs.second)
        east, north = sign * pairs.offset[:, 0], sign * pairs.offset[:, 1]
        azimuth = np.degrees(np.arctan2(east, north))
        half = 0.5 * pairs.difference * pairs.difference
        columns = (tail, head, pairs.distance, azimuth, half, own)
        if lag is not None:
            columns = tuple(column[own == lag] for column in columns)
        x, y = data[columns[0]] - middle, data[columns[1]] - middle
        sums += [len(x), x.sum(), y.sum(), x @ x, y @ y, x @ y]
        of_lags += [np.bincount(columns[5], weights, classes.count + 1) for weights in (None, columns[2], columns[4])]
        new = rng.random(len(x))
        keys = np.concatenate([keys, new])
        held = [np.concatenate(parts) for parts in zip(held, columns)]
        if len(keys) > most:
            least = np.argpartition(keys, most - 1)[:most]
            keys, held = keys[least], [column[least] for column in held]
    order = np.lexsort((held[1], held[0], held[2]))
    tail, head, distance, azimuth, half, own = (column[order] for column in held)
    count, filled = int(sums[0]), of_lags[0] > 0
    distances, gammas = of_lags[1:, filled] / of_lags[0, filled]
    return Cloud(
        tail=chosen[tail],
        head=chosen[head],
        distance=distance,
        azimuth=azimuth,
        semivariance=half,
        lag=own,
        count=count,
        mean_distance=float(of_lags[1].sum() / count) if count else math.nan,
        gamma=float(of_lags[2].sum() / count) if count else math.nan,
        correlation=_correlation(sums),
        lag_distances=distances,
        lag_gammas=gammas,
        max_distance=classes.max_distance,
    )


def _nothing() -> list[NDArray[np.generic]]:
    """Return the columns of no pair."""
    kinds = (np.intp, np.intp, float, float, float, np.intp)
    return [np.empty(0, dtype=kind) for kind in kinds]


def _correlation(sums: Floats) -> float:
    """Return the correlation of tails and heads from number, and sums of both, of their squares, of their products."""
    count, tails, heads = sums[:3]
    if count < 2:
        return math.nan
    spread_of_tails, spread_of_heads = sums[3] - tails**2 / count, sums[4] - heads**2 / count
    if not min(spread_of_tails / max(sums[3], 1e-300), spread_of_heads / max(sums[4], 1e-300)) > 1e-12:
        return math.nan
    both = (sums[5] - tails * heads / count) / math.sqrt(spread_of_tails * spread_of_heads)
    return float(np.clip(both, -1.0, 1.0))
