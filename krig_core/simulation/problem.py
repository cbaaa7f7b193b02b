"""Problem: what a simulator is asked to do.

Law: what the methods have in common is checked and prepared here, once; a simulator only reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..drift import known_mean
from ..numeric import floats, require_whole
from .data_system import Factored
from .observation import CellObservation, Observation, PointObservation

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..geometry import Geometry
    from ..transforms.soft_data import SoftData
    from ..variogram.models import Variogram
    from .grid_drift import GridDrift

    Floats = NDArray[np.float64]


class Beyond(NamedTuple):
    """Data that lie outside the grid.

    Attributes
    ----------
    points : float array, shape (n, ndim)
    values : float array, shape (n,)
    variables : float array, shape (n, k)
        External drift there; k may be zero.
    """

    points: Floats
    values: Floats
    variables: Floats

    @classmethod
    def of(cls, points: Floats, values: Floats, known: Floats | None, drift: ArrayLike | None, ndim: int) -> Beyond:
        """Take data outside a grid of so many axes; where there is an external drift, no data that lack theirs.

        Parameters
        ----------
        points, values : float arrays, shapes (n, ndim) and (n,)
        known : float array, shape (n, k), or None
            The drift at the points.
        drift : float array of the grid's shape or (…, k), or None
            That at its cells.
        """
        if drift is None:
            return cls(points, values, np.empty((len(points), 0)))
        if known is None:
            columns = int(np.prod(floats(drift, "drift").shape[ndim:]))
            return cls(points[:0], values[:0], np.empty((0, columns)))
        return cls(points, values, known)


@dataclass(frozen=True)
class Problem:
    """Data, variogram and trend of a simulation.

    Attributes
    ----------
    geometry : Geometry
        The grid to fill.
    cells : int array, shape (n, ndim)
        Cells that hold data, each once.
    values : float array, shape (n,), or (m,) with `points`
        Values of the data.
    variogram : Variogram
    drift : GridDrift
        What the mean of the field is made of, at the data (those beyond the grid are the last) and at the cells.
    mean : float, optional
        The known mean of simple kriging; None is the average of the values.
    max_data : int, optional
        Most known cells that a cell is kriged from, at least 1; None is the method's own choice.
    points : float array, shape (m, ndim), optional
        Where the data are, if that is not the centres of their cells.
    beyond : Beyond, optional
        More data, outside the grid.
    nearly : bool
        Whether, with `points`, fields may follow the variogram less well than they should, rather than be refused.
    soft : SoftData, optional
        What is known of all data, on the grid and then beyond it, of which some are soft; their `values` are then about
        what is expected, and realizations honour others (`soft_draws`). None: all are hard.
    """

    geometry: Geometry
    cells: NDArray[np.intp]
    values: Floats
    variogram: Variogram
    drift: GridDrift
    mean: float | None = None
    max_data: int | None = None
    points: Floats | None = None
    beyond: Beyond | None = None
    nearly: bool = False
    soft: SoftData | None = None

    def __post_init__(self) -> None:
        if self.max_data is not None:
            require_whole(self.max_data, "max_data", 1)

    def __getstate__(self) -> dict[str, Any]:
        # What was found out about it can be found again, and is large.
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def filled(self) -> NDArray[np.intp]:
        """Flat indices of the cells that hold data, shape (n,)."""
        filled: NDArray[np.intp] = np.ravel_multi_index(tuple(self.cells.T), self.geometry.shape)
        return filled

    @property
    def places(self) -> Floats:
        """Where the data on the grid are, shape (n, ndim): their points, or the centres of their cells."""
        return self.geometry.centres(self.cells) if self.points is None else self.points

    @cached_property
    def observation(self) -> Observation:
        """What the data on the grid see of a field on its cells."""
        if self.points is None:
            return CellObservation(self.geometry, self.cells)
        return PointObservation(self.geometry, self.points, self.variogram)

    @cached_property
    def factored(self) -> Factored:
        """The covariance between the data on the grid, factored."""
        places = self.places
        return Factored(self.variogram.covariance(places, places))

    @property
    def soft_on_grid(self) -> NDArray[np.bool_]:
        """Which of the data on the grid are soft, shape (m,)."""
        count = len(self.values)
        return np.zeros(count, dtype=bool) if self.soft is None else self.soft.soft[:count]

    def everything(self) -> tuple[Floats, Floats]:
        """Return points and values of all data, on the grid and beyond it."""
        if self.beyond is None:
            return self.places, self.values
        return np.concatenate([self.places, self.beyond.points]), np.concatenate([self.values, self.beyond.values])

    @cached_property
    def known(self) -> float:
        """What is taken off the values before kriging.

        Where the mean is unknown that may be any constant; one of the values leaves equal data exact, and a large
        offset costs no precision.
        """
        if self.drift.kriging_type == "simple":
            return known_mean(self.values, "simple", self.mean)
        return float(self.values[0])
