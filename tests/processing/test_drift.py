"""External drift from raster layers, in both algorithms that take it."""

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsProcessingContext,
    QgsRasterLayer,
)
from stochastic_kriging.krig_core import Variogram, krige
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.provider.inputs import drift as module
from stochastic_kriging.provider.inputs.drift import DriftRaster, sample, sample_cells

ALGORITHM = "stochkrig:kriging"
MODEL = {"MODEL": "exponential", "NUGGET": 2, "PARTIAL_SILL": 40, "RANGE": 6000}
VARIOGRAM = Variogram.exponential(nugget=2, partial_sill=40, range=6000)
UTM = QgsCoordinateReferenceSystem("EPSG:26912")


@pytest.fixture
def make_raster(tmp_path):
    """Write a raster of a function of x and y and return its path; NaN is nodata."""

    def make(function, name="drift", box=(499_000, 6_099_000, 511_000, 6_109_000), step=100.0, epsg=26912):
        west, south, east, north = box
        x = np.arange(west + step / 2, east, step)
        y = np.arange(north - step / 2, south, -step)
        values = np.asarray(function(x[None, :], y[:, None]), dtype=np.float32) * np.ones((len(y), len(x)), np.float32)
        path = str(tmp_path / f"{name}.tiff")
        data = gdal.GetDriverByName("GTiff").Create(path, len(x), len(y), 1, gdal.GDT_Float32)
        data.SetGeoTransform((west, step, 0, north, 0, -step))
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        data.SetProjection(reference.ExportToWkt())
        data.GetRasterBand(1).SetNoDataValue(-1)
        data.GetRasterBand(1).WriteArray(np.where(np.isnan(values), -1, values))
        return path

    return make


def slope(x, y):
    return 10 + (x - 500_000) / 1000 + (y - 6_100_000) / 500


def waves(x, y):
    return 5 + np.sin(x / 2500) + np.cos(y / 1800)


@pytest.fixture
def data(wells):
    features = list(wells.getFeatures())
    return np.array([feature.geometry().asPoint() for feature in features]), [feature["value"] for feature in features]


def centres(dataset):
    west, dx, _, north, _, dy = dataset.GetGeoTransform()
    x = west + dx * (np.arange(dataset.RasterXSize) + 0.5)
    y = north + dy * dataset.RasterYSize - dy * (np.arange(dataset.RasterYSize) + 0.5)
    return np.column_stack([axis.ravel() for axis in np.meshgrid(x, y, indexing="ij")])


# ---- sampling


def test_a_plane_is_sampled_exactly_between_the_centres_of_its_cells(make_raster):
    raster = DriftRaster.of(QgsRasterLayer(make_raster(slope)))
    points = np.random.default_rng(0).uniform((499_100, 6_099_100), (510_900, 6_108_900), (500, 2))
    found = raster.at(points, UTM, QgsProcessingContext())
    np.testing.assert_allclose(found, slope(*points.T), atol=1e-5)


def test_outside_and_in_cells_without_a_value_there_is_none(make_raster):
    hole = make_raster(lambda x, y: np.where((x > 504_000) & (x < 505_000), np.nan, slope(x, y)))
    raster = DriftRaster.of(QgsRasterLayer(hole))
    points = np.array([[498_000, 6_100_000], [504_500, 6_100_000], [504_010, 6_100_000], [503_960, 6_100_050.0]])
    found = raster.at(points, UTM, QgsProcessingContext())
    assert np.isnan(found).tolist() == [True, True, True, False]
    # Beside the hole it is the value of the cell itself.
    assert found[3] == pytest.approx(slope(503_950, 6_100_050), abs=1e-5)


def test_points_are_projected_to_the_raster(make_raster):
    def degrees(x, y):
        return 100 + x + 2 * y

    path = make_raster(degrees, box=(-111.2, 54.9, -110.6, 55.3), step=0.01, epsg=4269)
    rasters = [DriftRaster.of(QgsRasterLayer(path))]
    there = QgsCoordinateTransform(UTM, rasters[0].source.crs, QgsCoordinateTransformContext())
    points = np.array([[500_000.0, 6_100_000.0], [503_000.0, 6_104_000.0]])
    found = sample(rasters, points, UTM, QgsProcessingContext())
    for point, value in zip(points, found[:, 0]):
        place = there.transform(*point)
        assert value == pytest.approx(degrees(place.x(), place.y()), abs=1e-4)


def test_cells_are_sampled_in_parts_and_large_rasters_more_coarsely(make_raster, monkeypatch):
    rasters = [DriftRaster.of(QgsRasterLayer(make_raster(slope, step=50.0)))]
    geometry = Geometry.from_ranges([(500_000, 510_000), (6_100_000, 6_108_000)], [250, 250])
    expected = slope(*geometry.centres().T).reshape(geometry.shape)
    monkeypatch.setattr(module, "_AT_ONCE", 333)
    whole = sample_cells(rasters, geometry, UTM, QgsProcessingContext())
    assert whole.shape == (40, 32, 1)
    np.testing.assert_allclose(whole[..., 0], expected, atol=1e-5)
    monkeypatch.setattr(module, "_MOST_PIXELS", 300)
    coarse = sample_cells(rasters, geometry, UTM, QgsProcessingContext())
    # A coarse cell has the value of one of the small ones in it, so the plane is met within a coarse cell's slope.
    np.testing.assert_allclose(coarse[..., 0], expected, atol=1.5)
    assert not np.allclose(coarse[..., 0], expected, atol=1e-3)


# ---- kriging


@pytest.mark.parametrize("kriging_type", ["ordinary", "external-drift", "universal-1"])
def test_kriging_with_rasters_is_external_drift(run, wells, data, read_raster, make_raster, kriging_type):
    done = run(
        algorithm=ALGORITHM,
        INPUT=wells,
        FIELD="value",
        DRIFT=[make_raster(waves, step=10.0)],
        KRIGING_TYPE=kriging_type,
        **MODEL,
    )
    mean, dataset = read_raster(done["MEAN"])
    places = centres(dataset)
    core = "universal-1" if kriging_type == "universal-1" else "external-drift"
    expected, variance = krige(
        *data, VARIOGRAM, places, kriging_type=core, drift=waves(*data[0].T), target_drift=waves(*places.T)
    )
    known = (mean != -9999).ravel()
    np.testing.assert_allclose(mean.ravel()[known], expected[known], rtol=2e-4)
    std = read_raster(done["STD"])[0].ravel()
    np.testing.assert_allclose(std[known], np.sqrt(variance[known]), rtol=2e-3)
    assert known.all()


def test_what_has_no_drift_is_left_out_and_counted(run, wells, data, read_raster, make_raster):
    path = make_raster(lambda x, y: np.where(x < 503_000, np.nan, waves(x, y)))
    done = run(algorithm=ALGORITHM, INPUT=wells, FIELD="value", DRIFT=[path], **MODEL)
    without = int((data[0][:, 0] < 503_000).sum())
    assert without > 0
    assert (done["N_DATA"], done["N_SKIPPED"]) == (30 - without, without)
    assert f"Points where a drift raster has no value, which are left out (DRIFT): {without}." in done.log
    mean, dataset = read_raster(done["MEAN"])
    missing = (centres(dataset)[:, 0] < 503_000).reshape(mean.shape)
    assert ((mean == -9999) == missing).all()
    assert done["N_EMPTY"] == missing.sum()


@pytest.mark.parametrize(
    ("function", "parameters", "words"),
    [
        (lambda x, y: 3.0, {}, "Drift variable 1 has the same value at all data, so it explains nothing (DRIFT)"),
        (lambda x, y: np.nan * x, {}, "No point has a value of the drift"),
        (slope, {"KRIGING_TYPE": "simple"}, "leave Drift rasters (DRIFT) empty"),
        (None, {"KRIGING_TYPE": "external-drift"}, "choose one raster or more (DRIFT)"),
    ],
)
@pytest.mark.parametrize("algorithm", ["stochkrig:kriging", "stochkrig:stochastickriging"])
def test_a_drift_that_cannot_be_used_is_a_sentence(refusal, wells, make_raster, algorithm, function, parameters, words):
    rasters = [] if function is None else [make_raster(function)]
    said = refusal(algorithm=algorithm, INPUT=wells, FIELD="value", DRIFT=rasters, **parameters)
    assert words in said


# ---- simulation


def test_simulations_with_a_drift_average_to_kriging_with_it(run, wells, data, read_raster, make_raster):
    done = run(
        INPUT=wells,
        FIELD="value",
        DRIFT=[make_raster(waves, step=20.0)],
        TRANSFORM="none",
        REALIZATIONS=400,
        XY_DELTA=250,
        EXTENT="501000,509000,6101000,6107000",
        **MODEL,
    )
    mean, dataset = read_raster(done["MEAN"])
    std, _ = read_raster(done["STD"])
    places = centres(dataset)
    expected, variance = krige(
        *data, VARIOGRAM, places, kriging_type="external-drift", drift=waves(*data[0].T), target_drift=waves(*places.T)
    )
    away = variance > 10
    z = (mean.ravel() - expected)[away] / np.sqrt(variance[away] / 400)
    # Wells sit on cells in one and where they are in the other, which moves the mean by a part of the std.
    assert np.abs(z).mean() < 6
    assert np.median(std.ravel()[away] / np.sqrt(variance[away])) == pytest.approx(1, abs=0.06)
    plain = run(INPUT=wells, FIELD="value", TRANSFORM="none", XY_DELTA=250, REALIZATIONS=10, **MODEL)
    assert plain["MEAN_OF_MEAN"] != done["MEAN_OF_MEAN"]


@pytest.mark.parametrize("options", [{"EXACT_POSITIONS": True}, {"METHOD": "sequential"}])
def test_other_ways_to_simulate_take_a_drift_too(run, wells, read_raster, make_raster, options):
    parameters = {"INPUT": wells, "FIELD": "value", "DRIFT": [make_raster(waves)], "TRANSFORM": "none", **MODEL}
    gaussian = run(**parameters, REALIZATIONS=200)
    done = run(**parameters, REALIZATIONS=200, **options)
    assert done["N_EMPTY"] == 0
    assert done["MEAN_OF_MEAN"] == pytest.approx(gaussian["MEAN_OF_MEAN"], rel=0.03)
    assert done["MEAN_OF_STD"] == pytest.approx(gaussian["MEAN_OF_STD"], rel=0.1)


def test_cells_without_a_drift_have_no_simulated_value(run, wells, read_raster, make_raster, tmp_path):
    path = make_raster(lambda x, y: np.where(x < 503_000, np.nan, waves(x, y)))
    done = run(
        INPUT=wells, FIELD="value", DRIFT=[path], REALIZATIONS_OUTPUT=str(tmp_path / "all.tif"), REALIZATIONS=4, **MODEL
    )
    mean, dataset = read_raster(done["MEAN"])
    missing = (centres(dataset)[:, 0] < 503_000).reshape(mean.shape)
    assert ((mean == -9999) == missing).all()
    assert done["N_EMPTY"] == missing.sum()
    bands = gdal.Open(done["REALIZATIONS_OUTPUT"]).ReadAsArray()
    assert ((bands == -9999).sum(axis=(1, 2)) == missing.sum()).all()


# ---- rasters of every make


def written(path, transform, kind=gdal.GDT_Float32, function=slope, bands=1, **options):
    """Write 40 × 30 cells of a function of the place of their centres; return the path and the open file."""
    nx, ny = 40, 30
    data = gdal.GetDriverByName("GTiff").Create(str(path), nx, ny, bands, kind, options.get("create", []))
    data.SetGeoTransform(transform)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(26912)
    data.SetProjection(reference.ExportToWkt())
    column, row = np.meshgrid(np.arange(nx) + 0.5, np.arange(ny) + 0.5)
    x, dx_column, dx_row, y, dy_column, dy_row = transform
    values = function(x + dx_column * column + dx_row * row, y + dy_column * column + dy_row * row)
    data.GetRasterBand(1).WriteArray((values - options.get("offset", 0)) / options.get("scale", 1))
    return str(path), data


def turned(degrees, skew=0.0, step=200.0):
    c, s = step * np.cos(np.radians(degrees)), step * np.sin(np.radians(degrees))
    return (503_000, c, s + skew, 6_105_000, s, -c)


TRANSFORMS = {
    "north up": turned(0),
    "rotated": turned(20),
    "rotated left": turned(-35),
    "quarter": (503_000, 0, 200, 6_105_000, 200, 0),
    "skewed": turned(0, skew=70),
    "both": turned(15, skew=-40),
    "south up": (503_000, 200, 0, 6_100_000, 0, 200),
    "west": (511_000, -200, 0, 6_105_000, 0, -200),
}


@pytest.mark.parametrize("transform", TRANSFORMS.values(), ids=TRANSFORMS)
def test_a_raster_is_read_in_its_own_cells_however_they_lie(tmp_path, transform):
    path, data = written(tmp_path / "drift.tif", transform)
    data = None
    raster = DriftRaster.of(QgsRasterLayer(path))
    points = np.random.default_rng(0).uniform((495_000, 6_095_000), (520_000, 6_115_000), (4000, 2))
    inverse = gdal.InvGeoTransform(transform)
    column = inverse[0] + inverse[1] * points[:, 0] + inverse[2] * points[:, 1]
    row = inverse[3] + inverse[4] * points[:, 0] + inverse[5] * points[:, 1]
    found = raster.at(points, UTM, QgsProcessingContext())
    outside = (column < 0) | (column > 40) | (row < 0) | (row > 30)
    np.testing.assert_array_equal(np.isnan(found), outside)
    inner = (column > 0.5) & (column < 39.5) & (row > 0.5) & (row < 29.5)
    assert inner.sum() > 100
    np.testing.assert_allclose(found[inner], slope(*points[inner].T), atol=2e-5)
    assert data is None


CENTRE = np.array([[503_000 + 200 * 20.5, 6_105_000 - 200 * 10.5], [503_000 + 200 * 20.5, 6_105_000 - 200 * 3.5]])


def value_at(path):
    return DriftRaster.of(QgsRasterLayer(path)).at(CENTRE, UTM, QgsProcessingContext())


def test_scale_and_offset_count_and_no_data_is_what_is_stored(tmp_path):
    path, data = written(tmp_path / "drift.tif", turned(0), gdal.GDT_Int16, scale=0.01, offset=10)
    data.GetRasterBand(1).SetScale(0.01)
    data.GetRasterBand(1).SetOffset(10)
    stored = data.GetRasterBand(1).ReadAsArray()
    data.GetRasterBand(1).SetNoDataValue(float(stored[3, 20]))
    data = None
    found = value_at(path)
    assert found[0] == pytest.approx(stored[10, 20] * 0.01 + 10)
    assert np.isnan(found[1])
    assert data is None


@pytest.mark.parametrize("how", ["alpha", "mask", "nan", "nodata", "float32"])
def test_cells_that_are_masked_have_no_value(tmp_path, how):
    create = ["ALPHA=YES"] if how == "alpha" else []
    path, data = written(tmp_path / "drift.tif", turned(0), bands=2 if how == "alpha" else 1, create=create)
    band = data.GetRasterBand(1)
    seen = np.full((30, 40), 255)
    seen[:6] = 0
    if how == "alpha":
        data.GetRasterBand(2).SetColorInterpretation(gdal.GCI_AlphaBand)
        data.GetRasterBand(2).WriteArray(seen)
    elif how == "mask":
        data.CreateMaskBand(gdal.GMF_PER_DATASET)
        band.GetMaskBand().WriteArray(seen)
    else:
        empty = {"nan": np.nan, "nodata": -9999.0, "float32": -3.4028234663852886e38}[how]
        band.SetNoDataValue(empty)
        band.WriteArray(np.where(seen == 0, empty, band.ReadAsArray()))
    band = data = None
    found = value_at(path)
    assert found[0] == pytest.approx(slope(*CENTRE[0]), abs=1e-4)
    assert np.isnan(found[1])
    assert data is band


def test_a_rotated_raster_leaves_what_it_does_not_cover_empty(run, wells, tmp_path, read_raster):
    path, data = written(tmp_path / "drift.tif", (500_000, 180, 60, 6_106_000, 60, -180))
    data = None
    done = run(algorithm=ALGORITHM, INPUT=wells, FIELD="value", DRIFT=[path], **MODEL)
    mean, dataset = read_raster(done["MEAN"])
    empty = mean == dataset.GetRasterBand(1).GetNoDataValue()
    inverse = gdal.InvGeoTransform((500_000, 180, 60, 6_106_000, 60, -180))
    x, y = centres(dataset).T
    column, row = inverse[0] + inverse[1] * x + inverse[2] * y, inverse[3] + inverse[4] * x + inverse[5] * y
    outside = (column < 0) | (column > 40) | (row < 0) | (row > 30)
    on_edge = np.isclose(np.abs(column - 20), 20) | np.isclose(np.abs(row - 15), 15)
    np.testing.assert_array_equal(empty.ravel()[~on_edge], outside[~on_edge])
    assert 0 < outside.sum() < outside.size
    assert "left out (DRIFT)" in done.log
    assert data is None


def test_of_several_bands_the_first_counts_and_that_is_said(run, wells, tmp_path):
    path, data = written(tmp_path / "drift.tif", (499_000, 400, 0, 6_110_000, 0, -400), bands=3)
    data = None
    assert (
        "drift (DRIFT) has 3 bands: only the first is used."
        in run(algorithm=ALGORITHM, INPUT=wells, FIELD="value", DRIFT=[path], **MODEL).log
    )
    assert data is None


@pytest.mark.parametrize("algorithm", [ALGORITHM, "stochkrig:stochastickriging"])
def test_a_vector_layer_is_no_drift(refusal, wells, algorithm):
    said = refusal(algorithm=algorithm, INPUT=wells, FIELD="value", DRIFT=[wells])
    assert said == "wells (DRIFT) is not a raster layer: choose rasters."


@pytest.mark.parametrize("given", ["/nowhere/drift.tif", ["/nowhere/drift.tif"]])
def test_a_drift_that_cannot_be_read_is_not_left_out(refusal, wells, given):
    assert "DRIFT" in refusal(algorithm=ALGORITHM, INPUT=wells, FIELD="value", DRIFT=given)


@pytest.mark.parametrize("west", [-180, 0, -360])
def test_longitudes_are_found_however_a_raster_counts_them(make_raster, west):
    path = make_raster(lambda x, y: y + 0 * x, box=(west, -90, west + 360, 90), step=0.5, epsg=4326)
    raster = DriftRaster.of(QgsRasterLayer(path))
    places = np.array([[-110.9, 55.1], [249.1, 55.1], [179.9, -17.2], [-179.9, -17.2], [180.1, -17.2], [-0.2, 10.0]])
    found = sample([raster], places, QgsCoordinateReferenceSystem("EPSG:4326"), QgsProcessingContext())
    np.testing.assert_allclose(found[:, 0], places[:, 1], atol=1e-5)
    # A raster of a part of the world has no more values than before.
    part = make_raster(slope, "part", box=(100, 0, 101, 1), step=0.5, epsg=4326)
    outside = np.array([[-100.5, 0.5], [99.9, 0.5], [100.5, 1.1]])
    assert np.isnan(DriftRaster.of(QgsRasterLayer(part)).at(outside, raster.source.crs, QgsProcessingContext())).all()
