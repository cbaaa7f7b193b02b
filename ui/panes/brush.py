"""Data of a study and features of its layer: what is chosen of the one is selected of the other.

Law: where only selected features count, the selection belongs to the user: it is neither changed nor told, as to
change it would change the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from qgis.core import QgsVectorLayer
from qgis.PyQt import sip

if TYPE_CHECKING:
    from ..views.data import Data
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
        self._data: Data | None = None

    def begin(self) -> None:
        """Hear of the selection of the layer that is studied now, and tell what is selected already."""
        layer, data = self._around.data_bar.layer, self._around.study.data
        if layer is self._layer and data is self._data:
            return
        self.end()
        self._layer, self._data = layer, data
        if layer is not None:
            layer.selectionChanged.connect(self._hear)
            self._hear()

    def end(self) -> None:
        """Hear nothing more."""
        layer, self._layer, self._data = self._layer, None, None
        if layer is not None and not sip.isdeleted(layer):
            layer.selectionChanged.disconnect(self._hear)

    def select(self, numbers: Iterable[int]) -> bool:
        """Select the features of some data, and no others; tell whether that can be."""
        data, layer = self._around.study.data, self._around.data_bar.layer
        if data is None or layer is None or not data.features or self._around.data_bar.selected_only:
            return False
        layer.selectByIds([data.features[number] for number in numbers])
        return True

    def _hear(self, *_: Any) -> None:
        data, layer = self._around.study.data, self._layer
        if data is None or layer is None:
            return
        selected = set() if self._around.data_bar.selected_only else set(layer.selectedFeatureIds())
        self._heard(frozenset(n for n, feature in enumerate(data.features) if feature in selected))
