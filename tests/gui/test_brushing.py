"""Pairs and predictions beside the map: what is chosen in one is seen in the other."""

import numpy as np
import processing
import pytest
from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QPointF
from stochastic_kriging.ui.canvas.pair_lines import MOST_LINES, PairLines
from stochastic_kriging.ui.panes.pairs import PairsPane
from stochastic_kriging.ui.panes.trust import TrustPane
from stochastic_kriging.ui.views.units import figure

UTM12 = QgsCoordinateReferenceSystem("EPSG:26912")


def lines_of(dock):
    """Return the ends of the lines on the map, as sets of two."""
    bands = [item for item in dock.iface.mapCanvas().scene().items() if isinstance(item, QgsRubberBand)]
    parts = [part for band in bands for part in band.asGeometry().asMultiPolyline()]
    return {frozenset((round(end.x(), 3), round(end.y(), 3)) for end in part) for part in parts}


@pytest.fixture
def pairs(dock, until):
    """The tab Pairs, with its pairs."""
    pane = dock.open_tab(PairsPane)
    until(lambda: len(pane.view.plot.x), "pairs")
    return pane


def test_pairs_that_are_circled_are_lines_on_the_map_and_selected_features(dock, pairs, wells, until):
    plot, data = pairs.view.plot, dock.study.data
    order = np.argsort(-plot.y)
    level = plot.y[order[5]]  # six pairs stand out
    (left, right), top = plot.x_range, plot.y_range[1]
    corners = [(left, level), (right, level), (right, top), (left, top)]
    circle(plot, [plot.pixel(*corner) for corner in corners])
    chosen = pairs.view.chosen_pairs
    assert len(chosen) == 6
    ends = {frozenset(tuple(np.round(data.points[end], 3)) for end in pair) for pair in chosen.tolist()}
    assert lines_of(dock) == ends
    assert set(wells.selectedFeatureIds()) == {data.features[end] for end in chosen.ravel().tolist()}
    assert not plot.lit.any()
    dock.open_tab(TrustPane)
    assert not lines_of(dock)
    dock.open_tab(PairsPane)
    assert lines_of(dock) == ends


def circle(widget, path):
    """Draw a lasso."""
    from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
    from qgis.PyQt.QtGui import QMouseEvent

    left, none, kinds = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, QEvent.Type
    steps = [(kinds.MouseButtonPress, path[0], left, left)]
    steps += [(kinds.MouseMove, at, none, left) for at in [*path, path[0]]]
    steps += [(kinds.MouseButtonRelease, path[0], left, none)]
    for kind, at, button, held in steps:
        there = QPointF(widget.mapToGlobal(at.toPoint()))
        event = QMouseEvent(kind, QPointF(at), there, button, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(widget, event)


def test_what_is_selected_on_the_map_is_lit(dock, pairs, wells):
    data, plot = dock.study.data, pairs.view.plot
    wells.selectByIds([data.features[7]])
    ends = pairs.view._ends
    np.testing.assert_array_equal(plot.lit, (ends == 7).any(axis=1))
    assert plot.lit.any()
    wells.removeSelection()
    assert not plot.lit.any()


def test_a_well_that_is_left_out_comes_back_with_undo_and_its_layer_stays_as_it_is(dock, pairs, wells, until):
    before, fit = wells.featureCount(), dock.study.state.variogram
    number = len(pairs.view.plot.x)
    pairs.view.left_out_changed.emit(frozenset({3}))
    until(lambda: len(pairs.view.plot.x) != number, "fewer pairs")
    until(lambda: dock.study.state.variogram != fit, "another fit")
    assert all(3 not in pair for pair in pairs.view._ends.tolist())
    assert wells.featureCount() == before
    assert not wells.isEditable()
    dock.study.undo()
    until(lambda: len(pairs.view.plot.x) == number, "all pairs")
    until(lambda: dock.study.state.variogram == fit, "the fit of before")


def test_lines_of_pairs_go_with_their_data(dock, pairs, wells, until):
    pairs.view.plot.choose(np.arange(len(pairs.view.plot.x)) < 5)
    assert len(lines_of(dock)) == 5
    wells.selectByIds([dock.study.data.features[0]])
    dock.data_bar._selected.setChecked(True)
    until(lambda: len(dock.study.data.values) == 1, "one datum")
    assert not lines_of(dock)
    until(lambda: pairs.view.plot.message, "a sentence")
    assert "one place" in pairs.view.plot.message
    pairs.view.plot.choose(np.zeros(0, dtype=bool))
    dock.data_bar._selected.setChecked(False)
    until(lambda: len(pairs.view.plot.x), "all pairs")
    assert not pairs.view.plot.chosen.any()
    assert wells.selectedFeatureCount() == 1


def test_a_lag_that_is_chosen_has_the_pairs_of_its_point(dock, pairs, until):
    result = dock.study.result
    pairs.view.lag_chosen.emit(result.series[0].lag[2])
    until(lambda: len(pairs.view.plot.x) == result.series[0].pairs[2], "the pairs of a lag")
    assert pairs.view.plot.y.mean() == pytest.approx(result.series[0].gamma[2], rel=1e-12)
    assert pairs.view.plot.level == pytest.approx(result.series[0].gamma[2], rel=1e-12)


def test_a_worst_datum_is_selected_on_the_map(dock, wells, until):
    pane = dock.open_tab(TrustPane)
    until(lambda: len(pane.view.plot.x), "predictions")
    assert "40 data lie in their 90 % intervals" in pane.view.verdict.text()
    pane.view.lower.setCurrentWidget(pane.view.worst)
    pane.view.worst.selectRow(0)
    (feature,) = wells.selectedFeatureIds()
    name = wells.getFeature(feature)["name"]
    assert pane.view.worst.row(0).texts[0] == name
    assert pane.view.plot.chosen.sum() == 1
    pane.view.leave_out.click()
    until(lambda: len(pane.view.plot.x) == 39, "predictions without it")
    assert "1 left out" in pane.view.told.text()
    assert wells.featureCount() == 41
    dock.study.undo()
    until(lambda: len(pane.view.plot.x) == 40, "predictions of all")


def test_another_model_is_held_against_the_last(dock, until):
    pane = dock.open_tab(TrustPane)
    until(lambda: len(pane.view.plot.x), "predictions")
    fitted = dock.study.state.variogram
    assert pane.view.models.row(0).texts[0].startswith("fitted ")
    dock.study.draw(fitted)
    until(lambda: pane.view.models.count == 2, "the same model, taken as known")
    dock.study.draw(fitted.scaled(4.0))
    until(lambda: pane.view.models.count == 3, "a third model")
    known, fourfold = pane.view.models.row(1), pane.view.models.row(0)
    assert known.texts[1] == fourfold.texts[1]  # the same predictions
    assert pane.view.models.row(0).texts[4] == "100 %"


@pytest.mark.parametrize("transform", ["none", "normal-score"])
def test_scores_of_a_model_as_fitted_are_those_of_the_algorithm(dock, wells, until, transform):
    pane = dock.open_tab(TrustPane)
    dock.data_bar.transform_chosen.emit(transform)
    until(lambda: pane.view.models.count and (transform == "none") != (transform in pane.view.models.row(0).texts[0]))
    given = {"INPUT": wells, "FIELD": "value", "TRANSFORM": transform, "OUTPUT": "memory:"}
    run = processing.run("stochkrig:crossvalidation", given)
    texts = pane.view.models.row(0).texts
    assert texts[1:] == (figure(run["RMSE"]), figure(run["ME"]), figure(run["CRPS"]), f"{run['PCT90']:.0f} %")


def test_where_only_selected_features_count_the_selection_is_left_alone(dock, pairs, wells, until):
    wells.selectByIds(list(dock.study.data.features[:20]))
    dock.data_bar._selected.setChecked(True)
    until(lambda: len(dock.study.data.values) == 20, "the selected data")
    until(lambda: len(pairs.view.plot.x) and pairs.view._data is dock.study.data, "their pairs")
    pairs.view.plot.choose(np.ones(len(pairs.view.plot.x), dtype=bool))
    assert wells.selectedFeatureCount() == 20
    assert not pairs.view.plot.lit.any()
    assert "only what is selected counts" in dock.said.text()


def test_lines_go_with_the_crs_of_the_map_and_leave_nothing(qgis_iface):
    canvas = qgis_iface.mapCanvas()
    canvas.setDestinationCrs(UTM12)
    before = len(canvas.scene().items())
    marks = PairLines(canvas)
    ends = np.array([[[500_000.0, 6_100_000.0], [501_000.0, 6_101_000.0]]])
    marks.show(ends, UTM12)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    (band,) = [item for item in canvas.scene().items() if isinstance(item, QgsRubberBand)]
    line = band.asGeometry().asPolyline()
    assert line[0].x() == pytest.approx(-111.0, abs=1e-6)
    assert line[0].y() == pytest.approx(55.0, abs=0.1)
    marks.show(np.tile(ends, (MOST_LINES + 50, 1, 1)), UTM12)
    (band,) = [item for item in canvas.scene().items() if isinstance(item, QgsRubberBand)]
    assert len(band.asGeometry().asMultiPolyline()) == MOST_LINES
    marks.show(ends[:0], UTM12)
    marks.remove()
    assert len(canvas.scene().items()) == before
    canvas.setDestinationCrs(UTM12)
