"""The methods by their names, and the one that a problem asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InvalidInput
from .beyond import BeyondSimulation
from .random_sample import RandomSampleSimulation
from .sequential import SequentialSimulation
from .spectral import SpectralSimulation

if TYPE_CHECKING:
    from .problem import Problem
    from .simulator import Method, Simulator

METHODS: dict[str, Method] = {
    "gaussian": SpectralSimulation,
    "sequential": SequentialSimulation,
    "random-sample": RandomSampleSimulation,
}

IN_THREADS = ("gaussian",)
"""Methods that hold Python's lock for a few per cent of their time, measured: threads serve them as processes do."""


def method_named(name: str) -> Method:
    """Return the simulator class of a method, or raise InvalidInput with the names there are."""
    if name not in tuple(METHODS):
        message = f"Invalid method {name!r}. Should be one of {', '.join(METHODS)}."
        raise InvalidInput(message)
    return METHODS[name]


def make_simulator(method: str, problem: Problem) -> Simulator:
    """Prepare a simulator; `method` is a key of `METHODS`."""
    make = method_named(method)
    if problem.beyond is None or not len(problem.beyond.values):
        return make(problem)
    return BeyondSimulation(make, problem, problem.beyond)
