"""Overshoot: estimates far beyond the data, of which kriging itself is almost certain.

Law: what a trend explains is no overshoot, and neither is what the standard deviation allows. What remains is a sign
that data contradict the variogram: a smooth one without a nugget takes small differences for steep slopes, and its
equations are ill-conditioned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]

_MOST_BEYOND = 0.5
"""How far beyond the data's residuals an estimate may go, as a share of the spread of the data."""

_MOST_STD = 5.0
"""And in standard deviations."""

_ROUNDING = 1e-6

_SMALL_NUGGET = 1e-3
"""Share of the sill below which a nugget is the first thing to doubt."""


def overshoot(
    values: Floats,
    functions: Floats,
    estimate: Floats,
    std: Floats | float,
    target_functions: Floats,
    variogram: Variogram,
    noise: float = 0.0,
) -> str | None:
    """Return a sentence if estimates overshoot, else None.

    Parameters
    ----------
    values : float array, shape (n,)
    functions, target_functions : float arrays, shapes (n, p) and (m, p)
        Of the trend, at data and targets; none stands for a constant.
    estimate, std : float arrays, shape (m,)
        Of kriging; not finite where there is none.
    variogram : Variogram
    noise : float
        Least variance of a measurement's error.
    """
    with np.errstate(invalid="ignore"):
        if not (far_beyond(values, functions, estimate, target_functions) > _MOST_STD * std).any():
            return None
    low, high, least, most = map(_plain, (np.nanmin(estimate), np.nanmax(estimate), values.min(), values.max()))
    text = f"The map goes from {low} to {high} where the data are between {least} and {most}, far beyond what its "
    text += "standard deviation allows: "
    if variogram.nugget + noise < _SMALL_NUGGET * variogram.sill:
        models = " + ".join(dict.fromkeys(structure.model for structure in variogram.structures))
        return f"{text}the {models} model with hardly a nugget is ill-conditioned here. Give it a nugget (`nugget`)."
    return f"{text}the variogram does not fit these data. Give it a larger nugget or another range (`nugget`, `range`)."


def far_beyond(values: Floats, functions: Floats, estimate: Floats, target_functions: Floats) -> Floats:
    """Return how far estimates go beyond the data where that is too far for certain ones, shape (m,); else zero.

    Parameters are those of `overshoot`.
    """
    if functions.shape[1] == 0:
        functions, target_functions = np.ones((len(values), 1)), np.ones((len(estimate), 1))
    coefficients = np.linalg.lstsq(functions, values, rcond=None)[0]
    residuals, departure = values - functions @ coefficients, estimate - target_functions @ coefficients
    beyond: Floats = np.maximum(residuals.min() - departure, departure - residuals.max())
    allowed = max(_MOST_BEYOND * float(np.ptp(values)), _ROUNDING * float(np.abs(values).max()))
    with np.errstate(invalid="ignore"):
        return np.where(beyond > allowed, beyond, 0.0)


def _plain(value: float) -> str:
    return f"{value:,.0f}" if 1000 <= abs(value) < 1e9 else f"{value:.4g}"
