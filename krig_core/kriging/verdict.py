"""Verdict: what cross-validation says of predictions and of their uncertainty, in one sentence.

Law: what chance alone may bring is no fault, and a few data that miss by far are no judgement of the others. Counts
and means are held against what they should be with three of their standard errors, as data of one field are not
independent.
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

_FAR = 4.0
"""Standard deviations by which a datum misses its prediction by far: by chance one normal one of 16 000 does."""

_TOO_SMALL = "The standard deviation is too small"


def verdict(found: CrossValidation) -> str:
    """Return a sentence for a log or a report."""
    count = found.count
    if count == 0:
        return "No datum could be predicted from the others: nothing can be said."
    if found.is_exact:
        return f"All {count} data are predicted exactly: nothing varies."
    if count < _FEWEST:
        return f"{_held(found)}, but of so few data that says little."
    uncertainty, rest, aside = _of_uncertainty(found), found, ""
    far = np.abs(found.standardized) > _FAR  # not where there is none
    if far.any() and uncertainty != _TOO_SMALL:
        rest = found.without(far)
        worst, number = np.nanmax(np.abs(found.standardized)), int(far.sum())
        data, miss = ("datum", "misses") if number == 1 else ("data", "miss")
        uncertainty = f"Without {number} {data} that {miss} by more than {_FAR:g} standard deviations (the worst by "
        uncertainty += f"{worst:.3g}), {_uncapitalized(_of_uncertainty(rest))}"
        aside = f", of all {found.rmsse:.3g}"
    return f"{uncertainty}: {_held(rest)} (RMSSE {rest.rmsse:.3g}{aside}). {_of_predictions(found)}."


def _held(found: CrossValidation) -> str:
    return f"{found.pct90:.0f} % of {found.count} data lie in their 90 % intervals"


def _uncapitalized(text: str) -> str:
    return text[0].lower() + text[1:]


def _of_uncertainty(found: CrossValidation) -> str:
    """Return whether intervals hold as many data as they should."""
    folds = len(np.unique(found.fold[np.isfinite(found.predicted)]))
    if folds < _FEWEST_FOLDS:
        return f"{folds} parts that are left out are too few to tell whether the standard deviation can be believed"
    allowed = _CHANCE * 100 * _error(found.inside(0.9) - 0.9, found, 0.3)
    if found.pct90 < 90 - allowed:
        return _TOO_SMALL
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
