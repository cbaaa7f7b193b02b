"""The posterior of the variogram: every variogram that the data allow, and how much each is to be believed.

Law: no sampling. Of model, range, nugget share and, where they are looked for, azimuth, ratio and vertical range a
grid is made; mean, trend and sill are integrated in closed form (Kitanidis 1986; Handcock & Stein 1993):

    p(θ | y) ∝ π(θ) |R|^-½ |FᵀR⁻¹F|^-½ (S²)^-(n-p)/2,   R = (1 − t) ρ(range) + t I,   t = nugget / sill
    sill | θ, y ~ S² / χ²(n − p),                       S² = (y − Fβ)ᵀ R⁻¹ (y − Fβ)

    one eigendecomposition of ρ for each model and ellipsoid ─▶ all nugget shares at once ─▶ weights

The prior says nothing of mean and sill (flat, and 1 / sill); models are as likely as `model_prior` says; ranges are
equally likely on a logarithmic scale between half the distance of neighbours and twice the diagonal of the data
(without a bound the posterior would be improper: Berger, De Oliveira & Sansó 2001), along z between half the distance
of samples in a well and twice the height; the nugget's part of the standard deviation, √t, is the likelier the
smaller, with density 2 (1 − √t).
With anisotropy, no anisotropy has half of the prior; the rest is even in azimuth and the logarithm of the ratio.
It depends on where the data are, never on their values. What is given is held fixed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist
from scipy.special import chdtrc, chdtri

from ..blas import one_blas_thread
from ..errors import InvalidInput
from ..numeric import floats
from ..points import data_arrays, diagonal
from .model_prior import LIKELY_MODELS, ROUGH_MODELS, model_prior
from .models import Structure, Variogram, formula

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

MOST_FOR_POSTERIOR = 300
"""Up to this many data a posterior takes a second or two; with more it would say little else than the best fit. Half
as many where azimuth and ratio, and again where vertical ranges are to be found: ten or twenty seconds."""

_ROUNDING = 1e-12
"""Residuals below this part of the data are rounding."""

FEWEST_FREE = 2
"""So many data more than drift functions it needs at least, or the sill has no law."""

_COARSE, _FINE = (12, 12, 24), (24, 12, 12)
"""Ranges, vertical ranges and nugget shares that are looked at to find where the posterior is, and there."""

_LEAST_WEIGHT = 1e-4
"""A variogram of less than this part of the mean probability is left out."""

_AZIMUTHS, _RATIOS = 8, 3

_NARROWEST = 0.1
"""The least ratio of ranges."""

_NOTHING = 1e-4
"""Part of the greatest density below which a posterior is not looked at more closely."""

_JITTER = 1e-10

_GOLDEN = (math.sqrt(5) - 1) / 2

_ROUNDS = 30
"""Of the search for groups of variograms that are alike; ten or so are enough."""

_COMPARED = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Distances at which variograms are compared, as multiples of that of neighbours."""

_SILLS = 16
"""Quantiles of the sill by which each variogram of a band is represented."""


@dataclass(frozen=True)
class Posterior:
    """Variograms and their probabilities given the data.

    Attributes
    ----------
    variograms : tuple of Variogram
        Of the grid, with a sill of one, in the order of the semivariance between neighbours, sill included: what the
        uncertainty between the data depends on most.
    weights : float array, shape (k,)
        Probabilities, which sum to one.
    sills : float array, shape (k,)
        S² / (n − p) of each, in squared units of the data: the sill that is most likely beside it.
    degrees : float
        n − p, degrees of freedom of the sill; infinite where the sill is given.
    offsets : float array, shape (m, ndim)
        Between places, map units, at which variograms are compared: what they say there is what maps depend on.
    """

    variograms: tuple[Variogram, ...]
    weights: Floats
    sills: Floats
    degrees: float
    offsets: Floats

    @property
    def mode(self) -> Variogram:
        """The most probable variogram of the grid, with its sill."""
        place = int(np.argmax(self.weights))
        return self.variograms[place].scaled(float(self.sills[place]))

    @property
    def models(self) -> dict[str, tuple[float, Variogram]]:
        """The probability of each model, and its most probable variogram, with its sill."""
        names = np.array([variogram.structures[0].model for variogram in self.variograms])
        found = {}
        for name in dict.fromkeys(names.tolist()):
            own = np.where(names == name, self.weights, 0.0)
            place = int(np.argmax(own))
            found[name] = float(own.sum()), self.variograms[place].scaled(float(self.sills[place]))
        return found

    @property
    def ranges(self) -> Floats:
        """The range of each variogram, shape (k,), map units."""
        return np.array([variogram.range for variogram in self.variograms])

    @property
    def sill_mean_factor(self) -> float:
        """What the mean of the sill is of S² / (n − p): infinite for two degrees of freedom or fewer."""
        if math.isinf(self.degrees):
            return 1.0
        return self.degrees / (self.degrees - 2) if self.degrees > 2 else math.inf

    def remark(self, length: str = "") -> str:
        """Return what a user should know of it, in a sentence, with the unit of lengths where that is known."""
        low, _, high = (float(f"{value:.3g}") for value in self.range_quantiles())
        return (
            "All variograms count that the data allow, each by its probability (`variogram_uncertainty`): nine ranges "
            f"of ten lie between {low:,.12g} and {high:,.12g}{length and ' '}{length}."
        )

    def range_quantiles(self) -> Floats:
        """Return the quantiles 5, 50 and 95 % of the range, shape (3,), map units."""
        ranges, place = np.unique(self.ranges, return_inverse=True)
        weights = np.bincount(place.reshape(-1), self.weights).astype(float)
        quantiles: Floats = np.exp(_quantiles(np.log(ranges), weights, (0.05, 0.5, 0.95)))
        return quantiles

    def band(self, distance: ArrayLike, levels: Sequence[float] = (0.05, 0.5, 0.95), azimuth: float = 0.0) -> Floats:
        """Return quantiles of the semivariance, sill included.

        Parameters
        ----------
        distance : float array, shape (m,)
            Map units, > 0.
        levels : sequence of float
            Probabilities.
        azimuth : float
            Degrees clockwise from north.

        Returns
        -------
        float array, shape (levels, m), squared units of the data
        """
        kept = np.flatnonzero(self.weights > _NOTHING * self.weights.max() / len(self.weights))
        factors = self.sill_factor((np.arange(_SILLS) + 0.5) / _SILLS)
        curves = np.array([self.sills[k] * self.variograms[k].along(distance, azimuth) for k in kept])
        weights = np.repeat(self.weights[kept] / _SILLS, _SILLS)
        values = (curves[:, None, :] * factors[None, :, None]).reshape(len(weights), -1)
        return np.array([_quantiles(column, weights, levels) for column in values.T]).T

    def drawn(self, first: int, count: int) -> Integers:
        """Return equally probable variograms, number `first` to `first + count`, as places in the grid, shape (count,).

        They follow the golden ratio along the grid's order, so the first 10 represent the posterior as well as 10 can,
        and so do the first of any count: their mixture's standard deviation is within 2 % for 10, 1 to 1.5 % for 16.
        """
        ends = np.cumsum(self.weights)
        places: Integers = np.searchsorted(ends, ends[-1] * _evenly(first, count)).astype(np.intp)
        return places

    def representatives(self, count: int) -> tuple[Integers, Floats]:
        """Return few variograms that stand for all: of groups that are alike, the middle one with the group's weight.

        Groups are alike in the roots of their semivariances at the `offsets`, sills included, by the algorithm of Lloyd
        (1982), which begins with equally probable parts of the grid's order. Six represent standard deviations within
        2 % and means within 0.02 of them, as ten of `drawn` hardly do; eight within 1.2 % and 0.017, better than 16.

        Parameters
        ----------
        count : int
            At most so many.

        Returns
        -------
        places : int array, shape (k,)
            In the grid, in its order.
        weights : float array, shape (k,)
            Which sum to one.
        """
        roots = self._roots
        middles = np.cumsum(self.weights) - self.weights / 2
        group = np.minimum((count * middles / self.weights.sum()).astype(np.intp), count - 1)
        for _ in range(_ROUNDS):
            masses = np.bincount(group, self.weights, count)
            kept = np.flatnonzero(masses)
            sums = np.stack([np.bincount(group, self.weights * column, count) for column in roots.T], axis=1)
            distance = np.square(roots[:, None] - sums[kept] / masses[kept, None]).sum(axis=2)
            nearest = kept[distance.argmin(axis=1)]
            if (nearest == group).all():
                break
            group = nearest
        masses = np.bincount(group, self.weights, count)
        chosen = [
            members[np.argmin(distance[members, column])]
            for column, number in enumerate(kept)
            if len(members := np.flatnonzero(group == number))
        ]
        places: Integers = np.sort(np.array(chosen, dtype=np.intp))
        return places, masses[group[places]] / masses.sum()

    @cached_property
    def _roots(self) -> Floats:
        """Roots of the semivariances at the offsets, sills included, shape (k, m)."""
        origin = np.zeros((1, self.offsets.shape[1]))
        semivariances = [
            sill * (1 - variogram.covariance(origin, self.offsets)[0])
            for sill, variogram in zip(self.sills.tolist(), self.variograms)
        ]
        roots: Floats = np.sqrt(np.maximum(semivariances, 0.0))
        return roots

    def sill_factor(self, probability: ArrayLike) -> Floats:
        """Return quantiles of the sill as a factor of S² / (n − p), any shape; one where the sill is given."""
        asked = np.asarray(probability, dtype=float)
        if math.isinf(self.degrees):
            return np.ones(asked.shape)
        # The greater the chi-square, the smaller the sill: its upper probability is the sill's lower.
        factors: Floats = self.degrees / chdtri(self.degrees, asked)
        return factors

    def sill_factors(self, first: int, count: int) -> Floats:
        """Return the factors of realizations `first` to `first + count`, which fill their law evenly."""
        return self.sill_factor(_evenly(first, count))

    def components(self, variograms: int = 16, sills: int = 4) -> tuple[Integers, Floats]:
        """Return equally probable variograms with sills, as few as represent the posterior.

        Returns
        -------
        places : int array, shape (variograms * sills,)
            In the grid.
        factors : float array, shape (variograms * sills,)
            Of the sill: the means of equally probable parts of its law, so that no variance is lost; with two degrees
            of freedom or fewer, which have no mean, their medians.
        """
        edges = np.arange(sills + 1) / sills
        factors = self.sill_factor((edges[1:] + edges[:-1]) / 2)
        if 2 < self.degrees < math.inf:
            # ν / χ² has the density of χ² with two degrees fewer, times its mean.
            below = chdtrc(self.degrees - 2, chdtri(self.degrees, edges))
            factors = self.sill_mean_factor * sills * np.diff(below)
        return np.repeat(self.drawn(0, variograms), sills), np.tile(factors, variograms)


def together(posteriors: Sequence[Posterior]) -> Posterior:
    """Return one posterior of several of equal probability, such as those of what soft data may be."""
    first = posteriors[0]
    variograms = [variogram for one in posteriors for variogram in one.variograms]
    weights, sills = (np.concatenate([getattr(one, name) for one in posteriors]) for name in ("weights", "sills"))
    gap = float(np.linalg.norm(first.offsets[0])) / _COMPARED[0]
    order = np.argsort([sill * variogram(gap) for sill, variogram in zip(sills, variograms)], kind="stable")
    ordered = tuple(variograms[number] for number in order)
    return Posterior(ordered, weights[order] / len(posteriors), sills[order], first.degrees, first.offsets)


def residuals(data: Floats, design: Floats) -> Floats:
    """Return what drift functions leave of data, shape (n,); zero where that is no more than rounding."""
    left: Floats = data - design @ np.linalg.lstsq(design, data, rcond=None)[0]
    return left if np.abs(left).max() > _ROUNDING * np.abs(data).max() else np.zeros_like(left)


@one_blas_thread()
def posterior(
    coordinates: ArrayLike,
    values: ArrayLike,
    *,
    models: Sequence[str] | None = None,
    design: ArrayLike | None = None,
    nugget: float | None = None,
    partial_sill: float | None = None,
    range: float | None = None,
    azimuth: float | None = None,
    ratio: float | None = None,
    vertical_range: float | None = None,
    shape: float | None = None,
    anisotropy: bool = False,
) -> Posterior:
    """Return the posterior of the variogram of data.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        No two the same.
    values : float array, shape (n,)
    models : sequence of str, optional
        Keys of `krig_core.variogram.models.MODELS` that have a sill, as likely beforehand as `model_prior` says; None
        is spherical, exponential and, on a map, Matérn.
    design : float array, shape (n, p), optional
        Drift functions at the data; None is a constant, an unknown mean, and (n, 0) a mean of zero, known.
    nugget, partial_sill : float, optional
        Held fixed where given, squared units of the data. One of them gives the sill to each nugget share.
    range, azimuth, ratio, vertical_range : float, optional
        Held fixed where given. Without `anisotropy` azimuth and ratio are 0 and 1; points in space always have a
        vertical range, which is found.
    shape : float, optional
        Parameter of the formula, for the models that have one.
    anisotropy : bool
        Whether azimuth and ratio, as far as not given, are unknown.

    Raises
    ------
    InvalidInput
        If shapes do not fit, a value is not finite, data are fewer than drift functions and two more or all follow
        the drift, or an option is out of its domain.

    Notes
    -----
    The cost is that of some 70 eigendecompositions of n × n for each model: hundredths of a second for 60 data, one or
    two seconds for 300; 20 times that with anisotropy or a vertical range to be found.

    References
    ----------
    Kitanidis (1986), Water Resources Research 22; Handcock & Stein (1993), Technometrics 35; Berger, De Oliveira &
    Sansó (2001), Journal of the American Statistical Association 96.
    """
    points, data = data_arrays(coordinates, values)
    columns = np.ones((len(data), 1)) if design is None else floats(design, "design")
    if columns.ndim != 2 or len(columns) != len(data) or not np.isfinite(columns).all():
        message = f"Invalid design of shape {columns.shape}. Should be ({len(data)}, p) and finite."
        raise InvalidInput(message)
    if len(data) < columns.shape[1] + FEWEST_FREE:
        message = f"Too few data ({len(data)}) for the posterior of a variogram beside {columns.shape[1]} drift "
        message += f"functions: {columns.shape[1] + FEWEST_FREE} at least are needed (`variogram_uncertainty`)."
        raise InvalidInput(message)
    residual = residuals(data, columns)
    scale = float(np.sqrt(np.square(residual).mean()))
    if not scale:
        message = "All data are equal, or follow their trend exactly: their variogram has no posterior "
        message += "(`variogram_uncertainty`)."
        raise InvalidInput(message)
    for name, given in (("nugget", nugget), ("partial sill", partial_sill)):
        if given is not None and not (math.isfinite(given) and given >= 0):
            message = f"Invalid {name} {given}. Should be zero or greater."
            raise InvalidInput(message)
    if partial_sill == 0 and not nugget:
        message = "Invalid partial sill 0 without a nugget. Should be greater than zero, or be left to be found."
        raise InvalidInput(message)
    form = (1.0 if range is None else range, azimuth or 0.0, 1.0 if ratio is None else ratio, vertical_range)
    models = models or (LIKELY_MODELS if points.shape[1] == 2 else ROUGH_MODELS)
    units = [Structure(model, 1.0, *form, shape=_shape_of(model, shape)) for model in models]
    for unit in units:
        Variogram(0.0, (unit,)).check_bounded("A posterior")
    known = [None if given is None else given / scale**2 for given in (nugget, partial_sill)]
    search = _Search(points, residual / scale, columns, units, known)
    axes = (_horizontal(points, range), _vertical(points, vertical_range), _share(*known))
    ellipses = _ellipses(azimuth, ratio, anisotropy)
    table = search.table(ellipses, *(axis.midpoints(count) for axis, count in zip(axes, _COARSE)))
    narrow = [axis.narrowed(table.greatest(number)) for number, axis in enumerate(axes, 2)]
    likely = [ellipse for ellipse, height in zip(ellipses, table.greatest(1)) if height > _NOTHING]
    table = search.table(likely, *(axis.gauss(count) for axis, count in zip(narrow, _FINE)))
    return table.posterior(scale, _gap(points), _offsets(points))


class _Nodes(NamedTuple):
    """Places on an axis, and what each counts for: the prior within its part of the axis."""

    places: Floats
    weights: Floats


class _Axis(NamedTuple):
    """An interval on which the prior is even; of no length where the place is given."""

    low: float
    high: float

    def midpoints(self, count: int) -> _Nodes:
        """Return the middles of equal parts."""
        if self.low == self.high:
            return _Nodes(np.array([self.low]), np.ones(1))
        return _Nodes(self.low + (self.high - self.low) * (np.arange(count) + 0.5) / count, np.full(count, 1 / count))

    def gauss(self, count: int) -> _Nodes:
        """Return the nodes of Gauss and Legendre."""
        if self.low == self.high:
            return self.midpoints(1)
        places, weights = np.polynomial.legendre.leggauss(count)  # type: ignore[no-untyped-call]
        return _Nodes(self.low + (self.high - self.low) * (places + 1) / 2, weights / 2)

    def narrowed(self, heights: Floats) -> _Axis:
        """Return the part where a density, given at the middles of equal parts, is not negligible."""
        if self.low == self.high:
            return self
        kept, edge = np.flatnonzero(heights > _NOTHING), (self.high - self.low) / len(heights)
        first, last = max(kept[0] - 1, 0), min(kept[-1] + 2, len(heights))
        return _Axis(self.low + edge * first, self.low + edge * last)


class _Ellipse(NamedTuple):
    """A kind of horizontal anisotropy, and its prior probability."""

    azimuth: float
    ratio: float
    weight: float


class _Search:
    """The density of the posterior, for data of a mean square of one."""

    def __init__(
        self,
        points: Floats,
        data: Floats,
        design: Floats,
        units: Sequence[Structure],
        known: Sequence[float | None],
    ) -> None:
        self.points, self.units = points, units
        self.columns = np.column_stack([design, data])
        self.nugget, self.partial_sill = known
        self.free = len(data) - design.shape[1]

    def table(self, ellipses: Sequence[_Ellipse], lengths: _Nodes, heights: _Nodes, shares: _Nodes) -> _Table:
        """Return the density at all combinations of nodes; lengths and heights are logarithms, shares roots."""
        size = (len(self.units), len(ellipses), len(lengths.places), len(heights.places), len(shares.places))
        density, sills = np.empty(size), np.empty(size)
        structures = {}
        for place in np.ndindex(size[:-1]):
            unit, ellipse = self.units[place[0]], ellipses[place[1]]
            structure = replace(
                unit,
                range=math.exp(lengths.places[place[2]]),
                azimuth=ellipse.azimuth,
                ratio=ellipse.ratio,
                vertical_range=math.exp(heights.places[place[3]]) if self.points.shape[1] == 3 else None,
            )
            structures[place] = structure
            density[place], sills[place] = self._densities(structure, shares.places**2)
        prior = [model_prior([unit.model for unit in self.units]), np.array([ellipse.weight for ellipse in ellipses])]
        prior += [lengths.weights, heights.weights, shares.weights * np.maximum(1 - shares.places, _JITTER)]
        degrees = math.inf if self.nugget or self.partial_sill is not None else self.free
        return _Table(density, sills, prior, structures, shares.places**2, degrees)

    def _densities(self, structure: Structure, shares: Floats) -> tuple[Floats, Floats]:
        """Return the logarithm of the density, but for the prior, and the sill of each nugget share."""
        place = structure.isotropic(self.points)
        correlation = structure.formula.correlation(cdist(place, place))
        eigenvalues, vectors = np.linalg.eigh(correlation)
        turned = vectors.T @ self.columns
        spectrum = (1 - shares[:, None]) * np.maximum(eigenvalues, 0.0) + shares[:, None] + _JITTER
        squares = np.einsum("ni,tn,nj->tij", turned, 1 / spectrum, turned, optimize=True)
        terms = len(turned[0]) - 1
        within, across = squares[:, :terms, :terms], squares[:, :terms, terms]
        explained = np.einsum("ti,ti->t", across, np.linalg.solve(within, across[..., None])[..., 0])
        misfit = squares[:, terms, terms] - explained
        logarithms = np.log(spectrum).sum(axis=1) + np.linalg.slogdet(within)[1]
        sills = self._known_sills(shares)
        if sills is None:
            return -(logarithms + self.free * np.log(misfit)) / 2, misfit / self.free
        return -(logarithms + self.free * np.log(sills) + misfit / sills) / 2, sills

    def _known_sills(self, shares: Floats) -> Floats | None:
        """Return the sill that what is given leaves to each nugget share; None: any."""
        if self.partial_sill is not None and self.nugget is not None:
            return np.full(len(shares), self.partial_sill + self.nugget)
        if self.partial_sill is not None:
            return self.partial_sill / (1 - shares)
        return self.nugget / shares if self.nugget else None


class _Table(NamedTuple):
    """The density at the nodes of a grid: models, ellipses, ranges, vertical ranges, nugget shares.

    Attributes
    ----------
    density, sills : float arrays of the grid's shape
        The logarithm, but for the prior and a constant; S² / (n − p).
    prior : list of float arrays
        Along each axis.
    structures : dict
        Without its last index.
    shares : float array
        Of the nugget.
    degrees : float
    """

    density: Floats
    sills: Floats
    prior: list[Floats]
    structures: dict[tuple[int, ...], Structure]
    shares: Floats
    degrees: float

    def greatest(self, axis: int) -> Floats:
        """Return the greatest density along an axis, as part of that of all."""
        others = tuple(number for number in np.arange(self.density.ndim) if number != axis)
        heights: Floats = np.exp(self.density.max(axis=others) - self.density.max())
        return heights

    def posterior(self, scale: float, gap: float, offsets: Floats) -> Posterior:
        """Return the variograms that have a probability.

        Parameters
        ----------
        scale : float
            Unit of the data.
        gap : float
            Distance by whose semivariance they are ordered, map units.
        offsets : float array, shape (m, ndim)
            At which they are compared.
        """
        weights = np.exp(self.density - self.density.max())
        for axis, prior in enumerate(self.prior):
            weights *= np.expand_dims(prior, tuple(number for number in np.arange(weights.ndim) if number != axis))
        weights /= weights.sum()
        index = np.nonzero(weights > _LEAST_WEIGHT / weights.size)
        variograms = [
            Variogram(share, (replace(self.structures[tuple(place)], partial_sill=1 - share),))
            for *place, share in zip(*index[:-1], self.shares[index[-1]].tolist())
        ]
        found, sills = weights[index] / weights[index].sum(), self.sills[index] * scale**2
        order = np.argsort([sill * variogram(gap) for sill, variogram in zip(sills, variograms)], kind="stable")
        return Posterior(
            tuple(variograms[number] for number in order), found[order], sills[order], self.degrees, offsets
        )


def _horizontal(points: Floats, given: float | None) -> _Axis:
    """Return where the logarithm of the range may be."""
    if given is not None:
        return _Axis(math.log(given), math.log(given))
    flat = np.unique(points[:, :2], axis=0)
    if len(flat) < 2:
        message = "All data lie in one well: give `range`, because there is no horizontal variogram."
        raise InvalidInput(message)
    return _Axis(math.log(_gap(flat) / 2), math.log(2 * diagonal(flat)))


def _gap(points: Floats) -> float:
    """Return the median horizontal distance from a place to the nearest other one; 1 where there is no other."""
    flat = np.unique(points[:, :2], axis=0)
    return float(np.median(cKDTree(flat).query(flat, 2)[0][:, 1])) if len(flat) > 1 else 1.0


def _offsets(points: Floats) -> Floats:
    """Return offsets between neighbours and farther, in four directions and, in space, upwards, shape (m, ndim)."""
    turns = np.radians([0.0, 45.0, 90.0, 135.0])
    directions = np.zeros((4, points.shape[1]))
    directions[:, :2] = _gap(points) * np.column_stack([np.sin(turns), np.cos(turns)])
    if points.shape[1] == 3 and np.ptp(points[:, 2]) > 0:
        directions = np.concatenate([directions, [[0.0, 0.0, _step(points)]]])
    offsets: Floats = (np.array(_COMPARED)[:, None, None] * directions).reshape(-1, points.shape[1])
    return offsets


def _step(points: Floats) -> float:
    """Return the median step along wells, of points in space that are not all of one height."""
    _, well = np.unique(points[:, :2], axis=0, return_inverse=True)
    order = np.lexsort((points[:, 2], well.reshape(-1)))
    steps = np.diff(points[order, 2])[np.diff(well.reshape(-1)[order]) == 0]
    return float(np.median(steps)) if len(steps) else float(np.ptp(points[:, 2])) / len(points) ** (1 / 3)


def _vertical(points: Floats, given: float | None) -> _Axis:
    """Return where the logarithm of the vertical range may be; without a third dimension it does not matter."""
    if points.shape[1] == 2:
        return _Axis(0.0, 0.0)
    if given is not None:
        return _Axis(math.log(given), math.log(given))
    height = float(np.ptp(points[:, 2]))
    if height == 0:
        return _Axis(0.0, 0.0)
    return _Axis(math.log(_step(points) / 2), math.log(2 * height))


def _share(nugget: float | None, partial_sill: float | None) -> _Axis:
    """Return where the root of the nugget share may be."""
    if nugget is not None and (nugget == 0 or partial_sill is not None):
        root = math.sqrt(nugget / (nugget + (1.0 if partial_sill is None else partial_sill)))
        return _Axis(root, root)
    return _Axis(0.0, 1.0)


def _ellipses(azimuth: float | None, ratio: float | None, anisotropy: bool) -> list[_Ellipse]:
    """Return the kinds of horizontal anisotropy that there may be."""
    round_ = _Ellipse(0.0, 1.0, 0.5)
    if not anisotropy or (azimuth is not None and ratio is not None) or ratio == 1:
        return [_Ellipse(azimuth or 0.0, 1.0 if ratio is None else ratio, 1.0)]
    turns = 180.0 * np.arange(_AZIMUTHS) / _AZIMUTHS if azimuth is None else np.array([azimuth])
    if ratio is not None:
        return [_Ellipse(float(turn), ratio, 1 / len(turns)) for turn in turns]
    narrow = _Axis(math.log(_NARROWEST), 0.0).gauss(_RATIOS)
    pairs = itertools.product(turns, zip(np.exp(narrow.places), narrow.weights))
    return [round_, *(_Ellipse(float(turn), float(part), weight / 2 / len(turns)) for turn, (part, weight) in pairs)]


def _shape_of(model: str, shape: float | None) -> float | None:
    return None if formula(model).shape is None else shape


def _quantiles(values: Floats, weights: Floats, levels: Sequence[float]) -> Floats:
    """Return quantiles of weighted values: each has half of its weight on each side."""
    order = np.argsort(values, kind="stable")
    ends = np.cumsum(weights[order])
    middles = (ends - weights[order] / 2) / ends[-1]
    quantiles: Floats = np.interp(levels, middles, values[order])
    return quantiles


def _evenly(first: int, count: int) -> Floats:
    """Return multiples of the golden ratio without their integers: however many, they fill the interval evenly."""
    return (0.5 + _GOLDEN * np.arange(first, first + count)) % 1.0
