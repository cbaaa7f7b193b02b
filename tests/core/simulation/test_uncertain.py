import pickle

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.variogram.uncertainty import posterior

SHAPE = (12, 10)


def grid_of(count=14, seed=3):
    rng = np.random.default_rng(seed)
    geometry = Geometry((50.0, 50.0), (100.0, 100.0), SHAPE)
    values = np.full(SHAPE, np.nan)
    cells = rng.permutation(SHAPE[0] * SHAPE[1])[:count]
    points = geometry.centres(np.column_stack(np.unravel_index(cells, SHAPE)))
    truth = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=600).covariance(points, points)
    values.reshape(-1)[cells] = 10 + np.linalg.cholesky(truth) @ rng.normal(size=count)
    return Grid.of(values, geometry)


@pytest.mark.parametrize(("method", "count"), [("gaussian", 3000), ("sequential", 1500)])
def test_mean_std_and_covariance_are_those_of_the_mixture(method, count):
    """Of all variograms of the posterior, each with its probability, and the mean of its sill."""
    grid = grid_of()
    points, values, _ = grid.conditioning_data()
    found = posterior(points, values)
    targets = grid.geometry.centres(np.argwhere(np.isnan(np.asarray(grid))))
    likely = np.flatnonzero(found.weights > 1e-4)
    weights = found.weights[likely] / found.weights[likely].sum()
    laws = [krige(points, values, found.variograms[k].scaled(found.sills[k]), targets) for k in likely]
    means, variances = np.array(laws).transpose(1, 0, 2)
    mean = weights @ means
    std = np.sqrt(weights @ (variances * found.sill_mean_factor + means**2) - mean**2)
    made = np.array(
        [
            np.asarray(values)
            for values in grid.realizations(count, seed=1, method=method, variogram_uncertainty="posterior")
        ]
    )
    free = made[:, np.isnan(np.asarray(grid))]
    assert np.abs((free.mean(axis=0) - mean) / std).max() < 0.12
    assert np.sqrt(np.square(free.std(axis=0) / std - 1).mean()) < 0.04
    assert (made[:, np.isfinite(np.asarray(grid))] == values).all()


def test_blocks_are_the_same_alone_in_any_order_and_in_another_process():
    grid = grid_of()
    options = {"seed": 5, "variogram_uncertainty": "posterior"}
    twenty = list(grid.realizations(20, **options))
    thirty = list(grid.realizations(30, **options))
    np.testing.assert_array_equal(thirty[:20], twenty)
    plan = pickle.loads(pickle.dumps(Grid.krig.plan(grid, 30, **options)))
    np.testing.assert_array_equal(list(plan.realizations(plan.parts[2])), thirty[20:])
    assert plan.prepared.variogram == plan.prepared.posterior.mode


def test_it_spreads_more_than_the_best_fit():
    grid = grid_of()
    known = grid.krig(200, seed=1, variogram_uncertainty="none")
    uncertain = grid.krig(200, seed=1)
    assert known.posterior is None
    assert uncertain.std.mean() > 1.05 * known.std.mean()
    low, middle, high = uncertain.posterior.range_quantiles()
    assert low < middle < high


def test_automatic_is_for_few_data_of_an_unknown_variogram():
    grid = grid_of()
    given = Variogram.spherical(partial_sill=1, range=500)
    assert grid.krig(1, seed=1, variogram=given).posterior is None
    assert grid_of(3).krig(1, seed=1).posterior is None
    assert grid_of(4).krig(1, seed=1).posterior is not None


def test_refusals():
    given = Variogram.spherical(partial_sill=1, range=500)
    with pytest.raises(InvalidInput, match="'posterior' of a variogram that is given"):
        grid_of().krig(1, variogram_uncertainty="posterior", variogram=given)
    with pytest.raises(InvalidInput, match="Invalid variogram_uncertainty 'some'"):
        grid_of().krig(1, variogram_uncertainty="some")
