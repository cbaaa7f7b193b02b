"""Points that lie absurdly far from all others, as coordinates do that are missing or mistyped.

Law: a few points are astray where all the others fit into a small part of the whole; they are named, never dropped.
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


def _span(places: Floats) -> float:
    return float(np.ptp(places, axis=0).max())
