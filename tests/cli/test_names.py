"""Names of files and wells as the world has them: any bytes, and any text."""

import csv
import json
import os
import shutil

import pytest

ALGORITHM = "stochkrig:stochastickriging"
POINTS = "stochkrig:lastopoints"
NAME = os.fsdecode(b"caf\xe9.las")


@pytest.fixture
def logs(sample, tmp_path):
    """A copy of the sample's logs, of which a good and a bad one, and a folder, have names that are not UTF-8."""
    folder = tmp_path / "las"
    shutil.copytree(sample["LAS_FOLDER"], folder)
    (folder / os.fsdecode(b"sub\xff")).mkdir()
    good = next(path for path in sorted(folder.glob("*.las")))
    good.rename(folder / os.fsdecode(b"sub\xff") / os.fsdecode(b"gut\xfc.las"))
    (folder / NAME).write_text("this is no log\n")
    return folder


def test_a_map_is_made_beside_names_that_are_not_utf_8_and_linked_folders(qgis_process, sample, logs, tmp_path):
    (logs / "round").symlink_to(logs, target_is_directory=True)
    wanted = {**sample, "LAS_FOLDER": logs, "XY_DELTA": 500, "REALIZATIONS": 4, "MEAN": tmp_path / "mean.tif"}
    done = qgis_process.run(ALGORITHM, **wanted, REPORT=tmp_path / "report.html")
    assert done.returncode == 0, done.stderr + done.stdout
    assert done.results["N_SKIPPED"] == 3
    assert json.dumps("Skipped caf\\xe9.las: it is not a LAS file: no line begins with ~.") in done.stdout
    assert "Sub-folders that were not looked into: 1 behind a link (round, for one)." in done.stdout


def test_points_and_the_table_of_skipped_files_have_them_too(qgis_process, sample, logs, tmp_path):
    table = tmp_path / "skipped.csv"
    wells = {"WELLS": sample["INPUT"], "WELL_FIELD": "uwi", "LAS_FOLDER": logs, "CURVE": "PHIE"}
    done = qgis_process.run(POINTS, **wells, PER_WELL=True, OUTPUT=tmp_path / "points.gpkg", SKIPPED=table)
    assert done.returncode == 0, done.stderr + done.stdout
    rows = {row["file"]: row for row in csv.DictReader(table.open(encoding="utf-8"))}
    assert rows["caf\\xe9.las"]["path"] == str(logs / "caf\\xe9.las")


def test_where_no_file_will_do_the_sentence_names_one(qgis_process, sample, tmp_path):
    folder = tmp_path / "las"
    folder.mkdir()
    (folder / NAME).write_text("this is no log\n")
    wanted = {**sample, "LAS_FOLDER": folder, "XY_DELTA": 500, "REALIZATIONS": 4, "MEAN": tmp_path / "mean.tif"}
    done = qgis_process.run(ALGORITHM, **wanted)
    assert done.returncode != 0
    assert "caf\\xe9.las, for one, it is not a LAS file: no line begins with ~." in done.stderr
    assert "Traceback" not in done.stderr
    wells = {"WELLS": sample["INPUT"], "WELL_FIELD": "uwi", "LAS_FOLDER": folder, "CURVE": "PHIE"}
    done = qgis_process.run(POINTS, **wells, OUTPUT=tmp_path / "points.gpkg")
    assert done.returncode != 0
    assert "caf\\xe9.las, for one: it is not a LAS file: no line begins with ~." in done.stderr
    assert "Traceback" not in done.stderr


LAS = """~Version
 VERS. 2.0 :
 WRAP. NO :
~Well
 STRT.M 1 :
 STOP.M 3 :
 STEP.M 1 :
 NULL. -999.25 :
 WELL. {well} : WELL
 UWI. {uwi} : UNIQUE WELL ID
~Curve
 DEPT.M :
 {curve}.{unit} :
~A
1 10
2 20
3 30
"""


WRITTEN = {
    "=1+1": "'=1+1",
    "@SUM(A1)": "'@SUM(A1)",
    "+cmd": "'+cmd",
    "-cmd|' /C calc'!A0": "'-cmd|' /C calc'!A0",
    "-5": "-5",
    "+12.5": "+12.5",
    "A=1": "A=1",
}
"""Names of wells, and what a table for spreadsheets has for them."""


@pytest.mark.parametrize("kind", ["csv", "gpkg"])
def test_a_spreadsheet_finds_no_formula_in_a_table(qgis_process, tmp_path, kind):
    from osgeo import ogr

    logs = tmp_path / "las"
    logs.mkdir()
    for number, well in enumerate(WRITTEN):
        (logs / f"good{number}.las").write_text(LAS.format(well=well, uwi="", curve="GR", unit="=UNIT()"))
    (logs / "=bad.las").write_text("junk\n")
    wells = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::26912"}},
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [500_000 + 1000 * number, 6_000_000]},
                "properties": {"name": well},
            }
            for number, well in enumerate(WRITTEN)
        ],
    }
    (tmp_path / "wells.geojson").write_text(json.dumps(wells))
    done = qgis_process.run(
        POINTS,
        WELLS=tmp_path / "wells.geojson",
        WELL_FIELD="name",
        LAS_FOLDER=logs,
        CURVE="GR",
        PER_WELL=True,
        Z_REFERENCE="depth",
        OUTPUT=tmp_path / f"points.{kind}",
        SKIPPED=tmp_path / f"skipped.{kind}",
    )
    assert done.returncode == 0, done.stderr + done.stdout
    points, skipped = (ogr.Open(str(tmp_path / f"{name}.{kind}")) for name in ("points", "skipped"))
    rows = list(points.GetLayer(0))
    as_csv = kind == "csv"
    assert [row["well"] for row in rows] == list(WRITTEN.values() if as_csv else WRITTEN)
    assert {row["unit"] for row in rows} == {"'=UNIT()" if as_csv else "=UNIT()"}
    assert {float(row["value"]) for row in rows} == {20}
    bad = skipped.GetLayer(0).GetNextFeature()
    assert bad["file"] == ("'=bad.las" if as_csv else "=bad.las")
