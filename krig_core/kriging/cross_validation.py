"""Cross-validation: each datum predicted from the others, and how good the predictions and their variances are.

Law: data at one place are left out together, and so are groups that share a place; no prediction sees its own datum.

    data → folds → kriging without the fold → predicted, variance → scores
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.special import ndtr

from ..blas import one_blas_thread
from ..errors import InvalidInput, KrigingWarning
from .data import kriging_data
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

SCORES = ("ME", "MAE", "RMSE", "MSE", "RMSSE", "ASE", "R2", "PCT90", "CRPS")

_NORMAL_90 = 1.6448536269514722
"""Half of the width of the interval that holds 90 % of a normal distribution."""


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
    """

    observed: Floats
    predicted: Floats
    variance: Floats
    fold: Integers

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

    @property
    def pct90(self) -> float:
        """Percentage of the data within their prediction's 90 % interval, best near 90."""
        rounding = 1e-12 * np.abs(self.observed).max(initial=0.0)  # where nothing varies the interval has no width
        inside = np.abs(self.residual) <= _NORMAL_90 * np.sqrt(self.variance) + rounding
        return 100 * _mean(inside + 0 * self.residual)

    @property
    def crps(self) -> float:
        """Continuous ranked probability score of normal predictions, units of the data; less is better.

        Gneiting & Raftery (2007), Journal of the American Statistical Association 102, eq. 21.
        """
        deviation, score = np.sqrt(self.variance), np.nan_to_num(self.standardized)
        density = np.exp(-(score**2) / 2) / math.sqrt(2 * math.pi)
        normal = deviation * (score * (2 * ndtr(score) - 1) + 2 * density - 1 / math.sqrt(math.pi))
        return _mean(np.where(deviation > 0, normal, np.abs(self.residual)))

    @property
    def scores(self) -> dict[str, float]:
        """The scores by the names that `SCORES` lists."""
        return {name: getattr(self, name.lower()) for name in SCORES}


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
    fold = _folds(place, groups, folds, seed)
    if not neighbourhood.limits(len(fold) - 1 or 1):
        predicted, variance = _by_precision(data, variogram, fold)
        others = len(fold) - np.bincount(fold)[fold]
        predicted[others < (min_data or 0)] = np.nan
    elif _single(fold) and len(fold) > 1:
        predicted, variance = _from_nearest(data, variogram, neighbourhood)
    else:
        predicted, variance = _fold_by_fold(data, variogram, fold, neighbourhood)
    lost = ~(np.isfinite(predicted) & np.isfinite(variance))
    predicted[lost], variance[lost] = np.nan, np.nan
    if lost.any():
        text = f"{lost[place].sum()} of {len(place)} data have too few others to be predicted from, and count"
        warnings.warn(f"{text} in no score.", KrigingWarning, stacklevel=3)
    observed = np.array(values, dtype=float)
    return CrossValidation(observed, (predicted + data.known)[place], variance[place], fold[place])


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


def _folds(place: Integers, groups: ArrayLike | None, folds: int | None, seed: int) -> Integers:
    """Return for each place the number of the fold in which it is left out.

    Parameters
    ----------
    place : int array, shape (n,)
        The number of the place where each datum lies.
    """
    places = int(place.max()) + 1
    if groups is not None and folds is not None:
        message = "Invalid folds besides groups. Should be one of the two."
        raise InvalidInput(message)
    if folds is not None:
        if not 2 <= folds <= places:
            message = f"Invalid folds {folds}. Should be at least 2, and at most the number of places, {places}."
            raise InvalidInput(message)
        return np.random.default_rng(seed).permutation(np.arange(places) % folds)
    if groups is None:
        return np.arange(places)
    names = np.asarray(groups)
    if names.shape != place.shape:
        message = f"Invalid groups of shape {names.shape}. Should be ({len(place)},): one for each datum."
        raise InvalidInput(message)
    if names.dtype == object:
        names = names.astype(str)  # names and None do not sort
    group = np.unique(names, return_inverse=True)[1].reshape(-1)
    # Groups that share a place are one: places and groups are the nodes of a graph, data its edges.
    size = places + int(group.max()) + 1
    graph = coo_matrix((np.ones(len(place)), (place, places + group)), shape=(size, size))
    count, part = connected_components(graph, directed=False)
    if count < 2:
        message = (
            "Invalid groups. Should be at least two that do not share all places: nothing is left to predict from."
        )
        raise InvalidInput(message)
    fold: Integers = part[:places]
    return fold


def _single(fold: Integers) -> bool:
    """Return whether every fold is one place."""
    return int(fold.max()) + 1 == len(fold)


def _members(fold: Integers) -> Iterator[Integers]:
    """Yield the numbers of the places of each fold."""
    order = np.argsort(fold, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(fold[order])) + 1)


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
    if _single(fold):
        return system.leave_one_out(data.residual)
    if not solver.well_conditioned:
        return _fold_by_fold(data, variogram, fold, None)
    projected, _ = system.solve(np.eye(system.size))
    predicted, variance = np.full(len(fold), np.nan), np.full(len(fold), np.nan)
    for left in _members(fold):
        if _without(data, left) is not None:
            covariance = np.linalg.inv(projected[np.ix_(left, left)])
            predicted[left] = data.residual[left] - covariance @ (projected[left] @ data.residual)
            variance[left] = 0.0 if system.certain else covariance.diagonal()
    return predicted, variance


def _fold_by_fold(
    data: Data, variogram: Variogram, fold: Integers, neighbourhood: Neighbourhood | None
) -> tuple[Floats, Floats]:
    """Return predictions from other folds and their variances, shapes (places,); a system for each fold."""
    support = _structures(data, variogram)
    predicted, variance = np.full(len(fold), np.nan), np.full(len(fold), np.nan)
    for left in _members(fold):
        others = _without(data, left)
        if others is not None:
            solver = (
                GlobalKriging(others, support)
                if neighbourhood is None
                else LocalKriging(others, support, neighbourhood)
            )
            predicted[left], variance[left] = solver(data.points[left], data.variables[left])
    return predicted, variance + data.diagonal


def _from_nearest(data: Data, variogram: Variogram, neighbourhood: Neighbourhood) -> tuple[Floats, Floats]:
    """Return predictions of single data from their own neighbourhoods and their variances, shapes (places,)."""
    solver = LocalKriging(data, _structures(data, variogram), neighbourhood, others=True)
    predicted, variance = solver(data.points, data.variables)
    return predicted, variance + data.diagonal
