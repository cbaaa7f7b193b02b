"""What a script sees: an exit status, one sentence, and no raster."""

import json
import os

import pytest

ALGORITHM = "stochkrig:stochastickriging"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"XY_DELTA": 0}, "(XY_DELTA) is 0: it should be greater than zero."),
        ({"CURVE": "NOBODY"}, "None of 39 LAS files gave a value of NOBODY (LAS_FOLDER, CURVE, WELL_FIELD)"),
        ({"MEAN": "/nowhere/mean.tif"}, "Cannot write /nowhere/mean.tif (MEAN): there is no folder /nowhere."),
    ],
)
def test_a_refusal_is_a_sentence_and_an_exit_status(qgis_process, sample, tmp_path, changes, sentence):
    parameters = {**sample, "XY_DELTA": 500, "REALIZATIONS": 10, "MEAN": tmp_path / "mean.tif", **changes}
    done = qgis_process.run(ALGORITHM, **parameters)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert sentence in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_bad_files_among_good_ones_are_named_and_counted(qgis_process, sample, tmp_path):
    done = qgis_process.run(ALGORITHM, **sample, XY_DELTA=500, REALIZATIONS=4, MEAN=tmp_path / "mean.tif")
    assert json.loads(done.stdout)["results"]["N_SKIPPED"] == 2
    assert "Skipped SK32104037.las: it is not a LAS file" in done.stdout
    assert "Skipped SK32104023.las: it has no curve PHIE" in done.stdout


def test_an_algorithm_explains_itself(qgis_process):
    done = qgis_process.command("help", ALGORITHM)
    assert done.returncode == 0
    assert "XY_DELTA" in done.stdout


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"nugget": 0, "structures": ' + b"[" * 100_000, "its lists are nested too deeply."),
        (b"\xff\xfe{}", "it is no text in UTF-8."),
    ],
    ids=["deep", "binary"],
)
def test_a_variogram_file_that_is_none_is_named_with_its_fault(qgis_process, sample, tmp_path, content, sentence):
    (tmp_path / "v.json").write_bytes(content)
    points = {"INPUT": sample["INPUT"], "FIELD": "phie_mean", "XY_DELTA": 500, "REALIZATIONS": 4}
    wanted = {**points, "VARIOGRAM_FILE": tmp_path / "v.json", "MEAN": tmp_path / "mean.tif"}
    done = qgis_process.run(ALGORITHM, **wanted)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert f"{tmp_path / 'v.json'}" in said
    assert "(VARIOGRAM_FILE)" in said
    assert sentence in said
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["v.json"]


def test_a_variogram_pipe_is_not_waited_for(qgis_process, sample, tmp_path):
    os.mkfifo(tmp_path / "v.json")
    points = {"INPUT": sample["INPUT"], "FIELD": "phie_mean", "XY_DELTA": 500, "REALIZATIONS": 4}
    wanted = {**points, "VARIOGRAM_FILE": tmp_path / "v.json", "MEAN": tmp_path / "mean.tif"}
    done = qgis_process.run(ALGORITHM, timeout=60, **wanted)
    assert done.returncode != 0
    assert "(VARIOGRAM_FILE): it is no file." in done.stdout + done.stderr
