"""`stochkrig:lastopoints` as a script sees it, on the sample that the repository ships."""

import csv
import sqlite3

import pytest

ALGORITHM = "stochkrig:lastopoints"


@pytest.fixture
def given(sample):
    """The sample's parameters, as this algorithm calls them."""
    parameters = {name: value for name, value in sample.items() if name != "INPUT"}
    return {**parameters, "WELLS": sample["INPUT"], "KB_FIELD": "kb"}


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_one_point_for_each_well_has_the_mean_of_its_interval(qgis_process, sample, given, tmp_path):
    points, skipped = tmp_path / "points.csv", tmp_path / "skipped.csv"
    results = qgis_process.run(ALGORITHM, **given, PER_WELL=True, OUTPUT=points, SKIPPED=skipped).results
    numbers = {name: results[name] for name in ("N_FILES", "N_READ", "N_SKIPPED", "N_POINTS")}
    assert numbers == {"N_FILES": 39, "N_READ": 38, "N_SKIPPED": 2, "N_POINTS": 37}
    assert {row["file"]: row["reason"] for row in rows(skipped)} == {
        "SK32104023.las": "it has no curve PHIE, only GR",
        "SK32104037.las": "it is not a LAS file: no line begins with ~",
    }
    with sqlite3.connect(f"file:{sample['INPUT']}?mode=ro", uri=True) as wells:
        known = dict(wells.execute("SELECT uwi, kb FROM wells"))
    found = rows(points)
    assert len({row["well"] for row in found}) == 37
    for row in found:
        assert float(row["z"]) == pytest.approx(known[row["well"]] - float(row["md"]))
        assert 0 < float(row["value"]) < 0.4
        assert (row["curve"], row["unit"]) == ("PHIE", "V/V")


def test_a_refusal_is_a_sentence_and_an_exit_status(qgis_process, given, tmp_path):
    done = qgis_process.run(ALGORITHM, **{**given, "CURVE": "NOBODY", "OUTPUT": tmp_path / "points.gpkg"})
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "None of 39 LAS files gave a point of NOBODY (LAS_FILES, CURVE): SK32104001.las, for one: it has no" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_it_explains_itself(qgis_process):
    done = qgis_process.command("help", ALGORITHM)
    assert done.returncode == 0
    for name in ("LAS_CRS", "AVERAGING", "Z_REFERENCE", "SURVEY_MD_FIELD", "N_POINTS", "SKIPPED"):
        assert name in done.stdout
