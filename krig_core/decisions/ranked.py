"""Realizations of a map, ranked in each cell once, so that much can be looked up at once.

Law: a cell counts where every realization has a value. Nothing is lost: a realization comes back to the bit by its
ranks. Values that are equal in a cell rank by the numbers of their realizations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]
    Bools = NDArray[np.bool_]
    Whole = NDArray[np.integer[Any]]

    Pulse = Callable[[], None]

_CELLS_AT_ONCE = 16_384
"""Ranked together: what a sort takes beside its values."""


@dataclass(frozen=True, eq=False)
class RankedRealizations:
    """Realizations by cell and rank.

    Attributes
    ----------
    ordered : float32 array, shape (n, m)
        The values of each cell that counts, ascending.
    ranks : uint16 array, shape (n, m)
        Of each realization, which of the values of a cell is its own, from 0.
    known : bool array, shape (rows, columns)
        Which cells count; `m` of them.
    """

    ordered: Singles
    ranks: NDArray[np.uint16]
    known: Bools

    @classmethod
    def of(cls, stack: Singles, pulse: Pulse = lambda: None) -> RankedRealizations:
        """Rank realizations.

        Parameters
        ----------
        stack : float32 array, shape (n, rows, columns)
            Not a number where there is no value.
        pulse : callable
            Called between parts of the work; may raise.

        Raises
        ------
        InvalidInput
            If there are fewer than two or more than 65535 realizations, or no cell in which all have a value.
        """
        count = len(stack)
        if not 2 <= count <= np.iinfo(np.uint16).max:
            message = f"There are {count} realizations. Should be 2 to {np.iinfo(np.uint16).max}."
            raise InvalidInput(message)
        known = ~np.isnan(stack).any(axis=0)
        cells = np.flatnonzero(known)
        if not len(cells):
            message = "There is no cell in which all realizations have a value: choose another raster."
            raise InvalidInput(message)
        flat = stack.reshape(count, -1)
        ordered = np.empty((count, len(cells)), dtype=np.float32)
        ranks = np.empty((count, len(cells)), dtype=np.uint16)
        number = np.arange(count, dtype=np.uint16)[None]
        for begin in range(0, len(cells), _CELLS_AT_ONCE):
            part = slice(begin, begin + _CELLS_AT_ONCE)
            values = np.ascontiguousarray(flat[:, cells[part]].T)
            order = np.argsort(values, axis=1, kind="stable")
            ordered[:, part] = np.take_along_axis(values, order, axis=1).T
            own = np.empty(values.shape, dtype=np.uint16)
            np.put_along_axis(own, order, number, axis=1)
            ranks[:, part] = own.T
            pulse()
        return cls(ordered, ranks, known)

    def __len__(self) -> int:
        """How many realizations."""
        return len(self.ordered)

    def realization(self, number: int) -> Singles:
        """Return the values of a realization, from 0, shape (m,)."""
        return self.at_ranks(self.ranks[number])

    def at_ranks(self, ranks: Whole) -> Singles:
        """Return the value of each cell at a rank of its own, shape (m,)."""
        cells = self.ordered.shape[1]
        place = ranks.astype(np.intp)
        place *= cells
        place += np.arange(cells)
        values: Singles = self.ordered.ravel().take(place)
        return values

    def mean(self) -> Floats:
        """Return the mean of each cell, shape (m,)."""
        mean: Floats = self.ordered.mean(axis=0, dtype=np.float64)
        return mean

    def count_above(self, threshold: float) -> NDArray[np.int32]:
        """Return in how many realizations each cell is above a threshold, shape (m,).

        The threshold is rounded to 32 bits as the values are, so that a value is not above its own number.
        """
        count, cells = self.ordered.shape
        threshold32, flat = np.float32(threshold), self.ordered.ravel()
        cell = np.arange(cells, dtype=np.intp)
        # Bisection in all cells at once: how many values are not above.
        below = np.zeros(cells, dtype=np.int32)
        step = 1 << (count.bit_length() - 1)
        while step:
            probe = below + np.int32(step - 1)
            inside = probe < count
            np.minimum(probe, count - 1, out=probe)
            below += ((flat.take(probe.astype(np.intp) * cells + cell) <= threshold32) & inside) * np.int32(step)
            step >>= 1
        above: NDArray[np.int32] = np.int32(count) - below
        return above

    def at(self, cell: int) -> Singles:
        """Return the values of all realizations in a cell, of those that count, shape (n,)."""
        values: Singles = self.ordered[self.ranks[:, cell], cell]
        return values

    def place_of(self, row: int, column: int) -> int | None:
        """Return which of the cells that count one is; None where it does not count."""
        rows, columns = self.known.shape
        if not (0 <= row < rows and 0 <= column < columns and self.known[row, column]):
            return None
        return int(np.count_nonzero(self.known.ravel()[: row * columns + column]))

    def means_of(self, cells: NDArray[np.int64], areas: Floats) -> Floats:
        """Return the mean over a zone of each realization, shape (n,); not a number where no cell of it counts.

        Parameters
        ----------
        cells : int array, shape (k,)
            Of the zone: row times columns plus column.
        areas : float array, shape (k,)
            Of each of them, the area that lies in the zone.
        """
        counts = self.known.ravel()[cells]
        place, areas = (np.cumsum(self.known.ravel()) - 1)[cells[counts]], areas[counts]
        if not len(place) or not areas.sum() > 0:
            return np.full(len(self), np.nan)
        means = [areas @ self.ordered[rank[place], place] for rank in self.ranks]
        of_all: Floats = np.array(means, dtype=float) / areas.sum()
        return of_all
