"""Cell declustering: weights for data that were taken more densely in some places than in others.

Law: the area is divided into cells, each cell that holds data counts once, and its data share that; this is
averaged over several origins of the cells (Deutsch & Journel 1998, p. 213, program `declus`). Weights have mean one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import InvalidInput
from ..numeric import floats, require_whole
from ..points import data_arrays

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

SIZES = 25
"""Cell sizes that are tried where none is given."""

_MARGIN = 0.01
"""The first origin lies this share of a cell before the data, so no datum lies on the edge by definition."""


class Declustering(NamedTuple):
    """Declustering weights and how they were found.

    Attributes
    ----------
    weights : float array, shape (n,)
        Greater than zero, mean one.
    mean : float
        Mean of the data with these weights.
    cell_size : float
        Edge of the cells along the first axis, map units; zero where equal weights are best.
    sizes, means : float arrays, shape (s,)
        The cell sizes that were tried and the mean that each gives.
    """

    weights: Floats
    mean: float
    cell_size: float
    sizes: Floats
    means: Floats


def cell_declustering(
    coordinates: ArrayLike,
    values: ArrayLike,
    cell_size: float | Sequence[float] | None = None,
    *,
    seek: str = "minimum",
    offsets: int = 5,
    ratios: Sequence[float] | None = None,
) -> Declustering:
    """Return cell declustering weights.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        Map units.
    values : float array, shape (n,)
    cell_size : float or sequence of float, optional
        Edge of the cells along the first axis, map units: about the distance between data where they are sparse.
        Of several, and of 25 between half the mean distance of data and half the longest side of their extent
        where None, the one whose mean is the extreme that is sought.
    seek : {"minimum", "maximum"}
        Which mean is best: the minimum where high values were sampled more densely, the maximum where low ones were.
    offsets : int
        Number of origins to average over, at least 1.
    ratios : sequence of float, optional
        Edge along each axis divided by the edge along the first; None means cubes.

    Returns
    -------
    Declustering

    Raises
    ------
    InvalidInput
        If there are no data, shapes do not fit, or a number is out of its domain.
    """
    points, data = data_arrays(coordinates, values)
    if len(points) == 0:
        message = "No data: nothing can be declustered."
        raise InvalidInput(message)
    if seek not in ("minimum", "maximum"):
        message = f"Invalid sought mean {seek!r}. Should be minimum or maximum."
        raise InvalidInput(message)
    require_whole(offsets, "offsets", 1)
    shape = np.ones(points.shape[1]) if ratios is None else floats(ratios, "ratios")
    if shape.shape != points.shape[1:] or not (np.isfinite(shape).all() and (shape > 0).all()):
        message = f"Invalid ratios {ratios}. Should be one number greater than zero for each of {points.shape[1]} axes."
        raise InvalidInput(message)
    sizes = (
        _default_sizes(points / shape) if cell_size is None else np.atleast_1d(floats(cell_size, "declustering_cell"))
    )
    if sizes.ndim != 1 or not (np.isfinite(sizes).all() and (sizes > 0).all()):
        message = f"Invalid cell size {cell_size} of declustering. Should be greater than zero (`declustering_cell`)."
        raise InvalidInput(message)
    all_weights = [_weights(points, size * shape, offsets) for size in sizes]
    means = np.array([np.mean(weights * data) for weights in all_weights])
    if len(sizes) == 0:
        return Declustering(np.ones(len(data)), float(data.mean()), 0.0, sizes, means)
    best = int(np.argmin(means) if seek == "minimum" else np.argmax(means))
    searched, naive = len(sizes) > 1, float(data.mean())
    if searched and (naive <= means[best] if seek == "minimum" else naive >= means[best]):
        return Declustering(np.ones(len(data)), naive, 0.0, sizes, means)
    return Declustering(all_weights[best], float(means[best]), float(sizes[best]), sizes, means)


def given_weights(weights: ArrayLike | None, count: int) -> Floats | None:
    """Return weights that were found in another way, shape (count,); None where they are all equal.

    Raises
    ------
    InvalidInput
        If they are not one finite number of at least zero for each datum, or all zero.
    """
    if weights is None:
        return None
    given = floats(weights, "weights")
    if given.shape != (count,):
        message = f"Invalid weights of shape {given.shape} (`weights`). Should be {count}, one for each datum."
        raise InvalidInput(message)
    if not (np.isfinite(given).all() and (given >= 0).all()):
        wrong = int(np.count_nonzero(~(np.isfinite(given) & (given >= 0))))
        message = f"{wrong} of {count} weights are negative or no numbers (`weights`). Should be zero or greater."
        raise InvalidInput(message)
    if not given.any():
        message = "All weights are zero (`weights`): no datum would have a part in the histogram. Should be greater "
        message += "for those that have, or left out."
        raise InvalidInput(message)
    return None if np.ptp(given) == 0 else given


def _default_sizes(points: Floats) -> Floats:
    """Return the sizes to try, none where all data are in one place."""
    extent = np.ptp(points, axis=0)
    wide = extent[extent > 0]
    if not len(wide):
        return np.empty(0)
    longest = float(wide.max()) / 2
    spacing = math.exp(float(np.log(wide).sum() - math.log(len(points))) / len(wide)) / 2
    return np.linspace(min(spacing, longest), longest, SIZES)


def _weights(points: Floats, cell: Floats, offsets: int) -> Floats:
    """Return the weights for one size of cells, shape (ndim,), mean one."""
    low = points.min(axis=0)
    # As in declus: origins move along the diagonal of a cell, but not beyond half the extent.
    step = np.minimum(cell / offsets, np.ptp(points, axis=0) / 2)
    total = np.zeros(len(points))
    for number in range(offsets):
        indices = np.floor((points - low + number * step) / cell + _MARGIN)
        key = np.zeros(len(points), dtype=np.int64)
        for column in indices.T:
            # Numbered again along each axis, so that the key cannot overflow however small the cells are.
            key = key * len(points) + np.unique(column, return_inverse=True)[1]
        _, cells, counts = np.unique(key, return_inverse=True, return_counts=True)
        share = 1.0 / counts[cells]
        total += share / share.sum()
    weights: Floats = total * (len(points) / total.sum())
    return weights
