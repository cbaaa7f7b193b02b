"""Map layers to plain arrays.

Law: every feature that gives no point is counted under a reason; nothing is taken for zero.
"""

from __future__ import annotations

import collections
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsWkbTypes,
)


@dataclass
class Points:
    """The points of a layer in one CRS, with some of their attributes.

    Attributes
    ----------
    coordinates : float array, shape (n, 2)
        x and y in the CRS asked for.
    attributes : dict of field name to list
        n values each; None where an attribute is NULL.
    skipped : collections.Counter
        How many features gave no point, by reason.
    z : float array, shape (n,)
        As the layer has it, whatever the CRS; not a number where it has none.
    """

    coordinates: np.ndarray
    attributes: dict[str, list[Any]]
    skipped: collections.Counter[str]
    z: np.ndarray

    def numbers(self, field: str) -> np.ndarray:
        """Return an attribute as floats, shape (n,); not a number where it is NULL or not finite."""
        numbers = np.array([math.nan if value is None else float(value) for value in self.attributes[field]])
        return np.where(np.isfinite(numbers), numbers, np.nan)

    def names(self, field: str) -> list[Any]:
        """Return an attribute as numbers and texts, as JSON has them; None where it is NULL."""
        return [
            value if value is None or isinstance(value, (int, float, str)) else str(value)
            for value in self.attributes[field]
        ]

    def __len__(self) -> int:
        return len(self.coordinates)


def require_fields(source: QgsFeatureSource, fields: Mapping[str, str]) -> None:
    """Raise a sentence if a field is missing; `fields` maps parameter names to field names."""
    for parameter, name in fields.items():
        if source.fields().lookupField(name) < 0:
            raise QgsProcessingException(f"The layer has no field '{name}' ({parameter}).")


def require_numeric(source: QgsFeatureSource, fields: Mapping[str, str]) -> None:
    """Raise a sentence if a field holds text; `fields` maps parameter names to names of fields that there are."""
    for parameter, name in fields.items():
        if not source.fields().at(source.fields().lookupField(name)).isNumeric():
            raise QgsProcessingException(
                f"The field '{name}' ({parameter}) holds text: choose a numeric field, "
                "or make one with the field calculator."
            )


def read_points(
    source: QgsFeatureSource,
    crs: QgsCoordinateReferenceSystem,
    fields: list[str],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Points:
    """Read the points of a layer.

    Parameters
    ----------
    source : QgsFeatureSource
        Points or multipoints; each vertex of a multipoint counts as a point.
    crs : QgsCoordinateReferenceSystem
        Where the points are wanted; invalid: as they are.
    fields : list of str
        Attributes wanted.
    """
    transform = QgsCoordinateTransform(source.sourceCrs(), crs, context.transformContext())
    indexes = [source.fields().lookupField(name) for name in fields]
    request = QgsFeatureRequest().setSubsetOfAttributes(indexes)
    coordinates, heights, rows = [], [], []
    skipped: collections.Counter[str] = collections.Counter()
    for feature in source.getFeatures(request):
        if feedback.isCanceled():
            break
        geometry = feature.geometry()
        if geometry.isEmpty():
            skipped["without a geometry"] += 1
            continue
        row = [_plain(feature[index]) for index in indexes]
        for vertex in geometry.vertices():
            try:
                point = transform.transform(vertex.x(), vertex.y()) if crs.isValid() else vertex
            except QgsCsException:
                point = None
            if point is None or not (math.isfinite(point.x()) and math.isfinite(point.y())):
                skipped[f"that cannot be projected to {crs.authid() or 'the CRS'}"] += 1
                continue
            coordinates.append((point.x(), point.y()))
            heights.append(vertex.z())
            rows.append(row)
    columns = {name: [row[place] for row in rows] for place, name in enumerate(fields)}
    return Points(np.array(coordinates, dtype=float).reshape(-1, 2), columns, skipped, np.array(heights, dtype=float))


def _plain(value: Any) -> Any:
    # NULL is a QVariant on Qt5 and None on Qt6.
    return None if value is None or value == NULL else value


def working_crs(
    target: QgsCoordinateReferenceSystem, layer: QgsFeatureSource, context: QgsProcessingContext
) -> QgsCoordinateReferenceSystem:
    """Return the CRS to work in: the target, or the layer's own, or the UTM zone that fits where that is in degrees.

    Raises
    ------
    QgsProcessingException
        If the target is in degrees, or no UTM zone fits; the sentence names one that does where there is one.
    """
    source = layer.sourceCrs()
    for crs, parameter in ((target, "TARGET_CRS"), (source, "INPUT")):
        if crs.isValid() and _is_geocentric(crs) and (crs == target or not target.isValid()):
            raise QgsProcessingException(
                f"{crs.authid() or 'The CRS'} ({parameter}) measures from the centre of the earth: choose a projected "
                "CRS (TARGET_CRS)."
            )
    if target.isValid() and not target.isGeographic():
        return target
    if not target.isValid() and not (source.isValid() and source.isGeographic()):
        return source
    zone = utm_zone(layer, context)
    if target.isValid():
        advice = f", such as {zone.authid()} ({zone.description()}), which fits the wells" if zone else ""
        raise QgsProcessingException(
            f"{target.authid() or 'The target CRS'} (TARGET_CRS) is in degrees, in which distances mean nothing: "
            f"choose a projected CRS{advice}."
        )
    if zone is None:
        raise QgsProcessingException(
            "The layer is in degrees and too wide for one UTM zone: choose a projected CRS (TARGET_CRS)."
        )
    return zone


def utm_zone(layer: QgsFeatureSource, context: QgsProcessingContext) -> QgsCoordinateReferenceSystem | None:
    """Return the WGS 84 / UTM zone in whose middle a layer lies, or None where the layer is too wide or polar."""
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    transform = QgsCoordinateTransform(layer.sourceCrs(), degrees, context.transformContext())
    try:
        box = transform.transformBoundingBox(layer.sourceExtent())
        if not box.isFinite():
            return None
        west, east = box.xMinimum(), box.xMaximum()
        if box.width() > 180:
            west, east = _across_the_date_line(layer, transform)
    except QgsCsException:
        return None
    latitude = box.center().y()
    if east - west > _WIDEST or abs(latitude) > 84:
        return None
    longitude = ((west + east) / 2 + 180) % 360
    number = min(int(longitude // 6) + 1, 60)
    return QgsCoordinateReferenceSystem(f"EPSG:{(32600 if latitude >= 0 else 32700) + number}")


_WIDEST = 12.0
"""Degrees of longitude that one UTM zone may be stretched over."""


def _across_the_date_line(layer: QgsFeatureSource, transform: QgsCoordinateTransform) -> tuple[float, float]:
    """Return the least and greatest longitude of points, counted from 0 to 360."""
    request = QgsFeatureRequest().setSubsetOfAttributes([])
    geometries = [feature.geometry() for feature in layer.getFeatures(request)]
    corners = [transform.transformBoundingBox(item.boundingBox()) for item in geometries if not item.isEmpty()]
    longitudes = [x % 360 for box in corners for x in (box.xMinimum(), box.xMaximum())]
    return min(longitudes), max(longitudes)


def _is_geocentric(crs: QgsCoordinateReferenceSystem) -> bool:
    return "+proj=geocent" in crs.toProj()


def read_polygons(
    source: QgsFeatureSource,
    crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> list[bytes]:
    """Return the polygons of a layer in a CRS, as WKB; what is none or cannot be projected is told and left out."""
    transform = QgsCoordinateTransform(source.sourceCrs(), crs, context.transformContext())
    polygons, lost = [], 0
    for feature in source.getFeatures(QgsFeatureRequest().setSubsetOfAttributes([])):
        if feedback.isCanceled():
            break
        geometry = feature.geometry()
        if geometry.isEmpty():
            continue
        if geometry.type() in (QgsWkbTypes.PointGeometry, QgsWkbTypes.LineGeometry):
            lost += 1
            continue
        try:
            if crs.isValid() and source.sourceCrs().isValid():
                geometry.transform(transform)
        except QgsCsException:
            lost += 1
            continue
        polygons.append(bytes(geometry.asWkb()))
    if lost:
        feedback.pushWarning(
            f"Features of the mask that are no polygons or cannot be projected, and are left out (MASK): {lost}."
        )
    return polygons
