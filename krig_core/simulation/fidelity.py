"""Fidelity: how far the conditional law of simulated fields is from that of the variogram.

Law: std and covariance of the errors of kriging at some cells, once with the covariance that fields have and once with
the variogram's; the cells are those where a difference shows, beside data, far from them, and at the grid's corners.
What an embedding left out of the spectrum is no measure of that: it is small against the sill and may be large against
what the data leave open.
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

    from ..models import Variogram
    from .problem import Problem

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

_MOST_DATA = 800
"""Data that the law is conditioned to; of more, those near each other in some places."""

_PLACES = 40
"""Where the data of many are looked at."""

_CELLS = 100
"""Cells of each kind that are looked at."""

_CANDIDATES = 2000
"""Cells from which those farthest from data are taken."""

_ROUNDING = 1e-11
"""Conditional variances below this part of the sill are rounding."""


class Fidelity:
    """The wanted law at a sample of cells, and how far another is from it.

    Parameters
    ----------
    problem : Problem
    variogram : Variogram
        What is wanted; the problem's or one with more nugget.
    """

    def __init__(self, problem: Problem, variogram: Variogram) -> None:
        data, others = _sample(problem)
        self.cells: Integers = np.concatenate([data, others])
        self._data = len(data)
        self._functions = self._drift(problem)
        known = np.isfinite(self._functions).all(axis=1)
        self.cells, self._functions = self.cells[known], self._functions[known]
        if self._functions.shape[1] and not full_rank(self._functions[: self._data]):
            self._functions = np.ones((len(self.cells), 1))
        points = problem.geometry.centres(self.cells)
        self._sill = variogram.sill
        self._law = self._conditional(variogram.covariance(points, points))

    def departure(self, covariance_between: Callable[[Integers], Floats]) -> float:
        """Return the largest difference of a standard deviation, or of a correlation between two cells / 2.

        Parameters
        ----------
        covariance_between : callable
            Returns the covariance that fields have between cells, shape (n, n).
        """
        certain = self._law.diagonal() <= _ROUNDING * self._sill
        if self._sill == 0 or certain.all():
            return 0.0
        try:
            law = self._conditional(covariance_between(self.cells))
        except np.linalg.LinAlgError:
            return np.inf
        std = np.sqrt(self._law.diagonal()[~certain])
        other = np.sqrt(np.maximum(law.diagonal()[~certain], 0.0))
        correlations = (law - self._law)[np.ix_(~certain, ~certain)] / np.outer(std, std)
        return float(
            max(np.abs(other / std - 1).max(), np.abs(correlations - np.diag(correlations.diagonal())).max() / 2)
        )

    def _drift(self, problem: Problem) -> Floats:
        count = problem.drift.at_data.shape[1]
        if problem.drift.cells is None:
            return np.ones((len(self.cells), count))
        flat = np.ravel_multi_index(tuple(self.cells.T), problem.geometry.shape)
        functions: Floats = problem.drift.cells[:, flat].T
        return functions

    def _conditional(self, covariance: Floats) -> Floats:
        """Return the covariance of the kriging errors of the cells, shape (m, m)."""
        n, functions = self._data, self._functions
        among, across = covariance[:n, :n].copy(), covariance[:n, n:]
        among[np.diag_indices(n)] += 1e-14 * among.diagonal().max(initial=0.0)
        factor = cho_factor(among, lower=True, check_finite=False)
        law: Floats = covariance[n:, n:] - across.T @ cho_solve(factor, across, check_finite=False)
        if functions.shape[1]:
            basis = np.linalg.qr(functions[:n])
            whole = np.linalg.solve(basis[1].T, functions.T).T
            weighted = cho_solve(factor, whole[:n], check_finite=False)
            lack = whole[n:] - across.T @ weighted
            law += lack @ np.linalg.solve(whole[:n].T @ weighted, lack.T)
        return law


def _sample(problem: Problem) -> tuple[Integers, Integers]:
    """Return cells of data, and cells without data that are near them, far from them, at corners and anywhere."""
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
    beside = data[rng.integers(0, len(data), _CELLS)] + rng.integers(-1, 2, (_CELLS, len(shape)))
    candidates = rng.integers(0, shape, (_CANDIDATES, len(shape)))
    distance, _ = tree.query(candidates * spacing)
    farthest = candidates[np.argsort(-distance, kind="stable")[: _CELLS // 2]]
    corners = np.array(list(itertools.product(*((0, length - 1) for length in shape))))
    cells = np.unique(np.clip(np.concatenate([beside, scattered, farthest, corners]), 0, shape - 1), axis=0)
    held = np.isin(np.ravel_multi_index(tuple(cells.T), tuple(shape)), problem.filled)
    return data, cells[~held]
