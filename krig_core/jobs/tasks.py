"""Tasks: what a job can ask for.

Law: plain data in, plain data out: a job is a dictionary as JSON has them, beside the arrays (.npy) that it names.
Tasks know neither QGIS nor standard output; who listens is a Reporter.
"""

from __future__ import annotations

import collections
import math
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..blas import one_blas_thread, slow_blas
from ..errors import DuplicatesWarning, GridTooLarge, InvalidInput, KrigingError, KrigingWarning
from ..geometry import Geometry
from ..grid import Grid
from ..kriging.predict import krige
from ..machine import MEMORY_SHARE, available_memory, cores, in_bytes
from ..moments import ENOUGH_BLOCKS
from ..placement import GridConstructor, Outside
from ..points import merge_coincident
from ..simulation.data_system import MOST_FACTORED
from ..simulation.methods import method_named
from ..simulation.transforms import Transform
from ..variogram.least_squares import AUTOMATIC_MODELS
from ..variogram.study import Study
from ..wells.deviation import Surveys
from ..wells.las_text import las_memory
from ..wells.reader import DEPTH, VALUE, CurveQuestion, FileAnswer, LasReader, placed
from ..wells.units import common_unit, said_of_units
from ..workforce.workforce import WorkForce
from .arrays import load_data
from .cost import KrigingCost, MapCost, grid_size, in_time, require_memory
from .map_data import MapJob, transform_of_job, unit_of, within_reach
from .progress import Progress, Reporter, Stages
from .reproduction import CHECKED, reproduction
from .schema import checked, plain_job

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..ensemble import Ensemble

    Floats = NDArray[np.float64]
    Job = dict[str, Any]
    Cut = tuple[slice, ...]

_ONE_PROCESS_SECONDS = 2.5
"""Work shorter than this is done before worker processes would have started."""

_ONE_PROCESS_BYTES = 10_000_000
"""LAS files of this size together are read before worker processes would have been worth starting."""

_OWN_NEIGHBOURHOODS = 100_000
"""Up to this many cells each has nearest data of its own; on larger grids neighbouring cells share them."""

_KEPT = "kept.npy"
"""All realizations on the working grid, while the job runs."""

MC_TOLERANCE = 0.05
"""Where the number of realizations is open: the Monte-Carlo error of the mean, in standard deviations, to stop at."""

_LONG_FOR_A_SLOW_BLAS = 1e10
"""Multiplications that take a slow BLAS about ten seconds."""

LEAST_TOLERANCE = 0.005
"""A smaller one would take more than 40,000 realizations."""

_MOST_FACTOR = 4
"""An open number of realizations ends at this many times those that independent ones would take for the tolerance."""

_KRIG_OPTIONS = ("max_data", "exact_positions")
"""Options of `Grid.krig` that a job may name, beside the transform."""

_STUDY_OPTIONS = tuple(field.name for field in fields(Study) if field.name != "models")

_FILES_NAMED = 10
"""LAS files that are named in one warning."""

# ---- tasks: each takes (job, folder of its arrays, reporter) and returns plain data


def read_well_values(job: Job, _folder: Path, reporter: Reporter) -> dict[str, Any]:
    """Average one curve of LAS files between each well's top and bottom.

    The job names `files`, `curve`, `need_top`, `need_bottom`, and for each well `names`, `tops`, `bottoms` (null: no
    limit); it may name `places` (of each well, for names that stand twice), `depth_unit` (of tops and bottoms; m
    without it) and `processes` (0: automatic).
    """
    question = CurveQuestion(
        job["curve"],
        job["names"],
        job["tops"],
        job["bottoms"],
        places=job.get("places") or None,
        need_top=job["need_top"],
        need_bottom=job["need_bottom"],
        depth_unit=job.get("depth_unit", "m"),
        per_well=True,
        listed_only=True,
    )
    files = [Path(name) for name in job["files"]]
    reader = LasReader(question)
    answers, _ = _answers(job, reader, files, reporter)
    good = [(file, answer) for file, answer in zip(files, answers) if not answer.reason]
    units = [answer.unit for _, answer in good]
    _say_how_read(good, reporter)
    _say_units(question.curve, units, reporter)
    return {
        "well": [answer.row for _, answer in good],
        "value": [float(answer.samples[0, VALUE]) for _, answer in good],
        "unit": common_unit(units),
        "skipped": [[str(file), answer.reason] for file, answer in zip(files, answers) if answer.reason],
        "read": sum(answer.read for answer in answers),
        "converted": _converted(answers),
        "duplicates": reader.table.duplicates,
    }


def _answers(
    job: Job, reader: LasReader, files: Sequence[Path], reporter: Reporter
) -> tuple[list[FileAnswer], dict[str, Any]]:
    """Read files in as many processes as they are worth; return their answers, and how they were read."""
    processes = _readers(job, files)
    progress = Progress(reporter, len(files), "LAS files")
    with WorkForce(reader, processes, progress=lambda done, _total: progress.set(done)) as workforce:
        answers = reader.settled(workforce.read(files))
    for remark in reader.remarks(files, answers):
        reporter.message(remark)
    return answers, {"processes": processes, "seconds": progress.elapsed()}


def _converted(answers: Sequence[FileAnswer]) -> dict[str, int]:
    """Return the units that depths were converted from, and in how many files."""
    return collections.Counter(answer.converted_from for answer in answers if answer.converted_from)


def _say_units(curve: str, units: Iterable[str], reporter: Reporter) -> None:
    """Warn of values in different units."""
    said = said_of_units(curve, units)
    if said:
        reporter.warning(said)


def _say_how_read(files: Sequence[tuple[Path, FileAnswer]], reporter: Reporter) -> None:
    """Count the files that were not read to the letter, and say of the first ones in what."""
    odd = [f"{path.name} ({'; '.join(answer.remarks)})" for path, answer in files if answer.remarks]
    if odd:
        more = f"; and {len(odd) - _FILES_NAMED} more" if len(odd) > _FILES_NAMED else ""
        count = "1 LAS file was" if len(odd) == 1 else f"{len(odd)} LAS files were"
        reporter.warning(f"{count} not read to the letter: {'; '.join(odd[:_FILES_NAMED])}{more}.")


def stochastic_kriging(job: Job, folder: Path, reporter: Reporter) -> dict[str, Any]:
    """Krige points to an ensemble of grids; write its mean and std as arrays of the grid's shape beside the job.

    The job names what `MapJob` says and `realizations` (0: until the Monte-Carlo error is at most `mc_tolerance`),
    `method`, `seed` (null: drawn), `processes` (0: automatic). It may name `engine` and `scheduler` (see
    `WorkForce`; without them: processes of this machine), the options of `Grid.krig` that
    `_KRIG_OPTIONS` lists, `search_radius` (cells without a point within it have no value), `realizations_file`,
    `quantiles_file` with `quantiles` (files to write, of shape (number, nx, ny)), and `reproduction` (true: look
    whether realizations reproduce the data, see `reproduction`).
    """
    number = _Number.of(job)
    map_job = MapJob.read(job, folder, reporter)
    margin = map_job.margin()
    geometry, working = map_job.geometry, map_job.geometry.padded(margin)
    crew, cost = _crew(job, number, working, map_job, reporter)
    # Both look at every cell, so not before their price is known.
    map_job = map_job.reached_within(job.get("search_radius"))
    map_job.tell_doubts(reporter)
    _say_slow_blas(min(len(map_job.points), MOST_FACTORED), number.expected, reporter)
    stages = Stages(reporter, cost._asdict())
    stages.enter("prepare")
    grid, drift, left_out = _working_grid(map_job, working, margin, reporter)
    if not job.get("exact_positions") and grid.placement is not None and grid.placement.shared:
        reporter.warning(f"Cells that hold several points and show their mean: {grid.placement.shared}.")
    options = {name: job[name] for name in _KRIG_OPTIONS if job.get(name) is not None}
    options = {**options, "method": job["method"], "kriging_type": job["kriging_type"]}
    options["transform"] = transform_of_job(job)
    if drift is not None:
        options["drift"] = drift
    extent = tuple(slice(before, before + cells) for (before, _), cells in zip(margin, geometry.shape))
    with _kept(job, folder) as keep:
        progress = Progress(stages["draw"], number.expected, "realizations")
        with WorkForce(grid, progress=lambda done, _total: progress.set(done), **crew) as workforce:
            ensemble: Ensemble[Grid] = workforce.krig(
                number.most,
                seed=job["seed"],
                variogram=map_job.variogram,
                mc_tolerance=number.tolerance,
                keep=keep,
                **options,
            )
        seconds = progress.elapsed()
        for remark in ensemble.remarks:
            reporter.warning(remark)
        number.say(ensemble, reporter)
        stages.enter("finish")
        _write_more(job, folder, ensemble, extent, map_job)
    written = map_job.write(
        np.asarray(ensemble.mean[extent]),
        np.asarray(ensemble.std[extent]),
        gaps=drift is not None,
    )
    result = {
        **written,
        "data": len(map_job.points) - left_out,
        "left_out": map_job.left_out + left_out,
        "seed": ensemble.seed,
        "realizations": ensemble.count,
        "mc_error": ensemble.mc_error,
        "seconds": seconds,
    }
    if job.get("reproduction"):
        count = min(CHECKED, ensemble.count)
        again = grid.realizations(count, seed=ensemble.seed, variogram=map_job.variogram, **options)
        std = np.asarray(ensemble.std[extent])
        result["reproduction"] = reproduction(map_job, ensemble, std, (one[extent] for one in again))
    stages.enter("write")
    return result


def kriging(job: Job, folder: Path, reporter: Reporter) -> dict[str, Any]:
    """Krige points to the centres of cells; write estimate and std as arrays of the grid's shape beside the job.

    The job names what `MapJob` says and `max_data`, `min_data`, `search_radius`, `max_per_octant` (null: no limit),
    `exact` and `block_points` (more than 1: averages over cells instead of values at their centres).
    """
    start = time.monotonic()
    map_job = MapJob.read(job, folder, reporter)
    geometry, count, max_data = map_job.geometry, len(map_job.points), job["max_data"]
    used = len(map_job.samples.points)
    if (job["min_data"] or 0) > count:
        message = f"MIN_DATA is {job['min_data']}, and there are {count} data: no cell finds as many. Choose fewer."
        raise InvalidInput(message)
    for_data = 24.0 * count**2 if max_data is None else 0.0
    require_memory(available_memory(), geometry, 100.0 * geometry.size, for_data, count, limit="MAX_DATA")
    map_job.tell_doubts(reporter)
    wanted = map_job.wanted
    cells = int(np.count_nonzero(wanted))
    octants = job.get("max_per_octant")
    shared = max_data is not None and octants is None and cells > _OWN_NEIGHBOURHOODS
    points_per_edge = int(job.get("block_points") or 1)
    cost = KrigingCost.of(cells * points_per_edge**geometry.ndim, used, max_data, cores(), shared=shared)
    reporter.message(
        f"Grid of {grid_size(geometry)}, kriged from {used} data where they are: about {in_time(sum(cost))}."
    )
    stages = Stages(reporter, cost._asdict())
    _say_slow_blas(min(count, max_data or count), geometry.size, reporter)
    if not within_reach(geometry, map_job.points, map_job.variogram).any():
        reporter.warning(
            "No point lies within a range of the extent (EXTENT): the map is no more than the mean or trend."
        )
    degree = {"universal-1": 1, "universal-2": 2}.get(job["kriging_type"], 0)
    terms = math.comb(geometry.ndim + degree, degree)
    terms += 0 if map_job.drift is None else map_job.drift.shape[1]
    if max_data is not None and max_data < 4 * terms and terms > 1:
        reporter.warning(f"{max_data} data (MAX_DATA) are few for a trend of {terms} terms: values may run wild.")
    if shared:
        reporter.message(
            f"Neighbouring cells share their nearest data, {3 * max_data // 2} instead of {max_data} (MAX_DATA), which "
            "is as accurate and several times as fast; not where the search radius leaves any of these out."
        )
    progress = Progress(stages.enter("krige"), cells, "cells")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", KrigingWarning)
        warnings.simplefilter("ignore", DuplicatesWarning)  # the job has told of them
        at_cells, variance = krige(
            map_job.samples.points,
            map_job.samples.values,
            map_job.variogram,
            geometry.centres(np.argwhere(wanted)),
            kriging_type=job["kriging_type"],
            drift=map_job.samples.drift,
            target_drift=None if map_job.drift_maps is None else map_job.drift_maps.on_map()[wanted],
            max_data=max_data,
            min_data=job["min_data"],
            search_radius=job["search_radius"],
            max_per_octant=octants,
            shared_tiles=shared,
            block=geometry.spacing if points_per_edge > 1 else None,
            block_points=points_per_edge,
            exact=job["exact"],
            error=map_job.samples.error,
            progress=lambda fraction: progress.set(fraction * cells),
        )
    for warning in caught:
        reporter.warning(str(warning.message))
    progress.set(cells)
    stages.enter("write")
    estimate, std = np.full(geometry.shape, np.nan), np.full(geometry.shape, np.nan)
    estimate[wanted], std[wanted] = at_cells, np.sqrt(variance)
    return {**map_job.write(estimate, std, gaps=True), "data": used, "seconds": time.monotonic() - start}


def variogram(job: Job, folder: Path, reporter: Reporter) -> dict[str, Any]:
    """Study the variogram of points; return what `Study.run` returns, and `merged`, `unit`, `seconds`.

    The job names `coordinates` and `values` (.npy files), `transform`, `models` (null: automatic), and what `Study`
    has.
    """
    start = time.monotonic()
    coordinates, values = load_data(job, folder, 2)
    points, data = merge_coincident(coordinates, values)
    merged = len(coordinates) - len(points)
    if merged:
        reporter.warning(f"Points that coincide with another one, so that their mean is used: {merged}.")
    transform = Transform(job["transform"]).fit(points, data)
    unit = unit_of(transform, data)
    options = {name: job[name] for name in _STUDY_OPTIONS if name in job}
    result = Study(tuple(job["models"] or AUTOMATIC_MODELS), **options).run(points, transform.scores, unit)
    reporter.message(f"Variogram of {len(data)} data and {result['pairs']} pairs: {result['text']}.")
    for remark in result["remarks"]:
        reporter.warning(remark)
    reporter.message(f"gstat: {result['gstat']}")
    reporter.message(f"GSLIB:\n{result['gslib']}")
    reporter.progress(1.0, "")
    return {**result, "merged": merged, "unit": unit, "seconds": time.monotonic() - start}


def las_points(job: Job, folder: Path, reporter: Reporter) -> dict[str, Any]:
    """Read one curve of LAS files as points; write them as an array of shape (n, 7) beside the job.

    Its columns are measured depth, z, east and north of the well's place, value, number of samples, and the length of
    the log that these stand for. The job names
    `files`, `question` (what `CurveQuestion` has, but its surveys), `surveys` {names, stations: rows of
    depth, inclination and azimuth} or null, `elevations` (of the wells that the question names; null: by the header),
    `reference`, `check`, `processes` (0: automatic) and `points`, the file to write.
    """
    given = job["surveys"] or {"names": [], "stations": []}
    stations = np.array(given["stations"], dtype=float).reshape(-1, 3)
    question = CurveQuestion(**job["question"], surveys=Surveys.of(given["names"], *stations.T))
    reader = LasReader(question)
    files = [Path(name) for name in job["files"]]
    answers, how = _answers(job, reader, files, reporter)
    result = placed(
        files,
        answers,
        job["elevations"],
        reference=job["reference"],
        check=job["check"],
        depth_unit=question.depth_unit,
    )
    _say_how_read([(files[number], answer) for number, answer, _ in result.files], reporter)
    _say_units(question.curve, [answer.unit for _, answer, _ in result.files], reporter)
    if not job["check"]:
        for well, doubt in result.suspicious:
            reporter.warning(f"{well} is used although {doubt}.")
    if result.unknown:
        reporter.warning(
            "Wells whose elevation is 0 (KB_FIELD), which is taken for unknown as their headers have another "
            f"(CHECK_KB): {len(result.unknown)}, {', '.join(result.unknown[:_FILES_NAMED])}."
        )
    for name, count in reader.table.duplicates.items():
        reporter.warning(f"{count} wells at different places or depths are called {name} (WELL_FIELD): none gets logs.")
    lost = sum(answer.lost for answer in answers)
    if lost:
        reporter.warning(f"Averages left out because a {question.averaging} mean needs values above zero: {lost}.")
    count = sum(len(z) for *_, z in result.files)
    # Piece by piece: together they may be larger than memory.
    points = np.lib.format.open_memmap(  # type: ignore[no-untyped-call]
        str(folder / job["points"]), "w+", np.float64, (count, 7)
    )
    end = 0
    for _, answer, z in result.files:
        begin, end = end, end + len(z)
        points[begin:end] = answer.samples
        points[begin:end, DEPTH] = z
    return {
        "files": [
            {
                "file": number,
                "points": len(z),
                "well": answer.log_name,
                "uwi": answer.uwi,
                "curve": answer.curve,
                "unit": answer.unit,
                "row": answer.row,
                "place": answer.place and answer.place._asdict(),
            }
            for number, answer, z in result.files
        ],
        "skipped": [[number, reason] for number, (_, reason) in result.skipped],
        "read": sum(answer.read for answer in answers),
        "unplaced": sum(answer.read and answer.row is None and answer.place is None for answer in answers),
        "converted": _converted(answers),
        **how,
    }


TASKS: dict[str, Callable[[Job, Path, Reporter], dict[str, Any]]] = {
    "well-values": read_well_values,
    "stochastic-kriging": stochastic_kriging,
    "kriging": kriging,
    "variogram": variogram,
    "las-points": las_points,
}


@one_blas_thread()
def run(job: Job, folder: Path, reporter: Reporter) -> dict[str, Any]:
    """Carry out a job and return its result; KrigingError where the user can mend what is wrong."""
    try:
        whole = plain_job(checked(job, folder))
        return TASKS[job["task"]](whole, folder, reporter)
    except MemoryError:
        message = "Memory ran out: choose a larger cell size (XY_DELTA), a smaller EXTENT, or fewer PROCESSES."
        raise GridTooLarge(message) from None
    except OverflowError as error:
        message = "A number is beyond what can be computed: check XY_DELTA, EXTENT, RANGE and the values."
        raise InvalidInput(message) from error
    except OSError as error:
        message = f"Cannot work in the folder {folder}: {error.strerror or 'it cannot be used'}. Is the disk full?"
        raise KrigingError(message) from error


class _Number:
    """How many realizations are made.

    Attributes
    ----------
    most : int
        No more than these.
    expected : float
        What progress and price count with.
    tolerance : float or None
        The Monte-Carlo error that ends it before.
    """

    def __init__(self, most: int, expected: float, tolerance: float | None) -> None:
        self.most, self.expected, self.tolerance = most, expected, tolerance

    @classmethod
    def of(cls, job: Job) -> _Number:
        """Read it from a job."""
        given = int(job["realizations"])
        if given != 0 and given < 2:
            message = f"Invalid number of realizations {given} (REALIZATIONS). Should be at least 2, or 0."
            raise InvalidInput(message)
        if given:
            return cls(given, given, None)
        tolerance = float(MC_TOLERANCE if job.get("mc_tolerance") is None else job["mc_tolerance"])
        if not LEAST_TOLERANCE <= tolerance < 1:
            message = f"Invalid Monte-Carlo tolerance {tolerance:g} (MC_TOLERANCE). Should be at least "
            message += f"{LEAST_TOLERANCE:g} and less than 1."
            raise InvalidInput(message)
        least = ENOUGH_BLOCKS * int(method_named(job["method"]).block_size)
        independent = tolerance**-2
        return cls(max(least, math.ceil(_MOST_FACTOR * independent)), max(least, independent), tolerance)

    def say(self, ensemble: Ensemble[Grid], reporter: Reporter) -> None:
        """Tell what an open number came to."""
        if self.tolerance is None:
            return
        text = f"the Monte-Carlo error of the mean is {ensemble.mc_error:.4f} standard deviations"
        if ensemble.mc_error <= self.tolerance:
            reporter.message(f"{ensemble.count} realizations were enough (MC_TOLERANCE {self.tolerance:g}): {text}.")
        else:
            reporter.warning(
                f"After {ensemble.count} realizations, the most that are made, {text}, more than {self.tolerance:g} "
                "(MC_TOLERANCE)."
            )


def _working_grid(
    map_job: MapJob, working: Geometry, margin: list[tuple[int, int]], reporter: Reporter
) -> tuple[Grid, Floats | None, int]:
    """Put the points on the working grid; return it, its drift, and how many points lie where there is none."""
    points, data, drift, left_out = map_job.points, map_job.data, None, 0
    inside = working.cells_of(points)[1]
    outside = Outside(points[~inside], data[~inside])
    if map_job.drift is not None and map_job.drift_maps is not None:
        drift = map_job.drift_maps.with_margin(margin)
        at_cells = map_job.drift_maps.at(map_job.geometry, outside.points, map_job.drift[~inside])
        outside = outside._replace(drift=at_cells)
        known = np.isfinite(drift[tuple(working.cells_of(points[inside])[0].T)]).all(axis=1)
        inside[inside], left_out = known, int(np.count_nonzero(~known))
    if left_out:
        reporter.warning(f"Points in cells without a drift, which are left out (DRIFT): {left_out}.")
    made = GridConstructor(points[inside], data[inside], working)
    beyond = int(np.count_nonzero(~map_job.geometry.cells_of(points[inside])[1]))
    if beyond:
        reporter.message(f"Points outside the extent that are within reach of it and are used too: {beyond}.")
    if len(outside.values):
        reporter.message(
            "Points farther outside the extent (EXTENT), which count for the histogram, the mean and the trend: "
            f"{len(outside.values)}."
        )
    return Grid.of(made.values, working, points=made.points, outside=outside, placement=made.placement), drift, left_out


@contextmanager
def _kept(job: Job, folder: Path) -> Iterator[Path | None]:
    """Name a file for all realizations where the job needs them, and remove it at the end."""
    if not (job.get("realizations_file") or job.get("quantiles_file")):
        yield None
        return
    try:
        yield folder / _KEPT
    finally:
        with suppress(OSError):  # Windows holds a file that is still mapped
            (folder / _KEPT).unlink()


def _write_more(job: Job, folder: Path, ensemble: Ensemble[Grid], extent: Cut, map_job: MapJob) -> None:
    """Write quantiles and realizations, cut to the map and its mask, where the job names files for them."""
    if job.get("quantiles_file"):
        quantiles = [np.where(map_job.shown, level[extent], np.nan) for level in ensemble.quantiles(job["quantiles"])]
        np.save(folder / job["quantiles_file"], np.array(quantiles))
    if job.get("realizations_file"):
        # Cut to the extent where they are: together they may be larger than memory.
        realizations = ensemble.realizations()
        cut = np.lib.format.open_memmap(  # type: ignore[no-untyped-call]
            str(folder / job["realizations_file"]),
            "w+",
            realizations.dtype,
            (ensemble.count, *map_job.geometry.shape),
        )
        for number, realization in enumerate(realizations):
            cut[number] = np.where(map_job.shown, realization[extent], np.nan)


def _readers(job: Job, files: Sequence[Path]) -> int:
    """Return how many processes are to read files: as many as wanted, or as their size is worth and memory allows."""
    sizes = [_size(file) for file in files]
    processes = int(job.get("processes") or 0) or (cores() if sum(sizes) > _ONE_PROCESS_BYTES else 1)
    free = available_memory()
    if free is None or not any(sizes):
        return processes
    return max(1, min(processes, int(MEMORY_SHARE * free / las_memory(max(sizes)))))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except (OSError, ValueError):  # the reader says why
        return 0


def _crew(
    job: Job, number: _Number, geometry: Geometry, map_job: MapJob, reporter: Reporter
) -> tuple[dict[str, Any], MapCost]:
    """Return who works, as options of a WorkForce, and what the job costs; say it, or refuse what cannot be done."""
    method, wanted = job["method"], int(job["processes"])
    if (job.get("engine") or "local") == "local":
        processes, cost = _processes(job, number, geometry, map_job, reporter)
        return {"processes": processes}, cost
    if job.get("realizations_file") or job.get("quantiles_file"):
        message = "Realizations cannot be kept by a Dask cluster, whose workers share no disk: leave "
        message += "REALIZATIONS_OUTPUT and QUANTILES out, or choose the engine local (ENGINE)."
        raise InvalidInput(message)
    reporter.message(
        f"Grid of {grid_size(geometry)}, {number.expected:.0f} realizations by the method {method} on the Dask cluster "
        f"at {job.get('scheduler')}."
    )
    crew = {"processes": wanted or None, "engine": job["engine"], "scheduler": job.get("scheduler")}
    return crew, _map_cost(job, number, geometry, map_job, wanted or cores())


def _say_slow_blas(data: int, columns: float, reporter: Reporter) -> None:
    """Tell of a slow BLAS where it is to factor so many data, and solve for so many columns, that one has to wait."""
    if data**3 / 3 + columns * data**2 > _LONG_FOR_A_SLOW_BLAS and (name := slow_blas()) is not None:
        reporter.warning(
            f"NumPy has a slow BLAS ({name}): the job may take ten times as long as with OpenBLAS, the package "
            "libopenblas0-pthread of Debian and Ubuntu."
        )


def _map_cost(job: Job, number: _Number, geometry: Geometry, map_job: MapJob, processes: int) -> MapCost:
    return MapCost.of(
        method_named(job["method"]).cost(geometry, len(map_job.points), map_job.variogram),
        geometry.size,
        math.ceil(number.expected),
        processes,
        transform=map_job.transform.name,
        quantiles=bool(job.get("quantiles_file")),
        kept=bool(job.get("realizations_file")),
        report=bool(job.get("reproduction")),
    )


def _processes(
    job: Job, number: _Number, geometry: Geometry, map_job: MapJob, reporter: Reporter
) -> tuple[int, MapCost]:
    """Return how many processes to use, and the price; say it, or refuse what will not fit in memory."""
    method, wanted, data = job["method"], int(job["processes"]), len(map_job.points)
    simulator = method_named(method)
    expected = math.ceil(number.expected)
    memory = simulator.cost(geometry, data, map_job.variogram).memory
    one_cell = Geometry(geometry.origin, geometry.spacing, (1,) * geometry.ndim)
    least = simulator.cost(one_cell, data, map_job.variogram).memory
    free = available_memory()
    require_memory(free, geometry, memory - least, least, data)
    if wanted == 0:
        wanted = 1 if _map_cost(job, number, geometry, map_job, 1).draw < _ONE_PROCESS_SECONDS else cores()
    processes = min(wanted, math.ceil(expected / int(simulator.block_size)))
    if free is not None:
        processes = max(1, min(processes, int(MEMORY_SHARE * free / memory)))
    cost = _map_cost(job, number, geometry, map_job, processes)
    count = f"{number.most}" if number.tolerance is None else f"about {expected} (at most {number.most})"
    reporter.message(
        f"Grid of {grid_size(geometry)}, {count} realizations by the method {method} on {processes} "
        f"process{'es' if processes > 1 else ''}: about {in_bytes(memory * processes)} and {in_time(sum(cost))}."
    )
    return processes, cost
