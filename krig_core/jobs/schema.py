"""The tasks that there are, and how a job and its result are read: checked whole, as their declarations say.

Law: a job is checked whole before any work begins; an unknown key is refused with the nearest one that there is. Files
of arrays have plain names and lie beside the job, so that no job reaches out of its folder; LAS files may be anywhere.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from ..blas import one_blas_thread
from ..errors import GridTooLarge, InvalidInput, KrigingError
from ..plain import array_files, as_dict, read
from .arrays import KEPT

if TYPE_CHECKING:
    from .cross_validation import CrossValidationJob, CrossValidationResult
    from .directions import DirectionsJob, DirectionsResult
    from .exceedance import ExceedanceJob, ExceedanceResult
    from .kriging import KrigingJob, KrigingResult
    from .las_points import LasPointsJob, LasPointsResult
    from .layers_in_space import LayersInSpaceJob, LayersInSpaceResult
    from .next_wells import NextWellsJob, NextWellsResult
    from .pairs import PairsJob, PairsResult
    from .place import PlaceJob, PlaceResult
    from .progress import Reporter
    from .section import SectionJob, SectionResult
    from .stochastic_kriging import StochasticKrigingJob, StochasticKrigingResult
    from .variogram import VariogramJob, VariogramResult
    from .volumes import VolumesJob, VolumesResult
    from .well_values import WellValuesJob, WellValuesResult
    from .zone_statistics import ZoneStatisticsJob, ZoneStatisticsResult

    Job = Union[
        StochasticKrigingJob,
        KrigingJob,
        VariogramJob,
        PairsJob,
        DirectionsJob,
        PlaceJob,
        CrossValidationJob,
        WellValuesJob,
        LasPointsJob,
        NextWellsJob,
        VolumesJob,
        ExceedanceJob,
        ZoneStatisticsJob,
        SectionJob,
        LayersInSpaceJob,
    ]
    Result = Union[
        StochasticKrigingResult,
        KrigingResult,
        VariogramResult,
        PairsResult,
        DirectionsResult,
        PlaceResult,
        CrossValidationResult,
        WellValuesResult,
        LasPointsResult,
        NextWellsResult,
        VolumesResult,
        ExceedanceResult,
        ZoneStatisticsResult,
        SectionResult,
        LayersInSpaceResult,
    ]


@dataclass(frozen=True)
class Task:
    """What a job can ask for.

    Attributes
    ----------
    job, result : dataclass
    carry_out : callable
        Gets the job, the folder of its arrays and a Reporter; returns the result.
    require_agreement : callable, optional
        Gets the job; raises InvalidInput where its keys do not go together.
    """

    job: type[Any]
    result: type[Any]
    carry_out: Callable[[Any, Path, Reporter], Any]
    require_agreement: Callable[[Any], None] | None = None


class _Tasks(Mapping[str, Task]):
    """All tasks; the file of one is imported when it is asked for, as nobody should wait for those of the others.

    `where` has the file, job, result and function of each. A file may have a function `require_agreement`.
    """

    def __init__(self, where: Mapping[str, tuple[str, str, str, str]]) -> None:
        self._where = where

    def __getitem__(self, name: str) -> Task:
        file, *names = self._where[name]
        module = importlib.import_module(f".{file}", __package__)
        job, result, carry_out = (getattr(module, one) for one in names)
        return Task(job, result, carry_out, getattr(module, "require_agreement", None))

    def __iter__(self) -> Iterator[str]:
        return iter(self._where)

    def __len__(self) -> int:
        return len(self._where)


TASKS = _Tasks(
    {
        "well-values": ("well_values", "WellValuesJob", "WellValuesResult", "read_well_values"),
        "stochastic-kriging": (
            "stochastic_kriging", "StochasticKrigingJob", "StochasticKrigingResult", "simulate_map",
        ),
        "kriging": ("kriging", "KrigingJob", "KrigingResult", "krige_map"),
        "variogram": ("variogram", "VariogramJob", "VariogramResult", "study_variogram"),
        "place": ("place", "PlaceJob", "PlaceResult", "krige_place"),
        "pairs": ("pairs", "PairsJob", "PairsResult", "list_pairs"),
        "directions": ("directions", "DirectionsJob", "DirectionsResult", "look_in_directions"),
        "cross-validation": (
            "cross_validation", "CrossValidationJob", "CrossValidationResult", "cross_validate_data",
        ),
        "las-points": ("las_points", "LasPointsJob", "LasPointsResult", "read_las_points"),
        "volumes": ("volumes", "VolumesJob", "VolumesResult", "compute_volumes"),
        "next-wells": ("next_wells", "NextWellsJob", "NextWellsResult", "propose_wells"),
        "exceedance": ("exceedance", "ExceedanceJob", "ExceedanceResult", "exceed"),
        "section": ("section", "SectionJob", "SectionResult", "cut_section"),
        "layers-in-space": ("layers_in_space", "LayersInSpaceJob", "LayersInSpaceResult", "lay_in_space"),
        "zone-statistics": ("zone_statistics", "ZoneStatisticsJob", "ZoneStatisticsResult", "tell_zones"),
    }
)  # fmt: skip

OUTPUTS = (
    *("mean", "std", "points", "quantiles_file", "realizations_file", "predictions"),
    *("probability", "region", "contour_band", "summary", "statistics", "section"),
    *("pairs", "scores", "gamma"),
    *("slices", "corners", "cells", "strata.surfaces"),
)
"""Keys of the files that a job writes."""


def job_of(given: Any) -> Job:
    """Return plain data, as JSON has them, as the job that they are; InvalidInput names the key that is wrong."""
    try:
        task = given.get("task") if isinstance(given, dict) else None
        if not isinstance(task, str) or task not in TASKS:
            message = f"its task is {task!r}. Should be one of {', '.join(TASKS)}."
            raise InvalidInput(message)
        job: Job = read(TASKS[task].job, {key: value for key, value in given.items() if key != "task"}, "the job")
        if (require := TASKS[task].require_agreement) is not None:
            require(job)
    except InvalidInput as error:
        message = f"Invalid job: {error}"
        raise InvalidInput(message) from error
    return job


def plain_job(job: Job) -> dict[str, Any]:
    """Return a job as plain data, with its task and its defaults."""
    return {"task": job.task, **as_dict(job)}


def result_of(job: Job, given: Any) -> Any:
    """Return plain data, as the driver writes them, as the result of a job.

    Raises
    ------
    KrigingError
        If they are those of another version.
    """
    try:
        return read(TASKS[job.task].result, given, "the result")
    except InvalidInput as error:
        message = f"The computing process is of another version: {error} Restart QGIS."
        raise KrigingError(message) from error


@one_blas_thread()
def run(job: Job, folder: Path, reporter: Reporter) -> Any:
    """Carry out a job and return its result; KrigingError where the user can mend what is wrong.

    Parameters
    ----------
    job : dataclass
        Of `TASKS`; checked, also where it was not made by `job_of`.
    folder : Path
        Where its arrays lie.
    reporter : Reporter
    """
    try:
        checked = job_of(plain_job(job))
        try:
            _require_own_files(array_files(checked), folder)
        except InvalidInput as error:
            message = f"Invalid job: {error}"
            raise InvalidInput(message) from error
        return TASKS[checked.task].carry_out(checked, folder, reporter)
    except MemoryError:
        message = "Memory ran out: choose a larger cell size (`xy_delta`), a smaller extent (`x_range`, `y_range`), or "
        message += "fewer `processes`."
        raise GridTooLarge(message) from None
    except OverflowError as error:
        message = (
            "A number is beyond what can be computed: check `xy_delta`, `x_range`, `y_range`, `range` and `values`."
        )
        raise InvalidInput(message) from error
    except OSError as error:
        message = f"Cannot work in the folder {folder}: {error.strerror or 'it cannot be used'}. Is the disk full?"
        raise KrigingError(message) from error


def _require_own_files(files: dict[str, str], folder: Path) -> None:
    """Refuse files that would overwrite one another, or what a link leads to."""
    keys: dict[str, str] = {}
    for key, name in files.items():
        if name.lower() == KEPT:
            message = f"`{key}` is {KEPT!r}, a file that the job itself makes. Should have another name."
            raise InvalidInput(message)
        if name.lower() in keys and key in OUTPUTS or keys.get(name.lower()) in OUTPUTS:
            message = f"`{keys[name.lower()]}` and `{key}` are both {name!r}. Should be files of their own."
            raise InvalidInput(message)
        keys[name.lower()] = key
        there = folder / name
        if key in OUTPUTS and (there.is_symlink() or (there.exists() and not there.is_file())):
            message = f"`{key}` is {name!r}, which is there and no file. Should be one that may be overwritten."
            raise InvalidInput(message)
