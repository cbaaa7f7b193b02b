"""The variogram of data that have a trend: of what is left of them when the trend is taken off.

Law: the variogram that kriging with a drift needs is that of the residuals; one fitted to the data themselves counts
the trend as variance. Without a drift it is that of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..blas import one_blas_thread
from ..drift import drift_functions, has_trend
from ..errors import InvalidInput
from .experimental import Models
from .least_squares import AUTOMATIC_MODELS, Fit
from .likelihood import FEW_DATA, FEWEST_FOR_LIKELIHOOD, fit_automatic, fit_reml, reml_deviance
from .space import fit_in_space

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_KEPT_BY_LIKELIHOOD = {"azimuth", "ratio", "shape"}


@one_blas_thread()
def fit_residuals(
    coordinates: Floats,
    values: Floats,
    kriging_type: str = "ordinary",
    variables: Floats | None = None,
    *,
    models: Sequence[Models] = AUTOMATIC_MODELS,
    **options: Any,
) -> Fit:
    """Find the variogram that a kriging of data needs.

    Without a trend it is that of `reml.fit_automatic`, for points in space of `space_variogram.fit_in_space`. With
    one, and up to `reml.FEW_DATA` data and nothing given of nugget, sill and range it is the most likely one beside the
    trend (REML), else it is fitted to the residuals of ordinary least squares, whose variogram is somewhat too low at
    long distances (Chilès & Delfiner 2012, § 2.7).

    Parameters
    ----------
    coordinates : float array, shape (n, ndim)
        No two the same.
    values : float array, shape (n,)
    kriging_type : str
        One of `krig_core.choices.KRIGING_TYPES`.
    variables : float array, shape (n, k), optional
        External drift at the data.
    models, **options
        As in `reml.fit_automatic`; for points in space as in `fit_in_space`.

    Raises
    ------
    InvalidInput
        If the data cannot tell the drift functions from each other, or are no more than these, or an option is out of
        its domain.
    """
    automatic: Callable[..., Fit] = fit_in_space if coordinates.shape[1] == 3 else fit_automatic
    if not has_trend(kriging_type, variables):
        return automatic(coordinates, values, models=models, **options)
    functions = drift_functions(coordinates, kriging_type, variables)
    given = {name: value for name, value in options.items() if value is not None and value is not False}
    if len(values) <= functions.shape[1]:
        _require_given(kriging_type, functions.shape[1], given)
        models = models[:1]  # no data are left to choose by
    coefficients = np.linalg.lstsq(functions, values, rcond=None)[0]
    residuals = values - functions @ coefficients
    if np.abs(residuals).max() <= 1e-9 * np.abs(values).max():
        # All that a fit could find is rounding; data that the trend explains have no residuals.
        residuals = np.zeros(len(values))
    likely = [model for model in models if isinstance(model, str) and model != "power"]
    few = len(values) - functions.shape[1] >= FEWEST_FOR_LIKELIHOOD and len(values) <= FEW_DATA
    few &= automatic is fit_automatic  # the likelihood finds no vertical range
    if few and residuals.any() and len(likely) == len(models) and not set(given) - _KEPT_BY_LIKELIHOOD:
        fits = [fit_reml(coordinates, values, model, design=functions, **given) for model in likely]
        return min(fits, key=lambda found: reml_deviance(coordinates, values, found.variogram, functions))
    fit = automatic(coordinates, residuals, models=models, **options)
    if residuals.any() or not fit.remarks:
        return fit
    flat = "the standard deviation is zero" if fit.variogram.sill == 0 else "nothing is left to fit a variogram to"
    return replace(fit, remarks=(f"The data follow their trend exactly: {flat}.",))


def _require_given(kriging_type: str, terms: int, given: dict[str, Any]) -> None:
    """Refuse to fit a variogram to residuals that are zero whatever the data are."""
    if not {"nugget", "partial_sill", "range"} <= given.keys():
        message = f"Too few data: {kriging_type} kriging has a trend of {terms} terms, beside which a variogram can be "
        message += f"fitted to {terms + 1} data at least. Choose fewer terms (KRIGING_TYPE, DRIFT), or give NUGGET, "
        message += "PARTIAL_SILL and RANGE."
        raise InvalidInput(message)
