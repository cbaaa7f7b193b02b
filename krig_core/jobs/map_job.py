"""What every job that makes a map names, and what it answers.

Law: keys and results are the same for a map and for a grid in space, simulated or kriged.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from ..choices import (
    AVERAGINGS,
    DECLUSTERING,
    DUPLICATES,
    KRIGING_TYPES,
    LAYERINGS,
    MODELS,
    TAILS,
    TRANSFORMS,
    VARIOGRAM_UNCERTAINTIES,
)
from ..errors import InvalidInput
from ..plain import (
    Kind,
    array_file,
    choice,
    declared,
    flag,
    many,
    measure,
    number,
    pair,
    part,
    row,
    whole,
    words,
)
from ..variogram.models import Variogram


@dataclass(frozen=True)
class VariogramChoice:
    """The variogram of a map; null is fitted, and of a text nothing else counts."""

    model: str | None = choice("Its model; null: the best of three, see `models` of variogram.", MODELS, None)
    nugget: float | None = number("Semivariance just off zero; null: fitted.", None, least=0)
    partial_sill: float | None = number("Variance that the model adds to the nugget; null: fitted.", None, least=0)
    range: float | None = number("Practical range, map units; null: fitted.", None, above=0)
    azimuth: float | None = number(
        "Direction of the longest range, degrees clockwise from north.", None, least=-3600, most=3600
    )
    ratio: float | None = number("Range across the azimuth divided by the range along it.", None, above=0)
    shape: float | None = number("Parameter of the model's formula; null: its default.", None, least=0.01, most=20)
    vertical_range: float | None = number("Practical range along z, for a grid in space; null: fitted.", None, above=0)
    anisotropy: bool = flag("Look for azimuth and ratio where they are not given.", False)
    json: str | None = words("The text of `Variogram.to_json`.", None)


@dataclass(frozen=True)
class Units:
    """Units in which a variogram is told; nothing: not known."""

    length: str = words("Of coordinates on the map.", "")
    value: str = words("Of the values.", "")
    z: str = words("Of z.", "")

    def of(self, variogram: Variogram, transform: str) -> str:
        """Return the variogram of transformed values in words; that of logarithms has a sill without a unit."""
        return variogram.in_units(self.length, "" if transform == "log" else self.value, self.z)


@dataclass(frozen=True)
class DataJob:
    """What every job that kriges data names."""

    simulates: ClassVar[bool] = False
    """Whether it makes realizations, in which soft data have values of their own."""

    coordinates: str = array_file("Places of the data, map units, shape (n, 2); in space (n, 3).")
    values: str = array_file("The data, shape (n,).")
    kriging_type: str = choice("What is known of the mean.", KRIGING_TYPES)
    variogram: VariogramChoice = part("The variogram.", VariogramChoice)
    duplicates: str = choice("What counts where several points coincide.", DUPLICATES, "mean")
    exact: bool = flag("Honour the data; false: the nugget is error of the measurements.", True)
    error: str | None = array_file("Standard deviation of each measurement's error, shape (n,).", None)
    transform: str = choice("In what is kriged.", TRANSFORMS, "none")
    zmin: float | None = number(
        "Least value, for normal scores; null: zero if no datum is negative, with tails the least datum.", None
    )
    zmax: float | None = number(
        "Greatest value, for normal scores; null: no limit, with tails the greatest datum.", None
    )
    lower_tail: str | None = choice("How normal scores go on below the least datum.", TAILS, None)
    upper_tail: str | None = choice("How normal scores go on above the greatest datum.", TAILS, None)
    lower_omega: float | None = number("Exponent of the lower tail, power or hyperbolic.", None, above=0)
    upper_omega: float | None = number("Exponent of the upper tail, power or hyperbolic.", None, above=0)
    declustering: str | None = choice("Weights of the data in the histogram of normal scores.", DECLUSTERING, None)
    declustering_cell: float | None = number(
        "Cell size of the declustering, map units; null: that of the least mean.", None, above=0
    )
    weights: str | None = array_file(
        "What each datum counts in the histogram of normal scores, shape (n,); null: the same, or by `declustering`.",
        None,
    )
    variogram_uncertainty: str = choice(
        "Whether all variograms that the data allow count, or the one that fits best; automatic: where data are few.",
        VARIOGRAM_UNCERTAINTIES,
        "automatic",
    )
    units: Units | None = part("Units of what is told; null: not known.", Units, None)


@dataclass(frozen=True)
class DriftFiles:
    """External drift at the data, and at cells of which `margin` lie beyond each edge of the map."""

    data: str = array_file("Drift at the data, shape (n, k).")
    cells: str = array_file("Drift at the cells, shape (nx', ny', k).")
    margin: tuple[tuple[int, int], ...] = many(
        "How many of the cells lie before and after the map, along x and along y.",
        row("", whole("", most=2**31 - 1), whole("", most=2**31 - 1)),
    )
    names: tuple[str, ...] = many("Names of the k drifts, for the report.", words(""), ())


@dataclass(frozen=True)
class StrataFiles:
    """A unit between two surfaces; z of data and surfaces is of the same kind and unit."""

    data: str = array_file("Its top and its base at the data, shape (n, 2).")
    cells: str = array_file("Its top and its base at the cells of the map, shape (nx, ny, 2).")
    layering: str = choice("How its layers lie.", LAYERINGS)
    layers: int = whole("How many.", least=1, most=100_000)
    downwards: bool = flag("Whether z is a depth; false: an elevation.", False)
    top_picks: str | None = array_file(
        "Picks through which the top goes, shape (m, 4): x, y, z, and the top of `data` and `cells` there, which may "
        "be 0 everywhere; null: none.",
        None,
    )
    base_picks: str | None = array_file("The same of the base.", None)
    surfaces: str | None = array_file("File to write: the top and the base of the cells, shape (nx, ny, 2).", None)


@dataclass(frozen=True)
class MapJob(DataJob):
    """What every job that makes a map names. With `z_delta` or `strata` points and grid are in space."""

    x_range: tuple[float, float] | None = pair("Least and greatest x of the map; null: from the data.", null=True)
    y_range: tuple[float, float] | None = pair("Least and greatest y of the map; null: from the data.", null=True)
    xy_delta: float | None = number("Cell size, map units; null: from the data.", above=0, null=True)
    mean: str = array_file("File to write: the mean, or the estimate.")
    std: str = array_file("File to write: its standard deviation.")
    thickness: str | None = array_file("Length of log that each datum counts for, shape (n,), for `upscale`.", None)
    averaging: str = choice("How data are averaged to cells, for `upscale`.", AVERAGINGS, "arithmetic")
    mask: str | None = array_file("Cells that are wanted, true and false, shape (nx, ny).", None)
    drift: DriftFiles | None = part("External drift; the same in all slices.", DriftFiles, None)
    secondary: DriftFiles | None = part(
        "A secondary variable (k = 1), whose residuals are kriged; the same in all slices.", DriftFiles, None
    )
    correlation: float | None = number(
        "That of the transformed data and the secondary variable; null: estimated from them.", None, least=-1, most=1
    )
    z_delta: float | None = number("Height of a slice, in the unit of z; null: a map.", None, above=0)
    z_range: tuple[float | None, float | None] = pair(
        "Limits of the slices; null: as far as the data reach.", (None, None), null_ends=True
    )
    within_slices: bool = flag("Data above and below the slices do not count.", False)
    upscale: bool = flag("Average data to cells first, so that the variogram is theirs.", False)
    strata: StrataFiles | None = part(
        "The unit in whose layers the map is made, instead of slices; null: none.", StrataFiles, None
    )

    @property
    def limits(self) -> tuple[str | None, str | None]:
        """The files of lower and upper limits of data."""
        return None, None


def variogram_object(text: str) -> Any:
    """Declare a variogram, as the object that `Variogram.to_json` writes."""

    def accept(value: Any, _place: str) -> Variogram:
        if not isinstance(value, dict):
            message = "The variogram is not an object. Should be what Variogram.to_json writes."
            raise InvalidInput(message)
        return Variogram.from_json(json.dumps(value))

    return declared(text, Kind("an object, as `Variogram.to_json` writes it", accept))


@dataclass(frozen=True)
class VariogramBand:
    """Semivariances that the data allow: quantiles at 5, 50 and 95 %."""

    distance: tuple[float, ...] = many("Distances, map units.", measure(""))
    p05: tuple[float, ...] = many("One in twenty variograms is lower.", measure(""))
    p50: tuple[float, ...] = many("Their median.", measure(""))
    p95: tuple[float, ...] = many("One in twenty is higher.", measure(""))


@dataclass(frozen=True)
class StrataResult:
    """The unit in whose layers a map was made; lengths are in the unit of z."""

    layering: str = choice("How its layers lie.", LAYERINGS)
    layers: int = whole("How many.")
    thickness: float = measure("Of the grid of all layers, along which the vertical range counts.")
    mean: float = measure("Thickness of the unit, on average over the cells that have it.")
    least: float = measure("Its least thickness.")
    greatest: float = measure("Its greatest thickness.")
    thickest: tuple[float, ...] = many("Where that is: x and y, and the z of the base there.", measure(""))
    cells: int = whole("Cells of the map that have the unit.")
    crossed: int = whole("Cells that have not, because its top lies below its base.")
    pinched: int = whole("Cells that have not, because its top meets its base.")
    unknown: int = whole("Cells that have not, because a surface has no value.")
    inside: int = whole("Data in the unit.")
    outside: int = whole("Data that are left out because they lie above or below it, or where it is not.")


@dataclass(frozen=True)
class SecondaryResult:
    """What is said of a secondary variable."""

    name: str = words("Its name.")
    correlation: float = measure("The correlation with the transformed data that was used.")
    given: bool = flag("Whether it was given.")
    estimated: float | None = measure("That of the data; null: too few, or all equal.", null=True)
    low: float | None = measure("Lower end of its 95 % interval.", null=True)
    high: float | None = measure("Upper end of its 95 % interval.", null=True)
    data: int = whole("From how many data.")
    said: str = words("The same in a sentence.")
    at_data: tuple[float, ...] = many("The variable at the data; of more than 2000 at some.", measure(""))
    values: tuple[float, ...] = many("These data.", measure(""))
    curve_at: tuple[float, ...] = many(
        "Values of the variable, from the least to the greatest at the data.", measure("")
    )
    curve: tuple[float, ...] = many("What it alone says there: the median.", measure(""))


@dataclass(frozen=True)
class MapResult:
    """What is said of a map; the maps themselves are in their files, shape (nx, ny) or (nx, ny, nz)."""

    origin: tuple[float, ...] = many("Centre of the first cell, along each axis.", measure(""))
    spacing: tuple[float, ...] = many("Size of a cell, along each axis.", measure(""))
    shape: tuple[int, ...] = many("Number of cells, along each axis.", whole(""))
    variogram: Variogram = variogram_object("The variogram that was given or fitted.")
    fit: str = words("How it was fitted; empty: it was not.")
    nugget: float = measure("Its nugget.")
    partial_sill: float = measure("The sum of its partial sills.")
    range: float = measure("Its longest practical range, map units.")
    range_p05: float | None = measure(
        "One in twenty ranges that the data allow is shorter; null: one counts.", null=True
    )
    range_p50: float | None = measure("Their median.", null=True)
    range_p95: float | None = measure("One in twenty is longer.", null=True)
    band: VariogramBand | None = part("The variograms that the data allow; null: one counts.", VariogramBand, null=True)
    strata: StrataResult | None = part("The unit whose layers the slices are; null: none.", StrataResult, null=True)
    secondary: SecondaryResult | None = part("The secondary variable; null: none.", SecondaryResult, null=True)
    uncertainty: str = words("Whether the standard deviation takes the variogram as known, and why, in a sentence.")
    limits: str | None = words("Between which limits values are, in a sentence; null: any.", null=True)
    mean_of_mean: float = measure("Average of the mean, over the cells that have one.")
    mean_of_std: float = measure("Average of the standard deviation.")
    double: bool = flag("Whether the data need double precision.")
    empty: int = whole("Cells that are wanted and have no estimate.")
    data: int = whole("Number of data used.")
    left_out: int = whole("Points left out because they have no drift.")
    seconds: float = measure("What the work took.")
