"""The dock in a QGIS of the test's own: what it fits, what is dragged, what it hands over."""

import processing
import pytest
from qgis.core import QgsProject
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.ui.dock import StudyDock


@pytest.fixture
def dock(qgis_iface, provider, wells, until):
    """The dock on the wells, their variogram fitted."""
    QgsProject.instance().addMapLayer(wells)
    qgis_iface.setActiveLayer(wells)
    made = StudyDock(qgis_iface)
    made.resize(520, 720)
    made.show()
    made.begin()
    until(lambda: made.study.state.variogram is not None, "a fit")
    yield made
    made.close_down()
    made.deleteLater()
    QgsProject.instance().removeAllMapLayers()


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
    fitted, view = dock.study.state.variogram, dock.panes[0].view
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
