"""The tab Pairs, by mouse and keys."""

from dataclasses import replace

import numpy as np
import pytest
from stochastic_kriging.krig_core.jobs.pairs import DISTANCE, LAG, SEMIVARIANCE, PairsJob, list_pairs
from stochastic_kriging.tests.core.jobs.listener import Listener
from stochastic_kriging.tests.views.mouse import circle, click, heard, key, move
from stochastic_kriging.ui.views.data import Data
from stochastic_kriging.ui.views.pairs import PairsView
from stochastic_kriging.ui.views.qt import QtWidgets
from stochastic_kriging.ui.views.state import State


@pytest.fixture(scope="module")
def data():
    """Twelve wells on a line 100 m apart, of which number 5 has a value that is no neighbour's."""
    x = 100.0 * np.arange(12)
    values = 10 + np.sin(np.arange(12.0))
    values[5] = 40.0
    names = tuple(f"W-{number}" for number in range(12))
    return Data(np.column_stack([x, 7 * np.arange(12.0)]), values, names, "porosity", "m", "%")


@pytest.fixture
def asked(data, tmp_path):
    """Give what the task finds of a state."""

    def ask(state):
        kept = data.kept(state.left_out)
        np.save(tmp_path / "coordinates.npy", data.points[kept])
        np.save(tmp_path / "values.npy", data.values[kept])
        job = PairsJob(
            "coordinates.npy", "values.npy", state.transform, "pairs.npy", "scores.npy",
            lags=state.lags, max_distance=state.max_distance, lag=state.lag,
        )  # fmt: skip
        result = list_pairs(job, tmp_path, Listener())
        return result, np.load(tmp_path / "pairs.npy"), np.load(tmp_path / "scores.npy"), state, data

    return ask


STATE = State(lags=4, max_distance=500.0)


@pytest.fixture
def view(asked):
    """The tab, with all pairs up to 500 m."""
    made = PairsView()
    made.resize(480, 640)
    made.show()
    made.show_pairs(*asked(STATE))
    QtWidgets.QApplication.processEvents()
    yield made
    made.close()


def box(plot, low, high):
    """Return the corners of the part of a plot between two heights."""
    (left, right), inset = plot.x_range, 0.01 * (plot.x_range[1] - plot.x_range[0])
    return [(left + inset, low), (right - inset, low), (right - inset, high), (left + inset, high)]


def as_sets(pairs):
    return {frozenset(pair) for pair in np.asarray(pairs).tolist()}


def test_a_lasso_chooses_exactly_the_pairs_within(view, asked):
    told = heard(view.pairs_chosen)
    _, pairs, _, _, _ = asked(STATE)
    middle = 100.0
    circle(view.plot, box(view.plot, middle, view.plot.y_range[1]))
    wanted = pairs[:2, pairs[SEMIVARIANCE] > middle].astype(int).T
    assert len(wanted) == 8  # W-5 with four neighbours to each side
    assert as_sets(told[-1]) == as_sets(wanted)
    assert all(5 in pair for pair in told[-1].tolist())


def test_a_lasso_with_shift_adds_and_another_without_begins_anew(view):
    told = heard(view.pairs_chosen)
    high, low = box(view.plot, 100.0, view.plot.y_range[1]), box(view.plot, view.plot.y_range[0], 100.0)
    circle(view.plot, high)
    many = len(told[-1])
    circle(view.plot, low, shift=True)
    assert len(told[-1]) == len(view.plot.x) > many
    circle(view.plot, high)
    assert len(told[-1]) == many


def test_a_click_chooses_the_pair_under_it_and_one_beside_all_chooses_none(view):
    told = heard(view.pairs_chosen)
    place = int(np.argmax(view.plot.y))
    click(view.plot, view.plot.pixel(view.plot.x[place], view.plot.y[place]))
    assert told[-1].shape == (1, 2)
    assert 5 in told[-1][0]
    click(view.plot, view.plot.pixel(30.0, 0.9 * view.plot.y_range[1]))
    assert told[-1].shape == (0, 2)


def test_chosen_pairs_are_named_and_so_is_the_well_that_most_share(view):
    circle(view.plot, box(view.plot, 100.0, view.plot.y_range[1]))
    assert "8 chosen. W-5 is in 8 of them." in view.told.text()
    assert view.leave_out.text() == "Leave out W-5"
    names, values, distance = view.list.row(0).texts
    assert "W-5" in names
    assert "40" in values.split(", ")
    assert view.list.count == 8
    known = {f"{d:.4g}" for d in view.plot.x}
    assert distance in known


def test_leaving_out_is_asked_for_by_button_and_by_key_and_is_put_back_by_hand(view, asked):
    wanted = heard(view.left_out_changed)
    circle(view.plot, box(view.plot, 100.0, view.plot.y_range[1]))
    view.leave_out.click()
    assert wanted == [frozenset({5})]
    view.show_pairs(*asked(replace(STATE, left_out=frozenset({5}))))
    assert not view.plot.chosen.any()
    assert view.put_back.isVisible()
    assert len(view.plot.x) < 9 * 12 / 2
    circle(view.plot, box(view.plot, 0.5, view.plot.y_range[1]))
    assert all(5 not in pair for pair in view.chosen_pairs.tolist())
    view._leave_out_first()
    assert len(wanted[-1]) == 2
    assert 5 in wanted[-1]
    view.put_back.click()
    assert wanted[-1] == frozenset()


def test_numbers_are_those_of_the_data_where_some_are_left_out(view, asked, data):
    told = heard(view.pairs_chosen)
    result, pairs, scores, state, _ = asked(replace(STATE, left_out=frozenset({0, 5})))
    view.show_pairs(result, pairs, scores, state, data)
    view.plot.setFocus()
    key(view.plot, "A", control=True)
    assert {number for pair in told[-1].tolist() for number in pair} == set(range(12)) - {0, 5}
    for (one, other), distance in zip(told[-1].tolist(), pairs[DISTANCE]):
        assert np.linalg.norm(data.points[one] - data.points[other]) == pytest.approx(distance)


def test_pairs_of_data_that_are_selected_on_the_map_are_lit(view):
    told = heard(view.pairs_chosen)
    view.light(frozenset({2}))
    assert view.plot.lit.sum() == 6  # up to four to the east and two to the west
    assert "+ 6 with data selected on the map." in view.told.text()
    view.light(frozenset())
    assert not view.plot.lit.any()
    assert not told


def test_the_data_of_chosen_pairs_light_no_others(view):
    place = int(np.argmax(view.plot.y))
    click(view.plot, view.plot.pixel(view.plot.x[place], view.plot.y[place]))
    view.light(frozenset(view.chosen_pairs.ravel().tolist()))
    assert not view.plot.lit.any()


def test_arrows_go_from_pair_to_pair_and_escape_chooses_none(view):
    told = heard(view.pairs_chosen)
    key(view.plot, "Up")
    first = view.plot.y[view.plot.chosen]
    key(view.plot, "Up")
    second = view.plot.y[view.plot.chosen]
    assert len(first) == len(second) == 1
    assert first <= second
    key(view.plot, "Escape")
    assert told[-1].shape == (0, 2)


def test_a_scatterplot_of_all_lags_asks_for_the_first_that_has_pairs(view, asked):
    lags = heard(view.lag_chosen)
    result, pairs, scores, state, data = asked(replace(STATE, lags=20))
    least, width = pairs[DISTANCE].min(), result.lag_distance
    number = int(np.ceil(least / width))
    assert number > 1
    view.show_pairs(result, pairs, scores, state, data)
    view.as_scatter.click()
    assert lags == [number]
    again, *_ = asked(replace(STATE, lags=20, lag=number))
    assert again.pairs > 0


def test_a_scatterplot_of_all_lags_asks_for_the_first(view, asked):
    lags = heard(view.lag_chosen)
    view.as_scatter.click()
    assert lags == [1]
    result, pairs, scores, state, data = asked(replace(STATE, lag=1))
    view.show_pairs(result, pairs, scores, state, data)
    tail, head = pairs[:2].astype(int)
    np.testing.assert_array_equal(view.plot.x, data.values[tail])
    np.testing.assert_array_equal(view.plot.y, data.values[head])
    both = np.corrcoef(data.values[tail], data.values[head])[0, 1]
    assert view.plot.title == f"Correlation {both:.2f}, semivariance {result.gamma:.4g} %²"
    view.lag.setCurrentIndex(3)
    view.lag.activated.emit(3)
    assert lags == [1, 3]
    view.lag.activated.emit(0)
    assert lags == [1, 3, None]
    view.show_pairs(*asked(STATE))
    assert view.as_cloud.isChecked()
    assert not view.plot.diagonal


def test_what_is_chosen_stays_chosen_when_the_pairs_are_asked_anew(view, asked):
    circle(view.plot, box(view.plot, 100.0, view.plot.y_range[1]))
    before = as_sets(view.chosen_pairs)
    told = heard(view.pairs_chosen)
    view.show_pairs(*asked(replace(STATE, lags=8)))
    assert as_sets(view.chosen_pairs) == before
    assert not told
    view.show_pairs(*asked(replace(STATE, lag=1)))
    assert as_sets(view.chosen_pairs) == {frozenset({4, 5}), frozenset({5, 6})}
    assert not told  # no user has chosen them


def test_of_other_data_nothing_stays_chosen(view, asked, data):
    circle(view.plot, box(view.plot, 100.0, view.plot.y_range[1]))
    result, pairs, scores, state, _ = asked(STATE)
    view.show_pairs(result, pairs, scores, state, replace(data, title="depth"))
    assert not view.plot.chosen.any()


def test_without_data_a_sentence_says_what_is_missing():
    view = PairsView()
    assert view.plot.message == "Choose a layer and a field: here are the pairs of their values."
    view.show_pairs(None, None, None, message="The field has no numbers.")
    assert view.plot.message == "The field has no numbers."


def test_of_very_many_pairs_a_part_is_drawn_and_that_is_said(view, asked):
    result, pairs, scores, state, data = asked(STATE)
    view.show_pairs(replace(result, pairs=124_750), pairs, scores, state, data)
    said = f"{len(view.plot.x)} of 124,750 pairs are drawn, taken at random; means are of all."
    assert view.told.text().startswith(said)


def test_a_pair_under_the_mouse_is_named_with_its_values_and_their_units(view):
    place = int(np.argmax(view.plot.y))
    move(view.plot, view.plot.pixel(view.plot.x[place], view.plot.y[place]))
    one, other, distance = view.plot.naming(view.plot.under_mouse).split("\n")
    assert "W-5: 40 %" in (one, other)
    assert distance == f"{view.plot.x[place]:.4g} m"
    move(view.plot, view.plot.pixel(view.plot.x_range[0], view.plot.y_range[1]))
    assert view.plot.under_mouse == -1


def test_the_means_of_the_lags_are_drawn_over_the_cloud(view, asked):
    result, pairs, _, _, _ = asked(STATE)
    means = [pairs[SEMIVARIANCE, pairs[LAG] == lag].mean() for lag in sorted(set(pairs[LAG]))]
    np.testing.assert_allclose(view.plot.line[1], means, rtol=1e-12)
    view.root.setChecked(True)
    np.testing.assert_allclose(view.plot.y, np.sqrt(pairs[SEMIVARIANCE]), rtol=1e-12)
    np.testing.assert_allclose(view.plot.line[1], np.sqrt(means), rtol=1e-12)
    assert view.plot.y_label == "|difference| / √2 (%)"


def test_equal_values_and_two_data_are_drawn(view, asked, data, tmp_path):
    for count in (2, 12):
        equal = Data(data.points[:count], np.full(count, 1e9), data.names[:count], "depth")
        np.save(tmp_path / "coordinates.npy", equal.points)
        np.save(tmp_path / "values.npy", equal.values)
        job = PairsJob("coordinates.npy", "values.npy", "none", "pairs.npy", "scores.npy", max_distance=900.0, lag=2)
        result = list_pairs(job, tmp_path, Listener())
        state = State(max_distance=900.0, lag=2)
        for button in (view.as_scatter, view.as_cloud):
            button.click()
            view.show_pairs(result, np.load(tmp_path / "pairs.npy"), np.load(tmp_path / "scores.npy"), state, equal)
            assert not view.grab().isNull()
    assert view.plot.message == ""
    assert not view.plot.y.any()
