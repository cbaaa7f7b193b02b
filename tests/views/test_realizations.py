"""Realizations in a window, moved by mouse and keys."""

import math

import numpy as np
import pytest
from stochastic_kriging.krig_core.decisions.film import Film
from stochastic_kriging.krig_core.decisions.ranked import RankedRealizations
from stochastic_kriging.provider.outputs.colours import Span
from stochastic_kriging.provider.ramps import TEAL, VIRIDIS
from stochastic_kriging.ui.views.film_dialog import FilmDialog, positions
from stochastic_kriging.ui.views.film_picture import FilmPicture, pixels
from stochastic_kriging.ui.views.qt import QtCore, QtGui, QtWidgets
from stochastic_kriging.ui.views.ramp import bytes_of, colour_table
from stochastic_kriging.ui.views.raster_drawing import length_text, round_length
from stochastic_kriging.ui.views.raster_picture import RasterPicture
from stochastic_kriging.ui.views.realizations import RealizationsView
from stochastic_kriging.ui.views.shown_stack import ShownStack, Zone
from stochastic_kriging.ui.views.stack_drawing import at_position, ramp_of_values

COUNT, ROWS, COLUMNS = 19, 24, 30


@pytest.fixture(scope="module")
def values():
    values = np.random.default_rng(4).normal(0.2, 0.03, (COUNT, ROWS, COLUMNS)).astype(np.float32)
    values[:, :, 0] = np.nan
    return values


@pytest.fixture(scope="module")
def stack(values):
    ranked = RankedRealizations.of(values)
    means = ranked.means_of(np.arange(ROWS * COLUMNS), np.ones(ROWS * COLUMNS))
    whole = Zone("the whole map", means)
    return ShownStack(
        ranked, Film(ranked, by_ranks=False), False, Span.of(values), "PHIE", "v/v", "m", 0, 2400, 100, 100, whole
    )


@pytest.fixture
def view(stack):
    made = RealizationsView()
    made.resize(560, 760)
    made.show()
    made.show_stack(stack)
    QtWidgets.QApplication.processEvents()
    yield made
    made.close()


def mouse(widget, kind, at, buttons=QtCore.Qt.MouseButton.LeftButton):
    at = QtCore.QPointF(at)
    event = QtGui.QMouseEvent(
        kind, at, at, QtCore.Qt.MouseButton.LeftButton, buttons, QtCore.Qt.KeyboardModifier.NoModifier
    )
    QtWidgets.QApplication.sendEvent(widget, event)


def click(widget, at):
    mouse(widget, QtCore.QEvent.Type.MouseButtonPress, at)
    mouse(widget, QtCore.QEvent.Type.MouseButtonRelease, at, QtCore.Qt.MouseButton.NoButton)


def press(widget, key):
    for kind in (QtCore.QEvent.Type.KeyPress, QtCore.QEvent.Type.KeyRelease):
        event = QtGui.QKeyEvent(kind, key, QtCore.Qt.KeyboardModifier.NoModifier)
        QtWidgets.QApplication.sendEvent(widget, event)


def colour(image, picture, row, column):
    at = picture.pixel(row, column)
    ratio = image.devicePixelRatio()
    return QtGui.QColor(image.pixel(round(at.x() * ratio), round(at.y() * ratio))).name()


def test_the_first_and_the_last_shade_are_those_of_the_ramp():
    table = colour_table(VIRIDIS)
    assert len(table) == 256
    assert [table[code] for code in (0, 1, 255)] == [0, 0xFF440154, 0xFFFDE725]
    codes = bytes_of(np.array([-5, 0.0, 0.5, 1.0, 9.0], dtype=np.float32), 0.0, 1.0)
    assert codes.tolist() == [1, 1, 128, 255, 255]


def test_without_realizations_a_sentence_says_what_is_missing():
    view = RealizationsView()
    assert "make some with the button above" in view.picture.message
    assert not view.player.isEnabled()
    assert not view.export.isEnabled()


def test_the_map_has_the_colours_of_the_realization(view, values, stack):
    press(view.player.slider, QtCore.Qt.Key.Key_Right)
    press(view.player.slider, QtCore.Qt.Key.Key_Right)
    assert view.picture.drawing.title == "No. 3 of 19"
    image = view.picture.grab().toImage()
    table = colour_table(VIRIDIS)
    for row, column in ((0, 1), (5, 17), (23, 29)):
        code = bytes_of(values[2, row, column : column + 1], stack.span.low, stack.span.high)[0]
        assert colour(image, view.picture, row, column) == QtGui.QColor(table[code] & 0xFFFFFF).name()
    background = view.palette().color(QtGui.QPalette.ColorRole.Base).name()
    assert colour(image, view.picture, 3, 0) == background  # no value


def test_the_film_plays_by_the_clock_and_stops_at_a_click(view, stack):
    seen = []
    view.player.moved.connect(seen.append)
    click(view.player.play, view.player.play.rect().center())
    assert view.player.is_playing
    loop, timer = QtCore.QEventLoop(), QtCore.QTimer()
    timer.timeout.connect(lambda: len(seen) > 3 and loop.quit())
    timer.start(10)
    QtCore.QTimer.singleShot(30_000, loop.quit)
    loop.exec()
    click(view.player.play, view.player.play.rect().center())
    assert not view.player.is_playing
    assert len(seen) > 3
    assert (np.diff(seen) > 0).all()
    assert "Film, no. 1 to 2" in view.picture.drawing.title
    assert (view.shown().values == stack.film.frame(view.player.position)).all()


def test_keys_over_the_map_go_on_and_play(view):
    press(view.picture, QtCore.Qt.Key.Key_Left)
    assert view.picture.drawing.title == "No. 19 of 19"
    press(view.picture, QtCore.Qt.Key.Key_Right)
    assert view.picture.drawing.title == "No. 1 of 19"
    press(view.picture, QtCore.Qt.Key.Key_Space)
    assert view.player.is_playing
    press(view.picture, QtCore.Qt.Key.Key_Space)
    assert not view.player.is_playing


def test_a_film_that_is_hidden_stops(view):
    click(view.player.play, view.player.play.rect().center())
    view.hide()
    assert not view.player.is_playing


def test_the_slider_of_the_threshold_colours_by_the_share_above(view, values):
    view.mode.setCurrentIndex(1)
    assert view.threshold.isVisible()
    assert not view.player.isVisible()
    view.threshold.slider.setFocus()
    press(view.threshold.slider, QtCore.Qt.Key.Key_PageUp)
    threshold = view.threshold.value
    share = (values > np.float32(threshold)).mean(axis=0)
    shown = view.shown()
    assert np.allclose(shown.values, 100 * share[:, 1:].ravel())
    codes = np.rint(share * 254).astype(int) + 1
    assert (shown.codes[:, 1:] == codes[:, 1:]).all()
    assert (shown.codes[:, 0] == 0).all()
    image = view.picture.grab().toImage()
    wanted = QtGui.QColor(colour_table(TEAL)[codes[7, 9]] & 0xFFFFFF).name()
    assert colour(image, view.picture, 7, 9) == wanted


def test_a_click_shows_the_values_of_the_cell(view, values, stack):
    said = []
    view.cell_chosen.connect(lambda *place: said.append(place))
    click(view.picture, view.picture.pixel(7, 9))
    assert view.subject_values == pytest.approx(values[:, 7, 9])
    assert view.of.currentText() == "Cell at x 950, y 1,650 m"
    assert said == [(950.0, 1650.0)]
    exceeding = np.count_nonzero(values[:, 7, 9].astype(float) > view.threshold.value)
    assert f"{exceeding} of 19 realizations" in view.numbers.text()
    click(view.picture, view.picture.pixel(7, 0))  # no value there
    assert view.of.currentText() == "Cell at x 950, y 1,650 m"


def test_the_mouse_over_the_map_tells_place_and_value(view, values):
    mouse(view.picture, QtCore.QEvent.Type.MouseMove, view.picture.pixel(2, 3), QtCore.Qt.MouseButton.NoButton)
    assert view.readout.text() == f"x 350, y 2,150 m:  {values[0, 2, 3]:.4g} v/v"
    QtWidgets.QApplication.sendEvent(view.picture, QtCore.QEvent(QtCore.QEvent.Type.Leave))
    assert not view.readout.text().strip()


def test_the_case_of_a_zone_is_the_realization_nearest_to_it(view, values):
    """Of 19 in order the second is the quantile at 2 / 20, the tenth at 10 / 20."""
    inside = np.zeros((ROWS, COLUMNS), dtype=bool)
    inside[3:9, 4:8] = True
    means = values[:, inside].mean(axis=1, dtype=float)
    view.show_zone(Zone("lease 7", means, inside))
    order = np.argsort(means)
    for button, rank in zip(view.cases, (1, 9, 17)):
        click(button, button.rect().center())
        assert view.player.position == order[rank]
        assert f"Realization {order[rank] + 1}: its mean over lease 7" in view.numbers.text()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("both", ["Low", "Median", "High"]),
        ("statistics", ["P10", "P50", "P90"]),
        ("petroleum", ["P90", "P50", "P10"]),
    ],
)
def test_cases_are_called_as_is_set_and_are_the_same(view, words, names):
    view.set_quantile_names(words)
    assert [button.text() for button in view.cases] == names
    order = np.argsort(view.subject_values)  # of 19, whose tenths are the 2nd, the 10th and the 18th
    for button, name, rank, exceed in zip(view.cases, names, (1, 9, 17), (90, 50, 10)):
        click(button, button.rect().center())
        assert f"which {exceed} % of the realizations exceed" in view.numbers.text()
        assert f"nearest to {name}, " in view.numbers.text()
        assert f"{exceed} % exceed" in button.toolTip()
        assert view.player.position == order[rank]


def test_the_threshold_is_dragged_in_the_histogram(view):
    plot = view.histogram
    begin = plot.pixel(view.threshold.value, 0.0)
    there = plot.pixel(float(np.quantile(view.subject_values, 0.8)), 0.0)
    mouse(plot, QtCore.QEvent.Type.MouseButtonPress, begin)
    mouse(plot, QtCore.QEvent.Type.MouseMove, there)
    mouse(plot, QtCore.QEvent.Type.MouseButtonRelease, there, QtCore.Qt.MouseButton.NoButton)
    assert view.threshold.value == pytest.approx(float(np.quantile(view.subject_values, 0.8)), abs=1e-3)
    assert "4 of 19 realizations, 21 %" in view.numbers.text()


def test_two_pictures_are_kept_beside_the_next_ones(view):
    for number in range(3):
        view.player.go_to(number)
        click(view.pin, view.pin.rect().center())
    QtWidgets.QApplication.processEvents()
    assert [kept.drawing.title for kept in view.pinned] == ["No. 2 of 19", "No. 3 of 19"]
    view.player.go_to(7)
    assert view.pinned[0].drawing.title == "No. 2 of 19"
    kept = view.pinned[0]
    click(kept, QtCore.QPointF(kept.width() - 10, 8))
    assert [one.drawing.title for one in view.pinned] == ["No. 3 of 19"]


def test_one_realization_everywhere_the_same_can_be_seen():
    ranked = RankedRealizations.of(np.full((3, 4, 5), 7.0, dtype=np.float32))
    whole = Zone("the whole map", np.full(3, 7.0))
    same = ShownStack(ranked, None, True, Span.of([np.full(4, 7.0)]), "a", "", "", 0, 0, 1, 1, whole)
    view = RealizationsView()
    view.show_stack(same)
    view.mode.setCurrentIndex(1)
    view.grab()
    assert "Mean 7;" in view.numbers.text()


def test_huge_and_tiny_values_have_a_threshold():
    for scale in (1e-12, 1e15):
        values = (np.random.default_rng(1).normal(size=(4, 4, 5)) * scale).astype(np.float32)
        ranked = RankedRealizations.of(values)
        means = ranked.means_of(np.arange(20), np.ones(20))
        stack = ShownStack(ranked, None, True, Span.of(values), "a", "", "m", 0, 0, 1, 1, Zone("all", means))
        view = RealizationsView()
        view.show_stack(stack)
        view.mode.setCurrentIndex(1)
        assert view.threshold.value == pytest.approx(float(np.median(means)), rel=1e-2, abs=scale * 1e-3)
        view.grab()


@pytest.mark.parametrize(
    ("length", "unit", "text"), [(5000.0, "m", "5 km"), (500.0, "m", "500 m"), (0.2, "°", "0.2 °"), (3.0, "", "3")]
)
def test_lengths_have_their_unit(length, unit, text):
    assert length_text(length, unit) == text


def test_the_scale_bar_is_round():
    assert [round_length(most) for most in (1.0, 4.99, 5.0, 0.03, 199.0)] == pytest.approx([1, 2, 5, 0.02, 100])


def test_an_outline_is_drawn_along_the_edges_of_cells():
    picture = RasterPicture()
    cells = np.zeros((4, 5), dtype=bool)
    cells[1:3, 1:4] = True
    picture.set_outline(cells)
    lines = {(line.x1(), line.y1(), line.x2(), line.y2()) for line in picture.drawing._edges}
    assert lines == {(1, 1, 4, 1), (1, 3, 4, 3), (1, 1, 1, 3), (4, 1, 4, 3)}
    picture.set_outline(np.random.default_rng(0).random((300, 300)) < 0.5)
    assert picture.drawing._edges == []


def test_a_picture_to_keep_has_the_map_in_it(stack, values, view):
    image = FilmPicture(stack, view.picture.drawing, 400, view.font()).image(
        at_position(stack, 4), ramp_of_values(stack)
    )
    assert image.width() == 400
    there = {tuple(colour) for colour in pixels(image).reshape(-1, 3).tolist()}
    codes = np.unique(bytes_of(values[4, :, 1:], stack.span.low, stack.span.high))
    table = colour_table(VIRIDIS)
    for code in codes.tolist():
        assert (table[code] >> 16 & 255, table[code] >> 8 & 255, table[code] & 255) in there


def test_the_dialog_of_a_film_counts_its_pictures():
    assert positions(2, 4, 2) == (2.0, 2.5, 3.0, 3.5, 4.0)
    dialog = FilmDialog(100, 98)
    assert (dialog.first.value(), dialog.last.value()) == (99, 100)
    dialog.first.setValue(1)
    dialog.last.setValue(11)
    dialog.steps.setValue(12)
    assert len(dialog.choice().positions) == 121
    assert dialog.sentence.text().startswith("121 pictures")
    dialog.last.setValue(100)
    assert "more than 600" in dialog.sentence.text()
    assert not dialog.buttons.button(QtWidgets.QDialogButtonBox.StandardButton.Ok).isEnabled()
    assert not math.isnan(dialog.choice().milliseconds)
