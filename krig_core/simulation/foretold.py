"""Foretold values: how well the law of a value, known before it was measured, has foretold it.

Law: no sampling. A score's law is a mixture of normals of weights wₖ; g takes it back to values and never falls:

    PIT    F(t) = Σ wₖ Φ((t − mₖ) / sₖ)                        t being the score of what was measured
    CRPS   ∫ (F(u) − [u ≥ t])² dg(u)                           of normals in closed form (Grimit et al. 2006)

(Matheson & Winkler 1976; Gneiting & Raftery 2007, Journal of the American Statistical Association 102, § 4.2.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from ..kriging.cross_validation import CrossValidation
from .cell_law import cell_law

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..transforms.transform import FittedTransform

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

_REACH = 7.0
"""Standard deviations of scores that the integral reaches to: 1e-12 of the probability lies beyond."""

_STEPS = 512
"""Of the integral to each side of what was measured; with those of half as many it is extrapolated."""

_ROUNDING = 1e-12
"""Part of a score that is only rounding, where nothing varies."""

_CHUNK = 500
"""Values at once, so that memory does not grow with them."""


def foretold(
    transform: FittedTransform, means: Floats, stds: Floats, weights: Floats, observed: ArrayLike, fold: Integers
) -> CrossValidation:
    """Compare values with what was foretold of their scores.

    Parameters
    ----------
    transform : FittedTransform
        Takes scores back to values.
    means, stds : float arrays, shape (k, n)
        Of k normals; not a number where nothing was foretold.
    weights : float array, shape (k,)
        Their probabilities; their sum does not matter.
    observed : float array, shape (n,)
        The values.
    fold : int array, shape (n,)
        Which were left out together.

    Returns
    -------
    CrossValidation
        Predictions are means of values.
    """
    values = np.asarray(observed, dtype=float)
    if transform.name == "none" and len(means) == 1:
        return CrossValidation.of_normals(values, means[0], np.square(stds[0]), fold)
    law = cell_law(transform, means, stds, weights, (0.05, 0.95))
    mixture = means, stds, weights / weights.sum()
    loss = _of_normals(values, *mixture) if transform.name == "none" else _taken_back(transform, *mixture, values)
    pit = _share_below(transform.forward(values), *mixture)
    return CrossValidation(values, law.mean, np.square(law.std), fold, pit, loss, *law.quantiles)


def _share_below(scores: Floats, means: Floats, stds: Floats, weights: Floats) -> Floats:
    """Return the probability of less than a score, shape (n,), and half of that of the score itself."""
    total = np.zeros(len(scores))
    for mean, std, weight in zip(means, stds, weights):
        residual = scores - mean
        certain = np.where(np.abs(residual) <= _ROUNDING * np.abs(scores), 0.0, np.copysign(np.inf, residual))
        total += weight * ndtr(np.divide(residual, std, out=certain + 0 * mean, where=std > 0))
    return total


def _of_normals(values: Floats, means: Floats, stds: Floats, weights: Floats) -> Floats:
    """Return the scores of mixtures of normals, shape (n,): E|X − z| − E|X − X′| / 2."""
    total = np.zeros(len(values))
    for mean, std, weight in zip(means, stds, weights):
        total += weight * _distance(values - mean, std)
        for other, width, share in zip(means, stds, weights):
            total -= weight * share / 2 * _distance(mean - other, np.hypot(std, width))
    return np.maximum(total, 0.0)


def _distance(mean: Floats, std: Floats) -> Floats:
    """Return the mean of the absolute value of normals, shape (n,)."""
    score = np.divide(mean, std, out=np.zeros(len(mean)), where=std > 0)
    normal = 2 * std * np.exp(-(score**2) / 2) / np.sqrt(2 * np.pi) + mean * (2 * ndtr(score) - 1)
    return np.where(std > 0, normal, np.abs(mean))


def _taken_back(transform: FittedTransform, means: Floats, stds: Floats, weights: Floats, values: Floats) -> Floats:
    """Return the scores of mixtures that are taken back, shape (n,)."""
    loss = np.full(len(values), np.nan)
    known = np.flatnonzero(np.isfinite(means).all(axis=0) & np.isfinite(stds).all(axis=0))
    for first in range(0, len(known), _CHUNK):
        part = known[first : first + _CHUNK]
        centres, widths, wanted = means[:, part], stds[:, part], values[part]
        low, high = (centres - _REACH * widths).min(axis=0), (centres + _REACH * widths).max(axis=0)
        middle = np.clip(transform.forward(wanted), low, high)
        total = np.abs(wanted - transform.back(middle))  # beyond what was held possible
        for end in (low, high):
            total += _integral(transform, centres, widths, weights, end, middle)
        loss[part] = total
    return loss


def _integral(
    transform: FittedTransform, means: Floats, stds: Floats, weights: Floats, end: Floats, middle: Floats
) -> Floats:
    """Return the integral of the squared probability beyond each score between an end and the middle, shape (n,)."""
    steps = np.linspace(0.0, 1.0, _STEPS + 1)[:, None]
    scores = end + steps * (middle - end)
    values = transform.back(scores)
    side = np.where(middle >= end, 1.0, -1.0)
    beyond = np.zeros(scores.shape)
    for mean, std, weight in zip(means, stds, weights):
        away = side * (scores - mean)
        beyond += weight * ndtr(np.divide(away, std, out=np.copysign(np.inf, away), where=std > 0))
    fine, coarse = (_stieltjes(beyond[::step], values[::step]) for step in (1, 2))
    integral: Floats = side * (4 * fine - coarse) / 3
    return integral


def _stieltjes(function: Floats, of: Floats) -> Floats:
    """Return the integral of the square of a function over another, shape (n,), along the first axis."""
    low, high = function[:-1], function[1:]
    total: Floats = ((low**2 + low * high + high**2) / 3 * np.diff(of, axis=0)).sum(axis=0)
    return total
