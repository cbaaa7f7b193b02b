"""The law of a cell: what its value may be, when its score is a mixture of normals.

Law: no sampling. A score's law is known, Σ wₖ N(mₖ, sₖ²): one normal of the kriging mean and variance, or one for each
variogram and sill that the data allow. Its back-transform g has

    mean       Σ wₖ E g(mₖ + sₖ N)       of each normal by `normal_moments`
    std        the same of (g − c)²      c being the value in the middle
    quantiles  g(y), where Σ wₖ Φ((y − mₖ) / sₖ) = p, since g never falls
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from ..errors import InvalidInput
from ..transforms.normal_moments import moments_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..transforms.normal_moments import NormalMoments
    from ..transforms.transform import FittedTransform

    Floats = NDArray[np.float64]

_CHUNK = 200_000
"""Values that are held at once for each node."""

_STEPS, _TOLERANCE = 60, 1e-9
"""Most steps of the search for a quantile, and the width, of standard deviations, at which it ends."""


class CellLaw(NamedTuple):
    """Mean, standard deviation and quantiles of values.

    Attributes
    ----------
    mean, std : float arrays, shape (m,)
    quantiles : float array, shape (levels, m)
    """

    mean: Floats
    std: Floats
    quantiles: Floats


def cell_law(
    transform: FittedTransform, means: ArrayLike, stds: ArrayLike, weights: ArrayLike, levels: Sequence[float] = ()
) -> CellLaw:
    """Return the law of values whose scores are mixtures of normals.

    Parameters
    ----------
    transform : FittedTransform
        Takes scores back to values.
    means, stds : float arrays, shape (k, m)
        Of k normals at m cells; a standard deviation of zero is a value that is known, which is returned to the bit.
    weights : float array, shape (k,)
        Of the normals, ≥ 0; their sum does not matter.
    levels : sequence of float
        Probabilities of the quantiles, between 0 and 1.

    Raises
    ------
    InvalidInput
        If shapes do not fit, a weight or standard deviation is negative, or a level is not between 0 and 1.
    """
    centres, widths, shares = _checked(means, stds, weights)
    if not all(0 < level < 1 for level in levels):
        message = f"Invalid quantiles {list(levels)}. Should be between 0 and 1."
        raise InvalidInput(message)
    mean, std = mixed(moments_of(transform), centres, widths, shares)
    return CellLaw(mean, std, mixture_quantiles(transform, centres, widths, shares, levels))


def _checked(means: ArrayLike, stds: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats, Floats]:
    centres, widths = np.asarray(means, dtype=float), np.asarray(stds, dtype=float)
    shares = np.asarray(weights, dtype=float)
    if centres.ndim != 2 or widths.shape != centres.shape or shares.shape != centres.shape[:1]:
        message = f"Invalid means {centres.shape}, stds {widths.shape} and weights {shares.shape}. Should be (k, m), "
        message += "(k, m) and (k,)."
        raise InvalidInput(message)
    if not (shares >= 0).all() or not shares.sum() > 0 or (widths < 0).any():
        message = "Invalid weights or standard deviations of a mixture. Should not be negative, nor all weights zero."
        raise InvalidInput(message)
    return centres, widths, shares / shares.sum()


def mixture_quantiles(
    transform: FittedTransform, means: Floats, stds: Floats, weights: Floats, levels: Sequence[float]
) -> Floats:
    """Return quantiles, shape (levels, m), of values of mixtures as in `cell_law`, the sum of whose weights is one."""
    quantiles = np.full((len(levels), means.shape[1]), np.nan)
    known = np.flatnonzero(np.isfinite(means).all(axis=0) & np.isfinite(stds).all(axis=0))
    step = max(1, _CHUNK // len(weights))
    for first in range(0, len(known), step):
        part = known[first : first + step]
        for number, level in enumerate(levels):
            quantiles[number, part] = transform.back(_quantile(means[:, part], stds[:, part], weights, level))
    return quantiles


def mixed(
    moments: NormalMoments, means: Iterable[Floats], stds: Iterable[Floats], weights: Iterable[float]
) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of mixtures, whose weights sum to one; arrays of shape (m,), one by one."""
    centre, first, second = np.empty(0), np.empty(0), np.empty(0)
    for number, (mean, std, weight) in enumerate(zip(means, stds, weights)):
        value, variance = moments(mean, std)
        if number == 0:
            centre, first, second = value, np.zeros(len(value)), np.zeros(len(value))
        difference = value - centre
        first += weight * difference
        second += weight * (variance + difference**2)
    return centre + first, np.sqrt(np.maximum(second - first**2, 0.0))


def _quantile(means: Floats, stds: Floats, weights: Floats, level: float) -> Floats:
    """Return the quantile of mixtures, by Newton's method within a bracket that is halved where it fails."""
    own = means + stds * ndtri(level)
    low, high = own.min(axis=0), own.max(axis=0)  # it lies between those of the normals
    found: Floats = np.clip(weights @ own, low, high)
    scale = np.maximum(stds.max(axis=0), np.finfo(float).tiny)
    open_ = np.flatnonzero(high - low > _TOLERANCE * scale)
    for _ in range(_STEPS):
        if not len(open_):
            break
        at, spread = found[open_], np.maximum(stds[:, open_], np.finfo(float).tiny)
        place = (at - means[:, open_]) / spread
        error = weights @ np.where(stds[:, open_] > 0, ndtr(place), place >= 0) - level
        with np.errstate(over="ignore"):
            slope = weights @ (np.exp(-np.minimum(place * place, 1400) / 2) / spread) / np.sqrt(2 * np.pi)
        low[open_] = np.where(error < 0, at, low[open_])
        high[open_] = np.where(error >= 0, at, high[open_])
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            better = at - error / slope
        inside = (better > low[open_]) & (better < high[open_])
        found[open_] = np.where(inside, better, (low[open_] + high[open_]) / 2)
        moved = np.abs(found[open_] - at) > _TOLERANCE * scale[open_]
        open_ = open_[moved & (high[open_] - low[open_] > _TOLERANCE * scale[open_])]
    return found
