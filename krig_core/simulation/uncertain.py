"""Realizations of a variogram that is not known: each block has its own, each realization its own sill.

Law: block b has variogram number b of the posterior, realization r the sill number r, whatever the seed and whoever
makes it; both orders fill the posterior evenly however far one goes. Estimates do not depend on the sill, and what
realizations differ from them grows with its root, so only the variogram of a block needs systems of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InvalidInput
from . import make_simulator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..variogram.uncertainty import Posterior
    from . import Simulator
    from .problem import Problem

    Floats = NDArray[np.float64]


class UncertainSimulation:
    """A simulator of a problem whose variogram is one of a posterior's.

    Parameters
    ----------
    method : str
        "gaussian" or "sequential".
    problem : Problem
        Its variogram is the one that is shown: the posterior's mode.
    posterior : Posterior
        Of the problem's values.

    Raises
    ------
    InvalidInput
        If the method has no estimate from which its realizations differ, or as `make_simulator`.
    """

    def __init__(self, method: str, problem: Problem, posterior: Posterior) -> None:
        self._make, self._problem, self._posterior = partial(make_simulator, method), problem, posterior
        first = self._make(problem)
        if getattr(first, "estimate", None) is None:
            message = f"Invalid variogram_uncertainty for the method {method!r}. Should be 'none'."
            raise InvalidInput(message)
        self.block_size, self.remarks = first.block_size, first.remarks

    def realizations(self, rng: np.random.Generator, count: int, block: int) -> Iterator[Floats]:
        """Yield conditional realizations of a block."""
        (place,) = self._posterior.drawn(block, 1)
        variogram = self._posterior.variograms[place].scaled(float(self._posterior.sills[place]))
        simulator = self._make(replace(self._problem, variogram=variogram))
        factors = np.sqrt(self._posterior.sill_factors(block * self.block_size, count))
        estimate: Floats = simulator.estimate  # type: ignore[attr-defined]
        for factor, values in zip(factors, simulator.realizations(rng, count)):
            yield estimate + factor * (values - estimate)


def simulator_of(method: str, problem: Problem, posterior: Posterior | None) -> Simulator | UncertainSimulation:
    """Prepare a simulator of a problem, whose variogram is known, or one of a posterior's."""
    return make_simulator(method, problem) if posterior is None else UncertainSimulation(method, problem, posterior)
