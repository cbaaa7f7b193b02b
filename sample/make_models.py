"""Write the example models with QGIS: `make_models.py [folder]`, by default models/ beside this file.

They chain the algorithms by what they hand on, without a number typed in: from logs to what each zone holds, and from
points to a map that was cross-validated.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterDistance,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF, QSizeF

GROUP = "Stochastic Kriging"
POINTS = [QgsProcessing.SourceType.TypeVectorPoint]
POLYGONS = [QgsProcessing.SourceType.TypeVectorPolygon]


class Model:
    """A model that is being put together, drawn from the left to the right."""

    def __init__(self, name: str, title: str, text: str) -> None:
        self.model = QgsProcessingModelAlgorithm(title, GROUP)
        self.model.setName(title)
        self.model.setHelpContent({"ALG_DESC": text})
        self.name, self._inputs, self._children = name, 0, 0

    def ask(self, definition: QgsProcessingParameterDefinition) -> None:
        """Add an input."""
        component = QgsProcessingModelParameter(definition.name())
        component.setPosition(QPointF(120 + 230 * self._inputs, 60))
        component.setSize(QSizeF(200, 30))
        self.model.addModelParameter(definition, component)
        self._inputs += 1

    def do(
        self,
        child: str,
        algorithm: str,
        asked: Mapping[str, str],
        handed: Mapping[str, tuple[str, str]] | None = None,
        outputs: Mapping[str, str] | None = None,
        **values: Any,
    ) -> None:
        """Add an algorithm.

        Parameters
        ----------
        child : str
        algorithm : str
        asked : mapping of parameter to the model's input
        handed : mapping of parameter to a child and its output
        outputs : mapping of output to the name that the model gives it
        **values
            Parameters that stand in the model.
        """
        one = QgsProcessingModelChildAlgorithm(algorithm)
        one.setChildId(child)
        one.setDescription(QgsApplication.processingRegistry().algorithmById(algorithm).displayName())
        source = QgsProcessingModelChildParameterSource
        for parameter, name in asked.items():
            one.addParameterSources(parameter, [source.fromModelParameter(name)])
        for parameter, (other, output) in (handed or {}).items():
            one.addParameterSources(parameter, [source.fromChildOutput(other, output)])
        for parameter, value in values.items():
            one.addParameterSources(parameter, [source.fromStaticValue(value)])
        one.setPosition(QPointF(160 + 260 * self._children, 180 + 110 * (self._children % 2)))
        one.setSize(QSizeF(220, 40))
        found = {}
        for place, (output, title) in enumerate((outputs or {}).items()):
            result = QgsProcessingModelOutput(title, title)
            result.setChildId(child)
            result.setChildOutputName(output)
            result.setPosition(QPointF(160 + 260 * self._children, 420 + 60 * place))
            result.setSize(QSizeF(220, 30))
            found[title] = result
        one.setModelOutputs(found)
        self.model.addChildAlgorithm(one)
        self._children += 1

    def write(self, folder: Path) -> None:
        """Write it as <name>.model3."""
        self.model.updateDestinationParameters()
        path = folder / f"{self.name}.model3"
        if not self.model.toFile(str(path)):
            sys.exit(f"{path} cannot be written.")


def logs_to_zones() -> Model:
    """From LAS files to what each zone holds."""
    model = Model(
        "logs_to_zones",
        "Logs to zones",
        "Averages a curve between the top and the bottom of each well, studies the variogram of its normal scores, "
        "draws realizations of its map, and tells where it exceeds a threshold and what each zone holds. The study is "
        "there to be looked at: the realizations find a variogram by themselves, and count that it is uncertain. To "
        "draw them with the variogram of the study, or one that you have changed, open the model in the model "
        "designer and give its file (Variogram) to the step Stochastic kriging as Variogram file.",
    )
    model.ask(
        QgsProcessingParameterFile("las_folder", "Folder of LAS files", QgsProcessingParameterFile.Behavior.Folder)
    )
    model.ask(QgsProcessingParameterString("curve", "Curve", "PHIE"))
    model.ask(QgsProcessingParameterFeatureSource("wells", "Wells", POINTS))
    model.ask(QgsProcessingParameterField("well_name", "Well name field", None, "wells"))
    numeric = QgsProcessingParameterField.DataType.Numeric
    model.ask(QgsProcessingParameterField("top", "Top depth field", None, "wells", numeric, optional=True))
    model.ask(QgsProcessingParameterField("bottom", "Bottom depth field", None, "wells", numeric, optional=True))
    double = QgsProcessingParameterNumber.Type.Double
    model.ask(QgsProcessingParameterNumber("threshold", "Threshold", double))
    model.ask(QgsProcessingParameterFeatureSource("zones", "Zones", POLYGONS))
    model.ask(QgsProcessingParameterDistance("cell_size", "Cell size", None, "wells", optional=True))
    model.ask(
        QgsProcessingParameterNumber("seed", "Random seed", QgsProcessingParameterNumber.Type.Integer, None, True)
    )
    model.do(
        "points",
        "stochkrig:lastopoints",
        {
            "LAS_FOLDER": "las_folder",
            "CURVE": "curve",
            "WELLS": "wells",
            "WELL_FIELD": "well_name",
            "TOP_FIELD": "top",
            "BOTTOM_FIELD": "bottom",
        },
        outputs={"OUTPUT": "Well averages", "SKIPPED": "Skipped files"},
        PER_WELL=True,
        Z_REFERENCE="depth",
    )
    model.do(
        "variogram",
        "stochkrig:variogram",
        {},
        {"INPUT": ("points", "OUTPUT")},
        {"REPORT": "Variogram report", "VARIOGRAM": "Variogram"},
        FIELD="value",
        TRANSFORM="normal-score",
    )
    model.do(
        "maps",
        "stochkrig:stochastickriging",
        {"XY_DELTA": "cell_size", "SEED": "seed"},
        {"INPUT": ("points", "OUTPUT")},
        {
            "MEAN": "Mean",
            "STD": "Standard deviation",
            "REALIZATIONS_OUTPUT": "Realizations",
            "REPORT": "Simulation report",
        },
        FIELD="value",
    )
    model.do(
        "probability",
        "stochkrig:exceedance",
        {"THRESHOLD": "threshold"},
        {"REALIZATIONS": ("maps", "REALIZATIONS_OUTPUT")},
        {"PROBABILITY": "Probability of exceedance"},
    )
    model.do(
        "in_zones",
        "stochkrig:zonestatistics",
        {"ZONES": "zones", "THRESHOLD": "threshold"},
        {"REALIZATIONS": ("maps", "REALIZATIONS_OUTPUT")},
        {"OUTPUT": "Zones with statistics"},
    )
    return model


def validated_kriging() -> Model:
    """From points to a map that was cross-validated."""
    model = Model(
        "validated_kriging",
        "Validated kriging",
        "Predicts each point from the others, says whether the standard deviation can be believed, and kriges the map "
        "with the same settings: both krige normal scores and take them back to values, so that skewed values do well, "
        "and values none of which is negative stay above zero.",
    )
    model.ask(QgsProcessingParameterFeatureSource("points", "Points", POINTS))
    numeric = QgsProcessingParameterField.DataType.Numeric
    model.ask(QgsProcessingParameterField("field", "Value field", None, "points", numeric))
    model.ask(QgsProcessingParameterDistance("cell_size", "Cell size", None, "points", optional=True))
    asked = {"INPUT": "points", "FIELD": "field"}
    model.do(
        "validation",
        "stochkrig:crossvalidation",
        asked,
        outputs={"OUTPUT": "Predicted points", "REPORT": "Cross-validation report"},
        TRANSFORM="normal-score",
    )
    model.do(
        "map",
        "stochkrig:kriging",
        {**asked, "XY_DELTA": "cell_size"},
        outputs={"MEAN": "Mean", "STD": "Standard deviation"},
        TRANSFORM="normal-score",
    )
    return model


def main(folder: Path) -> None:
    """Write both models into a folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    with tempfile.TemporaryDirectory() as plugins:
        # The checkout may have any name; the package has one.
        (Path(plugins) / "stochastic_kriging").symlink_to(Path(__file__).resolve().parents[1], target_is_directory=True)
        sys.path.insert(0, plugins)
        from stochastic_kriging.provider.provider import StochasticKrigingProvider

        provider = StochasticKrigingProvider()
        QgsApplication.processingRegistry().addProvider(provider)
        for model in (logs_to_zones(), validated_kriging()):
            model.write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent / "models")
