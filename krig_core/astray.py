"""Points and values that lie absurdly far from all others, as those do that are missing, mistyped or of another unit.

Law: a few points are astray where all the others fit into a small part of the whole, and a few values where nothing
leads from the others to them; they are named, never dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .points import Group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

_PART = 1 / 50
"""The others span less than this part of the whole."""

_PART_OF_ZERO = 1 / 4
"""The same for points of which a coordinate is zero, as missing ones become."""

_FEW = 0.05
"""No larger share of the points is astray."""

_LEAST_REST = 5
"""So many others at least tell where the data are."""

FAR = 8.0
"""Robust standard deviations from the median beyond which a value may be far outside."""

_CODES = (-999.25, -9999.25, -999.0, -9999.0, -99999.0, -32768.0)
"""What files write where there is no value; also 1e30 and beyond."""

_GAP = 3.0
"""Then it is so many times as far from the median as any value on its side that is not: a long tail has no such gap."""


_TIMES = 10.0
"""A limit is far beside values that are at most so many times smaller."""


def astray(points: Floats, zero: Bools | None = None) -> Bools:
    """Tell which points lie absurdly far from all others.

    Parameters
    ----------
    points : float array, shape (n, 2)
        In map units.
    zero : bool array, shape (n,), optional
        Of which a coordinate is exactly zero where they come from.

    Returns
    -------
    bool array, shape (n,)
    """
    group = Group.of(points)
    places = points[group.first]
    lost = np.zeros(len(places), dtype=bool)
    most = min(max(1, int(_FEW * len(places))), len(places) - _LEAST_REST)
    # Again and again: beside a point at the end of the world others that are astray look near.
    while True:
        few = _farthest(places[~lost], most - int(np.count_nonzero(lost)))
        if not len(few):
            break
        lost[np.flatnonzero(~lost)[few]] = True
    if zero is not None:
        suspect = np.zeros(len(places), dtype=bool)
        suspect[group.place[zero]] = True
        rest = places[~lost & ~suspect]
        few_are = len(rest) > len(places) / 2 and (suspect & ~lost).any()
        if few_are and _span(rest) < _PART_OF_ZERO * _span(places[~lost]):
            lost |= suspect
    found: Bools = lost[group.place]
    return found


def _farthest(places: Floats, most: int) -> NDArray[np.intp]:
    """Return the fewest places, at most so many, without which the others are a small part of the whole."""
    if most <= 0:
        return np.empty(0, dtype=np.intp)
    order = np.argsort(np.abs(places - np.median(places, axis=0)).max(axis=1))
    nearest = places[order]
    spans = (np.maximum.accumulate(nearest) - np.minimum.accumulate(nearest)).max(axis=1)
    rest = np.arange(len(places) - most, len(places))  # how many may be left
    fits = rest[(spans[rest - 1] > 0) & (spans[rest - 1] < _PART * spans[-1])]
    return order[fits[-1] :] if len(fits) else order[:0]


def far_outside(values: Floats) -> Bools:
    """Tell which values lie absurdly far from all others.

    They are few, more than `FAR` robust standard deviations from the median (1.4826 times the median absolute
    deviation), and beyond a gap; those greater than zero, where none or few are less, by their logarithms too. Of 2000
    samples of 15 to 3000 values, normal, lognormal (σ = 0.5, 1, 2), exponential, uniform, or of two equal modes ten
    standard deviations apart, none had such a value.

    Parameters
    ----------
    values : float array, shape (n,)

    Returns
    -------
    bool array, shape (n,)
    """
    most = min(max(1, int(_FEW * len(values))), len(values) - _LEAST_REST)
    none = np.zeros(len(values), dtype=bool)
    if most <= 0:
        return none
    far, positive = _beyond_a_gap(values), values > 0
    if far.any() and np.count_nonzero(values < 0) <= most:
        by_logarithm = none.copy()
        by_logarithm[positive] = _beyond_a_gap(np.log(values[positive]))
        far &= by_logarithm | ~positive
    return far if np.count_nonzero(far) <= most else none


def null_codes(values: Floats) -> Bools:
    """Tell which values are numbers that files write for no value, far from all others, however many they are.

    Parameters
    ----------
    values : float array, shape (n,)

    Returns
    -------
    bool array, shape (n,)
    """
    codes: Bools = np.isin(values, _CODES) | (np.abs(values) >= 1e30)
    rest = values[~codes]
    if not len(rest):
        return np.zeros(len(values), dtype=bool)
    middle = np.median(rest)
    found: Bools = codes & (np.abs(values - middle) > FAR * 1.4826 * np.median(np.abs(rest - middle)))
    return found


def far_beside(limits: Floats, values: Floats) -> Bools:
    """Tell which limits, shape (n,), are many times as great as any of the values, shape (m,)."""
    if not len(values):
        return np.zeros(len(limits), dtype=bool)
    reach = _TIMES * float(np.abs(values).max())
    return np.abs(limits) > reach


def _beyond_a_gap(values: Floats) -> Bools:
    """Tell which values are far from the median and much farther than any other on their side of it."""
    away = values - np.median(values) if len(values) else values
    least = FAR * 1.4826 * float(np.median(np.abs(away))) if len(away) else 0.0
    far = np.zeros(len(values), dtype=bool)
    for side in (away, -away) if least > 0 else ():
        distance = np.sort(side[side >= 0])
        begins = np.flatnonzero((distance[1:] > least) & (distance[1:] > _GAP * distance[:-1]))
        if len(begins):
            far |= side >= distance[begins[0] + 1]
    return far


def _span(places: Floats) -> float:
    return float(np.ptp(places, axis=0).max())
