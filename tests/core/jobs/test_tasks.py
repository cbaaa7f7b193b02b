"""What jobs make of data, beside dense solutions of the same equations."""

import itertools
import json
import re
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs import progress
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.tests.core.jobs.listener import Listener


@pytest.fixture
def run_job(tmp_path):
    """Run a job on points; return its result with the arrays that it wrote and what it said."""

    def make(coordinates, values, **job):
        whole = {
            "task": "kriging",
            "coordinates": "coordinates.npy",
            "values": "values.npy",
            "x_range": [0, 10],
            "y_range": [0, 8],
            "xy_delta": 1,
            "kriging_type": "ordinary",
            "variogram": {"model": "spherical", "nugget": 0.4, "partial_sill": 1.0, "range": 9.0},
            "mean": "mean.npy",
            "std": "std.npy",
            **({} if "task" in job else dict.fromkeys(("max_data", "min_data", "search_radius"))),
            **job,
        }
        for name, array in (("coordinates", coordinates), ("values", values), ("error", whole.get("error"))):
            if array is not None:
                np.save(tmp_path / f"{name}.npy", np.asarray(array, dtype=float))
        if whole.get("error") is not None:
            whole["error"] = "error.npy"
        listener = Listener()
        result = run(job_of(json.loads(json.dumps(whole))), tmp_path, listener)
        arrays = {name: np.load(tmp_path / f"{name}.npy") for name in ("mean", "std")}
        return {**vars(result), **arrays, "listener": listener}

    return make


MODEL = Variogram.spherical(nugget=0.4, partial_sill=1, range=9)
CENTRES = np.stack(np.meshgrid(np.arange(10) + 0.5, np.arange(8) + 0.5, indexing="ij"), -1).reshape(-1, 2)


def dense(points, values, noise, kind, targets, nugget_at=0.0):
    """Kriging of all data, coincident or not, each with its noise: the textbook's equations."""
    smooth = Variogram(0.0, MODEL.structures)
    same = (points[:, None] == points).all(axis=2)
    covariance = smooth.covariance(points, points) + nugget_at * same + np.diag(noise)
    functions, at_targets, mean = np.ones((len(points), 1)), np.ones((len(targets), 1)), 0.0
    if kind == "universal-1":
        functions, at_targets = np.column_stack([functions, points]), np.column_stack([at_targets, targets])
    if kind == "simple":
        functions, at_targets = functions[:, :0], at_targets[:, :0]
        mean = 1.25
    count = functions.shape[1]
    system = np.block([[covariance, functions], [functions.T, np.zeros((count, count))]])
    across = np.concatenate([smooth.covariance(points, targets), at_targets.T])
    weights = np.linalg.solve(system, across)
    estimate = mean + weights[: len(points)].T @ (values - mean)
    return estimate, 1 + nugget_at - np.einsum("ij,ij->j", weights, across)


def with_repeats(repeats):
    """Nine places, two of which were measured several times."""
    rng = np.random.default_rng(5)
    places = np.array([[2.0, 2], [7, 6], [1, 7], [9, 1], [5, 4], [3, 5], [8, 3], [4, 1], [6, 7]])
    points = np.concatenate([places, np.repeat(places[:1], repeats, axis=0), places[4:5]])
    return points, rng.normal(1, 2, len(points))


@pytest.mark.parametrize("kind", ["ordinary", "universal-1"])
@pytest.mark.parametrize("repeats", [1, 15])
def test_repeats_with_the_nugget_as_error_are_kriged_as_all_of_them(run_job, kind, repeats):
    points, values = with_repeats(repeats)
    done = run_job(points, values, kriging_type=kind, exact=False)
    estimate, variance = dense(points, values, np.full(len(points), 0.4), kind, CENTRES)
    np.testing.assert_allclose(done["mean"].ravel(), estimate, rtol=0, atol=1e-9)
    np.testing.assert_allclose(done["std"].ravel() ** 2, variance, rtol=0, atol=1e-9)
    assert done["data"] == len(points)
    said = (
        f"Points that coincide with another one, so that all are used, each by its error (`duplicates`): {repeats + 1}."
    )
    assert done["listener"].warnings[:1] == [said]
    assert sum("coincide" in text for text in done["listener"].warnings) == 1


@pytest.mark.parametrize("kind", ["ordinary", "universal-1"])
@pytest.mark.parametrize("exact", [True, False])
def test_repeats_with_errors_are_kriged_as_all_of_them(run_job, kind, exact):
    points, values = with_repeats(15)
    errors = np.random.default_rng(8).uniform(0.2, 3, len(points))
    done = run_job(points, values, kriging_type=kind, exact=exact, error=errors)
    noise, nugget_at = (errors**2, 0.4) if exact else (errors**2 + 0.4, 0.0)
    estimate, variance = dense(points, values, noise, kind, CENTRES, nugget_at)
    np.testing.assert_allclose(done["mean"].ravel(), estimate, rtol=0, atol=1e-9)
    np.testing.assert_allclose(done["std"].ravel() ** 2, variance, rtol=0, atol=1e-9)


@pytest.mark.parametrize("poor", [1, 15])
def test_an_exact_value_among_poor_ones_wins(run_job, poor):
    points = np.array([[2.5, 2.5]] * (poor + 1) + [[8.5, 6.5], [1.5, 7.5]])
    values = np.array([1.0] + [9.0] * poor + [2.0, 3.0])
    errors = np.array([0.0] + [3.0] * poor + [0.0, 0.0])
    done = run_job(points, values, error=errors)
    alone = run_job(points[[0, -2, -1]], values[[0, -2, -1]])
    np.testing.assert_allclose(done["mean"], alone["mean"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(done["std"], alone["std"], rtol=0, atol=1e-9)
    assert done["mean"][2, 2] == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(("rule", "kept"), [("first", 0), ("maximum", 2)])
def test_a_rule_that_takes_one_of_them_takes_its_error(run_job, rule, kept):
    points = np.array([[2.5, 2.5]] * 4 + [[8.5, 6.5], [1.5, 7.5]])
    values, errors = np.array([1.0, 5, 7, 2, 2, 3]), np.array([0.5, 1, 2, 3, 0.1, 0.2])
    chosen = [kept, 4, 5]
    for exact in (True, False):
        done = run_job(points, values, error=errors, duplicates=rule, exact=exact)
        alone = run_job(points[chosen], values[chosen], error=errors[chosen], exact=exact)
        np.testing.assert_array_equal(done["mean"], alone["mean"])
        np.testing.assert_array_equal(done["std"], alone["std"])
        assert done["data"] == 3


@pytest.mark.parametrize("repeats", [1, 15])
def test_a_variogram_of_repeats_is_that_of_their_transform(run_job, repeats):
    points, logarithms = with_repeats(repeats)
    options = {"exact": False, "variogram": {}, "variogram_uncertainty": "none"}
    of_values = run_job(points, np.exp(logarithms), transform="log", **options)
    of_logarithms = run_job(points, logarithms, **options)
    assert str(of_values["variogram"]) == str(of_logarithms["variogram"])


def test_repeats_count_as_one_place_of_a_neighbourhood(run_job):
    points, values = with_repeats(15)
    done = run_job(points, values, exact=False, max_data=3)
    everything = run_job(points, values, exact=False, max_data=9)
    estimate, variance = dense(points, values, np.full(len(points), 0.4), "ordinary", CENTRES)
    np.testing.assert_allclose(everything["mean"].ravel(), estimate, atol=1e-9)
    nearest = np.argsort(np.linalg.norm(np.unique(points, axis=0) - CENTRES[0], axis=1))[:3]
    some = (points[:, None] == np.unique(points, axis=0)[nearest]).all(axis=2).any(axis=1)
    estimate, variance = dense(points[some], values[some], np.full(some.sum(), 0.4), "ordinary", CENTRES[:1])
    assert done["mean"][0, 0] == pytest.approx(estimate[0], abs=1e-9)
    assert done["std"][0, 0] ** 2 == pytest.approx(variance[0], abs=1e-9)


@pytest.mark.parametrize("error", [None, 0.7])
def test_simple_kriging_weighs_repeats_as_all_of_them(error):
    points, values = with_repeats(15)
    noise = np.full(len(points), 0.4 + (error or 0) ** 2)
    with pytest.warns(UserWarning, match="16 of 25 data coincide"):
        found = krige(points, values, MODEL, CENTRES, kriging_type="simple", mean=1.25, exact=False, error=error)
    expected = dense(points, values, noise, "simple", CENTRES)
    np.testing.assert_allclose(found[0], expected[0], atol=1e-9)
    np.testing.assert_allclose(found[1], expected[1], atol=1e-9)


def test_a_nugget_that_is_error_is_fitted_to_the_repeats_and_not_to_their_means(run_job):
    """Twenty places, each measured five times with an error of one: the error is seen at zero distance."""
    rng = np.random.default_rng(4)
    places = rng.uniform(0, (10, 8), (20, 2))
    truth = np.linalg.cholesky(Variogram.spherical(partial_sill=4, range=6).covariance(places, places)) @ rng.normal(
        size=20
    )
    points = np.repeat(places, 5, axis=0)
    values = np.repeat(truth, 5) + rng.normal(size=100)
    unknown = {"model": "spherical", "nugget": None, "partial_sill": None, "range": None}
    done = run_job(points, values, exact=False, variogram=unknown)
    within = np.mean(np.var(values.reshape(20, 5), axis=1, ddof=1))
    assert done["nugget"] == pytest.approx(within, rel=0.05)
    means = run_job(points, values, variogram=unknown)
    assert means["nugget"] < within / 3
    # A record that stands twice says nothing of the error.
    twice = run_job(np.tile(points, (2, 1)), np.tile(values, 2), exact=False, variogram=unknown)
    assert twice["nugget"] == done["nugget"]


# ---- simulation: any extent


SIMULATION = {"task": "stochastic-kriging", "realizations": 600, "method": "gaussian", "seed": 1, "processes": 1}


@pytest.fixture
def field():
    """Fifty data with a skewed histogram; those in the east are much greater."""
    rng = np.random.default_rng(2)
    points = np.unique(np.floor(rng.uniform(0, (60, 40), (50, 2))), axis=0) + 0.5
    return points, rng.lognormal(size=len(points)) + points[:, 0] / 5


@pytest.mark.parametrize(
    "options",
    [
        {"transform": "normal-score"},
        {"transform": "normal-score", "kriging_type": "simple"},
        {"transform": "normal-score", "declustering": "cell"},
        {"transform": "log", "kriging_type": "universal-1"},
        {"transform": "none"},
        {"transform": "normal-score", "method": "sequential", "realizations": 300},
        {"transform": "normal-score", "exact_positions": True},
    ],
)
@pytest.mark.parametrize("range_", [4.0, 25.0])
def test_a_smaller_extent_shows_the_same_map(run_job, field, range_, options):
    sill = 0.1 if options["transform"] == "log" else 1.0  # the std of a few exponentials would be that of the greatest
    model = {"model": "spherical", "nugget": 0.2 * sill, "partial_sill": sill, "range": range_}
    whole = {**SIMULATION, "variogram": model, **options}
    count = whole["realizations"]
    large = run_job(*field, **whole, x_range=[0, 60], y_range=[0, 40])
    for (west, south), (width, height) in (((10, 8), (9, 7)), ((0, 30), (20, 10))):
        small = run_job(*field, **{**whole, "seed": 2}, x_range=[west, west + width], y_range=[south, south + height])
        mean, std = (large[name][west : west + width, south : south + height] for name in ("mean", "std"))
        unknown = std > 1e-9
        apart = (small["mean"] - mean)[unknown] / std[unknown] * np.sqrt(count / 2)
        assert np.abs(apart).max() < 5
        assert np.sqrt(np.mean(apart**2)) < 1.7
        assert np.mean(small["std"][unknown] / std[unknown]) == pytest.approx(1, abs=0.05)
        assert small["data"] == large["data"] == len(field[1])


def test_a_drift_is_learnt_from_all_data_whatever_the_extent(run_job, field, tmp_path):
    points, _ = field
    rng = np.random.default_rng(3)

    def drift(places):
        return np.sin(places[..., :1] / 7) + places[..., 1:] ** 2 / 500

    values = 10 * drift(points)[:, 0] + rng.normal(size=len(points))
    np.save(tmp_path / "drift_data.npy", drift(points))
    found = []
    for west, south, width, height, margin in (
        (0, 0, 60, 40, [[0, 0], [0, 0]]),
        (10, 8, 9, 7, [[10, 41], [8, 25]]),
        (10, 8, 9, 7, [[2, 2], [2, 2]]),
    ):
        (left, right), (below, above) = margin
        x, y = np.arange(west - left, west + width + right), np.arange(south - below, south + height + above)
        cells = np.stack(np.meshgrid(x + 0.5, y + 0.5, indexing="ij"), axis=-1)
        np.save(tmp_path / "drift_cells.npy", drift(cells))
        done = run_job(
            points,
            values,
            **{**SIMULATION, "kriging_type": "external-drift"},
            drift={"data": "drift_data.npy", "cells": "drift_cells.npy", "margin": margin},
            x_range=[west, west + width],
            y_range=[south, south + height],
            variogram={"model": "spherical", "nugget": 0.2, "partial_sill": 1.0, "range": 12.0},
        )
        found.append((done["mean"], done["std"]))
    mean, std = (array[10:19, 8:15] for array in found[0])
    for small_mean, small_std in found[1:]:
        unknown = std > 1e-9
        apart = (small_mean - mean)[unknown] / std[unknown] * np.sqrt(300)
        assert np.abs(apart).max() < 5
        assert np.mean(small_std[unknown] / std[unknown]) == pytest.approx(1, abs=0.04)


def test_wells_in_one_cell_are_one_datum_at_its_centre_that_is_their_mean(run_job):
    model = {"model": "spherical", "nugget": 0.5, "partial_sill": 1.0, "range": 9.0}
    points = np.array([[2.1, 3.2], [2.8, 3.9], [2.5, 3.1], [8.5, 6.5], [5.5, 1.5]])
    values = np.array([1.0, 2, 6, 4, 0])
    options = {**SIMULATION, "realizations": 50, "variogram": model, "transform": "none", "exact_positions": False}
    several = run_job(points, values, **options)
    one = run_job(np.array([[2.5, 3.5], [8.5, 6.5], [5.5, 1.5]]), np.array([3.0, 4, 0]), **options)
    np.testing.assert_array_equal(several["mean"], one["mean"])
    np.testing.assert_array_equal(several["std"], one["std"])
    assert (several["mean"][2, 3], several["std"][2, 3]) == (3, 0)
    assert "Cells that hold several points and show their mean: 1." in several["listener"].warnings


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
def test_wells_of_a_map_count_where_they_are_as_in_kriging(run_job, field, transform):
    points, values = field
    points = points + 0.4 * np.sin(np.arange(2 * len(points)).reshape(-1, 2))  # off the centres of cells
    model = {"model": "spherical", "nugget": 0.1, "partial_sill": 1.0, "range": 15.0}
    options = {"variogram": model, "transform": transform, "x_range": [0, 60], "y_range": [0, 7]}
    drawn = run_job(points, values, **{**SIMULATION, **options})
    kriged = run_job(points, values, **options)
    assert drawn["exact"]
    assert drawn["exact_positions"]
    for name in ("mean", "std"):
        np.testing.assert_allclose(drawn[name], kriged[name], rtol=1e-6)


@pytest.mark.parametrize("more", [{"method": "sequential"}, {"exact_positions": False}])
def test_wells_count_at_the_centres_of_cells_where_that_is_chosen_or_the_method_needs_it(run_job, field, more):
    assert not run_job(*field, **{**SIMULATION, "realizations": 10, **more})["exact_positions"]


def test_wells_that_realizations_cannot_honour_where_they_are_count_at_the_centres_of_cells(run_job):
    rng = np.random.default_rng(5)
    places = rng.uniform(1, 19, (15, 2))
    points, values = np.concatenate([places, places + [0.02, 0.0]]), rng.normal(size=30)
    model = {"model": "cubic", "nugget": 0.0, "partial_sill": 1.0, "range": 30.0}
    options = {**SIMULATION, "realizations": 10, "variogram": model, "x_range": [0, 20], "y_range": [0, 20]}
    drawn = {"realizations_file": "r.npy"}
    found = run_job(points, values, **options, **drawn)
    assert not found["exact_positions"]
    told = (
        "Wells count at the centres of their cells, which so have no standard deviation: realizations that count them "
    )
    assert any(said.startswith(told) for said in found["listener"].warnings)
    with pytest.raises(InvalidInput, match="`exact_positions`"):
        run_job(points, values, **options, **drawn, exact_positions=True)
    # Where none is made, none is off.
    assert run_job(points, values, **options)["exact_positions"]


def test_wells_in_most_cells_stay_where_they_are_if_realizations_follow_nearly(run_job):
    """At the centres of cells they would leave half the map without a standard deviation."""
    points = np.random.default_rng(3).uniform(0, 40, (1200, 2))
    model = {"model": "spherical", "nugget": 0.0, "partial_sill": 1.0, "range": 12.0}
    options = {**SIMULATION, "realizations": 2, "variogram": model, "x_range": [0, 40], "y_range": [0, 40]}
    values, told_by_law = np.sin(points[:, 0] / 3), {**options, "exact_positions": True}
    options["realizations_file"] = "r.npy"
    with pytest.raises(InvalidInput, match="`exact_positions`: .* standard deviation near the points"):
        run_job(points, values, **options, exact_positions=True)
    found = run_job(points, values, **options)
    assert found["exact_positions"]
    assert found["std"].min() > 0.01
    (told,) = [said for said in found["listener"].warnings if said.startswith("Fields follow the variogram nearly")]
    assert 2 < float(re.search(r"up to ([\d.]+)%", told)[1]) <= 10
    assert not [said for said in run_job(points, values, **told_by_law)["listener"].warnings if "Fields" in said]


def test_equal_values_at_any_places_make_a_map_of_that_value(run_job, field):
    found = run_job(field[0] + 0.2, np.full(len(field[0]), 7.5), **SIMULATION, reproduction=True, variogram={})
    assert np.ptp(found["mean"]) == found["std"].max() == 0


def test_kriging_takes_scores_back_and_writes_quantiles(tmp_path):
    """In a cell with a well all is its value; elsewhere the mean of skewed values lies above their median."""
    rng = np.random.default_rng(1)
    points, values = rng.uniform(0, 20, (30, 2)), np.exp(rng.normal(size=30))
    points[0] = (3.5, 4.5)
    np.save(tmp_path / "xy.npy", points)
    np.save(tmp_path / "v.npy", values)
    job = {
        "task": "kriging",
        **{"coordinates": "xy.npy", "values": "v.npy", "mean": "mean.npy", "std": "std.npy"},
        **{"x_range": [0, 20], "y_range": [0, 20], "xy_delta": 1, "kriging_type": "simple"},
        **{"max_data": None, "min_data": None, "search_radius": None, "transform": "log"},
        "variogram": {"model": "spherical", "nugget": 0.1, "partial_sill": 0.9, "range": 9.0},
        **{"quantiles": [0.1, 0.5, 0.9], "quantiles_file": "q.npy"},
    }
    run(job_of(job), tmp_path, Listener())
    mean, std, quantiles = (np.load(tmp_path / name) for name in ("mean.npy", "std.npy", "q.npy"))
    assert mean[3, 4] == pytest.approx(values[0], rel=1e-12)
    assert std[3, 4] == 0
    np.testing.assert_allclose(quantiles[:, 3, 4], values[0], rtol=1e-12)
    free = std > 0
    assert (mean[free] > quantiles[1][free]).all()
    assert (np.diff(quantiles, axis=0)[:, free] > 0).all()
    with pytest.raises(InvalidInput, match="`block_points` is 3 and `transform` is 'log'"):
        job_of({**job, "block_points": 3})
    with pytest.raises(InvalidInput, match="`quantiles_file` is None"):
        job_of({**job, "quantiles_file": None})


def test_one_datum_under_a_given_variogram_is_not_called_a_fit(run_job):
    for model in (None, "spherical"):
        given = {"model": model, "nugget": 0.1, "partial_sill": 1.0, "range": 5.0}
        said = run_job(np.array([[3.0, 4.0]]), np.array([2.0]), variogram=given)["listener"]
        assert "Variogram: nugget 0.1 + spherical partial sill 1, practical range 5." in said.messages
        assert not said.warnings


@pytest.mark.parametrize(("count", "method"), [(60, "restricted likelihood"), (600, "least squares of lags")])
def test_the_log_says_how_a_variogram_was_fitted(run_job, count, method):
    points = np.random.default_rng(0).uniform(0, 8, (count, 2))
    said = run_job(points, np.sin(points[:, 0]), variogram={}, max_data=8, variogram_uncertainty="none")["listener"]
    assert any(text.startswith(f"Variogram fitted to {count} data ({method}): ") for text in said.messages)


def test_the_log_says_the_size_of_the_map_and_of_the_grid_that_is_simulated(run_job):
    points = np.random.default_rng(0).uniform(0, 10, (30, 2))
    inside = {**SIMULATION, "realizations": 2, "x_range": [4, 6], "y_range": [4, 6]}
    (text,) = (text for text in run_job(points, points[:, 0], **inside)["listener"].messages if "Grid of" in text)
    assert text.startswith("Grid of 2 × 2 cells of 1, simulated as a part of 10 × 10 because data within reach count, ")
    said = run_job(points, points[:, 0], **inside, units={"length": "ft"})["listener"].messages
    assert any(text.startswith("Grid of 2 × 2 cells of 1 ft, simulated as a part of") for text in said)


@pytest.mark.parametrize(("more", "drawn"), [({}, False), ({"realizations_file": "all.npy"}, True)])
def test_a_result_says_whether_its_maps_are_exact_and_realizations_were_made(run_job, more, drawn):
    points = np.random.default_rng(0).uniform(0, 10, (30, 2))
    result = run_job(points, points[:, 0], **{**SIMULATION, "realizations": 4, **more})
    assert (result["exact"], result["drawn"], result["mc_error"]) == (True, drawn, 0)
    sampled = run_job(points, points[:, 0], **{**SIMULATION, "realizations": 4, "method": "sequential"})
    assert (sampled["exact"], sampled["drawn"]) == (False, True)
    assert sampled["mc_error"] > 0


@pytest.mark.parametrize(
    ("keys", "unit"),
    [
        ({}, "of 8 strips of the map, about"),
        ({"realizations_file": "all.npy"}, "of 20 realizations, about"),
        ({"method": "sequential"}, "of 20 realizations, about"),
    ],
)
def test_progress_says_what_is_made(run_job, monkeypatch, keys, unit):
    """A clock that is three seconds later at each look makes every step worth a word."""
    told, clock = [], itertools.count(0.0, 3.0)
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    monkeypatch.setattr(Listener, "progress", lambda _self, _fraction, text: told.append(text))
    job = {"task": "stochastic-kriging", "realizations": 20, "method": "gaussian", "seed": 1, "processes": 1, **keys}
    run_job(CENTRES[::7], np.arange(12.0), **job)
    said = [text for text in told if text]
    assert said
    assert all(unit in text for text in said)


def test_the_ranges_that_data_allow_have_the_unit_of_the_map(run_job):
    rng = np.random.default_rng(2)
    points = rng.uniform(0, 10, (30, 2))
    job = {"task": "stochastic-kriging", "realizations": 2, "method": "gaussian", "seed": 1, "processes": 1}
    given = {"variogram": {}, "units": {"length": "ft", "value": "", "z": ""}}
    found = run_job(points, np.sin(points[:, 0]) + 0.1 * rng.standard_normal(30), **job, **given)
    assert re.search(r"nine ranges of ten lie between [\d.,]+ and [\d.,]+ ft\.$", found["uncertainty"])
    assert found["uncertainty"] in found["listener"].messages


def test_realizations_are_refused_where_the_disk_has_room_for_them_once_only(run_job, tmp_path, monkeypatch):
    """While they are written they are there twice: 10 maps of 80 cells in 32 bits."""
    rng = np.random.default_rng(1)
    points, values = rng.uniform(0, 8, (12, 2)), rng.normal(size=12)
    job = {"task": "stochastic-kriging", "realizations": 10, "method": "gaussian", "seed": 1, "processes": 1}
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2 * 10 * 80 * 4))
    run_job(points, values, **job, realizations_file="realizations.npy")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2 * 10 * 80 * 4 - 1))
    with pytest.raises(InvalidInput, match="Keeping 10 realizations takes 6.4e-06 GB and 6.4e-06 GB are free"):
        run_job(points, values, **job, realizations_file="realizations.npy")
