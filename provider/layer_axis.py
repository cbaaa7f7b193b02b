"""The layers of a raster that follow two surfaces: a band for each, the base layer first.

Law: what a run writes of its layers, and only that, tells another how to read them. A layer lies at another elevation
in each cell, so neither the name of a band nor anything that QGIS is told gives it one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .z_axis import REFERENCE, SLICES, Slice

if TYPE_CHECKING:
    from ..krig_core.jobs.map_job import StrataResult

LAYERING = "STOCHKRIG_LAYERING"
"""The item of a raster's metadata that tells how layers follow the surfaces: "proportional 20 35.25 elevation m"."""

BASE = "STOCHKRIG_BASE"
"""That which tells where the base is in one cell: x, y and z."""

_NUMBER = r"\d+\.?\d*(?:[eE][+-]?\d+)?"

_FACT = re.compile(rf"(\S+) ([1-9]\d*) ({_NUMBER}) (elevation|depth)(?: (\S+))?")

_PLACE = re.compile(" ".join([f"(-?{_NUMBER})"] * 3))


@dataclass(frozen=True)
class LayerAxis:
    """How layers follow the surfaces of a unit.

    Attributes
    ----------
    layering : {"proportional", "follow-top", "follow-base"}
    layers : int
    thickness : float
        Of all layers in the relative grid, in the unit of z.
    reference : {"elevation", "depth"}
    unit : str
        Of z, such as m; empty where it is not known.
    base : tuple of float
        x and y of the cell in which the unit is thickest, and the z of its base there; empty where it is not known.
    """

    layering: str
    layers: int
    thickness: float
    reference: str
    unit: str
    base: tuple[float, ...] = ()

    @property
    def fact(self) -> str:
        """What the metadata have under `LAYERING`."""
        words = (self.layering, str(self.layers), f"{self.thickness:.17g}", self.reference, self.unit)
        return " ".join(words).strip()

    @classmethod
    def of(cls, fact: str, base: str = "") -> LayerAxis | None:
        """Return what the metadata say under `LAYERING` and `BASE`, None where they say nothing that can be read."""
        words = _FACT.fullmatch(fact)
        if words is None:
            return None
        numbers = _PLACE.fullmatch(base)
        place = () if numbers is None else tuple(map(float, numbers.groups()))
        return cls(words[1], int(words[2]), float(words[3]), words[4], words[5] or "", place)

    @classmethod
    def of_result(cls, result: StrataResult, reference: str, unit: str) -> LayerAxis:
        """Return what a job has found; `reference` and `unit` are those of z."""
        return cls(result.layering, result.layers, result.thickness, reference, unit, result.thickest)

    @property
    def positive(self) -> str:
        """The direction in which layers are counted, as CF names it."""
        return "up"

    @property
    def long_name(self) -> str:
        """What the number of a layer is."""
        return "layer, counted from the base"

    @property
    def level_unit(self) -> str:
        """That of such a number."""
        return "1"

    def slices(self, _first: float, count: int) -> list[Slice]:
        """Return the layers, the lowest first; their edges are counted in layers from the base."""
        return [Slice(index, index, index + 1.0) for index in range(count)]

    def levels(self, slices: Sequence[Slice]) -> list[float]:
        """Return the numbers of layers."""
        return [one.high for one in slices]

    def name(self, one: Slice) -> str:
        """Return the description of a layer's band: its number from the base, and where its middle lies."""
        middle = (one.index + 0.5) * self.thickness / self.layers
        if self.layering == "follow-top":
            where = f"{self.thickness - middle:.4g} {self.unit}".rstrip() + " below the top"
        elif self.layering == "follow-base":
            where = f"{middle:.4g} {self.unit}".rstrip() + " above the base"
        else:
            where = f"{(one.index + 0.5) / self.layers:.4g} of the thickness"
        return f"Layer {one.index + 1} of {self.layers} ({where})"

    def said(self, one: Slice) -> str:
        """Return what sentences call a layer."""
        return f"l{self.name(one)[1:]}"

    def heights(self, _slices: Sequence[Slice]) -> list[tuple[float, float]]:
        """Return nothing: a layer has no one height."""
        return []

    def facts(self, count: int) -> dict[str, str]:
        """Return what the metadata of a raster say of its bands."""
        facts = {REFERENCE: f"{self.reference} {self.unit}".strip(), SLICES: str(count), LAYERING: self.fact}
        return {**facts, BASE: " ".join(f"{number:.17g}" for number in self.base)} if self.base else facts
