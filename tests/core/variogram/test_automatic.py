import numpy as np
import pytest
from stochastic_kriging.krig_core.drift import drift_functions, has_trend
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.variogram.automatic import fit_automatic
from stochastic_kriging.krig_core.variogram.least_squares import fit_least_squares
from stochastic_kriging.krig_core.variogram.likelihood import fit_reml, reml_deviance
from stochastic_kriging.krig_core.variogram.models import Variogram

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
    points, values = field(300)
    assert fit_automatic(points, values, kriging_type).variogram == fit_least_squares(points, values).variogram


@pytest.mark.parametrize("count", [60, 300])
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
    points, values = field(300)
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
