"""The example models, as a script runs them: all results of the chain, without a number typed in between."""

import shutil

import numpy as np
import pytest
from osgeo import gdal, ogr


@pytest.fixture(scope="module")
def model_names():
    """The outputs of the models, as qgis_process asks for them: child and output."""
    return {
        "logs_to_zones": {
            "points:Well averages": "points.gpkg",
            "variogram:Variogram report": "variogram.html",
            "variogram:Variogram": "variogram.json",
            "maps:Mean": "mean.tif",
            "maps:Standard deviation": "std.tif",
            "maps:Realizations": "realizations.tif",
            "maps:Simulation report": "simulation.html",
            "probability:Probability of exceedance": "probability.tif",
            "in_zones:Zones with statistics": "zones.gpkg",
        },
        "validated_kriging": {
            "validation:Predicted points": "predicted.gpkg",
            "validation:Cross-validation report": "validation.html",
            "map:Mean": "mean.tif",
            "map:Standard deviation": "std.tif",
        },
    }


def features(path):
    """The attributes of all features; the source has to outlive its layer."""
    source = ogr.Open(str(path))
    return [feature.items() for feature in source.GetLayer(0)]


def run_model(qgis_process, root, folder, name, outputs, **inputs):
    path = root / "sample" / "models" / f"{name}.model3"
    places = {output: folder / file for output, file in outputs.items()}
    done = qgis_process.command("--json", "run", path, "--", *(f"{k}={v}" for k, v in {**inputs, **places}.items()))
    assert done.returncode == 0, done.stderr
    assert all(place.exists() for place in places.values())
    return done.results


def test_from_logs_to_what_each_zone_holds(qgis_process, root, sample, tmp_path, model_names):
    results = run_model(
        qgis_process,
        root,
        tmp_path,
        "logs_to_zones",
        model_names["logs_to_zones"],
        las_folder=sample["LAS_FOLDER"],
        curve="PHIE",
        wells=sample["INPUT"],
        well_name="uwi",
        top="top_md",
        bottom="base_md",
        threshold=0.2,
        zones=shutil.copy(root / "sample" / "zones.gpkg", tmp_path / "blocks.gpkg"),
        cell_size=250,
        seed=7,
    )
    assert len(results) >= len(model_names["logs_to_zones"])
    assert len(features(tmp_path / "points.gpkg")) == 37
    realizations = gdal.Open(str(tmp_path / "realizations.tif")).ReadAsArray()
    probability = gdal.Open(str(tmp_path / "probability.tif")).ReadAsArray()
    np.testing.assert_allclose(probability, (realizations > np.float32(0.2)).mean(axis=0), atol=1e-6)
    zones = features(tmp_path / "zones.gpkg")
    assert sorted(zone["block"] for zone in zones) == [f"{letter}{row}" for letter in "ABCD" for row in (1, 2, 3)]


def test_from_points_to_a_validated_map(qgis_process, root, sample, tmp_path, model_names):
    inputs = {"points": sample["INPUT"], "field": "phie_mean", "cell_size": 500}
    run_model(qgis_process, root, tmp_path, "validated_kriging", model_names["validated_kriging"], **inputs)
    assert len(features(tmp_path / "predicted.gpkg")) == 40
    direct = qgis_process.run(
        "stochkrig:kriging",
        INPUT=sample["INPUT"],
        FIELD="phie_mean",
        XY_DELTA=500,
        TRANSFORM="normal-score",
        MEAN=tmp_path / "direct.tif",
    )
    assert direct.returncode == 0, direct.stderr
    made, expected = (gdal.Open(str(tmp_path / name)).ReadAsArray() for name in ("mean.tif", "direct.tif"))
    np.testing.assert_array_equal(made, expected)
