"""Points of lags and the legend beside them: what an axis has room for, and which corner is free."""

import pytest
from stochastic_kriging.krig_core.jobs.variogram import Series
from stochastic_kriging.ui.views.lag_points import lag_places, lag_radii, trusted
from stochastic_kriging.ui.views.legend import Row, draw_legend
from stochastic_kriging.ui.views.plot import Colours, Plot
from stochastic_kriging.ui.views.qt import QtCore, QtGui


def series(*points):
    """Make a series of (distance, semivariance, pairs); thirty pairs are enough."""
    far, gamma, pairs = zip(*points)
    return Series(azimuth=None, distance=far, gamma=gamma, pairs=pairs, used=tuple(count >= 30 for count in pairs))


def test_axes_have_room_for_lags_with_enough_pairs():
    wild = series((10.0, 99.0, 2), (20.0, 1.0, 40), (30.0, 2.0, 50), (40.0, 3.0, 60))
    assert trusted([wild]) == [1.0, 2.0, 3.0]
    few = series((10.0, 99.0, 2), (20.0, 1.0, 40), (30.0, 2.0, 5))
    assert trusted([few]) == [99.0, 1.0, 2.0]


def test_a_point_beyond_the_axis_stands_at_its_edge():
    plot = Plot()
    plot.resize(400, 300)
    plot.x_range, plot.y_range = (0.0, 50.0), (0.0, 4.0)
    high, inside = lag_places(plot, series((10.0, 99.0, 2), (20.0, 1.0, 40)))
    assert high == plot.pixel(10.0, 4.0)
    assert inside == plot.pixel(20.0, 1.0)


def test_areas_are_as_the_pairs():
    assert lag_radii(series((1.0, 1.0, 400), (2.0, 1.0, 100), (3.0, 1.0, 1)), 400, 9.0) == [9.0, 4.5, 2.5]


@pytest.fixture
def inked():
    """A function that draws a legend; returns in which quarters of the picture something was drawn."""

    def draw(avoid, text="what it is", side=300):
        image = QtGui.QImage(400, 300, QtGui.QImage.Format.Format_RGB32)
        image.fill(QtGui.QColor("#ffffff"))
        painter = QtGui.QPainter(image)
        area = QtCore.QRectF(0, 0, side * 4 / 3, side)
        row = Row("solid", "circle", QtGui.QColor("#0072b2"), text)
        draw_legend(painter, Colours.of(QtGui.QPalette()), area, [row, row], avoid)
        painter.end()
        halves = {"top": range(150), "bottom": range(150, 300)}, {"left": range(200), "right": range(200, 400)}
        white = QtGui.QColor("#ffffff").rgb()
        return {
            (high, wide)
            for high, rows in halves[0].items()
            for wide, columns in halves[1].items()
            if any(image.pixel(x, y) != white for y in rows for x in columns)
        }

    return draw


def test_a_legend_stands_where_it_covers_least(inked):
    below, above = QtCore.QPointF(340.0, 255.0), QtCore.QPointF(50.0, 30.0)
    assert inked([]) == {("bottom", "right")}
    assert inked([below]) == {("top", "left")}
    assert inked([below, above]) == {("top", "right")}


def test_where_a_legend_would_cover_most_there_is_none(inked):
    assert not inked([], text="a text that is longer than the plot is wide, and longer still than that", side=60)
