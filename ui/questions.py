"""What is asked of the core: jobs, each with its arrays, made from a state and its data.

Law: pure; nothing is read and nothing is computed here. A job is the one that the algorithm of the same task makes of
the same choices, so that a window and an algorithm give the same numbers. Data that are left out are not in the arrays:
what a job says of datum i is of `data.kept(state.left_out)[i]`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from ..krig_core.jobs.cross_validation import CrossValidationJob
    from ..krig_core.jobs.directions import DirectionsJob
    from ..krig_core.jobs.kriging import KrigingJob
    from ..krig_core.jobs.map_job import Units, VariogramChoice
    from ..krig_core.jobs.pairs import PairsJob
    from ..krig_core.jobs.place import PlaceJob
    from ..krig_core.jobs.variogram import VariogramJob
    from .views.data import Data
    from .views.state import State

    Arrays = Mapping[str, np.ndarray]

ORDER_OF_TREND = {"universal-1": 1, "universal-2": 2}
"""Of the polynomial that kriging takes off, and that a study of its variogram takes off, too."""

FILES: dict[str, Any] = {"coordinates": "coordinates.npy", "values": "values.npy"}
"""Under which names every job here finds its data."""


PAIRS, SCORES, PREDICTIONS, GAMMA = "pairs.npy", "scores.npy", "predictions.npy", "gamma.npy"
"""What the jobs of pairs, of a cross-validation and of directions write."""

MOST_IN_DIRECTIONS = 3000
"""Of more data a random part is looked at in directions: its four million pairs take a second."""

MOST_FROM_ALL = 1000
"""Of more data each is predicted from the nearest alone: from all, the time grows with the cube of their number."""

NEAREST = 32
"""So many, then."""

ESTIMATE, STD = "estimate.npy", "std.npy"
"""What the job of the preview writes."""

PREVIEW_CELLS = 150
"""Cells along each side of the preview at most."""

_WITH_MARGINS = 1.1

_MOST_FINE = 200
"""Of more data the cells are fewer: as many times as there are more data, so that nobody waits longer."""

_CELLS_OF_NEAREST = 75
"""Cells along each side, where each is kriged from the nearest data."""


def arrays_of(state: State, data: Data) -> Arrays:
    """Return the data that count, by file name."""
    kept = data.kept(state.left_out)
    return {FILES["coordinates"]: data.points[kept], FILES["values"]: data.values[kept]}


def units_of(data: Data) -> Units:
    """Return the units in which a job tells the variogram of data."""
    from ..krig_core.jobs.map_job import Units

    return Units(data.length_unit, data.value_unit)


def given_parameters(state: State) -> dict[str, Any]:
    """Return what a fit keeps: the values of locked parameters, by the names that jobs have for them.

    Ratio and azimuth go together: a ratio alone turns with the fit, which no job can keep. Of a model of several
    structures only the nugget is kept.
    """
    variogram, locks = state.variogram, state.locks
    if variogram is None or not variogram.structures:
        return {}
    given: dict[str, Any] = {"nugget": variogram.nugget} if "nugget" in locks else {}
    if len(variogram.structures) > 1:
        return given
    structure = variogram.structures[0]
    given.update({name: getattr(structure, name) for name in ("partial_sill", "range") if name in locks})
    if "ratio" in locks:
        return {**given, "azimuth": structure.azimuth, "ratio": structure.ratio}
    if "azimuth" in locks and structure.ratio != 1:
        return {**given, "azimuth": structure.azimuth, "anisotropy": True}
    return given


def variogram_job(state: State, data: Data) -> tuple[VariogramJob, Arrays]:
    """Return the job that fits the variogram of data, as the algorithm Variogram does."""
    from ..krig_core.jobs.variogram import VariogramJob

    job = VariogramJob(
        **FILES,
        transform=state.transform,
        models=state.models or None,
        second_model=state.second_model,
        lags=state.lags,
        max_distance=state.max_distance,
        detrend=ORDER_OF_TREND.get(state.kriging_type, 0),
        units=units_of(data),
        **{"anisotropy": state.anisotropy, **given_parameters(state)},
    )
    return job, arrays_of(state, data)


def directions_job(state: State, data: Data) -> tuple[DirectionsJob, Arrays]:
    """Return the job of the variogram map, whose arrays are `GAMMA` and `PAIRS`, and of four directions."""
    from ..krig_core.jobs.directions import DirectionsJob

    job = DirectionsJob(
        **FILES,
        transform=state.transform,
        gamma=GAMMA,
        pairs=PAIRS,
        lags=state.lags,
        max_distance=state.max_distance,
        detrend=ORDER_OF_TREND.get(state.kriging_type, 0),
        models=state.models or None,
        most=MOST_IN_DIRECTIONS,
    )
    return job, arrays_of(state, data)


def drawn_variogram(state: State) -> VariogramChoice:
    """Return the variogram as it is drawn, as a job takes it: known."""
    from ..krig_core.jobs.map_job import VariogramChoice

    return VariogramChoice(json=None if state.variogram is None else state.variogram.to_json())


def pairs_job(state: State, data: Data) -> tuple[PairsJob, Arrays]:
    """Return the job that lists the pairs of which the points of the variogram are means, all or those of a lag."""
    from ..krig_core.jobs.pairs import PairsJob

    job = PairsJob(
        **FILES,
        transform=state.transform,
        pairs=PAIRS,
        scores=SCORES,
        lags=state.lags,
        max_distance=state.max_distance,
        lag=None if state.lag is None or state.lag > state.lags else state.lag,
        detrend=ORDER_OF_TREND.get(state.kriging_type, 0),
    )
    return job, arrays_of(state, data)


def validation_job(state: State, data: Data) -> tuple[CrossValidationJob, Arrays]:
    """Return the job that predicts each datum from the others as the map would; of many data from the nearest.

    A variogram that is as it was fitted is fitted again, as the map does, and its uncertainty counts.
    """
    from ..krig_core.jobs.cross_validation import CrossValidationJob
    from ..krig_core.jobs.map_job import VariogramChoice

    variogram = drawn_variogram(state)
    if not state.is_known:
        variogram = VariogramChoice(model=state.models[0] if state.models else None, anisotropy=state.anisotropy)
    arrays = arrays_of(state, data)
    job = CrossValidationJob(
        **FILES,
        kriging_type=state.kriging_type,
        variogram=variogram,
        transform=state.transform,
        units=units_of(data),
        predictions=PREDICTIONS,
        split="points",
        max_data=NEAREST if len(arrays[FILES["values"]]) > MOST_FROM_ALL else None,
    )
    return job, arrays


def preview_job(state: State, data: Data) -> tuple[KrigingJob, Arrays]:
    """Return the job that kriges a coarse map by the drawn variogram, to the extent that the algorithms take."""
    from ..krig_core.jobs.kriging import KrigingJob

    arrays = arrays_of(state, data)
    coordinates = arrays[FILES["coordinates"]]
    count = len(coordinates)
    from_all = count <= MOST_FROM_ALL
    cells = int(PREVIEW_CELLS * min(1.0, math.sqrt(_MOST_FINE / max(count, 1)))) if from_all else _CELLS_OF_NEAREST
    longest = float((coordinates.max(axis=0) - coordinates.min(axis=0)).max()) if count else 0.0
    job = KrigingJob(
        **FILES,
        kriging_type=state.kriging_type,
        variogram=drawn_variogram(state),
        transform=state.transform,
        units=units_of(data),
        x_range=None,
        y_range=None,
        # The extent reaches beyond the data by MARGIN on each side, and then to whole cells.
        xy_delta=longest * _WITH_MARGINS / (cells - 2) if longest > 0 else None,
        mean=ESTIMATE,
        std=STD,
        max_data=None if from_all else NEAREST,
        min_data=None,
        search_radius=None,
    )
    return job, arrays


def place_job(state: State, data: Data, x: float, y: float) -> tuple[PlaceJob, Arrays]:
    """Return the job of what the preview says at a place, map units of the run, and why."""
    from ..krig_core.jobs.place import PlaceJob

    preview, arrays = preview_job(state, data)
    job = PlaceJob(
        **FILES,
        kriging_type=state.kriging_type,
        variogram=preview.variogram,
        transform=state.transform,
        units=preview.units,
        x=x,
        y=y,
        max_data=preview.max_data,
    )
    return job, arrays
