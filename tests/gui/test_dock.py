"""The dock in a QGIS of the test's own: what it fits, what is dragged, what it hands over."""

import gc
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import processing
import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.gui import QgsFieldComboBox
from qgis.PyQt.QtCore import Qt, QTimer, QVariant
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAction,
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QPushButton,
)
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.variogram.notation import from_gslib, from_gstat
from stochastic_kriging.ui.field_choice import likely_field
from stochastic_kriging.ui.handover import map_parameters
from stochastic_kriging.ui.model_file import SUFFIXES, model_text, write_model
from stochastic_kriging.ui.panes.realizations import RealizationsPane
from stochastic_kriging.ui.panes.trust import TrustPane
from stochastic_kriging.ui.save_dialog import SaveDialog
from stochastic_kriging.ui.views.state import State


def test_opening_fits_a_likely_field_of_the_active_layer(dock, wells):
    assert dock.data_bar.layer is wells
    assert dock.data_bar.parameters == {"FIELD": "value"}
    assert len(dock.study.data.values) == 40
    assert dock.study.data.skipped == 1
    assert dock.study.data.names[3] == "W-3"
    assert dock.study.data.length_unit == "m"


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
def test_the_fit_is_that_of_the_algorithm_to_the_last_digit(dock, wells, until, tmp_path, transform):
    if transform != "none":
        dock.data_bar.transform_chosen.emit(transform)
        until(lambda: dock.study.state.variogram is not None, "a fit")
    path = tmp_path / "model.json"
    run = processing.run(
        "stochkrig:variogram", {"INPUT": wells, "FIELD": "value", "TRANSFORM": transform, "VARIOGRAM": str(path)}
    )
    assert dock.study.state.variogram.to_json() == Variogram.from_json(path.read_text()).to_json()
    assert dock.study.state.variogram.nugget == run["FITTED_NUGGET"]
    assert dock.study.state.variogram.range == run["FITTED_RANGE"]


def test_a_dragged_range_stands_in_the_bar_and_undo_takes_it_back(dock, drag):
    fitted, view = dock.study.state.variogram, dock.pane(0).view
    handle = next(item for item in view.handles() if "range" in item.name)
    start = view.pixel(handle.x, handle.y)
    drag(view, start, view.pixel(0.5 * handle.x, handle.y))
    model = dock.study.state.variogram
    assert model.range == pytest.approx(0.5 * handle.x, rel=0.02)
    assert not dock.study.state.fitted
    assert dock.model_bar.number("range") == model.range
    dock.model_bar.undo.click()
    assert dock.study.state.variogram == fitted
    assert dock.study.state.fitted
    assert dock.model_bar.number("range") == fitted.range


def test_a_fit_leaves_what_is_locked(dock, until):
    model = dock.study.state.variogram
    structure = model.structures[0]
    dock.study.draw(replace(model, structures=(replace(structure, range=4000.0),)))
    dock.model_bar.lock("range").click()
    dock.model_bar.fit.click()
    until(lambda: dock.study.state.fitted and dock.study.drawn == dock.study.ghost, "a fit")
    fitted = dock.study.state.variogram
    assert fitted.structures[0].range == pytest.approx(4000.0, rel=1e-12)
    assert fitted.structures[0].partial_sill != structure.partial_sill


def test_undo_goes_back_step_by_step_and_then_no_farther(dock):
    fitted = dock.study.state.variogram
    models = [Variogram.spherical(nugget=1.0, partial_sill=3.0, range=length) for length in (1000.0, 2000.0, 3000.0)]
    for model in models:
        dock.study.draw(model)
    dock.study.draw(models[-1])  # the same again is no step
    seen = []
    while dock.study.can_undo:
        dock.study.undo()
        seen.append(dock.study.state.variogram)
    assert seen == [models[1], models[0], fitted]
    assert dock.study.state.fitted
    dock.study.undo()
    assert dock.study.state.variogram == fitted


@pytest.mark.parametrize("editing", [False, True])
def test_undo_by_key_is_that_of_the_dock_also_where_qgis_could_undo(dock, until, editing):
    window, undone = QMainWindow(), []
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    action = QAction("Undo", window)
    action.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
    action.setEnabled(editing)
    action.triggered.connect(undone.append)
    window.addAction(action)
    window.show()
    window.activateWindow()
    until(lambda: QApplication.activeWindow() is window)
    dock.study.choose(kriging_type="universal-1")
    view = dock.pane(0).view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dock.study.state.kriging_type == "ordinary"
    assert undone == []
    window.removeDockWidget(dock)
    dock.setParent(None)


def test_undo_goes_back_through_transforms(dock, until):
    first = dock.study.state.variogram
    dock.data_bar.transform_chosen.emit("normal-score")
    until(lambda: dock.study.state.variogram is not None, "a fit")
    assert dock.study.state.variogram != first
    dock.study.undo()
    assert dock.study.state.transform == "none"
    assert dock.study.state.variogram == first
    until(lambda: dock.study.result is not None and dock.study.ghost == first, "the old study")
    assert dock.study.state.variogram == first


def test_edits_of_the_layer_are_followed(dock, wells, until):
    first = dock.study.data
    wells.startEditing()
    feature = first.features[0]
    wells.changeAttributeValue(feature, wells.fields().lookupField("value"), 99.0)
    until(lambda: dock.study.data is not first and dock.study.data is not None, "new data")
    assert dock.study.data.values[0] == 99.0
    wells.deleteFeature(feature)
    until(lambda: len(dock.study.data.values) == 39, "one less")
    wells.rollBack()
    until(lambda: len(dock.study.data.values) == 40, "all again")
    assert dock.study.data.values[0] == first.values[0]


def test_selected_features_only(dock, wells, until):
    wells.selectByIds(list(dock.study.data.features[:12]))
    assert len(dock.study.data.values) == 40
    dock.data_bar.findChild(QCheckBox).click()
    until(lambda: dock.study.data is not None and len(dock.study.data.values) == 12, "twelve")
    wells.removeSelection()
    until(lambda: dock.study.data is None, "none")
    assert "No feature of wells is selected." in dock.pane(0).view.message


def test_a_layer_that_is_removed_is_let_go(dock, wells, until):
    QgsProject.instance().removeMapLayer(wells.id())
    until(lambda: dock.study.data is None, "no data")
    assert dock.data_bar.layer is None
    assert dock.pane(0).view.message
    assert not dock.model_bar.kriging.isEnabled()


def test_data_of_a_layer_are_let_go_when_another_is_chosen_and_a_drawn_model_is_not_taken_for_its_own(
    dock, wells, until
):
    other = wells.clone()
    other.setName("others")
    QgsProject.instance().addMapLayer(other)
    data = dock.study.data
    dock.study.draw(Variogram.spherical(nugget=1.0, partial_sill=3.0, range=4321.0))
    dock.data_bar.read_now()
    dock.choose(other, "value")
    assert dock.study.data is None
    assert dock.run("stochkrig:kriging") is None
    until(lambda: dock.study.data is not None, "other data")
    assert dock.study.data is not data
    until(lambda: dock.study.state.variogram is not None, "their fit")
    assert dock.study.state.fitted
    assert dock.study.state.variogram.range != 4321.0


def test_a_drawn_model_stays_when_its_layer_is_edited(dock, wells, until):
    first, model = dock.study.data, Variogram.spherical(nugget=1.0, partial_sill=3.0, range=4321.0)
    dock.study.draw(model)
    wells.startEditing()
    wells.changeAttributeValue(first.features[0], wells.fields().lookupField("value"), 99.0)
    until(lambda: dock.study.data is not first, "new data")
    wells.rollBack()
    assert dock.study.state.variogram == model
    assert not dock.study.state.fitted


def test_a_layer_in_degrees_is_projected_as_the_algorithms_do(dock, until):
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=v:double", "degrees", "memory")
    features = []
    for number in range(12):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(9 + 0.01 * number, 50 + 0.01 * (number * 5 % 12))))
        feature.setAttributes([float(number % 5)])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    dock.choose(layer, "v")
    until(lambda: dock.study.data is not None and len(dock.study.data.values) == 12, "data")
    assert dock.data_bar.crs.authid() == "EPSG:32632"
    assert dock.study.data.length_unit == "m"


def given(dialog):
    """The parameters that a dialog would run with, as it shows them."""
    return dialog.createProcessingParameters() if hasattr(dialog, "createProcessingParameters") else None


@pytest.mark.parametrize("algorithm", ["stochkrig:kriging", "stochkrig:stochastickriging"])
def test_run_opens_the_dialog_filled_in(dock, wells, until, algorithm):
    dock.data_bar.transform_chosen.emit("log")
    dock.data_bar.trend_chosen.emit("universal-1")
    until(lambda: dock.study.state.variogram is not None, "a fit")
    dialog = dock.run(algorithm)
    shown = given(dialog)
    dialog.close()
    expected = {"INPUT": wells.id(), "FIELD": "value", "TRANSFORM": "log", "KRIGING_TYPE": "universal-1"}
    assert {name: shown[name] for name in expected} == expected
    assert not shown.get("VARIOGRAM_FILE")
    assert shown["MODEL"] == "automatic"


def test_the_dialog_that_a_button_opens_runs(dock, until, request, monkeypatch):
    # The main window of a real QGIS holds no Python part of its dialogs; that of the tests would.
    monkeypatch.setattr("processing.tools.general.iface", SimpleNamespace(mainWindow=lambda: None))
    dock.model_bar.kriging.click()
    gc.collect()
    (dialog,) = (item for item in QApplication.topLevelWidgets() if item.isVisible() and hasattr(item, "runButton"))
    request.addfinalizer(dialog.close)
    ended = []
    dialog.algorithmFinished.connect(lambda successful, results: ended.append((successful, results)))
    dialog.runButton().click()
    successful, results = until(lambda: ended, "the end of the run")[0]
    assert successful
    assert Path(results["MEAN"]).exists()


def test_a_layer_that_is_removed_gives_way_to_none(dock, wells, until):
    another = wells.clone()
    another.setName("zz")
    QgsProject.instance().addMapLayer(another)
    dock.desk.told.emit("what was said of the wells")
    QgsProject.instance().removeMapLayer(wells.id())
    assert dock.data_bar.layer is None
    until(lambda: dock.study.data is None, "the end of the data")
    assert dock.study.drawn is None
    assert not dock.said.text()
    dock.choose(another)
    until(lambda: dock.study.drawn is not None, "a fit of the other layer")


def test_how_far_the_work_is_gives_way_to_what_was_said_before(dock):
    dock.desk.told.emit("what was said of the wells")
    dock.desk.went_on.emit("3 of 40 data, about 2 s left")
    assert dock.said.text() == "3 of 40 data, about 2 s left"
    dock.desk.went_on.emit("")
    assert dock.said.text() == "what was said of the wells"
    dock.desk.told.emit("")
    dock.desk.went_on.emit("4 of 40 data, about 2 s left")
    dock.desk.went_on.emit("")
    assert dock.said.isHidden()


def test_realizations_are_made_from_their_tab(dock):
    pane = dock.open_tab(RealizationsPane)
    pane.view.make.click()
    (dialog,) = (item for item in QApplication.topLevelWidgets() if item.isVisible() and hasattr(item, "runButton"))
    shown = given(dialog)
    dialog.close()
    assert dialog.algorithm().id() == "stochkrig:stochastickriging"
    assert shown["REALIZATIONS_OUTPUT"].sink.staticValue() == "TEMPORARY_OUTPUT"
    assert shown["FIELD"] == "value"


@pytest.mark.parametrize("models", [(), ("power",)])
def test_lags_of_ones_own_count_in_a_fit_to_lags_alone(dock, until, models):
    dock.study.choose(models=models, lags=8)
    until(lambda: dock.study.result.lags == 8 and dock.study.drawn == dock.study.ghost, "a fit")
    dialog = dock.run("stochkrig:kriging")
    shown = given(dialog)
    dialog.close()
    assert bool(shown.get("VARIOGRAM_FILE")) == (models == ("power",))


def test_the_layer_that_is_studied_is_the_input_all_of_it_or_what_is_selected(wells):
    assert map_parameters(wells, {"FIELD": "value"}, State(), False)["INPUT"] == wells.id()
    source = map_parameters(wells, {"FIELD": "value"}, State(), True)["INPUT"]
    assert (source.source.staticValue(), source.selectedFeaturesOnly) == (wells.id(), True)


def test_an_answer_of_data_that_are_gone_is_not_taken(dock, until):
    idle = []
    dock.desk.busy.connect(idle.append)
    dock.study.choose(transform="log")
    dock.study.take(None)
    until(lambda: idle[-1:] == [False], "the end of the work")
    assert dock.study.result is None
    assert dock.study.state.variogram is None


def test_a_model_that_was_drawn_goes_along_to_the_last_digit(dock, wells):
    model = Variogram.spherical(nugget=0.1234567890123, partial_sill=3.0, range=4321.098765, azimuth=30.0, ratio=0.5)
    dock.study.draw(model)
    dialog = dock.run("stochkrig:kriging")
    shown = given(dialog)
    dialog.close()
    assert Variogram.from_json(Path(shown["VARIOGRAM_FILE"]).read_text()) == model


def test_data_that_are_left_out_are_not_selected_for_the_run(dock, wells):
    dock.study.change(left_out=frozenset({0, 5}))
    dialog = dock.run("stochkrig:kriging")
    shown = given(dialog)
    dialog.close()
    assert isinstance(shown["INPUT"], QgsProcessingFeatureSourceDefinition)
    assert shown["INPUT"].selectedFeaturesOnly
    data = dock.study.data
    assert set(wells.selectedFeatureIds()) == set(data.features) - {data.features[0], data.features[5]}
    assert wells.featureCount() == 41


@pytest.mark.parametrize("name", ["phie_mean", "Zn", "perm_md2", "porosity", "fluid", "mono"])
def test_the_likely_field_is_no_number_of_a_thing_and_no_place(name):
    fields = "&".join(
        f"field={field}"
        for field in ("fid:integer", "WellID:double", "X:double", "LATITUDE:double", "lng:double", "kb:double")
    )
    layer = QgsVectorLayer(f"Point?crs=EPSG:32632&{fields}&field=top_md:double&field={name}:double", "l", "memory")
    assert likely_field(layer) == name


@pytest.mark.parametrize(
    ("texts", "chosen"),
    [
        (["<0,5", "18,47", "21,79", None], "nitrate"),
        (["0.31", "0.2", "dry"], "nitrate"),
        (["n/a", "coarse", "0.3"], "Rechtswert"),
        (["101", "102", "103"], "Rechtswert"),
        ([None, None], "Rechtswert"),
    ],
)
def test_a_text_of_measurements_is_likelier_than_a_place(texts, chosen):
    fields = "field=name:string&field=Rechtswert:double&field=nitrate:string"
    layer = QgsVectorLayer(f"Point?crs=EPSG:32632&{fields}", "l", "memory")
    features = []
    for number, text in enumerate(texts):
        features.append(QgsFeature(layer.fields()))
        features[-1].setAttributes([f"A {number}", 500_000.5 + number, text])
    layer.dataProvider().addFeatures(features)
    assert likely_field(layer) == chosen


def test_a_count_is_taken_where_there_is_no_fraction():
    layer = QgsVectorLayer("Point?crs=EPSG:32632&field=id:integer&field=trees:integer", "l", "memory")
    assert likely_field(layer) == "trees"


def test_values_of_logs_are_those_that_the_algorithm_reads(dock, root, until, tmp_path):
    shutil.copy(root / "sample" / "wells.gpkg", tmp_path)
    layer = QgsVectorLayer(f"{tmp_path}/wells.gpkg|layername=wells", "sample", "ogr")
    QgsProject.instance().addMapLayer(layer)
    dock.choose(layer)
    bar = dock.data_bar
    chosen = {"LAS_FOLDER": str(root / "sample" / "las"), "CURVE": "PHIE", "WELL_FIELD": "uwi"}
    chosen.update(TOP_FIELD="top_md", BOTTOM_FIELD="base_md")
    bar.choose_logs(chosen)
    assert bar.parameters == chosen
    until(lambda: dock.study.data is not None and dock.study.data.title == "PHIE", "logs")
    until(lambda: dock.study.state.variogram is not None, "a fit")
    data = dock.study.data
    assert (len(data.values), data.value_unit, data.names[0]) == (37, "V/V", "SK-32/104-001")
    run = processing.run("stochkrig:variogram", {"INPUT": layer, **chosen, "VARIOGRAM": str(tmp_path / "model.json")})
    assert run["N_DATA"] == 37
    assert dock.study.state.variogram == Variogram.from_json((tmp_path / "model.json").read_text())
    dialog = dock.run("stochkrig:stochastickriging")
    shown = given(dialog)
    dialog.close()
    assert {name: shown[name] for name in chosen} == chosen
    assert not shown.get("FIELD")


def test_the_project_remembers_what_was_chosen_but_not_what_was_guessed(dock, wells):
    project = QgsProject.instance()
    assert project.readEntry("StochasticKriging", "layer", "")[0] == ""
    box = dock.data_bar.findChild(QgsFieldComboBox)
    box.setField("id")
    box.activated.emit(box.currentIndex())
    assert project.readEntry("StochasticKriging", "layer", "")[0] == wells.id()
    box.setField("value")
    dock.begin()
    assert dock.data_bar.parameters == {"FIELD": "id"}
    project.writeEntry("StochasticKriging", "data", "{spoilt")
    dock.begin()
    assert dock.data_bar.parameters == {"FIELD": "id"}


def test_a_project_that_is_opened_while_the_dock_is_there_has_its_choice_back(dock, wells, tmp_path):
    project, file, layer = QgsProject.instance(), str(tmp_path / "wells.qgs"), wells.id()
    box = dock.data_bar.findChild(QgsFieldComboBox)
    box.setField("id")
    box.activated.emit(box.currentIndex())
    assert project.write(file)
    project.clear()
    assert dock.data_bar.layer is None
    dock.data_bar.choose_logs({"LAS_FOLDER": str(tmp_path), "CURVE": "PHIE"})
    assert project.read(file)
    assert dock.data_bar.layer.id() == layer
    assert dock.data_bar.parameters == {"FIELD": "id"}


def test_a_field_of_texts_is_read_and_what_is_no_number_is_told(dock, wells, until):
    data = wells.dataProvider()
    data.addAttributes([QgsField("lab", QVariant.String)])
    wells.updateFields()
    at = wells.fields().lookupField("lab")
    values = {feature.id(): feature["value"] for feature in wells.getFeatures()}
    texts = {number: f"{value:.4f}" if isinstance(value, float) else "" for number, value in values.items()}
    first, second, third, *_ = texts
    data.changeAttributeValues(
        {n: {at: text} for n, text in {**texts, first: "<45", second: "ND", third: "?!"}.items()}
    )
    dock.data_bar.choose(wells, "lab")
    assert dock.data_bar.parameters == {"FIELD": "lab"}
    reading = until(lambda: (found := dock.data_bar.reading) and found.data.title == "lab" and found, "a reading")
    assert len(reading.data.values) == 37
    assert np.isfinite(reading.data.values).all()
    assert reading.data.skipped == 4
    assert any(
        text.startswith("Points with limits instead of a number in 'lab' ('<45', for one), which were skipped: 2.")
        for text in reading.warnings
    )
    assert any(text.startswith("Points with neither a number nor a limit in 'lab' ('?!'") for text in reading.warnings)


@pytest.mark.parametrize("form", ["json", "gstat", "gslib"])
def test_a_saved_model_is_read_back(tmp_path, form):
    model = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=1234.5, azimuth=30.0, ratio=0.5)
    path = tmp_path / f"model.{SUFFIXES[form]}"
    write_model(path, model_text(model, form))
    read = {"json": Variogram.from_json, "gstat": from_gstat, "gslib": from_gslib}[form]
    (structure,) = read(path.read_text().strip()).structures
    assert structure.range == pytest.approx(1234.5)
    assert (structure.azimuth, structure.ratio, structure.partial_sill) == (30.0, pytest.approx(0.5), 0.9)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_there_is_not_replaced_unasked_though_its_suffix_was_not_typed(qgis_app, tmp_path):
    (tmp_path / "model.json").write_text("mine")
    dialog, asked = SaveDialog(None, "Save model", "variogram.json", "Variogram (*.json)", "json"), []
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(tmp_path))

    def answer():
        box = QApplication.activeModalWidget()
        asked.append(box.text())
        box.button(QMessageBox.StandardButton.No).click()

    dialog.selectFile("model")
    assert dialog.selectedFiles() == [str(tmp_path / "model.json")]
    QTimer.singleShot(0, answer)
    dialog.accept()
    assert len(asked) == 1
    assert "model.json" in asked[0]
    assert dialog.result() != QDialog.DialogCode.Accepted
    dialog.selectFile("other")
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.selectedFiles() == [str(tmp_path / "other.json")]
    dialog.deleteLater()


def test_the_layer_that_was_on_top_is_on_top_of_its_map(dock, wells, until, monkeypatch):
    # What stands for the window of QGIS in tests has a mock for its layer tree, which QGIS ≥ 3.44 does not take.
    monkeypatch.setattr("processing.gui.Postprocessing.iface", None, raising=False)
    root = QgsProject.instance().layerTreeRoot()
    dialog = dock.run("stochkrig:kriging")
    (run,) = (button for button in dialog.findChildren(QPushButton) if button.text().replace("&", "") == "Run")
    run.click()
    until(lambda: len(QgsProject.instance().mapLayers()) == 3, "two maps")
    until(lambda: root.children()[0].name() == "wells", "the wells on top")
    assert len(root.children()) == 2
    assert dock.data_bar.layer is wells
    assert dock.study.data is not None
    dialog.close()


def test_a_depth_is_taken_before_the_key_of_the_table(tmp_path):
    layer = QgsVectorLayer("Point?crs=EPSG:32632&field=top:double", "l", "memory")
    QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(tmp_path / "l.gpkg"), QgsCoordinateTransformContext(), QgsVectorFileWriter.SaveVectorOptions()
    )
    assert likely_field(QgsVectorLayer(f"{tmp_path}/l.gpkg", "l", "ogr")) == "top"


def test_the_dock_fits_onto_the_screen_of_a_laptop(dock, wells):
    for number in range(dock.tabs.count()):
        dock.pane(number)
    dock.data_bar.choose_logs({})
    QApplication.processEvents()
    # Of 768 pixels the bars of QGIS and of the system take about 200.
    assert dock.minimumSizeHint().height() <= 560
    # Nothing is cut at the right.
    assert dock.minimumSizeHint().width() >= max(
        dock.pane(number).view.minimumSizeHint().width() for number in range(dock.tabs.count())
    )


def test_what_a_user_has_cancelled_is_asked_again_when_it_is_wanted_again(dock, until):
    """In QGIS's list of tasks, where QGIS before 3.26 shows them."""
    dock.study.choose(transform="log")
    QgsApplication.taskManager().cancelAll()
    until(lambda: dock.pane(0).view.message == "It was cancelled.")
    assert dock.study.result is None
    dock.study.fit()
    until(lambda: dock.study.result is not None)
    dock.open_tab(TrustPane)
    QgsApplication.taskManager().cancelAll()
    until(lambda: dock.pane(3).view.plot.message == "It was cancelled.")
    dock.tabs.setCurrentIndex(0)
    dock.tabs.setCurrentIndex(3)
    until(lambda: dock.pane(3).view.data is dock.study.data)
