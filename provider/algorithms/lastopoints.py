"""`stochkrig:lastopoints`: LAS files in, points in space out, and a table of the files that gave none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsPoint,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..given import Given
from ..inputs.crs import say_crs, units_in_metre, working_crs
from ..inputs.points import read_points, require_points
from ..inputs.survey import SURVEY_FIELDS, map_units, name_of, read_stations
from ..outputs.files import OutputFiles
from ..outputs.sinks import DOUBLE, INTEGER, TEXT, OutputLayer, make_fields
from ..parameters import las
from ..parameters.layer_fields import chosen_fields
from ..parameters.values import TABLE, add, add_numbers
from ..text import cell, printable, spelled, tr
from .base import WELLS, KrigingAlgorithm

if TYPE_CHECKING:
    from ...krig_core.jobs.las_points import FilePoints, HeaderPlace, LasPointsJob, LasPointsResult

_READING = 0.7
"""Of the progress bar, the part for reading; the rest is for writing."""

_FIELDS = {
    "well": TEXT,
    "uwi": TEXT,
    "md": DOUBLE,
    "z": DOUBLE,
    "curve": TEXT,
    "value": DOUBLE,
    "unit": TEXT,
    "n_samples": INTEGER,
}
_WELL_FIELDS = ("WELL_FIELD", "KB_FIELD", "TOP_FIELD", "BOTTOM_FIELD")


class _Wells(NamedTuple):
    """The well layer, by row."""

    names: list[Any]
    coordinates: np.ndarray
    columns: Mapping[str, list[float | None]]


class LasToPointsAlgorithm(KrigingAlgorithm):
    """Samples, intervals or means of a curve, where they are in space."""

    of = WELLS

    def name(self) -> str:
        return "lastopoints"

    def displayName(self) -> str:
        return tr("LAS files to points")

    def search_words(self) -> list[str]:
        return [
            "las",
            "wells",
            "logs",
            "boreholes",
            "upscaling",
            "averaging",
            "deviation",
            "survey",
            "3d",
            "points",
            "porosity",
            "gamma ray",
            "import",
            "geostatistics",
        ]

    def about(self) -> str:
        return tr(
            "<p>Reads one curve of well logs (LAS 1.2, 2.0 and 3.0) and makes points of it: one for each sample, for "
            "each <b>interval</b>, or for each well.</p>"
            "<p>A well's place is that of the <b>well layer</b>, to which files are joined by UWI, API number, well "
            "name or file name; of a well that is not there, it is what the file's header says: latitude and "
            "longitude (WGS 84 unless it names another datum), X and Y in the UTM zone that it names, or either of "
            "them in the <b>CRS of the headers</b>.</p>"
            "<p>z is the elevation above sea level: that of the depth reference (KB) less the vertical depth; or the "
            "vertical depth itself, positive downwards. Wells are vertical unless the <b>deviation survey</b> has "
            "them: then they follow arcs between its stations (minimum curvature).</p>"
            "<p>The KB is the field's, else the header's (EREF, KB, EKB, EDF, …). It is suspicious, and its well left "
            "out and named, if it is farther than 50 m from the ground in the header; or, where that is missing or "
            "implausible itself, farther from the median of the wells than 50 m and 3.5 robust standard "
            "deviations.</p>"
            "<p>Depths come in the unit chosen, whatever the files have. Files that give no point are in the table of "
            "<b>skipped files</b>, each with the reason.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self._add("LAS_FOLDER", label=tr("LAS folder"))
        self._add("LAS_FILES", label=tr("LAS files"), help=tr("Well logs; instead of, or besides, a folder."))
        self._add("CURVE", optional=False)
        add(self, "WELLS")
        self._add("WELL_FIELD", parent="WELLS")
        for name in ("TOP", "BOTTOM"):
            self._add(
                f"{name}_FIELD",
                parent="WELLS",
                help=tr(
                    "Measured depth of each well, such as a pick. A well without is skipped, unless there is a number."
                ),
            )
        self._add(
            "KB_FIELD",
            parent="WELLS",
            help=tr(
                "Elevation of the depth reference. Goes before the header's; where it is empty, the header's counts."
            ),
        )
        add(self, "INTERVAL", "PER_WELL")
        self._add("AVERAGING", advanced=True)
        add(self, "MIN_SAMPLES")
        for name in ("TOP", "BOTTOM"):
            self._add(name, advanced=True)
        self._add(
            "Z_REFERENCE",
            help=tr("elevation: above sea level, needs the KB. depth: vertical depth below the reference, downwards."),
            advanced=True,
        )
        self._add(
            "DEPTH_UNIT",
            help=tr("Of md and z, and of all depths and heights given here. Files are converted by their own unit."),
            advanced=True,
        )
        add(self, "LAS_CRS")
        add(
            self,
            "TARGET_CRS",
            help=tr("Default: the well layer's, or the headers', or the UTM zone that fits where that is in degrees."),
        )
        self._add("CHECK_KB", advanced=True)
        for name in ("SURVEY", *SURVEY_FIELDS):
            self._add(name, advanced=True)
        add(self, "OUTPUT", "SKIPPED")
        add_numbers(self, "N_FILES", "N_READ", "N_SKIPPED", "N_POINTS")

    def _add(self, name: str, **different: Any) -> None:
        """Add a parameter that others have for LAS files only, or for slices; here all are."""
        add(self, name, **{"label": TABLE[name].bare_label, "advanced": False, **different})

    def refusal(self, given: Given) -> str:
        top, bottom = given.number("TOP"), given.number("BOTTOM")
        if top is not None and bottom is not None and top >= bottom:
            text = tr("TOP is {top:g} and BOTTOM {bottom:g}: depths increase downwards.")
            return given.sentence(text, top=top, bottom=bottom)
        if given.number("INTERVAL") is not None and given.flag("PER_WELL"):
            return given.sentence(tr("INTERVAL and PER_WELL exclude each other: leave one of them out."))
        return ""

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        files = las.read(given, feedback)
        if files is None:
            raise QgsProcessingException(tr("No LAS files: choose files (LAS_FILES) or a folder (LAS_FOLDER)."))
        self.las = files
        self.fields = chosen_fields(given, "WELLS", _WELL_FIELDS, ("WELL_FIELD",))
        self.las_crs, self.crs = given.crs("LAS_CRS"), given.crs("TARGET_CRS")
        if self.las.survey_fields and self.crs.isGeographic():
            text = tr("{crs} (TARGET_CRS) is in degrees: deviated wells (SURVEY) need a projected CRS.")
            raise QgsProcessingException(text.format(crs=self.crs.authid()))
        source = given.source("WELLS")
        if source is not None:
            require_points(source, "WELLS")
            chosen = self.crs.isValid()
            if not chosen:
                self.crs = working_crs(self.crs, source, "WELLS", given.context)
            say_crs(source.sourceCrs(), self.crs, chosen, feedback)

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..runner import run_job

        with OutputFiles(self.inputs) as files:
            layers = {name: OutputLayer(given, name, files, self.input_tables) for name in ("OUTPUT", "SKIPPED")}
            self.wells = self._read_wells(given, feedback)
            return run_job(
                self._job(given, feedback),
                {},
                feedback,
                (0.0, _READING),
                lambda result, written: self._write(result, written["points.npy"], layers, given.context, feedback),
            )

    def _read_wells(self, given: Given, feedback: QgsProcessingFeedback) -> _Wells:
        source = given.source("WELLS")
        if source is None:
            return _Wells([], np.empty((0, 2)), {})
        wanted = list(dict.fromkeys(self.fields.values()))
        points = read_points(source, self.crs, wanted, "WELLS", given.context, feedback)
        for reason, count in points.skipped.items():
            feedback.pushWarning(tr("Features {reason}, which were skipped: {n}.").format(n=count, reason=reason))
        if not len(points):
            raise QgsProcessingException(tr("The well layer has no points (WELLS)."))
        columns = {
            name: [None if math.isnan(number) else float(number) for number in points.numbers(field)]
            for name, field in self.fields.items()
            if name != "WELL_FIELD"
        }
        return _Wells(points.names(self.fields["WELL_FIELD"]), points.coordinates, columns)

    def _job(self, given: Given, feedback: QgsProcessingFeedback) -> LasPointsJob:
        from ...krig_core.jobs.las_points import LasPointsJob, LasQuestion

        wells, nothing = self.wells, [None] * len(self.wells.names)
        heights = wells.columns.get("KB_FIELD", nothing)
        limits: dict[str, Any] = {}
        for name in ("top", "bottom"):
            limit, own = given.number(name.upper()), wells.columns.get(f"{name.upper()}_FIELD", nothing)
            limits[name] = limit
            limits[f"{name}s"] = tuple(limit if depth is None else depth for depth in own)
            limits[f"need_{name}"] = f"{name.upper()}_FIELD" in self.fields
        return LasPointsJob(
            files=self.las.names,
            question=LasQuestion(
                curve=self.las.curve,
                names=tuple(wells.names),
                **limits,
                interval=given.number("INTERVAL"),
                per_well=given.flag("PER_WELL"),
                averaging=given.choice("AVERAGING"),
                min_samples=given.whole("MIN_SAMPLES") or 1,
                depth_unit=self.las.depth_unit,
                places=tuple((x, y, height) for (x, y), height in zip(wells.coordinates.tolist(), heights)),
                projected=not self.las_crs.isGeographic() if self.las_crs.isValid() else None,
            ),
            surveys=read_stations(given, self.las.survey_fields, feedback),
            elevations=tuple(wells.columns.get("KB_FIELD", ())),
            reference=given.choice("Z_REFERENCE"),
            check=given.flag("CHECK_KB"),
            points="points.npy",
        )

    def _write(
        self,
        result: LasPointsResult,
        points: np.ndarray,
        layers: Mapping[str, OutputLayer],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        from ...krig_core.errors import Cancelled

        skipped: list[tuple[int, str]] = [(number, spelled(reason)) for number, reason in result.skipped]
        more = tr(" (SKIPPED has them all)") if layers["SKIPPED"].wanted and result.files else ""
        self._say(result, skipped, more, feedback)
        crs = self._output_crs(result.files, context, feedback)
        placed = []
        begin = 0
        for file in result.files:
            samples = points[begin : begin + file.points]
            begin += file.points
            place = self._place(file, crs, context)
            if place is None:
                text = tr("its place cannot be projected to {crs}")
                skipped.append((file.file, text.format(crs=crs.authid() or tr("a well layer without a CRS"))))
            else:
                placed.append((file, place, samples))
        if feedback.isCanceled():
            raise Cancelled("Cancelled.")
        outputs = {}
        if layers["SKIPPED"].wanted:
            outputs["SKIPPED"] = self._write_skipped(layers["SKIPPED"], sorted(skipped))
        fields = make_fields(**_FIELDS)
        in_map_units = map_units(self.las.depth_unit, crs)
        table = layers["OUTPUT"]
        table.open(fields, QgsWkbTypes.Type.PointZ, crs)
        for number, (file, place, samples) in enumerate(placed, 1):
            table.check(feedback)
            table.add(self._features(file, place, samples, in_map_units, fields, table.place))
            feedback.setProgress(100 * (_READING + (1 - _READING) * number / len(placed)))
        outputs["OUTPUT"] = table.close()
        return {
            **outputs,
            "N_FILES": len(self.las.paths),
            "N_READ": result.read,
            "N_SKIPPED": len(skipped),
            "N_POINTS": sum(len(samples) for _, _, samples in placed),
        }

    def _say(
        self, result: LasPointsResult, skipped: list[tuple[int, str]], more: str, feedback: QgsProcessingFeedback
    ) -> None:
        las_files = self.las
        doubt = las_files.say_units(result.converted, result.read, feedback)
        las_files.say_skipped([(las_files.paths[number], reason) for number, reason in skipped], feedback, more)
        count = len(las_files.paths)
        if not result.files:
            number, reason = skipped[0]
            first = printable(tr("{name}, for one: {reason}.").format(name=las_files.paths[number].name, reason=reason))
            if result.unplaced == len(skipped):
                text = tr(
                    "None of {n} LAS files has a place: {first} Choose a layer of the wells (WELLS, WELL_FIELD), or "
                    "the CRS of the headers (LAS_CRS)."
                )
                raise QgsProcessingException(text.format(n=count, first=first))
            text = tr("None of {n} LAS files gave a point of {curve} (LAS_FILES, CURVE): {first}")
            text = text.format(n=count, curve=las_files.curve, first=first)
            raise QgsProcessingException(f"{text} {doubt}".rstrip())
        text = (
            tr("Read {read} of {n} LAS files in {seconds:.1f} s on {processes} processes; {skipped} files skipped.")
            if result.processes > 1
            else tr("Read {read} of {n} LAS files in {seconds:.1f} s on 1 process; {skipped} files skipped.")
        )
        feedback.pushInfo(
            text.format(
                read=result.read,
                n=count,
                seconds=result.seconds,
                processes=result.processes,
                skipped=len(skipped),
            )
        )

    def _output_crs(
        self, files: Sequence[FilePoints], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> QgsCoordinateReferenceSystem:
        """Return the CRS of the output: decided before where there is a well layer, else by the headers' places."""
        if self.crs.isValid() or self.wells.names:
            return self.crs
        places = [file.place for file in files if file.place is not None]  # a file has a place here, or no points
        crs = self._header_crs(places[0])
        layer = QgsVectorLayer("Point", "places", "memory")
        layer.setCrs(crs)
        features = []
        for place in places:
            if self._header_crs(place) == crs:
                features.append(QgsFeature())
                features[-1].setGeometry(QgsGeometry(QgsPoint(*_in_units_of(crs, place))))
        layer.dataProvider().addFeatures(features)
        layer.updateExtents()
        used = working_crs(self.crs, layer, "LAS_CRS", context)
        if used != crs:
            say_crs(crs, used, False, feedback, tr("The places in the headers are in degrees."))
        return used

    def _header_crs(self, place: HeaderPlace) -> QgsCoordinateReferenceSystem:
        return QgsCoordinateReferenceSystem(place.crs) if place.crs else self.las_crs

    def _place(
        self, file: FilePoints, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext
    ) -> tuple[float, float] | None:
        if file.row is not None:
            x, y = self.wells.coordinates[file.row]
            return float(x), float(y)
        if file.place is None or not crs.isValid():
            return None
        header_crs = self._header_crs(file.place)
        transform = QgsCoordinateTransform(header_crs, crs, context.transformContext())
        try:
            point = transform.transform(*_in_units_of(header_crs, file.place))
        except QgsCsException:
            return None
        return (point.x(), point.y()) if math.isfinite(point.x()) and math.isfinite(point.y()) else None

    def _features(
        self,
        file: FilePoints,
        place: tuple[float, float],
        samples: np.ndarray,
        map_units: float,
        fields: QgsFields,
        table: str,
    ) -> Iterator[QgsFeature]:
        well = file.well or file.uwi or self.las.paths[file.file].stem
        if file.row is not None:
            well = name_of(self.wells.names[file.row])
        x, y = place
        well, uwi, curve, unit = (cell(text, table) for text in (well, file.uwi, file.curve, file.unit))
        for md, z, east, north, value, count, _ in samples.tolist():
            feature = QgsFeature(fields)
            feature.setGeometry(QgsGeometry(QgsPoint(x + east * map_units, y + north * map_units, z)))
            feature.setAttributes([well, uwi, md, z, curve, value, unit, int(count)])
            yield feature

    def _write_skipped(self, table: OutputLayer, skipped: list[tuple[int, str]]) -> str:
        fields = make_fields(file=TEXT, reason=TEXT, path=TEXT)
        table.open(fields, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem())
        for number, reason in skipped:
            path = Path(self.las.paths[number])
            feature = QgsFeature(fields)
            feature.setAttributes([cell(text, table.place) for text in (path.name, reason, str(path))])
            table.add([feature])
        return table.close()


def _in_units_of(crs: QgsCoordinateReferenceSystem, place: HeaderPlace) -> tuple[float, float]:
    """Return x and y of a header in the units of a CRS, where the header states its own."""
    metres = place.metres
    factor = 1.0 if metres is None or crs.isGeographic() else metres * units_in_metre(crs)
    return place.x * factor, place.y * factor
