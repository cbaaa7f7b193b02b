"""A secondary variable in the jobs that make maps: kriged and simulated in the same way."""

import json
import math

import numpy as np
import pytest
from scipy.special import ndtri
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.map_job import VariogramChoice
from stochastic_kriging.krig_core.jobs.samples import Samples
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.krig_core.jobs.secondary import secondary_of
from stochastic_kriging.krig_core.variogram.automatic import fit_automatic
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.tests.core.jobs.listener import Listener

GIVEN = {"model": "spherical", "nugget": 0.4, "partial_sill": 2.0, "range": 9.0}
FITTED = dict.fromkeys(GIVEN)
FITTED_TO_ONE_MODEL = {**FITTED, "model": "exponential"}
MODEL = Variogram.spherical(nugget=0.4, partial_sill=2, range=9)
WEST, SOUTH, NX, NY = 0, 0, 14, 11
CENTRES = np.stack(np.meshgrid(np.arange(NX) + 0.5, np.arange(NY) + 0.5, indexing="ij"), -1)


def secondary_at(places):
    return 3 * np.sin(places[..., 0] / 2.3) + 2 * np.cos(places[..., 1] / 1.7 + 1)


def wells(count=12, seed=3, noise=0.7):
    """Return wells in centres of cells, and values that follow the secondary in part."""
    rng = np.random.default_rng(seed)
    cells = rng.choice(NX * NY, count, replace=False)
    points = CENTRES.reshape(-1, 2)[cells]
    return points, 8 + 0.5 * secondary_at(points) + noise * rng.standard_normal(count)


@pytest.fixture
def run_job(tmp_path):
    def make(task, points, values, *, around=0, at_wells=None, cells=None, **more):
        ndim = points.shape[1]
        x, y = (np.arange(-around, length + around) + 0.5 for length in (NX, NY))
        on_map = secondary_at(np.stack(np.meshgrid(x, y, indexing="ij"), -1)) if cells is None else cells
        np.save(tmp_path / "secondary_cells.npy", on_map[..., None])
        at_wells = secondary_at(points) if at_wells is None else at_wells
        for name, array in (("coordinates", points), ("values", values), ("secondary_data", at_wells[:, None])):
            np.save(tmp_path / f"{name}.npy", array)
        whole = {
            "task": task,
            "coordinates": "coordinates.npy",
            "values": "values.npy",
            "x_range": [0, NX],
            "y_range": [0, NY],
            "xy_delta": 1,
            "kriging_type": "ordinary",
            "variogram": GIVEN,
            "mean": "mean.npy",
            "std": "std.npy",
            "secondary": {
                "data": "secondary_data.npy",
                "cells": "secondary_cells.npy",
                "margin": [[around, around]] * 2,
                "names": ["seismic"],
            },
            **({"z_delta": 1.0} if ndim == 3 else {}),
            **({"max_data": None, "min_data": None, "search_radius": None} if task == "kriging" else {}),
            **({"realizations": 20, "method": "gaussian", "seed": 4, "processes": 1} if task.startswith("s") else {}),
            **more,
        }
        if whole["secondary"] is None:
            del whole["secondary"]
        listener = Listener()
        result = run(job_of(json.loads(json.dumps(whole))), tmp_path, listener)
        arrays = {name: np.load(tmp_path / f"{name}.npy") for name in ("mean", "std")}
        return {**vars(result), **arrays, "listener": listener}

    return make


TASKS = ["kriging", "stochastic-kriging"]


def test_kriging_is_that_of_the_residuals_by_hand(run_job):
    points, values = wells()
    found = run_job("kriging", points, values)
    at_wells = secondary_at(points)
    r = np.corrcoef(at_wells, values)[0, 1]
    # The variance of the map counts as that of 8 (1 - r²) data.
    more, cells = 8 * (1 - r**2), secondary_at(CENTRES)
    slope = r * values.std() / math.sqrt((12 * at_wells.var() + more * cells.var()) / (12 + more))
    level = (values - slope * at_wells).mean()
    residuals = values - slope * at_wells - level
    covariance = (1 - r**2) * MODEL.covariance(points, points)
    across = (1 - r**2) * MODEL.covariance(points, CENTRES.reshape(-1, 2))
    weights = np.linalg.solve(covariance, across)
    mean = level + slope * secondary_at(CENTRES.reshape(-1, 2)) + weights.T @ residuals
    variance = (1 - r**2) * MODEL.sill - np.einsum("ij,ij->j", weights, across)
    np.testing.assert_allclose(found["mean"].ravel(), mean, atol=1e-9)
    np.testing.assert_allclose(found["std"].ravel() ** 2, variance, atol=1e-9)
    told = found["secondary"]
    assert (told.name, told.given, told.data) == ("seismic", False, 12)
    assert told.correlation == told.estimated == pytest.approx(r)
    assert told.low < r < told.high
    assert told.values == tuple(values)
    np.testing.assert_allclose(told.curve, level + slope * np.array(told.curve_at))
    assert found["variogram"] == MODEL


def test_of_three_wells_the_sill_that_is_given_tells_the_slope(run_job):
    points, values = wells(count=3)
    for variogram in (GIVEN, {**FITTED, "json": MODEL.to_json()}):
        told = run_job("kriging", points, values, correlation=0.5, variogram=variogram)["secondary"]
        slope = 0.5 * math.sqrt(0.4 + 2.0) / secondary_at(CENTRES).std()
        np.testing.assert_allclose(np.diff(told.curve), slope * np.diff(told.curve_at))


def test_the_sill_that_tells_a_slope_is_that_of_scores():
    """A sill of 9 of a map is one of 9/4 of scores, where 4 is the variance of its data."""
    points, _ = wells(count=3)
    found = secondary_of(
        secondary_at(CENTRES),
        Samples(points, np.array([-1.0, 0.0, 1.0]), None, secondary_at(points)[:, None]),
        "none",
        0.5,
        VariogramChoice(nugget=1.0, partial_sill=8.0),
        unit=4.0,
    )
    assert found.slope == pytest.approx(0.5 * 1.5 / secondary_at(CENTRES).std())


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
def test_a_map_that_is_kriged_and_one_that_is_simulated_are_the_same(run_job, transform):
    points, values = wells()
    variogram = {**GIVEN, "nugget": 0.01, "partial_sill": 0.04} if transform == "log" else GIVEN
    kriged, simulated = (run_job(task, points, values, transform=transform, variogram=variogram) for task in TASKS)
    assert simulated["exact"]
    spread = kriged["std"].max()
    np.testing.assert_allclose(simulated["mean"], kriged["mean"], atol=0.03 * spread)
    np.testing.assert_allclose(simulated["std"], kriged["std"], atol=0.03 * spread)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("variogram", [GIVEN, FITTED])
@pytest.mark.parametrize("transform", ["none", "normal-score"])
def test_a_correlation_of_zero_gives_the_bytes_of_simple_kriging(run_job, task, variogram, transform):
    points, values = wells()
    options = {"variogram": variogram, "transform": transform}
    plain = run_job(task, points, values, secondary=None, **{**options, "kriging_type": "simple"})
    found = run_job(task, points, values, correlation=0.0, **options)
    assert plain["mean"].tobytes() == found["mean"].tobytes()
    assert plain["std"].tobytes() == found["std"].tobytes()
    assert plain["variogram"] == found["variogram"]


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("variogram", [GIVEN, FITTED])
def test_a_correlation_of_one_gives_the_map_of_the_secondary(run_job, task, variogram):
    points, _ = wells()
    found = run_job(task, points, 20 - 3 * secondary_at(points), correlation=-1.0, variogram=variogram)
    np.testing.assert_allclose(found["mean"], 20 - 3 * secondary_at(CENTRES), rtol=1e-9)
    np.testing.assert_allclose(found["std"], 0, atol=1e-9)


@pytest.mark.parametrize("task", TASKS)
def test_cells_without_the_secondary_have_no_value_and_wells_without_it_are_left_out(run_job, task):
    points, values = wells()
    cells, at_wells = secondary_at(CENTRES), secondary_at(points)
    cells[9, 2] = at_wells[4] = np.nan
    found = run_job(task, points, values, cells=cells, at_wells=at_wells, quantiles=[0.5], quantiles_file="q.npy")
    assert np.argwhere(np.isnan(found["mean"])).tolist() == [[9, 2]]
    assert np.argwhere(np.isnan(found["std"])).tolist() == [[9, 2]]
    assert (found["empty"], found["left_out"], found["data"]) == (1, 1, 11)
    text = "Points where a secondary variable raster has no value, which are left out (`secondary`): 1."
    assert text in found["listener"].warnings


@pytest.mark.parametrize("task", TASKS)
def test_a_fitted_variogram_is_told_on_the_scale_of_the_data(run_job, task):
    points, values = wells(count=40)
    found = run_job(task, points, values, variogram=FITTED, variogram_uncertainty="none")
    share = 1 - found["secondary"].correlation ** 2
    assert share < 0.7
    again = run_job(task, points, values, variogram={**FITTED, "json": found["variogram"].to_json()})
    np.testing.assert_allclose(again["mean"], found["mean"], rtol=1e-6)
    np.testing.assert_allclose(again["std"], found["std"], rtol=1e-5, atol=1e-9)
    assert any("less what the secondary variable says" in text for text in found["listener"].messages)
    known = run_job(task, points, values, variogram={**FITTED, "nugget": 0.3, "partial_sill": 0.9})
    assert known["variogram"].nugget == pytest.approx(0.3)
    assert known["variogram"].partial_sill == pytest.approx(0.9)


@pytest.mark.parametrize("task", TASKS)
def test_beside_a_given_correlation_the_variogram_is_that_of_residuals_by_their_share(run_job, task):
    points, values = wells(count=40)
    options = {"variogram": FITTED, "variogram_uncertainty": "none", "correlation": 0.6}
    found = run_job(task, points, values, **options)
    slope = np.polyfit(found["secondary"].curve_at, found["secondary"].curve, 1)[0]
    residuals = fit_automatic(points, values - slope * secondary_at(points), "simple").variogram
    at = np.linspace(0.5, 20, 9)
    np.testing.assert_allclose(found["variogram"](at), residuals(at) / 0.64, rtol=1e-6)


def test_all_variograms_that_the_residuals_allow_count(run_job):
    points, values = wells()
    found = {task: run_job(task, points, values, variogram=FITTED) for task in TASKS}
    for one in found.values():
        assert one["band"] is not None
        # The band is on the scale of the variogram that is told.
        middle = one["variogram"](np.array(one["band"].distance))
        assert np.median(np.array(one["band"].p50) / middle) == pytest.approx(1, abs=0.5)
    np.testing.assert_allclose(found["stochastic-kriging"]["std"].mean(), found["kriging"]["std"].mean(), rtol=0.05)


@pytest.mark.parametrize("task", TASKS)
def test_in_space_the_secondary_is_the_same_in_all_slices(run_job, task):
    rng = np.random.default_rng(6)
    points = np.column_stack([rng.uniform(0, 11, (30, 2)), rng.uniform(0, 5, 30)])
    values = 20 - 3 * secondary_at(points)
    variogram = {**GIVEN, "vertical_range": 2.0}
    found = run_job(task, points, values, correlation=-1.0, variogram=variogram, z_range=[0, 5])
    assert found["mean"].shape == (NX, NY, 5)
    empty = np.ones((NX, NY, 5), dtype=bool)
    empty[tuple(np.floor(points).astype(int).T)] = False
    wanted = np.repeat(20 - 3 * secondary_at(CENTRES)[..., None], 5, axis=2)
    # Data that count at the centre of their cell have its secondary, a little unlike theirs.
    np.testing.assert_allclose(found["mean"][empty], wanted[empty], atol=1e-9 if task == "kriging" else 0.5)


def test_wells_outside_the_extent_count_with_their_secondary(run_job):
    points, values = wells()
    whole = run_job("stochastic-kriging", points, values)
    part = run_job(
        "stochastic-kriging",
        points,
        values,
        x_range=[4, 9],
        y_range=[3, 8],
        cells=secondary_at(CENTRES)[4:9, 3:8],
    )
    # The secondary varies otherwise in the part, which counts a little beside the wells.
    np.testing.assert_allclose(part["mean"], whole["mean"][4:9, 3:8], atol=0.15)
    np.testing.assert_allclose(part["std"], whole["std"][4:9, 3:8], atol=0.05)


def test_the_bytes_are_the_same_for_any_number_of_processes(run_job):
    points, values = wells()
    for method in ("gaussian", "sequential"):
        options = {"method": method, "realizations": 100, "exact_positions": False, "transform": "normal-score"}
        one, two = (run_job("stochastic-kriging", points, values, processes=number, **options) for number in (1, 2))
        assert one["mean"].tobytes() == two["mean"].tobytes()
        assert one["std"].tobytes() == two["std"].tobytes()


def test_a_report_compares_what_it_can(run_job):
    points, values = wells()
    found = run_job("stochastic-kriging", points, values, reproduction=True)["reproduction"]
    assert found.lags is None
    assert found.cross_validation is not None
    assert found.wells.misfit < 1e-5
    # Of what the secondary leaves, errors are less than the data's own spread.
    assert found.cross_validation.rmse < values.std()


REFUSED = {
    "lonely": ({"secondary": None, "correlation": 0.5}, "`correlation` is given without a secondary variable"),
    "too much": ({"correlation": 1.5}, "correlation"),
    "trend": ({"kriging_type": "universal-1"}, "'universal-1' beside a secondary variable"),
}


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_go_together_is_refused(run_job, task, name):
    given, sentence = REFUSED[name]
    points, values = wells()
    with pytest.raises(InvalidInput, match=sentence):
        run_job(task, points, values, **given)


def test_samples_have_no_residual(run_job):
    points, values = wells()
    with pytest.raises(InvalidInput, match="'random-sample'"):
        run_job("stochastic-kriging", points, values, method="random-sample")


def test_errors_of_measurements_count_beside_a_secondary(run_job, tmp_path):
    points, values = wells()
    np.save(tmp_path / "error.npy", np.full(len(values), 1e-6))
    found = run_job("kriging", points, values, error="error.npy")
    np.testing.assert_allclose(found["mean"], run_job("kriging", points, values)["mean"], atol=1e-4)
    assert math.isfinite(found["mean_of_std"])


@pytest.fixture
def validate(tmp_path):
    def make(points, values, **more):
        np.save(tmp_path / "secondary.npy", secondary_at(points)[:, None])
        np.save(tmp_path / "coordinates.npy", points)
        np.save(tmp_path / "values.npy", values)
        whole = {
            "task": "cross-validation",
            "coordinates": "coordinates.npy",
            "values": "values.npy",
            "predictions": "predictions.npy",
            "kriging_type": "ordinary",
            "variogram": GIVEN,
            "split": "points",
            "secondary": "secondary.npy",
            **more,
        }
        if whole["secondary"] is None:
            del whole["secondary"]
        listener = Listener()
        result = run(job_of(whole), tmp_path, listener)
        return result.models[0], np.load(tmp_path / "predictions.npy"), listener

    return make


@pytest.mark.parametrize("refit", [False, True])
def test_cross_validation_tells_whether_the_secondary_helps(validate, refit):
    points, values = wells(count=20, noise=0.2)
    without, _, _ = validate(points, values, secondary=None, refit=refit)
    found, _, listener = validate(points, values, refit=refit)
    assert found.rmse < 0.9 * without.rmse
    assert found.crps < 0.9 * without.crps
    assert found.variogram == without.variogram
    assert any("Correlation of the values with the secondary variable" in text for text in listener.messages)


def test_each_datum_is_predicted_by_the_residuals_of_the_others(validate):
    points, values = wells()
    _, found, _ = validate(points, values, correlation=0.8)
    at_wells = secondary_at(points)
    local = 0.8 * values.std() / at_wells.std() * at_wells
    residuals = values - local
    covariance = 0.36 * MODEL.covariance(points, points)
    for datum in (0, 7):
        others = np.arange(len(values)) != datum
        weights = np.linalg.solve(covariance[np.ix_(others, others)], covariance[others, datum])
        level = residuals.mean()
        assert found[2, datum] == pytest.approx(local[datum] + level + weights @ (residuals[others] - level))
        variance = 0.36 * MODEL.sill - weights @ covariance[others, datum]
        assert found[3, datum] == pytest.approx(math.sqrt(variance))


@pytest.mark.parametrize("transform", ["none", "normal-score"])
@pytest.mark.parametrize("refit", [False, True])
def test_without_correlation_predictions_are_those_of_simple_kriging(validate, transform, refit):
    points, values = wells()
    options = {"transform": transform, "refit": refit, "variogram": FITTED_TO_ONE_MODEL}
    _, plain, _ = validate(points, values, secondary=None, **{**options, "kriging_type": "simple"})
    _, found, _ = validate(points, values, correlation=0.0, **options)
    np.testing.assert_array_equal(found, plain)


@pytest.mark.parametrize("variogram", [GIVEN, FITTED])
def test_values_between_limits_count_beside_a_secondary(run_job, tmp_path, variogram):
    points, values = wells(count=20)
    limited = np.argsort(values)[:5]
    upper, blank = np.full(20, np.inf), values.copy()
    upper[limited], blank[limited] = values[np.argsort(values)[5]], np.nan
    np.save(tmp_path / "upper.npy", upper)
    options = {"upper": "upper.npy", "transform": "normal-score", "variogram": variogram, "exact_positions": False}
    found = run_job("stochastic-kriging", points, blank, **options)
    cells = tuple(np.floor(points[limited]).astype(int).T)
    assert (found["mean"][cells] < upper[limited]).all()
    assert (found["std"][cells] > 0).all()
    told = found["secondary"]
    # The correlation is that of what was measured.
    assert told.data == 15
    assert told.values == tuple(blank[np.isfinite(blank)])
    assert told.at_data == tuple(secondary_at(points)[np.isfinite(blank)])


@pytest.mark.parametrize("task", TASKS)
def test_in_the_layers_of_a_flat_unit_it_counts_as_in_slices(run_job, tmp_path, task):
    rng = np.random.default_rng(6)
    points = np.column_stack([rng.uniform(0, 11, (20, 2)), np.round(rng.uniform(0, 5, 20), 3)])
    values = 8 + 0.5 * secondary_at(points) + rng.standard_normal(20)
    variogram = {**GIVEN, "vertical_range": 2.0}
    slices = run_job(task, points, values, variogram=variogram, z_range=[0, 5], within_slices=True)
    np.save(tmp_path / "surfaces_data.npy", np.tile([5.0, 0.0], (20, 1)))
    np.save(tmp_path / "surfaces_cells.npy", np.tile([5.0, 0.0], (NX, NY, 1)))
    strata = {"data": "surfaces_data.npy", "cells": "surfaces_cells.npy", "layering": "proportional", "layers": 5}
    layers = run_job(task, points, values, variogram=variogram, z_delta=None, strata=strata)
    assert slices["mean"].tobytes() == layers["mean"].tobytes()
    assert slices["std"].tobytes() == layers["std"].tobytes()


WEIGHTS = np.arange(12) % 4 + 0.5


@pytest.mark.parametrize("task", TASKS)
def test_without_correlation_weights_of_data_count_as_in_simple_kriging(run_job, tmp_path, task):
    points, values = wells()
    np.save(tmp_path / "weights.npy", WEIGHTS)
    options = {"transform": "normal-score", "weights": "weights.npy"}
    plain = run_job(task, points, values, secondary=None, **{**options, "kriging_type": "simple"})
    found = run_job(task, points, values, correlation=0.0, **options)
    np.testing.assert_array_equal(found["mean"], plain["mean"])


def test_beside_weights_a_map_that_is_kriged_and_one_that_is_simulated_are_the_same(run_job, tmp_path):
    points, values = wells()
    np.save(tmp_path / "weights.npy", WEIGHTS)
    options = {"transform": "normal-score", "weights": "weights.npy", "correlation": 0.6}
    kriged, simulated = (run_job(task, points, values, **options) for task in TASKS)
    np.testing.assert_allclose(simulated["mean"], kriged["mean"], atol=0.03 * kriged["std"].max())


@pytest.mark.parametrize("refit", [False, True])
def test_without_correlation_weights_count_in_cross_validation_as_in_simple_kriging(validate, tmp_path, refit):
    points, values = wells()
    np.save(tmp_path / "weights.npy", WEIGHTS)
    options = {"refit": refit, "weights": "weights.npy", "transform": "normal-score"}
    _, plain, _ = validate(points, values, secondary=None, **{**options, "kriging_type": "simple"})
    _, found, _ = validate(points, values, correlation=0.0, **options)
    np.testing.assert_array_equal(found, plain)


def test_in_cross_validation_the_mean_of_residuals_is_that_by_weights(validate, tmp_path):
    points, values = wells()
    np.save(tmp_path / "weights.npy", WEIGHTS)
    options = {"transform": "normal-score", "weights": "weights.npy", "correlation": 0.6}
    options |= {"lower_tail": "linear", "upper_tail": "linear"}
    _, found, _ = validate(points, values, variogram={**GIVEN, "nugget": 1.5, "partial_sill": 0.0}, **options)
    order = np.argsort(values)
    scores = np.empty(12)
    scores[order] = ndtri((np.cumsum(WEIGHTS[order]) - WEIGHTS[order] / 2) / WEIGHTS.sum())
    at_wells = ndtri((np.argsort(np.argsort(secondary_at(points))) + 0.5) / 12)
    residuals = scores - 0.6 * scores.std() / at_wells.std() * at_wells
    # Beside a nugget alone others tell the mean only, and the PIT how far a residual is from it.
    std, mean = np.polyfit(ndtri(found[4]), residuals, 1)
    assert mean == pytest.approx(np.average(residuals, weights=WEIGHTS), abs=1e-6)
    np.testing.assert_allclose(residuals, mean + std * ndtri(found[4]), atol=1e-6)
