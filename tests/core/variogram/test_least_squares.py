import math

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.anisotropy import fit_directions
from stochastic_kriging.krig_core.variogram.experimental import (
    ExperimentalVariogram,
    experimental_variogram,
)
from stochastic_kriging.krig_core.variogram.least_squares import fit_least_squares
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.variogram.sills import least_errors, sills


def columns(table, *names):
    return np.column_stack([table[name] for name in names]).astype(float)


def test_the_automatic_model_is_the_one_with_the_least_error(meuse):
    fit = fit_least_squares(*meuse[:2])
    assert fit.variogram.structures[0].model == "spherical"
    assert fit.variogram.range == pytest.approx(897.02, rel=1e-3)
    assert fit.remarks == ()


def test_lags_with_few_pairs_count_and_are_told_of():
    rng = np.random.default_rng(5)
    points = np.vstack([rng.uniform(0, 1000, (100, 2)), [[500, 500], [500, 501]]])
    values = np.append(np.sin(points[:-2, 0] / 150), [50.0, -50.0])
    fit = fit_least_squares(points, values)
    assert "1 of 15 lags has fewer than 30 pairs: a fit is uncertain." in fit.remarks
    longest = float(np.linalg.norm(np.ptp(points, axis=0)))
    assert fit.variogram == fit.experimental.fit("spherical", longest=longest)


@pytest.mark.parametrize("count", [2, 3])
def test_too_few_data_fall_back_to_a_stated_model(count):
    points = np.array([[0.0, 0.0], [30.0, 40.0], [30.0, 0.0]])[:count]
    fit = fit_least_squares(points, np.arange(count, dtype=float))
    assert fit.variogram.structures[0].model == "spherical"
    assert fit.variogram.range == pytest.approx(50 / 3)
    assert fit.variogram.partial_sill == pytest.approx(np.arange(count).var(ddof=1))
    (remark,) = fit.remarks
    assert f"{count} data (too few pairs)" in remark


def test_of_equal_data_it_is_not_said_that_they_have_no_correlation_or_few_pairs():
    points = np.random.default_rng(4).uniform(0, 1000, (12, 2))
    fit = fit_least_squares(points, np.full(12, 17.3))
    assert fit.variogram.sill == 0
    (remark,) = fit.remarks
    assert remark == "Nothing varies about the mean or trend of the data: their variogram is zero at all distances."


def test_equal_data_have_no_variance_and_a_remark():
    fit = fit_least_squares([[0, 0], [1, 0], [0, 1], [5, 5]], [3.0] * 4)
    assert fit.variogram.sill == 0
    assert "4 data that are all equal" in fit.remarks[0]


def test_data_at_one_point_need_a_given_variogram():
    with pytest.raises(InvalidInput, match="give `partial_sill` and `range`"):
        fit_least_squares([[1, 1], [1, 1]], [1.0, 2.0])
    given = fit_least_squares([[1, 1]], [1.0], models=("spherical",), nugget=0, partial_sill=2, range=3)
    assert given.variogram == Variogram.spherical(nugget=0, partial_sill=2, range=3)


@pytest.mark.parametrize(
    ("points", "values"), [([[0, 0], [1, np.nan]], [1, 2]), ([[0, 0], [1, 1]], [1, np.inf]), ([0, 1], [1, 2])]
)
def test_data_that_are_no_data_fail(points, values):
    with pytest.raises(InvalidInput, match="Invalid data"):
        fit_least_squares(points, values)


def test_no_data_fail():
    with pytest.raises(InvalidInput, match="No data"):
        fit_least_squares(np.empty((0, 2)), [])


def simulated(points, variogram, seed=0):
    covariance = variogram.covariance(points, points) + 1e-9 * np.eye(len(points))
    return np.linalg.cholesky(covariance) @ np.random.default_rng(seed).normal(size=len(points))


def test_anisotropy_makes_a_better_rainfall_map(reference):
    """SIC97 (Dubois 1998), INDEX.md, fair threshold 5."""
    data, truth = reference("sic97_obs100.csv"), reference("sic97_val367.csv")
    points, targets = columns(data, "X", "Y"), columns(truth, "X", "Y")
    scores = {}
    for anisotropy in (False, True):
        fit = fit_least_squares(points, data["rainfall"], anisotropy=anisotropy)
        mean, variance = krige(points, data["rainfall"], fit.variogram, targets)
        error = mean - truth["rainfall"]
        scores[anisotropy] = np.sqrt(np.mean(error**2))
        assert 0.92 <= np.mean(np.abs(error) <= 1.96 * np.sqrt(variance)) <= 0.98
    assert scores[False] <= 57
    assert scores[True] <= 54
    assert 15 <= fit.variogram.structures[0].azimuth <= 50
    assert len(fit.directions) == 12


def test_directions_give_azimuth_ratio_and_vertical_range_back():
    truth = Variogram.exponential(nugget=0.2, partial_sill=1.5, range=800, azimuth=70, ratio=0.4, vertical_range=6)
    distance = np.linspace(20, 1000, 20)
    flat = [
        ExperimentalVariogram(distance, truth.along(distance, azimuth), np.full(20, 90), float(azimuth), 0.0)
        for azimuth in range(0, 180, 15)
    ]
    height = np.linspace(0.5, 12, 20)
    steep = ExperimentalVariogram(height, truth.along(height, 0, 90), np.full(20, 400), None, 90.0)
    fit = fit_directions([*flat, steep], "exponential")
    (structure,) = fit.structures
    found = (fit.nugget, fit.partial_sill, fit.range, structure.azimuth, structure.ratio, structure.vertical_range)
    assert found == pytest.approx((0.2, 1.5, 800, 70, 0.4, 6), rel=0.01)
    kept = fit_directions([*flat, steep], "exponential", azimuth=60, ratio=0.5, vertical_range=5, nugget=0)
    (structure,) = kept.structures
    assert (kept.nugget, structure.azimuth, structure.ratio, structure.vertical_range) == (0, 60, 0.5, 5)


def test_an_anisotropic_field_is_recognized_and_an_isotropic_one_left_alone():
    points = np.random.default_rng(1).uniform(0, 1000, (600, 2))
    turned = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=400, azimuth=60, ratio=0.4)
    (structure,) = fit_least_squares(points, simulated(points, turned), anisotropy=True).variogram.structures
    assert structure.azimuth == pytest.approx(60, abs=15)
    assert structure.ratio == pytest.approx(0.4, abs=0.15)
    values = simulated(points, Variogram.spherical(nugget=0.1, partial_sill=0.9, range=200))
    fit = fit_least_squares(points, values, anisotropy=True)
    assert fit.variogram == fit_least_squares(points, values).variogram
    assert fit.remarks == ("No direction fits clearly better than others: the variogram is isotropic.",)


@pytest.mark.parametrize("known", [(None, None), (0.3, None), (None, 0.8), (0.3, 0.8), (5.0, None), (None, 9.0)])
def test_the_errors_of_many_structures_are_those_of_each(known):
    rng = np.random.default_rng(3)
    gamma, weight = rng.uniform(0.2, 2, 30), rng.uniform(0.1, 3, 30)
    rises = np.vstack([np.sort(rng.uniform(0, 1, (40, 30)), axis=1), np.zeros((1, 30)), np.ones((1, 30))])
    rises[:10] = rises[:10, ::-1]
    errors = least_errors(rises, gamma, weight, known)
    np.testing.assert_allclose(errors, [sills(rise[:, None], gamma, weight, known)[1] for rise in rises], rtol=1e-9)


def test_a_range_as_long_as_the_largest_lag_is_said_to_be_capped(meuse):
    fit = fit_least_squares(*meuse[:2], anisotropy=True)
    assert fit.variogram.structures[0].ratio < 1
    assert any("is the longest that was tried, the largest lag" in remark for remark in fit.remarks)
    given = fit_least_squares(*meuse[:2], anisotropy=True, range=fit.variogram.range)
    assert not any("longest that was tried" in remark for remark in given.remarks)


@pytest.mark.parametrize("bandwidth", [None, 150.0])
def test_one_direction_is_fitted_to_the_pairs_in_its_band(meuse, bandwidth):
    fit = fit_least_squares(*meuse[:2], models=("spherical",), direction=30.0, bandwidth=bandwidth)
    expected = experimental_variogram(*meuse[:2], azimuth=30.0, bandwidth=bandwidth)
    np.testing.assert_array_equal(fit.experimental.pairs, expected.pairs)
    all_of_them = experimental_variogram(*meuse[:2], azimuth=30.0).pairs.sum()
    assert (fit.experimental.pairs.sum() < all_of_them) == (bandwidth is not None)


def test_few_pairs_in_directions_are_not_said_to_be_left_out(reference):
    data = reference("sic97_obs100.csv")
    fit = fit_least_squares(columns(data, "X", "Y"), data["rainfall"], anisotropy=True)
    few = sum(int((item.pairs < 30).sum()) for item in fit.directions)
    assert fit.remarks[0].startswith(f"{few} of ")
    assert fit.remarks[0].endswith("lags in 12 directions have fewer than 30 pairs: a fit is uncertain.")


def test_given_anisotropy_is_kept_and_the_range_is_that_along_the_azimuth():
    points = np.random.default_rng(1).uniform(0, 1000, (600, 2))
    turned = Variogram.spherical(partial_sill=1, range=400, azimuth=60, ratio=0.4)
    fit = fit_least_squares(points, simulated(points, turned), azimuth=60, ratio=0.4, models=("spherical",))
    (structure,) = fit.variogram.structures
    assert (structure.azimuth, structure.ratio) == (60, 0.4)
    assert structure.range == pytest.approx(400, rel=0.25)


def test_wells_give_a_vertical_range():
    rng = np.random.default_rng(1)
    wells = rng.uniform(0, 1000, (40, 2))
    points = np.array([(x, y, z) for x, y in wells for z in range(20)], dtype=float)
    values = simulated(points, Variogram.spherical(partial_sill=1, range=500, vertical_range=5))
    fit = fit_least_squares(points, values, anisotropy=True, models=("spherical",))
    (structure,) = fit.variogram.structures
    assert structure.vertical_range == pytest.approx(5, rel=0.25)
    assert structure.range == pytest.approx(500, rel=0.4)
    assert fit.directions[-1].dip == 90
    stray = np.vstack([points, [[500, 500, 6000.0]]])
    with_stray = fit_least_squares(stray, np.append(values, 0.0), anisotropy=True, models=("spherical",)).variogram
    assert with_stray.structures[0].vertical_range == pytest.approx(5, rel=0.25)
    given = fit_least_squares(points, values, vertical_range=4.0).variogram.structures[0]
    assert given.vertical_range == 4.0
    both = fit_least_squares(points, values, vertical_range=4.0, range=400.0).variogram.structures[0]
    assert (both.vertical_range, both.range) == (4.0, 400.0)


@pytest.mark.parametrize("length", [1e-9, 1e12])
def test_a_given_range_may_be_absurd(meuse, length):
    assert fit_least_squares(*meuse[:2], range=length).variogram.range == length


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"criterion": "bic"}, "Invalid criterion 'bic'"),
        ({"weights": "none"}, "Invalid weights 'none'"),
        ({"estimator": "none"}, "Invalid estimator 'none'"),
        ({"lags": 0}, "Invalid `lags` 0. Should be at least 1"),
        ({"max_distance": 0.0}, "Invalid maximum distance 0"),
        ({"models": ()}, "Invalid models"),
        ({"models": ("cosine",)}, "Invalid variogram model 'cosine'"),
        ({"models": ("matern",), "shape": -1.0}, "Invalid nu -1"),
        ({"ratio": 0.0}, "Invalid ratio 0"),
        ({"vertical_range": -1.0}, "Invalid vertical range -1"),
        ({"range": 0.0}, "Invalid range 0"),
        ({"nugget": -1.0}, "Invalid nugget -1"),
        ({"partial_sill": math.nan}, "Invalid partial sill nan"),
        ({"direction": 45.0, "tolerance": 0.0}, "Invalid tolerance 0"),
        ({"direction": 45.0, "bandwidth": -1.0}, "Invalid bandwidth -1"),
    ],
)
def test_a_bad_option_of_a_fit_does_not_pass_for_poor_data(meuse, options, message):
    with pytest.raises(InvalidInput, match=message):
        fit_least_squares(*meuse[:2], **options)


def test_one_direction_is_fitted_to_its_pairs_alone(meuse):
    fit = fit_least_squares(*meuse[:2], models=("spherical",), direction=30.0, tolerance=30.0)
    expected = experimental_variogram(*meuse[:2], azimuth=30.0, tolerance=30.0)
    assert fit.experimental.azimuth == 30
    np.testing.assert_array_equal(fit.experimental.pairs, expected.pairs)
    np.testing.assert_allclose(fit.experimental.gamma, expected.gamma)
    longest = float(np.linalg.norm(np.ptp(meuse[0], axis=0)))
    by_hand = expected.fit("spherical", longest=longest)
    assert fit.variogram.range == pytest.approx(by_hand.range, rel=1e-6)
    assert fit.variogram.sill == pytest.approx(by_hand.sill, rel=1e-6)
