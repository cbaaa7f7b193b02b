"""What a user has chosen and dragged in the dock, as one value: views draw it, and undo is a list of such values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...krig_core.variogram.models import Variogram

LOCKABLE = ("nugget", "partial_sill", "range", "azimuth", "ratio")
"""What of a model a fit may leave as it is."""


@dataclass(frozen=True)
class State:
    """The study of one set of data.

    Attributes
    ----------
    transform : str
        Of which values the variogram is, a word of `TRANSFORMS`.
    kriging_type : str
        The trend, a word of `KRIGING_TYPES`.
    models : tuple of str
        What a fit may choose from; none: as a map does.
    second_model : str, optional
        A second structure, of a longer range.
    anisotropy : bool
        Whether a fit looks for the direction of the longest range.
    lags : int
    max_distance : float, optional
        Of pairs, map units; None: a third of the diagonal.
    left_out : frozenset of int
        Numbers of the data that do not count, from 0, in the order in which they were read.
    variogram : Variogram, optional
        The model as it is drawn; None: nothing is fitted yet.
    fitted : bool
        Whether it is as it was fitted; False: dragged or typed.
    by_lags : bool
        Whether it was fitted to the lags, and not by likelihood, in which they do not count.
    locks : frozenset of str
        Names of `LOCKABLE`.
    structure : int
        The structure whose numbers and handles are shown, from 0.
    lag : int, optional
        The lag whose pairs are looked at, from 1; None: all.
    """

    transform: str = "none"
    kriging_type: str = "ordinary"
    models: tuple[str, ...] = ()
    second_model: str | None = None
    anisotropy: bool = False
    lags: int = 15
    max_distance: float | None = None
    left_out: frozenset[int] = frozenset()
    variogram: Variogram | None = None
    fitted: bool = False
    by_lags: bool = False
    locks: frozenset[str] = frozenset()
    structure: int = 0
    lag: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether a map has to take the variogram as known, since it would not find the same by itself."""
        own_lags = (self.lags, self.max_distance) != (State.lags, State.max_distance)
        return not self.fitted or bool(self.locks) or self.second_model is not None or (self.by_lags and own_lags)
