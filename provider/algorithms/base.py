"""What all algorithms share: their words, their flags, and the check for what must be installed."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..installation import ROOT, missing_package

HELP_URL = "https://github.com/stochastic-kriging/stochastic-kriging#readme"


def tr(text: str) -> str:
    """Translate a text that the user sees."""
    return QCoreApplication.translate("StochasticKriging", text)


class KrigingAlgorithm(QgsProcessingAlgorithm):
    """An algorithm of this provider."""

    def createInstance(self) -> KrigingAlgorithm:
        return type(self)()

    def icon(self) -> QIcon:
        return QIcon(str(ROOT / "icon.svg"))

    def helpUrl(self) -> str:
        return HELP_URL

    def canExecute(self) -> tuple[bool, str]:
        missing = missing_package()
        return not missing, missing

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        # qgis_process and processing.run do not ask canExecute.
        missing = missing_package()
        if missing:
            raise QgsProcessingException(missing)
        return True

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str, advanced: bool = False) -> None:
        """Add a parameter with its help."""
        parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)
