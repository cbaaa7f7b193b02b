"""Soft data: data of which the value is not known exactly, but with an error of its measurement, or between limits.

Law: what is known of a datum is a value, a standard deviation of its error, and limits of what is true, each of which
may be missing. A value without error is hard. Limits that meet are a hard value; an error without end, or limits
without end and no value, are no datum; what contradicts itself is a sentence. At one place measurements count by their
precision, and all limits hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .errors import InvalidInput
from .numeric import floats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Bools = NDArray[np.bool_]

_NO_ERROR = 1e-100
"""A smaller error is none: its square would be lost."""


class Soft(NamedTuple):
    """What is known of data beside their values, or in their place.

    Attributes
    ----------
    error : float array, shape (n,)
        Standard deviation of the measurement; zero where there is no error, or no value.
    lower, upper : float arrays, shape (n,)
        Limits of the true value; infinite where there are none.
    """

    error: Floats
    lower: Floats
    upper: Floats

    @classmethod
    def of(
        cls, values: ArrayLike, error: ArrayLike | None, lower: ArrayLike | None, upper: ArrayLike | None
    ) -> tuple[Floats, Soft, Bools]:
        """Check what is given of data, any shape.

        Parameters
        ----------
        values : float array
            Not a number where only limits are known.
        error, lower, upper : float arrays of the values' shape, optional
            As the attributes; not a number where there is none.

        Returns
        -------
        values : float array
            Hard where the limits meet; not a number where there is no value, or its error has no end.
        soft : Soft
        known : bool array
            Which of them are data.

        Raises
        ------
        InvalidInput
            If a shape does not fit, an error is negative, or limits contradict each other or a value without error.
        """
        data = floats(values, "values").copy()
        columns = []
        for name, given, none in (("error", error, 0.0), ("lower", lower, -np.inf), ("upper", upper, np.inf)):
            column = np.full(data.shape, none) if given is None else floats(given, name).copy()
            if column.shape != data.shape:
                message = f"Invalid `{name}` of shape {column.shape}. Should be {data.shape}, one for each value."
                raise InvalidInput(message)
            column[np.isnan(column)] = none
            columns.append(column)
        if (negative := int(np.count_nonzero(columns[0] < 0))) > 0:
            message = f"Invalid `error`: {negative} are less than zero. Should be standard deviations."
            raise InvalidInput(message)
        return _settled(data, cls(*columns))

    @property
    def limited(self) -> Bools:
        """Which have limits."""
        limited: Bools = (self.lower > -np.inf) | (self.upper < np.inf)
        return limited

    @property
    def missing(self) -> Bools:
        """Which have limits alone."""
        missing: Bools = self.limited & (self.error == 0)
        return missing

    def numbers(self, values: Floats) -> Floats:
        """Return all values and limits that there are, shape (k,)."""
        numbers = np.concatenate([values, self.lower, self.upper])
        finite: Floats = numbers[np.isfinite(numbers)]
        return finite

    def take(self, rows: Integers | Bools | slice) -> Soft:
        """Return those of some data."""
        return Soft(*(column[rows] for column in self))

    def followed_by(self, other: Soft) -> Soft:
        """Return those of all data of both."""
        return Soft(*(np.concatenate(pair) for pair in zip(self, other)))


def merged(
    values: Floats,
    soft: Soft,
    place: Integers,
    coordinates: Floats,
    weights: Floats | None = None,
    *,
    together: bool = True,
) -> tuple[Floats, Soft]:
    """Make one datum of all at each place.

    Hard values count alone, as their mean; else measurements count by their precision; limits hold all.

    Parameters
    ----------
    values : float array, shape (n,)
    soft : Soft
    place : int array, shape (n,)
        Number of the place of each.
    coordinates : float array, shape (m, ndim)
        Of the places, for the errors.
    weights : float array, shape (n,), optional
        What hard values count in the mean; None: the same.
    together : bool
        Whether data of a place are the same value, so that limits beside a hard value are to hold it; else, as in a
        cell, they do not count there.

    Raises
    ------
    InvalidInput
        If limits at a place exclude each other or its value.
    """
    count = len(coordinates)
    hard = np.isfinite(values) & (soft.error == 0)
    certain = np.bincount(place, hard, count) > 0
    precision = np.where(soft.error > 0, soft.error, 1.0) ** -2
    counts = np.where(hard, 1.0 if weights is None else weights, np.where(np.isfinite(values), precision, 0.0))
    counts[certain[place] & ~hard] = 0.0
    total = np.bincount(place, counts, count)
    measured = total > 0
    safe = np.where(measured, total, 1.0)
    means = np.where(measured, np.bincount(place, counts * np.nan_to_num(values), count) / safe, np.nan)
    lower, upper = np.full(count, -np.inf), np.full(count, np.inf)
    np.maximum.at(lower, place, soft.lower)
    np.minimum.at(upper, place, soft.upper)
    if not together:
        lower[certain], upper[certain] = -np.inf, np.inf
    error = np.where(measured & ~certain, safe**-0.5, 0.0)
    data, settled, _ = _settled(means, Soft(error, lower, upper), coordinates, together=together)
    return data, settled


def _settled(
    values: Floats, soft: Soft, coordinates: Floats | None = None, *, together: bool = True
) -> tuple[Floats, Soft, Bools]:
    """Return what is known with hard values as such, and which are data; refuse contradictions."""
    error, lower, upper = soft
    values = np.where(np.isfinite(values) & ~np.isinf(error), values, np.nan)
    error = np.where(np.isnan(values) | (error < _NO_ERROR), 0.0, error)
    hard = np.isfinite(values) & (error == 0)
    apart = (lower > upper) | (lower == np.inf) | (upper == -np.inf)
    _refuse(apart, "limits of which the lower is above the upper", coordinates, together=together)
    _refuse(hard & ((values < lower) | (values > upper)), "a value that its limits exclude", coordinates)
    meet = lower == upper
    values, error, hard = np.where(meet, lower, values), np.where(meet, 0.0, error), hard | meet
    lower, upper = np.where(hard, -np.inf, lower), np.where(hard, np.inf, upper)
    settled = Soft(error, lower, upper)
    return values, settled, np.isfinite(values) | settled.limited


def _refuse(wrong: Bools, what: str, coordinates: Floats | None, *, together: bool = True) -> None:
    if not wrong.any():
        return
    place = ""
    if coordinates is not None:
        where = ", ".join(f"{number:.10g}" for number in coordinates[int(np.argmax(wrong))])
        place = f", the first at ({where})"
    whose = "data" if together else "cells of the grid hold data that"
    message = f"Invalid `lower` or `upper`: {int(np.count_nonzero(wrong))} {whose} have {what}{place}. Should be "
    message += "mended, or these data be left out"
    raise InvalidInput(f"{message}." if together else f"{message}, or cells be smaller (`xy_delta`).")
