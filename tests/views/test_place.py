"""The law of a value at a place, and its data."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.jobs.map_job import Units
from stochastic_kriging.krig_core.jobs.place import LEVELS, Neighbour, PlaceResult
from stochastic_kriging.ui.views.law import Law
from stochastic_kriging.ui.views.place import PlaceView
from stochastic_kriging.ui.views.qt import QtCore


def result(quantiles, neighbours, **more):
    facts = {
        "x": 0.0, "y": 0.0, "mean": float(np.mean(quantiles)), "std": float(np.std(quantiles)), "levels": LEVELS,
        "quantiles": tuple(quantiles), "neighbours": tuple(neighbours), "used": len(neighbours), "data": 9, "rest": 0.0,
        "weight_of_mean": 0.0, "negative": min(0.0, *(one.weight for one in neighbours), 0.0), "transform": "none",
        "variogram": "", "uncertainty": "", "units": Units("m", "g/t"), "seconds": 0.0,
    }  # fmt: skip
    return PlaceResult(**{**facts, **more})


def uniform(low, high):
    return low + (high - low) * np.array(LEVELS)


TWO = (Neighbour(4, 0.0, 3.0, 12.0, 3.0, 1.1), Neighbour(1, 0.0, 9.0, 20.0, 9.0, -0.1))


def test_a_law_knows_its_quantiles_and_the_way_back():
    law = Law(LEVELS, uniform(10.0, 20.0))
    assert law.quantile(0.05) == pytest.approx(10.5)
    assert law.below(17.5) == pytest.approx(0.75)
    np.testing.assert_array_equal(law.below(np.array([9.0, 21.0])), [0.0, 1.0])
    assert not law.certain


def test_an_atom_has_its_whole_probability():
    """As where normal scores end at the least value: 30 % of all quantiles are zero."""
    quantiles = np.maximum(uniform(-3.0, 7.0), 0.0)
    law = Law(LEVELS, quantiles)
    assert law.below(0.0) == pytest.approx(0.3)
    assert law.below(-0.001) == 0.0
    assert law.below(2.0) == pytest.approx(0.5)


def test_the_bars_have_all_probability_within_their_ends():
    view = PlaceView()
    view.show_place(result(uniform(10.0, 20.0), TWO))
    assert view.law._shares.sum() == pytest.approx(100.0)
    view.show_place(result(np.maximum(uniform(-3.0, 7.0), 0.0), TWO))
    assert view.law._shares.sum() == pytest.approx(100.0)


def test_it_says_what_is_known_and_from_what():
    view = PlaceView()
    view.show_place(result(uniform(10.0, 20.0), TWO, mean=15.0, std=2.8868), [f"W-{n}" for n in range(9)], "Gold")
    assert view.headline.text() == "Gold here: 15 ± 2.89 g/t; with 90 % between 10.5 and 19.5 g/t."
    assert view.told.text() == "From 2 of 9 data, nine tenths from 1. Negative: −10\u00a0%."
    assert view.list.row(0).texts == ("W-4", "12", "3", "110.0 %")
    assert view.list.row(1).texts[3] == "-10.0 %"
    assert view.law.x_label == "Gold (g/t)"


def test_a_datum_is_said_to_be_measured():
    view = PlaceView()
    view.show_place(result([12.0] * len(LEVELS), [Neighbour(4, 0.0, 0.0, 12.0, 0.0, 1.0)]), title="Gold")
    assert view.headline.text() == "Gold here: 12 g/t, as it was measured."


def test_without_a_place_it_says_what_to_do_and_a_refusal_is_shown():
    view = PlaceView()
    assert "click on the map" in view.law.message
    view.show_place(result(uniform(10.0, 20.0), TWO))
    assert view.law.message == ""
    view.show_place(None, message="Too few data.")
    assert view.law.message == "Too few data."
    assert view.list.isHidden()


def test_going_to_a_row_names_its_datum():
    view, told = PlaceView(), []
    view.datum_pointed.connect(told.append)
    view.show_place(result(uniform(10.0, 20.0), TWO))
    view.list.setCurrentIndex(view.list.model().index(1, 0))
    assert told == [1]


def test_everything_is_drawn_with_the_mouse_over_it():
    view = PlaceView()
    view.resize(420, 560)
    view.show_place(result(uniform(10.0, 20.0), TWO), title="Gold")
    before = view.grab().toImage()
    view.law._point(15.0, view.law.y_range[1] / 2)
    assert view.grab().toImage() != before
    assert before.pixelColor(QtCore.QPoint(210, 150)) != before.pixelColor(QtCore.QPoint(2, 2))
