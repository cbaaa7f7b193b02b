"""The upper bar of the dock: of which data the study is.

Law: it reads again by itself when the layer, its edits, its selection or a choice changes; a reading that a newer one
has overtaken is cancelled, and nothing is heard of it. What it would tell an algorithm is in `parameters`.
"""

from __future__ import annotations

import json
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFieldProxyModel,
    QgsMapLayerProxyModel,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsFieldComboBox, QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..krig_core.choices import TRANSFORMS
from ..provider.text import tr
from .field_choice import likely_field, naming_field, value_fields
from .reading import Reading, read_layer
from .task import Newest

_PATIENCE = 250
"""Milliseconds in which further changes of a layer are awaited before it is read again."""

_SCOPE = "StochasticKriging"
"""Of what the project remembers."""

_TRENDS = ("ordinary", "universal-1", "universal-2", "simple")
"""External drift needs rasters: the dialogs of the algorithms have it."""


class DataBar(QWidget):
    """Layer, field, transform, trend, and the logs of wells.

    Signals
    -------
    read : Data
    refused : str
        There are no data; why not.
    transform_chosen, trend_chosen : str
        Words of `TRANSFORMS` and `KRIGING_TYPES`.
    """

    read = pyqtSignal(object)
    refused = pyqtSignal(str)
    transform_chosen = pyqtSignal(str)
    trend_chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading: Reading | None = None
        self._readings = Newest()
        self._followed: QgsVectorLayer | None = None
        self._followed_id = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.read_now)
        self._build()
        self._layers.layerChanged.connect(self._follow)
        QgsProject.instance().layersRemoved.connect(self._let_go)
        QgsProject.instance().readProject.connect(self._choose_remembered)
        self._field.fieldChanged.connect(self._later)
        self._selected.toggled.connect(self._later)
        self._transform.activated.connect(lambda place: self.transform_chosen.emit(self._transform.itemData(place)))
        self._trend.activated.connect(lambda place: self.trend_chosen.emit(self._trend.itemData(place)))
        self._layers.activated.connect(self._remember)
        self._field.activated.connect(self._remember)
        self._logs.toggled.connect(self._log_box.setVisible)
        self._logs.toggled.connect(self._logs_toggled)
        self._folder.fileChanged.connect(self._later)
        self._curve.editingFinished.connect(self._later)
        self._logs.clicked.connect(self._remember)
        self._folder.fileChanged.connect(self._remember)
        self._curve.editingFinished.connect(self._remember)
        for field in self._log_fields.values():
            field.fieldChanged.connect(self._later)
            field.activated.connect(self._remember)

    # ---- what it is made of

    def _build(self) -> None:
        self._layers = QgsMapLayerComboBox(self)
        self._layers.setFilters(getattr(Qgis, "LayerFilter", QgsMapLayerProxyModel.Filter).PointLayer)
        self._layers.setAllowEmptyLayer(True)
        self._layers.setToolTip(tr("The point layer of the data: wells, samples, stations."))
        self._field = QgsFieldComboBox(self)
        self._field.setFilters(QgsFieldProxyModel.Filter.Numeric | QgsFieldProxyModel.Filter.String)
        self._field.setToolTip(tr("The field with the value to be mapped."))
        self._selected = QCheckBox(tr("Selected only"), self)
        self._selected.setToolTip(tr("Only the selected features of the layer count."))
        self._transform = _choice(
            self,
            (
                (TRANSFORMS[0], tr("Values as they are"), tr("Kriging of the values themselves.")),
                (TRANSFORMS[1], tr("Logarithm"), tr("For positive values with a long tail, such as permeabilities.")),
                (
                    TRANSFORMS[2],
                    tr("Normal score"),
                    tr("Ranks as normal values: maps keep the histogram of the data, however skewed."),
                ),
            ),
        )
        self._trend = _choice(
            self,
            (
                (_TRENDS[0], tr("No trend"), tr("Ordinary kriging: the mean is constant and not known.")),
                (
                    _TRENDS[1],
                    tr("Trend: plane"),
                    tr("Universal kriging with a plane, for values that rise to one side."),
                ),
                (_TRENDS[2], tr("Trend: quadratic"), tr("Universal kriging with a surface of second order.")),
                (_TRENDS[3], tr("Known mean"), tr("Simple kriging: far from the data maps return to their mean.")),
            ),
        )
        self._logs = QToolButton(self)
        self._logs.setText(tr("Logs…"))
        self._logs.setCheckable(True)
        self._logs.setToolTip(
            tr("Take the values from LAS files instead of a field: averages of a curve in each well.")
        )
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        first, second = QHBoxLayout(), QHBoxLayout()
        for widget, stretch in ((self._layers, 3), (self._field, 2), (self._selected, 0)):
            first.addWidget(widget, stretch)
        for widget, stretch in ((self._transform, 2), (self._trend, 2), (self._logs, 0)):
            second.addWidget(widget, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 0)
        layout.setSpacing(3)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addWidget(self._build_logs())
        layout.addWidget(self._said)

    def _build_logs(self) -> QWidget:
        self._log_box = QWidget(self)
        grid = QGridLayout(self._log_box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        self._folder = QgsFileWidget(self._log_box)
        self._folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self._curve = QLineEdit(self._log_box)
        self._curve.setPlaceholderText(tr("such as PHIE"))
        self._curve.setToolTip(tr("Name of the curve in the LAS files, the same in all of them."))
        kinds = QgsFieldProxyModel.Filter
        self._log_fields = {}
        for name, kind in (
            ("WELL_FIELD", kinds.AllTypes),
            ("TOP_FIELD", kinds.Numeric),
            ("BOTTOM_FIELD", kinds.Numeric),
        ):
            field = QgsFieldComboBox(self._log_box)
            field.setFilters(kind)
            field.setAllowEmptyFieldName(name != "WELL_FIELD")
            self._log_fields[name] = field
        places = (
            (tr("LAS folder"), self._folder, 0, 0, 3),
            (tr("Curve"), self._curve, 1, 0, 1),
            (tr("Wells"), self._log_fields["WELL_FIELD"], 1, 2, 1),
            (tr("Top"), self._log_fields["TOP_FIELD"], 2, 0, 1),
            (tr("Base"), self._log_fields["BOTTOM_FIELD"], 2, 2, 1),
        )
        for label, widget, row, column, columns in places:
            grid.addWidget(QLabel(label, self._log_box), row, column)
            grid.addWidget(widget, row, column + 1, 1, columns)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self._log_fields["WELL_FIELD"].setToolTip(tr("The field of the layer with the names that the LAS files have."))
        for name in ("TOP_FIELD", "BOTTOM_FIELD"):
            self._log_fields[name].setToolTip(
                tr("The field with the measured depth between which and the other the curve is averaged; empty: all.")
            )
        self._log_box.setVisible(False)
        return self._log_box

    # ---- what is chosen

    @property
    def layer(self) -> QgsVectorLayer | None:
        """The layer, None where none is chosen."""
        return self._layers.currentLayer()

    @property
    def selected_only(self) -> bool:
        """Whether only selected features count."""
        return bool(self._selected.isChecked())

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        """In which the data are that were read last; invalid where there are none, or the layer says of none."""
        return QgsCoordinateReferenceSystem() if self.reading is None else self.reading.crs

    @property
    def parameters(self) -> dict[str, Any]:
        """What an algorithm is told of the data, without INPUT."""
        if not self._logs.isChecked():
            return {"FIELD": self._field.currentField()}
        fields = {name: field.currentField() for name, field in self._log_fields.items()}
        return {
            "LAS_FOLDER": self._folder.filePath(),
            "CURVE": self._curve.text().strip(),
            **{name: field for name, field in fields.items() if field},
        }

    def show_choices(self, transform: str, trend: str) -> None:
        """Show a transform and a trend that were chosen elsewhere: by undo."""
        self._transform.setCurrentIndex(self._transform.findData(transform))
        self._trend.setCurrentIndex(self._trend.findData(trend))

    def choose(self, layer: QgsVectorLayer, field: str = "") -> None:
        """Take a layer, and its likeliest field where none is named."""
        self._layers.setLayer(layer)
        if self._followed is not layer:
            self._follow(layer)
        if field:
            self._field.setField(field)
        self._later()

    def choose_logs(self, chosen: dict[str, str]) -> None:
        """Take the values from LAS files; `chosen` has what `parameters` returns then."""
        self._folder.setFilePath(chosen.get("LAS_FOLDER", ""))
        self._curve.setText(chosen.get("CURVE", ""))
        for name, field in self._log_fields.items():
            field.setField(chosen.get(name, ""))
        self._logs.setChecked(True)

    def choose_first(self, active: Any) -> None:
        """Take what the project remembers, else the active layer, else the first that has points and numbers."""
        if self._choose_remembered():
            return
        if _has_points(active):
            self.choose(active)
        else:
            layers = [item for item in QgsProject.instance().mapLayers().values() if _has_points(item)]
            named = [layer for layer in layers if likely_field(layer)] or layers
            self._layers.setLayer(named[0] if named else None)
            self._follow(self.layer)

    def _choose_remembered(self, *_: Any) -> bool:
        """Take what the project remembers, also one that is opened while the dock is there; tell whether it does."""
        project = QgsProject.instance()
        known = project.readEntry(_SCOPE, "layer", "")[0]
        remembered: Any = project.mapLayer(known) if known else None
        if not _has_points(remembered):
            return False
        self.choose(remembered)
        self._recall(project.readEntry(_SCOPE, "data", "")[0])
        return True

    def _remember(self, *_: Any) -> None:
        """Have the project remember what was chosen by hand."""
        if self.layer is not None:
            project = QgsProject.instance()
            project.writeEntry(_SCOPE, "layer", self.layer.id())
            project.writeEntry(_SCOPE, "data", json.dumps(self.parameters))

    def _recall(self, text: str) -> None:
        """Choose again what a project remembers of its layer, as far as there still is such a thing."""
        try:
            chosen = {str(name): str(value) for name, value in json.loads(text).items()}
        except (ValueError, AttributeError):
            return
        if "LAS_FOLDER" in chosen:
            self.choose_logs(chosen)
        elif self.layer is not None and chosen.get("FIELD") in value_fields(self.layer):
            self._logs.setChecked(False)
            self._field.setField(chosen["FIELD"])

    # ---- following the layer

    def _signals(self, layer: QgsVectorLayer) -> list[Any]:
        return [
            layer.dataChanged,
            layer.attributeValueChanged,
            layer.featureAdded,
            layer.featureDeleted,
            layer.geometryChanged,
            layer.afterRollBack,
            layer.crsChanged,
            layer.subsetStringChanged,
            layer.updatedFields,
        ]

    def _follow(self, layer: QgsVectorLayer | None) -> None:
        """Hear of the changes of another layer; what was read of the one before counts no more."""
        self._leave()
        self._readings.stop()
        self._followed, self._followed_id = layer, "" if layer is None else layer.id()
        for field in (self._field, *self._log_fields.values()):
            field.blockSignals(True)
            field.setLayer(layer)
            field.blockSignals(False)
        if layer is not None:
            for signal in self._signals(layer):
                signal.connect(self._later)
            layer.selectionChanged.connect(self._selection_changed)
            self._field.blockSignals(True)
            self._field.setField(likely_field(layer))
            self._field.blockSignals(False)
            well = naming_field(layer)
            if well:
                self._log_fields["WELL_FIELD"].setField(well)
        if self.reading is not None:
            self._refuse(self._missing(layer) or tr("Reading…"))
        self._later()

    def _let_go(self, identities: list[str]) -> None:
        """Have no layer, where ours is removed, rather than the next one of the box, of which nobody has spoken."""
        if self._followed_id in identities:
            self._layers.setLayer(None)
            self._follow(None)

    def _leave(self) -> None:
        layer, self._followed = self._followed, None
        if layer is None or sip.isdeleted(layer):
            return
        for signal in self._signals(layer):
            signal.disconnect(self._later)
        layer.selectionChanged.disconnect(self._selection_changed)

    def _selection_changed(self, *_: Any) -> None:
        if self.selected_only:
            self._later()

    def _logs_toggled(self, on: bool) -> None:
        self._field.setEnabled(not on)
        self._later()

    # ---- reading

    def _later(self, *_: Any) -> None:
        self._timer.start(_PATIENCE)

    def read_now(self) -> None:
        """Read what is chosen; a reading that is still going on counts no more."""
        self._timer.stop()
        self._readings.stop()
        layer = self.layer
        missing = self._missing(layer)
        if missing or layer is None:
            self._refuse(missing)
            return
        self._say(tr("Reading…"))
        names = naming_field(layer)
        read_layer(self._readings, layer, self.parameters, self.selected_only, names, self._arrived, self._refuse)

    def _missing(self, layer: QgsVectorLayer | None) -> str:
        """Return what is to be chosen before there is anything to read, or nothing."""
        if layer is None:
            return tr("Choose a point layer with values, or add one to the project.")
        if self.selected_only and not layer.selectedFeatureCount():
            return tr("No feature of {layer} is selected.").format(layer=layer.name())
        if self._logs.isChecked():
            if not self._folder.filePath():
                return tr("Choose the folder of the LAS files.")
            return "" if self._curve.text().strip() else tr("Name the curve of the LAS files to read, such as PHIE.")
        if not value_fields(layer):
            return tr("{layer} has no field of numbers: choose another layer, or logs.").format(layer=layer.name())
        return "" if self._field.currentField() else tr("Choose the field with the value.")

    def _arrived(self, found: Reading) -> None:
        data = found.data
        text = tr("1 value") if len(data.values) == 1 else tr("{n:,} values").format(n=len(data.values))
        if data.skipped:
            text += tr("; {n:,} dropped").format(n=data.skipped)
        if found.crs.isValid() and self.layer is not None and found.crs != self.layer.crs():
            text += tr("; projected to {crs}").format(crs=found.crs.authid() or found.crs.description())
        if found.warnings:
            text += tr("; ⚠ {n} to look at").format(n=len(found.warnings))
        warned = " ".join(found.warnings)
        dropped = [tr("{what}: {why}").format(what=what, why=why) for what, why in data.reasons]
        silent = [sentence for sentence in dropped if sentence not in warned]
        self._say(text, "\n".join((*found.warnings, *silent, *found.remarks)))
        self.reading = found
        self.read.emit(data)

    def _refuse(self, sentence: str) -> None:
        self.reading = None
        self._say(sentence)
        self.refused.emit(sentence)

    def _say(self, text: str, more: str = "") -> None:
        self._said.setText(text)
        self._said.setToolTip(more)

    def close_down(self) -> None:
        """End what goes on, and let go of the layer."""
        QgsProject.instance().layersRemoved.disconnect(self._let_go)
        QgsProject.instance().readProject.disconnect(self._choose_remembered)
        self._timer.stop()
        self._readings.stop()
        self._leave()


def _choice(parent: QWidget, words: tuple[tuple[str, str, str], ...]) -> QComboBox:
    """Return a box of words in people's language, each with what it means."""
    box = QComboBox(parent)
    for place, (word, shown, meaning) in enumerate(words):
        box.addItem(shown, word)
        box.setItemData(place, meaning, Qt.ItemDataRole.ToolTipRole)
    return box


def _has_points(layer: Any) -> bool:
    return (
        isinstance(layer, QgsVectorLayer)
        and layer.isValid()
        and layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
    )
