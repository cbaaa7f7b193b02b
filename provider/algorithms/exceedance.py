"""`stochkrig:exceedance`: realizations in, the probability of exceeding a threshold out, cell by cell and together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsProcessingFeedback

from ..given import Given
from ..inputs.cell_areas import area_unit, say_plane_is_off
from ..inputs.sources import open_netcdf
from ..installation import plugin_version
from ..outputs.colours import Span
from ..outputs.maps import Maps, reserved_maps
from ..outputs.rasters import Band, Raster
from ..outputs.styles import About, ClassStyle, LayerStyle, RampStyle, teal
from ..parameters import ensemble
from ..parameters.ensemble import condition_words, threshold_refusal
from ..parameters.values import add, add_numbers
from ..text import tr
from .base import DECISIONS, KrigingAlgorithm

if TYPE_CHECKING:
    from ...krig_core.jobs.exceedance import ExceedanceJob, ExceedanceResult, JointPart

_OF_REALIZATIONS = ("REGION", "CONTOUR_BAND")
_RASTERS = ("PROBABILITY", *_OF_REALIZATIONS)
_FILES = {"PROBABILITY": "probability.npy", "REGION": "region.npy", "CONTOUR_BAND": "contour_band.npy"}


class ExceedanceAlgorithm(KrigingAlgorithm):
    """Where a map exceeds a threshold."""

    of = DECISIONS

    def name(self) -> str:
        return "exceedance"

    def displayName(self) -> str:
        return tr("Probability of exceedance")

    def search_words(self) -> list[str]:
        return [
            "probability",
            "exceedance",
            "threshold",
            "cutoff",
            "risk",
            "uncertainty",
            "monte carlo",
            "excursion set",
            "contour",
            "contamination",
            "soil",
            "porosity",
            "realizations",
            "geostatistics",
        ]

    def about(self) -> str:
        return tr(
            "<p>Tells with which probability a map is above (or below) a threshold, or between two, and on how large "
            "an area.</p>"
            "<p>From <b>realizations</b> the probability of a cell is the share of the realizations in which the "
            "condition holds. From <b>mean</b> and <b>standard deviation</b> the value of each cell is taken as "
            "normal; that is right for maps that were made without a transform, and about right for others.</p>"
            "<p>Where each cell has a probability of 90 %, all of them together may have next to none. The "
            "<b>region</b> is the largest set of cells in which the condition holds <i>everywhere at once</i> with the "
            "confidence. The <b>band of the contour</b> is the rest of the map where it is not sure on which side of "
            "the threshold the cells lie: with the confidence, the contour runs nowhere else (Bolin and Lindgren "
            "2015). One half of the realizations orders the cells, the other tells how likely they hold as a whole. "
            "Both need realizations, best some hundreds.</p>"
            "<p>The areas P90, P50 and P10 are those that 90, 50 and 10 % of the realizations exceed, as the petroleum "
            "industry counts: P90 is the low case. They are in squares of the map's unit, in square metres where the "
            "map is in degrees. Of maps with slices they are summed over the slices.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        ensemble.declare(self)
        add(self, "CONDITION", "THRESHOLD", "UPPER_THRESHOLD", "CONFIDENCE")
        add(self, *_RASTERS)
        add_numbers(self, "EXPECTED_AREA", "AREA_P90", "AREA_P50", "AREA_P10", "REGION_AREA", "JOINT_PROBABILITY")
        add_numbers(self, "BAND_AREA", "BAND_PROBABILITY", "N_REALIZATIONS", "N_EMPTY")

    def refusal(self, given: Given) -> str:
        return ensemble.refusal(given, *_OF_REALIZATIONS) or threshold_refusal(given, needed=True)

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        self.maps = ensemble.read(given, feedback)
        self.open_netcdf = open_netcdf(given.context.project())

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ...krig_core.jobs.exceedance import ExceedanceJob
        from ..runner import run_job

        with reserved_maps(given, self.inputs, self.open_netcdf, _RASTERS, ()) as maps:
            confidence = given.number("CONFIDENCE")
            job = ExceedanceJob(
                **self.maps.job(),
                condition=given.choice("CONDITION"),
                threshold=given.number("THRESHOLD") or 0.0,
                upper_threshold=given.number("UPPER_THRESHOLD"),
                confidence=0.9 if confidence is None else confidence,
                probability=_FILES["PROBABILITY"],
                region=_FILES["REGION"] if "REGION" in maps.paths else None,
                contour_band=_FILES["CONTOUR_BAND"] if "CONTOUR_BAND" in maps.paths else None,
            )
            feedback.setProgressText(tr("Reading the maps"))
            result, outputs = run_job(
                job,
                self.maps.arrays(),
                feedback,
                receive=lambda result, written: (result, self._write(maps, job, result, written, given, feedback)),
            )
        self._say(condition_words(given), job.confidence, result, feedback)
        return {
            **outputs,
            **_numbers(result, self.maps.frame.shape[0] * self.maps.frame.shape[1] * self.maps.first.slices),
        }

    def _write(
        self,
        maps: Maps,
        job: ExceedanceJob,
        result: ExceedanceResult,
        written: Mapping[str, np.ndarray],
        given: Given,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, str]:
        what = condition_words(given)
        titles = {
            "PROBABILITY": tr("Probability of {title} {what}"),
            "REGION": tr("Region of {title} {what} with {confidence:g} %"),
            "CONTOUR_BAND": tr("Band of the contour of {title} {what} with {confidence:g} %"),
        }
        facts = {
            "STOCHKRIG_VERSION": plugin_version(),
            "STOCHKRIG_CONDITION": what,
            **({} if result.realizations is None else {"STOCHKRIG_REALIZATIONS": str(result.realizations)}),
            **self.maps.first.layer_facts,
        }
        rasters = {}
        for name in maps.paths:
            title = titles[name].format(title=self.maps.title, what=what, confidence=100 * job.confidence)
            own = dict(facts)
            part = {"REGION": result.region, "CONTOUR_BAND": result.contour_band}.get(name)
            if part is not None:
                own["STOCHKRIG_CONFIDENCE"] = f"{job.confidence:g}"
                own["STOCHKRIG_JOINT_PROBABILITY"] = f"{part.probability:.6g}"
            slices = written[_FILES[name]]
            names = [title] if len(slices) == 1 else [self.maps.slice_name(one + 1) for one in range(len(slices))]
            bands = [Band(called, rows[::-1].T) for called, rows in zip(names, slices)]
            rasters[name] = Raster(bands, self.maps.frame, own, double=False, title=title)
        maps.put(rasters, feedback)
        text = tr("By Stochastic Kriging for QGIS {version}, from {maps}.").format(
            version=plugin_version(), maps=self.maps.described()
        )
        about = About(self.free_group(f"{self.maps.title} {what}"), text, [self.command])
        for place, (name, raster) in enumerate(rasters.items()):
            own_about = about._replace(abstract=f"{raster.title}. {text}")
            if name == "PROBABILITY":
                style: LayerStyle = RampStyle(teal(), Span(0.0, 1.0), "", own_about)
            else:
                style = ClassStyle(_CLASSES[name](), own_about)
            # The probability on top, as a band may cover all of the map.
            style.attach_to(maps.paths[name], given, name, raster.title, place)
        return dict(maps.paths)

    def _say(self, what: str, confidence: float, result: ExceedanceResult, feedback: QgsProcessingFeedback) -> None:
        from ..report.page import figure

        unit = area_unit(self.maps.frame.crs)
        say_plane_is_off(self.maps.frame, feedback)
        text = tr("{title} is {what} on {area} {unit} on average")
        said = text.format(title=self.maps.title, what=what, area=figure(result.expected_area), unit=unit)
        if result.area_p90 is not None:
            text = tr("; low case {low} (petroleum P90), middle {middle}, high {high} (P10)")
            cases = map(figure, (result.area_p90, result.area_p50, result.area_p10))
            said += text.format(**dict(zip(("low", "middle", "high"), cases)))
        feedback.pushInfo(f"{said}.")
        if result.region is not None:
            self._say_region(result.region, what, unit, confidence, feedback)
        if result.contour_band is not None:
            text = tr("The band of the contour has {area} {unit}.")
            feedback.pushInfo(text.format(area=figure(result.contour_band.area), unit=unit))

    def _say_region(
        self, region: JointPart, what: str, unit: str, confidence: float, feedback: QgsProcessingFeedback
    ) -> None:
        from ..report.page import figure

        if math.isnan(region.probability):
            text = tr("No cell is {what} with a confidence of {confidence:g}: the region is empty (CONFIDENCE).")
            feedback.pushWarning(text.format(what=what, confidence=confidence))
            return
        text = tr(
            "The region, of {area} {unit}, is {what} everywhere at once with a probability of {probability:.3g} "
            "(standard error {error:.2g}), counted in the half of the realizations that did not order its cells."
        )
        counted = {"probability": region.probability, "error": region.error}
        feedback.pushInfo(text.format(area=figure(region.area), unit=unit, what=what, **counted))
        if not math.isnan(region.alone):
            text = tr("All cells that each alone have at least {confidence:g} are so at once in {alone:.2g} of them.")
            feedback.pushInfo(text.format(confidence=confidence, alone=region.alone))


def _numbers(result: ExceedanceResult, cells: int) -> dict[str, Any]:
    """Return the outputs that are numbers, of those that are known."""
    found = {
        "EXPECTED_AREA": result.expected_area,
        "AREA_P90": result.area_p90,
        "AREA_P50": result.area_p50,
        "AREA_P10": result.area_p10,
        "N_REALIZATIONS": result.realizations,
        "N_EMPTY": cells - result.cells,
    }
    for part, area, probability in (
        (result.region, "REGION_AREA", "JOINT_PROBABILITY"),
        (result.contour_band, "BAND_AREA", "BAND_PROBABILITY"),
    ):
        if part is not None:
            found[area] = part.area
            found[probability] = None if math.isnan(part.probability) else part.probability
    return {name: value for name, value in found.items() if value is not None}


_CLASSES = {
    "REGION": lambda: [(1, "#00441b", tr("in the region")), (0, "#00eef3f2", tr("not in the region"))],
    "CONTOUR_BAND": lambda: [
        (1, "#e08214", tr("the contour may run here")),
        (0, "#00f5f3ef", tr("the contour does not run here")),
    ],
}
"""Value, colour and label of each class; what is not in it is transparent, so that the layers below show."""
