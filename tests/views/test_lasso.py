"""What lies in a lasso, and pictures of many marks."""

import numpy as np
from stochastic_kriging.tests.views.mouse import key, move, press, release
from stochastic_kriging.ui.views.lasso import LassoPlot, within
from stochastic_kriging.ui.views.qt import QtCore, QtGui
from stochastic_kriging.ui.views.stamps import Marks, stamped


def test_places_within_a_triangle_and_within_a_horseshoe():
    triangle = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])
    x, y = np.array([1.0, 3.0, 3.0, -1.0, 0.5]), np.array([1.0, 0.5, 3.0, 1.0, 3.4])
    np.testing.assert_array_equal(within(triangle, x, y), [True, True, False, False, True])
    horseshoe = np.array([[0.0, 0], [5, 0], [5, 5], [4, 5], [4, 1], [1, 1], [1, 5], [0, 5]])
    x, y = np.array([0.5, 2.5, 2.5, 4.5]), np.array([4.0, 4.0, 0.5, 4.0])
    np.testing.assert_array_equal(within(horseshoe, x, y), [True, False, True, True])


def test_a_corner_at_the_height_of_a_place_counts_once():
    diamond = np.array([[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
    x = np.array([-0.5, 0.0, 0.5, 0.999])
    assert within(diamond, x, np.zeros(4)).all()
    assert not within(diamond, np.array([-0.9, 0.9]), np.full(2, 0.5)).any()


def test_escape_ends_a_lasso_and_nothing_is_chosen():
    plot = LassoPlot()
    plot.resize(300, 300)
    told = []
    plot.lassoed.connect(lambda *given: told.append(given))
    plot.touched.connect(lambda *given: told.append(given))
    at = plot.pixel(0.2, 0.2)
    press(plot, at)
    for step in range(20):
        move(plot, at + QtCore.QPointF(8.0 * step, 0.0), held=True)
    assert plot.is_circling
    key(plot, "Escape")
    release(plot, at)
    assert not plot.is_circling
    assert not told


def test_marks_are_where_they_should_be_and_cover_more_where_there_are_more():
    blue, red = QtGui.QColor(0, 0, 255), QtGui.QColor(255, 0, 0)
    once, twice = np.array([10.0]), np.array([30.0, 30.0])
    faint = Marks(np.append(once, twice), np.full(3, 20.0), blue, "disc", 2.0, 0.5)
    picture = stamped((50, 40), faint, Marks(np.array([10.0]), np.array([5.0]), red, "ring", 4.0))
    alpha = {place: QtGui.QColor.fromRgba(picture.pixel(*place)).alpha() for place in ((10, 20), (30, 20), (20, 20))}
    assert alpha[20, 20] == 0
    assert abs(alpha[10, 20] - 127) <= 1
    assert abs(alpha[30, 20] - 191) <= 1
    assert QtGui.QColor.fromRgba(picture.pixel(14, 5)).getRgb() == (255, 0, 0, 255)
    assert QtGui.QColor.fromRgba(picture.pixel(10, 5)).alpha() == 0  # a ring is hollow


def test_marks_at_the_edges_and_far_beyond_do_no_harm():
    x, y = np.array([0.0, 49.0, -500.0, 1e6]), np.array([0.0, 39.0, 20.0, -1e6])
    picture = stamped((50, 40), Marks(x, y, QtGui.QColor("black"), "plus", 3.0))
    assert picture.width() == 50
    assert QtGui.QColor.fromRgba(picture.pixel(0, 0)).alpha() == 255
    assert QtGui.QColor.fromRgba(picture.pixel(49, 39)).alpha() == 255
    assert stamped((5, 4)).width() == 5
