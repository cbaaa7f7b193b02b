"""The tab Trust, by mouse and keys."""

from dataclasses import replace

import numpy as np
import pytest
from stochastic_kriging.krig_core.jobs.cross_validation import (
    HIGH,
    LOW,
    OBSERVED,
    PREDICTED,
    STD,
    CrossValidationJob,
    cross_validate_data,
)
from stochastic_kriging.krig_core.jobs.map_job import VariogramChoice
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.tests.core.jobs.listener import Listener
from stochastic_kriging.tests.views.mouse import circle, click, heard, move
from stochastic_kriging.ui.views.data import Data
from stochastic_kriging.ui.views.qt import QtWidgets
from stochastic_kriging.ui.views.state import State
from stochastic_kriging.ui.views.trust import TrustView

MODEL = Variogram.spherical(nugget=0.1, partial_sill=4.0, range=3000.0)


@pytest.fixture(scope="module")
def data():
    """Forty wells of a smooth value, of which number 7 has one that is no neighbour's."""
    rng = np.random.default_rng(4)
    points = rng.uniform(0, 5000, (40, 2))
    values = 20 + 3 * np.sin(points[:, 0] / 900) + rng.normal(0, 0.2, 40)
    values[7] = 45.0
    return Data(points, values, tuple(f"W-{number}" for number in range(40)), "porosity", "m", "%")


@pytest.fixture
def asked(data, tmp_path):
    """Give what the task finds of a state."""

    def ask(state):
        kept = data.kept(state.left_out)
        np.save(tmp_path / "coordinates.npy", data.points[kept])
        np.save(tmp_path / "values.npy", data.values[kept])
        job = CrossValidationJob(
            "coordinates.npy", "values.npy", state.kriging_type, VariogramChoice(json=state.variogram.to_json()),
            predictions="predictions.npy", split="points", transform=state.transform,
        )  # fmt: skip
        result = cross_validate_data(job, tmp_path, Listener())
        return result, np.load(tmp_path / "predictions.npy"), state, data

    return ask


@pytest.fixture
def view(asked):
    """The tab, with the predictions of a model."""
    made = TrustView()
    made.resize(480, 700)
    made.show()
    made.show_scores(*asked(State(variogram=MODEL)))
    QtWidgets.QApplication.processEvents()
    yield made
    made.close()


def test_every_number_is_one_of_the_task(view, asked):
    result, predictions, _, data = asked(State(variogram=MODEL))
    best = result.models[0]
    assert view.verdict.text() == best.verdict
    assert view.told.text() == "40 data, each predicted from all others."
    np.testing.assert_array_equal(view.plot.x, predictions[PREDICTED])
    np.testing.assert_array_equal(view.plot.y, data.values)
    np.testing.assert_array_equal(view.plot.low, predictions[LOW])
    assert view.ranks.counts == result.pit
    assert sum(view.ranks.counts) == 40
    assert view.accuracy.held == result.held
    assert view.accuracy.title == f"Goodness {best.goodness:.2f}"
    assert view.plot.x_label == "Predicted porosity (%)"
    assert view.lower.tabText(0) == "Scores (%)"
    row = view.models.row(0)
    assert row.texts[0] == "spherical, 3000 m"
    assert [float(text) for text in row.texts[1:4]] == pytest.approx([best.rmse, best.me, best.crps], rel=1e-3)
    assert row.texts[4] == f"{best.pct90:.0f} %"
    assert MODEL.in_units("m", "%") in row.tip


def test_data_outside_their_intervals_are_marked(view, asked):
    _, predictions, _, data = asked(State(variogram=MODEL))
    outside = (data.values < predictions[LOW]) | (data.values > predictions[HIGH])
    assert outside[7]
    np.testing.assert_array_equal(view.plot.lit, outside)


def test_the_worst_is_first_and_going_to_it_chooses_it(view, asked):
    _, predictions, _, _ = asked(State(variogram=MODEL))
    one, many = heard(view.datum_chosen), heard(view.data_chosen)
    score = (predictions[OBSERVED] - predictions[PREDICTED]) / predictions[STD]
    assert int(np.argmax(np.abs(score))) == 7
    assert view.worst.row(0).texts[0] == "W-7"
    assert view.worst.row(0).texts[3] == f"{score[7]:+.1f} σ"
    view.worst.selectRow(0)
    assert one == [7]
    assert many == [frozenset({7})]
    np.testing.assert_array_equal(np.flatnonzero(view.plot.chosen), [7])


def test_a_click_chooses_a_datum_and_a_lasso_several(view):
    one, many = heard(view.datum_chosen), heard(view.data_chosen)
    click(view.plot, view.plot.pixel(view.plot.x[7], view.plot.y[7]))
    assert one == [7]
    (left, right), (low, _) = view.plot.x_range, view.plot.y_range
    circle(view.plot, [(left, low), (right, low), (right, 44.0), (left, 44.0)])
    assert many[-1] == frozenset(range(40)) - {7}
    assert one == [7]


def test_the_one_datum_that_is_chosen_may_be_left_out(view, asked):
    wanted = heard(view.left_out_changed)
    assert view.leave_out.isHidden()
    view.worst.selectRow(0)
    assert view.leave_out.text() == "Leave out W-7"
    view.leave_out.click()
    assert wanted == [frozenset({7})]
    view.show_scores(*asked(State(variogram=MODEL, left_out=frozenset({7}))))
    assert view.told.text() == "39 data, each predicted from all others. 1 left out."
    assert view.leave_out.isHidden()
    (left, right), (low, high) = view.plot.x_range, view.plot.y_range
    circle(view.plot, [(left, low), (right, low), (right, high), (left, high)])
    assert view.leave_out.isHidden()  # which of several is not clear
    click(view.plot, view.plot.pixel(view.plot.x[7], view.plot.y[7]))
    view.leave_out.click()
    assert wanted[-1] == frozenset({7, 8})


def test_a_datum_under_the_mouse_is_named(view):
    move(view.plot, view.plot.pixel(view.plot.x[7], view.plot.y[7]))
    name, observed, predicted, interval = view.plot.naming(view.plot.under_mouse).split("\n")
    assert (name, observed) == ("W-7", "observed 45 %")
    assert predicted == f"predicted {view.plot.x[7]:.4g} %"
    assert interval.startswith("90 %: ")


def test_numbers_are_those_of_the_data_where_some_are_left_out(view, asked):
    view.show_scores(*asked(State(variogram=MODEL, left_out=frozenset({0, 7}))))
    one = heard(view.datum_chosen)
    click(view.plot, view.plot.pixel(view.plot.x[5], view.plot.y[5]))
    assert one == [6]  # after 0, before 7
    view.light(frozenset({39}))
    np.testing.assert_array_equal(np.flatnonzero(view.plot.chosen), [37])


def test_the_last_three_models_are_held_against_each_other_the_best_of_each_column_bold(view, asked):
    models = [Variogram.exponential(nugget=0.5, partial_sill=3.0, range=length) for length in (200.0, 900.0, 4000.0)]
    scores = []
    for model in models:
        result, *rest = asked(State(variogram=model))
        scores.insert(0, result.models[0])
        view.show_scores(result, *rest)
    assert [view.models.row(place).texts[0] for place in range(view.models.count)] == [
        "exponential, 4000 m",
        "exponential, 900 m",
        "exponential, 200 m",
    ]
    off = np.array([(one.rmse, abs(one.me), one.crps, abs(one.pct90 - 90)) for one in scores])
    for column in range(4):
        bold = [column + 1 in view.models.row(place).bold for place in range(3)]
        np.testing.assert_array_equal(bold, off[:, column] == off[:, column].min())
    view.show_scores(*asked(State(variogram=models[0])))
    assert view.models.count == 3  # a model that comes again is no new one
    assert view.models.row(0).texts[0] == "exponential, 200 m"


def test_models_of_other_data_are_not_compared(view, asked):
    view.show_scores(*asked(State(variogram=MODEL.scaled(2.0))))
    assert view.models.count == 2
    view.show_scores(*asked(State(variogram=MODEL, left_out=frozenset({7}))))
    assert view.models.count == 1


def test_a_fit_is_told_from_the_same_model_that_is_taken_as_known(view, asked):
    result, predictions, state, data = asked(State(variogram=MODEL))
    view.show_scores(result, predictions, replace(state, fitted=True), data)
    assert [view.models.row(place).texts[0] for place in range(2)] == [
        "fitted spherical, 3000 m",
        "spherical, 3000 m",
    ]


def test_of_many_data_it_is_said_from_which_they_were_predicted(view, asked):
    result, predictions, state, data = asked(State(variogram=MODEL))
    view.show_scores(replace(result, nearest=32, data=43), predictions, state, data)
    said = "43 data, each predicted from its 32 nearest. 3 could not be predicted."
    assert view.told.text() == said


def test_without_a_model_a_sentence_says_what_is_missing():
    view = TrustView()
    assert view.plot.message == "Fit a variogram first: here each value is predicted from the others."
    view.show_scores(None, None, message="There is one datum.")
    assert view.plot.message == "There is one datum."
    assert view.lower.isHidden()


def test_equal_values_are_drawn(view, tmp_path):
    points = np.array([[0.0, 0], [100, 0], [0, 100], [70, 80]])
    equal = Data(points, np.full(4, 5.0), tuple("abcd"), "depth", "m", "m")
    np.save(tmp_path / "coordinates.npy", points)
    np.save(tmp_path / "values.npy", equal.values)
    job = CrossValidationJob(
        "coordinates.npy", "values.npy", "ordinary", VariogramChoice(json=MODEL.to_json()),
        predictions="predictions.npy", split="points",
    )  # fmt: skip
    result = cross_validate_data(job, tmp_path, Listener())
    view.show_scores(result, np.load(tmp_path / "predictions.npy"), State(variogram=MODEL), equal)
    assert not view.grab().isNull()
    assert float(view.models.row(0).texts[1]) < 1e-12
