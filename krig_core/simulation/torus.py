"""Torus: the periodic grid on which a stationary covariance becomes a spectrum.

Law: `spectrum` is real and non-negative, and its inverse transform is the covariance that simulated fields have,
exactly. Where the wanted covariance has no such spectrum, what was changed is said in `remarks`.

Circulant embedding: Dietrich & Newsam (1997), SIAM J. Sci. Comput. 18(4); Wood & Chan (1994), JCGS 3(4).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import fft

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..models import Variogram

    Floats = NDArray[np.float64]

TAIL = 1e-3
"""Correlations below this may wrap around the torus: 1000 realizations could not tell them from zero."""

_NEGLIGIBLE_MASS = 1e-4
_WORTH_A_REMARK = 1e-3
_GROWTH = 1.4
_LIMIT = 4.0


def spectrum_of(variogram: Variogram, geometry: Geometry, shape: tuple[int, ...]) -> Floats:
    """Return the eigenvalues of a covariance that is wrapped around a torus of that shape; they may be negative."""
    offsets = [np.fft.fftfreq(length, 1 / length) * spacing for length, spacing in zip(shape, geometry.spacing)]
    covariance = variogram.covariance_at(np.ix_(*offsets))
    eigenvalues: Floats = fft.fftn(covariance, overwrite_x=True).real.copy()
    return eigenvalues


def fast_shape(lengths: Any) -> tuple[int, ...]:
    """Return the shape of at least these lengths that the FFT transforms fastest."""
    return tuple(int(fft.next_fast_len(int(length))) for length in lengths)


class Torus:
    """A padded, periodic copy of a grid.

    Attributes
    ----------
    shape : tuple of int
        Cells along each axis, padding included.
    spectrum : float array of that shape
        Eigenvalues of the covariance on the torus, all ≥ 0.
    exact : bool
        Whether the covariance between cells of the grid is the variogram's to rounding.
    remarks : tuple of str
    """

    def __init__(self, geometry: Geometry, variogram: Variogram) -> None:
        self.grid_shape = geometry.shape
        self.remarks: tuple[str, ...] = ()
        limit = fast_shape(math.ceil(_LIMIT * length) for length in geometry.shape)
        shape = first_shape(geometry, variogram)
        best: tuple[float, tuple[int, ...], Floats] | None = None
        while True:
            eigenvalues = spectrum_of(variogram, geometry, shape)
            total = float(eigenvalues.sum())
            mass = float(-eigenvalues[eigenvalues < 0].sum()) / total if total > 0 else 0.0
            if best is None or mass < best[0]:
                best = mass, shape, eigenvalues
            grown = tuple(
                min(fast_shape([_GROWTH * old])[0], top) if cells > 1 else 1
                for old, top, cells in zip(shape, limit, geometry.shape)
            )
            if mass <= _NEGLIGIBLE_MASS or grown == shape or math.prod(grown) <= math.prod(shape):
                break
            shape = grown
        mass, self.shape, eigenvalues = best
        self.spectrum = np.maximum(eigenvalues, 0.0)
        if mass > 0:
            self.spectrum *= eigenvalues.sum() / self.spectrum.sum()
        reach = variogram.reach(1e-13, geometry.ndim)
        self.exact = mass < 1e-13 and all(
            length >= 2 * cells - 1 or (length - cells + 1) * abs(spacing) >= far
            for length, cells, spacing, far in zip(self.shape, geometry.shape, geometry.spacing, reach)
        )
        if mass > _WORTH_A_REMARK:
            remark = (
                f"The range is long for this grid: {mass:.1%} of the variogram's spectrum was negative and left out, "
                "so that the simulated fields follow it approximately."
            )
            self.remarks = (remark,)

    def covariance_between(self, cells: NDArray[np.intp]) -> Floats:
        """Return the covariance between cells of the grid, shape (n, n), as fields on this torus have it."""
        table = fft.ifftn(self.spectrum).real
        lags = tuple((axis[:, None] - axis[None, :]) % length for axis, length in zip(cells.T, self.shape))
        covariance: Floats = table[lags]
        return covariance

    def to_grid(self, spectrum: NDArray[Any], inverse: bool = False) -> NDArray[Any]:
        """Transform an array on the torus and keep the cells of the grid.

        Axis by axis, dropping the padding of each before the next is transformed.
        """
        transform = fft.ifft if inverse else fft.fft
        for axis, length in enumerate(self.grid_shape):
            keep = (slice(None),) * axis + (slice(0, length),)
            spectrum = transform(spectrum, axis=axis, overwrite_x=True)[keep]
        return spectrum

    def from_grid(self, values: NDArray[Any]) -> NDArray[Any]:
        """Transform values on the grid's cells, padded with zeros to the torus, axis by axis."""
        for axis in reversed(range(len(self.shape))):
            values = fft.fft(values, n=self.shape[axis], axis=axis)
        return values


def first_shape(geometry: Geometry, variogram: Variogram) -> tuple[int, ...]:
    """Return the smallest torus on which no correlation above `TAIL` wraps around."""
    reach = variogram.reach(TAIL, geometry.ndim)
    return fast_shape(
        min(2 * cells - 1, cells + math.ceil(far / abs(spacing)))
        for cells, far, spacing in zip(geometry.shape, reach, geometry.spacing)
    )
