"""The law of values at any places, by two ways: as the software has it, and as it would be were estimates the truth.

Law: no realizations, so no noise of theirs: the law of a target is the mixture of normals that realizations are draws
of, taken back to values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.special import ndtri

from krig_core.kriging.mixture import krige_mixture
from krig_core.kriging.predict import krige
from krig_core.simulation.cell_law import cell_law
from krig_core.transforms.normal_score import NormalScore
from krig_core.transforms.transform import Transform
from krig_core.variogram.automatic import fit_automatic
from krig_core.variogram.model_prior import ROUGH_MODELS
from krig_core.variogram.uncertainty import posterior

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_QUANTILES = 1024
"""So many represent a law when its CRPS is computed."""


class Law(NamedTuple):
    """Normals of scores at targets, their probabilities, and what takes them back to values.

    Attributes
    ----------
    transform : Transform
    means, stds : float arrays, shape (k, m)
    weights : float array, shape (k,)
    """

    transform: Any
    means: Floats
    stds: Floats
    weights: Floats


def plugged_in(points: Floats, values: Floats, targets: Floats) -> Law:
    """Return the law of normal scores that end with the data and one fitted variogram, of sill one."""
    transform = NormalScore(values, coordinates=points)
    fitted = fit_automatic(points, transform.scores, models=ROUGH_MODELS).variogram
    mean, variance = krige(points, transform.scores, fitted.scaled(1 / fitted.sill), targets)
    return Law(transform, mean[None], np.sqrt(variance)[None], np.ones(1))


def believed(points: Floats, values: Floats, targets: Floats) -> Law:
    """Return the law of the software's normal scores and the posterior of their variogram."""
    transform = Transform("normal-score").fit(points, values)
    found = posterior(points, transform.scores)
    return Law(transform, *krige_mixture(points, transform.scores, found, targets))


def intervals(law: Law, level: float) -> tuple[Floats, Floats, Floats]:
    """Return mean and std, each shape (m,), and the ends of the quantile interval, shape (2, m)."""
    found = cell_law(law.transform, law.means, law.stds, law.weights, ((1 - level) / 2, (1 + level) / 2))
    return found.mean, found.std, found.quantiles


def crps(law: Law, truth: Floats) -> Floats:
    """Return the continuous ranked probability score of each target, shape (m,)."""
    counts = np.maximum(np.rint(_QUANTILES * law.weights).astype(int), 1)
    nodes = ndtri(np.concatenate([(np.arange(count) + 0.5) / count for count in counts]))
    normal = np.repeat(np.arange(len(counts)), counts)
    values = law.transform.back(law.means[normal] + law.stds[normal] * nodes[:, None]).T
    return sample_crps(values, truth, values.shape[1])


def sample_crps(values: Floats, truth: Floats, others: int) -> Floats:
    """Return the score of equally probable values of each target, shape (m,).

    Parameters
    ----------
    values : float array, shape (m, n)
    truth : float array, shape (m,)
    others : int
        With how many values each of the n differs: n where they are quantiles; n − 1 where they are draws, whose
        score is then that of their law on average, however few they are.
    """
    ordered = np.sort(values, axis=1)
    size = ordered.shape[1]
    spread = ordered @ (2 * np.arange(1, size + 1) - size - 1) / (size * others)
    score: Floats = np.abs(ordered - truth[:, None]).mean(axis=1) - spread
    return score
