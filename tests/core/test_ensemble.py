import pickle

import numpy as np
import pytest
from stochastic_kriging.krig_core import ensemble as module
from stochastic_kriging.krig_core.ensemble import Block, blocks, generator, valid_seed
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.workforce.workforce import WorkForce


@pytest.fixture(scope="module")
def grid():
    rng = np.random.default_rng(8)
    points, values = rng.uniform(0, 60, (80, 2)), rng.normal(20, 3, 80)
    return Grid.from_points(points, values, 1, x_range=(0, 60), y_range=(0, 45))


VARIOGRAM = Variogram.exponential(nugget=1, partial_sill=8, range=20)


@pytest.mark.parametrize(("count", "sizes"), [(1, [1]), (10, [10]), (25, [10, 10, 5])])
def test_only_the_last_block_is_smaller(count, sizes):
    assert blocks(count, 10) == [Block(number, size) for number, size in enumerate(sizes)]


def test_a_block_draws_from_its_own_child_of_the_seed():
    child = np.random.SeedSequence(42).spawn(4)[3]
    expected = np.random.Generator(np.random.SFC64(child)).standard_normal(5)
    np.testing.assert_array_equal(generator(42, 3).standard_normal(5), expected)


def test_without_a_seed_one_is_drawn_that_can_be_given_again(grid):
    assert len({valid_seed(None) for _ in range(20)}) > 1
    ensemble = grid.krig(4, variogram=VARIOGRAM)
    again = grid.krig(4, seed=ensemble.seed, variogram=VARIOGRAM)
    np.testing.assert_array_equal(ensemble.mean, again.mean)


def test_more_realizations_begin_with_the_same_ones(grid):
    few = [np.asarray(g) for g in grid.realizations(10, seed=3, variogram=VARIOGRAM)]
    many = [np.asarray(g) for g in grid.realizations(20, seed=3, variogram=VARIOGRAM)]
    np.testing.assert_array_equal(few, many[:10])
    assert not np.array_equal(many[0], many[10])


@pytest.mark.parametrize("method", ["gaussian", "random-sample"])
def test_one_process_or_many_give_the_same_bytes(grid, method):
    options = {"seed": 11, "method": method, "variogram": VARIOGRAM}
    alone = grid.krig(25, **options)
    for processes in (1, 3):
        with WorkForce(grid, processes) as workforce:
            ensemble = workforce.krig(25, **options)
        for mine, theirs in ((alone.mean, ensemble.mean), (alone.std, ensemble.std)):
            assert mine.tobytes() == theirs.tobytes()
            assert mine.geometry == theirs.geometry
        assert ensemble.remarks == alone.remarks


@pytest.mark.usefixtures("sampled")
@pytest.mark.parametrize("options", [{}, {"method": "sequential"}, {"transform": "normal-score", "mc_tolerance": 0.1}])
@pytest.mark.parametrize("uncertainty", ["none", "posterior"])
def test_threads_give_the_same_bytes(grid, options, uncertainty, tmp_path):
    options = {"seed": 11, "variogram_uncertainty": uncertainty, **options}
    alone = grid.krig(100, keep=tmp_path / "alone.npy", **options)
    for threads in (2, 3):
        with WorkForce(grid, threads, engine="threads") as workforce:
            ensemble = workforce.krig(100, keep=tmp_path / "kept.npy", **options)
        assert ensemble.count == alone.count
        for mine, theirs in ((alone.mean, ensemble.mean), (alone.std, ensemble.std)):
            assert mine.tobytes() == theirs.tobytes()
        assert alone.realizations().tobytes() == ensemble.realizations().tobytes()


def test_a_large_covariance_gives_the_same_bytes_whatever_blas_may_use():
    """Beyond some hundred data OpenBLAS divides a factorization among its threads, and rounds differently."""
    rng = np.random.default_rng(0)
    grid = Grid.from_points(rng.uniform(0, 200, (900, 2)), rng.normal(size=900), 2, x_range=(0, 200), y_range=(0, 200))
    with WorkForce(grid, 2) as workforce:
        ensemble = workforce.krig(12, seed=1, variogram=VARIOGRAM)
    assert ensemble.mean.tobytes() == grid.krig(12, seed=1, variogram=VARIOGRAM).mean.tobytes()


@pytest.mark.usefixtures("sampled")
def test_other_seeds_give_other_maps(grid):
    one, other = (grid.krig(4, seed=seed, variogram=VARIOGRAM).mean for seed in (1, 2))
    assert not np.array_equal(one, other)


@pytest.mark.usefixtures("sampled")
def test_a_single_realization_has_no_std(grid):
    ensemble = grid.krig(1, seed=1, variogram=VARIOGRAM)
    assert np.isnan(ensemble.std).all()
    (only,) = grid.realizations(1, seed=1, variogram=VARIOGRAM)
    np.testing.assert_array_equal(ensemble.mean, only)


@pytest.mark.usefixtures("sampled")
def test_progress_counts_realizations(grid):
    told = []
    with WorkForce(grid, 1, progress=lambda done, total: told.append((done, total))) as workforce:
        workforce.krig(12, seed=1, variogram=VARIOGRAM)
    assert told == [(n, 12) for n in range(1, 13)]


def test_progress_of_a_law_rises_with_its_strips(grid):
    told = []
    with WorkForce(grid, 1, progress=lambda done, total: told.append((done, total))) as workforce:
        found = workforce.krig(400, seed=1, variogram=VARIOGRAM)
    assert found.exact
    assert told == [(50 * strip, 400) for strip in range(1, 9)]


def test_an_ensemble_survives_pickling(grid):
    ensemble = grid.krig(3, seed=1, variogram=VARIOGRAM)
    twin = pickle.loads(pickle.dumps(ensemble))
    np.testing.assert_array_equal(twin.mean, ensemble.mean)
    assert twin.mean.geometry == ensemble.mean.geometry
    assert twin.variogram == ensemble.variogram


def test_an_unfitted_grid_fits_its_own_variogram(grid):
    ensemble = grid.krig(3, seed=1)
    assert ensemble.variogram.sill > 0


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.usefixtures("sampled")
def test_no_more_realizations_are_taken_than_the_tolerance_needs(grid, processes):
    options = {"seed": 4, "variogram": VARIOGRAM}
    with WorkForce(grid, processes) as workforce:
        ensemble = workforce.krig(5000, mc_tolerance=0.07, **options)
        assert workforce.krig(3, **options).count == 3  # ready for more
    assert ensemble.mc_error <= 0.07
    assert 80 <= ensemble.count < 800
    same = grid.krig(ensemble.count, **options)
    assert same.mean.tobytes() == ensemble.mean.tobytes()
    assert same.mc_error == ensemble.mc_error
    assert grid.krig(ensemble.count - 10, **options).mc_error > 0.07


def test_where_the_law_is_known_an_open_number_is_the_same_kept_or_not(grid, tmp_path):
    options = {"seed": 4, "variogram": VARIOGRAM, "mc_tolerance": 0.01}
    ensemble, kept = grid.krig(3000, **options), grid.krig(3000, keep=tmp_path / "all.npy", **options)
    assert ensemble.exact
    assert ensemble.count == kept.count == module.ENOUGH_BLOCKS * 10


@pytest.mark.parametrize("power", [-120, 0, 120])
def test_realizations_of_data_whose_squares_single_precision_does_not_hold_have_their_law(grid, power):
    """Permeability in square metres has variances of 1e-36 and less, which would be zero."""
    unit = 2.0**power
    small = Grid.of(np.asarray(grid) * unit, grid.geometry)
    options = {"seed": 1, "variogram": VARIOGRAM.scaled(unit**2)}
    drawn = np.std(list(small.realizations(100, **options)), axis=0, ddof=1)
    law = np.asarray(small.krig(100, **options).std)
    np.testing.assert_allclose(drawn[law > 0].mean(), law[law > 0].mean(), rtol=0.01)
    assert (drawn[law == 0] <= 1e-6 * unit).all()


@pytest.mark.usefixtures("sampled")
def test_the_number_of_realizations_is_the_most_that_are_made(grid):
    ensemble = grid.krig(90, seed=4, variogram=VARIOGRAM, mc_tolerance=0.001)
    assert ensemble.count == 90
    assert ensemble.mc_error > 0.001


def test_a_tolerance_of_zero_is_a_sentence(grid):
    with pytest.raises(InvalidInput, match="Monte-Carlo tolerance 0. Should be greater than zero"):
        grid.krig(90, variogram=VARIOGRAM, mc_tolerance=0)


@pytest.mark.usefixtures("sampled")
def test_only_realizations_that_were_taken_are_kept(grid, tmp_path):
    ensemble = grid.krig(3000, seed=4, variogram=VARIOGRAM, mc_tolerance=0.1, keep=tmp_path / "all.npy")
    kept = ensemble.realizations()
    assert kept.shape == (ensemble.count, *grid.shape)
    np.testing.assert_allclose(np.asarray(kept, dtype=float).mean(axis=0), ensemble.mean, rtol=1e-5)


# ---- the law of each cell


@pytest.mark.parametrize("transform", ["none", "log", "normal-score"])
def test_maps_do_not_depend_on_seed_or_number_where_their_law_is_known(grid, transform, tmp_path):
    options = {"transform": transform, "variogram": Variogram.exponential(nugget=0.1, partial_sill=0.9, range=20)}
    few, many = grid.krig(1, seed=1, **options), grid.krig(200, seed=2, **options)
    kept = grid.krig(30, seed=3, keep=tmp_path / "all.npy", **options)
    for one in (many, kept):
        np.testing.assert_array_equal(few.mean, one.mean)
        np.testing.assert_array_equal(few.std, one.std)
        assert one.exact
        assert one.mc_error == 0
    filled = np.isfinite(grid)
    np.testing.assert_array_equal(few.mean[filled], np.asarray(grid)[filled])
    assert (few.std[filled] == 0).all()


@pytest.mark.parametrize("uncertainty", ["none", "posterior"])
@pytest.mark.parametrize("transform", ["none", "normal-score"])
def test_the_law_is_that_of_realizations(grid, transform, uncertainty, monkeypatch):
    options = {"seed": 5, "transform": transform, "variogram_uncertainty": uncertainty}
    law = grid.krig(10, quantiles=(0.1, 0.9), **options)
    drawn = np.array([np.asarray(one) for one in grid.realizations(1600, **options)])
    free = np.asarray(law.std) > 0.05
    error = (drawn.mean(axis=0) - law.mean)[free] / law.std[free]
    assert np.sqrt(np.square(error).mean()) < 0.04  # of 1600 draws 0.025
    assert np.median(drawn.std(axis=0)[free] / law.std[free]) == pytest.approx(1, abs=0.02)
    for level, quantile in zip((0.1, 0.9), law.quantiles((0.1, 0.9))):
        assert (drawn <= np.asarray(quantile))[:, free].mean() == pytest.approx(level, abs=0.01)


# ---- realizations that are kept


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("transform", ["none", "normal-score"])
def test_kept_realizations_are_those_that_were_made(grid, tmp_path, processes, transform):
    options = {"seed": 4, "variogram": VARIOGRAM, "transform": transform}
    with WorkForce(grid, processes) as workforce:
        ensemble = workforce.krig(23, keep=tmp_path / "all.npy", **options)
    made = np.array([np.asarray(g) for g in grid.realizations(23, **options)])
    np.testing.assert_array_equal(ensemble.realizations(), made.astype(np.float32))
    np.testing.assert_array_equal(ensemble.mean, grid.krig(23, **options).mean)


def test_quantiles_are_those_that_one_more_realization_would_fall_short_of_so_often(grid, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_QUANTILE_BYTES", 8 * 39 * 17)
    ensemble = grid.krig(39, seed=1, variogram=VARIOGRAM, keep=tmp_path / "all.npy")
    low, middle, high = ensemble.quantiles([0.1, 0.5, 0.9])
    ordered = np.sort(np.asarray(ensemble.realizations(), dtype=float), axis=0)
    # Of 39 the fourth is the quantile at 4 / 40.
    np.testing.assert_allclose(np.array([low, middle, high]), ordered[[3, 19, 35]], rtol=1e-12)
    assert low.geometry == grid.geometry
    assert (np.asarray(ensemble.quantiles([0.001])[0]) == ordered[0]).all()


def test_what_is_known_is_kept_only_if_asked_for(grid, tmp_path):
    options = {"seed": 1, "variogram": VARIOGRAM, "keep": tmp_path / "all.npy", "quantiles": (0.3,)}
    known = grid.krig(10, keep_known=False, **options)
    assert known.kept is None
    assert not (tmp_path / "all.npy").exists()
    kept = grid.krig(10, **options)
    np.testing.assert_array_equal(known.quantiles([0.3])[0], kept.quantiles([0.3])[0])
    sampled = grid.krig(10, keep_known=False, method="sequential", **options)
    assert sampled.realizations().shape == (10, *grid.shape)


def test_kept_realizations_are_found_from_another_folder(grid, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ensemble = grid.krig(3, seed=1, variogram=VARIOGRAM, keep="all.npy")
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    assert ensemble.realizations().shape == (3, *grid.shape)


def test_quantiles_of_what_was_not_kept_are_a_sentence(grid, tmp_path):
    with pytest.raises(InvalidInput, match="The realizations were not kept: name a file"):
        grid.krig(2, seed=1, variogram=VARIOGRAM).quantiles([0.5])
    with pytest.raises(InvalidInput, match="Should be between 0 and 1"):
        grid.krig(2, seed=1, variogram=VARIOGRAM, keep=tmp_path / "a.npy").quantiles([10])
    with pytest.raises(InvalidInput, match="Invalid file for the realizations"):
        grid.krig(2, seed=1, variogram=VARIOGRAM, keep=tmp_path / "none" / "a.npy")


def test_more_than_the_disk_holds_is_refused_before_it_is_made(grid, tmp_path):
    with pytest.raises(InvalidInput, match="GB are free on the disk: keep fewer realizations"):
        grid.krig(10**9, seed=1, variogram=VARIOGRAM, keep=tmp_path / "a.npy")
    assert list(tmp_path.iterdir()) == []
