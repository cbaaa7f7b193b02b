"""Maps in the layers of a unit between two surfaces, in the real algorithms."""

import numpy as np
import processing
import pytest
from osgeo import gdal, osr
from processing.gui.AlgorithmExecutor import execute
from processing.gui.Postprocessing import handleAlgorithmResults
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from stochastic_kriging.krig_core import Variogram, krige
from stochastic_kriging.tests.in_space import bands_of, layer_of

STOCHASTIC = "stochkrig:stochastickriging"
KRIGING = "stochkrig:kriging"
MODEL = {"MODEL": "exponential", "NUGGET": 0.1, "PARTIAL_SILL": 1, "RANGE": 5000, "VERTICAL_RANGE": 12}
VARIOGRAM = Variogram.exponential(nugget=0.1, partial_sill=1, range=5000, vertical_range=12)
EXTENT = "500000,508000,6100000,6106000 [EPSG:26912]"
AREA = {"EXTENT": EXTENT, "XY_DELTA": 1000}


def base_at(x, y):
    return 100 + (x - 500_000) / 400


def top_at(x, y):
    return base_at(x, y) + 30 + (y - 6_100_000) / 300


@pytest.fixture
def surface(tmp_path):
    """Write a raster of a function of x and y; a number is a plane, not a number is nodata."""

    def make(name, function, unit="", epsg=26912, box=(499_000, 6_099_000, 509_000, 6_107_000), step=100.0):
        west, south, east, north = box
        x, y = np.arange(west + step / 2, east, step)[None, :], np.arange(north - step / 2, south, -step)[:, None]
        values = (function(x, y) if callable(function) else float(function)) + 0 * (x + y)
        path = str(tmp_path / f"{name}.tiff")
        data = gdal.GetDriverByName("GTiff").Create(path, x.size, y.size, 1, gdal.GDT_Float64)
        data.SetGeoTransform((west, step, 0, north, 0, -step))
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(epsg)
        data.SetProjection(crs.ExportToWkt())
        band = data.GetRasterBand(1)
        band.SetUnitType(unit)
        band.SetNoDataValue(-9999)
        band.WriteArray(np.where(np.isnan(values), -9999, values))
        band = data = None
        return path

    return make


@pytest.fixture
def samples():
    """Fifteen wells, a sample in every sixteenth of the unit."""
    rng = np.random.default_rng(7)
    wells = np.repeat(rng.uniform((500_500, 6_100_500), (507_500, 6_105_500), (15, 2)), 16, axis=0)
    part = np.tile((np.arange(16) + 0.5) / 16, 15)
    base, top = base_at(*wells.T), top_at(*wells.T)
    points = np.column_stack([wells, base + part * (top - base)])
    return points, np.sin(6 * part) + (wells[:, 0] - 504_000) / 3000 + rng.normal(0, 0.1, len(points))


@pytest.fixture
def unit(surface):
    return {"TOP_SURFACE": surface("top", top_at), "BASE_SURFACE": surface("base", base_at)}


def test_a_layer_is_what_the_core_krigs_in_relative_z(run, samples, unit):
    points, values = samples
    done = run(algorithm=KRIGING, INPUT=layer_of(points, values), FIELD="value", LAYERS=8, **unit, **AREA, **MODEL)
    mean, names, dataset = bands_of(done["MEAN"])
    assert names[0] == "Layer 1 of 8 (0.0625 of the thickness)"
    assert names[-1] == "Layer 8 of 8 (0.9375 of the thickness)"
    x, y = np.arange(500_500.0, 508_000, 1000), np.arange(6_100_500.0, 6_106_000, 1000)
    x, y = np.meshgrid(x, y, indexing="ij")
    thickness = float((top_at(x, y) - base_at(x, y)).mean())
    relative = (points[:, 2] - base_at(*points[:, :2].T)) / (top_at(*points[:, :2].T) - base_at(*points[:, :2].T))
    middles = (np.arange(8) + 0.5) / 8 * thickness
    targets = np.stack(np.broadcast_arrays(x[..., None], y[..., None], middles), -1).reshape(-1, 3)
    data = np.column_stack([points[:, :2], relative * thickness])
    expected, variance = krige(data, values, VARIOGRAM, targets)
    np.testing.assert_allclose(mean.ravel(), expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(bands_of(done["STD"])[0].ravel(), np.sqrt(variance), rtol=1e-4)
    facts = dataset.GetMetadata()
    assert facts["STOCHKRIG_SLICES"] == "8"
    assert facts["STOCHKRIG_Z"] == "elevation m"
    layering, layers, of_all, *z = facts["STOCHKRIG_LAYERING"].split()
    assert (layering, layers, z) == ("proportional", "8", ["elevation", "m"])
    assert float(of_all) == pytest.approx(thickness, rel=1e-12)
    *place, base = map(float, facts["STOCHKRIG_BASE"].split())
    assert place[0] in x
    assert place[1] == y.max()  # the unit is thickest in the north
    assert base == pytest.approx(base_at(*place), abs=1e-4)
    assert (
        "The unit is 40 m thick on average, 31.67 to 48.33, at 48 of 48 cells of the map, in 8 layers (proportional) "
        "counted from its base. 240 of 240 values lie in it." in done.log
    )
    assert "Layers: top surface (TOP_SURFACE): elevations in m, as z has them." in done.log


class OfFeet(QTranslator):
    """What QGIS calls feet in another language."""

    def __init__(self, word):
        super().__init__()
        self.word = word

    def isEmpty(self):  # noqa: N802 - a method of Qt
        return False

    def translate(self, context, source, disambiguation=None, n=-1):
        return self.word if (context, source, disambiguation) == ("QObject", "ft", "distance") else ""


@pytest.mark.parametrize("word", ["ft", "Fuß", "m", "bộ Anh"])  # German, Turkish, Vietnamese
def test_surfaces_are_taken_into_feet_whatever_language_calls_them(run, surface, word):
    """In a CRS in feet a unit from 100 to 160 feet, whose top is given in metres."""
    rng = np.random.default_rng(3)
    points = rng.uniform((6_000_000, 2_000_000, 101), (6_008_000, 2_006_000, 159), (40, 3))
    box = {"epsg": 2225, "box": (5_999_000, 1_999_000, 6_009_000, 2_007_000)}
    unit = {"TOP_SURFACE": surface("t", 48.768, "m", **box), "BASE_SURFACE": surface("b", 100, "ft", **box)}
    translator = OfFeet(word)
    QCoreApplication.installTranslator(translator)
    try:
        done = run(
            algorithm=KRIGING,
            INPUT=layer_of(points, points[:, 0] / 1000, crs="EPSG:2225"),
            FIELD="value",
            LAYERS=4,
            LAYERING="follow-base",
            XY_DELTA=1000,
            **unit,
            **MODEL,
        )
    finally:
        QCoreApplication.removeTranslator(translator)
    _, names, dataset = bands_of(done["MEAN"])
    assert "The unit is 60 ft thick on average, 60 to 60," in done.log
    assert names[0] == "Layer 1 of 4 (7.5 ft above the base)"
    assert dataset.GetMetadataItem("STOCHKRIG_Z") == "elevation ft"


@pytest.mark.parametrize(("algorithm", "method"), [(KRIGING, ""), (STOCHASTIC, "gaussian"), (STOCHASTIC, "sequential")])
def test_a_flat_unit_is_slices_the_other_way_round(run, samples, surface, tmp_path, algorithm, method):
    points, values = samples
    points[:, 2] = np.round(points[:, 2], 2)
    names = {"MEAN": "m", "STD": "s", "QUANTILES": "q"}
    more = {} if algorithm == KRIGING else {"METHOD": method, "REALIZATIONS_OUTPUT": str(tmp_path / "r.tif")}
    given = {"algorithm": algorithm, "INPUT": layer_of(points, values), "FIELD": "value", **AREA, **MODEL, **more}
    given.update({} if algorithm == KRIGING else {"SEED": 4})
    slices = {name: str(tmp_path / f"{short}_slices.tif") for name, short in names.items()}
    if algorithm == KRIGING:  # where points above and below the slices count, too
        inside = (points[:, 2] >= 100) & (points[:, 2] <= 160)
        given["INPUT"] = layer_of(points[inside], values[inside])
    flat = run(**{**given, **slices}, Z_DELTA=6, TOP=160, BOTTOM=100)
    made = bands_of(flat["REALIZATIONS_OUTPUT"])[0] if more else None
    unit = {"TOP_SURFACE": surface("t", 160), "BASE_SURFACE": surface("b", 100)}
    own = {name: str(tmp_path / f"{short}_layers.tif") for name, short in names.items()}
    layers = run(**given, **own, LAYERS=10, **unit)
    for name in names:
        one, other = bands_of(flat[name])[0], bands_of(layers[name])[0]
        one = one.reshape(8, 6, -1, 10)[..., ::-1].reshape(other.shape)
        assert one.tobytes() == other.tobytes(), name
    if more:
        again = bands_of(layers["REALIZATIONS_OUTPUT"])[0]
        assert made.reshape(8, 6, -1, 10)[..., ::-1].reshape(again.shape).tobytes() == again.tobytes()
    assert flat["N_DATA"] == layers["N_DATA"]


def test_realizations_are_layers_after_layers(run, samples, unit, tmp_path):
    path = str(tmp_path / "realizations.tif")
    done = run(
        INPUT=layer_of(*samples),
        FIELD="value",
        LAYERS=4,
        REALIZATIONS=6,
        REALIZATIONS_OUTPUT=path,
        **unit,
        **AREA,
    )
    made, names, dataset = bands_of(done["REALIZATIONS_OUTPUT"])
    assert dataset.RasterCount == 24
    assert names[4] == "Realization 2 of value, Layer 1 of 4 (0.125 of the thickness)"
    assert dataset.GetMetadataItem("STOCHKRIG_SLICES") == "4"
    assert (made != -9999).all()


@pytest.mark.parametrize(
    ("layering", "name"),
    [("follow-top", "Layer 1 of 5 (43.5 m below the top)"), ("follow-base", "Layer 1 of 5 (4.833 m above the base)")],
)
def test_layers_of_one_height_end_at_the_other_surface(run, samples, unit, layering, name):
    more = {"LAYERS": 5, "LAYERING": layering, "TRANSFORM": "none", **unit, **AREA, **MODEL}
    done = run(INPUT=layer_of(*samples), FIELD="value", **more)
    mean, names, _ = bands_of(done["MEAN"])
    assert names[0] == name
    y = np.arange(6_100_500.0, 6_106_000, 1000)
    height = top_at(0, y) - base_at(0, y)
    count = np.floor(height / (height.max() / 5) + 0.5)
    number = np.arange(5, 0, -1) if layering == "follow-top" else np.arange(1, 6)
    known = np.broadcast_to(number <= count[:, None], (8, 6, 5))
    np.testing.assert_array_equal(mean != -9999, known)
    assert done["N_EMPTY"] == 0


def test_what_is_not_in_the_unit_has_no_data(run, samples, surface):
    points, values = samples
    points[0, 2], points[16, 2] = top_at(*points[0, :2]) + 1, base_at(*points[16, :2]) - 1
    crossing = surface("top", lambda x, y: np.where(x > 507_000, base_at(x, y) - 1, top_at(x, y)))
    gap = surface("base", lambda x, y: np.where(y < 6_101_000, np.nan, base_at(x, y)))
    inside = (points[:, 0] < 507_000) & (points[:, 1] > 6_101_000)
    points, values = points[inside], values[inside]
    surfaces = {"TOP_SURFACE": crossing, "BASE_SURFACE": gap}
    done = run(INPUT=layer_of(points, values), FIELD="value", LAYERS=3, **surfaces, **AREA, **MODEL)
    mean = bands_of(done["MEAN"])[0]
    assert (mean[7] == -9999).all()
    assert (mean[:, 0] == -9999).all()
    assert (mean[:7, 1:] != -9999).all()
    assert "Cells where a surface (TOP_SURFACE, BASE_SURFACE) has no value, which have no data: 8." in done.log
    assert (
        "Cells where the top of the unit lies below its base (TOP_SURFACE, BASE_SURFACE), which have no data: 5."
        in done.log
    )
    assert f"{len(points) - 2} of {len(points)} values lie in it." in done.log


def test_depths_have_surfaces_that_are_depths(run, samples, surface, unit, tmp_path):
    points, values = samples
    paths = {"MEAN": str(tmp_path / "m.tif"), "STD": str(tmp_path / "s.tif")}
    up = run(algorithm=KRIGING, INPUT=layer_of(points, values), FIELD="value", LAYERS=4, **unit, **AREA, **MODEL)
    depths = {
        "TOP_SURFACE": surface("top_depth", lambda x, y: 500 - top_at(x, y)),
        "BASE_SURFACE": surface("base_depth", lambda x, y: 500 - base_at(x, y)),
    }
    layer = layer_of(points, values, depth=500 - points[:, 2])
    more = {"Z_FIELD": "depth", "Z_REFERENCE": "depth", "LAYERS": 4, **depths, **AREA, **MODEL, **paths}
    down = run(algorithm=KRIGING, INPUT=layer, FIELD="value", **more)
    np.testing.assert_allclose(bands_of(up["MEAN"])[0], bands_of(down["MEAN"])[0], rtol=0, atol=1e-5)
    assert "Layers: top surface (TOP_SURFACE): depths in m, as z has them." in down.log


def test_surfaces_in_feet_and_in_another_crs_are_taken_into_the_unit_of_z(run, samples, surface, unit, tmp_path):
    paths = {"MEAN": str(tmp_path / "m.tif"), "STD": str(tmp_path / "s.tif")}
    given = {"algorithm": KRIGING, "INPUT": layer_of(*samples), "FIELD": "value", "LAYERS": 4, **AREA, **MODEL}
    metres = run(**given, **unit)
    box = (-111.05, 55.0, -110.8, 55.12)
    # On the central meridian of the zone, where degrees of longitude and eastings go together.
    flat = {"step": 0.001, "epsg": 4326, "box": box}
    feet = {
        "TOP_SURFACE": surface("top_ft", 160 / 0.3048, "ft", **flat),
        "BASE_SURFACE": surface("base_ft", 100 / 0.3048, "ft", **flat),
    }
    plain = {"TOP_SURFACE": surface("top_m", 160), "BASE_SURFACE": surface("base_m", 100)}
    expected, found = run(**given, **plain), run(**{**given, **paths}, **feet)
    np.testing.assert_allclose(bands_of(expected["MEAN"])[0], bands_of(found["MEAN"])[0], rtol=0, atol=1e-5)
    assert "elevations in ft, as the file says; they are taken into m." in found.log
    assert metres["N_DATA"] == 240


def test_a_surface_whose_unit_is_not_known_is_warned_of(run, samples, surface, unit):
    unit["TOP_SURFACE"] = surface("rods", top_at, unit="rods")
    found = run(algorithm=KRIGING, INPUT=layer_of(*samples), FIELD="value", LAYERS=8, **unit, **AREA, **MODEL)
    assert "the file says “rods”, which is no unit of length known here: values are taken as they are." in found.log


def test_the_report_says_what_the_unit_is(run, samples, unit, tmp_path):
    report = tmp_path / "report.html"
    run(INPUT=layer_of(*samples), FIELD="value", LAYERS=4, REPORT=str(report), **unit, **AREA, **MODEL)
    text = report.read_text(encoding="utf-8")
    for words in ("Layers, from the base up", "4, proportional", "40 on average, 31.6667 to 48.3333 m", "240 of 240"):
        assert words in text
    assert "Slice height" not in text
    assert "<dt>Vertical range (practical)</dt><dd>12 m</dd>" in text
    assert "<dt>Cells of the unit without a value</dt><dd>0</dd>" in text
    assert "Cells without a value" not in text
    assert "Mean of value, layer 3 of 4 (0.625 of the thickness)" in text


def test_netcdf_counts_layers(run, samples, unit, tmp_path):
    paths = {"MEAN": str(tmp_path / "mean.nc"), "STD": str(tmp_path / "std.nc")}
    done = run(algorithm=KRIGING, INPUT=layer_of(*samples), FIELD="value", LAYERS=4, **unit, **AREA, **MODEL, **paths)
    dataset = gdal.Open(done["MEAN"])
    assert dataset.GetMetadataItem("NETCDF_DIM_z_VALUES") == "{1,2,3,4}"
    facts = dataset.GetMetadata()
    assert (facts["z#units"], facts["z#long_name"]) == ("1", "layer, counted from the base")


def test_qgis_is_told_no_height_and_no_date(provider, samples, unit, tmp_path, qgis_iface):
    algorithm = provider.algorithm("stochastickriging").create()
    context, project = QgsProcessingContext(), QgsProject.instance()
    context.setProject(project)
    outputs = {
        name: QgsProcessingOutputLayerDefinition(str(tmp_path / f"{name}.tif"), project)
        for name in ("MEAN", "STD", "REALIZATIONS_OUTPUT")
    }
    given = {
        "INPUT": layer_of(*samples),
        "FIELD": "value",
        "LAYERS": 4,
        "REALIZATIONS": 3,
        **unit,
        **AREA,
        **MODEL,
        **outputs,
    }
    feedback = QgsProcessingFeedback(False)
    assert execute(algorithm, given, context, feedback)[0]
    try:
        assert handleAlgorithmResults(algorithm, context, feedback)
        for layer in project.mapLayers().values():
            assert not layer.temporalProperties().isActive()
            elevation = layer.elevationProperties()  # none before QGIS 3.28
            assert elevation is None or not elevation.isEnabled()
            assert layer.renderer().band() == 1
    finally:
        project.clear()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"LAYERS": None}, "give all three, or none"),
        ({"BASE_SURFACE": None}, "give all three, or none"),
        ({"Z_DELTA": 5}, "and Slices: height (Z_DELTA) is for slices: leave one of both out."),
        ({"TOP": 160}, "(TOP) is for slices: leave one of both out."),
        ({"LAYERS": 0}, "(LAYERS) is 0: it should be greater than zero."),
        ({"LAYERS": 2.5}, "(LAYERS) is 2.5: it should be a whole number."),
        ({"TOP_SURFACE": "nowhere.tif"}, "Could not load source layer for TOP_SURFACE"),
        ({"Z_REFERENCE": "depth"}, "The top of the unit lies nowhere above its base (TOP_SURFACE, BASE_SURFACE)"),
    ],
)
@pytest.mark.parametrize("algorithm", [KRIGING, STOCHASTIC])
def test_what_does_not_go_together_is_refused(refusal, samples, unit, change, words, algorithm):
    given = {"INPUT": layer_of(*samples), "FIELD": "value", "LAYERS": 4, **unit, **AREA, **change}
    assert words in refusal(algorithm=algorithm, **{name: value for name, value in given.items() if value is not None})


def test_points_without_z_are_refused(refusal, wells, unit):
    assert "leave Layers: number (LAYERS) out for a map." in refusal(INPUT=wells, FIELD="value", LAYERS=4, **unit)


def test_data_elsewhere_are_refused(refusal, samples, unit):
    points, values = samples
    said = refusal(INPUT=layer_of(points * (1, 1, 10), values), FIELD="value", LAYERS=4, **unit, **AREA)
    assert "No value lies in the unit (TOP_SURFACE, BASE_SURFACE)" in said


@pytest.mark.parametrize("reference", ["elevation", "depth"])
@pytest.mark.parametrize("algorithm", [KRIGING, STOCHASTIC])
def test_logs_are_averaged_to_layers(run, make_layer, surface, tmp_path, algorithm, reference):
    """Two wells with samples of 1 m from 10 to 29 m: of a unit of 20 m ten layers have two samples each."""
    depth = np.arange(10, 30)
    for name, add in (("A", 0.0), ("B", 5.0)):
        rows = "\n".join(f"{d} {d + add}" for d in depth)
        head = "~V\nVERS. 2.0:\nWRAP. NO:\n~W\nSTRT.M 10:\nSTOP.M 29:\nSTEP.M 1:\nNULL. -999:\n"
        (tmp_path / f"{name}.las").write_text(f"{head}WELL. {name}:\n~C\nDEPT.M:\nGR.:\n~A\n{rows}\n")
    places = [(501_500.0, 6_101_500.0), (506_500.0, 6_104_500.0)]
    layer = make_layer(places, name=["A", "B"], kb=[100.0, 100.0])
    up = reference == "elevation"
    top, base = (90.5, 70.5) if up else (9.5, 29.5)
    unit = {"TOP_SURFACE": surface("t", top), "BASE_SURFACE": surface("b", base)}
    files = {"LAS_FOLDER": str(tmp_path), "CURVE": "GR", "WELL_FIELD": "name", "KB_FIELD": "kb"}
    more = {"Z_REFERENCE": reference, "LAYERS": 10, "CHECK_KB": False, **files, **unit, **AREA, **MODEL, "NUGGET": 0}
    more.update({} if algorithm == KRIGING else {"TRANSFORM": "none"})
    done = run(algorithm=algorithm, INPUT=layer, **more)
    mean, _, _ = bands_of(done["MEAN"])
    expected = np.arange(28.5, 10, -2)
    assert done["N_DATA"] == 20
    np.testing.assert_allclose(mean[1, 1], expected, rtol=1e-5)
    np.testing.assert_allclose(mean[6, 4], expected + 5, rtol=1e-5)


# ---- what is made of them


@pytest.fixture
def layered(run, samples, unit, tmp_path):
    paths = {"REALIZATIONS_OUTPUT": str(tmp_path / "realizations.tif")}
    return run(INPUT=layer_of(*samples), FIELD="value", LAYERS=4, REALIZATIONS=5, **unit, **AREA, **MODEL, **paths)


def test_a_section_of_layers_is_refused(refused_with, layered):
    line = QgsVectorLayer("LineString?crs=EPSG:26912", "line", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("LINESTRING(500500 6103000, 507500 6103000)"))
    line.dataProvider().addFeatures([feature])
    said = refused_with("stochkrig:section", RASTER=layered["MEAN"], LINE=line, OUTPUT="TEMPORARY_OUTPUT")
    assert "mean (RASTER) has layers of a unit, which lie at another elevation in each cell" in said


@pytest.mark.parametrize("name", ["MEAN", "REALIZATIONS_OUTPUT"])
def test_volumes_take_no_layers(refused_with, layered, name):
    said = refused_with("stochkrig:volumes", THICKNESS=layered[name], TABLE="TEMPORARY_OUTPUT")
    assert "(THICKNESS) has " in said


def test_a_probability_of_layers_has_layers(layered, run_other, tmp_path):
    given = {"THRESHOLD": 0, "PROBABILITY": str(tmp_path / "probability.tif")}
    done, log = run_other("stochkrig:exceedance", REALIZATIONS=layered["REALIZATIONS_OUTPUT"], **given)
    probability, names, dataset = bands_of(done["PROBABILITY"])
    made = bands_of(layered["REALIZATIONS_OUTPUT"])[0].reshape(8, 6, 5, 4)
    np.testing.assert_allclose(probability, (made > 0).mean(axis=2), atol=1e-6)
    assert names[1] == "Layer 2 of 4 (0.375 of the thickness)"
    assert dataset.GetMetadataItem("STOCHKRIG_LAYERING").startswith("proportional 4 ")
    assert "The map has 4 layers of a unit: each counts alike, however thick it is." in log


@pytest.fixture
def run_other(provider):
    def run_algorithm(algorithm, **parameters):
        feedback = QgsProcessingFeedback(False)
        return processing.run(algorithm, parameters, feedback=feedback), feedback.textLog()

    return run_algorithm


@pytest.fixture
def refused_with(provider):
    def refuse(algorithm, **parameters):
        feedback = QgsProcessingFeedback(False)
        with pytest.raises(QgsProcessingException) as caught:
            processing.run(algorithm, parameters, feedback=feedback)
        return f"{feedback.textLog()} {caught.value}"

    return refuse


# ---- picks


@pytest.mark.parametrize("algorithm", [KRIGING, STOCHASTIC])
def test_surfaces_are_kriged_from_picks_or_corrected_by_them(run, samples, surface, tmp_path, algorithm):
    points, values = samples
    picks = {"top": top_at(*points[:, :2].T), "base": base_at(*points[:, :2].T)}
    fields = {"TOP_SURFACE_FIELD": "top", "BASE_SURFACE_FIELD": "base"}
    outputs = {f"{name}_OUTPUT": str(tmp_path / f"{name}.tif") for name in ("TOP_SURFACE", "BASE_SURFACE")}
    given = {"algorithm": algorithm, "INPUT": layer_of(points, values, **picks), "FIELD": "value", "LAYERS": 4}
    given.update(**AREA, **MODEL, **fields, **outputs)
    x, y = np.meshgrid(np.arange(500_500.0, 508_000, 1000), np.arange(6_100_500.0, 6_106_000, 1000), indexing="ij")
    # A raster that is too high by 7 everywhere is only moved.
    done = run(**given, TOP_SURFACE=surface("high", lambda x, y: top_at(x, y) + 7))
    np.testing.assert_allclose(bands_of(done["TOP_SURFACE_OUTPUT"])[0][..., 0], top_at(x, y), rtol=0, atol=1e-4)
    assert "The top goes through 15 picks: what is known of it is moved by -7. It counts as known" in done.log
    assert f"The base goes through 15 picks: {picks['base'].min():.4g} to {picks['base'].max():.4g}, kriged" in done.log
    base, names, dataset = bands_of(done["BASE_SURFACE_OUTPUT"])
    assert names == ["Base of the unit"]
    assert dataset.GetRasterBand(1).GetUnitType() == "m"
    assert np.abs(base[..., 0] - base_at(x, y)).max() < 6
    assert "240 of 240 values lie in it." in done.log
    assert bands_of(done["MEAN"])[0].shape == (8, 6, 4)


def test_wells_without_a_value_have_picks_too(run, make_layer, surface, tmp_path):
    """The second log has no file, and yet its base counts."""
    rows = "\n".join(f"{depth} {depth}" for depth in range(10, 30))
    head = "~V\nVERS. 2.0:\nWRAP. NO:\n~W\nSTRT.M 10:\nSTOP.M 29:\nSTEP.M 1:\nNULL. -999:\n"
    (tmp_path / "A.las").write_text(f"{head}WELL. A:\n~C\nDEPT.M:\nGR.:\n~A\n{rows}\n")
    places = [(501_500.0, 6_101_500.0), (506_500.0, 6_104_500.0)]
    files = {"LAS_FOLDER": str(tmp_path), "CURVE": "GR", "WELL_FIELD": "name", "CHECK_KB": False}
    fields = {"TOP_SURFACE_FIELD": "top", "BASE_SURFACE_FIELD": "base", "Z_REFERENCE": "elevation"}
    layer = make_layer(places, name=["A", "B"], top=[90.5, 90.5], base=[70.5, 60.5], kb=[100.0, 100.0])
    done = run(algorithm=KRIGING, INPUT=layer, KB_FIELD="kb", LAYERS=5, **files, **fields, **AREA, **MODEL)
    assert "The base goes through 2 picks: 60.5 to 70.5, kriged from them" in done.log
    assert done["N_DATA"] == 5


def test_a_surface_of_no_unit_is_no_output(refusal, samples, tmp_path):
    said = refusal(INPUT=layer_of(*samples), FIELD="value", TOP_SURFACE_OUTPUT=str(tmp_path / "top.tiff"))
    assert "(TOP_SURFACE_OUTPUT) is a surface of a unit: give its" in said


def test_a_pick_far_outside_is_named(run, samples, unit):
    points, values = samples
    top = top_at(*points[:, :2].T)
    top[3] = 0.0
    done = run(
        algorithm=KRIGING,
        INPUT=layer_of(points, values, top=top),
        FIELD="value",
        LAYERS=4,
        TOP_SURFACE_FIELD="top",
        **unit,
        **AREA,
        **MODEL,
    )
    assert "Picks far outside, more than 8 robust standard deviations" in done.log
    assert "(TOP_SURFACE_FIELD): 1 of 240: feature 4 (0)." in done.log
