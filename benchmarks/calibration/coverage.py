"""How often the truth lies in the intervals that maps give, on simulated fields.

Law: what is measured is what a user gets: `Grid.krig` with the defaults of the algorithm; zones and CRPS are those of
its 100 realizations. A map's score is that of all its cells without a well; cells of a map are not independent, so
errors of means are those between maps.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from krig_core.grid import Grid

from . import laws
from .fields import CELLS, SIDE, field

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

REALIZATIONS = 100

WIDTH, ENDS = 1.959964, (0.025, 0.975)
"""Standard deviations and probabilities that an interval of 95 % reaches to."""

ZONES, ZONE_LEVEL = 3, 0.8
"""Zones along each side, and the probability of their intervals."""


class Score(NamedTuple):
    """Shares of the truth inside intervals, CRPS with that of estimates taken for the truth, and CPU seconds."""

    std: float
    std_highest: float
    std_lowest: float
    quantiles: float
    quantiles_highest: float
    quantiles_lowest: float
    zones: float
    crps: float
    plugged_in_crps: float
    seconds: float


def score(truth: str, wells: int, number: int) -> Score:
    """Return the score of the map of a field."""
    known = field(truth, wells, number)
    points, values = known.points[known.wells], known.values[known.wells]
    grid = Grid.from_points(points, values, SIDE / CELLS, x_range=(0, SIDE), y_range=(0, SIDE))
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        kept = Path(folder) / "kept.npy"
        ensemble = grid.krig(REALIZATIONS, seed=number, transform="normal-score", quantiles=ENDS, keep=kept)
        low, high = ensemble.quantiles(ENDS)
        seconds = time.process_time() - start
        realizations = np.array(ensemble.realizations(), dtype=float).reshape(REALIZATIONS, -1)
    mean, std = np.ravel(ensemble.mean), np.ravel(ensemble.std)
    within = np.abs(known.values - mean) <= WIDTH * std
    between = (known.values >= np.ravel(low)) & (known.values <= np.ravel(high))
    cells = np.flatnonzero(known.between)
    order = cells[np.argsort(mean[cells])]
    parts = (order, order[-(len(order) // 10) :], order[: len(order) // 10])
    law = laws.plugged_in(points, values, known.points[cells])
    return Score(
        *(float(within[part].mean()) for part in parts),
        *(float(between[part].mean()) for part in parts),
        _zones(realizations, known.values),
        float(laws.sample_crps(realizations[:, cells].T, known.values[cells], REALIZATIONS - 1).mean()),
        float(laws.crps(law, known.values[cells]).mean()),
        seconds,
    )


def _zones(realizations: Floats, truth: Floats) -> float:
    """Return the share of zones whose true mean lies between quantiles of those of realizations."""
    means = _zone_means(realizations)
    # One more draw lies below the rth of n with probability r / (n + 1): these are the quantiles that predict.
    low, high = np.quantile(means, [(1 - ZONE_LEVEL) / 2, (1 + ZONE_LEVEL) / 2], axis=0, method="weibull")
    true = _zone_means(truth[None])[0]
    return float(((true >= low) & (true <= high)).mean())


def _zone_means(maps: Floats) -> Floats:
    side = CELLS // ZONES
    means: Floats = maps.reshape(len(maps), ZONES, side, ZONES, side).mean(axis=(2, 4)).reshape(len(maps), -1)
    return means
