"""Which Python may be started as a child process.

Law: nothing is believed, everything is probed. Inside QGIS `sys.executable` is QGIS itself on Windows and macOS
(starting it opens windows), and on Linux merely the first python3 on PATH, which under pyenv or conda is another
one. So candidates come from where the running interpreter was installed, and one is taken only if it answers with
this Python's version and the same numpy.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess  # nosec B404 - fixed lists, never a shell
import sys
from collections.abc import Iterator
from pathlib import Path

PROBE_SECONDS = 30
_PROBE = "import json, sys, numpy, scipy; print(json.dumps([list(sys.version_info[:2]), numpy.__version__]))"


def candidates() -> Iterator[Path]:
    """Yield paths where this installation's Python may be, likeliest first; some do not exist."""
    prefixes = dict.fromkeys(Path(prefix) for prefix in (sys.exec_prefix, sys.base_exec_prefix, sys.prefix))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    beside = Path(sys.executable).parent if sys.executable else None
    if os.name == "nt":
        for prefix in prefixes:
            yield from (prefix / name for name in ("python.exe", "python3.exe", "pythonw.exe"))
        if beside:
            yield from (beside / name for name in ("python3.exe", "python.exe"))
        return
    for prefix in prefixes:
        yield from (prefix / "bin" / name for name in (f"python{version}", "python3"))
    if beside:
        # macOS: Contents/MacOS/python3.12 since QGIS 3.44, Contents/MacOS/bin/python3 before.
        yield from (beside / name for name in (f"python{version}", "python3", "python", "bin/python3"))
    if sys.executable and Path(sys.executable).name.lower().startswith("python"):
        yield Path(sys.executable)


def child_environment() -> dict[str, str]:
    """Return the environment for a child: this one, with one BLAS thread a process and imports from its folder."""
    environment = dict(os.environ)
    environment.pop("PYTHONSAFEPATH", None)  # would keep `-m` from finding the module in the working folder
    for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR"):
        environment[f"{name}_NUM_THREADS" if name != "VECLIB_MAXIMUM" else "VECLIB_MAXIMUM_THREADS"] = "1"
    return environment


def window_flags() -> int:
    """Return the creation flags that keep Windows from opening a console."""
    return getattr(subprocess, "CREATE_NO_WINDOW", 0)


def is_fit(python: Path) -> bool:
    """Tell whether an executable is the Python that runs here, with the same numpy and a scipy."""
    import numpy as np

    if python.name.lower().startswith("qgis") or not os.access(python, os.X_OK):
        return False
    try:
        answer = subprocess.run(  # nosec B603 - a fixed list, no shell, a path from this installation
            [str(python), "-c", _PROBE],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PROBE_SECONDS,
            env=child_environment(),
            creationflags=window_flags(),
            check=True,
        )
        return json.loads(answer.stdout) == [list(sys.version_info[:2]), np.__version__]
    except (OSError, subprocess.SubprocessError, ValueError):
        return False


@functools.lru_cache(maxsize=1)
def find_python() -> Path | None:
    """Return a Python that passed the probe, or None; asked once in a session."""
    return next((python for python in dict.fromkeys(candidates()) if is_fit(python)), None)
