"""Restricted maximum likelihood: the variogram under which the data, freed of their mean or trend, are most likely.

Law: never raises for poor data: like `krig_core.variogram.least_squares.fit_least_squares` it falls back and says so.

    −2 ℓ(range, t) = (n − p) log s² + log |R| + log |FᵀR⁻¹F|,   R = (1 − t) ρ(range) + t I,   t = nugget / sill

The sill s² is known in closed form for a given range and t, so only these two are searched (Patterson & Thompson 1971;
Kitanidis 1983). Where nugget or partial sill is given, t and it tell the sill.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import minimize
from scipy.spatial.distance import cdist

from ..blas import one_blas_thread
from ..errors import InvalidInput
from ..numeric import floats, given_reals, real
from ..points import data_arrays, diagonal
from .least_squares import Fit, fit_least_squares
from .models import Structure, Variogram, formula

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

MAX_DATA = 1500
"""Past this many data the likelihood is that of a seeded sample: its cost grows with the cube of their number."""

_GRID_DATA = 300
_FEWEST = 4

_PARTS = (0.01, 0.1, 0.3, 0.6, 0.9)
"""Nuggets, as parts of the sill, from which a search may begin."""

_NONE = 1e-7
"""A nugget of at most this part of the sill counts as no nugget."""

_STARTS = 6
"""Most places from which it does."""


@one_blas_thread()
def reml_deviance(
    coordinates: ArrayLike, values: ArrayLike, variogram: Variogram, design: ArrayLike | None = None
) -> float:
    """Return minus twice the restricted log-likelihood of a variogram, less a constant of the data and the drift.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
    values : float array, shape (n,)
    variogram : Variogram
    design : float array, shape (n, p), optional
        Drift functions at the data; None is a constant, an unknown mean.

    Returns
    -------
    float
        Infinite where the covariance is singular.
    """
    points, data = data_arrays(coordinates, values)
    variogram.check_bounded("A likelihood")
    columns = np.ones((len(data), 1)) if design is None else floats(design, "design")
    parts = _deviance_parts(variogram.covariance(points, points), data, columns)
    return math.inf if parts is None else parts[0] + parts[1]


def _deviance_parts(covariance: Floats, data: Floats, design: Floats) -> tuple[float, float] | None:
    """Return the log-determinants and the squared, whitened residuals; None for a singular covariance."""
    try:
        factor = cholesky(covariance, lower=True, check_finite=False)
        white = solve_triangular(factor, np.column_stack([design, data]), lower=True, check_finite=False)
        q, r = np.linalg.qr(white[:, :-1])
    except (np.linalg.LinAlgError, ValueError):
        return None
    residual = white[:, -1] - q @ (q.T @ white[:, -1])
    with np.errstate(divide="ignore"):
        logarithm = 2 * np.log(factor.diagonal()).sum() + 2 * np.log(np.abs(r.diagonal())).sum()
    return (float(logarithm), float(residual @ residual)) if math.isfinite(logarithm) else None


@one_blas_thread()
def fit_reml(
    coordinates: ArrayLike,
    values: ArrayLike,
    model: str = "spherical",
    *,
    shape: float | None = None,
    design: ArrayLike | None = None,
    azimuth: float = 0.0,
    ratio: float = 1.0,
    vertical_range: float | None = None,
    nugget: float | None = None,
    partial_sill: float | None = None,
    range: float | None = None,
) -> Fit:
    """Find nugget, partial sill and range of data by restricted maximum likelihood.

    Parameters
    ----------
    coordinates : float array, shape (n, 2) or (n, 3)
    values : float array, shape (n,)
    model : str
        A key of `krig_core.variogram.models.MODELS` that has a sill.
    shape : float, optional
        Parameter of the formula; None is the model's default.
    design : float array, shape (n, p), optional
        Drift functions at the data, which makes it the variogram of residuals; None is a constant.
    azimuth, ratio, vertical_range : float, optional
        Anisotropy, kept; a vertical range needs a `range`.
    nugget, partial_sill : float, optional
        Kept where given; a partial sill is greater than zero.
    range : float, optional
        Kept where given; else found between half the shortest distance and twice the diagonal of the data.

    Returns
    -------
    Fit
        With the variogram of `fit_least_squares`, and a remark, where the likelihood has no maximum.

    Raises
    ------
    InvalidInput
        If shapes do not fit, a value is not finite, there are no data, or an option is out of its domain.

    References
    ----------
    Patterson & Thompson (1971), Biometrika 58; Kitanidis (1983), Water Resources Research 19.
    """
    points, data = data_arrays(coordinates, values)
    azimuth, ratio = real(azimuth, "azimuth"), real(ratio, "ratio")
    known = given_reals(vertical_range=vertical_range, nugget=nugget, partial_sill=partial_sill, range=range)
    vertical_range, nugget, partial_sill, range = known.values()
    columns = np.ones((len(data), 1)) if design is None else floats(design, "design")
    if columns.ndim != 2 or not columns.shape[1] or len(columns) != len(data) or not np.isfinite(columns).all():
        message = f"Invalid design of shape {columns.shape}. Should be ({len(data)}, p) and finite."
        raise InvalidInput(message)
    if vertical_range is not None and range is None:
        message = "Invalid vertical range without a range. Should have both: only their ratio is kept in a search."
        raise InvalidInput(message)
    if not (partial_sill is None or partial_sill > 0):
        message = f"Invalid partial sill {partial_sill}. Should be greater than zero: a pure nugget needs no fit."
        raise InvalidInput(message)
    unit = Structure(model, 1.0, 1.0 if range is None else range, azimuth, ratio, vertical_range, shape)
    Variogram(nugget or 0.0, (unit,)).check_bounded("A likelihood")
    own = replace(unit, model="spherical", shape=None).isotropic(points) * unit.range
    remarks: list[str] = []
    if len(data) > MAX_DATA:
        chosen = np.random.default_rng(0).choice(len(data), MAX_DATA, replace=False)
        own, sampled, columns = own[chosen], data[chosen], columns[chosen]
        remarks.append(f"The likelihood is that of a sample of {MAX_DATA} of {len(data)} data.")
    else:
        sampled = data
    found = None
    if len(sampled) >= columns.shape[1] + _FEWEST and data.var() > 0 and diagonal(own) > 0:
        found = Likelihood(own, sampled, columns, model, shape, (nugget, partial_sill)).maximum(range)
    if found is None:
        spare = fit_least_squares(
            points,
            data,
            models=(model,),
            shape=shape,
            nugget=nugget,
            partial_sill=partial_sill,
            range=range,
            azimuth=azimuth,
            ratio=ratio,
            vertical_range=vertical_range,
        )
        remark = f"The likelihood of {len(data)} data has no maximum: the variogram is fitted by least squares."
        return replace(spare, remarks=(remark, *spare.remarks))
    nugget, partial_sill, length = found
    if partial_sill <= 1e-6 * (nugget + partial_sill):
        remarks.append("The data show no spatial correlation: the fitted variogram is a pure nugget.")
    elif range is None and length > diagonal(own):
        remarks.append(f"The fitted range {length:.6g} is longer than the data's extent: the data may have a trend.")
    found_variogram = Variogram(nugget, (replace(unit, partial_sill=partial_sill, range=length),))
    return Fit(found_variogram, None, tuple(remarks), likelihood=True)


class Likelihood:
    """The profile likelihood of one model over range and relative nugget, with nugget and partial sill or None."""

    def __init__(
        self,
        points: Floats,
        data: Floats,
        design: Floats,
        model: str,
        shape: float | None,
        sills: tuple[float | None, float | None],
    ) -> None:
        self.points, self.design, self.formula = points, design, formula(model, shape)
        # Scaled to unit variance, so that every tolerance below is relative.
        self.scale = float(data.std())
        self.data = (data - data.mean()) / self.scale if np.ptp(design, axis=0).min() == 0 else data / self.scale
        self.given = sills
        self.nugget, self.partial_sill = (None if value is None else value / self.scale**2 for value in sills)
        self.part: float | None = None  # nugget / sill, where it is known
        if self.nugget == 0:
            self.part, self.nugget = 0.0, None if self.partial_sill is None else 0.0
        elif self.nugget is not None and self.partial_sill is not None:
            self.part = self.nugget / (self.nugget + self.partial_sill)

    def maximum(self, given: float | None) -> tuple[float, float, float] | None:
        """Return nugget, partial sill and range of the maximum; None where there is none.

        The likelihood of a model of finite range has several: the search begins at each of the lowest of a grid, on a
        sample where data are many, and only the best of what they lead to is sought with all data.
        """
        distance = cdist(self.points, self.points)
        positive = distance[distance > 0]
        low, high = float(positive.min()) / 2, 2 * diagonal(self.points)
        ranges = np.geomspace(max(low, high / 300), high, 24) if given is None else np.array([given])
        few = np.random.default_rng(0).choice(len(self.data), min(len(self.data), _GRID_DATA), replace=False)
        sample = distance[np.ix_(few, few)], self.data[few], self.design[few]
        whole = distance, self.data, self.design

        def of(numbers: Floats) -> tuple[float, float]:
            # The absolute value folds the search back at a relative nugget of zero; one is as far as it goes.
            length = float(np.clip(math.exp(numbers[-1]), low, high)) if given is None else given
            return length, min(abs(float(numbers[0])), 1.0) if self.part is None else self.part

        def descend(data: tuple[Floats, Floats, Floats], first: Floats) -> Any:
            steps = np.array([0.05, 0.3])[free]
            return minimize(
                lambda numbers: self.deviance(*data, *of(numbers))[0],
                first,
                method="Nelder-Mead",
                options={
                    "initial_simplex": np.array([first, *(first + np.diag(steps))]),
                    "xatol": 1e-4,
                    "fatol": 1e-6,
                    "maxiter": 200,
                },
            )

        parts = _PARTS if self.part is None else (self.part,)
        free = np.array([self.part is None, given is None])
        grid = np.array([[self.deviance(*sample, length, part)[0] for part in parts] for length in ranges])
        starts = [np.array([parts[part], math.log(ranges[row])])[free] for row, part in _lowest(grid)]
        best = starts[0]
        if free.any():
            search = min((descend(sample, start) for start in starts), key=lambda found: float(found.fun))
            best = search.x if len(few) == len(self.data) else descend(whole, search.x).x
        length, nugget = of(best)
        # Where the search was folded back, what is left of zero is its own tolerance, and differs between machines.
        nugget = nugget if nugget > _NONE else 0.0
        deviance, sill = self.deviance(*whole, length, nugget)
        if not (math.isfinite(deviance) and 0 < sill < math.inf):
            return None
        sill *= self.scale**2
        found = nugget * sill, (1 - nugget) * sill
        kept = [own if value is None else value for own, value in zip(found, self.given)]
        return kept[0], kept[1], length

    def deviance(
        self, distance: Floats, data: Floats, design: Floats, length: float, nugget: float
    ) -> tuple[float, float]:
        """Return minus twice the profile log-likelihood and the sill; infinite where the system is singular."""
        matrix = (1 - nugget) * self.formula.correlation(distance * (self.formula.practical_range / length))
        matrix[np.diag_indices(len(data))] = 1.0 + 1e-10
        parts = _deviance_parts(matrix, data, design)
        free = len(data) - design.shape[1]
        if parts is None or not parts[1] > 0:
            return math.inf, math.nan
        sill = self._sill(nugget, parts[1] / free)
        if not 0 < sill < math.inf:
            return math.inf, math.nan
        misfit = 0.0 if sill == parts[1] / free else parts[1] / sill - free
        return free * math.log(sill) + misfit + parts[0], sill

    def _sill(self, part: float, likeliest: float) -> float:
        """Return the sill that a relative nugget leaves to what is given; with nothing given the likeliest one."""
        if self.nugget is not None and self.partial_sill is not None:
            return self.nugget + self.partial_sill
        if self.nugget is not None:
            return self.nugget / part if part > 0 else math.inf
        if self.partial_sill is not None:
            return self.partial_sill / (1 - part) if part < 1 else math.inf
        return likeliest


def _lowest(grid: Floats) -> list[tuple[int, int]]:
    """Return where numbers, shape (rows, columns), are not above any of their neighbours, the lowest first."""
    around = np.pad(grid, 1, constant_values=np.inf)
    rows, columns = grid.shape
    shifts = itertools.product((0, 1, 2), repeat=2)
    least = np.min([around[row : row + rows, column : column + columns] for row, column in shifts], axis=0)
    places = [(int(row), int(column)) for row, column in np.argwhere(grid <= least)]
    return sorted(places, key=lambda place: float(grid[place]))[:_STARTS]
