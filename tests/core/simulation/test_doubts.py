import numpy as np
import pytest
from stochastic_kriging.krig_core.grid import Grid
from stochastic_kriging.krig_core.simulation.doubts import logarithm_doubt
from stochastic_kriging.krig_core.variogram.models import Variogram


def scattered(count):
    return np.random.default_rng(0).uniform(0, 100, (count, 2))


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_a_simulation_tells_of_it_and_in_what_units(method):
    points, values = scattered(80), np.random.default_rng(1).lognormal(size=80)
    grid, smooth = Grid.from_points(points, values, 5), Variogram.gaussian(partial_sill=1, range=80)
    for transform, words in (
        ("none", "The map goes"),
        ("log", "In logarithms: The map"),
        ("normal-score", "In normal"),
    ):
        ensemble = grid.krig(2, seed=1, method=method, transform=transform, variogram=smooth)
        assert sum("ill-conditioned" in remark for remark in ensemble.remarks) == 1
        assert any(remark.startswith(words) for remark in ensemble.remarks)
    sound = Variogram.gaussian(nugget=0.2, partial_sill=0.8, range=40)
    assert not any("far beyond" in remark for remark in grid.krig(2, seed=1, method=method, variogram=sound).remarks)


@pytest.mark.parametrize("turned", [False, True])
def test_a_value_that_most_data_have_is_rarer_in_realizations_and_it_is_said(turned):
    """Six of ten data are zero: with smooth scores three or four of ten cells are, with linear ones six."""
    rng = np.random.default_rng(3)
    cells = rng.permutation(400)[:40]
    points = np.column_stack(np.divmod(cells, 20)) * 5 + 2.5
    values = np.where(np.arange(40) < 24, 0.0, rng.lognormal(size=40))
    side = "upper" if turned else "lower"
    grid = Grid.from_points(points, -values if turned else values, 5)
    known = {"seed": 1, "transform": "normal-score", "variogram": Variogram.spherical(partial_sill=1, range=8)}
    share = {}
    for tail in ({}, {f"{side}_tail": "linear"}):
        limits = {"zmax": 0} if turned and not tail else {}
        ensemble = grid.krig(60, drawn=True, **known, **tail, **limits)
        made = np.array(list(grid.realizations(60, **known, **tail, **limits)))
        share[bool(tail)] = (made == 0).mean()
        said = [remark for remark in ensemble.remarks if remark.startswith("24 of 40 data are")]
        assert len(said) == (not tail)
        assert all(f"(`{side}_tail`)" in remark for remark in said)
    assert share[False] < 0.45
    assert share[True] == pytest.approx(0.6, abs=0.05)


def test_a_pair_of_equal_data_and_data_that_are_all_equal_are_no_pile():
    for values in (np.append(np.arange(19.0), 0.0), np.full(20, 3.0)):
        grid = Grid.from_points(scattered(20), values, 5)
        remarks = grid.krig(2, seed=1, transform="normal-score").remarks
        assert not any("pile up" in remark for remark in remarks)


def test_a_pile_of_data_counts_by_its_weight():
    points, values = scattered(40), np.where(np.arange(40) < 24, 0.0, np.arange(40.0))
    grid = Grid.from_points(points, values, 1, x_range=(0, 100), y_range=(0, 100))
    for weight, told in ((1.0, True), (0.05, False)):
        weights = np.where(values == 0, weight, 1.0)
        remarks = grid.krig(2, seed=1, transform="normal-score", weights=weights).remarks
        assert any("pile up" in remark for remark in remarks) == told


@pytest.mark.parametrize(("sill", "told"), [(100.0, True), (2.5, True), (0.9, False), (0.04, False)])
def test_a_sill_of_values_is_not_taken_for_one_of_logarithms_without_a_word(sill, told):
    values = np.exp(np.random.default_rng(2).normal(4, 0.2, 40))
    said = logarithm_doubt(Variogram.spherical(partial_sill=sill, range=30), np.log(values))
    assert (said is not None) == told
    points = scattered(40)
    grid = Grid.from_points(points, values, 5, x_range=(0, 100), y_range=(0, 100))
    variogram = Variogram.spherical(partial_sill=sill, range=30)
    remarks = grid.krig(2, seed=1, variogram=variogram, transform="log").remarks
    assert any("`nugget` and `partial_sill` are those of logarithms" in remark for remark in remarks) == told
    plain = grid.krig(2, seed=1, variogram=variogram, transform="none").remarks
    assert not any("logarithms" in remark for remark in plain)


def test_logarithms_that_vary_as_their_variogram_get_no_word():
    logarithms = np.random.default_rng(2).normal(0, 3, 200)
    assert logarithm_doubt(Variogram.spherical(partial_sill=9, range=30), logarithms) is None


@pytest.mark.parametrize(("sill", "told"), [(400.0, True), (0.01, True), (1.5, False)])
def test_a_sill_that_is_not_that_of_normal_scores_is_told(sill, told):
    points, values = scattered(40), np.random.default_rng(2).normal(100, 20, 40)
    variogram = Variogram.spherical(partial_sill=sill, range=30)
    remarks = Grid.from_points(points, values, 5).krig(2, seed=1, variogram=variogram, transform="normal-score").remarks
    assert any("times the variance of the data" in remark for remark in remarks) == told


@pytest.mark.parametrize(("sill", "told"), [(40.0, True), (0.01, True), (1.0, False)])
def test_what_a_secondary_variable_tells_is_not_missing_from_the_sill(sill, told):
    points = scattered(60)
    east, north = np.meshgrid(np.arange(2.5, 100, 5), np.arange(2.5, 100, 5), indexing="ij")
    secondary, values = np.sin(east / 15) + np.cos(north / 20), np.sin(points[:, 0] / 15) + np.cos(points[:, 1] / 20)
    grid = Grid.from_points(points, values, 5, x_range=(0, 100), y_range=(0, 100))
    variogram = Variogram.spherical(partial_sill=sill, range=30)
    given = {"variogram": variogram, "secondary": secondary, "correlation": 0.98}
    remarks = grid.krig(2, seed=1, transform="normal-score", **given).remarks
    assert any("times the variance of the data" in remark for remark in remarks) == told
