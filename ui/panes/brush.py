"""Data of a study and features of its layer: what is chosen of the one is selected of the other.

Law: a selection that is made here is not heard here. Where only selected features count, none is ever selected here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from qgis.core import QgsVectorLayer
from qgis.PyQt import sip

if TYPE_CHECKING:
    from .pane import Surroundings


class Brush:
    """Joins numbers of data with the selection of the layer.

    Parameters
    ----------
    around : Surroundings
    heard : callable
        Gets the numbers of the data that are selected on the map.
    """

    def __init__(self, around: Surroundings, heard: Callable[[frozenset[int]], None]) -> None:
        self._around, self._heard = around, heard
        self._layer: QgsVectorLayer | None = None
        self._own = False

    def begin(self) -> None:
        """Hear of the selection of the layer that is studied now, and tell what is selected already."""
        layer = self._around.data_bar.layer
        if layer is self._layer:
            return
        self.end()
        self._layer = layer
        if layer is not None:
            layer.selectionChanged.connect(self._hear)
            self._hear()

    def end(self) -> None:
        """Hear nothing more."""
        layer, self._layer = self._layer, None
        if layer is not None and not sip.isdeleted(layer):
            layer.selectionChanged.disconnect(self._hear)

    def select(self, numbers: Iterable[int]) -> None:
        """Select the features of some data."""
        data, layer = self._around.study.data, self._around.data_bar.layer
        if data is None or layer is None or not data.features or self._around.data_bar.selected_only:
            return
        self._own = True
        try:
            layer.selectByIds([data.features[number] for number in numbers])
        finally:
            self._own = False

    def _hear(self, *_: Any) -> None:
        data, layer = self._around.study.data, self._layer
        if self._own or data is None or layer is None or self._around.data_bar.selected_only:
            return
        selected = set(layer.selectedFeatureIds())
        self._heard(frozenset(n for n, feature in enumerate(data.features) if feature in selected))
