"""The variogram map with the ellipse of the model's ranges over it.

Law: north is up. The long handle moves range and azimuth of the chosen structure, the short one its ratio.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...provider.ramps import VIRIDIS
from .hint import draw_hint
from .plot import Colours, Handle, Plot, draw_mark
from .qt import QtCore, QtGui, Signal, tr
from .ramp import colour_table, faded_picture
from .raster_drawing import indexed_image
from .state import State
from .units import axis, figure, semivariance_unit, with_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ...krig_core.jobs.directions import DirectionsResult
    from ...krig_core.variogram.models import Structure, Variogram
    from .data import Data

MARKS = ("circle", "square", "diamond", "triangle")
"""Of the four directions, in their order."""

_FARTHEST = 1.8
"""How many times as far as the classes the map reaches to show a long range."""

_SHORTEST = 1e-3
"""The shortest range that can be dragged to, of the map's half."""

_FLATTEST = 0.02
"""The smallest ratio that can be dragged to."""

_COLOURS = colour_table(VIRIDIS)

_RAMP = 60.0
"""Width of the ramp, pixels."""

_FAINTEST = 0.25
"""Opacity of a class with a single pair."""


class DirectionMap(Plot):
    """Semivariances by offset as an image, and the ellipse with two handles.

    Signals
    -------
    dragged : Variogram
        The model as it is now, while it is dragged; after Esc the one before.
    changed : Variogram
        The model after a drag or a step by key.
    turned_to : float
        The azimuth of the mouse, degrees from 0 to 180; not a number: it is elsewhere.
    """

    dragged = Signal(object)
    changed = Signal(object)
    turned_to = Signal(float)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.square = True
        self.title = " "  # the room of the ramp
        self._result: DirectionsResult | None = None
        self._gamma: NDArray[np.float64] | None = None
        self._pairs: NDArray[np.float64] | None = None
        self._image: Any = None
        self._span = (0.0, 1.0)
        self._variogram: Variogram | None = None
        self._before: Variogram | None = None
        self._state = State()
        self._data: Data | None = None
        self._lit = math.nan
        self._side = 0.0
        self._class: tuple[int, int] | None = None
        self.handle_moved.connect(self._move)
        self.handle_released.connect(self._release)
        self.drag_ended.connect(self._take_back)
        self.pointed.connect(self._point)

    def show_directions(self, result: DirectionsResult | None, gamma: Any, pairs: Any) -> None:
        """Show the variogram map of the task directions."""
        self._result, self._gamma, self._pairs, self._image = result, gamma, pairs, None
        if result is not None and np.isfinite(gamma).any():
            self._span = _middle(gamma, pairs)
            faint = np.clip(pairs / result.few_pairs, _FAINTEST, 1.0)
            self._image = faded_picture(gamma, *self._span, VIRIDIS, faint)
        self._fit_axes()

    def show_model(self, variogram: Variogram | None, state: State, data: Data | None = None) -> None:
        """Show the ellipse of a model."""
        if variogram != self._variogram:
            self._before = None  # what is dragged is no more
        self._variogram, self._state, self._data = variogram, state, data
        self._fit_axes()

    def light(self, azimuth: float) -> None:
        """Draw a ray along a direction; not a number: none."""
        self._lit = azimuth
        self.update()

    def _fit_axes(self) -> None:
        length = self._data.length_unit if self._data else ""
        self.x_label, self.y_label = axis(tr("East"), length), axis(tr("North"), length)
        if self._result is not None and not self.dragging:
            edge, structure = self._result.max_distance, self._structure
            long = 0.0 if structure is None else structure.range * max(1.0, structure.ratio)
            reach = max(1.02 * edge, 1.06 * min(long, _FARTHEST * edge))
            self.x_range = self.y_range = (-reach, reach)
        self.update()

    # ---- the ellipse

    @property
    def _structure(self) -> Structure | None:
        """The structure that is chosen."""
        structures = self._variogram.structures if self._variogram is not None else ()
        return structures[min(self._state.structure, len(structures) - 1)] if structures else None

    def _shown_radius(self) -> float:
        """Return how far from the centre the long handle is at most."""
        return 0.97 * self.x_range[1]

    def handles(self) -> list[Handle]:
        """Return the ends of the long and of the short axis."""
        item = self._structure
        if item is None or self._result is None:
            return []
        length = self._data.length_unit if self._data else ""
        locks = self._state.locks
        turn = math.radians(item.azimuth + self._side)
        long, short = item.range, item.range * item.ratio
        most = self._shown_radius()
        beyond = tr(", beyond the map") if long > most else ""
        texts = (
            tr("range {long} along {azimuth}°{beyond}").format(
                long=with_unit(figure(long), length), azimuth=f"{item.azimuth % 180:.1f}", beyond=beyond
            ),
            tr("range across {short}, ratio {ratio}").format(
                short=with_unit(figure(short), length), ratio=figure(item.ratio)
            ),
        )
        long, short = min(long, most), min(short, most)
        return [
            Handle("short", short * math.cos(turn), -short * math.sin(turn), "circle", texts[1], "ratio" in locks),
            Handle(
                "long", long * math.sin(turn), long * math.cos(turn), "diamond", texts[0], {"range", "azimuth"} <= locks
            ),
        ]

    def _move(self, name: str, x: float, y: float) -> None:
        if self._variogram is None or self._structure is None:
            return
        self._before = self._before or self._variogram
        moved = self._moved(name, x, y)
        if moved != self._variogram:
            self._variogram = moved
            self.dragged.emit(moved)

    def _moved(self, name: str, x: float, y: float) -> Variogram:
        """Return the model with one end of its ellipse moved."""
        variogram, item = self._variogram, self._structure
        assert variogram is not None  # nosec B101 - for the type checker
        assert item is not None  # nosec B101 - for the type checker
        turn = math.radians(item.azimuth)
        if name == "short":
            across = abs(x * math.cos(turn) - y * math.sin(turn))
            ratio = min(1.0, max(_FLATTEST, across / item.range))
            return self._reshaped(ratio=ratio)
        long, azimuth = math.hypot(x, y), math.degrees(math.atan2(x, y)) % 360
        if "azimuth" in self._state.locks:
            long, azimuth = abs(x * math.sin(turn) + y * math.cos(turn)), item.azimuth
        else:
            self._side = azimuth - azimuth % 180
        if "range" in self._state.locks or (item.range > self._shown_radius() and long >= self._shown_radius()):
            # A range beyond the map stands at its edge, and stays until it is dragged back into it.
            long = item.range
        long = max(long, _SHORTEST * self.x_range[1])
        height = None if item.vertical_range is None else item.vertical_range * long / item.range
        return self._reshaped(azimuth=azimuth % 180, range=long, vertical_range=height)

    def _reshaped(self, **changes: Any) -> Variogram:
        """Return the model with changes of the chosen structure."""
        assert self._variogram is not None  # nosec B101 - for the type checker
        structures = [
            replace(item, **changes) if item is self._structure else item for item in self._variogram.structures
        ]
        return replace(self._variogram, structures=tuple(structures))

    def _release(self, _name: str) -> None:
        before, self._before = self._before, None
        if before is not None and before != self._variogram:
            self._fit_axes()
            self.changed.emit(self._variogram)

    def _take_back(self, _name: str) -> None:
        before, self._before = self._before, None
        if before is not None and before != self._variogram:
            self._variogram = before
            self.dragged.emit(before)

    # ---- the mouse beside handles

    def _point(self, x: float, y: float) -> None:
        edge = 0.0 if self._result is None else self.x_range[1]
        inside = not math.isnan(x) and max(abs(x), abs(y)) <= edge
        self.turned_to.emit(math.degrees(math.atan2(x, y)) % 180 if inside and (x, y) != (0, 0) else math.nan)
        self._class = None
        if inside and self._result is not None:
            classes, width = self._result.classes, self._result.width
            east, north = (math.floor(number / width + 0.5) for number in (x, y))
            if max(abs(east), abs(north)) <= classes:
                self._class = classes + east, classes + north
        self.update()

    # ---- drawing

    def draw(self, painter: Any, colours: Colours) -> None:
        """Draw the image, the direction that is lit, and the ellipse."""
        result = self._result
        if result is None:
            return
        edge = result.width * (result.classes + 0.5)
        if self._image is not None:
            painter.drawImage(QtCore.QRectF(self.pixel(-edge, edge), self.pixel(edge, -edge)), self._image)
        self._draw_directions(painter, colours)
        if self._variogram is not None:
            for item in self._variogram.structures:
                self._draw_ellipse(painter, colours, item)
        self._draw_class(painter, colours)

    def paint(self, painter: Any) -> None:
        """Draw everything, and what stands beside the axes."""
        super().paint(painter)
        if self._image is not None and not self.message:
            colours = Colours.around(self)
            self._draw_ramp(painter, colours)
            self._draw_beyond(painter, colours)

    def _draw_directions(self, painter: Any, colours: Colours) -> None:
        """Draw marks of the four directions at the rim, and the sector of the one that is lit."""
        assert self._result is not None  # nosec B101 - for the type checker
        far = self._result.max_distance
        for series, mark in zip(self._result.series, MARKS):
            turn = math.radians(series.azimuth or 0.0)
            lit = series.azimuth == self._lit
            if lit:
                self._draw_sector(painter, colours, turn)
            painter.setPen(QtGui.QPen(colours.ink, 1.2))
            painter.setBrush(colours.ink if lit else colours.background)
            for side in (1, -1):
                at = self.pixel(side * 0.94 * far * math.sin(turn), side * 0.94 * far * math.cos(turn))
                draw_mark(painter, at, 5.0 if lit else 3.5, mark)

    def _draw_sector(self, painter: Any, colours: Colours, turn: float) -> None:
        assert self._result is not None  # nosec B101 - for the type checker
        far, wide = self._result.max_distance, math.radians(self._result.tolerance)
        ground = QtGui.QColor(colours.background)
        ground.setAlpha(45)
        painter.setPen(QtGui.QPen(colours.background, 1.0))
        painter.setBrush(ground)
        for side in (0.0, math.pi):
            rim = np.linspace(turn + side - wide, turn + side + wide, 12)
            corners = [self.pixel(far * math.sin(angle), far * math.cos(angle)) for angle in rim]
            painter.drawPolygon(QtGui.QPolygonF([self.pixel(0, 0), *corners]))
        painter.setPen(QtGui.QPen(colours.ink, 2.0))
        painter.drawLine(
            self.pixel(-far * math.sin(turn), -far * math.cos(turn)),
            self.pixel(far * math.sin(turn), far * math.cos(turn)),
        )

    def _draw_ellipse(self, painter: Any, colours: Colours, item: Structure) -> None:
        outline = QtGui.QPolygonF(self.pixels(*zip(*ellipse(item.range, item.ratio, item.azimuth))))
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        chosen = item is self._structure
        style = QtCore.Qt.PenStyle.SolidLine if chosen else QtCore.Qt.PenStyle.DashLine
        for tint, width in ((colours.background, 4.5), (colours.second, 2.2)):
            painter.setPen(QtGui.QPen(tint, width, style))
            painter.drawPolygon(outline)
        if chosen:
            (long, short), centre = self._axes(item), self.pixel(0, 0)
            painter.setPen(QtGui.QPen(colours.second, 1.2, QtCore.Qt.PenStyle.DotLine))
            painter.drawLine(centre, long)
            painter.drawLine(centre, short)

    def _axes(self, item: Structure) -> tuple[Any, Any]:
        """Return the pixels at the ends of the long and of the short axis."""
        turn = math.radians(item.azimuth + self._side)
        long, short = item.range, item.range * item.ratio
        return (
            self.pixel(long * math.sin(turn), long * math.cos(turn)),
            self.pixel(short * math.cos(turn), -short * math.sin(turn)),
        )

    def _draw_ramp(self, painter: Any, colours: Colours) -> None:
        """Draw what the colours mean above the map."""
        metrics, middle = self.fontMetrics(), self.area.center().x()
        unit = semivariance_unit(self._data, self._state.transform)
        least, most = (figure(float(f"{end:.2g}")) for end in self._span)
        low, high = least, with_unit(most, unit)
        named = tr("semivariance {low}").format(low=low)
        if metrics.horizontalAdvance(named) < middle - _RAMP / 2 - 12:
            low = named
        box = QtCore.QRectF(middle - _RAMP / 2, 5, _RAMP, metrics.height() - 6)
        painter.drawImage(box, indexed_image(np.arange(1, 256, dtype=np.uint8)[None, :], _COLOURS))
        painter.setPen(colours.ink)
        line = 2 + metrics.ascent()
        painter.drawText(QtCore.QPointF(box.left() - 6 - metrics.horizontalAdvance(low), line), low)
        painter.drawText(QtCore.QPointF(box.right() + 6, line), high)

    def _draw_beyond(self, painter: Any, colours: Colours) -> None:
        """Say how far a range reaches whose end is not on the map."""
        item = self._structure
        if item is None or item.range <= self._shown_radius():
            return
        end = next(handle for handle in self.handles() if handle.name == "long")
        text = with_unit(figure(item.range), self._data.length_unit if self._data else "") + " »"
        at, wide = self.pixel(end.x, end.y), self.fontMetrics().horizontalAdvance(text)
        left = at.x() + 12 if at.x() + 12 + wide <= self.width() else at.x() - 12 - wide
        painter.setPen(colours.ink)
        painter.drawText(QtCore.QPointF(left, at.y() + self.fontMetrics().ascent() / 2 - 1), text)

    def _draw_class(self, painter: Any, colours: Colours) -> None:
        """Say what the class under the mouse is."""
        if self._class is None or self.over or self._result is None or self._gamma is None or self._pairs is None:
            return
        count, gamma = int(self._pairs[self._class]), float(self._gamma[self._class])
        if not count:
            return
        east, north = ((number - self._result.classes) * self._result.width for number in self._class)
        length = self._data.length_unit if self._data else ""
        unit = semivariance_unit(self._data, self._state.transform)
        lines = [
            tr("{east} east, {north} north").format(
                east=with_unit(figure(east), length), north=with_unit(figure(north), length)
            ),
            tr("{pairs} pairs, semivariance {gamma}").format(pairs=count, gamma=with_unit(figure(gamma), unit)),
        ]
        if count < self._result.few_pairs:
            lines.append(tr("few pairs: hardly to be trusted"))
        draw_hint(painter, colours, self.pixel(east, north), "\n".join(lines), self.area)


def _middle(gamma: NDArray[np.float64], pairs: NDArray[np.float64]) -> tuple[float, float]:
    """Return between which semivariances nine pairs in ten are: a few odd classes would take all colours."""
    known = np.isfinite(gamma)
    order = np.argsort(gamma[known])
    share = np.cumsum(pairs[known][order]) / pairs[known].sum()
    low, high = (float(gamma[known][order][np.searchsorted(share, part)]) for part in (0.05, 0.95))
    return low, high


def ellipse(long: float, ratio: float, azimuth: float) -> list[tuple[float, float]]:
    """Return the corners of an ellipse about the origin, east and north, as a polygon of 90."""
    angle = np.linspace(0, 2 * math.pi, 90, endpoint=False)
    along, across = long * np.cos(angle), long * ratio * np.sin(angle)
    turn = math.radians(azimuth)
    east, north = along * math.sin(turn) + across * math.cos(turn), along * math.cos(turn) - across * math.sin(turn)
    return list(zip(east.tolist(), north.tolist()))
