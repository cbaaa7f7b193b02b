"""How results look when they are loaded.

Law: a style may fail, a result may not be lost for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

import numpy as np
from qgis.core import (
    Qgis,
    QgsColorRampLegendNodeSettings,
    QgsColorRampShader,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsDoubleRange,
    QgsFillSymbol,
    QgsGradientColorRamp,
    QgsGradientStop,
    QgsGraduatedSymbolRenderer,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsMeshDatasetIndex,
    QgsMeshLayer,
    QgsPalettedRasterRenderer,
    QgsPalLayerSettings,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingParameterRasterDestination,
    QgsRasterShader,
    QgsRendererRange,
    QgsSettings,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QCoreApplication, QDate, QDateTime, Qt, QThread, QTime
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

from ..given import Given
from ..ramps import SINGLE_HUE, TEAL, VIRIDIS, Stops
from .colours import Span

_CLASSES = 5
"""Of polygons that are coloured by a field."""


def _gradient(stops: Stops) -> Any:
    between = [QgsGradientStop(at, QColor(name)) for at, name in stops[1:-1]]
    return QgsGradientColorRamp(QColor(stops[0][1]), QColor(stops[-1][1]), False, between)


def viridis() -> Any:
    """Return the ramp for means."""
    return _gradient(VIRIDIS)


def single_hue() -> Any:
    """Return the ramp for standard deviations."""
    return _gradient(SINGLE_HUE)


def of_values(bands: Sequence[np.ndarray]) -> tuple[Any, Span]:
    """Return the ramp of values, and what it spans for all bands."""
    return viridis(), Span.of(bands)


def of_spread(bands: Sequence[np.ndarray]) -> tuple[Any, Span]:
    """Return the ramp of standard deviations, and what it spans for all bands.

    The few cells with wells are certain: from zero they would leave one dark colour for all the others.
    """
    return single_hue(), Span.of(bands, 0.05, 1.0)


def ramp_of(layer: QgsMapLayer) -> tuple[Any, Span] | None:
    """Return the colours of a raster layer and what they span, where it has a ramp."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsSingleBandPseudoColorRenderer):
        return None
    ramp = renderer.shader().rasterShaderFunction().sourceColorRamp()
    if ramp is None:
        return None
    return ramp.clone(), Span(renderer.classificationMin(), renderer.classificationMax(), True, True)


def teal() -> Any:
    """Return the ramp for probabilities."""
    return _gradient(TEAL)


def hold_styles(styles: Sequence[Any], context: QgsProcessingContext) -> None:
    """Let styles live as long as the context that loads the layers; QGIS keeps no reference to a post-processor."""
    store = context.temporaryLayerStore()  # the one thing of a context that takes properties
    for style in styles:
        # A model in a thread has a context of its own, which is gone when its layers are loaded; from QGIS 3.40 on its
        # steps end in the main thread.
        if style.from_thread and _in_model(context):
            style.of_models.add(style)
        else:
            store.setProperty(f"stochkrig_style_{id(style)}", style)


def _in_model(context: QgsProcessingContext) -> bool:
    """Tell whether a run is a step of a model, by the scope in which that computes the parameters of a step."""
    return bool(context.expressionContext().indexOfScope("algorithm_inputs") >= 0)


def _order(given: Given, parameter: str) -> int:
    """Return the place of an output among the layers of its run, from the top: rasters below all others."""
    outputs = given.algorithm.destinationParameterDefinitions()
    rasters = [isinstance(one, QgsProcessingParameterRasterDestination) for one in outputs]
    sorted_names = [outputs[at].name() for at in sorted(range(len(outputs)), key=rasters.__getitem__)]
    return sorted_names.index(parameter)


def _takes_name(details: QgsProcessingContext.LayerDetails, given: Given, parameter: str) -> bool:
    """Tell whether a layer that will be loaded may be named here: not where a model has given it a name."""
    if details.name == "":
        return True
    # A model may well name an output as we label it.
    label = given.algorithm.parameterDefinition(parameter).description()
    return not _in_model(given.context) and bool(details.name == label)


class About(NamedTuple):
    """What a layer says of itself.

    Attributes
    ----------
    group : str
        Of layers that the results of its run are loaded into.
    abstract : str
    history : sequence of str
        How it was made.
    """

    group: str
    abstract: str
    history: Sequence[str]


class LayerStyle(QgsProcessingLayerPostProcessorInterface):
    """Names a layer when it is loaded, and lets it say of itself how it was made; here QGIS chooses how it looks."""

    of_models: ClassVar[set[LayerStyle]] = set()
    """Those that only the loading of their layer ends."""

    def __init__(self, about: About | None = None) -> None:
        super().__init__()
        self.about = about
        self.order = 0
        self.from_thread = False

    def attach_to(self, destination: str, given: Given, parameter: str, name: str, order: int | None = None) -> bool:
        """Name and style an output when it is loaded; tell whether it will be.

        Parameters
        ----------
        destination : str
        given : Given
            Its algorithm has a list `styles`, in which the style is until the run is over; see `hold_styles`.
        parameter : str
            The output; a layer that a model gave a name of its own keeps that, and stays outside the group.
        name : str
        order : int, optional
            Among the layers of its run, from the top; by default that of the output.
        """
        if not given.context.willLoadLayerOnCompletion(destination):
            return False
        details = given.context.layerToLoadOnCompletionDetails(destination)
        own = _takes_name(details, given, parameter)
        if not own and self.about:
            self.about = self.about._replace(group="")
        given.algorithm.styles.append(self)
        self.from_thread = QThread.currentThread() != QCoreApplication.instance().thread()
        if own:
            details.name = name
        self.order = _order(given, parameter) if order is None else order
        if hasattr(details, "layerSortKey"):  # QGIS ≥ 3.32, which puts each layer on top of the ones before it
            details.layerSortKey = -self.order
            details.groupName = self.about.group if self.about else ""
        details.setPostProcessor(self)
        return True

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Called by Processing in the main thread."""
        try:
            self._style(layer)
            if self.about:
                metadata = layer.metadata()
                metadata.setTitle(layer.name())
                metadata.setAbstract(self.about.abstract)
                metadata.setHistory(list(self.about.history))
                layer.setMetadata(metadata)
                _into_group(layer, self.about.group, self.order)
            layer.triggerRepaint()
        except Exception as error:  # noqa: BLE001 - see the law above
            feedback.pushWarning(f"The layer {layer.name()} could not be styled: {error}")
        finally:
            self.of_models.discard(self)

    def apply(self, layer: QgsMapLayer) -> None:
        """Give a layer its looks, outside Processing."""
        self._style(layer)

    def _style(self, layer: QgsMapLayer) -> None:
        """Give it its looks."""


_IN_3D = """<qgis><renderer-3d type="mesh"><symbol type="mesh">
<data alt-clamping="absolute" height="0" add-back-faces="1"/>
<advanced-settings vertical-scale="{:g}" vertical-group-index="0" vertical-relative="0" texture-type="2"/>
</symbol></renderer-3d></qgis>"""
"""Group 0 is the z of the corners, and texture 2 are the colours of the map."""


class RampStyle(LayerStyle):
    """Gives a raster layer a continuous colour ramp, one range of values for all bands.

    Bands that are slices get the heights that they span, by which the elevation controller of QGIS ≥ 3.38 chooses the
    one that is shown; bands that are realizations a day each, so that its temporal controller plays them. `above` is
    how many slices of its map lie above the one that is shown at first.
    """

    def __init__(self, ramp: Any, span: Span, unit: str, about: About | None) -> None:
        super().__init__(about)
        self.ramp, self.span, self.unit = ramp, span, unit
        self.heights: Sequence[tuple[float, float]] = ()
        self.shown, self.above, self.frames = 1, 0, 0

    def _style(self, layer: QgsMapLayer) -> None:
        provider, (low, high, *_) = layer.dataProvider(), self.span
        function = QgsColorRampShader(low, high, self.ramp, QgsColorRampShader.Type.Interpolated)
        function.classifyColorRamp(5, 1, layer.extent(), provider)
        settings = QgsColorRampLegendNodeSettings()
        least, most = self.span.labels()
        settings.setMinimumLabel(least)
        settings.setMaximumLabel(most)
        settings.setSuffix(f" {self.unit}" if self.unit else "")
        function.setLegendSettings(settings)
        shader = QgsRasterShader()
        shader.setRasterShaderFunction(function)
        renderer = QgsSingleBandPseudoColorRenderer(provider, self.shown, shader)
        renderer.setClassificationMin(low)
        renderer.setClassificationMax(high)
        layer.setRenderer(renderer)
        self._raise_slices(layer)
        self._play(layer)

    def _raise_slices(self, layer: QgsMapLayer) -> None:
        """Tell QGIS at which height each band lies; before 3.38 it had no place for it."""
        mode = getattr(getattr(Qgis, "RasterElevationMode", None), "FixedRangePerBand", None)
        if not self.heights or mode is None:
            return
        ranges = {
            # Without the upper end, so that no two slices claim one height.
            band: QgsDoubleRange(low, high, True, False)
            for band, (low, high) in enumerate(self.heights, self.shown - self.above)
        }
        properties = layer.elevationProperties()
        properties.setEnabled(True)
        properties.setMode(mode)
        properties.setFixedRangePerBand(ranges)

    def _play(self, layer: QgsMapLayer) -> None:
        """Tell QGIS at which date each band is shown; before 3.38 it had no place for it."""
        mode = getattr(getattr(Qgis, "RasterTemporalMode", None), "FixedRangePerBand", None)
        if not self.frames or mode is None:
            return
        first = QDateTime(QDate(2001, 1, 1), QTime(0, 0), Qt.TimeSpec.UTC)
        days = {
            band: QgsDateTimeRange(first.addDays(band - 1), first.addDays(band), True, False)
            for band in range(1, self.frames + 1)
        }
        properties = layer.temporalProperties()
        properties.setMode(mode)
        properties.setFixedRangePerBand(days)
        properties.setIsActive(True)


class SheetStyle(LayerStyle):
    """Gives a mesh layer a continuous colour ramp for the first of its data, on the map and in 3D views."""

    def __init__(self, ramp: Any, span: Span, name: str, exaggeration: float, about: About | None) -> None:
        """Take the name of the data that are shown, and what 3D views multiply heights by, too."""
        super().__init__(about)
        self.ramp, self.span, self.name, self.exaggeration = ramp, span, name, exaggeration
        self.of_layer = ""

    def load(self, source: str, given: Given, parameter: str, name: str, place: int) -> None:
        """Have a mesh of a file that is there loaded and styled, in the main thread, outside models.

        Parameters
        ----------
        source : str
            Of the layer, which QGIS < 3.28 does not find by it.
        given : Given
        parameter : str
            The output, a file that QGIS by itself would not load.
        name : str
            Of the layer.
        place : int
            Of the layer among those of one file, from below.
        """
        context = given.context
        if context.project() is None or _in_model(context):
            return
        self.of_layer = name
        layer = QgsMeshLayer(source, name, "mdal")
        context.temporaryLayerStore().addMapLayer(layer)
        details = QgsProcessingContext.LayerDetails("", context.project(), parameter)
        context.addLayerToLoadOnCompletion(layer.id(), details)
        self.attach_to(layer.id(), given, parameter, name, -place)

    def _style(self, layer: QgsMapLayer) -> None:
        if self.of_layer:  # QGIS may prefer the name of a file, of which layer_2 is none
            layer.setName(self.of_layer)
        self._raise(layer)
        low, high, *_ = self.span
        groups = {
            layer.datasetGroupMetadata(QgsMeshDatasetIndex(number, 0)).name(): number
            for number in layer.datasetGroupsIndexes()
        }
        shown = groups[self.name]
        function = QgsColorRampShader(low, high, self.ramp, QgsColorRampShader.Type.Interpolated)
        function.classifyColorRamp(5)
        settings = layer.rendererSettings()
        scalars = settings.scalarSettings(shown)
        scalars.setClassificationMinimumMaximum(low, high)
        scalars.setColorRampShader(function)
        settings.setScalarSettings(shown, scalars)
        settings.setActiveScalarDatasetGroup(shown)
        layer.setRendererSettings(settings)

    def _raise(self, layer: QgsMapLayer) -> None:
        """Let 3D views show it, in the colours of the map; only a style can say so, as Python has no word for it.

        QGIS ≥ 3.40 forgets the colours over it.
        """
        style = QDomDocument()
        style.setContent(_IN_3D.format(self.exaggeration))
        layer.importNamedStyle(style, QgsMapLayer.StyleCategory.Symbology3D)


class ClassStyle(LayerStyle):
    """Gives a raster layer a colour and a label for each of its values."""

    def __init__(self, classes: Sequence[tuple[float, str, str]], about: About | None) -> None:
        """Take value, colour (#RRGGBB or #AARRGGBB) and label of each class."""
        super().__init__(about)
        self.classes = classes

    def _style(self, layer: QgsMapLayer) -> None:
        classes = [QgsPalettedRasterRenderer.Class(value, QColor(color), label) for value, color, label in self.classes]
        layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))


class ZoneStyle(LayerStyle):
    """Gives polygons a colour by a field: five classes of a ramp."""

    def __init__(self, field: str, ramp: Any, span: Span, about: About | None) -> None:
        super().__init__(about)
        self.field, self.ramp, self.span = field, ramp, span

    def _style(self, layer: QgsMapLayer) -> None:
        low, high, *_ = self.span
        symbol = QgsFillSymbol.createSimple({"outline_color": "#404040", "outline_width": "0.3"})
        renderer = QgsGraduatedSymbolRenderer(self.field)
        renderer.setSourceSymbol(symbol)
        for number in range(_CLASSES):
            lower, upper = (low + (high - low) * edge / _CLASSES for edge in (number, number + 1))
            colored = symbol.clone()
            colored.setColor(self.ramp.color((number + 0.5) / _CLASSES))
            renderer.addClassRange(QgsRendererRange(lower, upper, colored, f"{lower:.4g} – {upper:.4g}"))
        layer.setRenderer(renderer)


class LocalStyle(LayerStyle):
    """Takes the CRS from a layer that has no place on the map; a GeoPackage gives it one that is called undefined."""

    def _style(self, layer: QgsMapLayer) -> None:
        layer.setCrs(QgsCoordinateReferenceSystem())


class RankStyle(LayerStyle):
    """Gives points a star and, as a label, a field."""

    def __init__(self, field: str, about: About | None) -> None:
        super().__init__(about)
        self.field = field

    def _style(self, layer: QgsMapLayer) -> None:
        star = {"name": "star", "color": "#d7191c", "outline_color": "#ffffff", "size": "4.5"}
        layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(star)))
        labels, text, halo = QgsPalLayerSettings(), QgsTextFormat(), QgsTextBufferSettings()
        halo.setEnabled(True)
        text.setBuffer(halo)
        labels.fieldName = self.field
        labels.setFormat(text)
        layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
        layer.setLabelsEnabled(True)


_ORDER = "stochkrig_order"
"""What a layer in a group remembers of its place."""

_GROUP_OF_RESULTS = "RESULTS_GROUP_NAME"
"""The setting of Processing that names a group for all results."""


def _into_group(layer: QgsMapLayer, name: str, order: int) -> None:
    """Move a layer of a project to its place in a group of its run; QGIS ≥ 3.32 has done so itself."""
    project = layer.project()
    node = project.layerTreeRoot().findLayer(layer.id()) if project and name else None
    if node is None:
        return
    # Before, QGIS puts a layer beside the current one: after a first run into the group of that run.
    root, found_in = project.layerTreeRoot(), node.parent()
    by_qgis = hasattr(QgsProcessingContext.LayerDetails, "groupName")
    if found_in != root and (
        by_qgis or found_in.name() == QgsSettings().value(f"Processing/Configuration/{_GROUP_OF_RESULTS}")
    ):
        return
    group = root.findGroup(name) or root.insertGroup(0, name)
    own = node.clone()
    own.setCustomProperty(_ORDER, order)
    orders = [int(child.customProperty(_ORDER, 0)) for child in group.children()]
    group.insertChildNode(next((at for at, other in enumerate(orders) if other > order), len(orders)), own)
    found_in.removeChildNode(node)
