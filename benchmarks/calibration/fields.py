"""Simulated fields: what lies in the ground where it is known, and the wells that are drilled into it.

Law: wells lie at the centres of cells, no two in one, so that a coarse grid, which is quick, costs nothing. The wells
and the normal deviates of a field depend on its number and the number of wells alone: all truths share them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from krig_core.blas import one_blas_thread
from krig_core.variogram.models import Variogram

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SIDE, CELLS = 1000.0, 30

TRUTHS: dict[str, tuple[Variogram, Callable[[Floats], Floats]]] = {
    "spherical": (Variogram.spherical(partial_sill=1, range=400), np.array),
    "exponential": (Variogram.exponential(partial_sill=1, range=500), np.array),
    "Matérn": (Variogram.matern(partial_sill=1, range=500), np.array),
    "nugget": (Variogram.exponential(nugget=0.3, partial_sill=0.7, range=500), np.array),
    "anisotropic": (Variogram.exponential(partial_sill=1, range=600, azimuth=30, ratio=0.3), np.array),
    "skewed": (Variogram.spherical(partial_sill=1, range=400), np.exp),
}
"""The law of a Gaussian field, and what is made of it."""

_JITTER = 1e-9


class Field(NamedTuple):
    """The truth at the centres of all cells, in the order of the grid, and where the wells are among them.

    Attributes
    ----------
    points : float array, shape (cells, 2)
    values : float array, shape (cells,)
    wells : int array, shape (n,)
    """

    points: Floats
    values: Floats
    wells: NDArray[np.intp]

    @property
    def between(self) -> NDArray[np.bool_]:
        """Which cells have no well."""
        free = np.ones(len(self.values), dtype=bool)
        free[self.wells] = False
        return free


def field(truth: str, wells: int, number: int) -> Field:
    """Return field number `number` of a truth, with so many wells."""
    variogram, made = TRUTHS[truth]
    rng = np.random.default_rng([number, wells])
    points = _centres()
    where = rng.permutation(len(points))[:wells]
    values = made(_root(variogram) @ rng.normal(size=len(points)))
    return Field(points, values, where)


def _centres() -> Floats:
    steps = (np.arange(CELLS) + 0.5) * SIDE / CELLS
    return np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2)


@lru_cache(maxsize=2)
@one_blas_thread()
def _root(variogram: Variogram) -> Floats:
    points = _centres()
    root: Floats = np.linalg.cholesky(variogram.covariance(points, points) + _JITTER * np.eye(len(points)))
    return root
