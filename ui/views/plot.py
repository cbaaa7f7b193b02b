"""The one canvas of all views: axes with ticks, and handles that mouse and keys move.

Law: drawn by QPainter; data coordinates outside, pixels inside. A view says in `draw` what is on it and in `handles`
what can be taken hold of; it never reads a mouse event. Colours come from the window's palette, so that a dark theme
is dark here, and what differs in colour differs in shape, too.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from .qt import QtCore, QtGui, QtWidgets, Signal, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_REACH = 9.0
"""Pixels from a handle within which it is taken."""

_STEPS = (0.5, 1.0, 2.0, 5.0, 10.0)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers between two, about `most` of them at most: 1, 2 or 5 times a power of ten apart.

    They are two at least, if need be closer together, since one number is no scale.
    """
    span = high - low
    if not span > 0 or not math.isfinite(span):
        return [low]
    power = 10.0 ** math.floor(math.log10(span / most))
    enough = next(number for number, step in enumerate(_STEPS) if step * power * most >= span * (1 - 1e-9))
    found = _multiples(low, high, _STEPS[enough] * power)
    return found if len(found) > 1 else _multiples(low, high, _STEPS[enough - 1] * power)


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def tick_labels(values: list[float]) -> list[str]:
    """Return numbers as short as they differ."""
    if not values:
        return []
    step = abs(values[1] - values[0]) if len(values) > 1 else abs(values[0]) or 1.0
    largest = max(abs(value) for value in values)
    last = math.floor(math.log10(step) + 1e-9)
    if largest >= 1e6 or (largest and largest < 1e-4):
        count = max(6, math.floor(math.log10(largest) + 1e-9) - last + 1)
        return [f"{value:.{count}g}" if value else "0" for value in values]
    digits = max(0, -last)
    return [f"{value + 0.0:.{digits}f}" for value in values]


class Handle(NamedTuple):
    """Something that can be dragged.

    Attributes
    ----------
    name : str
    x, y : float
        Data coordinates.
    shape : {"circle", "square", "diamond", "triangle", "tick"}
    help : str
        What is shown beside it while the mouse is over it.
    locked : bool
        Whether it stays where it is; it is drawn as a ring with a padlock.
    """

    name: str
    x: float
    y: float
    shape: str = "circle"
    help: str = ""
    locked: bool = False


class Colours(NamedTuple):
    """The colours of a plot, of a light or a dark window."""

    background: Any
    ink: Any
    faint: Any
    accent: Any
    second: Any
    third: Any
    band: Any

    @classmethod
    def of(cls, palette: Any) -> Colours:
        """Return those that suit a palette; accents are from Okabe & Ito's palette for colour-blind readers."""
        background = palette.color(QtGui.QPalette.ColorRole.Base)
        ink = palette.color(QtGui.QPalette.ColorRole.Text)
        dark = background.lightness() < 128
        faint = QtGui.QColor(ink)
        faint.setAlpha(70)
        accent = QtGui.QColor("#56b4e9" if dark else "#0072b2")
        second = QtGui.QColor("#e69f00" if dark else "#d55e00")
        third = QtGui.QColor("#2fc79b" if dark else "#009e73")
        band = QtGui.QColor(accent)
        band.setAlpha(60)
        return cls(background, ink, faint, accent, second, third, band)

    @classmethod
    def around(cls, widget: Any) -> Colours:
        """Return those that suit a widget, or what it stands on where a style sheet made it see-through.

        QGIS's dark themes are such style sheets: a widget of our own has no background then, and the ink of paper.
        """
        while widget.palette().color(QtGui.QPalette.ColorRole.Base).alpha() < 255 and widget.parentWidget():
            widget = widget.parentWidget()
        return cls.of(widget.palette())


class Plot(QtWidgets.QWidget):
    """A canvas with axes; a view is one that has a `draw` of its own.

    Signals
    -------
    handle_moved : str, float, float
        A handle and where it is now, data coordinates; while it is dragged, or by the arrow keys.
    handle_released : str
        A drag or a step by key has ended; what was moved counts.
    drag_ended : str
        Esc was pressed while a handle was dragged: what was moved is to be taken back.
    pointed : float, float
        The mouse is there, data coordinates; nan, nan: it has left.
    clicked : float, float
        A click beside all handles.
    """

    handle_moved = Signal(str, float, float)
    handle_released = Signal(str)
    drag_ended = Signal(str)
    pointed = Signal(float, float)
    clicked = Signal(float, float)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.x_range = (0.0, 1.0)
        self.y_range = (0.0, 1.0)
        self.x_label = ""
        self.y_label = ""
        self.title = ""
        self.message = ""
        self.square = False
        self._chosen = ""
        self._dragged = ""
        self._over = ""
        self._grip = QtCore.QPointF()
        self._font = self.font().key()
        self._measured: Any = None
        self._area = QtCore.QRectF()
        self.setMouseTracking(True)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 140)

    # ---- what a view says

    def draw(self, painter: Any, colours: Colours) -> None:
        """Draw what is on the axes; the painter is clipped to them."""

    def handles(self) -> list[Handle]:
        """Return what can be dragged; the last is on top."""
        return []

    # ---- places

    @property
    def area(self) -> Any:
        """The rectangle between the axes, a QRectF in pixels."""
        labels = bool(self.title), bool(self.x_label), bool(self.y_label)
        seen = self.x_range, self.y_range, self.width(), self.height(), self.square, labels, self._font
        if seen != self._measured:
            self._measured, self._area = seen, self._measure()
        return self._area

    def changeEvent(self, event: Any) -> None:  # noqa: N802
        """Measure anew in another font."""
        self._font = self.font().key()
        super().changeEvent(event)

    def _measure(self) -> Any:
        metrics = self.fontMetrics()
        line = metrics.height()
        widest = max((metrics.horizontalAdvance(text) for text in tick_labels(self._y_ticks())), default=0)
        left = widest + 10 + (line if self.y_label else 0)
        top = line + 8 if self.title else line / 2 + 2
        bottom = line + 8 + (line if self.x_label else 0)
        area = QtCore.QRectF(left, top, max(20.0, self.width() - left - line), max(20.0, self.height() - top - bottom))
        if self.square:
            per_pixel = max(
                (self.x_range[1] - self.x_range[0]) / area.width(), (self.y_range[1] - self.y_range[0]) / area.height()
            )
            width = (self.x_range[1] - self.x_range[0]) / per_pixel
            height = (self.y_range[1] - self.y_range[0]) / per_pixel
            area = QtCore.QRectF(area.center().x() - width / 2, area.center().y() - height / 2, width, height)
        return area

    def pixel(self, x: float, y: float) -> Any:
        """Return where data coordinates are, a QPointF."""
        area = self.area
        return QtCore.QPointF(
            area.left() + (x - self.x_range[0]) / (self.x_range[1] - self.x_range[0]) * area.width(),
            area.bottom() - (y - self.y_range[0]) / (self.y_range[1] - self.y_range[0]) * area.height(),
        )

    def pixels(self, x: Iterable[float], y: Iterable[float]) -> list[Any]:
        """Return where many data coordinates are, as `pixel` does."""
        area, (west, east), (south, north) = self.area, self.x_range, self.y_range
        left, bottom = area.left(), area.bottom()
        across, up = area.width() / (east - west), area.height() / (north - south)
        return [QtCore.QPointF(left + (one - west) * across, bottom - (two - south) * up) for one, two in zip(x, y)]

    def place(self, pixel: Any) -> tuple[float, float]:
        """Return the data coordinates of a pixel."""
        area = self.area
        return (
            self.x_range[0] + (pixel.x() - area.left()) / area.width() * (self.x_range[1] - self.x_range[0]),
            self.y_range[0] + (area.bottom() - pixel.y()) / area.height() * (self.y_range[1] - self.y_range[0]),
        )

    def _x_ticks(self) -> list[float]:
        width = self.area.width() if self.square else self.width() - 60
        return ticks(*self.x_range, max(2, min(8, int(width) // 70)))

    def _y_ticks(self) -> list[float]:
        return ticks(*self.y_range, max(2, min(8, self.height() // 40)))

    # ---- what the mouse does

    @property
    def dragging(self) -> bool:
        """Whether a handle is held."""
        return bool(self._dragged)

    @property
    def over(self) -> str:
        """The handle under the mouse, or nothing."""
        return self._over

    # ---- drawing

    def paintEvent(self, event: Any) -> None:  # noqa: N802
        """Draw everything."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        painter.end()

    def paint(self, painter: Any) -> None:
        """Draw everything with a painter that is not this widget's, too: a picture, a printer."""
        colours = Colours.around(self)
        painter.fillRect(self.rect(), colours.background)
        if self.message:
            painter.setPen(colours.ink)
            flags = QtCore.Qt.AlignmentFlag.AlignCenter | QtCore.Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 12, -12, -12), int(flags), self.message)
            return
        self._draw_axes(painter, colours)
        painter.save()
        painter.setClipRect(self.area.adjusted(-1, -1, 1, 1))
        self.draw(painter, colours)
        painter.restore()
        for handle in self.handles():
            self._draw_handle(painter, colours, handle)

    def _draw_axes(self, painter: Any, colours: Colours) -> None:
        area, line = self.area, self.fontMetrics().height()
        align = QtCore.Qt.AlignmentFlag
        xs, ys = self._x_ticks(), self._y_ticks()
        written = -math.inf
        for x, text in zip(xs, tick_labels(xs)):
            at = self.pixel(x, self.y_range[0])
            painter.setPen(colours.faint)
            painter.drawLine(at, QtCore.QPointF(at.x(), area.top()))
            half = self.fontMetrics().horizontalAdvance(text) / 2
            if at.x() - half > written:
                painter.setPen(colours.ink)
                box = QtCore.QRectF(at.x() - half - 1, area.bottom() + 3, 2 * half + 2, line)
                painter.drawText(box, int(align.AlignHCenter), text)
                written = at.x() + half + 4
        for y, text in zip(ys, tick_labels(ys)):
            at = self.pixel(self.x_range[0], y)
            painter.setPen(colours.faint)
            painter.drawLine(at, QtCore.QPointF(area.right(), at.y()))
            painter.setPen(colours.ink)
            box = QtCore.QRectF(area.left() - 206, at.y() - line, 200, 2 * line)
            painter.drawText(box, int(align.AlignRight | align.AlignVCenter), text)
        painter.setPen(colours.ink)
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.bottomLeft(), area.topLeft())
        if self.x_label:
            box = QtCore.QRectF(0, area.bottom() + 4 + line, self.width(), line + 2)
            painter.drawText(box, int(align.AlignHCenter), self._elided(self.x_label, self.width()))
        if self.y_label:
            painter.save()
            widest = max((self.fontMetrics().horizontalAdvance(text) for text in tick_labels(ys)), default=0)
            painter.translate(max(line, area.left() - widest - 10), area.center().y())
            painter.rotate(-90)
            # About the middle of the axis, and within the widget.
            room = 2 * min(area.center().y(), self.height() - area.center().y())
            text = self._elided(self.y_label, room)
            painter.drawText(QtCore.QRectF(-room / 2, -line, room, line + 2), int(align.AlignHCenter), text)
            painter.restore()
        if self.title:
            painter.drawText(QtCore.QRectF(0, 2, self.width(), line + 2), int(align.AlignHCenter), self.title)

    def _elided(self, text: str, room: float) -> str:
        """Return a text, its end left out where there is no room."""
        return str(self.fontMetrics().elidedText(text, QtCore.Qt.TextElideMode.ElideRight, int(room)))

    def _draw_handle(self, painter: Any, colours: Colours, handle: Handle) -> None:
        at = self.pixel(handle.x, handle.y)
        active = handle.name in (self._over, self._dragged, self._chosen if self.hasFocus() else "")
        size = 8.0 if active else 6.0
        painter.setPen(QtGui.QPen(colours.ink if handle.locked else colours.background, 1.5))
        painter.setBrush(colours.background if handle.locked else colours.second)
        draw_mark(painter, at, size, handle.shape)
        if handle.locked:
            _draw_padlock(painter, colours, at)
        if active and handle.help:
            painter.setPen(colours.ink)
            text = self._elided(handle.help, self.width() - 4.0)
            width = self.fontMetrics().horizontalAdvance(text)
            left = max(2.0, min(at.x() + 12, self.width() - width - 2.0))
            place = QtCore.QPointF(left, max(14.0, at.y() - 10))
            ground = QtGui.QColor(colours.background)
            ground.setAlpha(205)
            painter.fillRect(self.fontMetrics().boundingRect(text).translated(place.toPoint()), ground)
            painter.drawText(place, text)

    # ---- mouse and keys

    def _at(self, pixel: Any) -> str:
        """Return the handle at a pixel, or nothing."""
        found, least = "", _REACH
        for handle in self.handles():
            away = self.pixel(handle.x, handle.y) - pixel
            distance = math.hypot(away.x(), away.y())
            if distance <= least:
                found, least = handle.name, distance
        return found

    def _handle(self, name: str) -> Handle | None:
        """Return the handle of a name, or none."""
        return next((handle for handle in self.handles() if handle.name == name), None)

    def mousePressEvent(self, event: Any) -> None:  # noqa: N802
        """Take hold of a handle, or click beside."""
        if event.button() != QtCore.Qt.MouseButton.LeftButton or self.message:
            return
        at = place_of(event)
        found = self._handle(self._at(at))
        self._dragged = self._chosen = "" if found is None or found.locked else found.name
        if found is None:
            self.clicked.emit(*self.place(at))
        elif not found.locked:
            self._grip = at - self.pixel(found.x, found.y)
        self.update()

    def mouseMoveEvent(self, event: Any) -> None:  # noqa: N802
        """Move what is held, or tell where the mouse is."""
        at = place_of(event)
        if self._dragged:
            self.handle_moved.emit(self._dragged, *self.place(at - self._grip))
            self.update()
            return
        over = self._at(at)
        found = self._handle(over)
        shape = QtCore.Qt.CursorShape
        free = shape.ArrowCursor if found is None else shape.OpenHandCursor
        self.setCursor(shape.ForbiddenCursor if found is not None and found.locked else free)
        if over != self._over:
            self._over = over
            self.update()
        self.pointed.emit(*self.place(at))

    def mouseReleaseEvent(self, event: Any) -> None:  # noqa: N802
        """Let go."""
        if self._dragged and event.button() == QtCore.Qt.MouseButton.LeftButton:
            name, self._dragged = self._dragged, ""
            self.handle_released.emit(name)
            self.update()

    def leaveEvent(self, event: Any) -> None:  # noqa: N802
        """Forget where the mouse was."""
        self._over = ""
        self.pointed.emit(math.nan, math.nan)
        self.update()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802, FBT001
        """Choose the next handle by Tab, the one before by Shift and Tab; after the last go on to another widget."""
        names = [item.name for item in reversed(self.handles()) if not item.locked and item.shape != "tick"]
        names = ["", *names, ""] if not self.message else [""]
        start = names.index(self._chosen) if self._chosen in names[1:-1] else 0 if forward else len(names) - 1
        place = start + (1 if forward else -1)
        self._chosen = names[place] if 0 <= place < len(names) else ""
        self.update()
        return bool(self._chosen) or bool(super().focusNextPrevChild(forward))

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802
        """Arrows move the chosen handle by a pixel, with Shift by ten; Esc ends a drag."""
        key, keys = event.key(), QtCore.Qt.Key
        if key == keys.Key_Escape and self._dragged:
            name, self._dragged = self._dragged, ""
            self.drag_ended.emit(name)
            self.update()
            return
        ways = {keys.Key_Left: (-1, 0), keys.Key_Right: (1, 0), keys.Key_Up: (0, -1), keys.Key_Down: (0, 1)}
        chosen = self._handle(self._chosen)
        if key not in ways or chosen is None or chosen.locked:
            super().keyPressEvent(event)
            return
        far = 10 if event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier else 1
        at = self.pixel(chosen.x, chosen.y)
        there = QtCore.QPointF(at.x() + far * ways[key][0], at.y() + far * ways[key][1])
        self.handle_moved.emit(chosen.name, *self.place(there))
        self.handle_released.emit(chosen.name)
        self.update()


def draw_mark(painter: Any, at: Any, size: float, shape: str) -> None:
    """Draw a mark with the painter's pen and brush."""
    if shape == "circle":
        painter.drawEllipse(at, size, size)
        return
    x, y = at.x(), at.y()
    corners = {
        "square": [(-size, -size), (size, -size), (size, size), (-size, size)],
        "diamond": [(0, -1.3 * size), (1.3 * size, 0), (0, 1.3 * size), (-1.3 * size, 0)],
        "triangle": [(0, -1.2 * size), (1.1 * size, 0.9 * size), (-1.1 * size, 0.9 * size)],
        "tick": [(-0.3 * size, -size), (0.3 * size, -size), (0.3 * size, size), (-0.3 * size, size)],
    }[shape]
    painter.drawPolygon(QtGui.QPolygonF([QtCore.QPointF(x + dx, y + dy) for dx, dy in corners]))


def _draw_padlock(painter: Any, colours: Colours, at: Any) -> None:
    """Draw a padlock to the upper right of a handle."""
    left, top = at.x() + 8, at.y() - 8
    painter.setPen(QtGui.QPen(colours.ink, 1.3))
    painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
    painter.drawArc(QtCore.QRectF(left + 1.2, top - 5, 4.6, 8), 0, 180 * 16)
    painter.fillRect(QtCore.QRectF(left, top - 1, 7, 5.5), colours.ink)
