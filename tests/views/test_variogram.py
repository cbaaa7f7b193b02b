"""The tab Variogram: what drags, keys and clicks make of a model, to the number that the pixel stands for."""

from dataclasses import replace

import numpy as np
import pytest
from stochastic_kriging.krig_core.jobs.variogram import VariogramJob, study_variogram
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.tests.core.jobs.listener import Listener
from stochastic_kriging.tests.views import mouse
from stochastic_kriging.ui.views.data import Data
from stochastic_kriging.ui.views.qt import QtCore, QtGui
from stochastic_kriging.ui.views.state import State
from stochastic_kriging.ui.views.variogram import VariogramView

MODEL = Variogram.spherical(nugget=0.2, partial_sill=0.8, range=300.0)
NESTED = MODEL + Variogram.exponential(partial_sill=0.5, range=450.0)
TURNED = Variogram.spherical(nugget=0.2, partial_sill=0.8, range=300.0, azimuth=30.0, ratio=0.5)


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(4)
    points = rng.uniform(0, 1000, (120, 2))
    values = np.sin(points[:, 0] / 150) + rng.normal(0, 0.3, 120)
    return Data(points, values, tuple(map(str, range(120))), "porosity", "m", "%")


@pytest.fixture(scope="module")
def studied(data, tmp_path_factory):
    """A function that has the task variogram study the data."""
    folder = tmp_path_factory.mktemp("study")
    np.save(folder / "points.npy", data.points)
    np.save(folder / "values.npy", data.values)

    def study(**options):
        given = {"coordinates": "points.npy", "values": "values.npy", "transform": "none", "models": None, **options}
        return study_variogram(VariogramJob(**given), folder, Listener())

    return study


@pytest.fixture(scope="module")
def result(studied):
    return studied(lags=10, max_distance=500.0)


class Heard:
    """What a view has told."""

    def __init__(self, view):
        self.dragged, self.changed, self.lags, self.lag, self.structure = [], [], [], [], []
        view.dragged.connect(self.dragged.append)
        view.changed.connect(self.changed.append)
        view.lags_changed.connect(lambda *told: self.lags.append(told))
        view.lag_chosen.connect(self.lag.append)
        view.structure_chosen.connect(self.structure.append)


@pytest.fixture
def shown(result, data):
    """A function that shows a model; returns the view and what it tells."""

    def show(model=MODEL, *, ghost=None, of=result, **state):
        view = VariogramView()
        view.resize(600, 400)
        view.show_study(of)
        view.show_model(model, ghost, State(**state), data)
        return view, Heard(view)

    return show


def handle(view, name):
    found = next(item for item in view.handles() if item.name == name)
    return view.pixel(found.x, found.y)


def right(pixels):
    return QtCore.QPointF(pixels, 0.0)


def up(pixels):
    return QtCore.QPointF(0.0, -pixels)


def per_pixel(view):
    """How much of distance and of semivariance a pixel is."""
    area = view.area
    return view.x_range[1] / area.width(), view.y_range[1] / area.height()


def test_the_foot_of_the_range_moves_the_range_alone(shown):
    view, heard = shown()
    wide, _ = per_pixel(view)
    start = handle(view, "range")
    mouse.drag(view, start, start + right(60.0) + up(35.0))
    (changed,) = heard.changed
    assert changed.range == pytest.approx(300.0 + 60.0 * wide, rel=1e-9)
    assert replace(changed.structures[0], range=300.0) == MODEL.structures[0]
    assert changed.nugget == 0.2
    assert heard.dragged[-1] == changed
    assert len(heard.dragged) == 2


def test_the_level_of_the_sill_moves_the_partial_sill_alone(shown):
    view, heard = shown()
    _, high = per_pixel(view)
    start = handle(view, "sill")
    mouse.drag(view, start, start + up(-40.0) + right(25.0))
    (changed,) = heard.changed
    assert changed.partial_sill == pytest.approx(0.8 - 40.0 * high, rel=1e-9)
    assert (changed.range, changed.nugget) == (300.0, 0.2)


def test_the_nugget_leaves_the_level_of_the_sill(shown):
    view, heard = shown()
    _, high = per_pixel(view)
    start = handle(view, "nugget")
    mouse.drag(view, start, start + up(30.0))
    (changed,) = heard.changed
    assert changed.nugget == pytest.approx(0.2 + 30.0 * high, rel=1e-9)
    assert changed.sill == pytest.approx(1.0, rel=1e-12)


def test_with_a_locked_partial_sill_the_nugget_lifts_the_sill(shown):
    view, heard = shown(locks=frozenset({"partial_sill"}))
    start = handle(view, "nugget")
    mouse.drag(view, start, start + up(30.0))
    assert heard.changed[0].partial_sill == 0.8
    assert heard.changed[0].nugget > 0.2


def test_a_handle_is_taken_beside_its_middle_without_a_jump(shown):
    view, heard = shown()
    wide, _ = per_pixel(view)
    beside = handle(view, "range") + right(4.0) + up(3.0)
    mouse.drag(view, beside, beside + right(10.0))
    assert heard.changed[0].range == pytest.approx(300.0 + 10.0 * wide, rel=1e-9)


def test_nothing_becomes_negative_and_no_range_zero(shown):
    for name, far in (("nugget", up(-300.0)), ("sill", up(-900.0)), ("range", right(-900.0))):
        view, heard = shown()
        start = handle(view, name)
        mouse.drag(view, start, start + far)
        (changed,) = heard.changed
        assert changed.nugget >= 0
        assert changed.partial_sill >= 0
        assert changed.range > 0
    view, heard = shown()
    start = handle(view, "nugget")
    mouse.drag(view, start, start + up(900.0))
    assert heard.changed[0].nugget == pytest.approx(1.0)  # no higher than the sill
    assert heard.changed[0].partial_sill == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(("name", "lock"), [("nugget", "nugget"), ("sill", "partial_sill"), ("range", "range")])
def test_a_locked_handle_does_not_move_and_looks_locked(shown, name, lock):
    view, heard = shown(locks=frozenset({lock}))
    free, _ = shown()
    start = handle(view, name)
    assert next(item for item in view.handles() if item.name == name).locked
    mouse.drag(view, start, start + right(50.0) + up(50.0))
    mouse.key(view, "Up")
    assert not heard.dragged
    assert not heard.changed
    assert view.grab().toImage() != free.grab().toImage()


def test_arrow_keys_move_the_handle_that_was_taken_by_a_pixel_and_with_shift_by_ten(shown):
    view, heard = shown()
    wide, _ = per_pixel(view)
    mouse.click(view, handle(view, "range"))
    assert not heard.changed  # a click alone changes nothing
    mouse.key(view, "Right")
    mouse.key(view, "Right", shift=True)
    assert [model.range for model in heard.changed] == pytest.approx([300.0 + wide, 300.0 + 11 * wide], rel=1e-9)


def test_a_handle_that_is_locked_after_it_was_taken_is_not_moved_by_keys(shown):
    view, heard = shown()
    mouse.click(view, handle(view, "range"))
    view.show_model(MODEL, None, State(locks=frozenset({"range"})))
    mouse.key(view, "Right")
    assert not heard.dragged
    assert not heard.changed


def test_handles_are_reached_and_moved_by_keys_alone(shown):
    view, heard = shown(locks=frozenset({"nugget"}))
    wide, high = per_pixel(view)
    view.show()
    view.setFocus()
    for name, step in (("sill", "Up"), ("range", "Left")):
        mouse.key(view, "Tab")
        assert view._chosen == name
        mouse.key(view, step)
    assert heard.changed[0].partial_sill == pytest.approx(0.8 + high, rel=1e-9)
    assert heard.changed[1].range == pytest.approx(300.0 - wide, rel=1e-9)
    mouse.key(view, "Tab")
    assert not view._chosen
    view.close()


def test_escape_takes_a_drag_back(shown):
    view, heard = shown()
    start = handle(view, "range")
    mouse.press(view, start)
    mouse.move(view, start + right(80.0), held=True)
    mouse.key(view, "Escape")
    mouse.move(view, start + right(90.0), held=True)
    mouse.release(view, start + right(90.0))
    assert heard.dragged[-1] == MODEL
    assert not heard.changed
    assert handle(view, "range") == start


def test_escape_takes_a_tick_of_the_lags_back(shown):
    view, heard = shown()
    mouse.press(view, handle(view, "lag 4"))
    mouse.move(view, view.pixel(260.0, view.y_range[1]), held=True)
    assert view._wanted_lags()[1] == pytest.approx(65.0)
    mouse.key(view, "Escape")
    mouse.release(view, view.pixel(260.0, view.y_range[1]))
    assert view._wanted_lags() == (10, 50.0)
    assert not heard.lags


def test_a_study_that_goes_during_a_drag_ends_it_without_a_word(shown):
    view, heard = shown()
    start = handle(view, "range")
    mouse.press(view, start)
    view.show_study(None)
    view.show_model(None, None, State(), None)
    mouse.move(view, start + right(30.0), held=True)
    mouse.release(view, start + right(30.0))
    assert not heard.dragged
    assert not heard.changed


@pytest.mark.parametrize("other", [None, replace(MODEL, nugget=0.5 * MODEL.nugget)])
def test_a_model_that_comes_during_a_drag_is_not_taken_for_what_was_dragged(shown, data, other):
    view, heard = shown()
    start = handle(view, "range")
    mouse.press(view, start)
    mouse.move(view, start + right(30.0), held=True)
    view.show_model(heard.dragged[-1], None, State(), data)  # as whoever hears of it does
    view.show_model(other, None, State(), data)
    mouse.release(view, start + right(30.0))
    assert not heard.changed


def test_axes_stay_while_a_handle_is_dragged_and_follow_when_it_is_let_go(shown, data):
    view, _ = shown()
    before, start = view.x_range, handle(view, "range")
    mouse.press(view, start)
    mouse.move(view, start + right(400.0), held=True)
    view.show_model(view._variogram, None, State(), data)  # as a dock does that follows the drag
    assert view.x_range == before
    mouse.release(view, start + right(400.0))
    assert view.x_range[1] > before[1]


def test_a_range_far_beyond_the_lags_stands_at_the_edge_until_it_is_dragged_back(shown):
    far = Variogram.spherical(nugget=0.2, partial_sill=0.8, range=9000.0)
    view, heard = shown(far)
    start = handle(view, "range")
    assert start.x() == pytest.approx(view.area.right())
    mouse.drag(view, start, start + right(5.0))
    assert not heard.changed
    mouse.drag(view, start, start + right(-100.0))
    assert heard.changed[0].range == pytest.approx(view.x_range[1], rel=0.4)
    assert heard.changed[0].range < 1500.0


def test_of_a_nested_model_the_handles_are_those_of_the_chosen_structure(shown):
    view, heard = shown(NESTED, structure=1)
    _, high = per_pixel(view)
    start = handle(view, "sill")
    assert start == view.pixel(450.0, 1.5)
    mouse.drag(view, start, start + up(20.0))
    (changed,) = heard.changed
    assert changed.structures[0] == MODEL.structures[0]
    assert changed.structures[1].partial_sill == pytest.approx(0.5 + 20.0 * high, rel=1e-9)
    mouse.click(view, view.pixel(300.0, 1.0))
    assert heard.structure == [0]


def test_a_model_without_a_sill_has_a_handle_at_its_distance(shown):
    view, heard = shown(Variogram.power(slope=0.004))
    assert {item.name for item in view.handles() if not item.name.startswith("lag ")} == {"sill", "nugget"}
    view, heard = shown(Variogram.power(partial_sill=0.8, range=400.0))
    _, high = per_pixel(view)
    start = handle(view, "sill")
    assert start == view.pixel(400.0, 0.8)
    mouse.drag(view, start, start + up(-25.0))
    assert heard.changed[0].partial_sill == pytest.approx(0.8 - 25.0 * high, rel=1e-9)


def test_a_pure_nugget_has_one_handle(shown):
    view, heard = shown(Variogram(0.7))
    assert [item.name for item in view.handles() if not item.name.startswith("lag ")] == ["nugget"]
    _, high = per_pixel(view)
    start = handle(view, "nugget")
    mouse.drag(view, start, start + up(10.0))
    assert heard.changed[0].nugget == pytest.approx(0.7 + 10.0 * high, rel=1e-9)


def test_a_tick_of_the_lags_changes_their_width_and_the_last_one_their_number(shown):
    """Ten lags of 50: the fourth tick, from 200 to 250, makes them 62.5 wide, and 8 reach 500."""
    view, heard = shown()
    mouse.drag(view, handle(view, "lag 4"), view.pixel(250.0, view.y_range[1]))
    ((lags, far),) = heard.lags
    assert lags == 8
    assert far == pytest.approx(500.0, rel=1e-9)
    view, heard = shown()
    mouse.drag(view, handle(view, "lag 10"), view.pixel(352.0, view.y_range[1]))
    assert heard.lags == [(7, pytest.approx(350.0))]
    assert not heard.changed


def test_a_click_on_a_point_chooses_its_lag_and_another_one_lets_it_go(shown, result):
    series = result.series[0]
    view, heard = shown()
    mouse.click(view, view.pixel(series.distance[6], series.gamma[6]))
    mouse.click(view, view.pixel(490.0, 0.01))
    view, later = shown(lag=7)
    mouse.click(view, view.pixel(series.distance[6], series.gamma[6]))
    assert heard.lag == [7]
    assert later.lag == [0]


def test_pairs_are_told_under_the_mouse(shown, result):
    series = result.series[0]
    view, _ = shown()
    at = view.pixel(series.distance[2], series.gamma[2])
    lag, found, place = view._lag_near(at)
    assert (lag, found, place) == (series.lag[2], series, 2)
    before = view.grab().toImage()
    mouse.move(view, at)
    assert view.grab().toImage() != before


def test_curves_of_a_turned_model_stand_beside_the_pairs_of_their_directions(shown, studied):
    found = studied(lags=10, max_distance=500.0, anisotropy=True)
    assert len(found.series) == 3
    fitted = Variogram.from_json(found.variogram)
    view, _ = shown(fitted, of=found)
    along, across = view._curves()
    assert along.series == found.series[1]
    assert across.series == found.series[2]
    assert across.azimuth == pytest.approx((along.azimuth + 90) % 180)
    turned = replace(fitted.structures[0], azimuth=fitted.structures[0].azimuth + 20)
    view, _ = shown(replace(fitted, structures=(turned,)), of=found)
    *curves, every = view._curves()
    assert [curve.series for curve in curves] == [None, None]
    assert every.series == found.series[0]
    assert not every.drawn


def test_what_is_missing_is_said(data):
    view = VariogramView()
    assert view.message == "There is no variogram yet: choose points and a field above."
    view.show_model(None, None, State(), data)
    assert view.message == "The variogram is being computed."
    view.message = "All values are equal."
    view.show_model(None, None, State(), data)
    assert view.message == "All values are equal."
    assert not view.handles()
    assert not view.grab().isNull()


@pytest.mark.parametrize(
    ("transform", "label"),
    [
        ("none", "Semivariance of porosity (%²)"),
        ("log", "Semivariance of ln(porosity)"),
        ("normal-score", "Semivariance of porosity, by normal scores (%²)"),
    ],
)
def test_axes_have_units(shown, transform, label):
    view, _ = shown(transform=transform)
    assert view.x_label == "Distance (m)"
    assert view.y_label == label


def test_band_ghost_and_variance_are_drawn_in_dark_and_light(shown, result):
    """Each of them changes the picture."""
    assert result.band is not None
    ghost = Variogram.spherical(nugget=0.1, partial_sill=0.5, range=200.0)
    pictures = []
    for dark in (False, True):
        for of, before in ((result, None), (result, ghost), (replace(result, band=None), None)):
            view, _ = shown(ghost=before, of=of)
            if dark:
                palette = QtGui.QPalette()
                palette.setColor(QtGui.QPalette.ColorRole.Base, QtGui.QColor("#202020"))
                palette.setColor(QtGui.QPalette.ColorRole.Text, QtGui.QColor("#f0f0f0"))
                view.setPalette(palette)
            pictures.append(view.grab().toImage())
    assert all(one != other for i, one in enumerate(pictures) for other in pictures[:i])
