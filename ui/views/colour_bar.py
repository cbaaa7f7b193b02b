"""A ramp with the values at its ends and between, and their unit."""

from __future__ import annotations

from typing import Any

import numpy as np

from .plot import Colours, tick_labels, ticks
from .qt import QtCore, QtGui, QtWidgets
from .raster_picture import indexed_image

_WIDTH = 14


class ColourBar(QtWidgets.QWidget):
    """Shows which colour is which value; the greatest is on top."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._image: Any = None
        self._range = (0.0, 1.0)
        self._ends = ("", "")
        self._unit = ""
        self.setMinimumHeight(100)

    def show_ramp(self, table: list[int], low: float, high: float, ends: tuple[str, str], unit: str) -> None:
        """Show a ramp, of the table of a picture.

        Parameters
        ----------
        table : list of int
        low, high : float
            Of its first and its last colour.
        ends : (str, str)
            What stands at these.
        unit : str
        """
        self._image = indexed_image(np.arange(255, 0, -1, dtype=np.uint8)[:, None], table)
        self._range, self._ends, self._unit = (low, high), ends, unit
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for text in (*ends, unit, *self._labels()[1]))
        self.setFixedWidth(_WIDTH + widest + 12)
        self.update()

    def _labels(self) -> tuple[list[float], list[str]]:
        values = ticks(*self._range, 5)
        return values, tick_labels(values)

    def paintEvent(self, event: Any) -> None:  # noqa: N802
        """Draw everything."""
        painter = QtGui.QPainter(self)
        self.paint(painter)
        painter.end()

    def paint(self, painter: Any) -> None:
        """Draw everything, also on another device than this widget."""
        colours, line = Colours.of(self.palette()), self.fontMetrics().height()
        painter.fillRect(self.rect(), colours.background)
        if self._image is None:
            return
        bar = QtCore.QRectF(2, 1.5 * line + 4, _WIDTH, max(10.0, self.height() - 3 * line - 8))
        painter.drawImage(bar, self._image)
        painter.setPen(colours.ink)
        left = int(QtCore.Qt.AlignmentFlag.AlignLeft | QtCore.Qt.AlignmentFlag.AlignVCenter)
        (low, high), taken = self._range, [bar.top(), bar.bottom()]
        painter.drawText(QtCore.QRectF(2, 2, self.width(), line), left, self._unit)
        for text, y in zip(self._ends, (bar.bottom(), bar.top())):
            painter.drawText(QtCore.QRectF(bar.right() + 5, y - line / 2, self.width(), line), left, text)
        for value, text in zip(*self._labels()):
            y = bar.bottom() - (value - low) / (high - low) * bar.height()
            painter.drawLine(QtCore.QPointF(bar.right(), y), QtCore.QPointF(bar.right() + 3, y))
            if all(abs(y - other) >= line for other in taken):
                painter.drawText(QtCore.QRectF(bar.right() + 5, y - line / 2, self.width(), line), left, text)
                taken.append(y)
