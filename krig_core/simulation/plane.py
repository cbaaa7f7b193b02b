"""Random plane: a constant and a slope with normal coefficients, over the cells of a grid.

Law: a field of this covariance is affine in the coordinates, so it costs a few numbers where another costs a torus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry

    Floats = NDArray[np.float64]


class RandomPlane:
    """A plane whose height and slope at the middle of the grid are independent normals.

    Parameters
    ----------
    geometry : Geometry
    variance : float
        Of the height.
    slopes : float array, shape (ndim, ndim)
        Covariance of the slopes along the axes, per map unit.
    """

    def __init__(self, geometry: Geometry, variance: float, slopes: Floats) -> None:
        self._axes = [
            (np.arange(cells) - (cells - 1) / 2) * spacing for cells, spacing in zip(geometry.shape, geometry.spacing)
        ]
        self._middle = np.array(geometry.origin) + (np.array(geometry.shape) - 1) / 2 * np.array(geometry.spacing)
        self._covariance = np.zeros((geometry.ndim + 1, geometry.ndim + 1))
        self._covariance[0, 0], self._covariance[1:, 1:] = variance, slopes
        values, vectors = np.linalg.eigh(self._covariance)
        self._root = vectors * np.sqrt(np.maximum(values, 0.0))

    def pair(self, rng: np.random.Generator) -> NDArray[np.complex128]:
        """Return two independent planes, as real and imaginary part, of the grid's shape."""
        normals = rng.standard_normal((len(self._root), 2)) @ np.array([1, 1j])
        return self._at_cells(self._root @ normals)

    def convolve(self, cells: tuple[NDArray[np.intp], ...], weights: NDArray[Any]) -> NDArray[Any]:
        """Return Σ wᵢ C(x, xᵢ) at all cells for real or complex weights wᵢ, shape (n,), of cells."""
        return self._at_cells(self._covariance @ (weights @ self._functions(cells)))

    def covariance_between(self, cells: NDArray[np.intp]) -> Floats:
        """Return the covariance between cells, shape (n, n)."""
        functions = self._functions(tuple(cells.T))
        covariance: Floats = functions @ self._covariance @ functions.T
        return covariance

    def excess(self, points: Floats) -> Floats:
        """Return the covariance between points, shape (n, n), less that of a field of the same variogram and variance.

        Points that lie far from the middle vary more; no difference between points shows it.
        """
        offsets = points - self._middle
        squares = np.einsum("ij,jk,ik->i", offsets, self._covariance[1:, 1:], offsets) / 2
        excess: Floats = squares[:, None] + squares[None, :]
        return excess

    def _functions(self, cells: tuple[NDArray[np.intp], ...]) -> Floats:
        """Return what the coefficients are multiplied by at cells, shape (n, 1 + ndim)."""
        return np.column_stack([np.ones(len(cells[0])), *(axis[along] for axis, along in zip(self._axes, cells))])

    def _at_cells(self, coefficients: NDArray[Any]) -> NDArray[Any]:
        total: NDArray[Any] = coefficients[0] + np.zeros((1,) * len(self._axes))
        for part in np.ix_(*(slope * places for slope, places in zip(coefficients[1:], self._axes))):
            total = total + part
        return total
