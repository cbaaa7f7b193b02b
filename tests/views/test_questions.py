"""Jobs that are made of a state and its data."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.ui import questions
from stochastic_kriging.ui.views.data import Data
from stochastic_kriging.ui.views.state import State

MODEL = Variogram.spherical(nugget=0.1, partial_sill=1.0, range=300.0)


def some(count):
    rng = np.random.default_rng(2)
    return Data(rng.uniform(0, 1000, (count, 2)), rng.normal(size=count), tuple(map(str, range(count))), "z", "m", "%")


def test_pairs_are_those_of_the_variogram_of_the_same_state():
    state = State(transform="log", kriging_type="universal-1", lags=7, max_distance=400.0, left_out=frozenset({1}))
    data = some(5)
    job, arrays = questions.pairs_job(state, data)
    study, _ = questions.variogram_job(state, data)
    for name in ("transform", "lags", "max_distance", "detrend"):
        assert getattr(job, name) == getattr(study, name)
    assert job.detrend == 1
    np.testing.assert_array_equal(arrays["values.npy"], data.values[[0, 2, 3, 4]])


@pytest.mark.parametrize(("lag", "asked"), [(None, None), (3, 3), (9, None)])
def test_a_lag_that_is_there_no_more_is_not_asked_for(lag, asked):
    job, _ = questions.pairs_job(State(lags=8, lag=lag), some(5))
    assert job.lag == asked


def test_a_drawn_model_is_known_and_one_as_fitted_is_fitted_as_a_map_does():
    data = some(20)
    drawn, _ = questions.validation_job(State(variogram=MODEL), data)
    assert Variogram.from_json(drawn.variogram.json) == MODEL
    locked, _ = questions.validation_job(State(variogram=MODEL, fitted=True, locks=frozenset({"range"})), data)
    assert Variogram.from_json(locked.variogram.json) == MODEL
    state = State(variogram=MODEL, fitted=True, models=("gaussian",), anisotropy=True)
    fitted, _ = questions.validation_job(state, data)
    assert (fitted.variogram.json, fitted.variogram.model, fitted.variogram.anisotropy) == (None, "gaussian", True)
    assert fitted.variogram_uncertainty == "automatic"


@pytest.mark.parametrize(("count", "left_out", "nearest"), [(1000, 0, None), (1001, 0, 32), (1001, 1, None)])
def test_many_data_are_predicted_from_the_nearest(count, left_out, nearest):
    state = State(variogram=MODEL, left_out=frozenset(range(left_out)))
    job, _ = questions.validation_job(state, some(count))
    assert job.max_data == nearest


@pytest.mark.parametrize(
    ("locks", "given"),
    [
        ((), {}),
        (("nugget",), {"nugget": 0.1}),
        (("partial_sill",), {"partial_sill": 1.0}),
        (("range",), {"range": 300.0}),
        (("ratio",), {"ratio": 0.5, "azimuth": 30.0}),
        (("azimuth",), {"azimuth": 30.0, "anisotropy": True}),
    ],
)
def test_a_fit_keeps_what_is_locked_and_nothing_else(locks, given):
    turned = Variogram.spherical(nugget=0.1, partial_sill=1.0, range=300.0, azimuth=30.0, ratio=0.5)
    job, _ = questions.variogram_job(State(variogram=turned, fitted=True, locks=frozenset(locks)), some(20))
    names = ("nugget", "partial_sill", "range", "ratio", "azimuth")
    assert {name: value for name in names if (value := getattr(job, name)) is not None} == {
        name: given[name] for name in names if name in given
    }
    assert job.anisotropy == given.get("anisotropy", False)


def test_of_two_structures_a_fit_keeps_the_nugget_alone():
    nested = MODEL + Variogram.spherical(partial_sill=1.0, range=900.0)
    state = State(variogram=nested, fitted=True, second_model="spherical", locks=frozenset({"nugget", "range"}))
    job, _ = questions.variogram_job(state, some(20))
    assert (job.nugget, job.range) == (0.1, None)
