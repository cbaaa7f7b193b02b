"""`stochkrig:section`: slices and a line in, the section below the line out, as a raster of distance and elevation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsLineString,
    QgsPoint,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsUnitTypes,
    QgsWkbTypes,
)

from ..given import Given
from ..inputs.lines import read_line
from ..inputs.points import Points, read_points, require_points
from ..inputs.raster_bands import RasterBands
from ..inputs.sources import open_netcdf
from ..inputs.stack import Stack
from ..installation import plugin_version
from ..map_frame import MapFrame
from ..outputs.maps import reserved_maps
from ..outputs.rasters import Band, Raster
from ..outputs.sinks import DOUBLE, OutputLayer, fields_with, make_fields
from ..outputs.styles import About, LocalStyle, RampStyle, of_spread, of_values, ramp_of
from ..parameters.values import Kind, add, add_numbers
from ..text import attribute, tr
from ..z_axis import REFERENCE, heights_of
from .base import MAPS, KrigingAlgorithm

if TYPE_CHECKING:
    from ...krig_core.jobs.section import SectionJob, SectionResult

_OFFSET = 0.05
"""Of the length of the line, how far wells may stand from it."""

_FLAT = 3.0
"""A section is shown so many times as long as it is high."""


class SectionAlgorithm(KrigingAlgorithm):
    """What slices hold below a line."""

    of = MAPS

    def name(self) -> str:
        return "section"

    def displayName(self) -> str:
        return tr("Section")

    def search_words(self) -> list[str]:
        return [
            "section",
            "profile",
            "cross-section",
            "slices",
            "3d",
            "fence",
            "wells",
            "uncertainty",
            "geostatistics",
            "porosity",
        ]

    def about(self) -> str:
        return tr(
            "<p>Cuts a map with slices along a line: a raster whose x is the distance along the line and whose y is "
            "the elevation, and the wells beside the line as lines of their own.</p>"
            "<p>Any raster with slices will do: mean, standard deviation, quantiles, realizations. Of several maps "
            "(realizations, quantiles) the section shows the <b>statistic</b>, or the one <b>map</b> that is "
            "chosen.</p>"
            "<p>Colours are those of the raster's layer, so that section and map can be compared. Beds are flat and "
            "wide: <b>vertical exaggeration</b> multiplies elevations (depths count below zero); automatic is a "
            "section three times as long as it is high. The log says the number.</p>"
            "<p>A section has no place on the map, and so no CRS: zoom to its layer, or open it in a second map "
            "view.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add(self, "RASTER", "LINE")
        add(self, "WELLS", help=tr("Wells beside the line are shown on the section."), optional=True, advanced=False)
        add(self, "MAX_OFFSET", "VERTICAL_EXAGGERATION", "STATISTIC", "QUANTILE", "LAYER")
        add(
            self,
            "OUTPUT",
            kind=Kind.NEW_RASTER,
            label=tr("Section"),
            help=tr("A raster of distance along the line and elevation, without a place on the map."),
        )
        add(self, "WELLS_OUTPUT")
        add_numbers(self, "LENGTH", "USED_EXAGGERATION", "N_WELLS_SHOWN")

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        layer = given.layer("RASTER")
        if layer is None:
            raise QgsProcessingException(self.invalidRasterError(given.parameters, "RASTER"))
        self.stack = Stack.of_slices(RasterBands.of(layer, "RASTER"))
        self.heights = _heights(self.stack)
        self.ramp = ramp_of(layer)
        self.open_netcdf = open_netcdf(given.context.project())

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..runner import run_job

        frame = self.stack.frame
        source = given.source("LINE")
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(given.parameters, "LINE"))
        line = read_line(source, frame.crs, "LINE", given.context, feedback)
        wells, theirs = self._wells(given, feedback)
        with reserved_maps(given, self.inputs, self.open_netcdf, ("OUTPUT",), ()) as maps:
            sticks = OutputLayer(given, "WELLS_OUTPUT", maps.together, self.input_tables)
            job = self._job(given, line, wells)
            arrays: dict[str, Any] = {"raster.npy": self.stack, "line.npy": line}
            if wells is not None:
                arrays["wells.npy"] = wells.coordinates
            result, section = run_job(
                job, arrays, feedback, receive=lambda result, written: (result, np.array(written["section.npy"]))
            )
            exaggeration = self._exaggeration(given, result)
            raster = self._raster(job, result, section, exaggeration)
            maps.put({"OUTPUT": raster}, feedback)
            self._style(maps.paths["OUTPUT"], raster, job, given)
            outputs = {"OUTPUT": maps.paths["OUTPUT"]}
            if sticks.wanted and wells is not None:
                place = self._write_wells(sticks, wells, theirs, result, exaggeration)
                LocalStyle().attach_to(place, given, "WELLS_OUTPUT", tr("Wells on the section"))
                outputs["WELLS_OUTPUT"] = place
        self._say(result, exaggeration, feedback)
        shown = {"LENGTH": result.length, "USED_EXAGGERATION": exaggeration, "N_WELLS_SHOWN": len(result.wells)}
        return {**outputs, **shown}

    def _wells(self, given: Given, feedback: QgsProcessingFeedback) -> tuple[Points | None, QgsFields]:
        """Return the wells and their fields; all that the run needs of them."""
        source = given.source("WELLS")
        if source is None:
            return None, QgsFields()
        require_points(source, "WELLS")
        fields = source.fields()
        points = read_points(source, self.stack.frame.crs, fields.names(), "WELLS", given.context, feedback)
        for reason, count in points.skipped.items():
            text = tr("Wells {reason}, which are not shown (WELLS): {n}.")
            feedback.pushWarning(text.format(n=count, reason=reason))
        return points, fields

    def _job(self, given: Given, line: np.ndarray, wells: Points | None) -> SectionJob:
        from ...krig_core.jobs.section import SectionJob

        frame, offset = self.stack.frame, given.number("MAX_OFFSET")
        quantile = given.number("QUANTILE")
        return SectionJob(
            raster="raster.npy",
            west=frame.west,
            north=frame.north,
            dx=frame.dx,
            dy=frame.dy,
            line="line.npy",
            width=min(frame.dx, frame.dy),
            statistic=given.choice("STATISTIC"),
            quantile=0.5 if quantile is None else quantile,
            layer=given.whole("LAYER"),
            wells=None if wells is None else "wells.npy",
            max_offset=_OFFSET * float(np.hypot(*np.diff(line, axis=0).T).sum()) if offset is None else offset,
            section="section.npy",
        )

    def _exaggeration(self, given: Given, result: SectionResult) -> float:
        chosen = given.number("VERTICAL_EXAGGERATION")
        if chosen is not None:
            return chosen
        wanted = max(1.0, result.length / _FLAT / (self.heights[0][1] - self.heights[-1][0]))
        power = 10.0 ** math.floor(math.log10(wanted))
        return min((power, 2 * power, 5 * power, 10 * power), key=lambda factor: abs(math.log(factor / wanted)))

    def _raster(self, job: SectionJob, result: SectionResult, section: np.ndarray, exaggeration: float) -> Raster:
        top, height = self.heights[0][1], self.heights[0][1] - self.heights[0][0]
        slices, columns = section.shape
        frame = MapFrame(
            0.0,
            top * exaggeration,
            result.width,
            height * exaggeration,
            (columns, slices),
            QgsCoordinateReferenceSystem(),
        )
        title = tr("Section of {name}").format(name=self._what(job))
        facts = {"STOCHKRIG_VERSION": plugin_version(), "STOCHKRIG_EXAGGERATION": f"{exaggeration:.17g}"}
        return Raster([Band(title, section[::-1].T)], frame, facts, double=not self.stack.bands.is_single, title=title)

    def _what(self, job: SectionJob) -> str:
        """Return what the section shows, in words."""
        name = self.stack.bands.name
        if job.layer is not None and self.stack.layers > 1:
            return self.stack.bands.description((job.layer - 1) * self.stack.slices + 1).rpartition(", ")[0] or name
        if self.stack.layers == 1:
            return name
        words = {
            "mean": tr("Mean"),
            "std": tr("Standard deviation"),
            "quantile": tr("Quantile {level:g}").format(level=job.quantile),
        }
        return f"{words[job.statistic]}, {name}"

    def _style(self, path: str, raster: Raster, job: SectionJob, given: Given) -> None:
        is_spread, bands = (
            job.statistic == "std" and self.stack.layers > 1 and job.layer is None,
            [raster.bands[0].values],
        )
        ramp, span = of_spread(bands) if is_spread else of_values(bands)
        if self.ramp is not None and (self.stack.layers == 1 or job.layer is not None):
            ramp, span = self.ramp
        abstract = tr("{title}: distance along the line, and elevation times {factor}.")
        factor = raster.facts["STOCHKRIG_EXAGGERATION"]
        about = About("", abstract.format(title=raster.title, factor=factor), [self.command])
        RampStyle(ramp, span, "", about).attach_to(path, given, "OUTPUT", raster.title)

    def _write_wells(
        self, output: OutputLayer, wells: Points, theirs: QgsFields, result: SectionResult, exaggeration: float
    ) -> str:
        """Write a line from top to bottom for each well, with the attributes that the well has; return their place."""
        top, bottom = self.heights[0][1] * exaggeration, self.heights[-1][0] * exaggeration
        fields, kept = fields_with(make_fields(distance=DOUBLE, offset=DOUBLE), theirs)
        output.open(fields, QgsWkbTypes.Type.LineString, QgsCoordinateReferenceSystem())
        for one in result.wells:
            feature = QgsFeature(fields)
            x = one.distance
            feature.setGeometry(QgsGeometry(QgsLineString([QgsPoint(x, top), QgsPoint(x, bottom)])))
            own = (wells.attributes[theirs.at(number).name()][one.well] for number in kept)
            attributes = [attribute(value, output.place) for value in own]
            feature.setAttributes([one.distance, one.offset, *attributes])
            output.add([feature])
        return output.close()

    def _say(self, result: SectionResult, exaggeration: float, feedback: QgsProcessingFeedback) -> None:
        columns = round(result.length / result.width)
        crs = self.stack.frame.crs
        unit = f" {QgsUnitTypes.toAbbreviatedString(crs.mapUnits())}" if crs.isValid() else ""
        text = tr("A section of {length:.6g}{unit} in {columns} columns; elevations are multiplied by {factor:g}.")
        if columns == 1:
            text = tr("A section of {length:.6g}{unit} in one column; elevations are multiplied by {factor:g}.")
        feedback.pushInfo(text.format(length=result.length, unit=unit, columns=columns, factor=exaggeration))
        if result.outside:
            text = tr("Columns outside the map, which have no data (LINE): {n} of {columns}.")
            feedback.pushWarning(text.format(n=result.outside, columns=columns))
        if result.without_data:
            text = tr("Columns on the map where it has no data (RASTER): {n} of {columns}.")
            feedback.pushWarning(text.format(n=result.without_data, columns=columns))


def _heights(stack: Stack) -> Sequence[tuple[float, float]]:
    """Return what the slices of a raster span, the uppermost first; QgsProcessingException where it has none."""
    bands = stack.bands
    if stack.has_layers:
        text = tr(
            "{name} (RASTER) has layers of a unit, which lie at another elevation in each cell: bring them back by "
            "Layers in space first."
        )
        raise QgsProcessingException(text.format(name=bands.name))
    names = [bands.description(number) for number in range(1, stack.slices + 1)]
    found = heights_of(names, bands.fact(REFERENCE))
    if found is None:
        text = tr(
            "The bands of {name} (RASTER) do not say at which heights they lie, as '135 – 140 m' does: choose a raster "
            "that was made with a slice height (Z_DELTA)."
        )
        raise QgsProcessingException(text.format(name=bands.name))
    if stack.frame.crs.isGeographic():
        text = tr("{name} (RASTER) is in degrees, and a section takes lengths: project it first (gdal:warpreproject).")
        raise QgsProcessingException(text.format(name=bands.name))
    steps = np.diff(np.array(found), axis=1)[:, 0]
    joined = all(math.isclose(low, high, abs_tol=1e-9) for (low, _), (_, high) in zip(found, found[1:]))
    if not joined or not np.allclose(steps, steps[0]):
        text = tr("The slices of {name} (RASTER) are not of one height, without gaps: choose a raster whose are.")
        raise QgsProcessingException(text.format(name=bands.name))
    return found
