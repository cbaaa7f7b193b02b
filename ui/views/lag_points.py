"""The points of an experimental variogram: as large as the pairs are many, hollow where they are few."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .plot import Colours, Plot, draw_mark
from .qt import QtCore, QtGui

if TYPE_CHECKING:
    from ...krig_core.jobs.variogram import Series

_LEAST = 2.5
"""Radius of a lag with hardly any pairs, pixels."""

_FEW = 3
"""Fewer lags with enough pairs than this say nothing of where the others should be."""


def trusted(series: Sequence[Series]) -> list[float]:
    """Return the semivariances that an axis should have room for: of lags with enough pairs, or of all if few have."""
    found = [gamma for item in series for gamma, used in zip(item.gamma, item.used) if used]
    return found if len(found) >= _FEW else [gamma for item in series for gamma in item.gamma]


def lag_places(plot: Plot, series: Series) -> list[Any]:
    """Return the pixels of the points; those beyond the axis stand at its edge."""
    top = plot.y_range[1]
    return plot.pixels(series.distance, [min(gamma, top) for gamma in series.gamma])


def lag_radii(series: Series, most: int, largest: float) -> list[float]:
    """Return the radii of the points, pixels: their areas are as the pairs, and `most` have the largest."""
    return [max(_LEAST, largest * math.sqrt(pairs / most)) for pairs in series.pairs]


def draw_lags(
    painter: Any, colours: Colours, plot: Plot, series: Series, radii: list[float], mark: str, tint: Any
) -> None:
    """Draw the points of a series."""
    for at, radius, used in zip(lag_places(plot, series), radii, series.used):
        painter.setPen(QtGui.QPen(colours.background if used else tint, 1.2))
        painter.setBrush(tint if used else QtCore.Qt.BrushStyle.NoBrush)
        draw_mark(painter, at, radius, mark)
