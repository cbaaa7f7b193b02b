"""The value above which the probability is asked: a slider, and a box for the exact number."""

from __future__ import annotations

import math
from typing import Any

from .qt import QtCore, QtWidgets, Signal, tr

_STEPS = 1000


class Threshold(QtWidgets.QWidget):
    """Chooses a value between two.

    Signals
    -------
    changed : float
    """

    changed = Signal(float)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._low, self._high = 0.0, 1.0
        self.slider = QtWidgets.QSlider(QtCore.Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, _STEPS)
        self.box = QtWidgets.QDoubleSpinBox(self)
        self.box.setKeyboardTracking(False)
        for widget in (self.slider, self.box):
            widget.setToolTip(tr("The threshold: the map shows in how many of the realizations a cell is above it"))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QtWidgets.QLabel(tr("Threshold"), self))
        row.addWidget(self.slider, 1)
        row.addWidget(self.box)
        self.slider.valueChanged.connect(self._slid)
        self.box.valueChanged.connect(self._typed)

    @property
    def value(self) -> float:
        """The threshold."""
        return float(self.box.value())

    def set_range(self, low: float, high: float, unit: str) -> None:
        """Take the ends of the slider and the unit; begin in the middle."""
        self._low, self._high = low, high
        self.box.blockSignals(True)
        self.box.setDecimals(max(0, min(30, 3 - math.floor(math.log10(high - low)))))
        self.box.setRange(-1e300, 1e300)
        self.box.setSingleStep((high - low) / 50)
        self.box.setSuffix(f" {unit}" if unit else "")
        self.box.blockSignals(False)
        # The box would be as wide as the widest number that it takes.
        texts = (self.box.textFromValue(end) + self.box.suffix() for end in (low, high))
        self.box.setFixedWidth(max(map(self.fontMetrics().horizontalAdvance, texts)) + 40)
        self.set_value((low + high) / 2)

    def set_value(self, value: float) -> None:
        """Show a threshold; nothing is emitted."""
        for widget, there in ((self.box, value), (self.slider, self._step_of(value))):
            widget.blockSignals(True)
            widget.setValue(there)
            widget.blockSignals(False)

    def _step_of(self, value: float) -> int:
        return round(min(1.0, max(0.0, (value - self._low) / (self._high - self._low))) * _STEPS)

    def _slid(self, step: int) -> None:
        self.set_value(self._low + step / _STEPS * (self._high - self._low))
        self.changed.emit(self.value)

    def _typed(self, value: float) -> None:
        self.set_value(value)
        self.changed.emit(self.value)
