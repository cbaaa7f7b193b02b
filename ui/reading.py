"""Reads the data of a study as the algorithms read them, in a task of its own.

Law: what is chosen is a dict of parameters of the algorithm Variogram, which the dialogs of the others are filled in
with, too; the main thread only makes the snapshot of the layer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSource,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from ..provider.given import Given
from ..provider.text import tr
from .snapshot import Snapshot
from .task import Newest

if TYPE_CHECKING:
    from ..provider.inputs.wells import WellData
    from .views.data import Data


@dataclass(frozen=True, eq=False)
class Reading:
    """Data, in which CRS they are, and what there is to say of them.

    Attributes
    ----------
    data : Data
    crs : QgsCoordinateReferenceSystem
        In which the run works; may be invalid, as the layer's is then.
    remarks, warnings : tuple of str
    """

    data: Data
    crs: QgsCoordinateReferenceSystem
    remarks: tuple[str, ...]
    warnings: tuple[str, ...]


class _GivenBySnapshot(Given):
    """Parameters whose INPUT is a snapshot."""

    def __init__(self, parameters: dict[str, Any], context: QgsProcessingContext, snapshot: Snapshot) -> None:
        from ..provider.algorithms.variogram import VariogramAlgorithm

        algorithm = VariogramAlgorithm()
        algorithm.initAlgorithm()
        super().__init__(algorithm, parameters, context)
        self._snapshot = snapshot

    def source(self, name: str) -> QgsFeatureSource | None:
        return self._snapshot if name == "INPUT" else super().source(name)


class _Heard(QgsProcessingFeedback):
    """Keeps what a reading says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.remarks: list[str] = []
        self.warnings: list[str] = []

    def pushInfo(self, text: str) -> None:  # noqa: N802
        """Keep a remark."""
        self.remarks.append(text)

    def pushWarning(self, text: str) -> None:  # noqa: N802
        """Keep a warning."""
        self.warnings.append(text)


def read_layer(
    readings: Newest,
    layer: QgsVectorLayer,
    parameters: dict[str, Any],
    selected_only: bool,
    names: str,
    read: Callable[[Reading], None],
    refused: Callable[[str], None],
) -> None:
    """Read a layer, and the logs of its wells where a folder of LAS files is chosen, in a task.

    Parameters
    ----------
    readings : Newest
    layer : QgsVectorLayer
    parameters : dict
        Of the algorithm Variogram, all but INPUT.
    selected_only : bool
    names : str
        The field that names each datum; empty: its feature's number does.
    read, refused : callable
        Get what was read, or why there is nothing, in the main thread.
    """
    context = QgsProcessingContext()
    context.setTransformContext(QgsProject.instance().transformContext())
    if names and "WELL_FIELD" not in parameters:
        parameters = {**parameters, "WELL_FIELD": names}
    given, heard = _GivenBySnapshot(parameters, context, Snapshot(layer, selected_only)), _Heard()
    title = tr("Reading {layer}").format(layer=layer.name())
    readings.start(title, lambda _: _read(given, heard), read, refused, heard)


def _read(given: Given, heard: _Heard) -> Reading:
    """Read, in any thread; QgsProcessingException where there are no data, Cancelled where nobody waits for them."""
    # Loaded here, what the main thread takes of the core costs it no time.
    from ..krig_core.jobs import cross_validation, directions, kriging, pairs, place, variogram  # noqa: F401
    from ..provider.inputs.wells import read_wells
    from ..provider.parameters import wells

    chosen = wells.read(given, heard)
    found = read_wells(given, chosen, heard)
    return Reading(_data(found, chosen.crs), chosen.crs, tuple(heard.remarks), tuple(heard.warnings))


def _data(read: WellData, crs: QgsCoordinateReferenceSystem) -> Data:
    from ..provider.inputs.wells import units_of
    from ..provider.text import printable
    from .views.data import Data

    units = units_of(read, crs)
    numbers = [] if read.features is None else read.features.tolist()
    called = read.names or [None] * len(numbers)
    names = [
        tr("feature {n}").format(n=number) if name in (None, "") else printable(str(name))
        for name, number in zip(called, numbers)
    ]
    title = read.title.removesuffix(f" ({read.unit})") if read.unit else read.title  # views add the unit themselves
    reasons = tuple((str(what), str(why)) for what, why in read.reasons)
    return Data(
        read.coordinates,
        read.values,
        tuple(names),
        title,
        units.length,
        units.value,
        read.skipped,
        reasons,
        tuple(numbers),
    )
