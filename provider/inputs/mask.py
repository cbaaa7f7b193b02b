"""Mask polygons to cells.

Law: a cell is inside where its centre is inside a polygon; curves are made straight first, and whatever covers no cell
centre is counted and told.
"""

from __future__ import annotations

import collections
import contextlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsWkbTypes,
)

from ..map_frame import MapFrame
from .points import simple_parts
from .projection import PolygonProjection, rings_of, straightened

_BATCH_BYTES = 50_000_000
"""Polygons that are burnt together."""


class _Polygon(NamedTuple):
    """One polygon without curves, on the map.

    Attributes
    ----------
    parts : list of bytes
        WKB polygons, which may overlap; none where it is not near the map.
    box : tuple of float
        Around all (west, south, east, north).
    """

    parts: list[bytes]
    box: tuple[float, float, float, float]


class MaskCells:
    """Finds the cells that polygons cover.

    Attributes
    ----------
    inside : bool array, shape (ny, nx)
        From the north, as rasters are.
    outside : int
        Polygons that lie beyond the map.
    missed : int
        Others that cover no cell centre.
    polygons : int
    """

    def __init__(self, frame: MapFrame) -> None:
        self._frame = frame
        self.inside = np.zeros(frame.shape[::-1], dtype=bool)
        self.polygons = self.outside = self.missed = 0

    def burn(self, polygons: Iterable[_Polygon]) -> None:
        """Add polygons."""
        batch: list[_Polygon] = []
        size = 0
        for polygon in polygons:
            self.polygons += 1
            west, south, east, north = polygon.box
            frame = self._frame
            if (
                not polygon.parts
                or east < frame.west
                or west > frame.east
                or north < frame.south
                or south > frame.north
            ):
                self.outside += 1
                continue
            if self._window(polygon.box) is None:
                self.missed += 1
                continue
            batch.append(polygon)
            size += sum(map(len, polygon.parts))
            if size > _BATCH_BYTES:
                self._burn_together(batch)
                batch, size = [], 0
        self._burn_together(batch)

    def _burn_together(self, batch: list[_Polygon]) -> None:
        """Burn polygons by their numbers; those of which nothing is seen may lie under others, and are burnt alone."""
        if not batch:
            return
        numbers = _burnt(batch, self._frame)
        self.inside |= numbers > 0
        seen = np.zeros(len(batch) + 1, dtype=bool)
        seen[numbers.ravel()] = True
        for number in np.flatnonzero(~seen[1:]):
            self.missed += not _burnt([batch[number]], self._window(batch[number].box) or self._frame).any()

    def _window(self, box: tuple[float, float, float, float]) -> MapFrame | None:
        """Return the part of the map whose cells have their centres in a box; None where there are none."""
        west, south, east, north = box
        frame = self._frame
        slack = 1e-6  # of a cell: rounding must not leave out one that is burnt
        nx, ny = frame.shape
        left = max(math.ceil((west - frame.west) / frame.dx - 0.5 - slack), 0)
        right = min(math.floor((east - frame.west) / frame.dx - 0.5 + slack), nx - 1)
        top = max(math.ceil((frame.north - north) / frame.dy - 0.5 - slack), 0)
        bottom = min(math.floor((frame.north - south) / frame.dy - 0.5 + slack), ny - 1)
        if right < left or bottom < top:
            return None
        west, north = frame.west + left * frame.dx, frame.north - top * frame.dy
        return replace(frame, west=west, north=north, shape=(right - left + 1, bottom - top + 1))


def _burnt(polygons: list[_Polygon], frame: MapFrame) -> np.ndarray:
    """Return the number, from 1, of the last polygon that covers each cell, shape (ny, nx) from the north; 0: none."""
    raster = gdal.GetDriverByName("MEM").Create("", *frame.shape, 1, gdal.GDT_Int32)
    raster.SetGeoTransform((frame.west, frame.dx, 0.0, frame.north, 0.0, -frame.dy))
    reference = osr.SpatialReference()
    reference.SetLocalCS("map")  # both have the same CRS, so none is needed; without any GDAL would warn
    raster.SetProjection(reference.ExportToWkt())
    driver = ogr.GetDriverByName("Memory") or ogr.GetDriverByName("MEM")
    vectors = driver.CreateDataSource("")
    layer = vectors.CreateLayer("mask", reference)
    layer.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
    for number, polygon in enumerate(polygons, 1):
        for part in polygon.parts:
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetField(0, number)
            feature.SetGeometry(ogr.CreateGeometryFromWkb(part))
            layer.CreateFeature(feature)
    gdal.RasterizeLayer(raster, [1], layer, options=["ATTRIBUTE=number"])
    feature = layer = None  # before the data set that they belong to
    numbers: np.ndarray = raster.ReadAsArray()
    return numbers


class _MaskLayer:
    """The polygons of a layer on a map, one by one, and what else it holds.

    Attributes
    ----------
    left_out : collections.Counter
        What is no polygon, by its kind.
    largest : QgsGeometry or None
        Of the polygons, in the CRS of the map.
    """

    def __init__(self, source: QgsFeatureSource, frame: MapFrame, context: QgsProcessingContext) -> None:
        self._source = source
        # Where one CRS is not known this does nothing.
        self._transform = QgsCoordinateTransform(source.sourceCrs(), frame.crs, context.transformContext())
        self._projection = PolygonProjection(self._transform, frame)
        self.left_out: collections.Counter[str] = collections.Counter()
        self.largest: QgsGeometry | None = None

    def polygons(self, feedback: QgsProcessingFeedback) -> Iterator[_Polygon]:
        """Yield the polygons; count what is none in `left_out` and remember the largest."""
        for feature in self._source.getFeatures(QgsFeatureRequest().setSubsetOfAttributes([])):
            if feedback.isCanceled():
                return
            geometry = feature.geometry()
            if geometry.isEmpty():
                self.left_out["without a geometry"] += 1
                continue
            for part in simple_parts(geometry.get()):
                if QgsWkbTypes.geometryType(part.wkbType()) != QgsWkbTypes.GeometryType.PolygonGeometry:
                    self.left_out[f"of type {QgsWkbTypes.displayString(part.wkbType())}"] += 1
                    continue
                straight = straightened(part)
                try:
                    polygon = self._on_map(straight)
                except QgsCsException:
                    polygon = None
                if polygon is None:
                    self.left_out["that cannot be projected"] += 1
                    continue
                yield polygon

    def _on_map(self, polygon: QgsGeometry) -> _Polygon | None:
        """Return a polygon on the map; None, or QgsCsException, where it has no place there."""
        parts = self._projection.parts(rings_of(bytes(polygon.asWkb())))
        if not parts:
            self._remember_beyond(polygon)
        box = QgsRectangle(math.inf, math.inf, -math.inf, -math.inf, False)
        for part in parts:
            geometry = QgsGeometry()
            geometry.fromWkb(part)
            box.combineExtentWith(geometry.boundingBox())
            self._remember(geometry)
        bounds = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
        return _Polygon(parts, bounds) if not parts or all(map(math.isfinite, bounds)) else None

    def _remember_beyond(self, polygon: QgsGeometry) -> None:
        """Remember about where a polygon lies that is not near the map, if it has a place in its CRS."""
        there = QgsGeometry(polygon)
        with contextlib.suppress(QgsCsException):
            there.transform(self._transform)
            self._remember(there)

    def _remember(self, polygon: QgsGeometry) -> None:
        finite = polygon.boundingBox().isFinite()
        if finite and (self.largest is None or polygon.area() > self.largest.area()):
            self.largest = polygon


def cells_inside(
    source: QgsFeatureSource,
    frame: MapFrame,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> np.ndarray:
    """Return which cells have their centres inside the polygons of a layer, a bool array of shape (nx, ny).

    Raises
    ------
    QgsProcessingException
        If there are none; the sentence says what would help.
    """
    if frame.crs.isValid() and not source.sourceCrs().isValid():
        feedback.pushWarning("The mask has no CRS: its coordinates are taken to be those of the map (MASK).")
    layer, cells = _MaskLayer(source, frame, context), MaskCells(frame)
    cells.burn(layer.polygons(feedback))
    for kind, count in layer.left_out.items():
        feedback.pushWarning(f"Parts of the mask {kind}, which are left out (MASK): {count}.")
    if not cells.inside.any() and not feedback.isCanceled():
        raise QgsProcessingException(_nothing(layer, cells, frame))
    if cells.outside:
        feedback.pushInfo(f"Polygons of the mask that lie beyond the map (MASK): {cells.outside}.")
    if cells.missed:
        feedback.pushWarning(
            f"Polygons of the mask that cover no cell centre, and are lost at this cell size (MASK, XY_DELTA): "
            f"{cells.missed}."
        )
    return cells.inside[::-1].T


def _nothing(layer: _MaskLayer, cells: MaskCells, frame: MapFrame) -> str:
    """Return the sentence for a mask that covers no cell."""
    if not cells.polygons:
        if layer.left_out:
            kinds = ", ".join(f"{count} {kind}" for kind, count in layer.left_out.items())
            return f"The mask has no polygons, only features {kinds} (MASK): choose another layer, or leave it out."
        return "The mask has no polygons (MASK): choose another layer, or leave it out."
    polygons = "polygon" if cells.polygons == 1 else f"{cells.polygons} polygons"
    if not cells.missed:
        map_box = QgsRectangle(frame.west, frame.south, frame.east, frame.north)
        where = "lies" if cells.polygons == 1 else "lie"
        place = "which is" if layer.largest is None else f"at {_words(layer.largest.boundingBox())}; the map is"
        return (
            f"The {polygons} of the mask {where} beyond the map, {place} {_words(map_box)} "
            "(MASK): choose polygons that overlap it, check the CRS of the mask, change EXTENT, or leave the mask out."
        )
    cover = "covers" if cells.polygons == 1 else "cover"
    return (
        f"The {polygons} of the mask {cover} no cell centre (MASK): {_smaller(layer)}choose larger polygons, or leave "
        "the mask out."
    )


def _smaller(layer: _MaskLayer) -> str:
    """Return what a smaller cell size would do, where there is one at which the largest polygon is seen."""
    if layer.largest is None:
        return ""
    box = layer.largest.boundingBox()
    _, radius = layer.largest.poleOfInaccessibility(max(box.width(), box.height()) / 1000)
    fitting = radius * math.sqrt(2)  # a circle of this radius holds a centre wherever the cells lie
    if not (math.isfinite(fitting) and fitting > 0):
        return ""
    power = 10.0 ** (math.floor(math.log10(fitting)) - 1)
    return f"choose a cell size of at most {math.floor(fitting / power) * power:.3g} (XY_DELTA), "


def _words(box: QgsRectangle) -> str:
    return f"x {box.xMinimum():,.6g} to {box.xMaximum():,.6g}, y {box.yMinimum():,.8g} to {box.yMaximum():,.8g}"
