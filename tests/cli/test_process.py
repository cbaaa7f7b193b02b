"""Processes of the real qgis_process: any Python on PATH, any number of processes, any death.

Every process of a run carries a mark in its environment, so all of them are found in /proc: workers and the resource
tracker too, whoever their parent has become.
"""

import copy
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

ALGORITHM = "stochkrig:stochastickriging"
MARK = "STOCHKRIG_TEST_RUN"
START_SECONDS = 600
END_SECONDS = 120
LONG = {"XY_DELTA": 20, "REALIZATIONS": 100_000, "METHOD": "sequential"}  # in processes, not in threads
"""About 500 × 400 cells, and hours of work."""

needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found in /proc")


@dataclass(frozen=True)
class Process:
    """A process as /proc tells of it."""

    pid: int
    words: str

    @property
    def role(self):
        """qgis, driver, worker or other (the resource tracker)."""
        if "krig_core.driver" in self.words:
            return "driver"
        if "spawn_main" in self.words:
            return "worker"
        return "qgis" if "qgis_process" in self.words else "other"


def until(condition, seconds, what):
    """Poll until a condition gives something, and return that."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)


@dataclass
class Run:
    """A run of qgis_process that can be watched and disturbed."""

    folder: Path
    mark: str = field(default_factory=lambda: secrets.token_hex(8))
    qgis: subprocess.Popen = None

    def start(self, qgis_process, parameters):
        self.temporary.mkdir(parents=True)
        self.output.mkdir()
        environment = {**qgis_process.environment, "TMPDIR": str(self.temporary), MARK: self.mark}
        words = qgis_process.words(ALGORITHM, {**parameters, **self.rasters})
        self.qgis = subprocess.Popen(
            [qgis_process.program, *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=(self.folder / "stdout").open("w"),
            stderr=(self.folder / "stderr").open("w"),
            # Where the tests themselves run in the background of a shell, Ctrl-C is ignored, and that is inherited.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        return self

    @property
    def temporary(self):
        return self.folder / "temporary"

    @property
    def output(self):
        return self.folder / "output"

    @property
    def rasters(self):
        return {"MEAN": self.output / "mean.tif", "STD": self.output / "std.tif"}

    def processes(self, role=None):
        """All that live; the dead whom nobody has buried have no environment."""
        found = []
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                if f"{MARK}={self.mark}".encode() not in (folder / "environ").read_bytes().split(b"\0"):
                    continue
                process = Process(int(folder.name), (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
            if role in (None, process.role):
                found.append(process)
        return found

    def wait_for_work(self, workers=2):
        """Wait until the job is being computed: so many workers have used processor time."""

        def busy():
            return [process for process in self.processes("worker") if _processor_seconds(process.pid) > 0.5]

        until(lambda: len(busy()) >= workers or self.qgis.poll() is not None, START_SECONDS, "workers at work")
        assert self.qgis.poll() is None, self.said()
        return self

    def end(self):
        """Wait until no process is left; return the exit status."""
        status = self.qgis.wait(END_SECONDS)
        until(lambda: not self.processes(), END_SECONDS, f"all processes ended: {self.processes()}")
        return status

    def left(self):
        """What lies where it should not: rasters, whole or half, and the job's temporary folder."""
        return [*self.output.iterdir(), *self.temporary.rglob("stochkrig_*")]

    def said(self):
        return (self.folder / "stderr").read_text() + (self.folder / "stdout").read_text()

    def kill_all(self):
        for process in self.processes():
            os.kill(process.pid, signal.SIGKILL)
        self.qgis.wait()


def _processor_seconds(pid):
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def start(qgis_process, points, tmp_path):
    """Start a run on the small layer and return it; nothing of it outlives the test."""
    runs = []

    def begin(**parameters):
        runs.append(Run(tmp_path / f"run{len(runs)}"))
        return runs[-1].start(qgis_process, {**points, "SEED": 7, **parameters})

    yield begin
    for run in runs:
        run.kill_all()


@pytest.fixture(scope="module")
def points(root, tmp_path_factory):
    """The sample's true values as INPUT and FIELD: no LAS file to read."""
    return {
        "INPUT": shutil.copy(root / "sample" / "wells.gpkg", tmp_path_factory.mktemp("points")),
        "FIELD": "phie_mean",
    }


@pytest.fixture(scope="module")
def compute(qgis_process, points, tmp_path_factory):
    """Run the sample's wells to their end; return the bytes of both rasters and all that was said."""

    def run(process=qgis_process, **parameters):
        folder = tmp_path_factory.mktemp("out")
        rasters = {"MEAN": folder / "mean.tif", "STD": folder / "std.tif"}
        done = process.run(ALGORITHM, **{**points, "XY_DELTA": 100, "REALIZATIONS": 40, **parameters, **rasters})
        assert done.returncode == 0, done.stderr + done.stdout
        return {name: path.read_bytes() for name, path in rasters.items()}, done.stderr + done.stdout

    return run


@pytest.fixture(scope="module")
def expected(compute):
    """The rasters of one process."""
    return compute(PROCESSES=1)[0]


def with_environment(qgis_process, **environment):
    changed = copy.copy(qgis_process)
    changed.environment = {**qgis_process.environment, **environment}
    return changed


def on_processes(said):
    """How many processes or threads the log says."""
    messages = json.loads(said[said.index("{") :])["log"]["info"]
    return next(text.partition(" on ")[2].split()[0] for text in messages if text.startswith("Grid of "))


# ---- which Python


def test_a_broken_python_first_on_path_is_never_started(qgis_process, compute, expected, tmp_path):
    marker = tmp_path / "started"
    folder = tmp_path / "poison"
    folder.mkdir()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for name in ("python", "python3", f"python{version}"):
        (folder / name).write_text(f"#!/bin/sh\necho $0 $* >> '{marker}'\nexit 1\n")
        (folder / name).chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    rasters, said = compute(with_environment(qgis_process, PATH=path), PROCESSES=2)
    assert not marker.exists(), marker.read_text()
    assert on_processes(said) == "2"
    assert rasters == expected


def test_an_empty_path_is_enough(qgis_process, compute, expected):
    rasters, said = compute(with_environment(qgis_process, PATH="/nonexistent"), PROCESSES=2)
    assert on_processes(said) == "2"
    assert rasters == expected


@pytest.mark.skipif(not (Path.home() / ".pyenv/shims/python3").exists(), reason="pyenv is not here")
def test_the_python_of_pyenv_first_on_path_does_no_harm(qgis_process, compute, expected):
    path = f"{Path.home() / '.pyenv/shims'}{os.pathsep}{os.environ['PATH']}"
    rasters, said = compute(with_environment(qgis_process, PATH=path), PROCESSES=2)
    assert on_processes(said) == "2"
    assert rasters == expected


def test_without_any_fit_python_the_job_runs_inside_qgis_with_a_warning(qgis_process, compute, expected, tmp_path):
    """A sitecustomize that ends every Python but the one inside qgis_process: no candidate answers the probe."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import os, pathlib\nif 'qgis' not in pathlib.Path('/proc/self/exe').resolve().name:\n    os._exit(1)\n"
    )
    rasters, said = compute(with_environment(qgis_process, PYTHONPATH=str(folder)), PROCESSES=2)
    assert "No Python could be started from QGIS" in said
    assert on_processes(said) == "1"
    assert rasters == expected


def test_the_plugin_works_from_a_folder_with_a_blank_and_an_umlaut(
    make_qgis_process, root, compute, expected, tmp_path
):
    plugins = tmp_path / "Häuser und Höfe"
    plugins.mkdir()
    (plugins / "stochastic_kriging").symlink_to(root, target_is_directory=True)
    process = make_qgis_process(tmp_path / "Heim von Jürgen", plugins).enable()
    rasters, said = compute(process, PROCESSES=2)
    assert on_processes(said) == "2"
    assert rasters == expected


# ---- how many processes


@pytest.mark.parametrize("processes", [2, 3])
def test_any_number_of_processes_makes_the_same_bytes(compute, expected, processes):
    rasters, said = compute(PROCESSES=processes)
    assert on_processes(said) == str(processes)
    assert rasters == expected


def test_logs_are_read_in_another_process_with_the_same_result(compute, sample):
    options = {**sample, "FIELD": "", "XY_DELTA": 200}
    assert compute(PROCESSES=1, **options)[0] == compute(PROCESSES=2, **options)[0]


def test_any_number_of_processes_makes_the_same_bytes_from_random_samples(compute):
    options = {"METHOD": "random-sample", "REALIZATIONS": 12, "XY_DELTA": 200}
    assert compute(PROCESSES=1, **options)[0] == compute(PROCESSES=3, **options)[0]


def test_a_fit_to_many_wells_does_not_depend_on_the_blas_that_qgis_links(compute, tmp_path):
    """GSL's CBLAS, which Debian's QGIS links, rounds a least-squares fit of this size differently."""
    rng = np.random.default_rng(1)
    table = np.column_stack([rng.uniform(0, 60_000, (190, 2)), rng.normal(70, 12, 190)])
    np.savetxt(tmp_path / "wells.csv", table, delimiter=",", header="x,y,value", comments="")
    uri = f"delimitedtext://file://{tmp_path}/wells.csv?delimiter=,&xField=x&yField=y&crs=EPSG:26912"
    options = {"INPUT": uri, "FIELD": "value", "XY_DELTA": 1000, "REALIZATIONS": 20}
    assert compute(PROCESSES=1, **options)[0] == compute(PROCESSES=2, **options)[0]


# ---- how a run ends before its time


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_nothing_is_left_when_qgis_is_ended(start, number):
    run = start(PROCESSES=2, **LONG).wait_for_work()
    run.qgis.send_signal(number)
    assert run.end() == (1 if number == signal.SIGINT else -number)
    assert run.left() == []
    assert "Traceback" not in run.said()
    assert ("Cancelled: nothing was written." in run.said()) == (number == signal.SIGINT)


@needs_proc
def test_a_job_folder_stays_whole_when_qgis_is_killed(start, tmp_path):
    folder = tmp_path / "job"
    folder.mkdir()
    (folder / "mine.npy").write_bytes(b"mine")
    run = start(PROCESSES=2, JOB_FOLDER=folder, **LONG).wait_for_work(workers=1)
    run.qgis.kill()
    run.end()
    assert run.left() == []
    assert {path.name for path in folder.iterdir()} == {"mine.npy", "job.json", "coordinates.npy", "values.npy"}


@needs_proc
def test_a_killed_driver_ends_the_run_with_a_sentence(start):
    run = start(PROCESSES=2, **LONG).wait_for_work()
    (driver,) = run.processes("driver")
    os.kill(driver.pid, signal.SIGKILL)
    assert run.end() == 1
    assert run.left() == []
    said = run.said()
    assert "The computing process ended unexpectedly (it was killed" in said
    assert "Traceback" not in said


@needs_proc
def test_a_killed_worker_changes_nothing(start):
    options = {**LONG, "XY_DELTA": 55, "PROCESSES": 2, "REALIZATIONS": 100}  # two blocks of seconds
    calm = start(**options)
    shaken = start(**options).wait_for_work(workers=1)
    worker = max(shaken.processes("worker"), key=lambda process: _processor_seconds(process.pid))
    os.kill(worker.pid, signal.SIGKILL)
    for run in (calm, shaken):
        assert run.qgis.wait(START_SECONDS) == 0, run.said()
    for name, path in calm.rasters.items():
        assert path.read_bytes() == shaken.rasters[name].read_bytes(), name
    assert not calm.processes()
    assert not shaken.processes()
