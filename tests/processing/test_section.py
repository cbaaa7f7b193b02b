"""`stochkrig:section`: by hand on a raster of two slices, and on one that the plugin made."""

import numpy as np
import processing
import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from stochastic_kriging.provider.outputs.colours import Span
from stochastic_kriging.provider.outputs.styles import RampStyle, viridis

SECTION = "stochkrig:section"
NAMES = ["20 – 25 m", "15 – 20 m"]


@pytest.fixture
def make_slices(tmp_path):
    """Write a raster of 4 × 2 cells of 100 m that counts its cells, a map for each factor."""

    def make(factors=(1,), names=NAMES, reference="elevation m", epsg=26912, slices=2, gap=None):
        path = str(tmp_path / "slices.tif")
        data = gdal.GetDriverByName("GTiff").Create(path, 4, 2, len(factors) * len(names), gdal.GDT_Float32)
        data.SetGeoTransform((500_000, 100, 0, 6_000_200, 0, -100))
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(epsg)
        data.SetProjection(crs.ExportToWkt())
        data.SetMetadata({"STOCHKRIG_Z": reference, "STOCHKRIG_SLICES": str(slices)})
        for place, factor in enumerate(factors):
            for number, name in enumerate(names):
                band = data.GetRasterBand(place * len(names) + number + 1)
                band.WriteArray(factor * (8 * number + np.arange(8.0).reshape(2, 4)))
                if gap is not None:
                    band.SetNoDataValue(gap)
                band.SetDescription(name if len(factors) == 1 else f"Map {place + 1}, {name}")
        return path

    return make


def line_layer(*lines, crs="EPSG:26912", kind="LineString"):
    layer = QgsVectorLayer(f"{kind}?crs={crs}", "line", "memory")
    for vertices in lines:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(*vertex) for vertex in vertices]))
        layer.dataProvider().addFeatures([feature])
    return layer


WEST_TO_EAST = [(500_000, 6_000_050), (500_400, 6_000_050)]


@pytest.fixture
def cut(provider, tmp_path):
    def run(feedback=None, **parameters):
        feedback, context = feedback or QgsProcessingFeedback(False), QgsProcessingContext()
        context.setProject(QgsProject.instance())
        given = {"LINE": line_layer(WEST_TO_EAST), "OUTPUT": str(tmp_path / "section.tif"), **parameters}
        results = processing.run(SECTION, given, feedback=feedback, context=context)
        return results, gdal.Open(results["OUTPUT"]), feedback.textLog()

    return run


def test_a_section_by_hand(cut, make_slices):
    results, made, log = cut(RASTER=make_slices(), VERTICAL_EXAGGERATION=3)
    assert made.ReadAsArray().tolist() == [[4, 5, 6, 7], [12, 13, 14, 15]]
    assert made.GetGeoTransform() == (0, 100, 0, 75, 0, -15)
    assert made.GetProjection() == ""
    assert made.GetRasterBand(1).GetDescription() == "Section of slices"
    assert results["LENGTH"] == 400
    assert "A section of 400 m in 4 columns; elevations are multiplied by 3." in log


def test_depths_count_below_zero(cut, make_slices):
    _, made, _ = cut(RASTER=make_slices(names=["15 – 20 m", "20 – 25 m"], reference="depth m"), VERTICAL_EXAGGERATION=1)
    assert made.GetGeoTransform() == (0, 100, 0, -15, 0, -5)


def test_automatic_exaggeration_makes_it_three_times_as_long_as_high(cut, make_slices):
    results, _, _ = cut(RASTER=make_slices())  # 400 / 3 / 10 = 13.3
    assert results["USED_EXAGGERATION"] == 10


@pytest.mark.parametrize(
    ("more", "factor"),
    [
        ({}, 7 / 3),
        ({"STATISTIC": "std"}, np.std([1, 2, 4], ddof=1)),
        ({"STATISTIC": "quantile", "QUANTILE": 0.75}, 4),
        ({"LAYER": 3}, 4),
    ],
)
def test_of_several_maps(cut, make_slices, more, factor):
    _, made, _ = cut(RASTER=make_slices(factors=(1, 2, 4)), **more)
    np.testing.assert_allclose(made.ReadAsArray(), factor * np.array([[4, 5, 6, 7], [12, 13, 14, 15]]), rtol=1e-6)
    names = {3: "Section of Map 3"}
    statistic = {"std": "Standard deviation", "quantile": "Quantile 0.75"}.get(more.get("STATISTIC"), "Mean")
    assert made.GetRasterBand(1).GetDescription() == names.get(more.get("LAYER"), f"Section of {statistic}, slices")


def test_wells_beside_the_line_keep_their_attributes(cut, make_slices, make_layer, tmp_path):
    wells = make_layer(
        [(500_310, 6_000_062), (500_100, 6_000_041), (500_200, 6_000_190)], crs="EPSG:26912", name=["C", "A", "far"]
    )
    path = str(tmp_path / "wells.gpkg")
    results, _, _ = cut(RASTER=make_slices(), WELLS=wells, WELLS_OUTPUT=path, VERTICAL_EXAGGERATION=2)
    found = list(QgsVectorLayer(path).getFeatures())
    assert results["N_WELLS_SHOWN"] == 2
    assert [(one["name"], one["distance"], one["offset"]) for one in found] == [("A", 100, 9), ("C", 310, 12)]
    assert [one.geometry().asWkt(1) for one in found] == [
        "LineString (100 50, 100 30)",
        "LineString (310 50, 310 30)",
    ]
    assert cut(RASTER=make_slices(), WELLS=wells, MAX_OFFSET=9.5)[0]["N_WELLS_SHOWN"] == 1


def test_wells_are_not_there_without_the_section(cut, make_slices, make_layer, tmp_path):
    wells, section = make_layer([(500_310, 6_000_062)], crs="EPSG:26912", name=["A"]), tmp_path / "section.tif"
    feedback = QgsProcessingFeedback(False)
    feedback.progressChanged.connect(lambda _: section.mkdir(exist_ok=True))
    lines = tmp_path / "wells.gpkg"
    with pytest.raises(QgsProcessingException, match="Is a directory"):
        cut(feedback, RASTER=make_slices(), WELLS=wells, WELLS_OUTPUT=str(lines))
    assert not lines.exists()


def test_attributes_of_wells_whose_names_are_taken_are_numbered(cut, make_slices, make_layer):
    wells = make_layer([(500_310, 6_000_062)], crs="EPSG:26912", Distance=[7.0], distance_2=[8.0], offset=["o"])
    results, _, _ = cut(RASTER=make_slices(), WELLS=wells, WELLS_OUTPUT="memory:")
    (found,) = results["WELLS_OUTPUT"].getFeatures()
    assert found.fields().names() == ["distance", "offset", "Distance_3", "distance_2", "offset_2"]
    assert found.attributes() == [310, 12, 7, 8, "o"]


def test_wells_that_are_no_more_selected_at_the_end_are_shown(cut, make_slices, make_layer):
    wells = make_layer([(500_310, 6_000_062)], crs="EPSG:26912", name=["A"])
    QgsProject.instance().addMapLayer(wells)
    wells.selectAll()
    feedback = QgsProcessingFeedback(False)
    feedback.progressChanged.connect(lambda _: wells.removeSelection())
    chosen = QgsProcessingFeatureSourceDefinition(wells.id(), True)
    try:
        results, _, _ = cut(feedback, RASTER=make_slices(), WELLS=chosen, WELLS_OUTPUT="memory:")
        assert not wells.selectedFeatureCount()
    finally:
        QgsProject.instance().removeMapLayer(wells.id())
    assert [one["name"] for one in results["WELLS_OUTPUT"].getFeatures()] == ["A"]


@pytest.mark.parametrize(("kind", "written"), [("csv", "'=1+1"), ("gpkg", "=1+1")])
def test_a_spreadsheet_finds_no_formula_among_attributes_of_wells(
    cut, make_slices, make_layer, tmp_path, kind, written
):
    wells, path = make_layer([(500_310, 6_000_062)], crs="EPSG:26912", name=["=1+1"]), str(tmp_path / f"wells.{kind}")
    cut(RASTER=make_slices(), WELLS=wells, WELLS_OUTPUT=path)
    (found,) = QgsVectorLayer(path).getFeatures()
    assert found["name"] == written


@pytest.mark.parametrize("place", ["TEMPORARY_OUTPUT", "wells.gpkg", "wells.geojson"])
def test_the_wells_lie_on_the_section_whatever_the_crs_of_the_project(
    provider, make_slices, make_layer, tmp_path, place
):
    context, feedback, project = QgsProcessingContext(), QgsProcessingFeedback(False), QgsProject()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:26912"))
    context.setProject(project)
    wells = make_layer([(500_310, 6_000_062)], crs="EPSG:26912", name=["A"])
    place = place if place.isupper() else str(tmp_path / place)
    raster = QgsProcessingOutputLayerDefinition(str(tmp_path / "section.tif"), project)
    lines = QgsProcessingOutputLayerDefinition(place, project)
    given = {"RASTER": make_slices(), "LINE": line_layer(WEST_TO_EAST), "OUTPUT": raster}
    more = {"WELLS": wells, "WELLS_OUTPUT": lines, "VERTICAL_EXAGGERATION": 1}
    results, fine = provider.algorithm("section").create().run({**given, **more}, context, feedback)
    assert fine, feedback.textLog()
    loaded = {}
    for where, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(where, context)
        details.postProcessor().postProcessLayer(layer, context, feedback)
        loaded[details.name] = layer
    assert sorted(loaded) == ["Section of slices", "Wells on the section"]
    assert not any(layer.crs().isValid() for layer in loaded.values())
    (found,) = loaded["Wells on the section"].getFeatures()
    assert found.geometry().asWkt(0) == "LineString (310 25, 310 15)"


@pytest.mark.parametrize(("chosen", "low", "high"), [({"LAYER": 2}, -5, 70), ({}, 8.28, 29.72)])
def test_one_of_several_maps_has_the_colours_of_the_raster(provider, make_slices, tmp_path, chosen, low, high):
    """The mean of both is twice 4 to 7 and 12 to 15, of which 2 and 98 % are 0.14 cells from the ends."""
    context, feedback, project = QgsProcessingContext(), QgsProcessingFeedback(False), QgsProject()
    context.setProject(project)
    raster = QgsRasterLayer(make_slices(factors=(1, 3)), "maps")
    RampStyle(viridis(), Span(-5, 70), "", None).apply(raster)
    output = QgsProcessingOutputLayerDefinition(str(tmp_path / "section.tif"), project)
    given = {"RASTER": raster, "LINE": line_layer(WEST_TO_EAST), "OUTPUT": output, **chosen}
    _, fine = provider.algorithm("section").create().run(given, context, feedback)
    assert fine, feedback.textLog()
    (details,) = context.layersToLoadOnCompletion().values()
    assert details.postProcessor().span[:2] == pytest.approx((low, high))


def test_a_line_that_meets_no_data_is_a_sentence_with_gdals_exceptions_too(cut, make_slices):
    raster = make_slices(gap=0, factors=(0,))  # all cells are 0
    feedback = QgsProcessingFeedback(False)
    gdal.UseExceptions()
    try:
        with pytest.raises(QgsProcessingException) as caught:
            cut(feedback, RASTER=raster)
    finally:
        gdal.DontUseExceptions()
    said = f"{caught.value}\n{feedback.textLog()}"
    assert "The line meets no data" in said
    assert "(LINE, RASTER). Draw it where the map has values." in said
    assert "Traceback" not in said


def test_columns_without_data_inside_the_map_are_told(cut, make_slices):
    path = make_slices(gap=-1)
    data = gdal.Open(path, gdal.GA_Update)
    for number in (1, 2):
        values = data.GetRasterBand(number).ReadAsArray()
        values[1, 2:] = -1
        data.GetRasterBand(number).WriteArray(values)
    data = None
    _, made, log = cut(RASTER=path)
    assert made.ReadAsArray().tolist() == [[4, 5, -9999, -9999], [12, 13, -9999, -9999]]
    assert "Columns on the map where it has no data (RASTER): 2 of 4." in log


def test_wells_that_are_not_shown_are_counted(cut, make_slices, make_layer):
    wells = make_layer([(500_310, 6_000_050), None, (499_890, 6_000_050)], crs="EPSG:26912")
    results, _, log = cut(RASTER=make_slices(), WELLS=wells, MAX_OFFSET=200)
    assert results["N_WELLS_SHOWN"] == 1
    assert "Wells without a geometry, which are not shown (WELLS): 1." in log
    assert "Wells beyond the ends of the line, which are not shown (WELLS): 1." in log


def test_a_line_shorter_than_a_cell_is_one_column(cut, make_slices):
    _, made, log = cut(RASTER=make_slices(), LINE=line_layer([(500_110, 6_000_050), (500_140, 6_000_050)]))
    assert made.ReadAsArray().tolist() == [[5], [13]]
    assert "A section of 30 m in one column; " in log


def test_for_a_line_of_several_parts_selecting_is_not_enough(cut, make_slices):
    layer, feature = line_layer(kind="MultiLineString"), QgsFeature()
    lines = [WEST_TO_EAST, [(500_000, 6_000_150), (500_400, 6_000_150)]]
    feature.setGeometry(QgsGeometry.fromMultiPolylineXY([[QgsPointXY(*one) for one in line] for line in lines]))
    layer.dataProvider().addFeatures([feature])
    _, made, log = cut(RASTER=make_slices(), LINE=layer)
    assert made.ReadAsArray()[0].tolist() == [4, 5, 6, 7]
    assert "For another split the features (native:multiparttosingleparts) and select it." in log


def test_a_line_in_another_crs_follows_the_same_cells(cut, make_slices):
    degrees = QgsVectorLayer("LineString?crs=EPSG:4326", "line", "memory")
    ours = line_layer(WEST_TO_EAST)
    given = {"INPUT": ours, "TARGET_CRS": "EPSG:4326", "OUTPUT": "TEMPORARY_OUTPUT"}
    degrees = processing.run("native:reprojectlayer", given)["OUTPUT"]
    results, made, _ = cut(RASTER=make_slices(), LINE=degrees)
    assert made.ReadAsArray().tolist() == [[4, 5, 6, 7], [12, 13, 14, 15]]
    assert results["LENGTH"] == pytest.approx(400, abs=1e-3)


def test_what_lies_beside_the_map_and_lines_that_do_not_count_are_said(cut, make_slices):
    longer = [(499_900, 6_000_150), (500_400, 6_000_150)]
    _, made, log = cut(RASTER=make_slices(), LINE=line_layer(longer, WEST_TO_EAST))
    assert made.ReadAsArray().tolist() == [[-9999, 0, 1, 2, 3], [-9999, 8, 9, 10, 11]]
    assert "Columns outside the map, which have no data (LINE): 1 of 5." in log
    assert "The layer has 2 lines (LINE): the section follows the first; select one for another." in log


def test_slices_that_the_plugin_made(cut, run, make_layer, tmp_path):
    """The section of a map is the map's own cells, of a NetCDF too."""
    rng = np.random.default_rng(8)
    places = rng.uniform((500_000, 6_000_000), (500_400, 6_000_200), (40, 2))
    wells = make_layer(places.tolist(), value=rng.normal(size=40).tolist(), z=rng.uniform(100, 130, 40).tolist())
    given = {"INPUT": wells, "FIELD": "value", "Z_FIELD": "z", "Z_DELTA": 10, "TOP": 130, "BOTTOM": 100, "XY_DELTA": 50}
    more = {"MODEL": "spherical", "NUGGET": 0, "PARTIAL_SILL": 1, "RANGE": 200, "VERTICAL_RANGE": 20}
    extent = "500000,500400,6000000,6000200 [EPSG:26912]"
    done = run(algorithm="stochkrig:kriging", **given, **more, EXTENT=extent)
    _, made, _ = cut(RASTER=done["MEAN"], LINE=line_layer([(500_000, 6_000_075), (500_400, 6_000_075)]))
    mean = gdal.Open(done["MEAN"]).ReadAsArray()
    np.testing.assert_array_equal(made.ReadAsArray(), mean[:, 2])


@pytest.mark.parametrize(
    ("raster", "parameters", "sentence"),
    [
        ({"names": ["Band a", "Band b"]}, {}, "The bands of slices (RASTER) do not say at which heights they lie"),
        (
            {"names": ["20 – 25 m", "10 – 15 m"]},
            {},
            "The slices of slices (RASTER) are not of one height, without gaps",
        ),
        ({"epsg": 4326}, {}, "slices (RASTER) is in degrees, and a section takes lengths"),
        ({}, {"LINE": line_layer}, "The layer has no line (LINE): draw one."),
        ({}, {"LINE": lambda: line_layer([(0, 0), (1, 1)])}, "The line does not cross the map (LINE, RASTER)"),
        ({}, {"LAYER": 2}, "(LAYER) is 2, and there are 1 maps."),
        ({}, {"VERTICAL_EXAGGERATION": 0}, "(VERTICAL_EXAGGERATION) is 0: it should be greater than zero."),
    ],
)
def test_refusals(cut, make_slices, raster, parameters, sentence):
    given = {name: value() if callable(value) else value for name, value in parameters.items()}
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException) as caught:
        cut(feedback, RASTER=make_slices(**raster), **given)
    assert sentence in f"{caught.value}\n{feedback.textLog()}"
