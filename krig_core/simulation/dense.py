"""Dense: fields of a small grid by a factor of the covariance between all its cells.

Law: exact for any covariance, at n³ / 3 operations for n cells and 8 n² bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .data_system import Factored
from .torus import Periodic, unwrapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]

MOST_CELLS = 2500
"""Cells of the largest grid: 50 MB, and a second to factor."""


class Dense(Periodic):
    """The covariance of a variogram between the cells of a grid, and its factor.

    Parameters
    ----------
    geometry : Geometry
        Of at most `MOST_CELLS` cells.
    variogram : Variogram

    Attributes
    ----------
    exact : bool
        True.
    """

    exact = True

    def __init__(self, geometry: Geometry, variogram: Variogram) -> None:
        whole = unwrapped(geometry, variogram)
        super().__init__(whole.grid_shape, whole.spectrum)
        self._geometry, self._variogram = geometry, variogram
        centres = geometry.centres()
        self._factor = Factored(variogram.covariance(centres, centres)).factor

    def covariance_between(self, cells: NDArray[np.intp]) -> Floats:
        """Return the covariance between cells of the grid, shape (n, n)."""
        points = self._geometry.centres(cells)
        return self._variogram.covariance(points, points)

    def pair(self, rng: np.random.Generator, out: NDArray[Any]) -> None:
        """Make the lines of two independent fields, as real and imaginary part."""
        fields = self._factor @ rng.standard_normal((len(self._factor), 2))
        out[...] = self.lines_of(np.ascontiguousarray(fields).view(complex).reshape(self.grid_shape))

    def single(self) -> Dense:
        """Return itself: so small a grid needs no single precision."""
        return self

    def forget(self) -> None:
        """Do nothing: there is nothing that is held between calls."""
