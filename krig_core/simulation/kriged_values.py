"""Kriged values: kriging of transformed data, taken back as the mean, standard deviation and quantiles of values.

Law: the back-transform of an estimate is a median, not a mean: of each target the law of its score is taken back
(`cell_law`), a normal, or a mixture of them where the variogram is not known. No realizations are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..blas import one_blas_thread
from ..kriging.mixture import krige_mixture
from ..kriging.predict import krige
from ..transforms.normal_moments import moments_of
from ..variogram.uncertainty import Posterior
from .cell_law import CellLaw, mixed, mixture_quantiles

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..transforms.transform import FittedTransform
    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]

_TARGETS = 300_000
"""Targets at once, so that memory does not grow with them."""


@one_blas_thread()
def krige_values(
    coordinates: ArrayLike,
    scores: ArrayLike,
    variogram: Variogram | Posterior,
    targets: ArrayLike,
    transform: FittedTransform,
    levels: Sequence[float] = (),
    *,
    variograms: int = 6,
    sills: int = 4,
    target_drift: ArrayLike | None = None,
    local: Floats | None = None,
    progress: Callable[[float], object] | None = None,
    **options: Any,
) -> CellLaw:
    """Krige transformed data and take the law of each target back.

    Parameters
    ----------
    coordinates, targets, target_drift
        As in `krig_core.kriging.predict.krige`.
    scores : float array, shape (n,)
        The transformed data.
    variogram : Variogram or Posterior
        Of the scores beside their drift.
    transform : FittedTransform
        Takes scores back to values.
    levels : sequence of float
        Probabilities of the quantiles, between 0 and 1.
    variograms, sills : int
        How many of each represent a posterior.
    local : float array, shape (m,), optional
        What is added to the scores of targets before they are taken back; where it is not a number there is no value.
    progress : callable, optional
        Called with the fraction that is done.
    **options
        The other ones of `krige`.

    Raises
    ------
    InvalidInput
        As `krige`.
    """
    places = np.asarray(targets, dtype=float)
    drift = None if target_drift is None else np.asarray(target_drift, dtype=float)
    roots = np.ones(1)
    if isinstance(variogram, Posterior):
        roots = np.sqrt(variogram.components(1, sills)[1])
    moments = moments_of(transform, roots)
    laws = []
    for start in range(0, len(places), _TARGETS):
        part = slice(start, start + _TARGETS)
        given = {**options, "target_drift": None if drift is None else drift[part]}
        if progress is not None:
            first, share = start / len(places), len(places[part]) / len(places)
            given["progress"] = lambda done, first=first, share=share: progress(first + share * done)
        means, stds, weights = _normals(coordinates, scores, variogram, places[part], variograms, given)
        if local is not None:
            means, stds = means + local[part], np.where(np.isnan(local[part]), np.nan, stds)
        mean, std = mixed(moments, means, stds, weights)
        quantiles = np.empty((0, len(mean)))
        if len(levels):
            centres = np.repeat(means, len(roots), axis=0)
            widths = (roots[:, None] * stds[:, None, :]).reshape(centres.shape)
            shares = np.repeat(weights / len(roots), len(roots))
            quantiles = mixture_quantiles(transform, centres, widths, shares, levels)
        laws.append(CellLaw(mean, std, quantiles))
    return CellLaw(*(np.concatenate(parts, axis=-1) for parts in zip(*laws)))


def _normals(
    coordinates: ArrayLike,
    scores: ArrayLike,
    variogram: Variogram | Posterior,
    targets: Floats,
    variograms: int,
    options: dict[str, Any],
) -> tuple[Floats, Floats, Floats]:
    """Return means and standard deviations of scores, shape (k, m), of variograms of likeliest sills, and weights."""
    if not isinstance(variogram, Posterior):
        mean, variance = krige(coordinates, scores, variogram, targets, **options)
        return mean[None], np.sqrt(variance)[None], np.ones(1)
    means, stds, weights = krige_mixture(
        coordinates, scores, variogram, targets, variograms=variograms, sills=1, **options
    )
    return means, stds / np.sqrt(variogram.components(1, 1)[1][0]), weights
