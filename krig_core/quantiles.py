"""The quantiles of realizations.

Law: one rule for all that follows of realizations. Of n, the rth in order is the quantile at r / (n + 1), as so often
one more would lie below it (Weibull 1939; Hyndman and Fan 1996, type 6). Between two it is interpolated linearly, and
beyond the first and the last it is these.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
"""What is below petroleum's P90, P50 and P10: P90 is what 90 % exceed (SPE et al. 2018, PRMS)."""


def quantiles(values: Floats, levels: Sequence[float]) -> Floats:
    """Return quantiles along the first axis of realizations.

    Parameters
    ----------
    values : float array, shape (n, …)
    levels : sequence of float
        Probabilities between 0 and 1.

    Returns
    -------
    float array, shape (levels, …)
        Not a number where a realization is not.
    """
    found: Floats = np.quantile(values, list(levels), axis=0, method="weibull")
    return found


class Certainty(NamedTuple):
    """With which probability the low case is exceeded in truth: on average, and its standard error."""

    probability: float
    error: float


def certainty_of_low(count: int) -> Certainty:
    """Return how often one more realization exceeds what the low case of `count` is.

    Notes
    -----
    What lies below the rth of n follows a beta distribution with r and n + 1 - r, whatever the law of the values (David
    and Nagaraja 2003, Order Statistics, section 2.5). Fewer than nine have no quantile at 0.1: theirs is the least.
    """
    below = max(LOW, 1 / (count + 1))
    return Certainty(1 - below, math.sqrt(below * (1 - below) / (count + 2)))
