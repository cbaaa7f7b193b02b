"""The kriging equations of the data, solved for the values of many fields.

Law: C w + F β = z, Fᵀ w = 0, whatever C is solved by: a Cholesky factor, or, for more data than `MOST_FACTORED`,
conjugate gradients, to which C is a product by FFT: as exact as simulated fields can show, and memory and time stay
near those of the fields themselves.

    product        spread to cells ─▶ FFT × spectrum ─▶ back ─▶ observe   the covariance that fields on this torus have
    preconditioner Vecchia's sparse inverse
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.linalg import solve_triangular

from ..kriging.system import KrigingSystem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..variogram.models import Variogram
    from .observation import Observation
    from .torus import Periodic
    from .vecchia import Vecchia

    Floats = NDArray[np.float64]

MOST_FACTORED = 4000
"""Up to this many data the covariance is factored, at 24 n² bytes and n³ / 3 operations; past it iteration is cheaper
for about a hundred realizations, and takes almost no memory."""

_LEAST_NUGGET = 1e-6
"""Share of the sill that iteration adds to the diagonal, as it would never end with a smooth variogram: a thousandth
of the standard deviation, less than the misfit that is allowed."""

_MOST_STEPS = 200

_POWER_STEPS, _CLEARLY = 4, 0.2


def least_nugget(variogram: Variogram) -> float:
    """Return what iteration adds to the diagonal; with no variance at all 1, since equal weights are sensible then."""
    return _LEAST_NUGGET * variogram.sill if variogram.sill > 0 else 1.0


class DataSystem:
    """Generalized least squares on top of a solver of C.

    Parameters
    ----------
    solver : callable
        Returns C⁻¹ times columns, shape (n, k).
    functions : float array, shape (n, p)
        Drift functions at the data, linearly independent.
    """

    def __init__(self, solver: Callable[[Floats], Floats], functions: Floats) -> None:
        self.solver = solver
        # Orthogonal functions keep the digits that squaring would lose.
        self._basis, self._triangle = functions, np.empty((0, 0))
        self._weighted = functions
        if functions.shape[1]:
            self._basis, self._triangle = np.linalg.qr(functions)
            self._weighted = solver(self._basis)
        self._covariance = np.linalg.inv(self._basis.T @ self._weighted)

    def solve(self, values: Floats) -> tuple[Floats, Floats]:
        """Return the dual weights, shape (n, k), and the drift coefficients, (p, k), of value sets, (n, k)."""
        weights = self.solver(values)
        coefficients = self._covariance @ (self._basis.T @ weights)
        return weights - self._weighted @ coefficients, self._of_functions(coefficients)

    def drift_errors(self) -> tuple[Floats, Floats]:
        """Return independent errors of the drift coefficients, one standard deviation each, and what they do.

        Returns
        -------
        weights : float array, shape (n, p)
            What each takes off the dual weights.
        coefficients : float array, shape (p, p)
            What each adds to the coefficients: a column an error.
        """
        roots = np.linalg.cholesky(self._covariance / 2 + self._covariance.T / 2)
        return -self._weighted @ roots, self._of_functions(roots)

    def _of_functions(self, coefficients: Floats) -> Floats:
        if not len(coefficients):
            return coefficients
        solved: Floats = solve_triangular(self._triangle, coefficients, check_finite=False)
        return solved


class Factored:
    """C as its Cholesky factor.

    Parameters
    ----------
    covariance : float array, shape (n, n)

    Attributes
    ----------
    factor : float array, shape (n, n)
        The lower triangle.
    condition : float
        A lower bound of the condition number.
    """

    def __init__(self, covariance: Floats) -> None:
        # Turned, because the factor is stored by columns.
        system = KrigingSystem(covariance.T, np.empty((len(covariance), 0)))
        self.condition = system.condition
        self.factor: NDArray[Any] = system.factor

    def __call__(self, columns: NDArray[Any]) -> NDArray[Any]:
        """Return C⁻¹ times columns, shape (n, k), in the precision of the factor."""
        return self.unwhiten(self.whiten(columns))

    def product(self, columns: NDArray[Any]) -> NDArray[Any]:
        """Return C times columns, shape (n, k), in the precision of the factor."""
        product: NDArray[Any] = self.factor @ (self.factor.T @ columns.astype(self.factor.dtype))
        return product

    def whiten(self, columns: NDArray[Any]) -> NDArray[Any]:
        """Return the inverse of the factor times columns: their covariance is that with C⁻¹."""
        columns = columns.astype(self.factor.dtype)
        white: NDArray[Any] = solve_triangular(self.factor, columns, lower=True, check_finite=False)
        return white

    def unwhiten(self, columns: NDArray[Any]) -> NDArray[Any]:
        """Return the inverse of the factor's transpose times columns."""
        solved: NDArray[Any] = solve_triangular(self.factor, columns, lower=True, trans=1, check_finite=False)
        return solved

    def single(self) -> Factored:
        """Return the same in single precision: half the memory, and half the time."""
        twin = copy.copy(self)
        twin.factor = self.factor.astype(np.float32)
        return twin


class Bordered:
    """C of some data with a factor and of a few more behind them.

    Parameters
    ----------
    first : Factored
        Of n data.
    across, among : float arrays, shapes (n, m) and (m, m)
        Covariance of these with the others, and among the others.

    Attributes
    ----------
    condition : float
        A lower bound of the condition number.
    """

    def __init__(self, first: Factored, across: Floats, among: Floats) -> None:
        self._first, self._white = first, first.whiten(across)
        self._rest = Factored(among - self._white.T @ self._white)
        pivots = np.concatenate([first.factor.diagonal(), self._rest.factor.diagonal()])
        self.condition = float((pivots.max() / pivots.min()) ** 2)

    def __call__(self, columns: Floats) -> Floats:
        """Return C⁻¹ times columns, shape (n + m, k)."""
        head, tail = np.split(columns, [len(self._white)])
        head = self._first.whiten(head)
        tail = self._rest(tail - self._white.T @ head)
        return np.concatenate([self._first.unwhiten(head - self._white @ tail), tail])


class SeenCovariance:
    """The covariance between data, as they see fields on a periodic grid; a product, not a matrix.

    Parameters
    ----------
    periodic : Periodic
    observation : Observation
        What the data see of a field.
    nugget : float
        Added to the diagonal.
    """

    def __init__(self, periodic: Periodic, observation: Observation, nugget: float = 0.0) -> None:
        self._periodic, self._observation, self._nugget = periodic, observation, nugget

    def __call__(self, columns: Floats) -> Floats:
        """Return C times columns, shape (n, k)."""
        result: Floats = self._nugget * columns
        if (root := self._observation.residual_root) is not None:
            result += root @ (root.T @ columns)  # the product of the two would take as long as all the rest
        places = self._observation.places
        for column, seen in zip(columns.T, result.T):
            weights = self._observation.spread(column)
            seen += self._observation.observe(self._periodic.convolve(places, weights, places))
        return result

    def matrix(self) -> Floats:
        """Return C, shape (n, n): a convolution for each datum."""
        whole = self(np.eye(len(self._observation.points)))
        symmetric: Floats = (whole + whole.T) / 2
        return symmetric

    def departs(self, solver: Factored, most: float) -> bool:
        """Return whether C is farther from a covariance of which there is a factor: the norm of its inverse times δC.

        By a few steps of the power method, whose norms grow; by fewer where they are small from the first.
        """
        columns = np.random.default_rng(0).standard_normal((len(solver.factor), 1))
        for step in range(_POWER_STEPS):
            columns /= np.maximum(np.linalg.norm(columns, axis=0), np.finfo(float).tiny)
            columns = solver(self(columns) - solver.product(columns))
            share = float(np.linalg.norm(columns, axis=0).max())
            if share > most or (step and share < _CLEARLY * most):
                return share > most
        return False


class Iterated:
    """C as a product with the covariance on a periodic grid; solved by preconditioned conjugate gradients.

    Parameters
    ----------
    product : SeenCovariance
        With a nugget of `least_nugget`.
    preconditioner : Vecchia
    tolerance : float
        The misfit at the data at which a solution is good enough, as a share of the columns (root mean square).

    References
    ----------
    Golub & Van Loan (2013), Matrix Computations, § 11.5.
    """

    def __init__(self, product: SeenCovariance, preconditioner: Vecchia, tolerance: float) -> None:
        self.product, self._preconditioner, self._tolerance = product, preconditioner, tolerance
        self.condition = preconditioner.condition

    def __call__(self, columns: Floats) -> Floats:
        """Return C⁻¹ times columns, shape (n, k)."""
        scale = np.sqrt(np.square(columns).mean(axis=0))
        solution = self._preconditioner(columns)
        misfit = columns - self.product(solution)
        step = self._preconditioner(misfit)
        gain = np.einsum("ij,ij->j", misfit, step)
        for _ in range(_MOST_STEPS):
            open_ = np.flatnonzero(np.sqrt(np.square(misfit).mean(axis=0)) > self._tolerance * scale)
            if len(open_) == 0:
                break
            along = step[:, open_]
            image = self.product(along)
            length = gain[open_] / np.einsum("ij,ij->j", along, image)
            solution[:, open_] += length * along
            misfit[:, open_] -= length * image
            better = self._preconditioner(misfit[:, open_])
            improved = np.einsum("ij,ij->j", misfit[:, open_], better)
            step[:, open_] = better + (improved / gain[open_]) * along
            gain[open_] = improved
        return solution
