"""What a value may be, as bars: how probable each class of values is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .hint import draw_hint
from .plot import Colours, Plot
from .qt import QtCore, QtGui, tr
from .units import axis, figure, with_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_BARS = 40
_OUTER, _INNER = 0.01, 0.05
"""Probabilities beyond the ends of the axis, and beyond the interval that is set off."""


class Law:
    """The law of a value, by its quantiles.

    Parameters
    ----------
    levels, quantiles : sequences of float
        Values that are not exceeded with these probabilities; neither falls.
    """

    def __init__(self, levels: Sequence[float], quantiles: Sequence[float]) -> None:
        self._levels, self._quantiles = np.array(levels), np.array(quantiles)
        last = np.append(np.diff(self._quantiles) > 0, True)
        self._values, self._below = self._quantiles[last], self._levels[last]

    def quantile(self, level: float) -> float:
        """Return the value that is not exceeded with a probability."""
        return float(np.interp(level, self._levels, self._quantiles))

    def below(self, values: Floats | float) -> Floats:
        """Return how probable it is that the value is no greater than others."""
        found = np.interp(values, self._values, self._below, left=0.0, right=1.0)
        return np.asarray(found, dtype=float)

    @property
    def certain(self) -> bool:
        """Whether there is one value only."""
        return len(self._values) == 1


class LawPlot(Plot):
    """Shows the law of a value, its mean and the interval that holds it with 90 %."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._law: Law | None = None
        self._mean, self._data = 0.0, np.empty(0)
        self._edges, self._shares = np.empty(0), np.empty(0)
        self._mouse: tuple[float, float] | None = None
        self.unit = ""
        self.setMinimumHeight(110)
        self.pointed.connect(self._point)

    def show_law(self, law: Law, mean: float, data: Floats, title: str, unit: str) -> None:
        """Show a law.

        Parameters
        ----------
        law : Law
        mean : float
        data : float array, shape (k,)
            Values of the data beside it, as ticks.
        title : str
            What the values are.
        unit : str
        """
        self._law, self._mean, self._data, self.unit = law, mean, data, unit
        low, high = (law.quantile(level) for level in (_OUTER, 1 - _OUTER))
        low, high = min(low, mean), max(high, mean)
        margin = 0.06 * (high - low) or 0.05 * abs(high) or 0.5
        low, high = low - margin, high + margin
        self._edges = np.linspace(low, high, _BARS + 1)
        self._shares = np.asarray(100 * np.diff(law.below(self._edges)), dtype=float)
        self.x_range, self.y_range = (low, high), (0.0, 1.45 * float(self._shares.max()) or 1.0)
        self.x_label, self.y_label, self.message = axis(title, unit), tr("Chance (%)"), ""
        self.update()

    def show_nothing(self, message: str) -> None:
        """Say in a sentence what is missing."""
        self._law, self.message = None, message
        self.update()

    def draw(self, painter: Any, colours: Colours) -> None:
        """Draw bars, the values of the data, and the mean."""
        if self._law is None:
            return
        least, most = (self._law.quantile(level) for level in (_INNER, 1 - _INNER))
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        for left, right, share in zip(self._edges[:-1], self._edges[1:], self._shares):
            outside = right < least or left > most
            painter.setBrush(colours.band if outside else colours.accent)
            painter.drawRect(QtCore.QRectF(self.pixel(left, share), self.pixel(right, 0.0)))
        painter.setPen(QtGui.QPen(colours.ink, 1))
        for value in self._data:
            foot = self.pixel(value, 0.0)
            painter.drawLine(foot, QtCore.QPointF(foot.x(), foot.y() - 7))
        self._draw_mean(painter, colours)
        if self._mouse is not None and self._edges[0] <= self._mouse[0] <= self._edges[-1]:
            self._draw_hint(painter, colours, self._law, *self._mouse)

    def _draw_mean(self, painter: Any, colours: Colours) -> None:
        top, text = self.pixel(self._mean, self.y_range[1]), tr("mean")
        height = self.fontMetrics().height()
        painter.setPen(QtGui.QPen(colours.second, 2))
        painter.drawLine(QtCore.QPointF(top.x(), top.y() + height), self.pixel(self._mean, 0.0))
        painter.setPen(colours.ink)
        width = self.fontMetrics().horizontalAdvance(text)
        painter.drawText(QtCore.QPointF(top.x() - width / 2, top.y() + 0.8 * height), text)

    def _draw_hint(self, painter: Any, colours: Colours, law: Law, x: float, y: float) -> None:
        below = 100 * float(law.below(x))
        value = with_unit(figure(x), self.unit)
        lines = [
            tr("at most {value}: {share:.0f} %").format(value=value, share=below),
            tr("more: {share:.0f} %").format(share=100 - below),
        ]
        foot = self.pixel(x, 0.0)
        painter.setPen(QtGui.QPen(colours.ink, 1, QtCore.Qt.PenStyle.DotLine))
        painter.drawLine(foot, self.pixel(x, self.y_range[1]))
        draw_hint(painter, colours, self.pixel(x, y), "\n".join(lines), self.area)

    def _point(self, x: float, y: float) -> None:
        self._mouse = None if np.isnan(x) else (x, y)
        self.update()
