"""The task `cross-validation`: data in, each predicted from the others, and how good the predictions are.

Law: data are read, transformed and weighed as for a map, and its variogram is found in the same way. Several models
are held against the same folds.

    data → folds ─┬─▶ transform and variogram of all data ─▶ the others' law of each datum ─┬─▶ scores, ranks, verdict
                  └─▶ or of the other folds alone (`refit`) ────────────────────────────────┘
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

from ..choices import MODELS, SPLITS
from ..drift import known_mean
from ..errors import GridTooLarge, InvalidInput
from ..kriging.cross_validation import CrossValidation, left_out
from ..kriging.data import kriging_data
from ..kriging.folds import blocks_of, folds_of
from ..kriging.neighbourhood import Neighbourhood
from ..kriging.verdict import verdict
from ..machine import MEMORY_SHARE, available_memory, cores, in_bytes
from ..plain import array_file, choice, flag, many, measure, number, pair, part, whole, words
from ..points import Group
from ..simulation.foretold import foretold
from ..variogram.default import Default
from ..variogram.models import Variogram
from .arrays import load_array, load_data, load_weights
from .cost import KrigingCost, in_time, pace
from .found_variogram import find_variogram, tell_variogram, transform_of_job, unit_of
from .kriged_law import scores_of
from .map_job import DataJob, variogram_object
from .progress import Progress, Reporter, Stages
from .samples import Samples, distinct, mean_by_weights, merged_samples, require_possible, say_left_out
from .secondary import (
    at_samples,
    find_variogram_beside,
    require_one_mean,
    secondary_of,
    tell_secondary,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..simulation.secondary import Secondary
    from ..transforms.transform import FittedTransform
    from ..variogram.uncertainty import Posterior

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

ROW, OBSERVED, PREDICTED, STD, PIT, LOSS, LOW, HIGH, FOLD = range(9)
"""Rows of `predictions`: the number of the datum among those given, and what was found of it."""

_VARIOGRAMS, _SILLS = 6, 4
"""Where all variograms count that the data allow, they are represented as in *Kriging*, each with so many sills."""

_BYTES_OF_PAIR = 40.0
"""Memory that one system of all data takes for each pair of them."""

_MUCH = 1e8
"""Bytes from which on it is said how many there are."""

_SECONDS_OF_TRIPLE = 2.5e-10
"""Time that one system of all data takes for each triple of them."""

_SHARES = tuple(round(share / 100, 2) for share in range(5, 100, 5))
"""Probabilities of the intervals of the accuracy plot."""

_BINS = 10
"""Of the histogram of the PIT."""


@dataclass(frozen=True)
class CrossValidationJob(DataJob):
    """Predict each datum from the others, and score the predictions."""

    task: ClassVar[str] = "cross-validation"

    predictions: str = array_file(
        "File to write, shape (9, m): of m data number, value, prediction, its standard deviation, PIT, CRPS, 5 and "
        "95 % quantiles, and fold."
    )
    in_space: bool = flag("Whether points are in space.", False)
    z_range: tuple[float | None, float | None] = pair(
        "In space: data below and above do not count; null: no limit.", (None, None), null_ends=True
    )
    drift: str | None = array_file("External drift at the data, shape (n, k).", None)
    secondary: str | None = array_file("A secondary variable at the data, shape (n, 1), as of a map.", None)
    correlation: float | None = number(
        "That of the transformed data and the secondary variable; null: estimated from them.", None, least=-1, most=1
    )
    split: str = choice("What is left out at once: a point, a well, a block of the map, or a random part.", SPLITS)
    groups: str | None = array_file("Number of the well of each datum, shape (n,), for `split` wells.", None)
    folds: int = whole("Number of blocks or of random parts.", 10, least=2)
    seed: int = whole("Of random parts.", 42, most=2**53)
    refit: bool = flag("Transform and variogram are fitted anew without what is left out.", False)
    models: tuple[str, ...] = many(
        "Models to compare: the variogram is fitted with each; none: with `variogram` as it is.", choice("", MODELS), ()
    )
    max_data: int | None = whole("Krige from so many nearest data; null: from all.", None, least=1)
    min_data: int | None = whole("Data that find fewer have no prediction; null: 1.", None, least=1)
    search_radius: float | None = number("Use no data farther away, map units; null: no limit.", None, above=0)
    max_per_octant: int | None = whole("Most data of each quarter (in space: eighth) around a datum.", None, least=1)


@dataclass(frozen=True)
class ModelScores:
    """How good the predictions with one variogram are; numbers in units of the data."""

    model: str = words("Its models.")
    variogram: Variogram = variogram_object("The variogram that all data have.")
    fit: str = words("How it was fitted; empty: it was given.")
    uncertainty: str = words("Whether its uncertainty counts, and why, in a sentence.")
    count: int = whole("Number of data with a prediction.")
    me: float = measure("Mean error, observed less predicted.")
    mae: float = measure("Mean absolute error.")
    rmse: float = measure("Root mean square error.")
    mse: float = measure("Mean standardized error.")
    rmsse: float = measure("Root mean square standardized error.")
    ase: float = measure("Average standard error.")
    r2: float = measure("Part of the variance of the data that is explained.")
    pct90: float = measure("Percentage within 90 % intervals.")
    pct95: float = measure("Percentage within 95 % intervals.")
    crps: float = measure("Mean continuous ranked probability score.")
    goodness: float = measure("Goodness of the accuracy plot (Deutsch 1997).")
    verdict: str = words("What that says, in a sentence.")


@dataclass(frozen=True)
class CrossValidationResult:
    """What is said of a cross-validation; the predictions are in their file, those of the best model."""

    models: tuple[ModelScores, ...] = many("The models, that of the least CRPS first.", part("", ModelScores))
    shares: tuple[float, ...] = many("Probabilities of central intervals.", measure(""))
    held: tuple[float, ...] = many("Part of the data in each.", measure(""))
    pit: tuple[int, ...] = many("Numbers of data by their PIT, in ten classes.", whole(""))
    data: int = whole("Number of data.")
    left_out: int = whole("Points left out because they have no drift.")
    folds: int = whole("In how many parts they were left out.")
    nearest: int | None = whole("From so many of the others each was predicted; null: from all.", null=True)
    seconds: float = measure("What the work took.")


def require_agreement(job: CrossValidationJob) -> None:
    """Refuse what fits its key but not another one."""
    if job.split == "wells" and job.groups is None:
        message = "`split` is 'wells', but no `groups` are given. Should be the number of the well of each datum."
        raise InvalidInput(message)
    if job.models and (job.variogram.json is not None or job.variogram.model is not None):
        message = "`models` are to be compared, but one is given (`variogram`). Should be one of both."
        raise InvalidInput(message)
    if job.transform != "none" and job.error is not None:
        message = f"`error` is given and `transform` is {job.transform!r}: errors are those of values. Should be left "
        message += "out, or the transform be 'none'."
        raise InvalidInput(message)


class _Split(NamedTuple):
    """Data, and what is left out together: arrays of shape (m,) each."""

    rows: Integers
    merged: Samples
    samples: Samples
    fold_of_place: Integers
    left_out: int


def cross_validate_data(job: CrossValidationJob, folder: Path, reporter: Reporter) -> CrossValidationResult:
    """Predict data from others, with one variogram or several; write the predictions beside the job."""
    start = time.monotonic()
    job = require_one_mean(job)
    split = _read(job, folder, reporter)
    if job.secondary is not None and (secondary := _fit(job, split.merged, split.samples).secondary) is not None:
        tell_secondary(secondary, reporter)
    folds = int(split.fold_of_place.max()) + 1
    _require_memory(job, len(split.merged.values))
    choices = [replace(job.variogram, model=model) for model in job.models] or [job.variogram]
    stages = Stages(reporter, {str(variogram.model): 1.0 for variogram in choices})
    found = [
        _with_one(replace(job, variogram=variogram), split, folds, stages.enter(str(variogram.model)))
        for variogram in choices
    ]
    order = sorted(range(len(found)), key=lambda place: (math.isnan(found[place][0].crps), found[place][0].crps))
    best, validation = found[order[0]]
    if len(found) > 1:
        ranks = ", ".join(f"{found[place][0].model} {found[place][0].crps:.4g}" for place in order)
        reporter.message(f"By CRPS, of which less is better: {ranks}.")
    reporter.message(best.verdict)
    np.save(folder / job.predictions, _rows(split.rows, validation))
    reporter.progress(1.0, "")
    known = np.isfinite(validation.pit)
    classes = np.minimum((validation.pit[known] * _BINS).astype(int), _BINS - 1)
    return CrossValidationResult(
        models=tuple(found[place][0] for place in order),
        shares=_SHARES,
        held=tuple(validation.accuracy(_SHARES).tolist()),
        pit=tuple(np.bincount(classes, minlength=_BINS).tolist()),
        data=len(validation.observed),
        left_out=split.left_out,
        folds=folds,
        nearest=job.max_data if job.max_data is not None and job.max_data < len(validation.observed) - 1 else None,
        seconds=time.monotonic() - start,
    )


def _read(job: CrossValidationJob, folder: Path, reporter: Reporter) -> _Split:
    """Read the data, leave out and merge what a map would, and tell what is left out together."""
    coordinates, values = load_data(job.coordinates, job.values, folder, 3 if job.in_space else 2)
    count = len(values)
    require_possible(values)
    follows, key, width = (job.drift, "drift", None) if job.secondary is None else (job.secondary, "secondary", 1)
    given = Samples(
        coordinates,
        values,
        None if job.error is None else load_array(folder, job.error, "error", (count,)),
        None if follows is None else load_array(folder, follows, key, (count, width), gaps=True),
        weights=load_weights(folder, job.weights, count),
    )
    groups = None if job.groups is None else load_array(folder, job.groups, "groups", (count,))
    kept = np.ones(count, dtype=bool)
    low, high = job.z_range
    if job.in_space:
        kept &= (coordinates[:, 2] >= (-np.inf if low is None else low)) & (
            coordinates[:, 2] <= (np.inf if high is None else high)
        )
        if not kept.any():
            message = "No data lie between the limits (`z_range`): choose others."
            raise InvalidInput(message)
        if not kept.all():
            reporter.message(f"{count - int(kept.sum()):,} values above or below the limits (`z_range`) are left out.")
    missing = 0
    if given.drift is not None:
        known = np.isfinite(given.drift).all(axis=1)
        missing = say_left_out(known[kept], reporter, key)
        kept &= known
    rows = np.flatnonzero(kept)
    given = given.take(rows)
    place = Group.of(given.points).place
    fold = _folds(job, given.points, place, None if groups is None else groups[rows])
    chosen, merged, samples = merged_samples(job, given, reporter)
    if len(merged.values) < 2:
        message = "There is one datum, and no other to predict it from (`coordinates`). Should be two at least."
        raise InvalidInput(message)
    return _Split(rows if samples is given else rows[chosen], merged, samples, fold, missing)


def _folds(job: CrossValidationJob, points: Floats, place: Integers, groups: Floats | None) -> Integers:
    """Return for each place the number of the fold in which it is left out."""
    if job.split == "wells":
        return folds_of(place, groups, None, job.seed)
    if job.split == "blocks":
        return folds_of(place, blocks_of(points, job.folds), None, job.seed)
    return folds_of(place, None, job.folds if job.split == "folds" else None, job.seed)


def _require_memory(job: CrossValidationJob, count: int) -> None:
    """Refuse data that are too many to be in one system."""
    free, needed = available_memory(), _BYTES_OF_PAIR * count**2
    if job.max_data is not None or free is None or needed <= MEMORY_SHARE * free:
        return
    most = int(math.sqrt(MEMORY_SHARE * free / _BYTES_OF_PAIR))
    message = f"{count:,} points need about {in_bytes(needed)} of memory, because all are used at once, and "
    message += f"{in_bytes(free)} are free: predict each from the nearest only (`max_data`, such as 32), or use at "
    message += f"most about {most:,} points (`coordinates`)."
    raise GridTooLarge(message)


def _with_one(
    job: CrossValidationJob, split: _Split, folds: int, reporter: Reporter
) -> tuple[ModelScores, CrossValidation]:
    """Return what is found with one variogram, or one model of it."""
    merged, samples = split.merged, split.samples
    begin = time.monotonic()
    transform, found, secondary = _fit(job, merged, samples)
    fitted_in = time.monotonic() - begin
    told = merged if secondary is None else merged._replace(drift=None)
    tell_variogram(job, found, told._replace(values=transform.scores), transform.name, reporter)
    _say_cost(job, len(merged.values), found, folds, fitted_in, reporter)
    if job.refit:
        validation = _refitted(job, split, folds, Progress(reporter, folds, "parts"))
    else:
        scores = transform.scores if samples is merged else transform.forward(samples.values)
        fold = split.fold_of_place
        fitted, unit = _Fitted(transform, found, secondary), unit_of(transform, merged.values)
        law = _law(job, samples, scores, fitted, unit, fold, mean=fitted.mean(job, merged))
        validation = foretold(transform, *law, samples.values, fold[Group.of(samples.points).place])
    lost = len(validation.observed) - validation.count
    if lost == len(validation.observed):
        message = "No datum finds enough others to be predicted from: raise `max_data` or `search_radius`, or leave "
        message += "less out at once (`split`, `folds`)."
        raise InvalidInput(message)
    if lost:
        reporter.warning(
            f"{lost} of {len(validation.observed)} data have too few others to be predicted from, and "
            "count in no score."
        )
    names = " + ".join(item.model for item in found.variogram.structures) or "nugget"
    scores_ = {name.lower(): value for name, value in validation.scores.items()}
    return (
        ModelScores(
            model=names,
            variogram=found.variogram,
            fit=found.fit,
            uncertainty=found.uncertainty,
            count=validation.count,
            **scores_,
            goodness=validation.goodness,
            verdict=verdict(validation),
        ),
        validation,
    )


class _Fitted(NamedTuple):
    """Transform and variogram of data, and what a secondary variable says of them, as a map has them."""

    transform: FittedTransform
    found: Default
    secondary: Secondary | None

    def mean(self, job: CrossValidationJob, merged: Samples) -> float | None:
        """Return the known mean of the residuals of data that count by weights; None: it is not known, or average."""
        local = 0.0 if self.secondary is None else self.secondary.at(at_samples(merged))
        return mean_by_weights(job, merged._replace(values=self.transform.scores - local))


def _fit(job: CrossValidationJob, merged: Samples, samples: Samples) -> _Fitted:
    """Return what data are kriged with; of a secondary variable only the values at data are known, and their ranks."""
    transform = transform_of_job(job).fit(merged.points, merged.values, merged.weights)
    scores = merged._replace(values=transform.scores, error=None)
    if samples is not merged and not job.exact:
        scores = distinct(samples._replace(values=scores_of(samples, transform)))
    unit = unit_of(transform, merged.values)
    if job.secondary is None:
        return _Fitted(transform, find_variogram(job, scores, unit), None)
    at_data = at_samples(scores)
    secondary = secondary_of(at_data, scores, transform.name, job.correlation, job.variogram, unit)
    return _Fitted(transform, find_variogram_beside(job, scores, secondary, unit)[0], secondary)


def _law(
    job: CrossValidationJob,
    samples: Samples,
    scores: Floats,
    fitted: _Fitted,
    unit: float,
    fold: Integers,
    only: int | None = None,
    mean: float | None = None,
) -> tuple[Floats, Floats, Floats]:
    """Return means and stds of scores of samples by those of other folds, shapes (k, n), and weights, shape (k,)."""
    neighbourhood = Neighbourhood(job.max_data, job.min_data, job.search_radius, job.max_per_octant)
    found, secondary = fitted.found, fitted.secondary
    posterior: Posterior | None = found.posterior
    share, local, drift = 1.0, np.zeros(len(scores)), samples.drift
    if secondary is not None:
        share, local, drift = secondary.share, secondary.at(at_samples(samples)), None
    variograms: Sequence[Variogram] = [found.variogram.scaled(share / unit)]
    roots, weights = np.ones(1), np.ones(1)
    if posterior is not None:
        places, weights = posterior.representatives(_VARIOGRAMS)
        variograms = [posterior.variograms[place].scaled(float(posterior.sills[place])) for place in places]
        roots = np.sqrt(posterior.components(1, _SILLS)[1])
    means, stds = [], []
    for variogram in variograms:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the job has told of data that coincide
            data, place = kriging_data(
                samples.points,
                scores - local,
                variogram,
                kriging_type=job.kriging_type,
                mean=mean,
                drift=drift,
                exact=job.exact,
                error=samples.error,
            )
        predicted, variance = left_out(data, variogram, fold, neighbourhood, only)
        # Of several measurements at one place each has its own error, not that of their mean.
        noise = variogram.nugget + (0.0 if samples.error is None else np.square(samples.error))
        variance = variance[place] + (noise - data.diagonal[place])
        means += [predicted[place] + local] * len(roots)
        stds += list(roots[:, None] * np.sqrt(variance))
    return np.array(means), np.array(stds), np.repeat(weights / len(roots), len(roots))


def _refitted(job: CrossValidationJob, split: _Split, folds: int, steps: Progress) -> CrossValidation:
    """Return predictions of each fold with transform and variogram of the others."""
    place = Group.of(split.samples.points).place
    of_datum, of_merged = split.fold_of_place[place], split.fold_of_place
    parts: list[CrossValidation] = []
    rows: list[Integers] = []
    for number_ in range(folds):
        others, left = of_datum != number_, np.flatnonzero(of_datum == number_)
        merged = split.merged.take(of_merged != number_)
        samples = merged if split.samples is split.merged else split.samples.take(others)
        fitted = _fit(job, merged, samples)
        transform = fitted.transform
        scores = transform.forward(split.samples.values)
        if samples is merged:
            scores[others] = transform.scores  # of ties each its own
        finite = np.where(np.isfinite(scores), scores, 0.0)  # of what is left out the law does not depend
        mean = None
        if job.kriging_type == "simple":
            local = 0.0 if fitted.secondary is None else fitted.secondary.at(at_samples(split.samples))[others]
            mean = known_mean(scores[others] - local, job.kriging_type, fitted.mean(job, merged))
        unit = unit_of(transform, merged.values)
        means, stds, weights = _law(job, split.samples, finite, fitted, unit, of_merged, number_, mean)
        observed = split.samples.values[left]
        parts.append(foretold(transform, means[:, left], stds[:, left], weights, observed, of_datum[left]))
        rows.append(left)
        steps.set(number_ + 1)
    order = np.argsort(np.concatenate(rows))
    names = CrossValidation.__dataclass_fields__
    return CrossValidation(*(np.concatenate([getattr(one, name) for one in parts])[order] for name in names))


def _say_cost(job: CrossValidationJob, count: int, found: Default, folds: int, fit: float, reporter: Reporter) -> None:
    """Tell what is left out, and what that takes, before it begins; `fit` is what one fit took, seconds."""
    times = 1 if found.posterior is None else _VARIOGRAMS
    seconds, needed = pace() * times * _SECONDS_OF_TRIPLE * count**3, _BYTES_OF_PAIR * count**2
    if job.max_data is not None and job.max_data < count:
        seconds, needed = sum(KrigingCost.of(count, count, job.max_data, cores(), times=times)), 0.0
        if job.refit:
            seconds /= folds
    if job.refit:
        seconds = folds * (fit + seconds)
    memory = f" and {in_bytes(needed)} of memory" if needed > _MUCH else ""
    what = {"points": "place by place", "wells": "well by well", "blocks": "block by block", "folds": "part by part"}
    anew = ", transform and variogram fitted anew each time" if job.refit else ""
    reporter.message(
        f"{count:,} data are predicted from the others, {what[job.split]} ({folds:,} in all){anew}: about "
        f"{in_time(seconds)}{memory}."
    )


def _rows(rows: Integers, found: CrossValidation) -> Floats:
    """Return what is written of each datum."""
    columns = [rows, found.observed, found.predicted, np.sqrt(found.variance), found.pit, found.loss]
    return np.array([*columns, found.low, found.high, found.fold], dtype=float)
