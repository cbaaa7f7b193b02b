"""Work in another thread, of which the main thread hears an answer or one sentence; of a kind only the newest counts.

Law: no exception leaves a task, as QGIS would end by it; whoever waits hears of each end, and of one end only.
"""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable
from typing import Any

from qgis.core import Qgis, QgsApplication, QgsFeedback, QgsMessageLog, QgsProcessingException, QgsTask

from ..provider.text import tr

Check = Callable[[], None]
"""Called between parts of a work; raises Cancelled where nobody waits for it any more."""

_WAIT = 10_000
"""Milliseconds for a task to end."""


def unexpected(error: Exception) -> str:
    """Log an error that nobody has thought of, from where it is caught; return a sentence that says so."""
    QgsMessageLog.logMessage(traceback.format_exc(), "Stochastic kriging", Qgis.MessageLevel.Critical)
    return tr("Something went wrong ({error}); the log messages have the details.").format(error=error)


class _Task(QgsTask):
    """Does one thing."""

    def __init__(
        self,
        title: str,
        work: Callable[[Check], Any],
        answer: Callable[[Any], None],
        refused: Callable[[str], None],
        feedback: QgsFeedback,
    ) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._work, self._answer, self._refused, self._feedback = work, answer, refused, feedback
        self._found: Any = None
        self._sentence = ""

    def run(self) -> bool:
        """Do it; always true, as a task that fails is told of by QGIS in its own words."""
        from ..krig_core.errors import Cancelled, KrigingError

        try:
            self._found = self._work(self._check)
        except Cancelled:
            self._feedback.cancel()
        except (QgsProcessingException, KrigingError, OSError) as error:
            self._sentence = str(error)
        except MemoryError:
            self._sentence = tr("There is not enough memory: close what is not needed, or take fewer data.")
        except Exception as error:  # noqa: BLE001 - one that leaves a task ends QGIS
            self._sentence = unexpected(error)
        return True

    def cancel(self) -> None:
        """Stop; called by QGIS's list of tasks, too."""
        self._feedback.cancel()
        super().cancel()

    def finished(self, result: bool) -> None:
        """Hand on what came of it; QGIS calls it in the main thread."""
        found, self._found = self._found, None  # large, and a task may be kept for a while
        if self._feedback.isCanceled():
            self._refused(tr("It was cancelled."))
        elif self._sentence:
            self._refused(self._sentence)
        else:
            self._answer(found)

    def _check(self) -> None:
        from ..krig_core.errors import Cancelled

        if self._feedback.isCanceled():
            raise Cancelled


class Newest:
    """Runs tasks of one kind, of which only the newest counts."""

    def __init__(self) -> None:
        self._task: _Task | None = None

    def start(
        self,
        title: str,
        work: Callable[[Check], Any],
        answer: Callable[[Any], None],
        refused: Callable[[str], None],
        feedback: QgsFeedback | None = None,
    ) -> None:
        """Start a task in the place of the one before, and come back at once.

        Parameters
        ----------
        title : str
            In QGIS's list of tasks.
        work : callable
            Called in another thread.
        answer, refused : callable
            Get what it returned, or one sentence, in the main thread; neither is called where a newer one has begun.
        feedback : QgsFeedback, optional
            Of the work: it is cancelled with the task.
        """
        self.stop()
        task = _Task(
            title, work, lambda found: self._end(task, answer, found), lambda why: self._end(task, refused, why),
            feedback or QgsFeedback(),
        )  # fmt: skip
        self._task = task
        QgsApplication.taskManager().addTask(task)

    def stop(self) -> None:
        """Cancel what runs; nothing is heard of it."""
        task, self._task = self._task, None
        if task is not None:
            with contextlib.suppress(RuntimeError):  # QGIS deletes a task that has ended
                task.cancel()

    def end(self) -> None:
        """Cancel what runs, and wait until it has ended."""
        task = self._task
        self.stop()
        if task is not None:
            with contextlib.suppress(RuntimeError):
                task.waitForFinished(_WAIT)

    @property
    def is_busy(self) -> bool:
        """Whether one is running or waits."""
        return self._task is not None

    def _end(self, task: _Task, then: Callable[[Any], None], what: Any) -> None:
        if self._task is task:
            self._task = None
            then(what)
