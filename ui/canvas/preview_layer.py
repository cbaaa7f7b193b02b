"""A kriged map as a temporary raster layer, replaced in place whenever there is another.

Law: its file is in memory, and each map has a file of its own, so that nothing that is being drawn is written over. A
project that is saved meanwhile does not know it.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsDataProvider, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...provider.outputs.styles import RampStyle, of_spread, of_values
from ...provider.text import tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ESTIMATE, STD = 1, 2
"""Bands of the file."""

_NUMBERS = itertools.count(1)


class PreviewLayer(QObject):
    """The layer, in the project from the first map on.

    Signals
    -------
    gone : no arguments
        A user has removed the layer.
    """

    gone = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layer: QgsRasterLayer | None = None
        self._file = ""
        self._maps: dict[int, Floats] = {}
        self._unit = ""
        self.band = ESTIMATE
        self._aside = False
        self._seen = True

    def show(
        self,
        estimate: Floats,
        std: Floats,
        geometry: tuple[tuple[float, float], tuple[float, float]],
        crs: Any,
        title: str,
        unit: str = "",
    ) -> None:
        """Show other maps.

        Parameters
        ----------
        estimate, std : float arrays, shape (nx, ny)
            In which y goes north; not a number where there is none.
        geometry : ((x, y), (dx, dy))
            Centre of the south-western cell, and the size of a cell.
        crs : QgsCoordinateReferenceSystem
        title, unit : str
            What is mapped, and in what.
        """
        before, self._file = self._file, _written((estimate, std), geometry, crs, title)
        self._maps, self._unit = {ESTIMATE: estimate, STD: std}, unit
        name = tr("Preview: {title}").format(title=title)
        if self.layer is None:
            plain = QgsRasterLayer.LayerOptions(loadDefaultStyle=False)  # which would look for extremes
            self.layer = QgsRasterLayer(self._file, name, "gdal", plain)
            project = QgsProject.instance()
            project.layerWillBeRemoved.connect(self._removed)
            project.writeProject.connect(self._stay_out)
            project.projectSaved.connect(self._come_back)
        else:
            self.layer.setDataSource(self._file, name, "gdal", QgsDataProvider.ProviderOptions(), False)
        self._style()
        self._come_back()
        if before:
            gdal.Unlink(before)

    def show_band(self, band: int) -> None:
        """Show the estimate or its standard deviation."""
        self.band = band
        if self.layer is not None:
            self._style()

    def remove(self) -> None:
        """Take the layer out of the project, once whatever goes on has ended: it may be the removal of others.

        QGIS ends where layers are removed while it removes layers.
        """
        if self.layer is not None:
            identity = self.layer.id()
            self._forget()
            QTimer.singleShot(0, lambda: _take_out(identity))

    def _come_back(self) -> None:
        """Be in the project, below what is not a raster; a project is none the more changed for it."""
        project = QgsProject.instance()
        if self.layer is None or project.mapLayer(self.layer.id()) is not None:
            return
        changed, root = project.isDirty(), project.layerTreeRoot()
        vectors = [isinstance(getattr(node, "layer", lambda: None)(), QgsVectorLayer) for node in root.children()]
        project.addMapLayer(self.layer, False)
        node = root.insertLayer(vectors.index(False) if False in vectors else len(vectors), self.layer)
        node.setItemVisibilityChecked(self._seen)
        project.setDirty(changed)

    def _style(self) -> None:
        maps = self._maps[self.band]
        ramp, span = (of_values if self.band == ESTIMATE else of_spread)([maps])
        style = RampStyle(ramp, span, self._unit, None)
        style.shown = self.band
        style.apply(self.layer)
        if self.layer is not None:
            self.layer.triggerRepaint()

    def _removed(self, layer: str) -> None:
        if self.layer is not None and layer == self.layer.id() and not self._aside:
            self._forget()
            self.gone.emit()

    def _forget(self) -> None:
        project = QgsProject.instance()
        project.layerWillBeRemoved.disconnect(self._removed)
        project.writeProject.disconnect(self._stay_out)
        project.projectSaved.disconnect(self._come_back)
        gdal.Unlink(self._file)
        self.layer, self._file, self._maps, self._seen = None, "", {}, True

    def _stay_out(self, document: Any) -> None:
        """Be in no project file: of one that is being written QGIS has written the tree, and the layers not yet."""
        if self.layer is None:
            return
        for tag in ("layer-tree-layer", "item"):  # where it is in the tree, and in the order of the layers
            found = document.elementsByTagName(tag)
            for node in [found.at(place).toElement() for place in range(found.count())]:
                if self.layer.id() in (node.attribute("id"), node.text()):
                    node.parentNode().removeChild(node)
        node = QgsProject.instance().layerTreeRoot().findLayer(self.layer.id())
        self._seen = node is None or node.itemVisibilityChecked()
        self._aside = True
        QgsProject.instance().takeMapLayer(self.layer)
        self._aside = False


def _take_out(identity: str) -> None:
    """Remove a layer; the project is none the more changed for it."""
    project = QgsProject.instance()
    changed = project.isDirty()
    project.removeMapLayer(identity)
    project.setDirty(changed)


def _written(
    maps: tuple[Floats, Floats], geometry: tuple[tuple[float, float], tuple[float, float]], crs: Any, title: str
) -> str:
    """Write maps to a file in memory; return its name."""
    (x, y), (dx, dy) = geometry
    nx, ny = maps[0].shape
    name = f"/vsimem/stochkrig_preview_{next(_NUMBERS)}.tif"
    made = gdal.GetDriverByName("GTiff").Create(name, nx, ny, 2, gdal.GDT_Float32)
    made.SetGeoTransform((x - dx / 2, dx, 0.0, y + (ny - 0.5) * dy, 0.0, -dy))
    if crs.isValid():
        made.SetProjection(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL))
    labels = tr("Estimate of {title}"), tr("Standard deviation of {title}")
    for number, (label, values) in enumerate(zip(labels, maps), ESTIMATE):
        band = made.GetRasterBand(number)
        band.SetDescription(label.format(title=title))
        band.SetNoDataValue(float("nan"))
        band.WriteArray(values.T[::-1].astype(np.float32))
        del band  # before its file
    made.FlushCache()
    del made
    return name
