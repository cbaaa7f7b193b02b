"""Packages that travel with the plugin: lasio and threadpoolctl.

Law: what is installed comes first, if it is new enough; the plugin's own copy is known to the plugin alone, so that it
cannot hide another plugin's packages.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

from .errors import MissingPackage

FOLDER = Path(__file__).parents[1] / "extlibs"

OLDEST = {"lasio": (0, 30), "threadpoolctl": (3, 0)}
"""Versions that are good enough: an older lasio reads no header, an older threadpoolctl has no controller."""


@functools.cache
def import_bundled(name: str) -> ModuleType:
    """Import an installed package, or the plugin's own copy of it; MissingPackage where neither will do."""
    module = _installed(name) or _own(name, FOLDER)
    if module is None:
        oldest = ".".join(map(str, OLDEST[name]))
        message = (
            f"The Python package {name} is missing, or older than {oldest}: install the plugin from its zip file, "
            f"which brings it, or run 'python3 -m pip install --upgrade {name}'."
        )
        raise MissingPackage(message)
    return module


def _installed(name: str) -> ModuleType | None:
    if name not in sys.modules:
        if importlib.util.find_spec(name) is None:
            return None
        # Slow to import itself, and most have nothing to ask it.
        from importlib import metadata

        try:
            # Asked before it is imported: an old one may do harm to the import of another.
            if _is_old(name, metadata.version(name)):
                return None
        except metadata.PackageNotFoundError:
            pass
    module = _imported(name)
    return None if module is None or _is_old(name, str(getattr(module, "__version__", ""))) else module


def _own(name: str, folder: Path) -> ModuleType | None:
    """Import a package from a folder, and leave path and modules as they were."""
    if not folder.is_dir():
        return None
    before = {key: sys.modules.pop(key) for key in list(sys.modules) if key.partition(".")[0] == name}
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        return _imported(name)
    finally:
        sys.path.remove(str(folder))
        for key in [key for key in sys.modules if key.partition(".")[0] == name]:
            del sys.modules[key]
        sys.modules.update(before)


def _imported(name: str) -> ModuleType | None:
    try:
        module = importlib.import_module(name)
    except Exception:  # an old one may raise anything with a numpy that is newer
        return None
    if getattr(module, "__file__", None) is None:
        # Any folder of that name on the path, such as one of LAS files, passes for a package until a real one comes.
        del sys.modules[name]
        return None
    return module


def _is_old(name: str, version: str) -> bool:
    """Tell whether a version is too old; one that says nothing is."""
    numbers = re.match(r"(\d+)(?:\.(\d+))?", version)
    return numbers is None or tuple(int(number or 0) for number in numbers.groups()) < OLDEST[name]
