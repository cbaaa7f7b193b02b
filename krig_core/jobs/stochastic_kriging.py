"""The task `stochastic-kriging`: data in, the mean and standard deviation of many equally probable grids out."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ..choices import ENGINES, METHODS
from ..ensemble import require_disk
from ..errors import InvalidInput
from ..geometry import Geometry
from ..grid import Grid
from ..kriging.doubts import extent_doubt
from ..machine import MEMORY_SHARE, available_memory, cores, in_bytes
from ..moments import ENOUGH_BLOCKS
from ..placement import GridConstructor, Outside
from ..plain import array_file, choice, flag, many, measure, number, part, whole, words
from ..precision import float_type
from ..simulation.data_system import MOST_FACTORED
from ..simulation.map_law import STRIPS, seconds_of_quantiles, seconds_within_reason
from ..simulation.methods import IN_THREADS, method_named
from ..simulation.simulator import Cost
from ..simulation.soft_draws import SoftDraws
from ..simulation.uncertain import UncertainSimulation
from ..workforce.workforce import WorkForce
from .arrays import ELSEWHERE, KEPT
from .cost import MapCost, in_time, require_memory
from .found_variogram import transform_of_job
from .map_data import MapData, say_slow_blas
from .map_job import MapJob, MapResult
from .progress import Progress, Reporter, Stages
from .reproduction import CHECKED, Reproduction, reproduction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..ensemble import Ensemble

    Floats = NDArray[np.float64]
    Cut = tuple[slice, ...]

MC_TOLERANCE = 0.05
"""Where the number of realizations is open: the Monte-Carlo error of the mean, in standard deviations, to stop at."""

LEAST_TOLERANCE = 0.005
"""A smaller one would take more than 40,000 realizations."""

_ADDRESS = re.compile(r"(tcp|tls)://\S+")

_ONE_PROCESS_SECONDS = 2.5
"""Work shorter than this is done before worker processes would have started; threads need no start."""

_THREAD_BYTES = 100.0
"""What a cell takes in each thread but the first: fields of its block, a realization, moments."""

_MOST_FACTOR = 4
"""An open number of realizations ends at this many times those that independent ones would take for the tolerance."""


@dataclass(frozen=True)
class StochasticKrigingJob(MapJob):
    """Simulate points on a grid many times."""

    task: ClassVar[str] = "stochastic-kriging"
    simulates: ClassVar[bool] = True

    realizations: int = whole("How many; 0: until the Monte-Carlo error is `mc_tolerance`.", most=1_000_000_000)
    method: str = choice("How realizations are made.", METHODS)
    seed: int | None = whole("The same seed makes the same maps; null: drawn.", null=True)
    processes: int = whole(
        "Worker processes, or threads of the method gaussian; 0: automatic. The maps are the same for any number.",
        most=1024,
    )
    mc_tolerance: float | None = number(
        f"Monte-Carlo error of the mean to stop at, in standard deviations; null: {MC_TOLERANCE:g}.",
        None,
        least=LEAST_TOLERANCE,
        most=1,
    )
    engine: str = choice("Processes of this machine, or a Dask cluster.", ENGINES, "local")
    scheduler: str | None = words("Address of the Dask scheduler, such as tls://host:8786.", None)
    shared_folder: str | None = words(
        "A folder that all workers of a cluster see at this path, where realizations are kept for a time; null: none.",
        None,
    )
    max_data: int | None = whole("Known cells that a cell is kriged from, or the size of a sample.", None, least=1)
    search_radius: float | None = number(
        "Cells without a point within it have no value, map units; null: no limit.", None, above=0
    )
    exact_positions: bool | None = flag(
        "Whether data count where they are, not at cell centres; null: on maps by `gaussian`, as far as realizations "
        f"can, of at most {MOST_FACTORED} data.",
        None,
    )
    quantiles: tuple[float, ...] = many("Probabilities of `quantiles_file`.", number("", above=0, below=1), ())
    quantiles_file: str | None = array_file("File to write: quantiles, shape (number, nx, ny[, nz]).", None)
    realizations_file: str | None = array_file("File to write: all realizations, shape (number, nx, ny[, nz]).", None)
    reproduction: bool = flag("Look whether realizations reproduce the data.", False)
    lower: str | None = array_file(
        "Lower limit of each datum, shape (n,), not a number or infinite where there is none; with it or `upper`, "
        "values that are not known may be not a number.",
        None,
    )
    upper: str | None = array_file("Upper limit of each datum, shape (n,), likewise.", None)

    @property
    def limits(self) -> tuple[str | None, str | None]:
        """The files of lower and upper limits of data."""
        return self.lower, self.upper


@dataclass(frozen=True)
class StochasticKrigingResult(MapResult):
    """What is said of a simulated map."""

    seed: int = whole("The seed that was used.")
    realizations: int = whole("How many were made.")
    mc_error: float = measure("Monte-Carlo error of the mean, in standard deviations.")
    exact: bool = flag("Whether mean and standard deviation follow from the law of each cell, without sampling.")
    drawn: bool = flag("Whether realizations were made, or only their law was asked for.")
    exact_positions: bool = flag("Whether data count where they are, not at cell centres.")
    with_error: int = whole("Data that were measured with an error.")
    between_limits: int = whole("Data that are known between limits alone.")
    reproduction: Reproduction | None = part(
        "What realizations reproduce; null: not looked at.", Reproduction, null=True
    )


def require_agreement(job: StochasticKrigingJob) -> None:
    """Refuse what fits its key but not another one, and a scheduler that is no address."""
    if job.quantiles_file is not None and not job.quantiles:
        message = (
            f"`quantiles_file` is {job.quantiles_file!r}, and `quantiles` is empty. Should be given both, or neither."
        )
        raise InvalidInput(message)
    if job.shared_folder is not None and job.engine == "local":
        message = (
            "`shared_folder` is for the workers of a cluster. Should be left out, or the engine be dask (`engine`)."
        )
        raise InvalidInput(message)
    if job.scheduler is not None and not _ADDRESS.fullmatch(job.scheduler):
        message = f"`scheduler` is {job.scheduler!r}. Should be an address such as tcp://host:8786 or "
        message += "tls://host:8786."
        raise InvalidInput(message)


def simulate_map(job: StochasticKrigingJob, folder: Path, reporter: Reporter) -> StochasticKrigingResult:
    """Krige points to an ensemble of grids; write its mean and std as arrays of the grid's shape beside the job."""
    number = _Number.of(job)
    data = MapData.read(job, folder, reporter)
    margin = data.margin()
    geometry, working = data.geometry, data.geometry.padded(margin)
    crew, cost = _crew(job, number, working, data, reporter)
    if job.realizations_file:
        _require_disk(job, folder, number, working, data)
    # Both look at every cell, so not before their price is known.
    data = data.reached_within(job.search_radius)
    data.tell_doubts(reporter)
    say_slow_blas(min(len(data.points), MOST_FACTORED), number.expected, reporter)
    stages = Stages(reporter, cost._asdict())
    stages.enter("prepare")
    grid, options, left_out = _working_grid(data, working, margin, reporter)
    options.update(_krig_options(job, data))
    extent = tuple(slice(before, before + cells) for (before, _), cells in zip(margin, geometry.shape))
    with _kept(job, folder) as keep:
        in_strips = _only_law(job, working, data)
        units, unit = (STRIPS, "strips of the map") if in_strips else (number.expected, "realizations")
        progress = Progress(stages["draw"], units, unit)

        def tell(done: float, total: float) -> None:
            progress.set(done / total * STRIPS if in_strips else done)

        with WorkForce(grid, progress=tell, **crew) as workforce:
            wanted: dict[str, Any] = {
                "seed": job.seed,
                "mc_tolerance": number.tolerance,
                "keep": keep,
                "keep_known": job.realizations_file is not None,
                "drawn": job.reproduction,
                "quantiles": job.quantiles if job.quantiles_file else (),
            }
            ensemble, exact = _krig(job, workforce, number.most, {**wanted, **options}, reporter)
            options["exact_positions"] = exact
        seconds = progress.elapsed()
        if not exact and grid.placement is not None and grid.placement.shared:
            reporter.warning(f"Cells that hold several points and show their mean: {grid.placement.shared}.")
        for remark in ensemble.remarks:
            reporter.warning(remark)
        _say_what_is_known(ensemble, reporter)
        number.say(ensemble, reporter)
        stages.enter("finish")
        _write_more(job, folder, ensemble, extent, data)
    std, soft = np.asarray(ensemble.std[extent]), data.samples.soft
    written = data.write(np.asarray(ensemble.mean[extent]), std, gaps=data.drift_maps is not None)
    data.tell_spread(std, reporter)
    found = None
    if job.reproduction:
        count = min(CHECKED, ensemble.count)
        again = grid.realizations(count, seed=ensemble.seed, **options)
        found = reproduction(data, std, (one[extent] for one in again))
    stages.enter("write")
    return StochasticKrigingResult(
        **written,
        data=len(data.points) - left_out,
        left_out=data.left_out + left_out,
        seconds=seconds,
        seed=ensemble.seed,
        realizations=ensemble.count,
        mc_error=ensemble.mc_error,
        exact=ensemble.exact,
        drawn=not ensemble.exact or ensemble.kept is not None,
        exact_positions=bool(exact),
        with_error=0 if soft is None else int(np.count_nonzero(soft.error > 0)),
        between_limits=0 if soft is None else int(np.count_nonzero(soft.missing)),
        reproduction=found,
    )


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
    def of(cls, job: StochasticKrigingJob) -> _Number:
        """Read it from a job."""
        given = job.realizations
        if given != 0 and given < 2:
            message = f"Invalid number of realizations {given} (`realizations`). Should be at least 2, or 0."
            raise InvalidInput(message)
        if given:
            return cls(given, given, None)
        tolerance = MC_TOLERANCE if job.mc_tolerance is None else job.mc_tolerance
        least = ENOUGH_BLOCKS * int(method_named(job.method).block_size)
        independent = tolerance**-2
        return cls(max(least, math.ceil(_MOST_FACTOR * independent)), max(least, independent), tolerance)

    def say(self, ensemble: Ensemble[Grid], reporter: Reporter) -> None:
        """Tell what an open number came to."""
        if self.tolerance is None:
            return
        text = f"the Monte-Carlo error of the mean is {ensemble.mc_error:.4f} standard deviations"
        if ensemble.mc_error <= self.tolerance:
            reporter.message(f"{ensemble.count} realizations were enough (`mc_tolerance` {self.tolerance:g}): {text}.")
        else:
            reporter.warning(
                f"After {ensemble.count} realizations, the most that are made, {text}, more than {self.tolerance:g} "
                "(`mc_tolerance`)."
            )


def _say_what_is_known(ensemble: Ensemble[Grid], reporter: Reporter) -> None:
    """Tell where maps have no error of sampling, and what no realization was made for."""
    if ensemble.exact:
        made = "none is kept, so none was made" if ensemble.kept is None else "those that are kept are draws"
        reporter.message(
            "Mean, standard deviation and quantiles follow from the law of each cell, without Monte-Carlo error; of "
            f"realizations {made}."
        )


def _krig_options(job: StochasticKrigingJob, data: MapData) -> dict[str, Any]:
    """Return the options of `Grid.krig` that a job gives."""
    return {
        **({} if job.max_data is None else {"max_data": job.max_data}),
        "variogram": data.variogram_of_scores,
        "variogram_uncertainty": data.posterior or "none",
        "transform": transform_of_job(job),
        "exact_positions": _at_exact_positions(job, data),
        "method": job.method,
        "kriging_type": job.kriging_type,
    }


def _krig(
    job: StochasticKrigingJob, workforce: Any, count: int, options: dict[str, Any], reporter: Reporter
) -> tuple[Ensemble[Grid], bool | str]:
    """Return the ensemble, and how exactly data count where they are: if need be nearly, or at the centres of cells."""
    exact: bool | str = options["exact_positions"]
    try:
        return workforce.krig(count, **options), exact
    except InvalidInput as error:
        if error.parameter != "exact_positions" or job.exact_positions is not None:
            raise
    if exact != "nearly":
        return _krig(job, workforce, count, {**options, "exact_positions": "nearly"}, reporter)
    reporter.warning(
        "Wells count at the centres of their cells, which so have no standard deviation: realizations that count them "
        "where they are would be too far from the variogram near them. Smaller cells (`xy_delta`) or a nugget "
        "(`nugget`) mend that."
    )
    return workforce.krig(count, **{**options, "exact_positions": False}), False


def _at_exact_positions(job: StochasticKrigingJob, data: MapData) -> bool:
    """Return whether data are to count where they are."""
    if job.exact_positions is not None:
        return job.exact_positions
    return job.method == "gaussian" and data.geometry.ndim == 2 and len(data.points) <= MOST_FACTORED


def _working_grid(
    data: MapData, working: Geometry, margin: list[tuple[int, int]], reporter: Reporter
) -> tuple[Grid, dict[str, Any], int]:
    """Put the points on the working grid; return it, its options of `Grid.krig`, and how many lie where no drift is."""
    points, values, drift, left_out = data.points, data.data, None, 0
    inside = working.cells_of(points)[1]
    away = ~inside
    outside = Outside(points[away], values[away])
    if data.drift is not None and data.drift_maps is not None:
        drift = data.drift_maps.with_margin(margin)
        at_cells = data.drift_maps.at(data.geometry, outside.points, data.drift[away])
        outside = outside._replace(drift=at_cells)
        known = np.isfinite(drift[tuple(working.cells_of(points[inside])[0].T)]).all(axis=1)
        inside[inside], left_out = known, int(np.count_nonzero(~known))
    if left_out:
        what = "a drift, which are left out (`drift`)"
        if data.secondary is not None:
            what = "a secondary variable, which are left out (`secondary`)"
        reporter.warning(f"Points in cells without {what}: {left_out}.")
    if not inside.any() and (beside := extent_doubt(points, data.geometry)) is not None:
        message = f"No datum is within reach of the map. {beside}"
        raise InvalidInput(message)
    soft = data.samples.soft
    if soft is not None:
        values = np.where(soft.missing, np.nan, values)
        outside = outside._replace(values=values[away], soft=soft.take(away))
        soft = soft.take(inside)
    made = GridConstructor(points[inside], values[inside], working, soft=soft)
    beyond = int(np.count_nonzero(~data.geometry.cells_of(points[inside])[1]))
    if beyond:
        reporter.message(f"Points outside the extent that are within reach of it and are used too: {beyond}.")
    if len(outside.values):
        reporter.message(
            "Points farther outside the extent (`x_range`, `y_range`), which count for the histogram, the mean and the "
            f"trend: {len(outside.values)}."
        )
    notes = {"points": made.points, "soft": made.soft, "outside": outside, "placement": made.placement}
    grid = Grid.of(made.values, working, **notes)
    options: dict[str, Any] = {} if drift is None else {"drift": drift}
    if drift is not None and data.secondary is not None:
        options = {"secondary": drift[..., 0], "correlation": data.secondary}
    if data.weights is not None:
        options["weights"] = np.concatenate([data.weights[inside], data.weights[away]])
    return grid, options, left_out


def _require_disk(job: StochasticKrigingJob, folder: Path, number: _Number, working: Geometry, data: MapData) -> None:
    """Refuse realizations for which the disk has no room while they are there twice: as made, and cut to the map.

    A mapped file for which it has none while it is written ends the process.
    """
    made = number.most * working.size if job.shared_folder is None else 0
    cells = made + math.ceil(number.expected) * data.geometry.size
    require_disk(folder, number.most, np.dtype(float_type(data.data)).itemsize * cells)


@contextmanager
def _kept(job: StochasticKrigingJob, folder: Path) -> Iterator[Path | None]:
    """Name a file for all realizations where the job needs them, and remove it at the end."""
    if not (job.realizations_file or job.quantiles_file):
        yield None
        return
    path = folder / KEPT
    if job.shared_folder is not None:
        path = Path(job.shared_folder, f".stochkrig_{secrets.token_hex(8)}.npy")
        ELSEWHERE.add(path)
        try:
            # As any new file there, also for workers of another user of the group.
            path.touch(exist_ok=False)
        except OSError as error:
            message = f"`shared_folder` is {job.shared_folder!r}, where no file can be made: {error.strerror}. Should "
            message += "be a folder that all workers may write to."
            raise InvalidInput(message) from error
    try:
        yield path
    finally:
        with suppress(OSError):  # Windows holds a file that is still mapped
            path.unlink()
        ELSEWHERE.discard(path)


def _write_more(job: StochasticKrigingJob, folder: Path, ensemble: Ensemble[Grid], extent: Cut, data: MapData) -> None:
    """Write quantiles and realizations, cut to the map and its mask, where the job names files for them."""
    if job.quantiles_file:
        quantiles = [np.where(data.shown, level[extent], np.nan) for level in ensemble.quantiles(job.quantiles)]
        np.save(folder / job.quantiles_file, np.array(quantiles))
    if job.realizations_file:
        # Cut to the extent where they are: together they may be larger than memory.
        realizations = ensemble.realizations()
        cut = np.lib.format.open_memmap(  # type: ignore[no-untyped-call]
            str(folder / job.realizations_file),
            "w+",
            realizations.dtype,
            (ensemble.count, *data.geometry.shape),
        )
        for place, realization in enumerate(realizations):
            cut[place] = np.where(data.shown, realization[extent], np.nan)


def _crew(
    job: StochasticKrigingJob, number: _Number, geometry: Geometry, data: MapData, reporter: Reporter
) -> tuple[dict[str, Any], MapCost]:
    """Return who works, as options of a WorkForce, and what the job costs; say it, or refuse what cannot be done."""
    if job.engine == "local":
        processes, cost = _processes(job, number, geometry, data, reporter)
        return {"processes": processes, "engine": "threads" if job.method in IN_THREADS else "local"}, cost
    if (job.realizations_file or job.quantiles_file) and job.shared_folder is None:
        message = "The workers of a Dask cluster keep realizations in a folder that all of them see: name one "
        message += "(`shared_folder`), or leave `realizations_file` and `quantiles_file` out."
        raise InvalidInput(message)
    reporter.message(
        f"Grid of {_size(geometry, data)}, {number.expected:.0f} realizations by the method {job.method} on the Dask "
        f"cluster at {job.scheduler}."
    )
    crew = {"processes": job.processes or None, "engine": job.engine, "scheduler": job.scheduler}
    return crew, _map_cost(job, number, geometry, data, job.processes or cores())


def _size(working: Geometry, data: MapData) -> str:
    """Return the size of the map in words, and that of the grid that is simulated where that is larger."""
    size = data.size
    if working.shape == data.geometry.shape:
        return size
    larger = " × ".join(f"{cells:,}" for cells in working.shape)
    return f"{size}, simulated as a part of {larger} because data within reach count"


def _cost(job: StochasticKrigingJob, geometry: Geometry, data: MapData) -> Cost:
    """Return what a simulator of the data takes."""
    cost, soft = method_named(job.method).cost(geometry, len(data.points), data.variogram), data.samples.soft
    if soft is None:
        return cost
    return cost.beside(SoftDraws.cost(len(data.points), int(np.count_nonzero(soft.limited))))


def _map_cost(job: StochasticKrigingJob, number: _Number, geometry: Geometry, data: MapData, processes: int) -> MapCost:
    count = math.ceil(number.expected)
    cost = _cost(job, geometry, data)
    if data.posterior is not None:
        cost = UncertainSimulation.cost(cost)
    law = None
    if job.method == "gaussian":
        law = _law_seconds(geometry, data)
    if law is not None:
        law += seconds_of_quantiles(geometry, data.posterior, len(job.quantiles) if job.quantiles_file else 0)
        count = count if job.realizations_file else 0  # none is made where only their law is asked for
    return MapCost.of(
        cost,
        geometry.size,
        count,
        processes,
        blocks=math.ceil(count / _block_size(job, data)),
        transform=data.transform.name,
        quantiles=bool(job.quantiles_file),
        kept=bool(job.realizations_file),
        report=job.reproduction,
        law=law or 0.0,
        threads=job.method in IN_THREADS and job.engine == "local",
    )


def _law_seconds(geometry: Geometry, data: MapData) -> float | None:
    """Return what the law of all cells takes; None: it is not known, or realizations are cheaper."""
    soft = data.samples.soft
    if soft is not None and soft.limited.any():
        return None
    count, variogram, noisy = len(data.points), data.variogram_of_scores, soft is not None
    return seconds_within_reason(geometry, count, variogram, data.posterior, noisy=noisy)


def _only_law(job: StochasticKrigingJob, geometry: Geometry, data: MapData) -> bool:
    """Return whether no realization is made, because only the law of cells is asked for, and it is known."""
    return job.method == "gaussian" and not job.realizations_file and _law_seconds(geometry, data) is not None


def _block_size(job: StochasticKrigingJob, data: MapData) -> int:
    return int(method_named(job.method).block_size if data.posterior is None else UncertainSimulation.block_size)


def _processes(
    job: StochasticKrigingJob, number: _Number, geometry: Geometry, data: MapData, reporter: Reporter
) -> tuple[int, MapCost]:
    """Return how many processes or threads to use, and the price; say it, or refuse what will not fit in memory."""
    wanted, count, in_threads = job.processes, len(data.points), job.method in IN_THREADS
    expected = math.ceil(number.expected)
    memory = _cost(job, geometry, data).memory
    one_cell = Geometry(geometry.origin, geometry.spacing, (1,) * geometry.ndim)
    least = _cost(job, one_cell, data).memory
    free = available_memory()
    require_memory(free, geometry, memory - least, least, count)
    if wanted == 0:
        short = _map_cost(job, number, geometry, data, 1).draw < _ONE_PROCESS_SECONDS
        wanted = 1 if short and not in_threads else cores()
    processes = min(wanted, math.ceil(expected / _block_size(job, data)))
    more = _THREAD_BYTES * geometry.size if in_threads else memory
    if free is not None:
        processes = max(1, min(processes, 1 + int((MEMORY_SHARE * free - memory) / more)))
    cost = _map_cost(job, number, geometry, data, processes)
    crew = f"{processes} {'threads' if in_threads else 'processes'}" if processes > 1 else "1 process"
    numbers = f"{number.most}" if number.tolerance is None else f"about {expected} (at most {number.most})"
    reporter.message(
        f"Grid of {_size(geometry, data)}, {numbers} realizations by the method {job.method} on {crew}: about "
        f"{in_bytes(memory + (processes - 1) * more)} and {in_time(sum(cost))}."
    )
    return processes, cost
