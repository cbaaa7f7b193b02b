"""LAS files that strangers could not read or that were read wrong: each with the points that it has."""

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

CASES = {
    "h02_well_numbers_with_leading_zeros": [("7", 10), ("007", 20), ("0007", 30)],
    "h04_commas_without_dlm": [("A", 52.625)],
    "h05_depths_in_centimetres": [("A", 50)],
    "h06_time_in_hours_before_depth": [("A", 52)],
    "h07_cyrillic_well_names": [("Скважина-1", 10), ("Скважина-2", 20), ("Скважина-3", 30)],
    "h10_section_letters_in_lower_case": [("A", 50)],
    "h19_header_of_las_1_2_in_las_2": [("100000001", 10), ("100000002", 20), ("100000003", 30)],
    "h20_last_line_cut_off": [("A", 50)],
    "h26_fortran_exponents": [("A", 50), ("B", 50)],
    "h27_a_tab_before_the_first_value": [("A", 52)],
}


def points(done, fields=("well", "value")):
    layer = QgsVectorLayer(done["OUTPUT"], "points", "ogr")
    return [tuple(feature[field] for field in fields) for feature in layer.getFeatures()]


@pytest.mark.parametrize("name", CASES)
def test_each_well_has_its_mean(run_case, name):
    done = run_case(name, OUTPUT="out.gpkg", PER_WELL="true")
    assert points(done) == CASES[name]


@pytest.mark.parametrize(
    ("name", "z"),
    [
        ("h05_depths_in_centimetres", 1024.75),
        ("h06_time_in_hours_before_depth", 1024.75),
        ("h27_a_tab_before_the_first_value", 1024.75),
    ],
)
def test_depths_are_in_metres_along_the_depth(run_case, name, z):
    assert points(run_case(name, OUTPUT="out.gpkg"), ["z"]) == [(z,)]


def test_a_converted_file_is_counted(run_case):
    assert "Files with depths in cm, converted to metres: 1." in run_case("h05_depths_in_centimetres").log


def test_lines_with_values_left_blank_are_left_out_and_shift_no_other(run_case):
    done = run_case("h03_missing_values_left_blank", OUTPUT="out.gpkg")
    found = points(done, ("md", "value"))
    assert (len(found), found[0], found[-1]) == (97, (1000, 20), (1049.5, 69))
    assert all(value == 20 + 2 * (md - 1000) % 50 for md, value in found)
    assert "a.las (3 of 100 data lines left out: they do not hold three values)" in done.log


def test_a_line_cut_off_is_left_out_and_counted(run_case):
    done = run_case("h20_last_line_cut_off", OUTPUT="out.gpkg")
    assert points(done, ["n_samples"]) == [(200,)]
    left_out = "a.las (its last line is cut off and was left out)"
    assert f"1 LAS file was not read to the letter: {left_out}." in done.log


def test_the_line_above_the_data_tells_which_curves_they_are(run_case):
    found = points(run_case("h09_names_of_the_ascii_line_differ", OUTPUT="out.gpkg", PER_WELL="true"))
    assert found == [("A", 64.5)]


def test_more_values_than_curves_are_nobodys(run_case):
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException, match="a.las, for one: its lines hold five values for four curves"):
        run_case("h08_text_of_two_words_in_a_column", feedback, OUTPUT="out.gpkg")
    assert "Traceback" not in feedback.textLog()
