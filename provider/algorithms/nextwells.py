"""`stochkrig:nextwells`: wells in, the places of new ones that would leave the least uncertainty out."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsWkbTypes,
)

from ...krig_core.choices import MODELS
from ..given import Given
from ..inputs.drift import DriftRaster, sample, sample_cells
from ..inputs.map_arrays import affordable_geometry, with_arrays
from ..inputs.points import Points, read_points, require_points
from ..inputs.wells import WellData, read_wells
from ..inputs.zones import Zones, read_zones
from ..installation import plugin_version
from ..map_frame import MapFrame
from ..outputs.colours import Span
from ..outputs.files import OutputFile, OutputFiles
from ..outputs.rasters import SUFFIXES, Band, Raster, write_raster
from ..outputs.sinks import DOUBLE, INTEGER, OutputLayer, fields_with, make_fields
from ..outputs.styles import About, RampStyle, RankStyle, single_hue
from ..parameters import drift, grid, las, transform, variogram, wells
from ..parameters.values import add, add_numbers
from ..text import attribute, tr
from .base import DECISIONS, KrigingAlgorithm

if TYPE_CHECKING:
    from ...krig_core.jobs.next_wells import NextWellsJob, NextWellsResult

_FIELDS = {
    "rank": INTEGER,
    "gain": DOUBLE,
    "gain_pct": DOUBLE,
    "std_before": DOUBLE,
    "std_after": DOUBLE,
    "std_here": DOUBLE,
    "cost": DOUBLE,
}


class NextWellsAlgorithm(KrigingAlgorithm):
    """Where new wells would take most uncertainty."""

    of = DECISIONS

    def name(self) -> str:
        return "nextwells"

    def displayName(self) -> str:
        return tr("Next wells")

    def search_words(self) -> list[str]:
        return [
            "wells",
            "infill",
            "drilling",
            "sampling",
            "monitoring network",
            "design",
            "optimal",
            "value of information",
            "kriging",
            "uncertainty",
            "geostatistics",
            "soil",
        ]

    def about(self) -> str:
        return tr(
            "<p>Proposes places for new wells: first the one whose value would take most uncertainty, then the best "
            "after it, and so on. What a well takes depends on where it stands and on the variogram, not on the value "
            "that it will find, so it is computed exactly, as kriging again with the new wells would.</p>"
            "<p><b>variance</b>: the mean kriging variance over the cells of the map. <b>exceedance</b>: the mean of "
            "p (1 − p), p being the probability that a cell exceeds the threshold, expected over what the wells may "
            "find (stepwise uncertainty reduction, Chevalier et al. 2014). <b>zone</b>: the mean variance of the means "
            "of zones.</p>"
            "<p>A well at the greatest standard deviation, the usual rule, often lies at the edge of the map and tells "
            "little of it. The log says how much more the proposed wells take.</p>"
            "<p><b>gain</b> is what a well takes of the variance after those of a better rank, <b>gain_pct</b> its "
            "part of the variance that is there now. <b>std_before</b> and <b>std_after</b> are the roots of the mean "
            "variance without and with the well, <b>std_here</b> is the standard deviation at its place before it is "
            "drilled. With a transform all of these are in units of scores, not of values.</p>"
            "<p>Where the variogram is fitted to at most 300 data, five variograms that they allow count equally. New "
            "wells are taken to be as exact as the variogram says: with <i>Honour data exactly</i> off, each has an "
            "error of the nugget.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        wells.declare(self)
        add(self, "COUNT", "OBJECTIVE", "THRESHOLD", "ZONES", "CANDIDATES", "MIN_DISTANCE", "XY_DELTA", "MASK")
        add(self, "COST")
        add(self, "EXTENT", "VARIOGRAM_FILE", advanced=True)
        transform.declare(self, advanced=True)
        add(self, "TARGET_CRS")
        las.declare(self)
        add(self, "MODEL", options=("automatic", *MODELS))
        add(self, "NUGGET", "PARTIAL_SILL", "RANGE", "SHAPE", "AZIMUTH", "RATIO", "ANISOTROPY")
        add(
            self,
            "VARIOGRAM_UNCERTAINTY",
            help=tr(
                "posterior: the mean counts of what wells would take with five variograms that the data allow. none: "
                "of the one that fits best. automatic: posterior where the variogram is fitted to at most 300 data, "
                "else none; the log says which."
            ),
        )
        drift.declare(self)
        transform.declare_scores(self)
        add(self, "EXACT", "ERROR_FIELD", "DUPLICATES")
        add(
            self,
            "OUTPUT",
            label=tr("Next wells"),
            help=tr("The proposed places, by rank, with what each takes of the uncertainty."),
        )
        add(
            self,
            "STD",
            label=tr("Standard deviation with the new wells"),
            by_default=False,
            help=tr("What the map's would be if they were drilled."),
        )
        add_numbers(self, "N_DATA", "N_SKIPPED", "N_WELLS", "VARIANCE_BEFORE", "VARIANCE_AFTER")
        add_numbers(self, "VARIANCE_LARGEST_STD", "FITTED_NUGGET", "FITTED_PARTIAL_SILL", "FITTED_RANGE")

    def refusal(self, given: Given) -> str:
        objective = given.choice("OBJECTIVE")
        for word, name in (("exceedance", "THRESHOLD"), ("zone", "ZONES")):
            if objective == word and not given.has(name):
                return given.sentence(tr("OBJECTIVE {word} needs {name}."), word=word, name=given.titled(name))
            if objective != word and given.has(name):
                text = tr("OBJECTIVE {objective} has no {name}: leave it out, or choose {word}.")
                return given.sentence(text, objective=objective, name=given.titled(name), word=word)
        return transform.refusal(given)

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        self.wells = wells.read(given, feedback)
        self.cells = grid.read(given, self.wells, feedback)
        self.drift = drift.read(given, feedback)
        layer = given.layer("COST")
        self.cost = None if layer is None else DriftRaster.of(layer, feedback, "COST")
        source = given.source("CANDIDATES")
        if source is not None:
            require_points(source, "CANDIDATES")

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..runner import run_job

        start = time.monotonic()
        with OutputFiles(self.inputs) as files:
            output = OutputLayer(given, "OUTPUT", files, self.input_tables)
            path = given.output_raster("STD")
            std = files.reserve("STD", path, SUFFIXES[:-1]) if path else None
            data = read_wells(given, self.wells, feedback)
            job, arrays = with_arrays(self._job(given), data, self.drift.rasters, self.wells.crs, given, feedback)
            points, theirs = self._candidates(given, feedback)
            job = self._with_candidates(job, arrays, points, data, given, feedback)
            result, span = run_job(
                job,
                arrays,
                feedback,
                self.wells.rest,
                lambda result, written: (
                    result,
                    None if std is None else self._put(std, result, written["std.npy"]),
                ),
            )
            place = self._write(output, result, points, theirs)
            self._style(place, path, span, job, result, data.title, given)
        text = tr("Next wells took {own:.1f} s; {all:.1f} s in all.")
        feedback.pushInfo(text.format(own=result.seconds, all=time.monotonic() - start))
        return {
            "OUTPUT": place,
            **({"STD": path} if path else {}),
            "N_DATA": result.data,
            "N_SKIPPED": data.skipped + result.left_out,
            "N_WELLS": len(result.wells),
            "VARIANCE_BEFORE": result.before,
            "VARIANCE_AFTER": result.after,
            "VARIANCE_LARGEST_STD": result.largest_std,
            "FITTED_NUGGET": result.nugget,
            "FITTED_PARTIAL_SILL": result.partial_sill,
            "FITTED_RANGE": result.range,
        }

    def _job(self, given: Given) -> NextWellsJob:
        from ...krig_core.jobs.next_wells import NextWellsJob

        return NextWellsJob(
            coordinates="coordinates.npy",
            values="values.npy",
            **self.cells.job(),
            duplicates=given.choice("DUPLICATES"),
            variogram=variogram.read(given),
            variogram_uncertainty=given.choice("VARIOGRAM_UNCERTAINTY"),
            kriging_type=self.drift.kriging_type,
            exact=given.flag("EXACT"),
            **transform.read(given),
            mean="mean.npy",
            std="std.npy",
            count=given.whole("COUNT") or 0,
            objective=given.choice("OBJECTIVE"),
            threshold=given.number("THRESHOLD"),
            min_distance=given.number("MIN_DISTANCE") or 0.0,
        )

    def _candidates(self, given: Given, feedback: QgsProcessingFeedback) -> tuple[Points | None, QgsFields]:
        """Return the points where wells may be, None: anywhere, and their fields; all that a long run needs of them."""
        source = given.source("CANDIDATES")
        if source is None:
            return None, QgsFields()
        fields = source.fields()
        points = read_points(source, self.wells.crs, fields.names(), "CANDIDATES", given.context, feedback)
        for reason, count in points.skipped.items():
            text = tr("Candidates {reason}, which are left out (CANDIDATES): {n}.")
            feedback.pushWarning(text.format(n=count, reason=reason))
        if not len(points):
            raise QgsProcessingException(tr("The layer has no points (CANDIDATES)."))
        return points, fields

    def _with_candidates(
        self,
        job: NextWellsJob,
        arrays: dict[str, np.ndarray],
        points: Points | None,
        data: WellData,
        given: Given,
        feedback: QgsProcessingFeedback,
    ) -> NextWellsJob:
        """Return a job with candidates, their cost, and zones; add the arrays of these."""
        crs, context = self.wells.crs, given.context
        if points is not None:
            job, arrays["candidates.npy"] = replace(job, candidates="candidates.npy"), points.coordinates
        if self.cost is not None:
            job = replace(job, cost="cost.npy")
            if points is not None:
                arrays["cost.npy"] = sample([self.cost], points.coordinates, crs, context)[:, 0]
            else:
                geometry = affordable_geometry(job, data.coordinates)
                arrays["cost.npy"] = sample_cells([self.cost], geometry, crs, context)[..., 0]
        zones = given.source("ZONES")
        if zones is not None:
            geometry = affordable_geometry(job, data.coordinates)
            frame = MapFrame.of(geometry.origin, geometry.spacing, geometry.shape, crs)
            job, arrays["zones.npy"] = (
                replace(job, zones="zones.npy"),
                _rows(read_zones(zones, frame, context, feedback), frame),
            )
        return job

    def _put(self, file: OutputFile, result: NextWellsResult, std: np.ndarray) -> Span:
        """Write the standard deviation that the map will have; return the span of its colours."""
        frame = MapFrame.of(result.origin, result.spacing, result.shape, self.wells.crs)
        facts = {"STOCHKRIG_VERSION": plugin_version(), "STOCHKRIG_VARIOGRAM": str(result.variogram)}
        title = tr("Standard deviation with the new wells")
        write_raster(file, Raster([Band(title, std)], frame, facts, result.double), lambda: None)
        return Span.of([std], 0.05, 1.0)

    def _style(
        self,
        place: str,
        std: str,
        span: Span | None,
        job: NextWellsJob,
        result: NextWellsResult,
        title: str,
        given: Given,
    ) -> None:
        """Let the layers show ranks and colours, and say how they were made."""
        name = tr("Next wells of {title}").format(title=title)
        text = tr(
            "{name}, by {objective}. By Stochastic Kriging for QGIS {version}, from {count} data. Variogram: "
            "{variogram}. They take {share:.3g} % of the mean variance."
        ).format(
            name=name,
            objective=job.objective,
            version=plugin_version(),
            count=result.data,
            variogram=result.variogram,
            share=100 * (1 - result.after / result.before),
        )
        about = About(self.free_group(name), text, [self.command])
        RankStyle("rank", about).attach_to(place, given, "OUTPUT", name)
        if span is not None:
            of = title if job.transform == "none" else tr("scores of {title}").format(title=title)
            name = tr("Standard deviation of {of} with the new wells").format(of=of)
            RampStyle(single_hue(), span, "", about).attach_to(std, given, "STD", name)

    def _write(self, output: OutputLayer, result: NextWellsResult, points: Points | None, theirs: QgsFields) -> str:
        """Write the wells, with the attributes of the candidates that they were; return their place."""
        fields, kept = fields_with(make_fields(**_FIELDS), theirs)
        output.open(fields, QgsWkbTypes.Type.Point, self.wells.crs)
        for rank, well in enumerate(result.wells, 1):
            gain = well.before - well.after
            feature = QgsFeature(fields)
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(well.x, well.y)))
            cost = None if self.cost is None else well.cost
            values = [rank, gain, 100 * gain / result.before, well.before**0.5, well.after**0.5, well.std, cost]
            if points is not None:
                row = (points.attributes[theirs.at(place).name()][well.candidate] for place in kept)
                values += [attribute(value, output.place) for value in row]
            feature.setAttributes(values)
            output.add([feature])
        return output.close()


def _rows(zones: Zones, frame: MapFrame) -> np.ndarray:
    """Return zones as a job of a map has them: number of the zone, number of the cell and share, shape (k, 3)."""
    nx, ny = frame.shape
    row, column = np.divmod(zones.cells, nx)  # from the north; a job counts cells from the south-west, along y
    number = np.repeat(np.arange(len(zones.counts)), zones.counts)
    return np.column_stack([number, column * ny + ny - 1 - row, zones.shares])
