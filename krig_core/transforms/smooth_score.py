"""The smooth normal score: a normal score that trusts ranks only as far as data are many.

Law: as of all transforms, `back` gives every datum to the bit for its own score and never falls. The ranks of few data
say little of the histogram between and beyond them: a normal score that ends at the outermost data and bends at each
makes maps surer than they should be. So the score is, of n data, by n / (n + 100) the normal score, and for the rest
that of a smooth curve of one number, a skewness (`skewed_curve`), that has no end. Beyond the data the curve goes on
alone, soon as a line, as far as zmin and zmax let it.

    values ── curve ──▶ heights ──▶ standardized ──▶ + normal score ──▶ scores
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from ..numeric import floats
from .normal_score import NormalScore, merged_nodes
from .skewed_curve import curve_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_HALF = 100
"""Number of data of which curve and ranks count the same."""

_EVENED_OUT = 0.1
"""Part of the probability that an outermost value may lose to the values beside it without a word."""


class SmoothScore:
    """A normal score smoothed by a curve.

    Parameters
    ----------
    values, weights, coordinates, seed
        As of `NormalScore`; without coordinates the curve takes data as independent.
    zmin, zmax : float, optional
        Least and greatest value there may be; None: no limit, but zero below data none of which is negative.

    Attributes
    ----------
    scores : float array, shape (n,)
        Scores of the data, in their order.
    weights : float array, shape (n,), or None
        As they were given.
    floored : bool
        Whether zero is the least value because no datum is negative.
    curve : SkewedCurve
        The curve.
    evened_out : list of tuple
        Outermost data that standard normal scores hit clearly less often than the data do: the least or the greatest
        datum, how many are equal to it, and "lower" or "upper".

    Raises
    ------
    InvalidInput
        As `NormalScore`.
    """

    name = "normal-score"

    def __init__(
        self,
        values: ArrayLike,
        weights: ArrayLike | None = None,
        *,
        coordinates: ArrayLike | None = None,
        zmin: float | None = None,
        zmax: float | None = None,
        seed: int = 0,
    ) -> None:
        ranked = NormalScore(values, weights, coordinates=coordinates, zmin=zmin, zmax=zmax, seed=seed)
        data = np.asarray(values, dtype=float)
        self.weights: Floats | None = ranked.weights
        self.floored = zmin is None and bool(data.min() >= 0)
        self.zmin = (0.0 if self.floored else -math.inf) if zmin is None else float(zmin)
        self.zmax = math.inf if zmax is None else float(zmax)
        order = np.argsort(ranked.scores)
        counted = np.ones(len(data), dtype=bool) if self.weights is None else self.weights > 0
        order = order[counted[order]]
        self._data = data[order]
        places = None if coordinates is None else np.asarray(coordinates, dtype=float)[order]
        self.curve = curve_of(self._data, ranked.scores[order], places)
        curved = self.curve.forward(self._data)
        self._middle, self._spread = _mean_and_std(curved, None if self.weights is None else self.weights[order])
        share = len(order) / (len(order) + _HALF)
        standard = (curved - self._middle) / self._spread
        self._scores: Floats = (1 - share) * standard + share * ranked.scores[order]
        self.scores = np.empty(len(data))
        self.scores[order] = self._scores
        counts = np.ones(len(order)) if self.weights is None else self.weights[order]
        self.evened_out = _evened_out(self._data, self._scores, counts / counts.sum())
        about = self._scores - self._scores.mean()
        self._slope = float(about @ standard / (about @ about)) if len(order) > 1 else 1.0
        self._distinct, first, count = np.unique(self._data, return_index=True, return_counts=True)
        self._places = (self._scores[first] + self._scores[first + count - 1]) / 2
        if len(order) < len(data):
            self.scores[~counted], standard = self._take_up(data[~counted], standard)
        self._sides = np.concatenate([[self.zmin], self._data, [self.zmax]])
        # Where each step of the line from score to curve begins, its height there and its slope; tails are its ends.
        steps = np.diff(standard) / np.diff(self._scores)
        self._from = np.concatenate([self._scores[:1], self._scores])
        self._height = np.concatenate([standard[:1], standard])
        self._rise = np.concatenate([[self._slope], steps, [self._slope]])

    def _take_up(self, values: Floats, standard: Floats) -> tuple[Floats, Floats]:
        """Return the scores of data that do not count, shape (m,), and the heights of all nodes, theirs with them."""
        scores = self.forward(values)
        heights = (self.curve.forward(values) - self._middle) / self._spread
        # Of data that tie `back` has more than one score.
        between = ~np.isin(values, self._distinct) & (values > self._data[0]) & (values < self._data[-1])
        scores[between] = np.interp(heights[between], standard, self._scores)
        new, first = np.unique(values, return_index=True)
        strange = ~np.isin(new, self._distinct)
        new, first = new[strange], first[strange]
        all_heights = np.insert(standard, np.searchsorted(self._data, new), heights[first])
        self._data, self._scores = merged_nodes(self._data, new, self._scores, scores[first])
        self._distinct, self._places = merged_nodes(self._distinct, new, self._places, scores[first])
        return scores, all_heights

    def forward(self, values: ArrayLike) -> Floats:
        """Return the scores of values, any shape; data that tie get the score in the middle of theirs."""
        asked = np.clip(floats(values, "values"), self.zmin, self.zmax)
        curved = (self.curve.forward(asked) - self._middle) / self._spread
        known = (self.curve.forward(self._distinct) - self._middle) / self._spread
        scores = np.asarray(np.interp(curved, known, self._places))
        below, above = asked < self._distinct[0], asked > self._distinct[-1]
        scores[below] = self._scores[0] + (curved[below] - known[0]) / self._slope
        scores[above] = self._scores[-1] + (curved[above] - known[-1]) / self._slope
        return scores

    def back(self, scores: ArrayLike) -> Floats:
        """Return the values of scores, any shape, within zmin and zmax."""
        asked = floats(scores, "scores")
        after = np.searchsorted(self._scores, asked, side="right")
        beyond = asked - self._from[after]
        low = self._sides[after]
        values = self._value(self._height[after] + self._rise[after] * beyond)
        # Rounding may miss a datum on either side.
        values = np.clip(values, low, self._sides[after + 1])
        result: Floats = np.where(beyond == 0, low, values)
        return result

    def _value(self, standard: Floats) -> Floats:
        return self.curve.back(self._middle + self._spread * standard)


def _evened_out(data: Floats, scores: Floats, shares: Floats) -> list[tuple[float, int, str]]:
    """Return the attribute of that name, from data and scores in ascending order and what each datum counts."""
    found = []
    for side, place, sign in (("lower", 0, 1), ("upper", -1, -1)):
        same = data == data[place]
        innermost = scores[same].max() if side == "lower" else scores[same].min()
        if 1 < same.sum() < len(data) and shares[same].sum() - ndtr(sign * innermost) > _EVENED_OUT:
            found.append((float(data[place]), int(same.sum()), side))
    return found


def _mean_and_std(values: Floats, weights: Floats | None) -> tuple[float, float]:
    """Return mean and standard deviation of data that count by weights; the latter is not zero."""
    mean = float(np.average(values, weights=weights))
    variance = float(np.average(np.square(values - mean), weights=weights))
    return mean, math.sqrt(variance * len(values) / max(len(values) - 1, 1)) or 1.0
