"""Variograms to simulate, the conditional Gaussian law by one dense solve, and how realizations are held against it."""

import numpy as np
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.variogram.models import Variogram

MODELS = {
    "spherical and nugget": Variogram.spherical(nugget=0.2, partial_sill=0.8, range=9),
    "exponential": Variogram.exponential(nugget=0, partial_sill=1, range=12),
    "gaussian": Variogram.gaussian(nugget=0, partial_sill=1, range=8),
    "anisotropic": Variogram.spherical(nugget=0.1, partial_sill=0.9, range=14, azimuth=30, ratio=0.4),
    "nested": Variogram.spherical(nugget=0.1, partial_sill=0.4, range=5)
    + Variogram.exponential(nugget=0, partial_sill=0.5, range=15),
    "pure nugget": Variogram(1.0),
}


def on_nodes(points, values, nodes):
    """The grid of 40 m cells around the nodes of the Meuse data."""
    x_range = (nodes[:, 0].min() - 20, nodes[:, 0].max() + 20)
    y_range = (nodes[:, 1].min() - 20, nodes[:, 1].max() + 20)
    return Grid.from_points(points, values, 40, x_range=x_range, y_range=y_range)


def drift_functions(points, kriging_type, external=None):
    """The drift functions at points, written down anew: none, a constant, polynomials, an external variable."""
    x, y = points[:, 0] / 10, points[:, 1] / 10
    functions = {
        "simple": [],
        "ordinary": [x**0],
        "universal-1": [x**0, x, y],
        "universal-2": [x**0, x, y, x * x, x * y, y * y],
        "external-drift": [x**0, external],
    }[kriging_type]
    return np.array(functions).reshape(len(functions), len(points)).T


def conditional(points, values, cells, variogram, kriging_type, external=(None, None)):
    """Mean and covariance at cells; simple kriging takes the average of the values as mean."""
    at_data = drift_functions(points, kriging_type, external[0])
    at_cells = drift_functions(cells, kriging_type, external[1])
    known = values.mean() if kriging_type == "simple" else 0.0
    among, across = variogram.covariance(points, points), variogram.covariance(points, cells)
    count, terms = at_data.shape
    system = np.block([[among, at_data], [at_data.T, np.zeros((terms, terms))]])
    weights = np.linalg.solve(system, np.vstack([across, at_cells.T]))[:count]
    covariance = variogram.covariance(cells, cells) - weights.T @ across - across.T @ weights
    return known + weights.T @ (values - known), covariance + weights.T @ among @ weights


def assert_law(sample, mean, covariance, certain):
    """Hold realizations, one row each, against mean, std and covariance between cells, in Monte-Carlo errors.

    `certain` is the number of cells that hold data. Of 78,000 pairs of cells a perfect sampler leaves 5 beyond four
    standard errors, and none beyond six.
    """
    count = len(sample)
    free = covariance.diagonal() > 1e-9
    assert (~free).sum() == certain
    np.testing.assert_allclose(sample[:, ~free], np.broadcast_to(mean[~free], (count, certain)), rtol=1e-9, atol=1e-9)
    variance = covariance.diagonal()[free]
    sample, mean, covariance = sample[:, free], mean[free], covariance[np.ix_(free, free)]
    assert (np.abs(sample.mean(0) - mean) / np.sqrt(variance / count)).max() < 4.5
    assert np.abs(sample.std(0, ddof=1) / np.sqrt(variance) - 1).max() < 5 / np.sqrt(2 * count)
    z = (np.cov(sample.T) - covariance) / np.sqrt((covariance**2 + np.outer(variance, variance)) / count)
    assert np.mean(np.abs(z) > 4) < 1e-3
    assert np.abs(z).max() < 6
    assert 0.85 < z[np.triu_indices_from(z)].std() < 1.15
