"""The elevation from which depths are measured, and which of them cannot be right."""

import csv

import numpy as np
import pytest
from stochastic_kriging.krig_core.wells.elevation import (
    ground_elevation,
    reference_elevation,
    suspicious_elevations,
)
from stochastic_kriging.krig_core.wells.folder import search_las
from stochastic_kriging.krig_core.wells.las import read_las

NAN = np.nan


def header(**values):
    return {key: tuple(value.split("|")) if "|" in value else (value, "M") for key, value in values.items()}


@pytest.mark.parametrize(
    ("values", "metres"),
    [
        ({"EREF": "650", "KB": "1"}, 650),
        ({"EREF": "2156|F", "KB": "1"}, 2156 * 0.3048),
        ({"EREF": "", "EKB": "640.5", "EGL": "636"}, 640.5),
        ({"EREF": "unknown", "EDF": "640.5"}, 640.5),
        ({"KB": "640", "EDF": "639", "EGL": "636", "DREF": "DF"}, 639),
        ({"KB": "640", "EGL": "636", "LMF": "Ground level"}, 636),
        ({"GL": "636"}, None),
        ({"EPD": "600", "APD": "13.1234|FT"}, 600 + 13.1234 * 0.3048),
        ({"EPD": "600"}, None),
        ({"EKB": "-12.5"}, -12.5),
        ({"EKB": "inf"}, None),
        # Zero is unknown where another height is known.
        ({"EKB": "0|F", "EDF": "901|F", "EGL": "895|F"}, 901 * 0.3048),
        ({"EKB": "0", "EPD": "260", "APD": "5.2"}, 265.2),
        ({"EREF": "0.0", "KB": "0", "RT": "257.9"}, 257.9),
        ({"KB": "0", "EKB": "640"}, 640),
        ({"KB": "0", "EDF": "639", "DREF": "KB"}, 639),
        ({"EPD": "0", "APD": "25"}, 25),
        ({"EKB": "0"}, 0),
        ({"EKB": "0", "EPD": "0", "APD": "0"}, 0),
        ({"EREF": "0", "KB": "25", "DREF": "MSL"}, 0),
        # So are placeholders, and what is no height.
        ({"EKB": "-999.25", "EDF": "639"}, 639),
        ({"EKB": "-", "EDF": "N/A", "RT": "639"}, 639),
        ({"EKB": "640 chains", "EDF": "639"}, 639),
        ({"EKB": "640|CHAINS", "EDF": "639"}, 639),
        ({"EKB": "640/639", "EDF": "639"}, 639),
        ({"EKB": "640 ft", "EDF": "639"}, 639),
        # Units in the text.
        ({"EKB": "850 ft|"}, 850 * 0.3048),
        ({"EKB": "850 ft KB|F"}, 850 * 0.3048),
        ({"EKB": "274.6 m KB|"}, 274.6),
        ({"EKB": "850'|"}, 850 * 0.3048),
        ({"EKB": "2,156|F"}, 2156 * 0.3048),
        ({"EKB": "25.0 m RKB to MSL|"}, 25),
        ({"RKB": "25"}, 25),
        # The sea bed is no sea level, and a height above the ground none above the sea.
        *(({"EKB": "30", "DREF": bed}, 30) for bed in ("SEA BED", "Seabed", "SEA-FLOOR", "Sea bottom")),
        *(({"EREF": "0", "KB": "30", "DREF": sea}, 0) for sea in ("Sea level", "MSL", "Mean Sea Level", "SEA")),
        *(({"KB": f"12 {words}|FT"}, None) for words in ("ABOVE GL", "ft above ground", "AGL", "above the ground")),
        ({"KB": "12 ABOVE GL|FT", "EDF": "862|FT"}, 862 * 0.3048),
        ({}, None),
    ],
)
def test_the_elevation_is_that_of_the_depth_reference_in_metres(values, metres):
    assert reference_elevation(header(**values)) == (None if metres is None else pytest.approx(metres, rel=1e-15))


def test_an_elevation_without_a_unit_has_that_of_the_depths():
    assert reference_elevation({"EREF": ("1000", "")}, 0.3048) == pytest.approx(304.8)
    assert reference_elevation({"EREF": ("1000", "M")}, 0.3048) == 1000
    assert ground_elevation({"GL": ("990", "")}, 0.3048) == pytest.approx(990 * 0.3048)


def test_a_typing_error_among_many_is_named_with_the_rule():
    heights = [681.0, 679.5, 688.0, 6810.4, 675.0, 70.0]
    assert suspicious_elevations(heights, [NAN] * 6) == [
        *("", "", ""),
        "is not within 50 m of the wells' median, 680.2 m",
        "",
        "is not within 50 m of the wells' median, 680.2 m",
    ]


def test_four_wells_are_too_few_for_a_median_but_not_for_the_ground():
    heights = [681.0, 679.5, 6810.4, 675.0]
    assert suspicious_elevations(heights, [NAN] * 4) == [""] * 4
    assert suspicious_elevations(heights, [NAN, NAN, 678.5, 670.0]) == [
        *("", ""),
        "is not within 50 m of its ground, 678.5 m",
        "",
    ]


def test_the_ground_is_a_witness_only_where_it_is_plausible():
    flat = [600.0 + n for n in range(9)]
    # A hill: far from the others, but ground and reference agree.
    assert suspicious_elevations([*flat, 1500.0], [*[NAN] * 9, 1496.0]) == [""] * 10
    # The ground is the typing error; zero is no ground, and no elevation either.
    assert suspicious_elevations([*flat, 605.0], [*[NAN] * 9, 10.0]) == [""] * 10
    assert suspicious_elevations([*flat, 0.0], [*[NAN] * 9, 0.0])[9].startswith("is not within 50 m of the wells'")
    # Offshore the ground is below the sea.
    assert suspicious_elevations([25.0] * 6, [-300.0] * 6) == [""] * 6
    assert suspicious_elevations([NAN] * 6, [600.0] * 6) == [""] * 6
    assert suspicious_elevations([], []) == []


def test_wells_on_a_mountain_side_are_not_suspicious():
    heights = np.linspace(300, 2300, 40)
    assert suspicious_elevations(heights, np.full(40, NAN)) == [""] * 40


def test_the_absurd_elevations_of_a_large_field_are_found(shared):
    """Of 1462 wells; those of 0 and 10 m, and what else no two numbers agree on."""
    with (shared / "data" / "spe006_picks2d" / "wells_dev.csv").open(encoding="utf-8") as table:
        wells = list(csv.DictReader(table))
    heights, grounds = ([float(row[key] or NAN) for row in wells] for key in ("kb_m", "gl_m"))
    doubts = suspicious_elevations(heights, grounds)
    found = {row["UWI"]: float(row["kb_m"]) for row, doubt in zip(wells, doubts) if doubt}
    absurd = {row["UWI"] for row in wells if row["kb_m"] and float(row["kb_m"]) < 150}
    assert len(absurd) == 7
    assert found.keys() - absurd == {
        "00/11-29-074-01W4/0",  # 597 m over a ground of 693.6 m
        "00/10-32-084-04W4/0",  # 563 m over a ground of 458 m
    }
    assert absurd <= found.keys()


def test_the_elevations_of_real_headers(shared):
    data = shared / "data"
    field = {path.stem: read_las(path).header for path in search_las(data / "spe006_field_a").files}
    heights = {stem: reference_elevation(head) or NAN for stem, head in field.items()}
    grounds = [ground_elevation(head) or NAN for head in field.values()]
    doubts = dict(zip(heights, suspicious_elevations(list(heights.values()), grounds)))
    assert {stem: doubt for stem, doubt in doubts.items() if doubt} == {
        "00-06-30-071-09W4-0": "is not within 50 m of its ground, 678.5 m",
        "00-09-29-073-10W4-0": "is not within 50 m of its ground, 557.9 m",
    }
    assert heights["00-07-19-074-05W4-0"] == pytest.approx(2156 * 0.3048)  # in feet
    assert np.isfinite(list(heights.values())).all()
