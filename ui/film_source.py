"""The tab Realizations in QGIS: which raster and which polygons are looked at.

Law: files are read and ranked in tasks, one of each kind at a time, and the answer to the newest question counts. A
raster is read when the tab is seen, not before.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsMapLayer,
    QgsMapLayerProxyModel,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVectorLayerSelectedFeatureSource,
)
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..provider.inputs.raster_bands import RasterBands
from ..provider.inputs.stack import Stack
from .canvas.film_overlay import FilmOverlay
from .film_export import export_gif, export_picture, export_pictures
from .save_dialog import SaveDialog
from .stack_reading import ReadStack, is_ours, measure_zone, read_stack
from .task import Newest
from .views.film_dialog import FilmChoice, FilmDialog
from .views.film_picture import FilmPicture
from .views.qt import tr
from .views.realizations import RealizationsView


class FilmSource(QWidget):
    """The whole tab: which raster, which of its slices, which polygons, and the view.

    Parameters
    ----------
    parent : QWidget, optional
    canvas : QgsMapCanvas, optional
        The map on which the picture may be shown, too.

    Signals
    -------
    told : str
        A sentence for the user: why something cannot be shown, or what was exported.
    """

    told = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None, canvas: Any = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._overlay: FilmOverlay | None = None
        self._read: ReadStack | None = None
        self._wanted: tuple[str, int] | None = None
        self._asks = False
        self._reading, self._measuring, self._exporting = Newest(), Newest(), Newest()
        self._selected: QgsVectorLayer | None = None
        self.layers = QgsMapLayerComboBox(self)
        self.layers.setFilters(_filter("RasterLayer"))
        self.layers.setAllowEmptyLayer(True, tr("Choose a raster of realizations"))
        self.zones = QgsMapLayerComboBox(self)
        self.zones.setFilters(_filter("PolygonLayer"))
        self.zones.setAllowEmptyLayer(True, tr("The whole map"))
        self.zones.setToolTip(tr("A layer of polygons: those that are selected in it are the zone"))
        self.slice = QSpinBox(self)
        self.on_map = QToolButton(self)
        self.on_map.setText(tr("On the map"))
        self.on_map.setCheckable(True)
        self.on_map.setVisible(canvas is not None)
        self.on_map.setToolTip(tr("Show the picture, and the film, on QGIS's map, too, above its layers"))
        self.make = QToolButton(self)
        self.make.setText(tr("Make…"))
        self.make.setToolTip(
            tr("Make realizations of the data above with their model: the dialog of Stochastic kriging, filled in")
        )
        self.view = RealizationsView(self)
        row = QHBoxLayout()
        row.addWidget(self.layers, 3)
        row.addWidget(self.make)
        row.addWidget(self.slice)
        row.addWidget(QLabel(tr("Zone"), self))
        row.addWidget(self.zones, 2)
        row.addWidget(self.on_map)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(row)
        whole.addWidget(self.view, 1)
        self.slice.hide()
        self._except_single_bands()
        self.layers.setLayer(_newest(QgsProject.instance()))
        self.zones.setLayer(None)
        self.layers.layerChanged.connect(self._layer_changed)
        self.slice.valueChanged.connect(self._look)
        self.zones.layerChanged.connect(self._zones_changed)
        self.view.export_wanted.connect(self._ask_export)
        self.view.redrawn.connect(self._draw_overlay)
        self.on_map.toggled.connect(self._toggle_overlay)
        QgsProject.instance().layersAdded.connect(self._added)
        QgsProject.instance().layersWillBeRemoved.connect(self._let_go)
        self._layer_changed()

    # ---- what the dock calls

    def end(self) -> None:
        """Let go of QGIS, and end what runs."""
        QgsProject.instance().layersAdded.disconnect(self._added)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._let_go)
        self._follow(None)
        self._remove_overlay()
        self.view.player.stop()
        self._reading.end()
        self._measuring.end()
        self._exporting.end()

    @property
    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._reading.is_busy or self._measuring.is_busy or self._exporting.is_busy

    # ---- the map

    def _toggle_overlay(self, on: bool) -> None:
        if not on:
            self._remove_overlay()
            return
        self._draw_overlay()
        overlay, read = self._overlay, self._read
        if overlay is not None and read is not None and not overlay.fits():
            text = tr("The map is in another CRS than the raster: set the project's CRS to {crs} to see it there.")
            self.told.emit(text.format(crs=read.frame.crs.authid() or tr("that of the raster")))

    def _draw_overlay(self) -> None:
        """Show on the map what the tab shows, if it is seen and the map is to show it."""
        image = self.view.picture.drawing.image
        if self._canvas is None or not self.on_map.isChecked() or not self.isVisible() or self._read is None:
            return
        if self._overlay is None:
            self._overlay = FilmOverlay(self._canvas)
        self._overlay.show_image(image, self._read.frame)

    def _remove_overlay(self) -> None:
        if self._overlay is not None:
            self._overlay.remove()
            self._overlay = None

    def hideEvent(self, event: Any) -> None:  # noqa: N802
        """Leave the map as it is without this tab."""
        super().hideEvent(event)
        self._remove_overlay()

    # ---- rasters

    def showEvent(self, event: Any) -> None:  # noqa: N802
        """Read what is wanted, now that it is seen."""
        super().showEvent(event)
        self._look()
        self._draw_overlay()

    def _except_single_bands(self) -> None:
        self.layers.setExceptedLayerList(
            [
                layer
                for layer in QgsProject.instance().mapLayers().values()
                if isinstance(layer, QgsRasterLayer) and layer.bandCount() < 2
            ]
        )

    def _added(self, layers: list[QgsMapLayer]) -> None:
        self._except_single_bands()
        ours = [layer for layer in layers if is_ours(layer)]
        if ours and not self._asks:  # what is to be exported is what was seen when that was asked
            self.layers.setLayer(ours[-1])

    def _let_go(self, identities: list[str]) -> None:
        """Show none of what is removed, nor the next ones of the boxes, of which nobody has spoken."""
        if self._wanted is not None and self._wanted[0] in identities:
            self.layers.setLayer(None)
            self._layer_changed()
        if self._selected is not None and self._selected.id() in identities:
            self.zones.setLayer(None)
            self._zones_changed()

    def _layer_changed(self, *_: Any) -> None:
        layer = self.layers.currentLayer()
        stack = _stack_of(layer)
        slices = 1 if stack is None else stack.slices
        in_layers = stack is not None and stack.has_layers
        self.slice.blockSignals(True)
        self.slice.setPrefix(tr("Layer ") if in_layers else tr("Slice "))
        self.slice.setToolTip(
            tr("Which layer of each realization, from the base")
            if in_layers
            else tr("Which slice of each realization, from above")
        )
        self.slice.setRange(1, slices)
        self.slice.setSuffix(tr(" of {count}").format(count=slices))
        self.slice.blockSignals(False)
        self.slice.setVisible(slices > 1)
        self._look()

    def _look(self, *_: Any) -> None:
        """Read the chosen raster, if it is seen and not read yet."""
        layer = self.layers.currentLayer()
        wanted = None if layer is None else (layer.id(), self.slice.value())
        if not self.isVisible() or wanted == self._wanted:
            return
        self._wanted, self._read = wanted, None
        self._remove_overlay()
        self._measuring.stop()
        self._reading.stop()
        if layer is None:
            self.view.show_stack(None)
            return
        self.view.show_nothing(tr("{name} is being read.").format(name=layer.name()))
        try:
            bands = RasterBands.of(layer, tr("the raster above"))
        except QgsProcessingException as error:
            self._refused(str(error))
            return
        number = self.slice.value() - 1
        title = tr("Reading {name}").format(name=layer.name())
        self._reading.start(title, lambda check: read_stack(bands, number, check), self._show, self._refused)

    def _show(self, read: ReadStack) -> None:
        self._read = read
        self.view.show_stack(read.shown)
        self._measure()

    def _refused(self, sentence: str) -> None:
        self.view.show_nothing(sentence)
        self.told.emit(sentence)

    # ---- zones

    def _zones_changed(self, *_: Any) -> None:
        self._follow(self.zones.currentLayer())
        self._measure()

    def _follow(self, layer: QgsVectorLayer | None) -> None:
        """Listen to what is selected in a layer."""
        with contextlib.suppress(TypeError, RuntimeError):  # the layer may be gone
            if self._selected is not None:
                self._selected.selectionChanged.disconnect(self._measure)
        self._selected = layer
        if layer is not None:
            layer.selectionChanged.connect(self._measure)

    def _measure(self, *_: Any) -> None:
        """Look at the polygons that are selected; without any at the whole map."""
        self._measuring.stop()
        layer, read = self._selected, self._read
        if read is None:
            return
        count = 0 if layer is None else layer.selectedFeatureCount()
        if layer is None or not count:
            self.view.show_zone(None)
            if layer is not None:
                self.view.numbers.setText(
                    tr("Select polygons of {name}; until then it is the whole map.").format(name=layer.name())
                )
            return
        text = tr("the selected polygon of {name}") if count == 1 else tr("{count} selected polygons of {name}")
        title = text.format(count=count, name=layer.name())
        source, context = QgsVectorLayerSelectedFeatureSource(layer), QgsProcessingContext()
        context.setTransformContext(QgsProject.instance().transformContext())
        name = tr("Measuring {zone}").format(zone=title)
        self._measuring.start(
            name, lambda _: measure_zone(read, source, context, title), self.view.show_zone, self._zone_refused
        )

    def _zone_refused(self, sentence: str) -> None:
        self.view.show_zone(None)
        self.view.numbers.setText(sentence)
        self.told.emit(sentence)

    # ---- files

    def export_film(self, kind: str, path: str, choice: FilmChoice) -> None:
        """Write a film in a task: "gif" a file, "frames" files in a folder."""
        if self._read is None:
            return
        stack = self._read.shown
        picture = FilmPicture(stack, self.view.picture.drawing, choice.width, self.font())
        write = export_gif if kind == "gif" else export_pictures
        self._exporting.start(
            tr("Exporting the film"),
            lambda check: write(path, stack, picture, choice, check),
            self._exported,
            self._exported,
        )

    def export_picture(self, path: str, width: int) -> None:
        """Write what is shown as a picture, in a task."""
        if self._read is None:
            return
        picture = FilmPicture(self._read.shown, self.view.picture.drawing, width, self.font())
        image = picture.image(self.view.shown(), self.view.ramp())
        self._exporting.start(
            tr("Exporting the picture"), lambda _: export_picture(path, image), self._exported, self._exported
        )

    def _ask_export(self, kind: str) -> None:
        """Ask what is wanted, and where to, while the raster stays the same."""
        self._asks = True
        try:
            self._export(kind)
        finally:
            self._asks = False

    def _export(self, kind: str) -> None:
        if self._read is None:
            return
        if self._exporting.is_busy:
            self._exported(tr("What was exported before is still being written: wait until it is done."))
            return
        self.view.player.stop()
        if kind == "picture":
            path = SaveDialog(self, tr("Save the picture"), "", tr("PNG picture (*.png)"), "png").path()
            if path:
                self.export_picture(_suffixed(path, ".png"), 2 * self.view.picture.width())
            return
        count = len(self._read.shown.realizations)
        if self._read.shown.film is None:
            self._exported(tr("Two realizations have no film between them: make more."))
            return
        dialog = FilmDialog(count, int(self.view.player.position), self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        if kind == "gif":
            path = SaveDialog(self, tr("Save the film"), "", tr("Animated GIF (*.gif)"), "gif").path()
            path = path and _suffixed(path, ".gif")
        else:
            path = QFileDialog.getExistingDirectory(self, tr("Save the pictures in"))
        if path:
            self.export_film(kind, path, dialog.choice())

    def _exported(self, sentence: str) -> None:
        self.view.numbers.setText(sentence)
        self.told.emit(sentence)


def _suffixed(path: str, suffix: str) -> str:
    return path if path.lower().endswith(suffix) else path + suffix


def _filter(name: str) -> Any:
    """Return which layers a box offers; QGIS ≥ 3.34 has the words elsewhere."""
    return getattr(getattr(Qgis, "LayerFilter", QgsMapLayerProxyModel.Filter), name)


def _stack_of(layer: QgsMapLayer | None) -> Stack | None:
    """Return the realizations of a layer, None where it has none."""
    if layer is None:
        return None
    try:
        return Stack.of_realizations(RasterBands.of(layer, ""))
    except QgsProcessingException:
        return None  # told when it is read


def _newest(project: QgsProject) -> QgsMapLayer | None:
    """Return the layer of realizations of this plugin whose file is the youngest; None where there is none."""

    def age(layer: QgsMapLayer) -> float:
        with contextlib.suppress(OSError):
            return Path(layer.source().split("|")[0]).stat().st_mtime
        return 0.0

    return max(filter(is_ours, project.mapLayers().values()), key=age, default=None)
