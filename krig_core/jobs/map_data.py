"""The data of a job that makes a map: read, thinned, transformed, with the grid and the variogram.

Law: what is left out of the data or of the map is counted and told; what remains has a value, a place of its own and,
where there is a drift, a drift.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.spatial import cKDTree

from ..blas import slow_blas
from ..covering import covering
from ..drift import has_trend
from ..errors import InvalidInput
from ..geometry import Geometry
from ..kriging.doubts import cells_doubt, extent_doubt, pairs_doubt, reach_doubt, slices_doubt, spread_doubt
from ..plain import read
from ..precision import float_type
from ..transforms.soft_data import SoftData, fit_soft
from ..transforms.transform import limits_in_words
from ..variogram.band import allowed
from .arrays import load_array, load_data, load_weights
from .cost import grid_size
from .found_variogram import find_variogram, tell_variogram, transform_of_job, unit_of
from .kriged_law import scores_of
from .map_job import DriftFiles, MapJob, StrataResult, VariogramBand
from .samples import LARGEST, Samples, distinct, mean_by_weights, merged_samples, require_possible, say_left_out
from .secondary import find_variogram_beside, require_one_mean, secondary_of, tell_secondary, told_of
from .slices import slice_range, upscaled, within_slices
from .soft_samples import refuse_soft, soft_of
from .unit import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ..simulation.secondary import Secondary
    from ..transforms.transform import FittedTransform
    from ..variogram.models import Variogram
    from ..variogram.uncertainty import Posterior
    from .map_job import SecondaryResult
    from .progress import Reporter

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Margin = Sequence[tuple[int, int]]

_WORKING_CELLS = 250_000
"""A grid may always be worked on with a margin up to this size, however small the extent is."""

_LONG_FOR_A_SLOW_BLAS = 1e10
"""Multiplications that take a slow BLAS about ten seconds."""


def map_geometry(job: MapJob, coordinates: Floats) -> Geometry:
    """Return where the cells of a job's map are, of layers one; `coordinates` are all of its points."""
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
    """External drift at the cells of a map and beyond its edges, the same in all slices of a grid in space.

    Attributes
    ----------
    values : float array, shape (nx, ny, k)
        Not a number where there is none.
    margin : sequence of (int, int)
        How many of these cells lie before and after the map along x and y.
    slices : int or None
        Of a grid in space.
    """

    values: Floats
    margin: Margin
    slices: int | None

    @classmethod
    def load(cls, given: DriftFiles, folder: Path, geometry: Geometry, columns: int, key: str = "drift") -> DriftMaps:
        """Read the drift of a map that a job names, or what else it names so."""
        margin = given.margin
        if len(margin) != 2:
            message = f"Invalid {key}.margin: it has {len(margin)} rows. Should have 2, one for each axis of the map."
            raise InvalidInput(message)
        shape = [cells + before + after for cells, (before, after) in zip(geometry.shape, margin)]
        values = load_array(folder, given.cells, f"{key}.cells", (*shape, columns), gaps=True)
        return cls(values, margin, geometry.shape[2] if geometry.ndim == 3 else None)

    def at(self, geometry: Geometry, points: Floats, known: Floats) -> Floats:
        """Return the drift of the cells around a map in which points lie; off them, what is known at the points."""
        cells, inside = geometry.on_map.padded(self.margin).cells_of(points[:, :2])
        values = self.values[tuple(cells.T)]
        return np.where((inside & np.isfinite(values).all(axis=1))[:, None], values, known)

    def on_map(self) -> Floats:
        """Return the drift of the map's own cells, shape (nx, ny[, nz], k)."""
        return self.with_margin([(0, 0)] * (2 if self.slices is None else 3))

    def with_margin(self, margin: Margin) -> Floats:
        """Return the drift of the map and so many cells around it, on the map at most as many as there are.

        Beyond the map a cell without drift gets the average, where it does no harm: it is not shown.
        """
        cut = [
            slice(mine - before, length - (theirs - after))
            for (mine, theirs), (before, after), length in zip(self.margin, margin, self.values.shape)
        ]
        part = self.values[tuple(cut)].copy()
        beyond = np.ones(part.shape[:2], dtype=bool)
        beyond[tuple(slice(before, length - after) for (before, after), length in zip(margin[:2], part.shape))] = False
        missing = beyond[..., None] & ~np.isfinite(part)
        if missing.any():
            with np.errstate(invalid="ignore"):
                average = np.nan_to_num(
                    np.nanmean(np.where(np.isfinite(self.values), self.values, np.nan), axis=(0, 1))
                )
            part[missing] = np.broadcast_to(average, part.shape)[missing]
        if self.slices is None:
            return part
        return np.repeat(part[:, :, None], self.slices + sum(margin[2]), axis=2)


@dataclass(frozen=True)
class MapData:
    """The data of a job that makes a map.

    Attributes
    ----------
    geometry : Geometry
    points : float array, shape (n, ndim)
        No two the same.
    data : float array, shape (n,)
        Of data that have limits alone, about where they are.
    samples : Samples
        The same data, as they were measured; but all that share a place where measurements have errors, and their mean
        is wanted.
    drift : float array, shape (n, k), or None
        At the data; finite. The secondary variable, where there is one.
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
    strata : StrataResult or None
        The unit whose layers the slices of the grid are; None: they are slices, or the grid is a map.
    weights : float array, shape (n,), or None
        What the data count in the histogram; None: the same, or by `declustering`.
    secondary : Secondary or None
        What the secondary variable says of the scores: `variogram` is then that of all of them, and the posterior that
        of the residuals.
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
    strata: StrataResult | None = None
    weights: Floats | None = None
    secondary: Secondary | None = None

    @classmethod
    def read(cls, job: MapJob, folder: Path, reporter: Reporter) -> MapData:
        """Read the arrays and find geometry, transform and variogram; say what was left out, merged and fitted."""
        job = require_one_mean(job)
        follows, key = (job.drift, "drift") if job.secondary is None else (job.secondary, "secondary")
        gaps = job.limits != (None, None)
        in_space = job.z_delta is not None or job.strata is not None
        coordinates, values = load_data(job.coordinates, job.values, folder, 3 if in_space else 2, gaps=gaps)
        count = len(values)
        geometry = map_geometry(job, coordinates)
        values, soft, kept = soft_of(job, folder, values, reporter)
        require_possible(values, soft)
        given = Samples(
            coordinates,
            values,
            None if job.error is None or job.simulates else load_array(folder, job.error, "error", (count,)),
            None if follows is None else load_array(folder, follows.data, f"{key}.data", (count, None), gaps=True),
            None if job.thickness is None else load_array(folder, job.thickness, "thickness", (count,)),
            load_weights(folder, job.weights, count),
            soft,
        )
        if job.within_slices and geometry.ndim == 3:
            inside = within_slices(coordinates[:, 2], geometry)
            kept = kept & inside
            if not inside.all():
                beyond = int(np.count_nonzero(~inside))
                reporter.message(f"{beyond:,} values above or below the slices (`z_range`) are left out.")
        mask = _mask(job, folder, geometry)
        strata = Unit.read(job, folder, geometry, mask, coordinates)
        if strata is not None:
            strata.tell(job.units.z if job.units else "", reporter)
            geometry, mask = strata.geometry, strata.present
            given, kept = given._replace(points=strata.points), kept & strata.inside
        elif mask is not None and geometry.ndim == 3:
            mask = np.broadcast_to(mask[..., None], geometry.shape)
        given = given.take(kept)
        maps, left_out = None, 0
        if given.drift is not None and follows is not None:
            maps = DriftMaps.load(follows, folder, geometry, given.drift.shape[1], key)
            known = np.isfinite(given.drift).all(axis=1)
            left_out = say_left_out(known, reporter, key)
            given = given.take(known)
        chosen, merged, samples = merged_samples(job, given, reporter)
        if job.upscale:
            refuse_soft(merged.soft, "upscale")
            merged = _of_cells(job, merged._replace(thickness=given.take(chosen).thickness), geometry, reporter)
            samples = merged if samples.error is None else samples
        points, data, drift = merged.points, merged.values, merged.drift
        transform = fit_soft(transform_of_job(job), points, data, merged.soft, merged.weights)
        data, known_of = SoftData.completed(data, merged.soft, transform)
        if (limits := limits_in_words(transform)) is not None:
            reporter.message(limits)
        unit = unit_of(transform, data)
        scores = Samples(points, transform.scores, None, drift, weights=merged.weights)
        if samples is given and not job.exact:
            scores = distinct(given._replace(values=scores_of(given, transform)))  # means would hide the error
        secondary = None
        if job.secondary is not None and maps is not None:
            on_map = replace(maps, slices=None).on_map()
            measured = scores if known_of is None else scores.take(np.isfinite(known_of.measured))
            secondary = secondary_of(on_map, measured, transform.name, job.correlation, job.variogram, unit)
            tell_secondary(secondary, reporter)
            found, scores = find_variogram_beside(job, scores, secondary, unit, known_of)
        else:
            found = find_variogram(job, scores, unit, known_of)
        tell_variogram(job, found, scores, transform.name, reporter)
        wanted = maps, mask, transform, found.variogram, found.posterior, found.uncertainty, found.fit, left_out
        told, weights = None if strata is None else strata.result, merged.weights
        return cls(
            job,
            folder,
            geometry,
            points,
            data,
            samples,
            drift,
            *wanted,
            strata=told,
            weights=weights,
            secondary=secondary,
        )

    def tell_doubts(self, reporter: Reporter) -> None:
        """Warn of what `kriging.doubts` finds: of the map, its slices and pairs of data."""
        if np.ptp(self.data) == 0:
            return
        follows = {
            "trend": has_trend(self.job.kriging_type, self.drift),
            "secondary": self.secondary is not None,
        }
        doubts = [
            cells_doubt(self.points, self.geometry)
            or reach_doubt(self.points, self.variogram, self.geometry, self.wanted, **follows),
            slices_doubt(len(self.data), self.geometry, layers=self.strata is not None),
            extent_doubt(self.points, self.geometry),
        ]
        if self.samples.error is None and self.samples.soft is None:
            doubts.append(pairs_doubt(self.points, self.transform.scores, self.data, self.variogram_of_scores))
        for doubt in filter(None, doubts):
            reporter.warning(doubt)

    def tell_spread(self, std: Floats, reporter: Reporter) -> None:
        """Warn of shown cells of which hardly anything is known (`spread_doubt`)."""
        doubt = spread_doubt(self.data, std[self.shown])
        if doubt is not None:
            reporter.warning(doubt)

    @property
    def size(self) -> str:
        """The number of cells of the grid and their size, in words."""
        units = (self.job.units.length, self.job.units.z) if self.job.units else ("", "")
        return grid_size(self.geometry, "slices" if self.strata is None else "layers", units)

    @property
    def mean(self) -> float | None:
        """The known mean of the scores, or of what a secondary variable leaves of them (`mean_by_weights`)."""
        values = self.transform.scores
        if self.secondary is not None and self.drift is not None:
            values = values - self.secondary.at(self.drift[:, 0])
        return mean_by_weights(self.job, Samples(self.points, values, None, None, weights=self.weights))

    @property
    def unit(self) -> float:
        """What the variogram of scores is multiplied by to be that of the map (`unit_of`)."""
        return unit_of(self.transform, self.data)

    @property
    def hard(self) -> Bools:
        """Which data are known exactly, shape (n,)."""
        soft = self.samples.soft
        return np.ones(len(self.data), dtype=bool) if soft is None else ~soft.limited & (soft.error == 0)

    @property
    def variogram_of_scores(self) -> Variogram:
        """The variogram of the transformed data."""
        return self.variogram.scaled(1 / self.unit)

    @property
    def share(self) -> float:
        """The part of the variance that a secondary variable leaves to kriging."""
        return 1.0 if self.secondary is None else self.secondary.share

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
        on_map = [
            (min(before, most[0]), min(after, most[1])) for (before, after), most in zip(margin, self.drift_maps.margin)
        ]
        return [*on_map, *margin[2:]]

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
            "strata": self.strata,
            "secondary": self._told_secondary(),
            "double": float_type(self.data) is np.float64,
            "empty": int(np.count_nonzero(self.wanted & ~known)),
        }

    def _told_secondary(self) -> SecondaryResult | None:
        given = self.job.secondary
        if self.secondary is None or given is None or self.drift is None:
            return None
        soft, name = self.samples.soft, "".join(given.names[:1])
        at_data = self.drift[:, 0], self.data, None if soft is None else soft.missing
        return told_of(self.secondary, name, *at_data, self.transform, self.mean)

    def _ranges(self) -> dict[str, Any]:
        """Return what the data allow of range and variogram."""
        azimuth = next((one.azimuth for one in self.variogram.structures), 0.0)
        found = allowed(self.posterior, self.points, self.unit / (self.share or 1.0), azimuth)
        return {**found, "band": found["band"] and read(VariogramBand, found["band"], "the band")}


def _mask(job: MapJob, folder: Path, geometry: Geometry) -> Bools | None:
    """Read which cells of a map are wanted, shape (nx, ny); None: all."""
    if job.mask is None:
        return None
    mask: Bools = load_array(folder, job.mask, "mask", geometry.shape[:2], bools=True)
    if not mask.any():
        message = "No cell centre lies inside the mask (`mask`): choose polygons that overlap the extent "
        message += "(`x_range`, `y_range`), or leave it out."
        raise InvalidInput(message)
    return mask


def _of_cells(job: MapJob, merged: Samples, geometry: Geometry, reporter: Reporter) -> Samples:
    """Return data averaged to the cells of the grid; tell how many, and which averages have no meaning."""
    of_cells, lost = upscaled(merged, geometry, job.averaging)
    if lost:
        reporter.warning(f"Averages left out because a {job.averaging} mean needs values above zero: {lost}.")
    if not len(of_cells.values):
        message = f"No value is greater than zero, as a {job.averaging} mean needs (`averaging`). Choose another."
        raise InvalidInput(message)
    reporter.message(f"{len(merged.values):,} values are averaged to {len(of_cells.values):,} cells of the grid.")
    return of_cells


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
