"""The task `well-values`: LAS files and the wells that they may belong to in, a mean for each log out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from ..choices import AVERAGINGS, DEPTH_UNITS
from ..plain import choice, counts, flag, many, measure, name, number, part, row, whole, words
from ..wells.reader import EAST, NORTH, VALUE, CurveQuestion, LasReader
from ..wells.units import common_unit
from .las_files import converted, read_all, readers, require_same_length, say_how_read, say_units
from .progress import Reporter
from .survey_stations import SurveyStations, require_stations, surveys_of


@dataclass(frozen=True)
class WellValuesJob:
    """Average one curve of LAS files between each well's top and bottom."""

    task: ClassVar[str] = "well-values"

    files: tuple[str, ...] = many("Paths of the LAS files.", words(""))
    curve: str = words("Name of the curve, or several separated by semicolons.")
    need_top: bool = flag("Skip wells without a top.")
    need_bottom: bool = flag("Skip wells without a bottom.")
    names: tuple[Any, ...] = many("Name of each well.", name(""))
    tops: tuple[float | None, ...] = many("Depth of its top; null: no limit.", number("", null=True))
    bottoms: tuple[float | None, ...] = many("Depth of its bottom; null: no limit.", number("", null=True))
    places: tuple[tuple[float | None, ...], ...] | None = many(
        "Its place, x and y: rows of one name and place are one well.",
        many("", number("", null=True)),
        None,
    )
    depth_unit: str = choice("Of tops and bottoms.", DEPTH_UNITS, "m")
    averaging: str = choice("How samples are averaged.", AVERAGINGS, "arithmetic")
    surveys: SurveyStations | None = part("Deviation surveys; null: wells are vertical.", SurveyStations, None)
    processes: int = whole("Worker processes; 0: automatic.", 0, most=1024)


@dataclass(frozen=True)
class WellValuesResult:
    """One entry of `well` and `value` for each log that gives a value."""

    well: tuple[int, ...] = many("Row of its well, from 0.", whole(""))
    value: tuple[float, ...] = many("The mean of the curve.", measure(""))
    east: tuple[float, ...] = many(
        "How far east of its well its path is, midway between top and bottom, in the unit of depths.", measure("")
    )
    north: tuple[float, ...] = many("The same to the north.", measure(""))
    unit: str | None = words("Unit of the values; null: they differ.", null=True)
    skipped: tuple[tuple[str, str], ...] = many(
        "The files without a value: path and reason.", row("", words(""), words(""))
    )
    read: int = whole("How many files are readable logs.")
    converted: dict[str, int] = counts("Units that depths were converted from, and in how many files.")
    duplicates: dict[str, int] = counts("Names that several wells have, and how many.")


def require_agreement(job: WellValuesJob) -> None:
    """Refuse columns that do not belong to the same wells."""
    require_same_length(names=job.names, tops=job.tops, bottoms=job.bottoms)
    if job.places is not None:
        require_same_length(names=job.names, places=job.places)
    require_stations(job.surveys)


def read_well_values(job: WellValuesJob, _folder: Path, reporter: Reporter) -> WellValuesResult:
    """Average one curve of LAS files between each well's top and bottom."""
    question = CurveQuestion(
        job.curve,
        job.names,
        job.tops,
        job.bottoms,
        places=job.places or None,
        need_top=job.need_top,
        need_bottom=job.need_bottom,
        depth_unit=job.depth_unit,
        per_well=True,
        averaging=job.averaging,
        surveys=surveys_of(job.surveys),
        listed_only=True,
    )
    files = [Path(file) for file in job.files]
    reader = LasReader(question)
    answers, _ = read_all(reader, files, readers(files, job.processes), reporter)
    good = [(file, answer) for file, answer in zip(files, answers) if not answer.reason]
    units = [answer.unit for _, answer in good]
    samples = np.array([answer.samples[0] for _, answer in good]).reshape(len(good), 7)
    say_how_read(good, reporter)
    say_units(question.curve, units, reporter)
    return WellValuesResult(
        well=tuple(answer.row for _, answer in good if answer.row is not None),
        value=tuple(samples[:, VALUE].tolist()),
        east=tuple(samples[:, EAST].tolist()),
        north=tuple(samples[:, NORTH].tolist()),
        unit=common_unit(units),
        skipped=tuple((str(file), answer.reason) for file, answer in zip(files, answers) if answer.reason),
        read=sum(answer.read for answer in answers),
        converted=converted(answers),
        duplicates=dict(reader.table.duplicates),
    )
