"""LAS files in a folder and those below it.

Law: the search ends, whatever links lie in the folders, and what it passes over it tells.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

_JUNCTION = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT of Windows, whose folders of that kind are no symbolic links."""


class LasFolder(NamedTuple):
    """What a search has found.

    Attributes
    ----------
    files : list of Path
        Sorted.
    locked, linked : list of Path
        Folders that were not looked into: without permission, and reached through a link, which may lead anywhere or
        round in a circle.
    """

    files: list[Path]
    locked: list[Path]
    linked: list[Path]

    @property
    def passed_over(self) -> str:
        """One sentence on the folders that were not looked into, or nothing."""
        kinds = (("without permission", self.locked), ("behind a link", self.linked))
        counts = [f"{len(folders)} {kind}" for kind, folders in kinds if folders]
        if not counts:
            return ""
        first = (*self.locked, *self.linked)[0]
        return f"Sub-folders that were not looked into: {' and '.join(counts)} ({first.name}, for one)."


def search_las(folder: str | os.PathLike[str]) -> LasFolder:
    """Look for LAS files (.las in any case) in a folder and those below it.

    A link to a file counts as that file, also where it leads nowhere: whoever reads it says so.

    Parameters
    ----------
    folder : str or path
    """
    found = LasFolder([], [], [])

    def note_locked(error: OSError) -> None:
        found.locked.append(Path(error.filename))

    for place, folders, names in os.walk(folder, onerror=note_locked):
        here = Path(place)
        linked = [name for name in folders if _leads_elsewhere(here / name)]
        found.linked.extend(here / name for name in linked)
        folders[:] = [name for name in folders if name not in linked]
        found.files.extend(here / name for name in names if name.lower().endswith(".las") and _is_log(here / name))
    for paths in found:
        paths.sort()
    return found


def _leads_elsewhere(folder: Path) -> bool:
    """Tell whether a folder is a link, or a junction of Windows, which `os.walk` follows."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def _is_log(path: Path) -> bool:
    """Tell files and broken links from pipes and devices, which would be read for ever."""
    try:
        return path.is_file() or (path.is_symlink() and not path.exists())
    except OSError:  # a link in a circle
        return True
