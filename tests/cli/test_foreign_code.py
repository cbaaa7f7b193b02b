"""What lies in the folders that a run only works in or reads is never executed."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from stochastic_kriging.provider.interpreter import is_fit, safe_command

ALGORITHM = "stochkrig:stochastickriging"
NAMES = ("random", "numpy", "scipy", "json", "argparse", "secrets", "multiprocessing", "lasio", "krig_core", "csv")
"""What Python, the probe, the driver, its workers and the readers import."""


@pytest.fixture
def trap(tmp_path):
    """Put modules into a folder that leave a mark as soon as one of them is imported; return the marks there are."""

    def lay(folder):
        for number, name in enumerate(NAMES):
            file = folder / name / "__init__.py" if number % 3 == 2 else folder / f"{name}.py"
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"open({str(tmp_path / f'executed_{name}')!r}, 'w').close()\nraise SystemExit\n")
        (folder / "sitecustomize.py").write_text(f"open({str(tmp_path / 'executed_site')!r}, 'w').close()\n")

    lay.marks = lambda: sorted(path.name for path in tmp_path.glob("executed_*"))
    return lay


def run_in(folder, qgis_process, parameters, **environment):
    return subprocess.run(
        [qgis_process.program, *qgis_process.words(ALGORITHM, parameters)],
        cwd=folder,
        env={**qgis_process.environment, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=900,
    )


@pytest.mark.parametrize(
    "environment", [{}, {"PYTHONSAFEPATH": "1"}, {"PYTHONSAFEPATH": ""}], ids=["as it is", "safe", "empty"]
)
def test_modules_in_the_working_folder_are_not_executed(qgis_process, sample, trap, tmp_path, environment):
    folder = tmp_path / "work"
    logs = folder / "las"
    shutil.copytree(sample["LAS_FOLDER"], logs)
    for place in (folder, logs):
        trap(place)
    (folder / "job").mkdir()
    trap(folder / "job")
    wanted = {**sample, "LAS_FOLDER": "las", "XY_DELTA": 500, "REALIZATIONS": 40, "PROCESSES": 2}
    wanted.update(MEAN="mean.tif", STD="std.tif", JOB_FOLDER="job", REPORT="report.html")
    done = run_in(folder, qgis_process, wanted, **environment)
    assert done.returncode == 0, done.stderr + done.stdout
    assert trap.marks() == []
    assert "No Python could be started" not in done.stdout
    assert (folder / "mean.tif").exists()


def test_an_older_lasio_of_the_user_does_no_harm(qgis_process, sample, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "lasio.py").write_text("__version__ = '0.28'\ndef LASFile(*words, **options): raise KeyError('2.0')\n")
    (site / "threadpoolctl.py").write_text("__version__ = '2.2.0'\n")
    environment = {"PYTHONPATH": str(site)}
    wanted = {**sample, "XY_DELTA": 500, "REALIZATIONS": 4, "MEAN": tmp_path / "mean.tif"}
    done = run_in(tmp_path, qgis_process, wanted, **environment)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Read 38 of 39 LAS files" in done.stdout


def test_a_line_of_code_does_not_see_the_folder_that_it_is_started_in(python, trap, tmp_path):
    """Before Python 3.11, too, which does not know PYTHONSAFEPATH."""
    folder = tmp_path / "work"
    folder.mkdir()
    trap(folder)
    command = safe_command(Path(python), "import json, random, argparse; print(json.dumps(sys.path))")
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONSAFEPATH", "PYTHONPATH")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    assert not {"", str(folder)} & set(json.loads(done.stdout))
    assert trap.marks() == []


def test_a_python_in_the_working_folder_is_not_started(tmp_path, monkeypatch):
    (tmp_path / "python3").write_text(f"#!/bin/sh\ntouch '{tmp_path / 'started'}'\n")
    (tmp_path / "python3").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.environ['PATH']}")
    for name in ("python3", "./python3"):
        assert not is_fit(Path(name))
    assert not (tmp_path / "started").exists()
