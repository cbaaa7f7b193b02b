"""The parameters that say what is known of the mean: KRIGING_TYPE and DRIFT, or SECONDARY and CORRELATION."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..inputs.drift import DriftRaster
from ..text import tr
from .values import add


@dataclass(frozen=True)
class Drift:
    """The kriging type, the rasters that the mean follows, and the secondary raster with its correlation."""

    kriging_type: str
    rasters: list[DriftRaster]
    secondary: DriftRaster | None = None
    correlation: float | None = None


def declare(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the parameters of a drift."""
    add(algorithm, "KRIGING_TYPE", "DRIFT")


def declare_secondary(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the parameters of a secondary variable."""
    add(algorithm, "SECONDARY", "CORRELATION")


def read(given: Given, feedback: QgsProcessingFeedback) -> Drift:
    """Return what is known of the mean; ordinary kriging with drift rasters is external drift."""
    layers = given.layers("DRIFT")
    if given.parameters.get("DRIFT") and not layers:
        raise QgsProcessingException(tr("No drift raster could be read: choose rasters, or leave them out (DRIFT)."))
    rasters = [DriftRaster.of(layer, feedback) for layer in layers]
    kriging_type = given.choice("KRIGING_TYPE")
    if given.has("SECONDARY") or given.has("CORRELATION"):
        return _secondary(given, kriging_type, bool(rasters), feedback)
    if kriging_type == "external-drift" and not rasters:
        raise QgsProcessingException(
            given.sentence(tr("KRIGING_TYPE is external-drift: choose one raster or more (DRIFT)."))
        )
    if kriging_type == "simple" and rasters:
        raise QgsProcessingException(
            given.sentence(
                tr("KRIGING_TYPE is simple, a known mean, which leaves nothing for a drift: leave DRIFT empty.")
            )
        )
    return Drift("external-drift" if rasters and kriging_type == "ordinary" else kriging_type, rasters)


def _secondary(given: Given, kriging_type: str, drift: bool, feedback: QgsProcessingFeedback) -> Drift:
    """Return a mean that a secondary raster tells, so that kriging is simple."""
    layer = given.layer("SECONDARY")
    if layer is None:
        text = tr("The secondary raster could not be read: choose another (SECONDARY).")
        if not given.has("SECONDARY"):
            text = tr("CORRELATION is that of a secondary raster: choose one (SECONDARY), or leave it out.")
        raise QgsProcessingException(given.sentence(text))
    if kriging_type not in ("ordinary", "simple") or drift:
        text = tr(
            "SECONDARY tells the mean, which leaves nothing for a trend: choose KRIGING_TYPE simple without DRIFT."
        )
        raise QgsProcessingException(given.sentence(text))
    return Drift("simple", [], DriftRaster.of(layer, feedback, "SECONDARY"), given.number("CORRELATION"))
