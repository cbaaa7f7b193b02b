"""`stochkrig:zonestatistics`: realizations and polygons in, the polygons with what each holds out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsWkbTypes,
)

from ..given import Given
from ..inputs.cell_areas import area_unit, say_plane_is_off
from ..inputs.points import require_fields
from ..inputs.zones import Zones, read_zones
from ..installation import plugin_version
from ..outputs.colours import Span
from ..outputs.files import OutputFiles
from ..outputs.sinks import OutputLayer
from ..outputs.styles import About, LayerStyle, ZoneStyle, teal, viridis
from ..outputs.zones import write_zone_table, write_zones, zone_fields
from ..parameters import ensemble
from ..parameters.ensemble import condition_words, threshold_refusal
from ..parameters.values import Kind, add, add_numbers
from ..text import tr
from .base import DECISIONS, KrigingAlgorithm

if TYPE_CHECKING:
    from ...krig_core.jobs.zone_statistics import ZoneStatisticsJob, ZoneStatisticsResult

_DEFAULTS = ("above", "mean")
"""Of CONDITION and PASSES_BY."""


class ZoneStatisticsAlgorithm(KrigingAlgorithm):
    """What zones of a map hold, with its uncertainty."""

    of = DECISIONS

    def name(self) -> str:
        return "zonestatistics"

    def displayName(self) -> str:
        return tr("Zone statistics of realizations")

    def search_words(self) -> list[str]:
        return [
            "zonal statistics",
            "zones",
            "polygons",
            "p10",
            "p50",
            "p90",
            "uncertainty",
            "monte carlo",
            "realizations",
            "average",
            "block",
            "area above",
            "soil",
            "porosity",
            "geostatistics",
        ]

    def about(self) -> str:
        return tr(
            "<p>Tells for each polygon what it holds in each realization of a map: mean, least and greatest value, "
            "and the area where a condition holds; and of these the low, middle and high case.</p>"
            "<p>The spread of a zone's mean comes from the means of the realizations. It cannot be had from a raster "
            "of standard deviations, whatever is averaged, as that does not tell how cells go together: from "
            "<b>mean</b> and <b>standard deviation</b> only the mean of the zone follows, and the area on average.</p>"
            "<p>P90, P50 and P10 are what 90, 50 and 10 % of the realizations exceed, as the petroleum industry "
            "counts: P90 is the low case.</p>"
            "<p>With a <b>threshold</b> the polygons also get the probability that the zone passes: that its mean (or "
            "least, or greatest value) is above, below or between.</p>"
            "<p>A cell counts by the share of it that lies in the zone. Where the map has no values, a zone has none; "
            "<i>covered</i> is the part of the zone that has.</p>"
            "<p>The fields: <i>zone</i>, its number; <i>covered</i>; <i>area_known</i>, the area with values; "
            "<i>mean</i>, <i>mean_std</i>, <i>mean_p90</i> …; <i>min_p90</i> …; <i>max_p90</i> …; with a threshold "
            "<i>area_mean</i>, <i>area_p90</i> … and <i>pass_prob</i>. The table has a row for each zone and "
            "realization.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        ensemble.declare(self)
        add(self, "ZONES", optional=False)
        add(self, "CONDITION", "THRESHOLD", "UPPER_THRESHOLD", "PASSES_BY")
        add(self, "ZONE_FIELD", advanced=False, help=tr("Names the zones in the table."))
        add(
            self,
            "OUTPUT",
            kind=Kind.NEW_POLYGONS,
            label=tr("Zones with statistics"),
            help=tr("The polygons, with what each holds on average and in the low, middle and high case."),
        )
        add(
            self,
            "TABLE",
            label=tr("Table of zones and realizations"),
            help=tr("A row for each zone and realization. Needs realizations."),
            by_default=False,
        )
        add_numbers(self, "N_ZONES", "N_REALIZATIONS")

    def refusal(self, given: Given) -> str:
        return ensemble.refusal(given, "TABLE") or threshold_refusal(given, needed=False)

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        if given.number("THRESHOLD") is None and (given.choice("CONDITION"), given.choice("PASSES_BY")) != _DEFAULTS:
            feedback.pushWarning(given.sentence(tr("There is no THRESHOLD: CONDITION and PASSES_BY do not count.")))
        self.maps = ensemble.read(given, feedback)
        source = given.source("ZONES")
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(given.parameters, "ZONES"))
        flat = (
            QgsWkbTypes.GeometryType.PointGeometry,
            QgsWkbTypes.GeometryType.LineGeometry,
            QgsWkbTypes.GeometryType.NullGeometry,
        )
        if QgsWkbTypes.geometryType(source.wkbType()) in flat:
            text = tr("The zones are {kind} features (ZONES): choose polygons.")
            raise QgsProcessingException(text.format(kind=QgsWkbTypes.displayString(source.wkbType())))
        require_fields(source, given.fields("ZONE_FIELD"))

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..runner import run_job

        with OutputFiles(self.inputs) as files:
            layers = {name: OutputLayer(given, name, files, self.input_tables) for name in ("OUTPUT", "TABLE")}
            source = given.source("ZONES")
            say_plane_is_off(self.maps.frame, feedback)
            zones = read_zones(source, self.maps.frame, given.context, feedback)
            job = self._job(given)
            arrays = {
                **self.maps.arrays(),
                "zone_cells.npy": zones.cells,
                "zone_shares.npy": zones.shares,
                "zone_counts.npy": zones.counts,
            }
            feedback.setProgressText(tr("Reading the maps"))
            result, outputs = run_job(
                job,
                arrays,
                feedback,
                receive=lambda result, written: (
                    result,
                    self._write(given, source, zones, job, result, written, layers, feedback),
                ),
            )
        text = tr("{count} of {all} zones have values; areas are in {unit}.")
        unit = area_unit(self.maps.frame.crs)
        feedback.pushInfo(text.format(count=result.zones, all=len(zones.counts), unit=unit))
        found = {**outputs, "N_ZONES": len(zones.counts)}
        return found if result.realizations is None else {**found, "N_REALIZATIONS": result.realizations}

    def _job(self, given: Given) -> ZoneStatisticsJob:
        from ...krig_core.jobs.zone_statistics import ZoneStatisticsJob

        return ZoneStatisticsJob(
            **self.maps.job(),
            zone_cells="zone_cells.npy",
            zone_shares="zone_shares.npy",
            zone_counts="zone_counts.npy",
            condition=given.choice("CONDITION"),
            threshold=given.number("THRESHOLD"),
            upper_threshold=given.number("UPPER_THRESHOLD"),
            passes_by=given.choice("PASSES_BY"),
            summary="summary.npy",
            statistics="statistics.npy",
        )

    def _write(
        self,
        given: Given,
        source: QgsProcessingFeatureSource,
        zones: Zones,
        job: ZoneStatisticsJob,
        result: ZoneStatisticsResult,
        written: Mapping[str, np.ndarray],
        layers: Mapping[str, OutputLayer],
        feedback: QgsProcessingFeedback,
    ) -> dict[str, str]:
        """Write the layers; return their places."""
        summary, statistics = written["summary.npy"], written["statistics.npy"]
        with np.errstate(invalid="ignore", divide="ignore"):
            covered = summary[:, result.columns.index("area_known")] / zones.areas
        covered = np.where(zones.counts > 0, np.minimum(covered, 1.0), 0.0)
        columns = {"covered": covered, **dict(zip(result.columns, summary.T))}
        outputs = {"OUTPUT": write_zones(layers["OUTPUT"], source, columns, feedback)}
        passes = "pass_prob" in columns
        title = (tr("Zones of {title}: probability of {by} {what}") if passes else tr("Zones of {title}: mean")).format(
            title=self.maps.title, by=job.passes_by, what=condition_words(given) if passes else ""
        )
        text = tr("By Stochastic Kriging for QGIS {version}, from {maps}.").format(
            version=plugin_version(), maps=self.maps.described()
        )
        _, called = zone_fields(source, columns)
        about = About(self.free_group(title), f"{title}. {text}", [self.command])
        style = (
            ZoneStyle(called["pass_prob"], teal(), Span(0.0, 1.0), about)
            if passes
            else ZoneStyle(called["mean"], viridis(), Span.of([columns["mean"]], 0.0, 1.0), about)
        )
        style.attach_to(outputs["OUTPUT"], given, "OUTPUT", title)
        if layers["TABLE"].wanted:
            field = given.fields("ZONE_FIELD").get("ZONE_FIELD")
            with_area = job.threshold is not None
            outputs["TABLE"] = write_zone_table(layers["TABLE"], source, field, statistics, with_area, feedback)
            LayerStyle(about).attach_to(outputs["TABLE"], given, "TABLE", tr("Table of zones and realizations"))
        return outputs
