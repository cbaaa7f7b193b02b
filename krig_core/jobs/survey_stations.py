"""Deviation surveys as jobs name them: stations of wells, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..plain import many, name, number, row
from ..wells.deviation import Surveys
from .las_files import require_same_length


@dataclass(frozen=True)
class SurveyStations:
    """Stations of deviation surveys."""

    names: tuple[Any, ...] = many("The well of each station.", name(""))
    stations: tuple[tuple[float | None, ...], ...] = many(
        "Measured depth, inclination and azimuth of each.",
        row("", number("", null=True), number("", null=True), number("", null=True)),
    )


def require_stations(given: SurveyStations | None) -> None:
    """Refuse names that are not one for each station."""
    if given is not None:
        require_same_length(names=given.names, stations=given.stations)


def surveys_of(given: SurveyStations | None) -> Surveys:
    """Return the surveys that a job names, none where it names none."""
    if given is None:
        return Surveys({})
    return Surveys.of(given.names, *np.array(given.stations, dtype=float).reshape(-1, 3).T)
