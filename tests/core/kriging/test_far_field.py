"""Interpolated covariances with data far from a tile: as good as the covariances themselves."""

import numpy as np
import pytest
from stochastic_kriging.krig_core import Variogram, krige
from stochastic_kriging.krig_core.kriging import from_all as module
from stochastic_kriging.krig_core.kriging.far_field import FarField, tile_size
from stochastic_kriging.krig_core.kriging.support import Support

MODELS = {
    "exponential": Variogram.exponential(nugget=0.1, partial_sill=0.9, range=300),
    "gaussian": Variogram.gaussian(nugget=0.1, partial_sill=0.9, range=150),
    "matern": Variogram.matern(nugget=0.02, partial_sill=0.9, range=300, azimuth=30, ratio=0.5),
    "power": Variogram.power(slope=0.01, alpha=1.2, nugget=0.3),
    "wide": Variogram.spherical(nugget=0.1, partial_sill=0.9, range=900),
    "nested": Variogram.exponential(nugget=0.1, partial_sill=0.5, range=900)
    + Variogram.spherical(partial_sill=0.4, range=120),
}


@pytest.fixture(scope="module")
def field():
    rng = np.random.default_rng(5)
    points = rng.uniform(0, 1000, (700, 2))
    targets = np.stack(np.meshgrid(*2 * [np.linspace(-20, 1020, 40)]), axis=-1).reshape(-1, 2)
    targets[::75] = points[: len(targets[::75])]
    return points, rng.normal(size=700), targets


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(
    "options", [{}, {"kriging_type": "universal-2"}, {"block": (30, 10), "block_points": 2}, {"exact": False}]
)
def test_a_far_field_gives_what_the_factor_gives(field, name, options, monkeypatch):
    solved = []
    in_tiles = module.GlobalKriging._solve_with_far_field
    monkeypatch.setattr(module, "tile_size", lambda *_: 512)
    monkeypatch.setattr(
        module.GlobalKriging,
        "_solve_with_far_field",
        lambda self, places, *rest: solved.append(len(places)) or in_tiles(self, places, *rest),
    )
    quick = krige(field[0], field[1], MODELS[name], field[2], **options)
    assert sum(solved) >= len(field[2])
    monkeypatch.setattr(module, "_MOST_CONDITION", 0)
    slow = krige(field[0], field[1], MODELS[name], field[2], **options)
    for one, other in zip(quick, slow):
        np.testing.assert_allclose(one, other, atol=1e-7)


@pytest.mark.parametrize("name", MODELS)
def test_only_data_around_a_tile_are_near(field, name):
    points, _, targets = field
    support = Support(MODELS[name].over(1500), 2)
    tile = targets[(np.abs(targets - 500) <= 60).all(axis=1)]
    kept = np.array([0])
    view = FarField(points, tile, support, kept, 3e-10 * support.variance)
    everyone = view.far @ view.interpolation
    everyone[view.near] = support.covariance(points[view.near], tile)
    np.testing.assert_allclose(everyone, support.covariance(points, tile), atol=3e-9 * support.variance)
    assert 0 in view.near
    assert len(view.near) < 400
    assert not view.far[view.near].any()


def test_a_range_that_ends_within_tiles_leaves_no_error(field, monkeypatch):
    points, values, _ = field
    targets = np.stack(np.meshgrid(*2 * [np.linspace(-20, 1020, 80)]), axis=-1).reshape(-1, 2)
    variogram = Variogram.spherical(nugget=0.0, partial_sill=1.0, range=900)
    monkeypatch.setattr(module, "tile_size", lambda *_: 512)
    quick = krige(points, values, variogram, targets)
    monkeypatch.setattr(module, "_MOST_CONDITION", 0)
    slow = krige(points, values, variogram, targets)
    for one, other in zip(quick, slow):
        np.testing.assert_allclose(one, other, atol=1e-8)


def test_a_tile_without_width_or_of_one_target_is_seen_exactly(field):
    points, _, _ = field
    support = Support(MODELS["exponential"], 2)
    for tile in (np.column_stack([np.full(40, 500.0), np.linspace(450, 550, 40)]), np.array([[321.0, 123.0]])):
        view = FarField(points, tile, support, np.empty(0, dtype=int), 3e-10)
        everyone = view.far @ view.interpolation
        everyone[view.near] = support.covariance(points[view.near], tile)
        np.testing.assert_allclose(everyone, support.covariance(points, tile), atol=3e-9)


def test_tiles_are_made_where_they_pay():
    assert tile_size(2000, 250_000, 2) in {2048, 4096, 8192}
    assert tile_size(100, 250_000, 2) is None
    assert tile_size(2000, 500, 2) is None
