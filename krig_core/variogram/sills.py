"""Nugget and sills of a variogram whose ranges are given: a non-negative linear problem.

Law: nothing is negative, and what is known stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import nnls

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NOTHING = 1e-9
"""Share of a sill below which a structure says nothing."""


class Known(NamedTuple):
    """What is known of a variogram of one structure; None is to be fitted."""

    nugget: float | None = None
    partial_sill: float | None = None
    range: float | None = None
    azimuth: float | None = None
    ratio: float | None = None
    vertical_range: float | None = None

    @property
    def sills(self) -> tuple[float | None, float | None]:
        """Nugget and partial sill."""
        return self.nugget, self.partial_sill


def sills(rises: Floats, gamma: Floats, weight: Floats, known: Sequence[float | None]) -> tuple[Floats, float]:
    """Return the nugget and the partial sills, none negative, that fit best, and their squared error.

    Parameters
    ----------
    rises : float array, shape (lags, structures)
        Semivariance of each structure for a partial sill of one.
    gamma, weight : float arrays, shape (lags,)
        What is fitted, and the square root of its weights.
    known : sequence of float or None, of length 1 + structures
        What is kept.
    """
    columns, target = np.column_stack([np.ones(len(rises)), rises]), gamma.copy()
    solution = np.array([0.0 if value is None else value for value in known])
    target -= columns @ solution
    unknown = [index for index, value in enumerate(known) if value is None]
    if unknown:
        solution[unknown] = nnls(columns[:, unknown] * weight[:, None], target * weight)[0]
        target -= columns[:, unknown] @ solution[unknown]
    return solution, float(np.sum((weight * target) ** 2))


def least_errors(rises: Floats, gamma: Floats, weight: Floats, known: Sequence[float | None]) -> Floats:
    """Return the squared error of `sills` for many structures at once, each by itself, by formula.

    Parameters
    ----------
    rises : float array, shape (many, lags)
        Semivariance of each structure for a partial sill of one.
    gamma, weight : float arrays, shape (lags,)
    known : nugget and partial sill, or None

    Returns
    -------
    float array, shape (many,)
        Exact to rounding of the squared data, so good to choose by, not to report.
    """
    square = weight * weight
    nugget, partial_sill = (0.0 if value is None else value for value in known)
    rest = gamma - nugget - partial_sill * rises
    total, first, second = (rest**2) @ square, rest @ square, (rest * rises) @ square
    if known[0] is not None:
        first = np.zeros_like(first)
    if known[1] is not None:
        second = np.zeros_like(second)
    ones, cross, rise = square.sum(), rises @ square, (rises**2) @ square
    rise = np.where(rise > 0, rise, np.inf)
    explained = np.maximum(np.maximum(first, 0.0) ** 2 / ones, np.maximum(second, 0.0) ** 2 / rise)
    if known[0] is None and known[1] is None:
        determinant = ones * rise - cross**2
        level, slope = rise * first - cross * second, ones * second - cross * first
        both = np.flatnonzero((determinant > 1e-12 * ones * rise) & (level >= 0) & (slope >= 0) & np.isfinite(rise))
        explained[both] = (level[both] * first[both] + slope[both] * second[both]) / determinant[both]
    error: Floats = total - explained
    return error
