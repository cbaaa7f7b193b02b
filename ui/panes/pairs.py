"""The tab Pairs: chosen pairs are lines on the map and selected features, and what is selected there is lit here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...provider.text import tr
from ..canvas.pair_lines import MOST_LINES, PairLines
from ..questions import PAIRS, SCORES, pairs_job
from ..views.pairs import PairsView
from .brush import Brush
from .pane import Pane, Surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from ..views.data import Data
    from ..views.state import State


class PairsPane(Pane):
    """Pairs of data, on the plot and on the map."""

    title = tr("Pairs")

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.view = PairsView(around.data_bar)
        self._lines = PairLines(around.canvas)
        self._brush = Brush(around, self.view.light)
        self.view.lag_chosen.connect(lambda lag: self.study.show(lag=lag))
        self.view.left_out_changed.connect(lambda numbers: self.study.change(left_out=numbers))
        self.view.pairs_chosen.connect(self._mark)

    def wake(self) -> None:
        """Follow the map, and draw what was chosen."""
        super().wake()
        self._draw()

    def show_state(self) -> None:
        """Show that there are no data, where there are none."""
        self._brush.begin()
        if self.study.data is None:
            self.forget()
            self.view.show_pairs(None, None, None)
        if self.view.data is not self.study.data:
            self._lines.remove()

    def ask(self) -> None:
        """Ask for the pairs of the lag that is looked at."""
        if self.ask_once("pairs", pairs_job, self._answer) and self.view.data is None:
            self.view.show_pairs(None, None, None, message=tr("Pairs are being listed…"))

    def refuse(self, sentence: str) -> None:
        """Show why there are no pairs."""
        self.view.show_pairs(None, None, None, message=sentence)

    def unmark(self) -> None:
        """Take the lines off the map, and hear of its selection no more."""
        self._brush.end()
        self._lines.remove()

    def _answer(self, result: Any, written: Mapping[str, np.ndarray], state: State, data: Data) -> None:
        self.view.show_pairs(result, written[PAIRS], written[SCORES], state, data)
        self._draw()

    def _mark(self, pairs: np.ndarray) -> None:
        """Show on the map which pairs a user has chosen."""
        self._draw()
        if self.view.data is not self.study.data:
            return
        selected = self._brush.select(frozenset(pairs.ravel().tolist()))
        texts = []
        if len(pairs) > MOST_LINES:
            texts.append(tr("{n:,} of the chosen pairs are drawn on the map.").format(n=MOST_LINES))
        if len(pairs) and not selected and self.around.data_bar.selected_only:
            texts.append(tr("Their data are not selected on the map, as only what is selected counts."))
        self.around.say(" ".join(texts))

    def _draw(self) -> None:
        """Draw the chosen pairs as lines, where they are seen and of the data that are studied."""
        data = self.view.data
        if self.awake and data is not None and data is self.study.data:
            self._lines.show(data.points[self.view.chosen_pairs], self.around.data_bar.crs)
        else:
            self._lines.remove()
