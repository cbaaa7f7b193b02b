"""`stochkrig:stochastickriging`: wells in, mean and standard deviation of many equally probable maps out.

Law: map layers are turned into arrays here and arrays into rasters; everything between is a job of
`krig_core.driver`. Called in three acts: prepare (main thread: parameters to plain data, all refusals), process
(another thread: read, compute, write), and the styles when QGIS loads the rasters.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDistance,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from ..installation import plugin_version
from ..layers import Points, read_points, require_numeric, working_crs
from .base import KrigingAlgorithm, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

METHODS = ["gaussian", "random-sample"]
MODELS = ["automatic", "spherical", "exponential", "gaussian"]
KRIGING_TYPES = ["ordinary", "simple"]

_LISTED = 30
"""How many skipped files are named in the log."""


class StochasticKrigingAlgorithm(KrigingAlgorithm):
    """The main algorithm."""

    def name(self) -> str:
        return "stochastickriging"

    def displayName(self) -> str:
        return tr("Stochastic kriging")

    def tags(self) -> list[str]:
        words = "kriging,simulation,geostatistics,interpolation,uncertainty,well,las,log,variogram,realization,sgs"
        return words.split(",")

    def shortHelpString(self) -> str:
        return tr(
            "<p>Draws many equally probable grids that honour the wells, and returns their <b>mean</b> and their "
            "<b>standard deviation</b> cell by cell.</p>"
            "<p>Values come from a numeric field of the well layer, or from a curve of LAS files that are joined to "
            "the layer by well name (UWI, API or WELL, whatever the punctuation) and averaged between a top and a "
            "bottom depth, in metres.</p>"
            "<p>The map is in the target CRS, in its units; wells in degrees are projected. A variogram (nugget, "
            "partial sill, practical range) that is not given is fitted to the data, and the log says what was "
            "found.</p>"
            "<p><b>gaussian</b>: exact conditional simulation of a Gaussian field (FFT, then kriging of the "
            "residual); mean and standard deviation approach kriging's own as realizations grow. "
            "<b>random-sample</b>: kriging of random samples of cells until the grid is full; nothing else is drawn, "
            "so its standard deviation is the spread due to sampling and smaller than the kriging standard "
            "deviation.</p>"
            "<p>The same seed gives the same rasters, byte for byte, on any number of processes.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self._add_wells()
        self._add_grid()
        self._add_simulation()
        for name, text in (
            ("N_DATA", "Number of data used"),
            ("N_SKIPPED", "Number of features and files skipped"),
            ("FITTED_NUGGET", "Nugget"),
            ("FITTED_PARTIAL_SILL", "Partial sill"),
            ("FITTED_RANGE", "Practical range"),
            ("USED_SEED", "Random seed"),
            ("N_REALIZATIONS", "Number of realizations"),
            ("MEAN_OF_MEAN", "Average of the mean"),
            ("MEAN_OF_STD", "Average of the standard deviation"),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, tr(text)))

    def _add_wells(self) -> None:
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
            QgsProcessingParameterString("CURVE", tr("Curve"), optional=True),
            tr(
                "Mnemonic; or several separated by semicolons, of which the first that a file has is taken: GR;GRN;GAM."
            ),
        )
        self.add(
            QgsProcessingParameterField("WELL_FIELD", tr("Well name field"), None, "INPUT", optional=True),
            tr("UWI, API or name of the well: joins LAS files to points. Punctuation and case do not matter."),
        )
        for name, label, side in (("TOP", "Top depth", "above"), ("BOTTOM", "Bottom depth", "below")):
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

    def _add_grid(self) -> None:
        self.add(
            QgsProcessingParameterExtent("EXTENT", tr("Output extent"), optional=True),
            tr("Default: the data with a margin of 5 %. Points outside are not used, and counted."),
        )
        self.add(
            QgsProcessingParameterCrs("TARGET_CRS", tr("Target CRS"), optional=True),
            tr("A projected CRS. Default: the layer's, or the UTM zone that fits where the layer is in degrees."),
        )
        self.add(
            QgsProcessingParameterDistance("XY_DELTA", tr("Cell size"), None, "INPUT", optional=True),
            tr("In units of the target CRS. Default: the short side / 250, rounded."),
        )

    def _add_simulation(self) -> None:
        integer, double = QgsProcessingParameterNumber.Type.Integer, QgsProcessingParameterNumber.Type.Double

        def choice(name: str, label: str, options: Sequence[str]) -> QgsProcessingParameterEnum:
            return QgsProcessingParameterEnum(
                name, label, list(options), defaultValue=options[0], usesStaticStrings=True
            )

        self.add(
            QgsProcessingParameterNumber("REALIZATIONS", tr("Number of realizations"), integer, 100),
            tr("More make mean and standard deviation steadier: the error of the mean is the std / √number."),
        )
        self.add(
            choice("METHOD", tr("Method"), METHODS),
            tr("gaussian: exact conditional simulation. random-sample: spread due to sampling only; see above."),
        )
        self.add(
            choice("MODEL", tr("Variogram model"), MODELS),
            tr("automatic: spherical or exponential, whichever has the least weighted squared error."),
            advanced=True,
        )
        for name, label, text in (
            ("NUGGET", "Nugget", "Semivariance just off zero. Default: fitted."),
            ("PARTIAL_SILL", "Partial sill", "Variance that the model adds to the nugget. Default: fitted."),
            (
                "RANGE",
                "Range (practical)",
                "Where 95 % of the partial sill is reached (spherical: all), in map units. Default: fitted.",
            ),
        ):
            self.add(
                QgsProcessingParameterNumber(name, tr(label), double, None, optional=True), tr(text), advanced=True
            )
        self.add(
            choice("KRIGING_TYPE", tr("Kriging type"), KRIGING_TYPES),
            tr("ordinary: the mean is unknown. simple: the mean is the average of the data."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber("SEED", tr("Random seed"), integer, 42, optional=True),
            tr("The same seed makes the same maps. Empty: one is drawn, and said in the log."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber("PROCESSES", tr("Number of worker processes"), integer, 0),
            tr("0: automatic. 1: inside QGIS. The result is the same for any number."),
            advanced=True,
        )
        self.addParameter(QgsProcessingParameterRasterDestination("MEAN", tr("Mean")))
        self.addParameter(
            QgsProcessingParameterRasterDestination(
                "STD", tr("Standard deviation"), optional=True, createByDefault=True
            )
        )

    # ---- prepare

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        fits, message = super().checkParameterValues(parameters, context)
        if not fits:
            return fits, message
        for name, smallest, least in (
            ("XY_DELTA", 0, "greater than zero"),
            ("RANGE", 0, "greater than zero"),
            ("NUGGET", None, "zero or greater"),
            ("PARTIAL_SILL", None, "zero or greater"),
            ("PROCESSES", None, "zero or greater"),
            ("SEED", None, "zero or greater"),
        ):
            value = self._number(parameters, name, context)
            if value is not None and not (value > smallest if smallest is not None else value >= 0):
                return False, tr(f"{name} is {value:g}: it should be {least}.")
        if self._number(parameters, "REALIZATIONS", context) < 2:
            return False, tr("REALIZATIONS should be at least 2: a single grid has no standard deviation.")
        return True, ""

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        source = self.parameterAsSource(parameters, "INPUT", context)
        if source is None:
            raise QgsProcessingException(tr("No point layer: choose the well locations (INPUT)."))
        files = self._las_files(parameters, context)
        fields = {
            name: self.parameterAsString(parameters, name, context)
            for name in ("FIELD", "WELL_FIELD", "TOP_FIELD", "BOTTOM_FIELD")
        }
        self.fields = {name: field for name, field in fields.items() if field}
        if files:
            self._require_for_las(parameters, context)
            numeric = {name: field for name, field in self.fields.items() if name in ("TOP_FIELD", "BOTTOM_FIELD")}
        elif "FIELD" not in self.fields:
            raise QgsProcessingException(tr("No values: choose a value field (FIELD), or LAS files and a CURVE."))
        else:
            numeric = {"FIELD": self.fields["FIELD"]}
        require_numeric(source, numeric)
        target = self.parameterAsCrs(parameters, "TARGET_CRS", context)
        self.crs = working_crs(target, source.sourceCrs(), source.sourceExtent(), context)
        self.extent = None
        if parameters.get("EXTENT"):
            self.extent = self.parameterAsExtent(parameters, "EXTENT", context, self.crs)
            if self.extent.isEmpty():
                raise QgsProcessingException(tr("The output extent is empty (EXTENT)."))
        self._say_crs(source.sourceCrs(), target, feedback)
        self.outputs = {name: self.parameterAsOutputLayer(parameters, name, context) for name in ("MEAN", "STD")}
        self._require_writable()
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
        if not self.curve:
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

    def _require_writable(self) -> None:
        from ..rasters import require_writable

        for name, path in self.outputs.items():
            if path:
                require_writable(name, path)

    def _number(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> float | None:
        """Return a number, or None where the parameter was left out."""
        definition = self.parameterDefinition(name)
        # An empty text is what the command line gives for `NAME=`.
        if parameters.get(name, definition.defaultValue()) in (None, ""):
            return None
        return self.parameterAsDouble(parameters, name, context)

    # ---- process

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...krig_core.errors import Cancelled
        from ..runner import run_job

        start = time.monotonic()
        feedback = QgsProcessingMultiStepFeedback(2 if self.files else 1, feedback)
        source = self.parameterAsSource(parameters, "INPUT", context)
        points = read_points(source, self.crs, list(dict.fromkeys(self.fields.values())), context, feedback)
        if feedback.isCanceled():
            return {}
        try:
            coordinates, values, skipped, what = self._data(points, parameters, context, feedback)
            if self.files:
                feedback.setCurrentStep(1)
            job = self._job(parameters, context)
            arrays = {"coordinates.npy": coordinates, "values.npy": values}
            result, written = run_job(job, arrays, feedback)
        except Cancelled:
            return {}
        self._write(result, written["mean.npy"], written["std.npy"], what)
        self._attach_styles(context)
        structure = result["variogram"]["structures"][0]
        feedback.pushInfo(
            tr(
                f"{result['realizations']} realizations with seed {result['seed']} took {result['seconds']:.1f} s; "
                f"{time.monotonic() - start:.1f} s in all."
            )
        )
        numbers = {
            "N_DATA": result["data"],
            "N_SKIPPED": skipped + result["outside"],
            "FITTED_NUGGET": result["variogram"]["nugget"],
            "FITTED_PARTIAL_SILL": structure["partial_sill"],
            "FITTED_RANGE": structure["range"],
            "USED_SEED": result["seed"],
            "N_REALIZATIONS": result["realizations"],
            "MEAN_OF_MEAN": result["mean_of_mean"],
            "MEAN_OF_STD": result["mean_of_std"],
        }
        return {**{name: path for name, path in self.outputs.items() if path}, **numbers}

    def _data(
        self, points: Points, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[np.ndarray, np.ndarray, int, str]:
        """Return coordinates, values, how many features and files were skipped, and what the values are."""
        for reason, count in points.skipped.items():
            feedback.pushWarning(tr(f"{count} features {reason} were skipped."))
        skipped = sum(points.skipped.values())
        if not len(points):
            raise QgsProcessingException(tr("The layer has no points (INPUT)."))
        if self.files:
            coordinates, values, unread, unit = self._from_las(points, parameters, context, feedback)
            return coordinates, values, skipped + unread, f"{self.curve}{f' ({unit})' if unit else ''}"
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
        return points.coordinates[known], values[known], skipped + int((~known).sum()), field

    def _from_las(
        self, points: Points, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[np.ndarray, np.ndarray, int, str | None]:
        from ..runner import run_job

        job = {
            "task": "well-values",
            "files": [str(path.absolute()) for path in self.files],
            "curve": self.curve,
            "processes": self.parameterAsInt(parameters, "PROCESSES", context),
            "names": points.attributes[self.fields["WELL_FIELD"]],
        }
        for name in ("TOP", "BOTTOM"):
            limit = self._number(parameters, name, context)
            depths = np.full(len(points), np.nan if limit is None else limit)
            if f"{name}_FIELD" in self.fields:
                own = points.numbers(self.fields[f"{name}_FIELD"])
                depths = np.where(np.isnan(own), depths, own)
            job[f"need_{name.lower()}"] = f"{name}_FIELD" in self.fields
            job[f"{name.lower()}s"] = [None if np.isnan(depth) else float(depth) for depth in depths]
        result, _ = run_job(job, {}, feedback)
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
        return points.coordinates[wells], np.array(result["value"]), len(result["skipped"]), result["unit"]

    def _job(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        def text(name: str) -> str:
            return self.parameterAsEnumString(parameters, name, context)

        def number(name: str) -> float | None:
            return self._number(parameters, name, context)

        model, seed = text("MODEL"), number("SEED")
        extent = self.extent
        return {
            "task": "stochastic-kriging",
            "coordinates": "coordinates.npy",
            "values": "values.npy",
            "x_range": None if extent is None else [extent.xMinimum(), extent.xMaximum()],
            "y_range": None if extent is None else [extent.yMinimum(), extent.yMaximum()],
            "xy_delta": number("XY_DELTA"),
            "realizations": self.parameterAsInt(parameters, "REALIZATIONS", context),
            "method": text("METHOD"),
            "kriging_type": text("KRIGING_TYPE"),
            "seed": None if seed is None else int(seed),
            "processes": self.parameterAsInt(parameters, "PROCESSES", context),
            "variogram": {
                "model": None if model == "automatic" else model,
                "nugget": number("NUGGET"),
                "partial_sill": number("PARTIAL_SILL"),
                "range": number("RANGE"),
            },
            "mean": "mean.npy",
            "std": "std.npy",
        }

    def _write(self, result: dict[str, Any], mean: np.ndarray, std: np.ndarray, what: str) -> None:
        from ...krig_core.models import Variogram
        from ..rasters import MapFrame, RasterSet

        (x, y), (dx, dy), (_, ny) = result["origin"], result["spacing"], result["shape"]
        frame = MapFrame(x - dx / 2, y - dy / 2 + ny * dy, dx, dy, self.crs)
        variogram = Variogram.from_json(json.dumps(result["variogram"]))
        facts = {
            "STOCHKRIG_VERSION": plugin_version(),
            "STOCHKRIG_VARIOGRAM": str(variogram),
            "STOCHKRIG_SEED": str(result["seed"]),
            "STOCHKRIG_REALIZATIONS": str(result["realizations"]),
            "STOCHKRIG_DATA": str(result["data"]),
        }
        with RasterSet() as rasters:
            for name, values, title in (("MEAN", mean, "Mean"), ("STD", std, "Standard deviation")):
                if self.outputs[name]:
                    rasters.write(self.outputs[name], values, frame, f"{title} of {what}", facts)

    def _attach_styles(self, context: QgsProcessingContext) -> None:
        from ..styles import RampStyle, single_hue, viridis

        RampStyle.attach(self.outputs["MEAN"], context, viridis())
        if self.outputs["STD"]:
            RampStyle.attach(self.outputs["STD"], context, single_hue(), clip_lowest=True)
