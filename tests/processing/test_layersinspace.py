"""`stochkrig:layersinspace`: by hand on a wedge of two layers, and its mesh as QGIS reads it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import processing
import pytest
from osgeo import gdal, osr
from processing.core.ProcessingConfig import ProcessingConfig
from processing.gui.AlgorithmExecutor import execute
from processing.gui.Postprocessing import handleAlgorithmResults
from qgis.core import (
    Qgis,
    QgsFeature,
    QgsGeometry,
    QgsLineString,
    QgsMesh,
    QgsMeshDatasetIndex,
    QgsMeshLayer,
    QgsPoint,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsReadWriteContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument
from stochastic_kriging.provider.layer_axis import LayerAxis

LAYERS_IN_SPACE = "stochkrig:layersinspace"
WEST, NORTH, SIDE = 500_000, 6_000_200, 100
# Two rows of three columns: 10, 20 and 40 thick, above 100 in the northern and 200 in the southern row.
BASE = np.array([[100.0] * 3, [200.0] * 3])
TOP = BASE + (10, 20, 40)
LAYERS = np.arange(1.0, 13).reshape(2, 2, 3)


@pytest.fixture
def make_raster(tmp_path):
    def make(name, bands, epsg=26912, facts=None, names=(), nodata=None):
        path = str(tmp_path / f"{name}.tif")
        bands = np.asarray(bands, dtype=float).reshape(-1, *np.shape(bands)[-2:])
        count, rows, columns = bands.shape
        data = gdal.GetDriverByName("GTiff").Create(path, columns, rows, count, gdal.GDT_Float32)
        data.SetGeoTransform((WEST, SIDE, 0, NORTH, 0, -SIDE))
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(epsg)
        data.SetProjection(crs.ExportToWkt())
        data.SetMetadata(facts or {})
        for number, values in enumerate(bands, 1):
            band = data.GetRasterBand(number)
            band.WriteArray(values)
            if nodata is not None:
                band.SetNoDataValue(nodata)
            if names:
                band.SetDescription(names[number - 1])
        return path

    return make


@pytest.fixture
def lay(provider, tmp_path, make_raster):
    def run(top=TOP, base=BASE, layers=LAYERS, feedback=None, facts=None, names=(), nodata=None, **parameters):
        feedback, context = feedback or QgsProcessingFeedback(False), QgsProcessingContext()
        context.setProject(QgsProject.instance())
        given = {
            "RASTER": make_raster("porosity", layers, facts=facts, names=names, nodata=nodata),
            "TOP_SURFACE": make_raster("top", top),
            "BASE_SURFACE": make_raster("base", base),
            "SLICES": str(tmp_path / "slices.tif"),
            "MESH": str(tmp_path / "mesh.nc"),
            **parameters,
        }
        results = processing.run(LAYERS_IN_SPACE, given, feedback=feedback, context=context)
        return results, feedback.textLog()

    return run


def arrays_of(path):
    data = gdal.Open(path)
    found = data.ReadAsArray().astype(float)
    found[found == data.GetRasterBand(1).GetNoDataValue()] = np.nan
    return data, found


def mesh_of(path, number):
    layer = QgsMeshLayer(f'Ugrid:"{path}":layer_{number}', "mesh", "mdal")
    assert layer.isValid()
    mesh = QgsMesh()
    layer.dataProvider().populateMesh(mesh)
    return layer, mesh


def values_of(layer):
    """Return the data of faces by the names of their groups."""
    provider = layer.dataProvider()
    found = {}
    for number in range(provider.datasetGroupCount()):
        group = provider.datasetGroupMetadata(number)
        block = provider.datasetValues(QgsMeshDatasetIndex(number, 0), 0, provider.faceCount())
        found[group.name()] = [block.value(one).scalar() for one in range(provider.faceCount())]
    return found


def test_slices_of_a_wedge_by_hand(lay):
    results, log = lay(Z_DELTA=20, facts={"STOCHKRIG_LAYERING": "proportional 2 23.333 elevation m"})
    data, found = arrays_of(results["SLICES"])
    assert results["N_SLICES"] == 7
    assert [data.GetRasterBand(number).GetDescription() for number in (1, 7)] == ["220 – 240 m", "100 – 120 m"]
    assert data.GetMetadataItem("STOCHKRIG_Z") == "elevation m"
    assert data.GetMetadataItem("STOCHKRIG_SLICES") == "7"
    # The middles are 230, 210, … 110: at 210 the southern columns are just left, in the middle, and below it.
    nan = np.nan
    north = [[nan] * 3] * 5 + [[nan, nan, 9], [nan, 8, 3]]
    south = [[nan, nan, 12], [nan, 11, 6]] + [[nan] * 3] * 5
    north[-1][0] = 7  # the top itself belongs to the unit
    south[1][0] = 10
    np.testing.assert_array_equal(found[:, 0], north)
    np.testing.assert_array_equal(found[:, 1], south)
    assert "The unit is 23.3333 m thick on average, 10 to 40, in 6 cells; slices of 20 m: 7." in log


@pytest.mark.parametrize(("shift", "doubted"), [(0.0, False), (0.2, False), (-5.0, True)])
def test_a_unit_of_the_same_thickness_elsewhere_is_doubted(lay, shift, doubted):
    """The layers were made where the base is at 100 in the first cell, in a unit of 23.333."""
    base_there = f"{WEST + SIDE / 2} {NORTH - SIDE / 2} {BASE[0, 0]}"
    facts = {"STOCHKRIG_LAYERING": "proportional 2 23.333 elevation m", "STOCHKRIG_BASE": base_there}
    top, base = np.array(TOP) + shift, np.array(BASE) + shift
    _, log = lay(top=top, base=base, Z_DELTA=20, facts=facts)
    assert ("(BASE_SURFACE). Are they the same surfaces?" in log) is doubted


def test_a_base_that_cannot_be_read_is_none():
    fact = "proportional 2 23.333 elevation m"
    assert LayerAxis.of(fact, "500050 -6000150.5 1e2").base == (500050, -6000150.5, 100)
    for spoilt in ("", "500050 100", "here 6000150 100", "nan nan nan"):
        assert LayerAxis.of(fact, spoilt).base == ()


def test_the_mesh_as_qgis_reads_it(lay):
    results, _ = lay(facts={"STOCHKRIG_LAYERING": "proportional 2 23.333 elevation m"})
    layer, mesh = mesh_of(results["MESH"], 2)
    assert layer.crs().authid() == "EPSG:26912"
    assert (mesh.vertexCount(), mesh.faceCount()) == (12, 6)
    # The middle of the upper layer lies at 3/4 of the thickness above the base: 7.5, 15 and 30 above 100 and 200.
    corners = {(mesh.vertex(one).x(), mesh.vertex(one).y()): mesh.vertex(one).z() for one in range(12)}
    assert corners[500_100, 6_000_100] == (107.5 + 115 + 207.5 + 215) / 4
    # Beyond the edges it goes on: in the north by half a row of 100 more, in the west by half a step of 7.5.
    assert corners[500_000, 6_000_200] == 107.5 - 50 - 3.75
    found = values_of(layer)
    assert found["porosity"] == [7, 8, 9, 10, 11, 12]
    assert found["Thickness"] == [5, 10, 20, 5, 10, 20]
    first = [(mesh.vertex(one).x(), mesh.vertex(one).y()) for one in mesh.face(0)]
    assert first == [(500_000, 6_000_100), (500_100, 6_000_100), (500_100, 6_000_200), (500_000, 6_000_200)]


def test_all_layers_together_have_the_volume_of_the_unit(lay):
    results, _ = lay(layers=np.ones((5, 2, 3)))
    thickness = [values_of(mesh_of(results["MESH"], number)[0])["Thickness"] for number in range(1, 6)]
    assert SIDE**2 * np.sum(thickness) == SIDE**2 * 140


def test_cells_without_data_are_no_faces(lay):
    layers = LAYERS.copy()
    layers[0, :, 0] = -1
    results, _ = lay(layers=layers, nodata=-1)
    counts = [mesh_of(results["MESH"], number)[1].faceCount() for number in (1, 2)]
    assert counts == [4, 6]
    assert mesh_of(results["MESH"], 1)[1].vertexCount() == 9


def test_layers_without_any_cell_leave_the_others_as_they_are(lay):
    """A mask may leave nothing but places where the unit is thin, and nothing of several upper layers."""
    layers = np.concatenate([LAYERS, np.full((2, 2, 3), -1)])
    results, _ = lay(layers=layers, nodata=-1)
    counts = [mesh_of(results["MESH"], number)[1].faceCount() for number in (1, 2)]
    assert counts == [6, 6]
    assert values_of(mesh_of(results["MESH"], 2)[0])["porosity"] == [7, 8, 9, 10, 11, 12]


def test_depths_lie_below_zero_and_the_uppermost_slice_is_first(lay):
    results, _ = lay(top=-TOP, base=-BASE, Z_REFERENCE="depth", Z_DELTA=20)
    data, found = arrays_of(results["SLICES"])
    assert data.GetRasterBand(1).GetDescription() == "-240 – -220"
    assert np.nanmax(found[0]) == 12
    mesh = mesh_of(results["MESH"], 2)[1]
    z = [mesh.vertex(one).z() for one in range(mesh.vertexCount())]
    assert max(z) == 230 + 50 + 7.5  # as the elevations that they are


def test_a_linear_surface_in_another_crs_is_met_at_the_centres(lay, make_raster, tmp_path):
    wide = str(tmp_path / "wide.tif")
    row, column = np.mgrid[0:60, 0:60]
    data = gdal.GetDriverByName("GTiff").Create(wide, 60, 60, 1, gdal.GDT_Float64)
    data.SetGeoTransform((WEST - 1000, 50, 0, NORTH + 1000, 0, -50))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(26912)
    data.SetProjection(crs.ExportToWkt())
    data.GetRasterBand(1).WriteArray(500.0 + column + 2 * row)
    data = None
    degrees = str(tmp_path / "degrees.tif")
    gdal.Warp(degrees, wide, dstSRS="EPSG:4269", resampleAlg="bilinear")
    results, _ = lay(TOP_SURFACE=degrees, base=np.zeros((2, 3)), layers=np.ones((1, 2, 3)))
    found = values_of(mesh_of(results["MESH"], 1)[0])["Thickness"]
    at = 500 + 20.5 + 2 * np.arange(3)
    np.testing.assert_allclose(found, [*(at + 2 * 20.5), *(at + 2 * 22.5)], atol=0.3)


def test_surfaces_in_feet_are_taken_into_the_unit_of_the_layers(lay, tmp_path):
    facts = {"STOCHKRIG_LAYERING": "proportional 2 23.333 elevation m"}
    as_metres, _ = lay(facts=facts, MESH=None, Z_DELTA=7)
    expected = arrays_of(as_metres["SLICES"])[1]
    for name, heights in (("top", TOP), ("base", BASE)):
        data = gdal.Open(str(tmp_path / f"{name}.tif"), gdal.GA_Update)
        data.GetRasterBand(1).WriteArray(heights / 0.3048)
        data.GetRasterBand(1).SetUnitType("ft")
        data = None
    paths = {f"{name.upper()}_SURFACE": str(tmp_path / f"{name}_in_feet.tif") for name in ("top", "base")}
    for name in ("top", "base"):
        (tmp_path / f"{name}.tif").rename(tmp_path / f"{name}_in_feet.tif")
    in_feet, log = lay(facts=facts, MESH=None, Z_DELTA=7, **paths)
    np.testing.assert_array_equal(arrays_of(in_feet["SLICES"])[1], expected)
    assert "elevations in ft, as the file says; they are taken into m." in log


def test_several_maps_all_become_slices_that_section_reads(lay, tmp_path):
    names = [f"{name} of POR, layer {k} of 2" for name in ("Low", "High") for k in (1, 2)]
    facts = {"STOCHKRIG_LAYERING": "proportional 2 23.333 elevation m", "STOCHKRIG_LAYERS": "quantiles"}
    layers = np.concatenate([LAYERS, 10 * LAYERS])
    results, _ = lay(layers=layers, names=names, facts=facts, Z_DELTA=20)
    data, found = arrays_of(results["SLICES"])
    assert found.shape == (14, 2, 3)
    assert data.GetRasterBand(8).GetDescription() == "High of POR, 220 – 240 m"
    assert data.GetMetadataItem("STOCHKRIG_LAYERS") == "quantiles"
    np.testing.assert_array_equal(found[7:], 10 * found[:7])
    assert values_of(mesh_of(results["MESH"], 1)[0])["Low of POR"] == [1, 2, 3, 4, 5, 6]
    results, _ = lay(layers=layers, names=names, facts=facts, Z_DELTA=20, LAYER=2)
    np.testing.assert_array_equal(arrays_of(results["SLICES"])[1], 10 * found[:7])
    assert values_of(mesh_of(results["MESH"], 1)[0])["High of POR"][0] == 10


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"SLICES": None, "MESH": None}, "Nothing is asked for"),
        ({"LAYERING": "follow-top"}, "were made with proportional, and "),
        ({"Z_REFERENCE": "depth"}, "were made with elevation, and "),
        ({"facts": {"STOCHKRIG_VERSION": "0.2.0", "STOCHKRIG_SLICES": "2"}}, "is a map that was made without LAYERS"),
        ({"top": BASE - 1}, "The top of the unit lies nowhere above its base"),
        ({"Z_DELTA": 0.001}, "Slices of 0.001 "),
        ({"MESH": "mesh.json"}, "should be a NetCDF file"),
        ({"facts": {"STOCHKRIG_LAYERING": "proportional 4 20 elevation m"}}, "says that 4 layers make a map"),
    ],
)
def test_refusals_leave_nothing(lay, tmp_path, more, said):
    feedback = QgsProcessingFeedback(False)
    if more.get("MESH"):
        more = {**more, "MESH": str(tmp_path / more["MESH"])}
    with pytest.raises(QgsProcessingException) as caught:
        lay(**{"feedback": feedback, "facts": {"STOCHKRIG_LAYERING": "proportional 2 23.333 elevation m"}, **more})
    told = f"{caught.value}\n{feedback.textLog()}"
    assert said in told
    assert "Traceback" not in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base.tif", "porosity.tif", "top.tif"]


def test_where_one_output_cannot_be_there_is_none(lay, tmp_path):
    with pytest.raises(QgsProcessingException, match="folder"):
        lay(MESH=str(tmp_path / "none" / "mesh.nc"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base.tif", "porosity.tif", "top.tif"]


def test_a_mesh_that_is_open_is_not_replaced(lay, tmp_path):
    results, _ = lay()
    layer = mesh_of(results["MESH"], 1)[0]
    QgsProject.instance().addMapLayer(layer)
    try:
        with pytest.raises(QgsProcessingException, match="is open as the layer mesh"):
            lay()
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    lay()


def test_section_cuts_what_it_makes(lay, tmp_path):
    names = [f"Realization {number}, Layer {k} of 2 (x)" for number in (1, 2) for k in (1, 2)]
    facts = {"STOCHKRIG_LAYERING": "proportional 2 23.333 elevation m", "STOCHKRIG_LAYERS": "realizations"}
    results, _ = lay(layers=np.concatenate([LAYERS, 3 * LAYERS]), names=names, facts=facts, Z_DELTA=20)
    line = QgsVectorLayer("LineString?crs=EPSG:26912", "line", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(500_000, 6_000_150), QgsPointXY(500_300, 6_000_150)]))
    line.dataProvider().addFeatures([feature])
    path = str(tmp_path / "section.tif")
    processing.run("stochkrig:section", {"RASTER": results["SLICES"], "LINE": line, "OUTPUT": path})
    # Twice the northern row of the slices, the mean of one and three times it.
    np.testing.assert_array_equal(arrays_of(path)[1], 2 * arrays_of(results["SLICES"])[1][:7, 0])


def test_the_layers_are_loaded_with_the_colours_of_the_map(provider, make_raster, tmp_path):
    Qgs3D = pytest.importorskip("qgis._3d").Qgs3D
    Qgs3D.initialize()  # as QGIS does when it starts
    context, feedback, project = QgsProcessingContext(), QgsProcessingFeedback(False), QgsProject.instance()
    context.setProject(project)
    given = {
        "RASTER": make_raster("porosity", LAYERS),
        "TOP_SURFACE": make_raster("top", TOP),
        "BASE_SURFACE": make_raster("base", BASE),
        "MESH": str(tmp_path / "mesh.nc"),
        "VERTICAL_EXAGGERATION": 50,
    }
    algorithm = provider.algorithm("layersinspace").create()
    _, fine = algorithm.run(given, context, feedback)
    assert fine, feedback.textLog()
    loaded = {}
    for where, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(where, context)
        details.postProcessor().postProcessLayer(layer, context, feedback)
        loaded[details.name] = layer
    assert "could not be styled" not in feedback.textLog()
    assert sorted(loaded) == ["Layer 1 of porosity", "Layer 2 of porosity"]
    ends = set()
    for layer in loaded.values():
        settings = layer.rendererSettings()
        shown = settings.activeScalarDatasetGroup()
        assert layer.datasetGroupMetadata(QgsMeshDatasetIndex(shown, 0)).name() == "porosity"
        scalars = settings.scalarSettings(shown)
        ends.add((scalars.classificationMinimum(), scalars.classificationMaximum()))
        document = QDomDocument()
        symbol = document.createElement("renderer-3d")
        layer.renderer3D().writeXml(symbol, QgsReadWriteContext())
        settings = symbol.firstChildElement("symbol").firstChildElement("advanced-settings")
        assert (settings.attribute("vertical-scale"), settings.attribute("texture-type")) == ("50", "2")
    assert len(ends) == 1
    layer.updateTriangularMesh()
    assert layer.datasetValue(QgsMeshDatasetIndex(shown, 0), QgsPointXY(500_050, 6_000_150)).scalar() in (1, 7)


def test_of_the_slices_the_fullest_is_shown_and_each_has_its_height(provider, make_raster, tmp_path):
    context, feedback, project = QgsProcessingContext(), QgsProcessingFeedback(False), QgsProject.instance()
    context.setProject(project)
    path = str(tmp_path / "slices.tif")
    given = {
        "RASTER": make_raster("porosity", LAYERS, facts={"STOCHKRIG_LAYERING": "proportional 2 23.333 elevation m"}),
        "TOP_SURFACE": make_raster("top", TOP),
        "BASE_SURFACE": make_raster("base", np.full((2, 3), 100.0)),
        "Z_DELTA": 30,
        "SLICES": QgsProcessingOutputLayerDefinition(path, project),
    }
    _, fine = provider.algorithm("layersinspace").create().run(given, context, feedback)
    assert fine, feedback.textLog()
    details = context.layersToLoadOnCompletion()[path]
    layer = QgsProcessingUtils.mapLayerFromString(path, context)
    details.postProcessor().postProcessLayer(layer, context, feedback)
    assert "could not be styled" not in feedback.textLog()
    counts = [np.isfinite(band).sum() for band in arrays_of(path)[1]]
    assert layer.renderer().usesBands()[0] == 1 + int(np.argmax(counts)) > 1
    if hasattr(Qgis, "RasterElevationMode"):
        ranges = layer.elevationProperties().fixedRangePerBand()
        assert (ranges[1].upper(), ranges[len(counts)].lower()) == (240, 90)


@pytest.mark.skipif(not hasattr(QgsMeshLayer, "createProfileGenerator"), reason="QGIS < 3.26 has no profiles of meshes")
def test_a_profile_follows_its_layer(lay):
    results, _ = lay(top=np.full((2, 3), 110.0), base=np.full((2, 3), 100.0))
    from qgis.core import QgsProfileRequest

    line = QgsLineString([QgsPoint(500_020, 6_000_110), QgsPoint(500_280, 6_000_110)])
    for number, height in ((1, 102.5), (2, 107.5)):
        layer = mesh_of(results["MESH"], number)[0]
        request = QgsProfileRequest(line.clone())  # which it owns
        request.setCrs(layer.crs())
        request.setStepDistance(20)
        generator = layer.createProfileGenerator(request)
        assert generator.generateProfile()
        heights = generator.takeResults().distanceToHeightMap().values()
        assert len(heights) > 5
        np.testing.assert_allclose(list(heights), height, atol=1e-9)


@pytest.fixture
def lasting(root):
    """A folder that is not below that of temporary files, which never name layers."""
    (root / "build").mkdir(exist_ok=True)
    with TemporaryDirectory(dir=root / "build") as folder:
        yield Path(folder)


@pytest.mark.parametrize("after_files", [False, True])
def test_a_project_gets_one_group_with_the_top_layer_on_top(provider, make_raster, lasting, qgis_iface, after_files):
    option = ProcessingConfig.PREFER_FILENAME_AS_LAYER_NAME  # its key in the settings differs between versions
    ProcessingConfig.setSettingValue(option, after_files)
    context, feedback, project = QgsProcessingContext(), QgsProcessingFeedback(False), QgsProject.instance()
    project.clear()
    context.setProject(project)
    given = {
        "RASTER": make_raster("porosity", LAYERS),
        "TOP_SURFACE": make_raster("top", TOP),
        "BASE_SURFACE": make_raster("base", BASE),
        "SLICES": QgsProcessingOutputLayerDefinition(str(lasting / "slices.tif"), project),
        "MESH": str(lasting / "mesh.nc"),
    }
    algorithm = provider.algorithm("layersinspace").create()
    assert execute(algorithm, given, context, feedback)[0], feedback.textLog()
    try:
        handleAlgorithmResults(algorithm, context, feedback)
        assert "could not" not in feedback.textLog()
        (group,) = project.layerTreeRoot().findGroups()
        assert group.name() == "porosity in space"
        names = [node.name() for node in group.findLayers()]
        slices = "slices" if after_files else "Slices of porosity"
        assert names == ["Layer 2 of porosity", "Layer 1 of porosity", slices]
        assert all(layer.isValid() for layer in project.mapLayers().values())
    finally:
        ProcessingConfig.setSettingValue(option, True)
        project.clear()


def test_in_a_model_nothing_is_loaded_that_the_model_does_not_ask_for(provider, make_raster, tmp_path):
    child = QgsProcessingModelChildAlgorithm("stochkrig:layersinspace")
    child.setChildId("space")
    paths = {
        "RASTER": make_raster("porosity", LAYERS),
        "TOP_SURFACE": make_raster("top", TOP),
        "BASE_SURFACE": make_raster("base", BASE),
        "MESH": str(tmp_path / "mesh.nc"),
    }
    for name, path in paths.items():
        child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromStaticValue(path)])
    model = QgsProcessingModelAlgorithm("model", "model")
    model.addChildAlgorithm(child)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    _, fine = model.run({}, context, feedback)
    assert fine, feedback.textLog()
    assert (tmp_path / "mesh.nc").is_file()
    assert not context.layersToLoadOnCompletion()
