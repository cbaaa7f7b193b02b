"""Hands what was chosen and drawn over to the dialog of an algorithm, so that nothing is typed twice.

Law: the algorithm is named by its id, and its own dialog runs it, so history, batch and log are QGIS's. A model that is
as it was fitted is not handed over: the map fits it again, and then counts all variograms that the data allow; one that
was dragged, typed or kept by locks goes along as a variogram file, and the map takes it as known.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsProcessingFeatureSourceDefinition, QgsVectorLayer

from ..provider.text import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..krig_core.variogram.models import Variogram
    from .views.state import State

_FOLDER = "stochastic_kriging"
"""In the user's profile: files in it are still there when a run of the history is repeated."""

_OPEN: set[Any] = set()
"""Dialogs that are open: of one that nobody holds PyQt forgets the Python part, and its button Run does nothing."""


def map_parameters(
    layer: QgsVectorLayer,
    chosen: dict[str, Any],
    state: State,
    selected_only: bool,
    kept: Sequence[int] | None = None,
) -> dict[str, Any]:
    """Return the parameters of a map of what is studied; a variogram file is written where the model goes along.

    Parameters
    ----------
    layer : QgsVectorLayer
    chosen : dict
        What of the layer, by the names of parameters.
    state : State
    selected_only : bool
    kept : sequence of int, optional
        Ids of the features that count where data are left out: they are selected in the layer.
    """
    if kept is not None:
        layer.selectByIds(list(kept))
    source = QgsProcessingFeatureSourceDefinition(layer.id(), True) if selected_only or kept is not None else layer.id()
    parameters = {
        "INPUT": source,
        **chosen,
        "TRANSFORM": state.transform,
        "KRIGING_TYPE": state.kriging_type,
    }
    if state.variogram is not None and state.is_known:
        return {**parameters, "VARIOGRAM_FILE": str(variogram_file(state.variogram))}
    if state.models:
        parameters["MODEL"] = state.models[0]
    if state.anisotropy:
        parameters["ANISOTROPY"] = True
    return parameters


def variogram_file(variogram: Variogram) -> Path:
    """Write a variogram into the user's profile, under a name that is its own; return where."""
    text = variogram.to_json()
    folder = Path(QgsApplication.qgisSettingsDirPath()) / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"variogram_{hashlib.sha256(text.encode()).hexdigest()[:8]}.json"
    path.write_text(text, encoding="utf-8")
    return path


def open_dialog(algorithm: str, parameters: dict[str, Any]) -> Any:
    """Open an algorithm's dialog, filled in, before all other windows; return it, None where there is none."""
    import processing

    dialog = processing.createAlgorithmDialog(algorithm, parameters)
    if not dialog:
        return None
    _OPEN.add(dialog)
    dialog.destroyed.connect(lambda: _OPEN.discard(dialog))
    if hasattr(dialog, "showWidget"):  # QGIS 4.2 and later, where it may be docked
        dialog.showWidget()
        return dialog
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


def what_goes_along(state: State) -> str:
    """Return in a sentence what the dialog was told of the model."""
    if state.variogram is None or not state.is_known:
        return tr("The map fits the variogram itself, and counts all that the data allow.")
    return tr("The drawn model goes along as variogram file: the map takes it as known.")
