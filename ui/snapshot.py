"""The features of a layer as they are now, edits that are not saved among them, to be read in any thread.

Law: made in the thread of the layer; what is asked of it afterwards never touches the layer, which may be gone then.
"""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureIterator,
    QgsFeatureRequest,
    QgsFields,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)


class Snapshot:
    """What the provider reads of a QgsFeatureSource, of a layer or of its selected features.

    Parameters
    ----------
    layer : QgsVectorLayer
    selected_only : bool
    """

    def __init__(self, layer: QgsVectorLayer, selected_only: bool) -> None:
        self._source = QgsVectorLayerFeatureSource(layer)
        self._chosen = sorted(layer.selectedFeatureIds()) if selected_only else None
        self._fields = layer.fields()
        self._crs, self._name, self._kind = layer.crs(), layer.name(), layer.wkbType()
        self._extent = layer.boundingBoxOfSelected() if selected_only else layer.extent()

    def fields(self) -> QgsFields:
        """Return the fields of its features."""
        return self._fields

    def sourceCrs(self) -> QgsCoordinateReferenceSystem:  # noqa: N802
        """Return the CRS of the layer."""
        return self._crs

    def sourceName(self) -> str:  # noqa: N802
        """Return the name of the layer."""
        return str(self._name)

    def sourceExtent(self) -> QgsRectangle:  # noqa: N802
        """Return the rectangle around the features."""
        return self._extent

    def wkbType(self) -> int:  # noqa: N802
        """Return the type of geometry of the layer."""
        return self._kind

    def getFeatures(self, request: QgsFeatureRequest | None = None) -> QgsFeatureIterator:  # noqa: N802
        """Return the features that a request asks for."""
        request = QgsFeatureRequest() if request is None else QgsFeatureRequest(request)
        if self._chosen is not None:
            request.setFilterFids(self._chosen)
        return self._source.getFeatures(request)
