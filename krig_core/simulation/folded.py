"""Folded: the torus on which the covariance is the sum of that to all copies of a cell.

Law: a sum over all copies has the eigenvalues of the covariance itself, sampled, so none is negative; and where the
torus is longer than the grid by the reach of the covariance, no copy changes a covariance within the grid.

Where a trend has a constant only differences of the field count, and a structure that reaches far beyond the grid may
be cut off where the grid ends (Stein 2002, J. Comput. Graph. Stat. 11(3); Gneiting et al. 2006, J. Comput. Graph. Stat.
15(3)). In the coordinates in which it is isotropic, and D being the grid's diagonal,

    γ(h) = [φ(0) − φ(h)] + b h²      φ(h) = C(h) − C(D) + b (h² − D²) up to D, 0 beyond; b = −C′(D) / 2D

φ meets zero with its slope, and b h² is the variogram of a random plane. Smooth structures have no such φ that is a
covariance: negative eigenvalues tell.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..variogram.models import Structure, Variogram
from .plane import RandomPlane
from .torus import Torus, fast_shape, spectrum_of, without_negative

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..geometry import Geometry

    Floats = NDArray[np.float64]

_ROUNDING = 1e-9
"""Correlations below this are not folded back."""

_LATTICE = 9
"""Lags along each axis by which it is found whether a copy matters."""

_MOST_COPIES = 4
"""Along each axis to either side; what lies farther has a correlation that is small or hardly changes in the grid."""


class Folding:
    """How a variogram is to be folded around a grid.

    Parameters
    ----------
    geometry : Geometry
    variogram : Variogram
    tail : float
        The largest correlation that a copy may add.
    cut : bool
        Whether structures that reach beyond the diagonal of the grid are cut off there.

    Attributes
    ----------
    shape : tuple of int
        Of the torus.
    work : float
        Covariances to compute.
    """

    def __init__(self, geometry: Geometry, variogram: Variogram, tail: float, cut: bool) -> None:
        self._geometry, self._nugget = geometry, variogram.nugget
        terms: list[_Whole | _CutOff] = []
        for structure in variogram.structures:
            term: _Whole | _CutOff = _Whole(structure, geometry.ndim, tail)
            if cut:
                shorter = _CutOff(structure, geometry)
                term = shorter if shorter.valid and (shorter.width < term.width).all() else term
            terms.append(term)
        width = np.max([term.width for term in terms], axis=0, initial=0.0)
        self.shape = fast_shape(
            cells + math.ceil(far / abs(spacing)) if cells > 1 else 1
            for cells, far, spacing in zip(geometry.shape, width, geometry.spacing)
        )
        # Along an axis of one cell there are no lags, and nothing to fold.
        lengths = np.array([n * abs(d) if n > 1 else math.inf for n, d in zip(self.shape, geometry.spacing)])
        self._terms = [(term, _copies(term, lengths)) for term in terms]
        self.work = float(sum(len(copies) for _, copies in self._terms)) * math.prod(self.shape)

    @property
    def cut(self) -> bool:
        """Whether any structure is cut off."""
        return any(isinstance(term, _CutOff) for term, _ in self._terms)

    def torus(self) -> Torus:
        """Make the torus."""
        spectrum = without_negative(spectrum_of(self._covariance_at, self._geometry, self.shape))
        cut = [term for term, _ in self._terms if isinstance(term, _CutOff)]
        plane = None
        if cut:
            slopes = np.sum([term.slopes for term in cut], axis=0)
            plane = RandomPlane(self._geometry, sum(term.left for term in cut), slopes)
        return Torus(self._geometry.shape, spectrum, plane)

    def _covariance_at(self, offsets: Sequence[Floats]) -> Floats:
        total = np.zeros(np.broadcast_shapes(*(part.shape for part in offsets)))
        for term, copies in self._terms:
            for copy in copies:
                total += term.covariance_at([part + far for part, far in zip(offsets, copy)])
        if self._nugget > 0:
            total += Variogram(self._nugget).covariance_at(offsets)
        return total


def _copies(term: _Whole | _CutOff, lengths: Floats) -> list[list[float]]:
    """Return the offsets of the copies of a cell that are within reach of any lag of a torus, itself included.

    A lattice of lags tells, and the gaps between them.
    """
    counts = [min(_MOST_COPIES, int(far)) for far in term.reach / lengths + 0.5]
    steps = [
        [number * length if number else 0.0 for number in range(-count, count + 1)]
        for count, length in zip(counts, lengths)
    ]
    copies = np.array(list(itertools.product(*steps)))
    half = np.where(np.isfinite(lengths), lengths, 0.0) / 2
    lags = np.array(list(itertools.product(*(np.linspace(-far, far, _LATTICE) for far in half))))
    gap = np.linalg.norm(term.metric, axis=1) @ half / (_LATTICE - 1)
    nearest = np.linalg.norm((lags + copies[:, None]) @ term.metric, axis=-1).min(axis=1)
    reached: list[list[float]] = copies[nearest - gap <= term.end].tolist()
    return reached


class _Whole:
    """A structure as it is.

    Attributes
    ----------
    width : float array, shape (ndim,)
        By how much the torus is longer than the grid, map units.
    reach : float array, shape (ndim,)
        How far copies matter.
    metric : float array, shape (ndim, ndim)
        Takes offsets to where the structure is isotropic.
    end : float
        How far copies matter there.
    """

    def __init__(self, structure: Structure, ndim: int, tail: float) -> None:
        self._variogram = Variogram(0.0, (structure,))
        self.width, self.reach = self._variogram.reach(tail, ndim), self._variogram.reach(_ROUNDING, ndim)
        self.metric = structure.isotropic(np.eye(ndim))
        self.end = float(self.reach[0] / structure.half_widths(ndim)[0]) * structure.formula.practical_range

    def covariance_at(self, offsets: Sequence[Floats]) -> Floats:
        return self._variogram.covariance_at(offsets)


class _CutOff:
    """A structure that ends where the grid does.

    Attributes
    ----------
    valid : bool
        Whether the structure falls at the end of the grid, and has not fallen below zero.
    width, reach, metric, end
        As of `_Whole`.
    left : float
        What variance is left out.
    slopes : float array, shape (ndim, ndim)
        Covariance of the slopes of the random plane.
    """

    def __init__(self, structure: Structure, geometry: Geometry) -> None:
        self._sill, self._formula = structure.partial_sill, structure.formula
        edges = (np.array(geometry.shape) - 1) * np.array(geometry.spacing)
        signs = np.array(list(itertools.product((1.0, -1.0), repeat=geometry.ndim)))
        end = float(np.linalg.norm(structure.isotropic(signs * edges), axis=1).max())
        last, *around = self._formula.correlation(end * np.array([1.0, 1 - 1e-5, 1 + 1e-5]))
        fall = (around[0] - around[1]) / (2e-5 * end) if end > 0 else 0.0
        self.end, self._last, self._bend = end, float(last), fall / (2 * end) if end > 0 else 0.0
        self.valid = end > 0 and fall >= 0 and last >= 0
        self.width = structure.half_widths(geometry.ndim) * (end / self._formula.practical_range)
        self.reach = self.width
        self.left = structure.partial_sill * (self._last + self._bend * end**2)
        self.metric = structure.isotropic(np.eye(geometry.ndim))
        self.slopes: Floats = 2 * self._bend * structure.partial_sill * (self.metric @ self.metric.T)

    def covariance_at(self, offsets: Sequence[Floats]) -> Floats:
        vectors = np.stack(np.broadcast_arrays(*offsets), axis=-1)
        h = np.minimum(np.sqrt(np.square(vectors @ self.metric).sum(axis=-1)), self.end)
        shape = self._formula.correlation(h) - self._last + self._bend * (h * h - self.end**2)
        covariance: Floats = self._sill * shape
        return covariance
