"""One value for many: the averages by which logs are upscaled.

Law: every average is of the values alone, each counting the same; where one has no meaning the answer is NaN.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from .errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]


def averages(values: Floats, starts: Indices, averaging: str = "arithmetic") -> Floats:
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
        message = f"Invalid averaging {averaging!r} (AVERAGING). Should be one of {', '.join(AVERAGINGS)}."
        raise InvalidInput(message) from None
    return average(values, starts) if len(starts) else np.empty(0)


def _sizes(values: Floats, starts: Indices) -> Indices:
    return np.diff(np.append(starts, len(values)))


def _arithmetic(values: Floats, starts: Indices) -> Floats:
    mean: Floats = np.add.reduceat(values, starts) / _sizes(values, starts)
    return mean


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)


def _geometric(values: Floats, starts: Indices) -> Floats:
    mean: Floats = np.exp(_arithmetic(np.log(_positive(values)), starts))
    return mean


def _harmonic(values: Floats, starts: Indices) -> Floats:
    mean: Floats = 1 / _arithmetic(1 / _positive(values), starts)
    return mean


def _rms(values: Floats, starts: Indices) -> Floats:
    mean: Floats = np.sqrt(_arithmetic(values**2, starts))
    return mean


def _sorted_within(values: Floats, starts: Indices) -> Floats:
    groups = np.repeat(np.arange(len(starts)), _sizes(values, starts))
    ordered: Floats = values[np.lexsort((values, groups))]
    return ordered


def _median(values: Floats, starts: Indices) -> Floats:
    ordered, sizes = _sorted_within(values, starts), _sizes(values, starts)
    middle: Floats = (ordered[starts + (sizes - 1) // 2] + ordered[starts + sizes // 2]) / 2
    return middle


def _most_of(values: Floats, starts: Indices) -> Floats:
    ordered = _sorted_within(values, starts)
    new = np.append(True, np.diff(ordered) != 0)
    new[starts] = True
    runs = np.flatnonzero(new)
    lengths = _sizes(values, runs)
    first_runs = np.searchsorted(runs, starts)
    most = np.maximum.reduceat(lengths, first_runs)
    group = np.searchsorted(starts, runs, side="right") - 1
    longest = np.flatnonzero(lengths == most[group])
    _, first = np.unique(group[longest], return_index=True)
    most_frequent: Floats = ordered[runs[longest[first]]]
    return most_frequent


def _min(values: Floats, starts: Indices) -> Floats:
    lowest: Floats = np.minimum.reduceat(values, starts)
    return lowest


def _max(values: Floats, starts: Indices) -> Floats:
    highest: Floats = np.maximum.reduceat(values, starts)
    return highest


AVERAGINGS: dict[str, Callable[[Floats, Indices], Floats]] = {
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
