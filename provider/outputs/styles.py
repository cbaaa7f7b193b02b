"""How results look when they are loaded.

Law: a style may fail, a result may not be lost for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from qgis.core import (
    Qgis,
    QgsColorRampShader,
    QgsDoubleRange,
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
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

from ..given import Given


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


def hold_styles(styles: Sequence[RampStyle], context: QgsProcessingContext) -> None:
    """Let styles live as long as the context that loads the layers; QGIS keeps no reference to a post-processor."""
    store = context.temporaryLayerStore()  # the one thing of a context that takes properties
    for style in styles:
        if store.thread() == QCoreApplication.instance().thread():
            store.setProperty(f"stochkrig_style_{id(style)}", style)
        else:  # in a model, whose context is gone when its layers are loaded
            RampStyle.of_models.add(style)


_CLIPPED_SHARE = 0.05


class RampStyle(QgsProcessingLayerPostProcessorInterface):
    """Gives a raster layer a continuous colour ramp over the range of values of its bands.

    Bands that are slices get the heights that they span, by which the elevation controller of QGIS ≥ 3.38 chooses the
    one that is shown.
    """

    of_models: ClassVar[set[RampStyle]] = set()
    """Those that only the loading of their layer ends."""

    def __init__(
        self, ramp: Any, clip_lowest: bool, heights: Sequence[tuple[float, float]], bands: Sequence[int]
    ) -> None:
        super().__init__()
        self.ramp = ramp
        self.clip_lowest = clip_lowest
        self.heights = heights
        self.bands = range(1, len(heights) + 1) if heights else bands

    @classmethod
    def attach(
        cls,
        destination: str,
        given: Given,
        name: str,
        ramp: Any,
        clip_lowest: bool = False,
        heights: Sequence[tuple[float, float]] = (),
        bands: Sequence[int] = (1,),
    ) -> None:
        """Name and style an output when it is loaded; nothing happens where it will not be.

        Parameters
        ----------
        destination : str
        given : Given
            Its algorithm has a list `styles`, in which the style is until the run is over; see `hold_styles`.
        name : str
        ramp : QgsColorRamp
        clip_lowest : bool
            Whether the lowest few values share a colour.
        heights : sequence of (low, high)
            What each band spans, where bands are slices.
        bands : sequence of int
            Where they are not: the bands that share one range of colours, the one that is shown first.
        """
        if given.context.willLoadLayerOnCompletion(destination):
            style = cls(ramp, clip_lowest, heights, bands)
            given.algorithm.styles.append(style)
            details = given.context.layerToLoadOnCompletionDetails(destination)
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
            self.of_models.discard(self)

    def _style(self, layer: QgsMapLayer) -> None:
        provider = layer.dataProvider()
        # Naming some statistics would take an overload that is deprecated since 3.40.
        statistics = [provider.bandStatistics(band) for band in self.bands]
        # A slice without a value has no range.
        shown = [(band, one) for band, one in zip(self.bands, statistics) if one.maximumValue >= one.minimumValue]
        low = min((one.minimumValue for _, one in shown), default=0.0)
        high = max((one.maximumValue for _, one in shown), default=0.0)
        if self.clip_lowest and shown:
            # The few cells with wells are certain; from zero they would leave one dark colour for all the others.
            extent = layer.extent()
            low = min(provider.cumulativeCut(band, _CLIPPED_SHARE, 1.0, extent, 250_000)[0] for band, _ in shown)
        if high <= low:
            high = low + 1.0  # one value everywhere: any range will do
        function = QgsColorRampShader(low, high, self.ramp, QgsColorRampShader.Type.Interpolated)
        function.classifyColorRamp(5, 1, layer.extent(), provider)
        shader = QgsRasterShader()
        shader.setRasterShaderFunction(function)
        renderer = QgsSingleBandPseudoColorRenderer(provider, self.bands[0], shader)
        renderer.setClassificationMin(low)
        renderer.setClassificationMax(high)
        layer.setRenderer(renderer)
        self._raise_slices(layer)
        layer.triggerRepaint()

    def _raise_slices(self, layer: QgsMapLayer) -> None:
        """Tell QGIS at which height each band lies; before 3.38 it had no place for it."""
        mode = getattr(getattr(Qgis, "RasterElevationMode", None), "FixedRangePerBand", None)
        if not self.heights or mode is None:
            return
        ranges = {
            # Without the upper end, so that no two slices claim one height.
            band: QgsDoubleRange(low, high, True, False)
            for band, (low, high) in enumerate(self.heights, 1)
        }
        properties = layer.elevationProperties()
        properties.setEnabled(True)
        properties.setMode(mode)
        properties.setFixedRangePerBand(ranges)
