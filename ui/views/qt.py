"""Qt as QGIS brings it; without QGIS PyQt6 or PyQt5, so that views can be seen and tested alone.

Law: the only file that knows where Qt comes from, and in what the two differ.
"""

from __future__ import annotations

from typing import Any

try:
    from qgis.PyQt import QtCore, QtGui, QtWidgets
except ImportError:
    try:
        from PyQt6 import QtCore, QtGui, QtWidgets
    except ImportError:
        from PyQt5 import QtCore, QtGui, QtWidgets

Signal = QtCore.pyqtSignal

__all__ = ["QtCore", "QtGui", "QtWidgets", "Signal", "place_of", "tr"]


def place_of(event: Any) -> Any:
    """Return where in its widget a mouse event happened, a QPointF."""
    return event.position() if hasattr(event, "position") else event.localPos()


def tr(text: str) -> str:
    """Translate a literal text; what varies in it is put in afterwards, by `format`."""
    return str(QtCore.QCoreApplication.translate("StochasticKriging", text))
