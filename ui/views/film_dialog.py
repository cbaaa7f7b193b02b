"""What of a film is exported: from which realization to which, how finely and how fast."""

from __future__ import annotations

from typing import Any, NamedTuple

from .qt import QtWidgets, tr

MOST_PICTURES = 600
_AT_FIRST = 10
"""Realizations that a film passes if nothing else is asked for."""


class FilmChoice(NamedTuple):
    """A film to export.

    Attributes
    ----------
    positions : tuple of float
        Of its pictures, as in `Film`.
    milliseconds : int
        That each is shown.
    width : int
        Of a picture, pixels.
    """

    positions: tuple[float, ...]
    milliseconds: int
    width: int


def positions(first: int, last: int, steps: int) -> tuple[float, ...]:
    """Return the positions of pictures from one realization to another, from 0, so many to each of them."""
    return tuple(first + number / steps for number in range((last - first) * steps + 1))


class FilmDialog(QtWidgets.QDialog):
    """Asks for a film of n realizations."""

    def __init__(self, count: int, first: int, parent: Any = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export the film"))
        first = min(first, count - 2)
        self.first = self._box(1, count - 1, first + 1)
        self.last = self._box(2, count, min(count, first + _AT_FIRST))
        self.steps = self._box(1, 60, 12)
        self.steps.setToolTip(tr("Pictures from one realization to the next; 1: the realizations alone"))
        self.rate = self._box(1, 25, 12)
        self.rate.setSuffix(tr(" pictures per second"))
        self.width_box = self._box(200, 2000, 500)
        self.width_box.setSuffix(" px")
        self.sentence = QtWidgets.QLabel(self)
        self.sentence.setWordWrap(True)
        kinds = QtWidgets.QDialogButtonBox.StandardButton
        self.buttons = QtWidgets.QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QtWidgets.QFormLayout(self)
        form.addRow(tr("From realization"), self.first)
        form.addRow(tr("To realization"), self.last)
        form.addRow(tr("Pictures to each"), self.steps)
        form.addRow(tr("Speed"), self.rate)
        form.addRow(tr("Width"), self.width_box)
        form.addRow(self.sentence)
        form.addRow(self.buttons)
        for box in (self.first, self.last, self.steps, self.rate):
            box.valueChanged.connect(self._say)
        self._say()

    def choice(self) -> FilmChoice:
        """Return what was chosen."""
        places = positions(self.first.value() - 1, self.last.value() - 1, self.steps.value())
        return FilmChoice(places, round(1000 / self.rate.value()), self.width_box.value())

    def _box(self, low: int, high: int, value: int) -> Any:
        box = QtWidgets.QSpinBox(self)
        box.setRange(low, high)
        box.setValue(value)
        return box

    def _say(self, *_: Any) -> None:
        self.last.setMinimum(self.first.value() + 1)
        chosen = self.choice()
        count, seconds = len(chosen.positions), len(chosen.positions) * chosen.milliseconds / 1000
        good = count <= MOST_PICTURES
        text = (
            tr("{count} pictures, {seconds:.0f} seconds.")
            if good
            else tr("{count} pictures are more than {most}: choose fewer realizations, or fewer pictures to each.")
        )
        self.sentence.setText(text.format(count=count, seconds=seconds, most=MOST_PICTURES))
        self.buttons.button(QtWidgets.QDialogButtonBox.StandardButton.Ok).setEnabled(good)
