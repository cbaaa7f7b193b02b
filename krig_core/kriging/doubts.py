"""Doubts: what a user should know of a map that obeys its variogram and yet shows little, or too much.

Law: a doubt is measured, not guessed: a few hundred cells are kriged, as the whole map will be, and data are held
against their variogram. Sound maps and data of the variogram get no word.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from ..errors import KrigingWarning
from .predict import krige

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..variogram.models import Variogram

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]
    Bools = NDArray[np.bool_]

_CELLS = 400
"""Cells that are kriged, at most."""

_FEWEST = 4
"""Of fewer data nobody expects a map between them."""

_LEAST_RANGE = 2
"""Cells that a range should be longer than."""

_LEAST_KNOWN = 0.15
"""Share of the variance that kriging should explain between the data, of that which is not nugget. Between 15 to 150
data of fields with ranges of 0.3 and 0.4 of the area it was .2 to .7, between data without correlation mostly below."""


_MUCH_NEARER = 0.2
"""Of the median distance of data to their nearest, at which two are much nearer than the others."""

_MOST_DIFFERENCE, _LEAST_DIFFERENCE = 5.0, 0.25
"""Standard deviations that the variogram allows two such data to differ by; and of all data, below which it is nothing.
None of 960 simulated sets of 15, 60 and 200 data had such a pair under its own variogram, nor under a fitted one but
for the smooth model (gaussian), which spherical and exponential do not fit."""

_NAMED_PAIRS = 3


def pairs_doubt(points: Floats, scores: Floats, values: Floats, variogram: Variogram) -> str | None:
    """Return that data much nearer than the others differ by more than their variogram allows, else None.

    Parameters
    ----------
    points : float array, shape (n, ndim)
        No two the same.
    scores, values : float arrays, shape (n,)
        Of which the variogram is, and which are named.
    variogram : Variogram
    """
    if len(points) < _FEWEST or not variogram.structures or variogram.sill == 0:
        return None
    form = variogram.structures[0]
    distance, nearest = (found[:, 1] for found in cKDTree(form.isotropic(points)).query(form.isotropic(points), k=2))
    near = np.flatnonzero(distance < _MUCH_NEARER * np.median(distance))
    difference = np.abs(scores[near] - scores[nearest[near]])
    origin = np.zeros((1, points.shape[1]))
    gamma = variogram.covariance(origin, origin) - variogram.covariance(origin, points[near] - points[nearest[near]])
    allowed = np.maximum(_MOST_DIFFERENCE * np.sqrt(2 * gamma[0]), _LEAST_DIFFERENCE * scores.std())
    pairs = {(min(row, nearest[row]), max(row, nearest[row])) for row in near[difference > allowed].tolist()}
    if not pairs:
        return None
    ends = [(first, second) for first, second in sorted(pairs)]
    words = [
        f"{values[first]:.6g} and {values[second]:.6g}, {np.linalg.norm(points[first] - points[second]):.4g} apart at "
        f"({', '.join(f'{number:.10g}' for number in points[first])})"
        for first, second in ends[:_NAMED_PAIRS]
    ]
    more = f" and {len(ends) - _NAMED_PAIRS} more" if len(ends) > _NAMED_PAIRS else ""
    return (
        "Data much nearer to each other than the others differ by more than the variogram allows: "
        f"{'; '.join(words)}{more}. Check them, or give a larger nugget (`nugget`)."
    )


def cells_doubt(points: Floats, geometry: Geometry) -> str | None:
    """Return that all data, points of shape (n, ndim), lie within two cells' width, else None."""
    places, size = points[:, :2], float(np.abs(geometry.spacing[:2]).max())
    span = float(np.ptp(places, axis=0).max())
    if span >= 2 * size or len(np.unique(places, axis=0)) < _FEWEST:
        return None
    doubt = f"The cells ({size:g}) are too large for the distances between the data, which span {span:.6g} in all: "
    doubt += "choose a smaller cell size (`xy_delta`)."
    # Maps are made in projected coordinates, which are this small next to nowhere.
    if (np.abs(places) <= (180, 90)).all():
        doubt += " Are the coordinates degrees (`coordinates`)?"
    return doubt


def extent_doubt(points: Floats, geometry: Geometry) -> str | None:
    """Return that no datum, points of shape (n, ndim), can lie in the extent of a map, with both extents, else None."""
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    edges = np.array([geometry.edges(axis) for axis in (0, 1)])
    if ((low <= edges[:, 1]) & (high >= edges[:, 0])).all():
        return None
    extent, data = (
        f"x {ends[0][0]:,.10g} to {ends[0][1]:,.10g}, y {ends[1][0]:,.10g} to {ends[1][1]:,.10g}"
        for ends in (edges, np.column_stack([low, high]))
    )
    return (
        f"All data lie beside the extent (`x_range`, `y_range`): that is {extent}, and the data have {data}. Are "
        "both in the same CRS and unit?"
    )


def spread_doubt(values: Floats, std: Floats) -> str | None:
    """Return that a map knows less at cells than the whole spread of its data, else None.

    Parameters
    ----------
    values : float array, shape (n,)
    std : float array, shape (m,)
        Standard deviations of cells; not a number where there is none.
    """
    spread, known = float(np.ptp(values)), np.isfinite(std)
    wide = int(np.count_nonzero(std[known] > spread))
    if not wide or spread == 0:
        return None
    return (
        f"At {wide:,} of {np.count_nonzero(known):,} cells ({max(wide / np.count_nonzero(known), 0.001):.1%}) the "
        f"standard deviation is larger than the whole spread of the data, {values.min():.6g} to {values.max():.6g}, up "
        f"to {std[known].max():.6g}: there hardly anything is known. Leave them out by a smaller extent (`x_range`, "
        "`y_range`) or a mask (`mask`), or look at quantiles, which such cells do not blow up."
    )


def slices_doubt(count: int, geometry: Geometry, *, layers: bool = False) -> str | None:
    """Return that a grid in space has more slices, or layers, than there are data, else None."""
    if geometry.ndim < 3 or geometry.shape[2] <= count:
        return None
    kind, remedy = ("layers", "fewer (`layers`)") if layers else ("slices", "higher slices (`z_delta`)")
    return (
        f"The grid has {geometry.shape[2]:,} {kind} and there are {count:,} data: most {kind} hold none. Choose "
        f"{remedy}."
    )


def reach_doubt(
    points: Floats, variogram: Variogram, geometry: Geometry, wanted: Bools, *, trend: bool, secondary: bool = False
) -> str | None:
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
    secondary : bool
        Whether a secondary variable tells the mean.
    """
    known, beside = "the mean or trend" if trend else "the mean", ""
    if secondary:
        known, beside = "what the secondary variable tells", " beside the secondary variable"
    flat = np.ptp(points, axis=0)
    if len(points) < _FEWEST or variogram.sill == 0 or not variogram.bounded or not flat.any():
        return None
    if variogram.partial_sill == 0:
        return f"The variogram is a pure nugget: the map is only {known}, but for a spot at each datum."
    inside = wanted.copy()
    for axis in range(geometry.ndim):
        shape = [-1 if other == axis else 1 for other in range(geometry.ndim)]
        low, high = points[:, axis].min(), points[:, axis].max()
        half = abs(geometry.spacing[axis]) / 2
        along = (geometry.axis(axis) >= low - half) & (geometry.axis(axis) <= high + half)
        inside &= along.reshape(shape)
    _, places = some_cells(geometry, np.flatnonzero(inside))
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
        return f"The range ({length}) is shorter than {_LEAST_RANGE} cells: choose smaller ones (`xy_delta`)."
    within = np.zeros(len(places), dtype=bool)
    for structure in variogram.structures:
        distance, _ = cKDTree(structure.isotropic(points)).query(structure.isotropic(places))
        within |= distance <= structure.formula.practical_range
    return (
        f"The range ({length}) is short for the distance between the data: {within.mean():.0%} of the cells between "
        f"them have a datum within it, and kriging explains {explained:.0%} of what varies there{beside}, so that the "
        f"map is hardly more than {known}. If you know of a longer range, give it (`range`, `nugget`)."
    )


def some_cells(geometry: Geometry, cells: Integers) -> tuple[Integers, Floats]:
    """Return some of the cells, flat indices, drawn at random, and their centres."""
    if len(cells) > _CELLS:
        cells = np.sort(np.random.default_rng(0).choice(cells, _CELLS, replace=False))
    return cells, geometry.centres(np.stack(np.unravel_index(cells, geometry.shape), axis=1))
