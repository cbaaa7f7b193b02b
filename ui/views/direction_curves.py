"""The variograms of four directions, each with the model in it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .direction_map import MARKS
from .hint import draw_hint
from .lag_points import draw_lags, lag_places, lag_radii, trusted
from .legend import Row, draw_legend
from .plot import Colours, Plot
from .qt import QtCore, QtGui, Signal, tr
from .state import State
from .units import axis, figure, semivariance_label, semivariance_unit, with_unit

if TYPE_CHECKING:
    from ...krig_core.jobs.directions import DirectionsResult
    from ...krig_core.jobs.variogram import Series
    from ...krig_core.variogram.models import Variogram
    from .data import Data

_STEPS = 120
_LARGEST_MARK = 7.0
_HEADROOM = 1.25
"""Of the axis by the highest point: a line of legend has room there."""
_NEAR = 12.0
"""Pixels from a point or a curve within which its direction is meant."""


class DirectionCurves(Plot):
    """Four variograms; the one that is lit stands out.

    Signals
    -------
    turned_to : float
        The azimuth of the direction under the mouse, degrees; not a number: none.
    """

    turned_to = Signal(float)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._result: DirectionsResult | None = None
        self._variogram: Variogram | None = None
        self._state = State()
        self._data: Data | None = None
        self._lit = math.nan
        self._curves: dict[float, list[tuple[float, float]]] = {}
        self._mouse = QtCore.QPointF(-1e6, -1e6)
        self.pointed.connect(self._point)

    def show_directions(self, result: DirectionsResult | None) -> None:
        """Show the directions of the task directions."""
        self._result = result
        self._fit_axes()

    def show_model(self, variogram: Variogram | None, state: State, data: Data | None = None) -> None:
        """Show a model in each direction."""
        self._variogram, self._state, self._data = variogram, state, data
        self._fit_axes()

    def light(self, azimuth: float) -> None:
        """Let a direction stand out; not a number: none."""
        self._lit = azimuth
        self.update()

    def _fit_axes(self) -> None:
        result = self._result
        self.x_label = axis(tr("Distance"), self._data.length_unit if self._data else "")
        if result is not None:
            wide = tr("{axis}, towards each direction ± {tolerance}°")
            self.x_label = wide.format(axis=self.x_label, tolerance=figure(result.tolerance))
        self._curves = {}
        if result is not None:
            self.y_label = semivariance_label(self._data, self._state.transform, trend=result.detrend > 0)
            high = [result.variance, *trusted(result.series)]
            if self._variogram is not None:
                distance = np.linspace(0.0, result.max_distance, _STEPS)
                distance[0] = 1e-9 * result.max_distance
                for series in result.series:
                    gamma = self._variogram.along(distance, series.azimuth or 0.0)
                    self._curves[series.azimuth or 0.0] = list(zip(distance.tolist(), gamma.tolist()))
                    high.append(float(gamma.max()))
            self.x_range, self.y_range = (0.0, 1.03 * result.max_distance), (0.0, _HEADROOM * max(high) or 1.0)
        self.update()

    # ---- the mouse

    def _point(self, x: float, y: float) -> None:
        self._mouse = QtCore.QPointF(-1e6, -1e6) if math.isnan(x) else self.pixel(x, y)
        self.turned_to.emit(self._direction_at(x, y))
        self.update()

    def _direction_at(self, x: float, y: float) -> float:
        """Return the azimuth whose points or curve are nearest to a place."""
        if self._result is None or math.isnan(x):
            return math.nan
        found, least = math.nan, _NEAR
        for series in self._result.series:
            azimuth = series.azimuth or 0.0
            places = lag_places(self, series)
            if azimuth in self._curves:
                h, gamma = zip(*self._curves[azimuth])
                # A point is meant before a curve that runs beside it.
                places.append(self.pixel(x, float(np.interp(x, h, gamma))) + QtCore.QPointF(0.0, 2.0))
            for place in places:
                away = math.hypot(place.x() - self._mouse.x(), place.y() - self._mouse.y())
                if away < least:
                    found, least = azimuth, away
        return found

    # ---- drawing

    def draw(self, painter: Any, colours: Colours) -> None:
        """Draw points and curves of each direction, those that are lit last."""
        if self._result is None:
            return
        tints = (colours.accent, colours.second, colours.third, colours.ink)
        drawn = list(zip(self._result.series, MARKS, tints))
        for series, mark, tint in sorted(drawn, key=lambda item: item[0].azimuth == self._lit):
            self._draw_direction(painter, colours, series, mark, self._shade(tint, series))
        self._draw_legend(painter, colours, drawn)
        self._draw_point(painter, colours)

    def _shade(self, tint: Any, series: Series) -> Any:
        """Return a colour, faint where another direction is lit."""
        shade = QtGui.QColor(tint)
        if not math.isnan(self._lit) and series.azimuth != self._lit:
            shade.setAlpha(55)
        return shade

    def _draw_direction(self, painter: Any, colours: Colours, series: Series, mark: str, tint: Any) -> None:
        lit = series.azimuth == self._lit
        curve = self._curves.get(series.azimuth or 0.0)
        if curve:
            painter.setPen(QtGui.QPen(tint, 3.0 if lit else 1.8))
            painter.drawPolyline(QtGui.QPolygonF(self.pixels(*zip(*curve))))
        radii = lag_radii(series, self._most_pairs(), _LARGEST_MARK)
        draw_lags(painter, colours, self, series, radii, mark, tint)

    def _most_pairs(self) -> int:
        return max((count for item in self._all_series for count in item.pairs), default=1)

    @property
    def _all_series(self) -> tuple[Series, ...]:
        return () if self._result is None else self._result.series

    def _draw_legend(self, painter: Any, colours: Colours, drawn: list[tuple[Series, str, Any]]) -> None:
        assert self._result is not None  # nosec B101 - for the type checker
        rows = [
            Row(
                "solid" if self._curves else "",
                mark,
                self._shade(tint, series),
                tr("{azimuth}°").format(azimuth=figure(series.azimuth or 0.0)),
            )
            for series, mark, tint in drawn
        ]
        places = [place for series, _, _ in drawn for place in lag_places(self, series)]
        draw_legend(painter, colours, self.area, rows, places)

    def _draw_point(self, painter: Any, colours: Colours) -> None:
        """Say what the point under the mouse is."""
        found, least = None, _NEAR
        for series in self._all_series:
            for place, at in enumerate(lag_places(self, series)):
                away = at - self._mouse
                if math.hypot(away.x(), away.y()) < least:
                    found, least = (series, place), math.hypot(away.x(), away.y())
        if found is None:
            return
        series, place = found
        length = self._data.length_unit if self._data else ""
        unit = semivariance_unit(self._data, self._state.transform)
        lines = [
            tr("{azimuth}°: {pairs} pairs").format(azimuth=figure(series.azimuth or 0.0), pairs=series.pairs[place]),
            tr("{far} apart, semivariance {gamma}").format(
                far=with_unit(figure(series.distance[place]), length),
                gamma=with_unit(figure(series.gamma[place]), unit),
            ),
        ]
        draw_hint(painter, colours, lag_places(self, series)[place], "\n".join(lines), self.area)
