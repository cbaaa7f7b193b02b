"""What is drawn of realizations: one of them, a frame of the film, or the probability above a threshold."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...provider.ramps import TEAL, VIRIDIS
from .qt import tr
from .ramp import SHADES, bytes_of, colour_table
from .ramp_drawing import RampDrawing
from .shown_stack import ShownStack
from .units import figure, with_unit

VALUES = colour_table(VIRIDIS)
PROBABILITIES = colour_table(TEAL)


class Shown(NamedTuple):
    """A map.

    Attributes
    ----------
    values : float array, shape (m,)
        Of the cells that count.
    codes : uint8 array, shape (rows, columns)
        All cells as bytes of a ramp.
    table : list of int
        Their colours.
    title : str
    """

    values: np.ndarray
    codes: np.ndarray
    table: list[int]
    title: str


def at_position(stack: ShownStack, position: float) -> Shown:
    """Return a realization, from 0, or what the film shows on the way to the next one."""
    count, first = len(stack.realizations), math.floor(position)
    if stack.film is None or position == first:
        values = stack.realizations.realization(first)
        title = tr("No. {first} of {all}").format(first=first + 1, all=count)
    else:
        values = stack.film.frame(position)
        title = tr("Film, no. {first} to {second}").format(first=first + 1, second=(first + 1) % count + 1)
    codes = bytes_of(values, stack.span.low, stack.span.high)
    return Shown(values, _everywhere(codes, stack), VALUES, title)


def above(stack: ShownStack, threshold: float) -> Shown:
    """Return the share of realizations that are above a threshold, in percent."""
    count = len(stack.realizations)
    number = stack.realizations.count_above(threshold)
    shade = np.rint(np.arange(count + 1) * ((SHADES - 1) / count)).astype(np.uint8) + np.uint8(1)
    title = tr("P(> {value})").format(value=with_unit(figure(threshold), stack.value_unit))
    return Shown(number * (100.0 / count), _everywhere(shade.take(number), stack), PROBABILITIES, title)


def ramp_of_values(stack: ShownStack) -> RampDrawing:
    """Return the legend of realizations."""
    return RampDrawing(VALUES, stack.span.low, stack.span.high, stack.span.labels(), stack.value_unit)


def ramp_of_probabilities() -> RampDrawing:
    """Return the legend of probabilities."""
    return RampDrawing(PROBABILITIES, 0.0, 100.0, ("0", "100"), "%")


def _everywhere(codes: np.ndarray, stack: ShownStack) -> np.ndarray:
    """Return bytes of cells that count as bytes of all."""
    known = stack.realizations.known
    if known.all():
        return codes.reshape(known.shape)
    everywhere = np.zeros(known.shape, dtype=np.uint8)
    everywhere[known] = codes
    return everywhere
