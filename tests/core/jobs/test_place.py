"""The task `place`: the numbers of a map at one place, and the weights that make them."""

import dataclasses
import json

import numpy as np
import pytest
from stochastic_kriging.krig_core import Variogram, krige
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.tests.core.jobs.listener import Listener

VARIOGRAM = {"model": "spherical", "nugget": 0.2, "partial_sill": 1.5, "range": 900.0}
SHARED = {
    "task": "place",
    "coordinates": "coordinates.npy",
    "values": "values.npy",
    "kriging_type": "ordinary",
    "variogram": VARIOGRAM,
}


@pytest.fixture
def ask(tmp_path):
    """Run a task on thirty wells, or on others; return its result, and the arrays that lie beside the job then."""
    rng = np.random.default_rng(5)
    wells = rng.uniform(0, 2000, (30, 2))
    measured = np.exp(rng.normal(0, 0.5, 30) + wells[:, 0] / 1500)

    def make(points=wells, values=measured, **job):
        np.save(tmp_path / "coordinates.npy", np.array(points, dtype=float))
        np.save(tmp_path / "values.npy", np.array(values, dtype=float))
        result = run(job_of(json.loads(json.dumps({**SHARED, **job}))), tmp_path, Listener())
        return result, {path.stem: np.load(path) for path in tmp_path.glob("*.npy")}

    return make


def columns(result):
    names = [field.name for field in dataclasses.fields(result.neighbours[0])]
    return dict(zip(names, map(np.array, zip(*map(dataclasses.astuple, result.neighbours)))))


def test_two_data_by_hand(ask):
    """Exponential with a practical range of 3, so that the covariance is exp(-h)."""
    result, _ = ask(
        points=[[0, 0], [4, 0]],
        values=[10.0, 20.0],
        variogram={"model": "exponential", "nugget": 0.0, "partial_sill": 1.0, "range": 3.0},
        x=1.0,
        y=0.0,
    )
    near, far, between = np.exp([-1.0, -3.0, -4.0])
    first = 0.5 + (near - far) / (2 * (1 - between))
    multiplier = near - first - (1 - first) * between
    variance = 1 - first * near - (1 - first) * far - multiplier
    assert [one.number for one in result.neighbours] == [0, 1]
    assert [one.weight for one in result.neighbours] == pytest.approx([first, 1 - first], rel=1e-12)
    assert [one.distance for one in result.neighbours] == [1.0, 3.0]
    assert result.mean == pytest.approx(10 * first + 20 * (1 - first), rel=1e-12)
    assert result.std == pytest.approx(np.sqrt(variance), rel=1e-12)
    quantiles = dict(zip(result.levels, result.quantiles))
    assert quantiles[0.5] == pytest.approx(result.mean, rel=1e-9)
    assert quantiles[0.95] - quantiles[0.05] == pytest.approx(2 * 1.6448536269514722 * result.std, rel=1e-7)


@pytest.mark.parametrize("kriging_type", ["ordinary", "simple", "universal-1"])
@pytest.mark.parametrize("limits", [{}, {"max_data": 8}, {"search_radius": 700.0}, {"max_per_octant": 2}])
@pytest.mark.parametrize("exact", [True, False])
def test_it_is_what_krige_says_and_the_weights_make_it(ask, kriging_type, limits, exact):
    result, arrays = ask(x=810.0, y=930.0, kriging_type=kriging_type, exact=exact, **limits)
    mean, variance = krige(
        arrays["coordinates"],
        arrays["values"],
        variogram(),
        [[810.0, 930.0]],
        kriging_type=kriging_type,
        exact=exact,
        **limits,
    )
    assert result.mean == pytest.approx(mean[0], rel=1e-12)
    assert result.std == pytest.approx(np.sqrt(variance[0]), rel=1e-12)
    table = columns(result)
    known = result.weight_of_mean * arrays["values"].mean()
    assert table["weight"] @ table["value"] + known == pytest.approx(mean[0], rel=1e-7)
    assert table["weight"].sum() + result.weight_of_mean == pytest.approx(1.0, abs=1e-9)
    if kriging_type != "simple":
        assert result.weight_of_mean == 0
    if "max_data" in limits:
        nearest = np.argsort(np.hypot(*(arrays["coordinates"] - (810.0, 930.0)).T))[:8]
        assert set(table["number"]) == set(nearest)
    np.testing.assert_array_equal(table["value"], arrays["values"][table["number"].astype(int)])
    assert result.negative == pytest.approx(table["weight"][table["weight"] < 0].sum(), abs=1e-12)


def variogram():
    from stochastic_kriging.krig_core.variogram.models import Structure

    return Variogram(0.2, (Structure("spherical", 1.5, 900.0),))


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
@pytest.mark.parametrize("uncertainty", ["none", "posterior"])
def test_it_is_what_a_map_has_in_a_cell_there(ask, transform, uncertainty):
    shared = {"transform": transform, "variogram_uncertainty": uncertainty, "variogram": {}}
    result, _ = ask(task="place", x=800.0, y=900.0, **shared)
    _, arrays = ask(
        task="kriging", x_range=[700.0, 900.0], y_range=[800.0, 1000.0], xy_delta=200.0, mean="mean.npy",
        std="std.npy", max_data=None, min_data=None, search_radius=None, quantiles=[0.05, 0.5, 0.95],
        quantiles_file="quantiles.npy", **shared,
    )  # fmt: skip
    assert result.mean == pytest.approx(arrays["mean"][0, 0], rel=1e-9)
    assert result.std == pytest.approx(arrays["std"][0, 0], rel=1e-9)
    told = dict(zip(result.levels, result.quantiles))
    assert [told[level] for level in (0.05, 0.5, 0.95)] == pytest.approx(arrays["quantiles"][:, 0, 0], rel=1e-9)
    assert np.all(np.diff(result.quantiles) >= 0)
    weights = columns(result)["weight"]
    assert weights.sum() == pytest.approx(1.0, abs=1e-9)
    if transform == "none":
        assert weights @ columns(result)["value"] == pytest.approx(result.mean, rel=1e-7)


def test_at_a_datum_nothing_is_unknown_and_it_alone_counts(ask):
    _, arrays = ask(x=0.0, y=0.0)
    x, y = arrays["coordinates"][7]
    result, _ = ask(x=x, y=y)
    assert result.mean == pytest.approx(arrays["values"][7], rel=1e-14)
    assert result.std == 0.0
    assert set(result.quantiles) == {result.mean}
    assert result.neighbours[0].number == 7
    assert result.neighbours[0].weight == pytest.approx(1.0, abs=1e-12)


def test_data_at_one_place_are_one_with_the_number_of_the_first(ask):
    result, _ = ask(points=[[0, 0], [5, 5], [0, 0]], values=[1.0, 5.0, 3.0], x=1.0, y=1.0)
    table = columns(result)
    assert sorted(zip(table["number"], table["value"])) == [(0, 2.0), (1, 5.0)]
    assert result.data == result.used == 2


def test_of_many_data_those_of_the_greatest_weights_are_listed_and_the_rest_is_told(ask):
    rng = np.random.default_rng(1)
    result, _ = ask(points=rng.uniform(0, 2000, (250, 2)), values=rng.normal(0, 1, 250), x=1000.0, y=1000.0)
    weights = columns(result)["weight"]
    assert (len(weights), result.used) == (200, 250)
    assert np.all(np.diff(np.abs(weights)) <= 0)
    assert weights.sum() + result.rest == pytest.approx(1.0, abs=1e-9)


def test_a_place_without_data_around_it_is_refused(ask):
    with pytest.raises(InvalidInput, match="raise `search_radius`"):
        ask(x=50_000.0, y=0.0, search_radius=100.0)


def test_external_drift_counts_at_data_and_place(ask, tmp_path):
    rng = np.random.default_rng(2)
    drift = rng.uniform(0, 1, (30, 1))
    np.save(tmp_path / "drift.npy", drift)
    result, arrays = ask(x=810.0, y=930.0, kriging_type="external-drift", drift="drift.npy", drift_there=[0.4])
    mean, variance = krige(
        arrays["coordinates"], arrays["values"], variogram(), [[810.0, 930.0]], kriging_type="external-drift",
        drift=drift, target_drift=[[0.4]],
    )  # fmt: skip
    assert result.mean == pytest.approx(mean[0], rel=1e-12)
    table = columns(result)
    assert table["weight"] @ drift[table["number"].astype(int), 0] == pytest.approx(0.4, abs=1e-9)
    with pytest.raises(InvalidInput, match="both, or"):
        ask(x=0.0, y=0.0, kriging_type="external-drift", drift="drift.npy")
