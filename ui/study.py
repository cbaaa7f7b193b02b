"""A study of one set of data: its state, what was before, and the variogram that the core fits to it.

Law: the state is replaced here and nowhere else. What is asked of the core is a job that follows from state and data;
an answer to another question than the last is not taken.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from .questions import variogram_job
from .views.state import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from ..krig_core.jobs.variogram import VariogramResult
    from ..krig_core.variogram.models import Variogram
    from .desk import Desk
    from .views.data import Data

_REMEMBERED = 200
"""States that undo goes back to."""

_BY_LIKELIHOOD = ("posterior", "reml")
"""Words of a result for a fit that knows nothing of lags."""


class Study(QObject):
    """State and answers; views draw them.

    Signals
    -------
    dragged : the model moves under the mouse; nothing is asked until it is let go.
    changed : the state is another one.
    studied : there is another experimental variogram, or none.
    refused : str
        The core cannot do it; the sentence says why.

    Attributes
    ----------
    data : Data or None
    state : State
    result : VariogramResult or None
        What the core found for the state.
    ghost : Variogram or None
        The last fit.
    drawn : Variogram or None
        The model as it is seen: that of the state, or as it is dragged just now.
    """

    dragged = pyqtSignal()
    changed = pyqtSignal()
    studied = pyqtSignal()
    refused = pyqtSignal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._past: list[State] = []
        self._question: Any = None
        self._answered: Any = None
        self.data: Data | None = None
        self.state = State(fitted=True)
        self.result: VariogramResult | None = None
        self.ghost: Variogram | None = None
        self.drawn: Variogram | None = None

    @property
    def can_undo(self) -> bool:
        """Whether there was a state before."""
        return bool(self._past)

    def take(self, data: Data | None) -> None:
        """Study other data, or the same ones read again: then a model that was drawn by hand stays."""
        same = data is not None and self.data is not None and self.data.title == data.title
        self.data, self._past, self._question, self._answered = data, [], None, None
        keep = same and not self.state.fitted
        fresh = replace(self.state, left_out=frozenset(), lag=None)
        self.result = None
        self._set(fresh if keep else replace(fresh, variogram=None, fitted=True, structure=0, max_distance=None))
        self.studied.emit()

    def change(self, **changes: Any) -> None:
        """Replace a part of the state; undo takes it back."""
        state = replace(self.state, **changes)
        if state != self.state:
            self._past = [*self._past[-_REMEMBERED:], self.state]
            self._set(state)

    def show(self, **changes: Any) -> None:
        """Replace what is only looked at: the structure or the lag that is chosen."""
        self._set(replace(self.state, **changes))

    def drag(self, variogram: Variogram) -> None:
        """Show a model that is being dragged."""
        self.drawn = variogram
        self.dragged.emit()

    def draw(self, variogram: Variogram) -> None:
        """Take a model that was dragged or typed."""
        self.drawn = variogram
        self.change(variogram=variogram, fitted=False)

    def choose(self, **changes: Any) -> None:
        """Take another transform, trend or choice of models, whose fit is another one."""
        self.change(**changes, fitted=True)

    def fit(self) -> None:
        """Fit the model again, all that is not locked."""
        if self.data is not None:
            self.change(fitted=True)
            self._ask()

    def undo(self) -> None:
        """Go back to the state before."""
        if self._past:
            self._set(self._past.pop())

    def _set(self, state: State) -> None:
        self.state, self.drawn = state, state.variogram
        self.changed.emit()
        self._ask()

    def _ask(self) -> None:
        """Ask for the variogram of the state where that was not asked before."""
        if self.data is None:
            return
        # The fit beside a model that was drawn by hand is one that knows nothing of that model's locks.
        state = self.state if self.state.fitted else replace(self.state, locks=frozenset())
        job, arrays = variogram_job(state, self.data)
        question = (job, state.left_out)
        if question == self._question:
            if question == self._answered:
                self._take_fit()
            return
        self._question = question

        def answer(result: VariogramResult, _: Mapping[str, np.ndarray]) -> None:
            if question == self._question:
                self._answered = question
                self._take(result)

        def refused(sentence: str) -> None:
            if question == self._question:
                self._question = None  # it may be answered when it is asked again, as one that a user has cancelled
                self.result = None
                self.studied.emit()
                self.refused.emit(sentence)

        self._desk.ask("variogram", job, arrays, answer, refused)

    def _take(self, result: VariogramResult) -> None:
        from ..krig_core.variogram.models import Variogram

        self.result, self.ghost = result, Variogram.from_json(result.variogram)
        self.studied.emit()
        self._take_fit()

    def _take_fit(self) -> None:
        """Show the fit where the state wants it."""
        by_lags = self.result is not None and self.result.weights not in _BY_LIKELIHOOD
        if self.state.fitted and (self.state.variogram, self.state.by_lags) != (self.ghost, by_lags):
            self.state = replace(self.state, variogram=self.ghost, by_lags=by_lags)
            self.drawn = self.ghost
            self.changed.emit()
