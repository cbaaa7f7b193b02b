import numpy as np
import pytest
from scipy.spatial.distance import pdist
from stochastic_kriging.krig_core import variogram as module
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.models import Variogram
from stochastic_kriging.krig_core.variogram import ExperimentalVariogram, experimental_variogram, fit_variogram


@pytest.mark.parametrize(
    ("table", "options"),
    [("meuse_v_default.csv", {}), ("meuse_v_c1500_w100.csv", {"max_distance": 1500.0, "lags": 15})],
)
def test_the_experimental_variogram_equals_gstats(meuse, reference, table, options):
    ours, theirs = experimental_variogram(*meuse[:2], **options), reference(table)
    np.testing.assert_array_equal(ours.pairs, theirs["np"])
    np.testing.assert_allclose(ours.gamma, theirs["gamma"], rtol=1e-9)
    np.testing.assert_allclose(ours.distance, theirs["dist"], rtol=1e-9)


def test_chunks_of_pairs_give_what_all_pairs_give(monkeypatch):
    rng = np.random.default_rng(0)
    points, values = rng.uniform(0, 100, (60, 2)), rng.normal(size=60)
    whole = experimental_variogram(points, values, lags=7, max_distance=60)
    monkeypatch.setattr(module, "_CHUNK", 60 * 7)
    chunked = experimental_variogram(points, values, lags=7, max_distance=60)
    np.testing.assert_array_equal(whole.pairs, chunked.pairs)
    np.testing.assert_allclose(whole.gamma, chunked.gamma, rtol=1e-12)
    distance, square = pdist(points), pdist(values[:, None], "sqeuclidean")
    lag = np.ceil(distance / (60 / 7)).astype(int) - 1
    np.testing.assert_allclose(whole.gamma, [square[lag == n].mean() / 2 for n in range(7)])


def test_a_lag_holds_its_upper_end_and_not_its_lower_one():
    ours = experimental_variogram([[0, 0], [1, 0], [2, 0]], [0.0, 1.0, 3.0], lags=2, max_distance=2)
    assert ours.pairs.tolist() == [2, 1]
    assert ours.gamma.tolist() == [1.25, 4.5]


def test_many_points_are_sampled_and_the_remark_says_so(monkeypatch):
    monkeypatch.setattr(module, "MAX_POINTS", 200)
    rng = np.random.default_rng(0)
    points = rng.uniform(0, 100, (300, 2))
    fit = fit_variogram(points, points[:, 0] + rng.normal(size=300))
    assert fit.experimental.pairs.sum() < 200 * 199 / 2
    assert "The variogram was estimated from a sample of 200 of 300 data." in fit.remarks


@pytest.mark.parametrize(
    ("model", "theirs", "scale", "tolerance"), [("spherical", "Sph", 1, 0.01), ("exponential", "Exp", 3, 0.03)]
)
def test_a_fit_is_as_good_as_gstats(meuse, reference, model, theirs, scale, tolerance):
    table = reference("meuse_fits.csv")
    (row,) = table[(table["case"] == "default_v") & (table["method"] == 7) & (table["model"] == theirs)]
    experimental = experimental_variogram(*meuse[:2])
    fit = experimental.fit(model)
    assert experimental.error(fit) <= 1.001 * row["SSErr"]
    assert fit.nugget == pytest.approx(row["nugget"], rel=tolerance, abs=1e-9)
    assert fit.partial_sill == pytest.approx(row["psill"], rel=tolerance)
    assert fit.range == pytest.approx(scale * row["range"], rel=tolerance)


@pytest.mark.parametrize("model", ["spherical", "exponential", "gaussian"])
@pytest.mark.parametrize("weights", ["pairs/h2", "pairs", "equal"])
def test_an_exact_variogram_is_found_again(model, weights):
    truth = Variogram.of(model, nugget=0.2, partial_sill=1.3, range=40)
    distance = np.linspace(2, 100, 25)
    exact = ExperimentalVariogram(distance, truth(distance), np.arange(100, 125))
    fit = exact.fit(model, weights=weights)
    assert (fit.nugget, fit.partial_sill, fit.range) == pytest.approx((0.2, 1.3, 40), rel=1e-4)


@pytest.mark.parametrize(
    "kept", [{"nugget": 0.5}, {"range": 10.0}, {"partial_sill": 1.0}, {"nugget": 0.0, "range": 9.0}]
)
def test_what_is_given_is_kept(kept):
    distance = np.linspace(2, 100, 25)
    truth = Variogram.spherical(nugget=0.2, partial_sill=1.3, range=40)
    fit = ExperimentalVariogram(distance, truth(distance), np.full(25, 50)).fit("spherical", **kept)
    for name, value in kept.items():
        assert getattr(fit, name) == value


def test_the_automatic_model_is_the_one_with_the_least_error(meuse):
    fit = fit_variogram(*meuse[:2])
    assert fit.variogram.structures[0].model == "spherical"
    assert fit.variogram.range == pytest.approx(897.02, rel=1e-3)
    assert fit.remarks == ()


def test_lags_with_few_pairs_are_left_out_of_an_automatic_fit():
    rng = np.random.default_rng(5)
    points = np.vstack([rng.uniform(0, 1000, (100, 2)), [[500, 500], [500, 501]]])
    values = np.append(np.sin(points[:-2, 0] / 150), [50.0, -50.0])
    fit = fit_variogram(points, values)
    assert any("fewer than 30 pairs: the fit leaves them out" in remark for remark in fit.remarks)


@pytest.mark.parametrize("count", [2, 3])
def test_too_few_data_fall_back_to_a_stated_model(count):
    points = np.array([[0.0, 0.0], [30.0, 40.0], [30.0, 0.0]])[:count]
    fit = fit_variogram(points, np.arange(count, dtype=float))
    assert fit.variogram.structures[0].model == "spherical"
    assert fit.variogram.range == pytest.approx(50 / 3)
    assert fit.variogram.partial_sill == pytest.approx(np.arange(count).var(ddof=1))
    (remark,) = fit.remarks
    assert f"{count} data (too few pairs)" in remark


def test_equal_data_have_no_variance_and_a_remark():
    fit = fit_variogram([[0, 0], [1, 0], [0, 1], [5, 5]], [3.0] * 4)
    assert fit.variogram.sill == 0
    assert "4 data that are all equal" in fit.remarks[0]


def test_data_at_one_point_need_a_given_variogram():
    with pytest.raises(InvalidInput, match="give PARTIAL_SILL and RANGE"):
        fit_variogram([[1, 1], [1, 1]], [1.0, 2.0])
    given = fit_variogram([[1, 1]], [1.0], models=("spherical",), nugget=0, partial_sill=2, range=3)
    assert given.variogram == Variogram.spherical(nugget=0, partial_sill=2, range=3)


@pytest.mark.parametrize(
    ("points", "values"), [([[0, 0], [1, np.nan]], [1, 2]), ([[0, 0], [1, 1]], [1, np.inf]), ([0, 1], [1, 2])]
)
def test_data_that_are_no_data_fail(points, values):
    with pytest.raises(InvalidInput, match="Invalid data"):
        fit_variogram(points, values)


def test_no_data_fail():
    with pytest.raises(InvalidInput, match="No data"):
        fit_variogram(np.empty((0, 2)), [])
