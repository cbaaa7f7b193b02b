import pickle

import numpy as np
import pytest
from scipy.stats import norm
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.variogram.uncertainty import posterior
from stochastic_kriging.krig_core.workforce.workforce import WorkForce

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


@pytest.mark.parametrize(("method", "count"), [("gaussian", 2000), ("sequential", 1000)])
def test_mean_and_std_are_those_of_all_the_posterior(method, count):
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


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("gaussian", {}),
        ("gaussian", {"kriging_type": "universal-1"}),
        ("gaussian", {"kriging_type": "simple", "mean": 9.5}),
        ("sequential", {}),
    ],
)
def test_the_covariance_between_cells_is_that_of_the_mixture(method, options):
    """Of the variograms that are drawn and of their sills; entry by entry, in standard errors of a sample."""
    grid, count = grid_of(), 2000
    points, values, _ = grid.conditioning_data()
    targets = grid.geometry.centres(np.argwhere(np.isnan(np.asarray(grid))))
    plan = Grid.krig.plan(grid, count, seed=1, method=method, variogram_uncertainty="posterior", drawn=True, **options)
    found = plan.prepared.posterior
    covariance, places = 0.0, found.drawn(0, count // 10)
    laws = {place: dense_law(points, values, found.variograms[place], targets, **options) for place in set(places)}
    factors = found.sill_factors(0, count).reshape(-1, 10).mean(axis=1)
    mean = np.mean([laws[place][0] for place in places], axis=0)
    for place, factor in zip(places, factors):
        estimate, error = laws[place]
        covariance = covariance + factor * found.sills[place] * error + np.outer(estimate - mean, estimate - mean)
    covariance /= len(places)
    free = np.array([realization for block in plan.parts for realization in plan.realizations(block)])
    free = free[:, np.isnan(np.asarray(grid))]
    std = np.sqrt(np.diag(covariance))
    off = (np.cov(free.T) - covariance) / np.outer(std, std)
    assert np.sqrt(np.square(off).mean()) < 1.6 / np.sqrt(
        count
    )  # tails of a mixture are heavier than those of a normal
    assert np.abs(off).max() < 8 / np.sqrt(count)
    assert np.abs((free.mean(axis=0) - mean) / std).max() < 5 / np.sqrt(count)


def test_the_law_of_a_cell_is_the_mixture_of_kriging_by_each_variogram_and_sill():
    grid = grid_of()
    points, values, _ = grid.conditioning_data()
    law = grid.krig(10, seed=1, quantiles=(0.1, 0.9))
    places, weights = law.posterior.representatives(8)
    assert np.ptp(weights) > 0.02
    factors, cell = law.posterior.components(1, 4)[1], tuple(np.argwhere(np.isnan(np.asarray(grid)))[20])
    target = grid.geometry.centres(np.array([cell]))
    known = [law.posterior.variograms[place].scaled(law.posterior.sills[place]) for place in places]
    means, variances = np.array([krige(points, values, variogram, target) for variogram in known])[..., 0].T
    variances = np.outer(variances, factors)
    mean = weights @ means
    # On a map the law is interpolated between cells.
    assert law.mean[cell] == pytest.approx(mean, rel=1e-4)
    second = weights @ (variances.mean(axis=1) + means**2)
    assert law.std[cell] == pytest.approx(np.sqrt(second - mean**2), rel=1e-4)
    for level, quantile in zip((0.1, 0.9), law.quantiles((0.1, 0.9))):
        below = norm.cdf(np.asarray(quantile)[cell], means[:, None], np.sqrt(variances))
        assert weights @ below.mean(axis=1) == pytest.approx(level, abs=1e-3)


def dense_law(points, values, variogram, targets, kriging_type="ordinary", mean=0.0):
    """Return kriging estimates and the covariance of their errors for a sill of one, by the textbook's matrices."""
    functions = {
        "simple": lambda places: np.empty((len(places), 0)),
        "ordinary": lambda places: np.ones((len(places), 1)),
        "universal-1": lambda places: np.column_stack([np.ones(len(places)), places / 1000]),
    }[kriging_type]
    known = mean if kriging_type == "simple" else 0.0
    inverse = np.linalg.inv(variogram.covariance(points, points))
    across, trend, at_targets = variogram.covariance(points, targets), functions(points), functions(targets)
    left = np.linalg.inv(trend.T @ inverse @ trend)
    coefficients = left @ trend.T @ inverse @ (values - known)
    weights = inverse @ across
    estimate = known + at_targets @ coefficients + weights.T @ (values - known - trend @ coefficients)
    unexplained = at_targets - weights.T @ trend
    error = variogram.covariance(targets, targets) - across.T @ weights + unexplained @ left @ unexplained.T
    return estimate, error


def test_blocks_are_the_same_alone_in_any_order_and_in_another_process():
    grid = grid_of()
    options = {"seed": 5, "variogram_uncertainty": "posterior"}
    twenty = list(grid.realizations(20, **options))
    thirty = list(grid.realizations(30, **options))
    np.testing.assert_array_equal(thirty[:20], twenty)
    plan = pickle.loads(pickle.dumps(Grid.krig.plan(grid, 30, drawn=True, **options)))
    np.testing.assert_array_equal(list(plan.realizations(plan.parts[2])), thirty[20:])
    assert plan.prepared.variogram == plan.prepared.posterior.mode


@pytest.mark.parametrize("method", ["gaussian", "sequential", "random-sample"])
def test_any_number_of_processes_makes_the_same_bytes(method):
    grid = grid_of()
    ensembles = []
    for processes in (1, 3):
        with WorkForce(grid, processes=processes) as workforce:
            ensembles.append(workforce.krig(45, seed=3, method=method, transform="normal-score"))
    assert ensembles[0].posterior is not None
    for ensemble in ensembles[1:]:
        assert ensemble.mean.tobytes() == ensembles[0].mean.tobytes()
        assert ensemble.std.tobytes() == ensembles[0].std.tobytes()


@pytest.mark.parametrize("method", ["gaussian", "sequential", "random-sample"])
def test_more_realizations_begin_with_the_same(method):
    grid = grid_of()
    options = {"seed": 5, "method": method, "transform": "normal-score"}
    fewer, more = (np.array(list(grid.realizations(count, **options))) for count in (25, 60))
    np.testing.assert_array_equal(more[:25], fewer)


def test_data_beyond_the_grid_count_and_those_on_it_are_honoured():
    rng = np.random.default_rng(1)
    points = rng.uniform(-500, 1500, (40, 2))
    values = rng.normal(size=40)
    grid = Grid.from_points(points, values, 100.0, x_range=(0, 1000), y_range=(0, 1000))
    known = np.isfinite(np.asarray(grid))
    ensemble = grid.krig(20, seed=1)
    assert ensemble.posterior.degrees == 39
    assert (np.asarray(ensemble.mean)[known] == np.asarray(grid)[known]).all()
    assert (np.asarray(ensemble.std)[known] == 0).all()


def test_a_variogram_that_cannot_be_simulated_gives_place_to_the_most_probable():
    rng = np.random.default_rng(0)
    points = rng.uniform(0, 1000, (12, 2))
    grid = Grid.from_points(
        points, points[:, 0] / 100 + rng.normal(size=12), 10.0, x_range=(0, 1000), y_range=(0, 1000)
    )
    known = grid.conditioning_data()
    smooth = posterior(known[0], known[1], models=("gaussian",), nugget=0.2)
    plan = Grid.krig.plan(grid, 100, seed=1, variogram_uncertainty=smooth, drawn=True)
    refused = []
    for block in plan.parts:
        variogram = smooth.variograms[smooth.drawn(block.number, 1)[0]].scaled(1.0)
        try:
            Grid.krig.plan(grid, 1, seed=1, variogram=variogram, drawn=True)
        except InvalidInput:
            refused.append(block)
    assert refused
    assert np.isfinite(list(plan.realizations(refused[0]))).all()


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
