"""`stochkrig:stochastickriging`: wells in, mean and standard deviation of many equally probable maps out.

Law: map layers are turned into arrays here and arrays into rasters; everything between is a job of
`krig_core.driver`. Called in three acts: prepare (main thread: parameters to plain data, refusals), process
(another thread: read, compute, write), and the styles when QGIS loads the rasters.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
)

from ..parameters.values import declare
from ..text import tr
from .map_algorithm import MapAlgorithm
from .well_algorithm import LAS_SHARE, WellData

if TYPE_CHECKING:
    from ..outputs.rasters import Band

_PERCENTILES = (10, 50, 90)
_LIMITS = ("ZMIN", "ZMAX")
_OF_REALIZATIONS = ("QUANTILES", "REALIZATIONS_OUTPUT")
_MOST_REALIZATIONS = 1_000_000


class StochasticKrigingAlgorithm(MapAlgorithm):
    """The main algorithm."""

    raster_outputs = ("MEAN", "STD", *_OF_REALIZATIONS)
    only_flat = (*MapAlgorithm.only_flat, *_OF_REALIZATIONS)
    text_outputs = {"REPORT": ".html", "VARIOGRAM": ".json"}  # noqa: RUF012 - a constant, as in the class above

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
            "bottom depth.</p>"
            "<p>Values are transformed to normal scores before they are simulated, and taken back before mean and "
            "standard deviation are computed; so realizations have about the histogram of the data and stay within it. "
            "With the transform <b>none</b> mean and standard deviation tend to those of kriging. The standard "
            "deviation takes the variogram as known: with few wells it is somewhat too small.</p>"
            "<p>The map is in the target CRS, in its units; wells in degrees are projected. A variogram (nugget, "
            "partial sill, practical range) that is not given is fitted to the data, and the log says what was "
            "found.</p>"
            "<p><b>gaussian</b>: exact conditional simulation of a Gaussian field (FFT, then kriging of the "
            "residual); mean and standard deviation approach kriging's own as realizations grow. "
            "<b>sequential</b>: sequential Gaussian simulation, cell by cell along a random path, each drawn around "
            "its kriging from the nearest known cells. "
            "<b>random-sample</b>: kriging of random samples of cells until the grid is full; nothing else is drawn, "
            "so its standard deviation is the spread due to sampling and smaller than the kriging standard "
            "deviation.</p>"
            "<p>With a <b>slice height</b> the grid is in space: a band for each slice, from points with z or from the "
            "samples of logs, by elevation or by depth.</p>"
            "<p>The same seed gives the same rasters, byte for byte, on any number of processes.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_well_parameters()
        self.add_grid_parameters()
        self.add_space_parameters()
        declare(self, "REALIZATIONS", "METHOD", "TRANSFORM", "ZMIN", "ZMAX")
        declare(self, "LOWER_TAIL", "LOWER_OMEGA", "UPPER_TAIL", "UPPER_OMEGA")
        declare(self, "DECLUSTERING", "DECLUSTERING_CELL", "EXACT_POSITIONS")
        declare(
            self,
            "MAX_DATA",
            help=tr(
                "For sequential: known cells that a cell is kriged from (30). For random-sample: sample size (100)."
            ),
        )
        declare(
            self,
            "SEARCH_RADIUS",
            help=tr("Cells without a well within this distance, in map units, have no data. Default: no limit."),
        )
        self.add_variogram_parameters()
        self.add_data_parameters()
        declare(self, "SEED", "MC_TOLERANCE", "PROCESSES", "ENGINE", "SCHEDULER")
        declare(self, "MEAN", "STD", "QUANTILES", "REALIZATIONS_OUTPUT", "REPORT", "VARIOGRAM", "JOB_FOLDER")
        self.add_number_outputs("USED_SEED", "N_REALIZATIONS", "MC_ERROR")

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        count = self.number(parameters, "REALIZATIONS", context)
        if count is None or not (count == 0 or 2 <= count <= _MOST_REALIZATIONS):
            most = f"{_MOST_REALIZATIONS:,}"
            return False, tr(
                f"REALIZATIONS should be at least 2, for a standard deviation, and at most {most}; or 0, for as many "
                "as MC_TOLERANCE takes."
            )
        fine, refusal = super().checkParameterValues(parameters, context)
        if not fine:
            return fine, refusal
        refusal = self._refusal(parameters, context)
        return not refusal, refusal

    def _refusal(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Return why choices do not go together, or nothing."""
        method, transform, kriging_type, declustering = (
            self.parameterAsEnumString(parameters, name, context)
            for name in ("METHOD", "TRANSFORM", "KRIGING_TYPE", "DECLUSTERING")
        )
        if method != "gaussian" and self.parameterAsBool(parameters, "EXACT_POSITIONS", context):
            return tr(f"METHOD {method} conditions at cell centres: leave EXACT_POSITIONS out, or choose gaussian.")
        trend = kriging_type not in ("ordinary", "simple") or bool(parameters.get("DRIFT"))
        if method == "random-sample" and trend:
            return tr("METHOD random-sample has no trend: choose another, or KRIGING_TYPE ordinary without DRIFT.")
        if declustering != "none" and transform != "normal-score":
            return tr(f"TRANSFORM {transform} has no weights: leave DECLUSTERING out, or choose normal-score.")
        if method == "gaussian" and self.number(parameters, "MAX_DATA", context) is not None:
            return tr("METHOD gaussian uses all data, exactly: leave MAX_DATA out, or choose another method.")
        scheduler = self.parameterAsString(parameters, "SCHEDULER", context).strip()
        if bool(scheduler) != (self.parameterAsEnumString(parameters, "ENGINE", context) == "dask"):
            return tr("ENGINE dask takes the address of a SCHEDULER, tcp://host:8786; local takes none.")
        if scheduler and not re.fullmatch(r"(tcp|tls)://\S+", scheduler):
            return tr(
                f"SCHEDULER is '{scheduler}': it should be an address such as tcp://host:8786 or tls://host:8786."
            )
        if scheduler and any(self.destination(parameters, name, context) for name in _OF_REALIZATIONS):
            return tr("ENGINE dask keeps no realizations: leave REALIZATIONS_OUTPUT and QUANTILES out.")
        return ""

    def log_interval(self, parameters: dict[str, Any], context: QgsProcessingContext) -> float | None:
        # At exact positions single samples would be too many; on cells it is these that are averaged.
        exact = self.parameterAsBool(parameters, "EXACT_POSITIONS", context)
        return super().log_interval(parameters, context) if exact else None

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...krig_core.errors import Cancelled
        from ..outputs.files import require_folder, write_job
        from ..runner import run_job, typed_job

        start = time.monotonic()
        try:
            with self.reserved_outputs(parameters, context):
                folder = self.parameterAsFileOutput(parameters, "JOB_FOLDER", context)
                if folder:
                    require_folder("JOB_FOLDER", folder)
                job = typed_job(self._job(parameters, context))
                data = self.read_data(parameters, context, feedback)
                job, arrays = self.arrays(job, data, parameters, context, feedback)
                if folder:
                    write_job(folder, job, arrays)
                result, outputs = run_job(
                    job,
                    arrays,
                    feedback,
                    (LAS_SHARE if self.files else 0.0, 1.0),
                    lambda result, written: (result, self.write_outputs(job, data, result, written, context, feedback)),
                )
        except Cancelled:
            return {}
        feedback.pushInfo(
            tr(
                f"{result.realizations} realizations with seed {result.seed} took {result.seconds:.1f} s; "
                f"{time.monotonic() - start:.1f} s in all."
            )
        )
        return {
            **outputs,
            **({"JOB_FOLDER": folder} if folder else {}),
            **self.numbers(result, data),
            "USED_SEED": result.seed,
            "N_REALIZATIONS": result.realizations,
            "MC_ERROR": result.mc_error,
        }

    def _job(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        job = {
            "task": "stochastic-kriging",
            "realizations": self.parameterAsInt(parameters, "REALIZATIONS", context),
            "mc_tolerance": self.number(parameters, "MC_TOLERANCE", context),
            "method": self.parameterAsEnumString(parameters, "METHOD", context),
            "seed": self.whole_number(parameters, "SEED", context),
            "processes": self.wanted_processes(parameters, context),
            "engine": self.parameterAsEnumString(parameters, "ENGINE", context),
            "scheduler": self.parameterAsString(parameters, "SCHEDULER", context).strip() or None,
            "max_data": self.whole_number(parameters, "MAX_DATA", context),
            "search_radius": self.number(parameters, "SEARCH_RADIUS", context),
            "exact_positions": self.parameterAsBool(parameters, "EXACT_POSITIONS", context),
            "quantiles": [level / 100 for level in _PERCENTILES],
            "quantiles_file": "quantiles.npy" if "QUANTILES" in self.outputs else None,
            "realizations_file": "realizations.npy" if "REALIZATIONS_OUTPUT" in self.outputs else None,
            "reproduction": "REPORT" in self.outputs,
            **self._transform_job(parameters, context),
            **self.grid_job(parameters, context),
        }
        if self.z_axis is not None:
            job.update(within_slices=True, upscale=not job["exact_positions"])
        return job

    def _transform_job(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """Return the part of the job that says in what is simulated; of tails only what normal scores have."""
        transform = self.parameterAsEnumString(parameters, "TRANSFORM", context)
        job = {"transform": transform, **{name.lower(): self.number(parameters, name, context) for name in _LIMITS}}
        if transform != "normal-score":
            return job
        for side in ("LOWER", "UPPER"):
            job[f"{side.lower()}_tail"] = self.parameterAsEnumString(parameters, f"{side}_TAIL", context)
            job[f"{side.lower()}_omega"] = self.number(parameters, f"{side}_OMEGA", context)
        job["declustering"] = self.parameterAsEnumString(parameters, "DECLUSTERING", context)
        job["declustering_cell"] = self.number(parameters, "DECLUSTERING_CELL", context)
        return job

    def text(self, output: str, job: Any, data: WellData, result: Any) -> str:
        if output != "REPORT":
            return super().text(output, job, data, result)
        from ..report.page import ReportContext
        from ..report.simulation import simulation_page

        skipped = self.numbers(result, data)["N_SKIPPED"]
        return simulation_page(job, result, ReportContext.of(data.title, self.crs, skipped))

    def more_bands(self, written: Mapping[str, np.ndarray], title: str) -> dict[str, list[Band]]:
        from ..outputs.rasters import Band

        quantiles, realizations = written.get("quantiles.npy", ()), written.get("realizations.npy", ())
        return {
            "QUANTILES": [Band(f"P{level} of {title}", values) for level, values in zip(_PERCENTILES, quantiles)],
            "REALIZATIONS_OUTPUT": [
                Band(f"Realization {number} of {title}", values) for number, values in enumerate(realizations, 1)
            ],
        }

    def more_layers(self, title: str) -> dict[str, tuple[str, Sequence[int]]]:
        # The median is shown, in colours that serve the other two as well.
        return {
            "QUANTILES": (f"Quantiles of {title}", (2, 1, 3)),
            "REALIZATIONS_OUTPUT": (f"Realizations of {title}", (1,)),
        }
