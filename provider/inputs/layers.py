"""The two surfaces of a unit to arrays: top and base at wells and at cells, in the unit of z.

Law: a surface is sampled as a drift is, linearly between its cells; where it has no value there is no unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingContext

from .drift import DriftRaster
from .wells import PICKS, WellData

if TYPE_CHECKING:
    from ...krig_core.geometry import Geometry
    from ...krig_core.jobs.map_job import MapJob

    AnyMapJob = TypeVar("AnyMapJob", bound=MapJob)

SURFACES_FILE = "surfaces.npy"
"""What the job writes of them: top and base at the cells, shape (nx, ny, 2)."""


@dataclass(frozen=True)
class Layers:
    """The unit in whose layers a map is wanted.

    Attributes
    ----------
    surfaces : (DriftRaster or None, DriftRaster or None)
        Its top and its base; None: only its picks are known.
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

    surfaces: tuple[DriftRaster | None, DriftRaster | None]
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
        data: WellData,
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
        data : WellData
            In space, in a CRS, as are the cells.
        crs : QgsCoordinateReferenceSystem
        context : QgsProcessingContext
        """
        from ...krig_core.jobs.map_job import StrataFiles

        def at(places: np.ndarray) -> np.ndarray:
            return np.column_stack(
                [
                    np.zeros(len(places)) if surface is None else factor * surface.at(places, crs, context)
                    for surface, factor in zip(self.surfaces, self.factors)
                ]
            )

        on_map = geometry.on_map
        arrays["surfaces_data.npy"] = at(data.coordinates[:, :2])
        arrays["surfaces_cells.npy"] = at(on_map.centres()).reshape(*on_map.shape, 2)
        picks = {}
        for column, (name, field) in enumerate(PICKS.items()):
            if field in data.picks:
                file = f"{name.lower()}_picks.npy"
                arrays[file] = np.column_stack([data.picks[field], at(data.picks[field][:, :2])[:, column]])
                picks[f"{name.partition('_')[0].lower()}_picks"] = file
        files = StrataFiles(
            data="surfaces_data.npy",
            cells="surfaces_cells.npy",
            layering=self.layering,
            layers=self.count,
            downwards=self.reference == "depth",
            surfaces=SURFACES_FILE,
            **picks,
        )
        return replace(job, strata=files)
