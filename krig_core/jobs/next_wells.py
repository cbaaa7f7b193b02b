"""The task `next-wells`: data in, the places of new wells that would leave the least uncertainty out."""

from __future__ import annotations

import math
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from ..choices import NEXT_WELL_OBJECTIVES
from ..decisions.next_wells import (
    Belief,
    Candidates,
    exceedance,
    far_from,
    map_variance,
    next_wells,
    thinned,
    variance_left,
    zone_means,
)
from ..errors import DuplicatesWarning, InvalidInput
from ..kriging.conditional import ConditionalCovariance
from ..kriging.data import kriging_data
from ..kriging.from_all import GlobalKriging
from ..kriging.support import Support
from ..machine import MEMORY_SHARE, available_memory, cores, in_bytes
from ..plain import array_file, choice, many, measure, number, part, whole
from ..points import Group
from .arrays import FARTHEST, load_array
from .cost import in_time, pace, require_memory
from .map_data import MapData, say_slow_blas
from .map_job import MapJob, MapResult
from .progress import Progress, Reporter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..decisions.next_wells import Objective
    from ..geometry import Geometry
    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

_MOST_CANDIDATES = 1000
"""Cells that are candidates where none are given: their squares stay small."""

_VARIOGRAMS = 5
"""Where all that the data allow count, they are represented by so many."""

_MOST_PAIRS = 10_000_000
"""Pairs of a cell and a candidate that are kept for a threshold."""

_WORDS = {
    "variance": "the mean variance of the map",
    "exceedance": "the mean variance p (1 − p) of whether cells exceed the threshold",
    "zone": "the mean variance of the means of zones",
}


@dataclass(frozen=True)
class NextWellsJob(MapJob):
    """Find where new wells would take most uncertainty; `mean` and `std` are those of the map with these wells."""

    task: ClassVar[str] = "next-wells"

    count: int = whole("How many wells.", least=1, most=1000)
    objective: str = choice(
        "Whose uncertainty: the values of the map, whether they exceed a threshold, the means of zones.",
        NEXT_WELL_OBJECTIVES,
        "variance",
    )
    threshold: float | None = number("For `exceedance`.", None)
    zones: str | None = array_file(
        "For `zone`: number of the zone, number of the cell (in rows along y) and the share of it that lies in the "
        "zone, shape (k, 3).",
        None,
    )
    candidates: str | None = array_file(
        "Where a well may be, shape (c, 2); null: in cells of the map, evenly spread.", None
    )
    cost: str | None = array_file(
        "What a well costs, at the candidates, shape (c,), or, where there are none, in cells, shape (nx, ny). Where "
        "it is no number or not greater than zero there is no candidate.",
        None,
    )
    min_distance: float = number("Least distance between wells, new and old, map units.", 0.0, least=0)


@dataclass(frozen=True)
class ProposedWell:
    """A new well, the best after those before it."""

    x: float = measure("Its place, map units.")
    y: float = measure("Its place, map units.")
    candidate: int = whole("Number of the candidate, from 0.")
    before: float = measure("The variance of the objective without it.")
    after: float = measure("That with it.")
    std: float = measure("Standard deviation of a datum at its place without it.")
    cost: float = measure("What it costs.")


@dataclass(frozen=True)
class NextWellsResult(MapResult):
    """What is said of the new wells; mean and standard deviation are in units of scores where there is a transform."""

    wells: tuple[ProposedWell, ...] = many("The wells, the best first.", part("", ProposedWell))
    before: float = measure("The variance of the objective without them.")
    after: float = measure("That with them.")
    largest_std: float = measure("That with as many wells, each where the standard deviation is greatest.")
    mean_of_std_before: float = measure("Average of the standard deviation without them.")
    candidates: int = whole("How many candidates there were.")


class _Survey(NamedTuple):
    """What of a map counts: cells that are wanted and have a drift, shape (m, ndim), and the drift of each."""

    data: MapData
    cells: Integers
    places: Floats
    drift: Floats

    @classmethod
    def of(cls, data: MapData) -> _Survey:
        """Take the cells of a map."""
        known, maps = data.wanted.copy(), None if data.drift_maps is None else data.drift_maps.on_map()
        if maps is not None:
            known &= np.isfinite(maps).all(axis=2)
        if not known.any():
            message = "No cell of the map has a drift: choose rasters that cover it (`drift`)."
            raise InvalidInput(message)
        cells = np.argwhere(known)
        drift = np.empty((len(cells), 0)) if maps is None else maps[known]
        return cls(data, cells, data.geometry.centres(cells), drift)

    def only(self, rows: Integers) -> _Survey:
        """Return some of the cells."""
        return self._replace(cells=self.cells[rows], places=self.places[rows], drift=self.drift[rows])

    def grid(self, values: NDArray[Any] | bool, gap: Any) -> NDArray[Any]:
        """Return values of the cells as an array of the grid's shape, with `gap` in the others."""
        array = np.full(self.data.geometry.shape, gap)
        array[tuple(self.cells.T)] = values
        return array

    def variograms(self) -> list[Variogram]:
        """Return variograms of scores that are equally probable: one, where it is taken as known."""
        posterior = self.data.posterior
        if posterior is None:
            return [self.data.variogram_of_scores]
        factor = posterior.sill_mean_factor if math.isfinite(posterior.sill_mean_factor) else 1.0
        return [
            posterior.variograms[place].scaled(factor * float(posterior.sills[place]))
            for place in posterior.drawn(0, _VARIOGRAMS)
        ]

    def kriging(self, variogram: Variogram, candidates: Floats) -> GlobalKriging:
        """Return the kriging of scores, also fit for candidates beyond the map."""
        data, job = self.data, self.data.job
        samples = data.samples
        scores = data.transform.scores
        if len(samples.values) != len(data.data):
            scores = data.transform.forward(samples.values)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DuplicatesWarning)  # the job has told of them
            found, _ = kriging_data(
                samples.points,
                scores,
                variogram,
                kriging_type=job.kriging_type,
                mean=data.mean,
                drift=samples.drift,
                exact=job.exact,
                error=samples.error,
            )
        variogram = variogram.over(found.extent(np.concatenate([self.places, candidates])))
        return GlobalKriging(found, Support(variogram, data.geometry.ndim, exact=job.exact))


class _Target(NamedTuple):
    """Of what wells are to take the uncertainty: of which cells, and what of them.

    Attributes
    ----------
    rows : int array, shape (m,)
        Numbers of the cells among those of the survey.
    part : _Survey
        These cells.
    shares : sparse float array, shape (zones, m), or None
        Weights of the cells in the mean of each zone.
    score : float or None
        The threshold, as a score.
    """

    rows: Integers
    part: _Survey
    shares: csr_matrix | None = None
    score: float | None = None

    @classmethod
    def of(cls, job: NextWellsJob, folder: Path, survey: _Survey, candidates: int, reporter: Reporter) -> _Target:
        """Read what a job names; `candidates` are those of all variograms, each of which is seen by each cell."""
        if job.zones is not None:
            rows, shares = _zone_shares(load_array(folder, job.zones, "zones", (None, 3)), survey, reporter)
            return cls(rows, survey.only(rows), shares=shares)
        if job.threshold is None:
            return cls(np.arange(len(survey.cells)), survey)
        cells, step = thinned(survey.grid(True, False), max(1, _MOST_PAIRS // candidates))
        if step > 1:
            reporter.message(f"Exceedance is looked at in {len(cells):,} cells, one of {step} × {step}.")
        rows = survey.grid(np.arange(len(survey.cells)), -1)[tuple(cells.T)]
        score = float(survey.data.transform.forward(np.array([job.threshold]))[0])
        return cls(rows, survey.only(rows), score=score)


class _View(NamedTuple):
    """The map as one variogram sees it: mean and variance of the survey's cells, and what wells would take."""

    kriging: GlobalKriging
    mean: Floats
    variance: Floats
    belief: Belief

    @classmethod
    def of(
        cls,
        variogram: Variogram,
        survey: _Survey,
        target: _Target,
        candidates: Floats,
        drift: Floats,
        progress: Progress,
    ) -> _View:
        """Krige the map, and see what candidates, shape (c, ndim), with their drift, would take."""

        def done(count: int) -> None:
            progress.set(progress.done + count)

        kriging = survey.kriging(variogram, candidates)
        mean, variance = kriging(survey.places, survey.drift, threads=None, done=done)
        mean, variance = mean + kriging.data.known, np.maximum(variance, 0.0)
        conditional, part = ConditionalCovariance(kriging, candidates, drift), target.part
        objective: Objective
        if target.shares is not None:
            geometry = survey.data.geometry
            objective = zone_means(conditional, kriging, geometry, part.cells, part.drift, target.shares, done)
        elif target.score is not None:
            of_cells = mean[target.rows], variance[target.rows]
            objective = exceedance(conditional, part.places, part.drift, *of_cells, target.score, done)
        else:
            objective = map_variance(conditional, part.places, part.drift, variance, done)
        noise = 0.0 if survey.data.job.exact else variogram.nugget
        return cls(kriging, mean, variance, Belief(conditional.among(), noise, objective))

    def variance_left(self, survey: _Survey, wells: Floats, drift: Floats) -> Floats:
        """Return the variance of the cells once there are wells, shape (k, ndim), with their drift."""
        conditional = ConditionalCovariance(self.kriging, wells, drift)
        return variance_left(conditional, survey.places, survey.drift, self.variance, self.belief.noise)


def propose_wells(job: NextWellsJob, folder: Path, reporter: Reporter) -> NextWellsResult:
    """Find the places of new wells; write mean and std of the map as they will be, beside the job."""
    start = time.monotonic()
    data = MapData.read(job, folder, reporter)
    geometry, count = data.geometry, len(data.points)
    require_memory(available_memory(), geometry, 100.0 * geometry.size, 24.0 * count**2, count)
    data.tell_doubts(reporter)
    survey = _Survey.of(data)
    rows, places, drift, cost = _candidates(job, folder, survey, reporter)
    far = far_from(places, data.points, job.min_distance)
    if not far.any():
        message = f"All candidates are nearer to a datum than {job.min_distance:g} (`min_distance`): choose a shorter "
        message += "distance, or other candidates."
        raise InvalidInput(message)
    variograms = survey.variograms()
    _tell_cost(job, survey, len(places), len(variograms), reporter)
    progress = Progress(reporter, 3.0 * len(survey.cells) * len(variograms), "cells")
    target = _Target.of(job, folder, survey, len(places) * len(variograms), reporter)
    views = [_View.of(variogram, survey, target, places, drift, progress) for variogram in variograms]
    beliefs = [view.belief for view in views]
    if not any(belief.objective.value > 0 for belief in beliefs):
        message = "Nothing is uncertain: the variogram has no sill, or no value can be on the other side of the "
        message += "threshold. Check `variogram`, `threshold` and `zones`."
        raise InvalidInput(message)
    candidates = Candidates(places, cost, far)
    wells = next_wells(candidates, beliefs, job.count, min_distance=job.min_distance)
    if not wells:
        message = "No candidate takes anything of it: choose candidates within a range of the map (`candidates`)."
        raise InvalidInput(message)
    usual = next_wells(candidates, beliefs, len(wells), min_distance=job.min_distance, largest_std=True)
    chosen = [well.candidate for well in wells]
    left = [view.variance_left(survey, places[chosen], drift[chosen]) for view in views]
    means = np.array([view.mean for view in views])
    mean, between = means.mean(axis=0), means.var(axis=0)
    before, after = (np.sqrt(np.mean(one, axis=0) + between) for one in ([view.variance for view in views], left))
    progress.set(progress.total)
    result = NextWellsResult(
        **data.write(survey.grid(mean, np.nan), survey.grid(after, np.nan), gaps=True),
        data=len(data.samples.points),
        left_out=data.left_out,
        wells=tuple(
            ProposedWell(
                x=float(places[well.candidate, 0]),
                y=float(places[well.candidate, 1]),
                candidate=int(rows[well.candidate]),
                before=well.before,
                after=well.after,
                std=well.std,
                cost=float(cost[well.candidate]),
            )
            for well in wells
        ),
        before=wells[0].before,
        after=wells[-1].after,
        largest_std=usual[-1].after if usual else wells[0].before,
        mean_of_std_before=float(before.mean()),
        candidates=len(places),
        seconds=time.monotonic() - start,
    )
    _tell(job, result, reporter)
    return result


def require_agreement(job: NextWellsJob) -> None:
    """Refuse an objective without what it takes, and slices."""
    for objective, key in (("exceedance", "threshold"), ("zone", "zones")):
        if (job.objective == objective) != (getattr(job, key) is not None):
            should = "given" if job.objective == objective else "left out"
            message = f"`objective` is {job.objective!r}. `{key}` should be {should}."
            raise InvalidInput(message)
    for key, but in (("z_delta", "on a map"), ("strata", "on a map"), ("secondary", "without it")):
        if getattr(job, key) is not None:
            message = f"`{key}` is given, but wells are chosen {but}. Should be left out."
            raise InvalidInput(message)


def _candidates(
    job: NextWellsJob, folder: Path, survey: _Survey, reporter: Reporter
) -> tuple[Integers, Floats, Floats, Floats]:
    """Return the number, place, drift and cost of each candidate."""
    geometry, maps = survey.data.geometry, survey.data.drift_maps
    if job.candidates is not None:
        given = load_array(folder, job.candidates, "candidates", (None, 2))
        if float(np.abs(given).max()) > FARTHEST:
            message = f"Invalid candidates: a coordinate is {np.abs(given).max():.3g}. Should be at most {FARTHEST:g}."
            raise InvalidInput(message)
        rows = np.sort(Group.of(given).first)
        places, cost = given[rows], np.ones(len(rows))
        _say_off_map(geometry, places, reporter)
        _say_left_out(len(given) - len(rows), "that coincide with another one", "candidates", reporter)
        if job.cost is not None:
            cost = load_array(folder, job.cost, "cost", (len(given),), gaps=True)[rows]
        drift = np.empty((len(rows), 0))
        if maps is not None:
            drift = maps.at(geometry, places, np.full((len(rows), maps.values.shape[2]), np.nan))
    else:
        allowed, costs = survey.grid(True, False), np.ones(geometry.shape)
        if job.cost is not None:
            costs = load_array(folder, job.cost, "cost", geometry.shape, gaps=True)
            allowed &= costs > 0
        if not allowed.any():
            message = "No cell of the map has a cost greater than zero (`cost`): choose a raster that covers it."
            raise InvalidInput(message)
        cells, step = thinned(allowed, _MOST_CANDIDATES)
        if step > 1:
            reporter.message(
                f"Candidates are {len(cells):,} of {np.count_nonzero(allowed):,} cells, one of {step} × {step}. Points "
                "around a proposed well (`candidates`) find its place more closely."
            )
        places, cost = geometry.centres(cells), costs[tuple(cells.T)]
        rows = np.ravel_multi_index(tuple(cells.T), geometry.shape)
        drift = np.empty((len(cells), 0)) if maps is None else maps.on_map()[tuple(cells.T)]
    with_cost, with_drift = cost > 0, np.isfinite(drift).all(axis=1)
    _say_left_out(np.count_nonzero(~with_cost), "without a cost greater than zero", "cost", reporter)
    _say_left_out(np.count_nonzero(with_cost & ~with_drift), "where a drift raster has no value", "drift", reporter)
    good = np.flatnonzero(with_cost & with_drift)
    if not len(good):
        message = "No candidate has a cost greater than zero and a drift: choose rasters that cover them (`cost`, "
        message += "`drift`)."
        raise InvalidInput(message)
    _require_room(len(good), len(survey.variograms()))
    return rows[good], places[good], drift[good], cost[good]


def _say_off_map(geometry: Geometry, places: Floats, reporter: Reporter) -> None:
    """Warn of candidates beside the map, which take the less of it the farther they are."""
    low, high = np.sort([geometry.edges(axis) for axis in range(2)]).T
    off = np.hypot(*np.maximum(np.maximum(low - places, places - high), 0.0).T)
    count = int(np.count_nonzero(off))
    if count:
        reporter.warning(
            f"{_counted(count, 'candidate')} of {len(places):,} beside the map, the farthest {off.max():,.6g} from it "
            "(`candidates`): a well there takes little of the map. Check their coordinates and CRS, or leave them out."
        )


def _zone_shares(given: Floats, survey: _Survey, reporter: Reporter) -> tuple[Integers, csr_matrix]:
    """Return which cells are part of a zone, and the weights of zones, of which each has some: rows that sum to one."""
    numbers, cells, share = given.T
    if (given < 0).any() or (numbers % 1).any() or (cells % 1).any() or cells.max() >= survey.data.geometry.size:
        message = "Invalid zones: a row is no zone, cell and share. Should be numbers of zones and of cells, from 0, "
        message += "and shares of at least 0."
        raise InvalidInput(message)
    row = survey.grid(np.arange(len(survey.cells)), -1).ravel()[cells.astype(np.intp)]
    counts = (row >= 0) & (share > 0)
    zones, zone = np.unique(numbers[counts], return_inverse=True)
    lost = len(np.unique(numbers)) - len(zones)
    if not len(zones):
        message = "No zone has a cell of the map (`zones`): choose polygons that overlap it."
        raise InvalidInput(message)
    if lost:
        reporter.warning(f"Zones without a cell of the map, which are left out (`zones`): {lost}.")
    used, column = np.unique(row[counts], return_inverse=True)
    shares = csr_matrix((share[counts], (zone.reshape(-1), column.reshape(-1))), shape=(len(zones), len(used)))
    totals = np.asarray(shares.sum(axis=1)).ravel()
    return used, csr_matrix(shares.multiply(1 / totals[:, None]))


def _require_room(candidates: int, variograms: int) -> None:
    """Refuse more candidates than memory has squares for."""
    free, each = available_memory(), 8.0 * (2 + 4 * variograms)
    if free is not None and each * candidates**2 > MEMORY_SHARE * free:
        most = int((MEMORY_SHARE * free / each) ** 0.5)
        message = f"{candidates:,} candidates need about {in_bytes(each * candidates**2)} of memory: give at most "
        message += f"about {most:,} (`candidates`)."
        raise InvalidInput(message)


def _tell_cost(job: NextWellsJob, survey: _Survey, candidates: int, variograms: int, reporter: Reporter) -> None:
    """Say what there is to do and how long it takes."""
    cells, data = len(survey.cells), len(survey.data.samples.points)
    pairs = float(variograms * cells * candidates)
    seconds = 2e-8 * job.count * variograms * candidates**2
    if job.objective == "exceedance":
        seconds += 1.2e-7 * job.count * min(pairs, _MOST_PAIRS)
    else:
        seconds += pairs * (1.2e-8 + 1e-10 * (data + candidates)) / cores()
    several = f", {variograms} variograms that the data allow" if variograms > 1 else ""
    reporter.message(
        f"Grid of {survey.data.size}, {_counted(candidates, 'candidate')}, {data} data where they "
        f"are{several}: about {in_time(pace() * seconds)}."
    )
    say_slow_blas(data, cells, reporter)


def _tell(job: NextWellsJob, result: NextWellsResult, reporter: Reporter) -> None:
    """Say what the wells take, and what others would take."""
    if len(result.wells) < job.count:
        reporter.warning(
            f"{_counted(len(result.wells), 'well')} instead of {job.count} (`count`): no further candidate takes "
            "anything, or is far enough from the others (`min_distance`)."
        )
    if job.transform != "none":
        what = "logarithms" if job.transform == "log" else "normal scores"
        reporter.message(f"Variances and standard deviations are those of {what}, not of values (`transform`).")
    taken, usual = result.before - result.after, result.before - result.largest_std
    wells = f"{_counted(len(result.wells), 'well')} take{'s' if len(result.wells) == 1 else ''}"
    text = f"{wells} {100 * taken / result.before:.3g} % of {_WORDS[job.objective]} ({result.before:.6g})"
    times = f"{taken / usual:.3g}" if usual > 0 else ""
    text += {"": "; nothing is what", "1": ", as much as"}.get(times, f", {times} times what")
    text += " the same number takes where the standard deviation is greatest"
    reporter.message(text + (", whatever they cost." if job.cost is not None else "."))


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _say_left_out(count: int, why: str, key: str, reporter: Reporter) -> None:
    if count:
        reporter.warning(f"Candidates {why}, which are left out (`{key}`): {count}.")
