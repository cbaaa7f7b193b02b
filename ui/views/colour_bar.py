"""A ramp as a widget."""

from __future__ import annotations

from typing import Any

from .plot import Colours
from .qt import QtCore, QtGui, QtWidgets
from .ramp_drawing import RampDrawing


class ColourBar(QtWidgets.QWidget):
    """Shows which colour is which value; the greatest is on top."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.drawing: RampDrawing | None = None
        self.setMinimumHeight(100)

    def show_ramp(self, drawing: RampDrawing) -> None:
        """Show a ramp."""
        self.drawing = drawing
        self.setFixedWidth(drawing.width(self.fontMetrics()))
        self.update()

    def paintEvent(self, event: Any) -> None:  # noqa: N802
        """Draw everything."""
        painter, colours = QtGui.QPainter(self), Colours.around(self)
        painter.fillRect(self.rect(), colours.background)
        if self.drawing is not None:
            self.drawing.paint(painter, QtCore.QRectF(self.rect()), colours)
        painter.end()
