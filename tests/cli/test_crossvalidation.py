"""`stochkrig:crossvalidation` as a script sees it, on the sample that the repository ships."""

import csv
import json

import pytest

ALGORITHM = "stochkrig:crossvalidation"


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_wells_of_logs_are_predicted_from_the_others_and_the_best_model_makes_the_map(qgis_process, sample, tmp_path):
    points, variogram = tmp_path / "points.csv", tmp_path / "best.json"
    results = qgis_process.run(
        ALGORITHM, **sample, MODELS=["spherical", "exponential"], OUTPUT=points, REPORT=tmp_path / "report.html",
        VARIOGRAM=variogram,
    ).results  # fmt: skip
    found = rows(points)
    assert results["N_DATA"] == len(found) == 37
    assert {row["well"][:3] for row in found} == {"SK-"}
    error = [float(row["observed"]) - float(row["predicted"]) for row in found]
    assert [float(row["residual"]) for row in found] == pytest.approx(error)
    assert results["ME"] == pytest.approx(sum(error) / 37)
    assert results["PCT90"] == pytest.approx(100 / 37 * sum(int(row["inside_90"]) for row in found))
    assert len({row["fold"] for row in found}) == 37
    assert json.loads(variogram.read_text())["structures"][0]["model"] in ("spherical", "exponential")
    assert "<h2>Models</h2>" in (tmp_path / "report.html").read_text(encoding="utf-8")
    kriged = qgis_process.run(
        "stochkrig:kriging", **sample, XY_DELTA=500, VARIOGRAM_FILE=variogram, MEAN=tmp_path / "mean.tif"
    ).results
    assert kriged["FITTED_RANGE"] == pytest.approx(results["FITTED_RANGE"])


def test_samples_of_logs_are_left_out_by_well(qgis_process, sample, tmp_path):
    points = tmp_path / "points.csv"
    results = qgis_process.run(
        ALGORITHM, **sample, KB_FIELD="kb", Z_DELTA=4, SPLIT="wells", MAX_DATA=24, OUTPUT=points
    ).results  # fmt: skip
    found = rows(points)
    assert results["N_DATA"] == len(found) == 300
    folds = {}
    for row in found:
        folds.setdefault(row["well"], set()).add(row["fold"])
    assert len(folds) == 37
    assert all(len(fold) == 1 for fold in folds.values())


def test_what_is_wrong_is_said_in_a_sentence(qgis_process, sample, tmp_path):
    done = qgis_process.run(ALGORITHM, **sample, SPLIT="folds", FOLDS=99, OUTPUT=tmp_path / "points.csv")
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert "blocks or folds (FOLDS) 99. Should be at least 2, and at most the number of places, 37." in said
    assert "Traceback" not in said
    assert not list(tmp_path.glob("points*"))
