"""The parameters that say where the cells of a map are, or of a grid in space, of many slices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsWkbTypes,
)

from ..given import Given
from ..inputs.crs import length_unit
from ..inputs.layers import Layers
from ..inputs.wells import Wells
from ..layer_axis import LayerAxis
from ..text import tr
from ..z_axis import ZAxis
from . import layers
from .values import add

if TYPE_CHECKING:
    from ...krig_core.jobs.map_job import MapResult


@dataclass(frozen=True)
class Cells:
    """Where cells are asked for.

    Attributes
    ----------
    extent : QgsRectangle or None
        In the CRS of the map; None: from the data.
    xy_delta : float or None
    z_axis : ZAxis or None
        None for a map, and for one in layers.
    layers : Layers or None
        None for a map, and for one in slices.
    """

    extent: QgsRectangle | None
    xy_delta: float | None
    z_axis: ZAxis | None
    layers: Layers | None

    @property
    def reference(self) -> str | None:
        """What z is; None for a map."""
        asked = self.layers or self.z_axis
        return asked.reference if asked else None

    @property
    def z_delta(self) -> float | None:
        """The height of a slice; None for a map."""
        return self.z_axis.delta if self.z_axis else None

    @property
    def z_unit(self) -> str:
        """The unit of z; nothing where it is not known, and for a map."""
        asked = self.layers or self.z_axis
        return asked.unit if asked else ""

    def axis(self, result: MapResult) -> ZAxis | LayerAxis | None:
        """Return what the bands of a map are; None for a map that is flat."""
        if self.layers is None or result.strata is None:
            return self.z_axis
        return LayerAxis.of_result(result.strata, self.layers.reference, self.layers.unit)

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
    """Return why slices or layers cannot be made as they are asked for, or nothing."""
    refusal = layers.refusal(given)
    if refusal or given.number("Z_DELTA") is None:
        return refusal
    top, bottom = given.number("TOP"), given.number("BOTTOM")
    if top is None or bottom is None:
        return ""
    if given.choice("Z_REFERENCE") == "depth" and top >= bottom:
        text = tr("TOP is {top:g} and BOTTOM {bottom:g}: depths increase downwards (Z_REFERENCE).")
        return given.sentence(text, top=top, bottom=bottom)
    text = tr("TOP and BOTTOM are both {top:g}: nothing is between them.")
    return given.sentence(text, top=top) if top == bottom else ""


def read(given: Given, wells: Wells, feedback: QgsProcessingFeedback) -> Cells:
    """Return where cells are asked for; QgsProcessingException where none can be, or where the mask is no polygon."""
    delta, reference, unit = given.number("Z_DELTA"), "", ""
    if delta is not None or given.whole("LAYERS") is not None:
        _require_z(given, wells)
        reference, unit = given.choice("Z_REFERENCE"), _z_unit(wells)
    z_axis = None if delta is None else ZAxis(delta, reference, _z_limits(given, reference), unit)
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
    # A script may hand over parameters of a map to an algorithm that has none.
    asked = given.has("EXTENT") and given.algorithm.parameterDefinition("EXTENT") is not None
    extent = _extent(given, wells.crs) if asked else None
    return Cells(extent, given.number("XY_DELTA"), z_axis, layers.read(given, reference, unit, feedback))


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


def _require_z(given: Given, wells: Wells) -> None:
    """Refuse points without z where they are to be in space."""
    source = given.source("INPUT")
    has_z = source is not None and QgsWkbTypes.hasZ(source.wkbType())
    if wells.las is None and "Z_FIELD" not in wells.fields and not has_z:
        text = tr("The points have no z: choose a field of it (Z_FIELD), or leave Z_DELTA out for a map.")
        if given.number("Z_DELTA") is None:
            text = tr("The points have no z: choose a field of it (Z_FIELD), or leave LAYERS out for a map.")
        raise QgsProcessingException(given.sentence(text))


def _z_unit(wells: Wells) -> str:
    """Return the unit of z; nothing where it is not known."""
    if wells.las is not None:
        return wells.las.depth_unit
    return length_unit(wells.crs)


def _z_limits(given: Given, reference: str) -> tuple[float | None, float | None]:
    """Return the limits of slices along z."""
    top, bottom = given.number("TOP"), given.number("BOTTOM")
    if top is not None and bottom is not None:
        return min(top, bottom), max(top, bottom)  # of elevations the lower may be called the top
    return (top, bottom) if reference == "depth" else (bottom, top)
