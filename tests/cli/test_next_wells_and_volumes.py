"""`stochkrig:nextwells` and `stochkrig:volumes` as a script sees them, on the sample that the repository ships."""

import csv

import pytest


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_next_wells_of_las_files(qgis_process, sample, tmp_path):
    out = tmp_path / "next.csv"
    results = qgis_process.run("stochkrig:nextwells", **sample, COUNT=3, XY_DELTA=500, OUTPUT=out).results
    found = rows(out)
    assert [row["rank"] for row in found] == ["1", "2", "3"]
    assert results["N_DATA"] == 37
    gains = [float(row["gain"]) for row in found]
    assert gains == sorted(gains, reverse=True)
    assert sum(gains) == pytest.approx(results["VARIANCE_BEFORE"] - results["VARIANCE_AFTER"])
    assert results["VARIANCE_AFTER"] <= results["VARIANCE_LARGEST_STD"] < results["VARIANCE_BEFORE"]


def test_volumes_of_realizations_above_a_number(qgis_process, sample, tmp_path):
    porosity = tmp_path / "porosity.tif"
    made = {"MEAN": tmp_path / "mean.tif", "REALIZATIONS_OUTPUT": porosity}
    qgis_process.run("stochkrig:stochastickriging", **sample, REALIZATIONS=20, XY_DELTA=500, **made)
    table, report = tmp_path / "volumes.csv", tmp_path / "report.html"
    # A thickness that is the porosity itself: what is in place is half of the sum of squares.
    given = {"THICKNESS": porosity, "POROSITY": porosity, "NTG": 0.5, "TABLE": table, "REPORT": report}
    results = qgis_process.run("stochkrig:volumes", **given).results
    found = rows(table)
    assert [row["volume"] for row in found] == ["gross rock", "net rock", "pores"]
    assert results["N_REALIZATIONS"] == 20
    assert float(found[2]["p90"]) == pytest.approx(results["VOLUME_P90"])
    assert results["VOLUME_P90"] < results["VOLUME_P50"] < results["VOLUME_P10"]
    assert float(found[1]["mean"]) == pytest.approx(float(found[0]["mean"]) / 2)
    assert "<svg" in report.read_text(encoding="utf-8")


def test_refusals_are_sentences(qgis_process, sample, tmp_path):
    done = qgis_process.run("stochkrig:nextwells", **sample, OBJECTIVE="zone", OUTPUT=tmp_path / "next.gpkg")
    assert done.returncode != 0
    assert "Objective (OBJECTIVE) zone needs Zones (ZONES)." in done.stdout + done.stderr
    done = qgis_process.run("stochkrig:volumes", NTG=0.5, TABLE=tmp_path / "t.csv")
    assert done.returncode != 0
    assert "There is no thickness: choose Thickness (THICKNESS)" in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("algorithm", "names"),
    [
        ("nextwells", ("CANDIDATES", "MIN_DISTANCE", "VARIANCE_LARGEST_STD")),
        ("volumes", ("CONTACT_NUMBER", "FVF", "VOLUME_P90")),
    ],
)
def test_they_explain_themselves(qgis_process, algorithm, names):
    done = qgis_process.command("help", f"stochkrig:{algorithm}")
    assert done.returncode == 0
    for name in names:
        assert name in done.stdout
