"""Kriging system: the equations of one set of data points, factored.

Law: the data covariance is factored once (Cholesky) and the drift is a Schur complement on it, so a system is
solved for any number of targets or value sets by matrix products. A singular system is never shown to a user: data
that coincide are merged before, and what is left of ill-conditioning is met by the least diagonal term that helps.

    C w + F β = z,  Fᵀ w = 0        dual form: estimate(x) = c(x)ᵀ w + f(x)ᵀ β
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import cholesky, lapack, solve_triangular

from ..drift import full_rank
from ..errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]


class KrigingSystem:
    """The kriging equations of one set of data points, factored.

    Parameters
    ----------
    covariance : float array, shape (n, n)
        Covariance between the data.
    drift : float array, shape (n, p)
        Drift functions at the data; p may be zero.

    Raises
    ------
    InvalidInput
        If the covariance is not positive definite whatever little is added, or the drift is rank-deficient.
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
        if drift.shape[1] > 0 and not full_rank(self.whitened_drift):
            message = "The data cannot tell the drift functions from each other. Should be fewer drift functions."
            raise InvalidInput(message)
        self.schur = self._inverse_information()

    @property
    def condition(self) -> float:
        """A cheap lower bound of the condition number of the covariance: squared ratio of the factor's diagonal."""
        pivots = self.factor.diagonal()
        return float((pivots.max() / pivots.min()) ** 2)

    def _factorize(self, covariance: Floats, scale: float) -> Floats:
        for exponent in (None, -13, -12, -11, -10, -9, -8, -7, -6):
            if exponent is not None:
                self.jitter = scale * 10.0**exponent
            trial = np.array(covariance, order="F")
            trial[np.diag_indices(self.size)] += self.jitter
            try:
                factor: Floats = cholesky(trial, lower=True, overwrite_a=True, check_finite=False)
            except np.linalg.LinAlgError:
                continue
            return factor
        message = "The kriging system is singular: give a variogram with a nugget greater than zero (`nugget`)."
        raise InvalidInput(message)

    def _inverse_information(self) -> Floats:
        """(Fᵀ C⁻¹ F)⁻¹, shape (p, p), through orthogonal columns, which keeps the digits that squaring would lose."""
        if self.whitened_drift.shape[1] <= 1:
            information: Floats = self.whitened_drift.T @ self.whitened_drift
            return 1.0 / information
        triangle = np.linalg.qr(self.whitened_drift)[1]
        root = solve_triangular(triangle, np.eye(len(triangle)), check_finite=False)
        inverse: Floats = root @ root.T
        return inverse

    @cached_property
    def precision(self) -> Floats:
        """The inverse of the covariance, shape (n, n)."""
        inverse, failed = lapack.dpotri(self.factor, lower=True)
        if failed:
            message = "The kriging system is singular: give a variogram with a nugget greater than zero (`nugget`)."
            raise InvalidInput(message)
        symmetric: Floats = np.tril(inverse) + np.tril(inverse, -1).T
        return symmetric

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

    def weights_of(self, covariance: Floats, target_drift: Floats) -> tuple[Floats, Floats]:
        """Return the kriging weights of targets.

        Parameters
        ----------
        covariance : float array, shape (n, m)
            Between data and targets.
        target_drift : float array, shape (m, p)

        Returns
        -------
        weights : float array, shape (n, m)
        multipliers : float array, shape (p, m)
            Of Lagrange, one for each drift function.
        """
        white = self._whiten(covariance)
        multipliers = self.schur @ (self.whitened_drift.T @ white - target_drift.T)
        residual = white - self.whitened_drift @ multipliers
        weights = solve_triangular(self.factor, residual, lower=True, trans=1, check_finite=False)
        return weights, multipliers

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
        return self._variance(np.einsum("ij,ij->j", white, white), lack, sill)

    def variance_near(
        self, covariance: Floats, near: Integers, target_drift: Floats, sill: float, far: Floats | None = None
    ) -> Floats:
        """Return `variance` at targets that see some data as they are, and the others through nodes or not at all.

        Parameters
        ----------
        covariance : float array, shape (k + P, m)
            Between the near data and the targets; below it the weights of the nodes.
        near : int array, shape (k,)
            Numbers of the near data among all n.
        target_drift : float array, shape (m, p)
        sill : float
        far : float array, shape (n, P), optional
            Covariance between all data and the nodes, zero for the near ones; None: the other data have none.
        """
        if self.certain:
            return np.zeros(covariance.shape[1])
        quadratic, drift = self.precision[np.ix_(near, near)], self._weighted_drift[near]
        if far is not None:
            carried = self.precision @ far
            quadratic = np.block([[quadratic, carried[near]], [carried[near].T, far.T @ carried]])
            drift = np.concatenate([drift, far.T @ self._weighted_drift])
        explained = np.einsum("ij,ij->j", covariance, quadratic @ covariance)
        return self._variance(explained, target_drift.T - drift.T @ covariance, sill)

    @cached_property
    def _weighted_drift(self) -> Floats:
        """C⁻¹ F, shape (n, p)."""
        weighted: Floats = solve_triangular(self.factor, self.whitened_drift, lower=True, trans=1, check_finite=False)
        return weighted

    def _variance(self, explained: Floats, lack: Floats, sill: float) -> Floats:
        variance = sill - explained + np.einsum("ij,ij->j", lack, self.schur @ lack)
        positive: Floats = np.maximum(variance, 0.0)
        return positive

    def leave_one_out(self, values: Floats) -> tuple[Floats, Floats]:
        """Return estimate and variance of each datum from all others, without solving again (Dubrule 1983).

        Parameters
        ----------
        values : float array, shape (n,)

        Returns
        -------
        estimate, variance : float arrays, shape (n,)
            Not a number where the others do not determine the drift.
        """
        weighted = self._weighted_drift
        projected = self.precision - weighted @ self.schur @ weighted.T
        own = projected.diagonal().copy()
        own[own <= 1e-12 * self.precision.diagonal()] = np.nan
        return values - projected @ values / own, np.zeros(self.size) if self.certain else 1 / own
