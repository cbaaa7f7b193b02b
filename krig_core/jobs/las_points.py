"""The task `las-points`: LAS files and where their wells stand in, a point in space for each sample out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from ..choices import AVERAGINGS, DEPTH_UNITS, Z_REFERENCES
from ..plain import array_file, as_dict, choice, counts, flag, many, measure, name, number, part, row, whole, words
from ..wells.reader import DEPTH, CurveQuestion, LasReader, placed
from .las_files import FILES_NAMED, converted, read_all, readers, require_same_length, say_how_read, say_units
from .progress import Reporter
from .survey_stations import SurveyStations, require_stations, surveys_of


@dataclass(frozen=True)
class LasQuestion:
    """What is asked of each file (see `CurveQuestion`)."""

    curve: str = words("Name of the curve, or several separated by semicolons.")
    names: tuple[Any, ...] = many("Name of each well.", name(""), ())
    tops: tuple[float | None, ...] = many("Depth of its top; null: no limit.", number("", null=True), ())
    bottoms: tuple[float | None, ...] = many("Depth of its bottom; null: no limit.", number("", null=True), ())
    top: float | None = number("Top of logs that belong to none of these wells.", None)
    bottom: float | None = number("Bottom of logs that belong to none of these wells.", None)
    need_top: bool = flag("Skip wells without a top.", False)
    need_bottom: bool = flag("Skip wells without a bottom.", False)
    interval: float | None = number("Length along the log that is averaged; null: every sample.", None, above=0)
    per_well: bool = flag("Average each log to one point.", False)
    averaging: str = choice("How samples are averaged.", AVERAGINGS, "arithmetic")
    min_samples: int = whole("Averages of fewer samples are left out.", 1, least=1)
    depth_unit: str = choice("Of all depths and heights; LAS files are converted.", DEPTH_UNITS, "m")
    projected: bool | None = flag("Whether the headers' places are in map units; null: as they say.", None)
    places: tuple[tuple[float | None, ...], ...] | None = many(
        "Place of each well, x, y and height: rows of one name and place are one well.",
        many("", number("", null=True)),
        None,
    )
    listed_only: bool = flag("Skip logs that belong to none of these wells.", False)


@dataclass(frozen=True)
class LasPointsJob:
    """Read one curve of LAS files as points."""

    task: ClassVar[str] = "las-points"

    files: tuple[str, ...] = many("Paths of the LAS files.", words(""))
    question: LasQuestion = part("What is asked of each file.", LasQuestion)
    elevations: tuple[float | None, ...] = many(
        "Elevation of each well's depth reference (KB); null: the header's.", number("", null=True)
    )
    reference: str = choice("What z is.", Z_REFERENCES)
    check: bool = flag("Skip wells whose elevation is suspicious.")
    points: str = array_file(
        "File to write: measured depth, z, east and north of the well's place, value, number of samples and length of "
        "log, shape (n, 7)."
    )
    surveys: SurveyStations | None = part("Deviation surveys; null: wells are vertical.", SurveyStations, None)
    processes: int = whole("Worker processes; 0: automatic.", 0, most=1024)


@dataclass(frozen=True)
class HeaderPlace:
    """Where a header says that its well stands (see `wells.location.Place`)."""

    x: float = measure("Longitude, or map units.")
    y: float = measure("Latitude, or map units.")
    crs: str = words("Such as EPSG:4326; empty where the header does not say.")
    degrees: bool = flag("Whether x and y are degrees.")
    metres: float | None = measure("Metres in the unit of x and y; null: the header does not say.", null=True)


@dataclass(frozen=True)
class FilePoints:
    """What one file gave."""

    file: int = whole("Number of the file, from 0.")
    points: int = whole("Number of its points, which stand one file after another.")
    well: str = words("Name of the well in the header.")
    uwi: str = words("UWI or API in the header.")
    curve: str = words("Name of the curve.")
    unit: str = words("Unit of the curve.")
    row: int | None = whole("Row of its well, from 0; null: none of them.", null=True)
    place: HeaderPlace | None = part("The header's place; null: it has none.", HeaderPlace, null=True)


@dataclass(frozen=True)
class LasPointsResult:
    """What is said of the points; they themselves are in the file `points`."""

    files: tuple[FilePoints, ...] = many("The files that gave points, in order.", part("", FilePoints))
    skipped: tuple[tuple[int, str], ...] = many(
        "The others: number of the file and reason.", row("", whole(""), words(""))
    )
    read: int = whole("How many files are readable logs.")
    unplaced: int = whole("How many of them have no place.")
    converted: dict[str, int] = counts("Units that depths were converted from, and in how many files.")
    processes: int = whole("Worker processes.")
    seconds: float = measure("What the work took.")


def require_agreement(job: LasPointsJob) -> None:
    """Refuse columns that do not belong to the same wells."""
    question = job.question
    require_same_length(names=question.names, tops=question.tops, bottoms=question.bottoms)
    for name_, column in (("elevations", job.elevations), ("places", question.places)):
        if column:
            require_same_length(names=question.names, **{name_: column})
    require_stations(job.surveys)


def read_las_points(job: LasPointsJob, folder: Path, reporter: Reporter) -> LasPointsResult:
    """Read one curve of LAS files as points (see `wells.reader`); write them as an array beside the job."""
    question = CurveQuestion(**_asked(job.question), surveys=surveys_of(job.surveys))
    reader = LasReader(question)
    files = [Path(file) for file in job.files]
    processes = readers(files, job.processes)
    answers, seconds = read_all(reader, files, processes, reporter)
    result = placed(
        files,
        answers,
        job.elevations,
        reference=job.reference,
        check=job.check,
        depth_unit=question.depth_unit,
    )
    say_how_read([(files[number], answer) for number, answer, _ in result.files], reporter)
    say_units(question.curve, [answer.unit for _, answer, _ in result.files], reporter)
    if not job.check:
        for well, doubt in result.suspicious:
            reporter.warning(f"{well} is used although {doubt}.")
    if result.unknown:
        reporter.warning(
            "Wells whose elevation is 0 (`elevations`), which is taken for unknown as their headers have another "
            f"(`check`): {len(result.unknown)}, {', '.join(result.unknown[:FILES_NAMED])}."
        )
    for well, count in reader.table.duplicates.items():
        reporter.warning(f"{count} wells at different places or depths are called {well} (`names`): none gets logs.")
    lost = sum(answer.lost for answer in answers)
    if lost:
        reporter.warning(f"Averages left out because a {question.averaging} mean needs values above zero: {lost}.")
    count = sum(len(z) for *_, z in result.files)
    # Piece by piece: together they may be larger than memory.
    points = np.lib.format.open_memmap(  # type: ignore[no-untyped-call]
        str(folder / job.points), "w+", np.float64, (count, 7)
    )
    end = 0
    for _, answer, z in result.files:
        begin, end = end, end + len(z)
        points[begin:end] = answer.samples
        points[begin:end, DEPTH] = z
    return LasPointsResult(
        files=tuple(
            FilePoints(
                file=number,
                points=len(z),
                well=answer.log_name,
                uwi=answer.uwi,
                curve=answer.curve,
                unit=answer.unit,
                row=answer.row,
                place=None if answer.place is None else HeaderPlace(**answer.place._asdict()),
            )
            for number, answer, z in result.files
        ),
        skipped=tuple((number, reason) for number, (_, reason) in result.skipped),
        read=sum(answer.read for answer in answers),
        unplaced=sum(answer.read and answer.row is None and answer.place is None for answer in answers),
        converted=converted(answers),
        processes=processes,
        seconds=seconds,
    )


def _asked(question: LasQuestion) -> dict[str, Any]:
    return {item: getattr(question, item) for item in as_dict(question)}
