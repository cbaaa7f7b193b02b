"""Moments: mean and squared deviations of many arrays, cell by cell, and how certain the mean is.

Law: they are merged in one order, whoever took them, so that the sums are the same to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ENOUGH_BLOCKS = 8
"""From so many blocks on the Monte-Carlo error is measured by how their means differ."""

_CHUNK = 65_536
"""Cells at once: what is between stays within the processor's cache."""

_TOGETHER = 2
"""Arrays that are added at once."""


class RunningMoments:
    """Mean and sum of squared deviations of arrays that arrive one by one.

    Sums are taken of the difference from one array, so large offsets cost no precision and cells that never
    change have a deviation of exactly zero; two of these merge exactly as in Chan, Golub & LeVeque (1983).

    Parameters
    ----------
    about : float array, optional
        What arrays are given as differences from; None: they are given whole, and the first is taken off them.
    """

    def __init__(self, about: Floats | None = None) -> None:
        self.count = 0
        self._about, self._whole = about, about is None
        self._waiting: list[NDArray[Any]] = []
        self._sums: tuple[Floats, Floats] | None = None

    def add(self, values: NDArray[Any]) -> None:
        """Take in one array, which is not to be changed any more; all must have the same shape."""
        self.count += 1
        if self._about is None:
            self._about = np.array(values, dtype=float)
            return
        self._waiting.append(values)
        if len(self._waiting) == _TOGETHER:
            self._take()

    def _take(self) -> tuple[Floats, Floats, Floats]:
        """Add up what waits, so that sums are read and written once for all; return them after what is taken off."""
        if self._about is None or not self.count:
            message = "No realizations were made: the number of realizations should be at least 1."
            raise InvalidInput(message)
        first, sums = self._sums is None, self._sums or (np.empty_like(self._about), np.empty_like(self._about))
        for about, total, square, *values in _parts(self._about, *sums, *self._waiting):
            if first:
                total.fill(0.0)
                square.fill(0.0)
            for part in values:
                difference = part - about if self._whole else part.astype(float)
                total += difference
                difference *= difference
                square += difference
        self._sums = sums
        self._waiting.clear()
        return (self._about, *sums)

    def finish(self) -> Moments:
        """Return count, mean and squared deviations of what was taken in, which ends it."""
        about, *sums = self._take()
        for start, total, square in _parts(about, *sums):
            square -= total**2 / self.count
            np.maximum(square, 0.0, out=square)
            np.copyto(square, np.nan, where=np.isnan(start))
            total /= self.count
            total += start
        return Moments(self.count, *sums)


class Moments(NamedTuple):
    """How many arrays, their mean and their sum of squared deviations from it, cell by cell."""

    number: int
    mean: Floats
    squares: Floats

    def merged(self, other: Moments) -> Moments:
        """Return the moments of both sets together, in the place of this one's."""
        number = self.number + other.number
        for mean, squares, its_mean, its_squares in _parts(self.mean, self.squares, other.mean, other.squares):
            delta = its_mean - mean
            squares += its_squares
            squares += delta**2 * (self.number * other.number / number)
            mean += delta * (other.number / number)
        return Moments(number, self.mean, self.squares)


def _parts(*arrays: Floats) -> Iterator[tuple[Floats, ...]]:
    """Yield views of the same cells of arrays of one shape, so few that they stay in the processor's cache."""
    flat = [array.reshape(-1) for array in arrays]
    for start in range(0, flat[0].size, _CHUNK):
        yield tuple(array[start : start + _CHUNK] for array in flat)


def _sum(squares: Floats) -> float:
    """Return the sum of what is a number."""
    total = float(squares.sum())
    return float(np.nansum(squares)) if math.isnan(total) else total


class MonteCarloError:
    """The standard error of the ensemble's mean, in standard deviations of the ensemble.

    Realizations of a block may share a path, so it is the means of blocks that are independent: their mean square
    divided by the number of realizations is the squared error (one-way analysis of variance), summed over the cells.
    With fewer than `ENOUGH_BLOCKS` blocks it is 1 / √n, that of independent realizations.
    """

    def __init__(self) -> None:
        self.blocks = 0
        self._within = 0.0

    def add(self, block: Moments) -> None:
        """Take in the moments of one block."""
        self.blocks += 1
        self._within += _sum(block.squares)

    def after(self, total: Moments) -> float:
        """Return the error, given the moments of all blocks together; zero where nothing varies."""
        squares = _sum(total.squares)
        if squares == 0:
            return 0.0
        if self.blocks < ENOUGH_BLOCKS:
            return 1 / math.sqrt(total.number)
        between = max(squares - self._within, 0.0) / (self.blocks - 1)
        return math.sqrt(between / (squares / (total.number - 1)) / total.number)
