"""`stochkrig:volumes`: surfaces and what fills them in, volumes with their uncertainty out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsUnitTypes,
    QgsWkbTypes,
)

from ..given import Given, as_number
from ..inputs.cell_areas import cell_areas, say_plane_is_off
from ..inputs.crs import length_unit
from ..inputs.points import require_fields
from ..inputs.raster_bands import RasterBands
from ..inputs.stack import Stack
from ..inputs.zones import read_zones, zone_features
from ..outputs.files import OutputFiles, write_text
from ..outputs.sinks import DOUBLE, INTEGER, TEXT, OutputLayer, make_fields
from ..parameters.values import TABLE, add, add_numbers
from ..text import cell, tr
from .base import DECISIONS, KrigingAlgorithm

if TYPE_CHECKING:
    from ...krig_core.jobs.volumes import VolumesResult

_RASTERS = ("THICKNESS", "TOP_SURFACE", "BASE_SURFACE")
_AMOUNTS = ("CONTACT", "NTG", "POROSITY", "SATURATION", "FVF")
_WORDS = {
    "THICKNESS": "Thickness",
    "TOP_SURFACE": "Top surface",
    "BASE_SURFACE": "Base surface",
    "CONTACT": "Contact",
    "NTG": "Net to gross",
    "POROSITY": "Porosity",
    "SATURATION": "Saturation of hydrocarbons",
    "FVF": "Formation volume factor",
}
"""What the report calls them, in English as all of it."""
"""Rasters, or numbers that are the same everywhere."""


@dataclass(frozen=True)
class _Input:
    """An input: a number, or the bands of a raster."""

    value: float | Stack

    @property
    def words(self) -> str:
        """What it is, for the report."""
        if not isinstance(self.value, Stack):
            return f"{self.value:g}"
        count = self.value.layers
        return f"{self.value.bands.name}, {count} realizations" if count > 1 else self.value.bands.name


class VolumesAlgorithm(KrigingAlgorithm):
    """Volumes between surfaces, with their P90, P50 and P10."""

    of = DECISIONS

    def name(self) -> str:
        return "volumes"

    def displayName(self) -> str:
        return tr("Volumes")

    def search_words(self) -> list[str]:
        return [
            "volume",
            "gross rock volume",
            "hydrocarbon",
            "in place",
            "stoiip",
            "giip",
            "resources",
            "reserves",
            "p90",
            "p10",
            "tornado",
            "contact",
            "porosity",
            "net to gross",
            "uncertainty",
            "monte carlo",
            "realization",
            "geostatistics",
        ]

    def about(self) -> str:
        return tr(
            "<p>Computes how much rock lies between two surfaces, and what it holds: gross rock, net rock, pores, "
            "hydrocarbons and what is in place at the surface, each with <b>P90, P50 and P10</b>, for the whole map or "
            "for zones.</p>"
            "<p>Give a <b>thickness</b>, or a <b>top</b> with a <b>base</b>, a <b>contact</b> below which nothing "
            "counts, or both. Each of the others is a raster or a number; those that are not given are not multiplied "
            "by. A raster may have a band for each realization (<i>All realizations</i> of Stochastic kriging): bands "
            "are paired by their number, so rasters with bands have as many each, and those with one band count for "
            "all realizations. All rasters have the same cells.</p>"
            "<p>P90 is what nine realizations of ten exceed, the low case of the petroleum industry (PRMS); P10 is the "
            "high one.</p>"
            "<p>Surfaces and contact are elevations, or depths where you say so. Volumes are in cubic units of the "
            "CRS, m³ where it is in degrees; areas are then those on the ellipsoid, as they are in a CRS that distorts "
            "them by more than 1 %. Heights in another unit are converted. Thickness below zero counts as zero, and "
            "cells without a value of an input in any realization count for nothing; the log says how many. A zone "
            "without values has no numbers; <i>covered</i> is the part of a zone that has values.</p>"
            "<p>The saturation is that of hydrocarbons, 1 less the water saturation. The formation volume factor is "
            "divided by. A m³ is 6.2898 barrels.</p>"
            "<p>The report has the cumulative curve, and a tornado: what each input does alone, by its own "
            "realizations, with the others at their mean.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add(self, *_RASTERS)
        add(
            self,
            "Z_REFERENCE",
            label=tr("Direction of heights"),
            help=tr(
                "Of surfaces and contact. elevation: upwards, the top is greater. depth: downwards, the base is "
                "greater."
            ),
            advanced=False,
        )
        add(self, "CONTACT_NUMBER", "POROSITY", "NTG_NUMBER", "SATURATION_NUMBER", "FVF_NUMBER", "ZONES")
        add(self, "CONTACT", "POROSITY_NUMBER", "NTG", "SATURATION", "FVF", "ZONE_FIELD", "Z_UNIT")
        add(
            self,
            "TABLE",
            label=tr("Table of volumes"),
            help=tr("A row for each zone and kind of volume, with P90, P50, P10 and mean."),
        )
        add(self, "REPORT", by_default=True)
        add_numbers(self, "VOLUME_P90", "VOLUME_P50", "VOLUME_P10", "VOLUME_MEAN", "N_REALIZATIONS")

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        given, numbers = Given(self, parameters, context), {}
        for name in _AMOUNTS:
            if given.has(name) and given.has(f"{name}_NUMBER"):
                text = tr("{raster} and {number} are both given: leave one out.")
                return False, text.format(raster=given.titled(name), number=given.titled(f"{name}_NUMBER"))
            if _is_number(parameters.get(name)):
                numbers[name] = replace(TABLE[f"{name}_NUMBER"], name=name, label=TABLE[name].label).refusal(
                    parameters[name]
                )
        refusal = next(filter(None, numbers.values()), "")
        # QGIS would look for a layer of that name.
        others = {name: value for name, value in parameters.items() if name not in numbers}
        return (False, refusal) if refusal else super().checkParameterValues(others, context)

    def refusal(self, given: Given) -> str:
        if given.has("ZONE_FIELD") and not given.has("ZONES"):
            return given.sentence(tr("ZONE_FIELD is a field of no layer: choose ZONES."))
        return ""

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        read = {name: _read(given, name) for name in _RASTERS + _AMOUNTS}
        self.given = {name: one for name, one in read.items() if one is not None}
        stacks = [one.value for one in self.given.values() if isinstance(one.value, Stack)]
        surfaces = [name for name in _RASTERS if name in self.given]
        if surfaces in ([], ["BASE_SURFACE"]) or (surfaces == ["TOP_SURFACE"] and "CONTACT" not in self.given):
            raise QgsProcessingException(
                given.sentence(
                    tr("There is no thickness: choose THICKNESS, or TOP_SURFACE with BASE_SURFACE or CONTACT.")
                )
            )
        if "THICKNESS" in surfaces and (len(surfaces) > 1 or "CONTACT" in self.given):
            raise QgsProcessingException(
                given.sentence(
                    tr(
                        "THICKNESS is given, and a surface or contact, too: choose either the thickness or its "
                        "surfaces."
                    )
                )
            )
        for stack in stacks[1:]:
            stack.require_cells_of(stacks[0])
        self.doubts = _same_seeds(stacks)
        for doubt in self.doubts:
            feedback.pushWarning(doubt)
        self.frame = stacks[0].frame
        fields = given.fields("ZONE_FIELD")
        zones = given.source("ZONES")
        if zones is not None and fields:
            require_fields(zones, fields)
        self.unit, self.height = _units(self.frame.crs, given.choice("Z_UNIT"))

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...krig_core.jobs.volumes import VolumesJob
        from ..report.page import ReportContext
        from ..report.volumes import volumes_page
        from ..runner import run_job

        start = time.monotonic()
        report = given.output_file("REPORT")
        outputs: dict[str, Any] = {"REPORT": report} if report else {}
        with OutputFiles(self.inputs) as files:
            page = files.reserve("REPORT", report, given.suffixes("REPORT")) if report else None
            table = OutputLayer(given, "TABLE", files, self.input_tables)
            arrays: dict[str, Any] = {"areas.npy": cell_areas(self.frame)}
            values: dict[str, Any] = {}
            for name, one in self.given.items():
                key = name.lower()
                values[key] = one.value
                if isinstance(one.value, Stack):
                    values[key], arrays[f"{key}.npy"] = f"{key}.npy", one.value
            say_plane_is_off(self.frame, feedback)
            names, on_map = self._zones(given, arrays, feedback)
            job = VolumesJob(
                areas="areas.npy",
                **values,
                z_reference=given.choice("Z_REFERENCE"),
                height=self.height,
                **{key: f"{key}.npy" for key in ("zones", "all_zones") if f"{key}.npy" in arrays},
            )
            result, _ = run_job(job, arrays, feedback)
            words = [(_WORDS[name], one.words) for name, one in self.given.items()]
            self._say(result, feedback)
            if page is not None:
                title = next(one.value.bands.name for one in self.given.values() if isinstance(one.value, Stack))
                about = ReportContext.of(title, self.frame.crs, 0)
                write_text(page, volumes_page(result, job, self.unit, words, names, self.doubts, about))
            if table.wanted:
                outputs["TABLE"] = self._written(table, result, names, on_map)
        text = tr("Volumes took {own:.1f} s; {all:.1f} s in all.")
        feedback.pushInfo(text.format(own=result.seconds, all=time.monotonic() - start))
        last = result.zones[0].amounts[-1]
        return {
            **outputs,
            "VOLUME_P90": last.p90,
            "VOLUME_P50": last.p50,
            "VOLUME_P10": last.p10,
            "VOLUME_MEAN": last.mean,
            "N_REALIZATIONS": result.realizations,
        }

    def _zones(
        self, given: Given, arrays: dict[str, Any], feedback: QgsProcessingFeedback
    ) -> tuple[Mapping[int | None, str], Mapping[int | None, float]]:
        """Return names and parts on the map of zones by number, and of all together; add the arrays of their cells."""
        source = given.source("ZONES")
        if source is None:
            return {None: tr("Whole map")}, {None: 1.0}
        zones = read_zones(source, self.frame, given.context, feedback, together=True)
        zone, count = np.repeat(np.arange(len(zones.counts)), zones.counts), len(zones.counts) - 1
        rows = np.column_stack([zone, zones.cells, zones.shares])
        arrays["zones.npy"], arrays["all_zones.npy"] = rows[zone < count], rows[zone == count, 1:]
        areas = zones.shares * cell_areas(self.frame)[zones.cells // self.frame.shape[0]]
        inside = np.bincount(zone, areas, count + 1)
        parts = np.minimum(inside / zones.areas, 1.0).tolist()
        field = given.fields("ZONE_FIELD").get("ZONE_FIELD")
        request = QgsFeatureRequest()
        if field is None:
            request.setSubsetOfAttributes([])
        names: dict[int | None, str] = {None: tr("All zones")}
        for number, feature in enumerate(zone_features(source, request)):
            value = None if field is None else feature[field]
            names[number] = tr("Zone {n}").format(n=number + 1) if value in (None, "") else str(value)
        return names, {None: parts[-1], **dict(enumerate(parts[:-1]))}

    def _say(self, result: VolumesResult, feedback: QgsProcessingFeedback) -> None:
        from ..report.page import figure

        for amount in result.zones[0].amounts:
            text = tr("{name}: P90 {p90}, P50 {p50}, P10 {p10}, mean {mean} {unit}.")
            numbers = {name: figure(getattr(amount, name)) for name in ("p90", "p50", "p10", "mean")}
            feedback.pushInfo(text.format(name=amount.name.capitalize(), **numbers, unit=self.unit))

    def _written(
        self,
        table: OutputLayer,
        result: VolumesResult,
        names: Mapping[int | None, str],
        on_map: Mapping[int | None, float],
    ) -> str:
        """Write a row for each zone and volume; return the table's place."""
        fields = make_fields(
            zone=TEXT,
            volume=TEXT,
            unit=TEXT,
            p90=DOUBLE,
            p50=DOUBLE,
            p10=DOUBLE,
            mean=DOUBLE,
            realizations=INTEGER,
            number=INTEGER,
            covered=DOUBLE,
        )
        table.open(fields, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem())
        for zone in result.zones:
            for amount in zone.amounts:
                feature = QgsFeature(fields)
                texts = [cell(text, table.place) for text in (names[zone.zone], amount.name, self.unit)]
                found = [amount.p90, amount.p50, amount.p10, amount.mean]
                numbers = [None if np.isnan(one) else one for one in found]
                number = None if zone.zone is None else zone.zone + 1
                covered = zone.covered * on_map[zone.zone]
                feature.setAttributes([*texts, *numbers, result.realizations, number, covered])
                table.add([feature])
        return table.close()


def _is_number(value: object) -> bool:
    """Tell whether a value is a number, also as text; whether it may be one is another question."""
    return isinstance(value, (int, float, str)) and not isinstance(value, bool) and np.isfinite(as_number(value))


def _read(given: Given, name: str) -> _Input | None:
    """Return an input, None where it is not given; refuse a raster that is none of a map."""
    value = given.parameters.get(name)
    if name in _AMOUNTS and _is_number(value):
        return _Input(as_number(value))
    layer = given.layer(name)
    if layer is None:
        number = given.number(f"{name}_NUMBER") if name in _AMOUNTS else None
        return None if number is None else _Input(number)
    bands = RasterBands.of(layer, name)
    stack = Stack.of_map(bands) if bands.count == 1 else Stack.of_realizations(bands)
    if stack.slices > 1:
        text = tr("{name} ({parameter}) has realizations in space: volumes are those between surfaces, of a map.")
        raise QgsProcessingException(text.format(name=bands.name, parameter=name))
    return _Input(stack)


def _same_seeds(stacks: list[Stack]) -> list[str]:
    """Return a sentence for realizations that were drawn from the same random numbers."""
    by_seed: dict[str, list[str]] = {}
    for stack in stacks:
        seed = stack.bands.fact("STOCHKRIG_SEED") if stack.layers > 1 else ""
        by_seed.setdefault(seed, []).append(f"{stack.bands.name} ({stack.bands.parameter})")
    text = tr(
        "{names} were made with the same seed, {seed}, so they vary together. If one says nothing of the other, make "
        "one of them with another SEED."
    )
    return [
        text.format(names=", ".join(names), seed=seed) for seed, names in by_seed.items() if seed and len(names) > 1
    ]


def _units(crs: QgsCoordinateReferenceSystem, z_unit: str) -> tuple[str, float]:
    """Return the unit of volumes, and the length of a unit of heights in that whose cube it is."""
    metres = QgsUnitTypes.decodeDistanceUnit("meters")[0]
    if not crs.isValid():
        if z_unit != "map":
            raise QgsProcessingException(
                tr("The rasters have no CRS, and so no unit: give them one, or choose map (Z_UNIT).")
            )
        return tr("cubic map units"), 1.0
    unit = metres if crs.isGeographic() else crs.mapUnits()
    own = {"map": unit, "m": metres, "ft": QgsUnitTypes.decodeDistanceUnit("feet")[0]}[z_unit]
    name = "m" if crs.isGeographic() else length_unit(crs)
    return f"{name}³", float(QgsUnitTypes.fromUnitToUnitFactor(own, unit))
