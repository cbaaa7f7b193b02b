"""The parameters of a unit between two surfaces: TOP_SURFACE, BASE_SURFACE, LAYERING and LAYERS."""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..inputs.drift import DriftRaster
from ..inputs.layers import Layers
from ..text import tr
from .values import add

SURFACES = ("TOP_SURFACE", "BASE_SURFACE")


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
    add(algorithm, "LAYERING", "LAYERS")


def refusal(given: Given) -> str:
    """Return why layers cannot be made as they are asked for, or nothing."""
    wanted = [name for name in (*SURFACES, "LAYERS") if given.has(name)]
    if not wanted:
        return ""
    if len(wanted) < 3:
        text = tr("A unit has a TOP_SURFACE and a BASE_SURFACE, and its LAYERS a number: give all three, or none.")
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
    surfaces, factors = read_surfaces(given, reference, unit, feedback)
    return Layers(surfaces, factors, given.choice("LAYERING"), count, reference, unit)


def read_surfaces(
    given: Given, reference: str, unit: str, feedback: QgsProcessingFeedback
) -> tuple[tuple[DriftRaster, DriftRaster], tuple[float, float]]:
    """Return the top and the base, and what their values are multiplied by to be in the unit of z.

    Raises
    ------
    QgsProcessingException
        If a surface cannot be read.
    """
    surfaces, factors = [], []
    for name in SURFACES:
        layer = given.layer(name)
        if layer is None:
            raise QgsProcessingException(given.algorithm.invalidRasterError(given.parameters, name))
        surface = DriftRaster.of(layer, feedback, name)
        stated = surface.source.unit(1)
        factors.append(_factor(stated, unit))
        text = tr("{name}: {what} in {unit}, as z has them.")
        if factors[-1] != 1:
            text = tr("{name}: {what} in {unit}, as the file says; they are taken into {own}.")
        what = tr("elevations") if reference == "elevation" else tr("depths")
        said = unit or tr("an unknown unit")
        shown = stated if factors[-1] != 1 else said
        feedback.pushInfo(text.format(name=given.titled(name), what=what, unit=shown, own=said))
        surfaces.append(surface)
    return (surfaces[0], surfaces[1]), (factors[0], factors[1])


def _factor(stated: str, unit: str) -> float:
    """Return how many units of z a unit of values has; 1 where either is not known."""
    from ...krig_core.wells.units import metres

    own, its = metres(unit), metres(stated)
    return 1.0 if own is None or its is None else its / own
