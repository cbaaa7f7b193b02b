"""The share of each cell of a grid that a polygon covers.

Law: exact, to rounding, for any polygon whose rings do not cross; no cell is sampled. Each edge is cut where it enters
another cell. What lies east of a piece of it, in its row, is a trapezium in its own cell and a rectangle in those
beyond; with signs by the direction of the edges these add up to what lies inside (the signed-area accumulation of font
renderers, which is Green's theorem cell by cell).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_SHARE = 1e-6
"""Of a cell: less is rounding."""


class Coverage(NamedTuple):
    """Cells of a grid, flat indices of (row, column) in ascending order, and the share of each that is covered."""

    cells: NDArray[np.int64]
    shares: Floats


def coverage(rings: Sequence[Floats], shape: tuple[int, int]) -> Coverage:
    """Return which cells of a grid a polygon covers, and how much of each.

    Parameters
    ----------
    rings : sequence of float arrays, shape (n, 2)
        Closed; columns and rows from the corner of the first cell, in cells. The first ring is the outer one, the
        others are holes. Rings may begin anywhere, run either way, and reach beyond the grid.
    shape : (int, int)
        Rows and columns.
    """
    rows, columns = shape
    corners = np.vstack([ring for ring in rings if len(ring)]) if rings else np.empty((0, 2))
    if not len(corners):
        return Coverage(np.empty(0, dtype=np.int64), np.empty(0))
    # Only the part of the grid that the polygon may cover is looked at.
    low = np.clip(np.floor(corners.min(axis=0)), 0, (columns, rows)).astype(int)
    high = np.clip(np.ceil(corners.max(axis=0)), 0, (columns, rows)).astype(int)
    width, height = (high - low).tolist()
    if not (width and height):
        return Coverage(np.empty(0, dtype=np.int64), np.empty(0))
    # The last column takes what lies east of the part.
    area = np.zeros(height * (width + 1))
    for number, ring in enumerate(rings):
        if len(ring) > 3:
            area += _added(_turned(ring - low, outer=number == 0), width, height)
    shares = np.clip(np.cumsum(area.reshape(height, width + 1), axis=1)[:, :width], 0.0, 1.0)
    row, column = np.nonzero(shares >= LEAST_SHARE)
    return Coverage((row + low[1]) * columns + column + low[0], shares[row, column])


def _turned(ring: Floats, *, outer: bool) -> Floats:
    """Return a ring in the direction in which outer rings add, or holes take away."""
    x, y = ring.T
    doubled = float(np.sum((x[:-1] - x[0]) * (y[1:] - y[0]) - (x[1:] - x[0]) * (y[:-1] - y[0])))
    return ring if (doubled < 0) == outer else ring[::-1]


def _added(ring: Floats, width: int, height: int) -> Floats:
    """Return what the edges of a ring add to each cell; the sum along a row up to a cell is its share."""
    begins, ends = ring[:-1], ring[1:]
    for axis, last in ((1, height), (0, width)):
        begins, ends = _cut_at_lines(begins, ends, axis, last)
    rise = ends[:, 1] - begins[:, 1]
    middle = (begins + ends) / 2
    inside = (rise != 0) & (middle[:, 1] > 0) & (middle[:, 1] < height)
    rise, x, y = rise[inside], middle[inside, 0], middle[inside, 1]
    # What lies west of the part counts from its edge on, what lies east of it not at all.
    column = np.clip(np.floor(x), 0, width - 1).astype(int)
    here = rise * np.clip(column + 1 - x, 0.0, 1.0)
    cell = np.minimum(np.floor(y).astype(int), height - 1) * (width + 1) + column
    weights = np.append(here, rise - here)
    return np.bincount(np.append(cell, cell + 1), weights, height * (width + 1)).astype(np.float64, copy=False)


def _cut_at_lines(begins: Floats, ends: Floats, axis: int, last: int) -> tuple[Floats, Floats]:
    """Return edges cut where they cross the lines 0, 1, …, last across an axis."""
    a, b = begins[:, axis], ends[:, axis]
    low, high = np.minimum(a, b), np.maximum(a, b)
    first = np.clip(np.floor(low) + 1, 0, last + 1)
    count = np.maximum(np.clip(np.ceil(high) - 1, -1, last) - first + 1, 0).astype(int)
    if not count.any():
        return begins, ends
    edge = np.repeat(np.arange(len(a)), count + 1)
    number = np.arange(len(edge)) - np.repeat(np.cumsum(count + 1) - (count + 1), count + 1)
    up = (b >= a)[edge]
    line = np.where(up, first[edge] + number, first[edge] + count[edge] - 1 - number)
    flat = b[edge] == a[edge]
    share = np.where(flat, 1.0, (line - a[edge]) / np.where(flat, 1.0, b[edge] - a[edge]))
    crossing = begins[edge] + share[:, None] * (ends - begins)[edge]
    crossing[:, axis] = line
    is_last = number == count[edge]
    to = np.where(is_last[:, None], ends[edge], crossing)
    at = np.where((number == 0)[:, None], begins[edge], np.roll(to, 1, axis=0))
    return at, to
