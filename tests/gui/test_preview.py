"""The tab Preview: the layer, the click, the weights."""

import json
from dataclasses import replace

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY, QgsProject, QgsRectangle
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtXml import QDomDocument
from stochastic_kriging.krig_core import krige
from stochastic_kriging.ui.canvas.preview_layer import ESTIMATE, STD, PreviewLayer
from stochastic_kriging.ui.panes.preview import PreviewPane

UTM = QgsCoordinateReferenceSystem("EPSG:26912")


@pytest.fixture
def layer(qgis_new_project):
    made = PreviewLayer()
    yield made
    made.remove()


def maps(seed, shape=(4, 3)):
    rng = np.random.default_rng(seed)
    return rng.normal(10, 1, shape), rng.uniform(1, 2, shape)


GEOMETRY = (500_050.0, 6_100_050.0), (100.0, 100.0)


def sample(layer, x, y, band):
    value, known = layer.dataProvider().sample(QgsPointXY(x, y), band)
    return value if known else None


def test_it_shows_the_arrays_where_they_are(layer):
    estimate, std = maps(1)
    estimate[2, 1] = np.nan
    layer.show(estimate, std, GEOMETRY, UTM, "porosity", "%")
    shown = layer.layer
    assert QgsProject.instance().mapLayer(shown.id()) is shown
    assert shown.name() == "Preview: porosity"
    assert shown.bandName(STD).endswith("Standard deviation of porosity")
    assert shown.crs() == UTM
    assert shown.extent() == QgsRectangle(500_000, 6_100_000, 500_400, 6_100_300)
    assert sample(shown, 500_050, 6_100_050, ESTIMATE) == pytest.approx(estimate[0, 0], rel=1e-6)
    assert sample(shown, 500_350, 6_100_250, STD) == pytest.approx(std[3, 2], rel=1e-6)
    assert sample(shown, 500_250, 6_100_150, ESTIMATE) is None


def test_another_map_takes_its_place_in_the_same_layer(layer):
    layer.show(*maps(1), GEOMETRY, UTM, "gold")
    shown, identity = layer.layer, layer.layer.id()
    estimate, std = maps(2, (5, 6))
    layer.show(estimate, std, GEOMETRY, UTM, "gold")
    assert layer.layer is shown
    assert shown.id() == identity
    assert list(QgsProject.instance().mapLayers()) == [identity]
    assert (shown.width(), shown.height()) == (5, 6)
    assert sample(shown, 500_450, 6_100_550, ESTIMATE) == pytest.approx(estimate[4, 5], rel=1e-6)
    low, high = np.quantile(estimate, [0.02, 0.98])
    assert shown.renderer().classificationMin() == pytest.approx(low)
    assert shown.renderer().classificationMax() == pytest.approx(high)


def test_the_standard_deviation_is_shown_instead(layer):
    estimate, std = maps(1)
    layer.show(estimate, std, GEOMETRY, UTM, "gold")
    layer.show_band(STD)
    assert layer.layer.renderer().band() == STD
    assert layer.layer.renderer().classificationMax() == pytest.approx(std.max())
    layer.show(*maps(3), GEOMETRY, UTM, "gold")
    assert layer.layer.renderer().band() == STD


def test_it_lies_below_the_wells_and_above_other_rasters(layer, wells, tmp_path):
    from qgis.core import QgsRasterLayer

    other = PreviewLayer()
    other.show(*maps(1), GEOMETRY, UTM, "gold")
    QgsProject.instance().addMapLayer(wells)
    layer.show(*maps(1), GEOMETRY, UTM, "gold")
    order = [node.layer() for node in QgsProject.instance().layerTreeRoot().children()]
    assert order == [wells, layer.layer, other.layer]
    assert isinstance(order[1], QgsRasterLayer)
    other.remove()


def test_one_that_a_user_has_hidden_stays_hidden_when_the_project_is_saved(layer, tmp_path):
    project = QgsProject.instance()
    root = project.layerTreeRoot()
    layer.show(*maps(1), GEOMETRY, UTM, "gold")
    for seen in (False, True):
        root.findLayer(layer.layer.id()).setItemVisibilityChecked(seen)
        assert project.write(str(tmp_path / "project.qgs"))
        assert root.findLayer(layer.layer.id()).itemVisibilityChecked() is seen


def test_a_saved_project_does_not_know_it_and_is_not_changed_by_it(layer, wells, tmp_path):
    project = QgsProject.instance()
    project.addMapLayer(wells)
    project.setDirty(False)
    layer.show(*maps(1), GEOMETRY, UTM, "gold")
    assert not project.isDirty()
    identity = layer.layer.id()
    assert project.write(str(tmp_path / "project.qgs"))
    text = (tmp_path / "project.qgs").read_text()
    assert wells.id() in text
    assert identity not in text
    assert QDomDocument().setContent(text)[0]
    assert project.mapLayer(identity) is layer.layer
    assert project.layerTreeRoot().findLayer(identity) is not None
    assert not project.isDirty()


def test_a_layer_that_a_user_removes_is_gone_and_comes_anew(layer, until):
    gone = []
    layer.gone.connect(lambda: gone.append(1))
    layer.show(*maps(1), GEOMETRY, UTM, "gold")
    QgsProject.instance().removeMapLayer(layer.layer.id())
    assert gone == [1]
    assert layer.layer is None
    layer.show(*maps(1), GEOMETRY, UTM, "gold")
    assert layer.layer.isValid()
    layer.remove()
    assert gone == [1]
    until(lambda: not QgsProject.instance().mapLayers(), "the end of the layer")


@pytest.fixture
def pane(dock, until):
    """The tab, looked at, with its map."""
    found = dock.open_tab(PreviewPane)
    until(lambda: found.layer.layer is not None, "a preview")
    return found


def test_the_map_is_that_of_the_drawn_model_and_follows_it(dock, pane, until):
    def at_some_place():
        x, y = 505_000.0, 6_104_000.0
        shown = pane.layer.layer
        column = int((x - shown.extent().xMinimum()) / shown.rasterUnitsPerPixelX())
        row = int((y - shown.extent().yMinimum()) / shown.rasterUnitsPerPixelY())
        cell = shown.rasterUnitsPerPixelX()
        centre = shown.extent().xMinimum() + (column + 0.5) * cell, shown.extent().yMinimum() + (row + 0.5) * cell
        mean, variance = krige(data.points, data.values, dock.study.state.variogram, [centre])
        return sample(shown, *centre, ESTIMATE), sample(shown, *centre, STD), mean[0], np.sqrt(variance[0])

    data, shown = dock.study.data, pane.layer.layer
    assert max(shown.width(), shown.height()) <= 150
    assert max(shown.width(), shown.height()) > 140
    estimate, std, mean, deviation = at_some_place()
    assert (estimate, std) == pytest.approx((mean, deviation), rel=1e-5)
    model = json.loads(dock.study.state.variogram.to_json())
    before, file = estimate, shown.source()
    structure = dock.study.state.variogram.structures[0]
    dock.study.draw(replace(dock.study.state.variogram, structures=(replace(structure, range=structure.range / 3),)))
    assert json.loads(dock.study.state.variogram.to_json()) != model
    until(lambda: shown.source() != file, "another preview")
    estimate, std, mean, deviation = at_some_place()
    assert (estimate, std) == pytest.approx((mean, deviation), rel=1e-5)
    assert estimate != before


def test_a_click_on_the_map_asks_what_is_known_there(dock, pane, until, qgis_canvas):
    canvas = pane.around.canvas
    canvas.setDestinationCrs(UTM)
    canvas.resize(400, 400)
    canvas.show()
    canvas.setExtent(pane.layer.layer.extent())
    pane.view.click.setChecked(True)
    assert canvas.mapTool() is pane.tool
    where = canvas.getCoordinateTransform().toMapCoordinates(200, 150)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    until(lambda: pane.marks.shown > 0, "weights")
    data = dock.study.data
    mean, _ = krige(data.points, data.values, dock.study.state.variogram, [[where.x(), where.y()]])
    assert pane.view.place.headline.text().startswith(f"value here: {float(f'{mean[0]:.4g}'):g} ±")
    assert pane.marks.shown == 40
    assert pane.view.place.list.row(0).texts[0].startswith("W-")
    items = len(canvas.scene().items())
    dock.tabs.setCurrentIndex(0)
    assert pane.marks.shown == 0
    assert len(canvas.scene().items()) == items - 1
    assert canvas.mapTool() is not pane.tool
    assert not pane.view.click.isChecked()


def test_the_map_has_its_own_tool_back_when_it_is_asked_no_more(dock, pane):
    canvas = pane.around.canvas
    pan, other = QgsMapToolPan(canvas), QgsMapToolPan(canvas)
    for end in (lambda: pane.view.click.setChecked(False), lambda: dock.tabs.setCurrentIndex(0)):
        dock.open_tab(PreviewPane)
        canvas.setMapTool(pan)
        pane.view.click.setChecked(True)
        assert canvas.mapTool() is pane.tool
        end()
        assert canvas.mapTool() is pan
        assert not pane.view.click.isChecked()
    dock.open_tab(PreviewPane)
    pane.view.click.setChecked(True)
    canvas.setMapTool(other)
    assert not pane.view.click.isChecked()
    dock.tabs.setCurrentIndex(0)
    assert canvas.mapTool() is other
    for tool in (pan, other):
        canvas.unsetMapTool(tool)


def test_the_switch_takes_the_map_away_and_brings_it_back(pane, until):
    pane.view.on_map.setChecked(False)
    assert pane.layer.layer is None
    pane.view.on_map.setChecked(True)
    until(lambda: pane.layer.layer is not None, "a preview")
    QgsProject.instance().removeMapLayer(pane.layer.layer.id())
    assert not pane.view.on_map.isChecked()


def centre_of(layer, column, row):
    extent, cell = layer.extent(), layer.rasterUnitsPerPixelX()
    return extent.xMinimum() + (column + 0.5) * cell, extent.yMinimum() + (row + 0.5) * cell


def shows(pane, model):
    """Whether the map on the canvas is that of a model."""
    shown, data = pane.layer.layer, pane.study.data
    place = centre_of(shown, 70, 60)
    mean, variance = krige(data.points, data.values, model, [place])
    found = sample(shown, *place, ESTIMATE), sample(shown, *place, STD)
    return found == pytest.approx((mean[0], np.sqrt(variance[0])), rel=1e-5)


def shorter(model, factor):
    (structure,) = model.structures
    return replace(model, structures=(replace(structure, range=factor * structure.range),))


def test_the_map_follows_a_drag_in_another_tab_before_it_ends_and_after(dock, pane, until):
    fitted = dock.study.state.variogram
    dock.tabs.setCurrentIndex(0)
    assert not pane.awake
    dock.study.drag(shorter(fitted, 0.5))
    dock.study.drag(shorter(fitted, 0.3))
    assert dock.study.state.variogram == fitted
    until(lambda: shows(pane, shorter(fitted, 0.3)), "the map of the dragged model")
    dock.study.draw(shorter(fitted, 0.2))
    until(lambda: shows(pane, shorter(fitted, 0.2)), "the map of the model that was let go")
    dock.study.undo()
    until(lambda: shows(pane, fitted), "the map of the fit")


def test_a_drag_that_is_given_up_leaves_the_map_of_the_state(dock, pane, until):
    fitted = dock.study.state.variogram
    dock.study.drag(shorter(fitted, 0.3))
    until(lambda: shows(pane, shorter(fitted, 0.3)), "the map of the dragged model")
    dock.study.drag(fitted)
    until(lambda: shows(pane, fitted), "the map of the fit")


def test_before_it_is_looked_at_nothing_is_on_the_map(dock, until):
    model = dock.study.state.variogram
    dock.study.draw(shorter(model, 0.5))
    until(lambda: not dock.desk._busy, "the end of all questions")
    assert all("Preview" not in layer.name() for layer in QgsProject.instance().mapLayers().values())


@pytest.mark.parametrize("others", [0, 1])
def test_a_preview_goes_with_the_layer_of_its_data(pane, wells, until, others):
    for _ in range(others):
        QgsProject.instance().addMapLayer(wells.clone())
    shown = pane.layer.layer.id()
    QgsProject.instance().removeMapLayer(wells.id())
    until(lambda: pane.layer.layer is None, "the end of the preview")
    until(lambda: QgsProject.instance().mapLayer(shown) is None, "its removal")
    assert len(QgsProject.instance().mapLayers()) == others


@pytest.mark.parametrize("others", [0, 1])
def test_a_project_with_a_preview_can_be_closed(pane, wells, others):
    for _ in range(others):
        QgsProject.instance().addMapLayer(wells.clone())
    QgsProject.instance().clear()
    assert not QgsProject.instance().mapLayers()


def test_another_project_has_a_preview_again(pane):
    QgsProject.instance().clear()
    assert pane.layer.layer is None
    assert pane.view.on_map.isChecked()
