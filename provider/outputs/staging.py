"""Hidden folders beside outputs, in which these are made before they get their names.

Law: a folder is removed by the run that made it, or by a later one when that run is dead. Who holds the lock in it is
alive; what has another name, or holds something but no lock, is not ours and stays.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
from pathlib import Path

from qgis.PyQt.QtCore import QLockFile

_NAME = re.compile(r"\.stochkrig_\d+_[0-9a-f]{8}")


class Staging:
    """A folder of this run's own.

    Attributes
    ----------
    folder : pathlib.Path
        Where the outputs will be.
    new, old : pathlib.Path
        Where they are made, and where what they replace is set aside; on the same disk, so that renaming moves them.
    """

    def __init__(self, folder: Path) -> None:
        """Make it; OSError where that is not possible."""
        self.folder = folder
        self._path, self._lock = _made_and_locked(folder)
        self.new, self.old = self._path / "new", self._path / "old"
        self.new.mkdir()
        self.old.mkdir()

    def remove(self) -> None:
        """Remove it with all that is in it."""
        _remove(self._path, self._lock)


def sweep(folder: Path) -> None:
    """Remove what runs that were killed left in a folder."""
    for path in folder.glob(".stochkrig_*"):
        if not _NAME.fullmatch(path.name) or path.is_symlink() or not path.is_dir():
            continue
        with contextlib.suppress(OSError):
            if not _lock_path(path).exists() and any(path.iterdir()):
                continue
            lock = _lock_of(path)
            if lock.tryLock(0):
                _remove(path, lock)


def _made_and_locked(folder: Path) -> tuple[Path, QLockFile]:
    while True:
        path = folder / f".stochkrig_{os.getpid()}_{secrets.token_hex(4)}"
        path.mkdir()
        lock = _lock_of(path)
        if lock.tryLock(0):
            return path, lock
        with contextlib.suppress(OSError):
            path.rmdir()
        # Another run may have swept the folder before it was locked; anything else will not get better.
        if lock.error() != QLockFile.LockError.LockFailedError:
            raise OSError(errno.EIO, "no file can be made there", str(folder))


def _lock_path(path: Path) -> Path:
    return path / "lock"


def _lock_of(path: Path) -> QLockFile:
    # Qt takes a lock over only where its process was one of this machine and is dead.
    lock = QLockFile(str(_lock_path(path)))
    lock.setStaleLockTime(0)  # never for its age: a run may take days
    return lock


def _remove(path: Path, lock: QLockFile) -> None:
    for item in path.iterdir():
        if item != _lock_path(path):
            shutil.rmtree(item, ignore_errors=True)
    lock.unlock()
    with contextlib.suppress(OSError):  # swept just now, or something of it is open in another program
        path.rmdir()
