"""Qt as QGIS brings it; without QGIS PyQt6 or PyQt5, so that views can be seen and tested alone.

Law: the only file that knows where Qt comes from, and in what the two differ. The environment variable STOCHKRIG_QT
names another one than QGIS's, for tests without QGIS.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

_PACKAGES = ("qgis.PyQt", "PyQt6", "PyQt5")


def _package() -> str:
    """Return the name of the first package that there is, or of the one that is wanted."""
    wanted = os.environ.get("STOCHKRIG_QT")
    for name in (wanted,) if wanted else _PACKAGES:
        try:
            import_module(f"{name}.QtWidgets")
        except ImportError:
            continue
        return name
    message = f"No Qt for Python: none of {', '.join(_PACKAGES)} can be imported (STOCHKRIG_QT is {wanted!r})."
    raise ImportError(message)


_PACKAGE = _package()
QtCore: Any = import_module(f"{_PACKAGE}.QtCore")
QtGui: Any = import_module(f"{_PACKAGE}.QtGui")
QtWidgets: Any = import_module(f"{_PACKAGE}.QtWidgets")

Signal = QtCore.pyqtSignal

__all__ = ["QtCore", "QtGui", "QtWidgets", "Signal", "add_shortcut", "place_of", "tr"]


def place_of(event: Any) -> Any:
    """Return where in its widget a mouse event happened, a QPointF."""
    return event.position() if hasattr(event, "position") else event.localPos()


def add_shortcut(keys: str, widget: Any, slot: Any, *, alone: bool = False) -> None:
    """Have keys call a slot while a widget, or one in it, has the focus; `alone`: only that one itself."""
    kind = getattr(QtGui, "QShortcut", None) or QtWidgets.QShortcut  # Qt 6 moved it
    shortcut, contexts = kind(QtGui.QKeySequence(keys), widget), QtCore.Qt.ShortcutContext
    shortcut.setContext(contexts.WidgetShortcut if alone else contexts.WidgetWithChildrenShortcut)
    shortcut.activated.connect(slot)


def tr(text: str) -> str:
    """Translate a literal text; what varies in it is put in afterwards, by `format`."""
    return str(QtCore.QCoreApplication.translate("StochasticKriging", text))
