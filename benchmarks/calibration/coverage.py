"""How often the truth lies in the intervals that maps give, on simulated fields.

python -m benchmarks.calibration.coverage [--fields N] [--data N …] [--way NAME …]

Law: no realizations, so no noise of theirs: the law of each target is the mixture of normals that realizations are
draws of, taken back to values. What a table row misses of 95 % is what the method does not know of its own errors.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.special import ndtri

from krig_core.kriging.mixture import krige_mixture
from krig_core.kriging.predict import krige
from krig_core.simulation.cell_law import cell_law
from krig_core.simulation.smooth_score import SmoothScore
from krig_core.simulation.transforms import NormalScore, NoTransform
from krig_core.variogram.automatic import fit_automatic
from krig_core.variogram.models import Variogram
from krig_core.variogram.uncertainty import posterior

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SIDE, TARGETS = 1000.0, 100

LEVEL = 0.95

TRUTHS: dict[str, tuple[Variogram, Callable[[Floats], Floats]]] = {
    "spherical": (Variogram.spherical(partial_sill=1, range=400), np.array),
    "exponential": (Variogram.exponential(partial_sill=1, range=500), np.array),
    "Matérn": (Variogram.matern(partial_sill=1, range=500), np.array),
    "nugget": (Variogram.exponential(nugget=0.3, partial_sill=0.7, range=500), np.array),
    "anisotropic": (Variogram.exponential(partial_sill=1, range=600, azimuth=30, ratio=0.3), np.array),
    "skewed": (Variogram.spherical(partial_sill=1, range=400), np.exp),
    "range = side": (Variogram.spherical(partial_sill=1, range=SIDE), np.array),
}
"""The law of each field, and what is made of it."""


class Law(NamedTuple):
    """Equally probable normals of scores at targets, and what takes them back to values."""

    transform: Any
    means: Floats
    stds: Floats


def ranked(points: Floats, values: Floats, targets: Floats) -> Law:
    """Return the law by normal scores that end with the data and a fitted variogram of sill one."""
    transform = NormalScore(values, coordinates=points)
    fitted = fit_automatic(points, transform.scores).variogram
    mean, variance = krige(points, transform.scores, fitted.scaled(1 / fitted.sill), targets)
    return Law(transform, mean[None], np.sqrt(variance)[None])


def smooth(points: Floats, values: Floats, targets: Floats) -> Law:
    """Return the law by smooth scores and the posterior of their variogram."""
    transform = SmoothScore(values, coordinates=points)
    found = posterior(points, transform.scores)
    return Law(transform, *krige_mixture(points, transform.scores, found, targets))


def plain(points: Floats, values: Floats, targets: Floats) -> Law:
    """Return the law of values as they are by the posterior of their variogram."""
    return Law(NoTransform(values), *krige_mixture(points, values, posterior(points, values), targets))


WAYS = {"ranked": ranked, "smooth": smooth, "plain": plain}


def field(name: str, count: int, seed: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return points and values of data, and of targets."""
    variogram, made = TRUTHS[name]
    rng = np.random.default_rng([seed, count])
    points = rng.uniform(0, SIDE, (count + TARGETS, 2))
    root = np.linalg.cholesky(variogram.covariance(points, points) + 1e-9 * np.eye(len(points)))
    values = made(root @ rng.normal(size=len(points)))
    return points[:count], values[:count], points[count:], values[count:]


class Score(NamedTuple):
    """Shares of targets in a normal interval and in quantiles, also of the highest and lowest tenth; and CRPS."""

    std: float
    quantiles: float
    highest: float
    lowest: float
    crps: float


def score(law: Law, truth: Floats, level: float = LEVEL) -> Score:
    """Return how the law of targets fits their true values; CRPS by 1024 quantiles of it."""
    found = cell_law(law.transform, law.means, law.stds, np.ones(len(law.means)), ((1 - level) / 2, (1 + level) / 2))
    within = np.abs(truth - found.mean) <= -ndtri((1 - level) / 2) * found.std
    between = (truth >= found.quantiles[0]) & (truth <= found.quantiles[1])
    order, tenth = np.argsort(found.mean), max(1, len(truth) // 10)
    nodes = ndtri((np.arange(1024 // len(law.means)) + 0.5) / (1024 // len(law.means)))
    values = law.transform.back(law.means[..., None] + law.stds[..., None] * nodes)
    values = np.sort(values.transpose(1, 0, 2).reshape(len(truth), -1), axis=1)
    size = values.shape[1]
    spread = values @ ((2 * np.arange(1, size + 1) - size - 1) / size**2)
    crps = np.abs(values - truth[:, None]).mean(axis=1) - spread
    means = (part.mean() for part in (within, between, between[order[-tenth:]], between[order[:tenth]], crps))
    return Score(*map(float, means))


def main() -> None:
    """Print a row for each truth, number of data and way."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration.coverage", description=__doc__)
    parser.add_argument("--fields", type=int, default=100)
    parser.add_argument("--data", type=int, nargs="+", default=[15, 30, 60, 120, 300])
    parser.add_argument("--way", nargs="+", default=list(WAYS), choices=list(WAYS))
    given = parser.parse_args()
    print("data  truth         way      in ± 1.96 std  in quantiles  highest  lowest  CRPS / first", flush=True)
    for count in given.data:
        for name in TRUTHS:
            start, first = time.perf_counter(), None
            for way in given.way:
                scores = []
                for seed in range(given.fields):
                    points, values, targets, truth = field(name, count, seed)
                    scores.append(score(WAYS[way](points, values, targets), truth))
                mean = Score(*np.mean(scores, axis=0))
                first = first or mean.crps
                print(
                    f"{count:4d}  {name:12s}  {way:7s}  {mean.std:13.1%}  {mean.quantiles:12.1%}  {mean.highest:7.1%}  "
                    f"{mean.lowest:6.1%}  {mean.crps / first:6.3f}",
                    flush=True,
                )
            print(f"      {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
