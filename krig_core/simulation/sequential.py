"""Sequential Gaussian simulation: cell after cell, each drawn around its kriging from what is known before it.

Law: along a random path each cell is normal with the mean and variance of kriging from the nearest data and cells
simulated before (Deutsch & Journel 1998, § V.2.3); with all of them the law is the exact conditional Gaussian's.
What is simulated so is the error of kriging from all data, zero at the data, and added to that estimate: by linearity
the same thing, but a limited neighbourhood then cannot shift the mean. The error has two independent parts, that of
simple kriging, which the path simulates, and that of the trend's coefficients (Chilès & Delfiner 2012, § 3.4):

    Z − Z* = (error of simple kriging) + (f − Fᵀ C⁻¹ c)ᵀ δ,   δ ~ N(0, (Fᵀ C⁻¹ F)⁻¹)

The realizations of a block share one path, so neighbours and weights, which depend on where and not on what, are
found once for all of them.

    path ── span of ranks ──▶ neighbours before each ──▶ weights, std ──▶ values of all realizations
             ▲ next span: no longer than a fraction of what is known, so few of its cells wait for each other
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from ..variogram.models import Variogram
from .conditioning import steady
from .data_system import MOST_FACTORED
from .local_systems import batches, krige_places, metric, solve
from .simulator import Cost
from .soft_draws import SoftDraws

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from .problem import Problem

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

NEIGHBOURS = 30
"""Known cells that a cell is kriged from where max_data is not given."""

GRID_LEVELS = 3
"""The path visits every fourth cell along each axis first, then every second, then all: long ranges come out right."""

_NOISE = 1e-9
"""Share of the sill that is added as nugget, so that no system is singular: invisible, and consistent in law."""

_STEADY = 0.2 / _NOISE
"""From this condition number on the noise is most of what the data leave open."""

_DENSE = 1 / 64
"""From this share of known cells on, neighbours are looked up around a cell; before, in a tree."""

_SEARCHED = 1_000_000
"""Places that are looked at together in the search for neighbours."""

_LONGEST_SPAN = 16_384
"""Cells whose neighbours and weights are held together, at most."""


class SequentialSimulation:
    """The method `sequential`; max_data is the number of neighbours.

    Raises
    ------
    InvalidInput
        If kriging is simple and the variogram has no sill.
    """

    block_size = 50

    def __init__(self, problem: Problem) -> None:
        geometry, variogram = problem.geometry, problem.variogram
        if problem.drift.kriging_type == "simple":
            variogram.check_bounded("Simple kriging")
        self.geometry = geometry
        self.filled, self.values = problem.filled, problem.values
        certain = variogram.sill == 0
        # Without any variance all weights are optimal, and those of a pure nugget (equal ones) are sensible.
        edges = [geometry.edges(axis) for axis in range(geometry.ndim)]
        variogram = variogram.over(math.dist(*zip(*edges)))
        noisy = replace(problem, variogram=variogram + Variogram(1.0 if certain else _NOISE * variogram.sill))
        noisy, kriging = steady(noisy, _STEADY)
        self.variogram = noisy.variogram
        self.neighbours = max(1, min(problem.max_data or NEIGHBOURS, geometry.size - 1))
        self.metric = metric(variogram, geometry.ndim)
        self.template = _template(geometry, self.metric, int(2**geometry.ndim * 2 / _DENSE * self.neighbours))
        self.estimate, self.remarks = kriging.values, kriging.remarks
        self.scale = 0.0 if certain else 1.0
        errors = kriging.system.drift_errors()
        self.drift_errors = [kriging.kriged(*error).ravel() for error in zip(*(part.T for part in errors))]
        soft = SoftDraws.of(problem)
        self.soft = None if soft is None else (soft, kriging)

    @staticmethod
    def cost(geometry: Geometry, data: int, _variogram: Variogram) -> Cost:
        """Return about what it takes.

        A block's realizations are held together, 8 bytes a cell each; nothing else grows with their number.
        """
        block, solved = SequentialSimulation.block_size, data if data <= MOST_FACTORED else 0
        memory = (8.0 * block + 60.0) * geometry.size + 24.0 * solved**2 + 1.5e8
        return Cost(memory, 5.3e-11 * solved**3, 1.6e-7 * geometry.size, 1.3e-5 * geometry.size)

    def errors(self, rng: np.random.Generator, count: int) -> Iterator[Floats]:
        """Yield what conditional realizations differ from the estimate by."""
        # The whole block is drawn, so that a realization does not depend on how many are asked for.
        coefficients = self.scale * rng.standard_normal((self.block_size, len(self.drift_errors)))
        shifts = self._shifts(rng)
        path = self._path(rng)
        field = self._fill(path, rng, count)
        for number in range(count):
            error = np.empty(len(path))
            error[path] = field[:, number]
            for share, drift_error in zip(coefficients[number], self.drift_errors):
                error += share * drift_error
            error[self.filled] = 0.0
            if self.soft is not None and shifts is not None:
                at_data, weights, drift = (part[:, number] for part in shifts)
                error += self.soft[1].kriged(weights, drift).ravel()
                error[self.filled] = at_data
            yield error.reshape(self.geometry.shape)

    def _shifts(self, rng: np.random.Generator) -> tuple[Floats, Floats, Floats] | None:
        """Return what data of the realizations of a block differ by from those of the estimate, and its kriging."""
        if self.soft is None:
            return None
        draws, kriging = self.soft
        shifts = draws.beside(rng, self.block_size) - self.values[:, None]
        return (shifts, *kriging.system.solve(shifts))

    def _path(self, rng: np.random.Generator) -> Integers:
        """Return all cells in the order in which they become known: data, then coarse to fine, each level shuffled."""
        coarsest = 2 ** (GRID_LEVELS - 1)
        start = rng.integers(0, coarsest, self.geometry.ndim)
        free = np.ones(self.geometry.size, dtype=bool)
        free[self.filled] = False
        shuffled = rng.permutation(np.flatnonzero(free))
        places = np.column_stack(np.unravel_index(shuffled, self.geometry.shape)) - start
        level = np.zeros(len(shuffled), dtype=np.int8)
        for power in range(1, GRID_LEVELS):
            level -= np.all(places % 2**power == 0, axis=1)
        return np.concatenate([self.filled, shuffled[np.argsort(level, kind="stable")]])

    def _fill(self, path: Integers, rng: np.random.Generator, count: int) -> Floats:
        """Return the errors of the estimate along the path, shape (cells, count)."""
        field = np.empty((len(path), count))
        known = len(self.filled)
        field[:known] = 0.0
        search = _Search(self, path)
        while known < len(path):
            end = min(len(path), known + min(max(32, known // 16), _LONGEST_SPAN))
            kriging = search.krige(known, end)
            normals = rng.standard_normal((end - known, self.block_size))[:, :count]
            field[known:end] = self.scale * kriging.std[:, None] * normals
            _substitute(field[:end], known, kriging)
            known = end
        return field


class _Kriging(NamedTuple):
    """Kriging of consecutive cells of a path from cells before them.

    Attributes
    ----------
    neighbours : int array, shape (m, k)
        Ranks of the known cells.
    weights : float array, shape (m, k)
        Zero where there are fewer than k neighbours.
    std : float array, shape (m,)
    """

    neighbours: NDArray[np.int32]
    weights: Floats
    std: Floats


class _Template(NamedTuple):
    """The nearest cells around any cell, nearest first.

    Attributes
    ----------
    offsets : int array, shape (length, ndim)
        Indices relative to the cell itself, which is not among them.
    reach : int array, shape (ndim,)
        Largest absolute offset along each axis.
    """

    offsets: Integers
    reach: Integers


class _Search:
    """Neighbours along one path, and the kriging weights that they get."""

    def __init__(self, simulation: SequentialSimulation, path: Integers) -> None:
        geometry, template = simulation.geometry, simulation.template
        self.path = path
        self.geometry = geometry
        self.metric = simulation.metric
        self.variogram = simulation.variogram
        self.count = simulation.neighbours
        # Around the grid lies a margin of cells that are never known, so no offset leads astray.
        padded = tuple(int(length + 2 * reach) for length, reach in zip(geometry.shape, template.reach))
        self.places = np.ravel_multi_index(
            tuple(np.column_stack(np.unravel_index(path, geometry.shape)).T + template.reach[:, None]), padded
        )
        self.ranks = np.full(math.prod(padded), len(path), dtype=np.int32)
        self.ranks[self.places] = np.arange(len(path))
        self.steps = template.offsets @ _strides(padded)
        # Covariance as a table of the lag between any two cells of a neighbourhood.
        furthest = [min(2 * int(reach), length - 1) for reach, length in zip(template.reach, geometry.shape)]
        lags = [np.arange(-far, far + 1) for far in furthest]
        strides = _strides(tuple(len(lag) for lag in lags))
        distances = np.ix_(*(lag * spacing for lag, spacing in zip(lags, geometry.spacing)))
        self.table = simulation.variogram.covariance_at(distances).ravel()
        self.table_steps = template.offsets @ strides
        self.origin = len(self.table) // 2

    def krige(self, start: int, end: int) -> _Kriging:
        """Return the kriging of the cells with ranks from start to end, each from its nearest of lower rank."""
        size = end - start
        result = _Kriging(np.zeros((size, self.count), dtype=np.int32), np.zeros((size, self.count)), np.zeros(size))
        dense = np.zeros(size, dtype=bool)
        if start >= _DENSE * len(self.path) and start >= self.count:
            lags = np.empty((size, self.count), dtype=np.intp)
            self._look_around(start, dense, lags, result.neighbours)
            for rows in batches(np.flatnonzero(dense), self.count):
                result.weights[rows], result.std[rows] = self._solve_dense(lags[rows])
        sparse = np.flatnonzero(~dense)
        if len(sparse):
            self._ask_tree(start, end, sparse, result)
        return result

    def _look_around(self, start: int, found: NDArray[np.bool_], lags: Integers, neighbours: NDArray[np.int32]) -> None:
        """Write neighbours and their lags, shape (m, k), where the template leads to enough of them."""
        length = math.ceil(1.4 * self.count * len(self.path) / start) + 8
        pending = np.arange(len(found))
        while len(pending):
            steps = self.steps[:length]
            at_once = max(1, _SEARCHED // len(steps))
            for first in range(0, len(pending), at_once):
                rows = pending[first : first + at_once]
                ranks = self.ranks.take(self.places[start + rows, None] + steps)
                earlier = ranks < (start + rows)[:, None]
                nth = np.cumsum(earlier, axis=1, dtype=np.int32)
                earlier &= nth <= self.count
                enough = nth[:, -1] >= self.count
                if not enough.all():
                    rows, ranks, earlier = rows[enough], ranks[enough], earlier[enough]
                picked = np.flatnonzero(earlier)
                neighbours[rows] = ranks.ravel().take(picked).reshape(-1, self.count)
                lags[rows] = self.table_steps.take(picked % len(steps)).reshape(-1, self.count)
                found[rows] = True
            if length >= len(self.steps):
                return
            pending = pending[~found[pending]]
            length *= 2

    def _solve_dense(self, lags: Integers) -> tuple[Floats, Floats]:
        """Return weights and std of cells from the places of their neighbours in the table, shape (m, k)."""
        places = np.zeros((self.count + 1, len(lags)), dtype=np.intp)
        places[:-1] = lags.T
        first, second = np.tril_indices(len(places))
        between = places[first]
        between -= places[second]
        between += self.origin
        return solve(self.table.take(between), None)

    def _ask_tree(self, start: int, end: int, rows: Integers, result: _Kriging) -> None:
        """Krige cells whose neighbours may lie anywhere, or be fewer than wanted."""
        cells = np.column_stack(np.unravel_index(self.path[:end], self.geometry.shape))
        points = self.geometry.centres(cells)
        isotropic = points @ self.metric
        tree = cKDTree(isotropic)
        wanted = 2 * self.count + 8
        while len(rows):
            wanted = min(wanted, end)
            _, near = tree.query(isotropic[start + rows], wanted)
            near = near.reshape(len(rows), wanted)
            earlier = near < (start + rows)[:, None]
            nth = np.cumsum(earlier, axis=1)
            complete = (nth[:, -1] >= self.count) | (wanted == end)
            earlier &= nth <= self.count
            # Neighbours first, in their order; then what is not one.
            order = np.argsort(~earlier, axis=1, kind="stable")[:, : self.count]
            valid = np.take_along_axis(earlier, order, axis=1)
            near = np.where(valid, np.take_along_axis(near, order, axis=1), 0)
            width = near.shape[1]
            for part in batches(np.flatnonzero(complete), self.count):
                chosen = rows[part]
                places = points[np.vstack([near[part].T, start + chosen])]
                weights, std = krige_places(self.variogram, places, valid[part].T)
                result.neighbours[chosen, :width], result.weights[chosen, :width] = near[part], weights
                result.std[chosen] = std
            rows = rows[~complete]
            wanted *= 2


def _substitute(field: Floats, start: int, kriging: _Kriging) -> None:
    """Add to each row of the field from start on what its neighbours give, those that others wait for first."""
    width = kriging.weights.shape[1]
    depth = _depths(kriging.neighbours - start)
    order = np.argsort(depth, kind="stable")
    neighbours = kriging.neighbours[order].ravel()
    weights = kriging.weights[order].ravel()
    bounds = np.searchsorted(depth[order], np.arange(depth.max() + 2))
    for first, last in zip(bounds[:-1], bounds[1:]):
        rows = slice(first * width, last * width)
        pointers = np.arange(0, (last - first) * width + 1, width, dtype=np.int32)
        matrix = csr_matrix((weights[rows], neighbours[rows], pointers), shape=(last - first, len(field)))
        field[start + order[first:last]] += matrix @ field


def _depths(inner: NDArray[np.int32]) -> Integers:
    """Return how many steps come before each row, given the rows that it needs, shape (m, k); negative: none."""
    needs = inner >= 0
    waiting = np.flatnonzero(needs.any(axis=1))
    depth = np.zeros(len(inner), dtype=np.intp)
    rows, needs = np.where(needs, inner, 0)[waiting], needs[waiting]
    while len(waiting):
        deeper = np.where(needs, depth[rows] + 1, 0).max(axis=1)
        if np.array_equal(deeper, depth[waiting]):
            break
        depth[waiting] = deeper
    return depth


def _template(geometry: Geometry, metric: Floats, length: int) -> _Template:
    """Return the offsets of about `length` nearest cells, as far as the grid has room for them."""
    furthest = np.array(geometry.shape) - 1
    spacing = np.abs(geometry.spacing)
    cell = abs(float(np.linalg.det(metric))) * float(np.prod(spacing))
    widths = np.sqrt((np.linalg.inv(metric) ** 2).sum(axis=0)) / spacing
    radius = (length * cell / math.pi) ** (1 / geometry.ndim)
    while True:
        reach = np.minimum(np.ceil(radius * widths), furthest).astype(np.intp)
        axes = np.meshgrid(*(np.arange(-far, far + 1) for far in reach), indexing="ij")
        offsets = np.column_stack([axis.ravel() for axis in axes])
        distance = np.sqrt(np.square(offsets * np.asarray(geometry.spacing) @ metric).sum(axis=1))
        inside = int(np.count_nonzero(distance <= radius))
        if inside > length or np.array_equal(reach, furthest):
            break
        radius *= 1.5
    complete = np.array_equal(reach, furthest)
    nearest = np.argsort(distance, kind="stable")[1 : min(length, len(offsets) if complete else inside)]
    offsets = offsets[nearest]
    return _Template(offsets, np.abs(offsets).max(axis=0, initial=0))


def _strides(shape: tuple[int, ...]) -> Integers:
    """Return by how much the flat index grows with each index, C order."""
    return np.array([math.prod(shape[axis + 1 :]) for axis in range(len(shape))], dtype=np.intp)
