"""The variogram of soft data: that of what their true values may be.

Law: a variogram is found for hard values, a draw given the soft data and a variogram given those, in turn (data
augmentation, Tanner & Wong 1987), so that neither the spread of errors nor the sameness of expected values counts in
it. Of several such fits the middle one is taken; of posteriors all, each as probable as the others. All draws come from
one generator of their own: data have one variogram, whatever the seed of a map.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..blas import one_blas_thread
from ..drift import drift_functions
from ..errors import InvalidInput
from ..variogram.default import Default
from ..variogram.uncertainty import together
from .soft_draws import SoftDraws

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..transforms.soft_data import SoftData
    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]

_FORGOTTEN, _KEPT = 2, 5
"""Rounds before variograms count, and those that do."""

_LEAST_NUGGET = 1e-3
"""Part of the sill that is left of a nugget."""

_DISTANCES = 12
"""At which fits are compared, as parts of the greatest range."""


@one_blas_thread()
def soft_variogram(
    find: Callable[[Floats], Default],
    points: Floats,
    values: Floats,
    soft: SoftData,
    kriging_type: str,
    variables: Floats | None,
    mean: float | None = None,
) -> Default:
    """Return what `find` makes of soft data.

    Parameters
    ----------
    find : callable
        Returns the variogram of values, shape (n,), or of a posterior its mode.
    points : float array, shape (n, ndim)
    values : float array, shape (n,)
        Scores; of data that have limits alone, about where they are.
    soft : SoftData
    kriging_type, variables, mean
        As in `default_variogram`; the mean of simple kriging is that of the values where None is given.

    Raises
    ------
    InvalidInput
        If all data may have the same value: a variogram of values that are made up is none.
    """
    _require_difference(soft)
    simple = kriging_type == "simple"
    functions = drift_functions(points, kriging_type, variables)
    known = float(values[0])
    if simple:
        known = float(values.mean()) if mean is None else mean
    rng, kept = np.random.default_rng(0), []
    for number in range(_FORGOTTEN + _KEPT):
        found = find(values)
        if number >= _FORGOTTEN:
            kept.append(found)
        variogram = _drawn(found, rng) if number else _without(found.variogram, float(soft.noise.mean()))
        values = SoftDraws(points, values, soft, variogram, functions, known).drawn(rng, 1)[:, 0]
    posteriors = [found.posterior for found in kept if found.posterior is not None]
    if len(posteriors) == len(kept):
        whole = together(posteriors)
        return kept[-1]._replace(variogram=whole.mode, posterior=whole, uncertainty=whole.remark())
    return _middle([found for found in kept if found.posterior is None])


def _require_difference(soft: SoftData) -> None:
    known = soft.measured[np.isfinite(soft.measured)]
    if len(known) < len(soft.measured) and max([*known, *soft.lower]) <= min([*known, *soft.upper]):
        message = "Invalid `values`: with their limits (`lower`, `upper`) all data may have the same value, so that no "
        message += "variogram can be fitted. Should have at least two values that differ, or the variogram be given "
        message += "(`variogram`)."
        raise InvalidInput(message)


def _without(variogram: Variogram, noise: float) -> Variogram:
    """Return a variogram of values with errors, of which these are taken off, from the nugget first."""
    nugget = max(variogram.nugget - noise, _LEAST_NUGGET * variogram.sill)
    return replace(variogram, nugget=nugget)


def _drawn(found: Default, rng: np.random.Generator) -> Variogram:
    """Return the variogram that was found, or one of its posterior."""
    posterior = found.posterior
    if posterior is None:
        return found.variogram
    place = int(np.searchsorted(np.cumsum(posterior.weights), rng.random() * posterior.weights.sum()))
    place = min(place, len(posterior.weights) - 1)
    return posterior.variograms[place].scaled(float(posterior.sills[place] * posterior.sill_factor(rng.random())))


def _middle(found: list[Default]) -> Default:
    """Return the one whose variogram is nearest to all others, in standard deviations at several distances."""
    farthest = max(one.variogram.range for one in found) or 1.0
    distances = farthest * np.arange(1, _DISTANCES + 1) / _DISTANCES
    curves = np.sqrt([one.variogram.along(distances) for one in found])
    apart = np.abs(curves[:, None] - curves[None]).sum(axis=(1, 2))
    return found[int(np.argmin(apart))]
