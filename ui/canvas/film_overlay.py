"""The picture of the tab Realizations on QGIS's map, above its layers.

Law: it hides what is below, as its colours would else not be those of the legend. It is drawn only where the map is in
the CRS of the raster, as rows and columns are straight nowhere else.
"""

from __future__ import annotations

from typing import Any

from qgis.core import QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvasItem
from qgis.PyQt.QtGui import QTransform

from ...provider.map_frame import MapFrame


class FilmOverlay(QgsMapCanvasItem):
    """A picture in a rectangle of the map.

    Parameters
    ----------
    map_canvas : QgsMapCanvas
    """

    def __init__(self, map_canvas: Any) -> None:
        super().__init__(map_canvas)
        self._canvas = map_canvas
        self._image: Any = None
        self._frame: MapFrame | None = None

    def show_image(self, image: Any, frame: MapFrame) -> None:
        """Show a QImage whose pixels are the cells of a frame."""
        self._image = image
        if frame is not self._frame:
            self._frame = frame
            self.updatePosition()
        self.update()

    def remove(self) -> None:
        """Take it off the map for good."""
        scene = self.scene()
        if scene is not None:
            scene.removeItem(self)

    def fits(self) -> bool:
        """Tell whether the map is in the CRS of the raster; it is taken to be where one is not known."""
        there = self._canvas.mapSettings().destinationCrs()
        if self._frame is None:
            return False
        return not (self._frame.crs.isValid() and there.isValid()) or bool(self._frame.crs == there)

    def updatePosition(self) -> None:  # noqa: N802
        """Called by QGIS when the map moves."""
        if self._frame is not None:
            frame = self._frame
            self.setRect(QgsRectangle(frame.west, frame.south, frame.east, frame.north))

    def paint(self, painter: Any, option: Any = None, widget: Any = None) -> None:
        """Called by QGIS."""
        if self._image is None or self._frame is None or not self.fits():
            return
        frame, origin = self._frame, self.pos()
        # By three corners, so that it turns with the map.
        corner, right, below = (
            self.toCanvasCoordinates(QgsPointXY(x, y)) - origin
            for x, y in ((frame.west, frame.north), (frame.east, frame.north), (frame.west, frame.south))
        )
        across, down = (right - corner) / self._image.width(), (below - corner) / self._image.height()
        painter.setTransform(QTransform(across.x(), across.y(), down.x(), down.y(), corner.x(), corner.y()), True)
        painter.drawImage(0, 0, self._image)
