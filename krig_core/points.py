"""Points: checked, grouped where several lie at one place, and cut into boxes and tiles.

Law: kriging can use one value at a place; which one is the user's choice, and how many there were is told. A mean
keeps what the data knew together: measurements with errors eᵢ are worth one of error 1 / √Σ eᵢ⁻².
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .choices import DUPLICATES
from .errors import InvalidInput
from .numeric import floats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]


_LEAST = 1e-150
"""The greatest of the data may be as small as that, or as great as one divided by it."""


def data_arrays(coordinates: ArrayLike, values: ArrayLike) -> tuple[Floats, Floats]:
    """Return coordinates (n, 2 or 3) and values (n,) as float arrays, or raise InvalidInput."""
    points, data = floats(coordinates, "coordinates"), floats(values, "values")
    if points.ndim != 2 or points.shape[1] not in (2, 3) or data.shape != points.shape[:1]:
        message = f"Invalid data of shapes {points.shape} and {data.shape}. Should be (n, 2) or (n, 3), and (n,)."
        raise InvalidInput(message)
    if not (np.isfinite(points).all() and np.isfinite(data).all()):
        message = "Invalid data. Coordinates and values should be finite; leave out points without a value."
        raise InvalidInput(message)
    for name, array in (("coordinates", points), ("values", data)):
        size = float(np.abs(array).max(initial=0.0))
        if size > 0 and not _LEAST <= size <= 1 / _LEAST:
            message = f"Invalid `{name}` of up to {size:g}, of which squares cannot be computed. Should be between "
            message += f"{_LEAST:g} and {1 / _LEAST:g}: choose another unit."
            raise InvalidInput(message)
    return points, data


def diagonal(points: Floats) -> float:
    """Return the diagonal of the bounding box of points, shape (n, ndim), in map units."""
    return float(np.linalg.norm(np.ptp(points, axis=0))) if len(points) else 0.0


class Group(NamedTuple):
    """Which data lie where.

    Attributes
    ----------
    place : int array, shape (n,)
        The place of each datum, numbered in the order of first appearance.
    first : int array, shape (m,)
        The first datum of each place.
    """

    place: Integers
    first: Integers

    @classmethod
    def of(cls, coordinates: NDArray[Any]) -> Group:
        """Find the places of data, shape (n, ndim)."""
        _, first, inverse = np.unique(coordinates, axis=0, return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty(len(order), dtype=np.intp)
        rank[order] = np.arange(len(order))
        return cls(rank[inverse.reshape(-1)], first[order])  # numpy 2.0 returned it with the shape of the input

    def sum(self, values: Floats) -> Floats:
        """Return the sum of the values at each place."""
        sums: Floats = np.bincount(self.place, values).astype(np.float64)
        return sums

    def mean(self, values: Floats) -> Floats:
        """Return the mean of the values at each place."""
        means: Floats = np.bincount(self.place, values) / np.bincount(self.place)
        return means

    def best_means(self, noise: Floats, *columns: Floats) -> tuple[Floats, list[Floats]]:
        """Return the best means at each place of measurements whose errors are independent.

        They are what kriging itself would make of them: the weights are 1 / noise, and what is certain counts alone.

        Parameters
        ----------
        noise : float array, shape (n,)
            Variance of each measurement's error.
        *columns : float arrays, shape (n,)

        Returns
        -------
        noise : float array, shape (m,)
            Variance of the error of a mean.
        means : list of float arrays, shape (m,)
            Of each column.
        """
        certain = np.bincount(self.place, noise == 0) > 0
        weight = np.where(certain[self.place], noise == 0, 1.0 / np.where(noise > 0, noise, 1.0))
        total = np.bincount(self.place, weight)
        left: Floats = np.where(certain, 0.0, 1.0 / total)
        return left, [np.bincount(self.place, weight * column) / total for column in columns]


def merge_coincident(coordinates: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Replace data that share their coordinates by their mean; order is that of first appearance."""
    group = Group.of(coordinates)
    if len(group.first) == len(coordinates):
        return coordinates, values
    return coordinates[group.first], group.mean(values)


def resolve_duplicates(
    coordinates: Floats, values: Floats, rule: str = "mean", error: Floats | None = None
) -> tuple[Integers, Floats, Floats | None]:
    """Leave one value at each place.

    Parameters
    ----------
    coordinates : float array, shape (n, ndim)
    values : float array, shape (n,)
    rule : {"mean", "first", "maximum", "error"}
        Their mean, the first of them, or the greatest; "error" refuses them.
    error : float array, shape (n,), optional
        Standard deviation of the measurement of each value: a mean has the weights 1 / error², and those that are
        certain count alone.

    Returns
    -------
    chosen : int array, shape (m,)
        For each place the datum whose coordinates, and with "first" and "maximum" also value, are taken.
    values : float array, shape (m,)
    error : float array, shape (m,), or None

    Raises
    ------
    InvalidInput
        If there is no such rule, or there are duplicates and the rule is "error".
    """
    try:
        choose = _RULES[rule]
    except KeyError:
        message = f"Invalid rule for duplicates {rule!r}. Should be one of {', '.join(DUPLICATES)} (`duplicates`)."
        raise InvalidInput(message) from None
    group = Group.of(coordinates)
    if len(group.first) == len(values):
        return np.arange(len(values)), values, error
    chosen = choose(group, coordinates, values)
    if rule != "mean":
        return chosen, values[chosen], None if error is None else error[chosen]
    if error is None:
        return chosen, group.mean(values), None
    noise, (means,) = group.best_means(error**2, values)
    return chosen, means, np.sqrt(noise)


def _first(group: Group, _coordinates: Floats, _values: Floats) -> Integers:
    return group.first


def _greatest(group: Group, _coordinates: Floats, values: Floats) -> Integers:
    order = np.lexsort((-np.arange(len(values)), values, group.place))  # of equal ones the first
    ends = np.cumsum(np.bincount(group.place)) - 1
    greatest: Integers = order[ends]
    return greatest


def _refuse(group: Group, coordinates: Floats, values: Floats) -> Integers:
    counts = np.bincount(group.place)
    place = int(np.argmax(counts > 1))
    where = ", ".join(f"{number:.10g}" for number in coordinates[group.first[place]])
    message = (
        f"Points coincide at {int(np.count_nonzero(counts > 1))} places, the first at ({where}) with {counts[place]} "
        "points: remove them, or choose what to do with them (`duplicates`)."
    )
    raise InvalidInput(message)


_RULES: dict[str, Callable[[Group, Floats, Floats], Integers]] = {
    "mean": _first,
    "first": _first,
    "maximum": _greatest,
    "error": _refuse,
}


def coincidence(points: Floats, places: Floats) -> Integers:
    """Return for each target the number of the datum at exactly its place, −1 where there is none."""
    at = np.full(len(places), -1, dtype=np.intp)
    candidates = np.arange(len(places))
    for axis in range(points.shape[1]):
        candidates = candidates[np.isin(places[candidates, axis], points[:, axis])]
    if len(candidates) > 0:
        stacked = np.concatenate([points, places[candidates]])
        inverse = np.unique(stacked, axis=0, return_inverse=True)[1].reshape(-1)
        datum = np.full(len(stacked), -1, dtype=np.intp)
        datum[inverse[: len(points)]] = np.arange(len(points))
        at[candidates] = datum[inverse[len(points) :]]
    return at


def tiles(coordinates: Floats, size: int) -> Integers:
    """Cut points into compact tiles of equal count by halving along the longer side.

    Parameters
    ----------
    coordinates : float array, shape (m, ndim)
        m > 0.
    size : int
        Most points in a tile.

    Returns
    -------
    int array, shape (count, at most size)
        Numbers of the points in each tile; a few appear twice to fill up.
    """
    levels = max(0, int(np.ceil(np.log2(len(coordinates) / size))))
    length = -(-len(coordinates) // 2**levels)
    order = np.minimum(np.arange(length * 2**levels)[None], len(coordinates) - 1)
    axes = np.ascontiguousarray(coordinates.T)
    low, high = (side[:, None] for side in box(coordinates))
    for _ in range(levels):
        every, axis, half = np.arange(len(order)), (high - low).argmax(axis=0), order.shape[1] // 2
        key = axes.reshape(-1).take(order + axis[:, None] * len(coordinates))
        split = np.argpartition(key, half, axis=1)
        middle = key[every, split[:, half]]
        order = np.take_along_axis(order, split, axis=1).reshape(-1, half)
        low, high = np.repeat(low, 2, axis=1), np.repeat(high, 2, axis=1)
        high[axis, 2 * every], low[axis, 2 * every + 1] = middle, middle
    return order


def box(coordinates: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and the highest coordinate of points, shape (m, ndim), along each axis."""
    columns = coordinates.T  # one axis after another: numpy is slow to reduce along the long axis of a narrow array
    return np.array([column.min() for column in columns]), np.array([column.max() for column in columns])
