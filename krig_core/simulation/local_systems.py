"""Many small simple kriging systems, each of a place and the known places around it.

Law: what is near is measured where the largest structure of the variogram is isotropic, and systems are solved side
by side: the arithmetic runs along the systems, not inside one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

_BATCH_BYTES = 2e6
"""Systems solved together stay within the processor's cache."""

_LEAST_SHARE = 1e-18
"""Least variance that a place may keep beside its neighbours, as a share of its own, so that no square root fails."""


def metric(variogram: Variogram, ndim: int) -> Floats:
    """Return the matrix that maps offsets to where distance means what it means for the largest structure."""
    if not variogram.structures:
        return np.eye(ndim)
    return max(variogram.structures, key=lambda structure: structure.partial_sill).isotropic(np.eye(ndim))


def batches(rows: Integers, neighbours: int) -> Iterator[Integers]:
    """Cut the numbers of systems into those that are best solved together."""
    step = max(1, int(_BATCH_BYTES / 8 / (neighbours + 2) ** 2))
    for first in range(0, len(rows), step):
        yield rows[first : first + step]


def krige_places(variogram: Variogram, places: Floats, valid: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return weights, shape (m, k), and std, shape (m,), of the last of places from those before it.

    Parameters
    ----------
    variogram : Variogram
    places : float array, shape (k + 1, m, ndim)
    valid : bool array, shape (k, m)
        Which neighbours there are.
    """
    first, second = np.tril_indices(len(places))
    offsets = (places[first, :, axis] - places[second, :, axis] for axis in range(places.shape[2]))
    return solve(variogram.covariance_at(offsets), valid)


def solve(covariance: Floats, valid: NDArray[np.bool_] | None) -> tuple[Floats, Floats]:
    """Solve small systems side by side, several times as fast as one by one.

    Parameters
    ----------
    covariance : float array, shape ((k + 1)(k + 2) / 2, m)
        Lower triangle, row by row, of the covariance between k neighbours and, last, the target.
    valid : bool array, shape (k, m), optional
        Which neighbours there are; None means all.

    Returns
    -------
    weights : float array, shape (m, k)
        Zero where there is no neighbour.
    std : float array, shape (m,)
        Square root of the kriging variance.
    """
    count = (math.isqrt(8 * len(covariance) + 1) - 3) // 2
    # Stored by columns. The target lies below the matrix: factoring it then does the forward substitution as well.
    variance = covariance[-1].copy()
    factor = np.empty((count, count + 1, len(variance)))
    row, column = (index[:-1] for index in np.tril_indices(count + 1))
    factor[column, row] = covariance[:-1]
    if valid is not None:
        for place, there in enumerate(valid):
            factor[place, place:] *= there
            factor[:place, place] *= there
            factor[place, place][~there] = 1.0
    inverse = np.empty((count, len(variance)))
    least = _LEAST_SHARE * variance
    for place in range(count):
        below = factor[place, place:]
        if place:
            below -= np.einsum("pim,pm->im", factor[:place, place:], factor[:place, place])
        inverse[place] = 1 / np.sqrt(np.maximum(below[0], least))
        below *= inverse[place]
    white = factor[:, count].copy()
    variance -= np.einsum("pm,pm->m", white, white)
    for place in range(count - 1, -1, -1):
        white[place] *= inverse[place]
        white[:place] -= white[place] * factor[:place, place]
    return white.T, np.sqrt(np.maximum(variance, 0.0))
