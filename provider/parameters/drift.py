"""The parameters that say what is known of the mean: KRIGING_TYPE and DRIFT."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..inputs.drift import DriftRaster
from ..text import tr
from .values import add


@dataclass(frozen=True)
class Drift:
    """The kriging type, and the rasters that the mean follows."""

    kriging_type: str
    rasters: list[DriftRaster]


def declare(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the parameters."""
    add(algorithm, "KRIGING_TYPE", "DRIFT")


def read(given: Given, feedback: QgsProcessingFeedback) -> Drift:
    """Return what is known of the mean; ordinary kriging with drift rasters is external drift."""
    layers = given.layers("DRIFT")
    if given.parameters.get("DRIFT") and not layers:
        raise QgsProcessingException(tr("No drift raster could be read: choose rasters, or leave them out (DRIFT)."))
    rasters = [DriftRaster.of(layer, feedback) for layer in layers]
    kriging_type = given.choice("KRIGING_TYPE")
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
