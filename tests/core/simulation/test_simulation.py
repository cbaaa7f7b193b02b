"""Realizations against what the mathematics says they must be."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.simulation import conditioning, data_system
from stochastic_kriging.krig_core.simulation.torus import TAIL, wrapped
from stochastic_kriging.krig_core.simulation.vecchia import Vecchia
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.workforce.workforce import WorkForce
from stochastic_kriging.tests.core.simulation.conditional import MODELS, assert_law, conditional, on_nodes

pytestmark = pytest.mark.usefixtures("sampled")

SIDE = 20
WELLS = np.array([(3.5, 4.5), (15.5, 6.5), (9.5, 12.5), (4.5, 17.5), (16.5, 16.5)])
VALUES = np.array([9.0, 11.5, 10.2, 8.1, 12.3])

MEUSE = Variogram.spherical(nugget=0.05, partial_sill=0.59, range=897)


def wells(values=VALUES):
    return Grid.from_points(WELLS, values, 1, x_range=(0, SIDE), y_range=(0, SIDE))


@pytest.mark.parametrize("kriging_type", ["ordinary", "simple"])
@pytest.mark.parametrize("name", MODELS)
def test_mean_std_and_covariance_are_those_of_the_conditional_gaussian(name, kriging_type):
    """4000 realizations, 5 wells, 20 × 20 cells."""
    variogram = MODELS[name]
    grids = wells().realizations(4000, seed=3, variogram=variogram, kriging_type=kriging_type)
    sample = np.array([np.asarray(grid).ravel() for grid in grids])
    law = conditional(WELLS, VALUES, wells().geometry.centres(), variogram, kriging_type)
    assert_law(sample, *law, certain=5)


# ---- data where they are


def scattered(variogram, twins=0.0):
    """Return a grid of 40 × 40 cells with a field of that variogram at 60 places; half of them with a twin beside."""
    rng = np.random.default_rng(1)
    places = rng.uniform(5, 95, (60, 2))
    if twins:
        places[30:] = places[:30] + [twins, 0.0]
    values, vectors = np.linalg.eigh(variogram.covariance(places, places))
    data = vectors @ (np.sqrt(np.maximum(values, 0)) * rng.standard_normal(60))
    return Grid.from_points(places, data, 2.5, x_range=(0, 100), y_range=(0, 100)), places, data


@pytest.mark.parametrize(
    ("variogram", "twins", "most"),
    [
        (Variogram.gaussian(partial_sill=1.0, range=100), 0.0, 0.08),
        (Variogram.cubic(partial_sill=1.0, range=300), 0.0, 0.4),
        (Variogram.matern(partial_sill=1.0, range=60), 0.01, 1.2),
        (Variogram.exponential(partial_sill=1.0, range=60), 0.01, 1.3),
    ],
)
def test_smooth_models_and_twins_do_not_run_wild_at_exact_positions(variogram, twins, most):
    grid, places, data = scattered(variogram, twins)
    ensemble = grid.krig(60, seed=1, variogram=variogram, exact_positions=True)
    estimate, _ = krige(places, data, variogram, grid.geometry.centres())
    assert ensemble.std.max() < most
    assert np.abs(np.asarray(ensemble.mean).ravel() - estimate).max() < most


def test_exact_positions_of_a_grid_that_was_changed_are_refused():
    grid = wells()
    changed = grid.copy()
    changed[np.isfinite(np.asarray(changed))] *= 2
    for other in (changed, grid + 0):
        with pytest.raises(InvalidInput, match="`exact_positions`: the cells no longer hold the points"):
            other.krig(5, variogram=MEUSE, exact_positions=True)


def test_at_exact_positions_points_that_coincide_may_share_their_cell_with_another():
    """The mean of their mean and the third is not the cell's, which is that of all three."""
    points = np.array([[25.0, 25.0], [25.0, 25.0], [30.0, 30.0], [80.0, 40.0], [40.0, 90.0]])
    values = np.array([1.0, 2.0, 6.0, 3.0, 4.0])
    grid = Grid.from_points(points, values, xy_delta=50)
    assert grid[0, 0] == 3.0
    ensemble = grid.krig(8, seed=1, variogram=Variogram.spherical(partial_sill=1, range=300), exact_positions=True)
    assert ensemble.count == 8
    assert len(grid.points[0]) == 5


def test_at_exact_positions_an_external_drift_is_that_of_the_place():
    rng = np.random.default_rng(3)
    places = rng.uniform(5, 95, (40, 2))
    grid = Grid.from_points(places, places[:, 0] / 10, 10, x_range=(0, 100), y_range=(0, 100))
    east = grid.geometry.centres()[:, 0]
    variogram = Variogram.spherical(nugget=0.01, partial_sill=0.01, range=30)
    options = {"variogram": variogram, "kriging_type": "external-drift", "drift": east.reshape(grid.shape)}
    ensemble = grid.krig(20, seed=1, exact_positions=True, **options)
    # Values that are the drift itself have no residual; with the drift of cell centres they would.
    estimate, _ = krige(
        places,
        places[:, 0] / 10,
        variogram,
        grid.geometry.centres(),
        kriging_type="external-drift",
        drift=places[:, 0],
        target_drift=east,
    )
    np.testing.assert_allclose(estimate, east / 10, atol=1e-9)
    assert np.abs(np.asarray(ensemble.mean).ravel() - estimate).max() < 0.15


def test_iteration_tells_how_near_it_comes_to_the_data_or_refuses(monkeypatch):
    monkeypatch.setattr(conditioning, "MOST_FACTORED", 30)
    rough, smooth = (Variogram.of(model, partial_sill=1.0, range=400) for model in ("exponential", "gaussian"))
    remarks = scattered(rough)[0].krig(2, seed=1, variogram=rough).remarks
    assert any(text.startswith("Simulated fields honour the data to 0.") for text in remarks)
    monkeypatch.setattr(data_system, "_MOST_STEPS", 0)
    monkeypatch.setattr(conditioning, "_MOST_MISFIT", 1e-9)
    with pytest.raises(InvalidInput, match="too smooth .*`nugget`"):
        scattered(smooth)[0].krig(2, seed=1, variogram=smooth, exact_positions=True)


# ---- trends

MORE_WELLS = np.vstack([WELLS, [(1.5, 12.5), (18.5, 1.5), (12.5, 18.5)]])
MORE_VALUES = np.append(VALUES, [7.5, 13.0, 11.0])


def slope(points):
    """An external drift."""
    return np.sin(points[:, 0] / 4) + points[:, 1] / 20


@pytest.mark.parametrize("exact_positions", [False, True])
@pytest.mark.parametrize("kriging_type", ["universal-1", "universal-2", "external-drift"])
def test_with_a_trend_the_law_is_that_of_universal_kriging(kriging_type, exact_positions):
    """3000 realizations, 8 wells, 20 × 20 cells; the same from data on cells and from points at their centres."""
    grid = Grid.from_points(MORE_WELLS, MORE_VALUES, 1, x_range=(0, SIDE), y_range=(0, SIDE))
    cells, variogram = grid.geometry.centres(), MODELS["spherical and nugget"]
    external = slope(MORE_WELLS), slope(cells)
    options = {"drift": external[1].reshape(grid.shape)} if kriging_type == "external-drift" else {}
    options.update(variogram=variogram, kriging_type=kriging_type, exact_positions=exact_positions)
    sample = np.array([np.asarray(one).ravel() for one in grid.realizations(3000, seed=4, **options)])
    law = conditional(MORE_WELLS, MORE_VALUES, cells, variogram, kriging_type, external)
    certain = np.isfinite(np.asarray(grid)).ravel()
    if exact_positions:
        # Single precision leaves a trace of the fields at the data.
        np.testing.assert_allclose(sample[:, certain], np.broadcast_to(law[0][certain], (3000, 8)), atol=1e-4)
        sample[:, certain] = law[0][certain]
    assert_law(sample, *law, certain=8)


def test_universal_kriging_agrees_with_krige_at_all_nodes(meuse):
    """Meuse with a trend: |z| < 3 at 99.3 % of nodes, z with sd near 1, variance ratio near 1."""
    check_on_meuse(meuse, kriging_type="universal-1")


def test_a_cell_without_drift_has_no_value_and_is_counted():
    grid = Grid.from_points(MORE_WELLS, MORE_VALUES, 1, x_range=(0, SIDE), y_range=(0, SIDE))
    drift = slope(grid.geometry.centres()).reshape(grid.shape)
    options = {"seed": 1, "variogram": MODELS["exponential"], "kriging_type": "external-drift"}
    complete = grid.krig(12, drift=drift, **options)
    drift[0, :7] = np.nan
    for method in ("gaussian", "sequential"):
        ensemble = grid.krig(12, drift=drift, method=method, **options)
        missing = np.isnan(np.asarray(ensemble.mean))
        assert (missing == np.isnan(drift)).all()
        assert (np.isnan(np.asarray(ensemble.std)) == missing).all()
        assert "7 of 400 cells have no drift and are left without a value." in ensemble.remarks
    gaussian = grid.krig(12, drift=drift, **options)
    np.testing.assert_allclose(np.asarray(gaussian.mean)[~missing], np.asarray(complete.mean)[~missing], rtol=1e-6)


def test_a_trend_that_explains_the_data_is_found_by_the_automatic_variogram():
    """Data on a plane: the residuals vanish, so the map is the plane and certain."""
    values = 5 + 0.3 * MORE_WELLS[:, 0] - 0.1 * MORE_WELLS[:, 1]
    grid = Grid.from_points(MORE_WELLS, values, 1, x_range=(0, SIDE), y_range=(0, SIDE))
    ensemble = grid.krig(5, seed=1, kriging_type="universal-1")
    plane = 5 + 0.3 * grid.geometry.axis(0)[:, None] - 0.1 * grid.geometry.axis(1)
    np.testing.assert_allclose(ensemble.mean, plane, atol=1e-6)
    np.testing.assert_allclose(ensemble.std, 0, atol=1e-6)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kriging_type": "external-drift"}, "No drift: external-drift kriging needs"),
        ({"kriging_type": "simple", "drift": 1.0}, "Invalid drift for simple kriging"),
        ({"kriging_type": "external-drift", "drift": 1.0}, "has the same value at all data"),
        ({"kriging_type": "external-drift", "drift": np.nan}, "it is missing at 8 of 8 data"),
        ({"kriging_type": "external-drift", "drift": np.ones(3)}, r"Invalid drift of shape \(3,\)"),
        ({"kriging_type": "universal-1", "method": "random-sample"}, "for the method 'random-sample'"),
    ],
)
def test_a_drift_that_does_not_work_is_a_sentence(options, message):
    grid = Grid.from_points(MORE_WELLS, MORE_VALUES, 1, x_range=(0, SIDE), y_range=(0, SIDE))
    if np.ndim(options.get("drift")) == 0 and "drift" in options:
        options = {**options, "drift": np.full(grid.shape, options["drift"])}
    with pytest.raises(InvalidInput, match=message):
        grid.krig(3, seed=1, variogram=MODELS["exponential"], **options)


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_too_few_wells_for_a_trend_are_a_sentence(method):
    with pytest.raises(InvalidInput, match="Too few data: universal-2 kriging with 6 drift functions"):
        wells().krig(3, seed=1, method=method, variogram=MODELS["exponential"], kriging_type="universal-2")


# ---- more data than a factor takes


@pytest.mark.parametrize("exact_positions", [False, True])
@pytest.mark.parametrize("kriging_type", ["simple", "universal-1"])
def test_an_iterative_solution_gives_the_realizations_of_the_factored_one(monkeypatch, kriging_type, exact_positions):
    """300 data, the same fields: realizations differ by less than the misfit that is allowed, and what points see of
    a grid, 6 × 6 cells, differs a little from what the variogram says."""
    rng = np.random.default_rng(7)
    points, values = rng.uniform(0, 60, (300, 2)), rng.normal(size=300)
    grid = Grid.from_points(points, values, 1, x_range=(0, 60), y_range=(0, 60))
    options = {"seed": 2, "variogram": MODELS["anisotropic"], "kriging_type": kriging_type}
    options["exact_positions"] = exact_positions
    factored = np.array([np.asarray(one) for one in grid.realizations(4, **options)])
    monkeypatch.setattr(conditioning, "MOST_FACTORED", 200)
    iterated = np.array([np.asarray(one) for one in grid.realizations(4, **options)])
    assert 0 < np.sqrt(np.mean((factored - iterated) ** 2)) < (0.05 if exact_positions else 0.003)
    known = np.isfinite(np.asarray(grid))
    if not exact_positions:
        assert (iterated[:, known] == np.asarray(grid)[known]).all()
    assert any("More than 200 data" in remark for remark in grid.krig(2, **options).remarks)


def test_many_data_in_vertical_wells_are_all_used(monkeypatch):
    """16 wells of 20 in a cube: realizations are those of the factored solution, whatever cells a well crosses."""
    rng = np.random.default_rng(3)
    places = rng.integers(0, 14, (16, 2)) + 0.5
    points = np.array([(x, y, z + 0.5) for x, y in places for z in range(20)])
    grid = Grid.from_points(points, rng.normal(size=len(points)), 1, 1, (0, 14), (0, 14), (0, 20))
    options = {"seed": 1, "variogram": Variogram.exponential(partial_sill=1, range=12, vertical_range=8)}
    factored = np.array([np.asarray(one) for one in grid.realizations(3, **options)])
    monkeypatch.setattr(conditioning, "MOST_FACTORED", 100)
    iterated = np.array([np.asarray(one) for one in grid.realizations(3, **options)])
    assert 0 < np.sqrt(np.mean((factored - iterated) ** 2)) < 0.003


def test_a_smooth_variogram_of_many_data_is_solved_as_well(monkeypatch):
    """Ill-conditioned: wells are honoured, and what lies beside them is near a field as smooth as the variogram."""
    points = np.random.default_rng(8).integers(0, 60, (400, 2)) + 0.5
    grid = Grid.from_points(points, np.sin(points[:, 0] / 9), 1, x_range=(0, 60), y_range=(0, 60))
    known, truth = np.isfinite(np.asarray(grid)), np.sin(grid.geometry.axis(0) / 9)[:, None]
    monkeypatch.setattr(conditioning, "MOST_FACTORED", 200)
    for model, error in (("gaussian", 0.01), ("cubic", 0.15)):
        ensemble = grid.krig(10, seed=1, variogram=Variogram.of(model, nugget=0, partial_sill=0.5, range=20))
        assert (np.asarray(ensemble.mean)[known] == np.asarray(grid)[known]).all()
        assert np.abs(np.asarray(ensemble.mean) - truth)[5:-5, 5:-5].max() < error
        assert np.asarray(ensemble.std)[5:-5, 5:-5].mean() < error / 2


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_many_data_that_are_all_equal_give_that_value(monkeypatch, method):
    points = np.random.default_rng(7).uniform(0, 20, (150, 2))
    grid = Grid.from_points(points, np.full(150, 7.0), 1, x_range=(0, SIDE), y_range=(0, SIDE))
    monkeypatch.setattr(conditioning, "MOST_FACTORED", 100)
    ensemble = grid.krig(3, seed=1, method=method, variogram=Variogram(0.0))
    assert (np.asarray(ensemble.mean) == 7.0).all()
    assert (np.asarray(ensemble.std) == 0).all()


def test_an_iterative_solution_is_the_same_bytes_in_one_process_or_two(monkeypatch):
    rng = np.random.default_rng(7)
    grid = Grid.from_points(rng.uniform(0, 40, (250, 2)), rng.normal(size=250), 1, x_range=(0, 40), y_range=(0, 40))
    monkeypatch.setattr(conditioning, "MOST_FACTORED", 200)
    options = {"seed": 2, "variogram": MODELS["nested"], "kriging_type": "universal-1"}
    alone = grid.krig(35, **options)
    with WorkForce(grid, 2) as workforce:
        ensemble = workforce.krig(35, **options)
    assert alone.mean.tobytes() == ensemble.mean.tobytes()
    assert alone.std.tobytes() == ensemble.std.tobytes()


def test_the_inverse_of_vecchia_is_near_the_inverse():
    rng = np.random.default_rng(9)
    points = rng.uniform(0, 100, (500, 2))
    variogram = MODELS["exponential"]
    product = Vecchia(points, variogram)(variogram.covariance(points, points))
    eigenvalues = np.linalg.eigvals(product).real
    assert 0.3 < eigenvalues.min() < 1.0 < eigenvalues.max() < 3
    assert np.abs(np.log(eigenvalues)).mean() < 0.1


def test_an_ensemble_has_the_moments_of_its_realizations():
    variogram = MODELS["spherical and nugget"]
    ensemble = wells().krig(37, seed=5, variogram=variogram)
    sample = np.array([np.asarray(grid) for grid in wells().realizations(37, seed=5, variogram=variogram)])
    np.testing.assert_allclose(ensemble.mean, sample.mean(0), rtol=1e-12)
    np.testing.assert_allclose(ensemble.std, sample.std(0, ddof=1), rtol=1e-9, atol=1e-12)
    assert (ensemble.count, ensemble.seed, ensemble.variogram) == (37, 5, variogram)
    assert ensemble.mean.geometry == ensemble.std.geometry == wells().geometry


@pytest.mark.parametrize("method", ["gaussian", "random-sample"])
@pytest.mark.parametrize("offset", [0.0, 1e7])
def test_wells_are_honoured_to_the_bit_and_certain(method, offset):
    grid = wells(VALUES + offset)
    known = np.isfinite(np.asarray(grid))
    ensemble = grid.krig(23, seed=1, method=method, variogram=MODELS["spherical and nugget"])
    assert (np.asarray(ensemble.mean)[known] == np.asarray(grid)[known]).all()
    assert (np.asarray(ensemble.std)[known] == 0).all()
    assert (np.asarray(ensemble.std)[~known] > 0).all()
    for realization in grid.realizations(3, seed=1, method=method, variogram=MODELS["spherical and nugget"]):
        assert (np.asarray(realization)[known] == np.asarray(grid)[known]).all()
        assert np.isfinite(realization).all()


def check_on_meuse(meuse, **options):
    """Hold 1000 realizations, wells on their cells, against kriging at all nodes."""
    points, values, nodes = meuse
    grid = on_nodes(points, values, nodes)
    where, data, _ = grid.conditioning_data()
    ensemble = grid.krig(1000, seed=1, variogram=MEUSE, **options)
    cells, _ = grid.geometry.cells_of(nodes)
    at_nodes = tuple(cells.T)
    mean, variance = krige(where, data, MEUSE, nodes, **options)
    free = variance > 1e-9
    z = (np.asarray(ensemble.mean)[at_nodes] - mean)[free] / np.sqrt(variance[free] / 1000)
    ratio = np.asarray(ensemble.std)[at_nodes][free] ** 2 / variance[free]
    assert np.mean(np.abs(z) < 3) >= 0.993
    assert 0.90 < z.std() < 1.10
    assert 0.97 < ratio.mean() < 1.03


def test_the_mean_of_many_realizations_is_the_kriging_map(meuse):
    """Meuse, wells on their cells: |z| < 3 at 99.3 % of nodes, z with sd near 1, variance ratio near 1."""
    check_on_meuse(meuse)


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_realizations_have_the_variogram_of_the_model(meuse, method):
    """Within 15 % for distances below the range, on the average of 20."""
    points, values, nodes = meuse
    grid = on_nodes(points, values, nodes)
    options = {"method": method, "variogram": MEUSE, "kriging_type": "simple", "mean": 5.9}
    cells, _ = grid.geometry.cells_of(nodes)
    rows = np.array([np.asarray(one)[tuple(cells.T)] for one in grid.realizations(20, seed=3, **options)])
    rng = np.random.default_rng(0)
    first, second = rng.integers(0, len(nodes), (2, 400_000))
    distance = np.hypot(*(nodes[first] - nodes[second]).T)
    gamma = 0.5 * ((rows[:, first] - rows[:, second]) ** 2).mean(0)
    edges = np.arange(0.5, 900, 100)
    for low, high in zip(edges[:-1], edges[1:]):
        pairs = (distance > low) & (distance <= high)
        assert gamma[pairs].mean() == pytest.approx(MEUSE(distance[pairs]).mean(), rel=0.15)


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_realizations_of_normal_scores_have_the_histogram_of_the_data(method):
    """200 data of a skewed distribution on 60 × 60 cells: quantiles of 40 realizations within 10 % of the spread."""
    rng = np.random.default_rng(5)
    points, values = rng.uniform(0, 60, (200, 2)), rng.lognormal(1.0, 0.8, 200)
    grid = Grid.from_points(points, values, 1, x_range=(0, 60), y_range=(0, 60))
    variogram = Variogram.spherical(nugget=0.3, partial_sill=0.7, range=8)
    options = {"seed": 1, "method": method, "transform": "normal-score", "variogram": variogram}
    sample = np.array([np.asarray(one) for one in grid.realizations(40, **options)])
    data = np.asarray(grid)[np.isfinite(np.asarray(grid))]
    levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
    spread = np.quantile(data, 0.9) - np.quantile(data, 0.1)
    difference = np.quantile(sample, levels) - np.quantile(data, levels)
    assert np.abs(difference / spread).max() < 0.1
    assert 0 <= sample.min() < data.min()  # no datum is negative
    ended = np.array(list(grid.realizations(4, lower_tail="linear", upper_tail="linear", **options)))
    assert data.min() <= ended.min()
    assert ended.max() <= data.max()


def test_block_averages_vary_as_the_joint_law_says():
    """Scaling an unconditional field by the kriging std is right cell by cell and fails here."""
    variogram = MODELS["exponential"]
    _, covariance = conditional(WELLS, VALUES, wells().geometry.centres(), variogram, "ordinary")
    sample = np.array(
        [np.asarray(g)[5:15, 5:15].mean() for g in wells().realizations(4000, seed=3, variogram=variogram)]
    )
    block = np.zeros((SIDE, SIDE))
    block[5:15, 5:15] = 1 / 100
    expected = np.sqrt(block.ravel() @ covariance @ block.ravel())
    assert sample.std(ddof=1) == pytest.approx(expected, rel=4 / np.sqrt(8000))


@pytest.mark.parametrize("name", MODELS)
def test_a_torus_has_the_wanted_covariance_and_no_negative_spectrum(name):
    geometry = Geometry((0.5, 0.5), (1.0, 2.0), (24, 17))
    torus = wrapped(geometry, MODELS[name])
    assert (torus.spectrum >= 0).all()
    rng = np.random.default_rng(0)
    cells = np.column_stack([rng.integers(0, 24, 30), rng.integers(0, 17, 30)])
    points = geometry.centres(cells)
    wanted = MODELS[name].covariance(points, points)
    np.testing.assert_allclose(torus.covariance_between(cells), wanted, atol=TAIL + 2e-3)


def test_a_range_far_beyond_the_grid_still_honours_the_wells():
    ensemble = wells().krig(20, seed=1, variogram=Variogram.exponential(nugget=0, partial_sill=1, range=400))
    known = np.isfinite(np.asarray(wells()))
    assert (np.asarray(ensemble.mean)[known] == np.asarray(wells())[known]).all()
    assert (np.asarray(ensemble.std)[~known] > 0).all()


@pytest.mark.parametrize("factor", [1e-3, 1e3, 1e6])
@pytest.mark.parametrize("model", ["spherical", "exponential", "gaussian"])
def test_any_range_gives_a_finite_map(model, factor):
    variogram = Variogram.of(model, nugget=0, partial_sill=1, range=SIDE * factor)
    ensemble = wells().krig(4, seed=1, variogram=variogram)
    assert np.isfinite(ensemble.mean).all()
    assert (np.asarray(ensemble.std) >= 0).all()


@pytest.mark.parametrize(("nx", "ny"), [(1, 1), (1, 30), (30, 1), (2, 3)])
def test_small_and_narrow_grids_work(nx, ny):
    grid = Grid.from_points([(0.5, 0.5)], [3.0], 1, x_range=(0, nx), y_range=(0, ny))
    ensemble = grid.krig(6, seed=1, variogram=MODELS["spherical and nugget"])
    assert ensemble.mean.shape == (nx, ny)
    assert ensemble.mean[0, 0] == 3.0
    assert np.isfinite(ensemble.std).all()


def test_a_cube_is_simulated_in_three_dimensions():
    points = np.array([(2.5, 2.5, z + 0.5) for z in range(10)])
    grid = Grid.from_points(points, np.arange(10.0), 1, 1, (0, 8), (0, 8), (0, 10))
    variogram = Variogram.spherical(nugget=0, partial_sill=8, range=6, vertical_range=3)
    ensemble = grid.krig(200, seed=1, variogram=variogram)
    mean, variance = krige(points, np.arange(10.0), variogram, grid.geometry.centres())
    z = (np.asarray(ensemble.mean).ravel() - mean) / np.sqrt(np.maximum(variance, 1e-9) / 200)
    assert np.asarray(ensemble.mean)[2, 2].tolist() == list(range(10))
    assert np.mean(np.abs(z) < 3) > 0.99


def test_data_that_are_all_equal_give_that_value_and_no_spread():
    ensemble = wells(np.full(5, 7.0)).krig(5, seed=1)
    assert (np.asarray(ensemble.mean) == 7.0).all()
    assert (np.asarray(ensemble.std) == 0).all()


def test_a_grid_full_of_data_is_returned_as_it_is():
    full = Grid.of(np.arange(12.0).reshape(3, 4), Geometry((0, 0), (1, 1), (3, 4)))
    for method in ("gaussian", "random-sample"):
        ensemble = full.krig(4, seed=1, method=method, variogram=MODELS["exponential"])
        np.testing.assert_array_equal(ensemble.mean, full)
        assert (np.asarray(ensemble.std) == 0).all()


# ---- random samples


def test_the_spread_of_random_samples_is_smaller_than_the_kriging_std():
    variogram = MODELS["spherical and nugget"]
    ensemble = wells().krig(100, seed=1, method="random-sample", variogram=variogram)
    mean, variance = krige(WELLS, VALUES, variogram, wells().geometry.centres())
    std = np.asarray(ensemble.std).ravel()
    assert std.mean() < 0.7 * np.sqrt(variance).mean()
    assert np.corrcoef(np.asarray(ensemble.mean).ravel(), mean)[0, 1] > 0.8


def test_a_larger_sample_spreads_less():
    rng = np.random.default_rng(4)
    points, values = rng.uniform(0, SIDE, (60, 2)), rng.normal(size=60)
    grid = Grid.from_points(points, values, 1, x_range=(0, SIDE), y_range=(0, SIDE))
    options = {"seed": 1, "method": "random-sample", "variogram": MODELS["exponential"]}
    small, large = (grid.krig(40, max_data=size, **options).std.mean() for size in (10, 50))
    assert large < 0.85 * small


# ---- what is refused


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"count": 0}, "Invalid number of realizations 0"),
        ({"seed": -1}, "Invalid `seed` -1. Should be at least 0"),
        ({"method": "magic"}, "Invalid method 'magic'. Should be one of gaussian, sequential, random-sample"),
        ({"kriging_type": "magic"}, "Invalid kriging type 'magic'"),
        ({"kriging_type": "magic", "method": "random-sample"}, "Invalid kriging type 'magic'"),
        ({"max_data": 5}, "Invalid `max_data` for the method 'gaussian'"),
        ({"max_data": 0, "method": "random-sample"}, "Invalid `max_data` 0"),
    ],
)
def test_bad_parameters_are_a_sentence(options, message):
    with pytest.raises(InvalidInput, match=message):
        wells().krig(**{"count": 3, "seed": 1, **options})


# ---- the same on every machine


@pytest.mark.parametrize(
    ("method", "cells", "sums"),
    [
        ("gaussian", (0.710293, -0.199576, -1.530237), (19770.004, 6533.728, 52226.663)),
        ("sequential", (-0.561030, -0.389906, -1.663748), (16556.771, 6751.746, 48261.078)),
        ("random-sample", (0.0274292, 0.0286480, 0.0112276), (2554.832, 946.848, 102.465)),
    ],
)
def test_a_seed_makes_the_same_map_with_every_numpy(method, cells, sums):
    """Of 90,000 cells, whose number NumPy 1 holds for one that needs double precision.

    Within what the kernels of NumPy and BLAS for this processor or another round differently in single precision.
    """
    places = np.column_stack([np.arange(40) * 37 % 300, np.arange(40) * 101 % 300]) + 0.5
    grid = Grid.from_points(places, np.sin(np.arange(40.0)), 1, x_range=(0, 300), y_range=(0, 300))
    variogram = Variogram.spherical(nugget=0.05, partial_sill=0.5, range=20)
    one, other = map(np.asarray, grid.realizations(2, seed=7, method=method, variogram=variogram))
    assert (one[10, 20], one[299, 150], other[123, 45]) == pytest.approx(cells, abs=1e-5)
    assert (one.sum(), other.sum(), np.square(one).sum()) == pytest.approx(sums, abs=0.02)
