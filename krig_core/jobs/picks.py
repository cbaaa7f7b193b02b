"""A surface of a unit through the picks of wells.

Law: what a surface lacks at its picks is kriged, and added. So it goes through them exactly, whether it was known
between them or not. It counts as known: how far it may be off is in no standard deviation.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InvalidInput, KrigingWarning
from ..kriging.predict import krige
from ..points import resolve_duplicates
from ..variogram.automatic import fit_automatic
from ..variogram.models import Variogram

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FEWEST = 10
"""Of fewer picks no variogram is fitted: that of a plane's roughness, a straight line, is scale-free."""

_ALL = 500
"""Of more picks only the nearest count for a place."""

_NEAREST = 64

_ROUNDING = 1e-9
"""Of the greatest z, how far picks may be apart and still agree."""


@dataclass(frozen=True)
class Correction:
    """What is added to a surface so that it goes through its picks.

    Attributes
    ----------
    places : float array, shape (m, 2)
        Of the picks, no two the same.
    lacking : float array, shape (m,)
        What the surface lacks there.
    variogram : Variogram
        Of that.
    left_out : int
        Picks without a number, or where the surface has no value.
    apart : float
        How far picks of one place differ at most.
    alone : bool
        Whether nothing else is known of the surface.
    """

    places: Floats
    lacking: Floats
    variogram: Variogram
    left_out: int
    apart: float
    alone: bool

    @classmethod
    def of(cls, picks: Floats, key: str) -> Correction:
        """Return it for picks, shape (m, 4): x, y, z, and the z that the surface has there.

        Raises
        ------
        InvalidInput
            If none can be used; `key` is what they are called.
        """
        known = picks[np.isfinite(picks).all(axis=1)]
        if not len(known):
            message = f"No pick has a number where its surface has a value (`{key}`): choose a field that has some."
            raise InvalidInput(message)
        all_lacking, rounding = known[:, 2] - known[:, 3], _ROUNDING * float(np.abs(known[:, 2:]).max())
        chosen, lacking, _ = resolve_duplicates(known[:, :2], all_lacking)
        places = known[chosen, :2]
        if np.ptp(lacking) <= rounding:
            lacking = np.full_like(lacking, lacking.mean())
        apart = _most_apart(known[:, :2], all_lacking)
        variogram = Variogram.power(slope=1.0)
        if len(places) >= _FEWEST and np.ptp(lacking) > 0:
            variogram = fit_automatic(places, lacking).variogram
        return cls(
            places,
            lacking,
            variogram,
            len(picks) - len(known),
            apart if apart > rounding else 0.0,
            not known[:, 3].any(),
        )

    def at(self, places: Floats) -> Floats:
        """Return it at places, shape (n, 2), as an array of shape (n,)."""
        if np.ptp(self.lacking) == 0:
            return np.full(len(places), self.lacking[0])
        one, where = np.unique(places, axis=0, return_inverse=True)
        nearest = None if len(self.places) <= _ALL else _NEAREST
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", KrigingWarning)
            found, _ = krige(
                self.places, self.lacking, self.variogram, one, max_data=nearest, shared_tiles=nearest is not None
            )
        at_places: Floats = found[where.reshape(-1)]
        return at_places

    def told(self, name: str) -> str:
        """Return a sentence of it; `name` is the surface's."""
        least, greatest = float(self.lacking.min()), float(self.lacking.max())
        if least == greatest:
            how = f"all are {least:.4g}" if self.alone else f"what is known of it is moved by {least:.4g}"
        else:
            how = "" if self.alone else "to what is known of it between them is added what it lacks there, "
            how += f"{least:.4g} to {greatest:.4g}, kriged from them ({self.variogram})"
        return (
            f"The {name} goes through {len(self.places):,} picks: {how}. It counts as known: how far it may be off is "
            "not in the standard deviation."
        )


def _most_apart(places: Floats, values: Floats) -> float:
    """Return the greatest difference of values at one place."""
    _, where = np.unique(places, axis=0, return_inverse=True)
    order = np.lexsort((values, where.reshape(-1)))
    begin = np.flatnonzero(np.diff(where.reshape(-1)[order], prepend=-1))
    end = np.append(begin[1:], len(order)) - 1
    return float((values[order][end] - values[order][begin]).max())
