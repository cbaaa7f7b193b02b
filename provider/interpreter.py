"""Which Python may be started as a child process.

Law: nothing is believed, everything is probed; what passed is remembered in the user's settings, as a probe takes as
long as a small map, and forgotten as soon as a candidate, Python, NumPy, SciPy or the environment is another. Inside
QGIS `sys.executable` is QGIS itself on Windows and macOS (starting it opens windows), and on Linux merely the first
python3 on PATH, which under pyenv or conda is another one. So candidates come from where the running interpreter was
installed, and one is taken only if it answers with this Python's version and the same numpy.

What is started imports nothing from the user's working folder, where a file called random.py may lie: it works in the
plugin's folder, and its path has no entry that means "where I am". Not by Python's own isolation (-I, -E): on Windows
and macOS QGIS tells its Python through the environment where the packages are, and a scipy may be the user's own.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import os
import subprocess  # nosec B404 - fixed lists, never a shell
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import QgsSettings

from .distribution import Distribution, home_of
from .installation import ROOT
from .settings import Settings

Process = subprocess.Popen[str]
"""A Python that was started, with pipes of text."""

PROBE_SECONDS = 60
"""On a busy machine, or the first time since it was started, numpy and scipy take long to load."""
_REMEMBERED = "stochkrig/python"
"""Where the settings have the Python that passed the probe, and a digest of what it depended on."""
_SAFE_PATH = "import sys; sys.path[:] = filter(None, sys.path); "
_PROBE = (
    "import json, numpy, scipy; "
    "print(json.dumps(['.'.join(map(str, sys.version_info[:3])), numpy.__version__, scipy.__version__]))"
)


class Versions(NamedTuple):
    """What a Python has."""

    python: str
    numpy: str
    scipy: str

    @property
    def suits(self) -> bool:
        """Whether it is the Python that runs here, with the same numpy."""
        import numpy as np

        return self.python.split(".")[:2] == list(map(str, sys.version_info[:2])) and self.numpy == np.__version__


def candidates() -> Iterator[Path]:
    """Yield the path that is set, and those where this installation's Python may be; some do not exist."""
    if chosen := Settings.read().python:
        yield Path(chosen)
    yield from map(Path, Distribution.here().pythons())


def child_environment(python: Path) -> dict[str, str]:
    """Return the environment for a child: this one, with one BLAS thread a process, and a home where it needs one."""
    environment = {**os.environ, "PYTHONSAFEPATH": "1"}  # from Python 3.11 on, and for the child's own children
    for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"):
        environment[f"{name}_NUM_THREADS" if name != "VECLIB_MAXIMUM" else "VECLIB_MAXIMUM_THREADS"] = "1"
    if home := home_of(python):
        environment.setdefault("PYTHONHOME", str(home))
    return environment


def safe_command(python: Path, code: str, *arguments: str) -> list[str]:
    """Return the command that runs a line of code; start it in the plugin's folder."""
    return [str(python), "-c", _SAFE_PATH + code, *arguments]


def window_flags() -> int:
    """Return the creation flags that keep Windows from opening a console."""
    return getattr(subprocess, "CREATE_NO_WINDOW", 0)


class NoAnswer(Exception):
    """A Python did not answer; the message is why, in its own last words where it had any."""


def answer_of(python: Path, code: str, *arguments: str, seconds: float = PROBE_SECONDS) -> Any:
    """Return what a line of code prints as JSON in a Python.

    Raises
    ------
    NoAnswer
        It cannot be started, it fails or takes too long, or prints something else.
    """
    if not _may_be_started(python):
        message = f"{python} is no Python that can be started."
        raise NoAnswer(message)
    try:
        answer = subprocess.run(  # nosec B603 - a fixed list, no shell, a path from this installation or the settings
            safe_command(python, code, *arguments),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            env=child_environment(python),
            creationflags=window_flags(),
            check=True,
        )
        return json.loads(answer.stdout)
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoAnswer(words[-1] if words else str(error)) from error
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise NoAnswer(str(error)) from error


def _may_be_started(python: Path) -> bool:
    # A relative path would be looked for in the working folder; what a batch file is given, its shell reads as code.
    return (
        python.is_absolute()
        and not python.name.lower().startswith("qgis")
        and python.suffix.lower() not in (".bat", ".cmd")
        and os.access(python, os.X_OK)
    )


def versions_of(python: Path) -> Versions | None:
    """Return what an executable has; None: it is no Python with numpy and scipy."""
    try:
        return Versions(*map(str, answer_of(python, _PROBE)))
    except (NoAnswer, TypeError):
        return None


def started(python: Path, code: str, *arguments: str) -> Process:
    """Start a Python that passed the probe on a line of code, and return the process; OSError where it cannot be."""
    return subprocess.Popen(  # nosec B603 - a fixed list, no shell, a Python that passed the probe
        safe_command(python, code, *arguments),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=child_environment(python),
        creationflags=window_flags(),
        start_new_session=os.name == "posix",  # so that the driver can end its whole process group
    )


def has_ended(process: Process, seconds: float) -> bool:
    """Wait for the end of a process, but not longer; return whether it has ended."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def is_fit(python: Path) -> bool:
    """Tell whether an executable is the Python that runs here, with the same numpy and a scipy."""
    versions = versions_of(python)
    return versions is not None and versions.suits


def find_python() -> Path | None:
    """Return a Python that passed the probe, or None; sought once in a session, unless that one is there no more."""
    found = _search()
    if found is not None and not found.exists():  # updated or removed while QGIS runs
        _search.cache_clear()
        found = _search()
    return found


def forget_python() -> None:
    """Probe anew before the next job, because the Python that passed has failed."""
    QgsSettings().remove(_REMEMBERED)
    _search.cache_clear()


@functools.lru_cache(maxsize=1)
def _search() -> Path | None:
    settings, digest, there = QgsSettings(), _digest(), list(dict.fromkeys(candidates()))
    remembered = str(settings.value(_REMEMBERED, "")).partition(" ")
    known = next((python for python in there if (digest, str(python)) == remembered[::2]), None)
    found = known or next((python for python in there if is_fit(python)), None)
    if found is not None and found != known:
        settings.setValue(_REMEMBERED, f"{digest} {found}")
    return found


def _digest() -> str:
    """Return a digest of all that a probe's answer depends on, as far as files tell it without being run."""
    import numpy as np

    packages = [importlib.util.find_spec(name) for name in ("numpy", "scipy")]
    files = [*candidates(), *(Path(spec.origin) for spec in packages if spec and spec.origin)]
    environment = {name: value for name, value in os.environ.items() if name.startswith(("PYTHON", "LD_", "DYLD_"))}
    facts = [sys.version, np.__version__, str(ROOT), sorted(environment.items()), list(map(_state, files))]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _state(file: Path) -> list[Any]:
    try:
        state = file.stat()
    except OSError:
        return [str(file)]
    return [str(file), state.st_size, state.st_mtime_ns, os.access(file, os.X_OK)]
