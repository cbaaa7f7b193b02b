"""Where the work is done: a Dask cluster, or a batch machine that gets the job as a folder."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsSettings
from stochastic_kriging.provider import interpreter
from stochastic_kriging.provider.runner import one_python
from stochastic_kriging.tests.core.workforce.cluster import LoopbackCluster

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def carry_out():
    """None: each run starts a Python of its own, as those of users do."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="starts and ends processes as Linux does")
def test_a_dask_cluster_makes_the_same_rasters(run, wells, tmp_path):
    pytest.importorskip("distributed", reason="dask[distributed] is not installed")
    kept = "REALIZATIONS_OUTPUT"
    paths = {name: str(tmp_path / f"{name}.tif") for name in ("MEAN", "STD", kept)}
    run(INPUT=wells, FIELD="value", REALIZATIONS=25, **paths)
    (tmp_path / "cluster").mkdir()
    (tmp_path / "shared").mkdir()
    cluster = LoopbackCluster(tmp_path / "cluster")
    try:
        result = run(
            INPUT=wells,
            FIELD="value",
            REALIZATIONS=25,
            ENGINE="dask",
            SCHEDULER=cluster.address,
            SHARED_FOLDER=str(tmp_path / "shared"),
            **{name: str(tmp_path / f"dask_{name}.tif") for name in paths},
        )
    finally:
        cluster.stop()
    assert f"on the Dask cluster at {cluster.address}" in result.log
    for name, path in paths.items():
        assert (tmp_path / f"dask_{name}.tif").read_bytes() == Path(path).read_bytes()
    assert list((tmp_path / "shared").iterdir()) == []


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"ENGINE": "dask"}, ["ENGINE", "SCHEDULER", "tcp://"]),
        ({"SCHEDULER": "tcp://127.0.0.1:8786"}, ["ENGINE", "SCHEDULER"]),
        ({"ENGINE": "dask", "SCHEDULER": "tcp://127.0.0.1:9", "QUANTILES": "q.tif"}, ["SHARED_FOLDER", "QUANTILES"]),
        ({"SHARED_FOLDER": "/tmp"}, ["(SHARED_FOLDER) is for the workers of a cluster"]),
        ({"MAX_DATA": 12}, ["METHOD", "MAX_DATA"]),
    ],
)
def test_engines_that_cannot_work_are_a_sentence(refusal, wells, parameters, words):
    message = refusal(INPUT=wells, FIELD="value", **parameters)
    assert all(word in message for word in words)


def test_a_job_folder_is_what_the_driver_needs(run, wells, read_raster, tmp_path):
    folder = tmp_path / "for the batch machine"
    results = run(INPUT=wells, FIELD="value", REALIZATIONS=20, JOB_FOLDER=str(folder))
    assert results["JOB_FOLDER"] == str(folder)
    assert json.loads((folder / "job.json").read_text())["task"] == "stochastic-kriging"
    driver = subprocess.run(
        [sys.executable, "-m", "krig_core.driver", folder / "job.json"], cwd=ROOT, capture_output=True, text=True
    )
    assert driver.returncode == 0, driver.stderr
    done = json.loads(driver.stdout.splitlines()[-1])["done"]
    assert done["data"] == results["N_DATA"]
    for output, array in (("MEAN", "mean.npy"), ("STD", "std.npy")):
        values, _ = read_raster(results[output])
        np.testing.assert_array_equal(np.load(folder / array).astype(np.float32), values)


@pytest.fixture
def passing_python(monkeypatch, tmp_path):
    """A Python that comes before all others, and may go."""
    interpreter._search.cache_clear()
    real, others = interpreter.find_python(), list(interpreter.candidates())
    script = tmp_path / "python"
    script.write_text(f'#!/bin/sh\nexec "{real}" "$@"\n')
    script.chmod(0o755)
    monkeypatch.setattr(interpreter, "candidates", lambda: [script, *others])
    interpreter._search.cache_clear()
    assert interpreter.find_python() == script
    yield script
    interpreter._search.cache_clear()


@pytest.mark.skipif(sys.platform == "win32", reason="the script is one of a POSIX shell")
def test_a_python_that_is_removed_while_qgis_runs_is_replaced(run, wells, passing_python):
    run(INPUT=wells, FIELD="value")
    passing_python.unlink()
    assert run(INPUT=wells, FIELD="value")["N_REALIZATIONS"] == 10
    assert interpreter.find_python() != passing_python


@pytest.mark.skipif(sys.platform == "win32", reason="the script is one of a POSIX shell")
def test_a_python_that_cannot_be_started_any_more_is_named(run, wells, passing_python):
    passing_python.chmod(0o644)
    with pytest.raises(QgsProcessingException) as caught:
        run(INPUT=wells, FIELD="value")
    assert (
        str(caught.value)
        == f"The Python {passing_python} cannot be started: Permission denied. Restart QGIS, and try again."
    )


@pytest.fixture
def starts(passing_python, tmp_path):
    """How often a Python has been started."""
    kept = tmp_path / "starts"
    exec_line = passing_python.read_text().splitlines()[-1]
    passing_python.write_text(f'#!/bin/sh\necho start >> "{kept}"\n{exec_line}\n')
    return lambda: len(kept.read_text().split())


@pytest.mark.skipif(sys.platform == "win32", reason="the script is one of a POSIX shell")
def test_logs_are_read_and_mapped_by_one_python(run, root, starts, tmp_path):
    layer = shutil.copy(root / "sample" / "wells.gpkg", tmp_path / "wells.gpkg")
    done = run(
        algorithm="stochkrig:kriging",
        INPUT=str(layer),
        WELL_FIELD="uwi",
        LAS_FOLDER=str(root / "sample" / "las"),
        CURVE="PHIE",
    )
    assert done["N_DATA"] == 37
    assert starts() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the script is one of a POSIX shell")
def test_runs_share_a_python_only_where_that_was_wanted(run, wells, starts):
    with one_python():
        run(algorithm="stochkrig:kriging", INPUT=wells, FIELD="value")
        run(INPUT=wells, FIELD="value")
    assert starts() == 1
    for _ in range(2):
        run(INPUT=wells, FIELD="value")
    assert starts() == 3


@pytest.fixture
def probed(monkeypatch):
    """The Pythons that are probed from now on, as in a new session; nothing is remembered."""
    asked, probe = [], interpreter.is_fit
    monkeypatch.setattr(interpreter, "is_fit", lambda python: asked.append(python) or probe(python))
    interpreter.forget_python()
    interpreter.find_python()
    interpreter._search.cache_clear()
    asked.clear()
    yield asked
    interpreter.forget_python()


def test_a_python_that_passed_is_not_probed_in_the_next_session(probed):
    assert interpreter.find_python().exists()
    assert probed == []


@pytest.mark.parametrize("change", ["environment", "candidate", "version", "failure"])
def test_another_environment_or_installation_is_probed_anew(probed, monkeypatch, tmp_path, change):
    known = list(interpreter.candidates())
    if change == "environment":
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    elif change == "candidate":
        monkeypatch.setattr(interpreter, "candidates", lambda: [*known, tmp_path / "python3"])
    elif change == "version":
        monkeypatch.setattr(sys, "version", "3.99 of tomorrow")
    else:
        interpreter.forget_python()
    found = interpreter.find_python()
    assert probed
    assert probed[-1] == found


def test_settings_name_no_python_that_is_no_candidate(probed, tmp_path):
    settings = QgsSettings()
    remembered = settings.value(interpreter._REMEMBERED)
    settings.setValue(interpreter._REMEMBERED, f"{remembered.partition(' ')[0]} {tmp_path / 'python3'}")
    assert interpreter.find_python() in interpreter.candidates()
    assert probed
