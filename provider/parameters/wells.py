"""The parameters that say what the data are: points with a value, or LAS files at points."""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..inputs.crs import say_crs, working_crs
from ..inputs.points import require_fields, require_numeric, require_points
from ..inputs.wells import Wells
from ..text import tr
from . import las
from .values import TABLE, add

_FIELDS = ("FIELD", "WELL_FIELD", "TOP_FIELD", "BOTTOM_FIELD", "Z_FIELD", "KB_FIELD", "ERROR_FIELD", "GROUP_FIELD")
_NUMERIC_FOR_LAS = ("TOP_FIELD", "BOTTOM_FIELD", "ERROR_FIELD", "KB_FIELD")
_NUMERIC_FOR_POINTS = ("FIELD", "ERROR_FIELD", "Z_FIELD")

_IN_SPACE = {
    "TOP": tr("With a slice height: limit of the slices, as elevation or depth."),
    "BOTTOM": tr("With a slice height: limit of the slices, as elevation or depth."),
    "DEPTH_UNIT": tr("Also of the z of logs: slice height, limits and KB field."),
}
"""What parameters mean besides, where there may be slices."""


def declare(algorithm: QgsProcessingAlgorithm, in_space: bool = False) -> None:
    """Add the parameters; `in_space` where the algorithm also makes slices."""
    add(algorithm, "INPUT", "FIELD", "LAS_FILES", "LAS_FOLDER", "CURVE", "WELL_FIELD")
    for name in ("TOP", "TOP_FIELD", "BOTTOM", "BOTTOM_FIELD", "DEPTH_UNIT"):
        more = _IN_SPACE.get(name, "") if in_space else ""
        add(algorithm, name, help=f"{TABLE[name].help} {more}".strip())
    add(algorithm, "TARGET_CRS")


def read(given: Given, feedback: QgsProcessingFeedback) -> Wells:
    """Return where the data come from; QgsProcessingException where nothing can come from there."""
    source = given.source("INPUT")
    if source is None:
        raise QgsProcessingException(tr("No point layer: choose the well locations (INPUT)."))
    require_points(source, "INPUT")
    files = las.read(given, feedback)
    fields = given.fields(*_FIELDS)
    if files and "WELL_FIELD" not in fields:
        raise QgsProcessingException(
            tr("LAS files need their places: choose the field of well names in the point layer (WELL_FIELD).")
        )
    if not files and "FIELD" not in fields:
        raise QgsProcessingException(tr("No values: choose a value field (FIELD), or LAS files and a CURVE."))
    require_fields(source, fields)
    numeric = _NUMERIC_FOR_LAS if files else _NUMERIC_FOR_POINTS
    require_numeric(source, {name: field for name, field in fields.items() if name in numeric})
    target = given.crs("TARGET_CRS")
    crs = working_crs(target, source, "INPUT", given.context)
    say_crs(source.sourceCrs(), crs, target.isValid(), feedback)
    return Wells(fields, crs, files, source.sourceName())
