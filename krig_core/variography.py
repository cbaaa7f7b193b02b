"""A study of the variogram of data: experimental variograms, the fitted model, the models that were passed over.

Law: everything is returned as plain data (as JSON has them), in the units of the variogram that is returned.

    scores → experimental → fit (least squares or likelihood) → series, curves, ranking
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.spatial import cKDTree

from .errors import InvalidInput
from .experimental import FEW_PAIRS, ExperimentalVariogram, diagonal, experimental_variogram
from .models import MODELS, Variogram, formula
from .reml import MAX_DATA, fit_reml, reml_deviance
from .variogram import Fit, directions_error, fit_directions, fit_variogram
from .variogram_text import to_gslib, to_gstat

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST_POINTS = 3
"""Fewer places than this have no variogram to look at."""

_CURVE_POINTS = 160
_ALL_AZIMUTHS = np.arange(0.0, 180.0, 5.0)


@dataclass(frozen=True)
class Study:
    """What is asked of the data.

    Attributes
    ----------
    models : tuple of str
        The models to choose from; the one of the least error is taken.
    lags : int
    max_distance : float, optional
        None is a third of the diagonal.
    estimator : str
        As in `experimental_variogram`.
    azimuth : float, optional
        Without `anisotropy` the one direction that is looked at; with it the direction of the longest range.
    tolerance : float
        Degrees to each side of a direction.
    weights : {"pairs/h2", "pairs", "equal", "reml"}
        Weights of the least squares, or restricted maximum likelihood.
    anisotropy : bool
        Look for anisotropy.
    nugget, partial_sill, range, shape : float, optional
        Kept where given.
    """

    models: tuple[str, ...]
    lags: int = 15
    max_distance: float | None = None
    estimator: str = "matheron"
    azimuth: float | None = None
    tolerance: float = 22.5
    weights: str = "pairs/h2"
    anisotropy: bool = False
    nugget: float | None = None
    partial_sill: float | None = None
    range: float | None = None
    shape: float | None = None

    @property
    def direction(self) -> float | None:
        """The one direction that is looked at; None is every direction."""
        return None if self.anisotropy else self.azimuth

    @property
    def lag_weights(self) -> str:
        """The weights by which lags count in an error."""
        return "pairs/h2" if self.weights == "reml" else self.weights

    def of(self, points: Floats, scores: Floats, unit: float = 1.0) -> dict[str, Any]:
        """Carry out the study.

        Parameters
        ----------
        points : float array, shape (n, 2)
            No two in the same place.
        scores : float array, shape (n,)
        unit : float
            Every semivariance is multiplied by it; what is given of nugget and partial sill is in these units.

        Returns
        -------
        dict
            variogram (of `Variogram.to_json`), series, curves, ranking, remarks, and the numbers of a report.

        Raises
        ------
        InvalidInput
            If there are too few points, no pairs, or an option is out of its domain.
        """
        self._check(points)
        max_distance = diagonal(points) / 3 if self.max_distance is None else self.max_distance
        experimental = self._experimental(points, scores, max_distance, self.direction)
        if not len(experimental.gamma):
            raise InvalidInput(self._no_pairs(points, max_distance))
        fit, others = self._fit(points, scores, unit)
        remarks = list(fit.remarks)
        if self.direction is not None:
            remarks.append(
                f"Only pairs within {self.tolerance:g}° of azimuth {self.direction:g}° were looked at: the model is "
                "written as the same in every direction, and holds in this one."
                if self.weights != "reml"
                else "The likelihood takes the pairs of all directions; only the points of the plot are directional."
            )
        variogram = fit.variogram.scaled(unit)
        if fit.directions and self.range is None and self.weights != "reml":
            longest = max(item.distance[-1] for item in fit.directions if len(item.gamma))
            if variogram.bounded and variogram.range > 0.999 * longest:
                remarks.append(
                    f"The range {variogram.range:.6g} is the longest that was tried, the largest lag: with a larger "
                    "MAX_DISTANCE it may be longer."
                )
        shown = [experimental]
        if _turned(variogram):
            along = variogram.structures[0].azimuth
            shown += [self._experimental(points, scores, max_distance, turn % 180) for turn in (along, along + 90)]
        shown = [replace(item, gamma=item.gamma * unit) for item in shown]
        fitted_to = [replace(item, gamma=item.gamma * unit) for item in fit.directions] or [shown[0].reliable()]
        width = max_distance / self.lags
        return {
            "variogram": variogram.to_json(),
            "text": str(variogram),
            "bounded": variogram.bounded,
            "nugget": variogram.nugget,
            "partial_sill": variogram.partial_sill,
            "sill": variogram.sill,
            "range": variogram.range,
            "azimuth": variogram.structures[0].azimuth if variogram.structures else 0.0,
            "ratio": variogram.structures[0].ratio if variogram.structures else 1.0,
            "model": variogram.structures[0].model if variogram.structures else "nugget",
            "shape": variogram.structures[0].shape if variogram.structures else None,
            "gstat": _or_refusal(to_gstat, variogram),
            "gslib": _or_refusal(to_gslib, variogram),
            "data": len(points),
            "mean": float(scores.mean()),
            "variance": float(scores.var()) * unit,
            "lags": self.lags,
            "lag_distance": width,
            "max_distance": max_distance,
            "direction": self.direction,
            "tolerance": self.tolerance,
            "estimator": self.estimator,
            "weights": self.weights,
            "pairs": int(experimental.pairs.sum()),
            "error": self._error(fitted_to, variogram),
            "sectors": len(fit.directions),
            "few_pairs": FEW_PAIRS,
            "series": [self._series(item, variogram, width) for item in shown],
            "curves": _curves(variogram, max_distance, self.direction),
            "ranking": self._ranking(points, scores, unit, variogram, fitted_to, others),
            "remarks": remarks,
        }

    def _check(self, points: Floats) -> None:
        if len(points) < FEWEST_POINTS:
            message = (
                f"Too few data: a variogram needs values at {FEWEST_POINTS} places at least, and there are "
                f"{len(points)} (INPUT, FIELD)."
            )
            raise InvalidInput(message)
        if self.weights != "reml":
            return
        for name in self.models:
            if not formula(name).bounded:
                message = (
                    f"Invalid weights 'reml' for the model {name!r}, which has no sill: choose others (FIT_WEIGHTS)."
                )
                raise InvalidInput(message)
        if self.nugget is not None or self.partial_sill is not None:
            message = (
                "Restricted maximum likelihood finds nugget and partial sill itself: leave NUGGET and PARTIAL_SILL "
                "empty, or choose other weights (FIT_WEIGHTS)."
            )
            raise InvalidInput(message)

    def _no_pairs(self, points: Floats, max_distance: float) -> str:
        if self.direction is not None:
            return (
                f"No two points lie within {self.tolerance:g}° of azimuth {self.direction:g}° and {max_distance:.6g} "
                "apart: choose a larger TOLERANCE or MAX_DISTANCE."
            )
        nearest = float(cKDTree(points).query(points, k=2)[0][:, 1].min())
        return (
            f"No two points lie within {max_distance:.6g} of each other (MAX_DISTANCE): the nearest are {nearest:.6g} "
            "apart."
        )

    def _experimental(
        self, points: Floats, scores: Floats, max_distance: float, azimuth: float | None
    ) -> ExperimentalVariogram:
        return experimental_variogram(
            points,
            scores,
            lags=self.lags,
            max_distance=max_distance,
            estimator=self.estimator,
            azimuth=azimuth,
            tolerance=self.tolerance,
        )

    def _fit(self, points: Floats, scores: Floats, unit: float) -> tuple[Fit, dict[str, Variogram]]:
        """Return the fit in the units of the scores; and those by likelihood that were passed over."""
        given = {"range": self.range, "shape": self.shape}
        if self.weights != "reml" or self.anisotropy:
            fit = fit_variogram(
                points,
                scores,
                models=self.models,
                nugget=None if self.nugget is None else self.nugget / unit,
                partial_sill=None if self.partial_sill is None else self.partial_sill / unit,
                azimuth=self.azimuth if self.anisotropy else None,
                anisotropy=self.anisotropy,
                weights=self.lag_weights,
                estimator=self.estimator,
                lags=self.lags,
                max_distance=self.max_distance,
                direction=self.direction,
                tolerance=self.tolerance,
                **given,  # type: ignore[arg-type]
            )
            if self.weights != "reml":
                return fit, {}
            structure, remarks = fit.variogram.structures[0], fit.remarks
            ellipse = {"azimuth": structure.azimuth, "ratio": structure.ratio}
            if structure.ratio != 1:
                remarks = ("Azimuth and ratio were found by least squares, the rest by likelihood.",)
        else:
            ellipse, remarks = {}, ()
        fits = [
            fit_reml(
                points,
                scores,
                name,
                range=self.range,
                shape=self.shape if formula(name).shape is not None else None,
                **ellipse,
            )
            for name in self.models
        ]
        best = fits[0]
        if len(fits) > 1:
            best = min(fits, key=lambda found: _deviance(points, scores, found.variogram))
        others = {name: found.variogram for name, found in zip(self.models, fits)}
        return replace(best, experimental=None, remarks=(*remarks, *best.remarks)), others

    def _error(self, fitted_to: Sequence[ExperimentalVariogram], variogram: Variogram) -> float:
        if len(fitted_to) > 1:
            return directions_error(fitted_to, variogram, self.lag_weights)
        return fitted_to[0].error(variogram, self.lag_weights)

    def _series(self, item: ExperimentalVariogram, variogram: Variogram, width: float) -> dict[str, Any]:
        """Return one experimental variogram beside the model in its direction."""
        reliable = set(item.reliable().distance.tolist())
        lag = np.minimum(np.ceil(item.distance / width * (1 - 1e-12)).astype(int), self.lags)
        return {
            "azimuth": item.azimuth,
            "lag": lag.tolist(),
            "distance": item.distance.tolist(),
            "gamma": item.gamma.tolist(),
            "pairs": item.pairs.tolist(),
            "used": [distance in reliable for distance in item.distance.tolist()],
            "model": _model(variogram, item.distance, item.azimuth).tolist(),
        }

    def _ranking(
        self,
        points: Floats,
        scores: Floats,
        unit: float,
        chosen: Variogram,
        fitted_to: Sequence[ExperimentalVariogram],
        others: dict[str, Variogram],
    ) -> list[dict[str, Any]]:
        """Return every model with its error, the least first; what was not to choose from is there to compare.

        By likelihood, which costs the cube of the data, only those that were to choose from.
        """
        rows = []
        lags = sum(len(item.gamma) for item in fitted_to)
        free = sum(value is None for value in (self.nugget, self.partial_sill, self.range))
        own = chosen.structures[0].model
        for name in MODELS:
            if name == own:
                fitted: Variogram | None = chosen
            elif self.weights == "reml":
                fitted = others[name].scaled(unit) if name in others else None
            else:
                fitted = self._other(name, diagonal(points), chosen, fitted_to)
            if fitted is None:
                continue
            error = self._error(fitted_to, fitted)
            structure = fitted.structures[0]
            rows.append(
                {
                    "model": name,
                    "shape": structure.shape,
                    "nugget": fitted.nugget,
                    "partial_sill": structure.partial_sill,
                    "range": structure.range if fitted.bounded else None,
                    "error": error,
                    "aic": lags * math.log(max(error, 1e-300) / lags) + 2 * (free - (not fitted.bounded)),
                    "deviance": _deviance(points, scores, fitted.scaled(1 / unit)) if self.weights == "reml" else None,
                    "chosen": name == own,
                    "candidate": name in self.models,
                }
            )
        return sorted(rows, key=lambda row: float(row["error"] if row["deviance"] is None else row["deviance"]))

    def _other(
        self, name: str, longest: float, chosen: Variogram, fitted_to: Sequence[ExperimentalVariogram]
    ) -> Variogram | None:
        """Return the fit of a model that was not taken, with the anisotropy of the one that was; None: no fit."""
        structure = chosen.structures[0]
        shape = self.shape if name in self.models and formula(name).shape is not None else None
        known = {"nugget": self.nugget, "partial_sill": self.partial_sill, "range": self.range, "shape": shape}
        ellipse = {"azimuth": structure.azimuth, "ratio": structure.ratio}
        try:
            if len(fitted_to) > 1:
                return fit_directions(fitted_to, name, weights=self.lag_weights, **ellipse, **known)
            return fitted_to[0].fit(name, weights=self.lag_weights, longest=longest, **known)
        except (InvalidInput, ValueError, RuntimeError):
            return None


def _turned(variogram: Variogram) -> bool:
    return any(structure.ratio != 1 for structure in variogram.structures)


def _model(variogram: Variogram, distance: Floats, azimuth: float | None) -> Floats:
    """Return the semivariance of the model in a direction, or its mean over all directions."""
    if azimuth is not None:
        return variogram.along(distance, azimuth)
    if not _turned(variogram):
        return variogram(distance)
    mean: Floats = np.mean([variogram.along(distance, turn) for turn in _ALL_AZIMUTHS], axis=0)
    return mean


def _curves(variogram: Variogram, max_distance: float, direction: float | None) -> list[dict[str, Any]]:
    """Return the model to draw: one curve, or one along and one across the longest range."""
    farthest = max_distance
    if variogram.bounded and max_distance < variogram.range <= 1.25 * max_distance:
        farthest = 1.02 * variogram.range
    distance = np.linspace(0, farthest, _CURVE_POINTS)
    distance[0] = 1e-9 * farthest
    azimuths: list[float | None] = [direction]
    if _turned(variogram):
        along = variogram.structures[0].azimuth
        azimuths = [along % 180, (along + 90) % 180]
    return [
        {"azimuth": turn, "distance": distance.tolist(), "gamma": _model(variogram, distance, turn).tolist()}
        for turn in azimuths
    ]


def _deviance(points: Floats, scores: Floats, variogram: Variogram) -> float:
    """Return minus twice the restricted log-likelihood, of the same sample as `fit_reml` takes."""
    if len(points) > MAX_DATA:
        chosen = np.random.default_rng(0).choice(len(points), MAX_DATA, replace=False)
        points, scores = points[chosen], scores[chosen]
    return reml_deviance(points, scores, variogram)


def _or_refusal(write: Any, variogram: Variogram) -> str:
    """Return a variogram as another program writes it, or the sentence that says why there is no such text."""
    try:
        return str(write(variogram)).strip()
    except InvalidInput as refusal:
        return str(refusal)
