"""The task next-wells: what it writes and says, beside kriging again."""

import json

import numpy as np
import pytest
from stochastic_kriging.krig_core import threads
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.krig_core.kriging.predict import krige
from stochastic_kriging.krig_core.variogram.models import Variogram
from stochastic_kriging.krig_core.variogram.uncertainty import posterior
from stochastic_kriging.tests.core.jobs.listener import Listener

MODEL = Variogram.spherical(nugget=0.4, partial_sill=1, range=9)
CENTRES = np.stack(np.meshgrid(np.arange(10) + 0.5, np.arange(8) + 0.5, indexing="ij"), -1).reshape(-1, 2)
STRATA = {"data": "surfaces.npy", "cells": "cells.npy", "layering": "proportional", "layers": 5}
GIVEN = {"model": "spherical", "nugget": 0.4, "partial_sill": 1.0, "range": 9.0}


@pytest.fixture
def data():
    rng = np.random.default_rng(7)
    return rng.uniform((0, 0), (10, 8), (12, 2)), np.exp(rng.normal(size=12))


@pytest.fixture
def find(tmp_path, data):
    """Run it on twelve wells in a map of 10 × 8 cells; arrays are given by their keys."""

    def run_job(**given):
        job = {
            "task": "next-wells",
            "coordinates": "coordinates.npy",
            "values": "values.npy",
            "x_range": [0, 10],
            "y_range": [0, 8],
            "xy_delta": 1,
            "kriging_type": "ordinary",
            "variogram": GIVEN,
            "mean": "mean.npy",
            "std": "std.npy",
            "count": 3,
        }
        np.save(tmp_path / "coordinates.npy", data[0])
        np.save(tmp_path / "values.npy", data[1])
        for key, value in given.items():
            if isinstance(value, np.ndarray):
                np.save(tmp_path / f"{key}.npy", value)
                given[key] = f"{key}.npy"
        listener = Listener()
        result = run(job_of(json.loads(json.dumps({**job, **given}))), tmp_path, listener)
        return result, np.load(tmp_path / "mean.npy"), np.load(tmp_path / "std.npy"), listener

    return run_job


def places(result):
    return np.array([[well.x, well.y] for well in result.wells])


@pytest.mark.parametrize(("kind", "exact"), [("ordinary", True), ("universal-1", True), ("ordinary", False)])
def test_the_map_that_is_written_is_that_with_the_wells(find, data, kind, exact):
    result, mean, std, listener = find(kriging_type=kind, exact=exact)
    new = np.concatenate([data[0], places(result)])
    estimate, variance = krige(*data, MODEL, CENTRES, kriging_type=kind, exact=exact)
    _, after = krige(new, np.zeros(15), MODEL, CENTRES, kriging_type=kind, exact=exact)
    np.testing.assert_allclose(mean.ravel(), estimate, atol=1e-10)
    np.testing.assert_allclose(std.ravel() ** 2, after, atol=1e-10)
    assert result.before == pytest.approx(variance.mean(), abs=1e-10)
    assert result.after == pytest.approx(after.mean(), abs=1e-10)
    assert result.mean_of_std_before == pytest.approx(np.sqrt(variance).mean())
    assert result.candidates == 80
    assert not any("Candidates are" in text for text in listener.messages)
    share, times = 100 * (1 - result.after / result.before), result.before - result.after
    times /= result.before - result.largest_std
    much = "as much as" if f"{times:.3g}" == "1" else f"{times:.3g} times what"
    said = f"3 wells take {share:.3g} % of the mean variance of the map ({result.before:.6g}), {much} "
    assert listener.messages[-1] == said + "the same number takes where the standard deviation is greatest."


def test_where_many_variograms_count_it_is_their_mean(find, data):
    result, mean, std, listener = find(variogram={"model": "exponential"}, variogram_uncertainty="posterior")
    found = posterior(*data, models=("exponential",))
    variograms = [
        found.variograms[place].scaled(found.sill_mean_factor * float(found.sills[place]))
        for place in found.drawn(0, 5)
    ]
    maps = [krige(*data, variogram, CENTRES) for variogram in variograms]
    assert result.before == pytest.approx(np.mean([variance for _, variance in maps]), rel=1e-9)
    new = np.concatenate([data[0], places(result)])
    after = [krige(new, np.zeros(15), variogram, CENTRES)[1] for variogram in variograms]
    assert result.after == pytest.approx(np.mean(after), rel=1e-9)
    np.testing.assert_allclose(mean.ravel(), np.mean([one for one, _ in maps], axis=0), rtol=1e-9)
    between = np.var([one for one, _ in maps], axis=0)
    np.testing.assert_allclose(std.ravel() ** 2, np.mean(after, axis=0) + between, rtol=1e-8)
    assert any(", 5 variograms that the data allow: about" in text for text in listener.messages)


def test_a_threshold_is_that_of_values(find, data):
    """A logarithm exceeds that of the threshold where the value exceeds the threshold."""
    result, _, _, listener = find(transform="log", objective="exceedance", threshold=1.5)
    assert 0 < result.after < result.before < 0.25
    said = "Variances and standard deviations are those of logarithms, not of values (`transform`)."
    assert said in listener.messages
    of_logarithms, _, _, _ = find(values=np.log(data[1]), objective="exceedance", threshold=float(np.log(1.5)))
    np.testing.assert_array_equal(places(of_logarithms), places(result))
    assert of_logarithms.after == pytest.approx(result.after, rel=1e-12)


def test_threads_and_runs_give_the_same_numbers(find, monkeypatch):
    first, _, std, _ = find()
    monkeypatch.setattr(threads, "cores", lambda: 1)
    second, _, again, _ = find()
    assert first.wells == second.wells
    np.testing.assert_array_equal(std, again)


def test_candidates_that_coincide_count_once(find):
    candidates = np.array([[2.0, 2.0], [7.0, 3.0], [2.0, 2.0]])
    result, _, _, listener = find(candidates=candidates)
    assert sorted(well.candidate for well in result.wells) == [0, 1]
    assert "Candidates that coincide with another one, which are left out (`candidates`): 1." in listener.warnings
    assert any(text.startswith("2 wells instead of 3 (`count`)") for text in listener.warnings)


def test_zones_are_rows_of_zone_cell_and_share(find):
    """Zone 7 is the cell (9, 7) alone: a well there leaves nothing of it, and zone 8 has no cell of the mask."""
    mask = np.ones((10, 8), dtype=bool)
    mask[0] = False
    zones = np.array([[7, 9 * 8 + 7, 0.25], [8, 3, 1.0]])
    result, _, _, listener = find(objective="zone", zones=zones, count=1, mask=mask)
    assert (result.wells[0].x, result.wells[0].y) == (9.5, 7.5)
    assert result.after == pytest.approx(0, abs=1e-12)
    assert "Zones without a cell of the map, which are left out (`zones`): 1." in listener.warnings


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"threshold": 1.0}, "`objective` is 'variance'. `threshold` should be left out."),
        ({"objective": "zone"}, "`objective` is 'zone'. `zones` should be given."),
        ({"objective": "zone", "zones": np.array([[0, 80, 1.0]])}, "Invalid zones: a row is no zone, cell and share."),
        ({"objective": "zone", "zones": np.array([[0, 0, 0.0]])}, "No zone has a cell of the map (`zones`)"),
        ({"z_delta": 1.0}, "`z_delta` is given, but wells are chosen on a map. Should be left out."),
        ({"strata": STRATA}, "`strata` is given, but wells are chosen on a map. Should be left out."),
        (
            {"candidates": np.array([[1.0, 1e20]])},
            "Invalid candidates: a coordinate is 1e+20. Should be at most 1e+15.",
        ),
        ({"min_distance": 100.0}, "All candidates are nearer to a datum than 100 (`min_distance`)"),
        ({"cost": np.zeros((10, 8))}, "No cell of the map has a cost greater than zero (`cost`)"),
        ({"candidates": np.array([[1.0, 1]]), "cost": np.zeros(1)}, "No candidate has a cost greater than zero"),
        ({"candidates": np.array([[1e6, 1e6]]), "kriging_type": "simple"}, "No candidate takes anything of it"),
        ({"variogram": {**GIVEN, "nugget": 0.0, "partial_sill": 0.0}}, "Nothing is uncertain"),
    ],
)
def test_what_has_no_answer_is_a_sentence(find, given, words):
    with pytest.raises(InvalidInput) as caught:
        find(**given)
    assert words in str(caught.value)
