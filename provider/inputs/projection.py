"""Places and polygons from one CRS to another.

Law: an edge of a polygon is straight in the polygon's own CRS. On the map it is a curve, and becomes as many straight
lines as it takes; what lies far from the map, and may have no place in its CRS at all, is cut off first.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable

import numpy as np
from qgis.core import Qgis, QgsAbstractGeometry, QgsCoordinateTransform, QgsCsException, QgsGeometry, QgsPointXY

from ..map_frame import MapFrame

_ARC = math.radians(0.25)
"""Of a circle, what one straight line replaces: off by 2e-6 of the radius, of a cell only where that is huge."""

_OFF = 1e-3
"""Of a cell, how far a straight line may be off the edge that it stands for."""

_MOST_LINES = 10_000
"""For one edge."""

_SAMPLES = 33
"""Places along each side of a map by which its surroundings are found."""

_AROUND = 0.25
"""Of the sides of a map, how far its surroundings go."""

_AROUND_IN_OWN_CRS = 1000.0
"""The same where nothing is projected, and only coordinates too large for GDAL to burn need be cut off."""


def projected(points: np.ndarray, transform: QgsCoordinateTransform) -> np.ndarray:
    """Return points in another CRS, shape (n, 2); QgsCsException where one has no place there."""
    line = QgsGeometry()
    # As one line of many vertices: a call for each point would take longer than all the rest.
    line.fromWkb(struct.pack("<BII", 1, 2, len(points)) + np.ascontiguousarray(points, dtype="<f8").tobytes())
    line.transform(transform)
    return np.frombuffer(bytes(line.asWkb()), dtype="<f8", offset=9).reshape(-1, 2)


def straightened(part: QgsAbstractGeometry) -> QgsGeometry:
    """Return a polygon without curves, z and m."""
    straight = part.segmentize(_ARC, QgsAbstractGeometry.SegmentationToleranceType.MaximumAngle)
    straight.dropZValue()
    straight.dropMValue()
    return QgsGeometry(straight)


class PolygonProjection:
    """Projects polygons to a map.

    Parameters
    ----------
    transform : QgsCoordinateTransform
        From the CRS of the polygons to that of the map; may do nothing.
    frame : MapFrame
    """

    def __init__(self, transform: QgsCoordinateTransform, frame: MapFrame) -> None:
        self._transform = transform
        self._tolerance = _OFF * min(frame.dx, frame.dy)
        self._is_projected = not transform.isShortCircuited()
        self._is_geographic = self._is_projected and transform.sourceCrs().isGeographic()
        # 179° and -181° are the same place.
        self._turns = (-360.0, 0.0, 360.0) if self._is_geographic else (0.0,)
        self._around = self._surroundings(frame)

    def parts(self, rings: list[np.ndarray]) -> list[bytes]:
        """Return a polygon near the map as WKB polygons, which may overlap; none where it is not near.

        Parameters
        ----------
        rings : list of float arrays, shape (n, 2)
            Closed.

        Raises
        ------
        QgsCsException
            If it has no place in the CRS of the map.
        """
        turns = self._turns if self._around is not None and math.isfinite(self._around[0]) else (0.0,)
        found = []
        for turn in turns:
            near = [self._near(ring + (turn, 0.0)) for ring in rings]
            lines = [self._on_map(ring) for ring in near if len(ring)]
            if lines:
                found.append(_wkb(lines))
        return found

    def _surroundings(self, frame: MapFrame) -> tuple[float, float, float, float] | None:
        """Return the box around the map in the polygons' CRS (west, south, east, north); None where there is none."""
        (nx, ny), along = frame.shape, np.linspace(0, 1, _SAMPLES)
        places = []
        for x in frame.west + nx * frame.dx * along:
            for y in frame.north - ny * frame.dy * along:
                try:
                    place = self._transform.transform(QgsPointXY(x, y), Qgis.TransformDirection.Reverse)
                except QgsCsException:
                    continue
                if math.isfinite(place.x()) and math.isfinite(place.y()):
                    places.append((place.x(), place.y()))
        if not places:
            return None
        xy = np.array(places)
        if self._is_geographic:
            middle = xy[len(xy) // 2, 0]
            xy[:, 0] = (xy[:, 0] - middle + 180) % 360 - 180 + middle
        sides = np.ptp(xy, axis=0)
        around_a_pole = self._is_geographic and sides[0] > 180  # or around the whole world
        margin = (_AROUND if self._is_projected else _AROUND_IN_OWN_CRS) * (sides[1] if around_a_pole else sides.max())
        west, south = xy.min(axis=0) - margin
        east, north = xy.max(axis=0) + margin
        if around_a_pole:
            west, east = -math.inf, math.inf
        return float(west), float(south), float(east), float(north)

    def _near(self, ring: np.ndarray) -> np.ndarray:
        """Return what of a ring lies around the map: inside there, what it surrounds is the same."""
        if self._around is None:
            return ring
        west, south, east, north = self._around
        for axis, edge, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
            ring = _cut(ring, axis, edge, sign)
        return ring

    def _on_map(self, ring: np.ndarray) -> np.ndarray:
        """Return a ring in the CRS of the map, with more vertices where its edges are curves there."""
        if not self._is_projected:
            return ring
        starts, steps = ring[:-1], np.diff(ring, axis=0)
        ends = projected(ring, self._transform)
        off = np.zeros(len(steps))
        for share in (0.25, 0.5, 0.75):
            there = projected(starts + share * steps, self._transform)
            chord = ends[:-1] + share * np.diff(ends, axis=0)
            off = np.maximum(off, np.hypot(*(there - chord).T))
        # The square, since half an edge is off by a quarter.
        lines = np.clip(np.ceil(np.sqrt(2 * off / self._tolerance)), 1, _MOST_LINES).astype(int)
        if (lines == 1).all():
            return ends
        share = np.concatenate([np.arange(count) / count for count in lines])
        finer = np.repeat(starts, lines, axis=0) + share[:, None] * np.repeat(steps, lines, axis=0)
        return projected(np.vstack([finer, finer[:1]]), self._transform)


def _cut(ring: np.ndarray, axis: int, edge: float, sign: int) -> np.ndarray:
    """Return a closed ring with what lies beyond a line moved onto it (Sutherland & Hodgman 1974)."""
    depth = sign * (ring[:, axis] - edge)
    if (depth >= 0).all():
        return ring
    inside = depth >= 0
    if not inside.any():
        return ring[:0]
    crossing = inside[:-1] != inside[1:]
    share = np.where(crossing, depth[:-1], 0.0) / np.where(crossing, depth[:-1] - depth[1:], 1.0)
    between = ring[:-1] + share[:, None] * np.diff(ring, axis=0)
    between[:, axis] = edge
    pairs = np.stack([ring[:-1], between], axis=1)
    kept = pairs[np.stack([inside[:-1], crossing], axis=1)]
    return np.vstack([kept, kept[:1]])


def rings_of(wkb: bytes) -> list[np.ndarray]:
    """Return the rings, shape (n, 2), of a polygon or triangle in little-endian WKB without z and m."""
    (count,) = struct.unpack_from("<I", wkb, 5)
    rings, offset = [], 9
    for _ in range(count):
        (points,) = struct.unpack_from("<I", wkb, offset)
        rings.append(np.frombuffer(wkb, dtype="<f8", count=2 * points, offset=offset + 4).reshape(-1, 2))
        offset += 4 + 16 * points
    return rings


def _wkb(rings: Iterable[np.ndarray]) -> bytes:
    parts = [struct.pack("<I", len(ring)) + np.ascontiguousarray(ring, dtype="<f8").tobytes() for ring in rings]
    return struct.pack("<BII", 1, 3, len(parts)) + b"".join(parts)
