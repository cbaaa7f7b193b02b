"""What to compare with programs that choose otherwise among data that are equally near.

gstat keeps squared distances in single precision (`u.dist2` of its `data.h`) and takes what its search tree yields
first; GSLIB takes what its sort leaves first. So at a tie any choice among the tied data is right, and nothing else.
"""

from itertools import combinations

import numpy as np
from stochastic_kriging.krig_core.kriging.predict import krige

SINGLE = 2e-7
"""Relative difference of squared distances that single precision does not see."""


def assert_equal_but_for_ties(ours, theirs, data, targets, count, tolerances=None, **options):
    """Hold every target against another program; where they differ, some choice among ties must give their numbers.

    Parameters
    ----------
    ours, theirs : pairs of float arrays, shape (m,)
        Mean and variance.
    data : tuple = (points, values, variogram)
    targets : float array, shape (m, ndim)
    count : int
        How many nearest data a target is kriged from.
    tolerances : pair of float, optional
        Of mean and variance; None is 1e-6 of the data's standard deviation, and of the sill.
    **options
        Of `krige`, beside the neighbourhood.

    Returns
    -------
    int
        At how many targets another choice was made.
    """
    points, values, variogram = data
    limits = tolerances or (1e-6 * values.std(), 1e-6 * variogram.sill)

    def differ(one, other):
        near = [np.abs(a - b) <= limit for a, b, limit in zip(one, other, limits)]
        return ~(near[0] & near[1] | np.isnan(one[0]) & np.isnan(other[0]))

    others = np.flatnonzero(differ(ours, theirs))
    for number in others:
        square = ((points - targets[number]) ** 2).sum(axis=1)
        last = np.sort(square)[count - 1]
        sure = np.flatnonzero(square < last * (1 - SINGLE))
        tied = np.flatnonzero(np.abs(square - last) <= last * SINGLE)
        for choice in combinations(tied, count - len(sure)):
            chosen = np.append(sure, choice)
            found = krige(points[chosen], values[chosen], variogram, targets[[number]], **options)
            if not differ(found, [part[[number]] for part in theirs])[0]:
                break
        else:
            message = f"Target {number} at {targets[number]}: no choice among {len(tied)} tied data gives their result."
            raise AssertionError(message)
    return len(others)
