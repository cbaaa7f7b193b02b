"""The tab Trust: each datum predicted from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...provider.text import tr
from ..questions import PREDICTIONS, validation_job
from ..views.trust import TrustView
from .brush import Brush
from .pane import Pane, Surroundings

if TYPE_CHECKING:
    from ...krig_core.jobs.cross_validation import CrossValidationResult
    from ..views.data import Data
    from ..views.state import State


class TrustPane(Pane):
    """Whether a map with the drawn model can be believed."""

    title = tr("Trust")

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.view = TrustView(around.data_bar)
        self._brush = Brush(around, self.view.light)
        self.view.data_chosen.connect(self._select)
        self.view.left_out_changed.connect(lambda numbers: self.study.change(left_out=numbers))

    def show_state(self) -> None:
        """Hear of selections, or say that there are no data."""
        if self.study.data is None:
            self.forget()
            self.view.show_scores(None, None)
        self._brush.begin()

    def ask(self) -> None:
        """Ask for the predictions with the drawn model."""
        if self.ask_once("trust", validation_job, self._show, drawn=True) and self.view.data is None:
            self.view.show_scores(None, None, message=tr("Each value is being predicted from the others…"))

    def refuse(self, sentence: str) -> None:
        """Show why there are none."""
        self.view.show_scores(None, None, message=sentence)

    def unmark(self) -> None:
        """Hear of selections no more."""
        self._brush.end()

    def _show(self, result: CrossValidationResult, written: Any, state: State, data: Data) -> None:
        self.view.show_scores(result, written[PREDICTIONS], state, data)

    def _select(self, numbers: frozenset[int]) -> None:
        if self.view.data is self.study.data:
            self._brush.select(numbers)
