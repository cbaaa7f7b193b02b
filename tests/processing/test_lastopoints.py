import csv

import numpy as np
import pytest
from qgis.core import (
    Qgis,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from stochastic_kriging.krig_core.wells.averaging import AVERAGINGS
from stochastic_kriging.krig_core.wells.units import METRES
from stochastic_kriging.provider.parameters.values import TABLE

ALGORITHM = "stochkrig:lastopoints"
SKIPPED_FIELDS = ["file", "reason", "path"]

LAS = """~Version
 VERS. 2.0 :
 WRAP. NO :
~Well
 NULL. -999.25 :
 WELL. {name} : WELL
{well}
~Curve
 DEPT.{unit} :
 GR.API :
~Parameter
{parameters}
~A
"""
DATA = "".join(f"{100 + 0.5 * n} {10 * n}\n" for n in range(8))


@pytest.fixture
def las(tmp_path):
    """Write a LAS file and return its path."""

    def write(name="A", data=DATA, unit="M", well="", parameters=" EREF.M 600 :"):
        path = tmp_path / "las" / f"{name}.las"
        path.parent.mkdir(exist_ok=True)
        path.write_text(LAS.format(name=name, unit=unit, well=well, parameters=parameters) + data, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def points(run):
    """Run the algorithm; return (run, points as (x, y, z, attributes), rows of skipped files)."""

    def made(**parameters):
        outputs = {"OUTPUT": "memory:", "SKIPPED": "memory:"}
        done = run(algorithm=ALGORITHM, XY_DELTA=None, **{"CURVE": "GR", **outputs, **parameters})
        layer = done["OUTPUT"]
        assert layer.wkbType() == QgsWkbTypes.Type.PointZ
        names = layer.fields().names()
        assert names == ["well", "uwi", "md", "z", "curve", "value", "unit", "n_samples"]
        found = []
        for feature in layer.getFeatures():
            point = feature.geometry().constGet()
            found.append((point.x(), point.y(), point.z(), dict(zip(names, feature.attributes()))))
        table = done["SKIPPED"]
        assert table.fields().names() == SKIPPED_FIELDS
        skipped = [(feature["file"], feature["reason"]) for feature in table.getFeatures()]
        assert done["N_POINTS"] == len(found)
        assert done["N_SKIPPED"] == len(skipped)
        return done, found, skipped

    return made


@pytest.fixture
def refused(run):
    """Run the algorithm on bad input and return the sentence that it ended with."""

    def sentence(**parameters):
        feedback = QgsProcessingFeedback(False)
        with pytest.raises(QgsProcessingException) as caught:
            run(feedback, algorithm=ALGORITHM, **{"CURVE": "GR", "OUTPUT": "memory:", **parameters})
        assert "Traceback" not in feedback.textLog()
        generic = "There were errors executing the algorithm."
        said = [line for line in feedback.textLog().strip().splitlines() if line != generic]
        return said[-1] if str(caught.value) == generic else str(caught.value)

    return sentence


@pytest.fixture
def layer(make_layer):
    """Two wells with KB, top and bottom."""
    return make_layer(
        [(500_000, 6_100_000), (501_000, 6_102_000)],
        name=["A", "B"],
        kb=[650.0, None],
        top=[101.0, None],
        bottom=[103.0, 102.0],
    )


def test_every_sample_becomes_a_point_at_its_elevation(points, las, layer):
    done, found, skipped = points(LAS_FILES=[las("A"), las("B")], WELLS=layer, WELL_FIELD="name", KB_FIELD="kb")
    assert (done["N_FILES"], done["N_READ"], len(found), skipped) == (2, 2, 16, [])
    x, y, z, attributes = found[2]
    assert (x, y, z) == (500_000, 6_100_000, 650 - 101)
    assert attributes == {
        "well": "A",
        "uwi": "",
        "md": 101.0,
        "z": 549.0,
        "curve": "GR",
        "value": 20.0,
        "unit": "API",
        "n_samples": 1,
    }
    # The layer has no KB for B: the header's 600 m counts.
    assert found[8][:3] == (501_000, 6_102_000, 500.0)
    assert done["OUTPUT"].crs().authid() == "EPSG:26912"


def test_intervals_wells_and_averages(points, las, layer):
    wells = {"LAS_FILES": [las("A")], "WELLS": layer, "WELL_FIELD": "name"}
    _, found, _ = points(**wells, INTERVAL=1, AVERAGING="max")
    assert [(f[3]["md"], f[3]["value"], f[3]["n_samples"]) for f in found] == [
        (100.5, 10, 2),
        (101.5, 30, 2),
        (102.5, 50, 2),
        (103.5, 70, 2),
    ]
    _, found, _ = points(**wells, PER_WELL=True, TOP_FIELD="top", BOTTOM_FIELD="bottom", AVERAGING="rms")
    assert [(f[3]["md"], f[2], f[3]["n_samples"]) for f in found] == [(102.0, 498.0, 4)]
    assert found[0][3]["value"] == pytest.approx(np.sqrt((400 + 900 + 1600 + 2500) / 4))
    _, found, _ = points(**wells, INTERVAL=2, MIN_SAMPLES=4, TOP=101, Z_REFERENCE="depth")
    assert [(f[3]["md"], f[2], f[3]["value"]) for f in found] == [(103.0, 103.0, 55.0)]


def test_each_unit_is_its_own_and_the_target_is_chosen(points, las, layer):
    files = [las("A", unit="F", parameters=" EREF.M 600 :"), las("B", unit="M", parameters=" EREF.FT 1000 :")]
    wells = {"LAS_FILES": files, "WELLS": layer, "WELL_FIELD": "name"}
    done, found, _ = points(**wells)
    assert found[0][2] == pytest.approx(600 - 30.48)
    assert found[8][2] == pytest.approx(304.8 - 100)
    assert "converted to metres: 1" in done.log
    _, found, _ = points(**wells, DEPTH_UNIT="ft", TOP=102)
    assert [f[3]["md"] for f in found[:4]] == [102.0, 102.5, 103.0, 103.5]
    assert found[0][2] == pytest.approx(600 / 0.3048 - 102)
    assert found[4][2] == pytest.approx(1000 - 100 / 0.3048)


def test_the_unit_is_doubted_where_no_file_gives_a_point(refused, las, layer):
    wells = {"LAS_FILES": [las("A", unit="F"), las("B", unit="F")], "WELLS": layer, "WELL_FIELD": "name"}
    doubt = "All LAS files are in feet, and TOP is taken for metres: if it is in feet too, choose DEPTH_UNIT=ft."
    assert refused(**wells, TOP=100).endswith(f". {doubt}")


def test_places_come_from_the_headers_where_there_is_no_layer(points, las):
    geographic = las("A", well=" LATI.DEG 55 0 0 N :\n LONG.DEG 111 0 0 W :")
    utm = las("B", well=" X. 519149.2 :\n Y. 6105958.5 :\n ZONE. 12N :")
    nowhere = las("C")
    bare = las("D", well=" X. 519149.2 :\n Y. 6105958.5 :")
    files = [geographic, utm, nowhere, bare]
    done, found, skipped = points(LAS_FILES=files)
    assert done["OUTPUT"].crs().authid() == "EPSG:32612"
    assert "The places in the headers are in degrees. Wells are projected to EPSG:32612 (WGS 84 / UTM" in done.log
    # On the zone's central meridian: half a million, and the arc from the equator times 0.9996.
    assert found[0][:2] == pytest.approx((500_000, 6_094_791.42), abs=0.01)
    assert found[8][:2] == pytest.approx((519_149.2, 6_105_958.5), abs=1e-6)
    assert skipped == [("C.las", "its header gives no place"), ("D.las", "its X and Y have no CRS (LAS_CRS)")]
    assert "Skipped D.las: its X and Y have no CRS (LAS_CRS)." in done.log
    done, found, skipped = points(LAS_FILES=files, LAS_CRS="EPSG:26912", TARGET_CRS="EPSG:4326")
    assert [name for name, _ in skipped] == ["C.las"]
    assert found[16][:2] == pytest.approx((-110.7, 55.1), abs=1e-3)


def test_the_log_says_where_the_wells_of_a_layer_are_placed(points, las, make_layer):
    degrees = make_layer([(-111.0, 55.1)], crs="EPSG:4269", name=["A"])
    wells = {"LAS_FILES": [las("A")], "WELLS": degrees, "WELL_FIELD": "name"}
    done, _, _ = points(**wells)
    assert "The layer is in degrees. Wells are projected to EPSG:32612 (WGS 84 / UTM zone 12N)." in done.log
    done, found, _ = points(**wells, TARGET_CRS="EPSG:26912")
    assert "Wells are projected to EPSG:26912 (NAD83 / UTM zone 12N)." in done.log
    assert "in degrees" not in done.log
    assert found[0][0] == pytest.approx(500_000, abs=1e-3)
    nowhere = make_layer([(500_000.0, 6_100_000.0)], crs="", name=["A"])
    done, found, _ = points(**{**wells, "WELLS": nowhere, "TARGET_CRS": "EPSG:26912"})
    assert "The layer has no CRS: its coordinates are taken to be those of EPSG:26912 (TARGET_CRS)" in done.log
    assert "are projected" not in done.log
    assert found[0][:2] == (500_000.0, 6_100_000.0)


SURVEY_FOOT = hasattr(Qgis, "DistanceUnit") and hasattr(Qgis.DistanceUnit, "FeetUSSurvey")
"""Whether QGIS knows the unit of EPSG:2277; older versions take it for the international foot."""


@pytest.mark.parametrize(
    ("crs", "metre"), [("EPSG:26912", 1.0), ("EPSG:2277", 3937 / 1200 if SURVEY_FOOT else 1 / 0.3048)]
)
def test_a_deviated_well_follows_its_survey_in_map_units(points, las, make_layer, crs, metre):
    layer = make_layer([(500_000, 6_100_000), (501_000, 6_102_000)], crs, name=["A", "B"])
    # A quarter of a circle of radius 200 to the east from 100 m down; then 100 m below its end, level.
    stations = np.linspace(0, 90, 10)
    depths = 100 + 200 * np.radians(stations)
    survey = make_layer([(0, 0)] * 10, name=["a"] * 10, md=depths.tolist(), inc=stations.tolist(), azi=[90.0] * 10)
    angle = np.radians(30)
    data = f"100 1\n{100 + 200 * angle} 2\n{depths[-1] + 50} 3\n"
    _, found, _ = points(
        LAS_FILES=[las("A", data), las("B")],
        WELLS=layer,
        WELL_FIELD="name",
        SURVEY=survey,
        SURVEY_WELL_FIELD="name",
        SURVEY_MD_FIELD="md",
        SURVEY_INCLINATION_FIELD="inc",
        SURVEY_AZIMUTH_FIELD="azi",
    )
    assert found[0][:3] == pytest.approx((500_000, 6_100_000, 500))
    expected = 500_000 + metre * 200 * (1 - np.cos(angle)), 6_100_000, 500 - 200 * np.sin(angle)
    assert found[1][:3] == pytest.approx(expected, abs=1e-6)
    assert found[2][:3] == pytest.approx((500_000 + metre * 250, 6_100_000, 300), abs=1e-6)
    assert found[3][:3] == (501_000, 6_102_000, 500)


def test_a_suspicious_kb_is_named_and_left_out_or_used(points, las, layer):
    files = [las("A", parameters=" EREF.M 6810.4 :\n GL.M 678.5 :"), las("B")]
    wells = {"LAS_FILES": files, "WELLS": layer, "WELL_FIELD": "name"}
    done, found, skipped = points(**wells)
    doubt = "its elevation 6810.4 m is not within 50 m of its ground, 678.5 m"
    assert (len(found), skipped) == (8, [("A.las", f"{doubt} (KB_FIELD, CHECK_KB)")])
    assert f"Skipped A.las: {doubt} (KB_FIELD, CHECK_KB)." in done.log
    done, found, skipped = points(**wells, CHECK_KB=False)
    assert (len(found), skipped) == (16, [])
    assert f"A is used although {doubt}." in done.log


def test_files_that_give_nothing_are_in_the_table_with_the_reason(points, las, layer):
    files = [
        las("A"),
        las("B", data="100 -999.25\n"),
        las("C", data="junk"),
        las("E", parameters=""),
        las("F", well=" LAT. 55 :\n LONG. -110 :", parameters=""),
    ]
    _, found, skipped = points(LAS_FILES=[*files, "/nowhere/x.las"], WELLS=layer, WELL_FIELD="name")
    assert len(found) == 8
    assert skipped == [
        ("B.las", "GR has no samples"),
        ("C.las", "its lines hold one value for two curves"),
        (
            "E.las",
            "no well is called E, and its header gives no place; the layer's names (WELL_FIELD) look like 'A', 'B'",
        ),
        ("F.las", "the elevation of its depth reference is not known (KB_FIELD, Z_REFERENCE)"),
        ("x.las", "there is no such file"),
    ]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"LAS_FILES": []}, "No LAS files: choose files (LAS_FILES) or a folder (LAS_FOLDER)."),
        ({"INTERVAL": "wide"}, "(INTERVAL) is 'wide': it should be a number."),
        ({"INTERVAL": 0}, "(INTERVAL) is 0: it should be greater than zero."),
        ({"TOP": 5, "BOTTOM": 5}, "(TOP) is 5 and Bottom depth (BOTTOM) 5: depths increase downwards."),
        ({"INTERVAL": 1, "PER_WELL": True}, "(INTERVAL) and One point for each well (PER_WELL) exclude each other"),
        ({"CURVE": " ; "}, "No curve: name the curve of the LAS files to read (CURVE), such as GR."),
        ({"WELL_FIELD": None}, "(WELLS) is given: choose its Well name field (WELL_FIELD) too."),
        ({"KB_FIELD": "height"}, "The layer has no field 'height' (KB_FIELD), only "),
        ({"TOP_FIELD": "name"}, "The field 'name' (TOP_FIELD) holds text: choose a numeric field"),
        ({"WELLS": None}, "(WELL_FIELD) is a field of no layer: choose Well layer (WELLS)."),
        ({"TARGET_CRS": "EPSG:1"}, "There is no CRS EPSG:1 (TARGET_CRS)."),
        ({"CURVE": "RHOB"}, "None of 1 LAS files gave a point of RHOB (LAS_FILES, CURVE): A.las, for one: it"),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_bad_input_gets_a_sentence(refused, las, layer, parameters, sentence):
    said = refused(**{"LAS_FILES": [las("A")], "WELLS": layer, "WELL_FIELD": "name", **parameters})
    assert sentence in said


@pytest.mark.parametrize("well", ["", " X. 519149.2 :\n Y. 6105958.5 :"])
def test_where_nothing_has_a_place_it_is_said_what_would_give_one(run, las, well):
    feedback = QgsProcessingFeedback(False)
    files = [las(f"W{number}", well=well) for number in range(32)]
    with pytest.raises(
        QgsProcessingException, match=r"None of 32 LAS files has a place: W0\.las, .*WELL_FIELD.*LAS_CRS"
    ):
        run(feedback, algorithm=ALGORITHM, CURVE="GR", OUTPUT="memory:", SKIPPED="memory:", LAS_FILES=files)
    assert "… and 2 more files were skipped." in feedback.textLog()  # in no table, as there is none


def test_a_folder_of_many_files_gives_the_same_points_on_all_workers(points, las, layer):
    """Enough bytes for worker processes."""
    long = "".join(f"{100 + 0.01 * n:.2f} {n % 150}.250000\n" for n in range(20_000))
    for number in range(40):
        las("A" if number == 7 else f"W{number}", long if number % 2 else "junk", well=" LAT. 55 :\n LONG. -110 :")
    folder = las("B").rsplit("/", 1)[0]
    done, found, skipped = points(LAS_FOLDER=folder, INTERVAL=50, WELLS=layer, WELL_FIELD="name")
    assert (done["N_FILES"], done["N_READ"], len(skipped)) == (41, 21, 20)
    assert [attributes["well"] for *_, attributes in found[:5]] == ["A"] * 4 + ["B"]
    assert {name for name, _ in skipped} == {f"W{number}.las" for number in range(0, 40, 2)}
    assert [name for name, _ in skipped] == sorted(name for name, _ in skipped)


def test_the_composites_of_a_field_are_reproduced(points, shared):
    """All 9318 of them, and the well whose KB is a typing error with it."""
    field = shared / "data" / "spe006_field_a"
    uri = f"file://{field}/wells.csv?type=csv&xField=lng&yField=lat&crs=EPSG:4269&detectTypes=yes"
    wells = QgsVectorLayer(uri, "wells", "delimitedtext")
    assert wells.isValid()
    parameters = {
        "LAS_FOLDER": str(field / "las"),
        "WELLS": wells,
        "WELL_FIELD": "UWI",
        "KB_FIELD": "kb_m",
        "TOP_FIELD": "mcmurray_md_m",
        "BOTTOM_FIELD": "paleozoic_md_m",
        "BOTTOM": 10_000,
        "INTERVAL": 1,
        "TARGET_CRS": "EPSG:26912",
    }
    done, found, skipped = points(**parameters, CHECK_KB=False)
    assert (done["N_FILES"], done["N_READ"]) == (190, 190)
    assert skipped == [
        (
            "00-08-29-077-10W4-0.LAS",
            "GR has no samples between 431.29 m and 483.72 m: the log reaches from 345.138 m to 424.888 m",
        )
    ]
    ours = {(a["well"], a["md"]): (x, y, z, a["value"], a["n_samples"]) for x, y, z, a in found}
    with (field / "composites_1m.csv").open(encoding="utf-8") as file:
        published = {
            (row["uwi"], float(row["md_mid"])): [float(row[key]) for key in ("x", "y", "z_mid", "gr", "n_samples")]
            for row in csv.DictReader(file)
        }
    assert len(published) == 9318
    assert published.keys() <= ours.keys()
    differences = np.abs([np.subtract(ours[key], values) for key, values in published.items()]).max(axis=0)
    assert (differences <= [0.02, 0.02, 0.001, 1e-5, 0]).all(), differences
    # What is ours alone: cut intervals, the well in feet (its KB there is blank), and wells without a bottom.
    rows = {feature["UWI"]: feature for feature in wells.getFeatures()}
    ends = {well: (row["mcmurray_md_m"], row["paleozoic_md_m"]) for well, row in rows.items()}
    rest = {
        well for well, md in ours.keys() - published.keys() if ends[well][0] <= md - 0.5 < md + 0.5 <= ends[well][1]
    }
    assert rest == {"00/07-19-074-05W4/0"}
    assert {well for well, _ in ours} == {well for well, _ in published} | rest

    done, _, skipped = points(**parameters)
    assert [name for name, _ in skipped] == [
        "00-06-30-071-09W4-0.LAS",
        "00-08-29-077-10W4-0.LAS",
        "00-09-29-073-10W4-0.LAS",
    ]
    assert "Skipped 00-06-30-071-09W4-0.LAS: its elevation 6810.4 m is not" in done.log


def test_in_a_model_the_points_feed_variogram_and_map_without_a_number(provider, las, make_layer, tmp_path):
    rng = np.random.default_rng(4)
    places = rng.uniform((500_000, 6_100_000), (510_000, 6_108_000), (25, 2))
    layer = make_layer(places.tolist(), name=[f"W{n}" for n in range(25)])
    for number, (x, y) in enumerate(places):
        value = 60 + 10 * np.sin(x / 2500) + 5 * np.cos(y / 3000)
        path = las(f"W{number}", f"100 {value:.3f}\n101 {value:.3f}\n")
    model = QgsProcessingModelAlgorithm("LAS to map", "")
    static = QgsProcessingModelChildParameterSource.fromStaticValue
    from_child = QgsProcessingModelChildParameterSource.fromChildOutput

    def add(name, algorithm, outputs=(), **sources):
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(name)
        for parameter, source in sources.items():
            child.addParameterSources(parameter, [source])
        finals = {}
        for output in outputs:
            finals[output] = QgsProcessingModelOutput(output, output)
            finals[output].setChildOutputName(output)
            finals[output].setChildId(name)
        child.setModelOutputs(finals)
        model.addChildAlgorithm(child)

    folder = path.rsplit("/", 1)[0]
    wells = {"WELLS": static(layer), "WELL_FIELD": static("name")}
    points = {"INPUT": from_child("points", "OUTPUT"), "FIELD": static("value")}
    add("points", ALGORITHM, LAS_FOLDER=static(folder), CURVE=static("GR"), PER_WELL=static(True), **wells)
    add("variogram", "stochkrig:variogram", **points)
    add("map", "stochkrig:kriging", ["MEAN"], VARIOGRAM_FILE=from_child("variogram", "VARIOGRAM"), **points)
    feedback, context = QgsProcessingFeedback(False), QgsProcessingContext()
    context.setProject(QgsProject.instance())
    (mean,) = (definition.name() for definition in model.destinationParameterDefinitions())
    results, good = model.run({mean: str(tmp_path / "mean.tif")}, context, feedback)
    assert good, feedback.textLog()
    raster = QgsRasterLayer(results[mean])
    for place, feature in zip(places, layer.getFeatures()):
        value, known = raster.dataProvider().sample(QgsPointXY(*place), 1)
        expected = 60 + 10 * np.sin(place[0] / 2500) + 5 * np.cos(place[1] / 3000)
        assert known, feature["name"]
        assert value == pytest.approx(expected, abs=1.5)


def test_the_averages_offered_are_those_of_the_core():
    assert tuple(AVERAGINGS) == TABLE["AVERAGING"].options
    assert set(TABLE["DEPTH_UNIT"].options) <= METRES.keys()
