"""Names, places, elevations and units of wells, in the real algorithms: each result was wrong or refused once."""

import csv

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsVectorLayer


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
