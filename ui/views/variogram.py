"""The variogram: what pairs of data say, and the model over them, whose handles are dragged.

Law: each handle moves what it says and nothing else that can be seen: the nugget leaves the sill's level where it is,
unless the partial sill is locked. Curves are drawn in the directions of the points beside them.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .hint import draw_hint
from .lag_points import draw_lags, lag_places, lag_radii, trusted
from .legend import Row, draw_legend
from .plot import Colours, Handle, Plot, draw_mark
from .qt import QtCore, QtGui, Signal, tr
from .state import State
from .units import axis, figure, semivariance_label, semivariance_unit, with_unit

if TYPE_CHECKING:
    from ...krig_core.jobs.variogram import Series, VariogramResult
    from ...krig_core.variogram.models import Variogram
    from .data import Data

_STEPS = 200
"""Points of a curve."""

_LARGEST_MARK = 9.0
"""Radius of the lag with most pairs, pixels."""

_SHORTEST = 1e-3
"""The shortest range that can be dragged to, of the axis."""

_FARTHEST = 1.8
"""How many times as far as the lags the axis reaches to show a long range."""

_MOST_LAGS = 100

_CORNER = 7.0
"""Pixels from the corner of another structure within which a click chooses it."""

_SAME_DIRECTION = 1.0
"""Degrees by which a model may be turned away from the pairs that are shown in its direction."""


class _Curve(NamedTuple):
    """One direction of the model, and the pairs in it."""

    azimuth: float | None
    series: Series | None
    name: str
    shape: str
    drawn: bool

    @property
    def line(self) -> str:
        """How the model is drawn: a line of the legend."""
        if not self.drawn:
            return ""
        return "dash" if self.shape == "diamond" else "solid"

    @property
    def mark(self) -> str:
        """How the pairs are drawn."""
        return self.shape if self.series is not None else ""


class VariogramView(Plot):
    """Points of the lags, the model over them, and handles for its nugget, its sills and its ranges.

    Signals
    -------
    dragged : Variogram
        The model as it is now, while it is dragged; after Esc the one before.
    changed : Variogram
        The model after a drag or a step by key.
    lags_changed : int, float
        How many lags are wanted, and how far they reach, map units.
    lag_chosen : int
        The lag that was clicked on, from 1; 0: none any more.
    structure_chosen : int
        The structure whose corner was clicked on, from 0.
    """

    dragged = Signal(object)
    changed = Signal(object)
    lags_changed = Signal(int, float)
    lag_chosen = Signal(int)
    structure_chosen = Signal(int)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._result: VariogramResult | None = None
        self._variogram: Variogram | None = None
        self._ghost: Variogram | None = None
        self._before: Variogram | None = None
        self._state = State()
        self._data: Data | None = None
        self._lags: tuple[int, float] | None = None
        self._mouse = QtCore.QPointF(-1e6, -1e6)
        self.handle_moved.connect(self._move)
        self.handle_released.connect(self._release)
        self.drag_ended.connect(self._take_back)
        self.pointed.connect(self._point)
        self.clicked.connect(self._click)
        self.show_study(None)

    def show_study(self, result: VariogramResult | None) -> None:
        """Show what the task variogram found; None: nothing yet."""
        self._result, self._lags = result, None
        self.message = ""
        self._say_what_is_missing()
        self._fit_axes()

    def show_model(
        self, variogram: Variogram | None, ghost: Variogram | None, state: State, data: Data | None = None
    ) -> None:
        """Show a model, and the last fit as its ghost; locks and the chosen lag are those of the state."""
        if variogram != self._variogram:
            self._before = None  # what is dragged is no more
        self._variogram, self._state, self._data = variogram, state, data
        self._ghost = None if ghost == variogram else ghost
        self._say_what_is_missing()
        self._fit_axes()

    def _say_what_is_missing(self) -> None:
        """Say it, unless a better reason was given."""
        chosen, choose = (
            tr("The variogram is being computed."),
            tr("There is no variogram yet: choose points and a field above."),
        )
        if self._result is None and self.message in ("", chosen, choose):
            self.message = choose if self._data is None else chosen

    # ---- axes

    def _fit_axes(self) -> None:
        """Choose axes on which lags and model are to be seen; not while something is dragged, which would slip away."""
        trend = self._result is not None and self._result.detrend > 0
        self.x_label = axis(tr("Distance"), self._data.length_unit if self._data else "")
        self.y_label = semivariance_label(self._data, self._state.transform, trend=trend)
        if self._result is not None and not self.dragging:
            far = self._result.max_distance
            long = 0.0 if self._variogram is None else self._variogram.range
            self.x_range = (0.0, max(1.03 * far, min(1.08 * long, _FARTHEST * far)))
            high = [self._result.variance, *trusted(self._result.series)]
            for variogram in (self._variogram, self._ghost):
                if variogram is not None and variogram.structures:
                    high.append(float(np.max(variogram(np.array([self.x_range[1], min(variogram.range, far)])))))
            if self._variogram is not None:
                high.append(self._level(len(self._variogram.structures)))
            self.y_range = (0.0, 1.12 * max(high) or 1.0)
        self.update()

    def _level(self, structures: int) -> float:
        """Return the nugget plus the first so many partial sills."""
        assert self._variogram is not None  # nosec B101 - for the type checker
        return self._variogram.nugget + sum(item.partial_sill for item in self._variogram.structures[:structures])

    # ---- handles

    def handles(self) -> list[Handle]:
        """Return the ticks of the lags, and what of the model can be dragged."""
        if self._result is None:
            return []
        return [*self._lag_handles(), *self._model_handles()]

    def _wanted_lags(self) -> tuple[int, float]:
        """Return number and width of the lags, those that are dragged to, if any."""
        assert self._result is not None  # nosec B101 - for the type checker
        return self._lags or (self._result.lags, self._result.lag_distance)

    def _lag_handles(self) -> list[Handle]:
        count, width = self._wanted_lags()
        length = self._data.length_unit if self._data else ""
        said = tr("{count} lags, each {width} wide, up to {far}").format(
            count=count, width=with_unit(figure(width), length), far=with_unit(figure(count * width), length)
        )
        top = self.y_range[1]
        return [Handle(f"lag {number}", number * width, top, "tick", said) for number in range(1, count + 1)]

    def _model_handles(self) -> list[Handle]:
        variogram, locks = self._variogram, self._state.locks
        if variogram is None:
            return []
        unit = semivariance_unit(self._data, self._state.transform)
        length = self._data.length_unit if self._data else ""
        found = []
        if variogram.structures:
            item = variogram.structures[self._chosen_structure]
            level, at = self._level(self._chosen_structure + 1), min(item.range, self.x_range[1])
            long, part = with_unit(figure(item.range), length), with_unit(figure(item.partial_sill), unit)
            text = tr("semivariance {level} at {long}")
            if item.formula.bounded:
                said = tr("range {long}: farther apart, values have nothing in common")
                said = tr("range {long}, beyond the axis") if item.range > at else said
                found.append(Handle("range", at, 0.0, "triangle", said.format(long=long), "range" in locks))
                text = tr("sill {level}, with a partial sill of {part}: how much values far apart differ")
            text = text.format(long=long, level=with_unit(figure(level), unit), part=part)
            found.append(Handle("sill", at, level, "square", text, "partial_sill" in locks))
        text = tr("nugget {nugget}: how much even neighbours differ").format(
            nugget=with_unit(figure(variogram.nugget), unit)
        )
        return [*found, Handle("nugget", 0.0, variogram.nugget, "circle", text, "nugget" in locks)]

    @property
    def _chosen_structure(self) -> int:
        assert self._variogram is not None  # nosec B101 - for the type checker
        return min(self._state.structure, len(self._variogram.structures) - 1)

    def _corners(self) -> list[Any]:
        """Return where each structure reaches its level, pixels."""
        structures = self._variogram.structures if self._variogram is not None else ()
        return [
            self.pixel(min(item.range, self.x_range[1]), self._level(number))
            for number, item in enumerate(structures, 1)
        ]

    # ---- moving

    def _move(self, name: str, x: float, y: float) -> None:
        if self._result is None or self._variogram is None:
            return
        if name.startswith("lag "):
            self._lags = self._lags_at(int(name[len("lag ") :]), x)
            return
        self._before = self._before or self._variogram
        moved = self._moved(name, x, y)
        if moved != self._variogram:
            self._variogram = moved
            self.dragged.emit(moved)

    def _moved(self, name: str, x: float, y: float) -> Variogram:
        """Return the model with one handle moved."""
        variogram = self._variogram
        assert variogram is not None  # nosec B101 - for the type checker
        if name == "nugget":
            nugget = max(0.0, y)
            if "partial_sill" in self._state.locks or not variogram.structures:
                return replace(variogram, nugget=nugget)
            # The first level stays where it is, and so do those above it.
            first = variogram.structures[0]
            nugget = min(nugget, self._level(1))
            kept = replace(first, partial_sill=max(0.0, self._level(1) - nugget))
            return replace(variogram, nugget=nugget, structures=(kept, *variogram.structures[1:]))
        structures, index = list(variogram.structures), self._chosen_structure
        item = structures[index]
        if name == "sill":
            structures[index] = replace(item, partial_sill=max(0.0, y - self._level(index)))
        elif item.range <= self.x_range[1] or x < self.x_range[1]:
            # A range beyond the axis stands at its edge, and stays until it is dragged back into it.
            long = max(x, _SHORTEST * self.x_range[1])
            height = None if item.vertical_range is None else item.vertical_range * long / item.range
            structures[index] = replace(item, range=long, vertical_range=height)
        return replace(variogram, structures=tuple(structures))

    def _lags_at(self, number: int, x: float) -> tuple[int, float]:
        """Return number and width of lags after a tick was dragged: the last one adds lags, others change the width."""
        assert self._result is not None  # nosec B101 - for the type checker
        count, width, far = self._result.lags, self._result.lag_distance, self._result.max_distance
        if number == count and count > 1:
            return max(1, min(_MOST_LAGS, round(x / width))), width
        width = max(x / number, far / _MOST_LAGS)
        return max(1, round(far / width)), width

    def _release(self, name: str) -> None:
        if self._lags is not None:
            count, width = self._lags
            if self._result is not None and self._lags == (self._result.lags, self._result.lag_distance):
                self._lags = None
                return
            self.lags_changed.emit(count, count * width)
        before, self._before = self._before, None
        if before is not None and before != self._variogram:
            self._fit_axes()
            self.changed.emit(self._variogram)

    def _take_back(self, name: str) -> None:
        before, self._before, self._lags = self._before, None, None
        if before is not None and before != self._variogram:
            self._variogram = before
            self.dragged.emit(before)

    # ---- the mouse beside handles

    def _point(self, x: float, y: float) -> None:
        self._mouse = QtCore.QPointF(-1e6, -1e6) if math.isnan(x) else self.pixel(x, y)
        self.update()

    def _click(self, x: float, y: float) -> None:
        at = self.pixel(x, y)
        for number, corner in enumerate(self._corners()):
            if math.hypot(corner.x() - at.x(), corner.y() - at.y()) <= _CORNER:
                self.structure_chosen.emit(number)
                return
        found = self._lag_near(at)
        if found is not None:
            self.lag_chosen.emit(0 if found[0] == self._state.lag else found[0])

    def _lag_near(self, pixel: Any) -> tuple[int, Series, int] | None:
        """Return the lag whose point is at a pixel: its number, its series, its place in it."""
        found, least = None, 4.0
        for curve in self._curves():
            series = curve.series
            if series is None:
                continue
            for place, (at, radius) in enumerate(zip(lag_places(self, series), self._radii(series))):
                away = math.hypot(at.x() - pixel.x(), at.y() - pixel.y()) - radius
                if away <= least:
                    found, least = (series.lag[place], series, place), away
        return found

    # ---- drawing

    def _curves(self) -> list[_Curve]:
        """Return what is drawn of model and lags: one curve, or those along and across the longest range."""
        series = self._result.series if self._result is not None else ()
        every = series[0] if series else None
        variogram = self._variogram
        turned = variogram is not None and any(item.ratio != 1 for item in variogram.structures)
        if not turned or variogram is None:
            return [_Curve(None, every, tr("pairs and model"), "circle", variogram is not None)]
        azimuth = variogram.structures[-1].azimuth % 180
        curves = []
        for turn, name, shape in (
            (azimuth, tr("along {azimuth}°"), "triangle"),
            ((azimuth + 90) % 180, tr("across, {azimuth}°"), "diamond"),
        ):
            own = next((item for item in series[1:] if _same_direction(item.azimuth, turn)), None)
            curves.append(_Curve(turn, own, name.format(azimuth=f"{turn:.1f}"), shape, True))
        if any(curve.series is None for curve in curves):
            curves = [curve._replace(series=None) for curve in curves]
            curves.append(_Curve(None, every, tr("pairs in all directions"), "circle", False))
        return curves

    def _radii(self, series: Series) -> list[float]:
        return lag_radii(series, max(series.pairs, default=1), _LARGEST_MARK)

    def draw(self, painter: Any, colours: Colours) -> None:
        """Draw band, curves, points and a legend."""
        result = self._result
        if result is None:
            return
        legend: list[Row] = []
        if result.band is not None:
            self._draw_band(painter, colours, result.band)
            allowed = tr("allowed by the data (90 %)")
            if result.ratio != 1:
                allowed = tr("allowed by the data (90 %), along {azimuth}°").format(
                    azimuth=f"{result.azimuth % 180:.1f}"
                )
            legend.append(Row("band", "", colours.band, allowed))
        level = self.pixel(0, result.variance).y()
        area = self.area
        painter.setPen(QtGui.QPen(colours.third, 1.3, QtCore.Qt.PenStyle.DashLine))
        painter.drawLine(QtCore.QPointF(area.left(), level), QtCore.QPointF(area.right(), level))
        legend.append(Row("dash", "", colours.third, tr("variance of the data")))
        if self._ghost is not None:
            pen = QtGui.QPen(colours.faint, 2.0, QtCore.Qt.PenStyle.DotLine)
            self._draw_curve(painter, pen, self._ghost, None)
            legend.append(Row("dot", "", colours.faint, tr("last fit")))
        tints = {"circle": colours.accent, "triangle": colours.accent, "diamond": colours.second}
        curves = self._curves()
        for curve in curves:
            tint = tints[curve.shape]
            if curve.drawn:
                style = QtCore.Qt.PenStyle.DashLine if curve.shape == "diamond" else QtCore.Qt.PenStyle.SolidLine
                self._draw_curve(painter, QtGui.QPen(tint, 2.2, style), self._variogram, curve.azimuth)
            if curve.series is not None:
                draw_lags(painter, colours, self, curve.series, self._radii(curve.series), curve.shape, tint)
        self._draw_guides(painter, colours)
        drawn = [Row(curve.line, curve.mark, tints[curve.shape], curve.name) for curve in curves]
        places = [at for curve in curves if curve.series is not None for at in lag_places(self, curve.series)]
        places += [self.pixel(handle.x, handle.y) for handle in self._model_handles()]
        draw_legend(painter, colours, self.area, [*drawn, *legend], places)
        self._draw_lag(painter, colours)

    def _draw_band(self, painter: Any, colours: Colours, band: Any) -> None:
        low, high = (self.pixels(band.distance, gamma) for gamma in (band.p05, band.p95))
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(colours.band)
        painter.drawPolygon(QtGui.QPolygonF([*low, *reversed(high)]))

    def _draw_curve(self, painter: Any, pen: Any, variogram: Variogram | None, azimuth: float | None) -> None:
        assert variogram is not None  # nosec B101 - for the type checker
        distance = np.linspace(0.0, self.x_range[1], _STEPS)
        distance[0] = 1e-9 * self.x_range[1]
        gamma = variogram(distance) if azimuth is None else variogram.along(distance, azimuth)
        painter.setPen(pen)
        painter.drawPolyline(QtGui.QPolygonF(self.pixels(distance.tolist(), gamma.tolist())))

    def _draw_guides(self, painter: Any, colours: Colours) -> None:
        """Draw from the foot of each range up to its sill, the sill's level, and a corner to click on."""
        if self._variogram is None:
            return
        for number, (item, corner) in enumerate(zip(self._variogram.structures, self._corners())):
            chosen = number == self._chosen_structure
            painter.setPen(QtGui.QPen(colours.second if chosen else colours.ink, 1.0, QtCore.Qt.PenStyle.DotLine))
            if item.formula.bounded:
                painter.drawLine(QtCore.QPointF(corner.x(), self.area.bottom()), corner)
                painter.drawLine(corner, QtCore.QPointF(self.area.right(), corner.y()))
            if chosen and item.range > self.x_range[1]:
                self._draw_beyond(painter, colours, item.range)
            if not chosen:
                painter.setPen(QtGui.QPen(colours.ink, 1.2))
                painter.setBrush(colours.background)
                draw_mark(painter, corner, 4.0, "square")

    def _draw_beyond(self, painter: Any, colours: Colours, long: float) -> None:
        """Say how far a range reaches whose end is not on the axis."""
        text = with_unit(figure(long), self._data.length_unit if self._data else "") + " »"
        area, wide = self.area, self.fontMetrics().horizontalAdvance(text)
        painter.setPen(colours.ink)
        painter.drawText(QtCore.QPointF(area.right() - wide - 10, area.bottom() - 4), text)

    def _draw_lag(self, painter: Any, colours: Colours) -> None:
        """Ring the chosen lag, and say how many pairs the one under the mouse has."""
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        painter.setPen(QtGui.QPen(colours.ink, 1.5))
        for curve in self._curves():
            series = curve.series
            if series is not None and self._state.lag in series.lag:
                place = series.lag.index(self._state.lag)
                draw_mark(painter, lag_places(self, series)[place], self._radii(series)[place] + 4, "circle")
        found = self._lag_near(self._mouse)
        if found is None or self.over:
            return
        lag, series, place = found
        length = self._data.length_unit if self._data else ""
        unit = semivariance_unit(self._data, self._state.transform)
        lines = [
            tr("lag {lag}: {pairs} pairs").format(lag=lag, pairs=series.pairs[place]),
            tr("{far} apart, semivariance {gamma}").format(
                far=with_unit(figure(series.distance[place]), length),
                gamma=with_unit(figure(series.gamma[place]), unit),
            ),
        ]
        if not series.used[place]:
            lines.append(tr("few pairs: hardly to be trusted"))
        draw_hint(painter, colours, lag_places(self, series)[place], "\n".join(lines), self.area)


def _same_direction(azimuth: float | None, other: float) -> bool:
    if azimuth is None:
        return False
    return abs((azimuth - other + 90) % 180 - 90) <= _SAME_DIRECTION
