"""The files and tables that a run reads, and the files that QGIS has open.

Law: a layer in memory is neither. Layers are asked in the main thread.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

from osgeo import gdal
from qgis.core import (
    QgsDataSourceUri,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProject,
    QgsProviderRegistry,
)


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
        elif isinstance(definition, QgsProcessingParameterFeatureSource):
            paths = [_path(_layer(algorithm, parameters, name, context))]
        found[name] = [path for path in paths if path]
    return found


class Table(NamedTuple):
    """A table of a database, as far as a URI tells which.

    Attributes
    ----------
    database : str
        The file, or what else a provider knows it by.
    name : str
        In lower case, since some databases do not mind.
    """

    database: str
    name: str

    @classmethod
    def of_destination(cls, place: str) -> Table | None:
        """Return the table that a destination names, as QGIS writes it: a provider, a colon and a URI."""
        provider, _, text = place.partition(":")
        uri = QgsDataSourceUri(text)
        return cls._of(provider, uri) if uri.table() else None

    @classmethod
    def of_layer(cls, layer: QgsMapLayer) -> Table | None:
        """Return the table that a layer shows; None where it shows none."""
        provider = layer.providerType()
        if provider != "ogr":
            uri = QgsDataSourceUri(layer.source())
            return cls._of(provider, uri) if uri.table() else None
        parts = QgsProviderRegistry.instance().decodeUri(provider, layer.source())
        name = parts.get("layerName") or _first_table(parts.get("path") or "")
        return cls(os.path.realpath(parts["path"]), name.lower()) if name else None

    @classmethod
    def _of(cls, provider: str, uri: QgsDataSourceUri) -> Table:
        if not uri.host() and not uri.service() and Path(uri.database()).exists():
            return cls(os.path.realpath(uri.database()), uri.table().lower())
        server = " ".join([provider, uri.service(), uri.host(), uri.port(), uri.database(), uri.schema()])
        return cls(server, uri.table().lower())


def _first_table(path: str) -> str:
    if not path:
        return ""
    try:
        data = gdal.OpenEx(path, gdal.OF_VECTOR)
        return data.GetLayer(0).GetName() if data is not None and data.GetLayerCount() else ""
    except RuntimeError:  # where another plugin has turned GDAL's exceptions on
        return ""


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
