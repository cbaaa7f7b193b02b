"""What algorithms that work on wells share: where wells and values come from, and how they are read.

Law: `prepareAlgorithm` (main thread) turns parameters into plain data and refuses what can be refused;
`read_data` (any thread) turns layers and LAS files into arrays and says what was read and skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..layers import Points, read_points, require_fields, require_numeric, working_crs
from .base import KrigingAlgorithm, tr

LAS_SHARE = 0.2
"""Of the progress bar, the part for reading LAS files."""

_LISTED = 30
"""How many skipped files are named in the log."""


class WellData(NamedTuple):
    """Values at places, and what became of the rest.

    Attributes
    ----------
    coordinates : float array, shape (n, 2)
        In the working CRS.
    values : float array, shape (n,)
    skipped : int
        Features and files that gave no value.
    title : str
        What the values are.
    error : float array, shape (n,), or None
        Standard deviation of the measurement of each value.
    """

    coordinates: np.ndarray
    values: np.ndarray
    skipped: int
    title: str
    error: np.ndarray | None = None


class WellAlgorithm(KrigingAlgorithm):
    """An algorithm whose data are points with a value, or LAS files at points.

    Attributes
    ----------
    field_parameters : sequence of str
        The parameters that name fields of INPUT.
    """

    field_parameters: Sequence[str] = ("FIELD", "WELL_FIELD", "TOP_FIELD", "BOTTOM_FIELD")

    def add_well_parameters(self) -> None:
        """Add the parameters that say what the data are."""
        numeric = QgsProcessingParameterField.DataType.Numeric
        self.add(
            QgsProcessingParameterFeatureSource(
                "INPUT", tr("Well locations"), [QgsProcessing.SourceType.TypeVectorPoint], optional=True
            ),
            tr("Points, with the values in a field, or with well names by which LAS files find their place."),
        )
        self.add(
            QgsProcessingParameterField("FIELD", tr("Value field"), None, "INPUT", numeric, optional=True),
            tr("The value to map. Not needed with LAS files. Features without a number are skipped and counted."),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(
                "LAS_FILES", tr("LAS files"), QgsProcessing.SourceType.TypeFile, optional=True
            ),
            tr("Well logs to average; instead of, or besides, a folder."),
        )
        self.add(
            QgsProcessingParameterFile(
                "LAS_FOLDER", tr("LAS folder"), QgsProcessingParameterFile.Behavior.Folder, optional=True
            ),
            tr("All .las files in this folder and its sub-folders."),
        )
        self.add(
            QgsProcessingParameterString("CURVE", tr("LAS curve"), optional=True),
            tr(
                "Mnemonic; or several separated by semicolons, of which the first that a file has is taken: GR;GRN;GAM."
            ),
        )
        self.add(
            QgsProcessingParameterField("WELL_FIELD", tr("LAS well name field"), None, "INPUT", optional=True),
            tr("UWI, API or name of the well: joins LAS files to points. Punctuation and case do not matter."),
        )
        for name, label, side in (("TOP", "LAS top depth", "above"), ("BOTTOM", "LAS bottom depth", "below")):
            self.add(
                QgsProcessingParameterNumber(
                    name, tr(f"{label} (m)"), QgsProcessingParameterNumber.Type.Double, None, optional=True
                ),
                tr(
                    f"Measured depth in metres; samples {side} it are left out. For wells without a depth of their own."
                ),
            )
            self.add(
                QgsProcessingParameterField(
                    f"{name}_FIELD", tr(f"{label} field"), None, "INPUT", numeric, optional=True
                ),
                tr("Measured depth of each well in metres, from the reference of the log (KB)."),
            )
        self.add(
            QgsProcessingParameterCrs("TARGET_CRS", tr("Target CRS"), optional=True),
            tr("A projected CRS. Default: the layer's, or the UTM zone that fits where the layer is in degrees."),
        )

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        source = self.parameterAsSource(parameters, "INPUT", context)
        if source is None:
            raise QgsProcessingException(tr("No point layer: choose the well locations (INPUT)."))
        files = self._las_files(parameters, context)
        fields = {name: self.parameterAsString(parameters, name, context) for name in self.field_parameters}
        self.fields = {name: field for name, field in fields.items() if field}
        if files:
            self._require_for_las(parameters, context)
            needed = ("TOP_FIELD", "BOTTOM_FIELD", "ERROR_FIELD")
        elif "FIELD" not in self.fields:
            raise QgsProcessingException(tr("No values: choose a value field (FIELD), or LAS files and a CURVE."))
        else:
            needed = ("FIELD", "ERROR_FIELD")
        require_fields(source, self.fields)
        require_numeric(source, {name: field for name, field in self.fields.items() if name in needed})
        target = self.parameterAsCrs(parameters, "TARGET_CRS", context)
        if parameters.get("TARGET_CRS") and not target.isValid():
            raise QgsProcessingException(tr(f"There is no CRS {parameters['TARGET_CRS']} (TARGET_CRS)."))
        self.crs = working_crs(target, source, context)
        self._say_crs(source.sourceCrs(), target, feedback)
        return True

    def _las_files(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[Path]:
        from ...krig_core.las import find_las

        files = [Path(name) for name in self.parameterAsFileList(parameters, "LAS_FILES", context) if name]
        folder = self.parameterAsFile(parameters, "LAS_FOLDER", context)
        if folder:
            if not Path(folder).is_dir():
                raise QgsProcessingException(tr(f"There is no folder {folder} (LAS_FOLDER)."))
            found = find_las(folder)
            if not found and not files:
                raise QgsProcessingException(tr(f"There is no .las file in {folder} (LAS_FOLDER)."))
            files += found
        self.files = list(dict.fromkeys(files))
        return self.files

    def _require_for_las(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        from ...krig_core.bundled import import_bundled
        from ...krig_core.errors import MissingPackage

        try:
            import_bundled("lasio")
        except MissingPackage as error:
            raise QgsProcessingException(str(error)) from error
        self.curve = self.parameterAsString(parameters, "CURVE", context).strip()
        if not self.curve.strip("; "):
            raise QgsProcessingException(tr("No curve: name the curve of the LAS files to map (CURVE), such as GR."))
        if "WELL_FIELD" not in self.fields:
            raise QgsProcessingException(
                tr("LAS files need their places: choose the field of well names in the point layer (WELL_FIELD).")
            )

    def _say_crs(
        self,
        source: QgsCoordinateReferenceSystem,
        target: QgsCoordinateReferenceSystem,
        feedback: QgsProcessingFeedback,
    ) -> None:
        if not self.crs.isValid():
            feedback.pushWarning(tr("The layer has no CRS: its coordinates are taken as they are."))
        elif self.crs != source:
            text = f"Wells are projected to {self.crs.authid()} ({self.crs.description()})."
            feedback.pushInfo(tr(text if target.isValid() else f"The layer is in degrees. {text}"))

    def number(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> float | None:
        """Return a number, or None where the parameter was left out."""
        definition = self.parameterDefinition(name)
        # An empty text is what the command line gives for `NAME=`.
        if parameters.get(name, definition.defaultValue()) in (None, ""):
            return None
        return self.parameterAsDouble(parameters, name, context)

    def whole_number(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> int | None:
        """Return a whole number, or None where the parameter was left out."""
        number = self.number(parameters, name, context)
        return None if number is None else int(number)

    def wanted_processes(self, parameters: dict[str, Any], context: QgsProcessingContext) -> int:
        """Return how many processes the user wants; 0: automatic."""
        if self.parameterDefinition("PROCESSES") is None:
            return 0
        return self.parameterAsInt(parameters, "PROCESSES", context)

    def read_data(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> WellData:
        """Read the data; raise Cancelled where the user has cancelled."""
        from ...krig_core.errors import Cancelled

        source = self.parameterAsSource(parameters, "INPUT", context)
        points = read_points(source, self.crs, list(dict.fromkeys(self.fields.values())), context, feedback)
        if feedback.isCanceled():
            raise Cancelled("Cancelled.")
        for reason, count in points.skipped.items():
            feedback.pushWarning(tr(f"{count} features {reason} were skipped."))
        skipped = sum(points.skipped.values())
        if not len(points):
            raise QgsProcessingException(tr("The layer has no points (INPUT)."))
        if self.files:
            wells, values, unread, unit = self._from_las(points, parameters, context, feedback)
            title = f"{self.curve}{f' ({unit})' if unit else ''}"
            error = self._error(points, wells, feedback)
            return WellData(points.coordinates[wells], values, skipped + unread, title, error)
        field = self.fields["FIELD"]
        values = points.numbers(field)
        known = np.isfinite(values)
        if not known.any():
            raise QgsProcessingException(
                tr(f"The field '{field}' (FIELD) has no number in any of {len(points)} points.")
            )
        if not known.all():
            feedback.pushWarning(tr(f"{int((~known).sum())} points have no number in '{field}' and were skipped."))
        feedback.pushInfo(tr(f"Read {int(known.sum())} points with a value of '{field}'."))
        skipped += int((~known).sum())
        error = self._error(points, np.flatnonzero(known), feedback)
        return WellData(points.coordinates[known], values[known], skipped, field, error)

    def _error(self, points: Points, chosen: np.ndarray, feedback: QgsProcessingFeedback) -> np.ndarray | None:
        """Return the measurement errors of some points, shape (chosen,), None where no field is given."""
        if "ERROR_FIELD" not in self.fields:
            return None
        error = points.numbers(self.fields["ERROR_FIELD"])[chosen]
        if (error < 0).any():
            raise QgsProcessingException(
                tr(
                    f"The field '{self.fields['ERROR_FIELD']}' (ERROR_FIELD) has negative numbers: a standard "
                    "deviation is zero or greater."
                )
            )
        missing = int(np.isnan(error).sum())
        if missing:
            feedback.pushWarning(tr(f"Points without a measurement error, which are taken as exact: {missing}."))
        return np.nan_to_num(error)

    def _from_las(
        self, points: Points, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[np.ndarray, np.ndarray, int, str | None]:
        from ..runner import run_job

        job = {
            "task": "well-values",
            "files": [str(path.absolute()) for path in self.files],
            "curve": self.curve,
            "processes": self.wanted_processes(parameters, context),
            "names": points.attributes[self.fields["WELL_FIELD"]],
        }
        for name in ("TOP", "BOTTOM"):
            limit = self.number(parameters, name, context)
            depths = np.full(len(points), np.nan if limit is None else limit)
            if f"{name}_FIELD" in self.fields:
                own = points.numbers(self.fields[f"{name}_FIELD"])
                depths = np.where(np.isnan(own), depths, own)
            job[f"need_{name.lower()}"] = f"{name}_FIELD" in self.fields
            job[f"{name.lower()}s"] = [None if np.isnan(depth) else float(depth) for depth in depths]
        result, _ = run_job(job, {}, feedback, (0.0, LAS_SHARE))
        wells = np.array(result["well"], dtype=int)
        for path, reason in result["skipped"][:_LISTED]:
            feedback.pushWarning(tr(f"Skipped {Path(path).name}: {reason}."))
        if len(result["skipped"]) > _LISTED:
            feedback.pushWarning(tr(f"… and {len(result['skipped']) - _LISTED} more files were skipped."))
        if not len(wells):
            raise QgsProcessingException(
                tr(
                    f"None of {len(self.files)} LAS files gave a value of {self.curve} (LAS_FILES, CURVE, WELL_FIELD): "
                    f"{Path(result['skipped'][0][0]).name}, for one, {result['skipped'][0][1]}."
                )
            )
        feedback.pushInfo(
            tr(
                f"Read {result['read']} of {len(self.files)} LAS files: {len(wells)} values of {self.curve}, "
                f"{len(result['skipped'])} files skipped."
            )
        )
        if result["feet"]:
            feedback.pushInfo(tr(f"Files with depths in feet, converted to metres: {result['feet']}."))
        for name, count in result["duplicates"].items():
            feedback.pushWarning(tr(f"{count} points are called {name} (WELL_FIELD): the first gets the log."))
        without = len(points) - len(np.unique(wells))
        if without:
            feedback.pushInfo(tr(f"{without} of {len(points)} wells in the layer have no value from a LAS file."))
        return wells, np.array(result["value"]), len(result["skipped"]), result["unit"]
