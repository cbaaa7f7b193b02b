"""Conditional covariance: of what kriging from all data leaves unknown, between any two places.

Law: of errors of kriging, the estimation of mean and trend included. With a nugget that belongs to the field a place
shares it with itself and with nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .from_all import GlobalKriging

    Floats = NDArray[np.float64]


class ConditionalCovariance:
    """Covariance of the errors of kriging at any places with those at some that are fixed.

    Parameters
    ----------
    kriging : GlobalKriging
    fixed : float array, shape (c, ndim)
        No two the same.
    variables : float array, shape (c, k)
        External drift there.
    """

    def __init__(self, kriging: GlobalKriging, fixed: Floats, variables: Floats) -> None:
        self._kriging, self.fixed, self._variables = kriging, fixed, variables
        self._weights, self._multipliers = kriging.system.weights_of(*kriging.sides(fixed, variables))

    @property
    def data(self) -> int:
        """How many data there are."""
        return len(self._kriging.data.points)

    def among(self) -> Floats:
        """Return the covariance between the fixed places, shape (c, c)."""
        covariance = self(self.fixed, self._variables)
        symmetric: Floats = (covariance + covariance.T) / 2
        return symmetric

    def __call__(self, places: Floats, variables: Floats) -> Floats:
        """Return the covariance, shape (m, c), at places, shape (m, ndim), with drift variables, shape (m, k).

            K(x, y) = C(x, y) − c(x)ᵀ λ(y) − f(x)ᵀ μ(y)

        Here λ and μ are weights and multipliers of y, and c and f right-hand sides of x (Chevalier, Ginsbourger &
        Emery 2014).
        """
        support = self._kriging.support
        total = support.smooth.covariance(places, self.fixed)
        twin = support.twins(self.fixed, places)
        shared = np.flatnonzero(twin >= 0)
        total[shared, twin[shared]] += support.nugget
        known, functions = self._kriging.sides(places, variables)
        total -= known.T @ self._weights
        total -= functions @ self._multipliers
        return total
