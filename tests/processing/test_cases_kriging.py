"""Cases of users that kriging and simulation answered with a wrong map, or with a right one and no word."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.models import Variogram

KRIGING = "stochkrig:kriging"
MODEL = {"MODEL": "spherical", "NUGGET": 0.4, "PARTIAL_SILL": 1, "RANGE": 4000}
VARIOGRAM = Variogram.spherical(nugget=0.4, partial_sill=1, range=4000)


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("errors", [[0.5] * 16, [0.0] + [3.0] * 15, np.linspace(0.1, 2, 16).tolist()])
def test_repeats_at_one_place_are_kriged_as_python_does(run, make_layer, read_raster, errors, exact):
    """Sixteen measurements of one well, beside two other wells."""
    places = [(250, 250)] * 16 + [(3250, 250), (250, 2250)]
    values = [1.0, *np.random.default_rng(1).normal(2, 1, 15).tolist(), -1.0, 0.0]
    layer = make_layer(places, value=values, err=[*errors, 0.0, 0.0])
    done = run(algorithm=KRIGING, INPUT=layer, FIELD="value", ERROR_FIELD="err", EXACT=exact, **MODEL)
    mean, dataset = read_raster(done["MEAN"])
    x, dx, _, y, _, dy = dataset.GetGeoTransform()
    centres = [(x + dx * (i + 0.5), y + dy * (mean.shape[1] - j - 0.5)) for i, j in np.ndindex(mean.shape)]
    with pytest.warns(UserWarning, match="15 of 18 data coincide"):
        expected, variance = krige(
            places, values, VARIOGRAM, np.array(centres), exact=exact, error=np.array([*errors, 0, 0])
        )
    np.testing.assert_allclose(mean.ravel(), expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(read_raster(done["STD"])[0].ravel(), np.sqrt(variance), rtol=1e-4, atol=1e-6)
    assert "so that all are used, each by its error (DUPLICATES): 15." in done.log
    assert done["N_DATA"] == 18


SMOOTH = "h22_gaussian_model_without_nugget"
SHORT = "h24_a_range_shorter_than_the_distance_of_wells"
HARDLY = "so that the map is hardly more than the mean"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"RANGE": "500000"},
        {"MODEL": "stable", "SHAPE": "1.95", "RANGE": "300000"},
        {"MODEL": "matern", "SHAPE": "3.5"},
        {"MODEL": "cubic"},
        {"MAX_DATA": "30"},
        {"KRIGING_TYPE": "universal-1"},
    ],
)
def test_a_map_that_goes_far_beyond_its_data_is_told_with_the_remedy(run_case, options):
    done = run_case(SMOOTH, XY_DELTA="60000", **options)
    model = options.get("MODEL", "gaussian")
    assert "where the data are between -2.886 and 2.874, far beyond what its standard deviation allows" in done.log
    assert f"the {model} model with hardly a nugget is ill-conditioned here. Give it a nugget (NUGGET)." in done.log


def test_the_case_as_it_was_goes_to_tens_of_thousands(run_case):
    log = run_case(SMOOTH).log
    assert "The map goes from -5" in log
    assert " to 13" in log


@pytest.mark.parametrize("options", [{"NUGGET": "0.1"}, {"MODEL": "spherical"}, {"NUGGET": None, "RANGE": None}])
def test_a_sound_variogram_of_the_same_data_gets_no_such_word(run_case, options):
    assert "far beyond" not in run_case(SMOOTH, XY_DELTA="60000", **options).log


@pytest.mark.parametrize("transform", ["none", "normal-score"])
def test_simulations_tell_of_it_too(run, make_layer, transform):
    rng = np.random.default_rng(7)
    layer = make_layer(rng.uniform(0, 9000, (60, 2)).tolist(), value=rng.normal(size=60).tolist())
    model = {"MODEL": "gaussian", "NUGGET": 0, "PARTIAL_SILL": 1, "RANGE": 6000}
    log = run(INPUT=layer, FIELD="value", TRANSFORM=transform, REALIZATIONS=2, **model).log
    assert ("In normal scores: The map goes from" in log) == (transform == "normal-score")
    assert "the gaussian model with hardly a nugget is ill-conditioned here. Give it a nugget (NUGGET)." in log


def test_a_range_that_hardly_reaches_from_well_to_well_is_told(run_case):
    log = run_case(SHORT, VARIOGRAM_UNCERTAINTY="none").log
    assert "The range (1,728.64) is short for the distance between the data: " in log
    assert f"kriging explains 3% of what varies there, {HARDLY}" in log


@pytest.mark.parametrize("algorithm", [KRIGING, "stochkrig:stochastickriging"])
@pytest.mark.parametrize(
    "model", [{"RANGE": 400}, {"RANGE": 900, "MODEL": "exponential"}, {"RANGE": 1500, "RATIO": 0.2}]
)
def test_given_ranges_are_told_of_in_both_algorithms(run, wells, algorithm, model):
    given = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 30, **model}
    log = run(algorithm=algorithm, INPUT=wells, FIELD="value", XY_DELTA=100, **given).log
    assert HARDLY in log


@pytest.mark.parametrize("algorithm", [KRIGING, "stochkrig:stochastickriging"])
def test_a_pure_nugget_shows_only_the_mean(run, wells, algorithm):
    given = {"MODEL": "spherical", "NUGGET": 30, "PARTIAL_SILL": 0, "RANGE": 900}
    log = run(algorithm=algorithm, INPUT=wells, FIELD="value", **given).log
    assert "The variogram is a pure nugget: the map is only the mean, but for a spot at each datum." in log


def test_a_range_shorter_than_two_cells_is_told(run, make_layer):
    places = [(250 + 500 * i, 250 + 500 * j) for i in range(8) for j in range(8)]
    layer = make_layer(places, value=np.sin(np.arange(64)).tolist())
    given = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 1, "RANGE": 900}
    log = run(algorithm=KRIGING, INPUT=layer, FIELD="value", **given).log
    assert "The range (900) is shorter than 2 cells: choose smaller ones (XY_DELTA)." in log


@pytest.mark.parametrize("options", [{}, {"KRIGING_TYPE": "universal-1"}, {"EXTENT": "480000,530000,6080000,6130000"}])
def test_sound_maps_get_no_word(run, wells, options):
    log = run(algorithm=KRIGING, INPUT=wells, FIELD="value", **options).log
    assert "The range (" not in log
    assert "far beyond" not in log


@pytest.mark.parametrize(
    "limits",
    [
        {"SEARCH_RADIUS": 140},
        {"SEARCH_RADIUS": 200, "MAX_DATA": 12},
        {"SEARCH_RADIUS": 200, "MAX_DATA": 12, "MIN_DATA": 3},
        {"SEARCH_RADIUS": 300, "MAX_DATA": 40, "MAX_PER_OCTANT": 3},
        {"SEARCH_RADIUS": 200, "MAX_DATA": 12, "AZIMUTH": 30, "RATIO": 0.5},
    ],
)
def test_no_cell_of_a_large_grid_feels_a_well_beyond_the_radius(run, make_layer, read_raster, tmp_path, limits):
    rng = np.random.default_rng(9)
    places = rng.uniform(0, 1420, (400, 2))
    values = rng.normal(100, 20, 400)
    found = []
    for raised in (0, 1000):
        values[17] += raised
        layer = make_layer(places.tolist(), value=values.tolist())
        done = run(
            algorithm=KRIGING,
            INPUT=layer,
            FIELD="value",
            EXTENT="0,1420,0,1420",
            **{"MODEL": "spherical", "NUGGET": 20, "PARTIAL_SILL": 300, "RANGE": 400, "XY_DELTA": 10, **limits},
            MEAN=str(tmp_path / f"mean{raised}.tif"),
        )
        found.append(read_raster(done["MEAN"])[0])
    assert found[0].shape == (142, 142)
    x, y = np.meshgrid(np.arange(142) * 10 + 5, np.arange(142) * 10 + 5, indexing="ij")
    far = np.hypot(x - places[17, 0], y - places[17, 1]) > limits["SEARCH_RADIUS"]
    np.testing.assert_array_equal(found[1][far], found[0][far])
    assert np.abs(found[1] - found[0]).max() > 100
