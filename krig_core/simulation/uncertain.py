"""Realizations of a variogram that is not known: each block has its own, each realization its own sill.

Law: block b has variogram number b of the posterior, realization r the sill number r, whatever the seed and whoever
makes it; both orders fill the posterior evenly however far one goes. Estimates do not depend on the sill, and what
realizations differ from them grows with its root, so only the variogram of a block needs systems of its own. Where data
are soft, estimates do depend on the sill: a block has one, that of its first realization. In the
place of one that the method cannot simulate comes the most probable one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidInput
from .methods import make_simulator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..variogram.uncertainty import Posterior
    from .problem import Problem
    from .simulator import Cost, Simulator

    Floats = NDArray[np.float64]


class UncertainSimulation:
    """Simulators of a problem whose variogram is one of a posterior's.

    Parameters
    ----------
    method : str
        A key of `methods.METHODS`.
    problem : Problem
        Its variogram is the one that is shown: the posterior's mode.
    posterior : Posterior
        Of the problem's values.

    Raises
    ------
    InvalidInput
        As `make_simulator`, for the mode.
    """

    block_size = 10
    """For every method: 100 realizations then have ten variograms."""

    estimate = None
    """There is one for each block."""

    def __init__(self, method: str, problem: Problem, posterior: Posterior) -> None:
        self._method, self._problem, self._posterior = method, problem, posterior
        self.remarks = make_simulator(method, problem).remarks

    @classmethod
    def cost(cls, cost: Cost) -> Cost:
        """Return what a method costs whose realizations of a block have a variogram of their own."""
        return cost._replace(block=cost.once + cost.block)

    def of_block(self, number: int) -> Simulator:
        """Prepare the simulator of a block."""
        (place,) = self._posterior.drawn(number, 1)
        factors = self._posterior.sill_factors(number * self.block_size, self.block_size)
        sill = float(self._posterior.sills[place])
        if self._problem.soft is not None:
            sill, factors = sill * float(factors[0]), np.ones(self.block_size)
        variogram = self._posterior.variograms[place].scaled(sill)
        try:
            simulator = make_simulator(self._method, replace(self._problem, variogram=variogram))
        except InvalidInput:  # such as a smooth model of a very long range; the mode has been made
            simulator = make_simulator(self._method, self._problem)
        return _Spread(simulator, np.sqrt(factors))


class _Spread:
    """A simulator whose realizations differ from the estimate by factors."""

    def __init__(self, simulator: Simulator, factors: Floats) -> None:
        self._simulator, self._factors = simulator, factors
        self.block_size, self.remarks = len(factors), simulator.remarks
        self.estimate = simulator.estimate

    def errors(self, rng: np.random.Generator, count: int) -> Iterator[NDArray[Any]]:
        """Yield what conditional realizations differ from the estimate by."""
        for factor, error in zip(self._factors, self._simulator.errors(rng, count)):
            if self.estimate is not None:
                error *= factor
            yield error
