"""`stochkrig:variogram`: wells in, their variogram out: points, model, table and report."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsProcessingFeedback,
    QgsWkbTypes,
)

from ...krig_core.choices import TRANSFORMS
from ..given import Given
from ..inputs.wells import read_wells, units_of
from ..outputs.files import OutputFiles, write_text
from ..outputs.sinks import DOUBLE, INTEGER, OutputLayer, make_fields
from ..parameters import las, wells
from ..parameters.values import TABLE, add, add_numbers
from ..text import tr
from .base import CHECKS, KrigingAlgorithm

if TYPE_CHECKING:
    from ...krig_core.jobs.variogram import VariogramJob, VariogramResult

_FILES = ("VARIOGRAM", "REPORT")


class VariogramAlgorithm(KrigingAlgorithm):
    """The experimental variogram and the model that fits it."""

    of = CHECKS

    def name(self) -> str:
        return "variogram"

    def displayName(self) -> str:
        return tr("Variogram")

    def search_words(self) -> list[str]:
        return [
            "variogram",
            "semivariogram",
            "variography",
            "geostatistics",
            "kriging",
            "spatial correlation",
            "anisotropy",
            "nugget",
            "sill",
            "range",
            "interpolate",
            "interpolation",
            "gaussian",
            "wells",
            "las",
            "porosity",
            "soil",
        ]

    def about(self) -> str:
        return tr(
            "<p>Estimates the variogram of wells and fits a model to it.</p>"
            "<p>The <b>variogram file</b> is what the kriging algorithms take as <i>Variogram file</i>: then no number "
            "needs typing. The <b>table</b> has one row for each lag and direction, with the model beside the data. "
            "The <b>report</b> is a page with the plot and the numbers that are published with a map.</p>"
            "<p>Ranges are practical ranges, in map units; azimuths are degrees clockwise from north. Semivariances "
            "are in squared units of the value; of its logarithm with the transform <i>log</i>; with "
            "<i>normal-score</i> they are those of the scores times the variance of the data, as Stochastic kriging "
            "takes them.</p>"
            "<p>By default the model is the one that a map of the same data and transform has: where data are few, the "
            "most probable of all that they allow. A map that is given the <i>variogram file</i> takes it as known; "
            "one that is not counts all of them.</p>"
            "<p>The error is the sum over the fitted lags of weight × (data − model)². A power model has no sill: SILL "
            "is then left out, and the partial sill is the semivariance at the range.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        wells.declare(self)
        add(
            self,
            "TRANSFORM",
            options=TRANSFORMS,
            help=tr("none: the data as they are. Choose what the map will be made with."),
        )
        add(
            self,
            "MODEL",
            advanced=False,
            help=tr("automatic: spherical, exponential or Matérn (smooth), as for a map. The report compares models."),
        )
        add(
            self,
            "ANISOTROPY",
            advanced=False,
            help=tr("Fit azimuth and ratio; kept only where no more than 5 % of isotropic fields show as much."),
        )
        add(self, "MAX_DISTANCE", "LAGS", "LAG_DISTANCE")
        add(
            self,
            "AZIMUTH",
            help=tr(
                "Look only at pairs in this direction, degrees clockwise from north. Where anisotropy is looked for: "
                "the direction of the longest range. Default: all directions."
            ),
        )
        add(self, "TOLERANCE", "BANDWIDTH", "DETREND", "ESTIMATOR", "SECOND_MODEL", "FIT_WEIGHTS")
        add(self, "NUGGET", "PARTIAL_SILL", help=tr("Kept where given. Default: fitted."))
        add(self, "RANGE", help=tr("In map units, kept where given. Default: fitted."))
        add(self, "SHAPE", help=tr("ν of matern (default 1.5), α of stable (1.5) and power (1)."))
        add(self, "TARGET_CRS")
        las.declare(self)
        add(self, "VARIOGRAM", by_default=True)
        add(self, "TABLE")
        add(self, "REPORT", by_default=True)
        add_numbers(self, "N_DATA", "N_SKIPPED", "N_PAIRS", "FITTED_NUGGET", "FITTED_PARTIAL_SILL", "SILL")
        add_numbers(self, "FITTED_RANGE", "RANGE_P05", "RANGE_P50", "RANGE_P95")
        add_numbers(self, "FITTED_AZIMUTH", "FITTED_RATIO", "ERROR")

    def refusal(self, given: Given) -> str:
        width, farthest, most = given.number("LAG_DISTANCE"), given.number("MAX_DISTANCE"), TABLE["LAGS"].limits.most
        if width is None or farthest is None:
            return ""
        if width > farthest:
            text = tr("LAG_DISTANCE is {width:g} and MAX_DISTANCE {farthest:g}: a lag should be no wider than that.")
            return given.sentence(text, width=width, farthest=farthest)
        if farthest / width > most:
            text = tr(
                "LAG_DISTANCE {width:g} in MAX_DISTANCE {farthest:g} are more than {most} lags: choose wider ones."
            )
            return given.sentence(text, width=width, farthest=farthest, most=most)
        return ""

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        self.wells = wells.read(given, feedback)

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..report.page import ReportContext
        from ..report.variogram import variogram_page
        from ..runner import run_job

        paths = {name: given.output_file(name) for name in _FILES}
        paths = {name: path for name, path in paths.items() if path}
        outputs: dict[str, Any] = dict(paths)
        with OutputFiles(self.inputs) as files:
            places = {name: files.reserve(name, path, given.suffixes(name)) for name, path in paths.items()}
            table = OutputLayer(given, "TABLE", files, self.input_tables)
            data = read_wells(given, self.wells, feedback)
            arrays = {"coordinates.npy": data.coordinates, "values.npy": data.values}
            job = replace(_job(given), units=units_of(data, self.wells.crs))
            result, _ = run_job(job, arrays, feedback, self.wells.rest)
            if "VARIOGRAM" in places:
                write_text(places["VARIOGRAM"], result.variogram)
            if "REPORT" in places:
                source = self.wells.name, self.command, data.reasons
                about = ReportContext.of(data.title, self.wells.crs, data.skipped, *source)
                write_text(places["REPORT"], variogram_page(result, job.transform, about))
            if table.wanted:
                outputs["TABLE"] = _written(table, result)
        if result.bounded:
            outputs["SILL"] = result.sill
        if result.band is not None:
            outputs.update(RANGE_P05=result.range_p05, RANGE_P50=result.range_p50, RANGE_P95=result.range_p95)
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


def _job(given: Given) -> VariogramJob:
    from ...krig_core.jobs.variogram import VariogramJob

    model, second, tolerance = given.choice("MODEL"), given.choice("SECOND_MODEL"), given.number("TOLERANCE")
    lags, max_distance = _lags_and_distance(
        given.whole("LAGS"), given.number("LAG_DISTANCE"), given.number("MAX_DISTANCE")
    )
    return VariogramJob(
        coordinates="coordinates.npy",
        values="values.npy",
        transform=given.choice("TRANSFORM"),
        models=None if model == "automatic" else (model,),
        second_model=None if second == "none" else second,
        lags=lags,
        max_distance=max_distance,
        estimator=given.choice("ESTIMATOR"),
        azimuth=given.number("AZIMUTH"),
        tolerance=TABLE["TOLERANCE"].default if tolerance is None else tolerance,
        bandwidth=given.number("BANDWIDTH"),
        detrend=TABLE["DETREND"].options.index(given.choice("DETREND")),
        weights=given.choice("FIT_WEIGHTS"),
        anisotropy=given.flag("ANISOTROPY"),
        nugget=given.number("NUGGET"),
        partial_sill=given.number("PARTIAL_SILL"),
        range=given.number("RANGE"),
        shape=given.number("SHAPE"),
    )


def _lags_and_distance(lags: int | None, width: float | None, most: float | None) -> tuple[int, float | None]:
    """Return the number of lags and where the last one ends (None: a third of the diagonal)."""
    count: int = TABLE["LAGS"].default if lags is None else lags
    if width is None:
        return count, most
    if most is not None:
        count = math.floor(most / width * (1 + 1e-9))
    return count, count * width


def _written(table: OutputLayer, result: VariogramResult) -> str:
    """Write the table of lags; return its place."""
    fields = make_fields(lag=INTEGER, distance=DOUBLE, gamma=DOUBLE, pairs=INTEGER, direction=DOUBLE, model=DOUBLE)
    table.open(fields, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem())
    for item in result.series:
        for lag, distance, gamma, pairs, model in zip(item.lag, item.distance, item.gamma, item.pairs, item.model):
            feature = QgsFeature(fields)
            feature.setAttributes([lag, distance, gamma, pairs, item.azimuth, model])
            table.add([feature])
    return table.close()
