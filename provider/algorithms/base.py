"""What all algorithms share: their words, their flags, and the check for what must be installed."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QThread, QUrl
from qgis.PyQt.QtGui import QIcon

from ..given import Given
from ..inputs.sources import input_files, input_tables
from ..installation import ROOT, missing_package
from ..outputs.styles import LayerStyle, hold_styles
from ..parameters.values import choice_refusal, number_refusal
from ..tables import Table

HELP = ROOT / "docs" / "parameters.md"
"""Installed with the plugin, so that it is that of this version and needs no network."""


class KrigingAlgorithm(QgsProcessingAlgorithm):
    """An algorithm of this provider.

    Attributes
    ----------
    inputs : dict of parameter to paths
        Once prepared: the files that it reads.
    input_tables : dict of Table to parameter
        Once prepared: the tables that it reads.
    styles : list of LayerStyle
        Of its results, as long as it runs.
    command : str
        The run as a line of Python.
    """

    inputs: dict[str, list[str]]
    input_tables: dict[Table, str]
    _groups: set[str]
    styles: list[LayerStyle]
    command: str

    def createInstance(self) -> KrigingAlgorithm:
        return type(self)()

    def icon(self) -> QIcon:
        return QIcon(str(ROOT / "icon.svg"))

    def helpUrl(self) -> str:
        return QUrl.fromLocalFile(str(HELP)).toString()

    def canExecute(self) -> tuple[bool, str]:
        missing = missing_package()
        return not missing, missing

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        given = Given(self, parameters, context)
        refusal = number_refusal(given) or choice_refusal(given) or self.refusal(given)
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
        self.inputs = input_files(self, parameters, context)
        self.input_tables = input_tables(self, parameters, context)
        self.styles = []
        self.command = self.asPythonCommand(parameters, context)
        self._groups = _groups(context.project())
        return True

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
