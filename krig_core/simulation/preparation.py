"""Preparation: from data on a grid to a simulator, once for all realizations.

Law: all data count, wherever they are, for the transform, the mean and the variogram that is fitted; beyond the grid
only as many as can be solved with the others count for the cells, the nearest ones.

    data ─▶ scores (transforms) ─▶ drift, variogram ─▶ Problem ─▶ simulator, and what a user should know

Beside a secondary variable the problem is that of residuals, and their local mean is added to what is made of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..blas import one_blas_thread
from ..choices import VARIOGRAM_UNCERTAINTIES
from ..errors import InvalidInput
from ..soft import Soft
from ..transforms.soft_data import SoftData, fit_soft
from ..transforms.way_back import WayBack
from ..variogram.models import Variogram, require_variogram
from ..variogram.uncertainty import Posterior
from .beyond import nearest_beyond, room_beyond
from .doubts import doubts
from .grid_drift import GridDrift
from .map_law import MapLaw
from .methods import make_simulator, method_named
from .problem import Beyond, Problem
from .secondary import LocalMean, Secondary, at_data, on_grid, require_simple
from .soft_draws import SoftDraws, soft_remarks
from .spectral import SpectralSimulation
from .uncertain import UncertainSimulation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from ..placement import PlacedData
    from ..transforms.transform import FittedTransform, Transform
    from .simulator import Simulator

    Floats = NDArray[np.float64]


class Prepared(NamedTuple):
    """What makes realizations of data.

    Attributes
    ----------
    simulator : Simulator or UncertainSimulation or None
        Makes realizations of the transformed data, of one variogram or of those of a posterior; None: only their law is
        asked for.
    block_size : int
        Realizations made from one generator.
    transform : FittedTransform
        Takes them back to the data.
    variogram : Variogram
        The one in use, of the transformed data: the mode of the posterior, where there is one.
    remarks : tuple of str
        What the user should know of fit and simulation.
    posterior : Posterior or None
        Of the variogram, where blocks of realizations have different ones.
    shape : tuple of int
        The grid's.
    way_back : WayBack
        The transform's, for realizations.
    law : MapLaw or None
        Of the values of all cells, where it is known and costs no more than realizations.
    local : float array of the grid's shape, or None
        What a secondary variable adds to the scores that the simulator makes.
    """

    simulator: Simulator | UncertainSimulation | None
    block_size: int
    transform: FittedTransform
    variogram: Variogram
    remarks: tuple[str, ...]
    posterior: Posterior | None
    shape: tuple[int, ...]
    way_back: WayBack
    law: MapLaw | None = None
    local: Floats | None = None

    def of_block(self, number: int) -> Simulator:
        """Return what makes the realizations of a block; InvalidInput where none are asked for."""
        if self.simulator is None:
            message = "Of this plan only the law of realizations is known. Should be made with `drawn`."
            raise InvalidInput(message)
        simulator = self.simulator
        if isinstance(simulator, UncertainSimulation):
            simulator = simulator.of_block(number)
        return simulator if self.local is None else _Shifted(simulator, self.local)


class _Shifted:
    """A simulator of residuals, with their local mean."""

    def __init__(self, simulator: Simulator, local: Floats) -> None:
        self._simulator, self.block_size, self.remarks = simulator, simulator.block_size, simulator.remarks
        self.estimate = local if simulator.estimate is None else simulator.estimate + local

    def errors(self, rng: np.random.Generator, count: int) -> Iterator[NDArray[Any]]:
        """Yield what conditional realizations differ from the estimate by."""
        return self._simulator.errors(rng, count)


@one_blas_thread()
def prepare(
    data: PlacedData,
    method: str,
    *,
    variogram: Variogram | None,
    variogram_uncertainty: str | Posterior,
    kriging_type: str,
    drift: ArrayLike | None,
    mean: float | None,
    transform: Transform,
    max_data: int | None,
    nearly: bool,
    drawn: bool,
    secondary: ArrayLike | None,
    correlation: float | Secondary | None,
) -> Prepared:
    """Prepare a simulator; the parameters beside the data are those of `Grid.krig`, `nearly` is that of `Problem`.

    Where the law of cells is known, a simulator is made only if realizations are to be `drawn`.

    Raises
    ------
    InvalidInput
        If a parameter is out of its domain, or does not fit the data.
    """
    if data.exact and method != "gaussian":
        message = f"Invalid `exact_positions` for the method {method!r}. Should be left to 'gaussian'."
        raise InvalidInput(message)
    if variogram is not None:
        require_variogram(variogram)
    geometry, outside = data.geometry, data.outside
    fitted, honoured, outside_scores, soft = _scores(data, transform)
    local, scores = None, honoured
    told: tuple[str, ...] = ()
    if secondary is not None:
        require_simple(kriging_type, method, drift=drift is not None)
        kriging_type = "simple"
        known = scores, outside_scores, soft
        local, beyond, told = _local_mean(data, known, secondary, correlation, fitted.name, variogram)
        scores, soft = local.residuals(scores, soft)
    elif correlation is not None:
        message = "Invalid correlation without a secondary variable (`correlation`). Should be left out, or the "
        message += "variable be given (`secondary`)."
        raise InvalidInput(message)
    else:
        beyond = Beyond.of(outside.points, outside_scores, outside.drift, drift, geometry.ndim)
    if mean is None and kriging_type == "simple":
        of_mean = outside_scores if local is None else beyond.values
        mean = _mean_by_weights(data, np.concatenate([scores, of_mean]))
    mean = _mean(kriging_type, mean, scores, beyond.values, soft)
    near, chosen = nearest_beyond(beyond, geometry, room_beyond(method, variogram, len(scores)))
    grid_drift = GridDrift(kriging_type, geometry, data.points, drift, (near.points, near.variables))
    variables = grid_drift.variables
    if variables is not None:
        variables = np.concatenate([variables[: len(scores)], beyond.variables])
    everywhere, values = np.concatenate([data.points, beyond.points]), np.concatenate([scores, beyond.values])
    all_soft = soft and soft.take(slice(len(values)))
    of_residuals, variogram, posterior, remarks = _variogram(
        variogram, variogram_uncertainty, (everywhere, values, kriging_type, variables), mean, local, all_soft
    )
    remarks = (*told, *remarks)
    if len(near.values) < len(beyond.values):
        left = len(beyond.values) - len(near.values)
        remarks += (f"Data far outside the grid that count only for the histogram (`x_range`, `y_range`): {left}.",)
    points = data.points if data.exact else None
    problem = Problem(geometry, data.cells, scores, of_residuals, grid_drift, mean, max_data, points, near, nearly)
    problem, of_soft = _with_soft(problem, soft, chosen)
    remarks += of_soft
    law = None
    if method == "gaussian":
        SpectralSimulation.check(problem)
        law = MapLaw.within_reason(problem, fitted, posterior, None if local is None else local.cells)
    simulator: Simulator | UncertainSimulation | None = None
    if law is not None and not drawn:
        estimate, more = None, law.remarks
    else:
        simulator = _simulator(method, problem, posterior)
        estimate, more = simulator.estimate, simulator.remarks
    remarks += (*doubts(problem, variogram, drift, fitted, estimate), *more)
    way_back = _way_back(data, problem, fitted, honoured)
    block_size = int(method_named(method).block_size if posterior is None else UncertainSimulation.block_size)
    made = simulator, block_size, fitted, variogram, remarks, posterior, geometry.shape, way_back, law
    return Prepared(*made, None if local is None else local.cells)


def _mean_by_weights(data: PlacedData, scores: Floats) -> float | None:
    """Return the mean of scores of data by what they count in the histogram; None: they count the same.

    Beside a secondary variable data outside the grid may have none.
    """
    weights = _weights(data)
    if weights is None or not weights[: len(scores)].any():
        return None
    return float(np.average(scores, weights=weights[: len(scores)]))


def _weights(data: PlacedData) -> Floats | None:
    """Return what data on the grid and outside it count in the histogram; None: the same."""
    if data.weights is None or data.outside.weights is None:
        return None
    return np.concatenate([data.weights, data.outside.weights])


def _mean(kriging_type: str, mean: float | None, scores: Floats, beyond: Floats, soft: SoftData | None) -> float | None:
    """Return the known mean of simple kriging; None: the average of the data on the grid, which all are hard."""
    if kriging_type != "simple" or mean is not None or not (len(beyond) or soft is not None):
        return mean
    return float(np.concatenate([scores, beyond]).mean())


def _way_back(data: PlacedData, problem: Problem, fitted: FittedTransform, scores: Floats) -> WayBack:
    """Return the way back to values, at which cells that hold data show them, or keep their limits."""
    if data.exact:
        return WayBack(fitted, problem.filled[:0], scores[:0])
    hard, limits = np.flatnonzero(~problem.soft_on_grid), None
    if data.soft is not None and (limited := np.flatnonzero(data.soft.limited)).size:
        limits = problem.filled[limited], data.soft.lower[limited], data.soft.upper[limited]
    return WayBack(fitted, problem.filled[hard], scores[hard], limits)


def _local_mean(
    data: PlacedData,
    known: tuple[Floats, Floats, SoftData | None],
    given: ArrayLike,
    correlation: float | Secondary | None,
    transform: str,
    variogram: Variogram | None,
) -> tuple[LocalMean, Beyond, tuple[str, ...]]:
    """Return the local mean of a secondary variable, what it leaves outside the grid, and what to know of it.

    A correlation is estimated from the data that were measured.
    """
    scores, outside_scores, soft = known
    geometry, outside, cells = data.geometry, data.outside, on_grid(given, data.geometry)
    here = at_data(cells, geometry, data.points)
    beyond = Beyond.of(outside.points, outside_scores, outside.drift, cells, geometry.ndim)
    there = beyond.variables.reshape(-1)
    told: tuple[str, ...] = ()
    if isinstance(correlation, Secondary):
        secondary = correlation
    else:
        points = np.concatenate([data.points, beyond.points])
        at_all, all_scores = np.concatenate([here, there]), np.concatenate([scores, beyond.values])
        rows = slice(None) if soft is None else np.isfinite(soft.measured[: len(at_all)])
        sill = None if variogram is None else variogram.sill
        secondary = Secondary.of(
            cells,
            points[rows],
            at_all[rows],
            all_scores[rows],
            correlation=correlation,
            transform=transform,
            sill=sill,
        )
        told = (secondary.said, *secondary.doubts)
    local = LocalMean(secondary.at(cells), secondary.at(here), secondary.at(there), secondary)
    left = Beyond(beyond.points, beyond.values - local.beyond, np.empty((len(there), 0)))
    return local, left, (*told, *local.remarks)


def _simulator(method: str, problem: Problem, posterior: Posterior | None) -> Simulator | UncertainSimulation:
    return make_simulator(method, problem) if posterior is None else UncertainSimulation(method, problem, posterior)


def _variogram(
    given: Variogram | None,
    uncertainty: str | Posterior,
    data: tuple[Floats, Floats, str, Floats | None],
    mean: float | None,
    local: LocalMean | None,
    soft: SoftData | None,
) -> tuple[Variogram, Variogram, Posterior | None, tuple[str, ...]]:
    """Return the variogram of what is kriged, that of the scores, the posterior of the first, and what to know of them.

    They are the same unless a secondary variable gives a local mean: then residuals have a share of the variance.
    """
    share = 1.0 if local is None else local.secondary.share
    if local is not None and share == 0 and given is None:
        # No residuals are left whose variogram could be found.
        data = data[0], data[1] + np.concatenate([local.data, local.beyond]), *data[2:]
        uncertainty, soft = "none", None
    elif local is not None and local.secondary.takes_freedom:
        follows = np.concatenate([local.data, local.beyond])[:, None]
        data, mean = (data[0], data[1], "external-drift", follows), None
    if given is None and share:
        of_residuals, posterior, remarks = _found(None, uncertainty, data, mean, soft)
        return of_residuals, of_residuals.scaled(1 / share), posterior, remarks
    of_scores, posterior, remarks = _found(given, uncertainty, data, mean, soft)
    return of_scores.scaled(share), of_scores, posterior, remarks


def _found(
    given: Variogram | None,
    uncertainty: str | Posterior,
    data: tuple[Floats, Floats, str, Floats | None],
    mean: float | None,
    soft: SoftData | None,
) -> tuple[Variogram, Posterior | None, tuple[str, ...]]:
    """Return the variogram that is given or fits, its posterior, and what the user should know of them."""
    if isinstance(uncertainty, Posterior):
        return uncertainty.mode if given is None else given, uncertainty, ()
    if uncertainty not in VARIOGRAM_UNCERTAINTIES:
        message = f"Invalid variogram_uncertainty {uncertainty!r}. Should be one of "
        message += f"{', '.join(VARIOGRAM_UNCERTAINTIES)} (`variogram_uncertainty`)."
        raise InvalidInput(message)
    if given is not None:
        if uncertainty == "posterior":
            message = "Invalid variogram_uncertainty 'posterior' of a variogram that is given "
            message += "(`variogram_uncertainty`). Should be left out, or the variogram be."
            raise InvalidInput(message)
        return given, None, ()
    # Here, because what fits takes as long to load as a small map takes to make.
    from ..variogram.automatic import fit_automatic
    from ..variogram.default import Default, default_variogram
    from .soft_variogram import soft_variogram

    points, values, kriging_type, variables = data
    if uncertainty == "none":

        def fitted(values: Floats) -> Default:
            fit = fit_automatic(points, values, kriging_type, variables)
            return Default(fit.variogram, None, fit.remarks, "")

        found = (
            fitted(values)
            if soft is None
            else soft_variogram(fitted, points, values, soft, kriging_type, variables, mean)
        )
        return found.variogram, None, found.remarks

    def default(values: Floats) -> Default:
        look = uncertainty == "automatic"
        return default_variogram(points, values, kriging_type, variables, mean=mean, look=look)

    found = (
        default(values)
        if soft is None
        else soft_variogram(default, points, values, soft, kriging_type, variables, mean)
    )
    return found.variogram, found.posterior, (*found.remarks, found.uncertainty)


def _scores(data: PlacedData, transform: Transform) -> tuple[FittedTransform, Floats, Floats, SoftData | None]:
    """Return the transform of data on the grid and outside it, the scores of either, and what is known of all."""
    points = np.concatenate([data.points, data.outside.points])
    values = np.concatenate([data.values, data.outside.values])
    # In the order of cells ties are broken in the same way whatever the extent is.
    order = np.arange(len(points))
    if len(data.outside.values):
        order = np.lexsort(data.geometry.cells_around(points).T[::-1])
    soft, known, weights = _soft(data), None, _weights(data)
    in_order = None if weights is None else weights[order]
    fitted = fit_soft(transform, points[order], values[order], soft and soft.take(order), in_order)
    scores = np.empty(len(order))
    scores[order] = fitted.scores
    if soft is not None:
        known = SoftData.of(values[order], soft.take(order), fitted).take(np.argsort(order))
    return fitted, scores[: len(data.values)], scores[len(data.values) :], known


def _soft(data: PlacedData) -> Soft | None:
    """Return what is known of data on the grid and outside it; None: all are hard."""
    both = [
        Soft.of(values, None, None, None)[1] if soft is None else soft
        for values, soft in ((data.values, data.soft), (data.outside.values, data.outside.soft))
    ]
    soft = both[0].followed_by(both[1])
    return soft if (soft.limited | (soft.error > 0)).any() else None


def _with_soft(problem: Problem, soft: SoftData | None, beyond: NDArray[np.intp]) -> tuple[Problem, tuple[str, ...]]:
    """Return a problem with soft data, at about what is expected of them, and what a user should know of them.

    Parameters
    ----------
    problem : Problem
    soft : SoftData or None
        Of all data on the grid and outside it.
    beyond : int array, shape (m,)
        Numbers of those outside that the problem has.
    """
    if soft is None:
        return problem, ()
    count = len(problem.values)
    soft = soft.take(np.concatenate([np.arange(count), count + beyond]))
    problem = replace(problem, soft=soft)
    draws = SoftDraws.of(problem)
    if draws is None:
        return problem, ()
    own, others = np.split(draws.mean, [len(problem.values)])
    outside = problem.beyond and problem.beyond._replace(values=others)
    return replace(problem, values=own, beyond=outside), soft_remarks(soft, draws, exact=problem.points is not None)
