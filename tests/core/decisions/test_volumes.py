"""Volumes that can be computed by hand."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from stochastic_kriging.krig_core.decisions.volumes import realizations, volumes
from stochastic_kriging.krig_core.errors import InvalidInput


def of(areas, **inputs):
    depths = inputs.pop("depths", False)
    return volumes(inputs, csr_matrix(np.atleast_2d(np.asarray(areas, dtype=float))), depths=depths)


BOX = [100.0] * 6


def test_a_box_by_hand():
    """Six cells of 100 m² between -1000 and -1010 m: 6,000 m³, half of it net, a fifth pores, three quarters full."""
    top, base = [np.full(6, -1000.0)], [np.full(6, -1010.0)]
    found = of(BOX, top_surface=top, base_surface=base, ntg=0.5, porosity=0.2, saturation=0.75, fvf=1.25)
    assert found.quantities == ("gross rock", "net rock", "pores", "hydrocarbons", "in place")
    np.testing.assert_allclose(found.values, [[[6000, 3000, 600, 450, 360]]], rtol=1e-14)
    assert (found.negative, found.clipped, found.left_out, found.upside_down) == (0, 0, 0, False)
    assert found.swings == {}


def test_only_the_factors_that_are_given_count():
    found = of(BOX, thickness=[np.full(6, 10.0)], porosity=0.2)
    assert found.quantities == ("gross rock", "pores")
    np.testing.assert_allclose(found.values, [[[6000, 1200]]])


@pytest.mark.parametrize("depths", [False, True])
@pytest.mark.parametrize(("contact", "volume"), [(-1004.0, 2400), (-1020.0, 6000), (-990.0, 0)])
def test_a_contact_cuts_the_box(depths, contact, volume):
    sign = -1 if depths else 1
    surfaces = {
        "top_surface": [np.full(6, sign * -1000.0)],
        "base_surface": [np.full(6, sign * -1010.0)],
        "contact": sign * contact,
    }
    found = of(BOX, **surfaces, depths=depths)
    np.testing.assert_allclose(found.values, [[[volume]]])
    assert found.negative == 0


def test_a_contact_serves_as_the_base():
    found = of(BOX, top_surface=[np.array([5.0, 4, 3, 2, 1, -1])], contact=2.0)
    np.testing.assert_allclose(found.values, [[[600]]])
    assert found.negative == 0


def test_a_cone_above_a_contact_has_a_third_of_its_cylinder():
    """A cone of height 40 and radius 400 cut at half its height: π 200² 20 / 3."""
    centre = (np.arange(400) + 0.5) * 2.5 - 500
    x, y = np.meshgrid(centre, centre)
    top = -1000 - 40 * np.hypot(x, y).ravel() / 400
    found = of(np.full(160_000, 6.25), top_surface=[top], base_surface=[np.full(160_000, -1100.0)], contact=-1020.0)
    assert found.values[0, 0, 0] == pytest.approx(np.pi * 200**2 * 20 / 3, rel=1e-3)


def test_two_realizations_are_paired():
    """Thick and tight, thin and porous: 10 · 0.1 and 4 · 0.3 on 600 m², not 10 · 0.3."""
    found = of(BOX, thickness=[np.full(6, 10.0), np.full(6, 4.0)], porosity=[np.full(6, 0.1), np.full(6, 0.3)])
    np.testing.assert_allclose(found.values[:, 0], [[6000, 600], [2400, 720]])
    # The mean thickness is 7 and the mean porosity 0.2.
    np.testing.assert_allclose(found.swings["thickness"], [600 * 10 * 0.2, 600 * 4 * 0.2])
    np.testing.assert_allclose(found.swings["porosity"], [600 * 7 * 0.1, 600 * 7 * 0.3])
    assert found.at_mean == pytest.approx(600 * 7 * 0.2)


def test_what_alone_varies_is_the_whole_swing():
    found = of(BOX, thickness=[np.full(6, 10.0), np.full(6, 4.0)], porosity=0.5)
    np.testing.assert_array_equal(found.swings["thickness"], found.values[:, 0, -1])


def test_zones_have_their_cells_by_their_share():
    areas = [[100, 100, 100], [100, 50, 0], [0, 25, 100]]
    found = of(areas, thickness=[np.array([1.0, 2, 4])])
    np.testing.assert_allclose(found.values, [[[700], [200], [450]]])


def test_negative_thickness_counts_as_zero_and_is_told():
    found = of(BOX, top_surface=[np.array([5.0, 5, 5, 5, 5, -5])], base_surface=[np.zeros(6)])
    np.testing.assert_allclose(found.values, [[[2500]]])
    assert found.negative == pytest.approx(1 / 6)
    assert not found.upside_down


def test_surfaces_that_are_upside_down_are_seen():
    assert of(BOX, top_surface=[np.full(6, 1000.0)], base_surface=[np.full(6, 1010.0)]).upside_down
    assert not of(BOX, top_surface=[np.full(6, 1000.0)], base_surface=[np.full(6, 1010.0)], depths=True).upside_down


def test_cells_without_a_value_count_for_nothing():
    porosity = np.array([0.1, np.nan, 0.1, 0.1, 0.1, 0.1])
    found = of(BOX, thickness=[np.array([1.0, 1, 1, 1, np.nan, 1])], porosity=[porosity])
    np.testing.assert_allclose(found.values, [[[400, 40]]])
    assert found.left_out == pytest.approx(1 / 5)


def test_where_there_is_no_rock_none_is_left_out():
    found = of(BOX, thickness=[np.array([0.0, 1, 1, 1, 1, 1])], porosity=[np.array([np.nan, 1, 1, 1, 1, 1])])
    assert found.left_out == 0
    assert found.covered == pytest.approx(5 / 6)


def test_fractions_beyond_their_limits_are_taken_as_the_limits():
    found = of(BOX, thickness=[np.full(6, 1.0)], porosity=[np.array([-0.1, 0.2, 0.2, 0.2, 0.2, 1.1])])
    np.testing.assert_allclose(found.values[0, 0], [600, 180])
    assert found.clipped == pytest.approx(2 / 6)


def test_realizations_come_one_by_one():
    class Counted:
        """Layers that remember which was asked for."""

        def __init__(self):
            self.asked = []

        def __len__(self):
            return 3

        def __getitem__(self, number):
            self.asked.append(number)
            return np.full(6, float(number))

    layers = Counted()
    found = of(BOX, thickness=layers)
    np.testing.assert_allclose(found.values[:, 0, 0], [0, 600, 1200])
    assert layers.asked[-3:] == [0, 1, 2]


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({}, "There is no thickness. Should be given `thickness`, or `top_surface` with `base_surface` or `contact`."),
        ({"top_surface": [np.ones(6)]}, "There is no thickness."),
        ({"thickness": [np.ones(6)], "contact": 3.0}, "`thickness` is given, and `contact`, too."),
        (
            {"thickness": [np.ones(6)] * 2, "porosity": [np.full(6, 0.2)] * 3},
            "Numbers of realizations differ (`thickness` 2, `porosity` 3), but they are paired one by one.",
        ),
        ({"thickness": [np.ones(6)], "porosity": [np.full(6, 20.0)]}, "`porosity` is 20 in the middle of its values."),
        ({"thickness": [np.ones(6)], "ntg": 35.0}, "`ntg` is 35 in the middle of its values."),
        ({"thickness": [np.full(6, np.nan)]}, "No cell of the map or of a zone has a thickness: check `thickness`"),
        ({"thickness": [np.ones(6)], "fvf": 0.0}, "`fvf` is 0 in a cell. Should be greater than zero."),
    ],
)
def test_what_makes_no_volume_is_a_sentence(inputs, words):
    with pytest.raises(InvalidInput) as caught:
        of(BOX, **inputs)
    assert words in str(caught.value)


def test_one_layer_serves_all_realizations():
    assert realizations({"thickness": [np.ones(6)] * 4, "porosity": [np.ones(6)], "fvf": 1.2}) == 4
