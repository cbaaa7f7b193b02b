"""Simulation-based calibration of the variogram's posterior.

python -m benchmarks.calibration.ranks [--fields N] [--data N …]

Law: a variogram is drawn from the prior, a field from the variogram, data from the field; the true range's place in
the posterior of these data, as a probability, is then uniform, however few data there are (Cook, Gelman & Rubin 2006;
Talts et al. 2018). Any error of prior, likelihood or grid shows as a slope, a hump or a trough of its histogram.
"""

from __future__ import annotations

import argparse
import math
import time
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree
from scipy.stats import chisquare, kstest

from krig_core.variogram.models import Variogram
from krig_core.variogram.uncertainty import posterior

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SIDE = 1000.0

_BINS = 10


def drawn_from_prior(points: Floats, rng: np.random.Generator) -> Variogram:
    """Return a variogram with a sill of one: as the docstring of the posterior states its prior."""
    gap = float(np.median(cKDTree(points).query(points, 2)[0][:, 1]))
    low, high = math.log(gap / 2), math.log(2 * float(np.linalg.norm(np.ptp(points, axis=0))))
    nugget = (1 - math.sqrt(rng.uniform())) ** 2
    model = str(rng.choice(["spherical", "exponential"]))
    return Variogram.of(model, nugget=nugget, partial_sill=1 - nugget, range=math.exp(rng.uniform(low, high)))


def ranks(count: int, fields: int, seed: int = 0) -> tuple[Floats, Floats]:
    """Return where the true range and the true nugget share lie in posteriors, as probabilities, each shape (fields,).

    Parameters
    ----------
    count : int
        Data of each field, anywhere in a square.
    fields : int
    seed : int
    """
    places = np.empty((2, fields))
    for number in range(fields):
        rng = np.random.default_rng([seed, count, number])
        points = rng.uniform(0, SIDE, (count, 2))
        truth = drawn_from_prior(points, rng)
        root = np.linalg.cholesky(truth.covariance(points, points) + 1e-10 * np.eye(count))
        found = posterior(points, root @ rng.normal(size=count))
        nuggets = np.array([variogram.nugget for variogram in found.variograms])
        places[0, number] = _place(np.log(found.ranges), found.weights, math.log(truth.range))
        places[1, number] = _place(np.sqrt(nuggets), found.weights, math.sqrt(truth.nugget))
    return places[0], places[1]


def _place(values: Floats, weights: Floats, true: float) -> float:
    """Return the probability of values below the true one; a node has half of its weight on each side."""
    nodes, place = np.unique(values, return_inverse=True)
    sums = np.bincount(place.reshape(-1), weights)
    edges = np.concatenate([[2 * nodes[0] - nodes[1]], nodes, [2 * nodes[-1] - nodes[-2]]])
    return float(np.interp(true, edges, np.concatenate([[0.0], np.cumsum(sums) - sums / 2, [1.0]])))


def main() -> None:
    """Print how uniform the ranks are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration.ranks", description=__doc__)
    parser.add_argument("--fields", type=int, default=500)
    parser.add_argument("--data", type=int, nargs="+", default=[6, 15, 30, 60])
    given = parser.parse_args()
    for count in given.data:
        start = time.perf_counter()
        for name, found in zip(("range", "nugget share"), ranks(count, given.fields)):
            counts = np.histogram(found, np.linspace(0, 1, _BINS + 1))[0]
            inside = float(((found > 0.05) & (found < 0.95)).mean())
            print(
                f"{count:4d} data, {name:12s}: ranks in tenths {' '.join(map(str, counts))}; "
                f"p of KS {kstest(found, 'uniform').pvalue:.2f}, of chi-square {chisquare(counts).pvalue:.2f}; "
                f"in '90 %' {inside:.1%}",
                flush=True,
            )
        print(f"     {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
