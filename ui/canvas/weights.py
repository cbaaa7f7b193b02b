"""The weights of data as marks on QGIS's map: circles whose area is the weight, diamonds where it is negative.

Law: its places are those of the run's CRS; one that the CRS of the map does not have is not shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from qgis.gui import QgsMapCanvasItem
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor, QPainter, QPen

from ..views.plot import draw_mark
from .projection import to_map

_LARGEST, _LEAST = 18.0, 1.5
"""Radii in pixels: of the greatest weight, and of the least that is shown."""

_POSITIVE, _NEGATIVE, _LINE = QColor(0, 114, 178, 120), QColor(213, 94, 0, 150), QColor(255, 255, 255, 220)
_INK = QColor(20, 20, 20)


class WeightMarks:
    """Marks that stay where they are when the map moves, or its CRS changes.

    Parameters
    ----------
    map_canvas : QgsMapCanvas
    """

    def __init__(self, map_canvas: Any) -> None:
        self._canvas = map_canvas
        self._item: _Marks | None = None

    def show(self, place: tuple[float, float], weights: Sequence[tuple[float, float, float]], crs: Any) -> None:
        """Show a place, and the data with their weights.

        Parameters
        ----------
        place : (float, float)
            Map units of the CRS.
        weights : sequence of (x, y, weight)
            The greatest first.
        crs : QgsCoordinateReferenceSystem
        """
        if self._item is None:
            self._item = _Marks(self._canvas)
            self._canvas.destinationCrsChanged.connect(self._item.project)
        self._item.take(place, weights, crs)

    def remove(self) -> None:
        """Take them off the map, until they are shown again."""
        if self._item is not None:
            self._canvas.destinationCrsChanged.disconnect(self._item.project)
            self._canvas.scene().removeItem(self._item)
            self._item = None

    @property
    def shown(self) -> int:
        """How many data are marked."""
        return 0 if self._item is None else len(self._item.weights)


class _Marks(QgsMapCanvasItem):
    def __init__(self, map_canvas: Any) -> None:
        super().__init__(map_canvas)
        self._map = map_canvas
        self._given: tuple[Any, ...] | None = None
        self._place: Any = None
        self.weights: list[tuple[Any, float]] = []

    def take(self, place: tuple[float, float], weights: Sequence[tuple[float, float, float]], crs: Any) -> None:
        self._given = place, weights, crs
        self.project()

    def project(self) -> None:
        """Find the places in the CRS of the map."""
        assert self._given is not None  # nosec B101 - for the type checker
        place, weights, crs = self._given
        self._place = to_map(self._map, crs, *place)
        found = [(to_map(self._map, crs, x, y), weight) for x, y, weight in weights]
        self.weights = [(point, weight) for point, weight in found if point is not None]
        self.update()

    def boundingRect(self) -> Any:  # noqa: N802
        """Return the whole map."""
        return QRectF(0, 0, self._map.width(), self._map.height())

    def updatePosition(self) -> None:  # noqa: N802
        """Called when the map has moved."""
        self.prepareGeometryChange()
        self.update()

    def paint(self, painter: Any, option: Any = None, widget: Any = None) -> None:
        """Draw the marks; the smaller ones on top."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((abs(weight) for _, weight in self.weights), default=0.0) or 1.0
        for point, weight in self.weights:
            radius = _LARGEST * math.sqrt(abs(weight) / most)
            if radius >= _LEAST:
                painter.setPen(QPen(_LINE, 1))
                painter.setBrush(_POSITIVE if weight > 0 else _NEGATIVE)
                draw_mark(painter, self.toCanvasCoordinates(point), radius, "circle" if weight > 0 else "diamond")
        if self._place is not None:
            at = self.toCanvasCoordinates(self._place)
            for pen in (QPen(_LINE, 4), QPen(_INK, 2)):
                painter.setPen(pen)
                painter.drawLine(round(at.x()) - 7, round(at.y()), round(at.x()) + 7, round(at.y()))
                painter.drawLine(round(at.x()), round(at.y()) - 7, round(at.x()), round(at.y()) + 7)
