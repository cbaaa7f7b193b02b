"""Runs cases in a process that is watched, and says which were not well.

Law: a case is its kind and its number, from which its generator is seeded; so every finding can be made again.
"""

import contextlib
import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import numpy as np

MOST_BYTES = 500_000_000
"""That a case may take."""
HANG_SECONDS = 60
"""Of the clock, that a case may wait or be deep in another library."""

CHILD = (
    "import sys; sys.path[:0] = sys.argv[1:2]; "
    "from stochastic_kriging.tests.fuzz.harness import child; child(*sys.argv[2:])"
)


class TooLong(BaseException):
    """A case has used the processor for longer than it may."""


def child(kind, first, count, seconds):
    """Try cases until so many are done or the time is over; write a line before each, and one for what it did wrong."""
    from .kinds import KINDS

    subject = KINDS[kind]()
    end = time.monotonic() + float(seconds)
    signal.signal(signal.SIGPROF, _too_long)
    for number in range(int(first), int(first) + int(count)):
        if time.monotonic() > end:
            break
        print(json.dumps({"case": number}), flush=True)
        wrong = _wrong(subject, kind, number)
        if wrong:
            print(json.dumps({"case": number, "wrong": wrong}), flush=True)


def _wrong(subject, kind, number):
    from stochastic_kriging.krig_core.errors import KrigingError

    from .kinds import KINDS

    case = subject.make(np.random.default_rng([list(KINDS).index(kind), number]))
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with tempfile.TemporaryDirectory(prefix="fuzz_") as folder:
        signal.setitimer(signal.ITIMER_PROF, 2 * subject.seconds)
        try:
            with contextlib.suppress(KrigingError):
                subject.attempt(case, Path(folder))
        except TooLong:
            return f"more than {2 * subject.seconds:g} s"
        except BaseException as error:
            return "".join(traceback.format_exception(type(error), error, error.__traceback__)[-3:])[-3000:]
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    used = time.process_time() - start
    if used > subject.seconds:
        return f"{used:.1f} s"
    grown = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    return f"{grown / 1e6:.0f} MB" if grown > MOST_BYTES else ""


def _too_long(_signal, _frame):
    raise TooLong


def run(kind, plugins, first=0, count=10**9, seconds=10**9):
    """Try cases of one kind; where one ends its process, go on in another.

    Parameters
    ----------
    kind : str
    plugins : path
        The folder in which the package lies under its own name.
    first, count : int
    seconds : float
        After which no other case is begun.

    Returns
    -------
    count : int
        Of the cases tried.
    bad : list of (int, str)
        Numbers of those that were not well, and what was wrong.
    """
    end, number, bad = time.monotonic() + seconds, first, []
    while number < first + count and time.monotonic() < end:
        words = [sys.executable, "-c", CHILD, str(plugins), kind, str(number), str(first + count - number)]
        with subprocess.Popen([*words, str(end - time.monotonic())], stdout=subprocess.PIPE, text=True) as process:
            last = None
            watch = signal.signal(signal.SIGALRM, lambda *_: process.kill())
            try:
                for line in process.stdout:
                    signal.alarm(HANG_SECONDS)
                    told = json.loads(line)
                    last = told["case"]
                    if "wrong" in told:
                        bad.append((last, told["wrong"]))
            finally:
                signal.alarm(0)
                signal.signal(signal.SIGALRM, watch)
        number = (number if last is None else last) + 1
        if process.returncode:
            bad.append((last, f"the process ended with {process.returncode}"))
            if last is None:
                break
        elif time.monotonic() < end:
            break
    return number - first, bad
