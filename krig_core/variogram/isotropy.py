"""A test of isotropy: whether data have a direction of longest range, by the ratio of two likelihoods.

Law: isotropy is given up at a stated level. Of isotropic fields about `LEVEL` pass for anisotropic ones.

With the vector (u, v) = ln(1 / ratio) (sin 2 azimuth, cos 2 azimuth) isotropy is its origin, which is no edge; so twice
the difference of the log-likelihoods at their maxima has nearly a chi-square distribution of two degrees of freedom,
times a factor that nears one with the number of data (Bartlett 1937); here it is the one that was measured.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.spatial.distance import cdist
from scipy.special import chdtrc

from ..blas import one_blas_thread
from ..points import diagonal
from .likelihood import Likelihood
from .models import Structure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEVEL = 0.05
"""Share of isotropic fields that pass for anisotropic ones."""

MOST_DATA = 500
"""Past this many data the test is that of a seeded sample: its cost grows with the cube of their number."""

_FACTOR = 1.17
"""Of 400 isotropic fields of 120 and 500 data so much made the share that passes that of the level."""

_START_DATA = 150
_AZIMUTHS = (0.0, 22.5, 45.0, 67.5, 90.0, 112.5, 135.0, 157.5)
_RATIOS = (0.7, 0.45, 0.25)
_LEAST_RATIO = 0.05

_LEAST_CREDIBLE = 0.15
"""A smaller ratio is a direction without a range: a few pairs of few data that are alike by chance."""


class Ellipse(NamedTuple):
    """A direction of longest range.

    Attributes
    ----------
    azimuth : float
        Degrees clockwise from north, at least 0 and less than 180.
    ratio : float
        Range across it divided by the range along it.
    chance : float
        Share of isotropic fields that show as much.
    """

    azimuth: float
    ratio: float
    chance: float

    @property
    def credible(self) -> bool:
        """Whether isotropic fields show as much no more often than `LEVEL`."""
        return self.chance <= LEVEL and _LEAST_CREDIBLE < self.ratio < 1


@one_blas_thread()
def likeliest_ellipse(
    points: Floats,
    data: Floats,
    model: str,
    *,
    shape: float | None = None,
    design: Floats | None = None,
    nugget: float | None = None,
    partial_sill: float | None = None,
    range: float | None = None,
    azimuth: float | None = None,
    ratio: float | None = None,
) -> Ellipse | None:
    """Find the likeliest azimuth and ratio, as far as not given; None where the likelihood has no maximum.

    Parameters
    ----------
    points : float array, shape (n, 2)
        No two the same.
    data : float array, shape (n,)
    model : str
        A model that has a sill.
    shape, nugget, partial_sill, range, azimuth, ratio : float, optional
        Kept where given; not both of azimuth and ratio.
    design : float array, shape (n, p), optional
        Drift functions at the data; None is a constant.
    """
    functions = np.ones((len(data), 1)) if design is None else design
    if len(data) > MOST_DATA:
        chosen = np.sort(np.random.default_rng(0).choice(len(data), MOST_DATA, replace=False))
        points, data, functions = points[chosen], data[chosen], functions[chosen]
    likelihood = Likelihood(points, data, functions, model, shape, (nugget, partial_sill))
    isotropic = likelihood.maximum(range)
    if isotropic is None:
        return None
    part, length = isotropic[0] / (isotropic[0] + isotropic[1]), isotropic[2]
    few = np.random.default_rng(0).choice(len(data), min(len(data), _START_DATA), replace=False)
    most = 2 * diagonal(points)

    def form(numbers: Floats) -> tuple[float, float, float, float]:
        """Return azimuth, ratio, range along it and relative nugget."""
        own = list(numbers)
        stretch, turn = math.hypot(own[0], own[1]), math.degrees(math.atan2(own[0], own[1])) / 2
        if azimuth is not None:
            # Its other component is that of a range that is longer across: the ratio is then more than one.
            turn, stretch = azimuth, own[0]
        elif ratio is not None:
            turn, stretch = own[0] * 60, -math.log(ratio)
        narrow = min(max(math.exp(-stretch), _LEAST_RATIO), 1 / _LEAST_RATIO)
        own = own[2 if azimuth is None and ratio is None else 1 :]
        along = range if range is not None else min(math.exp(own.pop(0)), most) / math.sqrt(narrow)
        return turn, narrow, along, min(abs(own[0]), 1.0) if likelihood.part is None else likelihood.part

    def deviance(numbers: Floats, rows: NDArray[np.intp] | slice) -> float:
        turn, narrow, along, nugget_part = form(numbers)
        own = Structure("spherical", 1.0, 1.0, turn, narrow).isotropic(points[rows])
        return likelihood.deviance(cdist(own, own), likelihood.data[rows], likelihood.design[rows], along, nugget_part)[
            0
        ]

    rest = [math.log(length)] * (range is None) + [part] * (likelihood.part is None)
    steps = [0.3] * (range is None) + [0.05] * (likelihood.part is None)
    if azimuth is not None:
        turns = [[-math.log(narrow)] for narrow in _RATIOS]
    elif ratio is not None:
        turns = [[turn / 60] for turn in _AZIMUTHS]
    else:
        turns = [
            [-math.log(narrow) * math.sin(2 * math.radians(turn)), -math.log(narrow) * math.cos(2 * math.radians(turn))]
            for turn, narrow in itertools.product(_AZIMUTHS, _RATIOS)
        ]
    starts = [np.array([*turn, *rest]) for turn in turns]
    first = min(starts, key=lambda start: deviance(start, few))
    whole = slice(None)
    simplex = np.array([first, *(first + np.diag([0.3] * len(turns[0]) + steps))])
    search = minimize(
        lambda numbers: deviance(numbers, whole),
        first,
        method="Nelder-Mead",
        options={"initial_simplex": simplex, "xatol": 2e-3, "fatol": 1e-3, "maxiter": 300},
    )
    turn, narrow, _, _ = form(search.x)
    if ratio is not None:
        return Ellipse(turn % 180.0, ratio, 0.0)
    distance = cdist(points, points)
    isotropic_deviance = likelihood.deviance(distance, likelihood.data, likelihood.design, length, part)[0]
    gain = max(isotropic_deviance - float(search.fun), 0.0) / _FACTOR
    # Of a given azimuth only the half counts in which the range is longer along it.
    chance = float(chdtrc(2, gain)) if azimuth is None else float(chdtrc(1, gain)) / 2
    return Ellipse(turn % 180.0, narrow, chance)
