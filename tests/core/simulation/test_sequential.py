"""Sequential realizations against the exact law, and against what a limited neighbourhood is allowed to miss."""

import pickle
import tracemalloc

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.simulation import conditioning, sequential
from stochastic_kriging.krig_core.simulation.grid_drift import GridDrift
from stochastic_kriging.krig_core.simulation.problem import Problem
from stochastic_kriging.krig_core.simulation.sequential import SequentialSimulation
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.workforce.workforce import WorkForce
from stochastic_kriging.tests.core.simulation.conditional import MODELS, assert_law, conditional, on_nodes

SIDE = 12
WELLS = np.array([(2.5, 2.5), (9.5, 4.5), (5.5, 7.5), (2.5, 10.5), (10.5, 9.5)])
VALUES = np.array([9.0, 11.5, 10.2, 8.1, 12.3])


def wells(values=VALUES, side=SIDE):
    return Grid.from_points(WELLS, values, 1, x_range=(0, side), y_range=(0, side))


def simulator(grid, variogram, *, kriging_type="ordinary", drift=None, **options):
    points, values, cells = grid.conditioning_data()
    grid_drift = GridDrift(kriging_type, grid.geometry, points, drift)
    return SequentialSimulation(Problem(grid.geometry, cells, values, variogram, grid_drift, **options))


def sample(simulation, count, seed=0):
    """Realizations of as many blocks as are needed, one row each."""
    rows = []
    for block in range(-(-count // simulation.block_size)):
        rng = np.random.default_rng([seed, block])
        size = min(simulation.block_size, count - block * simulation.block_size)
        rows += [(simulation.estimate + error).ravel() for error in simulation.errors(rng, size)]
    return np.array(rows)


@pytest.mark.parametrize("kriging_type", ["ordinary", "simple"])
@pytest.mark.parametrize("name", MODELS)
def test_with_all_cells_as_neighbours_the_law_is_the_conditional_gaussian(name, kriging_type):
    """4000 realizations, 5 wells, 12 × 12 cells."""
    variogram, grid = MODELS[name], wells()
    simulation = simulator(grid, variogram, kriging_type=kriging_type, max_data=SIDE**2)
    simulation.block_size = 4000
    law = conditional(WELLS, VALUES, grid.geometry.centres(), variogram, kriging_type)
    assert_law(sample(simulation, 4000), *law, certain=5)


@pytest.mark.parametrize("kriging_type", ["universal-1", "universal-2", "external-drift"])
def test_with_a_trend_the_law_is_that_of_universal_kriging(kriging_type):
    points = np.vstack([WELLS, [(0.5, 7.5), (6.5, 0.5), (7.5, 11.5)]])
    values = np.append(VALUES, [7.5, 13.0, 11.0])
    grid = Grid.from_points(points, values, 1, x_range=(0, SIDE), y_range=(0, SIDE))
    cells, variogram = grid.geometry.centres(), MODELS["spherical and nugget"]
    external = np.cos(points[:, 0] / 3) * points[:, 1], np.cos(cells[:, 0] / 3) * cells[:, 1]
    drift = external[1].reshape(grid.shape) if kriging_type == "external-drift" else None
    simulation = simulator(grid, variogram, kriging_type=kriging_type, max_data=SIDE**2, drift=drift)
    simulation.block_size = 4000
    law = conditional(points, values, cells, variogram, kriging_type, external)
    assert_law(sample(simulation, 4000), *law, certain=8)


def on_meuse_nodes(meuse, neighbours, count=1000):
    """z of the mean and ratio of variances of realizations at the nodes, against kriging from all data."""
    points, values, nodes = meuse
    variogram = Variogram.spherical(nugget=0.05, partial_sill=0.59, range=897)
    grid = on_nodes(points, values, nodes)
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


def test_with_too_many_data_for_a_factor_the_law_is_the_same(meuse, monkeypatch):
    monkeypatch.setattr(conditioning, "MOST_FACTORED", 100)
    z, ratio = on_meuse_nodes(meuse, 60, 400)
    assert np.mean(np.abs(z) < 3) >= 0.97
    assert 0.90 < z.std() < 1.10
    assert 0.97 < ratio.mean() < 1.03


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
    assert_law(rows, *conditional(points, values, grid.geometry.centres(), variogram, "ordinary"), certain=7)
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
    drift = GridDrift("ordinary", geometry, geometry.centres(cells), None)
    simulation = SequentialSimulation(
        Problem(geometry, cells, rng.normal(size=len(cells)), MODELS[name], drift, max_data=count)
    )
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


@pytest.mark.parametrize("name", MODELS)
def test_weights_and_std_are_those_of_simple_kriging(name):
    """Also in the first cells of the path, which have fewer known cells than neighbours are wanted."""
    simulation = simulator(wells(side=30), MODELS[name], max_data=12)
    path = simulation._path(np.random.default_rng(1))
    points = wells(side=30).geometry.centres()[path]
    search = sequential._Search(simulation, path)
    for start, end in ((5, 30), (400, 440)):
        kriging = search.krige(start, end)
        for row, rank in enumerate(range(start, end)):
            near = kriging.neighbours[row][: min(rank, 12)]
            values = np.sin(np.arange(len(near)))
            mean, variance = krige(
                points[near], values, simulation.variogram, points[rank : rank + 1], kriging_type="simple", mean=0
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
    for processes in (1, 3):
        with WorkForce(grid, processes) as workforce:
            ensemble = workforce.krig(120, **options)
        for mine, theirs in ((alone.mean, ensemble.mean), (alone.std, ensemble.std)):
            assert mine.tobytes() == theirs.tobytes()


def test_more_realizations_begin_with_the_same_ones(grid):
    simulation = simulator(grid, VARIOGRAM, max_data=16)
    few, many = (list(simulation.errors(np.random.default_rng(3), count)) for count in (5, 50))
    np.testing.assert_allclose(few, many[:5], rtol=1e-12)


def test_a_simulator_survives_pickling(grid):
    simulation = simulator(grid, VARIOGRAM)
    twin = pickle.loads(pickle.dumps(simulation))
    mine, theirs = (next(iter(item.errors(np.random.default_rng(3), 2))) for item in (simulation, twin))
    np.testing.assert_array_equal(mine, theirs)


def test_realizations_of_a_block_are_independent_and_the_callers_own(grid):
    one, other = simulator(grid, VARIOGRAM).errors(np.random.default_rng(3), 2)
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
    promised = SequentialSimulation.cost(grid.geometry, 5, MODELS["exponential"]).memory
    tracemalloc.start()
    for _ in simulation.errors(np.random.default_rng(0), 50):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < promised


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_data": 0}, "Invalid `max_data` 0. Should be at least 1."),
        ({"kriging_type": "magic"}, "Invalid kriging type 'magic'"),
        ({"kriging_type": "simple", "variogram": Variogram.power(slope=1)}, "Simple kriging needs a variance"),
    ],
)
def test_bad_parameters_are_a_sentence(options, message):
    with pytest.raises(InvalidInput, match=message):
        simulator(wells(), **{"variogram": VARIOGRAM, **options})
