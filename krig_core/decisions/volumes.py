"""Volumes between surfaces: rock, net rock, pores and what they hold, of each realization.

Law: inputs are paired by realization, so what varies together is multiplied together; one that is known is the same in
all. Of each only one realization is in memory.

    gross rock     Σ area · h,   h = thickness, or top − max(base, contact) of elevations, never below zero
    net rock       gross rock · net to gross
    pores          net rock · porosity
    hydrocarbons   pores · saturation of hydrocarbons
    in place       hydrocarbons / formation volume factor

A cell in which an input has no value in a realization counts for none of them, in no realization. Quantiles are those
of exceedance, as the petroleum industry has them: nine volumes of ten exceed P90 (SPE et al. 2018, Petroleum Resources
Management System).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, Union

import numpy as np

from ..errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


class Layers(Protocol):
    """Arrays of shape (cells,), not a number where there is no value: one for each realization, or one for all."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> Floats: ...


Input = Union[float, Layers]

SURFACES = ("thickness", "top_surface", "base_surface", "contact")
FACTORS = ("ntg", "porosity", "saturation", "fvf")

QUANTITIES = {
    None: "gross rock",
    "ntg": "net rock",
    "porosity": "pores",
    "saturation": "hydrocarbons",
    "fvf": "in place",
}
"""What there is once the gross rock was multiplied by a factor."""

_FRACTIONS = ("ntg", "porosity", "saturation")

_FAR = 1.5
"""So far from 0.5 the median of no realization of a fraction is, however its values scatter beyond 0 and 1."""


class Volumes(NamedTuple):
    """Volumes of each realization.

    Attributes
    ----------
    quantities : tuple of str
        Which, of `QUANTITIES`; the last is what is asked for.
    values : float array, shape (realizations, zones, quantities)
        In units of the weights times those of heights; not a number for a zone of which no cell has a value.
    covered : float array, shape (zones,)
        The part of each zone in which all inputs have a value in all realizations.
    partial : int
        Cells that have a value of an input in some realizations only, and do not count.
    swings : dict of input to float array, shape (realizations,)
        The last quantity of the first zone where this input alone varies and the others are at their mean.
    at_mean : float
        That where all inputs are at their mean.
    negative, clipped, left_out : float
        Parts of the area with rock, mean over realizations: where the thickness is below zero, where a fraction is
        below zero or above one, where there is rock and another
        input has no value.
    upside_down : bool
        Whether the top lies below the base in most cells.
    """

    quantities: tuple[str, ...]
    values: Floats
    covered: Floats
    partial: int
    swings: dict[str, Floats]
    at_mean: float
    negative: float
    clipped: float
    left_out: float
    upside_down: bool


@dataclass
class _Tally:
    """Areas of what was made good or left out."""

    all: float = 0.0
    negative: float = 0.0
    clipped: float = 0.0
    left_out: float = 0.0


def volumes(
    inputs: Mapping[str, Input],
    weights: csr_matrix,
    *,
    depths: bool = False,
    done: Callable[[], object] | None = None,
) -> Volumes:
    """Return the volumes of each realization.

    Parameters
    ----------
    inputs : mapping of name to number or Layers
        thickness, or top_surface and base_surface or contact or both; of ntg, porosity, saturation and fvf those that
        there are.
    weights : sparse float array, shape (zones, cells)
        Area of each cell in each zone; the first zone is the one whose inputs are swung.
    depths : bool
        Whether top, base and contact grow downwards; else they are elevations.
    done : callable, optional
        Called after each realization, and once when all have been looked through for missing values.

    Raises
    ------
    InvalidInput
        If there is no thickness anywhere, numbers of realizations differ, a fraction is no fraction, a factor is not
        above zero, or there is a saturation of no pores.
    """
    _require_surfaces(inputs)
    _require_pores(inputs)
    count = realizations(inputs)
    known, partial = _known(inputs, weights.shape[1])
    if done is not None:
        done()
    varying = [name for name, item in inputs.items() if _layers_of(item) > 1]
    tally, area = _Tally(), np.asarray(weights[0].todense()).ravel()
    quantities = ("gross rock", *(QUANTITIES[name] for name in FACTORS if name in inputs))
    values = np.zeros((count, weights.shape[0], len(quantities)))
    means = {name: [_mean(item)] if name in varying else item for name, item in inputs.items()}
    swings, upside_down = {name: np.zeros(count) for name in varying}, False
    for number in range(count):
        at = {name: _at(item, number) for name, item in inputs.items()}
        if number == 0:
            upside_down = _upside_down(at, depths)
        for place, height in enumerate(_heights(at, ~partial, depths, area, tally)):
            values[number, :, place] = weights @ height
        for name, swing in swings.items():
            alone = {key: at[key] if key == name else _at(item, 0) for key, item in means.items()}
            swing[number] = area @ _heights(alone, ~partial, depths, area, _Tally())[-1]
        if done is not None:
            done()
    at = {name: _at(item, 0) for name, item in means.items()}
    at_mean = area @ _heights(at, ~partial, depths, area, _Tally())[-1]
    if not tally.all:
        message = (
            "No cell of the map or of a zone has a thickness: check `thickness` or `top_surface`, `base_surface` and "
        )
        message += "`contact`, their values for no data, and `zones`."
        raise InvalidInput(message)
    covered = (weights @ known) / np.asarray(weights.sum(axis=1)).ravel()
    if not covered[0] > 0:
        message = "No cell of the map or of a zone has a value of every input in all realizations: check their values "
        message += "for no data, and `zones`."
        raise InvalidInput(message)
    values[:, ~(covered > 0)] = np.nan
    part = tally.all
    told = tally.negative / part, tally.clipped / part, tally.left_out / part
    return Volumes(
        quantities, values, covered, int(np.count_nonzero(partial)), swings, float(at_mean), *told, upside_down
    )


def realizations(inputs: Mapping[str, Input]) -> int:
    """Return how many realizations inputs have; InvalidInput where they are not the same number."""
    counts = {name: _layers_of(item) for name, item in inputs.items()}
    several = {name: count for name, count in counts.items() if count > 1}
    if len(set(several.values())) > 1:
        words = ", ".join(f"`{name}` {count}" for name, count in several.items())
        message = f"Numbers of realizations differ ({words}), but they are paired one by one. Should be rasters of the "
        message += "same number of bands, or of one."
        raise InvalidInput(message)
    return max(counts.values())


def _layers_of(item: Input) -> int:
    return 1 if isinstance(item, (int, float)) else len(item)


def _at(item: Input, number: int) -> Floats | float:
    """Return an input of a realization."""
    if isinstance(item, (int, float)):
        return float(item)
    return item[number if len(item) > 1 else 0]


def _mean(item: Input) -> Floats:
    """Return the mean of realizations in each cell, of those that have a value there."""
    total, count = np.zeros(()), np.zeros(())
    for number in range(_layers_of(item)):
        layer = np.asarray(_at(item, number))
        known = np.isfinite(layer)
        total, count = total + np.where(known, layer, 0.0), count + known
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = total / count
    return mean


def _known(inputs: Mapping[str, Input], size: int) -> tuple[Bools, Bools]:
    """Return in which cells all inputs have a value in all realizations, and in which one has in some only."""
    known, partial = np.ones(size, dtype=bool), np.zeros(size, dtype=bool)
    for name, item in inputs.items():
        medians, count = [], np.zeros(size, dtype=np.int64)
        for number in range(_layers_of(item)):
            layer = np.broadcast_to(np.asarray(_at(item, number), dtype=float), size)
            finite = np.isfinite(layer)
            count += finite
            if name in _FRACTIONS and finite.any():
                medians.append(float(np.median(layer[finite])))
        known &= count == _layers_of(item)
        partial |= (count > 0) & (count < _layers_of(item))
        if medians:
            _require_fraction(name, medians)
    return known, partial


def _heights(
    at: Mapping[str, Floats | float], counting: Bools, depths: bool, area: Floats, tally: _Tally
) -> list[Floats]:
    """Return each quantity as a height in each cell, shape (cells,), zero where it does not count or has no value."""
    thickness = np.where(counting, _thickness(at, depths), np.nan)
    rock = np.isfinite(thickness)
    tally.all += float(area[rock].sum())
    tally.negative += float(area[rock & (thickness < 0)].sum())
    height = np.maximum(thickness, 0.0)
    heights, known, clipped = [height], rock.copy(), np.zeros(len(height), dtype=bool)
    for name in FACTORS:
        if name not in at:
            continue
        factor = np.broadcast_to(np.asarray(at[name], dtype=float), height.shape)
        known = known & np.isfinite(factor)
        if name in _FRACTIONS:
            clipped |= (factor < 0) | (factor > 1)
            height = height * np.clip(factor, 0.0, 1.0)
        else:
            if (factor[known] <= 0).any():
                message = f"`{name}` is {float(factor[known].min()):g} in a cell. Should be greater than zero."
                raise InvalidInput(message)
            height = height / np.where(factor > 0, factor, np.nan)
        heights.append(height)
    tally.clipped += float(area[known & clipped].sum())
    tally.left_out += float(area[(thickness > 0) & ~known].sum())
    return [np.where(known, each, 0.0) for each in heights]


def _thickness(at: Mapping[str, Floats | float], depths: bool) -> Floats:
    """Return the thickness of the rock, above a contact where there is one; shape (cells,)."""
    if "thickness" in at:
        return np.asarray(at["thickness"], dtype=float)
    sign = -1.0 if depths else 1.0
    top = sign * np.asarray(at["top_surface"], dtype=float)
    floors = [sign * np.asarray(at[name], dtype=float) for name in ("base_surface", "contact") if name in at]
    floor = floors[0] if len(floors) == 1 else np.maximum(*floors)
    thickness: Floats = top - floor
    if "contact" in at:
        # A top below the contact is no mistake; one below the base is.
        dry = (top <= floors[-1]) & ((top >= floors[0]) | ("base_surface" not in at))
        thickness = np.where(dry, 0.0, thickness)
    return np.broadcast_to(thickness, np.broadcast(thickness, top).shape).astype(float)


def _upside_down(at: Mapping[str, Floats | float], depths: bool) -> bool:
    if "base_surface" not in at:
        return False
    thickness = (np.asarray(at["top_surface"]) - np.asarray(at["base_surface"])) * (-1.0 if depths else 1.0)
    known = np.isfinite(thickness)
    return bool(known.any() and np.count_nonzero(thickness[known] < 0) > np.count_nonzero(known) / 2)


def _require_surfaces(inputs: Mapping[str, Input]) -> None:
    if "thickness" in inputs:
        others = [name for name in SURFACES[1:] if name in inputs]
        if others:
            words = ", ".join(f"`{name}`" for name in others)
            message = f"`thickness` is given, and {words}, too. Should be either the thickness or its surfaces."
            raise InvalidInput(message)
        return
    if "top_surface" not in inputs or not ("base_surface" in inputs or "contact" in inputs):
        message = (
            "There is no thickness. Should be given `thickness`, or `top_surface` with `base_surface` or `contact`."
        )
        raise InvalidInput(message)


def _require_pores(inputs: Mapping[str, Input]) -> None:
    if "saturation" in inputs and "porosity" not in inputs:
        message = (
            "`saturation` is that of pores, and there is no `porosity`. Should be given both; a porosity of 1 where "
        )
        message += "the thickness is that of pores."
        raise InvalidInput(message)


def _require_fraction(name: str, medians: list[float]) -> None:
    """Refuse an input whose realizations have such medians, in the middle or, of one, far off."""
    farthest = max(medians, key=lambda median: abs(median - 0.5))
    shown = farthest if abs(farthest - 0.5) > _FAR else float(np.median(medians))
    if not 0 <= shown <= 1:
        message = (
            f"`{name}` is {shown:.3g} in the middle of its values. Should be a fraction between 0 and 1; of percent "
        )
        message += "the hundredth part."
        raise InvalidInput(message)
