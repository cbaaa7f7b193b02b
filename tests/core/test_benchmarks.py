"""What benchmarks measure is what they say: realizations that are drawn, and a report of every run."""

import importlib
import json
from pathlib import Path

import numpy as np
import pytest
from stochastic_kriging.benchmarks import alone, report, secondary
from stochastic_kriging.benchmarks.contestant import Drawn
from stochastic_kriging.benchmarks.race import Entry, Outcome, Race
from stochastic_kriging.benchmarks.workload import make
from stochastic_kriging.krig_core import Grid, Variogram, WorkForce


@pytest.fixture
def strata(root, monkeypatch):
    """The benchmark of layers, which takes the core from the folder in which it runs."""
    monkeypatch.syspath_prepend(str(root))
    return importlib.import_module("stochastic_kriging.benchmarks.strata")


def test_realizations_are_scored_against_samples_by_hand(strata):
    # Of 0, 1 and 2 the mean distance to 1 is 2/3, and that of two of them 4/3; to 3 it is 2.
    scores = strata.scored(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]), np.array([1.0, 3.0]))
    np.testing.assert_allclose(scores.crps, [0, 2 - 2 / 3], atol=1e-15)
    np.testing.assert_array_equal(scores.squared, [0, 4])
    np.testing.assert_array_equal(scores.held, [True, False])


def test_a_difference_is_told_with_its_interval_over_wells(strata):
    well = np.repeat([0, 1, 3], [2, 3, 5])
    assert strata.difference(np.full(10, 2.0), np.full(10, 0.5), well) == (1.5, 1.5, 1.5)


def test_beds_of_made_wells_lie_between_their_surfaces(strata):
    wells = strata.made(5)
    top, base = wells.top[wells.well], wells.base[wells.well]
    assert ((wells.samples[:, 2] < top) & (wells.samples[:, 2] > base)).all()
    assert 20 - 1e-9 <= (wells.top - wells.base).min() <= (wells.top - wells.base).max() <= 80 + 1e-9


@pytest.mark.parametrize("threads", [1, 2])
def test_an_ensemble_that_is_drawn_has_the_moments_of_its_realizations(threads):
    rng = np.random.default_rng(2)
    grid = Grid.from_points(rng.uniform(0, 30, (20, 2)), rng.normal(size=20), 1, x_range=(0, 30), y_range=(0, 20))
    how = {"seed": 5, "variogram": Variogram.exponential(partial_sill=1, range=20)}
    drawn = np.array([np.asarray(one) for one in grid.realizations(20, **how)])
    with WorkForce(Drawn(grid), threads, engine="threads") as workforce:
        ensemble = workforce.krig(20, **how)
    np.testing.assert_allclose(ensemble.mean, drawn.mean(axis=0), rtol=0, atol=1e-12)
    np.testing.assert_allclose(ensemble.std, drawn.std(axis=0, ddof=1), rtol=0, atol=1e-12)
    assert grid.krig(20, **how).mean.tobytes() != ensemble.mean.tobytes()  # by the law of cells


def entry(tool, cpu):
    return Entry(tool, [{"wall": 2 * cpu, "cpu": cpu, "memory": 100.0}], {}, passed=True)


def test_the_report_holds_runs_against_peers_the_first_variant_and_the_floor(tmp_path):
    race = Race("w2_n200", 250, ("KrigeKit",), must=8, goal=20, realizations=100)
    outcome = Outcome(race, [entry("ours", 1.0), entry("KrigeKit", 9.0)], entry("floor", 0.5))
    variants = {alone.ROWS[0]: [entry("none", 2.0), entry("normal score", 2.5), entry("floor", 1.0)]}
    about = {"processor": "one", "cores": 2, "date": "2026-01-01", "load": 0.1, "versions": {}}
    text = report.write(tmp_path, about, [outcome], variants, {})
    assert f"| {race.title} | 2.00 | KrigeKit 18.00 | 9.0 | 9.0 | 8 reached | 20 missed | 2.00 × |" in text
    assert f"| {alone.ROWS[0].title} | normal score | 5.00 | 2.50 | 1.25 × | 2.50 × | 100 |" in text
    written = json.loads(Path(tmp_path / "results.json").read_text())
    assert written["alone"][alone.ROWS[0].title][1]["runs"][0]["cpu"] == 2.5


def test_a_workload_is_drawn_from_its_model_again_and_again():
    one, two = make("w2_n200"), make("w2_n200")
    assert one.values.tobytes() == two.values.tobytes()
    assert one.points.shape == (200, 2)
    assert 0.5 < one.values.std() < 1.5


def test_fields_have_the_correlation_that_is_said_and_a_map_beside_the_secondary_is_nearer_to_the_truth():
    drawn = list(secondary.fields(secondary.TRUTHS["0.7"], 12, 30))
    found = [np.corrcoef(values.ravel(), other.ravel())[0, 1] for values, other, _ in drawn]
    assert np.mean(found) == pytest.approx(0.7, abs=0.1)
    assert all(len(set(wells)) == 12 for _, _, wells in drawn)
    known = {"variogram": secondary.SHORT}
    plain, beside = (
        np.mean([secondary.score(*one, {**known, **how}) for one in drawn[:4]], axis=0)
        for how in ({}, {"secondary": True})
    )
    assert (beside[:2] < plain[:2]).all()
