"""The automatic fit: what a map, a Grid and a script use where no variogram is given.

Law: the variogram that kriging with a drift needs is that of the residuals; one fitted to the data themselves counts
the trend as variance. Without a drift it is that of the data.

    in space                              space.py           horizontal and vertical pairs apart
    few data, nothing given of the sills  likelihood.py      restricted maximum likelihood, beside the trend
    else                                  least_squares.py   a fit to the lags, of what the trend leaves
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..blas import one_blas_thread
from ..drift import drift_functions, has_trend
from ..errors import InvalidInput
from ..points import data_arrays
from .experimental import Models
from .least_squares import AUTOMATIC_MODELS, Fit, fit_least_squares
from .likelihood import fit_reml, reml_deviance
from .sills import Known
from .space import fit_in_space
from .uncertainty import FEWEST_FREE, MOST_DATA, Posterior, posterior

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

FEW_DATA = 100
"""Up to this many data an automatic fit is by likelihood."""

_FEWEST_FOR_LIKELIHOOD = 8

_KEPT_BY_LIKELIHOOD = {"azimuth", "ratio", "shape"}

_KEPT_IN_SPACE = {*Known._fields, "shape", "anisotropy"}


@one_blas_thread()
def fit_automatic(
    coordinates: ArrayLike,
    values: ArrayLike,
    kriging_type: str = "ordinary",
    variables: Floats | None = None,
    *,
    models: Sequence[Models] = AUTOMATIC_MODELS,
    **options: Any,
) -> Fit:
    """Find the variogram that a kriging of data needs, by the method that suits them.

    Points in space are fitted by `fit_in_space`. On a map, with `FEW_DATA` or less and nothing given of nugget, sill
    and range, it is the most likely of the models (`fit_reml`): a lag of a few pairs decides a least-squares fit, and
    the maps of such fits were worse, and surer than they should be, in simulations with 25 to 80 data. Else it is that
    of `fit_least_squares`. Beside a trend the likelihood is that of the residuals; the other fits are to the residuals
    of ordinary least squares, whose variogram is somewhat too low at long distances (Chilès & Delfiner 2012, § 2.7).

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        No two the same.
    values : float array, shape (n,)
    kriging_type : str
        One of `krig_core.choices.KRIGING_TYPES`.
    variables : float array, shape (n, k), optional
        External drift at the data.
    models : sequence of str or of sequences of str
        As in `fit_least_squares`.
    **options
        Those of `fit_least_squares`, for points in space of `fit_in_space`; None means the default.

    Raises
    ------
    InvalidInput
        If the data cannot tell the drift functions from each other, or are no more than these, or an option is out of
        its domain.
    """
    points, data = data_arrays(coordinates, values)
    given = {name: value for name, value in options.items() if value is not None and value is not False}
    if not has_trend(kriging_type, variables):
        return _fit_level(points, data, models, given)
    functions = drift_functions(points, kriging_type, variables)
    if len(data) <= functions.shape[1]:
        _require_given(kriging_type, functions.shape[1], given)
        models = models[:1]  # no data are left to choose by
    coefficients = np.linalg.lstsq(functions, data, rcond=None)[0]
    residuals = data - functions @ coefficients
    if np.abs(residuals).max() <= 1e-9 * np.abs(data).max():
        # All that a fit could find is rounding; data that the trend explains have no residuals.
        residuals = np.zeros(len(data))
    few = len(data) - functions.shape[1] >= _FEWEST_FOR_LIKELIHOOD and len(data) <= FEW_DATA
    if few and residuals.any() and _likelihood_can(points, models, given):
        return _most_likely(points, data, models, given, functions)
    fit = _fit_level(points, residuals, models, given)
    if residuals.any() or not fit.remarks:
        return fit
    flat = "the standard deviation is zero" if fit.variogram.sill == 0 else "nothing is left to fit a variogram to"
    return replace(fit, remarks=(f"The data follow their trend exactly: {flat}.",))


def posterior_of_residuals(
    coordinates: Floats,
    values: Floats,
    kriging_type: str = "ordinary",
    variables: Floats | None = None,
    *,
    mean: float | None = None,
    **options: Any,
) -> Posterior:
    """Return the posterior of the variogram that a kriging of data needs.

    Parameters
    ----------
    coordinates, values, kriging_type, variables
        As in `fit_automatic`.
    mean : float, optional
        The mean that simple kriging knows; None is an unknown one.
    **options
        Those of `krig_core.variogram.uncertainty.posterior`.

    Raises
    ------
    InvalidInput
        If data are too few, too many, or all follow their trend, or an option is out of its domain.
    """
    if len(values) > MOST_DATA:
        message = f"Too many data ({len(values)}) for the posterior of a variogram: of more than {MOST_DATA} the best "
        message += "fit is as good (`variogram_uncertainty`)."
        raise InvalidInput(message)
    if kriging_type == "simple" and mean is not None:
        return posterior(coordinates, values - mean, design=np.empty((len(values), 0)), **options)
    functions = drift_functions(coordinates, "ordinary" if kriging_type == "simple" else kriging_type, variables)
    return posterior(coordinates, values, design=functions, **options)


def no_posterior(
    coordinates: Floats,
    values: Floats,
    kriging_type: str = "ordinary",
    variables: Floats | None = None,
    *,
    models: Sequence[Models] = AUTOMATIC_MODELS,
    range: float | None = None,
    anisotropy: bool = False,
    **_others: Any,
) -> str | None:
    """Return why the variogram that is fitted is taken as if it were known, in words; None: it has a posterior.

    The parameters are those of `fit_automatic`.
    """
    count = len(values)
    if count > MOST_DATA:
        return f"of more than {MOST_DATA} data the best fit is as good"
    most = MOST_DATA // (2 if anisotropy else 1) // (2 if coordinates.shape[1] == 3 else 1)
    if count > most:
        return f"to look for all that more than {most} data allow of its anisotropy would take long"
    functions = drift_functions(coordinates, "ordinary" if kriging_type == "simple" else kriging_type, variables)
    if count <= functions.shape[1] + FEWEST_FREE:  # the sill would have no mean, and maps no standard deviation
        return f"{count} data are too few to tell how far it may be off"
    residuals = values - functions @ np.linalg.lstsq(functions, values, rcond=None)[0]
    if np.abs(residuals).max() <= 1e-9 * np.abs(values).max():
        return "the data follow their mean or trend exactly"
    if any(not isinstance(model, str) or model == "power" for model in models):
        return "a model without a sill has none"
    if range is None and len(np.unique(coordinates[:, :2], axis=0)) == 1:
        return "all data lie in one well"
    return None


def taken_as_known(reason: str) -> str:
    """Return what a user should know of a variogram that has no posterior, for the reason of `no_posterior`."""
    return f"The variogram is taken as if it were known (`variogram_uncertainty`): {reason}."


def _fit_level(points: Floats, data: Floats, models: Sequence[Models], given: dict[str, Any]) -> Fit:
    """Return the fit to data without a trend."""
    if points.shape[1] == 3:
        foreign = sorted(set(given) - _KEPT_IN_SPACE)
        if foreign:
            message = f"Invalid {', '.join(foreign)} for points in space, whose directions are looked at apart. "
            message += "Should be left out, or the fit be fit_least_squares."
            raise InvalidInput(message)
        return fit_in_space(points, data, models=models, **given)
    few = _FEWEST_FOR_LIKELIHOOD <= len(data) <= FEW_DATA
    if few and np.ptp(data) > 0 and _likelihood_can(points, models, given):
        return _most_likely(points, data, models, given, None)
    return fit_least_squares(points, data, models=models, **given)


def _likelihood_can(points: Floats, models: Sequence[Models], given: dict[str, Any]) -> bool:
    """Return whether `fit_reml` finds all that is asked for: no vertical range, one structure, a sill."""
    likely = all(isinstance(model, str) and model != "power" for model in models)
    return points.shape[1] == 2 and likely and not set(given) - _KEPT_BY_LIKELIHOOD


def _most_likely(
    points: Floats, data: Floats, models: Sequence[Models], given: dict[str, Any], functions: Floats | None
) -> Fit:
    fits = [fit_reml(points, data, str(model), design=functions, **given) for model in models]
    return min(fits, key=lambda fit: reml_deviance(points, data, fit.variogram, functions))


def _require_given(kriging_type: str, terms: int, given: dict[str, Any]) -> None:
    """Refuse to fit a variogram to residuals that are zero whatever the data are."""
    if not {"nugget", "partial_sill", "range"} <= given.keys():
        message = f"Too few data: {kriging_type} kriging has a trend of {terms} terms, beside which a variogram can be "
        message += f"fitted to {terms + 1} data at least. Choose fewer terms (`kriging_type`, `drift`), or give "
        message += "`nugget`, `partial_sill` and `range`."
        raise InvalidInput(message)
