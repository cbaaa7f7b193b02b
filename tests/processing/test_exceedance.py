"""Probability of exceedance in QGIS: rasters in, numbers by hand out, and what is said on the way."""

import numpy as np
import processing
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterRasterLayer,
    QgsProject,
)

UTM = "EPSG:32612"
# Four realizations of 2 rows and 3 columns, in cells of 100 x 50.
MAPS = np.array(
    [[[1, 2, 3], [4, 5, np.nan]], [[0, 2, 4], [6, 8, np.nan]], [[1] * 3, [1, 1, np.nan]], [[3] * 3, [3, 3, np.nan]]]
)


def write(path, bands, crs=UTM, names=(), transform=(500_000, 100, 0, 6_000_000, 0, -50), **facts):
    """Write bands of shape (rows, columns) from the north."""
    count, rows, columns = bands.shape
    data = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, count, gdal.GDT_Float32)
    data.SetGeoTransform(transform)
    if crs:
        data.SetProjection(QgsCoordinateReferenceSystem(crs).toWkt())
    data.SetMetadata(facts)
    for number, values in enumerate(bands, 1):
        band = data.GetRasterBand(number)
        band.SetNoDataValue(-1)
        band.WriteArray(np.nan_to_num(values, nan=-1))
        if names:
            band.SetDescription(names[number - 1])
    data = None
    return str(path)


@pytest.fixture
def exceed(provider, tmp_path):
    """Run the algorithm; return its results and its log."""

    def run(**parameters):
        feedback, context = QgsProcessingFeedback(False), QgsProcessingContext()
        context.setProject(QgsProject.instance())
        given = {"THRESHOLD": 2, "PROBABILITY": str(tmp_path / "p.tif"), **parameters}
        results = processing.run("stochkrig:exceedance", given, feedback=feedback, context=context)
        return results, feedback.textLog()

    return run


@pytest.fixture
def maps(tmp_path):
    names = [f"Realization {number} of PHIE (V/V)" for number in range(1, 5)]
    return write(tmp_path / "maps.tif", MAPS, names=names)


def bands(path):
    data = gdal.Open(path)
    values = data.ReadAsArray().astype(float)
    values[values == data.GetRasterBand(1).GetNoDataValue()] = np.nan
    return values, data


def test_probability_and_areas_by_hand(exceed, maps):
    results, log = exceed(REALIZATIONS=maps)
    values, data = bands(results["PROBABILITY"])
    assert np.array_equal(values, [[0.25, 0.25, 0.75], [0.75, 0.75, np.nan]], equal_nan=True)
    assert data.GetGeoTransform() == (500_000, 100, 0, 6_000_000, 0, -50)
    assert data.GetRasterBand(1).GetDescription() == "Probability of PHIE (V/V) above 2"
    assert data.GetMetadata()["STOCHKRIG_CONDITION"] == "above 2"
    # Cells of 5000; 3, 3, 0 and 5 of them are above 2.
    assert results["EXPECTED_AREA"] == 13_750
    assert results["AREA_P50"] == 15_000
    assert results["AREA_P90"] == 0
    assert results["N_REALIZATIONS"] == 4
    assert results["N_EMPTY"] == 1
    assert "REGION_AREA" not in results
    assert "PHIE (V/V) is above 2 on 13750 m² on average; low case" in log
    assert "standard error is 0.25 at 0.5" in log


def test_large_areas_are_told_in_full(exceed, tmp_path):
    large = write(tmp_path / "large.tif", MAPS, transform=(500_000, 3000, 0, 6_000_000, 0, -3000))
    _, log = exceed(REALIZATIONS=large)
    # 3, 3, 0 and 5 cells of nine square kilometres.
    assert "on 24750000 m² on average; low case 0 (petroleum P90), middle 27000000, high 45000000 (P10)." in log


@pytest.mark.parametrize(
    ("condition", "upper", "expected"),
    [("below", None, [[0.75, 0.25, 0.25], [0.25, 0.25]]), ("between", 4, [[0.25, 0.75, 0.75], [0.5, 0.25]])],
)
def test_below_and_between(exceed, maps, condition, upper, expected):
    results, _ = exceed(REALIZATIONS=maps, CONDITION=condition, UPPER_THRESHOLD=upper)
    values, _ = bands(results["PROBABILITY"])
    assert values[0].tolist() == expected[0]
    assert values[1, :2].tolist() == expected[1]


def test_region_and_band_of_the_contour(exceed, tmp_path):
    """Rows from the north: the first is far above, the second changes sides, the third is far below."""
    stack = np.tile(np.array([[9.0, 8, 7], [2, 2, 2], [0, 0, 0]]), (40, 1, 1))
    stack[::2, 1] = 3
    path = write(tmp_path / "many.tif", stack)
    results, log = exceed(REALIZATIONS=path, REGION=str(tmp_path / "r.tif"), CONTOUR_BAND=str(tmp_path / "b.tif"))
    assert bands(results["REGION"])[0].tolist() == [[1, 1, 1], [0, 0, 0], [0, 0, 0]]
    assert bands(results["CONTOUR_BAND"])[0].tolist() == [[0, 0, 0], [1, 1, 1], [0, 0, 0]]
    assert results["REGION_AREA"] == results["BAND_AREA"] == 15_000
    assert results["JOINT_PROBABILITY"] == results["BAND_PROBABILITY"] == 1
    assert "The region, of 15000 m², is above 2 everywhere at once with a probability of 1" in log
    facts = bands(results["REGION"])[1].GetMetadata()
    assert (facts["STOCHKRIG_CONFIDENCE"], facts["STOCHKRIG_JOINT_PROBABILITY"]) == ("0.9", "1")


def test_an_empty_region_is_said(exceed, maps, tmp_path):
    results, log = exceed(REALIZATIONS=maps, THRESHOLD=100, REGION=str(tmp_path / "r.tif"))
    assert "the region is empty (CONFIDENCE)" in log
    assert results["REGION_AREA"] == 0
    assert "JOINT_PROBABILITY" not in results


def test_mean_and_standard_deviation(exceed, tmp_path):
    mean = write(tmp_path / "mean.tif", np.array([[[0.0, 1, 2], [2, np.nan, 5]]]), names=["Mean of PHIE"])
    std = write(tmp_path / "std.tif", np.array([[[1.0, 1, 0], [0, 1, np.nan]]]))
    results, log = exceed(MEAN=mean, STD=std, THRESHOLD=1)
    values, data = bands(results["PROBABILITY"])
    assert values[0].tolist() == pytest.approx([0.15865525, 0.5, 1])
    assert values[1, 0] == 1
    assert np.isnan(values[1, 1:]).all()
    assert results["EXPECTED_AREA"] == pytest.approx(5000 * 2.65865525)
    assert "AREA_P50" not in results
    assert "N_REALIZATIONS" not in results
    assert "do not tell how cells go together" in log
    assert data.GetRasterBand(1).GetDescription() == "Probability of PHIE above 1"


def test_slices_keep_their_names(exceed, tmp_path):
    names = ["1200 – 1210 m", "1210 – 1220 m"]
    mean = write(tmp_path / "mean.tif", MAPS[:2], names=names)
    std = write(tmp_path / "std.tif", np.ones((2, 2, 3)), names=names)
    _, data = bands(exceed(MEAN=mean, STD=std)[0]["PROBABILITY"])
    assert [data.GetRasterBand(band).GetDescription() for band in (1, 2)] == names
    of_both = [f"Realization {number} of GR, low, {height}" for number in (1, 2) for height in names]
    path = write(tmp_path / "space.tif", MAPS, names=of_both, STOCHKRIG_SLICES="2")
    results, log = exceed(REALIZATIONS=path)
    values, data = bands(results["PROBABILITY"])
    assert values.shape == (2, 2, 3)
    assert [data.GetRasterBand(band).GetDescription() for band in (1, 2)] == names
    assert "GR, low is above 2 on" in log
    assert values[0, 0].tolist() == [0, 0, 0.5]  # of the realizations (1, 2, 3) and (1, 1, 1)


def test_areas_of_a_map_in_degrees_are_square_metres(exceed, tmp_path):
    path = write(tmp_path / "world.tif", np.full((2, 180, 360), 5.0), "EPSG:4326", transform=(-180, 1, 0, 90, 0, -1))
    results, log = exceed(REALIZATIONS=path)
    assert results["EXPECTED_AREA"] == pytest.approx(5.10065621724088e14)
    assert "5.10066e+14 m²" in log


def test_a_map_without_a_crs_has_no_unit(exceed, tmp_path):
    _, log = exceed(REALIZATIONS=write(tmp_path / "nowhere.tif", MAPS, crs=""))
    assert "has no CRS: its unit of length is not known" in log
    assert "square map units" in log


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "There is no map: choose realizations"),
        ({"REALIZATIONS": "maps", "MEAN": "maps"}, "Realizations (REALIZATIONS) and Mean (MEAN) are both given"),
        ({"MEAN": "maps"}, "(MEAN) is given alone: choose Standard deviation (STD) too"),
        ({"STD": "maps"}, "(STD) is given alone: choose Mean (MEAN) too"),
        ({"REALIZATIONS": "maps", "THRESHOLD": None}, "There is no threshold: give one (THRESHOLD)."),
        (
            {"REALIZATIONS": "maps", "UPPER_THRESHOLD": 5},
            "leave Upper threshold (UPPER_THRESHOLD) out, or choose between",
        ),
        (
            {"REALIZATIONS": "maps", "CONDITION": "between"},
            "(UPPER_THRESHOLD) should be greater than Threshold (THRESHOLD)",
        ),
        ({"REALIZATIONS": "maps", "CONDITION": "between", "UPPER_THRESHOLD": 2}, "(UPPER_THRESHOLD) should be greater"),
        ({"REALIZATIONS": "maps", "CONFIDENCE": 1}, "(CONFIDENCE) is 1: it should be at most 0.999."),
        ({"MEAN": "maps", "STD": "maps", "REGION": "r.tif"}, "(REGION) follows from realizations"),
        ({"REALIZATIONS": "one"}, "has one realization"),
        ({"REALIZATIONS": "empty"}, "No cell has a value (REALIZATIONS)"),
        ({"REALIZATIONS": "turned"}, "do not run from west to east"),
        ({"MEAN": "slices", "STD": "one"}, "have 4 and 1 slices"),
        ({"MEAN": "maps", "STD": "one"}, "has 4 bands, and nothing says that they are slices of one map"),
        ({"REALIZATIONS": "/nowhere.tif"}, "REALIZATIONS"),
        ({"REALIZATIONS": "maps", "PROBABILITY": "maps"}, "would replace what is read (REALIZATIONS)"),
    ],
)
def test_what_does_not_fit_ends_in_a_sentence(exceed, maps, tmp_path, given, said):
    made = {
        "maps": maps,
        "one": write(tmp_path / "one.tif", MAPS[:1]),
        "slices": write(tmp_path / "slices.tif", MAPS, STOCHKRIG_SLICES="4"),
        "empty": write(tmp_path / "empty.tif", np.full((3, 2, 2), np.nan)),
        "turned": write(tmp_path / "turned.tif", MAPS, transform=(0, 1, 1, 0, 1, -1)),
        "r.tif": str(tmp_path / "r.tif"),
    }
    parameters = {name: made.get(value, value) if isinstance(value, str) else value for name, value in given.items()}
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException) as caught:
        processing.run(
            "stochkrig:exceedance",
            {"THRESHOLD": 2, "PROBABILITY": str(tmp_path / "p.tif"), **parameters},
            feedback=feedback,
        )
    assert said in f"{caught.value} {feedback.textLog()}"
    assert "Traceback" not in feedback.textLog()
    assert not (tmp_path / "p.tif").exists()


def test_layers_are_named_and_coloured_when_they_are_loaded(provider, maps, tmp_path):
    from processing.gui.Postprocessing import handleAlgorithmResults

    project = QgsProject()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("stochkrig:exceedance")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    given = {
        name: QgsProcessingOutputLayerDefinition(str(tmp_path / f"{name}.tif"), project)
        for name in ("PROBABILITY", "REGION", "CONTOUR_BAND")
    }
    _, fine = algorithm.run({"REALIZATIONS": maps, "THRESHOLD": 2, **given}, context, feedback)
    assert fine, feedback.textLog()
    handleAlgorithmResults(algorithm, context, feedback)
    from_the_top = [node.name().partition(" ")[0] for node in project.layerTreeRoot().findLayers()]
    assert from_the_top == ["Probability", "Region", "Band"]
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    probability = layers["Probability of PHIE (V/V) above 2"].renderer()
    assert (probability.classificationMin(), probability.classificationMax()) == (0, 1)
    region = layers["Region of PHIE (V/V) above 2 with 90 %"].renderer()
    assert [(one.value, one.label) for one in region.classes()] == [(1, "in the region"), (0, "not in the region")]
    assert [one.color.alpha() for one in region.classes()] == [255, 0]  # what lies below shows
    band = layers["Band of the contour of PHIE (V/V) above 2 with 90 %"].renderer()
    assert [one.label for one in band.classes()] == ["the contour may run here", "the contour does not run here"]
    assert [one.color.alpha() for one in band.classes()] == [255, 0]
    project.clear()


def test_in_a_model_and_as_a_batch(provider, maps, tmp_path):
    model = QgsProcessingModelAlgorithm("chain", "chain")
    model.addModelParameter(QgsProcessingParameterRasterLayer("MAPS", "Maps"), QgsProcessingModelParameter("MAPS"))
    child = QgsProcessingModelChildAlgorithm("stochkrig:exceedance")
    child.setChildId("exceedance")
    child.addParameterSources("REALIZATIONS", [QgsProcessingModelChildParameterSource.fromModelParameter("MAPS")])
    child.addParameterSources("THRESHOLD", [QgsProcessingModelChildParameterSource.fromStaticValue(2)])
    output = QgsProcessingModelOutput("OUT", "out")
    output.setChildOutputName("PROBABILITY")
    output.setChildId("exceedance")
    child.setModelOutputs({"OUT": output})
    model.addChildAlgorithm(child)
    path = str(tmp_path / "model.tif")
    (out,) = (definition.name() for definition in model.destinationParameterDefinitions())
    results = processing.run(model, {"MAPS": maps, out: path})
    assert bands(results[out])[0][0].tolist() == [0.25, 0.25, 0.75]
    for threshold in (1, 2, 3):  # a batch is many runs of one algorithm
        place = str(tmp_path / f"batch{threshold}.tif")
        done = processing.run(
            "stochkrig:exceedance", {"REALIZATIONS": maps, "THRESHOLD": threshold, "PROBABILITY": place}
        )
        assert done["EXPECTED_AREA"] == 5000 * np.sum(threshold < MAPS) / 4
