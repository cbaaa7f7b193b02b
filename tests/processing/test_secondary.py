"""A secondary raster in both algorithms that take it."""

import re

import numpy as np
import pytest
from osgeo import gdal, osr

MODEL = {"MODEL": "exponential", "NUGGET": 2, "PARTIAL_SILL": 40, "RANGE": 6000}
ALGORITHMS = {
    "stochkrig:kriging": {},
    "stochkrig:stochastickriging": {"REALIZATIONS": 20, "SEED": 3},
}


@pytest.fixture
def seismic(tmp_path):
    """Write a raster that has most of what varies in the values of the wells, and return its path."""

    def make(box=(499_000, 6_099_000, 511_000, 6_109_000), step=100.0, folder=tmp_path):
        west, south, east, north = box
        x, y = np.arange(west + step / 2, east, step), np.arange(north - step / 2, south, -step)
        places = np.stack(np.meshgrid(x, y), -1).reshape(-1, 2)
        values = np.sin(places[:, 0] / 3000) + 0.1 * np.cos(places[:, 1] / 700)
        path = str(folder / "seismic.tiff")
        made = gdal.GetDriverByName("GTiff").Create(path, len(x), len(y), 1, gdal.GDT_Float32)
        made.SetGeoTransform((west, step, 0, north, 0, -step))
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(26912)
        made.SetProjection(reference.ExportToWkt())
        made.GetRasterBand(1).WriteArray(values.reshape(len(y), len(x)).astype(np.float32))
        return path

    return make


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_secondary_raster_makes_the_map_surer_and_is_said(run, wells, seismic, read_raster, algorithm, tmp_path):
    options = {"INPUT": wells, "FIELD": "value", "TRANSFORM": "none", **MODEL, **ALGORITHMS[algorithm]}
    plain = read_raster(run(algorithm=algorithm, **options, KRIGING_TYPE="simple")["STD"])[0]
    report = tmp_path / "report.html"
    done = run(algorithm=algorithm, **options, SECONDARY=seismic(), REPORT=str(report))
    assert np.nanmean(read_raster(done["STD"])[0]) < 0.95 * np.nanmean(plain)
    found = re.search(r"Correlation of the values with the secondary variable: (\S+) \(95 % interval", done.log)
    assert found is not None
    page = report.read_text(encoding="utf-8")
    assert "<h2>Secondary variable</h2>" in page
    assert "The interval counts that neighbouring wells are alike" in page
    assert "<dd>seismic</dd>" in page
    assert f"{found[1]}, 95 % between" in page
    assert "simple kriging" in page
    assert "The mean that the secondary variable tells counts as known." in page
    assert page.count("<circle") > 30


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_correlation_of_zero_gives_the_raster_of_simple_kriging(run, wells, seismic, read_raster, algorithm):
    options = {"INPUT": wells, "FIELD": "value", **MODEL, **ALGORITHMS[algorithm]}
    plain = run(algorithm=algorithm, **options, KRIGING_TYPE="simple")
    before = [read_raster(plain[name])[0] for name in ("MEAN", "STD")]
    found = run(algorithm=algorithm, **options, SECONDARY=seismic(), CORRELATION=0)
    for name, raster in zip(("MEAN", "STD"), before):
        np.testing.assert_array_equal(read_raster(found[name])[0], raster)


REFUSED = {
    "alone": ({"CORRELATION": 0.5}, r"Secondary: correlation \(CORRELATION\) is that of a secondary raster"),
    "trend": ({"SECONDARY": "", "KRIGING_TYPE": "universal-1"}, "leaves nothing for a trend"),
    "too much": ({"SECONDARY": "", "CORRELATION": 1.5}, "CORRELATION"),
}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_go_together_is_refused(refusal, wells, seismic, tmp_path_factory, algorithm, name):
    given, sentence = REFUSED[name]
    if "SECONDARY" in given:
        given = {**given, "SECONDARY": seismic(folder=tmp_path_factory.mktemp("rasters"))}
    assert re.search(sentence, refusal(algorithm=algorithm, INPUT=wells, FIELD="value", **MODEL, **given))


def test_samples_take_no_secondary(refusal, wells, seismic, tmp_path_factory):
    raster = seismic(folder=tmp_path_factory.mktemp("rasters"))
    said = refusal(INPUT=wells, FIELD="value", **MODEL, METHOD="random-sample", SECONDARY=raster)
    assert "random-sample has no residuals" in said


def test_a_raster_elsewhere_is_refused(refusal, wells, seismic, tmp_path_factory):
    away = seismic(box=(599_000, 6_099_000, 601_000, 6_101_000), folder=tmp_path_factory.mktemp("rasters"))
    said = refusal(algorithm="stochkrig:kriging", INPUT=wells, FIELD="value", **MODEL, SECONDARY=away)
    assert re.search(r"No point has a value of the secondary variable.*SECONDARY", said)


def test_cross_validation_tells_whether_the_secondary_helps(run, wells, seismic, tmp_path):
    options = {"algorithm": "stochkrig:crossvalidation", "INPUT": wells, "FIELD": "value", "TRANSFORM": "none"}
    options |= {"OUTPUT": str(tmp_path / "out.gpkg"), "VARIOGRAM_UNCERTAINTY": "none"}
    without = run(**options)
    report = tmp_path / "report.html"
    found = run(**options, SECONDARY=seismic(), REPORT=str(report))
    assert found["RMSE"] < without["RMSE"]
    assert "Correlation of the values with the secondary variable" in found.log
    assert "correlation estimated from the data" in report.read_text(encoding="utf-8")
