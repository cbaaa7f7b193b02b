"""Areas of cells that are given in degrees, on the ellipsoid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def strip_areas(latitudes: Floats, width: float, semi_major: float, semi_minor: float) -> Floats:
    """Return the areas between successive parallels and two meridians, shape (n,), in squares of the axes' unit.

    Parameters
    ----------
    latitudes : float array, shape (n + 1,)
        Degrees; what lies beyond a pole is no area.
    width : float
        Degrees of longitude.
    semi_major, semi_minor : float
        Axes of the ellipsoid.

    Notes
    -----
    Exact: Snyder (1987), Map Projections, equation 3-12.
    """
    sine = np.sin(np.radians(np.clip(latitudes, -90, 90)))
    squared = 1 - (semi_minor / semi_major) ** 2
    if squared > 0:
        e = np.sqrt(squared)
        sine = (1 - squared) * (sine / (1 - squared * sine**2) + np.arctanh(e * sine) / e) / 2
    result: Floats = semi_major**2 * np.radians(width) * np.abs(np.diff(sine))
    return result
