"""LAS files as input: which are read, in which unit, and what is said of them.

Law: a file that gives nothing is named with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import QgsProcessingException, QgsProcessingFeedback

from ...krig_core.choices import DEPTH_UNITS
from ..text import printable, tr

_UNIT_WORDS = {"m": tr("metres"), "ft": tr("feet")}

_LISTED = 30
"""How many skipped files are named in the log."""


@dataclass(frozen=True)
class LasFiles:
    """LAS files, and what is read of them.

    Attributes
    ----------
    paths : list of pathlib.Path
    curve : str
    depth_unit : {"m", "ft"}
    depths_given : list of str
        The parameters that give depths.
    averaging : str
        How samples become one value.
    survey_fields : dict of parameter to field
        Of the deviation surveys; empty: there are none.
    """

    paths: list[Path]
    curve: str
    depth_unit: str
    depths_given: list[str]
    averaging: str = "arithmetic"
    survey_fields: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Where they are, as a job has it."""
        return tuple(str(path.absolute()) for path in self.paths)

    def say_units(self, converted: Mapping[str, int], read: int, feedback: QgsProcessingFeedback) -> str:
        """Say how many files were converted, and warn where depths that are given may be in the files' unit.

        Returns
        -------
        str
            The warning; mostly nothing.
        """
        wanted, doubt = _UNIT_WORDS[self.depth_unit], ""
        for unit, count in converted.items():
            words = _UNIT_WORDS.get(unit, unit)
            feedback.pushInfo(
                tr("Files with depths in {words}, converted to {wanted}: {count}.").format(
                    words=words, wanted=wanted, count=count
                )
            )
            own = "ft" if unit.startswith("ft") else unit
            if own in DEPTH_UNITS and own != self.depth_unit and 2 * count > read and self.depths_given:
                doubt = self._doubt(own, words, count, read)
                feedback.pushWarning(doubt)
        return doubt

    def _doubt(self, own: str, words: str, count: int, read: int) -> str:
        files = tr("All LAS files") if count == read else tr("{n} of {read} LAS files").format(n=count, read=read)
        if len(self.depths_given) > 1:
            text = tr(
                "{files} are in {words}, and {names} are taken for {wanted}: if they are in {words} too, choose "
                "DEPTH_UNIT={own}."
            )
        else:
            text = tr(
                "{files} are in {words}, and {names} is taken for {wanted}: if it is in {words} too, choose "
                "DEPTH_UNIT={own}."
            )
        names, wanted = ", ".join(self.depths_given), _UNIT_WORDS[self.depth_unit]
        return text.format(files=files, words=words, names=names, wanted=wanted, own=own)

    def say_skipped(self, skipped: Sequence[tuple[Path, str]], feedback: QgsProcessingFeedback, more: str = "") -> None:
        """Name the first skipped files with their reasons; `more` follows the number of the others."""
        for path, reason in skipped[:_LISTED]:
            feedback.pushWarning(printable(tr("Skipped {name}: {reason}.").format(name=path.name, reason=reason)))
        if len(skipped) > _LISTED:
            feedback.pushWarning(
                tr("… and {n} more files were skipped{more}.").format(n=len(skipped) - _LISTED, more=more)
            )


def find_files(files: Sequence[str], folder: str, feedback: QgsProcessingFeedback) -> list[Path]:
    """Return files and those of a folder, each once; tell which folders were passed over."""
    from ...krig_core.wells.folder import search_las

    paths = [Path(name) for name in files]
    if folder:
        if not Path(folder).is_dir():
            raise QgsProcessingException(tr("There is no folder {folder} (LAS_FOLDER).").format(folder=folder))
        found = search_las(folder)
        passed_over = printable(found.passed_over)
        if not found.files and not paths:
            text = tr("There is no .las file in {folder} (LAS_FOLDER).").format(folder=folder)
            raise QgsProcessingException(f"{text} {passed_over}".strip())
        if passed_over:
            feedback.pushWarning(passed_over)
        paths += found.files
    return list(dict.fromkeys(paths))
