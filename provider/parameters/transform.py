"""The parameters of the transform in which a map is made."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingAlgorithm

from ...krig_core.choices import TRANSFORMS
from ..given import Given
from ..text import tr
from .values import add


def declare(algorithm: QgsProcessingAlgorithm, transforms: tuple[str, ...] = TRANSFORMS, **different: Any) -> None:
    """Add the transform, which offers `transforms`, of which the first is the default, and is `different` besides."""
    add(algorithm, "TRANSFORM", options=transforms, **different)


def declare_scores(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the parameters of normal scores."""
    add(algorithm, "ZMIN", "ZMAX", "LOWER_TAIL", "LOWER_OMEGA", "UPPER_TAIL", "UPPER_OMEGA")
    add(algorithm, "DECLUSTERING", "DECLUSTERING_CELL", "WEIGHT_FIELD")


def refusal(given: Given) -> str:
    """Return why choices do not go together, or nothing."""
    transform = given.choice("TRANSFORM")
    if given.choice("DECLUSTERING") != "none" and transform != "normal-score":
        text = tr("TRANSFORM {transform} has no weights: leave DECLUSTERING out, or choose normal-score.")
        return given.sentence(text, transform=transform)
    if given.has("WEIGHT_FIELD"):
        if transform != "normal-score":
            text = tr("TRANSFORM {transform} has no weights: leave WEIGHT_FIELD out, or choose normal-score.")
            return given.sentence(text, transform=transform)
        if given.choice("DECLUSTERING") != "none":
            return given.sentence(tr("WEIGHT_FIELD and DECLUSTERING both weigh the wells: leave one of them out."))
    return ""


def read(given: Given) -> dict[str, Any]:
    """Return the part of a job that says in what is kriged; of tails only what normal scores have."""
    job = {"transform": given.choice("TRANSFORM"), "zmin": given.number("ZMIN"), "zmax": given.number("ZMAX")}
    if job["transform"] != "normal-score":
        return job
    return {
        **job,
        "lower_tail": given.choice("LOWER_TAIL"),
        "lower_omega": given.number("LOWER_OMEGA"),
        "upper_tail": given.choice("UPPER_TAIL"),
        "upper_omega": given.number("UPPER_OMEGA"),
        "declustering": given.choice("DECLUSTERING"),
        "declustering_cell": given.number("DECLUSTERING_CELL"),
    }
