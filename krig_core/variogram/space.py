"""The variogram of data in space: wells are dense along z and far apart, so each direction is looked at by itself.

Law: horizontal pairs give the range, vertical pairs the vertical range, both together nugget and sill. Where one of
them has too few pairs, its range is a stated share of the data's extent, and a remark says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..blas import one_blas_thread
from ..errors import InvalidInput
from ..points import diagonal
from .anisotropy import directions_error, fit_directions
from .experimental import (
    ENOUGH_LAGS,
    FEW_PAIRS,
    ExperimentalVariogram,
    Models,
    experimental_variogram,
    most_points,
)
from .least_squares import Fit, fit_least_squares
from .model_prior import ROUGH_MODELS
from .models import Structure, Variogram
from .sills import NOTHING, Known

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_LAGS = 15

_SLABS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""How thick the slab may be, in vertical lags, in which pairs count as horizontal: no thicker than it takes."""

_ENOUGH_STEEP_LAGS = 3
"""Vertical lags that a vertical range needs, beside the horizontal ones that share its nugget and sill."""

_SHARE = 1 / 3
"""Of the data's extent, the range that is taken where no pairs tell."""


@one_blas_thread()
def fit_in_space(
    points: Floats,
    scores: Floats,
    *,
    models: Sequence[Models] = ROUGH_MODELS,
    shape: float | None = None,
    anisotropy: bool = False,
    **known: float | None,
) -> Fit:
    """Find the variogram of data in space, with a horizontal and a vertical range.

    Parameters
    ----------
    points : float array, shape (n, 3)
        No two the same.
    scores : float array, shape (n,)
    models : sequence of str
        Models to choose from; the one of the least weighted squared error is taken.
    shape : float, optional
        Parameter of the formula, for the models that have one.
    anisotropy : bool
        Look for azimuth and ratio as well, as far as not given.
    **known
        nugget, partial_sill, range, azimuth, ratio, vertical_range: kept where given.

    Raises
    ------
    InvalidInput
        If all data lie in one well and no range is given, or an option is out of its domain.
    """
    given = Known(**known)
    if given.range is None and np.ptp(points[:, :2], axis=0).max(initial=0.0) == 0:
        message = "All data lie in one well: give `range`, because no horizontal variogram can be fitted."
        raise InvalidInput(message)
    search = _Search(points, scores, [str(model) for model in models], given, shape)
    if None not in (given.nugget, given.partial_sill, given.range, given.vertical_range) and len(models) == 1:
        return Fit(search.variogram(search.models[0], *given.sills, given.range, given.vertical_range), None, ())
    remarks: tuple[str, ...] = ()
    if anisotropy and (given.azimuth is None or given.ratio is None) and np.ptp(scores) > 0:
        found = fit_least_squares(points, scores, models=models, shape=shape, anisotropy=True, **given._asdict())
        if found.directions and all(item.vertical_range is not None for item in found.variogram.structures):
            return found
        remarks = ("No anisotropy could be fitted: the directions have too few pairs.",)
    fit = search.fit(given.range, given.vertical_range)
    return replace(fit, remarks=remarks + fit.remarks)


class _Search:
    """The fit of one kind of horizontal ellipse, in coordinates in which it is a circle."""

    def __init__(
        self,
        points: Floats,
        scores: Floats,
        models: Sequence[str],
        given: Known,
        shape: float | None,
    ) -> None:
        self.form = Structure("spherical", 1.0, 1.0, given.azimuth or 0.0, 1.0 if given.ratio is None else given.ratio)
        self.points = np.column_stack([self.form.isotropic(points[:, :2]), points[:, 2]])
        self.scores, self.models, self.shape = scores, models, shape
        self.sills: dict[str, Any] = {"nugget": given.nugget, "partial_sill": given.partial_sill}
        # One well with a wrong elevation must not set the vertical lags of all.
        self.height = float(np.ptp(np.quantile(points[:, 2], (0.05, 0.95))))
        self.width = diagonal(self.points[:, :2])

    def variogram(self, model: str, nugget: Any, partial_sill: Any, length: Any, vertical: Any) -> Variogram:
        """Return the variogram with these numbers and the form's azimuth and ratio."""
        structure = Structure(
            model, float(partial_sill), length, self.form.azimuth, self.form.ratio, vertical, shape=self._shape(model)
        )
        return Variogram(float(nugget), (structure,))

    def _shape(self, model: str) -> float | None:
        return self.shape if model in ("matern", "stable", "power") else None

    def fit(self, length: float | None, vertical: float | None) -> Fit:
        flat, steep = self._flat(), self._steep()
        remarks = []
        if flat is None and length is None:
            length = _SHARE * self.width
            remarks.append(
                f"Too few wells for a horizontal variogram: the range is taken as {length:.6g}, a third of the data's "
                "extent (`range`)."
            )
        if steep is None and vertical is None and self.height > 0:
            vertical = _SHARE * self.height
            remarks.append(
                f"Too few samples above each other for a vertical variogram: the vertical range is taken as "
                f"{vertical:.6g}, a third of the data's height (`vertical_range`)."
            )
        used = [item for item in (flat, steep) if item is not None]
        found = self._best(used, length, vertical) if np.ptp(self.scores) > 0 else None
        if found is None:
            sill, none = self.sills["partial_sill"], self.sills["nugget"] or 0.0
            variance = float(self.scores.var(ddof=1)) if len(self.scores) > 1 else 0.0
            length = length or _SHARE * self.width
            found = self.variogram(self.models[0], none, variance if sill is None else sill, length, vertical or length)
            if np.ptp(self.scores) > 0 and sill is None:
                remarks.append("No variogram could be fitted (too few pairs): the sill is the data's variance.")
            return Fit(found, None, tuple(remarks))
        return Fit(found, flat, (*remarks, *self._remarks(found, used, length, vertical)), tuple(used))

    def _best(
        self, used: Sequence[ExperimentalVariogram], length: float | None, vertical: float | None
    ) -> Variogram | None:
        fits = []
        for model in self.models if used else ():
            try:
                fits.append(self._fit(model, used, length, vertical))
            except InvalidInput:  # fewer lags than parameters
                continue
        if not fits:
            return None
        best = min(fits, key=lambda item: directions_error(used, item, "pairs/h2"))
        structure = replace(best.structures[0], azimuth=self.form.azimuth, ratio=self.form.ratio)
        return replace(best, structures=(structure,))

    def _fit(
        self, model: str, used: Sequence[ExperimentalVariogram], length: float | None, vertical: float | None
    ) -> Variogram:
        """Return a fit whose horizontal ranges are a circle."""
        shape = self._shape(model)
        if used[0].dip == 90:  # only vertical pairs: their range is the vertical one
            alone = used[0].fit(model, range=vertical, shape=shape, longest=self.height, **self.sills)
            structure = alone.structures[0]
            return replace(
                alone, structures=(replace(structure, range=length or self.width, vertical_range=structure.range),)
            )
        return fit_directions(
            used, model, range=length, azimuth=0.0, ratio=1.0, vertical_range=vertical, shape=shape, **self.sills
        )

    def _flat(self) -> ExperimentalVariogram | None:
        """Return the horizontal variogram, of pairs in a slab; None where it has too few."""
        farthest = _SHARE * self.width
        if not farthest > 0:
            return None
        for thickness in _SLABS:
            found = experimental_variogram(
                self.points,
                self.scores,
                lags=_LAGS,
                max_distance=farthest,
                azimuth=0.0,
                tolerance=90.0,  # every direction, but not straight up
                vertical_bandwidth=thickness * max(self.height, 1e-9 * farthest) / 2 / _LAGS,
            )
            if (found.pairs >= FEW_PAIRS).sum() >= ENOUGH_LAGS:
                return replace(found.reliable(), azimuth=None, dip=0.0)
        return None

    def _steep(self) -> ExperimentalVariogram | None:
        """Return the vertical variogram; None where it has too few pairs."""
        if not self.height > 0:
            return None
        found = experimental_variogram(self.points, self.scores, lags=_LAGS, max_distance=self.height / 2, dip=90)
        enough = found.pairs >= FEW_PAIRS
        if enough.sum() < _ENOUGH_STEEP_LAGS:
            return None
        return replace(found, distance=found.distance[enough], gamma=found.gamma[enough], pairs=found.pairs[enough])

    def _remarks(
        self,
        found: Variogram,
        used: Sequence[ExperimentalVariogram],
        length: float | None,
        vertical: float | None,
    ) -> tuple[str, ...]:
        remarks = []
        most = most_points("matheron")
        if len(self.scores) > most:
            remarks.append(f"The variogram was estimated from a sample of {most} of {len(self.scores)} data.")
        if found.partial_sill <= NOTHING * found.sill:
            remarks.append("The data show no spatial correlation: the fitted variogram is a pure nugget.")
            return tuple(remarks)
        if length is None and found.bounded and found.range > 0.999 * used[0].distance[-1]:
            remarks.append(
                f"The range {found.range:.6g} is the longest that was tried, the largest lag: it may be longer."
            )
        height = found.structures[0].vertical_range
        if vertical is None and height is not None and found.bounded and height > 2 * used[-1].distance[-1]:
            remarks.append(
                f"The vertical range {height:.6g} is far beyond the largest vertical lag {used[-1].distance[-1]:.6g}: "
                "give it if you know better (`vertical_range`)."
            )
        return tuple(remarks)
