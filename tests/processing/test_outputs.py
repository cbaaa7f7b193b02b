"""Outputs: checked before the work, there together or not at all, without what belonged to the old ones."""

import gc
import os
import shutil
import subprocess
import sys
import time
import weakref

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QEvent
from stochastic_kriging.krig_core import machine
from stochastic_kriging.krig_core.jobs.variogram import VariogramJob
from stochastic_kriging.provider.map_frame import MapFrame
from stochastic_kriging.provider.outputs.files import OutputFiles, write_job, write_text
from stochastic_kriging.provider.outputs.rasters import SUFFIXES, Band, Raster, raster_suffixes, write_raster
from stochastic_kriging.provider.outputs.sidecars import sidecars
from stochastic_kriging.provider.outputs.styles import RampStyle

KRIGING, VARIOGRAM, POINTS = "stochkrig:kriging", "stochkrig:variogram", "stochkrig:lastopoints"
FORMATS = ("gpkg", "shp", "csv", "geojson", "kml", "gml", "fgb", "sqlite")
GIVEN = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 1, "RANGE": 2000}

needs_netcdf = pytest.mark.skipif(gdal.GetDriverByName("netCDF") is None, reason="this GDAL has no netCDF")
needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")


def names(folder):
    """All that is in a folder, hidden things too."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def krige(run, make_layer, out):
    """Krige a layer of one value everywhere, which the map then has."""

    def made(value=5.0, **parameters):
        rng = np.random.default_rng(3)
        places = rng.uniform((500_000, 6_100_000), (510_000, 6_108_000), (12, 2)).tolist()
        given = {"MEAN": str(out / "mean.tif"), "STD": "", "XY_DELTA": 100, **GIVEN, **parameters}
        return run(algorithm=KRIGING, INPUT=make_layer(places, value=[value] * 12), FIELD="value", **given)

    return made


def said_by(call):
    """Return the sentence that a call ends with."""
    with pytest.raises(QgsProcessingException) as caught:
        call()
    return str(caught.value)


# ---- sidecars


def shown(layer):
    """The value that QGIS draws in the middle of a layer where it is zoomed out: read at 4 × 4 pixels."""
    return layer.dataProvider().block(1, layer.extent(), 4, 4).value(1, 1)


@pytest.mark.parametrize("name", ["mean.tif", "MEAN.TIF", "mean.tiff", pytest.param("mean.nc", marks=needs_netcdf)])
def test_a_rerun_shows_no_overview_of_the_old_map(krige, out, name):
    path = str(out / name)
    krige(9.9, MEAN=path)
    dataset = gdal.Open(path)
    dataset.BuildOverviews("AVERAGE", [2, 4, 8, 16])
    dataset = None
    assert (out / f"{name}.ovr").exists()
    layer = QgsRasterLayer(path, "before")
    assert shown(layer) == pytest.approx(9.9)
    if name.endswith(".nc"):
        layer = None  # see below
    krige(1009.9, MEAN=path)
    assert names(out) == [name]
    assert shown(QgsRasterLayer(path, "after")) == pytest.approx(1009.9)
    if layer is not None:
        layer.reload()
        assert shown(layer) == pytest.approx(1009.9)
        assert layer.dataProvider().sample(layer.extent().center(), 1) == (pytest.approx(1009.9), True)


@needs_netcdf
def test_a_netcdf_file_that_a_layer_shows_is_not_replaced(krige, out):
    path = str(out / "mean.nc")
    krige(9.9, MEAN=path)
    layer = QgsRasterLayer(path, "Porosity")
    QgsProject.instance().addMapLayer(layer)
    try:
        said = said_by(lambda: krige(1009.9, MEAN=path))
    finally:
        QgsProject.instance().removeMapLayer(layer)
    assert f"{path} (MEAN) is open as the layer Porosity, and NetCDF would go on showing the old map" in said
    krige(1009.9, MEAN=path)
    assert shown(QgsRasterLayer(path, "after")) == pytest.approx(1009.9)


def test_all_that_gdal_would_read_with_a_raster_goes(krige, out):
    endings = ["tif.ovr", "tif.aux.xml", "tif.msk", "tif.msk.ovr", "tif.OVR", "tif.vat.dbf", "tfw", "TFW", "tifw"]
    for ending in endings:
        (out / f"mean.{ending}").write_text("old")
    others = ["mean.qml", "mean.qmd", "mean.prj", "mean.shp", "mean.tif.bak", "mean2.tif.ovr", "other.tfw"]
    for other in others:
        (out / other).write_text("the user's")
    krige()
    assert names(out) == sorted(["mean.tif", *others])


def test_a_failed_run_keeps_the_old_raster_with_its_sidecars(krige, out):
    krige(9.9)
    (out / "mean.tif.ovr").write_text("old")
    before = (out / "mean.tif").read_bytes()
    said_by(lambda: krige(VARIOGRAM_FILE=str(out / "mean.tif.ovr")))
    assert names(out) == ["mean.tif", "mean.tif.ovr"]
    assert (out / "mean.tif").read_bytes() == before


def test_the_old_index_of_a_shapefile_and_the_journal_of_a_geopackage_go(run, root, out):
    for name, stale in {"points.shp": "points.qix", "points.gpkg": "points.gpkg-wal"}.items():
        (out / stale).write_bytes(b"old")
        convert(run, root, OUTPUT=str(out / name))
        assert stale not in names(out)
        layer = QgsVectorLayer(str(out / name), "points")
        assert layer.featureCount() == 31


def test_a_raster_of_links_does_not_take_its_sources_for_sidecars(out):
    source = gdal.GetDriverByName("GTiff").Create(str(out / "mean_source.tif"), 4, 4, 1)
    source.SetGeoTransform((0.0, 1.0, 0.0, 4.0, 0.0, -1.0))
    source = None
    gdal.BuildVRT(str(out / "x.vrt"), [str(out / "mean_source.tif")])
    (out / "x.vrt").rename(out / "mean.tif")
    assert sidecars(out / "mean.tif") == []


# ---- all or nothing


def convert(run, root, logs=32, **parameters):
    """Make a point for each well of some LAS files of the sample."""
    files = [str(path) for path in sorted((root / "sample" / "las").glob("*.las"))[:logs]]
    given = {"LAS_FILES": files, "CURVE": "PHIE", "PER_WELL": True, "Z_REFERENCE": "depth", "OUTPUT": "memory:"}
    wells = {"WELLS": str(root / "sample" / "wells.gpkg"), "WELL_FIELD": "uwi"}
    return run(algorithm=POINTS, XY_DELTA=None, MEAN=None, STD=None, **{**given, **wells, **parameters})


@pytest.mark.parametrize(
    ("algorithm", "name", "path", "words"),
    [
        (KRIGING, "VARIOGRAM", "{out}/none/v.json", "there is no folder {out}/none."),
        (KRIGING, "VARIOGRAM", "{out}/v.txt", "should be a JSON file: give it the suffix .json."),
        (KRIGING, "VARIOGRAM", "{out}/folder.json", "is a folder: give the name of a file."),
        (KRIGING, "STD", "{out}/folder.tif", "is a folder: give the name of a file."),
        (KRIGING, "STD", "{out}/s.asc", "should be a GeoTIFF or a NetCDF file: give it the suffix .tif, .tiff or .nc."),
        (KRIGING, "STD", "{out}/s", "should be a GeoTIFF or a NetCDF file: give it the suffix .tif, .tiff or .nc."),
        (KRIGING, "STD", "{out}/{long}.tif", "File name too long. Choose another name or folder."),
        (
            KRIGING,
            "STD",
            "{out}/mean.tif",
            "(STD) are the same file ({out}/mean.tif): give them different",
        ),
        (KRIGING, "STD", "{out}/folder.tif/../mean.tif", "(STD) are the same file"),
        (KRIGING, "STD", "{out}/loop.tif", "is a link that leads nowhere: choose another name."),
        (KRIGING, "STD", "{out}/pipe.tif", "is not an ordinary file: choose another name."),
        (KRIGING, "STD", "/proc/std.tif", "Cannot write /proc/std.tif (STD): "),
        ("stochkrig:stochastickriging", "REPORT", "/proc/report.html", "Cannot write /proc/report.html (REPORT): "),
        ("stochkrig:stochastickriging", "REPORT", "{out}/r.htm", "should be an HTML file: give it the suffix .html."),
        ("stochkrig:stochastickriging", "JOB_FOLDER", "{out}/full.json", "is a file: give the name of a folder."),
        (VARIOGRAM, "REPORT", "/proc/report.html", "Cannot write /proc/report.html (REPORT): "),
        (VARIOGRAM, "TABLE", "{out}/none/t.csv", "there is no folder {out}/none."),
        (VARIOGRAM, "TABLE", "/proc/t.csv", "Cannot write /proc/t.csv (TABLE): "),
        (VARIOGRAM, "TABLE", "{out}/folder.json", "is a folder: give the name of a file."),
    ],
)
@needs_links
def test_what_cannot_be_written_is_said_before_the_work(run, wells, out, algorithm, name, path, words):
    for folder in ("folder.json", "folder.tif"):
        (out / folder).mkdir()
    (out / "full.json").write_text("{}")
    (out / "loop.tif").symlink_to(out / "loop.tif")
    os.mkfifo(out / "pipe.tif")
    before = names(out)
    given = {"MEAN": str(out / "mean.tif")} if algorithm != VARIOGRAM else {"VARIOGRAM": str(out / "v.json")}
    path, words = (text.format(out=out, long="x" * 252) for text in (path, words))
    feedback = QgsProcessingFeedback(False)
    said = said_by(
        lambda: (
            run(feedback, algorithm=algorithm, INPUT=wells, FIELD="value", STD="", **{**given, name: path})
            if name != "STD"
            else run(feedback, algorithm=algorithm, INPUT=wells, FIELD="value", **{**given, name: path})
        )
    )
    assert words in said
    assert f"({name})" in said or "Mean (MEAN) and Standard deviation (STD)" in said
    assert "Read " not in feedback.textLog()
    assert names(out) == before


def test_a_name_as_long_as_the_disk_takes_is_no_hindrance(krige, out):
    name = "ж" * 125 + ".tif"  # 254 bytes
    krige(MEAN=str(out / name))
    assert names(out) == [name]


@pytest.mark.parametrize(
    ("name", "output"), [("DRIFT", "MEAN"), ("VARIOGRAM_FILE", "VARIOGRAM"), ("MASK", "VARIOGRAM")]
)
def test_an_input_is_not_overwritten(krige, out, name, output):
    krige()
    (out / "v.json").write_text("{}")
    polygon = '{"type": "Polygon", "coordinates": [[[5e5, 6.1e6], [6e5, 6.1e6], [6e5, 6.2e6], [5e5, 6.1e6]]]}'
    (out / "mask.json").write_text(f'{{"type": "Feature", "properties": {{}}, "geometry": {polygon}}}')
    path = out / {"DRIFT": "mean.tif", "VARIOGRAM_FILE": "v.json", "MASK": "mask.json"}[name]
    before = path.read_bytes()
    for place in (path, out / ".." / "out" / path.name):
        said = said_by(lambda place=place: krige(**{name: str(path), output: str(place)}))
        assert f"{place} ({output}) would replace what is read ({name}): give it another name." in said
    assert path.read_bytes() == before


@pytest.mark.parametrize("selected", [False, True])
def test_a_layer_that_is_read_is_not_overwritten(run, root, out, selected):
    path = str(shutil.copy(root / "sample" / "wells.gpkg", out / "wells.gpkg"))
    layer = QgsProcessingFeatureSourceDefinition(path, True) if selected else f"{path}|layername=wells"
    said = said_by(lambda: convert(run, root, WELLS=layer, OUTPUT=path))
    assert f"{path} (OUTPUT) would replace what is read (WELLS): give it another name." in said


@pytest.mark.parametrize("table", ["wells", "WELLS"])
@pytest.mark.parametrize("named", [True, False])
def test_a_table_that_is_read_is_not_overwritten(run, root, out, table, named):
    path = str(shutil.copy(root / "sample" / "wells.gpkg", out / "wells.gpkg"))
    layer = f"{path}|layername=wells" if named else path
    place = f"ogr:dbname='{out}/../out/wells.gpkg' table=\"{table}\" (geom)"
    said = said_by(lambda: convert(run, root, WELLS=layer, OUTPUT=place))
    assert "The table wells (OUTPUT) would replace what is read (WELLS): give it another name." in said
    assert QgsVectorLayer(path, "wells", "ogr").featureCount() == 40
    convert(run, root, WELLS=layer, OUTPUT=place.replace(f'"{table}"', '"points"'))
    assert QgsVectorLayer(f"{path}|layername=wells", "wells", "ogr").featureCount() == 40
    assert QgsVectorLayer(f"{path}|layername=points", "points", "ogr").featureCount() > 0


def test_a_job_that_is_there_stays_where_the_new_one_cannot_be_written(tmp_path):
    write_job(str(tmp_path), VariogramJob(transform="none"), {"values.npy": np.arange(3.0)})
    (tmp_path / "points.npy").mkdir()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    new = {"values.npy": np.arange(5.0), "points.npy": np.arange(5.0)}
    assert "(JOB_FOLDER)" in said_by(lambda: write_job(str(tmp_path), VariogramJob(transform="log"), new))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    assert names(tmp_path) == ["job.json", "points.npy", "values.npy"]
    (tmp_path / "points.npy").rmdir()
    write_job(str(tmp_path), VariogramJob(transform="log"), new)
    assert (np.load(tmp_path / "values.npy") == np.arange(5)).all()
    assert "log" in (tmp_path / "job.json").read_text()


def test_no_job_folder_is_left_of_a_job_that_cannot_be_written(tmp_path):
    folder = tmp_path / "job"
    wrong = {"values.npy": np.arange(3.0), "x" * 300 + ".npy": np.arange(3.0)}
    assert "File name too long" in said_by(lambda: write_job(str(folder), VariogramJob(transform="log"), wrong))
    assert not folder.exists()


@needs_links
def test_a_link_stays_and_what_it_leads_to_is_replaced(krige, out, tmp_path):
    real = tmp_path / "real" / "first.tif"
    real.parent.mkdir()
    (out / "mean.tif").symlink_to(real)
    krige(1.0)
    assert (names(out), names(real.parent)) == (["mean.tif"], ["first.tif"])
    # GDAL looks beside the name by which it opens a file; a program may have opened either.
    for stale in (out / "mean.tif.ovr", real.with_name("first.tif.ovr")):
        stale.write_text("old")
    krige(2.0)
    assert (names(out), names(real.parent)) == (["mean.tif"], ["first.tif"])
    assert (out / "mean.tif").is_symlink()
    assert shown(QgsRasterLayer(str(real), "map")) == 2.0


@needs_links
@pytest.mark.parametrize("kind", ["gpkg", "shp"])
def test_points_behind_a_link_are_loaded_from_where_it_leads(run, root, out, tmp_path, kind):
    real = tmp_path / "real" / f"first.{kind}"
    real.parent.mkdir()
    (out / f"points.{kind}").symlink_to(real)
    context = QgsProcessingContext()
    definition = QgsProcessingOutputLayerDefinition(str(out / f"points.{kind}"), QgsProject.instance())
    done = convert(run, root, context=context, OUTPUT=definition)
    assert (names(out), {path.stem for path in real.parent.iterdir()}) == ([f"points.{kind}"], {"first"})
    assert [done["OUTPUT"], *context.layersToLoadOnCompletion()] == [str(real)] * 2
    layer = QgsVectorLayer(done["OUTPUT"], "points")
    assert [feature["curve"] for feature in layer.getFeatures()] == ["PHIE"] * done["N_POINTS"]


def test_outputs_get_their_names_together_or_not_at_all(out):
    (out / "a.json").write_text("old a")
    (out / "b.tif").write_text("old b")
    (out / "b.tif.ovr").write_text("old overview")

    def publish():
        with OutputFiles({}) as files:
            for name, path in {"A": "a.json", "B": "b.tif", "C": "c.html", "D": "d.html"}.items():
                write_text(files.reserve(name, str(out / path)), f"new {name}")
            (out / "d.html").mkdir()

    said = said_by(publish)
    assert f"Cannot write {out / 'd.html'}: Is a directory. Is it open in another program, or as a layer?" in said
    assert names(out) == ["a.json", "b.tif", "b.tif.ovr", "d.html"]
    assert [(out / name).read_text() for name in names(out)[:3]] == ["old a", "old b", "old overview"]
    (out / "d.html").rmdir()
    with OutputFiles({}) as files:
        write_text(files.reserve("B", str(out / "b.tif")), "new b")
    assert names(out) == ["a.json", "b.tif"]
    assert (out / "b.tif").read_text() == "new b"


class CancelAt(QgsProcessingFeedback):
    """Cancels once the bar has come so far."""

    def __init__(self, percent):
        super().__init__(False)
        self.progressChanged.connect(lambda now: self.cancel() if now >= percent else None)


@pytest.mark.parametrize("name", ["points.gpkg", "points.shp", "points.csv", "points.geojson", "memory:"])
def test_points_that_were_cancelled_are_not_there(run, root, out, name, open_when_removed):
    path = name if name == "memory:" else str(out / name)
    if name != "memory:":
        (out / name).write_text("old")
    context = QgsProcessingContext()
    definition = QgsProcessingOutputLayerDefinition(path, QgsProject.instance())
    done = convert(run, root, feedback=CancelAt(85), context=context, OUTPUT=definition, SKIPPED=str(out / "s.csv"))
    assert done.results == {}
    assert context.layersToLoadOnCompletion() == {}
    assert names(out) == ([] if name == "memory:" else [name])
    assert name == "memory:" or (out / name).read_text() == "old"
    assert open_when_removed == []


@pytest.mark.parametrize("name", [*(f"points.{kind}" for kind in FORMATS), "points"])
def test_points_are_loaded_from_where_they_are(run, root, out, name):
    context = QgsProcessingContext()
    definition = QgsProcessingOutputLayerDefinition(str(out / name), QgsProject.instance())
    definition.destinationName = "My points"
    done = convert(run, root, context=context, OUTPUT=definition)
    final = str(out / (name if "." in name else f"{name}.gpkg"))
    assert done["OUTPUT"] == final
    assert [(path, layer.name) for path, layer in context.layersToLoadOnCompletion().items()] == [(final, "My points")]
    layer = QgsVectorLayer(final, "points")
    assert layer.featureCount() == done["N_POINTS"] == 31
    assert ".stochkrig" not in layer.dataProvider().dataSourceUri() + "".join(names(out))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit for the size of a file")
@pytest.mark.parametrize("kind", FORMATS)
def test_points_that_do_not_fit_on_the_disk_are_not_there(run, root, out, kind):
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    feedback = QgsProcessingFeedback(False)

    def fill(percent):
        if percent > 71:  # all is read, and the points are written
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))

    feedback.progressChanged.connect(fill)
    try:
        # All samples: 3,473 points, which take more than that in any format; KML takes 1 kB for each, and for all a
        # time that grows with their square.
        given = {"logs": 6 if kind == "kml" else 32, "PER_WELL": False, "OUTPUT": str(out / f"points.{kind}")}
        said = said_by(lambda: convert(run, root, feedback=feedback, **given))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "Cannot write" in said
    assert "(OUTPUT)" in said
    assert names(out) == []


def test_points_become_a_table_of_a_geopackage_that_has_others(run, root, out):
    path = shutil.copy(root / "sample" / "wells.gpkg", out / "all.gpkg")
    convert(run, root, OUTPUT=f"ogr:dbname='{path}' table=\"points\" (geom)")
    layer = QgsVectorLayer(str(path), "x")
    tables = {line.split("!!::!!")[1] for line in layer.dataProvider().subLayers()}
    assert tables == {"wells", "points"}
    assert QgsVectorLayer(f"{path}|layername=points", "x").featureCount() == 31


# ---- what killed runs leave

KILLED = """
import os, sys
from qgis.core import QgsApplication
application = QgsApplication([], False)
from stochastic_kriging.provider.outputs.files import OutputFiles
files = OutputFiles({})
files.reserve("MEAN", sys.argv[1]).temporary.write_text("half")
print("ready", flush=True)
sys.stdin.readline()
os._exit(9)
"""


def test_what_a_killed_run_left_is_swept_and_a_living_one_is_not(krige, out):
    (out / ".stochkrig_7_notours").mkdir()
    (out / ".stochkrig_7_01234567").mkdir()
    (out / ".stochkrig_7_01234567" / "precious").write_text("")
    others = names(out)
    environment = {**os.environ, "PYTHONPATH": os.environ["QGIS_PLUGINPATH"], "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(out / "mean.tif")],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as other:
        assert other.stdout.readline() == "ready\n"
        (made,) = set(names(out)) - set(others)
        assert made.startswith(f".stochkrig_{other.pid}_")
        krige()
        assert (out / made / "new" / "mean.tif").read_text() == "half"
        other.stdin.write("\n")
    assert names(out) == sorted([*others, made, "mean.tif"])
    krige()
    assert names(out) == sorted([*others, "mean.tif"])


# ---- outputs that are not wanted, and suffixes


@pytest.mark.parametrize(
    "algorithm", ["stochkrig:stochastickriging", KRIGING, VARIOGRAM, POINTS, "stochkrig:nextwells", "stochkrig:volumes"]
)
@pytest.mark.parametrize("blank", ["", None])
def test_blank_optional_outputs_of_a_batch_are_left_out(provider, wells, root, out, tmp_path, algorithm, blank):
    # As the batch window makes its parameters: every output has a value, and layers are to be loaded.
    algorithm = provider.algorithm(algorithm.partition(":")[2]).create()
    outputs = {}
    for definition in algorithm.destinationParameterDefinitions():
        optional = bool(definition.flags() & definition.Flag.FlagOptional)
        text = blank if optional else str(out / f"{definition.name()}.{definition.defaultFileExtension()}")
        is_file = definition.type() in ("fileDestination", "folderDestination")
        outputs[definition.name()] = (
            text if is_file else QgsProcessingOutputLayerDefinition(text or "", QgsProject.instance())
        )
    parameters = {"INPUT": wells, "FIELD": "value", "XY_DELTA": 500, "REALIZATIONS": 4, "PROCESSES": 1}
    if algorithm.name() == "lastopoints":
        logs = [str(path) for path in sorted((root / "sample" / "las").glob("*.las"))[:3]]
        parameters = {"LAS_FILES": logs, "CURVE": "PHIE", "Z_REFERENCE": "depth", "WELL_FIELD": "uwi"}
        parameters["WELLS"] = str(root / "sample" / "wells.gpkg")
    if algorithm.name() == "volumes":
        parameters = {"THICKNESS": str(tmp_path / "thickness.tif")}
        gdal.GetDriverByName("GTiff").Create(parameters["THICKNESS"], 2, 2)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    context.setFeedback(feedback)
    results, fine = algorithm.run({**parameters, **outputs}, context, feedback)
    assert fine, feedback.textLog()
    made = {"stochastickriging": ["MEAN.tif"], "kriging": ["MEAN.tif"]}
    made.update(lastopoints=["OUTPUT.gpkg"], nextwells=["OUTPUT.gpkg"])
    assert names(out) == made.get(algorithm.name(), [])
    assert sorted(context.layersToLoadOnCompletion()) == [str(out / name) for name in names(out)]
    assert {name for name in outputs if name in results} == {name.partition(".")[0] for name in names(out)}


def test_a_grid_in_space_takes_blank_outputs_that_are_for_maps(run, make_layer):
    rng = np.random.default_rng(5)
    places = rng.uniform((500_000, 6_100_000), (510_000, 6_108_000), (20, 2)).tolist()
    layer = make_layer(places, value=rng.normal(size=20).tolist(), z=rng.uniform(0, 40, 20).tolist())
    blank = {name: QgsProcessingOutputLayerDefinition("") for name in ("QUANTILES", "REALIZATIONS_OUTPUT")}
    done = run(INPUT=layer, FIELD="value", Z_FIELD="z", Z_DELTA=20, XY_DELTA=2000, VERTICAL_RANGE=20, **GIVEN, **blank)
    assert gdal.Open(done["MEAN"]).RasterCount >= 2


@pytest.mark.parametrize("algorithm", ["stochastickriging", "kriging"])
def test_dialogs_take_the_suffixes_that_can_be_written(provider, algorithm):
    algorithm, context = provider.algorithm(algorithm), QgsProcessingContext()
    assert raster_suffixes()[:2] == (".tif", ".tiff")
    outputs = [one for one in algorithm.parameterDefinitions() if one.isDestination()]
    rasters = [one for one in outputs if isinstance(one, QgsProcessingParameterRasterDestination)]
    files = [one for one in outputs if isinstance(one, QgsProcessingParameterFileDestination)]
    assert len(rasters) >= 2
    assert files
    for definition in rasters:
        assert definition.defaultFileExtension() == "tif"
        for suffix in (*raster_suffixes(), ".TIF"):
            assert definition.isSupportedOutputValue(f"/tmp/a.b{suffix}", context) == (True, ""), suffix
        for suffix in (".asc", ".img", ".png", ""):
            assert not definition.isSupportedOutputValue(f"/tmp/a{suffix}", context)[0]
    for definition in files:
        suffix = {"VARIOGRAM": "json", "REPORT": "html"}[definition.name()]
        assert definition.isSupportedOutputValue(f"/tmp/a.{suffix}", context)[0]
        assert definition.defaultFileExtension() == suffix


def test_every_suffix_of_rasters_is_written(krige, out):
    for suffix, kind in {".tif": "GTiff", ".tiff": "GTiff", ".TIF": "GTiff", ".nc": "netCDF"}.items():
        if suffix.lower() in raster_suffixes():
            krige(MEAN=str(out / f"m{suffix}"))
            assert gdal.Open(str(out / f"m{suffix}")).GetDriver().ShortName == kind


def test_a_raster_is_the_same_to_the_byte_however_many_threads_compress_it(out, monkeypatch):
    bands = [Band(name, np.random.default_rng(3).normal(size=(700, 500))) for name in ("first", "second")]
    frame = MapFrame.of((0.0, 0.0), (10.0, 10.0), (700, 500), QgsCoordinateReferenceSystem("EPSG:32631"))
    found = set()
    for number in (1, 2, 5):
        monkeypatch.setattr(machine, "cores", lambda number=number: number)
        with OutputFiles({}) as files:
            file = files.reserve("MEAN", str(out / f"{number}.tif"), [".tif"])
            write_raster(file, Raster(bands, frame, {}, double=False), lambda: None)
        found.add((out / f"{number}.tif").read_bytes())
    assert len(found) == 1


@pytest.fixture(params=[False, True], ids=["errors", "exceptions"])
def gdal_tells(request):
    """Let GDAL return its errors, or raise them as another plugin may have told it."""
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if request.param else gdal.DontUseExceptions)()
    yield
    (gdal.UseExceptions if before else gdal.DontUseExceptions)()


FRAME = MapFrame.of((0.0, 0.0), (10.0, 10.0), (3, 2), QgsCoordinateReferenceSystem("EPSG:32631"))


@pytest.mark.parametrize("name", ["a.tif", pytest.param("a.nc", marks=needs_netcdf)])
def test_a_band_without_a_value_is_written(out, gdal_tells, name):
    bands = [Band("none", np.full((3, 2), np.nan))]
    with OutputFiles({}) as files:
        file = files.reserve("MEAN", str(out / name), SUFFIXES)
        write_raster(file, Raster(bands, FRAME, {}, double=False), lambda: None)
    assert gdal.Open(str(out / name)).ReadAsArray().tolist() == [[-9999] * 3] * 2


def test_what_gdal_cannot_write_is_a_sentence(out, gdal_tells):
    bands = [Band("one", np.ones((3, 2)))]

    def write():
        with OutputFiles({}) as files:
            file = files.reserve("MEAN", str(out / "a.tif"), [".tif"])
            file.temporary.mkdir()
            write_raster(file, Raster(bands, FRAME, {}, double=False), lambda: None)

    assert said_by(write).startswith(f"Cannot write {out / 'a.tif'} (MEAN): ")


# ---- styles


def run_as_task(algorithm, parameters, context):
    """Run an algorithm as a window does: in another thread, with a context of its own there."""
    feedback, ended = QgsProcessingFeedback(False), []
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    task.executed.connect(lambda done, results: ended.append(done))
    QgsApplication.taskManager().addTask(task)
    deadline = time.monotonic() + 60
    while not ended and time.monotonic() < deadline:
        QgsApplication.processEvents()
    assert ended == [True], feedback.textLog()
    del task
    QgsApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def test_a_style_lives_as_long_as_the_context_that_loads_the_layer(provider, wells, out):
    """Neither shorter, as QGIS keeps no reference to it, nor longer where nobody loads the layer."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(KRIGING)
    mean = QgsProcessingOutputLayerDefinition(str(out / "mean.tif"), QgsProject.instance())
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    run_as_task(algorithm, {"INPUT": wells, "FIELD": "value", "XY_DELTA": 500, "MEAN": mean, **GIVEN}, context)
    (details,) = context.layersToLoadOnCompletion().values()
    style = weakref.ref(details.postProcessor())
    gc.collect()
    assert isinstance(style(), RampStyle)
    del details, context
    gc.collect()
    assert style() is None


def test_a_layer_keeps_the_name_that_a_model_gave_it_even_if_it_is_our_label(provider, wells, out):
    """Nor does a step of a model put its layers into a group of its own."""
    child = QgsProcessingModelChildAlgorithm(KRIGING)
    for name, value in {"INPUT": wells, "FIELD": "value", "XY_DELTA": 500, **GIVEN}.items():
        child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
    child.setChildId("kriging")
    outputs = {}
    for name, title in (("MEAN", "Mean"), ("STD", "Doubt")):
        outputs[title] = QgsProcessingModelOutput(title, title)
        outputs[title].setChildId("kriging")
        outputs[title].setChildOutputName(name)
    child.setModelOutputs(outputs)
    model = QgsProcessingModelAlgorithm("model", "model")
    model.addChildAlgorithm(child)
    model.updateDestinationParameters()
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    places = {
        one.name(): QgsProcessingOutputLayerDefinition(str(out / f"{number}.tif"), QgsProject.instance())
        for number, one in enumerate(model.destinationParameterDefinitions())
    }
    _, fine = model.run(places, context, QgsProcessingFeedback(False))
    assert fine
    loaded = list(context.layersToLoadOnCompletion().values())
    assert sorted(details.name for details in loaded) == ["Doubt", "Mean"]
    assert [details.postProcessor().about.group for details in loaded] == ["", ""]


def test_a_style_of_a_model_lives_until_its_layer_is_loaded(provider, wells, out):
    child = QgsProcessingModelChildAlgorithm(KRIGING)
    given = {"INPUT": wells, "FIELD": "value", "XY_DELTA": 500, **GIVEN}
    for name, value in given.items():
        child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
    child.setChildId("kriging")
    output = QgsProcessingModelOutput("map")
    output.setChildId("kriging")
    output.setChildOutputName("MEAN")
    child.setModelOutputs({"map": output})
    model = QgsProcessingModelAlgorithm("model", "model")
    model.addChildAlgorithm(child)
    model.updateDestinationParameters()
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    mean = QgsProcessingOutputLayerDefinition(str(out / "mean.tif"), QgsProject.instance())
    run_as_task(model, {model.destinationParameterDefinitions()[0].name(): mean}, context)
    (details,) = context.layersToLoadOnCompletion().values()
    style = details.postProcessor()
    assert isinstance(style, RampStyle)
    style.postProcessLayer(QgsRasterLayer(str(out / "mean.tif"), "map"), context, QgsProcessingFeedback(False))
    del style, details
    gc.collect()
    assert not RampStyle.of_models
