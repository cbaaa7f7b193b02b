"""The task `directions`: data in, their variogram map and the variograms of four directions out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..choices import ESTIMATORS, TRANSFORMS
from ..plain import array_file, choice, flag, many, measure, number, part, whole, words
from ..points import diagonal, merge_coincident
from ..transforms.transform import Transform
from ..variogram.experimental import FEW_PAIRS, MAX_POINTS, experimental_variogram
from ..variogram.isotropy import LEVEL
from ..variogram.study import Study
from ..variogram.variogram_map import variogram_map
from .arrays import load_data
from .found_variogram import unit_of
from .progress import Reporter
from .samples import require_possible
from .variogram import Series

if TYPE_CHECKING:
    from ..variogram.experimental import ExperimentalVariogram

_DIRECTIONS = 4


@dataclass(frozen=True)
class DirectionsJob:
    """Look at the variogram of points in all directions."""

    task: ClassVar[str] = "directions"

    coordinates: str = array_file("Places of the data, map units, shape (n, 2).")
    values: str = array_file("The data, shape (n,).")
    transform: str = choice("Of what the variogram is.", TRANSFORMS)
    gamma: str = array_file(
        "File to write, shape (2 k + 1, 2 k + 1): semivariances by offset, from west to east and from south to north; "
        "not a number where there are no pairs."
    )
    pairs: str = array_file("File to write: the numbers of their pairs.")
    classes: int | None = whole(
        "Classes of offset from the centre to each edge, k; null: by the data.", None, least=1, most=200
    )
    lags: int = whole("Number of lags of each direction.", 15, least=1, most=500)
    max_distance: float | None = number(
        "Pairs farther apart do not count, map units; null: a third of the diagonal.", None, above=0
    )
    estimator: str = choice("How semivariances are estimated.", ESTIMATORS, "matheron")
    azimuth: float = number(
        "First of four directions 45° apart, degrees clockwise from north.", 0.0, least=-3600, most=3600
    )
    tolerance: float = number("Degrees to each side of a direction.", 22.5, above=0, most=90)
    detrend: int = whole("Order of the polynomial that is taken off first.", 0, most=2)
    models: tuple[str, ...] | None = many(
        "The models among which that of the test is; null: spherical, exponential and Matérn.",
        words(""),
        None,
        null=True,
    )
    most: int = whole("Look at no more data; of more at a random part.", MAX_POINTS, least=3, most=MAX_POINTS)
    test: bool = flag("Test whether the data have a direction of longest range.", True)


@dataclass(frozen=True)
class ShownDirection:
    """The direction of the longest range that data show, by chance or not."""

    azimuth: float = measure("Degrees clockwise from north.")
    ratio: float = measure("Range across it divided by the range along it.")
    chance: float = measure("Share of isotropic fields that show as much.")
    level: float = measure("A fit takes it for a direction if the chance is not larger.")
    credible: bool = flag("Whether a fit takes it.")


@dataclass(frozen=True)
class DirectionsResult:
    """What is said of directions; semivariances are in the units of the variogram."""

    classes: int = whole("Classes of offset from the centre to each edge.")
    width: float = measure("Of a class, map units.")
    max_distance: float = measure("How far the map and the lags reach.")
    lags: int = whole("Number of lags.")
    lag_distance: float = measure("Width of a lag.")
    tolerance: float = measure("Degrees to each side of a direction.")
    few_pairs: int = whole("Classes and lags with fewer pairs are uncertain.")
    series: tuple[Series, ...] = many("The variograms of the directions.", part("", Series))
    shown: ShownDirection | None = part("What a test says; null: nothing can tell.", ShownDirection, null=True)
    variance: float = measure("Variance of the data.")
    pairs: int = whole("Number of pairs.")
    data: int = whole("Number of data, each at a place of its own.")
    looked_at: int = whole("How many of them map and directions are of; the test is of 500 at most.")
    merged: int = whole("Points that coincide with another one.")
    detrend: int = whole("Order of the polynomial that was taken off.")
    unit: float = measure("What semivariances of scores were multiplied by.")
    seconds: float = measure("What the work took.")


def look_in_directions(job: DirectionsJob, folder: Path, reporter: Reporter) -> DirectionsResult:
    """Look at the variogram of points in all directions, merged, transformed and less their trend as in `variogram`."""
    start = time.monotonic()
    coordinates, values = load_data(job.coordinates, job.values, folder, 2)
    require_possible(values)
    points, data = merge_coincident(coordinates, values)
    transform = Transform(job.transform).fit(points, data)
    study = Study(job.models, detrend=job.detrend)
    scores, unit = study.residuals(points, transform.scores), unit_of(transform, data)
    far = diagonal(points) / 3 if job.max_distance is None else job.max_distance
    part_of = np.arange(len(points))
    if len(points) > job.most:
        part_of = np.sort(np.random.default_rng(0).choice(len(points), job.most, replace=False))
    some, own = points[part_of], scores[part_of]
    found = variogram_map(some, own, classes=job.classes, max_distance=far, estimator=job.estimator)
    np.save(folder / job.gamma, found.gamma * unit)
    np.save(folder / job.pairs, found.pairs)
    reporter.progress(0.3, "")
    directions = [
        experimental_variogram(
            some,
            own,
            lags=job.lags,
            max_distance=far,
            estimator=job.estimator,
            azimuth=(job.azimuth + 180 / _DIRECTIONS * number) % 180,
            tolerance=job.tolerance,
        )
        for number in range(_DIRECTIONS)
    ]
    reporter.progress(0.6, "")
    ellipse = study.direction_of(points, transform.scores) if job.test else None
    shown = None
    if ellipse is not None:
        shown = ShownDirection(ellipse.azimuth, ellipse.ratio, ellipse.chance, LEVEL, ellipse.credible)
        reporter.message(
            f"The data show a longest range along azimuth {shown.azimuth:.1f}° (ratio {shown.ratio:.2g}); of isotropic "
            f"fields {shown.chance:.0%} show as much."
        )
    reporter.progress(1.0, "")
    return DirectionsResult(
        classes=len(found.gamma) // 2,
        width=found.width,
        max_distance=far,
        lags=job.lags,
        lag_distance=far / job.lags,
        tolerance=job.tolerance,
        few_pairs=FEW_PAIRS,
        series=tuple(_series(item, unit) for item in directions),
        shown=shown,
        variance=float(scores.var()) * unit,
        pairs=int(found.pairs.sum() + found.pairs[len(found.pairs) // 2, len(found.pairs) // 2]) // 2,
        data=len(points),
        looked_at=len(some),
        merged=len(coordinates) - len(points),
        detrend=job.detrend,
        unit=unit,
        seconds=time.monotonic() - start,
    )


def _series(item: ExperimentalVariogram, unit: float) -> Series:
    """Return the variogram of a direction in the units of the variogram."""
    return Series(
        azimuth=item.azimuth,
        distance=tuple(item.distance.tolist()),
        gamma=tuple((item.gamma * unit).tolist()),
        pairs=tuple(item.pairs.tolist()),
        used=tuple((item.pairs >= FEW_PAIRS).tolist()),
    )
