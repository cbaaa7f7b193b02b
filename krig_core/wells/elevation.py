"""The elevation from which a well's depths are measured: kelly bushing, drill floor, rotary table or ground.

Law: an elevation comes in metres, converted from its own unit, and counts only where that is known; a zero is
unknown where the header has another height; one that cannot be right is named, never repaired.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .las import Header
from .units import length

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_KELLY = ("EKB", "KB", "RKB", "ERKB", "KBE", "KBEL", "ELEV_KB", "KB_ELEV", "ELKB")
_FLOOR = ("EDF", "DF", "DFE", "ELEV_DF", "DF_ELEV", "ERT", "RT", "RTE", "ELEV_RT", "RT_ELEV")
_GROUND = ("EGL", "GL", "GLE", "ELEV_GL", "GL_ELEV", "GRD", "GELV")
_SEA = re.compile(r"MSL|MEAN SEA|SEA(?!\W?(?:BED|FLOOR|BOTTOM))|SS")
_ABOVE_GROUND = re.compile(r"\bAGL\b|\bABOVE\s+(?:THE\s+)?G(?:L\b|R)", re.IGNORECASE)
"""Says that a height is not measured from sea level."""

_NAMED = {"K": _KELLY, "D": _FLOOR, "R": _FLOOR, "G": _GROUND}
"""Mnemonics by the first letter of what DREF or LMF names: KB, DF, RT, GL."""

HEIGHT_WORDS = frozenset(
    ("KB", "RKB", "DF", "RT", "GL", "EL", "ELEV", "ELEVATION", "ABOVE", "ASL", "AMSL", "MSL", "SEA", "LEVEL")
    + ("TO", "FROM", "OVER", "MEAN")
    + (
        "SL",
        "SS",
        "KELLY",
        "BUSHING",
        "DERRICK",
        "DRILL",
        "FLOOR",
        "ROTARY",
        "TABLE",
        "GROUND",
        "EST",
        "ESTIMATED",
        "APPROX",
    )
)
"""What stands beside a height and says only which it is."""

HIGHEST_FLOOR = 50.0
"""No drill floor stands higher above the ground than this, in metres."""

LEAST_WELLS = 5
LARGEST_SCORE = 3.5
LEAST_DIFFERENCE = 50.0
_NORMAL_MAD = 1.4826


def reference_elevation(header: Header, depth_metres: float = 1.0) -> float | None:
    """Return the elevation of a log's zero depth above sea level in metres; None where the header does not say.

    EREF first, then what DREF or LMF names as the reference, then kelly bushing, drill floor, and the permanent datum
    plus the height above it. The ground only where it is the reference. Zero, as files have it for unknown, only where
    all of these are, or where the reference is the sea.

    Parameters
    ----------
    header : Header
    depth_metres : float
        Metres in the unit of the file's depths, which is taken where an elevation has none.

    References
    ----------
    CWLS LAS 2.0 and 3.0, parameters EREF, DREF; API and Schlumberger mnemonics LMF, EKB, EDF, EGL, EPD, APD.
    """
    named = next((header[key][0].upper() for key in ("DREF", "LMF") if header.get(key, ("", ""))[0]), " ")
    if _SEA.match(named):
        return _first(header, ("EREF",), depth_metres) or 0.0
    kind = "K" if named.startswith("RKB") else named[0]
    first = _first(header, ("EREF", *_NAMED.get(kind, ()), *_KELLY, *_FLOOR), depth_metres)
    if first:
        return first
    datum, above = (_first(header, (key,), depth_metres) for key in ("EPD", "APD"))
    summed = None if datum is None or above is None else datum + above
    return summed or first if first is not None else summed


def ground_elevation(header: Header, depth_metres: float = 1.0) -> float | None:
    """Return the elevation of the ground in metres; None where the header does not say."""
    return _first(header, _GROUND, depth_metres)


def suspicious_elevations(elevations: ArrayLike, grounds: ArrayLike) -> list[str]:
    """Say which reference elevations cannot be right.

    One that agrees with the ground of its well to 50 m is right, wherever the others are. Otherwise it is suspicious
    if its ground lies above the sea and not far from the other wells, or if it is far from them itself. Far is, among
    at least five wells, farther from their median than 50 m and 3.5 robust standard deviations, which are 1.4826 times
    the median absolute deviation.

    Parameters
    ----------
    elevations, grounds : array_like, shape (n,)
        In metres, one for each well; NaN where not known.

    Returns
    -------
    list of str, length n
        What is wrong, worded to follow "its elevation 6810.4 m"; empty where nothing is.

    References
    ----------
    Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers: the modified z-score and its limit 3.5.
    """
    heights, ground = (np.asarray(values, dtype=np.float64) for values in (elevations, grounds))
    known = heights[np.isfinite(heights)]
    middle, limit = 0.0, np.inf
    if known.size >= LEAST_WELLS:
        middle = float(np.median(known))
        deviation = _NORMAL_MAD * float(np.median(np.abs(known - middle)))
        limit = max(LEAST_DIFFERENCE, LARGEST_SCORE * deviation)
    return [_suspicion(*pair, middle, limit) for pair in zip(heights.tolist(), ground.tolist())]


def _suspicion(height: float, ground: float, middle: float, limit: float) -> str:
    if not np.isfinite(height):
        return ""
    if ground > 0:
        if abs(height - ground) <= HIGHEST_FLOOR:
            return ""
        if abs(ground - middle) <= limit:
            return f"is not within {HIGHEST_FLOOR:g} m of its ground, {ground:g} m"
    if abs(height - middle) > limit:
        return f"is not within {limit:.0f} m of the wells' median, {middle:.1f} m"
    return ""


def _first(header: Header, keys: Sequence[str], depth_metres: float) -> float | None:
    """Return the first height that is not zero, in metres; the zero where there is no other, None without any."""
    zero = None
    for key in keys:
        text, unit = header.get(key, ("", ""))
        found = length(text, unit, HEIGHT_WORDS)
        if found is None or _ABOVE_GROUND.search(text):
            continue
        height, metres = found
        if height:
            return height * (metres or depth_metres)
        zero = 0.0
    return zero
