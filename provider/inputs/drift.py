"""Drift rasters to arrays: their values at wells and at cells.

Law: a value is interpolated linearly between the four nearest cells of the raster; where one of these has none it is
that of the cell in which the point lies, and where that has none, or there is no cell, it is not a number. Cells are
those of the file, however they lie: QGIS shows rotated ones in others, with zeros around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProviderRegistry,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRectangle,
)

from .projection import projected

if TYPE_CHECKING:
    from ...krig_core.geometry import Geometry

_MOST_PIXELS = 25_000_000
"""A larger part of a raster is read at a coarser resolution."""

_AT_ONCE = 500_000
"""Cells that are sampled together."""


class DriftRaster(NamedTuple):
    """The first band of a raster layer, fit to be read in another thread than the layer's.

    Attributes
    ----------
    name : str
    provider : QgsRasterDataProvider
    dataset : gdal.Dataset or None
        What is read if the layer is a file; else it is the provider.
    crs : QgsCoordinateReferenceSystem
    """

    name: str
    provider: QgsRasterDataProvider
    dataset: gdal.Dataset | None
    crs: QgsCoordinateReferenceSystem

    @classmethod
    def of(cls, layer: QgsMapLayer, feedback: QgsProcessingFeedback | None = None) -> DriftRaster:
        """Take what is needed of a layer; QgsProcessingException if there is nothing to read."""
        if not isinstance(layer, QgsRasterLayer):
            raise QgsProcessingException(f"{layer.name()} (DRIFT) is not a raster layer: choose rasters.")
        if not layer.isValid() or layer.bandCount() < 1:
            raise QgsProcessingException(f"The raster {layer.name()} (DRIFT) cannot be read.")
        if feedback is not None and layer.bandCount() > 1:
            feedback.pushInfo(f"{layer.name()} (DRIFT) has {layer.bandCount()} bands: only the first is used.")
        if feedback is not None and not layer.crs().isValid():
            feedback.pushWarning(
                f"{layer.name()} (DRIFT) has no CRS: its coordinates are taken to be those of the map."
            )
        provider = layer.dataProvider().clone()
        return cls(layer.name(), provider, _dataset_of(provider), layer.crs())

    @property
    def shape(self) -> tuple[int, int]:
        """Number of columns and rows."""
        source = self.dataset
        if source is None:
            return self.provider.xSize(), self.provider.ySize()
        return source.RasterXSize, source.RasterYSize

    def at(self, points: np.ndarray, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext) -> np.ndarray:
        """Return the values at points, shape (n, 2) in a CRS, as an array of shape (n,).

        Raises
        ------
        QgsProcessingException
            If the points cannot be projected to the raster's CRS.
        """
        places = self._projected(points, crs, context)
        columns, rows, inside = self._located(places)
        for turn in (-360.0, 360.0) if self.crs.isGeographic() else ():  # longitudes may run from 0 to 360
            again = ~inside
            columns[again], rows[again], inside[again] = self._located(places[again] + (turn, 0.0))
        values = np.full(len(points), np.nan)
        if inside.any():
            values[inside] = self._interpolated(columns[inside], rows[inside])
        return values

    def _located(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return where places lie, in columns and rows, and whether that is within the raster."""
        columns, rows = self._cells(places)
        nx, ny = self.shape
        return columns, rows, (columns >= 0) & (columns <= nx) & (rows >= 0) & (rows <= ny)

    def _cells(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where places lie, in columns and rows from the corner of the first cell."""
        if self.dataset is not None:
            x, dx_column, dx_row, y, dy_column, dy_row = self.dataset.GetGeoTransform()
            steps = np.array([[dx_column, dx_row], [dy_column, dy_row]])
        else:
            extent = self.provider.extent()
            x, y = extent.xMinimum(), extent.yMaximum()
            steps = np.diag([extent.width() / max(self.shape[0], 1), -extent.height() / max(self.shape[1], 1)])
        columns, rows = np.linalg.solve(steps, (places - (x, y)).T)
        return columns, rows

    def _projected(
        self, points: np.ndarray, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext
    ) -> np.ndarray:
        if not crs.isValid() or not self.crs.isValid() or crs == self.crs:
            return points
        transform = QgsCoordinateTransform(crs, self.crs, context.transformContext())
        try:
            return projected(points, transform)
        except QgsCsException as error:
            raise QgsProcessingException(
                f"The map cannot be projected to the CRS of {self.name} (DRIFT): choose another raster, or an EXTENT."
            ) from error

    def _interpolated(self, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
        first = np.maximum(np.floor([columns.min() - 1, rows.min() - 1]), 0).astype(int)
        last = np.minimum(np.ceil([columns.max() + 1, rows.max() + 1]).astype(int), self.shape)
        shape = last - first
        coarser = max(1.0, float(np.sqrt(np.prod(shape.astype(float)) / _MOST_PIXELS)))
        nx, ny = (max(1, int(length / coarser)) for length in shape)
        values = (
            self._read_layer(first, shape, nx, ny)
            if self.dataset is None
            else self._read_file(self.dataset, first, shape, nx, ny)
        )
        values[~np.isfinite(values)] = np.nan
        return _bilinear(values, (columns - first[0]) * nx / shape[0], (rows - first[1]) * ny / shape[1])

    def _read_file(self, dataset: gdal.Dataset, first: np.ndarray, shape: np.ndarray, nx: int, ny: int) -> np.ndarray:
        """Return a part of the file, shape (ny, nx), not a number where there is no value."""
        window, size = (*first.tolist(), *shape.tolist()), {"buf_xsize": nx, "buf_ysize": ny}
        band, alpha = dataset.GetRasterBand(1), _alpha_of(dataset)
        mask_flags = band.GetMaskFlags()
        values, mask = band.ReadAsArray(*window, **size), band.GetMaskBand().ReadAsArray(*window, **size)
        if values is None or mask is None:
            raise QgsProcessingException(f"The raster {self.name} (DRIFT) cannot be read.")
        scale, offset = band.GetScale(), band.GetOffset()
        values = values.real * (1.0 if scale is None else scale) + (0.0 if offset is None else offset)
        values = values.astype(float)
        # A user may have switched off what the file says of no data, and named values of his own.
        if not mask_flags & gdal.GMF_NODATA or self.provider.useSourceNoDataValue(1):
            values[mask == 0] = np.nan
        if alpha is not None:
            values[alpha.ReadAsArray(*window, **size) == 0] = np.nan
        for one in self.provider.userNoDataValues(1):
            low, high = np.nan_to_num([one.min()], nan=-np.inf)[0], np.nan_to_num([one.max()], nan=np.inf)[0]
            values[(values >= low) & (values <= high)] = np.nan
        return values

    def _read_layer(self, first: np.ndarray, shape: np.ndarray, nx: int, ny: int) -> np.ndarray:
        """Return a part of the layer, shape (ny, nx) from the north, not a number where there is no value."""
        extent, (columns, rows) = self.provider.extent(), self.shape
        width, height = extent.width() / columns, extent.height() / rows
        west, north = extent.xMinimum() + first[0] * width, extent.yMaximum() - first[1] * height
        part = QgsRectangle(west, north - shape[1] * height, west + shape[0] * width, north)
        block = self.provider.block(1, part, nx, ny)
        if block is None or block.isEmpty() or not block.isValid():
            raise QgsProcessingException(f"The raster {self.name} (DRIFT) cannot be read.")
        nodata = block.noDataValue() if block.hasNoDataValue() else None
        block.convert(Qgis.DataType.Float64)
        values: np.ndarray = np.frombuffer(bytes(block.data()), dtype=float).reshape(ny, nx).copy()
        if nodata is not None:
            values[values == nodata] = np.nan
        return values


def _alpha_of(dataset: gdal.Dataset) -> gdal.Band | None:
    """Return the band that says where there is something: GDAL takes it as a mask only if it has 8 or 16 bits."""
    bands = [dataset.GetRasterBand(number + 1) for number in range(1, dataset.RasterCount)]
    return next((band for band in bands if band.GetColorInterpretation() == gdal.GCI_AlphaBand), None)


def _dataset_of(provider: QgsRasterDataProvider) -> gdal.Dataset | None:
    """Return the file that a provider reads; None where it reads none, or one that has no place of its own."""
    if provider.name() != "gdal":
        return None
    uri = provider.dataSourceUri()
    options = QgsProviderRegistry.instance().decodeUri("gdal", uri).get("openOptions") or []
    try:
        dataset = gdal.OpenEx(uri.split("|")[0], gdal.OF_RASTER, open_options=list(options))
        if dataset is None or not dataset.RasterCount:
            return None
        if dataset.GetGeoTransform(can_return_null=True) is None:
            if not dataset.GetGCPCount():
                return None
            # Placed by control points: warped, with an alpha band that says where there is something.
            return gdal.Warp("", dataset, format="VRT", dstAlpha=True)
    except RuntimeError:  # where another plugin made GDAL raise
        return None
    return dataset


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
