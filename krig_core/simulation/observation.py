"""Observation: what data see of a field that lives on cells.

Law: the field at a datum is a linear combination of cells plus an independent residual, with the covariance that
the variogram gives them. On cells the combination is the cell itself; elsewhere it is simple kriging from the
cells around, which screen off all others.

    values = weights · field + residual          observe: field → values          spread: its transpose
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Union

import numpy as np
from scipy import sparse

from ..kriging import KrigingSystem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..models import Variogram

    Floats = NDArray[np.float64]

WINDOW = {2: 6, 3: 4}
"""Cells along each axis from which the field at a datum is kriged, by the number of axes."""


class CellObservation:
    """Data that are the values of cells.

    Parameters
    ----------
    cells : int array, shape (n, ndim)
        Each once.
    """

    residual_std: Floats | None = None

    def __init__(self, geometry: Geometry, cells: NDArray[np.intp]) -> None:
        self.shape = geometry.shape
        self.points = geometry.centres(cells)
        self.cells = tuple(cells.T)

    def observe(self, field: NDArray[Any]) -> NDArray[Any]:
        """Return what the data see, shape (n,), of a field of the grid's shape."""
        seen: NDArray[Any] = field[self.cells]
        return seen

    def spread(self, weights: NDArray[Any]) -> NDArray[Any]:
        """Return the grid on which weights of the data, shape (n,), become weights of cells."""
        impulses = np.zeros(self.shape, dtype=weights.dtype)
        impulses[self.cells] = weights
        return impulses


class PointObservation:
    """Data at any places; those outside the grid are seen from its edge.

    Parameters
    ----------
    points : float array, shape (n, ndim)
        In map units.
    """

    def __init__(self, geometry: Geometry, points: Floats, variogram: Variogram) -> None:
        self.shape = geometry.shape
        self.points = points
        lengths = np.minimum(WINDOW[geometry.ndim], geometry.shape)
        origin, spacing = np.array(geometry.origin), np.array(geometry.spacing)
        first = np.floor((points - origin) / spacing).astype(np.intp) - (lengths - 1) // 2
        first = np.clip(first, 0, np.array(geometry.shape) - lengths)
        window = np.array(list(itertools.product(*map(range, lengths))))
        # All windows look alike, so they share one factored covariance; only where the datum is in it differs.
        nodes = window * spacing
        system = KrigingSystem(variogram.covariance(nodes, nodes), np.empty((len(nodes), 0)))
        offsets = points - (origin + first * spacing)
        across = variogram.covariance(nodes, offsets)
        weights, _ = system.solve(across)
        self.residual_std = np.sqrt(np.maximum(variogram.sill - np.einsum("ij,ij->j", across, weights), 0.0))
        columns = np.ravel_multi_index(tuple((first[:, None] + window).reshape(-1, geometry.ndim).T), geometry.shape)
        rows = np.repeat(np.arange(len(points)), len(window))
        # Only the cells that some datum sees, which are few.
        seen, columns = np.unique(columns, return_inverse=True)
        matrix = sparse.csr_matrix((weights.T.ravel(), (rows, columns.reshape(-1))), (len(points), len(seen)))
        self.cells = np.unravel_index(seen, geometry.shape)
        self._weights, self._transposed = matrix, matrix.T.tocsr()

    def observe(self, field: NDArray[Any]) -> NDArray[Any]:
        """Return what the data see, shape (n,), of a field of the grid's shape; without the residual."""
        seen: NDArray[Any] = self._weights @ field[self.cells]
        return seen

    def spread(self, weights: NDArray[Any]) -> NDArray[Any]:
        """Return the grid on which weights of the data, shape (n,), become weights of cells."""
        impulses = np.zeros(self.shape, dtype=weights.dtype)
        impulses[self.cells] = self._transposed @ weights
        return impulses


Observation = Union[CellObservation, PointObservation]
"""What the data see, on cells or anywhere."""
