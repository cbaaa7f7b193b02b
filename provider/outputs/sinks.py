"""Feature sinks as outputs.

Law: a file of features appears together with the other files of its run, as they do; a table in a database is begun
only when all its features are known, and is then written to its end.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType, QVariant

from ..given import Given
from ..tables import Table
from .files import OutputFile, OutputFiles

# Types of fields. From 3.38 on those of `QVariant` are deprecated; before it there are no others.
_NEW = Qgis.QGIS_VERSION_INT >= 33800
INTEGER = QMetaType.Type.Int if _NEW else QVariant.Int
DOUBLE = QMetaType.Type.Double if _NEW else QVariant.Double
TEXT = QMetaType.Type.QString if _NEW else QVariant.String

_READABLE = (".gpkg", ".sqlite", ".shp", ".geojson", ".csv", ".kml", ".gml", ".fgb")
"""Formats of which every feature can be read again."""


class OutputLayer:
    """Features that will be a layer: a file, a table in a database, or in memory.

    Parameters
    ----------
    given : Given
    name : str
        Of the parameter.
    files : OutputFiles
        Those of the run.
    tables : mapping of Table to str
        Those that the run reads, which it may not replace, and their parameters.

    Attributes
    ----------
    wanted : bool
    place : str
        As QGIS knows it, once it is open; until it is closed that of a file is a temporary one.
    is_revocable : bool
        Whether nothing is left of it where the run fails or is cancelled while it is written.
    """

    def __init__(
        self,
        given: Given,
        name: str,
        files: OutputFiles,
        tables: Mapping[Table, str],
    ) -> None:
        """Reserve its place; QgsProcessingException where it could not be written."""
        self._given, self._name = given, name
        place = given.destination(name)
        self.wanted = bool(place)
        self._file: OutputFile | None = None
        if self.wanted and not _is_elsewhere(place):
            self._file = files.reserve(name, _with_suffix(place))
        elif self.wanted:
            self._require_no_input(place, tables)
        self._count = 0
        self._is_layer = self.wanted and _is_in_memory(place)
        self.is_revocable = self._file is not None or self._is_layer

    def _require_no_input(self, place: str, tables: Mapping[Table, str]) -> None:
        table = Table.of_destination(place)
        if table is not None and table in tables:
            raise QgsProcessingException(
                f"The table {table.name} ({self._name}) would replace what is read ({tables[table]}): "
                "give it another name."
            )

    def open(self, fields: QgsFields, kind: QgsWkbTypes.Type, crs: QgsCoordinateReferenceSystem) -> None:
        """Begin to write."""
        algorithm, parameters, context = self._given.algorithm, self._given.parameters, self._given.context
        value = parameters[self._name]
        if self._file is not None:
            value = _moved(value, self._file.temporary)
        before = context.layersToLoadOnCompletion()
        self._sink, self.place = algorithm.parameterAsSink(
            {**parameters, self._name: value}, self._name, context, fields, kind, crs
        )
        if self._sink is None:
            raise QgsProcessingException(algorithm.invalidSinkError(parameters, self._name))
        if not crs.isValid() and self._is_layer:  # which QGIS 3.22 takes for one in degrees
            QgsProcessingUtils.mapLayerFromString(self.place, context).setCrs(crs)
        self._to_load = context.layersToLoadOnCompletion().get(self.place)
        context.setLayersToLoadOnCompletion(before)  # what is not complete is not to be loaded

    def add(self, features: Iterable[QgsFeature]) -> None:
        """Write features."""
        written = list(features)
        if not self._sink.addFeatures(written, QgsFeatureSink.Flag.FastInsert):
            self._fail()
        self._count += len(written)

    def check(self, feedback: QgsProcessingFeedback) -> None:
        """Raise Cancelled where the user has cancelled, and nothing would be left of it."""
        from ...krig_core.errors import Cancelled

        if self.is_revocable and feedback.isCanceled():
            self._sink = None  # closes the file: Windows removes none that is open
            raise Cancelled("Cancelled.")

    def close(self) -> str:
        """End it; return where it will be, as QGIS knows it."""
        if not self._sink.flushBuffer():
            self._fail()
        self._sink = None  # closes the file
        self._require_complete()
        if self._file is not None:
            # Where a link leads to, as a format of several files has the others there.
            final = self._file.final if self._file.path.is_symlink() else self._file.path
            self.place = self.place.replace(str(self._file.temporary), str(final), 1)
        if self._to_load is not None:
            self._given.context.addLayerToLoadOnCompletion(self.place, self._to_load)
        return self.place

    def _require_complete(self) -> None:
        """Read a file again, since some drivers do not tell that a disk was full."""
        if self._file is None or not self.place.lower().endswith(_READABLE) or not Path(self.place).exists():
            return
        count = _readable_features(self.place)
        if count != self._count:
            raise QgsProcessingException(
                f"Cannot write {self._file.path} ({self._name}): only {count} of {self._count} features can "
                "be read back. Is the disk full?"
            )

    def _fail(self) -> None:
        error, self._sink = self._sink.lastError(), None
        raise QgsProcessingException(f"Cannot write the features ({self._name}): {error}")


def without_id(fields: QgsFields) -> tuple[QgsFields, list[int]]:
    """Return fields but for an id of features, `fid`, as new features have their own; and which of them these are."""
    kept = [place for place, name in enumerate(fields.names()) if name.lower() != "fid"]
    others = QgsFields()
    for place in kept:
        others.append(fields.at(place))
    return others, kept


def fields_with(own: QgsFields, theirs: QgsFields) -> tuple[QgsFields, list[int]]:
    """Return our fields and after them theirs `without_id`, numbered where a name is taken, and which of theirs."""
    fields, (others, kept) = QgsFields(own), without_id(theirs)
    taken = {name.lower() for name in (*own.names(), *others.names())}
    for field in others:
        if own.lookupField(field.name()) >= 0:
            names = (f"{field.name()}_{number}" for number in itertools.count(2))
            field.setName(next(name for name in names if name.lower() not in taken))
        taken.add(field.name().lower())
        fields.append(field)
    return fields, kept


def make_fields(**types: Any) -> QgsFields:
    """Return the fields of a table, from their names and types."""
    fields = QgsFields()
    for name, kind in types.items():
        fields.append(QgsField(name, kind))
    return fields


def _readable_features(path: str) -> int:
    """Return how many features of a file can be read without an error."""
    errors: list[int] = []
    gdal.PushErrorHandler(lambda kind, number, text: errors.append(number) if kind >= gdal.CE_Failure else None)
    count = 0
    try:
        data = gdal.OpenEx(path, gdal.OF_VECTOR)
        for _ in () if data is None or not data.GetLayerCount() else data.GetLayer(0):
            if errors:
                break
            count += 1
    except RuntimeError:  # where another plugin has turned GDAL's exceptions on
        pass
    finally:
        gdal.PopErrorHandler()
    return count


def _is_in_memory(place: str) -> bool:
    return place.startswith("memory:") or place == QgsProcessing.TEMPORARY_OUTPUT


def _is_elsewhere(place: str) -> bool:
    """Tell whether features go to memory or a database: a provider's name and a colon, as QGIS takes it apart."""
    return _is_in_memory(place) or re.match(r".{3,}?:", place) is not None


def _with_suffix(place: str) -> str:
    """Return a path as QGIS completes it."""
    if QgsVectorFileWriter.driverForExtension(Path(place).suffix):
        return place
    return f"{place}.{QgsProcessingUtils.defaultVectorExtension()}"


def _moved(value: Any, path: Path) -> QgsProcessingOutputLayerDefinition:
    """Return the definition of an output, such as with its options, at another place."""
    moved = QgsProcessingOutputLayerDefinition(value if isinstance(value, QgsProcessingOutputLayerDefinition) else "")
    moved.sink = QgsProperty.fromValue(str(path))
    return moved
