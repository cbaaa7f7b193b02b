"""The sample wells, opened in the project."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QColor

from ..provider.installation import ROOT
from ..provider.text import tr

FIELD = "phie_mean"


def open_sample(iface: Any) -> QgsVectorLayer | None:
    """Add the sample wells to the project, styled; return the layer, None where it cannot be read.

    They are a copy in the user's profile, since QGIS writes into a GeoPackage that it only reads.
    """
    path = _copied()
    layer = QgsVectorLayer(f"{path}|layername=wells", tr("Sample wells"), "ogr")
    if not layer.isValid():
        return None
    _style(layer)
    QgsProject.instance().addMapLayer(layer)
    iface.setActiveLayer(layer)
    if len(QgsProject.instance().mapLayers()) == 1:
        QgsProject.instance().setCrs(layer.crs())
    return layer


def zoom_to(canvas: Any, layer: QgsVectorLayer) -> None:
    """Show all of a layer, with some room around it; of one that is gone nothing."""
    if sip.isdeleted(canvas) or sip.isdeleted(layer):
        return
    extent = canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
    extent.scale(1.15)
    canvas.setExtent(extent)
    canvas.refresh()


def _copied() -> Path:
    folder = Path(QgsApplication.qgisSettingsDirPath()) / "stochastic_kriging" / "sample"
    if not (folder / "wells.gpkg").exists() or not (folder / "las").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(ROOT / "sample" / "las", folder / "las", dirs_exist_ok=True)
        shutil.copy(ROOT / "sample" / "wells.gpkg", folder / "wells.gpkg")
    return folder / "wells.gpkg"


def _style(layer: QgsVectorLayer) -> None:
    symbol = QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": "#ffffff", "outline_color": "#222222", "outline_width": "0.5", "size": "2.6"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    text, halo, labels = QgsTextFormat(), QgsTextBufferSettings(), QgsPalLayerSettings()
    text.setSize(7)
    text.setColor(QColor("#222222"))
    halo.setEnabled(True)
    halo.setSize(0.7)
    text.setBuffer(halo)
    labels.setFormat(text)
    labels.fieldName = 'right("uwi", 3)'
    labels.isExpression = True
    labels.dist = 1.0
    layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
    layer.setLabelsEnabled(True)
