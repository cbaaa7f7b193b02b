"""The driver: jobs, described in JSON, carried out in an ordinary Python process.

Law: what happens is told in JSON lines on standard output, and nothing else goes there. Nothing is removed but the
files of a job in a folder that whoever started the driver has made for it and marked, and what the job itself has made
in a folder that it shares with a cluster.

    python -m stochastic_kriging.krig_core.driver job.json
    python -m stochastic_kriging.krig_core.driver --serve     one after another from standard input: how QGIS starts it

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
from .jobs.arrays import ELSEWHERE
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
"""What the end of standard input, which cleans up, is waited for where nobody reads on."""


class _Lines:
    """A Reporter that writes JSON lines."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def write(self, **fields: Any) -> None:
        line = json.dumps(fields) + "\n"
        try:
            self.stream.write(line)
            self.stream.flush()
        except OSError as error:  # Windows calls a broken pipe an invalid argument
            raise BrokenPipeError(error.errno, error.strerror) from error

    def message(self, text: str) -> None:
        self.write(message=text)

    def warning(self, text: str) -> None:
        self.write(warning=text)

    def progress(self, fraction: float, text: str) -> None:
        self.write(progress=fraction, text=text)


def _remove(folder: Path, token: str) -> None:
    """Remove a job from the folder that is marked with a token, and the folder if nothing else is in it."""
    mark = folder / MARK
    with contextlib.suppress(OSError):
        if not token or mark.is_symlink() or not secrets.compare_digest(mark.read_bytes(), token.encode()):
            return
        for _ in range(_TRIES):
            for path in folder.iterdir():
                if path.suffix == ".npy" or path.name in ("job.json", MARK):
                    with contextlib.suppress(OSError):  # Windows keeps a file that the job has mapped
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
        "--serve",
        action="store_true",
        help="take jobs from standard input, a line of JSON each, [folder, token], with the job in job.json, until it "
        f"ends; then remove the latest, if its folder holds a file {MARK} with the token",
    )
    options = parser.parse_args(arguments)
    if (options.job is None) != options.serve:
        parser.error("give either a job or --serve")
    # Only JSON lines may reach the parent: whatever a library prints goes to standard error.
    lines = _Lines(os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8"))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if options.serve:
        _serve(lines)
    return _carry_out(options.job.resolve(), lines)


def _serve(lines: _Lines) -> NoReturn:
    """Carry out one job after another, until the parent ends this process."""
    questions: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(questions,), daemon=True).start()
    try:
        while True:
            folder, _ = json.loads(questions.get())
            _carry_out(Path(folder, "job.json"), lines)
    except BrokenPipeError:
        time.sleep(_END_SECONDS)
        raise


def _listen(questions: queue.SimpleQueue[bytes]) -> None:
    """Take what the parent asks; when its pipe ends, it has cancelled or is no more, and all ends here, too."""
    # Not through sys.stdin: a thread that holds its lock would abort the interpreter when the main thread ends.
    line = rest = b""
    while chunk := os.read(0, 4096):
        *asked, rest = (rest + chunk).split(b"\n")
        for line in asked:
            questions.put(line)
    for path in list(ELSEWHERE):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
    with contextlib.suppress(ValueError):  # nothing was asked
        folder, token = json.loads(line)
        _remove(Path(folder), token)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)  # the workers see that their parent has gone


def _carry_out(job: Path, lines: _Lines) -> int:
    try:
        lines.write(done=as_dict(run(read_job(job), job.parent, lines)))
    except KrigingError as error:
        lines.write(error=str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
