"""A raster as a drawing, on a widget or on a picture: cells in the colours of a table, a scale bar, a mark, an outline.

Law: the cells are bytes (see `ramp`) and are drawn as they are, without a value between them. Sides of cells keep their
proportion. No widget is needed, so that films are drawn in other threads, too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from .plot import Colours
from .qt import QtCore, QtGui

_MARGIN = 4.0
_STEPS = (1.0, 2.0, 5.0)
_MOST_EDGES = 5000
"""Of an outline."""

NOWHERE = (-1, -1)
"""No cell."""


def indexed_image(codes: np.ndarray, table: list[int]) -> Any:
    """Return a QImage of bytes, shape (rows, columns), that lives on its own."""
    rows, columns = codes.shape
    image = QtGui.QImage(codes.tobytes(), columns, rows, columns, QtGui.QImage.Format.Format_Indexed8)
    image.setColorTable(table)
    return image.copy()


def round_length(most: float) -> float:
    """Return the longest of 1, 2 and 5 times powers of ten that is not longer."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in _STEPS if step * power <= most * (1 + 1e-9))


def length_text(length: float, unit: str) -> str:
    """Return a length with its unit; thousands of metres are kilometres."""
    if unit == "m" and length >= 1000:
        return f"{length / 1000:g} km"
    return f"{length:g} {unit}".strip()


@dataclass
class RasterDrawing:
    """What there is to draw.

    Attributes
    ----------
    image : QImage or None
        Of bytes; None: nothing yet.
    title : str
    sides : (float, float)
        Of a cell.
    unit : str
        Of lengths.
    mark : (int, int)
        Row and column of the cell with the cross.
    outlined : bool array, shape (rows, columns), or None
        Cells to draw around.
    """

    image: Any = None
    title: str = ""
    sides: tuple[float, float] = (1.0, 1.0)
    unit: str = ""
    mark: tuple[int, int] = NOWHERE
    outlined: np.ndarray | None = None

    def __post_init__(self) -> None:
        self.outline(self.outlined)

    def outline(self, cells: np.ndarray | None) -> None:
        """Take cells to draw around."""
        self.outlined = cells
        self._edges = [] if cells is None else _edges_of(cells)

    def area(self, room: Any, line: float) -> Any:
        """Return where the cells are, a QRectF in pixels.

        Parameters
        ----------
        room : QRectF
            For everything.
        line : float
            Height of a line of text.
        """
        room = room.adjusted(_MARGIN, line + 4, -_MARGIN, -(line + 10))
        if self.image is None:
            return room
        width, height = self.image.width() * self.sides[0], self.image.height() * self.sides[1]
        scale = min(max(1.0, room.width()) / width, max(1.0, room.height()) / height)
        area = QtCore.QRectF(0, 0, width * scale, height * scale)
        area.moveCenter(room.center())
        return area

    def paint(self, painter: Any, room: Any, colours: Colours, title_width: float) -> None:
        """Draw everything into a room, a QRectF; the title is cut where it is wider than so many pixels."""
        metrics = painter.fontMetrics()
        line, area = metrics.height(), self.area(room, metrics.height())
        painter.drawImage(area, self.image)
        painter.setPen(colours.faint)
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        self._draw_outline(painter, area)
        self._draw_mark(painter, area)
        self._draw_scale(painter, colours, area, line)
        painter.setPen(colours.ink)
        title = metrics.elidedText(self.title, QtCore.Qt.TextElideMode.ElideRight, int(title_width))
        box = QtCore.QRectF(room.left() + _MARGIN, room.top() + 2, title_width, line + 2)
        painter.drawText(box, int(QtCore.Qt.AlignmentFlag.AlignLeft), title)

    def _draw_outline(self, painter: Any, area: Any) -> None:
        if not self._edges:
            return
        across, down = area.width() / self.image.width(), area.height() / self.image.height()
        there = QtGui.QTransform(across, 0, 0, down, area.left(), area.top())
        lines = [there.map(line) for line in self._edges]
        for colour, width in ((QtGui.QColor(255, 255, 255, 200), 3.5), (QtGui.QColor(0, 0, 0), 1.5)):
            painter.setPen(QtGui.QPen(colour, width))
            painter.drawLines(lines)

    def _draw_mark(self, painter: Any, area: Any) -> None:
        if self.mark == NOWHERE:
            return
        (row, column), size = self.mark, 7.0
        x = area.left() + (column + 0.5) / self.image.width() * area.width()
        y = area.top() + (row + 0.5) / self.image.height() * area.height()
        for colour, width in ((QtGui.QColor(255, 255, 255), 4.0), (QtGui.QColor(0, 0, 0), 1.6)):
            painter.setPen(QtGui.QPen(colour, width))
            painter.drawLine(QtCore.QPointF(x - size, y), QtCore.QPointF(x + size, y))
            painter.drawLine(QtCore.QPointF(x, y - size), QtCore.QPointF(x, y + size))

    def _draw_scale(self, painter: Any, colours: Colours, area: Any, line: float) -> None:
        per_pixel = self.image.width() * self.sides[0] / area.width()
        length = round_length(per_pixel * max(20.0, area.width() * 0.4))
        left, right, top = area.left(), area.left() + length / per_pixel, area.bottom() + 4
        painter.setPen(QtGui.QPen(colours.ink, 1.5))
        corners = [(left, top), (left, top + 5), (right, top + 5), (right, top)]
        painter.drawPolyline(QtGui.QPolygonF([QtCore.QPointF(x, y) for x, y in corners]))
        box = QtCore.QRectF(right + 6, top - 4, 200, line + 2)
        painter.drawText(box, int(QtCore.Qt.AlignmentFlag.AlignLeft), length_text(length, self.unit))


def _edges_of(cells: np.ndarray) -> list[Any]:
    """Return the edges between cells and others as lines, in columns and rows; along a straight edge one line.

    Of thousands of small polygons there are none: they would cover the map, and take long.
    """
    lines = []
    padded = np.pad(cells, 1)
    for across in (True, False):
        edge = np.diff(padded, axis=0)[:, 1:-1] if across else np.diff(padded, axis=1)[1:-1].T
        steps = np.diff(np.pad(edge, ((0, 0), (1, 1))).astype(np.int8), axis=1)
        (line, begin), (_, end) = np.nonzero(steps == 1), np.nonzero(steps == -1)
        if len(line) > _MOST_EDGES:
            return []
        for at, first, last in zip(line.tolist(), begin.tolist(), end.tolist()):
            lines.append(QtCore.QLineF(first, at, last, at) if across else QtCore.QLineF(at, first, at, last))
    return lines
