"""Drift rasters to arrays: their values at wells and at cells.

Law: a value is interpolated linearly between the four nearest cells of the raster; where one of these has none it is
that of the cell in which the point lies, and where that has none, or there is no cell, it is not a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from .projection import projected
from .raster_bands import RasterBands

if TYPE_CHECKING:
    from ...krig_core.geometry import Geometry

_MOST_PIXELS = 25_000_000
"""A larger part of a raster is read at a coarser resolution."""

_AT_ONCE = 500_000
"""Cells that are sampled together."""


class DriftRaster(NamedTuple):
    """The first band of a raster layer, fit to be read in another thread than the layer's."""

    source: RasterBands

    @classmethod
    def of(
        cls, layer: QgsMapLayer, feedback: QgsProcessingFeedback | None = None, parameter: str = "DRIFT"
    ) -> DriftRaster:
        """Take what is needed of a layer; QgsProcessingException if there is nothing to read."""
        source = RasterBands.of(layer, parameter)
        if feedback is not None and source.count > 1:
            feedback.pushInfo(f"{source.name} ({parameter}) has {source.count} bands: only the first is used.")
        if feedback is not None and not source.crs.isValid():
            feedback.pushWarning(
                f"{source.name} ({parameter}) has no CRS: its coordinates are taken to be those of the map."
            )
        return cls(source)

    @property
    def name(self) -> str:
        """Of the layer."""
        return self.source.name

    def at(self, points: np.ndarray, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext) -> np.ndarray:
        """Return the values at points, shape (n, 2) in a CRS, as an array of shape (n,).

        Raises
        ------
        QgsProcessingException
            If the points cannot be projected to the raster's CRS.
        """
        places = self._projected(points, crs, context)
        columns, rows, inside = self._located(places)
        for turn in (-360.0, 360.0) if self.source.crs.isGeographic() else ():  # longitudes may run from 0 to 360
            again = ~inside
            columns[again], rows[again], inside[again] = self._located(places[again] + (turn, 0.0))
        values = np.full(len(points), np.nan)
        if inside.any():
            values[inside] = self._interpolated(columns[inside], rows[inside])
        return values

    def _located(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return where places lie, in columns and rows from the first corner, and whether that is in the raster."""
        corner, steps = self.source.steps
        columns, rows = np.linalg.solve(steps, (places - corner).T)
        nx, ny = self.source.shape
        return columns, rows, (columns >= 0) & (columns <= nx) & (rows >= 0) & (rows <= ny)

    def _projected(
        self, points: np.ndarray, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext
    ) -> np.ndarray:
        own = self.source.crs
        if not crs.isValid() or not own.isValid() or crs == own:
            return points
        transform = QgsCoordinateTransform(crs, own, context.transformContext())
        try:
            return projected(points, transform)
        except QgsCsException as error:
            raise QgsProcessingException(
                f"The map cannot be projected to the CRS of {self.name} ({self.source.parameter}): choose another "
                "raster, or an EXTENT."
            ) from error

    def _interpolated(self, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
        first = np.maximum(np.floor([columns.min() - 1, rows.min() - 1]), 0).astype(int)
        last = np.minimum(np.ceil([columns.max() + 1, rows.max() + 1]).astype(int), self.source.shape)
        shape = last - first
        coarser = max(1.0, float(np.sqrt(np.prod(shape.astype(float)) / _MOST_PIXELS)))
        nx, ny = (max(1, int(length / coarser)) for length in shape)
        values = self.source.read(1, tuple(first.tolist()), tuple(shape.tolist()), (nx, ny))
        return _bilinear(values, (columns - first[0]) * nx / shape[0], (rows - first[1]) * ny / shape[1])


def _bilinear(values: np.ndarray, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Interpolate between the centres of cells, shape (ny, nx); places in cells from the corner, within the array."""
    ny, nx = values.shape
    own = values[np.minimum(rows.astype(int), ny - 1), np.minimum(columns.astype(int), nx - 1)]
    x, y = np.clip(columns - 0.5, 0, nx - 1), np.clip(rows - 0.5, 0, ny - 1)
    left, top = np.minimum(x.astype(int), max(nx - 2, 0)), np.minimum(y.astype(int), max(ny - 2, 0))
    right, below = np.minimum(left + 1, nx - 1), np.minimum(top + 1, ny - 1)
    x, y = x - left, y - top
    between = (values[top, left] * (1 - x) + values[top, right] * x) * (1 - y) + (
        values[below, left] * (1 - x) + values[below, right] * x
    ) * y
    return np.where(np.isnan(between), own, between)


def sample(
    rasters: Sequence[DriftRaster], points: np.ndarray, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext
) -> np.ndarray:
    """Return the values of rasters at points, shape (n, rasters)."""
    return np.column_stack([raster.at(points, crs, context) for raster in rasters])


def sample_cells(
    rasters: Sequence[DriftRaster],
    geometry: Geometry,
    crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
) -> np.ndarray:
    """Return the values of rasters at the centres of cells, shape (nx, ny, rasters)."""
    centres = geometry.centres()
    parts = np.array_split(centres, -(-len(centres) // _AT_ONCE))
    values = np.concatenate([sample(rasters, part, crs, context) for part in parts])
    return values.reshape(*geometry.shape, len(rasters))
