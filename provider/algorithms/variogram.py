"""`stochkrig:variogram`: wells in, their variogram out: points, model, table and report."""

from __future__ import annotations

import math
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsWkbTypes,
)

from ..given import Given
from ..outputs.files import OutputFiles, write_text
from ..outputs.sinks import DOUBLE, INTEGER, OutputLayer, make_fields
from ..parameters.values import TABLE, declare, declare_numbers, number_refusal
from ..text import tr
from .well_algorithm import LAS_SHARE, WellAlgorithm, WellData

_MOST_LAGS = int(TABLE["LAGS"].limits.most)
_LAG_NUMBERS = ("LAG_DISTANCE", "MAX_DISTANCE")
_FILES = {"VARIOGRAM": ".json", "REPORT": ".html"}


class VariogramAlgorithm(WellAlgorithm):
    """The experimental variogram and the model that fits it."""

    def name(self) -> str:
        return "variogram"

    def displayName(self) -> str:
        return tr("Variogram")

    def tags(self) -> list[str]:
        return [
            "variogram",
            "semivariogram",
            "geostatistics",
            "kriging",
            "anisotropy",
            "nugget",
            "sill",
            "range",
            "well",
            "las",
        ]

    def shortHelpString(self) -> str:
        return tr(
            "<p>Estimates the variogram of wells and fits a model to it.</p>"
            "<p>The <b>variogram file</b> is what the kriging algorithms take as <i>Variogram file</i>: then no number "
            "needs typing. The <b>table</b> has one row for each lag and direction, with the model beside the data. "
            "The <b>report</b> is a page with the plot and the numbers that are published with a map.</p>"
            "<p>Ranges are practical ranges, in map units; azimuths are degrees clockwise from north. Semivariances "
            "are in squared units of the value; of its logarithm with the transform <i>log</i>; with "
            "<i>normal-score</i> they are those of the scores times the variance of the data, as Stochastic kriging "
            "takes them.</p>"
            "<p>The error is the sum over the fitted lags of weight × (data − model)². A power model has no sill: SILL "
            "is then left out, and the partial sill is the semivariance at the range.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_well_parameters()
        declare(self, "LAGS", "LAG_DISTANCE", "MAX_DISTANCE", "ESTIMATOR")
        declare(
            self,
            "TRANSFORM",
            options=("none", "normal-score", "log"),
            help=tr("none: the data as they are. Choose what the map will be made with."),
        )
        declare(
            self,
            "AZIMUTH",
            help=tr(
                "Look only at pairs in this direction, degrees clockwise from north. Where anisotropy is looked for: "
                "the direction of the longest range. Default: all directions."
            ),
        )
        declare(self, "TOLERANCE", "BANDWIDTH", "DETREND")
        declare(
            self,
            "MODEL",
            advanced=False,
            help=tr(
                "automatic: spherical or exponential, whichever has the least error. The report compares them all."
            ),
        )
        declare(self, "SECOND_MODEL", "FIT_WEIGHTS")
        declare(
            self,
            "ANISOTROPY",
            help=tr("Fit azimuth and ratio to 12 directions; kept only where they clearly fit better than none."),
        )
        declare(self, "NUGGET", "PARTIAL_SILL", help=tr("Kept where given. Default: fitted."))
        declare(self, "RANGE", help=tr("In map units, kept where given. Default: fitted."))
        declare(self, "SHAPE", help=tr("ν of matern (default 1.5), α of stable (1.5) and power (1)."))
        declare(self, "VARIOGRAM", by_default=True)
        declare(self, "TABLE")
        declare(self, "REPORT", by_default=True)
        declare_numbers(self, "N_DATA", "N_SKIPPED", "N_PAIRS", "FITTED_NUGGET", "FITTED_PARTIAL_SILL", "SILL")
        declare_numbers(self, "FITTED_RANGE", "FITTED_AZIMUTH", "FITTED_RATIO", "ERROR")

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        refusal = number_refusal(Given(self, parameters, context))
        if not refusal:
            refusal = tr(_lag_refusal({name: self.number(parameters, name, context) for name in _LAG_NUMBERS}))
        if refusal:
            return False, refusal
        return super().checkParameterValues(parameters, context)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...krig_core.errors import Cancelled
        from ..runner import run_job, typed_job

        texts = {name: self.parameterAsFileOutput(parameters, name, context) for name in _FILES}
        try:
            with OutputFiles(self.inputs) as files:
                places = {name: files.reserve(name, path, (_FILES[name],)) for name, path in texts.items() if path}
                table = OutputLayer(Given(self, parameters, context), "TABLE", files, self.input_tables)
                data = self.read_data(parameters, context, feedback)
                arrays = {"coordinates.npy": data.coordinates, "values.npy": data.values}
                job = typed_job(self._job(parameters, context))
                result, _ = run_job(job, arrays, feedback, (LAS_SHARE if self.files else 0.0, 1.0))
                if "VARIOGRAM" in places:
                    write_text(places["VARIOGRAM"], result.variogram)
                if "REPORT" in places:
                    write_text(places["REPORT"], self._report(result, data, job.transform))
                outputs: dict[str, Any] = {name: texts[name] for name in places}
                if table.wanted:
                    outputs["TABLE"] = _written(table, result)
        except Cancelled:
            return {}
        if result.bounded:
            outputs["SILL"] = result.sill
        return {
            **outputs,
            "N_DATA": result.data,
            "N_SKIPPED": data.skipped,
            "N_PAIRS": result.pairs,
            "FITTED_NUGGET": result.nugget,
            "FITTED_PARTIAL_SILL": result.partial_sill,
            "FITTED_RANGE": result.range,
            "FITTED_AZIMUTH": result.azimuth,
            "FITTED_RATIO": result.ratio,
            "ERROR": result.error,
        }

    def _job(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        model = self.parameterAsEnumString(parameters, "MODEL", context)
        lags, max_distance = _lags_and_distance(
            *(self.number(parameters, name, context) for name in ("LAGS", "LAG_DISTANCE", "MAX_DISTANCE"))
        )
        tolerance = self.number(parameters, "TOLERANCE", context)
        second = self.parameterAsEnumString(parameters, "SECOND_MODEL", context)
        return {
            "task": "variogram",
            "coordinates": "coordinates.npy",
            "values": "values.npy",
            "transform": self.parameterAsEnumString(parameters, "TRANSFORM", context),
            "models": None if model == "automatic" else [model],
            "second_model": None if second == "none" else second,
            "lags": lags,
            "max_distance": max_distance,
            "estimator": self.parameterAsEnumString(parameters, "ESTIMATOR", context),
            "azimuth": self.number(parameters, "AZIMUTH", context),
            "tolerance": 22.5 if tolerance is None else tolerance,
            "bandwidth": self.number(parameters, "BANDWIDTH", context),
            "detrend": TABLE["DETREND"].options.index(self.parameterAsEnumString(parameters, "DETREND", context)),
            "weights": self.parameterAsEnumString(parameters, "FIT_WEIGHTS", context),
            "anisotropy": self.parameterAsBool(parameters, "ANISOTROPY", context),
            "nugget": self.number(parameters, "NUGGET", context),
            "partial_sill": self.number(parameters, "PARTIAL_SILL", context),
            "range": self.number(parameters, "RANGE", context),
            "shape": self.number(parameters, "SHAPE", context),
        }

    def _report(self, result: Any, data: WellData, transform: str) -> str:
        from ..report.page import ReportContext
        from ..report.variogram import variogram_page

        return variogram_page(result, transform, ReportContext.of(data.title, self.crs, data.skipped))


def _written(table: OutputLayer, result: Any) -> str:
    """Write the table of lags; return its place."""
    fields = make_fields(lag=INTEGER, distance=DOUBLE, gamma=DOUBLE, pairs=INTEGER, direction=DOUBLE, model=DOUBLE)
    table.open(fields, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem())
    for item in result.series:
        for lag, distance, gamma, pairs, model in zip(item.lag, item.distance, item.gamma, item.pairs, item.model):
            feature = QgsFeature(fields)
            feature.setAttributes([lag, distance, gamma, pairs, item.azimuth, model])
            table.add([feature])
    return table.close()


def _lag_refusal(numbers: dict[str, float | None]) -> str:
    """Return the sentence that says what is wrong with lags, or nothing."""
    width, most = (numbers[name] for name in _LAG_NUMBERS)
    if width is not None and most is not None:
        if width > most:
            return f"LAG_DISTANCE is {width:g} and MAX_DISTANCE {most:g}: a lag should be no wider than that."
        if most / width > _MOST_LAGS:
            return (
                f"LAG_DISTANCE {width:g} in MAX_DISTANCE {most:g} are more than {_MOST_LAGS} lags: choose wider ones."
            )
    return ""


def _lags_and_distance(lags: float | None, width: float | None, most: float | None) -> tuple[int, float | None]:
    """Return the number of lags and where the last one ends (None: a third of the diagonal)."""
    count = 15 if lags is None else int(lags)
    if width is None:
        return count, most
    if most is not None:
        count = math.floor(most / width * (1 + 1e-9))
    return count, count * width
