"""Files as outputs.

Law: all files of a run are checked before its work, made in a hidden folder beside their places, and get their names
together at its end, or none does. A link stays, and what it leads to is replaced.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsProcessingException

from ..text import LABELS, titled
from .sidecars import sidecars
from .staging import Staging, sweep

if TYPE_CHECKING:
    from ...krig_core.jobs.schema import Job

_KINDS = {".json": "a JSON", ".html": "an HTML", ".tif": "a GeoTIFF", ".tiff": "a GeoTIFF", ".nc": "a NetCDF"}


@dataclass(frozen=True)
class OutputFile:
    """A file that will be.

    Attributes
    ----------
    parameter : str
    path : pathlib.Path
        As the user gave it.
    final : pathlib.Path
        Where it will be: where `path` leads to.
    """

    parameter: str
    path: Path
    final: Path
    _staging: Callable[[Path], Staging]

    @property
    def temporary(self) -> Path:
        """Where to write it: in a folder that is there from the first time that this is asked for."""
        return self._staging(self.final.parent).new / self.final.name


class OutputFiles:
    """The files of a run: all get their names when the `with` block ends well, none otherwise.

    Parameters
    ----------
    inputs : mapping of parameter to paths
        Files that the run reads, which it may not replace.
    """

    def __init__(self, inputs: Mapping[str, Sequence[str]]) -> None:
        self._inputs = inputs
        self._stagings: dict[Path, Staging] = {}
        self._files: list[OutputFile] = []

    def __enter__(self) -> OutputFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._publish()
        finally:
            for staging in self._stagings.values():
                staging.remove()

    def reserve(self, parameter: str, path: str, suffixes: Sequence[str] = ()) -> OutputFile:
        """Return a file to write.

        Parameters
        ----------
        parameter : str
        path : str
        suffixes : sequence of str
            Those that it may have, in lower case; none: any.

        Raises
        ------
        QgsProcessingException
            If it could not be written: no such folder, no right, a folder, an input, or the place of another output.
        """
        given = Path(path).absolute()
        if suffixes and given.suffix.lower() not in suffixes:
            kinds = _either(list(dict.fromkeys(_KINDS[suffix] for suffix in suffixes)))
            raise QgsProcessingException(
                f"{path} ({parameter}) should be {kinds} file: give it the suffix {_either(suffixes)}."
            )
        try:
            file = OutputFile(parameter, given, Path(os.path.realpath(path)), self._staging)
            self._require_place(parameter, given, file.final)
            self._require_name(file)
        except OSError as error:
            raise QgsProcessingException(
                f"Cannot write {path} ({parameter}): {error.strerror or error}. Choose another name or folder."
            ) from error
        self._files.append(file)
        return file

    def _require_name(self, file: OutputFile) -> None:
        """Make a file by that name, beside where it will be, and take it away again."""
        sweep(file.final.parent)
        trial = Staging(file.final.parent)
        try:
            (trial.new / file.final.name).touch()
            for other in self._files:
                # The file system knows best which names are the same.
                if other.final.parent.samefile(file.final.parent) and (trial.new / other.final.name).exists():
                    one, another = (titled(LABELS[name], name) for name in (other.parameter, file.parameter))
                    raise QgsProcessingException(
                        f"{one} and {another} are the same file ({file.path}): give them different names."
                    )
        finally:
            trial.remove()

    def _require_place(self, parameter: str, given: Path, final: Path) -> None:
        if final.is_symlink():
            raise QgsProcessingException(f"{given} ({parameter}) is a link that leads nowhere: choose another name.")
        if not final.parent.is_dir():
            raise QgsProcessingException(f"Cannot write {given} ({parameter}): there is no folder {final.parent}.")
        if final.is_dir():
            raise QgsProcessingException(f"{given} ({parameter}) is a folder: give the name of a file.")
        if not final.exists():
            return
        if not final.is_file():
            raise QgsProcessingException(f"{given} ({parameter}) is not an ordinary file: choose another name.")
        for name, paths in self._inputs.items():
            if any(Path(path).exists() and final.samefile(path) for path in paths):
                raise QgsProcessingException(
                    f"{given} ({parameter}) would replace what is read ({name}): give it another name."
                )
        if not os.access(final, os.W_OK):
            raise QgsProcessingException(f"Cannot write {given} ({parameter}): it is read-only. Choose another name.")
        try:
            final.rename(final)  # does nothing, unless Windows keeps it for a program that has it open
        except OSError as error:
            raise QgsProcessingException(_held(str(given), error)) from error

    def _staging(self, folder: Path) -> Staging:
        if folder not in self._stagings:
            try:
                self._stagings[folder] = Staging(folder)
            except OSError as error:
                raise QgsProcessingException(
                    f"Cannot write into {folder} any more: {error.strerror or error}."
                ) from error
        return self._stagings[folder]

    def _publish(self) -> None:
        undo: list[Callable[[], Any]] = []
        try:
            for staging in self._stagings.values():
                made = sorted(staging.new.iterdir())
                finals = [staging.folder / new.name for new in made]
                for new, final in zip(made, finals):
                    # First, as a raster without its old overviews is whole, and a new one with them is not.
                    for old in self._sidecars(final):
                        if old not in finals:
                            _set_aside(old, staging.old, undo)
                    _replace(new, final, staging.old, undo)
        except OSError as error:
            for step in reversed(undo):
                with contextlib.suppress(OSError):
                    step()
            raise QgsProcessingException(_held(str(error.filename2 or error.filename), error)) from error

    def _sidecars(self, final: Path) -> list[Path]:
        links = [file.path for file in self._files if file.final == final and file.path != final]
        return [old for place in (final, *links) for old in sidecars(place)]


def _set_aside(old: Path, folder: Path, undo: list[Callable[[], Any]]) -> None:
    aside = folder / str(len(undo))
    old.replace(aside)
    undo.append(functools.partial(aside.replace, old))


def _replace(new: Path, final: Path, folder: Path, undo: list[Callable[[], Any]]) -> None:
    if not os.path.lexists(final):
        undo.append(final.unlink)
    elif final.is_dir():
        raise IsADirectoryError(21, os.strerror(21), str(final))
    else:
        aside = folder / str(len(undo))
        try:
            os.link(final, aside)  # so that there is never a moment without a file
            undo.append(functools.partial(aside.replace, final))
        except OSError:  # a file system without hard links
            _set_aside(final, folder, undo)
    new.replace(final)


def _held(name: str, error: OSError) -> str:
    return f"Cannot write {name}: {error.strerror or error}. Is it open in another program, or as a layer?"


def _either(suffixes: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(suffixes[:-1]), suffixes[-1])))


def write_text(file: OutputFile, text: str) -> None:
    """Write a file, or raise a sentence."""
    try:
        file.temporary.write_text(text, encoding="utf-8")
    except OSError as error:
        raise QgsProcessingException(
            f"Cannot write {file.path} ({file.parameter}): {error.strerror or error}. Choose another folder."
        ) from error


def require_folder(parameter: str, path: str) -> None:
    """Raise a sentence now if a folder cannot be made, or written to, later."""
    given = Path(path).absolute()
    try:
        there = next(place for place in (given, *given.parents) if place.exists())
    except OSError as error:
        raise QgsProcessingException(f"Cannot write {path} ({parameter}): {error.strerror or error}.") from error
    if not there.is_dir():
        raise QgsProcessingException(f"{there} ({parameter}) is a file: give the name of a folder.")
    if not os.access(there, os.W_OK):
        raise QgsProcessingException(f"Cannot write {path} ({parameter}): Permission denied. Choose another folder.")


def write_job(folder: str, job: Job, arrays: Mapping[str, np.ndarray]) -> None:
    """Write a job as the driver reads it, job.json and its arrays, into a folder that is made where there is none.

    A job that is there stays as it is unless all of the new one can be written.
    """
    from ...krig_core.jobs.schema import plain_job

    place = Path(folder)
    is_new = not place.exists()
    try:
        place.mkdir(parents=True, exist_ok=True)
        with OutputFiles({}) as files:
            for name, array in arrays.items():
                np.save(files.reserve("JOB_FOLDER", str(place / name)).temporary, array)
            write_text(files.reserve("JOB_FOLDER", str(place / "job.json")), json.dumps(plain_job(job), indent=1))
            (place / "job.json").unlink(missing_ok=True)  # a run that is killed now must not leave it with other arrays
    except (OSError, QgsProcessingException) as error:
        if is_new:
            with contextlib.suppress(OSError):
                place.rmdir()
        if isinstance(error, QgsProcessingException):
            raise
        raise QgsProcessingException(
            f"Cannot write {folder} (JOB_FOLDER): {error.strerror or error}. Choose another folder."
        ) from error
