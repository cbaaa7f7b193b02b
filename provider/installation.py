"""What is installed: the plugin itself, its version, and the packages without which nothing runs."""

from __future__ import annotations

import configparser
import importlib.util
from pathlib import Path

from .distribution import Distribution
from .text import tr

ROOT = Path(__file__).parents[1]


def plugin_version() -> str:
    """Return the version that metadata.txt states."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def missing_package() -> str:
    """Return one sentence on what must be installed before anything can run, or nothing."""
    for package in ("numpy", "scipy"):
        if importlib.util.find_spec(package) is None:
            remedy = Distribution.here().remedy(package)
            text = tr("The Python package {package} is missing: {remedy}. Then start QGIS again.")
            return text.format(package=package, remedy=remedy)
    return ""
