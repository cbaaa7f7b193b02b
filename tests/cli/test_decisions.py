"""From wells to a decision by qgis_process alone: realizations, exceedance, zones."""

import json

import pytest
from osgeo import gdal, ogr


@pytest.fixture(scope="module")
def realizations(qgis_process, sample, tmp_path_factory):
    """Sixty realizations of the sample's porosity, in coarse cells."""
    folder = tmp_path_factory.mktemp("maps")
    done = qgis_process.run(
        "stochkrig:stochastickriging",
        **sample,
        XY_DELTA=250,
        REALIZATIONS=60,
        MEAN=folder / "mean.tif",
        STD=folder / "std.tif",
        REALIZATIONS_OUTPUT=folder / "realizations.tif",
    )
    return done.results


def test_exceedance_of_realizations_and_of_their_law(qgis_process, realizations, tmp_path):
    given = {"THRESHOLD": 0.18, "PROBABILITY": tmp_path / "p.tif"}
    counted = qgis_process.run(
        "stochkrig:exceedance",
        REALIZATIONS=realizations["REALIZATIONS_OUTPUT"],
        REGION=tmp_path / "r.tif",
        CONTOUR_BAND=tmp_path / "b.tif",
        CONFIDENCE=0.8,
        **given,
    ).results
    assert counted["N_REALIZATIONS"] == 60
    assert counted["AREA_P90"] <= counted["AREA_P50"] <= counted["AREA_P10"]
    assert counted["JOINT_PROBABILITY"] >= 0.8
    assert gdal.Open(counted["REGION"]).ReadAsArray().max() == 1
    law = qgis_process.run("stochkrig:exceedance", MEAN=realizations["MEAN"], STD=realizations["STD"], **given).results
    # The law of each cell is not quite normal, and sixty realizations count in steps of 1.7 %.
    assert law["EXPECTED_AREA"] == pytest.approx(counted["EXPECTED_AREA"], rel=0.05)


def test_zones(qgis_process, realizations, tmp_path):
    left, dx, _, top, _, dy = gdal.Open(realizations["MEAN"]).GetGeoTransform()
    ring = [[left, top], [left + 8 * dx, top], [left + 8 * dx, top + 8 * dy], [left, top + 8 * dy], [left, top]]
    zones = tmp_path / "zones.geojson"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32632"}}
    feature = {"type": "Feature", "properties": {"name": "A"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    zones.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    done = qgis_process.run(
        "stochkrig:zonestatistics",
        REALIZATIONS=realizations["REALIZATIONS_OUTPUT"],
        ZONES=zones,
        THRESHOLD=0.18,
        ZONE_FIELD="name",
        OUTPUT=tmp_path / "out.gpkg",
        TABLE=tmp_path / "table.csv",
    )
    assert done.results["N_ZONES"] == 1
    data = ogr.Open(done.results["OUTPUT"])
    zone = data.GetLayer(0).GetNextFeature()
    table = gdal.OpenEx(done.results["TABLE"], open_options=["AUTODETECT_TYPE=YES"])
    means = [row["mean"] for row in table.GetLayer(0)]
    assert len(means) == 60
    assert zone["mean"] == pytest.approx(sum(means) / 60)
    assert zone["pass_prob"] == pytest.approx(sum(mean > 0.18 for mean in means) / 60)
    assert zone["area_known"] == pytest.approx(64 * 250 * 250)


def test_a_refusal_is_one_line(qgis_process, realizations, tmp_path):
    done = qgis_process.run(
        "stochkrig:exceedance",
        REALIZATIONS=realizations["REALIZATIONS_OUTPUT"],
        CONDITION="between",
        THRESHOLD=1,
        PROBABILITY=tmp_path / "p.tif",
    )
    assert done.returncode == 1
    assert "Condition (CONDITION) is between: Upper threshold (UPPER_THRESHOLD) should be greater than" in done.stderr
    assert "Traceback" not in done.stderr
