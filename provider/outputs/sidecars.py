"""Files that other programs keep beside a file: overviews, statistics, masks, world files, indexes, journals.

Law: what describes the content of an old file goes with it, or it would be taken for the new one's. What the user made
for QGIS, styles and descriptions (.qml, .qmd), stays.
"""

from __future__ import annotations

import os
from pathlib import Path

from osgeo import gdal

RASTERS = (".tif", ".tiff", ".nc")

_AFTER_THE_NAME = {
    **dict.fromkeys(RASTERS, (".ovr", ".ovr.ovr", ".ovr.aux.xml", ".aux.xml", ".aux", ".msk", ".msk.ovr", ".vat.dbf")),
    **dict.fromkeys((".gpkg", ".sqlite"), ("-wal", "-shm", "-journal", ".aux.xml")),
}
_FOR_THE_SUFFIX = {
    **dict.fromkeys((".tif", ".tiff"), (".tfw", ".tifw", ".tiffw", ".tfwx")),
    ".shp": (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", ".idm", ".ind"),
    ".csv": (".csvt",),
    ".gml": (".xsd", ".gfs"),
}


def sidecars(path: Path) -> list[Path]:
    """Return the files that are there beside a file, or beside where it will be, and describe its content."""
    suffix = path.suffix.lower()
    names = {(path.name + ending).lower() for ending in _AFTER_THE_NAME.get(suffix, ())}
    names |= {(path.stem + ending).lower() for ending in _FOR_THE_SUFFIX.get(suffix, ())}
    if suffix in RASTERS:
        names |= _said_by_gdal(path)
    if not names:
        return []
    # GDAL does not mind their case, whatever the file system does.
    with os.scandir(path.parent) as entries:
        return sorted(path.with_name(entry.name) for entry in entries if entry.name.lower() in names)


def _said_by_gdal(path: Path) -> set[str]:
    """Return the names, in lower case, of files that GDAL reads with a raster and that are called like it."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        # A VRT by such a name would list its sources.
        data = gdal.OpenEx(str(path), gdal.OF_RASTER, allowed_drivers=["GTiff", "netCDF"])
        files = [] if data is None else data.GetFileList() or []
    except RuntimeError:  # where another plugin has turned GDAL's exceptions on
        files = []
    finally:
        gdal.PopErrorHandler()
    data = None
    names = {Path(file).name.lower() for file in files}
    return {name for name in names if name.startswith(path.stem.lower())} - {path.name.lower()}
