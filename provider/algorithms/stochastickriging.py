"""`stochkrig:stochastickriging`: wells in, mean and standard deviation of many equally probable maps out.

Law: map layers are turned into arrays here and arrays into rasters; everything between is a job of
`krig_core.driver`. Called in three acts: prepare (main thread: parameters to plain data, refusals), process
(another thread: read, compute, write), and the styles when QGIS loads the rasters.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsProcessingFeedback

from ...krig_core.choices import BOUNDED_MODELS, TRANSFORMS
from ..given import Given
from ..inputs.map_arrays import with_arrays
from ..inputs.sources import open_netcdf
from ..inputs.wells import WellData, read_wells
from ..outputs.files import require_folder, write_job
from ..outputs.maps import (
    MAP_NUMBERS,
    PERCENTILES,
    Layers,
    Maps,
    Subject,
    map_numbers,
    quantile_layers,
    reserved_maps,
)
from ..parameters import drift, grid, las, layers, transform, variogram, wells
from ..parameters.values import TABLE, add, add_numbers
from ..settings import Settings
from ..text import tr
from .base import MAPS, KrigingAlgorithm

if TYPE_CHECKING:
    from ...krig_core.jobs.stochastic_kriging import StochasticKrigingJob, StochasticKrigingResult

_OF_REALIZATIONS = ("QUANTILES", "REALIZATIONS_OUTPUT")
_RASTERS = ("MEAN", "STD", *_OF_REALIZATIONS, *layers.OUTPUTS)
_TEXTS = ("REPORT", "VARIOGRAM")


class StochasticKrigingAlgorithm(KrigingAlgorithm):
    """The main algorithm."""

    of = MAPS

    def name(self) -> str:
        return "stochastickriging"

    def displayName(self) -> str:
        return tr("Stochastic kriging")

    def search_words(self) -> list[str]:
        return [
            "kriging",
            "stochastic",
            "conditional simulation",
            "sequential gaussian simulation",
            "sgs",
            "gaussian",
            "monte carlo",
            "realization",
            "interpolate",
            "interpolation",
            "geostatistics",
            "uncertainty",
            "standard deviation",
            "variogram",
            "wells",
            "boreholes",
            "las",
            "logs",
            "porosity",
            "soil",
            "cokriging",
            "collocated",
            "seismic",
            "3d",
            "stratigraphy",
            "layers",
            "detection limit",
            "non-detects",
            "censored data",
        ]

    def about(self) -> str:
        return tr(
            "<p>Draws many equally probable grids that honour the wells, and returns their <b>mean</b> and their "
            "<b>standard deviation</b> cell by cell.</p>"
            "<p>Values come from a field of the well layer, or from a curve of LAS files that are joined to "
            "the layer by well name (UWI, API or WELL, whatever the punctuation) and averaged between a top and a "
            "bottom depth.</p>"
            "<p>Values are transformed to normal scores before they are simulated, and taken back before mean and "
            "standard deviation are computed; so realizations have about the histogram of the data. Limits that you "
            "know go into <b>Least value</b> and <b>Greatest value</b>.</p>"
            "<p>What is known only to be below (or above) a limit, as by the text &lt;0.25, has another value in each "
            "realization: within its limits, and as probable as the values around make it. So has a value with a "
            "<b>measurement error</b>.</p>"
            "<p>A few wells allow many variograms. Where the variogram is fitted to at most 300 data, all that they "
            "allow count, each by its probability, so that the standard deviation also tells how little is known of "
            "it. Otherwise, and with <b>Uncertainty of the variogram</b> none, the variogram is taken as known; with "
            "few wells the standard deviation is then too small.</p>"
            "<p>The map is in the target CRS, in its units; wells in degrees are projected. A variogram (nugget, "
            "partial sill, practical range) that is not given is fitted to the data, and the log says what was "
            "found.</p>"
            "<p><b>gaussian</b>: exact conditional simulation of a Gaussian field (FFT, then kriging of the "
            "residual). Where the law of each cell is known in time, mean, standard deviation and quantiles follow "
            "from it without sampling, and are not the plain average of the realizations; the log says so. "
            "<b>sequential</b>: sequential Gaussian simulation, cell by cell along a random path, each drawn around "
            "its kriging from the nearest known cells. "
            "<b>random-sample</b>: kriging of random samples of cells until the grid is full; nothing else is drawn, "
            "so its standard deviation is the spread due to sampling and smaller than the kriging standard "
            "deviation.</p>"
            "<p>With a <b>slice height</b> the grid is in space: a band for each slice, from points with z or from the "
            "samples of logs, by elevation or by depth.</p>"
            "<p>With a <b>top</b> and a <b>base surface</b> and a number of <b>layers</b> the grid follows a unit: a "
            "band for each layer, from the base up, instead of slices.</p>"
            "<p>A <b>secondary raster</b>, such as a seismic attribute, counts between the wells as far as its "
            "correlation with their values goes.</p>"
            "<p>The same seed gives the same rasters, byte for byte, on any number of processes.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        wells.declare(self)
        grid.declare(self)
        add(self, "REALIZATIONS", "METHOD")
        transform.declare(self, TRANSFORMS[::-1])
        add(self, "VARIOGRAM_FILE", "TARGET_CRS")
        las.declare(self, in_space=True)
        grid.declare_slices(self)
        layers.declare(self)
        variogram.declare(self, BOUNDED_MODELS)
        drift.declare(self)
        drift.declare_secondary(self)
        transform.declare_scores(self)
        add(
            self,
            "MAX_DATA",
            help=tr(
                "For sequential: known cells that a cell is kriged from (30). For random-sample: sample size (100)."
            ),
        )
        add(
            self,
            "SEARCH_RADIUS",
            help=tr("Cells without a well within this distance, in map units, have no data. Default: no limit."),
        )
        add(self, "ERROR_FIELD", "LOWER_LIMIT_FIELD", "UPPER_LIMIT_FIELD")
        add(self, "EXACT_POSITIONS", "DUPLICATES", "SEED", "MC_TOLERANCE", "PROCESSES")
        add(self, "ENGINE", "SCHEDULER", "SHARED_FOLDER")
        add(self, *_RASTERS, *_TEXTS, "JOB_FOLDER")
        add_numbers(self, *MAP_NUMBERS, "USED_SEED", "N_REALIZATIONS", "MC_ERROR")

    def refusal(self, given: Given) -> str:
        if given.number("REALIZATIONS") in (None, 1):
            text = tr(
                "REALIZATIONS should be at least 2, for a standard deviation, and at most {most:,}; or 0, for as many "
                "as MC_TOLERANCE takes."
            )
            return given.sentence(text, most=TABLE["REALIZATIONS"].limits.most)
        return (
            grid.refusal(given)
            or transform.refusal(given)
            or _method_refusal(given, given.choice("METHOD"))
            or _engine_refusal(given, _scheduler(given))
        )

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        self.wells = wells.read(given, feedback)
        self.cells = grid.read(given, self.wells, feedback)
        self.drift = drift.read(given, feedback)
        self.open_netcdf = open_netcdf(given.context.project())

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..runner import run_job

        start = time.monotonic()
        # At exact positions single samples would be too many; on cells it is these that are averaged.
        interval = self.cells.z_delta if given.choice("EXACT_POSITIONS") == "yes" else None
        with reserved_maps(given, self.inputs, self.open_netcdf, _RASTERS, _TEXTS) as maps:
            folder = given.output_file("JOB_FOLDER")
            if folder:
                require_folder("JOB_FOLDER", folder)
            job = self._job(given, maps)
            data = read_wells(given, self.wells, feedback, self.cells.reference, interval)
            job, limits = _with_limits(job, data)
            job, arrays = with_arrays(
                job,
                data,
                self.drift.rasters,
                self.wells.crs,
                given,
                feedback,
                self.cells.z_unit,
                self.drift.secondary,
                self.cells.layers,
            )
            arrays.update(limits)
            if folder:
                write_job(folder, job, arrays)
            result, outputs = run_job(
                job,
                arrays,
                feedback,
                self.wells.rest,
                lambda result, written: (result, self._write(maps, job, data, result, written, feedback)),
            )
        text = tr("{count} realizations with seed {seed} took {own:.1f} s; {all:.1f} s in all.")
        if not result.drawn:
            text = tr("The law of realizations with seed {seed} took {own:.1f} s; {all:.1f} s in all.")
        in_all = time.monotonic() - start
        feedback.pushInfo(text.format(count=result.realizations, seed=result.seed, own=result.seconds, all=in_all))
        return {
            **outputs,
            **({"JOB_FOLDER": folder} if folder else {}),
            **map_numbers(result, data.skipped),
            "USED_SEED": result.seed,
            "N_REALIZATIONS": result.realizations,
            "MC_ERROR": result.mc_error,
        }

    def _job(self, given: Given, maps: Maps) -> StochasticKrigingJob:
        from ...krig_core.jobs.stochastic_kriging import StochasticKrigingJob

        of_layers = self.cells.layers is not None and self.wells.las is not None
        exact_positions = {"yes": True, "no": False}.get(given.choice("EXACT_POSITIONS"))
        return StochasticKrigingJob(
            coordinates="coordinates.npy",
            values="values.npy",
            **self.cells.job(),
            within_slices=self.cells.z_axis is not None,
            upscale=of_layers or (self.cells.reference is not None and not exact_positions),
            averaging=given.choice("AVERAGING"),
            duplicates=given.choice("DUPLICATES"),
            variogram=variogram.read(given),
            variogram_uncertainty=given.choice("VARIOGRAM_UNCERTAINTY"),
            kriging_type=self.drift.kriging_type,
            correlation=self.drift.correlation,
            realizations=given.whole("REALIZATIONS") or 0,
            mc_tolerance=given.number("MC_TOLERANCE"),
            method=given.choice("METHOD"),
            seed=given.whole("SEED"),
            processes=given.whole("PROCESSES") or Settings.read().processes,
            engine=given.choice("ENGINE"),
            scheduler=_scheduler(given) or None,
            shared_folder=given.file("SHARED_FOLDER") or None,
            max_data=given.whole("MAX_DATA"),
            search_radius=given.number("SEARCH_RADIUS"),
            exact_positions=exact_positions,
            **transform.read(given),
            mean="mean.npy",
            std="std.npy",
            quantiles=tuple(level / 100 for level in PERCENTILES),
            quantiles_file="quantiles.npy" if "QUANTILES" in maps.paths else None,
            realizations_file="realizations.npy" if "REALIZATIONS_OUTPUT" in maps.paths else None,
            reproduction="REPORT" in maps.paths,
        )

    def _write(
        self,
        maps: Maps,
        job: StochasticKrigingJob,
        data: WellData,
        result: StochasticKrigingResult,
        written: Mapping[str, np.ndarray],
        feedback: QgsProcessingFeedback,
    ) -> dict[str, str]:
        from ..report.map_picture import map_figures
        from ..report.page import ReportContext
        from ..report.simulation import simulation_page

        of = Subject(data.title, self.wells.crs, self.cells.axis(result), data.unit, job.transform)
        realizations = written.get("realizations.npy", ())
        more = {
            "QUANTILES": quantile_layers(of.title, written.get("quantiles.npy", ())),
            "REALIZATIONS_OUTPUT": Layers(
                f"Realizations of {of.title}",
                [f"Realization {number} of {of.title}" for number in range(1, len(realizations) + 1)],
                realizations,
                frames=True,
                kind="realizations",
            ),
        }
        texts = {"VARIOGRAM": result.variogram.to_json()}
        if job.reproduction:
            skipped = map_numbers(result, data.skipped)["N_SKIPPED"]
            about = ReportContext.of(data.title, of.crs, skipped, self.wells.name, self.command, data.reasons)
            texts["REPORT"] = simulation_page(job, result, about, map_figures(result, written, of, data))
        return maps.write(result, written, of, feedback, more, texts, layers.surfaces_of(written))


def _with_limits(job: StochasticKrigingJob, data: WellData) -> tuple[StochasticKrigingJob, dict[str, np.ndarray]]:
    """Return a job with the names of its limits, and these; soft data are no averages, but merged on their cells."""
    if data.error is not None or data.lower is not None:
        job = replace(job, upscale=False)
    if data.lower is None or data.upper is None:
        return job, {}
    return replace(job, lower="lower.npy", upper="upper.npy"), {"lower.npy": data.lower, "upper.npy": data.upper}


def _method_refusal(given: Given, method: str) -> str:
    """Return why choices do not go together with a method, or nothing."""
    if method != "gaussian" and given.choice("EXACT_POSITIONS") == "yes":
        text = tr("METHOD {method} conditions at cell centres: leave EXACT_POSITIONS out, or choose gaussian.")
        return given.sentence(text, method=method)
    trend = given.choice("KRIGING_TYPE") not in ("ordinary", "simple") or given.has("DRIFT")
    if method == "random-sample" and trend:
        return given.sentence(
            tr("METHOD random-sample has no trend: choose another, or KRIGING_TYPE ordinary without DRIFT.")
        )
    if method == "random-sample" and given.has("SECONDARY"):
        return given.sentence(tr("METHOD random-sample has no residuals: choose another, or leave SECONDARY out."))
    soft = [name for name in ("ERROR_FIELD", "LOWER_LIMIT_FIELD", "UPPER_LIMIT_FIELD") if given.has(name)]
    if method == "random-sample" and soft:
        text = tr("METHOD random-sample takes exact values alone: choose another, or leave {names} out.")
        return given.sentence(text, names=", ".join(soft))
    if method == "gaussian" and given.number("MAX_DATA") is not None:
        return given.sentence(
            tr("METHOD gaussian uses all data, exactly: leave MAX_DATA out, or choose another method.")
        )
    return ""


def _scheduler(given: Given) -> str:
    """Return the scheduler that a run names, or that is set for all runs on a cluster."""
    return given.text("SCHEDULER") or (Settings.read().scheduler if given.choice("ENGINE") == "dask" else "")


def _engine_refusal(given: Given, scheduler: str) -> str:
    """Return why a scheduler, or none, does not go together with what is wanted; or nothing."""
    if bool(scheduler) != (given.choice("ENGINE") == "dask"):
        return given.sentence(tr("ENGINE dask takes the address of a SCHEDULER, tcp://host:8786; local takes none."))
    if scheduler and not re.fullmatch(r"(tcp|tls)://\S+", scheduler):
        text = tr("SCHEDULER is '{scheduler}': it should be an address such as tcp://host:8786 or tls://host:8786.")
        return given.sentence(text, scheduler=scheduler)
    if not scheduler and given.has("SHARED_FOLDER"):
        return given.sentence(tr("SHARED_FOLDER is for the workers of a cluster: leave it out, or choose ENGINE dask."))
    kept = scheduler and any(given.destination(name) for name in _OF_REALIZATIONS)
    if kept and not given.has("SHARED_FOLDER"):
        return given.sentence(
            tr(
                "The workers of ENGINE dask keep realizations in a folder that all of them see: name one "
                "(SHARED_FOLDER), or leave REALIZATIONS_OUTPUT and QUANTILES out."
            )
        )
    return ""
