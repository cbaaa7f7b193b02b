"""Maps of logs: along deviation surveys and by any average, to the byte as from the points of lastopoints."""

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsProcessingException, QgsProcessingFeedback

WELLS = 9
LAS = """~Version
 VERS. 2.0 :
 WRAP. NO :
~Well
 NULL. -999.25 :
 WELL. W-{name} : WELL
~Curve
 DEPT.{unit} :
 PERM.MD :
~Parameter
 EREF.{unit} {reference} :
~A
"""
FIELDS = {
    "SURVEY_WELL_FIELD": "well",
    "SURVEY_MD_FIELD": "md",
    "SURVEY_INCLINATION_FIELD": "inc",
    "SURVEY_AZIMUTH_FIELD": "azi",
}
SIMULATION = {"SEED": 4, "REALIZATIONS": 10, "PROCESSES": 1, "XY_DELTA": 60}


class Field:
    """Nine wells with logs, of which five leave the vertical."""

    def __init__(self, folder, make_layer, *, unit="M", crs="EPSG:26912", even=False):
        rng = np.random.default_rng(5)
        self.places = np.array([(500_000 + 400 * (n % 3), 6_100_000 + 300 * (n // 3)) for n in range(WELLS)], float)
        self.places += rng.uniform(-90, 90, self.places.shape)
        depth = np.arange(100, 160, 0.5) if even else np.append(np.arange(100, 130, 0.25), np.arange(130, 160.5))
        folder.mkdir()
        self.files = []
        for n in range(WELLS):
            values = np.exp(rng.normal(0, 0.3, len(depth)) + self.places[n, 0] / 700 % 3)
            rows = "".join(f"{one} {value:.6f}\n" for one, value in zip(depth, values))
            path = folder / f"{n}.las"
            path.write_text(LAS.format(name=n, unit=unit, reference=600 + n) + rows, encoding="utf-8")
            self.files.append(str(path))
        names = [f"W-{n}" for n in range(WELLS)]
        self.layer = make_layer(
            self.places.tolist(), crs, name=names, top=[110.0 + n for n in range(WELLS)], bottom=[150.0] * WELLS
        )
        stations = [(f"w {n}", md, min(0.5 * md, 40.0), 40.0 * n) for n in range(5) for md in (0.0, 50, 90, 130, 200)]
        columns = zip(("well", "md", "inc", "azi"), map(list, zip(*stations)))
        self.survey = make_layer([(0, 0)] * len(stations), crs, **dict(columns))
        self.wells = {"LAS_FILES": self.files, "CURVE": "PERM", "WELL_FIELD": "name", "SURVEY": self.survey, **FIELDS}
        self.wells["DEPTH_UNIT"] = {"M": "m", "F": "ft"}[unit]


@pytest.fixture
def field(tmp_path, make_layer):
    return lambda **options: Field(tmp_path / "las", make_layer, **options)


@pytest.fixture
def points(run):
    """The points that lastopoints makes of a field, as a layer."""

    def made(field, **parameters):
        algorithm = "stochkrig:lastopoints"
        given = {**field.wells, "WELLS": field.layer, "OUTPUT": "memory:", **parameters}
        return run(algorithm=algorithm, XY_DELTA=None, **given)["OUTPUT"]

    return made


@pytest.fixture
def surface(tmp_path):
    """A raster of elevations that rise to the east."""

    def made(name, height, slope):
        path = tmp_path / f"{name}.tif"
        raster = gdal.GetDriverByName("GTiff").Create(str(path), 30, 30, 1, gdal.GDT_Float32)
        raster.SetGeoTransform((499_000, 100, 0, 6_102_000, 0, -100))
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(26912)
        raster.SetProjection(reference.ExportToWkt())
        east = 499_050 + 100.0 * np.arange(30) - 500_400
        raster.GetRasterBand(1).WriteArray(np.tile(height + slope * east, (30, 1)))
        raster = None
        return str(path)

    return made


@pytest.fixture
def maps(run, read_raster, tmp_path):
    """Mean, standard deviation and place of a map."""

    def made(algorithm, **parameters):
        done = run(algorithm=f"stochkrig:{algorithm}", **parameters)
        rasters = [read_raster(tmp_path / f"{name}.tif") for name in ("mean", "std")]
        return done, [array.tobytes() for array, _ in rasters], rasters[0][1].GetGeoTransform()

    return made


@pytest.mark.parametrize(
    ("algorithm", "unit", "crs", "averaging"),
    [
        ("stochastickriging", "M", "EPSG:26912", "arithmetic"),
        ("stochastickriging", "F", "EPSG:26912", "harmonic"),
        ("kriging", "M", "EPSG:2277", "geometric"),
    ],
)
def test_a_map_of_logs_is_that_of_their_points(field, points, maps, algorithm, unit, crs, averaging):
    given = field(unit=unit, crs=crs)
    limits = {"TOP_FIELD": "top", "BOTTOM_FIELD": "bottom", "AVERAGING": averaging}
    options = SIMULATION if algorithm == "stochastickriging" else {"XY_DELTA": 60}
    done, of_logs, place = maps(algorithm, INPUT=given.layer, **given.wells, **limits, **options)
    assert "5 of 9 wells are deviated (SURVEY): values stand where paths are midway between top and bottom." in done.log
    between = points(given, PER_WELL=True, **limits)
    _, of_points, same_place = maps(algorithm, INPUT=between, FIELD="value", **options)
    assert of_logs == of_points
    assert place == same_place
    vertical = {**given.wells, "SURVEY": None, **dict.fromkeys(FIELDS)}
    _, straight, _ = maps(algorithm, INPUT=given.layer, **vertical, **limits, **options)
    assert straight != of_logs


@pytest.mark.parametrize(
    ("algorithm", "options", "reference"),
    [
        ("stochastickriging", {**SIMULATION, "EXACT_POSITIONS": "yes"}, "elevation"),
        ("kriging", {"XY_DELTA": 60}, "depth"),
    ],
)
def test_slices_of_intervals_are_those_of_their_points(field, points, maps, algorithm, options, reference):
    given = field()
    options = {**options, "Z_DELTA": 12, "Z_REFERENCE": reference, "AVERAGING": "geometric"}
    options.update(MODEL="spherical", NUGGET=0.5, PARTIAL_SILL=3, RANGE=500, VERTICAL_RANGE=20)
    done, of_logs, place = maps(algorithm, INPUT=given.layer, **given.wells, **options)
    assert "5 of 9 wells are deviated (SURVEY): their values stand along the path." in done.log
    between = points(given, INTERVAL=12, AVERAGING="geometric", Z_REFERENCE=reference)
    _, of_points, same_place = maps(algorithm, INPUT=between, FIELD="value", **options)
    assert of_logs == of_points
    assert place == same_place


@pytest.mark.parametrize("averaging", ["arithmetic", "harmonic"])
def test_cells_of_samples_are_those_of_their_points(field, points, maps, averaging):
    given = field(even=True)
    options = {**SIMULATION, "Z_DELTA": 12, "AVERAGING": averaging, "METHOD": "sequential"}
    options.update(MODEL="spherical", NUGGET=0.5, PARTIAL_SILL=3, RANGE=500, VERTICAL_RANGE=20)
    _, of_logs, place = maps("stochastickriging", INPUT=given.layer, **given.wells, **options)
    _, of_points, same_place = maps("stochastickriging", INPUT=points(given), FIELD="value", **options)
    assert of_logs == of_points
    assert place == same_place


@pytest.mark.parametrize(
    ("algorithm", "options"),
    [("stochastickriging", {**SIMULATION, "METHOD": "sequential"}), ("kriging", {"XY_DELTA": 60})],
)
def test_layers_see_deviated_wells_where_they_are(field, points, maps, surface, algorithm, options):
    """Samples lie in the unit by the surfaces at their own places, not at their wellheads."""
    given = field(even=True)
    unit = {"TOP_SURFACE": surface("top", 518, 0.03), "BASE_SURFACE": surface("base", 430, -0.02), "LAYERS": 6}
    options = {**options, **unit, "AVERAGING": "geometric"}
    options.update(MODEL="spherical", NUGGET=0.5, PARTIAL_SILL=3, RANGE=500, VERTICAL_RANGE=20)
    _, of_logs, place = maps(algorithm, INPUT=given.layer, **given.wells, **options)
    if algorithm == "stochastickriging":  # kriging takes points as they are
        _, of_points, same_place = maps(algorithm, INPUT=points(given), FIELD="value", **options)
        assert of_logs == of_points
        assert place == same_place
    vertical = {**given.wells, "SURVEY": None, **dict.fromkeys(FIELDS)}
    assert of_logs != maps(algorithm, INPUT=given.layer, **vertical, **options)[1]


def test_variogram_and_cross_validation_are_those_of_the_points(field, points, run):
    given = field()
    between = points(given, PER_WELL=True, AVERAGING="geometric")
    logs = {"INPUT": given.layer, **given.wells, "AVERAGING": "geometric"}
    found = []
    for data in (logs, {"INPUT": between, "FIELD": "value"}):
        study = run(algorithm="stochkrig:variogram", XY_DELTA=None, VARIOGRAM=None, REPORT=None, **data)
        validated = run(algorithm="stochkrig:crossvalidation", XY_DELTA=None, OUTPUT="memory:", REPORT=None, **data)
        places = [one.geometry().asWkt() for one in validated["OUTPUT"].getFeatures()]
        found.append((study["FITTED_RANGE"], study["N_PAIRS"], validated["RMSE"], validated["CRPS"], places))
    assert found[0] == found[1]


def test_a_value_stands_in_the_middle_of_its_interval_by_hand(make_layer, run, tmp_path):
    """At 45 degrees to the north from the surface, half way between 100 and 140 m is 84.85 m away."""
    path = tmp_path / "a.las"
    rows = "".join(f"{depth} {depth}\n" for depth in range(90, 160, 10))
    path.write_text(LAS.format(name="A", unit="M", reference=600) + rows, encoding="utf-8")
    other = tmp_path / "b.las"
    other.write_text(LAS.format(name="B", unit="M", reference=600) + rows, encoding="utf-8")
    layer = make_layer([(500_000, 6_100_000), (501_000, 6_100_000)], name=["W-A", "W-B"])
    survey = make_layer([(0, 0)], well=["W-A"], md=[0.0], inc=[45.0], azi=[0.0])
    given = {"LAS_FILES": [str(path), str(other)], "CURVE": "PERM", "WELL_FIELD": "name", "TOP": 100, "BOTTOM": 140}
    validated = run(
        algorithm="stochkrig:crossvalidation",
        INPUT=layer,
        XY_DELTA=None,
        OUTPUT="memory:",
        REPORT=None,
        MODEL="spherical",
        NUGGET=0,
        PARTIAL_SILL=1,
        RANGE=5000,
        **given,
        SURVEY=survey,
        **FIELDS,
    )
    (first, second) = (one for one in validated["OUTPUT"].getFeatures())
    assert first.geometry().asPoint().x() == pytest.approx(500_000)
    assert first.geometry().asPoint().y() == pytest.approx(6_100_000 + 120 / 2**0.5, abs=1e-6)
    assert first["observed"] == 115
    assert (second.geometry().asPoint().x(), second.geometry().asPoint().y()) == (501_000, 6_100_000)


@pytest.fixture
def said(run):
    def sentence(**parameters):
        feedback = QgsProcessingFeedback(False)
        with pytest.raises(QgsProcessingException) as caught:
            run(feedback, **parameters)
        assert "Traceback" not in feedback.textLog()
        return feedback.textLog() + str(caught.value)

    return sentence


def test_a_survey_without_logs_and_without_its_fields_is_a_sentence(field, wells, said):
    given = field()
    survey = {"SURVEY": given.survey, **FIELDS}
    assert "LAS: deviation survey (SURVEY) is for logs: choose LAS files" in said(INPUT=wells, FIELD="value", **survey)
    text = said(INPUT=given.layer, **{**given.wells, "SURVEY_AZIMUTH_FIELD": None})
    assert "(SURVEY) is given: choose its LAS: azimuth field of the survey (SURVEY_AZIMUTH_FIELD) too." in text
    text = said(INPUT=given.layer, **{**given.wells, "SURVEY": None})
    assert "(SURVEY_WELL_FIELD) is a field of no layer" in text


def test_the_numbers_of_a_survey_may_be_texts_as_in_a_csv_file(field, points, make_layer):
    given = field()
    rows = [feature.attributes() for feature in given.survey.getFeatures()]
    texts = [[str(one).replace(".", ",") for one in column] for column in list(zip(*rows))[1:]]
    columns = dict(zip(("md", "inc", "azi"), texts))
    columns["well"] = [row[0] for row in rows]
    as_texts = make_layer([(0, 0)] * len(rows), **columns)
    found = [
        [feature.geometry().asWkt(12) for feature in points(given, PER_WELL=True, SURVEY=survey).getFeatures()]
        for survey in (given.survey, as_texts)
    ]
    assert found[0] == found[1]


def test_stations_that_lack_a_number_are_counted_and_left_out(field, make_layer, run):
    given = field()
    survey = make_layer([(0, 0)] * 3, well=["W-1"] * 3, md=["0", "100", "n/a"], inc=[10.0, 20.0, 30.0], azi=[5.0] * 3)
    done = run(INPUT=given.layer, **{**given.wells, "SURVEY": survey}, **{**SIMULATION, "REALIZATIONS": 2})
    assert "Stations of surveys (SURVEY) that lack a number and are left out: 1 ('n/a 30 5', for one)." in done.log
    assert "1 of 9 wells are deviated (SURVEY)" in done.log


def test_names_that_no_well_has_are_doubted(field, make_layer, run):
    given = field()
    strange = make_layer([(0, 0)], well=["other"], md=[0.0], inc=[45.0], azi=[0.0])
    done = run(INPUT=given.layer, **{**given.wells, "SURVEY": strange}, **{**SIMULATION, "REALIZATIONS": 2})
    assert "No well leaves the vertical by its survey (SURVEY): are its names (SURVEY_WELL_FIELD)" in done.log


def test_means_that_need_values_above_zero_say_which_wells_have_none(field, run, tmp_path):
    given = field(even=True)
    broken = tmp_path / "las" / "0.las"
    lines = broken.read_text(encoding="utf-8").splitlines()
    lines[-40] = f"{lines[-40].split()[0]} 0"
    broken.write_text("\n".join(lines) + "\n", encoding="utf-8")
    logs = {"INPUT": given.layer, **given.wells, "AVERAGING": "harmonic"}
    done = run(**logs, **SIMULATION)
    assert done["N_SKIPPED"] == 1
    assert "Skipped 0.las: PERM is not greater than zero, as a harmonic mean needs (AVERAGING)." in done.log
    slices = {"Z_DELTA": 12, "MODEL": "spherical", "NUGGET": 0.5, "PARTIAL_SILL": 3, "RANGE": 500, "VERTICAL_RANGE": 20}
    for more in ({"EXACT_POSITIONS": "yes"}, {"METHOD": "sequential"}):
        done = run(**logs, **SIMULATION, **slices, **more)
        assert "Averages left out because a harmonic mean needs values above zero: 1." in done.log
