"""The automatic fit: what a map, a Grid and a script use where no variogram is given.

Law: the variogram that kriging with a drift needs is that of the residuals; one fitted to the data themselves counts
the trend as variance. Without a drift it is that of the data.

    in space                              space.py           horizontal and vertical pairs apart
    a direction, where it is looked for   isotropy.py        a test at a stated level; then it is kept
    few data                              likelihood.py      restricted maximum likelihood, beside the trend
    else                                  least_squares.py   a fit to the lags, of what the trend leaves

What is given is kept, and the rest is found in the same way as without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..blas import one_blas_thread
from ..drift import drift_functions, has_trend
from ..errors import InvalidInput
from ..numeric import given_reals
from ..points import data_arrays
from .experimental import Models, valid_models, valid_shapes
from .isotropy import LEVEL, MOST_DATA, Ellipse, likeliest_ellipse
from .least_squares import Fit, fit_least_squares
from .likelihood import fit_reml, reml_deviance
from .model_prior import LIKELY_MODELS, ROUGH_MODELS, model_prior
from .models import formula
from .sills import Known
from .space import fit_in_space
from .uncertainty import FEWEST_FREE, MOST_FOR_POSTERIOR, Posterior, posterior, residuals

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

FEW_DATA = 500
"""Up to this many data an automatic fit is by likelihood."""

_FEWEST_FOR_LIKELIHOOD = 8

_KEPT_BY_LIKELIHOOD = {"nugget", "partial_sill", "range", "azimuth", "ratio", "shape"}

_KEPT_IN_SPACE = {*Known._fields, "shape", "anisotropy"}


@one_blas_thread()
def fit_automatic(
    coordinates: ArrayLike,
    values: ArrayLike,
    kriging_type: str = "ordinary",
    variables: Floats | None = None,
    *,
    models: Sequence[Models] | None = None,
    **options: Any,
) -> Fit:
    """Find the variogram that a kriging of data needs, by the method that suits them.

    Points in space are fitted by `fit_in_space`. On a map, with `FEW_DATA` or less, it is the most likely of the models
    (`fit_reml`): a lag of a few pairs decides a least-squares fit, and the maps of such fits were worse, and surer than
    they should be, in simulations with 25 to 500 data. Else, and for what only lags can tell (a nested or unbounded
    model), it is that
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
    models : sequence of str or of sequences of str, optional
        As in `fit_least_squares`; None is spherical, exponential and, where a likelihood can tell how smooth the data
        are, Matérn: the likeliest, `model_prior` counted in.
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
    given.update(given_reals(**{name: given[name] for name in Known._fields if name in given}))
    valid_shapes(given.get("shape"))
    models = None if models is None else valid_models(models)
    level = not has_trend(kriging_type, variables)
    functions = np.ones((len(data), 1)) if level else drift_functions(points, kriging_type, variables)
    found, remarks = with_direction(points, data, models, given, functions)
    if found != given:
        fit = fit_automatic(points, data, kriging_type, variables, models=models, **found)
        return replace(fit, remarks=(*remarks, *fit.remarks))
    if level:
        return _fit_level(points, data, models, given)
    if len(data) <= functions.shape[1]:
        _require_given(kriging_type, functions.shape[1], given)
        models = (models or ROUGH_MODELS)[:1]  # no data are left to choose by
    coefficients = np.linalg.lstsq(functions, data, rcond=None)[0]
    residuals = data - functions @ coefficients
    if np.abs(residuals).max() <= 1e-9 * np.abs(data).max():
        # All that a fit could find is rounding; data that the trend explains have no residuals.
        residuals = np.zeros(len(data))
    if residuals.any() and likelihood_suits(points, models, given, functions.shape[1]):
        return _most_likely(points, data, models, given, functions)[1]
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
    if len(values) > MOST_FOR_POSTERIOR:
        message = f"Too many data ({len(values)}) for the posterior of a variogram: of more than {MOST_FOR_POSTERIOR} "
        message += "only the best fit is taken (`variogram_uncertainty`)."
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
    models: Sequence[Models] | None = None,
    nugget: float | None = None,
    partial_sill: float | None = None,
    range: float | None = None,
    vertical_range: float | None = None,
    anisotropy: bool = False,
    **_others: Any,
) -> str | None:
    """Return why the variogram that is fitted is taken as if it were known, in words; None: it has a posterior.

    The parameters are those of `fit_automatic`.
    """
    count = len(values)
    flat = coordinates.shape[1] == 2
    if models and len(models) == 1 and None not in (nugget, partial_sill, range) and (flat or vertical_range):
        return "it is given"
    if count > MOST_FOR_POSTERIOR:
        return f"of more than {MOST_FOR_POSTERIOR} data only the best fit is taken"
    most = MOST_FOR_POSTERIOR // (2 if anisotropy else 1) // (1 if flat else 2)
    if count > most:
        what = "anisotropy" if anisotropy else "range and vertical range"
        return f"to look for all that more than {most} data allow of its {what} would take long"
    functions = drift_functions(coordinates, "ordinary" if kriging_type == "simple" else kriging_type, variables)
    if count <= functions.shape[1] + FEWEST_FREE:  # the sill would have no mean, and maps no standard deviation
        return f"{count} data are too few to tell how far it may be off"
    if not residuals(values, functions).any():
        return "the data follow their mean or trend exactly"
    if any(not isinstance(model, str) or model == "power" for model in models or ()):
        return "a model without a sill has none"
    if range is None and len(np.unique(coordinates[:, :2], axis=0)) == 1:
        return "all data lie in one well"
    return None


def taken_as_known(reason: str) -> str:
    """Return what a user should know of a variogram that has no posterior, for the reason of `no_posterior`."""
    return f"The variogram is taken as if it were known (`variogram_uncertainty`): {reason}."


def shown_direction(
    points: Floats, data: Floats, models: Sequence[Models] | None, given: dict[str, Any], functions: Floats
) -> Ellipse | None:
    """Return the direction of a longest range that data show, credible or not; None where a likelihood cannot tell.

    Parameters
    ----------
    points, data, models, given, functions
        As in `with_direction`.
    """
    sample = np.arange(len(data))
    if len(data) > MOST_DATA:
        sample = np.sort(np.random.default_rng(0).choice(len(data), MOST_DATA, replace=False))
    some, numbers, columns = points[sample], data[sample], functions[sample]
    known = {name: given[name] for name in ("nugget", "partial_sill", "range", "shape") if name in given}
    turn = {name: given[name] for name in ("azimuth", "ratio") if name in given}
    trend = np.linalg.lstsq(columns, numbers, rcond=None)[0]
    flat = np.abs(numbers - columns @ trend).max() <= 1e-9 * np.abs(numbers).max()
    if flat or "vertical_range" in given or not _likelihood_can(some, models, known, columns.shape[1]):
        return None
    model = _most_likely(some, numbers, models, known, columns)[0]
    shape = None if formula(model).shape is None else known.get("shape")
    return likeliest_ellipse(some, numbers, model, design=columns, **{**known, "shape": shape}, **turn)


def with_direction(
    points: Floats, data: Floats, models: Sequence[Models] | None, given: dict[str, Any], functions: Floats
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return what is given, with azimuth and ratio in place of `anisotropy` where data show them, and remarks.

    Without `anisotropy` where they do not; as it is where a likelihood cannot tell: in space, of fewer than eight data,
    of nested or unbounded models.

    Parameters
    ----------
    points : float array, shape (n, 2) or (n, 3)
    data : float array, shape (n,)
    models : sequence of str or of sequences of str, or None
    given : dict
        Options of `fit_automatic`.
    functions : float array, shape (n, p)
        Of the trend or mean.
    """
    rest = {name: value for name, value in given.items() if name != "anisotropy"}
    if not given.get("anisotropy"):
        return given, ()
    if {"azimuth", "ratio"} <= rest.keys() and points.shape[1] == 2:
        return rest, ()
    ellipse = shown_direction(points, data, models, rest, functions)
    if ellipse is None:
        return given, ()
    if "ratio" in rest or ellipse.credible:
        return {**rest, "azimuth": ellipse.azimuth, "ratio": ellipse.ratio}, ()
    rest = {name: value for name, value in rest.items() if name not in ("azimuth", "ratio")}
    doubt = f"of isotropic fields {ellipse.chance:.0%} show as much"
    if ellipse.chance <= LEVEL:
        doubt = f"what seems to be one has a ratio of {ellipse.ratio:.2g}"
    return rest, (f"No direction of a longest range is certain ({doubt}): the variogram is isotropic.",)


def _fit_level(points: Floats, data: Floats, models: Sequence[Models] | None, given: dict[str, Any]) -> Fit:
    """Return the fit to data without a trend."""
    if points.shape[1] == 3:
        foreign = sorted(set(given) - _KEPT_IN_SPACE)
        if foreign:
            message = f"Invalid {', '.join(foreign)} for points in space, whose directions are looked at apart. "
            message += "Should be left out, or the fit be fit_least_squares."
            raise InvalidInput(message)
        return fit_in_space(points, data, models=models or ROUGH_MODELS, **given)
    if np.ptp(data) > 0 and likelihood_suits(points, models, given):
        return _most_likely(points, data, models, given, None)[1]
    return fit_least_squares(points, data, models=models or ROUGH_MODELS, **given)


def likelihood_suits(points: Floats, models: Sequence[Models] | None, given: dict[str, Any], terms: int = 0) -> bool:
    """Return whether the automatic fit of data is by likelihood.

    Parameters
    ----------
    points : float array, shape (n, ndim)
    models : sequence of str or of sequences of str, or None
    given : dict
        Options of the fit that are given, by name.
    terms : int
        Coefficients of the trend beside which it is.
    """
    return len(points) <= FEW_DATA and _likelihood_can(points, models, given, terms)


def _likelihood_can(points: Floats, models: Sequence[Models] | None, given: dict[str, Any], terms: int) -> bool:
    """Return whether `fit_reml` finds all that is asked for: one structure with a sill, on a map."""
    if len(points) - terms < _FEWEST_FOR_LIKELIHOOD or points.shape[1] == 3 or set(given) - _KEPT_BY_LIKELIHOOD:
        return False
    models = models or LIKELY_MODELS
    if not all(isinstance(model, str) and formula(model).bounded for model in models):
        return False
    nothing_to_fit = len(models) == 1 and {"nugget", "partial_sill", "range"} <= set(given)
    return not nothing_to_fit and given.get("partial_sill") != 0


def _most_likely(
    points: Floats, data: Floats, models: Sequence[Models] | None, given: dict[str, Any], functions: Floats | None
) -> tuple[str, Fit]:
    """Return the model that is likeliest, its prior counted in, and its fit."""
    names = [str(model) for model in models or LIKELY_MODELS]
    fits = {}
    for name in names:
        shape = None if formula(name).shape is None else given.get("shape")
        fits[name] = fit_reml(points, data, name, design=functions, **{**given, "shape": shape})
    prior = dict(zip(names, -2 * np.log(model_prior(names))))
    best = min(names, key=lambda name: reml_deviance(points, data, fits[name].variogram, functions) + prior[name])
    return best, fits[best]


def _require_given(kriging_type: str, terms: int, given: dict[str, Any]) -> None:
    """Refuse to fit a variogram to residuals that are zero whatever the data are."""
    if not {"nugget", "partial_sill", "range"} <= given.keys():
        message = f"Too few data: {kriging_type} kriging has a trend of {terms} terms, beside which a variogram can be "
        message += f"fitted to {terms + 1} data at least. Choose fewer terms (`kriging_type`, `drift`), or give "
        message += "`nugget`, `partial_sill` and `range`."
        raise InvalidInput(message)
