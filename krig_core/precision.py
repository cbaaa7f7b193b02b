"""How many bits the values of a map take.

Law: 32 bits wherever their steps are small beside the spread of the data, else 64.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    FloatType = type[np.floating[Any]]

_LARGEST_STEP = 1e-4
"""Of the spread, what a step may be: well below the standard deviation of kriging near the data."""

_LEAST = 1e-36
"""The greatest of the data may be as small as that, or as great as one divided by it, for 32 bits to hold them."""

_NORMAL_QUARTILES = 1.349
"""Distance of the quartiles of a normal distribution, in standard deviations."""


def float_type(data: Floats) -> FloatType:
    """Return the type that holds a map of data, shape (n,): numpy.float32, or float64 where its steps would show.

    Spread and size are those of the middle half, as one value far off makes the standard deviation large and the
    others no less alike.
    """
    size = float(np.abs(data).max())
    if size > 0 and not _LEAST <= size <= 1 / _LEAST:
        return np.float64
    if np.ptp(data) == 0:
        return np.float32
    quartiles = np.quantile(data, [0.25, 0.5, 0.75])
    spread = float(data.std())
    if quartiles[2] > quartiles[0]:
        spread = min(spread, float(quartiles[2] - quartiles[0]) / _NORMAL_QUARTILES)
    step = float(np.spacing(np.float32(np.abs(quartiles).max())))
    return np.float32 if step <= _LARGEST_STEP * spread else np.float64
