"""A raster as a widget: clicked and pointed at, cell by cell."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from .plot import Colours
from .qt import QtCore, QtGui, QtWidgets, Signal, place_of, tr
from .raster_drawing import NOWHERE, RasterDrawing, indexed_image


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
        self.drawing = RasterDrawing()
        self._closable = closable
        self.setMouseTracking(True)
        self.setMinimumSize(120, 120)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.ClickFocus)
        if closable:
            self.setToolTip(tr("Kept beside the others; the cross takes it away."))

    def show_cells(self, codes: np.ndarray, table: list[int], title: str) -> None:
        """Show a raster of bytes, shape (rows, columns) from the north."""
        self.drawing.image, self.drawing.title, self.message = indexed_image(codes, table), title, ""
        self.update()

    def show_nothing(self, message: str) -> None:
        """Say in a sentence what is missing."""
        self.drawing, self.message = RasterDrawing(), message
        self.update()

    def set_place(self, dx: float, dy: float, unit: str) -> None:
        """Take the sides of a cell and their unit."""
        self.drawing.sides, self.drawing.unit = (dx, dy), unit
        self.update()

    def set_mark(self, row: int, column: int) -> None:
        """Mark a cell with a cross; -1, -1: none."""
        self.drawing.mark = (row, column)
        self.update()

    def set_outline(self, cells: np.ndarray | None) -> None:
        """Draw around cells, bool array of shape (rows, columns)."""
        self.drawing.outline(cells)
        self.update()

    def copy_to(self, other: RasterPicture) -> None:
        """Have another picture show the same."""
        other.drawing, other.message = replace(self.drawing), self.message
        other.update()

    # ---- places

    @property
    def area(self) -> Any:
        """Where the cells are, a QRectF in pixels."""
        return self.drawing.area(QtCore.QRectF(self.rect()), self.fontMetrics().height())

    def cell(self, pixel: Any) -> tuple[int, int]:
        """Return row and column of the cell at a pixel; -1, -1 beside the map."""
        image = self.drawing.image
        if image is None:
            return NOWHERE
        area = self.area
        column = math.floor((pixel.x() - area.left()) / area.width() * image.width())
        row = math.floor((pixel.y() - area.top()) / area.height() * image.height())
        inside = 0 <= row < image.height() and 0 <= column < image.width()
        return (row, column) if inside else NOWHERE

    def pixel(self, row: int, column: int) -> Any:
        """Return where the centre of a cell is, a QPointF."""
        area, image = self.area, self.drawing.image
        return QtCore.QPointF(
            area.left() + (column + 0.5) / image.width() * area.width(),
            area.top() + (row + 0.5) / image.height() * area.height(),
        )

    def _cross(self) -> Any:
        line = self.fontMetrics().height()
        return QtCore.QRectF(self.width() - line - 4, 2, line, line)

    # ---- drawing

    def paintEvent(self, event: Any) -> None:  # noqa: N802
        """Draw everything."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        self._paint(painter, Colours.around(self))
        painter.end()

    def _paint(self, painter: Any, colours: Colours) -> None:
        painter.fillRect(self.rect(), colours.background)
        if self.drawing.image is None:
            painter.setPen(colours.ink)
            flags = QtCore.Qt.AlignmentFlag.AlignCenter | QtCore.Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 12, -12, -12), int(flags), self.message)
            return
        width = self.width() - 8 - (self._cross().width() + 4 if self._closable else 0)
        self.drawing.paint(painter, QtCore.QRectF(self.rect()), colours, width)
        if self._closable:
            box = self._cross().adjusted(3, 3, -3, -3)
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())

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
