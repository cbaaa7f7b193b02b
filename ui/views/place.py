"""What kriging says at one place: what the value may be there, and which data say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .law import Law, LawPlot
from .qt import QtCore, QtWidgets, Signal, tr
from .rows import Row, RowsView
from .units import axis, figure, with_unit
from .weight_bar import WeightBars

if TYPE_CHECKING:
    from ...krig_core.jobs.place import PlaceResult

_WEIGHT = 3
"""The column of weights."""

_TICKS = 0.01
"""Data of at least this weight have a tick below the law."""

_HEAVY = 0.9
"""So much of all weight is what most of an estimate is made of."""


class PlaceView(QtWidgets.QWidget):
    """The law of the value at a place, and the data with their weights.

    Signals
    -------
    datum_pointed : int
        The number, in the result, of a datum that a user has gone to.
    """

    datum_pointed = Signal(int)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._numbers: list[int] = []
        self.headline, self.told = QtWidgets.QLabel(self), QtWidgets.QLabel(self)
        for label in (self.headline, self.told):
            label.setWordWrap(True)
            label.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        self.law, self.list = LawPlot(self), RowsView(self)
        self.list.setMinimumHeight(3 * self.list.verticalHeader().defaultSectionSize())
        self._bars = WeightBars(self.list)
        self.list.setItemDelegateForColumn(_WEIGHT, self._bars)
        self.law.setToolTip(tr("In full colour: 90 % of what the value may be. Ticks: values of the data that count."))
        self.told.setToolTip(
            tr(
                "On the map: circles as large as the weights, diamonds where they are negative, which is so for data "
                "behind nearer ones."
            )
        )
        self.list.picked.connect(lambda row: self.datum_pointed.emit(self._numbers[row]))
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.headline)
        layout.addWidget(self.law, 3)
        layout.addWidget(self.told)
        layout.addWidget(self.list, 2)
        self.show_place(None)

    def show_place(
        self, result: PlaceResult | None, names: Sequence[str] = (), title: str = "", message: str = ""
    ) -> None:
        """Show what a job says of a place.

        Parameters
        ----------
        result : PlaceResult or None
        names : sequence of str
            Of the data of the job.
        title : str
            What the values are.
        message : str
            Without a result: why there is none.
        """
        for widget in (self.headline, self.told, self.list):
            widget.setVisible(result is not None)
        if result is None:
            self._numbers = []
            text = tr("Choose “Ask the map”, and click on the map to see what is known there, and from which data.")
            self.law.show_nothing(message or text)
            return
        unit = result.units.value
        law = Law(result.levels, result.quantiles)
        self.headline.setText(_headline(result, law, title or tr("Value"), unit))
        beside = np.array([one.value for one in result.neighbours if abs(one.weight) >= _TICKS])
        self.law.show_law(law, result.mean, beside, title or tr("Value"), unit)
        self.told.setText(_told(result))
        self._numbers = [one.number for one in result.neighbours]
        self._bars.weights = [one.weight for one in result.neighbours]
        rows = [
            Row(
                (
                    names[one.number] if one.number < len(names) else str(one.number + 1),
                    figure(one.value),
                    figure(one.distance),
                    f"{100 * one.weight:.1f} %",
                )
            )
            for one in result.neighbours
        ]
        heads = (tr("Datum"), axis(tr("Value"), unit), axis(tr("Distance"), result.units.length), tr("Weight"))
        of_score = tr("What it counts for, by its transformed value")
        tips = ("", "", "", tr("What it counts for") if result.transform == "none" else of_score)
        self.list.show_rows(heads, rows, tips)


def _headline(result: PlaceResult, law: Law, title: str, unit: str) -> str:
    """Return the estimate in words."""
    mean = figure(result.mean)
    if law.certain:
        text = tr("{title} here: {mean}, and no other.")
        if result.neighbours and result.neighbours[0].distance == 0:
            text = tr("{title} here: {mean}, as it was measured.")
        return text.format(title=title, mean=with_unit(mean, unit))
    text = tr("{title} here: {mean} ± {std}; with 90 % between {low} and {high}.")
    low, high = (figure(law.quantile(level)) for level in (0.05, 0.95))
    std = with_unit(f"{result.std:.3g}", unit)
    return text.format(title=title, mean=mean, std=std, low=low, high=with_unit(high, unit))


def _told(result: PlaceResult) -> str:
    """Return what the weights come to."""
    sizes = np.sort([abs(one.weight) for one in result.neighbours])[::-1]
    whole = sizes.sum() + abs(result.rest)
    heavy = int(np.searchsorted(np.cumsum(sizes), _HEAVY * whole)) + 1
    text = tr("From {used:,} of {data:,} data.").format(used=result.used, data=result.data)
    if heavy < result.used:
        text = tr("From {used:,} of {data:,} data, nine tenths from {n}.").format(
            used=result.used, data=result.data, n=heavy
        )
    if result.weight_of_mean:
        text += " " + tr("Known mean: {share:.0f}\u00a0%.").format(share=100 * result.weight_of_mean)
    if result.negative < -0.005:
        text += " " + tr("Negative: {share:.0f}\u00a0%.").format(share=100 * result.negative).replace("-", "−")
    return text
