"""A small legend in the corner of a plot where it covers least."""

from __future__ import annotations

from typing import Any, NamedTuple

from .plot import Colours, draw_mark
from .qt import QtCore, QtGui

_GAP = 8.0
"""Pixels between the legend and the axes, on which handles may stand."""

_LARGEST_SHARE = 0.7
"""Of the width or the height of a plot; where more would be covered there is no legend."""


class Row(NamedTuple):
    """What a sign stands for.

    Attributes
    ----------
    line : {"", "solid", "dash", "dot", "band"}
    mark : str
        As in `draw_mark`; empty: none.
    tint : QColor
    text : str
    """

    line: str
    mark: str
    tint: Any
    text: str


def draw_legend(painter: Any, colours: Colours, area: Any, rows: list[Row], avoid: list[Any]) -> None:
    """Draw rows into a corner of an area (QRectF); `avoid` are the pixels that should be seen."""
    metrics = QtGui.QFontMetricsF(painter.font())
    line = metrics.height()
    width, height = 34 + max(metrics.horizontalAdvance(row.text) for row in rows), line * len(rows)
    if width > _LARGEST_SHARE * area.width() or height > _LARGEST_SHARE * area.height():
        return
    right, bottom = area.right() - width - _GAP, area.bottom() - height - 1.6 * line
    corners = [(right, bottom), (area.left() + _GAP, area.top() + 2 * _GAP), (right, area.top() + 2 * _GAP)]
    boxes = [QtCore.QRectF(left, top, width, height) for left, top in [*corners, (area.left() + _GAP, bottom)]]
    box = min(boxes, key=lambda one: sum(one.adjusted(-6, -6, 6, 6).contains(at) for at in avoid))
    ground = QtGui.QColor(colours.background)
    ground.setAlpha(205)
    painter.fillRect(box.adjusted(-4, -3, 4, 3), ground)
    for number, row in enumerate(rows):
        middle = box.top() + (number + 0.5) * line
        _draw_sign(painter, row, QtCore.QPointF(box.left() + 11, middle))
        painter.setPen(colours.ink)
        painter.drawText(QtCore.QPointF(box.left() + 30, middle + metrics.ascent() / 2 - 1), row.text)


def _draw_sign(painter: Any, row: Row, at: Any) -> None:
    style = QtCore.Qt.PenStyle
    if row.line == "band":
        painter.fillRect(QtCore.QRectF(at.x() - 10, at.y() - 4, 22, 8), row.tint)
    elif row.line:
        ways = {"solid": style.SolidLine, "dash": style.DashLine, "dot": style.DotLine}
        painter.setPen(QtGui.QPen(row.tint, 2.0, ways[row.line]))
        painter.drawLine(QtCore.QPointF(at.x() - 10, at.y()), QtCore.QPointF(at.x() + 12, at.y()))
    if row.mark:
        painter.setPen(style.NoPen)
        painter.setBrush(row.tint)
        draw_mark(painter, QtCore.QPointF(at.x() + 1, at.y()), 4.0, row.mark)
