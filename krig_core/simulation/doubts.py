"""Doubts: what a user should know of simulated fields that obey their variogram and go far beyond their data.

Law: as in `kriging.doubts`, a doubt is measured at a few hundred cells, and sound fields get no word.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from ..errors import KrigingWarning, OvershootWarning
from ..kriging.doubts import some_cells
from ..kriging.overshoot import far_beyond
from ..kriging.predict import krige
from ..transforms.smooth_score import SmoothScore

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..transforms.transform import FittedTransform
    from ..variogram.models import Variogram
    from .problem import Problem

    Floats = NDArray[np.float64]

_FEW_DATA = 1000
"""Up to this many data a cell is kriged from all, else from the nearest `_NEAREST`."""

_NEAREST = 100

_LARGE_SILL = 1.0
"""Of logarithms: the mean of values is exp(sill / 2) times their median."""

_MOST_VARIANCE = 10.0
"""How many times the variance of what is kriged a sill may be."""

_UNITS = {"normal-score": "normal scores", "log": "logarithms"}
"""What transformed data are."""


def doubts(
    problem: Problem,
    variogram: Variogram,
    drift: ArrayLike | None,
    transform: FittedTransform,
    estimate: Floats | None,
) -> tuple[str, ...]:
    """Return what a user should doubt in a simulation; `drift` and `estimate` as for `overshoot_doubt`.

    `variogram` is that of the scores, which vary more than the problem where a secondary variable tells a part of them.
    """
    found = []
    if transform.name == "log":
        found.append(logarithm_doubt(variogram, transform.scores))
    if transform.name == "normal-score":
        found.append(score_doubt(variogram, transform.scores))
        found.append(tie_doubt(transform))
    doubt = overshoot_doubt(problem, drift, estimate)
    if doubt is not None:
        found.append(doubt if transform.name == "none" else f"In {_UNITS[transform.name]}: {doubt}")
    return tuple(filter(None, found))


def overshoot_doubt(problem: Problem, external: ArrayLike | None, estimate: Floats | None) -> str | None:
    """Return that simulated fields will go far beyond their data (`overshoot`), else None.

    Parameters
    ----------
    problem : Problem
        Of a simulation.
    external : float array of the grid's shape or (…, k), optional
        Drift variables at its cells.
    estimate : float array of the grid's shape, optional
        Of all cells, where it is known: cells are kriged only if it goes far beyond the data.
    """
    points, values = problem.everything()
    cells, places = some_cells(problem.geometry, np.arange(problem.geometry.size))
    if estimate is not None:
        drift = problem.drift
        if not far_beyond(values, drift.at_data, estimate.reshape(-1)[cells], drift.functions_at(cells)).any():
            return None
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


def score_doubt(variogram: Variogram, scores: Floats) -> str | None:
    """Return that a variogram is hardly that of normal scores, shape (n,)."""
    share = variogram.sill / float(scores.var())
    if not variogram.bounded or variogram.sill == 0 or 1 / _MOST_VARIANCE < share < _MOST_VARIANCE:
        return None
    return (
        f"The sill of the variogram is {share:.3g} times the variance of the data, and so is the variance of the map: "
        "check `nugget` and `partial_sill`."
    )


def tie_doubt(transform: FittedTransform) -> str | None:
    """Return that a value which many data have, such as zero, is rarer on the map."""
    evened_out = transform.evened_out if isinstance(transform, SmoothScore) else []
    if not evened_out:
        return None
    value, same, side = max(evened_out, key=lambda one: one[1])
    return (
        f"{same} of {len(transform.scores)} data are {value:.6g}, the {'least' if side == 'lower' else 'greatest'} "
        "value. Fewer cells of a realization will be, as smooth normal scores even out what data pile up, and so "
        f"probabilities beside that value are off. Linear scores keep its share (`{side}_tail`); then no value lies "
        "beyond the data unless `zmin` or `zmax` does."
    )


def logarithm_doubt(variogram: Variogram, logarithms: Floats) -> str | None:
    """Return that a variogram is hardly that of logarithms, shape (n,), but perhaps of the values themselves."""
    variance = float(logarithms.var())
    if variogram.sill <= max(_LARGE_SILL, _MOST_VARIANCE * variance):
        return None
    return (
        f"The variogram has a sill of {variogram.sill:.4g}, and the logarithms of the data have a variance of "
        f"{variance:.4g}: the map goes far beyond the data. With `transform` log, `nugget` and `partial_sill` are "
        "those of logarithms."
    )
