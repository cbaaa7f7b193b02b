import re
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from processing.core.ProcessingConfig import ProcessingConfig
from processing.gui.AlgorithmExecutor import execute
from processing.gui.Postprocessing import handleAlgorithmResults
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsDateTimeRange,
    QgsFeature,
    QgsGeometry,
    QgsLayerTreeRegistryBridge,
    QgsPointXY,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProject,
    QgsSingleBandPseudoColorRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from stochastic_kriging.krig_core import Grid, Variogram, krige
from stochastic_kriging.krig_core.choices import DECLUSTERING, DUPLICATES, KRIGING_TYPES, METHODS, MODELS, TAILS
from stochastic_kriging.provider import installation

ALGORITHM = "stochkrig:stochastickriging"


@pytest.fixture
def algorithm(provider):
    return QgsApplication.processingRegistry().algorithmById(ALGORITHM)


# ---- what it declares


def test_the_contract_of_names_holds(algorithm):
    parameters = """
        INPUT FIELD XY_DELTA EXTENT MASK REALIZATIONS METHOD TRANSFORM VARIOGRAM_FILE TARGET_CRS
        LAS_FOLDER LAS_FILES CURVE WELL_FIELD TOP TOP_FIELD BOTTOM BOTTOM_FIELD DEPTH_UNIT AVERAGING
        SURVEY SURVEY_WELL_FIELD SURVEY_MD_FIELD SURVEY_INCLINATION_FIELD SURVEY_AZIMUTH_FIELD
        Z_DELTA Z_REFERENCE Z_FIELD KB_FIELD CHECK_KB VERTICAL_RANGE
        TOP_SURFACE BASE_SURFACE TOP_SURFACE_FIELD BASE_SURFACE_FIELD LAYERING LAYERS
        MODEL NUGGET PARTIAL_SILL RANGE SHAPE AZIMUTH RATIO ANISOTROPY VARIOGRAM_UNCERTAINTY KRIGING_TYPE DRIFT
        SECONDARY CORRELATION
        ZMIN ZMAX LOWER_TAIL LOWER_OMEGA UPPER_TAIL UPPER_OMEGA DECLUSTERING DECLUSTERING_CELL WEIGHT_FIELD
        MAX_DATA SEARCH_RADIUS ERROR_FIELD LOWER_LIMIT_FIELD UPPER_LIMIT_FIELD
        EXACT_POSITIONS DUPLICATES SEED MC_TOLERANCE PROCESSES ENGINE SCHEDULER SHARED_FOLDER
        MEAN STD QUANTILES REALIZATIONS_OUTPUT TOP_SURFACE_OUTPUT BASE_SURFACE_OUTPUT REPORT VARIOGRAM JOB_FOLDER
    """
    assert " ".join(d.name() for d in algorithm.parameterDefinitions()) == " ".join(parameters.split())
    numbers = """
        N_DATA N_SKIPPED N_EMPTY FITTED_NUGGET FITTED_PARTIAL_SILL FITTED_RANGE RANGE_P05 RANGE_P50 RANGE_P95
        MEAN_OF_MEAN MEAN_OF_STD USED_SEED N_REALIZATIONS MC_ERROR
    """
    declared = [d.name() for d in algorithm.outputDefinitions() if isinstance(d, QgsProcessingOutputNumber)]
    assert " ".join(declared) == " ".join(numbers.split())


def test_enums_are_static_strings_that_the_core_knows(algorithm):
    enums = {d.name(): d for d in algorithm.parameterDefinitions() if isinstance(d, QgsProcessingParameterEnum)}
    assert all(enum.usesStaticStrings() for enum in enums.values())
    assert enums["METHOD"].options()[0] == "gaussian"
    assert set(enums["METHOD"].options()) == set(METHODS)
    assert set(enums["MODEL"].options()) <= {"automatic", *MODELS}
    assert tuple(enums["KRIGING_TYPE"].options()) == KRIGING_TYPES
    assert tuple(enums["DUPLICATES"].options()) == DUPLICATES
    assert tuple(enums["UPPER_TAIL"].options()) == TAILS
    assert tuple(enums["DECLUSTERING"].options()) == DECLUSTERING


def test_every_parameter_has_a_label_and_a_help(algorithm):
    for definition in algorithm.parameterDefinitions():
        assert definition.description()
        assert definition.help() or definition.isDestination()
    assert algorithm.shortHelpString()
    assert algorithm.createInstance() is not algorithm


def test_the_rarely_used_parameters_are_advanced(algorithm):
    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    names = {d.name() for d in algorithm.parameterDefinitions() if d.flags() & advanced}
    assert not names & {"INPUT", "FIELD", "XY_DELTA", "REALIZATIONS", "METHOD", "TRANSFORM", "MEAN", "STD"}
    assert {"LAS_FOLDER", "Z_DELTA", "MODEL", "NUGGET", "SEED", "PROCESSES", "ENGINE"} <= names


# ---- points to rasters


def test_each_lone_well_shows_its_value_and_is_certain(run, wells, read_raster):
    done = run(INPUT=wells, FIELD="value", EXACT_POSITIONS="no")
    mean, dataset = read_raster(done["MEAN"])
    std, _ = read_raster(done["STD"])
    west, dx, _, north, _, dy = dataset.GetGeoTransform()
    assert (dx, dy) == (500, -500)
    south = north + dy * dataset.RasterYSize
    counts = {}
    for feature in wells.getFeatures():
        point = feature.geometry().asPoint()
        cell = int((point.x() - west) // 500), int((point.y() - south) // 500)
        counts.setdefault(cell, []).append(feature["value"])
    lone = {cell: values[0] for cell, values in counts.items() if len(values) == 1}
    assert len(lone) > 20
    for cell, value in lone.items():
        assert mean[cell] == np.float32(value)
        assert std[cell] == 0
    assert np.isfinite(mean).all()
    without = np.ones(std.shape, dtype=bool)
    without[tuple(np.array(list(counts)).T)] = False
    assert (std[without] > 0).all()


def test_whether_wells_count_where_they_are_may_be_said_as_a_flag_says_it(run, wells, read_raster):
    words = (None, "yes", True, "true"), ("no", False, "false")
    model = {"MODEL": "exponential", "NUGGET": 1, "PARTIAL_SILL": 40, "RANGE": 6000}
    where, at_centres = ([{} if word is None else {"EXACT_POSITIONS": word} for word in same] for same in words)
    maps = [
        [read_raster(run(INPUT=wells, FIELD="value", **one, **model)["MEAN"])[0] for one in same]
        for same in (where, at_centres)
    ]
    for same in maps:
        for other in same[1:]:
            np.testing.assert_array_equal(same[0], other)
    assert np.abs(maps[0][0] - maps[1][0]).max() > 0.5


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
def test_the_rasters_are_what_the_core_computes(run, wells, read_raster, transform):
    variogram = Variogram.exponential(nugget=1, partial_sill=40, range=6000)
    options = {"MODEL": "exponential", "NUGGET": 1, "PARTIAL_SILL": 40, "RANGE": 6000, "SEED": 9}
    options["TRANSFORM"] = transform
    done = run(INPUT=wells, FIELD="value", REALIZATIONS=25, **options)
    points = np.array([feature.geometry().asPoint() for feature in wells.getFeatures()])
    values = [feature["value"] for feature in wells.getFeatures()]
    # Nugget and sill are in squared units of the data, those of normal scores without a unit.
    unit = np.var(values) if transform == "normal-score" else 1.0
    grid = Grid.from_points(points, values, 500)
    variogram = variogram.scaled(1 / unit)
    ensemble = grid.krig(25, seed=9, variogram=variogram, transform=transform, exact_positions=True)
    for name, expected in (("MEAN", ensemble.mean), ("STD", ensemble.std)):
        ours, dataset = read_raster(done[name])
        np.testing.assert_array_equal(ours, np.asarray(expected, dtype=np.float32))
        west, _, _, north, _, _ = dataset.GetGeoTransform()
        assert (west, north) == (expected.geometry.edges(0)[0], expected.geometry.edges(1)[1])
    assert done["FITTED_RANGE"] == 6000
    assert done["FITTED_NUGGET"] == pytest.approx(1)
    assert done["FITTED_PARTIAL_SILL"] == pytest.approx(40)
    assert done["MC_ERROR"] == ensemble.mc_error == 0
    assert done["USED_SEED"] == 9
    assert done["N_REALIZATIONS"] == 25
    assert done["N_DATA"] == 30
    assert done["N_SKIPPED"] == 0
    assert done["MEAN_OF_MEAN"] == pytest.approx(float(np.mean(ensemble.mean)))
    assert done["MEAN_OF_STD"] == pytest.approx(float(np.mean(ensemble.std)))


def test_a_raster_carries_all_that_it_promises(run, wells, tmp_path):
    done = run(INPUT=wells, FIELD="value", SEED=7)
    dataset = gdal.Open(done["MEAN"])
    band = dataset.GetRasterBand(1)
    assert dataset.GetDriver().ShortName == "GTiff"
    assert band.DataType == gdal.GDT_Float32
    assert band.GetNoDataValue() == -9999
    assert band.GetDescription() == "Mean of value"
    assert band.GetBlockSize() == [256, 256]
    assert dataset.GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "DEFLATE"
    assert QgsCoordinateReferenceSystem.fromWkt(dataset.GetProjection()).authid() == "EPSG:26912"
    facts = dataset.GetMetadata()
    assert facts["STOCHKRIG_SEED"] == "7"
    assert facts["STOCHKRIG_VERSION"] == installation.plugin_version()
    assert "practical range" in facts["STOCHKRIG_VARIOGRAM"]
    statistics = band.GetMetadata()
    array = dataset.ReadAsArray()
    assert float(statistics["STATISTICS_MINIMUM"]) == pytest.approx(array.min(), rel=1e-6)
    assert float(statistics["STATISTICS_MEAN"]) == pytest.approx(array.mean(), rel=1e-6)
    del band, dataset
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mean.tif", "std.tif"]


def test_std_is_optional(run, wells, tmp_path):
    done = run(INPUT=wells, FIELD="value", STD=None)
    assert "STD" not in done.results
    assert [path.name for path in tmp_path.iterdir()] == ["mean.tif"]


def test_an_older_raster_and_its_statistics_are_replaced(run, wells, tmp_path):
    run(INPUT=wells, FIELD="value", XY_DELTA=1000)
    (tmp_path / "mean.tif.aux.xml").write_text("<PAMDataset/>")
    done = run(INPUT=wells, FIELD="value", XY_DELTA=500)
    assert gdal.Open(done["MEAN"]).GetGeoTransform()[1] == 500
    assert not (tmp_path / "mean.tif.aux.xml").exists()


def test_the_same_seed_gives_the_same_bytes_in_one_process_and_in_two(run, wells, tmp_path):
    files = {}
    for processes in (1, 2):
        for name in ("MEAN", "STD"):
            files[name, processes] = tmp_path / f"{name}{processes}.tif"
        run(
            INPUT=wells,
            FIELD="value",
            REALIZATIONS=30,
            PROCESSES=processes,
            MEAN=str(files["MEAN", processes]),
            STD=str(files["STD", processes]),
        )
    for name in ("MEAN", "STD"):
        assert files[name, 1].read_bytes() == files[name, 2].read_bytes()


@pytest.mark.parametrize("empty", [None, ""])
def test_without_a_seed_one_is_drawn_and_told(run, wells, empty):
    done = run(INPUT=wells, FIELD="value", SEED=empty)
    again = run(INPUT=wells, FIELD="value", SEED=empty)
    assert done["USED_SEED"] != again["USED_SEED"]
    assert f"seed {done['USED_SEED']}" in done.log


def test_random_samples_spread_less(run, wells):
    gaussian = run(INPUT=wells, FIELD="value", REALIZATIONS=30)
    sampled = run(INPUT=wells, FIELD="value", REALIZATIONS=30, METHOD="random-sample")
    assert sampled["MEAN_OF_STD"] < gaussian["MEAN_OF_STD"]
    assert "its standard deviation is far smaller than the error of the map" in sampled.log


def test_the_log_says_what_was_done(run, wells):
    log = run(INPUT=wells, FIELD="value").log
    for words in (
        "Read 30 points with a value of 'value'.",
        "realizations by the method gaussian on ",
        "Variogram fitted to 30 data by their normal scores: nugget",
        "All variograms count that the data allow, each by its probability (VARIOGRAM_UNCERTAINTY): nine ranges of ten",
        "The law of realizations with seed 42 took",
    ):
        assert words in log
    assert re.search(r"nine ranges of ten lie between [\d,.]+ and [\d,.]+ m\.", log)


def test_progress_moves_with_realizations(run, wells):
    feedback = QgsProcessingFeedback(False)
    seen = []
    feedback.progressChanged.connect(seen.append)
    run(feedback, INPUT=wells, FIELD="value", XY_DELTA=25, REALIZATIONS=40)
    assert len(seen) >= 4
    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_the_log_transform_refuses_what_is_not_positive(refusal, make_layer):
    layer = make_layer([(0, 0), (900, 0), (0, 900)], value=[1.0, 2.0, -3.0])
    said = refusal(INPUT=layer, FIELD="value", TRANSFORM="log")
    assert "Invalid data for the log transform (TRANSFORM): 1 of 3 values are zero or less" in said


def test_a_variogram_file_takes_the_place_of_all_its_parameters(run, refusal, wells, tmp_path):
    variogram = Variogram.exponential(nugget=3, partial_sill=50, range=4000, azimuth=30, ratio=0.5)
    (tmp_path / "v.json").write_text(variogram.to_json())
    done = run(INPUT=wells, FIELD="value", VARIOGRAM_FILE=str(tmp_path / "v.json"), RANGE=1)
    assert (done["FITTED_NUGGET"], done["FITTED_PARTIAL_SILL"], done["FITTED_RANGE"]) == (3, 50, 4000)
    for raster in tmp_path.glob("*.tif"):
        raster.unlink()
    (tmp_path / "v.json").write_text("{}")
    assert "Invalid variogram text" in refusal(INPUT=wells, FIELD="value", VARIOGRAM_FILE=str(tmp_path / "v.json"))


def test_anisotropy_and_shape_reach_the_core(run, wells):
    options = {"MODEL": "matern", "SHAPE": 0.8, "NUGGET": 1, "PARTIAL_SILL": 40, "RANGE": 6000}
    done = run(INPUT=wells, FIELD="value", AZIMUTH=45, RATIO=0.4, **options)
    facts = gdal.Open(done["MEAN"]).GetMetadata()["STOCHKRIG_VARIOGRAM"]
    assert "matern" in facts
    assert "azimuth 45° (ratio 0.4)" in facts


def test_quantiles_and_realizations_are_bands(run, wells, read_raster, tmp_path):
    paths = {name: str(tmp_path / f"{name}.tif") for name in ("QUANTILES", "REALIZATIONS_OUTPUT")}
    extent = "502000,506000,6102000,6106000"
    given = {"METHOD": "sequential", "REALIZATIONS": 25, "PROCESSES": 2, "EXTENT": extent}
    done = run(INPUT=wells, FIELD="value", **given, **paths)
    made = gdal.Open(done["REALIZATIONS_OUTPUT"])
    assert made.RasterCount == 25
    assert made.GetRasterBand(7).GetDescription() == "Realization 7 of value"
    all_of_them = made.ReadAsArray()
    mean = gdal.Open(done["MEAN"]).ReadAsArray()
    assert all_of_them.shape[1:] == mean.shape == (8, 8)
    np.testing.assert_allclose(all_of_them.mean(axis=0), mean, rtol=1e-5)
    quantiles = gdal.Open(done["QUANTILES"])
    kinds = [gdal.Open(done[name]).GetMetadataItem("STOCHKRIG_LAYERS") for name in ("MEAN", *paths)]
    assert kinds == [None, "quantiles", "realizations"]
    assert [quantiles.GetRasterBand(n).GetDescription() for n in (1, 2, 3)] == [
        "Low (10 % below; petroleum P90) of value",
        "Median (50 % below) of value",
        "High (90 % below; petroleum P10) of value",
    ]
    expected = np.quantile(all_of_them.astype(float), [0.1, 0.5, 0.9], axis=0, method="weibull")
    np.testing.assert_allclose(quantiles.ReadAsArray(), expected, rtol=1e-6)


# ---- which data, which cells


def polygon_layer(*rings, crs="EPSG:26912"):
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "mask", "memory")
    for ring in rings:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPolygonXY([[QgsPointXY(*map(float, corner)) for corner in ring]]))
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


TRIANGLE = [(501_000, 6_101_000), (509_000, 6_101_000), (501_000, 6_107_000)]


@pytest.mark.parametrize("algorithm", [ALGORITHM, "stochkrig:kriging"])
def test_cells_outside_the_mask_have_no_data_and_do_not_count(run, wells, read_raster, tmp_path, algorithm):
    options = {"EXTENT": "500000,510000,6100000,6108000", "XY_DELTA": 200, "algorithm": algorithm}
    if algorithm == ALGORITHM:
        options.update({name: str(tmp_path / f"{name}.tif") for name in ("QUANTILES", "REALIZATIONS_OUTPUT")})
    whole = run(INPUT=wells, FIELD="value", **options)
    everywhere = read_raster(whole["MEAN"])[0]
    done = run(INPUT=wells, FIELD="value", MASK=polygon_layer(TRIANGLE), **options)
    mean, dataset = read_raster(done["MEAN"])
    west, dx, _, north, _, _ = dataset.GetGeoTransform()
    x = west + dx * (np.arange(mean.shape[0])[:, None] + 0.5)
    y = north - dx * (mean.shape[1] - np.arange(mean.shape[1])[None, :] - 0.5)
    inside = (x > 501_000) & (y > 6_101_000) & ((x - 501_000) / 8000 + (y - 6_101_000) / 6000 < 1)
    assert ((mean != -9999) == inside).all()
    np.testing.assert_allclose(mean[inside], everywhere[inside], rtol=1e-6)
    assert done["MEAN_OF_MEAN"] == pytest.approx(mean[inside].mean(), rel=1e-6)
    assert done["MEAN_OF_MEAN"] != pytest.approx(whole["MEAN_OF_MEAN"], rel=1e-6)
    assert done["N_EMPTY"] == 0
    for name in ("QUANTILES", "REALIZATIONS_OUTPUT"):
        if name in done.results:
            bands = gdal.Open(done[name]).ReadAsArray()
            assert ((bands != -9999) == inside.T[::-1]).all()


def test_a_mask_in_another_crs_is_projected(run, wells, read_raster):
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    there = QgsCoordinateTransform(wells.crs(), degrees, QgsProject.instance())
    ring = [there.transform(QgsPointXY(*corner)) for corner in TRIANGLE]
    options = {"INPUT": wells, "FIELD": "value", "XY_DELTA": 200, "REALIZATIONS": 2}
    here = read_raster(run(MASK=polygon_layer(TRIANGLE), **options)["MEAN"])[0]
    projected = read_raster(run(MASK=polygon_layer(ring, crs="EPSG:4326"), **options)["MEAN"])[0]
    assert ((here == -9999) != (projected == -9999)).sum() < 20


@pytest.mark.parametrize(
    ("rings", "words"),
    [
        ([], "The mask has no polygons (MASK)"),
        ([[(0, 0), (1000, 0), (0, 1000)]], "The polygon of the mask lies beyond the map"),
    ],
)
def test_a_mask_without_a_cell_is_a_sentence(refusal, wells, rings, words):
    assert words in refusal(INPUT=wells, FIELD="value", MASK=polygon_layer(*rings))


def test_cells_far_from_all_wells_have_no_data_and_are_counted(run, wells, read_raster, tmp_path):
    options = {"XY_DELTA": 200, "MODEL": "spherical", "NUGGET": 1, "PARTIAL_SILL": 40, "RANGE": 6000}
    options.update(AZIMUTH=90, RATIO=0.5, REPORT=str(tmp_path / "r.html"), QUANTILES=str(tmp_path / "q.tif"))
    everywhere = read_raster(run(INPUT=wells, FIELD="value", **options)["MEAN"])[0]
    done = run(INPUT=wells, FIELD="value", SEARCH_RADIUS=1500, **options)
    mean, dataset = read_raster(done["MEAN"])
    west, dx, _, north, _, _ = dataset.GetGeoTransform()
    x = west + dx * (np.arange(mean.shape[0])[:, None] + 0.5)
    y = north - dx * (mean.shape[1] - np.arange(mean.shape[1])[None, :] - 0.5)
    points = [feature.geometry().asPoint() for feature in wells.getFeatures()]
    near = np.any([np.hypot(x - place.x(), (y - place.y()) / 0.5) <= 1500 for place in points], axis=0)
    assert ((mean != -9999) == near).all()
    assert ((gdal.Open(done["QUANTILES"]).ReadAsArray() != -9999) == near.T[::-1]).all()
    np.testing.assert_array_equal(mean[near], everywhere[near])
    assert done["N_EMPTY"] == (~near).sum() > 0
    assert done["MEAN_OF_MEAN"] == pytest.approx(mean[near].mean(), rel=1e-6)


def test_declustering_tails_and_limits_reach_the_core(run, wells, read_raster):
    options = {"MODEL": "exponential", "NUGGET": 1, "PARTIAL_SILL": 40, "RANGE": 6000, "SEED": 9, "REALIZATIONS": 20}
    done = run(
        INPUT=wells,
        FIELD="value",
        ZMIN=0,
        ZMAX=300,
        LOWER_TAIL="power",
        LOWER_OMEGA=0.5,
        UPPER_TAIL="hyperbolic",
        DECLUSTERING="cell",
        DECLUSTERING_CELL=2500,
        **options,
    )
    points = np.array([feature.geometry().asPoint() for feature in wells.getFeatures()])
    values = [feature["value"] for feature in wells.getFeatures()]
    ensemble = Grid.from_points(points, values, 500).krig(
        20,
        seed=9,
        variogram=Variogram.exponential(nugget=1, partial_sill=40, range=6000).scaled(1 / np.var(values)),
        transform="normal-score",
        zmin=0,
        zmax=300,
        lower_tail="power",
        lower_omega=0.5,
        upper_tail="hyperbolic",
        upper_omega=1.5,
        declustering="cell",
        declustering_cell=2500,
        exact_positions=True,
    )
    np.testing.assert_array_equal(read_raster(done["MEAN"])[0], np.asarray(ensemble.mean, dtype=np.float32))


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        (
            {"DECLUSTERING": "cell", "TRANSFORM": "none"},
            "(TRANSFORM) none has no weights: leave Declustering (DECLUSTERING) out",
        ),
        ({"EXACT_POSITIONS": True, "METHOD": "sequential"}, "(METHOD) sequential conditions at cell centres"),
        ({"KRIGING_TYPE": "universal-1", "METHOD": "random-sample"}, "(METHOD) random-sample has no trend"),
        ({"DECLUSTERING": "cell", "DECLUSTERING_CELL": -3}, "(DECLUSTERING_CELL) is -3"),
        ({"UPPER_TAIL": "power", "UPPER_OMEGA": 0}, "(UPPER_OMEGA) is 0"),
        ({"ZMAX": 1}, "(ZMAX)"),
        ({"LOWER_TAIL": "hyperbolic"}, "(LOWER_TAIL)"),
        ({"REALIZATIONS": 0, "MC_TOLERANCE": 0.0001}, "(MC_TOLERANCE) is 0.0001: it should be"),
        ({"REPORT": "/nowhere/r.html"}, "/nowhere/r.html (REPORT)"),
    ],
)
def test_choices_that_do_not_go_together_are_a_sentence(refusal, wells, parameters, words):
    assert words in refusal(INPUT=wells, FIELD="value", **parameters)


# ---- how many realizations


def test_realizations_are_made_until_the_error_is_small_enough(run, wells, tmp_path):
    options = {"INPUT": wells, "FIELD": "value", "XY_DELTA": 1000, "REALIZATIONS": 0, "MC_TOLERANCE": 0.08}
    options["METHOD"] = "sequential"  # of gaussian the law is known
    done = run(**options)
    assert done["MC_ERROR"] <= 0.08
    assert 80 <= done["N_REALIZATIONS"] < 625
    assert done["N_REALIZATIONS"] % 10 == 0
    assert f"{done['N_REALIZATIONS']} realizations were enough (MC_TOLERANCE 0.08)" in done.log
    all_of_them = str(tmp_path / "all.tif")
    other = {"MEAN": str(tmp_path / "two.tif"), "STD": str(tmp_path / "two_std.tif")}
    again = run(**options, PROCESSES=2, REALIZATIONS_OUTPUT=all_of_them, **other)
    assert again["N_REALIZATIONS"] == done["N_REALIZATIONS"] == gdal.Open(all_of_them).RasterCount
    assert gdal.Open(done["MEAN"]).ReadAsArray().tobytes() == gdal.Open(again["MEAN"]).ReadAsArray().tobytes()
    same = run(**{**options, "REALIZATIONS": done["N_REALIZATIONS"]})
    assert same["MC_ERROR"] == done["MC_ERROR"]


# ---- where


def test_wells_in_degrees_are_projected_to_the_target(run, make_layer):
    layer = make_layer([(-111.0, 55.2), (-110.9, 55.25), (-111.1, 55.3)], crs="EPSG:4269", value=[1.0, 2.0, 3.0])
    done = run(INPUT=layer, FIELD="value", TARGET_CRS=QgsCoordinateReferenceSystem("EPSG:26912"))
    dataset = gdal.Open(done["MEAN"])
    assert 490_000 < dataset.GetGeoTransform()[0] < 500_000
    assert "Wells are projected to EPSG:26912" in done.log


def test_without_a_target_degrees_become_the_utm_zone_that_fits(run, make_layer):
    layer = make_layer([(-70.0, -33.2), (-69.9, -33.25), (-70.1, -33.3)], crs="EPSG:4326", value=[1.0, 2.0, 3.0])
    done = run(INPUT=layer, FIELD="value")
    wkt = gdal.Open(done["MEAN"]).GetProjection()
    assert QgsCoordinateReferenceSystem.fromWkt(wkt).authid() == "EPSG:32719"
    assert "The layer is in degrees. Wells are projected to EPSG:32719" in done.log


def test_an_extent_in_another_crs_is_transformed(run, wells):
    done = run(INPUT=wells, FIELD="value", EXTENT="-111.0,-110.9,55.04,55.09 [EPSG:4326]")
    west, _, _, north, _, _ = gdal.Open(done["MEAN"]).GetGeoTransform()
    assert 499_900 < west < 500_100
    assert 6_104_000 < north < 6_106_500
    assert "Points outside the extent that are within reach of it and are used too: " in done.log
    assert done["N_DATA"] == 30


def test_a_well_just_outside_the_extent_is_felt_inside(run, make_layer, read_raster):
    layer = make_layer([(0, 500), (2050, 500), (9000, 500)], value=[10.0, 20.0, 1000.0])
    options = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 1, "RANGE": 3000, "XY_DELTA": 100}
    options["TRANSFORM"] = "none"
    done = run(INPUT=layer, FIELD="value", EXTENT="0,2000,0,1000 [EPSG:26912]", REALIZATIONS=400, **options)
    std, dataset = read_raster(done["STD"])
    assert dataset.GetGeoTransform()[:2] == (0, 100)
    assert std.shape == (20, 10)
    variogram = Variogram.spherical(nugget=0, partial_sill=1, range=3000)
    wells, values = [(0, 500), (2050, 500), (9000, 500)], [10.0, 20.0, 1000.0]
    mean, variance = krige(wells, values, variogram, [(1950, 550), (1050, 550)])
    np.testing.assert_allclose(std[[19, 10], 5], np.sqrt(variance), rtol=1e-3)
    np.testing.assert_allclose(read_raster(done["MEAN"])[0][[19, 10], 5], mean, rtol=1e-3)
    said = "Points farther outside the extent (EXTENT), which count for the histogram, the mean and the trend: 1."
    assert said in done.log
    assert done["N_DATA"] == 3
    assert done["N_SKIPPED"] == 0
    assert "within reach of it and are used too: 1" in done.log


def test_wells_far_outside_a_small_extent_are_felt_within_the_range(run, wells, read_raster):
    options = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 30, "RANGE": 4000, "XY_DELTA": 100}
    done = run(INPUT=wells, FIELD="value", EXTENT="504000,504500,6104000,6104500 [EPSG:26912]", **options)
    assert read_raster(done["MEAN"])[0].shape == (5, 5)
    assert done["N_DATA"] > 10


def test_the_default_cell_size_is_a_round_number(run, wells):
    done = run(INPUT=wells, FIELD="value", XY_DELTA=None, REALIZATIONS=2)
    assert gdal.Open(done["MEAN"]).GetGeoTransform()[1] == 20


def test_multipoints_are_read_point_by_point(run, provider):
    layer = QgsVectorLayer("MultiPoint?crs=EPSG:26912&field=value:double", "m", "memory")
    for number in range(5):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(f"MultiPoint(({number * 900} 0), ({number * 900} 4000))"))
        feature.setAttributes([float(number)])
        layer.dataProvider().addFeatures([feature])
    assert run(INPUT=layer, FIELD="value")["N_DATA"] == 10


# ---- how results look


def loaded(wells, tmp_path, *more):
    project = QgsProject.instance()
    project.clear()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
    parameters = {
        "INPUT": wells,
        "FIELD": "value",
        "XY_DELTA": 500,
        "REALIZATIONS": 10,
        "PROCESSES": 1,
        "MEAN": QgsProcessingOutputLayerDefinition(str(tmp_path / "mean.tif"), project),
        "STD": QgsProcessingOutputLayerDefinition(str(tmp_path / "std.tif"), project),
        **{name: QgsProcessingOutputLayerDefinition(str(tmp_path / f"{name}.tif"), project) for name in more},
    }
    assert execute(algorithm, parameters, context, feedback)[0], feedback.textLog()
    handleAlgorithmResults(algorithm, context, feedback)
    return {layer.name(): layer for layer in project.mapLayers().values()}


def test_results_load_styled(provider, wells, tmp_path):
    layers = loaded(wells, tmp_path)
    assert set(layers) == {"Mean of value", "Standard deviation of value"}
    colours = {}
    for name, layer in layers.items():
        renderer = layer.renderer()
        assert isinstance(renderer, QgsSingleBandPseudoColorRenderer)
        items = renderer.shader().rasterShaderFunction().colorRampItemList()
        assert items[0].value == pytest.approx(renderer.classificationMin())
        assert items[-1].value == pytest.approx(renderer.classificationMax())
        colours[name] = [item.color.name() for item in items]
    assert colours["Mean of value"][0] == "#440154"
    assert colours["Mean of value"][-1] == "#fde725"
    lightness = [QColor(name).lightness() for name in colours["Standard deviation of value"]]
    assert lightness == sorted(lightness, reverse=True)
    QgsProject.instance().clear()


def test_quantiles_load_as_medians_and_realizations_as_one_of_them(provider, wells, tmp_path, read_raster):
    """In colours that serve all bands: from the lowest two per cent of their values to the highest."""
    layers = loaded(wells, tmp_path, "QUANTILES", "REALIZATIONS_OUTPUT")
    for name, band, bands in (("Quantiles of value", 2, 3), ("Realizations of value", 1, 10)):
        renderer = layers[name].renderer()
        assert isinstance(renderer, QgsSingleBandPseudoColorRenderer)
        assert renderer.band() == band
        values = gdal.Open(layers[name].source()).ReadAsArray()
        assert len(values) == bands
        ends = renderer.classificationMin(), renderer.classificationMax()
        assert ends == pytest.approx(np.quantile(values, [0.02, 0.98]), rel=1e-6)
    assert [layers["Quantiles of value"].bandName(band) for band in (1, 2, 3)] == [
        "Band 1: Low (10 % below; petroleum P90) of value",
        "Band 2: Median (50 % below) of value",
        "Band 3: High (90 % below; petroleum P10) of value",
    ]
    QgsProject.instance().clear()


def test_the_layers_of_a_run_are_one_group_and_say_how_they_were_made(provider, wells, tmp_path):
    project = QgsProject.instance()
    loaded(wells, tmp_path)
    groups = project.layerTreeRoot().findGroups()
    assert [group.name() for group in groups] == ["value, gaussian"]
    assert {node.name() for node in groups[0].findLayers()} == {"Mean of value", "Standard deviation of value"}
    (mean,) = project.mapLayersByName("Mean of value")
    facts = gdal.Open(mean.source()).GetMetadata()
    assert mean.metadata().title() == "Mean of value"
    assert mean.metadata().abstract() == (
        f"Mean of value. Stochastic kriging from 30 data, by Stochastic Kriging for QGIS {facts['STOCHKRIG_VERSION']}. "
        f"Variogram: {facts['STOCHKRIG_VARIOGRAM']}. Seed {facts['STOCHKRIG_SEED']}."
    )
    (line,) = mean.metadata().history()
    assert line.startswith(f'processing.run("{ALGORITHM}", {{')
    assert "'XY_DELTA':500" in line
    project.clear()


def test_a_second_run_has_a_group_of_its_own(provider, wells, tmp_path):
    project, context, feedback = QgsProject.instance(), QgsProcessingContext(), QgsProcessingFeedback(False)
    project.clear()
    project.layerTreeRoot().addGroup("value, Kriging")
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("stochkrig:kriging")
    mean = QgsProcessingOutputLayerDefinition(str(tmp_path / "mean.tif"), project)
    given = {"INPUT": wells, "FIELD": "value", "XY_DELTA": 500, "MEAN": mean}
    assert execute(algorithm, given, context, feedback)[0], feedback.textLog()
    handleAlgorithmResults(algorithm, context, feedback)
    assert {group.name(): len(group.findLayers()) for group in project.layerTreeRoot().findGroups()} == {
        "value, Kriging": 0,
        "value, Kriging (2)": 1,
    }
    project.clear()


def test_a_run_beside_the_layer_of_another_has_a_group_of_its_own(provider, wells, tmp_path):
    project, context, feedback = QgsProject.instance(), QgsProcessingContext(), QgsProcessingFeedback(False)
    project.clear()
    root = project.layerTreeRoot()
    older, bridge = root.addGroup("value, gaussian"), project.layerTreeRegistryBridge()
    # Where QGIS puts new layers while one of this group is the current one.
    bridge.setLayerInsertionPoint(QgsLayerTreeRegistryBridge.InsertionPoint(older, 0))
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
    given = {"INPUT": wells, "FIELD": "value", "XY_DELTA": 500, "PROCESSES": 1, "TRANSFORM": "none"}
    given |= {
        name: QgsProcessingOutputLayerDefinition(str(tmp_path / f"{name}.tif"), project) for name in ("MEAN", "STD")
    }
    assert execute(algorithm, given, context, feedback)[0], feedback.textLog()
    handleAlgorithmResults(algorithm, context, feedback)
    bridge.setLayerInsertionPoint(QgsLayerTreeRegistryBridge.InsertionPoint(root, 0))
    assert {group.name(): len(group.findLayers()) for group in root.findGroups()} == {
        "value, gaussian": 0,
        "value, gaussian, no transform": 2,
    }
    project.clear()


def test_the_group_of_all_results_that_a_user_names_holds_them(provider, wells, tmp_path):
    project = QgsProject.instance()
    ProcessingConfig.setSettingValue(ProcessingConfig.RESULTS_GROUP_NAME, "All results")
    try:
        loaded(wells, tmp_path)
        (group,) = project.layerTreeRoot().children()
        assert group.name() == "All results"
        assert len(group.findLayers()) == 2
    finally:
        ProcessingConfig.setSettingValue(ProcessingConfig.RESULTS_GROUP_NAME, "")
        project.clear()


def test_a_name_that_a_model_gives_stays(provider, wells, tmp_path):
    project, context, feedback = QgsProject.instance(), QgsProcessingContext(), QgsProcessingFeedback(False)
    project.clear()
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("stochkrig:kriging")
    mean = QgsProcessingOutputLayerDefinition(str(tmp_path / "mean.tif"), project)
    mean.createOptions = {}
    mean.destinationName = "Top of the reservoir"
    given = {"INPUT": wells, "FIELD": "value", "XY_DELTA": 500, "MEAN": mean}
    assert execute(algorithm, given, context, feedback)[0], feedback.textLog()
    handleAlgorithmResults(algorithm, context, feedback)
    assert [node.name() for node in project.layerTreeRoot().children()] == ["Top of the reservoir"]
    assert isinstance(project.mapLayersByName("Top of the reservoir")[0].renderer(), QgsSingleBandPseudoColorRenderer)
    project.clear()


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT < 33800, reason="QGIS has dates of bands from 3.38 on")
def test_the_temporal_controller_plays_realizations(provider, wells, tmp_path):
    layers = loaded(wells, tmp_path, "REALIZATIONS_OUTPUT")
    properties = layers["Realizations of value"].temporalProperties()
    assert properties.isActive()
    days = properties.fixedRangePerBand()
    assert len(days) == 10
    assert [days[band].begin().date().toString("yyyy-MM-dd") for band in (1, 10)] == ["2001-01-01", "2001-01-10"]
    for band in (1, 4, 10):
        noon = days[band].begin().addSecs(12 * 3600)
        assert properties.bandForTemporalRange(layers["Realizations of value"], QgsDateTimeRange(noon, noon)) == band
    QgsProject.instance().clear()


def test_results_of_a_background_task_load_too(provider, wells):
    """As from the toolbox: the task has a context of its own, and gives back what is registered in that one."""
    project = QgsProject.instance()
    project.clear()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
    parameters = {"INPUT": wells, "FIELD": "value", "XY_DELTA": 500, "REALIZATIONS": 10, "PROCESSES": 1}
    for name in ("MEAN", "STD"):
        parameters[name] = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", project)
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    ended = []
    task.executed.connect(lambda successful, results: ended.append(successful))
    QgsApplication.taskManager().addTask(task)
    deadline = time.monotonic() + 600
    while not ended and time.monotonic() < deadline:
        QTest.qWait(20)
    assert ended == [True], feedback.textLog()
    assert handleAlgorithmResults(algorithm, context, feedback)
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    assert set(layers) == {"Mean of value", "Standard deviation of value"}
    assert all(isinstance(layer.renderer(), QgsSingleBandPseudoColorRenderer) for layer in layers.values())
    project.clear()


# ---- as others use it


def test_it_runs_in_a_background_task_and_can_be_cancelled(provider, wells, tmp_path):
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(ALGORITHM)
    parameters = {
        "INPUT": wells,
        "FIELD": "value",
        "XY_DELTA": 20,
        "REALIZATIONS": 5_000,
        "PROCESSES": 2,
        "MEAN": str(tmp_path / "mean.tif"),
        "STD": str(tmp_path / "std.tif"),
    }
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    ended = []
    task.executed.connect(lambda successful, results: ended.append(results))
    feedback.progressChanged.connect(lambda _: task.cancel())
    QgsApplication.taskManager().addTask(task)
    deadline = time.monotonic() + 600
    while not ended and time.monotonic() < deadline:
        QTest.qWait(20)  # a bare processEvents would keep the interpreter from the task's thread
    assert ended, feedback.textLog()
    assert "MEAN" not in ended[0]
    assert "Cancelled" not in feedback.textLog()  # it is no error
    assert list(tmp_path.iterdir()) == []


def test_it_is_a_step_of_a_model(provider, wells, tmp_path):
    """The numbers of one run feed another, and no number is typed by hand."""
    model = QgsProcessingModelAlgorithm("chain", "test")
    child = QgsProcessingModelChildAlgorithm(ALGORITHM)
    child.setChildId("krige")
    static = QgsProcessingModelChildParameterSource.fromStaticValue
    for name, value in {"INPUT": wells, "FIELD": "value", "XY_DELTA": 500, "REALIZATIONS": 10, "PROCESSES": 1}.items():
        child.addParameterSources(name, [static(value)])
    model.addChildAlgorithm(child)
    again = QgsProcessingModelChildAlgorithm(ALGORITHM)
    again.setChildId("again")
    again.addParameterSources("INPUT", [static(wells)])
    again.addParameterSources("FIELD", [static("value")])
    for target, source in (
        ("NUGGET", "FITTED_NUGGET"),
        ("PARTIAL_SILL", "FITTED_PARTIAL_SILL"),
        ("RANGE", "FITTED_RANGE"),
        ("SEED", "USED_SEED"),
        ("REALIZATIONS", "N_REALIZATIONS"),
    ):
        again.addParameterSources(target, [QgsProcessingModelChildParameterSource.fromChildOutput("krige", source)])
    again.addParameterSources("XY_DELTA", [static(500)])
    model.addChildAlgorithm(again)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    results, successful = model.run({}, context, feedback)
    assert successful, feedback.textLog()
    first, second = results["CHILD_RESULTS"]["krige"], results["CHILD_RESULTS"]["again"]
    assert second["FITTED_RANGE"] == first["FITTED_RANGE"]


# ---- what must be there


def test_a_missing_scipy_is_one_sentence_and_the_plugin_still_loads(refusal, wells, algorithm, monkeypatch):
    real = installation.importlib.util.find_spec
    monkeypatch.setattr(installation.importlib.util, "find_spec", lambda name: None if name == "scipy" else real(name))
    can, reason = algorithm.canExecute()
    assert not can
    assert reason.startswith("The Python package scipy is missing: ")
    assert reason.endswith(" Then start QGIS again.")
    assert refusal(INPUT=wells, FIELD="value") == reason


def test_writing_can_be_cancelled_and_leaves_nothing(run, wells, tmp_path, open_when_removed):
    """Cancelled as soon as the folder in which rasters are made is seen."""
    out = tmp_path / "out"
    out.mkdir()
    feedback = QgsProcessingFeedback(False)
    seen = []

    def cancel(now):
        if list(out.glob(".stochkrig_*")):
            seen.append(now)
            feedback.cancel()

    feedback.progressChanged.connect(cancel)
    paths = {name: str(out / f"{name}.tif") for name in ("MEAN", "STD", "REALIZATIONS_OUTPUT")}
    done = run(feedback, INPUT=wells, FIELD="value", REALIZATIONS=40, **paths)
    assert seen
    assert seen[0] < 100
    assert done.results == {}
    assert list(out.iterdir()) == []
    assert open_when_removed == []


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="files that are mapped are found in /proc")
def test_no_file_of_a_run_is_mapped_when_its_folder_is_removed(run, wells, tmp_path, monkeypatch):
    """Windows keeps such a file, and would end the run with an error."""
    mapped, remove = [], shutil.rmtree

    def look(folder, **options):
        if Path(folder).name.startswith("stochkrig_"):
            mapped.append([line for line in Path("/proc/self/maps").read_text().splitlines() if str(folder) in line])
        remove(folder, **options)

    monkeypatch.setattr(shutil, "rmtree", look)
    run(
        INPUT=wells,
        FIELD="value",
        **{name: str(tmp_path / f"{name}.tif") for name in ("REALIZATIONS_OUTPUT", "QUANTILES")},
    )
    assert mapped == [[]]
