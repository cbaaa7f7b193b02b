"""The Processing provider `stochkrig`."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.crossvalidation import CrossValidationAlgorithm
from .algorithms.exceedance import ExceedanceAlgorithm
from .algorithms.kriging import KrigingMapAlgorithm
from .algorithms.lastopoints import LasToPointsAlgorithm
from .algorithms.layersinspace import LayersInSpaceAlgorithm
from .algorithms.nextwells import NextWellsAlgorithm
from .algorithms.section import SectionAlgorithm
from .algorithms.stochastickriging import StochasticKrigingAlgorithm
from .algorithms.variogram import VariogramAlgorithm
from .algorithms.volumes import VolumesAlgorithm
from .algorithms.zonestatistics import ZoneStatisticsAlgorithm
from .installation import ROOT


class StochasticKrigingProvider(QgsProcessingProvider):
    """Lists the algorithms; needs nothing but QGIS to load."""

    def id(self) -> str:
        return "stochkrig"

    def name(self) -> str:
        return "Stochastic Kriging"

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(ROOT / "icon.svg")

    def loadAlgorithms(self) -> None:
        self.addAlgorithm(StochasticKrigingAlgorithm())
        self.addAlgorithm(KrigingMapAlgorithm())
        self.addAlgorithm(VariogramAlgorithm())
        self.addAlgorithm(CrossValidationAlgorithm())
        self.addAlgorithm(LasToPointsAlgorithm())
        self.addAlgorithm(NextWellsAlgorithm())
        self.addAlgorithm(VolumesAlgorithm())
        self.addAlgorithm(ExceedanceAlgorithm())
        self.addAlgorithm(ZoneStatisticsAlgorithm())
        self.addAlgorithm(SectionAlgorithm())
        self.addAlgorithm(LayersInSpaceAlgorithm())

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        from .outputs.rasters import raster_suffixes

        return [suffix[1:] for suffix in raster_suffixes()]

    def defaultRasterFileExtension(self) -> str:
        return "tif"
