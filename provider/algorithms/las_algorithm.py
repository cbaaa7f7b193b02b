"""What algorithms that may read LAS files share: which files, which curve, and numbers that may be left out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from ..given import Given
from ..text import printable, tr
from .base import KrigingAlgorithm

_UNIT_WORDS = {"m": "metres", "ft": "feet"}

_DEPTHS = ("TOP", "TOP_FIELD", "BOTTOM", "BOTTOM_FIELD")

_LISTED = 30
"""How many skipped files are named in the log."""


class LasAlgorithm(KrigingAlgorithm):
    """An algorithm with the parameters LAS_FILES, LAS_FOLDER and CURVE.

    Attributes
    ----------
    files : list of pathlib.Path
        Once prepared.
    curve : str
        Once prepared, where there are files.
    depth_unit : {"m", "ft"}
        Once prepared.
    unit_doubt : str
        Why depths that are given may be in another unit, and what helps; mostly nothing.
    """

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        self.depth_unit = self.parameterAsEnumString(parameters, "DEPTH_UNIT", context)
        self.unit_doubt = ""
        self.depths_given = [name for name in _DEPTHS if parameters.get(name) not in (None, "")]
        return super().prepareAlgorithm(parameters, context, feedback)

    def las_files(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> list[Path]:
        """Find the files, remember and return them; tell which folders were passed over."""
        from ...krig_core.wells.folder import search_las

        files = [Path(name) for name in self.parameterAsFileList(parameters, "LAS_FILES", context) if name]
        folder = self.parameterAsFile(parameters, "LAS_FOLDER", context)
        if folder:
            if not Path(folder).is_dir():
                raise QgsProcessingException(tr(f"There is no folder {folder} (LAS_FOLDER)."))
            found = search_las(folder)
            passed_over = printable(found.passed_over)
            if not found.files and not files:
                raise QgsProcessingException(
                    tr(f"There is no .las file in {folder} (LAS_FOLDER). {passed_over}".strip())
                )
            if passed_over:
                feedback.pushWarning(tr(passed_over))
            files += found.files
        self.files = list(dict.fromkeys(files))
        return self.files

    def require_curve(self, parameters: dict[str, Any], context: QgsProcessingContext, purpose: str) -> None:
        """Refuse to go on without a curve "to map" or whatever the purpose is."""
        self.curve = self.parameterAsString(parameters, "CURVE", context).strip()
        if not self.curve.strip("; "):
            raise QgsProcessingException(
                tr(f"No curve: name the curve of the LAS files {purpose} (CURVE), such as GR.")
            )

    def number(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> float | None:
        """Return a number, or None where the parameter was left out."""
        return Given(self, parameters, context).number(name)

    def whole_number(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> int | None:
        """Return a whole number, or None where the parameter was left out."""
        return Given(self, parameters, context).whole(name)

    def wanted_processes(self, parameters: dict[str, Any], context: QgsProcessingContext) -> int:
        """Return how many processes the user wants; 0: automatic."""
        if self.parameterDefinition("PROCESSES") is None:
            return 0
        return self.parameterAsInt(parameters, "PROCESSES", context)

    def say_units(self, converted: Mapping[str, int], read: int, feedback: QgsProcessingFeedback) -> None:
        """Say how many files were converted, and warn where depths that are given may be in the files' unit."""
        wanted = _UNIT_WORDS[self.depth_unit]
        for unit, count in converted.items():
            words = _UNIT_WORDS.get(unit, unit)
            feedback.pushInfo(tr(f"Files with depths in {words}, converted to {wanted}: {count}."))
            own = "ft" if unit.startswith("ft") else unit
            if own in _UNIT_WORDS and own != self.depth_unit and 2 * count > read and self.depths_given:
                files = "All LAS files" if count == read else f"{count} of {read} LAS files"
                they, are = ("they", "are") if len(self.depths_given) > 1 else ("it", "is")
                self.unit_doubt = (
                    f"{files} are in {words}, and {', '.join(self.depths_given)} {are} taken for {wanted}: if {they} "
                    f"{are} in {words} too, choose DEPTH_UNIT={own}."
                )
                feedback.pushWarning(tr(self.unit_doubt))

    def say_skipped(self, skipped: list[tuple[Path, str]], feedback: QgsProcessingFeedback, more: str = "") -> None:
        """Name the first skipped files with their reasons; `more` follows the number of the others."""
        for path, reason in skipped[:_LISTED]:
            feedback.pushWarning(tr(printable(f"Skipped {path.name}: {reason}.")))
        if len(skipped) > _LISTED:
            feedback.pushWarning(tr(f"… and {len(skipped) - _LISTED} more files were skipped{more}."))
