"""Cross-validation: each datum predicted from the others, and how good the predictions and their variances are.

Law: data at one place are left out together, and so are groups that share a place; no prediction sees its own datum.

    data → folds → kriging without the fold → predicted, variance → scores
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from ..blas import one_blas_thread
from ..errors import InvalidInput, KrigingWarning
from ..numeric import floats, real
from .data import kriging_data
from .folds import folds_of, is_single, members
from .from_all import GlobalKriging
from .from_nearest import LocalKriging
from .neighbourhood import Neighbourhood
from .support import Support

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..variogram.models import Variogram
    from .data import Data

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

SCORES = ("ME", "MAE", "RMSE", "MSE", "RMSSE", "ASE", "R2", "PCT90", "PCT95", "CRPS")

_NORMAL_90 = 1.6448536269514722
"""Half of the width of the interval that holds 90 % of a normal distribution."""

_ROUNDING = 1e-12
"""Part of the data that is only rounding: where nothing varies an interval has no width."""

_EXACT = 1e-9
"""Part of the greatest datum by which predictions miss it that are exact."""

_OF_PREDICTIONS = ("predicted", "variance", "pit", "loss", "low", "high")
"""What a datum without a prediction has not."""


@dataclass(frozen=True)
class CrossValidation:
    """Predictions of data from other data, and their scores.

    Data without a prediction (not a number) count in no score, and those of no variance in none that divides by it.

    Attributes
    ----------
    observed, predicted, variance : float arrays, shape (n,)
        In the order of the data. The variance is that of the datum as measured: its nugget and its error are part.
    fold : int array, shape (n,)
        Data of one number were left out together.
    pit : float array, shape (n,)
        Probability integral transform: how probable the prediction had it that the datum is no greater.
    loss : float array, shape (n,)
        Continuous ranked probability score of each prediction, units of the data.
    low, high : float arrays, shape (n,)
        The interval that should hold the datum with probability 0.9: quantiles at 5 and 95 %.
    """

    observed: Floats
    predicted: Floats
    variance: Floats
    fold: Integers
    pit: Floats
    loss: Floats
    low: Floats
    high: Floats

    @classmethod
    def of_normals(cls, observed: Floats, predicted: Floats, variance: Floats, fold: Integers) -> CrossValidation:
        """Return that of predictions that are normal distributions, arrays of shape (n,)."""
        residual, deviation = observed - predicted, np.sqrt(variance)
        rounding = _ROUNDING * np.abs(observed).max(initial=0.0)
        certain = np.where(np.abs(residual) <= rounding, 0.0, np.copysign(np.inf, residual))
        score = np.divide(residual, deviation, out=certain + 0 * predicted, where=deviation > 0)
        half = _NORMAL_90 * deviation
        loss = normal_crps(residual, deviation)
        return cls(observed, predicted, variance, fold, ndtr(score), loss, predicted - half, predicted + half)

    @cached_property
    def residual(self) -> Floats:
        """Observed less predicted, shape (n,), as in gstat."""
        return self.observed - self.predicted

    @cached_property
    def standardized(self) -> Floats:
        """Residuals in standard deviations of their predictions (z-scores), shape (n,)."""
        deviation = np.sqrt(self.variance)
        return np.divide(self.residual, deviation, out=np.full(len(deviation), np.nan), where=deviation > 0)

    @property
    def count(self) -> int:
        """Number of data with a prediction."""
        return int(np.isfinite(self.predicted).sum())

    def without(self, some: NDArray[np.bool_]) -> CrossValidation:
        """Return the same, but for some of the data, shape (n,), as if they had no prediction."""
        blank = {name: np.where(some, np.nan, getattr(self, name)) for name in _OF_PREDICTIONS}
        return replace(self, **blank)

    @property
    def is_exact(self) -> bool:
        """Whether every prediction is certain, and right."""
        certain = not self.variance[self.variance > 0].any()
        return self.count > 0 and certain and self.rmse <= _EXACT * float(np.abs(self.observed).max())

    @property
    def me(self) -> float:
        """Mean error, best near 0; positive: predicted too low."""
        return _mean(self.residual)

    @property
    def mae(self) -> float:
        """Mean absolute error."""
        return _mean(np.abs(self.residual))

    @property
    def rmse(self) -> float:
        """Root mean square error."""
        return math.sqrt(_mean(self.residual**2))

    @property
    def mse(self) -> float:
        """Mean standardized error, best near 0."""
        return _mean(self.standardized)

    @property
    def rmsse(self) -> float:
        """Root mean square standardized error, best near 1; above: the variances are too small."""
        return math.sqrt(_mean(self.standardized**2))

    @property
    def ase(self) -> float:
        """Average standard error, the root of the mean variance; best near the RMSE."""
        return math.sqrt(_mean(self.variance))

    @property
    def r2(self) -> float:
        """Part of the variance of the data that the predictions explain, at most 1; below 0: worse than the mean."""
        spread = _mean((self.observed - _mean(self.observed + 0 * self.predicted)) ** 2 + 0 * self.predicted)
        return 1 - _mean(self.residual**2) / spread if spread > 0 else math.nan

    def inside(self, share: float) -> Floats:
        """Tell which data lie in the central interval of so much probability, shape (n,): 1, 0, or not a number."""
        within = real(share, "share") + _ROUNDING
        return np.where(np.isfinite(self.pit), np.abs(2 * self.pit - 1) <= within, np.nan)

    @property
    def pct90(self) -> float:
        """Percentage of the data within their prediction's 90 % interval, best near 90."""
        return 100 * _mean(self.inside(0.9))

    @property
    def pct95(self) -> float:
        """Percentage of the data within their prediction's 95 % interval, best near 95."""
        return 100 * _mean(self.inside(0.95))

    @property
    def crps(self) -> float:
        """Mean continuous ranked probability score, units of the data; less is better.

        Gneiting & Raftery (2007), Journal of the American Statistical Association 102, § 4.2.
        """
        return _mean(self.loss)

    @property
    def scores(self) -> dict[str, float]:
        """The scores by the names that `SCORES` lists."""
        return {name: getattr(self, name.lower()) for name in SCORES}

    def accuracy(self, shares: ArrayLike) -> Floats:
        """Return which part of the data lies in the central intervals of so much probability, shape (shares,).

        The accuracy plot of Deutsch (1997), Geostatistics Wollongong '96, vol. 1: best is the share itself.
        """
        return np.array([_mean(self.inside(share)) for share in np.atleast_1d(floats(shares, "shares"))])

    @property
    def goodness(self) -> float:
        """Goodness of the accuracy plot, G: 1 where each interval holds its share of the data, 0 where none holds any.

        1 − ∫ (3a − 2)(ξ − p) dp, where ξ is the part in the interval of probability p and a is 1 where that is not
        less than p, else 0: intervals that are too narrow count double. Where all are points and hold their data, it is
        1. Deutsch (1997), Geostatistics Wollongong '96, vol. 1; Goovaerts (2001), Geoderma 103, eq. 21.
        """
        if self.is_exact:
            return 1.0
        needed = np.sort(np.abs(2 * self.pit[np.isfinite(self.pit)] - 1))
        if not needed.size:
            return math.nan
        low, high = np.append(0.0, needed), np.append(needed, 1.0)
        held = np.arange(len(low)) / len(needed)  # between these two
        turn = np.clip(held, low, high)
        wide = (held - low) ** 2 - (held - turn) ** 2
        narrow = (high - held) ** 2 - (turn - held) ** 2
        return float(1 - wide.sum() / 2 - narrow.sum())


def normal_crps(residual: Floats, deviation: Floats) -> Floats:
    """Return the continuous ranked probability score of normal predictions, shape (n,), units of the data.

    Gneiting & Raftery (2007), Journal of the American Statistical Association 102, eq. 21.
    """
    score = np.divide(residual, deviation, out=np.zeros(len(residual)), where=deviation > 0)
    density = np.exp(-(score**2) / 2) / math.sqrt(2 * math.pi)
    normal = deviation * (score * (2 * ndtr(score) - 1) + 2 * density - 1 / math.sqrt(math.pi))
    loss: Floats = np.where(deviation > 0, normal, np.abs(residual)) + 0 * residual
    return loss


def _mean(values: Floats) -> float:
    """Return the mean of what is finite; not a number where nothing is."""
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if finite.size else math.nan


@one_blas_thread()
def cross_validate(
    coordinates: ArrayLike,
    values: ArrayLike,
    variogram: Variogram,
    groups: ArrayLike | None = None,
    folds: int | None = None,
    *,
    seed: int = 0,
    kriging_type: str = "ordinary",
    mean: float | None = None,
    drift: ArrayLike | None = None,
    max_data: int | None = None,
    min_data: int | None = None,
    search_radius: float | None = None,
    max_per_octant: int | None = None,
    search_anisotropy: bool = True,
    exact: bool = True,
    error: ArrayLike | None = None,
) -> CrossValidation:
    """Predict each datum from the others: leave one out, one group (such as a well) out, or one of k folds out.

    From all data it takes one factorization, whatever is left out. The variogram is not fitted again, and the known
    mean of simple kriging is that of all data, if not given.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        In map units.
    values : float array, shape (n,)
    variogram : Variogram
    groups : array, shape (n,), optional
        Numbers or names; data of one group, such as the samples of one well, are left out together. None is a group.
    folds : int, optional
        Instead of groups: leave out one of so many random parts of about equal size, at least 2.
    seed : int
        Of the random parts.
    kriging_type, mean, drift, max_data, min_data, search_radius, max_per_octant, search_anisotropy, exact, error
        As in `krig_core.kriging.predict.krige`.

    Returns
    -------
    CrossValidation
        A datum that the others do not determine has no prediction: not a number.

    Raises
    ------
    InvalidInput
        As `krige`; or if groups do not fit the data, all data are of one group, both `groups` and `folds` are given,
        or there are fewer places than folds.

    Warns
    -----
    KrigingWarning
        If data coincide, or some get no prediction; with their number.

    References
    ----------
    Dubrule (1983), Cross validation of kriging in a unique neighborhood, Mathematical Geology 15 (6); Chilès & Delfiner
    (2012), Geostatistics, 2nd ed., § 3.3.3.
    """
    neighbourhood = Neighbourhood(max_data, min_data, search_radius, max_per_octant, anisotropic=search_anisotropy)
    data, place = kriging_data(
        coordinates, values, variogram, kriging_type=kriging_type, mean=mean, drift=drift, exact=exact, error=error
    )
    fold = folds_of(place, groups, folds, seed)
    predicted, variance = left_out(data, variogram, fold, neighbourhood)
    lost = np.isnan(predicted)
    if lost.any():
        text = f"{lost[place].sum()} of {len(place)} data have too few others to be predicted from, and count"
        warnings.warn(f"{text} in no score.", KrigingWarning, stacklevel=3)
    observed = floats(values, "values").copy()
    # Of several measurements at one place each has its own error, not that of their mean.
    noise = variogram.nugget + np.square(np.broadcast_to(0.0 if error is None else error, observed.shape))
    variance = variance[place] + (noise - data.diagonal[place])
    return CrossValidation.of_normals(observed, predicted[place], variance, fold[place])


def left_out(
    data: Data, variogram: Variogram, fold: Integers, neighbourhood: Neighbourhood, only: int | None = None
) -> tuple[Floats, Floats]:
    """Krige data from those of other folds, from one factorization where all of these count.

    Parameters
    ----------
    data : Data
    variogram : Variogram
    fold : int array, shape (places,)
    neighbourhood : Neighbourhood
    only : int, optional
        The one fold that is wanted.

    Returns
    -------
    predicted, variance : float arrays, shape (places,)
        The variance is that of the datum as measured. Not a number where the others do not determine a datum.
    """
    if only is not None:
        predicted, variance = _fold_by_fold(data, variogram, [np.flatnonzero(fold == only)], neighbourhood)
    elif not neighbourhood.limits(len(fold) - 1 or 1):
        predicted, variance = _by_precision(data, variogram, fold)
        others = len(fold) - np.bincount(fold)[fold]
        predicted[others < (neighbourhood.min_data or 0)] = np.nan
    elif is_single(fold) and len(fold) > 1:
        predicted, variance = _from_nearest(data, variogram, neighbourhood)
    else:
        predicted, variance = _fold_by_fold(data, variogram, members(fold), neighbourhood)
    lost = ~(np.isfinite(predicted) & np.isfinite(variance))
    predicted[lost], variance[lost] = np.nan, np.nan
    return predicted + data.known, variance


@one_blas_thread()
def leave_one_out(
    coordinates: ArrayLike,
    values: ArrayLike,
    variogram: Variogram,
    *,
    kriging_type: str = "ordinary",
    mean: float | None = None,
    drift: ArrayLike | None = None,
    exact: bool = True,
    error: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Krige each datum from all others, from a single factorization.

    Data that coincide are left out together. The known mean of simple kriging is that of all data, if not given.

    Parameters
    ----------
    coordinates, values, variogram, kriging_type, mean, drift, exact, error
        As in `krige`.

    Returns
    -------
    mean, variance : float arrays, shape (n,)
        The variance is that of the datum as measured: its nugget and its error are part of it. NaN where the other
        data do not determine the drift.

    Raises
    ------
    InvalidInput
        As `krige`.

    References
    ----------
    Dubrule (1983), Cross validation of kriging in a unique neighborhood, Mathematical Geology 15 (6).
    """
    data, place = kriging_data(
        coordinates, values, variogram, kriging_type=kriging_type, mean=mean, drift=drift, exact=exact, error=error
    )
    solver = _from_all(data, variogram)
    estimate, variance = solver.system.leave_one_out(data.residual)
    return (estimate + data.known)[place], variance[place]


def _without(data: Data, left: Integers) -> Data | None:
    """Return the other data, or None if they are not enough to find the drift."""
    others = data.only(np.setdiff1d(np.arange(len(data.points)), left))
    try:
        others.check_drift()
    except InvalidInput:
        return None
    return others if len(others.points) > 0 else None


def _from_all(data: Data, variogram: Variogram) -> GlobalKriging:
    return GlobalKriging(data, Support(variogram.over(data.extent(data.points)), data.points.shape[1]))


def _structures(data: Data, variogram: Variogram) -> Support:
    """Return the support of predictions that have the variance of the structures alone."""
    return Support(variogram.over(data.extent(data.points)), data.points.shape[1], exact=False)


def _by_precision(data: Data, variogram: Variogram, fold: Integers) -> tuple[Floats, Floats]:
    """Return predictions from all other folds and their variances, shapes (places,), from one factorization.

    With Q = C⁻¹ − C⁻¹F (FᵀC⁻¹F)⁻¹ FᵀC⁻¹, the residuals of a fold that is left out are (Q_ff)⁻¹ (Q z)_f, and (Q_ff)⁻¹
    is their covariance.
    """
    solver = _from_all(data, variogram)
    system = solver.system
    if is_single(fold):
        return system.leave_one_out(data.residual)
    if not solver.well_conditioned:
        return _fold_by_fold(data, variogram, members(fold), Neighbourhood())
    projected, _ = system.solve(np.eye(system.size))
    predicted, variance = np.full(len(fold), np.nan), np.full(len(fold), np.nan)
    for left in members(fold):
        if _without(data, left) is not None:
            covariance = np.linalg.inv(projected[np.ix_(left, left)])
            predicted[left] = data.residual[left] - covariance @ (projected[left] @ data.residual)
            variance[left] = 0.0 if system.certain else covariance.diagonal()
    return predicted, variance


def _fold_by_fold(
    data: Data, variogram: Variogram, folds: Iterable[Integers], neighbourhood: Neighbourhood
) -> tuple[Floats, Floats]:
    """Return predictions of some folds from the others and their variances, shapes (places,); a system for each fold.

    `folds` are the numbers of their places.
    """
    support = _structures(data, variogram)
    predicted, variance = np.full(len(data.points), np.nan), np.full(len(data.points), np.nan)
    for left in folds:
        others = _without(data, left)
        if others is None:
            continue
        solver: GlobalKriging | LocalKriging = (
            LocalKriging(others, support, neighbourhood)
            if neighbourhood.limits(len(others.points))
            else GlobalKriging(others, support)
        )
        predicted[left], variance[left] = solver(data.points[left], data.variables[left])
    return predicted, variance + data.diagonal


def _from_nearest(data: Data, variogram: Variogram, neighbourhood: Neighbourhood) -> tuple[Floats, Floats]:
    """Return predictions of single data from their own neighbourhoods and their variances, shapes (places,)."""
    solver = LocalKriging(data, _structures(data, variogram), neighbourhood, others=True)
    predicted, variance = solver(data.points, data.variables)
    return predicted, variance + data.diagonal
