"""The parameters that say what the data are: points with a value, or LAS files at points."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDistance,
    QgsUnitTypes,
)

from ..given import Given
from ..inputs.crs import say_crs, working_crs
from ..inputs.points import require_fields, require_numbers_or_texts, require_numeric, require_points
from ..inputs.wells import PICKS, Wells
from ..text import tr
from . import las
from .values import add

_FIELDS = ("FIELD", "WELL_FIELD", "TOP_FIELD", "BOTTOM_FIELD", "Z_FIELD", "KB_FIELD", "GROUP_FIELD")
_OF_DATA = ("ERROR_FIELD", "WEIGHT_FIELD")
_LIMITS = ("LOWER_LIMIT_FIELD", "UPPER_LIMIT_FIELD")
_NUMERIC_FOR_LAS = (*PICKS.values(), "TOP_FIELD", "BOTTOM_FIELD", "KB_FIELD", *_OF_DATA)
_NUMERIC_FOR_POINTS = (*PICKS.values(), "Z_FIELD", *_OF_DATA, *_LIMITS)

_AS_DEGREES = 10.0
"""Below it a distance may be meant in degrees."""


def declare(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the parameters of points; `las.declare` adds those of logs."""
    add(algorithm, "INPUT", "FIELD")


def read(given: Given, feedback: QgsProcessingFeedback) -> Wells:
    """Return where the data come from; QgsProcessingException where nothing can come from there."""
    source = given.source("INPUT")
    if source is None:
        raise QgsProcessingException(tr("No point layer: choose the well locations (INPUT)."))
    require_points(source, "INPUT")
    files = las.read(given, feedback)
    fields = given.fields(*_FIELDS, *PICKS.values(), *_OF_DATA, *_LIMITS)
    if files and "WELL_FIELD" not in fields:
        raise QgsProcessingException(
            tr("LAS files need their places: choose the field of well names in the point layer (WELL_FIELD).")
        )
    if not files and "FIELD" not in fields:
        raise QgsProcessingException(tr("No values: choose a value field (FIELD), or LAS files and a CURVE."))
    require_fields(source, fields)
    numeric = _NUMERIC_FOR_LAS if files else _NUMERIC_FOR_POINTS
    require_numeric(source, {name: field for name, field in fields.items() if name in numeric})
    if files is None:
        require_numbers_or_texts(source, "FIELD", fields["FIELD"])
    elif any(name in fields for name in _LIMITS):
        raise QgsProcessingException(
            tr("Limits are those of a value field: leave LOWER_LIMIT_FIELD and UPPER_LIMIT_FIELD out with LAS files.")
        )
    target = given.crs("TARGET_CRS")
    crs = working_crs(target, source, "INPUT", given.context)
    say_crs(source.sourceCrs(), crs, target.isValid(), feedback)
    if source.sourceCrs().isGeographic():
        _say_units(given, crs, feedback)
    limits = given.algorithm.parameterDefinition(_LIMITS[0]) is not None
    return Wells(fields, crs, files, source.sourceName(), limits)


def _say_units(given: Given, crs: QgsCoordinateReferenceSystem, feedback: QgsProcessingFeedback) -> None:
    """Warn of distances that may be meant in degrees, as the window has them where the layer is in degrees."""
    distances = [
        one.name()
        for one in given.algorithm.parameterDefinitions()
        if isinstance(one, QgsProcessingParameterDistance) and 0 < (given.number(one.name()) or 0) < _AS_DEGREES
    ]
    if distances:
        text = tr("{names}: taken in {unit}, the unit of {crs}, and not in degrees.")
        names = ", ".join(given.titled(name) for name in distances)
        unit = QgsUnitTypes.toString(crs.mapUnits())
        feedback.pushWarning(text.format(names=names, unit=unit, crs=crs.authid() or crs.description()))
