"""Drift: what the mean of the field is made of, as functions whose coefficients kriging, or least squares, finds.

Law: functions are centred and scaled by the data that they serve, so their coefficients stay comparable with each
other; a drift that these data cannot tell from another is refused in a sentence, never solved in some way.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np

from .blas import one_blas_thread
from .choices import KRIGING_TYPES
from .errors import InvalidInput
from .numeric import floats, real, require_whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_DEGREES = {"ordinary": 0, "simple": -1, "universal-1": 1, "universal-2": 2, "external-drift": 0}
"""Of the polynomial of each kriging type; a known mean has none."""

RANK_TOLERANCE = 1e-9
"""A drift function that the others imitate better than this, relative to its size, is taken to be one of them."""


class Drift:
    """The drift functions of one kriging.

    Parameters
    ----------
    kriging_type : str
        One of `choices.KRIGING_TYPES`.
    variables : float array, shape (n, k)
        External drift at the data; k may be zero.
    """

    def __init__(self, kriging_type: str, variables: Floats) -> None:
        if kriging_type not in KRIGING_TYPES:
            message = f"Invalid kriging type {kriging_type!r}. Should be one of {', '.join(KRIGING_TYPES)}."
            raise InvalidInput(message)
        if kriging_type == "external-drift" and variables.shape[1] == 0:
            message = "No drift: external-drift kriging needs a drift variable at the data and at the targets."
            raise InvalidInput(message)
        if kriging_type == "simple" and variables.shape[1] > 0:
            message = "Invalid drift for simple kriging, whose mean is known. Should be given to another kriging type."
            raise InvalidInput(message)
        self.kriging_type = kriging_type
        self.degree = _DEGREES[kriging_type]

    def at_data(self, points: Floats, variables: Floats) -> Floats:
        """Return the functions of data, shape (n, p).

        Parameters
        ----------
        points : float array, shape (n, ndim)
        variables : float array, shape (n, k)

        Raises
        ------
        InvalidInput
            With the reason, if the data cannot tell the functions from each other.
        """
        functions, _ = self.at(points, variables, points, variables, np.ones(len(points), dtype=bool))
        self._check(functions, variables.shape[1])
        return functions

    def at(
        self, points: Floats, variables: Floats, places: Floats, target_variables: Floats, present: NDArray[np.bool_]
    ) -> tuple[Floats, Floats]:
        """Return the functions of stacks of data and of their targets.

        Parameters
        ----------
        points : float array, shape (…, n, ndim)
        variables : float array, shape (…, n, k)
        places : float array, shape (…, m, ndim)
        target_variables : float array, shape (…, m, k)
        present : bool array, shape (…, n)
            False where a stack has fewer data than others.

        Returns
        -------
        data_drift, target_drift : float arrays, shapes (…, n, p) and (…, m, p)
            The first is zero where no datum is present.
        """
        if self.degree <= 0 and variables.shape[-1] == 0:
            constant = self._functions(points, variables) * present[..., None]
            return constant, self._functions(places, target_variables)
        weight = present[..., None].astype(float)
        count = np.maximum(weight.sum(axis=-2, keepdims=True), 1)
        both = []
        for data, targets in ((points, places), (variables, target_variables)):
            centre = (data * weight).sum(axis=-2, keepdims=True) / count
            from_centre = (data - centre) * weight
            scale = np.abs(from_centre).max(axis=-2, keepdims=True, initial=0.0)
            # What is constant but for rounding is zero, and the rank is found wanting.
            level = np.maximum(np.abs(centre), scale)
            scale = np.where(scale > 1e-12 * level, scale, np.inf)
            both.append((from_centre / scale, (targets - centre) / scale))
        (data_place, target_place), (data_variable, target_variable) = both
        data_drift = self._functions(data_place, data_variable) * weight
        return data_drift, self._functions(target_place, target_variable)

    def _functions(self, places: Floats, variables: Floats) -> Floats:
        if self.degree < 0:
            return np.empty((*places.shape[:-1], 0))
        return np.concatenate([_polynomials(places, self.degree), variables], axis=-1)

    def _check(self, functions: Floats, variables: int) -> None:
        count, unknown = functions.shape
        if count < unknown:
            message = f"Too few data: {self.kriging_type} kriging with {unknown} drift functions needs at least "
            message += f"{unknown} points at different places, and there are {count} (`kriging_type`, `drift`)."
            raise InvalidInput(message)
        if unknown == 0 or full_rank(functions):
            return
        polynomial = unknown - variables
        if not full_rank(functions[:, :polynomial]):
            message = f"The data lie on a line, a plane or a curve that leaves {self.kriging_type} kriging without a "
            message += "unique trend. Should be ordinary kriging (`kriging_type`), or data that surround the area."
            raise InvalidInput(message)
        for number in range(variables):
            if not functions[:, polynomial + number].any():
                message = f"Drift variable {number + 1} has the same value at all data, so it explains nothing "
                message += "(`drift`). Should be left out, or vary between the data."
                raise InvalidInput(message)
        number = next(k for k in range(1, variables + 1) if not full_rank(functions[:, : polynomial + k]))
        message = f"Drift variable {number} depends at the data on the trend or on the variables before it (`drift`). "
        message += "Should be left out."
        raise InvalidInput(message)


def has_trend(kriging_type: str, variables: Floats | None) -> bool:
    """Return whether a kriging takes off more than a mean."""
    return variables is not None or kriging_type not in ("ordinary", "simple")


def known_mean(data: Floats, kriging_type: str, mean: float | None) -> float:
    """Return what is subtracted before kriging: the known mean of simple kriging, else zero."""
    if kriging_type != "simple":
        return 0.0
    return float(np.mean(data)) if mean is None else real(mean, "mean", finite=True)


def drift_functions(coordinates: Floats, kriging_type: str, variables: Floats | None) -> Floats:
    """Return the drift functions of a kriging at its data, shape (n, p).

    Parameters
    ----------
    coordinates : float array, shape (n, ndim)
    kriging_type : str
        One of `choices.KRIGING_TYPES`.
    variables : float array, shape (n, k), optional
        External drift at the data.

    Raises
    ------
    InvalidInput
        If the data cannot tell the drift functions from each other.
    """
    columns = drift_variables(variables, len(coordinates), "drift")
    return Drift(kriging_type, columns).at_data(coordinates, columns)


def trend_functions(points: Floats, order: int) -> Floats:
    """Return the polynomials up to an order of 0, 1 or 2 of the coordinates, shapes (n, ndim) and (n, p).

    They are for least squares, which needs no refusal of data that cannot tell one from another.
    """
    require_whole(order, "detrend", 0)
    if order not in (0, 1, 2):
        message = f"Invalid order {order} of the trend. Should be 0, 1 or 2."
        raise InvalidInput(message)
    if order == 0 or len(points) == 0:
        return np.ones((len(points), 1))
    spread = np.ptp(points, axis=0)
    return _polynomials((points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0), order)


@one_blas_thread()
def detrended(points: Floats, data: Floats, order: int) -> Floats:
    """Return what ordinary least squares with a polynomial of the coordinates leaves of data.

    Parameters
    ----------
    points : float array, shape (n, ndim)
    data : float array, shape (n,)
    order : {0, 1, 2}
        0 returns the data as they are.
    """
    functions = trend_functions(points, order)
    if order == 0 or len(points) == 0:
        return data
    residual: Floats = data - functions @ np.linalg.lstsq(functions, data, rcond=None)[0]
    return residual


def _polynomials(places: Floats, degree: int) -> Floats:
    """Return the powers and products of coordinates, shape (…, ndim), up to a degree: shape (…, p), 1 first."""
    functions = [np.ones(places.shape[:-1])]
    for power in range(1, degree + 1):
        for axes in combinations_with_replacement(range(places.shape[-1]), power):
            functions.append(np.prod(places[..., list(axes)], axis=-1))
    return np.stack(functions, axis=-1)


def full_rank(functions: Floats) -> bool:
    """Return whether the columns of an array, shape (n, p), are linearly independent beyond rounding."""
    lengths = np.sqrt((functions**2).sum(axis=0))
    if not (lengths > 0).all():
        return False
    singular = np.linalg.svd(functions / lengths, compute_uv=False)
    return bool(len(singular) == functions.shape[1] and singular[-1] > RANK_TOLERANCE)


def drift_variables(variables: ArrayLike | None, count: int, name: str) -> Floats:
    """Return external drift as an array (count, k), k = 0 for None, or raise InvalidInput."""
    if variables is None:
        return np.empty((count, 0))
    columns = floats(variables, name)
    if columns.ndim == 1:
        columns = columns[:, None]
    if columns.ndim != 2 or len(columns) != count:
        message = f"Invalid {name} of shape {columns.shape}. Should be ({count}, k): a row for each point."
        raise InvalidInput(message)
    return columns
