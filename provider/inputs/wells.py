"""Wells to values at places: points with a value in a field, or LAS files that find their places in the points.

Law: what was read and what was skipped is said and counted; nothing is taken for zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..text import printable, spelled, tr
from .crs import length_unit, say_misplaced
from .las import LasFiles
from .limits import read_values
from .points import Points, read_points, say_astray, say_far_outside
from .survey import along_paths, read_stations, say_paths
from .weights import read_weights

if TYPE_CHECKING:
    from ...krig_core.jobs.map_job import Units

_LARGEST_ERROR = 1e38
"""What a raster of 32 bits holds, nearly; the square of more could not be computed with."""

_LAS_SHARE = 0.2
"""Of the progress bar, the part for reading LAS files."""

_SHOWN = 40
"""Letters of an entry that is shown."""

PICKS = {"TOP_SURFACE": "TOP_SURFACE_FIELD", "BASE_SURFACE": "BASE_SURFACE_FIELD"}
"""The fields of what wells say of the surfaces of a unit."""

_OF_FILES = ("LAS_FILES", "LAS_FOLDER", "CURVE", "WELL_FIELD")
_OF_DEPTHS = ("TOP", "TOP_FIELD", "BOTTOM", "BOTTOM_FIELD", "DEPTH_UNIT")
"""Parameters by which a file may give no value."""


@dataclass(frozen=True)
class Wells:
    """Where wells and their values come from.

    Attributes
    ----------
    fields : dict of parameter to field
        Those chosen of INPUT.
    crs : QgsCoordinateReferenceSystem
        In which to work.
    las : LasFiles or None
        None: values are in a field.
    name : str
        Of the layer.
    limits : bool
        Whether limits of values are data, too.
    """

    fields: dict[str, str]
    crs: QgsCoordinateReferenceSystem
    las: LasFiles | None
    name: str
    limits: bool = False

    @property
    def rest(self) -> tuple[float, float]:
        """The part of the progress bar that their reading leaves."""
        return (_LAS_SHARE if self.las else 0.0), 1.0


class WellData(NamedTuple):
    """Values at places, and what became of the rest.

    Attributes
    ----------
    coordinates : float array, shape (n, 2), or (n, 3) for a grid in space
        In the working CRS; z as the data have it.
    values : float array, shape (n,)
        Not a number where only limits are known.
    skipped : int
        Features and files that gave no value.
    title : str
        What the values are.
    error : float array, shape (n,), or None
        Standard deviation of the measurement of each value.
    lower, upper : float array, shape (n,), or None
        Between which values lie that are not known; not a number where there is no limit.
    thickness : float array, shape (n,), or None
        Length of the log that each value of a grid in space stands for.
    unit : str
        Of the values, if it is known.
    reasons : sequence of (str, str)
        What was skipped, and why.
    names, groups : list or None
        What the fields of well names and of groups say of each, None where they are NULL; None: there is no such field.
    features : int array, shape (n,), or None
        The id of the feature of each in the layer.
    weights : float array, shape (n,), or None
        What each counts in the histogram of normal scores; None: the same.
    picks : mapping of parameter to float array, shape (m, 3)
        Of all points of the layer, where a surface of a unit is, as x, y and z; not a number where a well has none.
    """

    coordinates: np.ndarray
    values: np.ndarray
    skipped: int
    title: str
    error: np.ndarray | None = None
    thickness: np.ndarray | None = None
    unit: str = ""
    reasons: Sequence[tuple[str, str]] = ()
    names: list[Any] | None = None
    groups: list[Any] | None = None
    features: np.ndarray | None = None
    lower: np.ndarray | None = None
    upper: np.ndarray | None = None
    weights: np.ndarray | None = None
    picks: Mapping[str, np.ndarray] = MappingProxyType({})

    @property
    def known_by(self) -> np.ndarray:
        """What is known of each: a "value", or that it is "below" or "above" a limit, or "between" two."""
        if self.lower is None or self.upper is None:
            return np.full(len(self.values), "value")
        below, above = np.isfinite(self.upper), np.isfinite(self.lower)
        words = np.select([below & above, below], ["between", "below"], "above")
        return np.where(np.isfinite(self.values), "value", words)


def read_wells(
    given: Given,
    wells: Wells,
    feedback: QgsProcessingFeedback,
    reference: str | None = None,
    interval: float | None = None,
) -> WellData:
    """Read the data.

    Parameters
    ----------
    given : Given
    wells : Wells
    feedback : QgsProcessingFeedback
    reference : {"elevation", "depth"}, optional
        What z is, for places in space; without it places are on a map, and logs are averaged.
    interval : float, optional
        In space, the length along logs that is averaged; without it every sample counts.

    Raises
    ------
    QgsProcessingException
        If there are none; the sentence says what would help.
    Cancelled
    """
    from ...krig_core.errors import Cancelled

    source = given.source("INPUT")
    points = read_points(source, wells.crs, [*dict.fromkeys(wells.fields.values())], "INPUT", given.context, feedback)
    if feedback.isCanceled():
        raise Cancelled("Cancelled.")
    for reason, count in points.skipped.items():
        feedback.pushWarning(tr("Features {reason}, which were skipped: {n}.").format(n=count, reason=reason))
    if not len(points):
        raise QgsProcessingException(tr("The layer has no points (INPUT)."))
    if wells.las is None:
        data, rows = _of_field(points, wells, feedback, in_space=reference is not None)
    elif reference is None:
        data, rows = _means(given, wells, wells.las, points, feedback)
    else:
        data, rows = _samples(given, wells, wells.las, points, feedback, reference, interval)
    error = _error(points, wells.fields, rows, np.isfinite(data.values), feedback)
    weights = None
    if "WEIGHT_FIELD" in wells.fields:
        weights = read_weights(points, wells.fields["WEIGHT_FIELD"], rows, data.thickness, feedback)
    if not given.has("EXTENT"):  # else the user has said how far the map reaches
        say_astray(points, np.unique(rows), "INPUT", feedback)
    say_misplaced(points.coordinates[np.unique(rows)], wells.crs, "INPUT", given.context, feedback)
    data = data._replace(picks=_picks(points, wells))
    _say_far_outside(points, wells, rows, data, feedback)
    skipped = data.skipped + sum(points.skipped.values())
    lost = [(_features(count), reason) for reason, count in points.skipped.items()]
    reasons = [*data.reasons, *lost]
    features = points.places.features[rows]
    found = {"skipped": skipped, "error": error, "weights": weights, "reasons": reasons, "features": features}
    return data._replace(**found, **_names(points, wells, rows))


def _picks(points: Points, wells: Wells) -> dict[str, np.ndarray]:
    """Return what wells say of surfaces, by the parameter of the field."""
    return {
        name: np.column_stack([points.coordinates, points.numbers(wells.fields[name])])
        for name in PICKS.values()
        if name in wells.fields
    }


def _names(points: Points, wells: Wells, rows: np.ndarray) -> dict[str, Any]:
    """Return what the fields of names say of rows of the layer."""
    found: dict[str, Any] = {}
    for key, parameter in (("names", "WELL_FIELD"), ("groups", "GROUP_FIELD")):
        field = wells.fields.get(parameter)
        names = None if field is None else points.names(field)
        found[key] = None if names is None else [names[row] for row in rows]
    return found


def _say_far_outside(
    points: Points, wells: Wells, rows: np.ndarray, data: WellData, feedback: QgsProcessingFeedback
) -> None:
    """Name values, heights of points or wells, and picks that are far outside."""
    names = points.names(wells.fields["WELL_FIELD"]) if "WELL_FIELD" in wells.fields else [None] * len(points)
    owners = [
        f"feature {feature}" if name is None else f"well {printable(str(name))}"
        for name, feature in zip(names, points.places.features)
    ]
    valued = np.isfinite(data.values)
    say_far_outside(
        "Values",
        data.values[valued],
        [owners[row] for row in rows[valued]],
        "FIELD" if wells.las is None else "CURVE",
        feedback,
    )
    for parameter, limits in (("LOWER_LIMIT_FIELD", data.lower), ("UPPER_LIMIT_FIELD", data.upper)):
        if limits is not None:
            _say_far_limits(limits, data.values[valued], parameter, feedback)
    if data.coordinates.shape[1] == 2:
        return
    z = data.coordinates[:, 2]
    if wells.las is not None:
        rows, of = np.unique(rows, return_inverse=True)
        z = np.bincount(of, z) / np.bincount(of)
    say_far_outside("z", z, [owners[row] for row in rows], "Z_FIELD" if wells.las is None else "KB_FIELD", feedback)
    for parameter, picks in data.picks.items():
        known = np.flatnonzero(np.isfinite(picks[:, 2]))
        say_far_outside("Picks", picks[known, 2], [owners[row] for row in known], parameter, feedback)


def _say_far_limits(limits: np.ndarray, values: np.ndarray, parameter: str, feedback: QgsProcessingFeedback) -> None:
    """Tell of limits that are numbers for no value, or beyond all values by far, as in another unit."""
    from ...krig_core.astray import far_beside

    far = limits[far_beside(limits, values)]
    if len(far):
        text = tr(
            "Limits far outside all values, as if in another unit, or a number for no limit ({name}): {n} ({limit:g}, "
            "for one; values are from {least:g} to {most:g}). They are used: correct them, or make them NULL."
        )
        span = {"least": values.min(), "most": values.max()}
        feedback.pushWarning(text.format(name=parameter, n=len(far), limit=far[0], **span))


def _points(count: int) -> str:
    return tr("1 point") if count == 1 else tr("{n} points").format(n=count)


def _features(count: int) -> str:
    return tr("1 feature") if count == 1 else tr("{n} features").format(n=count)


def _of_field(
    points: Points, wells: Wells, feedback: QgsProcessingFeedback, *, in_space: bool
) -> tuple[WellData, np.ndarray]:
    """Return the values of a field, and their rows in the layer."""
    field = wells.fields["FIELD"]
    read = read_values(points, wells.fields, feedback, limits_count=wells.limits)
    values, known, places = read.values, np.isfinite(read.values) | read.limited, points.coordinates
    reasons = [(_points(count), reason) for count, reason in read.reasons]
    if in_space:
        z = points.numbers(wells.fields["Z_FIELD"]) if "Z_FIELD" in wells.fields else points.z
        flat = int(np.isnan(z).sum())
        if flat == len(z):
            raise QgsProcessingException(tr("No point has a z (Z_FIELD): leave Z_DELTA out for a map."))
        if flat:
            feedback.pushWarning(tr("Points without z, which were skipped: {n}.").format(n=flat))
            reasons.append((_points(flat), tr("no z")))
        known &= ~np.isnan(z)
        places = np.column_stack([places, z])
    if not known.any():
        texts = [value for value in points.attributes[field] if isinstance(value, str)]
        if texts:
            text = tr(
                "The field '{field}' (FIELD) holds text and no number that can be used in any of {n} points "
                "('{entry}', for one): choose another field."
            ).format(field=field, n=len(points), entry=printable(texts[0])[:_SHOWN])
        else:
            text = tr("The field '{field}' (FIELD) has no number in any of {n} points.").format(
                field=field, n=len(points)
            )
        raise QgsProcessingException(text)
    count = int(np.isfinite(values[known]).sum())
    text = (
        tr("Read 1 point with a value of '{field}'.")
        if count == 1
        else tr("Read {n} points with a value of '{field}'.")
    )
    feedback.pushInfo(text.format(n=count, field=field))
    data = WellData(places[known], values[known], int((~known).sum()), field, reasons=reasons)
    if read.limited[known].any():
        data = data._replace(lower=read.lower[known], upper=read.upper[known])
    return data, np.flatnonzero(known)


def _error(
    points: Points, fields: dict[str, str], rows: np.ndarray, valued: np.ndarray, feedback: QgsProcessingFeedback
) -> np.ndarray | None:
    """Return the measurement errors of some points, shape (rows,), zero of limits; None where no field is given."""
    if "ERROR_FIELD" not in fields:
        return None
    field = fields["ERROR_FIELD"]
    error = np.where(valued, points.floats(field)[rows], 0.0)
    if (error < 0).any():
        raise QgsProcessingException(
            tr(
                "The field '{field}' (ERROR_FIELD) has negative numbers: a standard deviation is zero or greater."
            ).format(field=field)
        )
    largest = error.max(where=~np.isnan(error), initial=0.0)
    if largest > _LARGEST_ERROR:
        raise QgsProcessingException(
            tr(
                "The field '{field}' (ERROR_FIELD) has a standard deviation of {largest:g}, of which nothing can be "
                "learnt: leave such points out."
            ).format(field=field, largest=largest)
        )
    missing = int(np.isnan(error).sum())
    if missing:
        feedback.pushWarning(tr("Points without a measurement error, which are taken as exact: {n}.").format(n=missing))
    return np.nan_to_num(error)


def _column(points: Points, wells: Wells, parameter: str) -> list[float | None]:
    """Return the numbers of a field, None where it has none or is not chosen."""
    if parameter not in wells.fields:
        return [None] * len(points)
    return [None if np.isnan(number) else float(number) for number in points.numbers(wells.fields[parameter])]


def _means(
    given: Given, wells: Wells, las: LasFiles, points: Points, feedback: QgsProcessingFeedback
) -> tuple[WellData, np.ndarray]:
    """Return the means of logs between the top and bottom of their wells, and the rows of these in the layer."""
    from ...krig_core.jobs.well_values import WellValuesJob
    from ..runner import run_job

    depths = {}
    for name in ("TOP", "BOTTOM"):
        limit = given.number(name)
        depths[name] = tuple(limit if own is None else own for own in _column(points, wells, f"{name}_FIELD"))
    job = WellValuesJob(
        files=las.names,
        curve=las.curve,
        processes=given.whole("PROCESSES") or 0,
        names=tuple(points.names(wells.fields["WELL_FIELD"])),
        places=tuple(map(tuple, points.coordinates.tolist())),
        depth_unit=las.depth_unit,
        need_top="TOP_FIELD" in wells.fields,
        need_bottom="BOTTOM_FIELD" in wells.fields,
        averaging=las.averaging,
        surveys=read_stations(given, las.survey_fields, feedback),
        tops=depths["TOP"],
        bottoms=depths["BOTTOM"],
    )
    result, _ = run_job(job, {}, feedback, (0.0, _LAS_SHARE))
    rows = np.array(result.well, dtype=int)
    skipped = [(Path(path), spelled(reason)) for path, reason in result.skipped]
    _say_unread(given, las, skipped, len(rows), las.say_units(result.converted, result.read, feedback), feedback)
    feedback.pushInfo(
        tr("Read {read} of {files} LAS files: {n} values of {curve}, {skipped} files skipped.").format(
            read=result.read, files=len(las.paths), n=len(rows), curve=las.curve, skipped=len(skipped)
        )
    )
    for name, count in result.duplicates.items():
        feedback.pushWarning(
            tr("{n} points at different places or depths are called {name} (WELL_FIELD): none gets a log.").format(
                n=count, name=name
            )
        )
    without = len(points) - len(np.unique(rows))
    if without:
        feedback.pushInfo(
            tr("{n} of {points} wells in the layer have no value from a LAS file.").format(
                n=without, points=len(points)
            )
        )
    title, unit = _title(las.curve, result.unit), result.unit or ""
    values, places = np.array(result.value), points.coordinates[rows]
    if las.survey_fields:
        offsets = np.column_stack([result.east, result.north])
        say_paths(rows, offsets, feedback, on_map=True)
        places = along_paths(places, offsets, las.depth_unit, wells.crs)
    return WellData(places, values, len(skipped), title, unit=unit, reasons=_named(skipped)), rows


def _samples(
    given: Given,
    wells: Wells,
    las: LasFiles,
    points: Points,
    feedback: QgsProcessingFeedback,
    reference: str,
    interval: float | None,
) -> tuple[WellData, np.ndarray]:
    """Return the samples of logs, or the means of their intervals, in space, and the rows of their wells."""
    from ...krig_core.jobs.las_points import LasPointsJob, LasQuestion
    from ...krig_core.wells.reader import DEPTH, EAST, NORTH, THICKNESS, VALUE
    from ..runner import run_job

    heights = tuple(_column(points, wells, "KB_FIELD"))
    job = LasPointsJob(
        files=las.names,
        question=LasQuestion(
            curve=las.curve,
            names=tuple(points.names(wells.fields["WELL_FIELD"])),
            listed_only=True,
            interval=interval,
            averaging=las.averaging,
            places=tuple((x, y, height) for (x, y), height in zip(points.coordinates.tolist(), heights)),
            depth_unit=las.depth_unit,
            tops=tuple(_column(points, wells, "TOP_FIELD")),
            bottoms=tuple(_column(points, wells, "BOTTOM_FIELD")),
            need_top="TOP_FIELD" in wells.fields,
            need_bottom="BOTTOM_FIELD" in wells.fields,
        ),
        surveys=read_stations(given, las.survey_fields, feedback),
        elevations=heights,
        reference=reference,
        check=given.flag("CHECK_KB"),
        processes=given.whole("PROCESSES") or 0,
        points="points.npy",
    )
    result, written = run_job(job, {}, feedback, (0.0, _LAS_SHARE))
    found, samples = result.files, written["points.npy"]
    skipped = [(las.paths[number], spelled(reason)) for number, reason in result.skipped]
    _say_unread(given, las, skipped, len(found), las.say_units(result.converted, result.read, feedback), feedback)
    rows = np.repeat([file.row for file in found], [file.points for file in found])
    feedback.pushInfo(
        tr(
            "Read {read} of {files} LAS files: {n:,} values of {curve} in {wells} wells, {skipped} files skipped."
        ).format(
            read=result.read,
            files=len(las.paths),
            n=len(rows),
            curve=las.curve,
            wells=len(np.unique(rows)),
            skipped=len(skipped),
        )
    )
    units = {file.unit for file in found}
    unit = units.pop() if len(units) == 1 else ""
    title = _title(las.curve, unit)
    on_map, offsets = points.coordinates[rows], samples[:, [EAST, NORTH]]
    if las.survey_fields:
        say_paths(rows, offsets, feedback, on_map=False)
        on_map = along_paths(on_map, offsets, las.depth_unit, wells.crs)
    places = np.column_stack([on_map, samples[:, DEPTH]])
    more = {"thickness": samples[:, THICKNESS], "unit": unit, "reasons": _named(skipped)}
    return WellData(places, samples[:, VALUE], len(skipped), title, **more), rows


def _named(skipped: Sequence[tuple[Path, str]]) -> list[tuple[str, str]]:
    return [(printable(path.name), printable(reason)) for path, reason in skipped]


def units_of(data: WellData, crs: QgsCoordinateReferenceSystem, z: str = "") -> Units:
    """Return the units in which a job tells the variogram of data."""
    from ...krig_core.jobs.map_job import Units

    return Units(length_unit(crs), data.unit, z)


def _title(curve: str, unit: str | None) -> str:
    return f"{curve} ({unit})" if unit else curve


def _say_unread(
    given: Given,
    las: LasFiles,
    skipped: list[tuple[Path, str]],
    found: int,
    doubt: str,
    feedback: QgsProcessingFeedback,
) -> None:
    """Name the files that gave no value; refuse to go on where none did."""
    las.say_skipped(skipped, feedback)
    if not found:
        file, reason = skipped[0]
        names = [*_OF_FILES, *(_OF_DEPTHS if "no samples" in reason else ())]
        text = tr("None of {files} LAS files gave a value of {curve} ({names}): {name}, for one, {reason}.").format(
            files=len(las.paths),
            curve=las.curve,
            names=", ".join(name for name in names if given.has(name)),
            name=printable(file.name),
            reason=reason,
        )
        raise QgsProcessingException(f"{text} {doubt}".rstrip())
