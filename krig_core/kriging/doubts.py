"""Doubts: what a user should know of a map that obeys its variogram and yet shows little, or too much.

Law: a doubt is measured, not guessed: a few hundred cells are kriged, as the whole map will be. Sound maps get no word.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from .predict import KrigingWarning, OvershootWarning, krige

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..geometry import Geometry
    from ..simulation.problem import Problem
    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Bools = NDArray[np.bool_]

_CELLS = 400
"""Cells that are kriged, at most."""

_FEW_DATA = 1000
"""Up to this many data a cell is kriged from all, else from the nearest `_NEAREST`."""

_NEAREST = 100

_FEWEST = 4
"""Of fewer data nobody expects a map between them."""

_LEAST_RANGE = 2
"""Cells that a range should be longer than."""

_LEAST_KNOWN = 0.15
"""Share of the variance that kriging should explain between the data, of that which is not nugget. Between 15 to 150
data of fields with ranges of 0.3 and 0.4 of the area it was .2 to .7, between data without correlation mostly below."""

_LARGE_SILL = 1.0
"""Of logarithms: the mean of values is exp(sill / 2) times their median."""

_MOST_VARIANCE = 10.0
"""How many times the variance of logarithms a sill may be."""


def overshoot_doubt(problem: Problem, external: ArrayLike | None) -> str | None:
    """Return that simulated fields will go far beyond their data (`overshoot`), else None.

    Parameters
    ----------
    problem : Problem
        Of a simulation.
    external : float array of the grid's shape or (…, k), optional
        Drift variables at its cells.
    """
    points, values = problem.everything()
    cells, places = _some_cells(problem.geometry, np.arange(problem.geometry.size))
    variables = None if external is None else np.asarray(external, dtype=float).reshape(problem.geometry.size, -1)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore", KrigingWarning)
        warnings.simplefilter("always", OvershootWarning)
        krige(
            points,
            values,
            problem.variogram,
            places,
            kriging_type=problem.drift.kriging_type,
            mean=problem.mean,
            drift=problem.drift.variables,
            target_drift=None if variables is None else variables[cells],
            max_data=None if len(points) <= _FEW_DATA else _NEAREST,
        )
    return next((str(item.message) for item in caught if issubclass(item.category, OvershootWarning)), None)


def logarithm_doubt(variogram: Variogram, logarithms: Floats) -> str | None:
    """Return that a variogram is hardly that of logarithms, shape (n,), but perhaps of the values themselves."""
    variance = float(logarithms.var())
    if variogram.sill <= max(_LARGE_SILL, _MOST_VARIANCE * variance):
        return None
    return (
        f"The variogram has a sill of {variogram.sill:.4g}, and the logarithms of the data have a variance of "
        f"{variance:.4g}: the map goes far beyond the data. With TRANSFORM log, NUGGET and PARTIAL_SILL are those of "
        "logarithms."
    )


def reach_doubt(points: Floats, variogram: Variogram, geometry: Geometry, wanted: Bools, *, trend: bool) -> str | None:
    """Return that a map is hardly more than its mean, or its cells too large for its range, else None.

    Only cells between the data count: that a map ends far from all data is the choice of who chose its extent.

    Parameters
    ----------
    points : float array, shape (n, ndim)
    variogram : Variogram
        That of the field, or any multiple.
    geometry, wanted : Geometry, bool array of its shape
    trend : bool
        Whether it has a trend beside the mean.
    """
    known = "mean or trend" if trend else "mean"
    flat = np.ptp(points, axis=0)
    if len(points) < _FEWEST or variogram.sill == 0 or not variogram.bounded or not flat.any():
        return None
    if variogram.partial_sill == 0:
        return f"The variogram is a pure nugget: the map is only the {known}, but for a spot at each datum."
    inside = wanted.copy()
    for axis in range(geometry.ndim):
        shape = [-1 if other == axis else 1 for other in range(geometry.ndim)]
        low, high = points[:, axis].min(), points[:, axis].max()
        half = abs(geometry.spacing[axis]) / 2
        along = (geometry.axis(axis) >= low - half) & (geometry.axis(axis) <= high + half)
        inside &= along.reshape(shape)
    _, places = _some_cells(geometry, np.flatnonzero(inside))
    if not len(places):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KrigingWarning)
        _, variance = krige(
            points,
            np.zeros(len(points)),
            variogram,
            places,
            kriging_type="simple",
            mean=0.0,
            exact=False,
            max_data=min(len(points), 16),
        )
    explained = float(np.mean(1 - variance / variogram.partial_sill))
    length = f"{variogram.range:,.6g}"
    if explained >= _LEAST_KNOWN:
        if variogram.range >= _LEAST_RANGE * max(map(abs, geometry.spacing[:2])):
            return None
        return f"The range ({length}) is shorter than {_LEAST_RANGE} cells: choose smaller ones (XY_DELTA)."
    within = np.zeros(len(places), dtype=bool)
    for structure in variogram.structures:
        distance, _ = cKDTree(structure.isotropic(points)).query(structure.isotropic(places))
        within |= distance <= structure.formula.practical_range
    return (
        f"The range ({length}) is short for the distance between the data: {within.mean():.0%} of the cells between "
        f"them have a datum within it, and kriging explains {explained:.0%} of what varies there, so that the map is "
        f"hardly more than the {known}. If you know of a longer range, give it (RANGE, NUGGET)."
    )


def _some_cells(geometry: Geometry, cells: Integers) -> tuple[Integers, Floats]:
    """Return some of the cells, flat indices, drawn at random, and their centres."""
    if len(cells) > _CELLS:
        cells = np.sort(np.random.default_rng(0).choice(cells, _CELLS, replace=False))
    return cells, geometry.centres(np.stack(np.unravel_index(cells, geometry.shape), axis=1))
