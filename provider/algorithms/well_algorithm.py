"""What algorithms that work on wells share: where wells and values come from, and how they are read.

Law: `prepareAlgorithm` (main thread) turns parameters into plain data and refuses what can be refused;
`read_data` (any thread) turns layers and LAS files into arrays and says what was read and skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from ..inputs.crs import say_crs, working_crs
from ..inputs.points import Points, read_points, require_fields, require_numeric, require_points, say_astray
from ..parameters.values import TABLE, declare
from ..text import printable, tr
from .las_algorithm import LasAlgorithm

if TYPE_CHECKING:
    from ..outputs.z_axis import ZAxis

_LARGEST_ERROR = 1e38
"""What a raster of 32 bits holds, nearly; the square of more could not be computed with."""

LAS_SHARE = 0.2
"""Of the progress bar, the part for reading LAS files."""


class WellData(NamedTuple):
    """Values at places, and what became of the rest.

    Attributes
    ----------
    coordinates : float array, shape (n, 2), or (n, 3) for a grid in space
        In the working CRS; z as the data have it.
    values : float array, shape (n,)
    skipped : int
        Features and files that gave no value.
    title : str
        What the values are.
    error : float array, shape (n,), or None
        Standard deviation of the measurement of each value.
    thickness : float array, shape (n,), or None
        Length of the log that each value of a grid in space stands for.
    """

    coordinates: np.ndarray
    values: np.ndarray
    skipped: int
    title: str
    error: np.ndarray | None = None
    thickness: np.ndarray | None = None


class LogValues(NamedTuple):
    """Values of logs.

    Attributes
    ----------
    wells : int array, shape (n,)
        The row of each value's well in the layer.
    places : float array, shape (n, 2) or (n, 3)
    values : float array, shape (n,)
    skipped : int
        Files that gave none.
    unit : str or None
        None where they have different ones.
    thickness : float array, shape (n,), or None
        Length of the log that each value stands for; None for means of wells.
    """

    wells: np.ndarray
    places: np.ndarray
    values: np.ndarray
    skipped: int
    unit: str | None
    thickness: np.ndarray | None = None


class WellAlgorithm(LasAlgorithm):
    """An algorithm whose data are points with a value, or LAS files at points.

    Attributes
    ----------
    field_parameters : sequence of str
        The parameters that name fields of INPUT.
    limits_help : str
        What TOP and BOTTOM mean beside the depths between which logs are averaged.
    heights_help : str
        Of what DEPTH_UNIT is the unit beside depths.
    z_axis : ZAxis or None
        Once prepared: the z axis of a grid in space; None for a map.
    """

    limits_help = ""
    heights_help = ""
    z_axis: ZAxis | None = None
    field_parameters: Sequence[str] = ("FIELD", "WELL_FIELD", "TOP_FIELD", "BOTTOM_FIELD")

    def add_well_parameters(self) -> None:
        """Add the parameters that say what the data are."""
        declare(self, "INPUT", "FIELD", "LAS_FILES", "LAS_FOLDER", "CURVE", "WELL_FIELD")
        for name in ("TOP", "BOTTOM"):
            declare(self, name, help=f"{TABLE[name].help} {self.limits_help}".strip())
            declare(self, f"{name}_FIELD")
        declare(self, "DEPTH_UNIT", help=f"{TABLE['DEPTH_UNIT'].help} {self.heights_help}".strip())
        declare(self, "TARGET_CRS")

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        source = self.parameterAsSource(parameters, "INPUT", context)
        if source is None:
            raise QgsProcessingException(tr("No point layer: choose the well locations (INPUT)."))
        require_points(source, "INPUT")
        files = self.las_files(parameters, context, feedback)
        fields = {name: self.parameterAsString(parameters, name, context) for name in self.field_parameters}
        self.fields = {name: field for name, field in fields.items() if field}
        if files:
            self._require_for_las(parameters, context)
            needed = ("TOP_FIELD", "BOTTOM_FIELD", "ERROR_FIELD", "KB_FIELD")
        elif "FIELD" not in self.fields:
            raise QgsProcessingException(tr("No values: choose a value field (FIELD), or LAS files and a CURVE."))
        else:
            needed = ("FIELD", "ERROR_FIELD", "Z_FIELD")
        require_fields(source, self.fields)
        require_numeric(source, {name: field for name, field in self.fields.items() if name in needed})
        target = self.parameterAsCrs(parameters, "TARGET_CRS", context)
        if parameters.get("TARGET_CRS") and not target.isValid():
            raise QgsProcessingException(tr(f"There is no CRS {parameters['TARGET_CRS']} (TARGET_CRS)."))
        self.crs = working_crs(target, source, "INPUT", context)
        say_crs(source.sourceCrs(), self.crs, target.isValid(), feedback)
        return True

    def _require_for_las(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.require_curve(parameters, context, "to map")
        if "WELL_FIELD" not in self.fields:
            raise QgsProcessingException(
                tr("LAS files need their places: choose the field of well names in the point layer (WELL_FIELD).")
            )

    def read_data(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> WellData:
        """Read the data; raise Cancelled where the user has cancelled."""
        from ...krig_core.errors import Cancelled

        source = self.parameterAsSource(parameters, "INPUT", context)
        wanted = list(dict.fromkeys(self.fields.values()))
        points = read_points(source, self.crs, wanted, "INPUT", context, feedback)
        if feedback.isCanceled():
            raise Cancelled("Cancelled.")
        for reason, count in points.skipped.items():
            feedback.pushWarning(tr(f"{count} features {reason} were skipped."))
        skipped = sum(points.skipped.values())
        if not len(points):
            raise QgsProcessingException(tr("The layer has no points (INPUT)."))
        if self.files:
            read = self._from_las if self.z_axis is None else self._logs_in_space
            logs = read(points, parameters, context, feedback)
            title = f"{self.curve}{f' ({logs.unit})' if logs.unit else ''}"
            error = self._error(points, logs.wells, feedback)
            self._say_astray(points, np.unique(logs.wells), parameters, feedback)
            return WellData(logs.places, logs.values, skipped + logs.skipped, title, error, logs.thickness)
        field = self.fields["FIELD"]
        values = points.numbers(field)
        places = points.coordinates
        if self.z_axis is not None:
            z = points.numbers(self.fields["Z_FIELD"]) if "Z_FIELD" in self.fields else points.z
            without = int(np.isnan(z).sum())
            if without == len(z):
                raise QgsProcessingException(tr("No point has a z (Z_FIELD): leave Z_DELTA out for a map."))
            if without:
                feedback.pushWarning(tr(f"{without} points have no z and were skipped."))
            values = np.where(np.isnan(z), np.nan, values)
            places = np.column_stack([places, z])
        known = np.isfinite(values)
        if not known.any():
            raise QgsProcessingException(
                tr(f"The field '{field}' (FIELD) has no number in any of {len(points)} points.")
            )
        without = int(np.isnan(points.numbers(field)).sum())
        if without:
            feedback.pushWarning(tr(f"{without} points have no number in '{field}' and were skipped."))
        feedback.pushInfo(tr(f"Read {int(known.sum())} points with a value of '{field}'."))
        skipped += int((~known).sum())
        error = self._error(points, np.flatnonzero(known), feedback)
        self._say_astray(points, np.flatnonzero(known), parameters, feedback)
        return WellData(places[known], values[known], skipped, field, error)

    def _say_astray(
        self, points: Points, chosen: np.ndarray, parameters: dict[str, Any], feedback: QgsProcessingFeedback
    ) -> None:
        """Name points astray, unless the user has said how far the map reaches."""
        if not parameters.get("EXTENT"):
            say_astray(points, chosen, "INPUT", feedback)

    def _error(self, points: Points, chosen: np.ndarray, feedback: QgsProcessingFeedback) -> np.ndarray | None:
        """Return the measurement errors of some points, shape (chosen,), None where no field is given."""
        if "ERROR_FIELD" not in self.fields:
            return None
        field = self.fields["ERROR_FIELD"]
        error = points.floats(field)[chosen]
        if (error < 0).any():
            raise QgsProcessingException(
                tr(f"The field '{field}' (ERROR_FIELD) has negative numbers: a standard deviation is zero or greater.")
            )
        largest = error.max(where=~np.isnan(error), initial=0.0)
        if largest > _LARGEST_ERROR:
            raise QgsProcessingException(
                tr(
                    f"The field '{field}' (ERROR_FIELD) has a standard deviation of {largest:g}, of which nothing can "
                    "be learnt: leave such points out."
                )
            )
        missing = int(np.isnan(error).sum())
        if missing:
            feedback.pushWarning(tr(f"Points without a measurement error, which are taken as exact: {missing}."))
        return np.nan_to_num(error)

    def _from_las(
        self, points: Points, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> LogValues:
        from ..runner import run_job, typed_job

        job = {
            "task": "well-values",
            "files": [str(path.absolute()) for path in self.files],
            "curve": self.curve,
            "processes": self.wanted_processes(parameters, context),
            "names": points.names(self.fields["WELL_FIELD"]),
            "places": points.coordinates.tolist(),
            "depth_unit": self.depth_unit,
        }
        for name in ("TOP", "BOTTOM"):
            limit = self.number(parameters, name, context)
            depths = np.full(len(points), np.nan if limit is None else limit)
            if f"{name}_FIELD" in self.fields:
                own = points.numbers(self.fields[f"{name}_FIELD"])
                depths = np.where(np.isnan(own), depths, own)
            job[f"need_{name.lower()}"] = f"{name}_FIELD" in self.fields
            job[f"{name.lower()}s"] = [None if np.isnan(depth) else float(depth) for depth in depths]
        result, _ = run_job(typed_job(job), {}, feedback, (0.0, LAS_SHARE))
        wells = np.array(result.well, dtype=int)
        skipped = [(Path(path), reason) for path, reason in result.skipped]
        self.say_units(result.converted, result.read, feedback)
        self._say_unread(skipped, len(wells), feedback)
        feedback.pushInfo(
            tr(
                f"Read {result.read} of {len(self.files)} LAS files: {len(wells)} values of {self.curve}, "
                f"{len(skipped)} files skipped."
            )
        )
        for name, count in result.duplicates.items():
            feedback.pushWarning(
                tr(f"{count} points at different places or depths are called {name} (WELL_FIELD): none gets a log.")
            )
        without = len(points) - len(np.unique(wells))
        if without:
            feedback.pushInfo(tr(f"{without} of {len(points)} wells in the layer have no value from a LAS file."))
        values = np.array(result.value)
        return LogValues(wells, points.coordinates[wells], values, len(skipped), result.unit)

    def log_interval(self, parameters: dict[str, Any], context: QgsProcessingContext) -> float | None:
        """Return the length along logs that is averaged, for a grid in space; None is every sample."""
        return self.z_axis.delta

    def _logs_in_space(
        self, points: Points, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> LogValues:
        from ...krig_core.wells.reader import DEPTH, THICKNESS, VALUE
        from ..runner import run_job, typed_job

        def column(name: str) -> list[float | None]:
            if name not in self.fields:
                return [None] * len(points)
            return [None if np.isnan(number) else float(number) for number in points.numbers(self.fields[name])]

        names = points.names(self.fields["WELL_FIELD"])
        heights = column("KB_FIELD")
        limits = {f"{name}s": column(f"{name.upper()}_FIELD") for name in ("top", "bottom")}
        needs = {f"need_{name}": f"{name.upper()}_FIELD" in self.fields for name in ("top", "bottom")}
        job = {
            "task": "las-points",
            "files": [str(path.absolute()) for path in self.files],
            "question": {
                "curve": self.curve,
                "names": names,
                "listed_only": True,
                "interval": self.log_interval(parameters, context),
                "places": [[*place, height] for place, height in zip(points.coordinates.tolist(), heights)],
                "depth_unit": self.depth_unit,
                **limits,
                **needs,
            },
            "surveys": None,
            "elevations": heights,
            "reference": self.z_axis.reference,
            "check": self.parameterAsBool(parameters, "CHECK_KB", context),
            "processes": self.wanted_processes(parameters, context),
            "points": "points.npy",
        }
        result, written = run_job(typed_job(job), {}, feedback, (0.0, LAS_SHARE))
        found, samples = result.files, written["points.npy"]
        skipped = [(self.files[number], reason) for number, reason in result.skipped]
        self.say_units(result.converted, result.read, feedback)
        self._say_unread(skipped, len(found), feedback)
        wells = np.repeat([file.row for file in found], [file.points for file in found])
        feedback.pushInfo(
            tr(
                f"Read {result.read} of {len(self.files)} LAS files: {len(wells):,} values of {self.curve} in "
                f"{len(np.unique(wells))} wells, {len(skipped)} files skipped."
            )
        )
        units = {file.unit for file in found}
        places = np.column_stack([points.coordinates[wells], samples[:, DEPTH]])
        unit = units.pop() if len(units) == 1 else None
        return LogValues(wells, places, samples[:, VALUE], len(skipped), unit, samples[:, THICKNESS])

    def _say_unread(self, skipped: list[tuple[Path, str]], found: int, feedback: QgsProcessingFeedback) -> None:
        """Name the files that gave no value; refuse to go on where none did."""
        self.say_skipped(skipped, feedback)
        if not found:
            raise QgsProcessingException(
                tr(
                    f"None of {len(self.files)} LAS files gave a value of {self.curve} (LAS_FILES, CURVE, WELL_FIELD): "
                    f"{printable(skipped[0][0].name)}, for one, {skipped[0][1]}. {self.unit_doubt}".rstrip()
                )
            )
