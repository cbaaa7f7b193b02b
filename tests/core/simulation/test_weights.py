"""Weights of the data in the histogram of normal scores, found by any other way than cells."""

import json

import numpy as np
import pytest
from scipy.special import ndtri
from stochastic_kriging.krig_core import Grid, Transform, Variogram, cell_declustering
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.krig_core.simulation.kriged_values import krige_values
from stochastic_kriging.krig_core.transforms.normal_score import NormalScore
from stochastic_kriging.tests.core.jobs.listener import Listener

RNG = np.random.default_rng(6)
PLACES = RNG.uniform(0, 100, (30, 3)) * (1, 1, 0.2)
VALUES = RNG.lognormal(0, 1, 30)
WEIGHTS = np.where(np.arange(30) % 5 == 0, 0.0, RNG.uniform(0.2, 3, 30))
WEIGHTS[[VALUES.argmin(), VALUES.argmax()]] = 0
MODEL = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=60, vertical_range=10)
TAILS = [
    {},
    {"zmin": -1.0, "zmax": 90.0},
    {"lower_tail": "linear", "zmin": 0.0},
    {"upper_tail": "power", "upper_omega": 2.5, "zmax": 90.0},
    {"upper_tail": "hyperbolic", "upper_omega": 3.0},
]


def test_scores_are_those_of_weighted_quantiles():
    """Of the distribution 1: a quarter, 2: a half, 4: a quarter, the middles of the steps are 1/8, 1/2 and 7/8."""
    scores = NormalScore([2.0, 4, 1, 3], [2.0, 1, 1, 0]).scores
    np.testing.assert_allclose(scores[:3], ndtri([1 / 2, 7 / 8, 1 / 8]), atol=1e-15)
    # The value 3, which does not count, lies half way between 2 and 4.
    assert scores[3] == pytest.approx((ndtri(1 / 2) + ndtri(7 / 8)) / 2, abs=1e-15)


@pytest.mark.parametrize("options", TAILS)
def test_the_histogram_is_that_of_the_data_that_count(options):
    """Within the data that count the way back is theirs, and it gives all data to the bit."""
    counted = WEIGHTS > 0
    outermost = {} if "upper_tail" not in options else {"zmin": VALUES.min()}
    outermost.update({"zmax": VALUES.max()} if "lower_tail" in options else {})
    whole = Transform("normal-score", **options).fit(PLACES, VALUES, WEIGHTS)
    alone = Transform("normal-score", **{**outermost, **options}).fit(
        PLACES[counted], VALUES[counted], WEIGHTS[counted]
    )
    np.testing.assert_array_equal(whole.scores[counted], alone.scores)
    np.testing.assert_array_equal(whole.back(whole.scores), VALUES)
    asked = np.linspace(alone.scores.min(), alone.scores.max(), 1001)
    np.testing.assert_allclose(whole.back(asked), alone.back(asked), rtol=1e-12)
    assert (np.diff(whole.back(np.linspace(-9, 9, 5001))) >= 0).all()
    assert np.argsort(whole.scores).tolist() == np.argsort(VALUES).tolist()


@pytest.mark.parametrize("weight", [1.0, 0.3, 7e5])
@pytest.mark.parametrize("options", TAILS)
def test_equal_weights_are_none(weight, options):
    transform = Transform("normal-score", **options)
    plain = transform.fit(PLACES, VALUES)
    equal = transform.fit(PLACES, VALUES, np.full(30, weight))
    assert equal.scores.tobytes() == plain.scores.tobytes()
    assert equal.weights is None


def test_weights_of_cells_are_cell_declustering():
    weights = cell_declustering(PLACES, VALUES, 20.0).weights
    given = Transform("normal-score").fit(PLACES, VALUES, weights)
    found = Transform("normal-score", declustering="cell", declustering_cell=20.0).fit(PLACES, VALUES)
    assert given.scores.tobytes() == found.scores.tobytes()


def test_a_datum_that_ties_and_does_not_count_has_the_score_of_the_others():
    values, weights = np.array([1.0, 2, 2, 2, 3, 5]), np.array([1.0, 1, 0, 1, 1, 1])
    transform = Transform("normal-score").fit(np.arange(12.0).reshape(6, 2), values, weights)
    assert transform.scores[[1, 3]].min() <= transform.scores[2] <= transform.scores[[1, 3]].max()
    np.testing.assert_array_equal(transform.back(transform.scores), values)


def krig(grid, weights=None, **options):
    method = options.pop("method", "gaussian")
    options = {"seed": 3, "variogram": MODEL, "transform": "normal-score", **options}
    return grid.krig(10, method=method, weights=weights, **options)


def grids(ndim, places=PLACES, values=VALUES):
    ranges = [(0, 100), (0, 100), (0, 20)][:ndim]
    return Grid.from_points(places[:, :ndim], values, 10, *([5] if ndim == 3 else [None]), *ranges)


@pytest.mark.parametrize("ndim", [2, 3])
@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_equal_weights_give_the_same_bytes_and_others_do_not(ndim, method):
    grid = grids(ndim)
    plain, equal = krig(grid, method=method), krig(grid, np.full(30, 2.5), method=method)
    other = krig(grid, WEIGHTS, method=method)
    assert plain.mean.tobytes() == equal.mean.tobytes()
    assert plain.std.tobytes() == equal.std.tobytes()
    assert plain.mean.tobytes() != other.mean.tobytes()
    # Cells honour also data of weight zero.
    known = np.isfinite(np.asarray(grid))
    np.testing.assert_array_equal(np.asarray(other.mean)[known], np.asarray(grid)[known])
    assert (np.asarray(other.std)[known] == 0).all()


def test_weights_of_data_in_one_cell_add_up():
    """Two data of weights 0.5 and 1.5 at 3 and 7 are one of weight 2 at 5; a random-sample map has weights, too."""
    places = np.array([[15.0, 15], [16, 15], [55, 45], [85, 25], [35, 75], [75, 85]])
    values, weights = np.array([3.0, 7, 1, 2, 4, 9]), np.array([0.5, 1.5, 1, 3, 0, 1])
    both = grids(2, places, values)
    one = grids(2, np.delete(places, 1, axis=0), np.array([5.0, 1, 2, 4, 9]))
    for method in ("gaussian", "sequential", "random-sample"):
        merged = krig(both, weights, method=method)
        single = krig(one, np.array([2.0, 1, 3, 0, 1]), method=method)
        assert merged.mean.tobytes() == single.mean.tobytes()


def test_coincident_data_at_exact_positions_add_up():
    places = np.array([[15.0, 15], [15, 15], [55, 45], [85, 25], [35, 75], [75, 85]])
    values, weights = np.array([3.0, 7, 1, 2, 4, 9]), np.array([0.5, 1.5, 1, 3, 0, 1])
    both = krig(grids(2, places, values), weights, exact_positions=True)
    one = grids(2, places[1:], np.array([5.0, 1, 2, 4, 9]))
    assert both.mean.tobytes() == krig(one, weights[1:] + [0.5, 0, 0, 0, 0], exact_positions=True).mean.tobytes()


@pytest.mark.parametrize("exact", [False, True])
def test_data_outside_the_grid_have_weights_after_those_inside(exact):
    """A grid whose data are given in another order, with the weights in theirs, is the same."""
    some = Grid.from_points(PLACES[:, :2], VALUES, 10, None, (20, 100), (20, 100))
    inside = some.geometry.cells_of(PLACES[:, :2])[1]
    assert 0 < inside.sum() < 30
    weights = np.concatenate([WEIGHTS[inside], WEIGHTS[~inside]])
    found = krig(some, weights, exact_positions=exact)
    order = np.concatenate([np.flatnonzero(inside), np.flatnonzero(~inside)])
    sorted_ = Grid.from_points(PLACES[order, :2], VALUES[order], 10, None, (20, 100), (20, 100))
    assert found.mean.tobytes() == krig(sorted_, WEIGHTS[order], exact_positions=exact).mean.tobytes()
    prepared = Grid.krig.plan(some, 2, weights=weights, variogram=MODEL, transform="normal-score").prepared
    assert prepared.transform.weights.sum() == pytest.approx(WEIGHTS.sum())


def test_a_grid_without_points_takes_a_weight_for_each_cell_that_holds_a_value():
    grid = grids(2)
    of_cells = Grid.of(np.array(grid), grid.geometry)
    weights = np.zeros(grid.shape)
    cells = grid.geometry.cells_of(PLACES[:, :2])[0]
    np.add.at(weights, tuple(cells.T), WEIGHTS)
    found = krig(of_cells, weights[np.isfinite(np.asarray(grid))])
    assert found.mean.tobytes() == krig(grid, WEIGHTS).mean.tobytes()


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_the_known_mean_of_simple_kriging_is_that_of_the_weights(method):
    """Far from the data a map tends to the histogram, of which a datum of weight zero has no part."""
    some = Grid.from_points(PLACES[:, :2], VALUES, 10, None, (20, 100), (20, 100))
    inside = some.geometry.cells_of(PLACES[:, :2])[1]
    for grid, weights in ((grids(2), WEIGHTS), (some, np.concatenate([WEIGHTS[inside], WEIGHTS[~inside]]))):
        transform = Grid.krig.plan(
            grid, 2, weights=weights, variogram=MODEL, transform="normal-score"
        ).prepared.transform
        mean = np.average(transform.scores, weights=transform.weights)
        found = krig(grid, weights, method=method, kriging_type="simple").mean
        expected = krig(grid, weights, method=method, kriging_type="simple", mean=mean).mean
        np.testing.assert_allclose(np.asarray(found), np.asarray(expected), rtol=1e-9)
    assert abs(mean - transform.scores.mean()) > 0.05


def test_a_job_krigs_with_the_mean_of_the_weights(run_job):
    job = {**JOBS["kriging"], "task": "kriging", "kriging_type": "simple"}
    _, mean = run_job(WEIGHTS, **job)
    transform = Transform("normal-score").fit(PLACES[:, :2], VALUES, WEIGHTS)
    variogram = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=60).scaled(1 / VALUES.var())
    centres = np.stack(np.meshgrid(*[np.arange(5, 100, 10)] * 2, indexing="ij"), -1).reshape(-1, 2)
    known = np.average(transform.scores, weights=WEIGHTS)
    law = krige_values(
        PLACES[:, :2], transform.scores, variogram, centres, transform, kriging_type="simple", mean=known
    )
    np.testing.assert_allclose(mean.ravel(), law.mean, rtol=1e-12)
    assert run_job(WEIGHTS, **{**JOBS["cross-validation"], "task": "cross-validation", "kriging_type": "simple"})[
        1
    ].any()


@pytest.mark.parametrize(
    ("weights", "options", "words"),
    [
        (np.ones(29), {}, "Invalid weights of shape (29,) (`weights`). Should be 30, one for each datum."),
        (np.where(np.arange(30) < 4, -1.0, 1), {}, "4 of 30 weights are negative or no numbers (`weights`)."),
        (np.where(np.arange(30) < 1, np.nan, 1), {}, "1 of 30 weights are negative or no numbers (`weights`)."),
        (np.zeros(30), {}, "All weights are zero (`weights`): no datum would have a part in the histogram."),
        (np.eye(30)[3], {}, "All data with a weight greater than zero are equal (`weights`)"),
        (WEIGHTS, {"transform": "log"}, "Invalid weights for the transform 'log' (`weights`). Should be left out"),
        (WEIGHTS, {"declustering": "cell"}, "`weights` are given and `declustering` is 'cell'"),
    ],
)
def test_what_are_no_weights_is_a_sentence(weights, options, words):
    with pytest.raises(InvalidInput) as caught:
        krig(grids(2), weights, **options)
    assert words in str(caught.value)


@pytest.fixture
def run_job(tmp_path):
    def make(weights=None, places=PLACES[:, :2], values=VALUES, **job):
        whole = {
            "coordinates": "coordinates.npy",
            "values": "values.npy",
            "kriging_type": "ordinary",
            "transform": "normal-score",
            "variogram": {"model": "spherical", "nugget": 0.1, "partial_sill": 0.9, "range": 60.0},
            **({} if weights is None else {"weights": "weights.npy"}),
            **job,
        }
        for name, array in (("coordinates", places), ("values", values), ("weights", weights)):
            if array is not None:
                np.save(tmp_path / f"{name}.npy", np.asarray(array, dtype=float))
        result = run(job_of(json.loads(json.dumps(whole))), tmp_path, Listener())
        name = "predictions" if job["task"] == "cross-validation" else "mean"
        return result, np.load(tmp_path / f"{name}.npy")

    return make


MAP = {"x_range": [0, 100], "y_range": [0, 100], "xy_delta": 10, "mean": "mean.npy", "std": "std.npy"}
JOBS = {
    "kriging": {**MAP, **dict.fromkeys(("max_data", "min_data", "search_radius"))},
    "stochastic-kriging": {
        **MAP,
        **dict.fromkeys(("max_data", "search_radius")),
        "realizations": 10,
        "method": "sequential",
        "seed": 3,
        "processes": 1,
        "exact_positions": False,
    },
    "cross-validation": {"split": "points", "predictions": "predictions.npy"},
}


@pytest.mark.parametrize("task", JOBS)
def test_jobs_take_weights(run_job, task):
    """Equal ones are none; one of zero is no part of the histogram; what coincides adds up."""
    job = {"task": task, **JOBS[task]}
    _, plain = run_job(**job)
    assert run_job(np.full(30, 0.7), **job)[1].tobytes() == plain.tobytes()
    weighted = run_job(WEIGHTS, **job)[1]
    assert weighted.tobytes() != plain.tobytes()
    twice = np.concatenate([PLACES[:, :2], PLACES[:1, :2]])
    halves = np.concatenate([[0.25], WEIGHTS[1:], [0.75]])
    values = np.concatenate([VALUES, VALUES[:1]])
    found = run_job(halves, twice, values, **job)[1]
    alone = run_job(np.concatenate([[1.0], WEIGHTS[1:]]), **job)[1]
    assert found.tobytes() == alone.tobytes()


def test_a_map_is_made_with_the_weights_of_its_job(run_job):
    _, mean = run_job(WEIGHTS, task="stochastic-kriging", **JOBS["stochastic-kriging"])
    grid = grids(2)
    unit = VALUES.var()
    variogram = Variogram.spherical(nugget=0.1 / unit, partial_sill=0.9 / unit, range=60)
    expected = krig(grid, WEIGHTS, method="sequential", variogram=variogram)
    np.testing.assert_array_equal(mean, np.asarray(expected.mean))


def test_samples_of_logs_bring_their_weights_to_the_cells(run_job):
    """Three samples in a cell of weights 1, 2 and 3 are one of weight 6."""
    tops = np.array([[15.0, 15, 1], [55, 45, 6], [85, 25, 11], [35, 75, 16]])
    places = np.concatenate([tops, tops + [0, 0, 1], tops + [0, 0, 2]])
    values = np.concatenate([[1.0, 4, 2, 7]] * 3)
    weights = np.concatenate([[1.0, 1, 0, 2], [2, 2, 0, 1], [3, 1, 0, 0]])
    job = {**JOBS["stochastic-kriging"], "task": "stochastic-kriging", "z_delta": 5, "z_range": [0, 20]}
    job["variogram"] = {"model": "spherical", "nugget": 0.1, "partial_sill": 0.9, "range": 60.0, "vertical_range": 9}
    found = run_job(weights, places, values, upscale=True, **job)[1]
    alone = run_job(np.array([6.0, 4, 0, 3]), tops + [0, 0, 1.5], values[:4], **job)[1]
    assert found.tobytes() == alone.tobytes()
