"""Map law: mean, standard deviation and quantiles of every cell of Gaussian realizations, without any.

Law: scores of realizations are normal about the estimate, with the kriging variance (`score_law`); where the variogram
is not known, a mixture of them: of eight variograms, each with its weight and four sills, whatever the number of
realizations. Their values follow from that (`cell_law`). A map is made in strips, whose number depends on nothing, so
that whoever makes them makes the same bytes, and memory does not grow with the number of variograms.

    variograms ─▶ scores of a strip (score_law) ─▶ moments of values (normal_moments) ─▶ mixture (cell_law)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..blas import one_blas_thread
from ..transforms.normal_moments import moments_of
from .cell_law import CellLaw, mixed, mixture_quantiles
from .score_law import ScoreLaw, seconds_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry
    from ..transforms.transform import FittedTransform
    from ..variogram.models import Variogram
    from ..variogram.uncertainty import Posterior
    from .problem import Problem

    Floats = NDArray[np.float64]

STRIPS = 8
"""Parts of a map, as many as there are blocks before an open number of realizations may end."""

_VARIOGRAMS, _SILLS = 8, 4
"""Components that represent a posterior: the standard deviation is within 1.2 % of that of all."""

_MOST_SECONDS = 1.0, 4e-5
"""The law is used if it takes no more, and so much for each cell: about twice what a hundred realizations take."""

_SECONDS_OF_QUANTILE = 1e-7
"""What a quantile of a cell takes for each component."""


def seconds_within_reason(
    geometry: Geometry, count: int, variogram: Variogram, posterior: Posterior | None, *, noisy: bool = False
) -> float | None:
    """Return about what the law of all cells of so many data takes one processor, or None where it takes too long."""
    least, each = _MOST_SECONDS
    variograms, _ = _representatives(variogram, posterior, noisy=noisy)
    seconds = sum(seconds_of(geometry, count, one) for one in variograms)
    return seconds if seconds <= max(least, each * geometry.size) else None


def seconds_of_quantiles(geometry: Geometry, posterior: Posterior | None, number: int) -> float:
    """Return about what so many quantiles of all cells take one processor, beside their law."""
    components = 1 if posterior is None else _VARIOGRAMS * _SILLS
    return number * geometry.size * components * _SECONDS_OF_QUANTILE


def _representatives(
    variogram: Variogram, posterior: Posterior | None, *, noisy: bool
) -> tuple[list[Variogram], Floats]:
    """Return the variograms of which all scores are a mixture, and their weights; their sills aside, unless `noisy`."""
    if posterior is None:
        return [variogram], np.ones(1)
    places, weights = posterior.representatives(_VARIOGRAMS)
    found = [posterior.variograms[one].scaled(float(posterior.sills[one])) for one in places]
    if not noisy:
        return found, weights
    factors = posterior.components(1, _SILLS)[1].tolist()
    return [one.scaled(factor) for one in found for factor in factors], np.repeat(weights / _SILLS, _SILLS)


class MapLaw:
    """The law of all cells of a problem.

    Parameters
    ----------
    problem : Problem
    transform : FittedTransform
        Takes scores back to values.
    posterior : Posterior or None
        Of the variogram; None: the problem's own is known.
    local : float array of the grid's shape, or None
        What is added to the problem's scores before they are taken back.
    """

    def __init__(
        self, problem: Problem, transform: FittedTransform, posterior: Posterior | None, local: Floats | None = None
    ) -> None:
        self._local = local
        self._shape, self._transform, self._scores = problem.geometry.shape, transform, ScoreLaw(problem)
        self._variogram = problem.variogram
        noisy = problem.soft is not None  # then estimates depend on the sill
        self._variograms, self._weights = _representatives(problem.variogram, posterior, noisy=noisy)
        self._roots = np.ones(1)
        if posterior is not None and not noisy:
            self._roots = np.sqrt(posterior.components(1, _SILLS)[1])
        self._moments = moments_of(transform, self._roots)

    @classmethod
    def within_reason(
        cls, problem: Problem, transform: FittedTransform, posterior: Posterior | None, local: Floats | None = None
    ) -> MapLaw | None:
        """Return the law, or None where it is not known, as between limits, or realizations are cheaper."""
        count, soft = len(problem.everything()[0]), problem.soft
        if soft is not None and soft.limited.any():
            return None
        noisy = soft is not None
        if seconds_within_reason(problem.geometry, count, problem.variogram, posterior, noisy=noisy) is None:
            return None
        return cls(problem, transform, posterior, local)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the user should know."""
        return self._scores.remarks(self._variogram)

    @property
    def strips(self) -> list[tuple[int, int]]:
        """First and last row of each strip."""
        edges = [number * self._shape[0] // STRIPS for number in range(STRIPS + 1)]
        return [(first, last) for first, last in zip(edges, edges[1:]) if first < last]

    @one_blas_thread()
    def of_strip(self, first: int, last: int, levels: Sequence[float], pulse: Callable[[float], object]) -> CellLaw:
        """Return the law of rows of cells, each array of shape (…, m).

        Parameters
        ----------
        first, last : int
            A strip.
        levels : sequence of float
            Probabilities of the quantiles.
        pulse : callable
            Called with each part that is done.
        """
        means, stds = [], []
        for variogram in self._variograms:
            mean, std = self._scores.of_rows(variogram, first, last)
            if self._local is not None:
                local = self._local[first:last].reshape(-1)
                mean, std = mean + local, np.where(np.isnan(local), np.nan, std)
            means.append(mean)
            stds.append(std)
            pulse(1 / len(self._variograms))
        mean, std = mixed(self._moments, means, stds, self._weights)
        quantiles = np.empty((len(levels), len(mean)))
        if len(levels):
            centres = np.repeat(means, len(self._roots), axis=0)
            widths = np.concatenate([self._roots[:, None] * std for std in stds])
            shares = np.repeat(self._weights / len(self._roots), len(self._roots))
            quantiles = mixture_quantiles(self._transform, centres, widths, shares, levels)
        return CellLaw(mean, std, quantiles)
