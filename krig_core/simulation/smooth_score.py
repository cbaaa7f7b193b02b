"""The smooth normal score: a normal score that trusts ranks only as far as data are many.

Law: as of all transforms, `back` gives every datum to the bit for its own score and never falls. The ranks of few data
say little of the histogram between and beyond them: a normal score that ends at the outermost data and bends at each
makes maps surer than they should be. So the score is, of n data, by n / (n + 100) the normal score, and for the rest
that of a smooth curve, sinh-arcsinh of the values (Jones & Pewsey 2009), which has a skewness, a weight of tails, and
no end. Beyond the data the curve goes on alone, as far as zmin and zmax let it.

    values ── (z − median) / std ──▶ sinh(δ arcsinh(·) − ε) ──▶ standardized ──▶ + normal score ──▶ scores
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from .normal_score import NormalScore

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_HALF = 100
"""Number of data of which curve and ranks count the same."""

_SKEWNESSES = np.linspace(-1.5, 1.5, 25)
_TAILS = np.exp(np.linspace(math.log(0.6), math.log(1.6), 13))
"""Numbers ε and δ of the curve that are tried; δ below one: heavy tails."""

_SKEWNESS_PRIOR, _TAIL_PRIOR = 0.5, 0.3
"""Standard deviations of ε and of log δ beforehand, about those of the straight line, 0 and 1."""

_MOST = 2000
"""So many quantiles stand for all data when the curve is sought."""


class SmoothScore:
    """A normal score smoothed by a curve of two numbers.

    Parameters
    ----------
    values, weights, coordinates, seed
        As of `NormalScore`.
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
    skewness, tails : float
        ε and δ of the curve: their mean, by the likelihood of independent data and a prior about the straight line.

    Raises
    ------
    InvalidInput
        As `NormalScore`.

    References
    ----------
    Jones & Pewsey (2009), Biometrika 96.
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
        self._data = data[order]
        # What each datum counts for, as the ranks have it: a Gaussian's quantiles stand for all data alike.
        self._centre = float(np.interp(0.0, ranked.scores[order], self._data))
        self._unit = float(data.std()) or 1.0
        self.skewness, self.tails = _curve((ranked.back(_quantiles(len(data))) - self._centre) / self._unit)
        curved = self._warp(self._data)
        self._middle, self._spread = _mean_and_std(curved, None if self.weights is None else self.weights[order])
        share = len(data) / (len(data) + _HALF)
        standard = (curved - self._middle) / self._spread
        self._scores: Floats = (1 - share) * standard + share * ranked.scores[order]
        self.scores = np.empty(len(data))
        self.scores[order] = self._scores
        about = self._scores - self._scores.mean()
        self._slope = float(about @ standard / (about @ about)) if len(data) > 1 else 1.0
        self._sides = np.concatenate([[self.zmin], self._data, [self.zmax]])
        # Where each step of the line from score to curve begins, its height there and its slope; tails are its ends.
        steps = np.diff(standard) / np.diff(self._scores)
        self._from = np.concatenate([self._scores[:1], self._scores])
        self._height = np.concatenate([standard[:1], standard])
        self._rise = np.concatenate([[self._slope], steps, [self._slope]])
        self._distinct, first, count = np.unique(self._data, return_index=True, return_counts=True)
        self._places = (self._scores[first] + self._scores[first + count - 1]) / 2

    def forward(self, values: ArrayLike) -> Floats:
        """Return the scores of values, any shape; data that tie get the score in the middle of theirs."""
        asked = np.clip(np.asarray(values, dtype=float), self.zmin, self.zmax)
        curved = (self._warp(asked) - self._middle) / self._spread
        known = (self._warp(self._distinct) - self._middle) / self._spread
        scores = np.asarray(np.interp(curved, known, self._places))
        below, above = asked < self._distinct[0], asked > self._distinct[-1]
        scores[below] = self._scores[0] + (curved[below] - known[0]) / self._slope
        scores[above] = self._scores[-1] + (curved[above] - known[-1]) / self._slope
        return scores

    def back(self, scores: ArrayLike) -> Floats:
        """Return the values of scores, any shape, within zmin and zmax."""
        asked = np.asarray(scores, dtype=float)
        after = np.searchsorted(self._scores, asked, side="right")
        beyond = asked - self._from[after]
        low = self._sides[after]
        values = self._unwarp(self._height[after] + self._rise[after] * beyond)
        # Rounding may miss a datum on either side.
        values = np.clip(values, low, self._sides[after + 1])
        result: Floats = np.where(beyond == 0, low, values)
        return result

    def _warp(self, values: Floats) -> Floats:
        curved: Floats = np.sinh(self.tails * np.arcsinh((values - self._centre) / self._unit) - self.skewness)
        return curved

    def _unwarp(self, curved: Floats) -> Floats:
        bent = (np.arcsinh(self._middle + self._spread * curved) + self.skewness) / self.tails
        values: Floats = self._centre + self._unit * np.sinh(bent)
        return values


def _mean_and_std(values: Floats, weights: Floats | None) -> tuple[float, float]:
    """Return mean and standard deviation of data that count by weights; the latter is not zero."""
    mean = float(np.average(values, weights=weights))
    variance = float(np.average(np.square(values - mean), weights=weights))
    return mean, math.sqrt(variance * len(values) / max(len(values) - 1, 1)) or 1.0


def _quantiles(count: int) -> Floats:
    """Return the scores of a sample's data, or of fewer that stand for them."""
    number = min(count, _MOST)
    scores: Floats = ndtri((np.arange(number) + 0.5) / number)
    return scores


def _curve(values: Floats) -> tuple[float, float]:
    """Return ε and δ of values about their median in units of their standard deviation."""
    bent = np.arcsinh(values)
    skewness, tails = (part.reshape(-1, 1) for part in np.meshgrid(_SKEWNESSES, _TAILS))
    argument = tails * bent - skewness
    curved = np.sinh(argument)
    left = np.square(curved - curved.mean(axis=1, keepdims=True)).sum(axis=1)
    density = (np.log(np.cosh(argument)) + np.log(tails)).sum(axis=1)
    density -= (len(values) - 1) / 2 * np.log(np.maximum(left, np.finfo(float).tiny))
    density -= np.square(skewness[:, 0] / _SKEWNESS_PRIOR) / 2 + np.square(np.log(tails[:, 0]) / _TAIL_PRIOR) / 2
    weights = np.exp(density - density.max())
    weights /= weights.sum()
    return float(weights @ skewness[:, 0]), float(np.exp(weights @ np.log(tails[:, 0])))
