"""The parameters of the variogram of a map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException

from ...krig_core.choices import MODELS
from ..given import Given
from ..text import printable, tr
from .values import add

if TYPE_CHECKING:
    from ...krig_core.jobs.map_job import VariogramChoice

_LONGEST_FILE = 1_000_000
"""Bytes; those that are written have some hundreds."""


def declare(algorithm: QgsProcessingAlgorithm, models: tuple[str, ...] = MODELS) -> None:
    """Add the parameters; MODEL offers `models`. That of a file is for the algorithm itself to put where it wants."""
    add(algorithm, "MODEL", options=("automatic", *models))
    add(algorithm, "NUGGET", "PARTIAL_SILL", "RANGE", "SHAPE", "AZIMUTH", "RATIO", "ANISOTROPY")
    add(algorithm, "VARIOGRAM_UNCERTAINTY")


def read(given: Given) -> VariogramChoice:
    """Return the variogram as a job has it; QgsProcessingException where a file holds none."""
    from ...krig_core.jobs.map_job import VariogramChoice

    model = given.choice("MODEL")
    return VariogramChoice(
        model=None if model == "automatic" else model,
        nugget=given.number("NUGGET"),
        partial_sill=given.number("PARTIAL_SILL"),
        range=given.number("RANGE"),
        shape=given.number("SHAPE"),
        azimuth=given.number("AZIMUTH"),
        ratio=given.number("RATIO"),
        vertical_range=given.number("VERTICAL_RANGE"),
        anisotropy=given.flag("ANISOTROPY"),
        json=_text(given.file("VARIOGRAM_FILE")),
    )


def _text(path: str) -> str | None:
    """Return the variogram in a file, as it is written; None where there is no file."""
    from ...krig_core.errors import InvalidInput
    from ...krig_core.plain import file_text
    from ...krig_core.variogram.models import Variogram

    if not path:
        return None
    try:
        text = file_text(Path(path), _LONGEST_FILE)
    except InvalidInput as error:
        message = tr("Cannot read {path} (VARIOGRAM_FILE): {error}").format(path=path, error=error)
        raise QgsProcessingException(message) from error
    try:
        return Variogram.from_json(text).to_json()
    except InvalidInput as error:
        message = tr("{path} (VARIOGRAM_FILE) holds no variogram. {error}").format(path=path, error=error)
        raise QgsProcessingException(printable(message)) from error
