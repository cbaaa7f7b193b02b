"""Verdict: what cross-validation says of predictions and of their uncertainty, in one sentence.

Law: what chance alone may bring is no fault. Counts and means are held against what they should be with three of their
standard errors, as data of one field are not independent.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from .cross_validation import CrossValidation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FEWEST = 8
"""Fewer predictions say little."""

_FEWEST_FOLDS = 5
"""Data of one part may err together."""

_CHANCE = 3.0
"""Standard errors."""


def verdict(found: CrossValidation) -> str:
    """Return a sentence for a log or a report."""
    count = found.count
    if count == 0:
        return "No datum could be predicted from the others: nothing can be said."
    if not found.variance[found.variance > 0].any() and found.rmse <= 1e-9 * np.abs(found.observed).max():
        return f"All {count} data are predicted exactly: nothing varies."
    held = f"{found.pct90:.0f} % of {count} data lie in their 90 % intervals"
    if count < _FEWEST:
        return f"{held}, but of so few data that says little."
    return f"{_of_uncertainty(found)}: {held} (RMSSE {found.rmsse:.3g}). {_of_predictions(found)}."


def _of_uncertainty(found: CrossValidation) -> str:
    """Return whether intervals hold as many data as they should."""
    folds = len(np.unique(found.fold[np.isfinite(found.predicted)]))
    if folds < _FEWEST_FOLDS:
        return f"{folds} parts that are left out are too few to tell whether the standard deviation can be believed"
    allowed = _CHANCE * 100 * _error(found.inside(0.9) - 0.9, found, 0.3)
    if found.pct90 < 90 - allowed:
        return "The standard deviation is too small"
    if found.pct90 > 90 + allowed or (found.pct90 >= 100 - 50 / found.count and found.rmsse < 0.5):
        return "The standard deviation is too large"
    return "The standard deviation can be believed"


def _of_predictions(found: CrossValidation) -> str:
    """Return what the predictions are worth, and whether they are too high or too low."""
    bias = ""
    if abs(found.me) > _CHANCE * _error(found.residual, found, found.rmse):
        bias = f", and are too {'low' if found.me > 0 else 'high'} by {abs(found.me):.3g} on average"
    if not found.r2 >= 0.005:
        return f"Predictions are no better than the mean of the data{bias}"
    return f"Predictions explain {100 * found.r2:.0f} % of the variance of the data{bias}"


def _error(values: Floats, found: CrossValidation, std: float) -> float:
    """Return the standard error of a mean of values of this standard deviation; more if those of a fold are alike."""
    known = np.isfinite(values)
    of_folds = np.bincount(found.fold[known], values[known])
    return max(math.sqrt(np.square(of_folds).sum()), std * math.sqrt(found.count)) / found.count
