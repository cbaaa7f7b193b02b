"""A map tool: a click, or a drag, asks what is known at that place."""

from __future__ import annotations

from typing import Any

from qgis.gui import QgsMapTool
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QCursor


class PlaceTool(QgsMapTool):
    """Tells where a user has clicked.

    Signals
    -------
    placed : float, float
        In the CRS of the map; while the button is held, wherever the mouse goes.
    """

    placed = pyqtSignal(float, float)

    def __init__(self, map_canvas: Any) -> None:
        super().__init__(map_canvas)
        self.setCursor(QCursor(Qt.CursorShape.CrossCursor))

    def canvasPressEvent(self, event: Any) -> None:  # noqa: N802
        """Take a place."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._tell(event)

    def canvasMoveEvent(self, event: Any) -> None:  # noqa: N802
        """Take another, while the button is held."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._tell(event)

    def _tell(self, event: Any) -> None:
        point = event.mapPoint()
        self.placed.emit(point.x(), point.y())
