"""Kriging: the best linear unbiased estimate at a point or of a block, and its variance.

Law: the data covariance is factored once (Cholesky) and the drift is a Schur complement on it, so a system is
solved for any number of targets or value sets by matrix products. A singular system is never shown to a user:
coincident data are merged first, and what is left of ill-conditioning is met by the least diagonal term that helps.

    C w + F β = z,  Fᵀ w = 0        dual form: estimate(x) = c(x)ᵀ w + f(x)ᵀ β

Where covariances end at a distance, a tile of targets needs only the rows and columns of C⁻¹ of the data in reach;
where they do not, what a tile sees of the data far off is interpolated (`far_field`).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Callable

import numpy as np
from scipy.linalg import cholesky, lapack, solve_triangular

from ..blas import one_blas_thread
from ..drift import Drift, drift_variables, full_rank
from ..errors import InvalidInput
from ..machine import cores
from ..points import Group
from ..precision import float_type
from ..threads import thread_map
from ..variogram.experimental import data_arrays
from .far_field import FarField, tile_size
from .neighbourhood import LocalKriging, Neighbourhood, ignore
from .overshoot import overshoot
from .support import Support, box, coincidence, tiles

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    _Solver = Callable[[Floats, Floats, Integers], tuple[Floats, Floats]]

_CHUNK_BYTES = 64e6
"""Right-hand sides are made and solved in blocks of about this size, so memory does not grow with the targets."""

_MOST_CHUNKS = 4
"""So many of these blocks are worked at side by side at most, lest memory grows with the number of cores."""

_TILE_TARGETS = (128, 2048)
"""Least and most targets of a tile: smaller ones waste time in copying C⁻¹, larger ones have more data in reach."""

_TILE_EDGE = 0.25
"""Edge of a tile as a part of the reach of the covariance."""

_MOST_IN_REACH = 0.3
"""Tiles see only the data in reach if that is less than this part of the map, else all, those far off interpolated."""

_MOST_CONDITION = 1e8
"""Above this condition number C⁻¹ itself is too inexact, and the factor is used for all targets."""


_FAR_ERROR = 3e-9
"""About the error, in standard deviations, that interpolation of covariances may bring into an estimate."""

_ROUNDING = 1e-13
"""Part of the variance below which a covariance has no digits to be interpolated."""


class KrigingWarning(UserWarning):
    """Something about the data that kriging had to mend, or targets that it had to leave out."""


class DuplicatesWarning(KrigingWarning):
    """Data that lie at one place."""


class OvershootWarning(KrigingWarning):
    """Estimates far beyond the data, of which kriging is almost certain."""


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
        message = "The kriging system is singular: give a variogram with a nugget greater than zero (NUGGET)."
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
            message = "The kriging system is singular: give a variogram with a nugget greater than zero (NUGGET)."
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
        """Return estimate and variance of each datum from all others, without solving anew (Dubrule 1983).

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


def merge_coincident(coordinates: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Replace data that share their coordinates by their mean; order is that of first appearance."""
    group = Group.of(coordinates)
    if len(group.first) == len(coordinates):
        return coordinates, values
    return coordinates[group.first], group.mean(values)


class GlobalKriging:
    """Kriging of each target from all data.

    Parameters
    ----------
    points : float array, shape (n, ndim)
    data : float array, shape (n,)
        Less the known mean, in simple kriging.
    diagonal : float array, shape (n,)
        Nugget and error variance of each datum.
    variables : float array, shape (n, k)
        External drift at the data.
    support : Support
    drift : Drift
    """

    def __init__(
        self, points: Floats, data: Floats, diagonal: Floats, variables: Floats, support: Support, drift: Drift
    ) -> None:
        self.points, self.variables, self.support, self.drift = points, variables, support, drift
        self.present = np.ones(len(points), dtype=bool)
        functions = drift.at(points, variables, points, variables, self.present)[0]
        drift.check(functions, variables)
        covariance = support.smooth.covariance(points, points)
        covariance[np.diag_indices(len(points))] += diagonal
        self.norm = float(np.abs(covariance).sum(axis=0).max())
        self.system = KrigingSystem(covariance, functions)
        self.spread = float(data.std())
        weights, coefficients = self.system.solve(data[:, None])
        self.weights, self.coefficients = weights[:, 0], coefficients[:, 0]

    def __call__(
        self,
        places: Floats,
        variables: Floats,
        *,
        threads: int | None = 1,
        done: Callable[[int], object] = ignore,
    ) -> tuple[Floats, Floats]:
        """Return mean and variance at targets, shapes (m,); not finite where the drift is not.

        Parameters
        ----------
        places : float array, shape (m, ndim)
        variables : float array, shape (m, k)
        threads : int, optional
            How many work at tiles; None for one on each core.
        done : callable
            Called with a number of targets that were done, now and then, in this thread.
        """
        mean, variance = np.empty(len(places)), np.empty(len(places))
        twin = np.full(len(places), -1, dtype=np.intp)
        if self.support.nugget > 0:
            twin = coincidence(self.points, places)
        solve, parts = self._plan(places)

        @one_blas_thread()
        def work(part: Integers) -> tuple[Floats, Floats]:
            return solve(places[part], variables[part], twin[part])

        if solve == self._solve_by_factor:
            threads = min(cores() if threads is None else threads, _MOST_CHUNKS)
        for part, solved in zip(parts, thread_map(work, parts, threads)):
            mean[part], variance[part] = solved
            done(len(part))
        return mean, variance

    def _plan(self, places: Floats) -> tuple[_Solver, Sequence[Integers]]:
        """Return how to solve, and the targets to be solved together: tiles where that costs less."""
        count, ndim = self.points.shape
        most = max(1, int(_CHUNK_BYTES / 8 / count))
        # The inverse itself costs as much as the factor does for two thirds as many targets as there are data.
        if len(places) > count and self._well_conditioned:
            low, high = box(places)
            reach = self.support.reach(ndim) + 1e-9 * (high - low).max() + np.finfo(float).tiny
            edges = (high - low) / reach
            if self.support.compact and np.prod(np.minimum(2 / np.maximum(edges, 2), 1)) < _MOST_IN_REACH:
                wanted = len(places) / np.prod(np.maximum(edges / _TILE_EDGE, 1.0))
                size = int(min(max(wanted, _TILE_TARGETS[0]), _TILE_TARGETS[1], most))
                return self._solve_in_reach, list(tiles(places, size))
            far_size = tile_size(count, len(places), ndim)
            if far_size is not None and self._tolerance > _ROUNDING * self.support.variance:
                return self._solve_with_far_field, list(tiles(places, far_size))
        return self._solve_by_factor, np.array_split(np.arange(len(places)), max(1, -(-len(places) // most)))

    def _solve_by_factor(self, places: Floats, variables: Floats, twin: Integers) -> tuple[Floats, Floats]:
        covariance = self._covariance(np.arange(len(self.points)), places, twin)
        functions = self._functions(places, variables)
        mean = np.asarray(covariance.T @ self.weights + functions @ self.coefficients, dtype=float)
        return mean, self.system.variance(covariance, functions, self.support.variance)

    def _solve_in_reach(self, places: Floats, variables: Floats, twin: Integers) -> tuple[Floats, Floats]:
        near = self.support.near(self.points, places)
        if 2 * len(near) ** 2 > len(self.points) ** 2:
            return self._solve_by_factor(places, variables, twin)
        covariance = self._covariance(near, places, twin)
        functions = self._functions(places, variables)
        mean = np.asarray(covariance.T @ self.weights[near] + functions @ self.coefficients, dtype=float)
        return mean, self.system.variance_near(covariance, near, functions, self.support.variance)

    def _solve_with_far_field(self, places: Floats, variables: Floats, twin: Integers) -> tuple[Floats, Floats]:
        view = FarField(self.points, places, self.support, twin[twin >= 0], self._tolerance)
        covariance = np.concatenate([self._covariance(view.near, places, twin), view.interpolation])
        functions = self._functions(places, variables)
        weights = np.concatenate([self.weights[view.near], self.weights @ view.far])
        mean = np.asarray(covariance.T @ weights + functions @ self.coefficients, dtype=float)
        return mean, self.system.variance_near(covariance, view.near, functions, self.support.variance, view.far)

    def _covariance(self, near: Integers, places: Floats, twin: Integers) -> Floats:
        """Return the covariance of some data with targets, with the nugget where a target is at a datum's place."""
        covariance = self.support.covariance(self.points[near], places)
        shared = np.flatnonzero(twin >= 0)
        if len(shared) > 0:
            covariance[np.searchsorted(near, twin[shared]), shared] += self.support.nugget
        return covariance

    def _functions(self, places: Floats, variables: Floats) -> Floats:
        return self.drift.at(self.points, self.variables, places, variables, self.present)[1]

    @cached_property
    def _tolerance(self) -> float:
        """Most error of an interpolated covariance that harms neither the variance nor, times the weights, the mean."""
        weight = float(np.linalg.norm(self.weights))
        for_mean = _FAR_ERROR * self.spread / weight if weight > 0 else np.inf
        return min(_FAR_ERROR / 10 * self.support.variance, for_mean)

    @cached_property
    def _well_conditioned(self) -> bool:
        """Whether the explicit inverse is as good as the factor for all practical purposes."""
        if self.system.condition > _MOST_CONDITION:
            return False
        return bool(self.norm * np.abs(self.system.precision).sum(axis=0).max() <= _MOST_CONDITION)


class _Data:
    """Data made ready: validated, merged where they coincide, less the known mean."""

    def __init__(
        self,
        coordinates: ArrayLike,
        values: ArrayLike,
        variogram: Variogram,
        *,
        kriging_type: str,
        mean: float | None,
        variables: ArrayLike | None,
        exact: bool,
        error: ArrayLike | None,
    ) -> None:
        points, data = data_arrays(coordinates, values)
        if len(points) == 0:
            message = "No data: nothing can be kriged from zero points."
            raise InvalidInput(message)
        columns = drift_variables(variables, len(points), "drift")
        if not np.isfinite(columns).all():
            message = "Invalid drift. Should be finite at all data; leave out points without it."
            raise InvalidInput(message)
        self.drift = Drift(kriging_type, columns)
        if kriging_type == "simple":
            variogram.check_bounded("Simple kriging")
        noise = _error_variance(error, len(points)) + (0.0 if exact else variogram.nugget)
        self.points, (self.values, noise, self.variables), self.group = _merged(points, data, noise, columns)
        self.merged = len(points) - len(self.points)
        if self.merged > 0:
            text = f"{self.merged} of {len(points)} data coincide with another one and were replaced by their mean."
            warnings.warn(text, DuplicatesWarning, stacklevel=4)
        self.diagonal = noise + (variogram.nugget if exact else 0.0)
        self.known = known_mean(self.values, kriging_type, mean)
        if kriging_type != "simple" and float_type(self.values) is np.float64:
            self.known = float(self.values[0])  # a constant is nothing to an unknown mean, but takes digits
        self.residual = self.values - self.known


def _error_variance(error: ArrayLike | None, count: int) -> Floats:
    if error is None:
        return np.zeros(count)
    deviation = np.asarray(error, dtype=float)
    if deviation.shape not in ((), (count,)) or not (np.isfinite(deviation).all() and (deviation >= 0).all()):
        message = f"Invalid error. Should be a standard deviation ≥ 0, or one for each of {count} data."
        raise InvalidInput(message)
    variance: Floats = np.broadcast_to(deviation**2, (count,)).astype(float)
    return variance


def _merged(
    points: Floats, data: Floats, noise: Floats, variables: Floats
) -> tuple[Floats, tuple[Floats, Floats, Floats], Integers]:
    """Merge data that coincide, those of a smaller error counting for more: exactly what kriging would make of them.

    Returns
    -------
    points : float array, shape (k, ndim)
        In order of first appearance.
    data, noise, variables : float arrays, shapes (k,), (k,) and (k, columns)
    group : int array, shape (n,)
        Where each datum went.
    """
    group = Group.of(points)
    if len(group.first) == len(points):
        return points, (data, noise, variables), np.arange(len(points))
    left, (means, *columns) = group.best_means(noise, data, *variables.T)
    merged = np.stack(columns, axis=1) if columns else np.empty((len(group.first), 0))
    return points[group.first], (means, left, merged), group.place


@one_blas_thread()
def krige(
    coordinates: ArrayLike,
    values: ArrayLike,
    variogram: Variogram,
    targets: ArrayLike,
    *,
    kriging_type: str = "ordinary",
    mean: float | None = None,
    drift: ArrayLike | None = None,
    target_drift: ArrayLike | None = None,
    max_data: int | None = None,
    min_data: int | None = None,
    search_radius: float | None = None,
    max_per_octant: int | None = None,
    search_anisotropy: bool = True,
    shared_tiles: bool = False,
    block: float | Sequence[float] | None = None,
    block_points: int = 4,
    exact: bool = True,
    error: ArrayLike | None = None,
    threads: int | None = None,
    progress: Callable[[float], object] | None = None,
) -> tuple[Floats, Floats]:
    """Krige data to targets; data are used where they are, and honoured exactly at a target that coincides.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        In map units.
    values : float array, shape (n,)
    variogram : Variogram
    targets : float array, shape (m, 2) or (m, 3)
    kriging_type : {"ordinary", "simple", "universal-1", "universal-2", "external-drift"}
        Unknown constant mean; known mean; a trend that is linear or quadratic in the coordinates; a mean that is linear
        in `drift`. Drift variables may be given to all but simple kriging, and add to its trend.
    mean : float, optional
        The known mean of simple kriging; None is the average of the data, one value a place.
    drift, target_drift : float array, shapes (n,) or (n, k) and (m,) or (m, k), optional
        External drift at data and targets, any units. A target where it is not finite gets no value.
    max_data, min_data : int, optional
        Krige each target from that many nearest data; leave it without a value if there are fewer than `min_data`.
    search_radius : float, optional
        Use no data farther away, map units along the longest axis of the first structure, less across it.
    max_per_octant : int, optional
        Use at most that many data in each quadrant (2D) or octant (3D); of these, the nearest `max_data`.
    search_anisotropy : bool
        Whether near means near where the first structure of the variogram is isotropic; else near on the map.
    shared_tiles : bool
        With `max_data`: let neighbouring targets share a neighbourhood, of half as many data again. Several times as
        fast on a dense grid and as close to kriging from all data, but not the same numbers. The other limits hold
        target by target: with `max_per_octant`, and where the radius leaves out any of those data, nothing is shared.
    block : float or sequence of float, optional
        Estimate the average over a block with these edges (map units) around each target instead of a point.
    block_points : int
        Gauss-Legendre points along each edge of a block.
    exact : bool
        True: the nugget belongs to the field, and data are honoured. False: it is error of the measurements, the
        estimate is smooth at the data, and the variance is lower by the nugget.
    error : float or float array, shape (n,), optional
        Measurement error of the data, one standard deviation, in units of the values; such data are not honoured.
    threads : int, optional
        How many threads work at tiles of targets; None for one on each core. The result is the same.
    progress : callable, optional
        Called with the fraction of the targets that is done, a hundred times or so, in the calling thread. What it
        raises ends the work.

    Returns
    -------
    mean, variance : float arrays, shape (m,)
        NaN where there is no value.

    Raises
    ------
    InvalidInput
        If shapes do not fit, a value is not finite, there are no data, the data cannot tell the drift functions from
        each other, or simple kriging is given a variogram without a sill.

    Warns
    -----
    KrigingWarning
        If data coincide and were replaced by their mean, or targets get no value, with their number; and if estimates
        go far beyond the data (`overshoot`).

    References
    ----------
    Chilès & Delfiner (2012), Geostatistics, 2nd ed., ch. 3; dual form: § 3.3.4; blocks: § 3.5.
    """
    neighbourhood = Neighbourhood(
        max_data, min_data, search_radius, max_per_octant, shared_tiles=shared_tiles, anisotropic=search_anisotropy
    )
    data = _Data(
        coordinates, values, variogram, kriging_type=kriging_type, mean=mean, variables=drift, exact=exact, error=error
    )
    places, place_drift = _targets(targets, target_drift, data)
    variogram = variogram.over(_diagonal(data.points, places))
    support = Support(variogram, places.shape[1], exact=exact, block=block, block_points=block_points)
    arguments = (data.points, data.residual, data.diagonal, data.variables, support, data.drift)
    solver: GlobalKriging | LocalKriging
    if neighbourhood.limits(len(data.points)):
        solver = LocalKriging(*arguments, neighbourhood)
    else:
        solver = GlobalKriging(*arguments)
    done = ignore if progress is None else _meter(progress, len(places))
    estimate, variance = solver(places, place_drift, threads=threads, done=done)
    estimate += data.known
    _leave_out(estimate, variance, place_drift)
    _warn_of_overshoot(data, variogram, places, place_drift, estimate, variance)
    return estimate, variance


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
    data = _Data(
        coordinates, values, variogram, kriging_type=kriging_type, mean=mean, variables=drift, exact=exact, error=error
    )
    variogram = variogram.over(_diagonal(data.points, data.points))
    support = Support(variogram, data.points.shape[1])
    solver = GlobalKriging(data.points, data.residual, data.diagonal, data.variables, support, data.drift)
    estimate, variance = solver.system.leave_one_out(data.residual)
    return (estimate + data.known)[data.group], variance[data.group]


def _meter(progress: Callable[[float], object], total: int) -> Callable[[int], None]:
    """Return a function that adds up targets and tells their fraction whenever another hundredth is done."""
    finished = told = 0

    def done(count: int) -> None:
        nonlocal finished, told
        finished = min(finished + count, total)
        if 100 * (finished - told) >= total or finished == total > told:
            told = finished
            progress(finished / total)

    return done


def _targets(targets: ArrayLike, target_drift: ArrayLike | None, data: _Data) -> tuple[Floats, Floats]:
    places = np.asarray(targets, dtype=float)
    ndim, columns = data.points.shape[1], data.variables.shape[1]
    if places.ndim != 2 or places.shape[1] != ndim:
        message = f"Invalid targets of shape {places.shape}. Should be (m, {ndim}), like the coordinates."
        raise InvalidInput(message)
    if not np.isfinite(places).all():
        message = "Invalid targets. Coordinates should be finite."
        raise InvalidInput(message)
    variables = drift_variables(target_drift, len(places), "target_drift")
    if variables.shape[1] != columns:
        message = f"Invalid target_drift with {variables.shape[1]} variables. Should have {columns}, like the drift."
        raise InvalidInput(message)
    return places, variables


def _diagonal(points: Floats, places: Floats) -> float:
    """Return the diagonal of the bounding box of data and targets, with room for blocks."""
    (low, high), (first, last) = box(points), box(places if len(places) else points)
    return 1.5 * float(np.linalg.norm(np.maximum(high, last) - np.minimum(low, first)))


def _leave_out(estimate: Floats, variance: Floats, variables: Floats) -> None:
    """Set both to NaN where one is not finite, and say how many and why."""
    lost = ~(np.isfinite(estimate) & np.isfinite(variance))
    estimate[lost], variance[lost] = np.nan, np.nan
    without_drift = int((~np.isfinite(variables).all(axis=1)).sum())
    without_data = int(lost.sum()) - without_drift
    if without_drift > 0:
        text = f"{without_drift} of {len(lost)} targets have no drift and are left without a value."
        warnings.warn(text, KrigingWarning, stacklevel=4)
    if without_data > 0:
        text = (
            f"{without_data} of {len(lost)} targets have too few data around them (or data among which the drift does "
        )
        text += "not vary) and are left without a value."
        warnings.warn(text, KrigingWarning, stacklevel=4)


def _warn_of_overshoot(
    data: _Data, variogram: Variogram, places: Floats, variables: Floats, estimate: Floats, variance: Floats
) -> None:
    present = np.ones(len(data.points), dtype=bool)
    functions, at_targets = data.drift.at(data.points, data.variables, places, variables, present)
    noise = float(data.diagonal.min()) - variogram.nugget
    text = overshoot(data.values, functions, estimate, np.sqrt(variance), at_targets, variogram, max(noise, 0.0))
    if text is not None:
        warnings.warn(text, OvershootWarning, stacklevel=4)


def known_mean(data: Floats, kriging_type: str, mean: float | None) -> float:
    """Return what is subtracted before kriging: the known mean of simple kriging, else zero."""
    if kriging_type != "simple":
        return 0.0
    return float(np.mean(data)) if mean is None else float(mean)
