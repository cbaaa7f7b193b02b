"""What benchmarks measure is what they say: realizations that are drawn, and a report of every run."""

import json
from pathlib import Path

import numpy as np
import pytest
from stochastic_kriging.benchmarks import alone, report
from stochastic_kriging.benchmarks.contestant import Drawn
from stochastic_kriging.benchmarks.race import Entry, Outcome, Race
from stochastic_kriging.benchmarks.workload import make
from stochastic_kriging.krig_core import Grid, Variogram, WorkForce


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
