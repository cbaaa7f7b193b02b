"""Runs a job of `krig_core.jobs`: in a Python of its own, or here where that is not possible.

Law: QGIS never imports multiprocessing and never forks. It starts one ordinary Python, reads its JSON lines, and
ends it by closing its standard input: what also happens, by itself, when QGIS is killed.
"""

from __future__ import annotations

import collections
import json
import os
import queue
import secrets
import subprocess  # nosec B404 - fixed lists, never a shell
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

import numpy as np
from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingFeedback, QgsProcessingUtils
from qgis.PyQt.QtCore import QCoreApplication

from ..krig_core import driver
from ..krig_core.errors import Cancelled, KrigingError
from ..krig_core.jobs.schema import plain_job, result_of, run
from .installation import ROOT
from .interpreter import child_environment, find_python, forget_python, safe_command, window_flags
from .text import printable, spelled

if TYPE_CHECKING:
    from ..krig_core.jobs.schema import Job, Result

_DRIVER = "sys.path.insert(0, sys.argv.pop(1)); from krig_core.driver import main; sys.exit(main())"
"""Not `-m`, which finds a module only through a path that names the working folder."""

_ALONE: dict[str, Any] = {"processes": 1, "engine": "local"}
"""What a job names differently inside QGIS, where it names it."""

_POLL_SECONDS = 0.1
_END_SECONDS = 5.0
_STDERR_LINES = 20


class Streamed(Protocol):
    """An array that may be larger than memory."""

    def save(self, path: Path, check: Callable[[], None]) -> None:
        """Write it piece by piece as numpy.save does; `check` is called between pieces, and may raise."""


class FeedbackReporter:
    """Tells a QGIS feedback what a task reports; stops the task when the user has cancelled."""

    def __init__(self, feedback: QgsProcessingFeedback, span: tuple[float, float]) -> None:
        self.feedback = feedback
        self.span = span

    def message(self, text: str) -> None:
        self.feedback.pushInfo(printable(spelled(text)))

    def warning(self, text: str) -> None:
        self.feedback.pushWarning(printable(spelled(text)))

    def progress(self, fraction: float, text: str) -> None:
        self.check()
        begin, end = self.span
        self.feedback.setProgress(100 * (begin + fraction * (end - begin)))
        if text:
            self.feedback.setProgressText(text)

    def check(self) -> None:
        """Raise Cancelled where the user has cancelled."""
        # qgis_process hears Ctrl-C as an event, and the running algorithm is what keeps it from its events.
        if _on_command_line():
            QCoreApplication.processEvents()
        if self.feedback.isCanceled():
            raise Cancelled("Cancelled.")


def _copied(result: Result, written: Mapping[str, np.ndarray]) -> tuple[Result, dict[str, np.ndarray]]:
    return result, {name: np.array(array) for name, array in written.items()}


def run_job(
    job: Job,
    arrays: Mapping[str, np.ndarray | Streamed],
    feedback: QgsProcessingFeedback,
    span: tuple[float, float] = (0.0, 1.0),
    receive: Callable[[Any, Mapping[str, np.ndarray]], Any] = _copied,
) -> Any:
    """Carry out a job.

    Parameters
    ----------
    job : dataclass
        A job of `krig_core.jobs`; names of arrays are file names without a folder.
    arrays : mapping of file name to array or Streamed
        Written beside the job before it starts.
    feedback : QgsProcessingFeedback
        Gets progress and messages; asked whether to cancel.
    span : (float, float)
        The part of the progress bar that is this job's.
    receive : callable
        Gets the job's result and the arrays that it wrote by file name, views of files that are there during the call
        only, as they may be larger than memory.

    Returns
    -------
    object
        What `receive` returns; by default the result and copies of the arrays.

    Raises
    ------
    QgsProcessingException
        With the sentence of a KrigingError, or the last words of a process that died; in qgis_process also when the
        user has cancelled.
    Cancelled
    """
    reporter = FeedbackReporter(feedback, span)
    with tempfile.TemporaryDirectory(prefix="stochkrig_", dir=QgsProcessingUtils.tempFolder()) as name:
        folder = Path(name)
        try:
            result = _result(job, arrays, folder, reporter)
            written = {p.name: np.load(p, mmap_mode="r") for p in folder.glob("*.npy") if p.name not in arrays}
            return receive(result, written)
        except Cancelled as error:
            if _on_command_line():  # where nothing but the exit status tells a script
                raise QgsProcessingException("Cancelled: nothing was written.") from error
            raise


def _result(job: Job, arrays: Mapping[str, np.ndarray | Streamed], folder: Path, reporter: FeedbackReporter) -> Result:
    try:
        for file, array in arrays.items():
            if isinstance(array, np.ndarray):
                np.save(folder / file, array)
            else:
                array.save(folder / file, reporter.check)
        python = find_python()
        if python is not None:
            return result_of(job, _run_child(python, job, folder, reporter))
        reporter.warning(
            "No Python could be started from QGIS: working inside QGIS, in one process; this is slower, and the last "
            "digits may differ."
        )
        alone = {name: value for name, value in _ALONE.items() if hasattr(job, name)}
        return run(replace(job, **alone), folder, reporter)
    except KrigingError as error:
        raise QgsProcessingException(printable(spelled(str(error)))) from error
    except OSError as error:
        reason = error.strerror or "it cannot be used"
        message = f"Cannot work in the temporary folder {printable(str(folder))}: {reason}."
        raise QgsProcessingException(message) from error


def _on_command_line() -> bool:
    return QgsApplication.platform() == "qgis_process"


def _run_child(python: Path, job: Job, folder: Path, reporter: FeedbackReporter) -> dict[str, Any]:
    """Run a job in a Python of its own; leave no process, no thread and no open pipe."""
    child = _started(python, job, folder)
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    last_words: collections.deque[str] = collections.deque(maxlen=_STDERR_LINES)
    readers = [
        threading.Thread(target=_read_lines, args=(child.stdout, lines.put, lambda: lines.put(None)), daemon=True),
        threading.Thread(target=_read_lines, args=(child.stderr, last_words.append), daemon=True),
    ]
    for reader in readers:
        reader.start()
    try:
        ending = _listen(lines, reporter)
        if ending is not None:
            _wait(child)  # before its standard input is closed, which would remove the results
    finally:
        _close(child.stdin)
        _wait(child)
        for reader in readers:
            reader.join()
        _close(child.stdout)
        _close(child.stderr)
    if ending is None:
        forget_python()
        text = "".join(last_words).strip()
        status = child.returncode
        cause = "it was killed, perhaps for lack of memory" if status in (-9, 137) else f"exit status {status}"
        raise QgsProcessingException(f"The computing process ended unexpectedly ({cause}). {text}".strip())
    if "error" in ending:
        raise QgsProcessingException(printable(spelled(ending["error"])))
    return ending["done"]


def _started(python: Path, job: Job, folder: Path) -> subprocess.Popen[str]:
    """Write a job beside its arrays and start the driver on it."""
    path = folder / "job.json"
    path.write_text(json.dumps(plain_job(job)), encoding="utf-8")
    token = secrets.token_hex()
    (folder / driver.MARK).write_text(token, encoding="utf-8")
    try:
        return subprocess.Popen(  # nosec B603 - a fixed list, no shell, a Python that passed the probe
            safe_command(python, _DRIVER, str(ROOT), "--attached", "--remove", token, str(path)),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env=child_environment(),
            creationflags=window_flags(),
            start_new_session=os.name == "posix",  # so that the driver can end its whole process group
        )
    except OSError as error:
        forget_python()
        message = f"The Python {python} cannot be started: {error.strerror or error}. Restart QGIS, and try again."
        raise QgsProcessingException(message) from error


def _listen(lines: queue.SimpleQueue[str | None], reporter: FeedbackReporter) -> dict[str, Any] | None:
    """Pass on what the driver tells; return its last line, or None where it ended without one."""
    while True:
        reporter.check()
        try:
            line = lines.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            continue
        if line is None:
            return None
        try:
            told = json.loads(line)
        except ValueError:  # cut short: the driver died while it wrote
            return None
        if "progress" in told:
            reporter.progress(told["progress"], told["text"])
        elif "message" in told:
            reporter.message(told["message"])
        elif "warning" in told:
            reporter.warning(told["warning"])
        else:
            return told


def _read_lines(stream: IO[str], take: Callable[[str], object], finish: Callable[[], object] = lambda: None) -> None:
    for line in stream:
        take(line)
    finish()


def _wait(child: subprocess.Popen[str]) -> None:
    try:
        child.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()  # its workers see that it has gone
        child.wait()


def _close(stream: IO[str] | None) -> None:
    if stream is not None:
        stream.close()
