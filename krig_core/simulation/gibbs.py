"""Gibbs sampling of a multivariate normal law between limits.

Law: one value after another is drawn given all others, which is normal between its limits (Geweke 1991; Freulon & de
Fouquet 1993). With the precision Q in place of the covariance that takes one product with a row of Q; many chains go
side by side. How long a chain needs to forget where it came from is measured: by the autocorrelation of each value and
of their sum, in a pilot run whose end is where all chains begin.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from ..transforms.truncated_normal import quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_CHAINS = 16
"""Of the pilot run."""

_BURN_IN, _LOOKED_AT = 20, 100
"""Sweeps of the pilot run before and while it is looked at; both grow where that is not enough."""

_MOST = 1600
"""Sweeps that are looked at at most."""

_AT_ONCE = 64
"""Values whose autocorrelation is looked at together, so that hardly more is held than the states themselves."""

MOST_BYTES = 8.0 * _MOST * _CHAINS
"""What the states of one value take in a pilot run at its longest."""

_TIMES = 4.0
"""A chain goes on for so many autocorrelation times."""

_LEAST_SWEEPS = 5

_NEAR = 30.0
"""Standard deviations up to which probabilities can be told from zero."""

_NOTHING = 0.05
"""Autocorrelation that counts as none."""


class TruncatedNormal:
    """Values with a normal law, between limits.

    Parameters
    ----------
    precision : float array, shape (k, k)
        Of the law without limits, with a positive diagonal; it may be singular where the limits make up for that.
    pull : float array, shape (k,)
        Its product with the mean.
    lower, upper : float arrays, shape (k,)
    start : float array, shape (k,)
        About where the values are.

    Attributes
    ----------
    mean : float array, shape (k,)
        About the mean of the values.
    sweeps : int
        How long a chain goes.
    mixed : bool
        Whether that is as long as it needs.
    """

    def __init__(self, precision: Floats, pull: Floats, lower: Floats, upper: Floats, start: Floats) -> None:
        # Values are counted in what each would spread by were the others known.
        self._std = 1 / np.sqrt(precision.diagonal())
        self._rows = precision * self._std * self._std[:, None]
        np.fill_diagonal(self._rows, 0.0)
        self._about, self._limits = pull * self._std, (lower, upper)
        self._lower, self._upper = (lower / self._std).tolist(), (upper / self._std).tolist()
        self._ends = np.repeat((np.clip(start, lower, upper) / self._std)[:, None], _CHAINS, axis=1)
        rng, looked_at = np.random.default_rng(0), _LOOKED_AT
        self._sweep(self._ends, rng, _BURN_IN)
        while True:
            states = np.empty((looked_at, len(start), _CHAINS))
            for state in states:
                self._sweep(self._ends, rng, 1)
                state[...] = self._ends
            time = _autocorrelation_time(states)
            if time < looked_at / 10 or looked_at >= _MOST:
                break
            looked_at *= 2
        self.mean: Floats = states.mean(axis=(0, 2)) * self._std
        self.mixed = time < looked_at / 10
        self.sweeps = max(_LEAST_SWEEPS, math.ceil(_TIMES * time))

    def drawn(self, rng: np.random.Generator, count: int) -> Floats:
        """Return independent draws, shape (k, count)."""
        values = self._ends[:, np.arange(count) % _CHAINS]
        self._sweep(values, rng, self.sweeps)
        lower, upper = self._limits
        drawn: Floats = np.clip(values * self._std[:, None], lower[:, None], upper[:, None])
        return drawn

    def _sweep(self, values: Floats, rng: np.random.Generator, count: int) -> None:
        """Draw each of the values, shape (k, chains), so many times."""
        for _ in range(count):
            shares = rng.random(values.shape)
            shares *= 1 - 2.0**-53
            shares += 2.0**-54  # neither zero nor one
            for number, (row, lower, upper) in enumerate(zip(self._rows, self._lower, self._upper)):
                mean = self._about[number] - row @ values
                values[number] = mean + _between(shares[number], lower - mean, upper - mean)


def _between(shares: Floats, lower: Floats, upper: Floats) -> Floats:
    """Return `quantiles`, in a third of the time where limits, which all are finite or all are not, are to one side."""
    drawn: Floats
    if lower[0] == -np.inf and upper.min() > -_NEAR:
        drawn = ndtri(shares * ndtr(upper))
    elif upper[0] == np.inf and lower.max() < _NEAR:
        drawn = -ndtri(shares * ndtr(-lower))
    else:
        drawn = quantiles(shares, lower, upper)
    return drawn


def _autocorrelation_time(states: Floats) -> float:
    """Return the longest of all values and their sum, in sweeps, of states of shape (sweeps, k, chains)."""
    parts = (states[:, first : first + _AT_ONCE] for first in range(0, states.shape[1], _AT_ONCE))
    return max(map(_longest_time, (*parts, states.sum(axis=1, keepdims=True))))


def _longest_time(series: Floats) -> float:
    """Return the longest autocorrelation time of series, shape (sweeps, m, chains)."""
    series = series - series.mean(axis=(0, 2), keepdims=True)
    variance = np.square(series).mean(axis=(0, 2))
    open_, time = variance > 0, np.ones(series.shape[1])
    for lag in range(1, len(series) // 2):
        correlation = (series[lag:] * series[:-lag]).mean(axis=(0, 2)) / np.where(variance > 0, variance, 1.0)
        open_ &= correlation > _NOTHING
        if not open_.any():
            break
        time[open_] += 2 * correlation[open_]
    return float(time.max())
