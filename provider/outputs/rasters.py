"""Arrays to GeoTIFF, or to NetCDF where the suffix asks for it.

Law: a raster counts as written only when it was closed without an error.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException

from ..map_frame import MapFrame
from .files import OutputFile

NODATA = -9999.0

SUFFIXES = (".tif", ".tiff", ".nc")
"""GeoTIFF, twice, and NetCDF."""

_NETCDF_OPTIONS = ["FORMAT=NC4", "COMPRESS=DEFLATE", "ZLEVEL=4"]
# Bands apart: a thousand realizations are read one by one, and no reader unpacks all of them for one.
_OPTIONS = ["INTERLEAVE=BAND", "TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=3", "BIGTIFF=IF_SAFER"]


class Band(NamedTuple):
    """One band: its name, and its values, shape (nx, ny), x east and y north; not a number is nodata."""

    description: str
    values: np.ndarray


class Levels(NamedTuple):
    """Where the bands of a raster in space lie along z: their middles; its unit, direction, up or down, and name."""

    z: Sequence[float]
    unit: str
    positive: str
    name: str

    def metadata(self) -> dict[str, str]:
        """Return what GDAL's netCDF driver takes to make z a dimension with coordinates, as CF has them."""
        return {
            "NETCDF_DIM_EXTRA": "{z}",
            "NETCDF_DIM_z_DEF": f"{{{len(self.z)},6}}",
            "NETCDF_DIM_z_VALUES": "{" + ",".join(f"{z:.17g}" for z in self.z) + "}",
            "z#axis": "Z",
            "z#positive": self.positive,
            "z#long_name": self.name,
            **({"z#units": self.unit} if self.unit else {}),
        }


@dataclass(frozen=True)
class Raster:
    """A raster that is to be written.

    Attributes
    ----------
    bands : sequence of Band
    frame : MapFrame
    facts : mapping of str to str
        To keep with the raster.
    double : bool
        Write 64 bits; else 32.
    levels : Levels, optional
        For bands that lie above each other.
    title : str
        What the values of such bands are.
    unit : str
        Of the values; empty: not known.
    """

    bands: Sequence[Band]
    frame: MapFrame
    facts: Mapping[str, str]
    double: bool
    levels: Levels | None = None
    title: str = ""
    unit: str = ""


def raster_suffixes() -> tuple[str, ...]:
    """Return the suffixes of the rasters that can be written."""
    return SUFFIXES if gdal.GetDriverByName("netCDF") else SUFFIXES[:-1]


def write_raster(file: OutputFile, raster: Raster, pulse: Callable[[], None]) -> None:
    """Write a raster, band by band.

    Parameters
    ----------
    file : OutputFile
        Its suffix says which kind.
    raster : Raster
    pulse : callable
        Called after each band.

    Raises
    ------
    QgsProcessingException
        If it cannot be written, as the disk is full.
    """
    with _gdal_errors(file):
        if file.path.suffix.lower() != SUFFIXES[-1]:
            _write_geotiff(file.temporary, replace(raster, levels=None), pulse)
            return
        # The driver makes dimensions and coordinates only of what it copies.
        with tempfile.TemporaryDirectory(dir=file.temporary.parent.parent) as folder:
            scratch = Path(folder) / "scratch.tif"
            extra = {} if raster.levels is None else raster.levels.metadata()
            _write_geotiff(scratch, replace(raster, facts={**raster.facts, **extra}), pulse)
            _copy_netcdf(scratch, file.temporary)


@contextmanager
def _gdal_errors(file: OutputFile) -> Iterator[None]:
    """Turn what GDAL tells as errors into one sentence."""
    errors: list[str] = []

    def remember(kind: int, number: int, text: str) -> None:
        if kind >= gdal.CE_Failure:
            errors.append(text)

    gdal.PushErrorHandler(remember)
    try:
        yield
    except OSError as error:
        errors.append(error.strerror or str(error))
    except RuntimeError as error:  # of GDAL, where another plugin has turned its exceptions on
        errors.append(str(error))
    finally:
        gdal.PopErrorHandler()
    if errors:
        # GDAL names the file by which it knows it.
        said = errors[0].replace(str(file.temporary), str(file.path))
        raise QgsProcessingException(f"Cannot write {file.path} ({file.parameter}): {said}")


def _write_geotiff(path: Path, raster: Raster, pulse: Callable[[], None]) -> None:
    from ...krig_core.machine import cores

    bands, frame = raster.bands, raster.frame
    nx, ny = bands[0].values.shape
    kind, dtype = (gdal.GDT_Float64, np.float64) if raster.double else (gdal.GDT_Float32, np.float32)
    nodata = _nodata(bands, dtype)
    # Nearly all the time goes into compressing; the bytes are the same for any number of threads.
    options = [*_OPTIONS, f"NUM_THREADS={cores()}"]
    data = gdal.GetDriverByName("GTiff").Create(str(path), nx, ny, len(bands), kind, options=options)
    if data is None:
        return
    data.SetGeoTransform((frame.west, frame.dx, 0.0, frame.north, 0.0, -frame.dy))
    if frame.crs.isValid():
        data.SetProjection(frame.crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL))
    data.SetMetadata(dict(raster.facts))
    try:
        for number, (description, values) in enumerate(bands, 1):
            rows = np.asarray(values, dtype=dtype).T[::-1]
            band = data.GetRasterBand(number)
            band.SetDescription(description)
            if raster.unit:
                band.SetUnitType(raster.unit)
            band.SetNoDataValue(nodata)
            band.WriteArray(np.where(np.isnan(rows), dtype(nodata), rows))
            _set_statistics(band, rows[~np.isnan(rows)], rows.size)
            if raster.levels is not None:
                z = raster.levels.z[number - 1]
                band.SetMetadata({"NETCDF_DIM_z": f"{z:.17g}", "long_name": raster.title})
            pulse()
    finally:
        # Closes the file: what could not be written is told only now, and Windows removes none that is open.
        band = data = None


def _set_statistics(band: gdal.Band, known: np.ndarray, cells: int) -> None:
    """Let a band say its statistics, as GDAL computes them, by which QGIS chooses colours; of nothing there are none.

    GDAL would read the band while threads compress it: from 3.10 on their number then decides on the order of blocks.
    """
    if known.size:
        mean, std = known.mean(dtype=float), known.std(dtype=float)
        band.SetStatistics(float(known.min()), float(known.max()), float(mean), float(std))
        band.SetMetadataItem("STATISTICS_VALID_PERCENT", f"{100 * known.size / cells:.4g}")


def _nodata(bands: Sequence[Band], dtype: type[np.floating]) -> float:
    """Return what stands for no data: `NODATA`, or not a number where a value is that."""
    legal = any((np.asarray(band.values, dtype=dtype) == NODATA).any() for band in bands)
    return math.nan if legal else NODATA


def _copy_netcdf(geotiff: Path, path: Path) -> None:
    source = gdal.Open(str(geotiff))
    if source is not None:
        gdal.GetDriverByName("netCDF").CreateCopy(str(path), source, options=_NETCDF_OPTIONS)
