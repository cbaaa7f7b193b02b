"""One curve of many LAS files: its samples, averages of intervals, or one average for each well.

Law: what a file gives depends on the question and the file alone, whoever reads it; what must be seen together, such as
which of several files a well belongs to, or which elevations are out of line, is decided when all have answered, in the
files' order.

    LasReader(CurveQuestion).read(files) ──► a FileAnswer for each, in order: its samples, or the reason why not;
                                             divisible, so that a WorkForce may share the files
                            .settled(answers) ──► without those whose well is another's when all are seen
    placed(answers, …) ──► PlacedPoints: z by the reference wanted; and the files that gave none
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..division import divisible
from ..errors import InvalidInput, UnreadableLas
from .averaging import averages, between
from .deviation import Surveys
from .elevation import ground_elevation, reference_elevation, suspicious_elevations
from .las import Header, read_las
from .location import Place, places, why_no_place
from .log import Log
from .names import Match, WellTable
from .units import METRES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..division import Pulse

    Floats = NDArray[np.float64]

MD, DEPTH, EAST, NORTH, VALUE, COUNT, THICKNESS = range(7)
"""Columns of an answer's samples."""

_FILES_IN_PART = 16
"""Files read between two messages: enough to make the message cheap, few enough to share the work evenly."""


class Skipped(NamedTuple):
    """A file that gave nothing, and why."""

    path: Path
    reason: str


class FileAnswer(NamedTuple):
    """What one file gave.

    Attributes
    ----------
    reason : str
        Why there are no points; empty where there are.
    read : bool
        Whether the file is a readable log, with or without points.
    converted_from : str
        Unit that its depths were converted from; empty where they have the unit wanted.
    log_name, uwi, curve, unit : str
        The well's name and identifier as the file has them, the curve taken and its unit.
    row : int or None
        Of the well in the table.
    place : Place or None
        By the header, where the well is not in the table.
    elevation, ground : float
        Of the depth reference and of the ground by the header, in the unit wanted; NaN where it does not say.
    samples : array of float64, shape (n, 7)
        Measured depth, vertical depth, east and north of the well's place, value, number of samples in it, and the
        length of the log that these stand for.
    lost : int
        Averages that have no meaning, such as geometric ones of negative values.
    match, survey : Match
        The well of the table, and the survey, that the file means by itself.
    remarks : tuple of str
        Of how the file was read (see `Log`).
    """

    reason: str
    read: bool = False
    converted_from: str = ""
    log_name: str = ""
    uwi: str = ""
    curve: str = ""
    unit: str = ""
    row: int | None = None
    place: Place | None = None
    elevation: float = np.nan
    ground: float = np.nan
    samples: Floats = np.empty((0, 7))
    lost: int = 0
    match: Match = Match()
    survey: Match = Match()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class CurveQuestion:
    """What is asked of every file. All depths and heights are in `depth_unit`.

    Attributes
    ----------
    curve : str
        A curve's name, or several separated by semicolons: the first that a file has.
    names : sequence
        UWI, API number or name of each well whose place is known from elsewhere.
    tops, bottoms : sequence of float or None
        Measured depths between which samples count, of those wells; None is no limit.
    places : sequence, optional
        What else tells apart wells of the same name, such as place and elevation: rows that are equal in this and in
        depths are one well. None: no file belongs to a name that several wells have.
    top, bottom : float or None
        The same for wells that are not among them.
    need_top, need_bottom : bool
        Whether a well without that depth is skipped.
    interval : float or None
        Length of the intervals, counted from depth zero, that are averaged; None for single samples.
    per_well : bool
        Whether all samples of a well are averaged.
    averaging : str
        See `averaging.averages`.
    min_samples : int
        Fewer samples make no average.
    depth_unit : {"m", "ft"}
    projected : bool or None
        Whether the CRS that header coordinates are said to be in is projected; None where none is said.
    listed_only : bool
        Whether wells that are not among the names are skipped, wherever their headers place them.
    surveys : Surveys

    Raises
    ------
    InvalidInput
        For tops, bottoms or places that are not one for each well, and for an invalid interval or averaging.
    """

    curve: str
    names: Sequence[object] = ()
    tops: Sequence[float | None] = ()
    bottoms: Sequence[float | None] = ()
    places: Sequence[Sequence[float | None]] | None = None
    top: float | None = None
    bottom: float | None = None
    need_top: bool = False
    need_bottom: bool = False
    interval: float | None = None
    per_well: bool = False
    averaging: str = "arithmetic"
    min_samples: int = 1
    depth_unit: str = "m"
    projected: bool | None = None
    listed_only: bool = False
    surveys: Surveys = Surveys({})

    def __post_init__(self) -> None:
        wells = len(self.names)
        for what, column in (("tops", self.tops), ("bottoms", self.bottoms), ("places", self.places)):
            if column is not None and len(column) != wells:
                message = f"Invalid {what}. Should be {wells}, one for each well, and not {len(column)}."
                raise InvalidInput(message)
        if self.interval is not None and not (np.isfinite(self.interval) and self.interval > 0):
            message = f"Invalid interval {self.interval} (`interval`). Should be greater than zero."
            raise InvalidInput(message)
        averages(np.empty(0), np.empty(0, dtype=np.intp), self.averaging)

    def limits(self, row: int | None) -> tuple[float | None, float | None]:
        """Return the top and the bottom of a well."""
        return (self.top, self.bottom) if row is None else (self.tops[row], self.bottoms[row])


class LasReader:
    """Ask many files the same question; picklable.

    Parameters
    ----------
    question : CurveQuestion

    Attributes
    ----------
    table : WellTable
        Of the question's wells.
    """

    def __init__(self, question: CurveQuestion) -> None:
        self.question = question
        apart = None
        if question.places is not None:
            apart = [(*place, *depths) for place, *depths in zip(question.places, question.tops, question.bottoms)]
        self.table = WellTable(question.names, apart)

    @divisible
    def read(self, files: Sequence[Path]) -> _Reading:
        """Return a FileAnswer for each file, in order."""
        return _Reading(self, files)

    def settled(self, answers: Sequence[FileAnswer]) -> list[FileAnswer]:
        """Return the answers of all files, those that others contest without their points."""
        wells = self.table.contested([answer.match for answer in answers])
        surveys = self.question.surveys.table.contested([answer.survey for answer in answers])
        return [
            answer._replace(reason=well or survey, match=Match(), survey=Match()) if well or survey else answer
            for answer, well, survey in zip(answers, wells, surveys)
        ]

    def remarks(self, paths: Sequence[Path], answers: Sequence[FileAnswer]) -> list[str]:
        """Return which files were matched although names differ."""
        names = [path.name for path in paths]
        wells = self.table.remark(names, [answer.match for answer in answers])
        surveys = self.question.surveys.table.remark(names, [answer.survey for answer in answers])
        return [remark for remark in (wells, surveys) if remark]

    def ask(self, path: Path) -> FileAnswer:
        """Return what one file gives."""
        question = self.question
        try:
            las = read_las(path, depth_unit=question.depth_unit)
        except UnreadableLas as error:
            return FileAnswer(str(error))
        log, header = Log.of(las), las.header
        answer = FileAnswer("", True, log.converted_from or "", log.name, log.uwi, remarks=log.remarks)
        match = self.table.find(log.identifiers)
        row, place = match.row, None
        if row is None:
            place, reason = self._place(match, log, header)
            if reason:
                return answer._replace(reason=reason, place=place)
        remarks = (*log.remarks, *filter(None, [match.doubt]))
        answer = answer._replace(row=row, place=place, match=match, remarks=remarks)
        stream, reason = _curve_of(log, question.curve)
        if reason:
            return answer._replace(reason=reason)
        samples, lost = self._samples(log, stream, row)
        if isinstance(samples, str):
            return answer._replace(reason=samples, lost=lost)
        survey = self._survey(log, row)
        reason = self._deviate(samples, survey)
        unit = METRES[question.depth_unit][0]
        in_file = METRES[log.converted_from or question.depth_unit][0]
        heights = reference_elevation(header, in_file), ground_elevation(header, in_file)
        elevation, ground = (np.nan if height is None else height / unit for height in heights)
        return answer._replace(
            reason=reason,
            curve=stream,
            unit=log.units[stream],
            elevation=elevation,
            ground=ground,
            samples=samples,
            lost=lost,
            survey=survey,
        )

    def _place(self, match: Match, log: Log, header: Header) -> tuple[Place | None, str]:
        """Return the place by the header of a log whose well is not in the table, and why it does not do."""
        question = self.question
        if match.reason or question.listed_only:
            return None, self.table.why_not(match, log.identifiers)
        found = places(header)
        place = self._chosen(found)
        lacking = ""
        if place is None:
            lacking = why_no_place(header) or "its header gives no place"
            if found:
                has_angles = any(place.degrees for place in found)
                lacking = f"its {'datum is not known' if has_angles else 'X and Y have no CRS'} (`projected`)"
        elif question.need_top or question.need_bottom:
            lacking = "its top and bottom are not known (`tops`, `bottoms`)"
        if lacking and question.names:
            lacking = self.table.why_not(match, log.identifiers, f", and {lacking}")
        return place, lacking

    def _chosen(self, found: Sequence[Place]) -> Place | None:
        """Return the place that is in the CRS said for headers, else one with a CRS of its own."""
        if self.question.projected is not None:
            for place in found:
                if place.degrees != self.question.projected:
                    return place._replace(crs="")
        return next((place for place in found if place.crs), None)

    def _samples(self, log: Log, stream: str, row: int | None) -> tuple[Floats | str, int]:
        """Return the samples before they are placed, or why there are none, and how many averages were lost."""
        question = self.question
        unit = question.depth_unit
        top, bottom = question.limits(row)
        for needed, depth, what in ((question.need_top, top, "top"), (question.need_bottom, bottom, "bottom")):
            if needed and depth is None:
                return f"its well has no {what} depth", 0
        if top is not None and bottom is not None and top >= bottom:
            return f"the top {top:g} {unit} is not above the bottom {bottom:g} {unit}", 0
        limits = (-np.inf if top is None else top, np.inf if bottom is None else bottom)
        md, values, thickness = between(log.index, log.streams[stream], *limits)
        if not len(md):
            return f"{stream} has no samples{_where(top, bottom, unit)}{_missed(log, *limits, unit)}", 0
        counts = np.ones(len(md))
        if question.per_well or question.interval is not None:
            span = max(limits[0], log.index[0]), min(limits[1], log.index[-1])
            md, values, counts, thickness = self._averaged(md, values, thickness, sum(span) / 2)
        if not len(md):
            return f"{stream} has fewer than {question.min_samples} samples wherever it is averaged (`min_samples`)", 0
        meant = np.isfinite(values)
        lost = int(np.count_nonzero(~meant))
        if not meant.any():
            return f"{stream} is not greater than zero, as a {question.averaging} mean needs (`averaging`)", lost
        samples = np.zeros((len(md) - lost, 7))
        samples[:, MD] = samples[:, DEPTH] = md[meant]
        samples[:, VALUE], samples[:, COUNT], samples[:, THICKNESS] = values[meant], counts[meant], thickness[meant]
        return samples, lost

    def _averaged(
        self, md: Floats, values: Floats, thickness: Floats, middle: float
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Return depths, averages, counts and thicknesses of what has enough samples.

        `middle` is the depth of a whole well.
        """
        question = self.question
        if question.interval is None:
            starts, middles = np.zeros(1, dtype=np.intp), np.array([middle])
        else:
            # A depth that is a whole number of intervals may be stored a hair below it.
            steps = np.floor(md / question.interval + 1e-9)
            starts = np.flatnonzero(np.append(True, np.diff(steps) != 0))
            middles = (steps[starts] + 0.5) * question.interval
        counts = np.diff(np.append(starts, len(md))).astype(np.float64)
        enough = counts >= question.min_samples
        means = averages(values, starts, question.averaging, thickness)
        return middles[enough], means[enough], counts[enough], np.add.reduceat(thickness, starts)[enough]

    def _survey(self, log: Log, row: int | None) -> Match:
        """Return the survey that a log means by its well's name in the table or its own."""
        if not self.question.surveys.by_name:
            return Match()
        also = () if row is None else (self.question.names[row],)
        return self.question.surveys.table.find((*also, *log.identifiers))

    def _deviate(self, samples: Floats, match: Match) -> str:
        """Move samples along the survey of the well, if there is one; return why that cannot be done."""
        survey = self.question.surveys.survey(match)
        if isinstance(survey, str):
            return f"{survey} (`surveys`)"
        if survey is not None:
            samples[:, [EAST, NORTH, DEPTH]] = survey.at(samples[:, MD])
        return ""


@dataclass(frozen=True)
class _Reading:
    """Files divided into parts."""

    reader: LasReader
    files: Sequence[Path]

    @property
    def parts(self) -> Sequence[int]:
        """Number of the first file of each part."""
        return range(0, len(self.files), _FILES_IN_PART)

    @property
    def total(self) -> float:
        """Number of files."""
        return len(self.files)

    def run(self, part: int, pulse: Pulse) -> list[FileAnswer]:
        """Return the answers of one part."""
        answers = []
        for file in self.files[part : part + _FILES_IN_PART]:
            answers.append(self.reader.ask(file))
            pulse(1)
        return answers

    def merge(self, results: Iterable[list[FileAnswer]]) -> list[FileAnswer]:
        """Return all answers, in the order of the files."""
        return [answer for answers in results for answer in answers]


def _curve_of(log: Log, curve: str) -> tuple[str, str]:
    """Return which curve of a log along depth is meant (see `Log.stream_name`), or why there is none."""
    if log.depth_unit not in METRES:
        return "", f"its index is in {log.depth_unit}: a time is no depth"
    try:
        return log.stream_name(curve), ""
    except InvalidInput:
        return "", f"it has no curve {curve}, only {', '.join(log.streams) or 'depths'}"


def _where(top: float | None, bottom: float | None, unit: str) -> str:
    """Return where samples were looked for, worded to follow "no samples"."""
    if top is None and bottom is None:
        return ""
    if bottom is None:
        return f" from {top:g} {unit} down"
    if top is None:
        return f" above {bottom:g} {unit}"
    return f" between {top:g} {unit} and {bottom:g} {unit}"


def _missed(log: Log, top: float, bottom: float, unit: str) -> str:
    """Return which depths a log has, where they all lie above the top or below the bottom; and in which unit not."""
    first, last = float(log.index[0]), float(log.index[-1])
    if top <= last and bottom > first:
        return ""
    text = f": the log reaches from {first:.6g} {unit} to {last:.6g} {unit}"
    other = {"m": "ft", "ft": "m"}[unit]
    factor = METRES[other][0] / METRES[unit][0]
    if np.isfinite(bottom - top) and top * factor <= last and bottom * factor > first:
        text += f", and in {other} (`depth_unit`) these depths would lie in it"
    return text


@dataclass(frozen=True)
class PlacedPoints:
    """Points of all files, and the files that gave none.

    Attributes
    ----------
    files : list of (int, FileAnswer, array of float64, shape (n,))
        Number and answer of each file with points, and their z.
    skipped : list of (int, Skipped)
        Number, path and reason of the others.
    suspicious : list of (str, str)
        Wells whose elevation is suspicious, and in which way, whether they are skipped or not.
    unknown : list of str
        Wells that are given an elevation of zero which is taken for unknown.
    """

    files: list[tuple[int, FileAnswer, Floats]]
    skipped: list[tuple[int, Skipped]]
    suspicious: list[tuple[str, str]]
    unknown: Sequence[str] = ()


def placed(
    paths: Sequence[Path],
    answers: Sequence[FileAnswer],
    elevations: Sequence[float | None] = (),
    *,
    reference: str = "elevation",
    check: bool = True,
    depth_unit: str = "m",
) -> PlacedPoints:
    """Turn vertical depths into z.

    Parameters
    ----------
    paths, answers : sequences of length n
        Of all files.
    elevations : sequence of float or None
        Of the depth reference of each well of the table; where there is none, the header's counts; also, with
        `check`, where it is zero, the header's is not, and another well has one.
    reference : {"elevation", "depth"}
        z is height above sea level, positive upwards; or vertical depth below the reference, positive downwards.
    check : bool
        Whether wells with a suspicious elevation are skipped (see `suspicious_elevations`); elevation only.
    depth_unit : {"m", "ft"}
        The unit of all lengths.
    """
    files: list[tuple[int, FileAnswer, Floats]] = []
    skipped = [(number, Skipped(paths[number], a.reason)) for number, a in enumerate(answers) if a.reason]
    good = [(number, answer) for number, answer in enumerate(answers) if not answer.reason]
    if reference == "depth":
        return PlacedPoints([(number, answer, answer.samples[:, DEPTH]) for number, answer in good], skipped, [])
    metre = METRES[depth_unit][0]
    zero_is_known = not check or not any(elevations)
    heights = np.array([_elevation(answer, elevations, zero_is_known) for _, answer in good])
    unknown = [
        _name_of(paths[number], answer)
        for (number, answer), height in zip(good, heights.tolist())
        if height and answer.row is not None and elevations and elevations[answer.row] == 0
    ]
    doubts = suspicious_elevations(heights * metre, np.array([answer.ground for _, answer in good]) * metre)
    suspicious = []
    for (number, answer), height, doubt in zip(good, heights.tolist(), doubts):
        said = f"its elevation {height * metre:g} m {doubt}"
        if doubt:
            suspicious.append((_name_of(paths[number], answer), said))
        if np.isnan(height):
            reason = "the elevation of its depth reference is not known (`elevations`, `reference`)"
            skipped.append((number, Skipped(paths[number], reason)))
        elif doubt and check:
            skipped.append((number, Skipped(paths[number], f"{said} (`elevations`, `check`)")))
        else:
            files.append((number, answer, height - answer.samples[:, DEPTH]))
    return PlacedPoints(files, sorted(skipped), suspicious, unknown)


def _name_of(path: Path, answer: FileAnswer) -> str:
    return answer.uwi or answer.log_name or path.stem


def _elevation(answer: FileAnswer, elevations: Sequence[float | None], zero_is_known: bool) -> float:
    """Return the elevation that is given of a well, else the header's; NaN where neither is known."""
    given = None if answer.row is None or not elevations else elevations[answer.row]
    in_header = np.isfinite(answer.elevation) and answer.elevation != 0
    if given is None or (given == 0 and in_header and not zero_is_known):
        return answer.elevation
    return given
