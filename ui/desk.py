"""Asks jobs of the core, and hands on their answers in QGIS's main thread.

Law: nothing is computed in the main thread. One question is worked on at a time; of each kind only the newest waits,
that kind first whose last answer came soonest; and what a newer one of its kind has overtaken is not answered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingFeedback, QgsTask
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal

from ..provider.session import Session
from ..provider.text import tr
from .errand import Errand
from .task import Check, Work

if TYPE_CHECKING:
    import numpy as np

    from ..krig_core.jobs.schema import Job

    Arrays = Mapping[str, np.ndarray]

_PATIENCE = 2.0
"""Seconds that a question may take though it was overtaken: to stop it costs the start of another Python."""


@dataclass(frozen=True, eq=False)
class _Question:
    kind: str
    job: Job
    arrays: Arrays
    answer: Callable[[Any, dict[str, np.ndarray]], None]
    refused: Callable[[str], None]


class Desk(QObject):
    """Where the windows ask.

    Signals
    -------
    busy : bool
        Work has begun, or there is none any more.
    told : str
        A warning of a job.
    went_on : str
        How far the work is; empty: that is no more.
    """

    busy = pyqtSignal(bool)
    told = pyqtSignal(str)
    went_on = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = Session()
        self._waiting: dict[str, _Question] = {}
        self._lasted: dict[str, float] = {}
        self._task: _Task | None = None
        self._busy = self._closed = self._told_alone = False
        self._impatience = QTimer(self)
        self._impatience.setSingleShot(True)
        self._impatience.timeout.connect(self._stop_overtaken)

    def ask(
        self,
        kind: str,
        job: Job,
        arrays: Arrays,
        answer: Callable[[Any, dict[str, np.ndarray]], None],
        refused: Callable[[str], None],
    ) -> None:
        """Ask for a job, and come back at once.

        Parameters
        ----------
        kind : str
            A newer question takes the place of an older one of its kind.
        job : dataclass
            A job of `krig_core.jobs`.
        arrays : mapping of file name to array
        answer : callable
            Gets the job's result and the arrays that it wrote by file name, in the main thread.
        refused : callable
            Gets one sentence: why there is no answer.
        """
        if self._closed:
            return
        self._waiting[kind] = _Question(kind, job, arrays, answer, refused)
        if self._overtaken:
            self._be_patient()
        self._next()

    def withdraw(self, kind: str) -> None:
        """Want no answer to a question of a kind any more."""
        self._waiting.pop(kind, None)
        if self._task is not None and self._task.question.kind == kind:
            self._task.unwanted = True
            self._be_patient()

    def close(self) -> None:
        """End what is worked on, and the Python; nothing is answered after that."""
        self._closed = True
        self._waiting.clear()
        self._impatience.stop()
        if self._task is not None:
            self._task.forsake()
            self._task = None
        self._session.close()
        self._say_busy()

    @property
    def _overtaken(self) -> bool:
        """Whether nobody waits for the answer that is worked on."""
        return self._task is not None and (self._task.unwanted or self._task.question.kind in self._waiting)

    def _be_patient(self) -> None:
        """Give a question whose answer nobody waits for the time that it may take all the same."""
        if self._task is not None and not self._impatience.isActive():
            self._impatience.start(max(0, round(1000 * (_PATIENCE - self._task.lasts))))

    def _stop_overtaken(self) -> None:
        if self._overtaken and self._task is not None:
            self._task.cancel()

    def _next(self) -> None:
        if self._task is None and self._waiting:
            question = self._waiting.pop(min(self._waiting, key=lambda kind: self._lasted.get(kind, 0.0)))
            self._task = _Task(question, self._session)
            self._task.ended.connect(self._take, Qt.ConnectionType.QueuedConnection)
            self._task.said.connect(self._tell, Qt.ConnectionType.QueuedConnection)
            self._task.went_on.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)
            self._task.start()
        self._say_busy()

    def _say_busy(self) -> None:
        if self._busy != (self._task is not None):
            self._busy = not self._busy
            self.busy.emit(self._busy)

    def _tell(self, text: str) -> None:
        from ..provider.runner import NO_PYTHON

        if self._closed or (text == NO_PYTHON and self._told_alone):
            return
        self._told_alone |= text == NO_PYTHON
        self.told.emit(text)

    def _tell_progress(self, text: str) -> None:
        if not self._closed:
            self.went_on.emit(text)

    def _take(self) -> None:
        """Hand on what the task that has ended has found, and begin the next."""
        task, overtaken = self._task, self._overtaken
        if task is None:
            return
        self._task = None
        self._impatience.stop()
        self._lasted[task.question.kind] = task.lasts
        self.went_on.emit("")
        try:
            if not overtaken:  # one that was cancelled in QGIS's list is refused, as somebody waits for it
                task.hand_on()
        finally:
            if not self._closed:
                self._next()


class _Task(QObject):
    """One question at work in another thread."""

    ended = pyqtSignal()
    said = pyqtSignal(str)
    went_on = pyqtSignal(str)

    def __init__(self, question: _Question, session: Session) -> None:
        super().__init__()
        self.question, self.unwanted = question, False
        self._session = session
        self._feedback = _Feedback(self.said.emit, self.went_on.emit)
        self._began = time.monotonic()
        self._work = Work(self._carry_out, self._feedback)
        # Those that last no longer than a moment would flicker in the status bar (both flags since QGIS 3.26).
        flags = QgsTask.Flag.CanCancel
        for name in ("Hidden", "Silent"):
            flags |= getattr(QgsTask.Flag, name, QgsTask.Flag.CanCancel)
        title = tr("Stochastic kriging")
        self._errand = Errand(title, self._work.run, self.ended.emit, self._feedback.cancel, flags)

    @property
    def lasts(self) -> float:
        """Seconds since it was asked for."""
        return time.monotonic() - self._began

    def start(self) -> None:
        """Have it carried out."""
        self._errand.start()

    def cancel(self) -> None:
        """End the work; there is no answer."""
        self._errand.cancel()

    def forsake(self) -> None:
        """End the work, and tell nobody."""
        self.ended.disconnect()
        self.said.disconnect()
        self.went_on.disconnect()
        self.cancel()

    def hand_on(self) -> None:
        """Call who has asked."""
        self._work.hand_on(lambda found: self.question.answer(*found), self.question.refused)

    def _carry_out(self, _check: Check) -> tuple[Any, dict[str, np.ndarray]]:
        """Return the result of the job and its arrays, in another thread."""
        from ..provider.runner import run_job

        question = self.question
        found: tuple[Any, dict[str, np.ndarray]] = run_job(
            question.job, question.arrays, self._feedback, carry_out=self._session.carry_out
        )
        return found


class _Feedback(QgsProcessingFeedback):
    """Passes on what a user should know while a job runs; its messages say no more than its result."""

    def __init__(self, tell: Callable[[str], None], go_on: Callable[[str], None]) -> None:
        super().__init__(False)
        self._tell, self._go_on = tell, go_on

    def pushWarning(self, warning: str) -> None:  # noqa: N802
        self._tell(warning)

    def setProgressText(self, text: str) -> None:  # noqa: N802
        self._go_on(text)
