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
    from .strata import Strata as Strata
    from .transforms.declustering import cell_declustering as cell_declustering
    from .transforms.normal_score import NormalScore as NormalScore
    from .transforms.transform import Transform as Transform
    from .variogram.automatic import fit_automatic as fit_automatic
    from .variogram.experimental import directional_variograms as directional_variograms
    from .variogram.experimental import experimental_variogram as experimental_variogram
    from .variogram.least_squares import fit_least_squares as fit_least_squares
    from .variogram.likelihood import fit_reml as fit_reml
    from .variogram.models import Variogram as Variogram
    from .variogram.notation import from_gslib as from_gslib
    from .variogram.notation import from_gstat as from_gstat
    from .variogram.notation import to_gslib as to_gslib
    from .variogram.notation import to_gstat as to_gstat
    from .variogram.variogram_map import variogram_map as variogram_map
    from .wells.log import Log as Log
    from .workforce.workforce import WorkForce as WorkForce

_HOME = {
    "Ensemble": "ensemble",
    "Geometry": "geometry",
    "Grid": "grid",
    "KrigingError": "errors",
    "Log": "wells.log",
    "NormalScore": "transforms.normal_score",
    "Strata": "strata",
    "Transform": "transforms.transform",
    "Variogram": "variogram.models",
    "WorkForce": "workforce.workforce",
    "cell_declustering": "transforms.declustering",
    "cross_validate": "kriging.cross_validation",
    "directional_variograms": "variogram.experimental",
    "experimental_variogram": "variogram.experimental",
    "fit_automatic": "variogram.automatic",
    "fit_least_squares": "variogram.least_squares",
    "fit_reml": "variogram.likelihood",
    "from_gslib": "variogram.notation",
    "from_gstat": "variogram.notation",
    "krige": "kriging.predict",
    "leave_one_out": "kriging.cross_validation",
    "to_gslib": "variogram.notation",
    "to_gstat": "variogram.notation",
    "variogram_map": "variogram.variogram_map",
}
__all__ = sorted(_HOME)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return list(__all__)
