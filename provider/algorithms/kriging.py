"""`stochkrig:kriging`: wells in, the kriging estimate and its standard deviation out."""

from __future__ import annotations

import time
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ...krig_core.choices import MODELS
from ..parameters.values import declare
from ..text import tr
from .map_algorithm import MapAlgorithm
from .well_algorithm import LAS_SHARE


class KrigingMapAlgorithm(MapAlgorithm):
    """Plain kriging: one smooth map, with data where they are."""

    models = MODELS
    field_parameters = (*MapAlgorithm.field_parameters, "ERROR_FIELD")

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
            "external drift",
            "block",
        ]

    def shortHelpString(self) -> str:
        return tr(
            "<p>Interpolates wells to one smooth map, the best linear unbiased estimate, and its standard "
            "deviation.</p>"
            "<p>Data are used where they are, not at the centres of cells: a cell shows a well's value only if the "
            "well stands in its centre. For many equally probable maps that honour the wells cell by cell use "
            "<i>Stochastic kriging</i>.</p>"
            "<p>Values come from a numeric field of the well layer, or from a curve of LAS files that are joined to "
            "the layer by well name and averaged between a top and a bottom depth.</p>"
            "<p>With a <b>slice height</b> the grid is in space: a band for each slice, from points with z or from the "
            "samples of logs, by elevation or by depth.</p>"
            "<p>Without a limit all data are used for every cell. With a <b>maximum number of data</b> or a "
            "<b>search radius</b> each cell is kriged from the nearest ones; cells that find none have no data.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_well_parameters()
        self.add_grid_parameters()
        self.add_space_parameters()
        self.add_variogram_parameters()
        declare(self, "MAX_DATA", "MIN_DATA", "SEARCH_RADIUS", "MAX_PER_OCTANT", "BLOCK")
        self.add_data_parameters()
        declare(self, "EXACT", "ERROR_FIELD", "MEAN", "STD", "VARIOGRAM")
        self.add_number_outputs()

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        fine, refusal = super().checkParameterValues(parameters, context)
        least, most = (self.number(parameters, name, context) for name in ("MIN_DATA", "MAX_DATA"))
        if fine and least is not None and most is not None and least > most:
            return False, tr(f"MIN_DATA is {least:g} and MAX_DATA {most:g}: no cell would find enough data.")
        return fine, refusal

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...krig_core.errors import Cancelled
        from ..runner import run_job, typed_job

        start = time.monotonic()
        try:
            with self.reserved_outputs(parameters, context):
                job = typed_job(self._job(parameters, context))
                data = self.read_data(parameters, context, feedback)
                job, arrays = self.arrays(job, data, parameters, context, feedback)
                result, outputs = run_job(
                    job,
                    arrays,
                    feedback,
                    (LAS_SHARE if self.files else 0.0, 1.0),
                    lambda result, written: (result, self.write_outputs(job, data, result, written, context, feedback)),
                )
        except Cancelled:
            return {}
        feedback.pushInfo(tr(f"Kriging took {result.seconds:.1f} s; {time.monotonic() - start:.1f} s in all."))
        return {**outputs, **self.numbers(result, data)}

    def _job(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        return {
            "task": "kriging",
            "max_data": self.whole_number(parameters, "MAX_DATA", context),
            "min_data": self.whole_number(parameters, "MIN_DATA", context),
            "search_radius": self.number(parameters, "SEARCH_RADIUS", context),
            "max_per_octant": self.whole_number(parameters, "MAX_PER_OCTANT", context),
            "block_points": self.whole_number(parameters, "BLOCK", context),
            "exact": self.parameterAsBool(parameters, "EXACT", context),
            **self.grid_job(parameters, context),
        }
