"""Work in another thread, of which the main thread hears an answer or one sentence; of a kind only the newest counts.

Law: no exception leaves a task, as QGIS would end by it; whoever waits hears of each end, and of one end only.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from qgis.core import Qgis, QgsFeedback, QgsMessageLog, QgsProcessingException

from ..provider.text import tr
from .errand import Errand

Check = Callable[[], None]
"""Called between parts of a work; raises Cancelled where nobody waits for it any more."""

_WAIT = 10_000
"""Milliseconds for a task to end."""


def _unexpected(error: Exception) -> str:
    """Log an error that nobody has thought of, from where it is caught; return a sentence that says so."""
    QgsMessageLog.logMessage(traceback.format_exc(), "Stochastic kriging", Qgis.MessageLevel.Critical)
    return tr("Something went wrong ({error}); the log messages have the details.").format(error=error)


class Work:
    """Does one thing in another thread, and keeps what came of it."""

    def __init__(self, work: Callable[[Check], Any], feedback: QgsFeedback) -> None:
        self._work, self._feedback = work, feedback
        self._found: Any = None
        self._sentence = ""

    def run(self) -> None:
        """Do it."""
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
            self._sentence = _unexpected(error)

    def hand_on(self, answer: Callable[[Any], None], refused: Callable[[str], None]) -> None:
        """Hand on what came of it."""
        found, self._found = self._found, None  # large, and a task may be kept for a while
        if self._feedback.isCanceled():
            refused(tr("It was cancelled."))
        elif self._sentence:
            refused(self._sentence)
        else:
            answer(found)

    def _check(self) -> None:
        from ..krig_core.errors import Cancelled

        if self._feedback.isCanceled():
            raise Cancelled


class Newest:
    """Runs tasks of one kind, of which only the newest counts."""

    def __init__(self) -> None:
        self._errand: Errand | None = None

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
        feedback = feedback or QgsFeedback()
        one = Work(work, feedback)

        def ended() -> None:
            if self._errand is errand:
                self._errand = None
                one.hand_on(answer, refused)

        self._errand = errand = Errand(title, one.run, ended, feedback.cancel)
        errand.start()

    def stop(self) -> None:
        """Cancel what runs; nothing is heard of it."""
        errand, self._errand = self._errand, None
        if errand is not None:
            errand.cancel()

    def end(self) -> None:
        """Cancel what runs, and wait until it has ended."""
        errand = self._errand
        self.stop()
        if errand is not None:
            errand.wait(_WAIT)

    @property
    def is_busy(self) -> bool:
        """Whether one is running or waits."""
        return self._errand is not None
