import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.kriging.mixture import krige_mixture, krige_with_all
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.simulation.cell_law import cell_law
from stochastic_kriging.krig_core.transforms.transform import NoTransform
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.variogram.uncertainty import posterior


def data(count=15, seed=2):
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 1000, (count, 2))
    covariance = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=500).covariance(points, points)
    return points, 3 + np.linalg.cholesky(covariance) @ rng.normal(size=count), rng.uniform(0, 1000, (60, 2))


def test_mean_and_std_are_near_those_of_all_variograms():
    points, values, targets = data()
    found = posterior(points, values)
    law = cell_law(NoTransform(values), *krige_mixture(points, values, found, targets))
    laws = [
        krige(points, values, found.variograms[k].scaled(found.sills[k]), targets) for k in range(len(found.weights))
    ]
    means, variances = np.array(laws).transpose(1, 0, 2)
    mean = found.weights @ means
    std = np.sqrt(found.weights @ (variances * found.sill_mean_factor + means**2) - mean**2)
    assert np.sqrt(np.square((law.mean - mean) / std).mean()) < 0.04
    assert np.sqrt(np.square(law.std / std - 1).mean()) < 0.02


def test_a_known_variogram_makes_it_plain_kriging():
    points, values, targets = data()
    variogram = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=500)
    found = posterior(points, values, models=("spherical",), nugget=0.1, partial_sill=0.9, range=500)
    seen = []
    means, stds, weights = krige_mixture(points, values, found, targets, variograms=2, sills=2, progress=seen.append)
    mean, variance = krige(points, values, variogram, targets)
    assert weights.tolist() == [0.5, 0.5]  # two sills of the one variogram that there is
    np.testing.assert_allclose(means, np.tile(mean, (2, 1)), rtol=1e-9)
    np.testing.assert_allclose(stds, np.tile(np.sqrt(variance), (2, 1)), rtol=1e-9)
    assert seen[-1] == pytest.approx(1)
    assert seen == sorted(seen)


def test_data_are_honoured():
    points, values, _ = data()
    means, stds, weights = krige_mixture(points, values, posterior(points, values), points)
    assert weights.sum() == pytest.approx(1)
    np.testing.assert_allclose(means, np.tile(values, (32, 1)), atol=1e-9)
    assert stds.max() < 1e-6


def test_moments_are_those_of_the_mixture_and_exact_at_data():
    points, values, targets = data()
    found = posterior(points, values)
    places = np.concatenate([targets, points])
    mean, variance = krige_with_all(points, values, found, places, variograms=8)
    law = cell_law(NoTransform(values), *krige_mixture(points, values, found, places))
    np.testing.assert_allclose(mean, law.mean, rtol=1e-6)
    np.testing.assert_allclose(np.sqrt(variance), law.std, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(mean[60:], values, rtol=1e-12)
    assert variance[60:].max() < 1e-12


def test_without_a_mean_of_the_sill_there_is_no_std():
    points, values, targets = data(3)
    with pytest.raises(InvalidInput, match="the sill may be so great"):
        krige_with_all(points, values, posterior(points, values), targets)
