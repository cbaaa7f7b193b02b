import numpy as np
import pytest
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.jobs.map_data import DriftMaps, widest_margin, within_reach
from stochastic_kriging.krig_core.variogram.models import Variogram

GEOMETRY = Geometry.from_ranges([(0, 100), (0, 60)], [10, 10])


def test_the_widest_margin_takes_all_points_in():
    points = np.array([[50.0, 30], [-1, 30], [50, 91], [131, 5]])
    margin = widest_margin(GEOMETRY, points)
    assert margin == [(1, 4), (0, 4)]
    assert GEOMETRY.padded(margin).cells_of(points)[1].all()
    assert widest_margin(GEOMETRY, points[:1]) == [(0, 0), (0, 0)]


def test_a_point_astray_does_not_make_the_grid_huge():
    margin = widest_margin(GEOMETRY, np.array([[1e9, 30.0]]))
    assert GEOMETRY.padded(margin).size <= 250_000


def test_points_within_a_practical_range_are_within_reach():
    # Its correlation is 5 % at 81 % of its range.
    variogram = Variogram.spherical(partial_sill=1, range=20, azimuth=0, ratio=0.5)
    points = np.array([[50.0, 30], [50, 75], [50, 77], [107, 30], [109, 30]])
    assert within_reach(GEOMETRY, points, variogram).tolist() == [True, True, False, True, False]


@pytest.fixture
def maps():
    values = np.arange(12.0 * 9).reshape(12, 9, 1).repeat(2, axis=2)
    values[0, 0, 0] = values[5, 5, 1] = np.nan
    return DriftMaps(values, [(1, 1), (2, 1)], None)


def test_a_drift_is_cut_to_the_map_and_its_gaps_stay(maps):
    np.testing.assert_array_equal(maps.on_map(), maps.values[1:-1, 2:-1])
    assert np.isnan(maps.on_map()[4, 3]).tolist() == [False, True]


def test_beyond_the_map_a_missing_drift_is_the_average(maps):
    wide = maps.with_margin([(1, 1), (2, 1)])
    assert wide.shape == (12, 9, 2)
    known = maps.values[..., 0][np.isfinite(maps.values[..., 0])]
    assert wide[0, 0].tolist() == [pytest.approx(known.mean()), maps.values[0, 0, 1]]
    assert np.isnan(wide).sum() == 1
    np.testing.assert_array_equal(maps.with_margin([(1, 0), (0, 1)]), maps.values[:11, 2:])
