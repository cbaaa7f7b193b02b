"""Realizations against what the mathematics says they must be."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.kriging import krige
from stochastic_kriging.krig_core.models import Variogram
from stochastic_kriging.krig_core.simulation.torus import Torus

SIDE = 20
WELLS = np.array([(3.5, 4.5), (15.5, 6.5), (9.5, 12.5), (4.5, 17.5), (16.5, 16.5)])
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


def wells(values=VALUES):
    return Grid.from_points(WELLS, values, 1, x_range=(0, SIDE), y_range=(0, SIDE))


def conditional(variogram, kriging_type):
    """Mean and covariance of the conditional Gaussian at all cells, from one dense solve."""
    cells = wells().geometry.centres()
    among, across = variogram.covariance(WELLS, WELLS), variogram.covariance(WELLS, cells)
    if kriging_type == "ordinary":
        system = np.block([[among, np.ones((5, 1))], [np.ones((1, 5)), np.zeros((1, 1))]])
        weights = np.linalg.solve(system, np.vstack([across, np.ones((1, len(cells)))]))[:5]
        mean = weights.T @ VALUES
    else:
        weights = np.linalg.solve(among, across)
        mean = VALUES.mean() + weights.T @ (VALUES - VALUES.mean())
    covariance = variogram.covariance(cells, cells) - weights.T @ across - across.T @ weights
    return mean, covariance + weights.T @ among @ weights


@pytest.mark.parametrize("kriging_type", ["ordinary", "simple"])
@pytest.mark.parametrize("name", MODELS)
def test_mean_std_and_covariance_are_those_of_the_conditional_gaussian(name, kriging_type):
    """4000 realizations, 5 wells, 20 × 20 cells; limits are in Monte-Carlo standard errors."""
    count, variogram = 4000, MODELS[name]
    mean, covariance = conditional(variogram, kriging_type)
    grids = wells().realizations(count, seed=2, variogram=variogram, kriging_type=kriging_type)
    sample = np.array([np.asarray(grid).ravel() for grid in grids])
    free = covariance.diagonal() > 1e-9
    assert (~free).sum() == 5
    variance = covariance.diagonal()[free]
    sample, mean, covariance = sample[:, free], mean[free], covariance[np.ix_(free, free)]
    assert np.abs(sample.mean(0) - mean).max() < 4 * np.sqrt(variance / count).max()
    assert (np.abs(sample.mean(0) - mean) / np.sqrt(variance / count)).max() < 4
    assert np.abs(sample.std(0, ddof=1) / np.sqrt(variance) - 1).max() < 4 / np.sqrt(2 * count)
    error = np.sqrt((covariance**2 + np.outer(variance, variance)) / count)
    z = (np.cov(sample.T) - covariance) / error
    # Of 78,000 pairs a perfect sampler leaves 5 beyond four standard errors, and none beyond six.
    assert np.mean(np.abs(z) > 4) < 5e-4
    assert np.abs(z).max() < 6
    assert 0.9 < z[np.triu_indices_from(z)].std() < 1.1


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


def test_the_mean_of_many_realizations_is_the_kriging_map(meuse, reference):
    """Meuse, wells on their cells: |z| < 3 at 99.3 % of nodes, z with sd near 1, variance ratio near 1."""
    points, values, nodes = meuse
    variogram = Variogram.spherical(nugget=0.05, partial_sill=0.59, range=897)
    x_range = (nodes[:, 0].min() - 20, nodes[:, 0].max() + 20)
    y_range = (nodes[:, 1].min() - 20, nodes[:, 1].max() + 20)
    grid = Grid.from_points(points, values, 40, x_range=x_range, y_range=y_range)
    where, data, _ = grid.conditioning_data()
    ensemble = grid.krig(1000, seed=1, variogram=variogram)
    cells, _ = grid.geometry.cells_of(nodes)
    at_nodes = tuple(cells.T)
    mean, variance = krige(where, data, variogram, nodes)
    free = variance > 1e-9
    z = (np.asarray(ensemble.mean)[at_nodes] - mean)[free] / np.sqrt(variance[free] / 1000)
    ratio = np.asarray(ensemble.std)[at_nodes][free] ** 2 / variance[free]
    assert np.mean(np.abs(z) < 3) >= 0.993
    assert 0.90 < z.std() < 1.10
    assert 0.97 < ratio.mean() < 1.03


def test_block_averages_vary_as_the_joint_law_says():
    """Scaling an unconditional field by the kriging std is right cell by cell and fails here."""
    variogram = MODELS["exponential"]
    _, covariance = conditional(variogram, "ordinary")
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
    torus = Torus(geometry, MODELS[name])
    assert (torus.spectrum >= 0).all()
    rng = np.random.default_rng(0)
    cells = np.column_stack([rng.integers(0, 24, 30), rng.integers(0, 17, 30)])
    points = geometry.centres(cells)
    np.testing.assert_allclose(torus.covariance_between(cells), MODELS[name].covariance(points, points), atol=2e-3)


def test_a_range_far_beyond_the_grid_is_said_and_still_honours_the_wells():
    ensemble = wells().krig(20, seed=1, variogram=Variogram.exponential(nugget=0, partial_sill=1, range=400))
    assert any("The range is long for this grid" in remark for remark in ensemble.remarks)
    known = np.isfinite(np.asarray(wells()))
    assert (np.asarray(ensemble.mean)[known] == np.asarray(wells())[known]).all()
    assert np.isfinite(ensemble.std).all()


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
        ({"seed": -1}, "Invalid seed -1"),
        ({"method": "magic"}, "Invalid method 'magic'. Should be one of gaussian, sequential, random-sample"),
        ({"kriging_type": "magic"}, "Invalid kriging type 'magic'"),
        ({"kriging_type": "magic", "method": "random-sample"}, "Invalid kriging type 'magic'"),
        ({"max_data": 5}, "Invalid max_data for the method 'gaussian'"),
        ({"max_data": 0, "method": "random-sample"}, "Invalid max_data 0"),
    ],
)
def test_bad_parameters_are_a_sentence(options, message):
    with pytest.raises(InvalidInput, match=message):
        wells().krig(**{"count": 3, "seed": 1, **options})
