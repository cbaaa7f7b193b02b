"""Least squares: the variogram of data by a fit to their experimental variogram, of all pairs or of directions.

Law: a fit never fails silently and never raises for poor data: what could not be fitted is replaced by a stated
model, and a remark says so.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..blas import one_blas_thread
from ..choices import BY_LAGS, BY_LIKELIHOOD
from ..errors import InvalidInput
from ..numeric import given_reals
from ..points import data_arrays, diagonal
from .anisotropy import directions_error, fit_directions
from .experimental import (
    ENOUGH_LAGS,
    FEW_PAIRS,
    ExperimentalVariogram,
    Models,
    check_estimator,
    directional_variograms,
    experimental_variogram,
    most_points,
    valid_models,
    valid_shapes,
)
from .model_prior import ROUGH_MODELS
from .models import Structure, Variogram, formula
from .pairs import Lags
from .sills import NOTHING, Known

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_CLEARLY_BETTER, _CREDIBLE_RATIOS = 0.8, (0.11, 0.75)
"""Anisotropy is believed where it lowers the error so far, to a ratio in these limits; 0.1, the end of the search, is
a direction without a range. Of simulated isotropic fields (250 for each number of data) none of 40, 60 or 100 data
passes, 2 % of 200 and 15 % of 500; of fields with ratio 0.3 none of 40 or 60, 10 % of 100, 36 % of 200, 85 % of 500;
with ratio 0.5 none of up to 100, 20 % of 200, 66 % of 500. So few data are taken to be isotropic, and what many show
may still be chance."""


@dataclass(frozen=True)
class Fit:
    """A variogram found from data, and how.

    Attributes
    ----------
    variogram : Variogram
    experimental : ExperimentalVariogram or None
        What it was fitted to; None where there was nothing to fit to. Where anisotropy was given, in distances that
        are stretched to those along the azimuth.
    remarks : tuple of str
        What the user should know: too few pairs, a fall-back, no correlation.
    directions : tuple of ExperimentalVariogram
        The variograms of single directions, where anisotropy was looked for.
    likelihood : bool
        Whether it is the most likely one.
    """

    variogram: Variogram
    experimental: ExperimentalVariogram | None
    remarks: tuple[str, ...]
    directions: tuple[ExperimentalVariogram, ...] = ()
    likelihood: bool = False

    @property
    def method(self) -> str:
        """By what it was fitted, in words; empty where nothing was."""
        if self.likelihood:
            return BY_LIKELIHOOD
        return BY_LAGS if self.experimental is not None or self.directions else ""


@one_blas_thread()
def fit_least_squares(
    coordinates: ArrayLike,
    values: ArrayLike,
    *,
    models: Sequence[Models] = ROUGH_MODELS,
    nugget: float | None = None,
    partial_sill: float | None = None,
    range: float | None = None,
    azimuth: float | None = None,
    ratio: float | None = None,
    vertical_range: float | None = None,
    shape: float | Sequence[float] | None = None,
    anisotropy: bool = False,
    weights: str = "pairs/h2",
    criterion: str = "error",
    estimator: str = "matheron",
    lags: int = 15,
    max_distance: float | None = None,
    direction: float | None = None,
    tolerance: float = 22.5,
    bandwidth: float | None = None,
) -> Fit:
    """Find the variogram of data: what is given is kept, the rest is fitted, the best model is taken.

    All lags count: without those of few pairs, fits to 60 and 120 simulated data were worse. No range longer than the
    diagonal of the data is tried; of several directions none longer than the largest lag: a direction shows nothing
    beyond it.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
    values : float array, shape (n,)
    models : sequence of str or of sequences of str
        Models to choose from, keys of `models.MODELS` or several of them for a nested variogram; the first
        wins a tie.
    nugget, partial_sill, range : float, optional
        Kept where given.
    azimuth, ratio, vertical_range : float, optional
        Anisotropy, kept where given; else there is none, or it is looked for if `anisotropy` is set.
    shape : float or sequence of float, optional
        Parameter of the formula, for the models that have one; of several the best is taken.
    anisotropy : bool
        Look for azimuth and ratio and, for points in space, the vertical range, as far as not given. Azimuth and
        ratio are kept only where they clearly fit better than none. Nested models are then left out.
    weights : {"pairs/h2", "pairs", "equal"}
        Weights of the lags (see `ExperimentalVariogram.fit`).
    criterion : {"error", "aic"}
        The best model has the least weighted squared error, or the least of Akaike's criterion, which counts
        parameters as well.
    estimator, lags, max_distance, tolerance, bandwidth
        As in `experimental_variogram`.
    direction : float, optional
        Fit to the pairs along this azimuth alone (`azimuth` of `experimental_variogram`); None is every direction. Not
        used where anisotropy is found.

    Returns
    -------
    Fit
        Data that cannot be fitted get a spherical model with the data's variance and a third of the diagonal.

    Raises
    ------
    InvalidInput
        If there are no data, or a single point and neither partial sill nor range is given, or an option is invalid.
    """
    points, data = data_arrays(coordinates, values)
    if len(data) == 0:
        message = "No data: no point has a value."
        raise InvalidInput(message)
    if criterion not in ("error", "aic"):
        message = f"Invalid criterion {criterion!r}. Should be 'error' or 'aic'."
        raise InvalidInput(message)
    models = valid_models(models)
    if not models:
        message = "Invalid models. Should be at least one (`models`)."
        raise InvalidInput(message)
    names = ("nugget", "partial_sill", "range", "azimuth", "ratio", "vertical_range")
    known = given_reals(**dict(zip(names, (nugget, partial_sill, range, azimuth, ratio, vertical_range))))
    nugget, partial_sill, range = known["nugget"], known["partial_sill"], known["range"]
    request = _Request(
        tuple((model,) if isinstance(model, str) else tuple(model) for model in models),
        Known(**known),
        valid_shapes(shape),
        weights,
        criterion,
        {"estimator": estimator, "lags": lags, "max_distance": max_distance},
        {"azimuth": direction, "tolerance": tolerance, "bandwidth": bandwidth},
    )
    request.check()
    if nugget is not None and partial_sill is not None and range is not None and len(models) == 1 and not anisotropy:
        return Fit(request.given(nugget, partial_sill, range), None, ())
    if diagonal(points) == 0 and (partial_sill is None or range is None):
        message = "All data lie at one point: give `partial_sill` and `range`, because no variogram can be fitted."
        raise InvalidInput(message)
    return request.fit(points, data, anisotropy)


@dataclass(frozen=True)
class _Request:
    """What `fit_least_squares` was asked for."""

    models: tuple[tuple[str, ...], ...]
    known: Known
    shapes: tuple[float | None, ...]
    weights: str
    criterion: str
    options: dict[str, Any]
    direction: dict[str, Any]

    def check(self) -> None:
        """Raise InvalidInput for what no data could fit, so that it does not pass for poor data."""
        ExperimentalVariogram(np.ones(1), np.ones(1), np.ones(1, dtype=np.int64)).lag_weights(self.weights)
        check_estimator(self.options["estimator"])
        most = self.options["max_distance"]
        Lags(self.options["lags"], 1.0 if most is None else most, None, np.empty((0, 2)))
        experimental_variogram(np.zeros((1, 2)), np.zeros(1), max_distance=1.0, **self.direction)
        nugget, partial_sill = (value or 0.0 for value in self.known.sills)
        for name in itertools.chain(*self.models):
            for shape in self.shapes_of(name):
                Structure(name, partial_sill, 1.0 if self.known.range is None else self.known.range, shape=shape)
        Variogram(nugget, (self._structure("spherical", partial_sill, 1.0),))

    def shapes_of(self, name: str) -> tuple[float | None, ...]:
        """Return the parameters to try for a model."""
        return (None,) if formula(name).shape is None else self.shapes

    def _structure(self, name: str, partial_sill: float, length: float) -> Structure:
        return Structure(
            name,
            partial_sill,
            length,
            self.known.azimuth or 0.0,
            1.0 if self.known.ratio is None else self.known.ratio,
            self.known.vertical_range,
            self.shapes_of(name)[0],
        )

    def given(self, nugget: float, partial_sill: float, length: float) -> Variogram:
        """Return the first model with these parameters and the anisotropy that was given."""
        return Variogram(nugget, (self._structure(self.models[0][0], partial_sill, length),))

    def fit(self, points: Floats, data: Floats, anisotropy: bool) -> Fit:
        """Fit, or fall back to a stated model."""
        unknown_depth = points.shape[1] == 3 and self.known.vertical_range is not None and self.known.range is None
        remarks: tuple[str, ...] = ()
        try:
            if data.var() > 0 and (anisotropy or unknown_depth):
                found = self._fit_directions(points, data, anisotropy)
                if found is not None:
                    return found
                remarks = ("No direction fits clearly better than others: the variogram is isotropic.",)
        except (InvalidInput, ValueError, RuntimeError):
            remarks = ("No anisotropy could be fitted: the directions have too few pairs.",)
        try:
            found = self._fit_isotropic(points, data)
        except (InvalidInput, ValueError, RuntimeError):
            return self._fall_back(points, data)
        return replace(found, remarks=remarks + found.remarks)

    def _fall_back(self, points: Floats, data: Floats) -> Fit:
        nugget, partial_sill, length = self.known[:3]
        if partial_sill is None:
            partial_sill = float(data.var(ddof=1)) if len(data) > 1 else 0.0
        fallback = self.given(nugget or 0.0, partial_sill, length or diagonal(points) / 3)
        if None not in (nugget, partial_sill, length):
            return Fit(fallback, None, ())
        remark = f"No variogram could be fitted to {len(data)} {'datum' if len(data) == 1 else 'data'}"
        remark += " that are all equal" if data.var() == 0 else " (too few pairs)"
        name = fallback.structures[0].model if fallback.structures else "nugget"
        return Fit(fallback, None, (f"{remark}; a {name} model with the data's variance is used instead.",))

    def _fit_isotropic(self, points: Floats, data: Floats) -> Fit:
        """Fit in coordinates in which the given anisotropy vanishes."""
        unit = self._structure("spherical", 1.0, self.known.range or 1.0)
        own = unit.isotropic(points) * unit.range
        extent = diagonal(own)
        direction, azimuth = dict(self.direction), self.direction["azimuth"]
        if azimuth is not None:
            offset = unit.isotropic([math.sin(math.radians(azimuth)), math.cos(math.radians(azimuth))])
            direction["azimuth"] = math.degrees(math.atan2(offset[0], offset[1]))
        experimental = experimental_variogram(own, data, **self.options, **direction)
        experimental = replace(experimental, azimuth=azimuth)
        nugget, partial_sill, length = self.known[:3]
        trials = [(names, shape) for names in self.models for shape in self._trial_shapes(names) if data.var() > 0]
        fits = [
            (
                experimental.fit(
                    names[0] if len(names) == 1 else names,
                    weights=self.weights,
                    nugget=nugget,
                    partial_sill=partial_sill if len(names) == 1 else None,
                    range=length if len(names) == 1 else None,
                    longest=extent,
                    shape=shape,
                ),
                names,
            )
            for names, shape in trials
        ]
        free = sum(value is None for value in self.known[:3])
        best, _ = min(fits, key=lambda fit: self._score(experimental, fit[0], free + 2 * len(fit[1]) - 2))
        height = None if unit.vertical_range is None else unit.vertical_range / unit.range
        turned = tuple(
            replace(
                item,
                azimuth=unit.azimuth,
                ratio=unit.ratio,
                vertical_range=None if height is None else height * item.range,
            )
            for item in best.structures
        )
        remarks = _remarks(best, (experimental,), len(points), self)
        return Fit(replace(best, structures=turned), experimental, remarks)

    def _trial_shapes(self, names: tuple[str, ...]) -> tuple[float | None, ...]:
        shaped = [name for name in names if formula(name).shape is not None]
        return self.shapes_of(shaped[0]) if shaped else (None,)

    def _score(self, experimental: ExperimentalVariogram, variogram: Variogram, parameters: int) -> float:
        if self.criterion == "aic":
            return experimental.aic(variogram, parameters, self.weights)
        return experimental.error(variogram, self.weights)

    def _fit_directions(self, points: Floats, data: Floats, anisotropy: bool) -> Fit | None:
        """Fit azimuth, ratio and vertical range as far as they are unknown; None where there is none to keep."""
        experimental, flat, steep = self._directions(points, data)
        used = flat if steep is None else (*flat, steep)
        # Without a steep direction and a ratio, what is left is the isotropic fit.
        straight = self._best_of(used, self.known._replace(ratio=self.known.ratio or 1.0))
        found = straight if steep is not None else None
        if anisotropy and (self.known.ratio is None or self.known.azimuth is None):
            turned = self._best_of(used, self.known)
            low, high = _CREDIBLE_RATIOS
            before, after = (directions_error(used, item, self.weights) for item in (straight, turned))
            credible = after < _CLEARLY_BETTER * before and low < turned.structures[0].ratio < high
            if self.known.ratio is not None or credible:
                found = turned
        if found is None:
            return None
        remarks = _remarks(found, used, len(points), self)
        longest = max(item.distance[-1] for item in flat if len(item.gamma))
        if self.known.range is None and found.bounded and found.range > 0.999 * longest:
            remark = f"The range {found.range:.6g} is the longest that was tried, the largest lag: it may be longer."
            remarks = (*remarks, remark)
        return Fit(found, experimental, remarks, used)

    def _best_of(self, used: Sequence[ExperimentalVariogram], known: Known) -> Variogram:
        single = [names[0] for names in self.models if len(names) == 1]
        fits = [
            fit_directions(used, name, weights=self.weights, shape=shape, **known._asdict())
            for name in single
            for shape in self.shapes_of(name)
        ]
        return min(fits, key=lambda found: directions_error(used, found, self.weights))

    def _directions(
        self, points: Floats, data: Floats
    ) -> tuple[ExperimentalVariogram, tuple[ExperimentalVariogram, ...], ExperimentalVariogram | None]:
        """Return the variogram of all flat pairs, those of flat sectors, and the vertical one if there is a height."""
        # One well with a wrong elevation must not set the vertical lags of all.
        height = float(np.ptp(np.quantile(points[:, 2], (0.01, 0.99)))) / 2 if points.shape[1] == 3 else 0.0
        if height == 0:
            flat = directional_variograms(points[:, :2], data, **self.options)
            return experimental_variogram(points[:, :2], data, **self.options), flat, None
        vertical = {**self.options, "max_distance": height}
        steep = experimental_variogram(points, data, dip=90, **vertical)
        options = {"max_distance": diagonal(points[:, :2]) / 3, **_without_none(self.options)}
        # Flat pairs are those in a slab as thin as a vertical lag, or thicker until there are enough of them.
        for thickness in (0.5, 1.0, 2.0, 4.0, 8.0):
            slab = thickness * height / self.options["lags"]
            experimental = experimental_variogram(points, data, vertical_bandwidth=slab, **options)
            if (experimental.pairs >= FEW_PAIRS).sum() >= ENOUGH_LAGS:
                break
        return (
            replace(experimental, dip=0.0),
            directional_variograms(points, data, vertical_bandwidth=slab, **options),
            steep if len(steep.gamma) else None,
        )


def _without_none(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _remarks(
    best: Variogram, experimental: Sequence[ExperimentalVariogram], count: int, request: _Request
) -> tuple[str, ...]:
    """Return what the user should know about a fit to one or several directions."""
    if not best.sill:
        return ("Nothing varies about the mean or trend of the data: their variogram is zero at all distances.",)
    remarks = []
    most = most_points(request.options["estimator"])
    if count > most:
        remarks.append(f"The variogram was estimated from a sample of {most} of {count} data.")
    pairs = np.concatenate([item.pairs for item in experimental])
    sparse = int(np.sum(pairs < FEW_PAIRS))
    if sparse:
        where = "lags" if len(experimental) == 1 else f"lags in {len(experimental)} directions"
        verb = "has" if sparse == 1 else "have"
        remarks.append(f"{sparse} of {len(pairs)} {where} {verb} fewer than {FEW_PAIRS} pairs: a fit is uncertain.")
    largest = max(float(item.distance[-1]) for item in experimental if len(item.pairs))
    if best.partial_sill <= NOTHING * best.sill:
        remarks.append("The data show no spatial correlation: the fitted variogram is a pure nugget.")
    elif request.known.range is None and best.range > 2 * largest:
        remarks.append(
            f"The fitted range {best.range:.6g} is far beyond the largest lag {largest:.6g}: the data may have a trend."
        )
    if best.structures[0].model == "gaussian" and best.nugget < 1e-3 * best.sill:
        remarks.append("A Gaussian variogram without nugget makes very smooth maps; check that the data are as smooth.")
    return tuple(remarks)
