"""Workloads: data drawn exactly from a known Gaussian field, the same numbers on every machine.

Law: the field is made on a lattice whose points are never nodes of a map, so that the data lie between the nodes.

    domain 1000 × 1000 (× 100)     node i of nx along an axis at i · length / nx
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

SEED = 20261122


@dataclass(frozen=True)
class Recipe:
    """How a workload is made.

    Attributes
    ----------
    model : {"spherical", "exponential"}
    lengths : tuple of float
        The formula's own length along each axis: the range of the spherical, the scale of the exponential model.
    nugget : float
        The partial sill is 1 less the nugget.
    data : int
    wells : int
        The data are on that many vertical wells; 0: anywhere.
    """

    model: str
    lengths: tuple[float, ...]
    nugget: float
    data: int
    wells: int = 0


RECIPES = {
    "w1_n200": Recipe("spherical", (200.0, 200.0), 0.1, 200),
    "w1_n2000": Recipe("spherical", (200.0, 200.0), 0.1, 2000),
    "w1_n20000": Recipe("spherical", (200.0, 200.0), 0.1, 20_000),
    "w1x_n2000": Recipe("exponential", (60.0, 60.0), 0.1, 2000),
    "w2_n200": Recipe("exponential", (60.0, 60.0), 0.0, 200),
    "w2_n2000": Recipe("exponential", (60.0, 60.0), 0.0, 2000),
    "w2_n5000": Recipe("exponential", (60.0, 60.0), 0.0, 5000),
    "w3_n20000": Recipe("exponential", (100.0, 100.0, 10.0), 0.0, 20_000, wells=100),
}


@dataclass(frozen=True)
class Workload:
    """Data and the model that they come from.

    Attributes
    ----------
    name : str
    recipe : Recipe
    points : float array, shape (n, ndim)
    values : float array, shape (n,)
    """

    name: str
    recipe: Recipe
    points: Floats
    values: Floats

    @property
    def sides(self) -> tuple[float, ...]:
        """Edges of the domain."""
        return (1000.0, 1000.0, 100.0)[: len(self.recipe.lengths)]

    def axes(self, count: int) -> list[Floats]:
        """Return the coordinates of the nodes along each axis."""
        return [np.arange(count) * (side / count) for side in self.sides]

    def nodes(self, count: int) -> Floats:
        """Return all nodes, shape (count ** ndim, ndim), the last axis fastest."""
        nodes: Floats = np.stack(np.meshgrid(*self.axes(count), indexing="ij"), axis=-1)
        return nodes.reshape(-1, len(self.sides))

    def save(self, folder: Path) -> Path:
        """Write points and values where `load` finds them."""
        path = folder / f"{self.name}.npz"
        np.savez(path, points=self.points, values=self.values)
        return path


def load(path: Path) -> Workload:
    """Read a workload that `Workload.save` wrote."""
    with np.load(path) as arrays:
        return Workload(path.stem, RECIPES[path.stem], arrays["points"], arrays["values"])


def make(name: str) -> Workload:
    """Draw the data of a recipe."""
    recipe = RECIPES[name]
    rng = np.random.default_rng([SEED, *name.encode()])
    solid = len(recipe.lengths) == 3
    shape, steps, shift = ((200, 200, 200), (5, 5, 0.5), (1.9, 3.1, 0.19)) if solid else _PLANE
    field = _field(shape, steps, recipe, rng)
    if recipe.wells:
        columns = rng.choice(shape[0] * shape[1], recipe.wells, replace=False)
        cells = (columns[:, None] * shape[2] + np.arange(shape[2])).reshape(-1)
    else:
        cells = rng.choice(math.prod(shape), recipe.data, replace=False)
    points = np.column_stack(np.unravel_index(cells, shape)) * np.array(steps) + np.array(shift)
    noise = math.sqrt(recipe.nugget) * rng.standard_normal(len(cells))
    return Workload(name, recipe, points, math.sqrt(1 - recipe.nugget) * field.reshape(-1)[cells] + noise)


_PLANE: tuple[tuple[int, ...], tuple[float, ...], tuple[float, ...]] = ((2000, 2000), (0.5, 0.5), (0.19, 0.31))


def _field(shape: tuple[int, ...], steps: tuple[float, ...], recipe: Recipe, rng: np.random.Generator) -> Floats:
    """Draw a field of variance 1 on a lattice by circulant embedding (Dietrich & Newsam 1993)."""
    import scipy.fft  # here, because the tools load this file too and are timed from their start

    torus = [scipy.fft.next_fast_len(int(1.6 * count), real=True) for count in shape]
    square: Any = 0.0
    for axis, (count, step, length) in enumerate(zip(torus, steps, recipe.lengths)):
        lag = np.minimum(np.arange(count), count - np.arange(count)) * (step / length)
        square = square + (lag**2).reshape([-1 if other == axis else 1 for other in range(len(torus))])
    spectrum = scipy.fft.rfftn(correlation(recipe.model, np.sqrt(square)), workers=-1).real
    if spectrum.min() < -1e-4 * spectrum.max():
        message = f"The torus of {shape} is too small for {recipe}."
        raise ValueError(message)
    white = scipy.fft.rfftn(rng.standard_normal(torus), workers=-1)
    white *= np.sqrt(np.maximum(spectrum, 0.0))
    drawn: Floats = scipy.fft.irfftn(white, s=torus, workers=-1)
    return drawn[tuple(slice(count) for count in shape)]


def correlation(model: str, h: Floats) -> Floats:
    """Return the correlation at distances in units of the model's own length."""
    if model == "exponential":
        decay: Floats = np.exp(-h)
        return decay
    near = np.minimum(h, 1.0)
    rest: Floats = 1.0 - 1.5 * near + 0.5 * near**3
    return rest
