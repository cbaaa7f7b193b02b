"""A small legend in the corner of a plot where it covers least."""

from __future__ import annotations

from typing import Any, NamedTuple

from .plot import Colours, draw_mark
from .qt import QtCore, QtGui

_GAP = 8.0
"""Pixels between the legend and the axes, on which handles may stand."""

_WIDEST, _HIGHEST = 0.7, 0.5
"""Shares of the width and the height of a plot; where more would be covered there is no legend."""

_SIGN, _BETWEEN = 30.0, 10.0
"""Pixels for a sign, and between the rows of a legend that is written in one line."""


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
    """Draw rows into a corner of an area (QRectF), or in one line; `avoid` are the pixels that should be seen."""
    metrics = QtGui.QFontMetricsF(painter.font())
    line, lengths = metrics.height(), [_SIGN + metrics.horizontalAdvance(row.text) for row in rows]
    column = [QtCore.QPointF(0.0, number * line) for number in range(len(rows))]
    in_line = [QtCore.QPointF(sum(lengths[:number]) + number * _BETWEEN, 0.0) for number in range(len(rows))]
    width, whole = max(lengths) + 4, sum(lengths) + _BETWEEN * (len(rows) - 1) + 4
    choices = []
    if width <= _WIDEST * area.width() and line * len(rows) <= _HIGHEST * area.height():
        choices += [(box, column) for box in _corners(area, width, line * len(rows), line)]
    if whole + 2 * _GAP <= area.width() and 2 * line <= _HIGHEST * area.height():
        choices += [(box, in_line) for box in _corners(area, whole, line, line)]
    if not choices:
        return
    box, places = min(choices, key=lambda one: sum(one[0].adjusted(-6, -6, 6, 6).contains(at) for at in avoid))
    ground = QtGui.QColor(colours.background)
    ground.setAlpha(205)
    painter.fillRect(box.adjusted(-4, -3, 4, 3), ground)
    for row, place in zip(rows, places):
        left, middle = box.left() + place.x(), box.top() + place.y() + 0.5 * line
        _draw_sign(painter, row, QtCore.QPointF(left + 11, middle))
        painter.setPen(colours.ink)
        painter.drawText(QtCore.QPointF(left + _SIGN, middle + metrics.ascent() / 2 - 1), row.text)


def _corners(area: Any, width: float, height: float, line: float) -> list[Any]:
    """Return where a legend may stand, the best place first."""
    right, bottom = area.right() - width - _GAP, area.bottom() - height - 1.6 * line
    left, top = area.left() + _GAP, area.top() + 2 * _GAP
    return [QtCore.QRectF(x, y, width, height) for x, y in ((right, bottom), (left, top), (right, top), (left, bottom))]


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
