"""What is said of maps that show little, or too much, and that sound ones get no word."""

import warnings

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import OvershootWarning
from stochastic_kriging.krig_core.geometry import Geometry
from stochastic_kriging.krig_core.kriging.doubts import (
    cells_doubt,
    extent_doubt,
    pairs_doubt,
    reach_doubt,
    slices_doubt,
    spread_doubt,
)
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.models import Variogram

SQUARE = Geometry.from_ranges([(0, 100), (0, 100)], [2, 2])
EVERYWHERE = np.ones(SQUARE.shape, dtype=bool)


def scattered(count, seed=0, ndim=2):
    return np.random.default_rng(seed).uniform(0, 100, (count, ndim))


SMOOTH = {
    "gaussian": Variogram.gaussian(partial_sill=1, range=80),
    "gaussian, nested": Variogram.gaussian(partial_sill=1, range=80) + Variogram.gaussian(partial_sill=1, range=200),
    "stable": Variogram.stable(alpha=1.95, partial_sill=1, range=60),
    "matern": Variogram.matern(nu=4, partial_sill=1, range=90),
    "cubic": Variogram.cubic(partial_sill=1, range=90),
    "a nugget too small": Variogram.gaussian(nugget=1e-6, partial_sill=1, range=80),
}


@pytest.mark.parametrize("options", [{}, {"max_data": 25}, {"kriging_type": "universal-1"}, {"kriging_type": "simple"}])
@pytest.mark.parametrize("name", SMOOTH)
def test_noise_under_a_smooth_model_is_told_of(name, options):
    points = scattered(150)
    values = np.random.default_rng(1).normal(size=150)
    with pytest.warns(
        OvershootWarning, match=r"The map goes from -.*is ill-conditioned here. Give it a nugget \(`nugget`"
    ):
        mean, _ = krige(points, values, SMOOTH[name], SQUARE.centres(), **options)
    assert np.ptp(mean) > 2 * np.ptp(values)


@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_a_nugget_ends_it(offset):
    values = offset + np.random.default_rng(1).normal(size=150)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        krige(scattered(150), values, Variogram.gaussian(nugget=0.1, partial_sill=1, range=80), SQUARE.centres())
        krige(scattered(150), values, SMOOTH["gaussian"], SQUARE.centres(), error=0.5)


@pytest.mark.parametrize("kind", ["ordinary", "simple", "universal-1", "universal-2"])
@pytest.mark.parametrize(
    "variogram",
    [
        Variogram.spherical(partial_sill=1, range=50),
        Variogram.gaussian(nugget=1e-3, partial_sill=1, range=50),
        Variogram.matern(nu=2.5, partial_sill=1, range=80),
    ],
)
@pytest.mark.parametrize("count", [8, 40, 120])
def test_data_of_the_model_get_no_word_even_far_outside(variogram, kind, count):
    points = scattered(count, seed=count)
    factor = np.linalg.cholesky(variogram.covariance(points, points) + 1e-10 * np.eye(count))
    targets = 300 * (SQUARE.centres() / 100 - 0.33)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for seed in range(3):
            values = factor @ np.random.default_rng(seed).normal(size=count) + 0.2 * points[:, 0]
            krige(points, values, variogram, targets, kriging_type=kind)


def test_a_plane_that_is_followed_exactly_is_no_overshoot():
    points = scattered(30)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        krige(
            points,
            points @ [3.0, 1.0],
            SMOOTH["gaussian"],
            10 * SQUARE.centres(),
            kriging_type="universal-1",
            error=0.1,
        )
        krige(points, np.full(30, 7.0), SMOOTH["gaussian"], SQUARE.centres())


@pytest.mark.parametrize(
    "variogram",
    [
        Variogram.spherical(partial_sill=1, range=6),
        Variogram.exponential(nugget=0.2, partial_sill=1, range=8),
        Variogram.spherical(nugget=0.7, partial_sill=0.3, range=9),
        Variogram.spherical(partial_sill=1, range=12, ratio=0.2, azimuth=45),
        Variogram.gaussian(partial_sill=5, range=5),
    ],
)
def test_a_range_that_reaches_hardly_from_datum_to_cell_is_told(variogram):
    said = reach_doubt(scattered(50), variogram, SQUARE, EVERYWHERE, trend=False)
    assert f"The range ({variogram.range:g}) is short for the distance between the data: " in said
    assert "so that the map is hardly more than the mean. If you know" in said


def test_the_share_of_cells_that_have_a_datum_within_the_range_is_right():
    points = scattered(30, seed=3)
    variogram = Variogram.spherical(partial_sill=1, range=8)
    said = reach_doubt(points, variogram, SQUARE, EVERYWHERE, trend=True)
    inside = ((SQUARE.centres() >= points.min(axis=0) - 1) & (SQUARE.centres() <= points.max(axis=0) + 1)).all(axis=1)
    nearest = np.linalg.norm(SQUARE.centres()[inside, None] - points, axis=2).min(axis=1)
    told = float(said.split("data: ")[1].split("%")[0]) / 100
    assert told == pytest.approx(np.mean(nearest <= 8), abs=0.06)
    assert "hardly more than the mean or trend" in said
    said = reach_doubt(points, variogram, SQUARE, EVERYWHERE, trend=False, secondary=True)
    assert "beside the secondary variable, so that the map is hardly more than what the secondary " in said


@pytest.mark.parametrize(("count", "range_"), [(15, 45), (40, 30), (150, 15), (400, 12)])
@pytest.mark.parametrize("nugget", [0.0, 0.5])
def test_a_range_that_reaches_gets_no_word(count, range_, nugget):
    variogram = Variogram.spherical(nugget=nugget, partial_sill=1 - nugget, range=range_)
    large = Geometry.from_ranges([(-300, 400), (-300, 400)], [2, 2])
    for geometry in (SQUARE, large):
        wanted = np.ones(geometry.shape, dtype=bool)
        assert reach_doubt(scattered(count), variogram, geometry, wanted, trend=False) is None


def test_a_pure_nugget_cells_too_large_and_wells_in_space():
    points = scattered(40)
    said = reach_doubt(points, Variogram(2.0), SQUARE, EVERYWHERE, trend=False)
    assert said == "The variogram is a pure nugget: the map is only the mean, but for a spot at each datum."
    coarse = Geometry.from_ranges([(0, 100), (0, 100)], [10, 10])
    dense = coarse.centres()
    said = reach_doubt(
        dense, Variogram.spherical(partial_sill=1, range=19), coarse, np.ones(coarse.shape, dtype=bool), trend=False
    )
    assert said == "The range (19) is shorter than 2 cells: choose smaller ones (`xy_delta`)."
    wells = np.concatenate([np.column_stack([np.tile(place, (20, 1)), np.arange(20.0)]) for place in scattered(9)])
    space = Geometry.from_ranges([(0, 100), (0, 100), (0, 20)], [5, 5, 2])
    everywhere = np.ones(space.shape, dtype=bool)
    short = Variogram.spherical(partial_sill=1, range=10, vertical_range=5)
    assert "hardly more than the mean" in reach_doubt(wells, short, space, everywhere, trend=False)
    far = Variogram.spherical(partial_sill=1, range=80, vertical_range=5)
    assert reach_doubt(wells, far, space, everywhere, trend=False) is None
    assert reach_doubt(points[:3], short, SQUARE, EVERYWHERE, trend=False) is None


def test_near_pairs_that_differ_are_named():
    points, values = scattered(40), np.random.default_rng(1).normal(10, 2, 40)
    points[1], values[0], values[1] = points[0] + (0.3, 0.4), 7.5, 12.25
    said = pairs_doubt(points, values, values, Variogram.spherical(partial_sill=4, range=30))
    place = f"({points[0, 0]:.10g}, {points[0, 1]:.10g})"
    assert said == (
        "Data much nearer to each other than the others differ by more than the variogram allows: 7.5 and 12.25, 0.5 "
        f"apart at {place}. Check them, or give a larger nugget (`nugget`)."
    )
    assert pairs_doubt(points, values, values, Variogram.spherical(nugget=1, partial_sill=3, range=30)) is None


@pytest.mark.parametrize(("difference", "told"), [(2.73, False), (2.75, True)])
def test_five_standard_deviations_are_allowed_at_their_distance(difference, told):
    points, values = scattered(40), np.random.default_rng(1).normal(0, 1, 40)
    points[1], values[0], values[1] = points[0] + (0.3, 0.4), 0.0, difference
    variogram = Variogram.spherical(partial_sill=1, range=5)  # γ(0.5) = 0.1495: 5 √(2 · 0.1495) = 2.734
    assert (pairs_doubt(points, values, values, variogram) is not None) == told


@pytest.mark.parametrize("count", [15, 60, 200])
@pytest.mark.parametrize("model", [Variogram.spherical, Variogram.gaussian, Variogram.exponential])
def test_pairs_of_the_variogram_get_no_word(model, count):
    variogram = model(partial_sill=1, range=40)
    for seed in range(20):
        rng = np.random.default_rng(seed)
        points = scattered(count, seed)
        points[count // 2 :] = points[: count - count // 2] + rng.normal(0, 0.5, (count - count // 2, 2))
        factor = np.linalg.cholesky(variogram.covariance(points, points) + 1e-10 * np.eye(count))
        values = factor @ rng.normal(size=count)
        assert pairs_doubt(points, values, values, variogram) is None


def test_more_slices_than_data_are_told():
    space = Geometry.from_ranges([(0, 100), (0, 100), (0, 300)], [10, 10, 1])
    assert slices_doubt(40, space) == (
        "The grid has 300 slices and there are 40 data: most slices hold none. Choose higher slices (`z_delta`)."
    )
    assert slices_doubt(300, space) is None
    assert slices_doubt(1, SQUARE) is None


def test_an_extent_beside_all_data_is_named_with_theirs():
    points = np.array([[500_000.0, 6_100_000.0], [510_000.0, 6_108_000.5]])
    assert extent_doubt(points, SQUARE) == (
        "All data lie beside the extent (`x_range`, `y_range`): that is x 0 to 100, y 0 to 100, and the data have "
        "x 500,000 to 510,000, y 6,100,000 to 6,108,000.5. Are both in the same CRS and unit?"
    )
    assert extent_doubt(points, Geometry.from_ranges([(509_000, 600_000), (6_100_000, 6_100_500)], [50, 50])) is None


def test_cells_as_large_as_the_extent_of_the_data_are_told_of():
    coarse = Geometry.from_ranges([(0, 1000), (0, 1000)], [500, 500])
    points = 1000 + scattered(40)
    said = cells_doubt(points, coarse)
    assert said.startswith("The cells (500) are too large for the distances between the data, which span 9")
    assert said.endswith("in all: choose a smaller cell size (`xy_delta`).")
    assert cells_doubt(0.1 * scattered(40), coarse).endswith("Are the coordinates degrees (`coordinates`)?")
    assert cells_doubt(points, SQUARE) is None
    assert cells_doubt(points[:3], coarse) is None


def test_cells_of_which_less_is_known_than_the_data_spread_are_counted():
    values = np.array([113.0, 500.0, 1839.0])
    std = np.array([np.nan, 100.0, 1726.0, 1727.0, 3593.25])
    assert spread_doubt(values, std) == (
        "At 2 of 4 cells (50.0%) the standard deviation is larger than the whole spread of the data, 113 to 1839, up "
        "to 3593.25: there hardly anything is known. Leave them out by a smaller extent (`x_range`, `y_range`) or a "
        "mask (`mask`), or look at quantiles, which such cells do not blow up."
    )
    assert spread_doubt(values, std[:3]) is None
    assert spread_doubt(np.full(3, 7.0), std) is None
