import math

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.variogram import likelihood as module
from stochastic_kriging.krig_core.variogram.likelihood import fit_reml, reml_deviance
from stochastic_kriging.krig_core.variogram.models import Variogram

TRUTH = Variogram.exponential(nugget=0.3, partial_sill=2, range=300)


def simulated(count, variogram=TRUTH, seed=0, ndim=2):
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 1000, (count, ndim))
    return points, 1000 + np.linalg.cholesky(variogram.covariance(points, points)) @ rng.normal(size=count)


def test_the_deviance_is_that_of_contrasts():
    """The restricted likelihood is the likelihood of any full set of contrasts, but for a constant (Harville 1974)."""
    points, values = simulated(40)
    design = np.column_stack([np.ones(40), points / 1000])
    contrasts = np.linalg.svd(design)[0][:, 3:]

    def deviance(variogram):
        covariance = contrasts.T @ variogram.covariance(points, points) @ contrasts
        white = contrasts.T @ values
        return np.linalg.slogdet(covariance)[1] + white @ np.linalg.solve(covariance, white)

    other = Variogram.spherical(nugget=1, partial_sill=1, range=700)
    ours = reml_deviance(points, values, TRUTH, design) - reml_deviance(points, values, other, design)
    assert ours == pytest.approx(deviance(TRUTH) - deviance(other), rel=1e-8)


@pytest.mark.parametrize("model", ["spherical", "exponential", "matern"])
def test_no_neighbouring_variogram_is_more_likely(meuse, model):
    points, values = meuse[:2]
    design = np.column_stack([np.ones(len(values)), points - points.mean(axis=0)])
    fit = fit_reml(points, values, model, design=design)
    best = reml_deviance(points, values, fit.variogram, design)
    (structure,) = fit.variogram.structures
    for change in (0.9, 1.1):
        for nugget, partial_sill, length in ((change, 1, 1), (1, change, 1), (1, 1, change)):
            near = Variogram.of(
                model,
                nugget=fit.variogram.nugget * nugget,
                partial_sill=structure.partial_sill * partial_sill,
                range=structure.range * length,
            )
            assert reml_deviance(points, values, near, design) >= best - 1e-3


@pytest.mark.parametrize("seed", [1010, 1012, 1041, 1042])
def test_no_other_start_leads_to_a_more_likely_variogram(seed):
    """Fields whose spherical likelihood has several maxima, in which a search from the lowest of a grid got stuck."""
    rng = np.random.default_rng(seed)
    count, _ = int(rng.choice([12, 20, 30, 60])), rng.choice(["spherical"])
    points = rng.uniform(0, 1000, (count, 2))
    truth = Variogram.spherical(nugget=0.3 * rng.uniform(), partial_sill=1, range=float(rng.uniform(100, 900)))
    covariance = truth.covariance(points, points) + 1e-9 * np.eye(len(points))
    values = np.linalg.cholesky(covariance) @ rng.normal(size=len(points))
    fit = fit_reml(points, values)
    best = reml_deviance(points, values, fit.variogram)
    for length in np.geomspace(50, 2700, 40):
        for part in (0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.6):
            unit = Variogram.spherical(nugget=part, partial_sill=1 - part, range=length)
            covariance = unit.covariance(points, points)
            centred = values - values.mean()
            # Of a given range and relative nugget the best sill is known.
            inverse = np.linalg.inv(covariance)
            projected = inverse - np.outer(inverse.sum(0), inverse.sum(0)) / inverse.sum()
            sill = centred @ projected @ centred / (len(points) - 1)
            assert reml_deviance(points, values, unit.scaled(sill)) >= best - 1e-3


def test_the_parameters_of_a_simulated_field_are_found_again():
    found = [fit_reml(*simulated(200, seed=seed), "exponential").variogram for seed in range(8)]
    means = np.mean([(item.nugget, item.partial_sill, item.range) for item in found], axis=0)
    np.testing.assert_allclose(means, (0.3, 2, 300), rtol=0.3)


def test_given_anisotropy_and_range_are_kept():
    truth = Variogram.spherical(nugget=0.2, partial_sill=1, range=400, azimuth=30, ratio=0.5, vertical_range=100)
    points, values = simulated(200, truth, ndim=3)
    fit = fit_reml(points, values, azimuth=30, ratio=0.5, vertical_range=100, range=400)
    (structure,) = fit.variogram.structures
    assert (structure.range, structure.azimuth, structure.ratio, structure.vertical_range) == (400, 30, 0.5, 100)
    assert fit.variogram.sill == pytest.approx(1.2, rel=0.4)


def test_shifting_and_scaling_the_data_scales_the_sills():
    points, values = simulated(100)
    one, other = fit_reml(points, values).variogram, fit_reml(points, 1e-6 * values - 5e3).variogram
    assert other.sill == pytest.approx(1e-12 * one.sill, rel=1e-3)
    assert other.range == pytest.approx(one.range, rel=1e-2)


def test_many_data_are_sampled_and_a_remark_says_so(monkeypatch):
    monkeypatch.setattr(module, "MAX_DATA", 60)
    fit = fit_reml(*simulated(100), "exponential")
    assert "The likelihood is that of a sample of 60 of 100 data." in fit.remarks


def test_noise_has_a_short_range_and_a_trend_a_long_one():
    rng = np.random.default_rng(3)
    points = rng.uniform(0, 1000, (120, 2))
    noise = fit_reml(points, rng.normal(size=120)).variogram
    assert noise(60) >= 0.95 * noise.sill
    assert any("may have a trend" in remark for remark in fit_reml(points, points[:, 0]).remarks)


@pytest.mark.parametrize("values", ["equal", "random", "huge", "tiny"])
@pytest.mark.parametrize(
    "points",
    [
        [[0, 0], [1, 1]],
        [[0, 0], [1, 1], [2, 0]],
        np.column_stack([np.arange(12.0), np.zeros(12)]),
        np.repeat([[0, 0], [5, 5], [9, 1]], 4, axis=0),
        np.random.default_rng(0).uniform(0, 1e12, (15, 2)),
    ],
)
def test_poor_data_end_in_a_variogram(points, values):
    noise = np.random.default_rng(1).normal(size=len(points))
    data = {"equal": 0 * noise + 7, "random": noise, "huge": 1e50 * noise, "tiny": 1e-50 * noise}[values]
    fit = fit_reml(points, data)
    assert 0 <= fit.variogram.sill < math.inf
    assert len(points) > 3 or "has no maximum" in fit.remarks[0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model": "power"}, "A likelihood needs a variance"),
        ({"model": "cosine"}, "Invalid variogram model 'cosine'"),
        ({"design": np.ones((3, 1))}, r"Invalid design of shape \(3, 1\)"),
        ({"design": np.empty((10, 0))}, r"Invalid design of shape \(10, 0\)"),
        ({"vertical_range": 3.0}, "Invalid vertical range without a range"),
        ({"ratio": -1.0}, "Invalid ratio -1"),
    ],
)
def test_bad_options_fail(options, message):
    with pytest.raises(InvalidInput, match=message):
        fit_reml(*simulated(10), **options)


def test_no_data_and_no_numbers_fail():
    with pytest.raises(InvalidInput, match="No data"):
        fit_reml(np.empty((0, 2)), [])
    with pytest.raises(InvalidInput, match="Invalid data"):
        fit_reml([[0, 0], [1, math.nan]], [1.0, 2.0])
    with pytest.raises(InvalidInput, match="All data lie at one point"):
        fit_reml(np.zeros((6, 2)), np.arange(6.0))


@pytest.mark.parametrize("model", ["spherical", "exponential"])
def test_what_a_search_leaves_of_a_nugget_of_zero_is_none(model):
    points = np.random.default_rng(1).uniform(0, 10_000, (30, 2))
    values = np.sin(points[:, 0] / 2000)
    assert fit_reml(points, values, model).variogram.nugget == 0.0
    noise = np.random.default_rng(2).standard_normal(30)
    assert fit_reml(points, values + 0.3 * noise, model).variogram.nugget > 0.01
