"""Support: what a kriging estimates, a point or the average of a block, and its covariance with the data.

Law: the nugget is kept apart from the structures. It counts only between a datum and itself, or a target at the very
place of a datum; an average over a block has none of it. Blocks are averaged by Gauss-Legendre quadrature, as gstat.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import roots_legendre

from ..errors import InvalidInput
from ..numeric import floats, require_whole
from ..points import box, coincidence
from ..variogram.models import Variogram

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..variogram.models import Structure

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]


class Support:
    """What is estimated at each target.

    Parameters
    ----------
    variogram : Variogram
    ndim : int
    exact : bool
        Whether the nugget is part of the field; else it is error of the measurements, and the estimate is free of it.
    block : float or sequence of float, optional
        Edge lengths of a block along the axes, map units; None is a point.
    block_points : int
        Points of the quadrature along each axis of a block.

    Attributes
    ----------
    variance : float
        Variance of what is estimated, before any data.
    nugget : float
        What a target shares with a datum at the same place, on top of the structures.
    reaches : list of float
        Distance at which each structure's covariance ends, where that structure is isotropic; inf where it never does.
    compact : bool
        Whether all of them end.
    """

    def __init__(
        self,
        variogram: Variogram,
        ndim: int,
        *,
        exact: bool = True,
        block: float | Sequence[float] | None = None,
        block_points: int = 4,
    ) -> None:
        self.smooth = Variogram(0.0, variogram.structures)
        self.offsets, self.weights = np.zeros((1, ndim)), np.ones(1)
        self.nugget = variogram.nugget if exact and block is None else 0.0
        self.variance = variogram.partial_sill + self.nugget
        if block is not None:
            self.offsets, self.weights = _quadrature(block, block_points, ndim)
            between = self.smooth.covariance(self.offsets, self.offsets)
            self.variance = float(self.weights @ between @ self.weights)
        self.reaches = [_end(structure) for structure in variogram.structures]
        self.compact = all(reach < math.inf for reach in self.reaches)

    def covariance(self, points: Floats, places: Floats) -> Floats:
        """Return the structures' covariance between data and targets.

        Parameters
        ----------
        points, places : float arrays, shapes (n, ndim) and (m, ndim)

        Returns
        -------
        float array, shape (n, m)
        """
        # Made as (targets, data) and turned: columns are contiguous then, as a triangular solver wants them.
        total = self.smooth.covariance(places + self.offsets[0], points)
        if len(self.weights) > 1:
            total *= self.weights[0]
            for offset, weight in zip(self.offsets[1:], self.weights[1:]):
                total += weight * self.smooth.covariance(places + offset, points)
        turned: Floats = total.T
        return turned

    def twins(self, points: Floats, places: Floats) -> Integers:
        """Return for each target, shape (m, ndim), the number of the datum that shares its nugget, −1 for none."""
        return coincidence(points, places) if self.nugget > 0 else np.full(len(places), -1, dtype=np.intp)

    def reach(self, ndim: int) -> Floats:
        """Return how far along each axis a datum matters to a target, shape (ndim,), where the support is compact."""
        reach: Floats = np.abs(self.offsets).max(axis=0)
        for structure in self.smooth.structures:
            reach = np.maximum(reach, structure.half_widths(ndim) + np.abs(self.offsets).max(axis=0))
        return reach

    def near(self, points: Floats, places: Floats) -> Integers:
        """Return the numbers of the data, shape (n, ndim), that are close enough to matter to any of the places.

        A datum that is left out has a covariance of exactly zero with all of them; there is no such datum unless the
        support is compact.
        """
        low, high = box(places)
        matters = ((points >= low + self.offsets.min(axis=0)) & (points <= high + self.offsets.max(axis=0))).all(axis=1)
        for structure, reach in zip(self.smooth.structures, self.reaches):
            data, offsets = structure.isotropic(points), structure.isotropic(self.offsets)
            low, high = box(structure.isotropic(places))
            low, high = low + offsets.min(axis=0), high + offsets.max(axis=0)
            outside = np.maximum(np.maximum(low - data, data - high), 0.0)
            matters |= (outside**2).sum(axis=1) <= reach * reach * (1 + 1e-12)
        return np.flatnonzero(matters)

    def end_between(self, points: Floats, places: Floats) -> NDArray[np.bool_]:
        """Tell for which data, shape (n,), the covariance of a structure may end between some places and others.

        There it has a kink, so that what is known at some of the places says little of the others.
        """
        ends = np.zeros(len(points), dtype=bool)
        for structure, reach in zip(self.smooth.structures, self.reaches):
            if reach == math.inf:
                continue
            data, offsets = structure.isotropic(points), structure.isotropic(self.offsets)
            low, high = box(structure.isotropic(places))
            below, above = low + offsets.min(axis=0) - data, data - high - offsets.max(axis=0)
            nearest = np.linalg.norm(np.maximum(np.maximum(below, above), 0.0), axis=1)
            furthest = np.linalg.norm(np.maximum(-below, -above), axis=1)
            ends |= (nearest <= reach) & (reach <= furthest)
        return ends

    def stacked(self, points: Floats, places: Floats) -> Floats:
        """Return `covariance` of stacks, turned: shapes (s, n, ndim) and (s, m, ndim) give (s, m, n)."""
        total = stacked_covariance(self.smooth, places + self.offsets[0], points)
        if len(self.weights) > 1:
            total *= self.weights[0]
            for offset, weight in zip(self.offsets[1:], self.weights[1:]):
                total += weight * stacked_covariance(self.smooth, places + offset, points)
        return total


def stacked_covariance(variogram: Variogram, first: Floats, second: Floats) -> Floats:
    """Return the structures' covariance within stacks of points: (s, n, d) and (s, m, d) give (s, n, m)."""
    total = np.zeros((len(first), first.shape[1], second.shape[1]))
    apart = np.empty(total.shape)
    for structure in variogram.structures:
        one, other = structure.isotropic(first), structure.isotropic(second)
        h = np.zeros(total.shape)
        for axis in range(first.shape[2]):
            np.subtract(one[:, :, None, axis], other[:, None, :, axis], out=apart)
            np.multiply(apart, apart, out=apart)
            h += apart
        np.sqrt(h, out=h)
        total += structure.partial_sill * structure.formula.correlation(h)
    return total


def _end(structure: Structure) -> float:
    """Return the distance, in the formula's own length, from which on the covariance is exactly zero."""
    reach = structure.formula.practical_range
    beyond = structure.formula.correlation(reach * np.array([1.0, 1.1, 1.5, 2.0, 4.0, 8.0]))
    return math.inf if beyond.any() else reach


def _quadrature(block: float | Sequence[float], count: int, ndim: int) -> tuple[Floats, Floats]:
    edges = floats(block, "block")
    if edges.ndim == 0:
        edges = np.full(ndim, float(edges))
    if edges.shape != (ndim,) or not (np.isfinite(edges).all() and (edges >= 0).all()):
        message = f"Invalid block {block!r}. Should be an edge length ≥ 0, or one for each of {ndim} axes."
        raise InvalidInput(message)
    require_whole(count, "block_points", 1)
    nodes, weights = roots_legendre(count)
    offsets = np.stack(np.meshgrid(*(edge / 2 * nodes for edge in edges), indexing="ij"), axis=-1).reshape(-1, ndim)
    product = np.ones(1)
    for _ in range(ndim):
        product = np.multiply.outer(product, weights / 2).reshape(-1)
    return offsets, product
