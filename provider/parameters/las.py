"""The parameters that say which logs are read, and between which depths."""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingFeedback

from ..given import Given
from ..inputs.las import LasFiles, find_files
from ..inputs.survey import SURVEY_FIELDS
from ..text import tr
from .layer_fields import chosen_fields
from .values import TABLE, add

_DEPTHS = ("TOP", "TOP_FIELD", "BOTTOM", "BOTTOM_FIELD")

_IN_SPACE = {
    "TOP": {
        "label": tr("LAS, slices: top depth"),
        "help": tr("{help} With a slice height: limit of the slices, as elevation or depth."),
    },
    "BOTTOM": {
        "label": tr("LAS, slices: bottom depth"),
        "help": tr("{help} With a slice height: limit of the slices, as elevation or depth."),
    },
    "AVERAGING": {
        "label": tr("LAS, slices: averaging"),
        "help": tr(
            "Of logs between top and bottom, or over the height of a slice; Stochastic kriging also averages so what "
            "lies in one cell of a slice. geometric and harmonic, as for permeability, need values above zero."
        ),
    },
    "DEPTH_UNIT": {"help": tr("{help} Also of the z of logs: slice height, limits and KB field.")},
}
"""What parameters are called and mean where there may be slices."""


def declare(algorithm: QgsProcessingAlgorithm, in_space: bool = False) -> None:
    """Add the parameters; `in_space` where the algorithm also makes slices."""
    for name in ("LAS_FOLDER", "LAS_FILES", "CURVE", "WELL_FIELD", *_DEPTHS, "DEPTH_UNIT", "AVERAGING"):
        different = dict(_IN_SPACE.get(name, {})) if in_space else {}
        if "help" in different:
            different["help"] = different["help"].format(help=TABLE[name].help)
        add(algorithm, name, **different)
    add(algorithm, "SURVEY", *SURVEY_FIELDS)


def read(given: Given, feedback: QgsProcessingFeedback) -> LasFiles | None:
    """Return the LAS files, None where none are chosen; QgsProcessingException without a curve of theirs."""
    paths = find_files(given.files("LAS_FILES"), given.file("LAS_FOLDER"), feedback)
    if not paths:
        if given.has("SURVEY"):
            raise QgsProcessingException(
                given.sentence(tr("SURVEY is for logs: choose LAS files (LAS_FILES, LAS_FOLDER), or leave it out."))
            )
        return None
    curve = given.text("CURVE")
    if not curve.strip("; "):
        raise QgsProcessingException(tr("No curve: name the curve of the LAS files to read (CURVE), such as GR."))
    survey = chosen_fields(given, "SURVEY", SURVEY_FIELDS, SURVEY_FIELDS, texts=True)
    depths = [name for name in _DEPTHS if given.has(name)]
    return LasFiles(paths, curve, given.choice("DEPTH_UNIT"), depths, given.choice("AVERAGING"), survey)
