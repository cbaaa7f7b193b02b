"""How often stations that are held out lie in the intervals that kriging gives, in four real sets.

Law: of each set a few stations are the data and up to 150 others the truth; the draws depend on their number alone.
Stations lie anywhere, some metres apart, so the law is that of their places, not of cells (see `laws`).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri

from . import laws

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

REFERENCE = Path(__file__).resolve().parents[2] / "tests" / "reference"

SETS = {
    "SIC97 rainfall": (("sic97_obs100.csv", "sic97_val367.csv"), ("X", "Y", "rainfall")),
    "Jura cobalt": (("jura_Co_prediction259.csv",), ("x", "y", "Co")),
    "Meuse zinc": (("meuse.csv",), ("x", "y", "zinc")),
    "Walker V": (("walker470.csv",), ("X", "Y", "V")),
}

LEVEL = 0.9

_HELD_OUT = 150


class Score(NamedTuple):
    """Shares of the stations inside intervals; CRPS, also that of estimates taken for the truth."""

    std: float
    quantiles: float
    crps: float
    plugged_in_crps: float


@cache
def stations(name: str) -> Floats:
    """Return coordinates and value of each place of a set, shape (n, 3)."""
    files, columns = SETS[name]
    rows: list[list[float]] = []
    for file in files:
        with (REFERENCE / file).open(newline="") as table:
            rows += [[float(row[column]) for column in columns] for row in csv.DictReader(table)]
    found = np.array(rows)
    return found[np.sort(np.unique(found[:, :2], axis=0, return_index=True)[1])]


def score(name: str, wells: int, number: int) -> Score:
    """Return the score of a draw of so many stations."""
    table = stations(name)
    order = np.random.default_rng([number, wells]).permutation(len(table))
    data, held = table[order[:wells]], table[order[wells : wells + _HELD_OUT]]
    points, values, targets, truth = data[:, :2], data[:, 2], held[:, :2], held[:, 2]
    law = laws.believed(points, values, targets)
    mean, std, (low, high) = laws.intervals(law, LEVEL)
    return Score(
        float((np.abs(truth - mean) <= ndtri((1 + LEVEL) / 2) * std).mean()),
        float(((truth >= low) & (truth <= high)).mean()),
        float(laws.crps(law, truth).mean()),
        float(laws.crps(laws.plugged_in(points, values, targets), truth).mean()),
    )
