import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.geometry import Geometry

CUBE = Geometry((10.0, 20.0, 30.0), (2.0, 4.0, 1.0), (5, 6, 7))


def test_ranges_are_outer_edges_and_origin_is_a_centre():
    place = Geometry.from_ranges([(0, 10), (100, 103)], [2, 1])
    assert place == Geometry((1.0, 100.5), (2.0, 1.0), (5, 3))
    assert place.edges(0) == (0, 10)
    assert place.edges(1) == (100, 103)
    np.testing.assert_array_equal(place.axis(0), [1, 3, 5, 7, 9])


@pytest.mark.parametrize(
    ("low", "high", "step", "cells"), [(0, 10, 3, 4), (0, 0.3, 0.1, 3), (500000.1, 500001.1, 0.1, 10), (0, 1, 5, 1)]
)
def test_the_upper_edge_moves_outwards_to_whole_cells_but_rounding_gains_none(low, high, step, cells):
    place = Geometry.from_ranges([(low, high), (0, 1)], [step, 1])
    assert place.shape[0] == cells
    assert place.edges(0)[1] >= high - 1e-6


@pytest.mark.parametrize("step", [0, -1, float("nan"), float("inf")])
def test_a_cell_size_that_is_no_length_fails(step):
    with pytest.raises(InvalidInput, match="Invalid cell size .* along y. Should be greater than zero"):
        Geometry.from_ranges([(0, 10), (0, 10)], [1, step])


def test_a_range_without_length_fails():
    with pytest.raises(InvalidInput, match="Invalid x range"):
        Geometry.from_ranges([(5, 5), (0, 10)], [1, 1])


def test_every_cell_holds_its_own_centre():
    centres = CUBE.centres()
    cells, inside = CUBE.cells_of(centres)
    assert inside.all()
    np.testing.assert_array_equal(np.ravel_multi_index(tuple(cells.T), CUBE.shape), np.arange(CUBE.size))
    np.testing.assert_array_equal(CUBE.centres(cells), centres)


def test_points_on_edges_belong_to_the_higher_cell_and_on_the_last_edge_to_the_last():
    place = Geometry.from_ranges([(0, 3), (0, 3)], [1, 1])
    cells, inside = place.cells_of([(0, 0), (1, 1), (3, 3), (3.0001, 1), (-0.0001, 1)])
    assert inside.tolist() == [True, True, True, False, False]
    assert cells[:3].tolist() == [[0, 0], [1, 1], [2, 2]]


def test_a_point_on_the_last_edge_is_in_the_last_cell_in_numbers_that_are_rounded():
    """0.3 + 3 · 0.1 is 0.6000000000000001, and that less 0.3, by 0.1, a little more than 3."""
    place = Geometry((0.3 + 0.1 / 2, 0.5), (0.1, 1.0), (3, 1))
    cells, inside = place.cells_of([[place.edges(0)[1], 0.5], [0.601, 0.5]])
    assert inside.tolist() == [True, False]
    assert cells[0, 0] == 2


@pytest.mark.parametrize(
    "key",
    [
        np.s_[:],
        np.s_[::2],
        np.s_[1:4, ::3],
        np.s_[::-1],
        np.s_[3:0:-2, :, 2:],
        np.s_[..., 1:3],
        np.s_[1:, ..., ::-3],
        np.s_[-3:-1, 2:-1],
    ],
)
def test_a_slice_keeps_every_remaining_cell_in_its_place(key):
    part = CUBE.sliced(key)
    for axis, index in enumerate(np.meshgrid(*(CUBE.axis(n) for n in range(3)), indexing="ij")):
        wanted = np.unique(index[key])
        np.testing.assert_allclose(np.sort(part.axis(axis)), wanted)
    assert part.shape == np.empty(CUBE.shape)[key].shape


@pytest.mark.parametrize("key", [0, np.s_[0, 1:], np.s_[[0, 1]], np.s_[3:3], np.s_[None], np.s_[:, :, :, :]])
def test_what_is_no_block_of_cells_has_no_geometry(key):
    assert CUBE.sliced(key) is None


def test_a_flipped_axis_knows_its_cells():
    flipped = CUBE.sliced(np.s_[::-1])
    assert (flipped.origin[0], flipped.spacing[0]) == (18.0, -2.0)
    assert flipped.edges(0) == CUBE.edges(0)
    cells, inside = flipped.cells_of([(18.0, 20.0, 30.0)])
    assert inside.all()
    assert cells.tolist() == [[0, 0, 0]]


def test_padding_keeps_the_cells_that_were_there():
    larger = CUBE.padded([(2, 1), (0, 3), (0, 0)])
    assert larger.shape == (8, 9, 7)
    assert larger.sliced(np.s_[2:-1, :-3]) == CUBE


def test_without_an_axis_a_cube_becomes_a_map():
    assert CUBE.without(2) == Geometry((10.0, 20.0), (2.0, 4.0), (5, 6))
    assert CUBE.without(-3) == Geometry((20.0, 30.0), (4.0, 1.0), (6, 7))
