"""Slices: the cells of a grid in space along z, and data averaged to them.

Law: z is the number that the data have, an elevation or a depth; what is up and what is down, only those know who show
it. Slices begin at a limit that is given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InvalidInput
from ..wells.averaging import evened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry

    Floats = NDArray[np.float64]


def slice_range(z: Floats, delta: float, limits: Sequence[float | None]) -> tuple[float, float] | None:
    """Return the outer edges of the slices along z; None: from the data, as `grid.covering` has it.

    Parameters
    ----------
    z : float array, shape (n,)
        Of the data.
    delta : float
        Height of a slice, in the unit of z.
    limits : (low, high)
        None is as far as the data reach, by whole slices from the other limit.

    Raises
    ------
    InvalidInput
        If a slice is higher than what there is to slice, or no data lie between the limits.
    """
    known = z[np.isfinite(z)]
    if not len(known):
        message = "No point has a z (`coordinates`): give one, or leave `z_delta` out for a map."
        raise InvalidInput(message)
    least, most = float(known.min()), float(known.max())
    low, high = (given if given is not None else reached for given, reached in zip(limits, (least, most)))
    if not (low <= most and high >= least):
        message = (
            f"No data between {low:g} and {high:g} (`z_range`): their z is from {least:g} to {most:g}. Choose "
            "other limits, or another `reference`."
        )
        raise InvalidInput(message)
    if delta > high - low:
        message = (
            f"`z_delta` is {delta:g}, but z has a range of {high - low:g} only (`z_range`): choose a smaller "
            "height of the slices, or leave `z_delta` out for a map."
        )
        raise InvalidInput(message)
    if limits[0] is None and limits[1] is None:
        return None
    if limits[0] is None:
        low = high - math.ceil((high - low) / delta * (1 - 1e-12)) * delta
    return low, high


def within_slices(z: Floats, geometry: Geometry) -> NDArray[np.bool_]:
    """Tell which z, shape (n,), lie between the first and the last edge of the slices."""
    low, high = geometry.edges(2)
    inside: NDArray[np.bool_] = (z >= low) & (z <= high)
    return inside


def upscaled(
    points: Floats, values: Floats, geometry: Geometry, thickness: Floats | None = None, drift: Floats | None = None
) -> tuple[Floats, Floats, Floats | None]:
    """Average data to the cells of a grid in space, also to those that it would have beyond its edges.

    Parameters
    ----------
    points : float array, shape (n, 3)
    values : float array, shape (n,)
    geometry : Geometry
    thickness : float array, shape (n,), optional
        What each datum counts in the mean of its cell; None, and where all are even: the same.
    drift : float array, shape (n, k), optional

    Returns
    -------
    points : float array, shape (m, 3)
        The mean place on the map of the data of a cell, at the middle of its slice.
    values : float array, shape (m,)
        Their mean.
    drift : float array, shape (m, k), or None
        Its mean.
    """
    spacing = np.asarray(geometry.spacing)
    first = np.asarray(geometry.origin) - spacing / 2
    cells = np.floor((points - first) / spacing)
    # As `Geometry.cells_of`: what lies on the last outer edge belongs to the last cell.
    shape = np.asarray(geometry.shape)
    cells = np.where(points == first + spacing * shape, shape - 1, cells)
    _, one, where, counts = np.unique(cells, axis=0, return_index=True, return_inverse=True, return_counts=True)
    where = where.reshape(-1)
    # Relative to one of them, so that samples of a vertical well stay exactly above each other.
    place = points[one, :2]
    away = points[:, :2] - place[where]
    place = place + np.column_stack([np.bincount(where, offsets) for offsets in away.T]) / counts[:, None]
    z = geometry.origin[2] + geometry.spacing[2] * cells[one, 2]
    weights = np.ones(len(values)) if thickness is None else evened(thickness, where, len(counts))
    total = np.bincount(where, weights)

    def mean(column: Floats) -> Floats:
        return np.bincount(where, column * weights) / total

    return np.column_stack([place, z]), mean(values), None if drift is None else np.column_stack([*map(mean, drift.T)])
