"""The CRS in which a run works.

Law: one in which distances mean something. What the user chose is never replaced, only refused.
"""

from __future__ import annotations

import math

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsUnitTypes,
)

from ..text import tr
from .points import Places

_WIDEST = 12.0
"""Degrees of longitude that one UTM zone may be stretched over."""

_POLAR = 84.0
"""Degrees of latitude beyond which there is no UTM zone."""

_UNITS = {
    **{name: name for name in ("km", "cm", "mm", "in", "yd", "mi")},
    **dict.fromkeys(("feet", "feet us survey"), "ft"),
    "meters": "m",
    "nautical miles": "NM",
    "degrees": "deg",
}
"""English abbreviations: those of other languages, as Fuß or (in Turkish) m for feet, cannot be told in files."""

_ABROAD = 15.0
"""Degrees by which all wells may lie outside the area of a CRS before it is doubted: zones are stretched."""


def working_crs(
    target: QgsCoordinateReferenceSystem, layer: QgsFeatureSource, parameter: str, context: QgsProcessingContext
) -> QgsCoordinateReferenceSystem:
    """Return the CRS to work in: the target, or the layer's own, or the UTM zone that fits where that is in degrees.

    Raises
    ------
    QgsProcessingException
        If the target is in degrees, no UTM zone fits, or the layer only says that it is in degrees; the sentence names
        a zone that does where there is one.
    """
    source = layer.sourceCrs()
    for crs, name in ((target, "TARGET_CRS"), (source, parameter)):
        if crs.isValid() and _is_geocentric(crs) and (crs == target or not target.isValid()):
            raise QgsProcessingException(
                f"{crs.authid() or 'The CRS'} ({name}) measures from the centre of the earth: choose a projected "
                "CRS (TARGET_CRS)."
            )
    in_degrees = source.isValid() and source.isGeographic()
    if in_degrees:
        _require_degrees(_places(layer), source, target.isValid(), parameter)
    if target.isValid() and not target.isGeographic():
        return target
    if not target.isValid() and not in_degrees:
        return source
    zone = utm_zone(layer, context)
    if target.isValid():
        advice = f", such as {zone.authid()} ({zone.description()}), which fits the wells" if zone else ""
        raise QgsProcessingException(
            f"{target.authid() or 'The target CRS'} (TARGET_CRS) is in degrees, in which distances mean nothing: "
            f"choose a projected CRS{advice}."
        )
    if zone is None:
        raise QgsProcessingException(_too_wide(_places(layer), parameter))
    return zone


def say_crs(
    own: QgsCoordinateReferenceSystem,
    used: QgsCoordinateReferenceSystem,
    chosen: bool,
    feedback: QgsProcessingFeedback,
    degrees: str = "The layer is in degrees.",
) -> None:
    """Name the CRS to work in where it is not the wells' own; `chosen` says that it is the target of the user."""
    if own.isValid() and used != own:
        text = f"Wells are projected to {used.authid()} ({used.description()})."
        if own.mapUnits() != used.mapUnits():
            text += f" Distances, such as the cell size, are in {QgsUnitTypes.toString(used.mapUnits())}."
        feedback.pushInfo(text if chosen else f"{degrees} {text}")


def say_misplaced(
    coordinates: np.ndarray,
    crs: QgsCoordinateReferenceSystem,
    parameter: str,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> None:
    """Warn where no well can be meant to lie where the CRS to work in has it: its numbers are degrees, or abroad."""
    if not crs.isValid() or crs.isGeographic() or not len(coordinates):
        return
    if not _no_degrees(*coordinates.T).any():
        text = tr(
            "All coordinates are as small as degrees, and are taken in {unit}, as {crs} has them ({parameter}): if "
            "they are degrees, give the layer the CRS EPSG:4326."
        )
    elif _is_abroad(coordinates, crs, context):
        text = tr(
            "All points lie far outside the area that {crs} is for ({parameter}): are x and y swapped, or is it "
            "another CRS?"
        )
    else:
        return
    unit = QgsUnitTypes.toString(crs.mapUnits())
    feedback.pushWarning(text.format(unit=unit, crs=crs.authid() or crs.description(), parameter=parameter))


def _is_abroad(coordinates: np.ndarray, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext) -> bool:
    """Return whether all points are far outside the area of a CRS, or nowhere on the earth."""
    area = crs.bounds()
    if area.isEmpty():
        return False  # not known, as of a CRS that the user has made
    area.grow(_ABROAD)
    degrees = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem("EPSG:4326"), context.transformContext())
    for x, y in coordinates.tolist():
        try:
            point = degrees.transform(x, y)
        except QgsCsException:
            continue
        if area.contains(point):
            return False
    return True


def length_unit(crs: QgsCoordinateReferenceSystem) -> str:
    """Return the unit of a CRS as files and jobs have it, the same in every language; nothing where it has none."""
    if not crs.isValid():
        return ""
    unit = crs.mapUnits()
    return _UNITS.get(QgsUnitTypes.encodeUnit(unit), QgsUnitTypes.toAbbreviatedString(unit))


def units_in_metre(crs: QgsCoordinateReferenceSystem) -> float:
    """Return how many map units a metre has; 1 where that is not known, or degrees."""
    if not crs.isValid() or crs.isGeographic():
        return 1.0
    return float(QgsUnitTypes.fromUnitToUnitFactor(QgsUnitTypes.decodeDistanceUnit("meters")[0], crs.mapUnits()))


def _places(layer: QgsFeatureSource) -> Places:
    """Return where the vertices of a layer are that have finite coordinates."""
    request = QgsFeatureRequest().setSubsetOfAttributes([])
    found = [
        (vertex.x(), vertex.y(), feature.id())
        for feature in layer.getFeatures(request)
        for vertex in feature.geometry().vertices()
        if math.isfinite(vertex.x()) and math.isfinite(vertex.y())
    ]
    return Places(
        np.array([place[:2] for place in found], dtype=float).reshape(-1, 2), np.array([place[2] for place in found])
    )


def _require_degrees(places: Places, crs: QgsCoordinateReferenceSystem, projected: bool, parameter: str) -> None:
    """Raise a sentence if coordinates cannot be degrees: of all points, or of a few and no target CRS is given."""
    wrong = _no_degrees(*places.xy.T)
    if not wrong.any() or (projected and 2 * np.count_nonzero(wrong) < len(wrong)):
        return  # a few are skipped and counted as points that cannot be projected
    many = f"{np.count_nonzero(wrong):,} of {len(wrong):,} points"
    if 2 * np.count_nonzero(wrong) < len(wrong):
        raise QgsProcessingException(
            f"The coordinates of {many} are not degrees, {places.named(wrong)} ({parameter}): correct them, or leave "
            "them out."
        )
    if not _no_degrees(*places.xy.T[::-1]).any():
        raise QgsProcessingException(
            f"The coordinates of {many} are not degrees, {places.named(wrong)} ({parameter}): longitude and latitude "
            "are in each other's place; swap them (native:swapxy)."
        )
    raise QgsProcessingException(
        f"The coordinates of {many} are not degrees, {places.named(wrong)}: the CRS of the layer, {crs.authid()}, is "
        f"wrong ({parameter}); give the layer its true one (native:assignprojection)."
    )


def _no_degrees(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    # Longitudes may run from 0 to 360; one that rounding puts beyond 180 is not wrong.
    return (np.abs(longitude) > 360) | (np.abs(latitude) > 90 + 1e-9)


def _too_wide(places: Places, parameter: str) -> str:
    """Return the sentence for points in degrees that no UTM zone fits."""
    from ...krig_core.astray import astray

    far = astray(places.xy, zero=(places.xy == 0).any(axis=1))
    if far.any():
        return (
            f"The layer is in degrees and too wide for one UTM zone, because of points astray, {places.named(far)} "
            f"({parameter}): correct them, leave them out, or choose a projected CRS (TARGET_CRS)."
        )
    if len(places.xy) and (np.abs(places.xy[:, 1]) > _POLAR).any():
        return "The layer is in degrees and too far north or south for a UTM zone: choose a projected CRS (TARGET_CRS)."
    return "The layer is in degrees and too wide for one UTM zone: choose a projected CRS (TARGET_CRS)."


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
    if east - west > _WIDEST or abs(latitude) > _POLAR:
        return None
    longitude = ((west + east) / 2 + 180) % 360
    number = min(int(longitude // 6) + 1, 60)
    return QgsCoordinateReferenceSystem(f"EPSG:{(32600 if latitude >= 0 else 32700) + number}")


def _across_the_date_line(layer: QgsFeatureSource, transform: QgsCoordinateTransform) -> tuple[float, float]:
    """Return the least and greatest longitude of points, counted from 0 to 360."""
    request = QgsFeatureRequest().setSubsetOfAttributes([])
    geometries = [feature.geometry() for feature in layer.getFeatures(request)]
    corners = [transform.transformBoundingBox(item.boundingBox()) for item in geometries if not item.isEmpty()]
    longitudes = [x % 360 for box in corners for x in (box.xMinimum(), box.xMaximum())]
    return min(longitudes), max(longitudes)


def _is_geocentric(crs: QgsCoordinateReferenceSystem) -> bool:
    return "+proj=geocent" in crs.toProj()
