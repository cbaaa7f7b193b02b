"""The default: the variogram of data where none is given, and whether others count beside it.

Law: one rule for every map, every Grid and every study of a variogram. The same data have the same variogram, to the
last digit, and the same posterior; where there is none, a sentence says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..choices import BY_POSTERIOR
from .automatic import fit_automatic, no_posterior, posterior_of_residuals, taken_as_known

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .models import Variogram
    from .uncertainty import Posterior

    Floats = NDArray[np.float64]


class Default(NamedTuple):
    """A variogram found from data.

    Attributes
    ----------
    variogram : Variogram
        The mode of the posterior, or the one that fits best.
    posterior : Posterior or None
        None: the variogram is taken as if it were known.
    remarks : tuple of str
        What a user should doubt.
    uncertainty : str
        Which of both, and why, in a sentence.
    fit : str
        How it was found, in words; empty where nothing was.
    """

    variogram: Variogram
    posterior: Posterior | None
    remarks: tuple[str, ...]
    uncertainty: str
    fit: str = ""


def default_variogram(
    coordinates: Floats,
    values: Floats,
    kriging_type: str = "ordinary",
    variables: Floats | None = None,
    *,
    mean: float | None = None,
    why_known: str | None = None,
    look: bool = True,
    **options: Any,
) -> Default:
    """Return the variogram that a kriging of data has by default.

    Parameters
    ----------
    coordinates, values, kriging_type, variables
        As in `fit_automatic`.
    mean : float, optional
        As in `posterior_of_residuals`.
    why_known : str, optional
        Why there is to be no posterior, in words; None: it is made.
    look : bool
        Whether `no_posterior` is asked first.
    **options
        Those of `fit_automatic`.

    Raises
    ------
    InvalidInput
        As `fit_automatic` and `posterior_of_residuals`.
    """
    data = coordinates, values, kriging_type, variables
    if why_known is None and look:
        why_known = no_posterior(*data, **options)
    if why_known is None:
        found = posterior_of_residuals(*data, mean=mean, **options)
        return Default(found.mode, found, (), found.remark(), BY_POSTERIOR)
    fit = fit_automatic(*data, **options)
    return Default(fit.variogram, None, fit.remarks, taken_as_known(why_known), fit.method)
