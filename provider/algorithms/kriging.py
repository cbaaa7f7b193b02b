"""`stochkrig:kriging`: wells in, the kriging estimate and its standard deviation out."""

from __future__ import annotations

import time
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDistance,
    QgsProcessingParameterNumber,
)

from .base import tr
from .map_algorithm import MODELS, MapAlgorithm
from .well_algorithm import LAS_SHARE


class KrigingMapAlgorithm(MapAlgorithm):
    """Plain kriging: one smooth map, with data where they are."""

    models = (*MODELS, "power")
    kriging_types = ("ordinary", "simple", "universal-1", "universal-2")
    kriging_type_help = MapAlgorithm.kriging_type_help + " universal: a trend of that order."

    def name(self) -> str:
        return "kriging"

    def displayName(self) -> str:
        return tr("Kriging")

    def tags(self) -> list[str]:
        return [
            "kriging",
            "geostatistics",
            "interpolation",
            "uncertainty",
            "well",
            "las",
            "log",
            "variogram",
            "universal",
            "trend",
        ]

    def shortHelpString(self) -> str:
        return tr(
            "<p>Interpolates wells to one smooth map, the best linear unbiased estimate, and its standard "
            "deviation.</p>"
            "<p>Data are used where they are, not at the centres of cells: a cell shows a well's value only if the "
            "well stands in its centre. For many equally probable maps that honour the wells cell by cell use "
            "<i>Stochastic kriging</i>.</p>"
            "<p>Values come from a numeric field of the well layer, or from a curve of LAS files that are joined to "
            "the layer by well name and averaged between a top and a bottom depth, in metres.</p>"
            "<p>Without a limit all data are used for every cell. With a <b>maximum number of data</b> or a "
            "<b>search radius</b> each cell is kriged from the nearest ones; cells that find none have no data.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_well_parameters()
        self.add_grid_parameters()
        self.add_variogram_parameters()
        self._add_search_parameters()
        self.add_raster_outputs()
        for name, text in (
            ("N_DATA", "Number of data used"),
            ("N_SKIPPED", "Number of features and files skipped"),
            ("N_EMPTY", "Number of cells without an estimate"),
            ("FITTED_NUGGET", "Nugget"),
            ("FITTED_PARTIAL_SILL", "Partial sill"),
            ("FITTED_RANGE", "Practical range"),
            ("MEAN_OF_MEAN", "Average of the mean"),
            ("MEAN_OF_STD", "Average of the standard deviation"),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, tr(text)))

    def _add_search_parameters(self) -> None:
        integer = QgsProcessingParameterNumber.Type.Integer
        self.add(
            QgsProcessingParameterNumber("MAX_DATA", tr("Maximum number of data"), integer, None, True, 1),
            tr("Krige each cell from so many nearest data. Default: all."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber("MIN_DATA", tr("Minimum number of data"), integer, None, True, 1),
            tr("Cells that find fewer have no data. Default: 1."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterDistance("SEARCH_RADIUS", tr("Search radius"), None, "TARGET_CRS", optional=True),
            tr("Use no data farther away, in map units. Default: no limit."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("EXACT", tr("Honour data exactly"), True),
            tr("No: the nugget is taken as error of the measurements, and the map is smooth at the wells."),
            advanced=True,
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        for name in ("MAX_DATA", "MIN_DATA", "SEARCH_RADIUS"):
            value = self.number(parameters, name, context)
            if value is not None and not value > 0:
                return False, tr(f"{name} is {value:g}: it should be greater than zero.")
        return super().checkParameterValues(parameters, context)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...krig_core.errors import Cancelled
        from ..runner import run_job

        start = time.monotonic()
        self.register_outputs(parameters, context)
        limits = {name: self.number(parameters, name, context) for name in ("MAX_DATA", "MIN_DATA", "SEARCH_RADIUS")}
        job = {
            "task": "kriging",
            "max_data": None if limits["MAX_DATA"] is None else int(limits["MAX_DATA"]),
            "min_data": None if limits["MIN_DATA"] is None else int(limits["MIN_DATA"]),
            "search_radius": limits["SEARCH_RADIUS"],
            "exact": self.parameterAsBool(parameters, "EXACT", context),
            **self.grid_job(parameters, context),
        }
        try:
            data = self.read_data(parameters, context, feedback)
            arrays = {"coordinates.npy": data.coordinates, "values.npy": data.values}
            result, written = run_job(job, arrays, feedback, (LAS_SHARE if self.files else 0.0, 1.0))
        except Cancelled:
            return {}
        rasters = self.write_rasters(result, written, data.title, context)
        feedback.pushInfo(tr(f"Kriging took {result['seconds']:.1f} s; {time.monotonic() - start:.1f} s in all."))
        return {
            **rasters,
            "N_DATA": result["data"],
            "N_SKIPPED": data.skipped,
            "N_EMPTY": result["empty"],
            "FITTED_NUGGET": result["nugget"],
            "FITTED_PARTIAL_SILL": result["partial_sill"],
            "FITTED_RANGE": result["range"],
            "MEAN_OF_MEAN": result["mean_of_mean"],
            "MEAN_OF_STD": result["mean_of_std"],
        }
