"""Which numbers parameters take.

Law: a name has the same limits in all algorithms, and a number outside them ends in the same sentence.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)


class Limits(NamedTuple):
    """From where to where a number may be.

    Attributes
    ----------
    least, most : float
    is_open : bool
        Whether `least` itself is too little.
    """

    least: float
    most: float
    is_open: bool = False


_LENGTH = Limits(0.0, 1e12, is_open=True)
"""In any unit the earth is smaller, and squares are far from the largest float."""
_COUNT = Limits(0, 1_000_000, is_open=True)
_HEIGHT = Limits(-1e12, 1e12)
_VALUE = Limits(-3.4e38, 3.4e38)
"""What a raster of 32 bits holds."""
_VARIANCE = Limits(0.0, 1e76)
_FACTOR = Limits(0.0, 1e6, is_open=True)

LIMITS = {
    **dict.fromkeys(
        (
            "XY_DELTA",
            "Z_DELTA",
            "RANGE",
            "VERTICAL_RANGE",
            "SEARCH_RADIUS",
            "DECLUSTERING_CELL",
            "LAG_DISTANCE",
            "MAX_DISTANCE",
            "BANDWIDTH",
            "INTERVAL",
        ),
        _LENGTH,
    ),
    **dict.fromkeys(("TOP", "BOTTOM"), _HEIGHT),
    **dict.fromkeys(("ZMIN", "ZMAX"), _VALUE),
    **dict.fromkeys(("NUGGET", "PARTIAL_SILL"), _VARIANCE),
    **dict.fromkeys(("RATIO", "LOWER_OMEGA", "UPPER_OMEGA", "MC_TOLERANCE"), _FACTOR),
    **dict.fromkeys(("MAX_DATA", "MIN_DATA", "MAX_PER_OCTANT", "MIN_SAMPLES"), _COUNT),
    "SHAPE": Limits(0.01, 20),
    "AZIMUTH": Limits(-3600, 3600),
    "TOLERANCE": Limits(0, 90, is_open=True),
    "LAGS": Limits(0, 500, is_open=True),
    "BLOCK": Limits(0, 20, is_open=True),
    "REALIZATIONS": Limits(0, 1_000_000),
    "PROCESSES": Limits(0, 1_000_000),
    "SEED": Limits(0, 2**53),
}


def as_number(given: object) -> float:
    """Return a number as it was given, by a window, a script or as text; not a number where it is none."""
    if isinstance(given, str):
        return float(given) if _NUMBER.fullmatch(given) else math.nan
    try:
        return float(given)  # type: ignore[arg-type]
    except OverflowError:  # a whole number of hundreds of digits
        return math.inf
    except (TypeError, ValueError):
        return math.nan


def number_refusal(name: str, given: object, whole: bool) -> str:
    """Return why a parameter cannot be what was given, or nothing."""
    value = as_number(given)
    if not math.isfinite(value):
        said = f"'{given}'" if isinstance(given, str) else f"{value:g}"
        return f"{name} is {said}: it should be a number."
    if whole and value != math.floor(value):
        return f"{name} is {value:g}: it should be a whole number."
    least, most, is_open = LIMITS[name]
    if value > most:
        return f"{name} is {value:g}: it should be at most {most:g}."
    if value < least or (is_open and value == least):
        words = f"at least {least:g}" if least else "greater than zero" if is_open else "zero or greater"
        return f"{name} is {value:g}: it should be {words}."
    return ""
