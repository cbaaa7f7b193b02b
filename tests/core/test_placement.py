"""From data to cells: which hold what, where the grid lies, and what is counted."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.covering import default_spacing
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.placement import Placement
from stochastic_kriging.krig_core.wells.log import Log


@pytest.fixture
def logs():
    return [Log([1.0, 2.0, 3.0], {"PHIE": [0.1, 0.2, 0.3]}, x=x, y=50.0, name=f"W{x}") for x in (5.0, 15.0, 16.0)]


def test_a_map_of_logs_shows_each_logs_mean_and_the_mean_of_those_that_share_a_cell(logs):
    logs[1].streams["PHIE"][:] = 0.5
    grid = Grid(logs, "phie", 10, x_range=(0, 30), y_range=(45, 55), z_range=(1, 3))
    assert grid.shape == (3, 1)
    assert grid[0, 0] == pytest.approx(0.15)
    assert grid[1, 0] == pytest.approx((0.5 + 0.15) / 2)
    assert np.isnan(grid[2, 0])
    assert grid.placement == Placement(data=3, outside=0, cells=2, shared=1)
    assert grid.logs == tuple(logs)


def test_a_cube_of_logs_holds_their_samples(logs):
    grid = Grid(logs, "PHIE", 10, 1, x_range=(0, 30), y_range=(45, 55), z_range=(0.5, 3.5))
    assert grid.shape == (3, 1, 3)
    np.testing.assert_allclose(grid[0, 0], [0.1, 0.2, 0.3])


def test_a_lone_value_in_a_cell_is_kept_to_the_bit():
    grid = Grid.from_points([[0.5, 0.5], [7.5, 3.5]], [0.1, 1 / 3], 1, x_range=(0, 8), y_range=(0, 4))
    assert grid[0, 0] == 0.1
    assert grid[7, 3] == 1 / 3


def test_points_outside_and_points_without_a_value_are_left_out_and_counted():
    coordinates = [[0.5, 0.5], [9.5, 0.5], [1.5, 0.5], [np.nan, 0.5]]
    grid = Grid.from_points(coordinates, [1.0, 2.0, np.nan, 4.0], 1, x_range=(0, 3), y_range=(0, 1))
    assert grid.placement == Placement(data=1, outside=1, cells=1, shared=0)


def test_without_ranges_the_grid_covers_the_data_with_a_margin_of_whole_cells():
    grid = Grid.from_points([[1000.0, 2000.0], [1100.0, 2050.0]], [1.0, 2.0], 10)
    place = grid.geometry
    assert place.edges(0) == (990.0, 1110.0)
    assert place.edges(1) == (1990.0, 2060.0)
    assert grid.placement.data == 2


@pytest.mark.parametrize(("sides", "step"), [((62000, 72000), 200), ((1000, 5000), 5), ((0, 250), 1), ((3, 3), 0.01)])
def test_the_default_cell_is_a_round_number_near_the_short_side_by_250(sides, step):
    assert default_spacing(sides) == pytest.approx(step)


def test_a_single_point_needs_a_cell_size():
    with pytest.raises(InvalidInput, match="`xy_delta`"):
        Grid.from_points([[1.0, 2.0]], [3.0])


def test_a_log_without_a_place_fails():
    with pytest.raises(InvalidInput, match="Invalid log A. Should have x and y"):
        Grid([Log([1.0], {"GR": [1.0]}, name="A")], "GR", 10)


def test_no_data_is_a_sentence():
    empty = Grid.of(np.full((3, 3), np.nan), Geometry((0.0, 0.0), (1.0, 1.0), (3, 3)))
    with pytest.raises(InvalidInput, match="No data: no point with a value lies inside the grid"):
        empty.krig(3)


@pytest.mark.parametrize("z_delta", [None, 1.0])
def test_a_log_along_time_is_refused(z_delta):
    log = Log([0.0, 1, 2], {"GR": [1, 2, 3]}, x=0, y=0, name="A", depth_unit="S")
    with pytest.raises(InvalidInput, match=r"Invalid log A. Its index is in S: a time is no depth."):
        Grid([log], stream="GR", xy_delta=10, z_delta=z_delta)
