"""The task `variogram`: data in, their experimental variogram and the model that fits it out."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import ClassVar

from ..choices import ESTIMATORS, FIT_WEIGHTS, MODELS, TRANSFORMS
from ..plain import array_file, choice, flag, many, measure, number, part, read, whole, words
from ..points import merge_coincident
from ..transforms.transform import Transform
from ..variogram.models import Structure, Variogram
from ..variogram.study import Study
from .arrays import load_data
from .found_variogram import unit_of
from .map_job import Units, VariogramBand
from .progress import Reporter


@dataclass(frozen=True)
class VariogramJob:
    """Study the variogram of points."""

    task: ClassVar[str] = "variogram"

    coordinates: str = array_file("Places of the data, map units, shape (n, 2).")
    values: str = array_file("The data, shape (n,).")
    transform: str = choice("Of what the variogram is.", TRANSFORMS)
    models: tuple[str, ...] | None = many(
        "The models to choose from; null: spherical, exponential and, by likelihood, Matérn.", words(""), null=True
    )
    lags: int = whole("Number of lags.", 15, least=1, most=500)
    max_distance: float | None = number(
        "Pairs farther apart do not count, map units; null: a third of the diagonal.", None, above=0
    )
    estimator: str = choice("How semivariances are estimated.", ESTIMATORS, "matheron")
    azimuth: float | None = number(
        "The one direction that is looked at, degrees clockwise from north.", None, least=-3600, most=3600
    )
    tolerance: float = number("Degrees to each side of a direction.", 22.5, above=0, most=90)
    weights: str = choice(
        "Weights of the lags, or restricted maximum likelihood; automatic: as for a map.", FIT_WEIGHTS, "automatic"
    )
    anisotropy: bool = flag("Look for the direction of the longest range.", False)
    nugget: float | None = number("Kept where given.", None, least=0)
    partial_sill: float | None = number("Kept where given.", None, least=0)
    range: float | None = number("Practical range, map units, kept where given.", None, above=0)
    ratio: float | None = number(
        "Range across `azimuth`, which is then that of the longest range, divided by the range; kept where given.",
        None,
        above=0,
    )
    shape: float | None = number("Parameter of the model's formula; null: its default.", None, least=0.01, most=20)
    second_model: str | None = choice("A second structure, of a longer range.", MODELS, None)
    bandwidth: float | None = number("Farthest that a pair may lie off its direction, map units.", None, above=0)
    detrend: int = whole("Order of the polynomial that is taken off first.", 0, most=2)
    units: Units | None = part("Units of what is told; null: not known.", Units, None)


@dataclass(frozen=True)
class Series:
    """An experimental variogram: one entry of each list for each lag."""

    azimuth: float | None = measure("Its direction, degrees clockwise from north; null: all.", null=True)
    distance: tuple[float, ...] = many("Mean distance of the pairs.", measure(""))
    gamma: tuple[float, ...] = many("Semivariance.", measure(""))
    pairs: tuple[int, ...] = many("Number of pairs.", whole(""))
    used: tuple[bool, ...] = many("Whether there are enough pairs for a good estimate.", flag(""))
    lag: tuple[int, ...] = many("Number of the lag, from 1.", whole(""), ())
    model: tuple[float, ...] = many("Semivariance of the model.", measure(""), ())
    pairs_of: str = words("Which pairs these are.", "all directions")


@dataclass(frozen=True)
class Curve:
    """The model, to be drawn."""

    azimuth: float | None = measure("Its direction, degrees clockwise from north; null: all.", null=True)
    distance: tuple[float, ...] = many("Distances.", measure(""))
    gamma: tuple[float, ...] = many("Semivariances.", measure(""))


@dataclass(frozen=True)
class DrawnVariogram:
    """A model beside the experimental variogram of data, with what a report says of them."""

    text: str = words("The model in words.")
    model: str = words("Names of its models.")
    nugget: float = measure("Its nugget.")
    partial_sill: float = measure("The sum of its partial sills.")
    sill: float = measure("Nugget and partial sills.")
    range: float = measure("Its longest practical range.")
    azimuth: float = measure("Direction of the longest range, degrees clockwise from north.")
    ratio: float = measure("Range across it divided by the range along it.")
    shape: float | None = measure("Parameter of the formula of a single structure.", null=True)
    structures: tuple[Structure, ...] = many("Its terms.", part("", Structure))
    bounded: bool = flag("Whether it has a sill.")
    variance: float = measure("Variance of the data.")
    lags: int = whole("Number of lags.")
    lag_distance: float = measure("Width of a lag.")
    max_distance: float = measure("Where the last lag ends.")
    pairs: int = whole("Number of pairs.")
    few_pairs: int = whole("Lags with fewer pairs are uncertain.")
    series: tuple[Series, ...] = many("Experimental variograms.", part("", Series))
    curves: tuple[Curve, ...] = many("The model, in one direction or two.", part("", Curve))


@dataclass(frozen=True)
class RankedModel:
    """How well another model fits."""

    model: str = words("Its name.")
    shape: float | None = measure("Parameter of its formula.", null=True)
    nugget: float = measure("Its nugget.")
    partial_sill: float = measure("Its partial sill.")
    range: float | None = measure("Its practical range; null: it has no sill.", null=True)
    error: float = measure("Weighted sum of squared errors.")
    aic: float = measure("Akaike's criterion.")
    deviance: float | None = measure("Minus twice the restricted log-likelihood, for reml.", null=True)
    probability: float | None = measure("How likely the data make it, for the posterior.", null=True)
    chosen: bool = flag("Whether it was taken.")
    candidate: bool = flag("Whether it was to choose from.")


@dataclass(frozen=True)
class VariogramResult(DrawnVariogram):
    """What a study found; semivariances are in the units of the variogram."""

    variogram: str = words("The text of `Variogram.to_json`.")
    gstat: str = words("The model as gstat writes it, or why there is no such text.")
    gslib: str = words("The model as GSLIB writes it, or why there is no such text.")
    data: int = whole("Number of data, each at a place of its own.")
    mean: float = measure("Their mean.")
    direction: float | None = measure("The one direction that was looked at.", null=True)
    tolerance: float = measure("Degrees to each side of it.")
    bandwidth: float | None = measure("Farthest that a pair may lie off it.", null=True)
    detrend: int = whole("Order of the polynomial that was taken off.")
    estimator: str = words("How semivariances were estimated.")
    weights: str = words("How the model was fitted; posterior: it is the most probable one.")
    range_p05: float | None = measure(
        "One in twenty ranges that the data allow is shorter; null: one counts.", null=True
    )
    range_p50: float | None = measure("Their median.", null=True)
    range_p95: float | None = measure("One in twenty is longer.", null=True)
    band: VariogramBand | None = part("The variograms that the data allow; null: one counts.", VariogramBand, null=True)
    uncertainty: str = words("Whether a map takes the variogram as known, and why, in a sentence; empty: not asked.")
    error: float = measure("Weighted sum of squared errors.")
    sectors: int = whole("Directions that an anisotropy was fitted to; 0: none.")
    ranking: tuple[RankedModel, ...] = many("Every model, the best first.", part("", RankedModel))
    remarks: tuple[str, ...] = many("What a reader should know.", words(""))
    merged: int = whole("Points that coincide with another one.")
    unit: float = measure("What semivariances of scores were multiplied by.")
    seconds: float = measure("What the work took.")


_STUDY_OPTIONS = tuple(field.name for field in fields(Study) if field.name != "models")


def study_variogram(job: VariogramJob, folder: Path, reporter: Reporter) -> VariogramResult:
    """Study the variogram of points (see `Study`)."""
    start = time.monotonic()
    coordinates, values = load_data(job.coordinates, job.values, folder, 2)
    points, data = merge_coincident(coordinates, values)
    merged = len(coordinates) - len(points)
    if merged:
        reporter.warning(f"Points that coincide with another one, so that their mean is used: {merged}.")
    transform = Transform(job.transform).fit(points, data)
    unit = unit_of(transform, data)
    options = {name: getattr(job, name) for name in _STUDY_OPTIONS}
    units = job.units or Units()
    found = Study(job.models, **options).run(points, transform.scores, unit, units.length)
    text = units.of(Variogram.from_json(found["variogram"]), job.transform)
    more = {"text": text, "merged": merged, "unit": unit, "seconds": time.monotonic() - start}
    result = read(VariogramResult, {**found, **more}, "the result")
    pairs = "1 pair" if result.pairs == 1 else f"{result.pairs} pairs"
    reporter.message(f"Variogram of {len(data)} data and {pairs}: {result.text}.")
    if result.uncertainty:
        reporter.message(result.uncertainty)
    for remark in result.remarks:
        reporter.warning(remark)
    reporter.message(f"gstat: {result.gstat}")
    reporter.message(f"GSLIB:\n{result.gslib}")
    reporter.progress(1.0, "")
    return result
