"""Reproduction: whether realizations have what they were made from, the data, their histogram and the variogram.

Law: only measures, of the first realizations (`CHECKED`), in the units of the map and of its variogram.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..drift import drift_functions, has_trend
from ..errors import InvalidInput
from ..kriging.cross_validation import CrossValidation as Validation
from ..kriging.cross_validation import leave_one_out
from ..kriging.verdict import verdict
from ..placement import GridConstructor
from ..plain import many, measure, part, read, whole, words
from ..points import diagonal
from ..variogram.experimental import FEW_PAIRS, experimental_variogram
from .map_job import Units
from .variogram import DrawnVariogram

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..grid import Grid
    from ..variogram.models import Variogram
    from .map_data import MapData

    Floats = NDArray[np.float64]

CHECKED = 10
"""Realizations that are looked at: enough to see how much they differ."""

LEVELS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
"""Probabilities of the quantiles that are compared."""

_DIRECTIONS = ((90.0, 0.0), (0.0, 0.0), (0.0, 90.0))
"""Azimuth and dip of the axes of a grid."""

_MOST_LAGS = 14
_CURVE_POINTS = 120
_MOST_LEFT_OUT = 1500
"""More data than these are not cross-validated: it costs the cube of their number."""


@dataclass(frozen=True)
class WellMisfit:
    """Whether cells with data show them, in every realization."""

    cells: int = whole("Cells with data.")
    misfit: float = measure("Largest difference there.")
    std: float = measure("Largest standard deviation there, of all realizations.")


@dataclass(frozen=True)
class Histogram:
    """The distribution of the data, each with its declustering weight, beside that of the realizations."""

    levels: tuple[float, ...] = many("Probabilities.", measure(""))
    data: tuple[float, ...] = many("Quantiles of the data.", measure(""))
    mean: tuple[float, ...] = many("Quantiles of realizations: their mean.", measure(""))
    low: tuple[float, ...] = many("The least of them.", measure(""))
    high: tuple[float, ...] = many("The greatest of them.", measure(""))
    largest_gap: float = measure("Largest difference of the two distributions (Kolmogorov-Smirnov).")
    data_mean: float = measure("Mean of the data.")
    data_std: float = measure("Standard deviation of the data.")
    means: tuple[float, ...] = many("Means of realizations: mean, least, greatest.", measure(""))
    stds: tuple[float, ...] = many("Standard deviations of realizations: mean, least, greatest.", measure(""))


@dataclass(frozen=True)
class LagsAlong:
    """The variogram of realizations along an axis of the grid, beside the model."""

    azimuth: float = measure("Azimuth of the axis.")
    dip: float = measure("Dip of the axis.")
    distance: tuple[float, ...] = many("Distances.", measure(""))
    model: tuple[float, ...] = many("Semivariances of the model.", measure(""))
    mean: tuple[float, ...] = many("Semivariances of realizations: their mean.", measure(""))
    low: tuple[float, ...] = many("The least of them.", measure(""))
    high: tuple[float, ...] = many("The greatest of them.", measure(""))


@dataclass(frozen=True)
class CrossValidation:
    """Scores of kriging each datum from all others, in what is kriged: values, logarithms or scores."""

    rmse: float = measure("Root of the mean squared error.")
    mean_standardized: float = measure("Mean of error / standard deviation.")
    rms_standardized: float = measure("Root of the mean square of error / standard deviation.")
    average_standard_error: float = measure("Root of the mean kriging variance.")
    verdict: str = words("What that says of the standard deviation, in a sentence.")


@dataclass(frozen=True)
class Reproduction:
    """What the first realizations reproduce."""

    checked: int = whole("How many were looked at.")
    wells: WellMisfit = part("Cells with data.", WellMisfit)
    histogram: Histogram = part("The distributions.", Histogram)
    variogram: DrawnVariogram | None = part(
        "Variogram of the data, in space of their horizontal pairs; null: no pairs.", DrawnVariogram, null=True
    )
    vertical: DrawnVariogram | None = part(
        "That of their vertical pairs; null: a map, or no pairs.", DrawnVariogram, null=True
    )
    lags: tuple[LagsAlong, ...] | None = many(
        "Variogram of realizations along each axis; null: they have a trend, or a secondary variable.",
        part("", LagsAlong),
        null=True,
    )
    cross_validation: CrossValidation | None = part(
        "Scores of the cross-validation; null: too many or too few data, or some that are not known exactly.",
        CrossValidation,
        null=True,
    )


def reproduction(data: MapData, std: Floats, realizations: Iterator[Grid]) -> Reproduction:
    """Measure what realizations reproduce.

    Parameters
    ----------
    data : MapData
    std : float array of the grid's shape
        Of all realizations, on the cells of the map.
    realizations : iterator of float arrays of the grid's shape
        Of which `CHECKED` are taken; cells that are not shown do not count.

    """
    wells = _Wells(data, std)
    histogram = _Histogram(data)
    lags = _Lags(data)
    checked = 0
    for realization in itertools.islice(realizations, CHECKED):
        values = np.where(data.shown, realization, np.nan)
        wells.add(values)
        histogram.add(values[np.isfinite(values)])
        lags.add(values)
        checked += 1
    return Reproduction(
        checked=checked,
        wells=wells.measured(),
        histogram=histogram.measured(),
        variogram=_of_data(data),
        vertical=_of_data(data, vertical=True) if data.geometry.ndim == 3 else None,
        lags=lags.measured(),
        cross_validation=_cross_validation(data),
    )


class _Wells:
    """Whether cells with data that are known exactly show them, in every realization."""

    def __init__(self, data: MapData, std: Floats) -> None:
        self.values = GridConstructor(data.points[data.hard], data.data[data.hard], data.geometry).values
        self.filled = np.isfinite(self.values) & data.shown & np.isfinite(std)
        self.std = float(std[self.filled].max(initial=0.0))
        self.misfit = 0.0

    def add(self, values: Floats) -> None:
        self.misfit = max(self.misfit, float(np.abs(values - self.values)[self.filled].max(initial=0.0)))

    def measured(self) -> WellMisfit:
        return WellMisfit(cells=int(np.count_nonzero(self.filled)), misfit=self.misfit, std=self.std)


class _Histogram:
    """The distribution of the data, each with its declustering weight, beside that of the realizations."""

    def __init__(self, data: MapData) -> None:
        order = np.argsort(data.data, kind="stable")
        self.data = data.data[order]
        weights = np.ones(len(self.data)) if data.transform.weights is None else data.transform.weights[order]
        self.weights = weights / weights.sum()
        self.not_above, self.below, self.count = np.zeros(len(self.data)), np.zeros(len(self.data)), 0
        self.quantiles: list[Floats] = []
        self.means: list[float] = []
        self.stds: list[float] = []

    def add(self, values: Floats) -> None:
        self.count += len(values)
        length = len(self.data) + 1
        self.not_above += np.cumsum(np.bincount(np.searchsorted(self.data, values, "left"), minlength=length))[:-1]
        self.below += np.cumsum(np.bincount(np.searchsorted(self.data, values, "right"), minlength=length))[:-1]
        self.quantiles.append(np.quantile(values, LEVELS))
        self.means.append(float(values.mean()))
        self.stds.append(float(values.std()))

    def measured(self) -> Histogram:
        # Of equal data the last has the whole step of the distribution.
        last = np.append(self.data[1:] != self.data[:-1], True)
        upto = np.cumsum(self.weights)[last]
        before = np.append(0.0, upto[:-1])
        gaps = np.abs(self.not_above[last] / self.count - upto), np.abs(self.below[last] / self.count - before)
        mean = float(self.weights @ self.data)
        middles = np.cumsum(self.weights) - self.weights / 2
        quantiles = np.array(self.quantiles)
        return Histogram(
            levels=LEVELS,
            data=tuple(np.interp(LEVELS, middles, self.data).tolist()),
            mean=tuple(quantiles.mean(axis=0).tolist()),
            low=tuple(quantiles.min(axis=0).tolist()),
            high=tuple(quantiles.max(axis=0).tolist()),
            largest_gap=float(max(gap.max() for gap in gaps)),
            data_mean=mean,
            data_std=math.sqrt(float(self.weights @ (self.data - mean) ** 2)),
            means=(float(np.mean(self.means)), min(self.means), max(self.means)),
            stds=(float(np.mean(self.stds)), min(self.stds), max(self.stds)),
        )


class _Lags:
    """The variogram of realizations along the axes of the grid, beside the model."""

    def __init__(self, data: MapData) -> None:
        self.transform, self.variogram, self.geometry = data.transform, data.variogram, data.geometry
        self.compared = not has_trend(data.job.kriging_type, data.drift) and self.variogram.sill > 0
        self.unit = data.unit
        self.steps = [self._steps(axis) for axis in range(self.geometry.ndim)]
        self.found: list[list[list[float]]] = [[] for _ in self.steps]

    def _steps(self, axis: int) -> list[int]:
        """Return the lags in cells: to 1.5 ranges, or half the map where that is less."""
        spacing, length = self.geometry.spacing[axis], self.geometry.shape[axis]
        reach = float(self.variogram.reach(0.05, self.geometry.ndim)[axis]) if self.compared else 0.0
        farthest = int(min(length // 2, max(1.5 * reach / spacing, 4)))
        return (
            sorted({round(step) for step in np.linspace(1, max(farthest, 1), _MOST_LAGS)} - {0}) if length > 1 else []
        )

    def add(self, values: Floats) -> None:
        if not self.compared:
            return
        scores = np.full(values.shape, np.nan)
        known = np.isfinite(values)
        scores[known] = self.transform.forward(values[known])
        for axis, steps in enumerate(self.steps):
            turned = np.moveaxis(scores, axis, 0)
            gammas = []
            for step in steps:
                difference = turned[step:] - turned[:-step]
                pairs = np.isfinite(difference)
                gammas.append(float(np.mean(difference[pairs] ** 2)) / 2 if pairs.any() else math.nan)
            self.found[axis].append(gammas)

    def measured(self) -> tuple[LagsAlong, ...] | None:
        if not self.compared:
            return None
        series = []
        for axis, (azimuth, dip) in enumerate(_DIRECTIONS[: self.geometry.ndim]):
            gammas = self.unit * np.array(self.found[axis])
            distance = self.geometry.spacing[axis] * np.array(self.steps[axis], dtype=float)
            shown = np.isfinite(gammas).all(axis=0) if len(distance) else np.zeros(0, dtype=bool)
            series.append(
                LagsAlong(
                    azimuth=azimuth,
                    dip=dip,
                    distance=tuple(distance[shown].tolist()),
                    model=tuple(self.variogram.along(distance[shown], azimuth, dip).tolist()),
                    mean=tuple(gammas[:, shown].mean(axis=0).tolist()),
                    low=tuple(gammas[:, shown].min(axis=0).tolist()),
                    high=tuple(gammas[:, shown].max(axis=0).tolist()),
                )
            )
        return tuple(series)


def _of_data(data: MapData, *, vertical: bool = False) -> DrawnVariogram | None:
    """Return the variogram of the data beside the model; None: no pairs.

    Of points in space it is that of the pairs in a slice, or, if it is to be vertical, of those above each other.
    """
    variogram, unit = data.variogram, data.unit
    scores = data.transform.scores
    if data.secondary is None and has_trend(data.job.kriging_type, data.drift):
        functions = drift_functions(data.points, data.job.kriging_type, data.drift)
        scores = scores - functions @ np.linalg.lstsq(functions, scores, rcond=None)[0]
    farthest = diagonal(data.points[:, :2]) / 3
    direction: dict[str, Any] = {}
    if vertical:
        farthest, direction = float(np.ptp(data.points[:, 2])) / 2, {"dip": 90.0}
    elif data.geometry.ndim == 3:
        direction = {"vertical_bandwidth": data.geometry.spacing[2] / 2, "azimuth": 0.0, "tolerance": 90.0}
    try:
        experimental = experimental_variogram(data.points, scores, lags=15, max_distance=farthest, **direction)
    except InvalidInput:
        return None
    if not len(experimental.gamma) or variogram.sill == 0:
        return None
    first = variogram.structures[0] if variogram.structures else None
    turned = first is not None and first.ratio != 1 and not vertical
    heights = [item.vertical_range or item.range for item in variogram.structures]
    length = max(heights, default=0.0) if vertical else variogram.range
    longest = max(farthest, min(1.05 * length, 2 * farthest))
    azimuths: list[float | None] = [None]
    if turned and first is not None:
        azimuths = [first.azimuth % 180, (first.azimuth + 90) % 180]
    drawn = {
        "text": (data.job.units or Units()).of(variogram, data.transform.name),
        "model": " + ".join(structure.model for structure in variogram.structures) or "nugget",
        "nugget": variogram.nugget,
        "partial_sill": variogram.partial_sill,
        "sill": variogram.sill,
        "range": length,
        "ratio": first.ratio if first is not None and turned else 1.0,
        "azimuth": first.azimuth if first is not None else 0.0,
        "shape": first.shape if first is not None else None,
        "structures": [
            {**asdict(item), "range": height if vertical else item.range}
            for item, height in zip(variogram.structures, heights)
        ],
        "bounded": variogram.bounded,
        "variance": float(scores.var()) * unit,
        "lags": 15,
        "lag_distance": farthest / 15,
        "max_distance": farthest,
        "pairs": int(experimental.pairs.sum()),
        "few_pairs": FEW_PAIRS,
        "series": [
            {
                "azimuth": None,
                "pairs_of": "vertical" if vertical else "all directions" if not direction else "horizontal",
                "distance": experimental.distance.tolist(),
                "gamma": (unit * experimental.gamma).tolist(),
                "pairs": experimental.pairs.tolist(),
                "used": (experimental.pairs >= FEW_PAIRS).tolist(),
            }
        ],
        "curves": _curves(variogram, longest, azimuths, 90.0 if vertical else 0.0),
    }
    return read(DrawnVariogram, drawn, "the variogram of the data")


def _curves(variogram: Variogram, longest: float, azimuths: Sequence[float | None], dip: float) -> list[dict[str, Any]]:
    distance = np.linspace(0.0, longest, _CURVE_POINTS)
    distance[0] = 1e-9 * longest
    return [
        {
            "azimuth": azimuth,
            "distance": distance.tolist(),
            "gamma": (
                variogram(distance) if azimuth is None and not dip else variogram.along(distance, azimuth or 0.0, dip)
            ).tolist(),
        }
        for azimuth in azimuths
    ]


def _cross_validation(data: MapData) -> CrossValidation | None:
    """Return the scores of kriging each datum from all others, in what is kriged: values, logarithms or scores.

    None where there are too few or too many, or soft ones among them, whose values would be guesses.
    """
    scores, drift, local = data.transform.scores, data.drift, np.zeros(len(data.points))
    if data.secondary is not None and drift is not None:
        local, drift = data.secondary.at(drift[:, 0]), None
    if not 4 <= len(scores) <= _MOST_LEFT_OUT or data.variogram.sill == 0 or not data.hard.all():
        return None
    try:
        estimate, variance = leave_one_out(
            data.points,
            scores - local,
            data.variogram_of_scores.scaled(data.share),
            kriging_type=data.job.kriging_type,
            drift=drift,
        )
    except InvalidInput:
        return None
    estimate += local
    known = np.isfinite(estimate) & (variance > 0)
    if not known.any():
        return None
    error, std = (scores - estimate)[known], np.sqrt(variance[known])
    return CrossValidation(
        rmse=float(np.sqrt(np.mean(error**2))),
        mean_standardized=float(np.mean(error / std)),
        rms_standardized=float(np.sqrt(np.mean((error / std) ** 2))),
        average_standard_error=float(np.sqrt(np.mean(std**2))),
        verdict=verdict(Validation.of_normals(scores, estimate, variance, np.arange(len(scores)))),
    )
