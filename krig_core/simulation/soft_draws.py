"""Soft draws: hard values for soft data, in each realization others, drawn given all that is known.

Law: exact. A field that honours such values has the law of the field given the soft data themselves, as what is known
of a datum tells nothing more of the field once its true value is known. Errors are independent and normal, so the true
values are what kriging makes of an unconditional draw (as for fields, Chilès & Delfiner 2012, § 7.3):

    Y = z − (ε + Σ K⁻¹(z − Y_u − ε)),      K = C + Σ,   Y_u ~ N(0, C),   ε ~ N(0, Σ)

Where there are limits, their data are drawn first, between them (`gibbs`), given the others as they were measured; then
come the errors, given what was drawn. A mean or trend that is not known is integrated out: K⁻¹ becomes
P = K⁻¹ − K⁻¹F(FᵀK⁻¹F)⁻¹FᵀK⁻¹, the precision of what it leaves.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import numpy as np

from ..drift import full_rank
from ..errors import InvalidInput
from ..kriging.system import KrigingSystem
from ..points import diagonal
from .data_system import MOST_FACTORED, DataSystem, Factored
from .gibbs import MOST_BYTES, TruncatedNormal
from .simulator import Cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..transforms.soft_data import SoftData
    from ..variogram.models import Variogram
    from .problem import Problem

    Floats = NDArray[np.float64]


_VAGUE = 1e16
"""Variance of an error, in sills, of which more would tell no less, and leave no digit of what is drawn."""


class SoftDraws:
    """Draws of soft data.

    Parameters
    ----------
    points : float array, shape (n, ndim)
        Of all data.
    values : float array, shape (n,)
        Scores; of data that have limits alone, about where they are.
    soft : SoftData
    variogram : Variogram
    functions : float array, shape (n, p)
        Of the drift, at the data.
    known : float
        What is taken off the values: the known mean, or anything that the drift makes up for.

    Attributes
    ----------
    mean : float array, shape (n,)
        The values, of soft data about their mean.
    sweeps : int
        Of Gibbs sampling; zero without limits.
    mixed : bool
        Whether these are enough.

    Raises
    ------
    InvalidInput
        If there are too many data, or limits do not determine the mean or trend.
    """

    def __init__(
        self, points: Floats, values: Floats, soft: SoftData, variogram: Variogram, functions: Floats, known: float
    ) -> None:
        _require_few(len(values))
        self._known = known
        self._limited, self._noisy = np.flatnonzero(soft.limited), np.flatnonzero(~soft.limited & (soft.noise > 0))
        _require_bounded(functions, soft)
        values = np.where(np.isnan(soft.measured), values, soft.measured)
        self._values = values - known
        noise = np.zeros(len(values))
        noise[self._noisy] = np.minimum(soft.noise[self._noisy], _VAGUE * variogram.sill)
        self._noise = noise
        covariance = variogram.over(diagonal(points)).covariance(points, points)
        self._certain = variogram.sill == 0
        self.sweeps, self.mixed = 0, True
        self.mean = values.copy()
        if len(self._limited) and not self._certain:
            system = KrigingSystem(_with(noise, covariance), functions)
            self._between = _law_between(system, functions, soft, self._values, known)
            del system
            self.sweeps, self.mixed = self._between.sweeps, self._between.mixed
            self.mean[self._limited] = known + self._between.mean
        if self._certain:
            self.mean = np.clip(self.mean, soft.lower, soft.upper)
        elif len(self._noisy):
            self._root = KrigingSystem(covariance, functions[:, :0]).factor
            self._system = DataSystem(Factored(_with(noise, covariance)), functions)
            residual = self.mean[:, None] - known
            residual[self._noisy, 0] = self._values[self._noisy]
            weights, _ = self._system.solve(residual)
            self.mean[self._noisy] = known + residual[self._noisy, 0] - (noise[:, None] * weights)[self._noisy, 0]

    @staticmethod
    def cost(data: int, limited: int) -> Cost:
        """Return about what draws of so many data take, of which some have limits.

        They are made twice: for what is expected of the data, and for realizations. In time the pilot run of Gibbs
        sampling is taken at its shortest, in memory at its longest.
        """
        memory = (72.0 if limited else 32.0) * data**2 + MOST_BYTES * limited
        once = 2.5e-10 * data**3 + 1.5e-3 * limited + 2e-6 * limited**2
        return Cost(memory, 2 * once, 5e-10 * data**2 + 1.2e-5 * limited + 1e-8 * limited**2)

    @classmethod
    def of(cls, problem: Problem) -> SoftDraws | None:
        """Return those of a problem; None: all its data are hard."""
        if problem.soft is None:
            return None
        points, values = problem.everything()
        return cls(points, values, problem.soft, problem.variogram, problem.drift.at_data, problem.known)

    def beside(self, rng: np.random.Generator, count: int) -> Floats:
        """Return `drawn` of a generator that is left as it is, so that fields are those that hard data would have."""
        words = copy.deepcopy(rng).integers(0, 2**32, 4, dtype=np.uint32)
        return self.drawn(np.random.Generator(np.random.SFC64(np.random.SeedSequence(words.tolist()))), count)

    def drawn(self, rng: np.random.Generator, count: int) -> Floats:
        """Return values of all data in so many realizations, shape (n, count)."""
        values = np.repeat(self.mean[:, None], count, axis=1)
        if self._certain:
            return values
        if len(self._limited):
            values[self._limited] = self._known + self._between.drawn(rng, count)
        if len(self._noisy):
            field = self._root @ rng.standard_normal(values.shape)
            error = np.sqrt(self._noise)[:, None] * rng.standard_normal(values.shape)
            residual = values - self._known
            residual[self._noisy] = self._values[self._noisy, None]
            weights, _ = self._system.solve(residual - field - error)
            wrong = error + self._noise[:, None] * weights
            values[self._noisy] = self._known + (residual - wrong)[self._noisy]
        return values


def _with(noise: Floats, covariance: Floats) -> Floats:
    """Return a covariance between data, with the variances of their errors."""
    noisy = covariance.copy()
    noisy[np.diag_indices(len(noise))] += noise
    return noisy


def _law_between(
    system: KrigingSystem, functions: Floats, soft: SoftData, values: Floats, known: float
) -> TruncatedNormal:
    """Return the law of data with limits, given all others.

    Parameters
    ----------
    system : KrigingSystem
        Of all data, with the errors of those that have no limits.
    functions : float array, shape (n, p)
    soft : SoftData
    values : float array, shape (n,)
        Less what is known; of data with limits those that they begin from.
    known : float
    """
    limited = np.flatnonzero(soft.limited)
    others = np.flatnonzero(~soft.limited)
    precision = system.precision
    weighted = precision @ functions
    taken = weighted[limited] @ system.schur
    among = precision[np.ix_(limited, limited)]
    among -= taken @ weighted[limited].T
    pull = taken @ (weighted[others].T @ values[others]) - precision[np.ix_(limited, others)] @ values[others]
    measured = soft.noise[limited] > 0
    own = np.zeros(len(limited))
    own[measured] = 1 / soft.noise[limited][measured]
    among[np.diag_indices(len(limited))] += own
    pull += own * values[limited]
    return TruncatedNormal(among, pull, soft.lower[limited] - known, soft.upper[limited] - known, values[limited])


def soft_remarks(soft: SoftData, draws: SoftDraws, *, exact: bool) -> tuple[str, ...]:
    """Return what a user should know of soft data, which count where they are, if `exact`, or at centres of cells."""
    limited, noisy = int(np.count_nonzero(soft.limited)), int(np.count_nonzero(soft.noise > 0))
    remarks: tuple[str, ...] = ()
    if noisy:
        remarks += (f"Data with an error of measurement (`error`), which maps take into account: {noisy}.",)
    if limited:
        keeps = "every realization keeps"
        if exact:
            keeps += " where they are, not always at the centre of the cell"
        remarks += (f"Data between limits (`lower`, `upper`), which {keeps}: {limited} of {len(soft.noise)}.",)
    if not draws.mixed:
        doubt = f"Values between limits depend so much on each other that {draws.sweeps} sweeps of Gibbs sampling are "
        doubt += "hardly enough: a variogram with a greater nugget (`nugget`) is likely nearer to the truth."
        remarks += (doubt,)
    return remarks


def _require_few(count: int) -> None:
    if count > MOST_FACTORED:
        message = f"Of {count} data some are soft (`error`, `lower`, `upper`). Should be at most {MOST_FACTORED} data, "
        message += "or all of them without errors and limits."
        raise InvalidInput(message)


def _require_bounded(functions: Floats, soft: SoftData) -> None:
    """Refuse a mean or trend of which nothing but limits to one side is known: it may be anything."""
    both = np.isfinite(soft.measured) | (np.isfinite(soft.lower) & np.isfinite(soft.upper))
    if functions.shape[1] and not (both.any() and full_rank(functions[both])):
        message = "Invalid `lower` or `upper`: limits to one side alone leave the mean or trend open (`kriging_type`). "
        message += "Should be simple kriging with a known mean, or more data have a value, or limits to both sides."
        raise InvalidInput(message)
