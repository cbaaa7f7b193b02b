"""How often the test of isotropy finds a direction: in isotropic fields, which is its level, and in others, its power.

Law: what is asked is the test of `krig_core.variogram.isotropy` alone, told the model of the field; every second field
is spherical, the others exponential, all with a nugget of a tenth of the sill, and each has an azimuth of its own.
"""

from __future__ import annotations

import numpy as np

from krig_core.variogram.isotropy import likeliest_ellipse
from krig_core.variogram.models import Variogram

SIDE, RANGE = 1000.0, 300.0

RATIOS = {"ratio 1": 1.0, "ratio 0.5": 0.5, "ratio 0.3": 0.3}
"""Range across the azimuth divided by the range along it, about a geometric mean of `RANGE`."""

_MODELS = "spherical", "exponential"


def score(name: str, count: int, number: int) -> tuple[float]:
    """Return whether a field passes for anisotropic, one or zero."""
    rng = np.random.default_rng([1, count, number])
    points, model = rng.uniform(0, SIDE, (count, 2)), _MODELS[number % 2]
    ratio, azimuth = RATIOS[name], rng.uniform(0, 180)
    truth = Variogram.of(model, nugget=0.1, partial_sill=0.9, range=RANGE / ratio**0.5, azimuth=azimuth, ratio=ratio)
    root = np.linalg.cholesky(truth.covariance(points, points) + 1e-10 * np.eye(count))
    found = likeliest_ellipse(points, root @ rng.normal(size=count), model)
    return (float(found is not None and found.credible),)
