"""The unit of a job whose map has layers: which data lie in it and where there, and which cells have it.

Law: what is left out is counted and told. The relative z of a job begins at the mean elevation of the base, not at
zero: so a unit that is flat has the z, and the bytes, that slices have there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InvalidInput
from ..geometry import Geometry
from ..strata import Strata, unit_thickness
from .arrays import load_array
from .map_job import MapJob, StrataFiles, StrataResult
from .picks import Correction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .progress import Reporter

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


_FAR_THICKER = 20.0
"""Than half of its cells, where a unit is hardly one: numbers such as 1e30 or -9999 stand for no data in some files."""


@dataclass(frozen=True)
class Unit:
    """A unit between two surfaces, in layers.

    Attributes
    ----------
    geometry : Geometry
        Of the layers; the first lies at the base.
    points : float array, shape (n, 3)
        The data with their relative z; of use where they lie in the unit.
    inside : bool array, shape (n,)
        Which do.
    present : bool array of the geometry's shape
        Which cells have it, and are wanted.
    result : StrataResult
    median : float
        Of its thickness.
    remarks : tuple of str
        What is told of its surfaces.
    """

    geometry: Geometry
    points: Floats
    inside: Bools
    present: Bools
    result: StrataResult
    median: float
    remarks: tuple[str, ...]

    @classmethod
    def read(cls, job: MapJob, folder: Path, on_map: Geometry, mask: Bools | None, points: Floats) -> Unit | None:
        """Read the unit of a job; None where it has none.

        Parameters
        ----------
        job : MapJob
        folder : Path
        on_map : Geometry
            Of one layer.
        mask : bool array, shape (nx, ny), or None
            Cells that are wanted.
        points : float array, shape (n, 3)
            The data, with the z that they have.

        Raises
        ------
        InvalidInput
            If the map is one of slices, too, or the unit is nowhere or has no data.
        """
        if job.strata is None:
            return None
        if job.z_delta is not None:
            message = "A map has slices (`z_delta`) or layers (`strata`), and both are given. Leave one out."
            raise InvalidInput(message)
        given, wanted = job.strata, np.ones(on_map.shape, dtype=bool) if mask is None else mask
        at_cells = load_array(folder, given.cells, "strata.cells", (*on_map.shape, 2), gaps=True)
        at_data = load_array(folder, given.data, "strata.data", (len(points), 2), gaps=True)
        remarks = _go_through_picks(given, folder, at_cells, on_map.centres(), at_data, points[:, :2])
        if given.surfaces is not None:
            np.save(folder / given.surfaces, at_cells)
        (top, base), (own_top, own_base) = np.moveaxis(at_cells, -1, 0), at_data.T
        if not np.isfinite(top[wanted] - base[wanted]).any():
            message = (
                "A surface has no value at any cell of the map (`top_surface`, `base_surface`): choose surfaces that "
            )
            message += "cover it, or another extent (`x_range`, `y_range`)."
            raise InvalidInput(message)
        strata = Strata.between(top[wanted], base[wanted], given.layering, given.layers, downwards=given.downwards)
        inside = strata.holds(points[:, 2], own_top, own_base)
        if not inside.any():
            raise InvalidInput(_no_data(points[:, 2], own_top, own_base))
        relative = strata.relative(points[:, 2], own_top, own_base)
        thickness = unit_thickness(top[wanted], base[wanted], downwards=given.downwards)
        datum = _mean_base(top[wanted], base[wanted], given)
        geometry = Geometry(
            (*on_map.origin, datum + strata.height / 2),
            (*on_map.spacing, strata.height),
            (*on_map.shape, strata.layers),
        )
        result = StrataResult(
            layering=given.layering,
            layers=given.layers,
            thickness=strata.thickness,
            mean=thickness.mean,
            least=thickness.least,
            greatest=thickness.greatest,
            thickest=_thickest(at_cells, wanted, on_map, downwards=given.downwards),
            **_cells(top[wanted], base[wanted], given),
            inside=int(np.count_nonzero(inside)),
            outside=int(np.count_nonzero(~inside)),
        )
        # Rounding may have moved a datum of the top or the base a little out of the layers.
        places = np.column_stack([points[:, :2], np.clip(relative + datum, *geometry.edges(2))])
        present = strata.present(top, base) & wanted[..., None]
        signed = (base - top if given.downwards else top - base)[wanted]
        median = float(np.median(signed[signed > 0]))
        return cls(geometry, places, inside, present, result, median, remarks)

    def tell(self, unit: str, reporter: Reporter) -> None:
        """Say how thick the unit is, and what of data and cells is not in it; `unit` is that of z."""
        for remark in self.remarks:
            reporter.message(remark)
        found = self.result
        layers = f"{found.layers:,} layers" if found.layers > 1 else "one layer"
        cells = found.cells + found.crossed + found.pinched + found.unknown
        reporter.message(
            f"The unit is {found.mean:.4g} {unit}".rstrip() + f" thick on average, {found.least:.4g} to "
            f"{found.greatest:.4g}, at {found.cells:,} of {cells:,} cells of the map, in {layers} "
            f"({found.layering}) counted from its base. {found.inside:,} of {found.inside + found.outside:,} values "
            "lie in it."
        )
        if found.outside:
            reporter.message(
                f"Values above or below the unit, or where it is not, which are left out: {found.outside:,}."
            )
        if found.unknown:
            reporter.message(
                "Cells where a surface (`top_surface`, `base_surface`) has no value, which have no data: "
                f"{found.unknown:,}."
            )
        thin = found.cells - int(np.count_nonzero(self.present.any(axis=-1)))
        if thin:
            reporter.message(
                "Cells where the unit is thinner than half a layer, which have no data: choose more layers (`layers`) "
                f"to have them: {thin:,}."
            )
        if found.greatest > _FAR_THICKER * self.median:
            reporter.warning(
                f"The unit is {found.greatest:.4g} {unit}".rstrip() + f" thick at most, and {self.median:.4g} in half "
                "of its cells: do numbers stand for no data in a surface (`top_surface`, `base_surface`) that its file "
                "does not name?"
            )
        if found.crossed:
            reporter.warning(
                "Cells where the top of the unit lies below its base (`top_surface`, `base_surface`), which have no "
                f"data: {found.crossed:,}."
            )


def _go_through_picks(
    given: StrataFiles, folder: Path, at_cells: Floats, centres: Floats, at_data: Floats, points: Floats
) -> tuple[str, ...]:
    """Let surfaces at cells and data go through their picks; return what is told of that."""
    remarks = []
    for column, (name, key) in enumerate((("top", "top_picks"), ("base", "base_picks"))):
        file = getattr(given, key)
        if file is None:
            continue
        correction = Correction.of(load_array(folder, file, f"strata.{key}", (None, 4), gaps=True), key)
        at_cells[..., column] += correction.at(centres).reshape(at_cells.shape[:2])
        at_data[:, column] += correction.at(points)
        remarks.append(correction.told(name))
        if correction.apart:
            remarks.append(
                f"Picks of the {name} at one place differ by up to {correction.apart:.4g} (`{key}`): their mean counts."
            )
        if correction.left_out:
            remarks.append(
                f"Picks of the {name} without a number, or where its surface has no value, which are left out: "
                f"{correction.left_out:,}."
            )
    return tuple(remarks)


def _mean_base(top: Floats, base: Floats, given: StrataFiles) -> float:
    """Return the mean elevation of the base of the unit; of equal ones exactly theirs."""
    low, high = (-base, -top) if given.downwards else (base, top)
    low = low[high > low]
    first = float(low[0])
    return first + float(np.mean(low - first))


def _thickest(surfaces: Floats, wanted: Bools, on_map: Geometry, *, downwards: bool) -> tuple[float, float, float]:
    """Return x and y of the wanted cell in which the unit is thickest, and the z of its base there."""
    thickness = surfaces[..., 0] - surfaces[..., 1]
    number = int(np.nanargmax(np.where(wanted, -thickness if downwards else thickness, np.nan)))
    x, y = on_map.centres(np.array(np.unravel_index(number, thickness.shape))).tolist()
    return x, y, float(surfaces[..., 1].flat[number])


def _cells(top: Floats, base: Floats, given: StrataFiles) -> dict[str, int]:
    """Return how many cells have the unit, and how many have it not, by the reason."""
    thickness = base - top if given.downwards else top - base
    return {
        "cells": int(np.count_nonzero(thickness > 0)),
        "crossed": int(np.count_nonzero(thickness < 0)),
        "pinched": int(np.count_nonzero(thickness == 0)),
        "unknown": int(np.count_nonzero(np.isnan(thickness))),
    }


def _no_data(z: Floats, top: Floats, base: Floats) -> str:
    """Return that no datum lies in the unit, with what may help to see why."""
    known = np.isfinite(top) & np.isfinite(base)
    if not known.any():
        return (
            "A surface has no value at any of the data (`top_surface`, `base_surface`): choose surfaces that reach "
            "them."
        )
    low, high = float(np.fmin(top, base)[known].min()), float(np.fmax(top, base)[known].max())
    return (
        f"No value lies in the unit (`top_surface`, `base_surface`): their z is from {z.min():.6g} to {z.max():.6g}, "
        f"and the surfaces at them from {low:.6g} to {high:.6g}. Do both have the same unit and direction "
        "(`reference`)?"
    )
