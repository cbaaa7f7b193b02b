"""What kriging says of values at targets: their law, of data as they are or transformed, with one variogram or all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..kriging.mixture import krige_with_all
from ..kriging.predict import krige
from ..simulation.cell_law import CellLaw
from ..simulation.kriged_values import krige_values
from .found_variogram import unit_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..transforms.transform import FittedTransform
    from ..variogram.models import Variogram
    from ..variogram.uncertainty import Posterior
    from .samples import Samples

    Floats = NDArray[np.float64]

VARIOGRAMS = 6
"""Where all that the data allow count, they are represented by so many: the standard deviation is within 2 %."""


def scores_of(samples: Samples, transform: FittedTransform) -> Floats:
    """Return samples transformed, shape (n,); of ties that were transformed before each its own."""
    fitted = len(samples.values) == len(transform.scores)
    return transform.scores if fitted else transform.forward(samples.values)


def kriged_law(
    samples: Samples,
    data: Floats,
    transform: FittedTransform,
    variogram: Variogram,
    posterior: Posterior | None,
    targets: Floats,
    levels: Sequence[float] = (),
    local: tuple[Floats, Floats] | None = None,
    **options: Any,
) -> CellLaw:
    """Return the law of values at targets.

    Parameters
    ----------
    samples : Samples
        What is weighed.
    data : float array, shape (n,)
        One value at each place.
    transform : FittedTransform
        Of these.
    variogram : Variogram
        Of a map: of the transformed data, times `unit_of`.
    posterior : Posterior, optional
        None: the variogram is taken as known.
    targets : float array, shape (m, ndim)
    levels : sequence of float
        Probabilities of the quantiles.
    local : (float array, float array), optional
        Known mean of scores at samples and targets, shapes (n,) and (m,); the variogram is then that of what it leaves.
    **options
        Of `krig_core.kriging.predict.krige`.

    Raises
    ------
    InvalidInput
        As `krige`.
    """
    points, values = samples.points, samples.values
    at_samples, at_targets = (0.0, None) if local is None else local
    if transform.name == "none" and not levels:
        values = values - at_samples
        if posterior is None:
            mean, variance = krige(points, values, variogram, targets, **options)
        else:
            mean, variance = krige_with_all(points, values, posterior, targets, variograms=VARIOGRAMS, **options)
        return _shifted(mean, np.sqrt(variance), at_targets)
    used = variogram.scaled(1 / unit_of(transform, data)) if posterior is None else posterior
    scores = scores_of(samples, transform) - at_samples
    options = {**options, "variograms": VARIOGRAMS, "local": at_targets}
    return krige_values(points, scores, used, targets, transform, levels, **options)


def _shifted(mean: Floats, std: Floats, local: Floats | None) -> CellLaw:
    """Return the law of values with a local mean, shape (m,); where it is not a number there is none."""
    none = np.empty((0, len(mean)))
    return CellLaw(mean, std, none) if local is None else CellLaw(mean + local, std + 0 * local, none)
