"""Areas of cells in degrees."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.decisions.ellipsoid import strip_areas

WGS84 = 6378137.0, 6356752.314245179


def test_all_strips_are_the_surface_of_the_earth():
    assert strip_areas(np.linspace(90, -90, 19), 360, *WGS84).sum() == pytest.approx(510_065_621_724_088.44, rel=1e-12)


def test_a_sphere():
    assert strip_areas(np.array([0.0, 30.0]), 90, 2, 2).tolist() == pytest.approx([4 * np.pi / 2 * 0.5])


def test_beyond_a_pole_is_nothing():
    assert strip_areas(np.array([95.0, 91.0, 90.0]), 1, *WGS84).tolist() == [0, 0]
