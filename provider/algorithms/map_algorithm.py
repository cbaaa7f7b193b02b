"""What algorithms that make a map of wells share: extent, cells, variogram, and the two rasters.

Law: both rasters appear together, named and styled, or neither does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDistance,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
)

from ..installation import plugin_version
from .base import tr
from .well_algorithm import WellAlgorithm

if TYPE_CHECKING:
    from ..rasters import Band

MODELS = ("automatic", "spherical", "exponential", "gaussian", "matern", "cubic", "stable", "hole-effect")


def choice(name: str, label: str, options: Sequence[str]) -> QgsProcessingParameterEnum:
    """Make an enum of static strings, the first of which is the default."""
    return QgsProcessingParameterEnum(name, label, list(options), defaultValue=options[0], usesStaticStrings=True)


class MapAlgorithm(WellAlgorithm):
    """An algorithm that writes MEAN and STD of a map.

    Attributes
    ----------
    kriging_types, models : sequences of str
        What KRIGING_TYPE and MODEL offer.
    """

    kriging_types: Sequence[str] = ("ordinary", "simple")
    models: Sequence[str] = MODELS
    kriging_type_help = "ordinary: unknown mean. simple: the mean is the data's average."

    def add_grid_parameters(self) -> None:
        """Add the parameters that say where the cells are."""
        self.add(
            QgsProcessingParameterExtent("EXTENT", tr("Output extent"), optional=True),
            tr("Default: the data with a margin of 5 %. Points outside are used as far as the range reaches."),
        )
        self.add(
            QgsProcessingParameterDistance("XY_DELTA", tr("Cell size"), None, "TARGET_CRS", optional=True),
            tr("In units of the target CRS. Default: the short side / 250, rounded."),
        )

    def add_variogram_parameters(self) -> None:
        """Add the parameters of variogram and kriging type, all advanced."""
        double = QgsProcessingParameterNumber.Type.Double
        self.add(
            QgsProcessingParameterFile("VARIOGRAM_FILE", tr("Variogram file"), extension="json", optional=True),
            tr("A variogram that the algorithm Variogram wrote; then the parameters of the variogram do not count."),
            advanced=True,
        )
        self.add(
            choice("MODEL", tr("Variogram model"), self.models),
            tr("automatic: spherical or exponential, whichever has the least weighted squared error."),
            advanced=True,
        )
        for name, label, text in (
            ("NUGGET", "Nugget", "Semivariance just off zero. Default: fitted."),
            ("PARTIAL_SILL", "Partial sill", "Variance that the model adds to the nugget. Default: fitted."),
            (
                "RANGE",
                "Range (practical)",
                "Where 95 % of the partial sill is reached (spherical: all), in map units. Default: fitted.",
            ),
            ("SHAPE", "Shape of the model", "ν of matern (default 1.5), α of stable (default 1.5)."),
            ("AZIMUTH", "Azimuth", "Direction of the longest range, degrees clockwise from north."),
            ("RATIO", "Anisotropy ratio", "Range across the azimuth divided by the range along it. Default: 1."),
        ):
            self.add(
                QgsProcessingParameterNumber(name, tr(label), double, None, optional=True), tr(text), advanced=True
            )
        self.add(
            QgsProcessingParameterBoolean("ANISOTROPY", tr("Look for anisotropy"), False),
            tr("Fit azimuth and ratio where they are not given; kept only where they clearly fit better than none."),
            advanced=True,
        )
        self.add(
            choice("KRIGING_TYPE", tr("Kriging type"), self.kriging_types),
            tr(self.kriging_type_help),
            advanced=True,
        )

    def add_raster_outputs(self) -> None:
        """Add MEAN and STD."""
        self.addParameter(QgsProcessingParameterRasterDestination("MEAN", tr("Mean")))
        self.addParameter(
            QgsProcessingParameterRasterDestination(
                "STD", tr("Standard deviation"), optional=True, createByDefault=True
            )
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        # Before QGIS's own check, which would only say that a value is incorrect.
        for name, positive in (
            ("XY_DELTA", True),
            ("RANGE", True),
            ("SHAPE", True),
            ("RATIO", True),
            ("NUGGET", False),
            ("PARTIAL_SILL", False),
            ("PROCESSES", False),
            ("SEED", False),
        ):
            given = parameters.get(name)
            if isinstance(given, str) and given and not _is_number(given):
                return False, tr(f"{name} is '{given}': it should be a number.")
            value = None if self.parameterDefinition(name) is None else self.number(parameters, name, context)
            if value is not None and not (value > 0 if positive else value >= 0):
                return False, tr(
                    f"{name} is {value:g}: it should be {'greater than zero' if positive else 'zero or greater'}."
                )
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        self.extent = None
        if parameters.get("EXTENT"):
            self.extent = self.parameterAsExtent(parameters, "EXTENT", context, self.crs)
            if self.extent.isEmpty():
                raise QgsProcessingException(tr("The output extent is empty (EXTENT)."))
        return True

    raster_outputs: Sequence[str] = ("MEAN", "STD")

    def register_outputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Ask where the rasters go, and refuse what cannot be written; the first thing that processAlgorithm does.

        Not in prepareAlgorithm: a task has a context of its own, and only what is registered in that one is loaded.
        """
        self.outputs = {name: self.parameterAsOutputLayer(parameters, name, context) for name in self.raster_outputs}
        self._require_writable()

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
            "kriging_type": self.parameterAsEnumString(parameters, "KRIGING_TYPE", context),
            "variogram": {
                "model": None if model == "automatic" else model,
                "nugget": self.number(parameters, "NUGGET", context),
                "partial_sill": self.number(parameters, "PARTIAL_SILL", context),
                "range": self.number(parameters, "RANGE", context),
                "shape": self.number(parameters, "SHAPE", context),
                "azimuth": self.number(parameters, "AZIMUTH", context),
                "ratio": self.number(parameters, "RATIO", context),
                "anisotropy": self.parameterAsBool(parameters, "ANISOTROPY", context),
                "json": self._variogram_text(parameters, context),
            },
            "mean": "mean.npy",
            "std": "std.npy",
        }

    def _variogram_text(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str | None:
        from ...krig_core.errors import InvalidInput
        from ...krig_core.models import Variogram

        path = self.parameterAsFile(parameters, "VARIOGRAM_FILE", context)
        if not path:
            return None
        try:
            return Variogram.from_json(Path(path).read_text(encoding="utf-8-sig")).to_json()
        except (OSError, UnicodeDecodeError) as error:
            raise QgsProcessingException(f"Cannot read {path} (VARIOGRAM_FILE): {error}.") from error
        except InvalidInput as error:
            raise QgsProcessingException(f"{path} (VARIOGRAM_FILE) holds no variogram. {error}") from error

    def _require_writable(self) -> None:
        from ..rasters import require_writable

        for name, path in self.outputs.items():
            if path:
                require_writable(name, path)
        paths = [Path(path).resolve() for path in self.outputs.values() if path]
        if len(set(paths)) < len(paths):
            raise QgsProcessingException(tr("Two outputs are the same file (MEAN, STD): give them different names."))

    def more_bands(self, written: Mapping[str, np.ndarray], title: str) -> dict[str, list[Band]]:
        """Return the bands of outputs beside MEAN and STD, by output."""
        return {}

    def write_rasters(
        self, result: dict[str, Any], written: Mapping[str, np.ndarray], title: str, context: QgsProcessingContext
    ) -> dict[str, str]:
        """Write the rasters and style them for loading; return the paths of those that were wanted."""
        from ...krig_core.models import Variogram
        from ..rasters import Band, MapFrame, RasterSet
        from ..styles import RampStyle, single_hue, viridis

        (x, y), (dx, dy), (_, ny) = result["origin"], result["spacing"], result["shape"]
        frame = MapFrame(x - dx / 2, y - dy / 2 + ny * dy, dx, dy, self.crs)
        variogram = Variogram.from_json(json.dumps(result["variogram"]))
        facts = {
            "STOCHKRIG_VERSION": plugin_version(),
            "STOCHKRIG_VARIOGRAM": str(variogram),
            "STOCHKRIG_DATA": str(result["data"]),
            **{f"STOCHKRIG_{name.upper()}": str(result[name]) for name in ("seed", "realizations") if name in result},
        }
        names = {"MEAN": f"Mean of {title}", "STD": f"Standard deviation of {title}"}
        bands = {name: [Band(names[name], written[f"{name.lower()}.npy"])] for name in names}
        bands.update(self.more_bands(written, title))
        with RasterSet() as rasters:
            for output, path in self.outputs.items():
                if path:
                    rasters.write(path, bands[output], frame, facts)
        RampStyle.attach(self.outputs["MEAN"], context, names["MEAN"], viridis())
        if self.outputs["STD"]:
            RampStyle.attach(self.outputs["STD"], context, names["STD"], single_hue(), clip_lowest=True)
        return {output: path for output, path in self.outputs.items() if path}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
