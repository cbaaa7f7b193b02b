"""Data of a kriging: checked, one at each place, and less what is known of their mean.

Law: data that coincide are merged into what kriging itself would make of them, those of a smaller error counting for
more, and it is told how many they were.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..drift import Drift, drift_variables, known_mean
from ..errors import DuplicatesWarning, InvalidInput
from ..numeric import floats
from ..points import Group, box, data_arrays
from ..precision import float_type
from ..variogram.models import require_variogram

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]


@dataclass(frozen=True)
class Data:
    """What is kriged.

    Attributes
    ----------
    points : float array, shape (n, ndim)
        No two the same.
    values : float array, shape (n,)
    diagonal : float array, shape (n,)
        Nugget and error variance of each datum.
    variables : float array, shape (n, k)
        External drift; k may be zero.
    drift : Drift
    known : float
        What is taken off the values before kriging, and added again.
    """

    points: Floats
    values: Floats
    diagonal: Floats
    variables: Floats
    drift: Drift
    known: float = 0.0

    @cached_property
    def residual(self) -> Floats:
        """The values less what is known of them, shape (n,)."""
        return self.values - self.known

    def check_drift(self) -> None:
        """Raise InvalidInput if the data cannot tell the drift functions from each other."""
        self.drift.at_data(self.points, self.variables)

    def only(self, chosen: Integers) -> Data:
        """Return some of the data, by their numbers."""
        return replace(
            self,
            points=self.points[chosen],
            values=self.values[chosen],
            diagonal=self.diagonal[chosen],
            variables=self.variables[chosen],
        )

    def extent(self, places: Floats) -> float:
        """Return the diagonal of the bounding box of data and targets, shape (m, ndim), with room for blocks."""
        (low, high), (first, last) = box(self.points), box(places if len(places) else self.points)
        return 1.5 * float(np.linalg.norm(np.maximum(high, last) - np.minimum(low, first)))


def kriging_data(
    coordinates: ArrayLike,
    values: ArrayLike,
    variogram: Variogram,
    *,
    kriging_type: str,
    mean: float | None,
    drift: ArrayLike | None,
    exact: bool,
    error: ArrayLike | None,
) -> tuple[Data, Integers]:
    """Check data and merge those that coincide; the parameters are those of `krig_core.kriging.predict.krige`.

    Returns
    -------
    data : Data
    place : int array, shape (n,)
        The number among them of what each datum became.

    Raises
    ------
    InvalidInput
        As `krige`.

    Warns
    -----
    DuplicatesWarning
        To the caller of the public function that calls this.
    """
    require_variogram(variogram)
    points, given = data_arrays(coordinates, values)
    if len(points) == 0:
        message = "No data: nothing can be kriged from zero points."
        raise InvalidInput(message)
    columns = drift_variables(drift, len(points), "drift")
    if not np.isfinite(columns).all():
        message = "Invalid drift. Should be finite at all data; leave out points without it."
        raise InvalidInput(message)
    functions = Drift(kriging_type, columns)
    if kriging_type == "simple":
        variogram.check_bounded("Simple kriging")
    noise = _error_variance(error, len(points)) + (0.0 if exact else variogram.nugget)
    group = Group.of(points)
    count, merged = len(points), len(points) - len(group.first)
    if merged > 0:
        points = points[group.first]
        noise, (given, *means) = group.best_means(noise, given, *columns.T)
        columns = np.stack(means, axis=1) if means else np.empty((len(group.first), 0))
        text = f"{merged} of {count} data coincide with another one and were replaced by their mean."
        warnings.warn(text, DuplicatesWarning, stacklevel=4)
    known = known_mean(given, kriging_type, mean)
    if kriging_type != "simple" and float_type(given) is np.float64:
        known = float(given[0])  # a constant is nothing to an unknown mean, but takes digits
    diagonal = noise + (variogram.nugget if exact else 0.0)
    return Data(points, given, diagonal, columns, functions, known), group.place


def _error_variance(error: ArrayLike | None, count: int) -> Floats:
    if error is None:
        return np.zeros(count)
    deviation = floats(error, "error")
    if deviation.shape not in ((), (count,)) or not (np.isfinite(deviation).all() and (deviation >= 0).all()):
        message = f"Invalid error. Should be a standard deviation ≥ 0, or one for each of {count} data."
        raise InvalidInput(message)
    variance: Floats = np.broadcast_to(deviation**2, (count,)).astype(float)
    return variance
