"""The canvas of all views: ticks, places, handles."""

import numpy as np
import pytest
from stochastic_kriging.ui.views.cloud import with_margin
from stochastic_kriging.ui.views.plot import Colours, Handle, Plot, tick_labels, ticks
from stochastic_kriging.ui.views.qt import QtCore, QtGui, QtWidgets


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [(0, 10, 5, [0, 2, 4, 6, 8, 10]), (0, 1, 4, [0, 0.5, 1]), (-3, 3, 3, [-2, 0, 2]), (5, 5, 4, [5])],
)
def test_ticks_are_round_numbers(low, high, most, expected):
    assert ticks(low, high, most) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-6100, 6100, [-5000, 0, 5000]),
        (0, 4500, [0, 2000, 4000]),
        (-4900, 4900, [-4000, -2000, 0, 2000, 4000]),
        (0.11, 0.19, [0.12, 0.14, 0.16, 0.18]),
    ],
)
def test_a_scale_has_two_numbers_at_least(low, high, expected):
    assert ticks(low, high, 2) == pytest.approx(expected)


def test_labels_are_as_short_as_they_differ():
    assert tick_labels([0.0, 0.05, 0.1]) == ["0.00", "0.05", "0.10"]
    assert tick_labels([0.0, 500.0, 1000.0]) == ["0", "500", "1000"]
    assert tick_labels([0.0, 2e-6, 4e-6]) == ["0", "2e-06", "4e-06"]
    assert tick_labels([999999.98, 1000000.0, 1000000.02]) == ["999999.98", "1000000", "1000000.02"]
    assert tick_labels([5864000.0, 5866000.0]) == ["5.864e+06", "5.866e+06"]
    assert tick_labels([5864000.0, 5864002.0]) == ["5864000", "5864002"]


def test_an_axis_has_room_and_does_not_magnify_rounding():
    assert with_margin(np.array([0.0, 100.0])) == pytest.approx((-4.0, 104.0))
    assert with_margin(np.array([7.0, np.nextafter(7.0, 8.0)])) == pytest.approx((3.5, 10.5))
    assert with_margin(np.zeros(3)) == (-0.5, 0.5)


def test_a_pixel_is_a_place_and_back():
    plot = Plot()
    plot.resize(400, 300)
    plot.x_range, plot.y_range = (0.0, 2000.0), (-1.0, 3.0)
    assert plot.place(plot.pixel(750.0, 1.25)) == pytest.approx((750.0, 1.25))


def test_a_square_in_a_wide_room_has_numbers_that_stand_apart():
    plot = Plot()
    plot.square = True
    plot.resize(480, 190)
    plot.x_range = plot.y_range = (-6100.0, 6100.0)
    assert plot._x_ticks() == pytest.approx([-5000.0, 0.0, 5000.0])


class OneHandle(Plot):
    def handles(self):
        return [Handle("only", 0.5, 0.5)]


def press(plot, kind, at, buttons):
    local = QtCore.QPointF(at)
    event = QtGui.QMouseEvent(
        kind, local, local, QtCore.Qt.MouseButton.LeftButton, buttons, QtCore.Qt.KeyboardModifier.NoModifier
    )
    QtWidgets.QApplication.sendEvent(plot, event)


def test_a_handle_is_dragged_and_let_go():
    plot = OneHandle()
    plot.resize(400, 300)
    moved, released = [], []
    plot.handle_moved.connect(lambda *what: moved.append(what))
    plot.handle_released.connect(released.append)
    left, none = QtCore.Qt.MouseButton.LeftButton, QtCore.Qt.MouseButton.NoButton
    kinds = QtCore.QEvent.Type
    press(plot, kinds.MouseButtonPress, plot.pixel(0.5, 0.5), left)
    press(plot, kinds.MouseMove, plot.pixel(0.75, 0.25), left)
    press(plot, kinds.MouseButtonRelease, plot.pixel(0.75, 0.25), none)
    assert moved[0][0] == "only"
    assert moved[0][1:] == pytest.approx((0.75, 0.25))
    assert released == ["only"]


def test_under_a_dark_style_sheet_the_ink_is_light():
    """As in QGIS's theme Night Mapping, where a plain widget has neither a background nor an ink of its own."""
    window = QtWidgets.QTabWidget()
    window.setStyleSheet(
        "QWidget { background-color: transparent; color: #111111; } QTabWidget { background: #323232; color: #aaaaaa; }"
    )
    plot = Plot()
    window.addTab(plot, "plot")
    window.ensurePolished()
    plot.ensurePolished()
    colours = Colours.around(plot)
    assert plot.palette().color(QtGui.QPalette.ColorRole.Base).alpha() == 0
    assert colours.background.name() == "#323232"
    assert colours.ink.name() == "#aaaaaa"
    window.deleteLater()
