"""Next wells: places whose data would leave the least of an uncertainty, found one after the other.

Law: what a datum does to the variance of kriging depends on where it is, not on what it says, so it is known before it
is drilled. Each well is the best after those before it (greedy), and a rank-one update of the covariance K that the
data leave (`conditional`): equal to kriging again with the new wells.

    K(x, y) ← K(x, y) − K(x, c) K(c, y) / V(c),   V(c) = K(c, c) + noise of a datum

An objective is a mean of variances, and knows of each candidate what it would take; a candidate takes only what the
ones before have left.

    MapVariance   of the value, over the cells of a map                        Σ K(x, c)² / V(c)
    ZoneMeans     of the means of zones                                        (Σ ω K(x, c))² / V(c)
    Exceedance    p (1 − p), of whether the value exceeds a threshold, over cells; expected over what the wells may say:
                  2 T(h, √((1 − ρ) / (1 + ρ))), h = (mean − threshold) / std, ρ = what the wells take of the variance,
                  T of Owen (1956): the SUR criterion of Bect et al. (2012) and Chevalier et al. (2014), exactly

Memory: cells come in chunks, so that it grows with the square of the candidates and the cells of one chunk.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from scipy.fft import fftfreq, irfft2, next_fast_len, rfft2
from scipy.spatial import cKDTree
from scipy.special import owens_t

from ..threads import thread_map

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from ..geometry import Geometry
    from ..kriging.conditional import ConditionalCovariance
    from ..kriging.from_all import GlobalKriging

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Integers = NDArray[np.intp]

_CHUNK_BYTES = 32e6
"""Cells are worked at in chunks of about this size, by a few threads."""

_AT_ONCE = 8
"""Chunks that are handed out together."""

_NOTHING = 1e-12
"""Part of the greatest variance, or of an objective, that is rounding."""


class Objective(Protocol):
    """A mean of variances that new wells are to make small."""

    @property
    def value(self) -> float:
        """What it is with the wells that were taken."""

    def gains(self, variance: Floats) -> Floats:
        """Return what each candidate would take of it, shape (c,); `variance` is V of each, > 0."""

    def take(self, number: int, covariance: Floats, variance: float) -> None:
        """Take a candidate: K between all of them and it, shape (c,), and its V."""


class MapVariance:
    """Mean of the kriging variance over the cells of a map.

    Parameters
    ----------
    shared : float array, shape (c, c)
        Σ K(x, a) K(x, b) over the cells x.
    total : float
        Sum of the variance.
    cells : int
    """

    def __init__(self, shared: Floats, total: float, cells: int) -> None:
        self._shared, self._total, self._cells = shared, total, cells

    @property
    def value(self) -> float:
        """The mean variance, squared units of the values."""
        return self._total / self._cells

    def gains(self, variance: Floats) -> Floats:
        """Return what each candidate would take of it."""
        gains: Floats = self._shared.diagonal() / variance / self._cells
        return gains

    def take(self, number: int, covariance: Floats, variance: float) -> None:
        """Take a candidate."""
        row, own = self._shared[number].copy(), float(self._shared[number, number])
        part = covariance / variance
        self._total -= own / variance
        self._shared += own * np.outer(part, part) - np.outer(row, part) - np.outer(part, row)


class ZoneMeans:
    """Mean of the variances of the means of zones.

    Parameters
    ----------
    shared : float array, shape (zones, c)
        Covariance of the mean of each zone with the candidates.
    variances : float array, shape (zones,)
    """

    def __init__(self, shared: Floats, variances: Floats) -> None:
        self._shared, self.variances = shared, variances

    @property
    def value(self) -> float:
        """The mean of the variances, squared units of the values."""
        return float(self.variances.mean())

    def gains(self, variance: Floats) -> Floats:
        """Return what each candidate would take of it."""
        gains: Floats = np.square(self._shared).mean(axis=0) / variance
        return gains

    def take(self, number: int, covariance: Floats, variance: float) -> None:
        """Take a candidate."""
        column = self._shared[:, number].copy()
        self.variances = self.variances - np.square(column) / variance
        self._shared -= np.outer(column, covariance / variance)


class Exceedance:
    """Mean over cells of the variance, p (1 − p), of whether the value exceeds a threshold.

    Parameters
    ----------
    shared : float array, shape (m, c)
        K between cells and candidates.
    mean, variance : float arrays, shape (m,)
        Of the cells.
    threshold : float
    """

    def __init__(self, shared: Floats, mean: Floats, variance: Floats, threshold: float) -> None:
        self._cells = len(mean)
        with np.errstate(divide="ignore", invalid="ignore"):
            place = np.where(variance > 0, (mean - threshold) / np.sqrt(variance), np.inf)
        left = 2 * owens_t(place, 1.0)
        open_ = left > _NOTHING * float(np.max(left, initial=0.0))
        self._place, self._variance, self._shared = place[open_], variance[open_], shared[open_]
        self._taken = np.zeros(len(self._place))
        self._left = left[open_]

    @property
    def value(self) -> float:
        """The mean, between 0 and ¼."""
        return float(self._left.sum()) / self._cells

    def gains(self, variance: Floats) -> Floats:
        """Return what each candidate would take of it."""
        return np.array(
            [
                np.sum(self._left - self._expected(np.square(column) / own)) / self._cells
                for column, own in zip(self._shared.T, variance)
            ]
        )

    def take(self, number: int, covariance: Floats, variance: float) -> None:
        """Take a candidate."""
        column = self._shared[:, number].copy()
        self._left = self._expected(np.square(column) / variance)
        self._taken = self._taken + np.square(column) / variance
        self._shared -= np.outer(column, covariance / variance)

    def _expected(self, more: Floats) -> Floats:
        """Return p (1 − p) of each cell once so much more of its variance is taken, shape (m,)."""
        part = np.minimum((self._taken + more) / self._variance, 1.0)
        expected: Floats = 2 * owens_t(self._place, np.sqrt((1 - part) / (1 + part)))
        return expected


@dataclass(frozen=True)
class Candidates:
    """Where a well may be.

    Attributes
    ----------
    places : float array, shape (c, ndim)
        No two the same.
    cost : float array, shape (c,)
        Of a well at each, > 0, in any unit.
    open : bool array, shape (c,)
        Which may be proposed.
    """

    places: Floats
    cost: Floats
    open: Bools


class Belief(NamedTuple):
    """What one variogram says; several of them are equally probable.

    Attributes
    ----------
    covariance : float array, shape (c, c)
        K between the candidates.
    noise : float
        Variance of a datum's own error.
    objective : Objective
    """

    covariance: Floats
    noise: float
    objective: Objective


class NextWell(NamedTuple):
    """One proposal.

    Attributes
    ----------
    candidate : int
    before, after : float
        The objective without and with it, those before it being there.
    std : float
        Standard deviation of a datum there, those before it being there.
    """

    candidate: int
    before: float
    after: float
    std: float


def next_wells(
    candidates: Candidates,
    beliefs: Sequence[Belief],
    count: int,
    *,
    min_distance: float = 0.0,
    largest_std: bool = False,
) -> list[NextWell]:
    """Return up to so many wells, each the one that takes most of the objective for its cost.

    Parameters
    ----------
    candidates : Candidates
    beliefs : sequence of Belief
        The mean over them counts; they stay as they are.
    count : int
    min_distance : float
        Least distance between two of them, map units.
    largest_std : bool
        Take instead, as is often done, the place of the greatest standard deviation, whatever it takes and costs.

    References
    ----------
    Krause, Singh & Guestrin (2008), Near-optimal sensor placements in Gaussian processes, JMLR 9: the greedy choice.
    """
    views, open_, wells = copy.deepcopy(list(beliefs)), candidates.open.copy(), list[NextWell]()
    least = [_NOTHING * (float(np.max(view.covariance.diagonal(), initial=0.0)) + view.noise) for view in views]
    value = first = float(np.mean([view.objective.value for view in views]))
    while len(wells) < count:
        variances = [view.covariance.diagonal() + view.noise for view in views]
        for variance, limit in zip(variances, least):
            open_ &= variance > limit
        merit = spread = np.mean(variances, axis=0)
        if not largest_std:
            known = [np.where(open_, variance, np.inf) for variance in variances]
            gains = np.mean([view.objective.gains(variance) for view, variance in zip(views, known)], axis=0)
            merit = np.where(gains > _NOTHING * first, gains / candidates.cost, -np.inf)
        merit = np.where(open_, merit, -np.inf)
        best = int(np.argmax(merit))
        if merit[best] == -np.inf:
            break
        for view, variance in zip(views, variances):
            column, own = view.covariance[:, best].copy(), float(variance[best])
            view.objective.take(best, column, own)
            np.subtract(view.covariance, np.outer(column, column / own), out=view.covariance)
        # Where wells leave nothing, rounding may leave less.
        before, value = value, max(0.0, float(np.mean([view.objective.value for view in views])))
        wells.append(NextWell(best, before, value, float(np.sqrt(spread[best]))))
        open_ &= np.linalg.norm(candidates.places - candidates.places[best], axis=1) >= min_distance
        open_[best] = False
    return wells


def far_from(places: Floats, data: Floats, distance: float) -> Bools:
    """Return which places, shape (c,), are no nearer to any datum than a distance."""
    far: Bools = cKDTree(data).query(places)[0] >= distance
    return far


def map_variance(
    conditional: ConditionalCovariance,
    places: Floats,
    variables: Floats,
    variance: Floats,
    done: Callable[[int], object] | None = None,
) -> MapVariance:
    """Return the objective of a map.

    Parameters
    ----------
    conditional : ConditionalCovariance
        With the candidates.
    places, variables : float arrays, shapes (m, ndim) and (m, k)
        Of the cells.
    variance : float array, shape (m,)
        Of kriging there.
    done : callable, optional
        Called with a number of cells that were done.
    """
    count = len(conditional.fixed)
    shared = np.zeros((count, count))
    for part, product in _over_cells(conditional, places, variables, lambda _, own: own.T @ own):
        shared += product
        if done is not None:
            done(part.stop - part.start)
    return MapVariance(shared, float(variance.sum()), len(places))


def zone_means(
    conditional: ConditionalCovariance,
    kriging: GlobalKriging,
    geometry: Geometry,
    cells: Integers,
    variables: Floats,
    shares: csr_matrix,
    done: Callable[[int], object] | None = None,
) -> ZoneMeans:
    """Return the objective of zones, whose means are those of values at cell centres.

    Parameters
    ----------
    conditional : ConditionalCovariance
        With the candidates.
    kriging : GlobalKriging
    geometry : Geometry
        Of the map.
    cells, variables : int and float arrays, shapes (m, ndim) and (m, k)
        Cells that are part of a zone, and their drift.
    shares : sparse float array, shape (zones, m)
        Weights of the cells in each mean; those of a zone sum to one.
    done : callable, optional
        Called with a number of cells that were done.
    """
    places = geometry.centres(cells)
    zones, count = shares.shape[0], len(conditional.fixed)
    shared, columns = np.zeros((zones, count)), shares.tocsc()
    known, functions = np.zeros((len(kriging.data.points), zones)), np.zeros((zones, 0))

    def of_zones(part: slice, own: Floats) -> tuple[Floats, Floats, Floats]:
        weights = columns[:, part]
        sides, drift = kriging.sides(places[part], variables[part])
        return weights @ own, (weights @ sides.T).T, weights @ drift

    for part, (own, sides, drift) in _over_cells(conditional, places, variables, of_zones):
        shared += own
        known += sides
        functions = drift + (functions if functions.shape == drift.shape else 0.0)
        if done is not None:
            done(part.stop - part.start)
    rows = [slice(*shares.indptr[zone : zone + 2]) for zone in range(zones)]
    prior = np.array(
        [_variance_of_mean(kriging, geometry, cells[shares.indices[row]], shares.data[row]) for row in rows]
    )
    weights, multipliers = kriging.system.weights_of(known, functions)
    explained = np.einsum("nz,nz->z", known, weights) + np.einsum("zp,pz->z", functions, multipliers)
    return ZoneMeans(shared, np.maximum(prior - explained, 0.0))


def exceedance(
    conditional: ConditionalCovariance,
    places: Floats,
    variables: Floats,
    mean: Floats,
    variance: Floats,
    threshold: float,
    done: Callable[[int], object] | None = None,
) -> Exceedance:
    """Return the objective of a threshold; the parameters are those of `map_variance`, and the mean of kriging."""
    shared = np.empty((len(places), len(conditional.fixed)))
    for part, own in _over_cells(conditional, places, variables, lambda _, own: own):
        shared[part] = own
        if done is not None:
            done(part.stop - part.start)
    return Exceedance(shared, mean, variance, threshold)


def variance_left(
    conditional: ConditionalCovariance, places: Floats, variables: Floats, variance: Floats, noise: float
) -> Floats:
    """Return the variance at places, shape (m,), once there are data at the places of `conditional`."""
    among = conditional.among()
    among[np.diag_indices(len(among))] += noise
    inverse, taken = np.linalg.inv(among), np.empty(len(places))
    for part, own in _over_cells(conditional, places, variables, lambda _, own: ((own @ inverse) * own).sum(axis=1)):
        taken[part] = own
    left: Floats = np.maximum(variance - taken, 0.0)
    return left


def _over_cells(
    conditional: ConditionalCovariance, places: Floats, variables: Floats, work: Callable[[slice, Floats], Any]
) -> Iterator[tuple[slice, Any]]:
    """Yield chunks of places and what is made of their K with the candidates, in order."""
    size = max(1, int(_CHUNK_BYTES / 8 / (len(conditional.fixed) + conditional.data)))
    parts = [slice(first, min(first + size, len(places))) for first in range(0, len(places), size)]
    # Some at a time, as results wait for their turn.
    for first in range(0, len(parts), _AT_ONCE):
        some = parts[first : first + _AT_ONCE]
        made = thread_map(lambda part: work(part, conditional(places[part], variables[part])), some)
        yield from zip(some, made)


def _variance_of_mean(kriging: GlobalKriging, geometry: Geometry, cells: Integers, weights: Floats) -> float:
    """Return the variance of a weighted mean of cells before any data: Σ R(h) C(h), R being how often h is between."""
    support = kriging.support
    low = cells.min(axis=0)
    window = np.zeros(cells.max(axis=0) - low + 1)
    window[tuple((cells - low).T)] = weights
    size = [next_fast_len(2 * length - 1, real=True) for length in window.shape]
    pairs = irfft2(np.square(np.abs(rfft2(window, size))), size)
    lags = [step * fftfreq(length, 1 / length) for length, step in zip(size, geometry.spacing)]
    covariance = support.smooth.covariance_at(np.ix_(*lags))
    return float(np.sum(pairs * covariance) + support.nugget * np.sum(np.square(weights)))


def thinned(wanted: Bools, most: int) -> tuple[Integers, int]:
    """Return at most so many cells of those that are wanted, spread evenly, shape (c, ndim), and one in how many.

    Of each block of `step` cells along each axis the one next to its centre; `step` is returned, too.
    """
    cells = np.argwhere(wanted)
    step = max(1, int((len(cells) / most) ** (1 / wanted.ndim)))
    while True:
        block = np.ravel_multi_index(tuple((cells // step).T), wanted.shape)
        off = np.abs(cells % step - (step - 1) / 2).sum(axis=1)
        order = np.lexsort((off, block))
        first = order[np.unique(block[order], return_index=True)[1]]
        if len(first) <= most:
            return cells[first], step
        step += 1
