"""One value for many: what of a log lies between top and bottom, how much each sample counts, and the averages.

Law: every average is of the values and of what each counts alone; where one has no meaning the answer is NaN. A sample
counts from its depth to the next one, and no farther than the larger of the steps beside that one, so that it does not
speak for a gap. Where steps differ by less than a tenth, as rounded depths make them, all count the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

EVEN = 1.1
"""Weights are equal where the largest is at most so many times the least."""

_ROUNDING = 1e-9
"""Sums of weights that differ by less, relatively, are equal."""


class Samples(NamedTuple):
    """Samples of one curve: depths, values and thicknesses, each an array of float64, shape (n,)."""

    depth: Floats
    value: Floats
    thickness: Floats


def between(index: Floats, values: Floats, top: float, bottom: float) -> Samples:
    """Return the finite samples of a log with top <= depth < bottom, so that neighbouring intervals share none.

    Parameters
    ----------
    index, values : array of float64, shape (n,)
        The index ascending.
    top, bottom : float
        In the unit of the index; infinite for no limit.
    """
    first, end = np.searchsorted(index, (top, bottom))
    known = first + np.flatnonzero(np.isfinite(values[first:end]))
    return Samples(index[known], values[known], thicknesses(index)[known])


def averages(values: Floats, starts: Indices, averaging: str = "arithmetic", weights: Floats | None = None) -> Floats:
    """Return one average for each group of neighbouring values.

    Parameters
    ----------
    values : array of float64, shape (n,)
        Finite.
    starts : array of int, shape (m,)
        Where each group begins: the first is 0, each is greater than the one before and less than n.
    averaging : str
        arithmetic; geometric and harmonic, NaN unless all values are greater than zero; rms, the root of the mean
        square; median; most-of, the most frequent value, of several the smallest; min; max.
    weights : array of float64, shape (n,), optional
        What each value counts, such as its thickness, > 0; where those of a group are even (`EVEN`), and
        without them, its values count the same.

    Returns
    -------
    array of float64, shape (m,)

    Raises
    ------
    InvalidInput
        For an averaging that is not known.
    """
    try:
        average = AVERAGINGS[averaging]
    except KeyError:
        message = f"Invalid averaging {averaging!r} (`averaging`). Should be one of {', '.join(AVERAGINGS)}."
        raise InvalidInput(message) from None
    if not len(starts):
        return np.empty(0)
    counted = np.ones(len(values)) if weights is None else evened(weights, _groups(values, starts), len(starts))
    return average(values, starts, counted)


def thicknesses(index: Floats) -> Floats:
    """Return the thickness that each sample of a log stands for, in the unit of its index.

    The last one has that of the one before; samples at the same depth share theirs.

    Parameters
    ----------
    index : float array, shape (n,)
        Ascending.

    Returns
    -------
    float array, shape (n,)
        Greater than zero; the same number where all steps are even, and 1 where there are none.
    """
    if len(index) < 2 or index[0] == index[-1]:
        return np.ones(len(index))
    steps = np.diff(index)
    if steps.max() <= EVEN * steps.min():
        return np.full(len(index), (index[-1] - index[0]) / len(steps))
    depths, which, counts = np.unique(index, return_inverse=True, return_counts=True)
    steps = np.diff(depths)
    thickness = steps
    if len(steps) > 1:
        thickness = np.minimum(steps, np.maximum(np.append(0.0, steps[:-1]), np.append(steps[1:], 0.0)))
    thickness = np.append(thickness, thickness[-1]) / counts
    shared: Floats = thickness[which]
    return shared


def evened(weights: Floats, group: NDArray[np.intp], count: int) -> Floats:
    """Return weights that are 1 in groups where they are even.

    Sums and means of such a group are then those of its values alone, to the last bit.

    Parameters
    ----------
    weights : float array, shape (n,)
    group : int array, shape (n,)
        From 0 to `count` - 1.
    count : int
    """
    least, most = np.full(count, np.inf), np.zeros(count)
    np.minimum.at(least, group, weights)
    np.maximum.at(most, group, weights)
    even: NDArray[np.bool_] = most <= EVEN * least
    return np.where(even[group], 1.0, weights)


def _sizes(values: Floats, starts: Indices) -> Indices:
    return np.diff(np.append(starts, len(values)))


def _groups(values: Floats, starts: Indices) -> Indices:
    return np.repeat(np.arange(len(starts)), _sizes(values, starts))


def _arithmetic(values: Floats, starts: Indices, weights: Floats) -> Floats:
    return _sums(values * weights, starts) / _sums(weights, starts)


def _sums(values: Floats, starts: Indices) -> Floats:
    """Return the sum of each group; of a single one that of `np.sum`, whose rounding error is the smaller."""
    return values.sum(keepdims=True) if len(starts) == 1 else np.add.reduceat(values, starts)


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)


def _geometric(values: Floats, starts: Indices, weights: Floats) -> Floats:
    mean: Floats = np.exp(_arithmetic(np.log(_positive(values)), starts, weights))
    return mean


def _harmonic(values: Floats, starts: Indices, weights: Floats) -> Floats:
    mean: Floats = 1 / _arithmetic(1 / _positive(values), starts, weights)
    return mean


def _rms(values: Floats, starts: Indices, weights: Floats) -> Floats:
    mean: Floats = np.sqrt(_arithmetic(values**2, starts, weights))
    return mean


def _sorted_within(values: Floats, starts: Indices) -> Indices:
    order: Indices = np.lexsort((values, _groups(values, starts)))
    return order


def _median(values: Floats, starts: Indices, weights: Floats) -> Floats:
    """Return the value at half the weight, or the middle of two that meet there."""
    order, sizes = _sorted_within(values, starts), _sizes(values, starts)
    ordered, weighed = values[order], weights[order]
    up_to = np.cumsum(weighed)
    up_to -= np.repeat(up_to[starts] - weighed[starts], sizes)
    half = np.repeat(up_to[starts + sizes - 1] / 2, sizes)
    lower = starts + np.add.reduceat((up_to < half * (1 - _ROUNDING)).astype(np.intp), starts)
    upper = starts + np.add.reduceat((up_to <= half * (1 + _ROUNDING)).astype(np.intp), starts)
    middle: Floats = (ordered[lower] + ordered[upper]) / 2
    return middle


def _most_of(values: Floats, starts: Indices, weights: Floats) -> Floats:
    order = _sorted_within(values, starts)
    ordered = values[order]
    new = np.append(True, np.diff(ordered) != 0)
    new[starts] = True
    runs = np.flatnonzero(new)
    weighed = np.add.reduceat(weights[order], runs)
    first_runs = np.searchsorted(runs, starts)
    most = np.maximum.reduceat(weighed, first_runs)
    group = np.searchsorted(starts, runs, side="right") - 1
    heaviest = np.flatnonzero(weighed >= most[group] * (1 - _ROUNDING))
    _, first = np.unique(group[heaviest], return_index=True)
    most_frequent: Floats = ordered[runs[heaviest[first]]]
    return most_frequent


def _min(values: Floats, starts: Indices, _weights: Floats) -> Floats:
    lowest: Floats = np.minimum.reduceat(values, starts)
    return lowest


def _max(values: Floats, starts: Indices, _weights: Floats) -> Floats:
    highest: Floats = np.maximum.reduceat(values, starts)
    return highest


AVERAGINGS: dict[str, Callable[[Floats, Indices, Floats], Floats]] = {
    "arithmetic": _arithmetic,
    "geometric": _geometric,
    "harmonic": _harmonic,
    "rms": _rms,
    "median": _median,
    "most-of": _most_of,
    "min": _min,
    "max": _max,
}
"""The averages by name; the first is the default."""
