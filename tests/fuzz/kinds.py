"""What is fuzzed: each kind makes an input from a generator, and tries it.

Law: what is wrong with an input ends in a KrigingError, which is a sentence. Whatever else is raised is a bug.
"""

import contextlib
import json
import pickle
from pathlib import Path

import numpy as np
from stochastic_kriging.krig_core.driver import read_job
from stochastic_kriging.krig_core.errors import KrigingError
from stochastic_kriging.krig_core.jobs.schema import run
from stochastic_kriging.krig_core.variogram.models import Structure, Variogram
from stochastic_kriging.krig_core.variogram.notation import from_gslib, from_gstat, to_gslib, to_gstat
from stochastic_kriging.krig_core.wells.deviation import Surveys
from stochastic_kriging.krig_core.wells.las import read_las
from stochastic_kriging.krig_core.wells.log import Log

from .mutation import NUMBERS, TOKENS, pick, spoilt_bytes, spoilt_json, spoilt_lines

ROOT = Path(__file__).resolve().parents[2]


class BugError(Exception):
    """Something that must not happen, although nothing was raised."""


class Las:
    """A LAS file, below 1 MB."""

    seconds = 2.0

    def __init__(self):
        files = sorted((ROOT / "sample" / "las").glob("*.las"))[::6] + sorted((ROOT / "tests" / "cases").rglob("*.las"))
        self.seeds = [content for content in (path.read_bytes()[:60_000] for path in files) if content]

    def make(self, rng):
        way = rng.random()
        content = pick(rng, self.seeds)
        if way < 0.35:
            return spoilt_bytes(rng, content)
        if way < 0.7:
            return spoilt_lines(rng, content)
        if way < 0.8:
            return spoilt_bytes(rng, spoilt_lines(rng, content))
        return self.monster(rng, content)

    def monster(self, rng, content):
        """Much of one thing: equal mnemonics, curves, sections, a word, a line, columns."""
        count = int(10 ** rng.uniform(1, 4))
        curve = content.find(b"~C")
        way = int(rng.integers(7))
        if way == 0:
            names = b"".join(b" GR.API : \n" for _ in range(count))
            return content[:curve] + b"~Curve\n DEPT.M :\n" + names + b"~A\n1 " + b"2 " * count + b"\n"
        if way == 1:
            names = b"".join(b" C%d.API : \n" % number for number in range(count))
            return content[:curve] + b"~Curve\n DEPT.M :\n" + names + b"~A\n" + (b"1 " + b"2 " * count + b"\n") * 3
        if way == 2:
            return content + pick(rng, (b"~A\n1 2\n", b"~C\n", b"~O\nx\n", b"~W\n", b"~A x | y\n")) * count
        if way == 3:
            return content + pick(rng, TOKENS)[:1] * min(100 * count, 900_000)
        if way == 4:
            return content[:curve] + b" X." + b"y" * min(100 * count, 900_000) + b" 1 : z\n" + content[curve:]
        if way == 5:
            return content + b"1 " * min(50 * count, 450_000)
        return content.replace(b"VERS", b"VERS. 3.0 :\n DLM . COMMA\n VERS", 1) + b",".join([b"1"] * count) + b"\n"

    def attempt(self, content, folder):
        path = folder / "case.las"
        path.write_bytes(content)
        las = read_las(path)
        log, header = Log.of(las), las.header
        if len(log.index) != len(next(iter(log.streams.values()), log.index)):
            raise BugError("curves of another length than the index")
        dict(header)


class VariogramFile:
    """What VARIOGRAM_FILE holds, and texts of gstat and GSLIB."""

    seconds = 2.0

    def make(self, rng):
        models = ("spherical", "exponential", "gaussian", "matern", "cubic", "stable", "hole-effect", "power")
        structures = tuple(
            Structure(pick(rng, models), float(rng.random()), float(rng.uniform(1, 1e4)), float(rng.uniform(0, 180)))
            for _ in range(int(rng.integers(0, 4)))
        )
        variogram = Variogram(float(rng.random()), structures)
        way = rng.random()
        with contextlib.suppress(KrigingError):
            if way < 0.15:
                return b"gstat" + spoilt_bytes(rng, to_gstat(variogram).encode())
            if way < 0.3:
                return b"gslib" + spoilt_bytes(rng, to_gslib(variogram).encode())
        return spoilt_json(rng, json.loads(variogram.to_json()))

    def attempt(self, content, folder):
        text = content.decode("utf-8", "replace")
        readers = {"gstat": from_gstat, "gslib": from_gslib}
        read = readers.get(text[:5], Variogram.from_json)
        variogram = read(text[5:] if text[:5] in readers else text)
        str(variogram)
        if Variogram.from_json(variogram.to_json()) != variogram:
            raise BugError("it is not read back as it was written")
        with contextlib.suppress(KrigingError):
            to_gstat(variogram)
            to_gslib(variogram)


class Job:
    """A job and its arrays."""

    seconds = 20.0  # some wrong numbers make work that is wanted

    def __init__(self):
        rng = np.random.default_rng(0)
        self.coordinates, self.values = rng.uniform(0, 100, (12, 2)), rng.normal(5, 1, 12)
        spherical = {"model": "spherical", "nugget": 0.1, "partial_sill": 1.0, "range": 40.0}
        grid = {
            "coordinates": "coordinates.npy", "values": "values.npy", "x_range": [0, 100], "y_range": [0, 80],
            "xy_delta": 10.0, "kriging_type": "ordinary", "variogram": spherical, "mean": "mean.npy", "std": "std.npy",
        }  # fmt: skip
        las = sorted((ROOT / "sample" / "las").glob("*.las"))[0]
        wells = {"names": [las.stem, "B"], "tops": [None, 10.0], "bottoms": [None, 20.0]}
        needs = {"need_top": False, "need_bottom": False}
        self.jobs = (
            {"task": "stochastic-kriging", **grid, "realizations": 4, "method": "gaussian", "seed": 1, "processes": 1,
             "transform": "normal-score", "duplicates": "mean", "search_radius": 80.0,
             "quantiles": [0.1, 0.9], "quantiles_file": "quantiles.npy", "reproduction": True},
            {"task": "stochastic-kriging", **grid, "realizations": 4, "method": "sequential", "seed": 1, "processes": 1,
             "max_data": 8, "kriging_type": "external-drift",
             "drift": {"data": "drift_data.npy", "cells": "drift_cells.npy", "margin": [[1, 1], [0, 0]]}},
            {"task": "kriging", **grid, "max_data": 8, "min_data": 1, "search_radius": 50.0, "max_per_octant": 2,
             "block_points": 2, "exact": False, "error": "error.npy", "mask": "mask.npy"},
            {"task": "kriging", **grid, "max_data": None, "min_data": None, "search_radius": None,
             "variogram": {"json": Variogram.spherical(partial_sill=1, range=40).to_json()}},
            {"task": "cross-validation", "coordinates": "coordinates.npy", "values": "values.npy", "split": "wells",
             "groups": "wells.npy", "kriging_type": "ordinary", "variogram": {}, "transform": "normal-score",
             "refit": True, "models": ["spherical", "gaussian"], "predictions": "predictions.npy"},
            {"task": "cross-validation", "coordinates": "coordinates.npy", "values": "values.npy", "split": "blocks",
             "folds": 3, "kriging_type": "external-drift", "drift": "drift_data.npy", "error": "error.npy",
             "variogram": spherical, "max_data": 8, "search_radius": 80.0, "predictions": "predictions.npy"},
            {"task": "next-wells", **grid, "count": 2, "objective": "exceedance", "threshold": 5.0, "exact": False,
             "transform": "log", "candidates": "candidates.npy", "cost": "cost.npy", "min_distance": 5.0},
            {"task": "next-wells", **grid, "count": 2, "objective": "zone", "zones": "zones.npy", "mask": "mask.npy",
             "variogram": {"model": "exponential"}, "variogram_uncertainty": "posterior", "error": None},
            {"task": "next-wells", **grid, "count": 3, "error": "error.npy", "kriging_type": "external-drift",
             "drift": {"data": "drift_data.npy", "cells": "drift_cells.npy", "margin": [[1, 1], [0, 0]]}},
            {"task": "volumes", "areas": "areas.npy", "top_surface": "top.npy", "base_surface": "base.npy",
             "contact": 1.5, "porosity": "base.npy", "fvf": 1.2, "z_reference": "depth", "zones": "zones.npy"},
            {"task": "variogram", "coordinates": "coordinates.npy", "values": "values.npy", "transform": "none",
             "models": ["spherical"], "lags": 5, "tolerance": 22.5, "detrend": 0, "anisotropy": False},
            {"task": "pairs", "coordinates": "coordinates.npy", "values": "values.npy", "transform": "normal-score",
             "lags": 5, "lag": 2, "max_distance": 90.0, "detrend": 1, "most": 20, "pairs": "pairs.npy",
             "scores": "scores.npy"},
            {"task": "well-values", "files": [str(las)], "curve": "PHIE", **wells, **needs, "processes": 1},
            {"task": "las-points", "files": [str(las)],
             "question": {"curve": "PHIE", **wells, **needs, "interval": 2.0},
             "surveys": {"names": ["B", "B"], "stations": [[0, 0, 0], [100, 10, 90]]}, "elevations": [None, 600.0],
             "reference": "depth", "check": True, "processes": 1, "points": "points.npy"},
        )  # fmt: skip
        self.arrays = {
            "coordinates.npy": self.coordinates, "values.npy": self.values, "mask.npy": np.ones((10, 8), bool),
            "error.npy": np.full(12, 0.1), "drift_data.npy": self.coordinates[:, :1], "wells.npy": np.arange(12) // 3,
            "drift_cells.npy": np.ones((12, 8, 1)) * np.arange(12.0)[:, None, None],
            "candidates.npy": 100 - self.coordinates, "cost.npy": np.arange(12.0), "areas.npy": np.full(8, 100.0),
            "zones.npy": np.array([[0, 3, 1.0], [0, 4, 0.5], [1, 4, 0.5]]),
            "top.npy": np.ones((2, 1, 8, 10)), "base.npy": rng.uniform(0, 2, (2, 1, 8, 10)),
        }  # fmt: skip

    def make(self, rng):
        job = pick(rng, self.jobs)
        arrays = dict(self.arrays)
        if rng.random() < 0.3:
            name = pick(rng, list(arrays))
            arrays[name] = self.spoilt_array(rng, arrays[name])
            text = json.dumps(job).encode()
        else:
            # Of these any number would be work that is wanted, or other processes.
            text = spoilt_json(rng, job, keep=("realizations", "processes", "engine", "scheduler"))
        return text, arrays

    def spoilt_array(self, rng, array):
        way = int(rng.integers(9))
        if way == 0:
            return pick(rng, (array[:0], array[..., None], array.T, array[:1], np.array(1.0), array[:5]))
        if way == 1:
            return array.astype(pick(rng, ("U5", "S3", "c16", "f4", "i4", "bool", "M8[s]", "V4", "O")))
        if way == 2 and array.dtype.kind == "f":
            changed = array.copy()
            changed.flat[int(rng.integers(changed.size))] = pick(
                rng, (np.nan, np.inf, -np.inf, 1e308, -1e308, 1e-320, 1e40)
            )
            return changed
        if way == 3:
            return array * 0
        if way == 4 and array.dtype.kind == "f":
            return array * pick(rng, (1e300, 1e-300, -1.0, 1e20))
        if way == 5:
            return pick(rng, (b"", b"junk", b"\x93NUMPY", b"PK\x03\x04", pickle.dumps(array)))
        if way == 6:
            return None
        if way == 7:
            header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 2), }"
            return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
        return "spoilt"

    def attempt(self, case, folder):
        text, arrays = case
        inside = folder / "job"
        inside.mkdir(exist_ok=True)
        for name, array in arrays.items():
            self.write(inside / name, array)
        (inside / "job.json").write_bytes(text)
        (folder / "x.npy").write_bytes(b"precious")
        before = {path.name for path in folder.iterdir()}
        try:
            run(read_job(inside / "job.json"), inside, Silence())
        finally:
            if (folder / "x.npy").read_bytes() != b"precious" or {path.name for path in folder.iterdir()} != before:
                raise BugError("a job has written outside its folder")

    @staticmethod
    def write(path, array):
        if isinstance(array, bytes):
            path.write_bytes(array)
        elif isinstance(array, str):
            np.save(path, np.arange(4.0))
            path.write_bytes(path.read_bytes()[:-5])
        elif array is not None:
            np.save(path, array, allow_pickle=True)


class Silence:
    """A Reporter that tells nobody."""

    def message(self, text):
        json.dumps(text)

    warning = message

    def progress(self, fraction, text):
        if not -1e-9 <= fraction <= 1 + 1e-9:
            raise BugError(f"progress of {fraction}")


class Survey:
    """A table of stations, and depths at which to look."""

    seconds = 2.0

    def make(self, rng):
        count = int(rng.integers(0, 60))
        depth = np.cumsum(rng.uniform(0, 100, count))
        table = np.column_stack([depth, rng.uniform(0, 120, count), rng.uniform(-360, 720, count)]).tolist()
        names = [pick(rng, ("A", "A", "a-", "B", "", None, 7, 7.0)) for _ in range(count)]
        for _ in range(int(rng.integers(0, 4))):
            if table:
                table[int(rng.integers(count))][int(rng.integers(3))] = pick(
                    rng, [float(value) for value in NUMBERS if abs(value) < 1e308] + [None, float("nan"), float("inf")]
                )
        depths = [float(pick(rng, (0.0, -5.0, 1e5, 1e300, 50.0, float(rng.uniform(0, 5000))))) for _ in range(5)]
        return json.dumps([names, table, depths]).encode()

    def attempt(self, content, folder):
        names, table, depths = json.loads(content)
        stations = np.array(table, dtype=float).reshape(-1, 3)
        surveys = Surveys.of(names, *stations.T)
        for survey in surveys.by_name.values():
            if not isinstance(survey, str) and survey.at(np.array(depths)).shape != (5, 3):
                raise BugError("another shape")


KINDS = {"las": Las, "variogram": VariogramFile, "job": Job, "survey": Survey}
