"""A vertical section through slices: the line that it follows, in columns, and which wells stand beside it.

Law: a section shows the cells as they are, so it takes the value of the cell in which the middle of a column lies.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

MOST_COLUMNS = 20_000


class Profile:
    """A line on the map that is cut into columns of one width.

    Parameters
    ----------
    vertices : float array, shape (n, 2)
        Of the line, in map units; those that repeat the one before count once.
    width : float
        Of a column, about: the length is divided into whole columns.

    Attributes
    ----------
    length : float
    width : float
        Of a column.
    middles : float array, shape (columns, 2)
        Where the middles of the columns lie on the map.

    Raises
    ------
    InvalidInput
        If the line has no length.
    """

    def __init__(self, vertices: Floats, width: float) -> None:
        steps = np.hypot(*np.diff(vertices, axis=0).T)
        kept = np.concatenate([[True], steps > 0])
        self._vertices: Floats = vertices[kept]
        self._from: Floats = np.concatenate([[0.0], np.cumsum(steps[steps > 0])])
        self.length = float(self._from[-1])
        if not (math.isfinite(self.length) and self.length > 0):
            message = "The line has no length (`line`): draw one through the map."
            raise InvalidInput(message)
        columns = min(MOST_COLUMNS, max(1, math.ceil(self.length / width * (1 - 1e-9))))
        self.width = self.length / columns
        along = (np.arange(columns) + 0.5) * self.width
        self.middles: Floats = np.column_stack([np.interp(along, self._from, axis) for axis in self._vertices.T])

    def beside(self, points: Floats) -> tuple[Floats, Floats]:
        """Return where on the line points, shape (n, 2), are nearest to it, and how far off they stand, shape (n,).

        Both are not a number for a point that stands beyond an end of the line, by more than a column.
        """
        at, off = np.zeros(len(points)), np.full(len(points), np.inf)
        for begin, end, so_far in zip(self._vertices, self._vertices[1:], self._from):
            step = end - begin
            length = math.hypot(*step)
            share = np.clip((points - begin) @ step / length**2, 0.0, 1.0)
            distance = np.hypot(*(points - begin - share[:, None] * step).T)
            nearer = distance < off
            at[nearer], off[nearer] = so_far + share[nearer] * length, distance[nearer]
        begin, end = self._vertices[:2], self._vertices[:-3:-1]
        for (last, before), here in ((begin, at == 0), (end, at > self.length * (1 - 1e-12))):
            outwards = (last - before) / math.hypot(*(last - before))
            beyond = here & ((points - last) @ outwards > self.width)
            at[beyond], off[beyond] = np.nan, np.nan
        return at, off


def cells_below(
    places: Floats, corner: tuple[float, float], spacing: tuple[float, float], shape: tuple[int, int]
) -> tuple[Integers, Integers, NDArray[np.bool_]]:
    """Return the row and column of the cell that each place lies in, and whether it lies on the map, shape (n,).

    Parameters
    ----------
    places : float array, shape (n, 2)
    corner : (float, float)
        The west and the north edge of the map.
    spacing : (float, float)
        Width and height of a cell.
    shape : (int, int)
        Rows, from the north, and columns.
    """
    columns = np.floor((places[:, 0] - corner[0]) / spacing[0])
    rows = np.floor((corner[1] - places[:, 1]) / spacing[1])
    inside = (columns >= 0) & (columns < shape[1]) & (rows >= 0) & (rows < shape[0])
    return np.where(inside, rows, 0).astype(int), np.where(inside, columns, 0).astype(int), inside
