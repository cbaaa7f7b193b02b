"""The tab Realizations: one after another, as a film, side by side, or how probable it is that a threshold is exceeded.

Law: what is shown is a realization, a frame of the film or a share of all realizations, and the title says which. The
numbers come from `krig_core.decisions`; here they are looked up and drawn.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .colour_bar import ColourBar
from .histogram import Histogram, Line
from .player import Player
from .qt import QtCore, QtWidgets, Signal, tr
from .ramp_drawing import RampDrawing
from .raster_drawing import NOWHERE
from .raster_picture import RasterPicture
from .shown_stack import ShownStack, Zone
from .stack_drawing import Shown, above, at_position, ramp_of_probabilities, ramp_of_values
from .threshold import Threshold
from .units import axis, figure, with_unit

_MOST_PINNED = 2

_WIDE = 1.5
"""Width by height of a window that is wide."""

_NOTHING = tr(
    "There are no realizations to show: make some with the button above, or choose a raster of the output "
    "All realizations of Stochastic kriging."
)

_LEVELS = (0.1, 0.5, 0.9)
"""What is below the low, the middle and the high case."""

CASES = {
    "both": (tr("Low"), tr("Median"), tr("High")),
    "statistics": ("P10", "P50", "P90"),
    "petroleum": ("P90", "P50", "P10"),
}
"""What these are called: by what lies below, as statistics do, by what lies above, as the petroleum industry does."""

EXPORTS = {
    "gif": tr("Film as an animated GIF…"),
    "frames": tr("Film as PNG pictures…"),
    "picture": tr("This picture as PNG…"),
}


class RealizationsView(QtWidgets.QWidget):
    """Shows realizations of a map.

    Signals
    -------
    redrawn : no argument
        The map shows something else.
    export_wanted : str
        A key of `EXPORTS`.
    cell_chosen : float, float
        Map coordinates of the centre of the cell whose histogram is shown.
    """

    redrawn = Signal()
    export_wanted = Signal(str)
    cell_chosen = Signal(float, float)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._stack: ShownStack | None = None
        self._zone: Zone | None = None
        self._cell = NOWHERE
        self._names = CASES["both"]
        self._values: np.ndarray = np.empty(0)
        self._make_widgets()
        self._lay_out()
        self._join()
        self.show_stack(None)

    def _make_widgets(self) -> None:
        self.mode = QtWidgets.QComboBox(self)
        self.mode.addItem(tr("One realization, or the film"))
        self.mode.addItem(tr("Probability above a threshold"))
        self.mode.setToolTip(tr("What is shown; the algorithm Probability of exceedance makes layers of the second"))
        self.player = Player(self)
        self.threshold = Threshold(self)
        self.picture = RasterPicture(self)
        self.bar = ColourBar(self)
        self.pinned: list[RasterPicture] = []
        self.pin = QtWidgets.QPushButton(tr("Pin"), self)
        self.pin.setToolTip(tr("Keep this picture beside the next ones; two can be kept"))
        self.export = QtWidgets.QPushButton(tr("Export"), self)
        menu = QtWidgets.QMenu(self.export)
        for kind, text in EXPORTS.items():
            menu.addAction(text).triggered.connect(lambda *_, kind=kind: self.export_wanted.emit(kind))
        self.export.setMenu(menu)
        self.of = QtWidgets.QComboBox(self)
        self.of.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.of.setMinimumContentsLength(16)
        self.of.setToolTip(tr("Whose values the histogram shows: of the clicked cell, or the mean of the zone"))
        self.histogram = Histogram(self)
        self.histogram.setToolTip(
            tr("The short line is the realization that is shown; drag the triangle to move the threshold.")
        )
        self.numbers = QtWidgets.QLabel(self)
        self.numbers.setWordWrap(True)
        self.numbers.setMinimumHeight(2 * self.numbers.fontMetrics().lineSpacing() + 4)
        self.numbers.setAlignment(QtCore.Qt.AlignmentFlag.AlignTop)
        self.numbers.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        self.readout = QtWidgets.QLabel(self)
        self.note = QtWidgets.QLabel(self)
        self.note.setWordWrap(True)
        self.cases = [QtWidgets.QPushButton(self) for _ in _LEVELS]
        self.set_quantile_names("both")

    def _lay_out(self) -> None:
        top = QtWidgets.QHBoxLayout()
        top.addWidget(self.mode, 1)
        top.addWidget(self.pin)
        top.addWidget(self.export)
        self.pictures = QtWidgets.QHBoxLayout()
        self.pictures.addWidget(self.picture, 1)
        self.pictures.addWidget(self.bar)
        upper = QtWidgets.QWidget(self)
        above = QtWidgets.QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(2)
        above.addLayout(top)
        above.addWidget(self.player)
        above.addWidget(self.threshold)
        above.addLayout(self.pictures, 1)
        above.addWidget(self.readout)
        lower = QtWidgets.QWidget(self)
        below = QtWidgets.QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(2)
        row = QtWidgets.QHBoxLayout()
        row.addWidget(self.of, 1)
        row.addWidget(QtWidgets.QLabel(tr("Nearest to"), lower))
        for button in self.cases:
            row.addWidget(button)
        below.addLayout(row)
        below.addWidget(self.histogram, 1)
        below.addWidget(self.numbers)
        self.splitter = QtWidgets.QSplitter(QtCore.Qt.Orientation.Vertical, self)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(lower)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 1)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self.note)

    def _join(self) -> None:
        self.mode.currentIndexChanged.connect(self._mode_changed)
        self.player.moved.connect(lambda position: self._redraw())
        self.threshold.changed.connect(self._set_threshold)
        self.histogram.threshold_moved.connect(self._drag_threshold)
        self.picture.clicked.connect(self.choose_cell)
        self.picture.pointed.connect(self._read_out)
        self.pin.clicked.connect(self.pin_picture)
        self.of.currentIndexChanged.connect(lambda index: self._show_histogram())
        for button, level in zip(self.cases, _LEVELS):
            button.clicked.connect(lambda *_, level=level: self.show_case(level))

    def resizeEvent(self, event: Any) -> None:  # noqa: N802
        """Put the histogram beside the map where the window is wide, as one at the bottom of the screen."""
        super().resizeEvent(event)
        ways = QtCore.Qt.Orientation
        way = ways.Horizontal if self.width() > _WIDE * self.height() else ways.Vertical
        if way != self.splitter.orientation():
            self.splitter.setOrientation(way)

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802
        """Space plays the film, arrows go from one realization to the next."""
        keys = QtCore.Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Right: 1}
        if self._stack is None or self.shows_probability:
            super().keyPressEvent(event)
        elif event.key() == keys.Key_Space and self.player.play.isEnabled():
            self.player.play.toggle()
        elif event.key() in steps:
            self.player.step(steps[event.key()])
        else:
            super().keyPressEvent(event)

    # ---- what is shown

    def show_stack(self, stack: ShownStack | None, missing: str = "") -> None:
        """Show realizations; None: say what is missing."""
        self._stack, self._zone, self._cell = stack, None, NOWHERE
        while self.pinned:
            self._unpin(self.pinned[0])
        there = stack is not None
        for widget in (self.mode, self.threshold, self.pin, self.export, self.of, *self.cases):
            widget.setEnabled(there)
        self.player.set_count(len(stack.realizations) if stack else 0, film=bool(stack and stack.film))
        self.picture.set_outline(None)
        self.picture.set_mark(*NOWHERE)
        self.readout.setText(" ")
        self.bar.setVisible(there)
        self.note.setText(stack.note if stack else "")
        self.note.setVisible(bool(stack and stack.note))
        self.player.play.setToolTip(self._film_law())
        if stack is None:
            self.picture.show_nothing(missing or _NOTHING)
            self.histogram.show_nothing(tr("There are no realizations."))
            self.numbers.setText("")
            self._mode_changed()
            return
        ordered = stack.realizations.ordered
        low, high = float(ordered[0].min()), float(ordered[-1].max())
        self.threshold.set_range(low, high if high > low else low + 1.0, stack.value_unit)
        self.threshold.set_value(float(np.median(stack.whole.means)))
        self.picture.set_place(stack.dx, stack.dy, stack.length_unit)
        self.histogram.set_threshold(self.threshold.value)
        self._mode_changed()
        self.show_zone(None)

    def show_zone(self, zone: Zone | None) -> None:
        """Look at a zone of the map; None: all of it."""
        if self._stack is None:
            return
        self._zone = zone or self._stack.whole
        for picture in (self.picture, *self.pinned):
            picture.set_outline(self._zone.cells)
        self._list_subjects(0)

    def show_nothing(self, sentence: str) -> None:
        """Say in a sentence why there is nothing to show, or what is going on."""
        self.show_stack(None, sentence)

    def set_quantile_names(self, words: str) -> None:
        """Call the low, the middle and the high case as a key of `CASES` has it."""
        self._names = CASES[words]
        both = zip(CASES["statistics"], CASES["petroleum"])
        for button, level, (one, other) in zip(self.cases, _LEVELS, both):
            button.setText(self._case_name(level))
            text = tr(
                "The realization whose mean over the zone is nearest to the value that {percent} % exceed: {one} of "
                "statistics, {other} of the petroleum industry"
            )
            button.setToolTip(text.format(percent=round(100 * (1 - level)), one=one, other=other))
        if self._stack is not None:
            self._show_histogram()

    def choose_cell(self, row: int, column: int) -> None:
        """Show the histogram of a cell."""
        stack = self._stack
        if stack is None or stack.realizations.place_of(row, column) is None:
            return
        self._cell = (row, column)
        for picture in (self.picture, *self.pinned):
            picture.set_mark(row, column)
        self._list_subjects(1)
        self.cell_chosen.emit(*stack.centre(row, column))

    def show_case(self, level: float) -> None:
        """Show the realization nearest to a quantile of the zone."""
        from ...krig_core.decisions.representative import representative
        from ...krig_core.errors import KrigingError

        if self._zone is None or self._stack is None:
            return
        try:
            found = representative(self._zone.means, level)
        except KrigingError as error:
            self.numbers.setText(str(error))
            return
        self.mode.setCurrentIndex(0)
        self.of.setCurrentIndex(0)
        self.player.go_to(found.number)
        text = tr(
            "Realization {number}: its mean over {zone} is {mean}, nearest to {name}, {value}, which {percent} % of "
            "the realizations exceed."
        )
        self.numbers.setText(
            text.format(
                number=found.number + 1,
                mean=self._with_unit(found.statistic),
                zone=self._zone.title,
                name=self._case_name(level),
                value=self._with_unit(found.quantile),
                percent=round(100 * (1 - level)),
            )
        )

    def pin_picture(self) -> None:
        """Keep the picture beside the next ones; the oldest of more than two goes."""
        if self._stack is None:
            return
        if len(self.pinned) == _MOST_PINNED:
            self._unpin(self.pinned[0])
        kept = RasterPicture(self, closable=True)
        self.picture.copy_to(kept)
        kept.clicked.connect(self.choose_cell)
        kept.closed.connect(lambda: self._unpin(kept))
        self.pinned.append(kept)
        self.pictures.insertWidget(len(self.pinned) - 1, kept, 1)

    def _unpin(self, picture: RasterPicture) -> None:
        self.pinned.remove(picture)
        self.pictures.removeWidget(picture)
        picture.hide()
        picture.deleteLater()

    # ---- the map

    @property
    def shows_probability(self) -> bool:
        """Whether the map is that of the probability."""
        return bool(self.mode.currentIndex() == 1)

    def _mode_changed(self, *_: Any) -> None:
        probability = self.shows_probability
        self.player.stop()
        self.player.setVisible(not probability)
        self.threshold.setVisible(probability)
        stack = self._stack
        if stack is None:
            return
        self.bar.show_ramp(self.ramp())
        self._redraw()

    def ramp(self) -> RampDrawing:
        """Return the legend of what is shown."""
        assert self._stack is not None  # nosec B101 - for the type checker
        return ramp_of_probabilities() if self.shows_probability else ramp_of_values(self._stack)

    def shown(self) -> Shown:
        """Return what is shown."""
        assert self._stack is not None  # nosec B101 - for the type checker
        if self.shows_probability:
            return above(self._stack, self.threshold.value)
        return at_position(self._stack, self.player.position)

    def _redraw(self) -> None:
        if self._stack is None:
            return
        shown = self.shown()
        self._values = shown.values
        self.picture.show_cells(shown.codes, shown.table, shown.title)
        self.redrawn.emit()
        self._mark_shown()

    def _set_threshold(self, value: float) -> None:
        self.histogram.set_threshold(value)
        if self.shows_probability:
            self._redraw()
        self._say_numbers()

    def _drag_threshold(self, value: float) -> None:
        self.threshold.set_value(value)
        self._set_threshold(self.threshold.value)

    def _read_out(self, row: int, column: int) -> None:
        stack = self._stack
        place = stack.realizations.place_of(row, column) if stack and row >= 0 else None
        if stack is None or place is None:
            self.readout.setText(" ")
            return
        x, y = stack.centre(row, column)
        value = float(self._values[place])
        shown = f"{value:.0f} %" if self.shows_probability else self._with_unit(value)
        self.readout.setText(f"{self._place_text(x, y)}:  {shown}")

    # ---- the histogram

    def _list_subjects(self, chosen: int) -> None:
        """List the zone and the cell, and look at one of them."""
        assert self._stack is not None  # nosec B101 - for the type checker
        assert self._zone is not None  # nosec B101 - for the type checker
        self.of.blockSignals(True)
        self.of.clear()
        self.of.addItem(tr("Mean over {zone}").format(zone=self._zone.title))
        if self._cell != NOWHERE:
            place = self._place_text(*self._stack.centre(*self._cell))
            self.of.addItem(tr("Cell at {place}").format(place=place))
        self.of.setCurrentIndex(min(chosen, self.of.count() - 1))
        self.of.blockSignals(False)
        self._show_histogram()

    @property
    def subject_values(self) -> np.ndarray:
        """The values of the histogram, one of each realization."""
        if self._stack is None or self._zone is None:
            return np.empty(0)
        if self.of.currentIndex() == 0:
            return self._zone.means
        place = self._stack.realizations.place_of(*self._cell)
        return np.empty(0) if place is None else self._stack.realizations.at(place).astype(float)

    def _show_histogram(self) -> None:
        from ...krig_core.quantiles import quantiles

        values, stack = self.subject_values, self._stack
        if stack is None or not len(values) or not np.isfinite(values).all():
            self.histogram.show_nothing(
                tr("The zone covers no cell in which all realizations have a value: choose another zone.")
            )
            self.numbers.setText("")
            return
        lines = [
            Line(value, self._case_name(level)) for level, value in zip(_LEVELS, quantiles(values, _LEVELS).tolist())
        ]
        lines.append(Line(float(values.mean()), tr("mean")))
        self.histogram.show_values(values, axis(stack.title, stack.value_unit), "", tuple(lines))
        self._mark_shown()
        self._say_numbers()

    def _mark_shown(self) -> None:
        """Mark in the histogram the value of the realization that is shown."""
        values, position = self.subject_values, self.player.position
        whole = not self.shows_probability and position == math.floor(position)
        self.histogram.set_shown(float(values[int(position)]) if whole and len(values) else math.nan)

    def _say_numbers(self) -> None:
        from ...krig_core.quantiles import quantiles

        values = self.subject_values
        if self._stack is None or not len(values) or not np.isfinite(values).all():
            return
        low, middle, high = (self._with_unit(value) for value in quantiles(values, _LEVELS).tolist())
        exceeding = int(np.count_nonzero(values > self.threshold.value))
        text = tr(
            "Mean {mean}; {low_name} {low}, {middle_name} {middle}, {high_name} {high}. Above {threshold}: {above} of "
            "{all} realizations, {percent:.0f} %."
        )
        self.numbers.setText(
            text.format(
                mean=self._with_unit(float(values.mean())),
                low_name=self._case_name(_LEVELS[0]),
                low=low,
                middle_name=self._case_name(_LEVELS[1]),
                middle=middle,
                high_name=self._case_name(_LEVELS[2]),
                high=high,
                threshold=self._with_unit(self.threshold.value),
                above=exceeding,
                all=len(values),
                percent=100 * exceeding / len(values),
            )
        )

    # ---- words

    def _case_name(self, level: float) -> str:
        return self._names[_LEVELS.index(level)]

    def _with_unit(self, value: float) -> str:
        return with_unit(figure(value), self._stack.value_unit if self._stack else "")

    def _place_text(self, x: float, y: float) -> str:
        stack = self._stack
        unit, side = (stack.length_unit, min(stack.dx, stack.dy)) if stack else ("", 1.0)
        decimals = max(0, 1 - math.floor(math.log10(side)))
        return f"x {x:,.{decimals}f}, y {y:,.{decimals}f} {unit}".strip()

    def _film_law(self) -> str:
        stack = self._stack
        if stack is None or stack.film is None:
            return tr("A film needs three realizations.")
        if stack.by_ranks:
            return tr(
                "Play the film (space). Between two realizations each frame has in every cell the distribution of all "
                "of them; wells are honoured as in these."
            )
        return tr(
            "Play the film (space). Frames between two realizations have, on average, the mean, the variance and the "
            "covariance of all; wells are honoured as in these."
        )
