import numpy as np
import pytest
from scipy.special import ndtri
from stochastic_kriging.krig_core.kriging.mixture import krige_with_all
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.simulation.kriged_values import krige_values
from stochastic_kriging.krig_core.transforms.smooth_score import SmoothScore
from stochastic_kriging.krig_core.transforms.transform import LogTransform, NoTransform
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.variogram.uncertainty import posterior

RNG = np.random.default_rng(2)
POINTS = RNG.uniform(0, 100, (20, 2))
VALUES = np.exp(RNG.normal(size=20))
TARGETS = np.concatenate([RNG.uniform(0, 100, (30, 2)), POINTS[:2]])
VARIOGRAM = Variogram.exponential(nugget=0.1, partial_sill=0.9, range=60)


def test_lognormal_kriging_has_its_closed_form():
    transform = LogTransform(VALUES)
    options = {"kriging_type": "simple", "mean": 0.2}
    law = krige_values(POINTS, transform.scores, VARIOGRAM, TARGETS, transform, (0.1, 0.9), **options)
    mean, variance = krige(POINTS, transform.scores, VARIOGRAM, TARGETS, **options)
    np.testing.assert_allclose(law.mean, np.exp(mean + variance / 2), rtol=1e-9)
    np.testing.assert_allclose(law.std, law.mean * np.sqrt(np.expm1(variance)), rtol=1e-9, atol=1e-9)
    expected = np.exp(mean + np.sqrt(variance) * ndtri([[0.1], [0.9]]))
    np.testing.assert_allclose(law.quantiles, expected, rtol=1e-7)
    np.testing.assert_allclose(law.mean[-2:], VALUES[:2], rtol=1e-12)


def test_normal_scores_are_taken_back_as_draws_are():
    transform = SmoothScore(VALUES)
    law = krige_values(POINTS, transform.scores, VARIOGRAM, TARGETS[:5], transform, (0.25,))
    mean, variance = krige(POINTS, transform.scores, VARIOGRAM, TARGETS[:5])
    normals = np.random.default_rng(0).normal(size=1_000_000)
    for number in range(5):
        drawn = transform.back(mean[number] + np.sqrt(variance[number]) * normals)
        assert law.mean[number] == pytest.approx(drawn.mean(), abs=0.01 * drawn.std())
        assert law.std[number] == pytest.approx(drawn.std(), rel=0.02)
        assert (drawn <= law.quantiles[0, number]).mean() == pytest.approx(0.25, abs=0.002)


def test_a_variogram_that_is_not_known_makes_a_mixture():
    found = posterior(POINTS, VALUES)
    law = krige_values(POINTS, VALUES, found, TARGETS, NoTransform(VALUES), (0.5,))
    mean, variance = krige_with_all(POINTS, VALUES, found, TARGETS)
    np.testing.assert_allclose(law.mean, mean, rtol=1e-9)
    np.testing.assert_allclose(law.std**2, variance, rtol=1e-6, atol=1e-12)
    assert (np.abs(law.quantiles[0] - mean) <= law.std).all()


def test_progress_goes_to_the_end():
    told = []
    krige_values(POINTS, VALUES, VARIOGRAM, TARGETS, NoTransform(VALUES), progress=told.append)
    assert told[-1] == pytest.approx(1)
