"""The realization that stands for a quantile of a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import InvalidInput
from ..quantiles import quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Representative(NamedTuple):
    """A realization, from 0, its statistic, and the quantile that it stands for."""

    number: int
    statistic: float
    quantile: float


def representative(statistics: Floats, level: float) -> Representative:
    """Return the realization whose statistic is nearest to a quantile of all; of several the first.

    Parameters
    ----------
    statistics : float array, shape (n,)
        One number of each realization, as the mean over a zone.
    level : float
        What is below, 0 to 1: 0.1 for petroleum's P90.

    Raises
    ------
    InvalidInput
        If a realization has no statistic.
    """
    if not len(statistics) or not np.isfinite(statistics).all():
        message = "The zone covers no cell in which all realizations have a value: choose another zone."
        raise InvalidInput(message)
    wanted = float(quantiles(statistics, [level])[0])
    number = int(np.argmin(np.abs(statistics - wanted)))
    return Representative(number, float(statistics[number]), wanted)
