"""A smooth curve between values and scores: straight, or bent by one number, as far as data tell.

Law: no sampling. Of values x about their median, in units of half the distance between those of scores −1 and 1,

    x = (sinh(e + κ y) − sinh e) / (sinh κ cosh e),    e = 2

is a Johnson curve S_U (1949): nearly a logarithm on the side where values spread, a line for κ = 0. A little beyond the
data it goes on as a line: nothing tells that values go on to spread there, and an exponential has mean and standard
deviation without measure where scores are little known.
κ is its mean given the data, beside all variograms that they allow (De Oliveira, Kedem & Short 1997): of data close
together, which are alike, few count.

    p(κ | x) ∝ π(κ) (Π dy/dx)^(n−1)/n ∫ |R|^-½ |1ᵀR⁻¹1|^-½ S²(κ)^-(n−1)/2 dR

The power of the Jacobian keeps the unit of y from mattering (Box & Cox 1964). R is exponential, with a nugget; one
eigendecomposition for each range serves all κ and nuggets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.spatial.distance import cdist

from ..blas import one_blas_thread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SIDE = 2.0
"""The number e: how early the flat side of the curve, below skewed values, turns to a line."""

_PRIOR = 0.8
"""Standard deviation of κ beforehand; the values are those of a lognormal for κ = 1."""

_TRIED = _PRIOR * np.linspace(-3, 3, 31)

_STRAIGHT = 1e-6
"""A smaller κ is this: the difference is less than rounding."""

_FEWEST = 3
"""Fewer values tell nothing of a bend."""

_MOST = 100
"""So many values stand for all, evenly by rank: the more there are the less the curve counts (`SmoothScore`)."""

_NARROWEST = 0.05
"""The unit is this part of the standard deviation at least, where most values are about the same."""

_BEYOND = 0.5
"""Heights beyond the outermost data where the curve turns to a line."""

_RANGES, _NUGGETS = 8, 6

_JITTER = 1e-10


class SkewedCurve(NamedTuple):
    """A curve that rises from minus to plus infinity.

    Attributes
    ----------
    centre, unit : float
        Median of the values, and about their standard deviation.
    skewness : float
        κ: greater than zero where they spread upwards.
    least, most : float
        Heights beyond which it is a line.
    """

    centre: float
    unit: float
    skewness: float
    least: float = -np.inf
    most: float = np.inf

    def forward(self, values: Floats) -> Floats:
        """Return the heights of values on the curve, any shape."""
        heights: Floats = _bent((values - self.centre) / self.unit, np.array(self.skewness))
        turns = np.clip(heights, self.least, self.most)
        beyond: Floats = turns + (values - self._bare(turns)) / self._slope(turns)
        return np.where(heights == turns, heights, beyond)

    def back(self, heights: Floats) -> Floats:
        """Return the values of heights, any shape."""
        turns = np.clip(heights, self.least, self.most)
        return self._bare(turns) + self._slope(turns) * (heights - turns)

    def _bare(self, heights: Floats) -> Floats:
        bend = float(_not_zero(np.array(self.skewness)))
        half = bend / 2 * heights
        values: Floats = self.unit * 2 * np.cosh(_SIDE + half) * np.sinh(half) / (np.sinh(bend) * np.cosh(_SIDE))
        return self.centre + values

    def _slope(self, heights: Floats) -> Floats:
        bend = float(_not_zero(np.array(self.skewness)))
        slope: Floats = self.unit * bend * np.cosh(_SIDE + bend * heights) / (np.sinh(bend) * np.cosh(_SIDE))
        return slope


@one_blas_thread()
def curve_of(values: Floats, scores: Floats, coordinates: Floats | None) -> SkewedCurve:
    """Return the curve of data.

    Parameters
    ----------
    values, scores : float arrays, shape (n,)
        The data and their normal scores, both rising.
    coordinates : float array, shape (n, ndim), or None
        Where they are; None: independent of each other.

    References
    ----------
    Johnson (1949), Biometrika 36; Box & Cox (1964), Journal of the Royal Statistical Society B 26; De Oliveira, Kedem
    & Short (1997), Journal of the American Statistical Association 92.
    """
    low, centre, high = np.interp([-1.0, 0.0, 1.0], scores, values)
    unit = max(float(high - low) / 2, _NARROWEST * float(values.std())) or 1.0
    bend = 0.0 if len(values) < _FEWEST else _likely_bend((values - centre) / unit, coordinates)
    low, high = _bent((values[[0, -1]] - centre) / unit, np.array(bend)).tolist()
    return SkewedCurve(float(centre), unit, bend, low - _BEYOND, high + _BEYOND)


def _likely_bend(values: Floats, coordinates: Floats | None) -> float:
    """Return the mean of κ."""
    number = min(len(values), _MOST)
    some = ((np.arange(number) + 0.5) * len(values) / number).astype(np.intp)
    density = _log_density(values[some], None if coordinates is None else coordinates[some])
    weights = np.exp(density - density.max())
    return float(weights @ _TRIED / weights.sum())


def _log_density(values: Floats, coordinates: Floats | None) -> Floats:
    """Return the logarithm of the density of each κ that is tried, but for a constant."""
    count = len(values)
    heights = _bent(values[:, None], _TRIED)
    slopes = _log_slope(values[:, None], _TRIED).sum(axis=0)
    spread = np.maximum(heights.std(axis=0), np.finfo(float).tiny)
    heights = (heights - heights.mean(axis=0)) / spread
    prior = np.square(_TRIED / _PRIOR) / 2
    density: Floats = (count - 1) * (slopes / count - np.log(spread)) - prior + _log_likelihood(heights, coordinates)
    return density


def _log_likelihood(heights: Floats, coordinates: Floats | None) -> Floats:
    """Return that of columns of data, shape (k,), on average over variograms of any sill."""
    count = len(heights)
    distances = np.zeros((count, count)) if coordinates is None else _distances(coordinates)
    nearest = np.min(distances, axis=1, where=distances > 0, initial=np.inf)
    if not np.isfinite(nearest).all():  # independent
        return np.zeros(heights.shape[1])
    # As in `variogram.uncertainty`: ranges are even in their logarithm, the roots of nugget shares fall linearly.
    nodes, weights = np.polynomial.legendre.leggauss(_RANGES)  # type: ignore[no-untyped-call]
    low, high = np.log(np.median(nearest) / 2), np.log(2 * distances.max())
    ranges = np.exp(low + (high - low) * (nodes + 1) / 2)
    roots, parts = np.polynomial.legendre.leggauss(_NUGGETS)  # type: ignore[no-untyped-call]
    share = np.square((roots + 1) / 2)[:, None]
    parts = np.log(parts * (1 - roots))[:, None]
    total = np.full(heights.shape[1], -np.inf)
    for range_, weight in zip(ranges, weights):
        eigenvalues, vectors = np.linalg.eigh(np.exp(-3 * distances / range_))
        inverse = 1 / ((1 - share) * np.maximum(eigenvalues, 0.0) + share + _JITTER)
        ones, turned = vectors.sum(axis=0), vectors.T @ heights
        within = (inverse @ np.square(ones))[:, None]
        misfit = inverse @ np.square(turned) - np.square((inverse * ones) @ turned) / within
        each = np.log(inverse).sum(axis=1, keepdims=True) - np.log(within)
        each = each / 2 - (count - 1) / 2 * np.log(np.maximum(misfit, np.finfo(float).tiny)) + parts + np.log(weight)
        total = np.logaddexp(total, np.logaddexp.reduce(each, axis=0))
    return total


def _distances(coordinates: Floats) -> Floats:
    """Return distances, shape (n, n); in space depths count as much as the horizontal extent."""
    flat, heights = coordinates[:, :2], coordinates[:, 2:]
    height, width = float(np.ptp(heights)) if heights.size else 0.0, float(np.linalg.norm(np.ptp(flat, axis=0)))
    stretch = width / height if width and height else 1.0
    places = np.column_stack([flat, heights * stretch])
    distances: Floats = cdist(places, places)
    return distances


def _bent(values: Floats, bend: Floats) -> Floats:
    """Return the height y of values x for κ, both of any shape."""
    bend = _not_zero(bend)
    heights: Floats = (np.arcsinh(np.sinh(_SIDE) + np.sinh(bend) * np.cosh(_SIDE) * values) - _SIDE) / bend
    return heights


def _log_slope(values: Floats, bend: Floats) -> Floats:
    """Return log dy/dx."""
    bend = _not_zero(bend)
    rise = np.sinh(bend) * np.cosh(_SIDE)
    slope: Floats = np.log(rise / bend) - np.log1p(np.square(np.sinh(_SIDE) + rise * values)) / 2
    return slope


def _not_zero(bend: Floats) -> Floats:
    result: Floats = np.where(np.abs(bend) < _STRAIGHT, _STRAIGHT, bend)
    return result
