"""A function as a table of its values at even places, read linearly between two of them.

Law: no search, so it takes a few nanoseconds a number. A value lies between those of the two places around, and never
falls where these rise; beyond the table it is that of the first or last two, and not a number stays what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class EvenTable:
    """A table.

    Parameters
    ----------
    first, step : float
        The first place, and how far it is to the next.
    values : float array, shape (k,)
        At the places.
    """

    def __init__(self, first: float, step: float, values: Floats) -> None:
        self._first, self._step = first, step
        # Down to the next number, so that rounding never leads beyond the next place.
        self._values, self._rises = values[:-1], np.nextafter(np.diff(values), 0.0)

    def __call__(self, numbers: Floats, out: Floats | None = None) -> Floats:
        """Return the values of numbers, any shape; with `out`, which may be the numbers, in there."""
        shares: Floats = np.subtract(numbers, self._first, out=out)
        shares *= 1 / self._step
        below = np.floor(shares)
        shares -= below
        with np.errstate(invalid="ignore"):  # not a number has no place in the table
            place = below.astype(np.intp)
        shares *= self._rises.take(place, out=below, mode="clip")
        shares += self._values.take(place, out=below, mode="clip")
        return shares
