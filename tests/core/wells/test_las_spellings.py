"""One log in all the ways that LAS files spell it: units, nulls, numbers, delimiters, sections, headers, encodings.

The log has ten depths from 1000 by 0.5, GR from 50 by 1 and PHIE from 0.10 by 0.01. A row changes how that is written,
and states what comes of it.
"""

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import UnreadableLas
from stochastic_kriging.krig_core.wells.las import read_las
from stochastic_kriging.krig_core.wells.log import Log

DEPTHS = [1000 + 0.5 * number for number in range(10)]
GR = [50.0 + number for number in range(10)]
PHIE = [(10 + number) / 100 for number in range(10)]
ROWS = [(f"{depth:.1f}", f"{gr:.1f}", f"{phie:.2f}") for depth, gr, phie in zip(DEPTHS, GR, PHIE)]
FOOT, SURVEY_FOOT = 0.3048, 1200 / 3937


def las(
    data=None,
    *,
    rows=ROWS,
    join=" ".join,
    version=" VERS. 2.0 : version\n WRAP. NO : one line for each depth",
    limits=("M", "M", "M"),
    null="-999.25",
    well=" WELL. North 1 : WELL\n UWI . 100123 : UNIQUE WELL ID",
    curves=" DEPT.M : depth\n GR.GAPI : gamma ray\n PHIE.V/V : porosity",
    titles=("~Version", "~Well", "~Curve", "~A"),
):
    """Write the log."""
    data = "".join(f"{join(row)}\n" for row in rows) if data is None else data
    names = zip(("STRT", "STOP", "STEP"), limits, ("1000", "1004.5", "0.5"))
    lines = "\n".join(f" {name}.{unit} {value} :" for name, unit, value in names)
    return (
        f"{titles[0]}\n{version}\n{titles[1]}\n{lines}\n NULL. {null} : null\n{well}\n"
        f"{titles[2]}\n{curves}\n{titles[3]}\n{data}"
    )


@pytest.fixture
def read(tmp_path):
    """Read a text as a LAS file."""

    def read_text(text, encoding="utf-8"):
        path = tmp_path / "file.las"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return Log.from_las(path)

    return read_text


def assert_whole(log, left_out=()):
    """The log has all that was written, but the lines of some numbers."""
    kept = [number for number in range(10) if number not in left_out]
    np.testing.assert_array_equal(log.index, np.array(DEPTHS)[kept])
    np.testing.assert_array_equal(log.stream("GR"), np.array(GR)[kept])
    np.testing.assert_array_equal(log.stream("PHIE"), np.array(PHIE)[kept])


def refused(read, text):
    with pytest.raises(UnreadableLas) as caught:
        read(text)
    return str(caught.value)


# ---- units

UNITS = {
    **dict.fromkeys(
        ("M", "m", "[M]", "(m)", "METRES", "Meter", "metre", "MTR", "m.", "м", "М", "метр", "M_MD", "MKB"), 1
    ),
    **dict.fromkeys(("F", "FT", "ft", "Feet", "FOOT", "FT.", "FTMD", "FT-KB", "FT(MD)", "FTKB", "PIES", "'"), FOOT),
    **dict.fromkeys(("FTUS", "USFT", "FT-US", "ft(US)", "US_FT", "Foot_US"), SURVEY_FOOT),
    **dict.fromkeys(("IN", "in", "INCH", "INCHES", '"'), 0.0254),
    **dict.fromkeys(("0.1IN", ".1IN", ".1 IN", "0.1 IN", "0.1 inch", ".1inch"), 0.00254),
    **dict.fromkeys(("YD", "yards"), 0.9144),
    **dict.fromkeys(("CM", "cm", "Centimetres", "см"), 0.01),
    **dict.fromkeys(("MM", "mm"), 0.001),
    **dict.fromkeys(("DM", "KM"), None),
}
UNITS.update(DM=0.1, KM=1000.0)


@pytest.mark.parametrize("unit", UNITS)
def test_the_unit_of_depths_is_known_however_it_is_written(read, unit):
    for text in (
        las(curves=f" DEPT.{unit} : depth\n GR.GAPI :\n PHIE.V/V :", limits=[unit] * 3),
        las(curves=" DEPT. : depth\n GR.GAPI :\n PHIE.V/V :", limits=[unit] * 3),
        las(curves=f" DEPT.{unit} : depth\n GR.GAPI :\n PHIE.V/V :", limits=[""] * 3),
    ):
        log = read(text)
        np.testing.assert_allclose(log.index, np.array(DEPTHS) * UNITS[unit], rtol=1e-14)
        assert (log.depth_unit, log.converted_from is None, log.remarks) == ("m", UNITS[unit] == 1, ())


@pytest.mark.parametrize("unit", ["XYZ", "PSI", "GAPI", "LEAGUES", "M/S", "FTX", "0.2 IN", "DEGC", "ì", "MD", "V/V"])
def test_a_unit_that_is_not_known_is_refused_by_its_name(read, unit):
    why = f"its depths are in {unit}, which is not known (known are m, ft, ftUS, in, 0.1in, yd, mm, cm, dm, km)"
    assert refused(read, las(curves=f" DEPT.{unit} : depth\n GR.GAPI :\n PHIE.V/V :", limits=[""] * 3)) == why
    assert refused(read, las(curves=" DEPT. : depth\n GR.GAPI :\n PHIE.V/V :", limits=[unit] * 3)) == why


def test_a_reason_is_short_whatever_a_file_says(read):
    text = las(curves=f" DEPT.{'X' * 500} :\n GR.GAPI :\n PHIE.V/V :")
    assert refused(read, text).startswith(f"its depths are in {'X' * 40}…, which is not known")


@pytest.mark.parametrize(
    ("own", "limits", "factor", "remark"),
    [
        ("M", ("FT", "FT", "FT"), 1, ("its depths are in m, though STRT has ft",)),
        ("FT", ("M", "M", "M"), FOOT, ("its depths are in ft, though STRT has m",)),
        ("CM", ("M", "", ""), 0.01, ("its depths are in cm, though STRT has m",)),
        ("", ("", "FT", ""), FOOT, ()),
        ("UNKNOWN", ("FEET", "F", ""), FOOT, ()),
        ("", ("", "", ""), 1, ()),
        ("---", ("N/A", "-", ""), 1, ()),
    ],
)
def test_the_curves_own_unit_counts_and_a_contradiction_is_said(read, own, limits, factor, remark):
    log = read(las(curves=f" DEPT.{own} :\n GR.GAPI :\n PHIE.V/V :", limits=limits))
    np.testing.assert_allclose(log.index, np.array(DEPTHS) * factor, rtol=1e-14)
    assert log.remarks == remark


def test_limits_that_contradict_each_other_say_nothing(read):
    text = las(curves=" DEPT. :\n GR.GAPI :\n PHIE.V/V :", limits=("M", "FT", "M"))
    assert refused(read, text) == "its depths are in m and ft by its STRT, STOP and STEP, and its index does not say"


# ---- index

TIMES = [
    *("ETIM.S", "ETIM.SEC", "ETIM.Second", "ETIM.SECONDS", "ETIM.MS", "ETIM.MSEC", "ETIM.MIN", "ETIM.MINUTE"),
    *("ETIM.MINUTES", "ETIM.H", "ETIM.HR", "ETIM.HRS", "ETIM.HOUR", "ETIM.HOURS", "ETIM.D", "ETIM.DAY", "ETIM.DAYS"),
    *("T.UNIX", "T.HH:MM:SS", "T.HHMMSS", "T.YYYYMMDD", "DATE.DD/MM/YYYY", "TIME. ", "ETIM. ", "DATE. ", "DATETIME. "),
    *("ELAPSED_TIME. ", "TIME.HOURS", "X.[h]", "X.(s)", "Время.с", "T.час"),
]


@pytest.mark.parametrize("first", TIMES)
def test_a_time_before_the_depth_is_no_depth(read, first):
    rows = [(str(number / 100), *row) for number, row in enumerate(ROWS)]
    for limits in (["H"] * 3, ["M"] * 3, [""] * 3):
        curves = f" {first} : time\n DEPT.M : depth\n GR.GAPI :\n PHIE.V/V :"
        assert_whole(read(las(rows=rows, curves=curves, limits=limits)))


@pytest.mark.parametrize("first", TIMES)
def test_a_log_along_time_alone_is_no_log_along_depth(read, first):
    curves = f" {first} : time\n GR.GAPI :\n PHIE.V/V :"
    log = read(las(curves=curves, limits=["", "", ""]))
    assert log.depth_unit == (first.partition(".")[2].strip(" []()") or "time")
    assert log.converted_from is None


@pytest.mark.parametrize(
    ("curves", "order"),
    [
        (" GR.GAPI :\n DEPT.M :\n PHIE.V/V :", (1, 0, 2)),
        (" GR.GAPI :\n PHIE.V/V :\n DEPTH.M :", (1, 2, 0)),
        (" CALI.IN :\n DEPT.M :\n GR.GAPI :\n PHIE.V/V :", (2, 0, 1, 2)),
        (" TVD.M :\n MD.M :\n GR.GAPI :\n PHIE.V/V :", (2, 0, 1, 2)),
        (" GR.GAPI :\n PHIE.V/V :\n Depth.m :", (1, 2, 0)),
        (" TIME.S :\n GR.GAPI :\n PHIE.V/V :\n dept.M :", (1, 1, 2, 0)),
        (" DEPTH_TVD.M :\n GR.GAPI :\n PHIE.V/V :\n DEPT.M :", (1, 1, 2, 0)),
        (" INDEX.M :\n GR.GAPI :\n PHIE.V/V :", (0, 1, 2)),
        (" INDEX. :\n GR.GAPI :\n PHIE.V/V :", (0, 1, 2)),
        (" DEPTH_MD.M :\n GR.GAPI :\n PHIE.V/V :", (0, 1, 2)),
    ],
)
def test_names_and_units_find_the_depth_wherever_it_stands(read, curves, order):
    assert_whole(read(las(rows=[tuple(row[place] for place in order) for row in ROWS], curves=curves)))


@pytest.mark.parametrize(
    ("first", "limits", "why"),
    [
        ("GR.GAPI", ("M", "M", "M"), "it has no depths: its index is GR GAPI"),
        ("INDEX.", ("", "", ""), "it has no depths: its index is INDEX"),
        ("PRES.KPA", ("", "", ""), "it has no depths: its index is PRES KPA"),
    ],
)
def test_the_first_place_alone_makes_no_depth(read, first, limits, why):
    assert refused(read, las(curves=f" {first} :\n SP.MV :\n PHIE.V/V :", limits=limits)) == why


# ---- nulls and numbers

NULLS = [
    *(
        "-999.25",
        "-999.2500",
        "-999.3",
        "-999.2",
        "-999",
        "-999.0",
        "-9999",
        "-9999.0",
        "-9999.25",
        "-99999",
        "-9.9925E2",
    ),
    *(
        "-9.9925D+02",
        "1e30",
        "1.0E+30",
        "-1e30",
        "3.4e38",
        "1.70141E+38",
        "-2147483648",
        "-2147483647",
        "****",
        "********",
    ),
    *(
        "NaN",
        "nan",
        "NAN",
        "NULL",
        "null",
        "(null)",
        "N/A",
        "n/a",
        "#N/A",
        "NA",
        "-",
        "--",
        "----",
        "none",
        "inf",
        "-inf",
    ),
    *("-1.#IND", "-1.#IND0000", "1.#QNAN", "1.#INF", ".", "missing", "1e999", "-999,25"),
]


@pytest.mark.parametrize("null", NULLS)
@pytest.mark.parametrize("join", [" ".join, ",".join, "\t".join, ";".join])
def test_what_stands_for_no_value_is_nan_and_nothing_to_speak_of(read, null, join):
    if join == ",".join and "," in null:
        null = f'"{null}"'
    log = read(las(rows=[*ROWS[:4], (ROWS[4][0], null, ROWS[4][2]), *ROWS[5:]], join=join))
    np.testing.assert_array_equal(log.stream("GR"), [*GR[:4], np.nan, *GR[5:]])
    np.testing.assert_array_equal(log.stream("PHIE"), PHIE)
    assert log.remarks == ()


@pytest.mark.parametrize(
    ("said", "written", "stays"),
    [
        ("-999.25", "-999.2500001", False),
        ("-32768", "-32768.0", False),
        ("1E+20", "1.0000001E+20", False),
        ("-999,25", "-999.25", False),
        ("-9.99D3", "-9990", False),
        ("0", "0.000", False),
        ("999.25", "999.25", False),
        ("-12345.678", "-12345.6781", False),
        ("-12345.678", "-12345.7", True),
        ("0", "0.001", True),
        ("-999.25", "999.25", True),
        ("-999.25", "9999", True),
        ("-999.25", "-32768", True),
        ("", "1e20", True),
    ],
)
def test_the_headers_null_is_no_value_within_a_millionth(read, said, written, stays):
    log = read(las(rows=[(ROWS[0][0], written, ROWS[0][2]), *ROWS[1:]], null=said))
    np.testing.assert_array_equal(log.stream("GR")[0], float(written) if stays else np.nan)
    np.testing.assert_array_equal(log.stream("GR")[1:], GR[1:])


NUMBERS = {
    **dict.fromkeys(
        ("5.0D+01", "5.0d1", "5.0D1", ".5D2", "5D+001", "5.0Q1", "+5.0D+01", "500.d-1", "5.0+01", "5.00+001"), 50
    ),
    **dict.fromkeys(("5.0E+01", "5e1", "+50", "50.", "050", "50.000000000000", "0.5E02"), 50),
    **dict.fromkeys(("-5.0D-01", "-0,5", "-,5", "-5,0E-1", "-5,0D-1"), -0.5),
    **dict.fromkeys(("1,000.5", "+1,000.50", "1.000,5", "1000,5"), 1000.5),
    **dict.fromkeys(("1,234,567", "1,234,567.0", "1234567"), 1234567),
    **dict.fromkeys(("0,123", "0.123", ".123"), 0.123),
    "5.0-102": 5.0e-102,
    "1234,567": 1234.567,
}


@pytest.mark.parametrize("word", NUMBERS)
@pytest.mark.parametrize("join", [" ".join, "\t".join, ";".join, lambda row: ",".join(f'"{word}"' for word in row)])
def test_a_number_is_one_however_it_is_written(read, word, join):
    log = read(las(rows=[(ROWS[0][0], word, ROWS[0][2]), *ROWS[1:]], join=join))
    np.testing.assert_array_equal(log.stream("GR"), [NUMBERS[word], *GR[1:]])
    assert log.remarks == ()


@pytest.mark.parametrize(
    "word",
    ["sand", "5.0.1", "5O", "0x32", "5_0", "1,00,000", "12.5-30", "5 %".replace(" ", ""), "1/2", "1" * 65, "1,234"],
)
def test_what_is_no_number_is_left_out_and_counted(read, word):
    log = read(las(rows=[(ROWS[0][0], word, ROWS[0][2]), *ROWS[1:]]))
    np.testing.assert_array_equal(log.stream("GR"), [np.nan, *GR[1:]])
    assert log.remarks == ("values that are no numbers were left out: GR 1",)


def test_what_a_comma_means_is_told_by_the_other_numbers_of_the_file(read):
    thousands = [(d, "1,050", p) for d, _, p in ROWS[:9]] + [(ROWS[9][0], "1,050.5", "0.1")]
    np.testing.assert_array_equal(read(las(rows=thousands)).stream("GR")[:9], 1050)
    decimals = [tuple(word.replace(".", ",") for word in (d, "1.050", p)) for d, _, p in ROWS]
    np.testing.assert_array_equal(read(las(rows=decimals)).stream("GR"), 1.05)


# ---- delimiters

DELIMITERS = {
    "blanks": ("", "   ".join),
    "a tab": ("", "\t".join),
    "tabs and blanks": ("", " \t ".join),
    "a tab before": ("", lambda row: "\t" + "\t".join(row)),
    "a tab after": ("", lambda row: "\t".join(row) + "\t"),
    "tabs around": ("", lambda row: "\t" + "\t".join(row) + "\t"),
    "commas": ("", ",".join),
    "commas and blanks": ("", ", ".join),
    "blanks, commas and blanks": ("", " , ".join),
    "a comma after": ("", lambda row: ",".join(row) + ","),
    "commas and quotes": ("", lambda row: ",".join(f'"{word}"' for word in row)),
    "blanks and quotes": ("", lambda row: " ".join(f'"{word}"' for word in row)),
    "semicolons": ("", ";".join),
    "a semicolon after": ("", lambda row: ";".join(row) + ";"),
    "semicolons and blanks": ("", "; ".join),
    "semicolons and decimal commas": ("", lambda row: ";".join(row).replace(".", ",")),
    "tabs and decimal commas": ("", lambda row: "\t".join(row).replace(".", ",")),
    "blanks and decimal commas": ("", lambda row: "  ".join(row).replace(".", ",")),
    "DLM COMMA": ("COMMA", ",".join),
    "DLM comma": ("comma", ",".join),
    "DLM Comma, quoted": ("Comma", lambda row: ",".join(f'"{word}"' for word in row)),
    "DLM TAB": ("TAB", "\t".join),
    "DLM tab": ("tab", "\t".join),
    "DLM TAB, a tab before": ("TAB", lambda row: "\t" + "\t".join(row)),
    "DLM SPACE": ("SPACE", " ".join),
    "DLM SEMICOLON": ("SEMICOLON", ";".join),
    "DLM COMMA of blanks": ("COMMA", " ".join),
    "DLM SPACE of commas": ("SPACE", ",".join),
    "DLM SPACE of tabs": ("space", "\t".join),
    "DLM that is not known": ("BAR", " ".join),
}


@pytest.mark.parametrize("name", DELIMITERS)
@pytest.mark.parametrize("number", ["1.2", "2.0", "3.0"])
def test_values_are_divided_by_anything_usual(read, name, number):
    stated, join = DELIMITERS[name]
    version = f" VERS. {number} :\n WRAP. NO :" + (f"\n DLM . {stated} :" if stated else "")
    log = read(las(version=version, join=join, well=""))
    assert_whole(log)
    assert log.remarks == ()


@pytest.mark.parametrize("mark", ["\t", ",", ";"])
@pytest.mark.parametrize("before", ["", "mark"])
@pytest.mark.parametrize("blank", ["", " "])
def test_nothing_between_two_marks_is_no_value(read, mark, before, blank):
    rows = [(d, blank if number % 3 == 0 else g, p) for number, (d, g, p) in enumerate(ROWS)]
    start = mark if before else ""
    log = read(las(rows=rows, join=lambda row: start + mark.join(row)))
    assert list(log.index) == DEPTHS
    np.testing.assert_array_equal(log.stream("GR"), [np.nan if n % 3 == 0 else gr for n, gr in enumerate(GR)])
    np.testing.assert_array_equal(log.stream("PHIE"), PHIE)


@pytest.mark.parametrize("mark", ["\t", ",", ";"])
@pytest.mark.parametrize("before", [False, True])
def test_a_mark_at_the_end_of_all_lines_is_no_value_of_a_short_one(read, mark, before):
    rows = [*ROWS[:9], (ROWS[9][0], ROWS[9][2])]
    log = read(las(rows=rows, join=lambda row: mark * before + mark.join(row) + mark))
    assert_whole(log, (9,))
    assert log.remarks == ("1 of 10 data lines left out: it does not hold three values",)


@pytest.mark.parametrize(
    ("text", "join"),
    [("sand", " ".join), ('"fine sand"', " ".join), ("'fine sand'", " ".join), ("fine sand", "\t".join)]
    + [("fine sand", ",".join), ('"sand, fine"', ",".join), ("fine sand", ";".join), ("01-Jan-20 10:00", "\t".join)],
)
def test_a_column_of_text_moves_no_other(read, text, join):
    rows = [(d, text, g, p) for d, g, p in ROWS]
    log = read(las(rows=rows, join=join, curves=" DEPT.M :\n LITH. :\n GR.GAPI :\n PHIE.V/V :"))
    assert_whole(log)
    assert np.isnan(log.stream("LITH")).all()
    assert log.remarks == ()


# ---- sections

SECTIONS = [
    *(
        ("~V", "~W", "~C", "~A"),
        ("~v", "~w", "~c", "~a"),
        ("~ V", "~ W", "~ C", "~ A"),
        (" ~V", "\t~W", "  ~C", "\t~A"),
    ),
    *(("~version", "~well", "~curve", "~ascii"), ("~VERSION INFORMATION", "~WELL", "~CURVES", "~ASCII LOG DATA")),
    *(
        ("~V", "~W", "~C", "~A  DEPT  GR  PHIE"),
        ("~V", "~W", "~C", "~A DEPTH GR PHIE"),
        ("~V", "~W", "~C", "~a dept gr phie"),
    ),
    *(
        ("~V", "~W", "~C", "~A DEPT.M GR.GAPI PHIE.V/V"),
        ("~V", "~W", "~C", "~A DEPTH"),
        ("~V", "~W", "~C", "~A depth in m"),
    ),
    *(
        ("~V", "~W", "~C", "~DEPT GR PHIE"),
        ("~V", "~W", "~C", "~  DEPTH   GAMMA   POROSITY"),
        ("~V", "~W", "~C", "~A #"),
    ),
    *(
        ("~V", "~W", "~C", "~A,DEPT,GR,PHIE"),
        ("~V", "~W", "~Channel information", "~A"),
        ("~v", "~W ell", "~c urve", "~A"),
    ),
    *(
        ("~Version", "~Well", "~Log_Definition", "~Log_Data | Log_Definition"),
        ("~V", "~W", "~log_definition", "~log_data|LOG_DEFINITION"),
    ),
]


@pytest.mark.parametrize("titles", SECTIONS)
def test_sections_are_known_by_their_letter_in_any_case(read, titles):
    log = read(las(titles=titles))
    assert_whole(log)
    assert (log.name, log.uwi, log.remarks) == ("North 1", "100123", ())


@pytest.mark.parametrize(
    ("curves", "title"),
    [
        (" DEPT.M :\n RHOB.G/C3 :\n GR.GAPI :\n PHIE.V/V :", "~A  DEPT  GR  PHIE"),
        (" DEPT.M :\n RHOB.G/C3 :\n GR.GAPI :\n PHIE.V/V :\n SP.MV :", "~ASCII  DEPTH, GR, PHIE"),
        (" DEPT.M :\n PHIE.V/V :\n GR.GAPI :", "~A  DEPT  GR  PHIE"),
        (" DEPT.M :\n GR.GAPI :", "~A  DEPT  GR  PHIE"),
        ("", "~A  DEPT  GR  PHIE"),
        (" GR.GAPI :\n PHIE.V/V :\n DEPT.M :", "~A  DEPT  GR  PHIE"),
    ],
)
def test_the_line_above_the_data_names_its_columns(read, curves, title):
    log = read(las(curves=curves, titles=("~V", "~W", "~C", title)))
    assert_whole(log)
    assert len(log.remarks) == bool(curves)


@pytest.mark.parametrize(
    ("curves", "title", "why"),
    [
        (" DEPT.M :\n RHOB.G/C3 :\n GR.GAPI :\n PHIE.V/V :", "~A", "its lines hold three values for four curves"),
        (" DEPT.M :\n GR.GAPI :", "~A", "its lines hold three values for two curves"),
        (
            " DEPT.M :\n GR.GAPI :\n PHIE.V/V :\n SP.MV :",
            "~A DEPT GR RHOB",
            "its ~A line names other curves than ~Curve",
        ),
        (" DEPT.M :\n GR.GAPI :\n PHIE.V/V :", "~A DEPT PHIE SP", "its ~A line names other curves than ~Curve"),
        (" DEPT.M :\n GR.GAPI :", "~A DEPT PHIE SP", "its ~A line names other curves than ~Curve"),
        ("", "~A", "it names no curves: it has no ~Curve section"),
        (" DEPT.M :\n GR.GAPI :", "~A DEPT (M) GR (API)", "its lines hold three values for two curves"),
        ("", "~A x y z", "it names no curves: it has no ~Curve section"),
    ],
)
def test_values_are_nobodys_where_no_name_is_sure(read, curves, title, why):
    assert refused(read, las(curves=curves, titles=("~V", "~W", "~C", title))) == why


def lines(*numbers):
    return "".join(" ".join(ROWS[number]) + "\n" for number in numbers)


@pytest.mark.parametrize(
    ("data", "left_out", "remark"),
    [
        (f"{lines(*range(5))}~A\n{lines(*range(5, 10))}", (), "its 2 data sections continue each other: all are read"),
        (f"{lines(*range(5, 10))}~A\n{lines(*range(5))}", (), "its 2 data sections continue each other: all are read"),
        (f"{lines(*range(10))}~A\n{lines(3, 4)}", (), "of its 2 data sections the longest is read"),
        (f"{lines(3, 4)}~a\n{lines(*range(10))}", (), "of its 2 data sections the longest is read"),
        (f"{lines(*range(10))}~C\n DEPT.M :\n SP.MV :\n~A\n1 2\n", (), "of its 2 data sections the longest is read"),
        (
            f"{lines(*range(10))}~A\n1 2\n",
            (),
            "of its data sections one is left out: its lines hold two values for three curves",
        ),
    ],
)
def test_of_several_data_sections_all_that_continue_are_read_or_the_longest(read, data, left_out, remark):
    log = read(las(data))
    assert_whole(log, left_out)
    assert log.remarks == (remark,)


# ---- lines

LINES = {
    "a comment": (f"{lines(*range(5))}# 1 2 3\n{lines(*range(5, 10))}", (), None),
    "blank lines": ("\n\n" + lines(*range(10)).replace("\n", "\n \t\n"), (), None),
    "no end": (lines(*range(10)).rstrip("\n"), (), None),
    "control Z": (lines(*range(10)) + "\x1a", (), None),
    "zeros": (lines(*range(10)) + "\0\0\0", (), None),
    "carriage returns": (lines(*range(10)).replace("\n", "\r"), (), None),
    "both": (lines(*range(10)).replace("\n", "\r\n"), (), None),
    "a form feed": (lines(*range(10)) + "\f\n", (), None),
    "parameters after": (lines(*range(10)) + "~P\n BS.MM 200 :\n", (), None),
    "one short": (
        f"{lines(*range(9))}1004.5 59.0\n",
        (9,),
        "1 of 10 data lines left out: it does not hold three values",
    ),
    "one long": (
        f"{lines(*range(9))}{lines(9).strip()} 7\n",
        (9,),
        "1 of 10 data lines left out: it does not hold three values",
    ),
    "short and long": (
        f"{lines(*range(7))}1003.5 57.0\n1004.0 58.0 0.18 1\n1004.5\n",
        (7, 8, 9),
        "3 of 10 data lines left out: they do not hold three values",
    ),
    "three short lines that make two": (
        f"{lines(*range(7))}1003.5 57.0\n1004.0 58.0\n1004.5 59.0\n",
        (7, 8, 9),
        "3 of 10 data lines left out: they do not hold three values",
    ),
    "cut off in the last value": (lines(*range(10))[:-2], (9,), "its last line is cut off and was left out"),
    "a line of words": (f"DEPT GR PHIE\n{lines(*range(10))}", (), "1 of 11 data lines has no depth"),
    "a line of units": (f"M GAPI V/V\n{lines(*range(10))}", (), "1 of 11 data lines has no depth"),
    "asterisks that touch": (
        lines(*range(10)) + "1005.0****************\n",
        None,
        "1 of 11 data lines lack values or have some that touch: their columns tell whose",
    ),
    "a null among the depths": (f"{lines(*range(9))}-999.25 59.0 0.19\n", (9,), "1 of 10 data lines has no depth"),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_is_a_depth(read, name):
    data, left_out, remark = LINES[name]
    log = read(las(data))
    if left_out is None:
        np.testing.assert_array_equal(log.index, [*DEPTHS, 1005])
        np.testing.assert_array_equal(log.stream("GR"), [*GR, np.nan])
    else:
        assert_whole(log, left_out)
    assert log.remarks == (() if remark is None else (remark,))


@pytest.mark.parametrize("numbers", [(2,), (2, 3), (2, 3, 4), (0, 4, 9), tuple(range(8))])
@pytest.mark.parametrize("column", [1, 2])
@pytest.mark.parametrize("keep_blanks", [False, True])
def test_fixed_columns_tell_whose_value_is_blank(read, numbers, column, keep_blanks):
    """One, two, three and most lines lack a value, in the middle or at the end, with the blanks at the end or without.

    Without them the values before may have moved, so that the line is left out.
    """
    rows = [
        tuple("" if number in numbers and place == column else word for place, word in enumerate(row))
        for number, row in enumerate(ROWS)
    ]
    data = "".join("".join(f"{word:>10}" for word in row) + "\n" for row in rows)
    if column == 2 and not keep_blanks:
        text = las("\n".join(line.rstrip() for line in data.split("\n")))
        if len(numbers) == 8:
            assert refused(read, text) == "most of its lines hold two values for three curves"
        else:
            assert_whole(read(text), numbers)
        return
    log = read(las(data))
    assert list(log.index) == DEPTHS
    for name, values, place in (("GR", GR, 1), ("PHIE", PHIE, 2)):
        expected = [np.nan if place == column and n in numbers else value for n, value in enumerate(values)]
        np.testing.assert_array_equal(log.stream(name), expected)
    assert log.remarks[0].startswith(f"{len(numbers)} of 10 data lines lack values")


def test_a_value_that_is_skipped_is_not_taken_for_one_that_is_blank(read):
    """All words are equally long, so that the ends agree; but no blanks stand where the value is missing."""
    rows = [(f"{100 + n}", f"{200 + n}", f"{300 + n}") for n in range(9)] + [("109", "309")]
    log = read(las(rows=rows))
    np.testing.assert_array_equal(log.index, range(100, 109))
    assert log.remarks == ("1 of 10 data lines left out: it does not hold three values",)


def test_a_last_value_that_is_cut_off_has_fewer_decimals_than_all_others(read):
    text = las(rows=[("9.5", "5", "0.10"), ("10.0", "55", "0.15"), ("100.0", "5", "0.10"), ("1001.0", "5", "0.15")])
    log = read(text[:-2])
    assert (list(log.index), log.remarks) == ([9.5, 10, 100], ("its last line is cut off and was left out",))
    assert list(read(text[:-1]).index) == [9.5, 10, 100, 1001]
    assert list(read(text[:-2] + "\n").index) == [9.5, 10, 100, 1001]


def test_numbers_that_touch_are_told_apart_by_their_columns_or_their_sign(read):
    rows = [*ROWS[:8], ("1004.0", "-158.0", "-10.18"), ("1004.5", "-159.0", "-10.19")]
    log = read(las(rows=rows, join=lambda row: f"{row[0]:>8}{row[1]:>6}{row[2]:>6}"))
    np.testing.assert_array_equal(log.stream("GR"), [*GR[:8], -158, -159])
    np.testing.assert_array_equal(log.stream("PHIE"), [*PHIE[:8], -10.18, -10.19])


WRAPPED = {
    "the depth alone": "".join(f"{d}\n{g} {p}\n" for d, g, p in ROWS),
    "value by value": "".join(f"{d}\n{g}\n{p}\n" for d, g, p in ROWS),
    "not at all": lines(*range(10)),
    "with the first values": "".join(f"{d} {g}\n{p}\n" for d, g, p in ROWS),
}


@pytest.mark.parametrize("name", WRAPPED)
@pytest.mark.parametrize("wrap", ["YES", "Yes", "yes", "Y", "YES many lines"])
def test_wrapped_lines_are_joined(read, name, wrap):
    assert_whole(read(las(WRAPPED[name], version=f" VERS. 2.0 :\n WRAP. {wrap} :")))


def test_one_broken_depth_of_a_wrapped_file_costs_itself_alone(read):
    data = WRAPPED["the depth alone"].replace("53.0 0.13", "53.0").replace("57.0 0.17", "57.0 0.17 3")
    log = read(las(data, version=" VERS. 2.0 :\n WRAP. YES :"))
    assert_whole(log, (3, 7))
    assert log.remarks == ("4 of 20 wrapped lines left out: they do not make up the values of a depth",)


@pytest.mark.parametrize(
    "data",
    [
        "".join(f"{d}\n{g}\n{p}\n" for d, g, p in ROWS).replace("53.0\n", "", 1),
        "".join(f"{d}\n{g} {p} 7\n" for d, g, p in ROWS),
        "".join(f"{d} {g}\n{p} 7\n" for d, g, p in ROWS),
    ],
)
def test_wrapped_lines_that_hold_something_else_are_not_joined(read, data):
    why = "its wrapped lines do not make up three values for each depth"
    assert refused(read, las(data, version=" VERS. 2.0 :\n WRAP. YES :")) == why


def test_a_wrapped_file_that_begins_with_half_a_depth_has_the_others(read):
    rows = [(d, g, p, "7", "8") for d, g, p in ROWS]
    data = "".join(f"{d}\n{' '.join(more[:3])}\n{' '.join(more[3:])}\n" for d, *more in rows).partition("\n")[2]
    curves = " DEPT.M :\n GR.GAPI :\n PHIE.V/V :\n A.M :\n B.M :"
    assert_whole(read(las(data, version=" VERS. 2.0 :\n WRAP. YES :", curves=curves)), (0,))


# ---- headers

NAMES = [
    "7",
    "007",
    "0007",
    "12E4",
    "1,000",
    "1e5",
    "000",
    "1.0",
    "1.50",
    "-5",
    "0x10",
    "7 North",
    "A: B",
    "#7",
    "a.b.c",
    "NaN",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_text(read, name):
    for line in (
        f" WELL. {name} : WELL",
        f"WELL.{name}: WELL",
        f"\tWELL\t.\t{name}\t:\tWELL",
        f" well . {name} : Well name",
    ):
        log = read(las(well=f"{line}\n UWI. {name} :\n API. {name} :"))
        assert (log.name, log.uwi, log.identifiers[:1]) == (name, name, (name,))


@pytest.mark.parametrize("number", ["1.2", "1.20", "2.0", "2", "3.0", "two", ""])
@pytest.mark.parametrize(
    "well",
    [
        " WELL. WELL : North 1\n UWI . UNIQUE WELL ID : 100123\n FLD. FIELD : X",
        " WELL. North 1 : WELL\n UWI . 100123 : UNIQUE WELL ID\n FLD. X : FIELD",
        " WELL. Well name : North 1\n UWI . Unique Well Identifier : 100123\n FLD. Field : X",
        " WELL.WELL: North 1\n UWI.UNIQUE WELL ID: 100123\n FLD.FIELD: X",
        " WELL. North 1 : WELL NAME\n UWI . 100123 : Unique_Well_ID\n FLD. X : FIELD",
    ],
)
def test_a_description_is_no_value_on_whichever_side_it_stands(tmp_path, number, well):
    path = tmp_path / "f.las"
    path.write_text(las(well=well, version=f" VERS. {number} :\n WRAP. NO :"))
    las_file = read_las(path)
    log, header = Log.of(las_file), las_file.header
    assert (log.name, log.uwi, header["FLD"]) == ("North 1", "100123", ("X", ""))
    assert header["STRT"] == ("1000", "M")


@pytest.mark.parametrize(
    ("line", "item"),
    [
        (" EKB.M 650 : elevation", ("650", "M")),
        ("EKB.M\t650\t: elevation: of KB", ("650", "M")),
        (" EKB .M 650", ("650", "M")),
        (" EKB  .  650  :", ("650", "")),
        ("EKB: 650", ("650", "")),
        (" EKB.FT 2,132.5 : KB", ("2,132.5", "FT")),
        (" EKB.1000 PSI 5 : pressure", ("5", "1000 PSI")),
        (" EKB.hh:mm 10:30 : time", ("10:30", "hh:mm")),
        (" EKB.[M] 650 : brackets", ("650", "M")),
        (" EKB. -999.25 : nothing", ("", "")),
        (".EKB.M 650 : a dot", ("650", "M")),
    ],
)
def test_a_line_of_the_header_has_a_name_a_unit_and_a_value(tmp_path, line, item):
    path = tmp_path / "f.las"
    path.write_text(las(curves=f" DEPT.M :\n GR.GAPI :\n PHIE.V/V :\n~Parameter\n{line}"))
    assert read_las(path).header["EKB"] == item


def test_equal_names_are_numbered_and_never_lost(read):
    log = read(las("1 2 3 4 5 6\n", curves=" DEPT.M :\n GR.API :\n GR:2.CPS :\n GR.GAPI :\n gr.K :\n GR.J :"))
    assert len(log.streams) == 5
    assert [log.streams[name][0] for name in log.streams] == [2, 3, 4, 5, 6]


# ---- encodings

ENCODINGS = {
    **dict.fromkeys(
        ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"), "Ås-é 1"
    ),
    **{
        f"{code} {n}": name
        for n, name in enumerate(("Скважина-1", "СЕВЕРНАЯ 7"))
        for code in ("cp1251", "cp866", "koi8-r")
    },
    **dict(zip(("cp1251 a", "cp1251 b", "cp866 a", "cp866 b"), ("Уренгой", "Приобское", "Самотлор", "Русская 3"))),
    **dict(
        zip(("cp1252 a", "cp1252 b", "cp1252 c", "cp1252 d"), ("Åsgård é 1", "Grünfeld", "CAÑON 5", "Göteborg Öst"))
    ),
    **dict(zip(("gbk a", "gbk b", "gb18030 c"), ("测试井", "中国石油 井12", "大庆油田"))),
    "shift_jis": "テスト井",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_is_read_by_the_letters_it_has(read, encoding):
    name = ENCODINGS[encoding]
    log = read(las(well=f" WELL. {name} : WELL\n UWI. 5 :"), encoding=encoding.split()[0])
    assert_whole(log)
    assert log.name == name


def test_a_broken_letter_makes_no_other_encoding(read):
    text = las(well=" WELL. Скважина-1 : WELL\n UWI. 5 :").encode()
    assert read(text.replace("Скв".encode(), "Скв".encode() + b"\xd0")).name == "Скв\ufffdажина-1"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_an_encoding_that_is_a_guess_is_said(read, encoding):
    log = read(las(well=" WELL. м : WELL\n UWI. 5 :"), encoding=encoding)
    assert log.remarks == ("its text is no UTF-8 and was read as cp1251, which is a guess",)


@pytest.mark.parametrize(("encoding", "name"), [("cp1250", "Łódź 4"), ("big5", "鐵砧山 1"), ("cp1253", "Πρίνος 1")])
def test_an_encoding_that_is_not_weighed_is_never_taken_for_sure(read, encoding, name):
    (said,) = read(las(well=f" WELL. {name} : WELL\n UWI. 5 :"), encoding=encoding).remarks
    assert said.startswith("its text is no UTF-8 and was read as")


def test_cyrillic_of_the_standard_is_read(read):
    assert read(las(well=" WELL. Ромашкино 4 : WELL\n UWI. 5 :"), encoding="iso8859-5").name == "Ромашкино 4"
