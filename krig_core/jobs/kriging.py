"""The task `kriging`: data in, the kriging estimate and its standard deviation at the centres of cells out."""

from __future__ import annotations

import math
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ..errors import DuplicatesWarning, InvalidInput, KrigingWarning
from ..machine import available_memory, cores
from ..plain import array_file, many, number, whole
from .cost import KrigingCost, in_time, require_memory
from .kriged_law import VARIOGRAMS, kriged_law
from .map_data import MapData, say_slow_blas, within_reach
from .map_job import MapJob, MapResult
from .progress import Progress, Reporter, Stages
from .secondary import at_samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_OWN_NEIGHBOURHOODS = 100_000
"""Up to this many cells each has nearest data of its own; on larger grids neighbouring cells share them."""


@dataclass(frozen=True)
class KrigingJob(MapJob):
    """Krige points to the centres of cells, or to their averages."""

    task: ClassVar[str] = "kriging"

    max_data: int | None = whole("Krige each cell from so many nearest data; null: from all.", least=1, null=True)
    min_data: int | None = whole("Cells that find fewer have no estimate; null: 1.", least=1, null=True)
    search_radius: float | None = number("Use no data farther away, map units; null: no limit.", above=0, null=True)
    max_per_octant: int | None = whole("Most data of each quarter (in space: eighth) around a cell.", None, least=1)
    block_points: int | None = whole(
        "Points along each edge of a cell; more than 1: its average is estimated.", None, least=1, most=20
    )
    quantiles: tuple[float, ...] = many("Probabilities of `quantiles_file`.", number("", above=0, below=1), ())
    quantiles_file: str | None = array_file("File to write: quantiles, shape (number, nx, ny[, nz]).", None)


@dataclass(frozen=True)
class KrigingResult(MapResult):
    """What is said of a kriged map."""


def krige_map(job: KrigingJob, folder: Path, reporter: Reporter) -> KrigingResult:
    """Krige points to cells; write estimate and std as arrays of the grid's shape beside the job."""
    start = time.monotonic()
    data = MapData.read(job, folder, reporter)
    geometry, count, max_data = data.geometry, len(data.points), job.max_data
    used = len(data.samples.points)
    if (job.min_data or 0) > count:
        message = f"`min_data` is {job.min_data}, and there are {count} data: no cell finds as many. Choose fewer."
        raise InvalidInput(message)
    for_data = 24.0 * count**2 if max_data is None else 0.0
    require_memory(available_memory(), geometry, 100.0 * geometry.size, for_data, count, limit="max_data")
    data.tell_doubts(reporter)
    wanted = data.wanted
    cells = int(np.count_nonzero(wanted))
    shared = max_data is not None and job.max_per_octant is None and cells > _OWN_NEIGHBOURHOODS
    points_per_edge = int(job.block_points or 1)
    times = 1 if data.posterior is None else VARIOGRAMS
    cost = KrigingCost.of(cells * points_per_edge**geometry.ndim, used, max_data, cores(), shared=shared, times=times)
    reporter.message(f"Grid of {data.size}, kriged from {used} data where they are: about {in_time(sum(cost))}.")
    stages = Stages(reporter, cost._asdict())
    say_slow_blas(min(count, max_data or count), geometry.size, reporter)
    _say_doubts_of_trend(data, max_data, reporter)
    if max_data is not None and shared:
        reporter.message(
            f"Neighbouring cells share their nearest data, {3 * max_data // 2} instead of {max_data} (`max_data`), "
            "which is as accurate and several times as fast; not where the search radius leaves any of these out."
        )
    progress = Progress(stages.enter("krige"), cells, "cells")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", KrigingWarning)
        warnings.simplefilter("ignore", DuplicatesWarning)  # the job has told of them
        law = kriged_law(
            data.samples,
            data.data,
            data.transform,
            data.variogram.scaled(data.share),
            data.posterior,
            geometry.centres(np.argwhere(wanted)),
            job.quantiles,
            kriging_type=data.job.kriging_type,
            **_follows(data),
            mean=data.mean,
            max_data=max_data,
            min_data=job.min_data,
            search_radius=job.search_radius,
            max_per_octant=job.max_per_octant,
            shared_tiles=shared,
            block=geometry.spacing if points_per_edge > 1 else None,
            block_points=points_per_edge,
            exact=job.exact,
            error=data.samples.error,
            progress=lambda fraction: progress.set(fraction * cells),
        )
    # Of the same doubt of several variograms that of the first.
    for warning in {item.category: item for item in reversed(caught)}.values():
        reporter.warning(str(warning.message))
    progress.set(cells)
    stages.enter("write")
    estimate, std = np.full(geometry.shape, np.nan), np.full(geometry.shape, np.nan)
    estimate[wanted], std[wanted] = law.mean, law.std
    if job.quantiles_file is not None:
        quantiles = np.full((len(job.quantiles), *geometry.shape), np.nan)
        quantiles[:, wanted] = law.quantiles
        np.save(folder / job.quantiles_file, quantiles)
    fewer = "" if job.min_data is None else ", lower `min_data`"
    written = data.write(estimate, std, gaps=True, remedy=fewer)
    data.tell_spread(std, reporter)
    return KrigingResult(**written, data=used, left_out=data.left_out, seconds=time.monotonic() - start)


def _follows(data: MapData) -> dict[str, Any]:
    """Return what the mean follows at data and cells, as options of `kriged_law`."""
    if data.drift_maps is None:
        return {}
    at_cells = data.drift_maps.on_map()[data.wanted]
    if data.secondary is None:
        return {"drift": data.samples.drift, "target_drift": at_cells}
    return {"local": (data.secondary.at(at_samples(data.samples)), data.secondary.at(at_cells[:, 0]))}


def require_agreement(job: KrigingJob) -> None:
    """Refuse what the law of a transformed value does not tell."""
    if (job.quantiles_file is None) != (not job.quantiles):
        message = f"`quantiles_file` is {job.quantiles_file!r} and `quantiles` are {job.quantiles}. Should be given "
        message += "both, or neither."
        raise InvalidInput(message)
    if job.transform == "none":
        return
    if job.error is not None:
        message = f"`error` is given and `transform` is {job.transform!r}: errors are those of values. Should be left "
        message += "out, or the transform be 'none'."
        raise InvalidInput(message)
    if (job.block_points or 1) > 1:
        message = f"`block_points` is {job.block_points} and `transform` is {job.transform!r}: an average of values is "
        message += "none of scores. Should be 1, or the transform be 'none'."
        raise InvalidInput(message)


def _say_doubts_of_trend(data: MapData, max_data: int | None, reporter: Reporter) -> None:
    """Warn of a map that is no more than its mean or trend, and of too few data for a trend."""
    if not within_reach(data.geometry, data.points, data.variogram).any():
        reporter.warning(
            "No point lies within a range of the extent (`x_range`, `y_range`): the map is no more than the mean or "
            "trend."
        )
    degree = {"universal-1": 1, "universal-2": 2}.get(data.job.kriging_type, 0)
    terms = math.comb(data.geometry.ndim + degree, degree)
    terms += 0 if data.drift is None or data.secondary is not None else data.drift.shape[1]
    if max_data is not None and max_data < 4 * terms and terms > 1:
        reporter.warning(f"{max_data} data (`max_data`) are few for a trend of {terms} terms: values may run wild.")
