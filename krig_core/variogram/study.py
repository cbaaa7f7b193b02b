"""A study of the variogram of data: experimental variograms, the fitted model, the models that were passed over.

Law: everything is returned as plain data (as JSON has them), in the units of the variogram that is returned.

    scores → experimental → fit (least squares or likelihood) → series, curves, ranking
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.spatial import cKDTree

from ..drift import drift_functions, full_rank, trend_functions
from ..errors import InvalidInput
from ..points import diagonal
from .anisotropy import directions_error, fit_directions
from .automatic import (
    likelihood_suits,
    no_posterior,
    posterior_of_residuals,
    shown_direction,
    taken_as_known,
    with_direction,
)
from .band import allowed
from .experimental import (
    FEW_PAIRS,
    ExperimentalVariogram,
    Models,
    experimental_variogram,
)
from .least_squares import Fit, fit_least_squares
from .likelihood import MAX_DATA, fit_reml, reml_deviance
from .model_prior import LIKELY_MODELS, ROUGH_MODELS, model_prior
from .models import MODELS, Variogram, formula
from .notation import to_gslib, to_gstat

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .isotropy import Ellipse
    from .uncertainty import Posterior

    Floats = NDArray[np.float64]

POSTERIOR = "posterior"
"""The weights of a study that looks at all variograms that the data allow."""

FEWEST_POINTS = 3
"""Fewer places than this have no variogram to look at."""

_CURVE_POINTS = 160
_ALL_AZIMUTHS = np.arange(0.0, 180.0, 5.0)


@dataclass(frozen=True)
class Study:
    """What is asked of the data.

    Attributes
    ----------
    models : tuple of str, optional
        The models to choose from; the one of the least error is taken. None is spherical and exponential, and where a
        likelihood tells how smooth the data are, Matérn.
    lags : int
    max_distance : float, optional
        None is a third of the diagonal.
    estimator : str
        As in `experimental_variogram`.
    azimuth : float, optional
        Without `anisotropy` the one direction that is looked at; with it the direction of the longest range.
    tolerance : float
        Degrees to each side of a direction.
    second_model : str, optional
        A second structure, of a longer range than the first, by least squares and the same in every direction.
    bandwidth : float, optional
        Farthest that a pair may lie off the line along a direction, map units.
    detrend : {0, 1, 2}
        Order of the polynomial of the coordinates whose residuals are looked at; 0 is none.
    weights : {"automatic", "pairs/h2", "pairs", "equal", "reml"}
        Weights of the least squares, or restricted maximum likelihood; "automatic" is what a map of the data does
        (`default_variogram`): the posterior, or one of "reml" and "pairs/h2"; the last where only lags can tell what is
        asked.
    anisotropy : bool
        Look for anisotropy.
    nugget, partial_sill, range, shape : float, optional
        Kept where given.
    ratio : float, optional
        Anisotropy that is kept, with the longest range along `azimuth`.
    """

    models: tuple[str, ...] | None = None
    lags: int = 15
    max_distance: float | None = None
    estimator: str = "matheron"
    azimuth: float | None = None
    tolerance: float = 22.5
    weights: str = "automatic"
    anisotropy: bool = False
    nugget: float | None = None
    partial_sill: float | None = None
    range: float | None = None
    shape: float | None = None
    second_model: str | None = None
    bandwidth: float | None = None
    detrend: int = 0
    ratio: float | None = None

    @property
    def candidates(self) -> tuple[Models, ...]:
        """The models to choose from, nested ones as pairs."""
        models = self.models
        if models is None:
            models = LIKELY_MODELS if self.weights in ("reml", POSTERIOR) else ROUGH_MODELS
        if self.second_model is None:
            return models
        return tuple((name, self.second_model) for name in models)

    @property
    def direction(self) -> float | None:
        """The one direction that is looked at; None is every direction."""
        return None if self.anisotropy or self.ratio is not None else self.azimuth

    @property
    def _near(self) -> str:
        """Words for where the second point of a pair lies."""
        band = "" if self.bandwidth is None else f" and {self.bandwidth:.6g} off its line"
        return f"within {self.tolerance:g}° of azimuth {self.direction:g}°{band}"

    @property
    def lag_weights(self) -> str:
        """The weights by which lags count in an error."""
        return "pairs/h2" if self.weights in ("reml", POSTERIOR) else self.weights

    @property
    def kriging_type(self) -> str:
        """The kriging that has the trend which is taken off."""
        return ("ordinary", "universal-1", "universal-2")[self.detrend]

    def run(self, points: Floats, scores: Floats, unit: float = 1.0, length: str = "") -> dict[str, Any]:
        """Carry out the study.

        Parameters
        ----------
        points : float array, shape (n, 2)
            No two in the same place.
        scores : float array, shape (n,)
        unit : float
            Every semivariance is multiplied by it; what is given of nugget and partial sill is in these units.
        length : str
            The unit of lengths, for what is said of a posterior; empty: not known.

        Returns
        -------
        dict
            variogram (of `Variogram.to_json`), series, curves, ranking, remarks, what `allowed` says of a posterior,
            and the numbers of a report.

        Raises
        ------
        InvalidInput
            If there are too few points, no pairs, or an option is out of its domain.
        """
        self._check(points)
        if self.weights != "automatic":
            return {**self._shown(points, scores, unit, None), "uncertainty": ""}
        study, posterior, said, remarks = self._as_for_a_map(points, scores, unit, length)
        found = study._shown(points, scores, unit, posterior)
        return {**found, "uncertainty": said, "remarks": [*remarks, *found["remarks"]]}

    def _shown(self, points: Floats, scores: Floats, unit: float, posterior: Posterior | None) -> dict[str, Any]:
        max_distance = diagonal(points) / 3 if self.max_distance is None else self.max_distance
        mean, data, scores = float(scores.mean()), scores, self.residuals(points, scores)
        experimental = self._experimental(points, scores, max_distance, self.direction)
        if not len(experimental.gamma):
            raise InvalidInput(self._no_pairs(points, max_distance))
        if posterior is None:
            fit, others = self._fit(points, data, scores, unit)
        else:
            fit = Fit(posterior.mode, None, ())
            others = {name: variogram for name, (_, variogram) in posterior.models.items()}
        remarks = list(fit.remarks)
        if self.direction is not None:
            remarks.append(
                f"Only pairs {self._near} were looked at: the model is written as the same in every direction, and "
                "holds in this one."
                if self.weights != "reml"
                else "The likelihood takes the pairs of all directions; only the points of the plot are directional."
            )
        variogram = fit.variogram.scaled(unit)
        first, shown = variogram.structures[0], [experimental]
        if _turned(variogram):
            turns = (first.azimuth, first.azimuth + 90)
            shown += [self._experimental(points, scores, max_distance, turn % 180) for turn in turns]
        shown = [replace(item, gamma=item.gamma * unit) for item in shown]
        fitted_to = [replace(item, gamma=item.gamma * unit) for item in fit.directions] or [shown[0]]
        width = max_distance / self.lags
        return {
            "variogram": variogram.to_json(),
            "text": str(variogram),
            "bounded": variogram.bounded,
            "nugget": variogram.nugget,
            "partial_sill": variogram.partial_sill,
            "sill": variogram.sill,
            "range": variogram.range,
            "azimuth": first.azimuth,
            "ratio": first.ratio,
            "model": _label(item.model for item in variogram.structures),
            "shape": first.shape if len(variogram.structures) == 1 else None,
            "structures": [asdict(item) for item in variogram.structures],
            "gstat": _or_refusal(to_gstat, variogram),
            "gslib": _or_refusal(to_gslib, variogram),
            "data": len(points),
            "mean": mean,
            "variance": float(scores.var()) * unit,
            "lags": self.lags,
            "lag_distance": width,
            "max_distance": max_distance,
            "direction": self.direction,
            "tolerance": self.tolerance,
            "bandwidth": self.bandwidth,
            "detrend": self.detrend,
            "estimator": self.estimator,
            "weights": self.weights,
            "pairs": int(experimental.pairs.sum()),
            "error": self._error(fitted_to, variogram),
            "sectors": len(fit.directions),
            "few_pairs": FEW_PAIRS,
            "series": [self._series(item, variogram, width) for item in shown],
            "curves": _curves(variogram, max_distance, self.direction),
            "ranking": self._ranking(points, data, unit, variogram, fitted_to, others, posterior),
            "remarks": remarks,
            **allowed(posterior, points, unit, first.azimuth),
        }

    def _as_for_a_map(
        self, points: Floats, scores: Floats, unit: float, length: str
    ) -> tuple[Study, Posterior | None, str, tuple[str, ...]]:
        """Return the study that finds the variogram as a map does, its posterior, what becomes of it, and remarks."""
        by_lags = replace(self, weights="pairs/h2")
        if self.direction is not None or self.second_model is not None or self.estimator != "matheron":
            return by_lags, None, "", ()
        functions = self._design(points)
        if not full_rank(functions) or np.ptp(self.residuals(points, scores)) == 0:
            return by_lags, None, "", ()
        names = ("nugget", "partial_sill", "range", "shape", "azimuth", "ratio", "anisotropy")
        given = {name: getattr(self, name) for name in names if getattr(self, name) not in (None, False)}
        given.update({name: given[name] / unit for name in ("nugget", "partial_sill") if name in given})
        why_known = no_posterior(points, scores, self.kriging_type, models=self.models, **given)
        if why_known is None:
            posterior = posterior_of_residuals(points, scores, self.kriging_type, models=self.models, **given)
            return replace(self, weights=POSTERIOR), posterior, posterior.remark(length), ()
        said = taken_as_known(why_known)
        given, remarks = with_direction(points, scores, self.models, given, functions)
        if "anisotropy" in given:
            return by_lags, None, said, remarks
        found = replace(by_lags, anisotropy=False, azimuth=given.get("azimuth"), ratio=given.get("ratio"))
        terms = functions.shape[1] if self.detrend else 0
        suits = likelihood_suits(points, self.models, given, terms)
        return replace(found, weights="reml" if suits else "pairs/h2"), None, said, remarks

    def _design(self, points: Floats) -> Floats:
        """Return the functions of the trend; as kriging has them, where data can tell them from each other."""
        functions = trend_functions(points, self.detrend)
        return drift_functions(points, self.kriging_type, None) if full_rank(functions) else functions

    def residuals(self, points: Floats, scores: Floats) -> Floats:
        """Return what the trend (`detrend`) leaves of data, shape (n,), at points, shape (n, 2)."""
        if not self.detrend:
            return scores
        functions = self._design(points)
        left: Floats = scores - functions @ np.linalg.lstsq(functions, scores, rcond=None)[0]
        return left

    def direction_of(self, points: Floats, scores: Floats) -> Ellipse | None:
        """Return the direction of a longest range that data show, credible or not; None where nothing can tell.

        It is that of `anisotropy`: points, shape (n, 2), no two in the same place, and scores, shape (n,).
        """
        functions = self._design(points)
        if not full_rank(functions) or np.ptp(self.residuals(points, scores)) == 0:
            return None
        return shown_direction(points, scores, self.models, {}, functions)

    def _check(self, points: Floats) -> None:
        if len(points) < FEWEST_POINTS:
            message = (
                f"Too few data: a variogram needs values at {FEWEST_POINTS} places at least, and there are "
                f"{len(points)} (`points`)."
            )
            raise InvalidInput(message)
        coefficients = trend_functions(points, self.detrend).shape[1]
        if len(points) <= coefficients:
            message = (
                f"Too few data: a trend of order {self.detrend} takes {coefficients} coefficients, and there are "
                f"{len(points)} places (`detrend`)."
            )
            raise InvalidInput(message)
        if self.second_model is not None:
            if not all(formula(name).bounded for names in self.candidates for name in names):
                message = (
                    "A second structure needs models with a sill: choose a `model` other than power (`second_model`)."
                )
                raise InvalidInput(message)
            if self.anisotropy or self.weights == "reml" or (self.partial_sill, self.range) != (None, None):
                message = (
                    "A second structure is fitted by least squares, whole, and the same in every direction: leave "
                    "`anisotropy`, `partial_sill` and `range` out and choose `study.weights` other than reml, or leave "
                    "`second_model` out."
                )
                raise InvalidInput(message)
        if self.weights != "reml":
            return
        for name in self.models or ():
            if not formula(name).bounded:
                message = f"Invalid weights 'reml' for the model {name!r}, which has no sill: choose others "
                message += "(`study.weights`)."
                raise InvalidInput(message)

    def _no_pairs(self, points: Floats, max_distance: float) -> str:
        if self.direction is not None:
            return (
                f"No two points lie {self._near} and {max_distance:.6g} apart: choose a larger `tolerance`"
                f"{'' if self.bandwidth is None else ', `bandwidth`'} or `max_distance`."
            )
        nearest = float(cKDTree(points).query(points, k=2)[0][:, 1].min())
        return (
            f"No two points lie within {max_distance:.6g} of each other (`max_distance`): the nearest are "
            f"{nearest:.6g} apart."
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
            bandwidth=self.bandwidth,
        )

    def _fit(self, points: Floats, scores: Floats, residuals: Floats, unit: float) -> tuple[Fit, dict[str, Variogram]]:
        """Return the fit in the units of the scores; and those by likelihood that were passed over."""
        given = {"range": self.range, "shape": self.shape}
        if self.weights != "reml" or self.anisotropy:
            fit = fit_least_squares(
                points,
                residuals,
                models=self.candidates,
                nugget=None if self.nugget is None else self.nugget / unit,
                partial_sill=None if self.partial_sill is None else self.partial_sill / unit,
                azimuth=None if self.direction is not None else self.azimuth,
                ratio=self.ratio,
                anisotropy=self.anisotropy,
                weights=self.lag_weights,
                estimator=self.estimator,
                lags=self.lags,
                max_distance=self.max_distance,
                direction=self.direction,
                tolerance=self.tolerance,
                bandwidth=self.bandwidth,
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
            if self.ratio is not None:
                ellipse = {"azimuth": self.azimuth or 0.0, "ratio": self.ratio}
        names = [str(name) for name in self.candidates]
        fits = [
            fit_reml(
                points,
                scores,
                name,
                design=self._design(points),
                nugget=None if self.nugget is None else self.nugget / unit,
                partial_sill=None if self.partial_sill is None else self.partial_sill / unit,
                range=self.range,
                shape=self.shape if formula(name).shape is not None else None,
                **ellipse,
            )
            for name in names
        ]
        # As `fit_automatic` chooses.
        prior = -2 * np.log(model_prior(names))
        deviances = [self._deviance(points, scores, found.variogram) for found in fits]
        best = fits[int(np.argmin(deviances + prior))]
        others = {name: found.variogram for name, found in zip(names, fits)}
        return replace(best, experimental=None, remarks=(*remarks, *best.remarks)), others

    def _error(self, fitted_to: Sequence[ExperimentalVariogram], variogram: Variogram) -> float:
        if len(fitted_to) > 1:
            return directions_error(fitted_to, variogram, self.lag_weights)
        return fitted_to[0].error(variogram, self.lag_weights)

    def _series(self, item: ExperimentalVariogram, variogram: Variogram, width: float) -> dict[str, Any]:
        """Return one experimental variogram beside the model in its direction."""
        lag = np.minimum(np.ceil(item.distance / width * (1 - 1e-12)).astype(int), self.lags)
        return {
            "azimuth": item.azimuth,
            "lag": lag.tolist(),
            "distance": item.distance.tolist(),
            "gamma": item.gamma.tolist(),
            "pairs": item.pairs.tolist(),
            "used": (item.pairs >= FEW_PAIRS).tolist(),
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
        posterior: Posterior | None,
    ) -> list[dict[str, Any]]:
        """Return every model with its error, the least first; what was not to choose from is there to compare.

        By likelihood, which costs the cube of the data, only those that were to choose from, in the order of their
        probability where they have one.
        """
        odds = {} if posterior is None else {name: chance for name, (chance, _) in posterior.models.items()}
        rows = []
        lags = sum(len(item.gamma) for item in fitted_to)
        own = _label(item.model for item in chosen.structures)
        candidates: dict[str, Models] = {_label(names): names for names in self.candidates}
        for label, names in {**candidates, **{name: name for name in MODELS}}.items():
            if label == own:
                fitted: Variogram | None = chosen
            elif self.weights in ("reml", POSTERIOR):
                fitted = others[label].scaled(unit) if label in others else None
            else:
                fitted = self._other(names, diagonal(points), chosen, fitted_to)
            if fitted is None:
                continue
            error = self._error(fitted_to, fitted)
            deviance = self._deviance(points, scores, fitted.scaled(1 / unit)) if self.weights == "reml" else None
            rows.append(
                {
                    "model": label,
                    "shape": fitted.structures[0].shape if isinstance(names, str) else None,
                    "nugget": fitted.nugget,
                    "partial_sill": fitted.partial_sill,
                    "range": fitted.range if fitted.bounded else None,
                    "error": error,
                    "aic": lags * math.log(max(error, 1e-300) / lags) + 2 * (self._free(names) - (not fitted.bounded)),
                    "deviance": deviance,
                    "probability": odds.get(label),
                    "chosen": label == own,
                    "candidate": label in candidates,
                }
            )
        return sorted(rows, key=lambda row: (-(row["probability"] or 0.0), row["deviance"] or 0.0, row["error"]))

    def _deviance(self, points: Floats, scores: Floats, variogram: Variogram) -> float:
        """Return minus twice the restricted log-likelihood, of the same sample as `fit_reml` takes."""
        design = self._design(points)
        if len(points) > MAX_DATA:
            chosen = np.random.default_rng(0).choice(len(points), MAX_DATA, replace=False)
            points, scores, design = points[chosen], scores[chosen], design[chosen]
        return reml_deviance(points, scores, variogram, design)

    def _free(self, names: Models) -> int:
        """Return how many parameters of a model are fitted."""
        if not isinstance(names, str):
            return (self.nugget is None) + 2 * len(names)
        return sum(value is None for value in (self.nugget, self.partial_sill, self.range))

    def _other(
        self, name: Models, longest: float, chosen: Variogram, fitted_to: Sequence[ExperimentalVariogram]
    ) -> Variogram | None:
        """Return the fit of a model that was not taken, with the anisotropy of the one that was; None: no fit."""
        structure = chosen.structures[0]
        shape = self.shape if name in self.candidates and _shaped(name) else None
        known = {"nugget": self.nugget, "partial_sill": self.partial_sill, "range": self.range, "shape": shape}
        ellipse = {"azimuth": structure.azimuth, "ratio": structure.ratio}
        try:
            if len(fitted_to) > 1 and isinstance(name, str):
                return fit_directions(fitted_to, name, weights=self.lag_weights, **ellipse, **known)
            return fitted_to[0].fit(name, weights=self.lag_weights, longest=longest, **known)
        except (InvalidInput, ValueError, RuntimeError):
            return None


def _label(names: Models | Iterable[str]) -> str:
    """Return a model's name, or the names of a nested one."""
    return names if isinstance(names, str) else " + ".join(names)


def _shaped(names: Models) -> bool:
    """Return whether a formula has a parameter."""
    return any(formula(name).shape is not None for name in ((names,) if isinstance(names, str) else names))


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


def _or_refusal(write: Any, variogram: Variogram) -> str:
    """Return a variogram as another program writes it, or the sentence that says why there is no such text."""
    try:
        return str(write(variogram)).strip()
    except InvalidInput as refusal:
        return str(refusal)
