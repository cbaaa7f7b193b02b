"""Gaussian simulation by FFT: unconditional fields on a torus, conditioned to the data by kriging.

Law: exact. A complex spectrum of independent normals times the square root of the torus' eigenvalues transforms to
two independent fields with the torus' covariance (Dietrich & Newsam 1997), and `Conditioning` makes both honour
the data. Fields wait for their data half transformed (`torus.Periodic`), so the last transform serves both:

    normals × root of the spectrum ─▶ all axes but the first ─▶ lines ─▶ what the data see ─▶ kriging weights
                                                                 lines ◀─ × spectrum, likewise ◀─ at cells
    realization = kriging of the data + field  ◀─ the first axis ─ lines
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidInput
from ..variogram.models import Variogram
from .conditioning import Conditioning, Estimate, steady
from .data_system import MOST_FACTORED
from .dense import MOST_CELLS, Dense
from .embedding import MOST_DEPARTURE, Embedding, embedding_of, in_percent, most_cells, nearly
from .fidelity import PointFidelity
from .observation import PointObservation
from .simulator import Cost
from .soft_draws import SoftDraws
from .torus import Rooms, first_shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from .problem import Problem
    from .torus import Periodic

    Floats = NDArray[np.float64]


_FIELDS_BYTES = 1e8
"""Fields of a block are held together for one solution of their kriging systems, up to this size."""

_MOST_SHIFT, _MOST_SHIFT_AT_ALL = 0.75, 2.0
"""At exact positions, how many standard deviations the estimate may be off until data are seen more exactly, and then:
data that contradict each other, by the variogram, make it large."""

_MOST_DEPARTURE_AT_ALL, _MOST_NEARLY = 0.02, 0.1
"""At exact positions the points that are looked at are those nearest to each other, the worst there are; the second
counts where the other choice is to move the data (`Problem.nearly`)."""

_CHUNK = 32_768
"""Normals are made in parts that stay within the processor's cache."""


class SpectralSimulation:
    """The method `gaussian`.

    Raises
    ------
    InvalidInput
        If max_data is given, or the variogram has no sill.
    """

    block_size = 10

    def __init__(self, problem: Problem) -> None:
        self.check(problem)
        problem, kriging = steady(problem)
        self._observation, self._soft = problem.observation, SoftDraws.of(problem)
        self._expected = problem.values
        embedding, remarks = embedding_of(problem)
        self._conditioning = Conditioning(problem, kriging, embedding, self._observation)
        self._later = 0.0
        if isinstance(self._observation, PointObservation) and problem.variogram.sill > 0:
            embedding, more = self._exact_positions(problem, kriging, embedding, self._observation)
            remarks = more or remarks
        embedding.forget()
        periodic = self._conditioning.periodic
        self._source = periodic if isinstance(periodic, Dense) else _TorusFields(periodic)
        self._rooms = Rooms(periodic, max(1, min(self.block_size // 2, int(_FIELDS_BYTES // periodic.lines_bytes))))
        self.estimate = self._conditioning.estimate
        self.remarks = remarks + self._conditioning.remarks
        if self._conditioning.iterated:
            (lines,) = self._conditioning.periodic.room(1)
            seen = self._fields(np.random.default_rng(0), lines)
            self.remarks += self._conditioning.misfit_remarks(seen)

    @staticmethod
    def check(problem: Problem) -> None:
        """Refuse what the method does not take, whether or not fields are made."""
        if problem.max_data is not None:
            message = "Invalid `max_data` for the method 'gaussian'. Should be left out: all data are used, exactly."
            raise InvalidInput(message)
        problem.variogram.check_bounded("The method 'gaussian'")

    def _exact_positions(
        self, problem: Problem, kriging: Estimate, embedding: Embedding, observation: PointObservation
    ) -> tuple[Embedding, tuple[str, ...]]:
        """Return what fields are made from, and what the user should know of it.

        Where what data see of fields is not near enough to the variogram, they are conditioned with the covariance that
        they see, and the nugget, which no cell shows of another place, is added to cells and data apart, unless a datum
        is on the centre of a cell.
        """
        fidelity = PointFidelity(problem, kriging.weights, kriging.coefficients)
        of_fields = embedding.covariance_between, embedding.plane
        departure = fidelity.departure(observation, *of_fields, self._conditioning.consistent)
        if departure <= MOST_DEPARTURE and fidelity.shift(kriging.values) <= _MOST_SHIFT:
            return embedding, nearly(departure)
        apart = problem
        if not _on_a_centre(problem):
            self._later = problem.variogram.nugget
            apart = replace(problem, variogram=Variogram(0.0, problem.variogram.structures))
        embedding, _ = embedding_of(problem, apart=self._later > 0)
        observation = PointObservation(problem.geometry, observation.points, apart.variogram, self._later)
        kriging = Estimate(apart, observation, embedding)
        of_fields = embedding.covariance_between, embedding.plane
        departure = fidelity.departure(observation, *of_fields, True, self._later)
        shift, most = fidelity.shift(kriging.values), _MOST_NEARLY if problem.nearly else _MOST_DEPARTURE_AT_ALL
        if departure > most or shift > _MOST_SHIFT_AT_ALL:
            what = f"mean near the points would be off by {shift:.0f} standard deviations"
            if departure > most:
                what = "standard deviation near the points would be off " + in_percent(departure)
            message = (
                f"Invalid `exact_positions`: with this variogram and these points the {what}. Should be left out, "
                "or the variogram have a greater nugget (`nugget`)."
            )
            raise InvalidInput(message)
        self._observation = observation
        self._conditioning = Conditioning(apart, kriging, embedding, observation)
        return embedding, nearly(departure)

    @staticmethod
    def cost(geometry: Geometry, data: int, variogram: Variogram) -> Cost:
        """Return about what it takes; in memory the torus is taken as what the longest range needs."""
        torus = math.prod(first_shape(geometry, variogram))
        memory = (
            max(60.0 * 2**geometry.ndim * geometry.size, 34.0 * most_cells(geometry))
            + 60.0 * geometry.size
            + min(_FIELDS_BYTES, 40.0 * geometry.size)
        )
        once, each = 2e-7 * torus, 2.2e-8 * torus
        longest = math.prod(2 * cells - 1 for cells in geometry.shape)
        if torus >= longest and geometry.size > MOST_CELLS:
            once += 1.6e-5 * geometry.size  # a folding is looked for
        if data <= MOST_FACTORED:
            return Cost(memory + 32.0 * data**2, once + 6e-11 * data**3, each + 2.6e-10 * data**2)
        return Cost(memory + 2e3 * data, 4 * once, 4 * each)

    def errors(self, rng: np.random.Generator, count: int) -> Iterator[NDArray[Any]]:
        """Yield what conditional realizations differ from the estimate by, single where fields are."""
        shifts: NDArray[Any] | None = None
        if self._soft is not None:
            drawn = self._soft.beside(rng, self.block_size) - self._expected[:, None]
            shifts = drawn[:, ::2] + 1j * drawn[:, 1::2]
        pairs = (count + 1) // 2
        with self._rooms.one() as room:
            for first in range(0, pairs, len(room)):
                fields = room[: pairs - first]
                seen, nuggets = zip(*(self._drawn(rng, lines) for lines in fields))
                width = min(first + len(room), self.block_size // 2) - first
                some = None if shifts is None else shifts[:, first : first + len(fields)]
                for number, pair in enumerate(self._conditioning.residuals(fields, seen, width, some), first):
                    if self._later > 0:
                        noise = nuggets[number - first].standard_normal((2, *self.estimate.shape))
                        pair = pair + math.sqrt(self._later) * (noise[0] + 1j * noise[1])
                    yield pair.real
                    if 2 * number + 1 < count:
                        yield pair.imag

    def _drawn(self, rng: np.random.Generator, out: NDArray[Any]) -> tuple[NDArray[Any], np.random.Generator]:
        """Make the lines of two fields; return what data see of them, and what their nugget is made from later."""
        seen = self._fields(rng, out)
        return seen, np.random.default_rng(rng.integers(2**63)) if self._later > 0 else rng

    def _fields(self, rng: np.random.Generator, out: NDArray[Any]) -> NDArray[Any]:
        """Make the lines of two unconditional fields, as real and imaginary part; return what the data see of them."""
        self._source.pair(rng, out)
        observation = self._observation
        seen = observation.observe(self._conditioning.periodic.field(out, observation.places))
        if observation.residual_root is not None:
            noise = rng.standard_normal((len(seen), 2)).view(complex)[:, 0]
            seen = seen + observation.residual_root @ noise
        return seen


class _TorusFields:
    """Unconditional fields of a spectrum."""

    def __init__(self, periodic: Periodic) -> None:
        self._periodic = periodic
        spectrum = periodic.spectrum
        # A number of Python would turn single precision into double under NumPy 1, from 65,536 cells on.
        self._amplitude = np.sqrt(spectrum * spectrum.dtype.type(math.prod(spectrum.shape)))

    def pair(self, rng: np.random.Generator, out: NDArray[Any]) -> None:
        """Make the lines of two independent fields, as real and imaginary part."""
        self._periodic.lines(lambda slab: complex_normals(rng, self._amplitude[slab]), out)
        if self._periodic.plane is not None:
            out += self._periodic.lines_of(self._periodic.plane.pair(rng))


def _on_a_centre(problem: Problem) -> bool:
    """Return whether any datum has the place, and so the nugget, of a cell."""
    place = (problem.places - np.array(problem.geometry.origin)) / np.array(problem.geometry.spacing)
    return bool((np.abs(place - np.rint(place)) < 1e-9).all(axis=1).any())


def complex_normals(rng: np.random.Generator, std: NDArray[Any]) -> NDArray[Any]:
    """Return normals of a standard deviation, independent in real and imaginary part.

    By the method of Box & Muller (1958), which vectorizes and is faster here than numpy's own.

    Parameters
    ----------
    rng : numpy.random.Generator
    std : float array
        Its precision is the result's.
    """
    result = np.empty(std.shape, dtype=np.result_type(std.dtype, np.complex64))
    flat, scale = result.reshape(-1), std.reshape(-1)
    real, integer = std.dtype.type, np.dtype(f"i{std.dtype.itemsize}")
    unit, least = real(0.5 ** (8 * std.dtype.itemsize)), real(np.finfo(std.dtype).eps / 8)
    turn = real(2 * np.pi * 0.5 ** (8 * std.dtype.itemsize))
    # What is between is written where it was before: it stays in the cache, and memory is asked for but once.
    uniform = np.empty((2, min(_CHUNK, len(flat))), dtype=std.dtype)
    for start in range(0, len(flat), _CHUNK):
        part = flat[start : start + _CHUNK]
        words = rng.integers(0, 2**64, part.nbytes // 8, dtype=np.uint64).view(integer).reshape(2, -1)
        # Uniform in [-1/2, 1/2]: a turn, and what becomes a logarithm.
        uniform[:, : len(part)] = words
        radius, angle = uniform[:, : len(part)]
        radius *= unit
        radius += real(0.5)
        np.maximum(radius, least, out=radius)
        np.log(radius, out=radius)
        radius *= -2
        np.sqrt(radius, out=radius)
        radius *= scale[start : start + _CHUNK]
        angle *= turn
        np.multiply(np.cos(angle), radius, out=part.real)
        np.multiply(np.sin(angle, out=angle), radius, out=part.imag)
    return result
