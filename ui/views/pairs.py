"""Pairs of data one by one: the variogram cloud, or the scatterplot of a lag, with a lasso.

Law: numbers of data are those of `Data`, also where some are left out or share a place. What is left out is only asked
for; nothing here changes a layer.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from .cloud import CloudPlot, with_margin
from .qt import QtWidgets, Signal, add_shortcut, tr
from .rows import Row, RowsView
from .units import axis, figure, squared, with_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ...krig_core.jobs.pairs import PairsResult
    from .data import Data
    from .state import State

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Bools = NDArray[np.bool_]

_LISTED = 300
"""So many of the chosen pairs are listed."""

_OFFERED = 12
"""So many data are offered to be left out."""


class PairsView(QtWidgets.QWidget):
    """The cloud or a scatterplot, the chosen pairs as a list, and what is left out.

    Signals
    -------
    pairs_chosen : int array, shape (k, 2)
        A user has chosen others: numbers of their data; empty: none.
    left_out_changed : frozenset of int
        Numbers of the data that are not to count.
    lag_chosen : int or None
        The lag whose pairs are wanted, from 1; None: all.
    """

    pairs_chosen = Signal(object)
    left_out_changed = Signal(object)
    lag_chosen = Signal(object)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._result: PairsResult | None = None
        self._data: Data | None = None
        self._state: State | None = None
        self._lit: frozenset[int] = frozenset()
        self._ends = np.empty((0, 2), dtype=np.intp)
        self._pairs = np.empty((6, 0))
        self._score = np.empty(0)
        self._listed: list[int] = []
        self._counted: list[tuple[int, int]] = []
        self._stands_for: dict[int, int] = {}
        self._sharing: Counter[int] = Counter()
        self._build()
        self.show_pairs(None, None, None)

    # ---- what is shown

    def show_pairs(
        self,
        result: PairsResult | None,
        pairs: Floats | None,
        scores: Floats | None,
        state: State | None = None,
        data: Data | None = None,
        message: str = "",
    ) -> None:
        """Show what the task `pairs` found of data in a state; None: nothing yet, or why not, in a sentence.

        Of the same data those stay chosen that are still there.

        Parameters
        ----------
        result : PairsResult, optional
        pairs : float array, shape (6, k), optional
        scores : float array, shape (2, n), optional
            What the task wrote.
        state : State, optional
            That of which the task was asked.
        data : Data, optional
        message : str
            Instead of a result.
        """
        before = self._ends[self.plot.chosen & (data is self._data)]
        self._result, self._state, self._data = result, state, data
        if result is None or pairs is None or scores is None or data is None:
            self._result = self._data = None
            self._ends, self._pairs, self._stands_for = np.empty((0, 2), dtype=np.intp), np.empty((6, 0)), {}
            self.plot.show_points(np.empty(0), np.empty(0))
            self.plot.message = message or tr("Choose a layer and a field: here are the pairs of their values.")
        else:
            self._take(pairs, scores, data)
            if result.lag is None:
                self.as_cloud.setChecked(True)  # all lags together have no scatterplot
            self.plot.message = "" if len(self._ends) else self._why_none(result)
        self._fill_lags()
        self._draw_points()
        self.plot.mark(self._lit_pairs(), np.isin(_keys(self._ends), _keys(before)))
        self._tell()

    @property
    def data(self) -> Data | None:
        """The data that are shown."""
        return self._data

    @property
    def chosen_pairs(self) -> Integers:
        """Numbers of the data of the chosen pairs, shape (k, 2)."""
        return self._ends[self.plot.chosen]

    def light(self, numbers: frozenset[int]) -> None:
        """Draw the pairs of some data otherwise; those of the chosen pairs light nothing, as they are chosen."""
        self._lit = numbers
        self.plot.mark(self._lit_pairs(), self.plot.chosen)
        self._count()

    def _take(self, pairs: Floats, scores: Floats, data: Data) -> None:
        from ...krig_core.jobs.pairs import HEAD, SCORE, STANDS_FOR_IT, TAIL

        kept = data.kept(self._left_out)
        self._pairs = pairs
        self._ends = kept[self._pairs[[TAIL, HEAD]].astype(np.intp).T]
        self._score = np.full(len(data.values), math.nan)
        self._score[kept] = scores[SCORE]
        self._stands_for = dict(zip(kept.tolist(), kept[scores[STANDS_FOR_IT].astype(np.intp)].tolist()))
        self._sharing = Counter(self._stands_for.values())

    def _why_none(self, result: PairsResult) -> str:
        if result.lag is None:
            text = tr("No two data lie within {distance} of each other: raise the largest distance of the variogram.")
            return text.format(distance=with_unit(figure(result.max_distance), self._length_unit))
        return tr("No two data lie so far apart as lag {lag} has it: choose another one.").format(lag=result.lag)

    @property
    def _left_out(self) -> frozenset[int]:
        return frozenset() if self._state is None else self._state.left_out

    @property
    def _length_unit(self) -> str:
        return "" if self._data is None else self._data.length_unit

    @property
    def _value_unit(self) -> str:
        return "" if self._data is None else self._data.value_unit

    # ---- parts

    def _build(self) -> None:
        self.plot = CloudPlot(self)
        self.plot.naming = self._named
        self.plot.chosen_changed.connect(self._choose)
        how = tr(
            "Circle pairs with the mouse, or click one; with Shift more are added. Arrows go from one to the next, "
            "Delete leaves the datum out that most of the chosen pairs share, Esc chooses none."
        )
        cloud = tr("Each pair by its distance and half the squared difference of its values; squares are their means.")
        scatter = tr("Pairs of one lag: the value at the southern end against that at the northern one.")
        self.as_cloud = self._switch(tr("Cloud"), f"{cloud} {how}")
        self.as_scatter = self._switch(tr("Scatterplot"), f"{scatter} {how}")
        self.as_cloud.setChecked(True)
        group = QtWidgets.QButtonGroup(self)
        for button in (self.as_cloud, self.as_scatter):
            group.addButton(button)
        group.buttonClicked.connect(lambda _: self._switched())
        self.lag = QtWidgets.QComboBox(self)
        self.lag.setToolTip(tr("Pairs of which distances are looked at. Keys in the plot: PgUp, PgDown."))
        self.lag.setMinimumContentsLength(10)
        self.lag.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.lag.activated.connect(self._want_lag)
        self.root = QtWidgets.QCheckBox(tr("Root"), self)
        self.root.setToolTip(
            tr("Draw the root of half the squared difference: a few far points do not press others down.")
        )
        self.root.toggled.connect(lambda _: self._redraw())
        top = QtWidgets.QHBoxLayout()
        for widget in (self.as_cloud, self.as_scatter, self.lag, self.root):
            top.addWidget(widget, 1 if widget is self.lag else 0)
        self.told = QtWidgets.QLabel(self)
        self.told.setWordWrap(True)
        self.list = RowsView(self)
        self.list.picked.connect(self._point_out)
        self.leave_out = self._menu_button(self._leave_out_first)
        self.put_back = self._menu_button(lambda: self.left_out_changed.emit(frozenset()))
        bottom = QtWidgets.QHBoxLayout()
        bottom.addWidget(self.leave_out)
        bottom.addWidget(self.put_back)
        bottom.addStretch(1)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(4, 4, 4, 4)
        whole.addLayout(top)
        whole.addWidget(self.plot, 3)
        whole.addWidget(self.told)
        whole.addWidget(self.list, 1)
        whole.addLayout(bottom)
        add_shortcut("Del", self, self._leave_out_first)
        for keys, step in (("PgUp", 1), ("PgDown", -1)):
            add_shortcut(keys, self.plot, lambda step=step: self._step_lag(step), alone=True)

    def _switch(self, text: str, tip: str) -> Any:
        button = QtWidgets.QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setAutoRaise(True)
        return button

    def _menu_button(self, slot: Any) -> Any:
        button = QtWidgets.QToolButton(self)
        button.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setMenu(QtWidgets.QMenu(button))
        button.clicked.connect(lambda _=False: slot())
        return button

    # ---- the plot

    def _switched(self) -> None:
        if self.as_scatter.isChecked() and self._result is not None and self._result.lag is None:
            self._want_lag(self._first_lag())  # drawn when it is there
        else:
            self._redraw()

    def _first_lag(self) -> int:
        """Return the first lag that has pairs."""
        from ...krig_core.jobs.pairs import LAG

        return int(self._pairs[LAG].min()) if len(self._ends) else 1

    def _redraw(self) -> None:
        chosen = self.plot.chosen
        self._draw_points()
        self.plot.mark(self._lit_pairs(), chosen)

    def _draw_points(self) -> None:
        from ...krig_core.jobs.pairs import DISTANCE, SEMIVARIANCE

        plot, result = self.plot, self._result
        self.root.setEnabled(self.as_cloud.isChecked())
        plot.diagonal = self.as_scatter.isChecked()
        plot.level, plot.title, plot.line = math.nan, "", (np.empty(0), np.empty(0))
        if result is None or self._data is None or not len(self._ends):
            plot.show_points(np.empty(0), np.empty(0))
            return
        if self.as_scatter.isChecked():
            x, y = self._score[self._ends].T
            ends = with_margin(np.concatenate([x, y]))
            plot.x_range = plot.y_range = ends
            title = self._score_title()
            plot.x_label = tr("Southern {title}").format(title=title)
            plot.y_label = tr("Northern {title}").format(title=title)
            plot.title = tr("Correlation {r}, semivariance {gamma}").format(
                r=f"{result.correlation:.2f}", gamma=with_unit(figure(result.gamma), squared(self._root_unit()))
            )
        else:
            x, y, level = self._pairs[DISTANCE], self._pairs[SEMIVARIANCE], result.gamma
            unit, title = squared(self._root_unit()), tr("½ difference²")
            if self.root.isChecked():
                y, level, unit = np.sqrt(y), math.sqrt(level), self._root_unit()
                title = tr("|difference| / √2")
            top = float(y.max()) or 1.0
            plot.y_range = (-0.02 * top, 1.04 * top)
            plot.x_range = (0.0, 1.02 * result.max_distance)
            if result.lag is None:
                means = np.array(result.lag_gammas)
                plot.line = np.array(result.lag_distances), np.sqrt(means) if self.root.isChecked() else means
            else:
                begin, end = (result.lag - 1) * result.lag_distance, result.lag * result.lag_distance
                plot.x_range, plot.level = with_margin(np.array([begin, end])), level
            plot.x_label = axis(tr("Distance"), self._length_unit)
            plot.y_label = axis(title, unit)
        plot.show_points(np.asarray(x), np.asarray(y))

    def _score_title(self) -> str:
        """Return what the values are whose pairs are looked at, with their unit."""
        state, data = self._state, self._data
        if state is None or data is None:
            return ""
        texts = {"log": tr("Logarithm of {title}"), "normal-score": tr("Normal score of {title}")}
        text = texts.get(state.transform, "{title}").format(title=data.title)
        if state.kriging_type.startswith("universal"):
            text = tr("{title} less its trend").format(title=text)
        return axis(text, "" if state.transform in texts else data.value_unit)

    def _root_unit(self) -> str:
        """Return the unit of the root of a semivariance; logarithms have none."""
        return "" if self._state is None or self._state.transform == "log" else self._value_unit

    def _lit_pairs(self) -> Bools:
        lit = {self._stands_for.get(number, -1) for number in self._lit}
        if lit == set(self._ends[self.plot.chosen].ravel().tolist()):
            lit = set()
        found: Bools = np.isin(self._ends, list(lit)).any(axis=1)
        return found

    # ---- the list and what is told

    def _fill_lags(self) -> None:
        result = self._result
        self.lag.clear()
        self.lag.setEnabled(result is not None)
        if result is None:
            return
        self.lag.addItem(tr("All lags"))
        for number in range(1, result.lags + 1):
            begin, end = (figure(place * result.lag_distance) for place in (number - 1, number))
            unit = self._length_unit
            self.lag.addItem(
                tr("Lag {n}: {begin}–{end} {unit}").format(n=number, begin=begin, end=end, unit=unit).rstrip()
            )
        self.lag.setCurrentIndex(result.lag or 0)

    def _step_lag(self, step: int) -> None:
        place = self.lag.currentIndex() + step
        if 0 <= place < self.lag.count():
            self._want_lag(place)

    def _want_lag(self, place: int) -> None:
        self.lag_chosen.emit(place or None)

    def name(self, number: int) -> str:
        """Return what a datum is called, and how many others share its place."""
        if self._data is None:
            return ""
        more = self._sharing[number] - 1
        return f"{self._data.names[number]} (+{more})" if more > 0 else self._data.names[number]

    def _named(self, pair: int) -> str:
        """Return what is said of a pair under the mouse."""
        from ...krig_core.jobs.pairs import DISTANCE

        one, other = self._ends[pair].tolist()
        distance = with_unit(figure(float(self._pairs[DISTANCE, pair])), self._length_unit)
        return f"{self._valued(one)}\n{self._valued(other)}\n{distance}"

    def _valued(self, number: int) -> str:
        if self._data is None:
            return ""
        return f"{self.name(number)}: {with_unit(figure(float(self._data.values[number])), self._value_unit)}"

    def _choose(self, chosen: Bools) -> None:
        self.plot.mark(self._lit_pairs(), chosen)
        self._tell()
        self.pairs_chosen.emit(self._ends[chosen])

    def _tell(self) -> None:
        """Say how many pairs there are, list the chosen ones, and offer what may be left out."""
        self._counted = Counter(self._ends[self.plot.chosen].ravel().tolist()).most_common()
        self._count()
        self._fill_list()
        self._offer()

    def _count(self) -> None:
        self.told.setText(" ".join(filter(None, (self._how_many(), self._how_lit(), self._how_chosen()))))

    def _how_many(self) -> str:
        result = self._result
        if result is None:
            return ""
        if result.written < result.pairs:
            text = tr("{shown:,} of {all:,} pairs are drawn, taken at random; means are of all.")
            return text.format(shown=result.written, all=result.pairs)
        return tr("{all:,} pairs.").format(all=result.pairs)

    def _how_lit(self) -> str:
        count = int(self.plot.lit.sum())
        return tr("+ {n:,} with data selected on the map.").format(n=count) if count else ""

    def _how_chosen(self) -> str:
        count = int(self.plot.chosen.sum())
        if not count:
            return tr("Circle some to see whose they are.") if len(self._ends) else ""
        text = tr("○ {n:,} chosen.").format(n=count)
        number, most = self._counted[0]
        if count > 1 and most > 1:
            text += " " + tr("{name} is in {most:,} of them.").format(name=self.name(number), most=most)
        return text

    def _fill_list(self) -> None:
        from ...krig_core.jobs.pairs import DISTANCE, SEMIVARIANCE

        chosen = np.flatnonzero(self.plot.chosen)
        self._listed = chosen[np.argsort(-self._pairs[SEMIVARIANCE, chosen], kind="stable")][:_LISTED].tolist()
        values = np.empty(0) if self._data is None else self._data.values
        rows = []
        for pair in self._listed:
            one, other = self._ends[pair].tolist()
            both = ", ".join(figure(float(values[end])) for end in (one, other))
            names = f"{self.name(one)} – {self.name(other)}"
            rows.append(Row((names, both, figure(float(self._pairs[DISTANCE, pair]))), names))
        heads = (tr("Pair"), axis(tr("Values"), self._value_unit), axis(tr("Distance"), self._length_unit))
        self.list.show_rows(heads, rows)
        self.list.setVisible(bool(rows))

    def _point_out(self, row: int) -> None:
        """Show in the plot which pair a row of the list is."""
        self.plot.point_out(self._listed[row])

    # ---- leaving out

    def _offer(self) -> None:
        counted = self._counted
        self.leave_out.setEnabled(bool(counted))
        self.leave_out.setText(
            tr("Leave out {name}").format(name=self.name(counted[0][0])) if counted else tr("Leave out")
        )
        self.leave_out.setToolTip(
            tr("Look at the data without this one. It can be undone, and the layer stays as it is. Key: Del.")
        )
        menu = self.leave_out.menu()
        menu.clear()
        for number, pairs in counted[:_OFFERED]:
            text = tr("{name}, in {n:,} of the chosen pairs").format(name=self.name(number), n=pairs)
            menu.addAction(text).triggered.connect(lambda _=False, number=number: self._leave_out(number))
        self.put_back.setVisible(bool(self._left_out) and self._data is not None)
        self.put_back.setText(tr("Put back all {n:,}").format(n=len(self._left_out)))
        menu = self.put_back.menu()
        menu.clear()
        if self._data is not None:
            for number in sorted(self._left_out)[: 2 * _OFFERED]:
                action = menu.addAction(tr("Put back {name}").format(name=self._data.names[number]))
                action.triggered.connect(
                    lambda _=False, number=number: self.left_out_changed.emit(self._left_out - {number})
                )

    def _leave_out_first(self) -> None:
        if self._counted:
            self._leave_out(self._counted[0][0])

    def _leave_out(self, number: int) -> None:
        self.left_out_changed.emit(self._left_out | {number})


def _keys(ends: Integers) -> Integers:
    """Return one number for each pair of numbers, shape (k, 2)."""
    return ends[:, 0] * (1 << 31) + ends[:, 1]
