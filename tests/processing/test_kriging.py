import numpy as np
import pytest
from stochastic_kriging.krig_core import Variogram, krige

ALGORITHM = "stochkrig:kriging"
MODEL = {"MODEL": "exponential", "NUGGET": 2, "PARTIAL_SILL": 40, "RANGE": 6000}
VARIOGRAM = Variogram.exponential(nugget=2, partial_sill=40, range=6000)


@pytest.fixture
def data(wells):
    features = list(wells.getFeatures())
    return np.array([feature.geometry().asPoint() for feature in features]), [feature["value"] for feature in features]


@pytest.fixture
def centres():
    """Coordinates of the cell centres of a raster, shape (nx · ny, 2)."""

    def of(dataset):
        west, dx, _, north, _, dy = dataset.GetGeoTransform()
        x = west + dx * (np.arange(dataset.RasterXSize) + 0.5)
        y = north + dy * dataset.RasterYSize - dy * (np.arange(dataset.RasterYSize) + 0.5)
        return np.column_stack([axis.ravel() for axis in np.meshgrid(x, y, indexing="ij")])

    return of


@pytest.mark.parametrize(
    ("parameters", "options"),
    [
        ({}, {}),
        ({"KRIGING_TYPE": "simple"}, {"kriging_type": "simple"}),
        ({"KRIGING_TYPE": "universal-1"}, {"kriging_type": "universal-1"}),
        ({"KRIGING_TYPE": "universal-2"}, {"kriging_type": "universal-2"}),
        ({"MAX_DATA": 8}, {"max_data": 8}),
        ({"EXACT": False}, {"exact": False}),
    ],
)
def test_the_rasters_are_what_the_core_krigs_at_the_centres(
    run, wells, data, centres, read_raster, parameters, options
):
    done = run(algorithm=ALGORITHM, INPUT=wells, FIELD="value", **MODEL, **parameters)
    mean, dataset = read_raster(done["MEAN"])
    std, _ = read_raster(done["STD"])
    expected, variance = krige(*data, VARIOGRAM, centres(dataset), **options)
    np.testing.assert_allclose(mean.ravel(), expected, rtol=1e-5)
    np.testing.assert_allclose(std.ravel(), np.sqrt(variance), rtol=1e-5, atol=1e-4)
    assert done["N_DATA"] == 30
    assert done["N_EMPTY"] == 0
    assert done["MEAN_OF_MEAN"] == pytest.approx(expected.mean(), rel=1e-6)
    assert "STOCHKRIG_SEED" not in dataset.GetMetadata()


def test_cells_without_data_in_reach_are_nodata_and_counted(run, wells, read_raster):
    done = run(algorithm=ALGORITHM, INPUT=wells, FIELD="value", SEARCH_RADIUS=600, **MODEL)
    mean, _ = read_raster(done["MEAN"])
    empty = int((mean == -9999).sum())
    assert 0 < empty < mean.size
    assert done["N_EMPTY"] == empty


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"MAX_DATA": 0}, "MAX_DATA is 0: it should be greater than zero."),
        ({"SEARCH_RADIUS": -5}, "SEARCH_RADIUS is -5: it should be greater than zero."),
        ({"XY_DELTA": 0}, "XY_DELTA is 0: it should be greater than zero."),
    ],
)
def test_bad_parameters_are_a_sentence(refusal, wells, parameters, words):
    assert words in refusal(algorithm=ALGORITHM, INPUT=wells, FIELD="value", **parameters)
