"""The areas of the cells of a map, and their unit.

Law: on the plane of a projected CRS as it measures; on the ellipsoid where the CRS is in angles, or where the plane is
off by more than 1 % in the middle of the map, as in Web Mercator. Then all cells of a row are taken as the middle one,
which is exact where parallels are rows.
"""

from __future__ import annotations

import math

import numpy as np
from osgeo import osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDistanceArea,
    QgsEllipsoidUtils,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsUnitTypes,
)
from qgis.PyQt.QtGui import QTransform

from ..map_frame import MapFrame
from ..text import tr

_MOST_OFF = 0.01
"""Part of its area by which the plane may differ."""


def cell_areas(frame: MapFrame) -> np.ndarray:
    """Return the area of a cell of each row, shape (ny,), from the north."""
    from ...krig_core.decisions.ellipsoid import strip_areas

    rows = frame.shape[1]
    if frame.crs.isValid() and frame.crs.isGeographic():
        degrees = _degrees(frame.crs)
        latitudes = degrees * (frame.north - frame.dy * np.arange(rows + 1))
        ellipsoid = QgsEllipsoidUtils.ellipsoidParameters(_ellipsoid(frame.crs))
        return strip_areas(latitudes, degrees * frame.dx, ellipsoid.semiMajor, ellipsoid.semiMinor)
    if plane_is_off(frame):
        return np.array([_on_ellipsoid(frame, row) for row in range(rows)])
    return np.full(rows, frame.dx * frame.dy)


def plane_is_off(frame: MapFrame) -> bool:
    """Tell whether a projected CRS distorts areas so much on a map that they are measured on the ellipsoid."""
    if not frame.crs.isValid() or frame.crs.isGeographic():
        return False
    part = _on_ellipsoid(frame, frame.shape[1] // 2) / (frame.dx * frame.dy)
    return math.isfinite(part) and part > 0 and abs(1 / part - 1) > _MOST_OFF


def say_plane_is_off(frame: MapFrame, feedback: QgsProcessingFeedback) -> None:
    """Tell that areas are not those of the plane of the CRS, where they are not."""
    if plane_is_off(frame):
        part = frame.dx * frame.dy / _on_ellipsoid(frame, frame.shape[1] // 2)
        text = tr(
            "{crs} shows areas {part:.3g} times as large as they are in the middle of the map: areas are those on the "
            "ellipsoid."
        )
        feedback.pushInfo(text.format(crs=frame.crs.authid() or tr("The CRS"), part=part))


def polygon_area(polygon: QgsGeometry, frame: MapFrame) -> float:
    """Return the area of a polygon in the CRS of a map, in the unit of its cells."""
    crs = frame.crs
    if crs.isValid() and crs.isGeographic():
        measure, scaled = QgsDistanceArea(), QgsGeometry(polygon)
        measure.setEllipsoid(_ellipsoid(crs))
        scaled.transform(QTransform.fromScale(_degrees(crs), _degrees(crs)))
        return float(measure.measureArea(scaled))
    if plane_is_off(frame):
        return _measured(polygon.densifyByCount(20), crs)
    return float(polygon.area())


def area_unit(crs: QgsCoordinateReferenceSystem) -> str:
    """Return the unit of areas in a CRS, in words such as m²."""
    if not crs.isValid():
        return tr("square map units")
    if crs.isGeographic():
        return "m²"
    return QgsUnitTypes.toAbbreviatedString(QgsUnitTypes.distanceToAreaUnit(crs.mapUnits()))


def _degrees(crs: QgsCoordinateReferenceSystem) -> float:
    """Return how many degrees the unit of a geographic CRS has: grads have 0.9."""
    reference = osr.SpatialReference()
    if reference.ImportFromWkt(crs.toWkt()) != 0:
        return 1.0
    return math.degrees(reference.GetAngularUnits())


def _on_ellipsoid(frame: MapFrame, row: int) -> float:
    """Return the area of the middle cell of a row on the ellipsoid, in the unit of the plane."""
    west = frame.west + frame.dx * (frame.shape[0] // 2)
    north = frame.north - frame.dy * row
    cell = QgsRectangle(west, north - frame.dy, west + frame.dx, north)
    return _measured(QgsGeometry.fromRect(cell).densifyByCount(3), frame.crs)


def _measured(polygon: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> float:
    """Return the area of a polygon on the ellipsoid in the square of the unit of a projected CRS."""
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, QgsCoordinateTransformContext())
    measure.setEllipsoid(_ellipsoid(crs))
    try:
        area = measure.measureArea(polygon)
    except QgsCsException:  # beyond where the CRS has places
        return math.nan
    return float(measure.convertAreaMeasurement(area, QgsUnitTypes.distanceToAreaUnit(crs.mapUnits())))


def _ellipsoid(crs: QgsCoordinateReferenceSystem) -> str:
    return crs.ellipsoidAcronym() or "EPSG:7030"
