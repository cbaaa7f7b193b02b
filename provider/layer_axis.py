"""The layers of a raster that follow two surfaces: a band for each, the base layer first.

Law: what a run writes of its layers, and only that, tells another how to read them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LAYERING = "STOCHKRIG_LAYERING"
"""The item of a raster's metadata that tells how layers follow the surfaces: "proportional 20 35.25 elevation m"."""

_FACT = re.compile(r"(\S+) ([1-9]\d*) (\d+\.?\d*(?:[eE][+-]?\d+)?) (elevation|depth)(?: (\S+))?")


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
    """

    layering: str
    layers: int
    thickness: float
    reference: str
    unit: str

    @property
    def fact(self) -> str:
        """What the metadata have under `LAYERING`."""
        words = (self.layering, str(self.layers), f"{self.thickness:.17g}", self.reference, self.unit)
        return " ".join(words).strip()

    @classmethod
    def of(cls, fact: str) -> LayerAxis | None:
        """Return what the metadata say, None where they say nothing that can be read."""
        words = _FACT.fullmatch(fact)
        if words is None:
            return None
        return cls(words[1], int(words[2]), float(words[3]), words[4], words[5] or "")
