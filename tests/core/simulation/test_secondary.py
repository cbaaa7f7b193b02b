"""A secondary variable: exactly collocated cokriging, and realizations that vary no more than they should."""

import itertools
import math

import numpy as np
import pytest
from scipy.stats import norm
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.placement import Outside
from stochastic_kriging.krig_core.simulation.effective_number import effective_number
from stochastic_kriging.krig_core.simulation.secondary import Estimated, Secondary
from stochastic_kriging.krig_core.variogram.models import Variogram

MAP = Geometry((0.0, 0.0), (1.0, 1.0), (24, 20))
SPACE = Geometry((0.0, 0.0, 0.0), (1.0, 1.0, 0.5), (8, 7, 6))
SPHERICAL = Variogram.spherical(partial_sill=1.0, range=8.0)
OPTIONS = {"seed": 5, "variogram": SPHERICAL}


def field(geometry, seed, variogram=SPHERICAL):
    """Return a field of mean 0 and variance 1 over its cells."""
    empty = np.full(geometry.shape, np.nan)
    empty[(0,) * geometry.ndim] = 0.0
    grid = Grid.of(empty, geometry)
    made = np.asarray(next(grid.realizations(1, seed=seed, variogram=variogram, kriging_type="simple", mean=0.0)))
    return (made - made.mean()) / made.std()


def with_data(geometry, truth, count=12, seed=2):
    cells = np.random.default_rng(seed).choice(geometry.size, count, replace=False)
    values = np.full(geometry.size, np.nan)
    values[cells] = truth.reshape(-1)[cells]
    return Grid.of(values.reshape(geometry.shape), geometry)


def correlated(secondary, seed=7, correlation=0.7):
    other = field(Geometry((0.0,) * secondary.ndim, (1.0,) * secondary.ndim, secondary.shape), seed)
    return 10 + 2 * (correlation * secondary + math.sqrt(1 - correlation**2) * other)


def steepness(correlation, scores, at_data, cells):
    """Return the slope of a local mean: the variance of the map counts as that of 8 (1 - r²) data."""
    more = 8 * (1 - correlation**2)
    variance = (len(scores) * np.var(at_data) + more * np.var(cells)) / (len(scores) + more)
    return correlation * np.std(scores) / math.sqrt(variance)


def cokriged(variogram, correlation, sigma, points, values, at_data, place, at_place, mean):
    """Return simple cokriging from values, the secondary at them and at the place: Markov model 1, as a full system.

    The secondary has standard deviation `sigma`, mean zero, and the correlogram of the values.
    """
    everywhere = np.vstack([points, place])
    cross = correlation * sigma / math.sqrt(variogram.sill)
    between = variogram.covariance(everywhere, everywhere)
    n = len(points)
    matrix = np.block(
        [[between[:n, :n], cross * between[:n]], [cross * between[:, :n], sigma**2 / variogram.sill * between]]
    )
    right = np.concatenate([between[:n, n], cross * between[:, n]])
    weights = np.linalg.solve(matrix, right)
    known = np.concatenate([values - mean, at_data, [at_place]])
    return mean + weights @ known, variogram.sill - weights @ right


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_one_datum_by_hand(method):
    secondary = np.array([[-1.0, 1.0], [1.0, -1.0]])
    values = np.array([[5.0, np.nan], [np.nan, np.nan]])
    grid = Grid.of(values, Geometry((0.0, 0.0), (4.0, 4.0), (2, 2)))
    variogram = Variogram.spherical(partial_sill=4.0, range=8.0)
    options = {"variogram": variogram, "mean": 3.0, "secondary": secondary, "correlation": 0.6, "method": method}
    found = grid.krig(4000, seed=1, **options)
    # At 4 of a range of 8 the correlation is 1 - 0.75 + 0.0625; the local mean is 3 - 1.2 at the datum, 3 + 1.2 beside.
    near = 0.3125
    wanted = 4.2 + near * (5 - 1.8)
    std = math.sqrt(4 * (1 - 0.36) * (1 - near**2))
    error = 0.0 if found.exact else 4 * std / math.sqrt(4000)
    assert found.mean[0, 0] == 5
    assert found.std[0, 0] == 0
    assert found.mean[0, 1] == pytest.approx(wanted, abs=error + 1e-12)
    assert found.std[0, 1] == pytest.approx(std, rel=1e-12 if found.exact else 0.05)


def test_the_law_is_that_of_collocated_cokriging_with_the_secondary_at_data_and_cell():
    secondary = field(MAP, 3)
    variogram = Variogram(0.2, Variogram.exponential(partial_sill=1.3, range=9.0).structures)
    grid = with_data(MAP, correlated(secondary), count=7)
    points, values, cells = grid.conditioning_data()
    at_data = secondary[tuple(cells.T)]
    found = grid.krig(10, seed=1, variogram=variogram, mean=10.0, secondary=secondary, correlation=0.55)
    assert found.exact
    slope = steepness(0.55, values, at_data, secondary)
    sigma = 0.55 * math.sqrt(variogram.sill) / slope
    for cell in [(0, 0), (13, 4), (23, 19), (5, 17)]:
        place = MAP.centres(np.array([cell]))
        if np.isfinite(grid[cell]):
            continue
        mean, variance = cokriged(
            variogram, 0.55, sigma, points, values, at_data - secondary.mean(), place, secondary[cell], 10.0
        )
        # On a map the law is interpolated between cells: a few per cent at worst.
        assert found.mean[cell] == pytest.approx(mean, abs=0.02)
        assert found.std[cell] == pytest.approx(math.sqrt(variance), rel=0.02)


@pytest.mark.parametrize("geometry", [MAP, SPACE])
@pytest.mark.parametrize("method", ["gaussian", "sequential"])
@pytest.mark.parametrize(("transform", "variogram"), [("none", None), ("log", SPHERICAL), ("normal-score", SPHERICAL)])
def test_a_correlation_of_zero_gives_the_bytes_of_simple_kriging(geometry, method, transform, variogram):
    secondary = field(geometry, 3)
    grid = with_data(geometry, correlated(secondary))
    options = {"seed": 5, "variogram": variogram, "method": method, "transform": transform, "drawn": True}
    plain = grid.krig(10, kriging_type="simple", **options)
    found = grid.krig(10, secondary=secondary, correlation=0.0, **options)
    assert plain.mean.tobytes() == found.mean.tobytes()
    assert plain.std.tobytes() == found.std.tobytes()


@pytest.mark.parametrize("geometry", [MAP, SPACE])
@pytest.mark.parametrize("method", ["gaussian", "sequential"])
@pytest.mark.parametrize("variogram", [SPHERICAL, None])
@pytest.mark.parametrize("correlation", [-1.0, None])
def test_a_correlation_of_one_gives_the_map_of_the_secondary(geometry, method, variogram, correlation):
    secondary = field(geometry, 3)
    grid = with_data(geometry, 30 - 4 * secondary)
    options = {"variogram": variogram, "secondary": secondary, "correlation": correlation, "method": method}
    found = grid.krig(10, seed=1, drawn=True, **options)
    np.testing.assert_allclose(found.mean, 30 - 4 * secondary, rtol=1e-12)
    np.testing.assert_array_equal(found.std, np.zeros(geometry.shape))
    for one in grid.realizations(2, seed=1, **options):
        np.testing.assert_allclose(one, 30 - 4 * secondary, rtol=1e-12)


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_beside_a_correlation_of_one_soft_data_leave_the_variogram_of_all_scores(method):
    secondary = field(MAP, 3)
    values = np.asarray(with_data(MAP, 30 - 4 * secondary))
    error = np.where(np.arange(MAP.size) % 2, 0.5, 0.0).reshape(MAP.shape)
    options = {"secondary": secondary, "correlation": -1.0, "method": method, "seed": 1, "drawn": True}
    hard = Grid.of(values, MAP).krig(10, **options)
    soft = Grid.of(values, MAP).krig(10, error=error, **options)
    assert soft.variogram == hard.variogram
    np.testing.assert_allclose(soft.mean, 30 - 4 * secondary, rtol=1e-12)
    np.testing.assert_array_equal(soft.std, np.zeros(MAP.shape))


def test_a_correlation_of_one_that_the_data_contradict_is_refused():
    secondary = field(MAP, 3)
    grid = with_data(MAP, correlated(secondary))
    with pytest.raises(InvalidInput, match=r"correlation of 1 the map is .* differ from that by up to .*such as"):
        grid.krig(10, secondary=secondary, correlation=1.0, **OPTIONS)


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_far_from_the_data_values_vary_as_the_sill_says_and_no_more(method):
    geometry = Geometry((0.0, 0.0), (1.0, 1.0), (60, 60))
    variogram = Variogram.spherical(partial_sill=9.0, range=6.0)
    secondary = field(geometry, 11, Variogram.spherical(partial_sill=1.0, range=6.0))
    values = np.full(geometry.shape, np.nan)
    values[0, 0] = 21.0
    options = {"variogram": variogram, "mean": 20.0, "correlation": 0.8, "secondary": secondary, "method": method}
    away = np.hypot(*np.indices(geometry.shape)) > 6
    made = np.array(
        [one[away] for one in map(np.asarray, Grid.of(values, geometry).realizations(50, seed=3, **options))]
    )
    # Beside the secondary each cell has 1 - 0.64 of the sill; over the map, with that of the local mean, all of it.
    assert made.var(axis=0, ddof=1).mean() == pytest.approx(9 * 0.36, rel=0.03)
    assert np.square(made - 20).mean() == pytest.approx(9, rel=0.03)


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_the_covariance_of_an_ensemble_is_that_of_the_residual_given_the_data(method):
    geometry = Geometry((0.0, 0.0), (1.0, 1.0), (6, 5))
    secondary = field(geometry, 4)
    values = np.full(geometry.shape, np.nan)
    values[1, 1], values[4, 2], values[2, 4], values[5, 0] = 1.0, -0.5, 0.8, 0.1
    options = {"variogram": SPHERICAL, "mean": 0.0, "secondary": secondary, "correlation": 0.6, "method": method}
    made = [np.asarray(one).ravel() for one in Grid.of(values, geometry).realizations(3000, seed=9, **options)]
    data = np.flatnonzero(np.isfinite(values))
    centres = geometry.centres()
    covariance = 0.64 * SPHERICAL.covariance(centres, centres)
    among, across = covariance[np.ix_(data, data)], covariance[data]
    wanted = covariance - across.T @ np.linalg.solve(among, across)
    # Of 3000 draws a covariance is within four standard errors.
    np.testing.assert_allclose(np.cov(np.array(made).T), wanted, atol=4 * 0.64 * math.sqrt(2 / 3000))


def test_normal_scores_take_the_secondary_by_its_ranks():
    secondary = field(MAP, 3)
    grid = with_data(MAP, np.exp(correlated(secondary) / 3))
    first, second = (
        grid.krig(10, secondary=one, transform="normal-score", **OPTIONS) for one in (secondary, np.exp(secondary))
    )
    assert first.mean.tobytes() == second.mean.tobytes()
    assert first.std.tobytes() == second.std.tobytes()


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
def test_the_law_of_cells_is_that_of_realizations(transform):
    secondary = field(MAP, 3)
    grid = with_data(MAP, np.exp(correlated(secondary) / 6))
    options = {**OPTIONS, "secondary": secondary, "transform": transform, "variogram": SPHERICAL.scaled(0.1)}
    if transform == "normal-score":
        options["variogram"] = SPHERICAL
    law = grid.krig(10, quantiles=(0.1, 0.9), **options)
    made = np.array([np.asarray(one) for one in grid.realizations(1500, **options)])
    assert law.exact
    spread = np.where(law.std > 0, law.std, 1)
    assert np.abs((made.mean(axis=0) - law.mean) / spread).max() < 5 / math.sqrt(1500)
    assert np.abs(made.std(axis=0) / spread - (law.std > 0)).max() < 0.25
    below = (made <= np.asarray(law.quantiles([0.9])[0]) + 1e-9).mean()
    assert below == pytest.approx(0.9, abs=0.01 + 0.1 * np.isfinite(grid).mean())


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_a_cell_without_the_secondary_has_no_value(method):
    secondary = field(MAP, 3)
    grid = with_data(MAP, correlated(secondary))
    gap = np.argwhere(np.isnan(grid))[17]
    secondary[tuple(gap)] = np.nan
    found = grid.krig(10, secondary=secondary, method=method, quantiles=(0.5,), **OPTIONS)
    assert np.argwhere(np.isnan(found.mean)).tolist() == [gap.tolist()]
    assert np.argwhere(np.isnan(found.std)).tolist() == [gap.tolist()]
    assert "1 of 480 cells have no secondary variable and are left without a value." in found.remarks
    if found.exact:
        assert np.isnan(found.quantiles([0.5])[0][tuple(gap)])


def test_data_outside_the_grid_count_with_their_secondary_and_those_without_it_for_the_histogram_alone():
    secondary = field(MAP, 3)
    grid = with_data(MAP, correlated(secondary))
    points, values = np.array([[-1.0, 5.0], [-2.0, 9.0]]), np.array([11.0, 12.0])
    grid.outside = Outside(points, values, np.array([[0.5], [0.2]]))
    found = grid.krig(10, secondary=secondary, **OPTIONS)
    assert "from 14 data" in found.remarks[0]
    grid.outside = Outside(points, values)
    assert "from 12 data" in grid.krig(10, secondary=secondary, **OPTIONS).remarks[0]


def test_data_where_they_are_take_the_secondary_between_the_centres():
    secondary = np.add.outer(np.arange(24.0), np.zeros(20))
    rng = np.random.default_rng(4)
    points = rng.uniform(1, 18, (9, 2))
    grid = Grid.from_points(points, 5 + 2 * points[:, 0], 1.0, x_range=(-0.5, 23.5), y_range=(-0.5, 19.5))
    found = grid.krig(10, seed=1, exact_positions=True, secondary=secondary, variogram=SPHERICAL)
    np.testing.assert_allclose(found.mean, 5 + 2 * secondary, rtol=1e-9)


def test_a_map_serves_all_slices():
    secondary = field(SPACE.on_map, 3)
    repeated = np.repeat(secondary[..., None], SPACE.shape[2], axis=2)
    grid = with_data(SPACE, correlated(repeated))
    first, second = (grid.krig(10, secondary=one, **OPTIONS) for one in (secondary, repeated))
    assert first.mean.tobytes() == second.mean.tobytes()


def test_the_variogram_in_use_makes_the_same_map_again():
    secondary = field(MAP, 3)
    grid = with_data(MAP, correlated(secondary))
    found = grid.krig(10, seed=1, secondary=secondary, variogram_uncertainty="none")
    again = grid.krig(10, seed=1, secondary=secondary, variogram=found.variogram)
    np.testing.assert_allclose(again.mean, found.mean, rtol=1e-9)


def test_the_interval_of_a_correlation_is_fishers():
    rng = np.random.default_rng(0)
    first, noise = rng.standard_normal((2, 20))
    noise -= noise.mean()
    first -= first.mean()
    noise -= first * (first @ noise) / (first @ first)
    second = 0.7 * first / np.linalg.norm(first) + math.sqrt(0.51) * noise / np.linalg.norm(noise)
    points = np.repeat(rng.random((10, 2)), 2, axis=0)
    found = Estimated.of(points, first, second)
    assert found.value == pytest.approx(0.7)
    assert found.independent == effective_number(points, first, second) < 20
    half = 1.96 / math.sqrt(found.independent - 3)
    assert found.low == pytest.approx(math.tanh(0.8673 - half), abs=1e-4)
    assert found.high == pytest.approx(math.tanh(0.8673 + half), abs=1e-4)
    assert f"from 20 data, which tell as much as {found.independent:.0f} that are independent)" in str(found)
    assert Estimated.of(points[:3], first[:3], second[:3]) is None


def test_of_two_wells_nothing_is_known_of_the_correlation():
    points, values = np.repeat([[0.0, 0.0], [9.0, 2.0]], 3, axis=0), np.array([1.0, 2.0, 1.5, 5.0, 4.0, 4.5])
    found = Estimated.of(points, values, np.repeat([1.0, 2.0], 3))
    assert 0.9 < found.value < 1
    assert (found.low, found.high) == (-1, 1)


REFUSED = {
    "constant": ({"secondary": np.full(MAP.shape, 3.0)}, "the same value, 3, in all cells"),
    "nothing": ({"secondary": np.full(MAP.shape, np.nan)}, "missing at 12 of 12 data"),
    "shape": ({"secondary": np.zeros((3, 4))}, r"of shape \(3, 4\).*\(24, 20\)"),
    "too much": ({"correlation": 1.2}, "correlation 1.2. Should be between -1 and 1"),
    "no number": ({"correlation": math.nan}, "correlation nan. Should be between -1 and 1"),
    "universal": ({"kriging_type": "universal-1"}, "'universal-1' beside a secondary variable"),
    "drift": ({"drift": np.zeros(MAP.shape)}, "Invalid drift beside a secondary"),
    "random": ({"method": "random-sample"}, "'random-sample', which has no residual"),
    "power": ({"variogram": Variogram.power(slope=1.0)}, "needs a variance"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_go_together_is_refused_in_a_sentence(name):
    given, sentence = REFUSED[name]
    grid = with_data(MAP, correlated(field(MAP, 3)))
    with pytest.raises(InvalidInput, match=sentence):
        grid.krig(10, **{**OPTIONS, "secondary": field(MAP, 3), **given})


def test_a_secondary_that_is_constant_at_the_data_is_refused():
    secondary = field(MAP, 3)
    grid = with_data(MAP, correlated(secondary))
    secondary[np.isfinite(np.asarray(grid))] = 0.25
    with pytest.raises(InvalidInput, match="the same value at all 12 data, 0.25"):
        grid.krig(10, secondary=secondary, correlation=0.5, **OPTIONS)


def test_three_data_do_not_tell_a_correlation():
    secondary = field(MAP, 3)
    grid = with_data(MAP, correlated(secondary), count=3)
    with pytest.raises(InvalidInput, match="From 3 data no correlation.*given"):
        grid.krig(10, secondary=secondary, **OPTIONS)
    assert grid.krig(10, secondary=secondary, correlation=0.7, **OPTIONS).remarks[0].endswith("0.7, as it was given.")


def test_a_correlation_without_a_secondary_is_refused():
    grid = with_data(MAP, correlated(field(MAP, 3)))
    with pytest.raises(InvalidInput, match="correlation without a secondary"):
        grid.krig(10, correlation=0.5, **OPTIONS)


def test_what_the_data_say_of_the_correlation_is_said():
    secondary = field(MAP, 3)
    grid = with_data(MAP, correlated(secondary), count=30)
    found = grid.krig(10, secondary=secondary, correlation=-0.5, **OPTIONS)
    assert any(remark.startswith("The data contradict the correlation -0.5") for remark in found.remarks)
    nothing = with_data(MAP, 10 + field(MAP, 99), count=10)
    found = nothing.krig(10, secondary=secondary, **OPTIONS)
    assert any("do not show that the secondary variable says anything" in remark for remark in found.remarks)


@pytest.mark.parametrize(("count", "correlation", "said"), [(19, None, 1), (19, 0.7, 1), (19, 0.0, 0), (20, None, 0)])
def test_of_few_data_it_is_said_what_the_standard_deviation_takes_as_known(count, correlation, said):
    secondary = field(MAP, 3)
    found = with_data(MAP, correlated(secondary), count).krig(
        10, secondary=secondary, correlation=correlation, **OPTIONS
    )
    assert sum("From 19 data the standard deviation is somewhat" in remark for remark in found.remarks) == said


def test_equal_data_have_no_correlation():
    secondary = field(MAP, 3)
    grid = with_data(MAP, np.full(MAP.shape, 4.0))
    found = grid.krig(10, secondary=secondary, **OPTIONS)
    assert "as the data are all equal" in found.remarks[0]
    assert found.mean[0, 0] == 4


def test_the_ratio_of_standard_deviations_is_that_of_the_data():
    rng = np.random.default_rng(8)
    cells, at_data, scores = rng.standard_normal(500), rng.standard_normal(20), rng.standard_normal(20)
    points = rng.random((100_000, 2))
    found = Secondary.of(cells, points[:20], at_data, scores, correlation=None, transform="none", sill=None)
    r = np.corrcoef(at_data, scores)[0, 1]
    assert found.slope == pytest.approx(steepness(r, scores, at_data, cells))
    # With many data, or where none of the variance is left, it is their regression.
    many, noise = rng.standard_normal((2, 100_000))
    found_of_many = Secondary.of(cells, points, many, many + noise, correlation=None, transform="none", sill=None)
    assert found_of_many.slope == pytest.approx(np.polyfit(many, many + noise, 1)[0], rel=1e-4)
    exact = Secondary.of(cells, points[:20], at_data, 3 - 2 * at_data, correlation=None, transform="none", sill=None)
    assert exact.slope == pytest.approx(-2)
    assert found.share == pytest.approx(1 - np.corrcoef(at_data, scores)[0, 1] ** 2)
    few = Secondary.of(cells, points[:2], at_data[:2], scores[:2], correlation=0.5, transform="none", sill=4.0)
    assert few.slope == pytest.approx(0.5 * 2 / cells.std())


def test_some_realizations_are_the_first_of_more():
    secondary = field(MAP, 3)
    grid = with_data(MAP, correlated(secondary))
    few = [np.asarray(one) for one in grid.realizations(3, secondary=secondary, **OPTIONS)]
    many = itertools.islice(grid.realizations(20, secondary=secondary, **OPTIONS), 3)
    for one, other in zip(few, many):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
@pytest.mark.parametrize("variogram", [SPHERICAL, None])
def test_soft_data_are_those_of_the_residual(method, variogram):
    secondary = field(MAP, 3)
    values = np.asarray(with_data(MAP, correlated(secondary), count=16)).copy()
    data = np.flatnonzero(np.isfinite(values))
    error, lower, upper = (np.full(MAP.size, number) for number in (0.0, -np.inf, np.inf))
    error[data[:4]] = 0.5
    upper[data[4:7]] = values.reshape(-1)[data[4:7]] + 0.3
    lower[data[7:9]] = values.reshape(-1)[data[7:9]] - 0.3
    values.reshape(-1)[data[4:9]] = np.nan
    error, lower, upper = (array.reshape(MAP.shape) for array in (error, lower, upper))
    grid = Grid.of(values, MAP)
    how = {"method": method, "seed": 5, "variogram_uncertainty": "none"}
    found = [
        np.asarray(one)
        for one in grid.realizations(
            20,
            **how,
            variogram=variogram,
            secondary=secondary,
            correlation=0.6,
            mean=10.0,
            error=error,
            lower=lower,
            upper=upper,
        )
    ]
    for one in found:
        assert (one <= upper + 1e-9).all()
        assert (one >= lower - 1e-9).all()
    if variogram is None:
        return
    # Values less the local mean, kriged as they are, are the same draws.
    measured = np.isfinite(values)
    slope = steepness(0.6, values[measured], secondary[measured], secondary)
    local = slope * (secondary - secondary.mean())
    alone = Grid.of(values - local, MAP).realizations(
        20,
        **how,
        variogram=variogram.scaled(1 - 0.36),
        kriging_type="simple",
        mean=10.0,
        error=error,
        lower=lower - local,
        upper=upper - local,
    )
    for one, other in zip(found, alone):
        np.testing.assert_allclose(one, np.asarray(other) + local, atol=1e-5)


def test_ranks_are_taken_at_their_middle_and_end_with_the_map():
    secondary = Secondary(0.5, 1.0, 0.0, np.array([1.0, 2.0, 2.0, 4.0]), True, None, "", ())
    np.testing.assert_allclose(secondary.at(np.array([1.0, 2.0, 0.0, 9.0])), norm.ppf([1 / 8, 1 / 2, 1 / 8, 7 / 8]))


@pytest.mark.parametrize(("slope", "given", "takes"), [(0.5, False, True), (0.5, True, False), (0.0, False, False)])
def test_only_a_slope_that_was_fitted_takes_freedom(slope, given, takes):
    assert Secondary(0.5, slope, 0.0, None, given, None, "", ()).takes_freedom is takes


def test_a_variogram_that_was_found_is_that_of_the_scores():
    secondary = field(MAP, 3)
    grid = with_data(MAP, correlated(secondary))
    options = {"seed": 1, "secondary": secondary, "correlation": 0.6, "variogram_uncertainty": "none", "mean": 10.0}
    found = grid.krig(2, **options)
    again = grid.krig(2, variogram=found.variogram, **options)
    np.testing.assert_allclose(again.std, found.std, rtol=1e-9)
