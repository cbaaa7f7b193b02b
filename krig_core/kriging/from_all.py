"""Kriging from all data: the same system serves all targets.

Law: targets are solved in tiles where that costs less. Where covariances end at a distance, a tile needs only the rows
and columns of C⁻¹ of the data in reach; where they do not, what a tile sees of the data far off is interpolated
(`far_field`). Where C⁻¹ itself is too inexact, its factor serves all targets.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Callable

import numpy as np

from ..blas import one_blas_thread
from ..machine import cores
from ..points import box, tiles
from ..threads import thread_map
from .far_field import FarField, tile_size
from .system import KrigingSystem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .data import Data
    from .support import Support

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    _Solver = Callable[[Floats, Floats, Integers], tuple[Floats, Floats]]

_CHUNK_BYTES = 64e6
"""Right-hand sides are made and solved in blocks of about this size, so memory does not grow with the targets."""

_MOST_CHUNKS = 4
"""So many of these blocks are worked at side by side at most, so that memory does not grow with the number of cores."""

_TILE_TARGETS = (128, 2048)
"""Least and most targets of a tile: smaller ones waste time in copying C⁻¹, larger ones have more data in reach."""

_TILE_EDGE = 0.25
"""Edge of a tile as a part of the reach of the covariance."""

_MOST_IN_REACH = 0.3
"""Tiles see only the data in reach if that is less than this part of the map, else all, those far off interpolated."""

_MOST_CONDITION = 1e8
"""Above this condition number C⁻¹ itself is too inexact, and the factor is used for all targets."""

_FAR_ERROR = 3e-9
"""About the error, in standard deviations, that interpolation of covariances may bring into an estimate."""

_ROUNDING = 1e-13
"""Part of the variance below which a covariance has no digits to be interpolated."""


class GlobalKriging:
    """Kriging of each target from all data.

    Parameters
    ----------
    data : Data
    support : Support
    """

    def __init__(self, data: Data, support: Support) -> None:
        self.data, self.support = data, support
        self.present = np.ones(len(data.points), dtype=bool)
        functions = data.drift.at_data(data.points, data.variables)
        covariance = support.smooth.covariance(data.points, data.points)
        covariance[np.diag_indices(len(data.points))] += data.diagonal
        self.norm = float(np.abs(covariance).sum(axis=0).max())
        self.system = KrigingSystem(covariance, functions)
        weights, coefficients = self.system.solve(data.residual[:, None])
        self.weights, self.coefficients = weights[:, 0], coefficients[:, 0]

    def __call__(
        self,
        places: Floats,
        variables: Floats,
        *,
        threads: int | None = 1,
        done: Callable[[int], object] | None = None,
    ) -> tuple[Floats, Floats]:
        """Return mean and variance at targets, shapes (m,); not finite where the drift is not.

        Parameters
        ----------
        places : float array, shape (m, ndim)
        variables : float array, shape (m, k)
        threads : int, optional
            How many work at tiles; None for one on each core.
        done : callable, optional
            Called with a number of targets that were done, now and then, in this thread.
        """
        mean, variance = np.empty(len(places)), np.empty(len(places))
        twin = self.support.twins(self.data.points, places)
        solve, parts = self._plan(places)

        @one_blas_thread()
        def work(part: Integers) -> tuple[Floats, Floats]:
            return solve(places[part], variables[part], twin[part])

        if solve == self._solve_by_factor:
            threads = min(cores() if threads is None else threads, _MOST_CHUNKS)
        for part, solved in zip(parts, thread_map(work, parts, threads)):
            mean[part], variance[part] = solved
            if done is not None:
                done(len(part))
        return mean, variance

    def _plan(self, places: Floats) -> tuple[_Solver, Sequence[Integers]]:
        """Return how to solve, and the targets to be solved together: tiles where that costs less."""
        count, ndim = self.data.points.shape
        most = max(1, int(_CHUNK_BYTES / 8 / count))
        # The inverse itself costs as much as the factor does for two thirds as many targets as there are data.
        if len(places) > count and self.well_conditioned:
            low, high = box(places)
            reach = self.support.reach(ndim) + 1e-9 * (high - low).max() + np.finfo(float).tiny
            edges = (high - low) / reach
            if self.support.compact and np.prod(np.minimum(2 / np.maximum(edges, 2), 1)) < _MOST_IN_REACH:
                wanted = len(places) / np.prod(np.maximum(edges / _TILE_EDGE, 1.0))
                size = int(min(max(wanted, _TILE_TARGETS[0]), _TILE_TARGETS[1], most))
                return self._solve_in_reach, list(tiles(places, size))
            far_size = tile_size(count, len(places), ndim)
            if far_size is not None and self._tolerance > _ROUNDING * self.support.variance:
                return self._solve_with_far_field, list(tiles(places, far_size))
        return self._solve_by_factor, np.array_split(np.arange(len(places)), max(1, -(-len(places) // most)))

    def sides(self, places: Floats, variables: Floats, twin: Integers | None = None) -> tuple[Floats, Floats]:
        """Return the right-hand sides of targets, shapes (n, m) and (m, p).

        They are the covariance of all data with targets, and the drift functions at targets; `twin` is what
        `Support.twins` says of them.
        """
        twin = self.support.twins(self.data.points, places) if twin is None else twin
        return self._covariance(np.arange(len(self.data.points)), places, twin), self._functions(places, variables)

    def _solve_by_factor(self, places: Floats, variables: Floats, twin: Integers) -> tuple[Floats, Floats]:
        covariance, functions = self.sides(places, variables, twin)
        mean = np.asarray(covariance.T @ self.weights + functions @ self.coefficients, dtype=float)
        return mean, self.system.variance(covariance, functions, self.support.variance)

    def _solve_in_reach(self, places: Floats, variables: Floats, twin: Integers) -> tuple[Floats, Floats]:
        near = self.support.near(self.data.points, places)
        if 2 * len(near) ** 2 > len(self.data.points) ** 2:
            return self._solve_by_factor(places, variables, twin)
        covariance = self._covariance(near, places, twin)
        functions = self._functions(places, variables)
        mean = np.asarray(covariance.T @ self.weights[near] + functions @ self.coefficients, dtype=float)
        return mean, self.system.variance_near(covariance, near, functions, self.support.variance)

    def _solve_with_far_field(self, places: Floats, variables: Floats, twin: Integers) -> tuple[Floats, Floats]:
        view = FarField(self.data.points, places, self.support, twin[twin >= 0], self._tolerance)
        covariance = np.concatenate([self._covariance(view.near, places, twin), view.interpolation])
        functions = self._functions(places, variables)
        weights = np.concatenate([self.weights[view.near], self.weights @ view.far])
        mean = np.asarray(covariance.T @ weights + functions @ self.coefficients, dtype=float)
        return mean, self.system.variance_near(covariance, view.near, functions, self.support.variance, view.far)

    def _covariance(self, near: Integers, places: Floats, twin: Integers) -> Floats:
        """Return the covariance of some data with targets, with the nugget where a target is at a datum's place."""
        covariance = self.support.covariance(self.data.points[near], places)
        shared = np.flatnonzero(twin >= 0)
        if len(shared) > 0:
            covariance[np.searchsorted(near, twin[shared]), shared] += self.support.nugget
        return covariance

    def _functions(self, places: Floats, variables: Floats) -> Floats:
        return self.data.drift.at(self.data.points, self.data.variables, places, variables, self.present)[1]

    @cached_property
    def _tolerance(self) -> float:
        """Most error of an interpolated covariance that harms neither the variance nor, times the weights, the mean."""
        weight = float(np.linalg.norm(self.weights))
        for_mean = _FAR_ERROR * float(self.data.residual.std()) / weight if weight > 0 else np.inf
        return min(_FAR_ERROR / 10 * self.support.variance, for_mean)

    @cached_property
    def well_conditioned(self) -> bool:
        """Whether the explicit inverse is as good as the factor for all practical purposes."""
        if self.system.condition > _MOST_CONDITION:
            return False
        return bool(self.norm * np.abs(self.system.precision).sum(axis=0).max() <= _MOST_CONDITION)
