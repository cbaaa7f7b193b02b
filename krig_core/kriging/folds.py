"""Folds: which data are left out together when the others predict them.

Law: data at one place are left out together, so that no prediction sees its own datum.

    points   each place by itself
    groups   such as the samples of a well
    folds    random parts of about equal size
    blocks   compact parts of the map of about equal size, which cut no well
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ..arguments import refused
from ..errors import InvalidInput
from ..numeric import require_whole
from ..points import Group

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]


def folds_of(place: Integers, groups: ArrayLike | None, folds: int | None, seed: int) -> Integers:
    """Return for each place the number of the fold in which it is left out, shape (places,).

    Parameters
    ----------
    place : int array, shape (n,)
        The number of the place where each datum lies.
    groups : array, shape (n,), optional
        Numbers or names; data of one group are left out together, and so are groups that share a place.
    folds : int, optional
        Instead of groups: so many random parts of about equal size. Without both each place is a fold.
    seed : int
        Of the random parts.

    Raises
    ------
    InvalidInput
        If groups do not fit the data, all data are of one group, both are given, or there are fewer places than folds.
    """
    places = int(place.max()) + 1
    if groups is not None and folds is not None:
        message = "Invalid `folds` besides `groups`. Should be one of the two."
        raise InvalidInput(message)
    if folds is not None:
        require_whole(folds, "folds", 2)
        require_whole(seed, "seed", 0)
        if folds > places:
            message = f"Invalid `folds` {folds}. Should be at least 2, and at most the number of places, {places}."
            raise InvalidInput(message)
        return np.random.default_rng(seed).permutation(np.arange(places) % folds)
    if groups is None:
        return np.arange(places)
    try:
        names = np.asarray(groups)
    except ValueError:  # rows of different lengths
        raise refused(groups, "groups", "a number or a name for each datum") from None
    if names.shape != place.shape:
        message = f"Invalid `groups` of shape {names.shape}. Should be ({len(place)},): one for each datum."
        raise InvalidInput(message)
    if names.dtype == object:
        names = names.astype(str)  # names and None do not sort
    group = np.unique(names, return_inverse=True)[1].reshape(-1)
    # Groups that share a place are one: places and groups are the nodes of a graph, data its edges.
    size = places + int(group.max()) + 1
    graph = coo_matrix((np.ones(len(place)), (place, places + group)), shape=(size, size))
    count, part = connected_components(graph, directed=False)
    if count < 2:
        message = (
            "Invalid `groups`: all data are of one. Should be at least two that do not share all places, so that "
            "something is left to predict from."
        )
        raise InvalidInput(message)
    fold: Integers = part[:places]
    return fold


def blocks_of(coordinates: Floats, count: int) -> Integers:
    """Return the block of each datum, shape (n,): parts of the map that are cut in two along their longer side.

    Each has about as many places on the map as any other. It depends on the places alone, not on a seed.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        Data above each other are in one block.
    count : int
        How many blocks, at least 2.

    Raises
    ------
    InvalidInput
        If there are fewer places on the map than blocks.
    """
    column = Group.of(coordinates[:, :2])
    places = coordinates[column.first, :2]
    if not 2 <= count <= len(places):
        message = f"Invalid `folds` {count}. Should be at least 2, and at most the number of places, {len(places)}."
        raise InvalidInput(message)
    block = np.zeros(len(places), dtype=np.intp)
    parts = [(np.arange(len(places)), 0, count)]
    while parts:
        some, first, number = parts.pop()
        if number == 1:
            block[some] = first
            continue
        axis = int(np.ptp(places[some], axis=0).argmax())
        order = some[np.lexsort((places[some, 1 - axis], places[some, axis]))]
        cut = round(len(order) * (number // 2) / number)
        parts += [(order[:cut], first, number // 2), (order[cut:], first + number // 2, number - number // 2)]
    return block[column.place]


def is_single(fold: Integers) -> bool:
    """Return whether every fold is one place."""
    return int(fold.max()) + 1 == len(fold)


def members(fold: Integers) -> Iterator[Integers]:
    """Yield the numbers of the places of each fold."""
    order = np.argsort(fold, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(fold[order])) + 1)
