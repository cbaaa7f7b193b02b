"""Which well a file means by its names, by itself and beside others."""

import unicodedata

import pytest
from stochastic_kriging.krig_core.wells.names import (
    CASE,
    EXACT,
    GROUPING,
    PUNCTUATION,
    ZEROS,
    Match,
    WellTable,
    text_of,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (" SMITH 1-12 ", "SMITH 1-12"),
        ("0007", "0007"),
        ("12E4", "12E4"),
        ("1,000", "1,000"),
        (7, "7"),
        (0, "0"),
        (42501201300000.0, "42501201300000"),
        (1.5, "1.5"),
        (None, ""),
        (NAN, ""),
        (float("inf"), ""),
    ],
)
def test_a_name_is_text(name, text):
    assert text_of(name) == text


@pytest.mark.parametrize(
    ("well", "called", "likeness"),
    [
        ("00/06-33-070-05W4/0", "00/06-33-070-05W4/0", EXACT),
        ("12E4", "12E4", EXACT),
        ("Åsgård 1", "ÅSGÅRD 1", CASE),
        ("Åsgård 1", unicodedata.normalize("NFD", "ÅSGÅRD 1"), CASE),
        ("A-1", "Ａ－１", CASE),
        ("A-1", "A\u20131", CASE),
        ("A 1", "A\u00a01", CASE),
        ("A 1", " a   1", CASE),
        ("A-1", "A\u200b-1", CASE),
        ("Straße 1", "STRASSE 1", CASE),
        ("СКВ-12", "скв-12", CASE),
        ("ΑΘΗΝΑ 3", "αθηνα 3", CASE),
        ("١٢", "12", CASE),
        ("塔中-1井", "塔中\u22121井", CASE),
        ("00/06-33-070-05W4/0", "00-06-33-070-05w4-0", PUNCTUATION),
        ("00/06-33-070-05W4/0", "00063307005W40", PUNCTUATION),
        ("42-501-20130-00-00", "42501201300000", PUNCTUATION),
        (42501201300000.0, "42-501-20130-00-00", PUNCTUATION),
        ("12345", "12345.0", PUNCTUATION),
        ("NORTH 1", "North #1", PUNCTUATION),
        ("A-1", "A1", PUNCTUATION),
        ("SMITH 1-12", "SMITH 112", GROUPING),
        ("O'NEIL 1", "ONEIL 1", GROUPING),
        (5099000010000, "05099000010000", ZEROS),
        (5099000010000.0, "05-099-00001-00-00", ZEROS),
        ("7", "007", ZEROS),
        ("A-1", "A-01", ZEROS),
        ("SMITH 01-12", "SMITH 1-12", ZEROS),
    ],
)
def test_names_are_alike_in_the_strictest_way_that_they_are(well, called, likeness):
    assert WellTable([well, "Another 99"]).find([called]) == Match(0, text_of(called), likeness)


@pytest.mark.parametrize(
    ("well", "called"),
    [
        ("SMITH 11-2", "SMITH 1-12"),
        ("SMITH 1-2-3", "SMITH 12-3-0"),
        ("AB-C 1", "A-BC 1"),
        ("12/3-4", "1/23-4"),
        ("W 1 11", "W 11 1"),
        ("12E4", "120000"),
        ("70", "7.0"),
        ("कि", "का"),
        ("A-1", "A-10"),
        ("", ""),
        ("-", "-"),
        (None, "None"),
    ],
)
def test_other_names_are_other_wells(well, called):
    assert WellTable([well]).find([called]).row is None


def test_the_most_alike_counts_and_of_several_the_surest():
    table = WellTable(["7", "007", "0007", "SMITH"])
    assert [table.find([name]).row for name in ("7", "007", "0007", "00007")] == [0, 1, 2, None]
    assert table.find(["07", "SMITH", "file"]).row == 3  # exact before loose
    assert table.find(["SMITH", "7"]).row == 3
    assert table.find([]) == Match()


def test_a_match_that_is_not_unique_is_none():
    table = WellTable(["A-1", "A 1", 5, 5])
    assert table.find(["a1"]) == Match(None, "a1", PUNCTUATION, "a1 may be 'A-1' or 'A 1' (`names`)")
    assert table.find(["A-1"]).row == 0
    twice = "2 wells at different places or depths are called 5 (`names`)"
    assert table.find(["5"]).reason == twice
    assert table.find(["005"]).reason == f"{twice}: the field is numeric, and numbers have no leading zeros"
    assert table.duplicates == {"5": 2}


def test_rows_that_nothing_tells_apart_are_one_well():
    table = WellTable(["A", "A", "B", "B"], [(1, 2, 900.0), (1, 2, 900.0), (1, 2, 900.0), (1, 2, 950.0)])
    assert table.find(["A"]).row == 0
    assert table.find(["B"]).row is None
    assert table.duplicates == {"B": 2}


def test_a_files_name_does_not_overrule_what_its_header_says_loosely():
    table = WellTable(["1", "2"])
    assert table.find(["02", "1"]).reason == "its names 1 and 02 mean different wells (`names`)"
    assert table.find(["2", "1"]).row == 1
    assert table.find(["2", "1"]).doubt == "its names 2 and 1 mean different wells (`names`): the first counts"
    assert table.find(["2", "3", "2"]).doubt == table.find(["2", "01"]).doubt == ""
    assert table.find(["nobody", "1"]).row == 0


def test_a_reason_shows_how_the_wells_names_look():
    reason = "no well is called X or Y; the layer's names (`names`) look like '05-09900', 'A-1', '3'"
    assert WellTable(["05-09900", "A-1", "A-1", 3.0, "Z"]).why_not(Match(), ["X", "Y"]) == reason
    assert WellTable([]).why_not(Match(), ["X"]) == "no well is called X"
    also = "no well is called X, so what; the layer's names (`names`) look like 'A'"
    assert WellTable(["A"]).why_not(Match(), ["X"], ", so what") == also


@pytest.mark.parametrize(
    ("wells", "files", "rows"),
    [
        # A file that names the well more surely goes before.
        (["7"], ["7", "007"], [0, None]),
        (["112"], ["112", "1-12"], [0, None]),
        (["SMITH 1-12"], ["SMITH 1/12", "SMITH 112"], [0, None]),
        (["A-1"], ["A-1", "A 1", "a1"], [0, None, None]),
        ([5099000010000], ["05099000010000", "5099000010000"], [None, 0]),
        # Of several that spell it differently none counts.
        (["112"], ["1-12", "11-2"], [None, None]),
        (["7"], ["07", "007"], [None, None]),
        (["112"], ["1-12", "0112"], [None, None]),
        # The same spelling, and other punctuation between the same words, are one name.
        (["7"], ["007", "007"], [0, 0]),
        (["W-2"], ["W/2", "w 2"], [0, 0]),
        (["00/06-33-070-05W4/0"], ["00/06-33-070-05W4/0", "00-06-33-070-05W4-0"], [0, 0]),
        ([5099000010000], ["05099000010000", "05-099-00001-00-00"], [0, 0]),
        (["7", "11-2"], ["007", "11-2", "nobody"], [0, 1, None]),
    ],
)
def test_a_loose_match_counts_where_no_other_file_contests_it(wells, files, rows):
    table = WellTable(wells)
    matches = [table.find([file]) for file in files]
    reasons = table.contested(matches)
    assert [None if reason else match.row for match, reason in zip(matches, reasons)] == rows


def test_a_contested_match_has_its_reason():
    table = WellTable([7])
    matches = [table.find(["7"]), table.find(["007"])]
    sure, loose = table.contested(matches)
    assert sure == ""
    assert loose == (
        "no well is called 007: 7 (`names`) differs in leading zeros, and other files fit it as well or better: "
        "the field is numeric, and numbers have no leading zeros"
    )


def test_loose_matches_are_named_in_one_line():
    table = WellTable(["7", "SMITH 1-12", "A"])
    matches = [table.find([name]) for name in ("007", "SMITH 112", "A", "nobody")]
    assert table.remark(["a.las", "b.las", "c.las", "d.las"], matches) == (
        "Files matched to wells whose names differ in punctuation or leading zeros (`names`): 2, a.las → 7, "
        "b.las → SMITH 1-12."
    )
    assert table.remark(["c.las"], matches[2:3]) == ""
    many = [matches[0]] * 12
    assert table.remark(["a.las"] * 12, many).endswith("(`names`): 12, a.las → 7, a.las → 7, a.las → 7, …")
