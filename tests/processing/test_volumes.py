"""`stochkrig:volumes` on rasters whose volumes are computed by hand."""

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProject,
    QgsVectorLayer,
)

ALGORITHM = "stochkrig:volumes"


@pytest.fixture
def raster(tmp_path):
    """Write bands, numbers or arrays of rows from the north, as a GeoTIFF of 3 × 2 cells of 100; return its path."""

    def write(name, *bands, epsg=32633, west=500_000.0, size=100.0, nodata=-9999.0):
        path = tmp_path / f"{name}.tif"
        rows, columns = next((np.shape(band) for band in bands if np.ndim(band)), (2, 3))
        data = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, len(bands), gdal.GDT_Float64)
        data.SetGeoTransform((west, size, 0, 6_000_000 if west > 1000 else 50, 0, -size))
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        data.SetProjection(reference.ExportToWkt())
        for number, band in enumerate(bands, 1):
            values = np.broadcast_to(np.asarray(band, dtype=float), (rows, columns))
            data.GetRasterBand(number).SetNoDataValue(nodata)
            data.GetRasterBand(number).WriteArray(np.where(np.isnan(values), nodata, values))
        return str(path)

    return write


@pytest.fixture
def compute(run):
    """Run it; return what it answers and the rows of its table."""

    def compute_volumes(**parameters):
        given = {"TABLE": "memory:", **parameters}
        done = run(algorithm=ALGORITHM, **given)
        table = done["TABLE"]
        layer = table if isinstance(table, QgsVectorLayer) else QgsVectorLayer(str(table), "table", "ogr")
        return done, [dict(zip(layer.fields().names(), one.attributes())) for one in layer.getFeatures()]

    return compute_volumes


def zones_of(*rings, **columns):
    layer = QgsVectorLayer("Polygon?crs=EPSG:32633&field=name:string", "zones", "memory")
    features = []
    for number, ring in enumerate(rings):
        features.append(QgsFeature(layer.fields()))
        features[-1].setGeometry(QgsGeometry.fromWkt(f"POLYGON(({ring}))"))
        features[-1].setAttributes([columns["name"][number]])
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


BOX = {"NTG": 0.5, "POROSITY": 0.2, "SATURATION": 0.75, "FVF": 1.25}


def test_a_box_by_hand(compute, raster):
    """Six cells of 10,000 m² and 10 m: 600,000 m³; a half, a fifth, three quarters, through 1.25."""
    done, rows = compute(TOP_SURFACE=raster("top", -1000), BASE_SURFACE=raster("base", -1010), **BOX)
    assert [row["volume"] for row in rows] == ["gross rock", "net rock", "pores", "hydrocarbons", "in place"]
    np.testing.assert_allclose([row["p50"] for row in rows], [600_000, 300_000, 60_000, 45_000, 36_000])
    assert {(row["zone"], row["unit"], row["realizations"]) for row in rows} == {("Whole map", "m³", 1)}
    assert done["VOLUME_P90"] == done["VOLUME_P10"] == done["VOLUME_MEAN"] == pytest.approx(36_000)
    assert "In place: P90 36000, P50 36000, P10 36000, mean 36000 m³." in done.log
    assert "There are no realizations" in done.log


def test_numbers_may_have_boxes_of_their_own_or_be_texts(compute, raster):
    box = {f"{name}_NUMBER": value for name, value in BOX.items()}
    done, _ = compute(THICKNESS=raster("thickness", 10), **box)
    assert done["VOLUME_P50"] == pytest.approx(36_000)
    done, _ = compute(THICKNESS=raster("thickness", 10), **{name: str(value) for name, value in BOX.items()})
    assert done["VOLUME_P50"] == pytest.approx(36_000)


@pytest.mark.parametrize(
    ("top", "base", "contact", "reference"), [(-1000, -1010, -1004, "elevation"), (1000, 1010, 1004, "depth")]
)
def test_a_contact_is_an_elevation_or_a_depth(compute, raster, tmp_path, top, base, contact, reference):
    surfaces = {"TOP_SURFACE": raster("top", top), "BASE_SURFACE": raster("base", base), "Z_REFERENCE": reference}
    for given in (contact, raster("contact", contact)):
        done, _ = compute(**surfaces, CONTACT=given)
        assert done["VOLUME_P50"] == pytest.approx(240_000)
    page = tmp_path / "report.html"
    done, _ = compute(TOP_SURFACE=surfaces["TOP_SURFACE"], Z_REFERENCE=reference, CONTACT=contact, REPORT=str(page))
    assert done["VOLUME_P50"] == pytest.approx(240_000)
    assert {"elevation": "elevations, upwards", "depth": "depths, downwards"}[reference] in page.read_text("utf-8")


def test_bands_are_paired_and_percentiles_are_those_of_exceedance(compute, raster):
    done, rows = compute(THICKNESS=raster("thickness", 10, 4), POROSITY=raster("porosity", 0.1, 0.3))
    # 60,000 m² · 10 · 0.1 and · 4 · 0.3
    np.testing.assert_allclose([rows[1][name] for name in ("p90", "p50", "p10")], [60_000, 66_000, 72_000])
    assert (done["VOLUME_P90"], done["VOLUME_P10"]) == (pytest.approx(60_000), pytest.approx(72_000))
    assert done["N_REALIZATIONS"] == 2
    assert "exceeded with a probability of 67 ± 23.6 % (one standard error)." in done.log


def test_feet_are_converted(compute, raster):
    done, _ = compute(THICKNESS=raster("thickness", 10), Z_UNIT="ft")
    assert done["VOLUME_P50"] == pytest.approx(600_000 * 0.3048)
    _, rows = compute(THICKNESS=raster("feet", 10, epsg=2263), Z_UNIT="ft")
    assert rows[0]["unit"].endswith("³")
    assert rows[0]["unit"] != "m³"


def test_areas_in_degrees_are_those_on_the_ellipsoid(compute, raster):
    done, rows = compute(THICKNESS=raster("thickness", 1, epsg=4326, west=10, size=1.0))
    # From 48° to 50° north, three degrees: on a sphere R² Δλ (sin 50° − sin 48°).
    sphere = 6_371_007.2**2 * np.radians(3) * (np.sin(np.radians(50)) - np.sin(np.radians(48)))
    assert done["VOLUME_P50"] == pytest.approx(sphere, rel=0.005)
    assert rows[0]["unit"] == "m³"


def test_zones_have_their_share_of_cells_and_overlaps_count_once(compute, raster):
    thickness = raster("thickness", np.array([[1.0, 2, 4], [8, 16, 32]]))
    zones = zones_of(
        "500000 5999900, 500150 5999900, 500150 6000000, 500000 6000000, 500000 5999900",
        "500100 5999900, 500300 5999900, 500300 6000000, 500100 6000000, 500100 5999900",
        name=["West", None],
    )
    _, rows = compute(THICKNESS=thickness, ZONES=zones, ZONE_FIELD="name")
    found = {row["zone"]: row["p50"] for row in rows}
    assert found == {
        "All zones": pytest.approx(70_000),
        "West": pytest.approx(20_000),
        "Zone 2": pytest.approx(60_000),
    }


def test_zones_that_overlap_in_a_part_of_a_cell_have_the_area_of_their_union(compute, raster):
    ring = "500000 5999900, 500050 5999900, 500050 6000000, 500000 6000000, 500000 5999900"
    _, rows = compute(
        THICKNESS=raster("thickness", 2), ZONES=zones_of(ring, ring, name=["same", "same"]), ZONE_FIELD="name"
    )
    assert [(row["zone"], row["number"], row["covered"]) for row in rows] == [
        ("All zones", None, 1),
        ("same", 1, 1),
        ("same", 2, 1),
    ]
    assert [row["p50"] for row in rows] == pytest.approx([10_000, 10_000, 10_000])


def test_zones_without_values_or_partly_off_the_map_say_so(compute, raster, tmp_path):
    thickness = raster("thickness", np.array([[1.0, np.nan, np.nan], [1, np.nan, np.nan]]))
    done, rows = compute(
        THICKNESS=thickness,
        ZONES=zones_of(
            "499900 5999900, 500100 5999900, 500100 6000000, 499900 6000000, 499900 5999900",
            "500100 5999900, 500200 5999900, 500200 6000000, 500100 6000000, 500100 5999900",
            name=["west", "blank"],
        ),
        REPORT=str(tmp_path / "report.html"),
    )
    assert "<td>–</td>" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert [(row["p50"], row["mean"]) for row in rows] == [(10_000, 10_000), (10_000, 10_000), (None, None)]
    assert [row["covered"] for row in rows] == pytest.approx([1 / 3, 0.5, 0])
    assert "Zones that lie partly beyond the map, and of which only the part on it counts (ZONES): 1 of 2." in done.log
    assert "whose volumes are not known (ZONES): 1 of 2." in done.log


@pytest.mark.parametrize("check", ["GeometryAbortOnInvalid", "GeometrySkipInvalid"])
def test_a_zone_that_crosses_itself_has_its_half_and_the_others_their_names(compute, raster, check):
    """A bow of half of 20,000 m², and a cell; 1 m thick."""
    zones = zones_of(
        "500000 5999900, 500200 6000000, 500200 5999900, 500000 6000000, 500000 5999900",
        "500200 5999900, 500300 5999900, 500300 6000000, 500200 6000000, 500200 5999900",
        name=["bow", "square"],
    )
    zones.dataProvider().addFeatures([QgsFeature(zones.fields())])  # without a geometry
    context = QgsProcessingContext()
    context.setInvalidGeometryCheck(getattr(QgsFeatureRequest, check))
    _, rows = compute(
        context=context, THICKNESS=raster("thickness", [[1, 1, 1], [1, 1, 2]]), ZONES=zones, ZONE_FIELD="name"
    )
    assert [(row["zone"], row["number"]) for row in rows] == [("All zones", None), ("bow", 1), ("square", 2)]
    assert [row["p50"] for row in rows] == pytest.approx([20_000, 10_000, 10_000])


def test_in_web_mercator_areas_are_those_on_the_ellipsoid(compute, raster):
    done, rows = compute(THICKNESS=raster("thickness", 1, epsg=3857))
    # At 6,000,000 m it is 47.35° north; the scale there is 1 / cos φ along the parallel.
    latitude = 2 * np.arctan(np.exp(5_999_900 / 6378137)) - np.pi / 2
    squared = 1 - (6356752.314245 / 6378137) ** 2
    sine = np.sin(latitude)
    true = 60_000 * np.cos(latitude) ** 2 * (1 - squared) / (1 - squared * sine**2) ** 2
    assert done["VOLUME_P50"] == pytest.approx(true, rel=1e-4)
    assert rows[0]["unit"] == "m³"
    assert "EPSG:3857 shows areas 2.18 times as large as they are in the middle of the map" in done.log


def test_what_is_made_good_or_left_out_is_told(compute, raster):
    top = raster("top", np.array([[5.0, 5, 5], [5, -5, 5]]))
    porosity = raster("porosity", np.array([[np.nan, 0.5, 0.5], [0.5, 0.5, 1.5]]))
    done, rows = compute(TOP_SURFACE=top, BASE_SURFACE=raster("base", 0), POROSITY=porosity)
    np.testing.assert_allclose([row["p50"] for row in rows], [4 * 50_000, 3 * 25_000 + 50_000])
    assert "In 16.7 % of the area the thickness is below zero, which counts as zero" in done.log
    assert "In 16.7 % of the area a fraction is below 0 or above 1" in done.log
    assert "In 16.7 % of the area there is rock, but another input has no value" in done.log


def test_surfaces_upside_down_are_told(compute, raster):
    done, _ = compute(TOP_SURFACE=raster("top", 1000), BASE_SURFACE=raster("base", 1010))
    assert "The top lies below the base in most cells" in done.log
    assert "or the reverse (Z_REFERENCE)?" in done.log


def test_the_report_says_it_in_words_and_draws_it(compute, raster, tmp_path):
    report = tmp_path / "report.html"
    zones = zones_of(
        "500000 5999900, 500150 5999900, 500150 6000000, 500000 6000000, 500000 5999900", name=["<b>&West"]
    )
    compute(
        THICKNESS=raster("thickness", 10, 4, 6),
        POROSITY=raster("porosity", 0.1, 0.3, 0.2),
        FVF=1.25,
        ZONES=zones,
        ZONE_FIELD="name",
        REPORT=str(report),
    )
    page = report.read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "&lt;b&gt;&amp;West" in page
    assert "<b>&West" not in page
    assert "In place of all zones: nine realizations of ten exceed" in page
    assert page.index("Thickness</text>") > 0
    assert "Porosity</text>" in page
    assert "Surfaces are" not in page


def test_realizations_of_one_seed_are_told_and_in_a_model_go_from_step_to_step(provider, wells):
    model = QgsProcessingModelAlgorithm("chain", "test")
    static = QgsProcessingModelChildParameterSource.fromStaticValue
    from_child = QgsProcessingModelChildParameterSource.fromChildOutput
    outputs = {}
    for name in ("thick", "porous"):
        child = QgsProcessingModelChildAlgorithm("stochkrig:stochastickriging")
        child.setChildId(name)
        for parameter, value in {"INPUT": wells, "FIELD": "value", "XY_DELTA": 1000, "REALIZATIONS": 10}.items():
            child.addParameterSources(parameter, [static(value)])
        outputs[name] = QgsProcessingModelOutput("all", "all")
        outputs[name].setChildOutputName("REALIZATIONS_OUTPUT")
        outputs[name].setChildId(name)
        child.setModelOutputs({"all": outputs[name]})
        model.addChildAlgorithm(child)
    child = QgsProcessingModelChildAlgorithm(ALGORITHM)
    child.setChildId("volumes")
    for parameter, source in {
        "THICKNESS": from_child("thick", "REALIZATIONS_OUTPUT"),
        "FVF": from_child("porous", "REALIZATIONS_OUTPUT"),
        "NTG_NUMBER": static(0.5),
    }.items():
        child.addParameterSources(parameter, [source])
    model.addChildAlgorithm(child)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    places = {one.name(): "TEMPORARY_OUTPUT" for one in model.destinationParameterDefinitions()}
    results, good = model.run(places, context, feedback)
    assert good, feedback.textLog()
    found = results["CHILD_RESULTS"]["volumes"]
    assert found["N_REALIZATIONS"] == 10
    # The same realizations above and below the line: half of each cell, whatever they are.
    cells = gdal.Open(results["CHILD_RESULTS"]["thick"]["REALIZATIONS_OUTPUT"])
    assert found["VOLUME_MEAN"] == pytest.approx(0.5 * 1000**2 * cells.RasterXSize * cells.RasterYSize, rel=1e-6)
    assert "were made with the same seed, 42, so they vary together." in feedback.textLog()


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, "There is no thickness: choose Thickness (THICKNESS), or Top surface (TOP_SURFACE) with Base"),
        ({"BASE_SURFACE": 0}, "There is no thickness"),
        ({"THICKNESS": 1, "CONTACT": 3}, "(THICKNESS) is given, and a surface or contact, too"),
        ({"THICKNESS": 1, "NTG": 35}, "(NTG) is 35: it should be at most 1."),
        ({"THICKNESS": 1, "FVF": "0"}, "(FVF) is 0: it should be greater than zero."),
        ({"THICKNESS": 1, "POROSITY_NUMBER": -1}, "(POROSITY_NUMBER) is -1: it should be zero or greater."),
        (
            {"THICKNESS": 1, "NTG": 0.5, "NTG_NUMBER": 0.5},
            "(NTG) and Net to gross as a number (NTG_NUMBER) are both given: leave one out.",
        ),
        ({"THICKNESS": 1, "ZONE_FIELD": "name"}, "(ZONE_FIELD) is a field of no layer: choose Zones (ZONES)."),
        ({"THICKNESS": 1, "NTG": "nothing.tif"}, "NTG"),
    ],
)
def test_what_makes_no_volume_is_a_sentence(run, raster, parameters, words):
    given = {
        name: raster(name, value) if name in ("THICKNESS", "BASE_SURFACE") else value
        for name, value in parameters.items()
    }
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException) as caught:
        run(feedback, algorithm=ALGORITHM, TABLE="memory:", **given)
    assert words in str(caught.value) + feedback.textLog()


@pytest.mark.parametrize(
    ("porosity", "words"),
    [
        (("porosity", 0.1, 0.2, 0.3), "Numbers of realizations differ (THICKNESS 2, POROSITY 3)"),
        (("porosity", 20), "(POROSITY) is 20 in the middle of its values. Should be a fraction between 0 and 1"),
    ],
)
def test_rasters_that_do_not_fit_are_a_sentence(run, raster, porosity, words):
    with pytest.raises(QgsProcessingException) as caught:
        run(algorithm=ALGORITHM, TABLE="memory:", THICKNESS=raster("thickness", 1, 2), POROSITY=raster(*porosity))
    assert words in str(caught.value)


def test_rasters_of_other_cells_are_a_sentence(run, raster):
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException):
        run(
            feedback,
            algorithm=ALGORITHM,
            TABLE="memory:",
            THICKNESS=raster("thickness", 1),
            POROSITY=raster("porosity", 0.2, west=500_050.0),
        )
    assert "thickness (THICKNESS) have different cells" in feedback.textLog()
