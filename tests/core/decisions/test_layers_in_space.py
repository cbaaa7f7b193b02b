"""Layers back in space, by hand: slices, corners and the volume of cells."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.decisions.layers_in_space import (
    Slices,
    corners_of,
    cut,
    even_height,
    layers_met,
    sheets,
    slices_between,
)
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.strata import Strata

NAN = np.nan


def sliced(layers, strata, middles, top, base):
    return cut(layers, layers_met(strata, middles, top, base))


def layers_of(*values, shape=(1, 1)):
    return np.stack([np.full(shape, float(value)) for value in values])


def test_slices_begin_and_end_at_multiples_of_their_height():
    assert slices_between(102.4, 118.9, 5) == Slices(102.5, 5, 4)  # 100 to 120
    assert slices_between(102.6, 117.4, 5) == Slices(107.5, 5, 2)
    assert slices_between(-3, 3, 2) == slices_between(-4, 4, 2) == Slices(-3, 2, 4)
    assert slices_between(0.1 * 3, 0.1 * 6, 0.1).number == 3
    assert slices_between(100, 120, 5).middles.tolist() == [102.5, 107.5, 112.5, 117.5]


def test_slices_that_all_miss_the_unit_are_a_sentence():
    with pytest.raises(InvalidInput, match=r"No slice of 50 \(`z_delta`\) has its middle between 103 and 118, where"):
        slices_between(103, 118, 50)


def test_too_many_slices_are_a_sentence():
    with pytest.raises(InvalidInput, match=r"Slices of 0.001 \(`z_delta`\) between 0 and 100 are 100000\. Should be"):
        slices_between(0, 100, 0.001)


@pytest.mark.parametrize(("height", "even"), [(1.0, 1), (3.4, 2), (5, 5), (0.17, 0.1), (80, 50), (0.1 * 3 - 0.1, 0.2)])
def test_an_even_height(height, even):
    assert even_height(height) == pytest.approx(even)


def test_proportional_layers_in_a_wedge():
    # Three columns, 10, 20 and 40 thick above a flat base at 100; two layers, 1 below 2.
    top, base = np.array([[110.0, 120, 140]]), np.full((1, 3), 100.0)
    strata = Strata.between(top, base, "proportional", 2)
    slices = sliced(layers_of(1, 2, shape=(1, 3)), strata, np.array([95.0, 102, 107, 115, 125, 139, 141]), top, base)
    np.testing.assert_array_equal(
        slices[:, 0],
        [[NAN] * 3, [1, 1, 1], [2, 1, 1], [NAN, 2, 1], [NAN, NAN, 2], [NAN, NAN, 2], [NAN] * 3],
    )


@pytest.mark.parametrize(
    ("layering", "column"),
    [
        # The thin column is 10 thick between 105 and 115, the thick one 20 between 100 and 120; layers of 5.
        ("follow-top", [NAN, 3, 4, NAN]),
        ("follow-base", [NAN, 1, 2, NAN]),
    ],
)
def test_layers_of_one_height_end_where_the_unit_does(layering, column):
    top, base = np.array([[120.0, 115]]), np.array([[100.0, 105]])
    strata = Strata.between(top, base, layering, 4)
    slices = sliced(layers_of(1, 2, 3, 4, shape=(1, 2)), strata, np.array([102.5, 107.5, 112.5, 117.5]), top, base)
    np.testing.assert_array_equal(slices[:, 0, 0], [1, 2, 3, 4])
    np.testing.assert_array_equal(slices[:, 0, 1], column)


@pytest.mark.parametrize(("layering", "column"), [("follow-top", [4, 4, 4]), ("follow-base", [1, 1, 1])])
def test_what_is_left_of_a_layer_without_its_middle_belongs_to_the_one_beside_it(layering, column):
    """Layers of 5; the thin column is 7 thick: one layer, and 2 of another, which has no value."""
    top, base = np.array([[120.0, 107]]), np.array([[100.0, 100]])
    strata = Strata.between(top, base, layering, 4)
    layers = np.where(np.moveaxis(strata.present(top, base), -1, 0), layers_of(1, 2, 3, 4, shape=(1, 2)), NAN)
    slices = sliced(layers, strata, np.array([101.0, 104, 106, 107.5]), top, base)
    np.testing.assert_array_equal(slices[:, 0, 1], [*column, NAN])
    made = sheets(layers, strata, top, base)
    np.testing.assert_array_equal(np.nansum(made.thickness, axis=0), [[20, 7]])
    (number,) = np.flatnonzero(np.isfinite(made.values[:, 0, 1]))
    assert (made.values[number, 0, 1], made.thickness[number, 0, 1]) == (column[0], 7)


def test_depths_are_elevations_upside_down():
    generator = np.random.default_rng(1)
    base = generator.uniform(0, 10, (3, 4))
    top, layers = base + generator.uniform(1, 9, (3, 4)), generator.normal(size=(5, 3, 4))
    z = np.linspace(-1, 20, 30)
    up = sliced(layers, Strata.between(top, base, "proportional", 5), z, top, base)
    down = sliced(layers, Strata.between(-top, -base, "proportional", 5, downwards=True), -z, -top, -base)
    np.testing.assert_array_equal(up, down)
    assert np.isfinite(up).any()


def test_a_constant_field_is_that_constant_wherever_the_unit_is():
    top, base = np.array([[12.0, 15, NAN]]), np.array([[10.0, 10, 10]])
    strata = Strata.between(top, base, "proportional", 7)
    slices = sliced(np.full((7, 1, 3), 0.25), strata, np.arange(9.5, 16), top, base)
    assert np.isfinite(slices).sum(axis=0).tolist() == [[2, 5, 0]]
    assert set(slices[np.isfinite(slices)]) == {0.25}


def test_a_plane_keeps_its_corners_to_the_edges_of_the_map():
    row, column = np.mgrid[0:3, 0:4] + 0.5
    at_row, at_column = np.mgrid[0:4, 0:5]
    np.testing.assert_allclose(corners_of(7 + 2 * column - 3 * row), 7.0 + 2 * at_column - 3 * at_row, atol=1e-12)


def test_corners_beside_a_gap_are_those_of_the_cells_that_there_are():
    heights = np.array([[1.0, 3.0, NAN]])
    assert corners_of(heights)[0].tolist()[:3] == [0, 2, 3]
    assert corners_of(np.array([[5.0]])).tolist() == [[5, 5], [5, 5]]


@pytest.mark.parametrize("layering", ["proportional", "follow-top", "follow-base"])
def test_the_cells_of_all_layers_have_the_volume_of_the_unit(layering):
    top, base = np.array([[110.0, 120, NAN], [104, 100, 131]]), np.array([[100.0, 95, 90], [100, 101, 100]])
    strata = Strata.between(top, base, layering, 8)
    made = sheets(np.ones((8, 2, 3)), strata, top, base)
    np.testing.assert_allclose(np.nansum(made.thickness, axis=0), [[10, 25, 0], [4, 0, 31]], atol=1e-12)
    np.testing.assert_array_equal(np.isfinite(made.values), np.isfinite(made.thickness))


def test_sheets_lie_in_the_middle_of_their_layers_and_have_no_corner_alone():
    top, base = np.full((1, 3), 110.0), np.full((1, 3), 100.0)
    layers = layers_of(1, 2, shape=(1, 3))
    layers[1, 0, 1:] = NAN
    made = sheets(layers, Strata.between(top, base, "proportional", 2), top, base)
    np.testing.assert_array_equal(made.corners[0], np.full((2, 4), 102.5))
    np.testing.assert_array_equal(made.corners[1], [[107.5, 107.5, NAN, NAN]] * 2)
    np.testing.assert_array_equal(made.thickness, [[[5, 5, 5]], [[5, NAN, NAN]]])
