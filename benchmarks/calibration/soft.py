"""What is lost where data that are known softly are left out, or taken for hard: values below a limit, and with errors.

Law: what is measured is what a user gets: `Grid.krig` with the defaults of the algorithm. All ways to treat the data of
a field have the same field, wells, errors and seed. A map's score is that of all its cells without a well.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from krig_core.grid import Grid

from . import laws
from .fields import CELLS, SIDE, field

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Soft = dict[str, Floats]

REALIZATIONS = 100

BELOW = 0.4
"""Share of the data that a laboratory only knows to be below its limit."""

MEASURED, ERROR = 0.5, 0.7
"""Share of the data that have an error, and its standard deviation, where that of the field is 1."""

ENDS = (0.05, 0.95)


class Score(NamedTuple):
    """Root mean square error and mean error of the mean, share of the truth inside intervals of 90 %, and CRPS."""

    rmse: float
    bias: float
    inside: float
    crps: float


def score(way: str, wells: int, number: int) -> Score:
    """Return the score of the map of a field whose data are treated in one of `WAYS`."""
    truth, treated = WAYS[way]
    known = field(truth, wells, number)
    values, soft = treated(known.values[known.wells], np.random.default_rng([number, wells, 1]))
    grid = Grid.from_points(
        known.points[known.wells], values, SIDE / CELLS, x_range=(0, SIDE), y_range=(0, SIDE), **soft
    )
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "kept.npy"
        ensemble = grid.krig(REALIZATIONS, seed=number, transform="normal-score", quantiles=ENDS, keep=kept)
        low, high = (np.ravel(level) for level in ensemble.quantiles(ENDS))
        realizations = np.array(ensemble.realizations(), dtype=float).reshape(REALIZATIONS, -1)
    cells = np.flatnonzero(known.between)
    true, error = known.values[cells], np.ravel(ensemble.mean)[cells] - known.values[cells]
    return Score(
        float(np.sqrt((error**2).mean())),
        float(error.mean()),
        float(((true >= low[cells]) & (true <= high[cells])).mean()),
        float(laws.sample_crps(realizations[:, cells].T, true, REALIZATIONS - 1).mean()),
    )


def _below(values: Floats) -> tuple[NDArray[np.bool_], float]:
    """Return which values a laboratory does not know, and its limit."""
    ordered, count = np.sort(values), round(BELOW * len(values))
    limit = float(ordered[count - 1 : count + 1].mean())
    return values < limit, limit


def _all_known(values: Floats, _: Any) -> tuple[Floats, Soft]:
    return values, {}


def _as_limits(values: Floats, _: Any) -> tuple[Floats, Soft]:
    below, limit = _below(values)
    return np.where(below, np.nan, values), {"upper": np.where(below, limit, np.nan)}


def _dropped(values: Floats, _: Any) -> tuple[Floats, Soft]:
    below, _limit = _below(values)
    return np.where(below, np.nan, values), {}


def _halved(values: Floats, _: Any) -> tuple[Floats, Soft]:
    below, limit = _below(values)
    return np.where(below, limit / 2, values), {}


def _measured(values: Floats, rng: np.random.Generator) -> tuple[Floats, Soft]:
    """Return values of which some have errors, which are known."""
    error = np.where(rng.random(len(values)) < MEASURED, ERROR, 0.0)
    return values + error * rng.normal(size=len(values)), {"error": error}


def _as_if_exact(values: Floats, rng: np.random.Generator) -> tuple[Floats, Soft]:
    return _measured(values, rng)[0], {}


WAYS: dict[str, tuple[str, Callable[[Floats, np.random.Generator], tuple[Floats, Soft]]]] = {
    "skewed, all known": ("skewed", _all_known),
    "below a limit: as limits": ("skewed", _as_limits),
    "below a limit: left out": ("skewed", _dropped),
    "below a limit: half the limit": ("skewed", _halved),
    "spherical, all exact": ("spherical", _all_known),
    "with errors: as errors": ("spherical", _measured),
    "with errors: as if exact": ("spherical", _as_if_exact),
}
"""What lies in the ground, and what the map is told of values at wells."""
