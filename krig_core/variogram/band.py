"""The band of variograms that data allow, and the quantiles of their ranges: what a map and a study say of a posterior.

Law: plain data, in the units of the variogram that is shown; nothing where one variogram is taken as known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..points import diagonal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .uncertainty import Posterior

_POINTS = 40
"""Distances at which variograms are compared."""

_NAMES = "p05", "p50", "p95"


def allowed(posterior: Posterior | None, points: NDArray[np.float64], unit: float, azimuth: float) -> dict[str, Any]:
    """Return the quantiles 5, 50 and 95 % of ranges and semivariances.

    Parameters
    ----------
    posterior : Posterior or None
    points : float array, shape (n, ndim)
        The data's places, map units.
    unit : float
        Semivariances are multiplied by it.
    azimuth : float
        In which the semivariances are, degrees clockwise from north.

    Returns
    -------
    dict
        range_p05, range_p50, range_p95, map units, and band: distance, p05, p50 and p95; each None without a posterior.
    """
    if posterior is None:
        return {**{f"range_{name}": None for name in _NAMES}, "band": None}
    ranges = posterior.range_quantiles().tolist()
    farthest = max(diagonal(points[:, :2]) / 3, 1.05 * ranges[1])
    distance = farthest * np.linspace(0.001, 1, _POINTS)
    band = (unit * posterior.band(distance, azimuth=azimuth)).tolist()
    return {
        **{f"range_{name}": value for name, value in zip(_NAMES, ranges)},
        "band": {"distance": distance.tolist(), **dict(zip(_NAMES, band))},
    }
