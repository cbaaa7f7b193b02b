"""Outputs of the real qgis_process: nothing of a run that failed, and nothing of one that was killed for long."""

import signal
import time

import pytest
from osgeo import gdal

STOCHASTIC, KRIGING = "stochkrig:stochastickriging", "stochkrig:kriging"


@pytest.fixture
def points(root, tmp_path):
    """A layer of points with a value, as parameters."""
    rows = ["x,y,value"]
    rows += [f"{500_000 + 900 * n % 9_700},{6_100_000 + 1_700 * n % 7_900},{n % 7}" for n in range(1, 30)]
    (tmp_path / "points.csv").write_text("\n".join(rows))
    source = f"delimitedtext://file://{tmp_path / 'points.csv'}?xField=x&yField=y&crs=EPSG:26912"
    return {"INPUT": source, "FIELD": "value"}


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_what_cannot_be_written_is_said_and_nothing_is(qgis_process, points, out):
    for name, path in {"REPORT": "/proc/report.html", "VARIOGRAM": "/nowhere/v.json"}.items():
        done = qgis_process.run(STOCHASTIC, **points, XY_DELTA=500, MEAN=out / "mean.tif", **{name: path})
        assert done.returncode == 1
        assert f"Cannot write {path} ({name}): " in done.stderr
        assert "Traceback" not in done.stderr
        assert list(out.iterdir()) == []


def test_a_rerun_takes_the_old_overviews_away(qgis_process, points, out):
    path = out / "mean.tif"
    run = {**points, "XY_DELTA": 100, "MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 1, "MEAN": path}
    assert qgis_process.run(KRIGING, **run, RANGE=50_000).returncode == 0
    dataset = gdal.Open(str(path))
    dataset.BuildOverviews("AVERAGE", [2, 4, 8])
    dataset = None
    assert (out / "mean.tif.ovr").exists()
    assert qgis_process.run(KRIGING, **run, RANGE=500).returncode == 0
    assert [item.name for item in out.iterdir()] == ["mean.tif"]
    dataset = gdal.Open(str(path))
    assert dataset.GetRasterBand(1).GetOverviewCount() == 0


def test_what_a_run_killed_while_writing_left_is_gone_after_the_next(qgis_process, points, out):
    given = {**points, "MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 1, "RANGE": 5_000}
    many = {"REALIZATIONS": 150, "XY_DELTA": 20, "REALIZATIONS_OUTPUT": out / "all.tif"}
    process = qgis_process.start(STOCHASTIC, **given, **many, MEAN=out / "mean.tif")
    deadline = time.monotonic() + 300
    while not any(path.stat().st_size for path in out.glob(".stochkrig_*/new/all.tif")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    (left,) = out.iterdir()
    assert left.name.startswith(f".stochkrig_{process.pid}_")
    assert qgis_process.run(KRIGING, **given, XY_DELTA=500, MEAN=out / "mean.tif").returncode == 0
    assert [item.name for item in out.iterdir()] == ["mean.tif"]
