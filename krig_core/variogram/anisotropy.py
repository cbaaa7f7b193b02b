"""One variogram with geometric anisotropy, fitted to the experimental variograms of several directions at once.

Law: an ellipse of ranges is searched, on a grid and then locally; nugget and sill follow from it (`sills`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from ..blas import one_blas_thread
from ..errors import InvalidInput
from .models import Variogram, formula
from .sills import Known, least_errors, sills

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .experimental import ExperimentalVariogram

    Floats = NDArray[np.float64]


@one_blas_thread()
def fit_directions(
    variograms: Sequence[ExperimentalVariogram],
    model: str = "spherical",
    *,
    weights: str = "pairs/h2",
    longest: float | None = None,
    shape: float | None = None,
    **known: float | None,
) -> Variogram:
    """Fit one variogram with geometric anisotropy to experimental variograms of several directions at once.

    Nugget and partial sill are common to all directions. Steep directions (dip 45° and more) weigh together as much
    as flat ones, and distances are taken relative to the largest lag of each variogram, so that metres along a well
    and kilometres between wells count alike.

    Parameters
    ----------
    variograms : sequence of ExperimentalVariogram
        Such as `directional_variograms` gives, and a vertical one (dip 90) for points in space.
    model, weights, shape
        As in `ExperimentalVariogram.fit`.
    longest : float, optional
        The longest horizontal range to try; None is the largest lag: farther the data of a direction show nothing.
    **known
        nugget, partial_sill, range, azimuth, ratio, vertical_range: kept where given, else fitted where the directions
        tell: without two azimuths there is no ratio to find, without a steep direction no vertical range.

    Returns
    -------
    Variogram

    Raises
    ------
    InvalidInput
        If there are fewer lags than parameters to fit.
    """
    used = [item for item in variograms if len(item.gamma)]
    return _Search(used, model, shape, weights, Known(**known), longest).best()


class _Search:
    """The search of `fit_directions`: a coarse grid, part by part, then all unknowns together (Nelder & Mead 1965)."""

    def __init__(
        self,
        variograms: list[ExperimentalVariogram],
        model: str,
        shape: float | None,
        weights: str,
        given: Known,
        longest: float | None,
    ) -> None:
        self.model, self.formula, self.given = model, formula(model, shape), given
        self.flat = [item for item in variograms if not _is_steep(item)]
        self.steep = [item for item in variograms if _is_steep(item)]
        self.turns = len({item.azimuth for item in self.flat if item.azimuth is not None}) > 1
        used = self.flat + self.steep
        unknown = sum(value is None for value in (*given.sills, given.range)) + 2 * self.turns + bool(self.steep)
        if not self.flat or sum(len(item.gamma) for item in used) < unknown:
            message = f"Invalid data. Too few lags with pairs to fit {unknown} parameters of a directional variogram."
            raise InvalidInput(message)
        self.gamma = np.concatenate([item.gamma for item in used])
        self.offset = np.concatenate([_offsets(item) for item in used])
        self.weight = np.sqrt(_direction_weights(used, weights))
        self.limits = _limits(self.flat, longest or max(item.distance[-1] for item in self.flat))
        self.vertical_limits = self.limits
        if self.steep:
            self.vertical_limits = _limits(self.steep, 5 * max(item.distance[-1] for item in self.steep))

    def best(self) -> Variogram:
        """Return the variogram of the least error."""
        given = self.given
        ranges = self._grid(given.range, self.limits)
        heights: Sequence[float | None] = [given.vertical_range]
        if self.steep and given.vertical_range is None:
            heights = list(np.geomspace(*self.vertical_limits, 20))
        azimuth, ratio = given.azimuth or 0.0, given.ratio or 1.0
        start = self._least(
            [
                given._replace(range=length, azimuth=azimuth, ratio=ratio, vertical_range=height)
                for length in ranges
                for height in heights
            ]
        )
        turnable = self.turns and given.ratio != 1
        if turnable:
            azimuths = np.arange(0, 180, 15.0) if given.azimuth is None else [given.azimuth]
            ratios = (0.8, 0.65, 0.5, 0.4, 0.3, 0.2, 0.1) if given.ratio is None else (given.ratio,)
            start = self._least(
                [
                    given._replace(range=length, azimuth=turn, ratio=narrow, vertical_range=start.vertical_range)
                    for length, turn, narrow in itertools.product(ranges, azimuths, ratios)
                ]
            )
        form = self._refined(start, turnable)
        sills, _ = self._solve(form)
        return Variogram.of(
            self.model,
            nugget=float(sills[0]),
            partial_sill=float(sills[1]),
            range=form.range,
            shape=self.formula.shape,
            azimuth=float((form.azimuth or 0.0) % 180.0),
            ratio=float(form.ratio or 1.0),
            vertical_range=form.vertical_range,
        )

    def _grid(self, given: float | None, limits: tuple[float, float]) -> list[float]:
        if given is None and not self.formula.bounded:
            given = limits[1]
        return list(np.geomspace(*limits, 20)) if given is None else [given]

    def _refined(self, start: Known, turnable: bool) -> Known:
        """Improve a form locally; what is given stays."""
        free = {
            "range": self.given.range is None and self.formula.bounded,
            "azimuth": turnable and self.given.azimuth is None,
            "ratio": turnable and self.given.ratio is None,
            "vertical_range": bool(self.steep) and self.given.vertical_range is None,
        }
        names = [name for name, is_free in free.items() if is_free]
        if not names:
            return start
        bounds = {"range": self.limits, "ratio": (0.1, 1.0), "vertical_range": self.vertical_limits}

        def form_of(numbers: Floats) -> Known:
            # In units in which a step of one means about the same for each: a factor e, or 60 degrees.
            values = {
                name: float(number * 60 if name == "azimuth" else np.clip(np.exp(number), *bounds[name]))
                for name, number in zip(names, numbers)
            }
            return start._replace(**values)

        first = [getattr(start, name) / 60 if name == "azimuth" else math.log(getattr(start, name)) for name in names]
        simplex = np.array([first, *(np.array(first) + 0.2 * row for row in np.eye(len(first)))])
        error = self._error(start)
        found = minimize(
            lambda numbers: self._error(form_of(numbers)),
            first,
            method="Nelder-Mead",
            options={"initial_simplex": simplex, "xatol": 1e-4, "fatol": 1e-9 * error, "maxiter": 300 * len(names)},
        )
        return form_of(found.x) if found.fun <= error else start

    def _least(self, forms: Sequence[Known]) -> Known:
        """Return the form of the least error."""
        return forms[int(np.argmin(least_errors(self._rises(forms), self.gamma, self.weight, self.given.sills)))]

    def _error(self, form: Known) -> float:
        return self._solve(form)[1]

    def _solve(self, form: Known) -> tuple[Floats, float]:
        return sills(self._rises([form]).T, self.gamma, self.weight, self.given.sills)

    def _rises(self, forms: Sequence[Known]) -> Floats:
        """Return the semivariances at all lags for a partial sill of one, shape (forms, lags).

        As of a `Structure`, but of thousands at once: they are what the time of a fit goes into.
        """
        filled = [
            (form.range or self.limits[1], form.azimuth or 0.0, form.ratio or 1.0, form.vertical_range or math.nan)
            for form in forms
        ]
        length, azimuth, ratio, height = np.array(filled).T[:, :, None]
        height = np.where(np.isnan(height), length, height)
        sine, cosine = np.sin(np.radians(azimuth)), np.cos(np.radians(azimuth))
        x, y, z = self.offset.T
        along, across = (x * sine + y * cosine) / length, (x * cosine - y * sine) / (length * ratio)
        h = np.sqrt(along**2 + across**2 + (z / height) ** 2)
        return 1 - self.formula.correlation(h * self.formula.practical_range)


def _is_steep(variogram: ExperimentalVariogram) -> bool:
    return variogram.dip is not None and abs(variogram.dip) >= 45


def _limits(variograms: list[ExperimentalVariogram], longest: float) -> tuple[float, float]:
    """Return the shortest and the longest range to try."""
    shortest = float(min(item.distance[0] for item in variograms)) / 2
    return min(shortest, longest), float(longest)


def _offsets(variogram: ExperimentalVariogram) -> Floats:
    """Return the mean offset of each lag's pairs, shape (lags, 3)."""
    turn, slope = math.radians(variogram.azimuth or 0.0), math.radians(variogram.dip or 0.0)
    unit = [math.cos(slope) * math.sin(turn), math.cos(slope) * math.cos(turn), math.sin(slope)]
    return np.outer(variogram.distance, unit)


def _direction_weights(variograms: Sequence[ExperimentalVariogram], weights: str) -> Floats:
    """Return the weights of all lags in turn; those of the steep variograms sum to as much as those of the flat."""
    parts = [item.lag_weights(weights) for item in variograms]
    steep = [_is_steep(item) for item in variograms]
    if weights == "pairs/h2":
        parts = [part * item.distance[-1] ** 2 for part, item in zip(parts, variograms)]
    for group in (True, False):
        total = sum(float(part.sum()) for part, is_steep in zip(parts, steep) if is_steep is group)
        parts = [part / total if is_steep is group else part for part, is_steep in zip(parts, steep)]
    return np.concatenate(parts)


def directions_error(
    variograms: Sequence[ExperimentalVariogram], variogram: Variogram, weights: str = "pairs/h2"
) -> float:
    """Return the weighted squared error of a variogram in several directions, weighted as in `fit_directions`."""
    used = [item for item in variograms if len(item.gamma)]
    gamma = np.concatenate([item.gamma for item in used])
    ours = np.concatenate([variogram.along(item.distance, item.azimuth or 0.0, item.dip or 0.0) for item in used])
    return float(np.sum(_direction_weights(used, weights) * (gamma - ours) ** 2))
