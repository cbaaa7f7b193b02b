"""Errand: work that QGIS's task manager does in another thread, and cannot lose.

Law: it is done once, or cancelled before it began. QGIS takes a task whose state changes out of the queue for threads
by the address of what runs it; where that has been freed meanwhile and given to another task, the other one waits for
ever (`QgsTaskManager::taskStatusChanged`). Of 22,551 short tasks without anything of this plugin QGIS 3.22 lost four,
with two threads. So one that does not begin is added anew.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QTimer

_PATIENCE, _MOST_PATIENCE = 1_000, 16_000
"""Milliseconds after which a task that has not begun is added anew: twice as long each time, as all threads may be at
work, up to the second of both."""

_kept: set[_Attempt] = set()
"""Tasks that have not ended: Python would else delete one, at work or not, with the wrapper of QGIS's task manager."""


def _nothing() -> None:
    """Do nothing."""


class Errand:
    """Something to be done in another thread.

    Parameters
    ----------
    title : str
        In QGIS's list of tasks.
    work : callable
        Called once, in another thread; nothing may leave it, as QGIS would end by it.
    ended : callable
        Called once in the main thread, when that is done or was cancelled before it began.
    cancelled : callable, optional
        Called where it is cancelled, here or in QGIS's list, to tell the work so.
    flags : QgsTask.Flag, optional
        None: it can be cancelled in the list.
    """

    def __init__(
        self,
        title: str,
        work: Callable[[], None],
        ended: Callable[[], None],
        cancelled: Callable[[], None] = _nothing,
        flags: QgsTask.Flag | None = None,
    ) -> None:
        self._title, self._flags = title, QgsTask.Flag.CanCancel if flags is None else flags
        self._work, self._ended, self._cancelled = work, ended, cancelled
        self._attempt: _Attempt | None = None
        self._begun = False
        self._lock = threading.Lock()
        self._patience = _PATIENCE
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._add_anew)

    def start(self) -> None:
        """Have it done, and come back at once."""
        self._attempt = _Attempt(self, self._title, self._flags)
        _kept.add(self._attempt)
        self._timer.start(self._patience)
        QgsApplication.taskManager().addTask(self._attempt)

    def cancel(self) -> None:
        """Stop; where it has begun, the work has to stop itself."""
        attempt = self._attempt
        if attempt is not None:
            with contextlib.suppress(RuntimeError):  # QGIS deletes a task that has ended
                attempt.cancel()

    def wait(self, milliseconds: int) -> None:
        """Wait until it has ended; it must have been cancelled."""
        attempt = self._attempt
        if attempt is not None:
            with contextlib.suppress(RuntimeError):
                attempt.waitForFinished(milliseconds)

    def do(self, attempt: _Attempt) -> None:
        """Do the work, in another thread, unless that attempt was given up."""
        with self._lock:
            if attempt is not self._attempt:
                return
            self._begun = True
        self._work()

    def end(self, attempt: _Attempt) -> None:
        """Hear that an attempt has ended."""
        if attempt is self._attempt:
            self._attempt = None
            self._timer.stop()
            try:
                self._ended()
            finally:  # a file that the work has read is closed now, and not when Python collects circles
                self._work = self._ended = self._cancelled = _nothing

    def hear_of_cancelling(self, attempt: _Attempt) -> None:
        """Hear that an attempt is cancelled."""
        if attempt is self._attempt:
            self._cancelled()

    def _add_anew(self) -> None:
        with self._lock:
            lost = self._attempt
            if lost is None or self._begun:
                return
            self._attempt = None
        lost.cancel()
        self._patience = min(2 * self._patience, _MOST_PATIENCE)
        self.start()


class _Attempt(QgsTask):
    """A task of QGIS that does an errand."""

    def __init__(self, errand: Errand, title: str, flags: QgsTask.Flag) -> None:
        super().__init__(title, flags)
        self._errand = errand

    def run(self) -> bool:
        """Do it; always true, as a task that fails is told of by QGIS in its own words."""
        self._errand.do(self)
        return True

    def finished(self, result: bool) -> None:
        """Tell that it has ended; QGIS calls it in the main thread."""
        _kept.discard(self)
        self._errand.end(self)

    def cancel(self) -> None:
        """Stop; called by QGIS's list of tasks, too."""
        self._errand.hear_of_cancelling(self)
        super().cancel()
