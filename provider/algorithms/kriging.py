"""`stochkrig:kriging`: wells in, the kriging estimate and its standard deviation out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsProcessingFeedback

from ..given import Given
from ..inputs.map_arrays import with_arrays
from ..inputs.sources import open_netcdf
from ..inputs.wells import WellData, read_wells
from ..outputs.maps import MAP_NUMBERS, PERCENTILES, Maps, Subject, map_numbers, quantile_layers, reserved_maps
from ..parameters import drift, grid, las, layers, transform, variogram, wells
from ..parameters.values import add, add_numbers
from ..text import tr
from .base import MAPS, KrigingAlgorithm

if TYPE_CHECKING:
    from ...krig_core.jobs.kriging import KrigingJob, KrigingResult

_RASTERS = ("MEAN", "STD", "QUANTILES", *layers.OUTPUTS)
_TEXTS = ("REPORT", "VARIOGRAM")


class KrigingMapAlgorithm(KrigingAlgorithm):
    """Plain kriging: one smooth map, with data where they are."""

    of = MAPS

    def name(self) -> str:
        return "kriging"

    def displayName(self) -> str:
        return tr("Kriging")

    def search_words(self) -> list[str]:
        return [
            "kriging",
            "gaussian",
            "gaussian process",
            "interpolate",
            "interpolation",
            "geostatistics",
            "uncertainty",
            "standard deviation",
            "variogram",
            "universal",
            "trend",
            "external drift",
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
        ]

    def about(self) -> str:
        return tr(
            "<p>Interpolates wells to one smooth map, the best linear unbiased estimate, and its standard "
            "deviation.</p>"
            "<p>With a <b>transform</b> logarithms or normal scores are kriged, and mean, standard deviation and "
            "quantiles of the values follow from them exactly, without realizations: for skewed values.</p>"
            "<p>Data are used where they are, not at the centres of cells: a cell shows a well's value only if the "
            "well stands in its centre. For many equally probable maps that honour the wells cell by cell use "
            "<i>Stochastic kriging</i>.</p>"
            "<p>A few wells allow many variograms. Where the variogram is fitted to at most 300 data, all that they "
            "allow count, each by its probability, so that the standard deviation also tells how little is known of "
            "it. Otherwise, and with <b>Uncertainty of the variogram</b> none, the variogram is taken as known; with "
            "few wells the standard deviation is then too small.</p>"
            "<p>Values come from a field of the well layer, or from a curve of LAS files that are joined to "
            "the layer by well name and averaged between a top and a bottom depth.</p>"
            "<p>With a <b>slice height</b> the grid is in space: a band for each slice, from points with z or from the "
            "samples of logs, by elevation or by depth.</p>"
            "<p>With a <b>top</b> and a <b>base surface</b> and a number of <b>layers</b> the grid follows a unit: a "
            "band for each layer, from the base up, instead of slices.</p>"
            "<p>A <b>secondary raster</b>, such as a seismic attribute, counts between the wells as far as its "
            "correlation with their values goes.</p>"
            "<p>Without a limit all data are used for every cell. With a <b>maximum number of data</b> or a "
            "<b>search radius</b> each cell is kriged from the nearest ones; cells that find none have no data.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        wells.declare(self)
        grid.declare(self)
        transform.declare(self)
        add(self, "VARIOGRAM_FILE", "TARGET_CRS")
        las.declare(self, in_space=True)
        grid.declare_slices(self)
        layers.declare(self)
        variogram.declare(self)
        drift.declare(self)
        drift.declare_secondary(self)
        transform.declare_scores(self)
        add(self, "MAX_DATA", "MIN_DATA", "SEARCH_RADIUS", "MAX_PER_OCTANT", "BLOCK", "EXACT", "ERROR_FIELD")
        add(self, "DUPLICATES", *_RASTERS, *_TEXTS)
        add_numbers(self, *MAP_NUMBERS)

    def refusal(self, given: Given) -> str:
        least, most = given.whole("MIN_DATA"), given.whole("MAX_DATA")
        if least is not None and most is not None and least > most:
            text = tr("MIN_DATA is {least} and MAX_DATA {most}: no cell would find enough data.")
            return given.sentence(text, least=least, most=most)
        return grid.refusal(given) or transform.refusal(given)

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        self.wells = wells.read(given, feedback)
        self.cells = grid.read(given, self.wells, feedback)
        self.drift = drift.read(given, feedback)
        self.open_netcdf = open_netcdf(given.context.project())

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..runner import run_job

        start = time.monotonic()
        with reserved_maps(given, self.inputs, self.open_netcdf, _RASTERS, _TEXTS) as maps:
            job = self._job(given, maps)
            data = read_wells(given, self.wells, feedback, self.cells.reference, self.cells.z_delta)
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
            result, outputs = run_job(
                job,
                arrays,
                feedback,
                self.wells.rest,
                lambda result, written: (result, self._write(maps, job, data, result, written, feedback)),
            )
        text = tr("Kriging took {own:.1f} s; {all:.1f} s in all.")
        feedback.pushInfo(text.format(own=result.seconds, all=time.monotonic() - start))
        return {**outputs, **map_numbers(result, data.skipped)}

    def _job(self, given: Given, maps: Maps) -> KrigingJob:
        from ...krig_core.jobs.kriging import KrigingJob

        quantiles = "QUANTILES" in maps.paths
        return KrigingJob(
            coordinates="coordinates.npy",
            values="values.npy",
            **self.cells.job(),
            within_slices=self.cells.z_axis is not None and self.wells.las is not None,
            upscale=self.cells.layers is not None and self.wells.las is not None,
            averaging=given.choice("AVERAGING"),
            duplicates=given.choice("DUPLICATES"),
            variogram=variogram.read(given),
            variogram_uncertainty=given.choice("VARIOGRAM_UNCERTAINTY"),
            kriging_type=self.drift.kriging_type,
            correlation=self.drift.correlation,
            max_data=given.whole("MAX_DATA"),
            min_data=given.whole("MIN_DATA"),
            search_radius=given.number("SEARCH_RADIUS"),
            max_per_octant=given.whole("MAX_PER_OCTANT"),
            block_points=given.whole("BLOCK"),
            exact=given.flag("EXACT"),
            **transform.read(given),
            quantiles=tuple(level / 100 for level in PERCENTILES) if quantiles else (),
            quantiles_file="quantiles.npy" if quantiles else None,
            mean="mean.npy",
            std="std.npy",
        )

    def _write(
        self,
        maps: Maps,
        job: KrigingJob,
        data: WellData,
        result: KrigingResult,
        written: Mapping[str, np.ndarray],
        feedback: QgsProcessingFeedback,
    ) -> dict[str, str]:
        from ..report.kriging import kriging_page
        from ..report.map_picture import map_figures
        from ..report.page import ReportContext

        of = Subject(data.title, self.wells.crs, self.cells.axis(result), data.unit, job.transform)
        more = {"QUANTILES": quantile_layers(of.title, written.get("quantiles.npy", ()))}
        texts = {"VARIOGRAM": result.variogram.to_json()}
        if "REPORT" in maps.paths:
            skipped = map_numbers(result, data.skipped)["N_SKIPPED"]
            about = ReportContext.of(data.title, of.crs, skipped, self.wells.name, self.command, data.reasons)
            texts["REPORT"] = kriging_page(job, result, about, map_figures(result, written, of, data))
        return maps.write(result, written, of, feedback, more, texts, layers.surfaces_of(written))
