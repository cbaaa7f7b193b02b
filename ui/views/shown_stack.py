"""The realizations that are looked at, as they were read, ranked and placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from ...krig_core.decisions.film import Film
    from ...krig_core.decisions.ranked import RankedRealizations
    from ...provider.outputs.colours import Span


@dataclass(frozen=True, eq=False)
class Zone:
    """A part of the map, or all of it.

    Attributes
    ----------
    title : str
    means : float array, shape (n,)
        Its mean in each realization.
    cells : bool array, shape (rows, columns), or None
        Those that lie in it by half or more, or by any part where there are none; None: the whole map.
    """

    title: str
    means: np.ndarray
    cells: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class ShownStack:
    """Realizations of a map.

    Attributes
    ----------
    realizations : RankedRealizations
        Rows from the north.
    film : Film or None
        None where there are too few for one.
    by_ranks : bool
        As in `Film`.
    span : Span
        Values of the first and the last colour.
    title, value_unit, length_unit : str
        Units are as printed; empty: not known.
    west, north, dx, dy : float
        Corner and sides of the cells that are shown.
    whole : Zone
        The whole map.
    note : str
        What of the raster is shown, where it is not all.
    """

    realizations: RankedRealizations
    film: Film | None
    by_ranks: bool
    span: Span
    title: str
    value_unit: str
    length_unit: str
    west: float
    north: float
    dx: float
    dy: float
    whole: Zone
    note: str = ""

    def centre(self, row: int, column: int) -> tuple[float, float]:
        """Return where the centre of a cell is, map units."""
        return self.west + (column + 0.5) * self.dx, self.north - (row + 0.5) * self.dy
