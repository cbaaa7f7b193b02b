"""Packages that travel with the plugin: lasio and threadpoolctl.

Law: what is installed comes first; the plugin's own copy is appended to the path, never put before anything, so
that it cannot hide another plugin's packages.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from pathlib import Path
from types import ModuleType

from .errors import MissingPackage

FOLDER = Path(__file__).parents[1] / "extlibs"


def import_bundled(name: str) -> ModuleType:
    """Import an installed package, or the plugin's own copy of it; MissingPackage where there is neither."""
    with contextlib.suppress(ImportError):
        return _import(name)
    if FOLDER.is_dir() and str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
        importlib.invalidate_caches()
    try:
        return _import(name)
    except ImportError as error:
        message = (
            f"The Python package {name} is missing: install the plugin from its zip file, which brings it, "
            f"or run 'python3 -m pip install {name}'."
        )
        raise MissingPackage(message) from error


def _import(name: str) -> ModuleType:
    module = importlib.import_module(name)
    if getattr(module, "__file__", None) is None:
        # Any folder of that name on the path, such as one of LAS files, passes for a package until a real one comes.
        del sys.modules[name]
        message = f"{name} is only a folder"
        raise ImportError(message)
    return module
