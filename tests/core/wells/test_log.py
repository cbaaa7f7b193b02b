"""Log: what it keeps, what it refuses, and where an interval ends."""

import copy
import pickle

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.wells.log import Log


def make_log(**changes):
    arguments = {
        "index": [100.0, 100.5, 101.0, 101.5],
        "streams": {"PHIE": [0.1, np.nan, 0.3, np.inf], "GR": [10, 20, 30, 40]},
        "x": 5.0,
        "y": 6.0,
        "name": "North 1",
        "uwi": "00/01",
        "units": {"PHIE": "v/v"},
        **changes,
    }
    return Log(arguments.pop("index"), arguments.pop("streams"), **arguments)


def test_a_log_keeps_what_it_was_given():
    log = make_log()
    assert len(log) == 4
    assert (log.x, log.y, log.name, log.uwi, log.depth_unit) == (5.0, 6.0, "North 1", "00/01", "m")
    assert log.units == {"PHIE": "v/v", "GR": ""}
    assert log.identifiers == ("00/01", "North 1")
    assert log.converted_from is None
    assert log.index.dtype == log.streams["GR"].dtype == np.float64
    np.testing.assert_array_equal(log.streams["PHIE"], [0.1, np.nan, 0.3, np.nan])


def test_a_log_does_not_share_its_arrays_with_the_caller():
    values = np.array([1.0, np.inf])
    log = Log([0, 1], {"GR": values})
    log.streams["GR"][0] = 9
    np.testing.assert_array_equal(values, [1.0, np.inf])


def test_a_descending_log_is_turned_over():
    log = Log([3, 2, 2, 1], {"GR": [30, 21, 20, 10]})
    np.testing.assert_array_equal(log.index, [1, 2, 2, 3])
    np.testing.assert_array_equal(log.streams["GR"], [10, 20, 21, 30])


def test_an_unordered_log_is_sorted_and_equal_depths_keep_their_order():
    log = Log([2, 1, 3, 2], {"GR": [20, 10, 30, 21]})
    np.testing.assert_array_equal(log.streams["GR"], [10, 20, 21, 30])


def test_samples_without_a_finite_depth_are_dropped():
    log = Log([1, np.nan, 3, np.inf], {"GR": [10, 20, 30, 40]})
    np.testing.assert_array_equal(log.index, [1, 3])
    np.testing.assert_array_equal(log.streams["GR"], [10, 30])


def test_identifiers_are_kept_once_in_order_and_never_empty():
    log = Log([1], {}, name="B", uwi="A", identifiers=("A", "", "C", "A"))
    assert log.identifiers == ("A", "C", "B")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"index": [[1.0, 2.0]]}, r"Invalid `index` of shape \(1, 2\). Should be \(n,\)."),
        ({"index": ["a", "b"]}, r"Invalid `index`. Should be an array of numbers."),
        ({"streams": {"GR": [1, 2, 3]}}, r"Invalid `streams\['GR'\]` of shape \(3,\). Should be \(4,\), the index's."),
        ({"streams": {"GR": ["x"] * 4}}, r"Invalid `streams\['GR'\]`. Should be an array of numbers."),
        ({"x": np.nan}, r"Invalid `x` nan. Should be a finite number or None."),
        ({"y": "east"}, r"Invalid `y` 'east'. Should be a finite number or None."),
        ({"y": None}, r"Invalid location x=5.0, y=None. Both should be numbers, or both None."),
    ],
)
def test_invalid_parts_are_refused_in_one_sentence(changes, message):
    with pytest.raises(InvalidInput, match=f"^{message}$"):
        make_log(**changes)


def test_from_numpy_takes_the_depth_from_any_column():
    log = Log.from_numpy(
        [[1, 10.0], [2, 20.0]], depth="MD", labels=["GR", "MD"], x=1, y=2, name="A", units={"GR": "API"}
    )
    assert log == Log([10.0, 20.0], {"GR": [1, 2]}, x=1.0, y=2.0, name="A", units={"GR": "API"})


@pytest.mark.parametrize(
    ("array", "labels", "message"),
    [
        ([1.0, 2.0], ["DEPTH", "GR"], r"Invalid array of shape \(2,\). Should be \(samples, 2\)"),
        (np.zeros((3, 3)), ["DEPTH", "GR"], r"Invalid array of shape \(3, 3\). Should be \(samples, 2\)"),
        (
            np.zeros((3, 2)),
            ["GR", "GR"],
            "Invalid labels .* Should name each column once, among them the depth 'DEPTH'.",
        ),
        (
            np.zeros((3, 2)),
            ["MD", "GR"],
            "Invalid labels .* Should name each column once, among them the depth 'DEPTH'.",
        ),
    ],
)
def test_from_numpy_refuses_labels_that_do_not_fit(array, labels, message):
    with pytest.raises(InvalidInput, match=message):
        Log.from_numpy(array, labels=labels)


@pytest.mark.parametrize("name", ["GR", "gr", " Gr ", "NPHI;GR", "nphi; gr ;PHIE"])
def test_a_stream_is_found_in_any_case_and_by_its_first_alias(name):
    log = make_log()
    assert log.stream_name(name) == "GR"
    np.testing.assert_array_equal(log.stream(name), [10, 20, 30, 40])


def test_the_exact_name_of_a_stream_goes_before_its_other_spellings():
    log = Log([1], {"Gr": [1], "GR": [2], "gr": [3]})
    assert (log.stream_name("gr"), log.stream_name("gR")) == ("gr", "Gr")


def test_a_missing_stream_is_refused_with_what_there_is():
    with pytest.raises(InvalidInput, match="^No curve RHOB;DEN: the log has PHIE, GR.$"):
        make_log().stream("RHOB;DEN")
    with pytest.raises(InvalidInput, match="^No curve GR: the log has none.$"):
        Log([1], {}).stream("GR")


@pytest.mark.parametrize(
    ("top", "bottom", "expected"),
    [
        (None, None, (25.0, 4)),
        (100.5, 101.0, (20.0, 1)),
        (100.5, None, (30.0, 3)),
        (None, 100.5, (10.0, 1)),
        (100.2, 101.2, (25.0, 2)),
    ],
)
def test_an_interval_holds_its_top_and_not_its_bottom(top, bottom, expected):
    assert make_log().mean("GR", top, bottom) == expected


def test_neighbouring_intervals_share_no_sample_and_lose_none():
    log = make_log()
    edges = [99, 100.5, 101, 103]
    parts = [log.mean("GR", top, bottom) for top, bottom in zip(edges, edges[1:])]
    assert sum(mean * count for mean, count in parts) == 100
    assert sum(count for _, count in parts) == 4


def test_only_finite_samples_count_in_a_mean():
    mean, count = make_log().mean("PHIE")
    assert (mean, count) == (pytest.approx(0.2, abs=1e-15), 2)


@pytest.mark.parametrize(("top", "bottom"), [(100.5, 100.6), (200, 300)])
def test_a_mean_of_nothing_is_nan_of_zero_samples(top, bottom):
    mean, count = make_log().mean("PHIE", top, bottom)
    assert np.isnan(mean)
    assert count == 0


@pytest.mark.parametrize(("top", "bottom"), [(101, 101), (102, 101), (np.nan, 101), (101, np.nan), (np.nan, None)])
def test_an_interval_that_is_none_is_refused(top, bottom):
    with pytest.raises(
        InvalidInput, match=r"^Invalid interval from .* to .*\. The top should be less than the bottom\.$"
    ):
        make_log().mean("GR", top, bottom)


def test_repr_says_which_well_where_and_what():
    assert repr(make_log()) == "<Log '00/01': 4 samples, 100 to 101.5 m, x=5, y=6, streams PHIE, GR>"
    assert repr(Log([], {})) == "<Log '': 0 samples, no samples, no location, streams none>"


@pytest.mark.parametrize("same", [copy.copy, copy.deepcopy, lambda log: pickle.loads(pickle.dumps(log))])
def test_a_log_survives_copy_and_pickle_with_every_attribute(same):
    log = make_log(depth_unit="ft", identifiers=("Z",), converted_from="ft")
    twin = same(log)
    assert twin is not log
    assert vars(twin).keys() == vars(log).keys()
    assert twin == log


@pytest.mark.parametrize(
    "changes",
    [
        {"index": [100.0, 100.5, 101.0, 101.6]},
        {"streams": {"PHIE": [0.1, np.nan, 0.3, 0.4], "GR": [10, 20, 30, 40]}},
        {"streams": {"GR": [10, 20, 30, 40]}},
        {"x": 5.5},
        {"name": "North 2"},
        {"uwi": "00/02"},
        {"units": {}},
        {"depth_unit": "ft"},
        {"identifiers": ("A",)},
        {"converted_from": "ft"},
    ],
)
def test_logs_differ_when_any_part_differs(changes):
    assert make_log() == make_log()
    assert make_log() != make_log(**changes)


def test_a_log_is_unlike_anything_else():
    assert make_log() != "log"
