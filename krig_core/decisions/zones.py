"""What zones hold, in each realization of a map, and what follows of all realizations.

Law: a cell counts by the share of it that lies in the zone; least and greatest value are those of the cells of which
any part does. The spread of a zone comes from its values in the realizations, never from the spread of its cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .condition import Condition

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

MEAN, LEAST, GREATEST, AREA = range(4)
"""Columns of the statistics of a zone."""


class ZoneCells(NamedTuple):
    """The cells of zones that have any, those of the first zone before those of the second.

    Attributes
    ----------
    zones : int array, shape (m,)
        Which zones have a cell that counts, ascending.
    starts : int array, shape (m,)
        Where the cells of each begin.
    cells : int array, shape (n,)
    areas : float array, shape (n,)
        Of each cell, the area that lies in the zone.
    all : int
        Number of zones.
    """

    zones: NDArray[np.int64]
    starts: NDArray[np.int64]
    cells: NDArray[np.int64]
    areas: Floats
    all: int

    @classmethod
    def of(
        cls, cells: NDArray[np.int64], shares: Floats, counts: NDArray[np.int64], cell_areas: Floats, known: Bools
    ) -> ZoneCells:
        """Take the cells of zones, `counts` of each zone, and the share of each; only known cells count."""
        zone = np.repeat(np.arange(len(counts)), counts)
        kept = known[cells] & (shares > 0)
        zone, cells, shares = zone[kept], cells[kept], shares[kept]
        zones, starts = np.unique(zone, return_index=True)
        return cls(zones, starts, cells, shares * cell_areas[cells], len(counts))

    def with_value(self) -> Floats:
        """Return the area of each zone in which there are values, shape (zones,)."""
        return self._spread(self._sums(self.areas))

    def statistics(self, values: Floats, condition: Condition | None = None) -> Floats:
        """Return the statistics of a map.

        Parameters
        ----------
        values : float array
            Of all cells.
        condition : Condition, optional

        Returns
        -------
        float array, shape (zones, 4)
            Mean, least and greatest value, and the area where the condition holds; not a number where there is none.
        """
        found = np.full((self.all, 4), np.nan)
        if not len(self.zones):
            return found
        here = values[self.cells]
        found[self.zones, MEAN] = self._sums(here * self.areas) / self._sums(self.areas)
        found[self.zones, LEAST] = np.minimum.reduceat(here, self.starts)
        found[self.zones, GREATEST] = np.maximum.reduceat(here, self.starts)
        if condition is not None:
            found[self.zones, AREA] = self._sums(self.areas * condition.holds(here))
        return found

    def mean(self, values: Floats) -> Floats:
        """Return the mean of each zone, shape (zones,); not a number where it has none."""
        return self._spread(self._sums(values[self.cells] * self.areas) / self._sums(self.areas), np.nan)

    def integral(self, values: Floats) -> Floats:
        """Return the sum over each zone of value times area, shape (zones,); not a number where it has no value."""
        return self._spread(self._sums(values[self.cells] * self.areas), np.nan)

    def _sums(self, values: Floats) -> Floats:
        sums: Floats = np.add.reduceat(values, self.starts) if len(self.starts) else np.empty(0)
        return sums

    def _spread(self, found: Floats, otherwise: float = 0.0) -> Floats:
        """Return a number for each zone, also for those without a cell."""
        spread = np.full(self.all, otherwise)
        spread[self.zones] = found
        return spread
