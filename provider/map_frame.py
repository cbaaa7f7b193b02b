"""Where the cells of a map lie, for what is read into them and what is written of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import QgsCoordinateReferenceSystem


@dataclass(frozen=True)
class MapFrame:
    """The north-west corner, the cell size, the number of cells (nx, ny) and the CRS."""

    west: float
    north: float
    dx: float
    dy: float
    shape: tuple[int, int]
    crs: QgsCoordinateReferenceSystem

    @classmethod
    def of(
        cls,
        origin: Sequence[float],
        spacing: Sequence[float],
        shape: Sequence[int],
        crs: QgsCoordinateReferenceSystem,
    ) -> MapFrame:
        """Take the cells of a grid: the centre of the first one, in the south-west, the sides, and how many."""
        (x, y, *_), (dx, dy, *_), (nx, ny, *_) = origin, spacing, shape
        return cls(x - dx / 2, y - dy / 2 + ny * dy, dx, dy, (nx, ny), crs)

    @property
    def east(self) -> float:
        """The edge of the last column."""
        return self.west + self.shape[0] * self.dx

    @property
    def south(self) -> float:
        """The edge of the last row."""
        return self.north - self.shape[1] * self.dy
