"""Zone statistics in QGIS: a raster and polygons in, the polygons with numbers by hand out."""

import csv

import numpy as np
import processing
import pytest
from osgeo import gdal
from qgis.core import (
    NULL,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

# Four realizations of 2 rows and 3 columns, in cells of 100 x 50 from (0, 100) down; the last cell has no value.
MAPS = np.array(
    [[[1, 2, 3], [4, 5, -1]], [[0, 2, 4], [6, 8, -1]], [[1] * 3, [1, 1, -1]], [[3] * 3, [3, 3, -1]]], dtype=float
)


def write(path, bands):
    count, rows, columns = bands.shape
    data = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, count, gdal.GDT_Float32)
    data.SetGeoTransform((0, 100, 0, 100, 0, -50))
    data.SetProjection(QgsCoordinateReferenceSystem("EPSG:32612").toWkt())
    for number, values in enumerate(bands, 1):
        data.GetRasterBand(number).SetNoDataValue(-1)
        data.GetRasterBand(number).WriteArray(values)
    data = None
    return str(path)


@pytest.fixture
def maps(tmp_path):
    return write(tmp_path / "maps.tif", MAPS)


@pytest.fixture
def zones(qgis_app):
    """The upper left cell with half of its neighbour; one beyond the map; the two cells in the east."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32612&field=name:string&field=mean:double", "zones", "memory")
    features = []
    for name, box in (("a", (0, 50, 150, 100)), ("=b", (900, 0, 950, 50)), ("c", (200, 0, 300, 100))):
        features.append(QgsFeature(layer.fields()))
        features[-1].setGeometry(QgsGeometry.fromRect(QgsRectangle(*box)))
        features[-1].setAttributes([name, 7.0])
    layer.dataProvider().addFeatures(features)
    return layer


@pytest.fixture
def tell(provider, tmp_path):
    """Run the algorithm; return its results, its features as dicts, and its log."""

    def run(**parameters):
        feedback, context = QgsProcessingFeedback(False), QgsProcessingContext()
        context.setProject(QgsProject.instance())
        given = {"OUTPUT": str(tmp_path / "out.gpkg"), **parameters}
        results = processing.run("stochkrig:zonestatistics", given, feedback=feedback, context=context)
        layer = QgsVectorLayer(results["OUTPUT"], "out", "ogr")
        return results, [feature.attributeMap() for feature in layer.getFeatures()], feedback.textLog()

    return run


def test_zones_by_hand(tell, maps, zones):
    results, (first, beyond, east), log = tell(REALIZATIONS=maps, ZONES=zones, THRESHOLD=1.1)
    means = [4 / 3, 2 / 3, 1, 3]
    assert (first["name"], first["mean"], first["zone"]) == ("a", 7, 1)  # what was there stays
    assert first["mean_2"] == pytest.approx(1.5)
    assert first["mean_std"] == pytest.approx(np.std(means, ddof=1))
    assert first["mean_p90"] == pytest.approx(min(means))
    assert first["mean_p10"] == pytest.approx(max(means))
    assert [first[f"min_{case}"] for case in ("p90", "p50", "p10")] == pytest.approx([0, 1, 3])
    assert [first[f"max_{case}"] for case in ("p90", "p50", "p10")] == pytest.approx([1, 2, 3])
    # Cells of 5000: above 1.1 are half a cell, half a cell, none, and one and a half.
    assert first["area_mean"] == pytest.approx((2500 + 2500 + 0 + 7500) / 4)
    assert first["pass_prob"] == 0.5
    assert (first["area_known"], first["covered"]) == (7500, 1)
    assert (east["area_known"], east["covered"]) == (5000, 0.5)
    assert east["mean_2"] == pytest.approx((3 + 4 + 1 + 3) / 4)
    assert beyond["zone"] == 2
    assert (beyond["area_known"], beyond["covered"]) == (0, 0)
    assert beyond["mean_2"] == beyond["pass_prob"] == NULL
    assert results["N_ZONES"] == 3
    assert results["N_REALIZATIONS"] == 4
    assert "have no statistics (ZONES): 1 of 3" in log
    assert "2 of 3 zones have values; areas are in m²" in log


def test_ids_of_features_may_repeat_as_in_layers_that_were_merged(tell, maps, zones):
    zones.dataProvider().addAttributes([QgsField("FID", zones.fields().at(0).type())])
    zones.updateFields()
    ids = {feature.id(): {2: "7"} for feature in zones.getFeatures()}
    zones.dataProvider().changeAttributeValues(ids)
    _, found, _ = tell(REALIZATIONS=maps, ZONES=zones)
    assert [(zone["fid"], zone["name"], zone["zone"]) for zone in found] == [(1, "a", 1), (2, "=b", 2), (3, "c", 3)]


def test_the_geometry_and_the_crs_stay(tell, maps, zones):
    results, _, _ = tell(REALIZATIONS=maps, ZONES=zones)
    layer = QgsVectorLayer(results["OUTPUT"], "out", "ogr")
    assert layer.crs() == zones.crs()
    for given, made in zip(zones.getFeatures(), layer.getFeatures()):
        assert made.geometry().equals(given.geometry())
    assert "pass_prob" not in layer.fields().names()


@pytest.mark.parametrize(
    ("given", "warned"),
    [
        ({}, False),
        ({"PASSES_BY": "max"}, True),
        ({"CONDITION": "below"}, True),
        ({"THRESHOLD": 2, "PASSES_BY": "max"}, False),
    ],
)
def test_a_condition_without_a_threshold_is_said_not_to_count(tell, maps, zones, given, warned):
    _, _, log = tell(REALIZATIONS=maps, ZONES=zones, **given)
    assert ("There is no Threshold (THRESHOLD): Condition (CONDITION) and Statistic" in log) == warned
    assert ("Probabilities are shares" in log) == ("THRESHOLD" in given)


def test_the_table_has_a_row_for_each_zone_and_realization(tell, maps, zones, tmp_path):
    table = tmp_path / "t.csv"
    tell(REALIZATIONS=maps, ZONES=zones, THRESHOLD=2, TABLE=str(table), ZONE_FIELD="name")
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert list(rows[0]) == ["zone", "name", "realization", "mean", "min", "max", "area"]
    assert len(rows) == 12
    assert [row["name"] for row in rows] == ["a"] * 4 + ["'=b"] * 4 + ["c"] * 4  # no formula for a spreadsheet
    assert [float(row["mean"]) for row in rows[:4]] == pytest.approx([4 / 3, 2 / 3, 1, 3])
    assert [int(row["realization"]) for row in rows[8:]] == [1, 2, 3, 4]
    assert [float(row["area"]) for row in rows[8:]] == [5000, 5000, 0, 5000]
    assert rows[4]["mean"] == ""


def test_texts_of_zones_are_no_formulas_for_a_spreadsheet(tell, maps, zones, tmp_path):
    path = tmp_path / "zones.csv"
    tell(REALIZATIONS=maps, ZONES=zones, OUTPUT=str(path))
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [row["name"] for row in rows] == ["a", "'=b", "c"]
    assert [float(row["mean"]) for row in rows] == [7, 7, 7]


def test_mean_and_standard_deviation_have_no_spread(tell, zones, tmp_path):
    mean, std = write(tmp_path / "m.tif", MAPS[:1]), write(tmp_path / "s.tif", np.ones((1, 2, 3)))
    results, (first, *_), log = tell(MEAN=mean, STD=std, ZONES=zones, THRESHOLD=2)
    assert first["mean_2"] == pytest.approx(4 / 3)
    assert first["area_mean"] == pytest.approx(5000 * 0.15865525 + 2500 * 0.5)
    assert not {"mean_p90", "pass_prob", "mean_std"} & set(first)
    assert "N_REALIZATIONS" not in results
    assert "not how the mean of a zone varies" in log


def test_selected_zones_alone(tell, maps, zones):
    QgsProject.instance().addMapLayer(zones, False)
    zones.selectByIds([3])
    given = QgsProcessingFeatureSourceDefinition(zones.id(), selectedFeaturesOnly=True)
    _, found, _ = tell(REALIZATIONS=maps, ZONES=given)
    assert [one["name"] for one in found] == ["c"]
    QgsProject.instance().removeMapLayer(zones.id())


def test_a_zone_that_crosses_itself_is_mended_and_written_as_it_was(tell, maps, qgis_app):
    bow = "POLYGON((0 0, 200 100, 200 0, 0 100, 0 0))"
    layer = QgsVectorLayer("Polygon?crs=EPSG:32612", "zones", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(bow))
    layer.dataProvider().addFeature(feature)
    results, (one,), _ = tell(REALIZATIONS=maps, ZONES=layer)
    assert one["area_known"] == pytest.approx(10_000)
    assert next(QgsVectorLayer(results["OUTPUT"]).getFeatures()).geometry().equals(QgsGeometry.fromWkt(bow))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"MEAN": "maps", "STD": "maps", "TABLE": "memory:"}, "(TABLE) follows from realizations"),
        ({"REALIZATIONS": "maps", "UPPER_THRESHOLD": 1}, "(UPPER_THRESHOLD) is given without Threshold (THRESHOLD)"),
        ({"REALIZATIONS": "maps", "ZONES": "points"}, "The zones are Point features (ZONES): choose polygons."),
        ({"REALIZATIONS": "maps", "ZONES": "far"}, "The zones lie beyond the map, at x 9"),
        ({"REALIZATIONS": "maps", "ZONES": "none"}, "The layer of zones has no features (ZONES)"),
        ({"REALIZATIONS": "maps", "ZONES": "empty"}, "No zone has a cell with a value"),
        ({"REALIZATIONS": "maps", "ZONE_FIELD": "nothing"}, "nothing"),
        ({}, "There is no map"),
    ],
)
def test_what_does_not_fit_ends_in_a_sentence(provider, maps, zones, tmp_path, given, said):
    layers = {"maps": maps, "points": QgsVectorLayer("Point?crs=EPSG:32612", "points", "memory")}
    for name, box in (("far", (9000, 0, 9100, 50)), ("none", None), ("empty", (201, 1, 299, 49))):
        layers[name] = QgsVectorLayer("Polygon?crs=EPSG:32612", name, "memory")
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(*(box or (0, 0, 0, 0)))))
        if box:
            layers[name].dataProvider().addFeature(feature)
    parameters = {name: layers.get(value, value) for name, value in {"ZONES": zones, **given}.items()}
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException) as caught:
        processing.run(
            "stochkrig:zonestatistics", {"OUTPUT": str(tmp_path / "out.gpkg"), **parameters}, feedback=feedback
        )
    assert said in f"{caught.value} {feedback.textLog()}"
    assert "Traceback" not in feedback.textLog()
    assert not (tmp_path / "out.gpkg").exists()


@pytest.mark.parametrize(("threshold", "field"), [(2, "pass_prob"), (None, "mean_2")])
def test_zones_are_coloured_when_they_are_loaded(provider, maps, zones, tmp_path, threshold, field):
    from processing.gui.Postprocessing import handleAlgorithmResults

    project = QgsProject()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("stochkrig:zonestatistics")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    output = QgsProcessingOutputLayerDefinition(str(tmp_path / "out.gpkg"), project)
    given = {"REALIZATIONS": maps, "ZONES": zones, "THRESHOLD": threshold, "OUTPUT": output}
    _, fine = algorithm.run(given, context, feedback)
    assert fine, feedback.textLog()
    handleAlgorithmResults(algorithm, context, feedback)
    (layer,) = project.mapLayers().values()
    renderer = layer.renderer()
    assert renderer.classAttribute() == field
    values = [feature[field] for feature in layer.getFeatures() if feature[field] != NULL]
    assert all(renderer.legendKeysForFeature is not None and renderer.rangeForValue(value) for value in values)
    assert layer.name() == ("Zones of maps: probability of mean above 2" if threshold else "Zones of maps: mean")
    project.clear()


def test_the_table_lies_beside_its_zones(provider, maps, zones, tmp_path):
    from processing.gui.Postprocessing import handleAlgorithmResults

    project = QgsProject.instance()
    project.clear()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("stochkrig:zonestatistics")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    given = {
        "REALIZATIONS": maps,
        "ZONES": zones,
        "OUTPUT": QgsProcessingOutputLayerDefinition(str(tmp_path / "out.gpkg"), project),
        "TABLE": QgsProcessingOutputLayerDefinition(str(tmp_path / "rows.csv"), project),
    }
    _, fine = algorithm.run(given, context, feedback)
    assert fine, feedback.textLog()
    handleAlgorithmResults(algorithm, context, feedback)
    (group,) = project.layerTreeRoot().children()
    assert [node.name() for node in group.children()] == ["Zones of maps: mean", "Table of zones and realizations"]
    project.clear()


def test_in_a_model(provider, maps, zones, tmp_path):
    model = QgsProcessingModelAlgorithm("chain", "chain")
    model.addModelParameter(QgsProcessingParameterRasterLayer("MAPS", "Maps"), QgsProcessingModelParameter("MAPS"))
    child = QgsProcessingModelChildAlgorithm("stochkrig:zonestatistics")
    child.setChildId("zones")
    child.addParameterSources("REALIZATIONS", [QgsProcessingModelChildParameterSource.fromModelParameter("MAPS")])
    QgsProject.instance().addMapLayer(zones, False)
    child.addParameterSources("ZONES", [QgsProcessingModelChildParameterSource.fromStaticValue(zones.id())])
    output = QgsProcessingModelOutput("OUT", "out")
    output.setChildOutputName("OUTPUT")
    output.setChildId("zones")
    child.setModelOutputs({"OUT": output})
    model.addChildAlgorithm(child)
    path = str(tmp_path / "model.gpkg")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    (out,) = (definition.name() for definition in model.destinationParameterDefinitions())
    results = processing.run(model, {"MAPS": maps, out: path}, context=context)
    found = [feature["mean_2"] for feature in QgsVectorLayer(results[out]).getFeatures()]
    assert found[0] == pytest.approx(1.5)
    QgsProject.instance().removeMapLayer(zones.id())
