"""LAS files in the wild: what is read, what is refused and in which words."""

import csv
import logging
import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from stochastic_kriging.krig_core.bundled import import_bundled
from stochastic_kriging.krig_core.errors import InvalidInput, UnreadableLas
from stochastic_kriging.krig_core.jobs import las_files
from stochastic_kriging.krig_core.wells import las_text as text_of_las
from stochastic_kriging.krig_core.wells.folder import search_las
from stochastic_kriging.krig_core.wells.las import read_las
from stochastic_kriging.krig_core.wells.log import Log
from stochastic_kriging.krig_core.wells.nulls import NULLS

FOLDERS = ["spe006_field_a", "lasio_tests", "spe006_problem_files", "costa_volve"]

HEADER = """~Version
 VERS. 2.0 :
 WRAP. {wrap} :
~Well
 STRT.{start_unit} 1 :
 NULL. {null} :
 WELL. North 1 : WELL
 UWI . 00/06-33-070-05W4/0 : UNIQUE WELL ID
 API . 42501201300000 : API NUMBER
~Curve
{curves}
~A
"""
DATA = "100.0 10.0 0.1\n100.5 20.0 0.2\n101.0 30.0 0.3\n"


def las_text(data=DATA, *, unit="M", start_unit="M", null="-999.25", wrap="NO", curves=None):
    curves = curves or f" DEPT.{unit} :\n GR.API :\n PHIE.V/V :"
    return HEADER.format(start_unit=start_unit, null=null, wrap=wrap, curves=curves) + data


def read_logs(paths):
    """Return (path, log) of the files that can be read, and (path, reason) of the others."""
    logs, skipped = [], []
    for path in paths:
        try:
            logs.append((path, Log.from_las(path)))
        except UnreadableLas as error:
            skipped.append((path, str(error)))
    return logs, skipped


@pytest.fixture
def write(tmp_path):
    """Write a LAS file and return its path."""

    def write_file(text, name="well 1.las", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write_file


@pytest.fixture
def read(write):
    """Write a LAS file and read it."""
    return lambda *arguments, **more: Log.from_las(write(*arguments, **more))


def test_a_plain_file_becomes_a_log(write):
    log = Log.from_las(write(las_text()), x=1, y=2)
    assert log == Log(
        [100.0, 100.5, 101.0],
        {"GR": [10, 20, 30], "PHIE": [0.1, 0.2, 0.3]},
        x=1.0,
        y=2.0,
        name="North 1",
        uwi="00/06-33-070-05W4/0",
        units={"GR": "API", "PHIE": "V/V"},
        identifiers=("00/06-33-070-05W4/0", "42501201300000", "North 1", "well 1"),
    )
    assert Log.from_las(write(las_text()), x=1, y=2) == log


def test_the_api_number_stands_in_for_a_missing_uwi_and_keeps_its_zeros(read):
    text = las_text().replace("UWI . 00/06-33-070-05W4/0", "UWI .").replace("42501201300000", "05001201300000")
    log = read(text)
    assert log.uwi == "05001201300000"
    assert log.identifiers == ("05001201300000", "North 1", "well 1")


@pytest.mark.parametrize(
    ("unit", "start_unit", "factor", "converted_from"),
    [
        ("M", "FT", 1.0, None),
        ("METRES", "", 1.0, None),
        ("м", "", 1.0, None),
        ("", "", 1.0, None),
        ("F", "M", 0.3048, "ft"),
        ("ft", "", 0.3048, "ft"),
        ("[FEET]", "", 0.3048, "ft"),
        ("", "FT", 0.3048, "ft"),
        ("UNKNOWN", "FT", 0.3048, "ft"),
        ("0.1IN", "", 0.00254, "0.1in"),
    ],
)
def test_depths_come_in_metres_by_the_index_curves_unit_or_else_by_strt(read, unit, start_unit, factor, converted_from):
    log = read(las_text(unit=unit, start_unit=start_unit))
    np.testing.assert_allclose(log.index, np.array([100.0, 100.5, 101.0]) * factor, rtol=1e-15)
    assert (log.depth_unit, log.converted_from) == ("m", converted_from)


@pytest.mark.parametrize(
    "null",
    [
        *("-999.25", "-999.2500", "-999.3", "-999.2", "-999", "-9999", "-9999.0", "-9999.25", "-99999", "-9.9925E2"),
        *("****", "********", "NaN", "nan", "(null)", "ERR", "-1.#IND", "1.#INF", "inf", "-"),
    ],
)
@pytest.mark.parametrize("engine_keeps", ["", "# a comment makes lasio use its other engine\n"])
def test_every_spelling_of_null_is_nan(read, null, engine_keeps):
    log = read(las_text(f"{engine_keeps}100.0 10.0 0.1\n100.5 {null} 0.2\n101.0 30.0 0.3\n"))
    np.testing.assert_array_equal(log.streams["GR"], [10, np.nan, 30])
    np.testing.assert_array_equal(log.streams["PHIE"], [0.1, 0.2, 0.3])


def test_the_headers_own_null_is_nan_except_among_the_depths(read):
    log = read(las_text("100.0 10.0 100.5\n100.5 100.5 0.2\n", null="100.5"))
    np.testing.assert_array_equal(log.index, [100.0, 100.5])
    np.testing.assert_array_equal(log.streams["GR"], [10, np.nan])
    np.testing.assert_array_equal(log.streams["PHIE"], [np.nan, 0.2])


def test_measurements_near_a_null_stay(read):
    log = read(las_text("100.0 -999.4 0.1\n100.5 -999.1 0.2\n"))
    np.testing.assert_array_equal(log.streams["GR"], [-999.4, -999.1])


def test_a_null_among_depths_is_dropped_but_not_an_elevation_of_minus_999(read):
    assert list(read(las_text("100 1 2\n-999.25 1 2\n101 1 2\n")).index) == [100, 101]
    assert list(read(las_text("-998 1 2\n-999 1 2\n-1000 1 2\n")).index) == [-1000, -999, -998]


def test_stars_that_touch_stand_for_all_values_that_their_line_lacks(read):
    log = read(las_text("100.0 10.0 0.1\n100.5****************\n101.0 30.0********\n"))
    np.testing.assert_array_equal(log.streams["GR"], [10, np.nan, 30])
    np.testing.assert_array_equal(log.streams["PHIE"], [0.1, np.nan, np.nan])


@pytest.mark.parametrize(
    "data",
    [
        DATA + "~Parameter\n BS.MM 200 :\n",
        DATA + "\n\n\x1a",
        "# comment\n" + DATA,
        DATA.replace("\n", "\n\n"),
        DATA.rstrip("\n"),
        DATA.replace("\n", "\r\n"),
        DATA.replace("\n", "\r"),
        DATA.replace(" ", "\t"),
    ],
)
def test_no_row_is_lost_to_what_stands_around_the_data(read, data):
    log = read(las_text(data))
    np.testing.assert_array_equal(log.index, [100.0, 100.5, 101.0])
    np.testing.assert_array_equal(log.streams["PHIE"], [0.1, 0.2, 0.3])


def test_a_single_row_is_a_row_and_not_a_column(read):
    log = read(las_text("# one\n100.0 10.0 0.1\n"))
    assert (list(log.index), list(log.streams["GR"]), list(log.streams["PHIE"])) == ([100.0], [10.0], [0.1])


def test_commas_without_blanks_separate_values_where_the_header_says_comma(read):
    log = read(las_text("100,10,0.1\n100.5,,0.2\n101,30,0.3\n").replace("~Well", " DLM . COMMA :\n~Well"))
    np.testing.assert_array_equal(log.index, [100.0, 100.5, 101.0])
    np.testing.assert_array_equal(log.streams["GR"], [10, np.nan, 30])


def test_a_wrapped_file_is_read(read):
    log = read(las_text("100.0\n10.0 0.1\n100.5\n20.0 0.2\n", wrap="YES"))
    np.testing.assert_array_equal(log.index, [100.0, 100.5])
    np.testing.assert_array_equal(log.streams["PHIE"], [0.1, 0.2])


def test_the_first_of_several_curves_with_one_mnemonic_keeps_it(read):
    log = read(las_text("1 10 11 12\n", curves=" DEPT.M :\n GR.API :\n GR.GAPI :\n gr.CPS :"))
    assert log.units == {"GR": "API", "GR:2": "GAPI", "GR:3": "CPS"}
    assert log.stream("gr")[0] == 10


def test_a_log_indexed_by_time_uses_its_depth_curve_if_it_has_one(read):
    log = read(las_text("0 10 500.0\n1 20 500.5\n", curves=" TIME.S :\n GR.API :\n DEPT.F :"))
    np.testing.assert_allclose(log.index, [152.4, 152.5524])
    assert list(log.streams) == ["TIME", "GR"]


def test_a_log_with_no_other_index_keeps_its_time(read):
    log = read(las_text("0 1\n2 -999.25\n", curves=" ETIM.S :\n GR.API :"))
    assert (list(log.index), log.depth_unit, log.converted_from) == ([0, 2], "S", None)
    np.testing.assert_array_equal(log.stream("GR"), [1, np.nan])


def test_the_unit_of_depths_is_chosen(write):
    path = write(las_text(unit="F"))
    log = Log.from_las(path, depth_unit="ft")
    assert (list(log.index), log.depth_unit, log.converted_from) == ([100.0, 100.5, 101.0], "ft", None)
    log = Log.from_las(write(las_text()), depth_unit="ft")
    np.testing.assert_allclose(log.index, np.array([100.0, 100.5, 101.0]) / 0.3048, rtol=1e-15)
    assert (log.depth_unit, log.converted_from) == ("ft", "m")
    with pytest.raises(InvalidInput, match="^Invalid depth unit 'fathoms'. Should be 'm' or 'ft'.$"):
        Log.from_las(path, depth_unit="fathoms")


def test_the_header_has_well_before_parameters_and_no_nulls(write):
    well = " EKB.FT -999.25 :\n LATI.DEG 54 30 20 N :\n STAT. :\n GL.M 640.5 :\n~Curve"
    text = las_text().replace("~Curve", well).replace("~A\n", "~Parameter\n EREF.FT 2100 :\n GL.M 1 :\n~A\n")
    header = read_las(write(text)).header
    assert header["EREF"] == ("2100", "FT")
    assert header["GL"] == ("640.5", "M")
    assert header["LATI"] == ("54 30 20 N", "DEG")
    assert (header["EKB"], header["STAT"]) == (("", "FT"), ("", ""))


LAS_3 = """~Version
 VERS. 3.0 :
 WRAP. NO :
 DLM . {delimiter} :
~Well
 NULL. -999.25 :
 WELL. North 3 :
~Log_Parameter
 EREF.M 650 :
~Log_Definition
 DEPT.M : {{F}}
 GR.GAPI : {{F}}
 CDES. : {{S}}
 RHOB.G/C3 : {{F}}
~Core_Definition
 CORET.M : {{F}}
 PERM.MD : {{F}}
~Core_Data[1] | Core_Definition
{core}
~Log_Data | Log_Definition
{log}
"""


@pytest.mark.parametrize(("delimiter", "mark"), [("COMMA", ","), ("TAB", "\t")])
def test_of_las_3_the_log_is_read_whatever_else_the_file_holds(write, delimiter, mark):
    log_rows = [["100.0", "10", '"sand, fine"', "2.1"], ["100.5", "", "shale", "2.2"], ["101", "30", "a b", "-999.25"]]
    core_rows = [[str(depth), "5"] for depth in range(20)]
    core, data = ("\n".join(mark.join(row) for row in rows) for rows in (core_rows, log_rows))
    las = read_las(write(LAS_3.format(delimiter=delimiter, core=core, log=data)))
    log, header = Log.of(las), las.header
    assert (log.name, header["EREF"], list(log.streams)) == ("North 3", ("650", "M"), ["GR", "CDES", "RHOB"])
    np.testing.assert_array_equal(log.index, [100, 100.5, 101])
    np.testing.assert_array_equal(log.streams["GR"], [10, np.nan, 30])
    np.testing.assert_array_equal(log.streams["RHOB"], [2.1, 2.2, np.nan])


def test_of_several_data_sections_the_longest_log_is_read(write):
    curves = "~Curve\n DEPT.M :\n {name}.API :\n~Ascii\n{data}\n"
    head = "~Version\n VERS . 3.0 :\n WRAP. NO :\n DLM. SPACE :\n~Well\n NULL. -999.25 :\n"
    short, long = curves.format(name="SP", data="1 2"), curves.format(name="GR", data="1 2\n2 3\n3 4")
    for text in (head + short + long + short, head + long + short):
        log = Log.from_las(write(text))
        assert (list(log.index), list(log.stream("GR"))) == ([1, 2, 3], [2, 3, 4])
    only = "~Drilling_Definition\n DEPT.FT :\n ROP.FT/HR :\n~Drilling_Data | Drilling_Definition\n10 7\n20 8\n"
    log = Log.from_las(write(head + only))
    np.testing.assert_allclose(log.index, [3.048, 6.096])
    assert list(log.stream("ROP")) == [7, 8]
    with pytest.raises(UnreadableLas, match="^it has no data$"):
        Log.from_las(write(head))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_found(read, encoding):
    log = read(las_text().replace("North 1", "Åsgård é 1"), encoding=encoding)
    assert log.name == "Åsgård é 1"
    assert len(log) == 3


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \r\n\x00\x1a", "it is empty"),
        (b"hello\nworld\n", "it is not a LAS file: no line begins with ~"),
        (bytes(range(256)) * 20, "it is not a LAS file: no line begins with ~"),
        (b"LASF\x00\x01" + bytes(300), "it is a LiDAR point cloud, not a well log"),
        (las_text("").encode(), "it has no data"),
        (las_text().split("~A")[0].encode(), "it has no data"),
        (las_text("x y z\n").encode(), "it has no depths: its index is DEPT M"),
        (las_text("-999.25 1 2\n").encode(), "it has no data"),
        (las_text("1 2 3\n2 3\n3 4\n").encode(), "most of its lines hold two values for three curves"),
        (las_text("1 2 3\n2 3\n3 4 5 6\n").encode(), "its lines hold two to four values for three curves"),
        (las_text("1 2\n2 3\n").encode(), "its lines hold two values for three curves"),
        (las_text("1 2 3 4 5\n" * 9).encode(), "its lines hold five values for three curves"),
    ],
)
def test_what_gives_no_log_is_refused_in_plain_words(write, content, reason):
    with pytest.raises(UnreadableLas) as raised:
        Log.from_las(write(content))
    assert str(raised.value) == reason


def test_a_path_without_a_file_is_refused_in_plain_words(tmp_path):
    with pytest.raises(UnreadableLas, match="^there is no such file$"):
        Log.from_las(tmp_path / "none.las")
    with pytest.raises(UnreadableLas, match="^it is a folder$|^there is no permission to read it$"):
        Log.from_las(tmp_path)


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.las")
    with pytest.raises(UnreadableLas, match="^it is no ordinary file$"):
        Log.from_las(tmp_path / "pipe.las")
    with pytest.raises(UnreadableLas, match="^its name cannot be one of a file$"):
        Log.from_las("a\0.las")


@pytest.mark.parametrize("count", [400, 900, 9000])
def test_hundreds_of_equal_mnemonics_are_curves(read, count):
    row = " ".join(map(str, range(count + 1)))
    log = read(las_text(f"{row}\n", curves=" DEPT.M :\n" + " GR.API :\n" * count))
    assert list(log.streams)[:3] == ["GR", "GR:2", "GR:3"]
    assert [values[0] for values in log.streams.values()] == list(range(1, count + 1))


HUGE = {
    "more than 10,000 curves": (
        las_text("1 " * 10_001, curves=" GR.API :\n" * 10_001),
        "it has more than 10,000 curves",
    ),
    "a million curves": (las_text("", curves=" X.M :\n" * 1_000_000), "it has more than 10,000 curves"),
    "a wide line": (las_text("1 " * 400_000), "its lines hold 400,000 values for three curves"),
    "a word": (las_text(DATA + "102.0 " + "1" * 210_000 + " 0.1\n"), None),
    "a word of letters": (las_text(DATA + "102.0 " + "x" * 210_000 + " 0.1\n"), None),
    "a longer word": (las_text("1 2 " + "1" * 1_100_000), "a line of it has more than 1,000,000 letters"),
    "sections": (las_text("~A\n" * 300_000), "it has more than 500 sections"),
    "colons": (las_text().replace("WELL. North 1", "WELL. " + ":" * 900_000), None),
    "dots": (las_text(curves=" DEPT.M :\n GR.API :\n" + "." * 900_000 + " :"), None),
    "asterisks": (las_text(DATA + "102.0 " + "*" * 900_000 + "\n"), None),
    "quotes": (las_text(DATA + "102.0 " + "\"'" * 400_000 + "\n"), None),
    "parameters": (las_text() + "~P\n" + " A.M 1 :\n" * 100_000, None),
    "short lines": (las_text("1\n" * 400_000), "its lines hold one value for three curves"),
}


@pytest.mark.parametrize("name", HUGE)
def test_what_is_absurdly_large_is_cut_or_refused_before_any_work(read, name):
    """By hours and gigabytes, were it parsed; see `LONGEST_NUMBER`, `LONGEST_LINE`, `MOST_CURVES`, `MOST_SECTIONS`."""
    text, reason = HUGE[name]
    if reason is None:
        assert len(read(text)) >= 3
    else:
        with pytest.raises(UnreadableLas, match=f"^{reason}$"):
            read(text)


def test_a_damaged_file_never_raises_anything_but_unreadable(write):
    random = np.random.default_rng(7)
    whole = np.frombuffer(las_text(DATA * 3).encode(), dtype=np.uint8)
    reasons, readable = [], 0
    for _ in range(150):
        damaged = whole.copy()
        places = random.integers(0, len(whole), size=random.integers(1, 25))
        damaged[places] = random.integers(0, 256, size=len(places))
        start, end = sorted(random.integers(0, len(whole), size=2))
        logs, skipped = read_logs([write(bytes(damaged if random.random() < 0.5 else damaged[start:end]))])
        readable += len(logs)
        reasons += [reason for _, reason in skipped]
    assert readable > 20
    assert len(reasons) > 20
    assert [reason for reason in reasons if "\n" in reason or "well 1" in reason or len(reason) > 160] == []


def test_reading_is_silent_and_leaves_warnings_and_logging_as_they_were(write, caplog):
    logger = logging.getLogger("lasio")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        before = (logger.level, np.get_printoptions(), list(warnings.filters))
        Log.from_las(write(las_text(wrap="YES")))
        Log.from_las(write(las_text("1 2 3\n2 3\n3 4 x\n")))
        with pytest.raises(UnreadableLas):
            Log.from_las(write(las_text("")))
        assert (logger.level, np.get_printoptions(), list(warnings.filters)) == before
    assert caplog.records == []


def test_importing_the_module_does_not_import_lasio():
    code = "import sys; import stochastic_kriging.krig_core.wells.reader; assert 'lasio' not in sys.modules"
    here = next(entry for entry in sys.path if (Path(entry) / "stochastic_kriging").exists())
    subprocess.run([sys.executable, "-c", f"import sys; sys.path.insert(0, {here!r}); {code}"], check=True)


NOT_KNOWN_WHOSE = {
    "sample_curve_api.las": "its ~A line names other curves than ~Curve",
    "sample_write_sect_widths_12.las": "its ~A line names other curves than ~Curve",
    "issue83.las": "its lines hold four values for six curves",
}
"""Of lasio's files those to whose curves it gives the values of others."""

NAMED_BY_THEIR_DATA = {"excess_curves.las": 3, "barebones2.las": 7}
"""Curves of files whose data section alone names them all."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_never_fewer_readable_files_than_lasio_and_never_a_traceback(shared, folder):
    """By count and file by file; what lasio calls read without a single row, or under wrong names, is explained."""
    root = shared / "data" / folder
    files = search_las(root).files
    logs, skipped = read_logs(files)
    # The table quotes a UTF-16 file, and csv before Python 3.11 stops at a zero.
    table = (root / "LASIO_RESULTS.csv").read_text(encoding="utf-8").replace("\0", "").splitlines()
    rows = {root / row["file"]: row for row in csv.DictReader(table)}
    assert set(files) == {path for path in rows if path.is_file()}
    lasio_reads = {path: row for path, row in rows.items() if row["status"] == "ok" and path.is_file()}
    with_data = {path: row for path, row in lasio_reads.items() if row["n_rows"] != "0"}
    read, reasons = dict(logs), dict(skipped)
    for path in lasio_reads.keys() - read.keys():
        assert reasons[path] == NOT_KNOWN_WHOSE.get(path.name, "it has no data"), path
        assert path.name in NOT_KNOWN_WHOSE or path not in with_data, path
    assert len(logs) + len(skipped) == len(files)
    for path, row in with_data.items():
        if path in read:
            assert len(read[path]) == int(row["n_rows"]), path
            assert len(read[path].streams) == NAMED_BY_THEIR_DATA.get(path.name, int(row["n_curves"]) - 1), path


def test_the_files_are_read_or_explained_in_these_numbers(shared):
    counts = {}
    for folder in FOLDERS:
        logs, skipped = read_logs(search_las(shared / "data" / folder).files)
        counts[folder] = len(logs), sorted(f"{path.name}: {reason}" for path, reason in skipped)
    assert counts == {
        "spe006_field_a": (190, []),
        "lasio_tests": (
            104,
            [
                "blank_line.las: it has no data",
                "header_only.las: it has no data",
                "issue83.las: its lines hold four values for six curves",
                "missing_a_section.las: it has no data",
                "not_a_las_file.las: it is not a LAS file: no line begins with ~",
                "sample_curve_api.las: its ~A line names other curves than ~Curve",
                "sample_curve_api.las: its ~A line names other curves than ~Curve",
                "sample_write_sect_widths_12.las: its ~A line names other curves than ~Curve",
            ],
        ),
        "spe006_problem_files": (17, []),
        "costa_volve": (18, []),
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_values_are_those_of_lasios_slow_engine(shared, folder, caplog):
    lasio = import_bundled("lasio")
    caplog.set_level(logging.CRITICAL, "lasio")
    compared = 0
    for path, log in read_logs(search_las(shared / "data" / folder).files[::4])[0]:
        try:
            with np.printoptions(threshold=1):
                reference = lasio.read(str(path), engine="normal", ignore_header_errors=True, encoding="latin-1")
        except Exception:
            continue
        depths, *columns = [curve.data for curve in reference.curves]
        if depths.dtype != float or not len(depths):
            continue
        for mine, theirs in zip(log.streams.values(), columns):
            if theirs.dtype == float:
                theirs = theirs[::-1] if depths[0] > depths[-1] else theirs
                null = np.isnan(mine)
                np.testing.assert_array_equal(mine[~null], theirs[~null])
                assert np.isin(theirs[null & ~np.isnan(theirs)], NULLS).all()
                compared += 1
    assert compared > 15


def test_the_file_in_feet_is_the_only_one_of_its_field(shared):
    logs, skipped = read_logs(search_las(shared / "data" / "spe006_field_a").files)
    assert (len(logs), skipped) == (190, [])
    in_feet = [(path.name, log) for path, log in logs if log.converted_from]
    assert [(name, log.converted_from) for name, log in in_feet] == [("00-07-19-074-05W4-0.LAS", "ft")]
    np.testing.assert_allclose(in_feet[0][1].index[[0, -1]], [850 * 0.3048, 1630 * 0.3048], atol=0.25)


def test_a_file_for_which_there_is_no_memory_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "large.las"
    with path.open("wb") as stream:
        stream.truncate(12_000_000)  # zeros that take no room
    monkeypatch.setattr(text_of_las, "available_memory", lambda: 100_000_000)
    with pytest.raises(UnreadableLas, match=r"it takes about 96 MB of memory, and there is less"):
        Log.from_las(path)


def test_no_more_files_are_read_at_once_than_memory_allows(tmp_path, monkeypatch):
    path = tmp_path / "large.las"
    with path.open("wb") as stream:
        stream.truncate(12_000_000)
    for free, processes in ((200_000_000, 1), (400_000_000, 3), (10**10, 4), (None, 4)):
        monkeypatch.setattr(las_files, "available_memory", lambda free=free: free)
        assert las_files.readers([path, tmp_path / "none.las"], 4) == processes


def test_what_lasio_has_read_becomes_the_same_log(tmp_path):
    lasio = import_bundled("lasio")
    path = tmp_path / "north.las"
    data = "1000.123456789 50.00000012345 0.1\n1000.623456789 -999.25 0.123456789012\n"
    path.write_text(las_text(data, unit="FT", start_unit="FT"))
    theirs, ours = Log.from_las(lasio.read(str(path)), x=1.0, y=2.0), Log.from_las(path, x=1.0, y=2.0)
    assert theirs.identifiers[:3] == ours.identifiers[:3] == ("00/06-33-070-05W4/0", "42501201300000", "North 1")
    np.testing.assert_array_equal(theirs.index, ours.index)
    assert list(theirs.streams) == list(ours.streams) == ["GR", "PHIE"]
    for name in ours.streams:
        np.testing.assert_array_equal(theirs.streams[name], ours.streams[name])
    assert (theirs.depth_unit, theirs.converted_from, theirs.units) == ("m", "ft", {"GR": "API", "PHIE": "V/V"})
