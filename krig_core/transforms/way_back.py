"""The way back from scores to values, for whole realizations: quick, because there are millions of cells.

Law: cells that hold a datum show it to the bit, and a realization gets the same bytes whoever takes it back. The value
of a normal score is read from a table, linearly between two nodes that are `STEP` apart: so it lies between the exact
values of scores less than `STEP` away, never falls where scores rise, keeps within zmin and zmax, and errs by no more
than `STEP` / 4 times the change of slope within that step. Beyond the table the transform itself is asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from .even_table import EvenTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .transform import FittedTransform

    Floats = NDArray[np.float64]

STEP = 2.0**-12
"""Between two nodes, in standard deviations of scores; a power of two, so that places of nodes are exact."""

_REACH = 8.0
"""Standard deviations of scores that the table reaches to; with its slopes it fits the processor's cache."""

_CHUNK = 32_768
"""Cells at once: what is between stays within the processor's cache."""


class WayBack:
    """A transform's way back, for realizations that honour data.

    Parameters
    ----------
    transform : FittedTransform
    cells : int array, shape (n,)
        Flat indices of the cells whose scores are those of data.
    scores : float array, shape (n,)
        Of these data.
    limits : (cells, lower, upper), optional
        Flat indices of cells whose values keep limits, and these: what rounding takes beyond them is theirs.

    Attributes
    ----------
    changes : bool
        Whether values may be anything but the scores.
    """

    def __init__(
        self,
        transform: FittedTransform,
        cells: NDArray[np.intp],
        scores: Floats,
        limits: tuple[NDArray[np.intp], Floats, Floats] | None = None,
    ) -> None:
        self._cells, self._data, self._limits = cells, np.asarray(transform.back(scores)), limits
        self._values: Callable[[Floats], object] | None = _Table(transform)
        if transform.name in _FORMULAS:
            self._values = _FORMULAS[transform.name]
        self.changes = self._values is not None or limits is not None

    def take(self, scores: Floats) -> None:
        """Turn the scores of all cells, a contiguous array that is the caller's own, into values in place."""
        flat = scores.reshape(-1)
        if self._values is not None:
            for start in range(0, len(flat), _CHUNK):
                self._values(flat[start : start + _CHUNK])
            flat[self._cells] = self._data
        if self._limits is not None:
            cells, lower, upper = self._limits
            flat[cells] = np.clip(flat[cells], lower, upper)


def _exponential(scores: Floats) -> None:
    np.exp(scores, out=scores)


_FORMULAS = {"none": None, "log": _exponential}
"""Of transforms that need no table."""


class _Table:
    """Values of scores, in place."""

    def __init__(self, transform: FittedTransform) -> None:
        self._transform = transform
        nodes = np.arange(-math.ceil(_REACH / STEP), math.ceil(_REACH / STEP) + 1)
        self._table = EvenTable(-_REACH, STEP, np.asarray(transform.back(STEP * nodes)))

    def __call__(self, scores: Floats) -> None:
        within = scores.max() < _REACH and scores.min() > -_REACH  # not for not a number
        far = None if within else np.flatnonzero(np.abs(scores) >= _REACH)
        beyond = None if far is None else self._transform.back(scores[far])
        self._table(scores, out=scores)
        if far is not None:
            scores[far] = beyond
