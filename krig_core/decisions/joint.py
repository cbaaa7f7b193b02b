"""The largest set of cells in which something holds everywhere at once, with a given probability.

Law (Bolin & Lindgren 2015, J. R. Stat. Soc. B 77(1)): the sets that are looked at are nested, by the probability of
each cell alone. What orders the cells is one half of the realizations, and how likely a set is as a whole is counted in
the other half: one half for both would praise the cells that happened to do well in it (100 realizations of a field,
confidence 0.9: the set holds with 0.5 in truth; with two halves 0.9).

Cells that do as well in the first half are ordered by how far their mean lies from the threshold, in standard
deviations and in normal scores of all values, so that any ascending transform of the values leaves the sets the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri

from .condition import Condition
from .exceedance import Realizations

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Classes = NDArray[np.int8]

    Pulse = Callable[[], None]

_SAMPLED = 200_000
"""Values of the first half by which scores are found."""

_KNOTS = 2001


class Sides(NamedTuple):
    """On which side of the thresholds each cell lies, by the first half of the realizations.

    Classes count from 0, below all thresholds.

    Attributes
    ----------
    shares : float array, shape (classes, cells)
        Of the realizations, by class.
    mean, std : float arrays, shape (cells,)
        Of the normal scores.
    condition : Condition
        With thresholds in scores.
    """

    shares: Floats
    mean: Floats
    std: Floats
    condition: Condition

    def order(self, classes: Classes | NDArray[np.int64] | int, known: Bools) -> NDArray[np.int64]:
        """Return the known cells, those first that are most surely in the classes that are given."""
        depth = self.condition.depth(np.broadcast_to(classes, known.shape), self.mean, self.std)
        cells = np.flatnonzero(known)
        ordered: NDArray[np.int64] = cells[np.lexsort((-depth[cells], -self._share(classes)[cells]))]
        return ordered

    def surely(self, classes: Classes | NDArray[np.int64] | int, known: Bools, confidence: float) -> NDArray[np.int64]:
        """Return the known cells that each alone are in their classes with some confidence."""
        cells: NDArray[np.int64] = np.flatnonzero(known & (self._share(classes) >= confidence))
        return cells

    def _share(self, classes: Classes | NDArray[np.int64] | int) -> Floats:
        index = np.broadcast_to(classes, self.shares.shape[1:])
        found: Floats = np.take_along_axis(self.shares, index[None].astype(np.int64), axis=0)[0]
        return found


class JointSet(NamedTuple):
    """Cells in which something holds everywhere at once.

    Attributes
    ----------
    inside : bool array, shape (cells,)
    probability : float
        Of holding in all of them, counted in the second half of the realizations; not a number where there are none.
    error : float
        Its standard error.
    alone : float
        The probability of holding in all cells that each alone reach the confidence; not a number where there is none.
    """

    inside: Bools
    probability: float
    error: float
    alone: float


def sides(realizations: Realizations, condition: Condition, known: Bools, pulse: Pulse = lambda: None) -> Sides:
    """Look on which side of the thresholds the cells lie in the first half of the realizations."""
    half = len(realizations) // 2
    score = _scores(realizations, half, known)
    counts = np.zeros((len(condition.thresholds) + 1, len(known)), dtype=np.int64)
    total, squares = np.zeros(len(known)), np.zeros(len(known))
    for number in range(half):
        values = realizations[number]
        classes = condition.classes(values)
        for which, count in enumerate(counts):
            count += classes == which
        scores = score(np.where(known, values, 0.0))
        total += scores
        squares += scores**2
        pulse()
    mean = total / half
    std = np.sqrt(np.maximum(squares / half - mean**2, 0.0))
    thresholds = tuple(score(np.array(condition.thresholds)).tolist())
    return Sides(counts / half, mean, std, Condition(condition.kind, thresholds))


def joint_set(
    realizations: Realizations,
    condition: Condition,
    classes: Classes | NDArray[np.int64] | int,
    by: Sides,
    known: Bools,
    confidence: float,
    pulse: Pulse = lambda: None,
) -> JointSet:
    """Return the largest set in which all cells are in their classes at once.

    Parameters
    ----------
    realizations : Realizations
        Of which the second half is looked at.
    condition : Condition
    classes : int, or int array of shape (cells,)
        The class in which each cell should be: that of the condition, or that in which the cell mostly is.
    by : Sides
        What orders the cells.
    known : bool array, shape (cells,)
    confidence : float
        Between 0 and 1.
    pulse : callable
        Called after each realization.
    """
    order, alone = by.order(classes, known), by.surely(classes, known, confidence)
    half, count = len(realizations) // 2, len(realizations) - len(realizations) // 2
    index = np.broadcast_to(classes, realizations[0].shape)
    cells, at_last = index[order], len(order)
    held, held_alone = np.zeros(count, dtype=np.int64), 0
    for number in range(count):
        found = condition.classes(realizations[half + number])
        fails = found[order] != cells
        held[number] = np.argmax(fails) if fails.any() else at_last
        held_alone += bool((found[alone] == index[alone]).all())
        pulse()
    # The size that so many of the realizations reach, in descending order.
    size = int(np.sort(held)[::-1][math.ceil(confidence * count - 1e-9) - 1])
    inside = np.zeros(len(index), dtype=bool)
    inside[order[:size]] = True
    probability = float(np.count_nonzero(held >= size) / count) if size else math.nan
    error = math.sqrt(confidence * (1 - confidence) / count)
    return JointSet(inside, probability, error, held_alone / count if len(alone) else math.nan)


def _scores(realizations: Realizations, half: int, known: Bools) -> Callable[[Floats], Floats]:
    """Return what turns values into normal scores of all values of the first half, by a table of some of them."""
    cells = np.flatnonzero(known)
    numbers = np.unique(np.linspace(0, half - 1, min(half, 40)).astype(int))
    step = max(1, len(cells) * len(numbers) // _SAMPLED)
    values = np.sort(np.concatenate([realizations[number][cells[::step]] for number in numbers.tolist()]))
    if not len(values):
        return lambda given: np.zeros_like(given)
    at = np.unique(np.linspace(0, len(values) - 1, _KNOTS).astype(int))
    knots, first = np.unique(values[at], return_index=True)
    last = np.append(first[1:], len(at)) - 1
    scores = ndtri(((at[first] + at[last]) / 2 + 0.5) / len(values))
    return lambda given: np.interp(given, knots, scores)
