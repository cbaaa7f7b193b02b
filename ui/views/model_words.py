"""What a variogram says, in a sentence for people who do not read variograms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .qt import tr
from .units import with_unit

if TYPE_CHECKING:
    from ...krig_core.variogram.models import Variogram

_REACH = 20.0
"""Practical ranges within which a model with a sill has reached half of it."""

_HALVINGS = 40
"""Of that reach: then it is known to eleven digits."""


def length(value: float, unit: str) -> str:
    """Return a length with its unit, kilometres where it is in metres and a kilometre or more."""
    if unit == "m" and value >= 1000:
        value, unit = value / 1000, "km"
    return with_unit(f"{value:.0f}" if 1000 <= value < 1e7 else f"{value:.3g}", unit)


def half_distance(variogram: Variogram) -> float | None:
    """Return the distance along the longest range at which the semivariance is half of the sill.

    None where there is none: without a sill, or where the nugget alone is half of it.
    """
    if not variogram.bounded or not variogram.sill > 2 * variogram.nugget:
        return None
    azimuth, most = variogram.structures[0].azimuth, max(item.range for item in variogram.structures)

    # Halved here, as SciPy's solvers take longer to load than a window may stand still.
    near, far = 0.0, _REACH * most
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        if float(variogram.along(middle, azimuth)) < variogram.sill / 2:
            near = middle
        else:
            far = middle
    return far


def sentence(variogram: Variogram | None, unit: str) -> str:
    """Return what a model means for two places some distance apart; nothing without a model."""
    if variogram is None:
        return ""
    if not variogram.nugget and not variogram.partial_sill:
        return tr("No variance: all values are equal, and a map has the same one everywhere.")
    if not variogram.structures or not variogram.partial_sill > 0:
        return tr("Pure nugget: near places are as different as far ones; a map is hardly more than the mean.")
    if not variogram.bounded:
        return tr("No sill: the farther apart, the more two places differ, without an end.")
    where = ""
    if any(item.ratio != 1 for item in variogram.structures):
        where = tr(" towards {azimuth:.0f}°").format(azimuth=variogram.structures[0].azimuth % 180)
    half, share = half_distance(variogram), 100 * variogram.nugget / variogram.sill
    far = length(max(item.range for item in variogram.structures), unit)
    if half is None:
        text = tr(
            "{share:.0f} % of the sill is nugget: even neighbours differ by more than half of it; "
            "beyond {far} all of it."
        )
        return text.format(share=share, far=far)
    text = tr("Half of the sill is reached at {half}{where}, practically all of it at {far}; {share:.0f} % is nugget.")
    return text.format(half=length(half, unit), where=where, far=far, share=share)
