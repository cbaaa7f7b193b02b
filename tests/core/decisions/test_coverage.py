"""Shares of cells: by hand, and their sum against the area of the polygon."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.decisions.coverage import coverage


def shares(rings, shape):
    found = coverage([np.array(ring, dtype=float) for ring in rings], shape)
    table = np.zeros(shape)
    table.flat[found.cells] = found.shares
    return table


def box(west, north, east, south):
    return [(west, north), (east, north), (east, south), (west, south), (west, north)]


def test_whole_cells():
    assert shares([box(0, 0, 2, 1)], (2, 3)).tolist() == [[1, 1, 0], [0, 0, 0]]


def test_halves_and_quarters():
    assert shares([box(0.5, 0.5, 2, 1.5)], (2, 3)).tolist() == [[0.25, 0.5, 0], [0.25, 0.5, 0]]


def test_a_triangle_cuts_cells_in_two():
    triangle = [(0, 0), (3, 0), (0, 3), (0, 0)]
    assert shares([triangle], (3, 3)).tolist() == [[1, 1, 0.5], [1, 0.5, 0], [0.5, 0, 0]]


def test_either_direction_is_the_same():
    ring = [(0.2, 0.1), (2.7, 0.9), (1.1, 2.8), (0.2, 0.1)]
    assert np.array_equal(shares([ring], (3, 3)), shares([ring[::-1]], (3, 3)))


def test_a_hole_is_taken_away_and_what_is_beyond_the_grid_does_not_count():
    table = shares([box(-5, -5, 8, 8), box(1, 1, 1.5, 2)], (3, 3))
    assert table.tolist() == [[1, 1, 1], [1, 0.5, 1], [1, 1, 1]]


@pytest.mark.parametrize("place", [(-9, 0), (9, 0), (0, -9), (0, 9)])
def test_a_polygon_beyond_the_grid_covers_nothing(place):
    found = coverage([np.array(box(0, 0, 1, 1), dtype=float) + place], (3, 3))
    assert found.cells.size == found.shares.size == 0


def test_a_sliver_inside_a_cell():
    assert shares([box(1.25, 1.25, 1.5, 1.75)], (3, 3))[1, 1] == 0.125


def test_the_sum_is_the_area_of_any_polygon():
    rng = np.random.default_rng(3)
    for _ in range(50):
        angles = np.sort(rng.uniform(0, 2 * np.pi, 30))
        radii = rng.uniform(1, 20, 30)
        ring = np.column_stack([25 + radii * np.cos(angles), 20 + radii * np.sin(angles)])
        ring = np.vstack([ring, ring[:1]])
        x, y = ring.T
        area = abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
        assert shares([ring], (40, 50)).sum() == pytest.approx(area, rel=1e-6)


def test_polygons_that_part_a_grid_leave_nothing_and_share_nothing():
    """Two triangles on both sides of a line that meets no corner."""
    corners = {
        "one": [(0, 0), (7, 0), (7, 3.3), (0, 1.7), (0, 0)],
        "other": [(0, 1.7), (7, 3.3), (7, 5), (0, 5), (0, 1.7)],
    }
    both = sum(shares([ring], (5, 7)) for ring in corners.values())
    assert both == pytest.approx(np.ones((5, 7)), abs=1e-12)
