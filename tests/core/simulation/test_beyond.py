"""A smaller grid shows of the same data what a larger one shows there."""

import pickle

import numpy as np
import pytest
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.placement import Outside
from stochastic_kriging.krig_core.simulation.beyond import BeyondSimulation
from stochastic_kriging.krig_core.variogram.models import Variogram

pytestmark = pytest.mark.usefixtures("sampled")

COUNT = 1000
VARIOGRAMS = {
    "spherical": Variogram.spherical(nugget=0.1, partial_sill=0.9, range=22),
    "long": Variogram.exponential(partial_sill=1, range=60),
    "anisotropic": Variogram.spherical(nugget=0.1, partial_sill=1, range=50, azimuth=30, ratio=0.3),
    "nested": Variogram.spherical(nugget=0.1, partial_sill=0.5, range=10)
    + Variogram.exponential(partial_sill=0.5, range=60),
    "smooth": Variogram.gaussian(nugget=0.05, partial_sill=1, range=25),
}
RANGES = {"x_range": (40, 70), "y_range": (30, 60)}


@pytest.fixture(scope="module")
def data():
    """Sixty data at centres of cells of two units, a few of which lie in the small grid."""
    rng = np.random.default_rng(3)
    points = np.unique(np.floor(rng.uniform(0, 100, (60, 2)) / 2) * 2 + 1, axis=0)
    return points, rng.lognormal(size=len(points)) + 0.05 * points[:, 0]


def prepared_of(grid, **options):
    return Grid.krig.plan(grid, drawn=True, **options).prepared


@pytest.mark.parametrize("kind", ["ordinary", "simple", "universal-1", "universal-2"])
@pytest.mark.parametrize("name", VARIOGRAMS)
def test_the_estimate_is_kriging_from_all_data(data, name, kind):
    small = Grid.from_points(*data, 2, **RANGES)
    prepared = prepared_of(small, variogram=VARIOGRAMS[name], kriging_type=kind)
    expected, _ = krige(*data, VARIOGRAMS[name], small.geometry.centres(), kriging_type=kind)
    found = prepared.simulator.estimate.ravel().copy()
    np.testing.assert_allclose(found, expected, atol=1e-7)


@pytest.mark.parametrize("kind", ["ordinary", "universal-1"])
@pytest.mark.parametrize("name", VARIOGRAMS)
def test_mean_and_std_are_those_of_kriging_from_all_data(data, name, kind):
    small = Grid.from_points(*data, 2, **RANGES)
    ensemble = small.krig(COUNT, seed=1, variogram=VARIOGRAMS[name], kriging_type=kind)
    expected, variance = krige(*data, VARIOGRAMS[name], small.geometry.centres(), kriging_type=kind)
    unknown = variance > 1e-6
    std = np.sqrt(variance[unknown])
    apart = (ensemble.mean.ravel()[unknown] - expected[unknown]) / std * np.sqrt(COUNT)
    assert np.abs(apart).max() < 4.5
    assert np.sqrt(np.mean(apart**2)) < 1.5
    ratio = ensemble.std.ravel()[unknown] / std
    np.testing.assert_allclose(ratio, 1, atol=5 / np.sqrt(2 * COUNT))
    assert ratio.mean() == pytest.approx(1, abs=0.025)
    assert (ensemble.std.ravel()[~unknown] == 0).all()


def test_cells_far_apart_covary_as_given_all_data(data):
    """Between two cells the covariance is that of ordinary kriging errors, which a wrong mean would raise."""
    variogram = VARIOGRAMS["long"]
    small = Grid.from_points(*data, 2, **RANGES)
    cells = [(0, 0), (14, 0), (14, 14), (7, 3)]
    drawn = np.array([[one[cell] for cell in cells] for one in small.realizations(COUNT, seed=4, variogram=variogram)])
    places = small.geometry.centres(np.array(cells))
    points, n = data[0], len(data[0])
    system = np.block([[variogram.covariance(points, points), np.ones((n, 1))], [np.ones((1, n)), np.zeros((1, 1))]])
    across = np.concatenate([variogram.covariance(points, places), np.ones((1, 4))])
    expected = variogram.covariance(places, places) - across.T @ np.linalg.solve(system, across)
    np.testing.assert_allclose(np.cov(drawn.T), expected, atol=5 / np.sqrt(COUNT) * expected.diagonal().max())


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
@pytest.mark.parametrize("options", [{}, {"kriging_type": "universal-1"}, {"kriging_type": "simple"}])
def test_normal_scores_are_those_of_all_data(data, method, options):
    variogram = VARIOGRAMS["spherical"]
    large, small = Grid.from_points(*data, 2, x_range=(0, 100), y_range=(0, 100)), Grid.from_points(*data, 2, **RANGES)
    options = {**options, "method": method, "transform": "normal-score", "variogram": variogram}
    # Over pairs of seeds, the average ratio of two standard deviations of 400 realizations varies by 0.017.
    count, most = (COUNT, 0.04) if method == "gaussian" else (400, 0.06)
    all_, some = (grid.krig(count, seed=seed, **options) for seed, grid in enumerate((large, small)))
    cut = (slice(20, 35), slice(15, 30))
    mean, std = np.asarray(all_.mean)[cut], np.asarray(all_.std)[cut]
    apart = (np.asarray(some.mean) - mean)[std > 0] / std[std > 0] * np.sqrt(count / 2)
    assert np.abs(apart).max() < 5
    assert np.sqrt(np.mean(apart**2)) < 1.6
    assert (np.asarray(some.std)[std > 0] / std[std > 0]).mean() == pytest.approx(1, abs=most)
    probe = np.linspace(-3, 3, 50)
    tables = [prepared_of(grid, **options).transform.back(probe) for grid in (large, small)]
    np.testing.assert_array_equal(*tables)


def test_ties_are_broken_alike_whatever_the_extent(data):
    points, values = data
    tied = np.round(values)
    ranges = [{"x_range": (0, 100), "y_range": (0, 100)}, RANGES, {"x_range": (0, 40), "y_range": (20, 100)}]
    tables = [
        prepared_of(
            Grid.from_points(points, tied, 2, **part), transform="normal-score", variogram=VARIOGRAMS["long"]
        ).transform.back(np.linspace(-2, 2, 99))
        for part in ranges
    ]
    np.testing.assert_array_equal(tables[0], tables[1])
    np.testing.assert_array_equal(tables[0], tables[2])


def test_without_a_variogram_all_data_are_fitted(data):
    large, small = Grid.from_points(*data, 2, x_range=(0, 100), y_range=(0, 100)), Grid.from_points(*data, 2, **RANGES)
    fitted = [prepared_of(grid, seed=1).variogram for grid in (large, small)]
    assert fitted[1].range == pytest.approx(fitted[0].range, rel=1e-3)
    assert fitted[1].sill == pytest.approx(fitted[0].sill, rel=1e-3)


def test_data_in_space_are_felt_beyond_the_grid():
    rng = np.random.default_rng(6)
    points = np.unique(np.floor(rng.uniform(0, (60, 60, 20), (80, 3)) / 2) * 2 + 1, axis=0)
    values = rng.normal(size=len(points))
    variogram = Variogram.spherical(nugget=0.05, partial_sill=1, range=30, vertical_range=10)
    small = Grid.from_points(points, values, 2, 2, x_range=(20, 40), y_range=(20, 40), z_range=(6, 14))
    ensemble = small.krig(400, seed=1, variogram=variogram)
    expected, variance = krige(points, values, variogram, small.geometry.centres())
    unknown = variance > 1e-6
    ratio = ensemble.std.ravel()[unknown] / np.sqrt(variance[unknown])
    assert ratio.mean() == pytest.approx(1, abs=0.02)
    np.testing.assert_allclose(ratio, 1, atol=5 / np.sqrt(800))
    apart = (ensemble.mean.ravel() - expected)[unknown] / np.sqrt(variance[unknown]) * 20
    assert np.abs(apart).max() < 4.5


def test_an_external_drift_is_learnt_from_data_beyond_too(data):
    points, values = data
    large = Grid.from_points(points, values, 2, x_range=(0, 100), y_range=(0, 100))
    small = Grid.from_points(points, values, 2, **RANGES)

    def at(places):
        return np.sin(places[:, 0] / 15) + places[:, 1] / 60

    beyond = small.outside.points
    small.outside = Outside(beyond, small.outside.values, at(beyond)[:, None])
    options = {"kriging_type": "external-drift", "variogram": VARIOGRAMS["spherical"]}
    drifts = [at(grid.geometry.centres()).reshape(grid.shape) for grid in (large, small)]
    estimates = [prepared_of(grid, drift=drift, **options).simulator for grid, drift in zip((large, small), drifts)]
    expected, variance = krige(
        points, values, options["variogram"], small.geometry.centres(), drift=at(points), target_drift=drifts[1].ravel()
    )
    np.testing.assert_allclose(estimates[1].estimate.ravel(), expected, atol=1e-8)
    ensemble = small.krig(COUNT, seed=1, drift=drifts[1], **options)
    unknown = variance > 1e-6
    ratio = ensemble.std.ravel()[unknown] / np.sqrt(variance[unknown])
    np.testing.assert_allclose(ratio, 1, atol=5 / np.sqrt(2 * COUNT))
    # Where nobody knows their drift, they count for the histogram alone.
    small.outside = Outside(beyond, small.outside.values)
    alone = prepared_of(small, drift=drifts[1], **options).simulator
    assert not isinstance(alone, BeyondSimulation)


def test_data_on_the_grid_stay_honoured_to_the_bit_and_a_seed_makes_the_same_bytes(data):
    small = Grid.from_points(*data, 2, **RANGES)
    options = {"seed": 5, "variogram": VARIOGRAMS["nested"], "transform": "normal-score"}
    first, again = (
        list(small.realizations(17, **options)),
        list(pickle.loads(pickle.dumps(small)).realizations(17, **options)),
    )
    filled = np.isfinite(np.asarray(small))
    for one, other in zip(first, again):
        np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(np.asarray(one)[filled], np.asarray(small)[filled])


def test_exact_positions_know_data_beyond_the_grid(data):
    points, values = data[0] + np.random.default_rng(8).uniform(-0.9, 0.9, data[0].shape), data[1]
    small = Grid.from_points(points, values, 2, **RANGES)
    variogram = Variogram.matern(nu=1.5, nugget=0.05, partial_sill=1, range=30)
    ensemble = small.krig(COUNT, seed=3, variogram=variogram, exact_positions=True)
    expected, variance = krige(points, values, variogram, small.geometry.centres())
    np.testing.assert_allclose(ensemble.std.ravel() / np.sqrt(variance), 1, atol=5 / np.sqrt(2 * COUNT))
    assert np.abs(ensemble.mean.ravel() - expected).max() < 5 / np.sqrt(COUNT)


def test_a_slice_knows_nothing_of_what_was_cut_off(data):
    small = Grid.from_points(*data, 2, **RANGES)
    assert len(small.outside.values) == len(data[1]) - small.placement.data == small.placement.outside
    assert small[2:].outside is None
    assert small[:].outside is small.outside
    assert (small + 1).outside is None


def test_random_samples_take_the_histogram_of_all_data_and_say_so(data):
    small = Grid.from_points(*data, 2, **RANGES)
    ensemble = small.krig(2, seed=1, method="random-sample", variogram=VARIOGRAMS["long"], transform="normal-score")
    count = len(data[1]) - small.placement.data
    assert (
        f"Data far outside the grid that count only for the histogram (`x_range`, `y_range`): {count}."
        in ensemble.remarks
    )


def test_far_from_data_only_simple_kriging_tends_to_the_histogram():
    rng = np.random.default_rng(5)
    points = np.concatenate([rng.uniform(0, 20, (30, 2)), rng.uniform(0, 5, (20, 2))])
    values = rng.lognormal(size=50) + 0.3 * (points[:, 0] < 5)
    grid = Grid.from_points(points, values, 1, x_range=(0, 80), y_range=(0, 30))
    variogram = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=12)
    options = {"transform": "normal-score", "upper_tail": "linear", "variogram": variogram}
    found = {}
    for kind in ("simple", "ordinary"):
        ensemble = grid.krig(400, seed=1, kriging_type=kind, **options)
        mean, std = np.asarray(ensemble.mean)[50:], np.asarray(ensemble.std)[50:]
        found[kind] = mean.mean(), np.sqrt((std**2).mean())
    assert found["simple"] == pytest.approx((values.mean(), values.std()), rel=0.05)
    assert found["ordinary"] == pytest.approx((1.53, 1.53), abs=0.05)


def test_what_soft_data_do_to_one_field_does_not_depend_on_how_many_are_asked_for():
    """To the last digit, which the single precision of fields may hide."""
    rng = np.random.default_rng(0)
    points = np.vstack([rng.uniform(0, 40, (30, 2)), rng.uniform(-6, -1, (300, 2))])
    error = np.where(np.arange(330) % 2, 0.5, 0.0)
    grid = Grid.from_points(points, rng.normal(size=330), 1, x_range=(0, 40), y_range=(0, 40), error=error)
    soft = prepared_of(grid, variogram=VARIOGRAMS["spherical"]).simulator._soft
    shifts = soft.drawn(np.random.default_rng(1), 10)
    many = [field.tobytes() for field in soft.fields(shifts, 10)]
    for count in (1, 2, 7):
        assert [field.tobytes() for field in soft.fields(shifts, count)] == many[:count]
