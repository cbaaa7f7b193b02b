"""Pictures of realizations to be kept: map, scale bar, legend and title, without a window and in any thread."""

from __future__ import annotations

from typing import Any

import numpy as np

from .plot import Colours
from .qt import QtCore, QtGui
from .ramp_drawing import RampDrawing
from .raster_drawing import RasterDrawing, indexed_image
from .shown_stack import ShownStack
from .stack_drawing import Shown


class FilmPicture:
    """Draws maps of realizations on white.

    Parameters
    ----------
    stack : ShownStack
    drawing : RasterDrawing
        With mark and outline as in the window.
    width : int
        Pixels; the height is as the map needs it.
    font : QFont
    """

    def __init__(self, stack: ShownStack, drawing: RasterDrawing, width: int, font: Any) -> None:
        self._stack = stack
        self._drawing = RasterDrawing(
            sides=(stack.dx, stack.dy), unit=stack.length_unit, mark=drawing.mark, outlined=drawing.outlined
        )
        self._width, self._font = width, font
        ink, faint = QtGui.QColor("#000000"), QtGui.QColor("#808080")
        self._colours = Colours(QtGui.QColor("#ffffff"), ink, faint, ink, ink, ink, faint)

    def image(self, shown: Shown, ramp: RampDrawing) -> Any:
        """Return a map as a QImage."""
        metrics = QtGui.QFontMetrics(self._font)
        line, beside = metrics.height(), ramp.width(metrics) + 8
        rows, columns = shown.codes.shape
        across = self._width - beside - 8
        height = round(across * rows * self._stack.dy / (columns * self._stack.dx)) + 2 * line + 14
        height = min(max(height, 12 * line), 2 * self._width)
        image = QtGui.QImage(self._width, height, QtGui.QImage.Format.Format_RGB32)
        image.fill(self._colours.background)
        painter = QtGui.QPainter(image)
        painter.setFont(self._font)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        self._drawing.image = indexed_image(shown.codes, shown.table)
        self._drawing.title = f"{self._stack.title}: {shown.title}"
        room = QtCore.QRectF(0, 0, self._width - beside, height)
        self._drawing.paint(painter, room, self._colours, self._width - 8)
        below = QtCore.QRectF(self._width - beside, line, beside, height - line)
        ramp.paint(painter, below, self._colours)
        painter.end()
        return image


def pixels(image: Any) -> np.ndarray:
    """Return the colours of a QImage in 32 bits, uint8 array of shape (rows, columns, 3)."""
    rows, columns = image.height(), image.width()
    flat = np.frombuffer(image.constBits().asstring(rows * image.bytesPerLine()), dtype=np.uint32)
    packed = flat.reshape(rows, -1)[:, :columns]
    return np.stack([packed >> 16 & 0xFF, packed >> 8 & 0xFF, packed & 0xFF], axis=-1).astype(np.uint8)
