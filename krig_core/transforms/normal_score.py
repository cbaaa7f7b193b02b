"""The normal score, with tails: the standard normal quantile of a datum's place among all data.

Law: as of all transforms, `back` gives every datum to the bit for its own score and never falls. Beyond the data the
distribution is continued as in GSLIB's `backtr` (Deutsch & Journel 1998, pp. 134-138 and 226).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree
from scipy.special import ndtr, ndtri

from ..choices import TAILS
from ..errors import InvalidInput
from ..numeric import floats, real, require_whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_LEAST_WEIGHT = 1e-6
"""Smaller weights than this share of the mean weight count as it, but for zero: data must keep different scores."""

_TAILS = TAILS[1:]

_LEAST_BEYOND = 0.01
"""Of the probability that data which count leave beyond them, the least part beyond one that does not count."""

_AROUND = 10
"""Nearest data whose mean tells the order of tied data."""

_MOST_TIES = 0.1
"""Share of the data that tie up to which those around them order them."""

OMEGA = 1.5
"""Exponent of a power or hyperbolic tail, if none is given (GSLIB's advice)."""


class NormalScore:
    """The normal score, with tails.

    Data that tie get different scores: in the order of the mean of the data around each where coordinates are given
    (Verly 1986); else, where that ties too, and where more than a tenth of the data tie, in a random order that the
    seed decides: so many in the order of those around them would make a structure that the data do not have.

    Parameters
    ----------
    values : float array, shape (n,)
    weights : float array, shape (n,), optional
        What each datum counts, at least zero; None means equal. One of zero has no part in the distribution: its score
        is the one that the others give its value.
    coordinates : float array, shape (n, ndim), optional
        Where the data are, map units; only for the order of ties.
    zmin, zmax : float, optional
        Least and greatest value there may be; None: the data's own, and no limit on the side of a hyperbolic tail.
    lower_tail, upper_tail : {"linear", "power", "hyperbolic"}
        How the distribution goes on from the outermost datum to zmin or zmax.
    lower_omega, upper_omega : float
        Exponent of a power or hyperbolic tail, > 0; the linear tail is the power with 1.
    seed : int
        For the order of ties.

    Attributes
    ----------
    scores : float array, shape (n,)
        Scores of the data, in their order.
    weights : float array, shape (n,), or None
        As they were given.

    Raises
    ------
    InvalidInput
        If there are no data, shapes do not fit, a number is out of its domain, or a hyperbolic tail begins at a
        datum that does not lie on its side of zero.

    References
    ----------
    Deutsch & Journel (1998), GSLIB, 2nd ed.: tails pp. 134-138, `nscore` p. 223, `backtr` p. 226.
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
        lower_tail: str = "linear",
        upper_tail: str = "linear",
        lower_omega: float = OMEGA,
        upper_omega: float = OMEGA,
        seed: int = 0,
    ) -> None:
        data = transformed_data(values)
        self.weights = None if weights is None else floats(weights, "weights")
        shares = _shares(self.weights, len(data))
        order = _order(data, coordinates, seed)
        order = order[shares[order] > 0]
        ends = np.cumsum(shares[order])
        ends /= ends[-1]
        starts = np.concatenate([[0.0], ends[:-1]])
        self._data = data[order]
        self._scores: Floats = ndtri((starts + ends) / 2)
        self.scores = np.empty(len(data))
        self.scores[order] = self._scores
        self._distinct, first = np.unique(self._data, return_index=True)
        last = np.append(first[1:], len(order)) - 1
        self._middles: Floats = ndtri((starts[first] + ends[last]) / 2)
        self.zmin = limit_of("zmin", zmin, float(data.min()), lower_tail, -1)
        self.zmax = limit_of("zmax", zmax, float(data.max()), upper_tail, 1)
        low, high = float(self._data[0]), float(self._data[-1])
        self._lower = _Tail("lower", lower_tail, lower_omega, low, self.zmin, float(ndtr(self._scores[0])))
        self._upper = _Tail("upper", upper_tail, upper_omega, high, self.zmax, float(ndtr(-self._scores[-1])))
        if len(order) < len(data):
            self.scores[shares == 0] = self._take_up(data[shares == 0])

    def _take_up(self, values: Floats) -> Floats:
        """Return the scores of data that do not count, shape (m,), and let `back` know them."""
        scores = self.forward(values)
        low, high = (ndtri(_LEAST_BEYOND * tail.left) for tail in (self._lower, self._upper))
        scores = np.clip(scores, low, -high)
        # Of data that tie `back` has more than one score.
        between = ~np.isin(values, self._distinct) & (values > self._data[0]) & (values < self._data[-1])
        scores[between] = np.interp(values[between], self._data, self._scores)
        new, first = np.unique(values, return_index=True)
        strange = ~np.isin(new, self._distinct)
        new, found = new[strange], scores[first[strange]]
        self._data, self._scores = merged_nodes(self._data, new, self._scores, found)
        self._distinct, self._middles = merged_nodes(self._distinct, new, self._middles, found)
        return scores

    def forward(self, values: ArrayLike) -> Floats:
        """Return the scores of values, any shape.

        Data that tie get the score in the middle of theirs; values beyond zmin or zmax that of zmin or zmax, at
        most 37 standard deviations from the mean.
        """
        asked = floats(values, "values")
        scores = np.asarray(np.interp(asked, self._distinct, self._middles))
        below, above = asked < self._distinct[0], asked > self._distinct[-1]
        scores[below] = np.minimum(ndtri(self._lower.probability(asked[below])), self._middles[0])
        scores[above] = np.maximum(-ndtri(self._upper.probability(asked[above])), self._middles[-1])
        return scores

    def back(self, scores: ArrayLike) -> Floats:
        """Return the values of scores, any shape, within zmin and zmax."""
        asked = floats(scores, "scores")
        values = np.full(asked.shape, np.nan)
        below, above = asked < self._scores[0], asked > self._scores[-1]
        inside = (asked >= self._scores[0]) & ~above
        values[inside] = self._between(asked[inside])
        # Upper probabilities are taken from the other side: they would round to one.
        values[below] = np.minimum(self._lower.quantile(ndtr(asked[below])), self._data[0])
        values[above] = np.maximum(self._upper.quantile(ndtr(-asked[above])), self._data[-1])
        return values

    def _between(self, scores: Floats) -> Floats:
        if len(self._data) == 1:
            return np.full(scores.shape, self._data[0])
        place = np.minimum(np.searchsorted(self._scores, scores, side="right"), len(self._data) - 1)
        slope = np.diff(self._data) / np.diff(self._scores)
        values = self._data[place - 1] + slope[place - 1] * (scores - self._scores[place - 1])
        # The last score is reached from the left, where rounding may miss its datum on either side.
        values = np.where(scores == self._scores[-1], self._data[-1], values)
        between: Floats = np.minimum(values, self._data[place])
        return between


class _Tail:
    """The distribution beyond the outermost datum, by the probability that is left further out.

    Attributes
    ----------
    datum, limit : float
        Where the tail begins and ends.
    left : float
        Probability beyond the datum.
    """

    def __init__(self, side: str, kind: str, omega: float, datum: float, limit: float, left: float) -> None:
        if kind not in _TAILS:
            message = f"Invalid {side} tail {kind!r}. Should be one of {', '.join(_TAILS)} (`{side}_tail`)."
            raise InvalidInput(message)
        if not (math.isfinite(real(omega, f"{side}_omega")) and omega > 0):
            message = f"Invalid omega {omega} of the {side} tail (`{side}_omega`). Should be greater than zero."
            raise InvalidInput(message)
        self.upper = side == "upper"
        if kind == "hyperbolic" and not (datum > 0 if self.upper else datum < 0):
            extreme, sign = ("greatest", "greater") if self.upper else ("least", "less")
            message = (
                f"Invalid {side} tail 'hyperbolic'. The {extreme} datum, {datum:g}, should be {sign} than zero: use "
                f"another tail (`{side}_tail`)."
            )
            raise InvalidInput(message)
        self.hyperbolic = kind == "hyperbolic"
        self.omega = 1.0 if kind == "linear" else float(omega)
        self.datum, self.limit, self.left = datum, limit, left

    def quantile(self, probability: Floats) -> Floats:
        """Return the values beyond which a probability, at most `left`, remains."""
        share = probability / self.left
        if self.hyperbolic:
            with np.errstate(divide="ignore"):
                values = self.datum * share ** (-1 / self.omega)
        elif self.upper:
            values = self.datum + (self.limit - self.datum) * (1 - share) ** (1 / self.omega)
        else:
            values = self.limit + (self.datum - self.limit) * share ** (1 / self.omega)
        low, high = sorted((self.datum, self.limit))
        quantiles: Floats = np.clip(values, low, high)
        return quantiles

    def probability(self, values: Floats) -> Floats:
        """Return the probability that remains beyond values, the inverse of `quantile`; never quite zero."""
        if self.limit == self.datum:
            return np.full(values.shape, self.left)
        low, high = sorted((self.datum, self.limit))
        reached = np.clip(values, low, high)
        if self.hyperbolic:
            share = (reached / self.datum) ** -self.omega
        elif self.upper:
            share = 1 - ((reached - self.datum) / (self.limit - self.datum)) ** self.omega
        else:
            share = ((reached - self.limit) / (self.datum - self.limit)) ** self.omega
        probability: Floats = np.maximum(self.left * share, 1e-300)
        return probability


def transformed_data(values: ArrayLike) -> Floats:
    """Return what is to be transformed as an array, or raise InvalidInput."""
    data = floats(values, "values")
    if data.ndim != 1 or len(data) == 0 or not np.isfinite(data).all():
        message = f"Invalid data of shape {data.shape} for a transform. Should be one finite value or more, in a row."
        raise InvalidInput(message)
    return data


def _shares(shares: Floats | None, count: int) -> Floats:
    if shares is None:
        return np.ones(count)
    if shares.shape != (count,) or not (np.isfinite(shares).all() and (shares >= 0).all() and (shares > 0).any()):
        message = f"Invalid weights of shape {shares.shape} (`weights`). Should be one finite number of at least zero "
        message += "per datum, and not all zero."
        raise InvalidInput(message)
    raised: Floats = np.where(shares > 0, np.maximum(shares, _LEAST_WEIGHT * shares.mean()), 0.0)
    return raised


def _order(data: Floats, coordinates: ArrayLike | None, seed: int) -> NDArray[np.intp]:
    """Return what sorts the data, ties broken."""
    require_whole(seed, "seed", 0)
    chance = np.random.default_rng(seed).random(len(data))
    around = np.zeros(len(data))
    if coordinates is not None:
        points = floats(coordinates, "coordinates")
        if points.ndim != 2 or len(points) != len(data) or not np.isfinite(points).all():
            message = (
                f"Invalid coordinates of shape {points.shape}. Should be finite, a row for each of {len(data)} data."
            )
            raise InvalidInput(message)
        if len(data) - len(np.unique(data)) <= _MOST_TIES * len(data):
            _, near = cKDTree(points).query(points, min(_AROUND, len(data)))
            around = data[near.reshape(len(data), -1)].mean(axis=1)
    order: NDArray[np.intp] = np.lexsort((chance, around, data))
    return order


def merged_nodes(places: Floats, new: Floats, heights: Floats, found: Floats) -> tuple[Floats, Floats]:
    """Return the nodes of a rising line with more of them, (places, heights), in the order of places."""
    after = np.searchsorted(places, new)
    return np.insert(places, after, new), np.insert(heights, after, found)


def limit_of(name: str, value: float | None, datum: float, tail: str, side: int) -> float:
    """Return zmin (side −1) or zmax (side 1): as given, else the outermost datum or, for a hyperbola, infinity."""
    if value is None:
        return side * math.inf if tail == "hyperbolic" else datum
    value = real(value, name)
    if math.isnan(value) or (value - datum) * side < 0 or (math.isinf(value) and tail != "hyperbolic"):
        beyond = "not above the least" if side < 0 else "not below the greatest"
        message = f"Invalid {name} {value:g} (`{name}`). Should be finite and {beyond} datum, {datum:g}."
        raise InvalidInput(message)
    return value
