"""What all algorithms share: their words, their flags, and the check for what must be installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProperty,
)
from qgis.PyQt.QtGui import QIcon

from ..inputs.sources import input_files, input_tables
from ..installation import ROOT, missing_package
from ..tables import Table

if TYPE_CHECKING:
    from ..outputs.styles import RampStyle

HELP_URL = "https://github.com/stochastic-kriging/stochastic-kriging#readme"


class KrigingAlgorithm(QgsProcessingAlgorithm):
    """An algorithm of this provider.

    Attributes
    ----------
    inputs : dict of parameter to paths
        Once prepared: the files that it reads.
    input_tables : dict of Table to parameter
        Once prepared: the tables that it reads.
    styles : list of RampStyle
        Of its results, as long as it runs.
    """

    inputs: dict[str, list[str]]
    input_tables: dict[Table, str]
    styles: list[RampStyle]

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
        self.inputs = input_files(self, parameters, context)
        self.input_tables = input_tables(self, parameters, context)
        self.styles = []
        return True

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..outputs.styles import hold_styles

        hold_styles(self.styles, context)
        return {}

    def destination(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        """Return where an output should go, as the user says it; empty: it is not wanted."""
        value = parameters.get(name)
        if isinstance(value, QgsProcessingOutputLayerDefinition):
            value = value.sink
        if isinstance(value, QgsProperty):
            value, _ = value.valueAsString(context.expressionContext(), "")
        return str(value or "")

    def raster_output(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        """Return where a raster goes, and have it loaded if that is wanted; empty: it is not wanted."""
        path = self.parameterAsOutputLayer(parameters, name, context)
        if not path:
            # QGIS would load it all the same, and end a batch in red.
            wanted = {key: layer for key, layer in context.layersToLoadOnCompletion().items() if key}
            context.setLayersToLoadOnCompletion(wanted)
        return path
