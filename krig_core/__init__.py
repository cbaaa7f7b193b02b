"""Stochastic kriging without QGIS: numpy and scipy in, arrays out.

Names are loaded when first used, so that a machine without scipy can still import the errors, and a worker
process reports a broken installation instead of dying of it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .ensemble import Ensemble as Ensemble
    from .errors import KrigingError as KrigingError
    from .geometry import Geometry as Geometry
    from .grid import Grid as Grid
    from .kriging.cross_validation import cross_validate as cross_validate
    from .kriging.cross_validation import leave_one_out as leave_one_out
    from .kriging.predict import krige as krige
    from .variogram.experimental import experimental_variogram as experimental_variogram
    from .variogram.models import Variogram as Variogram
    from .wells.log import Log as Log
    from .workforce.workforce import WorkForce as WorkForce

_HOME = {
    "Ensemble": "ensemble",
    "Geometry": "geometry",
    "Grid": "grid",
    "KrigingError": "errors",
    "Log": "wells.log",
    "Variogram": "variogram.models",
    "WorkForce": "workforce.workforce",
    "cross_validate": "kriging.cross_validation",
    "experimental_variogram": "variogram.experimental",
    "krige": "kriging.predict",
    "leave_one_out": "kriging.cross_validation",
}
__all__ = sorted(_HOME)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return list(__all__)
