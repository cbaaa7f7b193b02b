"""The Python that stays: one for many jobs, the bytes of a fresh one, and gone whenever QGIS is."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback
from stochastic_kriging.krig_core.errors import Cancelled
from stochastic_kriging.krig_core.jobs.schema import job_of
from stochastic_kriging.provider.runner import run_job
from stochastic_kriging.provider.session import Session

SIMULATION = {
    "task": "stochastic-kriging", "coordinates": "xy.npy", "values": "values.npy", "kriging_type": "ordinary",
    "variogram": {"model": "spherical", "nugget": 1.0, "partial_sill": 40.0, "range": 600.0}, "transform": "none",
    "x_range": [0, 1000], "y_range": [0, 1000], "xy_delta": 25, "realizations": 12, "method": "gaussian", "seed": 4,
    "processes": 1, "mean": "mean.npy", "std": "std.npy",
}  # fmt: skip
MARK = "STOCHKRIG_TEST_SESSION"
SECONDS = 120

HOST = """
import sys
sys.path.insert(0, sys.argv[1])
import numpy as np
from qgis.core import QgsApplication, QgsProcessingFeedback
application = QgsApplication([], False)
application.initQgis()
from stochastic_kriging.krig_core.jobs.schema import job_of
from stochastic_kriging.provider.runner import run_job
from stochastic_kriging.provider.session import Session
import json
class Feedback(QgsProcessingFeedback):
    def pushInfo(self, text):
        print("at work", flush=True)
rng = np.random.default_rng(7)
points = rng.uniform(0, 1000, (40, 2))
arrays = {"xy.npy": points, "values.npy": points[:, 0] / 20 + rng.normal(0, 1, 40)}
session = Session()
run_job(job_of(json.loads(sys.argv[2])), arrays, Feedback(False), carry_out=session.carry_out)
"""


@pytest.fixture
def arrays():
    rng = np.random.default_rng(7)
    points = rng.uniform(0, 1000, (40, 2))
    return {"xy.npy": points, "values.npy": 50 + 10 * np.sin(points[:, 0] / 200) + rng.normal(0, 1, 40)}


@pytest.fixture
def session(qgis_app):
    made = Session()
    yield made
    made.close()


def ask(session, arrays, feedback=None, **changes):
    job = job_of({**SIMULATION, **changes})
    return run_job(job, arrays, feedback or QgsProcessingFeedback(False), carry_out=session.carry_out)


def test_bytes_are_those_of_a_fresh_process_whatever_was_asked_before(session, arrays):
    _, fresh = run_job(job_of(SIMULATION), arrays, QgsProcessingFeedback(False))
    ask(session, arrays, seed=9, method="sequential")
    ask(session, arrays, processes=2)
    _, again = ask(session, arrays)
    _, third = ask(session, arrays)
    for name, array in fresh.items():
        assert again[name].tobytes() == third[name].tobytes() == array.tobytes()


def test_one_process_takes_all_jobs_and_says_what_the_other_says(session, arrays):
    said, same = QgsProcessingFeedback(False), QgsProcessingFeedback(False)
    twice = {**arrays, "xy.npy": np.concatenate([arrays["xy.npy"][:1], arrays["xy.npy"][:39]])}
    ask(session, arrays)
    process = session._child._process
    ask(session, twice, said)
    run_job(job_of(SIMULATION), twice, same)
    assert session._child._process is process
    assert "coincide" in said.textLog()
    assert [line for line in said.textLog().splitlines() if "second" not in line] == [
        line for line in same.textLog().splitlines() if "second" not in line
    ]


def test_an_error_leaves_the_process_and_closing_ends_it(session, arrays):
    with pytest.raises(QgsProcessingException, match="XY_DELTA"):
        ask(session, arrays, xy_delta=1e-9)
    process = session._child._process
    assert process.poll() is None
    ask(session, arrays)
    assert session._child._process is process
    session.close()
    session.close()
    assert process.poll() is not None
    ask(session, arrays)
    assert session._child._process is not process


def test_a_job_that_is_cancelled_is_no_error_and_ends_the_process(session, arrays):
    ask(session, arrays)
    process, feedback = session._child._process, QgsProcessingFeedback(False)
    feedback.cancel()
    with pytest.raises(Cancelled):
        ask(session, arrays, feedback)
    assert process.poll() is not None


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="files in use are found in /proc")
@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_files_of_a_job_are_closed_when_it_has_answered(session, arrays, method):
    """Windows keeps a folder in which a file is in use."""
    kept = {"realizations_file": "all.npy", "quantiles": [0.1, 0.9], "quantiles_file": "quantiles.npy"}
    job = job_of({**SIMULATION, **kept, "method": method, "processes": 2})

    def in_use(_result, written):
        assert set(written) == {"mean.npy", "std.npy", "all.npy", "quantiles.npy"}
        process = Path(f"/proc/{session._child._process.pid}")
        files = [*(process / "maps").read_text().splitlines(), *map(os.readlink, (process / "fd").iterdir())]
        return [file for file in files if "stochkrig_" in file]

    assert run_job(job, arrays, QgsProcessingFeedback(False), receive=in_use, carry_out=session.carry_out) == []


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found in /proc")
@pytest.mark.parametrize("death", ["SIGKILL", "SIGTERM"])
def test_when_qgis_is_killed_neither_process_nor_folder_is_left(tmp_path, death):
    mark = f"{os.getpid()}-{death}"
    plugins = next(entry for entry in sys.path if (Path(entry) / "stochastic_kriging").exists())
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary), MARK: mark, "QT_QPA_PLATFORM": "offscreen"}
    work = json.dumps({**SIMULATION, "xy_delta": 2, "realizations": 1_000_000, "method": "sequential"})
    host = subprocess.Popen(
        [sys.executable, "-c", HOST, plugins, work], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert host.stdout.readline().strip() == "at work"
        assert list(temporary.rglob("stochkrig_*"))
        assert len(living(mark)) >= 2
        host.send_signal(getattr(signal, death))
        host.wait(SECONDS)
        end = time.monotonic() + SECONDS
        while living(mark) or list(temporary.rglob("stochkrig_*")):
            assert time.monotonic() < end, (living(mark), list(temporary.rglob("stochkrig_*")))
            time.sleep(0.05)
    finally:
        host.kill()
        host.wait()
        host.stdout.close()


def living(mark):
    """Processes that live and have a mark in their environment."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
            except OSError:
                continue
    return found
