"""The sections of LAS files that were joined, saved by spreadsheets, or hold more than one definition."""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import UnreadableLas
from stochastic_kriging.krig_core.wells.log import Log

DEPTHS = [1000 + 0.5 * number for number in range(10)]
GR = [50.0 + number for number in range(10)]
DATA = "".join(f"{depth:.1f} {gr:.1f} 0.10\n" for depth, gr in zip(DEPTHS, GR))
DEEPER = "".join(f"{1005 + 0.5 * number:.1f} {60 + number}.0 0.10\n" for number in range(10))
CURVES = " DEPT.M : depth\n GR.GAPI :\n PHIE.V/V :"


def las(
    data=DATA, *, well="North 1", uwi="100123", null="-999.25", unit="M", wrap="NO", curves=CURVES, between="", a="~A"
):
    return (
        f"~Version\n VERS. 2.0 :\n WRAP. {wrap} :\n~Well\n STRT.{unit} 1000 :\n NULL. {null} :\n WELL. {well} : WELL\n"
        f" UWI. {uwi} : UNIQUE WELL ID\n~Curve\n{curves}\n{between}{a}\n{data}"
    )


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        path = tmp_path / "file.las"
        path.write_text(text, encoding="utf-8")
        return Log.from_las(path)

    return read_text


def refused(read, text):
    with pytest.raises(UnreadableLas) as caught:
        read(text)
    return str(caught.value)


@pytest.mark.parametrize("mark", ["", "\n", " ", "\ufeff", "\x1a", "\x1a\n", "\f", "\u200b", "\0\0", '"'])
@pytest.mark.parametrize("second", [{"well": "South 2", "uwi": "200"}, {"uwi": "200"}, {"well": "South 2"}])
def test_joined_files_of_several_wells_are_refused_by_their_names(read, mark, second):
    names = "North 1, South 2" if "well" in second else "100123, 200"
    why = refused(read, las() + mark + las(DEEPER, **second))
    assert why == f"it holds logs of several wells ({names}): give each its own file"


@pytest.mark.parametrize("mark", ["", "\ufeff", "\x1a"])
@pytest.mark.parametrize("second", [{}, {"well": "NORTH-1"}, {"well": "", "uwi": "N/A"}, {"null": "-999.2500"}])
def test_joined_runs_of_one_well_are_one_log(read, mark, second):
    log = read(las() + mark + las(DEEPER, **second))
    np.testing.assert_array_equal(log.index, [1000 + 0.5 * number for number in range(20)])
    np.testing.assert_array_equal(log.stream("GR"), [50 + number for number in range(20)])
    assert log.remarks == ("its 2 data sections continue each other: all are read",)


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ({"null": "-888"}, {"null": "-777"}, "NULL differs (-888 and -777)"),
        ({}, {"unit": "FT"}, "unit of STRT differs (M and FT)"),
        ({}, {"wrap": "YES"}, "WRAP differs (NO and YES)"),
    ],
)
def test_joined_runs_that_are_written_otherwise_are_refused(read, first, second, what):
    why = refused(read, las(**first) + las(DEEPER, **second))
    assert why == f"it holds several logs, whose {what}: give each its own file"


@pytest.mark.parametrize("units", [("FT", "GAPI", "V/V"), ("M", "CPS", "V/V"), ("M", "GAPI", "%")])
def test_data_in_other_units_do_not_continue_a_log(read, units):
    curves = "".join(f" {name}.{unit} :\n" for name, unit in zip(("DEPT", "GR", "PHIE"), units))
    log = read(f"{las()}~C\n{curves}~A\n{DEEPER[:60]}")
    np.testing.assert_array_equal(log.index, DEPTHS)
    assert log.remarks == ("of its 2 data sections the longest is read",)


@pytest.mark.parametrize("data", [DATA.replace("52.0", "5\0002.0"), DATA.replace("52.0 ", "5\0\0\0002.0 ")])
def test_zeros_in_a_number_do_not_join_its_digits(read, data):
    log = read(las(data))
    np.testing.assert_array_equal(log.index, [*DEPTHS[:2], *DEPTHS[3:]])
    assert log.remarks == ("1 of 10 data lines left out: it does not hold three values",)


@pytest.mark.parametrize(
    "between",
    [
        "~Tops_Definition\n DEPT.M :\n PHIE.M :\n GR.M :\n~Tops_Data | Tops_Definition\n1,2,3\n",
        "~Perforation_Definition\n PERFT.M :\n PERFB.M :\n PERFD.M :\n",
        "~Analysis\n1 2 3\n4 5 6\n",
        "~Perforations\n NULL. 50 :\n WELL. Other :\n",
        "~Wellbore history\n WELL. Other :\n",
        "~Additional remarks\n1 2 3\n",
    ],
)
@pytest.mark.parametrize("title", ["~A", "~ASCII", "~ASCII | CURVE", "~Log_Data | Curve"])
def test_other_sections_define_no_log_and_say_nothing_of_the_well(read, between, title):
    log = read(las(between=between, a=title))
    np.testing.assert_array_equal(log.index, DEPTHS)
    np.testing.assert_array_equal(log.stream("GR"), GR)
    assert (log.name, log.remarks) == ("North 1", ())


@pytest.mark.parametrize("end", [",,", ";;;", "\t\t", ", ,"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_marks_that_a_spreadsheet_fills_lines_up_with_are_no_part_of_a_header(read, end, quote):
    header, _, data = las(null="-888.25", well="Smith, J 1").replace("54.0", "-888.25").partition("~A")
    header = "".join(f"{quote}{line}{quote}{end}\n" for line in header.replace(" : WELL", "").strip().split("\n"))
    log = read(f"{header}{quote}~A{quote}{end}{data}")
    assert (log.name, log.uwi) == ("Smith, J 1", "100123")
    np.testing.assert_array_equal(log.stream("GR"), [*GR[:4], np.nan, *GR[5:]])


def test_a_last_line_is_not_cut_off_because_its_depth_has_a_digit_less(read):
    log = read(las("1000.5 50.0 0.10\n1000.0 51.0 0.10\n999.5 52.0 0.10"))
    np.testing.assert_array_equal(log.stream("GR"), [52, 51, 50])
    assert read(las("9.5 50.0 0.10\n10.0 50.0 0.10\n10.5 51.0 0.10\n11.0 52.0 0.1")).index.size == 3


def test_a_comma_that_may_be_either_makes_no_number(read):
    words = ["1,050" if gr == 53 else "50.125" for gr in GR]
    log = read(las("".join(f"{depth:.3f} {word} 0.125\n" for depth, word in zip(DEPTHS, words))))
    np.testing.assert_array_equal(log.stream("GR"), [50.125] * 3 + [np.nan] + [50.125] * 6)
    assert log.remarks == ("values that are no numbers were left out: GR 1",)
    words[3] = "51,050"
    log = read(las("".join(f"{depth:.3f} {word} 0.125\n" for depth, word in zip(DEPTHS, words))))
    assert (log.stream("GR")[3], log.remarks) == (51.05, ())


@pytest.mark.parametrize("join", [" ".join, "\t".join, ";".join])
def test_decimal_commas_are_read_as_points_are(read, join):
    rows = [(f"{depth:.1f}", f"{gr:.1f}", "0.10") for depth, gr in zip(DEPTHS, GR)]
    rows[3], rows[4] = ("1001.5", "-5.3E1", "7"), ("1002", ".5", "1,234")
    log = read(las("".join(join(row).replace(".", ",") + "\n" for row in rows)))
    np.testing.assert_array_equal(log.index, DEPTHS)
    np.testing.assert_array_equal(log.stream("GR"), [*GR[:3], -53, 0.5, *GR[5:]])
    np.testing.assert_array_equal(log.stream("PHIE"), [0.1] * 3 + [7, 1.234] + [0.1] * 5)
    assert log.remarks == ()


@pytest.mark.parametrize("title", ["~A DEPT.FT GR.GAPI PHIE", "~A DEPT(FT) GR(API) PHIE", "~A DEPT [ft] GR [api] PHIE"])
@pytest.mark.parametrize("curves", [" DEPT. :\n GR. :\n PHIE. :", ""])
def test_units_beside_the_names_above_the_data_count_where_the_definition_has_none(read, title, curves):
    log = read(las(curves=curves, unit="", a=title))
    np.testing.assert_allclose(log.index, np.array(DEPTHS) * 0.3048, rtol=1e-14)
