import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.special import ndtri
from stochastic_kriging.krig_core import Grid
from stochastic_kriging.krig_core.transforms.skewed_curve import SkewedCurve, curve_of


def ranks(count):
    return ndtri((np.arange(count) + 0.5) / count)


def of_sample(values, points=None):
    order = np.argsort(values)
    return curve_of(values[order], ranks(len(values)), None if points is None else points[order])


@pytest.mark.parametrize("skewness", [-2.4, -0.3, 0.0, 1e-9, 0.7, 2.4])
def test_it_rises_and_is_taken_back(skewness):
    curve = SkewedCurve(3.0, 0.5, skewness)
    heights = np.linspace(-6, 6, 101)
    values = curve.back(heights)
    assert (np.diff(values) > 0).all()
    np.testing.assert_allclose(curve.forward(values), heights, atol=1e-6)
    assert curve.back(0.0) == 3.0
    assert curve.back(1.0) - curve.back(-1.0) == pytest.approx(2 * 0.5)
    np.testing.assert_allclose(SkewedCurve(3.0, 0.5, -skewness).back(heights), 6 - values[::-1], atol=1e-4)


def test_without_skewness_it_is_a_line_and_with_one_nearly_lognormal():
    heights = np.linspace(-2, 2, 9)
    np.testing.assert_allclose(SkewedCurve(3.0, 0.5, 0.0).back(heights), 3 + heights / 2, rtol=1e-5)
    # Of a lognormal of median 1 the values of scores −1 and 1 lie 2 sinh(1) apart.
    curve = SkewedCurve(1.0, np.sinh(1.0), 1.0)
    np.testing.assert_allclose(curve.back(heights), np.exp(heights), atol=0.15)


def test_skewness_is_the_mean_of_its_posterior():
    """Of data with places the densities are computed anew, by inverse and determinant on a finer grid."""
    rng = np.random.default_rng(4)
    points, values = rng.uniform(0, 100, (12, 2)), np.sort(rng.lognormal(size=12))
    distances = cdist(points, points)
    gap = np.median(np.sort(distances, axis=1)[:, 1])
    low, centre, high = np.interp([-1, 0, 1], ranks(12), values)
    x = (values - centre) / ((high - low) / 2)
    tried = np.linspace(-2.4, 2.4, 60)
    slopes = (
        np.sinh(tried) * np.cosh(2) / tried / np.cosh(np.arcsinh(np.sinh(2) + np.outer(x, np.sinh(tried)) * np.cosh(2)))
    )
    heights = (np.arcsinh(np.sinh(2) + np.outer(x, np.sinh(tried)) * np.cosh(2)) - 2) / tried
    density = np.zeros(60)
    for range_ in np.exp(np.linspace(np.log(gap / 2), np.log(2 * distances.max()), 61)[:-1] + 0.02):
        for root in (np.arange(40) + 0.5) / 40:
            matrix = (1 - root**2) * np.exp(-3 * distances / range_) + root**2 * np.eye(12)
            inverse = np.linalg.inv(matrix)
            ones = inverse.sum()
            misfit = (
                np.einsum("ik,ij,jk->k", heights, inverse, heights)
                - inverse.sum(axis=0) @ heights**1 * (inverse.sum(axis=0) @ heights) / ones
            )
            density += (1 - root) / np.sqrt(np.linalg.det(matrix) * ones) * misfit ** (-11 / 2)
    density *= np.exp(-np.square(tried / 0.8) / 2) * slopes.prod(axis=0) ** (11 / 12)
    expected = (density * tried).sum() / density.sum()
    assert curve_of(values, ranks(12), points).skewness == pytest.approx(expected, abs=0.01)


def test_units_do_not_matter():
    values = np.exp(np.random.default_rng(0).normal(size=30))
    curve, scaled = of_sample(values), of_sample(1e3 * values - 7e4)
    assert scaled.skewness == pytest.approx(curve.skewness, abs=1e-9)
    assert scaled.unit == pytest.approx(1e3 * curve.unit)


def test_data_side_by_side_count_little():
    """Many equal values and a few high ones are a skewed histogram, unless the equal ones come from one place."""
    rng = np.random.default_rng(1)
    values = np.concatenate([rng.uniform(1, 5, 6), 1 + 0.05 * rng.uniform(size=24)])
    apart = rng.uniform(0, 1000, (30, 2))
    together = np.concatenate([apart[:6], [500.0, 500.0] + rng.uniform(size=(24, 2))])
    independent = of_sample(values).skewness
    assert of_sample(values, apart).skewness == pytest.approx(independent, abs=0.15)
    assert of_sample(values, together).skewness < independent - 0.3


@pytest.mark.parametrize("values", [[5.0], [1.0, 2.0], [7.0, 7.0, 7.0], [0.0] * 20 + [1.0]])
def test_few_or_equal_data_have_a_curve(values):
    data = np.array(values)
    curve = curve_of(data, ranks(len(data)), np.random.default_rng(0).uniform(size=(len(data), 2)))
    assert np.isfinite(curve).all()
    assert curve.unit > 0


def test_places_in_space_and_in_one_place():
    values, rng = np.exp(np.random.default_rng(0).normal(size=20)), np.random.default_rng(1)
    space = np.column_stack([rng.uniform(0, 5000, (20, 2)), rng.uniform(0, 30, 20)])
    assert of_sample(values, space).skewness == pytest.approx(of_sample(values).skewness, abs=0.2)
    feet = space * [1, 1, 1 / 0.3048]
    assert of_sample(values, feet).skewness == pytest.approx(of_sample(values, space).skewness, abs=1e-9)
    assert of_sample(values, np.zeros((20, 3))).skewness == pytest.approx(of_sample(values).skewness, abs=1e-9)


@pytest.mark.parametrize("skewness", [-0.9, 0.0, 1.1])
def test_beyond_its_ends_the_curve_is_the_line_that_touches_it(skewness):
    curve, free = SkewedCurve(3.0, 0.5, skewness, -1.5, 2.0), SkewedCurve(3.0, 0.5, skewness)
    heights = np.array([-9.0, -4, -1.5, -1, 0, 1, 2, 3, 6])
    values = curve.back(heights)
    np.testing.assert_allclose(curve.forward(values), heights, atol=1e-9)
    np.testing.assert_array_equal(values[2:7], free.back(heights[2:7]))
    for end, beyond in ((-1.5, (-9.0, -4.0)), (2.0, (3.0, 6.0))):
        slope = (free.back(np.array(end + 1e-6)) - free.back(np.array(end - 1e-6))) / 2e-6
        for height in beyond:
            line = free.back(np.array(end)) + slope * (height - end)
            assert curve.back(np.array(height)) == pytest.approx(float(line), rel=1e-6)


def test_a_curve_of_data_turns_to_a_line_half_a_height_beyond_them():
    values = np.exp(np.random.default_rng(0).normal(size=40))
    values.sort()
    curve = of_sample(values)
    free = curve._replace(least=-np.inf, most=np.inf)
    first, last = free.forward(values[[0, -1]])
    assert (curve.least, curve.most) == pytest.approx((first - 0.5, last + 0.5), abs=1e-12)


def test_skewed_data_far_from_wells_have_moments_of_their_own_size(root):
    """Zinc of the Meuse: at the corners scores are known to 2.2 std; the lognormal tail made a mean of 31,007 there."""
    table = np.genfromtxt(root / "tests" / "reference" / "meuse.csv", delimiter=",", names=True)
    grid = Grid.from_points(np.column_stack([table["x"], table["y"]]), table["zinc"], xy_delta=100)
    ensemble = grid.krig(10, seed=1, transform="normal-score")
    largest = table["zinc"].max()
    assert float(ensemble.mean.max()) < 2.5 * largest
    assert float(ensemble.std.max()) < 3 * largest
