"""`stochkrig:stochastickriging`: wells in, mean and standard deviation of many equally probable maps out.

Law: map layers are turned into arrays here and arrays into rasters; everything between is a job of
`krig_core.driver`. Called in three acts: prepare (main thread: parameters to plain data, refusals), process
(another thread: read, compute, write), and the styles when QGIS loads the rasters.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
)

from .base import tr
from .map_algorithm import MapAlgorithm, choice
from .well_algorithm import LAS_SHARE

if TYPE_CHECKING:
    from ..rasters import Band

TRANSFORMS = ["normal-score", "log", "none"]
METHODS = ["gaussian", "sequential", "random-sample"]

_PERCENTILES = (10, 50, 90)
_MOST_REALIZATIONS = 1_000_000


class StochasticKrigingAlgorithm(MapAlgorithm):
    """The main algorithm."""

    raster_outputs = ("MEAN", "STD", "QUANTILES", "REALIZATIONS_OUTPUT")

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
            "<p>Values are transformed to normal scores before they are simulated, and taken back before mean and "
            "standard deviation are computed; so realizations have the histogram of the data and stay within it. With "
            "the transform <b>none</b> mean and standard deviation are those of kriging.</p>"
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
            "<p>The same seed gives the same rasters, byte for byte, on any number of processes.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.add_well_parameters()
        self.add_grid_parameters()
        self._add_simulation_parameters()
        self._add_transform_parameters()
        self.add_variogram_parameters()
        self._add_run_parameters()
        self.add_raster_outputs()
        for name, label in (("QUANTILES", "Quantiles P10, P50, P90"), ("REALIZATIONS_OUTPUT", "All realizations")):
            self.addParameter(
                QgsProcessingParameterRasterDestination(name, tr(label), optional=True, createByDefault=False)
            )
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
            ("MC_ERROR", "Monte-Carlo error of the mean, in standard deviations"),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, tr(text)))

    def _add_simulation_parameters(self) -> None:
        integer = QgsProcessingParameterNumber.Type.Integer
        self.add(
            QgsProcessingParameterNumber("REALIZATIONS", tr("Number of realizations"), integer, 100, minValue=2),
            tr("More make mean and standard deviation steadier: the error of the mean is the std / √number."),
        )
        self.add(
            choice("METHOD", tr("Method"), METHODS),
            tr(
                "gaussian: exact conditional simulation. sequential: cell by cell along a random path, from the 30 "
                "nearest known cells. random-sample: shows the spread due to sampling only."
            ),
        )

    def _add_transform_parameters(self) -> None:
        double = QgsProcessingParameterNumber.Type.Double
        self.add(
            choice("TRANSFORM", tr("Transform"), TRANSFORMS),
            tr(
                "normal-score: realizations have the data's histogram and stay within its limits. log: for positive "
                "values. none: mean and standard deviation are those of kriging."
            ),
            advanced=True,
        )
        for name, label, which in (("ZMIN", "Least value", "smallest"), ("ZMAX", "Greatest value", "largest")):
            self.add(
                QgsProcessingParameterNumber(name, tr(label), double, None, optional=True),
                tr(f"Limit of the realizations, for normal scores. Default: the {which} datum."),
                advanced=True,
            )
        self.add(
            QgsProcessingParameterBoolean("EXACT_POSITIONS", tr("Condition at exact positions"), False),
            tr("For gaussian: wells count where they are, not at cell centres; no cell then shows one exactly."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(
                "MAX_DATA",
                tr("Maximum number of data"),
                QgsProcessingParameterNumber.Type.Integer,
                None,
                optional=True,
                minValue=1,
            ),
            tr("For sequential: known cells that a cell is kriged from (30). For random-sample: sample size (100)."),
            advanced=True,
        )

    def _add_run_parameters(self) -> None:
        integer = QgsProcessingParameterNumber.Type.Integer
        self.add(
            QgsProcessingParameterNumber("SEED", tr("Random seed"), integer, 42, optional=True, minValue=0),
            tr("The same seed makes the same maps. Empty: one is drawn, and said in the log."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber("PROCESSES", tr("Number of worker processes"), integer, 0, minValue=0),
            tr("0: automatic. The result is the same for any number."),
            advanced=True,
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        count = self.number(parameters, "REALIZATIONS", context)
        if count is None or not 2 <= count <= _MOST_REALIZATIONS:
            most = f"{_MOST_REALIZATIONS:,}"
            return False, tr(f"REALIZATIONS should be at least 2, for a standard deviation, and at most {most}.")
        return super().checkParameterValues(parameters, context)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...krig_core.errors import Cancelled
        from ..runner import run_job

        start = time.monotonic()
        self.register_outputs(parameters, context)
        seed, max_data = self.number(parameters, "SEED", context), self.number(parameters, "MAX_DATA", context)
        job = {
            "task": "stochastic-kriging",
            "realizations": self.parameterAsInt(parameters, "REALIZATIONS", context),
            "method": self.parameterAsEnumString(parameters, "METHOD", context),
            "seed": None if seed is None else int(seed),
            "processes": self.wanted_processes(parameters, context),
            "transform": self.parameterAsEnumString(parameters, "TRANSFORM", context),
            "zmin": self.number(parameters, "ZMIN", context),
            "zmax": self.number(parameters, "ZMAX", context),
            "max_data": None if max_data is None else int(max_data),
            "exact_positions": self.parameterAsBool(parameters, "EXACT_POSITIONS", context),
            "quantiles": [level / 100 for level in _PERCENTILES],
            "quantiles_file": "quantiles.npy" if self.outputs["QUANTILES"] else None,
            "realizations_file": "realizations.npy" if self.outputs["REALIZATIONS_OUTPUT"] else None,
            **self.grid_job(parameters, context),
        }
        try:
            data = self.read_data(parameters, context, feedback)
            arrays = {"coordinates.npy": data.coordinates, "values.npy": data.values}
            result, rasters = run_job(
                job,
                arrays,
                feedback,
                (LAS_SHARE if self.files else 0.0, 1.0),
                lambda result, written: (result, self.write_rasters(result, written, data.title, context)),
            )
        except Cancelled:
            return {}
        feedback.pushInfo(
            tr(
                f"{result['realizations']} realizations with seed {result['seed']} took {result['seconds']:.1f} s; "
                f"{time.monotonic() - start:.1f} s in all."
            )
        )
        return {
            **rasters,
            "N_DATA": result["data"],
            "N_SKIPPED": data.skipped + result["outside"],
            "FITTED_NUGGET": result["nugget"],
            "FITTED_PARTIAL_SILL": result["partial_sill"],
            "FITTED_RANGE": result["range"],
            "USED_SEED": result["seed"],
            "N_REALIZATIONS": result["realizations"],
            "MEAN_OF_MEAN": result["mean_of_mean"],
            "MEAN_OF_STD": result["mean_of_std"],
            "MC_ERROR": result["realizations"] ** -0.5,
        }

    def more_bands(self, written: Mapping[str, np.ndarray], title: str) -> dict[str, list[Band]]:
        from ..rasters import Band

        quantiles, realizations = written.get("quantiles.npy", ()), written.get("realizations.npy", ())
        return {
            "QUANTILES": [Band(f"P{level} of {title}", values) for level, values in zip(_PERCENTILES, quantiles)],
            "REALIZATIONS_OUTPUT": [
                Band(f"Realization {number} of {title}", values) for number, values in enumerate(realizations, 1)
            ],
        }
