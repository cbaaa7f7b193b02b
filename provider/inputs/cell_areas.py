"""The areas of the cells of a map, and their unit.

Law: on the plane of a projected CRS as it measures, and on the ellipsoid where the CRS is in degrees.
"""

from __future__ import annotations

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsDistanceArea, QgsEllipsoidUtils, QgsGeometry, QgsUnitTypes

from ..map_frame import MapFrame
from ..text import tr


def cell_areas(frame: MapFrame) -> np.ndarray:
    """Return the area of a cell of each row, shape (ny,), from the north."""
    from ...krig_core.decisions.ellipsoid import strip_areas

    rows = frame.shape[1]
    if not (frame.crs.isValid() and frame.crs.isGeographic()):
        return np.full(rows, frame.dx * frame.dy)
    latitudes = frame.north - frame.dy * np.arange(rows + 1)
    ellipsoid = QgsEllipsoidUtils.ellipsoidParameters(_ellipsoid(frame.crs))
    return strip_areas(latitudes, frame.dx, ellipsoid.semiMajor, ellipsoid.semiMinor)


def polygon_area(polygon: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> float:
    """Return the area of a polygon in a CRS, in the unit of its cells."""
    if not (crs.isValid() and crs.isGeographic()):
        return float(polygon.area())
    measure = QgsDistanceArea()
    measure.setEllipsoid(_ellipsoid(crs))
    return float(measure.measureArea(polygon))


def area_unit(crs: QgsCoordinateReferenceSystem) -> str:
    """Return the unit of areas in a CRS, in words such as m²."""
    if not crs.isValid():
        return tr("square map units")
    if crs.isGeographic():
        return "m²"
    return QgsUnitTypes.toAbbreviatedString(QgsUnitTypes.distanceToAreaUnit(crs.mapUnits()))


def _ellipsoid(crs: QgsCoordinateReferenceSystem) -> str:
    return crs.ellipsoidAcronym() or "EPSG:7030"
