"""Layers back in space: which layer each slice meets, and layers as sheets of cells with corners.

Law: a slice shows layers as they are, so in each cell it takes that layer in which the middle of the slice lies. What
the unit has of a layer without its middle, which has no value, belongs to the layer beside it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..strata import Strata

    Floats = NDArray[np.float64]

MOST_SLICES = 10_000

_ABOVE = 1 + 1e-9


class Slices(NamedTuple):
    """Slices of one height: the middle of the first, along z as it is counted, the height, and how many."""

    first: float
    delta: float
    number: int

    @property
    def middles(self) -> Floats:
        """Their middles, shape (number,)."""
        return self.first + self.delta * np.arange(self.number)


def slices_between(least: float, most: float, delta: float) -> Slices:
    """Return the slices whose middles lie from the least to the greatest z; their edges are multiples of their height.

    Raises
    ------
    InvalidInput
        If there is none, or they are too many.
    """
    begin, end = math.ceil(least / delta - 0.5), math.floor(most / delta - 0.5) + 1
    if end <= begin:
        message = (
            f"No slice of {delta:g} (`z_delta`) has its middle between {least:g} and {most:g}, where the unit is. "
        )
        message += "Choose lower ones."
        raise InvalidInput(message)
    if end - begin > MOST_SLICES:
        message = f"Slices of {delta:g} (`z_delta`) between {least:g} and {most:g} are {end - begin}. Should be at "
        message += f"most {MOST_SLICES}: choose higher ones."
        raise InvalidInput(message)
    return Slices((begin + 0.5) * delta, delta, end - begin)


def even_height(height: float) -> float:
    """Return 1, 2 or 5 times a power of ten, the greatest that is not above a height but for rounding."""
    power = 10.0 ** math.floor(math.log10(height * _ABOVE))
    return max(even for even in (power, 2 * power, 5 * power) if even <= height * _ABOVE)


def layers_met(strata: Strata, middles: Floats, top: Floats, base: Floats) -> NDArray[np.int32]:
    """Return which layer slices meet, shape (slices, rows, columns), from 0 at the base; -1 outside the unit.

    Parameters
    ----------
    strata : Strata
    middles : float array, shape (slices,)
        The z of the middle of each slice.
    top, base : float array, shape (rows, columns)
        The z of the surfaces; not a number where there is none.
    """
    met = np.empty((len(middles), *top.shape), dtype=np.int32)
    lowest, highest = strata.outermost(top, base)
    for number, z in enumerate(middles):
        found = strata.layer(z, top, base)
        met[number] = np.where(found < 0, -1, np.clip(found, lowest, highest))
    return met


def cut(layers: Floats, met: NDArray[np.int32]) -> Floats:
    """Return slices of layers, shape (layers, rows, columns), that meet these; not a number where they meet none."""
    slices: Floats = np.where(met >= 0, np.take_along_axis(layers, np.maximum(met, 0), axis=0), np.nan)
    return slices


class Sheets(NamedTuple):
    """Layers as sheets of cells.

    Attributes
    ----------
    corners : float array, shape (layers, rows + 1, columns + 1)
        The z of the middle of each layer at the corners of cells; not a number where no cell of the layer is.
    values, thickness : float array, shape (layers, rows, columns)
        Of the cells; not a number where there is no cell.
    """

    corners: Floats
    values: Floats
    thickness: Floats


def sheets(layers: Floats, strata: Strata, top: Floats, base: Floats) -> Sheets:
    """Return layers, shape (layers, rows, columns), as sheets; a cell is where a layer has a value and a thickness."""
    edges, numbers = np.moveaxis(strata.boundaries(top, base), -1, 0), np.arange(strata.layers + 1)[:, None, None]
    lowest, highest = strata.outermost(top, base)
    edges = np.where(numbers <= lowest, base, np.where(numbers > highest, top, edges))
    thickness: Floats = np.abs(np.diff(edges, axis=0))
    is_cell = np.isfinite(layers) & (thickness > 0)
    corners = np.stack([corners_of(middle) for middle in (edges[:-1] + edges[1:]) / 2])
    has_cell = np.zeros(corners.shape, dtype=bool)
    for rows, columns in _AROUND:
        has_cell[:, rows, columns] |= is_cell
    return Sheets(
        np.where(has_cell, corners, np.nan), np.where(is_cell, layers, np.nan), np.where(is_cell, thickness, np.nan)
    )


def corners_of(heights: Floats) -> Floats:
    """Return a surface at the corners of cells, shape (rows + 1, columns + 1), from its heights at their centres.

    The mean of the cells that meet there; beyond the edges of the map it goes on as it comes, so that a plane stays
    one.
    """
    padded = np.pad(heights, 1, mode="reflect", reflect_type="odd")
    cells = np.stack([padded[rows, columns] for rows, columns in _AROUND])
    known = np.isfinite(cells)
    count = known.sum(axis=0)
    total = np.where(known, cells, 0.0).sum(axis=0)
    corners: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return corners


_SIDES = (slice(None, -1), slice(1, None))

_AROUND = [(rows, columns) for rows in _SIDES for columns in _SIDES]
"""The rows and columns of the four cells that meet at each corner, among cells with one more on each side."""
