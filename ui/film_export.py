"""Films and pictures of realizations as files.

Law: in any thread. All files get their names together when the last one is whole, and none otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import QgsProcessingException

from ..provider.outputs.files import OutputFile, OutputFiles
from .task import Check
from .views.film_dialog import FilmChoice
from .views.film_picture import FilmPicture, pixels
from .views.gif import write_gif
from .views.qt import tr
from .views.shown_stack import ShownStack
from .views.stack_drawing import at_position, ramp_of_values


def export_gif(path: str, stack: ShownStack, picture: FilmPicture, choice: FilmChoice, check: Check) -> str:
    """Write a film as an animated GIF; return a sentence that says so.

    Raises
    ------
    QgsProcessingException
        If it cannot be written.
    """
    with OutputFiles({}) as files:
        file = files.reserve(tr("the film"), path)
        try:
            with file.temporary.open("wb") as target:
                count = write_gif(target, _frames(stack, picture, choice), choice.milliseconds, check)
        except OSError as error:
            raise _unwritable(file, error) from error
    return tr("{path} has {count} pictures.").format(path=path, count=count)


def export_pictures(folder: str, stack: ShownStack, picture: FilmPicture, choice: FilmChoice, check: Check) -> str:
    """Write each picture of a film as a PNG file, by its number; return a sentence that says so.

    Raises
    ------
    QgsProcessingException
        If one cannot be written, or is there already.
    """
    count = len(choice.positions)
    names = [Path(folder) / f"film_{number:04d}.png" for number in range(1, count + 1)]
    there = [name.name for name in names if name.exists()]
    if there:
        text = tr("{folder} has {name} already: choose another folder.")
        raise QgsProcessingException(text.format(folder=folder, name=there[0]))
    ramp = ramp_of_values(stack)
    with OutputFiles({}) as files:
        for name, position in zip(names, choice.positions):
            _save(files.reserve(tr("the film"), str(name)), picture.image(at_position(stack, position), ramp))
            check()
    return tr("{folder} has {count} pictures.").format(folder=folder, count=count)


def export_picture(path: str, image: Any) -> str:
    """Write a QImage as a PNG file; return a sentence that says so; QgsProcessingException if that is not possible."""
    with OutputFiles({}) as files:
        _save(files.reserve(tr("the picture"), path), image)
    return tr("{path} is written.").format(path=path)


def _frames(stack: ShownStack, picture: FilmPicture, choice: FilmChoice) -> Iterator[np.ndarray]:
    ramp = ramp_of_values(stack)
    for position in choice.positions:
        yield pixels(picture.image(at_position(stack, position), ramp))


def _save(file: OutputFile, image: Any) -> None:
    if not image.save(str(file.temporary), "PNG"):
        raise _unwritable(file, None)


def _unwritable(file: OutputFile, error: OSError | None) -> QgsProcessingException:
    why = (error.strerror or str(error)) if error else tr("the disk may be full")
    return QgsProcessingException(
        tr("Cannot write {path}: {why}. Choose another folder.").format(path=file.path, why=why)
    )
