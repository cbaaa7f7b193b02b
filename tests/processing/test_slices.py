"""Grids in space: a band for each slice, from points with z and from logs, in the real algorithms."""

import numpy as np
import pytest
from osgeo import gdal, osr
from processing.gui.AlgorithmExecutor import execute
from processing.gui.Postprocessing import handleAlgorithmResults
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsDoubleRange,
    QgsFeature,
    QgsGeometry,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from stochastic_kriging.krig_core import Variogram, krige
from stochastic_kriging.tests.in_space import bands_of, layer_of

STOCHASTIC = "stochkrig:stochastickriging"
KRIGING = "stochkrig:kriging"
MODEL = {"MODEL": "exponential", "NUGGET": 0.1, "PARTIAL_SILL": 1, "RANGE": 5000, "VERTICAL_RANGE": 12}
VARIOGRAM = Variogram.exponential(nugget=0.1, partial_sill=1, range=5000, vertical_range=12)


@pytest.fixture(scope="module")
def samples():
    """Twenty wells in 8 × 6 km, a sample every 2 m from 100 to 140 m; values that grow with z and with x."""
    rng = np.random.default_rng(5)
    wells = rng.uniform((500_000, 6_100_000), (508_000, 6_106_000), (20, 2))
    z = np.arange(101.0, 140, 2)
    points = np.column_stack([np.repeat(wells, len(z), axis=0), np.tile(z, len(wells))])
    values = points[:, 2] / 10 + np.sin(points[:, 0] / 2500) + rng.normal(0, 0.1, len(points))
    return points, values


def centres_of(dataset, z):
    west, dx, _, north, _, dy = dataset.GetGeoTransform()
    x = west + dx * (np.arange(dataset.RasterXSize) + 0.5)
    y = north + dy * dataset.RasterYSize - dy * (np.arange(dataset.RasterYSize) + 0.5)
    return np.column_stack([axis.ravel() for axis in np.meshgrid(x, y, z, indexing="ij")])


# ---- kriging


@pytest.mark.parametrize(
    ("parameters", "options"),
    [
        ({}, {}),
        ({"KRIGING_TYPE": "universal-1"}, {"kriging_type": "universal-1"}),
        ({"MAX_DATA": 16, "MAX_PER_OCTANT": 3}, {"max_data": 16, "max_per_octant": 3}),
        ({"BLOCK": 2}, {"block": (1000, 1000, 5), "block_points": 2}),
    ],
)
def test_slices_are_what_the_core_krigs_at_their_middles(run, samples, parameters, options):
    points, values = samples
    layer = layer_of(points, values)
    done = run(algorithm=KRIGING, INPUT=layer, FIELD="value", XY_DELTA=1000, Z_DELTA=5, **MODEL, **parameters)
    mean, names, dataset = bands_of(done["MEAN"])
    assert names == [f"{low} – {low + 5} m" for low in range(135, 95, -5)]
    middles = np.arange(137.5, 100, -5)
    expected, variance = krige(points, values, VARIOGRAM, centres_of(dataset, middles), **options)
    np.testing.assert_allclose(mean.ravel(), expected, rtol=1e-5)
    np.testing.assert_allclose(bands_of(done["STD"])[0].ravel(), np.sqrt(variance), rtol=1e-5)
    assert done["N_DATA"] == len(points)
    assert done["MEAN_OF_MEAN"] == pytest.approx(expected.mean(), rel=1e-6)


def test_a_depth_counts_down_and_its_uppermost_slice_is_the_first(run, samples):
    points, values = samples
    depths = 300 - points[:, 2]
    layer = layer_of(points * (1, 1, 0), values, depth=depths)
    more = {"Z_FIELD": "depth", "Z_REFERENCE": "depth", "Z_DELTA": 5, "XY_DELTA": 1000}
    done = run(algorithm=KRIGING, INPUT=layer, FIELD="value", **more, **MODEL)
    mean, names, dataset = bands_of(done["MEAN"])
    assert names[0] == "160 – 165 m"
    assert names[-1] == "195 – 200 m"
    moved = points * (1, 1, 0) + np.outer(depths, (0, 0, 1))
    expected, _ = krige(moved, values, VARIOGRAM, centres_of(dataset, np.arange(162.5, 200, 5)))
    np.testing.assert_allclose(mean.ravel(), expected, rtol=1e-5)


@pytest.mark.parametrize("limits", [{"TOP": 130, "BOTTOM": 113}, {"TOP": 113, "BOTTOM": 130}])
def test_top_and_bottom_limit_the_slices_of_elevations_in_either_order(run, samples, limits):
    layer = layer_of(*samples)
    done = run(algorithm=KRIGING, INPUT=layer, FIELD="value", XY_DELTA=2000, Z_DELTA=5, **limits, **MODEL)
    assert bands_of(done["MEAN"])[1] == [f"{low} – {low + 5} m" for low in (128, 123, 118, 113)]


def test_one_limit_leaves_the_other_to_the_data(run, samples):
    layer = layer_of(*samples)
    done = run(algorithm=KRIGING, INPUT=layer, FIELD="value", XY_DELTA=2000, Z_DELTA=10, TOP=132, **MODEL)
    assert bands_of(done["MEAN"])[1] == [f"{low} – {low + 10} m" for low in (122, 112, 102, 92)]


def test_without_a_slice_height_it_is_the_map_it_was(run, samples):
    points, values = samples
    layer = layer_of(points, values)
    done = run(algorithm=KRIGING, INPUT=layer, FIELD="value", XY_DELTA=1000, **MODEL)
    mean, names, dataset = bands_of(done["MEAN"])
    assert names == ["Mean of value"]
    wells, where = np.unique(points[:, :2], axis=0, return_inverse=True)
    means = np.bincount(where.reshape(-1), values) / np.bincount(where.reshape(-1))
    expected, _ = krige(wells, means, VARIOGRAM, centres_of(dataset, [0.0])[:, :2])
    np.testing.assert_allclose(mean.ravel(), expected, rtol=1e-5)


@pytest.mark.parametrize(
    ("table", "variogram"),
    [
        (
            "wells3d_ok_sph_anis30_0_0_.6_.0012_global.csv",
            Variogram.spherical(nugget=50, partial_sill=450, range=12000, azimuth=30, ratio=0.6, vertical_range=14.4),
        ),
        (
            "wells3d_ok_exp_anis0_0_0_1_.002_global.csv",
            Variogram.exponential(nugget=50, partial_sill=450, range=15000, vertical_range=30),
        ),
    ],
)
def test_kriging_in_space_is_gstats(run, root, tmp_path, table, variogram):
    data, theirs = (
        np.genfromtxt(root / "tests" / "reference" / name, delimiter=",", names=True, dtype=None, encoding="utf-8")
        for name in ("wells3d.csv", table)
    )
    path = tmp_path / "model.json"
    path.write_text(variogram.to_json())
    layer = layer_of(np.column_stack([data["x"], data["y"], data["z"]]), data["value"])
    x = np.unique(theirs["x"])
    step = float(x[1] - x[0])
    # Their rows and levels are not evenly spaced, so a row of a level at a time.
    for y, z in [(theirs["y"].min(), theirs["z"].min()), (np.unique(theirs["y"])[3], np.unique(theirs["z"])[5])]:
        row = theirs[(theirs["y"] == y) & (theirs["z"] == z)]
        done = run(
            algorithm=KRIGING,
            INPUT=layer,
            FIELD="value",
            EXTENT=f"{x[0] - step / 2},{x[-1] + step / 2},{y - step / 2},{y + step / 2} [EPSG:26912]",
            XY_DELTA=step,
            Z_DELTA=0.5,
            TOP=float(z) + 0.25,
            BOTTOM=float(z) - 0.25,
            VARIOGRAM_FILE=str(path),
        )
        mean, std = bands_of(done["MEAN"])[0], bands_of(done["STD"])[0]
        assert mean.shape == (10, 1, 1)
        assert np.abs(mean.ravel() - row["pred"]).max() <= 1e-6 * data["value"].std()
        assert np.abs(std.ravel() ** 2 - row["var"]).max() <= 1e-6 * variogram.sill


# ---- stochastic kriging


def test_cells_show_the_mean_of_their_samples_in_every_realization(run, samples):
    points, values = samples
    layer = layer_of(points, values)
    more = {"TRANSFORM": "none", "TOP": 140, "BOTTOM": 100, "Z_DELTA": 5, "XY_DELTA": 1000}
    extent = "500000,508000,6100000,6106000 [EPSG:26912]"
    done = run(INPUT=layer, FIELD="value", EXTENT=extent, REALIZATIONS=20, **more, **MODEL)
    mean, names, _ = bands_of(done["MEAN"])
    std, _, _ = bands_of(done["STD"])
    assert mean.shape == (8, 6, 8)
    assert names[0] == "135 – 140 m"
    cells = np.floor((points - (500_000, 6_100_000, 100)) / (1000, 1000, 5)).astype(int)
    cells[:, 2] = 7 - cells[:, 2]
    for cell in np.unique(cells, axis=0):
        inside = (cells == cell).all(axis=1)
        assert mean[tuple(cell)] == pytest.approx(values[inside].mean(), rel=1e-6)
        assert std[tuple(cell)] == 0
    assert done["N_DATA"] == len(np.unique(cells, axis=0))
    assert f"400 values are averaged to {done['N_DATA']} cells of the grid." in done.log
    free = np.ones(mean.shape, dtype=bool)
    free[tuple(cells.T)] = False
    assert (std[free] > 0).all()


def test_realizations_and_quantiles_are_slices_after_slices(run, samples, tmp_path):
    """The slices of one realization after those of another; how many make one, the metadata say."""
    paths = {name: str(tmp_path / f"{name}.tif") for name in ("QUANTILES", "REALIZATIONS_OUTPUT")}
    more = {"TOP": 140, "BOTTOM": 120, "Z_DELTA": 5, "XY_DELTA": 1000, "REALIZATIONS": 12, "METHOD": "sequential"}
    done = run(INPUT=layer_of(*samples), FIELD="value", **more, **MODEL, **paths)
    made, names, dataset = bands_of(done["REALIZATIONS_OUTPUT"])
    assert dataset.GetMetadataItem("STOCHKRIG_SLICES") == "4"
    assert names[:5] == [
        "Realization 1 of value, 135 – 140 m",
        "Realization 1 of value, 130 – 135 m",
        "Realization 1 of value, 125 – 130 m",
        "Realization 1 of value, 120 – 125 m",
        "Realization 2 of value, 135 – 140 m",
    ]
    made = made.reshape(*made.shape[:2], 12, 4)
    mean, std = bands_of(done["MEAN"])[0], bands_of(done["STD"])[0]
    np.testing.assert_allclose(made.mean(axis=2), mean, rtol=1e-5)
    np.testing.assert_allclose(made.std(axis=2, ddof=1), std, rtol=1e-4, atol=1e-5)
    quantiles, names, _ = bands_of(done["QUANTILES"])
    assert names[4] == "Median (50 % below) of value, 135 – 140 m"
    assert quantiles.shape[2] == 12
    np.testing.assert_allclose(quantiles[..., 4:8], np.median(made, axis=2), rtol=1e-5)


def test_a_drift_of_the_map_is_that_of_all_slices(run, samples, tmp_path):
    points, values = samples
    x = np.arange(498_050.0, 510_000, 100)
    path = str(tmp_path / "drift.tiff")
    data = gdal.GetDriverByName("GTiff").Create(path, len(x), 100, 1, gdal.GDT_Float32)
    data.SetGeoTransform((498_000, 100, 0, 6_108_000, 0, -100))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(26912)
    data.SetProjection(crs.ExportToWkt())
    data.GetRasterBand(1).WriteArray(np.tile((x - 504_000) / 1000, (100, 1)))
    data = None
    layer = layer_of(points, values + 3 * (points[:, 0] - 504_000) / 1000)
    given = {"INPUT": layer, "FIELD": "value", "DRIFT": [path], "XY_DELTA": 1000, "Z_DELTA": 5, **MODEL}
    done = run(algorithm=KRIGING, **given)
    mean, _, dataset = bands_of(done["MEAN"])
    centres = centres_of(dataset, np.arange(137.5, 100, -5))
    drift, at = ((places[:, :1] - 504_000) / 1000 for places in (points, centres))
    expected, _ = krige(
        points,
        values + 3 * drift[:, 0],
        VARIOGRAM,
        centres,
        kriging_type="external-drift",
        drift=drift,
        target_drift=at,
    )
    np.testing.assert_allclose(mean.ravel(), expected, rtol=1e-4)
    # A drift that explains the trend leaves maps that differ from those without both by the trend alone.
    for more in ({}, {"EXACT_POSITIONS": True}):
        done = run(**given, TRANSFORM="none", REALIZATIONS=20, VARIOGRAM_UNCERTAINTY="none", **more)
        simulated = bands_of(done["MEAN"])[0]
        cells = (centres_of(bands_of(done["MEAN"])[2], np.arange(137.5, 100, -5))[:, 0] - 504_000) / 1000
        trend = np.polyfit(cells, simulated.ravel() - np.sin(cells * 1000 / 2500 + 504_000 / 2500), 1)[0]
        assert trend == pytest.approx(3, abs=0.15)


def test_the_same_slices_on_one_process_and_two(run, samples, tmp_path):
    layer = layer_of(*samples)
    made = []
    for processes in (1, 2):
        paths = {"MEAN": str(tmp_path / f"m{processes}.tif"), "STD": str(tmp_path / f"s{processes}.tif")}
        run(INPUT=layer, FIELD="value", Z_DELTA=5, REALIZATIONS=20, PROCESSES=processes, **paths)
        made.append([bands_of(path)[0] for path in paths.values()])
    np.testing.assert_array_equal(made[0][0], made[1][0])
    np.testing.assert_array_equal(made[0][1], made[1][1])


def test_what_is_beyond_the_slices_does_not_count(run, samples, tmp_path):
    points, values = samples
    limits = {"TOP": 125, "BOTTOM": 110, "Z_DELTA": 5, "XY_DELTA": 1000, "EXTENT": "500000,508000,6100000,6106000"}
    whole = run(INPUT=layer_of(points, values), FIELD="value", **limits, **MODEL)
    inside = (points[:, 2] >= 110) & (points[:, 2] <= 125)
    paths = {"MEAN": str(tmp_path / "m.tif"), "STD": str(tmp_path / "s.tif")}
    part = run(INPUT=layer_of(points[inside], values[inside]), FIELD="value", **limits, **paths, **MODEL)
    np.testing.assert_array_equal(bands_of(whole["MEAN"])[0], bands_of(part["MEAN"])[0])
    assert f"{np.count_nonzero(~inside)} values above or below the slices (TOP, BOTTOM) are left out." in whole.log


def test_a_vertical_range_is_fitted(run, samples):
    done = run(INPUT=layer_of(*samples), FIELD="value", Z_DELTA=2, TRANSFORM="none")
    assert "Variogram fitted to" in done.log
    assert "vertical range" in done.log


def test_the_report_has_both_variograms(run, samples, tmp_path):
    report = tmp_path / "report.html"
    run(INPUT=layer_of(*samples), FIELD="value", Z_DELTA=4, REPORT=str(report), **MODEL)
    text = report.read_text(encoding="utf-8")
    for words in ("Horizontal distance (m)", "Vertical distance", "Slice height", "Vertical range", "Distance up"):
        assert words in text
    assert text.count("Data, horizontal") == text.count("Data, vertical") == 1


def test_a_mask_cuts_every_slice(run, samples):
    mask = QgsVectorLayer("Polygon?crs=EPSG:26912", "mask", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0, 504000 0, 504000 9000000, 0 9000000, 0 0))"))
    mask.dataProvider().addFeatures([feature])
    extent = "500000,508000,6100000,6106000 [EPSG:26912]"
    done = run(INPUT=layer_of(*samples), FIELD="value", XY_DELTA=1000, Z_DELTA=5, EXTENT=extent, MASK=mask, **MODEL)
    mean, _, _ = bands_of(done["MEAN"])
    assert (mean[:4] != -9999).all()
    assert (mean[4:] == -9999).all()


# ---- logs


LAS = """~Version
 VERS. 2.0 :
 WRAP. NO :
~Well
 NULL. -999.25 :
 WELL. {name} :
~Curve
 DEPT.M :
 GR.API :
~Parameter
 EREF.M {kb} :
~A
"""


@pytest.fixture
def logs(tmp_path, make_layer):
    """Twelve wells with logs from 400 to 440 m; return (folder, layer, x and y, KB, depths)."""
    rng = np.random.default_rng(8)
    places = rng.uniform((500_000, 6_100_000), (506_000, 6_105_000), (12, 2))
    kb = np.linspace(600, 610, 12)
    depths = np.arange(400.25, 440, 0.5)
    folder = tmp_path / "las"
    folder.mkdir()
    for number, (x, _) in enumerate(places):
        rows = "".join(f"{depth} {value_at(x, kb[number] - depth)}\n" for depth in depths)
        (folder / f"W{number}.las").write_text(LAS.format(name=f"W{number}", kb=kb[number]) + rows)
    return str(folder), make_layer(places.tolist(), name=[f"W{n}" for n in range(12)]), places, kb, depths


def value_at(x, z):
    return round(float(60 + z / 4 + (x - 503_000) / 500), 3)


def test_logs_are_placed_by_their_elevation_and_averaged_to_cells(run, logs):
    folder, layer, places, kb, depths = logs
    extent = "500000,506000,6100000,6105000 [EPSG:26912]"
    limits = {"TOP": 200, "BOTTOM": 170, "Z_DELTA": 3, "XY_DELTA": 500, "EXTENT": extent}
    source = {"INPUT": layer, "LAS_FOLDER": folder, "CURVE": "GR", "WELL_FIELD": "name"}
    done = run(**source, **limits, **MODEL)
    mean, names, _ = bands_of(done["MEAN"])
    assert names == [f"{low} – {low + 3} m" for low in range(197, 169, -3)]
    checked = 0
    for number, (x, y) in enumerate(places):
        column = int((x - 500_000) // 500), int((y - 6_100_000) // 500)
        if sum(tuple(((place - (500_000, 6_100_000)) // 500).astype(int)) == column for place in places) > 1:
            continue
        z = kb[number] - depths
        for band, low in enumerate(range(197, 169, -3)):
            inside = (z >= low) & (z < low + 3)
            if inside.any():
                expected = np.mean([value_at(x, one) for one in z[inside]])
                assert mean[(*column, band)] == pytest.approx(expected, rel=1e-6)
                checked += 1
    assert checked > 50


def test_logs_by_depth_need_no_elevation(run, logs):
    folder, layer, *_ = logs
    source = {"INPUT": layer, "LAS_FOLDER": folder, "CURVE": "GR", "WELL_FIELD": "name", "Z_REFERENCE": "depth"}
    done = run(algorithm=KRIGING, **source, TOP=400, BOTTOM=440, Z_DELTA=10, XY_DELTA=1000, **MODEL)
    assert bands_of(done["MEAN"])[1] == ["400 – 410 m", "410 – 420 m", "420 – 430 m", "430 – 440 m"]
    assert done["N_DATA"] == 48  # a mean for each 10 m of each log


def test_a_field_says_the_elevation_and_a_suspicious_one_is_named(run, logs, make_layer):
    folder, _, places, kb, _ = logs
    wrong = kb.tolist()
    wrong[3] = 6100.0
    layer = make_layer(places.tolist(), name=[f"W{n}" for n in range(12)], kb=wrong)
    source = {"INPUT": layer, "LAS_FOLDER": folder, "CURVE": "GR", "WELL_FIELD": "name", "KB_FIELD": "kb"}
    limits = {"TOP": 200, "BOTTOM": 170, "Z_DELTA": 5, "XY_DELTA": 1000}
    done = run(algorithm=KRIGING, **source, **limits, **MODEL)
    assert done["N_SKIPPED"] == 1
    assert "Skipped W3.las: its elevation 6100 m is not within" in done.log


def test_a_log_of_no_well_in_the_layer_is_skipped(run, logs, make_layer):
    folder, _, places, *_ = logs
    layer = make_layer(places[:11].tolist(), name=[f"W{n}" for n in range(11)])
    source = {"INPUT": layer, "LAS_FOLDER": folder, "CURVE": "GR", "WELL_FIELD": "name", "Z_REFERENCE": "depth"}
    done = run(algorithm=KRIGING, **source, Z_DELTA=10, XY_DELTA=1000, **MODEL)
    assert done["N_SKIPPED"] == 1
    assert "Skipped W11.las: no well is called" in done.log


def test_in_a_model_logs_become_points_and_points_slices(provider, logs, tmp_path):
    folder, layer, *_ = logs
    model = QgsProcessingModelAlgorithm("LAS to slices", "")
    static = QgsProcessingModelChildParameterSource.fromStaticValue
    parts = {
        "points": (
            "stochkrig:lastopoints",
            {"LAS_FOLDER": folder, "CURVE": "GR", "WELLS": layer, "WELL_FIELD": "name"},
            {},
        ),
        "slices": (
            STOCHASTIC,
            {"FIELD": "value", "XY_DELTA": 500, "Z_DELTA": 4, "REALIZATIONS": 10},
            {"INPUT": ("points", "OUTPUT")},
        ),
    }
    for name, (algorithm, values, links) in parts.items():
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(name)
        for parameter, value in values.items():
            child.addParameterSources(parameter, [static(value)])
        for parameter, source in links.items():
            child.addParameterSources(parameter, [QgsProcessingModelChildParameterSource.fromChildOutput(*source)])
        if name == "slices":
            output = QgsProcessingModelOutput("MEAN", "MEAN")
            output.setChildOutputName("MEAN")
            output.setChildId(name)
            child.setModelOutputs({"MEAN": output})
        model.addChildAlgorithm(child)
    feedback, context = QgsProcessingFeedback(False), QgsProcessingContext()
    context.setProject(QgsProject.instance())
    (mean,) = (definition.name() for definition in model.destinationParameterDefinitions())
    results, good = model.run({mean: str(tmp_path / "mean.tif")}, context, feedback)
    assert good, feedback.textLog()
    mean, names, _ = bands_of(results[mean])
    assert names == [f"{low} – {low + 4} m" for low in range(208, 156, -4)]
    assert (np.diff(mean.mean(axis=(0, 1))[1:-1]) < 0).all(), "values grow with z, and the first slice is the highest"


# ---- files and layers


def test_netcdf_has_z_as_a_dimension(run, samples, tmp_path):
    if gdal.GetDriverByName("netCDF") is None:
        pytest.skip("this GDAL has no netCDF")
    points, values = samples
    layer = layer_of(points * (1, 1, -1) + (0, 0, 500), values)
    more = {"Z_REFERENCE": "depth", "Z_DELTA": 5, "XY_DELTA": 1000, "TOP": 360, "BOTTOM": 400}
    tif = run(algorithm=KRIGING, INPUT=layer, FIELD="value", **more, **MODEL)
    paths = {name: str(tmp_path / f"{name}.nc") for name in ("MEAN", "STD")}
    done = run(algorithm=KRIGING, INPUT=layer, FIELD="value", **more, **paths, **MODEL)
    mean, _, dataset = bands_of(done["MEAN"])
    np.testing.assert_array_equal(mean, bands_of(tif["MEAN"])[0])
    assert dataset.GetGeoTransform() == bands_of(tif["MEAN"])[2].GetGeoTransform()
    assert "UTM zone 12N" in dataset.GetProjection()
    facts = dataset.GetMetadata()
    assert (facts["z#axis"], facts["z#positive"], facts["z#units"]) == ("Z", "down", "m")
    assert dataset.GetRasterBand(1).GetMetadata()["NETCDF_DIM_z"] == "362.5"
    assert facts["Band1#long_name"] == "Mean of value"
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"MEAN.nc", "STD.nc", "mean.tif", "std.tif"}


@pytest.fixture
def loaded(provider, samples, tmp_path):
    """The layers of a run as QGIS loads them, by name; depths from 360 to 400 m."""
    points, values = samples
    project = QgsProject.instance()
    project.clear()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(STOCHASTIC)
    parameters = {
        "INPUT": layer_of(points * (1, 1, -1) + (0, 0, 500), values),
        "FIELD": "value",
        "Z_REFERENCE": "depth",
        "XY_DELTA": 500,
        "Z_DELTA": 10,
        "TOP": 360,
        "BOTTOM": 400,
        "REALIZATIONS": 10,
        "PROCESSES": 1,
        "MEAN": QgsProcessingOutputLayerDefinition(str(tmp_path / "mean.tif"), project),
        "STD": QgsProcessingOutputLayerDefinition(str(tmp_path / "std.tif"), project),
    }
    assert execute(algorithm, parameters, context, feedback)[0], feedback.textLog()
    handleAlgorithmResults(algorithm, context, feedback)
    yield {layer.name(): layer for layer in project.mapLayers().values()}
    project.clear()


def test_one_range_of_colours_serves_all_slices(loaded):
    layer = loaded["Mean of value"]
    values, _, _ = bands_of(layer.source())
    renderer = layer.renderer()
    assert renderer.type() == "singlebandpseudocolor"
    ends = renderer.classificationMin(), renderer.classificationMax()
    assert ends == pytest.approx(np.quantile(values, [0.02, 0.98]), abs=1e-3)  # of every fourth cell
    assert values[..., 0].max() - values[..., 0].min() < 0.9 * (values.max() - values.min())
    assert layer.bandName(1) == "Band 1: 360 – 370 m"


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT < 33800, reason="QGIS has elevation ranges of bands from 3.38 on")
def test_the_elevation_controller_finds_the_slice_of_a_depth(loaded):
    for layer in loaded.values():
        properties = layer.elevationProperties()
        assert properties.isEnabled()
        assert properties.mode() == Qgis.RasterElevationMode.FixedRangePerBand
        ranges = properties.fixedRangePerBand()
        assert {band: (one.lower(), one.upper()) for band, one in ranges.items()} == {
            1: (-370, -360),
            2: (-380, -370),
            3: (-390, -380),
            4: (-400, -390),
        }
        assert all(not one.includeUpper() and one.includeLower() for one in ranges.values())


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT < 33800, reason="QGIS has elevation ranges of bands from 3.38 on")
def test_a_map_at_an_elevation_shows_that_slice(loaded):
    layer = loaded["Mean of value"]
    shown = {}
    for band, elevations in ((None, (-368, -362)), (1, None), (None, (-388, -382)), (3, None)):
        settings = QgsMapSettings()
        settings.setLayers([layer])
        settings.setExtent(layer.extent())
        settings.setOutputSize(QSize(60, 40))
        settings.setDestinationCrs(layer.crs())
        if elevations is None:
            layer.renderer().setInputBand(band)
        else:
            layer.renderer().setInputBand(1)
            settings.setZRange(QgsDoubleRange(*elevations))
        job = QgsMapRendererSequentialJob(settings)
        job.start()
        job.waitForFinished()
        image = job.renderedImage()
        shown[band or elevations] = [image.pixel(x, y) for x in range(60) for y in range(40)]
    assert shown[(-368, -362)] == shown[1]
    assert shown[(-388, -382)] == shown[3]
    assert shown[1] != shown[3]


def test_a_variogram_file_without_a_vertical_range_is_told(run, samples, tmp_path):
    path = tmp_path / "flat.json"
    path.write_text(Variogram.spherical(partial_sill=1, range=3000).to_json())
    more = {"VARIOGRAM_FILE": str(path), "XY_DELTA": 2000, "Z_DELTA": 10}
    done = run(algorithm=KRIGING, INPUT=layer_of(*samples), FIELD="value", **more)
    assert "The variogram has no vertical range: it reaches as far along z as on the map (VARIOGRAM_FILE)." in done.log


# ---- refusals


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"Z_DELTA": 0}, "(Z_DELTA) is 0: it should be greater than zero."),
        ({"Z_DELTA": -2}, "(Z_DELTA) is -2: it should be greater than zero."),
        ({"Z_DELTA": "thin"}, "(Z_DELTA) is 'thin': it should be a number."),
        ({"VERTICAL_RANGE": 0}, "(VERTICAL_RANGE) is 0: it should be greater than zero."),
        ({"Z_DELTA": 500}, "(Z_DELTA) is 500, but z has a range of 38 only (TOP, BOTTOM): choose a smaller height"),
        ({"TOP": 140, "BOTTOM": 138}, "(Z_DELTA) is 5, but z has a range of 2 only (TOP, BOTTOM)"),
        (
            {"TOP": 140, "BOTTOM": 140},
            "(TOP) and LAS, slices: bottom depth (BOTTOM) are both 140: nothing is between them.",
        ),
        ({"TOP": 900, "BOTTOM": 800}, "No data between 800 and 900 (TOP, BOTTOM): their z is from 101 to 139."),
        (
            {"TOP": 140, "BOTTOM": 100, "Z_REFERENCE": "depth"},
            "(TOP) is 140 and LAS, slices: bottom depth (BOTTOM) 100: depths increase downwards (Z_REFERENCE).",
        ),
        ({"Z_FIELD": "none"}, "The layer has no field 'none' (Z_FIELD), only "),
        ({"MEAN": "/tmp/mean.png"}, "/tmp/mean.png (MEAN) should be a GeoTIFF"),
        ({"XY_DELTA": 0.5, "Z_DELTA": 0.01}, "fewer slices or layers (Z_DELTA, LAYERS), or a smaller extent (EXTENT)"),
    ],
)
def test_bad_slices_are_a_sentence(refusal, samples, parameters, words):
    given = {"Z_DELTA": 5, **parameters}
    assert words in refusal(algorithm=STOCHASTIC, INPUT=layer_of(*samples), FIELD="value", **given)


def test_points_without_z_are_a_sentence(refusal, make_layer, samples):
    flat = make_layer([(0, 0), (900, 0), (0, 900)], value=[1.0, 2.0, 3.0], z=[None, None, None])
    words = "The points have no z: choose a field of it (Z_FIELD), or leave Slices: height (Z_DELTA) out for a map."
    for algorithm in (STOCHASTIC, KRIGING):
        assert words in refusal(algorithm=algorithm, INPUT=flat, FIELD="value", Z_DELTA=5)
        assert "No point has a z (Z_FIELD)" in refusal(
            algorithm=algorithm, INPUT=flat, FIELD="value", Z_DELTA=5, Z_FIELD="z"
        )


def test_one_well_alone_needs_a_range(refusal, samples):
    points, values = samples
    layer = layer_of(points[:20], values[:20])
    said = refusal(INPUT=layer, FIELD="value", Z_DELTA=5, XY_DELTA=100, EXTENT="500000,508000,6100000,6106000")
    assert (
        said
        == "All data lie in one well: give Range (practical) (RANGE), because no horizontal variogram can be fitted."
    )


def test_points_that_lack_a_z_are_counted(run, samples):
    points, values = samples
    layer = layer_of(points * (1, 1, 0), values, height=points[:, 2])
    layer.dataProvider().changeAttributeValues({1: {1: None}, 2: {1: None}})
    done = run(algorithm=KRIGING, INPUT=layer, FIELD="value", Z_FIELD="height", Z_DELTA=10, XY_DELTA=2000, **MODEL)
    assert done["N_DATA"] == len(points) - 2
    assert done["N_SKIPPED"] == 2
    assert "Points without z, which were skipped: 2." in done.log
