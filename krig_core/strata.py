"""Strata: a unit between two surfaces, cut into layers that follow them.

Law: z is an elevation, or a depth where it grows downwards; the relative z always grows upwards, from 0 to the
thickness of the relative grid, and layers are counted from the base. What is not in the unit has no layer.

Source: Deutsch, Geostatistical Reservoir Modeling, 2002, ch. 3; Pyrcz & Deutsch, Geostatistical Reservoir Modeling,
2014, ch. 3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .choices import LAYERINGS
from .errors import InvalidInput
from .numeric import real, require_whole, together

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Integers = NDArray[np.intp]


_ROUNDING = 1e-6
"""Of a layer's height, how far below a boundary a z may be and still lie on it."""


class Thickness(NamedTuple):
    """How thick a unit is, over the places where it is: in the unit of z."""

    mean: float
    least: float
    greatest: float


@dataclass(frozen=True)
class Strata:
    """Layers of one unit. All its methods take arrays that broadcast, of which top and base may have gaps (nan).

    Attributes
    ----------
    layering : {"proportional", "follow-top", "follow-base"}
        Every layer thins with the unit; or layers of one height hang from the top, or lie on the base.
    layers : int
        How many.
    thickness : float
        Of the relative grid, in the unit of z.
    downwards : bool
        Whether z is a depth; else it is an elevation.
    """

    layering: str
    layers: int
    thickness: float
    downwards: bool = False

    def __post_init__(self) -> None:
        if self.layering not in LAYERINGS:
            message = f"`layering` is {self.layering!r}. Should be one of {', '.join(LAYERINGS)}."
            raise InvalidInput(message)
        require_whole(self.layers, "layers", 1)
        if not (math.isfinite(real(self.thickness, "thickness")) and self.thickness > 0):
            message = f"The `thickness` of the layers is {self.thickness:g}. Should be greater than zero."
            raise InvalidInput(message)

    @classmethod
    def between(cls, top: ArrayLike, base: ArrayLike, layering: str, layers: int, *, downwards: bool = False) -> Strata:
        """Return the strata between two surfaces: as thick as the unit on average if proportional, else at most.

        Raises
        ------
        InvalidInput
            If the unit is nowhere.
        """
        found = unit_thickness(top, base, downwards=downwards)
        thickness = found.mean if layering == "proportional" else found.greatest
        return cls(layering, layers, thickness, downwards)

    @property
    def height(self) -> float:
        """Of a layer, in the relative grid."""
        return self.thickness / self.layers

    @property
    def edges(self) -> Floats:
        """The relative z of the boundaries of layers, the base first, shape (layers + 1,)."""
        return np.arange(self.layers + 1) * self.height

    @property
    def centres(self) -> Floats:
        """The relative z of the middle of each layer, shape (layers,)."""
        return (np.arange(self.layers) + 0.5) * self.height

    def relative(self, z: ArrayLike, top: ArrayLike, base: ArrayLike) -> Floats:
        """Return the relative z; also of z above and below the unit, but nan where there is no unit."""
        z, top, base = self._upwards(z=z, top=top, base=base)
        # So that z is only moved, and not rounded again, where the unit is as thick as the grid.
        if self.layering == "follow-top":
            found = (z - base) + (self.thickness - (top - base))
        elif self.layering == "follow-base":
            found = z - base
        else:
            found = (z - base) * self._stretch(top, base)
        return np.where(top > base, found, np.nan)

    def absolute(self, relative: ArrayLike, top: ArrayLike, base: ArrayLike) -> Floats:
        """Return the z of a relative z, the inverse of `relative`; nan where there is no unit."""
        relative, top, base = together(relative=relative, top=top, base=base)
        if self.downwards:
            top, base = -top, -base
        if self.layering == "follow-top":
            found = base + (relative - (self.thickness - (top - base)))
        elif self.layering == "follow-base":
            found = base + relative
        else:
            found = base + relative / self._stretch(top, base)
        return np.where(top > base, -found if self.downwards else found, np.nan)

    def holds(self, z: ArrayLike, top: ArrayLike, base: ArrayLike) -> Bools:
        """Tell which z lie in the unit, top and base included, and in one of its layers."""
        up, high, low = self._upwards(z=z, top=top, base=base)
        inside: Bools = (high > low) & (up <= high) & (up >= low)
        if self.layering == "follow-top":
            inside &= self.relative(z, top, base) >= 0
        elif self.layering == "follow-base":
            inside &= self.relative(z, top, base) <= self.thickness
        return inside

    def layer(self, z: ArrayLike, top: ArrayLike, base: ArrayLike) -> Integers:
        """Return in which layer z lies, from 0 at the base; -1 outside the unit.

        What is on the boundary of two layers, but for rounding, belongs to the upper one.
        """
        inside = self.holds(z, top, base)
        number = np.floor(np.where(inside, self.relative(z, top, base), 0.0) / self.height + _ROUNDING).astype(np.intp)
        return np.where(inside, np.clip(number, 0, self.layers - 1), -1)

    def boundaries(self, top: ArrayLike, base: ArrayLike) -> Floats:
        """Return the z of the boundaries of layers, the base first, shape (…, layers + 1), within the unit.

        A layer of which the unit has nothing has no height; nan where there is no unit.
        """
        top, base = (surface[..., None] for surface in together(top=top, base=base))
        found = self.absolute(self.edges, top, base)
        return np.clip(found, np.minimum(top, base), np.maximum(top, base))

    def present(self, top: ArrayLike, base: ArrayLike) -> Bools:
        """Tell which layers the unit has, by their middle, shape (…, layers)."""
        top, base = (surface[..., None] for surface in together(top=top, base=base))
        low, high = self.relative(base, top, base), self.relative(top, top, base)
        found: Bools = (self.centres >= low) & (self.centres <= high)
        return found

    def outermost(self, top: ArrayLike, base: ArrayLike) -> tuple[Integers, Integers]:
        """Return the lowest and the highest layer that the unit has by their middle; the ends where it has none."""
        present = self.present(top, base)
        return present.argmax(axis=-1), self.layers - 1 - present[..., ::-1].argmax(axis=-1)

    def _upwards(self, **given: ArrayLike) -> list[Floats]:
        """Return z and surfaces, which broadcast, as elevations."""
        return [-z if self.downwards else z for z in together(**given)]

    def _stretch(self, top: Floats, base: Floats) -> Floats:
        """Return what a length in the unit is in the relative grid; one where there is no unit."""
        unit = top > base
        return np.where(unit, self.thickness / np.where(unit, top - base, self.thickness), 1.0)


def unit_thickness(top: ArrayLike, base: ArrayLike, *, downwards: bool = False) -> Thickness:
    """Return how thick a unit is where its top lies above its base.

    Raises
    ------
    InvalidInput
        If that is nowhere.
    """
    top, base = together(top=top, base=base)
    thickness = base - top if downwards else top - base
    thickness = thickness[thickness > 0]
    if not thickness.size:
        message = (
            "The top of the unit lies nowhere above its base (`top_surface`, `base_surface`): choose surfaces that do, "
            "in the unit and the direction of z (`reference`)."
        )
        raise InvalidInput(message)
    # From the first, so that the mean of equal ones is exactly theirs.
    first = float(thickness[0])
    mean = first + float(np.mean(thickness - first))
    return Thickness(mean, float(thickness.min()), float(thickness.max()))
