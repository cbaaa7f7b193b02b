"""A Python outside QGIS that works on the driver: started, listened to, and ended.

Law: QGIS never imports multiprocessing and never forks. It starts one ordinary Python, reads its JSON lines, and
ends it by closing its standard input: what also happens, by itself, when QGIS is killed.
"""

from __future__ import annotations

import collections
import contextlib
import json
import queue
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from qgis.core import QgsProcessingException

from .installation import ROOT
from .interpreter import forget_python, has_ended, started
from .text import printable, spelled

if TYPE_CHECKING:
    from ..krig_core.jobs.schema import Job

_DRIVER = "sys.path.insert(0, sys.argv.pop(1)); from krig_core.driver import main; sys.exit(main())"
"""Not `-m`, which finds a module only through a path that names the working folder."""

_POLL_SECONDS = 0.1
_END_SECONDS = 5.0
_STDERR_LINES = 20


class Listener(Protocol):
    """Who hears how a job goes on, and may stop it."""

    def message(self, text: str) -> None:
        """Hear what was done."""

    def warning(self, text: str) -> None:
        """Hear what the user should look at."""

    def progress(self, fraction: float, text: str) -> None:
        """Hear how much is done, 0 to 1."""

    def check(self) -> None:
        """Raise Cancelled where nobody waits for the answer any more."""


def write_job(job: Job, folder: Path) -> str:
    """Write a job beside its arrays; return the token with which the driver may remove all that."""
    from ..krig_core.driver import MARK
    from ..krig_core.jobs.schema import plain_job

    (folder / "job.json").write_text(json.dumps(plain_job(job)), encoding="utf-8")
    token = secrets.token_hex()
    (folder / MARK).write_text(token, encoding="utf-8")
    return token


class Child:
    """The driver in a process of its own.

    Parameters
    ----------
    python : Path
        One that passed the probe.

    Raises
    ------
    QgsProcessingException
        If it cannot be started.
    """

    def __init__(self, python: Path) -> None:
        self.python = python
        try:
            self._process = started(python, _DRIVER, str(ROOT), "--serve")
        except OSError as error:
            forget_python()
            message = f"The Python {python} cannot be started: {error.strerror or error}. Restart QGIS, and try again."
            raise QgsProcessingException(message) from error
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._last_words: collections.deque[str] = collections.deque(maxlen=_STDERR_LINES)
        out, err = self._process.stdout, self._process.stderr
        self._readers = [
            threading.Thread(target=_read, args=(out, self._lines.put, lambda: self._lines.put(None)), daemon=True),
            threading.Thread(target=_read, args=(err, self._last_words.append), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def lives(self) -> bool:
        """Whether it can be told something."""
        return self._process.poll() is None

    def tell(self, line: str) -> None:
        """Write a line to its standard input; nothing happens where it has ended, as `answer` says so."""
        with contextlib.suppress(OSError, ValueError):
            print(line, file=self._process.stdin, flush=True)

    def answer(self, listener: Listener) -> dict[str, Any]:
        """Pass on what it tells of a job, and return its result as plain data.

        Raises
        ------
        QgsProcessingException
            With the sentence of a KrigingError, or the last words of a process that died.
        Cancelled
            By the listener.
        """
        ending = self._listen(listener)
        if ending is None:
            listener.check()  # who has cancelled may have ended it, which says nothing of the Python
            self.end()
            forget_python()
            text = "".join(self._last_words).strip()
            status = self._process.returncode
            cause = "it was killed, perhaps for lack of memory" if status in (-9, 137) else f"exit status {status}"
            raise QgsProcessingException(f"The computing process ended unexpectedly ({cause}). {text}".strip())
        if "error" in ending:
            raise QgsProcessingException(printable(spelled(ending["error"])))
        return ending["done"]

    def _listen(self, listener: Listener) -> dict[str, Any] | None:
        """Pass on what it tells; return its last line of a job, or None where it ended without one."""
        while True:
            listener.check()
            try:
                line = self._lines.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if line is None:
                return None
            try:
                told = json.loads(line)
            except ValueError:  # cut short: the driver died while it wrote
                return None
            if "progress" in told:
                listener.progress(told["progress"], told["text"])
            elif "message" in told:
                listener.message(told["message"])
            elif "warning" in told:
                listener.warning(told["warning"])
            else:
                return told

    def end(self) -> None:
        """End it, where it has not ended; leave no process, no thread and no open pipe."""
        _close(self._process.stdin)
        if not has_ended(self._process, _END_SECONDS):
            self._process.kill()  # its workers see that it has gone
            self._process.wait()
        for reader in self._readers:
            reader.join()
        _close(self._process.stdout)
        _close(self._process.stderr)


def _read(stream: IO[str] | None, take: Callable[[str], object], finish: Callable[[], object] = lambda: None) -> None:
    for line in stream or ():
        take(line)
    finish()


def _close(stream: IO[str] | None) -> None:
    if stream is not None:
        with contextlib.suppress(OSError):  # what was not yet written to one who has gone
            stream.close()
