"""From the CRS of a run to that of the map, and back."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsGeometry, QgsPointXY, QgsProject


def to_map(canvas: Any, crs: Any, x: float, y: float) -> QgsPointXY | None:
    """Return a place of a CRS in that of the map; None: there is none."""
    return _transformed(crs, canvas.mapSettings().destinationCrs(), x, y)


def from_map(canvas: Any, crs: Any, x: float, y: float) -> QgsPointXY | None:
    """Return a place of the map in a CRS; None: there is none."""
    return _transformed(canvas.mapSettings().destinationCrs(), crs, x, y)


def outline_on_map(canvas: Any, crs: Any, outline: QgsGeometry) -> QgsGeometry:
    """Return a geometry of a CRS in that of the map, corner by corner; where one has no place there, an empty one."""
    there = canvas.mapSettings().destinationCrs()
    try:
        if crs.isValid() and there.isValid():
            outline.transform(QgsCoordinateTransform(crs, there, QgsProject.instance()))
    except QgsCsException:
        return QgsGeometry()
    return outline


def _transformed(here: Any, there: Any, x: float, y: float) -> QgsPointXY | None:
    point = QgsPointXY(x, y)
    if not (here.isValid() and there.isValid()):  # a drawing without a CRS is on the map as it is
        return point
    try:
        return QgsCoordinateTransform(here, there, QgsProject.instance()).transform(point)
    except QgsCsException:
        return None
