"""Embedding: the way in which fields of a variogram can be made on a grid, tried from the cheapest on.

Law: fields whose conditional standard deviation is wrong by more than 2 % anywhere are never made: each way is measured
(`fidelity`) before it is used, and a variogram for which none is near enough is refused with what works instead.

    wrapped   torus.py    the shortest way around a torus; exact for ranges that are short for the grid
    dense     dense.py    small grids
    folded    folded.py   all copies of a cell; structures of long range cut off where the mean is unknown
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Union

from ..errors import InvalidInput
from ..variogram.models import Variogram
from .dense import MOST_CELLS, Dense
from .fidelity import Fidelity
from .folded import Folding
from .torus import Torus, wrapped

if TYPE_CHECKING:
    from ..geometry import Geometry
    from .problem import Problem

Embedding = Union[Torus, Dense]
"""What fields are made from."""

MOST_DEPARTURE = 0.012
"""Accepted at the cells that are looked at, so that it is 0.02 nowhere."""

_WORTH_A_REMARK = 0.005

_TAILS = (5e-2, 2e-2, 1e-2, 1e-3, 1e-4)
"""Correlations that a copy may add; what is left is as smooth as the covariance far away, and changes little."""

_PADDING, _ROOM = 4, 30_000_000
"""The torus of a folding has at most so many times the cells of the grid for each axis; above so many cells, twice.

Both horizontal axes may have as many cells more as the longer one: how far a covariance reaches has nothing to do with
how narrow a map is, as that of wells in a line."""

_MOST_WORK = 4e9
"""Covariances that are computed for a folding, at most: a quarter of a minute."""


def embedding_of(problem: Problem, *, apart: bool = False) -> tuple[Embedding, tuple[str, ...]]:
    """Return what fields of a problem are made from, and what the user should know of it.

    Parameters
    ----------
    problem : Problem
    apart : bool
        Whether the nugget is left out, to be added to the fields later.

    Raises
    ------
    InvalidInput
        If no way is near enough to the variogram.
    """
    geometry, variogram = problem.geometry, problem.variogram
    later = variogram.nugget if apart else 0.0
    if apart:
        variogram = Variogram(0.0, variogram.structures)
    torus = wrapped(geometry, variogram)
    if torus.exact or not variogram.sill:  # fields of no variance are right on any torus
        return torus, ()
    fidelity = Fidelity(problem, later)
    least = departure = fidelity.departure(torus.covariance_between)
    if departure > MOST_DEPARTURE and geometry.size <= MOST_CELLS:
        return Dense(geometry, variogram), ()
    foldings = _foldings(geometry, variogram, problem.drift.kriging_type != "simple")
    while departure > MOST_DEPARTURE:
        folding = next(foldings, None)
        if folding is None:
            raise InvalidInput(_refusal(problem, least))
        torus = folding.torus()
        departure = fidelity.departure(torus.covariance_between)
        least = min(least, departure)
    return torus, nearly(departure)


def _foldings(geometry: Geometry, variogram: Variogram, unknown_mean: bool) -> Iterator[Folding]:
    """Yield the foldings that can be afforded, the cheapest first."""
    foldings = {}
    for tail in _TAILS:
        for cut in (False, True) if unknown_mean else (False,):
            folding = Folding(geometry, variogram, tail, cut)
            foldings[folding.shape, folding.cut] = folding
    for folding in sorted(foldings.values(), key=lambda one: math.prod(one.shape)):
        if math.prod(folding.shape) <= most_cells(geometry) and folding.work <= _MOST_WORK:
            yield folding


def most_cells(geometry: Geometry) -> int:
    """Return how many cells the torus of a folding may have."""
    longer = max(geometry.shape[:2])
    sides = [(cells, longer if axis < 2 else cells) for axis, cells in enumerate(geometry.shape) if cells > 1]
    padded = math.prod(cells + (_PADDING - 1) * most for cells, most in sides)
    return min(padded, max(math.prod(2 * cells for cells, _ in sides), _ROOM))


def _refusal(problem: Problem, departure: float) -> str:
    remedy = "the `method` sequential" + ("" if problem.points is None else " without `exact_positions`")
    off = in_percent(departure)
    return (
        "The method 'gaussian' cannot make fields of this variogram on this grid, as its range is too long or its "
        f"model swings: their standard deviation would be off {off}. Should be {remedy}, or a shorter `range`."
    )


def in_percent(departure: float) -> str:
    """Return by how much a standard deviation is off, in words."""
    return f"by {departure:.1%}" if departure < 1 else "by more than itself"


def nearly(departure: float) -> tuple[str, ...]:
    """Return what the user should know of a law that is nearly right."""
    if departure <= _WORTH_A_REMARK:
        return ()
    return (f"Fields follow the variogram nearly: their standard deviation is off by up to {departure:.1%}.",)
