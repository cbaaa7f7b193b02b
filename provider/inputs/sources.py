"""The files and tables that a run reads, and the files that QGIS has open.

Law: a layer in memory is neither. Layers are asked in the main thread.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsProviderRegistry,
)

from ..tables import Table


def input_files(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, list[str]]:
    """Return the paths of layers and files that parameters name, by parameter."""
    found: dict[str, list[str]] = {}
    for definition in algorithm.parameterDefinitions():
        name, paths = definition.name(), []
        value = parameters.get(name)
        if not value:
            continue
        if isinstance(definition, QgsProcessingParameterFile):
            paths = [algorithm.parameterAsFile(parameters, name, context)]
        elif isinstance(definition, QgsProcessingParameterMultipleLayers):
            if definition.layerType() == QgsProcessing.SourceType.TypeFile:
                continue  # logs, which no output could replace, and which would be opened as layers
            paths = [_path(layer) for layer in algorithm.parameterAsLayerList(parameters, name, context)]
        elif isinstance(definition, QgsProcessingParameterRasterLayer):
            paths = [_path(algorithm.parameterAsRasterLayer(parameters, name, context))]
        elif isinstance(definition, QgsProcessingParameterFeatureSource):
            paths = [_path(_layer(algorithm, parameters, name, context))]
        found[name] = [path for path in paths if path]
    return found


def input_tables(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[Table, str]:
    """Return the tables of which parameters name layers, and these parameters."""
    found = {}
    for definition in algorithm.parameterDefinitions():
        if isinstance(definition, QgsProcessingParameterFeatureSource) and parameters.get(definition.name()):
            layer = _layer(algorithm, parameters, definition.name(), context)
            table = None if layer is None else Table.of_layer(layer)
            if table is not None:
                found[table] = definition.name()
    return found


def open_netcdf(project: QgsProject | None) -> dict[Path, str]:
    """Return the NetCDF files that layers of a project show, and the names of these layers."""
    layers = [] if project is None else project.mapLayers().values()
    return {
        Path(os.path.realpath(_path(layer))): layer.name() for layer in layers if _path(layer).lower().endswith(".nc")
    }


def _layer(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> QgsMapLayer | None:
    """Return the layer of a feature source, whichever of its features are taken."""
    value = parameters[name]
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    return algorithm.parameterAsLayer({name: value}, name, context)


def _path(layer: QgsMapLayer | None) -> str:
    if layer is None:
        return ""
    return QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path", "")
