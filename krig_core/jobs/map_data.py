"""The data of a job that makes a map: read, thinned, transformed, with the grid and the variogram.

Law: what is left out of the data or of the map is counted and told; what remains has a value, a place of its own and,
where there is a drift, a drift.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from ..blas import slow_blas
from ..choices import BY_POSTERIOR
from ..covering import covering
from ..drift import has_trend
from ..errors import InvalidInput
from ..geometry import Geometry
from ..kriging.doubts import cells_doubt, pairs_doubt, reach_doubt, slices_doubt
from ..points import Group, diagonal, resolve_duplicates
from ..precision import float_type
from ..simulation.transforms import Transform, limits_in_words
from ..variogram.automatic import fit_automatic, no_posterior, posterior_of_residuals, taken_as_known
from ..variogram.least_squares import AUTOMATIC_MODELS
from ..variogram.models import Variogram
from .arrays import load_array, load_data
from .map_job import DriftFiles, MapJob, VariogramBand
from .slices import slice_range, upscaled, within_slices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ..simulation.transforms import FittedTransform
    from ..variogram.uncertainty import Posterior
    from .progress import Reporter

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Margin = Sequence[tuple[int, int]]

LARGEST = float(np.finfo(np.float32).max)
"""What a cell of a raster can hold."""

_WORKING_CELLS = 250_000
"""A grid may always be worked on with a margin up to this size, however small the extent is."""

_BAND_POINTS = 40
"""Distances at which variograms that the data allow are compared."""

_GIVEN = "it is given"

_LONG_FOR_A_SLOW_BLAS = 1e10
"""Multiplications that take a slow BLAS about ten seconds."""


def map_geometry(job: MapJob, coordinates: Floats) -> Geometry:
    """Return where the cells of a job's map are; `coordinates` are all of its points."""
    if job.z_delta is None:
        return covering(coordinates, job.xy_delta, None, (job.x_range, job.y_range))
    z_range = slice_range(coordinates[:, 2], job.z_delta, job.z_range)
    return covering(coordinates, job.xy_delta, job.z_delta, (job.x_range, job.y_range, z_range))


def widest_margin(geometry: Geometry, points: Floats) -> list[tuple[int, int]]:
    """Return how many cells beyond each edge a job may work on at most: until all points are on cells.

    Less where that would take the grid beyond four times its cells and `_WORKING_CELLS`.
    """
    edges = np.array([geometry.edges(axis) for axis in range(geometry.ndim)])
    gaps = np.stack(
        [(edges[:, 0] - points).max(axis=0, initial=0), (points - edges[:, 1]).max(axis=0, initial=0)], axis=1
    )
    wanted = np.ceil(gaps / np.array(geometry.spacing)[:, None])
    shape = np.array(geometry.shape)
    most = max(4 * geometry.size, _WORKING_CELLS)
    while wanted.any() and np.prod(shape + wanted.sum(axis=1)) > most:
        wanted = np.floor(0.9 * wanted)
    return [(int(before), int(after)) for before, after in wanted]


@dataclass(frozen=True)
class DriftMaps:
    """External drift at the cells of a map and beyond its edges.

    Attributes
    ----------
    values : float array, shape (nx, ny, k)
        Not a number where there is none.
    margin : sequence of (int, int)
        How many of these cells lie before and after the map along each axis.
    """

    values: Floats
    margin: Margin

    @classmethod
    def load(cls, given: DriftFiles, folder: Path, geometry: Geometry, columns: int) -> DriftMaps:
        """Read the drift of a map that a job names."""
        margin = given.margin
        if len(margin) != 2:
            message = f"Invalid drift.margin: it has {len(margin)} rows. Should have 2, one for each axis of the map."
            raise InvalidInput(message)
        shape = [cells + before + after for cells, (before, after) in zip(geometry.shape, margin)]
        return cls(load_array(folder, given.cells, "drift.cells", (*shape, columns), gaps=True), margin)

    def at(self, geometry: Geometry, points: Floats, known: Floats) -> Floats:
        """Return the drift of the cells around a map in which points lie; off them, what is known at the points."""
        cells, inside = geometry.padded(self.margin).cells_of(points)
        values = self.values[tuple(cells.T)]
        return np.where((inside & np.isfinite(values).all(axis=1))[:, None], values, known)

    def on_map(self) -> Floats:
        """Return the drift of the map's own cells, shape (nx, ny, k)."""
        return self.with_margin([(0, 0)] * 2)

    def with_margin(self, margin: Margin) -> Floats:
        """Return the drift of the map and so many cells around it, at most as many as there are.

        Beyond the map a cell without drift gets the average, where it does no harm: it is not shown.
        """
        cut = [
            slice(mine - before, length - (theirs - after))
            for (mine, theirs), (before, after), length in zip(self.margin, margin, self.values.shape)
        ]
        part = self.values[tuple(cut)].copy()
        beyond = np.ones(part.shape[:2], dtype=bool)
        beyond[tuple(slice(before, length - after) for (before, after), length in zip(margin, part.shape))] = False
        missing = beyond[..., None] & ~np.isfinite(part)
        if missing.any():
            with np.errstate(invalid="ignore"):
                average = np.nan_to_num(
                    np.nanmean(np.where(np.isfinite(self.values), self.values, np.nan), axis=(0, 1))
                )
            part[missing] = np.broadcast_to(average, part.shape)[missing]
        return part


class Samples(NamedTuple):
    """Data as a kriging is to weigh them; some may share a place.

    Attributes
    ----------
    points : float array, shape (n, ndim)
    values : float array, shape (n,)
    error : float array, shape (n,), or None
        Standard deviation of each measurement.
    drift : float array, shape (n, k), or None
    thickness : float array, shape (n,), or None
        Length of the log that each stands for.
    """

    points: Floats
    values: Floats
    error: Floats | None
    drift: Floats | None
    thickness: Floats | None = None

    def take(self, rows: Any) -> Samples:
        """Return some of them."""
        return Samples(*(None if column is None else column[rows] for column in self))  # type: ignore[arg-type]


@dataclass(frozen=True)
class MapData:
    """The data of a job that makes a map.

    Attributes
    ----------
    geometry : Geometry
    points : float array, shape (n, ndim)
        No two the same.
    data : float array, shape (n,)
    samples : Samples
        The same data; but all that share a place where measurements have errors, and their mean is wanted.
    drift : float array, shape (n, k), or None
        At the data; finite.
    drift_maps : DriftMaps or None
    mask : bool array of the grid's shape, or None
        Cells that are wanted.
    transform : FittedTransform
        Of the data.
    variogram : Variogram
        Of the transformed data less their trend, times `unit`. Where it has a posterior, its mode.
    posterior : Posterior or None
        Of the variogram of the transformed data; None: `variogram` is taken as if it were known.
    uncertainty : str
        Which of both, and why, in a sentence.
    fit : str
        How it was found; empty: it was given.
    left_out : int
        Points without a drift.
    reached : bool array of the grid's shape, or None
        Cells with a point within a radius (`reached_within`); None: all.
    """

    job: MapJob
    folder: Path
    geometry: Geometry
    points: Floats
    data: Floats
    samples: Samples
    drift: Floats | None
    drift_maps: DriftMaps | None
    mask: Bools | None
    transform: FittedTransform
    variogram: Variogram
    posterior: Posterior | None
    uncertainty: str
    fit: str
    left_out: int
    reached: Bools | None = None

    @classmethod
    def read(cls, job: MapJob, folder: Path, reporter: Reporter) -> MapData:
        """Read the arrays and find geometry, transform and variogram; say what was left out, merged and fitted."""
        coordinates, values = load_data(job.coordinates, job.values, folder, 2 if job.z_delta is None else 3)
        count = len(values)
        geometry = map_geometry(job, coordinates)
        _require_possible(values)
        given = Samples(
            coordinates,
            values,
            None if job.error is None else load_array(folder, job.error, "error", (count,)),
            None if job.drift is None else load_array(folder, job.drift.data, "drift.data", (count, None), gaps=True),
            None if job.thickness is None else load_array(folder, job.thickness, "thickness", (count,)),
        )
        if job.within_slices:
            inside = within_slices(coordinates[:, 2], geometry)
            given = given.take(inside)
            if not inside.all():
                beyond = int(np.count_nonzero(~inside))
                reporter.message(f"{beyond:,} values above or below the slices (`z_range`) are left out.")
        mask = None
        if job.mask is not None:
            mask = load_array(folder, job.mask, "mask", geometry.shape[:2], bools=True)
        if mask is not None and not mask.any():
            message = "No cell centre lies inside the mask (`mask`): choose polygons that overlap the extent "
            message += "(`x_range`, `y_range`), or leave it out."
            raise InvalidInput(message)
        if mask is not None and geometry.ndim == 3:
            mask = np.broadcast_to(mask[..., None], geometry.shape)
        maps, left_out = None, 0
        if given.drift is not None and job.drift is not None:
            maps = DriftMaps.load(job.drift, folder, geometry, given.drift.shape[1])
            known = np.isfinite(given.drift).all(axis=1)
            left_out = _say_left_out(known, reporter)
            given = given.take(known)
        rule = job.duplicates
        chosen, data, error = resolve_duplicates(given.points, given.values, rule, given.error)
        points, drift = given.points[chosen], None if given.drift is None else given.drift[chosen]
        # A mean of many measurements has less error than one of them: kriging weighs them itself.
        noise_in_nugget = not job.exact
        measured = rule == "mean" and (noise_in_nugget or error is not None)
        samples = given if measured else Samples(points, data, error, drift)
        _say_merged(len(given.values) - len(data), rule, measured, reporter)
        if job.upscale:
            several = len(data)
            points, data = upscaled(points, data, geometry, given.take(chosen).thickness)
            reporter.message(f"{several:,} values are averaged to {len(data):,} cells of the grid.")
        transform = transform_of_job(job).fit(points, data)
        if (limits := limits_in_words(transform)) is not None:
            reporter.message(limits)
        unit = unit_of(transform, data)
        scores = Samples(points, transform.scores, None, drift)
        if measured and noise_in_nugget:
            scores = _distinct(given)  # means would hide the error
        found = _variogram(job, scores, transform.name, unit, reporter)
        _require_possible_sill(found.variogram)
        wanted = maps, mask, transform, found.variogram, found.posterior, found.uncertainty, found.fit, left_out
        return cls(job, folder, geometry, points, data, samples, drift, *wanted)

    def tell_doubts(self, reporter: Reporter) -> None:
        """Warn of what `kriging.doubts` finds: of the map, its slices and pairs of data."""
        if np.ptp(self.data) == 0:
            return
        trend = has_trend(self.job.kriging_type, self.drift)
        doubts = [
            cells_doubt(self.points, self.geometry)
            or reach_doubt(self.points, self.variogram, self.geometry, self.wanted, trend=trend),
            slices_doubt(len(self.data), self.geometry),
        ]
        if self.samples.error is None:
            doubts.append(pairs_doubt(self.points, self.transform.scores, self.data, self.variogram_of_scores))
        for doubt in filter(None, doubts):
            reporter.warning(doubt)

    @property
    def unit(self) -> float:
        """What the variogram of scores is multiplied by to be that of the map (`unit_of`)."""
        return unit_of(self.transform, self.data)

    @property
    def variogram_of_scores(self) -> Variogram:
        """The variogram of the transformed data."""
        return self.variogram.scaled(1 / self.unit)

    @property
    def wanted(self) -> Bools:
        """Cells that are wanted, of the grid's shape."""
        return np.ones(self.geometry.shape, dtype=bool) if self.mask is None else self.mask

    @property
    def shown(self) -> Bools:
        """Cells that are wanted and reached, of the grid's shape."""
        return self.wanted if self.reached is None else self.wanted & self.reached

    def reached_within(self, radius: float | None) -> MapData:
        """Return the same with a map of no more than the cells that have a point within a radius.

        As for the search neighbourhood of kriging, the radius is that along the longest range, and less across it.
        """
        if radius is None:
            return self
        points, centres = self.points, self.geometry.centres()
        if self.variogram.structures:
            first = self.variogram.structures[0]
            points, centres = first.isotropic(points) * first.range, first.isotropic(centres) * first.range
        distance, _ = cKDTree(points).query(centres, distance_upper_bound=radius * (1 + 1e-12))
        return replace(self, reached=np.isfinite(distance).reshape(self.geometry.shape))

    def margin(self) -> list[tuple[int, int]]:
        """Return how many cells to work on beyond each edge, so that wells outside the extent are felt inside it.

        As far as the outermost point within a practical range, and no farther than the drift is known.
        """
        margin = widest_margin(self.geometry, self.points[within_reach(self.geometry, self.points, self.variogram)])
        if self.drift_maps is None:
            return margin
        return [
            (min(before, most[0]), min(after, most[1])) for (before, after), most in zip(margin, self.drift_maps.margin)
        ]

    def write(self, mean: Floats, std: Floats, *, gaps: bool, remedy: str = "") -> dict[str, Any]:
        """Write the maps, cut to the mask, and return what a `MapResult` says of them.

        Only with `gaps` may a cell that is wanted be not a number; `remedy` is what else helps where all are.
        """
        known = self.shown & ~np.isnan(mean) if gaps else self.shown
        if not known.any():
            message = f"No cell has an estimate: raise `search_radius` or `max_data`{remedy}, or change "
            message += "`x_range`, `y_range` or `drift`."
            raise InvalidInput(message)
        if not all(np.abs(array[known]).max(initial=0.0) <= LARGEST for array in (mean, std)):  # nan fails, too
            message = "The maps are not numbers that a raster can hold: check `values`, `nugget` and `partial_sill`."
            raise InvalidInput(message)
        for name, array in ((self.job.mean, mean), (self.job.std, std)):
            # By slices, since that is how they are read.
            np.save(self.folder / name, np.asfortranarray(np.where(self.shown, array, np.nan)))
        return {
            "origin": self.geometry.origin,
            "spacing": self.geometry.spacing,
            "shape": self.geometry.shape,
            "variogram": self.variogram,
            "fit": self.fit,
            "nugget": self.variogram.nugget,
            "partial_sill": self.variogram.partial_sill,
            "range": self.variogram.range,
            **self._ranges(),
            "uncertainty": self.uncertainty,
            "limits": limits_in_words(self.transform),
            "mean_of_mean": float(np.mean(mean[known])),
            "mean_of_std": float(np.mean(std[known])),
            "double": float_type(self.data) is np.float64,
            "empty": int(np.count_nonzero(self.wanted & ~known)),
        }

    def _ranges(self) -> dict[str, Any]:
        """Return what the data allow of range and variogram."""
        if self.posterior is None:
            return {"range_p05": None, "range_p50": None, "range_p95": None, "band": None}
        ranges = self.posterior.range_quantiles().tolist()
        farthest = max(diagonal(self.points[:, :2]) / 3, 1.05 * ranges[1])
        distance = farthest * np.linspace(0.001, 1, _BAND_POINTS)
        azimuth = next((one.azimuth for one in self.variogram.structures), 0.0)
        band = (self.unit * self.posterior.band(distance, azimuth=azimuth)).tolist()
        names = "p05", "p50", "p95"
        drawn = VariogramBand(tuple(distance.tolist()), *(tuple(level) for level in band))
        return {**{f"range_{name}": value for name, value in zip(names, ranges)}, "band": drawn}


def say_slow_blas(data: int, columns: float, reporter: Reporter) -> None:
    """Tell of a slow BLAS where it is to factor so many data, and solve for so many columns, that one has to wait."""
    if data**3 / 3 + columns * data**2 > _LONG_FOR_A_SLOW_BLAS and (name := slow_blas()) is not None:
        reporter.warning(
            f"NumPy has a slow BLAS ({name}): the job may take ten times as long as with OpenBLAS, the package "
            "libopenblas0-pthread of Debian and Ubuntu."
        )


def within_reach(geometry: Geometry, points: Floats, variogram: Variogram) -> Bools:
    """Tell which points, shape (n,), lie in the extent or within a practical range of it."""
    reach = variogram.reach(0.05, geometry.ndim)
    edges = np.array([geometry.edges(axis) for axis in range(geometry.ndim)])
    within: Bools = np.all((points >= edges[:, 0] - reach) & (points <= edges[:, 1] + reach), axis=1)
    return within


def transform_of_job(job: MapJob) -> Transform:
    """Return what a job names of its transform."""
    given = {field.name: getattr(job, field.name) for field in fields(Transform) if field.name != "name"}
    return Transform(job.transform, **{name: value for name, value in given.items() if value is not None})


def unit_of(transform: FittedTransform, data: Floats) -> float:
    """Return what the variogram of scores is multiplied by to be that of a map."""
    return float(data.var()) if transform.name == "normal-score" else 1.0


def _require_possible(values: Floats) -> None:
    largest = float(np.abs(values).max(initial=0.0))
    if largest > LARGEST:
        message = f"A value is {largest:.3g}, more than a raster can hold: check the values (`values`)."
        raise InvalidInput(message)
    if np.ptp(values) > 0 and values.var() == 0:
        message = f"The values differ by no more than {np.ptp(values):.3g}, too little to compute with: give them in a "
        message += "smaller unit (`values`)."
        raise InvalidInput(message)


def _require_possible_sill(variogram: Variogram) -> None:
    if not variogram.sill <= LARGEST**2:
        message = f"The sill of the variogram is {variogram.sill:.3g}, more than the square of what a raster can hold: "
        message += "check `nugget` and `partial_sill`."
        raise InvalidInput(message)


def _say_left_out(known: Bools, reporter: Reporter) -> int:
    """Tell of points without a drift and return their number; refuse if there are no others."""
    missing = int(np.count_nonzero(~known))
    if missing == len(known):
        message = "No point has a value of the drift: choose rasters that cover the wells (`drift`)."
        raise InvalidInput(message)
    if missing:
        reporter.warning(f"Points where a drift raster has no value, which are left out (`drift`): {missing}.")
    return missing


def _say_merged(merged: int, rule: str, measured: bool, reporter: Reporter) -> None:
    used = {"mean": "their mean is used", "first": "the first is used", "maximum": "the greatest is used"}
    if measured:
        used["mean"] = "all are used, each by its error"
    if merged:
        reporter.warning(f"Points that coincide with another one, so that {used[rule]} (`duplicates`): {merged}.")


def _distinct(samples: Samples) -> Samples:
    """Return samples without exact repetitions, as of a record that a file has twice."""
    first = Group.of(np.column_stack([samples.points, samples.values])).first
    return samples.take(first)


class _Found(NamedTuple):
    """A variogram, its posterior, what a user should doubt of it, what its uncertainty is, and how it was found."""

    variogram: Variogram
    posterior: Posterior | None
    remarks: tuple[str, ...]
    uncertainty: str
    fit: str = ""


def _variogram(job: MapJob, scores: Samples, transform: str, unit: float, reporter: Reporter) -> _Found:
    """Return the variogram that a job gives, or the one that fits scores: transformed data; times `unit`."""
    points, given = scores.points, job.variogram
    known = _is_known(job, points.shape[1])
    if known and job.variogram_uncertainty == "posterior":
        message = "`variogram_uncertainty` is 'posterior', but the variogram is given. Should be automatic or none, or "
        message += "the variogram be left out."
        raise InvalidInput(message)
    if given.json is not None:
        variogram = Variogram.from_json(given.json)
        reporter.message(f"Variogram: {variogram}.")
        if points.shape[1] == 3 and any(item.vertical_range is None for item in variogram.structures):
            reporter.warning(
                "The variogram has no vertical range: it reaches as far along z as on the map (`variogram`)."
            )
        uncertainty = taken_as_known(_GIVEN)
        reporter.message(uncertainty)
        return _Found(variogram, None, (), uncertainty)
    found = _found(job, scores, unit, known=known)
    variogram = found.variogram.scaled(unit)
    source = f"Variogram fitted to {len(points)} data" if found.fit else "Variogram"
    if transform != "none":
        source += " by their normal scores" if transform == "normal-score" else f" by their {transform} transform"
    if has_trend(job.kriging_type, scores.drift) and found.fit:
        source += ", less their trend"
    by = f" ({found.fit})" if found.fit and found.posterior is None else ""
    reporter.message(f"{source}{by}: {variogram}.")
    reporter.message(found.uncertainty)
    for remark in found.remarks:
        reporter.warning(remark)
    if variogram.sill == 0 and np.ptp(scores.values) == 0:
        reporter.warning("All data are equal: the map is that value everywhere, and the standard deviation is zero.")
    return found._replace(variogram=variogram)


def _is_known(job: MapJob, ndim: int) -> bool:
    """Return whether a job leaves nothing of its variogram to be found."""
    given = job.variogram
    needed = [given.model, given.nugget, given.partial_sill, given.range]
    return given.json is not None or None not in (needed if ndim == 2 else [*needed, given.vertical_range])


def _found(job: MapJob, scores: Samples, unit: float, *, known: bool) -> _Found:
    """Return the variogram of scores of which a job gives a part, or all."""
    given = job.variogram
    data = scores.points, scores.values, job.kriging_type, scores.drift
    options: dict[str, Any] = {
        "models": AUTOMATIC_MODELS if given.model is None else (given.model,),
        "nugget": None if given.nugget is None else given.nugget / unit,
        "partial_sill": None if given.partial_sill is None else given.partial_sill / unit,
        "range": given.range,
        "azimuth": given.azimuth,
        "ratio": given.ratio,
        "shape": given.shape,
        "anisotropy": given.anisotropy,
        **({"vertical_range": given.vertical_range} if scores.points.shape[1] == 3 else {}),
    }
    why_not: str | None = None
    if known:
        why_not = _GIVEN
    elif job.variogram_uncertainty == "none":
        why_not = "that was chosen"
    elif job.error is not None:
        why_not = "measurements have errors (`error`), which its posterior does not tell from it"
        if job.variogram_uncertainty == "posterior":
            message = f"`variogram_uncertainty` is 'posterior', but {why_not}. Should be automatic or none."
            raise InvalidInput(message)
    elif job.variogram_uncertainty == "automatic":
        why_not = no_posterior(*data, **options)
    if why_not is None:
        posterior = posterior_of_residuals(*data, **options)
        return _Found(posterior.mode, posterior, (), posterior.remark, BY_POSTERIOR)
    fit = fit_automatic(*data, **options)
    return _Found(fit.variogram, None, fit.remarks, taken_as_known(why_not), fit.method)
