"""The driver: one job, described in JSON, carried out in an ordinary Python process.

Law: what happens is told in JSON lines on standard output, and nothing else goes there. Nothing is removed but the
files of a job in a folder that whoever started the driver has made for it and marked.

    python -m stochastic_kriging.krig_core.driver job.json

    {"progress": 0.37, "text": "37 of 100 realizations, about 12 s left"}
    {"message": …}  {"warning": …}           what the user should know
    {"done": {…}}   or   {"error": …}        exactly one of them, last
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from .errors import InvalidInput, KrigingError
from .jobs.schema import job_of, run
from .plain import as_dict, file_text, parsed

if TYPE_CHECKING:
    from .jobs.schema import Job

MARK = ".stochkrig"
"""The file that marks a folder as one that may be removed; it holds a token."""

_LONGEST_JOB = 500_000_000
"""Bytes of a job."""


class _Lines:
    """A Reporter that writes JSON lines."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def write(self, **fields: Any) -> None:
        self.stream.write(json.dumps(fields) + "\n")
        self.stream.flush()

    def message(self, text: str) -> None:
        self.write(message=text)

    def warning(self, text: str) -> None:
        self.write(warning=text)

    def progress(self, fraction: float, text: str) -> None:
        self.write(progress=fraction, text=text)


def _end_with_parent(folder: Path, token: str) -> None:
    """End this process and its workers when standard input ends: the parent has cancelled, or is no more."""
    # Not through sys.stdin: a thread that holds its lock would abort the interpreter when the job is done.
    while os.read(0, 4096):
        pass
    _remove(folder, token)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)  # the workers see that their parent has gone


def _remove(folder: Path, token: str) -> None:
    """Remove a job from the folder that is marked with a token, and the folder if nothing else is in it."""
    mark = folder / MARK
    with contextlib.suppress(OSError):
        if not token or mark.is_symlink() or not secrets.compare_digest(mark.read_bytes(), token.encode()):
            return
        for path in folder.iterdir():
            if path.suffix == ".npy":
                path.unlink()
        (folder / "job.json").unlink()
        mark.unlink()
        folder.rmdir()


def read_job(path: Path) -> Job:
    """Return the job that a JSON file holds; InvalidInput names what is wrong."""
    try:
        given = parsed(file_text(path, _LONGEST_JOB))
    except InvalidInput as error:
        message = f"Invalid job {path.name}: {error} Should be a JSON file."
        raise InvalidInput(message) from error
    if not isinstance(given, dict):
        message = f"Invalid job {path.name}. Should hold a JSON object."
        raise InvalidInput(message)
    return job_of(given)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job that the command line names; return the exit status."""
    parser = argparse.ArgumentParser(prog="driver", description="Carry out a stochastic kriging job.")
    parser.add_argument("job", type=Path, help="a JSON file; the arrays that it names lie beside it")
    parser.add_argument(
        "--attached",
        action="store_true",
        help="end as soon as standard input ends (how QGIS starts it)",
    )
    parser.add_argument(
        "--remove",
        metavar="TOKEN",
        default="",
        help=f"with --attached: then also remove the job, if its folder holds a file {MARK} with this text",
    )
    options = parser.parse_args(arguments)
    folder = options.job.resolve().parent
    # Only JSON lines may reach the parent: whatever a library prints goes to standard error.
    lines = _Lines(os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8"))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if options.attached:
        threading.Thread(target=_end_with_parent, args=(folder, options.remove), daemon=True).start()
    try:
        lines.write(done=as_dict(run(read_job(options.job), folder, lines)))
    except KrigingError as error:
        lines.write(error=str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
