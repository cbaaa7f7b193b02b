"""Arrays to GeoTIFF, or to NetCDF where the suffix asks for it.

Law: a raster appears under its final name complete or not at all: it is written beside it under a temporary name,
closed without an error, and renamed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import numpy as np
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException

NODATA = -9999.0

NETCDF = ".nc"

_NETCDF_OPTIONS = ["FORMAT=NC4", "COMPRESS=DEFLATE", "ZLEVEL=4"]
_OPTIONS = ["TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=3", "BIGTIFF=IF_SAFER"]


@dataclass(frozen=True)
class MapFrame:
    """Where the cells of a raster lie: the north-west corner, the cell size and the CRS."""

    west: float
    north: float
    dx: float
    dy: float
    crs: QgsCoordinateReferenceSystem


class Band(NamedTuple):
    """One band: its name, and its values, shape (nx, ny), x east and y north; not a number is nodata."""

    description: str
    values: np.ndarray


class Levels(NamedTuple):
    """Where the bands of a raster in space lie along z: their middles, the unit, and whether z grows up or down."""

    z: Sequence[float]
    unit: str
    positive: str

    def metadata(self) -> dict[str, str]:
        """Return what GDAL's netCDF driver takes to make z a dimension with coordinates, as CF has them."""
        name = "height" if self.positive == "up" else "depth"
        return {
            "NETCDF_DIM_EXTRA": "{z}",
            "NETCDF_DIM_z_DEF": f"{{{len(self.z)},6}}",
            "NETCDF_DIM_z_VALUES": "{" + ",".join(f"{z:.17g}" for z in self.z) + "}",
            "z#axis": "Z",
            "z#positive": self.positive,
            "z#long_name": name,
            **({"z#units": self.unit} if self.unit else {}),
        }


class RasterSet:
    """Rasters that appear together: all get their names when the `with` block ends well, none otherwise."""

    def __init__(self) -> None:
        self._written: list[tuple[Path, Path]] = []
        self._scratch: list[Path] = []

    def __enter__(self) -> RasterSet:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                for temporary, final in self._written:
                    _rename(temporary, final)
        finally:
            for temporary in (*self._scratch, *(temporary for temporary, _ in self._written)):
                temporary.unlink(missing_ok=True)
                temporary.with_name(temporary.name + ".aux.xml").unlink(missing_ok=True)

    def write(
        self,
        path: str,
        bands: Sequence[Band],
        frame: MapFrame,
        metadata: Mapping[str, str],
        levels: Levels | None = None,
        title: str = "",
    ) -> None:
        """Write a raster, band by band.

        Parameters
        ----------
        path : str
            A .tif or a .nc file.
        bands : sequence of Band
        frame : MapFrame
        metadata : mapping of str to str
            Facts to keep with the raster.
        levels : Levels, optional
            For bands that lie above each other.
        title : str
            What the values are.

        Raises
        ------
        QgsProcessingException
            If it cannot be written: no such folder, no right, disk full.
        """
        final = Path(path)
        temporary = _reserved(final)
        self._written.append((temporary, final))
        with _gdal_errors(final):
            if final.suffix.lower() != NETCDF:
                _write_geotiff(temporary, bands, frame, metadata)
                return
            # The driver makes dimensions and coordinates only of what it copies.
            scratch = _reserved(final.with_suffix(".tif"))
            self._scratch.append(scratch)
            extra = {} if levels is None else levels.metadata()
            _write_geotiff(scratch, bands, frame, {**metadata, **extra}, levels, title)
            _copy_netcdf(scratch, temporary)


@contextmanager
def _gdal_errors(final: Path) -> Iterator[None]:
    """Turn what GDAL tells as errors into one sentence."""
    errors: list[str] = []

    def remember(kind: int, number: int, text: str) -> None:
        if kind >= gdal.CE_Failure:
            errors.append(text)

    gdal.PushErrorHandler(remember)
    try:
        yield
    finally:
        gdal.PopErrorHandler()
    if errors:
        raise QgsProcessingException(f"Cannot write {final}: {errors[0]}")


def _write_geotiff(
    path: Path,
    bands: Sequence[Band],
    frame: MapFrame,
    metadata: Mapping[str, str],
    levels: Levels | None = None,
    title: str = "",
) -> None:
    nx, ny = bands[0].values.shape
    data = gdal.GetDriverByName("GTiff").Create(str(path), nx, ny, len(bands), gdal.GDT_Float32, options=_OPTIONS)
    if data is None:
        return
    data.SetGeoTransform((frame.west, frame.dx, 0.0, frame.north, 0.0, -frame.dy))
    if frame.crs.isValid():
        data.SetProjection(frame.crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL))
    data.SetMetadata(dict(metadata))
    for number, (description, values) in enumerate(bands, 1):
        rows = np.asarray(values, dtype=np.float32).T[::-1]
        band = data.GetRasterBand(number)
        band.SetDescription(description)
        band.SetNoDataValue(NODATA)
        band.WriteArray(np.where(np.isnan(rows), np.float32(NODATA), rows))
        band.ComputeStatistics(False)
        if levels is not None:
            band.SetMetadata({"NETCDF_DIM_z": f"{levels.z[number - 1]:.17g}", "long_name": title})
    band = data = None  # closes the file: what could not be written is told only now


def _copy_netcdf(geotiff: Path, path: Path) -> None:
    source = gdal.Open(str(geotiff))
    if source is not None:
        gdal.GetDriverByName("netCDF").CreateCopy(str(path), source, options=_NETCDF_OPTIONS)


def require_writable(parameter: str, path: str) -> None:
    """Raise a sentence now if a raster cannot be written there later."""
    final = Path(path)
    if final.suffix.lower() == NETCDF and gdal.GetDriverByName("netCDF") is None:
        raise QgsProcessingException(f"{final} ({parameter}): this QGIS cannot write NetCDF. Give it the suffix .tif.")
    if final.suffix.lower() not in (".tif", ".tiff", NETCDF):
        raise QgsProcessingException(f"{final} ({parameter}) should be a GeoTIFF: give it the suffix .tif.")
    if final.is_dir():
        raise QgsProcessingException(f"{final} ({parameter}) is a folder: give the name of a file.")
    _reserved(final, parameter).unlink()


def _reserved(final: Path, parameter: str = "") -> Path:
    """Create an empty file beside the final one, so that renaming stays on one disk."""
    temporary = final.with_name(f".{final.stem}_{secrets.token_hex(4)}{final.suffix}")
    try:
        temporary.touch(exist_ok=False)
    except OSError as error:
        name = f" ({parameter})" if parameter else ""
        raise QgsProcessingException(
            f"Cannot write {final}{name}: {error.strerror or error}. Choose another folder."
        ) from error
    return temporary


def _rename(temporary: Path, final: Path) -> None:
    try:
        temporary.replace(final)
        final.with_name(final.name + ".aux.xml").unlink(missing_ok=True)  # statistics of the raster that was there
    except OSError as error:
        raise QgsProcessingException(
            f"Cannot write {final}: {error.strerror or error}. Is it open in another program?"
        ) from error
