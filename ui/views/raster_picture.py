"""A raster as a picture: cells in the colours of a table, a scale bar, a mark and an outline.

Law: the cells are bytes (see `ramp`) and are drawn as they are, without a value between them. Sides of cells keep their
proportion.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .plot import Colours
from .qt import QtCore, QtGui, QtWidgets, Signal, place_of, tr

_MARGIN = 4.0
_STEPS = (1.0, 2.0, 5.0)
NOWHERE = (-1, -1)


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


class RasterPicture(QtWidgets.QWidget):
    """Shows a raster.

    Signals
    -------
    clicked : int, int
        Row and column of the cell under a click.
    pointed : int, int
        Those of the cell under the mouse; -1, -1: none.
    closed : no argument
        The cross in the corner was clicked, where there is one.
    """

    clicked = Signal(int, int)
    pointed = Signal(int, int)
    closed = Signal()

    def __init__(self, parent: Any = None, *, closable: bool = False) -> None:
        super().__init__(parent)
        self.message = ""
        self.title = ""
        self._closable = closable
        self._image: Any = None
        self._outline: Any = None
        self._outlined: np.ndarray | None = None
        self._mark = NOWHERE
        self._sides = (1.0, 1.0)
        self._unit = ""
        self.setMouseTracking(True)
        self.setMinimumSize(120, 120)
        if closable:
            self.setToolTip(tr("Kept beside the others; the cross takes it away."))

    def show_cells(self, codes: np.ndarray, table: list[int], title: str) -> None:
        """Show a raster of bytes, shape (rows, columns) from the north."""
        self._image, self.title, self.message = indexed_image(codes, table), title, ""
        self.update()

    def show_nothing(self, message: str) -> None:
        """Say in a sentence what is missing."""
        self._image, self.message, self._mark = None, message, NOWHERE
        self.update()

    def set_place(self, dx: float, dy: float, unit: str) -> None:
        """Take the sides of a cell and their unit."""
        self._sides, self._unit = (dx, dy), unit
        self.update()

    def set_mark(self, row: int, column: int) -> None:
        """Mark a cell with a cross; -1, -1: none."""
        self._mark = (row, column)
        self.update()

    def set_outline(self, cells: np.ndarray | None) -> None:
        """Draw around cells, bool array of shape (rows, columns)."""
        self._outlined = cells
        self._outline = None if cells is None else _outline(cells)
        self.update()

    def copy_to(self, other: RasterPicture) -> None:
        """Have another picture show the same."""
        other._image, other.title, other.message = self._image, self.title, self.message
        other._sides, other._unit = self._sides, self._unit
        other._mark, other._outline, other._outlined = self._mark, self._outline, self._outlined
        other.update()

    # ---- places

    @property
    def area(self) -> Any:
        """Where the cells are, a QRectF in pixels."""
        line = self.fontMetrics().height()
        room = QtCore.QRectF(self.rect()).adjusted(_MARGIN, line + 4, -_MARGIN, -(line + 10))
        if self._image is None:
            return room
        width, height = self._image.width() * self._sides[0], self._image.height() * self._sides[1]
        scale = max(1e-300, min(max(1.0, room.width()) / width, max(1.0, room.height()) / height))
        area = QtCore.QRectF(0, 0, width * scale, height * scale)
        area.moveCenter(room.center())
        return area

    def cell(self, pixel: Any) -> tuple[int, int]:
        """Return row and column of the cell at a pixel; -1, -1 beside the map."""
        if self._image is None:
            return NOWHERE
        area = self.area
        column = math.floor((pixel.x() - area.left()) / area.width() * self._image.width())
        row = math.floor((pixel.y() - area.top()) / area.height() * self._image.height())
        inside = 0 <= row < self._image.height() and 0 <= column < self._image.width()
        return (row, column) if inside else NOWHERE

    def pixel(self, row: int, column: int) -> Any:
        """Return where the centre of a cell is, a QPointF."""
        area = self.area
        return QtCore.QPointF(
            area.left() + (column + 0.5) / self._image.width() * area.width(),
            area.top() + (row + 0.5) / self._image.height() * area.height(),
        )

    def _cross(self) -> Any:
        line = self.fontMetrics().height()
        return QtCore.QRectF(self.width() - line - 4, 2, line, line)

    # ---- drawing

    def paintEvent(self, event: Any) -> None:  # noqa: N802
        """Draw everything."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        painter.end()

    def paint(self, painter: Any) -> None:
        """Draw everything, also on another device than this widget."""
        colours = Colours.of(self.palette())
        painter.fillRect(self.rect(), colours.background)
        painter.setPen(colours.ink)
        if self._image is None:
            flags = QtCore.Qt.AlignmentFlag.AlignCenter | QtCore.Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 12, -12, -12), int(flags), self.message)
            return
        area, line = self.area, self.fontMetrics().height()
        painter.drawImage(area, self._image)
        painter.setPen(colours.faint)
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        self._draw_outline(painter, area)
        self._draw_mark(painter)
        self._draw_scale(painter, colours, area)
        painter.setPen(colours.ink)
        room = self.width() - (line + 8 if self._closable else 8)
        title = self.fontMetrics().elidedText(self.title, QtCore.Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QtCore.QRectF(4, 2, room, line + 2), int(QtCore.Qt.AlignmentFlag.AlignLeft), title)
        if self._closable:
            box = self._cross().adjusted(3, 3, -3, -3)
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())

    def _draw_outline(self, painter: Any, area: Any) -> None:
        if self._outline is None or self._outlined is None:
            return
        rows, columns = self._outlined.shape
        painter.save()
        painter.translate(area.topLeft())
        painter.scale(area.width() / columns, area.height() / rows)
        for colour, width in ((QtGui.QColor(255, 255, 255, 200), 3.5), (QtGui.QColor(0, 0, 0), 1.5)):
            pen = QtGui.QPen(colour, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawLines(self._outline)
        painter.restore()

    def _draw_mark(self, painter: Any) -> None:
        if self._mark == NOWHERE:
            return
        at, size = self.pixel(*self._mark), 7.0
        for colour, width in ((QtGui.QColor(255, 255, 255), 4.0), (QtGui.QColor(0, 0, 0), 1.6)):
            painter.setPen(QtGui.QPen(colour, width))
            painter.drawLine(QtCore.QPointF(at.x() - size, at.y()), QtCore.QPointF(at.x() + size, at.y()))
            painter.drawLine(QtCore.QPointF(at.x(), at.y() - size), QtCore.QPointF(at.x(), at.y() + size))

    def _draw_scale(self, painter: Any, colours: Colours, area: Any) -> None:
        per_pixel = self._image.width() * self._sides[0] / area.width()
        length = round_length(per_pixel * max(20.0, area.width() * 0.4))
        width, line = length / per_pixel, self.fontMetrics().height()
        left, top = area.left(), area.bottom() + 4
        painter.setPen(QtGui.QPen(colours.ink, 1.5))
        painter.drawPolyline(
            QtGui.QPolygonF(
                [
                    QtCore.QPointF(left, top),
                    QtCore.QPointF(left, top + 5),
                    QtCore.QPointF(left + width, top + 5),
                    QtCore.QPointF(left + width, top),
                ]
            )
        )
        box = QtCore.QRectF(left + width + 6, top - 4, 200, line + 2)
        painter.drawText(box, int(QtCore.Qt.AlignmentFlag.AlignLeft), length_text(length, self._unit))

    # ---- mouse

    def mousePressEvent(self, event: Any) -> None:  # noqa: N802
        """Tell which cell was clicked, or that the cross was."""
        if event.button() != QtCore.Qt.MouseButton.LeftButton:
            return
        at = place_of(event)
        if self._closable and self._cross().contains(at):
            self.closed.emit()
            return
        row, column = self.cell(at)
        if row >= 0:
            self.clicked.emit(row, column)

    def mouseMoveEvent(self, event: Any) -> None:  # noqa: N802
        """Tell which cell the mouse is over."""
        self.pointed.emit(*self.cell(place_of(event)))

    def leaveEvent(self, event: Any) -> None:  # noqa: N802
        """Tell that the mouse has left."""
        self.pointed.emit(*NOWHERE)


def _outline(cells: np.ndarray) -> list[Any]:
    """Return the edges between cells and others as lines, in columns and rows; along a straight edge one line."""
    lines = []
    padded = np.pad(cells, 1)
    for across in (True, False):
        edge = np.diff(padded, axis=0)[:, 1:-1] if across else np.diff(padded, axis=1)[1:-1].T
        steps = np.diff(np.pad(edge, ((0, 0), (1, 1))).astype(np.int8), axis=1)
        (line, begin), (_, end) = np.nonzero(steps == 1), np.nonzero(steps == -1)
        for at, first, last in zip(line.tolist(), begin.tolist(), end.tolist()):
            lines.append(QtCore.QLineF(first, at, last, at) if across else QtCore.QLineF(at, first, at, last))
    return lines
