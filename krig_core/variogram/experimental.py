"""The experimental variogram: semivariances of data by lags, of all pairs or of directions.

Law: sums are taken by groups (directions) × lags as pairs arrive; only robust estimators hold all differences of a lag.

    data → pairs, chunk by chunk → groups × lags → semivariances
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Union

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from ..arguments import listed, refused, require_text
from ..blas import one_blas_thread
from ..choices import ESTIMATORS
from ..drift import detrended
from ..errors import InvalidInput
from ..numeric import given_reals, real, require_whole
from ..points import data_arrays
from .models import Structure, Variogram, formula, model_named, require_variogram
from .pairs import Direction, Lags, northward, pairs_of
from .sills import NOTHING, sills

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Group = Callable[[Floats], NDArray[np.intp]]

Models = Union[str, Sequence[str]]
"""A model, or several from the shortest range to the longest: a nested one."""

MAX_POINTS = 10_000
"""Past this many data the pairs come from a seeded sample of so many: 5·10⁷ pairs fix any variogram."""

MAX_ROBUST_POINTS = 3_000
"""As `MAX_POINTS`, for the estimators that hold all differences of a lag at once (Dowd, Genton)."""

FEW_PAIRS = 30
"""Fewer pairs in a lag than this make an unreliable semivariance (Journel & Huijbregts 1978, p. 194)."""


SECTORS = 12
"""Directions in which anisotropy is looked for."""

ENOUGH_LAGS = 5
"""Reliable lags that a fit needs; with fewer it takes all."""

ENOUGH_SHARE = 2 / 3
"""As `ENOUGH_LAGS`, of all lags."""


@dataclass(frozen=True)
class ExperimentalVariogram:
    """Semivariance of the data for each lag that has pairs.

    Attributes
    ----------
    distance : float array, shape (lags,)
        Mean distance of the pairs of a lag, in map units.
    gamma : float array, shape (lags,)
        Semivariance, in squared units of the data.
    pairs : int array, shape (lags,)
        Number of pairs.
    azimuth, dip : float, optional
        Direction of the pairs in degrees, clockwise from north and from the horizontal; None is any.
    """

    distance: Floats
    gamma: Floats
    pairs: NDArray[np.int64]
    azimuth: float | None = None
    dip: float | None = None

    @one_blas_thread()
    def fit(
        self,
        model: Models = "spherical",
        *,
        weights: str = "pairs/h2",
        nugget: float | None = None,
        partial_sill: float | None = None,
        range: float | None = None,
        longest: float | None = None,
        shape: float | Sequence[float] | None = None,
    ) -> Variogram:
        """Fit a nugget and one or more structures by weighted least squares.

        For given ranges the nugget and the partial sills are a non-negative linear problem; so only ranges are
        searched, over a grid and then locally, which cannot get stuck the way a joint search does.

        Parameters
        ----------
        model : str or sequence of str
            A key of `variogram.models.MODELS`; several make a nested variogram, from the shortest range to the longest.
        weights : {"pairs/h2", "pairs", "equal"}
            Weight of a lag with N pairs at distance h: N/h² (Pebesma & Wesseling 1998), N, or 1.
        nugget, partial_sill, range : float, optional
            What is given is kept; the rest is fitted. Of a nested variogram only the nugget can be given.
        longest : float, optional
            The longest range to try; None is five times the largest lag.
        shape : float or sequence of float, optional
            Parameter of the formula; of several the best is taken; None is the model's default.

        Returns
        -------
        Variogram

        Raises
        ------
        InvalidInput
            If there are fewer lags than parameters to fit.
        """
        (one,) = valid_models([model], "model")
        names = (one,) if isinstance(one, str) else tuple(one)
        weight = np.sqrt(self.lag_weights(weights))
        shapes = valid_shapes(shape)
        nugget, partial_sill, range, longest = given_reals(
            nugget=nugget, partial_sill=partial_sill, range=range, longest=longest
        ).values()
        if longest is not None and not 0 < longest < math.inf:
            message = f"Invalid `longest` {longest}. Should be a distance greater than zero."
            raise InvalidInput(message)
        known = Structure("spherical", partial_sill or 0.0, 1.0 if range is None else range)
        Variogram(nugget or 0.0, (known,))  # refuses what is out of its domain
        fits = []
        for value in shapes:
            if len(names) == 1:
                fits.append(self._fit_single(names[0], value, weight, (nugget, partial_sill, range), longest))
            elif partial_sill is None and range is None:
                fits.append(self._fit_nested(names, value, weight, nugget, longest))
            else:
                message = "Invalid nested variogram. Should have neither a partial sill nor a range: they are fitted."
                raise InvalidInput(message)
        return min(fits, key=lambda found: self.error(found, weights))

    def _fit_single(
        self,
        name: str,
        shape: float | None,
        weight: Floats,
        known: tuple[float | None, float | None, float | None],
        longest: float | None,
    ) -> Variogram:
        nugget, partial_sill, length = known
        model = formula(name, shape)
        if length is None and not model.bounded:
            # Without a sill there is no range to find: any will do to write the slope with.
            length = float(self.distance[-1])
        self._check_enough(sum(value is None for value in (nugget, partial_sill, length)))

        def linear(candidate: float) -> tuple[Floats, float]:
            rise = 1 - model.correlation(self.distance * (model.practical_range / candidate))
            return sills(rise[:, None], self.gamma, weight, (nugget, partial_sill))

        if length is None:
            candidates = self._candidates(longest, 80)
            errors = [linear(candidate)[1] for candidate in candidates]
            best = int(np.argmin(errors))
            low, high = candidates[max(best - 1, 0)], candidates[min(best + 1, len(candidates) - 1)]
            found = minimize_scalar(
                lambda value: linear(value)[1], bounds=(low, high), method="bounded", options={"xatol": 1e-7 * high}
            )
            length = float(found.x) if found.fun <= errors[best] else float(candidates[best])
        solution, _ = linear(length)
        return Variogram.of(
            name, nugget=float(solution[0]), partial_sill=float(solution[1]), range=length, shape=model.shape
        )

    def _fit_nested(
        self, names: tuple[str, ...], shape: float | None, weight: Floats, nugget: float | None, longest: float | None
    ) -> Variogram:
        formulas = [formula(name, shape if formula(name).shape is not None else None) for name in names]
        self._check_enough(2 * len(names) + (nugget is None))

        def linear(lengths: Floats) -> tuple[Floats, float]:
            rises = [
                1 - model.correlation(self.distance * (model.practical_range / length))
                for model, length in zip(formulas, lengths)
            ]
            return sills(np.column_stack(rises), self.gamma, weight, (nugget, *(None for _ in names)))

        candidates = self._candidates(longest, 24)
        grid = itertools.combinations(candidates, len(names))
        best = min((np.array(lengths) for lengths in grid), key=lambda lengths: linear(lengths)[1])
        limits = np.log(candidates[0]), np.log(candidates[-1])

        def local(logarithms: Floats) -> float:
            return linear(np.exp(np.clip(logarithms, *limits)))[1]

        error = linear(best)[1]
        options = {"xatol": 1e-6, "fatol": 1e-10 * error, "maxiter": 400 * len(names)}
        found = minimize(local, np.log(best), method="Nelder-Mead", options=options)
        lengths = np.exp(np.clip(found.x, *limits)) if found.fun <= error else best
        solution, _ = linear(lengths)
        terms = [
            Structure(name, float(sill), float(length), shape=model.shape)
            for name, model, sill, length in zip(names, formulas, solution[1:], lengths)
        ]
        # A structure without a sill says nothing; but a variogram keeps one.
        needed = [term for term in terms if term.partial_sill > NOTHING * solution.sum()] or terms[:1]
        return Variogram(float(solution[0]), tuple(needed))

    def _candidates(self, longest: float | None, count: int) -> Floats:
        shortest, longest = self.distance[0] / 2, longest or 5 * self.distance[-1]
        return np.geomspace(min(shortest, longest), longest, count)

    def _check_enough(self, free: int) -> None:
        if len(self.gamma) < max(free, 1):
            message = f"Invalid data. {len(self.gamma)} lags with pairs are too few to fit {free} variogram parameters."
            raise InvalidInput(message)

    def reliable(self) -> ExperimentalVariogram:
        """Return the lags with at least `FEW_PAIRS` pairs, or all where too many would be lost.

        One bad lag among good ones misleads a fit; but where most have few pairs, the short ones still tell more than
        their absence.
        """
        keep = self.pairs >= FEW_PAIRS
        if keep.sum() < max(ENOUGH_LAGS, ENOUGH_SHARE * len(keep)):
            return self
        return replace(self, distance=self.distance[keep], gamma=self.gamma[keep], pairs=self.pairs[keep])

    def error(self, variogram: Variogram, weights: str = "pairs/h2") -> float:
        """Return the weighted sum of squared differences between a variogram and this one."""
        require_variogram(variogram)
        return float(np.sum(self.lag_weights(weights) * (self.gamma - variogram(self.distance)) ** 2))

    def aic(self, variogram: Variogram, parameters: int, weights: str = "pairs/h2") -> float:
        """Return Akaike's criterion of a fit with so many fitted parameters; less is better (Webster & Oliver 2007)."""
        lags, free = len(self.gamma), real(parameters, "parameters")
        return lags * math.log(max(self.error(variogram, weights), 1e-300) / lags) + 2 * free

    def lag_weights(self, name: str) -> Floats:
        """Return the weight of each lag by the name that `fit` knows."""
        require_text(name, "weights")
        if name == "pairs/h2":
            return self.pairs / self.distance**2
        if name == "pairs":
            return self.pairs.astype(float)
        if name == "equal":
            return np.ones_like(self.gamma)
        message = f"Invalid weights {name!r}. Should be 'pairs/h2', 'pairs' or 'equal'."
        raise InvalidInput(message)


@one_blas_thread()
def experimental_variogram(
    coordinates: ArrayLike,
    values: ArrayLike,
    *,
    lags: int = 15,
    max_distance: float | None = None,
    estimator: str = "matheron",
    azimuth: float | None = None,
    tolerance: float = 22.5,
    bandwidth: float | None = None,
    dip: float | None = None,
    dip_tolerance: float = 22.5,
    vertical_bandwidth: float | None = None,
    boundaries: ArrayLike | None = None,
    detrend: int = 0,
) -> ExperimentalVariogram:
    """Estimate the variogram of data, of all pairs or of those along a direction.

    Pairs are taken in chunks, so memory does not grow with the square of the data; past `MAX_POINTS` data they come
    from a seeded sample of the points (past `MAX_ROBUST_POINTS` for Dowd and Genton).

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        In map units.
    values : float array, shape (n,)
    lags : int
        Number of lags of equal width; each holds the pairs with lower < distance <= upper.
    max_distance : float, optional
        Upper end of the last lag; None is a third of the diagonal of the data's bounding box.
    estimator : {"matheron", "cressie-hawkins", "dowd", "genton"}
        The method of moments (Matheron 1962), or one that outliers disturb less: Cressie & Hawkins (1980), Dowd
        (1984), Genton (1998).
    azimuth : float, optional
        Only pairs in this direction and its opposite, degrees clockwise from north; None is every direction.
    tolerance : float
        Most degrees between the horizontal part of a pair and the azimuth; 90 is every direction.
    bandwidth : float, optional
        Farthest that a pair may lie off the line along the azimuth, in map units; for a vertical direction the
        farthest apart horizontally.
    dip : float, optional
        For points in space: only pairs with this angle from the horizontal, degrees, negative down along the azimuth;
        0 is horizontal, 90 vertical (whatever the azimuth); None is every angle.
    dip_tolerance : float
        Most degrees between a pair and the dip.
    vertical_bandwidth : float, optional
        For points in space: farthest that a pair may lie off the plane of the dip (0 if None), in map units. With dip
        0 it makes the horizontal variogram of a slab.
    boundaries : float array, shape (lags,), optional
        Upper ends of the lags, instead of `lags` and `max_distance`.
    detrend : {0, 1, 2}
        Order of the polynomial of the coordinates that is taken off first, by ordinary least squares; 0 is none.

    Returns
    -------
    ExperimentalVariogram
        Lags without pairs are left out.

    Raises
    ------
    InvalidInput
        If shapes do not fit, a value is not finite, or a parameter is out of its domain.
    """
    points, data = data_arrays(coordinates, values)
    classes = Lags(lags, max_distance, boundaries, points)
    direction = Direction(azimuth, tolerance, bandwidth, dip, dip_tolerance, vertical_bandwidth)
    data, chosen = detrended(points, data, detrend), sampled(len(points), estimator)
    points, data = points[chosen], data[chosen]
    (found,) = _estimate(points, data, classes, estimator, None if direction.any else direction, 1)
    return replace(found, azimuth=azimuth, dip=dip)


@one_blas_thread()
def directional_variograms(
    coordinates: ArrayLike,
    values: ArrayLike,
    *,
    sectors: int = SECTORS,
    lags: int = 15,
    max_distance: float | None = None,
    estimator: str = "matheron",
    vertical_bandwidth: float | None = None,
) -> tuple[ExperimentalVariogram, ...]:
    """Estimate the variograms of all horizontal directions in one pass over the pairs: a variogram map in sectors.

    Parameters
    ----------
    coordinates, values, lags, max_distance, estimator
        As in `experimental_variogram`.
    sectors : int
        Number of directions; the first is north, each is 180 / `sectors` degrees wide.
    vertical_bandwidth : float, optional
        For points in space: only pairs no farther apart in height.

    Returns
    -------
    tuple of ExperimentalVariogram
        One for each sector, with its azimuth; some may have no lags.
    """
    points, data = data_arrays(coordinates, values)
    classes = Lags(lags, max_distance, None, points)
    require_whole(sectors, "sectors", 1)
    if vertical_bandwidth is not None and not real(vertical_bandwidth, "vertical_bandwidth") > 0:
        message = f"Invalid `vertical_bandwidth` {vertical_bandwidth}. Should be greater than zero."
        raise InvalidInput(message)
    chosen = sampled(len(points), estimator)
    points, data = points[chosen], data[chosen]

    def sector(offset: Floats) -> NDArray[np.intp]:
        azimuth = np.degrees(np.arctan2(offset[:, 0], offset[:, 1]))
        number = np.floor(azimuth / (180 / sectors) + 0.5).astype(np.intp) % sectors
        out = np.hypot(offset[:, 0], offset[:, 1]) == 0
        if vertical_bandwidth is not None and offset.shape[1] == 3:
            out |= np.abs(offset[:, 2]) > vertical_bandwidth
        return np.where(out, -1, number)

    found = _estimate(points, data, classes, estimator, sector, sectors)
    dip = 0.0 if points.shape[1] == 3 else None
    return tuple(replace(item, azimuth=180 / sectors * number, dip=dip) for number, item in enumerate(found))


def sampled(count: int, estimator: str = "matheron") -> NDArray[np.intp]:
    """Return the numbers of the data whose pairs are looked at: all, or where they are too many a seeded sample.

    An unknown estimator raises InvalidInput.
    """
    check_estimator(estimator)
    most = most_points(estimator)
    if count <= most:
        return np.arange(count)
    return np.random.default_rng(0).choice(count, most, replace=False)


def valid_models(models: Sequence[Models], name: str = "models") -> tuple[Models, ...]:
    """Return models by their names, nested ones as tuples of them, or raise InvalidInput, which calls them `name`."""
    should = "names of models, such as ['spherical', 'exponential'], or lists of them for nested ones"
    found: tuple[Models, ...] = tuple(
        model if isinstance(model, str) else listed(model, str, name, should)
        for model in listed(models, object, name, should)
    )
    if not all(found):
        raise refused(models, name, should)
    for model in found:
        for one in (model,) if isinstance(model, str) else model:
            model_named(one)
    return found


def valid_shapes(shape: float | Sequence[float] | None) -> tuple[float | None, ...]:
    """Return the parameters of a formula that are to be tried, None for its default, or raise InvalidInput."""
    if isinstance(shape, (list, tuple)):
        if not shape:
            raise refused(shape, "shape", "a number, several, or left out")
        return tuple(None if value is None else real(value, "shape") for value in shape)
    return (None if shape is None else real(shape, "shape"),)


def check_estimator(estimator: str) -> None:
    """Raise InvalidInput if there is no such estimator."""
    if estimator not in ESTIMATORS:
        message = f"Invalid estimator {estimator!r}. Should be one of {', '.join(ESTIMATORS)}."
        raise InvalidInput(message)


def most_points(estimator: str) -> int:
    """Return past how many data an estimator works on a sample."""
    return MAX_POINTS if estimator in ("matheron", "cressie-hawkins") else min(MAX_POINTS, MAX_ROBUST_POINTS)


class Semivariances(NamedTuple):
    """What the pairs of each group and lag say, each of shape (groups, lags); zero where nothing is `known`."""

    distance: Floats
    gamma: Floats
    pairs: NDArray[np.int64]
    known: NDArray[np.bool_]


def semivariances(
    points: Floats, data: Floats, classes: Lags, estimator: str, group: Group | None = None, groups: int = 1
) -> Semivariances:
    """Return the semivariances of groups of pairs in lags.

    Parameters
    ----------
    points : float array, shape (n, ndim)
    data : float array, shape (n,)
    classes : Lags
    estimator : str
        As in `experimental_variogram`.
    group : callable, optional
        Gets offsets, shape (k, ndim), and returns the group of each pair, shape (k,); -1 counts nowhere. None: all are
        in one group.
    groups : int
        How many there are.
    """
    size = groups * classes.count
    count, distance, total = np.zeros(size, dtype=np.int64), np.zeros(size), np.zeros(size)
    held: list[tuple[NDArray[np.intp], Floats]] = []
    oriented = estimator == "genton"
    for pairs in pairs_of(points, data, classes.max_distance, group is not None or oriented):
        lag, h, difference = classes.at(pairs.distance), pairs.distance, pairs.difference
        if oriented:
            difference = difference * northward(pairs.offset)
        if group is not None:
            where = group(pairs.offset)
            keep = where >= 0
            lag, h, difference = (where * classes.count + lag)[keep], h[keep], difference[keep]
        count += np.bincount(lag, minlength=size)
        distance += np.bincount(lag, h, size)
        if estimator == "matheron":
            total += np.bincount(lag, difference * difference, size)
        elif estimator == "cressie-hawkins":
            total += np.bincount(lag, np.sqrt(np.abs(difference)), size)
        else:
            held.append((lag, difference))
    number = np.maximum(count, 1)
    if estimator == "matheron":
        gamma = total / (2 * number)
    elif estimator == "cressie-hawkins":
        gamma = 0.5 * (total / number) ** 4 / (0.457 + 0.494 / number)
    else:
        gamma = _robust(held, size, _dowd if estimator == "dowd" else _genton)
    shape = groups, classes.count
    known = count > (1 if oriented else 0)
    return Semivariances(
        (distance / number).reshape(shape), gamma.reshape(shape), count.reshape(shape), known.reshape(shape)
    )


def _estimate(
    points: Floats, data: Floats, classes: Lags, estimator: str, group: Group | None, groups: int
) -> list[ExperimentalVariogram]:
    """Return the experimental variogram of each group of pairs."""
    found = semivariances(points, data, classes, estimator, group, groups)
    return [
        ExperimentalVariogram(distance[known], gamma[known], pairs[known])
        for distance, gamma, pairs, known in zip(*found)
    ]


def _robust(held: list[tuple[NDArray[np.intp], Floats]], size: int, scale: Callable[[Floats], float]) -> Floats:
    """Return the semivariance of each lag from all its differences."""
    lag = np.concatenate([item[0] for item in held]) if held else np.empty(0, dtype=np.intp)
    difference = np.concatenate([item[1] for item in held]) if held else np.empty(0)
    order = np.argsort(lag, kind="stable")
    parts = np.split(difference[order], np.searchsorted(lag[order], np.arange(1, size)))
    return np.array([scale(part) for part in parts])


def _dowd(difference: Floats) -> float:
    """Return ½ · 2.198 · median² of absolute differences (Dowd 1984)."""
    return 1.099 * float(np.median(np.abs(difference))) ** 2 if difference.size else 0.0


def _genton(difference: Floats) -> float:
    """Return ½ Qn² of differences (Genton 1998), Qn = 2.2191 times their k-th distance (Rousseeuw & Croux 1993).

    k = (⌊n/2⌋ + 1 over 2) of the n (n − 1) / 2 distances. They are never listed: bisection counts them in the sorted
    differences.
    """
    count = difference.size
    if count < 2:
        return 0.0
    ordered = np.sort(difference)
    wanted, own = math.comb(count // 2 + 1, 2), np.arange(1, count + 1)
    low, high = 0.0, float(ordered[-1] - ordered[0])
    if int((np.searchsorted(ordered, ordered, side="right") - own).sum()) >= wanted:
        return 0.0
    while high - low > 1e-13 * high:
        middle = 0.5 * (low + high)
        if int((np.searchsorted(ordered, ordered + middle, side="right") - own).sum()) >= wanted:
            high = middle
        else:
            low = middle
    return 0.5 * (2.2191 * high) ** 2
