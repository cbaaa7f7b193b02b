"""Numbers as they are read: so many digits that count, no powers of ten where they can be done without."""

from __future__ import annotations

import math


def figure(value: float, unit: str = "", digits: int = 4) -> str:
    """Return a number with its unit, such as 12.35 m; what is no number is a dash."""
    if not math.isfinite(value):
        return "–"
    if value and not 1e-4 <= abs(value) < 1e9:
        text = f"{value:.{digits}g}"
    else:
        places = digits - 1 - math.floor(math.log10(abs(value))) if value else 0
        text = f"{value + 0.0:.{max(0, places)}f}"
    return f"{text} {unit}" if unit else text


def squared(unit: str) -> str:
    """Return the square of a unit, such as m² or (v/v)²; nothing where it is not known."""
    if not unit:
        return ""
    return f"{unit}²" if unit.isalpha() else f"({unit})²"


def titled(title: str, unit: str) -> str:
    """Return the title of an axis or a column with the unit of its numbers."""
    return f"{title} ({unit})" if unit else title
