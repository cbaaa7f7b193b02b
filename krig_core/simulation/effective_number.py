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
"""That are looked at; among more the number is that of some, which is less."""


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
    group = Group.of(points[:, :2])
    if len(group.first) > _MOST_PLACES:
        some = np.linspace(0, len(group.first) - 1, _MOST_PLACES).astype(np.intp)
        rows = np.isin(group.place, some)
        points, first, second = points[rows], first[rows], second[rows]
        group = Group.of(points[:, :2])
    a, b = ((values - values.mean()) / (values.std() or 1.0) for values in (first, second))
    numbers, sums, others = (group.sum(values) for values in (np.ones(len(a)), a, b))
    shared = float((sums @ sums) * (others @ others) / (numbers @ numbers))
    near, far = np.triu_indices(len(numbers), 1)
    if len(near):
        # As many classes as Sturges's rule has, with as many pairs of places each.
        count = round(1 + math.log2(len(near)))
        order = np.argsort(pdist(points[group.first, :2]), kind="stable")
        kind = np.empty(len(near), dtype=np.intp)
        kind[order] = np.arange(len(near)) * count // len(near)
        pairs, of_first, of_second = (
            2 * np.bincount(kind, column[near] * column[far], count) for column in (numbers, sums, others)
        )
        shared += float((of_first * of_second / pairs).sum())
    return min(float(len(a)), 1 + len(a) ** 2 / shared) if shared > 0 else float(len(a))
