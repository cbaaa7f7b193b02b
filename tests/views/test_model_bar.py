"""The model in numbers: what is typed, locked and clicked, and what the sentence says."""

import math

import pytest
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.ui.views.model_bar import ModelBar
from stochastic_kriging.ui.views.model_words import half_distance, length, sentence
from stochastic_kriging.ui.views.number_box import NumberBox, shown
from stochastic_kriging.ui.views.qt import QtCore, QtWidgets
from stochastic_kriging.ui.views.state import State

MODEL = Variogram.spherical(nugget=6.43751e-05, partial_sill=0.00158194, range=5949.494949)
NESTED = Variogram.spherical(nugget=1.0, partial_sill=2.0, range=100.0) + Variogram.exponential(
    partial_sill=3.0, range=900.0
)


def type_into(box, text):
    """Type over a number and press Enter, key by key."""
    box.selectAll()
    for letter in text:
        press(box, 0, letter)
    press(box, QtCore.Qt.Key.Key_Return, "\r")


def press(widget, key, text):
    from stochastic_kriging.ui.views.qt import QtGui

    kinds, none = QtCore.QEvent.Type, QtCore.Qt.KeyboardModifier.NoModifier
    for kind in (kinds.KeyPress, kinds.KeyRelease):
        QtWidgets.QApplication.sendEvent(widget, QtGui.QKeyEvent(kind, int(key), none, text))


@pytest.fixture
def bar():
    """The bar with a model, and what it told."""
    made = ModelBar()
    made.told = []
    made.changed.connect(made.told.append)
    made.show_model(MODEL, State(variogram=MODEL, fitted=True), "m", "(V/V)²", can_undo=True)
    return made


def box(bar, name):
    return bar.findChild(NumberBox, name)


def test_numbers_are_the_model_s_own_to_the_last_digit(bar):
    structure = MODEL.structures[0]
    expected = {"nugget": MODEL.nugget, "partial_sill": structure.partial_sill, "range": structure.range}
    assert {name: bar.number(name) for name in expected} == expected
    assert box(bar, "range").text() == "5949.5 m"
    assert box(bar, "nugget").text() == "6.4375e-05 (V/V)²"


def test_a_typed_range_changes_nothing_else(bar):
    type_into(box(bar, "range"), "3000")
    assert [model.structures[0].range for model in bar.told] == [3000.0]
    assert bar.told[0].nugget == MODEL.nugget
    assert bar.told[0].structures[0].partial_sill == MODEL.structures[0].partial_sill


def test_enter_without_typing_changes_nothing(bar):
    press(box(bar, "range"), QtCore.Qt.Key.Key_Return, "\r")
    assert bar.told == []
    assert bar.number("range") == MODEL.structures[0].range


@pytest.mark.parametrize("text", ["-5", "abc", "1e999"])
def test_what_is_no_number_is_not_taken(bar, text):
    type_into(box(bar, "nugget"), text)
    assert all(math.isfinite(model.nugget) and model.nugget >= 0 for model in bar.told)


def test_a_comma_is_a_point(bar):
    type_into(box(bar, "nugget"), "0,001")
    assert bar.told[-1].nugget == 0.001


def test_steps_grow_with_the_number():
    tried = NumberBox()
    tried.setValue(0.002)
    tried.stepBy(1)
    assert tried.value() == pytest.approx(0.0021)
    tried.setValue(6000)
    tried.stepBy(-1)
    assert tried.value() == pytest.approx(5500)


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (123456.7, "123457"), (1e-12, "1e-12"), (5949.494949, "5949.5")]
)
def test_numbers_are_written_short(value, text):
    assert shown(value) == text


def test_locks_are_told_by_name(bar):
    locks = []
    bar.locks_changed.connect(locks.append)
    bar.lock("range").click()
    assert locks == [frozenset({"range"})]


def test_of_two_structures_the_chosen_one_is_shown_and_typed(bar):
    bar.show_model(NESTED, State(variogram=NESTED, structure=1), "m", "")
    assert bar.number("range") == 900.0
    type_into(box(bar, "range"), "800")
    assert [item.range for item in bar.told[-1].structures] == [100.0, 800.0]
    assert not bar.lock("range").isEnabled()
    assert bar.lock("nugget").isEnabled()


def test_an_impossible_number_is_answered_by_a_sentence(bar):
    type_into(box(bar, "range"), "0")
    assert bar.told == []
    assert "range" in bar.sentence.text()


def test_without_a_model_nothing_can_be_typed_or_run(bar):
    bar.show_model(None, None, "", "")
    for widget in (box(bar, "range"), bar.kriging, bar.simulation, bar.save, bar.fit, bar.undo):
        assert not widget.isEnabled()
    assert bar.sentence.text() == ""


def test_buttons_tell_what_is_wanted(bar):
    wanted = []
    bar.run_wanted.connect(wanted.append)
    bar.save_wanted.connect(wanted.append)
    bar.kriging.click()
    bar.simulation.click()
    for action in bar.save.menu().actions():
        action.trigger()
    assert wanted == ["stochkrig:kriging", "stochkrig:stochastickriging", "json", "gstat", "gslib"]


def test_half_of_the_sill_is_where_the_model_has_it():
    # 1.5 x - 0.5 x³ = ½ at x = 0.34729636: 2 sin 10°, a root of x³ - 3 x + 1.
    assert half_distance(Variogram.spherical(partial_sill=1.0, range=1000.0)) == pytest.approx(
        2000 * math.sin(math.radians(10))
    )
    # 1 - exp(-3 h / a) = ½ at h = a ln 2 / 3.
    assert half_distance(Variogram.exponential(partial_sill=2.0, range=900.0)) == pytest.approx(300 * math.log(2))
    assert half_distance(Variogram.spherical(nugget=2.0, partial_sill=1.0, range=9.0)) is None
    assert half_distance(Variogram.power(slope=1.0)) is None


def test_half_of_the_sill_is_meant_along_the_longest_range():
    turned = Variogram.spherical(partial_sill=1.0, range=1000.0, azimuth=30.0, ratio=0.2)
    assert half_distance(turned) == pytest.approx(2000 * math.sin(math.radians(10)))
    assert "towards 30°" in sentence(turned, "m")


def test_sentences():
    assert sentence(Variogram.spherical(nugget=1.0, partial_sill=9.0, range=6052.0), "m") == (
        "Half of the sill is reached at 1.85 km, practically all of it at 6.05 km; 10 % is nugget."
    )
    assert sentence(Variogram(2.0), "m").startswith("Pure nugget")
    assert sentence(Variogram.spherical(nugget=0.0, partial_sill=0.0, range=10.0), "m").startswith("No variance")
    assert sentence(Variogram.power(slope=2.0), "m").startswith("No sill")
    assert sentence(Variogram.spherical(nugget=3.0, partial_sill=1.0, range=50.0), "ft") == (
        "75 % of the sill is nugget: even neighbours differ by more than half of it; beyond 50 ft all of it."
    )


def test_lengths():
    assert [length(999.0, "m"), length(2100.0, "m"), length(2100.0, "ft"), length(3.0, "")] == [
        "999 m",
        "2.1 km",
        "2100 ft",
        "3",
    ]
