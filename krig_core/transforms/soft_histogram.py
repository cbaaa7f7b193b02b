"""The histogram of data of which some are known between limits only: a value in place of each, and what it counts.

Law: data with the same limits share them as a normal or lognormal law would, the likelier of both given all data (Tobin
1958): each has an equally probable part of it; nearer data that are greater have the greater part. Then the
probability of each limit datum goes to all values that its limits allow, as often as they occur (Efron 1967; Turnbull
1976), in a few rounds. So the share of data below a value is about right from the least limit on, and below it follows
that law, as by regression on order statistics (Helsel & Cohn 1988).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from .truncated_normal import moments, probability, quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..soft import Soft

    Floats = NDArray[np.float64]

_STEPS = 200
"""Of the iteration for the law, which converges as quickly as few data are limited."""

_ROUNDS = 3
"""Of that for the probabilities. With more the few values that limits share would stand for all that they allow."""

_AROUND = 5
"""Nearest data by whose mean those of the same limits are ordered."""

_TINY = 1e-300

_EQUAL = 1e-9
"""Weights that differ by less are the same."""


class Completed(NamedTuple):
    """Data with a value each.

    Attributes
    ----------
    values : float array, shape (n,)
    weights : float array, shape (n,), or None
        What each counts, on average one, with what is shared out; None: the same.
    """

    values: Floats
    weights: Floats | None


def completed(
    values: Floats,
    soft: Soft,
    coordinates: Floats,
    least: float | None,
    most: float | None,
    weights: Floats | None = None,
) -> Completed:
    """Give a value to data that have limits alone.

    Parameters
    ----------
    values : float array, shape (n,)
        Not a number where only limits are known.
    soft : Soft
    coordinates : float array, shape (n, ndim)
    least, most : float, optional
        Values there may be; None: zero where nothing that is known is less, and no limit.
    weights : float array, shape (n,), optional
        What each counts, zero or greater; None: the same. Limits share out theirs.
    """
    missing = np.flatnonzero(~np.isfinite(values))
    if not len(missing):
        return Completed(values, None)
    lower, upper = soft.lower[missing], soft.upper[missing]
    numbers = np.concatenate([values, lower, upper])
    numbers = numbers[np.isfinite(numbers)]
    if least is None:
        least = 0.0 if numbers.min() >= 0 else -np.inf
    lower, upper = np.maximum(lower, least), np.minimum(upper, np.inf if most is None else most)
    hard = np.isfinite(values)
    known = values[hard]
    law = _likelier(known, lower, upper)
    values = values.copy()
    values[missing] = law.shared(lower, upper, _greatness(values, missing, soft, coordinates))
    allowed = (values >= lower[:, None]) & (values <= upper[:, None])
    allowed[np.arange(len(missing)), missing] = True
    own = np.ones(len(values)) if weights is None else weights / weights.mean()
    mass = own.copy()
    for _ in range(_ROUNDS):
        shares = allowed * mass
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), _TINY)
        mass = (own[missing, None] * shares).sum(axis=0)
        mass[hard] += own[hard]
    return Completed(values, None if np.ptp(mass) < _EQUAL else np.where(own > 0, np.maximum(mass, _TINY), 0.0))


class _Law(NamedTuple):
    """A normal law of values, or of their logarithms."""

    mean: float
    std: float
    logarithmic: bool
    likelihood: float
    """Its logarithm, but for what is the same for both."""

    def shared(self, lower: Floats, upper: Floats, greatness: Floats) -> Floats:
        """Return for each limit datum, shape (k,), its part of what data with the same limits share."""
        low, high = (_of_values(side, logarithmic=self.logarithmic) for side in (lower, upper))
        result = np.empty(len(lower))
        group = np.unique(np.column_stack([lower, upper]), axis=0, return_inverse=True)[1].reshape(-1)
        for number in range(group.max() + 1):
            rows = np.flatnonzero(group == number)
            rows = rows[np.argsort(greatness[rows], kind="stable")]
            share = (np.arange(len(rows)) + 0.5) / len(rows)
            ends = ((side[rows] - self.mean) / self.std for side in (low, high))
            result[rows] = self.mean + self.std * quantiles(share, *ends)
        if self.logarithmic:
            result = np.exp(result)
        return np.clip(result, lower, upper)


def _likelier(known: Floats, lower: Floats, upper: Floats) -> _Law:
    """Return the law under which values and limits are likelier."""
    laws = [_tobit(known, lower, upper, logarithmic=False)]
    if (known > 0).all() and (lower >= 0).all() and (upper > 0).all():
        laws.append(_tobit(known, lower, upper, logarithmic=True))
    return max(laws, key=lambda law: law.likelihood)


def _tobit(known: Floats, lower: Floats, upper: Floats, *, logarithmic: bool) -> _Law:
    """Return the normal law under which values and limits are likeliest, by expectation and maximization."""
    data, low, high = (_of_values(column, logarithmic=logarithmic) for column in (known, lower, upper))
    first, last = np.where(np.isfinite(low), low, high), np.where(np.isfinite(high), high, low)
    inside = np.full(len(low), float(data.mean()) if len(data) else 0.0)
    bounded = np.isfinite(first)
    inside[bounded] = (first[bounded] + last[bounded]) / 2
    start = np.concatenate([data, inside])
    (low, high), times = np.unique([low, high], axis=1, return_counts=True)
    mean, std = float(start.mean()), float(start.std())
    least = 1e-6 * max(abs(mean), std) or 1.0
    std = max(std, least)
    for _ in range(_STEPS):
        first, second = moments((low - mean) / std, (high - mean) / std)
        first, second = mean + std * first, mean**2 + 2 * mean * std * first + std**2 * second
        total = float(data.sum() + times @ first) / len(start)
        square = float(np.square(data).sum() + times @ second) / len(start)
        mean, std = total, max(math.sqrt(max(square - total**2, 0.0)), least)
    heights = (data - mean) / std
    likelihood = -(np.square(heights) / 2 + math.log(std)).sum() - (data.sum() if logarithmic else 0.0)
    between = np.maximum(probability((low - mean) / std, (high - mean) / std), _TINY)
    return _Law(mean, std, logarithmic, float(likelihood + times @ np.log(between)))


def _of_values(values: Floats, *, logarithmic: bool) -> Floats:
    if not logarithmic:
        return values
    with np.errstate(divide="ignore"):
        logarithms: Floats = np.log(values)
    return logarithms


def _greatness(values: Floats, missing: NDArray[np.intp], soft: Soft, coordinates: Floats) -> Floats:
    """Return about how great data without a value are, by those around them."""
    lower, upper = soft.lower[missing], soft.upper[missing]
    about = values.copy()
    about[missing] = np.where(np.isfinite(upper), upper, lower)
    near = cKDTree(coordinates).query(coordinates[missing], min(_AROUND, len(values)))[1]
    greatness: Floats = about[near.reshape(len(missing), -1)].mean(axis=1)
    return greatness
