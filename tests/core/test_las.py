"""LAS files in the wild: what is read, what is refused and in which words."""

import csv
import logging
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from stochastic_kriging.krig_core import las
from stochastic_kriging.krig_core.bundled import import_bundled
from stochastic_kriging.krig_core.errors import UnreadableLas
from stochastic_kriging.krig_core.las import Skipped, find_las, read_las, read_logs
from stochastic_kriging.krig_core.log import Log

FOLDERS = ["spe006_field_a", "lasio_tests", "spe006_problem_files", "costa_volve"]

INDEXED_BY_TIME = "sample_2.0_based.las"
"""lasio's sample of a pressure test: seconds instead of depths."""

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
    return lambda *arguments, **more: read_las(write(*arguments, **more))


def test_a_plain_file_becomes_a_log(write):
    log = read_las(write(las_text()), x=1, y=2)
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
        (las_text("1 2 3\n2 3\n3 4 5\n").encode(), "its data lines do not all hold the same number of values"),
        (las_text("0 1\n", curves=" ETIM.S :\n GR.API :").encode(), "it has no depths: its index is ETIM S"),
        (las_text().replace("VERS. 2.0", "VERS. two").encode(), "it is damaged (KeyError: 'two')"),
    ],
)
def test_what_gives_no_log_is_refused_in_plain_words(write, content, reason):
    with pytest.raises(UnreadableLas) as raised:
        read_las(write(content))
    assert str(raised.value) == reason


def test_a_path_without_a_file_is_refused_in_plain_words(tmp_path):
    with pytest.raises(UnreadableLas, match="^there is no such file$"):
        read_las(tmp_path / "none.las")
    with pytest.raises(UnreadableLas, match="^it is a folder$|^there is no permission to read it$"):
        read_las(tmp_path)


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
        read_las(write(las_text(wrap="YES")))
        read_las(write(las_text("1 2\n2 3\n")))
        with pytest.raises(UnreadableLas):
            read_las(write(las_text("")))
        assert (logger.level, np.get_printoptions(), list(warnings.filters)) == before
    assert caplog.records == []


def test_las_files_are_found_in_any_case_in_all_folders_and_sorted(tmp_path):
    for name in ("b.LAS", "a.las", "sub/c.Las", "sub/d.txt", "las"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.las").mkdir()
    assert find_las(tmp_path) == [tmp_path / name for name in ("a.las", "b.LAS", "sub/c.Las")]


def test_many_files_are_read_in_order_and_the_bad_ones_counted(write):
    paths = [write(las_text(), "b.las"), write("junk", "a.las"), write(las_text("1 2 3\n"), "c.las")]
    pulses = []
    logs, skipped = read_logs(map(str, paths), pulses.append)
    assert [(path, len(log)) for path, log in logs] == [(paths[0], 3), (paths[2], 1)]
    assert skipped == [Skipped(paths[1], "it is not a LAS file: no line begins with ~")]
    assert pulses == [1, 1, 1]


def test_importing_the_module_does_not_import_lasio():
    code = "import sys; import stochastic_kriging.krig_core.wells; assert 'lasio' not in sys.modules"
    here = next(entry for entry in sys.path if (Path(entry) / "stochastic_kriging").exists())
    subprocess.run([sys.executable, "-c", f"import sys; sys.path.insert(0, {here!r}); {code}"], check=True)


@pytest.mark.parametrize("folder", FOLDERS)
def test_never_fewer_readable_files_than_lasio_and_never_a_traceback(shared, folder):
    """By count and, except for what is indexed by time, file by file."""
    root = shared / "data" / folder
    files = find_las(root)
    logs, skipped = read_logs(files)
    assert len(logs) + len(skipped) == len(files)
    # The table quotes a UTF-16 file, and csv before Python 3.11 stops at a zero.
    table = (root / "LASIO_RESULTS.csv").read_text(encoding="utf-8").replace("\0", "").splitlines()
    lasio_reads = {root / row["file"]: row for row in csv.DictReader(table) if row["status"] == "ok"}
    assert len(logs) >= len(lasio_reads)
    read = dict(logs)
    with_data = {path: row for path, row in lasio_reads.items() if row["n_rows"] != "0"}
    assert {path.name for path in with_data.keys() - read.keys()} <= {INDEXED_BY_TIME}
    for path, row in with_data.items():
        if path in read:
            assert len(read[path]) == int(row["n_rows"]), path
            assert len(read[path].streams) == int(row["n_curves"]) - 1, path


@pytest.mark.parametrize("folder", FOLDERS)
def test_values_are_those_of_lasios_slow_engine(shared, folder, caplog):
    lasio = import_bundled("lasio")
    caplog.set_level(logging.CRITICAL, "lasio")
    compared = 0
    for path, log in read_logs(find_las(shared / "data" / folder)[::4])[0]:
        try:
            with np.printoptions(threshold=1):
                reference = lasio.read(str(path), engine="normal", ignore_header_errors=True, encoding="latin-1")
        except Exception:
            continue
        depths, *columns = [curve.data for curve in reference.curves]
        if depths.dtype != float:
            continue
        for mine, theirs in zip(log.streams.values(), columns):
            if theirs.dtype == float:
                theirs = theirs[::-1] if depths[0] > depths[-1] else theirs
                null = np.isnan(mine)
                np.testing.assert_array_equal(mine[~null], theirs[~null])
                assert np.isin(theirs[null & ~np.isnan(theirs)], las.NULLS).all()
                compared += 1
    assert compared > 15


def test_the_file_in_feet_is_the_only_one_of_its_field(shared):
    logs, skipped = read_logs(find_las(shared / "data" / "spe006_field_a"))
    assert (len(logs), skipped) == (190, [])
    in_feet = [(path.name, log) for path, log in logs if log.converted_from]
    assert [(name, log.converted_from) for name, log in in_feet] == [("00-07-19-074-05W4-0.LAS", "ft")]
    np.testing.assert_allclose(in_feet[0][1].index[[0, -1]], [850 * 0.3048, 1630 * 0.3048], atol=0.25)
