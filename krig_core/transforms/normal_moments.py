"""Normal moments: mean and variance of the values whose scores are normal, of any mean and standard deviation.

Law: no sampling. Without a transform and for logarithms they are known in closed form. For normal scores they are read
from a table, made once: for standard deviations s from 1/64 up to 2 the moments of normals whose means lie s / 8 apart,
by a sum over ±6 s. Between two s they go linearly in s² (the mean of values is a solution of the heat equation), and
between two means linearly, for a normal that is as much wider. Where the slope of the back-transform changes by Δb the
mean is so within 0.0015 Δb s of the true one. For smaller s, and beyond the table, the sum is made anew; where s is
zero the value is that of the score to the bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import numpy as np

from .even_table import EvenTable

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from .transform import FittedTransform

    Floats = NDArray[np.float64]

_FARTHEST_MEAN = 6.0
_STDS = np.concatenate([2.0 ** (np.arange(-24, -8) / 4), 2.0 ** (np.arange(-32, 17) / 16)])
"""Standard deviations of the table; closer where the tails of the values count."""

_STEPS = 8
"""Means in one standard deviation."""

_NODES = 16
"""Nodes of the quadrature in one standard deviation of all normals together, at least."""

_SPARSE = np.linspace(-4.8, 4.8, 13)
"""Nodes for standard deviations that the table does not have, since they are small."""

_REACH = 6.0
"""Standard deviations that the quadrature reaches to: 2e-9 of the probability lies beyond."""

_CHUNK = 16_384
"""Cells at once, so that what is between stays within the processor's cache."""


class NormalMoments(Protocol):
    """Mean and variance of values by mean and standard deviation of their scores."""

    def __call__(self, means: Floats, stds: Floats) -> tuple[Floats, Floats]:
        """Return mean and variance, shapes (m,), of scores of means and standard deviations of shape (m,)."""


def moments_of(transform: FittedTransform, factors: ArrayLike = (1.0,)) -> NormalMoments:
    """Return the moments of values whose scores are equally probable normals about one mean.

    Parameters
    ----------
    transform : FittedTransform
        Takes scores back to values.
    factors : float array, shape (k,)
        What the standard deviations of these normals are of the one that is given.
    """
    roots = np.asarray(factors, dtype=float)
    if transform.name == "none":
        return _OfScores(roots)
    if transform.name == "log":
        return _OfLogarithms(transform, roots)
    return _Table(transform, roots)


class _OfScores:
    """Of values that are their scores."""

    def __init__(self, factors: Floats) -> None:
        self._square = float(np.square(factors).mean())

    def __call__(self, means: Floats, stds: Floats) -> tuple[Floats, Floats]:
        return means.copy(), self._square * np.square(stds)


class _OfLogarithms:
    """Of lognormal values (Aitchison & Brown 1957, § 2.3)."""

    def __init__(self, transform: FittedTransform, factors: Floats) -> None:
        self._transform, self._factors = transform, factors

    def __call__(self, means: Floats, stds: Floats) -> tuple[Floats, Floats]:
        middle = self._transform.back(means)
        first, second = np.zeros(len(means)), np.zeros(len(means))
        for factor in self._factors:
            variance = np.square(factor * stds)
            first += np.expm1(variance / 2) / len(self._factors)
            # (y − median)² on average, by differences that lose no digits where the variance is small.
            second += (np.expm1(2 * variance) - 2 * np.expm1(variance / 2)) / len(self._factors)
        return middle + middle * first, np.square(middle) * np.maximum(second - first**2, 0.0)


class _Table:
    """Of normal scores."""

    def __init__(self, transform: FittedTransform, factors: Floats) -> None:
        self._transform, self._factors = transform, factors
        half = np.ceil(_FARTHEST_MEAN * _STEPS / _STDS).astype(np.intp) + 1
        self._first = np.concatenate([[0], np.cumsum(2 * half + 1)])[:-1] + half
        # The back-transform itself as a table, whose step is that of the closest means.
        least = float(_STDS[0] / _STEPS)
        reach = _FARTHEST_MEAN + (_REACH * float(factors.max()) + 1) * float(_STDS[-1])
        places = least * np.arange(-math.ceil(reach / least), math.ceil(reach / least) + 1)
        back = EvenTable(float(places[0]), least, np.asarray(transform.back(places)))
        rows = []
        for std, count in zip(_STDS, half):
            means = std / _STEPS * np.arange(-count, count + 1)
            mean, variance = self._summed(means, np.full(len(means), std), back)
            rows.append(np.stack([mean, np.sqrt(variance) / std], axis=1))
        self._rows = np.concatenate(rows)

    def __call__(self, means: Floats, stds: Floats) -> tuple[Floats, Floats]:
        mean, variance = np.empty(len(means)), np.empty(len(means))
        for start in range(0, len(means), _CHUNK):
            part = slice(start, start + _CHUNK)
            mean[part], variance[part] = self._of_chunk(means[part], stds[part])
        return mean, variance

    def _of_chunk(self, means: Floats, stds: Floats) -> tuple[Floats, Floats]:
        known = np.isfinite(means) & np.isfinite(stds)
        inside = known & (np.abs(means) <= _FARTHEST_MEAN) & (stds <= _STDS[-1])
        at, spread = np.where(inside, means, 0.0), np.where(inside, stds, _STDS[-1])
        held = np.maximum(spread, _STDS[0])
        level = np.minimum(np.searchsorted(_STDS, held, side="right"), len(_STDS) - 1)
        wide, more = self._at(level, at)
        narrow, less = self._at(level - 1, at)
        rows = wide + ((more - np.square(held)) / (more - less))[:, None] * (narrow - wide)
        mean, variance = rows[:, 0], np.square(rows[:, 1] * spread)
        small = np.flatnonzero(spread < _STDS[0])
        if len(small):
            mean[small], variance[small] = self._nearly_known(at[small], spread[small])
        beyond = np.flatnonzero(known & ~inside)
        if len(beyond):
            mean[beyond], variance[beyond] = self._summed(means[beyond], stds[beyond], self._transform.back)
        mean[~known] = variance[~known] = np.nan
        return mean, variance

    def _at(self, level: NDArray[np.intp], means: Floats) -> tuple[Floats, Floats]:
        """Return mean and std over s, shape (m, 2), at levels of the table, and the s² that they belong to.

        The value between two means is that of a normal whose own mean is one of the two: it is as much wider.
        """
        std = _STDS[level]
        place = means * (_STEPS / std)
        whole = np.floor(place)
        row = self._first[level] + whole.astype(np.intp)
        share = place - whole
        below = self._rows.take(row, axis=0)
        row += 1
        result: Floats = below + share[:, None] * (self._rows.take(row, axis=0) - below)
        return result, np.square(std) * (1 + share * (1 - share) / _STEPS**2)

    def _nearly_known(self, means: Floats, stds: Floats) -> tuple[Floats, Floats]:
        centre = np.asarray(self._transform.back(means))
        shares = np.exp(-np.square(_SPARSE) / 2)
        widths = float(np.sqrt(np.square(self._factors).mean())) * stds
        differences = self._transform.back(means + widths * _SPARSE[:, None]) - centre
        first, second = shares @ differences / shares.sum(), shares @ np.square(differences) / shares.sum()
        return centre + first, np.maximum(second - first**2, 0.0)

    def _summed(self, means: Floats, stds: Floats, back: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
        """Return mean and variance by quadrature, staggered from normal to normal."""
        count = len(self._factors)
        step = min(0.25, count / _NODES)
        whole = np.arange(-int(_REACH / step) - 1, int(_REACH / step) + 1)
        nodes = step * (whole + (np.arange(count)[:, None] + 0.5) / count)
        density = np.exp(-nodes * nodes / 2)
        shares = (density / density.sum(axis=1, keepdims=True) / count).ravel()
        places = (self._factors[:, None] * nodes).ravel()
        centre = np.asarray(back(means))
        first, second = np.zeros(len(means)), np.zeros(len(means))
        together = max(1, _CHUNK // len(means))
        for start in range(0, len(places), together):
            part = slice(start, start + together)
            difference = back(means + stds * places[part, None]) - centre
            first += np.einsum("i,ij->j", shares[part], difference)
            second += np.einsum("i,ij,ij->j", shares[part], difference, difference)
        return centre + first, np.maximum(second - first**2, 0.0)
