"""A histogram of the values of all realizations, of a cell or of a zone, with a threshold to drag."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from .plot import Colours, Handle, Plot
from .qt import QtCore, QtGui, Signal, tr

_MOST_BINS = 24


class Line(NamedTuple):
    """A value that is marked, and what stands above it."""

    value: float
    text: str


class Histogram(Plot):
    """Shows how often values lie where.

    Signals
    -------
    threshold_moved : float
    """

    threshold_moved = Signal(float)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._counts = np.empty(0)
        self._edges = np.empty(0)
        self._lines: tuple[Line, ...] = ()
        self._threshold = math.nan
        self._shown = math.nan
        self.message = tr("Open realizations to see how often which value occurs.")
        self.y_label = tr("Number")
        self.handle_moved.connect(lambda name, x, y: self.threshold_moved.emit(x))
        self.setMinimumHeight(130)

    def show_values(self, values: np.ndarray, label: str, title: str, lines: tuple[Line, ...]) -> None:
        """Show values.

        Parameters
        ----------
        values : float array, shape (n,)
            Of all realizations.
        label : str
            What they are, with their unit.
        title : str
        lines : tuple of Line
        """
        low, high = float(values.min()), float(values.max())
        if low == high:
            half = abs(low) * 1e-3 or 0.5
            low, high = low - half, high + half
        bins = max(5, min(_MOST_BINS, round(2 * len(values) ** (1 / 3) * 1.2)))
        self._counts, self._edges = np.histogram(values, bins, (low, high))
        self._lines, self.x_label, self.title, self.message = lines, label, title, ""
        margin = (high - low) * 0.06
        self.x_range, self.y_range = (low - margin, high + margin), (0.0, float(self._counts.max()) * 1.3)
        self.update()

    def show_nothing(self, message: str) -> None:
        """Say in a sentence what is missing."""
        self.message = message
        self.update()

    def set_threshold(self, threshold: float) -> None:
        """Mark the threshold."""
        self._threshold = threshold
        self.update()

    def set_shown(self, value: float) -> None:
        """Mark the value of the realization that is shown; not a number: none is."""
        self._shown = value
        self.update()

    def handles(self) -> list[Handle]:
        """Return the threshold; beyond the axis it waits at the end."""
        if math.isnan(self._threshold):
            return []
        x = min(max(self._threshold, self.x_range[0]), self.x_range[1])
        return [Handle("threshold", x, 0.0, "triangle", tr("threshold {value:.4g}").format(value=self._threshold))]

    def draw(self, painter: Any, colours: Colours) -> None:
        """Draw bars and lines."""
        for count, left, right in zip(self._counts.tolist(), self._edges[:-1].tolist(), self._edges[1:].tolist()):
            above = left >= self._threshold
            painter.setPen(QtGui.QPen(colours.background, 1))
            painter.setBrush(colours.accent if above else colours.band)
            if left < self._threshold < right:
                cut = self._threshold
                painter.drawRect(QtCore.QRectF(self.pixel(left, count), self.pixel(cut, 0)))
                painter.setBrush(colours.accent)
                painter.drawRect(QtCore.QRectF(self.pixel(cut, count), self.pixel(right, 0)))
            else:
                painter.drawRect(QtCore.QRectF(self.pixel(left, count), self.pixel(right, 0)))
        if not math.isnan(self._threshold):
            painter.setPen(QtGui.QPen(colours.second, 1.5))
            painter.drawLine(self.pixel(self._threshold, 0), self.pixel(self._threshold, self.y_range[1]))
        self._draw_lines(painter, colours)
        if not math.isnan(self._shown):
            at = self.pixel(self._shown, 0)
            painter.setPen(QtGui.QPen(colours.ink, 2.5))
            painter.drawLine(at, QtCore.QPointF(at.x(), at.y() - 14))

    def _draw_lines(self, painter: Any, colours: Colours) -> None:
        height, right = self.fontMetrics().height(), [-math.inf, -math.inf]
        area = self.area
        for value, text in sorted(self._lines):
            top = self.pixel(value, self.y_range[1])
            width = self.fontMetrics().horizontalAdvance(text)
            left = min(max(area.left() + 2, top.x() - width / 2), area.right() - width - 2)
            row = 0 if left > right[0] + 6 else 1
            right[row] = max(right[row], left + width)
            painter.setPen(QtGui.QPen(colours.ink, 1.2, QtCore.Qt.PenStyle.DashLine))
            painter.drawLine(QtCore.QPointF(top.x(), top.y() + (row + 1) * height), self.pixel(value, 0))
            painter.setPen(colours.ink)
            painter.drawText(QtCore.QPointF(left, top.y() + (row + 0.8) * height), text)
