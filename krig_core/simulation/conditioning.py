"""Conditioning: from a field that knows no data to one that honours them.

Law: Z = Zu + K(z − Zu(data)), K being kriging with the covariance that Zu has. Then mean, standard deviation and
the covariance between any cells are those of the conditional Gaussian (Journel & Huijbregts 1978, § VII.A;
Chilès & Delfiner 2012, § 7.3). Split in two: the kriging of z, once, and the kriging of Zu(data), each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidInput
from ..variogram.models import Variogram
from .data_system import MOST_FACTORED, DataSystem, Factored, Iterated, SeenCovariance, least_nugget
from .observation import CellObservation, Observation, PointObservation
from .torus import unwrapped
from .vecchia import Vecchia

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .embedding import Embedding
    from .problem import Problem
    from .torus import Periodic

    Floats = NDArray[np.float64]

_SINGLE_PRECISION_LIMIT = 1e4
"""Above this condition number single precision would leave visible errors beside the data."""

_LEAST_SILL, _GREATEST_SILL = 1e-20, 1e20
"""Single precision holds spectra and weights of these: beyond, they would become zero or infinite."""

_ESTIMATE_MISFIT, _FIELD_MISFIT = 1e-4, 3e-3
"""How well an iterative solution honours the data: of the estimate, made once, and of each simulated field."""

STEADY, _STEADY_ITERATION = 1e10, 1e5
"""Up to this condition number rounding, or what iteration adds to the diagonal, changes the estimate by less than about
a tenth of its standard deviation."""

_MOST_MISFIT = 0.05
"""Where iteration ends farther from the data than this, fields would show it."""

_MOST_DEPARTURE = 5.0
"""Where what data off the cells see departs from the variogram by more (`SeenCovariance.departs`), it is what they
are conditioned with.

It takes a convolution for each. Measured were 0.02 to 0.3, whatever the range and however near each other the data,
and 1.5 with three data to a cell: that changes little.
"""


class Estimate:
    """The kriging estimate of all cells from all data.

    Parameters
    ----------
    problem : Problem
    observation : Observation
        Of the cells, with the problem's data.
    embedding : Torus or Dense, optional
        What fields are made from: the estimate is then kriging with the covariance that data see of them. None: with
        that of the variogram, and the observation is the problem's own.

    Attributes
    ----------
    values : float array of the grid's shape
        At data on cells the data themselves; not a number where there is no drift.
    solver : Factored or Iterated
        Of the data covariance.
    system : DataSystem
    consistent : bool
        Whether it is that of the fields.
    weights, coefficients : float arrays, shapes (n,) and (p,)
        Of the covariances with the data, and of the drift functions.
    preconditioner : Vecchia, or None
        What an iterative solution was sped up by.
    condition : float
    remarks : tuple of str
    """

    def __init__(self, problem: Problem, observation: Observation, embedding: Embedding | None = None) -> None:
        variogram, points = problem.variogram, observation.points
        self.consistent = embedding is not None
        self._embedding, self._geometry, self._variogram = embedding, problem.geometry, variogram
        self._observation, self._drift = observation, problem.drift
        self.preconditioner: Vecchia | None = None
        self.remarks: tuple[str, ...] = ()
        self.solver: Factored | Iterated
        if len(points) <= MOST_FACTORED and embedding is not None:
            self.solver = Factored(SeenCovariance(embedding, observation).matrix())
        elif len(points) <= MOST_FACTORED:
            self.solver = problem.factored
        else:
            nugget = least_nugget(variogram)
            self.preconditioner = Vecchia(points, variogram + Variogram(nugget + observation.own))
            if single_suffices(self.preconditioner.condition, variogram):
                self._periodic = self._periodic.single()
            product = SeenCovariance(self._periodic, observation, nugget)
            self.solver = Iterated(product, self.preconditioner, _ESTIMATE_MISFIT)
            self.remarks = (f"More than {MOST_FACTORED} data: all of them are used, by iteration.",)
        self.condition = self.solver.condition
        self.system = DataSystem(self.solver, problem.drift.at_data)
        weights, coefficients = self.system.solve((problem.values - problem.known)[:, None])
        self.weights, self.coefficients = weights[:, 0], coefficients[:, 0]
        self.values = problem.known + self.kriged(self.weights, self.coefficients)
        if isinstance(observation, CellObservation):
            self.values[observation.places.cells] = problem.values
        self.remarks += problem.drift.remarks

    @cached_property
    def _periodic(self) -> Periodic:
        return self._embedding or unwrapped(self._geometry, self._variogram)

    def kriged(self, weights: Floats, coefficients: Floats) -> Floats:
        """Return Σ wᵢ C(x − xᵢ) + Σ βⱼ fⱼ(x) at all cells."""
        field = np.zeros(self._geometry.shape)
        if weights.any():
            field += self._periodic.convolve(self._observation.places, self._observation.spread(weights))
        trend = self._drift.at_cells(coefficients)
        field += trend if np.ndim(trend) == 0 else trend.reshape(field.shape)
        return field


def steady(problem: Problem, most: float | None = None) -> tuple[Problem, Estimate]:
    """Return a problem that arithmetic can solve, and its estimate.

    Where a smooth variogram without nugget leaves less than rounding between the data, the estimate would be noise and
    its standard deviation far too small: a nugget is added, and said.

    Parameters
    ----------
    problem : Problem
    most : float, optional
        The largest condition number that is let pass; None is what arithmetic can do.
    """
    kriging = Estimate(problem, problem.observation)
    if most is None:
        most = STEADY if kriging.preconditioner is None else _STEADY_ITERATION
    if kriging.condition > most and problem.variogram.sill > 0:
        nugget = least_nugget(problem.variogram)
        problem = replace(problem, variogram=problem.variogram + Variogram(nugget))
        kriging = Estimate(problem, problem.observation)
        kriging.remarks += (nugget_remark(nugget),)
    return problem, kriging


def nugget_remark(nugget: float) -> str:
    """Return what the user should know of a nugget that was added."""
    return (
        f"The variogram is too smooth for data so near each other: a nugget of {nugget:.3g} was added, a millionth of "
        "the sill; a greater `nugget` is likely nearer to the truth."
    )


class Conditioning:
    """Kriging of what the data see of simulated fields to all cells.

    Parameters
    ----------
    problem : Problem
    kriging : Estimate
        Of the problem.
    embedding : Torus or Dense
        Where unconditional fields come from.
    observation : Observation

    Attributes
    ----------
    estimate : float array of the grid's shape
        The kriging of the data.
    consistent : bool
        Whether data off the cells condition fields with the covariance that they see of them, and not the variogram's.
    periodic : Periodic
        The embedding in the precision of the fields.
    remarks : tuple of str
    """

    def __init__(
        self,
        problem: Problem,
        kriging: Estimate,
        embedding: Embedding,
        observation: Observation,
    ) -> None:
        self.estimate, self.remarks = kriging.values, kriging.remarks
        self._observation, self._drift = observation, problem.drift
        self.consistent = kriging.consistent or kriging.preconditioner is not None
        single = single_suffices(kriging.condition, problem.variogram)
        self.periodic: Periodic = embedding.single() if single else embedding
        # The fields' own covariance, which the torus had to bend, conditions them consistently.
        solver = kriging.solver
        if kriging.preconditioner is not None:
            product = SeenCovariance(self.periodic, observation, least_nugget(problem.variogram))
            solver = Iterated(product, kriging.preconditioner, _FIELD_MISFIT)
        elif isinstance(observation, CellObservation):
            if not embedding.exact:
                solver = Factored(embedding.covariance_between(np.stack(observation.places.cells, axis=1)))
        elif embedding.plane is not None and not kriging.consistent:
            covariance = problem.variogram.covariance(observation.points, observation.points)
            solver = Factored(covariance + embedding.plane.excess(observation.points))
        if isinstance(solver, Factored):
            solver = solver.single() if single else solver
            if isinstance(observation, PointObservation) and not kriging.consistent:
                seen = SeenCovariance(self.periodic, observation)
                if seen.departs(solver, _MOST_DEPARTURE):
                    self.periodic, self.consistent = embedding, True
                    solver = Factored(SeenCovariance(embedding, observation).matrix())
        self._solver, self._system = solver, DataSystem(solver, problem.drift.at_data)

    @property
    def iterated(self) -> bool:
        """Whether fields honour the data only as well as iteration brings them."""
        return isinstance(self._solver, Iterated)

    def misfit_remarks(self, seen: NDArray[Any]) -> tuple[str, ...]:
        """Return what the user should know of how well fields honour the data.

        Parameters
        ----------
        seen : complex array, shape (n,)
            What the data see of two fields.

        Raises
        ------
        InvalidInput
            If iteration does not come near the data.
        """
        if not isinstance(self._solver, Iterated):
            return ()
        columns = np.stack([seen.real, seen.imag], axis=1).astype(float)
        weights, coefficients = self._system.solve(columns)
        left = columns - self._solver.product(weights) - self._drift.at_data @ coefficients
        size = np.maximum(np.square(columns).mean(axis=0), np.finfo(float).tiny)
        misfit = float(np.sqrt(np.square(left).mean(axis=0) / size).max())
        if misfit > _MOST_MISFIT:
            message = (
                f"The variogram is too smooth for more than {MOST_FACTORED} data: give it a nugget greater than zero "
                "(`nugget`), or use fewer data."
            )
            raise InvalidInput(message)
        return (f"Simulated fields honour the data to {misfit:.1%} of their standard deviation.",)

    def residuals(
        self,
        lines: NDArray[Any],
        seen: Sequence[NDArray[Any]],
        width: int,
        shifts: NDArray[Any] | None = None,
    ) -> Iterator[NDArray[Any]]:
        """Yield Zu − K (Zu(data) − shifts), at data on cells their shifts, of unconditional fields.

        The kriging systems of all fields are solved at once, which is several times as fast as one by one.

        Parameters
        ----------
        lines : complex array
            Along the first axis those of two real fields each, as real and imaginary part; overwritten.
        seen : sequence of complex arrays, shape (n,)
            What the data see of each.
        width : int
            Columns that are solved for, of which those without a field are zero: how many there are must not depend on
            how many realizations are asked for, since what a BLAS makes of one depends on it in the last digits.
        shifts : complex array, shape (n, fields), optional
            What data differ by from those of the estimate, for each field, as real and imaginary part; None: nothing.
        """
        at_data = np.zeros((len(seen[0]), width), dtype=complex)
        at_data[:, : len(seen)] = np.stack(list(seen), axis=1)
        if shifts is not None:
            at_data[:, : len(seen)] -= shifts
        # Real and imaginary parts are columns of their own.
        weights, coefficients = self._system.solve(at_data.view(float))
        places = self._observation.places
        spread, coefficients = map(_pairs, (self._observation.spread(-weights), coefficients))
        for number, one in enumerate(lines):
            self.periodic.add(one, places, spread[:, number])
            field = self.periodic.field(one)
            trend = self._drift.at_cells(coefficients[:, number])
            field -= np.asarray(trend, dtype=field.dtype).reshape(field.shape if np.ndim(trend) else ())
            if isinstance(self._observation, CellObservation):
                field[places.cells] = 0 if shifts is None else shifts[:, number]
            yield field


def _pairs(columns: Floats) -> NDArray[Any]:
    """Return columns that are real and imaginary parts in turn, shape (n, 2k), as complex ones, shape (n, k)."""
    return np.ascontiguousarray(columns, dtype=float).view(complex)


def single_suffices(condition: float, variogram: Variogram) -> bool:
    """Return whether what is made with data of a condition number may be so in single precision."""
    return condition <= _SINGLE_PRECISION_LIMIT and _LEAST_SILL <= variogram.sill <= _GREATEST_SILL
