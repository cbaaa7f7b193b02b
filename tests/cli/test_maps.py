"""What the other options give a script: files on disk go in, files on disk come out."""

import json

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

WEST, SOUTH, EAST, NORTH = 400_000, 5_600_000, 412_000, 5_609_000


@pytest.fixture
def reference():
    made = osr.SpatialReference()
    made.ImportFromEPSG(32632)
    return made


@pytest.fixture
def wells(tmp_path, reference):
    """Forty points in a GeoPackage whose value follows x, and twice at one place."""
    rng = np.random.default_rng(1)
    places = rng.uniform((WEST + 500, SOUTH + 500), (EAST - 500, NORTH - 500), (40, 2))
    places[39] = places[0]
    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "wells.gpkg"))
    layer = data.CreateLayer("wells", reference, ogr.wkbPoint)
    for name in ("value", "err"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTReal))
    for x, y in places:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({x} {y})"))
        feature["value"] = (x - WEST) / 1000 + rng.normal(0, 0.3)
        feature["err"] = 0.1
        layer.CreateFeature(feature)
    return tmp_path / "wells.gpkg"


@pytest.fixture
def drift(tmp_path, reference):
    path = tmp_path / "drift.tiff"
    data = gdal.GetDriverByName("GTiff").Create(str(path), 130, 100, 1, gdal.GDT_Float32)
    data.SetGeoTransform((WEST - 500, 100, 0, NORTH + 500, 0, -100))
    data.SetProjection(reference.ExportToWkt())
    data.GetRasterBand(1).WriteArray(np.sin(np.arange(130) / 15) * np.ones((100, 1)))
    return path


@pytest.fixture
def mask(tmp_path):
    path = tmp_path / "mask.geojson"
    ring = [[WEST, SOUTH], [EAST, SOUTH], [EAST, SOUTH + 4500], [WEST, SOUTH + 4500], [WEST, SOUTH]]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32632"}}
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    return path


def test_kriging_takes_drift_mask_blocks_and_errors(qgis_process, wells, drift, mask, tmp_path):
    done = qgis_process.run(
        "stochkrig:kriging",
        INPUT=wells,
        FIELD="value",
        DRIFT=drift,
        MASK=mask,
        BLOCK=3,
        ERROR_FIELD="err",
        DUPLICATES="first",
        EXTENT=f"{WEST},{EAST},{SOUTH},{NORTH}",
        XY_DELTA=250,
        MEAN=tmp_path / "mean.tif",
        VARIOGRAM=tmp_path / "v.json",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads(done.stdout)["results"]
    mean = gdal.Open(str(tmp_path / "mean.tif")).ReadAsArray()
    assert mean.shape == (36, 48)
    assert (mean[:18] == -9999).all()
    assert (mean[18:] != -9999).all()
    assert results["N_DATA"] == 39
    assert results["MEAN_OF_MEAN"] == pytest.approx(mean[18:].mean(), rel=1e-5)
    assert "the first is used (DUPLICATES): 1." in done.stdout
    again = qgis_process.run(
        "stochkrig:stochastickriging",
        INPUT=wells,
        FIELD="value",
        DRIFT=drift,
        VARIOGRAM_FILE=tmp_path / "v.json",
        TRANSFORM="none",
        REALIZATIONS=0,
        MC_TOLERANCE=0.1,
        XY_DELTA=500,
        MEAN=tmp_path / "simulated.tif",
        REPORT=tmp_path / "report.html",
    )
    assert again.returncode == 0, again.stdout + again.stderr
    simulated = json.loads(again.stdout)["results"]
    assert simulated["MC_ERROR"] <= 0.1
    assert simulated["N_REALIZATIONS"] >= 80
    assert simulated["FITTED_RANGE"] == pytest.approx(results["FITTED_RANGE"])
    assert "kriging with external drift" in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"DUPLICATES": "error"}, "with 2 points: remove them, or choose what to do with them (DUPLICATES)."),
        ({"KRIGING_TYPE": "external-drift"}, "choose one raster or more (DRIFT)"),
        (
            {"METHOD": "sequential", "EXACT_POSITIONS": True},
            "(EXACT_POSITIONS) out, or choose gaussian",
        ),
        ({"TARGET_CRS": "EPSG:4978"}, "measures from the centre of the earth: choose a projected CRS (TARGET_CRS)"),
    ],
)
def test_what_does_not_go_together_is_a_sentence(qgis_process, wells, tmp_path, changes, sentence):
    done = qgis_process.run(
        "stochkrig:stochastickriging", INPUT=wells, FIELD="value", XY_DELTA=500, MEAN=tmp_path / "mean.tif", **changes
    )
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert sentence in said
    assert "Traceback" not in said
    assert not (tmp_path / "mean.tif").exists()


def test_a_laboratorys_table_is_mapped_with_its_limits(qgis_process, tmp_path):
    """A CSV file with decimal commas, of which the lowest values are written as limits."""
    rng = np.random.default_rng(2)
    places = rng.uniform((WEST, SOUTH), (EAST, NORTH), (40, 2))
    values = np.exp((places[:, 0] - WEST) / 4000) / 10
    limit = np.sort(values)[16]
    texts = [f"<{limit:.3f}" if value < limit else f"{value:.3f}" for value in values]
    texts[:2] = ["n. d.", "ND"]
    rows = [f"{x:.1f};{y:.1f};{text.replace('.', ',')}" for (x, y), text in zip(places, texts)]
    (tmp_path / "lab.csv").write_text("east;north;mgl\n" + "\n".join(rows) + "\n", encoding="utf-8")
    table = f"delimitedtext://file://{tmp_path}/lab.csv?delimiter=;&xField=east&yField=north&crs=EPSG:32632"
    done = qgis_process.run(
        "stochkrig:stochastickriging",
        INPUT=table,
        FIELD="mgl",
        XY_DELTA=500,
        REALIZATIONS=20,
        SEED=3,
        EXACT_POSITIONS="no",
        EXTENT=f"{WEST},{EAST},{SOUTH},{NORTH}",
        MEAN=tmp_path / "mean.tif",
        STD=tmp_path / "std.tif",
    )
    limits = sum(text.startswith("<") for text in texts)
    assert done.results["N_DATA"] == 38
    assert done.results["N_SKIPPED"] == 2
    assert f"Points with limits instead of a value of 'mgl': {limits}, {limits} with an upper one" in done.stdout
    mean, std = (gdal.Open(str(tmp_path / name)).ReadAsArray()[::-1].T for name in ("mean.tif", "std.tif"))
    for (x, y), text in zip(places, texts):
        if text.startswith("<"):
            cell = int((x - WEST) // 500), int((y - SOUTH) // 500)
            assert 0 <= mean[cell] <= limit
            assert std[cell] > 0
