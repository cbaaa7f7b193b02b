"""Kriging: the best linear unbiased estimate at a point, and its variance.

Law: the data covariance is factored once (Cholesky) and the drift is a Schur complement on it, so a system is
solved for any number of targets or value sets by matrix products. A singular system is never shown to a user:
coincident data are merged first, and what is left of ill-conditioning is met by the least diagonal term that helps.

    C w + F β = z,  Fᵀ w = 0        dual form: estimate(x) = c(x)ᵀ w + f(x)ᵀ β
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import cholesky, solve_triangular

from .errors import InvalidInput
from .variogram import data_arrays

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from .models import Variogram

    Floats = NDArray[np.float64]

KRIGING_TYPES = ("ordinary", "simple")

_CHUNK_BYTES = 64e6
"""Right-hand sides are made and solved in blocks of about this size, so memory does not grow with the targets."""


class KrigingWarning(UserWarning):
    """Something about the data that kriging had to mend."""


def drift(coordinates: Floats, kriging_type: str) -> Floats:
    """Return the drift functions at points, shape (n, p): none for simple kriging, a constant for ordinary."""
    if kriging_type == "simple":
        return np.empty((len(coordinates), 0))
    if kriging_type == "ordinary":
        return np.ones((len(coordinates), 1))
    message = f"Invalid kriging type {kriging_type!r}. Should be one of {', '.join(KRIGING_TYPES)}."
    raise InvalidInput(message)


class KrigingSystem:
    """The kriging equations of one set of data points, factored.

    Parameters
    ----------
    covariance : float array, shape (n, n)
        Covariance between the data.
    drift : float array, shape (n, p)
        Drift functions at the data; p may be zero.
    """

    def __init__(self, covariance: Floats, drift: Floats) -> None:
        self.jitter = 0.0
        self.size = len(covariance)
        scale = float(covariance.diagonal().max(initial=0.0))
        self.certain = scale == 0
        if self.certain:
            # No variance at all: every set of weights is optimal, and equal ones are the sensible choice.
            covariance, scale = np.eye(self.size), 1.0
        self.factor = self._factorize(covariance, scale)
        self.whitened_drift = self._whiten(drift)
        self.schur = np.linalg.pinv(self.whitened_drift.T @ self.whitened_drift)

    @property
    def condition(self) -> float:
        """A cheap lower bound of the condition number of the covariance: squared ratio of the factor's diagonal."""
        pivots = self.factor.diagonal()
        return float((pivots.max() / pivots.min()) ** 2)

    def _factorize(self, covariance: Floats, scale: float) -> Floats:
        for exponent in (None, -13, -12, -11, -10, -9, -8, -7, -6):
            if exponent is not None:
                self.jitter = scale * 10.0**exponent
            try:
                factor: Floats = cholesky(covariance + self.jitter * np.eye(self.size), lower=True, check_finite=False)
            except np.linalg.LinAlgError:
                continue
            return factor
        message = "The kriging system is singular: give a variogram with a nugget greater than zero (NUGGET)."
        raise InvalidInput(message)

    def _whiten(self, columns: Floats) -> Floats:
        solved: Floats = solve_triangular(self.factor, columns, lower=True, check_finite=False)
        return solved

    def solve(self, values: Floats) -> tuple[Floats, Floats]:
        """Return the dual weights of value sets.

        Parameters
        ----------
        values : float array, shape (n, k)

        Returns
        -------
        weights : float array, shape (n, k)
        coefficients : float array, shape (p, k)
            Of the drift functions (generalized least squares).
        """
        white = self._whiten(values)
        coefficients = self.schur @ (self.whitened_drift.T @ white)
        residual = white - self.whitened_drift @ coefficients
        weights = solve_triangular(self.factor, residual, lower=True, trans=1, check_finite=False)
        return weights, coefficients

    def variance(self, covariance: Floats, target_drift: Floats, sill: float) -> Floats:
        """Return the kriging variance at targets, the Lagrange term included.

        Parameters
        ----------
        covariance : float array, shape (n, m)
            Between data and targets.
        target_drift : float array, shape (m, p)
        sill : float
            Variance of the field at a target.

        Returns
        -------
        float array, shape (m,)
            Never negative.
        """
        if self.certain:
            return np.zeros(covariance.shape[1])
        white = self._whiten(covariance)
        lack = target_drift.T - self.whitened_drift.T @ white
        variance = sill - np.einsum("ij,ij->j", white, white) + np.einsum("ij,ij->j", lack, self.schur @ lack)
        positive: Floats = np.maximum(variance, 0.0)
        return positive


def merge_coincident(coordinates: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Replace data that share their coordinates by their mean; order is that of first appearance."""
    unique, first, inverse = np.unique(coordinates, axis=0, return_index=True, return_inverse=True)
    if len(unique) == len(coordinates):
        return coordinates, values
    inverse = inverse.reshape(-1)  # numpy 2.0 returned it with the shape of the input
    means = np.bincount(inverse, values) / np.bincount(inverse)
    order = np.argsort(first)
    return coordinates[np.sort(first)], means[order]


def krige(
    coordinates: ArrayLike,
    values: ArrayLike,
    variogram: Variogram,
    targets: ArrayLike,
    *,
    kriging_type: str = "ordinary",
    mean: float | None = None,
) -> tuple[Floats, Floats]:
    """Krige data to targets; data are used where they are, and honoured exactly at a target that coincides.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        In map units.
    values : float array, shape (n,)
    variogram : Variogram
    targets : float array, shape (m, 2) or (m, 3)
    kriging_type : {"ordinary", "simple"}
        Unknown or known mean.
    mean : float, optional
        The known mean of simple kriging; None is the average of the data.

    Returns
    -------
    mean, variance : float arrays, shape (m,)

    Raises
    ------
    InvalidInput
        If shapes do not fit, a value is not finite, or there are no data.

    Warns
    -----
    KrigingWarning
        If data coincide and were replaced by their mean.

    References
    ----------
    Chilès & Delfiner (2012), Geostatistics, 2nd ed., ch. 3; dual form: § 3.3.4.
    """
    points, data = data_arrays(coordinates, values)
    places = np.asarray(targets, dtype=float)
    if places.ndim != 2 or places.shape[1] != points.shape[1]:
        message = f"Invalid targets of shape {places.shape}. Should be (m, {points.shape[1]}), like the coordinates."
        raise InvalidInput(message)
    if len(points) == 0:
        message = "No data: nothing can be kriged from zero points."
        raise InvalidInput(message)
    count = len(points)
    points, data = merge_coincident(points, data)
    if len(points) < count:
        text = f"{count - len(points)} of {count} data coincide with another one and were replaced by their mean."
        warnings.warn(text, KrigingWarning, stacklevel=2)
    known = known_mean(data, kriging_type, mean)
    system = KrigingSystem(variogram.covariance(points, points), drift(points, kriging_type))
    weights, coefficients = system.solve((data - known)[:, None])
    estimate, variance = np.empty(len(places)), np.empty(len(places))
    step = max(1, int(_CHUNK_BYTES / 8 / len(points)))
    for start in range(0, len(places), step):
        part = slice(start, start + step)
        covariance = variogram.covariance(points, places[part])
        trend = drift(places[part], kriging_type)
        estimate[part] = known + (covariance.T @ weights + trend @ coefficients)[:, 0]
        variance[part] = system.variance(covariance, trend, variogram.sill)
    return estimate, variance


def known_mean(data: Floats, kriging_type: str, mean: float | None) -> float:
    """Return what is subtracted before kriging: the known mean of simple kriging, else zero."""
    if kriging_type != "simple":
        return 0.0
    return float(np.mean(data)) if mean is None else float(mean)
