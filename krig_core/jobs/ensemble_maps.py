"""What tasks have in common that look at realizations of a map, or at its mean and standard deviation."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..decisions.condition import Condition
from ..errors import InvalidInput
from ..plain import array_file
from .arrays import ArrayStack, load_array
from .progress import Progress, Reporter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEW = 40
"""Realizations below which the log warns of what they cannot tell."""


@dataclass(frozen=True)
class EnsembleMapsJob:
    """Look at realizations of a map, or at its mean and standard deviation."""

    cell_areas: str = array_file("File of the area of a cell of each row, shape (rows,).")
    maps: str | None = array_file(
        "File of realizations, shape (number, slices, rows, columns); rows from the north.", None
    )
    mean_map: str | None = array_file("File of the mean, shape (1, slices, rows, columns).", None)
    std_map: str | None = array_file("File of the standard deviation, of the same shape.", None)


def require_maps(job: EnsembleMapsJob) -> None:
    """Refuse a job that names neither realizations nor mean and standard deviation, or both."""
    if (job.maps is None) != (job.mean_map is not None) or (job.mean_map is None) != (job.std_map is None):
        message = "it should name either `maps`, or both `mean_map` and `std_map`."
        raise InvalidInput(message)


class EnsembleMaps:
    """What such a job looks at.

    Attributes
    ----------
    stack : ArrayStack or None
        The realizations, where there are any.
    mean, std : float arrays, shape (cells,)
        Where there are none; else empty.
    cells : (int, int, int)
        Slices, rows and columns.
    areas : float array, shape (cells,)
        Of the cells.
    """

    def __init__(self, job: EnsembleMapsJob, folder: Path, reporter: Reporter) -> None:
        """Open the arrays; InvalidInput where they do not fit together."""
        self.stack: ArrayStack | None = None
        self.mean: Floats = np.empty(0)
        self.std: Floats = np.empty(0)
        if job.maps is not None:
            self.stack = ArrayStack(folder, job.maps, "maps", (None, None, None, None))
            self.cells = self.stack.cells
            if len(self.stack) < 2:
                message = "Invalid maps: there is one realization. Should be many."
                raise InvalidInput(message)
        else:
            mean = ArrayStack(folder, str(job.mean_map), "mean_map", (1, None, None, None))
            std = ArrayStack(folder, str(job.std_map), "std_map", (1, *mean.cells))
            self.cells, self.mean, self.std = mean.cells, mean[0], std[0]
            negative = int(np.count_nonzero(self.std < 0))
            if negative:
                reporter.warning(
                    f"Cells with a negative standard deviation, which do not count (`std_map`): {negative}."
                )
            self.mean[~(self.std >= 0)] = np.nan
        slices, rows, columns = self.cells
        row_areas = load_array(folder, job.cell_areas, "cell_areas", (rows,))
        self.areas: Floats = np.tile(np.repeat(row_areas, columns), slices)

    def condition(self, kind: str, threshold: float, upper: float | None) -> Condition:
        """Return a condition with thresholds in as many bits as the realizations have.

        A value that is stored in 32 bits is else above or below its own number.
        """
        if self.stack is not None and self.stack.dtype == np.float32:
            threshold = float(np.float32(threshold))
            upper = None if upper is None else float(np.float32(upper))
        return Condition.of(kind, threshold, upper)


def pulse(reporter: Reporter, steps: float) -> Callable[[], None]:
    """Return what is to be called after each of so many steps."""
    progress = Progress(reporter, steps, "looks at a realization")
    numbers = itertools.count(1)
    return lambda: progress.set(next(numbers))


def say_error_of_probabilities(count: int, reporter: Reporter) -> None:
    """Tell how far probabilities from so many realizations may be off."""
    worst, certain = 0.5 / math.sqrt(count), min(3.0 / count, 1.0)
    text = (
        f"Probabilities are shares of {count} realizations: their standard error is {worst:.2g} at 0.5, and one of 0 "
        f"or 1 may be off by {certain:.2g} (95 %)."
    )
    if count < FEW:
        reporter.warning(f"{text} Make more realizations (`realizations`).")
    else:
        reporter.message(text)
