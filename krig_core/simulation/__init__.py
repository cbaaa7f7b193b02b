"""How one realization is made from one random generator.

    gaussian        spectral.py       a Gaussian field by FFT on a torus, conditioned to the data by kriging
    sequential      sequential.py     along a random path, each cell drawn around its kriging from the nearest known
    random-sample   random_sample.py  kriging of random samples of cells until the grid is full

The first two share the estimate from all data (conditioning.py), whose equations data_system.py solves, however many
data there are; where some of them lie beyond the grid, beyond.py makes it, and what they tell of the mean. A simulator
is made once from a Problem (variogram spectrum, data covariance) and then asked for realizations; it is picklable, and
what it returns depends on the generator alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ..errors import InvalidInput
from .beyond import Beyond as Beyond
from .beyond import BeyondSimulation
from .beyond import room_beyond as room_beyond
from .grid_drift import GridDrift as GridDrift
from .problem import Problem as Problem
from .random_sample import RandomSampleSimulation
from .sequential import SequentialSimulation
from .spectral import SpectralSimulation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..variogram.models import Variogram
    from .cost import Cost


class Simulator(Protocol):
    """What makes realizations.

    Attributes
    ----------
    block_size : int
        Realizations made from one generator; a constant of the method, because results depend on it.
    remarks : tuple of str
        What the user should know.
    """

    block_size: int
    remarks: tuple[str, ...]

    def realizations(self, rng: np.random.Generator, count: int) -> Iterator[NDArray[np.float64]]:
        """Yield `count` (≤ block_size) realizations, arrays of the geometry's shape that are the caller's own."""


class Method(Protocol):
    """A class of simulators."""

    block_size: int

    def __call__(self, problem: Problem) -> Simulator:
        """Prepare one."""

    @staticmethod
    def cost(geometry: Geometry, data: int, variogram: Variogram) -> Cost:
        """Return about what it takes."""


METHODS: dict[str, Method] = {
    "gaussian": SpectralSimulation,
    "sequential": SequentialSimulation,
    "random-sample": RandomSampleSimulation,
}


def method_named(name: str) -> Method:
    """Return the simulator class of a method, or raise InvalidInput with the names there are."""
    try:
        return METHODS[name]
    except KeyError:
        message = f"Invalid method {name!r}. Should be one of {', '.join(METHODS)}."
        raise InvalidInput(message) from None


def make_simulator(method: str, problem: Problem) -> Simulator:
    """Prepare a simulator; `method` is a key of `METHODS`."""
    make = method_named(method)
    if problem.beyond is None or not len(problem.beyond.values):
        return make(problem)
    return BeyondSimulation(make, problem, problem.beyond)
