"""What an algorithm was given: its parameters, each as plain data.

Law: an empty text is nothing given, as the command line has it for `NAME=`; a text that is no number is not one.
"""

from __future__ import annotations

import difflib
import math
import re
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSource,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterEnum,
    QgsProperty,
)

from .text import in_parentheses, titled, tr

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)


def as_number(given: object) -> float:
    """Return a number as it was given, by a window, a script or as text; not a number where it is none."""
    if isinstance(given, str):
        return float(given) if _NUMBER.fullmatch(given) else math.nan
    try:
        return float(given)  # type: ignore[arg-type]
    except OverflowError:  # a whole number of hundreds of digits
        return math.inf
    except (TypeError, ValueError):
        return math.nan


_NAME = re.compile(r"\b[A-Z][A-Z_]+\b")

_WORDS_OF_FLAGS = {"true": "yes", "false": "no"}


def _chosen(algorithm: QgsProcessingAlgorithm, name: str, value: Any) -> Any:
    """Return what was given; of a choice between yes and no the word where it was given as a flag has it."""
    word = _WORDS_OF_FLAGS.get(str(value).lower()) if isinstance(value, (bool, str)) else None
    definition = algorithm.parameterDefinition(name) if word else None
    return word if isinstance(definition, QgsProcessingParameterEnum) and word in definition.options() else value


class Given:
    """The parameters of one run.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
        Declares them.
    parameters : dict
        As QGIS has them.
    context : QgsProcessingContext
    """

    def __init__(
        self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> None:
        self.algorithm, self.context = algorithm, context
        self.parameters = {name: _chosen(algorithm, name, value) for name, value in parameters.items()}

    def has(self, name: str) -> bool:
        """Tell whether there is anything under a name."""
        return self.parameters.get(name) not in (None, "", [])

    @property
    def ignored(self) -> list[str]:
        """Sentences on what was given under a name that no parameter has, which QGIS passes over without a word."""
        known = [definition.name() for definition in self.algorithm.parameterDefinitions()]
        said = []
        for name in self.parameters:
            if name in known:
                continue
            near = difflib.get_close_matches(name.upper(), known, 1)
            text = tr("There is no parameter {name}: what was given for it does not count.")
            if near:
                text = tr("There is no parameter {name}: what was given for it does not count. Was {near} meant?")
            said.append(text.format(name=name, near=near[0] if near else ""))
        return said

    def titled(self, name: str) -> str:
        """Return what a sentence calls a parameter."""
        return titled(self.algorithm.parameterDefinition(name).description(), name)

    def sentence(self, text: str, **values: object) -> str:
        """Return a sentence with the labels of the parameters that it names, and then with values in their places.

        A name that stands in parentheses is left alone: there the sentence has words of its own for it.
        """

        def called(found: re.Match[str]) -> str:
            alone = in_parentheses(text, found.start()) or not self._has_parameter(found[0])
            return found[0] if alone else self.titled(found[0])

        return _NAME.sub(called, text).format(**values)

    def _has_parameter(self, name: str) -> bool:
        definition = self.algorithm.parameterDefinition(name)  # whatever the case
        return definition is not None and bool(definition.name() == name)

    def number(self, name: str) -> float | None:
        """Return a number or its default, or None where it was left out or the algorithm has no such parameter."""
        definition = self.algorithm.parameterDefinition(name)
        given = self.parameters.get(name, definition.defaultValue()) if definition else None
        if given in (None, ""):
            return None
        if isinstance(given, QgsProperty):
            return float(self.algorithm.parameterAsDouble(self.parameters, name, self.context))
        return as_number(given)

    def whole(self, name: str) -> int | None:
        """Return a whole number or its default, or None where it was left out."""
        number = self.number(name)
        return None if number is None else int(number)

    def choice(self, name: str) -> str:
        """Return which of its strings an enum has."""
        return str(self.algorithm.parameterAsEnumString(self.parameters, name, self.context))

    def choices(self, name: str) -> list[str]:
        """Return which of its strings an enum of several has."""
        return [word for word in self.algorithm.parameterAsEnumStrings(self.parameters, name, self.context) if word]

    def flag(self, name: str) -> bool:
        """Return whether something is wanted."""
        return bool(self.algorithm.parameterAsBool(self.parameters, name, self.context))

    def text(self, name: str) -> str:
        """Return a text without the blanks around it."""
        return str(self.algorithm.parameterAsString(self.parameters, name, self.context)).strip()

    def fields(self, *names: str) -> dict[str, str]:
        """Return the fields that are chosen, by parameter."""
        chosen = {name: self.algorithm.parameterAsString(self.parameters, name, self.context) for name in names}
        return {name: field for name, field in chosen.items() if field}

    def file(self, name: str) -> str:
        """Return the path of a file or folder to read."""
        return str(self.algorithm.parameterAsFile(self.parameters, name, self.context))

    def files(self, name: str) -> list[str]:
        """Return the paths of files to read."""
        return [path for path in self.algorithm.parameterAsFileList(self.parameters, name, self.context) if path]

    def source(self, name: str) -> QgsFeatureSource | None:
        """Return the features of a layer, None where none is chosen or it cannot be read."""
        return self.algorithm.parameterAsSource(self.parameters, name, self.context)

    def layer(self, name: str) -> QgsMapLayer | None:
        """Return a raster layer, None where none is chosen."""
        return self.algorithm.parameterAsRasterLayer(self.parameters, name, self.context)

    def layers(self, name: str) -> list[QgsMapLayer]:
        """Return layers that can be read."""
        return list(self.algorithm.parameterAsLayerList(self.parameters, name, self.context))

    def crs(self, name: str) -> QgsCoordinateReferenceSystem:
        """Return a CRS, an invalid one where none is chosen; QgsProcessingException where there is no such CRS."""
        crs = self.algorithm.parameterAsCrs(self.parameters, name, self.context)
        if self.parameters.get(name) and not crs.isValid():
            raise QgsProcessingException(
                tr("There is no CRS {crs} ({name}).").format(crs=self.parameters[name], name=name)
            )
        return crs

    def destination(self, name: str) -> str:
        """Return where an output should go, as the user says it; empty: it is not wanted."""
        value = self.parameters.get(name)
        if isinstance(value, QgsProcessingOutputLayerDefinition):
            value = value.sink
        if isinstance(value, QgsProperty):
            value, _ = value.valueAsString(self.context.expressionContext(), "")
        return str(value or "")

    def output_file(self, name: str) -> str:
        """Return the path of a file or folder to write; empty: it is not wanted."""
        return str(self.algorithm.parameterAsFileOutput(self.parameters, name, self.context))

    def suffixes(self, name: str) -> tuple[str, ...]:
        """Return the suffixes that a file to write may have."""
        return (f".{self.algorithm.parameterDefinition(name).defaultFileExtension()}",)

    def output_raster(self, name: str) -> str:
        """Return the path of a raster to write, and have it loaded if that is wanted; empty: it is not wanted."""
        path = self.algorithm.parameterAsOutputLayer(self.parameters, name, self.context)
        if not path:
            # QGIS would load it all the same, and end a batch in red.
            wanted = {key: layer for key, layer in self.context.layersToLoadOnCompletion().items() if key}
            self.context.setLayersToLoadOnCompletion(wanted)
        return str(path)
