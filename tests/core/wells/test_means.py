"""Which log belongs to which well, and the mean of a curve in each well's interval."""

import collections
import csv
import pickle
from types import SimpleNamespace

import pytest
from stochastic_kriging.krig_core.wells.folder import search_las
from stochastic_kriging.krig_core.wells.reader import COUNT, VALUE, CurveQuestion, LasReader
from stochastic_kriging.krig_core.workforce.workforce import WorkForce

LAS = """~Version
 VERS. 2.0 :
 WRAP. NO :
~Well
 STRT.{unit} 100 :
 NULL. -999.25 :
 WELL. {name} : WELL
 UWI . {uwi} : UNIQUE WELL ID
~Curve
 DEPT.{unit} :
 {curve}.{curve_unit} :
~A
100.0 10
100.5 20
101.0 -999.25
101.5 40
"""


def question_of(names, curve, tops=None, bottoms=None, **needs):
    none = [None] * len(names)
    return CurveQuestion(curve, names, tops or none, bottoms or none, per_well=True, listed_only=True, **needs)


def gathered(paths, reader, answers):
    answers = reader.settled(answers)
    good = [answer for answer in answers if not answer.reason]
    return SimpleNamespace(
        well=[answer.row for answer in good],
        value=[answer.samples[0, VALUE] for answer in good],
        samples=[answer.samples[0, COUNT] for answer in good],
        units=[answer.unit for answer in good],
        skipped=[(path, answer.reason) for path, answer in zip(paths, answers) if answer.reason],
        n_read=sum(answer.read for answer in answers),
        converted=collections.Counter(answer.converted_from for answer in answers if answer.converted_from),
    )


def well_values(paths, *wells, **needs):
    reader = LasReader(question_of(*wells, **needs))
    return gathered(paths, reader, reader.read(paths))


@pytest.fixture
def las(tmp_path):
    """Write a LAS file and return its path."""

    def write(file, uwi="", name="", unit="M", curve="GR", curve_unit="API"):
        path = tmp_path / file
        path.write_text(LAS.format(uwi=uwi, name=name, unit=unit, curve=curve, curve_unit=curve_unit))
        return path

    return write


def test_each_file_gives_its_wells_mean_between_top_and_bottom(las):
    paths = [las("one.las", uwi="W/2"), las("w1.LAS"), las("three.las", name="w 2")]
    values = well_values(paths, ["W-1", "W-2"], "NPHI;gr", [None, 100.0], [100.5, 101.5])
    assert values.well == [1, 0, 1]
    assert values.value == [15.0, 10.0, 15.0]
    assert values.samples == [2, 1, 2]
    assert (values.units, values.skipped, values.n_read, values.converted) == (["API"] * 3, [], 3, {})


def test_none_is_no_limit(las):
    values = well_values([las("A.las")], ["A"], "GR", [None], [None])
    assert values.value[0] == pytest.approx(70 / 3, rel=1e-15)
    assert values.samples == [3]


def test_a_file_in_feet_is_asked_in_metres_and_counted(las):
    values = well_values([las("A.las", unit="F")], ["A"], "GR", [30.6], [30.7])
    assert values.value == [20.0]
    assert values.converted == {"ft": 1}


@pytest.mark.parametrize(
    ("changes", "top", "bottom", "needed", "reason"),
    [
        (
            {"uwi": "X/1", "name": "Far"},
            None,
            None,
            False,
            "no well is called X/1 or Far or A; the layer's names (`names`) look like 'B'",
        ),
        ({"curve": "RHOB"}, None, None, False, "it has no curve GR;GAM, only RHOB"),
        ({"unit": "S"}, None, None, False, "its index is in S: a time is no depth"),
        ({}, 448, 506.5, False, "GR has no samples between 448 m and 506.5 m: the log reaches from 100 m to 101.5 m"),
        ({}, 101, 101.5, False, "GR has no samples between 101 m and 101.5 m"),
        ({}, 448, None, False, "GR has no samples from 448 m down: the log reaches from 100 m to 101.5 m"),
        ({}, None, 99, False, "GR has no samples above 99 m: the log reaches from 100 m to 101.5 m"),
        ({}, 101, 101, False, "the top 101 m is not above the bottom 101 m"),
        ({}, 101.5, 100, True, "the top 101.5 m is not above the bottom 100 m"),
        ({}, None, 101, True, "its well has no top depth"),
        ({}, 100, None, True, "its well has no bottom depth"),
    ],
)
def test_a_file_without_a_value_is_skipped_with_its_reason(las, changes, top, bottom, needed, reason):
    names = ["B"] if reason.startswith("no well") else ["A"]
    path = las("A.las", **changes)
    values = well_values([path], names, "GR;GAM", [top], [bottom], need_top=needed, need_bottom=needed)
    assert values.skipped == [(path, reason)]
    assert (values.n_read, values.value) == (1, [])


def test_a_curve_of_nulls_alone_has_no_samples(las):
    path = las("A.las")
    path.write_text(path.read_text().replace(" 10", " -999.25").replace(" 20", " ****").replace(" 40", " -9999"))
    assert well_values([path], ["A"], "GR", [None], [None]).skipped == [(path, "GR has no samples")]


def test_an_unreadable_file_is_skipped_and_not_counted_as_read(las, tmp_path):
    junk = tmp_path / "junk.las"
    junk.write_bytes(b"\x00\x01\x02")
    values = well_values([junk, las("A.las")], ["A"], "GR", [None], [None])
    assert values.skipped == [(junk, "it is not a LAS file: no line begins with ~")]
    assert (values.n_read, len(values.value)) == (1, 1)


def test_files_asked_apart_by_a_pickled_question_give_the_same_values(las):
    paths = [las("A.las"), las("B.las", curve="NPHI"), las("C.las", unit="FT")]
    question = question_of(["C", "A"], "GR")
    reader = pickle.loads(pickle.dumps(LasReader(question)))
    apart = gathered(paths, reader, [reader.ask(path) for path in paths])
    assert apart == well_values(paths, ["C", "A"], "GR")
    assert (apart.well, len(apart.skipped), apart.n_read, apart.converted) == ([1, 0], 1, 3, {"ft": 1})


def test_the_published_means_of_a_field_are_reproduced(shared):
    """Every well with both picks agrees to the last of the four decimals published."""
    field = shared / "data" / "spe006_field_a"
    with (field / "wells.csv").open(encoding="utf-8") as table:
        wells = list(csv.DictReader(table))
    with (field / "well_means.csv").open(encoding="utf-8") as table:
        published = {row["uwi"]: float(row["gr_mean"]) for row in csv.DictReader(table)}
    tops, bottoms = (
        [float(row[key]) if row[key] else None for row in wells] for key in ("mcmurray_md_m", "paleozoic_md_m")
    )
    uwis = [row["UWI"] for row in wells]

    values = well_values(search_las(field / "las").files, uwis, "GR", tops, bottoms, need_top=True, need_bottom=True)

    assert (values.n_read, values.converted, set(values.units), len(values.value)) == (190, {"ft": 1}, {"API"}, 187)
    assert [(path.name, reason) for path, reason in values.skipped] == [
        (
            "00-08-29-077-10W4-0.LAS",
            "GR has no samples between 431.29 m and 483.72 m: the log reaches from 345.138 m to 424.888 m",
        ),
        ("00-10-19-073-04W4-0.LAS", "its well has no bottom depth"),
        ("AA-11-30-071-05W4-0.LAS", "its well has no bottom depth"),
    ]
    ours = {uwis[row]: value for row, value in zip(values.well, values.value)}
    # The published table leaves out the well in feet, because its KB is in feet too.
    assert ours.keys() - published.keys() == {"00/07-19-074-05W4/0"}
    assert max(abs(ours[uwi] - published[uwi]) for uwi in ours.keys() & published.keys()) < 0.5001e-4
    # Without a bottom it stops at the log's last depth, which it leaves out: a bottom like any other.
    for uwi, last in (("00/10-19-073-04W4/0", 470), ("AA/11-30-071-05W4/0", 507)):
        row = uwis.index(uwi)
        path = field / "las" / wells[row]["las"]
        (value,) = well_values([path], [uwi], "GR", [tops[row]], [last]).value
        assert value == pytest.approx(published[uwi], abs=0.5001e-4)


def test_many_workers_read_files_in_their_order(las):
    paths = [las(f"{number:02}.las", uwi=f"W {number % 30}") for number in range(40)]
    paths.insert(7, paths[0].with_name("none.las"))
    reader = LasReader(question_of([f"W{number}" for number in range(30)], "GR"))
    pulses = []
    alone = reader.read(paths)
    with WorkForce(reader, 2, progress=lambda done, total: pulses.append((done, total))) as workforce:
        there = workforce.read(paths)
    assert vars(gathered(paths, reader, there)) == vars(gathered(paths, reader, alone))
    assert pulses[-1] == (41, 41)
    assert [answer.row for answer in alone[:9]] == [0, 1, 2, 3, 4, 5, 6, None, 7]
