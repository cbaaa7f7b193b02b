"""Lines of a layer to vertices."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureSource,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsWkbTypes,
)

from ..text import tr

_ARC = 0.02
"""Radians of a curve that one straight line replaces."""

_PARTS = 100
"""Of a line in another CRS, where what is straight there may be a curve on the map."""


def read_line(
    source: QgsFeatureSource,
    crs: QgsCoordinateReferenceSystem,
    parameter: str,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> np.ndarray:
    """Return the vertices of the first line of a layer, shape (n, 2), in a CRS; say if there are others.

    Raises
    ------
    QgsProcessingException
        If there is none, or it cannot be projected.
    """
    if QgsWkbTypes.geometryType(source.wkbType()) in (
        QgsWkbTypes.GeometryType.PointGeometry,
        QgsWkbTypes.GeometryType.PolygonGeometry,
    ):
        kind = QgsWkbTypes.displayString(source.wkbType())
        raise QgsProcessingException(
            tr("The layer holds {kind} features ({name}): choose a line.").format(kind=kind, name=parameter)
        )
    lines = [_parts_of(feature.geometry()) for feature in source.getFeatures()]
    parts, several = [part for line in lines for part in line], any(len(line) > 1 for line in lines)
    if not parts:
        raise QgsProcessingException(tr("The layer has no line ({name}): draw one.").format(name=parameter))
    if len(parts) > 1:
        text = tr("The layer has {n} lines ({name}): the section follows the first; select one for another.")
        if several:
            text = tr(
                "The layer has {n} lines ({name}), some in one feature: the section follows the first. For another "
                "split the features (native:multiparttosingleparts) and select it."
            )
        feedback.pushWarning(text.format(n=len(parts), name=parameter))
    line, transform = parts[0], QgsCoordinateTransform(source.sourceCrs(), crs, context.transformContext())
    if not transform.isShortCircuited():
        line = line.densifyByCount(_PARTS)
        try:
            line.transform(transform)
        except QgsCsException as error:
            text = tr("The line cannot be projected to the CRS of the map ({name}): draw another one.")
            raise QgsProcessingException(text.format(name=parameter)) from error
    return np.array([(vertex.x(), vertex.y()) for vertex in line.vertices()], dtype=float)


def _parts_of(geometry: QgsGeometry) -> list[QgsGeometry]:
    """Return the lines of a geometry, without curves; none of one that is not a line or is empty."""
    if geometry.isNull() or geometry.type() != QgsWkbTypes.GeometryType.LineGeometry:
        return []
    straight = QgsGeometry(geometry.constGet().segmentize(_ARC))
    return [part for part in straight.asGeometryCollection() if not part.isEmpty()]
