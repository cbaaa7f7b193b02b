"""Data beyond the grid: what they tell of the mean, the trend and the cells near the edge.

Law: kriging from all data has an error of two independent parts (Chilès & Delfiner 2012, § 3.4), that of simple
kriging, for which data count as far as the covariance reaches, and that of the trend's coefficients, for which all do:

    Z − Z* = (error of simple kriging) + (f − Fᵀ C⁻¹ c)ᵀ δ,   δ ~ N(0, (Fᵀ C⁻¹ F)⁻¹)

Z* and the second part are made from all data, wherever they are. The first begins as that of a simulator which knows
only the data on the grid (all zero, their mean known) and is then conditioned to be zero at those beyond it as well.
What it is there before that, it is given by kriging from some of the cells (`_nodes`) and a normal residual, which
has the right covariance between those data; and of all its combinations only those are looked at that matter on the
grid (`_Edge`).

    error knowing the grid's data ─▶ at nodes ─▶ few combinations of the data beyond ─▶ less their fields
"""

from __future__ import annotations

import itertools
import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.linalg import eigh

from ..blas import one_blas_thread
from ..threads import allowed_threads, thread_map, threads_allowed
from .conditioning import single_suffices
from .data_system import MOST_FACTORED, Bordered, DataSystem, Factored
from .grid_drift import GridDrift
from .problem import Beyond
from .soft_draws import SoftDraws
from .torus import unwrapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..variogram.models import Variogram
    from .problem import Problem
    from .simulator import Simulator
    from .torus import Periodic

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

_NO_COVARIANCE = 1e-8
"""Data with all of the grid so far away that their correlation is less than this add nothing to the estimate there."""

_FELT = 0.01
"""Data whose correlation with all of the grid is less than this do not make the error of simple kriging less."""

_MOST_FELT = 400
"""The nearest that do, at most."""

_MOST_NODES = 1200

_NODE_STEPS = {2: (-4, -2, -1, 0, 1, 2, 4), 3: (-2, 0, 2)}
"""Nodes around the cell nearest to a datum, along each axis: so many cells, or more where it is far away."""

_COARSE_NODES = {2: 14, 3: 6}
"""Nodes along each axis that are spread over the whole grid."""

_NODE_NUGGET = 1e-5
"""Share of the sill that is added to the variance of nodes, or a smooth model would give them huge weights."""

_UNSEEN = 1e-3
"""Share of the sill by which combinations that are not looked at may change the variance of a cell."""

_FIELDS_BYTES = 1e8
"""Kriged fields of a block that are held together, up to this size."""

_CACHED = 131_072
"""Numbers at once, in whole rows of cells: what is between stays within the processor's cache."""


def nearest_beyond(beyond: Beyond, geometry: Geometry, count: int) -> tuple[Beyond, Integers]:
    """Return the data beyond a grid that are nearest to it, no more than so many, in their order, and which."""
    chosen = np.sort(np.argsort(_distance(geometry, beyond.points), kind="stable")[:count])
    return Beyond(*(column[chosen] for column in beyond)), chosen


def room_beyond(method: str, variogram: Variogram | None, on_grid: int) -> int:
    """Return how many data beyond a grid can count beside those on it."""
    if method == "random-sample" or not (variogram is None or variogram.bounded):
        return 0
    return max(0, MOST_FACTORED - on_grid)


class BeyondSimulation:
    """A simulator of data of which some are beyond the grid.

    Parameters
    ----------
    make : callable
        Makes the simulator of a problem that has only data on the grid.
    problem : Problem
        With data beyond the grid; its drift is that at the data on the grid and then at those.
    """

    def __init__(self, make: Callable[[Problem], Simulator], problem: Problem, beyond: Beyond) -> None:
        # One known mean, zero, and nothing but the data on the grid.
        nothing = GridDrift("simple", problem.geometry, problem.places, None)
        zeros = np.zeros(len(problem.places))
        own = replace(problem, values=zeros, drift=nothing, mean=0.0, beyond=None, soft=None)
        self.scale = 1.0 if problem.variogram.sill > 0 else 0.0
        self._rows = max(1, _CACHED // math.prod(problem.geometry.shape[1:]))
        self._shown = None if problem.points is not None else tuple(problem.cells.T)
        _ = own.factored  # of which both parts make use, side by side
        threads = allowed_threads()

        def found(part: Callable[[], Any]) -> Any:
            with one_blas_thread(), threads_allowed(threads):
                return part()

        parts: list[Callable[[], Any]] = [partial(make, own), partial(self._krige, problem, own, beyond.points)]
        self.simulator, _ = thread_map(found, parts, threads)
        self.block_size = self.simulator.block_size
        self.remarks = self.simulator.remarks + problem.drift.remarks

    def _krige(self, problem: Problem, own: Problem, beyond: Floats) -> None:
        """Find what all data tell: the estimate, the trend's error, and what those beyond take off a realization."""
        covariance, values = problem.variogram.covariance, problem.everything()[1]
        across, among = (covariance(points, beyond) for points in (own.places, beyond))
        bordered = Bordered(own.factored, across, among)
        system = DataSystem(bordered, problem.drift.at_data)
        weights, coefficients = system.solve((values - problem.known)[:, None])
        if problem.drift.at_data.shape[1]:
            weights, coefficients = map(np.hstack, zip((weights, coefficients), system.drift_errors()))
        single, exact = single_suffices(bordered.condition, problem.variogram), weights.shape[1]
        self.edge = _Edge(own, beyond, single=single)
        weights = np.hstack([weights, self.edge.weights])
        fields = _fields(own, beyond, weights, exact if single else weights.shape[1])
        _add_trends(fields, problem.drift, coefficients)
        self.estimate: Floats = problem.known + fields[0]
        self.drift_errors = fields[1:exact]
        self.edge_fields = np.array(fields[exact:], dtype=np.float32).reshape(self.edge.count, problem.geometry.size)
        soft = SoftDraws.of(problem)
        self._soft = None if soft is None else _SoftFields(soft, system, own, problem, beyond)
        if self._shown is not None:
            self.estimate[self._shown] = problem.values

    def errors(self, rng: np.random.Generator, count: int) -> Iterator[NDArray[Any]]:
        """Yield what conditional realizations differ from the estimate by."""
        # The whole block is drawn, so that a realization does not depend on how many are asked for.
        shares = self.scale * rng.standard_normal((self.block_size, len(self.drift_errors)))
        residuals = self.scale * rng.standard_normal((self.block_size, self.edge.count))
        shifts: Iterable[Floats | None] = itertools.repeat(None)
        if self._soft is not None:
            shifts = self._soft.fields(self._soft.drawn(rng, self.block_size), count)
        for error, share, residual, shift in zip(self.simulator.errors(rng, count), shares, residuals, shifts):
            taken = self.edge.seen(error, residual)
            for first in range(0, len(error), self._rows):
                rows = slice(first, first + self._rows)
                part = error[rows]
                if len(taken):
                    cells = slice(first * part[0].size, first * part[0].size + part.size)
                    part -= (taken @ self.edge_fields[:, cells]).reshape(part.shape)
                for one, field in zip(share, self.drift_errors):
                    part += one * field[rows]
            if self._shown is not None:
                error[self._shown] = 0.0
            if shift is not None:
                error += shift
            yield error


class _SoftFields:
    """The kriging, from all data, of what soft ones differ by from those of the estimate, in each realization."""

    def __init__(self, draws: SoftDraws, system: DataSystem, own: Problem, problem: Problem, beyond: Floats) -> None:
        self._draws, self._system, self._own, self._beyond = draws, system, own, beyond
        self._drift, self._expected = problem.drift, problem.everything()[1]
        self._shown = None if problem.points is not None else tuple(problem.cells.T)

    def drawn(self, rng: np.random.Generator, count: int) -> Floats:
        """Return by what data differ in so many realizations, shape (n, count)."""
        shifts: Floats = self._draws.beside(rng, count) - self._expected[:, None]
        return shifts

    def fields(self, shifts: Floats, count: int) -> Iterator[Floats]:
        """Yield the kriging of the first so many columns."""
        weights, coefficients = self._system.solve(shifts)
        step = max(1, int(_FIELDS_BYTES / 8 / self._own.geometry.size))
        for first in range(0, count, step):
            # All of it, however few are asked for: what a BLAS makes of a column depends on how many there are.
            part = slice(first, first + step)
            fields = _fields(self._own, self._beyond, weights[:, part], shifts.shape[1])
            _add_trends(fields, self._drift, coefficients[:, part])
            for field, shift in zip(fields[: count - first], shifts[:, part].T):
                if self._shown is not None:
                    field[self._shown] = shift[: len(self._own.places)]
                yield field


def _add_trends(fields: list[NDArray[Any]], drift: GridDrift, coefficients: Floats) -> None:
    """Add to fields, in place, the trend of a column of coefficients each."""
    for field, column in zip(fields, coefficients.T):
        trend = drift.at_cells(column)
        field += trend if np.ndim(trend) == 0 else trend.reshape(field.shape)


def _fields(problem: Problem, beyond: Floats, weights: Floats, exact: int) -> list[NDArray[Any]]:
    """Return Σ wᵢ C(x − xᵢ) at all cells for columns of weights, the first so many of them in double precision.

    Parameters
    ----------
    problem : Problem
        Of the data on the grid.
    beyond : float array, shape (m, ndim)
        Places of data beyond it.
    weights : float array, shape (n + m, k)
        Of the data on the grid, then of those beyond.
    exact : int
    """
    geometry, variogram, shape = problem.geometry, problem.variogram, problem.geometry.shape
    inner, outer = np.split(weights, [len(problem.places)])
    places, spread = problem.observation.places, problem.observation.spread

    def convolved(periodic: Periodic, columns: Floats) -> Iterator[NDArray[Any]]:
        return thread_map(lambda one: periodic.convolve(places, spread(one)), columns.T, allowed_threads())

    periodic = unwrapped(geometry, variogram)
    fields = list(convolved(periodic, inner[:, :exact]))
    if exact < inner.shape[1]:
        periodic = periodic.single()
        fields += convolved(periodic, inner[:, exact:])
    felt = np.flatnonzero(_within(geometry, beyond, variogram.reach(_NO_COVARIANCE, geometry.ndim)))
    together = max(1, _CACHED // math.prod(shape[1:]))
    for first in range(0, len(felt), together):
        part = felt[first : first + together]
        offsets = [geometry.axis(axis)[:, None] - beyond[part, axis] for axis in range(len(shape))]
        step = max(1, together // len(part))
        rows = [slice(start, start + step) for start in range(0, shape[0], step)]
        add = partial(_add_rows, fields, variogram, offsets, outer[part])
        deque(thread_map(add, rows, allowed_threads()), maxlen=0)
    return fields


def _add_rows(
    fields: list[NDArray[Any]], variogram: Variogram, offsets: list[Floats], weights: Floats, rows: slice
) -> None:
    """Add to some rows of fields, in place, what data off the grid give by columns of weights."""
    added = variogram.covariance_at(_crossed([offsets[0][rows], *offsets[1:]])) @ weights
    for number, field in enumerate(fields):
        field[rows] += added[..., number]


class _Edge:
    """What the data beyond a grid take off the error of simple kriging from those on it.

    Attributes
    ----------
    count : int
        Independent combinations of the data beyond that matter on the grid.
    weights : float array, shape (n, count)
        Of all data, those on the grid first, in the fields of these combinations.
    """

    def __init__(self, problem: Problem, beyond: Floats, *, single: bool) -> None:
        geometry, variogram, observed = problem.geometry, problem.variogram, problem.places
        on_grid = problem.factored
        felt = np.flatnonzero(_within(geometry, beyond, variogram.reach(_FELT, geometry.ndim)))
        felt = felt[np.argsort(_distance(geometry, beyond[felt]), kind="stable")[:_MOST_FELT]]
        self.count, self.weights = 0, np.empty((len(observed) + len(beyond), 0))
        if not len(felt) or variogram.sill == 0:
            return
        total, beyond = len(beyond), beyond[felt]
        nodes = _nodes(geometry, beyond, problem.filled)
        places = geometry.centres(nodes)
        near = (np.abs(variogram.covariance(beyond, places)) > _UNSEEN * variogram.sill).any(axis=0)
        if near.any():
            nodes, places = nodes[near], places[near]
        self.nodes = tuple(nodes.T)
        # All that follows is given the data on the grid.
        to_data = variogram.covariance(observed, beyond)
        white = on_grid.whiten(to_data)
        of_nodes = (on_grid.single() if single else on_grid).whiten(variogram.covariance(observed, places))
        among = variogram.covariance(beyond, beyond) - white.T @ white
        across = variogram.covariance(beyond, places) - white.T @ of_nodes
        at_nodes = variogram.covariance(places, places) - of_nodes.T @ of_nodes
        # Combinations of independent, normal values: what they do at the nodes, those that do most first.
        variances, axes = eigh(among)
        roots = axes * (1 / np.sqrt(np.maximum(variances, 1e-9 * variogram.sill)))
        seen = across.T @ roots
        strength, turn = eigh(seen.T @ seen)
        roots, seen = roots @ turn[:, ::-1], seen @ turn[:, ::-1]
        # Which way an axis points is rounding; not so which way most of it points.
        way = np.sign(np.take_along_axis(roots, np.abs(roots).argmax(axis=0)[None], axis=0))
        roots, seen = roots * way, seen * way
        unseen = (seen**2).sum(axis=1)[:, None] - np.cumsum(seen**2, axis=1)
        self.count = int(np.count_nonzero(unseen.max(axis=0) > _UNSEEN * variogram.sill)) + 1
        roots, seen = roots[:, : self.count], seen[:, : self.count]
        self.weights = np.zeros((len(observed) + total, self.count))
        self.weights[: len(observed)] = -on_grid(to_data @ roots)
        self.weights[len(observed) + felt] = roots
        noisy = at_nodes + np.diag(np.full(len(at_nodes), _NODE_NUGGET * variogram.sill))
        self.from_nodes = Factored(noisy)(seen).T
        left = np.eye(self.count) - self.from_nodes @ at_nodes @ self.from_nodes.T
        variances, axes = eigh((left + left.T) / 2)
        self.residual = axes * np.sqrt(np.maximum(variances, 0.0)) @ axes.T

    def seen(self, error: NDArray[Any], normals: Floats) -> NDArray[np.float32]:
        """Return how much of their fields to take off an error that knows the data on the grid alone, shape (count,).

        Parameters
        ----------
        error : float array of the grid's shape
        normals : float array, shape (count,)
        """
        if not self.count:
            return np.empty(0, dtype=np.float32)
        seen: Floats = self.from_nodes @ error[self.nodes] + self.residual @ normals
        return seen.astype(np.float32)


def _crossed(offsets: list[Floats]) -> list[Floats]:
    """Return offsets along each axis, each of shape (cells along it, m), as arrays that broadcast to (…, m)."""
    count = len(offsets)
    return [
        part.reshape([-1 if axis == own else 1 for axis in range(count)] + [part.shape[1]])
        for own, part in enumerate(offsets)
    ]


def _nodes(geometry: Geometry, beyond: Floats, filled: Integers) -> Integers:
    """Return cells without data, shape (n, ndim): some around those nearest to data beyond, and a few everywhere."""
    shape, ndim = np.array(geometry.shape), geometry.ndim
    lattice = [np.unique(np.linspace(0, cells - 1, _COARSE_NODES[ndim]).astype(np.intp)) for cells in shape]
    chosen = [np.stack(np.meshgrid(*lattice, indexing="ij"), axis=-1).reshape(-1, ndim)]
    around = geometry.cells_around(beyond)
    edge = np.clip(around, 0, shape - 1)
    step = np.maximum(1, np.abs(around - edge).max(axis=1) // 3)
    window = np.array(list(itertools.product(_NODE_STEPS[ndim], repeat=ndim)))
    room = max(1, (_MOST_NODES - len(chosen[0])) // len(window))
    for cell, size in zip(edge[:room], step):
        chosen.append(np.clip(cell + size * window, 0, shape - 1))
    flat: Integers = np.ravel_multi_index(tuple(np.concatenate(chosen).T), geometry.shape)
    return np.stack(np.unravel_index(np.setdiff1d(flat, filled), geometry.shape), axis=1)


def _gaps(geometry: Geometry, points: Floats) -> Floats:
    """Return how far points lie beyond a grid along each axis, shape (n, ndim)."""
    edges = np.array([geometry.edges(axis) for axis in range(geometry.ndim)])
    gaps: Floats = np.maximum(np.maximum(edges[:, 0] - points, points - edges[:, 1]), 0.0)
    return gaps


def _distance(geometry: Geometry, points: Floats) -> Floats:
    distance: Floats = np.linalg.norm(_gaps(geometry, points), axis=1)
    return distance


def _within(geometry: Geometry, points: Floats, reach: Floats) -> NDArray[np.bool_]:
    """Tell which points lie no farther from a grid than a reach along each axis."""
    inside: NDArray[np.bool_] = (_gaps(geometry, points) <= reach).all(axis=1)
    return inside
