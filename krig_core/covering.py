"""Covering: the grid that covers data, where its place or its cell size is not given.

Law: an edge that is not given lies at a multiple of the cell size, so that two grids of the same size share cells.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .errors import InvalidInput
from .geometry import AXES, Geometry
from .numeric import floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Range = Sequence[float]

MARGIN = 0.05
"""Where no range is given, the grid reaches this share of the longer side beyond the outermost data."""


def covering(
    coordinates: Floats, xy_delta: float | None, z_delta: float | None, ranges: Sequence[Range | None]
) -> Geometry:
    """Return the geometry that covers points.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        In map units.
    xy_delta, z_delta : float or None
        Cell size; xy_delta None is `default_spacing`, z_delta None makes two axes.
    ranges : sequence of (min, max) or None
        Outer edges along x, y (and z). None is the extent of the points with a margin (`MARGIN`; none along z),
        moved outwards to whole cells.

    Raises
    ------
    InvalidInput
        If a range is missing and there are no points, or a cell size is not greater than zero.
    """
    ranges = [given if given is None else valid_range(given, f"{axis}_range") for axis, given in zip(AXES, ranges)]
    finite = coordinates[np.isfinite(coordinates).all(axis=1)]
    if not len(finite) and any(item is None for item in ranges[:2]):
        message = "No data: without points the extent of the grid is unknown (`x_range`, `y_range`)."
        raise InvalidInput(message)
    lows, highs = (finite.min(axis=0), finite.max(axis=0)) if len(finite) else (np.zeros(3), np.zeros(3))
    sides = [highs[i] - lows[i] if ranges[i] is None else ranges[i][1] - ranges[i][0] for i in (0, 1)]  # type: ignore[index]
    try:
        step = default_spacing(sides) if xy_delta is None else float(xy_delta)
        steps = [step, step] if z_delta is None else [step, step, float(z_delta)]
    except (TypeError, ValueError, OverflowError):
        message = f"Invalid cell size {xy_delta!r} or {z_delta!r}. Should be a number (`xy_delta`, `z_delta`)."
        raise InvalidInput(message) from None
    if not all(math.isfinite(item) and item > 0 for item in steps):
        message = (
            f"Invalid cell size {', '.join(f'{item:g}' for item in steps)}. Should be greater than zero (`xy_delta`)."
        )
        raise InvalidInput(message)
    chosen = []
    for axis, (given, size) in enumerate(zip(ranges, steps)):
        if given is not None:
            chosen.append(given)
            continue
        margin = 0.0 if axis == 2 else max(MARGIN * max(sides), size / 2)
        low, high = lows[axis] - margin, highs[axis] + margin
        chosen.append((math.floor(low / size) * size, (math.floor(high / size) + 1) * size))
    return Geometry.from_ranges(chosen, steps)


def valid_range(given: Range, name: str) -> tuple[float, float]:
    """Return the ends of a range as floats, or raise InvalidInput, which calls it `name`."""
    ends = floats(given, name)
    if ends.shape != (2,) or not (np.isfinite(ends).all() and ends[0] < ends[1]):
        message = f"Invalid {name[0]} range {given} (`{name}`). Should run from a lower to a higher coordinate."
        raise InvalidInput(message)
    return float(ends[0]), float(ends[1])


def default_spacing(sides: Sequence[float]) -> float:
    """Return a cell size of about the short side / 250, rounded to 1, 2 or 5 times a power of ten."""
    positive = [side for side in sides if side > 0]
    if not positive:
        message = "All data lie at one point: give a cell size (`xy_delta`), and to see more than that an extent "
        message += "(`x_range`, `y_range`)."
        raise InvalidInput(message)
    target = min(positive) / 250
    power = 10.0 ** math.floor(math.log10(target))
    return power * min((1, 2, 5, 10), key=lambda step: abs(math.log(step * power / target)))
