"""Observation: what data see of a field that lives on cells.

Law: the field at a datum is a linear combination of cells plus a residual that is independent of them, with the
covariance that the variogram gives them. On cells the combination is the cell itself; elsewhere it is simple kriging
from the cells around, which screen off all others.

    values = weights · field + residual          observe: cells → values          spread: its transpose
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Union

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from ..kriging.system import KrigingSystem
from .torus import Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]

WINDOW = {2: 6, 3: 4}
"""Cells along each axis from which the field at a datum is kriged, by the number of axes."""


_TOGETHER = 3.0
"""Cells apart, along each axis, from which on residuals are taken as independent."""

_MOST_TOGETHER = 1000
"""Data whose residuals are made together."""

_CACHED = 32_768
"""Covariances at once: what is between stays within the processor's cache."""

_MOST_NEAR = 100
"""Data near a datum, on average: of crowds only those nearest to each other share what cells do not show."""


class CellObservation:
    """Data that are the values of cells.

    Parameters
    ----------
    geometry : Geometry
    cells : int array, shape (n, ndim)
        Each once.

    Attributes
    ----------
    places : Places
        The cells that the data see.
    """

    residual_root: Any = None
    own = 0.0

    def __init__(self, geometry: Geometry, cells: NDArray[np.intp]) -> None:
        self.points = geometry.centres(cells)
        self.places = Places(tuple(cells.T), geometry.shape)

    def observe(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return what the data see, shape (n,), of the values at `places`."""
        return values

    def spread(self, weights: NDArray[Any]) -> NDArray[Any]:
        """Return the weights at `places` that weights of the data, shape (n,) or (n, k), become."""
        return weights


class PointObservation:
    """Data at any places; those outside the grid are seen from its edge.

    Parameters
    ----------
    points : float array, shape (n, ndim)
        In map units.
    variogram : Variogram
        Of the field.
    own : float
        Variance that each datum has besides, which no cell has.

    Attributes
    ----------
    places : Places
        The cells that the data see.
    residual_root : sparse array, shape (n, n)
        The covariance of the residuals is this times its transpose; those of data far apart are independent.
    """

    def __init__(self, geometry: Geometry, points: Floats, variogram: Variogram, own: float = 0.0) -> None:
        self.points, self.own = points, own
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
        variance = np.maximum(variogram.sill - np.einsum("ij,ij->j", across, weights), 0.0)
        shared = _shared_residuals(variogram, nodes, first * spacing, points - origin, weights, spacing)
        self.residual_root = _block_root((shared + sparse.diags(variance + own)).tocsr())
        columns = np.ravel_multi_index(tuple((first[:, None] + window).reshape(-1, geometry.ndim).T), geometry.shape)
        rows = np.repeat(np.arange(len(points)), len(window))
        # Only the cells that some datum sees, which are few.
        seen, columns = np.unique(columns, return_inverse=True)
        matrix = sparse.csr_matrix((weights.T.ravel(), (rows, columns.reshape(-1))), (len(points), len(seen)))
        self.places = Places(tuple(np.stack(np.unravel_index(seen, geometry.shape))), geometry.shape)
        self._weights, self._transposed = matrix, matrix.T.tocsr()

    def of_some(self, rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], Floats, Floats]:
        """Return cells that some data see, shape (m, ndim), the weights (k, m), and the residual covariance (k, k)."""
        weights = self._weights[rows]
        columns = np.unique(weights.indices)
        root = self.residual_root[rows]
        return np.stack(self.places.cells, axis=1)[columns], weights[:, columns].toarray(), (root @ root.T).toarray()

    def observe(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return what the data see, shape (n,), of the values at `places`; without the residual."""
        if not np.iscomplexobj(values):
            seen: NDArray[Any] = self._weights @ values
            return seen
        # The weights are real, so real and imaginary part are two columns.
        columns: Floats = self._weights @ values.view(values.real.dtype).reshape(-1, 2).astype(float)
        return columns.view(complex)[:, 0]

    def spread(self, weights: NDArray[Any]) -> NDArray[Any]:
        """Return the weights at `places` that weights of the data, shape (n,) or (n, k), become."""
        spread: NDArray[Any] = self._transposed @ weights
        return spread


def _shared_residuals(
    variogram: Variogram, nodes: Floats, corners: Floats, points: Floats, weights: Floats, spacing: Floats
) -> Any:
    """Return the covariance of the residuals of near but different data, a sparse array of shape (n, n).

    Parameters
    ----------
    variogram : Variogram
    nodes : float array, shape (w, ndim)
        Of a window, from its corner on.
    corners, points : float arrays, shape (n, ndim)
        Of the windows, and the data.
    weights : float array, shape (w, n)
    spacing : float array, shape (ndim,)
    """
    count, reach, tree = len(points), _TOGETHER, cKDTree(points / spacing)
    while tree.count_neighbors(tree, reach, p=np.inf) > _MOST_NEAR * count:
        reach /= 2
    while True:
        pairs = tree.query_pairs(reach, p=np.inf, output_type="ndarray")
        graph = sparse.coo_matrix((np.ones(len(pairs)), tuple(pairs.T)), (count, count))
        if len(pairs) == 0 or np.bincount(connected_components(graph)[1]).max() <= _MOST_TOGETHER:
            break
        reach /= 2
    one, other = pairs.T
    residual = np.empty(len(pairs))
    steps, group = np.unique(np.rint((corners[other] - corners[one]) / spacing), axis=0, return_inverse=True)
    between = _BetweenWindows(variogram, nodes, steps, spacing)
    for number, step in enumerate(steps):
        rows = np.flatnonzero(group.reshape(-1) == number)
        seen = between(step) @ weights[:, other[rows]]
        residual[rows] = np.einsum("ij,ij->j", weights[:, one[rows]], seen)
    together = max(1, _CACHED // len(nodes))
    for start in range(0, len(pairs), together):
        part = slice(start, start + together)
        i, j = one[part], other[part]
        residual[part] += variogram.covariance_at((points[j] - points[i]).T)
        for mine, its in ((i, j), (j, i)):
            offsets = (points[its] - corners[mine]).T[:, None] - nodes.T[:, :, None]
            residual[part] -= np.einsum("ij,ij->j", weights[:, mine], variogram.covariance_at(offsets))
    half = sparse.coo_matrix((residual, (one, other)), (count, count))
    return half + half.T


class _BetweenWindows:
    """The covariance between the nodes of two windows, which is one of few numbers: those of the lags between nodes.

    Parameters
    ----------
    variogram : Variogram
    nodes : float array, shape (w, ndim)
        Of a window, from its corner on.
    steps : float array, shape (k, ndim)
        Cells from one window to the other, of all that are asked for.
    spacing : float array, shape (ndim,)
    """

    def __init__(self, variogram: Variogram, nodes: Floats, steps: Floats, spacing: Floats) -> None:
        window = np.rint(nodes / spacing).astype(np.intp)
        farthest = window.max(axis=0) + np.abs(steps).max(axis=0, initial=0.0).astype(np.intp)
        lags = (np.arange(-most, most + 1) * size for most, size in zip(farthest, spacing))
        self._by_lag = variogram.covariance_at(np.ix_(*lags))
        self._lags = (window.T[:, None] - window.T[:, :, None]) + farthest[:, None, None]

    def __call__(self, step: Floats) -> Floats:
        """Return it for windows that are a step apart, shape (w, w)."""
        between: Floats = self._by_lag[tuple(self._lags + step.astype(np.intp)[:, None, None])]
        return between


def _block_root(covariance: Any) -> Any:
    """Return a root of a sparse covariance, block by block of what is connected, those of one size at once."""
    labels = connected_components(covariance)[1]
    sizes = np.bincount(labels)
    order = np.argsort(labels, kind="stable")
    first = np.cumsum(sizes) - sizes
    within = np.argsort(order) - first[labels]
    one, other, value = sparse.find(covariance)
    rows, columns, entries = [], [], []
    for size in np.unique(sizes):
        chosen = sizes == size
        number = np.cumsum(chosen) - 1
        mine = chosen[labels[one]]
        blocks = np.zeros((np.count_nonzero(chosen), size, size))
        blocks[number[labels[one[mine]]], within[one[mine]], within[other[mine]]] = value[mine]
        values, vectors = np.linalg.eigh(blocks)
        entries.append(vectors * np.sqrt(np.maximum(values, 0.0))[:, None])
        members = order[first[chosen][:, None] + np.arange(size)]
        rows.append(np.broadcast_to(members[:, :, None], blocks.shape))
        columns.append(np.broadcast_to(members[:, None], blocks.shape))
    row, column, entry = (np.concatenate([part.ravel() for part in parts]) for parts in (rows, columns, entries))
    return sparse.csr_matrix((entry, (row, column)), covariance.shape)


Observation = Union[CellObservation, PointObservation]
"""What the data see, on cells or anywhere."""
