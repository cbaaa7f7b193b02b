"""Kriging with a variogram that is not known: the kriging of each that the data allow.

Law: what is returned is a mixture, a normal for each variogram and sill, with its probability; `cell_law` gives its
mean, standard deviation and quantiles, of scores as of values. The variograms are few (`Posterior.representatives`):
six give the standard deviation within 2 % of that of all, eight within 1.2 %.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ..blas import one_blas_thread
from ..errors import InvalidInput
from .predict import krige

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..variogram.uncertainty import Posterior

    Floats = NDArray[np.float64]


@one_blas_thread()
def krige_mixture(
    coordinates: ArrayLike,
    values: ArrayLike,
    posterior: Posterior,
    targets: ArrayLike,
    *,
    variograms: int = 8,
    sills: int = 4,
    progress: Callable[[float], object] | None = None,
    **options: Any,
) -> tuple[Floats, Floats, Floats]:
    """Krige data to targets with variograms of a posterior.

    Parameters
    ----------
    coordinates, values, targets
        As in `krig_core.kriging.predict.krige`.
    posterior : Posterior
        Of the variogram of the values beside their drift.
    variograms, sills : int
        How many of each represent it.
    progress : callable, optional
        Called with the fraction that is done.
    **options
        The other ones of `krige`.

    Returns
    -------
    means, stds : float arrays, shape (k, m)
        Of normals, `sills` of each of `variograms` or fewer.
    weights : float array, shape (k,)
        Their probabilities.

    Raises
    ------
    InvalidInput
        As `krige`.
    """
    roots = np.sqrt(posterior.components(1, sills)[1])
    means, stds, weights = [], [], []
    for weight, mean, variance in _krigings((coordinates, values), posterior, targets, variograms, progress, options):
        means += [mean] * sills
        stds += list(roots[:, None] * np.sqrt(variance))
        weights += [weight / sills] * sills
    return np.array(means), np.array(stds), np.array(weights)


@one_blas_thread()
def krige_with_all(
    coordinates: ArrayLike,
    values: ArrayLike,
    posterior: Posterior,
    targets: ArrayLike,
    *,
    variograms: int = 6,
    progress: Callable[[float], object] | None = None,
    **options: Any,
) -> tuple[Floats, Floats]:
    """Return mean and variance, shape (m,), of the mixture; what else there is, as in `krige_mixture`.

    Raises
    ------
    InvalidInput
        As `krige`, or if the sill has no mean (`Posterior.sill_mean_factor`).
    """
    factor = posterior.sill_mean_factor
    if math.isinf(factor):
        message = "Too few data: the sill may be so great that maps have no standard deviation. Should be one more "
        message += "(`coordinates`), or the variogram be taken as known (`variogram_uncertainty`)."
        raise InvalidInput(message)
    krigings = _krigings((coordinates, values), posterior, targets, variograms, progress, options)
    # Differences from one of them, since a mean of the same number many times would miss it by rounding.
    weight, centre, variance = next(krigings)
    first, second, within = np.zeros(len(centre)), np.zeros(len(centre)), weight * factor * variance
    for weight, mean, variance in krigings:
        first += weight * (mean - centre)
        second += weight * np.square(mean - centre)
        within += weight * factor * variance
    return centre + first, within + np.maximum(second - np.square(first), 0.0)


def _krigings(
    data: tuple[ArrayLike, ArrayLike],
    posterior: Posterior,
    targets: ArrayLike,
    variograms: int,
    progress: Callable[[float], object] | None,
    options: dict[str, Any],
) -> Iterator[tuple[float, Floats, Floats]]:
    """Yield the weight of each of so many variograms, and the kriging of data with it."""
    places, weights = posterior.representatives(variograms)
    for number, (place, weight) in enumerate(zip(places, weights.tolist())):
        variogram = posterior.variograms[place].scaled(float(posterior.sills[place]))
        part = None if progress is None else _share(progress, number, len(places))
        yield (weight, *krige(*data, variogram, targets, progress=part, **options))


def _share(progress: Callable[[float], object], number: int, count: int) -> Callable[[float], object]:
    return lambda done: progress((number + done) / count)
