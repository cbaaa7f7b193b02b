"""The layer that is studied stays on top of the layer tree when maps of it are added, where it was on top before."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsLayerTreeLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer

_AFTERWARDS = 100
"""Milliseconds after a dialog has told of its end, by which QGIS has added the maps, whatever its version."""


def keep_on_top(layer: QgsVectorLayer, dialog: Any) -> None:
    """Have a layer that is the first of the tree be the first again after each run of a dialog."""
    identity = layer.id()
    if _first() == identity and hasattr(dialog, "algorithmFinished"):
        dialog.algorithmFinished.connect(lambda *_: QTimer.singleShot(_AFTERWARDS, lambda: _raise(identity)))


def _first() -> str:
    children = QgsProject.instance().layerTreeRoot().children()
    return str(children[0].layerId()) if children and isinstance(children[0], QgsLayerTreeLayer) else ""


def _raise(identity: str) -> None:
    root = QgsProject.instance().layerTreeRoot()
    node = root.findLayer(identity)
    if node is None or node.parent() != root or _first() == identity:
        return
    root.insertChildNode(0, node.clone())
    root.removeChildNode(node)
