"""Tables of databases, as layers and destinations name them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from osgeo import gdal
from qgis.core import QgsDataSourceUri, QgsMapLayer, QgsProviderRegistry


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
