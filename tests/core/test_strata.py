"""Layers between two surfaces: by hand, there and back, and where there is no unit."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.choices import LAYERINGS
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.strata import Strata, unit_thickness

NAN = np.nan


@pytest.mark.parametrize(
    ("layering", "relative"),
    # A unit from 20 to 60 in a relative grid of 100: its base, a quarter of it, its top, and 10 above that.
    [("proportional", [0, 25, 100, 125]), ("follow-top", [60, 70, 100, 110]), ("follow-base", [0, 10, 40, 50])],
)
def test_relative_z_by_hand(layering, relative):
    strata = Strata(layering, 10, 100.0)
    np.testing.assert_array_equal(strata.relative([20, 30, 60, 70], 60, 20), relative)


@pytest.mark.parametrize("layering", LAYERINGS)
def test_depths_are_elevations_below_zero(layering):
    up, down = Strata(layering, 10, 100.0), Strata(layering, 10, 100.0, downwards=True)
    z = np.array([-20.0, -30.0, -60.0, -70.0])
    np.testing.assert_array_equal(down.relative(-z, 20, 60), up.relative(z, -20, -60))
    np.testing.assert_array_equal(down.absolute([0, 40, 100], 20, 60), -up.absolute([0, 40, 100], -20, -60))
    np.testing.assert_array_equal(down.boundaries(20, 60), -up.boundaries(-20, -60))
    np.testing.assert_array_equal(down.layer(-z, 20, 60), up.layer(z, -20, -60))
    np.testing.assert_array_equal(down.present(20, 60), up.present(-20, -60))


@pytest.mark.parametrize("layering", LAYERINGS)
@pytest.mark.parametrize("downwards", [False, True])
def test_there_and_back(layering, downwards):
    rng = np.random.default_rng(1)
    high = rng.uniform(1000, 3000, 500)
    low = high - rng.uniform(0.1, 200, 500)
    top, base = (-high, -low) if downwards else (high, low)
    z = base + rng.uniform(0, 1, 500) * (top - base)
    strata = Strata.between(top, base, layering, 20, downwards=downwards)
    np.testing.assert_allclose(strata.absolute(strata.relative(z, top, base), top, base), z, rtol=0, atol=1e-9)


def test_a_flat_unit_is_only_moved():
    """Not stretched either, whatever the number: so its layers are slices to the byte."""
    top, base = np.full((3, 5), 130.1), np.full((3, 5), 30.0)
    for layering in LAYERINGS:
        strata = Strata.between(top, base, layering, 7)
        z = np.linspace(30, 130.1, 15).reshape(3, 5)
        assert strata.thickness == 130.1 - 30.0
        assert np.array_equal(strata.relative(z, top, base), z - 30.0)


def test_the_grid_is_as_thick_as_the_unit_on_average_or_at_most():
    top, base = [10.0, 40.0, 5.0, NAN, 7.0], [0.0, 0.0, 5.0, 0.0, 9.0]
    assert unit_thickness(top, base) == (25.0, 10.0, 40.0)
    assert Strata.between(top, base, "proportional", 5).thickness == 25.0
    assert Strata.between(top, base, "follow-top", 5).thickness == 40.0
    assert Strata.between(top, base, "follow-base", 5).height == 8.0


@pytest.mark.parametrize("layering", LAYERINGS)
def test_there_is_nothing_where_surfaces_cross_or_have_a_gap(layering):
    strata = Strata(layering, 4, 40.0)
    top, base = np.array([5.0, 5.0, NAN, 5.0]), np.array([5.0, 9.0, 0.0, NAN])
    for found in (strata.relative(5.0, top, base), strata.absolute(10.0, top, base)):
        assert np.isnan(found).all()
    assert np.isnan(strata.boundaries(top, base)).all()
    assert not strata.present(top, base).any()
    assert not strata.holds(5.0, top, base).any()
    assert (strata.layer(5.0, top, base) == -1).all()


def test_which_layer_a_z_is_in():
    """Both surfaces belong to the unit, and a boundary to the layer above it."""
    strata = Strata("proportional", 4, 40.0)
    found = strata.layer([-0.1, 0.0, 4.9, 5.0, 15.0, 20.0, 20.1], 20.0, 0.0)
    np.testing.assert_array_equal(found, [-1, 0, 0, 1, 3, 3, -1])


def test_layers_that_hang_from_the_top_end_at_the_base():
    """Of 4 layers of 10, a unit of 26 has two, and more than half of a third."""
    hung, laid = Strata("follow-top", 4, 40.0), Strata("follow-base", 4, 40.0)
    np.testing.assert_array_equal(hung.boundaries(126.0, 100.0), [100.0, 100.0, 106.0, 116.0, 126.0])
    np.testing.assert_array_equal(laid.boundaries(126.0, 100.0), [100.0, 110.0, 120.0, 126.0, 126.0])
    np.testing.assert_array_equal(hung.present([126.0, 124.0], 100.0), [[0, 1, 1, 1], [0, 0, 1, 1]])
    np.testing.assert_array_equal(laid.present([126.0, 124.0], 100.0), [[1, 1, 1, 0], [1, 1, 0, 0]])


@pytest.mark.parametrize("layers", [3, 7, 10, 49])
def test_a_boundary_is_one_whatever_rounding_makes_of_it(layers):
    top, base = np.array([0.3, 130.1, 10_000.7]), np.array([0.0, 30.0, 10_000.0])
    strata = Strata.between(top, base, "proportional", layers)
    found = strata.layer(base + np.arange(layers)[:, None] / layers * (top - base), top, base)
    np.testing.assert_array_equal(found, np.broadcast_to(np.arange(layers)[:, None], found.shape))


def test_the_outermost_layers_are_those_whose_middle_is_in_the_unit():
    hung, laid = Strata("follow-top", 4, 40.0), Strata("follow-base", 4, 40.0)
    np.testing.assert_array_equal(hung.outermost([126.0, 124.0, 104.0], 100.0), [[1, 2, 0], [3, 3, 3]])
    np.testing.assert_array_equal(laid.outermost([126.0, 124.0, 104.0], 100.0), [[0, 0, 0], [2, 1, 3]])


def test_what_lies_on_an_edge_of_the_layers_is_in_them():
    """Four layers of 10, in a unit of 50, and in one of 25, which ends in the middle of a layer."""
    hung, laid = Strata("follow-top", 4, 40.0), Strata("follow-base", 4, 40.0)
    assert hung.holds([86.0, 85.9], 126.0, 76.0).tolist() == [True, False]
    assert laid.holds([116.0, 116.1], 126.0, 76.0).tolist() == [True, False]
    assert hung.layer(86.0, 126.0, 76.0) == 0
    assert laid.layer(116.0, 126.0, 76.0) == 3
    assert hung.present(125.0, 100.0).tolist() == [False, True, True, True]
    assert laid.present(125.0, 100.0).tolist() == [True, True, True, False]


def test_layers_have_the_volume_of_the_unit():
    rng = np.random.default_rng(2)
    base = rng.uniform(0, 10, (6, 7))
    top = base + rng.uniform(1, 30, (6, 7))
    for layering in LAYERINGS:
        heights = np.diff(Strata.between(top, base, layering, 9).boundaries(top, base), axis=-1)
        assert heights.shape == (6, 7, 9)
        assert (heights >= 0).all()
        np.testing.assert_allclose(heights.sum(axis=-1), top - base, rtol=1e-12)


def test_what_cannot_be_is_refused():
    with pytest.raises(InvalidInput, match="nowhere above its base"):
        Strata.between([1.0, NAN], [2.0, 0.0], "proportional", 5)
    with pytest.raises(InvalidInput, match="nowhere above its base"):
        Strata.between([2.0], [1.0], "proportional", 5, downwards=True)
    with pytest.raises(InvalidInput, match=r"`layering` is 'tilted'. Should be one of proportional"):
        Strata("tilted", 5, 10.0)
    with pytest.raises(InvalidInput, match="Invalid `layers` 0. Should be at least 1"):
        Strata("proportional", 0, 10.0)
