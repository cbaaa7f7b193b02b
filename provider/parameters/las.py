"""The parameters LAS_FILES, LAS_FOLDER and CURVE."""

from __future__ import annotations

from qgis.core import QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..inputs.las import LasFiles, find_files
from ..text import tr

_DEPTHS = ("TOP", "TOP_FIELD", "BOTTOM", "BOTTOM_FIELD")


def read(given: Given, feedback: QgsProcessingFeedback) -> LasFiles | None:
    """Return the LAS files, None where none are chosen; QgsProcessingException without a curve of theirs."""
    paths = find_files(given.files("LAS_FILES"), given.file("LAS_FOLDER"), feedback)
    if not paths:
        return None
    curve = given.text("CURVE")
    if not curve.strip("; "):
        raise QgsProcessingException(tr("No curve: name the curve of the LAS files to read (CURVE), such as GR."))
    return LasFiles(paths, curve, given.choice("DEPTH_UNIT"), [name for name in _DEPTHS if given.has(name)])
