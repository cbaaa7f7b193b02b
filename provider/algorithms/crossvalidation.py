"""`stochkrig:crossvalidation`: wells in, each predicted from the others, and how good the predictions are."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPoint,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsWkbTypes,
)

from ..given import Given
from ..inputs.drift import sample
from ..inputs.wells import WellData, read_wells
from ..outputs.files import OutputFiles, write_text
from ..outputs.residual_style import ResidualStyle
from ..outputs.sinks import DOUBLE, INTEGER, TEXT, OutputLayer, make_fields
from ..outputs.styles import About
from ..parameters import drift, grid, las, transform, variogram, wells
from ..parameters.values import add, add_numbers
from ..text import cell, printable, tr
from .base import CHECKS, KrigingAlgorithm

if TYPE_CHECKING:
    from ...krig_core.jobs.cross_validation import CrossValidationJob, CrossValidationResult, ModelScores

_FILES = ("VARIOGRAM", "REPORT")

_SCORES = ("ME", "MAE", "RMSE", "MSE", "RMSSE", "ASE", "R2", "PCT90", "PCT95", "CRPS", "GOODNESS")

_FAR = 8.0
"""Standard deviations by which a value misses its prediction that may be wrong itself."""

_MOST_TOLD = 5
"""So many of these are named in the log."""

_FIELDS = {
    "observed": DOUBLE,
    "predicted": DOUBLE,
    "std_error": DOUBLE,
    "residual": DOUBLE,
    "std_residual": DOUBLE,
    "pit": DOUBLE,
    "crps": DOUBLE,
    "low_90": DOUBLE,
    "high_90": DOUBLE,
    "inside_90": INTEGER,
    "fold": INTEGER,
}


class CrossValidationAlgorithm(KrigingAlgorithm):
    """Each datum predicted from the others."""

    of = CHECKS

    def name(self) -> str:
        return "crossvalidation"

    def displayName(self) -> str:
        return tr("Cross-validation")

    def search_words(self) -> list[str]:
        return [
            "cross-validation",
            "leave-one-out",
            "validation",
            "kriging",
            "geostatistics",
            "accuracy",
            "uncertainty",
            "RMSE",
            "CRPS",
            "variogram",
            "interpolation",
            "gaussian",
            "wells",
            "las",
            "porosity",
            "soil",
        ]

    def about(self) -> str:
        return tr(
            "<p>Predicts each value from the others, as a map would, and says how good the predictions are, and "
            "whether their standard deviations can be believed. Choose the same parameters as for the map: for "
            "<i>Stochastic kriging</i> also the transform normal-score.</p><p><b>Split</b> says what is left out at "
            "once. <i>points</i>: each by itself, which asks how well a map does between wells. <i>wells</i>: all "
            "samples of a well, else each would be predicted from its neighbours in the same well. <i>blocks</i>: "
            "compact parts of the map, which asks how well it does away from wells. <i>folds</i>: random parts. Data "
            "are used where they are, as in <i>Kriging</i>.</p>"
            "<p>Transform and variogram are those of all data, as the map has them; with <b>Refit</b> they are fitted "
            "anew without what is left out, which is slower and tells what a fit to fewer data costs.</p>"
            "<p><b>Models to compare</b> fits the variogram with each of several models and ranks them by CRPS. "
            "Points, numbers and report are those of the best; the variogram file has it for the map.</p>"
            "<p>All numbers are in units of the value, also with a transform. ME: mean error (observed less "
            "predicted). MAE, RMSE: mean absolute, root mean square error. MSE, RMSSE: mean and root mean square of "
            "standardized errors, best 0 and 1. ASE: average standard error, best the RMSE. R2: part of the variance "
            "that is explained. PCT90, PCT95: percentage of values in their 90 and 95 % intervals. CRPS: one number "
            "for error and uncertainty together, less is better. GOODNESS: of the accuracy plot, best 1.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        wells.declare(self)
        add(self, "SPLIT", "GROUP_FIELD", "FOLDS", "REFIT")
        transform.declare(self)
        add(self, "VARIOGRAM_FILE", "MODELS", "TARGET_CRS")
        las.declare(self, in_space=True)
        grid.declare_slices(
            self,
            help=tr(
                "For points in space, with z: any height. Samples of logs are averaged over it. Default: none, points "
                "on a map."
            ),
        )
        variogram.declare(self)
        drift.declare(self)
        drift.declare_secondary(self)
        transform.declare_scores(self)
        add(self, "MAX_DATA", "MIN_DATA", "SEARCH_RADIUS", "MAX_PER_OCTANT", "EXACT", "ERROR_FIELD", "DUPLICATES")
        add(self, "SEED", help=tr("Of random parts. Empty: 42."))
        add(
            self,
            "OUTPUT",
            label=tr("Cross-validation"),
            help=tr("The data with what was predicted for each, its error, and whether it lies in its 90 % interval."),
        )
        add(self, "REPORT", by_default=True)
        add(self, "VARIOGRAM", help=tr("The variogram that predicted best, as maps take it under Variogram file."))
        add_numbers(self, "N_DATA", "N_SKIPPED", *_SCORES, "FITTED_NUGGET", "FITTED_PARTIAL_SILL", "FITTED_RANGE")

    def refusal(self, given: Given) -> str:
        least, most = given.whole("MIN_DATA"), given.whole("MAX_DATA")
        if least is not None and most is not None and least > most:
            text = tr("MIN_DATA is {least} and MAX_DATA {most}: no point would find enough data.")
            return given.sentence(text, least=least, most=most)
        if given.choices("MODELS"):
            for name, chosen in (
                ("VARIOGRAM_FILE", given.file("VARIOGRAM_FILE")),
                ("MODEL", given.choice("MODEL") != "automatic"),
            ):
                if chosen:
                    text = tr("MODELS and {name} are both given: leave one of them out.")
                    return given.sentence(text, name=given.titled(name))
        return grid.refusal(given) or transform.refusal(given)

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        self.wells = wells.read(given, feedback)
        self.z_axis = grid.read(given, self.wells, feedback).z_axis
        self.drift = drift.read(given, feedback)
        if given.choice("SPLIT") == "wells" and not {"GROUP_FIELD", "WELL_FIELD"} & self.wells.fields.keys():
            raise QgsProcessingException(
                given.sentence(
                    tr("SPLIT is wells: choose the field that says which well a point belongs to (GROUP_FIELD).")
                )
            )

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..report.crossvalidation import cross_validation_page
        from ..report.page import ReportContext
        from ..runner import run_job

        start = time.monotonic()
        paths = {name: path for name in _FILES if (path := given.output_file(name))}
        outputs: dict[str, Any] = dict(paths)
        with OutputFiles(self.inputs) as files:
            places = {name: files.reserve(name, path, given.suffixes(name)) for name, path in paths.items()}
            layer = OutputLayer(given, "OUTPUT", files, self.input_tables)
            axis = self.z_axis
            data = read_wells(
                given, self.wells, feedback, axis.reference if axis else None, axis.delta if axis else None
            )
            job, arrays = self._job(given, data, feedback)
            result, written = run_job(job, arrays, feedback, self.wells.rest)
            best, predictions = result.models[0], written["predictions.npy"]
            outputs["OUTPUT"] = self._write(layer, data, predictions)
            if "VARIOGRAM" in places:
                write_text(places["VARIOGRAM"], best.variogram.to_json())
            called = data.groups if data.names is None else data.names
            names = None if called is None else [_name(name) for name in called]
            _say_far(data, names, predictions, feedback)
            if "REPORT" in places:
                source = self.wells.name, self.command, data.reasons
                about = ReportContext.of(data.title, self.wells.crs, data.skipped, *source)
                page = cross_validation_page(job, result, predictions, data.coordinates, names, about)
                write_text(places["REPORT"], page)
            self._style(outputs["OUTPUT"], given, data.title, result, predictions)
        text = tr("Cross-validation took {own:.1f} s; {all:.1f} s in all.")
        feedback.pushInfo(text.format(own=result.seconds, all=time.monotonic() - start))
        numbers = {name: getattr(best, name.lower()) for name in _SCORES}
        return {
            **outputs,
            # What the data do not tell is left out: not a number is none that a model could use.
            **{name: value for name, value in numbers.items() if np.isfinite(value)},
            "N_DATA": result.data,
            "N_SKIPPED": data.skipped + result.left_out,
            "FITTED_NUGGET": best.variogram.nugget,
            "FITTED_PARTIAL_SILL": best.variogram.partial_sill,
            "FITTED_RANGE": best.variogram.range,
        }

    def _job(
        self, given: Given, data: WellData, feedback: QgsProcessingFeedback
    ) -> tuple[CrossValidationJob, dict[str, np.ndarray]]:
        """Return the job and its arrays by file name."""
        from ...krig_core.jobs.cross_validation import CrossValidationJob

        arrays = {"coordinates.npy": data.coordinates, "values.npy": data.values}
        files: dict[str, Any] = {}
        split = given.choice("SPLIT")
        if split == "wells":
            arrays["groups.npy"], files["groups"] = self._numbers_of_wells(data, feedback), "groups.npy"
        if data.error is not None:
            arrays["error.npy"], files["error"] = data.error, "error.npy"
        if data.weights is not None:
            arrays["weights.npy"], files["weights"] = data.weights, "weights.npy"
        if self.drift.rasters:
            places = data.coordinates[:, :2]
            arrays["drift.npy"] = sample(self.drift.rasters, places, self.wells.crs, given.context)
            files["drift"] = "drift.npy"
        if self.drift.secondary is not None:
            places = data.coordinates[:, :2]
            arrays["secondary.npy"] = sample([self.drift.secondary], places, self.wells.crs, given.context)
            files.update(secondary="secondary.npy", correlation=self.drift.correlation)
        seed = given.whole("SEED")
        job = CrossValidationJob(
            coordinates="coordinates.npy",
            values="values.npy",
            predictions="predictions.npy",
            **files,
            in_space=self.z_axis is not None,
            z_range=self.z_axis.limits if self.z_axis and self.wells.las else (None, None),
            split=split,
            folds=given.whole("FOLDS") or 10,
            seed=42 if seed is None else seed,
            refit=given.flag("REFIT"),
            models=tuple(given.choices("MODELS")),
            duplicates=given.choice("DUPLICATES"),
            variogram=variogram.read(given),
            variogram_uncertainty=given.choice("VARIOGRAM_UNCERTAINTY"),
            kriging_type=self.drift.kriging_type,
            max_data=given.whole("MAX_DATA"),
            min_data=given.whole("MIN_DATA"),
            search_radius=given.number("SEARCH_RADIUS"),
            max_per_octant=given.whole("MAX_PER_OCTANT"),
            exact=given.flag("EXACT"),
            **transform.read(given),
        )
        return job, arrays

    def _numbers_of_wells(self, data: WellData, feedback: QgsProcessingFeedback) -> np.ndarray:
        """Return a number for each well, shape (n,); data without a name are left out each by itself."""
        names = data.names if data.groups is None else data.groups
        numbers: dict[Any, int] = {}
        nameless = 0
        groups = []
        for place, name in enumerate(names or ()):
            if name is None or name == "":
                nameless += 1
                groups.append(numbers.setdefault((None, place), len(numbers)))
            else:
                groups.append(numbers.setdefault(name, len(numbers)))
        if nameless:
            text = tr("{n} points without a name of their well are left out each by itself (GROUP_FIELD).")
            feedback.pushWarning(text.format(n=nameless))
        if len(numbers) == 1:
            text = tr("All {n} points are of one well (GROUP_FIELD): nothing is left to predict them from.")
            raise QgsProcessingException(text.format(n=len(groups)))
        return np.array(groups, dtype=float)

    def _write(self, layer: OutputLayer, data: WellData, predictions: np.ndarray) -> str:
        """Write the points; return their place."""
        from ...krig_core.jobs.cross_validation import FOLD, HIGH, LOSS, LOW, OBSERVED, PIT, PREDICTED, ROW, STD

        named = {"well": data.names, "group": data.groups}
        texts = {name: column for name, column in named.items() if column is not None}
        in_space = self.z_axis is not None
        fields = make_fields(**dict.fromkeys(texts, TEXT), **_FIELDS)
        kind = QgsWkbTypes.Type.PointZ if in_space else QgsWkbTypes.Type.Point
        layer.open(fields, kind, self.wells.crs)
        rows = predictions[ROW].astype(int)
        residual = predictions[OBSERVED] - predictions[PREDICTED]
        with np.errstate(divide="ignore", invalid="ignore"):
            standardized = np.where(predictions[STD] > 0, residual / predictions[STD], np.nan)
        pit = predictions[PIT]
        inside = np.where(np.isnan(pit), np.nan, np.abs(2 * pit - 1) <= 0.9 + 1e-12)
        columns = [predictions[OBSERVED], predictions[PREDICTED], predictions[STD], residual, standardized, pit]
        columns += [predictions[LOSS], predictions[LOW], predictions[HIGH], inside, predictions[FOLD] + 1]
        features = []
        for row, values in zip(rows.tolist(), np.array(columns).T.tolist()):
            feature = QgsFeature(fields)
            feature.setGeometry(QgsGeometry(QgsPoint(*data.coordinates[row].tolist())))
            own = [None if column[row] is None else cell(_name(column[row]), layer.place) for column in texts.values()]
            *floats, held, fold = values
            numbers = [None if math.isnan(value) else value for value in floats]
            feature.setAttributes([*own, *numbers, None if math.isnan(held) else int(held), int(fold)])
            features.append(feature)
        layer.add(features)
        return layer.close()

    def _style(
        self, place: str, given: Given, title: str, result: CrossValidationResult, predictions: np.ndarray
    ) -> None:
        from ...krig_core.jobs.cross_validation import OBSERVED, PREDICTED

        best: ModelScores = result.models[0]
        residual = np.abs(predictions[OBSERVED] - predictions[PREDICTED])
        largest = float(residual.max(where=np.isfinite(residual), initial=0.0))
        name = tr("Residuals of {title}").format(title=title)
        # One layer of points has no need of a group.
        about = About("", f"{best.verdict} {best.variogram}", [self.command])
        ResidualStyle(best.rmse, largest, about).attach_to(place, given, "OUTPUT", name)


def _say_far(
    data: WellData, names: Sequence[str] | None, predictions: np.ndarray, feedback: QgsProcessingFeedback
) -> None:
    """Name data whose values their predictions miss so far that they may be wrong."""
    from ...krig_core.jobs.cross_validation import OBSERVED, PREDICTED, ROW, STD

    with np.errstate(divide="ignore", invalid="ignore"):
        miss = np.abs(predictions[OBSERVED] - predictions[PREDICTED]) / predictions[STD]
    miss[~(predictions[STD] > 0)] = np.nan
    far = np.flatnonzero(miss > _FAR)
    if not far.size:
        return
    told = []
    for place in far[np.argsort(-miss[far], kind="stable")][:_MOST_TOLD].tolist():
        row = int(predictions[ROW, place])
        x, y, *_ = data.coordinates[row].tolist()
        name = printable(names[row] if names else "") or f"({x:.10g}, {y:.10g})"
        value, estimate, std = predictions[[OBSERVED, PREDICTED, STD], place].tolist()
        told.append(f"{name} ({value:.4g} ≠ {estimate:.4g} ± {std:.2g})")
    text = tr(
        "Values that miss their prediction by more than {far:g} standard deviations (are they, or those beside them, "
        "right?), {n} in all: {told}"
    )
    said = text.format(far=_FAR, n=far.size, told=", ".join(told))
    feedback.pushWarning(f"{said}." if far.size <= _MOST_TOLD else f"{said} …")


def _name(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
