"""Kriging: the best linear unbiased estimate at a point or of a block, and its variance.

Law: from all data (`from_all`) unless a limit leaves some of them out (`from_nearest`); a target without a value is
not a number, and counted.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Callable

import numpy as np

from ..arguments import refused
from ..blas import one_blas_thread
from ..drift import drift_variables
from ..errors import InvalidInput, KrigingWarning, OvershootWarning
from ..numeric import floats, require_whole
from .data import kriging_data
from .from_all import GlobalKriging
from .from_nearest import LocalKriging
from .neighbourhood import Neighbourhood
from .overshoot import overshoot
from .support import Support

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..variogram.models import Variogram
    from .data import Data

    Floats = NDArray[np.float64]


@one_blas_thread()
def krige(
    coordinates: ArrayLike,
    values: ArrayLike,
    variogram: Variogram,
    targets: ArrayLike,
    *,
    kriging_type: str = "ordinary",
    mean: float | None = None,
    drift: ArrayLike | None = None,
    target_drift: ArrayLike | None = None,
    max_data: int | None = None,
    min_data: int | None = None,
    search_radius: float | None = None,
    max_per_octant: int | None = None,
    search_anisotropy: bool = True,
    shared_tiles: bool = False,
    block: float | Sequence[float] | None = None,
    block_points: int = 4,
    exact: bool = True,
    error: ArrayLike | None = None,
    threads: int | None = None,
    progress: Callable[[float], object] | None = None,
) -> tuple[Floats, Floats]:
    """Krige data to targets; data are used where they are, and honoured exactly at a target that coincides.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        In map units.
    values : float array, shape (n,)
    variogram : Variogram
    targets : float array, shape (m, 2) or (m, 3)
    kriging_type : {"ordinary", "simple", "universal-1", "universal-2", "external-drift"}
        Unknown constant mean; known mean; a trend that is linear or quadratic in the coordinates; a mean that is linear
        in `drift`. Drift variables may be given to all but simple kriging, and add to its trend.
    mean : float, optional
        The known mean of simple kriging; None is the average of the data, one value a place.
    drift, target_drift : float array, shapes (n,) or (n, k) and (m,) or (m, k), optional
        External drift at data and targets, any units. A target where it is not finite gets no value.
    max_data, min_data : int, optional
        Krige each target from that many nearest data; leave it without a value if there are fewer than `min_data`.
    search_radius : float, optional
        Use no data farther away, map units along the longest axis of the first structure, less across it.
    max_per_octant : int, optional
        Use at most that many data in each quadrant (2D) or octant (3D); of these, the nearest `max_data`.
    search_anisotropy : bool
        Whether near means near where the first structure of the variogram is isotropic; else near on the map.
    shared_tiles : bool
        With `max_data`: let neighbouring targets share a neighbourhood, of half as many data again. Several times as
        fast on a dense grid and as close to kriging from all data, but not the same numbers. The other limits hold
        target by target: with `max_per_octant`, and where the radius leaves out any of those data, nothing is shared.
    block : float or sequence of float, optional
        Estimate the average over a block with these edges (map units) around each target instead of a point.
    block_points : int
        Gauss-Legendre points along each edge of a block.
    exact : bool
        True: the nugget belongs to the field, and data are honoured. False: it is error of the measurements, the
        estimate is smooth at the data, and the variance is lower by the nugget.
    error : float or float array, shape (n,), optional
        Measurement error of the data, one standard deviation, in units of the values; such data are not honoured.
    threads : int, optional
        How many threads work at tiles of targets; None for one on each core. The result is the same.
    progress : callable, optional
        Called with the fraction of the targets that is done, a hundred times or so, in the calling thread. What it
        raises ends the work.

    Returns
    -------
    mean, variance : float arrays, shape (m,)
        NaN where there is no value.

    Raises
    ------
    InvalidInput
        If shapes do not fit, a value is not finite, there are no data, the data cannot tell the drift functions from
        each other, or simple kriging is given a variogram without a sill.

    Warns
    -----
    KrigingWarning
        If data coincide and were replaced by their mean, or targets get no value, with their number; and if estimates
        go far beyond the data (`overshoot`).

    References
    ----------
    Chilès & Delfiner (2012), Geostatistics, 2nd ed., ch. 3; dual form: § 3.3.4; blocks: § 3.5.
    """
    if threads is not None:
        require_whole(threads, "threads", 1)
    if progress is not None and not callable(progress):
        raise refused(progress, "progress", "a function of the fraction that is done")
    neighbourhood = Neighbourhood(
        max_data, min_data, search_radius, max_per_octant, shared_tiles=shared_tiles, anisotropic=search_anisotropy
    )
    data, _ = kriging_data(
        coordinates, values, variogram, kriging_type=kriging_type, mean=mean, drift=drift, exact=exact, error=error
    )
    places, place_drift = _targets(targets, target_drift, data)
    variogram = variogram.over(data.extent(places))
    support = Support(variogram, places.shape[1], exact=exact, block=block, block_points=block_points)
    solver: GlobalKriging | LocalKriging
    if neighbourhood.limits(len(data.points)):
        solver = LocalKriging(data, support, neighbourhood)
    else:
        solver = GlobalKriging(data, support)
    done = None if progress is None else _meter(progress, len(places))
    estimate, variance = solver(places, place_drift, threads=threads, done=done)
    estimate += data.known
    _leave_out(estimate, variance, place_drift)
    _warn_of_overshoot(data, variogram, places, place_drift, estimate, variance)
    return estimate, variance


def _meter(progress: Callable[[float], object], total: int) -> Callable[[int], None]:
    """Return a function that adds up targets and tells their fraction whenever another hundredth is done."""
    finished = told = 0

    def done(count: int) -> None:
        nonlocal finished, told
        finished = min(finished + count, total)
        if 100 * (finished - told) >= total or finished == total > told:
            told = finished
            progress(finished / total)

    return done


def _targets(targets: ArrayLike, target_drift: ArrayLike | None, data: Data) -> tuple[Floats, Floats]:
    places = floats(targets, "targets")
    ndim, columns = data.points.shape[1], data.variables.shape[1]
    if places.ndim != 2 or places.shape[1] != ndim:
        message = f"Invalid targets of shape {places.shape}. Should be (m, {ndim}), like the coordinates."
        raise InvalidInput(message)
    if not np.isfinite(places).all():
        message = "Invalid targets. Coordinates should be finite."
        raise InvalidInput(message)
    variables = drift_variables(target_drift, len(places), "target_drift")
    if variables.shape[1] != columns:
        message = f"Invalid target_drift with {variables.shape[1]} variables. Should have {columns}, like the drift."
        raise InvalidInput(message)
    return places, variables


def _leave_out(estimate: Floats, variance: Floats, variables: Floats) -> None:
    """Set both to NaN where one is not finite, and say how many and why."""
    lost = ~(np.isfinite(estimate) & np.isfinite(variance))
    estimate[lost], variance[lost] = np.nan, np.nan
    without_drift = int((~np.isfinite(variables).all(axis=1)).sum())
    without_data = int(lost.sum()) - without_drift
    if without_drift > 0:
        text = f"{without_drift} of {len(lost)} targets have no drift and are left without a value."
        warnings.warn(text, KrigingWarning, stacklevel=4)
    if without_data > 0:
        text = (
            f"{without_data} of {len(lost)} targets have too few data around them (or data among which the drift does "
        )
        text += "not vary) and are left without a value."
        warnings.warn(text, KrigingWarning, stacklevel=4)


def _warn_of_overshoot(
    data: Data, variogram: Variogram, places: Floats, variables: Floats, estimate: Floats, variance: Floats
) -> None:
    present = np.ones(len(data.points), dtype=bool)
    functions, at_targets = data.drift.at(data.points, data.variables, places, variables, present)
    noise = float(data.diagonal.min()) - variogram.nugget
    text = overshoot(data.values, functions, estimate, np.sqrt(variance), at_targets, variogram, max(noise, 0.0))
    if text is not None:
        warnings.warn(text, OvershootWarning, stacklevel=4)
