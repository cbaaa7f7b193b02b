"""A box for a number of any size, with its unit: a porosity's nugget of 0.00006 as well as a range of 6,000 m."""

from __future__ import annotations

import math
from typing import Any

from .qt import QtGui, QtWidgets

_DIGITS = 5
"""Significant digits that are shown; what is not typed over keeps all of its own."""

_IN_FULL = 1e9
"""Numbers below it are written without a power of ten."""


def shown(value: float) -> str:
    """Return a number as the box writes it; whole ones in full."""
    text = f"{value:.{_DIGITS}g}"
    return f"{value:.0f}" if "e+" in text and value < _IN_FULL else text


class NumberBox(QtWidgets.QDoubleSpinBox):
    """A spin box whose steps are a twentieth or so of the number itself."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.setDecimals(30)
        self.setRange(0.0, 1e30)
        self.setKeyboardTracking(False)
        self.setAccelerated(True)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0.00000000") + 24)

    def textFromValue(self, value: float) -> str:  # noqa: N802
        """Write a number."""
        return shown(value)

    def valueFromText(self, text: str) -> float:  # noqa: N802
        """Read a number; what is as it was written is as it was."""
        bare = self._bare(text)
        if bare == shown(self.value()):
            return float(self.value())
        try:
            return float(bare.replace(",", "."))
        except ValueError:
            return float(self.value())

    def validate(self, text: str, place: int) -> tuple[Any, str, int]:
        """Tell whether a text is a number, or may become one."""
        states = QtGui.QValidator.State
        bare = self._bare(text)
        try:
            good = math.isfinite(float(bare.replace(",", "."))) and not bare.startswith("-")
        except ValueError:
            good = False
        may_become = all(letter in "0123456789.,eE+-" for letter in bare)
        return (states.Acceptable if good else states.Intermediate if may_become else states.Invalid), text, place

    def stepBy(self, steps: int) -> None:  # noqa: N802
        """Go by a twentieth to a fifth of the number, rounded to one digit; from zero by a hundredth of the limit."""
        self.setValue(max(self.minimum(), self.value() + steps * self._step()))

    def _step(self) -> float:
        value = abs(self.value())
        if not value:
            return float(self.singleStep())
        return float(
            10.0 ** (math.floor(math.log10(value)) - 1) * (1 if value < 5 * 10 ** math.floor(math.log10(value)) else 5)
        )

    def _bare(self, text: str) -> str:
        suffix = self.suffix()
        return (text[: -len(suffix)] if suffix and text.endswith(suffix) else text).strip()
