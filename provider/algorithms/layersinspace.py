"""`stochkrig:layersinspace`: layers and their surfaces in, slices of elevation and a mesh for each layer out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..inputs.raster_bands import RasterBands
from ..inputs.sources import open_netcdf
from ..inputs.stack import Stack
from ..installation import plugin_version
from ..layer_axis import BASE, LAYERING, LayerAxis
from ..outputs.maps import Maps, reserved_maps
from ..outputs.meshes import Data, Mesh, Sheet, mesh_source
from ..outputs.rasters import Band, Levels, Raster
from ..outputs.styles import About, RampStyle, SheetStyle, of_values, ramp_of
from ..parameters.layers import SURFACES, read_surfaces
from ..parameters.values import add, add_numbers
from ..text import tr
from ..z_axis import LAYERS, TRANSFORM, ZAxis
from .base import MAPS, KrigingAlgorithm

if TYPE_CHECKING:
    from ...krig_core.jobs.layers_in_space import LayersInSpaceJob, LayersInSpaceResult

_SAME = 0.01
"""Of the thickness, how far the base may be from where it was and be the same."""

_LAYER = re.compile(r"(?:(.*), )?layer \d+ of .*", re.IGNORECASE)


class LayersInSpaceAlgorithm(KrigingAlgorithm):
    """Layers that follow two surfaces, back at their elevations."""

    of = MAPS

    def name(self) -> str:
        return "layersinspace"

    def displayName(self) -> str:
        return tr("Layers in space")

    def search_words(self) -> list[str]:
        return [
            "layers",
            "stratigraphy",
            "stratigraphic grid",
            "mesh",
            "ugrid",
            "3d",
            "slices",
            "elevation",
            "formation",
            "unit",
            "geostatistics",
        ]

    def about(self) -> str:
        return tr(
            "<p>Takes a map whose bands are layers between two surfaces, as Stochastic kriging and Kriging make them, "
            "back to where the layers lie: to <b>slices</b> of elevation, and to a <b>mesh</b> for each layer.</p>"
            "<p>A slice has in each cell the value of the layer in which its middle lies, and no data outside the "
            "unit. Choose slices no higher than the layers are, or thin layers are passed over. Slices are what "
            "Section takes, and what the elevation controller of QGIS shows one by one.</p>"
            "<p>The mesh is one file, which QGIS opens as a layer for each layer of the unit, at the middle of its "
            "height: 3D views and elevation profiles show them as they lie. Each cell has its value and its "
            "thickness.</p>"
            "<p>The surfaces are those between which the layers were made, in any CRS; heights are in the unit of "
            "the layers' z. Of several maps (quantiles, realizations) all become slices, and the first becomes the "
            "mesh.</p>"
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        add(
            self,
            "RASTER",
            label=tr("Map with layers"),
            help=tr("A band for each layer, the base layer first; of one map or of several (quantiles, realizations)."),
        )
        for name in SURFACES:
            add(self, name, help=tr("The one that the layers were made with; its first band counts."), optional=False)
        add(
            self,
            "Z_DELTA",
            label=tr("Height of a slice"),
            help=tr(
                "In the unit of z. Default: the height of a layer, rounded down to 1, 2 or 5 times a power of ten."
            ),
            advanced=False,
        )
        add(self, "LAYERING", help=tr("Where the raster says how its layers were made, this has to be the same."))
        add(
            self,
            "Z_REFERENCE",
            label=tr("Direction of heights"),
            help=tr("Of the surfaces. elevation: upwards. depth: downwards."),
        )
        add(
            self,
            "LAYER",
            help=tr(
                "Takes one of several maps: of quantiles 1 is low, 2 the median, 3 high; of realizations its number. "
                "Default: all become slices, and the first the mesh."
            ),
        )
        add(
            self,
            "VERTICAL_EXAGGERATION",
            help=tr("What 3D views multiply the heights of the mesh by; the file has them as they are. Default: 1."),
            advanced=True,
        )
        add(self, "SLICES", "MESH")
        add_numbers(self, "N_SLICES", "MEAN_THICKNESS")

    def refusal(self, given: Given) -> str:
        if not (given.destination("SLICES") or given.destination("MESH")):
            return given.sentence(tr("Nothing is asked for: choose SLICES, MESH, or both."))
        return ""

    def read(self, given: Given, feedback: QgsProcessingFeedback) -> None:
        layers = {name: given.layer(name) for name in ("RASTER", *SURFACES)}
        for name, layer in layers.items():
            if layer is None:
                raise QgsProcessingException(self.invalidRasterError(given.parameters, name))
        bands = RasterBands.of(layers["RASTER"], "RASTER")
        self.axis = LayerAxis.of(bands.fact(LAYERING), bands.fact(BASE))
        if self.axis is None and bands.fact("STOCHKRIG_VERSION"):
            text = tr("{name} (RASTER) is a map that was made without LAYERS: choose one that was made with them.")
            raise QgsProcessingException(text.format(name=bands.name))
        self.stack = Stack.of_layers(bands, None if self.axis is None else self.axis.layers)
        self._require_agreement(given)
        unit = self.axis.unit if self.axis else ""
        self.surfaces = read_surfaces(given, given.choice("Z_REFERENCE"), unit, feedback)
        self.ramp = ramp_of(layers["RASTER"])
        self.open_netcdf = open_netcdf(given.context.project())
        self.sheets: list[tuple[int, str, SheetStyle]] = []

    def _require_agreement(self, given: Given) -> None:
        """Refuse what contradicts what the raster says of its layers."""
        for name, said in (
            ("LAYERING", self.axis.layering if self.axis else ""),
            ("Z_REFERENCE", self.axis.reference if self.axis else ""),
        ):
            if said and given.choice(name) != said:
                text = tr(
                    "The layers of {raster} (RASTER) were made with {said}, and {parameter} is {given}: choose {said}."
                )
                names = {"parameter": given.titled(name), "given": given.choice(name)}
                raise QgsProcessingException(text.format(raster=self.stack.bands.name, said=said, **names))

    def compute(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        from ..runner import run_job

        self._doubt_base(given.context, feedback)
        with reserved_maps(given, self.inputs, self.open_netcdf, ("SLICES",), ("MESH",)) as maps:
            job = self._job(given, maps)
            arrays: dict[str, Any] = {"layers.npy": self.stack, **self._heights(given.context)}
            result, outputs = run_job(
                job,
                arrays,
                feedback,
                receive=lambda result, written: (result, self._write(maps, result, written, given, feedback)),
            )
        self._say(result, feedback)
        self.parameters, self.mesh = given.parameters, outputs.get("MESH", "")
        return {**outputs, "N_SLICES": result.count, "MEAN_THICKNESS": result.mean}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        for number, name, style in self.sheets:
            style.load(mesh_source(self.mesh, number), Given(self, self.parameters, context), "MESH", name, number)
        return super().postProcessAlgorithm(context, feedback)

    def _job(self, given: Given, maps: Maps) -> LayersInSpaceJob:
        from ...krig_core.jobs.layers_in_space import LayersInSpaceJob

        slices, mesh = "SLICES" in maps.paths, "MESH" in maps.paths
        return LayersInSpaceJob(
            raster="layers.npy",
            top_surface="top.npy",
            base_surface="base.npy",
            layering=given.choice("LAYERING"),
            thickness=None if self.axis is None else self.axis.thickness,
            z_reference=given.choice("Z_REFERENCE"),
            z_delta=given.number("Z_DELTA"),
            layer=given.whole("LAYER"),
            slices="slices.npy" if slices else None,
            corners="corners.npy" if mesh else None,
            cells="cells.npy" if mesh else None,
        )

    def _heights(self, context: QgsProcessingContext) -> dict[str, np.ndarray]:
        """Return the surfaces at the centres of cells, by the names of their files."""
        frame = self.stack.frame
        columns, rows = frame.shape
        y, x = np.mgrid[0:rows, 0:columns].reshape(2, -1) + 0.5
        centres = np.column_stack([frame.west + x * frame.dx, frame.north - y * frame.dy])
        return {
            file: factor * surface.at(centres, frame.crs, context).reshape(1, 1, rows, columns)
            for file, surface, factor in zip(("top.npy", "base.npy"), *self.surfaces)
        }

    def _doubt_base(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        """Warn where the base is not where the raster says that it was; a unit of another thickness the job tells."""
        if self.axis is None or not self.axis.base:
            return
        x, y, wanted = self.axis.base
        surface, factor = self.surfaces[0][1], self.surfaces[1][1]
        found = factor * float(surface.at(np.array([[x, y]]), self.stack.frame.crs, context)[0])
        if abs(found - wanted) > _SAME * self.axis.thickness:
            unit = f" {self.axis.unit}" if self.axis.unit else ""
            text = tr(
                "The layers were made in a unit whose base lies at {wanted:.6g}{unit} at ({x:.10g}, {y:.10g}), and "
                "this base lies at {found:.6g}{unit} there (BASE_SURFACE). Are they the same surfaces?"
            )
            feedback.pushWarning(text.format(wanted=wanted, found=found, unit=unit, x=x, y=y))

    def _write(
        self,
        maps: Maps,
        result: LayersInSpaceResult,
        written: Mapping[str, np.ndarray],
        given: Given,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, str]:
        unit = self.axis.unit if self.axis else ""
        axis = ZAxis(result.z_delta, given.choice("Z_REFERENCE"), (None, None), unit)
        layer = given.whole("LAYER")
        rasters, meshes = {}, {}
        if "SLICES" in maps.paths:
            rasters["SLICES"] = self._raster(axis, result, written["slices.npy"], layer)
        if "MESH" in maps.paths:
            meshes["MESH"] = self._mesh(axis, written["corners.npy"], written["cells.npy"], layer or 1)
        maps.put(rasters, feedback, meshes=meshes)
        self._style(maps, axis, result, rasters, meshes, given)
        return dict(maps.paths)

    def _raster(self, axis: ZAxis, result: LayersInSpaceResult, slices: np.ndarray, layer: int | None) -> Raster:
        """Return slices, shape (maps, slices, rows, columns), as a raster: the uppermost first, map after map."""
        bands, found = self.stack.bands, axis.slices(result.first, result.count)
        numbers = range(1, len(slices) + 1) if layer is None else [layer]
        several = len(slices) > 1
        facts = {
            "STOCHKRIG_VERSION": plugin_version(),
            **axis.facts(len(found)),
            **{name: fact for name in (TRANSFORM, *([LAYERS] if several else [])) if (fact := bands.fact(name))},
        }
        return Raster(
            [
                Band(f"{self._title(number)}, {axis.name(one)}" if several else axis.name(one), part[one.index, ::-1].T)
                for number, part in zip(numbers, slices)
                for one in found
            ],
            self.stack.frame,
            facts,
            double=not bands.is_single,
            levels=None if several else Levels(axis.levels(found), axis.unit, axis.positive, axis.long_name),
            title=self._title(numbers[0]),
            unit=bands.unit(1),
        )

    def _mesh(self, axis: ZAxis, corners: np.ndarray, cells: np.ndarray, layer: int) -> Mesh:
        title, unit = self._title(layer), self.stack.bands.unit(1)
        thickness = tr("Thickness")
        sheets = [
            Sheet(height, {title: Data(values, unit), thickness: Data(thick, axis.unit)})
            for height, values, thick in zip(axis.upwards(corners), *cells)
        ]
        return Mesh(sheets, self.stack.frame, axis.unit, title)

    def _title(self, number: int) -> str:
        """Return what a map of the raster is called, from 1."""
        described = _LAYER.fullmatch(self.stack.bands.description((number - 1) * self.stack.slices + 1))
        name = described[1] if described else None
        if name or self.stack.layers == 1:
            return name or self.stack.bands.name
        return tr("Map {number} of {name}").format(number=number, name=self.stack.bands.name)

    def _style(
        self,
        maps: Maps,
        axis: ZAxis,
        result: LayersInSpaceResult,
        rasters: Mapping[str, Raster],
        meshes: Mapping[str, Mesh],
        given: Given,
    ) -> None:
        title = self._title(given.whole("LAYER") or 1)
        text = tr("{title}, back at its heights. By Stochastic Kriging for QGIS {version}, from {name}.").format(
            title=title, version=plugin_version(), name=self.stack.bands.name
        )
        about = About(self.free_group(tr("{title} in space").format(title=title)), text, [self.command])
        bands = [band.values for raster in rasters.values() for band in raster.bands]
        bands += [sheet.data[title].values for mesh in meshes.values() for sheet in mesh.sheets]
        ramp, span = self.ramp or of_values(bands)
        for name, raster in rasters.items():
            style = RampStyle(ramp.clone(), span, raster.unit, about)
            style.heights = axis.heights(axis.slices(result.first, result.count))
            # The uppermost has hardly a cell: the fullest one is shown.
            counts = [np.count_nonzero(~np.isnan(band.values)) for band in raster.bands[: result.count]]
            style.above = int(np.argmax(counts))
            style.shown = style.above + 1
            style.attach_to(maps.paths[name], given, name, tr("Slices of {title}").format(title=title))
        factor = given.number("VERTICAL_EXAGGERATION") or 1.0
        for mesh in meshes.values():
            names = {
                number: tr("Layer {number} of {title}").format(number=number, title=title)
                for number, _ in mesh.numbered()
            }
            self.sheets = [
                (number, called, SheetStyle(ramp.clone(), span, title, factor, about))
                for number, called in names.items()
            ]

    def _say(self, result: LayersInSpaceResult, feedback: QgsProcessingFeedback) -> None:
        unit = f" {self.axis.unit}" if self.axis and self.axis.unit else ""
        text = tr(
            "The unit is {mean:.6g}{unit} thick on average, {least:.6g} to {greatest:.6g}, in {cells} cells; slices "
            "of {delta:g}{unit}: {count}."
        )
        sizes = {"mean": result.mean, "least": result.least, "greatest": result.greatest, "delta": result.z_delta}
        feedback.pushInfo(text.format(unit=unit, cells=result.cells, count=result.count, **sizes))
        if result.outside:
            text = tr("Cells with values where the surfaces have no unit, which are left out: {n}.")
            feedback.pushWarning(text.format(n=result.outside))
        if result.crossed:
            text = tr("Cells where the top lies below the base (TOP_SURFACE, BASE_SURFACE): {n}.")
            feedback.pushWarning(text.format(n=result.crossed))
