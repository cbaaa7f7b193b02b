"""The bands of rasters as one array of a job: realizations of a map, or its mean or standard deviation.

Law: written band by band, and a band in strips, so that memory grows neither with their number nor with their size.
Rows begin in the north and columns in the west, however the file has them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from qgis.core import QgsProcessingException

from ..map_frame import MapFrame
from ..z_axis import SLICES
from .raster_bands import RasterBands

_STRIP_CELLS = 4_000_000
"""Of a band, read together."""

_OFF = 1e-3
"""Of a cell, how far the cells of two rasters may lie apart and be the same."""


@dataclass(frozen=True)
class Stack:
    """All bands of a raster as an array of shape (layers, slices, rows, columns).

    Attributes
    ----------
    bands : RasterBands
    frame : MapFrame
    layers : int
        Realizations; 1 for a mean or a standard deviation.
    slices : int
        Bands of each that lie above one another; 1 for a map.
    """

    bands: RasterBands
    frame: MapFrame
    layers: int
    slices: int

    @classmethod
    def of_realizations(cls, bands: RasterBands) -> Stack:
        """Take the bands of realizations: of a map one each, in space one for each slice of each.

        Raises
        ------
        QgsProcessingException
            If their cells are not those of a map, or there are fewer than two realizations.
        """
        slices = _slices_of(bands) or 1
        layers = bands.count // slices
        if layers < 2:
            raise QgsProcessingException(
                f"{bands.name} ({bands.parameter}) has one realization: choose a raster with a band for each of many "
                "(REALIZATIONS_OUTPUT of Stochastic kriging)."
            )
        return cls(bands, _frame_of(bands), layers, slices)

    @classmethod
    def of_map(cls, bands: RasterBands) -> Stack:
        """Take the bands of one map: one, or one for each slice."""
        return cls(bands, _frame_of(bands), 1, bands.count)

    @classmethod
    def of_slices(cls, bands: RasterBands) -> Stack:
        """Take the bands of a map with slices, or of several such maps."""
        slices = _slices_of(bands) or bands.count
        return cls(bands, _frame_of(bands), bands.count // slices, slices)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """That of the array."""
        columns, rows = self.frame.shape
        return self.layers, self.slices, rows, columns

    def require_cells_of(self, other: Stack) -> None:
        """Raise a sentence unless another raster has the same cells, slices and CRS."""
        own, its = self.frame, other.frame
        if own.crs.isValid() and its.crs.isValid() and own.crs != its.crs:
            raise self._unlike(other, f"are in different CRS ({own.crs.authid()} and {its.crs.authid()})")
        if self.slices != other.slices:
            raise self._unlike(other, f"have {self.slices} and {other.slices} slices")
        edges = [(one.west, one.south, one.east, one.north) for one in (own, its)]
        tolerance = (_OFF * own.dx, _OFF * own.dy) * 2
        if own.shape != its.shape or any(abs(a - b) > off for a, b, off in zip(*edges, tolerance)):
            raise self._unlike(other, "have different cells")

    def _unlike(self, other: Stack, how: str) -> QgsProcessingException:
        names = (self.bands.parameter, other.bands.parameter)
        return QgsProcessingException(
            f"{self.bands.name} ({names[0]}) and {other.bands.name} ({names[1]}) {how}: choose rasters of one run, or "
            "bring one onto the cells of the other (gdal:warpreproject)."
        )

    def save(self, path: Path, check: Callable[[], None]) -> None:
        """Write the array as numpy.save does; `check` is called between strips, and may raise."""
        dtype = np.dtype(np.float32 if self.bands.is_single else np.float64)
        columns, rows = self.frame.shape
        _, steps = self.bands.steps
        flip = (slice(None, None, -1 if steps[1, 1] > 0 else 1), slice(None, None, -1 if steps[0, 0] < 0 else 1))
        strips = max(1, math.ceil(columns * rows / _STRIP_CELLS))
        edges = np.linspace(0, rows, strips + 1).astype(int).tolist()
        with path.open("wb") as file:
            header = {"descr": dtype.str, "fortran_order": False, "shape": self.shape}
            np.lib.format.write_array_header_1_0(file, header)  # type: ignore[no-untyped-call]
            for band in range(1, self.layers * self.slices + 1):
                for begin, end in zip(edges, edges[1:]):
                    first = rows - end if steps[1, 1] > 0 else begin
                    values = self.bands.read(band, (0, first), (columns, end - begin))
                    file.write(np.ascontiguousarray(values[flip], dtype=dtype).data)
                    check()


def _slices_of(bands: RasterBands) -> int | None:
    """Return how many bands make one map, where the metadata say so."""
    given = bands.fact(SLICES)
    return int(given) if given.isdigit() and int(given) and bands.count % int(given) == 0 else None


def _frame_of(bands: RasterBands) -> MapFrame:
    """Return where the cells of a raster lie; QgsProcessingException where they are no rows from west to east."""
    (x, y), steps = bands.steps
    (columns, rows), (dx, dy) = bands.shape, np.abs(np.diag(steps)).tolist()
    if not (columns and rows and dx and dy):
        raise QgsProcessingException(
            f"{bands.name} ({bands.parameter}) has no cells of its own, as a web map has none: save it to a file first."
        )
    slant = max(abs(steps[0, 1]) * rows / dx, abs(steps[1, 0]) * columns / dy)
    if slant > _OFF:
        raise QgsProcessingException(
            f"The rows of {bands.name} ({bands.parameter}) do not run from west to east: turn it first "
            "(gdal:warpreproject)."
        )
    west = x if steps[0, 0] > 0 else x - columns * dx
    north = y if steps[1, 1] < 0 else y + rows * dy
    return MapFrame(float(west), float(north), dx, dy, (columns, rows), bands.crs)
