"""How the points of a cross-validation look: by their residual, around zero.

Law: the colour of no error is always the same, and one bad point does not take it from the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from qgis.core import (
    QgsGraduatedSymbolRenderer,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsRendererRange,
)

from ..given import Given
from ..residual_classes import DIVERGING, residual_edges, residual_step
from .styles import takes_name


class ResidualStyle(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer of points the colours of their residuals, and says what it is and how it was made."""

    of_models: ClassVar[set[ResidualStyle]] = set()
    """Those that only the loading of their layer ends."""

    def __init__(self, step: float, largest: float, abstract: str, history: Sequence[str]) -> None:
        super().__init__()
        self.step, self.largest, self.abstract, self.history = step, largest, abstract, list(history)

    @classmethod
    def attach(cls, destination: str, given: Given, name: str, rmse: float, largest: float, abstract: str) -> None:
        """Name and style OUTPUT when it is loaded; nothing happens where it will not be.

        Parameters
        ----------
        destination : str
        given : Given
            Its algorithm has a list `styles`, in which the style is until the run is over.
        name : str
            A layer that a model gave a name of its own keeps that.
        rmse, largest : float
            Root mean square and largest of the residuals.
        abstract : str
        """
        if not given.context.willLoadLayerOnCompletion(destination):
            return
        style = cls(residual_step(rmse), largest, abstract, [given.algorithm.command])
        given.algorithm.styles.append(style)
        details = given.context.layerToLoadOnCompletionDetails(destination)
        if takes_name(details, given, "OUTPUT"):
            details.name = name
        details.setPostProcessor(style)

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Called by Processing in the main thread."""
        try:
            layer.setRenderer(QgsGraduatedSymbolRenderer("residual", self._classes()))
            metadata = layer.metadata()
            metadata.setTitle(layer.name())
            metadata.setAbstract(self.abstract)
            metadata.setHistory(self.history)
            layer.setMetadata(metadata)
            layer.triggerRepaint()
        except Exception as error:  # noqa: BLE001 - a style may fail, a result may not be lost for it
            feedback.pushWarning(f"The layer {layer.name()} could not be styled: {error}")
        finally:
            self.of_models.discard(self)

    def _classes(self) -> list[QgsRendererRange]:
        inner = residual_edges(self.step)
        end = max(self.largest, 4 * self.step) * (1 + 1e-9)
        edges = [-end, *inner, end]
        names = [f"{low:.4g} to {high:.4g}" for low, high in zip(edges, edges[1:])]
        names[0], names[-1] = f"< {inner[0]:.4g}, predicted too high", f"> {inner[-1]:.4g}, predicted too low"
        return [
            QgsRendererRange(low, high, _marker(colour), name)
            for low, high, colour, name in zip(edges, edges[1:], DIVERGING, names)
        ]


def _marker(colour: str) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": colour, "size": "2.8", "outline_color": "#4d4d4d", "outline_width": "0.2"}
    )
