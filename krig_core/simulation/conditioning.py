"""Conditioning: from a field that knows no data to one that honours them.

Law: Z = Zu + K(z − Zu(data)), K being kriging with the covariance that Zu has. Then mean, standard deviation and
the covariance between any cells are those of the conditional Gaussian (Journel & Huijbregts 1978, § VII.A;
Chilès & Delfiner 2012, § 7.3). Split in two: the kriging of z, once, and the kriging of Zu(data), each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import fft

from ..kriging import KrigingSystem, drift, known_mean
from .torus import Torus, fast_shape, spectrum_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..models import Variogram

    Floats = NDArray[np.float64]


class Conditioning:
    """Kriging of data on cells to all cells, as a convolution of impulses at the data.

    Parameters
    ----------
    torus : Torus
        Where unconditional fields come from.
    geometry : Geometry
    cells : int array, shape (n, ndim)
        Cells that hold data, each once.
    values : float array, shape (n,)
    variogram : Variogram
    kriging_type, mean
        As in `Grid.krig`.

    Attributes
    ----------
    estimate : float array of the grid's shape
        The kriging estimate; at the data the data themselves.
    """

    def __init__(
        self,
        torus: Torus,
        geometry: Geometry,
        cells: NDArray[np.intp],
        values: Floats,
        variogram: Variogram,
        kriging_type: str,
        mean: float | None,
    ) -> None:
        points = geometry.centres(cells)
        trend = drift(points, kriging_type)
        self.cells = tuple(cells.T)
        system = KrigingSystem(variogram.covariance(points, points), trend)
        known = known_mean(values, kriging_type, mean)
        weights, coefficients = system.solve((values - known)[:, None])
        self.estimate = (
            known + self._constant(coefficients)[0] + _convolve(geometry, variogram, self.cells, weights[:, 0])
        )
        self.estimate[self.cells] = values
        # Where the torus had to bend the covariance, the fields' own covariance conditions them consistently.
        self.system = system if torus.exact else KrigingSystem(torus.covariance_between(cells), trend)
        self.torus = torus
        precise = self.system.condition > _SINGLE_PRECISION_LIMIT
        self.dtype = np.dtype(np.complex128 if precise else np.complex64)
        self.spectrum = torus.spectrum.astype(np.float64 if precise else np.float32)

    def residuals(self, fields: Sequence[NDArray[Any]]) -> Iterator[NDArray[Any]]:
        """Yield Zu − K Zu(data), zero at the data, of unconditional fields.

        The kriging systems of all fields are solved at once, which is several times as fast as one by one.

        Parameters
        ----------
        fields : sequence of complex arrays of the grid's shape
            Two real fields each, as real and imaginary part; overwritten.
        """
        at_data = np.stack([field[self.cells] for field in fields], axis=1)
        columns = np.concatenate([at_data.real, at_data.imag], axis=1).astype(float)
        weights, coefficients = self.system.solve(columns)
        constants = self._constant(coefficients)
        for number, field in enumerate(fields):
            real, imaginary = number, number + len(fields)
            impulses = np.zeros(field.shape, dtype=self.dtype)
            impulses[self.cells] = weights[:, real] + 1j * weights[:, imaginary]
            transformed = self.torus.from_grid(impulses)
            transformed *= self.spectrum
            field -= self.torus.to_grid(transformed, inverse=True)
            field -= self.dtype.type(complex(constants[real], constants[imaginary]))
            field[self.cells] = 0
            yield field

    @staticmethod
    def _constant(coefficients: Floats) -> Floats:
        """Return the drift term of each value set: nothing for simple kriging, the mean for ordinary."""
        total: Floats = coefficients.sum(axis=0)
        return total


_SINGLE_PRECISION_LIMIT = 1e4
"""Above this condition number single precision would leave visible errors beside the data."""


def _convolve(geometry: Geometry, variogram: Variogram, cells: tuple[Any, ...], weights: Floats) -> Floats:
    """Return Σ wᵢ C(x − xᵢ) at all cells, without wrapping around."""
    shape = fast_shape(2 * length - 1 for length in geometry.shape)
    impulses = np.zeros(geometry.shape)
    impulses[cells] = weights
    half = shape[-1] // 2 + 1
    spectrum = fft.rfftn(impulses, shape)
    spectrum *= spectrum_of(variogram, geometry, shape)[..., :half]
    result: Floats = fft.irfftn(spectrum, shape)[tuple(slice(0, length) for length in geometry.shape)].copy()
    return result
