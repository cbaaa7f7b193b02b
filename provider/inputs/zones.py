"""Zones, the polygons of a layer, to cells of a map and the share of each cell that lies in them.

Law: a feature is a zone, in the order of the layer, also where it has no cell; zones may overlap, and each has what it
covers. Shares are exact (see `krig_core.decisions.coverage`).
"""

from __future__ import annotations

import collections
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsWkbTypes,
)

from ..map_frame import MapFrame
from ..text import tr
from .cell_areas import cell_areas, polygon_area
from .points import simple_parts
from .projection import PolygonProjection, rings_of, straightened

_LEAST_BEYOND = 1e-3
"""Of a zone: less beyond the map may be what curved edges differ by."""


@dataclass(frozen=True)
class Zones:
    """The zones of a layer on a map.

    Attributes
    ----------
    cells : int array, shape (n,)
        Flat indices of (row, column), rows from the north: those of the first zone, then those of the second, …
    shares : float array, shape (n,)
        Of each of these cells, the part that lies in the zone.
    counts : int array, shape (zones,)
        How many cells each zone has; may be none.
    areas : float array, shape (zones,)
        Of each zone, whether on the map or not, in the unit of `cell_areas`; not a number where it cannot be told.
    """

    cells: np.ndarray
    shares: np.ndarray
    counts: np.ndarray
    areas: np.ndarray


@dataclass
class _Found:
    """What has been read of a layer."""

    cells: list[np.ndarray] = field(default_factory=list)
    shares: list[np.ndarray] = field(default_factory=list)
    areas: list[float] = field(default_factory=list)
    on_map: list[QgsGeometry] = field(default_factory=list)
    whole: list[QgsGeometry] = field(default_factory=list)
    partly: int = 0
    left_out: collections.Counter[str] = field(default_factory=collections.Counter)
    box: QgsRectangle = field(default_factory=QgsRectangle)


def read_zones(
    source: QgsFeatureSource,
    frame: MapFrame,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    *,
    together: bool = False,
) -> Zones:
    """Return the zones of a layer (ZONES) on a map; if `together`, what lies in any of them is one more, the last.

    Raises
    ------
    QgsProcessingException
        If no zone covers any part of the map; the sentence says where they lie.
    """
    if frame.crs.isValid() and not source.sourceCrs().isValid():
        feedback.pushWarning(tr("The zones have no CRS: their coordinates are taken to be those of the map (ZONES)."))
    found, layer = _Found(), _ZoneLayer(source, frame, context)
    for feature in zone_features(source, QgsFeatureRequest().setSubsetOfAttributes([])):
        if feedback.isCanceled():
            break
        layer.add(feature.geometry(), found)
    for kind, count in found.left_out.items():
        text = tr("Parts of zones {kind}, which are left out (ZONES): {count}.")
        feedback.pushWarning(text.format(kind=kind, count=count))
    counts = np.array([len(cells) for cells in found.cells], dtype=np.int64)
    if not counts.any() and not feedback.isCanceled():
        raise QgsProcessingException(_nothing(found, frame))
    beyond = int(np.count_nonzero(counts == 0))
    if beyond:
        text = tr("Zones that cover no part of the map, and have no statistics (ZONES): {count} of {all}.")
        feedback.pushWarning(text.format(count=beyond, all=len(counts)))
    if found.partly:
        text = tr(
            "Zones that lie partly beyond the map, and of which only the part on it counts (ZONES): {count} of {all}."
        )
        feedback.pushWarning(text.format(count=found.partly, all=len(counts)))
    if together:
        layer.add_union(found)
    return Zones(
        np.concatenate([np.empty(0, dtype=np.int64), *found.cells]),
        np.concatenate([np.empty(0), *found.shares]),
        np.array([len(cells) for cells in found.cells], dtype=np.int64),
        np.array(found.areas, dtype=float),
    )


def zone_features(source: QgsFeatureSource, request: QgsFeatureRequest | None = None) -> Iterator[QgsFeature]:
    """Yield the zones of a layer in its order, valid or not."""
    # What crosses itself is mended here, and need not end the run.
    unchecked = (
        (QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks,)
        if isinstance(source, QgsProcessingFeatureSource)
        else ()
    )
    yield from source.getFeatures(request or QgsFeatureRequest(), *unchecked)


class _ZoneLayer:
    """Puts the zones of a layer on a map, one by one."""

    def __init__(self, source: QgsFeatureSource, frame: MapFrame, context: QgsProcessingContext) -> None:
        self._frame = frame
        # Where one CRS is not known this does nothing.
        self._transform = QgsCoordinateTransform(source.sourceCrs(), frame.crs, context.transformContext())
        self._projection = PolygonProjection(self._transform, frame)
        self._row_areas = cell_areas(frame)
        self._map = QgsRectangle(frame.west, frame.south, frame.east, frame.north)

    def add(self, zone: QgsGeometry, found: _Found) -> None:
        """Take in a zone."""
        polygons = list(self._polygons(zone, found))
        on_map = _united([part for polygon in polygons for part in self._parts(polygon, found)])
        cells, shares = self._covered(on_map)
        area, whole = self._area(cells, shares), on_map
        if on_map.isEmpty() or not self._map.contains(on_map.boundingBox()):
            whole = self._projected(_united(polygons))
            found.box.combineExtentWith(whole.boundingBox())
            inside, area = area, polygon_area(whole, self._frame) if not whole.isEmpty() else np.nan
            found.partly += bool(0 < inside < (1 - _LEAST_BEYOND) * area)
        found.cells.append(cells)
        found.shares.append(shares)
        found.areas.append(area)
        found.on_map.append(on_map)
        found.whole.append(whole)

    def add_union(self, found: _Found) -> None:
        """Take in what lies in any zone, as one more."""
        cells, shares = self._covered(_united([zone for zone in found.on_map if not zone.isEmpty()]))
        area = self._area(cells, shares)
        if not found.box.isEmpty():
            area = polygon_area(_united([zone for zone in found.whole if not zone.isEmpty()]), self._frame)
        found.cells.append(cells)
        found.shares.append(shares)
        found.areas.append(area)

    def _area(self, cells: np.ndarray, shares: np.ndarray) -> float:
        return float(np.sum(shares * self._row_areas[cells // self._frame.shape[0]]))

    def _polygons(self, zone: QgsGeometry, found: _Found) -> Iterator[QgsGeometry]:
        if zone.isEmpty():
            found.left_out[tr("without a geometry")] += 1
            return
        for part in simple_parts(zone.get()):
            if QgsWkbTypes.geometryType(part.wkbType()) != QgsWkbTypes.GeometryType.PolygonGeometry:
                kind = QgsWkbTypes.displayString(part.wkbType())
                found.left_out[tr("of type {kind}").format(kind=kind)] += 1
                continue
            yield straightened(part)

    def _parts(self, polygon: QgsGeometry, found: _Found) -> list[QgsGeometry]:
        """Return what of a polygon lies near the map, on it."""
        try:
            parts = self._projection.parts(rings_of(bytes(polygon.asWkb())))
        except QgsCsException:
            found.left_out[tr("that cannot be projected")] += 1
            return []
        geometries = []
        for part in parts:
            geometries.append(QgsGeometry())
            geometries[-1].fromWkb(part)
        return geometries

    def _covered(self, polygons: QgsGeometry) -> tuple[np.ndarray, np.ndarray]:
        """Return which cells polygons that do not overlap cover, and the share of each."""
        from ...krig_core.decisions.coverage import coverage

        frame, rows = self._frame, self._frame.shape[::-1]
        corner, scale = np.array([frame.west, frame.north]), np.array([frame.dx, -frame.dy])
        cells, shares = [np.empty(0, dtype=np.int64)], [np.empty(0)]
        for part in () if polygons.isEmpty() else simple_parts(polygons.get()):
            if QgsWkbTypes.geometryType(part.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry:
                rings = rings_of(bytes(part.asWkb()))
                found = coverage([(ring - corner) / scale for ring in rings], rows)
                cells.append(found.cells)
                shares.append(found.shares)
        each, which = np.unique(np.concatenate(cells), return_inverse=True)
        return each, np.minimum(np.bincount(which, np.concatenate(shares), len(each)), 1.0)

    def _projected(self, polygons: QgsGeometry) -> QgsGeometry:
        """Return polygons on the map, wherever they lie; nothing where they have no place there."""
        there = QgsGeometry(polygons)
        try:
            there.transform(self._transform)
        except QgsCsException:
            return QgsGeometry()
        return there if there.boundingBox().isFinite() else QgsGeometry()


def _united(polygons: list[QgsGeometry]) -> QgsGeometry:
    """Return polygons as one geometry whose parts neither overlap nor cross themselves."""
    if len(polygons) == 1 and polygons[0].isGeosValid():
        return polygons[0]
    mended = [polygon if polygon.isGeosValid() else polygon.makeValid() for polygon in polygons]
    return QgsGeometry.unaryUnion(mended) if mended else QgsGeometry()


def _nothing(found: _Found, frame: MapFrame) -> str:
    """Return the sentence for zones that cover nothing of a map."""
    if not found.areas:
        return tr("The layer of zones has no features (ZONES): choose polygons.")
    if found.box.isEmpty():
        return tr("The layer of zones has no polygons with a place on the map (ZONES): choose polygons.")
    text = tr(
        "The zones lie beyond the map, at {zones}; the map is {map} (ZONES): choose zones that overlap it, or check "
        "the CRS of both."
    )
    there = QgsRectangle(frame.west, frame.south, frame.east, frame.north)
    return text.format(zones=_words(found.box), map=_words(there))


def _words(box: QgsRectangle) -> str:
    return f"x {box.xMinimum():,.6g} to {box.xMaximum():,.6g}, y {box.yMinimum():,.8g} to {box.yMaximum():,.8g}"
