"""Ensemble: many realizations of one grid, kept as their running moments.

Law: realizations are made in blocks whose size depends on the method alone; block b draws from
`SeedSequence(seed).spawn(b + 1)[b]` and nothing else, and moments are merged in the order of blocks. So the same
seed gives the same bytes whoever runs the blocks, and memory does not grow with the number of realizations. Whether
there are enough realizations is asked after each block, in that order, so that has the same answer for everybody, too.
"""

from __future__ import annotations

import math
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .blas import made_with_one_blas_thread
from .errors import InvalidInput
from .geometry import Geometry
from .grid import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .division import Pulse
    from .precision import FloatType
    from .simulation.simulator import Simulator
    from .simulation.transforms import Transform
    from .variogram.models import Variogram

    Floats = NDArray[np.float64]


_QUANTILE_BYTES = 64e6

ENOUGH_BLOCKS = 8
"""From so many blocks on the Monte-Carlo error is measured by how their means differ."""


class RunningMoments:
    """Mean and sum of squared deviations of arrays that arrive one by one.

    Sums are taken of the difference from the first array, so large offsets cost no precision and cells that
    never change have a deviation of exactly zero; two of these merge exactly as in Chan, Golub & LeVeque (1983).
    """

    def __init__(self) -> None:
        self.count = 0
        self._shift: Floats | None = None
        self._sum: Floats | None = None
        self._square: Floats | None = None

    def add(self, values: Floats) -> None:
        """Take in one array; all must have the same shape."""
        self.count += 1
        if self._shift is None or self._sum is None or self._square is None:
            self._shift = np.array(values, dtype=float)
            self._sum, self._square = np.zeros_like(self._shift), np.zeros_like(self._shift)
            return
        difference = values - self._shift
        self._sum += difference
        np.multiply(difference, difference, out=difference)
        self._square += difference

    def finish(self) -> Moments:
        """Return count, mean and squared deviations of what was taken in."""
        if self._shift is None or self._sum is None or self._square is None:
            message = "No realizations were made: the number of realizations should be at least 1."
            raise InvalidInput(message)
        mean = self._shift + self._sum / self.count
        return Moments(self.count, mean, np.maximum(self._square - self._sum**2 / self.count, 0.0))


class Moments(NamedTuple):
    """How many arrays, their mean and their sum of squared deviations from it, cell by cell."""

    number: int
    mean: Floats
    squares: Floats

    def merged(self, other: Moments) -> Moments:
        """Return the moments of both sets together."""
        number = self.number + other.number
        delta = other.mean - self.mean
        squares = self.squares + other.squares + delta**2 * (self.number * other.number / number)
        return Moments(number, self.mean + delta * (other.number / number), squares)


class MonteCarloError:
    """The standard error of the ensemble's mean, in standard deviations of the ensemble.

    Realizations of a block may share a path, so it is the means of blocks that are independent: their mean square
    divided by the number of realizations is the squared error (one-way analysis of variance), summed over the cells.
    With fewer than `ENOUGH_BLOCKS` blocks it is 1 / √n, that of independent realizations.
    """

    def __init__(self) -> None:
        self.blocks = 0
        self._within = 0.0

    def add(self, block: Moments) -> None:
        """Take in the moments of one block."""
        self.blocks += 1
        self._within += float(np.nansum(block.squares))

    def of(self, total: Moments) -> float:
        """Return the error, given the moments of all blocks together; zero where nothing varies."""
        squares = float(np.nansum(total.squares))
        if squares == 0:
            return 0.0
        if self.blocks < ENOUGH_BLOCKS:
            return 1 / math.sqrt(total.number)
        between = max(squares - self._within, 0.0) / (self.blocks - 1)
        return math.sqrt(between / (squares / (total.number - 1)) / total.number)


@dataclass(frozen=True)
class Ensemble:
    """What many equally probable grids say together.

    Attributes
    ----------
    mean, std : Grid
        Mean and standard deviation (divisor count − 1) of the realizations, cell by cell; std is zero at a datum
        and not a number for a single realization.
    count : int
        Number of realizations.
    seed : int
        The seed that makes them again.
    variogram : Variogram
        The variogram in use, of the transformed data.
    remarks : tuple of str
        What the user should know about fit and simulation.
    mc_error : float
        Monte-Carlo standard error of the mean, in standard deviations (see `MonteCarloError`).
    kept : Path or None
        The file of all realizations, where they were kept.
    """

    mean: Grid
    std: Grid
    count: int
    seed: int
    variogram: Variogram
    remarks: tuple[str, ...]
    mc_error: float
    kept: Path | None = None

    def realizations(self) -> NDArray[np.floating[Any]]:
        """Return all realizations, shape (count, …), as a view of the file where `krig` kept them (`keep`)."""
        if self.kept is None:
            message = "The realizations were not kept: name a file for them (keep)."
            raise InvalidInput(message)
        # Where fewer were enough, the file ends with room for more.
        values: NDArray[np.floating[Any]] = np.load(self.kept, mmap_mode="r", allow_pickle=False)[: self.count]
        return values

    def quantiles(self, levels: Sequence[float]) -> list[Grid]:
        """Return quantiles of the kept realizations, cell by cell and exact, without holding them in memory.

        Parameters
        ----------
        levels : sequence of float
            Probabilities between 0 and 1; between two realizations is interpolated linearly.

        Raises
        ------
        InvalidInput
            If the realizations were not kept, or a level is not between 0 and 1.
        """
        if not all(0 <= level <= 1 for level in levels):
            message = f"Invalid quantiles {list(levels)}. Should be between 0 and 1."
            raise InvalidInput(message)
        values = self.realizations().reshape(self.count, -1)
        result = np.empty((len(levels), values.shape[1]))
        step = max(1, int(_QUANTILE_BYTES / 8 / self.count))
        for start in range(0, values.shape[1], step):
            part = slice(start, start + step)
            result[:, part] = np.quantile(np.asarray(values[:, part], dtype=float), list(levels), axis=0)
        return [Grid.of(row.reshape(self.mean.shape), self.mean.geometry) for row in result]


class Block(NamedTuple):
    """A run of realizations that one generator makes."""

    number: int
    size: int


def file_for(path: Path, count: int, shape: tuple[int, ...], dtype: FloatType) -> Path:
    """Make the file in which realizations are kept, as large as it will be; InvalidInput where there is no room."""
    needed = np.dtype(dtype).itemsize * count * math.prod(shape)
    try:
        free = shutil.disk_usage(path.absolute().parent).free
        if needed > free:
            message = (
                f"Keeping {count} realizations takes {needed / 1e9:.3g} GB and {free / 1e9:.3g} GB are free on the "
                "disk: keep fewer realizations, or choose a larger cell size (XY_DELTA)."
            )
            raise InvalidInput(message)
        np.lib.format.open_memmap(str(path), "w+", dtype, (count, *shape))  # type: ignore[no-untyped-call]
    except OSError as error:
        message = (
            f"Invalid file for the realizations {path} ({error.strerror}). Should be in a folder that can be written."
        )
        raise InvalidInput(message) from error
    return path


def blocks(count: int, size: int) -> list[Block]:
    """Cut realizations into blocks of a size; only the last may be smaller."""
    return [Block(number, min(size, count - number * size)) for number in range(-(-count // size))]


def generator(seed: int, block: int) -> np.random.Generator:
    """Return the random generator of a block: child number `block` of the seed's SeedSequence."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(block,))))


def valid_seed(seed: int | None) -> int:
    """Return the seed, or a fresh one that fits 31 bits where none is given."""
    if seed is None:
        return secrets.randbelow(2**31)
    if seed < 0:
        message = f"Invalid seed {seed}. Should be zero or greater."
        raise InvalidInput(message)
    return int(seed)


@dataclass(frozen=True)
class EnsemblePlan:
    """An ensemble divided into blocks (see `krig_core.division.Plan`); work is counted in realizations.

    Attributes
    ----------
    simulator : Simulator
        Makes realizations of the transformed data.
    transform : Transform
        Takes them back to the data; statistics are those of the values, never of the scores.
    variogram : Variogram
        The one in use, of the transformed data.
    keep : Path or None
        The .npy file, of shape (count, …), into which all blocks write their realizations.
    mc_tolerance : float or None
        The Monte-Carlo error that is small enough: of the `count` realizations no more are taken than it needs, whole
        blocks, and `ENOUGH_BLOCKS` at least.
    """

    simulator: Simulator
    transform: Transform
    geometry: Geometry
    variogram: Variogram
    seed: int
    count: int
    remarks: tuple[str, ...]
    keep: Path | None = None
    mc_tolerance: float | None = None

    @property
    def parts(self) -> list[Block]:
        """The blocks."""
        return blocks(self.count, self.simulator.block_size)

    @property
    def total(self) -> float:
        """Number of realizations."""
        return float(self.count)

    def realizations(self, block: Block) -> Iterator[Floats]:
        """Yield the realizations of a block, arrays of the geometry's shape."""
        made = self.simulator.realizations(generator(self.seed, block.number), block.size)
        if self.transform.name != "none":
            made = (self.transform.back(scores) for scores in made)
        return made_with_one_blas_thread(made)

    def run(self, part: Block, pulse: Pulse) -> Moments:
        """Return the moments of one block."""
        moments = RunningMoments()
        kept = None if self.keep is None else np.load(self.keep, mmap_mode="r+", allow_pickle=False)
        for number, realization in enumerate(self.realizations(part), part.number * self.simulator.block_size):
            moments.add(realization)
            if kept is not None:
                kept[number] = realization
            pulse(1.0)
        return moments.finish()

    def merge(self, results: Iterable[Moments]) -> Ensemble:
        """Return the ensemble from the moments of blocks, in their order; takes no more of them than are needed."""
        total: Moments | None = None
        error = MonteCarloError()
        for moments in results:
            error.add(moments)
            total = moments if total is None else total.merged(moments)
            if self._enough(error, total):
                break
        if total is None:
            message = f"Invalid number of realizations {self.count}. Should be at least 1."
            raise InvalidInput(message)
        std = np.sqrt(total.squares / (total.number - 1)) if total.number > 1 else np.full_like(total.mean, np.nan)
        return Ensemble(
            Grid.of(total.mean, self.geometry),
            Grid.of(std, self.geometry),
            total.number,
            self.seed,
            self.variogram,
            self.remarks,
            error.of(total),
            self.keep,
        )

    def _enough(self, error: MonteCarloError, total: Moments) -> bool:
        if self.mc_tolerance is None or error.blocks < ENOUGH_BLOCKS:
            return False
        return error.of(total) <= self.mc_tolerance
