"""Deviation surveys as input: stations of wells, and what their paths are on a map.

Law: a survey is a table of stations in the unit of the logs' depths; azimuths are from grid north.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import NULL, QgsCoordinateReferenceSystem, QgsProcessingFeedback

from ..given import Given
from ..text import printable, tr
from .crs import units_in_metre

if TYPE_CHECKING:
    from ...krig_core.jobs.survey_stations import SurveyStations

_SHOWN = 60
"""Letters of a station that is shown."""

SURVEY_FIELDS = ("SURVEY_WELL_FIELD", "SURVEY_MD_FIELD", "SURVEY_INCLINATION_FIELD", "SURVEY_AZIMUTH_FIELD")


def read_stations(given: Given, fields: dict[str, str], feedback: QgsProcessingFeedback) -> SurveyStations | None:
    """Return the stations of SURVEY, whose fields are given by parameter; None where there is no such table.

    Numbers may be texts, as in a CSV file.
    """
    from ...krig_core.jobs.survey_stations import SurveyStations

    source = given.source("SURVEY")
    if source is None:
        return None
    well, *columns = (source.fields().lookupField(fields[name]) for name in SURVEY_FIELDS)
    names, stations, odd = [], [], []
    for feature in source.getFeatures():
        names.append(name_of(feature[well]))
        stations.append(tuple(_number(feature[column]) for column in columns))
        if None in stations[-1]:
            odd.append(" ".join(name_of(feature[column]) for column in columns))
    if odd:
        text = tr("Stations of surveys (SURVEY) that lack a number and are left out: {n} ('{first}', for one).")
        feedback.pushWarning(printable(text.format(n=len(odd), first=odd[0][:_SHOWN])))
    return SurveyStations(names=tuple(names), stations=tuple(stations))


def map_units(depth_unit: str, crs: QgsCoordinateReferenceSystem) -> float:
    """Return how many units of a CRS a unit of depth has."""
    from ...krig_core.wells.units import METRES

    return METRES[depth_unit][0] * units_in_metre(crs)


def along_paths(
    places: np.ndarray, offsets: np.ndarray, depth_unit: str, crs: QgsCoordinateReferenceSystem
) -> np.ndarray:
    """Return where paths are on the map, shape (n, 2), east and north of the places of their wells."""
    return places + offsets * map_units(depth_unit, crs)


def say_paths(rows: np.ndarray, offsets: np.ndarray, feedback: QgsProcessingFeedback, *, on_map: bool) -> None:
    """Say how many wells follow a path, and where their values stand.

    Parameters
    ----------
    rows : int array, shape (n,)
        The well of each value.
    offsets : float array, shape (n, 2)
        How far its place is from the well's.
    """
    deviated = len(np.unique(rows[(offsets != 0).any(axis=1)]))
    wells = len(np.unique(rows))
    if not deviated:
        text = tr("No well leaves the vertical by its survey (SURVEY): are its names (SURVEY_WELL_FIELD) the wells'?")
        feedback.pushWarning(text)
        return
    text = (
        tr("{n} of {wells} wells are deviated (SURVEY): values stand where paths are midway between top and bottom.")
        if on_map
        else tr("{n} of {wells} wells are deviated (SURVEY): their values stand along the path.")
    )
    feedback.pushInfo(text.format(n=deviated, wells=wells))


def name_of(value: Any) -> str:
    """Return the name of a well as a field has it."""
    # A whole number from a numeric column is a name without decimals; NULL is a QVariant on Qt5 and None on Qt6.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None or value == NULL else str(value)


def _number(value: Any) -> float | None:
    from ...krig_core.wells.numerals import data_number

    try:
        number = data_number(value.strip()) if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
