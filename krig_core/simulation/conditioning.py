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

from ..drift import drift
from ..kriging import KrigingSystem, known_mean
from .observation import CellObservation, PointObservation
from .torus import Torus, fast_shape, spectrum_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..models import Variogram

    Floats = NDArray[np.float64]


class Conditioning:
    """Kriging of data to all cells, as a convolution of impulses at the cells that the data see.

    Parameters
    ----------
    torus : Torus
        Where unconditional fields come from.
    geometry : Geometry
    observation : CellObservation or PointObservation
        What the data see of a field.
    values : float array, shape (n,)
    variogram : Variogram
    kriging_type, mean
        As in `Grid.krig`.

    Attributes
    ----------
    estimate : float array of the grid's shape
        The kriging estimate; at data on cells the data themselves.
    """

    def __init__(
        self,
        torus: Torus,
        geometry: Geometry,
        observation: CellObservation | PointObservation,
        values: Floats,
        variogram: Variogram,
        kriging_type: str,
        mean: float | None,
    ) -> None:
        points = observation.points
        trend = drift(points, kriging_type)
        self.observation = observation
        self.torus = torus
        system = KrigingSystem(variogram.covariance(points, points), trend)
        # The mean of ordinary kriging is unknown, so any constant may be taken off; this one leaves equal data exact.
        known = known_mean(values, kriging_type, mean) if kriging_type == "simple" else float(values[0])
        weights, coefficients = system.solve((values - known)[:, None])
        impulses = observation.spread(weights[:, 0])
        self.estimate = known + self._constant(coefficients)[0] + convolve(geometry, variogram, impulses)
        self.system = system
        if isinstance(observation, CellObservation):
            self.estimate[observation.cells] = values
            if not torus.exact:
                # The fields' own covariance, which the torus had to bend, conditions them consistently.
                self.system = KrigingSystem(torus.covariance_between(np.stack(observation.cells, axis=1)), trend)
        precise = self.system.condition > _SINGLE_PRECISION_LIMIT
        self.dtype = np.dtype(np.complex128 if precise else np.complex64)
        self.spectrum = torus.spectrum.astype(np.float64 if precise else np.float32)

    def residuals(self, fields: Sequence[NDArray[Any]], seen: Sequence[NDArray[Any]]) -> Iterator[NDArray[Any]]:
        """Yield Zu − K Zu(data), zero at data on cells, of unconditional fields.

        The kriging systems of all fields are solved at once, which is several times as fast as one by one.

        Parameters
        ----------
        fields : sequence of complex arrays of the grid's shape
            Two real fields each, as real and imaginary part; overwritten.
        seen : sequence of complex arrays, shape (n,)
            What the data see of each.
        """
        at_data = np.stack(list(seen), axis=1)
        columns = np.concatenate([at_data.real, at_data.imag], axis=1).astype(float)
        weights, coefficients = self.system.solve(columns)
        constants = self._constant(coefficients)
        for number, field in enumerate(fields):
            real, imaginary = number, number + len(fields)
            pair = (weights[:, real] + 1j * weights[:, imaginary]).astype(self.dtype)
            transformed = self.torus.from_grid(self.observation.spread(pair).astype(self.dtype, copy=False))
            transformed *= self.spectrum
            field -= self.torus.to_grid(transformed, inverse=True)
            field -= self.dtype.type(complex(constants[real], constants[imaginary]))
            if isinstance(self.observation, CellObservation):
                field[self.observation.cells] = 0
            yield field

    @staticmethod
    def _constant(coefficients: Floats) -> Floats:
        """Return the drift term of each value set: nothing for simple kriging, the mean for ordinary."""
        total: Floats = coefficients.sum(axis=0)
        return total


_SINGLE_PRECISION_LIMIT = 1e4
"""Above this condition number single precision would leave visible errors beside the data."""


def convolve(geometry: Geometry, variogram: Variogram, impulses: Floats) -> Floats:
    """Return Σ wᵢ C(x − xᵢ) at all cells for impulses wᵢ at cells, without wrapping around."""
    shape = fast_shape(2 * length - 1 for length in geometry.shape)
    half = shape[-1] // 2 + 1
    spectrum = fft.rfftn(impulses, shape)
    spectrum *= spectrum_of(variogram, geometry, shape)[..., :half]
    result: Floats = fft.irfftn(spectrum, shape)[tuple(slice(0, length) for length in geometry.shape)].copy()
    return result
