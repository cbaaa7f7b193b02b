"""The ellipse of the model's ranges on QGIS's map, about the middle of the data, and a ray of the direction looked at.

Law: its corners are those of the run's CRS, each taken to the CRS of the map; where that cannot be, nothing is shown.
"""

from __future__ import annotations

import math
from typing import Any

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtGui import QColor

from ..views.direction_map import ellipse
from .projection import outline_on_map

_LINE, _FILL = QColor(213, 94, 0, 230), QColor(213, 94, 0, 30)


class EllipseMark:
    """A rubber band that stays where it is when the map's CRS changes.

    Parameters
    ----------
    map_canvas : QgsMapCanvas
    """

    def __init__(self, map_canvas: Any) -> None:
        self._canvas = map_canvas
        self._band: Any = None
        self._ray: Any = None
        self._shown: tuple[Any, ...] | None = None
        self._azimuth = math.nan

    def show(self, centre: tuple[float, float], range: float, ratio: float, azimuth: float, crs: Any) -> None:
        """Show the ellipse of a range along an azimuth, of a ratio times it across, map units of a CRS."""
        self._shown = (centre, range, ratio, azimuth, crs)
        if self._band is None:
            kinds = QgsWkbTypes.GeometryType
            self._band = QgsRubberBand(self._canvas, kinds.PolygonGeometry)
            self._ray = QgsRubberBand(self._canvas, kinds.LineGeometry)
            self._band.setFillColor(_FILL)
            for band in (self._band, self._ray):
                band.setStrokeColor(_LINE)
                band.setWidth(2)
            self._canvas.destinationCrsChanged.connect(self._draw)
        self._draw()

    def point(self, azimuth: float) -> None:
        """Show a ray in a direction, degrees clockwise from north; not a number: none."""
        self._azimuth = azimuth
        if self._shown is not None:
            self._draw()

    def remove(self) -> None:
        """Take it off the map, until it is shown again."""
        if self._band is not None:
            self._canvas.destinationCrsChanged.disconnect(self._draw)
            for band in (self._band, self._ray):
                self._canvas.scene().removeItem(band)
            self._band = self._ray = self._shown = None

    def _draw(self) -> None:
        """Draw what is shown in the CRS of the map."""
        assert self._shown is not None  # nosec B101 - for the type checker
        (x, y), long, ratio, azimuth, crs = self._shown
        corners = [QgsPointXY(x + east, y + north) for east, north in ellipse(long, ratio, azimuth)]
        outline = QgsGeometry.fromPolygonXY([[*corners, corners[0]]])
        self._band.setToGeometry(outline_on_map(self._canvas, crs, outline), None)
        ray = QgsGeometry()
        if not math.isnan(self._azimuth):
            turn = math.radians(self._azimuth)
            ends = [QgsPointXY(x + side * long * math.sin(turn), y + side * long * math.cos(turn)) for side in (-1, 1)]
            ray = outline_on_map(self._canvas, crs, QgsGeometry.fromPolylineXY(ends))
        self._ray.setToGeometry(ray, None)
