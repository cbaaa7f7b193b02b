"""Limits and errors of values: from entries such as <0.25, and from fields of a layer."""

import numpy as np
import pytest
from osgeo import gdal

KRIGING = "stochkrig:kriging"
MODEL = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 4, "RANGE": 3000, "TRANSFORM": "none"}
BOX = "500000,504000,6100000,6104000 [EPSG:26912]"
PLACES = [(500_100 + 700 * east, 6_100_100 + 900 * north) for east in range(5) for north in range(4)]
VALUES = [10 + 0.3 * number for number in range(20)]
ENTRIES = [*(f"{value:g}" for value in VALUES[:14]), "<12", "≤ 12,5", "> 10", "11-12", "ND", "trace"]


@pytest.fixture
def given(make_layer):
    """Twenty points with entries of a laboratory."""
    return {"INPUT": make_layer(PLACES, value=ENTRIES), "FIELD": "value", "EXTENT": BOX}


def test_kriging_takes_the_numbers_of_a_text_field_alone_and_says_so(run, given, make_layer, read_raster, tmp_path):
    done = run(algorithm=KRIGING, **given, **MODEL)
    assert "Read 14 points with a value of 'value'." in done.log
    assert (
        "Points with limits instead of a number in 'value' ('<12', for one), which were skipped: 5. Here only numbers "
        "count; Stochastic kriging takes limits, too."
    ) in done.log
    assert "Points with neither a number nor a limit in 'value' ('trace', for one), which were skipped: 1." in done.log
    assert done["N_DATA"] == 14
    assert done["N_SKIPPED"] == 6
    numbers = {**given, "INPUT": make_layer(PLACES[:14], value=VALUES[:14]), "MEAN": str(tmp_path / "numbers.tif")}
    alone = run(algorithm=KRIGING, **numbers, **MODEL)
    np.testing.assert_array_equal(read_raster(done["MEAN"])[0], read_raster(alone["MEAN"])[0])


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (["W-1", "W-2", None], "'value' (FIELD) holds text and no number that can be used in any of 3 points ('W-1'"),
        (["<1", "<2", "ND"], "holds text and no number that can be used in any of 3 points ('<1', for one)"),
    ],
)
def test_a_text_field_without_a_number_is_a_sentence(refusal, make_layer, entries, words):
    layer = make_layer(PLACES[:3], value=entries)
    assert words in refusal(algorithm=KRIGING, INPUT=layer, FIELD="value", **MODEL)


@pytest.mark.parametrize("method", ["gaussian", "sequential"])
def test_realizations_stay_within_the_limits_of_texts(run, given, tmp_path, method):
    kept = str(tmp_path / "kept.tif")
    options = {"REALIZATIONS": 20, "SEED": 1, "EXACT_POSITIONS": "no", "REALIZATIONS_OUTPUT": kept, "XY_DELTA": 100}
    done = run(**given, **{**MODEL, **options}, METHOD=method)
    assert (
        "Points with limits instead of a value of 'value': 4, 2 with an upper one, 1 with a lower one, 1 with both."
        in done.log
    )
    assert (
        "Points below a limit that 'value' does not name ('ND', for one), which were skipped: 1. A field of limits can "
        "name it (UPPER_LIMIT_FIELD)."
    ) in done.log
    assert "'value' ('trace', for one)" in done.log
    assert (done["N_DATA"], done["N_SKIPPED"]) == (18, 2)
    realizations = gdal.Open(kept).ReadAsArray()[:, ::-1]
    assert realizations.shape == (20, 40, 40)
    for place, (least, most) in zip(PLACES[14:18], [(-np.inf, 12), (-np.inf, 12.5), (10, np.inf), (11, 12)]):
        east, north = (int((at - origin) // 100) for at, origin in zip(place, (500_000, 6_100_000)))
        there = realizations[:, north, east]
        assert there.min() >= least - 1e-5
        assert there.max() <= most + 1e-5
        assert there.std() > 0.01


def test_fields_of_limits_and_errors_reach_the_job(run, make_layer, tmp_path):
    texts = [*(f"{value:g}" for value in VALUES[:16]), None, "ND", "<12", "12"]
    layer = make_layer(
        PLACES,
        value=texts,
        low=[None] * 16 + [9.0, 8.0, 7.0, None],
        high=[None] * 16 + [11.0, 12.0, 13.0, None],
        err=[None] * 15 + [0.5] * 5,
    )
    folder = tmp_path / "job"
    fields = {"LOWER_LIMIT_FIELD": "low", "UPPER_LIMIT_FIELD": "high", "ERROR_FIELD": "err"}
    done = run(INPUT=layer, FIELD="value", EXTENT=BOX, JOB_FOLDER=str(folder), **fields, **MODEL)
    lower, upper, error = (np.load(folder / f"{name}.npy") for name in ("lower", "upper", "error"))
    none = np.nan
    np.testing.assert_array_equal(lower[14:], [none, none, 9, 8, 7, none])
    np.testing.assert_array_equal(upper[14:], [none, none, 11, 12, 12, none])
    np.testing.assert_array_equal(error[13:], [0, 0, 0.5, 0, 0, 0, 0.5])
    np.testing.assert_array_equal(np.load(folder / "values.npy")[14:], [*VALUES[14:16], none, none, none, 12])
    assert "Points without a measurement error, which are taken as exact: 15." in done.log
    assert done["N_DATA"] == 20
    assert done["N_SKIPPED"] == 0


def test_a_value_within_its_limits_is_exact_and_one_beyond_them_refused(run, refusal, make_layer, tmp_path):
    numbers = {"value": VALUES[:4], "high": [None, 99.0, None, None]}
    run(
        INPUT=make_layer(PLACES[:4], **numbers),
        FIELD="value",
        UPPER_LIMIT_FIELD="high",
        JOB_FOLDER=str(tmp_path / "job"),
        **MODEL,
    )
    assert not (tmp_path / "job" / "upper.npy").exists()
    (tmp_path / "mean.tif").unlink()
    (tmp_path / "std.tif").unlink()
    numbers["high"] = [None, 9.5, None, 1.0]
    said = refusal(INPUT=make_layer(PLACES[:4], **numbers), FIELD="value", UPPER_LIMIT_FIELD="high", **MODEL)
    assert said == (
        "Points with limits that contradict each other or the value (FIELD, UPPER_LIMIT_FIELD): 2; feature 2, for one, "
        "has value 10.3, upper limit 9.5. Correct them; where a value is known, limits should be NULL."
    )


def test_a_text_that_is_not_understood_is_not_below_the_limit_of_a_field(run, make_layer, tmp_path):
    values = {"value": ["1", "2", "5 J", "ND", None, "4"], "limit": [None, None, 0.5, 0.5, 0.7, None]}
    done = run(
        INPUT=make_layer(PLACES[:6], **values),
        FIELD="value",
        UPPER_LIMIT_FIELD="limit",
        JOB_FOLDER=str(tmp_path / "job"),
        **MODEL,
    )
    assert "Points with neither a number nor a limit in 'value' ('5 J', for one), which were skipped: 1." in done.log
    np.testing.assert_array_equal(np.load(tmp_path / "job" / "upper.npy"), [np.nan, np.nan, 0.5, 0.7, np.nan])


@pytest.mark.parametrize(("values", "warned"), [(1, True), (4, True), (5, False)])
def test_few_values_among_limits_are_said_to_tell_little(run, make_layer, values, warned):
    entries = [*(f"{value:g}" for value in VALUES[:values]), *["<9"] * (20 - values)]
    model = {**MODEL, "TRANSFORM": "normal-score", "PARTIAL_SILL": 1}
    done = run(INPUT=make_layer(PLACES, value=entries), FIELD="value", **model)
    assert (f"Of 20 data {values} have a value or two limits" in done.log) == warned


@pytest.mark.parametrize(("limit", "told"), [(1700.0, True), (-999.0, True), (12.0, False)])
def test_limits_as_if_in_another_unit_are_named(run, make_layer, limit, told):
    values = {"value": [*VALUES[:18], None, None], "limit": [None] * 18 + [limit, None]}
    done = run(INPUT=make_layer(PLACES, **values), FIELD="value", UPPER_LIMIT_FIELD="limit", **MODEL)
    sentence = (
        f"or a number for no limit (UPPER_LIMIT_FIELD): 1 ({limit:g}, for one; values are from 10 to 15.1). They are "
        "used: correct them, or make them NULL."
    )
    assert (sentence in done.log) == told


def test_a_limit_that_excludes_a_value_at_its_place_says_how_to_choose_one(run, refusal, make_layer):
    layer = make_layer([*PLACES[:4], PLACES[1]], value=["1", "2", "3", "5", "<0.5"])
    said = refusal(INPUT=layer, FIELD="value", **MODEL)
    assert "1 data have a value that its limits exclude, the first at (500100, 6101000)" in said
    assert said.endswith(
        "one of the data at a place should be chosen: Duplicate points (DUPLICATES) 'first' or 'maximum'."
    )
    run(INPUT=layer, FIELD="value", DUPLICATES="first", **MODEL)


def test_limits_that_exclude_each_other_are_a_sentence(refusal, make_layer):
    layer = make_layer(PLACES[:4], value=["1", "2", "<3", "4"], low=[None, None, 5.0, None])
    said = refusal(INPUT=layer, FIELD="value", LOWER_LIMIT_FIELD="low", **MODEL)
    assert "(FIELD, LOWER_LIMIT_FIELD): 1; feature 3, for one, has lower limit 5, upper limit 3." in said


@pytest.mark.parametrize("name", ["ERROR_FIELD", "LOWER_LIMIT_FIELD", "UPPER_LIMIT_FIELD"])
def test_random_samples_have_exact_values_alone(refusal, make_layer, name):
    layer = make_layer(PLACES[:4], value=VALUES[:4], soft=[None, None, None, 11.0])
    said = refusal(INPUT=layer, FIELD="value", METHOD="random-sample", **{name: "soft"}, **MODEL)
    assert f"takes exact values alone: choose another, or leave {name} out." in said


def test_random_samples_refuse_limits_of_texts(refusal, given):
    said = refusal(**given, METHOD="random-sample", **MODEL)
    assert "random-sample" in said
    assert "(METHOD)" in said


def test_limits_are_not_those_of_logs(refusal, make_layer, root):
    layer = make_layer(PLACES[:4], name=["a", "b", "c", "d"], low=[1.0] * 4)
    logs = {"WELL_FIELD": "name", "LAS_FOLDER": str(root / "sample" / "las"), "CURVE": "PHIE"}
    said = refusal(INPUT=layer, LOWER_LIMIT_FIELD="low", **logs)
    assert (
        said == "Limits are those of a value field: leave LOWER_LIMIT_FIELD and UPPER_LIMIT_FIELD out with LAS files."
    )


def test_the_report_counts_soft_data_and_marks_limits(run, given, tmp_path):
    run(**given, **MODEL, SEED=1, EXACT_POSITIONS="no", XY_DELTA=100, REPORT=str(tmp_path / "report.html"))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<dt>Points with limits alone</dt><dd>4</dd>" in page
    assert "Points with a measurement error" not in page
    assert "<dt>Cells with wells</dt><dd>14 (at cell centres)</dd>" in page
    assert "Realizations miss wells" not in page
    assert "can be believed" not in page
    assert "The standard deviation is not judged here" in page
    assert "<dt>RMSE</dt>" not in page
    assert page.count("Data that are known between limits alone have likely values here.") == 2
    assert "circles are wells, triangles that point down have an upper limit alone" in page
    assert page.count('<polygon points="') >= 8


def test_limits_count_in_slices_too(run, make_layer, tmp_path):
    """Cells of a grid in space hold limits as they are: an average of them is none."""
    heights = [95.0 + 10 * (number % 2) for number in range(20)]
    layer = make_layer(PLACES, value=ENTRIES, z=heights)
    kept = str(tmp_path / "kept.tif")
    space = {"Z_FIELD": "z", "Z_DELTA": 10, "TOP": 110, "BOTTOM": 90, "VERTICAL_RANGE": 20, "XY_DELTA": 250}
    done = run(INPUT=layer, FIELD="value", EXTENT=BOX, REALIZATIONS_OUTPUT=kept, SEED=1, **{**MODEL, **space})
    assert done["N_DATA"] == 18
    realizations = gdal.Open(kept).ReadAsArray().reshape(10, 2, 16, 16)[..., ::-1, :]
    east, north = (int((at - origin) // 250) for at, origin in zip(PLACES[17], (500_000, 6_100_000)))
    there = realizations[:, int(heights[17] < 100), north, east]  # slices from the top down
    assert 11 - 1e-5 <= there.min() < there.max() <= 12 + 1e-5
