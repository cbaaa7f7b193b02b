"""Vecchia's approximation: the inverse of a large covariance as the product of two sparse factors.

Law: the data in a random order, each a combination of a few near ones before it and an independent rest; what is
exact in one dimension for an exponential covariance is close to exact elsewhere (Vecchia 1988; Katzfuss & Guinness
2021). It serves to speed up an exact solution and never replaces it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from .local_systems import batches, krige_places, metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]

NEIGHBOURS = 30

_GROWTH = 1.02
"""Neighbours are looked for among all data before a span of the order; the next span is longer by this factor."""

_LEAST_STD = 1e-4
"""Least rest, as a share of the standard deviation: what is smaller is rounding."""


class Vecchia:
    """A sparse approximation of C⁻¹.

    Parameters
    ----------
    points : float array, shape (n, ndim)
    variogram : Variogram

    Attributes
    ----------
    condition : float
        A rough condition number of C: squared ratio of the largest and the least rest.
    """

    def __init__(self, points: Floats, variogram: Variogram) -> None:
        count, width = len(points), min(NEIGHBOURS, len(points) - 1)
        order = np.random.default_rng(0).permutation(count)
        places = points[order]
        isotropic = places @ metric(variogram, points.shape[1])
        neighbours = np.zeros((count, width), dtype=np.intp)
        valid = np.zeros((count, width), dtype=bool)
        start = 1
        while start < count:
            end, near = min(count, max(start + 1, int(_GROWTH * start))), min(start, width)
            found = cKDTree(isotropic[:start]).query(isotropic[start:end], np.arange(1, near + 1))[1]
            neighbours[start:end, :near], valid[start:end, :near] = found, True
            start = end
        weights, std = np.zeros((count, width)), np.zeros(count)
        for rows in batches(np.arange(count), width):
            around = places[np.vstack([neighbours[rows].T, rows])]
            weights[rows], std[rows] = krige_places(variogram, around, valid[rows].T)
        std = np.maximum(std, _LEAST_STD * std.max())
        self.condition = float((std.max() / std.min()) ** 2)
        rows = np.arange(count)
        entries = np.concatenate([1 / std, (-weights / std[:, None]).ravel()])
        columns = np.concatenate([order, order[neighbours.ravel()]])
        self._factor = csr_matrix((entries, (np.concatenate([rows, np.repeat(rows, width)]), columns)), (count, count))
        self._transposed = self._factor.T.tocsr()

    def __call__(self, columns: Floats) -> Floats:
        """Return about C⁻¹ times columns, shape (n, k)."""
        product: Floats = self._transposed @ (self._factor @ columns)
        return product
