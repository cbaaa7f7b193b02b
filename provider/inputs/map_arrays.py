"""The arrays of a job that makes a map: data, mask, surfaces and drift, beside the names that the job gives them.

Law: mask and drift are looked at cell by cell, so only where the cells are not too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..map_frame import MapFrame
from ..text import spelled
from .drift import DriftRaster, sample, sample_cells
from .layers import Layers
from .mask import cells_inside
from .wells import WellData, units_of

if TYPE_CHECKING:
    from ...krig_core.geometry import Geometry
    from ...krig_core.jobs.map_job import DriftFiles, MapJob

    AnyMapJob = TypeVar("AnyMapJob", bound=MapJob)


def with_arrays(
    job: AnyMapJob,
    data: WellData,
    drift: Sequence[DriftRaster],
    crs: QgsCoordinateReferenceSystem,
    given: Given,
    feedback: QgsProcessingFeedback,
    z_unit: str = "",
    secondary: DriftRaster | None = None,
    layers: Layers | None = None,
) -> tuple[AnyMapJob, dict[str, np.ndarray]]:
    """Return a job with its units and the names of arrays that not every map has, and all its arrays by file name."""
    from ...krig_core.errors import KrigingError

    arrays = {"coordinates.npy": data.coordinates, "values.npy": data.values}
    job = replace(job, units=units_of(data, crs, z_unit))
    if data.error is not None:
        job, arrays["error.npy"] = replace(job, error="error.npy"), data.error
    if data.weights is not None:
        job, arrays["weights.npy"] = replace(job, weights="weights.npy"), data.weights
    if data.thickness is not None and job.upscale:
        job, arrays["thickness.npy"] = replace(job, thickness="thickness.npy"), data.thickness
    mask = given.source("MASK")
    if mask is None and not drift and secondary is None and layers is None:
        return job, arrays
    try:
        geometry = affordable_geometry(job, data.coordinates)
        if mask is not None:
            frame = MapFrame.of(geometry.origin, geometry.spacing, geometry.shape, crs)
            arrays["mask.npy"] = cells_inside(mask, frame, given.context, feedback)
            job = replace(job, mask="mask.npy")
        if layers is not None:
            job = layers.job_with(job, arrays, geometry, data, crs, given.context)
        where = arrays, geometry, data.coordinates, crs, given
        if drift:
            job = replace(job, drift=_sampled("drift", drift, *where))
        if secondary is not None:
            job = replace(job, secondary=_sampled("secondary", [secondary], *where))
    except KrigingError as error:
        raise QgsProcessingException(spelled(str(error))) from error
    return job, arrays


def _sampled(
    name: str,
    rasters: Sequence[DriftRaster],
    arrays: dict[str, np.ndarray],
    geometry: Geometry,
    coordinates: np.ndarray,
    crs: QgsCoordinateReferenceSystem,
    given: Given,
) -> DriftFiles:
    """Return the files of rasters at wells and cells, whose arrays are added to the others."""
    from ...krig_core.jobs.map_data import widest_margin
    from ...krig_core.jobs.map_job import DriftFiles

    margin = widest_margin(geometry.on_map, coordinates[:, :2])
    arrays[f"{name}_data.npy"] = sample(rasters, coordinates[:, :2], crs, given.context)
    arrays[f"{name}_cells.npy"] = sample_cells(rasters, geometry.on_map.padded(margin), crs, given.context)
    names = tuple(raster.name for raster in rasters)
    return DriftFiles(data=f"{name}_data.npy", cells=f"{name}_cells.npy", margin=tuple(margin), names=names)


def affordable_geometry(job: MapJob, coordinates: np.ndarray) -> Geometry:
    """Return where a job's cells are; KrigingError where they are too many to look at each."""
    from ...krig_core.jobs.cost import require_memory
    from ...krig_core.jobs.map_data import map_geometry
    from ...krig_core.machine import available_memory

    geometry = map_geometry(job, coordinates)
    require_memory(available_memory(), geometry, 100.0 * geometry.size)
    return geometry
