"""A mouse and keys over a widget, by the events that Qt itself sends."""

import numpy as np
from stochastic_kriging.ui.views.qt import QtCore, QtWidgets
from stochastic_kriging.ui.views.qt import QtGui as _QtGui

_LEFT, _NONE = QtCore.Qt.MouseButton.LeftButton, QtCore.Qt.MouseButton.NoButton
_KINDS = QtCore.QEvent.Type
_KEYS = QtCore.Qt.Key
_ALONE, _SHIFT = QtCore.Qt.KeyboardModifier.NoModifier, QtCore.Qt.KeyboardModifier.ShiftModifier
_CONTROL = QtCore.Qt.KeyboardModifier.ControlModifier


def _send(widget, kind, at, button, buttons, shift=False):
    there = QtCore.QPointF(widget.mapToGlobal(at.toPoint()))
    event = _QtGui.QMouseEvent(kind, at, there, button, buttons, _SHIFT if shift else _ALONE)
    QtWidgets.QApplication.sendEvent(widget, event)


def press(widget, at, *, shift=False):
    """Press the left button at a QPointF."""
    _send(widget, _KINDS.MouseButtonPress, at, _LEFT, _LEFT, shift)


def move(widget, at, *, held=False):
    """Move the mouse to a QPointF."""
    _send(widget, _KINDS.MouseMove, at, _NONE, _LEFT if held else _NONE)


def release(widget, at, *, shift=False):
    """Let the left button go at a QPointF."""
    _send(widget, _KINDS.MouseButtonRelease, at, _LEFT, _NONE, shift)


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


def circle(plot, corners, *, shift=False):
    """Draw around the part of a plot between corners, data coordinates, as a hand does: in many small steps."""
    path = [plot.pixel(*corner) for corner in [*corners, corners[0]]]
    press(plot, path[0], shift=shift)
    for begin, end in zip(path, path[1:]):
        for step in np.linspace(0.05, 1.0, 20):
            move(plot, begin + (end - begin) * float(step), held=True)
    release(plot, path[-1], shift=shift)


def key(widget, name, *, shift=False, control=False):
    """Press a key, by its name in Qt without `Key_`."""
    held = _SHIFT if shift else _CONTROL if control else _ALONE
    for kind in (_KINDS.KeyPress, _KINDS.KeyRelease):
        QtWidgets.QApplication.sendEvent(widget, _QtGui.QKeyEvent(kind, getattr(_KEYS, f"Key_{name}"), held))


def heard(signal):
    """Return the list in which what a signal tells is kept."""
    told = []
    signal.connect(told.append)
    return told
