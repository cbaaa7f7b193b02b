"""Kriging with a variogram that is not known: the kriging of each that the data allow.

Law: what is returned is a mixture, a normal for each variogram and sill, all equally probable; `cell_law` gives its
mean, standard deviation and quantiles, of scores as of values. The variograms are few (`Posterior.components`): 16 give
the standard deviation within 1 to 1.5 % of that of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

import numpy as np

from .predict import krige

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..variogram.uncertainty import Posterior

    Floats = NDArray[np.float64]


def krige_mixture(
    coordinates: ArrayLike,
    values: ArrayLike,
    posterior: Posterior,
    targets: ArrayLike,
    *,
    variograms: int = 16,
    sills: int = 4,
    progress: Callable[[float], object] | None = None,
    **options: Any,
) -> tuple[Floats, Floats]:
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
    means, stds : float arrays, shape (variograms * sills, m)
        Of equally probable normals.

    Raises
    ------
    InvalidInput
        As `krige`.
    """
    places, factors = posterior.components(variograms, sills)
    roots = np.sqrt(factors[:sills])
    means, stds = [], []
    for number, place in enumerate(places[::sills]):
        variogram = posterior.variograms[place].scaled(float(posterior.sills[place]))
        part = None if progress is None else _share(progress, number, variograms)
        mean, variance = krige(coordinates, values, variogram, targets, progress=part, **options)
        means += [mean] * sills
        stds += list(roots[:, None] * np.sqrt(variance))
    return np.array(means), np.array(stds)


def _share(progress: Callable[[float], object], number: int, count: int) -> Callable[[float], object]:
    return lambda done: progress((number + done) / count)
