"""The rasters and files of a map.

Law: all outputs appear together, the rasters named and styled, or none does.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..installation import plugin_version
from ..layer_axis import LayerAxis
from ..map_frame import MapFrame
from ..quantile_names import quantile_names
from ..text import tr
from ..z_axis import LAYERS, TRANSFORM, Slice, ZAxis
from .files import OutputFile, OutputFiles, write_text
from .meshes import Mesh, write_mesh
from .rasters import Band, Levels, Raster, raster_suffixes, write_raster
from .styles import About, RampStyle, of_spread, of_values

if TYPE_CHECKING:
    from ...krig_core.jobs.map_job import MapResult

MAP_NUMBERS = {
    "N_DATA": "data",
    "N_SKIPPED": "left_out",
    "N_EMPTY": "empty",
    "FITTED_NUGGET": "nugget",
    "FITTED_PARTIAL_SILL": "partial_sill",
    "FITTED_RANGE": "range",
    "RANGE_P05": "range_p05",
    "RANGE_P50": "range_p50",
    "RANGE_P95": "range_p95",
    "MEAN_OF_MEAN": "mean_of_mean",
    "MEAN_OF_STD": "mean_of_std",
}
"""Outputs of every map that are numbers, and what they are in its result."""


def map_numbers(result: MapResult, skipped: int) -> dict[str, Any]:
    """Return those that there are; `skipped` features and files gave no datum, and count with the data left out."""
    found = {name: value for name, key in MAP_NUMBERS.items() if (value := getattr(result, key)) is not None}
    return {**found, "N_SKIPPED": skipped + result.left_out}


class Layers(NamedTuple):
    """Several maps in one raster, beside MEAN and STD.

    Attributes
    ----------
    title : str
    names : list of str
        Of the maps.
    maps : sequence of float array, shape (nx, ny) or (nx, ny, nz)
    shown : int
        The one that is shown at first, from 0.
    frames : bool
        Whether they are shown one after the other.
    kind : str
        What the maps are, "quantiles" or "realizations"; empty for one map.
    """

    title: str
    names: Sequence[str]
    maps: np.ndarray | Sequence[np.ndarray]
    shown: int = 0
    frames: bool = False
    kind: str = ""


PERCENTILES = (10, 50, 90)


def quantile_layers(title: str, quantiles: np.ndarray | Sequence[np.ndarray]) -> Layers:
    """Return the raster of quantiles, one of each of `PERCENTILES`, of which the median is shown."""
    names = [f"{name} of {title}" for name in quantile_names()]
    return Layers(f"Quantiles of {title}", names, quantiles, 1, kind="quantiles")


class Subject(NamedTuple):
    """What a map shows.

    Attributes
    ----------
    title : str
    crs : QgsCoordinateReferenceSystem
    z_axis : ZAxis, LayerAxis or None
        None for a map that is flat.
    unit : str
        Of the values; empty: not known.
    transform : str
        In what they were kriged or simulated, a word of `TRANSFORMS`.
    """

    title: str
    crs: QgsCoordinateReferenceSystem
    z_axis: ZAxis | LayerAxis | None
    unit: str
    transform: str


@contextmanager
def reserved_maps(
    given: Given,
    inputs: Mapping[str, Sequence[str]],
    open_netcdf: Mapping[Path, str],
    rasters: Sequence[str],
    texts: Sequence[str],
) -> Iterator[Maps]:
    """Ask where the outputs go, refuse what cannot be written, and let them appear when the block ends well.

    The first thing that `compute` of an algorithm does. Not in `read`: a task has a context of its own, and only
    what is registered in that one is loaded.

    Parameters
    ----------
    given : Given
    inputs : mapping of parameter to paths
        Files that the run reads.
    open_netcdf : mapping of path to str
        The NetCDF files that QGIS has open, and as which layers.
    rasters : sequence of str
        Outputs that are rasters, MEAN and STD among them.
    texts : sequence of str
        Outputs that are files of text.
    """
    paths = {name: given.output_raster(name) for name in rasters}
    paths.update({name: given.output_file(name) for name in texts})
    wanted = {name: path for name, path in paths.items() if path}
    with OutputFiles(inputs) as files:
        places = {
            name: files.reserve(name, path, given.suffixes(name) if name in texts else raster_suffixes())
            for name, path in wanted.items()
        }
        for file in places.values():
            if file.final in open_netcdf:
                # The library keeps to the old file, whatever is there now, for as long as anything has it open.
                text = tr(
                    "{path} ({name}) is open as the layer {layer}, and NetCDF would go on showing the old map: remove "
                    "that layer, or choose another name."
                )
                layer = open_netcdf[file.final]
                raise QgsProcessingException(text.format(path=file.path, name=file.parameter, layer=layer))
        yield Maps(wanted, places, given, files)


class Maps:
    """The outputs of a run that are wanted, by name: their paths as QGIS knows them, and the files to write.

    What else the run writes goes into `together`, to appear with them.
    """

    def __init__(
        self, paths: Mapping[str, str], files: Mapping[str, OutputFile], given: Given, together: OutputFiles
    ) -> None:
        self.paths, self._files, self._given, self.together = paths, files, given, together

    def write(
        self,
        result: MapResult,
        written: Mapping[str, np.ndarray],
        of: Subject,
        feedback: QgsProcessingFeedback,
        more: Mapping[str, Layers] | None = None,
        texts: Mapping[str, str] | None = None,
        surfaces: Mapping[str, np.ndarray] | None = None,
    ) -> dict[str, str]:
        """Write them, and style the rasters for loading; return the paths.

        Parameters
        ----------
        result : MapResult
        written : mapping of file name to array
            What the job wrote: mean.npy and std.npy.
        of : Subject
        feedback : QgsProcessingFeedback
        more : mapping of output to Layers
            Rasters beside MEAN and STD, of which those that are wanted are written.
        texts : mapping of output to str
            What goes into files.
        surfaces : mapping of output to float array, shape (nx, ny)
            The top and the base of a unit, in the unit of z.
        """
        facts = {
            "STOCHKRIG_VERSION": plugin_version(),
            "STOCHKRIG_VARIOGRAM": str(result.variogram),
            "STOCHKRIG_DATA": str(result.data),
            TRANSFORM: of.transform,
            "STOCHKRIG_VARIOGRAM_UNCERTAINTY": "none" if result.band is None else "posterior",
            "STOCHKRIG_MOMENTS": "exact" if getattr(result, "exact", True) else "sampled",
        }
        for name in ("seed", "realizations"):
            if hasattr(result, name):
                facts[f"STOCHKRIG_{name.upper()}"] = str(getattr(result, name))
        names = {"MEAN": f"Mean of {of.title}", "STD": f"Standard deviation of {of.title}"}
        layers = {
            "MEAN": Layers(names["MEAN"], [names["MEAN"]], [written["mean.npy"]]),
            "STD": Layers(names["STD"], [names["STD"]], [written["std.npy"]]),
            **(more or {}),
        }
        layers = {name: raster for name, raster in layers.items() if name in self.paths}
        slices = of.z_axis.slices(result.origin[2], result.shape[2]) if of.z_axis else []
        levels = None
        if of.z_axis is None:
            bands = {name: list(map(Band, raster.names, raster.maps)) for name, raster in layers.items()}
        else:
            facts.update(of.z_axis.facts(len(slices)))
            axis = of.z_axis
            levels = Levels(axis.levels(slices), axis.level_unit, axis.positive, axis.long_name)
            bands = {name: _bands_of_slices(raster, of.z_axis, slices) for name, raster in layers.items()}
        frame = MapFrame.of(result.origin, result.spacing, result.shape, of.crs)
        kinds = {name: {LAYERS: raster.kind} if raster.kind else {} for name, raster in layers.items()}
        # As NetCDF the third dimension is z, and there is no fourth.
        rasters = {
            name: Raster(
                bands[name],
                frame,
                {**facts, **kinds[name]},
                result.double,
                levels if len(raster.maps) == 1 else None,
                names.get(name, ""),
                of.unit,
            )
            for name, raster in layers.items()
        }
        unit = of.z_axis.unit if of.z_axis else ""
        wanted = {name: array for name, array in (surfaces or {}).items() if name in self.paths}
        titles = {"TOP_SURFACE_OUTPUT": tr("Top of the unit"), "BASE_SURFACE_OUTPUT": tr("Base of the unit")}
        for name, array in wanted.items():
            title = titles[name]
            rasters[name] = Raster([Band(title, array)], frame, {}, double=True, title=title, unit=unit)
        self.put(rasters, feedback, texts)
        self._style(layers, bands, slices, of, result)
        for name, array in wanted.items():
            about = _about(of, result, self._given)
            style = RampStyle(*of_values([array]), unit, about._replace(abstract=f"{titles[name]}."))
            style.attach_to(self.paths[name], self._given, name, titles[name])
        return dict(self.paths)

    def put(
        self,
        rasters: Mapping[str, Raster],
        feedback: QgsProcessingFeedback,
        texts: Mapping[str, str] | None = None,
        meshes: Mapping[str, Mesh] | None = None,
    ) -> None:
        """Write rasters, texts and meshes, by the names of their outputs; all that are wanted."""
        pulse = _pulse(feedback, max(1, sum(len(raster.bands) for raster in rasters.values())))
        for name, file in self._files.items():
            if name in rasters:
                write_raster(file, rasters[name], pulse)
            elif meshes and name in meshes:
                write_mesh(file, meshes[name])
            else:
                write_text(file, (texts or {})[name])

    def _style(
        self,
        layers: Mapping[str, Layers],
        bands: Mapping[str, Sequence[Band]],
        slices: Sequence[Slice],
        of: Subject,
        result: MapResult,
    ) -> None:
        about = _about(of, result, self._given)
        for name, raster in layers.items():
            arrays = [band.values for band in bands[name]]
            ramp, span = of_spread(arrays) if name == "STD" else of_values(arrays)
            own = about._replace(abstract=f"{raster.title}. {about.abstract}")
            style = RampStyle(ramp, span, of.unit, own)
            style.shown = raster.shown * max(1, len(slices)) + 1
            style.heights = of.z_axis.heights(slices) if of.z_axis else []
            style.frames = len(arrays) if raster.frames and not slices else 0
            style.attach_to(self.paths[name], self._given, name, raster.title)


def _bands_of_slices(raster: Layers, z_axis: ZAxis | LayerAxis, slices: Sequence[Slice]) -> list[Band]:
    """Return the slices of one map after those of another; of one alone only heights are said."""
    alone = len(raster.maps) == 1
    return [
        Band(z_axis.name(one) if alone else f"{name}, {z_axis.name(one)}", values[:, :, one.index])
        for name, values in zip(raster.names, raster.maps)
        for one in slices
    ]


def _about(of: Subject, result: MapResult, given: Given) -> About:
    """Return what all layers of a run say of it."""
    ends = [end for end in (given.number("TOP"), given.number("BOTTOM")) if end is not None]
    unit = of.z_axis.unit if of.z_axis else given.choice("DEPTH_UNIT")
    between = f" {ends[0]:g} – {ends[1]:g} {unit}" if len(ends) == 2 else ""
    algorithm = given.algorithm
    method = given.choice("METHOD") if algorithm.parameterDefinition("METHOD") else algorithm.displayName()
    transform = given.choice("TRANSFORM")
    said = tr("no transform") if transform == "none" else transform
    in_what = f", {said}" if transform != algorithm.parameterDefinition("TRANSFORM").defaultValue() else ""
    of_realizations = f" Seed {result.seed}." if hasattr(result, "seed") else ""
    text = tr("{algorithm} from {n} data, by Stochastic Kriging for QGIS {version}. Variogram: {variogram}.")
    abstract = text.format(
        algorithm=algorithm.displayName(), n=result.data, version=plugin_version(), variogram=result.variogram
    )
    return About(
        algorithm.free_group(f"{of.title}{between}, {method}{in_what}"), abstract + of_realizations, [algorithm.command]
    )


def _pulse(feedback: QgsProcessingFeedback, bands: int) -> Callable[[], None]:
    """Return what moves the progress bar from where it is to its end in so many steps, and hears of a cancel."""
    from ...krig_core.errors import Cancelled

    begin, steps = feedback.progress(), itertools.count(1)

    def step() -> None:
        if feedback.isCanceled():
            raise Cancelled("Cancelled.")
        feedback.setProgress(begin + (100 - begin) * next(steps) / bands)

    return step
