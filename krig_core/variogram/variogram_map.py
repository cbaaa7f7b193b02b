"""The variogram map: semivariances by the offset of pairs, east and north, where a direction is seen.

Law: symmetric about its centre, as a pair has no order: each pair counts once in its class and once in that opposite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from ..blas import one_blas_thread
from ..errors import InvalidInput
from ..numeric import require_whole
from ..points import data_arrays
from .experimental import sampled, semivariances
from .pairs import Lags, northward

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Number = TypeVar("Number", bound=np.generic)

FEWEST_CLASSES, MOST_CLASSES = 4, 20
"""Classes from the centre to the edge where their number is not given."""

_DATA_PER_CLASS = 14
"""So many data for each of them leave about 20 pairs in a class of evenly spread data."""


class VariogramMap(NamedTuple):
    """Semivariance of the data for each class of offset.

    Attributes
    ----------
    gamma : float array, shape (2 k + 1, 2 k + 1)
        Semivariance, in squared units of the data; not a number where there are no pairs. The first axis goes from west
        to east, the second from south to north; [k, k] is the centre.
    pairs : int array, shape (2 k + 1, 2 k + 1)
        Number of pairs.
    width : float
        Of a class, map units: that of [k + i, k + j] has its middle i widths east and j widths north.
    """

    gamma: Floats
    pairs: NDArray[np.int64]
    width: float


@one_blas_thread()
def variogram_map(
    coordinates: ArrayLike,
    values: ArrayLike,
    *,
    classes: int | None = None,
    max_distance: float | None = None,
    estimator: str = "matheron",
) -> VariogramMap:
    """Estimate the variogram map of data (Isaaks & Srivastava 1989, chapter 7).

    Memory does not grow with the square of the data; past `MAX_POINTS` data it is that of a seeded sample of them.

    Parameters
    ----------
    coordinates : float array, shape (n, 2)
        In map units.
    values : float array, shape (n,)
    classes : int, optional
        Number of classes k from the centre to each edge; None: as many as the number of data allows.
    max_distance : float, optional
        Pairs farther apart do not count; the edge of the map. None is a third of the diagonal.
    estimator : str
        As in `experimental_variogram`.

    Returns
    -------
    VariogramMap

    Raises
    ------
    InvalidInput
        If shapes do not fit, a value is not finite, or a parameter is out of its domain.
    """
    points, data = data_arrays(coordinates, values)
    if points.shape[1] != 2:
        message = f"Invalid coordinates of shape {points.shape}. Should be those of points on a map, shape (n, 2)."
        raise InvalidInput(message)
    far = Lags(1, max_distance, None, points)
    if classes is None:
        classes = min(max(round(len(points) / _DATA_PER_CLASS), FEWEST_CLASSES), MOST_CLASSES)
    require_whole(classes, "classes", 1)
    most, across = classes, 2 * classes + 1
    width = 2 * far.max_distance / across
    looked_at = sampled(len(points), estimator)

    def class_of(offset: Floats) -> NDArray[np.intp]:
        """Return the class of each pair in the northern half, row by row from the middle."""
        steps = np.floor(offset * (northward(offset) / width)[:, None] + 0.5)
        east, north = np.clip(steps, -most, most).astype(np.intp).T
        number: NDArray[np.intp] = north * across + np.where(north == 0, np.abs(east), east) + most
        return number

    found = semivariances(points[looked_at], data[looked_at], far, estimator, class_of, (most + 1) * across)
    gamma = np.where(found.known, found.gamma, np.nan)
    return VariogramMap(_unfolded(gamma, most), _unfolded(found.pairs, most), width)


def _unfolded(half: NDArray[Number], most: int) -> NDArray[Number]:
    """Return the whole map of its northern half, whose middle row has only its eastern part."""
    rows = half.reshape(most + 1, -1).copy()
    rows[0, :most] = rows[0, :most:-1]
    whole: NDArray[Number] = np.concatenate([rows[:0:-1, ::-1], rows]).T
    return whole
