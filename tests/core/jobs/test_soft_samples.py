"""Soft data in the job that simulates a map."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import GridTooLarge, InvalidInput
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.jobs import stochastic_kriging
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.tests.core.jobs.listener import Listener

NAN, INF = np.nan, np.inf
POINTS = np.array([(2.5, 2.5), (7.5, 3.5), (4.5, 6.5), (1.5, 8.5), (8.5, 8.5), (5.5, 1.5)])
VALUES = np.array([9.0, 11.5, NAN, 8.1, NAN, 10.0])
UPPER = np.array([NAN, INF, 9.5, NAN, 12.0, NAN])
MODEL = {"model": "spherical", "nugget": 0.2, "partial_sill": 0.8, "range": 9.0}


@pytest.fixture
def simulate(tmp_path):
    def make(values=VALUES, coordinates=POINTS, task="stochastic-kriging", **job):
        arrays = {"coordinates": coordinates, "values": values}
        arrays |= {name: job.pop(name) for name in ("error", "lower", "upper") if name in job}
        for name, array in arrays.items():
            np.save(tmp_path / f"{name}.npy", np.asarray(array, dtype=float))
        whole = {
            "task": task,
            **{name: f"{name}.npy" for name in arrays},
            "x_range": [0, 10],
            "y_range": [0, 10],
            "xy_delta": 1,
            "kriging_type": "ordinary",
            "variogram": MODEL,
            "mean": "mean.npy",
            "std": "std.npy",
            **({"realizations": 20, "method": "gaussian", "seed": 1, "processes": 1} if task != "kriging" else {}),
            **job,
        }
        listener = Listener()
        result = run(job_of(whole), tmp_path, listener)
        return result, np.load(tmp_path / "mean.npy"), np.load(tmp_path / "std.npy"), listener

    return make


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_a_job_with_soft_data_is_that_of_a_grid_of_them(simulate, method):
    error = [0.5, 0, NAN, 0, NAN, 0]
    result, mean, std, listener = simulate(error=error, upper=UPPER, method=method, exact_positions=False)
    grid = Grid.from_points(POINTS, VALUES, 1, x_range=(0, 10), y_range=(0, 10), error=error, upper=UPPER)
    ensemble = grid.krig(
        20, seed=1, method=method, variogram=Variogram.spherical(nugget=0.2, partial_sill=0.8, range=9)
    )
    np.testing.assert_array_equal(mean, np.asarray(ensemble.mean))
    np.testing.assert_array_equal(std, np.asarray(ensemble.std))
    assert (result.data, result.with_error, result.between_limits, result.exact) == (6, 1, 2, False)
    assert mean[4, 6] < 9.5
    assert std[1, 8] == 0 < std[4, 6]
    said = [text for text in listener.messages + listener.warnings if "limits" in text or "error" in text]
    assert [text for text in said if "1" in text or "2" in text] == [
        "Data with an error of measurement (`error`), which maps take into account: 1.",
        "Data between limits (`lower`, `upper`), which every realization keeps: 2 of 6.",
    ]
    assert sum("values of its own" in text for text in said) == 1


def test_the_variogram_of_a_job_with_limits_is_fitted_and_has_a_posterior(simulate):
    rng = np.random.default_rng(3)
    points, values = rng.random((30, 2)) * 10, np.exp(rng.normal(size=30))
    low = values < 0.7
    job = {"coordinates": points, "upper": np.where(low, 0.7, NAN), "variogram": {}, "transform": "normal-score"}
    result, mean, _, listener = simulate(np.where(low, NAN, values), **job)
    assert result.range_p05 < result.range_p95
    assert any("as no datum is negative" in message for message in listener.messages)
    assert (mean > 0).all()
    again, same, *_ = simulate(np.where(low, NAN, values), **{**job, "seed": 2})
    assert again.variogram == result.variogram
    assert not np.array_equal(same, mean)


def test_what_is_no_datum_is_left_out_and_counted(simulate):
    result, *_, listener = simulate(upper=np.where(np.arange(6) == 2, 9.5, NAN))
    assert (result.data, result.between_limits) == (5, 1)
    assert any("neither a value nor a limit is known, which are left out: 1" in text for text in listener.warnings)


def test_errors_that_all_are_zero_are_none(simulate):
    values = np.nan_to_num(VALUES, nan=9.0)
    hard, soft = simulate(values), simulate(values, error=np.zeros(6))
    np.testing.assert_array_equal(hard[1], soft[1])
    np.testing.assert_array_equal(hard[2], soft[2])
    assert soft[0].with_error == 0


def test_measurements_at_one_place_are_one_of_less_error(simulate):
    twice = np.vstack([POINTS, POINTS[:1]])
    values = np.append(np.nan_to_num(VALUES, nan=9.0), 10.0)
    error = np.array([1.0, 0, 0, 0, 0, 0, 0.5])
    result, mean, std, _ = simulate(values, twice, error=error)
    merged = np.append([(9.0 * 1 + 10.0 * 4) / 5], values[1:6])
    once, same, spread, _ = simulate(merged, error=np.array([0.2**0.5, 0, 0, 0, 0, 0]))
    np.testing.assert_allclose(mean, same, atol=1e-12)
    np.testing.assert_allclose(std, spread, atol=1e-12)
    assert result.exact
    assert (result.data, once.data) == (6, 6)


@pytest.mark.parametrize(
    ("job", "message"),
    [
        ({}, "values.npy has values that are no numbers"),
        ({"upper": np.full(6, NAN), "values": np.full(6, NAN)}, "of no point is a value or a limit known"),
        ({"upper": np.full(6, 5.0)}, r"4 data have a value that its limits exclude"),
        ({"upper": UPPER, "task": "kriging"}, "upper"),
        ({"upper": UPPER, "method": "random-sample"}, "'random-sample', which knows no distributions"),
    ],
)
def test_what_a_job_cannot_do_with_soft_data_is_a_sentence(simulate, job, message):
    with pytest.raises(InvalidInput, match=message):
        simulate(**job)


def test_soft_data_that_do_not_fit_the_memory_are_refused(simulate, monkeypatch):
    """Hard ones do: they are factored once."""
    rng = np.random.default_rng(2)
    coordinates, values = rng.uniform(0, 10, (400, 2)), rng.normal(10, 1, 400)
    monkeypatch.setattr(stochastic_kriging, "available_memory", lambda: 30_000_000)
    simulate(values, coordinates)
    with pytest.raises(GridTooLarge, match="400 points need about .* use at most about"):
        simulate(np.where(np.arange(400) % 2, values, NAN), coordinates, upper=values + 0.5)
