"""The hand of a user: real events of mouse and keys, sent to a widget."""

import numpy as np
from stochastic_kriging.ui.views.qt import QtCore, QtGui, QtWidgets

NO_KEYS = QtCore.Qt.KeyboardModifier.NoModifier
SHIFT = QtCore.Qt.KeyboardModifier.ShiftModifier
CONTROL = QtCore.Qt.KeyboardModifier.ControlModifier
KEYS = QtCore.Qt.Key


def heard(signal):
    """Return the list in which what a signal tells is kept."""
    told = []
    signal.connect(told.append)
    return told


def mouse(widget, kind, at, keys=NO_KEYS):
    """Send one event of the left button."""
    kinds, left, none = QtCore.QEvent.Type, QtCore.Qt.MouseButton.LeftButton, QtCore.Qt.MouseButton.NoButton
    button = none if kind == kinds.MouseMove else left
    held = none if kind == kinds.MouseButtonRelease else left
    there = QtCore.QPointF(widget.mapToGlobal(at.toPoint()))
    event = QtGui.QMouseEvent(kind, QtCore.QPointF(at), there, button, held, keys)
    QtWidgets.QApplication.sendEvent(widget, event)


def circle(plot, corners, keys=NO_KEYS):
    """Draw a lasso through places, data coordinates, as a hand does: in many small steps."""
    kinds = QtCore.QEvent.Type
    path = [plot.pixel(*corner) for corner in [*corners, corners[0]]]
    mouse(plot, kinds.MouseButtonPress, path[0], keys)
    for begin, end in zip(path, path[1:]):
        for step in np.linspace(0.05, 1.0, 20):
            mouse(plot, kinds.MouseMove, begin + (end - begin) * float(step), keys)
    mouse(plot, kinds.MouseButtonRelease, path[-1], keys)


def click(plot, x, y, keys=NO_KEYS):
    """Click a place, data coordinates."""
    mouse(plot, QtCore.QEvent.Type.MouseButtonPress, plot.pixel(x, y), keys)
    mouse(plot, QtCore.QEvent.Type.MouseButtonRelease, plot.pixel(x, y), keys)


def hover(plot, x, y):
    """Move the mouse over a place, data coordinates, with no button held."""
    none = QtCore.Qt.MouseButton.NoButton
    at = plot.pixel(x, y)
    there = QtCore.QPointF(plot.mapToGlobal(at.toPoint()))
    event = QtGui.QMouseEvent(QtCore.QEvent.Type.MouseMove, at, there, none, none, NO_KEYS)
    QtWidgets.QApplication.sendEvent(plot, event)


def press(widget, key, keys=NO_KEYS):
    """Press a key."""
    QtWidgets.QApplication.sendEvent(widget, QtGui.QKeyEvent(QtCore.QEvent.Type.KeyPress, key, keys))
