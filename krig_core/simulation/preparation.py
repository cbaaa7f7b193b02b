"""Preparation: from data on a grid to a simulator, once for all realizations.

Law: all data count, wherever they are, for the transform, the mean and the variogram that is fitted; beyond the grid
only as many as can be solved with the others count for the cells, the nearest ones.

    data ─▶ scores (transforms) ─▶ drift, variogram ─▶ Problem ─▶ simulator, and what a user should know
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..blas import one_blas_thread
from ..errors import InvalidInput
from ..variogram.automatic import fit_automatic
from ..variogram.models import Variogram
from .beyond import nearest_beyond, room_beyond
from .doubts import doubts
from .grid_drift import GridDrift
from .methods import make_simulator
from .problem import Beyond, Problem

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..placement import PlacedData
    from .simulator import Simulator
    from .transforms import FittedTransform, Transform

    Floats = NDArray[np.float64]


class Prepared(NamedTuple):
    """What makes realizations of data.

    Attributes
    ----------
    simulator : Simulator
        Makes realizations of the transformed data.
    transform : FittedTransform
        Takes them back to the data.
    variogram : Variogram
        The one in use, of the transformed data.
    remarks : tuple of str
        What the user should know of fit and simulation.
    """

    simulator: Simulator
    transform: FittedTransform
    variogram: Variogram
    remarks: tuple[str, ...]


@one_blas_thread()
def prepare(
    data: PlacedData,
    method: str,
    *,
    variogram: Variogram | None,
    kriging_type: str,
    drift: ArrayLike | None,
    mean: float | None,
    transform: Transform,
    max_data: int | None,
) -> Prepared:
    """Prepare a simulator; the parameters beside the data are those of `Grid.krig`.

    Raises
    ------
    InvalidInput
        If a parameter is out of its domain, or does not fit the data.
    """
    if data.exact and method != "gaussian":
        message = f"Invalid `exact_positions` for the method {method!r}. Should be left to 'gaussian'."
        raise InvalidInput(message)
    _require_variogram(variogram)
    geometry, outside = data.geometry, data.outside
    fitted, scores, outside_scores = _scores(data, transform)
    if kriging_type == "simple" and len(outside.values) and mean is None:
        mean = float(np.concatenate([scores, outside_scores]).mean())
    beyond = Beyond.of(outside.points, outside_scores, outside.drift, drift, geometry.ndim)
    near = nearest_beyond(beyond, geometry, room_beyond(method, variogram, len(scores)))
    grid_drift = GridDrift(kriging_type, geometry, data.points, drift, (near.points, near.variables))
    remarks: tuple[str, ...] = ()
    if variogram is None:
        variables = grid_drift.variables
        if variables is not None:
            variables = np.concatenate([variables[: len(scores)], beyond.variables])
        everywhere, values = np.concatenate([data.points, beyond.points]), np.concatenate([scores, beyond.values])
        fit = fit_automatic(everywhere, values, kriging_type, variables)
        variogram, remarks = fit.variogram, fit.remarks
    if fitted.name == "normal-score" and variogram.sill > 0:
        variogram = variogram.scaled(1 / variogram.sill)
    if len(near.values) < len(beyond.values):
        left = len(beyond.values) - len(near.values)
        remarks += (f"Data far outside the grid that count only for the histogram (`x_range`, `y_range`): {left}.",)
    points = data.points if data.exact else None
    problem = Problem(geometry, data.cells, scores, variogram, grid_drift, mean, max_data, points, near)
    simulator = make_simulator(method, problem)
    return Prepared(simulator, fitted, variogram, (*remarks, *doubts(problem, drift, fitted), *simulator.remarks))


def _require_variogram(variogram: object) -> None:
    if variogram is not None and not isinstance(variogram, Variogram):
        message = (
            f"Invalid variogram {variogram!r}. Should be a Variogram, such as Variogram.spherical(partial_sill=1, "
        )
        message += "range=500), or left out."
        raise InvalidInput(message)


def _scores(data: PlacedData, transform: Transform) -> tuple[FittedTransform, Floats, Floats]:
    """Return the transform of data on the grid and outside it, and the scores of either."""
    points = np.concatenate([data.points, data.outside.points])
    values = np.concatenate([data.values, data.outside.values])
    # In the order of cells ties are broken in the same way whatever the extent is.
    order = np.arange(len(points))
    if len(data.outside.values):
        order = np.lexsort(data.geometry.cells_around(points).T[::-1])
    fitted = transform.fit(points[order], values[order])
    scores = np.empty(len(order))
    scores[order] = fitted.scores
    return fitted, scores[: len(data.values)], scores[len(data.values) :]
