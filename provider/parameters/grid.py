"""The parameters that say where the cells of a map are, or of a grid in space, of many slices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsRectangle,
    QgsUnitTypes,
    QgsWkbTypes,
)

from ..given import Given
from ..inputs.wells import Wells
from ..text import tr
from ..z_axis import ZAxis
from .values import add


@dataclass(frozen=True)
class Cells:
    """Where cells are asked for.

    Attributes
    ----------
    extent : QgsRectangle or None
        In the CRS of the map; None: from the data.
    xy_delta : float or None
    z_axis : ZAxis or None
        None for a map.
    """

    extent: QgsRectangle | None
    xy_delta: float | None
    z_axis: ZAxis | None

    @property
    def reference(self) -> str | None:
        """What z is; None for a map."""
        return self.z_axis.reference if self.z_axis else None

    @property
    def z_delta(self) -> float | None:
        """The height of a slice; None for a map."""
        return self.z_axis.delta if self.z_axis else None

    @property
    def z_unit(self) -> str:
        """The unit of z; nothing where it is not known, and for a map."""
        return self.z_axis.unit if self.z_axis else ""

    def job(self) -> dict[str, Any]:
        """Return what a job says of them."""
        extent = self.extent
        return {
            "x_range": (extent.xMinimum(), extent.xMaximum()) if extent else None,
            "y_range": (extent.yMinimum(), extent.yMaximum()) if extent else None,
            "xy_delta": self.xy_delta,
            "z_delta": self.z_delta,
            "z_range": self.z_axis.limits if self.z_axis else (None, None),
        }


def declare(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the parameters of a map."""
    add(algorithm, "XY_DELTA", "EXTENT", "MASK")


def declare_slices(algorithm: QgsProcessingAlgorithm, **different: Any) -> None:
    """Add the parameters of slices; `different` is what the slice height has otherwise than in the table."""
    add(algorithm, "Z_DELTA", **different)
    add(algorithm, "Z_REFERENCE", "Z_FIELD", "KB_FIELD", "CHECK_KB", "VERTICAL_RANGE")


def refusal(given: Given) -> str:
    """Return why slices cannot be made as they are asked for, or nothing."""
    if given.number("Z_DELTA") is None:
        return ""
    top, bottom = given.number("TOP"), given.number("BOTTOM")
    if top is None or bottom is None:
        return ""
    if given.choice("Z_REFERENCE") == "depth" and top >= bottom:
        text = tr("TOP is {top:g} and BOTTOM {bottom:g}: depths increase downwards (Z_REFERENCE).")
        return given.sentence(text, top=top, bottom=bottom)
    text = tr("TOP and BOTTOM are both {top:g}: nothing is between them.")
    return given.sentence(text, top=top) if top == bottom else ""


def read(given: Given, wells: Wells) -> Cells:
    """Return where cells are asked for; QgsProcessingException where none can be, or where the mask is no polygon."""
    z_axis = _z_axis(given, wells)
    # QGIS itself only looks at the type of layers that are in the project.
    mask = given.source("MASK")
    flat = (
        QgsWkbTypes.GeometryType.PointGeometry,
        QgsWkbTypes.GeometryType.LineGeometry,
        QgsWkbTypes.GeometryType.NullGeometry,
    )
    if mask is not None and QgsWkbTypes.geometryType(mask.wkbType()) in flat:
        text = tr("The mask holds {kind} features (MASK): choose polygons.")
        raise QgsProcessingException(text.format(kind=QgsWkbTypes.displayString(mask.wkbType())))
    extent = _extent(given, wells.crs) if given.has("EXTENT") else None
    return Cells(extent, given.number("XY_DELTA"), z_axis)


def _extent(given: Given, crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
    """Return the extent that is asked for, in the CRS of the map."""
    named = re.search(r"\[(.*)\]\s*$", str(given.parameters["EXTENT"]))
    if named and not QgsCoordinateReferenceSystem(named[1]).isValid():
        raise QgsProcessingException(tr("There is no CRS {crs} (EXTENT).").format(crs=named[1]))
    try:
        extent = given.algorithm.parameterAsExtent(given.parameters, "EXTENT", given.context, crs)
    except QgsCsException as error:
        raise QgsProcessingException(
            tr("The output extent cannot be projected to the CRS of the map (EXTENT): choose a smaller one.")
        ) from error
    if not extent.isFinite():
        raise QgsProcessingException(tr("The output extent has edges that are no numbers (EXTENT)."))
    if extent.isEmpty():
        raise QgsProcessingException(tr("The output extent is empty (EXTENT)."))
    return extent


def _z_axis(given: Given, wells: Wells) -> ZAxis | None:
    """Return the z axis that is asked for, None for a map."""
    delta = given.number("Z_DELTA")
    if delta is None:
        return None
    source = given.source("INPUT")
    has_z = source is not None and QgsWkbTypes.hasZ(source.wkbType())
    if wells.las is None and "Z_FIELD" not in wells.fields and not has_z:
        raise QgsProcessingException(
            given.sentence(tr("The points have no z: choose a field of it (Z_FIELD), or leave Z_DELTA out for a map."))
        )
    top, bottom = given.number("TOP"), given.number("BOTTOM")
    reference = given.choice("Z_REFERENCE")
    limits = (top, bottom) if reference == "depth" else (bottom, top)
    if top is not None and bottom is not None:
        limits = (min(top, bottom), max(top, bottom))  # of elevations the lower may be called the top
    if wells.las is not None:
        unit = wells.las.depth_unit
    else:
        unit = QgsUnitTypes.toAbbreviatedString(wells.crs.mapUnits()) if wells.crs.isValid() else ""
    return ZAxis(delta, reference, limits, unit)
