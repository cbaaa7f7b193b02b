"""A mouse and keys over a widget, by the events that Qt itself sends."""

from stochastic_kriging.ui.views.qt import QtCore, QtWidgets
from stochastic_kriging.ui.views.qt import QtGui as _QtGui

_LEFT, _NONE = QtCore.Qt.MouseButton.LeftButton, QtCore.Qt.MouseButton.NoButton
_KINDS = QtCore.QEvent.Type
_KEYS = QtCore.Qt.Key


def _send(widget, kind, at, button, buttons):
    event = _QtGui.QMouseEvent(
        kind,
        at,
        QtCore.QPointF(widget.mapToGlobal(at.toPoint())),
        button,
        buttons,
        QtCore.Qt.KeyboardModifier.NoModifier,
    )
    QtWidgets.QApplication.sendEvent(widget, event)


def press(widget, at):
    """Press the left button at a QPointF."""
    _send(widget, _KINDS.MouseButtonPress, at, _LEFT, _LEFT)


def move(widget, at, *, held=False):
    """Move the mouse to a QPointF."""
    _send(widget, _KINDS.MouseMove, at, _NONE, _LEFT if held else _NONE)


def release(widget, at):
    """Let the left button go at a QPointF."""
    _send(widget, _KINDS.MouseButtonRelease, at, _LEFT, _NONE)


def drag(widget, start, end):
    """Drag from one QPointF to another, by way of the middle."""
    press(widget, start)
    move(widget, (start + end) / 2, held=True)
    move(widget, end, held=True)
    release(widget, end)


def click(widget, at):
    """Click at a QPointF."""
    press(widget, at)
    release(widget, at)


def key(widget, name, *, shift=False):
    """Press a key, by its name in Qt without `Key_`."""
    held = QtCore.Qt.KeyboardModifier.ShiftModifier if shift else QtCore.Qt.KeyboardModifier.NoModifier
    for kind in (_KINDS.KeyPress, _KINDS.KeyRelease):
        QtWidgets.QApplication.sendEvent(widget, _QtGui.QKeyEvent(kind, getattr(_KEYS, f"Key_{name}"), held))
