"""Jobs are checked whole before any work: keys, kinds, files."""

import json
import os
import pickle
import stat

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput, KrigingError
from stochastic_kriging.krig_core.jobs import stochastic_kriging
from stochastic_kriging.krig_core.jobs.arrays import load_array
from stochastic_kriging.krig_core.jobs.kriging import KrigingJob
from stochastic_kriging.krig_core.jobs.schema import TASKS, job_of, plain_job, result_of, run
from stochastic_kriging.krig_core.plain import as_dict, file_text, parsed
from stochastic_kriging.krig_core.wells.averaging import AVERAGINGS
from stochastic_kriging.tests.core.jobs.listener import Listener

VARIOGRAM = {"model": "spherical", "nugget": 0.1, "partial_sill": 1.0, "range": 40.0}
GRID = {
    "coordinates": "coordinates.npy",
    "values": "values.npy",
    "x_range": [0, 100],
    "y_range": [0, 80],
    "xy_delta": 10.0,
    "kriging_type": "ordinary",
    "variogram": VARIOGRAM,
    "mean": "mean.npy",
    "std": "std.npy",
}
SIMULATION = {
    "task": "stochastic-kriging", **GRID, "realizations": 4, "method": "gaussian", "seed": 1, "processes": 1,
}  # fmt: skip
STRATA = {"data": "at_data.npy", "cells": "at_cells.npy", "layering": "proportional", "layers": 2}
KRIGING = {"task": "kriging", **GRID, "max_data": None, "min_data": None, "search_radius": None}
WELLS = {
    "task": "well-values", "files": ["a.las"], "curve": "GR", "names": ["A"], "tops": [None], "bottoms": [20.0],
    "need_top": False, "need_bottom": False,
}  # fmt: skip
POINTS = {
    "task": "las-points", "files": [], "question": {"curve": "GR"}, "elevations": [], "reference": "depth",
    "check": True, "points": "points.npy", "surveys": {"names": ["A"], "stations": [[0, None, 0]]},
}  # fmt: skip
STUDY = {"task": "variogram", "coordinates": "c.npy", "values": "v.npy", "transform": "none", "models": None}
PAIRS = {
    "task": "pairs", "coordinates": "coordinates.npy", "values": "values.npy", "transform": "none",
    "pairs": "pairs.npy", "scores": "scores.npy",
}  # fmt: skip
DIRECTIONS = {
    "task": "directions", "coordinates": "coordinates.npy", "values": "values.npy", "transform": "none",
    "gamma": "gamma.npy", "pairs": "pairs.npy",
}  # fmt: skip
PLACE = {
    "task": "place", "coordinates": "coordinates.npy", "values": "values.npy", "kriging_type": "ordinary",
    "variogram": VARIOGRAM, "x": 1.0, "y": 2.0,
}  # fmt: skip
NEXT = {"task": "next-wells", **GRID, "count": 2}
VALIDATION = {
    "task": "cross-validation", "coordinates": "coordinates.npy", "values": "values.npy", "kriging_type": "ordinary",
    "variogram": VARIOGRAM, "split": "points", "predictions": "predictions.npy",
}  # fmt: skip
VOLUMES = {"task": "volumes", "areas": "areas.npy"}
EXCEEDANCE = {
    "task": "exceedance", "cell_areas": "areas.npy", "maps": "maps.npy", "condition": "above", "threshold": 1.0,
    "probability": "probability.npy",
}  # fmt: skip
ZONES = {
    "task": "zone-statistics", "cell_areas": "areas.npy", "maps": "maps.npy", "zone_cells": "cells.npy",
    "zone_shares": "shares.npy", "zone_counts": "counts.npy", "summary": "summary.npy", "statistics": "statistics.npy",
}  # fmt: skip
SECTION = {
    "task": "section", "raster": "raster.npy", "west": 0.0, "north": 9.0, "dx": 1.0, "dy": 1.0, "line": "line.npy",
    "width": 1.0, "statistic": "mean", "section": "section.npy",
}  # fmt: skip
SPACE = {
    "task": "layers-in-space", "raster": "layers.npy", "top_surface": "top.npy", "base_surface": "base.npy",
    "layering": "proportional", "slices": "slices.npy",
}  # fmt: skip
WHOLE = {
    job["task"]: job
    for job in (
        SIMULATION,
        KRIGING,
        WELLS,
        POINTS,
        STUDY,
        PAIRS,
        DIRECTIONS,
        PLACE,
        NEXT,
        VALIDATION,
        VOLUMES,
        EXCEEDANCE,
        ZONES,
        SECTION,
        SPACE,
    )
}


@pytest.fixture
def folder(tmp_path):
    """One with the arrays of a job."""
    rng = np.random.default_rng(3)
    place = tmp_path / "job"
    place.mkdir()
    np.save(place / "coordinates.npy", rng.uniform(0, 100, (12, 2)))
    np.save(place / "values.npy", rng.normal(5, 1, 12))
    return place


def refusal(job, folder):
    """The sentence that a job ends with; nothing was written."""
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    with pytest.raises(InvalidInput) as caught:
        run(job_of(job), folder, Listener())
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    return str(caught.value)


def test_every_task_has_a_schema():
    assert TASKS.keys() == WHOLE.keys()
    assert set(AVERAGINGS) >= {"arithmetic"}


@pytest.mark.parametrize("task", WHOLE)
def test_a_whole_job_is_taken_as_it_is(task, folder):
    job = plain_job(job_of(WHOLE[task]))
    given = json.loads(json.dumps(WHOLE[task]))
    read = json.loads(json.dumps(job))
    for key in set(given) - {"task", "variogram", "question"}:
        assert read[key] == given[key]


@pytest.mark.parametrize("task", WHOLE)
def test_a_job_that_is_written_is_read_as_it_was(task):
    job = job_of(WHOLE[task])
    assert job_of(json.loads(json.dumps(plain_job(job)))) == job


def test_a_job_that_was_made_without_a_key_is_refused_before_any_work(folder):
    given = {name: value for name, value in vars(job_of(KRIGING)).items() if name != "std"}
    with pytest.raises(InvalidInput, match=r"^Invalid job: the job lacks `std`"):
        run(KrigingJob(**given), folder, Listener())
    assert not (folder / "mean.npy").exists()


def test_quantiles_without_their_probabilities_are_refused_before_any_work(folder):
    said = refusal({**SIMULATION, "quantiles_file": "q.npy"}, folder)
    assert (
        said == "Invalid job: `quantiles_file` is 'q.npy', and `quantiles` is empty. Should be given both, or neither."
    )


STUDY_HERE = {**STUDY, "coordinates": "coordinates.npy", "values": "values.npy"}


@pytest.mark.parametrize(
    "given", [{**SIMULATION, "reproduction": True}, KRIGING, STUDY_HERE], ids=["simulation", "kriging", "variogram"]
)
def test_a_result_comes_back_from_json_as_it_was_and_that_of_another_version_is_named(folder, given):
    job = job_of(given)
    result = run(job, folder, Listener())
    plain = json.loads(json.dumps(as_dict(result)))
    assert result_of(job, plain) == result
    with pytest.raises(
        KrigingError, match=r"is of another version: 'secnds' is no key of the result. Should it be 'se"
    ):
        result_of(job, {**plain, "secnds": 1})
    del plain["seconds"]
    with pytest.raises(KrigingError, match="is of another version: the result lacks `seconds`"):
        result_of(job, plain)


@pytest.mark.parametrize("task", WHOLE)
def test_each_key_that_a_job_needs_is_missed_by_name(task, folder):
    for key in WHOLE[task].keys() - {"task", "surveys", "maps", "slices"}:
        job = {name: value for name, value in WHOLE[task].items() if name != key}
        assert refusal(job, folder) == f"Invalid job: the job lacks `{key}`."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"tranform": "log"}, "'tranform' is no key of the job. Should it be 'transform'?"),
        ({"serach_radius": 5}, "'serach_radius' is no key of the job. Should it be 'search_radius'?"),
        ({"Seed": 1}, "'Seed' is no key of the job. Should it be 'seed'?"),
        ({"": 1}, "'' is no key of the job. Should be one of coordinates, values,"),
        ({"variogram": {"rnge": 5}}, "'rnge' is no key of variogram. Should it be 'range'?"),
        ({"variogram": "spherical"}, "variogram is 'spherical'. Should be an object with keys of its own."),
        ({"variogram": {"model": "sperical"}}, "(perhaps spherical?)"),
        (
            {"variogram": {"range": "40"}},
            "`variogram.range` is '40'. Should be a number greater than 0, or null.",
        ),
        ({"realizations": "100"}, "`realizations` is '100'. Should be a whole number of at least 0"),
        ({"realizations": 4.0}, "`realizations` is 4.0."),
        ({"realizations": True}, "`realizations` is true."),
        ({"realizations": None}, "`realizations` is null."),
        ({"realizations": 10**500}, "`realizations` is a number of more than 40 digits."),
        ({"seed": -1}, "`seed` is -1. Should be a whole number of at least 0, or null."),
        ({"xy_delta": float("nan")}, "`xy_delta` is NaN. Should be a number greater than 0, or null."),
        ({"xy_delta": 10**400}, "`xy_delta` is a number of more than 40 digits."),
        ({"x_range": [1]}, "`x_range` is a list of 1. Should be a pair of numbers, or null."),
        ({"x_range": [5, 5]}, "Should be a pair of numbers, the lower first, or null."),
        ({"x_range": [0, None]}, "`x_range[1]` is null. Should be a number."),
        ({"exact": 1}, "`exact` is 1. Should be true or false."),
        ({"kriging_type": "universal"}, "`kriging_type` is 'universal'. Should be one of ordinary,"),
        (
            {"scheduler": "http://x"},
            "`scheduler` is 'http://x'. Should be an address such as tcp://host:8786",
        ),
        ({"quantiles": [0.5, 1]}, "`quantiles[1]` is 1. Should be a number greater than 0 and less than 1."),
        ({"task": ["kriging"]}, "its task is ['kriging']."),
    ],
    ids=lambda value: None if isinstance(value, dict) else value[:40],
)
def test_what_is_mistyped_or_misspelt_is_named(folder, changes, sentence):
    said = refusal({**SIMULATION, **changes}, folder)
    assert said.startswith("Invalid job: ")
    assert sentence in said


@pytest.mark.parametrize(
    "name",
    [
        "../precious.npy",
        "/tmp/x.npy",
        "sub/x.npy",
        "..\\x.npy",
        "C:x.npy",
        "x",
        ".npy",
        "",
        "x.npy\0",
        "\n.npy",
        "x.NPY",
        5,
    ],
)
@pytest.mark.parametrize("key", ["mean", "coordinates", "mask", "quantiles_file"])
def test_no_file_lies_outside_the_folder(folder, key, name):
    (folder.parent / "precious.npy").write_bytes(b"precious")
    said = refusal({**SIMULATION, key: name}, folder)
    assert f"`{key}` is" in said
    assert "Should be the plain name of a .npy file, which lies beside the job" in said
    assert (folder.parent / "precious.npy").read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"mean": "std.npy"}, "`mean` and `std` are both 'std.npy'. Should be files of their own."),
        ({"mean": "coordinates.npy"}, "`coordinates` and `mean` are both 'coordinates.npy'."),
        ({"std": "VALUES.npy"}, "`values` and `std` are both 'VALUES.npy'."),
        ({"mean": "kept.npy"}, "`mean` is 'kept.npy', a file that the job itself makes."),
        (
            {"strata": {**STRATA, "surfaces": "values.npy"}},
            "`values` and `strata.surfaces` are both 'values.npy'.",
        ),
    ],
)
def test_no_output_is_written_over_another_file_of_the_job(folder, changes, sentence):
    changes = {**changes, "mean": changes.get("mean", "mean.npy")}
    assert sentence.lower() in refusal({**SIMULATION, **changes}, folder).lower()


def test_an_output_that_is_a_link_is_not_followed(folder):
    precious = folder.parent / "precious.npy"
    precious.write_bytes(b"precious")
    (folder / "mean.npy").symlink_to(precious)
    assert "`mean` is 'mean.npy', which is there and no file." in refusal(SIMULATION, folder)
    assert precious.read_bytes() == b"precious"
    (folder / "mean.npy").rename(folder / "surfaces.npy")
    job = {**SIMULATION, "strata": {**STRATA, "surfaces": "surfaces.npy"}}
    assert "`strata.surfaces` is 'surfaces.npy', which is there and no file." in refusal(job, folder)
    assert precious.read_bytes() == b"precious"


def test_workers_of_the_group_may_write_realizations_into_a_shared_folder(tmp_path):
    cluster = {"engine": "dask", "scheduler": "tcp://localhost:8786", "shared_folder": str(tmp_path)}
    job = job_of({**SIMULATION, **cluster, "realizations_file": "realizations.npy"})
    before = os.umask(0o002)
    try:
        with stochastic_kriging._kept(job, tmp_path / "job") as path:
            assert path.parent == tmp_path
            assert stat.S_IMODE(path.stat().st_mode) == 0o664
    finally:
        os.umask(before)
    assert not path.exists()


def test_a_job_may_be_run_again_over_its_own_results(folder):
    first = run(job_of(SIMULATION), folder, Listener())
    bytes_of_first = (folder / "mean.npy").read_bytes()
    again = run(job_of(SIMULATION), folder, Listener())
    assert first.mean_of_mean == again.mean_of_mean
    assert (folder / "mean.npy").read_bytes() == bytes_of_first


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"tops": []}, "it has 1 names, 0 tops, 1 bottoms. Should have as many of each."),
        ({"tops": ["5"]}, "`tops[0]` is '5'. Should be a number, or null."),
        ({"names": [["A"]]}, "`names[0]` is a list of 1. Should be a name: a text or a number, or null."),
        ({"files": "a.las"}, "`files` is 'a.las'. Should be a list."),
        ({"files": ["a\0.las"]}, "`files[0]` is 'a\\x00.las'. Should be a text."),
        ({"places": [[1, 2], [3, 4]]}, "it has 1 names, 2 places."),
    ],
)
def test_columns_of_wells_are_of_one_length_and_kind(folder, changes, sentence):
    assert sentence in refusal({**WELLS, **changes}, folder)


# ---- arrays


class Touch:
    """What a pickle does when it is read."""

    def __reduce__(self):
        import pathlib

        return pathlib.Path.touch, (pathlib.Path("unpickled"),)


HUGE = b"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 2), }"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no file values.npy beside the job"),
        (b"", "values.npy cannot be read"),
        (b"junk", "values.npy cannot be read"),
        (b"\x93NUMPY\x01\x00" + len(HUGE).to_bytes(2, "little") + HUGE, "values.npy cannot be read"),
        (pickle.dumps(Touch()), "values.npy cannot be read"),
        (np.array([Touch()], dtype=object), "values.npy cannot be read"),
        (np.array(["1"] * 12), "values.npy holds something else"),
        (np.ones(12, bool), "values.npy holds something else"),
        (np.ones(12, complex), "values.npy holds something else"),
        (np.ones(11), "values.npy has the shape (11,). Should be an array of numbers of shape (12)"),
        (np.ones((12, 1)), "values.npy has the shape (12, 1)."),
        (np.full(12, np.nan), "values.npy has values that are no numbers"),
        (np.full(12, np.inf), "values.npy has values that are no numbers"),
    ],
    ids=lambda value: value[11:40] if isinstance(value, str) else type(value).__name__,
)
def test_an_array_that_is_none_ends_in_a_sentence_and_is_never_unpickled(folder, monkeypatch, content, words):
    monkeypatch.chdir(folder.parent)
    path = folder / "values.npy"
    path.unlink()
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        np.save(path, content, allow_pickle=True)
    said = refusal(SIMULATION, folder)
    assert said.startswith("Invalid values: ")
    assert words in said
    assert not (folder.parent / "unpickled").exists()


def test_an_archive_of_arrays_is_no_array(folder):
    np.savez(folder / "a.npz", x=np.ones(12))
    (folder / "values.npy").write_bytes((folder / "a.npz").read_bytes())
    assert "values.npy holds something else" in refusal(SIMULATION, folder)


def test_whole_numbers_and_single_precision_are_numbers(tmp_path):
    for kind in ("i4", "u1", "f4"):
        np.save(tmp_path / "a.npy", np.arange(4).astype(kind))
        array = load_array(tmp_path, "a.npy", "values", (None,))
        assert (array.dtype, array.tolist()) == (np.float64, [0, 1, 2, 3])


def test_a_place_that_no_map_reaches_is_refused(folder):
    np.save(folder / "coordinates.npy", np.full((12, 2), 1e300))
    assert "Invalid coordinates: one is 1e+300. Should be at most 1e+15" in refusal(SIMULATION, folder)


def test_values_too_small_to_have_a_variance_are_refused(folder):
    np.save(folder / "values.npy", np.arange(12) * 1e-300)
    assert "too little to compute with" in refusal(SIMULATION, folder)


@pytest.mark.parametrize(
    "job", [SIMULATION, {**SIMULATION, "search_radius": 50.0}, KRIGING], ids=["all", "near", "krige"]
)
@pytest.mark.parametrize(
    ("xy_delta", "words"), [(1e-9, "choose a cell size \\(`xy_delta`\\) of at least"), (1e-154, "`xy_delta`")]
)
def test_a_grid_is_priced_before_its_cells_are_looked_at(folder, job, xy_delta, words):
    with pytest.raises(KrigingError, match=words):
        run(job_of({**job, "xy_delta": xy_delta}), folder, Listener())


# ---- JSON


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1, "a": 2}', "'a' is in it twice."),
        ('{"a": NaN}', "NaN is no number."),
        ('{"a": -Infinity}', "-Infinity is no number."),
        ('{"a": ', "it is no JSON from line 1, column 7 on."),
        ("[" * 100_000, "its lists are nested too deeply."),
        ("9" * 10_000, "a number has too many digits."),
        ("", "it is no JSON from line 1, column 1 on."),
    ],
)
def test_json_that_says_one_thing_twice_or_none_is_refused(text, words):
    with pytest.raises(InvalidInput) as caught:
        parsed(text)
    assert str(caught.value) == words


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xff\xfe\x00", "it is no text in UTF-8."), (b"x" * 1001, "it is longer than 0.001 MB.")],
)
def test_a_file_that_is_no_text_is_refused(tmp_path, content, words):
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        file_text(tmp_path / "a", 1000)
    assert str(caught.value) == words


def test_a_pipe_and_a_folder_are_no_files_and_are_not_waited_for(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe")
    for place, words in ((tmp_path / "pipe", "it is no file."), (tmp_path, "is a directory.")):
        with pytest.raises(InvalidInput, match=words):
            file_text(place, 1000)
