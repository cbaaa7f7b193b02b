"""What all tabs of the dock share: a view, and one question that is asked once of each state, while it is looked at.

Law: a pane that is not seen asks nothing and has no marks on the map.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

if TYPE_CHECKING:
    from ..data_bar import DataBar
    from ..desk import Desk
    from ..study import Study
    from ..views.data import Data
    from ..views.state import State


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What a pane has to do with.

    Attributes
    ----------
    study : Study
    desk : Desk
    data_bar : DataBar
        Knows the layer, and in which CRS the data are.
    canvas : QgsMapCanvas
    say : callable
        Shows a sentence below the tabs.
    run : callable
        Opens the dialog of an algorithm, by its id, filled in with what is studied and with more parameters by name.
    """

    study: Study
    desk: Desk
    data_bar: DataBar
    canvas: Any
    say: Callable[[str], None]
    run: Callable[..., Any]


class Pane(QObject):
    """A tab.

    Attributes
    ----------
    view : QWidget
    title : str
    has_model : bool
        Whether it is about the model, whose bar is shown with it.
    """

    view: QWidget
    title: str
    has_model = True

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around.data_bar)
        self.around = around
        self.study, self.desk = around.study, around.desk
        self.awake = False
        self._question: Any = None
        self._waits_for = ""
        self.study.changed.connect(self._follow)
        self.study.studied.connect(self._follow)
        self.study.dragged.connect(self._drag)

    # ---- what a pane does itself

    def show_state(self) -> None:
        """Show what needs no question: the model as it is drawn."""

    def ask(self) -> None:
        """Ask what the state needs, by `ask_once`."""

    def refuse(self, sentence: str) -> None:
        """Show why there is no answer."""
        self.around.say(sentence)

    def unmark(self) -> None:
        """Take its marks off the map."""

    def end(self) -> None:
        """End, when the dock goes."""
        self.sleep()

    # ---- what all do

    def wake(self) -> None:
        """Be looked at."""
        self.awake = True
        self._follow()

    def sleep(self) -> None:
        """Be looked at no more."""
        self.awake = False
        self.withdraw()
        self.unmark()

    def withdraw(self) -> None:
        """Want no answer any more to what was asked, so that others need not wait for it."""
        if self._waits_for:
            self.desk.withdraw(self._waits_for)
            self._waits_for = ""
            self.forget()

    def forget(self) -> None:
        """Have no answer, and ask anew."""
        self._question = None

    def ask_once(
        self,
        kind: str,
        make: Callable[[State, Data], tuple[Any, Any]],
        answer: Callable[..., None],
        *,
        drawn: bool = False,
    ) -> bool:
        """Ask for the job of the state, unless that was the last question; tell whether it was asked.

        Parameters
        ----------
        kind : str
        make : callable
            Gives job and arrays of a state and its data.
        answer : callable
            Gets the result, the arrays, the state and the data of which was asked.
        drawn : bool
            Whether the job needs a model.
        """
        state, data = self.study.state, self.study.data
        if data is None or (drawn and state.variogram is None):
            return False
        job, arrays = make(state, data)
        question = (job, state.left_out, data)
        if question == self._question:
            return False
        self._question, self._waits_for = question, kind

        def take(result: Any, written: Any) -> None:
            if question == self._question:
                self._waits_for = ""
                answer(result, written, state, data)

        def refused(sentence: str) -> None:
            if question == self._question:
                self._waits_for = ""
                self.forget()  # it may be answered when it is asked again, as one that a user has cancelled
                self.refuse(sentence)

        self.desk.ask(kind, job, arrays, take, refused)
        return True

    def _follow(self) -> None:
        if self.awake:
            self.show_state()
            self.ask()

    def _drag(self) -> None:
        if self.awake:
            self.show_state()
