"""The bands of a raster layer, whatever its provider, as numbers.

Law: cells are those of the file, however they lie: QGIS shows rotated ones in others, with zeros around them. What the
file or the user calls no data is not a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsProcessingException,
    QgsProviderRegistry,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRectangle,
)

_SINGLE = (Qgis.DataType.Byte, Qgis.DataType.UInt16, Qgis.DataType.Int16, Qgis.DataType.Float32)
"""Types of which 32 bits hold every number."""


@dataclass(frozen=True)
class RasterBands:
    """The bands of a raster layer, fit to be read in another thread than the layer's.

    Attributes
    ----------
    name, parameter : str
        Of the layer, and of the parameter that names it.
    provider : QgsRasterDataProvider
    dataset : gdal.Dataset or None
        What is read if the layer is a file; else it is the provider.
    crs : QgsCoordinateReferenceSystem
    """

    name: str
    parameter: str
    provider: QgsRasterDataProvider
    dataset: gdal.Dataset | None
    crs: QgsCoordinateReferenceSystem

    @classmethod
    def of(cls, layer: QgsMapLayer, parameter: str) -> RasterBands:
        """Take what is needed of a layer; QgsProcessingException if there is nothing to read."""
        if not isinstance(layer, QgsRasterLayer):
            raise QgsProcessingException(f"{layer.name()} ({parameter}) is not a raster layer: choose rasters.")
        if not layer.isValid() or layer.bandCount() < 1:
            raise QgsProcessingException(f"The raster {layer.name()} ({parameter}) cannot be read.")
        provider = layer.dataProvider().clone()
        return cls(layer.name(), parameter, provider, _dataset_of(provider), layer.crs())

    @property
    def count(self) -> int:
        """Number of bands, not counting one that only says where there is something."""
        if self.dataset is None:
            return int(self.provider.bandCount())
        return self.dataset.RasterCount - (_alpha_of(self.dataset) is not None)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of columns and rows."""
        source = self.dataset
        if source is None:
            return self.provider.xSize(), self.provider.ySize()
        return source.RasterXSize, source.RasterYSize

    @property
    def steps(self) -> tuple[np.ndarray, np.ndarray]:
        """The corner of the first cell, shape (2,), and the steps to the next column and row, shape (2, 2)."""
        if self.dataset is not None:
            x, dx_column, dx_row, y, dy_column, dy_row = self.dataset.GetGeoTransform()
            return np.array([x, y]), np.array([[dx_column, dx_row], [dy_column, dy_row]])
        extent = self.provider.extent()
        width, height = extent.width() / max(self.shape[0], 1), extent.height() / max(self.shape[1], 1)
        return np.array([extent.xMinimum(), extent.yMaximum()]), np.diag([width, -height])

    @property
    def is_single(self) -> bool:
        """Whether 32 bits hold every value."""
        return all(
            self.provider.sourceDataType(band) in _SINGLE
            and self.provider.bandScale(band) == 1.0
            and self.provider.bandOffset(band) == 0.0
            for band in range(1, self.count + 1)
        )

    @property
    def is_interleaved(self) -> bool:
        """Whether the file packs the bands of a cell together, so that no band can be read without all others."""
        return self.dataset is not None and self.dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE") == "PIXEL"

    @property
    def block(self) -> tuple[int, int]:
        """Columns and rows that the file has packed together."""
        if self.dataset is None:
            return self.shape[0], 1
        columns, rows = self.dataset.GetRasterBand(1).GetBlockSize()
        return int(columns), int(rows)

    def forget(self, bands: Iterable[int]) -> None:
        """Have GDAL keep nothing of bands: a thousand of them would fill the cache that QGIS gives it."""
        if self.dataset is not None:
            for band in map(self.dataset.GetRasterBand, bands):
                band.GetMaskBand().FlushCache()
                band.FlushCache()

    def reopened(self) -> RasterBands:
        """Return the same bands of the file opened anew, since GDAL keeps something of each band until it is closed."""
        return self if self.dataset is None else replace(self, dataset=_dataset_of(self.provider))

    def description(self, band: int) -> str:
        """Return what the file calls a band, or nothing."""
        return "" if self.dataset is None else str(self.dataset.GetRasterBand(band).GetDescription())

    def unit(self, band: int) -> str:
        """Return what the file says of the unit of a band's values, or nothing."""
        return "" if self.dataset is None else str(self.dataset.GetRasterBand(band).GetUnitType())

    def fact(self, key: str) -> str:
        """Return an item of the file's metadata, or nothing."""
        if self.dataset is None:
            return ""
        # The second is how NetCDF has it.
        return str(self.dataset.GetMetadataItem(key) or self.dataset.GetMetadataItem(f"NC_GLOBAL#{key}") or "")

    def read(
        self, band: int, first: tuple[int, int], shape: tuple[int, int], size: tuple[int, int] | None = None
    ) -> np.ndarray:
        """Return a part of a band as floats, not a number where there is no value.

        Parameters
        ----------
        band : int
            From 1.
        first, shape : (int, int)
            The part: its first column and row, and how many of them.
        size : (int, int), optional
            Columns and rows to return, where they should be fewer.

        Returns
        -------
        float array, shape (rows, columns)
            In the order of the file.
        """
        columns, rows = size or shape
        values = (
            self._read_layer(band, first, shape, columns, rows)
            if self.dataset is None
            else self._read_file(self.dataset, band, first, shape, columns, rows)
        )
        values[~np.isfinite(values)] = np.nan
        return values

    def _read_file(
        self,
        dataset: gdal.Dataset,
        number: int,
        first: tuple[int, int],
        shape: tuple[int, int],
        columns: int,
        rows: int,
    ) -> np.ndarray:
        window, size = (*first, *shape), {"buf_xsize": columns, "buf_ysize": rows}
        band, alpha = dataset.GetRasterBand(number), _alpha_of(dataset)
        mask_flags = band.GetMaskFlags()
        values = band.ReadAsArray(*window, **size)
        mask = None if mask_flags & gdal.GMF_ALL_VALID else band.GetMaskBand().ReadAsArray(*window, **size)
        if values is None or (mask is None and not mask_flags & gdal.GMF_ALL_VALID):
            raise self._unreadable()
        scale, offset = band.GetScale(), band.GetOffset()
        values = values.real * (1.0 if scale is None else scale) + (0.0 if offset is None else offset)
        values = values.astype(float)
        # A user may have switched off what the file says of no data, and named values of his own.
        if mask is not None and (not mask_flags & gdal.GMF_NODATA or self.provider.useSourceNoDataValue(number)):
            values[mask == 0] = np.nan
        if alpha is not None:
            values[alpha.ReadAsArray(*window, **size) == 0] = np.nan
        for one in self.provider.userNoDataValues(number):
            low, high = np.nan_to_num([one.min()], nan=-np.inf)[0], np.nan_to_num([one.max()], nan=np.inf)[0]
            values[(values >= low) & (values <= high)] = np.nan
        return values

    def _read_layer(
        self, number: int, first: tuple[int, int], shape: tuple[int, int], columns: int, rows: int
    ) -> np.ndarray:
        corner, steps = self.steps
        west, north = corner + steps @ first
        east, south = corner + steps @ np.add(first, shape)
        block = self.provider.block(number, QgsRectangle(west, south, east, north), columns, rows)
        if block is None or block.isEmpty() or not block.isValid():
            raise self._unreadable()
        nodata = block.noDataValue() if block.hasNoDataValue() else None
        block.convert(Qgis.DataType.Float64)
        values: np.ndarray = np.frombuffer(bytes(block.data()), dtype=float).reshape(rows, columns).copy()
        if nodata is not None:
            values[values == nodata] = np.nan
        return values

    def _unreadable(self) -> QgsProcessingException:
        return QgsProcessingException(f"The raster {self.name} ({self.parameter}) cannot be read.")


def _alpha_of(dataset: gdal.Dataset) -> gdal.Band | None:
    """Return the band that says where there is something: GDAL takes it as a mask only if it has 8 or 16 bits."""
    last = dataset.GetRasterBand(dataset.RasterCount)
    return last if dataset.RasterCount > 1 and last.GetColorInterpretation() == gdal.GCI_AlphaBand else None


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
