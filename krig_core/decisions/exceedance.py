"""Where and on how large an area a condition holds, by many realizations of a map.

Law: a cell counts where every realization has a value. A probability is the exact share of the realizations in which
the condition holds; nothing is smoothed or fitted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from .condition import Condition

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

    Pulse = Callable[[], None]


class Realizations(Protocol):
    """Realizations of one map, each a flat array that is read when it is asked for, in any order."""

    def __len__(self) -> int:
        """How many."""

    def __getitem__(self, number: int) -> Floats:
        """The values of one; not a number where there is none."""


class Known(NamedTuple):
    """Cells in which every realization has a value, and how many cells have one in some realizations only."""

    cells: Bools
    partial: int


class Exceedance(NamedTuple):
    """The share of realizations in which a condition holds, cell by cell, and the area where, realization by one."""

    probability: Floats
    areas: Floats


def known_cells(realizations: Realizations, pulse: Pulse = lambda: None) -> Known:
    """Return which cells count; `pulse` is called after each realization."""
    count = np.zeros(len(realizations[0]), dtype=np.int64)
    for number in range(len(realizations)):
        count += ~np.isnan(realizations[number])
        pulse()
    cells = count == len(realizations)
    return Known(cells, int(np.count_nonzero((count > 0) & ~cells)))


def exceedance(
    realizations: Realizations,
    condition: Condition,
    cell_areas: Floats,
    known: Bools,
    pulse: Pulse = lambda: None,
) -> Exceedance:
    """Return where a condition holds.

    Parameters
    ----------
    realizations : Realizations
    condition : Condition
    cell_areas : float array, shape (cells,)
    known : bool array, shape (cells,)
        Cells that count; the others have no probability.
    pulse : callable
        Called after each realization.
    """
    count = np.zeros(len(known), dtype=np.int64)
    areas = np.zeros(len(realizations))
    for number in range(len(realizations)):
        holds = condition.holds(realizations[number]) & known
        count += holds
        areas[number] = np.sum(cell_areas[holds])
        pulse()
    return Exceedance(np.where(known, count / len(realizations), np.nan), areas)
