"""Soft data in scores: what is known of transformed data beside their values.

Law: limits go through the transform as values do, exactly; a limit at or beyond the least or greatest value there may
be is none. An error becomes that of the score by the transform's slope: half of what the score changes by between the
value less and plus its standard deviation, or what it changes by to the one side that there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import InvalidInput
from .declustering import given_weights
from .soft_histogram import completed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..soft import Soft
    from .transform import FittedTransform, Transform

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Bools = NDArray[np.bool_]


class SoftData(NamedTuple):
    """What is known of the scores of all data, hard and soft.

    Attributes
    ----------
    measured : float array, shape (n,)
        Their scores; not a number where only limits are known.
    noise : float array, shape (n,)
        Variance of their error.
    lower, upper : float arrays, shape (n,)
        Limits; infinite where there are none.
    """

    measured: Floats
    noise: Floats
    lower: Floats
    upper: Floats

    @classmethod
    def of(cls, values: Floats, soft: Soft, fitted: FittedTransform) -> SoftData:
        """Take data, and what is known of them, to scores."""
        measured = np.where(np.isfinite(values), fitted.scores, np.nan)
        noisy = soft.error > 0
        error = np.zeros(len(values))
        error[noisy] = _slopes(values[noisy], soft.error[noisy], fitted)
        least, most = _ends(fitted)
        lower, upper = np.full(len(values), -np.inf), np.full(len(values), np.inf)
        below, above = soft.lower > least, soft.upper < most
        lower[below], upper[above] = fitted.forward(soft.lower[below]), fitted.forward(soft.upper[above])
        return cls(measured, np.square(error), lower, upper)

    @classmethod
    def completed(cls, values: Floats, soft: Soft | None, fitted: FittedTransform) -> tuple[Floats, SoftData | None]:
        """Return values, of data that have limits alone those of their scores, and what is known of the scores."""
        if soft is None:
            return values, None
        return fitted.back(fitted.scores), cls.of(values, soft, fitted)

    @property
    def limited(self) -> Bools:
        """Which have limits, or nothing else: those of values may be none of scores."""
        limited: Bools = (self.lower > -np.inf) | (self.upper < np.inf) | np.isnan(self.measured)
        return limited

    @property
    def soft(self) -> Bools:
        """Which are not known exactly."""
        return self.limited | (self.noise > 0)

    def less(self, local: Floats) -> SoftData:
        """Return what is known of scores less a local mean, shape (n,)."""
        return SoftData(self.measured - local, self.noise, self.lower - local, self.upper - local)

    def take(self, rows: Integers | slice) -> SoftData:
        """Return that of some data."""
        return SoftData(*(column[rows] for column in self))


def fit_soft(
    transform: Transform, coordinates: Floats, values: Floats, soft: Soft | None, weights: Floats | None = None
) -> FittedTransform:
    """Make the transform of data, soft ones among them; its scores are those of `completed` values.

    Raises
    ------
    InvalidInput
        As `Transform.fit`; for normal scores if all data may have the same value.
    """
    if soft is None:
        return transform.fit(coordinates, values, weights)
    least = float(np.finfo(float).tiny) if transform.name == "log" else transform.zmin
    below = np.zeros(len(values), dtype=bool) if least is None else soft.upper < least
    above = below & False if transform.zmax is None else soft.lower > transform.zmax
    if (impossible := int(np.count_nonzero(below | above))) > 0:
        message = f"Invalid `lower` or `upper`: {impossible} limits leave no value that the transform knows "
        message += "(`transform`, `zmin`, `zmax`). Should be mended, or the transform be 'none'."
        raise InvalidInput(message)
    if transform.name == "normal-score":
        _require_difference(values, soft)
    data = completed(values, soft, coordinates, least, transform.zmax, given_weights(weights, len(values)))
    return transform.fit(coordinates, data.values, weights, data.weights)


def _require_difference(values: Floats, soft: Soft) -> None:
    """Refuse data that may all be equal: of their histogram nothing but a point is likely."""
    known = values[np.isfinite(values)]
    least, most = max([*known, *soft.lower]), min([*known, *soft.upper])
    if least <= most and len(known) < len(values):
        message = "Invalid `values`: with their limits (`lower`, `upper`) all data may have the same value, so that "
        message += "their histogram is not known. Should have at least two values that differ, or the transform be "
        message += "'none' and the variogram be given (`transform`, `variogram`)."
        raise InvalidInput(message)


def _ends(fitted: FittedTransform) -> tuple[float, float]:
    """Return the least and the greatest value that a transform takes scores back to."""
    if fitted.name == "log":
        return 0.0, np.inf
    return getattr(fitted, "zmin", -np.inf), getattr(fitted, "zmax", np.inf)


def _slopes(values: Floats, error: Floats, fitted: FittedTransform) -> Floats:
    """Return the standard deviations of the errors of scores, shape (n,)."""
    least, most = _ends(fitted)
    low, high = values - error, values + error
    down, up = low > least, high < most
    low, high = (
        np.where(down | ~up, np.maximum(low, least), values),
        np.where(up | ~down, np.minimum(high, most), values),
    )
    with np.errstate(invalid="ignore"):
        change = fitted.forward(high) - fitted.forward(low)
    slopes: Floats = np.where(down == up, change / 2, change)
    return slopes
