"""Simulation-based calibration of the variogram's posterior.

Law: a variogram is drawn from the prior, a field from the variogram, data from the field; the true range's place in
the posterior of these data, as a probability, is then uniform, however few data there are (Cook, Gelman & Rubin 2006;
Talts et al. 2018). Any error of prior, likelihood or grid shows as a slope, a hump or a trough of its histogram.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from krig_core.variogram.model_prior import LIKELY_MODELS, model_prior
from krig_core.variogram.models import Variogram
from krig_core.variogram.uncertainty import posterior

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SIDE = 1000.0


class Ranks(NamedTuple):
    """Where the true range and the true nugget share lie in a posterior, as probabilities."""

    range: float
    nugget_share: float


def drawn_from_prior(points: Floats, rng: np.random.Generator) -> Variogram:
    """Return a variogram with a sill of one: as the docstring of the posterior states its prior."""
    gap = float(np.median(cKDTree(points).query(points, 2)[0][:, 1]))
    low, high = math.log(gap / 2), math.log(2 * float(np.linalg.norm(np.ptp(points, axis=0))))
    nugget = (1 - math.sqrt(rng.uniform())) ** 2
    model = str(rng.choice(LIKELY_MODELS, p=model_prior(LIKELY_MODELS)))
    return Variogram.of(model, nugget=nugget, partial_sill=1 - nugget, range=math.exp(rng.uniform(low, high)))


def ranks(count: int, number: int) -> Ranks:
    """Return the ranks of field number `number` of so many data, anywhere in a square."""
    rng = np.random.default_rng([0, count, number])
    points = rng.uniform(0, SIDE, (count, 2))
    truth = drawn_from_prior(points, rng)
    root = np.linalg.cholesky(truth.covariance(points, points) + 1e-10 * np.eye(count))
    found = posterior(points, root @ rng.normal(size=count))
    nuggets = np.array([variogram.nugget for variogram in found.variograms])
    return Ranks(
        _place(np.log(found.ranges), found.weights, math.log(truth.range)),
        _place(np.sqrt(nuggets), found.weights, math.sqrt(truth.nugget)),
    )


def rank(what: str, count: int, number: int) -> tuple[float]:
    """Return one rank; the posterior is found anew for each of the two, which costs little."""
    return (getattr(ranks(count, number), what.replace(" ", "_")),)


def _place(values: Floats, weights: Floats, true: float) -> float:
    """Return the probability of values below the true one; a node has half of its weight on each side."""
    nodes, place = np.unique(values, return_inverse=True)
    sums = np.bincount(place.reshape(-1), weights)
    edges = np.concatenate([[2 * nodes[0] - nodes[1]], nodes, [2 * nodes[-1] - nodes[-2]]])
    return float(np.interp(true, edges, np.concatenate([[0.0], np.cumsum(sums) - sums / 2, [1.0]])))
