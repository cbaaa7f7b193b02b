"""Sequential realizations against the exact law, and against what a limited neighbourhood is allowed to miss."""

import pickle
import tracemalloc

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.kriging import krige
from stochastic_kriging.krig_core.models import Variogram
from stochastic_kriging.krig_core.simulation import sequential
from stochastic_kriging.krig_core.simulation.sequential import SequentialSimulation
from stochastic_kriging.krig_core.workforce import WorkForce

SIDE = 12
WELLS = np.array([(2.5, 2.5), (9.5, 4.5), (5.5, 7.5), (2.5, 10.5), (10.5, 9.5)])
VALUES = np.array([9.0, 11.5, 10.2, 8.1, 12.3])

MODELS = {
    "spherical and nugget": Variogram.spherical(nugget=0.2, partial_sill=0.8, range=9),
    "exponential": Variogram.exponential(nugget=0, partial_sill=1, range=12),
    "gaussian": Variogram.gaussian(nugget=0, partial_sill=1, range=8),
    "anisotropic": Variogram.spherical(nugget=0.1, partial_sill=0.9, range=14, azimuth=30, ratio=0.4),
    "nested": Variogram.spherical(nugget=0.1, partial_sill=0.4, range=5)
    + Variogram.exponential(nugget=0, partial_sill=0.5, range=15),
    "pure nugget": Variogram(1.0),
}


def wells(values=VALUES, side=SIDE):
    return Grid.from_points(WELLS, values, 1, x_range=(0, side), y_range=(0, side))


def simulator(grid, variogram, **options):
    _, values, cells = grid.conditioning_data()
    return SequentialSimulation(grid.geometry, cells, values, variogram, **options)


def sample(simulation, count, seed=0):
    """Realizations of as many blocks as are needed, one row each."""
    rows = []
    for block in range(-(-count // simulation.block_size)):
        rng = np.random.default_rng([seed, block])
        size = min(simulation.block_size, count - block * simulation.block_size)
        rows += [realization.ravel() for realization in simulation.realizations(rng, size)]
    return np.array(rows)


def conditional(points, values, cells, variogram, kriging_type):
    """Mean and covariance of the conditional Gaussian at all cells, from one dense solve."""
    among, across = variogram.covariance(points, points), variogram.covariance(points, cells)
    count = len(points)
    if kriging_type == "ordinary":
        system = np.block([[among, np.ones((count, 1))], [np.ones((1, count)), np.zeros((1, 1))]])
        weights = np.linalg.solve(system, np.vstack([across, np.ones((1, len(cells)))]))[:count]
        mean = weights.T @ values
    else:
        weights = np.linalg.solve(among, across)
        mean = values.mean() + weights.T @ (values - values.mean())
    covariance = variogram.covariance(cells, cells) - weights.T @ across - across.T @ weights
    return mean, covariance + weights.T @ among @ weights


@pytest.mark.parametrize("kriging_type", ["ordinary", "simple"])
@pytest.mark.parametrize("name", MODELS)
def test_with_all_cells_as_neighbours_the_law_is_the_conditional_gaussian(name, kriging_type):
    """4000 realizations, 5 wells, 12 × 12 cells; limits are in Monte-Carlo standard errors."""
    count, variogram, grid = 4000, MODELS[name], wells()
    mean, covariance = conditional(WELLS, VALUES, grid.geometry.centres(), variogram, kriging_type)
    simulation = simulator(grid, variogram, kriging_type=kriging_type, max_data=SIDE**2)
    simulation.block_size = count
    rows = sample(simulation, count)
    free = covariance.diagonal() > 1e-9
    assert (~free).sum() == 5
    variance = covariance.diagonal()[free]
    rows, mean, covariance = rows[:, free], mean[free], covariance[np.ix_(free, free)]
    assert (np.abs(rows.mean(0) - mean) / np.sqrt(variance / count)).max() < 4.5
    assert np.abs(rows.std(0, ddof=1) / np.sqrt(variance) - 1).max() < 4.5 / np.sqrt(2 * count)
    z = (np.cov(rows.T) - covariance) / np.sqrt((covariance**2 + np.outer(variance, variance)) / count)
    assert np.mean(np.abs(z) > 4) < 1e-3
    assert np.abs(z).max() < 6
    assert 0.85 < z[np.triu_indices_from(z)].std() < 1.15


def on_meuse_nodes(meuse, neighbours, count=1000):
    """z of the mean and ratio of variances of realizations at the nodes, against kriging from all data."""
    points, values, nodes = meuse
    variogram = Variogram.spherical(nugget=0.05, partial_sill=0.59, range=897)
    x_range = (nodes[:, 0].min() - 20, nodes[:, 0].max() + 20)
    y_range = (nodes[:, 1].min() - 20, nodes[:, 1].max() + 20)
    grid = Grid.from_points(points, values, 40, x_range=x_range, y_range=y_range)
    where, data, _ = grid.conditioning_data()
    cells, _ = grid.geometry.cells_of(nodes)
    rows = sample(simulator(grid, variogram, max_data=neighbours), count, seed=1)
    rows = rows[:, np.ravel_multi_index(tuple(cells.T), grid.geometry.shape)]
    mean, variance = krige(where, data, variogram, nodes)
    free = variance > 1e-9
    z = (rows.mean(0) - mean)[free] / np.sqrt(variance[free] / count)
    return z, rows.var(0, ddof=1)[free] / variance[free]


@pytest.mark.parametrize(("neighbours", "count"), [(None, 1000), (60, 400)])
def test_the_mean_of_many_realizations_is_the_kriging_map(meuse, neighbours, count):
    """As near as that of the exact method, although only the nearest cells are used."""
    z, ratio = on_meuse_nodes(meuse, neighbours, count)
    assert np.mean(np.abs(z) < 3) >= 0.993
    assert 0.90 < z.std() < 1.10
    assert 0.97 < ratio.mean() < 1.03


def test_with_too_many_data_for_one_system_the_mean_is_that_of_the_neighbourhood(meuse, monkeypatch):
    monkeypatch.setattr(sequential, "MOST_DATA", 100)
    z, ratio = on_meuse_nodes(meuse, 60, 200)
    assert np.mean(np.abs(z) < 3) >= 0.9
    assert 0.97 < ratio.mean() < 1.03
    points, values, _ = meuse
    simulation = simulator(Grid.from_points(points, values, 40), Variogram.exponential(partial_sill=1, range=900))
    assert simulation.remarks == ("More than 100 data: the mean follows from the 30 nearest known cells only.",)


def test_realizations_have_the_variogram_of_the_model(meuse):
    """Within 15 % for distances below the range, on the average of 20."""
    points, values, nodes = meuse
    variogram = Variogram.spherical(nugget=0.05, partial_sill=0.59, range=897)
    x_range = (nodes[:, 0].min() - 20, nodes[:, 0].max() + 20)
    y_range = (nodes[:, 1].min() - 20, nodes[:, 1].max() + 20)
    grid = Grid.from_points(points, values, 40, x_range=x_range, y_range=y_range)
    rows = sample(simulator(grid, variogram, kriging_type="simple", mean=5.9), 20, seed=3)
    cells, _ = grid.geometry.cells_of(nodes)
    rows = rows[:, np.ravel_multi_index(tuple(cells.T), grid.geometry.shape)]
    rng = np.random.default_rng(0)
    first, second = rng.integers(0, len(nodes), (2, 400_000))
    distance = np.hypot(*(nodes[first] - nodes[second]).T)
    gamma = 0.5 * ((rows[:, first] - rows[:, second]) ** 2).mean(0)
    edges = np.arange(0.5, 900, 100)
    for low, high in zip(edges[:-1], edges[1:]):
        pairs = (distance > low) & (distance <= high)
        assert gamma[pairs].mean() == pytest.approx(variogram(distance[pairs]).mean(), rel=0.15)


@pytest.mark.parametrize("model", ["spherical", "exponential", "gaussian"])
def test_without_a_datum_near_the_variance_and_the_variogram_are_those_of_the_model(model):
    """Simple kriging, one well in a corner, 60 × 60 cells, 30 neighbours: limits are three times the spread seen."""
    variogram = Variogram.of(model, nugget=0, partial_sill=2, range=10)
    grid = Grid.from_points([(0.5, 0.5)], [3.0], 1, x_range=(0, 60), y_range=(0, 60))
    fields = sample(simulator(grid, variogram, kriging_type="simple", mean=3.0), 100).reshape(-1, 60, 60)[:, 20:, 20:]
    assert fields.mean() == pytest.approx(3, abs=0.12)
    assert fields.var() == pytest.approx(2, rel=0.06)
    for lag in (1, 3, 6):
        gamma = 0.25 * np.mean((fields[:, lag:] - fields[:, :-lag]) ** 2)
        gamma += 0.25 * np.mean((fields[:, :, lag:] - fields[:, :, :-lag]) ** 2)
        assert gamma == pytest.approx(float(variogram(lag)), rel=0.05)


def test_a_cube_is_simulated_in_three_dimensions():
    """The law with all cells as neighbours, and wells along z honoured."""
    points = np.array([(1.5, 1.5, z + 0.5) for z in range(6)] + [(3.5, 2.5, 2.5)])
    values = np.array([1.0, 2.0, 1.5, 0.0, -1.0, 0.5, 2.0])
    grid = Grid.from_points(points, values, 1, 1, (0, 5), (0, 4), (0, 6))
    variogram = Variogram.spherical(nugget=0.1, partial_sill=2, range=6, azimuth=60, ratio=0.5, vertical_range=3)
    simulation = simulator(grid, variogram, max_data=120)
    simulation.block_size = 3000
    rows = sample(simulation, 3000)
    mean, covariance = conditional(points, values, grid.geometry.centres(), variogram, "ordinary")
    free = covariance.diagonal() > 1e-9
    z = (rows.mean(0) - mean)[free] / np.sqrt(covariance.diagonal()[free] / 3000)
    assert np.abs(z).max() < 4.5
    error = np.sqrt((covariance**2 + np.outer(covariance.diagonal(), covariance.diagonal())) / 3000)[np.ix_(free, free)]
    assert np.abs((np.cov(rows[:, free].T) - covariance[np.ix_(free, free)]) / error).max() < 6
    known = np.isfinite(np.asarray(grid)).ravel()
    assert (rows[:, known] == np.asarray(grid).ravel()[known]).all()


@pytest.mark.parametrize("offset", [0.0, 1e7])
def test_wells_are_honoured_to_the_bit_and_certain(offset):
    grid = wells(VALUES + offset, 40)
    known = np.isfinite(np.asarray(grid))
    ensemble = grid.krig(60, seed=1, method="sequential", variogram=MODELS["spherical and nugget"])
    assert (np.asarray(ensemble.mean)[known] == np.asarray(grid)[known]).all()
    assert (np.asarray(ensemble.std)[known] == 0).all()
    assert (np.asarray(ensemble.std)[~known] > 0.1).all()


# ---- neighbours and weights


@pytest.mark.parametrize("name", ["exponential", "anisotropic", "pure nugget"])
@pytest.mark.parametrize("count", [1, 7, 20])
def test_each_cell_has_the_nearest_of_those_before_it(name, count):
    rng = np.random.default_rng(0)
    cells = np.unique(rng.integers(0, (40, 25), (12, 2)), axis=0)
    geometry = Geometry((0, 0), (2.0, -3.0), (40, 25))
    simulation = SequentialSimulation(geometry, cells, rng.normal(size=len(cells)), MODELS[name], max_data=count)
    path = simulation._path(rng)
    assert sorted(path) == list(range(1000))
    points = geometry.centres()[path] @ simulation.metric
    search = sequential._Search(simulation, path)
    for start, end in ((12, 30), (30, 41), (200, 330), (900, 1000)):
        kriging = search.krige(start, end)
        for rank in range(start, end):
            distance = np.hypot(*(points[:rank] - points[rank]).T)
            mine = np.sort(distance[kriging.neighbours[rank - start][: min(rank, count)]])
            np.testing.assert_allclose(mine, np.sort(distance)[:count], rtol=1e-9)
            assert len(set(kriging.neighbours[rank - start][: min(rank, count)])) == min(rank, count)


@pytest.mark.parametrize("kriging_type", ["ordinary", "simple"])
@pytest.mark.parametrize("name", MODELS)
def test_weights_and_std_are_those_of_kriging(name, kriging_type):
    """Also in the first cells of the path, which have fewer known cells than neighbours are wanted."""
    simulation = simulator(wells(side=30), MODELS[name], kriging_type=kriging_type, max_data=12)
    path = simulation._path(np.random.default_rng(1))
    points = wells(side=30).geometry.centres()[path]
    search = sequential._Search(simulation, path)
    for start, end in ((5, 30), (400, 440)):
        kriging = search.krige(start, end)
        for row, rank in enumerate(range(start, end)):
            near = kriging.neighbours[row][: min(rank, 12)]
            values = np.sin(np.arange(len(near)))
            mean, variance = krige(
                points[near], values, simulation.variogram, points[rank : rank + 1], kriging_type=kriging_type, mean=0
            )
            assert kriging.weights[row][: len(near)] @ values == pytest.approx(mean[0], abs=1e-5)
            assert kriging.std[row] == pytest.approx(np.sqrt(variance[0]), abs=1e-5)
            assert (kriging.weights[row][len(near) :] == 0).all()


# ---- the same bytes


@pytest.fixture(scope="module")
def grid():
    rng = np.random.default_rng(8)
    points, values = rng.uniform(0, 60, (80, 2)), rng.normal(20, 3, 80)
    return Grid.from_points(points, values, 1, x_range=(0, 60), y_range=(0, 45))


VARIOGRAM = Variogram.exponential(nugget=1, partial_sill=8, range=20)


def test_one_process_or_many_give_the_same_bytes(grid):
    options = {"seed": 11, "method": "sequential", "variogram": VARIOGRAM, "max_data": 16}
    alone = grid.krig(120, **options)
    for processes in (1, 2, 3):
        with WorkForce(grid, processes) as workforce:
            ensemble = workforce.krig(120, **options)
        for mine, theirs in ((alone.mean, ensemble.mean), (alone.std, ensemble.std)):
            assert mine.tobytes() == theirs.tobytes()


def test_more_realizations_begin_with_the_same_ones(grid):
    simulation = simulator(grid, VARIOGRAM, max_data=16)
    few, many = (list(simulation.realizations(np.random.default_rng(3), count)) for count in (5, 50))
    np.testing.assert_allclose(few, many[:5], rtol=1e-12)


def test_a_simulator_survives_pickling(grid):
    simulation = simulator(grid, VARIOGRAM)
    twin = pickle.loads(pickle.dumps(simulation))
    mine, theirs = (next(iter(item.realizations(np.random.default_rng(3), 2))) for item in (simulation, twin))
    np.testing.assert_array_equal(mine, theirs)


def test_realizations_of_a_block_are_independent_and_the_callers_own(grid):
    one, other = simulator(grid, VARIOGRAM).realizations(np.random.default_rng(3), 2)
    twin = one.copy()
    other[:] = 0
    assert not np.array_equal(one, other)
    assert np.array_equal(one, twin)


# ---- grids and data as they come


@pytest.mark.parametrize(("nx", "ny"), [(1, 1), (1, 30), (30, 1), (2, 3)])
def test_small_and_narrow_grids_work(nx, ny):
    grid = Grid.from_points([(0.5, 0.5)], [3.0], 1, x_range=(0, nx), y_range=(0, ny))
    ensemble = grid.krig(6, seed=1, method="sequential", variogram=MODELS["spherical and nugget"])
    assert ensemble.mean.shape == (nx, ny)
    assert ensemble.mean[0, 0] == 3.0
    assert np.isfinite(ensemble.std).all()


@pytest.mark.parametrize("factor", [1e-3, 1e3, 1e6])
@pytest.mark.parametrize("model", ["spherical", "exponential", "gaussian"])
def test_any_range_gives_a_finite_map(model, factor):
    variogram = Variogram.of(model, nugget=0, partial_sill=1, range=SIDE * factor)
    ensemble = wells().krig(4, seed=1, method="sequential", variogram=variogram)
    assert np.isfinite(ensemble.mean).all()
    assert (np.asarray(ensemble.std) < 100).all()


@pytest.mark.parametrize("value", [7.0, 0.1])
def test_data_that_are_all_equal_give_that_value_and_no_spread(value):
    ensemble = wells(np.full(5, value)).krig(5, seed=1, method="sequential", variogram=Variogram(0.0))
    assert (np.asarray(ensemble.mean) == value).all()
    assert (np.asarray(ensemble.std) == 0).all()


def test_a_grid_full_of_data_is_returned_as_it_is():
    full = Grid.of(np.arange(12.0).reshape(3, 4), Geometry((0, 0), (1, 1), (3, 4)))
    ensemble = full.krig(4, seed=1, method="sequential", variogram=MODELS["exponential"])
    np.testing.assert_array_equal(ensemble.mean, full)
    assert (np.asarray(ensemble.std) == 0).all()


def test_a_variogram_without_a_sill_is_simulated_by_ordinary_kriging():
    variogram = Variogram.power(slope=0.3, alpha=1.0)
    simulation = simulator(wells(), variogram, max_data=SIDE**2)
    simulation.block_size = 2000
    rows = sample(simulation, 2000)
    mean, variance = krige(WELLS, VALUES, variogram, wells().geometry.centres())
    free = variance > 1e-6
    assert np.abs((rows.mean(0) - mean)[free] / np.sqrt(variance[free] / 2000)).max() < 4.5
    assert np.abs(rows.var(0, ddof=1)[free] / variance[free] - 1).max() < 4.5 / np.sqrt(1000)


def test_memory_stays_within_what_was_said():
    grid = Grid.from_points(WELLS, VALUES, 0.1, x_range=(0, SIDE), y_range=(0, SIDE))
    simulation = simulator(grid, MODELS["exponential"], max_data=8)
    promised, _ = SequentialSimulation.cost(grid.geometry, 5, 50)
    tracemalloc.start()
    for _ in simulation.realizations(np.random.default_rng(0), 50):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < promised


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_data": 0}, "Invalid max_data 0. Should be at least 1."),
        ({"kriging_type": "magic"}, "Invalid kriging type 'magic'"),
        ({"kriging_type": "simple", "variogram": Variogram.power(slope=1)}, "Simple kriging needs a variance"),
    ],
)
def test_bad_parameters_are_a_sentence(options, message):
    with pytest.raises(InvalidInput, match=message):
        simulator(wells(), **{"variogram": VARIOGRAM, **options})
