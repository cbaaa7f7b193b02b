"""Far field: over a tile of targets the covariance with a datum far off is smooth, and a few nodes tell all of it.

Law: a datum is far if its covariance ends nowhere within the tile and interpolation between the nodes reproduces it at
check points; any other is near, and its covariance with each target is computed. So near are the data around the tile
(the covariance has a corner at a datum), and those whose range ends within it (a kink too fine for check points).

    covariance of target x with all data:  c(x) = near part of c(x) + far (n, P) · interpolation (P,) at x

The quadratic form cᵀ C⁻¹ c, n² operations for each target, becomes one of size (near + P) with a matrix that is the
same for all targets of the tile (Fong & Darve 2009, J. Comput. Phys. 228: Chebyshev nodes for any kernel).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..points import box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .support import Support

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

_NODES = 12
"""Chebyshev nodes along each side of a tile."""

_CHECKS = 64
"""Check points of a tile, among its targets."""

_TARGETS = (512, 8192)
"""Least and most targets of a tile."""

_NEAR = 8.0
"""The near data of a tile, about, as a multiple of those that lie in it."""


class FarField:
    """How the data are seen from one tile of targets.

    Parameters
    ----------
    points : float array, shape (n, ndim)
    places : float array, shape (m, ndim)
        The targets of the tile.
    support : Support
    kept : int array
        Numbers of data that must be near in any case.
    tolerance : float
        Most error of an interpolated covariance at the check points.

    Attributes
    ----------
    near : int array, shape (k,)
        Numbers of the data whose covariance with the targets is not interpolated, ascending.
    far : float array, shape (n, P)
        Covariance between the data and the nodes; zero for the near ones.
    interpolation : float array, shape (P, m)
        Weights of the nodes at each target.
    """

    def __init__(self, points: Floats, places: Floats, support: Support, kept: Integers, tolerance: float) -> None:
        nodes, interpolation = _interpolation(places)
        self.interpolation = interpolation.T
        self.far = np.ascontiguousarray(support.covariance(points, nodes))
        checks = np.linspace(0, len(places) - 1, _CHECKS).astype(np.intp)
        error = self.far @ self.interpolation[:, checks] - support.covariance(points, places[checks])
        is_near = (np.abs(error).max(axis=1) > tolerance) | support.end_between(points, places)
        is_near[kept] = True
        self.near = np.flatnonzero(is_near)
        self.far[self.near] = 0.0


def tile_size(data: int, targets: int, ndim: int) -> int | None:
    """Return how many targets a tile should have to cost least, or None if the factor of C costs less."""
    nodes = _NODES**ndim
    sizes = 2 ** np.arange(np.log2(_TARGETS[0]), np.log2(_TARGETS[1]) + 1)
    near = np.minimum(_NEAR * data * sizes / targets, data)
    cost = 2 * (near + nodes) ** 2 + 2 * data**2 * nodes / sizes
    best = int(cost.argmin())
    return int(sizes[best]) if 2 * cost[best] < data**2 and targets > data else None


def _interpolation(places: Floats) -> tuple[Floats, Floats]:
    """Return Chebyshev nodes in the box of places, shape (P, ndim), and their weights at the places, shape (m, P)."""
    low, high = box(places)
    axes, weights = [], np.ones((len(places), 1))
    for coordinate, first, last in zip(places.T, low, high):
        count = _NODES if last > first else 1
        centre, half = (first + last) / 2, max((last - first) / 2, np.finfo(float).tiny)
        order, angle = np.arange(count), (np.arange(count) + 0.5) * np.pi / count
        axes.append(centre + half * np.cos(angle))
        # The polynomial through the nodes is a cosine series in the angle; its coefficients are a discrete transform.
        transform = np.cos(np.outer(order, angle)) * (2.0 / count)
        transform[0] /= 2
        angles = np.arccos(np.clip((coordinate - centre) / half, -1, 1))
        along = np.cos(np.outer(angles, order)) @ transform
        weights = (weights[:, :, None] * along[:, None, :]).reshape(len(places), -1)
    nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(low))
    return nodes, weights
