"""How many bits values take, and that a large constant costs none of their digits."""

import numpy as np
import pytest
from stochastic_kriging.krig_core import Variogram, krige
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.placement import GridConstructor
from stochastic_kriging.krig_core.precision import float_type

NORMAL = np.random.default_rng(0).normal(0, 1, 200)
CONSTANT = 2.0**20
VARIOGRAM = Variogram.spherical(nugget=0, partial_sill=0.0025, range=40)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (50 + NORMAL, np.float32),
        (1e30 * NORMAL, np.float32),
        (1e-30 * NORMAL, np.float32),
        (2000 + 100 * NORMAL, np.float32),
        (np.full(9, 979_800.123), np.float32),
        (np.exp(3 * NORMAL), np.float32),
        (979_800 + 0.05 * NORMAL, np.float64),
        (-979_800 + 0.05 * NORMAL, np.float64),
        (6.1e6 + 100 * NORMAL, np.float64),
        (np.append(979_800 + 0.05 * NORMAL, 0), np.float64),
        (np.append(np.full(50, 1000.0), 1000.0001), np.float64),
        (1e30 + 1e24 * NORMAL, np.float64),
        (np.full(9, 1e100), np.float64),
        (np.full(9, 1e-60), np.float64),
        (np.zeros(9), np.float32),
    ],
)
def test_64_bits_are_taken_where_32_would_show(values, expected):
    assert float_type(values) is expected


def data():
    rng = np.random.default_rng(1)
    return rng.uniform(0, 100, (60, 2)), np.round(rng.normal(0, 0.05, 60) * 2**24) / 2**24


@pytest.mark.parametrize("max_data", [None, 12])
@pytest.mark.parametrize("kriging_type", ["ordinary", "simple", "universal-1", "universal-2"])
def test_kriging_loses_nothing_to_a_large_constant(kriging_type, max_data):
    points, values = data()
    targets = np.random.default_rng(2).uniform(0, 100, (300, 2))
    options = {"kriging_type": kriging_type, "max_data": max_data}
    estimate, variance = krige(points, values + CONSTANT, VARIOGRAM, targets, **options)
    expected, expected_variance = krige(points, values, VARIOGRAM, targets, **options)
    # No more than half the step of 64 bits there, 2.3e-10, and as much for the known mean.
    np.testing.assert_allclose(estimate - CONSTANT, expected, rtol=0, atol=2.5e-10)
    np.testing.assert_array_equal(variance, expected_variance)


@pytest.mark.usefixtures("sampled")
@pytest.mark.parametrize("transform", ["none", "normal-score"])
@pytest.mark.parametrize("method", ["gaussian", "sequential", "random-sample"])
def test_simulation_loses_nothing_to_a_large_constant(tmp_path, method, transform):
    points, values = data()
    geometry = Geometry.from_ranges([(0, 100), (0, 100)], [5.0, 5.0])
    found = []
    for constant in (0.0, CONSTANT):
        made = GridConstructor(points, values + constant, geometry)
        grid = Grid.of(made.values, geometry, points=made.points, placement=made.placement)
        options = {"seed": 1, "method": method, "transform": transform, "variogram": VARIOGRAM}
        ensemble = grid.krig(8, keep=tmp_path / f"{constant}.npy", **options)
        assert ensemble.realizations().dtype == (np.float64 if constant else np.float32)
        found.append([np.asarray(ensemble.mean) - constant, np.asarray(ensemble.std)])
        np.testing.assert_allclose(ensemble.realizations().mean(axis=0) - constant, found[-1][0], atol=2e-8)
        np.testing.assert_allclose(np.asarray(ensemble.quantiles([0.5])[0]).shape, geometry.shape)
    np.testing.assert_allclose(found[1], found[0], rtol=0, atol=1e-9)
