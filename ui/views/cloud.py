"""A plot of very many points, some of which are lit and some chosen with a lasso, a click or keys."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .hint import draw_hint
from .lasso import LassoPlot, within
from .plot import Colours, draw_mark
from .qt import QtCore, QtGui, Signal
from .stamps import Marks, stamped

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

_REACH = 8.0
"""Pixels from a point within which it is meant."""

_ROUNDING = 1e-12
"""Of the largest value, by which values differ that are the same."""

PLAIN, LIT, CHOSEN = "disc", "plus", "ring"
"""The marks of points."""


def with_margin(values: Floats) -> tuple[float, float]:
    """Return ends of an axis that hold all values, with some room; what rounding alone tells apart is one value."""
    low, high = float(values.min()), float(values.max())
    span = high - low if high - low > _ROUNDING * max(abs(low), abs(high)) else 0.0
    margin = 0.04 * span or 0.5 * abs(high) or 0.5
    return low - margin, high + margin


def _size_of_marks(count: int) -> tuple[float, float]:
    """Return radius and opacity of the marks of so many points: of many each is smaller, and lets others through."""
    return next(
        size for most, size in ((200, (3.2, 0.8)), (2000, (2.5, 0.6)), (math.inf, (1.5, 0.45))) if count <= most
    )


class CloudPlot(LassoPlot):
    """Points, as arrays of shape (k,).

    Attributes
    ----------
    x, y : float arrays
    lit, chosen : bool arrays
    level : float
        Where a level line is drawn; not a number: nowhere.
    line : (float array, float array)
        x and y of marks that are joined by a line above all points.
    diagonal : bool
        Whether a line is drawn on which y is x.
    under_mouse : int
        Number of the point that the mouse is over; -1: of none.
    naming : callable
        Gets the number of a point; returns what is said of it when the mouse is over it.

    Signals
    -------
    chosen_changed : bool array
        A user has chosen others.
    """

    chosen_changed = Signal(object)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.x = self.y = np.empty(0)
        self.lit = self.chosen = np.empty(0, dtype=bool)
        self.level = math.nan
        self.line = np.empty(0), np.empty(0)
        self.diagonal = False
        self.naming: Callable[[int], str] = str
        self.under_mouse = -1
        self._picture: tuple[Any, Any] | None = None
        self.lassoed.connect(self._circle)
        self.touched.connect(self._touch)
        self.pointed.connect(self._point)

    def show_points(self, x: Floats, y: Floats) -> None:
        """Show others, of which none is lit or chosen."""
        self.x, self.y, self.under_mouse = x, y, -1
        self.mark(np.zeros(len(x), dtype=bool), np.zeros(len(x), dtype=bool))

    def mark(self, lit: Bools, chosen: Bools) -> None:
        """Draw some otherwise."""
        self.lit, self.chosen, self._picture = lit, chosen, None
        self.update()

    # ---- drawing

    def draw(self, painter: Any, colours: Colours) -> None:
        """Draw the marks from a picture that is kept, and what is above them."""
        area = self.area
        painter.setPen(QtGui.QPen(colours.ink, 1.4, QtCore.Qt.PenStyle.DashLine))
        if self.diagonal:
            begin, end = self.x_range
            painter.drawLine(self.pixel(begin, begin), self.pixel(end, end))
        if math.isfinite(self.level):
            at = self.pixel(self.x_range[0], self.level)
            painter.drawLine(at, QtCore.QPointF(area.right(), at.y()))
        frame = area.toAlignedRect()
        painter.drawImage(frame.topLeft(), self._marks(colours, frame))
        self._draw_line(painter, colours)
        if 0 <= self.under_mouse < len(self.x):
            at = self.pixel(self.x[self.under_mouse], self.y[self.under_mouse])
            painter.setPen(QtGui.QPen(colours.ink, 1.5))
            painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
            draw_mark(painter, at, 6.0, "diamond")
            draw_hint(painter, colours, at, self.naming(self.under_mouse), area)

    def _draw_line(self, painter: Any, colours: Colours) -> None:
        corners = self.pixels(*(axis.tolist() for axis in self.line))
        painter.setPen(QtGui.QPen(colours.ink, 1.4))
        painter.drawPolyline(QtGui.QPolygonF(corners))
        painter.setBrush(colours.background)
        for corner in corners:
            draw_mark(painter, corner, 3.5, "square")

    def _marks(self, colours: Colours, frame: Any) -> Any:
        """Return a picture of all marks; the same one as long as nothing has changed."""
        ratio = self.devicePixelRatioF()
        size = round(frame.width() * ratio), round(frame.height() * ratio)
        key = (size, self.x_range, self.y_range, colours.accent.rgba(), colours.background.rgba())
        if self._picture is None or self._picture[0] != key:
            x, y = self._pixels(self.x, self.y)
            picture = self.drawn(colours, (x - frame.left()) * ratio, (y - frame.top()) * ratio, size, ratio)
            picture.setDevicePixelRatio(ratio)
            self._picture = key, picture
        return self._picture[1]

    def drawn(self, colours: Colours, x: Floats, y: Floats, size: tuple[int, int], ratio: float) -> Any:
        """Return a picture of the points, of a size in pixels, of which there are `ratio` in one of the widget's."""
        radius, opacity = _size_of_marks(len(x))
        layers = (
            (~self.lit, colours.accent, PLAIN, radius, opacity),
            (self.lit, colours.third, LIT, radius + 1.4, 1.0),
            (self.chosen, colours.second, CHOSEN, radius + 2.4, 1.0),
        )
        marks = (
            Marks(x[some], y[some], colour, shape, ratio * reach, part) for some, colour, shape, reach, part in layers
        )
        return stamped(size, *marks)

    def _pixels(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return where places are, as `pixel` does."""
        area = self.area
        return (
            area.left() + (x - self.x_range[0]) / (self.x_range[1] - self.x_range[0]) * area.width(),
            area.bottom() - (y - self.y_range[0]) / (self.y_range[1] - self.y_range[0]) * area.height(),
        )

    # ---- choosing

    def choose(self, chosen: Bools) -> None:
        """Choose points as a user does, and tell."""
        self.mark(self.lit, chosen)
        self.chosen_changed.emit(chosen)

    def _only(self, number: int) -> Bools:
        found = np.zeros(len(self.x), dtype=bool)
        if number >= 0:
            found[number] = True
        return found

    def _circle(self, polygon: Floats, more: bool) -> None:
        found = within(polygon, self.x, self.y)
        self.choose(found | self.chosen if more else found)

    def _touch(self, x: float, y: float, more: bool) -> None:
        found = self._only(self._nearest(x, y))
        self.choose(found ^ self.chosen if more else found)

    def _point(self, x: float, y: float) -> None:
        self.point_out(-1 if math.isnan(x) else self._nearest(x, y))

    def point_out(self, number: int) -> None:
        """Say which point one is, as if the mouse were over it; -1: none."""
        if number != self.under_mouse:
            self.under_mouse = number
            self.update()

    def _nearest(self, x: float, y: float) -> int:
        """Return the number of the point that is meant, or -1."""
        if not len(self.x):
            return -1
        at = self.pixel(x, y)
        across, down = self._pixels(self.x, self.y)
        away = np.hypot(across - at.x(), down - at.y())
        number = int(np.argmin(away))
        return number if away[number] <= _REACH else -1

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802
        """Arrows choose the next point to a side, Ctrl+A all; Esc ends the lasso, or else chooses none."""
        key, keys = event.key(), QtCore.Qt.Key
        ways = {keys.Key_Left: (0, -1), keys.Key_Right: (0, 1), keys.Key_Down: (1, -1), keys.Key_Up: (1, 1)}
        if event.matches(QtGui.QKeySequence.StandardKey.SelectAll):
            self.choose(np.ones(len(self.x), dtype=bool))
        elif key == keys.Key_Escape and not self.is_circling and self.chosen.any():
            self.choose(np.zeros(len(self.x), dtype=bool))
        elif key in ways and len(self.x):
            axis, step = ways[key]
            order = np.argsort((self.x, self.y)[axis], kind="stable")
            own = np.flatnonzero(self.chosen[order])
            place = len(order) if step < 0 else -1
            if len(own):
                place = own[0] if step < 0 else own[-1]
            self.choose(self._only(int(order[np.clip(place + step, 0, len(order) - 1)])))
        else:
            super().keyPressEvent(event)
