"""Whether layers between two surfaces foretell wells better than flat slices do: five folds of wells.

python -m benchmarks.strata [FOLDER] [--curve dphi|gr] [--realizations N] [--layers N] [--cell METRES]

Without a folder: made wells, in a fold whose beds lie parallel to a top and a base that are known. A folder has
`wells.csv` (UWI, kb_m, gl_m and picks with their quality), `well_means.csv` (uwi, x, y) and `composites_1m.csv` (uwi,
x, y, z_mid and curves, as means of a metre).

Law: all foretell the same samples of a metre of the same wells, from the same data of the others, by the same job with
its defaults; only where z is counted from differs.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from krig_core import fit_automatic, krige
from krig_core.jobs.schema import job_of, run
from krig_core.strata import Strata

FOLDS, SEED = 5, 42

_SURE = {"1", "2"}
"""Quality of picks that are good or interpretive; the others are uncertain, a driller's, or none."""

_ABOVE_GROUND = 15.0
"""Metres that the reference of depths may lie above the ground, or below it; else one of both is a typing error."""

_BOOTSTRAPS = 2000


class Wells(NamedTuple):
    """Wells with sure picks, and the samples of all of them.

    Attributes
    ----------
    places : float array, shape (wells, 2)
    top, base : float array, shape (wells,)
        Elevations of the picks.
    samples : float array, shape (n, 3)
    values : float array, shape (n,)
    well : int array, shape (n,)
        Of each sample.
    """

    places: np.ndarray
    top: np.ndarray
    base: np.ndarray
    samples: np.ndarray
    values: np.ndarray
    well: np.ndarray


class Silent:
    """Hears what a job says."""

    def message(self, text: str) -> None:
        """Drop it."""

    warning = message

    def progress(self, fraction: float, text: str) -> None:
        """Drop it."""


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(folder: Path, curve: str) -> Wells:
    """Read wells whose picks and elevations are sure, and their samples that have a value."""
    picks = {}
    for row in rows(folder / "wells.csv"):
        sure = row["mcmurray_q"] in _SURE and row["paleozoic_q"] in _SURE and row["kb_m"] and row["gl_m"]
        if sure and abs(float(row["kb_m"]) - float(row["gl_m"])) <= _ABOVE_GROUND:
            kb = float(row["kb_m"])
            picks[row["UWI"]] = kb - float(row["mcmurray_md_m"]), kb - float(row["paleozoic_md_m"])
    found = {row["uwi"]: (float(row["x"]), float(row["y"])) for row in rows(folder / "well_means.csv")}
    names = sorted(name for name in picks.keys() & found.keys() if picks[name][0] > picks[name][1])
    number = {name: place for place, name in enumerate(names)}
    taken = [row for row in rows(folder / "composites_1m.csv") if row["uwi"] in number and row[curve]]
    return Wells(
        np.array([found[name] for name in names]),
        np.array([picks[name][0] for name in names]),
        np.array([picks[name][1] for name in names]),
        np.array([[float(row[key]) for key in ("x", "y", "z_mid")] for row in taken]),
        np.array([float(row[curve]) for row in taken]),
        np.array([number[row["uwi"]] for row in taken]),
    )


def made(count: int = 100) -> Wells:
    """Make wells in a fold of 150 m, 20 to 80 m thick, whose beds are proportional to it: 8 km wide, a tenth thick."""
    rng = np.random.default_rng(SEED)
    places = rng.uniform(0, 40_000, (count, 2))
    base = 100 + 75 * np.sin(places @ (2e-4, 1e-4)) + 0.001 * places[:, 1]
    top = base + 50 + 30 * np.cos(places @ (1e-4, -2e-4))
    depth = [np.arange(int(high - low)) + 0.5 for high, low in zip(top, base)]
    well = np.repeat(np.arange(count), [len(one) for one in depth])
    z = base[well] + np.concatenate(depth)
    relative = (z - base[well]) / (top - base)[well]
    # A field of Gaussian covariance, exp(-1.5 h²) of lags in these lengths, as many waves.
    waves = rng.normal(size=(500, 3)) * np.sqrt(3) / (8000, 8000, 0.1)
    phase = rng.uniform(0, 2 * np.pi, 500)
    field = np.sqrt(2 / 500) * np.cos(np.column_stack([places[well], relative]) @ waves.T + phase).sum(axis=1)
    return Wells(places, top, base, np.column_stack([places[well], z]), 0.2 + 0.05 * field, well)


def surfaces(wells: Wells, known: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return top and base, shape (n, 2), at places, kriged from the picks of known wells; exact at these."""
    kriged = []
    for picks in (wells.top, wells.base):
        variogram = fit_automatic(wells.places[known], picks[known])
        variogram = getattr(variogram, "variogram", variogram)
        kriged.append(krige(wells.places[known], picks[known], variogram, places)[0])
    return np.column_stack(kriged)


class Map(NamedTuple):
    """The cells of all maps on the plane."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    delta: float

    @classmethod
    def of(cls, places: np.ndarray, delta: float) -> Map:
        """Return whole cells around places."""
        (west, south), (east, north) = np.floor(places.min(axis=0) / delta), np.floor(places.max(axis=0) / delta) + 1
        return cls((west * delta, east * delta), (south * delta, north * delta), delta)

    def centres(self) -> tuple[np.ndarray, tuple[int, int]]:
        """Return the centres of cells, x first, and how many along x and y."""
        x, y = (np.arange(low + self.delta / 2, high, self.delta) for low, high in (self.x_range, self.y_range))
        return np.column_stack([one.reshape(-1) for one in np.meshgrid(x, y, indexing="ij")]), (len(x), len(y))

    def cells(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the cells in which places lie."""
        corner = (self.x_range[0], self.y_range[0])
        column, row = np.floor((places - corner) / self.delta).astype(int).T
        return column, row


def simulate(wells: Wells, kept: np.ndarray, cells: Map, realizations: int, **own: Any) -> tuple[Any, np.ndarray]:
    """Simulate the samples that are kept; return what the job says, and all realizations."""
    arrays = {name: own.pop(name) for name in ("at_data", "at_cells") if name in own}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.save(folder / "coordinates.npy", wells.samples[kept])
        np.save(folder / "values.npy", wells.values[kept])
        for key, array in arrays.items():
            np.save(folder / f"{key}.npy", array)
        job = {
            "task": "stochastic-kriging", "coordinates": "coordinates.npy", "values": "values.npy",
            "x_range": cells.x_range, "y_range": cells.y_range, "xy_delta": cells.delta, "kriging_type": "ordinary",
            "variogram": {}, "transform": "normal-score", "method": "gaussian", "upscale": True,
            "realizations": realizations, "seed": SEED, "processes": 1, "mean": "mean.npy", "std": "std.npy",
            "realizations_file": "realizations.npy", **own,
        }  # fmt: skip
        result = run(job_of(json.loads(json.dumps(job))), folder, Silent())
        return result, np.load(folder / "realizations.npy")


def in_slices(
    wells: Wells, kept: np.ndarray, cells: Map, realizations: int, height: float, least: float, count: int
) -> np.ndarray:
    """Return what flat slices say of all samples that are not kept, shape (realizations, samples)."""
    limits = [least, least + count * height]
    _, drawn = simulate(wells, kept, cells, realizations, z_delta=height, z_range=limits)
    out = wells.samples[~kept]
    slice_of = np.clip(np.floor((out[:, 2] - least) / height).astype(int), 0, count - 1)
    column, row = cells.cells(out[:, :2])
    return drawn[:, column, row, slice_of]


def in_layers(
    wells: Wells, kept: np.ndarray, cells: Map, realizations: int, layers: int, layering: str, picked: np.ndarray
) -> np.ndarray:
    """Return what layers say of them; `picked` are the wells of which the surfaces know the picks."""
    centres, shape = cells.centres()
    at_cells = surfaces(wells, picked, centres).reshape(*shape, 2)
    at_wells = surfaces(wells, picked, wells.places)
    at_wells[picked] = np.column_stack([wells.top, wells.base])[picked]
    at_samples = at_wells[wells.well]
    unit = {"data": "at_data.npy", "cells": "at_cells.npy", "layering": layering, "layers": layers}
    result, drawn = simulate(wells, kept, cells, realizations, strata=unit, at_data=at_samples[kept], at_cells=at_cells)
    strata = Strata(layering, layers, result.strata.thickness)
    top, base = at_samples[~kept].T
    # Where the surfaces are not known, a sample may lie above or below where they are thought to be.
    z = np.clip(wells.samples[~kept, 2], np.minimum(base, top), top)
    layer = np.clip(np.floor(strata.relative(z, top, base) / strata.height), 0, layers - 1).astype(int)
    column, row = cells.cells(wells.samples[~kept, :2])
    return drawn[:, column, row, layer]


class Scores(NamedTuple):
    """What is said of foretold samples, each by itself."""

    squared: np.ndarray
    crps: np.ndarray
    held: np.ndarray
    width: np.ndarray


def scored(ensemble: np.ndarray, truth: np.ndarray) -> Scores:
    """Score an ensemble, shape (realizations, n); the CRPS is the fair one, which knows that realizations are few."""
    count = len(ensemble)
    ordered = np.sort(ensemble, axis=0)
    weights = 2 * np.arange(1, count + 1) - count - 1
    spread = (weights[:, None] * ordered).sum(axis=0) * 2 / (count * (count - 1))
    crps = np.abs(ensemble - truth).mean(axis=0) - spread / 2
    low, high = np.quantile(ensemble, [0.05, 0.95], axis=0, method="weibull")
    return Scores((ensemble.mean(axis=0) - truth) ** 2, crps, (low <= truth) & (truth <= high), high - low)


def difference(one: np.ndarray, other: np.ndarray, well: np.ndarray) -> tuple[float, float, float]:
    """Return by how much means of two scores differ, with its 95 % interval, by a bootstrap of whole wells."""
    sums = np.array([np.bincount(well, scores) for scores in (one, other, np.ones(len(well)))])
    sums = sums[:, sums[2] > 0]
    drawn = np.random.default_rng(SEED).integers(0, sums.shape[1], (_BOOTSTRAPS, sums.shape[1]))
    ours, theirs, count = (each[drawn].sum(axis=1) for each in sums)
    low, high = np.quantile((ours - theirs) / count, [0.025, 0.975])
    return float(np.mean(one - other)), float(low), float(high)


def main() -> None:
    """Foretell the wells of each fold from the others, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--curve", default="dphi")
    parser.add_argument("--realizations", type=int, default=100)
    parser.add_argument("--layers", type=int, default=20)
    parser.add_argument("--cell", type=float, default=1000.0)
    parser.add_argument("--folds", type=int, default=FOLDS, help="so many of the five are looked at")
    given = parser.parse_args()
    wells = read(given.folder, given.curve) if given.folder else made()
    cells, everything = Map.of(wells.places, given.cell), np.ones(len(wells.places), dtype=bool)
    thickness = float((wells.top - wells.base).mean())
    least, most = float(wells.samples[:, 2].min()) - 0.5, float(wells.samples[:, 2].max()) + 0.5
    height, count = (most - least) / given.layers, given.layers
    thin = thickness / given.layers
    many = int(np.ceil((most - least) / thin))
    print(
        f"{len(wells.places)} wells with sure picks, {len(wells.values)} samples of a metre of "
        f"{given.curve if given.folder else 'a made field'}; the unit is {thickness:.1f} m thick at them, and they lie "
        f"in {most - least:.0f} m of elevation.",
        flush=True,
    )
    fold = np.random.default_rng(SEED).permutation(len(wells.places)) % FOLDS
    contestants: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
        f"{count} proportional layers, picks of all wells": lambda kept, known: in_layers(
            wells, kept, cells, given.realizations, count, "proportional", everything
        ),
        f"{count} proportional layers, picks of the other wells": lambda kept, known: in_layers(
            wells, kept, cells, given.realizations, count, "proportional", known
        ),
        f"{count} flat slices of {height:.1f} m": lambda kept, known: in_slices(
            wells, kept, cells, given.realizations, height, least, count
        ),
        f"{many} flat slices of {thin:.1f} m": lambda kept, known: in_slices(
            wells, kept, cells, given.realizations, thin, least, many
        ),
    }
    truth, well = [], []
    found: dict[str, list[np.ndarray]] = {name: [] for name in contestants}
    seconds = dict.fromkeys(contestants, 0.0)
    for number in range(given.folds):
        known = fold != number
        kept = known[wells.well]
        truth.append(wells.values[~kept])
        well.append(wells.well[~kept])
        for name, foretell in contestants.items():
            start = time.process_time()
            found[name].append(foretell(kept, known))
            seconds[name] += time.process_time() - start
            missed = int(np.isnan(found[name][-1]).any(axis=0).sum())
            print(f"fold {number + 1}: {name}: {missed} samples without a value", flush=True)
    values, of_well = np.concatenate(truth), np.concatenate(well)
    ensembles = {name: np.concatenate(parts, axis=1) for name, parts in found.items()}
    everywhere = np.logical_and.reduce([np.isfinite(one).all(axis=0) for one in ensembles.values()])
    scores = {name: scored(one[:, everywhere], values[everywhere]) for name, one in ensembles.items()}
    spread = float(np.std(values[everywhere]))
    print(f"\n{int(everywhere.sum())} samples of {len(np.unique(of_well))} wells; their std is {spread:.4f}.\n")
    print("| what foretells | RMSE | CRPS | in 90 % | width of that | CPU s |\n| --- | --- | --- | --- | --- | --- |")
    for name, one in scores.items():
        print(
            f"| {name} | {np.sqrt(one.squared.mean()):.4f} | {one.crps.mean():.4f} | {100 * one.held.mean():.1f} % | "
            f"{one.width.mean():.3f} | {seconds[name]:.0f} |"
        )
    names = list(scores)
    print("\n| less CRPS than | difference | 95 % interval over wells |\n| --- | --- | --- |")
    for ours in names[:2]:
        for theirs in names[2:]:
            mean, low, high = difference(scores[ours].crps, scores[theirs].crps, of_well[everywhere])
            print(f"| {ours}, {theirs} | {mean:+.4f} | {low:+.4f} to {high:+.4f} |")


if __name__ == "__main__":
    main()
