"""The two surfaces of a unit to arrays: top and base at wells and at cells, in the unit of z.

Law: a surface is sampled as a drift is, linearly between its cells; where it has no value there is no unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingContext

from .drift import DriftRaster, sample, sample_cells

if TYPE_CHECKING:
    from ...krig_core.geometry import Geometry
    from ...krig_core.jobs.map_job import MapJob

    AnyMapJob = TypeVar("AnyMapJob", bound=MapJob)


@dataclass(frozen=True)
class Layers:
    """The unit in whose layers a map is wanted.

    Attributes
    ----------
    surfaces : (DriftRaster, DriftRaster)
        Its top and its base.
    factors : (float, float)
        By which their values are multiplied to be in the unit of z.
    layering : str
    count : int
        Of layers.
    reference : {"elevation", "depth"}
        What z is, of data and surfaces.
    unit : str
        Of z; empty where it is not known.
    """

    surfaces: tuple[DriftRaster, DriftRaster]
    factors: tuple[float, float]
    layering: str
    count: int
    reference: str
    unit: str

    def job_with(
        self,
        job: AnyMapJob,
        arrays: dict[str, np.ndarray],
        geometry: Geometry,
        coordinates: np.ndarray,
        crs: QgsCoordinateReferenceSystem,
        context: QgsProcessingContext,
    ) -> AnyMapJob:
        """Return a job with the unit, and put its surfaces among the arrays.

        Parameters
        ----------
        job : MapJob
        arrays : dict of file name to array
        geometry : Geometry
            Of the map.
        coordinates : float array, shape (n, 3)
            Of the data, in a CRS, as are the cells.
        crs : QgsCoordinateReferenceSystem
        context : QgsProcessingContext
        """
        from ...krig_core.jobs.map_job import StrataFiles

        arrays["surfaces_data.npy"] = sample(self.surfaces, coordinates[:, :2], crs, context) * self.factors
        arrays["surfaces_cells.npy"] = sample_cells(self.surfaces, geometry.on_map, crs, context) * self.factors
        files = StrataFiles(
            data="surfaces_data.npy",
            cells="surfaces_cells.npy",
            layering=self.layering,
            layers=self.count,
            downwards=self.reference == "depth",
        )
        return replace(job, strata=files)
