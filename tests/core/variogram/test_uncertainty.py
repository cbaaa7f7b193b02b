import math

import numpy as np
import pytest
from scipy.special import digamma
from scipy.stats import chi2
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.automatic import no_posterior
from stochastic_kriging.krig_core.variogram.likelihood import fit_reml
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.variogram.uncertainty import posterior

FOUR = np.array([[0.0, 0.0], [100.0, 20.0], [40.0, 150.0], [260.0, 210.0]]), np.array([1.0, 3.5, 2.0, 7.0])


def simulated(count, variogram, seed=0, ndim=2, extent=1000.0):
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, extent, (count, ndim))
    covariance = variogram.covariance(points, points) + 1e-9 * np.eye(count)
    return points, 5 + np.linalg.cholesky(covariance) @ rng.normal(size=count)


def plane_integrals(points, values, variogram):
    """Return the likelihood's integral over mean and log sill, and that of the log sill, by summation alone."""
    inverse = np.linalg.inv(variogram.covariance(points, points))
    determinant = np.linalg.slogdet(variogram.covariance(points, points))[1]
    total, mean = inverse.sum(), (inverse @ values).sum() / inverse.sum()
    logarithms = np.linspace(-16, 26, 601)
    sills = np.exp(logarithms)[:, None]
    left = values - (mean + np.sqrt(sills / total) * np.linspace(-8, 8, 49))[..., None]
    squares = np.einsum("smi,ij,smj->sm", left, inverse, left, optimize=True)
    density = np.exp(-len(values) / 2 * np.log(2 * math.pi * sills) - determinant / 2 - squares / sills / 2)
    over_means = density.sum(axis=1) * np.sqrt(sills[:, 0] / total)
    return over_means.sum(), over_means @ logarithms


def test_the_posterior_of_four_data_is_that_of_numerical_integration():
    """Mean and sill are summed over, range and nugget share by other nodes than those of the grid."""
    points, values = FOUR
    found = posterior(points, values, models=("exponential",))
    gaps = np.sqrt(((points[:, None] - points) ** 2).sum(axis=-1)) + np.diag([np.inf] * 4)
    low, high = math.log(np.median(gaps.min(axis=1)) / 2), math.log(2 * np.linalg.norm(np.ptp(points, axis=0)))
    nodes, weights = np.polynomial.legendre.leggauss(16)
    sums = np.zeros(4)
    for place, weight in zip((nodes + 1) / 2, weights):
        length = low + (high - low) * place
        for root, part in zip((nodes + 1) / 2, weights):
            unit = Variogram.exponential(nugget=root**2, partial_sill=1 - root**2, range=math.exp(length))
            whole, log_sill = plane_integrals(points, values, unit)
            sums += weight * part * (1 - root) * np.array([whole, whole * length, whole * root, log_sill])
    expected = sums[1:] / sums[0]
    shares = np.array([variogram.nugget for variogram in found.variograms])
    assert found.weights @ np.log(found.ranges) == pytest.approx(expected[0], abs=1e-6)
    assert found.weights @ np.sqrt(shares) == pytest.approx(expected[1], abs=1e-6)
    # The mean logarithm of χ²(ν) is ψ(ν / 2) + log 2.
    assert found.degrees == 3
    assert found.weights @ np.log(3 * found.sills) - digamma(1.5) - math.log(2) == pytest.approx(expected[2], abs=1e-6)


def test_two_data_more_than_drift_functions_are_enough():
    rng = np.random.default_rng(0)
    for functions in (1, 3):
        points = rng.uniform(0, 100, (functions + 2, 2))
        design = np.column_stack([np.ones(len(points)), points])[:, :functions]
        values = rng.normal(size=len(points))
        found = posterior(points, values, design=design)
        assert np.isfinite(found.sills).all()
        assert found.weights.sum() == pytest.approx(1)
        assert found.degrees == 2
        assert found.sill_mean_factor == math.inf
        with pytest.raises(InvalidInput, match=f"Too few data .{functions + 1}."):
            posterior(points[1:], values[1:], design=design[1:])


@pytest.mark.parametrize("options", [{}, {"anisotropy": True, "azimuth": 30.0}, {"models": ("matern",)}])
def test_units_of_data_and_of_distance_do_not_matter(options):
    points, values = simulated(25, Variogram.spherical(partial_sill=1, range=500))
    found = posterior(points, values, **options)
    scaled = posterior(points * 1e4 + 7e6, values * 1e-3 + 20, **options)
    assert len(scaled.weights) == len(found.weights)
    np.testing.assert_allclose(scaled.weights, found.weights, rtol=1e-4, atol=1e-8)
    np.testing.assert_allclose(scaled.sills, found.sills * 1e-6, rtol=1e-5)
    np.testing.assert_allclose(scaled.ranges, found.ranges * 1e4, rtol=1e-6)


def test_a_trend_that_the_design_has_does_not_matter():
    points, values = simulated(25, Variogram.spherical(partial_sill=1, range=500))
    design = np.column_stack([np.ones(25), points])
    found = posterior(points, values, design=design)
    tilted = posterior(points, values + points @ [0.3, -0.1], design=design)
    np.testing.assert_allclose(tilted.weights, found.weights, rtol=1e-6, atol=1e-9)
    assert found.degrees == 22


def test_of_many_data_it_says_what_the_likeliest_variogram_says():
    truth = Variogram.exponential(nugget=0.2, partial_sill=0.8, range=300)
    points, values = simulated(300, truth, seed=3)
    found = posterior(points, values, models=("exponential",))
    fitted = fit_reml(points, values, "exponential").variogram
    assert found.mode.range == pytest.approx(fitted.range, rel=0.1)
    assert found.mode.sill == pytest.approx(fitted.sill, rel=0.05)
    targets = np.random.default_rng(1).uniform(0, 1000, (200, 2))
    mean, variance = krige(points, values, fitted, targets)
    means, variances = zip(
        *(krige(points, values, found.variograms[k].scaled(found.sills[k]), targets) for k in found.drawn(0, 16))
    )
    assert np.abs(np.mean(means, axis=0) - mean).mean() < 0.03 * np.sqrt(variance).mean()
    mixture = np.mean(variances, axis=0) * found.sill_mean_factor + np.var(means, axis=0)
    assert np.sqrt(mixture).mean() == pytest.approx(np.sqrt(variance).mean(), rel=0.02)


def test_what_is_given_is_held_fixed():
    points, values = simulated(30, Variogram.spherical(nugget=0.1, partial_sill=0.9, range=500))
    found = posterior(points, values, range=400, azimuth=30, ratio=0.5)
    structures = [item.structures[0] for item in found.variograms]
    assert {(item.azimuth, item.ratio) for item in structures} == {(30, 0.5)}
    np.testing.assert_allclose([item.range for item in structures], 400)
    found = posterior(points, values, nugget=0.3)
    np.testing.assert_allclose([item.nugget for item in found.variograms] * found.sills, 0.3)
    assert found.degrees == math.inf
    found = posterior(points, values, partial_sill=0.7)
    np.testing.assert_allclose([item.partial_sill for item in found.variograms] * found.sills, 0.7)
    found = posterior(points, values, nugget=0, models=("spherical",))
    assert {item.nugget for item in found.variograms} == {0}
    assert found.degrees == 29
    everything = posterior(points, values, nugget=0.1, partial_sill=0.9, range=500, models=("spherical",))
    assert len(everything.variograms) == 1
    assert everything.mode.sill == pytest.approx(1)
    pure = posterior(points, values, nugget=1, partial_sill=0)
    assert {(item.nugget, item.partial_sill) for item in pure.variograms} == {(1, 0)}
    assert everything.sill_factors(0, 3).tolist() == [1, 1, 1]


def test_a_given_sill_of_four_data_has_the_likelihood_of_a_known_variance():
    points, values = FOUR
    found = posterior(points, values, nugget=0.0, partial_sill=4.0, models=("exponential",))
    logarithms = []
    for variogram in found.variograms:
        covariance = variogram.scaled(4.0).covariance(points, points)
        inverse = np.linalg.inv(covariance)
        ones = np.ones(4)
        mean = ones @ inverse @ values / inverse.sum()
        misfit = (values - mean) @ inverse @ (values - mean)
        logarithms.append(-(np.linalg.slogdet(covariance)[1] + math.log(inverse.sum()) + misfit) / 2)
    nodes = np.polynomial.legendre.leggauss(len(logarithms))[1]
    expected = np.exp(logarithms) * nodes
    np.testing.assert_allclose(found.weights, expected / expected.sum(), rtol=1e-6)


def test_an_ellipse_is_found_and_a_circle_has_half_of_the_prior():
    truth = Variogram.exponential(partial_sill=1, range=900, azimuth=45, ratio=0.2)
    points, values = simulated(100, truth, seed=2)
    found = posterior(points, values, models=("exponential",), anisotropy=True)
    structures = [item.structures[0] for item in found.variograms]
    near = np.array([abs(item.azimuth - 45) <= 22.5 and item.ratio < 0.6 for item in structures])
    assert found.weights[near].sum() > 0.9
    assert found.weights[[item.ratio == 1 for item in structures]].sum() < 0.1
    white = posterior(points, np.random.default_rng(1).normal(size=100), models=("exponential",), anisotropy=True)
    circle = np.array([item.structures[0].ratio == 1 for item in white.variograms])
    assert white.weights[circle].sum() > 0.3


def test_points_in_space_have_a_vertical_range():
    rng = np.random.default_rng(4)
    wells = rng.uniform(0, 1000, (20, 2))
    points = np.array([(*well, depth) for well in wells for depth in np.linspace(0, 40, 6)])
    truth = Variogram.exponential(partial_sill=1, range=800, vertical_range=20)
    values = np.linalg.cholesky(truth.covariance(points, points)) @ rng.normal(size=len(points))
    found = posterior(points, values, models=("exponential",))
    heights = np.array([item.structures[0].vertical_range for item in found.variograms])
    assert found.weights @ np.log(heights) == pytest.approx(math.log(20), abs=0.6)
    low, middle, high = found.range_quantiles()
    assert low < 800 < high
    assert low < middle < high
    given = posterior(points[:30], values[:30], vertical_range=25)
    np.testing.assert_allclose([item.structures[0].vertical_range for item in given.variograms], 25)
    with pytest.raises(InvalidInput, match="All data lie in one well: give `range`"):
        posterior(points[:6], values[:6])


def test_in_space_no_smooth_model_is_among_those_that_nobody_asked_for():
    """Sines are smooth; averages over slices always look so, and such fields could not be made on a grid in space."""
    rng = np.random.default_rng(5)
    wells = rng.uniform(0, 8000, (20, 2))
    points = np.array([(*well, height) for well in wells for height in (5.0, 15.0, 25.0, 35.0)])
    values = points[:, 2] / 10 + np.sin(points[:, 0] / 2500)
    on_map = posterior(wells, np.sin(wells[:, 0] / 2500))
    assert on_map.mode.structures[0].model == "matern"
    in_space = posterior(points, values)
    assert {item.structures[0].model for item in in_space.variograms} <= {"spherical", "exponential"}
    asked = posterior(points, values, models=("matern",))
    assert {item.structures[0].model for item in asked.variograms} == {"matern"}


def test_however_many_are_drawn_they_represent_the_posterior():
    points, values = simulated(20, Variogram.spherical(partial_sill=1, range=500))
    found = posterior(points, values)
    gaps = np.sqrt(((points[:, None] - points) ** 2).sum(axis=-1)) + np.diag([np.inf] * 20)
    neighbours = found.sills * [variogram(np.median(gaps.min(axis=1))) for variogram in found.variograms]
    assert (np.diff(neighbours) >= -1e-12).all()
    middles = np.cumsum(found.weights) - found.weights / 2
    for count in (4, 10, 16, 100):
        gaps = np.diff(np.sort(middles[found.drawn(0, count)]))
        assert gaps.max() < 2.3 / count + found.weights.max()
    np.testing.assert_array_equal(found.drawn(3, 5), found.drawn(0, 8)[3:])
    many = found.drawn(0, 4096)
    assert np.log(found.ranges[many]).mean() == pytest.approx(found.weights @ np.log(found.ranges), abs=0.01)


def test_the_mixture_of_sixteen_is_that_of_all():
    points, values = simulated(30, Variogram.exponential(nugget=0.1, partial_sill=0.9, range=400), seed=5)
    found = posterior(points, values)
    targets = np.random.default_rng(1).uniform(0, 1000, (50, 2))

    def law(places, weights):
        kriged = [krige(points, values, found.variograms[k].scaled(found.sills[k]), targets) for k in places]
        means, variances = np.array(kriged).transpose(1, 0, 2)
        mean = weights @ means
        return mean, np.sqrt(weights @ (variances * found.sill_mean_factor + means**2) - mean**2)

    mean, std = law(range(len(found.weights)), found.weights)
    few_mean, few_std = law(found.drawn(0, 16), np.full(16, 1 / 16))
    assert np.sqrt(np.square(few_std / std - 1).mean()) < 0.02
    assert np.sqrt(np.square((few_mean - mean) / std).mean()) < 0.04


@pytest.fixture(scope="module")
def kriged_by_all():
    """Posteriors of three fields, and what each of their variograms makes of 50 places: means and variances."""
    laws = []
    for seed, truth in enumerate(
        [
            Variogram.exponential(nugget=0.1, partial_sill=0.9, range=400),
            Variogram.spherical(partial_sill=1, range=500),
            Variogram.matern(partial_sill=1, range=500),
        ]
    ):
        points, values = simulated(20, truth, seed=seed)
        found = posterior(points, values)
        targets = np.random.default_rng(7).uniform(0, 1000, (50, 2))
        kriged = [krige(points, values, v.scaled(s), targets) for v, s in zip(found.variograms, found.sills)]
        means, variances = np.array(kriged).transpose(1, 0, 2)
        laws.append((found, means, variances * found.sill_mean_factor))
    return laws


@pytest.mark.parametrize(("count", "within"), [(6, (0.02, 0.02)), (8, (0.016, 0.015))])
def test_a_few_representatives_stand_for_all(kriged_by_all, count, within):
    """Better than ten and sixteen variograms that are equally probable."""
    errors = []
    for found, means, variances in kriged_by_all:
        places, weights = found.representatives(count)
        assert len(set(places.tolist())) == len(places) <= count
        assert weights.sum() == pytest.approx(1)
        mean, few_mean = found.weights @ means, weights @ means[places]
        std = np.sqrt(found.weights @ (variances + means**2) - mean**2)
        few_std = np.sqrt(weights @ (variances + means**2)[places] - few_mean**2)
        wrong = np.square([few_std / std - 1, (few_mean - mean) / std])
        errors.append(np.sqrt(wrong.mean(axis=1)))
    assert (np.mean(errors, axis=0) < within).all()


def test_one_variogram_stands_for_itself():
    points, values = simulated(12, Variogram.spherical(partial_sill=1, range=500))
    found = posterior(points, values, nugget=0.1, partial_sill=0.9, range=500, models=("spherical",))
    places, weights = found.representatives(8)
    assert (places.tolist(), weights.tolist()) == ([0], [1.0])


def test_factors_of_the_sill_fill_their_law():
    points, values = simulated(12, Variogram.spherical(partial_sill=1, range=500))
    found = posterior(points, values)
    factors = found.sill_factors(0, 10_000)
    assert np.median(factors) == pytest.approx(11 / chi2.median(11), rel=1e-3)
    assert factors.mean() == pytest.approx(found.sill_mean_factor, rel=5e-3)
    assert found.sill_mean_factor == pytest.approx(11 / 9)
    np.testing.assert_array_equal(found.sill_factors(7, 5), factors[7:12])
    hundred = found.sill_factors(0, 100)
    assert chi2.sf(11 / np.sort(hundred), 11) == pytest.approx((np.arange(100) + 0.5) / 100, abs=0.02)


@pytest.mark.parametrize("count", [5, 12])
def test_components_lose_no_variance(count):
    points, values = simulated(count, Variogram.spherical(partial_sill=1, range=500))
    found = posterior(points, values)
    places, factors = found.components(16, 4)
    np.testing.assert_array_equal(places[::4], found.drawn(0, 16))
    assert factors.mean() == pytest.approx(found.sill_mean_factor, rel=1e-12)
    sample = (count - 1) / chi2.rvs(count - 1, size=200_000, random_state=1)
    parts = [part.mean() for part in np.array_split(np.sort(sample), 4)]
    np.testing.assert_allclose(factors[:4], parts, rtol=0.02)


def test_components_of_two_degrees_of_freedom_or_none_to_lose_are_finite():
    points, values = simulated(3, Variogram.spherical(partial_sill=1, range=500))
    assert np.isfinite(posterior(points, values).components()[1]).all()
    assert (posterior(points, values, nugget=0.1).components()[1] == 1).all()


def test_the_band_of_a_known_form_is_that_of_its_sill():
    points, values = simulated(12, Variogram.spherical(partial_sill=1, range=500))
    found = posterior(points, values, models=("spherical",), range=300, nugget=0)
    band = found.band([150.0, 1000.0], levels=(0.1, 0.5, 0.9))
    sills = 11 * found.sills[0] / chi2.ppf([0.9, 0.5, 0.1], 11)
    np.testing.assert_allclose(band[:, 1], sills, rtol=0.02)
    np.testing.assert_allclose(band[:, 0], sills * (1.5 * 0.5 - 0.5 * 0.5**3), rtol=0.02)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"models": ("power",)}, "A posterior needs a variance"),
        ({"models": ("round",)}, "Invalid variogram model 'round'"),
        ({"nugget": -1.0}, "Invalid nugget -1.0"),
        ({"partial_sill": math.nan}, "Invalid partial sill nan"),
        ({"partial_sill": 0.0}, "Invalid partial sill 0 without a nugget"),
        ({"range": 0.0}, "Invalid range 0.0"),
        ({"design": np.ones((3, 1))}, "Invalid design of shape"),
    ],
)
def test_refusals(options, message):
    with pytest.raises(InvalidInput, match=message):
        posterior(*FOUR, **options)


def test_data_without_a_variance_have_no_posterior():
    points, _ = FOUR
    with pytest.raises(InvalidInput, match="All data are equal"):
        posterior(points, np.full(4, 7.0))


def test_data_that_vary_by_a_ten_billionth_of_themselves_have_the_posterior_of_what_varies():
    rng = np.random.default_rng(0)
    points, values = rng.uniform(0, 1000, (30, 2)), rng.normal(size=30)
    assert no_posterior(points, values + 1e10) is None
    far, near = posterior(points, values + 1e10), posterior(points, values)
    np.testing.assert_allclose(far.range_quantiles(), near.range_quantiles(), rtol=1e-3)


def test_data_that_are_equal_but_for_rounding_have_none():
    points, values = np.random.default_rng(0).uniform(0, 1000, (30, 2)), np.full(30, 0.1 + 0.2)
    values[::2] = 0.3
    assert no_posterior(points, values) == "the data follow their mean or trend exactly"
    with pytest.raises(InvalidInput, match="All data are equal"):
        posterior(points, values)
