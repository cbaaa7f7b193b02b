"""What a script sees: an exit status, one sentence, and no raster."""

import json

import pytest

ALGORITHM = "stochkrig:stochastickriging"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"XY_DELTA": 0}, "XY_DELTA is 0: it should be greater than zero."),
        ({"REALIZATIONS": 1}, "REALIZATIONS should be at least 2"),
        ({"XY_DELTA": 0.001}, "choose a cell size (XY_DELTA) of at least"),
        ({"CURVE": "NOBODY"}, "None of 39 LAS files gave a value of NOBODY (LAS_FILES, CURVE, WELL_FIELD)"),
        ({"TARGET_CRS": "EPSG:4326"}, "choose a projected CRS, such as EPSG:326"),
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


@pytest.mark.parametrize("algorithm", ["stochkrig:stochastickriging", "stochkrig:kriging"])
def test_every_algorithm_explains_itself(qgis_process, algorithm):
    done = qgis_process.command("help", algorithm)
    assert done.returncode == 0
    assert "XY_DELTA" in done.stdout
