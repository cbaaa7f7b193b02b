"""The values that the colours of a layer span.

Law: few cells never decide it. One spike would leave a single colour for all the rest of a map.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

_MOST_VALUES, _MOST_BANDS = 250_000, 20


class Span(NamedTuple):
    """Values of the first and of the last colour, and whether there are values below the one and above the other.

    If `single`, all values are `low`, and `high` only gives the colours a width.
    """

    low: float
    high: float
    below: bool = False
    above: bool = False
    single: bool = False

    @classmethod
    def of(cls, bands: Sequence[np.ndarray], least: float = 0.02, most: float = 0.98) -> Span:
        """Return one span for all bands, from a quantile of their values to another.

        Parameters
        ----------
        bands : sequence of float array
            Of at most 20 of them, evenly spread, and of at most 250,000 of their cells the values count.
        least, most : float
            Probabilities; 0 and 1 are the smallest and the greatest value.
        """
        taken = bands[:: math.ceil(len(bands) / _MOST_BANDS)]
        every = max(1, math.ceil(sum(band.size for band in taken) / _MOST_VALUES))
        values = np.concatenate([np.ravel(band)[::every] for band in taken] or [np.empty(0)])
        values = values[np.isfinite(values)]
        if not len(values):
            return cls(0.0, 1.0)
        first, low, high, last = np.quantile(values, [0.0, least, most, 1.0]).tolist()
        if low == high:  # nearly all cells have one value: the others are what there is to see
            low, high = first, last
        if low == high:
            return cls(low, low + (abs(low) or 1.0), single=True)
        return cls(low, high, first < low, last > high)

    def labels(self) -> tuple[str, str]:
        """Return its ends, as short as they can be told apart by; ≤ and ≥ where more lies beyond."""
        if self.single:
            return (f"{self.low:.7g}",) * 2
        largest, last = max(abs(self.low), abs(self.high)), math.floor(math.log10(self.high - self.low)) - 2
        short = last >= -6 and largest < 1e7
        digits = max(0, -last) if short else math.floor(math.log10(largest)) - last + 1
        low, high = (f"{end:.{digits}{'f' if short else 'g'}}" for end in self[:2])
        return ("≤ " if self.below else "") + low, ("≥ " if self.above else "") + high
