"""Secondary: a second variable that is known everywhere, and what it says of scores before any datum does.

Law: Markov model 1 with a secondary that has the correlogram of the scores, intrinsic collocated cokriging (Babak &
Deutsch 2009):

    Z(x) = m + ρ σz (y(x) − ȳ) / σy + √(1 − ρ²) σz R(x),   R independent of y, of Z's correlogram

So what is kriged or simulated is what the local mean leaves of the data, with 1 − ρ² times the variogram of Z, as a
residual whose mean is known: exactly, for every method, and realizations vary no more than Z does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri

from ..errors import InvalidInput
from ..numeric import floats, real
from .effective_number import effective_number
from .grid_drift import at_points

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..geometry import Geometry
    from ..transforms.soft_data import SoftData

    Floats = NDArray[np.float64]

FEWEST = 4
"""Data from which a correlation is estimated: fewer have no interval."""

_FEW = 20
"""From fewer data the standard deviation is said to be too small: errors of 8 were 11 % larger, of 14 8 %."""

_NORMAL_95 = 1.959963984540054

_MAP_COUNTS = 8.0
"""For so many data, times 1 − ρ², counts the variance of the secondary in the map beside that at the data.

Few data may by chance be where it hardly varies: their regression is then far too steep. In fields of 30 by 30 cells
with 5 to 40 data, correlations 0 to 0.9, slopes were nearest to the truth with about this number.
"""

_CERTAIN = 1e-12
"""Of the variance left beside the secondary, less than this is none."""

_CONTRADICTION = 1e-6
"""Where none is left, how far data may be off, in their standard deviations."""

_SAID_OF = {"none": "the values", "log": "the logarithms", "normal-score": "the normal scores"}


class Estimated(NamedTuple):
    """A correlation of data with its 95 % interval (Fisher 1921), that of so many independent ones."""

    value: float
    low: float
    high: float
    data: int
    independent: float

    @classmethod
    def of(cls, points: Floats, first: Floats, second: Floats) -> Estimated | None:
        """Return Pearson's correlation of two variables at points; None for fewer than `FEWEST`, or constant ones.

        Parameters
        ----------
        points : float array, shape (n, ndim)
        first, second : float arrays, shape (n,)
        """
        count = len(first)
        a, b = first - first.mean(), second - second.mean()
        size = math.sqrt(float(a @ a)) * math.sqrt(float(b @ b))
        if count < FEWEST or size == 0:
            return None
        value = min(1.0, max(-1.0, float(a @ b) / size))
        independent = effective_number(points, first, second)
        if 1 - value**2 <= _CERTAIN:
            return cls(value, value, value, count, independent)
        half = _NORMAL_95 / math.sqrt(independent - 3) if independent > 3 else math.inf
        low, high = (math.tanh(math.atanh(value) + end) for end in (-half, half))
        return cls(value, low, high, count, independent)

    def __str__(self) -> str:
        source = f"{self.data} data"
        if (independent := round(self.independent)) < self.data:
            source += f", which tell as much as {independent} that are independent"
        return f"{self.value:.2f} (95 % interval {self.low:.2f} to {self.high:.2f}, from {source})"


@dataclass(frozen=True, eq=False)
class Secondary:
    """The local mean of scores that a secondary variable gives.

    Attributes
    ----------
    correlation : float
        Of scores and secondary, -1 to 1.
    slope, centre : float
        The local mean is `slope` times the secondary, less `centre`.
    ranked : float array, shape (k,), or None
        Values of the map in their order, by whose ranks the secondary becomes a normal score; None: it counts as it is.
    given : bool
        Whether the correlation was given.
    estimated : Estimated or None
        What the data say of it; None: too few to say.
    said : str
        The correlation in a sentence.
    doubts : tuple of str
        What a user should know.
    """

    correlation: float
    slope: float
    centre: float
    ranked: Floats | None
    given: bool
    estimated: Estimated | None
    said: str
    doubts: tuple[str, ...]

    @classmethod
    def of(
        cls,
        at_cells: Floats,
        points: Floats,
        at_data: Floats,
        scores: Floats,
        *,
        correlation: float | None,
        transform: str,
        sill: float | None,
    ) -> Secondary:
        """Find the local mean of scores.

        The ratio of standard deviations, σz / σy, is that of the data, so that an estimated correlation gives their
        regression; but the variance of the secondary in the map counts as that of a few data more (`_MAP_COUNTS`). Of
        fewer than `FEWEST` data the ratio is that of the variogram and the map.

        Parameters
        ----------
        at_cells : float array
            The secondary in cells of the map; those that are not finite do not count.
        points : float array, shape (n, ndim)
            Where the data are.
        at_data : float array, shape (n,)
            At the data.
        scores : float array, shape (n,)
            The transformed data.
        correlation : float or None
            None: estimated.
        transform : str
            Of the data: for normal scores the secondary counts by its ranks in the map.
        sill : float or None
            Variance of scores by their variogram, where that is known.

        Raises
        ------
        InvalidInput
            If the secondary is constant, there are too few data to estimate the correlation, it is not between -1 and
            1, or it is one of these and the data contradict it.
        """
        if correlation is not None and not -1 <= (correlation := real(correlation, "correlation")) <= 1:
            message = f"Invalid correlation {correlation:g}. Should be between -1 and 1 (`correlation`), or left out."
            raise InvalidInput(message)
        cells = at_cells[np.isfinite(at_cells)]
        if not len(cells) or np.ptp(cells) == 0:
            what = "no value" if not len(cells) else f"the same value, {cells[0]:g},"
            message = f"Invalid secondary variable: it has {what} in all cells of the map (`secondary`). Should be "
            message += "left out, or another one be chosen."
            raise InvalidInput(message)
        ranked = np.sort(cells) if transform == "normal-score" else None
        on_map, known = (_scored(ranked, values) for values in (cells, at_data))
        estimated = Estimated.of(points, known, scores)
        if np.ptp(known) == 0 and len(known) >= FEWEST:
            message = (
                f"Invalid secondary variable: it has the same value at all {len(known)} data, {at_data[0]:g} "
                "(`secondary`). Should vary between them, or be left out."
            )
            raise InvalidInput(message)
        if correlation is None and len(known) < FEWEST:
            message = f"From {len(known)} data no correlation with the secondary variable can be estimated. Should be "
            message += f"given (`correlation`), or the data be {FEWEST} at least."
            raise InvalidInput(message)
        used = correlation if correlation is not None else estimated.value if estimated is not None else 0.0
        if len(known) >= FEWEST:
            more = _MAP_COUNTS * (1 - used**2)
            variance = (len(known) * known.var() + more * on_map.var()) / (len(known) + more)
            ratio = float(scores.std() / math.sqrt(variance))
        else:
            ratio = math.sqrt(float(scores.var()) if sill is None else sill) / float(on_map.std())
        given = correlation is not None
        said, doubts = _sentences(used, given, estimated, _SAID_OF[transform])
        if used != 0 and len(known) < _FEW:
            few = f"From {len(known)} data the standard deviation is somewhat too small: it takes the mean that the "
            few += "secondary variable tells as known. External drift (`drift`) counts that it is not."
            doubts = (*doubts, few)
        found = cls(used, used * ratio, float(on_map.mean()), ranked, given, estimated, said, doubts)
        if found.share == 0:
            found.require_agreement(scores - found.at(at_data), float(scores.std()))
        return found

    @property
    def share(self) -> float:
        """The part of the variance that it leaves, 1 − ρ²."""
        left = 1 - self.correlation**2
        return left if left > _CERTAIN else 0.0

    @property
    def takes_freedom(self) -> bool:
        """Whether its slope was fitted, so that residuals vary too little: their variogram is one beside a drift."""
        return not self.given and self.slope != 0

    def at(self, values: Floats) -> Floats:
        """Return the local mean of scores, beside their own mean, where the secondary has values, any shape."""
        local: Floats = self.slope * (_scored(self.ranked, values) - self.centre)
        return local

    def require_agreement(self, residuals: Floats, std: float) -> None:
        """Refuse residuals of data, shape (n,), where a correlation of 1 or -1 leaves none."""
        off = float(np.abs(residuals - residuals.mean()).max(initial=0.0))
        if off <= _CONTRADICTION * std:
            return
        message = (
            f"With a correlation of {self.correlation:g} the map is the secondary variable on the scale of the data, "
            f"and data differ from that by up to {off:.3g}, {off / std:.2g} standard deviations. Should be nearer to "
            "zero (`correlation`)"
        )
        message += "." if self.estimated is None else f", such as that of the data, {self.estimated}."
        raise InvalidInput(message)


class LocalMean(NamedTuple):
    """The local mean of scores on a grid.

    Attributes
    ----------
    cells : float array of the grid's shape
        Not a number where there is no secondary.
    data, beyond : float arrays, shapes (n,) and (m,)
        At data on the grid, and at those outside it.
    secondary : Secondary
    """

    cells: Floats
    data: Floats
    beyond: Floats
    secondary: Secondary

    def residuals(self, scores: Floats, soft: SoftData | None) -> tuple[Floats, SoftData | None]:
        """Return what it leaves of scores on the grid, shape (n,), and of what is known of all data."""
        local = np.concatenate([self.data, self.beyond])
        return scores - self.data, None if soft is None else soft.take(slice(len(local))).less(local)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the user should know of cells."""
        missing = int(np.count_nonzero(np.isnan(self.cells)))
        if not missing:
            return ()
        return (f"{missing} of {self.cells.size} cells have no secondary variable and are left without a value.",)


def on_grid(secondary: ArrayLike, geometry: Geometry) -> Floats:
    """Return a secondary variable in cells, of the grid's shape; that of a map is the same in all slices.

    Raises
    ------
    InvalidInput
        If it has another shape.
    """
    values = floats(secondary, "secondary")
    if geometry.ndim == 3 and values.shape == geometry.shape[:2]:
        values = np.repeat(values[..., None], geometry.shape[2], axis=2)
    if values.shape != geometry.shape:
        message = f"Invalid secondary variable of shape {values.shape} (`secondary`). Should be {geometry.shape}, the "
        message += "grid's."
        raise InvalidInput(message)
    return np.where(np.isfinite(values), values, np.nan)


def at_data(values: Floats, geometry: Geometry, points: Floats) -> Floats:
    """Return a secondary variable at data, shape (n,), from that in cells, interpolated linearly between their centres.

    Raises
    ------
    InvalidInput
        If it is missing at a datum.
    """
    found = at_points(values.reshape(-1, 1), geometry, points)[:, 0]
    missing = int(np.count_nonzero(np.isnan(found)))
    if missing:
        message = f"Invalid secondary variable: it is missing at {missing} of {len(points)} data (`secondary`). Should "
        message += "be finite there; extend it, or leave out these data."
        raise InvalidInput(message)
    return found


def require_simple(kriging_type: str, method: str = "gaussian", *, drift: bool = False) -> None:
    """Refuse what does not go together with a secondary variable: a trend, and a method that has no known mean."""
    if kriging_type not in ("ordinary", "simple") or drift:
        what = "drift" if kriging_type in ("ordinary", "simple") else f"kriging type {kriging_type!r}"
        message = f"Invalid {what} beside a secondary variable, which is the trend of a known mean (`kriging_type`, "
        message += "`drift`). Should be left out, or the secondary be (`secondary`)."
        raise InvalidInput(message)
    if method == "random-sample":
        message = "Invalid secondary variable for the method 'random-sample', which has no residual (`secondary`). "
        message += "Should be left out, or the method be 'gaussian' or 'sequential' (`method`)."
        raise InvalidInput(message)


def _scored(ranked: Floats | None, values: Floats) -> Floats:
    """Return values as they are, or as normal scores: the quantile of the middle of their ranks."""
    if ranked is None:
        return values
    places = np.searchsorted(ranked, values, "left") + np.searchsorted(ranked, values, "right")
    least = 0.5 / len(ranked)
    scores: Floats = ndtri(np.clip(places / (2 * len(ranked)), least, 1 - least))
    return np.where(np.isnan(values), np.nan, scores)


def _sentences(used: float, given: bool, estimated: Estimated | None, of: str) -> tuple[str, tuple[str, ...]]:
    """Return what is used as correlation, and what to doubt of it."""
    doubts: list[str] = []
    if not given:
        if estimated is None:
            return f"Correlation of {of} with the secondary variable: 0, as the data are all equal.", ()
        if estimated.low <= 0 <= estimated.high:
            doubts.append(
                f"The data do not show that the secondary variable says anything of them: their correlation is "
                f"{estimated}. Maps without it (`secondary`) may be better."
            )
        return f"Correlation of {of} with the secondary variable: {estimated}.", tuple(doubts)
    said = f"Correlation of {of} with the secondary variable: {used:g}, as it was given"
    if estimated is None:
        return f"{said}.", ()
    if not estimated.low <= used <= estimated.high:
        doubts.append(
            f"The data contradict the correlation {used:g} with the secondary variable (`correlation`): theirs is "
            f"{estimated}."
        )
    return f"{said}; that of the data is {estimated}.", tuple(doubts)
