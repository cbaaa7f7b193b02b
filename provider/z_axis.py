"""The z axis of a raster in space: a band for each slice, the uppermost first.

Law: the core counts z in the direction of the data, elevations up and depths down; here, and nowhere else, that
becomes the order of bands and heights in QGIS.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SLICES = "STOCHKRIG_SLICES"
"""The item of a raster's metadata that tells how many bands, the slices, make one realization."""


LAYERS = "STOCHKRIG_LAYERS"
"""The item that tells what the maps of a raster with several are: "quantiles" or "realizations"."""

TRANSFORM = "STOCHKRIG_TRANSFORM"
"""The item that tells in what the values were kriged or simulated: "none", "log" or "normal-score"."""

REFERENCE = "STOCHKRIG_Z"
"""The item that tells what z is, and its unit: "depth m"."""

_NUMBER = r"-?\d+\.?\d*(?:[eE][+-]?\d+)?"
_NAME = re.compile(rf"(?:.*, )?({_NUMBER}) – ({_NUMBER})(?: \S+)?")


@dataclass(frozen=True)
class Slice:
    """One slice.

    Attributes
    ----------
    index : int
        Along the third axis of the core's arrays.
    low, high : float
        Its edges, as elevation or depth.
    """

    index: int
    low: float
    high: float


@dataclass(frozen=True)
class ZAxis:
    """What was asked of the z axis.

    Attributes
    ----------
    delta : float
        Height of a slice.
    reference : {"elevation", "depth"}
    limits : (low, high)
        As numbers along the axis; None is as far as the data reach.
    unit : str
        Of z, such as m; empty where it is not known.
    """

    delta: float
    reference: str
    limits: tuple[float | None, float | None]
    unit: str

    @property
    def positive(self) -> str:
        """The direction in which z grows, as CF names it."""
        return "up" if self.reference == "elevation" else "down"

    @property
    def long_name(self) -> str:
        """What z is, as CF names it."""
        return "height" if self.reference == "elevation" else "depth"

    def slices(self, first: float, count: int) -> list[Slice]:
        """Return the slices, the uppermost first; `first` is the centre of the core's first."""
        found = []
        for index in range(count):
            low = first + (index - 0.5) * self.delta
            found.append(Slice(index, low, low + self.delta))
        return found[::-1] if self.reference == "elevation" else found

    def name(self, one: Slice) -> str:
        """Return the description of a slice's band."""
        return f"{one.low:.10g} – {one.high:.10g} {self.unit}".strip()

    def upwards(self, z: Any) -> Any:
        """Return z, a number or an array, as QGIS has heights."""
        return z if self.reference == "elevation" else -z

    def said(self, one: Slice) -> str:
        """Return what sentences call a slice."""
        return f"slice {self.name(one)}"

    def heights(self, slices: Sequence[Slice]) -> list[tuple[float, float]]:
        """Return what each slice spans in QGIS, where z is up: a depth is a height below zero."""
        if self.reference == "elevation":
            return [(one.low, one.high) for one in slices]
        return [(-one.high, -one.low) for one in slices]

    def levels(self, slices: Sequence[Slice]) -> list[float]:
        """Return the z of the middle of each."""
        return [(one.low + one.high) / 2 for one in slices]

    @property
    def level_unit(self) -> str:
        """That of z."""
        return self.unit

    def facts(self, count: int) -> dict[str, str]:
        """Return what the metadata of a raster say of its bands."""
        return {REFERENCE: f"{self.reference} {self.unit}".strip(), SLICES: str(count)}


def heights_of(names: Sequence[str], reference: str) -> list[tuple[float, float]] | None:
    """Return what slices span in QGIS, by the names of their bands; None where these do not say it.

    Parameters
    ----------
    names : sequence of str
        As `ZAxis.name` makes them, behind the name of a map or alone.
    reference : str
        What the metadata have under `REFERENCE`; of depths it begins with "depth".
    """
    found = []
    for name in names:
        ends = _NAME.fullmatch(name)
        if ends is None:
            return None
        low, high = float(ends[1]), float(ends[2])
        found.append((-high, -low) if reference.startswith("depth") else (low, high))
    return found
