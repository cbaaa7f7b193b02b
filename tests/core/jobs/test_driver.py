"""The driver as a command: JSON in, JSON lines out, and an end when its parent ends."""

import errno
import io
import itertools
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from stochastic_kriging.krig_core import driver

MODULE = "stochastic_kriging.krig_core.driver"
MARK = "STOCHKRIG_TEST_DRIVER"
END_SECONDS = 120
"""For what takes one or two on an idle machine; the jobs that are ended take hours."""
VARIOGRAM = {"model": "spherical", "nugget": 0.1, "partial_sill": 1.0, "range": 40.0}

needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found in /proc")


def until(condition, seconds, what):
    """Poll until a condition gives something, and return that."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)


def marked(mark):
    """The living processes that carry a mark in their environment."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@pytest.fixture
def mark():
    text = secrets.token_hex(8)
    yield text
    if Path("/proc/self/environ").exists():
        for pid in marked(text):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def environment(mark):
    """Where the package is found under its name, as in QGIS."""
    return {**os.environ, "PYTHONPATH": os.environ["QGIS_PLUGINPATH"], MARK: mark}


@pytest.fixture
def make_job(tmp_path):
    """Write a job and its arrays; return the path of the JSON file."""

    def make(**changes):
        folder = tmp_path / "job"
        folder.mkdir()
        rng = np.random.default_rng(3)
        np.save(folder / "coordinates.npy", rng.uniform(0, 100, (25, 2)))
        np.save(folder / "values.npy", rng.normal(5, 1, 25))
        job = {
            "task": "stochastic-kriging",
            "coordinates": "coordinates.npy",
            "values": "values.npy",
            "x_range": [0, 100],
            "y_range": [0, 80],
            "xy_delta": 5.0,
            "realizations": 30,
            "method": "gaussian",
            "kriging_type": "ordinary",
            "seed": 1,
            "processes": 1,
            "variogram": VARIOGRAM,
            "mean": "mean.npy",
            "std": "std.npy",
        }
        path = folder / "job.json"
        path.write_text(json.dumps({**job, **changes}), encoding="utf-8")
        return path

    return make


@pytest.fixture
def drive(environment):
    """Run the command to its end; return exit status, the lines on stdout as objects, and stderr."""

    def run(*words, **options):
        done = subprocess.run(
            [sys.executable, "-m", MODULE, *map(str, words)],
            env={**environment, **options},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=900,
        )
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    return run


def name(child, path, token):
    """Name a job to one that serves."""
    child.stdin.write(json.dumps([str(path.parent), token]) + "\n")
    child.stdin.flush()


@pytest.fixture
def attach(environment):
    """Start the command the way QGIS does, with a pipe as its standard input, and ask it for a job."""
    started = []

    def start(path, token="", **options):
        child = subprocess.Popen(
            [sys.executable, "-m", MODULE, "--serve"],
            env={**environment, **options},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,
        )
        started.append(child)
        name(child, path, token)
        return child

    yield start
    for child in started:
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()


@pytest.mark.parametrize("processes", [1, 2])
def test_a_job_ends_with_its_figures_and_arrays(make_job, drive, processes):
    path = make_job(processes=processes, exact_positions=False)
    status, told, _ = drive(path)
    assert status == 0
    assert [line for line in told if line.keys() & {"done", "error"}] == told[-1:]
    done = told[-1]["done"]
    assert done["shape"] == [20, 16]
    assert done["spacing"] == [5, 5]
    assert done["origin"] == [2.5, 2.5]
    assert done["seed"] == 1
    assert done["realizations"] == 30
    assert done["data"] == 25
    assert done["variogram"]["structures"][0]["range"] == 40
    mean, std = (np.load(path.with_name(f"{name}.npy")) for name in ("mean", "std"))
    assert mean.shape == std.shape == (20, 16)
    assert done["mean_of_mean"] == pytest.approx(mean.mean())
    assert done["mean_of_std"] == pytest.approx(std.mean())
    assert std.min() == 0 < std.max()


@pytest.fixture
def add_arrays(make_job):
    """Write a job with a mask and a drift beside it."""

    def make(**changes):
        margin = [[2, 2], [2, 2]]
        drift = {"data": "drift_data.npy", "cells": "drift_cells.npy", "margin": margin}
        path = make_job(mask="mask.npy", drift=drift, kriging_type="external-drift", **changes)
        coordinates = np.load(path.with_name("coordinates.npy"))
        np.save(path.with_name("drift_data.npy"), np.sin(coordinates[:, :1] / 20))
        x, y = np.meshgrid(np.arange(-7.5, 110, 5), np.arange(-7.5, 90, 5), indexing="ij")
        np.save(path.with_name("drift_cells.npy"), np.where(y < 75, np.sin(x / 20), np.nan)[..., None])
        np.save(path.with_name("mask.npy"), np.arange(20)[:, None] + np.zeros(16) < 12)
        return path

    return make


def test_masks_and_drifts_leave_cells_out(add_arrays, drive):
    wanted = {"quantiles_file": "q.npy", "quantiles": [0.5], "realizations_file": "r.npy"}
    path = add_arrays(reproduction=True, exact_positions=False, **wanted)
    status, told, _ = drive(path)
    assert status == 0
    done = told[-1]["done"]
    mean, std, median, made = (np.load(path.with_name(f"{name}.npy")) for name in ("mean", "std", "q", "r"))
    shown = np.zeros((20, 16), dtype=bool)
    shown[:12, :15] = True  # the last row of cells lies beyond the drift
    assert not path.with_name("kept.npy").exists()
    for array in (mean, std, median[0], *made):
        assert (np.isfinite(array) == shown).all()
    assert done["empty"] == 12
    assert done["mean_of_mean"] == pytest.approx(mean[shown].mean())
    assert done["reproduction"]["checked"] == 10
    assert done["reproduction"]["wells"]["misfit"] == 0
    assert done["reproduction"]["lags"] is None  # realizations have a trend


def test_nothing_is_kept_where_a_job_ends_with_an_error(make_job, drive):
    path = make_job(realizations_file="r.npy", search_radius=1e-9, quantiles_file="q.npy", quantiles=[0.5])
    status, told, _ = drive(path)
    assert (status, "error" in told[-1]) == (1, True)
    assert any("progress" in line for line in told)  # realizations were made
    assert not path.with_name("kept.npy").exists()


@pytest.mark.parametrize(("method", "drawn"), [("gaussian", False), ("sequential", True)])
def test_quantiles_make_realizations_only_where_no_law_tells_them(make_job, drive, method, drawn):
    path = make_job(quantiles_file="q.npy", quantiles=[0.1, 0.9], method=method)
    status, told, _ = drive(path)
    assert status == 0
    assert told[-1]["done"]["drawn"] == drawn
    low, high = np.load(path.with_name("q.npy"))
    assert (low <= high).all()
    assert (low < high).any()
    assert not path.with_name("kept.npy").exists()


def test_an_open_number_of_realizations_is_told(make_job, drive):
    status, told, _ = drive(make_job(realizations=0, mc_tolerance=0.09))
    assert status == 0
    done = told[-1]["done"]
    assert done["mc_error"] <= 0.09
    assert 80 <= done["realizations"] < 494
    said = " ".join(line["message"] for line in told if "message" in line)
    assert "about 124 (at most 494) realizations" in said
    assert f"{done['realizations']} realizations were enough (`mc_tolerance` 0.09)" in said
    fractions = [line["progress"] for line in told if "progress" in line]
    assert fractions == sorted(fractions)


def test_progress_rises_through_all_stages(make_job, drive):
    # Kept, since none is drawn where only their law is asked for.
    _, told, _ = drive(make_job(realizations=2000, xy_delta=2.0, realizations_file="all.npy"))
    fractions = [line["progress"] for line in told if "progress" in line]
    assert fractions == sorted(fractions)
    assert len(fractions) > 4
    assert fractions[0] == 0
    assert fractions[-1] < 1  # the rasters are to be written


def test_what_a_library_prints_does_not_reach_the_parent(make_job, drive, tmp_path):
    """A numpy.load that prints, through Python and past it."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(
        "import os, numpy\n"
        "load = numpy.load\n"
        "def loud(*words, **options):\n"
        "    print('chatter of a library', flush=True)\n"
        "    os.write(1, b'chatter of C\\n')\n"
        "    return load(*words, **options)\n"
        "numpy.load = loud\n"
    )
    path = f"{tmp_path / 'site'}{os.pathsep}{os.environ['QGIS_PLUGINPATH']}"
    status, told, stderr = drive(make_job(), PYTHONPATH=path)
    assert status == 0
    assert "done" in told[-1]
    assert "chatter of a library" in stderr
    assert "chatter of C" in stderr


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"realizations": 1}, "`realizations`"),
        ({"realizations": 0, "mc_tolerance": 2.0}, "`mc_tolerance`"),
        ({"duplicates": "last"}, "`duplicates`"),
        ({"xy_delta": -5.0}, "`xy_delta`"),
        ({"xy_delta": 1e-4}, "`xy_delta`"),
        ({"task": "tea"}, "task is 'tea'"),
        ({"coordinates": "nowhere.npy"}, "nowhere.npy"),
        ({"xy_detla": 5.0}, "'xy_detla' is no key of the job. Should it be 'xy_delta'?"),
        ({"mean": "../mean.npy"}, "`mean` is '../mean.npy'. Should be the plain name of a .npy file"),
        ({"seed": "42"}, "`seed` is '42'. Should be a whole number of at least 0, or null."),
    ],
    ids=lambda value: None if isinstance(value, dict) else value,
)
def test_a_bad_job_ends_with_one_sentence(make_job, drive, changes, words):
    status, told, stderr = drive(make_job(**changes))
    assert status == 1
    assert [line for line in told if line.keys() & {"done", "error"}] == told[-1:]
    assert words in told[-1]["error"]
    assert "Traceback" not in stderr


@pytest.mark.parametrize("content", [b"", b'{"task": ', b"[]", b"\xff\xfe\x00"], ids=["empty", "cut", "list", "binary"])
def test_a_broken_job_file_is_one_sentence(make_job, drive, content):
    path = make_job()
    path.write_bytes(content)
    status, told, stderr = drive(path)
    assert status == 1
    assert len(told) == 1
    assert told[0]["error"].startswith("Invalid job job.json")
    assert "Traceback" not in stderr


def test_a_missing_job_file_is_one_sentence(tmp_path, drive):
    status, told, stderr = drive(tmp_path / "none.json")
    assert status == 1
    assert len(told) == 1
    assert told[0]["error"].startswith("Invalid job none.json")
    assert "Traceback" not in stderr


def test_well_values_are_a_job(root, tmp_path, drive):
    files = sorted(map(str, (root / "sample" / "las").glob("*.las")))[:3]
    names = [Path(file).stem for file in files]
    limits = {"tops": [None] * 3, "bottoms": [None] * 3, "need_top": False, "need_bottom": False}
    job = {
        "task": "well-values",
        "files": [*files, str(tmp_path / "none.las")],
        "names": names,
        "curve": "PHIE",
        **limits,
    }
    path = tmp_path / "job.json"
    path.write_text(json.dumps(job), encoding="utf-8")
    status, told, _ = drive(path)
    assert status == 0
    done = told[-1]["done"]
    assert done["well"] == [0, 1, 2]
    assert np.isfinite(done["value"]).all()
    assert done["skipped"] == [[str(tmp_path / "none.las"), "there is no such file"]]


def test_a_name_that_is_not_utf_8_comes_back_as_it_was(root, tmp_path, drive):
    good = sorted((root / "sample" / "las").glob("*.las"))[0]
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.las")
    Path(name).write_bytes(good.read_bytes())
    bad = name.replace("caf", "junk")
    Path(bad).write_text("junk")
    limits = {"tops": [None], "bottoms": [None], "need_top": False, "need_bottom": False}
    job = {"task": "well-values", "files": [name, bad], "names": [good.stem], "curve": "PHIE", **limits}
    path = tmp_path / "job.json"
    path.write_text(json.dumps(job), encoding="utf-8")
    status, told, _ = drive(path)
    assert status == 0
    assert told[-1]["done"]["read"] == 1
    assert told[-1]["done"]["skipped"] == [[bad, "it is not a LAS file: no line begins with ~"]]


@needs_proc
@pytest.mark.parametrize("processes", [1, 2])
def test_the_end_of_standard_input_ends_everything(make_job, attach, mark, processes):
    path = make_job(realizations=1_000_000, xy_delta=0.5, processes=processes, method="sequential")
    path.with_name(".stochkrig").write_text("token")
    child = attach(path, "token")
    told = (json.loads(line)["progress"] for line in child.stdout if "progress" in line)
    _, draw = itertools.islice(told, 2)
    assert next(fraction for fraction in told if fraction > draw) < 1  # a realization has been made
    assert len(marked(mark)) > processes - 1
    child.stdin.close()
    until(lambda: not marked(mark), END_SECONDS, "all processes ended")
    assert child.wait(END_SECONDS) != 0
    assert not path.parent.exists()


@pytest.mark.parametrize(
    ("text", "token"),
    [(None, ""), (None, "token"), ("token", ""), ("token", "another"), ("token\n", "token"), ("", "")],
)
def test_a_folder_that_is_not_marked_stays_whole(make_job, attach, text, token):
    path = make_job(realizations=1_000_000, xy_delta=0.5)
    if text is not None:
        path.with_name(".stochkrig").write_text(text)
    before = set(path.parent.iterdir())
    child = attach(path, token)
    child.stdin.close()
    assert child.wait(END_SECONDS) != 0
    assert before <= set(path.parent.iterdir())


def test_a_mark_that_is_a_link_marks_nothing(make_job, attach, tmp_path):
    path = make_job(realizations=1_000_000, xy_delta=0.5)
    (tmp_path / "mark").write_text("token")
    path.with_name(".stochkrig").symlink_to(tmp_path / "mark")
    before = set(path.parent.iterdir())
    child = attach(path, "token")
    child.stdin.close()
    assert child.wait(END_SECONDS) != 0
    assert before <= set(path.parent.iterdir())


def test_realizations_in_a_shared_folder_are_removed_when_the_job_is_ended(make_job, attach, tmp_path):
    pytest.importorskip("distributed", reason="dask[distributed] is not installed")
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "precious.npy").write_bytes(b"mine")
    nobody = "tcp://127.0.0.1:9"  # the job waits for an answer as long as this test takes
    path = make_job(
        engine="dask", scheduler=nobody, shared_folder=str(shared), realizations_file="realizations.npy", xy_delta=1.0
    )
    path.with_name(".stochkrig").write_text("token")
    child = attach(path, "token")
    until(lambda: list(shared.glob(".stochkrig_*.npy")), END_SECONDS, "realizations are kept")
    child.stdin.close()
    assert child.wait(END_SECONDS) != 0
    assert [file.name for file in shared.iterdir()] == ["precious.npy"]
    assert not path.parent.exists()


def test_only_the_jobs_own_files_are_removed_from_a_marked_folder(make_job, attach, tmp_path):
    path = make_job(realizations=1_000_000, xy_delta=0.5)
    path.with_name(".stochkrig").write_text("token")
    (tmp_path / "precious.npy").write_bytes(b"mine")
    path.with_name("link.npy").symlink_to(tmp_path / "precious.npy")
    path.with_name("notes.txt").write_text("mine")
    (path.parent / "folder.d").mkdir()
    (path.parent / "folder.d" / "values.npy").write_bytes(b"mine")
    child = attach(path, "token")
    child.stdin.close()
    assert child.wait(END_SECONDS) != 0
    assert (tmp_path / "precious.npy").read_bytes() == b"mine"
    assert {file.name for file in path.parent.iterdir()} == {"notes.txt", "folder.d"}
    assert (path.parent / "folder.d" / "values.npy").read_bytes() == b"mine"


def test_an_empty_standard_input_does_not_end_a_job_of_the_command_line(make_job, drive):
    path = make_job(realizations=2000, xy_delta=2.0)
    status, told, _ = drive(path)
    assert status == 0
    assert "done" in told[-1]
    assert path.exists()


def test_one_that_serves_takes_job_after_job_and_removes_the_latest_when_it_ends(make_job, attach, tmp_path):
    path = make_job(method="sequential")
    folder, token = path.parent, "token"
    child = attach(path, token)

    def answer():
        while not (told := json.loads(child.stdout.readline())).keys() & {"done", "error"}:
            pass
        return told, (folder / "mean.npy").read_bytes()

    def ask(job):
        path.write_text(job, encoding="utf-8")
        name(child, path, token)
        return answer()

    job = path.read_text(encoding="utf-8")
    first, maps = answer()
    other, others = ask(json.dumps({**json.loads(job), "seed": 2}))
    wrong, _ = ask("{")
    again, same = ask(job)
    assert first["done"]["seed"] == again["done"]["seed"] == 1
    assert other["done"]["seed"] == 2
    assert "Should be a JSON file" in wrong["error"]
    assert maps == same != others
    (folder / ".stochkrig").write_text(token)
    child.stdin.close()
    assert child.wait(END_SECONDS) != 0
    assert not folder.exists()
    assert tmp_path.exists()


def test_one_to_whom_nobody_listens_any_more_waits_for_its_end_and_cleans_up(make_job, attach):
    """Where QGIS is killed both pipes end, and the output may be the first that is noticed."""
    path = make_job()
    path.write_text("{", encoding="utf-8")
    (path.parent / ".stochkrig").write_text("token")
    child = attach(path, "token")
    child.stdout.close()
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(3)
    child.stdin.close()
    assert child.wait(END_SECONDS) != 0
    assert not path.parent.exists()


def test_any_output_that_cannot_be_written_is_one_to_which_nobody_listens():
    """Windows calls a pipe that is broken an invalid argument."""

    class Broken(io.StringIO):
        def write(self, text):
            raise OSError(errno.EINVAL, "Invalid argument")

    with pytest.raises(BrokenPipeError, match="Invalid argument"):
        driver._Lines(Broken()).write(message="A job goes on.")


def test_a_file_that_cannot_be_removed_keeps_no_other_one(tmp_path):
    """Windows removes no file that is mapped; here it is a folder of such a name."""
    for number in range(8):
        (tmp_path / f"{number}.npy").write_bytes(b"")
    (tmp_path / "kept.npy").mkdir()
    (tmp_path / "job.json").write_text("{}", encoding="utf-8")
    (tmp_path / ".stochkrig").write_text("token", encoding="utf-8")
    driver._remove(tmp_path, "token")
    assert [path.name for path in tmp_path.iterdir()] == ["kept.npy"]


def test_a_driver_is_given_either_a_job_or_serves(make_job, drive):
    path = make_job()
    for words in ([], ["--serve", path]):
        status, told, words_of_it = drive(*words)
        assert (status, told) == (2, [])
        assert "give either a job or --serve" in words_of_it


@pytest.fixture
def reference_blas(environment):
    """The environment in which a distribution's NumPy takes the reference BLAS."""
    files = [path for name in ("blas", "lapack") for path in Path("/usr/lib").glob(f"*/{name}/lib{name}.so.3")]
    slow = {"LD_LIBRARY_PATH": ":".join(str(path.parent) for path in files)}
    question = "from stochastic_kriging.krig_core.blas import slow_blas; print(slow_blas())"
    words = [sys.executable, "-c", question]
    answer = subprocess.run(words, env={**environment, **slow}, capture_output=True, text=True, check=True).stdout
    if not files or answer.strip() == "None":
        pytest.skip("this NumPy has a BLAS of its own, or there is no other")
    assert answer.startswith("libblas.so.3")
    return slow


@pytest.mark.parametrize("task", ["kriging", "stochastic-kriging"])
def test_a_slow_blas_is_told_once_where_it_will_be_felt(make_job, attach, drive, reference_blas, task):
    path = make_job(realizations=2)
    job = json.loads(path.read_text())
    if task == "kriging":
        job = {
            name: value for name, value in job.items() if name not in ("realizations", "method", "seed", "processes")
        }
        job.update(task=task, max_data=None, min_data=None, search_radius=None, exact=True)
        path.write_text(json.dumps(job))

    def told(lines):
        return [line["warning"] for line in lines if "BLAS" in line.get("warning", "")]

    status, lines, _ = drive(path, **reference_blas)
    assert (status, told(lines)) == (0, [])
    data, more = (1000, {}) if task == "kriging" else (400, {"realizations": 100_000})
    places = np.random.default_rng(4).uniform(0, 100, (data, 2))
    np.save(path.with_name("coordinates.npy"), places)
    np.save(path.with_name("values.npy"), places[:, 0])
    path.write_text(json.dumps({**job, **more, "xy_delta": 0.8}))
    for environment, count in ((reference_blas, 1), ({}, 0)):
        lines = map(json.loads, attach(path, **environment).stdout)
        begin = list(itertools.takewhile(lambda line: "progress" not in line, lines))
        assert any("Grid of " in line.get("message", "") for line in begin)
        warnings = told(begin)
        assert len(warnings) == count
        assert all("NumPy has a slow BLAS (libblas.so.3" in text for text in warnings)
        assert all("the package libopenblas0-pthread" in text for text in warnings)
