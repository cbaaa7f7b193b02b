"""Simulator: what makes realizations, and what it takes of memory and time.

Law: a simulator is made once from a Problem and then asked for realizations, as what they differ from one estimate by;
it is picklable, and what it returns depends on the generator alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..variogram.models import Variogram
    from .problem import Problem


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

    @property
    def estimate(self) -> NDArray[np.float64] | None:
        """What realizations differ from by normals that grow with the sill's root; None: they are given as they are."""

    def errors(self, rng: np.random.Generator, count: int) -> Iterator[NDArray[Any]]:
        """Yield what `count` (≤ block_size) realizations differ from the estimate by.

        They are arrays of floats of the geometry's shape that are the caller's own, single where fields are.
        """


class Cost(NamedTuple):
    """What a method takes.

    Attributes
    ----------
    memory : float
        Bytes that a process holds at its peak.
    once : float
        Seconds of one processor before the first realization.
    each : float
        Seconds of one processor for a realization.
    block : float
        And for what the realizations of a block share.
    """

    memory: float
    once: float
    each: float
    block: float = 0.0

    def beside(self, other: Cost) -> Cost:
        """Return what both take together."""
        return Cost(*(own + its for own, its in zip(self, other)))


class Method(Protocol):
    """A class of simulators."""

    block_size: int

    def __call__(self, problem: Problem) -> Simulator:
        """Prepare one."""

    @staticmethod
    def cost(geometry: Geometry, data: int, variogram: Variogram) -> Cost:
        """Return about what it takes."""
