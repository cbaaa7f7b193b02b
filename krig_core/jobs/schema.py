"""What each job names: keys, kinds, limits, defaults.

Law: a job is checked whole before any work begins; an unknown key is refused with the nearest one that there is. Files
of arrays have plain names and lie beside the job, so that no job reaches out of its folder; LAS files may be anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

from ..choices import (
    AVERAGINGS,
    DECLUSTERING,
    DEPTH_UNITS,
    DUPLICATES,
    ENGINES,
    ESTIMATORS,
    FIT_WEIGHTS,
    KRIGING_TYPES,
    METHODS,
    MODELS,
    TAILS,
    TRANSFORMS,
    Z_REFERENCES,
)
from ..errors import InvalidInput
from ..plain import (
    array_file,
    array_files,
    as_dict,
    choice,
    flag,
    names,
    number,
    numbers,
    pair,
    part,
    read,
    rows,
    text,
    texts,
    whole,
)

_ADDRESS = re.compile(r"(tcp|tls)://\S+")

RESERVED = "kept.npy"
"""A file of all realizations that a job makes and removes."""


@dataclass(frozen=True)
class VariogramChoice:
    """The variogram of a map; null is fitted, and of a text nothing else counts."""

    model: str | None = choice(MODELS, None)
    nugget: float | None = number(None, least=0)
    partial_sill: float | None = number(None, least=0)
    range: float | None = number(None, above=0)
    azimuth: float | None = number(None)
    ratio: float | None = number(None, above=0)
    shape: float | None = number(None)
    vertical_range: float | None = number(None, above=0)
    anisotropy: bool = flag(False)
    json: str | None = text(None)


@dataclass(frozen=True)
class DriftFiles:
    """External drift at the data, and at cells of which `margin` lie beyond each edge of the map."""

    data: str = array_file()
    cells: str = array_file()
    margin: tuple[tuple[int, int], ...] = rows(2, whole_numbers=True)
    names: tuple[str, ...] = texts(())


@dataclass(frozen=True)
class _MapNeeds:
    coordinates: str = array_file()
    values: str = array_file()
    x_range: tuple[float, float] | None = pair(null=True)
    y_range: tuple[float, float] | None = pair(null=True)
    xy_delta: float | None = number(above=0, null=True)
    kriging_type: str = choice(KRIGING_TYPES)
    variogram: VariogramChoice = part(VariogramChoice)
    mean: str = array_file()
    std: str = array_file()


@dataclass(frozen=True)
class _MapOptions:
    duplicates: str = choice(DUPLICATES, "mean")
    exact: bool = flag(True)
    error: str | None = array_file(None)
    thickness: str | None = array_file(None)
    mask: str | None = array_file(None)
    drift: DriftFiles | None = part(DriftFiles, None)
    z_delta: float | None = number(None, above=0)
    z_range: tuple[float | None, float | None] = pair((None, None), null_ends=True)
    within_slices: bool = flag(False)
    upscale: bool = flag(False)
    transform: str = choice(TRANSFORMS, "none")
    zmin: float | None = number(None)
    zmax: float | None = number(None)
    lower_tail: str | None = choice(TAILS, None)
    upper_tail: str | None = choice(TAILS, None)
    lower_omega: float | None = number(None, above=0)
    upper_omega: float | None = number(None, above=0)
    declustering: str | None = choice(DECLUSTERING, None)
    declustering_cell: float | None = number(None, above=0)


@dataclass(frozen=True)
class _SimulationNeeds(_MapNeeds):
    realizations: int = whole(most=1_000_000_000)
    method: str = choice(METHODS)
    seed: int | None = whole(null=True)
    processes: int = whole(most=1024)


@dataclass(frozen=True)
class StochasticKrigingJob(_MapOptions, _SimulationNeeds):
    """See `tasks.stochastic_kriging`."""

    mc_tolerance: float | None = number(None)
    engine: str = choice(ENGINES, "local")
    scheduler: str | None = text(None)
    max_data: int | None = whole(None, least=1)
    search_radius: float | None = number(None, above=0)
    exact_positions: bool = flag(False)
    quantiles: tuple[float, ...] = numbers((), above=0, below=1)
    quantiles_file: str | None = array_file(None)
    realizations_file: str | None = array_file(None)
    reproduction: bool = flag(False)


@dataclass(frozen=True)
class _KrigingNeeds(_MapNeeds):
    max_data: int | None = whole(least=1, null=True)
    min_data: int | None = whole(least=1, null=True)
    search_radius: float | None = number(above=0, null=True)


@dataclass(frozen=True)
class KrigingJob(_MapOptions, _KrigingNeeds):
    """See `tasks.kriging`."""

    max_per_octant: int | None = whole(None, least=1)
    block_points: int | None = whole(None, least=1, most=20)


@dataclass(frozen=True)
class VariogramJob:
    """See `tasks.variogram`."""

    coordinates: str = array_file()
    values: str = array_file()
    transform: str = choice(TRANSFORMS)
    models: tuple[str, ...] | None = texts(null=True)
    lags: int = whole(15, least=1, most=1000)
    max_distance: float | None = number(None, above=0)
    estimator: str = choice(ESTIMATORS, "matheron")
    azimuth: float | None = number(None)
    tolerance: float = number(22.5, above=0, most=90)
    weights: str = choice(FIT_WEIGHTS, "pairs/h2")
    anisotropy: bool = flag(False)
    nugget: float | None = number(None, least=0)
    partial_sill: float | None = number(None, least=0)
    range: float | None = number(None, above=0)
    shape: float | None = number(None)
    second_model: str | None = choice(MODELS, None)
    bandwidth: float | None = number(None, above=0)
    detrend: int = whole(0, most=2)


@dataclass(frozen=True)
class WellValuesJob:
    """See `tasks.read_well_values`."""

    files: tuple[str, ...] = texts()
    curve: str = text()
    need_top: bool = flag()
    need_bottom: bool = flag()
    names: tuple[Any, ...] = names()
    tops: tuple[float | None, ...] = numbers(null_items=True)
    bottoms: tuple[float | None, ...] = numbers(null_items=True)
    places: tuple[tuple[float | None, ...], ...] | None = rows(None, None)
    depth_unit: str = choice(DEPTH_UNITS, "m")
    processes: int = whole(0, most=1024)


@dataclass(frozen=True)
class LasQuestion:
    """See `wells.reader.CurveQuestion`."""

    curve: str = text()
    names: tuple[Any, ...] = names(())
    tops: tuple[float | None, ...] = numbers((), null_items=True)
    bottoms: tuple[float | None, ...] = numbers((), null_items=True)
    top: float | None = number(None)
    bottom: float | None = number(None)
    need_top: bool = flag(False)
    need_bottom: bool = flag(False)
    interval: float | None = number(None, above=0)
    per_well: bool = flag(False)
    averaging: str = choice(AVERAGINGS, "arithmetic")
    min_samples: int = whole(1, least=1)
    depth_unit: str = choice(DEPTH_UNITS, "m")
    projected: bool | None = flag(None)
    places: tuple[tuple[float | None, ...], ...] | None = rows(None, None)
    listed_only: bool = flag(False)


@dataclass(frozen=True)
class SurveyStations:
    """Stations of deviation surveys: the well of each, and rows of depth, inclination and azimuth."""

    names: tuple[Any, ...] = names()
    stations: tuple[tuple[float | None, ...], ...] = rows(3)


@dataclass(frozen=True)
class LasPointsJob:
    """See `tasks.las_points`."""

    files: tuple[str, ...] = texts()
    question: LasQuestion = part(LasQuestion)
    elevations: tuple[float | None, ...] = numbers(null_items=True)
    reference: str = choice(Z_REFERENCES)
    check: bool = flag()
    points: str = array_file()
    surveys: SurveyStations | None = part(SurveyStations, None)
    processes: int = whole(0, most=1024)


AnyJob = Union[StochasticKrigingJob, KrigingJob, VariogramJob, WellValuesJob, LasPointsJob]

JOBS: dict[str, type[Any]] = {
    "well-values": WellValuesJob,
    "stochastic-kriging": StochasticKrigingJob,
    "kriging": KrigingJob,
    "variogram": VariogramJob,
    "las-points": LasPointsJob,
}

OUTPUTS = ("mean", "std", "points", "quantiles_file", "realizations_file")
"""Keys of the files that a job writes."""


def checked(given: Any, folder: Path) -> AnyJob:
    """Return a job as it was declared, or raise InvalidInput that names the key.

    Parameters
    ----------
    given : object
        What a JSON file held.
    folder : Path
        Where its arrays lie.
    """
    try:
        task = given.get("task") if isinstance(given, dict) else None
        if not isinstance(task, str) or task not in JOBS:
            message = f"its task is {task!r}. Should be one of {', '.join(JOBS)}."
            raise InvalidInput(message)
        job: AnyJob = read(JOBS[task], {key: value for key, value in given.items() if key != "task"}, "the job")
        _require_agreement(job)
        _require_own_files(array_files(job), folder)
    except InvalidInput as error:
        message = f"Invalid job: {error}"
        raise InvalidInput(message) from error
    return job


def _require_agreement(job: AnyJob) -> None:
    """Refuse what fits its key but not another one."""
    if isinstance(job, WellValuesJob):
        _require_same_length(names=job.names, tops=job.tops, bottoms=job.bottoms)
        if job.places is not None:
            _require_same_length(names=job.names, places=job.places)
    elif isinstance(job, LasPointsJob):
        question, surveys = job.question, job.surveys
        _require_same_length(names=question.names, tops=question.tops, bottoms=question.bottoms)
        for name, column in (("elevations", job.elevations), ("places", question.places)):
            if column:
                _require_same_length(names=question.names, **{name: column})
        if surveys is not None:
            _require_same_length(names=surveys.names, stations=surveys.stations)
    elif not isinstance(job, VariogramJob) and job.drift is not None and job.z_delta is not None:
        message = "drift is for maps, not for slices. Should be left out, or z_delta be (Z_DELTA)."
        raise InvalidInput(message)
    if isinstance(job, StochasticKrigingJob) and job.scheduler is not None and not _ADDRESS.fullmatch(job.scheduler):
        message = f"scheduler (SCHEDULER) is {job.scheduler!r}. Should be an address such as tcp://host:8786 or tls://host:8786."
        raise InvalidInput(message)


def _require_same_length(**columns: tuple[Any, ...]) -> None:
    if len({len(column) for column in columns.values()}) > 1:
        counts = ", ".join(f"{len(column)} {name}" for name, column in columns.items())
        message = f"it has {counts}. Should have as many of each."
        raise InvalidInput(message)


def _require_own_files(files: dict[str, str], folder: Path) -> None:
    """Refuse files that would overwrite one another, or what a link leads to."""
    keys: dict[str, str] = {}
    for key, name in files.items():
        if name.lower() == RESERVED:
            message = f"{key} is {RESERVED!r}, a file that the job itself makes. Should have another name."
            raise InvalidInput(message)
        if name.lower() in keys and key in OUTPUTS or keys.get(name.lower()) in OUTPUTS:
            message = f"{keys[name.lower()]} and {key} are both {name!r}. Should be files of their own."
            raise InvalidInput(message)
        keys[name.lower()] = key
        there = folder / name
        if key in OUTPUTS and (there.is_symlink() or (there.exists() and not there.is_file())):
            message = f"{key} is {name!r}, which is there and no file. Should be one that may be overwritten."
            raise InvalidInput(message)


def plain_job(job: AnyJob) -> dict[str, Any]:
    """Return a job as a dictionary of plain data, with its defaults."""
    result: dict[str, Any] = as_dict(job)
    return result
