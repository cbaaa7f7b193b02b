"""A weight as a bar behind its number in a list: to the right where it is positive, hatched where it is negative."""

from __future__ import annotations

from typing import Any

from .plot import Colours
from .qt import QtCore, QtGui, QtWidgets


class WeightBars(QtWidgets.QStyledItemDelegate):
    """Draws the bars of a column."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.weights: list[float] = []

    def paint(self, painter: Any, option: Any, index: Any) -> None:
        """Draw bar and number."""
        weight = self.weights[index.row()]
        most = max(map(abs, self.weights)) or 1.0
        colours = Colours.of(option.palette)
        room = QtCore.QRectF(option.rect).adjusted(2, 2, -2, -2)
        bar = QtCore.QRectF(room.left(), room.top(), room.width() * abs(weight) / most, room.height())
        colour = QtGui.QColor(colours.accent if weight >= 0 else colours.second)
        colour.setAlpha(110)
        pattern = QtCore.Qt.BrushStyle.SolidPattern if weight >= 0 else QtCore.Qt.BrushStyle.BDiagPattern
        painter.fillRect(bar, QtGui.QBrush(colour, pattern))
        super().paint(painter, option, index)
