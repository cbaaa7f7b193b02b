"""Kriging from the nearest data: each target, or tile of targets, has a system of its own.

Law: systems of one size are solved as a stack; a neighbourhood with less data than others is filled up with data of no
covariance, which get no weight.

    targets → tiles (of one, or many that share) → nearest data → stacks of systems → mean, variance
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Callable

import numpy as np
from scipy.linalg import lapack

from ..blas import one_blas_thread
from ..drift import RANK_TOLERANCE
from ..errors import InvalidInput
from ..points import tiles
from ..threads import thread_map
from .neighbourhood import Search
from .support import stacked_covariance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .data import Data
    from .neighbourhood import Neighbourhood
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

_LEAST_NUGGET = 1e-10
"""Part of the sill that is added to a diagonal without nugget: a smooth model would make a system singular."""

_HUGE = 1e250
"""Stands where a diagonal has to be greater than any variance."""


class LocalKriging:
    """Kriging of each target from its own neighbourhood.

    Parameters
    ----------
    data : Data
    support : Support
    neighbourhood : Neighbourhood
    others : bool
        Whether the targets are the data themselves, each to be kriged from others.
    """

    def __init__(self, data: Data, support: Support, neighbourhood: Neighbourhood, *, others: bool = False) -> None:
        data.check_drift()
        least = _LEAST_NUGGET * support.smooth.partial_sill
        self.diagonal = data.diagonal if data.diagonal.min() >= least else data.diagonal + least
        self.data, self.support, self.neighbourhood = data, support, neighbourhood
        self.search = Search(data.points, support.smooth if neighbourhood.anisotropic else None, others=others)

    def __call__(
        self,
        places: Floats,
        variables: Floats,
        *,
        threads: int | None = 1,
        done: Callable[[int], object] | None = None,
    ) -> tuple[Floats, Floats]:
        """Return mean and variance at targets, shapes (m,); NaN where data are too few for the drift or for min_data.

        The parameters are those of `GlobalKriging`; threads work at stacks.
        """
        mean, variance = np.full(len(places), np.nan), np.full(len(places), np.nan)
        if len(places) == 0:
            return mean, variance
        twin = self.support.twins(self.data.points, places)
        for numbers, wanted in self._shares(places):
            width = min(wanted.max_data or len(self.data.points), len(self.data.points))
            step = max(1, int(_STACK_BYTES / 8 / width / (width + 2 * numbers.shape[1] + 8)))
            stacks = [numbers[start : start + step] for start in range(0, len(numbers), step)]

            @one_blas_thread()  # threads cost more than they give in systems this small
            def work(stack: Integers, wanted: Neighbourhood = wanted) -> tuple[Floats, Floats]:
                return self._solve(stack, places[stack], variables[stack], twin[stack], wanted)

            for stack, solved in zip(stacks, thread_map(work, stacks, threads)):
                mean[stack], variance[stack] = solved
                if done is not None:
                    done(stack.size)
        return mean, variance

    def _shares(self, places: Floats) -> list[tuple[Integers, Neighbourhood]]:
        """Return the targets of each tile, shape (tiles, targets), and what neighbourhood the tiles want."""
        wanted = self.neighbourhood
        size = (wanted.max_data or 0) * len(places) / (4 * len(self.data.points))
        if not wanted.shared_tiles or wanted.max_data is None or wanted.max_per_octant is not None or size < 2:
            return [(self._in_company(np.arange(len(places)), places), self.search.counted(places, wanted))]
        searched = places @ self.search.matrix
        numbers = tiles(searched, int(min(size, _SHARED_TARGETS)))
        inside, centres = searched[numbers], _centres(places[numbers]) @ self.search.matrix
        half = np.sqrt((np.ptp(inside, axis=1) ** 2).sum(axis=1)) / 2
        shared = replace(wanted, max_data=int(_SHARED_DATA * wanted.max_data), search_radius=None)
        reach = self.search.distance(centres, min(int(_SHARED_DATA * wanted.max_data), len(self.data.points)))
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
        present = found < len(self.data.points)
        index = np.where(present, found, 0)
        points = self.data.points[index]

        functions, target_functions = self.data.drift.at(points, self.data.variables[index], places, variables, present)

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
        rows[:, -1] = np.where(present, self.data.residual[index], 0.0)

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
            return stacked_covariance(self.support.smooth, self.data.points[index], self.data.points[index])
        table = self.support.smooth.covariance(self.data.points[used], self.data.points[used])
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
    message = "A kriging system is singular: give a variogram with a nugget greater than zero (`nugget`)."
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
