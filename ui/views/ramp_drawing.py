"""A ramp as a drawing, on a widget or on a picture: its colours, the values at its ends and between, and their unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .plot import Colours, tick_labels, ticks
from .qt import QtCore
from .raster_drawing import indexed_image

_WIDTH = 14


@dataclass
class RampDrawing:
    """What there is to draw.

    Attributes
    ----------
    table : list of int
        Colours, as of a picture (see `ramp`).
    low, high : float
        Values of the first and the last colour.
    ends : (str, str)
        What stands at these.
    unit : str
    """

    table: list[int]
    low: float
    high: float
    ends: tuple[str, str]
    unit: str

    def __post_init__(self) -> None:
        self._image = indexed_image(np.arange(255, 0, -1, dtype=np.uint8)[:, None], self.table)
        alone = self.ends[0] == self.ends[1]  # one value everywhere, beyond which there is none to tell
        self._values = [] if alone else ticks(self.low, self.high, 5)
        self._labels = tick_labels(self._values)

    def width(self, metrics: Any) -> int:
        """Return how wide it is with a font, pixels."""
        widest = max(metrics.horizontalAdvance(text) for text in (*self.ends, self.unit, *self._labels))
        return int(_WIDTH + widest + 12)

    def paint(self, painter: Any, room: Any, colours: Colours) -> None:
        """Draw everything into a room, a QRectF."""
        line = painter.fontMetrics().height()
        bar = QtCore.QRectF(
            room.left() + 2, room.top() + 1.5 * line + 4, _WIDTH, max(10.0, room.height() - 3 * line - 8)
        )
        painter.drawImage(bar, self._image)
        painter.setPen(colours.ink)
        flags = int(QtCore.Qt.AlignmentFlag.AlignLeft | QtCore.Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QtCore.QRectF(room.left() + 2, room.top() + 2, room.width(), line), flags, self.unit)
        taken = [bar.top(), bar.bottom()]
        for text, y in zip(self.ends, (bar.bottom(), bar.top())):
            painter.drawText(QtCore.QRectF(bar.right() + 5, y - line / 2, room.width(), line), flags, text)
        for value, text in zip(self._values, self._labels):
            y = bar.bottom() - (value - self.low) / (self.high - self.low) * bar.height()
            painter.drawLine(QtCore.QPointF(bar.right(), y), QtCore.QPointF(bar.right() + 3, y))
            if all(abs(y - other) >= line for other in taken):
                painter.drawText(QtCore.QRectF(bar.right() + 5, y - line / 2, room.width(), line), flags, text)
                taken.append(y)
