"""How QGIS came onto this machine: where its Python may be, and how a package is added to it.

Law: plain facts in, paths and sentences out. Nothing is run here, so that each system can be tested on any other.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from .text import tr

_LINUX = {
    "apt": "sudo apt install python3-{package}",
    "dnf": "sudo dnf install python3-{package}",
    "zypper": "sudo zypper install python3-{package}",
    "pacman": "sudo pacman -S python-{package}",
}
"""Programs of Linux distributions, and what a user of one types."""
_COMMANDS = {
    **_LINUX,
    "conda": "conda install --channel conda-forge {package}",
    "flatpak": "flatpak run --devel --command=pip3 org.qgis.qgis install --user {package}",
}
_FLATPAK = Path("/.flatpak-info")
"""A file that only programs in a Flatpak see."""


@dataclass(frozen=True)
class Distribution:
    """What Python says of where it is, inside QGIS.

    Attributes
    ----------
    system : str
        As in `sys.platform`.
    version : str
        Of Python, without the patch: 3.12.
    prefixes : tuple of str
        Where Python was installed, the likeliest first.
    executable : str
        As in `sys.executable`: QGIS itself on Windows and macOS; may be empty.
    packager : str
        Which program manages packages: conda, flatpak, one of a Linux distribution, or empty.
    """

    system: str
    version: str
    prefixes: tuple[str, ...]
    executable: str
    packager: str = ""

    @classmethod
    def here(cls) -> Distribution:
        """Return that of this process."""
        prefixes = tuple(dict.fromkeys((sys.exec_prefix, sys.base_exec_prefix, sys.prefix)))
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return cls(sys.platform, version, prefixes, sys.executable or "", _packager(prefixes))

    def pythons(self) -> Iterator[PurePath]:
        """Yield where its Python may be, the likeliest first; not all of them exist."""
        windows = self.system == "win32"
        path = PureWindowsPath if windows else PurePosixPath
        beside = path(self.executable).parent if self.executable else None
        names = (f"python{self.version}", "python3", "python")
        for prefix in map(path, self.prefixes):
            if windows:
                # OSGeo4W and its stand-alone installer: apps\Python312; conda: the environment itself.
                yield from (prefix / name for name in ("python.exe", "python3.exe", "pythonw.exe"))
                continue
            yield from (prefix / "bin" / name for name in names[:2])
            if prefix.name == "Frameworks":  # the bundle for macOS since QGIS 3.44, whatever its executable is called
                yield from (prefix.parent / "MacOS" / name for name in names)
        if beside and windows:
            yield from (beside / name for name in ("python3.exe", "python.exe"))
        elif beside:
            # The bundle for macOS before: Contents/MacOS/bin/python3.
            yield from (beside / name for name in (*names, "bin/python3"))
        if not windows and path(self.executable).name.lower().startswith("python"):
            yield path(self.executable)

    def remedy(self, package: str) -> str:
        """Return what a user does who lacks a Python package, as the second half of a sentence."""
        command = _COMMANDS.get(self.packager, "").format(package=package)
        if self.packager == "conda":
            return tr("type '{command}' in the conda environment of QGIS").format(command=command)
        if self.packager == "flatpak":
            text = tr("type '{command}' in a terminal, which may ask for the runtime org.kde.Sdk first")
            return text.format(command=command)
        if self.system == "win32":
            text = tr(
                "start OSGeo4W Setup, choose Advanced Install and there the package python3-{package}; QGIS of the "
                "stand-alone installer has it already"
            )
            return text.format(package=package)
        if self.system == "darwin":
            return tr("install the newest QGIS of qgis.org, which has it")
        if command:
            return tr("type '{command}' in a terminal").format(command=command)
        return tr("install it with the programs by which QGIS was installed")


def home_of(python: Path) -> Path | None:
    """Return where a Python of a bundle for macOS has its library, which it may not find itself; None elsewhere."""
    home = python.parent.parent / "Frameworks"
    return home if python.parent.name == "MacOS" and any(home.glob("lib/python3*")) else None


def _packager(prefixes: tuple[str, ...]) -> str:
    if any((Path(prefix) / "conda-meta").is_dir() for prefix in prefixes):
        return "conda"
    if _FLATPAK.exists():
        return "flatpak"
    return next(filter(shutil.which, _LINUX), "") if sys.platform.startswith("linux") else ""
