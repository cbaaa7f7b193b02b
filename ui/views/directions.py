"""The tab Directions: the variogram map with the model's ellipse, four directions beside it, and what a test says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from .direction_curves import DirectionCurves
from .direction_map import DirectionMap
from .qt import QtCore, QtWidgets, Signal, tr
from .units import figure, with_unit

if TYPE_CHECKING:
    from ...krig_core.jobs.directions import DirectionsResult, ShownDirection
    from ...krig_core.variogram.models import Variogram
    from .data import Data
    from .state import State

_WIDE = 1.1
"""Wider than so many times its height, and the curves stand beside the map, else below it."""


class DirectionsView(QtWidgets.QWidget):
    """The map and the curves; what is pointed at in the one is lit in the other.

    Signals
    -------
    dragged, changed : Variogram
        The model, while its ellipse is dragged and afterwards.
    direction_pointed : float
        The direction, of the four, that is pointed at, degrees clockwise from north; not a number: none.
    """

    dragged = Signal(object)
    changed = Signal(object)
    direction_pointed = Signal(float)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.map, self.curves = DirectionMap(), DirectionCurves()
        self._parts = QtWidgets.QSplitter()
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(self.map)
        self._parts.addWidget(self.curves)
        for part in range(2):
            self._parts.setStretchFactor(part, 1)
        self._said = QtWidgets.QLabel()
        self._said.setWordWrap(True)
        self._said.setMargin(4)
        self._said.setToolTip(
            tr("By the likelihoods of the best variogram with a direction and of the best without one.")
        )
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._parts, 1)
        layout.addWidget(self._said)
        self._result: DirectionsResult | None = None
        self._lit = math.nan
        self.map.dragged.connect(self._follow)
        self.map.changed.connect(self.changed)
        self.map.turned_to.connect(self._light)
        self.curves.turned_to.connect(self._light)
        self._variogram: Variogram | None = None
        self._state: State | None = None
        self._data: Data | None = None
        self.show_directions(None, None, None)

    @property
    def message(self) -> str:
        """What is missing; empty: nothing."""
        return self.map.message

    @message.setter
    def message(self, text: str) -> None:
        self.map.message = text
        self.curves.setHidden(bool(text))
        self._said.setHidden(bool(text))
        self.map.update()

    def show_directions(self, result: DirectionsResult | None, gamma: Any, pairs: Any) -> None:
        """Show what the task directions found, and the arrays of its map; None: nothing yet."""
        self._result = result
        self.message = ""
        self._say_what_is_missing()
        self.map.show_directions(result, gamma, pairs)
        self.curves.show_directions(result)
        self._say()

    def show_model(self, variogram: Variogram | None, state: State, data: Data | None = None) -> None:
        """Show a model: its ellipse on the map, its curves beside it."""
        self._variogram, self._state, self._data = variogram, state, data
        self._say_what_is_missing()
        self.map.show_model(variogram, state, data)
        self.curves.show_model(variogram, state, data)
        self._say()

    def resizeEvent(self, event: Any) -> None:  # noqa: N802
        """Put the curves where there is room."""
        ways = QtCore.Qt.Orientation
        way = ways.Horizontal if self.width() > _WIDE * self.height() else ways.Vertical
        if way != self._parts.orientation() or not all(self._parts.sizes()):
            self._parts.setOrientation(way)
            self._parts.setSizes([1000, 1000])
        super().resizeEvent(event)

    def _follow(self, variogram: Variogram) -> None:
        """Let curves and words go with the ellipse."""
        self._variogram = variogram
        if self._state is not None:
            self.curves.show_model(variogram, self._state, self._data)
        self._say()
        self.dragged.emit(variogram)

    def _light(self, azimuth: float) -> None:
        """Light the direction, of the four, that is nearest to an azimuth."""
        if not math.isnan(azimuth) and self._result is not None:
            four = [series.azimuth or 0.0 for series in self._result.series]
            azimuth = min(four, key=lambda own: abs((own - azimuth + 90) % 180 - 90))
        if azimuth == self._lit or (math.isnan(azimuth) and math.isnan(self._lit)):
            return
        self._lit = azimuth
        self.map.light(azimuth)
        self.curves.light(azimuth)
        self.direction_pointed.emit(azimuth)

    # ---- words

    def _say_what_is_missing(self) -> None:
        """Say it, unless a better reason was given."""
        chosen, choose = (
            tr("The variogram map is being computed."),
            tr("There is no variogram map yet: choose points and a field above."),
        )
        if self._result is None and self.message in ("", chosen, choose):
            self.message = choose if self._data is None else chosen

    def _say(self) -> None:
        if self._result is None:
            return
        parts = (_said_of(self._result.shown), self._said_of_model(), self._said_of_data())
        self._said.setText(" ".join(part for part in parts if part))

    def _said_of_model(self) -> str:
        variogram = self._variogram
        if variogram is None or not variogram.structures:
            return ""
        item = max(variogram.structures, key=lambda one: one.range)
        length = self._data.length_unit if self._data else ""
        long, short = (with_unit(figure(number), length) for number in (item.range, item.range * item.ratio))
        if item.ratio == 1:
            return tr("The model is the same in every direction, with a range of {long}.").format(long=long)
        return tr("The model's range is {long} along {azimuth}° and {short} across it (ratio {ratio}).").format(
            long=long, azimuth=f"{item.azimuth % 180:.1f}", short=short, ratio=figure(item.ratio)
        )

    def _said_of_data(self) -> str:
        result = self._result
        if result is None or result.looked_at == result.data:
            return ""
        return tr("Map and directions are of {some} of the {data} data, taken at random.").format(
            some=result.looked_at, data=result.data
        )


def _said_of(shown: ShownDirection | None) -> str:
    """Return what a test of isotropy says of data, in words."""
    if shown is None:
        return tr(
            "Whether the data have a direction of longest range cannot be tested: that takes eight data and more, "
            "values that differ, and a model with a sill."
        )
    share, level = _percent(shown.chance), _percent(shown.level)
    where = tr("along {azimuth}°, ratio {ratio}").format(azimuth=f"{shown.azimuth:.1f}", ratio=f"{shown.ratio:.2g}")
    if shown.credible:
        text = tr(
            "The data have a direction of longest range: {where}. Of fields without one only {share} look as "
            "directional; a fit believes it up to {level}."
        )
    elif shown.chance > shown.level:
        text = tr(
            "No direction of longest range is certain: of fields without one {share} look as directional as these data "
            "({where}); a fit believes it up to {level}."
        )
    else:
        text = tr(
            "No direction of longest range is certain: what seems to be one ({where}) is too narrow to be believed, a "
            "few pairs that are alike by chance."
        )
    return text.format(where=where, share=share, level=level)


def _percent(share: float) -> str:
    """Return a share as a percentage."""
    if share < 0.001:
        return tr("less than 0.1\u00a0%")
    return tr("{share}\u00a0%").format(share=f"{100 * share:.2g}" if share < 0.1 else f"{100 * share:.0f}")
