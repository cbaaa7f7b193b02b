"""What all algorithms share: their words, their flags, and the check for what must be installed."""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar, NamedTuple

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDistance,
    QgsProject,
)
from qgis.PyQt.QtCore import QThread
from qgis.PyQt.QtGui import QIcon

from ..given import Given
from ..inputs.sources import input_files, input_tables
from ..installation import ROOT, missing_package
from ..outputs.styles import LayerStyle, hold_styles
from ..parameters.values import choice_refusal, missing_refusal, number_refusal
from ..tables import Table
from ..text import printable, tr


class Group(NamedTuple):
    """A group of algorithms in the toolbox; the id never changes."""

    id: str
    label: str


MAPS = Group("maps", tr("Maps"))
CHECKS = Group("checks", tr("Variogram and checks"))
DECISIONS = Group("decisions", tr("Decisions"))
WELLS = Group("wells", tr("Wells"))

_UNITS = tr(
    "Distances are in the unit of the map, which is that of the target CRS or else of the layer. The form shows the "
    "unit of the layer; where that is degrees, they are metres all the same."
)


class KrigingAlgorithm(QgsProcessingAlgorithm):
    """An algorithm of this provider.

    Attributes
    ----------
    of : Group
    inputs : dict of parameter to paths
        Once prepared: the files that it reads.
    input_tables : dict of Table to parameter
        Once prepared: the tables that it reads.
    styles : list of LayerStyle
        Of its results, as long as it runs.
    command : str
        The run as a line of Python.
    """

    of: ClassVar[Group]
    inputs: dict[str, list[str]]
    input_tables: dict[Table, str]
    _groups: set[str]
    styles: list[LayerStyle]
    command: str

    def search_words(self) -> list[str]:
        """Return the words, in English, by which it is found besides its name."""
        return []

    def tags(self) -> list[str]:
        own = tr("kriging, interpolation, geostatistics, uncertainty, simulation, well, well log, porosity, soil")
        return list(dict.fromkeys([*self.search_words(), *own.split(", ")]))

    def createInstance(self) -> KrigingAlgorithm:
        return type(self)()

    def group(self) -> str:
        return self.of.label

    def groupId(self) -> str:
        return self.of.id

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(ROOT / "icon.svg")

    def helpUrl(self) -> str:
        return (ROOT / "docs" / "help" / f"{self.name()}.html").as_uri()

    def about(self) -> str:
        """Return what it does, as HTML; each algorithm says its own."""
        return ""

    def shortHelpString(self) -> str:
        distances = self.parameterDefinition("TARGET_CRS") and any(
            isinstance(one, QgsProcessingParameterDistance) for one in self.parameterDefinitions()
        )
        units = f"<p>{_UNITS}</p>" if distances else ""
        outputs = [one for one in self.parameterDefinitions() if one.isDestination()]
        told = "".join(f"<p><b>{escape(one.description())}</b>: {escape(one.help())}</p>" for one in outputs)
        return f"{self.about()}{units}<h3>{tr('Outputs')}</h3>{told}"

    def canExecute(self) -> tuple[bool, str]:
        missing = missing_package()
        return not missing, missing

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        given = Given(self, parameters, context)
        refusal = number_refusal(given) or choice_refusal(given) or missing_refusal(given) or self.refusal(given)
        return (False, refusal) if refusal else super().checkParameterValues(given.parameters, context)

    def refusal(self, given: Given) -> str:
        """Return why what was given does not go together, or nothing; numbers are within their limits."""
        return ""

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        # qgis_process and processing.run do not ask canExecute.
        missing = missing_package()
        if missing:
            raise QgsProcessingException(missing)
        given = Given(self, parameters, context)
        for sentence in given.ignored:
            feedback.pushWarning(printable(sentence))
        self.inputs = input_files(self, parameters, context)
        self.input_tables = input_tables(self, parameters, context)
        self.styles = []
        self.command = self.asPythonCommand(parameters, context)
        self._groups = _groups(context.project())
        self.read(given, feedback)
        return True

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        """Read what only the main thread may touch, and check what was given against it."""

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...krig_core.errors import Cancelled
        from ..runner import on_command_line, one_python

        try:
            with one_python():
                return self.compute(Given(self, parameters, context), feedback)
        except Cancelled as error:
            if on_command_line():  # where nothing but the exit status tells a script
                raise QgsProcessingException("Cancelled: nothing was written.") from error
            return {}

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """Return the outputs of a run that is prepared, in any thread; raise Cancelled where the user has cancelled."""
        return {}

    def free_group(self, name: str) -> str:
        """Return a name for a group of layers that the project did not have when the run began."""
        names = (name, *(f"{name} ({number})" for number in range(2, len(self._groups) + 3)))
        return next(free for free in names if free not in self._groups)

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        hold_styles(self.styles, context)
        return {}


def _groups(project: QgsProject | None) -> set[str]:
    """Return the names of the groups of layers; none in a thread that may not look at them."""
    if project is None or QThread.currentThread() != project.thread():
        return set()
    return {group.name() for group in project.layerTreeRoot().findGroups(True)}
