"""Where the cells of a map lie, for what is read into them and what is written of them."""

from __future__ import annotations

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

    @property
    def east(self) -> float:
        """The edge of the last column."""
        return self.west + self.shape[0] * self.dx

    @property
    def south(self) -> float:
        """The edge of the last row."""
        return self.north - self.shape[1] * self.dy
