"""The tab Realizations: rasters read, ranked and shown, polygons measured."""

from dataclasses import replace

import numpy as np
import processing
import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QMovie
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from stochastic_kriging.provider.inputs.raster_bands import RasterBands
from stochastic_kriging.provider.inputs.stack import Stack
from stochastic_kriging.provider.ramps import VIRIDIS
from stochastic_kriging.ui.canvas.film_overlay import FilmOverlay
from stochastic_kriging.ui.film_source import FilmSource
from stochastic_kriging.ui.stack_reading import is_ours, read_stack
from stochastic_kriging.ui.views.film_dialog import FilmChoice, FilmDialog, positions
from stochastic_kriging.ui.views.ramp import bytes_of, colour_table

CRS = 26912


def write(path, bands, *, west=500_000, north=6_108_000, cell=100, facts=None, unit="", options=()):
    """Write bands, shape (n, rows, columns) from the north, as realizations of porosity."""
    count, rows, columns = bands.shape
    data = gdal.GetDriverByName("GTiff").Create(
        str(path), columns, rows, count, gdal.GDT_Float32, options=list(options)
    )
    data.SetGeoTransform((west, cell, 0, north, 0, -cell))
    system = osr.SpatialReference()
    system.ImportFromEPSG(CRS)
    data.SetProjection(system.ExportToWkt())
    data.SetMetadata({"STOCHKRIG_LAYERS": "realizations", "STOCHKRIG_TRANSFORM": "none", **(facts or {})})
    for number, values in enumerate(bands, 1):
        band = data.GetRasterBand(number)
        band.SetNoDataValue(-9999)
        band.SetDescription(f"Realization {number} of PHIE (V/V)")
        band.SetUnitType(unit)
        band.WriteArray(np.where(np.isnan(values), -9999, values))
    data.FlushCache()
    return path


@pytest.fixture
def values():
    """Twelve realizations of 40 × 50 cells, the first row of them without values."""
    values = np.random.default_rng(3).normal(0.2, 0.03, (12, 40, 50)).astype(np.float32)
    values[:, 0] = np.nan
    return values


@pytest.fixture
def raster(tmp_path, values):
    return write(tmp_path / "real.tif", values, unit="V/V")


@pytest.fixture
def add(qgis_new_project):
    """Add a layer to the project."""

    def add_layer(layer):
        assert layer.isValid()
        QgsProject.instance().addMapLayer(layer)
        return layer

    return add_layer


@pytest.fixture
def pane(qgis_new_project, until):
    made = FilmSource()
    made.resize(700, 800)
    made.show()
    yield made
    made.end()
    made.deleteLater()


def polygons(*boxes):
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:{CRS}", "leases", "memory")
    features = []
    for box in boxes:
        features.append(QgsFeature())
        features[-1].setGeometry(QgsGeometry.fromRect(QgsRectangle(*box)))
    layer.dataProvider().addFeatures(features)
    return layer


@pytest.mark.parametrize("options", [(), ("INTERLEAVE=BAND", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16")])
def test_a_raster_is_read_as_it_is(tmp_path, values, options):
    path = write(tmp_path / "real.tif", values, unit="V/V", options=options)
    read = read_stack(RasterBands.of(QgsRasterLayer(str(path), "real"), ""), 0, lambda: None)
    shown = read.shown
    assert (shown.realizations.known == ~np.isnan(values[0])).all()
    for number in range(12):
        assert (shown.realizations.realization(number) == values[number, 1:].ravel()).all()
    assert (shown.title, shown.value_unit, shown.length_unit, shown.by_ranks) == ("PHIE", "V/V", "m", False)
    assert (shown.west, shown.north, shown.dx, shown.dy) == (500_000, 6_108_000, 100, 100)
    assert np.allclose(shown.whole.means, values[:, 1:].reshape(12, -1).mean(axis=1, dtype=float), rtol=1e-9)
    assert shown.note == ""


TILES = ("TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16")


@pytest.mark.parametrize("options", [(), ("INTERLEAVE=BAND", *TILES), ("INTERLEAVE=PIXEL", *TILES)])
def test_of_many_cells_evenly_spread_ones_are_taken(tmp_path, options):
    number = np.arange(30 * 40, dtype=np.float32).reshape(1, 30, 40)
    path = write(tmp_path / "real.tif", np.concatenate([number, number + 0.5]), options=options)
    stack = Stack.of_realizations(RasterBands.of(QgsRasterLayer(str(path), "real"), ""))
    found, frame = stack.thinned(30 * 40 // 4, 0, lambda: None)
    assert (found[0] == number[0, 1::2, 1::2]).all()
    assert (found[1] == number[0, 1::2, 1::2] + 0.5).all()
    assert frame == replace(stack.frame, dx=200.0, dy=200.0, shape=(20, 15))
    found, frame = stack.thinned(100, 0, lambda: None)
    assert found.shape == (2, 8, 10)
    assert (frame.east, frame.south) == (stack.frame.east, stack.frame.south)


@pytest.mark.parametrize(("dx", "dy"), [(100, 100), (-100, -100), (-100, 100)])
def test_rows_and_columns_that_run_the_other_way_are_turned(tmp_path, dx, dy):
    values = np.arange(2 * 32 * 40, dtype=np.float32).reshape(2, 32, 40)
    path = write(tmp_path / "real.tif", values, options=("INTERLEAVE=PIXEL", *TILES))
    data = gdal.Open(str(path), gdal.GA_Update)
    data.SetGeoTransform((500_000, dx, 0, 6_108_000, 0, dy))
    data = None
    stack = Stack.of_realizations(RasterBands.of(QgsRasterLayer(str(path), "real"), ""))
    found, _ = stack.thinned(10_000, 0, lambda: None)
    assert (found == values[:, :: -1 if dy > 0 else 1, :: -1 if dx < 0 else 1]).all()


def test_a_slice_is_that_of_each_realization(tmp_path, values):
    path = write(tmp_path / "real.tif", values, facts={"STOCHKRIG_SLICES": "3"})
    read = read_stack(RasterBands.of(QgsRasterLayer(str(path), "real"), ""), 1, lambda: None)
    assert len(read.shown.realizations) == 4
    assert (read.shown.realizations.realization(2) == values[7, 1:].ravel()).all()


@pytest.mark.parametrize("layering", ["", "proportional 3 12.5 elevation m"])
def test_slices_are_counted_from_above_and_layers_from_the_base(add, pane, tmp_path, values, layering):
    facts = {"STOCHKRIG_SLICES": "3", **({"STOCHKRIG_LAYERING": layering} if layering else {})}
    layer = QgsRasterLayer(str(write(tmp_path / "real.tif", values, facts=facts)), "real")
    add(layer)
    pane.layers.setLayer(layer)
    assert pane.slice.prefix() == ("Layer " if layering else "Slice ")
    assert pane.slice.suffix() == " of 3"
    assert ("from the base" if layering else "from above") in pane.slice.toolTip()


def test_a_raster_that_says_nothing_of_a_transform_has_its_film_by_ranks(tmp_path, values):
    path = write(tmp_path / "real.tif", values, facts={"STOCHKRIG_TRANSFORM": ""})
    assert read_stack(RasterBands.of(QgsRasterLayer(str(path), "real"), ""), 0, lambda: None).shown.by_ranks


def test_the_newest_raster_of_ours_is_opened_by_itself(add, pane, raster, values, until):
    assert "no realizations to show" in pane.view.picture.message
    add(QgsRasterLayer(str(raster), "real"))
    until(lambda: pane.view.picture.drawing.title == "No. 1 of 12")
    assert not pane.is_busy
    pane.view.mode.setCurrentIndex(1)
    QTest.keyClick(pane.view.threshold.slider, Qt.Key.Key_Right)
    assert pane.view.picture.drawing.title.startswith("P(> ")


def test_a_raster_that_is_no_ensemble_is_refused_in_a_sentence(add, pane, tmp_path, values, until):
    said = []
    pane.told.connect(said.append)
    path = write(tmp_path / "q.tif", values[:3], facts={"STOCHKRIG_LAYERS": "quantiles"})
    pane.layers.setLayer(add(QgsRasterLayer(str(path), "quantiles")))
    until(lambda: said)
    assert "has quantiles of a map, which are no realizations" in said[0]
    assert pane.view.picture.message == said[0]


def test_selected_polygons_are_the_zone(add, pane, raster, values, until):
    layer = add(polygons((500_000, 6_104_000, 501_000, 6_105_000), (502_000, 6_104_050, 502_100, 6_104_200)))
    add(QgsRasterLayer(str(raster), "real"))
    until(lambda: pane.view.picture.drawing.title)
    whole = pane.view.subject_values
    pane.zones.setLayer(layer)
    assert "Select polygons of leases" in pane.view.numbers.text()
    layer.selectByIds([2])
    until(lambda: "the selected polygon of leases" in pane.view.of.currentText())
    # Column 20; half of row 39, from below the last whole one, and all of row 38.
    wanted = (values[:, 39, 20].astype(float) / 2 + values[:, 38, 20]) / 1.5
    assert np.allclose(pane.view.subject_values, wanted, rtol=1e-6)
    layer.selectAll()
    until(lambda: "2 selected polygons of leases" in pane.view.of.currentText())
    layer.removeSelection()
    until(lambda: (pane.view.subject_values == whole).all())


@pytest.mark.parametrize(
    ("box", "cells", "partly"),
    [
        ((501_000, 6_105_000, 501_225, 6_105_100), 2, False),  # two cells and a quarter of a third, which has no half
        ((501_010, 6_105_010, 501_020, 6_105_020), 1, False),  # a hundredth of one
        ((499_000, 6_105_000, 500_200, 6_105_100), 2, True),
    ],
)
def test_a_zone_is_outlined_by_cells_and_says_how_far_it_is_on_the_map(add, pane, raster, until, box, cells, partly):
    layer = add(polygons(box))
    add(QgsRasterLayer(str(raster), "real"))
    until(lambda: pane.view.picture.drawing.title)
    pane.zones.setLayer(layer)
    layer.selectAll()
    until(lambda: "the selected polygon of leases" in pane.view.of.currentText())
    assert ("as far as on the map" in pane.view.of.currentText()) == partly
    assert np.count_nonzero(pane.view.picture.drawing.outlined) == cells


def test_polygons_beyond_the_map_are_refused_in_a_sentence(add, pane, raster, until):
    layer = add(polygons((0, 0, 10, 10)))
    add(QgsRasterLayer(str(raster), "real"))
    until(lambda: pane.view.picture.drawing.title)
    said = []
    pane.told.connect(said.append)
    pane.zones.setLayer(layer)
    layer.selectAll()
    until(lambda: said)
    assert said[0].startswith("The zones lie beyond the map")
    assert pane.view.numbers.text() == said[0]


def test_a_removed_raster_leaves_the_tab_empty(add, pane, raster, until):
    layer = add(QgsRasterLayer(str(raster), "real"))
    until(lambda: pane.view.picture.drawing.title)
    QgsProject.instance().removeMapLayer(layer.id())
    until(lambda: "no realizations to show" in pane.view.picture.message)


def test_realizations_that_are_made_while_a_film_is_asked_for_do_not_take_its_place(pane, add, raster, until):
    first = add(QgsRasterLayer(str(raster), "real"))
    until(lambda: pane._read is not None)
    read, met = pane._read, []

    def meanwhile():
        dialog = QApplication.activeModalWidget()
        met.append(type(dialog))
        add(QgsRasterLayer(str(raster), "another"))
        dialog.reject()

    QTimer.singleShot(0, meanwhile)
    pane.view.export_wanted.emit("gif")
    assert met == [FilmDialog]
    assert pane.layers.currentLayer() is first
    assert pane._read is read
    assert add(QgsRasterLayer(str(raster), "a third")) is pane.layers.currentLayer()


def test_nothing_is_read_before_it_is_seen(add, raster, until):
    pane = FilmSource()
    add(QgsRasterLayer(str(raster), "real"))
    assert pane.layers.currentLayer().name() == "real"
    assert not pane.is_busy
    pane.show()
    assert pane.is_busy
    pane.end()
    assert not pane.is_busy
    pane.deleteLater()


def test_a_click_on_the_map_shows_the_cell(add, pane, raster, values, until):
    add(QgsRasterLayer(str(raster), "real"))
    until(lambda: pane.view.picture.drawing.title)
    at = pane.view.picture.pixel(20, 30)
    QTest.mouseClick(pane.view.picture, Qt.MouseButton.LeftButton, pos=QPoint(round(at.x()), round(at.y())))
    assert pane.view.subject_values == pytest.approx(values[:, 20, 30])


def test_a_film_is_exported_in_a_task(add, pane, raster, until, tmp_path):
    add(QgsRasterLayer(str(raster), "real"))
    until(lambda: pane.view.picture.drawing.title)
    pane.export_film("gif", str(tmp_path / "film.gif"), FilmChoice(positions(0, 1, 4), 80, 300))
    until(lambda: (tmp_path / "film.gif").exists() and not pane.is_busy)
    assert QMovie(str(tmp_path / "film.gif")).frameCount() == 5
    assert pane.view.numbers.text().endswith("has 5 pictures.")
    pane.export_picture(str(tmp_path / "one.png"), 300)
    until(lambda: (tmp_path / "one.png").exists() and not pane.is_busy)


@pytest.mark.parametrize("kind", ["gif", "frames", "picture"])
def test_an_export_that_is_being_written_is_not_cut_off_by_another(add, pane, raster, until, tmp_path, kind):
    add(QgsRasterLayer(str(raster), "real"))
    until(lambda: pane.view.picture.drawing.title)
    pane.export_film("gif", str(tmp_path / "film.gif"), FilmChoice(positions(0, 1, 4), 80, 300))
    pane.view.export_wanted.emit(kind)  # asks for no file: a dialog would wait for ever here
    assert "still being written" in pane.view.numbers.text()
    until(lambda: not pane.is_busy)
    assert QMovie(str(tmp_path / "film.gif")).frameCount() == 5


@pytest.mark.parametrize(("transform", "by_ranks"), [("none", False), ("log", True)])
def test_realizations_of_a_run_say_how_they_were_made(provider, wells, tmp_path, transform, by_ranks):
    path = str(tmp_path / "real.tif")
    processing.run(
        "stochkrig:stochastickriging",
        {
            "INPUT": wells,
            "FIELD": "value",
            "XY_DELTA": 500,
            "REALIZATIONS": 10,
            "PROCESSES": 1,
            "TRANSFORM": transform,
            "EXACT_POSITIONS": "no",
            "MEAN": str(tmp_path / "mean.tif"),
            "REALIZATIONS_OUTPUT": path,
        },
    )
    layer = QgsRasterLayer(path, "real")
    assert is_ours(layer)
    shown = read_stack(RasterBands.of(layer, ""), 0, lambda: None).shown
    assert (len(shown.realizations), shown.title, shown.by_ranks) == (10, "value", by_ranks)
    # A cell with a well is the same in all realizations, and in the film between them.
    place = wells.getFeature(1).geometry().asPoint()
    cell = shown.realizations.place_of(
        int((shown.north - place.y()) // shown.dy), int((place.x() - shown.west) // shown.dx)
    )
    film = np.array([shown.film.frame(number + 0.5) for number in range(10)])
    assert np.ptp(shown.realizations.ordered[:, cell]) == 0
    assert np.ptp(film[:, cell]) <= 1e-6 * film[0, cell]
    assert np.median(np.ptp(film, axis=0)) > 0.1


@pytest.fixture
def canvas(qgis_app):
    """A map of the raster and a kilometre around it, of 60 pixels a kilometre."""
    made = QgsMapCanvas()
    made.resize(420, 360)
    made.setDestinationCrs(QgsCoordinateReferenceSystem.fromEpsgId(CRS))
    made.setExtent(QgsRectangle(499_000, 6_103_000, 506_000, 6_109_000))
    made.show()
    yield made
    made.hide()
    made.deleteLater()


def colour_on(canvas, x, y):
    at = canvas.getCoordinateTransform().transform(x, y)
    return canvas.grab().toImage().pixelColor(round(at.x()), round(at.y())).getRgb()[:3]


@pytest.mark.parametrize("rotation", [0, 90])
def test_the_film_is_shown_on_the_map_while_the_tab_is_seen(add, canvas, raster, values, until, rotation):
    canvas.setRotation(rotation)
    add(QgsRasterLayer(str(raster), "real"))
    pane = FilmSource(None, canvas)
    pane.show()
    until(lambda: pane.view.picture.drawing.title)
    bare = colour_on(canvas, 502_050, 6_105_950)
    assert bare == (255, 255, 255)
    QTest.mouseClick(pane.on_map, Qt.MouseButton.LeftButton)
    span = pane._read.shown.span
    for number in (0, 5):
        pane.view.player.go_to(number)
        table, code = colour_table(VIRIDIS), bytes_of(values[number, 20, 20:21], span.low, span.high)[0]
        wanted = [table[code] >> shift & 255 for shift in (16, 8, 0)]
        assert colour_on(canvas, 502_050, 6_105_950) == tuple(wanted)
        assert colour_on(canvas, 502_050, 6_107_950) == bare  # no value there
        assert colour_on(canvas, 505_500, 6_105_950) == bare  # beyond the raster
    pane.hide()
    assert colour_on(canvas, 502_050, 6_105_950) == bare
    pane.show()
    assert colour_on(canvas, 502_050, 6_105_950) != bare
    pane.end()
    assert not [item for item in canvas.scene().items() if isinstance(item, FilmOverlay)]
    pane.deleteLater()


def test_a_map_in_another_crs_shows_no_film_and_a_sentence_says_why(add, canvas, raster, until):
    add(QgsRasterLayer(str(raster), "real"))
    pane = FilmSource(None, canvas)
    pane.show()
    until(lambda: pane.view.picture.drawing.title)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem.fromEpsgId(32612))
    said = []
    pane.told.connect(said.append)
    QTest.mouseClick(pane.on_map, Qt.MouseButton.LeftButton)
    assert said == ["The map is in another CRS than the raster: set the project's CRS to EPSG:26912 to see it there."]
    assert colour_on(canvas, 502_050, 6_105_950) == (255, 255, 255)
    pane.end()
    pane.deleteLater()
