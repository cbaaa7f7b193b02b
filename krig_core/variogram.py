"""From pairs of data to lags, to an experimental variogram, to a fitted model.

Law: a fit never fails silently and never raises for poor data: what could not be fitted is replaced by a stated
model, and a remark says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize_scalar, nnls
from scipy.spatial.distance import cdist

from .errors import InvalidInput
from .models import Structure, Variogram, model_named

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

MAX_POINTS = 10_000
"""Past this many data the pairs come from a seeded sample of so many: 5·10⁷ pairs fix any variogram."""

FEW_PAIRS = 30
"""Fewer pairs in a lag than this make an unreliable semivariance (Journel & Huijbregts 1978, p. 194)."""

AUTOMATIC_MODELS = ("spherical", "exponential")
"""Models of an automatic choice. The Gaussian is left to those who ask for it: few data often seem to fit it, and on
a field that is not that smooth its maps overshoot and their standard deviation is far too small."""

_ENOUGH_LAGS = 5
_CHUNK = 2_000_000


def data_arrays(coordinates: ArrayLike, values: ArrayLike) -> tuple[Floats, Floats]:
    """Return coordinates (n, 2 or 3) and values (n,) as float arrays, or raise InvalidInput."""
    points, data = np.asarray(coordinates, dtype=float), np.asarray(values, dtype=float)
    if points.ndim != 2 or points.shape[1] not in (2, 3) or data.shape != points.shape[:1]:
        message = f"Invalid data of shapes {points.shape} and {data.shape}. Should be (n, 2) or (n, 3), and (n,)."
        raise InvalidInput(message)
    if not (np.isfinite(points).all() and np.isfinite(data).all()):
        message = "Invalid data. Coordinates and values should be finite; leave out points without a value."
        raise InvalidInput(message)
    return points, data


@dataclass(frozen=True)
class ExperimentalVariogram:
    """Semivariance of the data for each lag that has pairs.

    Attributes
    ----------
    distance : float array, shape (lags,)
        Mean distance of the pairs of a lag, in map units.
    gamma : float array, shape (lags,)
        Semivariance, in squared units of the data.
    pairs : int array, shape (lags,)
        Number of pairs.
    """

    distance: Floats
    gamma: Floats
    pairs: NDArray[np.int64]

    def fit(
        self,
        model: str = "spherical",
        *,
        weights: str = "pairs/h2",
        nugget: float | None = None,
        partial_sill: float | None = None,
        range: float | None = None,
        longest: float | None = None,
    ) -> Variogram:
        """Fit a nugget and one structure by weighted least squares.

        For a given range the nugget and the partial sill are a non-negative linear problem; so only the range is
        searched, over a grid and then locally, which cannot get stuck the way a joint search does.

        Parameters
        ----------
        model : str
            A key of `krig_core.models.MODELS`.
        weights : {"pairs/h2", "pairs", "equal"}
            Weight of a lag with N pairs at distance h: N/h² (Pebesma & Wesseling 1998), N, or 1.
        nugget, partial_sill, range : float, optional
            What is given is kept; the rest is fitted.
        longest : float, optional
            The longest range to try; None is five times the largest lag.

        Returns
        -------
        Variogram

        Raises
        ------
        InvalidInput
            If there are fewer lags than parameters to fit.
        """
        free = sum(value is None for value in (nugget, partial_sill, range))
        if len(self.gamma) < free:
            message = f"Invalid data. {len(self.gamma)} lags with pairs are too few to fit {free} variogram parameters."
            raise InvalidInput(message)
        weight = np.sqrt(self._weights(weights))
        shape = model_named(model)

        def linear(length: float) -> tuple[Floats, float]:
            rise = 1 - shape.correlation(self.distance * (shape.practical_range / length))
            columns, target = np.column_stack([np.ones_like(rise), rise]), self.gamma.copy()
            known = [nugget, partial_sill]
            solution = np.array([0.0 if value is None else value for value in known])
            target -= columns @ solution
            unknown = [index for index, value in enumerate(known) if value is None]
            if unknown:
                solution[unknown] = nnls(columns[:, unknown] * weight[:, None], target * weight)[0]
                target -= columns[:, unknown] @ solution[unknown]
            return solution, float(np.sum((weight * target) ** 2))

        if range is None:
            shortest, longest = self.distance[0] / 2, longest or 5 * self.distance[-1]
            candidates = np.geomspace(min(shortest, longest), longest, 80)
            errors = [linear(candidate)[1] for candidate in candidates]
            best = int(np.argmin(errors))
            low, high = candidates[max(best - 1, 0)], candidates[min(best + 1, len(candidates) - 1)]
            found = minimize_scalar(
                lambda length: linear(length)[1], bounds=(low, high), method="bounded", options={"xatol": 1e-7 * high}
            )
            range = float(found.x) if found.fun <= errors[best] else float(candidates[best])
        solution, _ = linear(range)
        return Variogram.of(model, nugget=float(solution[0]), partial_sill=float(solution[1]), range=range)

    def reliable(self) -> ExperimentalVariogram:
        """Return the lags with at least `FEW_PAIRS` pairs, or all where those are too few to fit a model to."""
        keep = self.pairs >= FEW_PAIRS
        if keep.sum() < _ENOUGH_LAGS:
            return self
        return ExperimentalVariogram(self.distance[keep], self.gamma[keep], self.pairs[keep])

    def error(self, variogram: Variogram, weights: str = "pairs/h2") -> float:
        """Return the weighted sum of squared differences between a variogram and this one."""
        return float(np.sum(self._weights(weights) * (self.gamma - variogram(self.distance)) ** 2))

    def _weights(self, name: str) -> Floats:
        if name == "pairs/h2":
            return self.pairs / self.distance**2
        if name == "pairs":
            return self.pairs.astype(float)
        if name == "equal":
            return np.ones_like(self.gamma)
        message = f"Invalid weights {name!r}. Should be 'pairs/h2', 'pairs' or 'equal'."
        raise InvalidInput(message)


def experimental_variogram(
    coordinates: ArrayLike, values: ArrayLike, *, lags: int = 15, max_distance: float | None = None
) -> ExperimentalVariogram:
    """Estimate the variogram of data by the method of moments (Matheron 1962).

    Pairs are taken in chunks, so memory does not grow with the square of the data; past `MAX_POINTS` data they come
    from a seeded sample of the points.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
        In map units.
    values : float array, shape (n,)
    lags : int
        Number of lags of equal width; each holds the pairs with lower < distance <= upper.
    max_distance : float, optional
        Upper end of the last lag; None is a third of the diagonal of the data's bounding box.

    Returns
    -------
    ExperimentalVariogram
        Lags without pairs are left out.

    Raises
    ------
    InvalidInput
        If shapes do not fit, a value is not finite, or lags or max_distance are not positive.
    """
    points, data = data_arrays(coordinates, values)
    if lags < 1:
        message = f"Invalid number of lags {lags}. Should be at least 1."
        raise InvalidInput(message)
    if max_distance is None:
        max_distance = diagonal(points) / 3
    if not max_distance > 0:
        message = (
            f"Invalid maximum distance {max_distance:g}. Should be greater than zero: are all points in one place?"
        )
        raise InvalidInput(message)
    if len(points) > MAX_POINTS:
        chosen = np.random.default_rng(0).choice(len(points), MAX_POINTS, replace=False)
        points, data = points[chosen], data[chosen]
    width = max_distance / lags
    count, distance, square = np.zeros(lags, dtype=np.int64), np.zeros(lags), np.zeros(lags)
    rows = max(1, _CHUNK // max(len(points), 1))
    for start in range(0, len(points), rows):
        stop = min(start + rows, len(points))
        h = cdist(points[start:stop], points[start:])
        # Each pair once: in the chunk's own square only what lies above the diagonal.
        h[np.tril_indices(stop - start, 0, len(points) - start)] = 0
        first, second = np.nonzero((h > 0) & (h <= max_distance))
        h = h[first, second]
        lag = np.minimum(np.ceil(h / width).astype(np.intp) - 1, lags - 1)
        count += np.bincount(lag, minlength=lags)
        distance += np.bincount(lag, h, lags)
        square += np.bincount(lag, (data[start + first] - data[start + second]) ** 2, lags)
    filled = count > 0
    pairs = count[filled]
    return ExperimentalVariogram(distance[filled] / pairs, square[filled] / (2 * pairs), pairs)


def diagonal(points: Floats) -> float:
    """Return the diagonal of the bounding box of points, shape (n, ndim), in map units."""
    return float(np.linalg.norm(np.ptp(points, axis=0))) if len(points) else 0.0


@dataclass(frozen=True)
class Fit:
    """A variogram found from data, and how.

    Attributes
    ----------
    variogram : Variogram
    experimental : ExperimentalVariogram or None
        What it was fitted to; None where there was nothing to fit to.
    remarks : tuple of str
        What the user should know: too few pairs, a fall-back, no correlation.
    """

    variogram: Variogram
    experimental: ExperimentalVariogram | None
    remarks: tuple[str, ...]


def fit_variogram(
    coordinates: ArrayLike,
    values: ArrayLike,
    *,
    models: Sequence[str] = AUTOMATIC_MODELS,
    nugget: float | None = None,
    partial_sill: float | None = None,
    range: float | None = None,
) -> Fit:
    """Find the variogram of data: what is given is kept, the rest is fitted, the best model is taken.

    The best model is the one with the least weighted squared error (weights N/h²). Lags with fewer than `FEW_PAIRS`
    pairs are left out where enough remain, and no range longer than the diagonal of the data is tried.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
    values : float array, shape (n,)
    models : sequence of str
        Models to choose from, keys of `krig_core.models.MODELS`; the first wins a tie.
    nugget, partial_sill, range : float, optional
        Kept where given.

    Returns
    -------
    Fit
        Data that cannot be fitted get a spherical model with the data's variance and a third of the diagonal.

    Raises
    ------
    InvalidInput
        If there are no data, or a single point and neither partial sill nor range is given.
    """
    points, data = data_arrays(coordinates, values)
    if len(data) == 0:
        message = "No data: no point has a value."
        raise InvalidInput(message)
    if nugget is not None and partial_sill is not None and range is not None and len(models) == 1:
        return Fit(Variogram.of(models[0], nugget=nugget, partial_sill=partial_sill, range=range), None, ())
    extent = diagonal(points)
    if extent == 0 and (partial_sill is None or range is None):
        message = "All data lie at one point: give PARTIAL_SILL and RANGE, because no variogram can be fitted."
        raise InvalidInput(message)
    try:
        experimental = experimental_variogram(points, data)
        reliable = experimental.reliable()
        fits = [
            reliable.fit(model, nugget=nugget, partial_sill=partial_sill, range=range, longest=extent)
            for model in models
            if data.var() > 0
        ]
        best = min(fits, key=reliable.error)
    except (InvalidInput, ValueError):
        spare = Structure(
            models[0],
            float(data.var(ddof=1)) if partial_sill is None and len(data) > 1 else partial_sill or 0.0,
            range or extent / 3,
        )
        remark = f"No variogram could be fitted to {len(data)} data"
        remark += " that are all equal" if data.var() == 0 else " (too few pairs)"
        fallback = Variogram(nugget or 0.0, (spare,))
        return Fit(fallback, None, (f"{remark}; used instead: {fallback}.",))
    remarks = []
    if len(points) > MAX_POINTS:
        remarks.append(f"The variogram was estimated from a sample of {MAX_POINTS} of {len(points)} data.")
    sparse = int(np.sum(experimental.pairs < FEW_PAIRS))
    if sparse:
        remarks.append(
            f"{sparse} of {len(experimental.pairs)} lags have fewer than {FEW_PAIRS} pairs: "
            + ("a fit is uncertain." if reliable is experimental else "the fit leaves them out.")
        )
    if best.partial_sill <= 1e-9 * best.sill:
        remarks.append("The data show no spatial correlation: the fitted variogram is a pure nugget.")
    elif range is None and best.range > 2 * experimental.distance[-1]:
        remarks.append(
            f"The fitted range {best.range:.6g} is far beyond the largest lag {experimental.distance[-1]:.6g}: "
            "the data may have a trend."
        )
    if not math.isclose(best.sill, 0) and best.structures[0].model == "gaussian" and best.nugget < 1e-3 * best.sill:
        remarks.append("A Gaussian variogram without nugget makes very smooth maps; check that the data are as smooth.")
    return Fit(best, experimental, tuple(remarks))
