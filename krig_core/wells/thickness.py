"""How much of a log each of its samples stands for, so that averages are those of the rock and not of the samples.

Law: a sample counts from its depth to the next one, and no farther than the larger of the steps beside that one, so
that it does not speak for a gap. Where steps differ by less than a tenth, as rounded depths make them, all count the
same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EVEN = 1.1
"""Weights are equal where the largest is at most so many times the least."""


def thicknesses(index: Floats) -> Floats:
    """Return the thickness that each sample of a log stands for, in the unit of its index.

    The last one has that of the one before; samples at the same depth share theirs.

    Parameters
    ----------
    index : float array, shape (n,)
        Ascending.

    Returns
    -------
    float array, shape (n,)
        Greater than zero; the same number where all steps are even, and 1 where there are none.
    """
    if len(index) < 2 or index[0] == index[-1]:
        return np.ones(len(index))
    steps = np.diff(index)
    if steps.max() <= EVEN * steps.min():
        return np.full(len(index), (index[-1] - index[0]) / len(steps))
    depths, which, counts = np.unique(index, return_inverse=True, return_counts=True)
    steps = np.diff(depths)
    thickness = steps
    if len(steps) > 1:
        thickness = np.minimum(steps, np.maximum(np.append(0.0, steps[:-1]), np.append(steps[1:], 0.0)))
    thickness = np.append(thickness, thickness[-1]) / counts
    shared: Floats = thickness[which]
    return shared


def evened(weights: Floats, group: NDArray[np.intp], count: int) -> Floats:
    """Return weights that are 1 in groups where they are even.

    Sums and means of such a group are then those of its values alone, to the last bit.

    Parameters
    ----------
    weights : float array, shape (n,)
    group : int array, shape (n,)
        From 0 to `count` - 1.
    count : int
    """
    least, most = np.full(count, np.inf), np.zeros(count)
    np.minimum.at(least, group, weights)
    np.maximum.at(most, group, weights)
    even: NDArray[np.bool_] = most <= EVEN * least
    return np.where(even[group], 1.0, weights)
