"""Chosen pairs of data as lines on QGIS's map.

Law: ends are places in the run's CRS, each taken to the CRS of the map; where that cannot be, nothing is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtGui import QColor

from .projection import outline_on_map

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LINE, _HALO = QColor(213, 94, 0, 220), QColor(255, 255, 255, 160)

MOST_LINES = 1000
"""Of more the map would be covered, and moving it would wait for them."""


class PairLines:
    """A rubber band of many lines, that stays where it is when the map's CRS changes.

    Parameters
    ----------
    map_canvas : QgsMapCanvas
    """

    def __init__(self, map_canvas: Any) -> None:
        self._canvas = map_canvas
        self._band: Any = None
        self._shown: tuple[Any, Any] | None = None

    def show(self, segments: NDArray[np.float64], crs: Any) -> None:
        """Show lines, shape (k, 2, 2): x and y of both ends, map units of a CRS; of many the first `MOST_LINES`."""
        if not len(segments):
            self.remove()
            return
        self._shown = (segments[:MOST_LINES].tolist(), crs)
        if self._band is None:
            self._band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.LineGeometry)
            self._band.setStrokeColor(_LINE)
            self._band.setSecondaryStrokeColor(_HALO)
            self._band.setWidth(2)
            self._canvas.destinationCrsChanged.connect(self._draw)
        self._draw()

    def remove(self) -> None:
        """Take them off the map, until others are shown."""
        if self._band is not None:
            self._canvas.destinationCrsChanged.disconnect(self._draw)
            self._canvas.scene().removeItem(self._band)
            self._band = self._shown = None

    def _draw(self) -> None:
        """Draw what is shown in the CRS of the map."""
        if self._shown is None:
            return
        segments, crs = self._shown
        lines = QgsGeometry.fromMultiPolylineXY([[QgsPointXY(*end) for end in ends] for ends in segments])
        self._band.setToGeometry(outline_on_map(self._canvas, crs, lines), None)
