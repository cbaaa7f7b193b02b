"""Numbers of any library: what counts, what is not a number, and what is refused."""

from decimal import Decimal

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput, NoGeometry
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.kriging.cross_validation import leave_one_out
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.numeric import floats, real, require_whole
from stochastic_kriging.krig_core.strata import Strata
from stochastic_kriging.krig_core.transforms.declustering import cell_declustering
from stochastic_kriging.krig_core.variogram.experimental import experimental_variogram
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.wells.log import Log

VARIOGRAM = Variogram.spherical(nugget=0.1, partial_sill=1.0, range=40.0)
POINTS = np.array([[5.0, 5.0], [35.0, 15.0], [15.0, 45.0], [45.0, 35.0]])
WITH_GAP = np.ma.masked_equal([1.0, 2.0, -999.0, 4.0], -999.0)
MAP = {"xy_delta": 10, "x_range": (0, 50), "y_range": (0, 50)}


def test_floats_are_not_copied_and_not_changed():
    values = np.array([1.0, np.nan, np.inf])
    assert floats(values, "values") is values


@pytest.mark.parametrize("values", [[1, 2], np.array([1, 2], "u1"), np.array([1.0, 2.0], ">f8"), (Decimal(1), "2")])
def test_numbers_of_any_kind_are_floats(values):
    found = floats(values, "values")
    assert found.dtype == np.float64
    assert found.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "values",
    [["a"], [[1], [1, 2]], [1j], np.array([1j]), np.array(["2020-01-01"], "M8[D]"), np.array([3], "m8[s]"), [object()]],
)
def test_what_are_no_numbers_is_refused_by_name(values):
    with pytest.raises(InvalidInput, match="^Invalid `values`. Should be an array of numbers.$"):
        floats(values, "values")


@pytest.mark.parametrize("kind", [float, int, np.float32])
def test_what_is_masked_is_not_a_number(kind):
    found = floats(np.ma.masked_equal(np.array([1, -999, 3], kind), -999), "values")
    np.testing.assert_array_equal(found, [1.0, np.nan, 3.0])
    assert type(found) is np.ndarray


def test_a_masked_value_is_no_datum_of_a_grid():
    grid = Grid.from_points(POINTS, WITH_GAP, **MAP)
    known = ~WITH_GAP.mask
    assert grid.placement.data == 3
    assert np.nanmin(grid) == 1.0
    found = grid.krig(2, seed=1, variogram=VARIOGRAM).mean
    expected = Grid.from_points(POINTS[known], WITH_GAP.data[known], **MAP).krig(2, seed=1, variogram=VARIOGRAM).mean
    np.testing.assert_array_equal(found, expected)


def test_a_masked_cell_holds_no_value():
    array = np.ma.masked_equal([[1, -999], [-999, 2]], -999)
    grid = Grid.of(array, Geometry((0.0, 0.0), (1.0, 1.0), (2, 2)))
    np.testing.assert_array_equal(grid, [[1.0, np.nan], [np.nan, 2.0]])


def test_a_masked_drift_leaves_its_cells_without_a_value():
    drift = np.ma.masked_greater(np.arange(25.0).reshape(5, 5), 23)
    grid = Grid.from_points(POINTS, [1.0, 2.0, 3.0, 4.0], **MAP)
    cells = grid.krig(2, seed=1, variogram=VARIOGRAM, kriging_type="external-drift", drift=drift.filled(np.nan))
    masked = grid.krig(2, seed=1, variogram=VARIOGRAM, kriging_type="external-drift", drift=drift)
    np.testing.assert_array_equal(masked.mean, cells.mean)


def test_masked_samples_do_not_count_in_the_mean_of_a_log():
    log = Log([1.0, 2.0, 3.0], {"GR": np.ma.masked_equal([1.0, -999.0, 3.0], -999.0)})
    assert log.mean("GR") == (2.0, 2)
    table = np.ma.masked_equal([[1.0, 1.0], [2.0, -999.0], [3.0, 3.0]], -999.0)
    assert Log.from_numpy(table, labels=["DEPTH", "GR"]).mean("GR") == (2.0, 2)


def test_a_masked_surface_is_no_unit():
    top = np.ma.masked_greater(np.array([[10.0, 1e30]]), 1e29)
    assert Strata.between(top, np.zeros((1, 2)), "follow-base", layers=2).thickness == 10.0


@pytest.mark.parametrize(
    "use",
    [
        lambda values: krige(POINTS, values, VARIOGRAM, [[20.0, 20.0]]),
        lambda values: leave_one_out(POINTS, values, VARIOGRAM),
        lambda values: experimental_variogram(POINTS, values),
        lambda values: cell_declustering(POINTS, values),
    ],
)
def test_masked_values_are_refused_where_values_that_are_not_finite_are(use):
    with pytest.raises(InvalidInput, match="Coordinates and values should be finite; leave out points without"):
        use(WITH_GAP)


@pytest.mark.parametrize(("value", "found"), [(2, 2.0), (np.float32(2), 2.0), (np.array(2), 2.0), (Decimal(2), 2.0)])
def test_a_number_of_any_library_is_a_float(value, found):
    assert real(value, "mean") == found


@pytest.mark.parametrize("value", ["2", None, [1, 2], 1j])
def test_what_is_no_number_is_refused_by_name(value):
    with pytest.raises(InvalidInput, match="^Invalid `mean` .*Should be a number.$"):
        real(value, "mean")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_mean_that_is_not_finite_is_refused(value):
    grid = Grid.from_points(POINTS, [1.0, 2.0, 3.0, 4.0], **MAP)
    with pytest.raises(InvalidInput, match="^Invalid `mean` .*Should be finite, or left out.$"):
        grid.krig(2, seed=1, variogram=VARIOGRAM, kriging_type="simple", mean=value)
    with pytest.raises(InvalidInput, match="^Invalid `mean` .*Should be finite, or left out.$"):
        krige(POINTS, [1.0, 2.0, 3.0, 4.0], VARIOGRAM, POINTS, kriging_type="simple", mean=value)


@pytest.mark.parametrize("value", [2.5, 3.0, "3", None, [3]])
def test_what_is_no_whole_number_is_refused_by_name(value):
    with pytest.raises(InvalidInput, match="^Invalid `max_data` .*Should be a whole number of at least 1.$"):
        require_whole(value, "max_data", 1)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"seed": 1.5}, "`seed` 1.5. Should be a whole number of at least 0"),
        ({"seed": "a"}, "`seed` 'a'. Should be a whole number of at least 0"),
        ({"quantiles": [2]}, r"`quantiles` \[2\]. Should be between 0 and 1, in a list"),
        ({"quantiles": [np.nan]}, r"`quantiles` \[nan\]. Should be between 0 and 1, in a list"),
        ({"quantiles": 0.5}, "`quantiles` 0.5. Should be between 0 and 1, in a list"),
        ({"quantiles": ["a"]}, "`quantiles`. Should be an array of numbers"),
        ({"mc_tolerance": "a"}, "`mc_tolerance` 'a'. Should be a number"),
        ({"zmin": "a", "transform": "normal-score"}, "`zmin` 'a'. Should be a number"),
        ({"lower_omega": "a", "transform": "normal-score"}, "`lower_omega` 'a'. Should be a number"),
        ({"max_data": "a", "method": "sequential"}, "`max_data` 'a'. Should be a whole number of at least 1"),
        ({"secondary": np.arange(25.0).reshape(5, 5), "correlation": "a"}, "`correlation` 'a'. Should be a number"),
        ({"weights": "a", "transform": "normal-score"}, "`weights`. Should be an array of numbers"),
        ({"drift": "a", "kriging_type": "external-drift"}, "`drift`. Should be an array of numbers"),
        ({"secondary": "a"}, "`secondary`. Should be an array of numbers"),
        ({"lower": "a"}, "`lower`. Should be an array of numbers"),
        ({"variogram": "spherical"}, "`variogram` 'spherical'. Should be a Variogram"),
        ({"method": ["gaussian"]}, r"method \['gaussian'\]. Should be one of"),
        ({"transform": ["log"]}, r"transform \['log'\]. Should be one of"),
        ({"kriging_type": ["simple"]}, r"kriging type \['simple'\]. Should be one of"),
        ({"keep": True}, "`keep` True. Should be the name of a file"),
    ],
)
def test_an_option_of_krig_of_the_wrong_kind_is_refused_in_a_sentence(option, message):
    grid = Grid.from_points(POINTS, [1.0, 2.0, 3.0, 4.0], **MAP)
    with pytest.raises(InvalidInput, match=f"Invalid {message}"):
        grid.krig(2, **{"seed": 1, "variogram": VARIOGRAM, **option})


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"max_data": 2.5}, "`max_data` 2.5. Should be a whole number of at least 1"),
        ({"search_radius": "a"}, "`search_radius` 'a'. Should be a number"),
        ({"block": "a"}, "`block`. Should be an array of numbers"),
        ({"block": 1, "block_points": 1.5}, "`block_points` 1.5. Should be a whole number of at least 1"),
        ({"threads": "a"}, "`threads` 'a'. Should be a whole number of at least 1"),
        ({"error": "a"}, "`error`. Should be an array of numbers"),
        ({"variogram": None}, "`variogram` None. Should be a Variogram"),
        ({"targets": "abc"}, "`targets`. Should be an array of numbers"),
        ({"values": np.array([1j, 2, 3, 4])}, "`values`. Should be an array of numbers"),
    ],
)
def test_an_option_of_krige_of_the_wrong_kind_is_refused_in_a_sentence(option, message):
    given = {"coordinates": POINTS, "values": [1.0, 2.0, 3.0, 4.0], "variogram": VARIOGRAM, "targets": POINTS}
    with pytest.raises(InvalidInput, match=f"Invalid {message}"):
        krige(**{**given, **option})


@pytest.mark.parametrize("given", [(0, np.nan), (10, 0), (5, 5), (0, 1, 2), 5])
def test_a_range_that_is_none_is_refused_by_name(given):
    with pytest.raises(InvalidInput, match=r"\(`x_range`\). Should run from a lower to a higher coordinate.$"):
        Grid.from_points(POINTS, [1.0, 2.0, 3.0, 4.0], xy_delta=10, x_range=given)


def test_an_array_that_was_given_another_shape_has_no_geometry():
    grid = Grid.of(np.zeros((6, 4)), Geometry((0.0, 0.0), (1.0, 1.0), (6, 4)))
    halves = grid.view("u4")
    assert halves.shape == (6, 8)
    with pytest.raises(NoGeometry, match="has no geometry"):
        halves.geometry  # noqa: B018
    assert type(halves[1:]) is np.ndarray


@pytest.mark.parametrize("shape", [(2.5, 2), (-2, 2), (0, 2)])
def test_cells_of_a_geometry_are_counted_in_whole_numbers(shape):
    with pytest.raises(InvalidInput, match="Cells along each axis should be whole numbers greater than zero"):
        Geometry((0.0, 0.0), (1.0, 1.0), shape)


@pytest.mark.parametrize("size", [1e-160, 1e160, 1e300])
@pytest.mark.parametrize("name", ["coordinates", "values"])
def test_data_whose_squares_are_none_are_refused_in_a_sentence(name, size):
    given = {"coordinates": POINTS, "values": np.array([1.0, 2.0, 3.0, 4.0])}
    given[name] = given[name] * size
    with pytest.raises(InvalidInput, match=f"^Invalid `{name}` of up to .*: choose another unit.$"):
        krige(**given, variogram=VARIOGRAM, targets=POINTS)
    with pytest.raises(InvalidInput, match=f"^Invalid `{name}` of up to .*: choose another unit.$"):
        experimental_variogram(**given)


@pytest.mark.parametrize("size", [0.0, 1e-100, 1e-30, 1e30, 1e100])
def test_the_unit_of_the_values_does_not_matter(size):
    values = np.array([1.0, 2.0, 3.0, 4.0])
    scaled = Variogram.spherical(nugget=0.1 * size**2, partial_sill=size**2, range=40.0)
    mean, variance = krige(POINTS, values * size, scaled, [[20.0, 20.0]])
    expected, spread = krige(POINTS, values, VARIOGRAM, [[20.0, 20.0]])
    if size:
        np.testing.assert_allclose(mean, expected * size, rtol=1e-12)
        np.testing.assert_allclose(variance, spread * size**2, rtol=1e-12)
    else:
        assert (mean[0], variance[0]) == (0.0, 0.0)


@pytest.mark.parametrize(
    "variogram", [VARIOGRAM, Variogram.matern(nu=1, nugget=0.2, partial_sill=1, range=30, azimuth=20, ratio=0.5)]
)
def test_a_variogram_is_the_same_backwards_as_forwards(variogram):
    h = np.array([0.0, 3.0, 17.0, 90.0])
    np.testing.assert_array_equal(variogram(-h), variogram(h))
    np.testing.assert_array_equal(variogram.along(-h, 30), variogram.along(h, 30))


@pytest.mark.parametrize("layers", [2.5, "a", None])
def test_layers_are_a_whole_number(layers):
    with pytest.raises(InvalidInput, match="^Invalid `layers` .*Should be a whole number of at least 1.$"):
        Strata.between([3.0], [2.0], "proportional", layers=layers)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"lags": 2.5}, "`lags` 2.5. Should be a whole number of at least 1"),
        ({"lags": None}, "`lags` None. Should be a whole number of at least 1"),
        ({"max_distance": "a"}, "`max_distance` 'a'. Should be a number"),
        ({"boundaries": ["a"]}, "`boundaries`. Should be an array of numbers"),
        ({"azimuth": "a"}, "`azimuth` 'a'. Should be a number"),
        ({"azimuth": 10, "tolerance": "a"}, "`tolerance` 'a'. Should be a number"),
        ({"azimuth": 10, "bandwidth": "a"}, "`bandwidth` 'a'. Should be a number"),
    ],
)
def test_an_option_of_a_variogram_of_the_wrong_kind_is_refused_in_a_sentence(option, message):
    with pytest.raises(InvalidInput, match=f"^Invalid {message}.$"):
        experimental_variogram(POINTS, [1.0, 2.0, 3.0, 4.0], **option)


@pytest.mark.parametrize("name", ["nugget", "partial_sill", "range", "azimuth", "ratio", "vertical_range", "nu"])
def test_a_parameter_of_a_model_that_is_no_number_is_refused_by_name(name):
    with pytest.raises(InvalidInput, match=f"^Invalid `{name}` 'a'. Should be a number.$"):
        Variogram.matern(**{"partial_sill": 1.0, "range": 3.0, name: "a"})


def test_only_a_variogram_adds_to_one():
    with pytest.raises(InvalidInput, match="^Invalid `variogram` 1. Should be a Variogram"):
        VARIOGRAM + 1
