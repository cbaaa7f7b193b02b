import math

import numpy as np
import pytest
from stochastic_kriging.krig_core.drift import drift_functions, has_trend
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.automatic import fit_automatic
from stochastic_kriging.krig_core.variogram.default import default_variogram
from stochastic_kriging.krig_core.variogram.least_squares import fit_least_squares
from stochastic_kriging.krig_core.variogram.likelihood import fit_reml, reml_deviance
from stochastic_kriging.krig_core.variogram.model_prior import LIKELY_MODELS, model_prior
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.variogram.study import Study
from stochastic_kriging.krig_core.variogram.uncertainty import MOST_FOR_POSTERIOR, posterior

TRUTH = Variogram.exponential(nugget=0.2, partial_sill=1.0, range=20)


def field(count, seed=1):
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 100, (count, 2))
    root = np.linalg.cholesky(TRUTH.covariance(points, points) + 1e-9 * np.eye(count))
    return points, root @ rng.standard_normal(count)


@pytest.mark.parametrize("kriging_type", ["ordinary", "simple"])
def test_without_a_trend_few_data_are_fitted_by_the_likelihood_and_many_by_least_squares(kriging_type):
    assert not has_trend(kriging_type, None)
    points, values = field(60)
    fits = [fit_reml(points, values, model).variogram for model in ("spherical", "exponential")]
    best = min(fits, key=lambda variogram: reml_deviance(points, values, variogram))
    assert fit_automatic(points, values, kriging_type).variogram == best
    points, values = field(501)
    assert fit_automatic(points, values, kriging_type).variogram == fit_least_squares(points, values).variogram


@pytest.mark.parametrize("count", [60, 120])
def test_a_trend_does_not_count_as_variance(count):
    points, values = field(count)
    steep = values + 0.5 * points[:, 0] - 0.3 * points[:, 1]
    alone = fit_automatic(points, values, "universal-1").variogram
    found = fit_automatic(points, steep, "universal-1").variogram
    # The same residuals: the trend that was added is taken off exactly.
    assert found.sill == pytest.approx(alone.sill, rel=1e-3)
    assert found.range == pytest.approx(alone.range, rel=1e-2)
    assert fit_automatic(points, steep).variogram.sill > 20 * found.sill


def test_few_data_are_fitted_by_the_likelihood_beside_the_trend():
    points, values = field(50)
    functions = drift_functions(points, "universal-1", None)
    fits = [fit_reml(points, values, model, design=functions).variogram for model in ("spherical", "exponential")]
    best = min(fits, key=lambda variogram: reml_deviance(points, values, variogram, functions))
    assert fit_automatic(points, values, "universal-1").variogram == best


def test_a_drift_is_taken_off_like_a_trend():
    points, values = field(120)
    drift = np.sin(points[:, :1] / 9)
    assert has_trend("ordinary", drift)
    found = fit_automatic(points, values + 40 * drift[:, 0], "external-drift", drift).variogram
    assert found.sill == pytest.approx(fit_automatic(points, values, "external-drift", drift).variogram.sill, rel=1e-3)


@pytest.mark.parametrize("count", [20, 200])
def test_data_that_follow_their_trend_exactly_have_no_variance(count):
    points, _ = field(count)
    fit = fit_automatic(points, 3 + points @ [0.5, -0.2], "universal-1")
    assert fit.variogram.sill == 0
    assert fit.remarks == ("The data follow their trend exactly: the standard deviation is zero.",)


def test_as_many_data_as_terms_take_a_variogram_that_is_given():
    points, values = field(3)
    fit = fit_automatic(points, values, "universal-1", nugget=0.0, partial_sill=2.0, range=30.0)
    assert fit.variogram == Variogram.spherical(partial_sill=2, range=30)
    assert fit.remarks == ()


@pytest.mark.parametrize(
    ("count", "kriging_type", "drift", "words"),
    [
        (2, "universal-1", None, "Too few data: universal-1"),
        (3, "universal-1", None, "has a trend of 3 terms, .* fitted to 4 data at least"),
        (9, "external-drift", None, "No drift"),
        (9, "external-drift", np.arange(18.0).reshape(9, 2), "Drift variable 2 depends at the data"),
        (9, "external-drift", np.ones((9, 1)), "same value at all data"),
    ],
)
def test_what_no_data_can_tell_is_a_sentence(count, kriging_type, drift, words):
    points, values = field(count)
    with pytest.raises(InvalidInput, match=words):
        fit_automatic(points, values, kriging_type, drift)


def test_options_of_a_fit_on_a_map_are_refused_in_space():
    with pytest.raises(InvalidInput, match="Invalid lags, weights for points in space"):
        fit_automatic(np.random.default_rng(0).uniform(0, 9, (9, 3)), np.arange(9.0), weights="equal", lags=7)


POOR = {
    "two points": [[0, 0], [1, 1]],
    "three points": [[0, 0], [1, 1], [2, 0]],
    "collinear points": np.column_stack([np.arange(12.0), 2 * np.arange(12.0)]),
    "coincident points": np.repeat([[0, 0], [5, 5], [9, 1]], 4, axis=0),
    "points far apart": np.random.default_rng(0).uniform(0, 1e12, (15, 2)),
    "points close together": np.random.default_rng(0).uniform(0, 1e-9, (15, 2)),
    "two wells": [(x, 0, z) for x in (0, 100) for z in range(8)],
    "points of one height": np.column_stack([np.random.default_rng(0).uniform(0, 9, (15, 2)), np.ones(15)]),
}


@pytest.mark.parametrize("anisotropy", [False, True])
@pytest.mark.parametrize("values", ["equal", "random", "huge", "tiny", "spike"])
@pytest.mark.parametrize("points", POOR.values(), ids=POOR)
def test_poor_data_end_in_a_variogram(points, values, anisotropy):
    points = np.asarray(points, dtype=float)
    noise = np.random.default_rng(1).normal(size=len(points))
    data = {"equal": 0 * noise + 7, "random": noise, "huge": 1e50 * noise, "tiny": 1e-50 * noise}
    data["spike"] = np.where(np.arange(len(points)) == 1, 1e6, 0.0)
    options = {"anisotropy": anisotropy, "models": ("spherical", "matern", "power", ("spherical", "exponential"))}
    fit = fit_least_squares(points, data[values], **options)
    assert math.isfinite(fit.variogram.sill)
    assert fit.variogram.sill >= 0
    assert values != "equal" or fit.remarks
    likely = fit_automatic(points, data[values], anisotropy=anisotropy)
    assert 0 <= likely.variogram.sill < math.inf


@pytest.mark.filterwarnings("ignore::stochastic_kriging.krig_core.errors.KrigingWarning")
@pytest.mark.parametrize("values", ["equal", "random", "spike"])
@pytest.mark.parametrize("model", ["automatic", "gaussian"])
@pytest.mark.parametrize("points", POOR.values(), ids=POOR)
def test_poor_data_are_kriged_with_what_was_fitted(points, values, model):
    """From data to map without a numerical error; a Gaussian model without nugget is the worst conditioned."""
    points = np.asarray(points, dtype=float)
    data = {"equal": np.full(len(points), 7.0), "random": np.random.default_rng(1).normal(size=len(points))}
    data["spike"] = np.where(np.arange(len(points)) == 1, 1e6, 0.0)
    options = {} if model == "automatic" else {"models": (model,), "nugget": 0.0}
    fit = fit_automatic(points, data[values], **options)
    targets = np.vstack([points[:2], points.mean(axis=0), points.max(axis=0) + np.ptp(points, axis=0).max()])
    for neighbourhood in ({}, {"max_data": 4}):
        mean, variance = krige(points, data[values], fit.variogram, targets, **neighbourhood)
        assert np.isfinite(mean).all()
        assert (variance >= 0).all()


@pytest.mark.parametrize("given", [{"nugget": 0.3}, {"nugget": 0.0}, {"partial_sill": 0.7}, {"range": 15.0}])
def test_what_is_given_is_kept_and_the_rest_is_still_the_likeliest(given):
    points, values = field(60)
    found = fit_automatic(points, values, models=("exponential",), **given).variogram
    assert {name: getattr(found, name) for name in given} == pytest.approx(given, rel=1e-12)
    deviance = reml_deviance(points, values, found)
    for name in {"nugget", "partial_sill", "range"} - given.keys():
        for factor in (0.97, 1.03):
            numbers = {name: getattr(found, name) for name in ("nugget", "partial_sill", "range")}
            numbers[name] *= factor
            assert reml_deviance(points, values, Variogram.exponential(**numbers)) > deviance - 1e-6


def test_given_sills_leave_the_likeliest_range():
    points, values = field(60)
    sills = {"nugget": 0.2, "partial_sill": 1.0}
    found = fit_automatic(points, values, models=("exponential",), **sills).variogram
    lengths = np.geomspace(5, 100, 400)
    deviances = [reml_deviance(points, values, Variogram.exponential(range=length, **sills)) for length in lengths]
    assert found.range == pytest.approx(lengths[np.argmin(deviances)], rel=0.01)
    whole = {**sills, "range": 20.0}
    assert fit_automatic(points, values, models=("exponential",), **whole).variogram == Variogram.exponential(**whole)


@pytest.mark.parametrize(
    ("count", "weights"), [(60, "posterior"), (MOST_FOR_POSTERIOR + 50, "reml"), (600, "pairs/h2")]
)
@pytest.mark.parametrize("detrend", [0, 1])
def test_a_study_with_default_settings_finds_the_variogram_of_a_map(count, weights, detrend):
    points, values = field(count)
    kriging_type = ("ordinary", "universal-1")[detrend]
    for options in ({}, {"range": 15.0, "models": ("exponential",)}):
        study = Study(detrend=detrend, **options).run(points, values)
        found = default_variogram(points, values, kriging_type, **options)
        assert Variogram.from_json(study["variogram"]) == found.variogram
        assert study["uncertainty"] == found.uncertainty
        assert study["weights"] == weights


def test_a_study_of_a_posterior_ranks_models_by_their_probability():
    points, values = field(60)
    study = Study().run(points, values)
    found = posterior(points, values)
    rows = study["ranking"]
    assert rows[0]["model"] == study["model"] == found.mode.structures[0].model
    assert {row["model"]: row["probability"] for row in rows} == pytest.approx(
        {name: chance for name, (chance, _) in found.models.items()}
    )
    assert sum(row["probability"] for row in rows) == pytest.approx(1)
    assert [study[f"range_{name}"] for name in ("p05", "p50", "p95")] == found.range_quantiles().tolist()
    assert Study(weights="reml").run(points, values)["band"] is None


def smooth_field(count, seed):
    points = np.random.default_rng(seed).uniform(0, 100, (count, 2))
    truth = Variogram.matern(partial_sill=1.0, range=50)
    root = np.linalg.cholesky(truth.covariance(points, points) + 1e-9 * np.eye(count))
    return points, root @ np.random.default_rng(seed + 1000).standard_normal(count)


def model_of(variogram):
    return variogram.structures[0].model


def test_many_data_of_a_smooth_field_have_a_smooth_model():
    fields = [smooth_field(120, seed) for seed in range(2)]
    assert [model_of(fit_automatic(*data).variogram) for data in fields] == ["matern"] * 2
    assert min(posterior(*data).models["matern"][0] for data in fields) > 0.99


def test_few_data_of_a_rough_field_hardly_ever_have_a_smooth_model():
    fields = [field(25, seed) for seed in range(40)]
    assert sum(model_of(fit_automatic(*data).variogram) == "matern" for data in fields) == 0
    found = [posterior(*data) for data in fields]
    assert np.mean([one.models["matern"][0] for one in found]) == pytest.approx(0.1, abs=0.03)
    assert sum(model_of(one.mode) == "matern" for one in found) == 0


def test_the_prior_of_models_is_shared_by_those_that_there_are():
    assert LIKELY_MODELS == ("spherical", "exponential", "matern")
    np.testing.assert_allclose(model_prior(LIKELY_MODELS), [0.45, 0.45, 0.1])
    np.testing.assert_allclose(model_prior(["gaussian", "cubic"]), [0.5, 0.5])
    np.testing.assert_allclose(model_prior(["matern"]), [1.0])


def stretched(count, seed, ratio):
    """Return points and a field of a range that is longest along azimuth 30."""
    truth = Variogram.exponential(nugget=0.1, partial_sill=1.0, range=40, azimuth=30, ratio=ratio)
    points = np.random.default_rng(seed).uniform(0, 100, (count, 2))
    root = np.linalg.cholesky(truth.covariance(points, points) + 1e-9 * np.eye(count))
    return points, root @ np.random.default_rng(seed + 1000).standard_normal(count)


def test_a_direction_is_kept_where_it_is_certain():
    points, values = stretched(150, 1, 0.3)
    fit = fit_automatic(points, values, anisotropy=True)
    structure = fit.variogram.structures[0]
    assert structure.azimuth == pytest.approx(30, abs=15)
    assert structure.ratio == pytest.approx(0.3, abs=0.15)
    ellipse = {"azimuth": structure.azimuth, "ratio": structure.ratio}
    assert fit_automatic(points, values, **ellipse).variogram == fit.variogram
    options = {"anisotropy": True, "models": ("exponential",)}
    study = Study(**options).run(points, values)
    found = default_variogram(points, values, **options)
    assert Variogram.from_json(study["variogram"]) == found.variogram
    assert found.variogram.structures[0].azimuth == pytest.approx(30, abs=15)


def test_isotropic_fields_hardly_ever_have_a_direction():
    fits = [fit_automatic(*stretched(40, seed, 1.0), models=("exponential",), anisotropy=True) for seed in range(40)]
    passed = [fit for fit in fits if fit.variogram.structures[0].ratio != 1]
    assert len(passed) == 1
    rest = [fit for fit in fits if fit.variogram.structures[0].ratio == 1]
    assert all("No direction of a longest range is certain (" in fit.remarks[0] for fit in rest)
