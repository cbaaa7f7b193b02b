"""Soft data in realizations: against dense solutions of the same equations, and integrals over two values."""

import tracemalloc

import numpy as np
import pytest
from scipy.stats import norm, truncnorm
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.simulation.gibbs import TruncatedNormal
from stochastic_kriging.krig_core.simulation.soft_draws import SoftDraws
from stochastic_kriging.krig_core.simulation.soft_variogram import soft_variogram
from stochastic_kriging.krig_core.soft import Soft
from stochastic_kriging.krig_core.transforms.soft_data import SoftData, fit_soft
from stochastic_kriging.krig_core.transforms.soft_histogram import _likelier, completed
from stochastic_kriging.krig_core.transforms.transform import Transform
from stochastic_kriging.krig_core.transforms.truncated_normal import moments, probability, quantiles
from stochastic_kriging.krig_core.variogram.automatic import fit_automatic
from stochastic_kriging.krig_core.variogram.default import Default
from stochastic_kriging.krig_core.variogram.models import Structure, Variogram
from stochastic_kriging.krig_core.workforce.workforce import WorkForce
from stochastic_kriging.tests.core.simulation.conditional import drift_functions

NAN, INF = np.nan, np.inf
SIDE = 10
MODEL = Variogram.spherical(nugget=0.2, partial_sill=0.8, range=9)
WELLS = np.array([(2.5, 2.5), (7.5, 3.5), (4.5, 6.5), (1.5, 8.5), (8.5, 8.5), (5.5, 1.5)])
VALUES = np.array([9.0, 11.5, 10.2, 8.1, 12.3, 10.0])
ERROR = np.array([0.0, 0.6, 0.0, 1.5, 0.3, 0.0])


def wells(values=VALUES, **known):
    return Grid.from_points(WELLS, values, 1, x_range=(0, SIDE), y_range=(0, SIDE), **known)


def realizations(grid, tmp_path, count, **options):
    ensemble = grid.krig(count, seed=3, variogram=MODEL, keep=tmp_path / "all.npy", **options)
    return ensemble, np.asarray(ensemble.realizations(), dtype=float).reshape(count, -1)


def dense(points, values, error, cells, kriging_type="ordinary", mean=0.0):
    """Mean and covariance at cells of the field, given values that were measured with errors."""
    at_data, at_cells = drift_functions(points, kriging_type), drift_functions(cells, kriging_type)
    among, across = MODEL.covariance(points, points) + np.diag(error**2), MODEL.covariance(points, cells)
    count, terms = at_data.shape
    system = np.block([[among, at_data], [at_data.T, np.zeros((terms, terms))]])
    weights = np.linalg.solve(system, np.vstack([across, at_cells.T]))[:count]
    covariance = MODEL.covariance(cells, cells) - weights.T @ across - across.T @ weights
    return mean + weights.T @ (values - mean), covariance + weights.T @ among @ weights


# ---- errors


def test_one_well_measured_with_an_error_by_hand():
    """Mean and variance are those of a normal with variance 1 about 10, of which 12 was measured with variance 3."""
    grid = Grid.from_points([(2.5, 2.5)], [12.0], 1, x_range=(0, 5), y_range=(0, 5), error=[3**0.5])
    law = grid.krig(2, seed=1, variogram=MODEL, kriging_type="simple", mean=10.0)
    assert law.exact
    assert law.mean[2, 2] == pytest.approx(10 + 2 / 4)
    assert law.std[2, 2] == pytest.approx((1 * 3 / 4) ** 0.5)
    # Of the next cell, which has another nugget: correlation 0.8 (1 - 1.5/9 + 0.5/9³).
    shared = 0.8 * (1 - 1.5 / 9 + 0.5 / 9**3)
    assert law.mean[3, 2] == pytest.approx(10 + shared * 2 / 4)
    assert law.std[3, 2] == pytest.approx((1 - shared**2 / 4) ** 0.5)


@pytest.mark.parametrize(
    ("method", "kriging_type"),
    [("gaussian", "ordinary"), ("gaussian", "simple"), ("gaussian", "universal-1"), ("sequential", "universal-1")],
)
def test_with_errors_the_law_is_that_of_kriging_with_errors(tmp_path, method, kriging_type):
    grid, count = wells(error=ERROR), 1500
    options = {"max_data": SIDE**2} if method == "sequential" else {}
    mean, covariance = dense(WELLS, VALUES, ERROR, grid.geometry.centres(), kriging_type, VALUES.mean())
    ensemble, rows = realizations(grid, tmp_path, count, method=method, kriging_type=kriging_type, **options)
    std = np.sqrt(np.maximum(covariance.diagonal(), 0))
    if method == "gaussian":
        assert ensemble.exact
        np.testing.assert_allclose(np.asarray(ensemble.mean).ravel(), mean, atol=1e-8)
        np.testing.assert_allclose(np.asarray(ensemble.std).ravel(), std, atol=1e-7)
    free = std > 1e-6
    assert (~free).sum() == 3
    assert np.abs((rows.mean(0) - mean)[free] / (std[free] / count**0.5)).max() < 4.5
    assert np.abs(rows.std(0, ddof=1)[free] / std[free] - 1).max() < 5 / np.sqrt(2 * count)
    variance = covariance.diagonal()[free]
    z = np.cov(rows[:, free].T) - covariance[np.ix_(free, free)]
    z /= np.sqrt((covariance[np.ix_(free, free)] ** 2 + np.outer(variance, variance)) / count)
    assert np.abs(z).max() < 6
    assert 0.85 < z[np.triu_indices_from(z)].std() < 1.15


def test_with_errors_and_a_variogram_that_is_not_known_the_law_is_that_of_realizations():
    """Each block of ten has a variogram and a sill of its own, on which with errors also the estimate depends."""
    grid = of_errors()[-1]
    law = grid.krig(10, seed=1, exact_positions=True)
    assert law.exact
    assert law.posterior is not None
    sample = np.array([np.asarray(one) for one in grid.realizations(400, seed=3, exact_positions=True)])
    off = (sample.mean(axis=0) - np.asarray(law.mean)) / np.asarray(law.std)
    assert np.sqrt(np.square(off).mean()) < 0.15
    assert (sample.std(axis=0) / np.asarray(law.std)).mean() == pytest.approx(1, abs=0.06)


def of_errors(count=25):
    """Return data with errors of half their standard deviation."""
    rng = np.random.default_rng(2)
    points = rng.random((count, 2)) * 100
    values = np.sin(points[:, 0] / 15) + 0.3 * rng.normal(size=count)
    error = np.full(count, 0.5)
    return points, values, error, Grid.from_points(points, values, 10, x_range=(0, 100), y_range=(0, 100), error=error)


def test_of_soft_data_a_block_has_one_variogram_and_one_sill_that_of_its_first_realization():
    _, _, _, grid = of_errors()
    options = {"seed": 3, "exact_positions": True}
    plan = Grid.krig.plan(grid, 20, drawn=True, **options)
    made, found = list(plan.realizations(plan.parts[1])), plan.prepared.posterior
    (place,) = found.drawn(1, 1)
    factor = found.sill_factors(10, 1)[0]
    assert abs(factor - 1) > 0.1
    known = found.variograms[place].scaled(found.sills[place] * factor)
    blocks = Grid.krig.plan(grid, 20, variogram=known, drawn=True, **options)
    np.testing.assert_allclose(made, list(blocks.realizations(blocks.parts[1])), atol=1e-5)


def test_with_errors_the_law_of_a_cell_is_the_mixture_of_kriging_by_each_variogram_and_sill():
    points, values, error, grid = of_errors()
    law = grid.krig(10, seed=1, exact_positions=True)
    places, weights = law.posterior.representatives(8)
    assert np.ptp(weights) > 0.02
    factors, cell = law.posterior.components(1, 4)[1], (3, 6)
    target = grid.geometry.centres(np.array([cell]))
    first = second = 0.0
    for place, weight in zip(places, weights):
        for factor in factors:
            variogram = law.posterior.variograms[place].scaled(law.posterior.sills[place] * factor)
            (mean,), (variance,) = krige(points, values, variogram, target, error=error)
            first += weight / 4 * mean
            second += weight / 4 * (variance + mean**2)
    # On a map the law is interpolated between cells.
    assert law.mean[cell] == pytest.approx(first, rel=1e-4)
    assert law.std[cell] == pytest.approx((second - first**2) ** 0.5, rel=1e-4)


def test_with_errors_a_variogram_without_a_sill_is_simulated_as_it_is_kriged():
    power = Variogram(0.1, (Structure("power", 1.0, 9.0),))
    grid, count = wells(error=ERROR), 400
    ensemble = grid.krig(count, seed=2, variogram=power, method="sequential", max_data=SIDE**2)
    mean, variance = krige(WELLS, VALUES, power, grid.geometry.centres(), error=ERROR)
    std, cell = np.sqrt(variance), np.ravel_multi_index(tuple(WELLS.astype(int).T), (SIDE, SIDE))
    free = np.setdiff1d(np.arange(SIDE**2), cell)  # whose centres are no data
    off = (np.asarray(ensemble.mean).ravel() - mean)[free] / std[free]
    assert np.abs(off).max() < 4.5 / count**0.5
    assert (np.asarray(ensemble.std).ravel() / std)[free].mean() == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("options", [{}, {"exact_positions": True}, {"method": "sequential"}])
def test_an_error_of_nearly_nothing_leaves_the_realizations_of_hard_data(tmp_path, options):
    hard, soft = (realizations(grid, tmp_path, 4, **options)[1] for grid in (wells(), wells(error=[1e-9] * 6)))
    np.testing.assert_allclose(soft, hard, rtol=0, atol=2e-6)  # they are kept in single precision
    zero = realizations(wells(error=[0.0] * 6), tmp_path, 4, **options)[1]
    np.testing.assert_array_equal(zero, hard)


def test_an_error_without_end_is_no_datum():
    error = np.where(np.arange(6) == 2, INF, ERROR)
    others = np.arange(6) != 2
    law = wells(error=error).krig(2, seed=1, variogram=MODEL)
    without = Grid.from_points(
        WELLS[others], VALUES[others], 1, x_range=(0, SIDE), y_range=(0, SIDE), error=ERROR[others]
    ).krig(2, seed=1, variogram=MODEL)
    np.testing.assert_array_equal(np.asarray(law.mean), np.asarray(without.mean))
    large = wells(error=np.where(np.arange(6) == 2, 1e6, ERROR)).krig(2, seed=1, variogram=MODEL)
    np.testing.assert_allclose(np.asarray(large.mean), np.asarray(without.mean), atol=1e-8)
    np.testing.assert_allclose(np.asarray(large.std), np.asarray(without.std), atol=1e-8)


@pytest.mark.parametrize("error", [1e12, 1e30])
def test_an_error_that_leaves_nothing_of_a_measurement_leaves_the_map_of_the_others(tmp_path, error):
    vague = np.zeros(len(WELLS))
    vague[3] = error
    _, drawn = realizations(wells(error=vague), tmp_path, 40, method="sequential")
    assert drawn.min() > 0
    assert drawn.max() < 20


def test_errors_at_exact_positions_and_of_data_outside_the_grid_count():
    points = np.vstack([WELLS + 0.3, [(-2.0, 4.0), (12.0, 5.0)]])
    values, error = np.append(VALUES, [7.0, 13.0]), np.append(ERROR, [0.5, 0.0])
    grid = Grid.from_points(points, values, 1, x_range=(0, SIDE), y_range=(0, SIDE), error=error)
    mean, covariance = dense(points, values, error, grid.geometry.centres())
    law = grid.krig(2, seed=1, variogram=MODEL, exact_positions=True)
    np.testing.assert_allclose(np.asarray(law.mean).ravel(), mean, atol=1e-8)
    np.testing.assert_allclose(np.asarray(law.std).ravel(), np.sqrt(covariance.diagonal()), atol=1e-8)


@pytest.mark.parametrize("options", [{}, {"exact_positions": True}, {"method": "sequential", "max_data": SIDE**2}])
def test_soft_data_beyond_the_grid_are_drawn_too(tmp_path, options):
    points = np.vstack([WELLS, [(-1.5, 4.5), (11.5, 5.5)]])
    values, error = np.append(VALUES, [7.0, 13.0]), np.append(ERROR, [0.5, 0.0])
    grid = Grid.from_points(points, values, 1, x_range=(0, SIDE), y_range=(0, SIDE), error=error)
    mean, covariance = dense(points, values, error, grid.geometry.centres())
    std, count = np.sqrt(np.maximum(covariance.diagonal(), 1e-12)), 1000
    _, rows = realizations(grid, tmp_path, count, **options)
    free = std > 1e-3
    assert np.abs((rows.mean(0) - mean)[free] / (std[free] / count**0.5)).max() < 4.5
    assert np.abs(rows.std(0, ddof=1)[free] / std[free] - 1).max() < 5.5 / np.sqrt(2 * count)


# ---- limits


def of_two(correlation, lower, upper):
    """Moments of two standard normal values between limits, by a sum over 3000² places."""
    edges = [np.clip(pair, -8, 8) for pair in zip(lower, upper)]
    (x, width), (y, height) = (
        (low + (high - low) * (np.arange(3000) + 0.5) / 3000, (high - low) / 3000) for low, high in edges
    )
    density = np.exp(-(x[:, None] ** 2 - 2 * correlation * x[:, None] * y + y**2) / (2 * (1 - correlation**2)))
    total = density.sum()
    mean = np.array([(density.sum(1) @ x) / total, (density.sum(0) @ y) / total])
    second = np.array([[density.sum(1) @ x**2, x @ density @ y], [x @ density @ y, density.sum(0) @ y**2]]) / total
    return mean, second - np.outer(mean, mean)


@pytest.mark.parametrize(
    ("correlation", "lower", "upper"),
    [(0.7, (-INF, 0.5), (0.2, INF)), (-0.5, (-0.3, -INF), (1.0, -1.0)), (0.95, (1.0, -INF), (INF, 0.5))],
)
def test_two_data_between_limits_follow_the_truncated_bivariate_normal(correlation, lower, upper):
    precision = np.linalg.inv([[1, correlation], [correlation, 1]])
    law = TruncatedNormal(precision, np.zeros(2), np.array(lower), np.array(upper), np.zeros(2))
    count = 40_000
    drawn = law.drawn(np.random.default_rng(1), count)
    assert (drawn >= np.array(lower)[:, None]).all()
    assert (drawn <= np.array(upper)[:, None]).all()
    mean, covariance = of_two(correlation, lower, upper)
    std = np.sqrt(covariance.diagonal())
    # All chains begin in one of sixteen states, which they have forgotten but for a hundredth or so.
    np.testing.assert_allclose(drawn.mean(1), mean, atol=0.03 * std.max())
    np.testing.assert_allclose(np.cov(drawn), covariance, atol=0.03 * std.max() ** 2)


@pytest.mark.parametrize("correlation", [0.0, 0.9])
def test_chains_go_on_for_four_measured_autocorrelation_times(correlation):
    """Of two normal values in turn the autocorrelation is ρ² a sweep, its time (1 + ρ²) / (1 - ρ²)."""
    precision = np.linalg.inv([[1, correlation], [correlation, 1]])
    law = TruncatedNormal(precision, np.zeros(2), np.full(2, -INF), np.full(2, INF), np.zeros(2))
    time = (1 + correlation**2) / (1 - correlation**2)
    assert law.mixed
    assert law.sweeps == 5 if correlation == 0 else law.sweeps == pytest.approx(4 * time, rel=0.3)


def test_chains_go_on_until_the_sum_of_values_is_another_too():
    """Of 40 values alike the sum is slower than each: by the sweep x → −(D + L)⁻¹U x of the precision D + L + U."""
    count = 40
    covariance = np.full((count, count), 0.2) + 0.8 * np.eye(count)
    precision = np.linalg.inv(covariance)
    sweep = -np.linalg.solve(np.tril(precision), np.triu(precision, 1))
    kept, times = covariance, []
    for _ in range(200):
        kept = sweep @ kept
        times.append(np.append(kept.diagonal() / covariance.diagonal(), kept.sum() / covariance.sum()))
    *each, of_sum = 1 + 2 * np.sum(times, axis=0)
    law = TruncatedNormal(precision, np.zeros(count), np.full(count, -INF), np.full(count, INF), np.zeros(count))
    assert of_sum > 1.5 * max(each)
    assert law.sweeps == pytest.approx(4 * of_sum, rel=0.3)


def test_chains_that_hardly_move_say_so():
    precision = np.linalg.inv([[1, 0.9999], [0.9999, 1]])
    assert not TruncatedNormal(precision, np.zeros(2), np.full(2, -INF), np.full(2, INF), np.zeros(2)).mixed


def test_values_are_drawn_beyond_limits_however_unlikely_they_are():
    """Beyond 40 standard deviations they lie 1 / 40 from it on average; to either side, and between two such limits."""
    lower, upper = np.array([40.0, -INF, 40.0]), np.array([INF, -40.0, 41.0])
    for rows in ([0], [1], [2]):
        law = TruncatedNormal(np.eye(1), np.zeros(1), lower[rows], upper[rows], np.zeros(1))
        drawn = np.abs(law.drawn(np.random.default_rng(0), 4000))
        assert drawn.min() >= 40
        assert drawn.mean() == pytest.approx(40 + 1 / 40, abs=0.002)


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_cells_beside_two_data_between_limits_have_the_law_that_these_give_them(tmp_path, method):
    """Mean and variance of a cell: w E[Y] and σ² + w Var[Y] wᵀ, with the weights and variance of simple kriging."""
    two = WELLS[[0, 2]]
    lower, upper = (NAN, 0.4), (0.1, 1.5)
    grid = Grid.from_points(two, (NAN, NAN), 1, x_range=(0, 6), y_range=(0, 8), lower=lower, upper=upper)
    options = {"max_data": 48} if method == "sequential" else {}
    count, cells = 3000, grid.geometry.centres()
    ensemble, rows = realizations(grid, tmp_path, count, method=method, kriging_type="simple", mean=0.0, **options)
    correlation = float(MODEL.covariance(two[:1], two[1:])[0, 0])
    mean, covariance = of_two(correlation, (-INF, 0.4), (0.1, 1.5))
    weights = np.linalg.solve(MODEL.covariance(two, two), MODEL.covariance(two, cells))
    variance = 1 - np.einsum("ij,ij->j", weights, MODEL.covariance(two, cells))
    expected = np.sqrt(np.maximum(variance, 0) + np.einsum("ij,ik,kj->j", weights, covariance, weights))
    assert not ensemble.exact
    assert np.abs((rows.mean(0) - mean @ weights) / (expected / count**0.5)).max() < 4.5
    assert np.abs(rows.std(0, ddof=1) / expected - 1).max() < 6 / np.sqrt(2 * count)
    assert any("between limits" in remark and "2 of 2" in remark for remark in ensemble.remarks)


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_every_realization_keeps_the_limits_and_shows_the_hard_data(tmp_path, method, transform):
    values = np.where(np.arange(6) % 2, VALUES, NAN)
    lower, upper = np.where(np.arange(6) == 0, 8.5, NAN), np.where(np.arange(6) % 2, NAN, VALUES + 0.5)
    grid = wells(values, lower=lower, upper=upper)
    _, rows = realizations(grid, tmp_path, 60, method=method, transform=transform)
    at = rows.reshape(60, SIDE, SIDE)[:, tuple(WELLS.astype(int).T)[0], tuple(WELLS.astype(int).T)[1]]
    assert (at[:, ::2] <= (VALUES + 0.5)[::2] + 1e-6).all()
    assert (at[:, 0] >= 8.5 - 1e-6).all()
    assert at[:, 0].std() > 0.01
    np.testing.assert_allclose(at[:, 1::2], np.broadcast_to(VALUES[1::2], (60, 3)), rtol=1e-6)


def test_limits_hold_where_data_are_so_that_the_centre_of_their_cell_may_be_beyond_them(tmp_path):
    """A datum below 9 in the corner of its cell, whose centre does not share its nugget."""
    points = np.append(WELLS, [(3.95, 4.95)], axis=0)
    grid = Grid.from_points(
        points, np.append(VALUES, NAN), 1, x_range=(0, SIDE), y_range=(0, SIDE), upper=np.append(np.full(6, NAN), 9.0)
    )
    cell = 3 * SIDE + 4
    at_centres, rows = realizations(grid, tmp_path, 200, exact_positions=False)
    assert (rows[:, cell] < 9).all()
    where_they_are, rows = realizations(grid, tmp_path, 200, exact_positions=True)
    assert (rows[:, cell] > 9).any()
    for ensemble, said in ((at_centres, ""), (where_they_are, " where they are, not always at the centre of the cell")):
        assert f"Data between limits (`lower`, `upper`), which every realization keeps{said}: 1 of 7." in (
            ensemble.remarks
        )


def test_a_value_with_an_error_and_limits_has_the_law_of_both():
    """One datum: 1.2 measured with a variance of 0.5, known to be less than 1, beside a mean of 0 and variance of 1."""
    soft = SoftData(np.array([1.2]), np.array([0.5]), np.array([-INF]), np.array([1.0]))
    draws = SoftDraws(np.zeros((1, 2)), np.array([1.2]), soft, MODEL, np.empty((1, 0)), 0.0)
    mean, std = 1.2 / 1.5, (0.5 / 1.5) ** 0.5
    law = truncnorm(-INF, (1 - mean) / std, mean, std)
    drawn = draws.drawn(np.random.default_rng(1), 20_000)[0]
    assert drawn.max() <= 1
    assert drawn.mean() == pytest.approx(law.mean(), abs=4.5 * law.std() / 20_000**0.5)
    assert drawn.std() == pytest.approx(law.std(), rel=0.03)


def test_limits_without_end_are_no_datum_and_limits_that_meet_are_a_hard_one(tmp_path):
    values = np.where(np.arange(6) == 2, NAN, VALUES)
    free = np.arange(6) != 2
    without = Grid.from_points(WELLS[free], VALUES[free], 1, x_range=(0, SIDE), y_range=(0, SIDE))
    open_ = wells(values, lower=np.full(6, -INF), upper=np.full(6, INF))
    met = np.where(free, NAN, VALUES)
    both = {"hard": wells(), "meet": wells(values, lower=met, upper=met), "without": without, "open": open_}
    rows = {name: realizations(grid, tmp_path, 3)[1] for name, grid in both.items()}
    np.testing.assert_array_equal(rows["meet"], rows["hard"])
    np.testing.assert_array_equal(rows["open"], rows["without"])


@pytest.mark.parametrize("transform", ["log", "normal-score"])
def test_a_limit_that_all_values_keep_tells_nothing(tmp_path, transform):
    """That a logarithm's value is greater than zero: the cell is drawn as if there were no datum."""
    values = np.where(np.arange(6) == 2, NAN, VALUES)
    grid = wells(values, lower=np.where(np.arange(6) == 2, 0.0, NAN))
    free = np.arange(6) != 2
    without = Grid.from_points(WELLS[free], VALUES[free], 1, x_range=(0, SIDE), y_range=(0, SIDE))
    drawn, known = (realizations(one, tmp_path, 400, transform=transform)[1] for one in (grid, without))
    at = np.ravel_multi_index((4, 6), (SIDE, SIDE))
    if transform == "log":
        assert drawn[:, at].mean() == pytest.approx(known[:, at].mean(), abs=4 * known[:, at].std() / 200**0.5)
    assert drawn[:, at].std() > 0.5 * known[:, at].std()


def test_far_limits_leave_what_kriging_with_errors_says(tmp_path):
    far = wells(error=ERROR, upper=np.where(np.arange(6) == 3, 1000.0, NAN))
    ensemble, rows = realizations(far, tmp_path, 1000)
    mean, covariance = dense(WELLS, VALUES, ERROR, far.geometry.centres())
    std = np.sqrt(np.maximum(covariance.diagonal(), 1e-12))
    assert not ensemble.exact
    assert np.abs((rows.mean(0) - mean) / std)[std > 1e-3].max() < 4.5 / 1000**0.5


def test_soft_data_in_space_and_on_cells():
    rng = np.random.default_rng(2)
    values, upper = np.full((6, 5, 4), NAN), np.full((6, 5, 4), NAN)
    for cell in ((0, 0, 0), (5, 4, 3), (2, 3, 1)):
        values[cell] = rng.normal()
    upper[3, 1, 2] = -1.0
    grid = Grid.from_points([(0.5, 0.5, 0.5)], [1.0], 1, z_delta=1, x_range=(0, 6), y_range=(0, 5), z_range=(0, 4))
    cube = Grid.of(values, grid.geometry)
    ensemble = cube.krig(100, seed=1, variogram=MODEL, upper=upper, method="sequential")
    assert ensemble.mean[3, 1, 2] < -1
    assert ensemble.std[3, 1, 2] > 0
    assert ensemble.mean[3, 2, 2] < cube.krig(100, seed=1, variogram=MODEL, method="sequential").mean[3, 2, 2]
    error = np.where(np.isfinite(values), 0.5, NAN)
    law = cube.krig(2, seed=1, variogram=MODEL, error=error)
    assert law.exact
    assert 0 < law.std[0, 0, 0] < 0.5


@pytest.mark.parametrize(
    "options",
    [
        {"variogram": MODEL},
        {"variogram": MODEL, "exact_positions": True},
        {"variogram": MODEL, "method": "sequential"},
        {"variogram_uncertainty": "posterior"},
    ],
)
def test_soft_realizations_are_the_same_whoever_makes_them_and_however_many_are_asked_for(options):
    points = np.vstack([WELLS, [(-1.5, 4.5), (11.5, 5.5), (3.5, 4.5), (6.5, 8.5)]])
    values = np.append(VALUES, [7.0, NAN, NAN, 10.5])
    error, upper = np.append(ERROR, [0.5, 0.0, 0.0, 0.0]), np.append(np.full(7, NAN), [13.0, 9.5, NAN])
    grid = Grid.from_points(points, values, 1, x_range=(0, SIDE), y_range=(0, SIDE), error=error, upper=upper)
    here = grid.krig(60, seed=1, **options)
    for crew in ({"processes": 3}, {"processes": 3, "engine": "threads"}):
        with WorkForce(grid, **crew) as workforce:
            there = workforce.krig(60, seed=1, **options)
        assert np.asarray(here.mean).tobytes() == np.asarray(there.mean).tobytes()
        assert np.asarray(here.std).tobytes() == np.asarray(there.std).tobytes()
    one, few, many = (list(grid.realizations(count, seed=1, **options)) for count in (1, 3, 12))
    np.testing.assert_array_equal(one, many[:1])
    np.testing.assert_array_equal(few, many[:3])


def test_what_is_expected_of_soft_data_is_the_mean_of_their_draws():
    measured = np.array([9.0, 11.5, NAN, 8.1, NAN, 10.0])
    lower, upper = np.full(6, -INF), np.full(6, INF)
    upper[2], lower[4] = 9.5, 12.0
    soft = SoftData(measured, np.array([0, 0.5, 0, 1.0, 0, 0]), lower, upper)
    draws = SoftDraws(WELLS, np.where(np.isnan(measured), 10.0, measured), soft, MODEL, np.ones((6, 1)), 10.0)
    drawn = draws.drawn(np.random.default_rng(0), 4000)
    assert (drawn.std(1)[[1, 2, 3, 4]] > 0.1).all()
    np.testing.assert_allclose(drawn.mean(1), draws.mean, atol=0.06)


def peak_memory(work):
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_soft_data_take_no_more_memory_than_is_told():
    rng, count = np.random.default_rng(4), 300
    points, values = rng.uniform(0, 100, (count, 2)), rng.normal(size=count)
    measured, noise = values.copy(), np.where(np.arange(count) % 3, 0.0, 0.1)
    limited = np.arange(count) % 3 == 1
    measured[limited] = NAN
    upper = np.where(limited, values + 0.1, INF)
    soft = SoftData(measured, noise, np.full(count, -INF), upper)

    def draw():
        SoftDraws(points, values, soft, MODEL, np.ones((count, 1)), 0.0).drawn(rng, 10)

    assert peak_memory(draw) < SoftDraws.cost(count, int(limited.sum())).memory


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_with_soft_data_memory_does_not_grow_with_the_number_of_realizations(method):
    """Of 2500 cells: 200 realizations more would take 4 MB in double precision."""
    values, upper = np.append(VALUES, [NAN, NAN]), np.append(np.full(6, NAN), [9.0, 10.0])
    points, error = np.append(WELLS, [(3.5, 4.5), (6.5, 6.5)], axis=0), np.append(ERROR, [0.0, 0.0])
    grid = Grid.from_points(points, values, 0.2, x_range=(0, SIDE), y_range=(0, SIDE), error=error, upper=upper)
    options = {"seed": 1, "variogram": MODEL, "method": method}
    grid.krig(50, **options)  # loads what it needs
    few, many = (peak_memory(lambda count=count: grid.krig(count, **options)) for count in (50, 250))
    assert many < few + 200_000


@pytest.mark.parametrize(
    ("options", "known", "message"),
    [
        ({"method": "random-sample"}, {"error": ERROR}, "'random-sample', which knows no distributions"),
        ({}, {"values": np.full(6, NAN), "upper": VALUES}, "limits to one side alone leave the mean or trend open"),
        ({"upper": np.full((SIDE, SIDE), 20.0)}, {"error": ERROR}, r"Should be given to Grid.from_points"),
        (
            {"transform": "log"},
            {"values": np.where(np.arange(6), VALUES, NAN), "upper": np.where(np.arange(6), NAN, -1.0)},
            "1 limits leave no value that the transform knows",
        ),
    ],
)
def test_what_soft_data_cannot_do_is_a_sentence(options, known, message):
    with pytest.raises(InvalidInput, match=message):
        wells(**known).krig(2, seed=1, variogram=MODEL, **options)


def test_too_many_data_beside_soft_ones_are_a_sentence(monkeypatch):
    monkeypatch.setattr("stochastic_kriging.krig_core.simulation.soft_draws.MOST_FACTORED", 5)
    with pytest.raises(InvalidInput, match=r"Of 6 data some are soft .* Should be at most 5 data"):
        wells(error=ERROR).krig(2, seed=1, variogram=MODEL)


# ---- scores, histogram, variogram


def test_limits_go_through_a_transform_exactly_and_errors_by_its_slope():
    values, error = np.array([1.0, 2.0, 5.0, NAN, NAN]), np.array([0.01, 0, 0, 0, 0])
    data, soft, _ = Soft.of(values, error, [NAN, NAN, NAN, 0.0, 1.5], [NAN, NAN, NAN, 0.5, NAN])
    fitted = fit_soft(Transform("log"), np.random.default_rng(0).random((5, 2)), data, soft)
    scores = SoftData.of(data, soft, fitted)
    assert scores.upper[3] == np.log(0.5)
    assert scores.lower.tolist()[3:] == [-INF, np.log(1.5)]
    assert np.sqrt(scores.noise[0]) == pytest.approx(0.01, rel=1e-4)
    fitted = fit_soft(Transform("normal-score"), np.random.default_rng(0).random((5, 2)), data, soft)
    scores = SoftData.of(data, soft, fitted)
    assert fitted.back(scores.upper[3]) == pytest.approx(0.5, rel=1e-12)
    assert scores.lower[3] == -INF


def test_the_histogram_has_the_share_below_a_limit_and_the_likelier_law_there():
    rng = np.random.default_rng(4)
    truth = np.exp(rng.normal(size=2000))
    limit = np.quantile(truth, 0.4)
    below = truth < limit
    values, soft, _ = Soft.of(np.where(below, NAN, truth), None, None, np.where(below, limit, NAN))
    whole = completed(values, soft, rng.random((2000, 2)), None, None)
    assert whole.weights is None
    assert (whole.values[below] <= limit).all()
    assert (whole.values > 0).all()
    assert whole.values.mean() == pytest.approx(truth.mean(), rel=0.01)
    assert np.log(whole.values).std() == pytest.approx(np.log(truth).std(), rel=0.05)


def test_the_probability_of_a_limit_goes_to_the_values_below_it():
    """Kaplan-Meier by hand, in three rounds: of 1, 2, 3 and less than 2.5 the last is 1 as often as it is 2."""
    values, soft, _ = Soft.of([1.0, 2.0, 3.0, NAN], None, None, [NAN, NAN, NAN, 2.5])
    whole = completed(values, soft, np.random.default_rng(0).random((4, 2)), None, None)
    np.testing.assert_allclose(whole.weights, [1 + 13 / 27, 1 + 13 / 27, 1.0, 1 / 27], rtol=1e-12)


@pytest.mark.parametrize(
    ("values", "lower", "upper"),
    [([9.0, 9.0, NAN, NAN], [NAN] * 4, [NAN, NAN, 9.0, 10.0]), ([NAN, NAN], [1.0, 2.0], [3.0, 4.0])],
    ids=["one value", "intervals that overlap"],
)
def test_data_that_may_all_be_equal_have_no_histogram(values, lower, upper):
    data, soft, _ = Soft.of(values, None, lower, upper)
    places = np.random.default_rng(0).random((len(values), 2))
    with pytest.raises(InvalidInput, match="all data may have the same value"):
        fit_soft(Transform("normal-score"), places, data, soft)
    assert np.isfinite(fit_soft(Transform("none"), places, data, soft).scores).all()


@pytest.mark.parametrize("transform", ["none", "log"])
@pytest.mark.parametrize("lower", [None, np.full(6, 0.2)])
def test_data_that_may_all_be_equal_have_no_variogram(transform, lower):
    grid = wells(np.full(6, NAN), lower=lower, upper=np.full(6, 0.5))
    with pytest.raises(InvalidInput, match="so that no variogram can be fitted"):
        grid.krig(2, seed=1, kriging_type="simple", transform=transform)


def test_an_interval_across_a_limit_does_not_take_the_probability_of_all_below_it():
    rng = np.random.default_rng(4)
    truth = np.exp(rng.normal(size=80))
    limit = np.quantile(truth, 0.4)
    below = truth < limit
    values, upper, lower = np.where(below, NAN, truth), np.where(below, limit, NAN), np.full(80, NAN)
    above = np.flatnonzero(~below)[:2]
    values[above], lower[above], upper[above[0]] = NAN, 0.8 * limit, 1.5 * limit
    values, soft, _ = Soft.of(values, None, lower, upper)
    whole = completed(values, soft, rng.random((80, 2)), None, None)
    least = np.sort(whole.values)[:16]
    assert whole.weights[np.isin(whole.values, least)].sum() == pytest.approx(16, rel=0.35)


@pytest.mark.parametrize("weights", [[1.0, 3, 2, 2], [1.0, 1, 1, 0], [2.0] * 4])
def test_a_limit_shares_out_its_own_weight(weights):
    """The same with weights by hand: each round leaves the limit its part of what lies below it."""
    values, soft, _ = Soft.of([1.0, 2.0, 3.0, NAN], None, None, [NAN, NAN, NAN, 2.5])
    places = np.random.default_rng(0).random((4, 2))
    whole = completed(values, soft, places, None, None, np.array(weights))
    one, two, three, limit = weights
    left = limit * (limit / (one + two + limit)) ** 3
    parts = np.array([one, two]) * (1 + (limit - left) / (one + two))
    np.testing.assert_allclose(whole.weights, np.array([*parts, three, left]) / np.mean(weights), rtol=1e-12)
    fitted = fit_soft(Transform("normal-score"), places, values, soft, np.array(weights))
    of_masses = Transform("normal-score").fit(places, whole.values, whole.weights)
    if len(set(weights)) > 1:
        np.testing.assert_array_equal(fitted.scores, of_masses.scores)
    else:
        assert fitted.scores.tobytes() == fit_soft(Transform("normal-score"), places, values, soft).scores.tobytes()


def test_the_standard_normal_between_limits_far_out_too():
    assert quantiles(np.array(0.5), np.array(-INF), np.array(0.0)) == pytest.approx(norm.ppf(0.25))
    far = quantiles(np.array([0.0, 0.5]), np.array(40.0), np.array(INF))
    assert far[0] == 40
    assert far[1] == pytest.approx(40 + np.log(2) / 40, abs=1e-5)
    np.testing.assert_array_equal(quantiles(np.array([0.5]), np.array([-INF]), np.array([-40.0])), -far[1:])
    lower, upper = np.array([-INF, -1.0, 2.0]), np.array([0.0, 2.0, INF])
    law = truncnorm(lower, upper)
    first, second = moments(lower, upper)
    np.testing.assert_allclose(first, law.mean(), atol=1e-3)
    np.testing.assert_allclose(second, law.var() + law.mean() ** 2, rtol=3e-3)
    np.testing.assert_allclose(probability(lower, upper), norm.cdf(upper) - norm.cdf(lower), rtol=1e-12)
    np.testing.assert_allclose(probability(np.array([9.0]), np.array([10.0])), norm.sf(9) - norm.sf(10), rtol=1e-12)


def test_the_variogram_of_data_with_errors_is_that_of_what_they_measure():
    """Errors of the field's own variance: those who take the values as they are find twice the sill, or near it."""
    rng = np.random.default_rng(3)
    points = rng.random((150, 2)) * 100
    model = Variogram.spherical(nugget=0.0, partial_sill=1.0, range=60)
    truth = np.linalg.cholesky(model.covariance(points, points) + 1e-9 * np.eye(150)) @ rng.normal(size=150)
    values = truth + rng.normal(size=150)
    known = {"x_range": (0, 100), "y_range": (0, 100)}
    hard, soft = (
        Grid.from_points(points, values, 10, error=error, **known).krig(
            1, seed=1, exact_positions=True, variogram_uncertainty="none"
        )
        for error in (None, np.ones(150))
    )
    assert hard.variogram.nugget > 0.8
    assert hard.variogram(30.0) > 1.6
    assert soft.variogram.nugget < 0.1
    assert soft.variogram(30.0) == pytest.approx(fit_automatic(points, truth).variogram(30.0), abs=0.2)


def test_the_posterior_of_soft_data_is_one_of_what_they_may_be():
    rng = np.random.default_rng(5)
    points, values = rng.random((25, 2)) * 100, rng.normal(size=25)
    low = values < -0.2
    grid = Grid.from_points(
        points, np.where(low, NAN, values), 10, x_range=(0, 100), y_range=(0, 100), upper=np.where(low, -0.2, NAN)
    )
    ensemble = grid.krig(20, seed=1)
    assert ensemble.posterior.weights.sum() == pytest.approx(1)
    assert ensemble.posterior.degrees == len(np.unique(points // 10, axis=0)) - 1
    steps = [v(np.linalg.norm(ensemble.posterior.offsets, axis=1).min() * 2) for v in ensemble.posterior.variograms]
    assert (np.diff(steps * ensemble.posterior.sills) >= -1e-12).all()
    cells = tuple(grid.geometry.cells_of(points[low])[0].T)
    alone = np.isnan(np.asarray(grid)[cells])
    assert alone.sum() > 3
    assert (np.asarray(ensemble.mean)[cells][alone] < -0.2).all()


def test_of_variograms_of_soft_data_that_is_taken_whose_roots_are_nearest_to_those_of_the_others():
    """Of seven fits the last five count. Their roots are 32.7, 22.3, 25.0, 26.5 and 23.6 from all others at 12 places.

    By semivariances, not their roots, it would be the last one, and by the greatest distance the first.
    """
    fits = [(90.0, 1.0), (90.0, 1.0), (0.0, 9.0), (0.0, 16.0), (1.0, 9.0), (1.0, 16.0), (4.0, 9.0)]
    models = iter([Variogram.spherical(nugget=nugget, partial_sill=sill, range=12) for nugget, sill in fits])
    soft = SoftData(VALUES, ERROR**2, np.full(6, -INF), np.full(6, INF))

    def find(_):
        return Default(next(models), None, (), "")

    found = soft_variogram(find, WELLS, VALUES, soft, "ordinary", None)
    assert (found.variogram.nugget, found.variogram.partial_sill) == (0, 16)


def test_near_greater_data_limits_have_the_greater_part():
    """Two limits below 1, the first beside values of 5, the other beside values of 2: the first is greater."""
    points = np.array([(0.0, 0), (100, 0), (1, 0), (0, 1), (1, 1), (-1, 0), (101, 0), (100, 1), (101, 1), (99, 0)])
    values = np.array([NAN, NAN, 5.0, 5.2, 4.8, 5.1, 2.0, 2.1, 1.9, 2.2])
    upper = np.where(np.isnan(values), 1.0, INF)
    soft = Soft(np.zeros(10), np.full(10, -INF), upper)
    first, second = completed(values, soft, points, None, None).values[:2]
    assert 0 < second < first < 1


def test_an_error_that_reaches_below_the_least_value_has_the_slope_of_the_other_side():
    values = np.array([1.0, 4.0, 9.0])
    fitted = Transform("log").fit(WELLS[:3], values)
    soft = Soft(np.array([2.0, 0.0, 2.0]), np.full(3, -INF), np.full(3, INF))
    noise = SoftData.of(values, soft, fitted).noise
    np.testing.assert_allclose(noise, [np.log(3) ** 2, 0, (np.log(11 / 7) / 2) ** 2])


def test_a_datum_between_far_limits_is_what_ordinary_kriging_says_of_it():
    """From two data, so few that a mean that is not known makes it vary clearly more."""
    points, values = WELLS[:3], np.array([9.0, 11.5, NAN])
    mean, covariance = dense(points[:2], values[:2], np.zeros(2), points[2:])
    _, of_simple = dense(points[:2], values[:2], np.zeros(2), points[2:], "simple")
    assert covariance[0, 0] > 1.2 * of_simple[0, 0]
    far = np.array([INF, INF, 1000.0])
    soft = SoftData(values, np.zeros(3), -far, far)
    draws = SoftDraws(points, np.append(values[:2], 10.0), soft, MODEL, np.ones((3, 1)), 10.0)
    drawn = draws.drawn(np.random.default_rng(0), 8000)[2]
    assert drawn.mean() == pytest.approx(mean[0], abs=0.06)
    assert drawn.std() == pytest.approx(covariance[0, 0] ** 0.5, rel=0.04)


def test_the_likelier_law_counts_what_logarithms_do_to_densities():
    """Of values that are normal; without the factor 1 / z of the lognormal density that law would seem the likelier."""
    values = np.append(100 + 10 * norm.ppf((np.arange(20) + 0.5) / 20), [NAN, NAN])
    upper = np.where(np.isnan(values), 85.0, INF)
    soft = Soft(np.zeros(22), np.full(22, -INF), upper)
    points = np.column_stack([np.arange(22.0), np.zeros(22)])
    below = np.sort(completed(values, soft, points, None, None).values[20:])
    assert below[1] < 85
    law = _likelier(values[:20], np.zeros(2), np.full(2, 85.0))
    np.testing.assert_allclose(
        below, law.mean + law.std * norm.ppf(norm.cdf((85 - law.mean) / law.std) * np.array([0.25, 0.75])), rtol=1e-3
    )
    assert not law.logarithmic
