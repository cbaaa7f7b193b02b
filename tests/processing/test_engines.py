"""Where the work is done: a Dask cluster, or a batch machine that gets the job as a folder."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from stochastic_kriging.tests.core.cluster import LoopbackCluster

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="starts and ends processes as Linux does")
def test_a_dask_cluster_makes_the_same_rasters(run, wells, tmp_path):
    pytest.importorskip("distributed", reason="dask[distributed] is not installed")
    run(INPUT=wells, FIELD="value", REALIZATIONS=25, MEAN=str(tmp_path / "mean.tif"), STD=str(tmp_path / "std.tif"))
    (tmp_path / "cluster").mkdir()
    cluster = LoopbackCluster(tmp_path / "cluster")
    try:
        result = run(
            INPUT=wells,
            FIELD="value",
            REALIZATIONS=25,
            ENGINE="dask",
            SCHEDULER=cluster.address,
            MEAN=str(tmp_path / "dask_mean.tif"),
            STD=str(tmp_path / "dask_std.tif"),
        )
    finally:
        cluster.stop()
    assert f"on the Dask cluster at {cluster.address}" in result.log
    for name in ("mean", "std"):
        assert (tmp_path / f"dask_{name}.tif").read_bytes() == (tmp_path / f"{name}.tif").read_bytes()


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"ENGINE": "dask"}, ["ENGINE", "SCHEDULER", "tcp://"]),
        ({"SCHEDULER": "tcp://127.0.0.1:8786"}, ["ENGINE", "SCHEDULER"]),
        ({"ENGINE": "dask", "SCHEDULER": "tcp://127.0.0.1:9", "QUANTILES": "q.tif"}, ["ENGINE", "QUANTILES"]),
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
