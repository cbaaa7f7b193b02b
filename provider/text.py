"""Text that the user sees: translated, and of file names and files as QGIS can show it and a table can hold it.

Law: inside the plugin a name is kept as the system has it, whatever its bytes; only what is shown is made printable.
"""

from __future__ import annotations

from re import Match
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication

_OTHERWISE = {
    "base_picks": "BASE_SURFACE_FIELD",
    "block_points": "BLOCK",
    "bottoms": "BOTTOM_FIELD",
    "check": "CHECK_KB",
    "coordinates": "INPUT",
    "elevations": "KB_FIELD",
    "error": "ERROR_FIELD",
    "groups": "GROUP_FIELD",
    "lower": "LOWER_LIMIT_FIELD",
    "maps": "REALIZATIONS",
    "mean_map": "MEAN",
    "names": "WELL_FIELD",
    "points": "INPUT",
    "projected": "LAS_CRS",
    "quantiles_file": "QUANTILES",
    "realizations_file": "REALIZATIONS_OUTPUT",
    "reference": "Z_REFERENCE",
    "std_map": "STD",
    "strata": "LAYERS",
    "surveys": "SURVEY",
    "top_picks": "TOP_SURFACE_FIELD",
    "tops": "TOP_FIELD",
    "upper": "UPPER_LIMIT_FIELD",
    "values": "FIELD, CURVE",
    "variogram": "VARIOGRAM_FILE",
    "weights": "WEIGHT_FIELD",
    "z_range": "TOP, BOTTOM",
}
"""Parameters of the core that QGIS calls otherwise, or has as one or two others."""

_OF_SEVERAL = {"study.weights": "fit_weights", "surveys.names": "survey_well_field", "x_range`, `y_range": "extent"}
"""The same of what has several names in the core."""

LABELS: dict[str, str] = {}
"""What windows call parameters; their table fills it in."""

_FORMULA = tuple("=+-@\t\r＝＋－＠")


def tr(text: str) -> str:
    """Translate a literal text; what varies in it is put in afterwards, by `format`."""
    return QCoreApplication.translate("StochasticKriging", text)


def spelled(text: str) -> str:
    """Return a sentence of the core with parameters as QGIS has them: by their label and, in upper case, their name.

    In parentheses, where the sentence has words of its own, stands the name alone. What is a part of another, as in
    `variogram.range`, is a key of a file and stays as it is.
    """
    from ..krig_core.errors import PARAMETER

    for name, own in _OF_SEVERAL.items():
        text = text.replace(f"`{name}`", f"`{own}`")

    def called(found: Match[str]) -> str:
        whole, name, place = found.groups()
        if whole:
            return found[0]
        own = _OTHERWISE.get(name, name.upper())
        label = "" if in_parentheses(text, found.start()) else LABELS.get(own, "")
        return titled(label, own + place) if label else own + place

    return PARAMETER.sub(called, text)


def titled(label: str, name: str) -> str:
    """Return what a sentence calls a parameter: the label of its window, and the name that scripts give it."""
    return f"{label} ({name})"


def in_parentheses(text: str, at: int) -> bool:
    """Tell whether a place in a text lies in parentheses."""
    return text.count("(", 0, at) > text.count(")", 0, at)


def printable(text: str) -> str:
    """Return a text in which bytes that are not UTF-8 are written in hexadecimal, after a backslash and x.

    Python carries such bytes of a file name as lone surrogates, which Qt refuses.
    """
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # surrogates that come from no file name
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


def cell(text: str, table: str) -> str:
    """Return a text for a table; in a CSV file, where spreadsheets would take it for a formula, behind an apostrophe.

    Parameters
    ----------
    text : str
    table : str
        Where the table is written: a path, or what QGIS calls its sink.
    """
    text = printable(text)
    as_formula = text.startswith(_FORMULA) and not _is_number(text)
    return f"'{text}" if as_formula and table.partition("|")[0].lower().endswith(".csv") else text


def attribute(value: Any, table: str) -> Any:
    """Return an attribute of another layer for a table; a text as `cell` has it."""
    return cell(value, table) if isinstance(value, str) else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
