"""Fidelity: how far the conditional law of simulated fields is from that of the variogram.

Law: std and covariance of the errors of kriging at some cells, once as fields have them and once as the variogram says;
the cells are those where a difference shows, beside data, far from them, and at the grid's corners. What an embedding
left out of the spectrum is no measure of that: it is small against the sill and may be large against what the data
leave open.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Callable

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.spatial import cKDTree

from ..drift import full_rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .observation import PointObservation
    from .plane import RandomPlane
    from .problem import Problem

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

_MOST_DATA = 400
"""Data on cells that the law is conditioned to; of more, those near each other in some places."""

_PLACES = 20
"""Where the data of many are looked at."""

_CELLS = 60
"""Cells of each kind that are looked at."""

_CANDIDATES = 1000
"""Cells from which those farthest from data are taken, and those beside most."""

_CROWD = 4
"""Data nearest to a cell, by which it is beside more or less."""

_NEIGHBOURS = 3
"""Data off the cells are looked at with so many others around."""

_ROUNDING = 1e-11
"""Conditional variances below this part of the sill are rounding."""


_INVISIBLE = 1e-9
"""What fields may have of variance there."""


class Fidelity:
    """The wanted law at a sample of cells, given data on cells.

    Parameters
    ----------
    problem : Problem
        Data off the cells are taken as if they were on them.
    later : float
        Variance that is added to each cell of the fields later.
    """

    def __init__(self, problem: Problem, later: float = 0.0) -> None:
        data, others = _sample(problem)
        cells = np.concatenate([data, others])
        functions = _functions(problem, cells)
        known = np.isfinite(functions).all(axis=1)
        self._data, self._later = int(known[: len(data)].sum()), later
        self._cells, self._functions = cells[known], _determined(functions[known], self._data)
        points = problem.geometry.centres(self._cells)
        self._sill = problem.variogram.sill
        self._law = self._errors(problem.variogram.covariance(points, points))

    def departure(self, covariance_between: Callable[[Integers], Floats]) -> float:
        """Return the largest difference of a standard deviation, as a share of it, or half that of a correlation.

        Parameters
        ----------
        covariance_between : callable
            Returns the covariance that fields have between cells, shape (n, n).
        """
        covariance = covariance_between(self._cells)
        covariance[np.diag_indices(len(covariance))] += self._later
        try:
            return _departure(self._errors(covariance), self._law, self._sill)
        except np.linalg.LinAlgError:
            return np.inf

    def _errors(self, covariance: Floats) -> Floats:
        n, functions = self._data, self._functions
        among, across = covariance[:n, :n], covariance[:n, n:]
        weights = _weights(among, across, functions[:n], functions[n:])
        return _law(weights, among, across, covariance[n:, n:])


class PointFidelity:
    """The wanted law at a sample of cells, given data off the cells that are nearest to each other.

    Parameters
    ----------
    problem : Problem
        With points.
    weights, coefficients : float arrays, shapes (n,) and (p,)
        Of the problem's kriging with the variogram's covariance (`conditioning.Estimate`).
    """

    def __init__(self, problem: Problem, weights: Floats, coefficients: Floats) -> None:
        geometry, self._variogram = problem.geometry, problem.variogram
        self._rows, self._cells = _sample_around(problem, problem.places)
        functions = np.concatenate([problem.drift.at_data[self._rows], _functions(problem, self._cells)])
        known = np.isfinite(functions).all(axis=1)
        count = len(self._rows)
        self._cells = self._cells[known[count:]]
        functions = _determined(functions[known], count)
        self._at_data, self._at_cells = functions[:count], functions[count:]
        self._points, centres = problem.places[self._rows], geometry.centres(self._cells)
        among = self._variogram.covariance(self._points, self._points)
        across = self._variogram.covariance(self._points, centres)
        near = _weights(among, across, self._at_data, self._at_cells)
        self._law = _law(near, among, across, self._variogram.covariance(centres, centres))
        trend = _functions(problem, self._cells) @ coefficients
        self._estimate = problem.known + self._variogram.covariance(centres, problem.places) @ weights + trend

    def departure(
        self,
        observation: PointObservation,
        covariance_between: Callable[[Integers], Floats],
        plane: RandomPlane | None,
        consistent: bool,
        later: float = 0.0,
    ) -> float:
        """Return the largest difference of a standard deviation, as a share of it, or half that of a correlation.

        Parameters
        ----------
        observation : PointObservation
        covariance_between : callable
            Returns the covariance that fields have between cells, shape (n, n).
        plane : RandomPlane or None
            The part of the fields that is one.
        consistent : bool
            Whether fields are conditioned with the covariance that data see of them, else with the variogram's.
        later : float
            Variance that is added to each cell of the fields later.
        """
        cells, seen, residual = observation.of_some(self._rows)
        count = len(cells)
        covariance = covariance_between(np.concatenate([cells, self._cells]))
        among = seen @ covariance[:count, :count] @ seen.T + residual
        across = seen @ covariance[:count, count:]
        solved = among
        if not consistent:
            solved = self._variogram.covariance(self._points, self._points)
            if plane is not None:
                solved += plane.excess(self._points)
        weights = _weights(solved, across, self._at_data, self._at_cells)
        own = covariance[count:, count:] + later * np.eye(len(self._cells))
        return _departure(_law(weights, among, across, own), self._law, self._variogram.sill)

    def shift(self, estimate: Floats) -> float:
        """Return how far an estimate, of the grid's shape, is from that with data where they are.

        It is the largest difference, in standard deviations.
        """
        std = np.sqrt(np.maximum(self._law.diagonal(), _ROUNDING * self._variogram.sill))
        if not std.any():
            return 0.0
        return float((np.abs(estimate[tuple(self._cells.T)] - self._estimate) / std).max(initial=0.0))


def _weights(among: Floats, across: Floats, at_data: Floats, at_cells: Floats) -> Floats:
    """Return the kriging weights of data, shape (n, m), from the covariance among them and to the cells."""
    among = among.copy()
    among[np.diag_indices(len(among))] += 1e-14 * among.diagonal().max(initial=0.0)
    factor = cho_factor(among, lower=True, check_finite=False)
    weights: Floats = cho_solve(factor, across, check_finite=False)
    if at_data.shape[1]:
        basis, triangle = np.linalg.qr(at_data)
        weighted = cho_solve(factor, basis, check_finite=False)
        lack = np.linalg.solve(triangle.T, at_cells.T) - basis.T @ weights
        weights += weighted @ np.linalg.solve(basis.T @ weighted, lack)
    return weights


def _law(weights: Floats, among: Floats, across: Floats, own: Floats) -> Floats:
    """Return the covariance of the errors that weights make at cells, shape (m, m)."""
    explained = weights.T @ (across - among @ weights / 2)
    law: Floats = own - explained - explained.T
    return law


def _departure(law: Floats, wanted: Floats, sill: float) -> float:
    open_ = np.flatnonzero(wanted.diagonal() > _ROUNDING * sill)
    if sill == 0 or len(open_) == 0:
        return 0.0
    closed = wanted.diagonal() <= _ROUNDING * sill
    if (law.diagonal()[closed] > _INVISIBLE * sill).any():
        return np.inf
    law, wanted = law[np.ix_(open_, open_)], wanted[np.ix_(open_, open_)]
    std, other = np.sqrt(wanted.diagonal()), np.sqrt(np.maximum(law.diagonal(), 0.0))
    correlations = np.abs(law - wanted) / np.outer(std, std)
    np.fill_diagonal(correlations, 0.0)
    return float(max(np.abs(other / std - 1).max(), correlations.max() / 2))


def _functions(problem: Problem, cells: Integers) -> Floats:
    """Return the drift functions at cells, shape (m, p)."""
    return problem.drift.functions_at(np.ravel_multi_index(tuple(cells.T), problem.geometry.shape))


def _determined(functions: Floats, data: int) -> Floats:
    """Return drift functions that so many data can tell from each other: those given, or a constant."""
    if functions.shape[1] and not full_rank(functions[:data]):
        return np.ones((len(functions), 1))
    return functions


def _sample(problem: Problem) -> tuple[Integers, Integers]:
    """Return cells of data, and cells without data among them, far from them, at corners and anywhere."""
    rng = np.random.default_rng(0)
    shape, data = np.array(problem.geometry.shape), problem.cells
    spacing = np.array(problem.geometry.spacing)
    tree = cKDTree(data * spacing)
    places = data[rng.permutation(len(data))[:_PLACES]]
    scattered = rng.integers(0, shape, (_CELLS, len(shape)))
    if len(data) > _MOST_DATA:
        _, nearest = tree.query(places * spacing, _MOST_DATA // _PLACES)
        data = data[np.unique(nearest)]
        scattered = places[rng.integers(0, len(places), _CELLS)] + rng.integers(-3, 4, (_CELLS, len(shape)))
    beside = data[rng.integers(0, len(data), _CANDIDATES)] + rng.integers(-1, 2, (_CANDIDATES, len(shape)))
    beside = _without(np.clip(beside, 0, shape - 1), problem)
    crowd = min(_CROWD, len(problem.cells))
    crowded, _ = tree.query(beside * spacing, crowd)
    crowded = beside[np.argsort(crowded.reshape(len(beside), crowd).mean(axis=1), kind="stable")[: 2 * _CELLS]]
    anywhere = rng.integers(0, shape, (_CANDIDATES, len(shape)))
    distance, _ = tree.query(anywhere * spacing)
    farthest = anywhere[np.argsort(-distance, kind="stable")[: _CELLS // 2]]
    corners = np.array(list(itertools.product(*((0, length - 1) for length in shape))))
    scattered = np.clip(scattered, 0, shape - 1)
    return data, _without(np.concatenate([crowded, scattered, farthest, corners]), problem)


def _without(cells: Integers, problem: Problem) -> Integers:
    """Return cells, each once, but those that hold data."""
    cells = np.unique(cells, axis=0)
    held = np.isin(np.ravel_multi_index(tuple(cells.T), problem.geometry.shape), problem.filled)
    return cells[~held]


def _sample_around(problem: Problem, points: Floats) -> tuple[Integers, Integers]:
    """Return numbers of data that are near each other, with others around, and cells beside them."""
    rng = np.random.default_rng(0)
    geometry = problem.geometry
    tree, shape = cKDTree(points), np.array(geometry.shape)
    distance, _ = tree.query(points, 2)
    nearest = np.argsort(distance[:, 1], kind="stable")[: _PLACES // 2]
    places = np.concatenate([nearest, rng.permutation(len(points))[: _PLACES // 4]])
    _, around = tree.query(points[places], min(_NEIGHBOURS, len(points)))
    rows = np.unique(around)
    cells = np.rint((points[rows] - np.array(geometry.origin)) / np.array(geometry.spacing)).astype(np.intp)
    beside = cells[rng.integers(0, len(cells), 2 * _CELLS)] + rng.integers(-2, 3, (2 * _CELLS, len(shape)))
    return rows, np.unique(np.clip(np.concatenate([cells, beside]), 0, shape - 1), axis=0)
