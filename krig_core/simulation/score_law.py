"""Score law: mean and standard deviation of the scores of all cells, by kriging from all data.

Law: a simulated score is normal about the estimate, with the kriging variance. Both come from what data say of a place,

    c(x)ᵀ w      |L⁻¹ c(x)|²      (L⁻¹F)ᵀ L⁻¹ c(x)

which is rough only near data. So on a map it is found at cells near data and at every few cells besides, between which
it is interpolated by cubics; drift functions, which may be rough, come after that. Mean and standard deviation err by
0.1 % of the standard deviation on average (root mean square), by a few per cent of it at the worst cell.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import solve_triangular
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from ..kriging.system import KrigingSystem
from ..variogram.models import Variogram
from .conditioning import STEADY, nugget_remark
from .data_system import least_nugget

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from .problem import Problem

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Booleans = NDArray[np.bool_]

_CHUNK_BYTES = 4e6
"""Covariances that are held at once; they stay within the processor's cache."""

_SECONDS, _SECONDS_OF_DATUM = 1.6e-8, 4e-11
"""What a covariance between datum and cell takes, and each product with a row of the data's root."""

_NEAR = 2.0
"""Nearer to data than so many steps of the lattice, cells are kriged themselves."""

_RANGE = 6.0
"""Least steps of the lattice in the shortest range, as long as that leaves two cells in a step."""

_SAME_PLACE = 1e-9
"""Cells from its centre that a datum counts as being there."""

_CERTAIN = 1e-12
"""Variance, as a part of the sill, that is only rounding."""


def seconds_of(geometry: Geometry, count: int, variogram: Variogram) -> float:
    """Return about what one processor takes for the scores of all cells of so many data."""
    step, cells = lattice_step(geometry, count, variogram), float(geometry.size)
    if step > 1:
        near = count * math.pi * (_NEAR * step) ** 2 / _narrowness(variogram)
        cells = min(cells, near + geometry.size / step**2)
    return count * cells * (_SECONDS + _SECONDS_OF_DATUM * count)


def lattice_step(geometry: Geometry, count: int, variogram: Variogram) -> int:
    """Return how many cells apart the lattice is, so that the least number of them is kriged; one: all."""
    if geometry.ndim != 2 or not variogram.structures or min(geometry.shape) < 8:
        return 1
    cell = max(map(abs, geometry.spacing))
    shortest = min(structure.range * min(structure.ratio, 1.0) for structure in variogram.structures)
    area = count * math.pi * _NEAR**2 / _narrowness(variogram)
    cheapest = (geometry.size / area) ** 0.25
    return max(1, int(min(cheapest + 0.5, max(2.0, shortest / cell / _RANGE))))


def _narrowness(variogram: Variogram) -> float:
    return min(min(structure.ratio, 1 / structure.ratio) for structure in variogram.structures)


class ScoreLaw:
    """Kriging of the scores of a problem's cells, with any variogram.

    Parameters
    ----------
    problem : Problem
        Its own variogram does not matter; no datum has limits.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._points, values = problem.everything()
        self._noise = np.zeros(len(values)) if problem.soft is None else problem.soft.noise
        self._values = values if problem.soft is None else problem.soft.measured
        self._residual = self._values - problem.known
        self._known_cells = self._data_on_centres()
        self._near = lru_cache(maxsize=4)(self._near_data)
        self._told = lru_cache(maxsize=1)(self._solved)

    def __getstate__(self) -> Problem:
        return self._problem

    def __setstate__(self, problem: Problem) -> None:
        self.__init__(problem)  # type: ignore[misc]

    def of_rows(self, variogram: Variogram, first: int, last: int) -> tuple[Floats, Floats]:
        """Return mean and standard deviation of the scores of rows of cells, shapes (m,)."""
        problem, geometry = self._problem, self._problem.geometry
        told, coefficients = self._told(variogram)
        variogram, system = told.variogram, told.system
        shape = (last - first, *geometry.shape[1:])
        step = lattice_step(geometry, len(self._points), variogram)
        if step == 1:
            cells = np.indices(shape).reshape(geometry.ndim, -1).T + np.array([first] + [0] * (geometry.ndim - 1))
            fields = told.at(geometry.centres(cells))
        else:
            fields = self._interpolated(told, variogram, first, shape, step)
        part = slice(first * math.prod(shape[1:]), last * math.prod(shape[1:]))
        functions = np.ones((len(coefficients), fields.shape[1]))
        if problem.drift.cells is not None:
            functions = problem.drift.cells[:, part]
        mean = problem.known + fields[0] + coefficients[:, 0] @ functions
        lack = functions - fields[2:]
        variance = variogram.sill - fields[1] + np.einsum("ij,ij->j", lack, system.schur @ lack)
        if system.certain:
            variance = np.zeros(len(mean))
        variance[variance < _CERTAIN * variogram.sill] = 0.0
        known, rows = self._known_cells
        inside = (known >= part.start) & (known < part.stop)
        places, rows = known[inside] - part.start, rows[inside]
        mean[places], variance[places] = self._of_data(rows, variogram, system)
        return mean, np.sqrt(variance)

    def _of_data(self, rows: Integers, variogram: Variogram, system: KrigingSystem) -> tuple[Floats, Floats]:
        """Return mean and variance of the true values of some data, by number."""
        mean, variance = self._values[rows], np.zeros(len(rows))
        noisy = self._noise[rows] > 0
        if noisy.any():
            data = rows[noisy]
            noise = self._noise[data]
            others, spread = (column[data] for column in system.leave_one_out(self._residual))
            # Where the others tell nothing, not a number.
            share = np.nan_to_num(noise / spread)
            mean[noisy] += share * np.nan_to_num(others - self._residual[data])
            # Of a great noise hardly anything would be left but rounding.
            covariance = variogram.covariance(self._points, self._points[data])
            direct = system.variance(covariance, self._problem.drift.at_data[data], variogram.sill)
            variance[noisy] = np.where(noise > variogram.sill, direct, noise * (1 - share))
        return mean, variance

    def remarks(self, variogram: Variogram) -> tuple[str, ...]:
        """Return what the user should know of the law with a variogram."""
        steady, _ = self._steady(variogram)
        added = steady.nugget - variogram.nugget
        return ((nugget_remark(added),) if added else ()) + self._problem.drift.remarks

    def _solved(self, variogram: Variogram) -> tuple[_Told, Floats]:
        """Return what data tell of places, and the coefficients of the drift functions, shape (p, 1)."""
        variogram, system = self._steady(variogram)
        weights, coefficients = system.solve(self._residual[:, None])
        return _Told(variogram, self._points, system, weights[:, 0]), coefficients

    def _steady(self, variogram: Variogram) -> tuple[Variogram, KrigingSystem]:
        """Return a variogram with the nugget that arithmetic may need, as fields are conditioned, and its system."""
        system = self._system(variogram)
        condition = system.condition
        if self._noise.any():  # which is no reason for a nugget
            condition = KrigingSystem(
                variogram.covariance(self._points, self._points), self._problem.drift.at_data[:, :0]
            ).condition
        if condition <= STEADY or not variogram.sill:
            return variogram, system
        variogram = variogram + Variogram(least_nugget(variogram))
        return variogram, self._system(variogram)

    def _system(self, variogram: Variogram) -> KrigingSystem:
        covariance = variogram.covariance(self._points, self._points)
        covariance[np.diag_indices(len(covariance))] += self._noise
        return KrigingSystem(covariance, self._problem.drift.at_data)

    def _interpolated(self, told: _Told, variogram: Variogram, first: int, shape: tuple[int, ...], step: int) -> Floats:
        """Return what data tell of the cells of rows, interpolated where that is smooth."""
        geometry = self._problem.geometry
        lines, matrices = [], []
        for start, count in zip((first, 0), shape):
            low = start // step - 1
            places = np.arange(start, start + count) / step - low
            lines.append((np.arange(low, low + int(places[-1]) + 3)) * step)
            matrices.append(_cubic(places, len(lines[-1])))
        nodes = np.stack(np.meshgrid(*lines, indexing="ij"), axis=-1).reshape(-1, 2)
        near = np.zeros(shape, dtype=bool)
        for structure in variogram.structures:
            matrix = structure.isotropic(np.eye(2))
            near |= self._near(tuple(matrix.ravel() / np.linalg.norm(matrix, 2)), step)[first : first + shape[0]]
        cells = np.argwhere(near) + np.array([first, 0])
        fields = told.at(geometry.centres(np.concatenate([nodes, cells])))
        rows, columns = matrices
        smooth = rows @ fields[:, : len(nodes)].reshape(len(fields), len(lines[0]), len(lines[1])) @ columns.T
        smooth[:, near] = fields[:, len(nodes) :]
        return smooth.reshape(len(fields), -1)

    def _data_on_centres(self) -> tuple[Integers, Integers]:
        """Return the cells, as flat indices, whose centres are data, and which these are."""
        problem, geometry = self._problem, self._problem.geometry
        if problem.points is None:
            return problem.filled, np.arange(len(problem.values))
        cells, inside = geometry.cells_of(problem.points)
        offset = (problem.points - geometry.centres(cells)) / np.array(geometry.spacing)
        inside &= (np.abs(offset) < _SAME_PLACE).all(axis=1)
        return np.ravel_multi_index(tuple(cells[inside].T), geometry.shape), np.flatnonzero(inside)

    def _near_data(self, matrix: tuple[float, ...], step: int) -> Booleans:
        """Tell which cells lie near data, as distances are after a matrix."""
        geometry = self._problem.geometry
        turn = np.array(matrix).reshape(2, 2)
        limit = _NEAR * step * max(map(abs, geometry.spacing))
        distance, _ = cKDTree(self._points @ turn).query(geometry.centres() @ turn, distance_upper_bound=limit)
        near: Booleans = np.isfinite(distance).reshape(geometry.shape)
        return near


class _Told:
    """What data tell of places by their covariances, without that of the nugget, which no place shares with another."""

    def __init__(self, variogram: Variogram, points: Floats, system: KrigingSystem, weights: Floats) -> None:
        self.variogram, self.system = variogram, system
        self._structures = [(one, one.isotropic(points)) for one in variogram.structures]
        self._weights, self._drift = weights, system.whitened_drift.T
        root = solve_triangular(system.factor, np.eye(system.size), lower=True, check_finite=False)
        # Not in single precision, in which one BLAS rounds visibly otherwise than another.
        self._root = np.ascontiguousarray(root)

    def at(self, places: Floats) -> Floats:
        """Return c(x)ᵀ w, |L⁻¹ c(x)|² and (L⁻¹F)ᵀ L⁻¹ c(x), shape (2 + p, m)."""
        fields = np.empty((2 + len(self._drift), len(places)))
        size = max(1, int(_CHUNK_BYTES / 8 / len(self._weights)))
        for start in range(0, len(places), size):
            part = slice(start, start + size)
            covariance = self._covariance(places[part])
            fields[0, part] = self._weights @ covariance
            white = self._root @ covariance
            fields[1, part] = np.einsum("ij,ij->j", white, white)
            fields[2:, part] = self._drift @ white
        return fields

    def _covariance(self, places: Floats) -> Floats:
        total = np.zeros((len(self._weights), len(places)))
        for structure, points in self._structures:
            total += structure.partial_sill * structure.formula.correlation(cdist(points, structure.isotropic(places)))
        return total


def _cubic(places: Floats, count: int) -> Floats:
    """Return what each of so many nodes, at 0, 1, 2 …, counts at places by the cubic of the four around."""
    first = np.floor(places).astype(np.intp) - 1
    matrix = np.zeros((len(places), count))
    for node in range(4):
        share = np.ones(len(places))
        for other in range(4):
            if other != node:
                share *= (places - first - other) / (node - other)
        matrix[np.arange(len(places)), first + node] += share
    return matrix
