"""Numbers as users have them: lists, masked arrays, columns of tables, numbers of any library; plain floats here.

Law: what is masked or missing is not a number; text, dates and complex numbers are refused, and none is bent to fit.
"""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, Any

import numpy as np

from .arguments import refused
from .errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_NOT_REAL = "cmM"
"""Kinds of numpy's that it would bend into floats: complex numbers, spans of time and dates."""


def floats(values: ArrayLike, name: str) -> Floats:
    """Return an array of any shape as floats, not a copy where it is one already; masked values are not a number.

    Raises
    ------
    InvalidInput
        If they are no numbers; it calls them `name`.
    """
    kind = getattr(getattr(values, "dtype", None), "kind", "f")
    try:
        if kind not in _NOT_REAL:
            return unmasked(values) if isinstance(values, np.ma.MaskedArray) else np.asarray(values, dtype=float)
    except (TypeError, ValueError, OverflowError):
        pass
    message = f"Invalid `{name}`. Should be an array of numbers."
    raise InvalidInput(message)


def unmasked(values: np.ma.MaskedArray[Any, Any]) -> Floats:
    """Return a masked array as floats, not a number where it is masked."""
    filled: Floats = np.where(np.asarray(values.mask), np.nan, np.asarray(values.data, dtype=float))
    return filled


def real(value: Any, name: str, *, finite: bool = False) -> float:
    """Return a number as a float, or raise InvalidInput that calls it `name`."""
    try:
        if isinstance(value, (str, bytes)):
            raise TypeError
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        raise refused(value, name, "a number") from None
    if finite and not np.isfinite(found):
        message = f"Invalid `{name}` {found}. Should be finite, or left out."
        raise InvalidInput(message)
    return found


def given_reals(**given: Any) -> dict[str, Any]:
    """Return numbers by their names as floats, and None for those that are left out; see `real`."""
    return {name: None if value is None else real(value, name) for name, value in given.items()}


def together(**given: ArrayLike) -> tuple[Floats, ...]:
    """Return arrays as floats, see `floats`, or raise InvalidInput with their names if they do not broadcast."""
    found = tuple(floats(values, name) for name, values in given.items())
    try:
        np.broadcast_shapes(*(array.shape for array in found))
    except ValueError:
        names, shapes = ", ".join(f"`{name}`" for name in given), ", ".join(str(array.shape) for array in found)
        message = f"Invalid {names} of shapes {shapes}. Should be of one shape, or numbers."
        raise InvalidInput(message) from None
    return found


def require_whole(value: Any, name: str, least: int) -> None:
    """Raise InvalidInput, which calls it `name`, unless a value is a whole number, and no less than that."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise refused(value, name, f"a whole number of at least {least}")
    if value < least:
        message = f"Invalid `{name}` {value}. Should be at least {least}."
        raise InvalidInput(message)
