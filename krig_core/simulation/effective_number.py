"""How many independent data tell as much of a correlation as these do, which are like their neighbours.

Law: where neighbours are alike in both variables, the correlation of n data varies as that of fewer independent ones
(Clifford, Richardson & Hémon 1989): var(r) ≈ Σ N(h) Ca(h) Cb(h) / n², with N(h) pairs at distances of the class h, and
the correlations Ca(h) and Cb(h) of either variable in it, as the data have them. Only places on the map count as
distances, since a map is the same at all depths of a well; so values at one place are a class of their own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial.distance import pdist

from ..points import Group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_MOST_PLACES = 500
"""Among which pairs are looked at; of more these stand for all."""


def effective_number(points: Floats, first: Floats, second: Floats) -> float:
    """Return the number of independent data whose correlation varies as that of two variables at points.

    Parameters
    ----------
    points : float array, shape (n, ndim)
    first, second : float arrays, shape (n,)
        Neither constant.

    Returns
    -------
    float
        1 + 1 / var(r), at most n.
    """
    group, n = Group.of(points[:, :2]), len(first)
    a, b = ((values - values.mean()) / values.std() for values in (first, second))
    numbers, sums, others = (group.sum(values) for values in (np.ones(n), a, b))
    own = float(numbers @ numbers)
    shared = float((sums @ sums) * (others @ others)) / own
    places = len(group.first)
    some = np.linspace(0, places - 1, min(places, _MOST_PLACES)).astype(np.intp)
    near, far = np.triu_indices(len(some), 1)
    if len(near):
        # As many classes as Sturges's rule has, with as many pairs of places each.
        count = round(1 + math.log2(len(near)))
        order = np.argsort(pdist(points[group.first[some], :2]), kind="stable")
        kind = np.empty(len(near), dtype=np.intp)
        kind[order] = np.arange(len(near)) * count // len(near)
        pairs, of_first, of_second = (
            np.bincount(kind, column[some][near] * column[some][far], count) for column in (numbers, sums, others)
        )
        shared += float((of_first * of_second / pairs).sum() / pairs.sum()) * (n**2 - own)
    return min(float(n), 1 + n**2 / shared) if shared > 0 else float(n)
