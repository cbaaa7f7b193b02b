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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import numpy as np

from .blas import made_with_one_blas_thread, one_blas_thread
from .division import no_pulse
from .errors import InvalidInput
from .moments import ENOUGH_BLOCKS, Moments, MonteCarloError, RunningMoments
from .numeric import floats, require_whole
from .quantiles import quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .division import Pulse
    from .geometry import Geometry
    from .precision import FloatType
    from .simulation.cell_law import CellLaw
    from .simulation.preparation import Prepared
    from .variogram.models import Variogram
    from .variogram.uncertainty import Posterior

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
        Mean and standard deviation of each cell: by the law of realizations where that is known (`map_law`), else
        (divisor count − 1) of those that were made; then the std of a single one is not a number. Zero at a datum.
    count : int
        Number of realizations that the seed makes; where the law is known and none is kept, none was made.
    seed : int
        The seed that makes them again.
    variogram : Variogram
        The variogram in use, of the transformed data.
    remarks : tuple of str
        What the user should know about fit and simulation.
    mc_error : float
        Monte-Carlo standard error of the mean, in standard deviations (see `MonteCarloError`); zero where the law is
        known.
    kept : Path or None
        The file of all realizations, where they were kept.
    posterior : Posterior or None
        Of the variogram, where blocks of realizations have different ones; `variogram` is then its mode.
    exact : bool
        Whether mean and standard deviation follow from the law of each cell, without sampling.
    known_quantiles : mapping of float to Grid
        Those that were asked of the law, by their probability.
    """

    mean: Map
    std: Map
    count: int
    seed: int
    variogram: Variogram
    remarks: tuple[str, ...]
    mc_error: float
    kept: Path | None = None
    posterior: Posterior | None = None
    exact: bool = False
    known_quantiles: Mapping[float, Map] = field(default_factory=dict)

    def realizations(self) -> NDArray[np.floating[Any]]:
        """Return all realizations, shape (count, …), as a view of the file where `krig` kept them (`keep`)."""
        if self.kept is None:
            message = "The realizations were not kept: name a file for them (`keep`)."
            raise InvalidInput(message)
        # Where fewer were enough, the file ends with room for more.
        values: NDArray[np.floating[Any]] = np.load(self.kept, mmap_mode="r", allow_pickle=False)[: self.count]
        return values

    def quantiles(self, levels: Sequence[float]) -> list[Map]:
        """Return quantiles, cell by cell: of the law where it was asked for them, else of the kept realizations.

        Parameters
        ----------
        levels : sequence of float
            Probabilities between 0 and 1. Of n kept realizations the rth is the quantile at r / (n + 1): so often one
            more would lie below it (Weibull 1939). Between two it is interpolated linearly.

        Raises
        ------
        InvalidInput
            If the realizations were not kept, or a level is not between 0 and 1.
        """
        levels = valid_levels(levels)
        if all(level in self.known_quantiles for level in levels):
            return [self.known_quantiles[level] for level in levels]
        values = self.realizations().reshape(self.count, -1)
        result = np.empty((len(levels), values.shape[1]))
        step = max(1, int(_QUANTILE_BYTES / 8 / self.count))
        for start in range(0, values.shape[1], step):
            part = slice(start, start + step)
            some = np.asarray(values[:, part], dtype=float)
            result[:, part] = quantiles(some, levels)
        maps = [self.mean.copy() for _ in levels]
        for level, row in zip(maps, result):
            level[...] = row.reshape(level.shape)
        return maps

    def _repr_html_(self) -> str:
        """Return mean and standard deviation as maps for a notebook, and what is said of them."""
        from .notebook import SPREAD, figure, map_picture

        how = "by the law of each cell" if self.exact else f"Monte-Carlo error {self.mc_error:.2g} standard deviations"
        facts = (f"{self.count} realizations, seed {self.seed}, {how}", f"{self.variogram}", *self.remarks)
        place: Geometry = self.mean.geometry  # type: ignore[attr-defined]
        maps = (
            map_picture(np.asarray(self.mean), place, "mean"),
            map_picture(np.asarray(self.std), place, "standard deviation", SPREAD),
        )
        return figure("Ensemble", facts, maps)


class Share(NamedTuple):
    """What a block adds to an ensemble: strips of the law of cells, where it is known, and moments of realizations."""

    strips: dict[int, CellLaw]
    moments: Moments | None = None


class Block(NamedTuple):
    """A run of realizations that one generator makes."""

    number: int
    size: int


def file_for(path: Path, count: int, shape: tuple[int, ...], dtype: FloatType) -> Path:
    """Make the file in which realizations are kept, as large as it will be; InvalidInput where there is no room."""
    try:
        require_disk(path.absolute().parent, count, np.dtype(dtype).itemsize * count * math.prod(shape))
        np.lib.format.open_memmap(str(path), "w+", dtype, (count, *shape))  # type: ignore[no-untyped-call]
    except OSError as error:
        message = (
            f"Invalid file for the realizations {path} ({error.strerror}). Should be in a folder that can be written."
        )
        raise InvalidInput(message) from error
    return path


def require_disk(folder: Path, count: int, needed: float) -> None:
    """Raise InvalidInput where a folder has no room for so many realizations, of so many bytes together."""
    free = shutil.disk_usage(folder).free
    if needed > free:
        message = (
            f"Keeping {count} realizations takes {needed / 1e9:.3g} GB and {free / 1e9:.3g} GB are free on the "
            "disk: keep fewer realizations, or choose a larger cell size (`xy_delta`)."
        )
        raise InvalidInput(message)


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
    require_whole(seed, "seed", 0)
    return int(seed)


def valid_levels(levels: Sequence[float]) -> tuple[float, ...]:
    """Return probabilities of quantiles as floats, or raise InvalidInput."""
    found = floats(levels, "quantiles")
    if found.ndim != 1 or not ((found >= 0) & (found <= 1)).all():
        message = f"Invalid `quantiles` {levels!r}. Should be between 0 and 1, in a list."
        raise InvalidInput(message)
    return tuple(found.tolist())


@dataclass(frozen=True)
class EnsemblePlan(Generic[Map]):
    """An ensemble divided into blocks (see `krig_core.division.Plan`).

    Work is counted in realizations; where none is made, the law of all cells is as much work as all of them.

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
    quantiles : tuple of float
        Probabilities of the quantiles that the law is to tell.
    """

    prepared: Prepared
    dress: Callable[[Floats], Map]
    seed: int
    count: int
    keep: Path | None = None
    mc_tolerance: float | None = None
    quantiles: tuple[float, ...] = ()

    @property
    def parts(self) -> list[Block]:
        """The blocks."""
        return blocks(self.count, self.prepared.block_size)

    @property
    def total(self) -> float:
        """Number of realizations."""
        return float(self.count)

    def realizations(self, block: Block) -> Iterator[Floats]:
        """Yield the realizations of a block, arrays of the geometry's shape."""
        estimate, errors = self._errors(block)
        return (self._values(estimate, error) for error in errors)

    def _errors(self, block: Block) -> tuple[Floats | None, Iterator[NDArray[Any]]]:
        """Return the estimate of scores in a block, and what each realization differs from it by."""
        with one_blas_thread():
            simulator = self.prepared.of_block(block.number)
        errors = simulator.errors(generator(self.seed, block.number), block.size)
        return simulator.estimate, made_with_one_blas_thread(errors)

    def _values(self, estimate: Floats | None, error: NDArray[Any]) -> Floats:
        values: Floats = error if estimate is None else estimate + error
        self.prepared.way_back.take(values)
        return values

    def run(self, part: Block, pulse: Pulse) -> Share:
        """Return what one block adds."""
        if not self._draws:
            return Share(self._strips(part, pulse))
        strips = self._strips(part, no_pulse)
        estimate, errors = self._errors(part)
        # Where values are scores, their moments are those of what they differ from the estimate by.
        about = None if self.prepared.way_back.changes else estimate
        moments = RunningMoments(about)
        kept = None if self.keep is None else np.load(self.keep, mmap_mode="r+", allow_pickle=False)
        first = part.number * self.prepared.block_size
        for number, error in enumerate(errors, first):
            values = error
            if about is None or kept is not None:
                values = self._values(estimate, error)
            moments.add(values if about is None else error)
            if kept is not None:
                kept[number] = values
            pulse(1.0)
        return Share(strips, moments.finish())

    @property
    def _draws(self) -> bool:
        """Whether anybody looks at realizations."""
        return self.prepared.law is None or self.keep is not None

    def _strips(self, part: Block, pulse: Pulse) -> dict[int, CellLaw]:
        """Return the strips of the law that a block makes, by their number."""
        law, makers = self.prepared.law, min(len(self.parts), ENOUGH_BLOCKS)
        if law is None:
            return {}
        mine = range(part.number, len(law.strips), makers) if part.number < makers else range(0)

        def done(share: float) -> None:
            pulse(share * self.count / len(law.strips))

        return {number: law.of_strip(*law.strips[number], self.quantiles, done) for number in mine}

    def merge(self, results: Iterable[Share]) -> Ensemble[Map]:
        """Return the ensemble from the shares of blocks, in their order; takes no more of them than are needed."""
        total: Moments | None = None
        error = MonteCarloError()
        strips: dict[int, CellLaw] = {}
        made, count = 0, 0
        for block, share in zip(self.parts, results):
            strips.update(share.strips)
            made, count = made + 1, count + block.size
            if share.moments is not None:
                error.add(share.moments)
                total = share.moments if total is None else total.merged(share.moments)
            if made >= ENOUGH_BLOCKS and self._enough(error, total):
                break
        if not count:
            message = f"Invalid number of realizations {self.count}. Should be at least 1."
            raise InvalidInput(message)
        quantiles: dict[float, Map] = {}
        if self.prepared.law is None and total is not None:
            std = np.sqrt(total.squares / (total.number - 1)) if total.number > 1 else np.full_like(total.mean, np.nan)
            mean, left = total.mean, error.after(total)
        else:
            ordered = [strips[number] for number in sorted(strips)]
            mean, std, at_levels = (np.concatenate(parts, axis=-1) for parts in zip(*ordered))
            shape, left = self.prepared.shape, 0.0
            mean, std = mean.reshape(shape), std.reshape(shape)
            quantiles = {level: self.dress(one.reshape(shape)) for level, one in zip(self.quantiles, at_levels)}
        return Ensemble(
            self.dress(mean),
            self.dress(std),
            count,
            self.seed,
            self.prepared.variogram,
            self.prepared.remarks,
            left,
            self.keep,
            self.prepared.posterior,
            self.prepared.law is not None,
            quantiles,
        )

    def _enough(self, error: MonteCarloError, total: Moments | None) -> bool:
        if self.mc_tolerance is None:
            return False
        return self.prepared.law is not None or total is None or error.after(total) <= self.mc_tolerance
