"""Drift rasters to arrays: their values at wells and at cells.

Law: a value is interpolated linearly between the four nearest cells of the raster; where one of these has none it is
that of the cell in which the point lies, and where that has none, or there is no cell, it is not a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRectangle,
)

if TYPE_CHECKING:
    from ..krig_core.geometry import Geometry

_MOST_PIXELS = 25_000_000
"""A larger part of a raster is read at a coarser resolution."""

_AT_ONCE = 500_000
"""Cells that are sampled together."""


class DriftRaster(NamedTuple):
    """The first band of a raster layer, fit to be read in another thread than the layer's."""

    name: str
    provider: QgsRasterDataProvider
    crs: QgsCoordinateReferenceSystem

    @classmethod
    def of(cls, layer: QgsRasterLayer) -> DriftRaster:
        """Take what is needed of a layer; QgsProcessingException if there is nothing to read."""
        if not layer.isValid() or layer.bandCount() < 1:
            raise QgsProcessingException(f"The raster {layer.name()} (DRIFT) cannot be read.")
        return cls(layer.name(), layer.dataProvider().clone(), layer.crs())

    def at(self, points: np.ndarray, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext) -> np.ndarray:
        """Return the values at points, shape (n, 2) in a CRS, as an array of shape (n,).

        Raises
        ------
        QgsProcessingException
            If the points cannot be projected to the raster's CRS.
        """
        places = self._projected(points, crs, context)
        extent = self.provider.extent()
        width = extent.width() / max(self.provider.xSize(), 1)
        height = extent.height() / max(self.provider.ySize(), 1)
        # Columns to the east and rows to the south, in cells from the north-west corner.
        columns, rows = (places[:, 0] - extent.xMinimum()) / width, (extent.yMaximum() - places[:, 1]) / height
        inside = (columns >= 0) & (columns <= self.provider.xSize()) & (rows >= 0) & (rows <= self.provider.ySize())
        values = np.full(len(points), np.nan)
        if inside.any():
            values[inside] = self._interpolated(columns[inside], rows[inside], width, height)
        return values

    def _projected(
        self, points: np.ndarray, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext
    ) -> np.ndarray:
        if not crs.isValid() or not self.crs.isValid() or crs == self.crs:
            return points
        transform = QgsCoordinateTransform(crs, self.crs, context.transformContext())
        line = QgsGeometry()
        # As one line of many vertices: a call for each point would take longer than all the rest.
        line.fromWkb(np.array([(1, 2, len(points))], dtype="u1,<u4,<u4").tobytes() + points.astype("<f8").tobytes())
        try:
            line.transform(transform)
        except QgsCsException as error:
            raise QgsProcessingException(
                f"The map cannot be projected to the CRS of {self.name} (DRIFT): choose another raster, or an EXTENT."
            ) from error
        return np.frombuffer(bytes(line.asWkb()), dtype="<f8", offset=9).reshape(-1, 2)

    def _interpolated(self, columns: np.ndarray, rows: np.ndarray, width: float, height: float) -> np.ndarray:
        first = np.maximum(np.floor([columns.min() - 1, rows.min() - 1]), 0).astype(int)
        most = np.array([self.provider.xSize(), self.provider.ySize()])
        last = np.minimum(np.ceil([columns.max() + 1, rows.max() + 1]).astype(int), most)
        shape = last - first
        coarser = max(1.0, float(np.sqrt(np.prod(shape.astype(float)) / _MOST_PIXELS)))
        nx, ny = (max(1, int(length / coarser)) for length in shape)
        extent = self.provider.extent()
        west, north = extent.xMinimum() + first[0] * width, extent.yMaximum() - first[1] * height
        values = self._read(QgsRectangle(west, north - shape[1] * height, west + shape[0] * width, north), nx, ny)
        return _bilinear(values, (columns - first[0]) * nx / shape[0], (rows - first[1]) * ny / shape[1])

    def _read(self, extent: QgsRectangle, nx: int, ny: int) -> np.ndarray:
        """Return a part of the raster, shape (ny, nx) from the north, not a number where there is no value."""
        block = self.provider.block(1, extent, nx, ny)
        if block is None or block.isEmpty() or not block.isValid():
            raise QgsProcessingException(f"The raster {self.name} (DRIFT) cannot be read.")
        nodata = block.noDataValue() if block.hasNoDataValue() else None
        block.convert(Qgis.DataType.Float64)
        values = np.frombuffer(bytes(block.data()), dtype=float).reshape(ny, nx).copy()
        if nodata is not None:
            values[values == nodata] = np.nan
        values[~np.isfinite(values)] = np.nan
        return values


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
