"""Numbers and units as they stand on axes and beside handles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .qt import tr

if TYPE_CHECKING:
    from .data import Data

_DIGITS = 4

_JOINED = set(" /*·^-²³0123456789")
"""What joins units, or their powers, to another one."""


def figure(value: float) -> str:
    """Return a number with four digits that count, and no power of ten where it can be read without; – is none."""
    if value == 0 or not math.isfinite(value):
        return "–" if math.isnan(value) else f"{value:g}"
    size = math.floor(math.log10(abs(value)))
    if not -5 < size < 8:
        return f"{value:.{_DIGITS}g}"
    rounded = round(value, _DIGITS - 1 - size)
    text = f"{rounded:.{max(0, _DIGITS - 1 - size)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_unit(text: str, unit: str) -> str:
    """Return a number, or the name of an axis, with its unit."""
    return f"{text} {unit}" if unit else text


def axis(name: str, unit: str) -> str:
    """Return the label of an axis."""
    if "(" in unit:
        return f"{name}, {unit}"
    return f"{name} ({unit})" if unit else name


def squared(unit: str) -> str:
    """Return the square of a unit, such as m², %² or (v/v)²; nothing where it is not known."""
    if not unit:
        return ""
    return f"({unit})²" if set(unit) & _JOINED else f"{unit}²"


def semivariance_unit(data: Data | None, transform: str) -> str:
    """Return the unit of semivariances; those of logarithms have none."""
    return "" if data is None or transform == "log" else squared(data.value_unit)


def semivariance_label(data: Data | None, transform: str, *, trend: bool) -> str:
    """Return what semivariances are of, with their unit, for an axis."""
    if data is None:
        return tr("Semivariance")
    of = f"ln({data.title})" if transform == "log" else data.title
    if transform == "normal-score":
        of = tr("{of}, by normal scores").format(of=of)
    if trend:
        of = tr("{of} less its trend").format(of=of)
    return axis(tr("Semivariance of {of}").format(of=of), semivariance_unit(data, transform))
