"""The variogram cloud: pairs of data one by one, all or those of a lag, of many a random part.

Law: they are the pairs of the experimental variogram, and mean and correlation are those of all of them, whatever part
is returned.

    data → pairs, chunk by chunk → a random key for each → those of the least keys
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

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
    mean_distance, gamma : float
        Mean distance and mean semivariance of all of them (Matheron 1962); not a number where there are none.
    correlation : float
        Of tails and heads in the one lag (the h-scatterplot of Journel & Huijbregts 1978, § III.B.3); not a number of
        all lags, or where there are too few.
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
    of_lags, ends, held = np.zeros((3, classes.count + 1)), _Ends(points, data), _Held.nothing()
    for pairs in pairs_of(points, data, farthest, offsets=False, numbers=True):
        half = 0.5 * pairs.difference * pairs.difference
        some = _Held(
            rng.random(len(half)), pairs.first, pairs.second, pairs.distance, half, classes.at(pairs.distance) + 1
        )
        if lag is not None:
            some = some.take(some.lag == lag)
            ends.add(some.first, some.second)
        weights = (None, some.distance, some.semivariance)
        of_lags += [np.bincount(some.lag, weight, classes.count + 1) for weight in weights]
        held = held.with_least(some, most)
    held = held.take(np.lexsort((held.second, held.first, held.distance)))
    tail, head, azimuth = ends.oriented(held.first, held.second)
    count, filled = int(of_lags[0].sum()), of_lags[0] > 0
    distances, gammas = of_lags[1:, filled] / of_lags[0, filled]
    return Cloud(
        tail=chosen[tail],
        head=chosen[head],
        distance=held.distance,
        azimuth=azimuth,
        semivariance=held.semivariance,
        lag=held.lag,
        count=count,
        mean_distance=float(of_lags[1].sum() / count) if count else math.nan,
        gamma=float(of_lags[2].sum() / count) if count else math.nan,
        correlation=ends.correlation,
        lag_distances=distances,
        lag_gammas=gammas,
        max_distance=classes.max_distance,
    )


class _Held(NamedTuple):
    """Pairs with their random keys, arrays of shape (k,)."""

    key: Floats
    first: Integers
    second: Integers
    distance: Floats
    semivariance: Floats
    lag: Integers

    @classmethod
    def nothing(cls) -> _Held:
        """Return no pair."""
        return cls(*(np.empty(0, dtype=kind) for kind in (float, np.intp, np.intp, float, float, np.intp)))

    def take(self, rows: NDArray[Any]) -> _Held:
        """Return some of them."""
        return _Held(*(column[rows] for column in self))

    def with_least(self, others: _Held, most: int) -> _Held:
        """Return those of the least keys, of these and of others; so each pair has the same chance to stay."""
        if len(self.key) == most:
            others = others.take(others.key < self.key.max())
        both = _Held(*(np.concatenate(columns) for columns in zip(self, others)))
        return both if len(both.key) <= most else both.take(np.argpartition(both.key, most - 1)[:most])


class _Ends:
    """Which end of a pair is its tail, and how tails and heads go together; points (n, ndim), values (n,)."""

    def __init__(self, points: Floats, values: Floats) -> None:
        self._points = points
        self._values = values - (values.mean() if len(values) else 0.0)
        self._sums = np.zeros(6)

    def oriented(self, first: Integers, second: Integers) -> tuple[Integers, Integers, Floats]:
        """Return tail, head, and the azimuth from the one to the other, of pairs, shape (k,) each."""
        offset = self._points[first] - self._points[second]
        sign = northward(offset)
        azimuth = np.degrees(np.arctan2(sign * offset[:, 0], sign * offset[:, 1]))
        return np.where(sign > 0, second, first), np.where(sign > 0, first, second), azimuth

    def add(self, first: Integers, second: Integers) -> None:
        """Take pairs, shape (k,), into the correlation."""
        tail, head, _ = self.oriented(first, second)
        x, y = self._values[tail], self._values[head]
        self._sums += [len(x), x.sum(), y.sum(), x @ x, y @ y, x @ y]

    @property
    def correlation(self) -> float:
        """Correlation of the values of tails and heads; not a number where these are too few, or equal."""
        count, tails, heads = self._sums[:3]
        if count < 2:
            return math.nan
        squares = self._sums[3:5]
        spread = squares - np.array([tails, heads]) ** 2 / count
        if not (spread > 1e-12 * squares).all():
            return math.nan
        both = (self._sums[5] - tails * heads / count) / math.sqrt(spread.prod())
        return float(np.clip(both, -1.0, 1.0))
