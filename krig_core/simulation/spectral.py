"""Gaussian simulation by FFT: unconditional fields on a torus, conditioned to the data by kriging.

Law: exact. A complex spectrum of independent normals times the square root of the torus' eigenvalues transforms to
two independent fields with the torus' covariance (Dietrich & Newsam 1997), and `Conditioning` makes both honour
the data.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidInput
from .conditioning import Conditioning
from .observation import CellObservation, PointObservation
from .torus import Torus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..models import Variogram

    Floats = NDArray[np.float64]


_FIELDS_BYTES = 1e8
"""Fields of a block are held together for one solution of their kriging systems, up to this size."""


class SpectralSimulation:
    """The method `gaussian`; parameters are those of `make_simulator`."""

    block_size = 10

    def __init__(
        self,
        geometry: Geometry,
        cells: NDArray[np.intp],
        values: Floats,
        variogram: Variogram,
        *,
        kriging_type: str = "ordinary",
        mean: float | None = None,
        max_data: int | None = None,
        points: Floats | None = None,
    ) -> None:
        if max_data is not None:
            message = "Invalid max_data for the method 'gaussian'. Should be left out: all data are used, exactly."
            raise InvalidInput(message)
        variogram.check_bounded("The method 'gaussian'")
        self.torus = Torus(geometry, variogram)
        self.remarks = self.torus.remarks
        self.observation = (
            CellObservation(geometry, cells) if points is None else PointObservation(geometry, points, variogram)
        )
        self.conditioning = Conditioning(self.torus, geometry, self.observation, values, variogram, kriging_type, mean)
        real = self.conditioning.spectrum.dtype
        self.amplitude = np.sqrt(self.torus.spectrum / math.prod(self.torus.shape)).astype(real)

    @staticmethod
    def cost(geometry: Geometry, data: int, count: int) -> tuple[float, float]:
        """Return about how many bytes a process holds at its peak, and how many seconds one processor works.

        The torus is taken as twice the grid along each axis: what a long range needs.
        """
        torus = 2**geometry.ndim * geometry.size
        return (
            60.0 * torus + 60.0 * geometry.size + 32.0 * data**2 + min(_FIELDS_BYTES, 40.0 * geometry.size),
            3e-7 * torus + count * (2.5e-8 * torus + 5e-10 * data**2) + 1e-10 * data**3,
        )

    def realizations(self, rng: np.random.Generator, count: int) -> Iterator[Floats]:
        """Yield conditional realizations."""
        estimate = self.conditioning.estimate
        at_once = max(1, int(_FIELDS_BYTES // (estimate.size * self.conditioning.dtype.itemsize)))
        pairs = (count + 1) // 2
        for first in range(0, pairs, at_once):
            fields, seen = zip(*(self._fields(rng) for _ in range(first, min(first + at_once, pairs))))
            for number, pair in enumerate(self.conditioning.residuals(fields, seen), first):
                yield estimate + pair.real
                if 2 * number + 1 < count:
                    yield estimate + pair.imag

    def _fields(self, rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return two unconditional fields, as real and imaginary part, and what the data see of them."""
        normals: NDArray[Any] = rng.standard_normal((*self.torus.shape, 2), dtype=self.amplitude.dtype)
        spectrum: NDArray[Any] = normals.view(self.conditioning.dtype)[..., 0]
        field = self.torus.to_grid(np.multiply(spectrum, self.amplitude, out=spectrum))
        seen = self.observation.observe(field)
        if self.observation.residual_std is not None:
            noise = rng.standard_normal((len(seen), 2)).view(complex)[:, 0]
            seen = seen + self.observation.residual_std * noise
        return field, seen
