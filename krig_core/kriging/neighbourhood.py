"""Moving neighbourhood: each target, or tile of targets, is kriged from the data around it.

Law: nearness is measured where the first structure of the variogram is isotropic, unless told otherwise. Systems
of one size are solved as a stack; a neighbourhood with less data than others is filled up with data of no covariance,
which get no weight.

    targets → tiles (of one, or many that share) → nearest data → stacks of systems → mean, variance
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Callable

import numpy as np
from scipy.linalg import lapack
from scipy.spatial import cKDTree

from ..blas import one_blas_thread
from ..drift import RANK_TOLERANCE
from ..errors import InvalidInput
from ..threads import thread_map
from .support import coincidence, stacked_covariance, tiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..drift import Drift
    from ..variogram.models import Variogram
    from .support import Support

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Booleans = NDArray[np.bool_]

_STACK_BYTES = 2e6
"""Systems are made and solved in stacks of about this size: much larger ones leave the processor's cache."""

_COMPANY = 256
"""Targets that are close together are solved together, by about so many."""

_SHARED_TARGETS = 128
_SHARED_DATA = 1.5
_SHARED_REACH = 2.0
"""A tile that shares its neighbourhood has at most that many targets, and that many times max_data data, the farthest
of which is at least that many half diagonals of the tile away."""

_TIE = 1e-9
"""Distances that differ by less, relatively, are equal: the datum that comes first in the data is taken first."""

_LEAST_NUGGET = 1e-10
"""Part of the sill that is added to a diagonal without nugget, lest a smooth model makes a system singular."""

_HUGE = 1e250
"""Stands where a diagonal has to be greater than any variance."""


def ignore(_count: int) -> None:
    """Stand in for a caller who does not want to hear how many targets are done."""


@dataclass(frozen=True)
class Neighbourhood:
    """Which data a target is kriged from.

    Attributes
    ----------
    max_data : int, optional
        Most data, the nearest ones; None is no limit.
    min_data : int, optional
        A target with fewer is left without a value; None is 1.
    search_radius : float, optional
        Farthest distance along the longest axis of the first structure, map units; less across, by its anisotropy.
    max_per_octant : int, optional
        Most data in each quadrant (2D) or octant (3D) around a target, along the axes of the search; `max_data` then
        limits what the octants yield, as in GSLIB.
    anisotropic : bool
        Whether the first structure's anisotropy shapes the search; else distances are those on the map, as in gstat.
    pool : int, optional
        Most data, the nearest ones, that the octants choose from (gstat's nmax with omax); None is no limit.
    shared_tiles : bool
        Whether targets close together share a neighbourhood, of half as many data again as `max_data` (which it needs).
        Only where no other limit can tell them apart: not with `max_per_octant`, and not where a datum of the shared
        neighbourhood lies, or might lie, beyond the search radius of one of them.
    """

    max_data: int | None = None
    min_data: int | None = None
    search_radius: float | None = None
    max_per_octant: int | None = None
    shared_tiles: bool = False
    anisotropic: bool = True
    pool: int | None = None

    def __post_init__(self) -> None:
        for name in ("max_data", "min_data", "max_per_octant", "pool"):
            value = getattr(self, name)
            if value is not None and value < 1:
                message = f"Invalid {name} {value}. Should be at least 1."
                raise InvalidInput(message)
        if self.search_radius is not None and not self.search_radius > 0:
            message = f"Invalid search_radius {self.search_radius}. Should be greater than zero."
            raise InvalidInput(message)
        if self.max_data is not None and self.min_data is not None and self.min_data > self.max_data:
            message = f"Invalid min_data {self.min_data}. Should not exceed max_data {self.max_data}."
            raise InvalidInput(message)

    def limits(self, count: int) -> bool:
        """Return whether this leaves out any of that many data, or any target."""
        few = self.max_data is not None and self.max_data < count
        return few or self.search_radius is not None or self.max_per_octant is not None or (self.min_data or 1) > count


class Search:
    """Nearest data in the isotropic coordinates of a variogram.

    Parameters
    ----------
    points : float array, shape (n, ndim)
    variogram : Variogram, optional
        None measures distances on the map.
    """

    def __init__(self, points: Floats, variogram: Variogram | None) -> None:
        ndim = points.shape[1]
        self.matrix = np.eye(ndim)
        if variogram is not None and variogram.structures:
            matrix = variogram.structures[0].isotropic(np.eye(ndim))
            # Of length one along the longest axis: there a distance stays what it is on the map.
            self.matrix = matrix / np.linalg.svd(matrix, compute_uv=False)[-1]
        self.points = points @ self.matrix
        self.count = len(points)
        self.tree = cKDTree(self.points)

    def distance(self, searched: Floats, rank: int) -> Floats:
        """Return the distance to the rank-th nearest datum, inf if there are fewer.

        Parameters
        ----------
        searched : float array, shape (m, ndim)
            Places in the coordinates of the search.
        rank : int
            1 is the nearest.
        """
        distance: Floats = self.tree.query(searched, k=[rank])[0][:, 0]
        return distance

    def nearest(self, places: Floats, wanted: Neighbourhood) -> Integers:
        """Return the numbers of the data around places.

        Parameters
        ----------
        places : float array, shape (m, ndim)
        wanted : Neighbourhood

        Returns
        -------
        int array, shape (m, k)
            Nearest first where there are no octants; n, the number of data, stands for none.
        """
        places = places @ self.matrix
        radius = math.inf if wanted.search_radius is None else np.nextafter(wanted.search_radius, math.inf)
        limit = min(wanted.max_data or self.count, self.count)
        if wanted.max_per_octant is None:
            found = self._closest(places, limit, radius)[1]
        else:
            pool = min(wanted.pool or self.count, self.count)
            found = self._by_octant(places, limit, radius, wanted.max_per_octant, pool)
        used = max(1, int((found < self.count).sum(axis=1).max(initial=0)))
        return found[:, :used]

    def _closest(self, places: Floats, limit: int, radius: float) -> tuple[Floats, Integers]:
        more = min(limit + 1, self.count)
        distance, found = self.tree.query(places, k=np.arange(1, more + 1), distance_upper_bound=radius)
        if more > limit:
            tied = np.flatnonzero(
                np.isfinite(distance[:, limit]) & (distance[:, limit] <= distance[:, limit - 1] * (1 + _TIE))
            )
            wide = min(self.count, 4 * limit + 16)
            for part in np.array_split(tied, -(-len(tied) * wide // 1_000_000)) if len(tied) else []:
                distance[part, :limit], found[part, :limit] = self._untied(places[part], limit, wide, radius)
        return distance[:, :limit], found[:, :limit].astype(np.intp, copy=False)

    def _untied(self, places: Floats, limit: int, wide: int, radius: float) -> tuple[Floats, Integers]:
        distance, found = self.tree.query(places, k=np.arange(1, wide + 1), distance_upper_bound=radius)
        previous = distance[:, :-1]
        with np.errstate(invalid="ignore"):  # inf − inf, where there are fewer data
            steps = np.cumsum(distance[:, 1:] - previous > _TIE * previous, axis=1)
        steps = np.concatenate([np.zeros((len(places), 1), dtype=int), steps], axis=1)
        order = np.lexsort((found, steps), axis=-1)[:, :limit]
        return np.take_along_axis(distance, order, axis=1), np.take_along_axis(found, order, axis=1)

    def _by_octant(self, places: Floats, limit: int, radius: float, most: int, pool: int) -> Integers:
        """Search wider, until each octant has its data or there are no more."""
        octants = 2 ** places.shape[1]
        limit = min(limit, octants * most)
        chosen = np.full((len(places), limit), self.count, dtype=np.intp)
        open_, wide = np.arange(len(places)), min(pool, 4 * octants * most)
        while len(open_) > 0:
            distance, found = self._closest(places[open_], wide, radius)
            known = np.isfinite(distance)
            apart = self.points[np.minimum(found, self.count - 1)] - places[open_, None]
            octant = _octant(apart)
            keep = np.zeros(found.shape, dtype=bool)
            full = np.ones(len(open_), dtype=bool)
            for number in range(octants):
                inside = known & (octant == number)
                keep |= inside & (np.cumsum(inside, axis=1) <= most)
                full &= inside.sum(axis=1) >= most
            first = np.argsort(~keep, axis=1, kind="stable")[:, :limit]
            nearest = np.take_along_axis(np.where(keep, found, self.count), first, axis=1)
            chosen[open_, : nearest.shape[1]] = nearest
            open_ = open_[~full & known.all(axis=1)] if wide < pool else open_[:0]
            wide = min(pool, 4 * wide)
        return chosen


def _octant(offsets: Floats) -> Integers:
    """Return the number of the quadrant or octant that offsets, shape (…, ndim), point to.

    Quadrants turn: each has one of the two half-axes that bound it, so that none is favoured (gstat does the same).
    """
    along, across = offsets[..., 0], offsets[..., 1]
    first, second = (across >= 0) & (along > 0), (across < 0) & (along >= 0)
    octant = np.select([first, second, (across <= 0) & (along < 0)], [0, 1, 2], 3)
    if offsets.shape[-1] == 3:
        octant += 4 * (offsets[..., 2] >= 0)
    return octant


class LocalKriging:
    """Kriging of each target from its own neighbourhood.

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
    neighbourhood : Neighbourhood
    """

    def __init__(
        self,
        points: Floats,
        data: Floats,
        diagonal: Floats,
        variables: Floats,
        support: Support,
        drift: Drift,
        neighbourhood: Neighbourhood,
    ) -> None:
        drift.check(drift.at(points, variables, points, variables, np.ones(len(points), dtype=bool))[0], variables)
        self.points, self.data, self.variables = points, data, variables
        least = _LEAST_NUGGET * support.smooth.partial_sill
        self.diagonal = diagonal if diagonal.min() >= least else diagonal + least
        self.support, self.drift, self.neighbourhood = support, drift, neighbourhood
        self.search = Search(points, support.smooth if neighbourhood.anisotropic else None)

    def __call__(
        self,
        places: Floats,
        variables: Floats,
        *,
        threads: int | None = 1,
        done: Callable[[int], object] = ignore,
    ) -> tuple[Floats, Floats]:
        """Return mean and variance at targets, shapes (m,); NaN where data are too few for the drift or for min_data.

        Parameters
        ----------
        places : float array, shape (m, ndim)
        variables : float array, shape (m, k)
        threads : int, optional
            How many work at stacks; None for one on each core.
        done : callable
            Called with a number of targets that were done, now and then, in this thread.
        """
        mean, variance = np.full(len(places), np.nan), np.full(len(places), np.nan)
        if len(places) == 0:
            return mean, variance
        twin = coincidence(self.points, places) if self.support.nugget > 0 else np.full(len(places), -1, dtype=np.intp)
        for numbers, wanted in self._shares(places):
            width = min(wanted.max_data or len(self.points), len(self.points))
            step = max(1, int(_STACK_BYTES / 8 / width / (width + 2 * numbers.shape[1] + 8)))
            stacks = [numbers[start : start + step] for start in range(0, len(numbers), step)]

            @one_blas_thread()  # threads cost more than they give in systems this small
            def work(stack: Integers, wanted: Neighbourhood = wanted) -> tuple[Floats, Floats]:
                return self._solve(stack, places[stack], variables[stack], twin[stack], wanted)

            for stack, solved in zip(stacks, thread_map(work, stacks, threads)):
                mean[stack], variance[stack] = solved
                done(stack.size)
        return mean, variance

    def _shares(self, places: Floats) -> list[tuple[Integers, Neighbourhood]]:
        """Return the targets of each tile, shape (tiles, targets), and what neighbourhood the tiles want."""
        wanted = self.neighbourhood
        size = (wanted.max_data or 0) * len(places) / (4 * len(self.points))
        if not wanted.shared_tiles or wanted.max_data is None or wanted.max_per_octant is not None or size < 2:
            return [(self._in_company(np.arange(len(places)), places), wanted)]
        searched = places @ self.search.matrix
        numbers = tiles(searched, int(min(size, _SHARED_TARGETS)))
        inside, centres = searched[numbers], _centres(places[numbers]) @ self.search.matrix
        half = np.sqrt((np.ptp(inside, axis=1) ** 2).sum(axis=1)) / 2
        shared = replace(wanted, max_data=int(_SHARED_DATA * wanted.max_data), search_radius=None)
        reach = self.search.distance(centres, min(int(_SHARED_DATA * wanted.max_data), len(self.points)))
        # A neighbourhood that hardly reaches beyond its tile would serve the rim badly.
        fit = reach >= _SHARED_REACH * half
        if wanted.search_radius is not None:
            # One that might reach beyond the radius of any target would not be that target's own.
            furthest = np.sqrt(((inside - centres[:, None]) ** 2).sum(axis=2)).max(axis=1)
            fit &= reach + furthest <= wanted.search_radius
        return [(numbers[fit], shared), (self._in_company(np.unique(numbers[~fit]), places), wanted)]

    def _in_company(self, numbers: Integers, places: Floats) -> Integers:
        """Return targets, shape (m,), as tiles of one, shape (m, 1), in an order that keeps neighbours together."""
        if len(numbers) == 0:
            return numbers[:, None]
        groups = tiles(places[numbers] @ self.search.matrix, _COMPANY).reshape(-1)
        grouped: Integers = numbers[groups][:, None]
        return grouped

    def _solve(
        self, numbers: Integers, places: Floats, variables: Floats, twin: Integers, wanted: Neighbourhood
    ) -> tuple[Floats, Floats]:
        """Return mean and variance of tiles, shapes (s, t), from numbers (s, t) and places (s, t, ndim)."""
        found = self.search.nearest(_centres(places), wanted)
        present = found < len(self.points)
        index = np.where(present, found, 0)
        points = self.points[index]

        functions, target_functions = self.drift.at(points, self.variables[index], places, variables, present)

        between = self._between(index)
        if not present.all():
            between *= present[:, :, None] & present[:, None, :]
        every = np.arange(index.shape[1])
        own = between[:, every, every] + np.where(present, self.diagonal[index], 0.0)
        greatest = own.max(axis=1)
        certain = greatest == 0  # no variance at all: equal weights are sensible
        between[:, every, every] = np.where(own > 0, own, np.where(certain, 1.0, _LEAST_NUGGET * greatest)[:, None])
        count = places.shape[1]
        rows = np.empty((len(index), count + functions.shape[2] + 1, index.shape[1]))
        rows[:, :count] = self.support.stacked(points, places)
        if (twin >= 0).any():
            rows[:, :count] += self.support.nugget * (index[:, None, :] == twin[:, :, None])
        if not present.all():
            rows[:, :count] *= present[:, None, :]
        rows[:, count:-1] = functions.swapaxes(1, 2)
        rows[:, -1] = np.where(present, self.data[index], 0.0)

        white = _whitened(between, rows)
        white_covariance, white_drift, white_data = white[:, :count], white[:, count:-1], white[:, -1:]
        lack = target_functions - white_covariance @ white_drift.swapaxes(1, 2)
        inverse, solvable = _inverses(white_drift @ white_drift.swapaxes(1, 2))
        carried = lack @ inverse
        mean = (white_covariance @ white_data.swapaxes(1, 2))[:, :, 0]
        mean += (carried @ (white_drift @ white_data.swapaxes(1, 2)))[:, :, 0]
        explained = np.einsum("stk,stk->st", white_covariance, white_covariance)
        variance = self.support.variance - explained + (carried * lack).sum(axis=2)
        bad = ~solvable | (present.sum(axis=1) < (wanted.min_data or 1))
        variance[certain] = 0.0
        mean[bad], variance[bad] = np.nan, np.nan
        return mean, np.maximum(variance, 0.0)

    def _between(self, index: Integers) -> Floats:
        """Return the covariance between the data of each stack, shape (s, k, k), from their numbers, shape (s, k).

        Neighbours have most of their data in common: then it is looked up in a table of all pairs.
        """
        used, place = np.unique(index, return_inverse=True)
        if 2 * len(used) ** 2 > index.size * index.shape[1]:
            return stacked_covariance(self.support.smooth, self.points[index], self.points[index])
        table = self.support.smooth.covariance(self.points[used], self.points[used])
        place = place.reshape(index.shape)
        pairs: Floats = table.reshape(-1).take(place[:, :, None] * len(used) + place[:, None, :])
        return pairs


def _centres(places: Floats) -> Floats:
    """Return the middle of the box around each stack of places, shape (s, t, ndim)."""
    middle: Floats = (places.min(axis=1) + places.max(axis=1)) / 2
    return middle


def _whitened(between: Floats, rows: Floats) -> Floats:
    """Return B L⁻ᵀ of stacks of B, shape (s, r, k), and of C = L Lᵀ, shape (s, k, k), which is overwritten."""
    size, count = between.shape[1], rows.shape[1]
    if 4 * count < size:
        # Few rows: the Cholesky factor of [C Bᵀ; B D] is [L 0; B L⁻ᵀ .], whatever D may be if it is great enough.
        system = np.zeros((len(between), size + count, size + count))
        system[:, :size, :size] = between
        system[:, size:, :size] = rows
        rest = np.arange(size, size + count)
        system[:, rest, rest] = _HUGE
        return _factors(system, size)[:, size:, :size]
    factors = _factors(between, size)
    for factor in factors:
        lapack.dtrtri(factor.T, lower=0, overwrite_c=1)  # in place: L becomes L⁻¹
    white: Floats = rows @ factors.swapaxes(1, 2)
    return white


def _factors(systems: Floats, size: int) -> Floats:
    """Return Cholesky factors of a stack; what is singular gets the least addition to its diagonal that helps."""
    every = np.arange(size)
    for exponent in (None, -9, -8, -7, -6):
        if exponent is not None:
            systems[:, every, every] *= 1 + 10.0**exponent
        try:
            factors: Floats = np.linalg.cholesky(systems)
        except np.linalg.LinAlgError:
            continue
        return factors
    message = "A kriging system is singular: give a variogram with a nugget greater than zero (NUGGET)."
    raise InvalidInput(message)


def _inverses(information: Floats) -> tuple[Floats, Booleans]:
    """Invert symmetric matrices, shape (s, p, p), and say which have an inverse worth the name."""
    scale = np.sqrt(np.maximum(np.diagonal(information, axis1=1, axis2=2), 0.0))
    solvable = (scale > 0).all(axis=1)
    scale = np.where(scale > 0, scale, 1.0)
    correlation = information / (scale[:, :, None] * scale[:, None, :])
    eye = np.eye(information.shape[1])
    if information.shape[1] > 1:
        correlation[~solvable] = eye
        solvable &= np.linalg.eigvalsh(correlation)[:, 0] > RANK_TOLERANCE
    correlation[~solvable] = eye
    inverse: Floats = np.linalg.inv(correlation) / (scale[:, :, None] * scale[:, None, :])
    return inverse, solvable
