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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import numpy as np

from .blas import made_with_one_blas_thread
from .errors import InvalidInput
from .moments import ENOUGH_BLOCKS, Moments, MonteCarloError, RunningMoments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .division import Pulse
    from .precision import FloatType
    from .simulation.preparation import Prepared
    from .variogram.models import Variogram

    Floats = NDArray[np.float64]


Map = TypeVar("Map", bound="np.ndarray[Any, Any]")
"""An array that knows where its cells are: a Grid."""

_QUANTILE_BYTES = 64e6


@dataclass(frozen=True)
class Ensemble(Generic[Map]):
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

    mean: Map
    std: Map
    count: int
    seed: int
    variogram: Variogram
    remarks: tuple[str, ...]
    mc_error: float
    kept: Path | None = None

    def realizations(self) -> NDArray[np.floating[Any]]:
        """Return all realizations, shape (count, …), as a view of the file where `krig` kept them (`keep`)."""
        if self.kept is None:
            message = "The realizations were not kept: name a file for them (`keep`)."
            raise InvalidInput(message)
        # Where fewer were enough, the file ends with room for more.
        values: NDArray[np.floating[Any]] = np.load(self.kept, mmap_mode="r", allow_pickle=False)[: self.count]
        return values

    def quantiles(self, levels: Sequence[float]) -> list[Map]:
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
        maps = [self.mean.copy() for _ in levels]
        for level, row in zip(maps, result):
            level[...] = row.reshape(level.shape)
        return maps


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
                "disk: keep fewer realizations, or choose a larger cell size (`xy_delta`)."
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
class EnsemblePlan(Generic[Map]):
    """An ensemble divided into blocks (see `krig_core.division.Plan`); work is counted in realizations.

    Attributes
    ----------
    prepared : Prepared
        Makes realizations of the transformed data; statistics are those of the values, never of the scores.
    dress : callable
        Makes a map of an array of its cells.
    keep : Path or None
        The .npy file, of shape (count, …), into which all blocks write their realizations.
    mc_tolerance : float or None
        The Monte-Carlo error that is small enough: of the `count` realizations no more are taken than it needs, whole
        blocks, and `ENOUGH_BLOCKS` at least.
    """

    prepared: Prepared
    dress: Callable[[Floats], Map]
    seed: int
    count: int
    keep: Path | None = None
    mc_tolerance: float | None = None

    @property
    def parts(self) -> list[Block]:
        """The blocks."""
        return blocks(self.count, self.prepared.simulator.block_size)

    @property
    def total(self) -> float:
        """Number of realizations."""
        return float(self.count)

    def realizations(self, block: Block) -> Iterator[Floats]:
        """Yield the realizations of a block, arrays of the geometry's shape."""
        transform = self.prepared.transform
        made = self.prepared.simulator.realizations(generator(self.seed, block.number), block.size)
        if transform.name != "none":
            made = (transform.back(scores) for scores in made)
        return made_with_one_blas_thread(made)

    def run(self, part: Block, pulse: Pulse) -> Moments:
        """Return the moments of one block."""
        moments = RunningMoments()
        kept = None if self.keep is None else np.load(self.keep, mmap_mode="r+", allow_pickle=False)
        first = part.number * self.prepared.simulator.block_size
        for number, realization in enumerate(self.realizations(part), first):
            moments.add(realization)
            if kept is not None:
                kept[number] = realization
            pulse(1.0)
        return moments.finish()

    def merge(self, results: Iterable[Moments]) -> Ensemble[Map]:
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
            self.dress(total.mean),
            self.dress(std),
            total.number,
            self.seed,
            self.prepared.variogram,
            self.prepared.remarks,
            error.after(total),
            self.keep,
        )

    def _enough(self, error: MonteCarloError, total: Moments) -> bool:
        if self.mc_tolerance is None or error.blocks < ENOUGH_BLOCKS:
            return False
        return error.after(total) <= self.mc_tolerance
