"""A canvas on which places are circled with the mouse.

Law: a click is a press and a release at one place; whatever goes farther is a lasso.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .plot import Colours, Plot
from .qt import QtCore, QtGui, Signal, place_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEP = 3.0
"""Pixels after which the path of the mouse has another corner."""

_CLICK = 4.0
"""Pixels that a hand may tremble in a click."""


class LassoPlot(Plot):
    """A plot without handles, on which a line around places is drawn with the mouse.

    Signals
    -------
    lassoed : float array of shape (k, 2), bool
        The corners of what was circled, data coordinates; whether it is to be added to what was chosen (Shift or Ctrl).
    touched : float, float, bool
        A click, data coordinates; whether it is to be added.
    """

    lassoed = Signal(object, bool)
    touched = Signal(float, float, bool)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._path: list[Any] = []

    @property
    def is_circling(self) -> bool:
        """Whether a lasso is being drawn."""
        return bool(self._path)

    def paint(self, painter: Any) -> None:
        """Draw the lasso above everything."""
        super().paint(painter)
        if len(self._path) > 1:
            colours = Colours.around(self)
            painter.setPen(QtGui.QPen(colours.ink, 1.3, QtCore.Qt.PenStyle.DashLine))
            painter.setBrush(colours.band)
            painter.drawPolygon(QtGui.QPolygonF(self._path))

    def mousePressEvent(self, event: Any) -> None:  # noqa: N802
        """Begin a lasso."""
        if event.button() == QtCore.Qt.MouseButton.LeftButton and not self.message:
            self._path = [place_of(event)]

    def mouseMoveEvent(self, event: Any) -> None:  # noqa: N802
        """Draw on, or tell where the mouse is."""
        at = place_of(event)
        if not self._path:
            super().mouseMoveEvent(event)
        elif _distance(at, self._path[-1]) >= _STEP:
            self._path.append(at)
            self.update()

    def mouseReleaseEvent(self, event: Any) -> None:  # noqa: N802
        """Close the lasso."""
        if not self._path or event.button() != QtCore.Qt.MouseButton.LeftButton:
            return
        path, self._path = self._path, []
        modifiers = QtCore.Qt.KeyboardModifier
        more = bool(event.modifiers() & (modifiers.ShiftModifier | modifiers.ControlModifier))
        if max(_distance(path[0], at) for at in path) < _CLICK:
            self.touched.emit(*self.place(path[0]), more)
        else:
            self.lassoed.emit(np.array([self.place(at) for at in path]), more)
        self.update()

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802
        """Esc ends a lasso."""
        if event.key() == QtCore.Qt.Key.Key_Escape and self._path:
            self._path = []
            self.update()
            return
        super().keyPressEvent(event)


def _distance(one: Any, other: Any) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())


def within(polygon: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which places lie in a polygon, by the even-odd rule.

    Parameters
    ----------
    polygon : float array, shape (k, 2)
        Its corners.
    x, y : float arrays, shape (n,)
    """
    (west, south), (east, north) = polygon.min(axis=0), polygon.max(axis=0)
    inside: NDArray[np.bool_] = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    near = np.flatnonzero(inside)
    x, y, odd = x[near], y[near], np.zeros(len(near), dtype=bool)
    for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0)):
        if y0 != y1:
            odd ^= ((y0 > y) != (y1 > y)) & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    inside[near] = odd
    return inside
