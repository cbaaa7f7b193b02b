"""A curve of many LAS files as points: what each file gives, and what is decided when all have answered."""

import json
import pickle

import numpy as np
import pytest
from stochastic_kriging.krig_core.errors import InvalidInput
from stochastic_kriging.krig_core.jobs.schema import job_of, run
from stochastic_kriging.krig_core.plain import as_dict
from stochastic_kriging.krig_core.wells.deviation import Surveys
from stochastic_kriging.krig_core.wells.location import Place
from stochastic_kriging.krig_core.wells.reader import (
    COUNT,
    DEPTH,
    EAST,
    MD,
    NORTH,
    VALUE,
    CurveQuestion,
    LasReader,
    Skipped,
    placed,
)
from stochastic_kriging.krig_core.workforce.workforce import WorkForce
from stochastic_kriging.tests.core.jobs.listener import Listener

NAN = np.nan
LAS = """~Version
 VERS. 2.0 :
 WRAP. NO :
~Well
 NULL. -999.25 :
 WELL. {name} : WELL
{well}
~Curve
 DEPT.{unit} :
 {curve}.{curve_unit} :
~Parameter
{parameters}
~A
{data}
"""
PLACED = " LATI. 55 :\n LONG. -110 :"


@pytest.fixture
def las(tmp_path):
    """Write a LAS file and return its path; its values are its depths."""

    def write(name="A", depths=None, data=None, unit="M", curve="GR", curve_unit="API", well=PLACED, parameters=""):
        path = tmp_path / f"{name}.las"
        depths = np.arange(100, 104, 0.5) if depths is None else depths
        data = data or "\n".join(f"{depth!r} {depth!r}" for depth in np.asarray(depths).tolist())
        filled = LAS.format(
            name=name, unit=unit, curve=curve, curve_unit=curve_unit, well=well, parameters=parameters, data=data
        )
        path.write_text(filled, encoding="utf-8")
        return path

    return write


def ask(path, **question):
    return LasReader(CurveQuestion(**{"curve": "GR", **question})).read([path])[0]


def test_every_sample_that_is_a_number_is_a_point(las):
    answer = ask(las(data="100 1\n100.5 -999.25\n101 3"))
    assert answer.samples.tolist() == [[100, 100, 0, 0, 1, 1, 0.5], [101, 101, 0, 0, 3, 1, 0.5]]
    assert ask(las(), min_samples=3).reason == ""  # nothing is averaged
    assert (answer.reason, answer.read, answer.log_name, answer.curve, answer.unit) == ("", True, "A", "GR", "API")
    assert (answer.row, answer.place) == (None, Place(-110, 55, "EPSG:4326", degrees=True))


def test_intervals_are_counted_from_depth_zero_and_hold_their_upper_end(las):
    answer = ask(las(depths=[99.5, 100, 100.5, 101.999, 102, 107]), interval=2)
    assert answer.samples[:, MD].tolist() == [99, 101, 103, 107]
    assert answer.samples[:, VALUE].tolist() == pytest.approx([99.5, 100.251747, 102, 107])
    assert answer.samples[:, COUNT].tolist() == [1, 3, 1, 1]
    # By thickness: the one at 101.999 m ends a millimetre below.
    assert pytest.approx(100.251747) == (100 * 0.5 + 100.5 * 0.5 + 101.999 * 0.001) / 1.001


def test_a_depth_a_hair_below_an_interval_belongs_to_it(las):
    depths = [n / 10 for n in range(1, 101)]
    assert 0.3 / 0.1 < 3
    answer = ask(las(depths=depths), interval=0.1)
    assert answer.samples[:, COUNT].tolist() == [1] * 100
    np.testing.assert_allclose(answer.samples[:, MD], np.array(depths) + 0.05)


def test_a_well_is_one_point_midway_between_what_limits_it(las):
    path = las()
    for limits, middle, count in (
        ({}, 101.75, 8),
        ({"top": 101.0}, 102.25, 6),
        ({"top": 101.0, "bottom": 102.0}, 101.5, 2),
        ({"top": 50.0, "bottom": 102.0}, 101.0, 4),
    ):
        (sample,) = ask(path, per_well=True, **limits).samples
        assert (sample[MD], sample[COUNT]) == (middle, count)


def test_each_well_has_limits_of_its_own(las):
    wells = {"names": ["B", "A"], "tops": [None, 101.0], "bottoms": [None, 102.0], "top": 0.0}
    answer = ask(las(), **wells)
    assert (answer.row, answer.place, answer.samples[:, MD].tolist()) == (1, None, [101, 101.5])
    assert len(ask(las("B"), **wells).samples) == 8
    assert len(ask(las("C"), **wells, bottom=101.0).samples) == 2


def test_heights_and_depths_come_in_the_unit_wanted(las):
    path = las(unit="FT", depths=[1000, 2000], parameters=" EREF.M 304.8 :\n EGL.FT 990 :")
    answer = ask(path, depth_unit="ft", top=1500.0)
    assert (answer.samples[:, MD].tolist(), answer.elevation, answer.ground) == ([2000], pytest.approx(1000), 990)
    assert answer.converted_from == ""
    answer = ask(path)
    assert answer.samples[:, MD].tolist() == pytest.approx([304.8, 609.6])
    assert (answer.elevation, answer.ground) == pytest.approx((304.8, 990 * 0.3048))
    assert answer.converted_from == "ft"
    # Without a unit a height has that of the depths, in the file.
    bare = las(unit="FT", parameters=" EREF. 1000 :")
    assert ask(bare).elevation == pytest.approx(304.8)
    assert ask(bare, depth_unit="ft").elevation == pytest.approx(1000)


def test_the_crs_of_the_headers_chooses_among_their_places(las):
    both = PLACED + "\n X. 5000 :\n Y. 6000 :"
    assert ask(las(well=both)).place.crs == "EPSG:4326"
    assert ask(las(well=both), projected=True).place == Place(5000, 6000, "", degrees=False)
    assert ask(las(well=both), projected=False).place == Place(-110, 55, "", degrees=True)
    assert ask(las(), projected=True).place == Place(-110, 55, "EPSG:4326", degrees=True)


@pytest.mark.parametrize(
    ("file", "question", "reason"),
    [
        ({"data": "junk junk"}, {}, "it has no depths: its index is DEPT M"),
        ({"unit": "SEC"}, {}, "its index is in SEC: a time is no depth"),
        ({"curve": "SP"}, {"curve": "GR;GAM"}, "it has no curve GR;GAM, only SP"),
        ({"well": ""}, {}, "its header gives no place"),
        ({"well": " X. 5 :\n Y. 6 :"}, {}, "its X and Y have no CRS (`projected`)"),
        ({"well": " LATI. 5 :\n LONG. 6 :\n GDAT. Minna :"}, {}, "its datum is not known (`projected`)"),
        (
            {"well": ""},
            {"names": ["Z"], "tops": [None], "bottoms": [None]},
            "no well is called A, and its header gives no place; the layer's names (`names`) look like 'Z'",
        ),
        (
            {},
            {"need_top": True, "names": ["Z"], "tops": [None], "bottoms": [None]},
            (
                "no well is called A, and its top and bottom are not known (`tops`, `bottoms`); the layer's "
                "names (`names`) look like 'Z'"
            ),
        ),
        ({}, {"need_top": True, "names": ["a"], "tops": [None], "bottoms": [None]}, "its well has no top depth"),
        ({}, {"top": 9.0, "bottom": 9.0}, "the top 9 m is not above the bottom 9 m"),
        (
            {},
            {"top": 104.0, "depth_unit": "m"},
            "GR has no samples from 104 m down: the log reaches from 100 m to 103.5 m",
        ),
        (
            {},
            {"top": 330.0, "bottom": 333.0, "depth_unit": "m"},
            (
                "GR has no samples between 330 m and 333 m: the log reaches from 100 m to 103.5 m, and in ft "
                "(`depth_unit`) these depths would lie in it"
            ),
        ),
        (
            {"unit": "F"},
            {"bottom": 99.0, "depth_unit": "ft"},
            "GR has no samples above 99 ft: the log reaches from 100 ft to 103.5 ft",
        ),
        (
            {},
            {"interval": 1, "min_samples": 3},
            "GR has fewer than 3 samples wherever it is averaged (`min_samples`)",
        ),
        (
            {"data": "1 -5\n2 -6"},
            {"per_well": True, "averaging": "geometric"},
            "GR is not greater than zero, as a geometric mean needs (`averaging`)",
        ),
        (
            {},
            {"surveys": Surveys.of(["A", "A"], [0, 10], [0, 500], [0, 0])},
            "its survey has an inclination of 500 degrees, beyond 0 to 180 (`surveys`)",
        ),
    ],
)
def test_a_file_without_points_has_its_reason(las, file, question, reason):
    answer = ask(las(**file), **question)
    assert answer.reason == reason
    assert answer.read == (not reason.startswith("it has no depths"))


def test_a_well_of_which_there_is_none_in_an_empty_list_is_told_by_its_name(las):
    assert ask(las(), listed_only=True).reason == "no well is called A"


def test_a_question_that_makes_no_sense_is_refused():
    for interval in (0, -1, NAN, np.inf):
        with pytest.raises(InvalidInput, match=r"^Invalid interval .* \(`interval`\). Should be greater than zero.$"):
            CurveQuestion(curve="GR", interval=interval)
    with pytest.raises(InvalidInput, match=r"^Invalid averaging 'mode' \(`averaging`\)"):
        CurveQuestion(curve="GR", averaging="mode")
    for column in ("tops", "bottoms", "places"):
        of_one_well = {"tops": [1.0], "bottoms": [None], "places": [[1.0, 2.0]], column: []}
        with pytest.raises(InvalidInput, match=f"^Invalid {column}. Should be 1, one for each well, and not 0.$"):
            CurveQuestion(curve="GR", names=["A"], **of_one_well)


def test_averages_without_a_meaning_are_counted_and_left_out(las):
    answer = ask(las(data="1 4\n2 -6\n3 9"), interval=1, averaging="geometric")
    assert (answer.samples[:, VALUE].tolist(), answer.lost) == (pytest.approx([4, 9]), 1)


def test_samples_follow_the_survey_of_their_well_by_any_of_its_names(las):
    stations = {"depth": [0, 100, 200], "inclination": [0, 0, 0], "azimuth": [0, 0, 0]}
    tilted = Surveys.of(["w-1"] * 3 + [None], [*stations["depth"], 5], [90, 90, 90, 1], [0, 0, 0, 1])
    answer = ask(las(depths=[50, 150]), names=["A", "W 1"], tops=[None] * 2, bottoms=[None] * 2, surveys=tilted)
    assert answer.samples[:, DEPTH].tolist() == [50, 150]  # A is not W-1
    renamed = las("W1", depths=[50, 150])
    answer = ask(renamed, surveys=tilted)
    np.testing.assert_allclose(answer.samples[:, [EAST, NORTH, DEPTH]], [[0, 50, 0], [0, 150, 0]], atol=1e-12)


def test_many_workers_give_the_same_answers_in_the_same_order(las):
    files = [las(f"W{number}", depths=np.arange(number + 1) + 1.0) for number in range(45)]
    files.insert(7, files[0].with_name("none.las"))
    reader = LasReader(CurveQuestion(curve="GR", interval=3))
    here = reader.read(files)
    done = []
    with WorkForce(reader, 2, progress=lambda count, total: done.append((count, total))) as workforce:
        there = workforce.read(files)
    assert [answer.log_name for answer in there] == [answer.log_name for answer in here]
    assert [answer.reason for answer in there] == [answer.reason for answer in here]
    assert all(np.array_equal(mine.samples, theirs.samples) for mine, theirs in zip(here, there))
    assert done[-1] == (46, 46)
    assert pickle.loads(pickle.dumps(reader)).question == reader.question


def test_z_is_elevation_or_depth(las):
    paths = [las("A", parameters=" EREF.M 600 :"), las("B", parameters=" EREF.M 610 :"), las("C")]
    question = CurveQuestion(curve="GR", names=["B"], tops=[None], bottoms=[None], interval=10)

    def z(**options):
        result = placed(paths, LasReader(question).read(paths), **options)
        return {paths[number].stem: z.tolist() for number, _, z in result.files}, result.skipped

    unknown = "the elevation of its depth reference is not known (`elevations`, `reference`)"
    assert z() == ({"A": [495], "B": [505]}, [(2, Skipped(paths[2], unknown))])
    assert z(elevations=[650.0]) == ({"A": [495], "B": [545]}, [(2, Skipped(paths[2], unknown))])
    assert z(elevations=[None])[0] == {"A": [495], "B": [505]}
    assert z(reference="depth") == ({"A": [105], "B": [105], "C": [105]}, [])


def test_a_zero_among_elevations_is_unknown_where_the_header_has_another(las):
    paths = [las("A", parameters=" EREF.M 600 :"), las("B", parameters=" EREF.M 610 :"), las("C")]
    question = CurveQuestion(curve="GR", names=["A", "B", "C"], tops=[None] * 3, bottoms=[None] * 3, interval=10)
    answers = LasReader(question).read(paths)

    def z(elevations, **options):
        result = placed(paths, answers, elevations, **options)
        return {paths[number].stem: z.tolist() for number, _, z in result.files}, list(result.unknown)

    assert z([605.0, 0.0, 0.0]) == ({"A": [500], "B": [505], "C": [-105]}, ["B"])
    # All of them zero, or unchecked, are what the user wants.
    assert z([0.0, 0.0, 0.0]) == ({"A": [-105], "B": [-105], "C": [-105]}, [])
    assert z([605.0, 0.0, 0.0], check=False) == ({"A": [500], "B": [-105], "C": [-105]}, [])


def test_a_suspicious_elevation_is_left_out_by_name_or_used_all_the_same(las):
    paths = [las(f"W{n}", parameters=f" EREF.M {681 + n} :") for n in range(5)]
    paths.append(las("Odd", parameters=" EREF.M 6810.4 :"))
    answers = LasReader(CurveQuestion(curve="GR")).read(paths)
    doubt = "its elevation 6810.4 m is not within 50 m of the wells' median, 683.5 m"
    result = placed(paths, answers)
    assert [number for number, *_ in result.files] == [0, 1, 2, 3, 4]
    assert result.skipped == [(5, Skipped(paths[5], f"{doubt} (`elevations`, `check`)"))]
    assert result.suspicious == [("Odd", doubt)]
    result = placed(paths, answers, check=False)
    assert ([number for number, *_ in result.files], result.skipped) == ([0, 1, 2, 3, 4, 5], [])
    assert result.suspicious == [("Odd", doubt)]


def test_a_job_writes_the_points_and_says_what_was_odd(las, tmp_path):
    files = [las("A", parameters=" EREF.M 600 :"), tmp_path / "none.las", las("B", data="1 -1\n2 2")]
    job = {
        "task": "las-points",
        "files": [str(path) for path in files],
        "question": {
            "curve": "GR",
            "names": ["B", "B", "A 1", "B"],
            "tops": [None, None, None, None],
            "bottoms": [None, None, None, None],
            "places": [[1.0, 2.0], [1.0, 2.0], [3.0, 4.0], [1.0, 2.0]],
            "interval": 1,
            "averaging": "harmonic",
        },
        "surveys": {"names": ["A", "A"], "stations": [[0, 90, 90], [None, 1, 1]]},
        "elevations": [700.0, None, None, None],
        "reference": "elevation",
        "check": True,
        "processes": 1,
        "points": "points.npy",
    }
    listener = Listener()
    result = run(job_of(json.loads(json.dumps(job))), tmp_path, listener)
    json.dumps(as_dict(result))
    assert (result.read, result.skipped) == (2, ((1, "there is no such file"),))
    assert [(file.file, file.points, file.row) for file in result.files] == [(0, 4, None), (2, 1, 0)]
    assert vars(result.files[0].place) == {"x": -110, "y": 55, "crs": "EPSG:4326", "degrees": True, "metres": None}
    points = np.load(tmp_path / "points.npy")
    np.testing.assert_allclose(points[0], [100.5, 600, 100.5, 0, 2 / (1 / 100 + 1 / 100.5), 2, 1], atol=1e-9)
    np.testing.assert_allclose(points[4], [2.5, 697.5, 0, 0, 2, 1, 1])
    assert listener.said == [
        "Averages left out because a harmonic mean needs values above zero: 1.",
    ]


def test_a_damaged_file_is_points_or_a_reason_and_never_an_error(las, tmp_path):
    random = np.random.default_rng(3)
    well = " UWI. 00/10-14-082-06W4/0 :\n LATI.DEG 54 30 20.5 N :\n LONG.DEG 110 30 20.5 W :\n GDAT. NAD83 :"
    path = las(
        well=f"{well}\n X. 500000.5 :\n Y. 6000000.5 :\n ZONE. 12N :", parameters=" EREF.FT 2150 :\n EGL.M 650 :"
    )
    whole = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    likely = np.frombuffer(b"0123456789.-: ~NSEW\n,\t*e", dtype=np.uint8)
    reader = LasReader(CurveQuestion(curve="GR", interval=1.0))
    reasons = []
    for _ in range(150):
        damaged = whole.copy()
        places = random.integers(0, len(whole), random.integers(1, 20))
        damaged[places] = random.choice(likely, len(places))
        path.write_bytes(damaged.tobytes())
        (answer,) = reader.read([path])
        placed([path], [answer])
        assert "\n" not in answer.reason
        reasons.append(answer.reason)
    assert 10 < reasons.count("") < 140
