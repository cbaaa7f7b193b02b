"""Which realization is shown, and the film of all of them: a slider, play, and how fast."""

from __future__ import annotations

import math
from typing import Any

from .media_icons import media_icon
from .qt import QtCore, QtWidgets, Signal, tr

_INTERVAL = 40
"""Milliseconds between frames."""

_SPEEDS = (0.5, 1.0, 2.0, 4.0)
"""Realizations in a second."""

_STEPS = 20
"""Of the slider, from one realization to the next."""


class Player(QtWidgets.QWidget):
    """Chooses a position in a film of n realizations, from 0 up to n.

    Signals
    -------
    moved : float
        The position: a whole number at a realization, between two on the way.
    """

    moved = Signal(float)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._position = 0.0
        self._clock = QtCore.QElapsedTimer()
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(_INTERVAL)
        self._timer.timeout.connect(self._tick)
        self.play = QtWidgets.QToolButton(self)
        self.play.setCheckable(True)
        self.back = QtWidgets.QToolButton(self)
        self.back.setToolTip(tr("The realization before"))
        self.forward = QtWidgets.QToolButton(self)
        self.forward.setToolTip(tr("The next realization"))
        self.slider = QtWidgets.QSlider(QtCore.Qt.Orientation.Horizontal, self)
        self.slider.setToolTip(tr("Realizations in their order; arrow keys go to the next one"))
        self.slider.setSingleStep(_STEPS)
        self.speed = QtWidgets.QComboBox(self)
        for speed in _SPEEDS:
            self.speed.addItem(tr("{speed:g} per s").format(speed=speed), speed)
        self.speed.setCurrentIndex(1)
        self.speed.setToolTip(tr("Realizations that the film passes in a second"))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.back, self.play, self.forward):
            row.addWidget(button)
        row.addWidget(self.slider, 1)
        row.addWidget(self.speed)
        self.play.toggled.connect(self._toggle)
        self.back.clicked.connect(lambda *_: self.step(-1))
        self.forward.clicked.connect(lambda *_: self.step(1))
        self.slider.valueChanged.connect(self._slid)
        self._draw_icons()
        self.set_count(0, film=False)

    @property
    def position(self) -> float:
        """Where the film is."""
        return self._position

    @property
    def is_playing(self) -> bool:
        """Whether the film runs."""
        return bool(self._timer.isActive())

    def set_count(self, count: int, *, film: bool) -> None:
        """Take how many realizations there are, and whether there is a film of them; begin with the first."""
        self.stop()
        self._count, self._position = count, 0.0
        self.setEnabled(count > 0)
        self.play.setEnabled(film)
        self.speed.setEnabled(film)
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, count - 1) * _STEPS)
        self.slider.setPageStep(max(1, count // 10) * _STEPS)
        self.slider.setValue(0)
        self.slider.blockSignals(False)

    def go_to(self, position: float) -> None:
        """Show a position, and stop."""
        self.stop()
        self._move(position)

    def step(self, way: int) -> None:
        """Show the next realization (1) or the one before (-1); the first follows the last."""
        if self._count:
            at = math.floor(self._position) + 1 if way > 0 else math.ceil(self._position) - 1
            self.go_to(at % self._count)

    def stop(self) -> None:
        """Stop the film."""
        self.play.setChecked(False)

    def hideEvent(self, event: Any) -> None:  # noqa: N802
        """Stop a film that nobody sees."""
        self.stop()
        super().hideEvent(event)

    def changeEvent(self, event: Any) -> None:  # noqa: N802
        """Draw the icons anew where the theme has changed."""
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.PaletteChange:
            self._draw_icons()

    def _draw_icons(self) -> None:
        playing = "pause" if self.play.isChecked() else "play"
        for button, name in ((self.back, "back"), (self.play, playing), (self.forward, "forward")):
            button.setIcon(media_icon(name, self.palette()))

    def _toggle(self, on: bool) -> None:
        self._draw_icons()
        if on:
            self._clock.start()
            self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        # By the clock, so that a busy machine shows fewer frames and not a slower film.
        passed = self._clock.restart() / 1000 * self.speed.currentData()
        self._move((self._position + min(passed, 1.0)) % self._count)

    def _slid(self, value: int) -> None:
        # By hand only realizations: what is between them is for the film.
        self.stop()
        self._move(round(value / _STEPS))

    def _move(self, position: float) -> None:
        self._position = position
        self.slider.blockSignals(True)
        self.slider.setValue(round(position * _STEPS))
        self.slider.blockSignals(False)
        self.moved.emit(float(position))
