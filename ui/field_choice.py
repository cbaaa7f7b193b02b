"""Which numeric field of a layer is likely to be what a map is wanted of."""

from __future__ import annotations

import re

import numpy as np
from qgis.core import QgsFeatureRequest, QgsField, QgsVectorLayer
from qgis.PyQt.QtCore import QVariant

_LOOKED_AT = 50
"""Features of a layer, for what its texts are."""

_NOT_WANTED = re.compile(
    r"^((.*[_ .-]|well|site|sample|station|hole|bore|point|plot|object)?(id|fid|gid|no|nr|num|number|code|uwi|api)|"
    r"index|row|"
    r"x|y|z|(x|y|z|p|m)?_?(coord|coordinate)s?_?(x|y|z)?|(point_)?(x|y|z)|"
    r"(lon|lng|lat|long|latitude|longitude|east|north|easting|northing|utm|rechts|hoch)([_ ]?\w*)?|"
    r"(kb|kbe?l?v?|rkb|gl|td|elev|elevation|depth|top|base|bottom)([_ ]?(md|tvd|tvdss|m|ft|depth|elev))?|"
    r"year|date|time)$",
    re.IGNORECASE,
)
"""Names of numbers of things, of places, depths and times."""


def value_fields(layer: QgsVectorLayer) -> list[str]:
    """Return the names of the fields that hold numbers, or texts, among which numbers may be."""
    return [field.name() for field in layer.fields() if field.isNumeric() or field.type() == QVariant.String]


def likely_field(layer: QgsVectorLayer) -> str:
    """Return the field that a study begins with: no number of a thing and no place, a fraction rather than a count.

    A text of measurements rather than a place; empty where no field holds numbers.
    """
    keys = {layer.fields().at(index).name() for index in layer.primaryKeyAttributes()}
    fields = [field for field in layer.fields() if field.isNumeric() and field.name() not in keys]
    wanted = [field for field in fields if not _NOT_WANTED.match(field.name())]
    fields.sort(key=_is_count)  # stable: otherwise in the order of the layer
    wanted.sort(key=_is_count)
    if wanted:
        return str(wanted[0].name())
    texts = (name for name in value_fields(layer) if not _NOT_WANTED.match(name) and _holds_measurements(layer, name))
    return next(texts, next((str(field.name()) for field in fields), ""))


def _holds_measurements(layer: QgsVectorLayer, name: str) -> bool:
    """Tell whether the first entries of a field of texts are measured: limits, or numbers that are not all whole."""
    from ..krig_core.wells.limits import read_entries

    index = layer.fields().lookupField(name)
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes([index])
    found = [feature[index] for feature in layer.getFeatures(request.setLimit(_LOOKED_AT))]
    entries = read_entries([text for text in found if isinstance(text, str)])
    values = entries.values[np.isfinite(entries.values)]
    limited = np.isfinite(entries.lower) | np.isfinite(entries.upper)
    if 2 * (len(values) + limited.sum()) < len(limited):
        return False
    return len(values) > 0 and bool(limited.any() or (values % 1 != 0).any())


def _is_count(field: QgsField) -> bool:
    return field.typeName().lower() in _WHOLE


_WHOLE = {"integer", "integer64", "int", "int2", "int4", "int8", "smallint", "bigint", "serial", "mediumint", "tinyint"}


def naming_field(layer: QgsVectorLayer) -> str:
    """Return the field of text by which QGIS calls features; empty: there is none."""
    name = str(layer.displayField())
    index = layer.fields().lookupField(name)
    return name if index >= 0 and not layer.fields().at(index).isNumeric() else ""
