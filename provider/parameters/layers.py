"""The parameters of a unit between two surfaces: TOP_SURFACE, BASE_SURFACE, LAYERING and LAYERS."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..inputs.drift import DriftRaster
from ..inputs.layers import SURFACES_FILE, Layers
from ..inputs.wells import PICKS
from ..text import tr
from .values import add

SURFACES = tuple(PICKS)

OUTPUTS = {f"{name}_OUTPUT": column for column, name in enumerate(SURFACES)}
"""Surfaces as outputs, and which column of the job's array each is."""


def declare(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the parameters."""
    add(
        algorithm,
        "TOP_SURFACE",
        label=tr("Layers: top surface"),
        help=tr(
            "A raster of the top of a unit, in any CRS: elevations, or depths as z has them, in the unit of length "
            "that the file names for its values, else in that of z. With base surface and number of layers the map is "
            "in layers of the unit instead of slices."
        ),
        advanced=True,
    )
    add(
        algorithm,
        "BASE_SURFACE",
        label=tr("Layers: base surface"),
        help=tr("A raster of the base of the unit, like its top. Data that are not between both are left out."),
        advanced=True,
    )
    add(algorithm, *PICKS.values(), "LAYERING", "LAYERS")


def refusal(given: Given) -> str:
    """Return why layers cannot be made as they are asked for, or nothing."""
    known = [given.has(name) or given.has(field) for name, field in PICKS.items()]
    outputs = [name for name in OUTPUTS if given.destination(name)]
    if not given.has("LAYERS") and not any(known):
        text = tr("{name} is a surface of a unit: give its LAYERS, or leave the output out.")
        return given.sentence(text, name=given.titled(outputs[0])) if outputs else ""
    if not given.has("LAYERS") or not all(known):
        text = tr(
            "LAYERS goes with a top and a base of a unit, each by a raster (TOP_SURFACE, BASE_SURFACE), a field of "
            "picks (TOP_SURFACE_FIELD, BASE_SURFACE_FIELD) or both: give all three, or none."
        )
        return given.sentence(text)
    for name in ("Z_DELTA", "TOP", "BOTTOM"):
        if given.has(name):
            text = tr("LAYERS are those of a unit, and {name} is for slices: leave one of both out.")
            return given.sentence(text, name=given.titled(name))
    return ""


def read(given: Given, reference: str, unit: str, feedback: QgsProcessingFeedback) -> Layers | None:
    """Return the unit that is asked for, None where none is; `reference` and `unit` are those of z.

    Raises
    ------
    QgsProcessingException
        If a surface cannot be read.
    """
    count = given.whole("LAYERS")
    if count is None:
        return None
    found = [
        _read_surface(given, name, reference, unit, feedback) if given.has(name) else (None, 1.0) for name in SURFACES
    ]
    (top, base), factors = zip(*found)
    return Layers((top, base), factors, given.choice("LAYERING"), count, reference, unit)


def read_surfaces(
    given: Given, reference: str, unit: str, feedback: QgsProcessingFeedback
) -> tuple[tuple[DriftRaster, DriftRaster], tuple[float, float]]:
    """Return the top and the base, and what their values are multiplied by to be in the unit of z.

    Raises
    ------
    QgsProcessingException
        If a surface cannot be read.
    """
    (top, of_top), (base, of_base) = (_read_surface(given, name, reference, unit, feedback) for name in SURFACES)
    return (top, base), (of_top, of_base)


def _read_surface(
    given: Given, name: str, reference: str, unit: str, feedback: QgsProcessingFeedback
) -> tuple[DriftRaster, float]:
    from ...krig_core.wells.units import metres

    layer = given.layer(name)
    if layer is None:
        raise QgsProcessingException(given.algorithm.invalidRasterError(given.parameters, name))
    surface = DriftRaster.of(layer, feedback, name)
    stated, own = surface.source.unit(1), unit or tr("an unknown unit")
    factor = _factor(stated, unit)
    what = tr("elevations") if reference == "elevation" else tr("depths")
    text = tr("{name}: {what} in {unit}, as z has them.")
    if factor != 1:
        text = tr("{name}: {what} in {unit}, as the file says; they are taken into {own}.")
    said = own if factor == 1 else stated
    feedback.pushInfo(text.format(name=given.titled(name), what=what, unit=said, own=own))
    if stated and metres(stated) is None:
        text = tr(
            "{name}: the file says “{unit}”, which is no unit of length known here: values are taken as they are."
        )
        feedback.pushWarning(text.format(name=given.titled(name), unit=stated))
    return surface, factor


def surfaces_of(written: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the surfaces that a job has written, by the names of their outputs."""
    both = written.get(SURFACES_FILE)
    return {} if both is None else {name: both[..., column] for name, column in OUTPUTS.items()}


def _factor(stated: str, unit: str) -> float:
    """Return how many units of z a unit of values has; 1 where either is not known."""
    from ...krig_core.wells.units import metres

    own, its = metres(unit), metres(stated)
    return 1.0 if own is None or its is None else its / own
