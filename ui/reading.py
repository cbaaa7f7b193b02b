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
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsTask,
    QgsVectorLayer,
)

from ..provider.given import Given
from ..provider.text import tr
from .snapshot import Snapshot

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


class ReadingTask(QgsTask):
    """Reads a layer, and the logs of its wells where a folder of LAS files is chosen.

    Parameters
    ----------
    layer : QgsVectorLayer
    parameters : dict
        Of the algorithm Variogram, all but INPUT.
    selected_only : bool
    names : str
        The field that names each datum; empty: its feature's number does.
    done : callable
        Gets a Reading, or the sentence that says why there is none; in the main thread, unless it was cancelled.
    """

    def __init__(
        self,
        layer: QgsVectorLayer,
        parameters: dict[str, Any],
        selected_only: bool,
        names: str,
        done: Callable[[Reading | str], None],
    ) -> None:
        super().__init__(tr("Reading {layer}").format(layer=layer.name()), QgsTask.Flag.CanCancel)
        context = QgsProcessingContext()
        context.setTransformContext(QgsProject.instance().transformContext())
        if names and "WELL_FIELD" not in parameters:
            parameters = {**parameters, "WELL_FIELD": names}
        self._given = _GivenBySnapshot(parameters, context, Snapshot(layer, selected_only))
        self._feedback = _Heard()
        self._done: Callable[[Reading | str], None] | None = done
        self._found: Reading | str = ""

    def run(self) -> bool:
        """Read."""
        # Loaded here, what the main thread takes of the core costs it no time.
        from ..krig_core.errors import Cancelled
        from ..krig_core.jobs import schema  # noqa: F401
        from ..provider.inputs.wells import read_wells
        from ..provider.parameters import wells

        try:
            chosen = wells.read(self._given, self._feedback)
            read = read_wells(self._given, chosen, self._feedback)
        except Cancelled:
            return False
        except QgsProcessingException as refusal:
            self._found = str(refusal)
            return True
        data = _data(read, chosen.crs)
        self._found = Reading(data, chosen.crs, tuple(self._feedback.remarks), tuple(self._feedback.warnings))
        return True

    def cancel(self) -> None:
        """Stop, and tell nobody."""
        self._done = None
        self._feedback.cancel()
        super().cancel()

    def finished(self, good: bool) -> None:
        """Hand on what was read."""
        if self._done is not None and good:
            self._done(self._found)


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
