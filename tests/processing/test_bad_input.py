"""Bad input ends in one sentence that names the parameter and writes nothing, or in a result with a counted warning."""

import json
import shutil

import numpy as np
import pytest
from qgis.core import QgsVectorLayer

BOX = (500_000, 6_100_000, 510_000, 6_108_000)


def places(count):
    return np.random.default_rng(1).uniform(BOX[:2], BOX[2:], (count, 2)).tolist()


def numbers(count):
    return np.random.default_rng(5).normal(10, 2, count).tolist()


@pytest.fixture
def points(make_layer):
    """INPUT and FIELD of a little layer."""

    def make(coordinates, values, **options):
        return {"INPUT": make_layer(coordinates, value=values, **options), "FIELD": "value"}

    return make


@pytest.fixture
def logs(root, tmp_path):
    """The sample's layer and LAS files, without outputs."""
    wells = shutil.copy(root / "sample" / "wells.gpkg", tmp_path / "wells.gpkg")
    return {"INPUT": str(wells), "WELL_FIELD": "uwi", "LAS_FOLDER": str(root / "sample" / "las"), "CURVE": "PHIE"}


# ---- refused


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"XY_DELTA": 0}, "(XY_DELTA) is 0"),
        ({"XY_DELTA": -5}, "(XY_DELTA) is -5"),
        ({"XY_DELTA": float("nan")}, "(XY_DELTA) is nan"),
        ({"XY_DELTA": 0.001}, "TB of memory"),
        ({"XY_DELTA": 0.001}, "choose a cell size (XY_DELTA) of at least"),
        ({"XY_DELTA": 1e-300}, "XY_DELTA"),
        ({"RANGE": 1e300}, "RANGE"),
        ({"PARTIAL_SILL": 1e300, "TRANSFORM": "none"}, "PARTIAL_SILL"),
        ({"REALIZATIONS": 1}, "(REALIZATIONS) should be at least 2"),
        ({"NUGGET": -1}, "(NUGGET) is -1"),
        ({"RANGE": 0}, "(RANGE) is 0"),
        ({"SEED": -1}, "(SEED) is -1"),
        ({"PROCESSES": -1}, "(PROCESSES) is -1"),
        ({"FIELD": "name"}, "'name' (FIELD) holds text"),
        ({"FIELD": "none"}, "no field 'none' (FIELD), only "),
        ({"METHOD": "sgs"}, "(METHOD) is 'sgs': it should be one of gaussian, sequential, random-sample."),
        ({"FIELD": ""}, "(FIELD)"),
        ({"INPUT": None}, "(INPUT)"),
        ({"TARGET_CRS": "EPSG:4326"}, "EPSG:32612"),
        ({"TARGET_CRS": "EPSG:4978"}, "EPSG:4978 (TARGET_CRS) measures from the centre of the earth"),
        ({"EXTENT": "0,1000,0,1000 [EPSG:26912]", "XY_DELTA": 10}, "(EXTENT)"),
        ({"EXTENT": "500000,500000,6100000,6100000 [EPSG:26912]"}, "empty (EXTENT)"),
        ({"EXTENT": "nan,510000,6100000,6108000"}, "edges that are no numbers (EXTENT)"),
        ({"EXTENT": "-inf,inf,-inf,inf [EPSG:26912]"}, "edges that are no numbers (EXTENT)"),
        ({"EXTENT": "500000,510000,6100000,6108000 [EPSG:999999]"}, "There is no CRS EPSG:999999 (EXTENT)"),
        ({"MEAN": "/nowhere/mean.tif"}, "/nowhere/mean.tif (MEAN)"),
        ({"MEAN": "/nowhere/mean.png"}, "suffix .tif"),
    ],
    ids=lambda value: None if isinstance(value, str) else "-".join(f"{name}={item}" for name, item in value.items()),
)
def test_a_bad_parameter_is_named(refusal, wells, parameters, words):
    said = refusal(**{"INPUT": wells, "FIELD": "value", **parameters})
    assert words in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("coordinates", "values", "words"),
    [
        ([], [], "no points (INPUT)"),
        ([None] * 3, numbers(3), "no points (INPUT)"),
        (places(5), [None] * 5, "(FIELD) has no number in any of 5 points"),
        (places(1), [1.0], "(PARTIAL_SILL) and Range (practical) (RANGE)"),
        (places(5), [value * 1e39 for value in numbers(5)], "more than a raster can hold: check the values (FIELD"),
        (places(5), [9e300, *numbers(4)], "A value is 9e+300, more than a raster can hold"),
    ],
    ids=["no points", "no geometry", "all NULL", "one point", "beyond float32", "near the largest float"],
)
def test_bad_data_are_named(refusal, points, coordinates, values, words):
    assert words in refusal(**points(coordinates, values))


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"CURVE": "ZZ"}, "no curve ZZ, only GR, PHIE"),
        ({"CURVE": ""}, "(CURVE)"),
        ({"WELL_FIELD": "kb"}, "no well is called"),
        ({"WELL_FIELD": ""}, "(WELL_FIELD)"),
        ({"LAS_FOLDER": "/nowhere"}, "no folder /nowhere (LAS_FOLDER)"),
        ({"TOP": 2000, "BOTTOM": 100}, "the top 2000 m is not above the bottom 100 m"),
        ({"TOP_FIELD": "name"}, "(TOP_FIELD) holds text"),
    ],
    ids=lambda value: None if isinstance(value, str) else "-".join(f"{name}={item}" for name, item in value.items()),
)
def test_logs_that_give_nothing_say_why(refusal, logs, parameters, words):
    assert words in refusal(**{**logs, **parameters})


def test_an_empty_folder_of_logs_is_named(refusal, logs, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "(LAS_FOLDER)" in refusal(**{**logs, "LAS_FOLDER": str(tmp_path / "empty")})


@pytest.mark.parametrize("kind", ["Point", "LineString"])
@pytest.mark.parametrize("algorithm", ["stochkrig:stochastickriging", "stochkrig:kriging"])
def test_a_mask_of_points_or_lines_is_refused(refusal, wells, tmp_path, algorithm, kind):
    # From a file, whose type QGIS does not look at before.
    here = [[502_000, 6_101_000], [508_000, 6_106_000], [502_000, 6_106_000]]
    geometry = {"type": kind, "coordinates": here[0] if kind == "Point" else here}
    path = tmp_path / "mask.geojson"
    path.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": geometry}))
    said = refusal(algorithm=algorithm, INPUT=wells, FIELD="value", MASK=str(path))
    assert said == f"The mask holds {kind} features (MASK): choose polygons."


@pytest.mark.parametrize("algorithm", ["stochkrig:stochastickriging", "stochkrig:kriging"])
def test_as_many_terms_as_data_need_a_given_variogram(run, refusal, points, read_raster, algorithm):
    three = {**points(places(3), numbers(3)), "KRIGING_TYPE": "universal-1", "algorithm": algorithm}
    said = refusal(**three)
    assert "a trend of 3 terms" in said
    assert "4 data at least" in said
    for name in ("KRIGING_TYPE", "DRIFT", "NUGGET", "PARTIAL_SILL", "RANGE"):
        assert name in said
    given = {"NUGGET": 0.1, "PARTIAL_SILL": 4, "RANGE": 5000}
    done = run(**three, **given)
    std = read_raster(done["STD"])[0]
    assert np.isfinite(std).all()
    assert std.max() > 0.5
    assert "equal" not in done.log


@pytest.mark.parametrize("address", ["localhost:8786", "http://localhost:8786", "tcp://", "tcp://a b:8786"])
def test_a_scheduler_that_is_no_address_is_refused(refusal, wells, address):
    said = refusal(INPUT=wells, FIELD="value", ENGINE="dask", SCHEDULER=address)
    assert f"(SCHEDULER) is '{address}': it should be an address such as tcp://host:8786" in said


# ---- done, with a word


def test_an_unreadable_log_is_skipped_named_and_counted(run, logs, root, tmp_path):
    (tmp_path / "las").mkdir()
    for path in sorted((root / "sample" / "las").glob("*.las"))[:6]:
        shutil.copy(path, tmp_path / "las")
    (tmp_path / "las" / "junk.las").write_bytes(bytes(range(256)) * 20)
    done = run(**{**logs, "LAS_FOLDER": str(tmp_path / "las")})
    assert done["N_DATA"] == 6
    assert done["N_SKIPPED"] == 1
    assert "Skipped junk.las" in done.log


def test_nulls_and_infinities_are_skipped_and_counted(run, points):
    done = run(**points(places(12), [*numbers(9), None, float("nan"), float("inf")]))
    assert (done["N_DATA"], done["N_SKIPPED"]) == (9, 3)
    assert "'value'" in done.log


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("RANGES", "There is no parameter RANGES: what was given for it does not count. Was RANGE meant?"),
        ("partial_sill", "There is no parameter partial_sill: what was given for it does not count. Was PARTIAL_SILL"),
        ("QQQ", "There is no parameter QQQ: what was given for it does not count.\n"),
    ],
)
def test_a_parameter_that_there_is_not_is_told(run, points, name, said):
    given = points(places(12), numbers(12))
    done = run(**given, **{name: 1000})
    assert said in done.log
    assert "There is no parameter" not in run(**given).log


def test_points_outside_the_extent_are_counted(run, points):
    extent = "500000,505000,6100000,6104000 [EPSG:26912]"
    short = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 1, "RANGE": 300}
    done = run(**points(places(30), numbers(30)), EXTENT=extent, **short)
    assert (done["N_DATA"], done["N_SKIPPED"]) == (30, 0)
    assert "(EXTENT), which count for the histogram, the mean and the trend: " in done.log


def test_coincident_points_are_merged_and_counted(run, points):
    first = places(12)
    done = run(**points(first + first[:3], numbers(15)))
    line = next(line for line in done.log.splitlines() if "coincide" in line)
    assert "3" in line.replace(":", " ").rstrip(".").split()


@pytest.mark.parametrize("count", [2, 3])
def test_very_few_wells_still_make_a_map(run, points, read_raster, count):
    done = run(**points(places(count), numbers(count)))
    assert done["N_DATA"] == count
    assert "No variogram could be fitted" in done.log
    assert np.isfinite(read_raster(done["MEAN"])[0]).all()


def test_one_well_makes_a_map_with_a_given_variogram(run, points, read_raster):
    given = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 1, "RANGE": 1000}
    done = run(**points(places(1), [4.0]), **given)
    assert done["N_DATA"] == 1
    assert np.isfinite(read_raster(done["STD"])[0]).all()


@pytest.mark.parametrize("method", ["gaussian", "random-sample"])
def test_equal_values_make_a_flat_and_certain_map(run, points, read_raster, method):
    done = run(**points(places(12), [7.5] * 12), METHOD=method)
    assert (read_raster(done["MEAN"])[0] == 7.5).all()
    assert (read_raster(done["STD"])[0] == 0).all()
    assert "equal" in done.log


def test_wells_on_a_line_make_a_map(run, points, read_raster):
    line = [[500_000 + 500 * number, 6_100_000] for number in range(15)]
    done = run(**points(line, numbers(15)))
    assert done["N_DATA"] == 15
    assert np.isfinite(read_raster(done["MEAN"])[0]).all()


def test_wells_in_degrees_are_mapped_in_utm_and_that_is_said(run, points, read_raster):
    degrees = [[-110.5 + 0.01 * number, 52 + 0.01 * (number % 4)] for number in range(12)]
    done = run(**points(degrees, numbers(12), crs="EPSG:4326"))
    assert "The layer is in degrees. Wells are projected to EPSG:32612" in done.log
    assert "Distances, such as the cell size, are in meters." in done.log
    assert 'EPSG","32612"' in read_raster(done["MEAN"])[1].GetProjection()


def test_wells_on_both_sides_of_the_date_line_get_the_zone_between(run, points, read_raster):
    degrees = [[(179.8 + 0.04 * number + 180) % 360 - 180, -17 + 0.02 * (number % 4)] for number in range(12)]
    done = run(**points(degrees, numbers(12), crs="EPSG:4326"))
    mean, dataset = read_raster(done["MEAN"])
    assert 'EPSG","32701"' in dataset.GetProjection()
    assert mean.shape[0] < 150
    assert done["N_DATA"] == 12


def test_wells_in_geocentric_coordinates_are_refused(refusal, points):
    said = refusal(**points(places(12), numbers(12), crs="EPSG:4978"))
    assert "EPSG:4978 (INPUT) measures from the centre of the earth: choose a projected CRS (TARGET_CRS)." in said


def test_wells_too_wide_for_a_zone_are_refused(refusal, points):
    degrees = [[-179 + 30.0 * number, 50] for number in range(12)]
    assert "too wide for one UTM zone" in refusal(**points(degrees, numbers(12), crs="EPSG:4326"))


@pytest.mark.parametrize("target", ["EPSG:26912", ""])
def test_a_layer_without_a_crs_is_not_said_to_be_projected(run, points, target):
    given = points(places(30), numbers(30))
    given["INPUT"].setCrs(type(given["INPUT"].crs())())
    done = run(**given, TARGET_CRS=target or None)
    assert "are projected" not in done.log
    taken = f"to be those of {target} (TARGET_CRS)" if target else "as they are"
    assert done.log.count(f"The layer has no CRS: its coordinates are taken {taken} (INPUT).") == 1


@pytest.mark.parametrize("kind", ["bool", "date"])
def test_a_field_of_another_kind_is_called_what_it_is(refusal, kind):
    layer = QgsVectorLayer(f"Point?crs=EPSG:26912&field=v:{kind}", "wells", "memory")
    assert "'v' (FIELD) holds no numbers but " in refusal(INPUT=layer, FIELD="v")


def test_depths_in_another_unit_than_that_of_the_wells_are_told_of(refusal, logs):
    """The sample's tops are about 1875 m; taken as feet they are far above the logs."""
    said = refusal(**logs, TOP_FIELD="top_md", BOTTOM_FIELD="base_md", DEPTH_UNIT="ft", XY_DELTA=500)
    assert "(LAS_FOLDER, CURVE, WELL_FIELD, TOP_FIELD, BOTTOM_FIELD, DEPTH_UNIT): " in said
    assert "ft: the log reaches from " in said
    assert "and in m (DEPTH_UNIT) these depths would lie in it" in said


def test_one_point_under_a_given_variogram_is_said_to_be_one(run, points):
    given = {"NUGGET": 0.1, "PARTIAL_SILL": 1, "RANGE": 900, "EXTENT": "500000,501000,6100000,6101000 [EPSG:26912]"}
    log = run(**points([[500_500, 6_100_500]], [3.0]), **given, TRANSFORM="none", XY_DELTA=100).log
    assert "Read 1 point with a value of 'value'." in log
    assert "Variogram: nugget 0.1 + spherical partial sill 1, practical range 900 m." in log
    assert "No variogram" not in log
