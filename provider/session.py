"""A Python outside QGIS that stays and takes one job after another, so that what is asked often waits for no start."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingException

from .child import Child, write_job

if TYPE_CHECKING:
    from ..krig_core.jobs.schema import Job
    from .child import Listener


class Session:
    """A Python that is started for the first job, and again where it has ended.

    One thread may ask at a time; any may close.
    """

    def __init__(self) -> None:
        self._child: Child | None = None
        self._lock = threading.Lock()

    def carry_out(self, python: Path, job: Job, folder: Path, listener: Listener) -> dict[str, Any]:
        """Run a job; return its result as plain data.

        Parameters
        ----------
        python : Path
            One that passed the probe.
        job : dataclass
        folder : Path
            Where its arrays lie; the caller removes it before it asks again. When QGIS is killed, the Python does.
        listener : Listener
            If it raises Cancelled, the Python is ended.

        Raises
        ------
        QgsProcessingException
            With the sentence of a KrigingError, or the last words of a process that died.
        Cancelled
        """
        token = write_job(job, folder)
        with self._lock:
            child = self._child
            if child is None or child.python != python or not child.lives:
                if child is not None:
                    child.end()
                child = self._child = Child(python)
        child.tell(json.dumps([str(folder), token]))
        try:
            return child.answer(listener)
        except QgsProcessingException:  # it has said what is wrong, or is no more
            raise
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the Python; a job that it is at ends without an answer."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.end()
