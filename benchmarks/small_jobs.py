"""Small maps through the real qgis_process: what a user waits for beyond the start of QGIS itself.

Law: the start of QGIS is that of a native algorithm which does nothing, in the same profile with the plugin enabled;
it takes turns with the maps. Processor time is that of all processes together.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

DEBIAN_BINARY = "/usr/bin/qgis_process.bin"
"""Debian's wrapper passes an option that qgis_process does not know."""

_WELLS = ["INPUT={sample}/wells.gpkg", "WELL_FIELD=uwi", "LAS_FOLDER={sample}/las", "CURVE=PHIE"]
_LOGS = [*_WELLS, "TOP_FIELD=top_md", "BOTTOM_FIELD=base_md"]
_MAPS = ["XY_DELTA=100", "MEAN={out}/mean.tif", "STD={out}/std.tif"]

START = ["native:pointtolayer", "INPUT=0,0", "OUTPUT={out}/point.gpkg"]
JOBS = {
    "Kriging, 40 wells, 100 m": ["stochkrig:kriging", *_LOGS, *_MAPS],
    "Stochastic kriging, 40 wells, 100 m": ["stochkrig:stochastickriging", *_LOGS, *_MAPS],
    "Variogram, 40 wells": ["stochkrig:variogram", *_LOGS, "VARIOGRAM={out}/variogram.json"],
}


def program() -> str | None:
    """Return the qgis_process of this machine, or None."""
    return DEBIAN_BINARY if os.access(DEBIAN_BINARY, os.X_OK) else shutil.which("qgis_process")


def hold(folder: Path, rounds: int) -> dict[str, float]:
    """Return seconds that each small job takes beyond the start of QGIS, by the clock and of the processor.

    Parameters
    ----------
    folder : Path
        Where a profile and outputs are made.
    rounds : int
        Runs of each, of which the least counts; besides a first one, which fills caches.
    """
    (folder / "plugins").mkdir()
    (folder / "plugins" / "stochastic_kriging").symlink_to(ROOT, target_is_directory=True)
    (folder / "out").mkdir()
    shutil.copytree(ROOT / "sample", folder / "sample")
    # Where Python may not keep what it has compiled, each start would compile all anew.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    environment["QGIS_PLUGINPATH"] = str(folder / "plugins")
    folder.chmod(0o700)
    _run(["plugins", "enable", "stochastic_kriging"], environment)
    least: dict[str, tuple[float, float]] = {}
    for number in range(rounds + 1):
        for name, (algorithm, *parameters) in {"start of QGIS": START, **JOBS}.items():
            given = [one.format(sample=folder / "sample", out=folder / "out") for one in parameters]
            used = _run(["run", algorithm, "--", *given], environment)
            if number:
                before = least.get(name, used)
                least[name] = min(before[0], used[0]), min(before[1], used[1])
    wall, cpu = least.pop("start of QGIS")
    figures = {"start of QGIS s": wall, "start of QGIS CPU s": cpu}
    for name, (its_wall, its_cpu) in least.items():
        figures |= {f"{name} s": its_wall - wall, f"{name} CPU s": its_cpu - cpu}
    return figures


def _run(words: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run qgis_process; return wall and processor seconds of it and all that it started."""
    start = time.perf_counter()
    command = [program() or "qgis_process", *words]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = child.stdout.read() if child.stdout else ""
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        message = f"{' '.join(words)} ended with {child.returncode}: {said[-400:]}"
        raise RuntimeError(message)
    return time.perf_counter() - start, used.ru_utime + used.ru_stime
