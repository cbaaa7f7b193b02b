"""What many runs in one QGIS leave open, in memory and on disk: nothing."""

import collections
import gc
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingUtils

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are found in /proc")

RUNS = {
    "stochkrig:lastopoints": 10,
    "stochkrig:variogram": 5,
    "stochkrig:kriging": 5,
    "stochkrig:stochastickriging": 5,
}


@pytest.fixture(scope="module")
def carry_out():
    """None: each run starts a Python of its own, as those of users do."""


def open_files():
    """How often each file is open."""
    found = collections.Counter()
    for number in Path("/proc/self/fd").iterdir():
        try:
            found[str(number.readlink())] += 1
        except OSError:  # that of the listing
            continue
    return found


def resident_megabytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.fixture
def once(run, make_layer, root, tmp_path):
    """Run an algorithm with all its outputs, on layers in memory, which QGIS itself keeps no file open for."""
    rng = np.random.default_rng(4)
    places = rng.uniform((500_000, 6_100_000), (510_000, 6_108_000), (12, 2)).tolist()
    names = [f"SK321040{number:02}" for number in range(1, 13)]
    layer = make_layer(places, value=rng.normal(size=12).tolist(), name=names)
    logs = [str(path) for path in sorted((root / "sample" / "las").glob("*.las"))[:4]]
    texts = {name: str(tmp_path / f"{name}{end}") for name, end in {"VARIOGRAM": ".json", "REPORT": ".html"}.items()}
    parameters = {
        "stochkrig:lastopoints": {"LAS_FILES": logs, "CURVE": "PHIE", "PER_WELL": True, "Z_REFERENCE": "depth"},
        "stochkrig:variogram": {**texts, "TABLE": str(tmp_path / "table.csv")},
        "stochkrig:kriging": {"VARIOGRAM": texts["VARIOGRAM"]},
        "stochkrig:stochastickriging": {**texts, "QUANTILES": str(tmp_path / "q.tif"), "REALIZATIONS": 4},
    }
    parameters["stochkrig:lastopoints"] |= {"OUTPUT": str(tmp_path / "points.csv"), "SKIPPED": str(tmp_path / "s.csv")}

    def made(algorithm):
        given = {"XY_DELTA": 1000, "INPUT": layer, "FIELD": "value"}
        if algorithm == "stochkrig:lastopoints":
            given = {"WELLS": layer, "WELL_FIELD": "name", "XY_DELTA": None}
        return run(algorithm=algorithm, **{**given, **parameters[algorithm]})

    return made


def test_many_runs_leave_nothing(once, tmp_path):
    for algorithm in RUNS:
        for _ in range(2):
            once(algorithm)  # what is loaded once and kept
    gc.collect()
    files, threads, memory = open_files(), threading.active_count(), resident_megabytes()
    left = set(Path(QgsProcessingUtils.tempFolder()).iterdir())
    outputs = sorted(path.name for path in tmp_path.iterdir())
    for algorithm, count in RUNS.items():
        for _ in range(count):
            once(algorithm)
    gc.collect()
    # What others left before may have gone meanwhile.
    assert open_files() - files == collections.Counter()
    assert threading.active_count() <= threads
    assert not set(Path(QgsProcessingUtils.tempFolder()).iterdir()) - left
    assert sorted(path.name for path in tmp_path.iterdir()) == outputs
    assert not [name for name in outputs if name.startswith(".")]
    assert resident_megabytes() - memory < 3
