"""Neighbourhood: which data a target is kriged from.

Law: nearness is measured where the first structure of the variogram is isotropic, unless told otherwise. Of data that
are equally near those that come first in the data are taken.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from ..errors import InvalidInput
from ..numeric import real, require_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

_TIE = 1e-9
"""Distances that differ by less, relatively, are equal: the datum that comes first in the data is taken first."""


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
            if value is not None:
                require_whole(value, name, 1)
        if self.search_radius is not None and not real(self.search_radius, "search_radius") > 0:
            message = f"Invalid `search_radius` {self.search_radius}. Should be greater than zero."
            raise InvalidInput(message)
        if self.max_data is not None and self.min_data is not None and self.min_data > self.max_data:
            message = f"Invalid `min_data` {self.min_data}. Should not exceed `max_data`, {self.max_data}."
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
    others : bool
        Whether all places are those of data, none of which may find itself.
    """

    def __init__(self, points: Floats, variogram: Variogram | None, *, others: bool = False) -> None:
        ndim = points.shape[1]
        self.matrix = np.eye(ndim)
        if variogram is not None and variogram.structures:
            matrix = variogram.structures[0].isotropic(np.eye(ndim))
            # Of length one along the longest axis: there a distance stays what it is on the map.
            self.matrix = matrix / np.linalg.svd(matrix, compute_uv=False)[-1]
        self.points = points @ self.matrix
        self.count, self.others = len(points), others
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

    def counted(self, places: Floats, wanted: Neighbourhood) -> Neighbourhood:
        """Return the same neighbourhood of places, shape (m, ndim), with the most data that its other limits let in.

        Whoever makes room for them needs a number, and all data would be far too many.
        """
        if wanted.max_data is not None or not len(places):
            return wanted
        most = self.count
        if wanted.max_per_octant is not None:
            most = min(most, 2 ** places.shape[1] * wanted.max_per_octant)
        if wanted.search_radius is not None:
            within = self.tree.query_ball_point(places @ self.matrix, _next(wanted.search_radius), return_length=True)
            most = min(most, int(within.max()))
        return wanted if most == self.count else replace(wanted, max_data=max(1, wanted.min_data or 1, most))

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
        radius = math.inf if wanted.search_radius is None else _next(wanted.search_radius)
        limit = min(wanted.max_data or self.count, self.count)
        if wanted.max_per_octant is None:
            found = self._closest(places, limit, radius)[1]
        else:
            pool = min(wanted.pool or self.count, self.count)
            found = self._by_octant(places, limit, radius, wanted.max_per_octant, pool)
        used = max(1, int((found < self.count).sum(axis=1).max(initial=0)))
        return found[:, :used]

    def _closest(self, places: Floats, limit: int, radius: float) -> tuple[Floats, Integers]:
        if not self.others:
            return self._found(places, limit, radius)
        # No two data lie at one place, so the first is the datum itself.
        distance, found = self._found(places, min(limit + 1, self.count), radius)
        return distance[:, 1:], found[:, 1:]

    def _found(self, places: Floats, limit: int, radius: float) -> tuple[Floats, Integers]:
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


def _next(radius: float) -> float:
    """Return the next number, as a search finds what is nearer than its bound."""
    return float(np.nextafter(radius, math.inf))


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
