"""Tasks: what a job can ask for.

Law: plain data in, plain data out: a job is a dictionary as JSON has them, beside the arrays (.npy) that it names.
Tasks know neither QGIS nor standard output; who listens is a Reporter.
"""

from __future__ import annotations

import json
import math
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from .errors import GridTooLarge, InvalidInput, KrigingError
from .geometry import Geometry
from .grid import Grid, GridConstructor, covering
from .kriging import KrigingWarning, krige, merge_coincident
from .models import Variogram
from .normal_score import transform_named
from .reml import fit_automatic
from .simulation import method_named
from .variogram import AUTOMATIC_MODELS
from .variography import Study
from .wells import well_values
from .workforce import WorkForce
from .workforce.machine import available_memory, cores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .normal_score import Transform

    Floats = NDArray[np.float64]
    Job = dict[str, Any]

_ONE_PROCESS_SECONDS = 1.5
"""Work shorter than this is done before worker processes would have started."""

_OWN_NEIGHBOURHOODS = 20_000
"""Up to this many cells each has nearest data of its own; on larger grids neighbouring cells share them."""

_WORKING_CELLS = 250_000
"""A grid may always be worked on with a margin up to this size, however small the extent is."""

_MEMORY_SHARE = 0.8
"""Of the memory that is free, how much a job may plan to use."""

_LARGEST = float(np.finfo(np.float32).max)
"""What a cell of a raster can hold."""


_KEPT = "kept.npy"
"""All realizations on the working grid, while the job runs."""

_KRIG_OPTIONS = ("transform", "zmin", "zmax", "max_data", "exact_positions")
"""Options of `Grid.krig` that a job may name."""

_STUDY_OPTIONS = tuple(field.name for field in fields(Study) if field.name != "models")


class Reporter(Protocol):
    """Who hears how a task goes on."""

    def message(self, text: str) -> None:
        """Tell what was done."""

    def warning(self, text: str) -> None:
        """Tell what the user should look at."""

    def progress(self, fraction: float, text: str) -> None:
        """Tell how much is done, 0 to 1, and in words where there are any; may raise Cancelled."""


# ---- tasks: each takes (job, folder of its arrays, reporter) and returns plain data


def read_well_values(job: Job, _folder: Path, reporter: Reporter) -> dict[str, Any]:
    """Average one curve of LAS files between each well's top and bottom (see `wells.well_values`).

    The job names `files`, `curve`, `need_top`, `need_bottom`, and for each well `names`, `tops`, `bottoms` (null: no
    limit).
    """
    files = [Path(name) for name in job["files"]]
    progress = _Progress(reporter, len(files), "LAS files")
    result = well_values(
        files,
        job["names"],
        job["curve"],
        np.array(job["tops"], dtype=float),
        np.array(job["bottoms"], dtype=float),
        need_top=job["need_top"],
        need_bottom=job["need_bottom"],
        pulse=progress.advance,
    )
    return {
        "well": result.well.tolist(),
        "value": result.value.tolist(),
        "unit": result.unit,
        "skipped": [[str(path), reason] for path, reason in result.skipped],
        "read": result.n_read,
        "feet": result.n_feet,
        "duplicates": result.duplicates,
    }


def stochastic_kriging(job: Job, folder: Path, reporter: Reporter) -> dict[str, Any]:
    """Krige points to an ensemble of grids; write its mean and std as arrays of shape (nx, ny) beside the job.

    The job names what `_MapJob` says and `realizations`, `method`, `kriging_type`, `seed` (null: drawn),
    `processes` (0: automatic), and may name `zmin`, `zmax`, `max_data`, `exact_positions`, `realizations_file`,
    `quantiles_file` with `quantiles` (files to write, of shape (number, nx, ny)).
    """
    if job["realizations"] < 2:
        message = f"Invalid number of realizations {job['realizations']} (REALIZATIONS). Should be at least 2."
        raise InvalidInput(message)
    map_job = _MapJob.read(job, folder, reporter)
    geometry = map_job.geometry
    margin = _margin(geometry, map_job.points, map_job.variogram)
    working = geometry.padded(margin)
    processes = _processes(job, working, len(map_job.points), reporter)
    made = GridConstructor(map_job.coordinates, map_job.values, working)
    grid, placement = Grid.of(made.values, working, points=made.points), made.placement
    beyond = int(np.count_nonzero(~geometry.cells_of(map_job.coordinates)[1])) - placement.outside
    if beyond:
        reporter.message(f"Points outside the extent that are within reach of it and are used too: {beyond}.")
    if placement.outside:
        reporter.warning(f"Points too far outside the extent to be used (EXTENT): {placement.outside}.")
    if placement.shared and not job.get("exact_positions"):
        reporter.warning(f"Cells that hold several points and show their mean: {placement.shared}.")
    progress = _Progress(reporter, job["realizations"], "realizations")
    with WorkForce(grid, processes, progress=progress.set) as workforce:
        ensemble = workforce.krig(
            job["realizations"],
            seed=job["seed"],
            method=job["method"],
            variogram=map_job.variogram,
            kriging_type=job["kriging_type"],
            keep=folder / _KEPT if job.get("realizations_file") or job.get("quantiles_file") else None,
            **{name: job[name] for name in _KRIG_OPTIONS if job.get(name) is not None},
        )
    for remark in ensemble.remarks:
        reporter.warning(remark)
    wanted = tuple(slice(before, before + cells) for (before, _), cells in zip(margin, geometry.shape))
    if job.get("quantiles_file"):
        quantiles = [np.asarray(grid[wanted]) for grid in ensemble.quantiles(job["quantiles"])]
        np.save(folder / job["quantiles_file"], np.array(quantiles))
    if job.get("realizations_file"):
        # Cut to the extent where they are: together they may be larger than memory.
        cut = np.lib.format.open_memmap(  # type: ignore[no-untyped-call]
            str(folder / job["realizations_file"]), "w+", np.float32, (ensemble.count, *geometry.shape)
        )
        for number, realization in enumerate(ensemble.realizations()):
            cut[number] = realization[wanted]
    return {
        **map_job.write(np.asarray(ensemble.mean[wanted]), np.asarray(ensemble.std[wanted])),
        "data": placement.data,
        "outside": placement.outside,
        "seed": ensemble.seed,
        "realizations": ensemble.count,
        "seconds": progress.elapsed(),
    }


def kriging(job: Job, folder: Path, reporter: Reporter) -> dict[str, Any]:
    """Krige points to the centres of cells; write estimate and std as arrays of shape (nx, ny) beside the job.

    The job names what `_MapJob` says and `kriging_type`, `max_data`, `min_data`, `search_radius` (null: no limit) and
    `exact`.
    """
    start = time.monotonic()
    map_job = _MapJob.read(job, folder, reporter)
    geometry, count = map_job.geometry, len(map_job.points)
    free = available_memory()
    matrix = 24.0 * count**2 if job["max_data"] is None else 0.0
    _require_memory(geometry, 100.0 * geometry.size, matrix, count, free)
    reporter.message(f"Grid of {_size(geometry)}, kriged from {count} data where they are.")
    if not _within_reach(geometry, map_job.points, map_job.variogram).any():
        reporter.warning(
            "No point lies within a range of the extent (EXTENT): the map is no more than the mean or trend."
        )
    terms = {"universal-1": 3, "universal-2": 6}.get(job["kriging_type"], 1)
    if job["max_data"] is not None and job["max_data"] < 4 * terms and terms > 1:
        reporter.warning(
            f"{job['max_data']} data (MAX_DATA) are few for a trend of {terms} terms: values may run wild."
        )
    shared = job["max_data"] is not None and geometry.size > _OWN_NEIGHBOURHOODS
    if shared:
        reporter.message("Neighbouring cells share their nearest data, which is as accurate and several times as fast.")
    progress = _Progress(reporter, geometry.size, "cells")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", KrigingWarning)
        estimate, variance = krige(
            map_job.points,
            map_job.data,
            map_job.variogram,
            geometry.centres(),
            kriging_type=job["kriging_type"],
            max_data=job["max_data"],
            min_data=job["min_data"],
            search_radius=job["search_radius"],
            shared_tiles=shared,
            exact=job["exact"],
        )
    for warning in caught:
        reporter.warning(str(warning.message))
    progress.set(geometry.size, geometry.size)
    return {
        **map_job.write(estimate.reshape(geometry.shape), np.sqrt(variance).reshape(geometry.shape), gaps=True),
        "data": len(map_job.coordinates),
        "empty": int(np.count_nonzero(np.isnan(estimate))),
        "seconds": time.monotonic() - start,
    }


def variogram(job: Job, folder: Path, reporter: Reporter) -> dict[str, Any]:
    """Study the variogram of points; return what `variography.Study.of` returns, and `merged`, `unit`, `seconds`.

    The job names `coordinates` and `values` (.npy files), `transform`, `models` (null: automatic), and what `Study`
    has.
    """
    start = time.monotonic()
    coordinates, values = np.load(folder / job["coordinates"]), np.load(folder / job["values"])
    points, data = merge_coincident(coordinates, values)
    merged = len(coordinates) - len(points)
    if merged:
        reporter.warning(f"Points that coincide with another one, so that their mean is used: {merged}.")
    transform, unit = _transform(job["transform"], points, data)
    options = {name: job[name] for name in _STUDY_OPTIONS if name in job}
    result = Study(tuple(job["models"] or AUTOMATIC_MODELS), **options).of(points, transform.scores, unit)
    reporter.message(f"Variogram of {len(data)} data and {result['pairs']} pairs: {result['text']}.")
    for remark in result["remarks"]:
        reporter.warning(remark)
    reporter.message(f"gstat: {result['gstat']}")
    reporter.message(f"GSLIB:\n{result['gslib']}")
    reporter.progress(1.0, "")
    return {**result, "merged": merged, "unit": unit, "seconds": time.monotonic() - start}


@dataclass(frozen=True)
class _MapJob:
    """What all jobs that make a map name.

    They are `coordinates` and `values` (.npy files), `x_range`, `y_range`, `xy_delta` (null: from the data),
    `variogram` {model, nugget, partial_sill, range; null: fitted; azimuth, ratio, shape, anisotropy; or json},
    `transform`, and `mean`, `std`, the files to write.

    Attributes
    ----------
    points, data : float arrays, shapes (n, 2) and (n,)
        The coordinates and values with coincident points merged.
    """

    job: Job
    folder: Path
    coordinates: Floats
    values: Floats
    geometry: Geometry
    points: Floats
    data: Floats
    variogram: Variogram

    @classmethod
    def read(cls, job: Job, folder: Path, reporter: Reporter) -> _MapJob:
        """Read the arrays and find geometry and variogram; say what was merged and fitted."""
        coordinates, values = np.load(folder / job["coordinates"]), np.load(folder / job["values"])
        geometry = covering(coordinates, job["xy_delta"], None, (job["x_range"], job["y_range"]))
        points, data = merge_coincident(coordinates, values)
        merged = len(coordinates) - len(points)
        if merged:
            reporter.warning(f"Points that coincide with another one, so that their mean is used: {merged}.")
        name = job.get("transform", "none") if np.ptp(data) > 0 else "none"
        transform = transform_named(name, data, **({"coordinates": points} if name == "normal-score" else {}))
        variogram = _variogram(job["variogram"], points, data, transform, reporter)
        return cls(job, folder, coordinates, values, geometry, points, data, variogram)

    def write(self, mean: Floats, std: Floats, gaps: bool = False) -> dict[str, Any]:
        """Write the maps and return what can be said of them; only with `gaps` may a cell be not a number."""
        if gaps and np.isnan(mean).all():
            message = "No cell finds enough data: raise SEARCH_RADIUS or MAX_DATA, lower MIN_DATA, or change EXTENT."
            raise InvalidInput(message)
        known = ~np.isnan(mean) if gaps else np.ones(mean.shape, dtype=bool)
        if not all(np.abs(array[known]).max(initial=0.0) <= _LARGEST for array in (mean, std)):  # nan fails, too
            message = (
                "The maps are not numbers that a raster can hold: check the values (FIELD), NUGGET and PARTIAL_SILL."
            )
            raise InvalidInput(message)
        for name, array in (("mean", mean), ("std", std)):
            np.save(self.folder / self.job[name], array)
        return {
            "origin": self.geometry.origin,
            "spacing": self.geometry.spacing,
            "shape": self.geometry.shape,
            "variogram": json.loads(self.variogram.to_json()),
            "nugget": self.variogram.nugget,
            "partial_sill": self.variogram.partial_sill,
            "range": self.variogram.range,
            "mean_of_mean": float(np.mean(mean[known])),
            "mean_of_std": float(np.mean(std[known])),
        }


TASKS: dict[str, Callable[[Job, Path, Reporter], dict[str, Any]]] = {
    "well-values": read_well_values,
    "stochastic-kriging": stochastic_kriging,
    "kriging": kriging,
    "variogram": variogram,
}


def run(job: Job, folder: Path, reporter: Reporter) -> dict[str, Any]:
    """Carry out a job and return its result; KrigingError where the user can mend what is wrong."""
    try:
        task = TASKS[job["task"]]
    except KeyError:
        message = f"Invalid job: its task is {job.get('task')!r}. Should be one of {', '.join(TASKS)}."
        raise InvalidInput(message) from None
    try:
        return task(job, folder, reporter)
    except MemoryError:
        message = "Memory ran out: choose a larger cell size (XY_DELTA), a smaller EXTENT, or fewer PROCESSES."
        raise GridTooLarge(message) from None
    except OverflowError as error:
        message = f"A number is beyond what can be computed ({error}): check XY_DELTA, EXTENT, RANGE and the values."
        raise InvalidInput(message) from error
    except OSError as error:
        message = f"Cannot work in the temporary folder {folder} ({error}): is the disk full?"
        raise KrigingError(message) from error


def _transform(name: str, points: Floats, data: Floats) -> tuple[Transform, float]:
    """Return a transform of data, and what the variogram of its scores is multiplied by (see `_variogram`)."""
    options = {"coordinates": points} if name == "normal-score" else {}
    transform = transform_named(name, data, **options)
    return transform, float(data.var()) if transform.name == "normal-score" and data.var() > 0 else 1.0


def _variogram(
    given: dict[str, Any], points: Floats, values: Floats, transform: Transform, reporter: Reporter
) -> Variogram:
    """Return the variogram of a job, in squared units of the data; of their logarithms for the transform `log`.

    For normal scores it is the variogram of the scores times the variance of the data: only its proportions matter,
    and this way its numbers mean the same with and without the transform.
    """
    if given.get("json") is not None:
        variogram = Variogram.from_json(given["json"])
        reporter.message(f"Variogram: {variogram}.")
        return variogram
    unit = float(values.var()) if transform.name == "normal-score" and values.var() > 0 else 1.0
    fit = fit_automatic(
        points,
        transform.scores,
        models=AUTOMATIC_MODELS if given["model"] is None else (given["model"],),
        nugget=None if given["nugget"] is None else given["nugget"] / unit,
        partial_sill=None if given["partial_sill"] is None else given["partial_sill"] / unit,
        range=given["range"],
        azimuth=given.get("azimuth"),
        ratio=given.get("ratio"),
        shape=given.get("shape"),
        anisotropy=given.get("anisotropy", False),
    )
    variogram = fit.variogram.scaled(unit)
    known = None not in (given["model"], given["nugget"], given["partial_sill"], given["range"])
    source = "Variogram" if known else f"Variogram fitted to {len(values)} data"
    if transform.name != "none":
        source += " by their normal scores" if unit != 1 else f" by their {transform.name} transform"
    reporter.message(f"{source}: {variogram}.")
    for remark in fit.remarks:
        reporter.warning(remark)
    if variogram.sill == 0:
        reporter.warning("All data are equal: every realization is that value, and the standard deviation is zero.")
    return variogram


def _within_reach(geometry: Geometry, points: Floats, variogram: Variogram) -> NDArray[np.bool_]:
    """Tell which points, shape (n,), lie in the extent or within a practical range of it."""
    reach = variogram.reach(0.05, geometry.ndim)
    edges = np.array([geometry.edges(axis) for axis in range(geometry.ndim)])
    within: NDArray[np.bool_] = np.all((points >= edges[:, 0] - reach) & (points <= edges[:, 1] + reach), axis=1)
    return within


def _margin(geometry: Geometry, points: Floats, variogram: Variogram) -> list[tuple[int, int]]:
    """Return how many cells to work on beyond each edge, so that wells outside the extent are felt inside it.

    As far as the outermost point within a practical range; less where that would take the grid beyond four times
    its cells and `_WORKING_CELLS`.
    """
    edges = np.array([geometry.edges(axis) for axis in range(geometry.ndim)])
    near = points[_within_reach(geometry, points, variogram)]
    gaps = np.stack([(edges[:, 0] - near).max(axis=0, initial=0), (near - edges[:, 1]).max(axis=0, initial=0)], axis=1)
    wanted = np.ceil(gaps / np.array(geometry.spacing)[:, None])
    shape = np.array(geometry.shape)
    most = max(4 * geometry.size, _WORKING_CELLS)
    while wanted.any() and np.prod(shape + wanted.sum(axis=1)) > most:
        wanted = np.floor(0.9 * wanted)
    return [(int(before), int(after)) for before, after in wanted]


def _processes(job: Job, geometry: Geometry, data: int, reporter: Reporter) -> int:
    """Return how many processes to use; say the price, or refuse what will not fit in memory."""
    simulator = method_named(job["method"])
    memory: float
    duration: float
    memory, duration = simulator.cost(geometry, data, job["realizations"])
    free = available_memory()
    least, _ = simulator.cost(Geometry(geometry.origin, geometry.spacing, (1, 1)), data, 1)
    _require_memory(geometry, memory - least, least, data, free)
    parts = math.ceil(int(job["realizations"]) / int(simulator.block_size))
    wanted = int(job["processes"])
    if wanted == 0:
        wanted = 1 if duration < _ONE_PROCESS_SECONDS else cores()
    processes = min(wanted, parts)
    if free is not None:
        processes = max(1, min(processes, int(_MEMORY_SHARE * free / memory)))
    reporter.message(
        f"Grid of {_size(geometry)}, {job['realizations']} realizations by the method {job['method']} on {processes} "
        f"process{'es' if processes > 1 else ''}: about {_bytes(memory * processes)} and "
        f"{_duration(duration / processes)}."
    )
    return processes


def _require_memory(geometry: Geometry, for_cells: float, for_data: float, data: int, free: int | None) -> None:
    """Refuse what will not fit in memory, with what would; the arguments are bytes."""
    if free is None:
        return
    room = _MEMORY_SHARE * free
    if for_data > room:
        most = int(data * math.sqrt(room / for_data))
        message = (
            f"{data:,} points need about {_bytes(for_data)} of memory, because all are used at once, and "
            f"{_bytes(free)} are free: use at most about {most:,} points (INPUT)."
        )
        raise GridTooLarge(message)
    if for_data + for_cells > room:
        fitting = geometry.spacing[0] * math.sqrt(for_cells / (room - for_data))
        message = (
            f"A grid of {_size(geometry)} needs about {_bytes(for_data + for_cells)} of memory and {_bytes(room)} may "
            f"be used: choose a cell size (XY_DELTA) of at least {_rounded_up(fitting):g}, or a smaller EXTENT; "
            "is a point astray?"
        )
        raise GridTooLarge(message)


def _size(geometry: Geometry) -> str:
    nx, ny = geometry.shape
    return f"{nx:,} × {ny:,} cells of {geometry.spacing[0]:g}"


class _Progress:
    """Units of work done: the fraction ten times a second, in words with the time that is left every two seconds.

    The time left comes from the pace since the first unit was done, so that starting up does not count as slowness.
    """

    def __init__(self, reporter: Reporter, total: int, unit: str) -> None:
        self.reporter, self.total, self.unit = reporter, total, unit
        self.done = 0.0
        self.start = self.told = self.worded = time.monotonic()
        self.first: tuple[float, float] | None = None

    def elapsed(self) -> float:
        """Return the seconds since the work began."""
        return time.monotonic() - self.start

    def advance(self, units: float) -> None:
        """Add to what is done."""
        self.set(self.done + units, self.total)

    def set(self, done: float, _total: float) -> None:
        """Take note of what is done in all."""
        self.done = done
        now = time.monotonic()
        if self.first is None:
            self.first = now, done
        if now - self.told < 0.1 and done < self.total:
            return
        self.told = now
        since, begun = self.first
        text = ""
        if now - self.worded >= 2 and begun < done < self.total:
            self.worded = now
            left = _duration((now - since) / (done - begun) * (self.total - done))
            text = f"{done:.0f} of {self.total} {self.unit}, about {left} left"
        self.reporter.progress(done / self.total if self.total else 1.0, text)


def _bytes(count: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:,.3g} TB" if count < 1000 else f"{count:,.0f} TB"


def _duration(seconds: float) -> str:
    if seconds < 1:
        return "a second"
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def _rounded_up(value: float) -> float:
    power = 10.0 ** (math.floor(math.log10(value)) - 1)
    return math.ceil(value / power) * power
