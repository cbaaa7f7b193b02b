"""The bands of rasters as one array of a job: realizations of a map, or its mean or standard deviation.

Law: written part by part, so that memory grows neither with the number of bands nor with their size; only a file that
packs all bands of a cell together is read with all bands of a block. Rows begin in the north and columns in the west,
however the file has them.
"""

from __future__ import annotations

import errno
import math
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from qgis.core import QgsProcessingException

from ..layer_axis import BASE, LAYERING
from ..map_frame import MapFrame
from ..z_axis import LAYERS, REFERENCE, SLICES, heights_of
from .raster_bands import RasterBands

_STRIP_CELLS = 4_000_000
"""Read together."""

_BANDS_AT_ONCE = 50
"""Read of one opened file."""

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
            If their cells are not those of a map, they are quantiles, or there are fewer than two realizations.
        """
        if bands.fact(LAYERS) == "quantiles":
            raise QgsProcessingException(
                f"{bands.name} ({bands.parameter}) has quantiles of a map, which are no realizations: choose a raster "
                "with a band for each realization (REALIZATIONS_OUTPUT of Stochastic kriging)."
            )
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
        """Take the bands of one map: one, or one for each slice.

        Raises
        ------
        QgsProcessingException
            If its cells are not those of a map, or nothing says that several bands are slices of one.
        """
        if bands.count > 1 and _slices_of(bands) != bands.count:
            names = [bands.description(band) for band in range(1, bands.count + 1)]
            if bands.fact(SLICES) or heights_of(names, bands.fact(REFERENCE)) is None:
                raise QgsProcessingException(
                    f"{bands.name} ({bands.parameter}) has {bands.count} bands, and nothing says that they are slices "
                    "of one map: choose a raster with one band, or call each by what it spans, such as 10 – 20 m. "
                    "Realizations go into REALIZATIONS."
                )
        return cls(bands, _frame_of(bands), 1, bands.count)

    @classmethod
    def of_slices(cls, bands: RasterBands) -> Stack:
        """Take the bands of a map with slices, or of several such maps."""
        slices = _slices_of(bands) or bands.count
        return cls(bands, _frame_of(bands), bands.count // slices, slices)

    @classmethod
    def of_layers(cls, bands: RasterBands, count: int | None) -> Stack:
        """Take the bands of a map with so many layers between two surfaces, or of several such maps; None: of one.

        Raises
        ------
        QgsProcessingException
            If the cells are not those of a map, or the bands are not a whole number of maps.
        """
        count = count or bands.count
        if bands.count % count:
            raise QgsProcessingException(
                f"{bands.name} ({bands.parameter}) has {bands.count} bands, and says that {count} layers make a map: "
                "choose the raster as Stochastic kriging wrote it."
            )
        return cls(bands, _frame_of(bands), bands.count // count, count)

    @property
    def has_layers(self) -> bool:
        """Whether its slices are layers of a unit, which lie at another elevation in each cell."""
        return bool(self.bands.fact(LAYERING))

    @property
    def layer_facts(self) -> dict[str, str]:
        """What the metadata say of such layers, for a map of the same; nothing where there are none."""
        facts = {key: self.bands.fact(key) for key in (REFERENCE, SLICES, LAYERING, BASE)} if self.has_layers else {}
        return {key: fact for key, fact in facts.items() if fact}

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
        if self.has_layers != other.has_layers:
            raise self._unlike(other, "have slices and layers")
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
        """Write the array as numpy.save does; `check` is called between its parts, and may raise."""
        dtype = np.dtype(np.float32 if self.bands.is_single else np.float64)
        (columns, rows), count = self.frame.shape, self.layers * self.slices
        if shutil.disk_usage(path.parent).free < count * rows * columns * dtype.itemsize:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        with path.open("wb") as file:
            header = {"descr": dtype.str, "fortran_order": False, "shape": self.shape}
            np.lib.format.write_array_header_1_0(file, header)  # type: ignore[no-untyped-call]
            begin = file.tell()
            file.truncate(begin + count * rows * columns * dtype.itemsize)
            for band, row, column, values in self._parts(range(count)):
                width = values.shape[1]
                part = np.ascontiguousarray(values, dtype=dtype)
                for number, one in enumerate(part.reshape(1, -1) if width == columns else part):
                    file.seek(begin + ((band * rows + row + number) * columns + column) * dtype.itemsize)
                    file.write(one.data)
                check()

    def thinned(self, most_cells: int, slice_number: int, check: Callable[[], None]) -> tuple[np.ndarray, MapFrame]:
        """Return a slice of each layer, as it is or fewer of its cells, and where these lie.

        Parameters
        ----------
        most_cells : int
            If there are more, evenly spread ones are taken, each for those around it.
        slice_number : int
            From 0.
        check : callable
            Called between the parts of the work; may raise.

        Returns
        -------
        float32 array, shape (layers, rows, columns)
        MapFrame
        """
        (columns, rows), frame = self.frame.shape, self.frame
        step = max(1, math.ceil(math.sqrt(columns * rows / most_cells)))
        across, down = math.ceil(columns / step), math.ceil(rows / step)
        at_column = ((np.arange(across) + 0.5) * columns / across).astype(int)
        at_row = ((np.arange(down) + 0.5) * rows / down).astype(int)
        found = np.empty((self.layers, down, across), dtype=np.float32)
        for band, row, column, values in self._parts(range(slice_number, self.layers * self.slices, self.slices)):
            first_row, end_row = np.searchsorted(at_row, (row, row + values.shape[0]))
            first, end = np.searchsorted(at_column, (column, column + values.shape[1]))
            picked = values[at_row[first_row:end_row, None] - row, at_column[first:end] - column]
            found[band // self.slices, first_row:end_row, first:end] = picked
            check()
        return found, replace(frame, dx=frame.dx * columns / across, dy=frame.dy * rows / down, shape=(across, down))

    def _parts(self, bands: Sequence[int]) -> Iterator[tuple[int, int, int, np.ndarray]]:
        """Yield parts of bands, from 0: the band, its first row and column, and the values, from the north-west."""
        (columns, rows), source, (_, steps) = self.frame.shape, self.bands, self.bands.steps
        south, east = steps[1, 1] > 0, steps[0, 0] < 0
        for left, top, width, height in self._windows():
            row, column = rows - top - height if south else top, columns - left - width if east else left
            for number, band in enumerate(bands):
                if not source.is_interleaved and number % _BANDS_AT_ONCE == 0:
                    source = source.reopened()
                values = source.read(band + 1, (left, top), (width, height))
                yield band, row, column, values[:: -1 if south else 1, :: -1 if east else 1]
                source.forget(() if source.is_interleaved else (band + 1,))
            source.forget(range(1, self.layers * self.slices + 1) if source.is_interleaved else ())

    def _windows(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield parts of the raster (left, top, columns, rows) that are read of all bands, in whole blocks."""
        (columns, rows), (across, down) = self.frame.shape, self.bands.block
        most = _STRIP_CELLS
        if self.bands.is_interleaved:  # all bands come with one
            most //= self.layers * self.slices
        else:
            across = columns
        down *= max(1, most // (min(across, columns) * down))
        for top in range(0, rows, down):
            for left in range(0, columns, across):
                yield left, top, min(across, columns - left), min(down, rows - top)


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
