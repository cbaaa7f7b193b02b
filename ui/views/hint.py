"""A few lines of text beside a place on a plot: what the mouse is over."""

from __future__ import annotations

from typing import Any

from .plot import Colours
from .qt import QtCore, QtGui


def draw_hint(painter: Any, colours: Colours, at: Any, text: str, area: Any) -> None:
    """Draw text in a box beside a pixel, within an area (QRectF), on the side where there is room."""
    metrics = QtGui.QFontMetricsF(painter.font())
    flags = QtCore.Qt.AlignmentFlag.AlignLeft | QtCore.Qt.AlignmentFlag.AlignTop
    size = metrics.boundingRect(QtCore.QRectF(0, 0, 1000, 1000), int(flags), text)
    width, height = size.width() + 10, size.height() + 6
    left = at.x() + 12 if at.x() + 12 + width <= area.right() else at.x() - 12 - width
    top = at.y() + 12 if at.y() + 12 + height <= area.bottom() else at.y() - 12 - height
    box = QtCore.QRectF(max(left, area.left()), max(top, area.top()), width, height)
    painter.setPen(QtGui.QPen(colours.faint, 1))
    painter.setBrush(colours.background)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(colours.ink)
    painter.drawText(box.adjusted(5, 3, -5, -3), int(flags), text)
