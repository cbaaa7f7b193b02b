"""Whether a secondary variable makes maps better: fields that are known everywhere, with few wells in them.

    python -m benchmarks.secondary [--fields N] [--wells N …] [--of NAME …]

Law: values and secondary are drawn together, the wells at random; each map takes what a user's would by default, its
variogram and its correlation from the wells. What is compared is the truth of all cells without a well.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from krig_core.geometry import Geometry
from krig_core.grid import Grid
from krig_core.variogram.models import Variogram

CELLS, SIDE = 30, 1000.0
GEOMETRY = Geometry((0.0, 0.0), (SIDE / CELLS, SIDE / CELLS), (CELLS, CELLS))
LEVELS = tuple(number / 20 for number in range(1, 20))
"""Of the quantiles that stand for a law."""

_JITTER = 1e-9

SHORT, LONG = (Variogram.spherical(partial_sill=1, range=reach) for reach in (400, 900))


class Truth(NamedTuple):
    """How values and secondary go together: their correlation, and the variogram of the secondary."""

    correlation: float
    secondary: Variogram


TRUTHS = {
    "0.7": Truth(0.7, SHORT),
    "0.7, smoother": Truth(0.7, LONG),
    "0": Truth(0.0, SHORT),
}
"""By what is said of them; values beside the secondary have the variogram `SHORT`."""

MAPS: dict[str, dict[str, Any]] = {
    "without": {},
    "secondary": {"secondary": True},
    "external drift": {"drift": True, "kriging_type": "external-drift"},
}


class Score(NamedTuple):
    """Of one map: root mean square error, CRPS, and the shares of cells within their 50 and 90 % intervals."""

    rmse: float
    crps: float
    within_50: float
    within_90: float


def fields(truth: Truth, wells: int, count: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield values and secondary in cells, both of the grid's shape, and the flat cells of wells."""
    roots = [_root(variogram) for variogram in (SHORT, truth.secondary)]
    for number in range(count):
        rng = np.random.default_rng([number, wells])
        rest, secondary = (root @ rng.normal(size=GEOMETRY.size) for root in roots)
        values = truth.correlation * secondary + math.sqrt(1 - truth.correlation**2) * rest
        where = rng.permutation(GEOMETRY.size)[:wells]
        yield values.reshape(GEOMETRY.shape), secondary.reshape(GEOMETRY.shape), where


def score(values: np.ndarray, secondary: np.ndarray, wells: np.ndarray, how: dict[str, Any]) -> Score:
    """Return how a map of a field is."""
    given = {name: secondary if name in ("secondary", "drift") else value for name, value in how.items()}
    data = np.full(GEOMETRY.size, np.nan)
    data[wells] = values.reshape(-1)[wells]
    found = Grid.of(data.reshape(GEOMETRY.shape), GEOMETRY).krig(
        100, seed=1, transform="normal-score", quantiles=LEVELS, **given
    )
    between = np.isnan(data)
    wanted = values.reshape(-1)[between]
    error = np.asarray(found.mean).reshape(-1)[between] - wanted
    quantiles = np.array([np.asarray(one).reshape(-1)[between] for one in found.quantiles(LEVELS)])
    below = wanted[None] < quantiles
    levels = np.array(LEVELS)[:, None]
    # The quantile score of all levels is half the CRPS (Gneiting & Ranjan 2011).
    crps = 2 * np.mean((below - levels) * (quantiles - wanted))
    within = [np.mean((wanted >= quantiles[edge]) & (wanted <= quantiles[-1 - edge])) for edge in (4, 0)]
    return Score(math.sqrt(np.mean(error**2)), float(crps), float(within[0]), float(within[1]))


def _root(variogram: Variogram) -> np.ndarray:
    centres = GEOMETRY.centres()
    return np.linalg.cholesky(variogram.covariance(centres, centres) + _JITTER * np.eye(len(centres)))


def main() -> None:
    """Print the table, row by row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fields", type=int, default=40)
    parser.add_argument("--wells", type=int, nargs="+", default=[10, 30])
    parser.add_argument("--of", nargs="+", choices=TRUTHS, default=list(TRUTHS))
    options = parser.parse_args()
    print("| wells | correlation | map | RMSE | CRPS | CRPS, less than without in | within 50 % | within 90 % |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for wells in options.wells:
        for name in options.of:
            drawn = list(fields(TRUTHS[name], wells, options.fields))
            plain = None
            for what, how in MAPS.items():
                found = np.array([score(*one, how) for one in drawn])
                plain = found if plain is None else plain
                better = "" if what == "without" else f"{np.mean(found[:, 1] < plain[:, 1]):.0%}"
                rmse, crps, within_50, within_90 = found.mean(axis=0)
                row = wells, name, what, f"{rmse:.3f}", f"{crps:.3f}", better, f"{within_50:.1%}", f"{within_90:.1%}"
                print("|", " | ".join(map(str, row)), "|", flush=True)


if __name__ == "__main__":
    main()
