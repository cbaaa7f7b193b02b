"""The tab Preview: what of the kriged map is shown, and what is known at a place of it."""

from __future__ import annotations

from typing import Any

from .place import PlaceView
from .qt import QtWidgets, Signal, tr


class PreviewView(QtWidgets.QWidget):
    """Switches of the preview, and below them the place that was clicked.

    Signals
    -------
    shown_changed : bool
        Whether the map is wanted.
    std_wanted : bool
        The standard deviation, not the estimate.
    click_wanted : bool
        Whether a click on the map asks what is known there.
    """

    shown_changed = Signal(bool)
    std_wanted = Signal(bool)
    click_wanted = Signal(bool)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.on_map = QtWidgets.QCheckBox(tr("Preview on the map"), self)
        self.on_map.setToolTip(tr("A coarse kriged map, of at most 150 by 150 cells, that follows the model"))
        self.on_map.setChecked(True)
        self.band = QtWidgets.QComboBox(self)
        self.band.addItems([tr("Estimate"), tr("Standard deviation")])
        self.click = QtWidgets.QToolButton(self)
        self.click.setText(tr("Ask the map"))
        self.click.setToolTip(tr("Click on the map, or drag over it: what is known there, and which data say so"))
        self.click.setCheckable(True)
        self.status = QtWidgets.QLabel(self)
        self.status.setWordWrap(True)
        self.place = PlaceView(self)
        row = QtWidgets.QHBoxLayout()
        for widget in (self.on_map, self.band, self.click):
            row.addWidget(widget)
        row.addStretch(1)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(row)
        layout.addWidget(self.status)
        layout.addWidget(self.place, 1)
        self.on_map.toggled.connect(self.shown_changed)
        self.on_map.toggled.connect(self.band.setEnabled)
        self.band.currentIndexChanged.connect(lambda place: self.std_wanted.emit(place == 1))
        self.click.toggled.connect(self.click_wanted)
        self.say("")

    def say(self, text: str) -> None:
        """Say what the map is, or why there is none."""
        self.status.setText(text)
        self.status.setVisible(bool(text))
