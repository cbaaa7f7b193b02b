"""Placement: which cell of a grid each datum falls in, and what becomes of those outside it.

Law: several data in a cell are their mean, and they are counted; data outside the grid are kept, not dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .arguments import listed
from .covering import covering, valid_range
from .errors import GridTooLarge, InvalidInput
from .machine import MEMORY_SHARE, available_memory
from .points import Group, merge_coincident
from .soft import Soft, merged
from .wells.averaging import evened
from .wells.log import Log
from .wells.units import METRES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .covering import Range
    from .geometry import Geometry

    Floats = NDArray[np.float64]


class Placement(NamedTuple):
    """What became of the data when they were put on cells.

    Attributes
    ----------
    data : int
        Values that lie inside the grid.
    outside : int
        Values that do not (see `Outside`).
    cells : int
        Cells that hold at least one value.
    shared : int
        Cells that hold the mean of several values.
    """

    data: int
    outside: int
    cells: int
    shared: int


class Outside(NamedTuple):
    """Data outside the grid: they count for the histogram, the variogram, the mean and the trend.

    Attributes
    ----------
    points : float array, shape (n, ndim)
        In map units.
    values : float array, shape (n,)
    drift : float array, shape (n, k), or None
        External drift there; where the map has one, they count for the histogram alone without it.
    thickness : float array, shape (n,), or None
        What each counts in the mean of its cell (see `thickness`); None: the same.
    weights : float array, shape (n,), or None
        What each counts in the histogram; None: the same.
    soft : Soft or None
        What is known of the values beside them; None: nothing, they are hard.
    """

    points: Floats
    values: Floats
    drift: Floats | None = None
    thickness: Floats | None = None
    weights: Floats | None = None
    soft: Soft | None = None

    def on_cells(self, geometry: Geometry) -> Outside:
        """Return them on the cells that a grid would have there if it went on, several in a cell as their mean.

        What these count in the histogram adds up.
        """
        cells = geometry.cells_around(self.points)
        group = Group.of(cells)
        weights = np.ones(len(cells))
        if self.thickness is not None:
            weights = evened(self.thickness, group.place, len(group.first))
        total = np.bincount(group.place, weights)
        values, *drift = (
            np.bincount(group.place, weights * column) / total
            for column in (self.values, *(() if self.drift is None else self.drift.T))
        )
        counts = None if self.weights is None else group.sum(self.weights)
        places, soft = geometry.centres(cells[group.first]), self.soft
        if soft is not None:
            values, soft = merged(self.values, soft, group.place, places, weights, together=False)
        return Outside(places, values, np.stack(drift, axis=1) if drift else None, weights=counts, soft=soft)


class PlacedData(NamedTuple):
    """Data as a simulation honours them: at the centres of cells, or where they are; and those outside the grid.

    Attributes
    ----------
    geometry : Geometry
    cells : int array, shape (n, ndim)
        Cells that hold data, each once.
    points : float array, shape (m, ndim)
        Where the data are: the centres of these cells, or with `exact` their own places.
    values : float array, shape (m,)
        Not a number where only limits are known.
    outside : Outside
    exact : bool
    weights : float array, shape (m,), or None
        What each counts in the histogram; None: the same, also those outside.
    soft : Soft or None
        What is known of the values beside them, shape (m,); None: nothing, they are hard.
    """

    geometry: Geometry
    cells: NDArray[np.intp]
    points: Floats
    values: Floats
    outside: Outside
    exact: bool = False
    weights: Floats | None = None
    soft: Soft | None = None

    @property
    def numbers(self) -> Floats:
        """All values, or limits where there is none, shape (k,)."""
        columns = [self.values, self.outside.values]
        for soft in filter(None, (self.soft, self.outside.soft)):
            columns += [soft.lower, soft.upper]
        numbers = np.concatenate(columns)
        finite: Floats = numbers[np.isfinite(numbers)]
        return finite


class GridConstructor:
    """Put values on cells: several in a cell become their mean, cells without one are not a number.

    Parameters
    ----------
    coordinates : float array, shape (n, ndim)
    values : float array, shape (n,)
    geometry : Geometry
    thickness : float array, shape (n,), optional
        What each value counts in the mean of its cell (see `thickness`); None: the same.
    soft : Soft, optional
        What is known of the values beside them; without it those that are not a number are left out.

    Attributes
    ----------
    geometry : Geometry
    values : float array of the geometry's shape
    points : (coordinates, values)
        The data inside the grid.
    thickness : float array, one for each of the points, or None
    soft : Soft or None
        Of the points.
    filled : int array, shape (k,)
        Flat indices of the cells that hold data.
    soft_cells : Soft or None
        Of these cells.
    outside : Outside
        The others.
    placement : Placement
    """

    def __init__(
        self,
        coordinates: Floats,
        values: Floats,
        geometry: Geometry,
        thickness: Floats | None = None,
        soft: Soft | None = None,
    ) -> None:
        _require_room(geometry)
        known = np.isfinite(values) & np.isfinite(coordinates).all(axis=1)
        if soft is not None:
            known = (np.isfinite(values) | soft.limited) & np.isfinite(coordinates).all(axis=1)
            soft = soft.take(known)
        coordinates, values = coordinates[known], values[known]
        cells, inside = geometry.cells_of(coordinates)
        flat = np.ravel_multi_index(tuple(cells[inside].T), geometry.shape)
        filled, inverse, counts = np.unique(flat, return_inverse=True, return_counts=True)
        grid = np.full(geometry.size, np.nan)
        weights = np.ones(len(flat))
        if thickness is not None:
            weights = evened(thickness[known][inside], inverse, len(filled))
        grid[filled] = np.bincount(inverse, values[inside] * weights, len(filled)) / np.bincount(
            inverse, weights, len(filled)
        )
        self.soft: Soft | None = None
        self.soft_cells: Soft | None = None
        if soft is not None:
            self.soft = soft.take(inside)
            centres = geometry.centres(np.stack(np.unravel_index(filled, geometry.shape), axis=1))
            data = values[inside], self.soft, inverse, centres
            grid[filled], self.soft_cells = merged(*data, weights, together=False)
        self.geometry, self.filled = geometry, filled
        self.points = coordinates[inside], values[inside]
        self.thickness: Floats | None = None
        self.outside = _outside(coordinates[~inside], values[~inside], None if soft is None else soft.take(~inside))
        if thickness is not None:
            self.thickness = thickness[known][inside]
            beyond = merge_coincident(coordinates[~inside], thickness[known][~inside])[1]
            self.outside = self.outside._replace(thickness=beyond)
        self.values = grid.reshape(geometry.shape)
        self.placement = Placement(
            int(inside.sum()), int((~inside).sum()), len(filled), int(np.count_nonzero(counts > 1))
        )

    @classmethod
    def from_logs(
        cls,
        logs: Sequence[Log],
        stream: str,
        spacing: Sequence[float | None],
        ranges: Sequence[Range | None],
    ) -> GridConstructor:
        """Put logs on cells: each log's mean between the z range in 2D, each of its samples in 3D."""
        logs = listed(logs, Log, "logs", "a list of Log")
        for number, log in enumerate(logs):
            if log.x is None or log.y is None:
                message = f"Invalid log {log.name or number}. Should have x and y, the place of the well on the map."
                raise InvalidInput(message)
            if log.depth_unit not in METRES:
                message = f"Invalid log {log.name or number}. Its index is in {log.depth_unit}: a time is no depth."
                raise InvalidInput(message)
        xy_delta, z_delta = spacing
        x_range, y_range, z_range = ranges
        thickness = None
        units = dict.fromkeys(log.depth_unit for log in logs)
        if len(units) > 1 and not (z_delta is None and z_range is None):
            message = (
                f"Invalid logs, whose depths are in {' and in '.join(units)}. Should be in one unit (`depth_unit`)."
            )
            raise InvalidInput(message)
        if z_delta is None:
            top, bottom = valid_range(z_range, "z_range") if z_range is not None else (None, None)
            coordinates = np.array([(log.x, log.y) for log in logs], dtype=float).reshape(-1, 2)
            values = np.array([log.mean(stream, top, bottom)[0] for log in logs], dtype=float)
        else:
            columns = [np.column_stack([np.full(len(log), log.x), np.full(len(log), log.y), log.index]) for log in logs]
            coordinates = np.concatenate(columns) if columns else np.empty((0, 3))
            values, thickness = np.empty(0), np.empty(0)
            if logs:
                values = np.concatenate([log.stream(stream) for log in logs])
                thickness = np.concatenate([log.thickness() for log in logs])
        geometry = covering(coordinates, xy_delta, z_delta, (x_range, y_range, z_range))
        return cls(coordinates, values, geometry, thickness)


def _outside(coordinates: Floats, values: Floats, soft: Soft | None) -> Outside:
    """Return data outside a grid, those that coincide as one."""
    if soft is None:
        return Outside(*merge_coincident(coordinates, values))
    group = Group.of(coordinates)
    places = coordinates[group.first]
    data, left = merged(values, soft, group.place, places)
    return Outside(places, data, soft=left)


def _require_room(geometry: Geometry) -> None:
    """Refuse a grid whose values alone do not fit in the free memory."""
    free = available_memory()
    if free is not None and 8 * geometry.size > MEMORY_SHARE * free:
        cells = " × ".join(f"{number:,}" for number in geometry.shape)
        needed, room = (f"{number / 1e9:,.1f} GB" for number in (8 * geometry.size, free))
        message = (
            f"A grid of {cells} cells needs {needed} for its values alone, and {room} are free: choose a larger cell "
            "size (`xy_delta`, `z_delta`), or a smaller extent (`x_range`, `y_range`); is a point astray?"
        )
        raise GridTooLarge(message)
