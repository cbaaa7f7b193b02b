"""The driver: one job, described in JSON, carried out in an ordinary Python process.

Law: what happens is told in JSON lines on standard output, and nothing else goes there. Nothing is removed but the
files of a job in a folder that whoever started the driver has made for it and marked.

    python -m stochastic_kriging.krig_core.driver job.json
    python -m stochastic_kriging.krig_core.driver --serve       one job after another, from standard input

    {"progress": 0.37, "text": "37 of 100 realizations, about 12 s left"}
    {"message": …}  {"warning": …}           what the user should know
    {"done": {…}}   or   {"error": …}        exactly one of them for each job, last
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import queue
import secrets
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from .errors import InvalidInput, KrigingError
from .jobs.schema import job_of, run
from .plain import as_dict, file_text, parsed

if TYPE_CHECKING:
    from .jobs.schema import Job

MARK = ".stochkrig"
"""The file that marks a folder as one that may be removed; it holds a token."""

_LONGEST_JOB = 500_000_000
"""Bytes of a job."""

_TRIES, _PAUSE = 20, 0.01
"""How often, and with how many seconds between, a folder is looked at that does not get empty."""

_END_SECONDS = 10.0
"""What the end of all is waited for where nobody reads on: it comes with the end of standard input, and cleans up."""


class _Lines:
    """A Reporter that writes JSON lines; if attached, to a process that ends this one by ending its standard input."""

    def __init__(self, stream: IO[str], *, attached: bool) -> None:
        self.stream, self._attached = stream, attached

    def write(self, **fields: Any) -> None:
        try:
            self.stream.write(json.dumps(fields) + "\n")
            self.stream.flush()
        except BrokenPipeError:
            if self._attached:
                time.sleep(_END_SECONDS)
            raise

    def message(self, text: str) -> None:
        self.write(message=text)

    def warning(self, text: str) -> None:
        self.write(warning=text)

    def progress(self, fraction: float, text: str) -> None:
        self.write(progress=fraction, text=text)


class _Parent:
    """Who has started this process: when its pipe ends, it has cancelled or is no more, and all ends here, too.

    Attributes
    ----------
    questions : queue of (Path, str)
        With `serve`: folders of jobs, as lines of standard input name them, and their tokens.
    """

    def __init__(self, folder: Path, token: str, *, serve: bool = False) -> None:
        self.questions: queue.SimpleQueue[tuple[Path, str]] = queue.SimpleQueue()
        self._latest = folder, token
        self._serve = serve
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        # Not through sys.stdin: a thread that holds its lock would abort the interpreter when the job is done.
        rest = b""
        while chunk := os.read(0, 4096):
            if self._serve:
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    folder, token = json.loads(line)
                    self._latest = Path(folder), token
                    self.questions.put(self._latest)
        _remove(*self._latest)
        if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
            os.killpg(os.getpid(), signal.SIGKILL)
        os._exit(1)  # the workers see that their parent has gone


def _remove(folder: Path, token: str) -> None:
    """Remove a job from the folder that is marked with a token, and the folder if nothing else is in it."""
    mark = folder / MARK
    with contextlib.suppress(OSError):
        if not token or mark.is_symlink() or not secrets.compare_digest(mark.read_bytes(), token.encode()):
            return
        for _ in range(_TRIES):
            for path in folder.iterdir():
                if path.suffix == ".npy" or path.name in ("job.json", MARK):
                    path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                folder.rmdir()
                return
            time.sleep(_PAUSE)  # the job is still at work, and may have written meanwhile


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
    """Run the job that the command line names, or one after another; return the exit status."""
    parser = argparse.ArgumentParser(prog="driver", description="Carry out a stochastic kriging job.")
    parser.add_argument("job", nargs="?", type=Path, help="a JSON file; the arrays that it names lie beside it")
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
    parser.add_argument(
        "--serve",
        action="store_true",
        help="take jobs from standard input, a line of JSON each, [folder, token], with the job in job.json; attached",
    )
    options = parser.parse_args(arguments)
    if (options.job is None) != options.serve:
        parser.error("give either a job or --serve")
    # Only JSON lines may reach the parent: whatever a library prints goes to standard error.
    lines = _Lines(
        os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8"), attached=options.attached or options.serve
    )
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if options.serve:
        _serve(lines)
    job = options.job.resolve()
    if options.attached:
        _Parent(job.parent, options.remove)
    return _carry_out(job, lines)


def _serve(lines: _Lines) -> NoReturn:
    """Carry out one job after another, until the parent ends this process."""
    parent = _Parent(Path(), "", serve=True)
    while True:
        folder, _ = parent.questions.get()
        _carry_out(folder / "job.json", lines)


def _carry_out(job: Path, lines: _Lines) -> int:
    try:
        lines.write(done=as_dict(run(read_job(job), job.parent, lines)))
    except KrigingError as error:
        lines.write(error=str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
