"""The tasks exceedance and zone-statistics: arrays beside a job in, numbers by hand out."""

import json
import math
import subprocess
import sys

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.arrays import ArrayStack
from stochastic_kriging.krig_core.jobs.schema import job_of, run

# Four realizations of 2 rows and 3 columns; the last cell has no value.
MAPS = np.array(
    [
        [[1, 2, 3], [4, 5, np.nan]],
        [[0, 2, 4], [6, 8, np.nan]],
        [[1, 1, 1], [1, 1, np.nan]],
        [[3, 3, 3], [3, 3, np.nan]],
    ],
    dtype=np.float32,
)[:, None]
AREAS = np.array([10.0, 20.0])


class Log:
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    warning = message

    def progress(self, fraction, text):
        assert 0 <= fraction <= 1


@pytest.fixture
def carry_out(tmp_path):
    """Carry out a job on MAPS; return its result, what it wrote by name, and what it said."""

    def done(task, arrays=None, **keys):
        there = {"maps.npy": MAPS, "areas.npy": AREAS, **(arrays or {})}
        for name, array in there.items():
            np.save(tmp_path / name, array)
        log = Log()
        given = {"task": task, "cell_areas": "areas.npy", "maps": "maps.npy", **keys}
        result = run(job_of({key: value for key, value in given.items() if value is not None}), tmp_path, log)
        return result, {p.name: np.load(p) for p in tmp_path.glob("*.npy") if p.name not in there}, " ".join(log.lines)

    return done


def exceed(carry_out, **keys):
    return carry_out("exceedance", **{"condition": "above", "threshold": 2, "probability": "p.npy", **keys})


def test_probabilities_and_areas_by_hand(carry_out):
    result, written, log = exceed(carry_out)
    expected = [[[0.25, 0.25, 0.75], [0.75, 0.75, math.nan]]]
    assert np.array_equal(written["p.npy"], expected, equal_nan=True)
    # Areas where the value is above 2: 50, 50, 0 and 70.
    assert result.expected_area == 42.5
    assert [result.area_p90, result.area_p50, result.area_p10] == [0, 50, 70]
    assert (result.cells, result.partial, result.realizations) == (5, 0, 4)
    assert result.region is result.contour_band is None
    assert "shares of 4 realizations: their standard error is 0.25 at 0.5" in log
    assert "Make more realizations" in log


def test_the_region_and_the_band(carry_out):
    maps = np.tile(np.array([5.0, 4.0, 3.0, -3.0, -4.0, -5.0]).reshape(1, 2, 3), (60, 1, 1, 1))
    maps[::2, 0, 0, 2] = -1  # changes sides every time
    maps[::30, 0, 0, 1] = -1  # twice in sixty, once in each half
    result, written, _ = exceed(
        carry_out, arrays={"maps.npy": maps}, threshold=0, region="r.npy", contour_band="b.npy", confidence=0.96
    )
    assert written["r.npy"].tolist() == [[[1, 1, 0], [0, 0, 0]]]
    assert written["b.npy"].tolist() == [[[0, 0, 1], [0, 0, 0]]]
    assert result.region.area == 20
    assert result.region.probability == pytest.approx(29 / 30)
    assert result.contour_band.area == 10
    assert result.contour_band.probability == pytest.approx(29 / 30)


def test_mean_and_standard_deviation(carry_out):
    mean = np.array([[[[0.0, 1, 2], [2, np.nan, 2]]]])
    std = np.array([[[[1.0, 1, 0], [0, 1, -1]]]])
    result, written, log = exceed(
        carry_out, arrays={"m.npy": mean, "s.npy": std}, maps=None, mean_map="m.npy", std_map="s.npy", threshold=1
    )
    assert written["p.npy"][0].ravel()[:4].tolist() == pytest.approx([0.15865525, 0.5, 1, 1])
    assert np.isnan(written["p.npy"][0].ravel()[4:]).all()
    assert result.expected_area == pytest.approx(10 * 1.65865525 + 20)
    assert result.area_p90 is result.realizations is None
    assert "do not tell how cells go together" in log
    assert "Cells with a negative standard deviation, which do not count (`std_map`): 1." in log


def test_slices_are_cells_as_others_are(carry_out):
    maps = np.concatenate([MAPS, MAPS + 1], axis=1)
    result, written, _ = exceed(carry_out, arrays={"maps.npy": maps})
    assert written["p.npy"].shape == (2, 2, 3)
    assert written["p.npy"][1, 0].tolist() == [0.25, 0.75, 0.75]
    assert result.expected_area == 42.5 + 10 * 1.75 + 20 * 1.5


def test_what_is_stored_in_32_bits_equals_its_own_number(carry_out):
    """0.1 in 32 bits is greater than 0.1 in 64."""
    maps = np.full((2, 1, 2, 3), 0.1, dtype=np.float32)
    assert exceed(carry_out, arrays={"maps.npy": maps}, threshold=0.1)[1]["p.npy"].max() == 0
    between, written, _ = exceed(
        carry_out, arrays={"maps.npy": maps}, threshold=0.1, upper_threshold=0.2, condition="between"
    )
    assert written["p.npy"].min() == 1


def test_a_cell_that_lacks_a_value_in_some_realizations_does_not_count(carry_out):
    maps = MAPS.copy()
    maps[1, 0, 0, 0] = np.inf
    result, written, log = exceed(carry_out, arrays={"maps.npy": maps})
    assert np.isnan(written["p.npy"][0, 0, 0])
    assert (result.cells, result.partial) == (4, 1)
    assert "do not count (`maps`): 1" in log


CELLS = {
    "cells.npy": np.array([0, 1, 1, 4, 5]),
    "shares.npy": np.array([1.0, 0.5, 0.5, 1.0, 1.0]),
    "counts.npy": np.array([2, 0, 3]),
}
ZONES = {
    "zone_cells": "cells.npy",
    "zone_shares": "shares.npy",
    "zone_counts": "counts.npy",
    "summary": "z.npy",
    "statistics": "t.npy",
}


def tell(carry_out, arrays=None, **keys):
    result, written, log = carry_out("zone-statistics", arrays={**CELLS, **(arrays or {})}, **{**ZONES, **keys})
    columns = dict(zip(result.columns, written["z.npy"].T))
    return result, columns, written["t.npy"], log


def test_zones_by_hand(carry_out):
    result, columns, statistics, _ = tell(carry_out, threshold=2)
    assert statistics.shape == (4, 3, 4)
    # The first zone: 10 of cell 0 and 5 of cell 1; the third: 5 of cell 1 and 20 of cell 4.
    assert statistics[0, 0].tolist() == pytest.approx([4 / 3, 1, 2, 0])
    assert statistics[1, 2].tolist() == pytest.approx([(10 + 160) / 25, 2, 8, 20])
    means = [4 / 3, 2 / 3, 1, 3]
    assert columns["mean"][0] == pytest.approx(1.5)
    assert columns["mean_std"][0] == pytest.approx(np.std(means, ddof=1))
    assert columns["mean_p90"][0] == pytest.approx(min(means))
    assert columns["mean_p10"][0] == pytest.approx(max(means))
    assert columns["min_p50"][0] == 1
    assert columns["max_p50"][0] == 2
    assert columns["area_mean"].tolist()[0] == 15 / 4
    assert columns["pass_prob"][0] == 0.25
    assert columns["pass_prob"][2] == 0.75
    assert columns["area_known"].tolist() == [15, 0, 25]
    assert all(np.isnan(column[1]) for name, column in columns.items() if name != "area_known")
    assert result.zones == 2


@pytest.mark.parametrize(("by", "first"), [("mean", 0.5), ("min", 0.25), ("max", 0.75)])
def test_a_zone_passes_by_its_mean_its_least_or_its_greatest_value(carry_out, by, first):
    """The first zone: means 4/3, 2/3, 1, 3; least 1, 0, 1, 3; greatest 2, 2, 1, 3."""
    assert tell(carry_out, threshold=1.1, passes_by=by)[1]["pass_prob"][0] == first


def test_without_a_threshold_nothing_is_asked(carry_out):
    result, columns, statistics, log = tell(carry_out)
    assert "robabilit" not in log
    assert "There are 4 realizations, too few for P90 and P10" in log
    assert not {"pass_prob", "area_mean"} & set(columns)
    assert np.isnan(statistics[:, :, 3]).all()


def test_zones_of_mean_and_standard_deviation_have_no_spread(carry_out):
    law = {"m.npy": MAPS[:1].astype(float), "s.npy": np.ones((1, 1, 2, 3))}
    result, columns, statistics, log = tell(
        carry_out, arrays=law, maps=None, mean_map="m.npy", std_map="s.npy", threshold=2
    )
    assert list(columns) == ["area_known", "mean", "area_mean"]
    assert columns["mean"][0] == pytest.approx(4 / 3)
    assert columns["area_mean"][0] == pytest.approx(10 * 0.15865525 + 5 * 0.5)
    assert statistics.shape == (0, 3, 4)
    assert "not how the mean of a zone varies" in log


def test_zones_of_slices_hold_all_slices(carry_out):
    maps = np.concatenate([MAPS, MAPS + 10], axis=1)
    _, columns, statistics, _ = tell(carry_out, arrays={"maps.npy": maps})
    assert columns["area_known"].tolist() == [30, 0, 50]
    assert statistics[0, 0, :3].tolist() == pytest.approx([4 / 3 + 5, 1, 12])


def test_quantiles_taken_in_parts_are_the_same(carry_out, monkeypatch):
    _, whole, _, _ = tell(carry_out, threshold=2)
    monkeypatch.setattr("stochastic_kriging.krig_core.jobs.zone_statistics._AT_ONCE", 16)
    _, parts, _, _ = tell(carry_out, threshold=2)
    assert list(whole) == list(parts)
    assert all(np.array_equal(whole[name], parts[name], equal_nan=True) for name in whole)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"maps": None}, "either `maps`, or both `mean_map` and `std_map`"),
        ({"mean_map": "m.npy"}, "either `maps`, or both"),
        ({"maps": None, "mean_map": "m.npy"}, "either `maps`, or both"),
        ({"condition": "between"}, "`upper_threshold`"),
        ({"upper_threshold": 9}, "leave `upper_threshold` out"),
        ({"confidence": 1}, "`confidence` is 1. Should be a number greater than 0 and less than 1."),
        ({"maps": None, "mean_map": "m.npy", "std_map": "s.npy", "region": "r.npy"}, "`region` and `contour_band`"),
        ({"arrays": {"maps.npy": MAPS[:1]}}, "there is one realization"),
        ({"arrays": {"maps.npy": MAPS[:, 0]}}, "has the shape (4, 2, 3)"),
        ({"arrays": {"maps.npy": np.full((2, 1, 2, 3), np.nan)}}, "No cell has a value (`maps`)"),
        ({"arrays": {"areas.npy": np.ones(3)}}, "Invalid cell_areas"),
    ],
)
def test_what_does_not_fit_is_refused(carry_out, keys, said):
    with pytest.raises(InvalidInput) as caught:
        exceed(carry_out, **keys)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"upper_threshold": 1}, "`upper_threshold` is given, and `threshold` is not"),
        ({"arrays": {"counts.npy": np.zeros(3)}}, "zones have no cells"),
        ({"arrays": {"cells.npy": np.array([0, 1, 1, 4, 6])}}, "one is beyond the map"),
        ({"arrays": {"cells.npy": np.array([5] * 5)}}, "No zone has a cell with a value"),
    ],
)
def test_zones_that_do_not_fit_are_refused(carry_out, keys, said):
    with pytest.raises(InvalidInput) as caught:
        tell(carry_out, **keys)
    assert said in str(caught.value)


def test_a_stack_is_read_one_by_one_from_the_file(tmp_path):
    np.save(tmp_path / "maps.npy", MAPS)
    stack = ArrayStack(tmp_path, "maps.npy", "maps", (None, 1, 2, 3))
    assert len(stack) == 4
    assert stack.cells == (1, 2, 3)
    assert stack.dtype == np.float32
    for number in range(4):
        assert np.array_equal(stack[number], MAPS[number].ravel(), equal_nan=True)
    with pytest.raises(IndexError):
        stack[4]
    np.save(tmp_path / "turned.npy", np.asfortranarray(MAPS))
    with pytest.raises(InvalidInput, match="not in C order"):
        ArrayStack(tmp_path, "turned.npy", "maps", (None, 1, 2, 3))


MEMORY = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from stochastic_kriging.krig_core.jobs.schema import job_of, run
class Silence:
    def message(self, text): pass
    def warning(self, text): pass
    def progress(self, fraction, text): pass
run(job_of(json.loads(sys.argv[2])), Path(sys.argv[3]), Silence())
# Not ru_maxrss, which begins with what the process that started this one had.
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux tells it")
def test_memory_does_not_grow_with_the_number_of_realizations(tmp_path):
    """Realizations of 200 x 200 cells, 32 MB of 200 of them."""
    plugins = next(entry for entry in sys.path if (tmp_path.__class__(entry) / "stochastic_kriging").exists())
    rows = 200
    np.save(tmp_path / "areas.npy", np.ones(rows))
    peaks = {}
    for count in (10, 200):
        maps = np.random.default_rng(1).normal(size=(count, 1, rows, rows)).astype(np.float32)
        np.save(tmp_path / "maps.npy", maps)
        keys = {
            "condition": "above",
            "threshold": 0,
            "probability": "p.npy",
            "region": "r.npy",
            "contour_band": "b.npy",
        }
        job = json.dumps({"task": "exceedance", "cell_areas": "areas.npy", "maps": "maps.npy", **keys})
        words = [sys.executable, "-c", MEMORY, str(plugins), job, str(tmp_path)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        peaks[count] = int(done.stdout)
    assert peaks[200] < peaks[10] + 8000  # kB; all of them would be 30,000 more
