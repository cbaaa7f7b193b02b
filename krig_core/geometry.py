"""Geometry: where the cells of a regular grid are.

Law: an immutable value. Axes are (x, y) or (x, y, z), in map units; a cell is named by its index along each axis,
its position is its centre, and its outer edges lie half a spacing away. Spacing may be negative (a flipped axis).
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .arguments import refused
from .errors import InvalidInput
from .numeric import floats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

AXES = "xyz"


@dataclass(frozen=True)
class Geometry:
    """A regular grid of cells.

    Attributes
    ----------
    origin : tuple of float = (x, y[, z])
        Centre of the cell with index (0, 0[, 0]).
    spacing : tuple of float = (dx, dy[, dz])
        Distance between neighbouring centres, not zero; negative where an axis runs backwards.
    shape : tuple of int = (nx, ny[, nz])
        Number of cells along each axis.
    """

    origin: tuple[float, ...]
    spacing: tuple[float, ...]
    shape: tuple[int, ...]

    def __post_init__(self) -> None:
        origin, spacing, shape = (floats(getattr(self, name), name) for name in ("origin", "spacing", "shape"))
        if not origin.shape == spacing.shape == shape.shape or shape.shape not in ((2,), (3,)):
            message = f"Invalid geometry {self}. Should have two or three axes (`origin`, `spacing`, `shape`)."
            raise InvalidInput(message)
        places, steps, counts = origin.tolist(), spacing.tolist(), shape.tolist()
        if not all(math.isfinite(value) for value in places + steps) or 0 in steps:
            message = f"Invalid geometry {self}. `origin` and `spacing` should be finite, and no spacing zero."
            raise InvalidInput(message)
        if not all(count > 0 and count.is_integer() for count in counts):
            message = f"Invalid geometry {self}. Cells along each axis should be whole numbers greater than zero "
            message += "(`shape`)."
            raise InvalidInput(message)
        object.__setattr__(self, "origin", tuple(places))
        object.__setattr__(self, "spacing", tuple(steps))
        object.__setattr__(self, "shape", tuple(int(count) for count in counts))

    @classmethod
    def from_ranges(cls, ranges: Sequence[Sequence[float]], spacing: Sequence[float]) -> Geometry:
        """Cover ranges with cells, moving the upper edge outwards to a whole number of cells.

        Parameters
        ----------
        ranges : sequence of (min, max)
            Outer edges of the cells along each axis, in map units.
        spacing : sequence of float
            Cell size along each axis, greater than zero.

        Raises
        ------
        InvalidInput
            If a cell size or a range is not a positive, finite length.
        """
        ends, steps = floats(ranges, "ranges"), floats(spacing, "spacing")
        if steps.shape not in ((2,), (3,)) or ends.shape != (len(steps), 2):
            message = f"Invalid `ranges` and `spacing` of shapes {ends.shape} and {steps.shape}. Should be a lower and "
            message += "an upper edge, and a cell size, for each of two or three axes."
            raise InvalidInput(message)
        origin, shape = [], []
        for axis, (low, high), step in zip(AXES, ends.tolist(), steps.tolist()):
            if not (math.isfinite(step) and step > 0):
                message = f"Invalid cell size {step:g} along {axis}. Should be greater than zero."
                raise InvalidInput(message)
            if not (math.isfinite(low) and math.isfinite(high) and high > low):
                message = f"Invalid {axis} range ({low:g}, {high:g}). Should run from a lower to a higher coordinate."
                raise InvalidInput(message)
            # A range that is a whole number of cells but for rounding must not gain a cell.
            shape.append(max(1, math.ceil((high - low) / step * (1 - 1e-12) - 1e-9)))
            origin.append(low + step / 2)
        return cls(tuple(origin), tuple(steps.tolist()), tuple(shape))

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of cells."""
        return math.prod(self.shape)

    @property
    def on_map(self) -> Geometry:
        """The cells of one slice, without z."""
        return Geometry(self.origin[:2], self.spacing[:2], self.shape[:2])

    def axis(self, number: int) -> NDArray[np.float64]:
        """Return the cell centres along one axis, shape (cells along it,)."""
        self._require_axis(number)
        return self.origin[number] + self.spacing[number] * np.arange(self.shape[number])

    def edges(self, number: int) -> tuple[float, float]:
        """Return the outer edges along one axis as (min, max)."""
        self._require_axis(number)
        first = self.origin[number] - self.spacing[number] / 2
        last = first + self.spacing[number] * self.shape[number]
        return min(first, last), max(first, last)

    def centres(self, cells: NDArray[np.intp] | None = None) -> NDArray[np.float64]:
        """Return cell centres.

        Parameters
        ----------
        cells : int array, shape (n, ndim), optional
            Cell indices; None means all cells in C order.

        Returns
        -------
        float array, shape (n, ndim)
        """
        if cells is None:
            axes = np.meshgrid(*(self.axis(number) for number in range(self.ndim)), indexing="ij")
            return np.column_stack([axis.ravel() for axis in axes])
        places = floats(cells, "cells")
        if places.shape[-1:] != (self.ndim,):
            raise refused(cells, "cells", f"whole numbers, shape (n, {self.ndim})")
        centres: NDArray[np.float64] = np.asarray(self.origin) + np.asarray(self.spacing) * places
        return centres

    def cells_of(self, coordinates: ArrayLike) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Return in which cells points lie.

        A point on the edge between two cells belongs to the one with the higher index; a point on the last
        outer edge belongs to the last cell.

        Parameters
        ----------
        coordinates : float array, shape (n, ndim)

        Returns
        -------
        cells : int array, shape (n, ndim)
            Meaningless where the point is not inside.
        inside : bool array, shape (n,)
        """
        points = floats(coordinates, "coordinates")
        if points.ndim != 2 or points.shape[1] != self.ndim:
            message = f"Invalid `coordinates` of shape {points.shape}. Should be (n, {self.ndim})."
            raise InvalidInput(message)
        first = np.asarray(self.origin) - np.asarray(self.spacing) / 2
        position = (points - first) / np.asarray(self.spacing)
        shape = np.asarray(self.shape)
        low, high = np.transpose([self.edges(number) for number in range(self.ndim)])
        # Of a point on the last edge the position is rounded, at times to beyond it.
        within = ((position >= 0) & (position <= shape)) | ((points >= low) & (points <= high))
        inside = np.all(within, axis=1)
        cells = np.where(inside[:, None], np.floor(np.where(inside[:, None], position, 0)), 0).astype(np.intp)
        return np.minimum(cells, shape - 1), inside

    def cells_around(self, coordinates: ArrayLike) -> NDArray[np.intp]:
        """Return in which cells points, shape (n, ndim), would lie if the grid went on beyond its edges."""
        cells, inside = self.cells_of(coordinates)
        first = np.asarray(self.origin) - np.asarray(self.spacing) / 2
        position = np.floor((floats(coordinates, "coordinates") - first) / np.asarray(self.spacing))
        around: NDArray[np.intp] = np.where(inside[:, None], cells, position.astype(np.intp))
        return around

    def sliced(self, key: Any) -> Geometry | None:
        """Return the geometry of `array[key]`, or None where that is not a regular block of these cells."""
        keys = key if isinstance(key, tuple) else (key,)
        if any(item is Ellipsis for item in keys):
            place = next(number for number, item in enumerate(keys) if item is Ellipsis)
            rest = keys[place + 1 :]
            keys = keys[:place] + (slice(None),) * (self.ndim - place - len(rest)) + rest
        if len(keys) > self.ndim or not all(isinstance(item, slice) for item in keys):
            return None
        keys += (slice(None),) * (self.ndim - len(keys))
        ranges = [range(*item.indices(length)) for item, length in zip(keys, self.shape)]
        if not all(ranges):
            return None
        origin = tuple(o + s * r.start for o, s, r in zip(self.origin, self.spacing, ranges))
        spacing = tuple(s * r.step for s, r in zip(self.spacing, ranges))
        return Geometry(origin, spacing, tuple(len(r) for r in ranges))

    def padded(self, cells: Sequence[tuple[int, int]]) -> Geometry:
        """Return the geometry with more cells before and after along each axis."""
        return Geometry(
            tuple(o - s * before for o, s, (before, _) in zip(self.origin, self.spacing, cells)),
            self.spacing,
            tuple(n + before + after for n, (before, after) in zip(self.shape, cells)),
        )

    def without(self, number: int) -> Geometry:
        """Return the geometry that is left when one axis of three is reduced away."""
        self._require_axis(number)
        keep = [axis for axis in range(self.ndim) if axis != number % self.ndim]
        return Geometry(
            tuple(self.origin[axis] for axis in keep),
            tuple(self.spacing[axis] for axis in keep),
            tuple(self.shape[axis] for axis in keep),
        )

    def _require_axis(self, number: Any) -> None:
        if not isinstance(number, numbers.Integral) or not -self.ndim <= int(number) < self.ndim:
            raise refused(number, "number", f"that of an axis, 0 to {self.ndim - 1}")
