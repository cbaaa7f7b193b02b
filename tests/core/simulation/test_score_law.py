import numpy as np
import pytest
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.simulation.grid_drift import GridDrift
from stochastic_kriging.krig_core.simulation.problem import Problem
from stochastic_kriging.krig_core.simulation.score_law import ScoreLaw
from stochastic_kriging.krig_core.variogram.models import Variogram

VARIOGRAMS = {
    "spherical": Variogram.spherical(nugget=0.0, partial_sill=1.0, range=40),
    "exponential": Variogram.exponential(nugget=0.1, partial_sill=0.9, range=30),
    "matern": Variogram.matern(nugget=0.0, partial_sill=1.0, range=40, azimuth=30, ratio=0.4),
    "short": Variogram.spherical(nugget=0.2, partial_sill=0.8, range=5),
    "nested": Variogram.spherical(partial_sill=0.5, range=8) + Variogram.exponential(partial_sill=0.5, range=60),
}


def problem(kriging_type="ordinary", shape=(120, 90), count=25, drift=None, **options):
    rng = np.random.default_rng(3)
    points = rng.uniform(0, shape, (count, len(shape)))
    ranges = [(0, side) for side in shape]
    grid = Grid.from_points(points, rng.normal(size=count), 1.0, None if len(shape) == 2 else 1.0, *ranges)
    places, values, cells = grid.conditioning_data()
    if options.get("points") is not None:
        places, values = options["points"], rng.normal(size=len(options["points"]))
    made = GridDrift(kriging_type, grid.geometry, places, drift)
    return Problem(grid.geometry, cells, values, VARIOGRAMS["spherical"], made, **options)


def law_of(one, variogram, rows=(0, 40, 75, 120)):
    law = ScoreLaw(one)
    parts = [law.of_rows(variogram, first, last) for first, last in zip(rows, rows[1:])]
    return tuple(np.concatenate(part) for part in zip(*parts))


@pytest.mark.parametrize("kriging_type", ["simple", "ordinary", "universal-1"])
@pytest.mark.parametrize("name", VARIOGRAMS)
def test_scores_have_mean_and_std_of_kriging(name, kriging_type):
    one = problem(kriging_type)
    mean, std = law_of(one, VARIOGRAMS[name])
    expected, variance = krige(
        one.places, one.values, VARIOGRAMS[name], one.geometry.centres(), kriging_type=kriging_type
    )
    free = variance > 1e-9
    error = (mean - expected)[free] / np.sqrt(variance[free])
    ratio = std[free] / np.sqrt(variance[free]) - 1
    assert np.abs(error).max() < 0.06
    assert np.sqrt(np.square(error).mean()) < 0.004
    assert np.abs(ratio).max() < 0.03
    assert np.sqrt(np.square(ratio).mean()) < 0.002
    np.testing.assert_array_equal(mean[one.filled], one.values)
    np.testing.assert_array_equal(std[one.filled], 0)
    assert (std == 0).sum() == len(one.values)


def test_a_drift_may_be_rough():
    drift = np.random.default_rng(0).normal(size=(120, 90))
    drift[5, 7] = np.nan
    one = problem("external-drift", drift=drift)
    mean, std = law_of(one, VARIOGRAMS["exponential"])
    expected, variance = krige(
        one.places,
        one.values,
        VARIOGRAMS["exponential"],
        one.geometry.centres(),
        kriging_type="external-drift",
        drift=one.drift.variables,
        target_drift=drift.reshape(-1, 1),
    )
    np.testing.assert_array_equal(np.isnan(mean), np.isnan(expected))
    known = np.isfinite(expected)
    np.testing.assert_allclose(mean[known], expected[known], atol=0.01)
    np.testing.assert_allclose(std[known], np.sqrt(variance[known]), atol=0.01)


def test_data_may_be_anywhere():
    points = np.array([[10.5, 20.5], [30.2, 40.9], [80.0, 70.3], [119.9, 3.0]])
    one = problem(points=points)
    mean, std = law_of(one, VARIOGRAMS["exponential"])
    expected, variance = krige(points, one.values, VARIOGRAMS["exponential"], one.geometry.centres())
    np.testing.assert_allclose(mean, expected, atol=4e-3)
    np.testing.assert_allclose(std, np.sqrt(np.maximum(variance, 0)), atol=4e-3)
    assert mean[10 * 90 + 20] == one.values[0]
    assert (std == 0).sum() == 1


def test_cubes_are_kriged_cell_by_cell():
    one = problem(shape=(9, 8, 7))
    mean, std = law_of(one, VARIOGRAMS["exponential"], (0, 4, 9))
    expected, variance = krige(one.places, one.values, VARIOGRAMS["exponential"], one.geometry.centres())
    np.testing.assert_allclose(mean, expected, atol=1e-5)
    np.testing.assert_allclose(std, np.sqrt(variance), atol=1e-4)
