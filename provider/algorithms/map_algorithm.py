"""What algorithms that make a map of wells share: extent, cells, mask, drift, variogram, and the two rasters.

Law: all outputs appear together, the rasters named and styled, or none does.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsUnitTypes,
    QgsWkbTypes,
)

from ...krig_core.choices import BOUNDED_MODELS
from ..given import Given
from ..inputs.sources import open_netcdf
from ..installation import plugin_version
from ..map_frame import MapFrame
from ..outputs.z_axis import ZAxis
from ..parameters.values import declare, declare_numbers, number_refusal
from ..text import printable, spelled, tr
from .well_algorithm import WellAlgorithm, WellData

if TYPE_CHECKING:
    from ...krig_core.geometry import Geometry
    from ...krig_core.jobs.map_job import DriftFiles, MapJob
    from ..outputs.rasters import Band

_LONGEST_VARIOGRAM = 1_000_000
"""Bytes of a VARIOGRAM_FILE; those that are written have some hundreds."""


class MapAlgorithm(WellAlgorithm):
    """An algorithm that writes MEAN and STD of a map.

    Attributes
    ----------
    models : sequence of str
        What MODEL offers besides the automatic choice.
    raster_outputs : sequence of str
    text_outputs : mapping of str to str
        Outputs that are files of text, and their suffixes.
    only_flat : sequence of str
        Parameters that make no sense for a grid in space.
    """

    field_parameters = (*WellAlgorithm.field_parameters, "Z_FIELD", "KB_FIELD")
    limits_help = "With a slice height: limit of the slices, as elevation or depth."
    heights_help = "Also of the z of logs: slice height, limits and KB field."

    models: Sequence[str] = BOUNDED_MODELS
    raster_outputs: Sequence[str] = ("MEAN", "STD")
    text_outputs: Mapping[str, str] = {"VARIOGRAM": ".json"}
    only_flat: Sequence[str] = ("DRIFT",)

    def add_grid_parameters(self) -> None:
        """Add the parameters that say where the cells are."""
        declare(self, "EXTENT", "XY_DELTA")

    def add_space_parameters(self) -> None:
        """Add the parameters that make a grid in space, of many slices, instead of a map."""
        declare(self, "Z_DELTA", "Z_REFERENCE", "Z_FIELD", "KB_FIELD", "CHECK_KB")

    def add_variogram_parameters(self) -> None:
        """Add the parameters of variogram and kriging type, all advanced."""
        declare(self, "VARIOGRAM_FILE")
        declare(self, "MODEL", options=("automatic", *self.models))
        declare(self, "NUGGET", "PARTIAL_SILL", "RANGE", "SHAPE", "AZIMUTH", "RATIO", "VERTICAL_RANGE", "ANISOTROPY")
        declare(self, "KRIGING_TYPE", "DRIFT")

    def add_data_parameters(self) -> None:
        """Add the parameters that say which data and cells count, all advanced."""
        declare(self, "DUPLICATES", "MASK")

    def add_raster_outputs(self) -> None:
        """Add MEAN and STD."""
        declare(self, "MEAN", "STD")

    def add_number_outputs(self, *more: str) -> None:
        """Add the numbers that all maps have, and more."""
        declare_numbers(self, "N_DATA", "N_SKIPPED", "N_EMPTY", "FITTED_NUGGET", "FITTED_PARTIAL_SILL", "FITTED_RANGE")
        declare_numbers(self, "MEAN_OF_MEAN", "MEAN_OF_STD", *more)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        refusal = number_refusal(Given(self, parameters, context)) or self._slices_refusal(parameters, context)
        if refusal:
            return False, refusal
        return super().checkParameterValues(parameters, context)

    def _slices_refusal(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Return why slices cannot be made as they are asked for, or nothing."""
        if self.number(parameters, "Z_DELTA", context) is None:
            return ""
        for name in self.only_flat:
            if self.destination(parameters, name, context):
                return tr(f"{name} is for maps, not for slices: leave it out, or leave Z_DELTA out.")
        top, bottom = (self.number(parameters, name, context) for name in ("TOP", "BOTTOM"))
        if top is None or bottom is None:
            return ""
        if self.parameterAsEnumString(parameters, "Z_REFERENCE", context) == "depth" and top >= bottom:
            return tr(f"TOP is {top:g} and BOTTOM {bottom:g}: depths increase downwards (Z_REFERENCE).")
        return tr(f"TOP and BOTTOM are both {top:g}: nothing is between them.") if top == bottom else ""

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        from ..inputs.drift import DriftRaster

        super().prepareAlgorithm(parameters, context, feedback)
        self.open_netcdf = open_netcdf(context.project())
        self.z_axis = self._z_axis(parameters, context)
        layers = self.parameterAsLayerList(parameters, "DRIFT", context)
        if parameters.get("DRIFT") and not layers:
            raise QgsProcessingException(
                tr("No drift raster could be read: choose rasters, or leave them out (DRIFT).")
            )
        self.drift = [DriftRaster.of(layer, feedback) for layer in layers]
        self.kriging_type = self._kriging_type(parameters, context)
        self._require_polygons(parameters, context)
        self.extent = self._extent(parameters, context) if parameters.get("EXTENT") else None
        return True

    def _extent(self, parameters: dict[str, Any], context: QgsProcessingContext) -> QgsRectangle:
        """Return the extent that is asked for, in the CRS of the map."""
        named = re.search(r"\[(.*)\]\s*$", str(parameters["EXTENT"]))
        if named and not QgsCoordinateReferenceSystem(named[1]).isValid():
            raise QgsProcessingException(tr(f"There is no CRS {named[1]} (EXTENT)."))
        try:
            extent = self.parameterAsExtent(parameters, "EXTENT", context, self.crs)
        except QgsCsException as error:
            raise QgsProcessingException(
                tr("The output extent cannot be projected to the CRS of the map (EXTENT): choose a smaller one.")
            ) from error
        if not extent.isFinite():
            raise QgsProcessingException(tr("The output extent has edges that are no numbers (EXTENT)."))
        if extent.isEmpty():
            raise QgsProcessingException(tr("The output extent is empty (EXTENT)."))
        return extent

    def _require_polygons(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        # QGIS itself only looks at the type of layers that are in the project.
        mask = self.parameterAsSource(parameters, "MASK", context)
        flat = (QgsWkbTypes.PointGeometry, QgsWkbTypes.LineGeometry, QgsWkbTypes.NullGeometry)
        if mask is not None and QgsWkbTypes.geometryType(mask.wkbType()) in flat:
            raise QgsProcessingException(
                tr(f"The mask holds {QgsWkbTypes.displayString(mask.wkbType())} features (MASK): choose polygons.")
            )

    def _z_axis(self, parameters: dict[str, Any], context: QgsProcessingContext) -> ZAxis | None:
        """Return the z axis that parameters ask for, None for a map."""
        delta = self.number(parameters, "Z_DELTA", context)
        if delta is None:
            return None
        source = self.parameterAsSource(parameters, "INPUT", context)
        if not self.files and "Z_FIELD" not in self.fields and not QgsWkbTypes.hasZ(source.wkbType()):
            raise QgsProcessingException(
                tr("The points have no z: choose a field of it (Z_FIELD), or leave Z_DELTA out for a map.")
            )
        top, bottom = (self.number(parameters, name, context) for name in ("TOP", "BOTTOM"))
        reference = self.parameterAsEnumString(parameters, "Z_REFERENCE", context)
        limits = (top, bottom) if reference == "depth" else (bottom, top)
        if top is not None and bottom is not None:
            limits = (min(top, bottom), max(top, bottom))  # of elevations the lower may be called the top
        unit = self.depth_unit
        if not self.files:
            unit = QgsUnitTypes.toAbbreviatedString(self.crs.mapUnits()) if self.crs.isValid() else ""
        return ZAxis(delta, reference, limits, unit)

    def _kriging_type(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Return the kriging type that parameters ask for; ordinary kriging with drift rasters is external drift."""
        kriging_type = self.parameterAsEnumString(parameters, "KRIGING_TYPE", context)
        if kriging_type == "external-drift" and not self.drift:
            raise QgsProcessingException(tr("KRIGING_TYPE is external-drift: choose one raster or more (DRIFT)."))
        if kriging_type == "simple" and self.drift:
            raise QgsProcessingException(
                tr("KRIGING_TYPE is simple, a known mean, which leaves nothing for a drift: leave DRIFT empty.")
            )
        return "external-drift" if self.drift and kriging_type == "ordinary" else kriging_type

    @contextmanager
    def reserved_outputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Iterator[None]:
        """Ask where the outputs go, refuse what cannot be written, and let them appear when the block ends well.

        The first thing that processAlgorithm does. Not in prepareAlgorithm: a task has a context of its own, and only
        what is registered in that one is loaded.
        """
        from ..outputs.files import OutputFiles
        from ..outputs.rasters import raster_suffixes

        rasters = {name: self.raster_output(parameters, name, context) for name in self.raster_outputs}
        texts = {name: self.parameterAsFileOutput(parameters, name, context) for name in self.text_outputs}
        self.outputs = {name: path for name, path in {**rasters, **texts}.items() if path}
        with OutputFiles(self.inputs) as files:
            self.output_files = {
                name: files.reserve(
                    name, path, raster_suffixes() if name in self.raster_outputs else (self.text_outputs[name],)
                )
                for name, path in self.outputs.items()
            }
            for file in self.output_files.values():
                if file.final in self.open_netcdf:
                    # The library keeps to the old file, whatever is there now, for as long as anything has it open.
                    raise QgsProcessingException(
                        tr(
                            f"{file.path} ({file.parameter}) is open as the layer {self.open_netcdf[file.final]}, and "
                            "NetCDF would go on showing the old map: remove that layer, or choose another name."
                        )
                    )
            yield

    def grid_job(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """Return the part of a driver's job that says where the cells are and which variogram holds."""
        model = self.parameterAsEnumString(parameters, "MODEL", context)
        extent = self.extent
        return {
            "coordinates": "coordinates.npy",
            "values": "values.npy",
            "x_range": None if extent is None else [extent.xMinimum(), extent.xMaximum()],
            "y_range": None if extent is None else [extent.yMinimum(), extent.yMaximum()],
            "xy_delta": self.number(parameters, "XY_DELTA", context),
            "kriging_type": self.kriging_type,
            "duplicates": self.parameterAsEnumString(parameters, "DUPLICATES", context),
            "variogram": {
                "model": None if model == "automatic" else model,
                "nugget": self.number(parameters, "NUGGET", context),
                "partial_sill": self.number(parameters, "PARTIAL_SILL", context),
                "range": self.number(parameters, "RANGE", context),
                "shape": self.number(parameters, "SHAPE", context),
                "azimuth": self.number(parameters, "AZIMUTH", context),
                "ratio": self.number(parameters, "RATIO", context),
                "vertical_range": self.number(parameters, "VERTICAL_RANGE", context),
                "anisotropy": self.parameterAsBool(parameters, "ANISOTROPY", context),
                "json": self._variogram_text(parameters, context),
            },
            "mean": "mean.npy",
            "std": "std.npy",
            **self._space_job(parameters, context),
        }

    def _space_job(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """Return the part of the job that makes a grid in space."""
        if self.z_axis is None:
            return {}
        return {"z_delta": self.z_axis.delta, "z_range": list(self.z_axis.limits), "within_slices": bool(self.files)}

    def arrays(
        self,
        job: Any,
        data: WellData,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> tuple[Any, dict[str, np.ndarray]]:
        """Return the job with the names of the arrays that not every map has, and all its arrays by file name."""
        from ...krig_core.errors import KrigingError

        found = {"coordinates.npy": data.coordinates, "values.npy": data.values}
        if data.error is not None:
            job, found["error.npy"] = replace(job, error="error.npy"), data.error
        if data.thickness is not None and job.upscale:
            job, found["thickness.npy"] = replace(job, thickness="thickness.npy"), data.thickness
        mask = self.parameterAsSource(parameters, "MASK", context)
        if mask is None and not self.drift:
            return job, found
        try:
            geometry = _affordable_geometry(job, data.coordinates)
            if mask is not None:
                job = replace(job, mask="mask.npy")
                found["mask.npy"] = self._cells_in_mask(mask, geometry, context, feedback)
            if self.drift:
                job = replace(job, drift=self._add_drift(found, geometry, data.coordinates, context))
        except KrigingError as error:
            raise QgsProcessingException(spelled(str(error))) from error
        return job, found

    def _cells_in_mask(
        self, mask: Any, geometry: Geometry, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> np.ndarray:
        from ..inputs.mask import cells_inside

        frame = self._frame(geometry.origin, geometry.spacing, geometry.shape)
        return cells_inside(mask, frame, context, feedback)

    def _add_drift(
        self,
        found: dict[str, np.ndarray],
        geometry: Geometry,
        coordinates: np.ndarray,
        context: QgsProcessingContext,
    ) -> DriftFiles:
        """Add the arrays of the drift to those found; return what the job says of them."""
        from ...krig_core.jobs.map_data import widest_margin
        from ...krig_core.jobs.map_job import DriftFiles
        from ..inputs.drift import sample, sample_cells

        margin = widest_margin(geometry, coordinates)
        names = tuple(raster.name for raster in self.drift)
        found["drift_data.npy"] = sample(self.drift, coordinates, self.crs, context)
        found["drift_cells.npy"] = sample_cells(self.drift, geometry.padded(margin), self.crs, context)
        return DriftFiles(data="drift_data.npy", cells="drift_cells.npy", margin=tuple(margin), names=names)

    def _frame(self, origin: Sequence[float], spacing: Sequence[float], shape: Sequence[int]) -> MapFrame:
        (x, y, *_), (dx, dy, *_), (nx, ny, *_) = origin, spacing, shape
        return MapFrame(x - dx / 2, y - dy / 2 + ny * dy, dx, dy, (nx, ny), self.crs)

    def _variogram_text(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str | None:
        from ...krig_core.errors import InvalidInput
        from ...krig_core.plain import file_text
        from ...krig_core.variogram.models import Variogram

        path = self.parameterAsFile(parameters, "VARIOGRAM_FILE", context)
        if not path:
            return None
        try:
            text = file_text(Path(path), _LONGEST_VARIOGRAM)
        except InvalidInput as error:
            raise QgsProcessingException(tr(f"Cannot read {path} (VARIOGRAM_FILE): {error}")) from error
        try:
            return Variogram.from_json(text).to_json()
        except InvalidInput as error:
            raise QgsProcessingException(
                tr(printable(f"{path} (VARIOGRAM_FILE) holds no variogram. {error}"))
            ) from error

    def more_bands(self, written: Mapping[str, np.ndarray], title: str) -> dict[str, list[Band]]:
        """Return the bands of outputs beside MEAN and STD, by output."""
        return {}

    def more_layers(self, title: str) -> dict[str, tuple[str, Sequence[int]]]:
        """Return the names of layers beside MEAN and STD, and which bands share their colours, by output."""
        return {}

    def write_outputs(
        self,
        job: Any,
        data: WellData,
        result: Any,
        written: Mapping[str, np.ndarray],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, str]:
        """Write rasters and files, style the rasters for loading; return the paths of those that were wanted."""
        from ..outputs.files import write_text
        from ..outputs.rasters import Band, Levels, Raster, write_raster
        from ..outputs.styles import RampStyle, single_hue, viridis

        frame = self._frame(result.origin, result.spacing, result.shape)
        facts = {
            "STOCHKRIG_VERSION": plugin_version(),
            "STOCHKRIG_VARIOGRAM": str(result.variogram),
            "STOCHKRIG_DATA": str(result.data),
        }
        for name in ("seed", "realizations"):
            if hasattr(result, name):
                facts[f"STOCHKRIG_{name.upper()}"] = str(getattr(result, name))
        names = {"MEAN": f"Mean of {data.title}", "STD": f"Standard deviation of {data.title}"}
        heights: list[tuple[float, float]] = []
        levels = None
        if self.z_axis is None:
            bands = {name: [Band(names[name], written[f"{name.lower()}.npy"])] for name in names}
            bands.update(self.more_bands(written, data.title))
        else:
            facts["STOCHKRIG_Z"] = f"{self.z_axis.reference} {self.z_axis.unit}".strip()
            slices = self.z_axis.slices(result.origin[2], result.shape[2])
            heights = self.z_axis.heights(slices)
            levels = Levels([(one.low + one.high) / 2 for one in slices], self.z_axis.unit, self.z_axis.positive)
            bands = {
                name: [Band(self.z_axis.name(one), written[f"{name.lower()}.npy"][:, :, one.index]) for one in slices]
                for name in names
            }
        pulse = _pulse(feedback, sum(len(bands[output]) for output in self.output_files if output in bands))
        for output, file in self.output_files.items():
            if output in self.text_outputs:
                write_text(file, self.text(output, job, data, result))
            else:
                raster = Raster(bands[output], frame, facts, result.double, levels, names.get(output, ""))
                write_raster(file, raster, pulse)
        given = Given(self, {}, context)
        RampStyle.attach(self.outputs["MEAN"], given, names["MEAN"], viridis(), heights=heights)
        if "STD" in self.outputs:
            RampStyle.attach(self.outputs["STD"], given, names["STD"], single_hue(), clip_lowest=True, heights=heights)
        for output, (name, shown) in self.more_layers(data.title).items():
            if output in self.outputs:
                RampStyle.attach(self.outputs[output], given, name, viridis(), bands=shown)
        return dict(self.outputs)

    def text(self, output: str, job: Any, data: WellData, result: Any) -> str:
        """Return what goes into a file."""
        return result.variogram.to_json()

    def numbers(self, result: Any, data: WellData) -> dict[str, Any]:
        """Return the outputs of `add_number_outputs` that all maps have."""
        return {
            "N_DATA": result.data,
            "N_SKIPPED": data.skipped + result.left_out,
            "N_EMPTY": result.empty,
            "FITTED_NUGGET": result.nugget,
            "FITTED_PARTIAL_SILL": result.partial_sill,
            "FITTED_RANGE": result.range,
            "MEAN_OF_MEAN": result.mean_of_mean,
            "MEAN_OF_STD": result.mean_of_std,
        }


def _pulse(feedback: QgsProcessingFeedback, bands: int) -> Callable[[], None]:
    """Return what moves the progress bar from where it is to its end in so many steps, and hears of a cancel."""
    from ...krig_core.errors import Cancelled

    begin, steps = feedback.progress(), itertools.count(1)

    def step() -> None:
        if feedback.isCanceled():
            raise Cancelled("Cancelled.")
        feedback.setProgress(begin + (100 - begin) * next(steps) / bands)

    return step


def _affordable_geometry(job: MapJob, coordinates: np.ndarray) -> Geometry:
    """Return where a job's cells are; KrigingError where they are too many to look at each."""
    from ...krig_core.jobs.cost import require_memory
    from ...krig_core.jobs.map_data import map_geometry
    from ...krig_core.machine import available_memory

    geometry = map_geometry(job, coordinates)
    require_memory(available_memory(), geometry, 100.0 * geometry.size)
    return geometry
