"""How results look when they are loaded.

Law: a style may fail, a result may not be lost for it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from qgis.core import (
    QgsColorRampShader,
    QgsGradientColorRamp,
    QgsGradientStop,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
    QgsStyle,
)
from qgis.PyQt.QtGui import QColor


def viridis() -> Any:
    """Return the ramp for means: perceptually even, readable by the colour-blind."""
    ramp = QgsStyle.defaultStyle().colorRamp("Viridis")
    return ramp or QgsGradientColorRamp(
        QColor("#440154"),
        QColor("#fde725"),
        False,
        [QgsGradientStop(at, QColor(name)) for at, name in ((0.25, "#3b528b"), (0.5, "#21918c"), (0.75, "#5ec962"))],
    )


def single_hue() -> Any:
    """Return the ramp for standard deviations: one hue from light (certain) to dark (uncertain)."""
    return QgsGradientColorRamp(
        QColor("#fff5eb"),
        QColor("#7f2704"),
        False,
        [QgsGradientStop(0.35, QColor("#fdc38d")), QgsGradientStop(0.65, QColor("#f16913"))],
    )


_CLIPPED_SHARE = 0.05


class RampStyle(QgsProcessingLayerPostProcessorInterface):
    """Gives a raster layer a continuous colour ramp over its range of values."""

    # QGIS keeps no reference to a post-processor: without ours it would be gone before it is called.
    _alive: ClassVar[set[RampStyle]] = set()

    def __init__(self, ramp: Any, clip_lowest: bool) -> None:
        super().__init__()
        self.ramp = ramp
        self.clip_lowest = clip_lowest

    @classmethod
    def attach(
        cls, destination: str, context: QgsProcessingContext, name: str, ramp: Any, clip_lowest: bool = False
    ) -> None:
        """Name and style an output when it is loaded; nothing happens where it will not be."""
        if context.willLoadLayerOnCompletion(destination):
            style = cls(ramp, clip_lowest)
            cls._alive.add(style)
            details = context.layerToLoadOnCompletionDetails(destination)
            details.name = name
            details.setPostProcessor(style)

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Called by Processing in the main thread."""
        try:
            self._style(layer)
        except Exception as error:  # noqa: BLE001 - see the law above
            feedback.pushWarning(f"The layer {layer.name()} could not be styled: {error}")
        finally:
            self._alive.discard(self)

    def _style(self, layer: QgsMapLayer) -> None:
        provider = layer.dataProvider()
        statistics = provider.bandStatistics(1)  # naming some would take an overload that is deprecated since 3.40
        low, high = statistics.minimumValue, statistics.maximumValue
        if self.clip_lowest:
            # The few cells with wells are certain; from zero they would leave one dark colour for all the others.
            low, _ = provider.cumulativeCut(1, _CLIPPED_SHARE, 1.0, layer.extent(), 250_000)
        if high <= low:
            high = low + 1.0  # one value everywhere: any range will do
        function = QgsColorRampShader(low, high, self.ramp, QgsColorRampShader.Type.Interpolated)
        function.classifyColorRamp(5, 1, layer.extent(), provider)
        shader = QgsRasterShader()
        shader.setRasterShaderFunction(function)
        renderer = QgsSingleBandPseudoColorRenderer(provider, 1, shader)
        renderer.setClassificationMin(low)
        renderer.setClassificationMax(high)
        layer.setRenderer(renderer)
        layer.triggerRepaint()
