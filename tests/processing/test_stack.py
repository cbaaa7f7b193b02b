"""Bands of rasters to one array of a job: order, no data, and cells that lie otherwise than from the north-west."""

import shutil

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsRasterLayer, QgsRasterRange
from stochastic_kriging.provider.inputs.raster_bands import RasterBands
from stochastic_kriging.provider.inputs.stack import Stack
from stochastic_kriging.provider.z_axis import LAYERS, SLICES

VALUES = np.arange(24, dtype=float).reshape(4, 2, 3)


@pytest.fixture
def make(tmp_path, qgis_app):
    """Write bands and return the layer."""

    def made(
        values=VALUES,
        transform=(10, 2, 0, 50, 0, -1),
        kind=gdal.GDT_Float32,
        nodata=None,
        name="r.tif",
        names=(),
        **facts,
    ):
        bands, rows, columns = values.shape
        data = gdal.GetDriverByName("GTiff").Create(str(tmp_path / name), columns, rows, bands, kind)
        data.SetGeoTransform(transform)
        data.SetMetadata(facts)
        for number, band in enumerate(values, 1):
            if nodata is not None:
                data.GetRasterBand(number).SetNoDataValue(nodata)
            data.GetRasterBand(number).WriteArray(band)
            data.GetRasterBand(number).SetDescription(names[number - 1] if names else "")
        data = None
        return QgsRasterLayer(str(tmp_path / name), "maps")

    return made


def saved(stack, tmp_path):
    checks = []
    stack.save(tmp_path / "a.npy", lambda: checks.append(1))
    assert checks
    return np.load(tmp_path / "a.npy")


def of(layer, parameter="REALIZATIONS"):
    return RasterBands.of(layer, parameter)


def test_bands_are_realizations(make, tmp_path):
    stack = Stack.of_realizations(of(make()))
    array = saved(stack, tmp_path)
    assert array.dtype == np.float32
    assert array.shape == stack.shape == (4, 1, 2, 3)
    assert np.array_equal(array[:, 0], VALUES)
    frame = stack.frame
    assert (frame.west, frame.north, frame.dx, frame.dy, frame.shape) == (10, 50, 2, 1, (3, 2))


def test_bands_of_realizations_in_space_are_slices_of_each(make, tmp_path):
    stack = Stack.of_realizations(of(make(**{SLICES: "2"})))
    assert np.array_equal(saved(stack, tmp_path), VALUES.reshape(2, 2, 2, 3))
    assert Stack.of_map(of(make(name="mean.tif", **{SLICES: "4"}), "MEAN")).shape == (1, 4, 2, 3)


def test_bands_of_a_map_are_slices_only_where_something_says_so(make):
    heights = [f"{low} – {low + 10} m" for low in (0, 10, 20, 30)]
    assert Stack.of_map(of(make(names=heights), "MEAN")).slices == 4
    said = r"maps \(MEAN\) has 4 bands, and nothing says that they are slices of one map"
    with pytest.raises(QgsProcessingException, match=said):
        Stack.of_map(of(make(name="nameless.tif"), "MEAN"))
    two_maps = [f"Realization {number} of GR, {height}" for number in (1, 2) for height in heights[:2]]
    with pytest.raises(QgsProcessingException, match=said):
        Stack.of_map(of(make(name="two.tif", names=two_maps, **{SLICES: "2"}), "MEAN"))


def test_quantiles_are_no_realizations(make):
    with pytest.raises(QgsProcessingException, match="has quantiles of a map, which are no realizations"):
        Stack.of_realizations(of(make(**{LAYERS: "quantiles"})))
    assert Stack.of_realizations(of(make(name="r2.tif", **{LAYERS: "realizations"}))).layers == 4


def test_no_data_of_the_file_and_of_the_user_is_not_a_number(make, tmp_path):
    layer = make(nodata=5.0)
    layer.dataProvider().setUserNoDataValue(2, [QgsRasterRange(7, 8)])
    array = saved(Stack.of_realizations(of(layer)), tmp_path)
    assert np.isnan(array).sum() == 3
    assert np.isnan(array[0, 0, 1, 2])
    assert np.isnan(array[1, 0, 0, 1:]).all()


def test_64_bits_stay(make, tmp_path):
    values = VALUES + 1e9
    array = saved(Stack.of_realizations(of(make(values, kind=gdal.GDT_Float64))), tmp_path)
    assert array.dtype == np.float64
    assert np.array_equal(array[:, 0], values)


@pytest.mark.parametrize(
    ("transform", "turned"),
    [
        ((10, 2, 0, 48, 0, 1), VALUES[:, ::-1]),
        ((16, -2, 0, 50, 0, -1), VALUES[:, :, ::-1]),
        ((16, -2, 0, 48, 0, 1), VALUES[:, ::-1, ::-1]),
    ],
)
def test_rows_from_the_south_and_columns_from_the_east_are_turned(make, tmp_path, monkeypatch, transform, turned):
    # In strips of a row, which come from the other end of the file.
    monkeypatch.setattr("stochastic_kriging.provider.inputs.stack._STRIP_CELLS", 3)
    stack = Stack.of_realizations(of(make(transform=transform)))
    assert np.array_equal(saved(stack, tmp_path)[:, 0], turned)
    assert (stack.frame.west, stack.frame.north, stack.frame.dx, stack.frame.dy) == (10, 50, 2, 1)


@pytest.mark.parametrize("options", [["INTERLEAVE=PIXEL"], ["INTERLEAVE=BAND"], []])
@pytest.mark.parametrize("tiles", [["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"], []])
@pytest.mark.parametrize("transform", [(0, 1, 0, 0, 0, -1), (37, -1, 0, -41, 0, 1)])
def test_however_a_file_packs_its_cells(make, tmp_path, monkeypatch, options, tiles, transform):
    """In parts of a few blocks, of which the last ones are not whole."""
    monkeypatch.setattr("stochastic_kriging.provider.inputs.stack._STRIP_CELLS", 1300)
    values = np.random.default_rng(2).normal(size=(5, 41, 37)).astype(np.float32)
    plain = make(values, name="plain.tif", transform=transform)
    path = str(tmp_path / "packed.tif")
    gdal.Translate(path, plain.source(), creationOptions=["COMPRESS=DEFLATE", *options, *tiles])
    turned = values if transform[1] > 0 else values[:, ::-1, ::-1]
    assert np.array_equal(saved(Stack.of_realizations(of(QgsRasterLayer(path, "packed"))), tmp_path)[:, 0], turned)


def test_a_full_disk_is_told_before_anything_is_read(make, tmp_path, monkeypatch):
    stack = Stack.of_realizations(of(make()))
    free = shutil.disk_usage(tmp_path)._replace(free=95)  # 96 bytes are needed
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    with pytest.raises(OSError, match="No space left"):
        stack.save(tmp_path / "a.npy", lambda: None)
    assert not (tmp_path / "a.npy").exists()


def test_rotated_cells_are_refused(make):
    with pytest.raises(QgsProcessingException, match="do not run from west to east: turn it first"):
        Stack.of_realizations(of(make(transform=(10, 2, 0.5, 50, 0.5, -1))))


def test_one_band_is_no_realizations(make):
    with pytest.raises(QgsProcessingException, match="has one realization"):
        Stack.of_realizations(of(make(VALUES[:1])))


def test_another_rasters_cells_are_refused(make):
    four = {SLICES: "4"}
    own = Stack.of_map(of(make(**four), "MEAN"))
    own.require_cells_of(Stack.of_map(of(make(name="same.tif", transform=(10.0001, 2, 0, 50, 0, -1), **four), "STD")))
    with pytest.raises(QgsProcessingException, match="have different cells: choose rasters of one run"):
        own.require_cells_of(Stack.of_map(of(make(name="b.tif", transform=(11, 2, 0, 50, 0, -1), **four), "STD")))
    with pytest.raises(QgsProcessingException, match="have 4 and 1 slices"):
        own.require_cells_of(Stack.of_map(of(make(VALUES[:1], name="c.tif"), "STD")))


def test_any_provider_is_read(tmp_path, qgis_app):
    """A virtual raster of QGIS has no file that GDAL could open."""
    path = tmp_path / "v.tif"
    data = gdal.GetDriverByName("GTiff").Create(str(path), 3, 2, 1, gdal.GDT_Float64)
    data.SetGeoTransform((10, 2, 0, 50, 0, -1))
    data.GetRasterBand(1).WriteArray(VALUES[0])
    data = None
    uri = f"?crs=EPSG:32612&extent=10,48,16,50&width=3&height=2&formula=%22v@1%22%20*%202&v:uri={path}&v:provider=gdal"
    layer = QgsRasterLayer(uri, "virtual", "virtualraster")
    assert layer.isValid()
    stack = Stack.of_map(of(layer, "MEAN"))
    assert np.array_equal(saved(stack, tmp_path)[0, 0], 2 * VALUES[0])
