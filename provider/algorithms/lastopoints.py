"""`stochkrig:lastopoints`: LAS files in, points in space out, and a table of the files that gave none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureSource,
    QgsFields,
    QgsGeometry,
    QgsPoint,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..given import Given
from ..inputs.crs import say_crs, working_crs
from ..inputs.points import read_points, require_fields, require_numeric, require_points
from ..outputs.files import OutputFiles
from ..outputs.sinks import DOUBLE, INTEGER, TEXT, OutputLayer, make_fields
from ..parameters.values import declare, declare_numbers, number_refusal
from ..text import cell, printable, tr
from .las_algorithm import LasAlgorithm

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
_SURVEY_FIELDS = ("SURVEY_WELL_FIELD", "SURVEY_MD_FIELD", "SURVEY_INCLINATION_FIELD", "SURVEY_AZIMUTH_FIELD")


class _Wells(NamedTuple):
    """The well layer, by row."""

    names: list[Any]
    coordinates: np.ndarray
    columns: Mapping[str, list[float | None]]


class LasToPointsAlgorithm(LasAlgorithm):
    """Samples, intervals or means of a curve, where they are in space."""

    def name(self) -> str:
        return "lastopoints"

    def displayName(self) -> str:
        return tr("LAS files to points")

    def tags(self) -> list[str]:
        return ["las", "well", "log", "borehole", "upscaling", "averaging", "deviation", "survey", "3d", "points"]

    def shortHelpString(self) -> str:
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
        declare(self, "LAS_FILES", help=tr("Well logs; instead of, or besides, a folder."))
        declare(self, "LAS_FOLDER")
        declare(self, "CURVE", optional=False)
        declare(self, "WELLS")
        declare(self, "WELL_FIELD", parent="WELLS")
        declare(
            self,
            "KB_FIELD",
            parent="WELLS",
            help=tr(
                "Elevation of the depth reference. Goes before the header's; where it is empty, the header's counts."
            ),
        )
        declare(self, "LAS_CRS")
        declare(
            self,
            "TARGET_CRS",
            help=tr("Default: the well layer's, or the headers', or the UTM zone that fits where that is in degrees."),
        )
        for name in ("TOP", "BOTTOM"):
            declare(self, name)
            declare(
                self,
                f"{name}_FIELD",
                parent="WELLS",
                help=tr(
                    "Measured depth of each well, such as a pick. A well without is skipped, unless there is a number."
                ),
            )
        declare(self, "INTERVAL", "PER_WELL", "AVERAGING")
        declare(
            self,
            "Z_REFERENCE",
            help=tr("elevation: above sea level, needs the KB. depth: vertical depth below the reference, downwards."),
        )
        declare(
            self,
            "DEPTH_UNIT",
            help=tr("Of md and z, and of all depths and heights given here. Files are converted by their own unit."),
            advanced=True,
        )
        declare(self, "MIN_SAMPLES", "CHECK_KB", "SURVEY", *_SURVEY_FIELDS, "OUTPUT", "SKIPPED")
        declare_numbers(self, "N_FILES", "N_READ", "N_SKIPPED", "N_POINTS")

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        refusal = number_refusal(Given(self, parameters, context))
        if refusal:
            return False, refusal
        top, bottom, interval = (self.number(parameters, name, context) for name in ("TOP", "BOTTOM", "INTERVAL"))
        if top is not None and bottom is not None and top >= bottom:
            return False, tr(f"TOP is {top:g} and BOTTOM {bottom:g}: depths increase downwards.")
        if interval is not None and self.parameterAsBool(parameters, "PER_WELL", context):
            return False, tr("INTERVAL and PER_WELL exclude each other: leave one of them out.")
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        if not self.las_files(parameters, context, feedback):
            raise QgsProcessingException(tr("No LAS files: choose files (LAS_FILES) or a folder (LAS_FOLDER)."))
        self.require_curve(parameters, context, "to read")
        self.fields = self._chosen_fields(parameters, context, "WELLS", _WELL_FIELDS, ("WELL_FIELD",))
        self.survey_fields = self._chosen_fields(parameters, context, "SURVEY", _SURVEY_FIELDS, _SURVEY_FIELDS)
        self.las_crs, self.crs = (self._crs(parameters, name, context) for name in ("LAS_CRS", "TARGET_CRS"))
        if self.survey_fields and self.crs.isGeographic():
            raise QgsProcessingException(
                tr(f"{self.crs.authid()} (TARGET_CRS) is in degrees: deviated wells (SURVEY) need a projected CRS.")
            )
        source = self.parameterAsSource(parameters, "WELLS", context)
        if source is not None:
            require_points(source, "WELLS")
            chosen = self.crs.isValid()
            if not chosen:
                self.crs = working_crs(self.crs, source, "WELLS", context)
            say_crs(source.sourceCrs(), self.crs, chosen, feedback)
        return True

    def _crs(
        self, parameters: dict[str, Any], name: str, context: QgsProcessingContext
    ) -> QgsCoordinateReferenceSystem:
        crs = self.parameterAsCrs(parameters, name, context)
        if parameters.get(name) and not crs.isValid():
            raise QgsProcessingException(tr(f"There is no CRS {parameters[name]} ({name})."))
        return crs

    def _chosen_fields(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        layer: str,
        names: tuple[str, ...],
        required: tuple[str, ...],
    ) -> dict[str, str]:
        """Return the fields chosen of a layer, by parameter; refuse what does not fit."""
        source = self.parameterAsSource(parameters, layer, context)
        fields = {name: self.parameterAsString(parameters, name, context) for name in names}
        fields = {name: field for name, field in fields.items() if field}
        if source is None:
            if parameters.get(layer):
                raise QgsProcessingException(self.invalidSourceError(parameters, layer))
            if fields:
                raise QgsProcessingException(tr(f"{next(iter(fields))} is a field of no layer: choose {layer}."))
            return {}
        for name in required:
            if name not in fields:
                raise QgsProcessingException(tr(f"{layer} is given: choose its {name} too."))
        require_fields(source, fields)
        require_numeric(source, {n: field for n, field in fields.items() if n not in ("WELL_FIELD", required[0])})
        return fields

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ...krig_core.errors import Cancelled
        from ..runner import run_job, typed_job

        try:
            with OutputFiles(self.inputs) as files:
                given = Given(self, parameters, context)
                layers = {name: OutputLayer(given, name, files, self.input_tables) for name in ("OUTPUT", "SKIPPED")}
                self.wells = self._read_wells(parameters, context, feedback)
                job = typed_job(self._job(parameters, context))
                return run_job(
                    job,
                    {},
                    feedback,
                    (0.0, _READING),
                    lambda result, written: self._write(result, written["points.npy"], job, layers, context, feedback),
                )
        except Cancelled:
            return {}

    def _read_wells(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> _Wells:
        source = self.parameterAsSource(parameters, "WELLS", context)
        if source is None:
            return _Wells([], np.empty((0, 2)), {})
        wanted = list(dict.fromkeys(self.fields.values()))
        points = read_points(source, self.crs, wanted, "WELLS", context, feedback)
        for reason, count in points.skipped.items():
            feedback.pushWarning(tr(f"{count} features {reason} were skipped."))
        if not len(points):
            raise QgsProcessingException(tr("The well layer has no points (WELLS)."))
        columns = {
            name: [None if math.isnan(number) else float(number) for number in points.numbers(field)]
            for name, field in self.fields.items()
            if name != "WELL_FIELD"
        }
        return _Wells(points.names(self.fields["WELL_FIELD"]), points.coordinates, columns)

    def _job(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        wells = self.wells
        heights = wells.columns.get("KB_FIELD", [None] * len(wells.names))
        limits = {}
        for name in ("TOP", "BOTTOM"):
            limit = self.number(parameters, name, context)
            own = wells.columns.get(f"{name}_FIELD", [None] * len(wells.names))
            limits[name.lower()] = limit
            limits[f"{name.lower()}s"] = [limit if depth is None else depth for depth in own]
            limits[f"need_{name.lower()}"] = f"{name}_FIELD" in self.fields
        return {
            "task": "las-points",
            "files": [str(path.absolute()) for path in self.files],
            "question": {
                "curve": self.curve,
                "names": wells.names,
                **limits,
                "interval": self.number(parameters, "INTERVAL", context),
                "per_well": self.parameterAsBool(parameters, "PER_WELL", context),
                "averaging": self.parameterAsEnumString(parameters, "AVERAGING", context),
                "min_samples": self.whole_number(parameters, "MIN_SAMPLES", context) or 1,
                "depth_unit": self.depth_unit,
                "places": [[*place, height] for place, height in zip(wells.coordinates.tolist(), heights)],
                "projected": not self.las_crs.isGeographic() if self.las_crs.isValid() else None,
            },
            "surveys": self._surveys(parameters, context),
            "elevations": wells.columns.get("KB_FIELD", []),
            "reference": self.parameterAsEnumString(parameters, "Z_REFERENCE", context),
            "check": self.parameterAsBool(parameters, "CHECK_KB", context),
            "processes": self.wanted_processes(parameters, context),
            "points": "points.npy",
        }

    def _surveys(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any] | None:
        source = self.parameterAsSource(parameters, "SURVEY", context)
        if source is None:
            return None
        well, *columns = (source.fields().lookupField(self.survey_fields[name]) for name in _SURVEY_FIELDS)
        names, stations = [], []
        for feature in _features(source):
            names.append(_text(feature[well]))
            stations.append([_number(feature[column]) for column in columns])
        return {"names": names, "stations": stations}

    def _write(
        self,
        result: Any,
        points: np.ndarray,
        job: Any,
        layers: Mapping[str, OutputLayer],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        from ...krig_core.errors import Cancelled
        from ...krig_core.wells.units import METRES

        skipped: list[tuple[int, str]] = list(result.skipped)
        more = " (SKIPPED has them all)" if layers["SKIPPED"].wanted and result.files else ""
        self._say(result, skipped, more, feedback)
        crs = self._output_crs(result.files, context, feedback)
        placed = []
        begin = 0
        for file in result.files:
            samples = points[begin : begin + file.points]
            begin += file.points
            place = self._place(file, crs, context)
            if place is None:
                reason = f"its place cannot be projected to {crs.authid() or 'a well layer without a CRS'}"
                skipped.append((file.file, reason))
            else:
                placed.append((file, place, samples))
        if feedback.isCanceled():
            raise Cancelled("Cancelled.")
        outputs = {}
        if layers["SKIPPED"].wanted:
            outputs["SKIPPED"] = self._write_skipped(layers["SKIPPED"], sorted(skipped))
        fields = make_fields(**_FIELDS)
        map_units = METRES[job.question.depth_unit][0] * _units_in_metre(crs)
        table = layers["OUTPUT"]
        table.open(fields, QgsWkbTypes.Type.PointZ, crs)
        for number, (file, place, samples) in enumerate(placed, 1):
            if table.is_revocable and feedback.isCanceled():
                raise Cancelled("Cancelled.")
            table.add(self._features(file, place, samples, map_units, fields, table.place))
            feedback.setProgress(100 * (_READING + (1 - _READING) * number / len(placed)))
        outputs["OUTPUT"] = table.close()
        return {
            **outputs,
            "N_FILES": len(self.files),
            "N_READ": result.read,
            "N_SKIPPED": len(skipped),
            "N_POINTS": sum(len(samples) for _, _, samples in placed),
        }

    def _say(self, result: Any, skipped: list[tuple[int, str]], more: str, feedback: QgsProcessingFeedback) -> None:
        named = [(self.files[number], reason) for number, reason in skipped]
        self.say_units(result.converted, result.read, feedback)
        self.say_skipped(named, feedback, more)
        if not result.files:
            number, reason = skipped[0]
            first = printable(f"{self.files[number].name}, for one: {reason}.")
            if result.unplaced == len(skipped):
                raise QgsProcessingException(
                    tr(
                        f"None of {len(self.files)} LAS files has a place: {first} Choose a layer of the wells (WELLS, "
                        "WELL_FIELD), or the CRS of the headers (LAS_CRS)."
                    )
                )
            raise QgsProcessingException(
                tr(
                    f"None of {len(self.files)} LAS files gave a point of {self.curve} (LAS_FILES, CURVE): {first} "
                    f"{self.unit_doubt}".rstrip()
                )
            )
        feedback.pushInfo(
            tr(
                f"Read {result.read} of {len(self.files)} LAS files in {result.seconds:.1f} s on "
                f"{result.processes} process{'es' if result.processes > 1 else ''}; {len(skipped)} files skipped."
            )
        )

    def _output_crs(
        self, files: Sequence[Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> QgsCoordinateReferenceSystem:
        """Return the CRS of the output: decided before where there is a well layer, else by the headers' places."""
        if self.crs.isValid() or self.wells.names:
            return self.crs
        crs = self._header_crs(files[0].place)
        layer = QgsVectorLayer("Point", "places", "memory")
        layer.setCrs(crs)
        features = []
        for place in (file.place for file in files):
            if self._header_crs(place) == crs:
                features.append(QgsFeature())
                features[-1].setGeometry(QgsGeometry(QgsPoint(*_in_units_of(crs, place))))
        layer.dataProvider().addFeatures(features)
        layer.updateExtents()
        used = working_crs(self.crs, layer, "LAS_CRS", context)
        if used != crs:
            say_crs(crs, used, False, feedback, "The places in the headers are in degrees.")
        return used

    def _header_crs(self, place: Any) -> QgsCoordinateReferenceSystem:
        return QgsCoordinateReferenceSystem(place.crs) if place.crs else self.las_crs

    def _place(
        self, file: Any, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext
    ) -> tuple[float, float] | None:
        if file.row is not None:
            x, y = self.wells.coordinates[file.row]
            return float(x), float(y)
        place = file.place
        if not crs.isValid():
            return None
        header_crs = self._header_crs(place)
        transform = QgsCoordinateTransform(header_crs, crs, context.transformContext())
        try:
            point = transform.transform(*_in_units_of(header_crs, place))
        except QgsCsException:
            return None
        return (point.x(), point.y()) if math.isfinite(point.x()) and math.isfinite(point.y()) else None

    def _features(
        self,
        file: Any,
        place: tuple[float, float],
        samples: np.ndarray,
        map_units: float,
        fields: QgsFields,
        table: str,
    ) -> Iterator[QgsFeature]:
        row = file.row
        well = file.well or file.uwi or self.files[file.file].stem
        if row is not None:
            well = _text(self.wells.names[row])
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
            path = Path(self.files[number])
            feature = QgsFeature(fields)
            feature.setAttributes([cell(text, table.place) for text in (path.name, reason, str(path))])
            table.add([feature])
        return table.close()


def _in_units_of(crs: QgsCoordinateReferenceSystem, place: Any) -> tuple[float, float]:
    """Return x and y of a header in the units of a CRS, where the header states its own."""
    metres = place.metres
    factor = 1.0 if metres is None or crs.isGeographic() else metres * _units_in_metre(crs)
    return place.x * factor, place.y * factor


def _units_in_metre(crs: QgsCoordinateReferenceSystem) -> float:
    if not crs.isValid() or crs.isGeographic():
        return 1.0
    return QgsUnitTypes.fromUnitToUnitFactor(QgsUnitTypes.decodeDistanceUnit("meters")[0], crs.mapUnits())


def _features(source: QgsFeatureSource) -> Iterator[QgsFeature]:
    yield from source.getFeatures()


def _text(value: Any) -> str:
    # A whole number from a numeric column is a name without decimals; NULL is a QVariant on Qt5 and None on Qt6.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None or value == NULL else str(value)


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
