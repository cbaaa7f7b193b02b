"""A film of realizations: frames between them that are as probable as they are.

Law: a frame is m + a e₁ + b e₂ of the deviations e of two realizations from their mean m, on a great circle that leads
from one to the other. Independent deviations of a normal law stand at a right angle, a = cos t and b = sin t, and every
frame has that law's mean, variance and covariance (Hennig 2013, Animating samples from Gaussian distributions, MPI for
Intelligent Systems TR 8; Ehlschlaeger, Shortridge and Goodchild 1997, Computers & Geosciences 23). Deviations from the
mean of n realizations have a correlation of -1 / (n - 1), and the arc is as much wider (Shoemake 1985, SIGGRAPH 19):
then what is said holds exactly, over all pairs of realizations. A cross-fade, in which a + b = 1, loses half of the
variance midway.

Of values that follow another law, as those of a transform do, the deviations are those of normal scores, each cell's
by its ranks: then every frame has in each cell the distribution of the realizations, within their least and greatest.
Either way a cell that is the same in all realizations, one with a well, stays so.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InvalidInput
from .ranked import RankedRealizations

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Singles = NDArray[np.float32]

FEWEST = 3
"""Of two, the deviations are opposite, and no circle is the shortest."""

_PLACES = 16_384
"""Scores at which the rank is tabled."""


def great_circle(share: float, count: int) -> tuple[float, float]:
    """Return what the deviations of two of `count` realizations weigh on the way from one to the other.

    Parameters
    ----------
    share : float
        Of the way, 0 to 1.
    count : int
        At least `FEWEST`.
    """
    angle = math.acos(-1.0 / (count - 1))
    return math.sin((1.0 - share) * angle) / math.sin(angle), math.sin(share * angle) / math.sin(angle)


class Film:
    """Frames through the realizations in their order, and from the last to the first.

    Parameters
    ----------
    realizations : RankedRealizations
    by_ranks : bool
        Whether deviations are those of normal scores; for values that follow no normal law.

    Raises
    ------
    InvalidInput
        If there are fewer than `FEWEST` realizations.
    """

    def __init__(self, realizations: RankedRealizations, *, by_ranks: bool) -> None:
        count = len(realizations)
        if count < FEWEST:
            message = f"There are {count} realizations. A film needs {FEWEST}."
            raise InvalidInput(message)
        self._realizations, self._by_ranks = realizations, by_ranks
        self._mean = realizations.mean().astype(np.float32)
        law = NormalDist()
        scores = np.array([law.inv_cdf((rank + 0.5) / count) for rank in range(count)])
        self._scores = scores.astype(np.float32)
        self._places = np.interp(np.linspace(scores[0], scores[-1], _PLACES), scores, np.arange(float(count))).astype(
            np.float32
        )

    def __len__(self) -> int:
        """How long it is: as many steps as there are realizations."""
        return len(self._realizations)

    def frame(self, position: float) -> Singles:
        """Return a frame, shape (m,): at a whole number that realization, from 0; between two, on the way."""
        whole = math.floor(position)
        first, second = whole % len(self), (whole + 1) % len(self)
        if position == whole:
            return self._realizations.realization(first)
        a, b = great_circle(position - whole, len(self))
        if self._by_ranks:
            return self._at_scores(first, second, np.float32(a), np.float32(b))
        frame = self._mean * np.float32(1.0 - a - b)
        frame += np.float32(a) * self._realizations.realization(first)
        frame += np.float32(b) * self._realizations.realization(second)
        return frame

    def _at_scores(self, first: int, second: int, a: np.float32, b: np.float32) -> Singles:
        ranks, last = self._realizations.ranks, len(self) - 1
        score = a * self._scores.take(ranks[first]) + b * self._scores.take(ranks[second])
        least, most = self._scores[0], self._scores[-1]
        score -= least
        score *= np.float32((_PLACES - 1) / (most - least))
        place = self._places.take(np.rint(score, out=score).astype(np.intp), mode="clip")
        rank = np.minimum(place.astype(np.int32), last - 1)
        frame, upper = self._realizations.at_ranks(rank), self._realizations.at_ranks(rank + 1)
        upper -= frame
        place -= rank
        frame += place * upper
        return frame
