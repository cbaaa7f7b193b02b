"""Zones with numbers of their own, as a layer, and a table of what each holds in each realization.

Law: a zone keeps its geometry and its fields, but for an id of features, and all zones come out, in the order of the
layer; what is not known is NULL.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsFields,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsWkbTypes,
)

from ..inputs.zones import zone_features
from ..text import attribute, cell
from .sinks import DOUBLE, INTEGER, TEXT, OutputLayer, make_fields, without_id

_AT_ONCE = 2000
"""Rows that are written together."""

_STATISTICS = ("mean", "min", "max", "area")


def zone_fields(source: QgsFeatureSource, columns: Iterable[str]) -> tuple[QgsFields, dict[str, str]]:
    """Return the fields of zones with more columns, and what each of these is called, as some names may be taken."""
    own, (theirs, kept) = make_fields(zone=INTEGER, **dict.fromkeys(columns, DOUBLE)), without_id(source.fields())
    fields = QgsProcessingUtils.combineFields(theirs, own)
    return fields, dict(zip(own.names(), fields.names()[len(kept) :]))


def write_zones(
    layer: OutputLayer, source: QgsFeatureSource, columns: Mapping[str, np.ndarray], feedback: QgsProcessingFeedback
) -> str:
    """Write the zones of a layer with more fields, a number and `columns`, each of shape (zones,); return the place."""
    (fields, _), (_, kept) = zone_fields(source, columns), without_id(source.fields())
    layer.open(fields, source.wkbType(), source.sourceCrs())
    rows = zip(*(column.tolist() for column in columns.values()))
    features = (
        _feature(fields, [*(attribute(zone.attribute(place), layer.place) for place in kept), number, *row], zone)
        for number, (zone, row) in enumerate(zip(zone_features(source), rows), 1)
    )
    return _written(layer, features, len(next(iter(columns.values()))), feedback)


def write_zone_table(
    table: OutputLayer,
    source: QgsFeatureSource,
    field: str | None,
    statistics: np.ndarray,
    with_area: bool,
    feedback: QgsProcessingFeedback,
) -> str:
    """Write a row for each zone and realization; return the place.

    Parameters
    ----------
    table : OutputLayer
    source : QgsFeatureSource
    field : str or None
        That names the zones.
    statistics : float array, shape (realizations, zones, 4)
    with_area : bool
        Whether the last of them is known.
    feedback : QgsProcessingFeedback
    """
    shown = _STATISTICS if with_area else _STATISTICS[:-1]
    names = {} if field is None else {"name": TEXT}
    fields = make_fields(zone=INTEGER, **names, realization=INTEGER, **dict.fromkeys(shown, DOUBLE))
    table.open(fields, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem())
    count, zones, _ = statistics.shape

    def features() -> Iterator[QgsFeature]:
        for zone, called in enumerate(_names(source, field, table.place, zones)):
            for number, row in enumerate(statistics[:, zone, : len(shown)].tolist(), 1):
                yield _feature(fields, [zone + 1, *called, number, *row])

    return _written(table, features(), count * zones, feedback)


def _names(source: QgsFeatureSource, field: str | None, table: str, zones: int) -> Iterable[Sequence[str]]:
    """Return what each zone is called, in a list; nothing in it where no field says so."""
    if field is None:
        return itertools.repeat((), zones)
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return ((cell(_text(feature[field]), table),) for feature in zone_features(source, request))


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None or (hasattr(value, "isNull") and value.isNull()) else str(value)


def _feature(fields: QgsFields, attributes: Sequence[Any], zone: QgsFeature | None = None) -> QgsFeature:
    feature = QgsFeature(fields)
    if zone is not None:
        feature.setGeometry(zone.geometry())
    feature.setAttributes([None if isinstance(one, float) and math.isnan(one) else one for one in attributes])
    return feature


def _written(layer: OutputLayer, features: Iterator[QgsFeature], count: int, feedback: QgsProcessingFeedback) -> str:
    begin, done = feedback.progress(), 0
    while batch := list(itertools.islice(features, _AT_ONCE)):
        layer.check(feedback)
        layer.add(batch)
        done += len(batch)
        feedback.setProgress(begin + (100 - begin) * done / count)
    return layer.close()
