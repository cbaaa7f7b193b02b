import numpy as np
import pytest
from stochastic_kriging.krig_core import Grid, Variogram
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.variogram.automatic import fit_automatic
from stochastic_kriging.krig_core.variogram.space import fit_in_space

TRUTH = Variogram.spherical(nugget=0.1, partial_sill=0.9, range=900, vertical_range=12)


@pytest.fixture(scope="module")
def field():
    """A field of 60 × 60 columns of 100 m and 40 slices of 1 m with the variogram TRUTH, without data in it."""
    geometry = Geometry.from_ranges([(0, 6000), (0, 6000), (0, 40)], [100, 100, 1])
    values = np.full(geometry.shape, np.nan)
    values[0, 0, 0] = 0.0
    (made,) = Grid.of(values, geometry).realizations(1, seed=4, variogram=TRUTH, kriging_type="simple", mean=0.0)
    return np.asarray(made), geometry


def wells(field, count, seed=1):
    """Whole columns of the field as points and values."""
    values, geometry = field
    columns = np.random.default_rng(seed).choice(3600, count, replace=False)
    cells = np.array([(*divmod(column, 60), slice_) for column in columns for slice_ in range(40)])
    return geometry.centres(cells), values[tuple(cells.T)]


def test_wells_give_both_ranges_and_the_common_sill(field):
    fit = fit_in_space(*wells(field, 120), models=("spherical",))
    (structure,) = fit.variogram.structures
    assert structure.range == pytest.approx(900, rel=0.25)
    assert structure.vertical_range == pytest.approx(12, rel=0.25)
    assert fit.variogram.sill == pytest.approx(1, rel=0.15)
    assert (structure.azimuth, structure.ratio) == (0, 1)
    assert [item.dip for item in fit.directions] == [0, 90]
    assert fit.remarks == ()


def test_the_unit_of_z_changes_nothing_but_the_vertical_range(field):
    points, values = wells(field, 60)
    metres, feet = (fit_in_space(points * (1, 1, unit), values).variogram for unit in (1, 1 / 0.3048))
    assert feet.range == pytest.approx(metres.range, rel=1e-2)
    assert feet.nugget == pytest.approx(metres.nugget, abs=1e-2)
    assert feet.structures[0].vertical_range * 0.3048 == pytest.approx(metres.structures[0].vertical_range, rel=1e-2)


def test_what_is_given_is_kept(field):
    points, values = wells(field, 60)
    given = {"nugget": 0.1, "range": 900.0, "azimuth": 30.0, "ratio": 0.9, "vertical_range": 12.0}
    found = fit_in_space(points, values, models=("spherical",), **given).variogram
    (structure,) = found.structures
    kept = found.nugget, structure.range, structure.azimuth, structure.ratio, structure.vertical_range
    assert kept == (0.1, 900, 30, 0.9, 12)
    assert found.partial_sill == pytest.approx(0.9, rel=0.2)
    whole = fit_in_space(points, values, models=("spherical",), partial_sill=2.0, **given)
    assert whole.variogram.partial_sill == 2
    assert (whole.directions, whole.remarks) == ((), ())


def test_a_ratio_that_is_given_shapes_the_range(field):
    points, values = wells(field, 120)
    squeezed = points * (0.5, 1, 1)  # the range is 900 along north and 450 along east
    (structure,) = fit_in_space(squeezed, values, models=("spherical",), azimuth=0, ratio=0.5).variogram.structures
    assert structure.range == pytest.approx(900, rel=0.25)
    assert structure.ratio == 0.5


def test_anisotropy_is_looked_for_where_it_is_asked_for(field):
    points, values = wells(field, 240)
    squeezed = points * (0.3, 1, 1)
    (structure,) = fit_in_space(squeezed, values, models=("spherical",), anisotropy=True).variogram.structures
    assert structure.ratio == pytest.approx(0.3, abs=0.15)
    assert min(structure.azimuth, 180 - structure.azimuth) < 15
    assert structure.vertical_range == pytest.approx(12, rel=0.3)


def test_few_wells_get_a_third_of_their_extent_and_a_remark(field):
    points, values = wells(field, 2)
    fit = fit_in_space(points, values)
    extent = np.hypot(*np.ptp(points[:, :2], axis=0))
    assert fit.variogram.range == pytest.approx(extent / 3)
    assert fit.variogram.structures[0].vertical_range < 40
    (remark,) = fit.remarks
    assert remark.startswith("Too few wells for a horizontal variogram: the range is taken as")
    assert fit_in_space(points, values, range=800.0).remarks == ()


def test_one_level_gets_no_vertical_range_and_two_a_third_of_their_height(field):
    points, values = wells(field, 150)
    level = fit_in_space(points[points[:, 2] == 0.5], values[points[:, 2] == 0.5])
    assert level.variogram.structures[0].vertical_range is None
    two = np.isin(points[:, 2], (0.5, 30.5))
    fit = fit_in_space(points[two], values[two])
    assert fit.variogram.structures[0].vertical_range == pytest.approx(10)
    assert "Too few samples above each other for a vertical variogram" in fit.remarks[0]


def test_equal_data_have_no_sill(field):
    points, _ = wells(field, 20)
    fit = fit_in_space(points, np.full(len(points), 7.0))
    assert fit.variogram.sill == 0


def test_one_well_alone_needs_a_range(field):
    points, values = wells(field, 1)
    with pytest.raises(InvalidInput, match="All data lie in one well: give `range`"):
        fit_in_space(points, values)
    fit = fit_in_space(points, values, range=500.0)
    assert fit.variogram.range == 500


def test_a_grid_in_space_fits_a_vertical_range_by_itself(field):
    points, values = wells(field, 40)
    grid = Grid.from_points(points, values, 200, 1, (0, 6000), (0, 6000), (0, 40))
    ensemble = grid.krig(2, seed=1)
    vertical = ensemble.variogram.structures[0].vertical_range
    assert vertical == pytest.approx(12, rel=0.5)
    assert ensemble.variogram.range > 10 * vertical


def test_a_trend_along_z_is_taken_off_first(field):
    points, values = wells(field, 120)
    steep = fit_automatic(points, values + points[:, 2], "universal-1").variogram
    assert steep.sill == pytest.approx(1, rel=0.2)


def test_a_vertical_range_beyond_the_data_is_told(field):
    points, values = wells(field, 60)
    flat = np.repeat(values[::40], 40)  # every well has one value
    fit = fit_in_space(points, flat)
    assert fit.variogram.structures[0].vertical_range > 40
    assert any("far beyond the largest vertical lag" in remark for remark in fit.remarks)


def test_samples_close_above_each_other_are_no_horizontal_pairs(field):
    points, values = wells(field, 40)
    dense = np.concatenate([points + (0, 0, away) for away in (-0.4, -0.2, 0, 0.2, 0.4)])
    fit = fit_in_space(dense, np.tile(values, 5))
    places = np.unique(points[:, :2], axis=0)
    between = np.hypot(*(places[:, None] - places).T)
    assert fit.directions[0].distance[0] >= between[between > 0].min()
