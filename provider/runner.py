"""Runs a job of `krig_core.jobs`: in a Python of its own, or here where that is not possible.

Law: what a job is told, asked and answered is the same, whoever carries it out.
"""

from __future__ import annotations

import shutil
import tempfile
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingFeedback, QgsProcessingUtils
from qgis.PyQt.QtCore import QCoreApplication

from ..krig_core.errors import Cancelled, KrigingError
from ..krig_core.jobs.schema import result_of, run
from .interpreter import find_python
from .session import Session
from .text import printable, spelled

if TYPE_CHECKING:
    from ..krig_core.jobs.schema import Job, Result
    from .child import Listener

    CarryOut = Callable[[Path, Job, Path, Listener], dict[str, Any]]

_ALONE: dict[str, Any] = {"processes": 1, "engine": "local"}
"""What a job names differently inside QGIS, where it names it."""

NO_PYTHON = (
    "No Python could be started from QGIS: working inside QGIS, in one process; this is slower, and the last digits "
    "may differ."
)


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
        if on_command_line():
            QCoreApplication.processEvents()
        if self.feedback.isCanceled():
            raise Cancelled("Cancelled.")


def _copied(result: Result, written: Mapping[str, np.ndarray]) -> tuple[Result, dict[str, np.ndarray]]:
    return result, {name: np.array(array) for name, array in written.items()}


_carry_out: ContextVar[CarryOut | None] = ContextVar("_carry_out", default=None)


@contextmanager
def one_python() -> Iterator[None]:
    """Make a context in which all jobs of the caller's thread share a Python, so that only the first waits for it.

    Within another such context its Python is that of the outer one.
    """
    if _carry_out.get() is not None:
        yield
        return
    session = Session()
    token = _carry_out.set(session.carry_out)
    try:
        yield
    finally:
        _carry_out.reset(token)
        session.close()


def run_job(
    job: Job,
    arrays: Mapping[str, np.ndarray | Streamed],
    feedback: QgsProcessingFeedback,
    span: tuple[float, float] = (0.0, 1.0),
    receive: Callable[[Any, Mapping[str, np.ndarray]], Any] = _copied,
    carry_out: CarryOut | None = None,
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
    carry_out : callable, optional
        Gets the Python that passed the probe, the job, its folder and who listens; returns the result as plain data.
        None: a Python of its own, or that which the jobs of a context share (`one_python`).

    Returns
    -------
    object
        What `receive` returns; by default the result and copies of the arrays.

    Raises
    ------
    QgsProcessingException
        With the sentence of a KrigingError, or the last words of a process that died.
    Cancelled
    """
    carry_out = carry_out or _carry_out.get()
    if carry_out is None:
        with one_python():
            return run_job(job, arrays, feedback, span, receive)
    reporter = FeedbackReporter(feedback, span)
    folder = Path(tempfile.mkdtemp(prefix="stochkrig_", dir=QgsProcessingUtils.tempFolder()))
    try:
        result = _result(job, arrays, folder, reporter, carry_out)
        return _received(receive, result, folder, arrays)
    except BaseException as error:
        traceback.clear_frames(error.__traceback__)  # whose arrays are mapped still
        raise
    finally:
        # Whatever Windows keeps, as somebody looks at it: QGIS removes its temporary folder at its end.
        shutil.rmtree(folder, ignore_errors=True)


def _received(
    receive: Callable[[Any, Mapping[str, np.ndarray]], Any], result: Result, folder: Path, arrays: Collection[str]
) -> Any:
    """Return what `receive` makes of a result and the arrays beside it, none of which is mapped any more then."""
    written = {path.name: np.load(path, mmap_mode="r") for path in folder.glob("*.npy") if path.name not in arrays}
    return receive(result, written)


def _result(
    job: Job,
    arrays: Mapping[str, np.ndarray | Streamed],
    folder: Path,
    reporter: FeedbackReporter,
    carry_out: CarryOut,
) -> Result:
    try:
        for file, array in arrays.items():
            if isinstance(array, np.ndarray):
                np.save(folder / file, array)
            else:
                array.save(folder / file, reporter.check)
        python = find_python()
        if python is not None:
            return result_of(job, carry_out(python, job, folder, reporter))
        reporter.warning(NO_PYTHON)
        alone = {name: value for name, value in _ALONE.items() if hasattr(job, name)}
        return run(replace(job, **alone), folder, reporter)
    except Cancelled:
        raise
    except KrigingError as error:
        raise QgsProcessingException(printable(spelled(str(error)))) from error
    except OSError as error:
        reason = error.strerror or "it cannot be used"
        message = f"Cannot work in the temporary folder {printable(str(folder))}: {reason}."
        raise QgsProcessingException(message) from error


def on_command_line() -> bool:
    """Tell whether this is qgis_process."""
    return QgsApplication.platform() == "qgis_process"
