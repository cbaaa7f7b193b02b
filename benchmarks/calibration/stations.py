"""How often held-out stations lie in the intervals that maps give: python -m benchmarks.calibration.stations.

Law: of each set a few stations are the data and up to 150 others the truth; the draws depend on the seed alone.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from . import coverage

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

_HELD_OUT = 150


def stations(name: str) -> Floats:
    """Return coordinates and value of each place of a set, shape (n, 3)."""
    files, columns = SETS[name]
    rows: list[list[float]] = []
    for file in files:
        with (REFERENCE / file).open(newline="") as table:
            rows += [[float(row[column]) for column in columns] for row in csv.DictReader(table)]
    found = np.array(rows)
    return found[np.sort(np.unique(found[:, :2], axis=0, return_index=True)[1])]


def main() -> None:
    """Print a row for each number of stations, set and way."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration.stations", description=__doc__)
    parser.add_argument("--draws", type=int, default=30)
    parser.add_argument("--data", type=int, nargs="+", default=[12, 20, 40, 100])
    parser.add_argument("--way", nargs="+", default=list(coverage.WAYS), choices=list(coverage.WAYS))
    parser.add_argument("--level", type=float, default=0.9)
    given = parser.parse_args()
    print("data  set             way      in mean ± std  in quantiles  CRPS", flush=True)
    for count in given.data:
        for name in SETS:
            table = stations(name)
            for way in given.way:
                scores = []
                for seed in range(given.draws):
                    order = np.random.default_rng([seed, count]).permutation(len(table))
                    data, held = table[order[:count]], table[order[count : count + _HELD_OUT]]
                    law = coverage.WAYS[way](data[:, :2], data[:, 2], held[:, :2])
                    scores.append(coverage.score(law, held[:, 2], given.level))
                mean = coverage.Score(*np.mean(scores, axis=0))
                print(
                    f"{count:4d}  {name:14s}  {way:7s}  {mean.std:13.1%}  {mean.quantiles:12.1%}  "
                    f"{mean.crps / table[:, 2].std():.4f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
