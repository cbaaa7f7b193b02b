"""Layers of points to plain arrays.

Law: every feature that gives no point is counted under a reason; nothing is taken for zero.
"""

from __future__ import annotations

import collections
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    NULL,
    QgsAbstractGeometry,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..text import tr

if TYPE_CHECKING:
    from ...krig_core.wells.limits import Entries

_FARTHEST = 1e15
"""Beyond it neighbouring coordinates are more than a tenth of a unit apart, and their squares soon overflow."""

_NAMED = 5
"""How many points are named in a sentence."""

_NAMED_FIELDS = 10
"""How many fields are."""

_SURFACES = ("TIN", "PolyhedralSurface")
"""Of many faces; before QGIS 3.40 they are polygons."""


@dataclass
class Places:
    """Where the points of a layer are, in its own CRS.

    Attributes
    ----------
    xy : float array, shape (n, 2)
        Finite.
    features : int array, shape (n,)
        The id of each point's feature.
    """

    xy: np.ndarray
    features: np.ndarray

    def named(self, which: np.ndarray) -> str:
        """Return features and coordinates of some points, in words."""
        rows = np.flatnonzero(which)
        words = [f"feature {self.features[row]} at ({self.xy[row, 0]:.10g}, {self.xy[row, 1]:.10g})" for row in rows]
        more = f" and {len(words) - _NAMED} more" if len(words) > _NAMED else ""
        return ", ".join(words[:_NAMED]) + more


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
    places : Places
        The same points in the layer itself.
    """

    coordinates: np.ndarray
    attributes: dict[str, list[Any]]
    skipped: collections.Counter[str]
    z: np.ndarray
    places: Places

    def floats(self, field: str) -> np.ndarray:
        """Return an attribute as floats, shape (n,); not a number where it is NULL."""
        return np.array([math.nan if value is None else float(value) for value in self.attributes[field]])

    def numbers(self, field: str) -> np.ndarray:
        """Return an attribute as floats, shape (n,); not a number where it is NULL or not finite."""
        numbers = self.floats(field)
        return np.where(np.isfinite(numbers), numbers, np.nan)

    def entries(self, field: str) -> Entries:
        """Return an attribute, numbers or texts, as values and limits."""
        from ...krig_core.wells.limits import read_entries

        return read_entries(self.attributes[field])

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
            known = source.fields().names()
            more = f" and {len(known) - _NAMED_FIELDS} more" if len(known) > _NAMED_FIELDS else ""
            words = f"only {', '.join(known[:_NAMED_FIELDS])}{more}" if known else "and no other"
            raise QgsProcessingException(f"The layer has no field '{name}' ({parameter}), {words}.")


def require_numeric(source: QgsFeatureSource, fields: Mapping[str, str]) -> None:
    """Raise a sentence if a field holds no numbers; `fields` maps parameter names to names of fields that there are."""
    for parameter, name in fields.items():
        field = source.fields().at(source.fields().lookupField(name))
        if not field.isNumeric():
            kind = "text" if field.type() == QVariant.String else f"no numbers but {field.displayType()}"
            raise QgsProcessingException(
                f"The field '{name}' ({parameter}) holds {kind}: choose a numeric field, "
                "or make one with the field calculator."
            )


def require_numbers_or_texts(source: QgsFeatureSource, parameter: str, name: str) -> None:
    """Raise a sentence if a field holds neither numbers nor texts, in which numbers and limits may stand."""
    if source.fields().at(source.fields().lookupField(name)).type() != QVariant.String:
        require_numeric(source, {parameter: name})


def require_points(source: QgsFeatureSource, parameter: str) -> None:
    """Raise a sentence if a layer is of another kind of geometry; QGIS only looks at layers of the project."""
    if QgsWkbTypes.geometryType(source.wkbType()) == QgsWkbTypes.GeometryType.NullGeometry:
        if source.featureCount() == 0:  # of a text file without rows nobody knows whether it holds points
            raise QgsProcessingException(
                tr("The layer has no rows ({parameter}): choose one that holds points.").format(parameter=parameter)
            )
        raise QgsProcessingException(
            tr(
                "The layer is a table without geometry ({parameter}): make points of its columns "
                "(native:createpointslayerfromtable)."
            ).format(parameter=parameter)
        )
    if QgsWkbTypes.geometryType(source.wkbType()) in (
        QgsWkbTypes.GeometryType.LineGeometry,
        QgsWkbTypes.GeometryType.PolygonGeometry,
    ):
        raise _no_points(QgsWkbTypes.displayString(source.wkbType()), parameter)


def _no_points(kind: str, parameter: str) -> QgsProcessingException:
    return QgsProcessingException(
        f"The layer holds {kind} features ({parameter}): choose points, such as their centroids (native:centroids)."
    )


def simple_parts(geometry: QgsAbstractGeometry) -> Iterator[QgsAbstractGeometry]:
    """Yield the parts of a geometry that have none themselves, of collections in collections too."""
    if geometry.geometryType() in _SURFACES:
        geometry = geometry.toCurveType()  # the one way to its faces that Python has in 3.40, too
    for part in geometry.parts():
        if hasattr(part, "geometryN") or part.geometryType() in _SURFACES:
            yield from simple_parts(part)
        else:
            yield part


def read_points(
    source: QgsFeatureSource,
    crs: QgsCoordinateReferenceSystem,
    fields: list[str],
    parameter: str,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Points:
    """Read the points of a layer.

    Parameters
    ----------
    source : QgsFeatureSource
        Points, or whatever else has points as parts: each counts, with the attributes of its feature.
    crs : QgsCoordinateReferenceSystem
        Where the points are wanted; invalid: as they are.
    fields : list of str
        Attributes wanted.
    parameter : str
        Whose layer it is.

    Raises
    ------
    QgsProcessingException
        If there are features, but none has a point, or a point is too far away to be computed with.
    """
    if not source.sourceCrs().isValid():
        taken = f"to be those of {crs.authid() or 'the CRS'} (TARGET_CRS)" if crs.isValid() else "as they are"
        feedback.pushWarning(f"The layer has no CRS: its coordinates are taken {taken} ({parameter}).")
    transform = QgsCoordinateTransform(source.sourceCrs(), crs, context.transformContext())
    indexes = [source.fields().lookupField(name) for name in fields]
    request = QgsFeatureRequest().setSubsetOfAttributes(indexes)
    coordinates, heights, rows, own, features = [], [], [], [], []
    skipped: collections.Counter[str] = collections.Counter()
    others: collections.Counter[str] = collections.Counter()
    repeated = 0
    for feature in source.getFeatures(request):
        if feedback.isCanceled():
            break
        vertices, kinds = _points_of(feature.geometry())
        others.update(kinds)
        if not vertices:
            skipped["without a point" if kinds else "without a geometry"] += 1
        repeated += len(vertices) > 1
        row = [_plain(feature[index]) for index in indexes]
        for vertex in vertices:
            point, reason = _projected(vertex, transform, crs)
            if point is None:
                skipped[reason] += 1
                continue
            coordinates.append(point)
            own.append((vertex.x(), vertex.y()))
            heights.append(vertex.z())
            rows.append(row)
            features.append(feature.id())
    if others and not rows:
        raise _no_points(others.most_common(1)[0][0], parameter)
    _say_parts(others, repeated, parameter, feedback)
    columns = {name: [row[place] for row in rows] for place, name in enumerate(fields)}
    places = Places(np.array(own, dtype=float).reshape(-1, 2), np.array(features, dtype=np.int64))
    found = np.array(coordinates, dtype=float).reshape(-1, 2)
    _require_near(found, places, parameter)
    return Points(found, columns, skipped, np.array(heights, dtype=float), places)


def _projected(
    vertex: Any, transform: QgsCoordinateTransform, crs: QgsCoordinateReferenceSystem
) -> tuple[tuple[float, float] | None, str]:
    """Return a point in a CRS (invalid: as it is), or None and why there is none."""
    if not (math.isfinite(vertex.x()) and math.isfinite(vertex.y())):
        return None, "whose coordinates are not numbers"
    if not crs.isValid():
        return (vertex.x(), vertex.y()), ""
    try:
        point = transform.transform(vertex.x(), vertex.y())
    except QgsCsException:
        point = None
    if point is None or not (math.isfinite(point.x()) and math.isfinite(point.y())):
        return None, f"that cannot be projected to {crs.authid() or 'the CRS'}"
    return (point.x(), point.y()), ""


def _say_parts(
    others: collections.Counter[str], repeated: int, parameter: str, feedback: QgsProcessingFeedback
) -> None:
    """Tell of parts that are no points, and of features that are several."""
    if others:
        kinds = ", ".join(f"{count} {kind}" for kind, count in others.items())
        feedback.pushWarning(f"Parts of features that are not points and are left out ({parameter}): {kinds}.")
    if repeated:
        feedback.pushWarning(
            f"Features that are several points, each of which counts, with the same values ({parameter}): {repeated}."
        )


def _require_near(coordinates: np.ndarray, places: Places, parameter: str) -> None:
    """Raise a sentence if points lie too far away to be computed with."""
    too_far = (np.abs(coordinates) > _FARTHEST).any(axis=1)
    if too_far.any():
        raise QgsProcessingException(
            f"Coordinates are too large to be places, {places.named(too_far)} ({parameter}): correct them, or leave "
            "them out."
        )


def _points_of(geometry: QgsGeometry) -> tuple[list[Any], collections.Counter[str]]:
    """Return the points of a geometry, and the number of its other parts by their type."""
    if geometry.isEmpty():
        return [], collections.Counter()
    if geometry.type() == QgsWkbTypes.GeometryType.PointGeometry:
        return list(geometry.vertices()), collections.Counter()
    points, kinds = [], collections.Counter[str]()
    for part in simple_parts(geometry.get()):
        if QgsWkbTypes.geometryType(part.wkbType()) == QgsWkbTypes.GeometryType.PointGeometry:
            points.append(part.clone())
        else:
            kinds[QgsWkbTypes.displayString(part.wkbType())] += 1
    return points, kinds


def say_astray(points: Points, chosen: np.ndarray, parameter: str, feedback: QgsProcessingFeedback) -> None:
    """Name the points that lie absurdly far from the rest, of those that are chosen by their rows."""
    from ...krig_core.astray import astray

    own = points.places.xy[chosen]
    places = Places(own, points.places.features[chosen])
    far = astray(points.coordinates[chosen], zero=(own == 0).any(axis=1))
    if not far.any():
        return
    rest = np.ptp(points.coordinates[chosen][~far], axis=0).max()
    whole = np.ptp(points.coordinates[chosen], axis=0).max()
    zero = " Are these missing coordinates that became 0?" if (own[far] == 0).any() else ""
    feedback.pushWarning(
        f"Points astray, far from all others ({parameter}): {places.named(far)}. The data span {whole:,.6g} with them "
        f"and {rest:,.6g} without.{zero} They are used, and the extent reaches to them: correct them or leave them out."
    )


def say_far_outside(
    what: str, values: np.ndarray, owners: Sequence[str], parameter: str, feedback: QgsProcessingFeedback
) -> None:
    """Name the values that lie absurdly far from the rest; `owners` says of each to what it belongs."""
    from ...krig_core.astray import FAR, far_outside, null_codes

    codes = null_codes(values)
    if codes.any():
        written = ", ".join(f"{code:.8g}" for code in np.unique(values[codes]))
        feedback.pushWarning(
            f"{int(codes.sum()):,} of {len(values):,} {what[0].lower()}{what[1:]} ({parameter}) are {written}, which "
            "files write where there is no value. They are used as they stand: make them NULL, or filter them out."
        )
    rows = np.flatnonzero(~codes)
    far = rows[far_outside(values[rows])]
    if not len(far):
        return
    found: dict[str, list[float]] = {}
    for row in far:
        found.setdefault(owners[row], []).append(values[row])
    words = [
        f"{owner} ({own[0]:.6g}{f' and {len(own) - 1} more' if len(own) > 1 else ''})" for owner, own in found.items()
    ]
    more = f" and {len(words) - _NAMED} more" if len(words) > _NAMED else ""
    middle = np.median(values[rows])
    feedback.pushWarning(
        f"{what} far outside, more than {FAR:g} robust standard deviations from the median {middle:.6g} "
        f"({parameter}): {len(far):,} of {len(values):,}: {', '.join(words[:_NAMED])}{more}. They are used: correct "
        "them or leave them out."
    )


def _plain(value: Any) -> Any:
    # NULL is a QVariant on Qt5 and None on Qt6.
    return None if value is None or value == NULL else value
