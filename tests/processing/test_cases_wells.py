"""Names, places, elevations and units of wells, in the real algorithms: each result was wrong or refused once."""

import csv
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer


@pytest.fixture
def points_of(run_case):
    """Run a case of LAS files to points; return (run, its points as dicts with x, y, z, skipped files with reasons)."""

    def points(name, **parameters):
        done = run_case(name, **parameters)
        layer = QgsVectorLayer(done["OUTPUT"], "points")
        names = layer.fields().names()
        found = []
        for feature in layer.getFeatures():
            point = feature.geometry().constGet()
            place = {"x": point.x(), "y": point.y(), "z": point.z()}
            found.append({**dict(zip(names, feature.attributes())), **place, "crs": layer.crs().authid()})
        with open(done["SKIPPED"], encoding="utf-8") as table:  # noqa: PTH123 - a path as text
            skipped = {row["file"]: row["reason"] for row in csv.DictReader(table)}
        return done, found, skipped

    return points


def test_names_of_the_same_letters_in_another_grouping_are_other_wells(points_of):
    _, found, skipped = points_of("h01_names_that_differ_in_punctuation")
    assert [(point["well"], point["value"]) for point in found] == [("SMITH 11-2", 90)]
    assert list(skipped) == ["a.las"]
    assert "no well is called SMITH 1-12" in skipped["a.las"]
    assert "(WELL_FIELD) look like 'SMITH 11-2', 'SMITH 3-4'" in skipped["a.las"]


def test_numbers_with_leading_zeros_are_names(points_of):
    _, found, skipped = points_of("h02_well_numbers_with_leading_zeros")
    assert {point["well"]: (point["value"], point["x"]) for point in found} == {
        "7": (10, 500_000),
        "007": (20, 503_000),
        "0007": (30, 506_000),
    }
    assert skipped == {}


def test_an_angle_ends_before_its_datum(points_of):
    _, (point,), _ = points_of("h11_latitude_with_its_datum")
    # NAD27 is up to 100 m beside WGS 84.
    assert (point["x"], point["y"]) == pytest.approx((-110.25, 45.5), abs=0.001)


def test_degrees_may_be_a_word_and_a_dash_is_nothing(points_of):
    _, (point,), _ = points_of("h12_degrees_as_a_word_and_a_dash_for_nothing")
    assert (point["x"], point["y"]) == pytest.approx((-101.234567, 47.512345), abs=1e-9)


def test_coordinates_come_in_their_own_unit(points_of):
    _, (point,), _ = points_of("h13_coordinates_in_feet")
    assert (point["x"], point["y"]) == pytest.approx((500_000, 5_000_000), abs=0.01)
    assert point["crs"] == "EPSG:26912"


def mean_of(path):
    return gdal.Open(path).ReadAsArray()


def test_tops_in_feet_are_warned_of_and_then_taken(run_case):
    done = run_case("h18_tops_in_feet_of_logs_in_feet")
    warning = "All LAS files are in feet, and TOP_FIELD, BOTTOM_FIELD are taken for metres"
    assert warning in done.log
    np.testing.assert_allclose(mean_of(done["MEAN"]), 20, rtol=1e-6)


def test_tops_come_in_the_unit_chosen(run_case):
    done = run_case("h18_tops_in_feet_of_logs_in_feet", DEPTH_UNIT="ft")
    np.testing.assert_allclose(mean_of(done["MEAN"]), 100, rtol=1e-6)
    assert "LAS files are in" not in done.log


def test_a_number_that_lost_its_zero_is_found_where_only_one_fits(points_of):
    done, found, _ = points_of("h21_api_number_in_a_numeric_field")
    assert [(point["x"], point["value"]) for point in found] == [(500_000, 50)]
    assert "names differ in punctuation or leading zeros (WELL_FIELD): 1, a.las → 5099000010000." in done.log


def test_a_height_of_zero_is_unknown_where_others_say_so(points_of):
    _, found, skipped = points_of("h23_zero_for_an_unknown_kelly_bushing")
    assert {point["well"]: point["z"] for point in found} == pytest.approx(
        {"W0": -750.1, "W1": -766.9, "W2": -759.6}, abs=0.1
    )
    assert skipped == {}


# ---- the same kinds in other inputs

LAS = """~Version
 VERS. 2.0 :
 WRAP. NO :
~Well
 NULL. -999.25 :
 WELL. {name} : WELL
{well}
~Curve
 DEPT.{unit} :
 GR.API :
~A
"""
CLASSIC = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 1, "RANGE": 5000, "XY_DELTA": 500}


@pytest.fixture
def folder(tmp_path):
    """Write LAS files of (name, lines) and return their folder."""

    def write(*files, unit="M", well=""):
        path = tmp_path / "logs"
        path.mkdir(exist_ok=True)
        for number, (name, lines) in enumerate(files):
            text = LAS.format(name=name, unit=unit, well=well) + "".join(f"{md} {value}\n" for md, value in lines)
            (path / f"file{number}.las").write_text(text, encoding="utf-8")
        return str(path)

    return write


def flat(value):
    return [(1000 + n / 2, value) for n in range(100)]


PLACES = [(500_000, 6_100_000), (503_000, 6_100_000), (506_000, 6_102_000), (509_000, 6_104_000)]


@pytest.fixture
def joined(run, make_layer):
    """Join logs to wells with names; return (GR by x of the well, log, skipped files and reasons)."""

    def join(folder, names, places=PLACES, **parameters):
        layer = make_layer(places[: len(names)], name=names)
        done = run(
            algorithm="stochkrig:lastopoints",
            XY_DELTA=None,
            LAS_FOLDER=folder,
            CURVE="GR",
            PER_WELL=True,
            Z_REFERENCE="depth",
            WELLS=layer,
            WELL_FIELD="name",
            OUTPUT="memory:",
            SKIPPED="memory:",
            **parameters,
        )
        values = {feature.geometry().constGet().x(): feature["value"] for feature in done["OUTPUT"].getFeatures()}
        return values, done.log, {feature["file"]: feature["reason"] for feature in done["SKIPPED"].getFeatures()}

    return join


@pytest.mark.parametrize(
    ("names", "files", "expected"),
    [
        (["B 12-3", "Z"], [("B 1-23", flat(10)), ("B 12-3", flat(90))], {500_000: 90}),
        (["A1-1", "Z"], [("A11", flat(10)), ("A1-1", flat(90))], {500_000: 90}),
        (["112", "Z"], [("1-12", flat(10)), ("11-2", flat(90)), ("Z", flat(5))], {503_000: 5}),
        (["A-1", "A 1", "Z"], [("A_1", flat(10)), ("Z", flat(5))], {506_000: 5}),
        ([7.0, 8.0], [("007", flat(10)), ("7", flat(20)), ("8", flat(30))], {500_000: 20, 503_000: 30}),
        (["12E4", "120000"], [("12E4", flat(10)), ("120000", flat(20))], {500_000: 10, 503_000: 20}),
        (["1,000", "1"], [("1,000", flat(10)), ("1", flat(20))], {500_000: 10, 503_000: 20}),
        (["Скв. 12", "Z"], [("СКВ. 12", flat(10))], {500_000: 10}),
        (["A-1", "A-1", "Z"], [("A-1", flat(10)), ("Z", flat(5))], {506_000: 5}),
    ],
)
def test_a_log_gets_its_own_well_or_none(joined, folder, names, files, expected):
    values, log, skipped = joined(folder(*files), names)
    assert values == pytest.approx(expected)
    assert len(skipped) == len(files) - len(expected)
    assert all("WELL_FIELD" in reason for reason in skipped.values())


def test_wells_of_one_name_are_told(joined, folder):
    _, log, skipped = joined(folder(("A-1", flat(10)), ("Z", flat(5))), ["A-1", "A-1", "Z"])
    assert skipped == {"file0.las": "2 wells at different places or depths are called A-1 (WELL_FIELD)"}
    assert "2 wells at different places or depths are called A-1 (WELL_FIELD): none gets logs." in log
    # The same row twice is one well.
    values, log, skipped = joined(folder(("A-1", flat(10))), ["A-1", "A-1"], [PLACES[0], PLACES[0]])
    assert values == {500_000: 10}
    assert "are called" not in log


def test_a_map_does_not_take_the_first_of_wells_of_one_name(run, make_layer, folder):
    layer = make_layer(PLACES, name=["A", "A", "B", "C"])
    logs = folder(("A", flat(10)), ("B", flat(5)), ("C", flat(5)))
    done = run(algorithm="stochkrig:kriging", INPUT=layer, WELL_FIELD="name", LAS_FOLDER=logs, CURVE="GR", **CLASSIC)
    assert (done["N_DATA"], done["N_SKIPPED"]) == (2, 1)
    np.testing.assert_allclose(mean_of(done["MEAN"]), 5, rtol=1e-6)
    assert "2 points at different places or depths are called A (WELL_FIELD): none gets a log." in done.log


VARYING = [(1000 + n, 0.05) for n in range(10)] + [(1010 + n / 10, 0.25) for n in range(20)]
"""Ten metres in steps of 1 m, then two in steps of 0.1 m: by thickness 0.083, by samples 0.183."""


def test_a_map_averages_logs_by_thickness(run, make_layer, folder):
    layer = make_layer(PLACES[:3], name=["A", "B", "C"])
    logs = folder(("A", VARYING), ("B", VARYING), ("C", VARYING))
    done = run(algorithm="stochkrig:kriging", INPUT=layer, WELL_FIELD="name", LAS_FOLDER=logs, CURVE="GR", **CLASSIC)
    np.testing.assert_allclose(mean_of(done["MEAN"]), 1 / 12, rtol=1e-5)


def test_points_average_logs_by_thickness(joined, folder):
    values, _, _ = joined(folder(("A", VARYING)), ["A"])
    assert values == {500_000: pytest.approx(1 / 12, rel=1e-9)}


@pytest.mark.parametrize("algorithm", ["stochkrig:kriging", "stochkrig:stochastickriging"])
def test_slices_average_logs_by_thickness(run, make_layer, folder, algorithm):
    layer = make_layer(PLACES[:3], name=["A", "B", "C"])
    logs = folder(("A", VARYING), ("B", VARYING), ("C", VARYING))
    slices = {"Z_DELTA": 20, "Z_REFERENCE": "depth", "TOP": 1000, "BOTTOM": 1020}
    more = {"TRANSFORM": "none"} if algorithm.endswith("stochastickriging") else {}
    done = run(
        algorithm=algorithm,
        INPUT=layer,
        WELL_FIELD="name",
        LAS_FOLDER=logs,
        CURVE="GR",
        **{**CLASSIC, "VERTICAL_RANGE": 12},
        **slices,
        **more,
    )
    means = mean_of(done["MEAN"])
    if more:
        # Every cell of a well shows its mean.
        assert np.isclose(means, 1 / 12, rtol=1e-5).sum() >= 3
    else:
        np.testing.assert_allclose(means, 1 / 12, rtol=1e-4)


FEET = [(1000 + 2 * n, 100 if 1500 <= 1000 + 2 * n < 1600 else 20) for n in range(500)]


@pytest.mark.parametrize("unit", ["FT", "F", "feet"])
@pytest.mark.parametrize(
    "algorithm", ["stochkrig:kriging", "stochkrig:stochastickriging", "stochkrig:variogram", "stochkrig:lastopoints"]
)
def test_depths_in_feet_are_taken_by_every_algorithm(run, make_layer, folder, joined, algorithm, unit):
    names = ["A", "B", "C", "D"]
    logs = folder(*((name, FEET) for name in names), unit=unit)
    feet = {"TOP": 1500, "BOTTOM": 1600, "DEPTH_UNIT": "ft"}
    if algorithm.endswith("lastopoints"):
        values, log, _ = joined(logs, names, **feet)
        assert list(values.values()) == [100] * 4
        return
    layer = make_layer(PLACES, name=names)
    source = {"INPUT": layer, "WELL_FIELD": "name", "LAS_FOLDER": logs, "CURVE": "GR"}
    if algorithm.endswith("variogram"):
        # A value in metres would be the same too: the samples between tell.
        with pytest.raises(Exception, match="GR"):
            run(algorithm=algorithm, XY_DELTA=None, **source, TOP=1999, BOTTOM=2000, DEPTH_UNIT="ft")
        return
    more = {"TRANSFORM": "none"} if algorithm.endswith("stochastickriging") else {}
    done = run(algorithm=algorithm, **source, **feet, **CLASSIC, **more)
    if not more:
        np.testing.assert_allclose(mean_of(done["MEAN"]), 100, rtol=1e-5)
    assert np.isclose(mean_of(done["MEAN"]), 100, rtol=1e-5).sum() >= 4
    assert "LAS files are in" not in done.log


def test_where_nothing_is_found_the_unit_is_doubted(joined, folder):
    logs = folder(("A", FEET), unit="FT")
    feedback = QgsProcessingFeedback(False)
    words = r"1500 m and 1600 m: .* lie in it\. All LAS files .* choose DEPTH_UNIT=ft\.$"
    with pytest.raises(QgsProcessingException, match=words):
        joined(logs, ["A"], feedback=feedback, TOP=1500, BOTTOM=1600)
    assert (
        "All LAS files are in feet, and TOP, BOTTOM are taken for metres: if they are in feet too, choose "
        "DEPTH_UNIT=ft."
    ) in feedback.textLog()


def test_slices_in_feet_are_said_to_be(run, make_layer, folder):
    layer = make_layer(PLACES, name=["A", "B", "C", "D"], kb=[2000.0] * 4)
    logs = folder(*((name, FEET) for name in "ABCD"), unit="FT")
    done = run(
        algorithm="stochkrig:kriging",
        INPUT=layer,
        WELL_FIELD="name",
        KB_FIELD="kb",
        LAS_FOLDER=logs,
        CURVE="GR",
        DEPTH_UNIT="ft",
        Z_DELTA=100,
        TOP=500,
        BOTTOM=400,
        **{**CLASSIC, "VERTICAL_RANGE": 50},
    )
    dataset = gdal.Open(done["MEAN"])
    assert [dataset.GetRasterBand(1).GetDescription(), dataset.RasterCount] == ["400 – 500 ft", 1]
    # 2000 ft less 1500 to 1600 ft; the sample at 1500 ft is at the upper edge of the slice.
    np.testing.assert_allclose(dataset.ReadAsArray(), 100, rtol=1e-5)


@pytest.mark.parametrize(
    ("unit", "crs", "expected"),
    [
        ("FT", "EPSG:26912", (500_000, 5_000_000)),
        ("M", "EPSG:26912", (1_640_419.9475, 16_404_199.4751)),
        ("", "EPSG:26912", (1_640_419.9475, 16_404_199.4751)),
        # A CRS in feet: metres become feet, feet stay.
        ("M", "EPSG:2256", (5_381_954.6, 53_819_552.1)),
        ("FT", "EPSG:2256", (1_640_419.9475, 16_404_199.4751)),
        ("", "EPSG:2256", (1_640_419.9475, 16_404_199.4751)),
    ],
)
def test_the_unit_of_x_and_y_holds_in_the_crs_said_for_headers(run, folder, unit, crs, expected):
    logs = folder(("A", flat(10)), well=f" X.{unit} 1640419.9475 :\n Y.{unit} 16404199.4751 :")
    done = run(
        algorithm="stochkrig:lastopoints",
        XY_DELTA=None,
        LAS_FOLDER=logs,
        CURVE="GR",
        PER_WELL=True,
        Z_REFERENCE="depth",
        LAS_CRS=crs,
        TARGET_CRS=crs,
        OUTPUT="memory:",
    )
    (feature,) = done["OUTPUT"].getFeatures()
    point = feature.geometry().constGet()
    assert (point.x(), point.y()) == pytest.approx(expected, rel=1e-6)


def test_a_unit_that_is_not_known_is_no_place(run, folder):
    logs = folder(("A", flat(10)), well=" X.CHAIN 5000 :\n Y.CHAIN 6000 :\n UTM. 12N :")
    with pytest.raises(QgsProcessingException, match=r"in a unit that is known \(5000 CHAIN and 6000 CHAIN\)"):
        run(
            algorithm="stochkrig:lastopoints",
            XY_DELTA=None,
            LAS_FOLDER=logs,
            CURVE="GR",
            Z_REFERENCE="depth",
            OUTPUT="memory:",
        )


@pytest.mark.parametrize("unit", ["V/V", "GAPI"])
def test_values_in_units_that_differ_are_said(joined, folder, unit):
    logs = folder(("A", flat(10)), ("B", flat(20)))
    path = Path(logs, "file1.las")
    path.write_text(path.read_text("utf-8").replace("GR.API", f"GR.{unit}"), encoding="utf-8")
    _, log, _ = joined(logs, ["A", "B"])
    said = "GR (CURVE) is in different units, and values are taken as they are: GAPI (1 file), V/V (1 file)."
    assert (said in log) == (unit == "V/V")


def test_a_file_whose_name_is_that_of_another_well_is_said(joined, folder):
    logs = folder(("A", flat(10)))
    Path(logs, "file0.las").rename(Path(logs, "B.las"))
    found, log, _ = joined(logs, ["A", "B"])
    assert found == {500_000: 10}
    assert "B.las (its names A and B mean different wells (WELL_FIELD): the first counts)" in log


def test_joined_files_of_two_wells_give_none_its_neighbours_values(joined, folder):
    logs = folder(("A", flat(10)), ("B", [(md + 50, 20) for md, _ in flat(0)]), ("C", flat(30)))
    first, second = Path(logs, "file0.las"), Path(logs, "file1.las")
    first.write_text(first.read_text("utf-8") + "\ufeff" + second.read_text("utf-8"), encoding="utf-8")
    second.unlink()
    found, _, skipped = joined(logs, ["A", "B", "C"])
    assert found == {506_000: 30}
    assert skipped == {"file0.las": "it holds logs of several wells (A, B): give each its own file"}
