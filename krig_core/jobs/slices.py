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
from ..wells.averaging import averages, evened
from .samples import Samples

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


def upscaled(samples: Samples, geometry: Geometry, averaging: str = "arithmetic") -> tuple[Samples, int]:
    """Average data to the cells of a grid in space, also to those that it would have beyond its edges.

    Parameters
    ----------
    samples : Samples
        In space. Each counts by its thickness in the mean of its cell; without, and where all are even, the same.
    geometry : Geometry
    averaging : str
        How values are averaged: see `wells.averaging.averages`. A drift has its arithmetic mean.

    Returns
    -------
    samples : Samples
        One for each cell that has data and an average, at the mean place of its data on the map and in the middle of
        its slice. What its data count in the histogram adds up.
    lost : int
        Cells whose average has no meaning, such as a geometric mean of values that are not greater than zero.
    """
    points, values, drift = samples.points, samples.values, samples.drift
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
    thickness = samples.thickness
    weights = np.ones(len(values)) if thickness is None else evened(thickness, where, len(counts))
    total = np.bincount(where, weights)

    def mean(column: Floats) -> Floats:
        return np.bincount(where, column * weights) / total

    if averaging == "arithmetic":
        means = mean(values)
    else:
        order = np.argsort(where, kind="stable")
        starts = np.append(0, np.cumsum(counts)[:-1])
        means = averages(values[order], starts, averaging, None if thickness is None else thickness[order])

    def added(column: Floats | None) -> Floats | None:
        return None if column is None else np.bincount(where, column).astype(np.float64)

    of_cells = Samples(
        np.column_stack([place, z]),
        means,
        None,
        None if drift is None else np.column_stack([*map(mean, drift.T)]),
        added(thickness),
        added(samples.weights),
    )
    meant = np.isfinite(means)
    lost = int(np.count_nonzero(~meant))
    return (of_cells.take(meant) if lost else of_cells), lost
