"""In which unit the depths of a log are, wherever a file says it, and what is no depth though it is a length."""

from decimal import Decimal

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import UnreadableLas
from stochastic_kriging.krig_core.wells.log import Log

DEPTHS = [1000 + 0.5 * number for number in range(10)]
FOOT, SURVEY_FOOT = 0.3048, 1200 / 3937
UNSTATED = " STRT. 1000 :\n STOP. 1004.5 :\n STEP. 0.5 :"


@pytest.fixture
def read(tmp_path):
    def read_log(depth, limits=UNSTATED, depths=DEPTHS, null=" NULL. -999.25 :", values=range(10)):
        data = "".join(f"{depth} {value}\n" for depth, value in zip(depths, values))
        path = tmp_path / "file.las"
        path.write_text(
            f"~V\n VERS. 2.0 :\n WRAP. NO :\n~W\n{limits}\n{null}\n~C\n {depth}\n GR.GAPI :\n~A\n{data}", "utf-8"
        )
        return Log.from_las(path)

    return read_log


@pytest.mark.parametrize(
    ("depth", "metre"),
    [
        *((f"{name}. : depth", FOOT) for name in ("DEPT_FT", "DEPTH_FT", "DEPTFT", "DEPT-FT", "DEPT_FEET", "MD_FT")),
        *(
            (f"{name}. : depth", FOOT)
            for name in ("DEPT(FT)", "DEPTH (FT)", "DEPTH[ft]", "Depth (feet)", "DEPTH_MD_FT")
        ),
        *((f"{name}. : depth", 1) for name in ("DEPT_M", "DEPTH(m)", "DEPTM", "DEPT_METRES", "DEPT")),
        *(
            (f"DEPT{line}", FOOT)
            for line in (". FT : depth", " . FEET : depth", ":FT", ". F : 1 depth", "  FT : depth")
        ),
        *((f"DEPT. : {words}", FOOT) for words in ("Depth (ft)", "DEPTH IN FEET", "Depth, ft", "Measured depth [FT]")),
        *((f"DEPT. : {words}", 1) for words in ("Depth (m)", "depth in metres", "Depth", "depth in hole", "in, out")),
        *((f"DEPT.{unit} : depth", SURVEY_FOOT) for unit in ("US FT", "US SURVEY FEET", "US Survey Foot")),
        ("DEPT.M AH : depth", 1),
        ("DEPT.FT KB : depth", FOOT),
    ],
)
def test_the_unit_is_known_wherever_it_stands(read, depth, metre):
    log = read(depth)
    np.testing.assert_allclose(log.index, np.array(DEPTHS) * metre, rtol=1e-14)
    assert log.remarks == ()


@pytest.mark.parametrize(
    ("limits", "metre"),
    [
        (" STRT. FT 1000 :\n STOP. FT 1004.5 :", FOOT),
        (" STRT. 1000 FT :\n STOP. 1004.5 FT :", FOOT),
        (" STRT.F1000 :\n STOP.F1004.5 :", FOOT),
        (" STRT.1000.0 :\n STOP.1004.5 :\n STEP.0.5 :", 1),
        (" STRT.M START DEPTH : 1000\n STOP.M STOP DEPTH : 1004.5", 1),
        (" STRT: 1000 FT\n STOP: 1004.5 FT", FOOT),
    ],
)
def test_the_unit_beside_the_first_and_last_depth_counts(read, limits, metre):
    np.testing.assert_allclose(read("DEPT. :", limits).index, np.array(DEPTHS) * metre, rtol=1e-14)


@pytest.mark.parametrize(
    ("first", "depths", "limits"),
    [
        ("CALI.IN", [8.5, 8.6, 8.4, 8.5, 8.7, 8.5, 8.4, 8.4, 8.5, 8.6], UNSTATED),
        ("BS.MM", [216] * 10, UNSTATED),
        ("DIA.CM", [21.6, 21.7, 21.6], UNSTATED),
        ("CALI.IN", DEPTHS, UNSTATED.replace(".", ".M", 1)),
        ("LENGTH.", [3, 1, 2], " STRT.M 1000 :"),
    ],
)
def test_a_length_that_does_not_run_like_a_depth_is_none(read, first, depths, limits):
    with pytest.raises(UnreadableLas, match=f"^it has no depths: its index is {first.replace('.', ' ').strip()}$"):
        read(f"{first} :", limits, depths)


@pytest.mark.parametrize("depths", [[1000] * 10, [5, 900, 3, 77, 1, 44, 2, 800, 6, 12]])
def test_depths_without_an_order_are_said(read, depths):
    assert read("DEPT.M :", depths=depths).remarks == ("its depths neither rise nor fall throughout",)


@pytest.mark.parametrize("name", ["TVD", "TVDSS", "TVDKB"])
def test_a_vertical_depth_that_stands_for_the_measured_one_is_said(read, name):
    assert read(f"{name}.M :").remarks == (f"its depths are {name}, taken for measured ones",)


@pytest.mark.parametrize(
    "null",
    [
        *("NULL.-888.25 : NULL", "NULL.-888.25:", "NULL. NULL VALUE : -888.25"),
        *("NULL. -888.25 missing : x", "NULL: -888.25"),
        *("NULL -888.25 : x", 'NULL. "-888.25" :', "NULL VALUE. -888.25 :", "NULL_VALUE. -888.25 :", "NUL. -888.25 :"),
        *("NULL. = -888.25 :", "NULL. -888.25/-777 :", "NULL. -999.25, -888.25 :"),
        *("NULL. - 888.25 :", "NULL.  : -888.25"),
        *("NULL. (-888.25) :", "NULL. N/A : -888.25", "ABSENT. -888.25 :", "NULL. −888.25 :", "NULL. -888,25 :"),
        *("NULL. -8.8825D+02 :", "NULL. -888.25,, ", "NULL.NULL -888.25 :"),
    ],
)  # fmt: skip
def test_the_null_is_known_however_it_is_written(read, null):
    log = read("DEPT.M :", null=null, values=[1, 2, "-888.25", *range(3, 10)])
    np.testing.assert_array_equal(log.stream("GR"), [1, 2, np.nan, *range(3, 10)])
    assert log.remarks == ()


def test_a_null_that_is_no_number_is_said(read):
    assert read("DEPT.M :", null=" NULL. minus :").remarks == ("its NULL minus is no number",)
    assert read("DEPT.M :", null=" NULL. N/A :").remarks == read("DEPT.M :", null="").remarks == ()


def test_the_null_is_no_depth(read):
    log = read("DEPT.M :", null=" NULL. -888 :", depths=[*DEPTHS[:9], -888])
    np.testing.assert_array_equal(log.index, DEPTHS[:9])
    assert log.remarks == ("1 of 10 data lines has no depth",)


@pytest.mark.parametrize(
    ("unit", "wanted", "ratio"),
    [("M", "ft", "0.3048"), ("CM", "ft", "30.48"), ("FT", "m", "3.280839895013123"), ("0.1IN", "ft", "120")],
)
def test_a_converted_depth_is_at_the_top_that_it_is_written_as(tmp_path, unit, wanted, ratio):
    """Tenths of the wanted unit, as decimals of the file's unit; those of feet only where they are whole decimals."""
    exact = [Decimal(number) / 10 for number in range(10_000, 20_000, 7)]
    depths = [depth * Decimal(ratio) if unit != "FT" else depth * 10 for depth in exact]
    expected = [float(depth) if unit != "FT" else float(depth * Decimal("3.048")) for depth in exact]
    path = tmp_path / "file.las"
    rows = "".join(f"{depth} 1\n" for depth in depths)
    path.write_text(f"~V\n VERS. 2.0 :\n~W\n~C\n DEPT.{unit} :\n GR. :\n~A\n{rows}")
    assert Log.from_las(path, depth_unit=wanted).index.tolist() == expected


@pytest.mark.parametrize("name", ["INDEX.M", "TVD.M"])
@pytest.mark.parametrize("depths", [[1, 1, 2, 3], [5, 4, 4, 3], [1, 2, 3, 3, 3]])
def test_a_depth_may_repeat(read, name, depths):
    assert sorted(read(f"{name} :", depths=depths).index) == sorted(depths)


@pytest.mark.parametrize(
    ("depth", "limits", "said"),
    [
        ("DEPT.M", ("M", 1000, 1004.5), ()),
        ("DEPT.M", ("M", 1000.5, 1002), ()),
        ("DEPT.M", ("M", 1, 9999), ()),
        ("DEPT.M", ("M", 3280.84, 3295.6), ("1000 to 1004.5 m, and STRT and STOP from 3280.84 to 3295.6",)),
        ("DEPT.M", ("M", 1004.5 * 0.3048, 304.8), ("1000 to 1004.5 m, and STRT and STOP from 304.8 to 306.172",)),
        ("DEPT.FT", ("FT", 304.8, 306.1716), ("1000 to 1004.5 ft, and STRT and STOP from 304.8 to 306.172",)),
    ],
)
def test_depths_that_are_those_of_the_header_in_the_other_unit_are_said(read, depth, limits, said):
    unit, start, stop = limits
    log = read(f"{depth} :", f" STRT.{unit} {start} :\n STOP.{unit} {stop} :")
    assert log.remarks == tuple(f"its depths run from {words}, as if one were in feet" for words in said)


def test_a_description_in_another_unit_is_said(read):
    assert read("DEPT.M : Depth (ft)").remarks == ("its depths are in m, though its description has ft",)
    assert read("DEPT.M : Depth (m)").remarks == read("DEPT.M : Depth (KB)").remarks == ()
