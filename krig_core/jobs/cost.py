"""What a job will cost, in memory and time, and in words.

Law: what will not fit is refused before it begins, in a sentence that says what would.
"""

from __future__ import annotations

import functools
import math
import time
from typing import NamedTuple

import numpy as np

from ..errors import GridTooLarge
from ..geometry import Geometry
from ..machine import MEMORY_SHARE, in_bytes
from ..simulation.simulator import Cost

_BACK = {"none": 0.0, "log": 1e-9, "normal-score": 4.5e-9}
"""Seconds a cell that it takes to turn scores back into values."""

_ORDERED = 8e-8
"""Seconds a value that it takes to find quantiles."""

_STORED = 5.3e-8
"""Seconds a value that it takes to compress and write a raster."""

_CREW = 0.6
"""Seconds until worker processes have started."""

_REPORTED = 1.3e-6
"""Seconds a cell that it takes to see whether realizations reproduce the data."""

_PROBE = 6.6e-4
"""Seconds of `pace`'s probe on the machine on which all others were measured."""


class MapCost(NamedTuple):
    """Seconds that the stages of a map take by the clock.

    Attributes
    ----------
    prepare, draw, finish, write : float
        Spectrum and factor; realizations; quantiles and the look back; rasters.
    """

    prepare: float
    draw: float
    finish: float
    write: float

    @classmethod
    def of(
        cls,
        cost: Cost,
        cells: int,
        count: int,
        processes: int,
        *,
        blocks: int = 0,
        transform: str = "none",
        quantiles: bool = False,
        kept: bool = False,
        report: bool = False,
        law: float = 0.0,
        threads: bool = False,
    ) -> MapCost:
        """Return what a map costs on this machine.

        `blocks` are those of the realizations; `quantiles`, `kept` and `report` say what is wanted besides; `law` is
        what the law of cells takes one processor; `threads` do what processes would, and need no start.
        """
        slower = pace()
        each = cost.each + cells * (_BACK.get(transform, 0.0) + (_STORED / 8 if quantiles or kept else 0.0))
        values = float(cells) * count
        finish = values * ((_ORDERED if quantiles and not law else 0.0) + (_STORED / 8 if kept else 0.0))
        finish += _REPORTED * cells if report else 0.0
        write = _STORED * (2 * cells + (3 * cells if quantiles else 0) + (values if kept else 0.0))
        return cls(
            slower * cost.once,
            slower * (each * count + cost.block * blocks + law) / processes
            + (_CREW if processes > 1 and not threads else 0.0),
            slower * finish,
            slower * write,
        )


class KrigingCost(NamedTuple):
    """Seconds that the stages of a kriged map take by the clock.

    Attributes
    ----------
    krige, write : float
    """

    krige: float
    write: float

    @classmethod
    def of(
        cls, cells: int, data: int, max_data: int | None, threads: int, *, shared: bool = False, times: int = 1
    ) -> KrigingCost:
        """Return what it costs on this machine to krige so many cells from all data, or the nearest `max_data`.

        `shared` says whether neighbouring cells share their nearest data, `times` with how many variograms.
        """
        if max_data is None or max_data >= data:
            work = cells * (6.6e-6 + 3e-8 * data + 5.3e-12 * data**2) + 6e-11 * data**3
        else:
            work = cells * ((2.6e-6 + 4e-9 * max_data**2) if shared else (1.3e-5 + 3.2e-8 * max_data**2))
        return cls(pace() * times * work / threads, pace() * 2 * _STORED * cells)


@functools.cache
def pace() -> float:
    """Return how many times as long as where costs were measured this machine takes now, by a probe of some ms."""
    field = np.ones((128, 128))
    durations = []
    for _ in range(5):
        start = time.perf_counter()
        np.exp(-np.abs(np.fft.fft2(np.fft.fft2(field)))).sum()
        durations.append(time.perf_counter() - start)
    return min(max(min(durations) / _PROBE, 0.25), 8.0)


def require_memory(
    free: int | None,
    geometry: Geometry,
    for_cells: float,
    for_data: float = 0.0,
    data: int = 0,
    *,
    limit: str | None = None,
) -> None:
    """Refuse a job that will not fit in the free memory.

    Parameters
    ----------
    free : int or None
        Bytes that are free; None: nobody knows, and nothing is refused.
    geometry : Geometry
    for_cells, for_data : float
        Bytes that the cells and the data take.
    data : int
        How many data there are.
    limit : str, optional
        The parameter with which each cell would take the nearest data only.

    Raises
    ------
    GridTooLarge
        With a cell size or a number of data that would fit.
    """
    if free is None:
        return
    room = MEMORY_SHARE * free
    if for_data > room or (for_data + for_cells > room and for_data > for_cells):
        nearest = "" if limit is None else f"give each cell the nearest only (`{limit}`, such as 32), or "
        most = int(data * math.sqrt(max(room - for_cells, room / 2) / for_data))
        message = (
            f"{data:,} points need about {in_bytes(for_data)} of memory, because all are used at once, and "
            f"{in_bytes(free)} are free: {nearest}use at most about {most:,} points (`coordinates`)."
        )
        raise GridTooLarge(message)
    if for_data + for_cells > room:
        fitting = _fitting(geometry, (room - for_data) / for_cells)
        other = (
            "a smaller extent (`x_range`, `y_range`)"
            if geometry.ndim == 2
            else "fewer slices or layers (`z_delta`, `layers`), or a smaller extent (`x_range`, `y_range`)"
        )
        message = (
            f"A grid of {grid_size(geometry)} needs about {in_bytes(for_data + for_cells)} of memory and "
            f"{in_bytes(room)} may be used: choose a cell size (`xy_delta`) of at least {_rounded_up(fitting):g}, or "
            f"{other}; is a point astray?"
        )
        raise GridTooLarge(message)


def _fitting(geometry: Geometry, share: float) -> float:
    """Return a cell size with which a grid has that share of its cells, also where it is a few cells wide."""
    sides = [abs(step) * cells for step, cells in zip(geometry.spacing[:2], geometry.shape[:2])]
    size = abs(geometry.spacing[0]) / math.sqrt(share)
    # Two more along each side, as its edges move outwards to whole cells.
    while math.prod(side / size + 2 for side in sides) > share * math.prod(geometry.shape[:2]) and size < max(sides):
        size *= 1.02
    return size


def grid_size(geometry: Geometry, slices: str = "slices", units: tuple[str, str] = ("", "")) -> str:
    """Return the number of cells of a grid and their size, in words.

    `slices` is what lies above one another, and `units` are those of the map and of z; empty: not known.
    """
    numbers = " × ".join(f"{cells:,}" for cells in geometry.shape)
    height = f" and {slices} of {_measure(geometry.spacing[2], units[1])}" if geometry.ndim == 3 else ""
    return f"{numbers} cells of {_measure(geometry.spacing[0], units[0])}{height}"


def _measure(number: float, unit: str) -> str:
    return f"{number:g} {unit}".rstrip()


def in_time(seconds: float) -> str:
    """Return a duration in words."""
    if seconds < 1:
        return "a second"
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def _rounded_up(value: float) -> float:
    power = 10.0 ** (math.floor(math.log10(value)) - 1)
    return math.ceil(value / power) * power
