"""The parameters that say of which maps something is decided: REALIZATIONS, or MEAN and STD."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..inputs.cell_areas import cell_areas
from ..inputs.raster_bands import RasterBands
from ..inputs.stack import Stack
from ..map_frame import MapFrame
from ..text import tr
from .values import Kind, add

if TYPE_CHECKING:
    from ..runner import Streamed

_OF = re.compile(r"(?:Realizations?|Realization \d+|Mean) of (.+)")
"""What this plugin calls bands and layers."""


@dataclass(frozen=True)
class Ensemble:
    """Realizations of a map, or its mean and standard deviation.

    Attributes
    ----------
    stacks : dict of str to Stack
        By the key of the job that names them.
    title : str
        What the maps show.
    """

    stacks: dict[str, Stack]
    title: str

    @property
    def first(self) -> Stack:
        """The realizations, or the mean."""
        return next(iter(self.stacks.values()))

    @property
    def frame(self) -> MapFrame:
        """Where the cells lie."""
        return self.first.frame

    @property
    def count(self) -> int | None:
        """Number of realizations; None where there are none."""
        return self.stacks["maps"].layers if "maps" in self.stacks else None

    def slice_name(self, number: int) -> str:
        """Return what a slice is called, from 1."""
        name = self.first.bands.description(number) or tr("Slice {number}").format(number=number)
        return name.rpartition(", ")[2] if _OF.fullmatch(name) else name

    def described(self) -> str:
        """Return which rasters they are, in words."""
        if self.count is None:
            return " and ".join(stack.bands.name for stack in self.stacks.values())
        return tr("{count} realizations ({name})").format(count=self.count, name=self.first.bands.name)

    def job(self) -> dict[str, str]:
        """Return what a job says of them."""
        return {"cell_areas": "cell_areas.npy", **{key: f"{key}.npy" for key in self.stacks}}

    def arrays(self) -> dict[str, np.ndarray | Streamed]:
        """Return the arrays of a job."""
        areas = cell_areas(self.frame)
        return {"cell_areas.npy": areas, **{f"{key}.npy": stack for key, stack in self.stacks.items()}}


def declare(algorithm: QgsProcessingAlgorithm) -> None:
    """Add the parameters."""
    add(
        algorithm,
        "REALIZATIONS",
        kind=Kind.RASTER,
        label=tr("Realizations"),
        help=tr(
            "A raster with a band for each realization (All realizations of Stochastic kriging), or of any simulation. "
            "Else give mean and standard deviation."
        ),
        default=None,
        optional=True,
    )
    add(
        algorithm,
        "MEAN",
        kind=Kind.RASTER,
        label=tr("Mean"),
        help=tr(
            "Where there are no realizations: the value of each cell is taken as normal. Of a map with slices, a band "
            "for each."
        ),
        optional=True,
    )
    add(
        algorithm,
        "STD",
        kind=Kind.RASTER,
        label=tr("Standard deviation"),
        help=tr("Of the same cells as the mean; not the variance."),
    )


def refusal(given: Given, *of_realizations: str) -> str:
    """Return why the maps do not go together, or nothing; `of_realizations` are outputs that need realizations."""
    names = [name for name in ("REALIZATIONS", "MEAN", "STD") if given.has(name)]
    if not names:
        return tr("There is no map: choose realizations (REALIZATIONS), or mean and standard deviation (MEAN, STD).")
    if "REALIZATIONS" in names and len(names) > 1:
        text = tr("REALIZATIONS and {name} are both given: leave one out, as realizations tell all that is needed.")
        return given.sentence(text, name=given.titled(names[1]))
    if names in (["MEAN"], ["STD"]):
        text = tr("{name} is given alone: choose {other} too, or realizations (REALIZATIONS).")
        other = {"MEAN": "STD", "STD": "MEAN"}[names[0]]
        return given.sentence(text, name=given.titled(names[0]), other=given.titled(other))
    for name in of_realizations if "MEAN" in names else ():
        if given.destination(name):
            text = tr(
                "{name} follows from realizations: MEAN and STD do not tell how cells go together. Choose realizations "
                "(REALIZATIONS), or leave {name} out."
            )
            return given.sentence(text, name=given.titled(name))
    return ""


def threshold_refusal(given: Given, needed: bool) -> str:
    """Return why the thresholds do not fit the condition, or nothing."""
    threshold, upper, kind = given.number("THRESHOLD"), given.number("UPPER_THRESHOLD"), given.choice("CONDITION")
    if threshold is None:
        if upper is not None:
            return given.sentence(tr("UPPER_THRESHOLD is given without THRESHOLD: give both, or neither."))
        return tr("There is no threshold: give one (THRESHOLD).") if needed else ""
    if kind != "between" and upper is not None:
        text = tr("CONDITION {kind} has one threshold: leave UPPER_THRESHOLD out, or choose between.")
        return given.sentence(text, kind=kind)
    if kind == "between" and (upper is None or upper <= threshold):
        return given.sentence(tr("CONDITION is between: UPPER_THRESHOLD should be greater than THRESHOLD."))
    return ""


def condition_words(given: Given) -> str:
    """Return the condition in words; it has its thresholds."""
    kind, threshold = given.choice("CONDITION"), given.number("THRESHOLD")
    if kind == "between":
        return tr("between {low:g} and {high:g}").format(low=threshold, high=given.number("UPPER_THRESHOLD"))
    word = tr("above {threshold:g}") if kind == "above" else tr("below {threshold:g}")
    return word.format(threshold=threshold)


def read(given: Given, feedback: QgsProcessingFeedback) -> Ensemble:
    """Return the maps; QgsProcessingException where they cannot be read, or do not fit together."""
    bands = {}
    for name in ("REALIZATIONS", "MEAN", "STD"):
        layer = given.layer(name)
        if layer is not None:
            bands[name] = RasterBands.of(layer, name)
        elif given.has(name):
            raise QgsProcessingException(given.algorithm.invalidRasterError(given.parameters, name))
    if "REALIZATIONS" in bands:
        stacks = {"maps": Stack.of_realizations(bands["REALIZATIONS"])}
    elif {"MEAN", "STD"} <= bands.keys():
        stacks = {"mean_map": Stack.of_map(bands["MEAN"]), "std_map": Stack.of_map(bands["STD"])}
        stacks["mean_map"].require_cells_of(stacks["std_map"])
    else:
        raise QgsProcessingException(refusal(given))
    found = Ensemble(stacks, _title(next(iter(stacks.values()))))
    if found.first.has_layers:
        text = tr("The map has {n} layers of a unit: each counts alike, however thick it is.")
        feedback.pushWarning(text.format(n=found.first.slices))
    if not found.frame.crs.isValid():
        feedback.pushWarning(tr("The map has no CRS: its unit of length is not known."))
    return found


def _title(stack: Stack) -> str:
    """Return what a raster shows: by the name of its first band where this plugin wrote it, else of the layer."""
    found = _OF.fullmatch(stack.bands.description(1))
    if found:
        return found[1].rpartition(", ")[0] if stack.slices > 1 else found[1]
    found = _OF.fullmatch(stack.bands.name)
    return found[1] if found else stack.bands.name
