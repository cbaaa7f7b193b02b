"""How much each datum counts for an estimate at one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..blas import one_blas_thread
from .from_all import GlobalKriging
from .neighbourhood import Neighbourhood, Search
from .support import Support

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..variogram.models import Variogram
    from .data import Data

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]


@one_blas_thread()
def weights_at(
    data: Data,
    variogram: Variogram,
    place: Floats,
    neighbourhood: Neighbourhood | None = None,
    *,
    drift: Floats | None = None,
    exact: bool = True,
) -> tuple[Integers, Floats]:
    """Return the kriging weights of data for a point.

    The estimate is the sum of weight times value; in simple kriging the known mean counts for what they lack to one.

    Parameters
    ----------
    data : Data
    variogram : Variogram
    place : float array, shape (ndim,)
    neighbourhood : Neighbourhood, optional
        None: all data count.
    drift : float array, shape (k,), optional
        External drift at the place.
    exact : bool
        Whether the nugget is part of the field.

    Returns
    -------
    numbers : int array, shape (m,)
        Of the data that count.
    weights : float array, shape (m,)
        They sum to one but in simple kriging.

    Raises
    ------
    InvalidInput
        If the data that count cannot tell the drift functions from each other.

    References
    ----------
    Chilès & Delfiner (2012), Geostatistics, 2nd ed., § 3.3-3.4.
    """
    target = place[None]
    variables = np.empty((1, 0)) if drift is None else drift[None]
    variogram = variogram.over(data.extent(target))
    support = Support(variogram, data.points.shape[1], exact=exact)
    wanted = Neighbourhood() if neighbourhood is None else neighbourhood
    numbers = np.arange(len(data.points))
    if wanted.limits(len(data.points)):
        numbers = Search(data.points, support.smooth if wanted.anisotropic else None).nearest(target, wanted)[0]
        numbers = numbers[numbers < len(data.points)]
    if len(numbers) < (wanted.min_data or 1):
        return numbers[:0], np.empty(0)
    kriging = GlobalKriging(data.only(numbers), support)
    weights, _ = kriging.system.weights_of(*kriging.sides(target, variables))
    return numbers, weights[:, 0]
