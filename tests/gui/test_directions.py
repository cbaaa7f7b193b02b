"""The tab Directions in the dock: the variogram map is asked for once it is seen, and the ellipse is on QGIS's map."""

import math

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsRubberBand
from stochastic_kriging.ui.canvas.ellipse import EllipseMark
from stochastic_kriging.ui.panes.directions import DirectionsPane

UTM = QgsCoordinateReferenceSystem("EPSG:26912")


@pytest.fixture
def looked_at(dock, until):
    """The dock and its tab Directions."""
    dock.resize(700, 720)
    pane = dock.open_tab(DirectionsPane)
    until(lambda: not pane.view.message, "a variogram map")
    return dock, pane


def bands(canvas):
    """Return the rubber bands on a map in which there is something."""
    found = [item for item in canvas.scene().items() if isinstance(item, QgsRubberBand)]
    return [item for item in found if not item.asGeometry().isEmpty()]


def test_a_dragged_ellipse_is_that_of_the_model_bar_and_of_the_map(looked_at, drag, qgis_canvas):
    made, pane = looked_at
    plot, fitted = pane.view.map, made.study.state.variogram
    handle = next(item for item in plot.handles() if item.name == "short")
    start = plot.pixel(handle.x, handle.y)
    drag(plot, start, plot.pixel(0.5 * handle.x, 0.5 * handle.y))
    model = made.study.state.variogram
    ratio = 0.5 * math.hypot(handle.x, handle.y) / fitted.range
    assert model.structures[0].ratio == pytest.approx(ratio, rel=0.02)
    assert model.range == fitted.range
    assert made.model_bar.number("ratio") == model.structures[0].ratio
    (band,) = bands(qgis_canvas)
    middle = made.study.data.points.mean(axis=0)
    assert band.asGeometry().area() == pytest.approx(math.pi * ratio * model.range**2, rel=0.05)
    assert band.asGeometry().boundingBox().center().x() == pytest.approx(middle[0], abs=1.0)
    made.study.undo()
    assert bands(qgis_canvas)[0].asGeometry().area() == pytest.approx(math.pi * fitted.range**2, rel=0.05)


def test_another_tab_takes_the_ellipse_off_the_map(looked_at, qgis_canvas):
    made, pane = looked_at
    assert len(bands(qgis_canvas)) == 1
    made.tabs.setCurrentIndex(0)
    assert not bands(qgis_canvas)
    made.open_tab(DirectionsPane)
    assert len(bands(qgis_canvas)) == 1


@pytest.fixture
def canvas():
    made = QgsMapCanvas()
    made.setDestinationCrs(UTM)
    yield made
    made.deleteLater()


def test_the_mark_is_the_ellipse_in_map_units(canvas):
    """A range of 1000 along azimuth 90, and a quarter of it across."""
    mark = EllipseMark(canvas)
    mark.show((500_000.0, 6_000_000.0), 1000.0, 0.25, 90.0, UTM)
    (band,) = bands(canvas)
    box = band.asGeometry().boundingBox()
    assert (box.xMinimum(), box.xMaximum()) == pytest.approx((499_000, 501_000), abs=0.01)
    assert (box.yMinimum(), box.yMaximum()) == pytest.approx((5_999_750, 6_000_250), abs=0.5)
    assert band.asGeometry().contains(QgsPointXY(500_990, 6_000_000))
    mark.remove()
    assert not bands(canvas)


def test_the_mark_stays_where_it_is_when_the_map_gets_another_crs(canvas):
    mark = EllipseMark(canvas)
    mark.show((500_000.0, 6_000_000.0), 1000.0, 1.0, 0.0, UTM)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    middle = bands(canvas)[0].asGeometry().boundingBox().center()
    assert (middle.x(), middle.y()) == pytest.approx((-111.0, 54.1481), abs=1e-3)
    mark.remove()
    canvas.setDestinationCrs(UTM)
    assert not bands(canvas)


def test_a_ray_is_as_long_as_the_range_to_both_sides(canvas):
    mark = EllipseMark(canvas)
    mark.show((500_000.0, 6_000_000.0), 1000.0, 0.25, 0.0, UTM)
    mark.point(90.0)
    ellipse, ray = sorted(bands(canvas), key=lambda band: -band.asGeometry().area())
    assert ray.asGeometry().length() == pytest.approx(2000.0, abs=0.01)
    assert ray.asGeometry().boundingBox().height() == pytest.approx(0.0, abs=0.01)
    assert ellipse.asGeometry().boundingBox().height() == pytest.approx(2000.0, abs=2.0)
    mark.point(math.nan)
    assert len(bands(canvas)) == 1
    mark.remove()
    mark.point(45.0)
    assert not [item for item in canvas.scene().items() if isinstance(item, QgsRubberBand)]


def test_without_a_crs_the_ellipse_is_in_the_units_of_the_map(canvas):
    mark = EllipseMark(canvas)
    mark.show((10.0, 20.0), 5.0, 1.0, 0.0, QgsCoordinateReferenceSystem())
    assert bands(canvas)[0].asGeometry().boundingBox().xMaximum() == pytest.approx(15.0, abs=0.01)
    mark.remove()
